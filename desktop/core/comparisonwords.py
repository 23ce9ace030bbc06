"""What is said of a comparison: short, neutral, with numbers, interval and verdict."""

from __future__ import annotations

import math

from desktop.core.differences import Adjustment, Against, Comparison, Verdict
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Kind
from desktop.core.levelwords import Called, plainly
from desktop.core.sentences import state_words, value_words
from desktop.core.similar import Match
from desktop.core.wording import _, difference, ended, number, quantity, rounded_half_up

MOST_DECIMALS = 3
_GROUPS = frozenset(
    {
        Against.SECTOR,
        Against.OTHERS,
        Against.ORGANISATION,
        Against.ORGANISATIONS,
        Against.SIMILAR,
    }
)


def verdict_words(verdict: Verdict) -> str:
    """What may be said of a difference, in two or three words."""
    return {
        Verdict.SURE_HIGHER: _("sikker forskel"),
        Verdict.SURE_LOWER: _("sikker forskel"),
        Verdict.MAY_BE_CHANCE: _("kan være tilfældig"),
        Verdict.UNDECIDED: _("kan ikke afgøres"),
    }[verdict]


def match_words(match: Match) -> str:
    """How like an area its nearest are."""
    return {
        Match.GOOD: _("de ligner godt"),
        Match.FAIR: _("de ligner nogenlunde"),
        Match.POOR: _("de ligner kun lidt"),
        Match.NONE: _("der er ingen at ligne"),
    }[match]


def against_words(comparison: Comparison, called: Called | None = None) -> str:
    """What an area is held against, and how many areas that is worked out from.

    ``de øvrige afdelinger i sektoren »almen« (122 afdelinger)``; a sum of the shown alone says so:
    ``… (119 af 122 afdelinger, dem der vises)``. ``called`` is what the areas are called.
    """
    return place_words(comparison, called) + behind_words(
        comparison.areas, comparison.shown, partial=comparison.partial, called=called
    )


def place_words(comparison: Comparison, called: Called | None = None) -> str:
    """What an area is held against: ``kommunen``, ``resten af kommunen``, a name."""
    name, many = comparison.name, (called or plainly()).many
    return {
        Against.MUNICIPALITY: _("kommunen"),
        Against.REST: _("resten af kommunen"),
        Against.SECTOR: _("de øvrige {areas} i sektoren »{name}«").format(areas=many, name=name),
        Against.OTHERS: _("{areas} i andre sektorer").format(areas=many),
        Against.ORGANISATION: name or _("boligorganisationen"),
        Against.ORGANISATIONS: _("{areas} i andre boligorganisationer").format(areas=many),
        Against.DISTRICT: name or _("distriktet"),
        Against.AREA: name,
        Against.SIMILAR: _("lignende {areas}").format(areas=many),
        Against.EARLIER: _("sig selv i {period}").format(period=name),
    }[comparison.against]


def short_place_words(against: Against) -> str:
    """What an area is held against in one word, as it is also asked for: ``kommunen``."""
    return {
        Against.MUNICIPALITY: _("kommunen"),
        Against.REST: _("resten"),
        Against.SECTOR: _("sektoren"),
        Against.OTHERS: _("øvrige"),
        Against.ORGANISATION: _("organisationen"),
        Against.ORGANISATIONS: _("organisationerne"),
        Against.DISTRICT: _("distriktet"),
        Against.AREA: _("området"),
        Against.SIMILAR: _("lignende"),
        Against.EARLIER: _("tidligere"),
    }[against]


def behind_words(areas: int, shown: int, *, partial: bool, called: Called | None = None) -> str:
    """How many areas a sum is made of, in brackets after its name; empty where it is no sum."""
    if not areas:
        return ""
    counted = (called or plainly()).counted(areas)
    if partial:
        return " " + _("({shown} af {areas}, dem der vises)").format(
            shown=number(shown), areas=counted
        )
    return f" ({counted})"


def difference_words(comparison: Comparison, indicator: Indicator) -> str:
    """The difference with its sign: ``+8,0 pct.point``; empty where there is none."""
    return difference(comparison.difference, indicator.unit, indicator.decimals)


def reach_words(low: float, high: float, decimals: int) -> str:
    """The interval of a difference: ``+4,5 til +11,6``; empty where there is none.

    With a decimal more or two where an end would else be written as 0, on which the verdict rests.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    near = min(abs(low), abs(high))
    while near > 0 and rounded_half_up(near, decimals) == 0 and decimals < MOST_DECIMALS:
        decimals += 1
    return _("{low} til {high}").format(
        low=number(low, decimals, sign=True), high=number(high, decimals, sign=True)
    )


def undecided_words(
    comparison: Comparison, indicator: Indicator, called: Called | None = None
) -> str:
    """Why a comparison has no verdict; empty where it has one."""
    if comparison.verdict is not Verdict.UNDECIDED:
        return ""
    own, other = int(comparison.own.states[0]), int(comparison.other.states[0])
    if own != State.SHOWN:
        return state_words(own)
    if indicator.kind is Kind.COUNT:
        return _("et antal er talt op og får intet interval")
    ready = math.isnan(comparison.own.numerators[0])
    if other == State.UNDEFINED and not comparison.areas and comparison.against in _GROUPS:
        many = (called or plainly()).many
        return _("der er ingen {areas} at sammenligne med").format(areas=many)
    if other == State.UNDEFINED and ready:
        return _("tallet er regnet ud på forhånd og kan ikke lægges sammen eller trækkes fra")
    if other != State.SHOWN:
        return _("det, der sammenlignes med, er: {state}").format(state=state_words(other))
    if comparison.skewed:
        return skewed_words(called)
    if ready or indicator.kind is Kind.MEAN:
        return _("tallet er ikke en andel eller en hyppighed, der kan regnes et interval af")
    return _("der er ingen andre at sammenligne med")


def skewed_words(called: Called | None = None) -> str:
    """Why a sum of the shown alone is not judged."""
    return _("for mange {areas} vises ikke, og det er oftest dem med de laveste tal").format(
        areas=(called or plainly()).many
    )


def comparison_sentence(
    area: str, comparison: Comparison, indicator: Indicator, called: Called | None = None
) -> str:
    """A comparison as it may be read aloud.

    ``Skovbrynet ligger 8,0 pct.point over kommunen: 29,4 % mod 21,4 %. Sikker forskel (interval
    +4,5 til +11,6).``
    """
    if math.isnan(comparison.difference):
        return _without_difference(area, comparison, indicator, called)
    size = rounded_half_up(abs(comparison.difference), indicator.decimals)
    if size == 0:
        first = _("{area} ligger på linje med {place}: {own} mod {other}.")
    elif comparison.difference > 0:
        first = _("{area} ligger {size} over {place}: {own} mod {other}.")
    else:
        first = _("{area} ligger {size} under {place}: {own} mod {other}.")
    unit = _("pct.point") if indicator.unit == "%" else indicator.unit
    told = first.format(
        area=area,
        size=quantity(size, unit, indicator.decimals),
        place=against_words(comparison, called),
        own=value_words(comparison.own, 0, indicator),
        other=value_words(comparison.other, 0, indicator),
    )
    return f"{ended(told)} {_verdict_sentence(comparison, indicator, called)}"


def _verdict_sentence(comparison: Comparison, indicator: Indicator, called: Called | None) -> str:
    verdict = verdict_words(comparison.verdict)
    why = undecided_words(comparison, indicator, called)
    if not why:
        reach = reach_words(comparison.low, comparison.high, indicator.decimals)
        return _("{verdict} (interval {reach}).").format(
            verdict=verdict[:1].upper() + verdict[1:], reach=reach
        )
    if indicator.kind is Kind.COUNT:
        return f"{why[:1].upper()}{why[1:]}."
    return _("Om forskellen er sikker, {verdict}: {why}.").format(verdict=verdict, why=why)


def _without_difference(
    area: str, comparison: Comparison, indicator: Indicator, called: Called | None
) -> str:
    place = against_words(comparison, called)
    own, other = (value_words(cells, 0, indicator) for cells in (comparison.own, comparison.other))
    if indicator.kind is Kind.COUNT and comparison.own.shown[0] and comparison.other.shown[0]:
        if math.isnan(comparison.part):
            return _("{area} har {own}; {place} har {other} tilsammen.").format(
                area=area, own=own, place=place, other=other
            )
        return _("{area} har {own} af {other} i {place}: {part}.").format(
            area=area,
            own=own,
            other=other,
            place=place,
            part=quantity(100 * comparison.part, "%", 1),
        )
    return _("{area} og {place} kan ikke sammenlignes: {why}.").format(
        area=area, place=place, why=undecided_words(comparison, indicator, called)
    )


def certainty_sentence(comparisons: int, adjustment: Adjustment) -> str:
    """What the intervals of several comparisons together mean."""
    if comparisons < 2:
        return _("Intervallerne er på 95 %.")
    if adjustment is Adjustment.NONE:
        return _(
            "Intervallerne er på 95 % hver for sig: af {count} sammenligninger uden nogen forskel"
            " bliver i gennemsnit {chance} kaldt sikre."
        ).format(count=number(comparisons), chance=number(0.05 * comparisons, 1))
    name = "Bonferroni" if adjustment is Adjustment.BONFERRONI else "Šidák"
    return _("Intervallerne er på 95 % for alle {count} sammenligninger under ét ({name}).").format(
        count=number(comparisons), name=name
    )


def process_sentence() -> str:
    """What intervals of full counts mean; said once below comparisons."""
    return _(
        "Registrene tæller alle. Intervallet siger, hvor meget et tal kan svinge fra år til år,"
        " uden at noget er anderledes."
    )

"""A short text about an area, written from its numbers: three to six sentences.

The text says what :func:`desktop.core.areatextfacts.statements_of` found and no more. Neutral: a
number lies above or below another, and which way is worse is for other places to tell.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

from desktop.core.areatextfacts import (
    Certainty,
    Change,
    Farthest,
    Headline,
    Moved,
    Nothing,
    Overall,
    Placing,
    Reservation,
    Silent,
    Standing,
    Statement,
    Uncompared,
    Unjudged,
)
from desktop.core.indicators import Indicator, Kind
from desktop.core.wording import _, ended, number, plural, quantity, rounded_half_up

MOST_SENTENCES = 6
_S = TypeVar("_S", Standing, Farthest)


def area_text(statements: Sequence[Statement]) -> str:
    """The text, a paragraph; empty where there is nothing to say."""
    return " ".join(area_sentences(statements))


def area_sentences(statements: Sequence[Statement]) -> tuple[str, ...]:
    """The text, sentence by sentence; at most :data:`MOST_SENTENCES`.

    The headline and its standing make one sentence, so do the overall count and the farthest, and
    so do all categories.
    """
    said = [words for each in statements if (words := _said(each, statements))]
    return tuple(ended(each) for each in said[:MOST_SENTENCES])


def size_words(indicator: Indicator, size: float) -> str:
    """How large a difference or change is, without its sign: ``8,0 procentpoint``, ``2,1 m²``."""
    unit = _("procentpoint") if indicator.unit == "%" else indicator.unit
    return quantity(abs(size), unit, indicator.decimals)


def _said(statement: Statement, among: Sequence[Statement]) -> str:
    """The sentence that begins with a statement; empty where another has taken it in."""
    match statement:
        case Headline():
            return _headline_words(statement, _first(among, Standing))
        case Overall():
            return _overall_words(statement, _first(among, Farthest))
        case Placing():
            placings = [each for each in among if isinstance(each, Placing)]
            return _placing_words(placings) if statement is placings[0] else ""
        case Standing() | Farthest():
            return ""
        case _:
            return _alone(statement)


def _alone(
    statement: Change | Unjudged | Moved | Uncompared | Reservation | Silent,
) -> str:
    """The sentence of a statement that stands by itself."""
    match statement:
        case Change():
            return _change_words(statement)
        case Unjudged():
            return _unjudged_words(statement)
        case Moved():
            return _moved_words(statement)
        case Uncompared():
            return _uncompared_words(statement)
        case Reservation():
            return _reservation_words(statement)
        case Silent():
            return _silent_words(statement)


def _first(among: Sequence[Statement], kind: type[_S]) -> _S | None:
    return next((each for each in among if isinstance(each, kind)), None)


def _headline_words(headline: Headline, standing: Standing | None) -> str:
    indicator = headline.indicator
    behind = ""
    if indicator.kind is Kind.SHARE and math.isfinite(headline.base):
        behind = _(" ({count} af {base})").format(
            count=number(headline.counted), base=number(headline.base)
        )
    value = _value(indicator, headline.value)
    if headline.period is not None:
        value = _("{value} i {period}").format(value=value, period=headline.period.label)
    said = _("For {area} er {what} »{indicator}« {value}{behind}").format(
        area=headline.area or _("området"),
        what=_noun(indicator),
        indicator=indicator.name,
        value=value,
        behind=behind,
    )
    return said if standing is None else f"{said}{_standing_words(standing)}"


def _standing_words(standing: Standing) -> str:
    """The end of the headline's sentence."""
    indicator = standing.indicator
    higher = standing.difference > 0
    values = {
        "other": _value(indicator, standing.other),
        "size": size_words(indicator, standing.difference),
    }
    if rounded_half_up(abs(standing.difference), indicator.decimals) == 0:
        return _(", på linje med kommunens {other}").format(**values)
    match standing.certainty:
        case Certainty.SURE:
            text = _(", med sikkerhed under kommunens {other}; forskellen er {size}")
            if higher:
                text = _(", med sikkerhed over kommunens {other}; forskellen er {size}")
        case Certainty.CHANCE:
            text = _(", {size} under kommunens {other}; forskellen kan være tilfældig")
            if higher:
                text = _(", {size} over kommunens {other}; forskellen kan være tilfældig")
        case _:
            text = _(
                ", {size} under kommunens {other}; om forskellen er mere end tilfældig, kan ikke"
                " afgøres"
            )
            if higher:
                text = _(
                    ", {size} over kommunens {other}; om forskellen er mere end tilfældig, kan ikke"
                    " afgøres"
                )
    return text.format(**values)


def _change_words(change: Change) -> str:
    indicator = change.indicator
    values = {"what": _noun(indicator), "size": size_words(indicator, change.change)}
    if rounded_half_up(abs(change.change), indicator.decimals) == 0:
        text = _("På et år er {what} næsten uændret")
        if change.change == 0:
            text = _("På et år er {what} uændret")
        return text.format(**values)
    fallen, risen = {
        Certainty.SURE: (
            _("På et år er {what} med sikkerhed faldet; faldet er {size}"),
            _("På et år er {what} med sikkerhed steget; stigningen er {size}"),
        ),
        Certainty.CHANCE: (
            _("På et år er {what} faldet {size}; faldet kan være tilfældigt"),
            _("På et år er {what} steget {size}; stigningen kan være tilfældig"),
        ),
        Certainty.KNOWN: (
            _("På et år er {what} faldet med {size}"),
            _("På et år er {what} steget med {size}"),
        ),
        Certainty.UNDECIDED: (
            _("På et år er {what} faldet {size}; om det er tilfældigt, kan ikke afgøres"),
            _("På et år er {what} steget {size}; om det er tilfældigt, kan ikke afgøres"),
        ),
    }[change.certainty]
    return (risen if change.change > 0 else fallen).format(**values)


def _overall_words(overall: Overall, farthest: Farthest | None) -> str:
    if not overall.above + overall.below:
        return _(
            "Ingen af de {count} nøgletal, der kan sammenlignes, ligger med sikkerhed over eller"
            " under kommunen"
        ).format(count=number(overall.compared))
    text = _(
        "Af {count} nøgletal, der kan sammenlignes, ligger {above} med sikkerhed over kommunen og"
        " {below} med sikkerhed under"
    )
    said = text.format(
        count=number(overall.compared), above=_some(overall.above), below=_some(overall.below)
    )
    return said if farthest is None else f"{said}{_farthest_words(farthest)}"


def _unjudged_words(unjudged: Unjudged) -> str:
    return _(
        "Af {count} nøgletal ligger {above} over kommunen og {below} under; om forskellene er mere"
        " end tilfældige, kan ikke afgøres"
    ).format(
        count=number(unjudged.numbers), above=_some(unjudged.above), below=_some(unjudged.below)
    )


def _farthest_words(farthest: Farthest) -> str:
    """The end of the sentence that counts."""
    indicator = farthest.indicator
    values = {
        "indicator": indicator.label,
        "own": _value(indicator, farthest.value),
        "other": _value(indicator, farthest.other),
    }
    text = _("; i forhold til kommunens tal er forskellen størst for »{indicator}«: {own} mod"
             " {other}")  # fmt: skip
    if farthest.alone:
        text = _("; det er »{indicator}«: {own} mod {other}")
    elif farthest.headline:
        text = _("; i forhold til kommunens tal er forskellen størst for netop »{indicator}«")
    return text.format(**values)


def _moved_words(moved: Moved) -> str:
    parts = []
    for change in moved.changes:
        text = _("»{indicator}« faldet {size}")
        if change.change > 0:
            text = _("»{indicator}« steget {size}")
        size = size_words(change.indicator, change.change)
        parts.append(text.format(indicator=change.indicator.label, size=size))
    said = _("På et år er med sikkerhed {changes}").format(changes=_listed(parts))
    if not moved.more:
        return said
    more = plural(
        "; det samme gælder {count} andet", "; det samme gælder {count} andre", moved.more
    )
    return said + more.format(count=number(moved.more))


def _placing_words(placings: Sequence[Placing]) -> str:
    parts = []
    for each in placings:
        detail = ", ".join(part for part in (each.outcome, each.points) if part)
        text = _("»{category}« ({detail})") if detail else _("»{category}«")
        parts.append(text.format(category=each.category, detail=detail))
    return plural(
        "Kategorien er {categories} efter modellen »{model}«",
        "Kategorierne er {categories} efter modellen »{model}«",
        len(parts),
    ).format(model=placings[0].model.split(" (", maxsplit=1)[0], categories=_listed(parts))


def _uncompared_words(uncompared: Uncompared) -> str:
    return plural(
        "Tallet kan ikke holdes op mod kommunens, som ikke er vist i udtrækket",
        "Tallene kan ikke holdes op mod kommunens, som ikke er vist i udtrækket",
        uncompared.numbers,
    )


def _reservation_words(reservation: Reservation) -> str:
    """One sentence that counts what is not shown and what stands on few."""
    withheld, absent, small = reservation.withheld, reservation.absent, reservation.small
    hidden = plural(
        "{count} nøgletal vises ikke af hensyn til diskretion",
        "{count} nøgletal vises ikke af hensyn til diskretion",
        withheld,
    )
    lacking = plural("{count} nøgletal har intet tal", "{count} nøgletal har intet tal", absent)
    doubtful = plural("{count} nøgletal bygger på få", "{count} nøgletal bygger på få", small)
    counted = ((withheld, hidden), (absent, lacking), (small, doubtful))
    parts = [text.format(count=number(count)) for count, text in counted if count]
    if len(parts) < 2:
        return "".join(parts)
    return _("{first}, og {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def _silent_words(silent: Silent) -> str:
    area = silent.area or _("området")
    if silent.why is Nothing.GONE:
        return _("Området fandtes ikke i denne periode")
    if silent.why is Nothing.UNASKED:
        return _("Udtrækket har ingen tal på dette områdeniveau")
    one, many = {
        Nothing.WITHHELD: (
            _("Tallet for {area} kan ikke vises, fordi det vedrører for få personer"),
            _(
                "Ingen af de {count} nøgletal kan vises for {area}, fordi de vedrører for få"
                " personer"
            ),
        ),
        Nothing.EMPTY: (
            _("Der er intet tal om {area} for det valgte nøgletal"),
            _("Der er ingen tal om {area} for de {count} valgte nøgletal"),
        ),
    }.get(
        silent.why,
        (
            "",
            _(
                "Ingen af de {count} nøgletal kan vises for {area}: nogle vedrører for få personer,"
                " og resten er der ikke tal for"
            ),
        ),
    )
    text = one if silent.numbers == 1 else many
    return text.format(count=number(silent.numbers), area=area)


def _noun(indicator: Indicator) -> str:
    """What a number of the indicator is, in the definite form inside a sentence."""
    return {
        Kind.SHARE: _("andelen"),
        Kind.RATE: _("hyppigheden"),
        Kind.COUNT: _("antallet"),
        Kind.MEAN: _("tallet"),
    }[indicator.kind]


def _value(indicator: Indicator, value: float) -> str:
    return quantity(value, indicator.unit, indicator.decimals)


def _some(count: int) -> str:
    return number(count) if count else _("ingen")


def _listed(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _("{first} og {last}").format(first=", ".join(parts[:-1]), last=parts[-1])

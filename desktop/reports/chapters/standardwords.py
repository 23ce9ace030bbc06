"""What a report of areas and indicators says of its numbers: each statement one that they bear."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.core.changes import Changes
from desktop.core.comparisonwords import certainty_sentence
from desktop.core.differences import Adjustment, Verdict
from desktop.core.disclosure import State
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.periods import Period, order
from desktop.core.wording import NO_BREAK, _, number, plural, quantity
from desktop.reports.chapters.standardfacts import Facts, Held

SURE = (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)


def sure_words(verdict: int) -> str:
    """What may be said of a difference, standing by itself: ``over, med sikkerhed``."""
    return {
        Verdict.SURE_HIGHER: _("over, med sikkerhed"),
        Verdict.SURE_LOWER: _("under, med sikkerhed"),
        Verdict.MAY_BE_CHANCE: _("kan være tilfældigt"),
        Verdict.UNDECIDED: _("kan ikke afgøres"),
    }[Verdict(verdict)]


def moved_words(verdict: int) -> str:
    """What may be said of a change, standing by itself: ``steget, med sikkerhed``."""
    return {
        Verdict.SURE_HIGHER: _("steget, med sikkerhed"),
        Verdict.SURE_LOWER: _("faldet, med sikkerhed"),
        Verdict.MAY_BE_CHANCE: _("kan være tilfældigt"),
        Verdict.UNDECIDED: _("kan ikke afgøres"),
    }[Verdict(verdict)]


def direction_words(indicator: Indicator) -> str:
    """Which way is the more adverse; empty where neither is."""
    return {
        Direction.WORSE: _("Et højere tal er mere udsat."),
        Direction.BETTER: _("Et lavere tal er mere udsat."),
    }.get(indicator.direction, _("Tallet er hverken godt eller dårligt i sig selv."))


def change_words(changed: Changes | None, at: int, *, units: bool = True) -> str:
    """A change with its sign, and its unit unless that stands elsewhere; empty for none."""
    if changed is None or not np.isfinite(changed.values[at]):
        return ""
    unit = changed.unit if units else ""
    return quantity(float(changed.values[at]), unit, changed.decimals, sign=True)


def heading_words(held: Held, period: Period) -> str:
    """An indicator as the heading of a column, with its period where that is not the report's."""
    if held.period is None or held.period == period:
        return held.indicator.label
    return f"{held.indicator.label} ({held.period.short_label.replace(' ', NO_BREAK)})"


def verdicts_of(facts: Facts, held: Held) -> tuple[int, ...]:
    """The verdict of each area of the report against the municipality, of those with a number."""
    if held.compared is None:
        return ()
    at = np.array(facts.positions)
    shown = held.column.cells.shown[at]
    return tuple(held.compared.verdicts[at][shown].tolist())


def hidden_count(facts: Facts, state: State) -> int:
    """How many of a report's numbers have a state."""
    at = np.array(facts.positions)
    return sum(int((held.column.cells.states[at] == state).sum()) for held in facts.held)


def about_words(facts: Facts) -> str:
    """Which areas, how many indicators, when: the first sentence of a report."""
    indicators = plural("{count} indikator", "{count} indikatorer", len(facts.held)).format(
        count=number(len(facts.held))
    )
    values = {
        "municipality": facts.municipality,
        "period": facts.period.label,
        "indicators": indicators,
    }
    if len(facts.positions) == 1:
        name = facts.name(facts.positions[0])
        return _("Rapporten viser {area} i {municipality} på {indicators} i {period}.").format(
            area=name, **values
        )
    counted = facts.called.counted(len(facts.positions))
    text = _("Rapporten viser {areas} i {municipality} på {indicators} i {period}.")
    if facts.all_of_them:
        text = _("Rapporten viser alle {areas} i {municipality} på {indicators} i {period}.")
    return text.format(areas=counted, **values)


def hidden_words(facts: Facts) -> str:
    """How many numbers are withheld or lacking; that none is where none is."""
    total = len(facts.positions) * len(facts.held)
    withheld = hidden_count(facts, State.WITHHELD)
    missing = hidden_count(facts, State.MISSING)
    undefined = hidden_count(facts, State.UNDEFINED)
    parts = [
        text.format(count=number(count))
        for count, text in (
            (
                withheld,
                _("{count} diskretioneret") if withheld == 1 else _("{count} diskretionerede"),
            ),
            (missing, _("{count} uden data")),
            (undefined, _("{count} ikke defineret")),
        )
        if count
    ]
    if not parts:
        return plural("Tallet vises.", "Alle {total} tal vises.", total).format(total=number(total))
    told = _(" og ").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return _("Af {total} tal er {told}.").format(total=number(total), told=told)


def verdict_sentence(facts: Facts) -> str:
    """How many of the shown numbers differ from the municipality's beyond chance."""
    counts = np.bincount(
        np.array([v for held in facts.held for v in verdicts_of(facts, held)], np.int64),
        minlength=len(Verdict),
    )
    judged = int(counts.sum() - counts[Verdict.UNDECIDED])
    if not judged:
        return _("Ingen af tallene kan holdes op mod kommunen med en vurdering.")
    if counts[Verdict.MAY_BE_CHANCE] == judged:
        return plural(
            "Det ene tal, der kan vurderes, skiller sig ikke med sikkerhed ud fra kommunens.",
            "Ingen af {judged} tal, der kan vurderes, skiller sig med sikkerhed ud fra kommunens.",
            judged,
        ).format(judged=number(judged))
    return _(
        "Af {judged} tal, der kan vurderes, ligger {over} med sikkerhed over kommunens og {under}"
        " med sikkerhed under; ved {chance} kan forskellen være tilfældig."
    ).format(
        judged=number(judged),
        over=number(int(counts[Verdict.SURE_HIGHER])),
        under=number(int(counts[Verdict.SURE_LOWER])),
        chance=number(int(counts[Verdict.MAY_BE_CHANCE])),
    )


def judged_count(facts: Facts) -> int:
    """How many comparisons with a verdict a report makes."""
    return sum(
        verdict != Verdict.UNDECIDED for held in facts.held for verdict in verdicts_of(facts, held)
    )


def chance_words(facts: Facts) -> str:
    """What many comparisons at once mean; empty for none."""
    judged = judged_count(facts)
    return certainty_sentence(judged, Adjustment.NONE) if judged else ""


def periods_words(facts: Facts) -> str:
    """Which indicators are told at another time than the report; empty where none is."""
    others: dict[Period, list[str]] = {}
    for held in facts.held:
        if held.period is not None and held.period != facts.period:
            others.setdefault(held.period, []).append(held.indicator.label)
    if not others:
        return ""
    told = [
        _("{indicators} ({period})").format(period=period.label, indicators=", ".join(names))
        for period, names in sorted(others.items(), key=lambda item: order(item[0]), reverse=True)
    ]
    return _("Nyeste tal: {told}.").format(told="; ".join(told))


def names_words(names: Sequence[str], most: int = 30) -> str:
    """Names after each other; of a long list as many as there is room for, and how many more."""
    if len(names) <= most:
        return ", ".join(names)
    return _("{names} og {more} til").format(
        names=", ".join(names[:most]), more=number(len(names) - most)
    )


def has_intervals(held: Held) -> bool:
    """Whether an indicator's numbers have intervals, and so verdicts."""
    return held.indicator.kind in (Kind.SHARE, Kind.RATE)

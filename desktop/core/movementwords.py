"""What is said about the list of what has moved: calmly, and to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.core.indicators import Indicator
from desktop.core.movements import MovedList, Movement, Untested
from desktop.core.wording import _, difference, number, plural, quantity

_WORTH_SAYING = 0.1  # of the change that an unusual start may explain


def movement_sentence(row: Movement) -> str:
    """From what to what, and how sure the change is."""
    indicator = row.indicator
    return _(
        "{before} i {before_period}, {now} i {period}: {change} (95 %-interval {low} til {high})."
    ).format(
        before=quantity(row.before, indicator.unit, indicator.decimals),
        before_period=row.before_period.label,
        now=quantity(row.now, indicator.unit, indicator.decimals),
        period=row.period.label,
        change=difference(row.change, indicator.unit, indicator.decimals),
        low=number(row.low, indicator.decimals, sign=True),
        high=number(row.high, indicator.decimals, sign=True),
    )


def municipality_sentence(change: float, indicator: Indicator) -> str:
    """The municipality's own change in the same time; empty where it has none."""
    if not np.isfinite(change):
        return ""
    return _("Hele kommunen: {change}.").format(
        change=difference(change, indicator.unit, indicator.decimals)
    )


def agreeing_sentence(row: Movement) -> str:
    """How many indicators of the area say the same; empty where it is one alone.

    Indicators under one heading often count the same people, and are one sign rather than two.
    """
    if row.indicators < 2:
        return ""
    if row.subjects < 2:
        return _("Området er på listen med {count} indikatorer om samme emne.").format(
            count=row.indicators
        )
    return _("Området er på listen med {count} indikatorer på {subjects} emner.").format(
        count=row.indicators, subjects=row.subjects
    )


def returning_sentence(row: Movement) -> str:
    """How much of the change an unusual start may explain; empty where that is little."""
    if not row.returning >= _WORTH_SAYING:
        return ""
    text = (
        _("Området lå lavere end de fleste; op til {share} af ændringen kan være en tilbagevenden.")
        if row.change > 0
        else _(
            "Området lå højere end de fleste; op til {share} af ændringen kan være en"
            " tilbagevenden."
        )
    )
    return text.format(share=quantity(100 * row.returning, "%"))


def row_sentences(row: Movement) -> tuple[str, ...]:
    """All that is said about one line of the list."""
    said = (
        movement_sentence(row),
        municipality_sentence(row.municipality_change, row.indicator),
        agreeing_sentence(row),
        returning_sentence(row),
    )
    return tuple(sentence for sentence in said if sentence)


def list_sentences(moved: MovedList) -> tuple[str, ...]:
    """What the list rests on: how much was tested, and how much of it chance alone would give."""
    said = [_found_sentence(moved)]
    if moved.rows:
        said.append(
            _(
                "Højst {rate} af linjerne ventes at stå her ved et tilfælde: omkring {count}."
            ).format(rate=quantity(100 * moved.asked.rate, "%"), count=_few(moved.expected_false))
        )
    if moved.tested:
        said.append(
            _(
                "Til sammenligning: en fast grænse på 99,8 % for hvert tal ville have peget på"
                " {flagged}; {false} kunne ventes ved et tilfælde alene."
            ).format(flagged=number(moved.plain_flagged), false=_few(moved.plain_false))
        )
    return (*said, *untested_sentences(moved.untested))


def untested_sentences(untested: Untested) -> tuple[str, ...]:
    """What could not be tested, and why."""
    said = []
    if untested.cells:
        reasons = _listed(
            [
                (untested.withheld, _("{count} diskretioneret")),
                (untested.missing, _("{count} uden data")),
                (untested.undefined, _("{count} ikke defineret")),
                (untested.uncounted, _("{count} uden antal bag")),
            ]
        )
        said.append(
            plural(
                "{count} celle kunne ikke prøves: {reasons}.",
                "{count} celler kunne ikke prøves: {reasons}.",
                untested.cells,
            ).format(count=number(untested.cells), reasons=reasons)
        )
    if untested.unpaired:
        said.append(
            plural(
                "{count} indikator har ingen nye tal, eller ingen fra året før.",
                "{count} indikatorer har ingen nye tal, eller ingen fra året før.",
                untested.unpaired,
            ).format(count=untested.unpaired)
        )
    if untested.undirected:
        said.append(
            plural(
                "{count} indikator er hverken god eller dårlig og er ikke med.",
                "{count} indikatorer er hverken gode eller dårlige og er ikke med.",
                untested.undirected,
            ).format(count=untested.undirected)
        )
    return tuple(said)


def _found_sentence(moved: MovedList) -> str:
    if not moved.tested:
        return _("Der er ingen tal at prøve.")
    tested = number(moved.tested)
    if not moved.rows:
        none = (
            _("Ingen af {tested} prøvede tal har flyttet sig mere, end områder plejer.")
            if moved.asked.sensitive
            else _(
                "Ingen af {tested} prøvede tal har flyttet sig mere, end tilfældet kan forklare."
            )
        )
        return none.format(tested=tested)
    some = (
        _("{count} af {tested} prøvede tal har flyttet sig mere, end områder plejer.")
        if moved.asked.sensitive
        else _("{count} af {tested} prøvede tal har flyttet sig mere, end tilfældet kan forklare.")
    )
    return some.format(count=number(len(moved.rows)), tested=tested)


def _few(count: float) -> str:
    """An expected number: with a decimal while it is small."""
    return number(count, 1 if count < 10 else 0)


def _listed(counts: Sequence[tuple[int, str]]) -> str:
    return ", ".join(text.format(count=number(count)) for count, text in counts if count)

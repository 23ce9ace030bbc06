"""What is said about the list of what has moved: calmly, and to be read aloud."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from desktop.core.indicators import Indicator
from desktop.core.movements import MovedList, Movement, Tested, Untested
from desktop.core.periods import Kind, Period, order
from desktop.core.wording import _, difference, ended, number, plural, quantity

_LOOSE = 0.25  # share of chance that may still be worth a list
_FAR_OUT = 1000  # lines of which one is there by chance, over which the number is not said
_WORTH_SAYING = 0.1  # of the change that an unusual start may explain


def movement_sentence(row: Movement) -> str:
    """From what to what, of how many, and how sure the change is."""
    indicator, counts = row.indicator, _counts_words(row)
    text = (
        _(
            "{before} i {before_period}, {now} i {period} ({counts}): {change} (95 %-interval {low}"
            " til {high})."
        )
        if counts
        else _(
            "{before} i {before_period}, {now} i {period}: {change} (95 %-interval {low} til"
            " {high})."
        )
    )
    return text.format(
        counts=counts,
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
    return ended(
        _("Hele kommunen: {change}.").format(
            change=difference(change, indicator.unit, indicator.decimals)
        )
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


def evidence_sentence(row: Movement) -> str:
    """How sure the list is down to a line: of how many one is expected to be there by chance."""
    far_out = row.q < 1 / _FAR_OUT
    said = (
        _("Af linjerne til og med denne ventes færre end 1 af {count} at være tilfældig.")
        if far_out
        else _("Af linjerne til og med denne ventes højst 1 af {count} at være tilfældig.")
    )
    return said.format(count=number(_FAR_OUT if far_out else math.floor(1 / row.q + 1e-9)))


def row_sentences(row: Movement) -> tuple[str, ...]:
    """All that is said about one line of the list."""
    said = (
        movement_sentence(row),
        municipality_sentence(row.municipality_change, row.indicator),
        agreeing_sentence(row),
        returning_sentence(row),
    )
    return tuple(sentence for sentence in said if sentence)


def compared_words(parts: Sequence[Tested]) -> str:
    """Which periods are held against which: ``2025 mod 2024 for årlige tal``; empty for none."""
    pairs = sorted(
        {(part.period, part.before_period) for part in parts if part.tested},
        key=lambda pair: order(pair[0]),
        reverse=True,
    )
    said = []
    for kind, text in (
        (Kind.YEAR, _("{periods} for årlige tal")),
        (Kind.SCHOOL_YEAR, _("{periods} for skoleår")),
        (Kind.QUARTER, _("{periods} for kvartalstal")),
        (Kind.MONTH, _("{periods} for månedstal")),
    ):
        periods = [
            _("{period} mod {before}").format(period=_named(now), before=_named(before))
            for now, before in pairs
            if now.kind is kind
        ]
        if periods:
            said.append(text.format(periods=_(" og ").join(periods)))
    return ", ".join(said)


def found_sentence(moved: MovedList) -> str:
    """How many moved, of how many, and how many of them chance would put there; in one line."""
    if not moved.tested:
        return _("Der er ingen tal at prøve.")
    tested, count = number(moved.tested), number(len(moved.rows))
    if not moved.rows:
        none = (
            _("Ingen af {tested} prøvede tal har flyttet sig mere, end områder plejer.")
            if moved.asked.sensitive
            else _(
                "Ingen af {tested} prøvede tal har flyttet sig mere, end tilfældet kan forklare."
            )
        )
        return none.format(tested=tested)
    return plural(
        "{count} af {tested} prøvede tal har flyttet sig; højst omkring {chance} ventes på listen"
        " ved et tilfælde.",
        "{count} af {tested} prøvede tal har flyttet sig; højst omkring {chance} af dem ventes på"
        " listen ved et tilfælde.",
        len(moved.rows),
    ).format(count=count, tested=tested, chance=_few(moved.expected_false))


def nothing_sentences(moved: MovedList) -> tuple[str, ...]:
    """What an empty list means, and what may be tried; nothing for a list with lines."""
    if moved.rows or not moved.tested:
        return ()
    said = _(
        "Det er også et svar: intet skiller sig ud, når så mange tal prøves på én gang. En mindre"
        " ændring kan der godt være."
    )
    if not moved.asked.sensitive:
        more = _(
            "Prøv --sensitive, der måler mod, hvad områder plejer, og kan finde mindre ændringer."
        )
    elif moved.asked.rate < _LOOSE:
        more = _("Prøv --rate 0,25 for en længere liste, hvor mere kan være tilfældigt.")
    else:
        return (said,)
    return said, more


def method_sentences(moved: MovedList) -> tuple[str, ...]:
    """What the list rests on, but for :func:`found_sentence`."""
    said = []
    if moved.rows:
        said += [
            _("Et tal er på listen, når det har flyttet sig mere, end områder plejer.")
            if moved.asked.sensitive
            else _(
                "Et tal er på listen, når det har flyttet sig mere, end tilfældet kan forklare."
            ),
            _("Højst {rate} af linjerne ventes i gennemsnit at stå her ved et tilfælde.").format(
                rate=quantity(100 * moved.asked.rate, "%")
            ),
        ]
    if moved.tested:
        said.append(
            _(
                "Til sammenligning: en fast grænse på 99,8 % for hvert tal ville have peget på"
                " {flagged}."
            ).format(flagged=number(moved.plain_flagged))
        )
        if not moved.asked.sensitive:
            said.append(
                _(
                    "Prøven er streng: hvor der tælles personer, er de fleste de samme begge år, og"
                    " tallet svinger mindre, end der regnes med."
                )
            )
    return (*said, *untested_sentences(moved.untested))


def list_sentences(moved: MovedList) -> tuple[str, ...]:
    """All that is said about the list as a whole."""
    return (found_sentence(moved), *nothing_sentences(moved), *method_sentences(moved))


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


def _counts_words(row: Movement) -> str:
    """How many before and now: ``12 af 103 → 49 af 103``; empty for plain counts."""
    if not np.isfinite(row.before_counts[1]) or not np.isfinite(row.now_counts[1]):
        return ""
    said = [
        _("{count} af {base}").format(count=number(count), base=number(base))
        for count, base in (row.before_counts, row.now_counts)
    ]
    return " → ".join(said)


def _named(period: Period) -> str:
    return period.code if period.kind is Kind.SCHOOL_YEAR else period.label


def _few(count: float) -> str:
    """An expected number: with a decimal while it is small."""
    return number(count, 1 if count < 10 else 0)


def _listed(counts: Sequence[tuple[int, str]]) -> str:
    return ", ".join(text.format(count=number(count)) for count, text in counts if count)

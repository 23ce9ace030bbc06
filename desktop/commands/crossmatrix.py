"""All indicators of a level held together two by two."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from desktop.commands.asking import WIDTH, shortened, table_lines, wanted_of, wrapped
from desktop.commands.facts import indicator_fact
from desktop.core.association import Matrix, correlation_matrix, not_persons_sentence
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called, called
from desktop.core.measures import restricted
from desktop.core.pairs import period_near
from desktop.core.periods import Period
from desktop.core.wording import _, number

_LONGEST = 26  # characters of an indicator's name
_COLUMN = 8  # of a number, its sign, its mark and the space before it


def matrix_answer(
    data: Dataset, options: argparse.Namespace, level: str
) -> tuple[dict[str, Any], list[str]]:
    """How every two indicators of the level go together, each at its period near the one asked.

    Raises:
        UsageError: all numbers are later than the period asked about, or all are older.
    """
    wanted = wanted_of(data, options, level)
    areas = data.areas(level)
    indicators, columns, periods = [], [], []
    for indicator in data.indicators_of(level):
        period = period_near(data.periods_of(indicator.id, level), wanted)
        if period is not None:
            cells = data.cells(indicator.id, level, period)
            columns.append(restricted(cells, areas.valid_on(period.end)).values)
            indicators.append(indicator)
            periods.append(period)
    if wanted is not None and not indicators:
        raise UsageError(
            _("Ingen indikatorer har tal så tidligt."),
            hint=_("Vælg en senere periode med --period."),
        )
    made = correlation_matrix(columns, by_rank=options.ranks)
    facts = {
        "level": level,
        "method": "spearman" if options.ranks else "pearson",
        "indicators": [
            indicator_fact(indicator, period)
            for indicator, period in zip(indicators, periods, strict=True)
        ],
        "values": made.values,
        "low": made.low,
        "high": made.high,
        "counts": made.counts,
        "reservation": not_persons_sentence(),
    }
    lines = list(
        _matrix_lines(made, indicators, periods, called(data.level(level)), options)
        if indicators
        else [_("Der er ingen indikatorer at holde sammen.")]
    )
    if wanted is None and len(set(periods)) > 1:
        text = _("Hver indikator er fra sin egen nyeste periode; --and sætter to til samme tid.")
        lines += wrapped(text)
    return facts, [*lines, *wrapped(not_persons_sentence())]


def _matrix_lines(
    made: Matrix,
    indicators: Sequence[Indicator],
    periods: Sequence[Period],
    called: Called,
    options: argparse.Namespace,
) -> Iterator[str]:
    """The matrix in as many columns as there is room for; all of it in pieces where asked for."""
    method = _("i rækkefølge (Spearman)") if options.ranks else _("på en linje (Pearson)")
    alike = len(set(periods)) == 1
    yield _("Sammenhæng {method}{period}").format(
        method=method, period=f", {periods[0].label}" if alike else ""
    )
    counts = made.counts[~np.eye(len(indicators), dtype=bool)]
    if len(counts):
        least, most = number(int(counts.min())), called.counted(int(counts.max()))
        text = _("Hvert tal er regnet af de {areas}, der viser begge: {most}.")
        if counts.min() < counts.max():
            text = _("Hvert tal er regnet af de {areas}, der viser begge: fra {least} til {most}.")
        yield from wrapped(text.format(areas=called.many, least=least, most=most))
    yield from wrapped(
        _("* Intervallet rummer ikke 0, så sammenhængen er næppe tilfældig. – Ikke defineret.")
    )
    room = _room(indicators, periods, alike=alike)
    starts = range(0, len(indicators), room) if options.all_lines else [0]
    rows = range(len(indicators)) if options.all_lines else range(min(room, len(indicators)))
    for start in starts:
        columns = range(start, min(start + room, len(indicators)))
        head = ["", "", *([] if alike else [_("periode")]), *(str(at + 1) for at in columns)]
        body = [
            [
                str(row + 1),
                shortened(indicators[row].label, _LONGEST),
                *([] if alike else [periods[row].code]),
                *(_told(made, row, column) for column in columns),
            ]
            for row in rows
        ]
        yield from table_lines([head, *body], "rl" + ("" if alike else "l") + "r" * len(columns))
        yield ""
    if len(indicators) > len(rows):
        text = _("De første {shown} af {count} indikatorer. --all-lines viser dem alle, i stykker.")
        yield text.format(shown=number(len(rows)), count=number(len(indicators)))


def _room(indicators: Sequence[Indicator], periods: Sequence[Period], *, alike: bool) -> int:
    """How many columns of numbers there is room for beside the names."""
    beside = 4 + max(len(shortened(each.label, _LONGEST)) for each in indicators)
    if not alike:
        beside += 2 + max(len(_("periode")), *(len(each.code) for each in periods))
    return max(1, (WIDTH - beside) // _COLUMN)


def _told(made: Matrix, row: int, column: int) -> str:
    """A correlation, marked where its interval leaves out 0; a dot for an indicator with itself."""
    if row == column:
        return "· "
    value = float(made.values[row, column])
    if np.isnan(value):
        return "– "
    sure = made.low[row, column] > 0 or made.high[row, column] < 0
    return number(value, 2) + ("*" if sure else " ")

"""An indicator by breakdown in one area: a table with bars, intervals and the municipality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.comparisonwords import verdict_words
from desktop.core.crosstable import breakdown_table
from desktop.core.dataset import Breakdown, Dataset
from desktop.core.differences import Verdict
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import cell_intervals
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.sentences import count_words, interval_words, value_words
from desktop.core.wording import _
from desktop.maps.cellchart import CellChart, CrossColours, Spot
from desktop.maps.composing import Setter
from desktop.maps.drawing import Box, Drawing, Mark, Text, one_line

_ROW, _HEADING, _TOP = 26.0, 30.0, 28.0
_SIZE, _SMALL = 12.0, 11.0
_GAP = 14.0
_LEAST_BAR = 120.0


@dataclass(frozen=True, slots=True, eq=False)
class BarRow:
    """One part of the residents, or all of them.

    Attributes:
        breakdown: which part; None for all.
        cells: its number, of length 1.
        low, high: the interval; NaN where it has none.
        municipality: the municipality's same part; None where the row is the municipality's own.
        verdict: what may be said of the difference between the two; empty where there is none.
    """

    breakdown: Breakdown | None
    cells: Cells
    low: float
    high: float
    municipality: Cells | None = None
    verdict: str = ""


def area_rows(
    data: Dataset, level: str, area: int, indicator: Indicator, period: Period
) -> tuple[BarRow, ...]:
    """All residents of an area, and every part that the extract has.

    Raises:
        UsageError: the extract has no breakdowns of the indicator on the level.
    """
    return tuple(
        BarRow(
            each.breakdown,
            each.cells,
            each.low,
            each.high,
            each.municipality.other,
            _verdict(each.municipality.verdict, each.cells, indicator),
        )
        for each in breakdown_table(data, level, area, indicator, period)
    )


def municipality_rows(
    data: Dataset, level: str, indicator: Indicator, period: Period
) -> tuple[BarRow, ...]:
    """The same of the municipality by itself, for the parts that the level has."""
    rows = []
    for breakdown in (None, *data.breakdowns_of(indicator.id, level)):
        cells = data.municipality(indicator.id, period, breakdown.id if breakdown else "")
        low, high = cell_intervals(cells, indicator.kind, indicator.per)
        rows.append(BarRow(breakdown, cells, float(low[0]), float(high[0])))
    return tuple(rows)


def bars(
    rows: Sequence[BarRow],
    indicator: Indicator,
    width: float,
    colours: CrossColours,
    setter: Setter,
) -> CellChart:
    """One line per part: name, number, counts, bar with interval and municipality, verdict.

    The bars share one scale from 0. Parts of one breakdown stand under its name. A number that is
    not shown has a hatched or plain bar of no length to be read.
    """
    columns = _columns(rows, indicator, width, setter)
    own = any(row.municipality is not None for row in rows)
    most = _most(rows, indicator)
    marks: list[Mark] = _heads(columns, colours, own=own)
    spots: list[Spot] = []
    y, heading = _TOP, ""
    for row in rows:
        name = str(row.breakdown.name) if row.breakdown else ""
        if name != heading:
            heading = name
            y += _HEADING
            marks.append(Text(0, y - 9, heading, _SMALL, colours.muted, 600))
        marks += _line(row, indicator, columns, y, most, colours, setter)
        marks.append(one_line([(0, y + _ROW), (width, y + _ROW)], colours.hairline, 1))
        spots.append(Spot(len(spots), 0, 0, y, width, _ROW, _told(row, indicator)))
        y += _ROW
    return CellChart(Drawing(width, y + 8, tuple(marks)), tuple(spots))


def row_name(row: BarRow) -> str:
    """What part of the residents a row is of."""
    return str(row.breakdown.cell) if row.breakdown else _("Alle")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns end or begin, from the left."""

    name: float  # width
    value: float  # right edge
    counts: float  # right edge
    left: float
    right: float
    municipality: float  # right edge
    verdict: float  # left edge
    width: float


def _columns(
    rows: Sequence[BarRow], indicator: Indicator, width: float, setter: Setter
) -> _Columns:
    def widest(texts: Sequence[str], size: float = _SIZE, weight: int = 400) -> float:
        return max((setter.width(text, size, weight, tabular=True) for text in texts), default=0.0)

    values = widest([value_words(row.cells, 0, indicator) for row in rows], weight=600)
    counts = widest([count_words(row.cells, 0) for row in rows], _SMALL)
    others = [row.municipality for row in rows if row.municipality is not None]
    municipality = widest([value_words(each, 0, indicator) for each in others])
    municipality = max(municipality, setter.width(_("Kommunen"), _SMALL)) if others else 0.0
    verdict = widest([row.verdict for row in rows], _SMALL)
    rest = values + counts + municipality + verdict + 5 * _GAP
    names = widest([row_name(row) for row in rows])
    name = max(min(names, width - rest - _LEAST_BAR), min(names, 0.28 * width))
    value = name + _GAP + values
    edge = value + (_GAP + counts if counts else 0.0)
    last = width - verdict
    at = last - (_GAP if verdict else 0.0)
    left = edge + _GAP
    right = max(at - (municipality + _GAP if others else 0.0), left + 40.0)
    return _Columns(name, value, edge, left, right, at, last, width)


def _heads(columns: _Columns, colours: CrossColours, *, own: bool) -> list[Mark]:
    marks: list[Mark] = [
        Text(0, 16, _("Beboere"), _SMALL, colours.muted, 600),
        Text(columns.value, 16, _("Tal"), _SMALL, colours.muted, 600, "end"),
        Text(columns.left, 16, _("Tal og 95 %-interval"), _SMALL, colours.muted, 600),
    ]
    if own:
        marks.append(
            Text(columns.municipality, 16, _("Kommunen"), _SMALL, colours.muted, 600, "end")
        )
    return marks


def _line(
    row: BarRow,
    indicator: Indicator,
    columns: _Columns,
    y: float,
    most: float,
    colours: CrossColours,
    setter: Setter,
) -> list[Mark]:
    base, middle = y + 17.0, y + _ROW / 2
    weight = 400 if row.breakdown else 600
    name = setter.cut(row_name(row), _SIZE, columns.name, weight)
    shown = bool(row.cells.shown[0])
    marks: list[Mark] = [
        Text(0, base, name, _SIZE, colours.ink, weight),
        Text(
            columns.value, base, value_words(row.cells, 0, indicator), _SIZE,
            colours.ink if shown else colours.muted, 600 if shown else 400, "end", tabular=True,
        ),
        Box(columns.left, middle - 5, columns.right - columns.left, 10, colours.track, radius=2),
    ]  # fmt: skip
    counts = count_words(row.cells, 0)
    if counts:
        marks.append(
            Text(columns.counts, base, counts, _SMALL, colours.muted, 400, "end", tabular=True)
        )

    def place(value: float) -> float:
        return columns.left + min(max(value / most, 0.0), 1.0) * (columns.right - columns.left)

    if shown:
        length = max(place(float(row.cells.values[0])) - columns.left, 1.5)
        marks.append(Box(columns.left, middle - 5, length, 10, colours.bar, radius=2))
        if np.isfinite(row.low):
            ends = place(row.low), place(row.high)
            marks.append(one_line([(ends[0], middle), (ends[1], middle)], colours.ink, 1.3))
            marks += [
                one_line([(end, middle - 3), (end, middle + 3)], colours.ink, 1.3) for end in ends
            ]
    elif row.cells.states[0] == State.WITHHELD:
        marks.append(
            Box(columns.left, middle - 5, 40, 10, colours.withheld, radius=2, hatched=colours.hatch)
        )
    if row.municipality is not None:
        marks += _municipality(row.municipality, indicator, columns, place, middle, base, colours)
    if row.verdict:
        marks.append(Text(columns.verdict, base, row.verdict, _SMALL, colours.muted))
    return marks


def _municipality(
    cells: Cells,
    indicator: Indicator,
    columns: _Columns,
    place: Callable[[float], float],
    middle: float,
    base: float,
    colours: CrossColours,
) -> list[Mark]:
    marks: list[Mark] = [
        Text(
            columns.municipality, base, value_words(cells, 0, indicator), _SIZE, colours.muted,
            400, "end", tabular=True,
        )
    ]  # fmt: skip
    if cells.shown[0] and indicator.kind is not Kind.COUNT:
        x = place(float(cells.values[0]))
        marks.append(one_line([(x, middle - 8), (x, middle + 8)], colours.surface, 5))
        marks.append(one_line([(x, middle - 8), (x, middle + 8)], colours.accent, 2))
    return marks


def _most(rows: Sequence[BarRow], indicator: Indicator) -> float:
    """The end of the scale: the highest number, end of an interval, or municipality's number."""
    ends = [row.high for row in rows]
    ends += [float(row.cells.values[0]) for row in rows]
    if indicator.kind is not Kind.COUNT:
        ends += [float(row.municipality.values[0]) for row in rows if row.municipality is not None]
    found = max((end for end in ends if np.isfinite(end)), default=0.0)
    return found or 1.0


def _verdict(verdict: Verdict, cells: Cells, indicator: Indicator) -> str:
    """What is said of a difference: higher or lower where it is sure."""
    if indicator.kind is Kind.COUNT or not cells.shown[0]:
        return ""
    return {
        Verdict.SURE_HIGHER: _("med sikkerhed højere"),
        Verdict.SURE_LOWER: _("med sikkerhed lavere"),
    }.get(verdict, verdict_words(verdict))


def _told(row: BarRow, indicator: Indicator) -> tuple[str, ...]:
    values = [value_words(row.cells, 0, indicator), count_words(row.cells, 0)]
    interval = interval_words(row.cells, 0, indicator)
    lines = [row_name(row), " · ".join(part for part in values if part)]
    if interval:
        lines.append(_("95 %-interval {interval}").format(interval=interval))
    if row.municipality is not None:
        other = _("kommunen {value}").format(value=value_words(row.municipality, 0, indicator))
        lines.append(" · ".join(part for part in (other, row.verdict) if part))
    return tuple(lines)

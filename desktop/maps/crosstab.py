"""Areas by classes of two indicators: a table whose cells hold counts, and choose their areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop.core.crosstable import HIDDEN, TwoWay, two_way
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.levelwords import Called
from desktop.core.measures import Cells, restricted
from desktop.core.pairs import Pair
from desktop.core.sentences import state_words
from desktop.core.wording import _, number, quantity
from desktop.maps.bivariate import Axis, axis_bounds, axis_of, cell_words
from desktop.maps.cellchart import CellChart, CrossColours, Spot
from desktop.maps.composing import Setter
from desktop.maps.diverging import crossed
from desktop.maps.drawing import Box, Dot, Drawing, Mark, Text
from desktop.maps.palettes import INK, SURFACE, contrast
from desktop.maps.view import MapView

_HEAD = 30.0  # above the cells: name of the second indicator, classes of the first
_LOW, _HIGH = 44.0, 110.0  # height of a cell
_FEW = 30.0  # height of a row of hidden areas, and of the sums
_WIDE = 190.0  # width of a cell at most
_SIZE, _SMALL = 12.0, 11.0
_SIDE = 150.0  # for the names of rows, at most
_SUMS = 64.0  # for the sums on the right


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """Two indicators of a view over its areas, by the classes of the map of both.

    Attributes:
        pair: the cells; only areas inside the filter exist.
        table: areas by class, the first indicator's in rows.
        first, second: names, times and classes.
    """

    pair: Pair
    table: TwoWay
    first: Axis
    second: Axis

    def areas(self, first: int, second: int) -> NDArray[np.int64]:
        """The positions of the areas in a class of either."""
        return np.flatnonzero((self.table.rows == first) & (self.table.columns == second))


def crossing(data: Dataset, view: MapView, kept: NDArray[np.bool_]) -> Crossing:
    """The view's indicator against its second one, in the classes of the map of both.

    Args:
        data: the extract.
        view: with a second indicator.
        kept: the areas that are looked at.
    """
    assert view.second is not None
    other = view.second
    areas = data.areas(view.level)
    exists = kept & areas.valid_on(view.period.end) & areas.valid_on(other.period.end)
    one = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    two = restricted(data.cells(other.indicator, view.level, other.period, other.breakdown), exists)
    firsts, seconds = axis_bounds(data, view, one, two)
    pair = Pair(one, two, view.period, other.period, exists)
    table = two_way(pair, firsts, seconds)
    if view.upper:
        table = _upper(table, one, two)
    return Crossing(
        pair,
        table,
        axis_of(data, view.indicator, view.breakdown, view.period, firsts, upper=view.upper),
        axis_of(data, other.indicator, other.breakdown, other.period, seconds, upper=view.upper),
    )


def crosstab(
    crossed_areas: Crossing,
    selected: Sequence[int],
    width: float,
    height: float,
    colours: CrossColours,
    setter: Setter,
    called: Called,
) -> CellChart:
    """The first indicator's classes to the right, the second's upwards, as on the map of both.

    A cell tells how many areas it holds and what share that is of its column; those of areas
    without a number stand apart. Spots count rows from the top, and their ``column`` is the class
    of the first indicator.

    Args:
        crossed_areas: what is counted.
        selected: positions of chosen areas; cells that hold some say how many.
        width: room there is.
        height: room there is; more is taken where cells would be too low.
        colours: of text and lines.
        setter: knows what texts measure.
        called: what the areas are called.
    """
    table, first, second = crossed_areas.table, crossed_areas.first, crossed_areas.second
    n, m = len(first.labels), len(second.labels)
    columns = [*range(n), *_used(table.counts.sum(axis=1), n)]
    rows = [*range(m - 1, -1, -1), *_used(table.counts.sum(axis=0), m)]
    names = [*second.labels, *(state_words(int(state)) for state in HIDDEN)]
    heads = [*first.labels, *(state_words(int(state)) for state in HIDDEN)]
    longest = max(setter.width(names[row], _SIZE) for row in rows)
    left = min(max(longest, setter.width(_("i alt"), _SIZE)) + 14.0, _SIDE)
    wide = min((width - left - _SUMS) / len(columns), _WIDE)
    end = left + len(columns) * wide
    sums = end + _SUMS / 2
    few = len(rows) - m + 1
    tall = min(max((height - 2 * _HEAD - few * _FEW) / m, _LOW), _HIGH)
    fills = crossed(n, m)
    top = _HEAD + 22.0
    name = setter.cut(f"↑ {second.name}, {second.period}", 13, width * 0.5, 600)
    told = _("antal {areas} og andel af kolonnen").format(areas=called.many)
    marks: list[Mark] = [
        Text(0, 16, name, 13, colours.ink, 600),
        Text(end, 16, setter.cut(told, _SMALL, width * 0.4), _SMALL, colours.muted, 400, "end"),
    ]
    for at, column in enumerate(columns):
        text = setter.cut(heads[column], _SIZE, wide - 6)
        marks.append(
            Text(left + (at + 0.5) * wide, top - 8, text, _SIZE, colours.muted, 400, "middle")
        )
    marks.append(
        Text(
            sums, top - 8, _("i alt"), _SIZE, colours.muted, 400,
            "middle",
        )
    )  # fmt: skip
    chosen = np.zeros(table.counts.shape, np.int64)
    for position in selected:
        if table.rows[position] >= 0:
            chosen[table.rows[position], table.columns[position]] += 1
    spots: list[Spot] = []
    y = top
    for down, row in enumerate(rows):
        high = tall if row < m else _FEW
        marks.append(
            Text(
                left - 10, y + high / 2 + 4, setter.cut(names[row], _SIZE, left - 12), _SIZE,
                colours.muted, 400, "end",
            )
        )  # fmt: skip
        for at, column in enumerate(columns):
            x = left + at * wide
            plain = row < m and column < n
            hatched = (HIDDEN.index(State.WITHHELD) + n) == column or (
                HIDDEN.index(State.WITHHELD) + m
            ) == row
            fill = fills[column * m + row] if plain else colours.missing
            marks += _cell(
                table, column, row, x, y, wide - 2, high - 2, fill, share=plain, hatched=hatched,
                colours=colours, chosen=int(chosen[column, row]), classes=m,
            )  # fmt: skip
            lines = _told(table, first, second, column, row, heads, names, called)
            spots.append(Spot(down, column, x, y, wide - 2, high - 2, lines))
        total = number(int(table.counts[:, row].sum()))
        marks.append(
            Text(sums, y + high / 2 + 4, total, _SIZE, colours.muted, 400, "middle", tabular=True)
        )
        y += high
    marks.append(Text(left - 10, y + 19, _("i alt"), _SIZE, colours.muted, 400, "end"))
    for at, column in enumerate(columns):
        total = number(int(table.counts[column].sum()))
        x = left + (at + 0.5) * wide
        marks.append(Text(x, y + 19, total, _SIZE, colours.muted, 400, "middle", tabular=True))
    total = number(int(table.counts.sum()))
    marks.append(Text(sums, y + 19, total, _SIZE, colours.ink, 600, "middle", tabular=True))
    name = setter.cut(f"{first.name}, {first.period} →", 13, end, 600)
    marks.append(Text(end, y + 42, name, 13, colours.ink, 600, "end"))
    return CellChart(Drawing(width, y + 50, tuple(marks)), tuple(spots))


def class_at(crossed_areas: Crossing, spot: Spot) -> tuple[int, int]:
    """The class of the first and of the second indicator that a spot of the table is of."""
    m = len(crossed_areas.second.labels)
    if spot.row < m:
        return spot.column, m - 1 - spot.row
    return spot.column, _used(crossed_areas.table.counts.sum(axis=0), m)[spot.row - m]


def _cell(
    table: TwoWay,
    column: int,
    row: int,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    share: bool,
    hatched: bool,
    colours: CrossColours,
    chosen: int,
    classes: int,
) -> list[Mark]:
    count = int(table.counts[column, row])
    ink = colours.muted
    if share:
        ink = INK if contrast(INK, fill) > contrast(SURFACE, fill) else SURFACE
    middle, base = x + width / 2, y + height / 2 + 5
    marks: list[Mark] = [Box(x, y, width, height, fill, radius=3)]
    if hatched:
        marks = [
            Box(x, y, width, height, colours.withheld, radius=3, hatched=colours.hatch),
            Box(middle - 17, base - 15, 34, 20, colours.withheld, radius=3),
        ]
    of = int(table.counts[column, :classes].sum())
    if share and of:
        base -= 7
        told = quantity(100 * count / of, "%", 0)
        marks.append(Text(middle, base + 17, told, _SMALL, ink, 400, "middle", tabular=True))
    size = 16.0 if share else _SIZE
    marks.append(
        Text(middle, base, number(count), size, ink, 600 if share else 400, "middle", tabular=True)
    )
    if chosen:
        marks += [
            Dot(x + width - 13, y + 13, 9, colours.selected, colours.surface, 1.5),
            Text(
                x + width - 13, y + 17, number(chosen), 10, INK, 600, "middle", tabular=True
            ),
        ]  # fmt: skip
    return marks


def _told(
    table: TwoWay,
    first: Axis,
    second: Axis,
    column: int,
    row: int,
    heads: Sequence[str],
    names: Sequence[str],
    called: Called,
) -> tuple[str, ...]:
    n, m = len(first.labels), len(second.labels)
    count = int(table.counts[column, row])
    lines = [called.counted(count)]
    if column < n and row < m:
        lines = [cell_words(first, second, column * m + row), called.counted(count)]
        of = int(table.counts[column, :m].sum())
        if of:
            lines[1] += _(", {share} af dem i kolonnen").format(
                share=quantity(100 * count / of, "%", 0)
            )
    return (
        *lines,
        f"{first.name}: {heads[column]}",
        f"{second.name}: {names[row]}",
    )


def _used(counts: NDArray[np.int64], after: int) -> list[int]:
    """The hidden states that occur, as rows or columns of the table."""
    return [after + at for at in range(len(HIDDEN)) if counts[after + at]]


def _upper(table: TwoWay, one: Cells, two: Cells) -> TwoWay:
    """The table where a class holds its upper bound instead of its lower."""
    rows, columns = table.rows.copy(), table.columns.copy()
    for places, cells, bounds in (
        (rows, one, table.first_bounds),
        (columns, two, table.second_bounds),
    ):
        shown = (places >= 0) & (cells.states == State.SHOWN)
        places[shown] = np.searchsorted(np.array(bounds), cells.values[shown], side="left")
    counts = np.zeros_like(table.counts)
    there = rows >= 0
    np.add.at(counts, (rows[there], columns[there]), 1)
    return replace(table, rows=rows, columns=columns, counts=counts)

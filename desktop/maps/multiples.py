"""Small multiples: every area's course in a little chart of its own, all on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.core.areatable import word_column
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.sentences import value_words
from desktop.core.series import (
    Directions,
    directions,
    even_periods,
    level_cells,
    municipality_series,
)
from desktop.maps.composing import moved
from desktop.maps.curves import line_marks
from desktop.maps.drawing import Box, Dot, Drawing, Mark, Text, one_line
from desktop.maps.trend import ChartColours
from desktop.maps.typesetting import ELLIPSIS
from desktop.maps.view import MapView

WIDTH, HEIGHT = 176.0, 96.0  # pixels of one chart, with its words
_EDGE = 8.0
_TOP, _FOOT = 40.0, 8.0  # room above the line for name and number, and below it
_LETTER = 6.6  # pixels that a letter takes, about; a name is cut by it


class Order(StrEnum):
    """What the charts stand in the order of."""

    NAME = "name"
    VALUE = "value"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, eq=False)
class Multiples:
    """The courses of the areas that are looked at.

    ``values`` is periods × areas of the level, NaN where there is no number; ``whole`` the
    municipality's. ``now`` is the row of the period shown, ``cells`` the areas' numbers then.
    ``positions`` are the areas that are looked at. ``ways`` is None until it is worked out.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    values: FloatArray
    whole: FloatArray
    now: int
    cells: Cells
    names: tuple[str, ...]
    positions: NDArray[np.int64]
    ways: Directions | None = None

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and highest of all numbers looked at: the axes of every chart."""
        held = self.values[:, self.positions]
        held = held[np.isfinite(held)]
        if not len(held):
            return 0.0, 1.0
        low, high = float(held.min()), float(held.max())
        return (low, high) if high > low else (low - 0.5, high + 0.5)


def multiples_of(data: Dataset, view: MapView, cells: Cells, kept: NDArray[np.bool_]) -> Multiples:
    """What the small multiples of a view show; ``cells`` and ``kept`` are those of its map."""
    indicator, areas = data.indicator(view.indicator), data.areas(view.level)
    held = data.periods_of(view.indicator, view.level, view.breakdown)
    periods = even_periods(held, view.period.kind)
    table = level_cells(data, view.level, indicator, periods, view.breakdown)
    whole = municipality_series(data, indicator, periods, view.breakdown)
    names = tuple(name or code for name, code in zip(areas.names, areas.codes, strict=True))
    return Multiples(
        indicator,
        periods,
        np.where(table.shown, table.values, np.nan),
        np.where(whole.cells.shown, whole.cells.values, np.nan),
        periods.index(view.period),
        cells,
        names,
        np.flatnonzero(kept),
    )


def ways_of(data: Dataset, view: MapView, periods: Sequence[Period]) -> Directions:
    """Which way every area of the level surely goes; takes a while the first time."""
    name = ("directions", view.level, view.indicator, view.breakdown, tuple(periods))
    indicator = data.indicator(view.indicator)
    return data.derived(
        name, lambda: directions(data, view.level, indicator, periods, view.breakdown)
    )


def in_order(made: Multiples, order: Order) -> NDArray[np.int64]:
    """The areas looked at in an order; those without what it goes by come last.

    By change the surest come first, whichever way they go: a steep line of few people proves less
    than a gentle one of many.
    """
    at = made.positions
    names = word_column(made.names).places[at]
    if order is Order.VALUE:
        keys = -np.where(made.cells.shown[at], made.cells.values[at], np.nan)
    elif order is Order.CHANGE and made.ways is not None:
        keys = -np.abs(made.ways.evidence[at])
    else:
        keys = np.zeros(len(at))
    return at[np.lexsort([names, np.nan_to_num(keys, nan=np.inf)])]


def chart(
    made: Multiples,
    area: int,
    colours: ChartColours,
    *,
    selected: bool = False,
    own_scale: bool = False,
) -> tuple[Mark, ...]:
    """One area's chart from the top left: name, number, its line before the municipality's."""
    values = made.values[:, area]
    low, high = _own_reach(values) if own_scale else made.reach
    x = np.linspace(_EDGE, WIDTH - _EDGE - 4, max(len(made.periods), 1))
    span = HEIGHT - _TOP - _FOOT

    def y_of(numbers: FloatArray) -> FloatArray:
        return _TOP + span * (1 - (numbers - low) / (high - low))

    ink = colours.selected if selected else colours.line
    shown = made.cells.states[area] == State.SHOWN
    said = value_words(made.cells, area, made.indicator)
    marks: list[Mark] = []
    if selected:
        marks.append(Box(1, 1, WIDTH - 2, HEIGHT - 2, "", ink, 1.5, 6))
    room = int((WIDTH - 2 * _EDGE) / _LETTER)
    marks.append(Text(_EDGE, 18, _cut(made.names[area], room), 12, colours.ink, 600))
    size = 12.0 if shown else 11.0
    marks.append(
        Text(_EDGE, 34, said, size, colours.ink if shown else colours.muted, 400, tabular=shown)
    )
    way = _way_words(made, area)
    if way:
        marks.append(Text(WIDTH - _EDGE, 34, way, 11, colours.muted, 600, "end"))
    whole = np.clip(made.whole, low, high)
    marks += line_marks(x, y_of(whole), colours.other, 1.0)
    if np.isfinite(values).any():
        marks += line_marks(x, y_of(values), ink, 1.6)
    else:
        marks.append(one_line([(_EDGE, HEIGHT - _FOOT), (WIDTH - _EDGE, HEIGHT - _FOOT)],
                              colours.grid, 1.0))  # fmt: skip
    if shown and np.isfinite(values[made.now]):
        marks.append(Dot(float(x[made.now]), float(y_of(values)[made.now]), 2.6, ink))
    return tuple(marks)


def multiples_drawing(
    made: Multiples,
    order: Order,
    width: float,
    colours: ChartColours,
    *,
    chosen: frozenset[int] = frozenset(),
    own_scale: bool = False,
) -> Drawing:
    """All charts in rows, as wide as there is room for."""
    columns = max(int(width // WIDTH), 1)
    marks: list[Mark] = []
    ordered = in_order(made, order).tolist()
    for nr, area in enumerate(ordered):
        row, column = divmod(nr, columns)
        drawn = chart(made, area, colours, selected=area in chosen, own_scale=own_scale)
        marks += moved(drawn, column * WIDTH, row * HEIGHT)
    rows = -(-len(ordered) // columns)
    return Drawing(width, max(rows, 1) * HEIGHT, tuple(marks))


def _way_words(made: Multiples, area: int) -> str:
    """Which way the area surely goes; nothing where chance may be all there is to it."""
    if made.ways is None:
        return ""
    return {1: "↗", -1: "↘"}.get(int(made.ways.sign[area]), "")


def _own_reach(values: FloatArray) -> tuple[float, float]:
    held = values[np.isfinite(values)]
    if not len(held):
        return 0.0, 1.0
    low, high = float(held.min()), float(held.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _cut(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip() + ELLIPSIS

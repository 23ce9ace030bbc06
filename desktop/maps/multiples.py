"""Small multiples: every area's course in a little chart of its own, all on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from desktop.core.areatable import word_column
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.indicators import Indicator, Kind
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
from desktop.maps.axes import Scale
from desktop.maps.composing import moved
from desktop.maps.curves import line_marks, runs
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


@dataclass(frozen=True, eq=False)
class Multiples:
    """The courses of the areas that are looked at.

    ``values`` is periods × areas of the level, NaN where there is no number, and ``states`` says
    why; ``whole`` is the municipality's, NaN beside plain counts, which it would flatten. ``now``
    is the row of the period shown, ``cells`` the areas' numbers then.
    ``positions`` are the areas that are looked at. ``ways`` is None until it is worked out.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    values: FloatArray
    states: StateArray
    whole: FloatArray
    now: int
    cells: Cells
    names: tuple[str, ...]
    positions: NDArray[np.int64]
    ways: Directions | None = None

    @cached_property
    def reach(self) -> tuple[float, float]:
        """The lowest and highest of all numbers looked at: the axes of every chart."""
        return _reach_of(self.values[:, self.positions])


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
        table.values,
        table.states,
        np.full(len(periods), np.nan) if indicator.kind is Kind.COUNT else whole.cells.values,
        periods.index(view.period),
        cells,
        names,
        np.flatnonzero(kept),
    )


def kept_together(before: Multiples | None, after: Multiples) -> Multiples:
    """The later with what it has in common with the earlier, where only the time is another."""
    if (
        before is None
        or before.indicator != after.indicator
        or before.periods != after.periods
        or before.names != after.names
        or not np.array_equal(before.values, after.values, equal_nan=True)
    ):
        return after
    return replace(after, values=before.values, states=before.states, ways=before.ways)


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
    made: Multiples, area: int, colours: ChartColours, *, selected: bool = False, own_scale: bool
) -> tuple[Mark, ...]:
    """One area's chart from the top left, whatever the period: its name and its line.

    The municipality's line lies behind, as far as it is within the chart. Periods in which the area
    is withheld are hatched; a gap without hatching is one without data.
    """
    values = made.values[:, area]
    x, scale = _places(made), _scale(made, area, own_scale=own_scale)
    ink = colours.selected if selected else colours.line
    marks: list[Mark] = []
    if selected:
        marks.append(Box(1, 1, WIDTH - 2, HEIGHT - 2, "", ink, 1.5, 6))
    room = int((WIDTH - 2 * _EDGE) / _LETTER)
    marks.append(Text(_EDGE, 18, _cut(made.names[area], room), 12, colours.ink, 600))
    marks += _withheld(made, area, x, colours)
    foot = HEIGHT - _FOOT
    marks.append(one_line([(_EDGE, foot), (WIDTH - _EDGE, foot)], colours.grid, 1.0))
    whole = np.where((made.whole >= scale.low) & (made.whole <= scale.high), made.whole, np.nan)
    marks += line_marks(x, scale.place(whole), colours.other, 1.0)
    marks += line_marks(x, scale.place(values), ink, 1.6)
    return tuple(marks)


def period_marks(
    made: Multiples, area: int, colours: ChartColours, *, selected: bool = False, own_scale: bool
) -> tuple[Mark, ...]:
    """What follows the period shown and what is worked out late.

    The area's number then, or why there is none, a dot, and which way the area surely goes.
    """
    shown = made.cells.states[area] == State.SHOWN
    said = value_words(made.cells, area, made.indicator)
    size, ink = (12.0, colours.ink) if shown else (11.0, colours.muted)
    marks: list[Mark] = [Text(_EDGE, 34, said, size, ink, 400, tabular=bool(shown))]
    way = _way_words(made, area)
    if way:
        marks.append(Text(WIDTH - _EDGE, 34, way, 12, colours.muted, 600, "end"))
    value = float(made.values[made.now, area])
    if not shown or not np.isfinite(value):
        return tuple(marks)
    y = _scale(made, area, own_scale=own_scale).at(value)
    fill = colours.selected if selected else colours.line
    marks.append(Dot(float(_places(made)[made.now]), y, 2.6, fill))
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
        for draw in (chart, period_marks):
            drawn = draw(made, area, colours, selected=area in chosen, own_scale=own_scale)
            marks += moved(drawn, column * WIDTH, row * HEIGHT)
    rows = -(-len(ordered) // columns)
    return Drawing(width, max(rows, 1) * HEIGHT, tuple(marks))


def _way_words(made: Multiples, area: int) -> str:
    """Which way the area surely goes; nothing where chance may be all there is to it."""
    if made.ways is None:
        return ""
    return {1: "↗", -1: "↘"}.get(int(made.ways.sign[area]), "")


def _places(made: Multiples) -> FloatArray:
    left, right = _EDGE, WIDTH - _EDGE - 4
    if len(made.periods) == 1:
        return np.array([right])
    return np.linspace(left, right, len(made.periods))


def _scale(made: Multiples, area: int, *, own_scale: bool) -> Scale:
    low, high = _reach_of(made.values[:, area]) if own_scale else made.reach
    return Scale(low, high, HEIGHT - _FOOT - 3, _TOP)


def _reach_of(values: FloatArray) -> tuple[float, float]:
    """The lowest and highest number; a stretch about the only one, or about nothing."""
    held = values[np.isfinite(values)]
    if not len(held):
        return 0.0, 1.0
    low, high = float(held.min()), float(held.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _withheld(made: Multiples, area: int, x: FloatArray, colours: ChartColours) -> list[Mark]:
    """A hatched field for every run of periods in which the area is withheld."""
    hidden = np.where(made.states[:, area] == State.WITHHELD, 1.0, np.nan)
    half = float(x[1] - x[0]) / 2 if len(x) > 1 else 6.0
    return [
        Box(
            float(x[run.start]) - half,
            _TOP,
            float(x[run.stop - 1] - x[run.start]) + 2 * half,
            HEIGHT - _TOP - _FOOT,
            fill=colours.withheld,
            hatched=colours.hatch,
        )
        for run in runs(hidden)
    ]


def _cut(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip() + ELLIPSIS

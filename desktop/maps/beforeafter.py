"""Then and now side by side: a row for each place, an open ring then and a filled dot now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.wording import quantity
from desktop.maps.axes import FIGURE_SIZE, Axis, figures_below, fitted, grid_upright, most_ticks
from desktop.maps.drawing import Box, Dot, Drawing, Mark, Text, one_line, one_shape
from desktop.maps.palettes import mixed
from desktop.maps.timeplot import Measure, about, cut
from desktop.maps.trend import ChartColours

_ROW, _TOP, _FOOT = 20.0, 6.0, 24.0
_SIZE = 11.0
_NAME_SHARE = 0.36
_APART = 6.0  # between the figures of the axis
_FEWEST = 3
_VALUE = 52.0  # at right, for the number now


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: its name, the number then and now, and the interval now; NaN where there is none.

    ``why`` says why there is no number now; ``own`` marks the rows that the chart is about.
    """

    name: str
    before: float
    now: float
    low: float
    high: float
    why: str = ""
    own: bool = False


def before_after_chart(
    rows: Sequence[Pair],
    width: float,
    unit: str,
    decimals: int,
    colours: ChartColours,
    measure: Measure = about,
) -> Drawing:
    """Draw rows as tall as they are many; all share one axis, which does not begin at zero.

    A row whose number is not shown has no marks, and says why instead of a number. A thin bar is
    the 95 % interval of the number now.
    """
    height = _TOP + len(rows) * _ROW + _FOOT
    bottom = _TOP + len(rows) * _ROW
    wanted = max((measure(row.name, _SIZE, 600) for row in rows), default=0.0) + 10.0
    left = min(wanted, _NAME_SHARE * width)
    right = width - _VALUE
    values = np.array([[row.before, row.now, row.low, row.high] for row in rows], np.float64)
    short = unit if len(unit) <= 2 and unit != "n" else ""
    most = most_ticks(right - left, 48.0)
    axis = _axis(values, left + 6.0, right - 8.0, most, short, measure)
    marks: list[Mark] = [
        grid_upright(axis, _TOP, bottom, colours),
        *figures_below(axis, bottom + 15.0, colours),
    ]
    for at, row in enumerate(rows):
        y = _TOP + (at + 0.5) * _ROW
        marks += _row_marks(row, y, axis.scale.at, colours)
        weight = 600 if row.own else 400
        name = cut(row.name, _SIZE, weight, left - 8.0, measure)
        ink = colours.ink if row.own else colours.muted
        marks.append(Text(0.0, y + 0.36 * _SIZE, name, _SIZE, ink, weight))
        shown = np.isfinite(row.now)
        said = quantity(row.now, short, decimals) if shown else row.why
        base = y + 0.36 * _SIZE
        ink = ink if shown else colours.muted
        if shown:
            marks.append(Text(width, base, said, _SIZE, ink, weight, "end", True))
        else:
            marks.append(Text(width, base, said, FIGURE_SIZE, ink, 400, "end"))
    return Drawing(width, height, tuple(marks))


def _axis(
    values: FloatArray, start: float, end: float, most: int, unit: str, measure: Measure
) -> Axis:
    """An axis with at most so many figures, and no more than stand clear of each other."""
    while True:
        axis = fitted(values, start, end, most, unit=unit, room=0.03)
        figures = axis.figures(units=True)
        widest = max((measure(each, FIGURE_SIZE, 400) for each in figures), default=0.0)
        if most <= _FEWEST or (widest + _APART) * (len(axis.ticks) - 1) <= end - start:
            return axis
        most -= 1


def _row_marks(
    row: Pair, y: float, place: Callable[[float], float], colours: ChartColours
) -> list[Mark]:
    colour = colours.selected if row.own else mixed(colours.muted, colours.surface, 0.15)
    marks: list[Mark] = []
    then, now = (place(value) for value in (row.before, row.now))
    if np.isfinite(row.low) and row.high > row.low and np.isfinite(now):
        begins, ends = place(row.low), place(row.high)
        pale = mixed(colour, colours.surface, 0.7)
        marks.append(Box(begins, y - 3.5, ends - begins, 7.0, fill=pale, radius=3.5))
    if np.isfinite(then) and np.isfinite(now):
        marks.append(one_line([(then, y), (now, y)], colour, 1.6))
        if abs(now - then) > 14.0:
            marks.append(_head(then, now, y, colour))
    if np.isfinite(then):
        marks.append(Dot(then, y, 3.6, colours.surface, colour, 1.6))
    if np.isfinite(now):
        marks.append(Dot(now, y, 4.0, colour, colours.surface, 1.0))
    return marks


def _head(then: float, now: float, y: float, colour: str) -> Mark:
    """An arrow's head half-way, pointing to now."""
    middle, way = (then + now) / 2, 1.0 if now > then else -1.0
    return one_shape(
        [(middle + 3.5 * way, y), (middle - 2.5 * way, y - 3.2), (middle - 2.5 * way, y + 3.2)],
        colour,
    )

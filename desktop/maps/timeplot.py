"""Where things are in a time chart, and what its parts share: places, dots, and names that fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.maps.axes import Axis
from desktop.maps.drawing import Dot, Drawing, Mark
from desktop.maps.timelines import TimeContent
from desktop.maps.trend import ChartColours

Measure = Callable[[str, float, int], float]
"""How wide a text is: text, size, weight."""


@dataclass(frozen=True, slots=True, eq=False)
class TimeChart:
    """A drawn chart and where things are in it: the plot's edges, and a place for each period."""

    content: TimeContent
    drawing: Drawing
    left: float
    top: float
    right: float
    bottom: float
    axis: Axis
    x: FloatArray

    def nearest(self, x: float) -> int:
        """The row of the period nearest to a place; −1 where there is none."""
        return int(np.abs(self.x - x).argmin()) if len(self.x) else -1


def about(text: str, size: float, weight: int) -> float:
    """About how wide a text is, rather too much than too little, where nobody can measure."""
    return len(text) * size * (0.6 if weight > 400 else 0.56)


def cut(text: str, size: float, weight: int, room: float, measure: Measure) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if measure(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + "…", size, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…" if low else ""


def spread_apart(wanted: FloatArray, apart: float, low: float, high: float) -> FloatArray:
    """Places at least ``apart`` from each other, in their order and near where they are wanted.

    Between ``low`` and ``high`` where there is room for all.
    """
    order = np.argsort(wanted, kind="stable")
    steps = np.arange(len(wanted)) * apart
    placed = np.maximum.accumulate(np.clip(wanted[order], low, high) - steps) + steps
    over = high - steps[::-1]
    placed = np.minimum(placed, over)
    result: FloatArray = np.empty_like(placed)
    result[order] = placed
    return result


def period_dots(chart: TimeChart, at: int, colours: ChartColours) -> list[Mark]:
    """A dot on every line that has a number in a period, the main one's largest and on top."""
    marks: list[Mark] = []
    for line in reversed(chart.content.lines):
        value = float(line.values[at])
        if np.isfinite(value):
            radius = 4.2 if line is chart.content.main else 3.0
            y = chart.axis.scale.at(value)
            marks.append(Dot(float(chart.x[at]), y, radius, line.colour, colours.surface, 1.4))
    return marks

"""Axes of charts: values to places, round ticks, and the lines and figures that are drawn of them.

A chart makes one :class:`Axis` for each side, places its values by :attr:`Axis.scale`, and puts the
marks of :func:`grid_across`, :func:`figures_beside` and their like under its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from desktop.core.disclosure import FloatArray
from desktop.core.wording import quantity
from desktop.maps.drawing import Mark, Strokes, Text
from desktop.maps.trend import ChartColours

FIGURE_SIZE = 11.0  # pixels, of the figures beside an axis
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_HAIR = 1e-9  # of a step: binary fractions that fall just short of a tick stand on it


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to places along one side, in a straight line.

    Attributes:
        low: the value at ``start``.
        high: the value at ``end``, which is not ``low``.
        start: a place in the units of the drawing.
        end: a place; less than ``start`` where values grow upwards.
    """

    low: float
    high: float
    start: float
    end: float

    def place(self, values: ArrayLike) -> FloatArray:
        """Where values stand, in the same shape; NaN for NaN. Nothing is cut off at the ends."""
        share = (np.asarray(values, np.float64) - self.low) / (self.high - self.low)
        return np.asarray(self.start + share * (self.end - self.start))

    def at(self, value: float) -> float:
        """Where one value stands."""
        return float(self.place(value))

    def value(self, place: float) -> float:
        """What stands at a place: the other way round."""
        share = (place - self.start) / (self.end - self.start)
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a chart: its scale, its ticks, and how their figures are written.

    ``decimals`` are as few as tell the ticks apart. ``unit`` is the indicator's.
    """

    scale: Scale
    ticks: tuple[float, ...]
    unit: str = ""
    decimals: int = 0

    def figures(self, *, units: bool) -> tuple[str, ...]:
        """What is written at the ticks: ``10 %`` with ``units``, else ``10``."""
        unit = self.unit if units else ""
        return tuple(quantity(tick, unit, self.decimals) for tick in self.ticks)


def ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """At most ``most`` round values from ``low`` to ``high``, both included where they are round.

    The step is 1, 2, 2.5 or 5 times a power of ten, the least that does. Where ``low`` and ``high``
    are equal it is that value alone; empty where either is no finite number or ``high`` is lower.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high < low or most < 1:
        return ()
    if high == low:
        return (low,)
    for step in _steps((high - low) / most):
        first = math.ceil(low / step - _HAIR)
        last = math.floor(high / step + _HAIR)
        if last - first + 1 <= most:
            return tuple(_clean(count * step, step) for count in range(first, last + 1))
    return ()


def tick_decimals(values: tuple[float, ...]) -> int:
    """As few decimals as write every tick as it is; never more than six."""
    for decimals in range(6):
        if all(abs(round(value, decimals) - value) < 1e-9 * max(1, abs(value)) for value in values):
            return decimals
    return 6


def fitted(
    values: FloatArray, start: float, end: float, most: int, *, unit: str = "", room: float = 0.0
) -> Axis:
    """An axis that takes in every finite value and begins and ends at a tick.

    Equal values stand in the middle of an axis from one step below to one above; without any value
    the axis goes from 0 to 1 and has no ticks.

    Args:
        values: in any shape; NaN and infinities are passed over.
        start: the place of the lowest tick.
        end: the place of the highest.
        most: ticks, at least 3.
        unit: of the values.
        room: beyond the outermost values, as a share of their span. Never beyond zero: an axis of
            shares does not begin below it.
    """
    finite = values[np.isfinite(values)]
    if not finite.size:
        return Axis(Scale(0.0, 1.0, start, end), (), unit)
    low, high = float(finite.min()), float(finite.max())
    span = high - low
    if span <= 1e-12 * max(abs(low), abs(high)):
        span = abs(high) * 0.1 or 1.0
        low, high = low - span, high + span
    else:
        wide_low, wide_high = low - room * span, high + room * span
        low = max(wide_low, 0.0) if low >= 0 else wide_low
        high = min(wide_high, 0.0) if high <= 0 else wide_high
    for step in _steps((high - low) / max(most - 1, 2)):
        first, last = math.floor(low / step + _HAIR), math.ceil(high / step - _HAIR)
        if last - first + 1 <= max(most, 3):
            found = tuple(_clean(count * step, step) for count in range(first, last + 1))
            scale = Scale(found[0], found[-1], start, end)
            return Axis(scale, found, unit, tick_decimals(found))
    return Axis(Scale(low, high, start, end), (low, high), unit)  # pragma: no cover - steps grow


def most_ticks(length: float, apart: float) -> int:
    """How many ticks a side of a length has room for when they stand so far apart: 3 to 8."""
    return int(max(3, min(8, length // max(apart, 1.0) + 1)))


def grid_across(axis: Axis, left: float, right: float, colours: ChartColours) -> Strokes:
    """A hairline across at every tick of an upright axis."""
    y = axis.scale.place(axis.ticks)
    ends = np.stack([np.full_like(y, left), y, np.full_like(y, right), y], axis=1)
    return _lines(ends, colours.grid)


def grid_upright(axis: Axis, top: float, bottom: float, colours: ChartColours) -> Strokes:
    """A hairline from ``top`` to ``bottom`` at every tick of an axis along the foot."""
    x = axis.scale.place(axis.ticks)
    ends = np.stack([x, np.full_like(x, top), x, np.full_like(x, bottom)], axis=1)
    return _lines(ends, colours.grid)


def figures_beside(
    axis: Axis, right: float, colours: ChartColours, *, units: bool = False
) -> tuple[Mark, ...]:
    """The figures of an upright axis, ending at ``right``, in the middle of their lines."""
    places = axis.scale.place(axis.ticks).tolist()
    return tuple(
        Text(right, y + 0.36 * FIGURE_SIZE, text, FIGURE_SIZE, colours.muted, 400, "end", True)
        for y, text in zip(places, axis.figures(units=units), strict=True)
    )


def figures_below(
    axis: Axis, baseline: float, colours: ChartColours, *, units: bool = True
) -> tuple[Mark, ...]:
    """The figures of an axis along the foot, each in the middle under its tick."""
    places = axis.scale.place(axis.ticks).tolist()
    return tuple(
        Text(x, baseline, text, FIGURE_SIZE, colours.muted, 400, "middle", True)
        for x, text in zip(places, axis.figures(units=units), strict=True)
    )


def figures_width(axis: Axis, *, units: bool = False) -> float:
    """About how wide the widest figure of an axis is, rather too much than too little."""
    return max((0.62 * FIGURE_SIZE * len(text) for text in axis.figures(units=units)), default=0.0)


def _steps(least: float) -> list[float]:
    """Round steps from ``least`` up, enough of them that one must do."""
    power = 10.0 ** math.floor(math.log10(least))
    grown = [factor * power * times for times in (1.0, 10.0, 100.0) for factor in _ROUND[:-1]]
    return [step for step in grown if step >= least * (1 - _HAIR)]


def _clean(value: float, step: float) -> float:
    """A multiple of a step without what binary fractions leave behind; never minus zero."""
    digits = max(0, 2 - math.floor(math.log10(step)))
    return round(value, digits) + 0.0


def _lines(ends: FloatArray, colour: str) -> Strokes:
    points = ends.reshape(-1, 2)
    return Strokes(points, np.arange(0, len(points) + 1, 2, dtype=np.int32), colour, 1.0)

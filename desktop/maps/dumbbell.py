"""Two groups on many indicators: a filled dot and a hollow one on a common axis, with intervals.

Drawn in millimetres for paper. Indicators that share a unit share an axis. A whole line joins two
dots that differ beyond chance, a dashed one those that may not; so nothing hangs on colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.wording import _, quantity
from desktop.maps.axes import Scale, tick_decimals, ticks
from desktop.maps.composing import Setter
from desktop.maps.drawing import Dot, Drawing, Mark, Strokes, Text, one_line
from desktop.maps.palettes import HAIRLINE, INK, MUTED, PETROL, SURFACE
from desktop.maps.rangeplot import FLAT, POINT, SMALL

SIZE = 8.0 * POINT
ROW = 6.0  # millimetres from row to row
_HEAD, _FOOT = 7.0, 6.5  # over all rows, and under those of a unit
_NAMES = 0.36  # of the width, at most
_DOT = 1.15
_NEVER = math.nan
HIGHER, LOWER = "▲", "▼"  # which way is the more adverse


@dataclass(frozen=True, slots=True)
class End:
    """One group's number with its interval; NaN where there is none."""

    value: float = _NEVER
    low: float = _NEVER
    high: float = _NEVER

    @property
    def shown(self) -> bool:
        """Whether it has a place."""
        return math.isfinite(self.value)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups on one indicator.

    ``said`` is what stands at the end of the row: the difference, or why there is none. ``sure``
    says that they differ beyond chance. ``unit`` is what the axis is in. ``adverse`` is 1 where a
    higher number is the more adverse, −1 where a lower one is.
    """

    name: str
    first: End
    second: End
    said: str
    sure: bool
    unit: str = "%"
    adverse: int = 0


def dumbbells(
    pairs: Sequence[Pair], names: tuple[str, str], width: float, setter: Setter
) -> Drawing:
    """The pairs below each other, gathered by unit in the order in which the units first come.

    Args:
        pairs: one row each; none of them gives an empty drawing.
        names: what the two groups are called.
        width: of the drawing, in millimetres.
        setter: knows what words measure, in millimetres.
    """
    if not pairs:
        return Drawing(width, 0.0, ())
    widest = max(setter.width(pair.name, SIZE) for pair in pairs)
    said = max(setter.width(pair.said, SIZE, 600, tabular=True) for pair in pairs)
    names_room = min(widest, _NAMES * width)
    left, right = names_room + 8.0, width - said - 5.0
    marks: list[Mark] = [*_key(names, width, setter)]
    y = _HEAD
    for unit in dict.fromkeys(pair.unit for pair in pairs):
        part = [pair for pair in pairs if pair.unit == unit]
        scale = _scale(part, left, right)
        bottom = y + len(part) * ROW
        marks += _grid(scale, unit, y, bottom)
        for at, pair in enumerate(part):
            middle = y + (at + 0.5) * ROW
            base = middle + 0.36 * SIZE
            name = setter.cut(pair.name, SIZE, names_room + 0.01)
            marks.append(Text(0.0, base, name, SIZE, INK))
            if pair.adverse:
                sign = HIGHER if pair.adverse > 0 else LOWER
                marks.append(Text(left - 5.0, base, sign, SMALL, MUTED, 400, "middle"))
            marks += _pair(pair, scale, middle)
            weight = 600 if pair.sure else 400
            colour = INK if pair.sure else MUTED
            marks.append(Text(width, base, pair.said, SIZE, colour, weight, "end", True))
        y = bottom + _FOOT
    return Drawing(width, y, tuple(marks))


def _scale(part: Sequence[Pair], left: float, right: float) -> Scale:
    """From nought, where all numbers are positive, to the highest end of an interval."""
    ends = np.array(
        [
            (end.value, end.low, end.high)
            for pair in part
            for end in (pair.first, pair.second)
            if end.shown
        ],
        np.float64,
    )
    finite = ends[np.isfinite(ends)]
    if not len(finite):
        return Scale(0.0, 1.0, left, right)
    low, high = min(float(finite.min()), 0.0), float(finite.max())
    return Scale(low, high if high - low > FLAT else low + 1.0, left, right)


def _grid(scale: Scale, unit: str, top: float, bottom: float) -> list[Mark]:
    marks: list[Mark] = []
    values = ticks(scale.low, scale.high, max(int((scale.end - scale.start) / 18.0), 2))
    short = unit if len(unit) <= 2 else ""
    for tick in values:
        x = scale.at(tick)
        text = quantity(tick, short, tick_decimals(values))
        marks.append(one_line([(x, top), (x, bottom)], HAIRLINE, 0.2))
        marks.append(Text(x, bottom + 3.4, text, SMALL, MUTED, 400, "middle", True))
    return marks


def _pair(pair: Pair, scale: Scale, middle: float) -> list[Mark]:
    marks: list[Mark] = []
    both = pair.first.shown and pair.second.shown
    if both:
        ends = [scale.at(end.value) for end in (pair.first, pair.second)]
        marks.append(_joint(ends[0], ends[1], middle, sure=pair.sure))
    for end, ink, raised in ((pair.second, INK, 1.5), (pair.first, PETROL, -1.5)):
        if end.shown and math.isfinite(end.low) and math.isfinite(end.high):
            y = middle + raised
            marks.append(one_line([(scale.at(end.low), y), (scale.at(end.high), y)], ink, 0.25))
    if pair.second.shown:
        marks.append(Dot(scale.at(pair.second.value), middle, _DOT, SURFACE, INK, 0.4))
    if pair.first.shown:
        marks.append(Dot(scale.at(pair.first.value), middle, _DOT, PETROL, PETROL, 0.4))
    return marks


def _joint(left: float, right: float, middle: float, *, sure: bool) -> Strokes:
    points = np.array([(left, middle), (right, middle)])
    starts = np.array([0, 2], np.int32)
    return Strokes(points, starts, PETROL if sure else MUTED, 0.8 if sure else 0.3, not sure)


def _key(names: tuple[str, str], width: float, setter: Setter) -> list[Mark]:
    """What the dots and lines mean, on one line; names are cut to leave room for the rest."""
    y, marks = 2.8, list[Mark]()
    middle = y - 0.36 * SMALL
    tail = (_("forskel med sikkerhed"), _("kan være tilfældig"))
    needed = sum(setter.width(words, SMALL) + 16.0 for words in tail)
    room = max((width - needed) / 2 - 9.0, 12.0)
    x = 0.0
    for name, fill, ink in ((names[0], PETROL, PETROL), (names[1], SURFACE, INK)):
        words = setter.cut(name, SMALL, room, 600)
        marks.append(Dot(x + 1.4, middle, _DOT, fill, ink, 0.4))
        marks.append(Text(x + 4.0, y, words, SMALL, INK, 600))
        x += 9.0 + setter.width(words, SMALL, 600)
    for words, sure in zip(tail, (True, False), strict=True):
        marks.append(_joint(x, x + 8.0, middle, sure=sure))
        marks.append(Text(x + 10.0, y, words, SMALL, MUTED))
        x += 16.0 + setter.width(words, SMALL)
    return marks

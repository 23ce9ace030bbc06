"""The spine of a profile: how an area differs from what it is held against, row by row.

One scale for all rows, a bar with its interval, and a sign for which way is more adverse.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop.core.disclosure import State
from desktop.core.indicators import Direction
from desktop.core.profile import Lean, Row
from desktop.core.wording import quantity
from desktop.maps.axes import Scale
from desktop.maps.drawing import Box, Mark, Text, one_line, one_shape
from desktop.maps.palettes import (
    CLAY,
    HATCH,
    SEQUENTIAL_1,
    SEQUENTIAL_2,
    SURFACE,
    WITHHELD,
)
from desktop.maps.trend import ChartColours

_LIMITS = (0.1, 0.2, 0.5, 1.0, 2.0)  # shares of the comparator's value that a scale may end at
_WITHIN = 0.85  # of the bars are seen whole
_BAR = 8.0  # pixels high


@dataclass(frozen=True, slots=True)
class SpineColours:
    """What bars, areas and rows are drawn in, so that they can follow a dark theme.

    ``more``, ``less`` and ``apart`` fill the bars that surely differ; ``unsure`` is the rim of
    those that may not. They differ in lightness, so that they are told apart without colour.
    """

    chart: ChartColours = field(default_factory=ChartColours)
    surface: str = SURFACE
    track: str = "#EDF1F4"
    more: str = SEQUENTIAL_2[3]
    less: str = SEQUENTIAL_1[2]
    apart: str = "#AEB9C4"
    unsure: str = "#8795A1"
    withheld: str = WITHHELD
    hatch: str = HATCH
    chosen: str = CLAY
    pale: str = "#D3DBE2"

    def fill(self, lean: Lean) -> str:
        """The fill of a bar; empty for one that is only a rim."""
        return {Lean.MORE: self.more, Lean.LESS: self.less, Lean.APART: self.apart}.get(lean, "")


def spine_scale(rows: Sequence[Row], left: float, right: float) -> Scale:
    """One scale for all rows: from as far below to as far above, most of the bars seen whole.

    In shares of what the area is held against. It ends at 10, 20, 50, 100 or 200 per cent, the
    least that :data:`_WITHIN` of the bars stay inside.
    """
    sizes = np.array(
        [
            abs(row.comparison.relative)
            for row in rows
            if row.comparison is not None and math.isfinite(row.comparison.relative)
        ]
    )
    least = float(np.quantile(sizes, _WITHIN, method="higher")) if len(sizes) else _LIMITS[0]
    limit = next((each for each in _LIMITS if each >= least), _LIMITS[-1])
    return Scale(-limit, limit, left, right)


def spine_axis(
    scale: Scale, baseline: float, top: float, bottom: float, colours: ChartColours
) -> tuple[Mark, ...]:
    """The figures at both ends and in the middle, and a line down from the middle."""
    size = 10.0
    ends = [
        Text(
            place,
            baseline,
            quantity(100 * value, "%", sign=True),
            size,
            colours.muted,
            400,
            anchor,
            True,
        )
        for value, place, anchor in (
            (scale.low, scale.start, "start"),
            (0.0, scale.at(0.0), "middle"),
            (scale.high, scale.end, "end"),
        )
    ]
    middle = scale.at(0.0)
    return (*ends, one_line([(middle, top), (middle, bottom)], colours.muted, 1.0))


def spine_bar(row: Row, scale: Scale, middle: float, colours: SpineColours) -> tuple[Mark, ...]:
    """One row's track, bar and interval, around the height ``middle``.

    What is withheld is a hatched track, what is missing an empty one. A bar past the end of the
    scale ends in a point; its figure says how far it goes.
    """
    top = middle - _BAR / 2
    left, right = scale.start, scale.end
    if row.cell.states[0] == State.WITHHELD:
        hatched = colours.hatch
        return (Box(left, top, right - left, _BAR, colours.withheld, radius=2, hatched=hatched),)
    track = Box(left, top, right - left, _BAR, colours.track, radius=2)
    comparison = row.comparison
    if comparison is None or not math.isfinite(comparison.relative):
        return (track,)
    zero = scale.at(0.0)
    end = min(max(scale.at(comparison.relative), left), right)
    begin, length = min(zero, end), max(abs(end - zero), 1.0)
    fill = colours.fill(row.lean)
    bar = (
        Box(begin, top, length, _BAR, fill)
        if fill
        else Box(begin, top + 0.5, length, _BAR - 1, colours.surface, colours.unsure, 1.0)
    )
    marks: list[Mark] = [track, bar]
    if abs(comparison.relative) > scale.high:
        tip = right if comparison.relative > 0 else left
        step = 5.0 if comparison.relative > 0 else -5.0
        corners = [(tip, top - 1.5), (tip + step, middle), (tip, top + _BAR + 1.5)]
        marks.append(one_shape(corners, fill or colours.unsure))
    return (*marks, *_whisker(row, scale, middle, colours))


def direction_sign(
    direction: Direction, x: float, middle: float, colours: ChartColours
) -> tuple[Mark, ...]:
    """A small arrow: up where a higher number is more adverse, down where a lower one is."""
    reach = 3.2
    match direction:
        case Direction.WORSE:
            corners = [(x - reach, middle + 2.4), (x, middle - 3.2), (x + reach, middle + 2.4)]
        case Direction.BETTER:
            corners = [(x - reach, middle - 2.4), (x, middle + 3.2), (x + reach, middle - 2.4)]
        case _:
            return (one_line([(x - 3, middle), (x + 3, middle)], colours.other, 1.2),)
    return (one_shape(corners, colours.muted),)


def _whisker(row: Row, scale: Scale, middle: float, colours: SpineColours) -> tuple[Mark, ...]:
    """The interval of the difference, on the same scale; what is past its ends is cut off."""
    comparison = row.comparison
    assert comparison is not None
    whole = float(comparison.other.values[0])
    if not (math.isfinite(comparison.low) and math.isfinite(comparison.high)) or whole <= 0:
        return ()
    ends = [scale.at(each / whole) for each in (comparison.low, comparison.high)]
    low, high = (min(max(each, scale.start), scale.end) for each in ends)
    line = colours.chart.ink
    marks: list[Mark] = [one_line([(low, middle), (high, middle)], line, 1.0)]
    marks += [
        one_line([(place, middle - 2.5), (place, middle + 2.5)], line, 1.0)
        for place, meant in zip((low, high), ends, strict=True)
        if place == meant
    ]
    return tuple(marks)

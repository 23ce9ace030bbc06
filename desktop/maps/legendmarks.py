"""A legend's run of colours or its circles, drawn for screen and paper alike."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.drawing import Box, Dot, Drawing, Mark, Text, one_line, one_shape
from desktop.maps.legendscales import Circles, Gradient
from desktop.maps.trend import ChartColours

_SIZE = 11.0  # of all figures, in pixels
_LINE = 15.0  # from one figure to the next
_BAR = 12.0
_FIGURE = 0.6  # about how wide a figure is, as a share of its size


def legend_drawing(scale: Gradient | Circles, width: float, colours: ChartColours) -> Drawing:
    """The drawing on screen, as wide as asked for and as high as it takes."""
    marks, height = legend_marks(scale, 0.0, 0.0, width, 1.0, colours)
    return Drawing(width, height, marks)


def legend_marks(
    scale: Gradient | Circles,
    x: float,
    y: float,
    width: float,
    unit: float,
    colours: ChartColours,
) -> tuple[tuple[Mark, ...], float]:
    """The marks from a top left corner on, and how high they reach.

    ``unit`` is units of the drawing to a pixel of the screen.
    """
    if isinstance(scale, Gradient):
        return _gradient(scale, x, y, width, unit, colours)
    return _circles(scale, x, y, width, unit, colours)


def _gradient(
    scale: Gradient, x: float, y: float, width: float, unit: float, colours: ChartColours
) -> tuple[tuple[Mark, ...], float]:
    """The run of colours with round figures below, and the municipality's mark above."""
    marks: list[Mark] = []
    top = y
    if scale.here is not None:
        place = x + scale.here * width
        words = _("kommunen {value}").format(value=scale.here_label)
        at, anchor = _held(place, words, x, x + width, unit)
        top = y + _LINE * unit
        tip, half = top + 4 * unit, 4 * unit
        marks.append(Text(at, y + 10 * unit, words, _SIZE * unit, colours.muted, 400, anchor, True))
        marks.append(
            one_shape([(place - half, top - half / 2), (place + half, top - half / 2),
                       (place, tip - half / 2)], colours.ink)
        )  # fmt: skip
        top += 4 * unit
    step = width / len(scale.colours)
    for at, colour in enumerate(scale.colours):
        # Each reaches under the next, so that no light shows between them.
        reach = min(step * 1.5, width - at * step)
        marks.append(Box(x + at * step, top, reach, _BAR * unit, colour))
    marks.append(Box(x, top, width, _BAR * unit, "", colours.grid, unit))
    foot = top + _BAR * unit
    for share, text in _roomy(scale.ticks, width, unit):
        place = x + share * width
        marks.append(one_line([(place, foot), (place, foot + 4 * unit)], colours.muted, unit))
        at, anchor = _held(place, text, x, x + width, unit)
        marks.append(
            Text(at, foot + _LINE * unit, text, _SIZE * unit, colours.muted, 400, anchor, True)
        )
    return tuple(marks), foot + 1.3 * _LINE * unit - y


def _circles(
    scale: Circles, x: float, y: float, width: float, unit: float, colours: ChartColours
) -> tuple[tuple[Mark, ...], float]:
    """Circles that stand on one line, the smaller inside the larger, each led to its count."""
    radii = [share * scale.radius * unit for share, _label in scale.steps]
    largest = max(radii)
    height = max(2 * largest, _LINE * unit * len(radii)) + 8 * unit  # half a figure rises above
    foot, middle = y + height - 2 * unit, x + scale.radius * unit + 2 * unit
    tops = [foot - 2 * radius for radius in radii]
    lines = _spread([top + 4 * unit for top in tops], _LINE * unit, foot)
    label = min(middle + scale.radius * unit + 28 * unit, x + width)
    marks: list[Mark] = [
        Dot(middle, foot - radius, radius, scale.colour, palettes.SURFACE, unit) for radius in radii
    ]
    for top, baseline, (_share, text) in zip(tops, lines, scale.steps, strict=True):
        level = baseline - 4 * unit
        turn = label - 14 * unit
        marks.append(
            one_line([(middle, top), (turn, level), (label - 4 * unit, level)], colours.muted,
                     0.8 * unit)
        )  # fmt: skip
        marks.append(Text(label, baseline, text, _SIZE * unit, colours.muted, 400, "start", True))
    return tuple(marks), height


def _held(place: float, text: str, left: float, right: float, unit: float) -> tuple[float, str]:
    """Where a text stands and how it is anchored, to stay between two sides."""
    half = _width(text, unit) / 2
    if place - half < left:
        return left, "start"
    return (right, "end") if place + half > right else (place, "middle")


def _roomy(
    ticks: tuple[tuple[float, str], ...], width: float, unit: float
) -> tuple[tuple[float, str], ...]:
    """All the ticks, or every other of them and so on, until the figures stand apart."""
    for every in range(1, len(ticks)):
        kept = ticks[::-1][::every][::-1]  # the last has the unit
        sides = [_reach(share * width, text, width, unit) for share, text in kept]
        if all(second[0] > first[1] + 6 * unit for first, second in pairwise(sides)):
            return kept
    return ticks[-1:]


def _reach(place: float, text: str, right: float, unit: float) -> tuple[float, float]:
    """From where to where a text goes that is held between 0 and ``right``."""
    at, anchor = _held(place, text, 0.0, right, unit)
    wide = _width(text, unit)
    left = at - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return left, left + wide


def _spread(lines: list[float], apart: float, lowest: float) -> list[float]:
    """Baselines from top to bottom moved up as little as keeps them apart and above the lowest."""
    made = np.array(lines)
    made[-1] = min(made[-1], lowest)
    for at in range(len(made) - 2, -1, -1):
        made[at] = min(made[at], made[at + 1] - apart)
    return [float(each) for each in made]


def _width(text: str, unit: float) -> float:
    return _FIGURE * _SIZE * unit * len(text)

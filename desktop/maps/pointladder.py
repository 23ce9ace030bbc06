"""Every area on its model's scale: a dot for each, over the stretches that the categories have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.models.columns import BoolArray
from desktop.core.models.modelwords import points_words
from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.drawing import Box, Dot, Drawing
from desktop.maps.typesetting import Measure, Pen

_TOP = 9.0  # millimetres, for the names of the categories
_BASE = 5.0  # for the figures under the scale
_KEY = 6.5  # for what the dots mean
_MOST, _LEAST = 1.05, 0.2  # radius of a dot
_APART = 2.2  # millimetres between the places along the scale that dots gather in
_SIDE = 2.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A category on the scale, from the low end to the high one."""

    name: str
    low: float
    high: float
    colour: str


def point_ladder(
    scores: FloatArray,
    index: NDArray[np.int16],
    unsure: BoolArray,
    chosen: BoolArray,
    stretches: Sequence[Stretch],
    width: float,
    measure: Measure,
    height: float = 42.0,
) -> Drawing:
    """A dot for every area with a score, stacked where several have the same.

    Full dots are areas whose category is sure, rings those whose category is not, clay the chosen.

    Args:
        scores: a score per area, NaN for none.
        index: which of the stretches each area is in; a dot never leaves its own, also where
            dots that lie close are gathered.
        unsure: the areas whose category is unsure.
        chosen: the areas to be found again.
        stretches: the categories, which meet, in any order. One without room on the scale is
            left out.
        width: in millimetres.
        measure: what a text measures.
        height: in millimetres.
    """
    pen = Pen(measure, 1.0)
    ordered = sorted(
        (each for each in stretches if each.low < each.high), key=lambda each: each.low
    )
    if not ordered:
        return Drawing(width, 0.0, ())
    low, high = ordered[0].low, ordered[-1].high
    span = max(high - low, 1e-9)
    left, right = _SIDE, width - _SIDE
    top, bottom = _TOP, height - _BASE - _KEY

    def place(value: float) -> float:
        return left + (min(max(value, low), high) - low) / span * (right - left)

    for each in ordered:
        start, end = place(each.low), place(each.high)
        pen.marks.append(Box(start, top, end - start, bottom - top, each.colour))
        lines = pen.wrapped(each.name, 7.5, 600, max(end - start - 1.0, 6.0), 2)
        for at, line in enumerate(lines):
            y = top - 1.4 - (len(lines) - 1 - at) * 3.2
            pen.text((start + end) / 2, y, line, 7.5, palettes.INK, 600, "middle")
    edges = [low, *(each.high for each in ordered)]
    for edge in edges:
        x = place(edge)
        pen.marks.append(Box(x - 0.15, top, 0.3, bottom - top + 1.2, palettes.INK))
        pen.text(x, bottom + 4.2, points_words(edge), 7.5, palettes.MUTED, 400, "middle",
                 tabular=True)  # fmt: skip
    places = _gathered(
        scores,
        index,
        [(each.low, each.high, place(each.low), place(each.high)) for each in stretches],
    )
    _dots(pen, places, unsure, chosen, bottom)
    _key(pen, left, height - 1.6, chosen=bool(chosen.any()))
    return Drawing(width, height, tuple(pen.marks))


def _gathered(
    scores: FloatArray,
    index: NDArray[np.int16],
    stretches: Sequence[tuple[float, float, float, float]],
) -> FloatArray:
    """Where each area's dot stands: in one of the places of its stretch; NaN for no dot.

    ``stretches`` are by their low and high score, and where these lie on the page.
    """
    places = np.full(len(scores), np.nan)
    for at, (low, high, start, end) in enumerate(stretches):
        held = (index == at) & np.isfinite(scores)
        if high <= low or not held.any():
            continue
        bins = max(int((end - start) / _APART), 1)
        share = np.clip((scores[held] - low) / (high - low), 0.0, 1.0)
        step = np.minimum(np.floor(share * bins), bins - 1)
        places[held] = np.round(start + (step + 0.5) / bins * (end - start), 3)
    return places


def _dots(
    pen: Pen, places: FloatArray, unsure: BoolArray, chosen: BoolArray, bottom: float
) -> None:
    """The dots from the foot upwards, the chosen at the foot of their stack."""
    known = np.flatnonzero(np.isfinite(places))
    if not len(known):
        return
    stacks, counts = np.unique(places[known], return_counts=True)
    apart = min((b - a for a, b in pairwise(stacks.tolist())), default=2 * _MOST)
    room = bottom - _TOP - 1.0
    radius = max(min(_MOST, apart / 2, room / (2.1 * int(counts.max()))), _LEAST)
    risen: dict[float, int] = {}
    order = sorted(known.tolist(), key=lambda at: (not chosen[at], bool(unsure[at]), at))
    for at in order:
        x = float(places[at])
        step = risen.get(x, 0)
        risen[x] = step + 1
        y = bottom - 0.6 - radius - step * 2.1 * radius
        _dot(pen, x, y, radius, unsure=bool(unsure[at]), chosen=bool(chosen[at]))


def _dot(pen: Pen, x: float, y: float, radius: float, *, unsure: bool, chosen: bool) -> None:
    colour = palettes.CLAY if chosen else palettes.INK
    if unsure:
        line = min(0.3, radius * 0.45)
        pen.marks.append(Dot(x, y, radius - line / 2, palettes.SURFACE, colour, line))
    else:
        pen.marks.append(Dot(x, y, radius, colour))


def _key(pen: Pen, left: float, y: float, *, chosen: bool) -> None:
    """What the dots mean."""
    x = left + 0.9
    kinds = [(False, False, _("ét område, fast kategori")), (True, False, _("usikker kategori"))]
    if chosen:
        kinds.append((False, True, _("valgt område")))
    for unsure, is_chosen, text in kinds:
        _dot(pen, x, y - 0.9, 0.85, unsure=unsure, chosen=is_chosen)
        pen.text(x + 2.0, y, text, 7.5, palettes.MUTED)
        x += pen.width(text, 7.5) + 8.0

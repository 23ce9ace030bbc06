"""Every area on its model's scale: a dot for each, over the stretches that the categories have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

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
        unsure: the areas whose category is unsure.
        chosen: the areas to be found again.
        stretches: the categories, which meet; in any order.
        width: in millimetres.
        measure: what a text measures.
        height: in millimetres.
    """
    pen = Pen(measure, 1.0)
    ordered = sorted(stretches, key=lambda each: each.low)
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
    _dots(pen, scores, unsure, chosen, (low, high, left, right), bottom)
    _key(pen, left, height - 1.6, chosen=bool(chosen.any()))
    return Drawing(width, height, tuple(pen.marks))


def _dots(
    pen: Pen,
    scores: FloatArray,
    unsure: BoolArray,
    chosen: BoolArray,
    scale: tuple[float, float, float, float],
    bottom: float,
) -> None:
    """The dots from the foot upwards, the chosen at the foot of their stack."""
    low, high, left, right = scale
    known = np.flatnonzero(np.isfinite(scores))
    if not len(known):
        return
    share = np.clip((scores - low) / max(high - low, 1e-9), 0.0, 1.0)
    values = np.unique(np.round(share[known] * (right - left), 3))
    if len(values) > 1 and float(np.diff(values).min()) < _APART:  # gather what lies close
        bins = max(round((right - left) / _APART), 1)
        share = np.minimum(np.floor(share * bins) + 0.5, bins - 0.5) / bins
    places = np.round(left + share * (right - left), 3)
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

"""A small map that says where an area lies: all of its level pale, itself in clay."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.maps.drawing import Dot, Drawing, Fills, Mark
from desktop.maps.frame import Frame
from desktop.maps.outlines import borders, detail_for, picked, placed
from desktop.maps.profilespine import SpineColours

_LEAST = 7.0  # pixels across, under which an area gets a ring round it


def locator_map(
    data: Dataset,
    level: str,
    position: int,
    day: dt.date,
    width: float,
    height: float,
    colours: SpineColours,
) -> Drawing:
    """Where an area lies among those of its level that existed on a day.

    Empty where the level has no outlines. An area too small to be seen gets a ring.
    """
    tolerances = data.tolerances(level)
    if not tolerances:
        return Drawing(width, height, ())
    coarsest = data.outlines(level, len(tolerances) - 1)
    frame = Frame.fit(coarsest.bounds, width, height, (3, 3, 3, 3))
    outlines = data.outlines(level, detail_for(tolerances, frame.scale, 0.8))
    exists = data.areas(level).valid_on(day)
    own = outlines.owners == position
    others = exists[outlines.owners] & ~own
    marks: list[Mark] = [
        _together(outlines, others, frame, colours.pale),
        borders(outlines, frame, colours.surface, 0.4),
        _together(outlines, own, frame, colours.chosen),
    ]
    rings = outlines.rings_of(position)
    if rings:
        marks += _ring(rings, frame, colours)
    return Drawing(width, height, tuple(marks))


def _together(outlines: Outlines, rings: NDArray[np.bool_], frame: Frame, colour: str) -> Fills:
    """Some rings as one polygon: they share no ground, and one path is quicker than thousands."""
    points, starts = picked(outlines.points, outlines.starts, rings)
    return Fills(placed(points, frame), starts, np.zeros(len(starts) - 1, np.int32), (colour,))


def _ring(rings: list[FloatArray], frame: Frame, colours: SpineColours) -> list[Mark]:
    points = np.concatenate(rings)
    low, high = points.min(axis=0), points.max(axis=0)
    across = float((high - low).max()) * frame.scale
    if across >= _LEAST:
        return []
    x, y = frame.place(*((low + high) / 2).tolist())
    return [Dot(x, y, _LEAST, "", colours.chosen, 1.4)]

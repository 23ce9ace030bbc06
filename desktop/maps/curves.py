"""Lines over time as marks: broken where there is no number, dashed where they need telling apart.

Nothing here bridges a gap: a line is drawn through neighbours that both have a number, and a number
without any such neighbour is a dot.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.maps.drawing import Dot, Fills, Mark, Points, Strokes

Dash = tuple[float, ...]  # drawn and left out by turns, in units of the drawing; empty is unbroken


def runs(values: FloatArray) -> list[slice]:
    """The unbroken stretches of finite values."""
    finite = np.isfinite(values)
    change = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
    return [slice(start, end) for start, end in zip(change[::2], change[1::2], strict=True)]


def line_marks(
    x: FloatArray, y: FloatArray, colour: str, width: float, dash: Dash = ()
) -> tuple[Mark, ...]:
    """A line through every unbroken stretch, and a dot for every number that stands alone.

    Args:
        x: places from left to right.
        y: places of the numbers, NaN where there is none.
        colour: of the line.
        width: of the line; a dot's radius is as much.
        dash: how it is broken, see :data:`Dash`.
    """
    marks: list[Mark] = []
    for run in runs(y):
        points = np.column_stack([x[run], y[run]])
        if len(points) == 1:
            marks.append(Dot(float(points[0, 0]), float(points[0, 1]), width, colour))
        elif dash:
            marks.append(Strokes(*_dashed(points, dash), colour, width))
        else:
            marks.append(Strokes(points, np.array([0, len(points)], np.int32), colour, width))
    return tuple(marks)


def ribbon(x: FloatArray, top: FloatArray, foot: FloatArray, colour: str) -> tuple[Mark, ...]:
    """The band between two lines, in every stretch of at least two places where both are."""
    marks: list[Mark] = []
    for run in runs(top + foot):
        upper = np.column_stack([x[run], top[run]])
        lower = np.column_stack([x[run], foot[run]])[::-1]
        if len(upper) > 1:
            ring = np.concatenate([upper, lower, upper[:1]])
            starts = np.array([0, len(ring)], np.int32)
            marks.append(Fills(ring, starts, np.zeros(1, np.int32), (colour,)))
    return tuple(marks)


def _dashed(points: Points, dash: Dash) -> tuple[Points, NDArray[np.int32]]:
    """A line cut into dashes: each piece of it that lies within one is a line of two points."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    turns = int(np.ceil(along[-1] / sum(dash))) + 1
    cuts = np.cumsum(np.tile(dash, turns))
    at = np.union1d(along, cuts[cuts < along[-1]])
    placed = np.column_stack(
        [np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])]
    )
    middles = (at[1:] + at[:-1]) / 2
    drawn = np.searchsorted(cuts, middles) % 2 == 0
    ends = np.stack([placed[:-1][drawn], placed[1:][drawn]], axis=1).reshape(-1, 2)
    return ends, np.arange(0, len(ends) + 1, 2, dtype=np.int32)

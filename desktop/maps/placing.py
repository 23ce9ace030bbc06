"""Places for names: the room that areas offer inside, and places that are taken already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.disclosure import FloatArray
from desktop.maps.frame import Bounds

_ROWS = 16  # lines across which the room inside an area is measured
_TO_THE_MIDDLE = 0.25  # of its width that a place at the edge is worth less than one in the middle


@dataclass(frozen=True, slots=True, eq=False)
class Rooms:
    """The room inside every area, for names of any height.

    ``low`` and ``high`` are (n, 2) metres, ``row`` the metres between two of the lines across an
    area. ``widths[a, m]`` is how wide the widest upright rectangle from one line to the ``m``-th
    after it is, ``middles[a, m]`` where its middle lies; ``sizes`` is square metres. Areas without
    outlines have no width and no size.
    """

    low: FloatArray
    high: FloatArray
    row: FloatArray
    widths: FloatArray
    middles: FloatArray
    sizes: FloatArray

    def spanning(self, height: float) -> tuple[FloatArray, FloatArray]:
        """Widths and middles, in metres, of the rectangles that are ``height`` metres high."""
        lines = np.full(len(self.row), _ROWS, np.int64)
        there = self.row > 0
        lines[there] = np.minimum(np.ceil(height / self.row[there]), _ROWS)
        fits = lines < _ROWS
        lines[~fits] = 0
        every = np.arange(len(lines))
        return np.where(fits, self.widths[every, lines], 0.0), self.middles[every, lines]


def rooms_in(outlines: Outlines, count: int) -> Rooms:
    """Measure the room inside ``count`` areas along lines from west to east.

    At each line the widest stretch counts, by the even-odd rule, so that a hole is no room.
    """
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    if len(outlines.owners):
        rings = outlines.starts[:-1]
        np.minimum.at(low, outlines.owners, np.minimum.reduceat(outlines.points, rings) / 100)
        np.maximum.at(high, outlines.owners, np.maximum.reduceat(outlines.points, rings) / 100)
    there = np.isfinite(low[:, 0])
    low[~there] = high[~there] = 0.0
    row = (high - low)[:, 1] / _ROWS
    west, east, sizes = _stretches(outlines, low[:, 1], row, count)
    widths, middles = np.zeros((count, _ROWS)), np.zeros((count, _ROWS, 2))
    left, right, every = west, east, np.arange(count)
    for more in range(_ROWS):
        if more:
            left = np.maximum(left[:, :-1], west[:, more:])
            right = np.minimum(right[:, :-1], east[:, more:])
        begins = np.arange(left.shape[1])
        away = np.abs(begins + (more + 1) / 2 - _ROWS / 2) / _ROWS
        wide = np.maximum(right - left, 0.0)
        best = np.argmax(wide * (1 - _TO_THE_MIDDLE * away), axis=1)
        widths[:, more] = wide[every, best]
        middles[:, more, 0] = (left[every, best] + right[every, best]) / 2
        middles[:, more, 1] = low[:, 1] + (best + (more + 1) / 2) * row
    return Rooms(low, high, row, widths, middles, sizes)


def _stretches(
    outlines: Outlines, low: FloatArray, row: FloatArray, count: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """West and east end of the widest stretch per area and line, and the size of each area."""
    west, east = np.zeros((count, _ROWS)), np.zeros((count, _ROWS))
    starts = outlines.starts
    open_ended = np.ones(len(outlines.points), bool)
    open_ended[starts[1:] - 1] = False
    begins = np.flatnonzero(open_ended)
    if not len(begins):
        return west, east, np.zeros(count)
    owner = np.repeat(outlines.owners, np.diff(starts) - 1)
    x, y = outlines.points[:, 0] / 100, outlines.points[:, 1] / 100
    flat = row[owner] <= 0
    line = np.where(flat, 1.0, row[owner])
    one, other = (y[begins] - low[owner]) / line - 0.5, (y[begins + 1] - low[owner]) / line - 0.5
    first = np.clip(np.ceil(np.minimum(one, other)), 0, _ROWS).astype(np.int64)
    after = np.clip(np.ceil(np.maximum(one, other)), 0, _ROWS).astype(np.int64)
    crossed = np.where(flat, 0, after - first)
    edge = np.repeat(np.arange(len(begins)), crossed)
    at = np.arange(len(edge)) - np.repeat(np.cumsum(crossed) - crossed, crossed) + first[edge]
    share = (at - one[edge]) / (other[edge] - one[edge])
    cut = x[begins[edge]] + share * (x[begins[edge] + 1] - x[begins[edge]])
    key = owner[edge] * _ROWS + at
    order = np.lexsort((cut, key))
    key, cut = key[order][::2], cut[order]
    wide = cut[1::2] - cut[::2]
    sizes = np.bincount(key // _ROWS, wide, count) * row
    widest = np.argsort(wide, kind="stable")  # the last one written stays
    west.reshape(-1)[key[widest]] = cut[::2][widest]
    east.reshape(-1)[key[widest]] = cut[1::2][widest]
    return west, east, sizes


class Places:
    """Places on a page or screen that are taken, so that nothing lies on anything else."""

    def __init__(self, box: Bounds, taken: Iterable[Bounds] = ()) -> None:
        """Places inside ``box`` (left, top, right, bottom), of which some are taken."""
        self._box = box
        self._taken = np.array([*taken], np.float64).reshape(-1, 4)
        self._count = len(self._taken)

    def cover(self, spots: FloatArray) -> None:
        """Take places, (n, 4), whatever lies there already."""
        self._taken = np.concatenate([self._taken[: self._count], spots])
        self._count = len(self._taken)

    def take(self, spot: Bounds) -> bool:
        """Take a place, unless it is taken in part or reaches out of the box."""
        if not self.free(spot):
            return False
        if self._count == len(self._taken):
            self._taken = np.concatenate([self._taken, np.empty((self._count + 16, 4))])
        self._taken[self._count] = spot
        self._count += 1
        return True

    def free(self, spot: Bounds) -> bool:
        """Whether nothing lies on a place, not even in part, and it lies inside the box."""
        left, top, right, bottom = spot
        box = self._box
        if left < box[0] or top < box[1] or right > box[2] or bottom > box[3]:
            return False
        other = self._taken[: self._count]
        meets: NDArray[np.bool_] = (
            (left < other[:, 2]) & (right > other[:, 0])
            & (top < other[:, 3]) & (bottom > other[:, 1])
        )  # fmt: skip
        return not meets.any()

"""Which area a point lies in, by the outlines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.disclosure import FloatArray
from desktop.maps.outlines import picked

_PAIRS = 4_000_000  # edges and points looked at together


def areas_around(
    points: FloatArray, outlines: Outlines, exists: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """The area that each point lies in, by the even-odd rule; -1 where there is none.

    Where areas overlap, the later one, as on the map.

    Args:
        points: (n, 2), east and north in metres.
        outlines: of a level.
        exists: the areas to look at.
    """
    found = np.full(len(points), -1, np.int32)
    if not len(points) or len(outlines.starts) < 2:
        return found
    order = np.argsort(points[:, 1], kind="stable")
    east, heights = points[order, 0] * 100, points[order, 1] * 100
    around = _rings_around(outlines, east, heights) & exists[outlines.owners]
    corners, starts = picked(outlines.points, outlines.starts, around)
    owner = np.repeat(outlines.owners[around], np.diff(starts) - 1)
    inner = np.ones(len(corners), bool)
    inner[starts[1:] - 1] = False
    begins = np.flatnonzero(inner)
    y0, y1 = corners[begins, 1], corners[begins + 1, 1]
    first = np.searchsorted(heights, np.minimum(y0, y1), "left")
    after = np.searchsorted(heights, np.maximum(y0, y1), "left")
    meets = after > first
    begins, owner, first, after = begins[meets], owner[meets], first[meets], after[meets]
    crossings = [np.empty(0, np.int64)]
    ends = np.cumsum(after - first)
    cuts = np.searchsorted(ends, np.arange(_PAIRS, int(ends[-1]) if len(ends) else 0, _PAIRS))
    for part in np.split(np.arange(len(begins)), cuts):
        counts = (after - first)[part]
        edge, at = _pairs(first[part], counts)
        edge = part[edge]
        one = corners[begins[edge]].astype(np.float64)
        other = corners[begins[edge] + 1].astype(np.float64)
        share = (heights[at] - one[:, 1]) / (other[:, 1] - one[:, 1])
        beyond = one[:, 0] + share * (other[:, 0] - one[:, 0]) > east[at]
        crossings.append(order[at[beyond]] * np.int64(len(exists)) + owner[edge[beyond]])
    pairs, times = np.unique(np.concatenate(crossings), return_counts=True)
    inside = pairs[times % 2 == 1]
    point, area = np.divmod(inside, len(exists))
    found[point] = area  # in the order of areas: the last one written stays
    return found


def _rings_around(outlines: Outlines, east: FloatArray, heights: FloatArray) -> NDArray[np.bool_]:
    """Which rings have a point in their bounding box; points by height, in centimetres.

    A ring with no point in its box is crossed an even number of times on the way from any point.
    """
    low = np.minimum.reduceat(outlines.points, outlines.starts[:-1])
    high = np.maximum.reduceat(outlines.points, outlines.starts[:-1])
    first = np.searchsorted(heights, low[:, 1], "left")
    after = np.searchsorted(heights, high[:, 1], "right")
    ring, at = _pairs(first, after - first)
    inside = (east[at] >= low[ring, 0]) & (east[at] <= high[ring, 0])
    around = np.zeros(len(low), bool)
    around[ring[inside]] = True
    return around


def _pairs(
    first: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every number with each of so many places from its first on."""
    which = np.repeat(np.arange(len(counts)), counts)
    at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
    return which, at

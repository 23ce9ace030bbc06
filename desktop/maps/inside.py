"""Which area a point lies in, by the outlines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.disclosure import FloatArray

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
    starts = outlines.starts
    if not len(points) or len(starts) < 2:
        return found
    keep = np.ones(len(outlines.points), bool)
    keep[starts[1:] - 1] = False
    owner = np.repeat(outlines.owners, np.diff(starts) - 1)
    begins = np.flatnonzero(keep)[exists[owner]]
    owner = owner[exists[owner]]
    order = np.argsort(points[:, 1], kind="stable")
    heights = points[order, 1] * 100
    y0, y1 = outlines.points[begins, 1], outlines.points[begins + 1, 1]
    first = np.searchsorted(heights, np.minimum(y0, y1), "left")
    after = np.searchsorted(heights, np.maximum(y0, y1), "left")
    meets = after > first
    begins, owner, first, after = begins[meets], owner[meets], first[meets], after[meets]
    crossings = [np.empty(0, np.int64)]
    ends = np.cumsum(after - first)
    cuts = np.searchsorted(ends, np.arange(_PAIRS, int(ends[-1]) if len(ends) else 0, _PAIRS))
    for part in np.split(np.arange(len(begins)), cuts):
        counts = (after - first)[part]
        edge = np.repeat(part, counts)
        at = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
        one = outlines.points[begins[edge]].astype(np.float64)
        other = outlines.points[begins[edge] + 1].astype(np.float64)
        share = (heights[at] - one[:, 1]) / (other[:, 1] - one[:, 1])
        east = one[:, 0] + share * (other[:, 0] - one[:, 0])
        beyond = east > points[order[at], 0] * 100
        crossings.append(order[at[beyond]] * np.int64(len(exists)) + owner[edge[beyond]])
    pairs, times = np.unique(np.concatenate(crossings), return_counts=True)
    inside = pairs[times % 2 == 1]
    point, area = np.divmod(inside, len(exists))
    found[point] = area  # in the order of areas: the last one written stays
    return found

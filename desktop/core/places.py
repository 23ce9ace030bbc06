"""Between which places an area may stand, when chance is reckoned with."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from desktop.core.indicators import Kind
from desktop.core.intervals import cell_intervals, difference_intervals
from desktop.core.measures import Cells

Places = NDArray[np.int64]


def place_ranges(
    cells: Cells, kind: Kind, per: float, rows: Places | None = None, confidence: float = 0.95
) -> tuple[Places, Places]:
    """The best and the worst place of areas among the shown, highest first, with ``confidence``.

    As many areas surely lie above as have a difference whose interval is over zero, and so below;
    what is between could be either way round. Every interval is widened for as many comparisons as
    there are others (Bonferroni), so that the whole range holds: Mogstad, Romano, Shaikh and
    Wilhelm (2024), Review of Economic Studies 91, 476-518.

    Args:
        cells: one map's areas.
        kind: of the indicator.
        per: of the indicator.
        rows: positions of the areas asked about; all of them if left out.
        confidence: of each area's range.

    Returns:
        Two columns as long as ``rows``; 0 where an area is not shown, and for plain counts, means
        and ready values, which have no interval.
    """
    asked = np.arange(len(cells.values)) if rows is None else rows
    nothing = np.zeros(len(asked), np.int64)
    others = int(cells.shown.sum()) - 1
    if kind in (Kind.COUNT, Kind.MEAN) or others < 0:
        return nothing, nothing.copy()
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2 / max(others, 1))
    low, high = cell_intervals(cells, kind, per, z)
    known = np.isfinite(low)
    if (known != cells.shown).any():
        return nothing, nothing.copy()
    own = asked[:, None]
    below, above = difference_intervals(
        cells.values[own], (low[own], high[own]), cells.values, (low, high)
    )
    best = 1 + (above < 0).sum(axis=1)
    worst = known.sum() - (below > 0).sum(axis=1)
    there = known[asked]
    return np.where(there, best, 0), np.where(there, worst, 0)

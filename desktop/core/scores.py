"""Where a value stands among the others: index, standard score, percentile, rank.

Every function works along the last axis, so that periods × areas are scored period by period.
NaN stands for a cell without a number, and has no score.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.measures import Cells

Places = tuple[NDArray[np.int64], NDArray[np.int64]]


def index(cells: Cells, municipality: Cells) -> FloatArray:
    """Values with the municipality's as 100: ``100 · value / municipality``.

    Args:
        cells: areas, or periods × areas.
        municipality: its own cells, of length 1, or periods × 1.

    Returns:
        The shape of ``cells``; NaN where the area or the municipality is hidden, and where the
        municipality's value is zero or less, of which nothing is a part.
    """
    with np.errstate(invalid="ignore"):
        base = np.where(municipality.values > 0, municipality.values, np.nan)
    return 100.0 * cells.values / base


def standard_scores(values: FloatArray) -> FloatArray:
    """How many standard deviations each value lies from the mean of all areas.

    ``z = (value − mean) / s`` with ``s = √(Σ(value − mean)²/n)``: the areas are all there are and
    no sample of others, so the divisor is n. Every area counts the same, whatever its size. NaN for
    NaN, where fewer than two values are known, and where all are equal.
    """
    known = np.isfinite(values)
    count = known.sum(axis=-1, keepdims=True)
    total = np.where(known, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total.sum(axis=-1, keepdims=True) / count
        away = np.where(known, values - mean, 0.0)
        spread = np.sqrt((away * away).sum(axis=-1, keepdims=True) / count)
        largest = np.abs(total).max(axis=-1, keepdims=True, initial=0.0)
        # Equal values differ from their mean by rounding alone.
        spread = np.where(spread > 1e-12 * largest, spread, np.nan)
        return np.where(known, away / spread, np.nan)


def percentiles(values: FloatArray) -> FloatArray:
    """The share in per cent of the areas that lie below, with half of those that are level.

    ``100 · (below + ½·level) / n``, where an area is level with itself: 50 for a single area and
    for all equal ones, never 0 or 100. The plotting position of Hazen (1914), Transactions of the
    American Society of Civil Engineers 77, 1539-1640. NaN for NaN.
    """
    return percentiles_of(ranks(values))


def percentiles_of(places: Places) -> FloatArray:
    """:func:`percentiles` from ranks already made."""
    best, worst = places
    count = worst.max(axis=-1, keepdims=True, initial=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        below = count - 0.5 * (best + worst - 1)
        return np.where(worst > 0, 100.0 * below / count, np.nan)


def ranks(values: FloatArray) -> Places:
    """The places of each area, highest value first: the best and the worst it shares.

    Areas with equal values share all places from the first to the second number: of 9, 7, 7, 3 the
    two in the middle are both 2 to 3. Without ties the numbers are the same. 0 where the value is
    NaN.
    """
    rows, size = math.prod(values.shape[:-1]), values.shape[-1]
    lifted = np.where(np.isfinite(values), -values, np.inf)  # the unknown sort behind the lowest
    table = lifted.reshape(rows, size)
    order = np.argsort(table, axis=-1)
    order += size * np.arange(rows)[:, None]
    ordered = table.ravel()[order]
    place = np.arange(1, size + 1, dtype=np.int32)
    starts = np.ones(table.shape, bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ends = np.ones(table.shape, bool)
    ends[:, :-1] = starts[:, 1:]
    first = np.maximum.accumulate(np.where(starts, place, 0), axis=-1)
    last = np.minimum.accumulate(np.where(ends, place, size)[:, ::-1], axis=-1)[:, ::-1]
    known = np.isfinite(ordered)
    best, worst = np.empty(table.size, np.int64), np.empty(table.size, np.int64)
    best[order] = first * known
    worst[order] = last * known
    return best.reshape(values.shape), worst.reshape(values.shape)

"""Periods on an even grid, and what every course laid on it is freed of.

Tables are grid × areas. Values and weights are 0 where nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.periods import Kind as Length
from desktop.core.periods import Period
from desktop.core.windows import PARTS

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """The periods of one length, laid on an even grid so that a gap is a gap.

    ``rows`` are theirs in the table, ``places`` on the grid; ``size`` is how long the grid is and
    ``steps`` how many places a year has. ``part`` (of the year) and ``years`` (from 0) are the
    grid's own.
    """

    rows: IntArray
    places: IntArray
    steps: int
    size: int
    part: IntArray
    years: FloatArray

    def laid(self, table: FloatArray) -> FloatArray:
        """A periods × areas table on the grid, NaN where it has no period."""
        grid = np.full((self.size, *table.shape[1:]), np.nan)
        grid[self.places] = table[self.rows]
        return grid


def timeline(periods: Sequence[Period]) -> Timeline:
    """The grid of the periods that are as long as the last one; others are left out."""
    if not periods:
        nothing = np.zeros(0, np.int64)
        return Timeline(nothing, nothing, 1, 0, nothing, np.zeros(0))
    kind = periods[-1].kind
    steps = PARTS[kind]
    first = 1 if kind in (Length.QUARTER, Length.MONTH) else 0
    rows = np.array([at for at, each in enumerate(periods) if each.kind is kind], np.int64)
    numbers = np.array(
        [periods[at].year * steps + periods[at].part - first for at in rows.tolist()], np.int64
    )
    places = numbers - numbers.min()
    size = int(places.max()) + 1
    grid = np.arange(size)
    return Timeline(
        rows, places, steps, size, (grid + int(numbers.min())) % steps, grid / float(steps)
    )


def laid(
    values: FloatArray, weights: FloatArray, line: Timeline
) -> tuple[NDArray[np.bool_], FloatArray, FloatArray]:
    """On the grid: which values are known, the values, and weights of mean 1; both 0 elsewhere."""
    target, weight = line.laid(values), line.laid(weights)
    known = np.isfinite(target) & (weight > 0)
    weight = np.where(known, weight, 0.0)
    mean = weight.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return known, np.where(known, target, 0.0), weight / np.where(mean > 0, mean, 1.0)


def demeaned(columns: FloatArray, weight: FloatArray) -> FloatArray:
    """Columns (… × grid × areas) without their weighted mean, 0 where nothing weighs."""
    total = weight.sum(axis=0)
    means = (columns * weight).sum(axis=-2) / np.where(total > 0, total, 1.0)
    return np.where(weight > 0, columns - means[..., None, :], 0.0)


def within_parts(columns: FloatArray, weight: FloatArray, line: Timeline) -> FloatArray:
    """Columns without the weighted mean of each part of the year: as if it had a term of its own.

    Regressing what is left gives the same as a regression with those terms (Frisch and Waugh 1933).
    """
    out = np.zeros(columns.shape)
    for part in range(line.steps):
        rows = line.part == part
        out[..., rows, :] = demeaned(columns[..., rows, :], weight[rows])
    return out


def parts_seen(known: NDArray[np.bool_], line: Timeline) -> IntArray:
    """How many parts of the year each area has a value in."""
    seen = [known[line.part == part].any(axis=0) for part in range(line.steps)]
    return np.asarray(np.sum(seen, axis=0), np.int64)


def years_seen(known: NDArray[np.bool_], line: Timeline) -> FloatArray:
    """How many years the values speak of: those with a value, and no more than lie between them."""
    if not line.size:
        return np.zeros(known.shape[1])
    year = np.cumsum(line.part == 0)
    held = [known[year == each].any(axis=0) for each in np.unique(year)]
    first, last = known.argmax(axis=0), line.size - 1 - known[::-1].argmax(axis=0)
    between = (last - first + line.steps) / line.steps
    return np.asarray(np.minimum(np.sum(held, axis=0), between), np.float64)

"""Which way a number goes, year by year: slope with interval, season.

Tables are periods × areas. The numbers of one quarter and the next are never independent: counts of
twelve months share nine, and most of the people are the same. So a series of forty quarters tells
about as much as one of ten years, and every interval here is worked out as if it did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.distributions import student_quantile
from desktop.core.indicators import Kind
from desktop.core.measures import Cells
from desktop.core.timeline import (
    IntArray,
    Timeline,
    demeaned,
    laid,
    parts_seen,
    within_parts,
    years_seen,
)

FEWEST_YEARS = 3  # under which a slope is not spoken of
LAGS_IN_YEARS = 1.0  # how far apart errors may still be alike: counts of twelve months overlap
_MOST_ALIKE = 0.97  # over which a series tells next to nothing of a slope


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """How much a number changes in a year; an entry per area, NaN where too little is known.

    ``low`` and ``high`` are the 95 % interval, ``error`` its standard error with ``freedom``
    degrees; ``robust`` is the standard error of Newey and West alone. ``alike`` is how much a value
    is like the one before, 0 to 1. ``seen`` counts the values.
    """

    slope: FloatArray
    low: FloatArray
    high: FloatArray
    error: FloatArray
    robust: FloatArray
    freedom: FloatArray
    alike: FloatArray
    seen: IntArray

    @property
    def direction(self) -> NDArray[np.int8]:
        """1 where it surely rises, −1 where it surely falls, else 0."""
        with np.errstate(invalid="ignore"):
            return (self.low > 0).astype(np.int8) - (self.high < 0).astype(np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """How much the parts of the year differ; ``effects`` is parts × areas, from their own mean.

    ``strength`` is the share of the variation about the trend that they explain, 0 to 1.
    """

    strength: FloatArray
    effects: FloatArray


def slopes(
    values: FloatArray,
    weights: FloatArray,
    line: Timeline,
    *,
    floor: FloatArray | None = None,
    confidence: float = 0.95,
) -> Slopes:
    """The slope per year of every area, with a term for each part of the year.

    Weighted least squares of value on time and parts of the year. The standard error is the largest
    of three: that of Newey and West (1987), Econometrica 55, 703-708, with lags of a year (Bartlett
    weights, times n/(n−k)); the ordinary one times ``(1+r)/(1−r)``, where r is how much an error is
    like the one before, freed from its bias in short series (Marriott and Pope 1954, Biometrika 41,
    390-402; half a value more for each term is our own); and what the counts alone must
    give, where ``floor`` says so. Newey and West's alone holds the slope in 60 to 85 of 100 such
    series and not in 95. The interval is Student's t with the number of years less two degrees.

    Simulated for 42 quarters it holds the true slope in 98 of 100 series of independent values or
    of overlapping twelve months, 92 with r = 0.8 and 87 with r = 0.9; for ten whole years in 95, 88
    with r = 0.5 and 77 with r = 0.8.

    Args:
        values: periods × areas, NaN where not shown.
        weights: such as the base, in the same shape; a value without one counts for nothing.
        line: the grid of the periods.
        floor: the variance of each value by chance alone, in the same shape.
        confidence: of the interval.

    Returns:
        NaN with fewer than three years or no value more than there are terms.
    """
    known, target, weight = laid(values, weights, line)
    time = np.where(known, line.years[:, None], 0.0)
    bent = within_parts(np.stack((time, target)), weight, line)
    time, target = bent[0], bent[1]
    terms = 1 + parts_seen(known, line)
    seen = known.sum(axis=0)
    years = years_seen(known, line)
    enough = (seen > terms) & (years >= FEWEST_YEARS)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.where(enough, (weight * time * time).sum(axis=0), np.nan)
        slope = (weight * time * target).sum(axis=0) / spread
        left = np.where(known, target - slope * time, 0.0)
        free = np.where(enough, seen - terms, np.nan)
        robust = np.sqrt(_newey_west(weight * time * left, line) * seen / free) / spread
        alike = _alike(np.sqrt(weight) * left, known, terms)
        plain = (weight * left * left).sum(axis=0) / free / spread
        variances = [robust**2, plain * (1 + alike) / (1 - alike)]
        if floor is not None:
            chance = np.where(known, np.nan_to_num(line.laid(floor)), 0.0)
            variances.append((weight**2 * time**2 * chance).sum(axis=0) / spread**2)
        error = np.sqrt(np.maximum.reduce(variances))
        freedom = np.where(enough, np.maximum(years - 2.0, 1.0), np.nan)
        reach = student_quantile(0.5 + confidence / 2, freedom) * error
    return Slopes(slope, slope - reach, slope + reach, error, robust, freedom, alike, seen)


def slopes_of(cells: Cells, kind: Kind, per: float, line: Timeline) -> Slopes:
    """The slopes of an indicator's history: weighted by the base, and never surer than its counts.

    Counts and means weigh the same in every period. A share whose counts are all nought still has
    the uncertainty of half a person: the floor is taken at ``(Σx + ½)/(Σn + 1)``.
    """
    weights, floor = _weights_and_floor(cells, kind, per)
    return slopes(cells.values, weights, line, floor=floor)


def slopes_against(cells: Cells, other: Cells, kind: Kind, per: float, line: Timeline) -> Slopes:
    """The slopes of the difference from another course, such as the municipality's (periods × 1).

    Positive where the area rises more, or falls less. Parts of the year and whatever hits all
    areas alike fall out. Never surer than the area's own counts, as in :func:`slopes_of`: one that
    counts nobody at all is not known to part from a course that falls.
    """
    weights, floor = _weights_and_floor(cells, kind, per)
    return slopes(cells.values - other.values, weights, line, floor=floor)


def season(values: FloatArray, weights: FloatArray, line: Timeline) -> Season:
    """How much the parts of the year differ, apart from the trend.

    The strength is ``1 − s²(trend and parts)/s²(trend)``, at least 0, with the variances freed from
    the number of terms: after Wang, Smith and Hyndman (2006), Data Mining and Knowledge Discovery
    13, 335-364. Counts of twelve months have no season. NaN for whole years, and with fewer than
    three years.
    """
    known, target, weight = laid(values, weights, line)
    areas = known.shape[1]
    if line.steps == 1 or not line.size:
        return Season(np.full(areas, np.nan), np.full((line.steps, areas), np.nan))
    time = np.where(known, line.years[:, None], 0.0)
    seen, parts = known.sum(axis=0), parts_seen(known, line)
    enough = (seen > parts + 1) & (years_seen(known, line) >= FEWEST_YEARS)
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = _left(demeaned(np.stack((time, target)), weight), weight)
        inner = within_parts(np.stack((time, target)), weight, line)
        fitted = _left(inner, weight)
        strength = 1 - (fitted / (seen - parts - 1)) / (plain / (seen - 2))
        slope = (weight * inner[0] * inner[1]).sum(axis=0) / (weight * inner[0] ** 2).sum(axis=0)
        level = target - slope * time
        effects = np.full((line.steps, areas), np.nan)
        for part in range(line.steps):
            rows = line.part == part
            effects[part] = (weight * level)[rows].sum(axis=0) / weight[rows].sum(axis=0)
        effects -= np.nanmean(np.where(enough, effects, 0.0), axis=0)
    return Season(
        np.where(enough, np.clip(np.nan_to_num(strength), 0.0, 1.0), np.nan),
        np.where(enough, effects, np.nan),
    )


def weights_of(cells: Cells, kind: Kind) -> FloatArray:
    """What each value of a history weighs: its base for shares and rates, else the same."""
    return _weights_and_floor(cells, kind, 1.0)[0]


def _weights_and_floor(
    cells: Cells, kind: Kind, per: float
) -> tuple[FloatArray, FloatArray | None]:
    """The weight of every value, and its variance by chance alone where counts tell it."""
    shown = np.where(cells.shown, 1.0, np.nan)
    if kind in (Kind.MEAN, Kind.COUNT):
        return shown, cells.numerators.copy() if kind is Kind.COUNT else None
    bases = np.where(cells.denominators > 0, cells.denominators, np.nan)
    known = np.isfinite(bases) & np.isfinite(cells.numerators)
    if not known.any():
        return shown, None
    events = np.where(known, cells.numerators, 0.0).sum(axis=0) + 0.5
    level = events / (np.where(known, bases, 0.0).sum(axis=0) + 1.0)
    spread = np.maximum(level * (1 - level), 0.0) if kind is Kind.SHARE else level
    return bases, per * per * spread / bases


def _left(columns: FloatArray, weight: FloatArray) -> FloatArray:
    """The weighted sum of squares that a line through ``columns`` (time, value) leaves."""
    time, target = columns[0], columns[1]
    spread = (weight * time * time).sum(axis=0)
    slope = (weight * time * target).sum(axis=0) / np.where(spread > 0, spread, np.nan)
    return np.asarray((weight * (target - slope * time) ** 2).sum(axis=0))


def _newey_west(scores: FloatArray, line: Timeline) -> FloatArray:
    """The variance of a sum of scores that are alike up to a year apart; Bartlett's weights."""
    total = (scores * scores).sum(axis=0)
    lags = min(round(LAGS_IN_YEARS * line.steps), line.size - 1)
    for lag in range(1, lags + 1):
        shared = (scores[lag:] * scores[:-lag]).sum(axis=0)
        total = total + 2 * (1 - lag / (lags + 1)) * shared
    return np.asarray(np.maximum(total, 0.0))


def _alike(left: FloatArray, known: NDArray[np.bool_], terms: IntArray) -> FloatArray:
    """How much an error is like the one before, freed from the bias of short series; 0 to 0.97."""
    seen = known.sum(axis=0)
    pairs = (known[1:] & known[:-1]).sum(axis=0)
    squares = (left * left).sum(axis=0)
    shared = (left[1:] * left[:-1]).sum(axis=0) * seen / (pairs + 1.0)
    r = np.where(squares > 0, shared / np.where(squares > 0, squares, 1.0), 0.0)
    freed = r + (1 + 4 * r + terms / 2) / np.maximum(seen, 1)
    return np.asarray(np.clip(freed, 0.0, _MOST_ALIKE))

"""Which way a number goes, year by year: slope with interval, turning points, season.

Tables are periods × areas. The numbers of one quarter and the next are never independent: counts of
twelve months share nine, and most of the people are the same. So a series of forty quarters tells
about as much as one of ten years, and every interval here is worked out as if it did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.distributions import student_quantile
from desktop.core.indicators import Kind
from desktop.core.measures import Cells
from desktop.core.periods import Kind as Length
from desktop.core.periods import Period
from desktop.core.windows import PARTS

FEWEST_YEARS = 3  # under which a slope is not spoken of
LAGS_IN_YEARS = 1.0  # how far apart errors may still be alike: counts of twelve months overlap
EVIDENCE = 10.0  # by which the information criterion must fall: "very strong"
_SEGMENT = 2.0  # years between turning points, and from them to the ends
_TURN_TERMS = np.array([[2.0], [4.0]])  # of one and two turns: where, and by how much
_SPARE = 3  # values more than there are terms, before a turn is spoken of
_MOST_ALIKE = 0.97  # over which a series tells next to nothing of a slope

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
class Turns:
    """Where a course turns; an entry per area.

    ``count`` is 0, 1 or 2. ``places`` (areas × 2) are on the grid, −1 where there is none;
    ``slopes`` (areas × 3) what a year brings before, between and after, NaN where there is no such
    stretch. ``evidence`` is how much the information criterion falls by it.
    """

    count: IntArray
    places: IntArray
    slopes: FloatArray
    evidence: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """How much the parts of the year differ; ``effects`` is parts × areas, from their own mean.

    ``strength`` is the share of the variation about the trend that they explain, 0 to 1.
    """

    strength: FloatArray
    effects: FloatArray


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
    known, target, weight = _laid(values, weights, line)
    time = np.where(known, line.years[:, None], 0.0)
    bent = _within_parts(np.stack((time, target)), weight, line)
    time, target = bent[0], bent[1]
    terms = 1 + _parts_seen(known, line)
    seen = known.sum(axis=0)
    years = _years_seen(known, line)
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


def slopes_against(cells: Cells, other: Cells, kind: Kind, line: Timeline) -> Slopes:
    """The slopes of the difference from another course, such as the municipality's (periods × 1).

    Positive where the area rises more, or falls less. Parts of the year and whatever hits all
    areas alike fall out.
    """
    weights, _floor = _weights_and_floor(cells, kind, 1.0)
    return slopes(cells.values - other.values, weights, line)


def turning_points(values: FloatArray, weights: FloatArray, line: Timeline) -> Turns:
    """Where the course of each area turns: none, one or two places, by the evidence for them.

    Straight stretches that meet, at least two years each, fitted at every place (and pair of
    places) at once. The best is taken when the information criterion of Schwarz (1978),
    ``N·ln(RSS/N) + 2·turns·ln N``, falls by at least ten against fewer turns, which Kass and
    Raftery (1995), Journal of the American Statistical Association 90, 773-795, call very strong. N
    is the number of years and not of values, as values within a year are alike; so a turn is
    claimed only where it can be seen. Simulated for 42 quarters without a turn, one is claimed in
    none of 1,000 series of independent values, 2 of overlapping twelve months, 20 where a value is
    like the one before with r = 0.8, and 80 with r = 0.9; for ten whole years in 15 and, with r =
    0.5, in 120.
    """
    known, target, weight = _laid(values, weights, line)
    areas = known.shape[1]
    nothing = Turns(
        np.zeros(areas, np.int64),
        np.full((areas, 2), -1, np.int64),
        np.full((areas, 3), np.nan),
        np.zeros(areas),
    )
    margin = round(_SEGMENT * line.steps)
    bends = np.arange(margin, line.size - margin)
    if not len(bends):
        return nothing
    time = np.where(known, line.years[:, None], 0.0)
    hinges = np.maximum(line.years[None, :] - line.years[bends][:, None], 0.0)
    hinges = np.where(known, hinges[:, :, None], 0.0)
    bent = _within_parts(np.concatenate((np.stack((time, target)), hinges)), weight, line)
    fit = _straightened(bent[0], bent[1], bent[2:], weight)
    one, two, pairs = _gains(fit.pull, fit.own, margin)
    every = np.arange(areas)
    best = np.argmax(np.nan_to_num(one), axis=0)
    flat = np.nan_to_num(two).reshape(-1, areas)
    first, second = np.divmod(np.argmax(flat, axis=0), len(bends))
    gained = np.nan_to_num(np.stack((one[best, every], two[first, second, every])))
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = np.maximum(fit.straight - gained, 1e-12 * fit.straight)
        tells = _years_seen(known, line)
        falls = tells * np.log(fit.straight / rest) - _TURN_TERMS * np.log(np.maximum(tells, 1.0))
        turn = fit.pull[best, every] / fit.own[best, best, every]
    spare = known.sum(axis=0) - 1 - _parts_seen(known, line) - _TURN_TERMS
    falls = np.where(np.isfinite(falls) & (spare >= _SPARE), falls, 0.0)
    single = falls[0] >= EVIDENCE
    double = (falls[1] >= EVIDENCE) & (falls[1] - np.where(single, falls[0], 0.0) >= EVIDENCE)
    ones = np.stack((turn, np.zeros(areas)))
    turns = np.where(double, pairs[:, first, second, every], np.where(single, ones, 0.0))
    chosen = np.stack((np.where(double, first, best), second))
    start = fit.base - (fit.leans[chosen, every] * turns).sum(axis=0)
    count = np.where(double, 2, np.where(single, 1, 0))
    told = np.arange(3)[:, None] < np.where(count > 0, count + 1, 0)
    return Turns(
        count,
        np.where(np.arange(2)[:, None] < count, bends[chosen], -1).T,
        np.where(told, start + np.cumsum(np.vstack((0 * start, turns)), axis=0), np.nan).T,
        np.where(double, falls[1], np.where(single, falls[0], 0.0)),
    )


def season(values: FloatArray, weights: FloatArray, line: Timeline) -> Season:
    """How much the parts of the year differ, apart from the trend.

    The strength is ``1 − s²(trend and parts)/s²(trend)``, at least 0, with the variances freed from
    the number of terms: after Wang, Smith and Hyndman (2006), Data Mining and Knowledge Discovery
    13, 335-364. Counts of twelve months have no season. NaN for whole years, and with fewer than
    three years.
    """
    known, target, weight = _laid(values, weights, line)
    areas = known.shape[1]
    if line.steps == 1 or not line.size:
        return Season(np.full(areas, np.nan), np.full((line.steps, areas), np.nan))
    time = np.where(known, line.years[:, None], 0.0)
    seen, parts = known.sum(axis=0), _parts_seen(known, line)
    enough = (seen > parts + 1) & (_years_seen(known, line) >= FEWEST_YEARS)
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = _left(_demeaned(np.stack((time, target)), weight), weight)
        inner = _within_parts(np.stack((time, target)), weight, line)
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


def _laid(
    values: FloatArray, weights: FloatArray, line: Timeline
) -> tuple[NDArray[np.bool_], FloatArray, FloatArray]:
    """On the grid: which values are known, the values, and weights of mean 1; both 0 elsewhere."""
    target, weight = line.laid(values), line.laid(weights)
    known = np.isfinite(target) & (weight > 0)
    weight = np.where(known, weight, 0.0)
    mean = weight.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return known, np.where(known, target, 0.0), weight / np.where(mean > 0, mean, 1.0)


def _demeaned(columns: FloatArray, weight: FloatArray) -> FloatArray:
    """Columns (… × grid × areas) without their weighted mean, 0 where nothing weighs."""
    total = weight.sum(axis=0)
    means = (columns * weight).sum(axis=-2) / np.where(total > 0, total, 1.0)
    return np.where(weight > 0, columns - means[..., None, :], 0.0)


def _within_parts(columns: FloatArray, weight: FloatArray, line: Timeline) -> FloatArray:
    """Columns without the weighted mean of each part of the year: as if it had a term of its own.

    Regressing what is left gives the same as a regression with those terms (Frisch and Waugh 1933).
    """
    out = np.zeros(columns.shape)
    for part in range(line.steps):
        rows = line.part == part
        out[..., rows, :] = _demeaned(columns[..., rows, :], weight[rows])
    return out


def _left(columns: FloatArray, weight: FloatArray) -> FloatArray:
    """The weighted sum of squares that a line through ``columns`` (time, value) leaves."""
    time, target = columns[0], columns[1]
    spread = (weight * time * time).sum(axis=0)
    slope = (weight * time * target).sum(axis=0) / np.where(spread > 0, spread, np.nan)
    return np.asarray((weight * (target - slope * time) ** 2).sum(axis=0))


def _parts_seen(known: NDArray[np.bool_], line: Timeline) -> IntArray:
    seen = [known[line.part == part].any(axis=0) for part in range(line.steps)]
    return np.asarray(np.sum(seen, axis=0), np.int64)


def _years_seen(known: NDArray[np.bool_], line: Timeline) -> FloatArray:
    """How many years the values speak of: those with a value, and no more than lie between them."""
    if not line.size:
        return np.zeros(known.shape[1])
    year = np.cumsum(line.part == 0)
    held = [known[year == each].any(axis=0) for each in np.unique(year)]
    first, last = known.argmax(axis=0), line.size - 1 - known[::-1].argmax(axis=0)
    between = (last - first + line.steps) / line.steps
    return np.asarray(np.minimum(np.sum(held, axis=0), between), np.float64)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Straightened:
    """A straight course, and what bends would add; the sums of squares are weighted.

    ``base`` is the slope, ``leans`` (bends × areas) that of each hinge, ``pull`` the product of
    each hinge with the course when both are freed of time, ``own`` (bends × bends × areas) those of
    the hinges with each other, and ``straight`` the sum of squares about the straight course.
    """

    base: FloatArray
    leans: FloatArray
    pull: FloatArray
    own: FloatArray
    straight: FloatArray


def _straightened(
    time: FloatArray, target: FloatArray, hinges: FloatArray, weight: FloatArray
) -> _Straightened:
    with np.errstate(invalid="ignore", divide="ignore"):
        along = weight * time / (weight * time * time).sum(axis=0)
    base = (along * target).sum(axis=0)
    leans = (along * hinges).sum(axis=1)
    target = target - base * time
    hinges = hinges - leans[:, None, :] * time
    return _Straightened(
        base,
        leans,
        (weight * hinges * target).sum(axis=1),
        np.einsum("pa,bpa,cpa->bca", weight, hinges, hinges),
        (weight * target * target).sum(axis=0),
    )


def _gains(
    pull: FloatArray, own: FloatArray, margin: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """By how much one bend, and each pair of bends, lessens the sum of squares; and their turns."""
    size = len(pull)
    squares = np.einsum("bba->ba", own)
    usable = squares > 1e-9 * np.maximum(squares.max(axis=0), 1e-300)
    one = np.where(usable, pull * pull / np.where(usable, squares, 1.0), 0.0)
    product = squares[:, None] * squares[None, :]
    determinant = product - own * own
    apart = np.arange(size)[None, :] - np.arange(size)[:, None] >= margin
    fine = apart[:, :, None] & (determinant > 1e-9 * product) & usable[:, None] & usable[None, :]
    divisor = np.where(fine, determinant, 1.0)
    first = np.where(fine, (squares[None] * pull[:, None] - own * pull[None]) / divisor, 0.0)
    second = np.where(fine, (squares[:, None] * pull[None] - own * pull[:, None]) / divisor, 0.0)
    two = first * pull[:, None] + second * pull[None]
    return one, two, np.stack((first, second))

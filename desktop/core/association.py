"""Two indicators over areas: how they go together, and which areas do not fit.

What holds between areas need not hold between the people who live in them: see
:func:`not_persons_sentence`, which every screen and paper with such a number carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.distributions import student_quantile
from desktop.core.indicators import Kind
from desktop.core.intervals import Z_95
from desktop.core.measures import Cells
from desktop.core.scores import percentiles
from desktop.core.wording import _

IntArray = NDArray[np.int64]

FEWEST = 6  # areas; with fewer nothing is worked out
OUTLIER_CHANCE = 0.05  # that one area or more is named where none is out of line
LEVERAGE_LIMIT = 3.0  # times the mean leverage


class Standing(StrEnum):
    """Whether there is an association to speak of."""

    FOUND = "found"
    TOO_FEW = "too_few"  # areas that show both
    ALL_EQUAL = "all_equal"  # one of the two does not differ between areas


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A correlation, −1 to 1, with its 95 % interval; NaN where undefined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outlier:
    """An area that does not fit.

    Attributes:
        position: of the area.
        residual: the externally studentised residual, in standard errors from the line.
        leverage: how much the area alone decides of its own place on the line, 0 to 1.
        off_the_line: whether the residual is beyond the limit.
        far_out: whether the leverage is: an unusual value of the first indicator.
    """

    position: int
    residual: float
    leverage: float
    off_the_line: bool
    far_out: bool


@dataclass(frozen=True, slots=True, eq=False)
class Association:
    """How two indicators go together over areas.

    Attributes:
        standing: whether the rest is there; else everything is NaN or empty.
        used: how many areas show both (and have a weight where there are weights).
        left_out: how many do not.
        effective: how many equally large areas weigh as much: ``(Σw)²/Σw²``; ``used`` without
            weights.
        pearson, spearman: straight-line and rank correlation.
        slope: how much higher the second is where the first is one higher, with its interval.
        intercept: the second where the first is 0.
        explained: r², how much of the differences in the second go along the line, 0 to 1.
        residuals, leverages: one per area, NaN where it is not used.
        residual_limit, leverage_limit: what is beyond them is named.
        outliers: those named, farthest from the line first.
    """

    standing: Standing
    used: int
    left_out: int
    effective: float
    pearson: Coefficient
    spearman: Coefficient
    slope: Coefficient
    intercept: float
    explained: float
    residuals: FloatArray
    leverages: FloatArray
    residual_limit: float
    leverage_limit: float
    outliers: tuple[Outlier, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Correlations of many indicators with each other: indicators × indicators.

    ``counts`` is how many areas show both. NaN where these are under :data:`FEWEST` and where one
    of the two is level in them.
    """

    values: FloatArray
    low: FloatArray
    high: FloatArray
    counts: IntArray


def not_persons_sentence() -> str:
    """What a correlation between areas does not say."""
    return _(
        "Sammenhængen er mellem områder, ikke mellem personer: den siger ikke, at det er de samme"
        " beboere, og ikke, at det ene er årsag til det andet."
    )


def associate(
    first: FloatArray, second: FloatArray, weights: FloatArray | None = None, z: float = Z_95
) -> Association:
    """How two columns of areas go together; NaN where an area is not shown.

    Pearson's r with Fisher's interval ``tanh(atanh r ± z/√(n − 3))``: Fisher (1921), Metron 1(4),
    3-32. Spearman's as Pearson's of the ranks (ties share theirs), with ``√((1 + r²/2)/(n − 3))``
    for the standard error: Bonett and Wright (2000), Psychometrika 65, 23-28. The line by least
    squares of the second on the first. With weights both correlations and the line are weighted,
    and n in the intervals is the effective one of Kish (1965), Survey Sampling, which is a
    judgement and no theorem: it makes the intervals wider, never narrower.

    Areas are named where their externally studentised residual is beyond Student's t at
    ``0.05/2n`` (so that a set without any odd area names one in 5 % of cases: Cook and Weisberg
    (1982), Residuals and Influence in Regression, 2.2.2), or their leverage beyond three times
    its mean, 6/n.

    The intervals take areas to be independent. Neighbours are often alike, and then the intervals
    are too narrow.

    Args:
        first: the one indicator, along the bottom of a plot.
        second: the other, along its side.
        weights: such as residents; areas with none, or not known, are left out.
        z: of the intervals.

    Returns:
        What was found; :attr:`Association.standing` says where there is nothing.
    """
    known = np.isfinite(first) & np.isfinite(second)
    if weights is not None:
        known &= np.isfinite(weights) & (weights > 0)
    x, y = first[known], second[known]
    used = len(x)
    heavy = np.ones(used) if weights is None else weights[known]
    effective = float(heavy.sum() ** 2 / (heavy**2).sum()) if used else 0.0
    standing = Standing.FOUND
    if used < FEWEST:
        standing = Standing.TOO_FEW
    elif _level(x) or _level(y):
        standing = Standing.ALL_EQUAL
    if standing is not Standing.FOUND:
        return _nothing(standing, used, len(first), effective)
    r = _weighted_r(x, y, heavy)
    rho = _weighted_r(percentiles(x), percentiles(y), heavy)
    line = _line(x, y, heavy)
    residuals, leverages = np.full(len(first), np.nan), np.full(len(first), np.nan)
    residuals[known], leverages[known] = line.residuals, line.leverages
    limits = (
        float(student_quantile(1 - OUTLIER_CHANCE / (2 * used), used - 3)),
        LEVERAGE_LIMIT * 2 / used,
    )
    reach = float(student_quantile(_below(z), used - 2)) * line.error
    return Association(
        standing,
        used,
        len(first) - used,
        effective,
        Coefficient(r, *_reach(r, effective, z, 0.0)),
        Coefficient(rho, *_reach(rho, effective, z, 0.5)),
        Coefficient(line.slope, line.slope - reach, line.slope + reach),
        line.intercept,
        r * r,
        residuals,
        leverages,
        *limits,
        _outliers(residuals, leverages, *limits),
    )


def correlation_matrix(columns: Sequence[FloatArray], *, by_rank: bool = False) -> Matrix:
    """The correlations of every pair of indicators, over the areas that show both.

    Args:
        columns: a column of areas for each indicator, NaN where not shown.
        by_rank: Spearman's instead of Pearson's; ranked anew for each pair.
    """
    size = len(columns)
    table = np.array(columns, np.float64).reshape(size, -1 if size else 0)
    known = np.isfinite(table)
    counts = known.astype(np.int64) @ known.T.astype(np.int64)
    values = _ranked(table, known) if by_rank else _pairwise(table, known)
    values[counts < FEWEST] = np.nan
    np.fill_diagonal(values, np.where(np.isfinite(np.diag(values)), 1.0, np.nan))
    with np.errstate(invalid="ignore", divide="ignore"):
        bonus = 0.5 * values**2 if by_rank else 0.0
        wide = Z_95 * np.sqrt((1 + bonus) / np.where(counts > 3, counts - 3, np.nan))
        middle = np.arctanh(values)
        low, high = np.tanh(middle - wide), np.tanh(middle + wide)
    return Matrix(values, low, high, counts)


def reliability(cells: Cells, kind: Kind, per: float) -> float:
    """How much of the differences between areas is more than chance, 0 to 1.

    ``1 − mean chance variance / variance between areas``, with ``p(1 − p)/n`` for shares and
    ``x/n²`` for rates. A correlation with a noisy indicator is too near zero by about the root of
    this: Spearman (1904), American Journal of Psychology 15, 72-101. NaN for plain counts, means
    and ready values, with fewer than :data:`FEWEST` areas, and where all are equal.
    """
    counted = np.isfinite(cells.numerators) & (cells.denominators > 0)
    if kind not in (Kind.SHARE, Kind.RATE) or counted.sum() < FEWEST:
        return float("nan")
    tops, bases = cells.numerators[counted], cells.denominators[counted]
    ratio = tops / bases
    if _level(ratio):
        return float("nan")
    chance = ratio * (1 - ratio) / bases if kind is Kind.SHARE else ratio / bases
    between = float((cells.values[counted] / per).var(ddof=1))
    return float(np.clip(1 - chance.mean() / between, 0.0, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    slope: float
    intercept: float
    error: float
    residuals: FloatArray
    leverages: FloatArray


def _line(x: FloatArray, y: FloatArray, weights: FloatArray) -> _Line:
    """Weighted least squares, with externally studentised residuals."""
    total = weights.sum()
    middle_x, middle_y = (weights * x).sum() / total, (weights * y).sum() / total
    away = x - middle_x
    spread = (weights * away**2).sum()
    slope = float((weights * away * (y - middle_y)).sum() / spread)
    left = np.sqrt(weights) * (y - middle_y - slope * away)
    leverages = weights * (1 / total + away**2 / spread)
    squares, freedom = float((left**2).sum()), len(x) - 2
    # The variance without the area itself; rounding alone must not make a perfect line odd.
    floor = 1e-20 * float((weights * (y - middle_y) ** 2).sum())
    room = np.maximum(1 - leverages, 1e-12)
    others = (squares - left**2 / room) / (freedom - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        residuals = np.where(others > floor, left / np.sqrt(others * room), 0.0)
    error = float(np.sqrt(squares / freedom / spread))
    return _Line(slope, float(middle_y - slope * middle_x), error, residuals, leverages)


def _outliers(
    residuals: FloatArray, leverages: FloatArray, residual_limit: float, leverage_limit: float
) -> tuple[Outlier, ...]:
    off, out = np.abs(residuals) > residual_limit, leverages > leverage_limit
    named = np.flatnonzero(off | out)
    order = named[np.argsort(-np.abs(residuals[named]), kind="stable")]
    return tuple(
        Outlier(int(at), float(residuals[at]), float(leverages[at]), bool(off[at]), bool(out[at]))
        for at in order
    )


def _weighted_r(x: FloatArray, y: FloatArray, weights: FloatArray) -> float:
    total = weights.sum()
    away_x, away_y = x - (weights * x).sum() / total, y - (weights * y).sum() / total
    together = (weights * away_x * away_y).sum()
    r = together / np.sqrt((weights * away_x**2).sum() * (weights * away_y**2).sum())
    return float(np.clip(r, -1.0, 1.0))


def _reach(r: float, count: float, z: float, bonus: float) -> tuple[float, float]:
    """Fisher's interval; ``bonus`` times r² makes the variance wider. NaN for 3 or fewer."""
    if count <= 3:
        return float("nan"), float("nan")
    if abs(r) == 1:
        return r, r
    wide = z * np.sqrt((1 + bonus * r * r) / (count - 3))
    return float(np.tanh(np.arctanh(r) - wide)), float(np.tanh(np.arctanh(r) + wide))


def _below(z: float) -> float:
    from desktop.core.distributions import normal_below

    return float(normal_below(z))


def _level(values: FloatArray) -> bool:
    """Whether all are equal but for rounding."""
    return float(np.ptp(values)) <= 1e-12 * float(np.abs(values).max())


def _nothing(standing: Standing, used: int, size: int, effective: float) -> Association:
    nan = float("nan")
    none, column = Coefficient(nan, nan, nan), np.full(size, np.nan)
    return Association(
        standing, used, size - used, effective, none, none, none,
        nan, nan, column, column.copy(), nan, nan, (),
    )  # fmt: skip


def _pairwise(table: FloatArray, known: NDArray[np.bool_]) -> FloatArray:
    """Pearson's r of every pair of rows over the columns where both are known, from sums."""
    there = known.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        count = there.sum(axis=1, keepdims=True)
        middle = np.where(known, table, 0.0).sum(axis=1, keepdims=True) / count
        away = np.where(known, table - middle, 0.0)  # near zero, so that squares lose nothing
        largest = np.abs(away).max(axis=1, keepdims=True, initial=0.0)
        away /= np.where(largest > 0, largest, 1.0)
        both = there @ there.T
        sums, squares = away @ there.T, away**2 @ there.T  # of the row, where the column is known
        spread = squares - sums**2 / both
        spread = np.where(spread > 1e-12 * np.maximum(squares, 1e-12), spread, np.nan)
        together = away @ away.T - sums * sums.T / both
        found: FloatArray = np.clip(together / np.sqrt(spread * spread.T), -1.0, 1.0)
    return found


def _ranked(table: FloatArray, known: NDArray[np.bool_]) -> FloatArray:
    """Spearman's of every pair of rows: one row against all, ranked where both are known."""
    size = len(table)
    values = np.full((size, size), np.nan)
    for row in range(size):
        both = known & known[row]
        mine = percentiles(np.where(both, table[row], np.nan))
        theirs = percentiles(np.where(both, table, np.nan))
        count = both.sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            away = [
                np.where(both, ranked - 50.0 * (count > 0), 0.0) for ranked in (mine, theirs)
            ]  # the mean of percentiles with shared places is 50
            spreads = [(each**2).sum(axis=1) for each in away]
            spread = np.sqrt(spreads[0] * spreads[1])
            together = (away[0] * away[1]).sum(axis=1)
            values[row] = np.clip(np.where(spread > 0, together / spread, np.nan), -1.0, 1.0)
    return values

"""Limits that a number seldom passes while nothing changes: control charts, funnels and CUSUM.

Time runs along the first axis; a second axis, where there is one, is areas. Shares and rates are
fractions here, and whoever shows them multiplies by ``per``. A NaN is a cell without a number: it
is never outside, and adds nothing to a sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Kind
from desktop.core.intervals import Interval, byar

SIGMAS = 3.0  # Shewhart's
_TRIMMED = 0.1  # of the numbers at either end, drawn in before their spread is measured
_TRIMMED_SQUARE = 0.6786546  # what the square of a standard normal is on average when so drawn in
_FEWEST = 10  # numbers that a spread may be measured from
_RANGE = 1.128  # what the difference of two standard normal numbers is on average
_HALVINGS = 60  # of an interval, until a limit is exact to the last bit

Signs = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A control chart, as fractions.

    ``centre`` and ``spread`` have an entry per area (none for one series); ``low`` and ``high`` an
    entry per value. ``outside`` is 1 over the higher limit, −1 under the lower, else 0.
    """

    centre: FloatArray
    spread: FloatArray
    low: FloatArray
    high: FloatArray
    outside: Signs


@dataclass(frozen=True, slots=True, eq=False)
class Cusum:
    """Cumulative sums over time, at least 0, and where they are over the limit: strictly over."""

    sums: FloatArray
    signals: NDArray[np.bool_]


def control_chart(
    numerators: FloatArray,
    denominators: FloatArray,
    kind: Kind,
    *,
    baseline: slice | None = None,
    sigmas: float = SIGMAS,
    laney: bool = False,
    step: int = 1,
    least: float = 0.0,
) -> Chart:
    """A p-chart for shares, a u-chart for rates, a c-chart for counts, with limits for each base.

    Centre ``Σx/Σn``; limits ``centre ± 3σ`` with ``σ = √(c(1−c)/n)`` for shares and ``√(c/n)`` for
    rates, within 0 and (for shares) 1: Montgomery (1991), Introduction to Statistical Quality
    Control. With ``laney`` they are the p′- and u′-chart of Laney (2002), Quality Engineering 14,
    531-537: σ is multiplied by ``σ_z``, the mean moving range of the standardised values divided by
    1.128.

    Args:
        numerators: counts; time along the first axis.
        denominators: bases in the same shape; not used for counts.
        kind: share, rate or count.
        baseline: the rows that centre and spread are taken from; all of them by default.
        sigmas: how many σ from centre to limit.
        laney: widen (or narrow) the limits to how the series itself varies.
        step: how many rows apart the values of a moving range are. Four for quarters whose counts
            of twelve months overlap: neighbours are then near each other for no good reason.
        least: the least σ_z. 1 never narrows the limits to under those of chance alone.

    Returns:
        NaN limits where there is no base; a spread of 1 where no moving range can be taken.
    """
    counts, bases = _counted(numerators, denominators, kind)
    rows = slice(None) if baseline is None else baseline
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.asarray(
            np.nansum(counts[rows], axis=0) / np.nansum(bases[rows], axis=0), np.float64
        )
        sigma = np.sqrt(centre * ((1 - centre) if kind is Kind.SHARE else 1.0) / bases)
        standard = (counts / bases - centre) / sigma
    spread = np.ones(centre.shape)
    if laney:
        spread = np.maximum(_moving_spread(standard[rows], step), least)
    high = centre + sigmas * spread * sigma
    low = np.maximum(centre - sigmas * spread * sigma, 0.0)
    if kind is Kind.SHARE:
        high = np.minimum(high, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Chart(centre, spread, low, high, _outside(counts / bases, low, high))


def values_chart(
    values: FloatArray, *, baseline: slice | None = None, step: int = 1, sigmas: float = SIGMAS
) -> Chart:
    """A chart of values without counts behind them, such as means: the individuals chart.

    Centre the mean; limits ``centre ± 3σ`` with σ the mean difference between values ``step`` rows
    apart over 1.128: Montgomery (1991). Arguments as in :func:`control_chart`.

    Returns:
        No limits (NaN) where no difference can be taken; a spread of 1, as σ is the series' own.
    """
    rows = slice(None) if baseline is None else baseline
    known = np.isfinite(values[rows])
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.asarray(
            np.where(known, values[rows], 0.0).sum(axis=0) / known.sum(axis=0), np.float64
        )
    sigma = _moving_spread(values[rows], step, none=np.nan)
    high = np.where(np.isfinite(values), centre + sigmas * sigma, np.nan)
    low = np.where(np.isfinite(values), centre - sigmas * sigma, np.nan)
    return Chart(centre, np.ones(centre.shape), low, high, _outside(values, low, high))


def standardised(fractions: FloatArray, chart: Chart, sigmas: float = SIGMAS) -> FloatArray:
    """How many σ each value lies from the chart's centre: what the run rules and CUSUM read.

    Read off the limit that is farther from the centre: the other may be cut off at 0 or 1.
    NaN where there are no limits or no variation.
    """
    reach = np.maximum(chart.high - chart.centre, chart.centre - chart.low) / sigmas
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(reach > 0, (fractions - chart.centre) / reach, np.nan)


def funnel_limits(centre: float, bases: FloatArray, kind: Kind, z: float) -> Interval:
    """Between what limits an area lies when it differs from ``centre`` by chance alone.

    For shares Wilson's interval turned round: ``c ± z·√(c(1−c)/n)``, within 0 and 1; for rates
    Byar's turned round: the fewest and most events whose interval still holds the centre, over the
    base. So an area is outside exactly when its own interval does not hold the centre.
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; z is 1.96 for 95 % and 3.09 for
    99.8 %.

    Returns:
        Lower and higher limits as fractions. NaN where the base is zero or NaN. A rate whose centre
        is near no events has the lower limit 0.
    """
    known = np.where(bases > 0, bases, np.nan)
    if kind is Kind.SHARE:
        reach = z * np.sqrt(centre * (1 - centre) / known)
        return np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)
    expected = centre * known
    farthest = expected + 20 * z * (np.sqrt(np.nan_to_num(expected)) + z)
    nothing = np.zeros(known.shape)
    low = _turned_round(lambda count: byar(count, z)[1], expected, nothing, expected)
    high = _turned_round(lambda count: byar(count, z)[0], expected, expected, farthest)
    return low / known, high / known


def spread_of(standard: FloatArray, least: float = 1.0) -> float:
    """How many times more numbers vary than the standard normal ones they ought to be.

    Their mean square, the outermost tenth at either end drawn in: Spiegelhalter (2005), Quality and
    Safety in Health Care 14, 347-351. It is divided by what drawing in does to a standard normal
    number (0.679), without which a spread of up to half as much again would go unseen.

    Returns:
        At least ``least``; 1 where fewer than ten numbers are finite.
    """
    known = standard[np.isfinite(standard)]
    if len(known) < _FEWEST:
        return 1.0
    low, high = np.quantile(known, (_TRIMMED, 1 - _TRIMMED))
    square = float((np.clip(known, low, high) ** 2).mean())
    return max(least, square / _TRIMMED_SQUARE)


def tabular_cusum(
    standard: FloatArray, *, slack: float = 0.5, limit: float = 5.0
) -> tuple[Cusum, Cusum]:
    """How far a series has gone from its centre, summed up: upwards and downwards.

    ``C⁺ = max(0, C⁺ + z − k)`` and ``C⁻ = max(0, C⁻ − z − k)``, a signal where a sum is over
    ``h``: Page (1954), Biometrika 41, 100-115. With k = ½ and h = 5 it finds a lasting shift of one
    σ after ten values on average, and speaks without cause once in 930 on either side (465 on
    both).

    Args:
        standard: values in σ from their centre, independent of each other; time along the first
            axis.
        slack: k, half the shift to be found, in σ.
        limit: h.
    """
    return (
        _summed(standard - slack, limit),
        _summed(-standard - slack, limit),
    )


def count_cusum(
    numerators: FloatArray,
    denominators: FloatArray,
    centre: ArrayLike,
    kind: Kind,
    *,
    ratio: float = 1.5,
    limit: float = 4.0,
    spread: ArrayLike = 1.0,
) -> Cusum:
    """How much better the counts fit a shifted level than the centre, summed up since they did.

    Each time the log-likelihood ratio is added, and the sum is never under 0: for shares
    ``x·ln R − n·ln(1 − c + R·c)`` with R the odds of the shifted level over the centre's, for
    events ``x·ln R − n·c·(R − 1)`` with R the ratio of rates: Steiner et al. (2000), Biostatistics
    1, 441-452. A limit h gives on average at least ``e^h`` values before a signal without cause:
    Lorden (1971), Annals of Mathematical Statistics 42, 1897-1908. That is 54 with h = 4. Simulated
    with :func:`run_length` it is 200 and more, for bases of 20 to 2,000 and levels of 0.4 to 30 %;
    a shift of half as much again is found after 1 value where counts are large, and after 10 to 20
    where they are few.

    Args:
        numerators: counts, of times that do not overlap; time along the first axis.
        denominators: bases in the same shape; not used for counts.
        centre: the level that is no change, as a fraction; one, or one per area.
        kind: share, rate or count.
        ratio: the shift looked for, over 1 for a rise, under 1 for a fall.
        limit: h.
        spread: how many times more the series varies than counts do by chance; each step is
            divided by it.
    """
    counts, bases = _counted(numerators, denominators, kind)
    level = np.asarray(centre, np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        if kind is Kind.SHARE:
            steps = counts * np.log(ratio) - bases * np.log(1 - level + ratio * level)
        else:
            steps = counts * np.log(ratio) - bases * level * (ratio - 1)
    return _summed(steps / np.asarray(spread), limit)


def run_length(
    centre: float,
    base: float,
    kind: Kind,
    *,
    ratio: float = 1.5,
    limit: float = 4.0,
    true_ratio: float = 1.0,
    draws: int = 2000,
    longest: int = 1000,
    seed: int = 1954,
) -> float:
    """How many values :func:`count_cusum` lets pass before it signals, on average, by simulation.

    Args:
        centre: the level without change, as a fraction.
        base: the base of each value.
        kind: share, rate or count.
        ratio: the shift that the CUSUM looks for.
        limit: its limit h.
        true_ratio: the shift there is: 1 for none, which gives the time between false signals.
        draws: how many series are drawn.
        longest: where a series is broken off. The answer is values over signals, so that a series
            that is broken off counts as it should when signals come evenly over time.
        seed: of the random numbers; the same gives the same answer.
    """
    generator = np.random.default_rng(seed)
    odds = true_ratio * centre / (1 - centre) if kind is Kind.SHARE else 0.0
    level = odds / (1 + odds) if kind is Kind.SHARE else true_ratio * centre
    shape = (longest, draws)
    size = round(base) if kind is not Kind.COUNT else 1
    if kind is Kind.SHARE:
        counts = generator.binomial(size, level, shape)
    else:
        counts = generator.poisson(size * level, shape)
    bases = np.full(shape, float(size))
    signals = count_cusum(
        counts.astype(np.float64), bases, centre, kind, ratio=ratio, limit=limit
    ).signals
    ended = signals.any(axis=0)
    lengths = np.where(ended, signals.argmax(axis=0) + 1, longest)
    return float(lengths.sum() / max(int(ended.sum()), 1))


def in_a_row(standard: FloatArray, length: int = 8) -> Signs:
    """The last of ``length`` values in a row on one side of the centre: 1 over, −1 under.

    Western Electric (1956), Statistical Quality Control Handbook, rule 4; Nelson (1984), Journal of
    Quality Technology 16, 237-239, has nine. A gap breaks the row.
    """
    return _all_of(np.sign(standard), length)


def steadily(standard: FloatArray, length: int = 6) -> Signs:
    """The last of ``length`` values that each rise (1) or each fall (−1). Nelson (1984), rule 3."""
    if len(standard) < length:
        return np.zeros(standard.shape, np.int8)
    steps = np.full(standard.shape, np.nan)
    steps[1:] = np.sign(np.diff(standard, axis=0))
    return _all_of(steps, length - 1)


def two_of_three(standard: FloatArray) -> Signs:
    """The last of three values of which two are over two σ on one side, itself one of them.

    Western Electric (1956), rule 2; Nelson (1984), rule 5.
    """
    out = np.zeros(standard.shape, np.int8)
    if len(standard) < 3:
        return out
    for sign in (1, -1):
        far = np.nan_to_num(sign * standard) > 2
        enough = sliding_window_view(far, 3, axis=0).sum(axis=-1) >= 2
        out[2:][enough & far[2:]] = sign
    return out


def _counted(
    numerators: FloatArray, denominators: FloatArray, kind: Kind
) -> tuple[FloatArray, FloatArray]:
    """Counts and bases, both NaN where either is not known; plain counts have the base 1."""
    bases = np.ones(numerators.shape) if kind is Kind.COUNT else denominators
    known = np.isfinite(numerators) & (bases > 0)
    return np.where(known, numerators, np.nan), np.where(known, bases, np.nan)


def _turned_round(
    bound: Callable[[FloatArray], FloatArray],
    aim: FloatArray,
    low: FloatArray,
    high: FloatArray,
) -> FloatArray:
    """Where a rising bound meets its aim, from ``low`` (also where it begins over) to ``high``."""
    begins_over, start = bound(low) >= aim, low
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        under = bound(middle) < aim
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    met = np.where(begins_over, start, (low + high) / 2)
    return np.where(np.isnan(aim), np.nan, met)


def _moving_spread(standard: FloatArray, step: int, none: float = 1.0) -> FloatArray:
    """The mean difference between values ``step`` rows apart, over 1.128; ``none`` without any."""
    ranges = np.abs(standard[step:] - standard[:-step])
    known = np.isfinite(ranges)
    count = known.sum(axis=0)
    total = np.where(known, ranges, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1) / _RANGE, none)


def _outside(values: FloatArray, low: ArrayLike, high: ArrayLike) -> Signs:
    with np.errstate(invalid="ignore"):
        over, under = values > np.asarray(high), values < np.asarray(low)
    return over.astype(np.int8) - under.astype(np.int8)


def _summed(steps: FloatArray, limit: float) -> Cusum:
    sums = np.zeros(steps.shape)
    held = np.zeros(steps.shape[1:])
    for at, step in enumerate(np.nan_to_num(steps)):
        held = np.maximum(held + step, 0.0)
        sums[at] = held
    return Cusum(sums, sums > limit)


def _all_of(signs: FloatArray, length: int) -> Signs:
    """The sign that a value shares with the ``length − 1`` before it; 0 where they differ."""
    out = np.zeros(signs.shape, np.int8)
    if len(signs) >= length:
        windows = sliding_window_view(np.nan_to_num(signs), length, axis=0).sum(axis=-1)
        out[length - 1 :] = (windows == length).astype(np.int8) - (windows == -length)
    return out

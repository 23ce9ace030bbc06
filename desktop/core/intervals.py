"""How far a number could have been from where it is, by chance alone.

Registers count everybody, so no interval here speaks of a sample. It speaks of the process: how
much such a share or rate moves from year to year although nothing has changed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Kind
from desktop.core.measures import Cells

Z_95 = 1.959963984540054  # two-sided 95 %
Z_998 = 3.090232306167813  # two-sided 99.8 %
Interval = tuple[FloatArray, FloatArray]

FEW_COUNTED = 20
SMALL_BASE = 50


def wilson(numerators: FloatArray, denominators: FloatArray, z: float = Z_95) -> Interval:
    """Wilson's score interval for a share, as fractions from 0 to 1.

    ``(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)``: Wilson (1927), Journal of the American
    Statistical Association 22, 209-212; Newcombe (1998), Statistics in Medicine 17, 857-872,
    method 3. NaN where a count is NaN, the base is zero, or more are counted than there are.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = (denominators > 0) & (numerators >= 0) & (numerators <= denominators)
        bases = np.where(whole, denominators, np.nan)
        # The formula times n above and below, which takes fewer steps.
        reach = z * np.sqrt(numerators * (bases - numerators) / bases + z * z / 4)
        centre = numerators + z * z / 2
        bases += z * z
        low, high = centre - reach, centre + reach
        low /= bases
        high /= bases
    return np.maximum(low, 0.0), np.minimum(high, 1.0)


def byar(counts: FloatArray, z: float = Z_95) -> Interval:
    """Byar's interval for a count of events, which is near the exact Poisson one from about 10.

    ``x(1 − 1/9x − z/3√x)³`` and ``(x+1)(1 − 1/9(x+1) + z/3√(x+1))³``: Breslow and Day (1987),
    Statistical Methods in Cancer Research II, p. 69. The lower end of 0 is 0. NaN where the count
    is NaN or negative.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        known = np.where(counts >= 0, counts, np.nan)
        above = known + 1
        root = 1 - 1 / (9 * known) - z / (3 * np.sqrt(known))
        upper_root = 1 - 1 / (9 * above) + z / (3 * np.sqrt(above))
        low = known * root * root * root
        high = above * upper_root * upper_root * upper_root
    return np.where(known == 0, 0.0, np.maximum(low, 0.0)), high


def cell_intervals(cells: Cells, kind: Kind, per: float, z: float = Z_95) -> Interval:
    """The interval of every cell, in the unit of its value; any shape.

    Wilson for shares, Byar for rates and counts. NaN where the cell is not shown, and everywhere
    for means and ready values: what varies in them is not counted.
    """
    if kind is Kind.SHARE:
        low, high = wilson(cells.numerators, cells.denominators, z)
        return low * per, high * per
    if kind is Kind.MEAN:
        nothing = np.full(cells.values.shape, np.nan)
        return nothing, nothing.copy()
    low, high = byar(cells.numerators, z)
    if kind is Kind.COUNT:
        return low, high
    with np.errstate(invalid="ignore", divide="ignore"):
        bases = np.where(cells.denominators > 0, cells.denominators, np.nan)
        return low * per / bases, high * per / bases


def difference_intervals(
    values: FloatArray, interval: Interval, others: FloatArray, others_interval: Interval
) -> Interval:
    """The interval of ``values − others`` where the two are independent, from their own intervals.

    ``d − √((p₁−l₁)² + (u₂−p₂)²)`` and ``d + √((u₁−p₁)² + (p₂−l₂)²)``. With Wilson's intervals this
    is Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; for other intervals Zou and
    Donner (2008), Statistics in Medicine 27, 1693-1702. NaN where anything is.
    """
    (low, high), (others_low, others_high) = interval, others_interval
    change = values - others
    down = np.sqrt((values - low) ** 2 + (others_high - others) ** 2)
    up = np.sqrt((high - values) ** 2 + (others - others_low) ** 2)
    return change - down, change + up


def rate_ratio_intervals(
    counts: FloatArray,
    bases: FloatArray,
    other_counts: FloatArray,
    other_bases: FloatArray,
    z: float = Z_95,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """How many times as high one rate is as another, with its interval on the log scale.

    ``ratio · exp(± z·√(1/x₁ + 1/x₂))``, which takes the counts to vary as Poisson ones do: Breslow
    and Day (1987), Statistical Methods in Cancer Research II, p. 93. The interval reaches as many
    times up as down.

    Returns:
        Ratios, low and high ends. NaN where a count is NaN, a base is not positive or either count
        is zero: the logarithm of nothing has no interval.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        known = (counts > 0) & (other_counts > 0) & (bases > 0) & (other_bases > 0)
        own = np.where(known, counts, np.nan)
        ratios = (own / bases) / (other_counts / other_bases)
        reach = np.exp(z * np.sqrt(1.0 / own + 1.0 / other_counts))
        return ratios, ratios / reach, ratios * reach


def is_small(cells: Cells, kind: Kind) -> NDArray[np.bool_]:
    """Which shown values stand on so few that they move much by chance alone; any shape.

    Fewer than 20 counted, or for a share fewer than 20 of the base not counted, or a base under 50.
    A count of 20 varies by about 22 per cent of itself (1/√20), and it is where the National Center
    for Health Statistics of the United States stops calling a rate reliable. The base of 50 is our
    own limit, that of the smallest areas shown. A plain count is small under 20, a mean where its
    base is under 50, and a ready value never: nobody knows what is behind it.
    """
    with np.errstate(invalid="ignore"):
        small = cells.denominators < SMALL_BASE
        if kind is not Kind.MEAN:
            small |= cells.numerators < FEW_COUNTED
        if kind is Kind.SHARE:
            small |= cells.denominators - cells.numerators < FEW_COUNTED
    result: NDArray[np.bool_] = small & cells.shown
    return result

"""The same count at two times: whether it has moved more than chance would move it.

A cell per area in every column; nothing here knows of periods or extracts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.control import spread_of
from desktop.core.disclosure import FloatArray
from desktop.core.distributions import normal_above, normal_below, times_log
from desktop.core.indicators import Kind
from desktop.core.measures import Cells
from desktop.core.smoothing import empirical_bayes

_LEAST_EXPECTED = 1.0  # people or events in each cell, for an area to tell of the spread

BoolArray = NDArray[np.bool_]


def signed_root(
    before: Cells, now: Cells, kind: Kind, ratio: float = 1.0, shift: float = 0.0
) -> FloatArray:
    """How far two counts lie from being equal but for chance, as a standard normal number.

    The signed square root of the likelihood-ratio deviance ``2 Σ o·ln(o/e)``: of two binomials for
    shares, of two Poissons for rates and counts, the sums of the table kept; McCullagh and Nelder
    (1989), Generalized Linear Models. It holds for small counts where a difference over its
    standard error does not. Positive where the later is the higher.

    Args:
        before: the earlier cells; a cell per area.
        now: the later cells, in the same shape.
        kind: share, rate or count.
        ratio: the odds (of shares) or rates of the later over the earlier that count as no change.
        shift: what is taken from the later count, such as ½ for continuity (Yates 1934).

    Returns:
        NaN where either is not shown or not counted; ∓∞ where the shift goes past what the sums of
        the table allow.
    """
    testable = _testable(before, now, kind)
    first, later, base, later_base = (
        np.where(testable, column, np.nan)
        for column in (before.numerators, now.numerators, *_bases(before, now, kind))
    )
    total = first + later
    expected = _expected(total, base, later_base, ratio, kind)
    observed = later - shift
    with np.errstate(invalid="ignore", divide="ignore"):
        deviance = _term(observed, expected) + _term(total - observed, total - expected)
        least, most = np.zeros(total.shape), total
        if kind is Kind.SHARE:
            deviance += _term(later_base - observed, later_base - expected)
            deviance += _term(base - total + observed, base - total + expected)
            least, most = np.maximum(total - base, 0.0), np.minimum(total, later_base)
        root = np.sign(observed - expected) * np.sqrt(np.maximum(2 * deviance, 0.0))
    root = np.where(observed < least, -np.inf, np.where(observed > most, np.inf, root))
    return np.where(testable, root, np.nan)


def chances(
    before: Cells, now: Cells, kind: Kind, *, rises: bool, ratio: float = 1.0, spread: float = 1.0
) -> FloatArray:
    """The chance of a rise (or fall) at least as large as the one seen, were nothing changed.

    The normal tail of :func:`signed_root` with half a count taken off for continuity, divided by
    the root of ``spread``. Without spread it is close to the exact conditional tests of Fisher
    (1935) and, for Poissons, of Przyborowski and Wilenski (1940), and like them rather too large
    than too small for small counts. NaN where nothing can be tested.
    """
    root = signed_root(before, now, kind, ratio, 0.5 if rises else -0.5) / np.sqrt(spread)
    return normal_above(root) if rises else normal_below(root)


def common_ratio(before: Cells, now: Cells, kind: Kind) -> float:
    """The movement that all areas share: one ratio of odds (of shares) or of rates.

    ``Σ ad/N ÷ Σ bc/N`` over areas: Mantel and Haenszel (1959), Journal of the National Cancer
    Institute 22, 719-748; for rates Rothman and Boice (1979). 1 where nothing can be told.
    """
    testable = _testable(before, now, kind)
    base, later_base = (column[testable] for column in _bases(before, now, kind))
    first, later = before.numerators[testable], now.numerators[testable]
    if kind is Kind.SHARE:
        up, down = later * (base - first), first * (later_base - later)
    else:
        up, down = later * base, first * later_base
    weights = 1 / np.maximum(base + later_base, 1.0)
    above, below = float((up * weights).sum()), float((down * weights).sum())
    return above / below if above > 0 and below > 0 else 1.0


def spread_between(
    before: Cells, now: Cells, kind: Kind, ratio: float, least: float = 1.0
) -> float:
    """How many times more the areas' movements vary than counts do by chance; at least ``least``.

    The spread of :func:`signed_root` about the common ``ratio``, as Spiegelhalter (2005) measures
    it; see :func:`desktop.core.control.spread_of`. Areas where less than one is expected in some
    cell tell nothing; with fewer than ten areas left it is 1.

    Where the same people are counted both times, numbers move less than by chance, and 1 as the
    least makes the list shorter than it need be, never longer. A lower ``least`` lets the areas'
    usual movement be the yardstick instead, as in Efron's (2004) empirical null, Journal of the
    American Statistical Association 99, 96-104: an area is then listed for moving more than areas
    usually do, not for moving more than independent counts would.
    """
    roots = signed_root(before, now, kind, ratio)
    base, later_base = _bases(before, now, kind)
    with np.errstate(invalid="ignore"):
        total = before.numerators + now.numerators
        expected = _expected(total, base, later_base, ratio, kind)
        fewest = np.minimum(expected, total - expected)
        if kind is Kind.SHARE:
            rest = np.minimum(later_base - expected, base - total + expected)
            fewest = np.minimum(fewest, rest)
        roots = roots[np.isfinite(roots) & (fewest >= _LEAST_EXPECTED)]
    return spread_of(roots, least)


def discovery_rates(p: FloatArray) -> FloatArray:
    """For each test the smallest false discovery rate at which it would be listed.

    ``min over larger p of p·m/rank``: Benjamini and Hochberg (1995), Journal of the Royal
    Statistical Society B 57, 289-300; it holds also for tests that go together, as those of one
    area do (Benjamini and Yekutieli 2001).
    """
    if not len(p):
        return p.copy()
    falling = np.argsort(p, kind="stable")[::-1]
    steps = p[falling] * len(p) / np.arange(len(p), 0, -1)
    rates = np.empty(len(p))
    rates[falling] = np.minimum(np.minimum.accumulate(steps), 1.0)
    return rates


def returning_share(before: Cells, now: Cells, per: float) -> FloatArray:
    """How large a share of each change an unusual start may explain: regression to the mean.

    An area that stood out is partly there by chance, and moves back by itself. The start is drawn
    towards the mean of the areas by what its own count can carry, as in Marshall (1991); the share
    is ``(drawn − start) ÷ (now − start)``, from 0 to 1. An upper estimate where the same people are
    counted both times. NaN where either is not shown or the start is not counted.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        counted = np.isfinite(before.numerators) & (before.denominators > 0)
        drawn, _weights = empirical_bayes(
            np.where(counted, before.numerators, np.nan),
            np.where(counted, before.denominators, np.nan),
        )
        share = (drawn * per - before.values) / (now.values - before.values)
    return np.where(np.isfinite(share), np.clip(share, 0.0, 1.0), np.nan)


def _testable(before: Cells, now: Cells, kind: Kind) -> BoolArray:
    """Which cells hold whole counts both times, on bases over zero."""
    if kind is Kind.MEAN:
        return np.zeros(before.values.shape, bool)
    base, later_base = _bases(before, now, kind)
    with np.errstate(invalid="ignore"):
        fine = before.shown & now.shown & (base > 0) & (later_base > 0)
        fine &= (before.numerators >= 0) & (now.numerators >= 0)
        if kind is Kind.SHARE:
            fine &= (before.numerators <= base) & (now.numerators <= later_base)
    return fine


def _bases(before: Cells, now: Cells, kind: Kind) -> tuple[FloatArray, FloatArray]:
    """What the counts are counted among; the same for plain counts."""
    if kind is Kind.COUNT:
        return np.where(before.shown, 1.0, np.nan), np.where(now.shown, 1.0, np.nan)
    return before.denominators, now.denominators


def _expected(
    total: FloatArray, base: FloatArray, later_base: FloatArray, ratio: float, kind: Kind
) -> FloatArray:
    """The later count that would be no change, given how many there are both times together.

    For shares the root of ``e(base − total + e) = ratio·(later_base − e)(total − e)``.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        if kind is not Kind.SHARE:
            return np.asarray(total * later_base * ratio / (base + later_base * ratio))
        product = ratio * later_base * total
        linear = base - total + ratio * (later_base + total)
        root = np.sqrt(np.maximum(linear * linear + 4 * (1 - ratio) * product, 0.0))
        return np.asarray(2 * product / (linear + root))


def _term(observed: FloatArray, expected: FloatArray) -> FloatArray:
    return times_log(observed, observed) - times_log(observed, expected)

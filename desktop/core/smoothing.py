"""Smoothed shares and rates: small areas lean on all areas together.

A small area is often first or last by chance alone. Its smoothed value lies between its own and
the common one, nearer to the common one the smaller its base is.

Low counts are withheld, so the areas that are shown are not a fair choice of all: their mean is off
the mark, and they lie too far apart. Both are therefore held up to what *shown* areas would have.
"""

from __future__ import annotations

import numpy as np

from desktop.core.disclosure import FloatArray

_HALVINGS = 30  # from any spread there can be to one known to far more digits than are shown
_ROUNDS, _CLOSE = 40, 1e-6  # of the mean and the spread in turn, until the mean stays


def empirical_bayes(
    numerators: FloatArray,
    denominators: FloatArray,
    least: int = 1,
    centre: FloatArray | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Each area's own share or rate drawn towards that of all areas together.

    ``m = Σe/Σb``, ``s² = Σb(p−m)²/Σb − m/mean(b)`` and at least 0, ``w = s²/(s² + m/b)``, and the
    smoothed value is ``w·p + (1−w)·m``, where e is the count, b the base and p = e/b: the global
    estimator of Marshall (1991), Applied Statistics 40, 283-294. It takes counts to vary as
    Poisson ones do, so shares near 100 % are drawn a little more than they need be.

    Those are the m and s² for which ``Σe`` and ``Σb(p−m)²`` are as large as expected. Where counts
    from 1 to ``least − 1`` are never shown, they are the ones for which both are as large as is
    expected of counts that are 0 or at least ``least``, each among its own base; the areas' rates
    are then taken to vary as gamma distributed numbers do, so that counts are negative binomial.
    This correction is our own. It uses nothing of any area but the shown ones, and without
    ``centre`` nothing of people who live outside them, who may be otherwise.

    Args:
        numerators: counts, NaN where hidden; one entry per area along the last axis.
        denominators: their bases, in the same shape.
        least: the smallest count over 0 that is shown; 1 where all are.
        centre: the common fraction m, where the areas are too few to give it and it is known from
            elsewhere; of length 1 along the last axis.

    Returns:
        The smoothed fractions (times ``per`` for the unit), and the weights w of the areas' own
        values, from 0 (nothing to tell them apart but chance) to 1. NaN where a count is NaN and
        where the base is zero or less; those areas count in nothing.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        known = (denominators > 0) & np.isfinite(numerators)
        events = np.where(known, numerators, 0.0)
        bases = np.where(known, denominators, 0.0)
        total = bases.sum(axis=-1, keepdims=True)
        mean = centre if centre is not None else events.sum(axis=-1, keepdims=True) / total
        mean_base = total / known.sum(axis=-1, keepdims=True)
        between = np.maximum(_apart(events, bases, mean) / total - mean / mean_base, 0.0)
        if least > 1:
            if centre is None:
                mean = _mean_of_all(events, bases, mean, least)
            between = _variance(_apart(events, bases, mean), bases, mean, least)
        own = events / bases  # NaN where nothing is known
        # s²/(s² + m/b) is s²b/(s²b + m), and no weight at all where s² is zero.
        bases *= between
        weights = bases / (bases + np.where(between > 0, mean, 1.0))
        weights = np.where(known, weights, np.nan)
        own -= mean
        own *= weights
        own += mean
    return own, weights


def _mean_of_all(events: FloatArray, bases: FloatArray, mean: FloatArray, least: int) -> FloatArray:
    """The mean of the rates of all areas, by those shown, whose own ``mean`` is given.

    Bases are 0 where nothing is known. Means have length 1 along the last axis.
    """
    counted = events.sum(axis=-1, keepdims=True)
    for _round in range(_ROUNDS):
        variance = _variance(_apart(events, bases, mean), bases, mean, least)
        expected, _spread = _expected(np.maximum(variance, _least(mean)), bases, mean, least)
        better = np.where(counted > 0, mean * counted / expected, mean)
        settled = not (np.abs(better - mean) > _CLOSE * mean).any()
        mean = better
        if settled:
            break
    return mean


def _apart(events: FloatArray, bases: FloatArray, mean: FloatArray) -> FloatArray:
    """``Σb(p−m)²``, over areas with a base."""
    away = np.where(bases > 0, events - bases * mean, 0.0)
    total: FloatArray = np.where(bases > 0, away * away / bases, 0.0).sum(axis=-1, keepdims=True)
    return total


def _least(mean: FloatArray) -> FloatArray:
    """A variance so small that it is none."""
    return 1e-9 * mean * mean


def _variance(apart: FloatArray, bases: FloatArray, mean: FloatArray, least: int) -> FloatArray:
    """The variance of rates for which shown areas are expected to lie as far apart as they do.

    Zero where chance alone would have them as far apart.
    """
    low = _least(mean)
    high = apart / bases.max(axis=-1, keepdims=True, initial=0.0) + mean
    by_chance = _expected(low, bases, mean, least)[1] >= apart
    for _halving in range(_HALVINGS):
        middle = np.sqrt(low * high)
        less = _expected(middle, bases, mean, least)[1] < apart
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return np.where(by_chance | ~(mean > 0), 0.0, low)


def _expected(
    variance: FloatArray, bases: FloatArray, mean: FloatArray, least: int
) -> tuple[FloatArray, FloatArray]:
    """The expected ``Σe`` and ``Σb(p−m)²`` of counts, given that all are 0 or at least ``least``.

    Of any counts they are ``Σbm`` and ``Σ(b·s² + m)``; what the counts between would add is taken
    from them, and the rest divided by the chance that an area is shown. The chance of each count
    follows from that of one less: ``P(k) = P(k−1)·(a + k − 1)/k·b/(β + b)`` with ``β = m/s²``,
    ``a = m·β``, and ``P(0) = (β/(β + b))ᵃ``.
    """
    rate = mean / variance
    shape = mean * rate
    chance = np.exp(-shape * np.log1p(bases / rate))
    shown = np.ones(bases.shape)
    events = bases * mean
    apart = bases * variance + mean
    for count in range(1, least):
        chance = chance * (shape + count - 1) / count * bases / (rate + bases)
        shown -= chance
        events -= chance * count
        away = count - bases * mean
        apart -= chance * away * away / bases
    based = bases > 0
    return (
        np.where(based, events / shown, 0.0).sum(axis=-1, keepdims=True),
        np.where(based, apart / shown, 0.0).sum(axis=-1, keepdims=True),
    )

"""Smoothed shares and rates: small areas lean on all areas together.

A small area is often first or last by chance alone. Its smoothed value lies between its own and
the common one, nearer to the common one the smaller its base is.

Low counts are withheld, so the areas that are shown are not a fair choice of all: the mean of them
is too high, and they lie too far apart. The common value is therefore better known from elsewhere,
and the spread is held up to the one that *shown* areas would have.
"""

from __future__ import annotations

import numpy as np

from desktop.core.disclosure import FloatArray

_HALVINGS = 50  # from any spread there can be to one known to far more digits than are shown


def empirical_bayes(
    numerators: FloatArray,
    denominators: FloatArray,
    *,
    centre: FloatArray | None = None,
    least: int = 1,
) -> tuple[FloatArray, FloatArray]:
    """Each area's own share or rate drawn towards that of all areas together.

    ``m = Σe/Σb``, ``s² = Σb(p−m)²/Σb − m/mean(b)`` and at least 0, ``w = s²/(s² + m/b)``, and the
    smoothed value is ``w·p + (1−w)·m``, where e is the count, b the base and p = e/b: the global
    estimator of Marshall (1991), Applied Statistics 40, 283-294. It takes counts to vary as
    Poisson ones do, so shares near 100 % are drawn a little more than they need be.

    That s² is the one for which ``Σb(p−m)²`` is as large as expected. Where counts from 1 to
    ``least − 1`` are never shown, it is the one for which it is as large as expected of counts that
    are 0 or at least ``least``, each among its own base; the areas' rates are then taken to vary as
    gamma distributed numbers do, so that counts are negative binomial. This correction is our own.
    It uses nothing of any area but the shown ones.

    Args:
        numerators: counts, NaN where hidden; one entry per area along the last axis.
        denominators: their bases, in the same shape.
        centre: the common fraction m where it is known from all people, not only from the areas
            given; of length 1 along the last axis. NaN where it is not known.
        least: the smallest count over 0 that is shown; 1 where all are.

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
        mean = events.sum(axis=-1, keepdims=True) / total
        if centre is not None:
            mean = np.where(np.isfinite(centre), centre, mean)
        own = events / bases  # NaN where nothing is known
        away = np.where(known, own - mean, 0.0)
        away *= away
        away *= bases
        apart = away.sum(axis=-1, keepdims=True)
        mean_base = total / known.sum(axis=-1, keepdims=True)
        between = np.maximum(apart / total - mean / mean_base, 0.0)
        if least > 1:
            between = _spread_of_shown(apart, bases, mean, least)
        # s²/(s² + m/b) is s²b/(s²b + m), and no weight at all where s² is zero.
        bases *= between
        weights = bases / (bases + np.where(between > 0, mean, 1.0))
        weights = np.where(known, weights, np.nan)
        own -= mean
        own *= weights
        own += mean
    return own, weights


def _spread_of_shown(
    apart: FloatArray, bases: FloatArray, mean: FloatArray, least: int
) -> FloatArray:
    """The variance of rates for which shown areas are expected to lie as far apart as they do.

    Zero where chance alone would have them as far apart. Bases are 0 where nothing is known; the
    rest has length 1 along the last axis.
    """
    low = np.full(apart.shape, 1e-9) * mean * mean
    high = apart / bases.max(axis=-1, keepdims=True, initial=0.0) + mean
    by_chance = _expected_apart(low, bases, mean, least) >= apart
    for _halving in range(_HALVINGS):
        middle = np.sqrt(low * high)
        less = _expected_apart(middle, bases, mean, least) < apart
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return np.where(by_chance | ~(mean > 0), 0.0, low)


def _expected_apart(
    variance: FloatArray, bases: FloatArray, mean: FloatArray, least: int
) -> FloatArray:
    """The expected ``Σb(p−m)²`` of counts that are 0 or at least ``least``, given that they are.

    Of all counts it is ``Σ(b·s² + m)``; what the counts between would add is taken from it, and the
    rest divided by the chance that an area is shown. The chance of each count follows from that of
    one less: ``P(k) = P(k−1)·(a + k − 1)/k·b/(β + b)`` with ``β = m/s²``, ``a = m·β``, and
    ``P(0) = (β/(β + b))ᵃ``.
    """
    rate = mean / variance
    shape = mean * rate
    chance = np.exp(-shape * np.log1p(bases / rate))
    hidden = np.zeros(bases.shape)
    taken = np.zeros(bases.shape)
    for count in range(1, least):
        chance = chance * (shape + count - 1) / count * bases / (rate + bases)
        hidden += chance
        away = count - bases * mean
        taken += chance * away * away / bases
    expected = (bases * variance + mean - taken) / (1.0 - hidden)
    total: FloatArray = np.where(bases > 0, expected, 0.0).sum(axis=-1, keepdims=True)
    return total

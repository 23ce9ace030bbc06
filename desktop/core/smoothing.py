"""Smoothed shares and rates: small areas lean on all areas together.

A small area is often first or last by chance alone. Its smoothed value lies between its own and
the common one, nearer to the common one the smaller its base is.
"""

from __future__ import annotations

import numpy as np

from desktop.core.disclosure import FloatArray


def empirical_bayes(
    numerators: FloatArray, denominators: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Each area's own share or rate drawn towards that of all areas together.

    ``m = Σe/Σb``, ``s² = Σb(p−m)²/Σb − m/mean(b)`` and at least 0, ``w = s²/(s² + m/b)``, and the
    smoothed value is ``w·p + (1−w)·m``, where e is the count, b the base and p = e/b: the global
    estimator of Marshall (1991), Applied Statistics 40, 283-294. It takes counts to vary as
    Poisson ones do, so shares near 100 % are drawn a little more than they need be.

    Args:
        numerators: counts, NaN where hidden; one entry per area along the last axis.
        denominators: their bases, in the same shape.

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
        own = events / bases  # NaN where nothing is known
        away = np.where(known, own - mean, 0.0)
        away *= away
        away *= bases
        mean_base = total / known.sum(axis=-1, keepdims=True)
        between = np.maximum(away.sum(axis=-1, keepdims=True) / total - mean / mean_base, 0.0)
        # s²/(s² + m/b) is s²b/(s²b + m), and no weight at all where s² is zero.
        bases *= between
        weights = bases / (bases + np.where(between > 0, mean, 1.0))
        weights = np.where(known, weights, np.nan)
        own -= mean
        own *= weights
        own += mean
    return own, weights

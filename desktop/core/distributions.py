"""Normal, Student's t, binomial and Poisson distributions, over whole columns.

The one door to scipy, which is loaded when something is first asked for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from desktop.core.disclosure import FloatArray


def load_distributions() -> None:
    """Load what the functions here rest on, so that the first of them need not wait for it."""
    normal_below(0.0)


def normal_below(z: ArrayLike) -> FloatArray:
    """The probability that a standard normal number is at most ``z``; NaN where ``z`` is."""
    from scipy.special import ndtr

    return np.asarray(ndtr(np.asarray(z, np.float64)), np.float64)


def normal_above(z: ArrayLike) -> FloatArray:
    """The probability that a standard normal number is over ``z``, exact far out in the tail."""
    return normal_below(-np.asarray(z, np.float64))


def normal_quantile(share: ArrayLike) -> FloatArray:
    """The number that a standard normal one is below with the probability ``share``."""
    from scipy.special import ndtri

    return np.asarray(ndtri(np.asarray(share, np.float64)), np.float64)


def student_quantile(share: ArrayLike, freedom: ArrayLike) -> FloatArray:
    """The number that a Student's t is below with the probability ``share``."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, np.asarray(share, np.float64)), np.float64)


def chi_squared_quantile(share: ArrayLike, freedom: ArrayLike) -> FloatArray:
    """The number that a chi-squared one is below with the probability ``share``.

    ``freedom`` need not be whole; NaN where it is not positive.
    """
    from scipy.special import gammaincinv

    half = 0.5 * np.asarray(freedom, np.float64)
    positive = np.where(half > 0, half, np.nan)
    return np.asarray(2.0 * gammaincinv(positive, np.asarray(share, np.float64)), np.float64)


def times_log(times: ArrayLike, number: ArrayLike) -> FloatArray:
    """``times`` × the natural logarithm of ``number``, with 0 × log 0 = 0."""
    from scipy.special import xlogy

    return np.asarray(xlogy(times, number), np.float64)

"""Tests against limits, in three values: met, failed, or unknown where no number is shown."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.models.columns import BoolArray, ModelInputs
from desktop.core.models.model import Comparison, Test
from desktop.core.models.result import CodeArray, Truth
from desktop.core.models.scoring import hair

# How a number is compared, and on which side of the limit what counts as at it lies.
_COMPARISONS: Mapping[Comparison, tuple[Callable[[FloatArray, FloatArray], BoolArray], int]] = {
    Comparison.ABOVE: (operator.gt, 1),
    Comparison.AT_LEAST: (operator.ge, -1),
    Comparison.BELOW: (operator.lt, -1),
    Comparison.AT_MOST: (operator.le, 1),
}


def holds(compare: Comparison, low: FloatArray, high: FloatArray, limits: FloatArray) -> CodeArray:
    """Whether numbers meet a limit, exactly: rounding has no say, and binary fractions neither.

    Args:
        compare: which side meets it; a number at the limit meets ``>=`` and ``<=`` alone.
        low: the least each number could be: the number itself where it is known.
        high: the most it could be.
        limits: of a shape that goes with the numbers.

    Returns:
        A :class:`Truth` each: unknown where a number or limit is NaN, or where the least and the
        most decide differently.
    """
    compared, side = _COMPARISONS[compare]
    edges = limits + side * hair(limits)
    with np.errstate(invalid="ignore"):
        first, second = compared(low, edges), compared(high, edges)
        decided = (first == second) & ~np.isnan(low + high + limits)
    return np.where(decided, np.where(first, Truth.MET, Truth.FAILED), Truth.UNKNOWN).astype(
        np.uint8
    )


def limits_of(test: Test, inputs: ModelInputs) -> FloatArray:
    """The limit of a test in each year (years × 1); NaN where a reference has no value."""
    if not test.limit.reference:
        return np.full((inputs.years, 1), test.limit.value)
    unknown = np.full(inputs.years, np.nan)
    return (test.limit.times * inputs.references.get(test.limit.reference, unknown)).reshape(-1, 1)


def distances(compare: Comparison, values: FloatArray, limits: FloatArray) -> FloatArray:
    """How far numbers lie on the side of the limit that meets the test; negative where not."""
    over = values - limits
    return over if compare in (Comparison.ABOVE, Comparison.AT_LEAST) else -over


def rounding_decides(test: Test, values: FloatArray, limits: FloatArray) -> BoolArray:
    """Where the number as published, with the limit as it is or as published, decides otherwise."""
    exact = holds(test.compare, values, values, limits)
    rounded = rounded_halves(values, test.decimals)
    other = np.zeros(exact.shape, bool)
    for against in (limits, rounded_halves(limits, test.decimals)):
        other |= holds(test.compare, rounded, rounded, against) != exact
    return other


def rounded_halves(values: FloatArray, decimals: int) -> FloatArray:
    """Numbers rounded as people round: a half, or a hair less, goes away from zero."""
    scale = 10.0**decimals
    scaled = np.abs(values) * scale
    near = np.minimum(1e-9 + 1e-15 * scaled, 0.01)
    return np.copysign(np.floor(scaled + 0.5 + near) / scale, values)

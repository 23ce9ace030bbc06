"""From measured numbers to points, and from points to scores. Any shape; NaN is no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.models.model import Combine, Missing, Rule, Score

HAIR = 1e-12  # of the limit, at least of 1: binary fractions differ by less, real numbers by more


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points, NaN where there are none, and what they could be if no number behind them were
    missing: ``low`` and ``high`` are the points themselves where none is.
    """

    values: FloatArray
    low: FloatArray
    high: FloatArray


def hair(limit: float | FloatArray) -> FloatArray:
    """How near a limit a number counts as at it: 10⁻¹² of the limit, or of 1 if that is more.

    A share of n people differs from a limit with d decimals by nothing or by at least 10⁻ᵈ/n, so
    no real difference is lost, and 40/100 is never more than 40 %.
    """
    near: FloatArray = HAIR * np.maximum(1.0, np.abs(np.asarray(limit, np.float64)))
    return near


def steps(
    bounds: Sequence[float], numbers: FloatArray, inclusive: Sequence[bool]
) -> NDArray[np.int16]:
    """How many of the rising bounds each number has passed; a number near a bound is at it.

    Args:
        bounds: rising.
        numbers: any shape; a NaN has passed none.
        inclusive: for each bound, whether a number at it has passed it.

    Returns:
        The shape of ``numbers``.
    """
    passed = np.zeros(numbers.shape, np.int16)
    with np.errstate(invalid="ignore"):
        for bound, at in zip(bounds, inclusive, strict=True):
            near = float(hair(bound))
            passed += numbers >= bound - near if at else numbers > bound + near
    return passed


def ladder(rule: Rule, measured: FloatArray) -> FloatArray:
    """Points for measured numbers by a rule's ladder or line; NaN for NaN.

    Along a line the points are ``p₁ + (p₂ − p₁)·(m − m₁)/(m₂ − m₁)``, cut off at both ends.
    """
    if rule.line is not None:
        return np.interp(measured, rule.line.measured, rule.line.points)
    passed = steps(rule.bounds, measured, [not rule.upper_inclusive] * len(rule.bounds))
    points: FloatArray = np.array(rule.points, np.float64)[passed]
    return np.where(np.isnan(measured), np.nan, points)


def rule_points(rule: Rule, measured: FloatArray) -> Points:
    """Points by a rule, with the rule's fewest and most where there is no number."""
    points = ladder(rule, measured)
    unknown = np.isnan(points)
    if not unknown.any():
        return Points(points, points, points)
    return Points(
        points, np.where(unknown, rule.lowest, points), np.where(unknown, rule.highest, points)
    )


def combine(score: Score, parts: Sequence[Points]) -> Points:
    """The score of its parts.

    A sum is ``Σ w·p``, a mean ``Σ w·p / Σ w``. Where parts are missing: no score; or of the parts
    there are (``reweight``: their weighted mean, for a sum times the sum of all weights); or each
    missing part counts the fewest points it could have (``lowest``). In the last two cases there
    is no score when fewer than ``least`` parts are there. Parts of weight 0 count for nothing.

    Args:
        score: the rule for putting together.
        parts: points of the parts in the score's order, of one shape.

    Returns:
        The scores. ``low`` and ``high`` are what they could be if every missing part had a number,
        also where others stand for it.
    """
    weights = [part.weight for part in score.parts]
    over = sum(weights) if score.combine is Combine.MEAN else 1.0
    counted = [(w, each) for w, each in zip(weights, parts, strict=True) if w > 0]
    values = _weighted([(w, each.values) for w, each in counted]) / over
    unknown = np.isnan(values)
    if not unknown.any():
        return Points(values, values, values)
    low = _weighted([(w, each.low) for w, each in counted]) / over
    high = _weighted([(w, each.high) for w, each in counted]) / over
    if score.missing is not Missing.NONE:
        values = np.where(enough(score, parts), _filled(score, counted) / over, np.nan)
    return Points(values, low, high)


def enough(score: Score, parts: Sequence[Points]) -> NDArray[np.bool_]:
    """Where so many parts have a number as the score asks for, and at least one."""
    known = [
        np.isfinite(each.values)
        for part, each in zip(score.parts, parts, strict=True)
        if part.weight
    ]
    held: NDArray[np.bool_] = np.sum(known, axis=0) >= min(score.least, len(known))
    return held


def shares(score: Score, parts: Sequence[Points], values: FloatArray) -> list[FloatArray]:
    """Each part's share of the weights that made the score; NaN where there is none."""
    weights = np.array([part.weight for part in score.parts])
    known = np.array([np.isfinite(each.values) for each in parts])
    if score.missing is not Missing.REWEIGHT:
        known = np.ones_like(known)
    held = known * weights.reshape(-1, *(1,) * values.ndim)
    whole = held.sum(axis=0)
    share = held / np.where((whole > 0) & ~np.isnan(values), whole, np.nan)
    return list(share)


def _weighted(parts: Sequence[tuple[float, FloatArray]]) -> FloatArray:
    total = parts[0][0] * parts[0][1]
    for weight, points in parts[1:]:
        total = total + weight * points
    return total


def _filled(score: Score, counted: Sequence[tuple[float, Points]]) -> FloatArray:
    """Weighted sums with the missing parts handled as the score says."""
    if score.missing is Missing.LOWEST:
        return _weighted([(w, np.where(np.isnan(p.values), p.low, p.values)) for w, p in counted])
    held = _weighted([(w, np.isfinite(each.values).astype(np.float64)) for w, each in counted])
    total = _weighted([(w, np.nan_to_num(each.values)) for w, each in counted])
    whole = sum(w for w, _each in counted)
    return whole * total / np.where(held > 0, held, np.nan)

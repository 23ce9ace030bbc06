"""The scores that there can be: which sums the steps of a model's ladders come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.core.models.model import Band, Combine, Missing, Model, Part, Score

_MOST = 20_000  # different sums; beyond it the score is as good as any number between its ends
_ALIKE = 9  # decimals to which two sums are the same, since binary fractions add up unevenly

Sums = NDArray[np.float64]


def possible_scores(model: Model, score: Score) -> tuple[float, ...] | None:
    """All values that a score can have, rising; None where it can have any between its ends.

    A line gives any number between its points, and parts that stand for others give so many that
    they are not listed. An input in two parts of a score is taken as two: the list may hold some
    that never come about, but lacks none.
    """
    known: dict[str, Sums | None] = {}
    for id, each in model.score_by_id.items():
        known[id] = _sums(each, model, known)
    held = known[score.id]
    return None if held is None else tuple(float(value) for value in held)


def score_range(model: Model, score: Score) -> tuple[float, float]:
    """The fewest and the most points that a score can come to."""
    ranges: dict[str, tuple[float, float]] = {}
    for id, each in model.score_by_id.items():
        ranges[id] = _range(each, [_part_range(part, model, ranges) for part in each.parts])
    return ranges[score.id]


def _range(score: Score, parts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    weights = [part.weight for part in score.parts]
    whole = 1.0 if score.combine is Combine.MEAN else sum(weights)
    if score.missing is Missing.REWEIGHT:  # any part may come to stand for all
        counted = [ends for ends, weight in zip(parts, weights, strict=True) if weight > 0]
        return whole * min(low for low, _h in counted), whole * max(high for _l, high in counted)
    over = sum(weights) if score.combine is Combine.MEAN else 1.0
    low = sum(weight * ends[0] for weight, ends in zip(weights, parts, strict=True))
    high = sum(weight * ends[1] for weight, ends in zip(weights, parts, strict=True))
    return low / over, high / over


def _part_range(
    part: Part, model: Model, ranges: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    if part.score:
        return ranges[part.score]
    rule = model.rule_by_id[part.rule]
    return rule.lowest, rule.highest


def holds(band: Band, score: float) -> bool:
    """Whether a band holds a score, a hair counted as at its edge."""
    hair = 10.0**-_ALIKE
    over = score >= band.low - hair if band.low_inclusive else score > band.low + hair
    under = score <= band.high + hair if band.high_inclusive else score < band.high - hair
    return over and under


def _sums(score: Score, model: Model, known: dict[str, Sums | None]) -> Sums | None:
    if score.missing is Missing.REWEIGHT and len(score.parts) > 1:
        return None
    sums = np.zeros(1)
    for part in score.parts:
        points = _points(part, model, known)
        if part.weight == 0:
            continue
        if points is None or len(sums) * len(points) > 50 * _MOST:
            return None
        sums = np.unique(np.round(sums[:, None] + part.weight * points, _ALIKE))
        if len(sums) > _MOST:
            return None
    if score.combine is Combine.MEAN:
        sums = sums / sum(part.weight for part in score.parts)
    return sums


def _points(part: Part, model: Model, known: dict[str, Sums | None]) -> Sums | None:
    if part.score:
        return known[part.score]
    rule = model.rule_by_id[part.rule]
    return np.unique(rule.points) if rule.line is None else None

"""Scores written out as one sum over the inputs' points.

A score of scores is still a weighted sum of points. Which weights depends on what is missing in
the cell, and that is the same in every draw of a simulation. So the sum is written out once, and
any number of draws can be put in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.models.model import Combine, Missing, Score
from desktop.core.models.result import Result

Pair = tuple[str, str]  # an input and a rule


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A score as ``Σ weight · points + low``, years × areas.

    ``weights`` of a pair is 0 where its number is not there. ``high`` stands for ``low`` where
    the score has no value and could be anything between the two sums.
    """

    weights: Mapping[Pair, FloatArray]
    low: FloatArray
    high: FloatArray


def linear_scores(result: Result) -> Mapping[str, Linear]:
    """Every score of a result, written out."""
    made: dict[str, Linear] = {}
    for id, score in result.model.score_by_id.items():
        parts = [
            made[part.score] if part.score else _of_input(result, score, at)
            for at, part in enumerate(score.parts)
        ]
        made[id] = _written_out(score, result, parts)
    return made


def _of_input(result: Result, score: Score, at: int) -> Linear:
    part = score.parts[at]
    rule = result.model.rule_by_id[part.rule]
    known = np.isfinite(result.scores[score.id].parts[at].points)
    return Linear(
        {(part.input, part.rule): known.astype(np.float64)},
        np.where(known, 0.0, rule.lowest),
        np.where(known, 0.0, rule.highest),
    )


def _written_out(score: Score, result: Result, parts: list[Linear]) -> Linear:
    own = result.scores[score.id]
    scored = np.isfinite(own.values)
    total = sum(part.weight for part in score.parts)
    weights: dict[Pair, FloatArray] = {}
    low, high = np.zeros(scored.shape), np.zeros(scored.shape)
    for part, linear, seen in zip(score.parts, parts, own.parts, strict=True):
        plain = part.weight / (total if score.combine is Combine.MEAN else 1.0)
        factor = np.full(scored.shape, plain)
        if score.missing is Missing.REWEIGHT:
            whole = 1.0 if score.combine is Combine.MEAN else total
            factor = np.where(scored, np.nan_to_num(seen.share) * whole, plain)
        for pair, weight in linear.weights.items():
            weights[pair] = weights.get(pair, np.zeros(scored.shape)) + factor * weight
        low += factor * linear.low
        high += factor * linear.high
    return Linear(weights, low, np.where(scored, low, high))

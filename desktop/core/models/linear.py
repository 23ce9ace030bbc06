"""Scores written out as one sum over the inputs' points.

A score of scores is still a weighted sum of points. Which weights depends on what is missing in
the cell, and that is the same in every draw of a simulation. So the sum is written out once, and
any number of draws can be put in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.models.columns import BoolArray
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
    bare: dict[str, Linear] = {}  # as if every missing part had a number, whatever stands for it
    for id, score in result.model.score_by_id.items():
        own = [
            None if part.score else _of_input(result, score, at)
            for at, part in enumerate(score.parts)
        ]
        named = [part.score for part in score.parts]
        open_parts = [each or bare[name] for each, name in zip(own, named, strict=True)]
        bare[id] = _added(open_parts, _plain_factors(score, result))
        scored = [each or made[name] for each, name in zip(own, named, strict=True)]
        whole = _added(scored, _factors(score, result))
        made[id] = _chosen(np.isfinite(result.scores[id].values), whole, bare[id])
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


def _plain_factors(score: Score, result: Result) -> list[FloatArray]:
    """What each part counts when none is missing."""
    total = sum(part.weight for part in score.parts)
    over = total if score.combine is Combine.MEAN else 1.0
    shape = result.scores[score.id].values.shape
    return [np.full(shape, part.weight / over) for part in score.parts]


def _factors(score: Score, result: Result) -> list[FloatArray]:
    """What each part counts where the score has a value."""
    if score.missing is not Missing.REWEIGHT:
        return _plain_factors(score, result)
    whole = 1.0 if score.combine is Combine.MEAN else sum(part.weight for part in score.parts)
    return [np.nan_to_num(seen.share) * whole for seen in result.scores[score.id].parts]


def _added(parts: Sequence[Linear], factors: Sequence[FloatArray]) -> Linear:
    """Parts times what they count, put together."""
    weights: dict[Pair, FloatArray] = {}
    low, high = np.zeros(factors[0].shape), np.zeros(factors[0].shape)
    for linear, factor in zip(parts, factors, strict=True):
        for pair, weight in linear.weights.items():
            weights[pair] = weights.get(pair, np.zeros(low.shape)) + factor * weight
        low += factor * linear.low
        high += factor * linear.high
    return Linear(weights, low, high)


def _chosen(scored: BoolArray, whole: Linear, bare: Linear) -> Linear:
    """The score where it has a value, else all that it could be."""
    return Linear(
        {id: np.where(scored, weight, bare.weights[id]) for id, weight in whole.weights.items()},
        np.where(scored, whole.low, bare.low),
        np.where(scored, whole.low, bare.high),
    )

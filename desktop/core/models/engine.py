"""Works a model out: points, scores, tests and categories of all areas and years at once.

Knows no extract: it stands on columns (:class:`~desktop.core.models.columns.ModelInputs`). The
observed numbers go through :func:`evaluate`; drawn ones through :func:`prepare` and
:func:`work_out`, which are the same sums with an axis more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Direction
from desktop.core.models.columns import BoolArray, ModelInputs
from desktop.core.models.criteria import distances, holds, limits_of, rounding_decides
from desktop.core.models.measured import Yardstick, across, measure, yardstick
from desktop.core.models.model import Measured, Model, Score, Test
from desktop.core.models.outcomes import by_bands, by_conditions
from desktop.core.models.result import (
    CodeArray,
    OutcomeResult,
    Outside,
    PartResult,
    Result,
    ScoreResult,
    TestResult,
)
from desktop.core.models.scoring import Points, combine, rule_points, shares


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What of a model and its columns does not change when its numbers are drawn anew."""

    model: Model
    inputs: ModelInputs
    outside: CodeArray  # Outside, years × areas
    yardsticks: Mapping[str, Yardstick]  # by input
    limits: Mapping[str, FloatArray]  # by test, years × 1
    off: frozenset[str]  # tests, and categories as ``@id``, that are switched off


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Scores, tests and categories over years × … × areas."""

    scores: Mapping[str, Points]
    truths: Mapping[str, CodeArray]  # by test
    outcomes: Mapping[str, OutcomeResult]


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """What came of numbers of years × … × areas."""

    measured: Mapping[tuple[str, str], FloatArray]  # by input and rule
    points: Mapping[tuple[str, str], Points]  # by input and rule
    tested: Mapping[str, FloatArray]  # the number each test looks at
    settled: Settled


def evaluate(model: Model, inputs: ModelInputs) -> Result:
    """Work a model out on its columns.

    Args:
        model: sound, as :mod:`~desktop.core.models.modelfile` gives it.
        inputs: a column for every input of the model. Cells that are not shown have no number, and
            no number comes of them.

    Returns:
        Years × areas of everything, the years looked back at included.
    """
    prepared = prepare(model, inputs)
    worked = work_out(prepared, {id: each.cells.values for id, each in inputs.inputs.items()})
    return Result(
        model,
        inputs,
        prepared.outside,
        {id: _score_result(score, worked) for id, score in model.score_by_id.items()},
        {test.id: _test_result(test, prepared, worked) for test in model.tests},
        worked.settled.outcomes,
    )


def prepare(model: Model, inputs: ModelInputs) -> Prepared:
    """The yardsticks and limits that the observed numbers give; they are held from here on."""
    outside = outside_of(model, inputs)
    inside: BoolArray = outside == Outside.INSIDE
    down = {
        switch.id for switch in model.switches if not inputs.switches.get(switch.id, switch.default)
    }
    off = {test.id for test in model.tests if test.switch in down}
    for outcome in model.outcomes:
        off |= {f"@{each.id}" for each in outcome.categories if each.switch in down}
    return Prepared(
        model,
        inputs,
        outside,
        {id: yardstick(columns, inside) for id, columns in inputs.inputs.items()},
        {test.id: limits_of(test, inputs) for test in model.tests},
        frozenset(off),
    )


def outside_of(model: Model, inputs: ModelInputs) -> CodeArray:
    """Why the model does not speak of an area: :class:`Outside`, years × areas.

    Residents are asked for only where the model has a floor.
    """
    floor = model.population.residents_minimum
    outside = np.full(inputs.residents.shape, Outside.INSIDE, np.uint8)
    if floor > 0:
        outside[inputs.residents < floor] = Outside.UNDER_FLOOR
        outside[np.isnan(inputs.residents)] = Outside.RESIDENTS_UNKNOWN
    outside[:, ~inputs.in_sector] = Outside.SECTOR
    outside[~inputs.exists] = Outside.ABSENT
    return outside


def work_out(prepared: Prepared, values: Mapping[str, FloatArray]) -> Worked:
    """Points, scores, tests and categories of any numbers for the inputs.

    Args:
        prepared: the model with what its numbers are held against.
        values: by input, all of one shape: years × … × areas. NaN is no number.

    Returns:
        Arrays of that shape.
    """
    model = prepared.model
    measured: dict[tuple[str, str], FloatArray] = {}
    points: dict[tuple[str, str], Points] = {}
    for score in model.scores:
        for part in score.parts:
            pair = (part.input, part.rule)
            if part.input and pair not in points:
                rule = model.rule_by_id[part.rule]
                measured[pair] = _measured(prepared, part.input, values, rule.of, rule.adverse)
                points[pair] = rule_points(rule, measured[pair])
    tested: dict[str, FloatArray] = {}
    truths: dict[str, CodeArray] = {}
    for test in model.tests:
        if test.input:
            seen = _measured(prepared, test.input, values, test.of, test.adverse)
            tested[test.id] = seen
            truths[test.id] = _truth(prepared, test, Points(seen, seen, seen))
    settled = settle(prepared, points, truths)
    tested |= {test.id: settled.scores[test.score].values for test in model.tests if test.score}
    return Worked(measured, points, tested, settled)


def settle(
    prepared: Prepared,
    points: Mapping[tuple[str, str], Points],
    truths: Mapping[str, CodeArray],
) -> Settled:
    """Scores and categories of points and tests, however those were found.

    Args:
        prepared: the model with its areas.
        points: for every input and rule that a score is made of; years × … × areas.
        truths: for every test of an input, in the same shape; tests of scores are made here.
    """
    scores: dict[str, Points] = {}
    for id, score in prepared.model.score_by_id.items():
        scores[id] = combine(score, _parts(score, points, scores))
    whole = {
        test.id: truths[test.id] if test.input else _truth(prepared, test, scores[test.score])
        for test in prepared.model.tests
    }
    return Settled(scores, whole, _outcomes(prepared, scores, whole))


def _truth(prepared: Prepared, test: Test, number: Points) -> CodeArray:
    limits = across(prepared.limits[test.id], number.values)
    unknown = np.isnan(number.values)
    low = np.where(unknown, number.low, number.values)
    return holds(test.compare, low, np.where(unknown, number.high, number.values), limits)


def _outcomes(
    prepared: Prepared, scores: Mapping[str, Points], truths: Mapping[str, CodeArray]
) -> dict[str, OutcomeResult]:
    made: dict[str, OutcomeResult] = {}
    for outcome in prepared.model.outcomes:
        if outcome.categories[0].band is not None:
            score = scores[outcome.score]
            outside = across(prepared.outside, score.values)
            made[outcome.id] = by_bands(outcome, score, outside)
        else:
            outside = across(prepared.outside, next(iter(truths.values())))
            made[outcome.id] = by_conditions(outcome, truths, prepared.off, outside)
    return made


def _measured(
    prepared: Prepared, id: str, values: Mapping[str, FloatArray], of: Measured, adverse: bool
) -> FloatArray:
    turned = adverse and prepared.inputs.inputs[id].direction is Direction.BETTER
    return measure(of, prepared.yardsticks[id], values[id], turned=turned)


def _parts(
    score: Score, points: Mapping[tuple[str, str], Points], scores: Mapping[str, Points]
) -> list[Points]:
    return [
        scores[part.score] if part.score else points[part.input, part.rule] for part in score.parts
    ]


def _score_result(score: Score, worked: Worked) -> ScoreResult:
    parts = _parts(score, worked.points, worked.settled.scores)
    own = worked.settled.scores[score.id]
    nothing = np.full(own.values.shape, np.nan)
    return ScoreResult(
        own.values,
        own.low,
        own.high,
        np.sum([np.isnan(each.values) for each in parts], axis=0, dtype=np.int64),
        tuple(
            PartResult(
                worked.measured.get((part.input, part.rule), nothing),
                each.values,
                each.low,
                each.high,
                share,
            )
            for part, each, share in zip(
                score.parts, parts, shares(score, parts, own.values), strict=True
            )
        ),
    )


def _test_result(test: Test, prepared: Prepared, worked: Worked) -> TestResult:
    values, limits = worked.tested[test.id], prepared.limits[test.id]
    return TestResult(
        values,
        limits,
        worked.settled.truths[test.id],
        distances(test.compare, values, limits),
        rounding_decides(test, values, limits),
        test.id not in prepared.off,
    )

"""Why one area has its category: every step from indicator to category, as facts.

The words for them are in :mod:`~desktop.core.models.explainwords`. Numbers that are not shown are
NaN, here as everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from desktop.core.disclosure import State
from desktop.core.indicators import Direction
from desktop.core.models.certainty import Certainty
from desktop.core.models.columns import InputColumns
from desktop.core.models.explainverdict import verdict_of
from desktop.core.models.explanation import Explanation, Number, Points, Reference, Sum, Tested
from desktop.core.models.model import Combine, Measured, Model, Part, Test
from desktop.core.models.result import Outside, Result, Truth
from desktop.core.models.scoring import steps
from desktop.core.models.sensitivity import Shift


def explain(
    result: Result,
    area: int,
    *,
    name: str = "",
    indicators: Mapping[str, str] | None = None,
    certainty: Certainty | None = None,
    shifts: tuple[Shift, ...] = (),
) -> Explanation:
    """The explanation of one area in the newest year.

    Args:
        result: the model worked out.
        area: position of the area.
        name: the area's name.
        indicators: names of indicators by id, for inputs that the model gives no name.
        certainty: of the same result, where chances are wanted.
        shifts: of the same result, where it is wanted how much hangs on each weight.
    """
    model, inputs = result.model, result.inputs
    names = {
        each.id: str(each.name)
        or (indicators or {}).get(inputs.inputs[each.id].indicator or each.indicator, "")
        or each.indicator
        for each in model.inputs
    }
    steady = certainty.steady if certainty else ()
    return Explanation(
        model.id,
        str(model.name),
        model.version,
        model.status,
        inputs.codes[area] if inputs.codes else "",
        name,
        inputs.periods[-1].label if inputs.periods else "",
        Outside(int(result.outside[-1, area])),
        float(inputs.residents[-1, area]),
        model.population.residents_minimum,
        model.population.sector,
        tuple(
            _number(each.id, names, each.indicator, inputs.inputs[each.id], area)
            for each in model.inputs
        ),
        tuple(_sum(result, id, names, area) for id in model.score_by_id),
        tuple(_tested(result, test, names, area) for test in model.tests),
        tuple(
            verdict_of(result, outcome, names, area, certainty, shifts)
            for outcome in model.outcomes
        ),
        tuple(
            str(each.name) or each.id for each in model.switches if each.id in result.switched_off
        ),
        tuple(names[id] for id in steady),
        str(model.note),
    )


def _number(
    id: str, names: Mapping[str, str], asked: str, columns: InputColumns, area: int
) -> Number:
    cells = columns.cells
    low, high = columns.intervals()
    state = State(int(cells.states[-1, area]))
    return Number(
        id,
        names[id],
        columns.indicator,
        asked if columns.indicator not in ("", asked) else "",
        tuple(period.label for period in columns.periods[-1]) if columns.periods else (),
        state,
        float(cells.values[-1, area]),
        float(low[-1, area]),
        float(high[-1, area]),
        float(cells.numerators[-1, area]),
        float(cells.denominators[-1, area]),
        float(columns.municipality.values[-1, 0]),
        columns.unit,
        columns.decimals,
    )


def _sum(result: Result, id: str, names: Mapping[str, str], area: int) -> Sum:
    score, found = result.model.score_by_id[id], result.scores[id]
    lowest, highest = ends_of(result.model, id)
    parts = []
    for part, each in zip(score.parts, found.parts, strict=True):
        ends = part_ends(result.model, part)
        parts.append(
            Points(
                str(result.model.score_by_id[part.score].name) if part.score else names[part.input],
                part.input,
                part.score,
                Measured.VALUE if part.score else result.model.rule_by_id[part.rule].of,
                _is_turned(result, part),
                float(each.measured[-1, area]),
                float(each.points[-1, area]),
                *ends,
                part.weight,
                float(each.share[-1, area]),
                *_step(result, part, float(each.measured[-1, area])),
            )
        )
    return Sum(
        id,
        str(score.name) or id,
        float(found.values[-1, area]),
        float(found.low[-1, area]),
        float(found.high[-1, area]),
        lowest,
        highest,
        int(found.missing[-1, area]),
        score.missing,
        tuple(parts),
    )


def _step(result: Result, part: Part, measured: float) -> tuple[float, float]:
    """The bounds that a measured number lies between."""
    rule = result.model.rule_by_id.get(part.rule)
    if rule is None or rule.line is not None or math.isnan(measured):
        return math.nan, math.nan
    at = [not rule.upper_inclusive] * len(rule.bounds)
    passed = int(steps(rule.bounds, np.array(measured), at))
    ends = (-math.inf, *rule.bounds, math.inf)
    return ends[passed], ends[passed + 1]


def _is_turned(result: Result, part: Part) -> bool:
    if not part.input:
        return False
    adverse = result.model.rule_by_id[part.rule].adverse
    return adverse and result.inputs.inputs[part.input].direction is Direction.BETTER


def ends_of(model: Model, id: str) -> tuple[float, float]:
    """The least and the most that a score can be for any area."""
    score = model.score_by_id[id]
    over = sum(part.weight for part in score.parts) if score.combine is Combine.MEAN else 1.0
    ends = [(part.weight / over, part_ends(model, part)) for part in score.parts]
    return sum(w * low for w, (low, _high) in ends), sum(w * high for w, (_low, high) in ends)


def part_ends(model: Model, part: Part) -> tuple[float, float]:
    """The fewest and the most points that a part of a score can have."""
    if part.score:
        return ends_of(model, part.score)
    rule = model.rule_by_id[part.rule]
    return rule.lowest, rule.highest


def _tested(result: Result, test: Test, names: Mapping[str, str], area: int) -> Tested:
    found = result.tests[test.id]
    columns = result.inputs.inputs.get(test.input)
    return Tested(
        test.id,
        str(test.name) or names.get(test.input, test.id),
        test.of,
        float(found.values[-1, area]),
        test.compare,
        float(found.limits[-1, 0]),
        columns.unit if columns else "",
        test.decimals,
        Truth(int(found.truths[-1, area])),
        float(found.distance[-1, area]),
        bool(found.rounding[-1, area]),
        found.on,
        _reference(result, test),
    )


def _reference(result: Result, test: Test) -> Reference | None:
    id = test.limit.reference
    if not id:
        return None
    reference = next(each for each in result.model.references if each.id == id)
    inputs = result.inputs
    values, years = inputs.references.get(id), inputs.reference_years.get(id)
    return Reference(
        id,
        str(reference.name) or id,
        float(values[-1]) if values is not None else math.nan,
        reference.unit,
        years[-1] if years else None,
        id in inputs.given,
        test.limit.times,
    )

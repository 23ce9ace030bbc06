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
from desktop.core.models.explanation import (
    Alone,
    Chance,
    Explanation,
    Hanging,
    Lacking,
    Neighbour,
    Number,
    Points,
    Reference,
    Sum,
    Tested,
    Verdict,
)
from desktop.core.models.model import (
    Band,
    Combine,
    Measured,
    Model,
    Outcome,
    Part,
    Test,
)
from desktop.core.models.result import NONE, Outside, Result, Truth, Why
from desktop.core.models.scoring import steps
from desktop.core.models.sensitivity import Shift
from desktop.core.models.turning import turns


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
            _verdict(result, outcome, names, area, certainty, shifts) for outcome in model.outcomes
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


def _verdict(
    result: Result,
    outcome: Outcome,
    names: Mapping[str, str],
    area: int,
    certainty: Certainty | None,
    shifts: tuple[Shift, ...],
) -> Verdict:
    found = result.outcomes[outcome.id]
    index = int(found.index[-1, area])
    every = outcome.all_categories
    category = every[index] if index != NONE else None
    return Verdict(
        outcome.id,
        str(outcome.name) or outcome.id,
        category.id if category else "",
        str(category.name) if category else "",
        str(category.sentence) if category else "",
        Why(int(found.why[-1, area])),
        _name_of(outcome, int(found.worst[-1, area])),
        _name_of(outcome, int(found.best[-1, area])),
        _holding(result, outcome, area),
        outcome.score if outcome.categories[0].band else "",
        _chances(outcome, certainty, area),
        _neighbours(result, outcome, area),
        tuple(
            Alone(
                names[turn.input],
                turn.now,
                turn.number,
                turn.upward,
                turn.included,
                turn.exact,
                turn.people,
                float(result.inputs.inputs[turn.input].cells.denominators[-1, area]),
                result.inputs.inputs[turn.input].unit,
                result.inputs.inputs[turn.input].decimals,
                str(every[turn.category].name),
            )
            for turn in turns(result, outcome.id, area)
        ),
        _lacking(result, outcome, area),
        hanging(result, outcome.id, names, shifts, area),
        int((found.index[-1] != NONE).sum()),
    )


def _name_of(outcome: Outcome, index: int) -> str:
    return str(outcome.all_categories[index].name) if index != NONE else ""


def _holding(result: Result, outcome: Outcome, area: int) -> tuple[str, ...]:
    """All categories by tests that hold, if the model speaks of the area."""
    if outcome.categories[0].band or result.outside[-1, area] != Outside.INSIDE:
        return ()
    met = result.outcomes[outcome.id].met
    return tuple(
        str(each.name) for each in outcome.categories if met[each.id][-1, area] == Truth.MET
    )


def _chances(outcome: Outcome, certainty: Certainty | None, area: int) -> tuple[Chance, ...]:
    if certainty is None:
        return ()
    chances = certainty.chances[outcome.id][:, -1, area]
    found = [
        Chance(each.id, str(each.name), float(chance))
        for each, chance in zip(outcome.all_categories, chances, strict=True)
    ]
    open_ = certainty.undecided[outcome.id] + certainty.nothing[outcome.id]
    found.append(Chance("", "", float(open_[-1, area])))
    return tuple(sorted((each for each in found if each.chance > 0), key=lambda each: -each.chance))


def _neighbours(result: Result, outcome: Outcome, area: int) -> tuple[Neighbour, ...]:
    """The categories next to the area's, by the points between."""
    index = int(result.outcomes[outcome.id].index[-1, area])
    if index == NONE or not outcome.categories[0].band:
        return ()
    bands = [each.band or Band() for each in outcome.categories]
    falling = len(bands) > 1 and bands[0].low > bands[-1].low
    score = float(result.scores[outcome.score].values[-1, area])
    if math.isnan(score):  # decided by what it could be at least and at most
        return ()
    found = []
    for at, worse in ((index - 1, True), (index + 1, False)):
        if 0 <= at < len(bands):
            up = worse == falling
            edge = bands[at].low if up else bands[at].high
            reached = bands[at].low_inclusive if up else bands[at].high_inclusive
            category = outcome.categories[at]
            found.append(
                Neighbour(category.id, str(category.name), edge, edge - score, worse, reached)
            )
    return tuple(found)


def _lacking(result: Result, outcome: Outcome, area: int) -> tuple[Lacking, ...]:
    """The categories by tests, worse than the area's, that do not hold, and what they lack."""
    found = result.outcomes[outcome.id]
    index = int(found.index[-1, area])
    if outcome.categories[0].band or index == NONE:
        return ()
    lacking = []
    for category in outcome.categories[:index]:
        if category.switch and category.switch in result.switched_off:
            continue
        counted = [name for name in category.of if _is_on(result, name)]
        open_ = [name for name in counted if not _is_met(result, outcome, name, area)]
        wanted = [name for name in category.all if _is_on(result, name)]
        every = [name for name in wanted if not _is_met(result, outcome, name, area)]
        needed = max(category.at_least - (len(counted) - len(open_)), 0)
        this_year = found.holds[category.id][-1, area] == Truth.MET
        lacking.append(
            Lacking(
                category.id,
                str(category.name),
                needed,
                tuple(_test_name(result, outcome, name) for name in open_) if needed else (),
                tuple(_test_name(result, outcome, name) for name in every),
                category.years if this_year and category.years > 1 else 0,
            )
        )
    return tuple(lacking)


def _is_on(result: Result, name: str) -> bool:
    return name.startswith("@") or result.tests[name].on


def _is_met(result: Result, outcome: Outcome, name: str, area: int) -> bool:
    if name.startswith("@"):
        truths = result.outcomes[outcome.id].met[name[1:]]
    else:
        truths = result.tests[name].truths
    return bool(truths[-1, area] == Truth.MET)


def _test_name(result: Result, outcome: Outcome, name: str) -> str:
    if name.startswith("@"):
        return str(next(each.name for each in outcome.categories if each.id == name[1:]))
    test = result.model.test_by_id[name]
    return str(test.name) or name


def hanging(
    result: Result,
    outcome: str,
    names: Mapping[str, str],
    shifts: tuple[Shift, ...],
    area: int | None = None,
) -> tuple[Hanging, ...]:
    """What the categories of an outcome hang on, most areas first.

    ``names`` are those of the inputs; ``area`` is the one of which it is wanted whether it moves.
    """
    model = result.model
    of = model.outcome_by_id[outcome]
    scores = _made_of(model, of.score) if of.categories[0].band else frozenset()
    found = []
    for shift in shifts:
        if shift.score not in scores if scores else shift.score:
            continue
        if shift.test:
            test = model.test_by_id[shift.test]
            name = str(test.name) or shift.test
        elif shift.switch:
            switch = next(each for each in model.switches if each.id == shift.switch)
            name = str(switch.name) or shift.switch
        else:
            part = model.score_by_id[shift.score].parts[shift.part]
            name = names.get(part.input, "")
            if part.score:
                name = str(model.score_by_id[part.score].name) or part.score
        moved = shift.moved[outcome] | shift.lost[outcome]
        this = area is not None and bool(moved[area])
        found.append(Hanging(name, shift.factor, int(moved.sum()), this))
    return tuple(sorted(found, key=lambda each: -each.areas))


def _made_of(model: Model, score: str) -> frozenset[str]:
    """A score and all the scores that it is made of."""
    parts = (_made_of(model, need) for need in model.score_by_id[score].needs)
    return frozenset({score}).union(*parts)

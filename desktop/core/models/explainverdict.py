"""Why one area has its category by one outcome: what is near, what is lacking, what it hangs on."""

from __future__ import annotations

import math
from collections.abc import Mapping

from desktop.core.models.certainty import Certainty
from desktop.core.models.explanation import Alone, Chance, Hanging, Lacking, Neighbour, Verdict
from desktop.core.models.model import Band, Model, Outcome
from desktop.core.models.possible import holds, possible_scores
from desktop.core.models.result import NONE, Outside, Result, Truth, Why
from desktop.core.models.sensitivity import Shift
from desktop.core.models.turning import turns


def verdict_of(
    result: Result,
    outcome: Outcome,
    names: Mapping[str, str],
    area: int,
    certainty: Certainty | None,
    shifts: tuple[Shift, ...],
) -> Verdict:
    """What one outcome says of the area in the newest year, and what that stands on.

    ``names`` are those of the inputs; without ``certainty`` there are no chances, and without
    ``shifts`` nothing that the category hangs on.
    """
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
        _hanging(result, outcome.id, names, shifts, area),
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
        Chance(each.id, str(each.name), float(chance), each.years)
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
    possible = possible_scores(result.model, result.model.score_by_id[outcome.score]) or ()
    found = []
    for at, worse in ((index - 1, True), (index + 1, False)):
        if 0 <= at < len(bands):
            up = worse == falling
            edge = bands[at].low if up else bands[at].high
            reached = bands[at].low_inclusive if up else bands[at].high_inclusive
            category = outcome.categories[at]
            within = [each for each in possible if holds(bands[at], each)]
            nearest = min(within, key=lambda each: abs(each - score), default=edge)
            found.append(
                Neighbour(category.id, str(category.name), edge, nearest - score, worse, reached)
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


def _hanging(
    result: Result,
    outcome: str,
    names: Mapping[str, str],
    shifts: tuple[Shift, ...],
    area: int,
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
        this = bool(moved[area])
        becomes = _name_of(of, int(shift.after[outcome][area]))
        found.append(Hanging(name, shift.factor, int(moved.sum()), this, becomes))
    return tuple(sorted(found, key=lambda each: -each.areas))


def _made_of(model: Model, score: str) -> frozenset[str]:
    """A score and all the scores that it is made of."""
    parts = (_made_of(model, need) for need in model.score_by_id[score].needs)
    return frozenset({score}).union(*parts)

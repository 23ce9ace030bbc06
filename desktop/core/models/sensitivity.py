"""How much of the categories hangs on each weight, and on each test.

A weight is made a quarter larger and a quarter smaller, and taken out altogether; the others of the
same score are scaled so that they weigh as much together as before, so that the ends of a scale
stay where they are. A test is left out as if it had a switch that was off; where it does have one,
all that the switch turns off goes with it. Numbers and points are as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from desktop.core.models.columns import BoolArray
from desktop.core.models.engine import Prepared, Settled, prepare, settle, work_out
from desktop.core.models.model import Model, Part, Score
from desktop.core.models.result import NONE, IndexArray, Result

FACTORS = (1.25, 0.75, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """What happens in the newest year when one weight is changed or one test left out.

    ``score`` and ``part`` name the weight, its place among the score's parts; or ``test`` the test,
    or ``switch`` the switch (the others are then empty). ``factor`` is what the weight was
    multiplied by, 0 for left out.
    ``moved`` are, by outcome, the areas that have a category before and after, but not the same;
    ``lost`` those whose category is lost; ``after`` the category of each, counted as in a result.
    """

    score: str
    part: int
    test: str
    switch: str
    factor: float
    moved: Mapping[str, BoolArray]
    lost: Mapping[str, BoolArray]
    after: Mapping[str, IndexArray]


_Compared = tuple[dict[str, BoolArray], dict[str, BoolArray], dict[str, IndexArray]]


def sensitivity(result: Result) -> tuple[Shift, ...]:
    """Every weight changed and every test in use left out, one at a time.

    Scores of a single part have no weight to change and are passed over.
    """
    prepared = prepare(result.model, result.inputs)
    numbers = {id: each.cells.values for id, each in result.inputs.inputs.items()}
    worked = work_out(prepared, numbers)
    before = worked.settled

    def compared(changed: Prepared) -> _Compared:
        return _moved(before, settle(changed, worked.points, before.truths))

    shifts: list[Shift] = []
    for score in result.model.scores:
        for at, factor in _weights(score):
            changed = replace(prepared, model=_reweighted(result.model, score, at, factor))
            shifts.append(Shift(score.id, at, "", "", factor, *compared(changed)))
    for test in result.model.tests:
        if not test.switch:
            changed = replace(prepared, off=prepared.off | {test.id})
            shifts.append(Shift("", 0, test.id, "", 0.0, *compared(changed)))
    for switch in result.model.switches:
        if switch.id not in result.switched_off:
            changed = replace(prepared, off=prepared.off | _turned_off(result.model, switch.id))
            shifts.append(Shift("", 0, "", switch.id, 0.0, *compared(changed)))
    return tuple(shifts)


def _turned_off(model: Model, switch: str) -> frozenset[str]:
    """The tests, and categories as ``@id``, that a switch turns off."""
    tests = {test.id for test in model.tests if test.switch == switch}
    every = (each for outcome in model.outcomes for each in outcome.categories)
    return frozenset(tests | {f"@{each.id}" for each in every if each.switch == switch})


def _weights(score: Score) -> Iterator[tuple[int, float]]:
    """The weights that can be changed: where others are left to take up the rest."""
    whole = sum(part.weight for part in score.parts)
    for at, part in enumerate(score.parts):
        for factor in FACTORS:
            if part.weight > 0 and whole - factor * part.weight > 0 and part.weight < whole:
                yield at, factor


def _reweighted(model: Model, score: Score, at: int, factor: float) -> Model:
    own = score.parts[at].weight
    rest = sum(part.weight for part in score.parts) - own
    scale = (rest + own - factor * own) / rest
    parts: tuple[Part, ...] = tuple(
        replace(part, weight=part.weight * (factor if place == at else scale))
        for place, part in enumerate(score.parts)
    )
    changed = replace(score, parts=parts)
    return replace(
        model, scores=tuple(changed if each.id == score.id else each for each in model.scores)
    )


def _moved(before: Settled, after: Settled) -> _Compared:
    moved: dict[str, BoolArray] = {}
    lost: dict[str, BoolArray] = {}
    for id, outcome in before.outcomes.items():
        was, now = outcome.index[-1], after.outcomes[id].index[-1]
        moved[id] = np.asarray((was != NONE) & (now != NONE) & (was != now))
        lost[id] = np.asarray((was != NONE) & (now == NONE))
    return moved, lost, {id: each.index[-1] for id, each in after.outcomes.items()}

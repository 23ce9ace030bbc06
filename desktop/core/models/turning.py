"""What one number alone would have to be for an area to change category.

Each input of one area is tried at every number where something about it changes, with everything
else as observed. A ladder or a test changes at its bounds. Along a line every number changes the
points a little; there the place is found by dividing ever smaller stretches.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Direction, Kind
from desktop.core.models.columns import InputColumns
from desktop.core.models.engine import Prepared, prepare, work_out
from desktop.core.models.model import Comparison, Measured, Rule
from desktop.core.models.nearness import crossing
from desktop.core.models.result import NONE, IndexArray, Result

_HAIR = 1e-7  # of the number, at least of 1: what is just over and just under a bound
_PIECES = 40  # that a stretch is divided in,
_TIMES = 4  # so many times: 2.5 millionths of the first stretch are left


@dataclass(frozen=True, slots=True)
class Turn:
    """The nearest number on one side at which one input alone would change the category.

    ``included``: the number itself is enough; else it must be passed. ``exact`` is false where it
    was found along a line. ``people`` is how many more would have to be counted (fewer: negative),
    0 where the number is no count of part of a whole. ``category`` counts
    ``Outcome.all_categories``.
    """

    input: str
    now: float
    number: float
    upward: bool
    included: bool
    exact: bool
    people: int
    category: int


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """The category of one area as a function of one of its numbers in the newest year."""

    prepared: Prepared  # for that area alone
    observed: Mapping[str, FloatArray]  # by input, years × 1
    outcome: str
    input: str
    columns: InputColumns
    area: int

    @property
    def now(self) -> float:
        """The number as observed."""
        return float(self.observed[self.input][-1, 0])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that give the input points."""
        model = self.prepared.model
        parts = (part for score in model.scores for part in score.parts)
        ids = dict.fromkeys(part.rule for part in parts if part.input == self.input)
        return tuple(model.rule_by_id[id] for id in ids)

    def categories(self, numbers: FloatArray) -> IndexArray:
        """The category for each number."""
        values = {
            id: np.repeat(column[:, None], len(numbers), axis=1)
            for id, column in self.observed.items()
        }
        values[self.input][-1, :, 0] = numbers
        found = work_out(self.prepared, values).settled.outcomes[self.outcome].index
        return found[-1, :, 0]

    def number_of(self, of: Measured, limit: float, *, adverse: bool, at: bool = True) -> float:
        """The number at which what is measured of it passes a limit."""
        turned = adverse and self.columns.direction is Direction.BETTER
        against = self.prepared.yardsticks[self.input]
        return float(crossing(of, limit, against, turned=turned, at=at).numbers[-1, 0])


def turns(result: Result, outcome: str, area: int) -> tuple[Turn, ...]:
    """Per input and side the nearest turn of an area's category in the newest year.

    In the order of the model's inputs, downwards before upwards; empty where the area has no
    category, and nothing of an input whose number is not shown.
    """
    if result.outcomes[outcome].index[-1, area] == NONE:
        return ()
    prepared = _of_area(prepare(result.model, result.inputs), area)
    columns = result.inputs.inputs
    observed = {id: each.cells.values[:, area : area + 1] for id, each in columns.items()}
    return tuple(
        turn
        for id, each in columns.items()
        if each.cells.states[-1, area] == State.SHOWN
        for turn in _turns_of(_Trial(prepared, observed, outcome, id, each, area))
    )


def _of_area(prepared: Prepared, area: int) -> Prepared:
    """The model prepared for one area, held against the same yardsticks."""
    one = slice(area, area + 1)
    return replace(
        prepared,
        outside=prepared.outside[:, one],
        yardsticks={
            id: replace(each, own=each.own[:, one], before=each.before[:, one])
            for id, each in prepared.yardsticks.items()
        },
    )


def _turns_of(trial: _Trial) -> Iterator[Turn]:
    bounds = _bounds(trial)
    near = _HAIR * np.maximum(1.0, np.abs(bounds))
    tried = np.concatenate([bounds - near, bounds, bounds + near, _along_lines(trial)])
    bound_of = np.concatenate([np.tile(bounds, 3), np.full(len(tried) - 3 * len(bounds), np.nan)])
    most = trial.columns.per if trial.columns.kind is Kind.SHARE else np.inf
    least = -np.inf if trial.columns.kind is Kind.MEAN else 0.0
    possible = (tried >= least) & (tried <= most)
    tried, bound_of = tried[possible], bound_of[possible]
    if not len(tried):
        return
    categories = trial.categories(tried)
    here = int(trial.categories(np.array([trial.now]))[0])
    other = (categories != here) & (categories != NONE)
    for upward in (False, True):
        side = np.flatnonzero(other & ((tried > trial.now) if upward else (tried < trial.now)))
        if not len(side):
            continue
        first = side[np.argmin(np.abs(tried[side] - trial.now))]
        number, category = float(tried[first]), int(categories[first])
        bound = float(bound_of[first])
        if math.isnan(bound):
            number, category = _narrowed(trial, number, here)
            people = _people(trial, number, upward=upward, included=True)
            yield Turn(trial.input, trial.now, number, upward, False, False, people, category)
        else:
            included = number == bound
            people = _people(trial, bound, upward=upward, included=included)
            yield Turn(trial.input, trial.now, bound, upward, included, True, people, category)


def _bounds(trial: _Trial) -> FloatArray:
    """The numbers in the newest year at which the input's points or tests change."""
    found = [
        trial.number_of(rule.of, bound, adverse=rule.adverse, at=not rule.upper_inclusive)
        for rule in trial.rules
        for bound in rule.bounds
    ]
    for test in trial.prepared.model.tests:
        if test.input == trial.input:
            limit = float(trial.prepared.limits[test.id][-1, 0])
            at = test.compare in (Comparison.AT_LEAST, Comparison.BELOW)
            found.append(trial.number_of(test.of, limit, adverse=test.adverse, at=at))
    return np.unique([number for number in found if math.isfinite(number)])


def _along_lines(trial: _Trial) -> FloatArray:
    """Numbers close together over the stretches where points follow a line."""
    stretches = []
    for rule in trial.rules:
        if rule.line is not None:
            ends = [
                trial.number_of(rule.of, limit, adverse=rule.adverse)
                for limit in rule.line.measured
            ]
            if all(math.isfinite(end) for end in ends):
                stretches.append(np.linspace(ends[0], ends[1], 5 * _PIECES + 1))
    return np.concatenate([*stretches, np.array([])])


def _narrowed(trial: _Trial, other: float, here: int) -> tuple[float, int]:
    """The number nearest to the one observed that still has another category, and which."""
    same, category = trial.now, here
    for _time in range(_TIMES):
        numbers = np.linspace(same, other, _PIECES + 1)
        categories = trial.categories(numbers)
        first = int(np.flatnonzero((categories != here) & (categories != NONE))[0])
        same, other = float(numbers[max(first - 1, 0)]), float(numbers[first])
        category = int(categories[first])
    return other, category


def _people(trial: _Trial, number: float, *, upward: bool, included: bool) -> int:
    """How many more must be counted for a share to come to a number, or to pass it."""
    cells, columns = trial.columns.cells, trial.columns
    pooled = len(columns.periods[-1]) > 1 if columns.periods else False
    if columns.kind is not Kind.SHARE or pooled:
        return 0
    counted = float(cells.numerators[-1, trial.area])
    wanted = number * float(cells.denominators[-1, trial.area]) / columns.per
    if not math.isfinite(wanted - counted):
        return 0
    if upward:
        whole = math.ceil(wanted - 1e-6) if included else math.floor(wanted + 1e-6) + 1
    else:
        whole = math.floor(wanted + 1e-6) if included else math.ceil(wanted - 1e-6) - 1
    return int(whole - counted)

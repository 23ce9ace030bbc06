"""Categories over the years: an area's own history, who moved between two years, and what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.models.columns import BoolArray
from desktop.core.models.model import Combine, Outcome
from desktop.core.models.result import NONE, CodeArray, IndexArray, Outside, Result, Truth, Why
from desktop.core.periods import Period


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The categories of one outcome in the years asked for (years × areas, oldest first).

    ``index`` counts ``Outcome.all_categories``; one more stands for an area of which no category
    holds, :data:`~desktop.core.models.result.NONE` for one that is undecided or not spoken of.
    ``since`` is, area by area, the first of the rows in which it has without a break had the
    category it has in the newest year, :data:`NONE` where it has none. It cannot be before the
    first year asked for.
    """

    outcome: Outcome
    periods: tuple[Period, ...]
    index: IndexArray
    why: CodeArray
    since: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What became of the areas between two years; an entry per area where nothing else is said.

    ``matrix`` counts the areas by category before (rows) and after (columns), those with
    a category in both years. ``moved`` have one in both, but not the same. The others are kept
    apart, each in one of: ``new`` and ``closed`` areas, those that ``entered`` or ``left`` what the
    model speaks of (the floor of residents, the sector), and those ``undecided`` in either year.

    ``points`` is how much each input's part of the outcome's score changed: the parts add up to
    the change of the score. ``turned`` is, test by test, 1 where it came to be met, −1 where it
    ceased to be, 0 where it did neither or is unknown in either year.
    """

    outcome: Outcome
    matrix: NDArray[np.int64]
    before: IndexArray
    after: IndexArray
    moved: BoolArray
    new: BoolArray
    closed: BoolArray
    entered: BoolArray
    left: BoolArray
    undecided: BoolArray
    points: Mapping[str, FloatArray]
    turned: Mapping[str, NDArray[np.int8]]

    def reasons(self, area: int) -> tuple[tuple[str, float], ...]:
        """What moved in one area, the largest change first: inputs with the change of their points.

        For an outcome by tests: the tests that turned, with 1 or −1. Empty where nothing did, as
        when only a row of years became long enough or was broken earlier.
        """
        changes: Mapping[str, NDArray[np.float64] | NDArray[np.int8]] = self.points or self.turned
        found = [(id, float(column[area])) for id, column in changes.items()]
        moving = [(id, change) for id, change in found if abs(change) > 1e-9]
        return tuple(sorted(moving, key=lambda each: -abs(each[1])))


def history(result: Result, outcome: str) -> History:
    """The history of an outcome over the years that were asked for.

    Raises:
        KeyError: the model has no such outcome.
    """
    lead = result.inputs.lead
    index = standing(result, outcome)[lead:]
    since = np.full(index.shape[1], len(index) - 1, np.int64)
    unbroken = np.ones(index.shape[1], bool)
    for row in range(len(index) - 2, -1, -1):
        unbroken &= index[row] == index[-1]
        since[unbroken] = row
    since[index[-1] == NONE] = NONE
    return History(
        result.model.outcome_by_id[outcome],
        result.inputs.periods[lead:],
        index,
        result.outcomes[outcome].why[lead:],
        since,
    )


def standing(result: Result, outcome: str) -> IndexArray:
    """Category indices with one more than the categories where none of them holds."""
    found = result.outcomes[outcome]
    beyond = np.int16(len(result.model.outcome_by_id[outcome].categories))
    return np.where(found.why == Why.NOTHING_HOLDS, beyond, found.index)


def moves(result: Result, outcome: str, before: int = -2, after: int = -1) -> Moves:
    """What became of the areas from one row of the result to another.

    Args:
        result: years × areas.
        outcome: id of an outcome.
        before: the row of the earlier year; the last but one when left out.
        after: the row of the later year.

    Raises:
        KeyError: the model has no such outcome.
        IndexError: the result has no such row.
    """
    of = result.model.outcome_by_id[outcome]
    index = standing(result, outcome)
    one, other = index[before], index[after]
    both = (one != NONE) & (other != NONE)
    size = len(of.categories) + (of.categories[0].band is None)
    matrix = np.zeros((size, size), np.int64)
    np.add.at(matrix, (one[both], other[both]), 1)
    was, now = result.outside[before], result.outside[after]
    new = (was == Outside.ABSENT) & (now != Outside.ABSENT)
    closed = (was != Outside.ABSENT) & (now == Outside.ABSENT)
    inside, inside_now = was == Outside.INSIDE, now == Outside.INSIDE
    points: dict[str, FloatArray] = {}
    if of.score and of.categories[0].band is not None:
        parts = contributions(result, of.score)
        points = {id: column[after] - column[before] for id, column in parts.items()}
    return Moves(
        of,
        matrix,
        one,
        other,
        both & (one != other),
        new,
        closed,
        ~new & ~inside & inside_now,
        ~closed & inside & ~inside_now,
        inside & inside_now & ~both,
        points,
        _turned(result, of, before, after),
    )


def contributions(result: Result, score: str) -> dict[str, FloatArray]:
    """How much of a score each input makes up, years × areas: they add up to the score.

    A missing part makes up 0 where the others stand for it, and its fewest points where the score
    says so. NaN where there is no score.
    """
    total = result.scores[score].values
    return {
        id: np.where(np.isnan(total), np.nan, column)
        for id, column in _contributions(result, score, np.isnan(total)).items()
    }


def _contributions(result: Result, score: str, bare: BoolArray) -> dict[str, FloatArray]:
    """The parts of a score; ``bare``: where all that is missing counts its fewest points."""
    of = result.model.score_by_id[score]
    whole = sum(part.weight for part in of.parts)
    scale = 1.0 if of.combine is Combine.MEAN else whole
    found: dict[str, FloatArray] = {}
    for part, each in zip(of.parts, result.scores[score].parts, strict=True):
        share = np.where(bare | np.isnan(each.share), part.weight / whole, each.share)
        if part.score:
            below = _contributions(result, part.score, bare | np.isnan(each.points))
        else:
            below = {part.input: np.where(np.isnan(each.points), each.low, each.points)}
        for id, column in below.items():
            found[id] = found.get(id, 0.0) + scale * share * column
    return found


def _turned(
    result: Result, outcome: Outcome, before: int, after: int
) -> dict[str, NDArray[np.int8]]:
    """The tests that the outcome's categories name, where they began or ceased to be met."""
    named = [name for each in outcome.categories for name in (*each.all, *each.of)]
    turned: dict[str, NDArray[np.int8]] = {}
    for id in dict.fromkeys(name for name in named if not name.startswith("@")):
        truths = result.tests[id].truths
        one, other = truths[before], truths[after]
        began = (one == Truth.FAILED) & (other == Truth.MET)
        ceased = (one == Truth.MET) & (other == Truth.FAILED)
        if result.tests[id].on:
            turned[id] = began.astype(np.int8) - ceased.astype(np.int8)
    return turned

"""How sure a category is: the chance of each, given how much the numbers that go in vary by chance.

Every input is drawn :data:`DRAWS` times from its cell's distribution (``chance``) and the category
worked out for each draw, with yardsticks and bounds held as observed. The draws of an input are
evenly spread over its distribution and shuffled against those of the others (a Latin hypercube:
McKay, Beckman and Conover 1979, Technometrics 21, 239-245), with a fixed seed. The same draws serve
every area and year: people are mostly the same from year to year, and nothing here asks how areas
vary together. So several years in a row are as sure as one. A change from the year before is the
exception: it varies with both years' numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.models.chance import varies
from desktop.core.models.columns import BoolArray
from desktop.core.models.criteria import holds
from desktop.core.models.drawn import RankArray, drawn_test, points_by_step
from desktop.core.models.engine import Prepared, prepare
from desktop.core.models.linear import Linear, linear_scores
from desktop.core.models.model import Band, Outcome
from desktop.core.models.outcomes import by_conditions
from desktop.core.models.result import NONE, CodeArray, IndexArray, Result, Why

DRAWS = 2000
UNSURE = 0.8  # of a chance: under it a category is said to be unsure
SEED = 610_061
_CELLS = 1050  # years × areas worked on at a time, and
_AT_A_TIME = 200  # draws: together what a processor keeps at hand; at most 255, see _passed
_NEAR = 1e-5  # of a band's end: what single precision makes of a sum

Ranks = Mapping[str, RankArray]
_Single = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """The chance of each category, from 0 to 1, for the years asked about.

    ``chances`` by outcome: ``Outcome.all_categories`` × years × areas. ``undecided`` is the chance
    that missing numbers leave it open, ``nothing`` that no category holds; with the chances they
    sum to 1. All are NaN where the model does not speak of the area. ``steady`` are the inputs that
    have numbers but no counts behind them, and so do not vary.
    """

    draws: int
    chances: Mapping[str, FloatArray]
    undecided: Mapping[str, FloatArray]
    nothing: Mapping[str, FloatArray]
    steady: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """How many draws give each category, leave it open, or give none; … × years × areas."""

    categories: FloatArray
    undecided: FloatArray
    nothing: FloatArray


def certainty(result: Result, *, draws: int = DRAWS, seed: int = SEED) -> Certainty:
    """The chance of every category, for every area and year asked about.

    Args:
        result: the model worked out on the observed numbers.
        draws: how many times to draw, at most 30,000.
        seed: the same gives the same.
    """
    prepared = prepare(result.model, result.inputs)
    shuffle = np.random.default_rng(seed)
    ranks = {each.id: shuffle.permutation(draws).astype(np.int16) for each in result.model.inputs}
    lead = result.inputs.lead
    inside = result.inside[lead:]
    made: dict[str, _Counts] = {}
    linear = linear_scores(result)
    for outcome in result.model.outcomes:
        if outcome.categories[0].band is not None:
            made[outcome.id] = _by_bands(outcome, linear[outcome.score], prepared, ranks, draws)
        else:
            made[outcome.id] = _by_tests(outcome, result, linear, prepared, ranks, draws)
    return Certainty(
        draws,
        {id: np.where(inside, each.categories / draws, np.nan) for id, each in made.items()},
        {id: np.where(inside, each.undecided / draws, np.nan) for id, each in made.items()},
        {id: np.where(inside, each.nothing / draws, np.nan) for id, each in made.items()},
        tuple(
            id
            for id, columns in result.inputs.inputs.items()
            if columns.cells.shown.any() and not varies(columns).any()
        ),
    )


def own_chances(chances: FloatArray, index: IndexArray) -> FloatArray:
    """The chance of the category that an area has: years × areas, NaN where it has none.

    Args:
        chances: categories × years × areas.
        index: the category of every area and year, :data:`NONE` or beyond them for none.
    """
    held = (index >= 0) & (index < len(chances))
    own = np.take_along_axis(chances, np.where(held, index, 0)[None].astype(np.int64), 0)[0]
    return np.where(held, own, np.nan)


def _by_bands(
    outcome: Outcome, linear: Linear, prepared: Prepared, ranks: Ranks, draws: int
) -> _Counts:
    """The draws counted by the band their score falls in.

    Where parts are missing the score could be anything from its low to its high, which lie the
    same stretch apart in every draw; it is in a band for certain when both are.
    """
    lead = prepared.inputs.lead
    shape = linear.low[lead:].shape
    gap = (linear.high - linear.low)[lead:].ravel()
    bands = [category.band or Band() for category in outcome.categories]
    counts = np.zeros((len(outcome.all_categories), gap.size))
    for cells, drawn in _drawn_scores(linear, prepared, ranks, draws):
        for at, band in enumerate(bands):
            top = band.high - gap[cells]
            counts[at, cells] += _passed(drawn, band.low, inclusive=band.low_inclusive)
            counts[at, cells] -= _passed(drawn, top, inclusive=not band.high_inclusive)
    found = np.maximum(counts, 0.0).reshape(-1, *shape)  # under 0 where the gap spans the band
    return _Counts(found, draws - found.sum(axis=0), np.zeros(shape))


def _by_tests(
    outcome: Outcome,
    result: Result,
    linear: Mapping[str, Linear],
    prepared: Prepared,
    ranks: Ranks,
    draws: int,
) -> _Counts:
    """The draws counted by the category their tests give."""
    lead = result.inputs.lead
    shape = result.outside[lead:].shape
    found = np.zeros((len(outcome.all_categories), *shape))
    undecided, nothing = np.zeros(shape), np.zeros(shape)
    drawn = {
        test.id: drawn_test(prepared, test, result.tests[test.id].truths, draws)
        for test in result.model.tests
        if test.input
    }
    for some in _slices(draws, _AT_A_TIME):
        truths: dict[str, CodeArray] = {}
        for test in result.model.tests:
            if test.input:
                truths[test.id] = drawn[test.id].truths(ranks[test.input][some])
            else:
                low, high = _scores_of(linear[test.score], prepared, ranks, draws, some)
                limits = prepared.limits[test.id][:, None]
                truths[test.id] = holds(test.compare, low, high, limits)
        one = by_conditions(outcome, truths, prepared.off, prepared.outside[:, None])
        index, why = one.index[lead:], one.why[lead:]
        for at in range(len(found)):
            found[at] += _how_many(index == at)
        undecided += _how_many(why == Why.UNDECIDED)
        nothing += _how_many((index == NONE) & (why == Why.NOTHING_HOLDS))
    return _Counts(found, undecided, nothing)


def _drawn_scores(
    linear: Linear, prepared: Prepared, ranks: Ranks, draws: int
) -> Iterator[tuple[slice, _Single]]:
    """The low end of a score, drawn: some cells of the years asked about, draws × cells."""
    lead = prepared.inputs.lead
    low = linear.low[lead:].ravel().astype(np.float32)
    tables = {pair: _flat(points_by_step(prepared, pair)[:, lead:]) for pair in linear.weights}
    rows = {
        pair: ranks[pair[0]].astype(np.int64) * len(table) // draws
        for pair, table in tables.items()
    }
    weights = {pair: _flat(weight[None, lead:])[0] for pair, weight in linear.weights.items()}
    for cells in _slices(low.size, _CELLS):
        weighed = {pair: table[:, cells] * weights[pair][cells] for pair, table in tables.items()}
        for some in _slices(draws, _AT_A_TIME):
            score = np.empty((some.stop - some.start, cells.stop - cells.start), np.float32)
            score[:] = low[cells]
            room = np.empty_like(score)
            for pair, table in weighed.items():
                np.take(table, rows[pair][some], axis=0, out=room, mode="clip")
                score += room
            yield cells, score


def _scores_of(
    linear: Linear, prepared: Prepared, ranks: Ranks, draws: int, some: slice
) -> tuple[FloatArray, FloatArray]:
    """The least and the most that some draws of a score could be; years × draws × areas."""
    low = np.repeat(linear.low[:, None], some.stop - some.start, axis=1)
    for pair, weight in linear.weights.items():
        table = points_by_step(prepared, pair)
        rows = ranks[pair[0]][some].astype(np.int64) * len(table) // draws
        low += np.moveaxis(table[rows], 0, 1) * weight[:, None]
    return low, low + (linear.high - linear.low)[:, None]


def _passed(score: _Single, edge: float | FloatArray, *, inclusive: bool) -> NDArray[np.uint8]:
    """How many draws of each cell lie over an edge, or at it where ``inclusive``."""
    near = _NEAR * np.maximum(1.0, np.abs(np.where(np.isfinite(edge), edge, 0.0)))
    limit = np.asarray(edge - near if inclusive else edge + near, np.float32)
    return _how_many(score >= limit, axis=0)


def _how_many(true: BoolArray, axis: int = 1) -> NDArray[np.uint8]:
    """How many are true along the draws, of which there are too few to overflow."""
    counted: NDArray[np.uint8] = np.add.reduce(true.view(np.uint8), axis=axis, dtype=np.uint8)
    return counted


def _flat(columns: NDArray[np.floating]) -> _Single:
    """Something × years × areas as something × cells."""
    return columns.reshape(len(columns), -1).astype(np.float32)


def _slices(length: int, size: int) -> Iterator[slice]:
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))

"""From scores and tests to categories, and to what an undecided area could be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.models.model import Band, Category, Outcome
from desktop.core.models.result import (
    NONE,
    CodeArray,
    IndexArray,
    OutcomeResult,
    Outside,
    Truth,
    Why,
)
from desktop.core.models.scoring import Points, steps


def by_bands(outcome: Outcome, score: Points, outside: CodeArray) -> OutcomeResult:
    """Categories by stretches of a score.

    Args:
        outcome: its categories all have bands, which meet and cover the score.
        score: years × … × areas.
        outside: of a shape that goes with the score.
    """
    bands = [category.band or Band() for category in outcome.categories]
    unknown = np.isnan(score.values)
    one = placed(bands, np.where(unknown, score.low, score.values))
    other = placed(bands, np.where(unknown, score.high, score.values))
    worst, best = np.minimum(one, other), np.maximum(one, other)
    shape = np.broadcast_shapes(worst.shape, outside.shape)
    met: dict[str, CodeArray] = {}
    for at, category in enumerate(outcome.categories):
        possible = (worst <= at) & (at <= best)
        met[category.id] = (possible + (possible & (worst == best))).astype(np.uint8)
    return _decided(np.broadcast_to(worst, shape), np.broadcast_to(best, shape), outside, met, met)


def by_conditions(
    outcome: Outcome, tests: Mapping[str, CodeArray], off: Collection[str], outside: CodeArray
) -> OutcomeResult:
    """Categories by conditions on tests.

    Args:
        outcome: its categories all have conditions.
        tests: the truths of all tests, years × … × areas.
        off: ids of the tests and, as ``@id``, the categories that are switched off.
        outside: of a shape that goes with the truths; an area that the model does not speak of
            breaks a row of years, and one that may be so makes it unknown.
    """
    holding: dict[str, CodeArray] = {}
    met: dict[str, CodeArray] = {}
    for id, category in outcome.by_need.items():
        known = {**tests, **{f"@{need}": met[need] for need in category.needs}}
        truth = condition(category, known, off)
        if f"@{id}" in off:
            truth = np.full_like(truth, Truth.FAILED)
        holding[id] = truth
        met[id] = in_a_row(truth, category.years, outside) if category.years > 1 else truth
    truths = [met[category.id] for category in outcome.categories]
    last = len(truths) if outcome.otherwise else NONE
    worst = np.full(np.broadcast_shapes(truths[0].shape, outside.shape), last, np.int16)
    best = worst.copy()
    for at in reversed(range(len(truths))):
        np.copyto(worst, at, where=truths[at] != Truth.FAILED)
        np.copyto(best, at, where=truths[at] == Truth.MET)
    return _decided(worst, best, outside, holding, met)


def condition(
    category: Category, known: Mapping[str, CodeArray], off: Collection[str]
) -> CodeArray:
    """Whether a category's condition holds this year.

    Tests that are off are left out: they neither fail ``all`` nor count for ``at_least``. A
    condition of which nothing is left never holds.
    """
    wanted = [known[name] for name in category.all if name not in off]
    counted = [known[name] for name in category.of if name not in off]
    shape = next(iter(known.values())).shape
    if category.at_least:
        sure = np.zeros(shape, np.int16)
        possible = np.zeros(shape, np.int16)
        for truth in counted:
            sure += truth == Truth.MET
            possible += truth != Truth.FAILED
        enough = (possible >= category.at_least).astype(np.uint8)
        wanted.append(enough + (sure >= category.at_least))
    if not wanted:
        return np.full(shape, Truth.FAILED, np.uint8)
    whole = wanted[0]
    for truth in wanted[1:]:
        whole = np.minimum(whole, truth)
    return whole


def in_a_row(truth: CodeArray, years: int, outside: CodeArray) -> CodeArray:
    """Whether something has held so many years in a row, up to and with each year.

    Years before the first row are unknown. So are years in which the area was not there or its
    residents were unknown, unless the condition failed in any case; where it was under the floor
    or of another sector the condition did not hold.
    """
    doubtful = (outside == Outside.ABSENT) | (outside == Outside.RESIDENTS_UNKNOWN)
    never = (outside == Outside.SECTOR) | (outside == Outside.UNDER_FLOOR)
    year = np.where(doubtful, np.minimum(truth, np.uint8(Truth.UNKNOWN)), truth)
    year = np.where(never, np.uint8(Truth.FAILED), year)
    row = year.copy()
    for back in range(1, years):
        earlier = np.full(year.shape, Truth.UNKNOWN, np.uint8)
        earlier[back:] = year[:-back]
        row = np.minimum(row, earlier)
    return row


def placed(bands: Sequence[Band], scores: FloatArray) -> IndexArray:
    """The index of the band that each score falls in; any shape, 0 or the last for NaN.

    The bands meet and run one way, so only the edges between them count.
    """
    falling = len(bands) > 1 and bands[0].low > bands[-1].low
    rising = list(reversed(bands)) if falling else list(bands)
    upper = rising[1:]
    passed = steps([band.low for band in upper], scores, [band.low_inclusive for band in upper])
    return np.int16(len(bands) - 1) - passed if falling else passed


def _decided(
    worst: IndexArray,
    best: IndexArray,
    outside: CodeArray,
    holding: Mapping[str, CodeArray],
    met: Mapping[str, CodeArray],
) -> OutcomeResult:
    """The categories, and why there is none where there is none."""
    inside = outside == Outside.INSIDE
    settled = worst == best
    why = np.where(settled, Why.CATEGORISED, Why.UNDECIDED)
    why = np.where(settled & (worst == NONE), Why.NOTHING_HOLDS, why)
    why = np.where(inside, why, Why.OUTSIDE).astype(np.uint8)
    none = np.int16(NONE)
    return OutcomeResult(
        np.where(inside & settled, worst, none),
        why,
        np.where(inside, worst, none),
        np.where(inside, best, none),
        holding,
        met,
    )

"""What draws of the inputs make of points and tests.

A draw is a rank: its place among evenly spread draws of the cell's distribution. A bound is moved
into the input's unit, and from there to the first rank that passes it; so draws meet it by
comparing ranks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Direction
from desktop.core.models.chance import (
    even_places,
    numbers_at,
    places_of,
    ranks_of,
    spread_of,
    varies,
)
from desktop.core.models.columns import BoolArray, InputColumns
from desktop.core.models.engine import Prepared
from desktop.core.models.linear import Pair
from desktop.core.models.measured import measure
from desktop.core.models.model import Comparison, Line, Measured, Test
from desktop.core.models.nearness import crossing
from desktop.core.models.result import CodeArray, Truth

LADDER_STEPS = 400  # of a distribution, that points of a ladder are tabulated in
LINE_STEPS = 200  # the same along a line, whose steps are small

RankArray = NDArray[np.int16]


def points_by_step(prepared: Prepared, pair: Pair) -> NDArray[np.float32]:
    """The points of an input by a rule at even steps through each cell's distribution.

    Returns:
        Steps × years × areas. What stands where there is no number means nothing, but is finite.
    """
    input_id, rule_id = pair
    rule = prepared.model.rule_by_id[rule_id]
    if rule.line is not None:
        return _along_line(prepared, input_id, rule.of, rule.line, adverse=rule.adverse)
    steps = np.arange(LADDER_STEPS, dtype=np.int16)[:, None, None]
    shape = prepared.inputs.residents.shape
    passed = np.zeros((LADDER_STEPS, *shape), np.uint8)
    for bound in rule.bounds:
        first, upward = first_beyond(
            prepared, input_id, rule.of, np.array([[bound]]), LADDER_STEPS,
            adverse=rule.adverse, at=not rule.upper_inclusive,
        )  # fmt: skip
        passed += steps >= first if upward else steps < first
    return np.asarray(rule.points, np.float32)[passed]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnTest:
    """A test of an input, ready to be drawn: from which rank on its limit is passed.

    ``first`` and ``unknown`` are years × areas; the ranks from ``first`` up meet the test where
    ``rising``, else those under it. What is unknown as observed is unknown in any draw.
    """

    first: RankArray
    rising: bool
    unknown: BoolArray

    def truths(self, ranks: RankArray) -> CodeArray:
        """Whether each rank meets the test; years × ranks × areas."""
        row, first = ranks[None, :, None], self.first[:, None, :]
        met = row >= first if self.rising else row < first
        truths = met.view(np.uint8) << np.uint8(1)  # Truth.MET and Truth.FAILED
        np.copyto(truths, np.uint8(Truth.UNKNOWN), where=self.unknown[:, None, :])
        return truths


def drawn_test(prepared: Prepared, test: Test, observed: CodeArray, draws: int) -> DrawnTest:
    """A test of an input (not of a score) made ready for ``draws`` ranks.

    ``observed`` are the truths of the observed numbers.
    """
    at = test.compare in (Comparison.AT_LEAST, Comparison.BELOW)
    first, upward = first_beyond(
        prepared, test.input, test.of, prepared.limits[test.id], draws, adverse=test.adverse, at=at
    )
    over = test.compare in (Comparison.ABOVE, Comparison.AT_LEAST)
    return DrawnTest(first, upward == over, observed == Truth.UNKNOWN)


def first_beyond(
    prepared: Prepared,
    input_id: str,
    of: Measured,
    limit: FloatArray,
    draws: int,
    *,
    adverse: bool,
    at: bool,
) -> tuple[RankArray, bool]:
    """The rank of ``draws`` from which on what is measured lies beyond a limit.

    Returns:
        Years × areas, and whether the ranks from there up are beyond (else those under it).
    """
    columns = prepared.inputs.inputs[input_id]
    turned = adverse and columns.direction is Direction.BETTER
    passing = crossing(of, limit, prepared.yardsticks[input_id], turned=turned, at=at)
    if of is Measured.CHANGE:
        away = passing.numbers - columns.cells.values
        with np.errstate(invalid="ignore", divide="ignore"):
            places = away / _spread_of_change(columns)
        steady = np.isnan(places) | np.isinf(places)
    else:
        # Going down, the first rank that is not beyond is where the number itself no longer is.
        reached = passing.at if passing.upward else ~passing.at
        places = places_of(columns, passing.numbers, reached)
        steady = ~varies(columns)
    first = ranks_of(places, draws)
    beyond = passing.beyond(columns.cells.values)
    fixed = np.where(beyond == passing.upward, 0, draws).astype(np.int16)
    return np.where(steady, fixed, first), passing.upward


def _along_line(
    prepared: Prepared, input_id: str, of: Measured, line: Line, *, adverse: bool
) -> NDArray[np.float32]:
    columns = prepared.inputs.inputs[input_id]
    places = even_places(LINE_STEPS)
    if of is Measured.CHANGE:
        numbers = columns.cells.values[:, None] + (
            places[:, None] * _spread_of_change(columns)[:, None]
        )
    else:
        numbers = numbers_at(columns, places)
    turned = adverse and columns.direction is Direction.BETTER
    seen = measure(of, prepared.yardsticks[input_id], numbers, turned=turned)
    points = np.interp(np.nan_to_num(seen), line.measured, line.points)
    return np.moveaxis(points, 1, 0).astype(np.float32)


def _spread_of_change(columns: InputColumns) -> FloatArray:
    """The standard deviation by chance of a number less that of the year before; years × areas."""
    now = spread_of(columns)
    before = np.zeros(now.shape)
    before[1:] = now[:-1]
    return np.hypot(now, before)

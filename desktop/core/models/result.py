"""What came of a model: points, scores, tests and categories over years × areas.

Every array has the year first and the area last. What the engine works on may have axes between
them (draws of a simulation), and its parts keep those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.models.columns import BoolArray, ModelInputs
from desktop.core.models.model import Model

CodeArray = NDArray[np.uint8]
IndexArray = NDArray[np.int16]
NONE = -1  # the category index of an area without a category


class Truth(IntEnum):
    """What is known of a test. *And* is the least of them, *or* the greatest."""

    FAILED = 0
    UNKNOWN = 1  # its number is not shown
    MET = 2


class Outside(IntEnum):
    """Why the model does not speak of an area."""

    INSIDE = 0  # it does
    ABSENT = 1  # there was no such area that year
    SECTOR = 2  # it is of another sector
    RESIDENTS_UNKNOWN = 3
    UNDER_FLOOR = 4  # too few residents


class Why(IntEnum):
    """Why an area has no category in an outcome."""

    CATEGORISED = 0  # it has one
    OUTSIDE = 1  # the model does not speak of it
    UNDECIDED = 2  # numbers are missing; ``worst`` and ``best`` say what it could be
    NOTHING_HOLDS = 3  # no category's condition holds and the model names no other


@dataclass(frozen=True, slots=True, eq=False)
class PartResult:
    """One part of a score. NaN where its number is not there.

    ``low`` and ``high`` are the fewest and the most points it could have if no number behind it
    were missing. ``share`` is its part of the score's weights after those that are missing
    were left out, 0 for a part left out, NaN where there is no score.
    """

    measured: FloatArray  # NaN throughout for a part that is a score
    points: FloatArray
    low: FloatArray
    high: FloatArray
    share: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ScoreResult:
    """A score. ``low`` and ``high`` are what it could be if every missing part had a number."""

    values: FloatArray
    low: FloatArray
    high: FloatArray
    missing: NDArray[np.int64]  # how many of its parts had no number
    parts: tuple[PartResult, ...]  # in the model's order


@dataclass(frozen=True, slots=True, eq=False)
class TestResult:
    """A test. ``on`` is false where it is switched off; its truths are worked out all the same.

    ``distance`` is how far the number lies on the side that meets the test: negative where it
    fails, 0 at the limit, in the number's unit.
    """

    __test__ = False  # not a test of the program

    values: FloatArray
    limits: FloatArray  # a limit per year (years × 1)
    truths: CodeArray  # Truth
    distance: FloatArray
    rounding: BoolArray  # the rounded numbers would have decided otherwise
    on: bool


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeResult:
    """Categories of one outcome.

    Indices count ``Outcome.all_categories``, worst first; :data:`NONE` for no category.
    ``worst`` and ``best`` are what the category could be: the category itself where it is decided,
    :data:`NONE` where the model does not speak of the area. A ``best`` of :data:`NONE` with
    a ``worst`` that is none of it means: that one or none at all.
    ``holds`` is, category by category of ``Outcome.categories``, whether its own condition holds
    this year; ``met`` whether it holds so many years in a row as it asks for.
    """

    index: IndexArray
    why: CodeArray  # Why
    worst: IndexArray
    best: IndexArray
    holds: Mapping[str, CodeArray]  # Truth
    met: Mapping[str, CodeArray]  # Truth


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A model worked out. Rows are those of ``inputs``, the first ``inputs.lead`` looked back at.

    Numbers, intervals, the periods and the indicators they come from lie in ``inputs``.
    """

    model: Model
    inputs: ModelInputs
    outside: CodeArray  # Outside, years × areas
    scores: Mapping[str, ScoreResult]
    tests: Mapping[str, TestResult]
    outcomes: Mapping[str, OutcomeResult]

    @property
    def inside(self) -> BoolArray:
        """The areas that the model speaks of."""
        inside: BoolArray = self.outside == Outside.INSIDE
        return inside

    @property
    def switched_off(self) -> tuple[str, ...]:
        """The switches that were off."""
        switches = self.inputs.switches
        return tuple(
            switch.id
            for switch in self.model.switches
            if not switches.get(switch.id, switch.default)
        )

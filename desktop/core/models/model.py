"""What a categorisation model says, once its file is read and found to hold together."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from desktop.core.indicators import Text


class Status(StrEnum):
    """Where a model comes from; it is said wherever its categories are shown."""

    OFFICIAL = "official"  # rules that a law or an authority has written down
    AFTER_MODEL = "after-model"  # our reading of somebody's model
    OWN = "own"  # made by whoever uses the program


class Measured(StrEnum):
    """What is measured of an input before it becomes points or meets a limit."""

    VALUE = "value"  # as it is, in its unit
    DIFFERENCE = "difference"  # from the municipality, in its unit
    RATIO = "ratio"  # the municipality = 100
    Z = "z"  # standard deviations from the mean of the model's areas
    PERCENTILE = "percentile"  # 0-100: share of the model's other areas that lie below, ties half
    CHANGE = "change"  # from the same part of the year before, in its unit


class Combine(StrEnum):
    """How the parts of a score are put together."""

    SUM = "sum"
    MEAN = "mean"


class Missing(StrEnum):
    """What a score does about a part that has no number."""

    NONE = "none"  # there is no score
    REWEIGHT = "reweight"  # the parts there are stand for all
    LOWEST = "lowest"  # the part counts its lowest points


class Comparison(StrEnum):
    """Which side of a limit meets a test."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="


class Otherwise(StrEnum):
    """What stands for a reference in a year that has no value."""

    LATEST = "latest"  # the newest value at or before the year
    NONE = "none"  # nothing: the test is undecided


@dataclass(frozen=True, slots=True)
class Population:
    """Whom the model speaks of.

    ``most_years_old`` is how many years before the asked period an input may lie. ``new_year``: of
    a whole year the residents of its first day are meant.
    """

    residents_minimum: float = 0.0
    sector: str = ""
    most_years_old: int = 2
    new_year: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """An indicator that goes in; the alternatives are tried in order where it is absent.

    ``years`` 2 pools the same part of two years: ratio of sums, ready values their mean.
    ``new_year``: of a whole year the number as on its first day is meant.
    """

    id: str
    indicator: str
    alternatives: tuple[str, ...] = ()
    years: int = 1
    name: Text = field(default_factory=Text)
    new_year: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A number from outside the extract, by year, such as a national mean."""

    id: str
    values: Mapping[int, float]
    name: Text = field(default_factory=Text)
    unit: str = ""
    source: Text = field(default_factory=Text)
    otherwise: Otherwise = Otherwise.LATEST


@dataclass(frozen=True, slots=True)
class Switch:
    """A part of the model that may be turned off; the result says whether it was."""

    id: str
    default: bool = True
    name: Text = field(default_factory=Text)
    note: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Line:
    """Points along a straight line between two measured numbers, level outside them."""

    measured: tuple[float, float]  # rising
    points: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a measured number becomes points: by a ladder of bounds, or along a line.

    ``adverse``: measured so that more is worse, by the indicator's direction. A number at a bound
    belongs above it, below it with ``upper_inclusive``.
    """

    id: str
    of: Measured
    adverse: bool = False
    bounds: tuple[float, ...] = ()
    points: tuple[float, ...] = ()  # one more than bounds; empty with a line
    upper_inclusive: bool = False
    line: Line | None = None

    @property
    def lowest(self) -> float:
        """The fewest points the rule gives."""
        return min(self.line.points if self.line else self.points)

    @property
    def highest(self) -> float:
        """The most points the rule gives."""
        return max(self.line.points if self.line else self.points)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: an input by a rule, or another score. The other names are empty."""

    input: str = ""
    rule: str = ""
    score: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """Points put together. ``least`` parts must be there where the others may be missing."""

    id: str
    parts: tuple[Part, ...]
    name: Text = field(default_factory=Text)
    combine: Combine = Combine.SUM
    missing: Missing = Missing.NONE
    least: int = 1

    @property
    def needs(self) -> tuple[str, ...]:
        """The scores it is made of."""
        return tuple(part.score for part in self.parts if part.score)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a test compares with: a fixed number, or a reference so many times."""

    value: float = math.nan
    reference: str = ""
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Test:
    """A threshold test of an input or of a score (the other name is empty).

    ``decimals`` are those the number is published with; the exact number decides, and the result
    says where the rounded one would have decided otherwise. ``switch`` turns the test off.
    """

    __test__ = False  # not a test of the program

    id: str
    compare: Comparison
    limit: Limit
    input: str = ""
    score: str = ""
    of: Measured = Measured.VALUE
    adverse: bool = False
    name: Text = field(default_factory=Text)
    decimals: int = 1
    switch: str = ""
    short: Text = field(default_factory=Text)  # the name where many stand side by side


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a score; open ends are infinite."""

    low: float = -math.inf
    high: float = math.inf
    low_inclusive: bool = True  # ``from``; not with ``above``
    high_inclusive: bool = False  # ``to``; not with ``below``


@dataclass(frozen=True, slots=True)
class Category:
    """A category and its condition: a band of the outcome's score, or tests.

    Tests: at least ``at_least`` of ``of`` and every one of ``all``; each names a test, or
    ``@id`` another category of the same outcome. All of that must hold ``years`` years in a row.
    ``switch`` turns the category off: it then never holds.
    """

    id: str
    name: Text
    sentence: Text = field(default_factory=Text)
    band: Band | None = None
    at_least: int = 0
    of: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    years: int = 1
    switch: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """The other categories that its condition names."""
        return tuple(name[1:] for name in (*self.of, *self.all) if name.startswith("@"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One division of the areas: categories, worst first; the first that holds is the area's."""

    id: str
    categories: tuple[Category, ...]
    name: Text = field(default_factory=Text)
    score: str = ""
    otherwise: Category | None = None

    @property
    def all_categories(self) -> tuple[Category, ...]:
        """The categories that a result's index counts: worst first, ``otherwise`` last."""
        return (*self.categories, self.otherwise) if self.otherwise else self.categories

    @property
    def by_need(self) -> Mapping[str, Category]:
        """The categories by id, each after those that its condition names."""
        return in_order(self.categories, lambda category: category.needs)

    @property
    def memory(self) -> int:
        """How many years back the categories look that must hold years in a row."""
        back: dict[str, int] = {}
        for id, category in self.by_need.items():
            back[id] = category.years - 1 + max((back[need] for need in category.needs), default=0)
        return max(back.values(), default=0)


@dataclass(frozen=True)
class Model:
    """A whole model. The tuples keep the order of the file; scores may be in any order there."""

    id: str
    version: str
    status: Status
    name: Text
    sentence: Text = field(default_factory=Text)
    source: Text = field(default_factory=Text)
    note: Text = field(default_factory=Text)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    population: Population = field(default_factory=Population)
    inputs: tuple[Input, ...] = ()
    references: tuple[Reference, ...] = ()
    switches: tuple[Switch, ...] = ()
    rules: tuple[Rule, ...] = ()
    scores: tuple[Score, ...] = ()
    tests: tuple[Test, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    doubt: Text = field(default_factory=Text)  # what has to be known with every list by the model
    unconfirmed: Text = field(default_factory=Text)  # which parts of the rules are
    claims: bool = False  # said to be official, but is none of the program's own files
    differs: bool = False  # has the id of one of the program's own, but says something else

    @cached_property
    def input_by_id(self) -> Mapping[str, Input]:
        """The inputs by id."""
        return {each.id: each for each in self.inputs}

    @cached_property
    def rule_by_id(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return {each.id: each for each in self.rules}

    @cached_property
    def score_by_id(self) -> Mapping[str, Score]:
        """The scores by id, each after those it is made of."""
        return in_order(self.scores, lambda score: score.needs)

    @cached_property
    def test_by_id(self) -> Mapping[str, Test]:
        """The tests by id."""
        return {each.id: each for each in self.tests}

    @cached_property
    def outcome_by_id(self) -> Mapping[str, Outcome]:
        """The outcomes by id."""
        return {each.id: each for each in self.outcomes}

    @property
    def memory(self) -> int:
        """How many years before the asked one the model looks back at."""
        measured = [*(rule.of for rule in self.rules), *(test.of for test in self.tests)]
        streaks = (outcome.memory for outcome in self.outcomes)
        return max(streaks, default=0) + int(Measured.CHANGE in measured)


_Named = TypeVar("_Named", bound="Score | Category")


def in_order(
    items: Sequence[_Named], needs: Callable[[_Named], Collection[str]]
) -> dict[str, _Named]:
    """The items by id, each after those it is made of; what stands in a circle is left out."""
    ordered: dict[str, _Named] = {}
    waiting = list(items)
    while ready := [each for each in waiting if all(need in ordered for need in needs(each))]:
        ordered |= {each.id: each for each in ready}
        waiting = [each for each in waiting if each.id not in ordered]
    return ordered

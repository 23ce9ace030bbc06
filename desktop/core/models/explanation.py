"""The facts of an explanation: what an area's category is made of, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.disclosure import State
from desktop.core.models.model import Comparison, Measured, Missing, Status
from desktop.core.models.result import Outside, Truth, Why


@dataclass(frozen=True, slots=True)
class Number:
    """A number that goes in. ``replaced`` is the indicator asked for, where another stands in."""

    input: str
    name: str
    indicator: str  # empty where the extract has none of those asked for
    replaced: str
    periods: tuple[str, ...]  # newest first
    state: State
    value: float
    low: float  # 95 % interval
    high: float
    counted: float
    base: float
    municipality: float
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Points:
    """A part of a score. ``share`` is its part of the weights that were used.

    ``over`` and ``under`` are the bounds of the ladder that the measured number lies between,
    infinite at the ends and NaN along a line or where there is no number.
    """

    name: str
    input: str  # or
    score: str
    of: Measured
    turned: bool  # measured the other way round, because more is better
    measured: float
    points: float
    lowest: float
    highest: float
    weight: float
    share: float
    over: float
    under: float


@dataclass(frozen=True, slots=True)
class Sum:
    """A score with its parts. ``low`` and ``high`` are what it could be where it is NaN."""

    id: str
    name: str
    value: float
    low: float
    high: float
    lowest: float  # the least and the most that the score can be for any area
    highest: float
    missing: int
    handling: Missing
    parts: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A number from outside, as it was used."""

    id: str
    name: str
    value: float
    unit: str
    year: int | None
    given: bool  # by whoever asked
    times: float


@dataclass(frozen=True, slots=True)
class Tested:
    """A test of the area. ``distance`` is negative where it fails."""

    id: str
    name: str
    of: Measured
    number: float
    compare: Comparison
    limit: float
    unit: str
    decimals: int
    truth: Truth
    distance: float
    rounding: bool  # the rounded number would have decided otherwise
    on: bool
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of a category; an empty id is 'undecided' or no category."""

    id: str
    name: str
    chance: float
    years: int = 1  # in a row that the category asks for


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The next category on a score: how many points to it, and whether its edge is in it.

    Where the score goes by steps ``points`` are those to the nearest score it can have there,
    else those to the edge.
    """

    id: str
    name: str
    edge: float
    points: float
    worse: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class Alone:
    """A change of one number that would alone change the category; see ``turning.Turn``."""

    name: str
    now: float
    number: float
    upward: bool
    included: bool
    exact: bool
    people: int
    base: float
    unit: str
    decimals: int
    category: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """A category by tests that does not hold, and which of its tests fail or are unknown.

    ``needed`` is how many of ``failing`` are still to be met among those counted; ``every`` are
    those without which it cannot hold.
    """

    id: str
    name: str
    needed: int
    failing: tuple[str, ...]
    every: tuple[str, ...]
    years: int  # in a row, where its condition holds this year but not long enough; else 0


@dataclass(frozen=True, slots=True)
class Hanging:
    """How many areas change category when a weight is changed or a test left out.

    ``becomes`` is the name of the category that this area then has, empty where it has none.
    """

    name: str
    factor: float
    areas: int
    this: bool
    becomes: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One outcome for the area."""

    id: str
    name: str
    category: str  # empty where there is none
    category_name: str
    sentence: str
    why: Why
    worst: str  # names of what it could be where it is undecided
    best: str
    holding: tuple[str, ...]  # names of all categories whose condition holds
    score: str
    chances: tuple[Chance, ...]  # most likely first; empty where they were not worked out
    neighbours: tuple[Neighbour, ...]
    alone: tuple[Alone, ...]
    lacking: tuple[Lacking, ...]
    hanging: tuple[Hanging, ...]
    compared: int  # areas with a category


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an area has its categories in the newest year of a result."""

    model: str
    name: str
    version: str
    status: Status
    code: str
    area: str
    period: str
    outside: Outside
    residents: float
    residents_minimum: float
    sector: str
    numbers: tuple[Number, ...]
    sums: tuple[Sum, ...]
    tests: tuple[Tested, ...]
    verdicts: tuple[Verdict, ...]
    switched_off: tuple[str, ...]  # names
    steady: tuple[str, ...]  # names of inputs that do not vary
    note: str

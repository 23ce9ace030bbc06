"""What may be said of an area in a few sentences: claims as facts, each with what bears it out.

The words are in :mod:`desktop.core.areatext`. A claim of certainty carries the interval that it
stands on, so that whoever doubts a sentence can hold it against the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop.core.comparisons import Verdict
from desktop.core.dataset import Dataset
from desktop.core.differences import picked
from desktop.core.disclosure import State
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.intervals import cell_intervals, difference_intervals
from desktop.core.measures import restricted
from desktop.core.models.result import NONE, Result
from desktop.core.models.shown import score_words
from desktop.core.periods import Period
from desktop.core.profile import Profile, Row
from desktop.core.profilewords import title_of

MOST_MOVED = 2  # that are named; more are counted
_LONGEST_NAME = 60  # letters of an area's name in a sentence


class Certainty(StrEnum):
    """What an interval allows to be said of a difference or a change."""

    SURE = "sure"  # its 95 % interval leaves out zero
    CHANCE = "chance"  # zero lies in it
    UNDECIDED = "undecided"  # there is no interval
    KNOWN = "known"  # a plain count: nothing about it is uncertain


class Nothing(StrEnum):
    """Why there is no number to tell of."""

    GONE = "gone"  # the area did not exist at the time
    UNASKED = "unasked"  # there are no indicators
    WITHHELD = "withheld"  # all numbers concern too few people
    PARTLY = "partly"  # some are withheld, and the rest were never supplied
    EMPTY = "empty"  # none was supplied, or none has a meaning


@dataclass(frozen=True, slots=True)
class Headline:
    """The number that the text opens with.

    ``counted`` and ``base`` are NaN where nothing is counted behind it. ``period`` is None where it
    is that of the profile.
    """

    area: str
    indicator: Indicator
    period: Period | None
    value: float
    counted: float
    base: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How the headline lies to the municipality. ``low`` and ``high``: of the difference."""

    indicator: Indicator
    other: float
    difference: float
    low: float
    high: float
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Change:
    """How a number has changed in a year, in its own unit. ``low`` and ``high``: of the change."""

    indicator: Indicator
    before: Period
    change: float
    low: float
    high: float
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Overall:
    """How many numbers can be judged, and how many surely lie above and below the municipality."""

    compared: int
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Unjudged:
    """How many numbers lie above and below the municipality, none of which can be judged."""

    numbers: int
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Farthest:
    """The sure difference that is the largest in proportion to the municipality's number.

    ``headline`` is whether it is the one that the text opens with, and ``alone`` whether it is the
    only sure one.
    """

    indicator: Indicator
    value: float
    other: float
    relative: float
    low: float
    high: float
    headline: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Other numbers that have surely changed: the largest, and how many more there are."""

    changes: tuple[Change, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Placing:
    """A category by one outcome of a model, with its points in words where it goes by points.

    ``outcome`` is empty where the model has no other.
    """

    model: str
    outcome: str
    category: str
    points: str


@dataclass(frozen=True, slots=True)
class Uncompared:
    """None of the numbers can be held against the municipality."""

    numbers: int


@dataclass(frozen=True, slots=True)
class Reservation:
    """How many numbers are withheld, how many are absent, and how many stand on few."""

    withheld: int
    absent: int
    small: int


@dataclass(frozen=True, slots=True)
class Silent:
    """There is no number to tell of; ``numbers`` is how many were asked for."""

    area: str
    why: Nothing
    numbers: int


Statement = (
    Headline | Standing | Change | Overall | Unjudged | Farthest | Moved | Placing | Uncompared
    | Reservation | Silent
)  # fmt: skip


def statements_of(
    data: Dataset, profile: Profile, headline: str = "", placings: Sequence[Placing] = ()
) -> tuple[Statement, ...]:
    """What may be said of a profile that is held against the municipality, in order.

    Args:
        data: the extract that the profile is of.
        profile: the facts; its question is the municipality.
        headline: the id of the indicator to open with, where its number is shown; else the first
            that may be (:func:`headline_row`).
        placings: the area's categories, from :func:`placings_of`.
    """
    area = title_of(profile.key)
    if len(area) > _LONGEST_NAME:
        area = ""
    why = _nothing(profile)
    if why is not None:
        return (Silent(area, why, len(profile.rows)), *placings)
    first = headline_row(profile, headline)
    assert first is not None  # something is shown
    shown = [row for row in profile.rows if row.shown]
    made: list[Statement] = [_headline(profile, area, first)]
    standing = _standing(first)
    if standing is not None:
        made.append(standing)
    change = change_of(data, profile, first)
    if change is not None:
        made.append(change)
    made += _overall(shown, first)
    moved = _moved(data, profile, [row for row in shown if row is not first])
    if moved is not None:
        made.append(moved)
    made += placings
    reservation = _reservation(profile.rows)
    if reservation is not None:
        made.append(reservation)
    return tuple(made)


def headline_row(profile: Profile, wanted: str = "") -> Row | None:
    """The row that a profile opens with; None where no number is shown.

    The one wanted where it is shown, else the first of those that tell most: shares with a
    direction before other shares and rates, what can be compared before what cannot, plain counts
    last.
    """
    shown = [row for row in profile.rows if row.shown]
    chosen = [row for row in shown if row.indicator.id == wanted] or sorted(shown, key=_opening)
    return chosen[0] if chosen else None


def change_of(data: Dataset, profile: Profile, row: Row) -> Change | None:
    """How a row has changed in a year, with its interval; None where either end is not shown."""
    if row.before is None or not math.isfinite(row.change):
        return None
    indicator = row.indicator
    low = high = math.nan
    if indicator.kind in (Kind.SHARE, Kind.RATE):
        exists = data.areas(profile.level).valid_on(row.before.end)
        then = restricted(data.cells(indicator.id, profile.level, row.before), exists)
        earlier = picked(then, np.array([profile.position]))
        ends = difference_intervals(
            row.cell.values,
            cell_intervals(row.cell, indicator.kind, indicator.per),
            earlier.values,
            cell_intervals(earlier, indicator.kind, indicator.per),
        )
        low, high = (float(end[0]) for end in ends)
    certainty = Certainty.KNOWN if indicator.kind is Kind.COUNT else _certainty(low, high)
    return Change(indicator, row.before, row.change, low, high, certainty)


def placings_of(result: Result | None, area: int) -> tuple[Placing, ...]:
    """The categories of an area by a model, worst model first as the model has them.

    Empty where there is no result, and without the outcomes by which the area has no category.
    """
    if result is None:
        return ()
    outcomes = result.model.outcomes
    made = []
    for outcome in outcomes:
        index = int(result.outcomes[outcome.id].index[-1, area])
        if index != NONE:
            made.append(
                Placing(
                    str(result.model.name),
                    str(outcome.name) if len(outcomes) > 1 else "",
                    str(outcome.all_categories[index].name),
                    score_words(result, outcome, area),
                )
            )
    return tuple(made)


def _opening(row: Row) -> tuple[bool, bool, bool, bool]:
    """Sort key: what is best to open with, first."""
    indicator = row.indicator
    return (
        indicator.kind is Kind.COUNT,
        not _is_compared(row),
        indicator.kind is Kind.MEAN,
        indicator.kind is not Kind.SHARE or indicator.direction is Direction.NEITHER,
    )


def _nothing(profile: Profile) -> Nothing | None:
    if not profile.exists:
        return Nothing.GONE
    if not profile.rows:
        return Nothing.UNASKED
    if any(row.shown for row in profile.rows):
        return None
    withheld = sum(_is_withheld(row) for row in profile.rows)
    if withheld == len(profile.rows):
        return Nothing.WITHHELD
    return Nothing.PARTLY if withheld else Nothing.EMPTY


def _headline(profile: Profile, area: str, row: Row) -> Headline:
    return Headline(
        area,
        row.indicator,
        row.period if row.period != profile.period else None,
        float(row.cell.values[0]),
        float(row.cell.numerators[0]),
        float(row.cell.denominators[0]),
    )


def _standing(row: Row) -> Standing | None:
    comparison = row.comparison
    if comparison is None or not math.isfinite(comparison.difference):
        return None
    return Standing(
        row.indicator,
        float(comparison.other.values[0]),
        comparison.difference,
        comparison.low,
        comparison.high,
        _certainty_of(comparison.verdict),
    )


def _overall(shown: Sequence[Row], first: Row) -> list[Statement]:
    """How many lie surely apart, and which of them does most."""
    comparable = [row for row in shown if row.indicator.kind is not Kind.COUNT]
    differing = [row for row in comparable if _is_compared(row)]
    judged = [row for row in differing if _is_judged(row)]
    if not differing:
        return [Uncompared(len(comparable))] if comparable else []
    if not judged and len(differing) > 1:
        signs = [row.comparison.difference for row in differing if row.comparison is not None]
        return [Unjudged(len(signs), sum(s > 0 for s in signs), sum(s < 0 for s in signs))]
    if len(judged) < 2:
        return []
    above = [row for row in judged if _verdict(row) is Verdict.SURE_HIGHER]
    below = [row for row in judged if _verdict(row) is Verdict.SURE_LOWER]
    made: list[Statement] = [Overall(len(judged), len(above), len(below))]
    sized = [row for row in (*above, *below) if math.isfinite(_relative(row))]
    if sized:
        order = {id(row): at for at, row in enumerate(shown)}
        row = min(sized, key=lambda each: (-abs(_relative(each)), order[id(each)]))
        comparison = row.comparison
        assert comparison is not None
        alone = len(above) + len(below) == 1
        if not (alone and row is first):  # which the sentence before has said
            made.append(
                Farthest(
                    row.indicator,
                    float(row.cell.values[0]),
                    float(comparison.other.values[0]),
                    comparison.relative,
                    comparison.low,
                    comparison.high,
                    row is first,
                    alone,
                )
            )
    return made


def _moved(data: Dataset, profile: Profile, rows: Sequence[Row]) -> Moved | None:
    sure = [change for row in rows if row.moved and (change := change_of(data, profile, row))]
    sure.sort(key=lambda each: -abs(each.change) / max(abs(each.high - each.low), 1e-12))
    return Moved(tuple(sure[:MOST_MOVED]), len(sure[MOST_MOVED:])) if sure else None


def _reservation(rows: Sequence[Row]) -> Reservation | None:
    withheld = sum(_is_withheld(row) for row in rows)
    absent = sum(not row.shown for row in rows) - withheld
    small = sum(row.small for row in rows)
    return Reservation(withheld, absent, small) if withheld or absent or small else None


def _is_withheld(row: Row) -> bool:
    return bool(row.cell.states[0] == State.WITHHELD)


def _is_compared(row: Row) -> bool:
    return row.comparison is not None and math.isfinite(row.comparison.difference)


def _is_judged(row: Row) -> bool:
    return row.comparison is not None and row.comparison.verdict is not Verdict.UNDECIDED


def _verdict(row: Row) -> Verdict:
    return row.comparison.verdict if row.comparison is not None else Verdict.UNDECIDED


def _relative(row: Row) -> float:
    return row.comparison.relative if row.comparison is not None else math.nan


def _certainty_of(verdict: Verdict) -> Certainty:
    return {
        Verdict.SURE_HIGHER: Certainty.SURE,
        Verdict.SURE_LOWER: Certainty.SURE,
        Verdict.MAY_BE_CHANCE: Certainty.CHANCE,
        Verdict.UNDECIDED: Certainty.UNDECIDED,
    }[verdict]


def _certainty(low: float, high: float) -> Certainty:
    if math.isnan(low) or math.isnan(high):
        return Certainty.UNDECIDED
    return Certainty.SURE if low > 0 or high < 0 else Certainty.CHANCE

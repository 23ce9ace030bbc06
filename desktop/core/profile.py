"""What a profile holds: everything that is said of one area on many indicators at one time.

All of it is facts without any layout: the same go on a screen, on paper and into words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from desktop.core.areas import Effort
from desktop.core.comparisons import (
    Against,
    Comparison,
    Question,
    Verdict,
    compare,
    name_of,
)
from desktop.core.dataset import Dataset
from desktop.core.differences import picked
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.intervals import cell_intervals, is_small
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.periods import Period, latest
from desktop.core.places import place_ranges
from desktop.core.profilekey import Key, efforts_of, key_of
from desktop.core.sentences import is_beyond_chance
from desktop.core.similar import Neighbours, neighbours, size_traits

MOST_ROWS = 16  # what fits one screen with its headings
MOST_TELLING = 6


class Lean(StrEnum):
    """Which way a number leans from what it is held against, so far as that may be said."""

    MORE = "more"  # surely more adverse
    LESS = "less"  # surely less adverse
    APART = "apart"  # surely different, on an indicator that is neither good nor bad
    UNSURE = "unsure"  # may be chance, or cannot be decided
    NONE = "none"  # there is no difference to speak of


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A course of one area and of the municipality; a cell per period of each."""

    periods: tuple[Period, ...]
    cells: Cells
    whole_periods: tuple[Period, ...]
    whole: Cells


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One indicator of the area.

    Attributes:
        indicator: what is counted.
        heading: the name of its dimension.
        period: its own, the newest over by the time asked for; None where it has none.
        cell: the area's number, of length 1.
        low, high: its 95 % interval; NaN where it has none.
        small: whether it stands on few.
        comparison: how it lies to what it is held against; None where that cannot be made.
        lean: which way, so far as that may be said.
        before: the same part of the year before, None where the indicator has no such period.
        change: since then, in the indicator's unit; NaN where either is not shown.
        moved: whether the change is more than chance.
        best, worst: between which places the area stands, highest first; 0 where not known.
        among: how many areas are shown.
        withheld: how many areas are withheld at that time.
    """

    indicator: Indicator
    heading: str
    period: Period | None
    cell: Cells
    low: float
    high: float
    small: bool
    comparison: Comparison | None
    lean: Lean
    before: Period | None
    change: float
    moved: bool
    best: int
    worst: int
    among: int
    withheld: int

    @property
    def shown(self) -> bool:
        """Whether there is a number to show."""
        return bool(self.cell.states[0] == State.SHOWN)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One area at one time, held against one thing.

    ``like`` are the similar areas where that is what it is held against, and ``like_names`` their
    names. ``against_name`` is the name of the district, sector or organisation, empty where none is
    needed. ``lines`` hold the courses by indicator, so far as they have been read. ``efforts`` are
    those of the area, oldest first.
    """

    level: str
    position: int
    period: Period
    exists: bool
    key: Key
    question: Question
    against_name: str
    like: Neighbours | None
    like_names: tuple[str, ...]
    rows: tuple[Row, ...]
    efforts: tuple[Effort, ...]
    lines: Mapping[str, Line]

    def row(self, indicator: str) -> Row | None:
        """The row of an indicator; None where it has none."""
        return next((row for row in self.rows if row.indicator.id == indicator), None)


def profile_of(
    data: Dataset,
    level: str,
    position: int,
    period: Period,
    indicators: Sequence[str],
    question: Question | None = None,
) -> Profile:
    """The profile of an area; courses are read apart, by :func:`with_lines`.

    Args:
        data: the open extract.
        level: of the area.
        position: of the area on its level.
        period: the time; every indicator is taken at its newest period that is over by then.
        indicators: ids, in the order of the rows.
        question: what to hold the area against; the municipality by default. Where similar areas
            are not chosen yet, they are chosen here, once for all rows.

    Raises:
        UsageError: the extract has no such level or indicator.
    """
    data.level(level)
    question = question or Question(Against.MUNICIPALITY)
    areas = data.areas(level)
    like = _like(data, level, position, period, question, indicators)
    if like is not None:
        question = replace(question, chosen=tuple(like.positions.tolist()))
    names = {each.id: str(each.name) for each in data.dimensions}
    rows = tuple(
        _row(data, level, position, data.indicator(id), period, question, names)
        for id in indicators
    )
    return Profile(
        level,
        position,
        period,
        bool(areas.valid_on(period.end)[position]),
        key_of(data, level, position, period),
        question,
        _against_name(data, level, position, period, question),
        like,
        tuple(areas.names[at] or areas.codes[at] for at in (question.chosen or ())),
        rows,
        efforts_of(data, level, position),
        {},
    )


def with_lines(profile: Profile, lines: Mapping[str, Line]) -> Profile:
    """The profile with more courses read."""
    return replace(profile, lines={**profile.lines, **lines})


def with_all_lines(data: Dataset, profile: Profile) -> Profile:
    """The profile with the course of every row, for whoever cannot wait for them one by one."""
    missing = [row.indicator.id for row in profile.rows if row.indicator.id not in profile.lines]
    level, position, period = profile.level, profile.position, profile.period
    return with_lines(profile, {id: line_of(data, level, position, id, period) for id in missing})


def line_of(data: Dataset, level: str, position: int, indicator: str, until: Period) -> Line:
    """The course of an area and of the municipality up to a period; gaps are cells not shown."""
    own, whole = data.history(indicator, level), data.municipality_history(indicator)
    kept = [at for at, each in enumerate(own.periods) if each.end <= until.end]
    also = [at for at, each in enumerate(whole.periods) if each.end <= until.end]
    return Line(
        tuple(own.periods[at] for at in kept),
        picked(own.cells.column(position), np.array(kept, np.int64)),
        tuple(whole.periods[at] for at in also),
        picked(whole.cells.column(0), np.array(also, np.int64)),
    )


def questions_of(data: Dataset, level: str, position: int) -> tuple[Question, ...]:
    """What an area can be held against, the municipality first."""
    areas = data.areas(level)
    asked = [Question(Against.MUNICIPALITY)]
    if len(areas) > 1:
        asked.append(Question(Against.SIMILAR))
    if areas.sectors[position] and len({*areas.sectors} - {""}) > 1:
        asked.append(Question(Against.SECTOR))
    if areas.organisations[position] and len({*areas.organisations} - {""}) > 1:
        asked.append(Question(Against.ORGANISATION))
    held = {each.id for each in data.levels}
    asked += [
        Question(Against.DISTRICT, parent=parent)
        for parent, codes in areas.parents.items()
        if codes[position] and parent in held
    ]
    return tuple(asked)


def usual_indicators(data: Dataset, level: str, most: int = MOST_ROWS) -> tuple[str, ...]:
    """A calm choice of a level's indicators: some of every dimension, those with a direction first.

    Taken in turn from the dimensions and put back in the extract's order, by dimension. Plain
    counts are left out as long as there is anything else.
    """
    held = data.indicators_of(level)
    by_dimension: dict[str, list[Indicator]] = {}
    for indicator in sorted(held, key=_unlikely):
        by_dimension.setdefault(indicator.dimension, []).append(indicator)
    taken: list[str] = []
    for turn in range(max(map(len, by_dimension.values()), default=0)):
        for members in by_dimension.values():
            if turn < len(members) and len(taken) < most:
                taken.append(members[turn].id)
    compared = {each.id for each in held if each.kind is not Kind.COUNT}
    kept = [id for id in taken if id in compared] or taken
    return in_dimensions(data, kept)


def in_dimensions(data: Dataset, ids: Sequence[str]) -> tuple[str, ...]:
    """Ids in the order of the dimensions, and within each in the extract's order; each once."""
    headings = {each.id: at for at, each in enumerate(data.dimensions)}
    order = {each.id: at for at, each in enumerate(data.indicators)}
    return tuple(
        sorted(
            {id for id in ids if id in order},
            key=lambda id: (
                headings.get(data.indicator(id).dimension, len(headings)),
                order[id],
            ),
        )
    )


def telling(profile: Profile, most: int = MOST_TELLING) -> tuple[Row, ...]:
    """The rows that tell most: the largest sure differences, then what has surely moved.

    Where these are too few, the largest of the others with a number. Never plain counts, which say
    which place is the larger.
    """
    rows = [row for row in profile.rows if row.shown and row.indicator.kind is not Kind.COUNT]
    return tuple(sorted(rows, key=_telling)[:most])


def _row(
    data: Dataset,
    level: str,
    position: int,
    indicator: Indicator,
    wanted: Period,
    question: Question,
    names: Mapping[str, str],
) -> Row:
    areas = data.areas(level)
    heading = names.get(indicator.dimension, "")
    periods = data.periods_of(indicator.id, level)
    period = latest(periods, wanted)
    if period is None:
        nothing = missing_cells(1)
        return Row(
            indicator, heading, None, nothing, math.nan, math.nan, False, None, Lean.NONE,
            None, math.nan, False, 0, 0, 0, 0,
        )  # fmt: skip
    cells = restricted(data.cells(indicator.id, level, period), areas.valid_on(period.end))
    at = np.array([position])
    own = picked(cells, at)
    kind = indicator.kind
    low, high = cell_intervals(own, Kind.MEAN if kind is Kind.COUNT else kind, indicator.per)
    comparison = _comparison(data, level, position, indicator, period, question)
    before = period.year_before()
    change, moved = math.nan, False
    if before in periods:
        then = restricted(data.cells(indicator.id, level, before), areas.valid_on(before.end))
        earlier = picked(then, at)
        change = float(own.values[0] - earlier.values[0])
        moved = kind is not Kind.COUNT and is_beyond_chance(earlier, own, 0, indicator)
    best, worst = place_ranges(cells, kind, indicator.per, at)
    return Row(
        indicator,
        heading,
        period,
        own,
        float(low[0]),
        float(high[0]),
        bool(is_small(own, kind)[0]),
        comparison,
        lean_of(comparison, indicator),
        before if before in periods else None,
        change,
        moved,
        int(best[0]),
        int(worst[0]),
        int(cells.shown.sum()),
        int((cells.states == State.WITHHELD).sum()),
    )


def lean_of(comparison: Comparison | None, indicator: Indicator) -> Lean:
    """Which way a difference leans, turned by the indicator's direction."""
    if comparison is None or math.isnan(comparison.difference):
        return Lean.NONE
    if comparison.verdict not in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER):
        return Lean.UNSURE
    if indicator.direction is Direction.NEITHER:
        return Lean.APART
    higher = comparison.verdict is Verdict.SURE_HIGHER
    return Lean.MORE if higher is (indicator.direction is Direction.WORSE) else Lean.LESS


def _comparison(
    data: Dataset,
    level: str,
    position: int,
    indicator: Indicator,
    period: Period,
    question: Question,
) -> Comparison | None:
    """The comparison, None where the areas have nothing such to be held against."""
    try:
        return compare(data, level, position, indicator, period, [question])[0]
    except UsageError:
        return None


def _like(
    data: Dataset,
    level: str,
    position: int,
    period: Period,
    question: Question,
    indicators: Sequence[str],
) -> Neighbours | None:
    """The similar areas: by size and sector, so that no number compared has chosen them."""
    if question.against is not Against.SIMILAR:
        return None
    traits = question.traits or size_traits(data, level)
    without = () if traits else tuple(indicators)
    return neighbours(
        data, level, position, period, traits=traits, count=question.count, without=without
    )


def _against_name(
    data: Dataset, level: str, position: int, period: Period, question: Question
) -> str:
    try:
        return name_of(data, level, position, period, question)
    except UsageError:
        return ""


def _unlikely(indicator: Indicator) -> tuple[bool, bool]:
    """Sort key: counts last, and before them those without a direction."""
    return indicator.kind is Kind.COUNT, indicator.direction is Direction.NEITHER


def _telling(row: Row) -> tuple[int, float]:
    """Sort key: sure differences, then sure changes, then the rest, each by size."""
    relative = 0.0 if row.comparison is None else abs(row.comparison.relative)
    size = relative if math.isfinite(relative) else 0.0
    sure = row.lean in (Lean.MORE, Lean.LESS, Lean.APART)
    return (0 if sure else 1 if row.moved else 2), -size

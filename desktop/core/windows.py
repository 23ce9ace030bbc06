"""Several periods at once: changes, the year before, sums and means over time.

Every table here is periods × areas, in the order of the periods. Row −1 (:data:`ABSENT`) stands for
a period that the extract does not hold: whatever needs it is missing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Kind
from desktop.core.intervals import cell_intervals
from desktop.core.measures import Cells, MarkArray, count_cells, summed_cells, value_cells
from desktop.core.periods import Kind as Length
from desktop.core.periods import Period

Rows = NDArray[np.int64]
Step = tuple[slice | Rows, slice | Rows]  # windows, and the row each of them takes
ABSENT = -1  # a period that is not held
NOTHING = -2  # fills up a shorter window, and adds nothing
MOST_YEARS = 5  # pooled: what is older tells of other times
PARTS = {Length.MONTH: 12, Length.QUARTER: 4, Length.YEAR: 1, Length.SCHOOL_YEAR: 1}


def change(before: Cells, after: Cells) -> FloatArray:
    """The change in the value's own unit, such as percentage points; NaN where either is hidden."""
    return after.values - before.values


def change_percent(before: Cells, after: Cells) -> FloatArray:
    """The change in per cent of the value before, ``100·(after/before − 1)``.

    NaN where either is hidden, and where the value before is zero or less: nothing is no per cent
    of nothing.
    """
    with np.errstate(invalid="ignore"):
        base = np.where(before.values > 0, before.values, np.nan)
    return 100.0 * (after.values / base - 1.0)


def year_before(periods: Sequence[Period]) -> Rows:
    """For each period the row of the same part of the year before, −1 where it is not held."""
    row = {period: at for at, period in enumerate(periods)}
    return np.array([row.get(each.year_before(), ABSENT) for each in periods], np.int64)


def windows(periods: Sequence[Period], length: int) -> Rows:
    """For each period its own row and those of the ``length`` − 1 periods just before it.

    Just before means in the calendar and of the same kind, whatever lies between in the table:
    −1 where such a period is not held.

    Returns:
        Periods × length, newest first.
    """
    return _rows_back_by(periods, length, lambda _kind: 1)


def pooled(cells: Cells, rows: Sequence[int], per: float) -> Cells:
    """Some periods as one: the sum of the counts over the sum of the bases, times ``per``.

    Withheld if any of the periods is, else missing if any is or is not held; undefined periods add
    nothing. Counts are summed. Ready values are undefined: use :func:`mean_of`.

    Returns:
        One cell per area.
    """
    return pooled_windows(cells, np.array([list(rows)], np.int64), per).row(0)


def pooled_windows(cells: Cells, rows: Rows, per: float | FloatArray) -> Cells:
    """:func:`pooled` for many windows at once.

    Args:
        cells: periods × areas.
        rows: windows × periods in each.
        per: what a ratio is multiplied by; windows × 1 where it is not the same for all.

    Returns:
        Windows × areas.
    """
    steps = tuple(_steps(rows))
    add, merge = partial(_added, len(rows), steps), partial(_merged, len(rows), steps)
    made = summed_cells(cells, add, merge, per)
    gap = (rows == ABSENT).any(axis=1)
    if gap.any():
        known = made.states[gap] == State.WITHHELD
        made.states[gap] = np.where(known, np.uint8(State.WITHHELD), np.uint8(State.MISSING))
        for column in (made.numerators, made.denominators, made.values):
            column[gap] = np.nan
    return made


def rolling(
    cells: Cells, length: int, per: float, periods: Sequence[Period] | None = None
) -> Cells:
    """For each period the last ``length`` periods pooled: a moving mean of shares and rates.

    Counts are summed. The first ``length`` − 1 periods are missing, and where ``periods`` are
    given so is every window with a gap in the calendar; else rows are taken to follow each other.

    Returns:
        Periods × areas.
    """
    return pooled_windows(cells, _rows_back(len(cells.values), length, periods), per)


def mean_of(cells: Cells, rows: Sequence[int]) -> Cells:
    """The plain mean over some periods of ready values, or of plain counts; one cell per area.

    States as in :func:`pooled`. A ratio with its counts is undefined here, since a mean of ratios
    is not a ratio of sums.
    """
    return mean_windows(cells, np.array([list(rows)], np.int64)).row(0)


def mean_windows(cells: Cells, rows: Rows) -> Cells:
    """:func:`mean_of` for many windows (windows × periods in each) at once: windows × areas."""
    ratio = np.isfinite(cells.denominators)
    plain = count_cells(
        cells.values, np.where(ratio, np.uint8(State.UNDEFINED), cells.states).astype(np.uint8)
    )
    sums = pooled_windows(plain, rows, 1.0)
    parts = _added(len(rows), _steps(rows), plain.shown.astype(np.float64))
    with np.errstate(invalid="ignore", divide="ignore"):
        return value_cells(sums.values / parts, sums.states)


def year_sums(cells: Cells, periods: Sequence[Period], per: float) -> Cells:
    """For each period the events of the year that ends with it, over the mean base of that year.

    Four quarters or twelve months that follow each other; a year is its own. Counts are summed.
    It has a meaning for events (moves, burglaries), not for people who are counted again in every
    period. Missing where a part of the year is not held; states otherwise as in :func:`pooled`.

    Returns:
        Periods × areas.
    """
    parts = np.array([PARTS[period.kind] for period in periods], np.float64).reshape(-1, 1)
    sums = pooled_windows(cells, year_windows(periods), per * parts)
    np.divide(sums.denominators, parts, out=sums.denominators)  # ours alone, so in place
    return sums


def year_means(cells: Cells, periods: Sequence[Period], per: float) -> Cells:
    """For each period the mean of the year that ends with it.

    Ratios are sums over sums, ready values and counts plain means. Missing where a part of the
    year is not held.

    Returns:
        Periods × areas.
    """
    rows = year_windows(periods)
    if np.isfinite(cells.denominators).any():
        return pooled_windows(cells, rows, per)
    return mean_windows(cells, rows)


def years_pooled(cells: Cells, periods: Sequence[Period], per: float, years: int = 2) -> Cells:
    """For each period the same part of the last ``years`` years together: the law's two-year mean.

    Ratios are sums over sums, ready values plain means; counts are plain means too. Missing where
    one of the years is not held. Most of the people are the same in both years, so a value and
    that of the year before are not independent.

    Returns:
        Periods × areas.
    """
    rows = same_part_windows(periods, years)
    if np.isfinite(cells.denominators).any():
        return pooled_windows(cells, rows, per)
    return mean_windows(cells, rows)


@dataclass(frozen=True, slots=True, eq=False)
class Pooling:
    """Each area's newest years put together until they are enough.

    ``lengths`` is how many years each area needed, 0 where all that there are do not suffice (its
    cell then holds the whole stretch) or where it has no number. ``rows`` are the rows that could
    be used, newest first: an area stands on the first ``lengths`` of them.
    """

    cells: Cells
    lengths: NDArray[np.int64]
    rows: tuple[int, ...]


def pooled_until(
    cells: Cells,
    periods: Sequence[Period],
    period: Period,
    kind: Kind,
    per: float,
    *,
    least: float = 0.0,
    width: float = math.inf,
    most: int = MOST_YEARS,
) -> Pooling:
    """Put together as few of the newest years as give enough counted and a narrow interval.

    Goes back from ``period`` over the same part of the year in years that follow each other, area
    by area, and stops at a gap. Never over neighbouring quarters or months: those count people who
    have stayed, or events of the last twelve months, once more. Some people are the same from year
    to year too, so where the indicator counts people rather than events the interval of a pooled
    value is too narrow.

    Args:
        cells: periods × areas, with counts.
        periods: the periods of the rows.
        period: the newest to use.
        kind: the kind of number, for its interval.
        per: what a ratio is multiplied by.
        least: at least so many counted.
        width: at most so far from the interval's low end to its high end, in the value's unit.
        most: so many years at most, that of ``period`` among them.

    Returns:
        One cell per area. An area that meets a withheld or missing year before it has enough
        keeps the state of that year: nothing is passed over.

    Raises:
        ValueError: the table has no such period.
    """
    place = list(periods).index(period)
    rows = _unbroken(same_part_windows(periods, most)[place])
    found = pooled_windows(cells, rows[:1][None, :], per).row(0)
    lengths = np.zeros(found.values.shape, np.int64)
    for length in range(1, len(rows) + 1):
        tried = pooled_windows(cells, rows[None, :length], per).row(0)
        low, high = cell_intervals(tried, kind, per)
        with np.errstate(invalid="ignore"):
            enough = tried.shown & (tried.numerators >= least)
            if math.isfinite(width):
                enough &= high - low <= width
        found = _chosen(lengths > 0, found, tried)
        lengths[(lengths == 0) & enough] = length
    return Pooling(found, lengths, tuple(int(row) for row in rows))


def year_windows(periods: Sequence[Period]) -> Rows:
    """The rows of the year that ends with each period, newest first.

    Twelve for a month, four for a quarter, one for a year; where kinds are mixed the shorter rows
    are filled with :data:`NOTHING`.
    """
    parts = np.array([PARTS[period.kind] for period in periods], np.int64)
    rows = windows(periods, int(parts.max(initial=1)))
    rows[np.arange(rows.shape[1]) >= parts[:, None]] = NOTHING
    return rows


def same_part_windows(periods: Sequence[Period], years: int) -> Rows:
    """For each period its own row and that of the same part of each year before, −1 where absent.

    Returns:
        Periods × years, newest first.
    """
    return _rows_back_by(periods, years, lambda kind: PARTS[kind])


def _unbroken(rows: Rows) -> Rows:
    """The rows before the first that is absent."""
    absent = np.flatnonzero(rows == ABSENT)
    return rows[: absent[0]] if len(absent) else rows


def _chosen(first: NDArray[np.bool_], one: Cells, other: Cells) -> Cells:
    """The one where ``first`` is true, else the other."""
    return Cells(
        np.where(first, one.numerators, other.numerators),
        np.where(first, one.denominators, other.denominators),
        np.where(first, one.values, other.values),
        np.where(first, one.states, other.states),
    )


def _rows_back_by(periods: Sequence[Period], length: int, step: Callable[[Length], int]) -> Rows:
    """For each period its own row, and those of the periods of its kind some steps back.

    Returns:
        Periods × length, newest first; −1 where such a period is not held.
    """
    rows = np.full((len(periods), length), ABSENT, np.int64)
    for kind in {period.kind for period in periods}:
        own = np.array([at for at, period in enumerate(periods) if period.kind is kind])
        numbers = np.array([_number(periods[at]) for at in own])
        order = np.argsort(numbers)
        wanted = numbers[:, None] - step(kind) * np.arange(length)
        found = order[np.searchsorted(numbers, wanted, sorter=order).clip(max=len(own) - 1)]
        rows[own] = np.where(numbers[found] == wanted, own[found], ABSENT)
    return rows


def _number(period: Period) -> int:
    """A number that grows by one from each period to the next of its kind."""
    return period.year * PARTS[period.kind] + period.part


def _rows_back(count: int, length: int, periods: Sequence[Period] | None) -> Rows:
    if periods is not None:
        return windows(periods, length)
    rows = np.arange(count)[:, None] - np.arange(length)
    return np.where(rows < 0, ABSENT, rows).astype(np.int64)


def _added(count: int, steps: Iterable[Step], column: FloatArray) -> FloatArray:
    """The sum over each window's rows of a periods × areas column; no row adds nothing."""
    total = np.zeros((count, column.shape[-1]))
    for own, held in steps:
        total[own] += column[held]
    return total


def _merged(count: int, steps: Iterable[Step], marks: MarkArray) -> MarkArray:
    """Every mark that any of a window's rows has."""
    merged = np.zeros((count, marks.shape[-1]), np.uint8)
    for own, held in steps:
        merged[own] |= marks[held]
    return merged


def _steps(rows: Rows) -> Iterator[Step]:
    """For each place in the windows: which windows have a row there, and which row that is.

    Windows mostly step forward with the periods; then slices say it, and nothing is copied.
    """
    for each in rows.T:
        own = np.flatnonzero(each >= 0)
        if not len(own):
            continue
        held = each[own]
        step = held - own
        if own[-1] - own[0] == len(own) - 1 and (step == step[0]).all():
            yield slice(own[0], own[-1] + 1), slice(held[0], held[-1] + 1)
        else:
            yield own, held

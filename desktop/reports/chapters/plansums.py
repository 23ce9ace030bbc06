"""The numbers of a helhedsplan: its areas together, then and now, and beside others.

The number of the plan as a whole is a sum of counts over its areas. Between two times it is a sum
over the same areas: those shown at both. Where fewer than :data:`NEARLY_ALL` of the plan's areas
are, the plan has no number, and where a few are lacking it is said how many. A sum is only ever of
cells that are shown, so it tells nothing of one that is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.changes import Changes, changes
from desktop.core.dataset import Dataset
from desktop.core.differences import NEARLY_ALL, Compared, Standard, compared, remainder
from desktop.core.differences import picked as cells_at
from desktop.core.disclosure import State
from desktop.core.grouping import combined
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import cell_intervals, difference_intervals
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.periods import Period, latest
from desktop.reports.chapters.planfacts import Dossier


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """Some areas as one at one time, a cell of length 1: how many, and how many are in the sum.

    ``ready`` where the areas' numbers came without counts, so that there is no number of them all.
    """

    cells: Cells
    areas: int
    shown: int
    ready: bool


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """Some areas as one at two times.

    ``then`` and ``today`` are each time by itself. ``before`` and ``now`` are sums over the same
    ``members`` both times, for what is said of a change; neither has a number where too few areas
    are shown both times, which is ``lacking``. ``areas`` is how many there are.
    """

    before: Cells
    now: Cells
    then: Sum
    today: Sum
    members: tuple[int, ...]
    areas: int
    lacking: bool

    @property
    def partial(self) -> bool:
        """Whether a change is of some of the areas alone."""
        return not self.lacking and len(self.members) < self.areas

    @property
    def ready(self) -> bool:
        """Whether the areas' numbers cannot be added, as they came without counts."""
        return self.then.ready or self.today.ready


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """One indicator at the baseline and now: all areas of the level, and sums of some.

    ``before`` and ``now`` are None where the indicator has no number by then; they are equal where
    there is nothing newer than the baseline. ``compare`` is None without comparison areas.
    """

    indicator: Indicator
    breakdown: str
    part: str  # what the breakdown is called; empty for all
    before: Period | None
    now: Period | None
    cells_before: Cells
    cells_now: Cells
    plan: Whole
    compare: Whole | None
    municipality_before: Cells
    municipality_now: Cells

    @property
    def moved(self) -> bool:
        """Whether there is a number newer than the baseline's."""
        return self.before is not None and self.now is not None and self.before != self.now

    @property
    def change(self) -> Changes:
        """The plan's change since the baseline."""
        return changes(self.plan.before, self.plan.now, self.indicator)


def standing(
    dossier: Dossier, id: str, breakdown: str = "", baseline: Period | None = None
) -> Standing:
    """One indicator at the plan's baseline (or another) and at the period of the report."""
    data, level = dossier.data, dossier.level
    indicator = data.indicator(id)
    periods = data.periods_of(id, level, breakdown)
    before = latest(periods, baseline or dossier.baseline)
    now = latest(periods, dossier.period)
    cells_before = _cells(data, level, id, before, breakdown)
    cells_now = _cells(data, level, id, now, breakdown)
    return Standing(
        indicator,
        breakdown,
        next((str(each.cell) for each in data.breakdowns if each.id == breakdown), ""),
        before,
        now,
        cells_before,
        cells_now,
        whole_of(dossier.areas, cells_before, cells_now, indicator),
        whole_of(dossier.compare, cells_before, cells_now, indicator) if dossier.compare else None,
        data.municipality(id, before, breakdown) if before else missing_cells(1),
        data.municipality(id, now, breakdown) if now else missing_cells(1),
    )


def standings(dossier: Dossier) -> tuple[Standing, ...]:
    """All the plan's indicators at the baseline and now."""
    return tuple(standing(dossier, id) for id in dossier.indicators)


def whole_of(positions: Sequence[int], before: Cells, now: Cells, indicator: Indicator) -> Whole:
    """Some areas as one at two times; one area alone is itself.

    Means and ready values are not summed: several areas have no number of them together.
    """
    at = np.array(positions, np.int64)
    members = at[before.shown[at] & now.shown[at]] if len(at) > 1 else at
    lacking = bool(len(members) < NEARLY_ALL * len(at))
    then, today = (sum_of(positions, each, indicator) for each in (before, now))
    if lacking:
        hidden = (then.cells.states[0], today.cells.states[0])
        state = State.WITHHELD if _any_withheld(before, now, at) else State(max(*hidden, 1))
        nothing = _without_number(state)
        return Whole(nothing, nothing, then, today, (), len(at), lacking=True)
    first, last = (_summed(each, members, indicator.per) for each in (before, now))
    return Whole(first, last, then, today, tuple(members.tolist()), len(at), lacking=False)


def sum_of(positions: Sequence[int], cells: Cells, indicator: Indicator) -> Sum:
    """Some areas as one at one time; of the shown ones where they are nearly all."""
    at = np.array(positions, np.int64)
    members = at[cells.shown[at]] if len(at) > 1 else at
    ready = len(at) > 1 and bool(np.isnan(cells.numerators[members]).any())
    summed = members if len(members) >= NEARLY_ALL * len(at) else at
    return Sum(_summed(cells, summed, indicator.per), len(at), len(members), ready)


def _summed(cells: Cells, at: NDArray[np.int64], per: float) -> Cells:
    """The areas at some positions as one, of length 1; the state of all where one has no number."""
    if len(at) == 1:
        return cells_at(cells, at)
    mask = np.zeros((1, len(cells.values)), bool)
    mask[0, at] = True
    return combined(cells, mask, per)


def _any_withheld(before: Cells, now: Cells, at: NDArray[np.int64]) -> bool:
    return bool((before.states[at] == State.WITHHELD).any()) or bool(
        (now.states[at] == State.WITHHELD).any()
    )


def _without_number(state: State) -> Cells:
    nothing = np.full(1, np.nan)
    return Cells(nothing, nothing.copy(), nothing.copy(), np.full(1, state, np.uint8))


def against_municipality(stood: Standing) -> Compared:
    """The plan as a whole at the baseline against the municipality that it is a part of; one row.

    Where some of the areas are not in the sum, they are not taken out of the rest either.
    """
    own, whole = stood.plan.then.cells, stood.municipality_before
    none = np.zeros(1, np.int64)
    rest = remainder(whole, own, stood.indicator.per)
    standard = Standard(whole, rest, True, False, none, none, none > 0)
    return compared(own, standard, stood.indicator)


@dataclass(frozen=True, slots=True)
class Apart:
    """How much more the plan's number has changed than another's, with its 95 % interval.

    A description of two changes side by side, no effect. NaN where either is not known.
    """

    value: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out no difference at all."""
        return self.low > 0 or self.high < 0


def changes_apart(stood: Standing) -> Apart:
    """The plan's change minus that of the comparison areas."""
    nothing = Apart(np.nan, np.nan, np.nan)
    if stood.compare is None or not stood.moved or stood.indicator.kind is Kind.COUNT:
        return nothing
    own = stood.change
    other = changes(stood.compare.before, stood.compare.now, stood.indicator)
    low, high = difference_intervals(
        own.values, (own.low, own.high), other.values, (other.low, other.high)
    )
    return Apart(float(own.values[0] - other.values[0]), float(low[0]), float(high[0]))


def interval_of(cells: Cells, indicator: Indicator) -> tuple[float, float]:
    """The 95 % interval of a cell of length 1; a plain count is known and its own interval."""
    if indicator.kind is Kind.COUNT:
        return float(cells.values[0]), float(cells.values[0])
    low, high = cell_intervals(cells, indicator.kind, indicator.per)
    return float(low[0]), float(high[0])


def _cells(data: Dataset, level: str, id: str, period: Period | None, breakdown: str) -> Cells:
    if period is None:
        return missing_cells(len(data.areas(level)))
    exists = data.areas(level).valid_on(period.end)
    return restricted(data.cells(id, level, period, breakdown), exists)

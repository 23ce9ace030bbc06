"""The primary rule laid on counts: what may be shown leaves a number, the rest none.

Withholding more so that no withheld number can be found from sums (secondary suppression) is not
done, but for one plain case: a single withheld cell of a breakdown is the whole less the others, so
the smallest of the others goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop.builder.observations import Counts
from desktop.core.disclosure import FloatArray, Limits, State, StateArray, primary_states
from desktop.core.periods import Period, order


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """Residents by period and area of one level, with the municipality last."""

    periods: tuple[Period, ...]
    counts: FloatArray

    def in_step(self, periods: Sequence[Period]) -> tuple[FloatArray, tuple[Period, ...]]:
        """Residents for other periods, and those that are not counted themselves.

        A period without a count takes the last count that ended no later, or else the first: an
        area does not become large because nobody was counted that year.
        """
        ends = [order(period) for period in self.periods]
        rows, borrowed = [], []
        for period in periods:
            if period in self.periods:
                rows.append(self.periods.index(period))
                continue
            borrowed.append(period)
            before = [at for at, end in enumerate(ends) if end[0] <= period.end]
            rows.append(before[-1] if before else 0)
        return self.counts[rows], tuple(borrowed)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Counts after withholding: a cell that is not shown is NaN in every column."""

    level: str
    periods: tuple[Period, ...]
    numerators: FloatArray | None
    denominators: FloatArray | None
    values: FloatArray | None
    states: StateArray


@dataclass(frozen=True, slots=True, eq=False)
class Sensitive:
    """Which numbers of a count and its base may not be said, whatever indicator says them."""

    numerators: NDArray[np.bool_] | None
    denominators: NDArray[np.bool_] | None


def sensitive(counts: Counts, limits: Limits) -> Sensitive:
    """The counts of people that are too small, or leave too small a rest of their base.

    A base that stands beside a small count is not itself small: it may be said elsewhere.
    """
    if counts.numerators is None:
        return Sensitive(None, None)

    def few(column: FloatArray) -> NDArray[np.bool_]:
        with np.errstate(invalid="ignore"):
            found: NDArray[np.bool_] = (column > 0) & (column < limits.cell_minimum)
        return found

    if counts.denominators is None:
        return Sensitive(few(counts.numerators), None)
    rest = few(counts.denominators - counts.numerators) & limits.complement
    return Sensitive(few(counts.numerators) | rest, few(counts.denominators))


def withhold(
    counts: Counts,
    *,
    people: bool,
    residents: FloatArray | None,
    limits: Limits,
    known: NDArray[np.bool_] | None = None,
) -> Shown:
    """Apply the primary rule to a whole indicator on a level.

    ``known`` are cells that say a number which another indicator withholds.
    """
    states = states_of(counts, people, residents, limits)
    if known is not None:
        states[known & (states != State.MISSING)] = State.WITHHELD
    return masked(counts, states)


def withhold_breakdown(
    whole: Shown,
    cells: Sequence[Counts],
    *,
    people: bool,
    residents: FloatArray | None,
    limits: Limits,
) -> list[Shown]:
    """Apply the primary rule to the cells of a breakdown, so that none is the rest of the others.

    Where the whole is withheld, so is every cell of it.
    """
    states = np.stack([states_of(each, people, residents, limits) for each in cells])
    states[:, whole.states == State.WITHHELD] = State.WITHHELD
    if people:
        sizes = np.stack(
            [
                np.nan_to_num(each.numerators if each.numerators is not None else np.zeros(()))
                for each in cells
            ]
        )
        states = _no_rest(states, sizes)
    return [masked(each, state) for each, state in zip(cells, states, strict=True)]


def states_of(
    counts: Counts, people: bool, residents: FloatArray | None, limits: Limits
) -> StateArray:
    """The state of every cell by the primary rule; what its source withholds is withheld."""
    states = _by_limits(counts, people, residents, limits)
    if counts.withheld is not None:
        states[counts.withheld] = State.WITHHELD
    return states


def _by_limits(
    counts: Counts, people: bool, residents: FloatArray | None, limits: Limits
) -> StateArray:
    """The state of every cell by the primary rule.

    An area with too few residents shows nothing, of things neither: a count of things often has its
    residents as base. Other limits are for people.
    """
    if counts.values is not None:
        states = np.where(np.isnan(counts.values), State.MISSING, State.SHOWN).astype(np.uint8)
        if residents is not None:
            states[(residents > 0) & (residents < limits.area_minimum)] = State.WITHHELD
        return states
    assert counts.numerators is not None
    if people:
        return primary_states(counts.numerators, counts.denominators, residents, limits)
    of_areas = replace(limits, cell_minimum=0, complement=False)
    return primary_states(counts.numerators, counts.denominators, residents, of_areas)


def masked(counts: Counts, states: StateArray) -> Shown:
    """The counts with nothing left of what is not shown."""
    hidden = states != State.SHOWN

    def clean(column: FloatArray | None) -> FloatArray | None:
        return None if column is None else np.where(hidden, np.nan, column)

    return Shown(
        counts.level,
        counts.periods,
        clean(counts.numerators),
        clean(counts.denominators),
        clean(counts.values),
        states,
    )


def _no_rest(states: StateArray, sizes: FloatArray) -> StateArray:
    """Withhold the smallest other cell where exactly one is withheld; cells × periods × areas.

    The smallest that counts anybody: a zero beside it would leave the rest plain to see.
    """
    alone = (states == State.WITHHELD).sum(axis=0) == 1
    candidate = states == State.SHOWN
    rank = np.where(candidate, np.where(sizes > 0, sizes, np.finfo(float).max / 2), np.inf)
    smallest = rank.argmin(axis=0)
    also = alone & candidate.any(axis=0)
    at = np.nonzero(also)
    states = states.copy()
    states[(smallest[at], *at)] = State.WITHHELD
    return states

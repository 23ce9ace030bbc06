"""The primary rule laid on counts: what may be shown leaves a number, the rest none.

Withholding more so that no withheld number can be found from sums (secondary suppression) is not
done, but for one plain case: a single withheld cell of a breakdown is the whole less the others, so
the smallest of the others goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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


def withhold(
    counts: Counts, *, people: bool, residents: FloatArray | None, limits: Limits
) -> Shown:
    """Apply the primary rule to a whole indicator on a level."""
    return masked(counts, states_of(counts, people, residents, limits))


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
    if people:
        states[:, whole.states == State.WITHHELD] = State.WITHHELD
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
    """The state of every cell by the primary rule; of counts of things, by presence alone."""
    if counts.values is not None:
        states = np.where(np.isnan(counts.values), State.MISSING, State.SHOWN).astype(np.uint8)
        if people and residents is not None:
            states[(residents > 0) & (residents < limits.area_minimum)] = State.WITHHELD
        return states
    assert counts.numerators is not None
    if people:
        return primary_states(counts.numerators, counts.denominators, residents, limits)
    none = Limits(limits.profile, cell_minimum=0, area_minimum=0, complement=False)
    return primary_states(counts.numerators, counts.denominators, None, none)


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

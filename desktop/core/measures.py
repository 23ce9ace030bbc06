"""From counts to numbers that may be said aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State, StateArray


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Values with the counts behind them; one entry per area, or periods × areas.

    A cell that is not shown holds no number anywhere: the constructor refuses it, so nothing later
    can leak it. Ready values (means, indices) have NaN counts, plain counts NaN denominators.
    """

    numerators: FloatArray
    denominators: FloatArray
    values: FloatArray
    states: StateArray

    def __post_init__(self) -> None:
        """Refuse a hidden number and a shown cell without one."""
        shape = self.values.shape
        if not self.numerators.shape == self.denominators.shape == self.states.shape == shape:
            raise ValueError("columns of different shapes")
        shown = self.states == State.SHOWN
        for column in (self.numerators, self.denominators, self.values):
            if not (np.isnan(column) | shown).all():
                raise ValueError("a hidden cell still carries a number")
        if not (np.isfinite(self.values) | ~shown).all():
            raise ValueError("a shown cell has no finite number")

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Which cells hold a number."""
        shown: NDArray[np.bool_] = self.states == State.SHOWN
        return shown

    def row(self, period: int) -> Cells:
        """One period of a periods × areas table."""
        return Cells(
            self.numerators[period],
            self.denominators[period],
            self.values[period],
            self.states[period],
        )

    def column(self, area: int) -> Cells:
        """One area's history from a periods × areas table."""
        return Cells(
            self.numerators[:, area],
            self.denominators[:, area],
            self.values[:, area],
            self.states[:, area],
        )


def ratio_cells(
    numerators: FloatArray, denominators: FloatArray, states: StateArray, per: float
) -> Cells:
    """Counts over bases, times ``per``. A zero base makes the cell undefined."""
    states = states.copy()
    states[(states == State.SHOWN) & (denominators == 0)] = State.UNDEFINED
    shown = states == State.SHOWN
    values = np.full(numerators.shape, np.nan)
    np.divide(numerators * per, denominators, out=values, where=shown)
    return Cells(
        np.where(shown, numerators, np.nan), np.where(shown, denominators, np.nan), values, states
    )


def count_cells(numerators: FloatArray, states: StateArray) -> Cells:
    """Plain counts: the count is the value."""
    shown = states == State.SHOWN
    counts = np.where(shown, numerators, np.nan)
    return Cells(counts, np.full(counts.shape, np.nan), counts.copy(), states)


def value_cells(values: FloatArray, states: StateArray) -> Cells:
    """Ready values without counts behind them."""
    nothing = np.full(values.shape, np.nan)
    shown = np.where(states == State.SHOWN, values, np.nan)
    return Cells(nothing, nothing.copy(), shown, states)


def missing_cells(shape: int | tuple[int, ...]) -> Cells:
    """Cells that were never supplied."""
    nothing = np.full(shape, np.nan)
    states = np.full(shape, State.MISSING, np.uint8)
    return Cells(nothing, nothing.copy(), nothing.copy(), states)


def summed_cells(cells: Cells, add: Callable[[FloatArray], FloatArray], per: float) -> Cells:
    """Parts put together: the sum of the counts over the sum of the bases, times ``per``.

    A ratio of sums, never a mean of ratios. The state of a whole follows from its parts: withheld
    if any part is, else missing if any part is; undefined parts add nothing, and a whole without
    other parts is undefined. So is one with ready values among its parts, which cannot be added,
    and one of counts both with and without a base. Plain counts give plain counts.

    Args:
        cells: the parts.
        add: a sum over the parts of each whole, the same for every column; it gets columns without
            NaN and gives the shape of the result.
        per: what a ratio is multiplied by.
    """

    def holds(part: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return add(part.astype(np.float64)) > 0

    shown = cells.shown
    tops = add(_filled(cells.numerators))
    bases = add(_filled(cells.denominators))
    ratio = whole = bases > 0
    baseless = shown & np.isnan(cells.denominators)
    plain_too = bool(baseless.any())
    if plain_too:
        plain, based = holds(baseless), holds(shown & ~baseless)
        ready = holds(shown & np.isnan(cells.numerators))
        whole, ratio = (plain ^ based) & ~ready & (plain | ratio), ratio & ~plain
    states = np.where(whole, np.uint8(State.SHOWN), np.uint8(State.UNDEFINED))
    for state in (State.MISSING, State.WITHHELD):
        of_state = cells.states == state
        if of_state.any():
            states[holds(of_state)] = state
    whole = states == State.SHOWN
    ratio = ratio & whole
    tops = np.where(whole, tops, np.nan)
    bases = np.where(ratio, bases, np.nan)
    values = np.where(ratio, tops * per / bases, tops) if plain_too else tops * per / bases
    return Cells(tops, bases, values, states)


def restricted(cells: Cells, keep: NDArray[np.bool_]) -> Cells:
    """The same cells with those outside ``keep`` made missing; they had no area to be about."""
    return Cells(
        np.where(keep, cells.numerators, np.nan),
        np.where(keep, cells.denominators, np.nan),
        np.where(keep, cells.values, np.nan),
        np.where(keep, cells.states, np.uint8(State.MISSING)),
    )


def rank(values: FloatArray, position: int) -> tuple[int, int, int]:
    """Place of one area among the shown, highest value first: best place, last place, of how many.

    Ties share the places from the first to the second number.
    """
    own = values[position]
    return (
        int((values > own).sum()) + 1,
        int((values >= own).sum()),
        int(np.isfinite(values).sum()),
    )


def _filled(column: FloatArray) -> FloatArray:
    """The column with 0 for NaN."""
    return np.where(np.isnan(column), 0.0, column)

"""From counts to numbers that may be said aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State, StateArray

MarkArray = NDArray[np.uint8]
# What a part holds, a bit each, so that the marks of many parts merge into one number.
_BASED, _PLAIN, _READY, _MISSING, _WITHHELD = (np.uint8(1 << bit) for bit in range(5))
_SHOWN = np.uint8(State.SHOWN)  # a column compares with this several times faster


def _state_of_whole(marks: int) -> State:
    """The state of a whole by the marks of its parts."""
    if marks & _WITHHELD:
        return State.WITHHELD
    if marks & _MISSING:
        return State.MISSING
    return State.SHOWN if marks in (_BASED, _PLAIN) else State.UNDEFINED


_MARKS = np.zeros(len(State), np.uint8)  # by state
_MARKS[[State.SHOWN, State.MISSING, State.WITHHELD]] = _BASED, _MISSING, _WITHHELD
_WHOLES = np.array([_state_of_whole(marks) for marks in range(32)], np.uint8)


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
        shown = self.shown
        for column in (self.numerators, self.denominators, self.values):
            if not (np.isnan(column) | shown).all():
                raise ValueError("a hidden cell still carries a number")
        if not (np.isfinite(self.values) == shown).all():
            raise ValueError("a shown cell has no finite number")

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Which cells hold a number."""
        shown: NDArray[np.bool_] = self.states == _SHOWN
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


def summed_cells(
    cells: Cells,
    add: Callable[[FloatArray], FloatArray],
    merge: Callable[[MarkArray], MarkArray],
    per: float | FloatArray,
) -> Cells:
    """Parts put together: the sum of the counts over the sum of the bases, times ``per``.

    A ratio of sums, never a mean of ratios. The state of a whole follows from its parts: withheld
    if any part is, else missing if any part is; undefined parts add nothing, and a whole without
    other parts is undefined. So is one with ready values among its parts, which cannot be added,
    and one of counts both with and without a base. Plain counts give plain counts.

    Args:
        cells: the parts.
        add: the sum over the parts of each whole, as a new column; it gets one without NaN.
        merge: in the same shape, every mark (a bit) that any part of a whole has.
        per: what a ratio is multiplied by, the same for all or one for each whole.
    """
    shown = cells.shown
    marks = _MARKS.take(cells.states)
    based = np.isfinite(cells.denominators)
    plain = not (based == shown).all()
    if plain:
        marks = np.where(shown & ~based, _PLAIN, marks)
        marks = np.where(shown & np.isnan(cells.numerators), _READY, marks)
    merged = merge(marks)
    tops = add(np.where(marks & (_BASED | _PLAIN), cells.numerators, 0.0))
    bases = add(np.where(based, cells.denominators, 0.0))
    states = _WHOLES.take(merged)
    baseless = merged == _PLAIN
    groundless = (merged == _BASED) & (bases <= 0)
    if groundless.any():
        states[groundless] = State.UNDEFINED
    hidden = states != _SHOWN
    tops[hidden] = np.nan
    bases[hidden | baseless] = np.nan
    values = tops * per
    values /= bases
    values[baseless] = tops[baseless]
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

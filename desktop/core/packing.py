"""Columns of numbers as fixed-width text: readable by SQL, and by numpy at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State, StateArray

_WIDEST = 15  # digits that a float holds exactly, whatever they are


def width_of(counts: FloatArray) -> int:
    """Digits needed for the largest count; at least 1. NaN needs none."""
    highest = np.nanmax(counts) if np.isfinite(counts).any() else 0
    return len(str(int(highest)))


def pack_counts(counts: FloatArray, width: int) -> str:
    """Whole numbers from zero up as digits of one width; NaN as spaces.

    Raises:
        ValueError: a count is negative, not whole, or too long; or the width is above 15.
    """
    if width > _WIDEST:
        raise ValueError("not a count of at most 15 digits")
    hidden = np.isnan(counts)
    whole = np.where(hidden, 0, counts)
    if (whole < 0).any() or (whole != np.floor(whole)).any() or (whole >= 10.0**width).any():
        raise ValueError("not a count of this width")
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    digits = (whole.astype(np.int64)[:, None] // powers % 10 + 48).astype(np.uint8)
    digits[hidden] = 32
    return digits.tobytes().decode("ascii")


def unpack_counts(text: bytes, width: int, states: StateArray) -> FloatArray:
    """The counts back, NaN where the state is not shown; in the shape of ``states``.

    Raises:
        ValueError: the text has another length, or a shown cell holds no number.
    """
    _check_length(text, width, states)
    digits = np.frombuffer(text, np.uint8).reshape(states.size, width) - np.uint8(48)
    shown = states.reshape(-1) == State.SHOWN
    if (digits[shown] > 9).any():
        raise ValueError("a shown cell holds no number")
    counts = np.zeros(states.size, np.float64)
    for place in range(width if states.size else 0):
        counts *= 10
        counts += digits[:, place]
    counts[~shown] = np.nan
    return counts.reshape(states.shape)


def pack_values(values: FloatArray, decimals: int) -> tuple[str, int]:
    """Decimal numbers right-aligned in one width, NaN as spaces; and the width."""
    written = [f"{value:.{decimals}f}" if np.isfinite(value) else "" for value in values.tolist()]
    width = max(1, *(len(text) for text in written)) if written else 1
    return "".join(text.rjust(width) for text in written), width


def unpack_values(text: bytes, width: int, states: StateArray) -> FloatArray:
    """The values back, NaN where the state is not shown.

    Raises:
        ValueError: the text has another length, or a shown cell holds no number.
    """
    _check_length(text, width, states)
    cells = np.frombuffer(text, f"S{width}").reshape(states.shape)
    values = np.full(states.shape, np.nan)
    shown = states == State.SHOWN
    values[shown] = cells[shown].astype(np.float64)
    if not np.isfinite(values[shown]).all():
        raise ValueError("a shown cell holds no number")
    return values


def pack_states(states: StateArray) -> str | None:
    """One digit per cell, or None when every cell is shown."""
    return (states + 48).tobytes().decode("ascii") if states.any() else None


def unpack_states(text: bytes | None, count: int) -> StateArray:
    """The states back.

    Raises:
        ValueError: another number of cells, or a state that does not exist.
    """
    if text is None:
        return np.zeros(count, np.uint8)
    states: NDArray[np.uint8] = np.frombuffer(text, np.uint8) - np.uint8(48)
    if len(states) != count or (states > State.WITHHELD).any():
        raise ValueError("states do not fit")
    return states


def _check_length(text: bytes, width: int, states: StateArray) -> None:
    if width < 1 or len(text) != states.size * width:
        raise ValueError("the text has another length")

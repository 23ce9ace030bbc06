"""Columns of numbers as text: there and back, as SQL reads them, and what damage does."""

from __future__ import annotations

import contextlib
import sqlite3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray, State
from desktop.core.packing import (
    pack_counts,
    pack_states,
    pack_values,
    unpack_counts,
    unpack_states,
    unpack_values,
    width_of,
)
from tests.strategies import counts, states

SIZES = st.integers(1, 20)


def hidden_where(column: FloatArray, drawn: np.ndarray) -> FloatArray:
    return np.where(drawn == State.SHOWN, column, np.nan)


def by_sql(text: str, width: int, kind: str) -> list[float]:
    """The cells as the view ``observations`` reads them."""
    with sqlite3.connect(":memory:") as database:
        rows = [
            database.execute(
                f"SELECT CAST(substr(?, ? * ? + 1, ?) AS {kind})", (text, at, width, width)
            ).fetchone()[0]
            for at in range(len(text) // width)
        ]
    database.close()
    return rows


@given(st.data(), SIZES, st.integers(0, 10**12))
def test_counts_come_back(data: st.DataObject, size: int, highest: int) -> None:
    drawn = data.draw(states(size))
    column = hidden_where(np.nan_to_num(data.draw(counts(size, highest))), drawn)
    width = width_of(column)

    text = pack_counts(column, width)

    assert len(text) == size * width
    assert set(text) <= set("0123456789 ")
    np.testing.assert_array_equal(unpack_counts(text.encode(), width, drawn), column)
    shown = drawn == State.SHOWN
    read = np.array(by_sql(text, width, "INTEGER"))
    np.testing.assert_array_equal(read[shown], column[shown])
    for at in np.flatnonzero(~shown):
        assert text[at * width : (at + 1) * width] == " " * width


@given(st.data(), SIZES, st.integers(0, 3))
def test_values_come_back(data: st.DataObject, size: int, decimals: int) -> None:
    drawn = data.draw(states(size))
    whole = data.draw(st.lists(st.integers(-(10**9), 10**9), min_size=size, max_size=size))
    column = hidden_where(np.array(whole, np.float64) / 10**decimals, drawn)

    text, width = pack_values(column, decimals)

    assert len(text) == size * width
    np.testing.assert_array_equal(unpack_values(text.encode(), width, drawn), column)
    shown = drawn == State.SHOWN
    np.testing.assert_array_equal(np.array(by_sql(text, width, "REAL"))[shown], column[shown])
    for at in np.flatnonzero(~shown):
        assert text[at * width : (at + 1) * width] == " " * width


@given(st.data(), SIZES)
def test_states_come_back(data: st.DataObject, size: int) -> None:
    drawn = data.draw(states(size))
    text = pack_states(drawn)
    assert (text is None) == (not drawn.any())
    packed = None if text is None else text.encode()
    np.testing.assert_array_equal(unpack_states(packed, size), drawn)


def test_a_hidden_number_does_not_come_out_even_if_it_was_packed() -> None:
    hidden = np.array([State.SHOWN, State.WITHHELD], np.uint8)
    assert np.isnan(unpack_counts(b"007003", 3, hidden)[1])
    assert np.isnan(unpack_values(b"7.03.0", 3, hidden)[1])


def test_periods_by_areas_keep_their_shape() -> None:
    shape = np.zeros((2, 3), np.uint8)
    assert unpack_counts(b"123456", 1, shape).tolist() == [[1, 2, 3], [4, 5, 6]]
    assert unpack_values(b"1.2.3.4.5.6.", 2, shape).tolist() == [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("column", "width"),
    [([0.0], 1), ([9.0], 1), ([10.0], 2), ([np.nan], 1), ([], 1), ([np.nan, 12345.0, 2.0], 5)],
)
def test_width(column: list[float], width: int) -> None:
    assert width_of(np.array(column, np.float64)) == width


@pytest.mark.parametrize("count", [1e15, 2.0**63, 1e23, 1e300])
def test_counts_of_more_than_fifteen_digits_are_refused(count: float) -> None:
    column = np.array([1.0, count])
    with pytest.raises(ValueError, match="15 digits"):
        pack_counts(column, width_of(column))
    assert pack_counts(np.array([1.0, 1e15 - 1]), 15) == "0" * 14 + "1" + "9" * 15


@pytest.mark.parametrize("count", [-1.0, 0.5, 100.0, np.inf, -np.inf, 99.999])
def test_what_is_no_count_of_the_width_is_refused(count: float) -> None:
    with pytest.raises(ValueError, match="not a count"):
        pack_counts(np.array([1.0, count]), 2)


@pytest.mark.parametrize(
    "text",
    [b"", b"1", b"12345", b"1234567", b"12 456", b"   456", b"1 3456", b" 23456", b"1a3456",
     b"12:456", b"-23456", b"1.3456", b"\x00\x00\x00456", b"\xff\xff\xff456", b"9 3456"],
)  # fmt: skip
def test_damaged_counts_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        unpack_counts(text, 3, np.zeros(2, np.uint8))


@pytest.mark.parametrize("width", [0, -1, -3, 1, 2, 4, 10**9])
def test_a_wrong_width_is_refused(width: int) -> None:
    for unpack in (unpack_counts, unpack_values):
        with pytest.raises(ValueError):
            unpack(b"123456", width, np.zeros(2, np.uint8))
        with pytest.raises(ValueError):
            unpack(b"", width, np.zeros(2, np.uint8))


def test_no_cells_cost_no_time_whatever_the_width() -> None:
    assert unpack_counts(b"", 10**9, np.zeros(0, np.uint8)).shape == (0,)
    assert unpack_values(b"", 9, np.zeros(0, np.uint8)).shape == (0,)


@pytest.mark.parametrize(
    "text",
    [b"", b"1.0", b"1.02.0x", b"   2.0", b"nan2.0", b"inf2.0", b"a.b2.0", b"\xff\xff\xff2.0"],
)
def test_damaged_values_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        unpack_values(text, 3, np.zeros(2, np.uint8))


@pytest.mark.parametrize("text", [b"", b"00", b"0000", b"004", b"00 ", b"0a0", b"00\xff", b"-00"])
def test_damaged_states_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        unpack_states(text, 3)


@given(st.data(), st.binary(max_size=40), st.integers(1, 6), st.integers(0, 8))
def test_any_bytes_are_numbers_or_refused(
    data: st.DataObject, text: bytes, width: int, size: int
) -> None:
    drawn = data.draw(states(size)) if size else np.zeros(0, np.uint8)
    for unpack in (unpack_counts, unpack_values):
        try:
            column = unpack(text, width, drawn)
        except ValueError:
            continue
        np.testing.assert_array_equal(np.isfinite(column), drawn == State.SHOWN)
    with contextlib.suppress(ValueError):
        assert len(unpack_states(text, size)) == size

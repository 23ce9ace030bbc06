"""From counts to numbers: nothing hidden inside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.measures import (
    Cells,
    MarkArray,
    count_cells,
    missing_cells,
    rank,
    ratio_cells,
    restricted,
    summed_cells,
    value_cells,
)
from tests.strategies import counts, states

NAN = float("nan")


def column(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def codes(*of: State) -> StateArray:
    return np.array(of, np.uint8)


@pytest.mark.parametrize("hidden", [State.WITHHELD, State.MISSING, State.UNDEFINED])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_cells_refuse_a_hidden_number_in_any_column(hidden: State, place: int) -> None:
    columns = tops, bases, values = column(1, NAN), column(2, NAN), column(50, NAN)
    Cells(tops, bases, values, codes(State.SHOWN, hidden))
    columns[place][1] = 3
    with pytest.raises(ValueError, match="hidden"):
        Cells(tops, bases, values, codes(State.SHOWN, hidden))


@pytest.mark.parametrize("number", [NAN, np.inf, -np.inf])
def test_cells_refuse_a_shown_cell_without_a_number(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Cells(column(1), column(2), column(number), codes(State.SHOWN))


def test_cells_refuse_columns_of_different_shapes() -> None:
    with pytest.raises(ValueError, match="shapes"):
        Cells(column(1, 2), column(2), column(50), codes(State.SHOWN))
    with pytest.raises(ValueError, match="shapes"):
        Cells(column(1), column(2), column(50), codes(State.SHOWN, State.SHOWN))


def test_a_ratio_is_counts_over_bases_and_a_zero_base_is_undefined() -> None:
    shown, withheld = State.SHOWN, State.WITHHELD
    given_states = codes(shown, shown, withheld, shown)
    cells = ratio_cells(column(29, 0, 4711, 0), column(100, 0, 9999, 8), given_states, 100.0)
    assert cells.states.tolist() == [shown, State.UNDEFINED, withheld, shown]
    np.testing.assert_array_equal(cells.values, column(29, NAN, NAN, 0))
    np.testing.assert_array_equal(cells.numerators, column(29, NAN, NAN, 0))
    np.testing.assert_array_equal(cells.denominators, column(100, NAN, NAN, 8))
    assert given_states.tolist() == [shown, shown, withheld, shown]  # the caller's is left alone


def test_plain_counts_have_no_base_and_ready_values_no_counts() -> None:
    one, other = State.SHOWN, State.MISSING
    counted = count_cells(column(12, 7), codes(one, other))
    np.testing.assert_array_equal(counted.values, column(12, NAN))
    assert np.isnan(counted.denominators).all()
    ready = value_cells(column(41.5, 7), codes(one, other))
    np.testing.assert_array_equal(ready.values, column(41.5, NAN))
    assert np.isnan(ready.numerators).all()
    assert np.isnan(ready.denominators).all()
    assert ready.shown.tolist() == [True, False]


@pytest.mark.parametrize("shape", [0, 3, (2, 3)])
def test_missing_cells(shape: int | tuple[int, ...]) -> None:
    cells = missing_cells(shape)
    assert cells.values.shape == (shape if isinstance(shape, tuple) else (shape,))
    assert (cells.states == State.MISSING).all()


@given(st.data(), st.integers(1, 12))
def test_no_way_of_making_cells_lets_a_hidden_number_through(
    data: st.DataObject, size: int
) -> None:
    drawn = data.draw(states(size))
    tops, bases = (np.nan_to_num(data.draw(counts(size))) for _ in range(2))
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    for cells in (
        ratio_cells(tops, bases, drawn, 100.0),
        count_cells(tops, drawn),
        value_cells(tops, drawn),
    ):
        assert np.isnan(cells.values[drawn != State.SHOWN]).all()
        kept = restricted(cells, keep)
        assert (kept.states[~keep] == State.MISSING).all()
        assert np.isnan(kept.values[~keep]).all()
        np.testing.assert_array_equal(kept.values[keep], cells.values[keep])
        np.testing.assert_array_equal(kept.states[keep], cells.states[keep])


def test_rows_and_columns_of_a_history() -> None:
    tops = np.arange(6.0).reshape(2, 3)
    cells = ratio_cells(tops, np.full((2, 3), 10.0), np.zeros((2, 3), np.uint8), 100.0)
    assert cells.row(1).values.tolist() == [30, 40, 50]
    assert cells.column(2).values.tolist() == [20, 50]
    assert cells.column(2).numerators.tolist() == [2, 5]


@pytest.mark.parametrize(
    ("position", "expected"),
    [(0, (1, 1, 5)), (1, (2, 3, 5)), (2, (2, 3, 5)), (3, (4, 4, 5)), (5, (5, 5, 5))],
)
def test_rank_with_ties_and_without_the_hidden(
    position: int, expected: tuple[int, int, int]
) -> None:
    assert rank(column(40, 30, 30, 20, NAN, 10), position) == expected


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12))
def test_ranks_fill_the_places_from_first_to_last(drawn: list[int]) -> None:
    values = np.array(drawn, np.float64)
    places = [rank(values, at) for at in range(len(values))]
    taken = {place for first, last, _ in places for place in range(first, last + 1)}
    assert taken == set(range(1, len(values) + 1))
    assert all(total == len(values) for _, _, total in places)


def total(parts: FloatArray) -> FloatArray:
    return np.atleast_1d(parts.sum())


def merged(marks: MarkArray) -> MarkArray:
    return np.atleast_1d(np.bitwise_or.reduce(marks))


def test_a_whole_is_a_ratio_of_sums() -> None:
    shown = np.zeros(2, np.uint8)
    cells = ratio_cells(column(9, 1), column(10, 90), shown, 100.0)
    whole = summed_cells(cells, total, merged, 100.0)
    assert whole.values.tolist() == [10.0]  # the mean of 90 % and 1.1 % would be 45.6 %
    assert (whole.numerators.tolist(), whole.denominators.tolist()) == ([10.0], [100.0])


def test_a_whole_of_counts_is_a_count_and_of_ready_values_nothing() -> None:
    shown = np.zeros(2, np.uint8)
    counted = summed_cells(count_cells(column(9, 1), shown), total, merged, 1.0)
    assert counted.values.tolist() == [10.0]
    assert np.isnan(counted.denominators).all()
    ready = summed_cells(value_cells(column(9, 1), shown), total, merged, 1.0)
    assert ready.states.tolist() == [State.UNDEFINED]


def test_a_whole_of_counts_with_and_without_bases_is_undefined() -> None:
    mixed = Cells(column(9, 1), column(10, NAN), column(90, 1), np.zeros(2, np.uint8))
    assert summed_cells(mixed, total, merged, 100.0).states.tolist() == [State.UNDEFINED]


def test_a_whole_without_a_base_is_undefined() -> None:
    baseless = Cells(column(5), column(0), column(3), np.zeros(1, np.uint8))
    assert summed_cells(baseless, total, merged, 100.0).states.tolist() == [State.UNDEFINED]

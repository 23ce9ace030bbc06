"""Several periods at once: gaps, mixed kinds, states, and sums over sums."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Kind
from desktop.core.intervals import cell_intervals
from desktop.core.measures import Cells, count_cells, missing_cells, ratio_cells, value_cells
from desktop.core.periods import Period, parse
from desktop.core.windows import (
    ABSENT,
    NOTHING,
    change,
    change_percent,
    mean_of,
    pooled,
    pooled_until,
    pooled_windows,
    rolling,
    windows,
    year_before,
    year_means,
    year_sums,
    year_windows,
    years_pooled,
)

NAN = float("nan")
S, M, U, W = State.SHOWN, State.MISSING, State.UNDEFINED, State.WITHHELD
QUARTERS = "2024K1 2024K2 2024K3 2024K4 2025K1 2025K2"


def column(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def periods(text: str) -> tuple[Period, ...]:
    return tuple(parse(code) for code in text.split())


def one_area(tops: list[float], bases: list[float], *of: State) -> Cells:
    """One area's history of shares in per cent: periods × 1."""
    states = np.array(of or [S] * len(tops), np.uint8)[:, None]
    return ratio_cells(column(*tops)[:, None], column(*bases)[:, None], states, 100.0)


def counted(*numbers: float) -> Cells:
    return count_cells(column(*numbers)[:, None], np.zeros((len(numbers), 1), np.uint8))


def ready(*numbers: float) -> Cells:
    return value_cells(column(*numbers)[:, None], np.zeros((len(numbers), 1), np.uint8))


def test_changes_in_points_and_per_cent() -> None:
    before = value_cells(column(20, 0, -5, 10, 0), np.array([S, S, S, W, M], np.uint8))
    after = value_cells(column(25, 3, -3, 10, 9), np.zeros(5, np.uint8))
    np.testing.assert_array_equal(change(before, after), column(5, 3, 2, NAN, NAN))
    np.testing.assert_allclose(change_percent(before, after), column(25, NAN, NAN, NAN, NAN))
    np.testing.assert_array_equal(change_percent(after, after), column(0, 0, NAN, 0, 0))


@pytest.mark.parametrize(
    ("held", "rows"),
    [
        ("2024K1 2024K2 2025K1 2025K2", [-1, -1, 0, 1]),
        ("2024K1 2025K2", [-1, -1]),  # the same quarter is not held
        ("2024 2025", [-1, 0]),
        ("2024K4 2024 2025K4 2025", [-1, -1, 0, 1]),  # each kind by itself
        ("2023/24 2024/25", [-1, 0]),
        ("2024M02 2025M02", [-1, 0]),
        ("", []),
    ],
)
def test_the_same_part_of_the_year_before(held: str, rows: list[int]) -> None:
    assert year_before(periods(held)).tolist() == rows


@pytest.mark.parametrize(
    ("held", "length", "rows"),
    [
        ("2024K3 2024K4 2025K1", 2, [[0, -1], [1, 0], [2, 1]]),
        ("2024K3 2025K1", 2, [[0, -1], [1, -1]]),
        ("2024M12 2024 2025M01", 2, [[0, -1], [1, -1], [2, 0]]),
        ("2023/24 2024/25", 2, [[0, -1], [1, 0]]),
        ("", 3, []),
    ],
)
def test_windows_know_the_calendar(held: str, length: int, rows: list[list[int]]) -> None:
    assert windows(periods(held), length).tolist() == rows


def test_the_rows_of_a_year_by_the_kind_of_its_end() -> None:
    rows = year_windows(periods("2024K1 2024K2 2024K3 2024K4 2024"))
    assert [[row for row in window if row != -2] for window in rows.tolist()] == [
        [0, -1, -1, -1],
        [1, 0, -1, -1],
        [2, 1, 0, -1],
        [3, 2, 1, 0],
        [4],
    ]


def test_pooled_periods_are_sums_over_sums() -> None:
    cells = one_area([9, 1, 5], [10, 90, 10])
    assert pooled(cells, [0, 1], 100.0).values.tolist() == [10]
    assert pooled(cells, (2,), 100.0).values.tolist() == [50]
    assert pooled(counted(3, 4), [0, 1], 1.0).values.tolist() == [7]


def test_a_window_without_rows_is_undefined_between_others_that_have_some() -> None:
    made = pooled_windows(counted(3, 4, 5), np.array([[0], [NOTHING], [2], [ABSENT]]), 1.0)
    assert made.states.ravel().tolist() == [S, U, S, M]
    assert made.values.ravel()[[0, 2]].tolist() == [3, 5]


@pytest.mark.parametrize(
    ("parts", "rows", "whole"),
    [
        ((S, W), [0, 1], W),
        ((M, W), [0, 1], W),
        ((S, M), [0, 1], M),
        ((S, U), [0, 1], S),
        ((U, U), [0, 1], U),
        ((S, S), [0, -1], M),
        ((S, W), [1, -1], W),
        ((S, S), [], U),
    ],
)
def test_the_state_of_pooled_periods(
    parts: tuple[State, State], rows: list[int], whole: State
) -> None:
    made = pooled(one_area([10, 20], [100, 100], *parts), rows, 100.0)
    assert made.states.tolist() == [whole]


def test_ready_values_are_averaged_only_when_asked_and_ratios_never() -> None:
    assert pooled(ready(3, -4), [0, 1], 1.0).states.tolist() == [U]
    assert mean_of(ready(3, -4), [0, 1]).values.tolist() == [-0.5]
    assert mean_of(counted(3, 4), [0, 1]).values.tolist() == [3.5]
    assert np.isnan(mean_of(counted(3, 4), [0, 1]).numerators).all()  # it is no count
    assert mean_of(one_area([1, 2], [10, 10]), [0, 1]).states.tolist() == [U]
    assert mean_of(ready(3, 4), [0, -1]).states.tolist() == [M]


@given(st.integers(1, 5), st.data())
def test_rolling_is_pooling_at_every_row(length: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 8))
    tops = data.draw(st.lists(st.integers(0, 50), min_size=size, max_size=size))
    bases = data.draw(st.lists(st.integers(0, 90), min_size=size, max_size=size))
    states = data.draw(st.lists(st.sampled_from([S, S, S, W, M, U]), min_size=size, max_size=size))
    cells = one_area([*map(float, tops)], [*map(float, bases)], *states)
    made = rolling(cells, length, 100.0)
    for row in range(size):
        window = [row - back if row >= back else -1 for back in range(length)]
        alone = pooled(cells, window, 100.0)
        assert made.states[row] == alone.states
        np.testing.assert_array_equal(made.values[row], alone.values)


def test_a_window_over_a_gap_in_the_calendar_is_missing() -> None:
    cells = one_area([1, 2, 3], [10, 10, 10])
    held = periods("2024K1 2024K2 2024K4")
    assert rolling(cells, 2, 100.0).states.ravel().tolist() == [M, S, S]
    assert rolling(cells, 2, 100.0, held).states.ravel().tolist() == [M, S, M]


def test_a_year_of_events_is_over_the_mean_base_of_the_year() -> None:
    held = periods("2024K1 2024K2 2024K3 2024K4")
    made = year_sums(one_area([1, 2, 3, 4], [100, 100, 120, 80]), held, 1000.0)
    assert made.states.ravel().tolist() == [M, M, M, S]
    assert (made.values[3, 0], made.denominators[3, 0]) == (100.0, 100.0)
    assert year_sums(counted(1, 2, 3, 4), held, 1.0).values[3, 0] == 10
    assert year_sums(counted(5, 6), periods("2023 2024"), 1.0).values.ravel().tolist() == [5, 6]


@given(st.booleans(), st.data())
def test_sums_of_years_as_they_are_added_by_hand(plain: bool, data: st.DataObject) -> None:
    held = periods("2023 2024K1 2024K2 2024K3 2024K4 2024 2025K1 2025K2")
    tops, bases = (
        data.draw(st.lists(st.integers(0, 90), min_size=len(held), max_size=len(held)))
        for _ in range(2)
    )
    states = [data.draw(st.sampled_from([S, S, S, S, W, M, U])) for _ in held]
    ratios = one_area([*map(float, tops)], [*map(float, bases)], *states)
    counts = count_cells(column(*tops)[:, None], np.array(states, np.uint8)[:, None])
    cells, per = (counts, 1.0) if plain else (ratios, 1000.0)
    kept = [each.copy() for each in (cells.numerators, cells.denominators, cells.states)]
    made = year_sums(cells, held, per)
    for row, window in enumerate(year_windows(held).tolist()):
        rows = [at for at in window if at != NOTHING]
        alone = pooled(cells, rows, per)
        assert made.states[row] == alone.states
        np.testing.assert_array_equal(made.numerators[row], alone.numerators)
        np.testing.assert_array_equal(made.denominators[row], alone.denominators / len(rows))
        times = 1 if plain else len(rows)
        np.testing.assert_allclose(made.values[row], alone.values * times, rtol=1e-15)
    for before, after in zip(
        kept, (cells.numerators, cells.denominators, cells.states), strict=True
    ):
        np.testing.assert_array_equal(before, after)  # the caller's are left alone


def test_a_year_on_average() -> None:
    held = periods("2024K1 2024K2 2024K3 2024K4")
    assert year_means(one_area([1, 2, 3, 4], [50, 50, 50, 50]), held, 100.0).values[3, 0] == 5
    assert year_means(ready(1, 2, 3, 6), held, 1.0).values[3, 0] == 3
    assert year_means(counted(1, 2, 3, 6), held, 1.0).values[3, 0] == 3
    assert year_means(ready(1, 2, 3), held[:3], 1.0).states.ravel().tolist() == [M, M, M]


def test_two_years_are_the_same_quarter_of_both() -> None:
    held = periods(QUARTERS)
    cells = one_area([10, 90, 90, 90, 30, 90], [100, 100, 100, 100, 300, 100])
    made = years_pooled(cells, held, 100.0)
    assert made.states.ravel().tolist() == [M, M, M, M, S, S]
    assert made.values[4, 0] == 10  # 40 of 400
    assert made.values[5, 0] == 90
    assert years_pooled(ready(1, 5), periods("2023 2024"), 1.0).values[1, 0] == 3
    assert (years_pooled(cells, held, 100.0, 3).states == M).all()


def test_a_withheld_year_makes_two_years_withheld() -> None:
    cells = one_area([10, 30], [100, 300], W, S)
    assert years_pooled(cells, periods("2023 2024"), 100.0).states.ravel().tolist() == [W, W]


def test_pooling_takes_as_few_periods_as_are_enough() -> None:
    tops = np.array([[8.0, 30], [7, 30], [6, 30], [5, 30]])
    cells = ratio_cells(tops, np.full((4, 2), 100.0), np.zeros((4, 2), np.uint8), 100.0)
    held = periods("2021 2022 2023 2024")
    made = pooled_until(cells, held, held[3], Kind.SHARE, 100.0, least=20)
    assert made.rows == (3, 2, 1, 0)
    assert made.lengths.tolist() == [4, 1]
    assert made.cells.values.tolist() == [6.5, 30]


def test_pooling_until_the_interval_is_narrow() -> None:
    cells = one_area([20] * 6, [100] * 6)
    held = periods("2019 2020 2021 2022 2023 2024")
    made = pooled_until(cells, held, held[5], Kind.SHARE, 100.0, width=8.0)
    low, high = cell_intervals(made.cells, Kind.SHARE, 100.0)
    assert high[0] - low[0] <= 8.0
    fewer = pooled(cells, made.rows[: made.lengths[0] - 1], 100.0)
    low, high = cell_intervals(fewer, Kind.SHARE, 100.0)
    assert high[0] - low[0] > 8.0


def test_pooling_that_does_not_suffice_says_so() -> None:
    cells = one_area([1, 1, 1, 1], [100] * 4)
    held = periods("2020 2022 2023 2024")
    made = pooled_until(cells, held, held[3], Kind.SHARE, 100.0, least=20)
    assert made.rows == (3, 2, 1)  # there is no year before the first of them
    assert made.lengths.tolist() == [0]
    assert made.cells.numerators.tolist() == [3]
    assert pooled_until(cells, held, held[3], Kind.SHARE, 100.0, least=2, most=1).rows == (3,)


def test_pooling_counts_nobody_twice_in_a_year() -> None:
    cells = one_area([10, 90, 90, 90, 15, 90], [100, 100, 100, 100, 150, 100])
    held = periods(QUARTERS)
    made = pooled_until(cells, held, held[4], Kind.SHARE, 100.0, least=20)
    assert made.rows == (4, 0)  # the first quarters, and not those between them
    assert made.cells.numerators.tolist() == [25]


def test_pooling_goes_five_years_back() -> None:
    held = periods(" ".join(str(year) for year in range(2010, 2025)))
    cells = one_area([1] * 15, [100] * 15)
    made = pooled_until(cells, held, held[-1], Kind.SHARE, 100.0, least=20)
    assert made.rows == (14, 13, 12, 11, 10)


@pytest.mark.parametrize("hidden", [W, M])
def test_pooling_passes_nothing_over(hidden: State) -> None:
    cells = one_area([5, 50, 5], [100, 100, 100], S, hidden, S)
    held = periods("2022 2023 2024")
    made = pooled_until(cells, held, held[2], Kind.SHARE, 100.0, least=20)
    assert (made.cells.states.tolist(), made.lengths.tolist()) == ([hidden], [0])
    enough = pooled_until(cells, held, held[2], Kind.SHARE, 100.0, least=5)
    assert (enough.cells.values.tolist(), enough.lengths.tolist()) == ([5], [1])


def test_no_pooling_of_a_period_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="not in"):
        pooled_until(one_area([1], [9]), periods("2023"), parse("2024"), Kind.SHARE, 100.0)


def test_tables_without_areas_or_periods() -> None:
    nobody = missing_cells((3, 0))
    held = periods("2024K1 2024K2 2024K3")
    assert rolling(nobody, 2, 100.0, held).values.shape == (3, 0)
    assert years_pooled(missing_cells((0, 4)), (), 100.0).values.shape == (0, 4)
    assert year_sums(missing_cells((0, 4)), (), 100.0).values.shape == (0, 4)

"""What is measured of an input, by hand and as it must always be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray
from desktop.core.models.measured import Yardstick, across, measure, yardstick
from desktop.core.models.model import Measured
from tests.core.models.handmade import NAN, ready, table

ROW = [4.0, 8.0, 8.0, 20.0, NAN]


def of(what: Measured, *, turned: bool = False) -> FloatArray:
    columns = ready([[1.0, 2.0, NAN, 4.0, 5.0], ROW], municipality=[5.0, 10.0])
    against = yardstick(columns, np.ones((2, 5), bool))
    row: FloatArray = measure(what, against, columns.cells.values, turned=turned)[1]
    return row


@pytest.mark.parametrize(
    ("what", "expected", "turned"),
    [
        (Measured.VALUE, ROW, None),
        (Measured.DIFFERENCE, [-6, -2, -2, 10, NAN], [6, 2, 2, -10, NAN]),
        (Measured.RATIO, [40, 80, 80, 200, NAN], [160, 120, 120, 0, NAN]),
        (Measured.Z, [-1, -1 / 3, -1 / 3, 5 / 3, NAN], [1, 1 / 3, 1 / 3, -5 / 3, NAN]),
        (Measured.PERCENTILE, [0, 50, 50, 100, NAN], [100, 50, 50, 0, NAN]),
        (Measured.CHANGE, [3, 6, NAN, 16, NAN], [-3, -6, NAN, -16, NAN]),
    ],
)
def test_every_measure_by_hand(
    what: Measured, expected: list[float], turned: list[float] | None
) -> None:
    if what is Measured.Z:  # 4, 8, 8, 20: mean 10, variance 36 of four areas
        assert np.std(ROW[:4]) == 6
    np.testing.assert_allclose(of(what), expected)
    if turned is not None:
        np.testing.assert_allclose(of(what, turned=True), turned)


def alone(values: list[float], inside: list[bool]) -> Yardstick:
    return yardstick(ready([values]), np.array([inside]))


@pytest.mark.parametrize("values", [[7.0, 7.0, 7.0], [0.1, 0.1, 0.1], [3.0]])
def test_all_equal_or_one_area_is_in_the_middle(values: list[float]) -> None:
    against = alone(values, [True] * len(values))
    row = table([values])
    assert (measure(Measured.Z, against, row, turned=False) == 0).all()
    assert (measure(Measured.PERCENTILE, against, row, turned=False) == 50).all()


@pytest.mark.parametrize("what", [Measured.Z, Measured.PERCENTILE])
def test_no_area_with_a_number_gives_none(what: Measured) -> None:
    against = alone([NAN, NAN], [True, True])
    assert np.isnan(measure(what, against, table([[NAN, NAN]]), turned=False)).all()
    empty = yardstick(ready(np.empty((2, 0))), np.ones((2, 0), bool))
    assert measure(what, empty, np.empty((2, 0)), turned=False).shape == (2, 0)


def test_only_the_areas_of_the_model_are_compared_with() -> None:
    against = alone([1.0, 2.0, 3.0, 1000.0], [True, True, True, False])
    row = table([[1.0, 2.0, 3.0, 1000.0]])
    percentile = measure(Measured.PERCENTILE, against, row, turned=False)
    np.testing.assert_allclose(percentile, [[0, 50, 100, 100]])
    z = measure(Measured.Z, against, row, turned=False)
    assert z[0, 1] == 0
    assert abs(z[0, 2]) < 2


def test_a_drawn_number_is_held_against_the_others_as_observed() -> None:
    against = alone([1.0, 2.0, 3.0], [True, True, True])
    drawn = table([[2.5, 2.5, 2.5]])
    found = measure(Measured.PERCENTILE, against, drawn, turned=False)
    np.testing.assert_allclose(found, [[50, 50, 100]])  # of 2 and 3; of 1 and 3; of 1 and 2
    moved = measure(Measured.PERCENTILE, against, table([[3.0, 1.0, 2.0]]), turned=False)
    np.testing.assert_allclose(moved, [[75, 25, 75]])


@pytest.mark.parametrize("municipality", [0.0, -1.0, NAN])
def test_nothing_is_a_part_of_nothing(municipality: float) -> None:
    columns = ready([[1.0]], municipality=[municipality])
    against = yardstick(columns, np.ones((1, 1), bool))
    assert np.isnan(measure(Measured.RATIO, against, table([[1.0]]), turned=False)).all()


def test_a_column_goes_with_draws() -> None:
    column = table([[1, 2, 3], [4, 5, 6]])
    assert across(column, np.zeros((2, 7, 3))).shape == (2, 1, 3)
    assert across(column, np.zeros((2, 3))).shape == (2, 3)


values_with_gaps = st.lists(
    st.one_of(st.just(NAN), st.integers(0, 6).map(float)), min_size=1, max_size=12
)


@given(values_with_gaps, st.data())
def test_percentiles_are_those_of_a_count_by_hand(row: list[float], data: st.DataObject) -> None:
    inside = data.draw(st.lists(st.booleans(), min_size=len(row), max_size=len(row)))
    found = measure(Measured.PERCENTILE, alone(row, inside), table([row]), turned=False)[0]
    for at, value in enumerate(row):
        others = [
            each for nr, each in enumerate(row) if nr != at and inside[nr] and not np.isnan(each)
        ]
        if np.isnan(value):
            assert np.isnan(found[at])
        elif not others:
            assert found[at] == 50
        else:
            below = sum(each < value for each in others) + 0.5 * sum(
                each == value for each in others
            )
            assert found[at] == pytest.approx(100 * below / len(others))


@given(values_with_gaps, st.sampled_from(list(Measured)), st.booleans())
def test_draws_at_the_observed_numbers_measure_as_these(
    row: list[float], what: Measured, turned: bool
) -> None:
    columns = ready([row, row], municipality=[3.0, 3.0])
    against = yardstick(columns, np.ones((2, len(row)), bool))
    values = columns.cells.values
    drawn = np.stack([values, values, values], axis=1)
    once = measure(what, against, values, turned=turned)
    often = measure(what, against, drawn, turned=turned)
    np.testing.assert_array_equal(often, np.stack([once, once, once], axis=1))

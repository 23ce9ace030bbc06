"""Axes: scales that go both ways, ticks that are round, and what is drawn of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.axes import (
    Axis,
    Scale,
    figures_below,
    figures_beside,
    figures_width,
    fitted,
    grid_across,
    grid_upright,
    most_ticks,
    tick_decimals,
    ticks,
)
from desktop.maps.drawing import Drawing
from desktop.maps.trend import ChartColours

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
COLOURS = ChartColours()


def texts(*marks: object) -> tuple[str, ...]:
    return Drawing(10, 10, tuple(marks)).texts()  # type: ignore[arg-type]


def test_places_run_from_end_to_end_and_back() -> None:
    scale = Scale(10, 30, 100, 20)  # upwards
    assert scale.place([10, 20, 30]).tolist() == [100, 60, 20]
    assert scale.at(20) == 60
    assert [scale.value(place) for place in (100, 60, 20)] == [10, 20, 30]
    assert np.isnan(scale.place([math.nan])).all()
    assert scale.place(np.zeros((2, 3))).shape == (2, 3)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 50, 6, (0, 10, 20, 30, 40, 50)),
        (3, 47, 6, (10, 20, 30, 40)),
        (0, 1, 5, (0, 0.25, 0.5, 0.75, 1)),
        (-0.3, 0.3, 3, (-0.2, 0, 0.2)),
        (7, 7, 5, (7,)),
        (5, 4, 5, ()),
        (math.nan, 4, 5, ()),
        (0, math.inf, 5, ()),
    ],
)
def test_ticks_are_round(low: float, high: float, most: int, expected: tuple[float, ...]) -> None:
    assert ticks(low, high, most) == pytest.approx(expected)


@given(NUMBERS, NUMBERS, st.integers(2, 9))
def test_ticks_lie_inside_evenly_and_are_no_more_than_asked(
    one: float, other: float, most: int
) -> None:
    low, high = min(one, other), max(one, other)
    found = ticks(low, high, most)
    hair = 1e-6 * max(high - low, 1e-9)
    assert len(found) <= most
    assert all(low - hair <= tick <= high + hair for tick in found)
    steps = np.diff(found)
    assert np.allclose(steps, steps[0] if len(steps) else 0)


@given(st.lists(NUMBERS, min_size=1, max_size=20), st.integers(3, 8), st.floats(0, 0.3))
def test_a_fitted_axis_takes_in_every_value(values: list[float], most: int, room: float) -> None:
    axis = fitted(np.array([*values, np.nan, np.inf]), 0, 200, most, room=room)
    hair = 1e-6 * max(abs(axis.ticks[0]), abs(axis.ticks[-1]))
    assert axis.ticks[0] - hair <= min(values)
    assert max(values) <= axis.ticks[-1] + hair
    assert 2 <= len(axis.ticks) <= most
    assert (axis.scale.low, axis.scale.high) == (axis.ticks[0], axis.ticks[-1])
    if min(values) > 0 and min(values) != max(values):
        assert axis.ticks[0] >= 0


def test_equal_values_stand_inside_and_none_leave_an_empty_axis() -> None:
    axis = fitted(np.array([20.0, 20.0]), 0, 100, 5)
    assert axis.ticks[0] < 20 < axis.ticks[-1]
    assert fitted(np.array([np.nan]), 0, 100, 5).ticks == ()
    assert fitted(np.array([0.0]), 0, 100, 5).ticks[0] < 0


def test_figures_have_as_few_decimals_as_tell_them_apart() -> None:
    assert tick_decimals((0, 10, 20)) == 0
    assert tick_decimals((0, 2.5, 5)) == 1
    assert tick_decimals((0, 0.25)) == 2
    axis = fitted(np.array([0.0, 0.9]), 0, 100, 5, unit="%")
    assert axis.figures(units=True)[1] == "0,25\N{NO-BREAK SPACE}%"
    assert axis.figures(units=False)[1] == "0,25"


def test_thousands_and_minus_are_written_in_danish() -> None:
    axis = Axis(Scale(-2000, 2000, 0, 100), (-2000, 0, 2000), "n")
    assert axis.figures(units=True) == ("−2.000", "0", "2.000")


def test_lines_and_figures_stand_at_the_ticks() -> None:
    axis = Axis(Scale(0, 20, 100, 0), (0, 10, 20), "%")
    across = grid_across(axis, 5, 95, COLOURS)
    assert across.points.tolist() == [[5, 100], [95, 100], [5, 50], [95, 50], [5, 0], [95, 0]]
    assert across.starts.tolist() == [0, 2, 4, 6]
    upright = grid_upright(axis, 1, 2, COLOURS)
    assert upright.points.tolist()[:2] == [[100, 1], [100, 2]]
    assert texts(*figures_beside(axis, 30, COLOURS)) == ("0", "10", "20")
    assert texts(*figures_below(axis, 30, COLOURS)) == tuple(
        f"{tick}\N{NO-BREAK SPACE}%" for tick in (0, 10, 20)
    )
    assert figures_width(axis, units=True) > figures_width(axis) > 0


def test_an_axis_without_ticks_draws_nothing() -> None:
    axis = fitted(np.array([]), 0, 100, 5)
    assert len(grid_across(axis, 0, 1, COLOURS).points) == 0
    assert figures_beside(axis, 0, COLOURS) == ()
    assert figures_width(axis) == 0


def test_room_decides_how_many_ticks() -> None:
    assert [most_ticks(length, 30) for length in (10, 120, 1000)] == [3, 5, 8]

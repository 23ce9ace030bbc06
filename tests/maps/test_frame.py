"""The frame: there and back between metres and places."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.frame import Frame, scale_bar

METRES = st.floats(-1e7, 1e7)
PLACES = st.floats(-4000, 4000)
SIZES = st.floats(50, 4000)
FRAMES = st.builds(Frame, METRES, METRES, st.floats(1e-4, 50), SIZES, SIZES)


def near(one: tuple[float, ...], other: tuple[float, ...], within: float) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


@given(FRAMES, PLACES, PLACES)
def test_a_place_and_its_point(frame: Frame, x: float, y: float) -> None:
    assert near(frame.place(*frame.point(x, y)), (x, y), 1e-6)


def test_north_is_up() -> None:
    frame = Frame(500.0, 1000.0, 2.0, 100.0, 60.0)
    assert frame.place(500, 1000) == (50, 30)
    assert frame.place(501, 1001) == (52, 28)
    assert frame.bounds == (475, 985, 525, 1015)


@given(FRAMES, PLACES, PLACES, st.floats(0.05, 20))
def test_zooming_keeps_the_place_under_the_pointer(
    frame: Frame, x: float, y: float, factor: float
) -> None:
    point = frame.point(x, y)
    zoomed = frame.zoomed(factor, x, y)
    assert near(zoomed.place(*point), (x, y), 1e-5)
    assert zoomed.scale == pytest.approx(frame.scale * factor)
    assert (zoomed.width, zoomed.height) == (frame.width, frame.height)


@given(FRAMES, PLACES, PLACES, PLACES, PLACES)
def test_what_is_dragged_follows_the_pointer(
    frame: Frame, x: float, y: float, dx: float, dy: float
) -> None:
    assert near(frame.moved(dx, dy).place(*frame.point(x, y)), (x + dx, y + dy), 1e-5)


@given(METRES, METRES, st.floats(0.1, 1e6), st.floats(0.1, 1e6), SIZES, SIZES, st.data())
def test_fit_shows_all_within_its_margins(
    west: float, south: float, across: float, up: float, width: float, height: float,
    data: st.DataObject,
) -> None:  # fmt: skip
    share = st.floats(0, 0.4)
    left, right = data.draw(share) * width, data.draw(share) * width
    top, bottom = data.draw(share) * height, data.draw(share) * height
    bounds = (west, south, west + across, south + up)
    frame = Frame.fit(bounds, width, height, (left, top, right, bottom))
    x0, y1 = frame.place(bounds[0], bounds[1])
    x1, y0 = frame.place(bounds[2], bounds[3])
    slack = 1e-6 + 1e-7 * frame.scale * 1e7 * 1e-6
    assert left - slack <= x0 <= x1 <= width - right + slack
    assert top - slack <= y0 <= y1 <= height - bottom + slack
    tight = min(width - left - right - (x1 - x0), height - top - bottom - (y1 - y0))
    assert tight == pytest.approx(0, abs=1e-3)


def test_a_single_point_fits() -> None:
    frame = Frame.fit((5.0, 5.0, 5.0, 5.0), 100, 100)
    assert near(frame.place(5, 5), (50, 50), 1e-6)


@given(FRAMES, st.floats(0.5, 4))
def test_finer_pixels_show_the_same(frame: Frame, factor: float) -> None:
    fine = frame.multiplied(factor)
    assert fine.bounds == pytest.approx(frame.bounds)
    x, y = frame.place(frame.east + 3, frame.north - 4)
    assert near(fine.place(frame.east + 3, frame.north - 4), (x * factor, y * factor), 1e-6)


@given(FRAMES, SIZES, SIZES)
def test_another_size_keeps_middle_and_scale(frame: Frame, width: float, height: float) -> None:
    made = frame.resized(width, height)
    assert (made.east, made.north, made.scale) == (frame.east, frame.north, frame.scale)
    assert near(made.place(frame.east, frame.north), (width / 2, height / 2), 1e-9)


@given(st.floats(1e-5, 1e3), st.floats(10, 500))
def test_a_scale_bar_is_round_and_the_longest_that_fits(scale: float, longest: float) -> None:
    metres, length = scale_bar(scale, longest)
    assert length == pytest.approx(metres * scale)
    assert length <= longest * (1 + 1e-6)
    assert length > longest / 2.5 * (1 - 1e-6)
    power = 10.0 ** math.floor(math.log10(metres * (1 + 1e-9)))
    assert min(abs(metres / power - factor) for factor in (1, 2, 5)) < 1e-9


@pytest.mark.parametrize(
    ("room", "metres"),
    [(1000, 1000), (999.9, 500), (500, 500), (199, 100), (2000, 2000), (0.7, 0.5)],
)
def test_scale_bars(room: float, metres: float) -> None:
    assert scale_bar(1.0, room)[0] == metres

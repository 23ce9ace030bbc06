"""Lines over time: gaps stay gaps, and a dashed line lies on the line it is made of."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray
from desktop.maps.composing import scaled
from desktop.maps.curves import line_marks, ribbon, runs
from desktop.maps.drawing import Box, Clip, Dot, Dots, Drawing, Fills, Strokes, Text, one_line

NAN = float("nan")
NUMBERS = st.lists(st.one_of(st.floats(-50, 50), st.just(NAN)), max_size=20)


@given(NUMBERS)
def test_runs_are_the_unbroken_stretches(values: list[float]) -> None:
    column = np.array(values, np.float64)
    found = runs(column)
    inside = np.zeros(len(column), bool)
    for run in found:
        inside[run] = True
    np.testing.assert_array_equal(inside, np.isfinite(column))
    assert all(one.stop < other.start for one, other in pairwise(found))


@given(NUMBERS)
def test_every_number_is_drawn_and_no_gap_is_crossed(values: list[float]) -> None:
    y = np.array(values, np.float64)
    x = np.arange(len(y), dtype=np.float64) * 10
    drawn: set[float] = set()
    for mark in line_marks(x, y, "#000000", 1.0):
        if isinstance(mark, Dot):
            drawn.add(mark.x)
        else:
            assert isinstance(mark, Strokes)
            assert set(np.diff(mark.points[:, 0])) == {10.0}
            drawn |= set(mark.points[:, 0].tolist())
    assert drawn == set(x[np.isfinite(y)].tolist())


@given(
    st.lists(st.floats(0, 300), min_size=2, max_size=9),
    st.sampled_from([(8.0, 4.0), (2.0, 4.0), (10.0, 4.0, 2.0, 4.0)]),
)
def test_dashes_lie_on_the_line_in_their_share_of_its_length(
    heights: list[float], dash: tuple[float, ...]
) -> None:
    x = np.arange(len(heights), dtype=np.float64) * 40
    y = np.array(heights)
    (mark,) = line_marks(x, y, "#000000", 1.0, dash)
    assert isinstance(mark, Strokes)
    np.testing.assert_allclose(np.interp(mark.points[:, 0], x, y), mark.points[:, 1], atol=1e-6)
    pieces = mark.points.reshape(-1, 2, 2)
    drawn = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).sum()
    whole = np.hypot(np.diff(x), np.diff(y)).sum()
    share = sum(dash[::2]) / sum(dash)
    assert drawn == pytest.approx(whole * share, abs=sum(dash))


def test_a_ribbon_lies_between_its_edges_and_breaks_with_them() -> None:
    top: FloatArray = np.array([1.0, 2, NAN, 4, 5, NAN, 7])
    foot = top + 10
    marks = ribbon(np.arange(7.0), top, foot, "#ABCDEF")
    assert len(marks) == 2  # one place alone has no breadth
    assert isinstance(marks[0], Fills)
    assert marks[0].points.tolist() == [[0, 1], [1, 2], [1, 12], [0, 11], [0, 1]]


def test_a_drawing_in_other_units_keeps_its_shape() -> None:
    line = one_line([(1, 2), (3, 4)], "#000000", 1.0)
    drawing = Drawing(
        100,
        50,
        (
            line,
            Text(1, 2, "a", 10, "#000000"),
            Box(1, 2, 3, 4, "#000000", "#111111", 1, 2),
            Dot(1, 2, 3, "#000000", "#111111", 1),
            Dots(np.ones((2, 2)), np.ones(2), np.zeros(2, np.int64), ("#000000",)),
            Clip(0, 0, 10, 10, (line,)),
            *ribbon(np.arange(2.0), np.zeros(2), np.ones(2), "#000000"),
        ),
    )
    half = scaled(drawing, 0.5)
    assert (half.width, half.height) == (50, 25)
    assert scaled(half, 2.0).as_text() == drawing.as_text()
    assert half.marks[2] == Box(0.5, 1, 1.5, 2, "#000000", "#111111", 0.5, 1)
    assert half.marks[5].marks[0].points.tolist() == [[0.5, 1], [1.5, 2]]  # type: ignore[union-attr]

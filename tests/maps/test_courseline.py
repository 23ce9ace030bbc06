"""A number over time in a row of a table: gaps stay open, and the last number has a dot."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.courseline import course_line
from desktop.maps.drawing import Dot, Strokes

NAN = float("nan")


def test_a_gap_is_left_open() -> None:
    drawing = course_line(np.array([1.0, 2.0, NAN, 4.0, 3.0]), 20.0, 4.0, "#115A73")
    lines = [mark for mark in drawing.marks if isinstance(mark, Strokes)]
    assert [len(mark.points) for mark in lines] == [2, 2]


def test_fewer_than_two_numbers_are_no_line() -> None:
    assert course_line(np.array([NAN, 2.0, NAN]), 20.0, 4.0, "#115A73").marks == ()


@given(st.lists(st.floats(-1e6, 1e6) | st.just(NAN), min_size=2, max_size=40))
def test_all_marks_are_inside_and_the_dot_is_last(values: list[float]) -> None:
    column = np.array(values)
    drawing = course_line(column, 20.0, 4.0, "#115A73")
    known = np.flatnonzero(np.isfinite(column))
    if len(known) < 2:
        assert not drawing.marks
        return
    points = np.concatenate(
        [
            mark.points if isinstance(mark, Strokes) else np.array([(mark.x, mark.y)])
            for mark in drawing.marks
            if isinstance(mark, Strokes | Dot)
        ]
    )
    assert points.min() >= 0
    assert points[:, 0].max() <= 20.0
    assert points[:, 1].max() <= 4.0
    last = drawing.marks[-1]
    assert isinstance(last, Dot)
    assert last.x == points[:, 0].max()

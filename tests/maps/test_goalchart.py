"""The chart of a goal: the way to it, the course, and what is named at its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.drawing import Dot, Strokes, Text
from desktop.maps.goalchart import GoalCourse, goal_chart
from desktop.maps.trend import ChartColours

COLOURS = ChartColours()
DAYS = tuple(dt.date(year, 12, 31) for year in range(2018, 2025))
BAND_LOW, BAND_HIGH = 2.0, 2.5
VALUES = np.array([31.0, 30.5, 30.0, 28.0, np.nan, 27.0, 26.0])
COURSE = GoalCourse(
    DAYS,
    VALUES,
    (VALUES - 2.0, VALUES + 2.5),
    2,
    6,
    22.0,
    dt.date(2027, 12, 31),
    (2.0, 2.5),
    "%",
    1,
)


def test_it_looks_as_it_did(golden: Callable[[str, str], None]) -> None:
    golden("goalchart.txt", goal_chart(COURSE, 390, 200, COLOURS).as_text())


def test_target_and_number_now_are_named() -> None:
    texts = [text.replace("\u00a0", " ") for text in goal_chart(COURSE, 390, 200, COLOURS).texts()]
    assert "mål 22,0 %" in texts
    assert "nu 26,0 %" in texts


def test_without_a_baseline_or_a_number_now_there_is_no_way_and_no_dot() -> None:
    bare = replace(COURSE, baseline=-1, now=-1)
    made = goal_chart(bare, 390, 200, COLOURS)
    assert not any(isinstance(mark, Strokes) and mark.dashed for mark in made.marks)
    assert not any(text.startswith("nu ") for text in made.texts())


@given(
    st.lists(st.floats(0, 1e6) | st.just(float("nan")), min_size=7, max_size=7),
    st.floats(0, 1e6),
    st.integers(-1, 6),
    st.dates(dt.date(2018, 1, 1), dt.date(2060, 1, 1)),
    st.sampled_from(["%", "kr.", "n", "pr. 1.000"]),
)
def test_every_mark_lies_on_the_drawing(
    values: list[float], target: float, now: int, by: dt.date, unit: str
) -> None:
    column = np.array(values)
    at = now if now >= 0 and np.isfinite(column[now]) else -1
    baseline = 2 if np.isfinite(column[2]) else -1
    spread = (1.0, 1.0) if baseline >= 0 else (0.0, 0.0)
    course = GoalCourse(
        DAYS, column, (column - 1.0, column + 1.0), baseline, at, target, by, spread, unit, 1
    )
    made = goal_chart(course, 390, 200, COLOURS)
    for mark in made.marks:
        if isinstance(mark, Dot | Text):
            assert -1 <= mark.x <= made.width + 1
            assert -1 <= mark.y <= made.height + 1
        elif isinstance(mark, Strokes):
            assert mark.points[:, 1].max() <= made.height + 1
            assert mark.points[:, 1].min() >= -1
    years = [m.x for m in made.marks if isinstance(m, Text) and m.anchor == "middle"]
    assert len(set(years)) == len(years)

"""The description of a drawing, and its text for golden files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.maps.drawing import (
    Box,
    Clip,
    Dot,
    Drawing,
    Fills,
    Mark,
    Strokes,
    Text,
    one_line,
    one_shape,
)

TRIANGLE = one_shape([(0, 0), (4, 0), (0, 3)], "#112233")
LINE = one_line([(0, 0), (1, 1), (2, 0)], "#445566", 0.5)
MARKS: tuple[Mark, ...] = (
    Box(0, 0, 10, 20, "#FFFFFF", "#000000", 0.2, 1.0, "#AEB9C4"),
    Box(0, 0, 10, 20),
    Clip(1, 2, 3, 4, (TRIANGLE, Clip(0, 0, 1, 1, (Text(1, 1, "inderst", 3, "#000000"),)), LINE)),
    replace(TRIANGLE, hatched=frozenset({0}), hatch_colour="#AEB9C4"),
    replace(LINE, dashed=True),
    Text(5, 6, "Øster »Å« 'x'\N{NO-BREAK SPACE}%", 3.5, "#1B2733", 600, "end", True),
    Dot(1, 2, 3, "#00FF00"),
    Dot(1, 2, 3, "#00FF00", "#FFFFFF", 0.5),
)


def text(*marks: Mark) -> str:
    return Drawing(10, 20, marks).as_text()


def test_golden(golden: Callable[[str, str], None]) -> None:
    golden("drawing.txt", text(*MARKS))


def test_one_line_per_mark_and_those_in_a_clip_set_in() -> None:
    made = text(*MARKS).splitlines()
    assert len(made) == len(MARKS) + 4
    assert [line.split()[0] for line in made] == [
        "box", "box", "clip", "fills", "clip", "text", "strokes", "fills", "strokes", "text",
        "dot", "dot",
    ]  # fmt: skip
    assert made[5].startswith("    text")


def test_texts_in_painting_order_also_in_clips() -> None:
    made = Drawing(10, 20, MARKS).texts()
    assert made == ("inderst", "Øster »Å« 'x'\N{NO-BREAK SPACE}%")


@pytest.mark.parametrize(
    "other",
    [
        one_shape([(0, 0), (4, 0), (0, 3.01)], "#112233"),
        one_shape([(0, 0), (4, 0), (0, 3)], "#112234"),
        replace(TRIANGLE, hatched=frozenset({0})),
        replace(TRIANGLE, colours=("#112233", "#112233")),
    ],
)
def test_what_differs_reads_differently(other: Fills) -> None:
    assert text(other) != text(TRIANGLE)


def test_a_hair_and_the_sign_of_zero_make_no_difference() -> None:
    moved = replace(TRIANGLE, points=TRIANGLE.points + 1e-4)
    minus = replace(TRIANGLE, points=np.where(TRIANGLE.points == 0, -0.0, TRIANGLE.points))
    assert text(moved) == text(minus) == text(TRIANGLE)


def test_lines_and_shapes() -> None:
    assert isinstance(LINE, Strokes)
    assert LINE.starts.tolist() == [0, 3]
    assert TRIANGLE.starts.tolist() == [0, 4]
    assert TRIANGLE.points[0].tolist() == TRIANGLE.points[-1].tolist()
    assert TRIANGLE.owners.tolist() == [0]

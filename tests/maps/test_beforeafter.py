"""Then and now: rows that share an axis, and none that tells what is not shown."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from desktop.maps.beforeafter import Pair, before_after_chart
from desktop.maps.drawing import Box, Dot, Text
from desktop.maps.palettes import CLAY
from desktop.maps.timeplot import about
from desktop.maps.trend import ChartColours

COLOURS = ChartColours()
NAN = math.nan
ROWS = (
    Pair("Helhedsplanen", 32.3, 26.9, 25.0, 28.8, own=True),
    Pair("Et område med et meget langt navn, der ikke kan være der", 35.6, 29.4, 27.1, 31.8),
    Pair("Skjult", 31.0, NAN, NAN, NAN, "diskretioneret"),
    Pair("Kommunen", 23.0, 21.4, NAN, NAN),
)


def test_it_looks_as_it_did(golden: Callable[[str, str], None]) -> None:
    golden("beforeafter.txt", before_after_chart(ROWS, 390, "%", 1, COLOURS).as_text())


def test_a_row_that_is_not_shown_says_why_and_has_no_number() -> None:
    made = before_after_chart(ROWS[2:3], 390, "%", 1, COLOURS)
    assert "diskretioneret" in made.texts()
    (ring,) = [mark for mark in made.marks if isinstance(mark, Dot)]
    assert ring.fill == COLOURS.surface  # then, not now
    assert not any(isinstance(mark, Box) for mark in made.marks)


def test_clay_is_for_the_plan_alone() -> None:
    made = before_after_chart(ROWS[1:], 390, "%", 1, COLOURS)
    assert CLAY not in made.as_text()
    assert CLAY in before_after_chart(ROWS, 390, "%", 1, COLOURS).as_text()


def test_a_fall_goes_to_the_left() -> None:
    made = before_after_chart(ROWS[:1], 390, "%", 1, COLOURS)
    then, now = (mark.x for mark in made.marks if isinstance(mark, Dot))
    assert now < then


def test_rows_without_any_number_have_names_and_reasons() -> None:
    rows = [Pair("A", NAN, NAN, NAN, NAN, "ingen sum"), Pair("B", NAN, NAN, NAN, NAN, "ingen data")]
    texts = before_after_chart(rows, 390, "%", 1, COLOURS).texts()
    assert {"A", "B", "ingen sum", "ingen data"} <= set(texts)


def test_long_figures_below_stand_clear_of_each_other() -> None:
    rows = (Pair("Et", 211_672.0, 216_848.0, NAN, NAN), Pair("To", 246_908.0, 255_065.0, NAN, NAN))
    made = before_after_chart(rows, 390, "kr.", 0, COLOURS)
    figures = [m for m in made.marks if isinstance(m, Text) and m.anchor == "middle"]
    assert len(figures) >= 2
    for one, next_one in pairwise(figures):
        half = about(one.text, one.size, 400) / 2 + about(next_one.text, one.size, 400) / 2
        assert next_one.x - one.x > half

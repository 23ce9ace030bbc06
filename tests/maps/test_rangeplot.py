"""Many areas on one axis: who has a place, what is filled, and how far the order may be trusted."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import State
from desktop.maps.composing import Setter
from desktop.maps.drawing import Box, Dot, Drawing, Text
from desktop.maps.palettes import HATCH, PETROL, SURFACE
from desktop.maps.rangeplot import (
    POINT,
    RangeLine,
    RangeRow,
    axis_cell,
    legend_plot,
    overlap_words,
    range_cell,
    range_plots,
    shared_scale,
)

LINE = RangeLine(20.0, "kommunen", "%")
SETTER = Setter(lambda text, size, _weight, _tabular: 0.55 * size * len(text))


def row(value: float, reach: float = 3.0, name: str = "Skovbrynet", **others: object) -> RangeRow:
    said = f"{value:.1f}".replace(".", ",") + " %"
    return RangeRow(name, value, value - reach, value + reach, said, **others)  # type: ignore[arg-type]


def hidden(name: str = "Ådalen") -> RangeRow:
    return RangeRow(name, math.nan, math.nan, math.nan, "diskretioneret", State.WITHHELD)


def many(count: int) -> list[RangeRow]:
    return [row(40.0 - 0.2 * at, name=f"Område {at}") for at in range(count)]


def dots(drawing: Drawing) -> list[Dot]:
    return [mark for mark in drawing.marks if isinstance(mark, Dot) and mark.radius > 0.8]


def test_golden(golden: Callable[[str, str], None]) -> None:
    rows = [
        row(31.0, sure=True),
        row(21.0, name="Et navn, der er meget længere, end der er plads til i søjlen"),
        row(8.0, few=True),
        hidden(),
        RangeRow("Ørstedsgade", math.nan, math.nan, math.nan, "ingen data", State.MISSING),
    ]
    (drawing,) = range_plots(rows, LINE, 182.0, 200.0, SETTER)
    legend = legend_plot(182.0, SETTER, intervals=True, few=True, hidden=True)
    golden("rangeplot.txt", drawing.as_text() + legend.as_text())


def test_nothing_gives_no_drawing() -> None:
    assert range_plots((), LINE, 182.0, 200.0, SETTER) == ()
    assert legend_plot(182.0, SETTER, intervals=False, few=False, hidden=False).marks == ()


def test_filled_is_sure_and_hollow_is_not() -> None:
    (drawing,) = range_plots([row(31.0, sure=True), row(21.0)], LINE, 182.0, 200.0, SETTER)
    assert [dot.fill for dot in dots(drawing)] == [PETROL, SURFACE]


def test_a_number_without_an_interval_is_a_plain_dot() -> None:
    plain = RangeRow("Toften", 12.0, math.nan, math.nan, "12,0 %")
    (drawing,) = range_plots([plain], LINE, 182.0, 200.0, SETTER)
    (dot,) = dots(drawing)
    assert dot.fill == dot.line


def test_what_is_withheld_has_no_place_and_is_hatched() -> None:
    (drawing,) = range_plots([row(31.0), hidden()], LINE, 182.0, 200.0, SETTER)
    assert len(dots(drawing)) == 1
    assert [mark.hatched for mark in drawing.marks if isinstance(mark, Box)] == [HATCH]
    cell = range_cell(hidden(), LINE, shared_scale([row(31.0)], LINE, 40.0), 40.0, 4.0)
    assert not dots(cell)
    assert any(isinstance(mark, Box) and mark.hatched for mark in cell.marks)


@pytest.mark.parametrize("state", [State.MISSING, State.UNDEFINED])
def test_what_is_not_there_is_plain(state: State) -> None:
    gone = RangeRow("Toften", math.nan, math.nan, math.nan, "ingen data", state)
    (drawing,) = range_plots([gone], LINE, 182.0, 200.0, SETTER)
    assert not [mark for mark in drawing.marks if isinstance(mark, Box)]
    assert "ingen data" in drawing.texts()


@given(st.integers(1, 200), st.floats(60.0, 240.0), st.sampled_from([182.0, 269.0]))
def test_every_area_is_named_once_and_all_fits(count: int, height: float, width: float) -> None:
    drawings = range_plots(many(count), LINE, width, height, SETTER)
    named = [text for drawing in drawings for text in drawing.texts() if text.startswith("Område")]
    assert named == [f"Område {at}" for at in range(count)]
    for drawing in drawings:
        assert drawing.height <= height
        for mark in drawing.marks:
            if isinstance(mark, Dot):
                assert 0 <= mark.x <= width


def test_sixty_areas_stand_in_two_columns_on_one_page() -> None:
    (drawing,) = range_plots(many(60), LINE, 182.0, 212.0, SETTER)
    lefts = {mark.x for mark in drawing.marks if isinstance(mark, Text) and "Område" in mark.text}
    assert len(lefts) == 2


def test_long_lists_are_shared_evenly_and_have_one_axis() -> None:
    first, second = range_plots(many(100), LINE, 182.0, 212.0, SETTER)
    assert len(dots(first)) == len(dots(second)) == 50
    ticks = [
        [(m.x, m.text) for m in drawing.marks if isinstance(m, Text) and m.anchor == "middle"]
        for drawing in (first, second)
    ]
    assert ticks[0] == ticks[1] != []


def test_no_text_is_smaller_than_seven_points() -> None:
    (drawing,) = range_plots([row(31.0, few=True), hidden()], LINE, 182.0, 200.0, SETTER)
    legend = legend_plot(182.0, SETTER, intervals=True, few=True, hidden=True)
    axis = axis_cell(LINE, shared_scale([row(31.0)], LINE, 40.0), 40.0, 4.0)
    sizes = [
        mark.size
        for made in (drawing, legend, axis)
        for mark in made.marks
        if isinstance(mark, Text)
    ]
    assert min(sizes) >= 7 * POINT


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_cell_places_by_the_shared_scale(one: float, other: float) -> None:
    rows = [row(one), row(other)]
    scale = shared_scale(rows, LINE, 40.0)
    placed = [dots(range_cell(each, LINE, scale, 40.0, 4.0))[0].x for each in rows]
    assert (placed[0] < placed[1]) == (scale.at(one) < scale.at(other))
    assert all(0.0 <= x <= 40.0 for x in placed)


@given(st.floats(1, 1e6), st.sampled_from(["", "%", "m²", "kr."]))
def test_figures_of_a_cells_axis_never_meet(largest: float, unit: str) -> None:
    line = RangeLine(largest / 2, "kommunen", unit, 0)
    scale = shared_scale([row(largest, reach=0.0), row(largest / 9, reach=0.0)], line, 40.0)
    figures = [m for m in axis_cell(line, scale, 40.0, 4.0).marks if isinstance(m, Text)]
    for one, other in pairwise(figures):
        wide = [0.6 * each.size * len(each.text) for each in (one, other)]
        end = one.x + wide[0] * {"start": 1.0, "middle": 0.5, "end": 0.0}[one.anchor]
        begin = other.x - wide[1] * {"start": 0.0, "middle": 0.5, "end": 1.0}[other.anchor]
        assert end <= begin


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 20)), min_size=2, max_size=30))
def test_overlapping_neighbours_are_counted(held: list[tuple[float, float]]) -> None:
    rows = sorted((row(value, reach) for value, reach in held), key=lambda each: -each.value)
    overlapping = sum(low.high >= high.low for high, low in pairwise(rows))
    told = overlap_words(rows)
    if overlapping:
        assert f"{overlapping} af {len(rows) - 1} nabopar" in told
        assert told.startswith("Rækkefølgen er usikker")
    else:
        assert "usikker" not in told


def test_of_one_area_there_is_no_order() -> None:
    assert overlap_words([row(12.0), hidden()]) == ""

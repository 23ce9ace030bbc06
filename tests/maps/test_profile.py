"""The profile's sheet: what stands on it, that it fits, and that nothing hidden is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.comparisons import Against, Question
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indexed import MOST_AREAS, indexed
from desktop.core.periods import parse
from desktop.core.profile import Lean, Profile, line_of, profile_of, with_lines
from desktop.maps.composing import Setter, moved
from desktop.maps.drawing import Box, Clip, Dot, Drawing, Mark, Strokes, Text
from desktop.maps.locator import locator_map
from desktop.maps.profile import ProfileSheet, contents_of, profile_drawing
from desktop.maps.profilespine import SpineColours, spine_bar, spine_scale
from desktop.maps.profiletable import profile_table
from desktop.maps.radar import radar_chart
from tests.fake_extract import HOLED, LONG, MISSING, WITHHELD, fake_dataset

LEVEL, NOW = "boligomraade", parse("2026K2")
DATA = fake_dataset()
ALL = tuple(each.id for each in DATA.indicators)
COLOURS = SpineColours()


def measure(text: str, size: float, weight: int, tabular: bool) -> float:
    """A typeface whose letters are all as wide, so that no font is asked."""
    del tabular
    return len(text) * size * (0.58 if weight >= 600 else 0.54)


SETTER = Setter(measure)


def profile(
    position: int = 9, against: Against = Against.MUNICIPALITY, data: Dataset = DATA
) -> Profile:
    made = profile_of(data, LEVEL, position, NOW, ALL, Question(against))
    return with_lines(made, {id: line_of(data, LEVEL, position, id, NOW) for id in ALL})


def sheet(
    made: Profile, width: float = 1088, height: float = 0, unit: float = 1, *, headed: bool = False
) -> ProfileSheet:
    contents = contents_of(DATA, made, COLOURS, headed=headed)
    return profile_drawing(contents, width, height, COLOURS, unit=unit, measure=measure)


def reaches(marks: tuple[Mark, ...]) -> tuple[float, float]:
    """How far right and down texts, boxes, dots and lines go."""
    right = bottom = 0.0
    for mark in marks:
        match mark:
            case Text():
                wide = measure(mark.text, mark.size, mark.weight, mark.tabular)
                ends = {"start": mark.x + wide, "middle": mark.x + wide / 2, "end": mark.x}
                right, bottom = max(right, ends[mark.anchor]), max(bottom, mark.y)
            case Box():
                right = max(right, mark.x + mark.width)
                bottom = max(bottom, mark.y + mark.height)
            case Strokes():
                right = max(right, float(mark.points[:, 0].max(initial=0)))
                bottom = max(bottom, float(mark.points[:, 1].max(initial=0)))
            case Clip() | Dot():
                pass
    return right, bottom


def test_golden(golden: Callable[[str, str], None]) -> None:
    golden("profile.txt", sheet(profile(8), 900, headed=True).drawing.as_text())


def test_what_stands_on_it() -> None:
    words = sheet(profile(), 900, headed=True).drawing.texts()
    assert words[:2] == ("Eksempelby Kommune · Områdeprofil", "Kærhaven")
    for text in ("Nøgletal", "Området", "95 %-interval", "Kommunen", "Forskel i procent",
                 "SKOLE", "Skolefravær over 10 %", "højere er mere udsat", "kan ikke afgøres",
                 "ændring, der er mere end tilfældig"):  # fmt: skip
        assert text in words, text


@pytest.mark.parametrize("width", [1400, 1088, 928, 820, 640, 480])
@pytest.mark.parametrize("position", [9, WITHHELD, MISSING, LONG])
def test_nothing_goes_past_the_edge(width: float, position: int) -> None:
    made = sheet(profile(position), width, headed=True)
    right, bottom = reaches(made.drawing.marks)
    assert right <= width + 8  # the point of a bar that goes past its scale is 5
    assert bottom <= made.drawing.height + 1


def test_a_name_of_two_hundred_letters_stays_on_the_sheet() -> None:
    made = profile()
    for name in ("Åboulevardens Østre Kvarter " * 8, "Å" * 200):
        long = replace(made, key=replace(made.key, name=name[:200]))
        right, _bottom = reaches(sheet(long, 820, headed=True).drawing.marks)
        assert right <= 828


@pytest.mark.parametrize(("width", "height"), [(188.0, 240.0), (270.0, 150.0), (400.0, 260.0)])
def test_a_sheet_stays_within_its_paper(width: float, height: float) -> None:
    made = sheet(profile(), width, height, 0.21, headed=True)
    right, bottom = reaches(made.drawing.marks)
    assert made.drawing.height <= height
    assert bottom <= height
    assert right <= width + 2
    assert len(made.places) == len(ALL)


def test_what_does_not_fit_at_all_is_left_out_whole() -> None:
    made = sheet(profile(), 188, 40, 0.21, headed=True)
    assert 0 < made.drawing.height <= 40
    assert reaches(made.drawing.marks)[1] <= 40
    assert "Kærhaven" in made.drawing.texts()
    assert made.places == ()


def test_the_unit_scales_everything_alike() -> None:
    one, small = sheet(profile(), 1088), sheet(profile(), 1088 * 0.25, unit=0.25)
    scaled = Drawing(
        small.drawing.width, small.drawing.height, moved(one.drawing.marks, scale=0.25)
    )
    assert list(scaled.texts()) == [*small.drawing.texts()]
    for mine, theirs in zip(scaled.marks, small.drawing.marks, strict=True):
        if isinstance(mine, Text) and isinstance(theirs, Text):
            assert (mine.x, mine.y, mine.size) == pytest.approx((theirs.x, theirs.y, theirs.size))


def test_rows_are_found_where_they_are_drawn() -> None:
    made = sheet(profile())
    labels = {mark.y: mark.text for mark in made.drawing.marks if isinstance(mark, Text)}
    for place in made.places:
        within = [text for y, text in labels.items() if place.y <= y <= place.y + place.height]
        assert within
        assert made.row_at(place.y + place.height / 2) == place.indicator
    assert made.row_at(-5) == made.row_at(made.drawing.height + 5) == ""


def test_hidden_numbers_leave_no_trace() -> None:
    other = fake_dataset(hidden=31.0)
    for position in (WITHHELD, 4, MISSING, 9):
        drawn = [
            profile_drawing(
                contents_of(data, profile(position, data=data), COLOURS),
                1000, 0, COLOURS, measure=measure,
            ).drawing.as_text()
            for data in (DATA, other)
        ]  # fmt: skip
        assert drawn[0] == drawn[1]


def test_withheld_is_hatched_and_missing_is_plain() -> None:
    for position, hatched in ((WITHHELD, True), (MISSING, False)):
        made = profile(position)
        row = made.row("uden_job")
        assert row is not None
        scale = spine_scale(made.rows, 0, 100)
        (track,) = spine_bar(row, scale, 10, COLOURS)
        assert isinstance(track, Box)
        assert bool(track.hatched) is hatched
        words = sheet(made).drawing.texts()
        assert ("diskretioneret" in words) is hatched
        assert ("ingen data" in words) is not hatched


def test_bars_lie_on_the_side_of_their_difference_in_the_colour_of_their_verdict() -> None:
    seen = set()
    for position in range(len(DATA.areas(LEVEL))):
        made = profile(position)
        scale = spine_scale(made.rows, 100, 300)
        for row in made.rows:
            if row.comparison is None or not np.isfinite(row.comparison.relative):
                continue
            bar = spine_bar(row, scale, 10, COLOURS)[1]
            assert isinstance(bar, Box)
            seen.add(row.lean)
            assert bar.fill == (COLOURS.fill(row.lean) or COLOURS.surface)
            assert bool(bar.line) is (row.lean is Lean.UNSURE)
            assert bar.x >= 100
            assert bar.x + bar.width <= 301
            if row.comparison.relative > 0:
                assert bar.x == 200
            else:
                assert bar.x + bar.width <= 201
    assert {Lean.MORE, Lean.LESS, Lean.UNSURE} <= seen


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=20))
def test_the_scale_is_even_and_holds_most(sizes: list[float]) -> None:
    made = profile()
    (row,) = [each for each in made.rows if each.indicator.id == "uden_job"]
    assert row.comparison is not None
    rows = [replace(row, comparison=replace(row.comparison, relative=size)) for size in sizes]
    scale = spine_scale(rows, 0, 200)
    assert scale.low == -scale.high
    assert scale.at(0) == 100
    assert scale.high == 2.0 or np.mean(np.abs(sizes) <= scale.high) >= 0.85


def test_narrow_tables_keep_value_comparator_and_bar() -> None:
    wide = profile_table(profile(), "Kommunen", 1088, SETTER, COLOURS)
    slim = profile_table(profile(), "Kommunen", 480, SETTER, COLOURS)
    assert len(slim.places) == len(wide.places)
    words = [mark.text for mark in slim.marks if isinstance(mark, Text)]
    assert "Antal" not in words
    for text in ("Området", "Kommunen"):
        assert text in words


def test_the_efforts_are_named_with_their_dates() -> None:
    words = " ".join(sheet(profile(6)).drawing.texts())
    assert "Lommepengejob, fra 01-03-2025" in words
    assert "Indsatser" not in " ".join(sheet(profile(9)).drawing.texts())


def test_the_locator_marks_the_area_alone_and_a_hole_stays_open() -> None:
    drawn = locator_map(DATA, LEVEL, HOLED, NOW.end, 120, 80, COLOURS).as_text()
    assert drawn.count(COLOURS.chosen) == 1
    assert COLOURS.pale in drawn
    tiny = locator_map(DATA, LEVEL, 9, NOW.end, 14, 10, COLOURS)
    assert any(isinstance(mark, Dot) and not mark.fill for mark in tiny.marks)


def test_the_radar_turns_every_number_the_same_way() -> None:
    facts = indexed(DATA, LEVEL, [9], NOW, ALL)
    assert {each.id for each in facts.left_out} == {"beboere", "alder"}
    for column, indicator in enumerate(facts.indicators):
        own = DATA.cells(indicator.id, LEVEL, DATA.periods_of(indicator.id, LEVEL)[-1]).values[9]
        at = DATA.periods_of(indicator.id, LEVEL)[-1]
        whole = DATA.municipality(indicator.id, at).values[0]
        if indicator.id != "fravaer":
            assert facts.values[0, column] == pytest.approx(100 * own / whole)
    drawn = radar_chart(facts, 900, 420, SETTER, COLOURS)
    words = " ".join(drawn.texts())
    assert "Udad betyder altid mere udsat" in words
    assert "kommunen 100" in words


def test_the_radar_holds_five_areas_and_needs_three_indicators() -> None:
    many = indexed(DATA, LEVEL, list(range(9, 19)), NOW, ALL)
    assert len(many.positions) == MOST_AREAS
    assert many.positions[-1] == 18
    few = indexed(DATA, LEVEL, [9], NOW, ("uden_job", "fravaer"))
    assert not few.enough
    assert "mindst 3" in " ".join(radar_chart(few, 600, 400, SETTER, COLOURS).texts())
    none = indexed(DATA, LEVEL, [WITHHELD], NOW, ALL)
    assert not none.indicators
    hidden = indexed(DATA, LEVEL, [WITHHELD, 9], NOW, ALL)
    assert np.isnan(hidden.values[0]).all()
    states = DATA.cells("uden_job", LEVEL, NOW).states
    assert states[WITHHELD] == State.WITHHELD


@given(st.text("abc ÅØ", max_size=80), st.floats(20, 300), st.integers(1, 4))  # words of any length
def test_lines_never_go_past_their_room(text: str, room: float, most: int) -> None:
    lines = SETTER.lines(text, 12, room, most)
    assert len(lines) <= most
    assert all(SETTER.width(line, 12) <= room or len(line) <= 1 for line in lines)

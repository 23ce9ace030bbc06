"""The drawings of a profile on paper: inside their room, legible, and the same in grey."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from desktop.core.disclosure import State
from desktop.core.models.result import NONE
from desktop.core.periods import parse
from desktop.core.profile import Profile, profile_of, with_all_lines
from desktop.core.wording import number
from desktop.maps import palettes
from desktop.maps.categoryyears import CategoryYears
from desktop.maps.drawing import Box, Clip, Dot, Drawing, Group, Mark, Strokes, Text
from desktop.maps.history import StripYear
from desktop.maps.profilepage import (
    Part,
    course_figure,
    courses_figure,
    courses_height,
    line_figure,
    parts_figure,
    parts_height,
    spine_figure,
    strips_figure,
)
from desktop.maps.profilepagemap import area_map
from desktop.maps.view import MapView
from desktop.maps.view import Style as MapStyle
from desktop.reports.typefaces import POINT
from desktop.reports.typefaces import width as measure
from tests.fake_extract import HIDDEN, UNDEFINED, WITHHELD, fake_dataset

LEVEL = "boligomraade"
NOW = parse("2026K2")
IDS = ("uden_job", "fravaer", "alder", "anmeldelser", "beboere")
WIDTH = 182.0
SMALLEST = 7.0 * POINT - 1e-6


def profile(position: int = 7, ids: Sequence[str] = IDS) -> Profile:
    data = fake_dataset()
    return with_all_lines(data, profile_of(data, LEVEL, position, NOW, ids))


def marks(inside: Sequence[Mark]) -> Iterator[Mark]:
    for mark in inside:
        if isinstance(mark, Group | Clip):
            yield from marks(mark.marks)
        else:
            yield mark


def texts(drawing: Drawing) -> list[Text]:
    return [mark for mark in marks(drawing.marks) if isinstance(mark, Text)]


def check_fits(drawing: Drawing, width: float) -> None:
    """No text is empty, too small, or outside the drawing."""
    assert drawing.width == pytest.approx(width)
    for text in texts(drawing):
        assert text.text
        assert text.size >= SMALLEST, text
        wide = measure(text.text, text.size, text.weight, text.tabular)
        left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        assert left >= -0.6, text
        assert left + wide <= drawing.width + 0.6, text
        assert 0 <= text.y <= drawing.height + 0.6, text


def no_overlap(drawing: Drawing) -> None:
    """No two texts lie on each other."""
    rooms = []
    for text in texts(drawing):
        wide = measure(text.text, text.size, text.weight, text.tabular)
        left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        rooms.append((left, text.y - 0.7 * text.size, left + wide, text.y, text.text))
    for at, one in enumerate(rooms):
        for other in rooms[at + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one[4], other[4])


def test_the_spine_has_the_highest_first_and_names_its_signs(
    golden: Callable[[str, str], None],
) -> None:
    rows = profile().rows
    drawing = spine_figure(rows[:4], WIDTH, measure)
    check_fits(drawing, WIDTH)
    no_overlap(drawing)
    names = [text.text for text in texts(drawing)]
    labels = [row.indicator.label for row in rows[:4]]
    ordered = [name for name in names if name in labels]
    relative = {
        row.indicator.label: row.comparison.relative for row in rows if row.comparison is not None
    }
    assert ordered == sorted(ordered, key=lambda name: -relative[name])
    assert "højere er mere udsat" in names
    golden("profile-spine.txt", drawing.as_text())


def test_a_withheld_row_of_the_spine_is_hatched_and_has_no_number() -> None:
    rows = profile(WITHHELD).rows[:4]
    drawing = spine_figure(rows, WIDTH, measure)
    hatched = [m for m in marks(drawing.marks) if isinstance(m, Box) and m.hatched]
    assert len(hatched) == len(rows) + 1  # and one in the legend
    assert number(HIDDEN) not in " ".join(drawing.texts())
    figures = [text for text in drawing.texts() if any(letter.isdigit() for letter in text)]
    known = {"−10 %", "0 %", "+10 %", *(row.indicator.label for row in rows)}
    assert {each.replace("\u00a0", " ") for each in figures} <= known


def test_a_row_without_a_number_says_why() -> None:
    drawing = spine_figure(profile(UNDEFINED).rows[:1], WIDTH, measure)
    assert "ikke defineret" in drawing.texts()


@pytest.mark.parametrize("width", [73.5, 101.5, 182.0])
def test_a_course_stays_in_its_room_and_leaves_the_names_to_the_caption(width: float) -> None:
    held = profile(6)  # which has an effort
    assert held.efforts
    drawing = course_figure(held, held.rows[2], width, 50.0)
    check_fits(drawing, width)
    assert drawing.height == pytest.approx(50.0)
    assert held.efforts[0].name not in drawing.texts()
    dashed = [m for m in marks(drawing.marks) if isinstance(m, Strokes) and m.dashed]
    assert len(dashed) == len(held.efforts)


def test_a_course_that_was_not_read_says_that_there_is_nothing() -> None:
    held = replace(profile(), lines={})
    assert "Ingen tal at vise over tid" in course_figure(held, held.rows[0], 80, 50).texts()


@pytest.mark.parametrize("count", [1, 3, 4, 5])
def test_small_charts_stand_three_in_a_row_and_are_as_high_as_is_said(count: int) -> None:
    held = profile()
    drawing = courses_figure(held, held.rows[:count], WIDTH, measure)
    check_fits(drawing, WIDTH)
    no_overlap(drawing)
    assert drawing.height == pytest.approx(courses_height(count))
    assert courses_height(3) < courses_height(4) == courses_height(5)


def test_a_plain_count_has_no_municipality_beside_it() -> None:
    held = profile()
    line = held.lines["beboere"]
    drawing = line_figure(held, held.rows[-1].indicator, line, 80.0, 30.0)
    assert "kommunen" not in drawing.texts()
    assert "kommunen" in course_figure(held, held.rows[0], 80.0, 30.0).texts()


PARTS = (
    Part("0-17 år", 27.0, 20.0, int(State.SHOWN), "27 % (617)"),
    Part("18-29 år", math.nan, 21.0, int(State.WITHHELD), "diskretioneret"),
    Part("30 år og derover, med et meget langt navn", 54.0, 59.0, int(State.SHOWN), "54 % (1.233)"),
    Part("ukendt", math.nan, math.nan, int(State.MISSING), "ingen data"),
)


def test_parts_are_as_long_as_their_shares_and_withheld_ones_are_hatched(
    golden: Callable[[str, str], None],
) -> None:
    drawing = parts_figure(PARTS, 87.5, measure)
    check_fits(drawing, 87.5)
    no_overlap(drawing)
    assert drawing.height == pytest.approx(parts_height(len(PARTS)))
    filled = [m for m in marks(drawing.marks) if isinstance(m, Box) and m.fill == palettes.PETROL]
    assert filled[0].width / filled[1].width == pytest.approx(27 / 54)
    assert sum(bool(m.hatched) for m in marks(drawing.marks) if isinstance(m, Box)) == 1
    golden("profile-parts.txt", drawing.as_text())


def test_no_part_at_all_is_drawn_as_nothing() -> None:
    assert not texts(parts_figure((), 80.0, measure))


def strip(name: str, *categories: int) -> CategoryYears:
    years = tuple(StripYear(f"{at + 20}", each, "ord") for at, each in enumerate(categories))
    names = ("Markant indsats", "Intensiveret indsats", "Ordinær indsats", "Minimal indsats")
    return CategoryYears(name, years, ("#7A3B10", "#C9803A", "#D8C8A0", "#DDE0CC"), names)


def test_strips_name_every_category_that_there_was() -> None:
    drawing = strips_figure(
        [strip("En meget lang model med et langt navn", 0, 1, 2, 3), strip("To", NONE, 1)],
        WIDTH,
        measure,
    )
    assert drawing is not None
    check_fits(drawing, WIDTH)
    no_overlap(drawing)
    said = drawing.texts()
    for name in ("Markant indsats", "Intensiveret indsats", "Ordinær indsats", "Minimal indsats"):
        assert name in said


def test_a_hatched_year_of_a_strip_is_explained() -> None:
    plain = strip("To", NONE, 1)
    hatched = replace(plain, years=(replace(plain.years[0], hatched=True), plain.years[1]))
    without, with_one = (strips_figure([each], WIDTH, measure) for each in (plain, hatched))
    assert without is not None and with_one is not None
    assert "kan ikke afgøres" not in without.texts()
    assert "kan ikke afgøres" in with_one.texts()


def test_there_is_no_strip_without_any_category() -> None:
    assert strips_figure([strip("Tom", NONE, NONE)], WIDTH, measure) is None


def test_the_map_marks_one_area_in_clay_on_white_and_keeps_the_rest() -> None:
    data = fake_dataset()
    one, other = (
        area_map(data, MapView(LEVEL, "uden_job", NOW), at, 73.0, 45.0, measure) for at in (0, 7)
    )
    assert one is not None
    assert other is not None
    check_fits(one.drawing, 73.0)
    no_overlap(one.drawing)
    assert one.view.selected == (data.areas(LEVEL).codes[0],)
    assert one.frame == other.frame
    last = one.drawing.marks[-2:]
    assert [mark.colour for mark in last if isinstance(mark, Strokes)] == [
        palettes.SURFACE,
        palettes.CLAY,
    ]
    shared = one.drawing.marks[:-2]
    assert all(a is b for a, b in zip(shared, other.drawing.marks, strict=False))


def test_the_legend_of_the_map_has_every_bound_and_what_is_hidden() -> None:
    drawn = area_map(fake_dataset(), MapView(LEVEL, "uden_job", NOW), 0, 73.0, 45.0, measure)
    assert drawn is not None
    said = drawn.drawing.texts()
    for bound in drawn.picture.bounds:
        assert any(number(bound, 1) in text for text in said)
    assert {"diskretioneret", "ingen data"} <= set(said)


def test_a_small_area_gets_a_ring() -> None:
    data = fake_dataset(columns=40, rows=40, background=False)
    drawn = area_map(data, MapView(LEVEL, "uden_job", NOW), 0, 73.0, 45.0, measure)
    assert drawn is not None
    rings = [m for m in drawn.drawing.marks if isinstance(m, Dot) and m.line == palettes.CLAY]
    assert len(rings) == 1
    larger = area_map(
        fake_dataset(columns=11, rows=11), MapView(LEVEL, "uden_job", NOW), 0, 73.0, 45.0, measure
    )
    assert larger is not None
    around = [m for m in larger.drawing.marks if isinstance(m, Dot) and m.line == palettes.CLAY]
    assert [each.radius > rings[0].radius for each in around] == [True]


def test_counts_are_circles_with_a_scale_of_their_own() -> None:
    view = MapView(LEVEL, "beboere", NOW, style=MapStyle.SYMBOLS)
    drawn = area_map(fake_dataset(), view, 0, 73.0, 45.0, measure)
    assert drawn is not None
    assert drawn.picture.radii is not None
    check_fits(drawn.drawing, 73.0)


def test_a_level_without_outlines_has_no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    data = fake_dataset()
    monkeypatch.setattr(data, "tolerances", lambda _level: ())
    assert area_map(data, MapView(LEVEL, "uden_job", NOW), 0, 73.0, 45.0, measure) is None

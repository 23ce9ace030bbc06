"""Map sheets: what they say, that it fits, and that nothing withheld is on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits
from desktop.core.errors import UsageError
from desktop.core.indicators import Text as Words
from desktop.core.periods import parse
from desktop.core.wording import use_language
from desktop.maps import palettes
from desktop.maps.drawing import Box, Clip, Drawing, Fills, Mark, Strokes, Text
from desktop.maps.sheet import POINT, Paper, _Pen, compose_sheet
from desktop.maps.view import MapView, first_view
from tests import fake_extract
from tests.fake_extract import INDICATORS, LONG_NAME, fake_dataset

DAY = dt.date(2026, 11, 23)
LONG_TITLE = Words(
    "Andel af unge under uddannelse eller i beskæftigelse, hvis forældre ikke har nogen "
    "erhvervskompetencegivende uddannelse, fordelt efter bopælskommune ved årets udgang",
    "Share of young people in education or employment whose parents have no vocational or "
    "higher education whatsoever, by municipality of residence at the end of the year",
)
PLAN = "Den boligsociale helhedsplan for Fjordparken, Skovbrynet og Nørrevang 2025-2029"


def measure(text: str, size: float, weight: int, tabular: bool) -> float:
    """A typeface in which every letter is as wide as the next."""
    return len(text) * size * (0.55 if weight < 600 else 0.58)


def sheet(data: Dataset, view: MapView, paper: Paper = Paper.A4_ACROSS, plan: str = "") -> Drawing:
    return compose_sheet(data, view, paper=paper, measure=measure, day=DAY, plan=plan)


def code(position: int) -> str:
    return f"{position + 101:04d}"


def outside_the_map(drawing: Drawing) -> list[Text]:
    return [mark for mark in drawing.marks if isinstance(mark, Text)]


def extent(mark: Text) -> tuple[float, float, float, float]:
    width = measure(mark.text, mark.size, mark.weight, mark.tabular)
    left = mark.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * width
    return left, mark.y - 0.72 * mark.size, left + width, mark.y + 0.2 * mark.size


def the_clip(drawing: Drawing) -> Clip:
    (clip,) = (mark for mark in drawing.marks if isinstance(mark, Clip))
    return clip


def all_marks(marks: tuple[Mark, ...]) -> list[Mark]:
    return [
        m for mark in marks for m in (all_marks(mark.marks) if isinstance(mark, Clip) else [mark])
    ]


@pytest.fixture
def data() -> Dataset:
    return fake_dataset()


@pytest.fixture
def view(data: Dataset) -> MapView:
    return first_view(data)


def crowded(language: str) -> tuple[Dataset, MapView]:
    """As much as a sheet is ever asked to hold."""
    use_language(language)
    data = fake_dataset(
        columns=7,
        sources=("Kommunens egne registre, udtræk af 1. juli 2026",) * 6,
        purpose="Opfølgning på den boligsociale helhedsplan og kommunens strategi " * 4,
    )
    data.indicators = (replace(INDICATORS[0], name=LONG_TITLE), *INDICATORS[1:])
    view = replace(first_view(data), classes=9, selected=tuple(code(at) for at in range(20)))
    return data, view


@pytest.mark.parametrize("paper", [Paper.A4_ACROSS, Paper.A4_UPRIGHT, Paper.A3_ACROSS])
def test_sheets_stay_as_they_are(
    data: Dataset, view: MapView, paper: Paper, golden: Callable[[str, str], None]
) -> None:
    chosen = replace(view, selected=(code(9), code(3), code(1)))

    golden(f"sheet-{paper}.txt", sheet(data, chosen, paper, "Fjordparken").as_text())


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("plan", ["", PLAN])
def test_the_most_crowded_sheet_still_fits(paper: Paper, language: str, plan: str) -> None:
    drawing = sheet(*crowded(language), paper, plan)
    texts = outside_the_map(drawing)

    margin = 8.0
    for mark in texts:
        left, top, right, bottom = extent(mark)
        assert left >= margin and right <= drawing.width - margin, mark.text
        assert top >= margin and bottom <= drawing.height - 4, mark.text
    for one, other in combinations(texts, 2):
        a, b = extent(one), extent(other)
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{one.text!r} lies on {other.text!r}"


@pytest.mark.parametrize("paper", Paper)
def test_the_map_is_the_largest_thing_and_no_text_lies_on_it(paper: Paper) -> None:
    drawing = sheet(*crowded("da"), paper, PLAN)
    clip = the_clip(drawing)

    assert clip.width * clip.height > 0.3 * drawing.width * drawing.height
    for mark in outside_the_map(drawing):
        left, top, right, bottom = extent(mark)
        assert (
            right <= clip.x or left >= clip.x + clip.width
            or bottom <= clip.y or top >= clip.y + clip.height
        ), mark.text  # fmt: skip


@pytest.mark.parametrize("paper", Paper)
def test_a_very_long_title_is_said_to_its_end(paper: Paper) -> None:
    said = " ".join(sheet(*crowded("da"), paper, PLAN).texts())

    assert str(LONG_TITLE) in said and PLAN in said


@pytest.mark.parametrize("paper", Paper)
def test_nothing_is_set_smaller_than_seven_points(paper: Paper) -> None:
    drawing = sheet(*crowded("da"), paper, PLAN)

    sizes = [mark.size for mark in all_marks(drawing.marks) if isinstance(mark, Text)]
    assert min(sizes) >= 7 * POINT - 1e-9


def test_the_title_is_read_first_and_the_foot_last(data: Dataset, view: MapView) -> None:
    texts = sheet(data, view, plan="Fjordparken").texts()

    assert texts[0] == "Voksne uden for arbejdsmarkedet"
    assert texts[1] == "Eksempelby Kommune · Boligsocial monitorering"
    assert "Boligatlas · 23. november 2026 · side 1 af 1" in texts[-3:]
    assert texts.index("Signaturforklaring") < texts.index("Sådan læses kortet")


def test_the_title_of_an_extract_that_names_its_municipality_is_enough() -> None:
    data = fake_dataset(title="Eksempelby Kommune i tal")

    assert "Eksempelby Kommune i tal" in sheet(data, first_view(data)).texts()


def test_a_part_of_the_residents_is_named_in_the_title(data: Dataset, view: MapView) -> None:
    texts = sheet(data, replace(view, breakdown="kvinder")).texts()

    assert texts[0] == "Voksne uden for arbejdsmarkedet · Kvinder"


def test_the_limits_of_the_extract_are_said() -> None:
    def said(limits: Limits) -> str:
        data = fake_dataset(limits=limits, sources=("Registre.",))
        return " ".join(sheet(data, first_view(data)).texts())

    assert "Områder med færre end 60 beboere og celler under 7 personer vises" in said(
        Limits("own", 7, 60)
    )
    assert "Registre. Celler under 5 personer vises ikke." in said(Limits("own", 5, 0))
    assert "vises ikke" not in said(Limits("none", 0, 0))


def test_chosen_areas_are_listed_by_value_and_those_without_one_last(
    data: Dataset, view: MapView
) -> None:
    chosen = (3, 10, 6, 0, 5, 20)
    texts = sheet(data, replace(view, selected=tuple(map(code, chosen)))).texts()
    table = texts[texts.index("Fremhævede områder") : texts.index("Sådan læses kortet")]

    values = data.cells(view.indicator, view.level, view.period).values
    shown = "Skovbrynet", "Lindebo"
    first, second = sorted(shown, key=lambda name: values[0 if name == "Skovbrynet" else 10])[::-1]
    assert table.index(first) < table.index(second) < table.index("Gamle Nørrevang")
    assert table[table.index("Ådalen") + 1] == "diskretioneret"
    assert table[table.index("Fjordparken") + 1] == "ikke defineret"
    assert table[table.index("Ørstedsgade") + 1] == "ingen data"
    assert table[table.index("Gamle Nørrevang") + 1] == "fandtes ikke"
    assert "Kommunen" in table


def test_beyond_what_there_is_room_for_the_rest_is_counted_and_the_last_chosen_kept() -> None:
    data, view = crowded("da")
    others = (each for each in view.selected if each != code(12))
    last = replace(view, selected=(*others, code(12)))
    drawing = sheet(data, last, Paper.A4_UPRIGHT)

    (more,) = (text for text in drawing.texts() if re.fullmatch(r"og \d+ områder mere", text))
    listed = [
        mark for mark in outside_the_map(drawing) if mark.text in data.areas(view.level).names
    ]
    assert int(more.split()[1]) + len(listed) == 20
    assert [mark.weight for mark in listed if mark.text == "Toften"] == [600]


def test_with_nothing_chosen_the_municipality_stands_alone(data: Dataset, view: MapView) -> None:
    texts = sheet(data, replace(view, selected=("9999",))).texts()

    assert "Til sammenligning" in texts and "Fremhævede områder" not in texts


def test_shares_have_their_interval_and_others_have_none(data: Dataset, view: MapView) -> None:
    def intervals(indicator: str) -> list[str]:
        period = data.periods_of(indicator, view.level)[-1]
        changed = replace(view, indicator=indicator, period=period, selected=(code(10),))
        texts = outside_the_map(sheet(data, changed))
        return [m.text for m in texts if m.tabular and re.fullmatch(r"[\d,]+–[\d,]+", m.text)]

    assert len(intervals("uden_job")) == 2
    for other in ("anmeldelser", "beboere", "alder"):
        assert intervals(other) == []


def test_chosen_areas_have_a_clay_rim_and_their_name(data: Dataset, view: MapView) -> None:
    inside = the_clip(sheet(data, replace(view, selected=(code(0), code(10))))).marks

    rims = [m for m in inside if isinstance(m, Strokes) and m.colour == palettes.CLAY]
    assert len(rims) == 2
    assert {m.text for m in inside if isinstance(m, Text)} == {"Skovbrynet", "Lindebo"}


def test_names_on_the_map_do_not_lie_on_each_other() -> None:
    data, view = crowded("da")
    clip = the_clip(sheet(data, view))
    names = [extent(mark) for mark in clip.marks if isinstance(mark, Text)]

    assert len(names) > 5
    for a, b in combinations(names, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for left, top, right, bottom in names:
        assert clip.x <= left and right <= clip.x + clip.width
        assert clip.y <= top and bottom <= clip.y + clip.height


def test_pale_areas_are_kept_apart_from_the_ground(data: Dataset, view: MapView) -> None:
    inside = the_clip(sheet(data, view)).marks
    at = max(place for place, mark in enumerate(inside) if isinstance(mark, Fills))
    under, over = inside[at - 1], inside[at + 1]

    assert isinstance(under, Strokes) and isinstance(over, Strokes)
    assert under.width > over.width and over.colour == palettes.SURFACE
    assert palettes.luminance(under.colour) < palettes.luminance(palettes.SEQUENTIAL_1[0])


def test_a_name_in_an_area_is_legible_on_its_colour(data: Dataset, view: MapView) -> None:
    selected = tuple(code(at) for at in range(20))
    drawing = sheet(data, replace(view, selected=selected), Paper.A3_ACROSS)
    colours = {m.text: m.colour for m in the_clip(drawing).marks if isinstance(m, Text)}

    assert set(colours.values()) == {palettes.INK, palettes.SURFACE}


def test_the_map_shows_exactly_what_the_screen_shows(data: Dataset, view: MapView) -> None:
    west, south = fake_extract.WEST + 600, fake_extract.SOUTH + 600
    for wide, high in ((1200, 400), (400, 1200)):
        shown = replace(view, extent=(west, south, west + wide, south + high))
        drawing = sheet(data, shown)
        clip = the_clip(drawing)

        assert clip.width / clip.height == pytest.approx(wide / high)
        assert clip.x + clip.width <= 214 and clip.y + clip.height <= 190


def test_all_areas_of_the_period_are_on_a_map_of_everything(data: Dataset, view: MapView) -> None:
    clip = the_clip(sheet(data, view))
    areas = [m for m in clip.marks if isinstance(m, Fills)][-1]

    assert set(np.unique(areas.owners)) == set(range(20))
    assert areas.points[:, 0].min() >= clip.x and areas.points[:, 1].min() >= clip.y
    assert areas.points[:, 0].max() <= clip.x + clip.width
    assert areas.points[:, 1].max() <= clip.y + clip.height


def test_the_whole_land_is_shown_unless_the_areas_would_be_much_smaller() -> None:
    for columns, land_fits in ((16, True), (3, False)):
        data = fake_dataset(columns=columns, rows=columns)
        clip = the_clip(sheet(data, first_view(data)))
        land = next(m for m in clip.marks if isinstance(m, Fills))

        assert (land.points[:, 1].min() >= clip.y) == land_fits


def test_texts_of_an_indicator_become_part_of_a_sentence(data: Dataset, view: MapView) -> None:
    data.indicators = (
        replace(
            INDICATORS[0],
            numerator_text=Words("Voksne uden for arbejdsstyrken."),
            denominator_text=Words("SU-modtagere"),
        ),
    )
    said = " ".join(sheet(data, view).texts())

    assert "antal voksne uden for arbejdsstyrken i procent af SU-modtagere." in said


def test_an_area_that_is_gone_leaves_no_border(data: Dataset, view: MapView) -> None:
    old = sheet(data, replace(view, period=parse("2024K1")))
    (areas,) = [m for m in the_clip(old).marks if isinstance(m, Fills)][-1:]
    (lines,) = [m for m in the_clip(old).marks if isinstance(m, Strokes)][-1:]

    assert fake_extract.BEGINS not in areas.owners and 20 in areas.owners
    assert len(lines.starts) == len(areas.starts)


@pytest.mark.parametrize("indicator", [indicator.id for indicator in INDICATORS])
def test_a_withheld_number_leaves_no_trace(indicator: str) -> None:
    """Two extracts that differ in nothing but what is withheld give one and the same sheet."""

    def drawn(hidden: float) -> str:
        data = fake_dataset(hidden=hidden)
        view = replace(
            first_view(data), indicator=indicator, selected=tuple(code(at) for at in range(8))
        )
        newest = data.periods_of(indicator, view.level)[-1]
        drawing = sheet(data, replace(view, period=newest))
        marks = [m for m in all_marks(drawing.marks) if isinstance(m, Fills)]
        return drawing.as_text() + repr([sorted(m.hatched) for m in marks])

    assert drawn(1) == drawn(4711)


def test_every_number_of_the_table_is_one_that_was_released(data: Dataset, view: MapView) -> None:
    selected = tuple(code(at) for at in range(8))
    texts = outside_the_map(sheet(data, replace(view, selected=selected), Paper.A3_UPRIGHT))
    cells = data.cells(view.indicator, view.level, view.period)
    whole = data.municipality(view.indicator, view.period)
    values = np.concatenate([cells.values, whole.values])
    bases = np.concatenate([cells.denominators, whole.denominators])
    released = {f"{value:.1f}" for value in values} | {f"{base:.0f}" for base in bases}

    printed = [m.text.removesuffix("\u00a0%") for m in texts if m.tabular and m.weight == 600]
    assert len(printed) == 5
    for number in printed:
        assert number.replace(".", "").replace(",", ".") in released


def test_withheld_areas_are_hatched_and_missing_ones_plain(data: Dataset, view: MapView) -> None:
    areas = [m for m in the_clip(sheet(data, view)).marks if isinstance(m, Fills)][-1]

    assert areas.hatched == {fake_extract.WITHHELD, fake_extract.WITHHELD_NOW}
    assert areas.colours[fake_extract.WITHHELD] == palettes.WITHHELD
    assert areas.colours[fake_extract.MISSING] == palettes.MISSING


def test_the_legend_has_a_swatch_for_every_row(data: Dataset, view: MapView) -> None:
    drawing = sheet(data, view)
    swatches = [m for m in drawing.marks if isinstance(m, Box) and m.width == pytest.approx(5.8)]

    assert [m.fill for m in swatches[:5]] == list(palettes.SEQUENTIAL_1)
    assert [m.fill for m in swatches[5:]] == [palettes.WITHHELD, *2 * [palettes.MISSING]]
    assert [bool(m.hatched) for m in swatches] == [False] * 5 + [True, False, False]


def test_a_level_without_outlines_has_no_sheet(
    data: Dataset, view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "tolerances", lambda _level: ())

    with pytest.raises(UsageError, match="Boligområde har ingen omrids"):
        sheet(data, view)


def test_one_class_needs_no_word_about_bounds(data: Dataset, view: MapView) -> None:
    own = replace(view, scheme="own", own_bounds=())
    texts = " ".join(sheet(data, own).texts())

    assert "alle værdier" in texts
    assert "hører til" not in texts and "Grænserne er ens" not in texts


def test_a_long_name_takes_two_lines(data: Dataset, view: MapView) -> None:
    drawing = sheet(data, replace(view, selected=(code(fake_extract.LONG),)), Paper.A4_UPRIGHT)
    lines = [m.text for m in outside_the_map(drawing) if m.text and m.text in LONG_NAME]

    assert " ".join(lines[-2:]) == LONG_NAME or lines[-1].startswith("Vestre")


def test_papers_say_what_they_are() -> None:
    assert [paper.size for paper in Paper] == [(297, 210), (210, 297), (420, 297), (297, 420)]
    assert Paper("a3-upright").label == "A3, stående"


@given(
    st.text(st.sampled_from("ab cæøå-\u00a0"), max_size=120),
    st.floats(8.0, 60.0),
    st.integers(1, 4),
)
def test_wrapped_lines_fit_and_say_everything_or_end_in_an_ellipsis(
    text: str, room: float, most: int
) -> None:
    pen = _Pen(measure, 1.0)
    lines = pen.wrapped(text, 9, 400, room, most)

    assert len(lines) <= most
    assert all(pen.width(line, 9) <= room for line in lines)
    kept = re.sub(r"[-\s]", "", "".join(lines))
    if lines and lines[-1].endswith("…"):
        assert re.sub(r"[-\s]", "", text).startswith(kept[:-1])
    else:
        assert kept == re.sub(r"[-\s]", "", text)

"""Map sheets: that everything fits and is in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.maps.drawing import Text
from desktop.maps.paper import Paper
from desktop.maps.typesetting import POINT
from desktop.maps.view import MapView
from tests.maps.sheets import (
    LONG_TITLE,
    PLAN,
    all_marks,
    code,
    crowded,
    extent,
    outside_the_map,
    sheet,
    the_clip,
)


@pytest.mark.parametrize("paper", Paper)
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


def test_a_level_without_outlines_has_no_sheet(
    data: Dataset, view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "tolerances", lambda _level: ())

    with pytest.raises(UsageError, match="Boligområde har ingen omrids"):
        sheet(data, view)


def test_papers_say_what_they_are() -> None:
    assert [paper.size for paper in Paper] == [(297, 210), (210, 297), (420, 297), (297, 420)]
    assert Paper("a3-upright").label == "A3, stående"

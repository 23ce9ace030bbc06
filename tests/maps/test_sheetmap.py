"""The map of a sheet: what it shows, how, and the names on it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from desktop.core.areas import Place
from desktop.core.dataset import Dataset
from desktop.core.periods import parse
from desktop.maps import palettes
from desktop.maps.areanames import Name
from desktop.maps.drawing import Box, Dot, Fills, Strokes, Text
from desktop.maps.paper import Paper
from desktop.maps.shownlayers import ShownLayers
from desktop.maps.view import MapView, first_view
from tests import fake_extract
from tests.fake_extract import FakeSource, fake_dataset
from tests.maps.sheets import (
    code,
    crowded,
    extent,
    outer_marks,
    outside_the_map,
    sheet,
    the_clip,
)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(("wide", "high"), [(1200, 400), (400, 1200), (4000, 200), (200, 4000)])
def test_the_map_shows_exactly_what_the_screen_shows(
    data: Dataset, view: MapView, paper: Paper, wide: float, high: float
) -> None:
    west, south = fake_extract.WEST + 600, fake_extract.SOUTH + 600
    drawing = sheet(data, replace(view, extent=(west, south, west + wide, south + high)), paper)
    clip = the_clip(drawing)
    areas = [m for m in clip.marks if isinstance(m, Fills)][-1]
    first = int(areas.owners[0])
    corner = data.outlines(view.level, 0).rings_of(first)[0].min(axis=0)
    scale = clip.width / wide

    assert clip.width / clip.height == pytest.approx(wide / high)
    ring = areas.points[areas.starts[0] : areas.starts[1]]
    assert ring[:, 0].min() == pytest.approx(clip.x + (corner[0] - west) * scale, abs=0.2)
    assert ring[:, 1].max() == pytest.approx(
        clip.y + clip.height - (corner[1] - south) * scale, abs=0.2
    )
    right = drawing.width - (0 if paper.upright else 80 * paper.unit)
    assert clip.x + clip.width <= right and clip.y + clip.height <= drawing.height - 20
    for mark in outside_the_map(drawing):
        left, top, end, bottom = extent(mark)
        assert end <= clip.x or left >= clip.x + clip.width or (
            bottom <= clip.y or top >= clip.y + clip.height
        ), mark.text  # fmt: skip
        assert top >= 8 and bottom <= drawing.height - 4


def test_the_scale_bar_stands_under_a_map_of_a_part(data: Dataset, view: MapView) -> None:
    west, south = fake_extract.WEST + 600, fake_extract.SOUTH + 600
    for paper in Paper:
        drawing = sheet(data, replace(view, extent=(west, south, west + 900, south + 200)), paper)
        clip = the_clip(drawing)
        (north,) = (mark for mark in outside_the_map(drawing) if mark.text == "N")

        assert 0 < north.y - (clip.y + clip.height) < 9 * paper.unit


def test_an_area_too_small_to_see_gets_a_dot_of_its_colour(data: Dataset, view: MapView) -> None:
    west, south = fake_extract.WEST, fake_extract.SOUTH
    far = 200_000.0
    selected = (code(0), code(fake_extract.WITHHELD))
    away = replace(
        view, extent=(west - far, south - far, west + far, south + far), selected=selected
    )
    near = the_clip(sheet(data, replace(view, selected=selected))).marks
    drawing = sheet(data, away)
    dots = [mark for mark in the_clip(drawing).marks if isinstance(mark, Dot)]

    assert not [mark for mark in near if isinstance(mark, Dot)]
    assert len(dots) == 20 + len(selected)
    assert all(2 * dot.radius >= 0.8 for dot in dots)
    rimmed = [dot for dot in dots if dot.line == palettes.CLAY]
    assert [dot.fill for dot in rimmed][1] == palettes.WITHHELD
    assert dots[-len(selected) :] == rimmed


def test_lines_between_small_areas_are_thin(data: Dataset, view: MapView) -> None:
    west, south = fake_extract.WEST, fake_extract.SOUTH

    def width(reach: float) -> float:
        extent = (west - reach, south - reach, west + reach, south + reach)
        inside = the_clip(sheet(data, replace(view, extent=extent))).marks
        return [m.width for m in inside if isinstance(m, Strokes)][-1]

    assert width(3_000) == pytest.approx(0.25)
    assert width(30_000) < 0.1


def test_where_the_land_goes_on_the_map_has_an_edge() -> None:
    for columns, edged in ((16, False), (3, True)):
        data = fake_dataset(columns=columns, rows=columns)
        drawing = sheet(data, first_view(data))
        clip = the_clip(drawing)
        edge = [
            m for m in outer_marks(drawing)
            if isinstance(m, Box) and (m.x, m.y, m.width, m.height)
            == (clip.x, clip.y, clip.width, clip.height)
        ]  # fmt: skip

        assert bool(edge) == edged


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


def test_an_area_that_is_gone_leaves_no_border(data: Dataset, view: MapView) -> None:
    old = sheet(data, replace(view, period=parse("2024K1")))
    (areas,) = [m for m in the_clip(old).marks if isinstance(m, Fills)][-1:]
    (lines,) = [m for m in the_clip(old).marks if isinstance(m, Strokes)][-1:]

    assert fake_extract.BEGINS not in areas.owners and 20 in areas.owners
    assert len(lines.starts) == len(areas.starts)


def test_withheld_areas_are_hatched_and_missing_ones_plain(data: Dataset, view: MapView) -> None:
    areas = [m for m in the_clip(sheet(data, view)).marks if isinstance(m, Fills)][-1]

    assert areas.hatched == {fake_extract.WITHHELD, fake_extract.WITHHELD_NOW}
    assert areas.colours[fake_extract.WITHHELD] == palettes.WITHHELD
    assert areas.colours[fake_extract.MISSING] == palettes.MISSING


def test_pale_areas_are_kept_apart_from_the_ground(data: Dataset, view: MapView) -> None:
    inside = the_clip(sheet(data, view)).marks
    at = max(place for place, mark in enumerate(inside) if isinstance(mark, Fills))
    under, over = inside[at - 1], inside[at + 1]

    assert isinstance(under, Strokes) and isinstance(over, Strokes)
    assert under.width > over.width and over.colour == palettes.SURFACE
    assert palettes.luminance(under.colour) < palettes.luminance(palettes.SEQUENTIAL_1[0])


def test_chosen_areas_have_a_clay_rim_and_their_name(data: Dataset, view: MapView) -> None:
    inside = the_clip(sheet(data, replace(view, selected=(code(0), code(10))))).marks

    rims = [m for m in inside if isinstance(m, Strokes) and m.colour == palettes.CLAY]
    assert len(rims) == 2
    assert {m.text for m in inside if isinstance(m, Text)} >= {"Skovbrynet", "Lindebo"}


def test_a_sheet_shows_the_layers_of_the_view(data: Dataset, view: MapView) -> None:
    plain = the_clip(sheet(data, view)).marks
    bare = ShownLayers(frozenset({"water", "road"}), frozenset(), names=False)
    fewer = the_clip(sheet(data, replace(view, layers=bare))).marks
    assert not [m for m in fewer if isinstance(m, Text)]
    colours = {m.colour for m in fewer if isinstance(m, Strokes)}
    assert palettes.BACKGROUND["road"].line not in colours
    assert palettes.BACKGROUND["rail"].line in colours
    assert len(fewer) < len(plain)


@pytest.mark.parametrize("paper", Paper)
def test_points_of_interest_have_a_key_under_the_map(
    data: Dataset, view: MapView, paper: Paper
) -> None:
    kinds = ShownLayers(points=frozenset({"skole", "station"}))
    drawing = sheet(data, replace(view, layers=kinds), paper)
    letters = [m.text for m in the_clip(drawing).marks if isinstance(m, Text)]
    assert {"S", "T"} <= {*letters}
    key = [m for m in outside_the_map(drawing) if m.text in ("skoler 1", "stationer 1")]
    assert [m.text for m in key] == ["skoler 1", "stationer 1"]
    clip = the_clip(drawing)
    assert all(clip.y + clip.height <= m.y for m in key)
    assert "skoler 1" not in sheet(data, view, paper).texts()


def test_more_kinds_of_points_than_fit_are_counted(
    data: Dataset, view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    east, north = data.places[0].east, data.places[0].north
    kinds = [f"en meget usædvanlig slags {at}" for at in range(12)]
    places = tuple(Place(kind, "", east, north) for kind in kinds)
    monkeypatch.setattr(FakeSource, "places", lambda _self: places)
    many = replace(view, layers=ShownLayers(points=frozenset(kinds)))
    texts = sheet(fake_dataset(), many).texts()
    assert any(text.startswith("og ") and text.endswith(" slags mere") for text in texts)


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


def test_a_name_in_an_area_is_legible_on_its_colour(data: Dataset, view: MapView) -> None:
    selected = tuple(code(at) for at in range(8, 20))
    drawing = sheet(data, replace(view, selected=selected), Paper.A3_ACROSS)
    colours = {m.text: m.colour for m in the_clip(drawing).marks if isinstance(m, Text)}

    assert set(colours.values()) == {palettes.INK, palettes.SURFACE}


def test_names_stand_beside_none_but_the_chosen_where_only_few_have_room(
    data: Dataset, view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(count: int) -> list[str]:
        found = [
            Name(0, "chosen", (100.0, 10.0, 140.0, 24.0), beside=True),
            Name(1, "inside", (100.0, 30.0, 140.0, 44.0), beside=False),
            *(
                Name(at, "beside", (100.0, 50.0, 140.0, 64.0), beside=True)
                for at in range(2, count)
            ),
        ]
        monkeypatch.setattr("desktop.maps.maplabels.place_names", lambda *_all: found)
        drawn = sheet(data, replace(view, selected=(code(0),)))
        return sorted({mark.text for mark in the_clip(drawn).marks if isinstance(mark, Text)})

    assert named(4) == ["chosen", "inside"]
    assert named(10) == ["beside", "chosen", "inside"]

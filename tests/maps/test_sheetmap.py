"""The map of a sheet: what it shows, how, and the names on it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.periods import parse
from desktop.maps import palettes
from desktop.maps.drawing import Fills, Strokes, Text
from desktop.maps.paper import Paper
from desktop.maps.view import MapView, first_view
from tests import fake_extract
from tests.fake_extract import fake_dataset
from tests.maps.sheets import (
    code,
    crowded,
    extent,
    sheet,
    the_clip,
)


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


def test_a_name_in_an_area_is_legible_on_its_colour(data: Dataset, view: MapView) -> None:
    selected = tuple(code(at) for at in range(20))
    drawing = sheet(data, replace(view, selected=selected), Paper.A3_ACROSS)
    colours = {m.text: m.colour for m in the_clip(drawing).marks if isinstance(m, Text)}

    assert set(colours.values()) == {palettes.INK, palettes.SURFACE}

"""Circles on a map: inside their areas, as large as they should be, small ones on top."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.maps import palettes
from desktop.maps.frame import Frame
from desktop.maps.picture import Picture
from desktop.maps.symbols import (
    SMALLEST,
    area_under,
    inner_points,
    largest_radius,
    marks,
    places,
    shares,
)
from desktop.maps.view import MapView, Style
from desktop.maps.worked import work_out
from tests.fake_extract import HOLED, WITHHELD, fake_dataset
from tests.strategies import packed, ring_sets


def shape_of(rings: list[NDArray[np.float64]]) -> shapely.MultiPolygon:
    """By the even-odd rule, in the centimetres of an extract."""
    made: shapely.geometry.base.BaseGeometry = shapely.Polygon()
    for ring in rings:
        made = shapely.symmetric_difference(made, shapely.make_valid(shapely.Polygon(ring)))
    parts = shapely.get_parts(made)  # where rings touch, a line may be among them
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


@given(ring_sets())
@settings(max_examples=60)
def test_every_place_is_inside_its_area_and_roomy(areas: list[list[NDArray[np.float64]]]) -> None:
    outlines = packed(areas)
    found = inner_points(outlines, len(areas))
    for at in range(len(areas)):
        shape = shape_of(outlines.rings_of(at))
        if shape.area < 0.5:
            continue
        place = shapely.Point(found[at])
        assert shape.contains(place)
        roomiest = max(
            float(shapely.length(shapely.maximum_inscribed_circle(part)))
            for part in shapely.get_parts(shape)
        )
        assert shape.boundary.distance(place) > 0.05 * roomiest


def test_places_are_mostly_nearly_as_roomy_as_can_be() -> None:
    chance = np.random.default_rng(3)
    turned = np.linspace(0, 2 * np.pi, 25)
    shares_of_best = []
    for _ in range(40):
        reach = chance.uniform(4, 10, 24)
        ring = np.column_stack([np.cos(turned), np.sin(turned)])
        ring *= np.append(reach, reach[0])[:, None]
        outlines = packed([[ring]])
        shape = shape_of(outlines.rings_of(0))
        best = float(shapely.length(shapely.maximum_inscribed_circle(shape)))
        place = shapely.Point(inner_points(outlines, 1)[0])
        shares_of_best.append(shape.boundary.distance(place) / best)
    assert min(shares_of_best) > 0.6
    assert np.median(shares_of_best) > 0.85


def test_areas_without_outlines_have_no_place() -> None:
    square = np.array([[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]) * 100.0
    found = inner_points(packed([[square / 100.0]]), 3)
    assert found[0].tolist() == [4.5, 4.5]
    assert np.isnan(found[1:]).all()
    empty = np.zeros((0, 2), np.int32)
    none = Outlines(empty, np.zeros(1, np.int32), np.zeros(0, np.int32), empty, np.zeros(1, int))
    assert np.isnan(inner_points(none, 2)).all()


def test_an_area_without_height_has_the_middle_of_its_line() -> None:
    flat = np.array([[0.0, 5.0], [8.0, 5.0], [0.0, 5.0]])
    assert inner_points(packed([[flat]]), 1).tolist() == [[4.0, 5.0]]


def test_a_place_is_never_in_a_hole(data: Dataset) -> None:
    east, north = places(data, "boligomraade")[HOLED].tolist()
    outlines = data.outlines("boligomraade", 0)
    assert shape_of(outlines.rings_of(HOLED)).contains(shapely.Point(east, north))
    assert len(outlines.rings_of(HOLED)) == 2


def test_places_are_found_once(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    first = places(data, "boligomraade")
    monkeypatch.setattr(Dataset, "outlines", None)
    assert places(data, "boligomraade") is first


def test_ten_thousand_areas_are_placed_quickly() -> None:
    data = fake_dataset(columns=100, rows=100, outline_points=8)
    begun = time.perf_counter()
    assert np.isfinite(places(data, "boligomraade")).all()
    assert time.perf_counter() - begun < 3.0


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20), st.floats(1, 1e6))
def test_areas_of_circles_go_as_the_counts(counts: list[float], largest: float) -> None:
    made = shares(np.array(counts), largest)
    np.testing.assert_allclose(made**2 * largest, counts, rtol=1e-9, atol=1e-12)


def test_no_count_has_no_circle_and_nought_the_least() -> None:
    made = shares(np.array([np.nan, 0.0, -1.0, 4.0]), 4.0)
    assert np.isnan(made[0])
    assert made[1:].tolist() == [0, 0, 1]
    nothing = shares(np.array([np.nan, 0.0]), 0.0)
    assert np.isnan(nothing[0])
    assert nothing[1] == 0


def test_the_more_areas_the_smaller_the_circles() -> None:
    sizes = [largest_radius(count) for count in (0, 1, 20, 175, 525, 2100, 10_000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 34
    assert sizes[-1] == 12


@pytest.fixture
def circled(data: Dataset, view: MapView) -> Picture:
    return work_out(data, replace(view, indicator="beboere", style=Style.SYMBOLS))


@pytest.fixture
def frame(data: Dataset) -> Frame:
    return Frame.fit(data.outlines("boligomraade", 2).bounds, 800, 600)


def test_the_small_lie_over_the_large(data: Dataset, circled: Picture, frame: Frame) -> None:
    made = marks(circled, places(data, "boligomraade"), frame, palettes.CANVAS)
    assert made.radii.tolist() == sorted(made.radii.tolist(), reverse=True)
    assert len(made.radii) == circled.cells.shown.sum()
    assert made.radii.min() >= SMALLEST
    assert made.colours[0] == palettes.PETROL
    assert made.line == palettes.SURFACE
    assert set(made.index.tolist()) == {0}


def test_circles_stand_in_their_areas(data: Dataset, circled: Picture, frame: Frame) -> None:
    points = places(data, "boligomraade")
    made = marks(circled, points, frame, palettes.CANVAS)
    seen = {tuple(np.round(each, 6)) for each in made.points.tolist()}
    for at in np.flatnonzero(circled.cells.shown).tolist():
        assert tuple(np.round(frame.place(*points[at].tolist()), 6)) in seen
    hidden = tuple(np.round(frame.place(*points[WITHHELD].tolist()), 6))
    assert hidden not in seen


def test_circles_keep_their_size_however_the_map_is_enlarged(
    data: Dataset, circled: Picture, frame: Frame
) -> None:
    points = places(data, "boligomraade")
    near = marks(circled, points, frame.zoomed(3, 10, 10), palettes.CANVAS)
    far = marks(circled, points, frame, palettes.CANVAS)
    fine = marks(circled, points, frame, palettes.CANVAS, 0.25)
    assert near.radii.tolist() == far.radii.tolist()
    np.testing.assert_allclose(fine.radii * 4, far.radii)


def test_circles_outside_the_filter_fade(data: Dataset, circled: Picture, frame: Frame) -> None:
    kept = circled.exists.copy()
    kept[::2] = False
    some = replace(circled, kept=kept)
    made = marks(some, places(data, "boligomraade"), frame, "#000000")
    assert (made.index == 1).sum() == (some.cells.shown & ~kept).sum()
    assert made.colours[1] != made.colours[0]


def test_the_circle_on_top_is_the_one_pointed_at(
    data: Dataset, circled: Picture, frame: Frame
) -> None:
    points = places(data, "boligomraade")
    order = np.argsort(-np.nan_to_num(circled.cells.values, nan=-1))
    large, small = int(order[0]), int(order[5])
    crowded = points.copy()
    crowded[small] = points[large]  # a small circle on a large one
    x, y = frame.place(*points[large].tolist())
    assert area_under(circled, crowded, frame, x, y) == small
    radius = circled.legend.scale.radius  # type: ignore[union-attr]
    assert area_under(circled, crowded, frame, x + radius - 1, y) == large
    assert area_under(circled, points, frame, x, y) == large
    assert area_under(circled, points, frame, -500, -500) == -1
    assert area_under(replace(circled, radii=None), points, frame, x, y) == -1

"""The area image against shapely, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from numpy.typing import NDArray

from desktop.maps.frame import Frame
from desktop.maps.palettes import luminance, mixed
from desktop.maps.raster import (
    area_at,
    area_image,
    colour_table,
    coloured,
    dot_colour,
    dot_places,
)
from desktop.maps.tiny import tiny_areas
from tests.fake_extract import fake_dataset
from tests.strategies import packed, ring_sets

Rings = list[NDArray[np.float64]]
FRAME = Frame(50.0, 50.0, 0.7, 84.0, 77.0)


def areas_of(image: NDArray[np.uint32]) -> NDArray[np.int64]:
    return (image >> 4).astype(np.int64) - 1


def square(west: float, south: float, side: float) -> NDArray[np.float64]:
    east, north = west + side, south + side
    return np.array([(west, south), (east, south), (east, north), (west, north), (west, south)])


def image(areas: list[Rings], frame: Frame = FRAME) -> NDArray[np.int64]:
    return areas_of(area_image(packed(areas), frame, np.ones(len(areas), bool)))


@settings(max_examples=60)
@given(ring_sets())
def test_a_pixel_belongs_to_the_last_area_that_its_middle_lies_in(drawn: list[Rings]) -> None:
    outlines = packed(drawn)
    everyone = np.ones(len(drawn), bool)
    tiny = tiny_areas(outlines, FRAME, everyone).areas  # these get a disc of their own
    wide = np.setdiff1d(np.arange(len(drawn)), tiny).tolist()
    exists = np.isin(np.arange(len(drawn)), wide)
    made = areas_of(area_image(outlines, FRAME, exists))
    y, x = np.mgrid[0 : made.shape[0], 0 : made.shape[1]]
    east, north = FRAME.point(x + 0.5, y + 0.5)
    middles = shapely.points(east, north)
    expected = np.full(made.shape, -1)
    sure = np.ones(made.shape, bool)
    for at in wide:
        rings = outlines.rings_of(at)
        # By the even-odd rule: inside an odd number of rings, however they cross themselves.
        inside = np.zeros(made.shape, np.int64)
        for ring in rings:
            inside += shapely.contains_xy(shapely.make_valid(shapely.Polygon(ring)), east, north)
            sure &= shapely.distance(shapely.LineString(ring), middles) > 1e-6
        expected[inside % 2 == 1] = at
    assert (made[sure] == expected[sure]).all()


def test_shared_borders_leave_no_gap_and_no_double() -> None:
    data = fake_dataset(columns=6, rows=5)
    outlines = data.outlines("boligomraade", 0)
    everyone = np.ones(31, bool)
    everyone[-1] = False  # the area that has ended lies on another
    west, south, east, north = outlines.bounds
    frame = Frame((west + east) / 2, (south + north) / 2, 0.05, 170, 140)
    together = areas_of(area_image(outlines, frame, everyone))
    counted = np.zeros(together.shape, int)
    for at in range(30):
        alone = areas_of(area_image(outlines, frame, np.arange(31) == at))
        counted += alone == at
        assert (together[alone == at] == at).all()
    assert counted.max() == 1
    assert ((counted == 1) == (together >= 0)).all()
    holes = together < 0  # the frame lies within the grid
    lake = 0.3 * 600 * frame.scale  # the hole of one area, in pixels along a side
    assert 0 < holes.sum() <= (lake + 1) ** 2


def test_areas_too_small_for_a_pixel_are_seen() -> None:
    dots: list[Rings] = [[square(20.0 + 15 * at, 30.0, 0.01)] for at in range(4)]
    made = image(dots)
    assert [int((made == at).sum()) for at in range(4)] == pytest.approx(
        [np.pi * 4.5**2] * 4, abs=8
    )
    x, y = FRAME.place(20.005, 30.005)
    assert made[int(y), int(x)] == 0
    assert made[int(y) - 4, int(x)] == 0
    assert made[int(y) - 6, int(x)] == -1


def test_tiny_areas_side_by_side_are_all_seen() -> None:
    dots: list[Rings] = [[square(20.0 + 1.2 * at, 30.0, 0.9)] for at in range(20)]
    made = image(dots)
    assert set(np.unique(made)) == {-1, *range(20)}


def test_a_tiny_area_lies_on_top_of_a_large_one() -> None:
    made = image([[square(20, 20, 0.5)], [square(0, 0, 90)]])
    assert (made == 0).sum() == pytest.approx(np.pi * 4.5**2, abs=8)


def test_a_tiny_area_at_the_rim_is_cut_off_there() -> None:
    west, _south, _east, north = FRAME.bounds
    made = image([[square(west, north - 0.5, 0.4)]])
    assert 0 < (made == 0).sum() < 30


def test_what_lies_outside_the_frame_is_ignored() -> None:
    far: list[Rings] = [[square(1e5, 1e5, 50)], [square(-9e4, 40, 0.1)], [square(40, 40, 20)]]
    made = image(far)
    assert set(np.unique(made)) == {-1, 2}


def test_an_area_larger_than_the_frame_fills_it() -> None:
    assert (image([[square(-9e4, -9e4, 1.8e5)]]) == 0).all()


def test_what_does_not_exist_is_not_drawn() -> None:
    outlines = packed([[square(10, 10, 30)], [square(60, 60, 20)]])
    made = areas_of(area_image(outlines, FRAME, np.array([False, True])))
    assert set(np.unique(made)) == {-1, 1}
    assert (area_image(outlines, FRAME, np.zeros(2, bool)) == 0).all()
    assert (area_image(packed([]), FRAME, np.zeros(0, bool)) == 0).all()


def test_holes_are_holes() -> None:
    made = image([[square(10, 10, 60), square(30, 30, 20)[::-1]]])
    for east, north, expected in ((20, 20, 0), (40, 40, -1), (60, 60, 0), (5, 5, -1)):
        x, y = FRAME.place(east, north)
        assert made[int(y), int(x)] == expected


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_only_hatched_areas_are_hatched(ratio: float) -> None:
    outlines = packed([[square(0, 0, 45)], [square(50, 50, 45)]])
    made = area_image(outlines, FRAME, np.ones(2, bool), ratio)
    table = colour_table(["#112233", "#EEF1F4"], np.array([False, True]), "#445566")
    seen = coloured(made, table)
    whose = areas_of(made)
    assert set(seen[whose == -1].tolist()) == {0}
    assert set(seen[whose == 0].tolist()) == {0xFF112233}
    shades = {0xFF000000 | int(mixed("#EEF1F4", "#445566", step / 3)[1:], 16) for step in range(4)}
    assert set(seen[whose == 1].tolist()) == shades
    slants = (made >> 2 & 3)[whose == 1]
    assert 0.2 < (slants > 0).mean() < 0.7


def test_slanting_lines_slant() -> None:
    made = area_image(packed([[square(-50, -50, 500)]]), FRAME, np.ones(1, bool)) >> 2 & 3
    assert (made[1:, :-1] == made[:-1, 1:]).all()
    assert (made[:, 6:] == made[:, :-6]).all()
    assert not (made[:, 1:] == made[:, :-1]).all()


def test_an_area_without_colour_is_transparent() -> None:
    table = colour_table(["", "#FFFFFF", ""], np.array([False, False, True]), "#000000")
    assert table.reshape(-1, 16).tolist() == [[0] * 16, [0] * 16, [0xFFFFFFFF] * 16, [0] * 16]
    assert colour_table([], np.zeros(0, bool), "#000000").tolist() == [0] * 16


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("fill", ["#F3F1E8", "#7E3A1A"])
def test_only_dotted_areas_are_dotted(ratio: float, fill: str) -> None:
    areas = [[square(0, 0, 40)], [square(50, 50, 45)], [square(50, 0, 45)]]
    made = area_image(packed(areas), FRAME, np.ones(3, bool), ratio)
    dotted, hatched = np.array([False, True, True]), np.array([False, False, True])
    seen = coloured(made, colour_table([fill] * 3, hatched, "#445566", dotted))
    whose = areas_of(made)

    def argb(colour: str) -> int:
        return 0xFF000000 | int(colour[1:], 16)

    assert set(seen[whose == 0].tolist()) == {argb(fill)}
    spotted = seen[whose == 1].tolist()
    assert set(spotted) >= {argb(fill), argb(dot_colour(fill))}
    assert 0.5 < np.mean([each == argb(fill) for each in spotted]) < 0.93
    lined = {argb(mixed(fill, "#445566", step / 3)) for step in range(4)}
    assert set(seen[whose == 2].tolist()) == lined  # hatching goes before dots


def test_dots_are_lighter_on_dark_and_darker_on_light() -> None:
    assert luminance(dot_colour("#7E3A1A")) > luminance("#7E3A1A")
    assert luminance(dot_colour("#F3F1E8")) < luminance("#F3F1E8")
    assert dot_colour("") == ""


def test_dots_without_pixels_lie_in_their_areas_evenly() -> None:
    outlines = packed([[square(10, 10, 40)], [square(60, 60, 30)], [square(80, 20, 0.4)]])
    places, owners = dot_places(outlines, FRAME, np.array([True, False, True]), 2.0)

    assert (owners == 2).sum() == 1  # too small for the grid, but not for a dot
    assert places[owners == 2][0] == pytest.approx(FRAME.place(80.2, 20.2))
    places, owners = places[owners != 2], owners[owners != 2]
    assert set(owners.tolist()) == {0}
    assert len(places) == pytest.approx((40 * FRAME.scale / 2) ** 2, rel=0.2)
    for x, y in places.tolist():
        east, north = FRAME.point(x, y)
        assert 9 <= east <= 51
        assert 9 <= north <= 51
    assert np.diff(np.unique(places[:, 0])).tolist() == pytest.approx(
        [2.0] * (len(np.unique(places[:, 0])) - 1)
    )
    assert len(dot_places(outlines, FRAME, np.zeros(3, bool), 2.0)[0]) == 0


def test_the_area_of_a_pixel() -> None:
    made = area_image(packed([[square(-50, -50, 500)]]), FRAME, np.ones(1, bool))
    height, width = made.shape
    assert (width, height) == (84, 77)
    for x, y in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)):
        assert area_at(made, x, y) == 0
    for x, y in ((-1, 0), (0, -1), (width, 0), (0, height), (10**6, 10**6)):
        assert area_at(made, x, y) == -1
    assert area_at(np.zeros((4, 4), np.uint32), 1, 1) == -1

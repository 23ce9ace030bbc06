"""Names on a map: never on one another, inside their areas, the chosen and the largest first."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.maps import palettes
from desktop.maps.areanames import Name, cut, name_colours, place_names
from desktop.maps.frame import Bounds, Frame
from desktop.maps.placing import Places, rooms_in
from tests.fake_extract import HOLED, fake_dataset
from tests.strategies import packed, ring_sets

HEIGHT = 16.0
DATA = fake_dataset(columns=12, rows=9)
LEVEL = "boligomraade"
COUNT = len(DATA.areas(LEVEL))
OUTLINES = DATA.outlines(LEVEL, 2)
ROOMS = rooms_in(OUTLINES, COUNT)
EXISTS = np.arange(COUNT) < COUNT - 1  # the last one lies on another
WHOLE = Frame.fit(OUTLINES.bounds, 900.0, 700.0)


def width(text: str) -> float:
    return 6.2 * len(text)


def placed(
    closeness: float = 1.0,
    chosen: tuple[int, ...] = (),
    east: float = 0.5,
    north: float = 0.5,
    taken: tuple[Bounds, ...] = (),
    kept: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = EXISTS,
) -> tuple[list[Name], Frame]:
    frame = WHOLE.zoomed(closeness, east * 900, north * 700)
    places = Places((0.0, 0.0, frame.width, frame.height), taken)
    names = [name or "Uden navn" for name in DATA.areas(LEVEL).names]
    return place_names(ROOMS, names, kept, chosen, frame, closeness, width, HEIGHT, places), frame


def overlap(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=40)
@given(
    st.floats(1, 12),
    st.lists(st.integers(0, COUNT - 2), max_size=30, unique=True),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_names_lie_apart_and_off_the_legend(
    closeness: float, chosen: list[int], east: float, north: float
) -> None:
    legend = (20.0, 400.0, 300.0, 640.0)
    found, frame = placed(closeness, tuple(chosen), east, north, (legend,))
    boxes = [name.box for name in found]
    for at, box in enumerate(boxes):
        assert not overlap(box, legend)
        assert not any(overlap(box, other) for other in boxes[at + 1 :])
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= frame.width and box[3] <= frame.height
    assert len({name.area for name in found}) == len(found)


def test_a_name_inside_lies_inside_its_area() -> None:
    found, frame = placed(4.0)
    assert len(found) > 5
    for name in found:
        assert not name.beside
        left, top, right, bottom = name.box
        corners = [frame.point(x, y) for x in (left, right) for y in (top, bottom)]
        whole = shapely.union_all([shapely.Polygon(r) for r in OUTLINES.rings_of(name.area)[:1]])
        assert shapely.contains_xy(whole.buffer(1.0), *np.transpose(corners)).all()


def test_few_names_at_first_and_more_the_closer_one_looks() -> None:
    counts = [len(placed(closeness)[0]) for closeness in (1.0, 1.5, 2.0, 3.0)]
    assert counts[0] == 6
    assert max(counts) >= 2 * counts[0]
    assert counts[-1] >= 8  # of the twelve or so that are seen whole


def test_where_there_are_few_areas_all_are_named() -> None:
    kept = EXISTS & (np.arange(COUNT) % 9 == 0)
    assert len(placed(kept=kept)[0]) > 10  # of twelve, where one has no room


def test_chosen_areas_go_first_and_beside_where_they_have_no_room() -> None:
    chosen = (20, 50, 80)
    found, _frame = placed(1.0, chosen)
    assert [name.area for name in found[:3]] == [80, 50, 20]
    narrow, _frame = placed(0.4, chosen)
    assert {name.area for name in narrow} >= {*chosen}
    assert all(name.beside for name in narrow if name.area in chosen)


def test_names_stand_at_their_circles_and_on_none() -> None:
    chance = np.random.default_rng(5)
    middles = (ROOMS.low + ROOMS.high) / 2
    x = (middles[:, 0] - WHOLE.east) * WHOLE.scale + WHOLE.width / 2
    y = (WHOLE.north - middles[:, 1]) * WHOLE.scale + WHOLE.height / 2
    circles = np.column_stack([x, y, chance.uniform(4, 20, COUNT)])
    circles[7] = np.nan
    names = [name or "Uden navn" for name in DATA.areas(LEVEL).names]
    places = Places((0.0, 0.0, 900.0, 700.0))
    found = place_names(
        ROOMS, names, EXISTS, (7, 30, 31), WHOLE, 3.0, width, HEIGHT, places, circles
    )
    assert len(found) > 10
    for name in found:
        left, top, right, bottom = name.box
        nearest_x, nearest_y = np.clip(x, left, right), np.clip(y, top, bottom)
        away = np.hypot(nearest_x - x, nearest_y - y)
        assert (away >= 0.85 * circles[:, 2])[np.isfinite(circles[:, 2])].all()
        if name.area != 7:
            assert away[name.area] == pytest.approx(circles[name.area, 2])


def test_of_very_many_chosen_areas_only_those_in_sight_are_named_for_it() -> None:
    everyone = tuple(range(COUNT - 1))
    whole = {name.area for name in placed(1.0, everyone)[0]}
    assert COUNT - 2 in whole  # the last one
    assert len(whole) <= 7
    close, frame = placed(6.0, everyone)
    middles = (ROOMS.low + ROOMS.high) / 2
    west, south, east, north = frame.bounds
    inside = (middles > (west, south)).all(axis=1) & (middles < (east, north)).all(axis=1)
    assert {name.area for name in close} >= {*np.flatnonzero(inside & EXISTS).tolist()}


def test_only_areas_inside_the_filter_are_named() -> None:
    kept = EXISTS & (np.arange(COUNT) % 2 == 0)
    found, _frame = placed(4.0, (21, 22), kept=kept)
    assert found
    assert all(kept[name.area] for name in found)


def test_the_same_areas_are_named_while_the_map_is_dragged() -> None:
    here, frame = placed(3.0)
    places = Places((0.0, 0.0, 900.0, 700.0))
    names = [name or "Uden navn" for name in DATA.areas(LEVEL).names]
    moved = place_names(ROOMS, names, EXISTS, (), frame.moved(30, 0), 3.0, width, HEIGHT, places)
    shifted = {name.area: name.box[0] - 30 for name in moved}
    middle = [name for name in here if name.box[0] > 100 and name.box[2] < 800]
    assert middle
    for name in middle:
        assert shifted[name.area] == pytest.approx(name.box[0])


def test_a_hole_is_no_room() -> None:
    frame = Frame.fit(OUTLINES.bounds, 900, 700).multiplied(3)
    room, middles = ROOMS.spanning(HEIGHT / frame.scale)
    around, hole = OUTLINES.rings_of(HOLED)
    area = shapely.Polygon(around, [hole])
    x, y = middles[HOLED]
    half, high = room[HOLED] / 2, HEIGHT / frame.scale / 2
    assert area.buffer(1.0).contains(shapely.box(x - half, y - high, x + half, y + high))


@settings(max_examples=40)
@given(ring_sets())
def test_sizes_are_those_of_the_shapes(drawn: list[list[np.ndarray]]) -> None:
    outlines = packed(drawn)
    rooms = rooms_in(outlines, len(drawn))
    assert np.isfinite(rooms.widths).all()
    across = rooms.high - rooms.low
    assert (rooms.widths <= across[:, :1] + 1e-6).all()
    assert (rooms.sizes <= across.prod(axis=1) + 1e-6).all()
    assert (np.diff(rooms.widths, axis=1) <= 1e-6 + across[:, :1]).all()


def test_areas_without_outlines_have_no_room() -> None:
    rooms = rooms_in(OUTLINES, COUNT + 2)
    assert rooms.sizes[-2:].tolist() == [0, 0]
    assert rooms.spanning(10.0)[0][-2:].tolist() == [0, 0]


@pytest.mark.parametrize("fill", [*palettes.SEQUENTIAL_1, *palettes.SEQUENTIAL_2, "#E9EDF0"])
def test_names_can_be_read_on_any_fill(fill: str) -> None:
    text, halo = name_colours(fill)
    assert palettes.contrast(text, halo) >= 4.5


@given(st.integers(0, 0xFFFFFF))
def test_names_can_be_read_on_every_fill(colour: int) -> None:
    text, halo = name_colours(f"#{colour:06X}")
    assert palettes.contrast(text, halo) >= 4.5


@given(st.text(min_size=1, max_size=220), st.floats(30, 300))
def test_a_long_name_is_cut(text: str, room: float) -> None:
    made = cut(text, room, width)
    assert width(made) <= room
    assert made == text or made.endswith("…")

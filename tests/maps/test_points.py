"""Points of interest: symbols that differ, gathered where they would lie on one another."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.areas import Place
from desktop.core.wording import use_language
from desktop.maps.drawing import Drawing
from desktop.maps.inside import areas_around
from desktop.maps.points import (
    LARGE,
    SMALL,
    bubble_marks,
    gather,
    kind_name,
    kinds_of,
    symbol_marks,
    symbol_of,
)
from tests.fake_extract import fake_dataset
from tests.strategies import packed, ring_sets

KINDS = (
    "skole", "klub", "bibliotek", "station", "kontor", "daginstitution", "idraet", "laege",
    "butik", "beboerhus",
)  # fmt: skip


def test_no_two_kinds_look_alike() -> None:
    drawn = {kind: Drawing(20, 20, symbol_marks(kind, 10, 10, 8, "#1B2733", "#FFFFFF")).as_text()
             for kind in KINDS}  # fmt: skip
    assert len({*drawn.values()}) == len(KINDS)
    small = {
        Drawing(20, 20, symbol_marks(kind, 10, 10, 4, "#000000", "#FFFFFF", letter=False)).as_text()
        for kind in KINDS
    }
    assert len(small) == len(KINDS)  # without letters too
    assert len({symbol_of(kind).letter for kind in KINDS}) == len(KINDS)


def test_kinds_are_named_and_unknown_ones_keep_their_word() -> None:
    assert kind_name("klub") == "klubber"
    assert kind_name("klub", 1) == "klub"
    assert kind_name("school") == "skoler"
    assert kind_name("drop_in") == "drop in"
    assert symbol_of("drop_in").letter == "D"
    use_language("da")


def test_known_kinds_come_first() -> None:
    places = [Place(kind, "", 0, 0) for kind in ("aaa", "klub", "school", "klub")]
    assert kinds_of(places) == ("school", "klub", "aaa")
    assert kinds_of([]) == ()


def test_a_bubble_says_how_many() -> None:
    assert Drawing(20, 20, bubble_marks(12, 10, 10, SMALL, "#000000", "#FFFFFF")).texts() == ("12",)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(0, 5000), st.floats(0, 5000)), min_size=1, max_size=120),
    st.floats(0.001, 2),
)
def test_marks_lie_apart_and_stand_for_every_point(
    drawn: list[tuple[float, float]], scale: float
) -> None:
    places = np.array(drawn)
    made = gather(places, scale)
    assert made.radius in (LARGE, SMALL)
    assert made.counts.sum() == len(places)
    marked = places[made.marks] * scale
    apart = np.abs(marked[:, None] - marked[None]).max(axis=2)
    np.fill_diagonal(apart, np.inf)
    assert apart.min() >= 1.4 * made.radius - 1e-6 or len(marked) == 1
    assert (made.of[made.marks] == np.arange(len(made.marks))).all()


def test_close_up_every_point_is_marked_large_and_from_afar_they_are_gathered() -> None:
    places = np.random.default_rng(1).uniform(0, 1000, (60, 2))
    close, far = gather(places, 5.0), gather(places, 0.02)
    assert (len(close.marks), close.radius) == (60, LARGE)
    assert far.radius == SMALL
    assert len(far.marks) < 30


@settings(max_examples=60)
@given(ring_sets())
def test_a_point_lies_in_the_last_area_around_it(drawn: list[list[np.ndarray]]) -> None:
    outlines = packed(drawn)
    points = np.random.default_rng(2).uniform(-10, 110, (200, 2))
    exists = np.arange(len(drawn)) % 4 != 3
    made = areas_around(points, outlines, exists)
    expected, sure = np.full(len(points), -1), np.ones(len(points), bool)
    for area in np.flatnonzero(exists).tolist():
        inside = np.zeros(len(points), int)
        for ring in outlines.rings_of(area):
            shape = shapely.make_valid(shapely.Polygon(ring))
            inside += shapely.contains_xy(shape, points[:, 0], points[:, 1])
            sure &= shapely.distance(shapely.LineString(ring), shapely.points(points)) > 0.05
        expected[inside % 2 == 1] = area
    assert (made[sure] == expected[sure]).all()


def test_points_of_the_invented_extract() -> None:
    data = fake_dataset()
    places = np.array([(place.east, place.north) for place in data.places])
    exists = np.ones(len(data.areas("boligomraade")), bool)
    assert areas_around(places, data.outlines("boligomraade", 0), exists).tolist() == [0, 7]
    assert areas_around(places[:0], data.outlines("boligomraade", 0), exists).tolist() == []
    exists[7] = False
    assert areas_around(places, data.outlines("boligomraade", 0), exists).tolist() == [0, -1]


@pytest.mark.parametrize("parts", [1, 7])
def test_many_points_are_looked_at_in_parts(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = fake_dataset(columns=9, rows=9)
    outlines = data.outlines("boligomraade", 0)
    west, south, east, north = outlines.bounds
    points = np.random.default_rng(3).uniform((west, south), (east, north), (300, 2))
    exists = np.arange(82) < 81
    whole = areas_around(points, outlines, exists)
    monkeypatch.setattr("desktop.maps.inside._PAIRS", 1 + 20_000 // parts)
    assert (areas_around(points, outlines, exists) == whole).all()
    assert (whole >= 0).mean() > 0.8

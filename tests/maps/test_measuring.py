"""Measuring on the map: lengths, areas, and how they are said."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.wording import NO_BREAK
from desktop.maps.drawing import Drawing
from desktop.maps.frame import Frame
from desktop.maps.measuring import (
    Measured,
    area_words,
    distance_words,
    measured_marks,
    north_marks,
)

TOWN = (570_000.0, 6_220_000.0)
SQUARE = Measured(tuple((TOWN[0] + x, TOWN[1] + y) for x, y in ((0, 0), (300, 0), (300, 400))))
FRAME = Frame(*TOWN, 0.5, 800, 600)
places = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))


@given(st.lists(places, min_size=3, max_size=9, unique=True))
def test_length_and_area_are_those_of_the_shape(drawn: list[tuple[int, int]]) -> None:
    measured = Measured(tuple((TOWN[0] + x, TOWN[1] + y) for x, y in drawn))
    assert measured.length == pytest.approx(shapely.LineString(drawn).length)
    assert measured.area is None
    ring = shapely.LinearRing(drawn)
    closed = measured.closed_up()
    assert closed.length == pytest.approx(ring.length)
    if ring.is_simple:
        assert closed.area == pytest.approx(shapely.Polygon(drawn).area)
    elif closed.area is None:
        assert "krydser" in closed.words()


def test_a_line_that_crosses_itself_encloses_nothing() -> None:
    bow = Measured(((0, 0), (100, 100), (100, 0), (0, 100))).closed_up()
    assert bow.area is None
    assert bow.words().endswith("linjen krydser sig selv, så intet areal")


def test_points_are_added_and_taken_away() -> None:
    assert SQUARE.length == 700
    assert SQUARE.without_last().length == 300
    closed = SQUARE.closed_up()
    assert closed.without_last() == SQUARE
    assert closed.with_point(TOWN).points == (TOWN,)
    assert not Measured((TOWN,)).closed_up().closed
    assert Measured().without_last() == Measured()


def test_words() -> None:
    assert Measured().words() == "Klik for at måle. Escape afslutter."
    assert Measured((TOWN,)).words() == "Klik på næste punkt."
    assert SQUARE.words() == f"700{NO_BREAK}m"
    assert SQUARE.closed_up().words() == f"1,20{NO_BREAK}km rundt · 6,0{NO_BREAK}ha"


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0.4, "0 m"), (999.4, "999 m"), (999.6, "1,00 km"), (2345, "2,35 km"), (12345, "12,3 km")],
)
def test_distances(metres: float, said: str) -> None:
    assert distance_words(metres).replace(NO_BREAK, " ") == said


@pytest.mark.parametrize(
    ("square_metres", "said"),
    [(12, "12 m²"), (9999.6, "1,0 ha"), (54_321, "5,4 ha"), (999_600, "1,00 km²"),
     (2_345_000, "2,35 km²")],
)  # fmt: skip
def test_areas(square_metres: float, said: str) -> None:
    assert area_words(square_metres).replace(NO_BREAK, " ") == said


def test_every_place_says_how_far_it_is() -> None:
    def drawn(measured: Measured, pointer: tuple[float, float] | None) -> tuple[str, ...]:
        marks = measured_marks(measured, FRAME, pointer, "#115A73", "#FFFFFF")
        return tuple(text.replace(NO_BREAK, " ") for text in Drawing(800, 600, marks).texts())

    assert drawn(Measured(), TOWN) == ()
    assert drawn(SQUARE, None) == ("300 m", "700 m")
    assert drawn(SQUARE, (TOWN[0] + 300, TOWN[1] + 500)) == ("300 m", "700 m", "800 m")
    assert drawn(SQUARE.closed_up(), TOWN)[-1] == "1,20 km rundt · 6,0 ha"


def test_north_is_up() -> None:
    made = Drawing(50, 50, north_marks(20, 40, "#5B6B7A"))
    assert made.texts() == ("N",)
    assert "20.00 19.00" in made.as_text()

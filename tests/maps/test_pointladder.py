"""Areas on their model's scale: every dot within the stretch of its own category."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.drawing import Dot, Drawing
from desktop.maps.palettes import CLAY, SURFACE
from desktop.maps.pointladder import Stretch, point_ladder

STRETCHES = (
    Stretch("Høj", 12.0, 24.0, "#B05A2B"),
    Stretch("Mellem", 5.0, 12.0, "#E3B366"),
    Stretch("Lav", 0.0, 5.0, "#F3F1E8"),
)
WIDTH, SIDE = 182.0, 2.0


def about(text: str, size: float, weight: int, tabular: bool) -> float:
    del weight, tabular
    return 0.5 * size * len(text)


def drawn(scores: list[float], unsure: int = 0, chosen: int = 0) -> Drawing:
    values = np.array(scores)
    index = np.select([values >= 12, values >= 5, values >= 0], [0, 1, 2], -1).astype(np.int16)
    at = np.arange(len(scores))
    return point_ladder(values, index, at < unsure, at < chosen, STRETCHES, WIDTH, about)


def dots(drawing: Drawing) -> list[Dot]:
    """Those of areas; the key's stand below."""
    found = [mark for mark in drawing.marks if isinstance(mark, Dot)]
    return [dot for dot in found if dot.y < drawing.height - 6.5]


def test_a_ladder_looks_as_it_did(golden: Callable[[str, str], None]) -> None:
    drawing = drawn([0, 0, 4.3, 5, 5, 11.9, 12, 24, float("nan")], unsure=3, chosen=1)
    golden("pointladder.txt", drawing.as_text())


@given(st.lists(st.floats(0, 24), min_size=1, max_size=120))
def test_every_dot_is_in_the_stretch_of_its_category(scores: list[float]) -> None:
    found = dots(drawn(scores))
    assert len(found) == len(scores)
    edges = [SIDE + low / 24 * (WIDTH - 2 * SIDE) for low in (0, 5, 12, 24)]
    counts, _edges = np.histogram([dot.x for dot in found], edges)
    expected, _edges = np.histogram(scores, (0, 5, 12, 24))
    assert counts.tolist() == expected.tolist()


@given(st.lists(st.floats(0, 24), min_size=1, max_size=200))
def test_no_dot_covers_another_or_leaves_the_room(scores: list[float]) -> None:
    drawing = drawn(scores)
    found = dots(drawing)
    places = {(round(dot.x, 3), round(dot.y, 3)) for dot in found}
    assert len(places) == len(found)
    assert all(dot.y - dot.radius > 8.9 or len(scores) > 60 for dot in found)


def test_unsure_are_rings_and_the_chosen_are_clay() -> None:
    found = dots(drawn([1.0, 8.0, 20.0], unsure=1, chosen=2))
    by_place = sorted(found, key=lambda dot: dot.x)
    assert [dot.fill == SURFACE for dot in by_place] == [True, False, False]
    assert [CLAY in (dot.fill, dot.line) for dot in by_place] == [True, True, False]


def test_nobody_and_nothing_to_stand_on() -> None:
    assert dots(drawn([float("nan")])) == []
    empty = point_ladder(
        np.zeros(1), np.zeros(1, np.int16), np.zeros(1, bool), np.zeros(1, bool), (), WIDTH, about
    )
    assert empty.height == 0.0

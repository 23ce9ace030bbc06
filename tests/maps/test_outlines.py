"""Outlines in the frame: which detail, which rings, and where."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from desktop.core.areas import Outlines
from desktop.maps.frame import Frame
from desktop.maps.outlines import (
    borders,
    detail_for,
    fills,
    picked,
    placed,
    rim,
    seen_lines,
    seen_rings,
)
from tests.strategies import packed

FRAME = Frame(50.0, 50.0, 2.0, 100.0, 60.0)  # 25 to 75 east, 35 to 65 north


def square(west: float, south: float, side: float) -> np.ndarray:
    east, north = west + side, south + side
    return np.array([(west, south), (east, south), (east, north), (west, north), (west, south)])


@pytest.mark.parametrize(
    ("scale", "detail"),
    [(10.0, 0), (1.2, 0), (1.1, 0), (0.6, 0), (0.3, 1), (0.25, 1), (0.06, 2), (0.0001, 3)],
)
def test_the_coarsest_detail_that_is_good_enough(scale: float, detail: int) -> None:
    assert detail_for((0.5, 2.0, 10.0, 50.0), scale) == detail


def test_one_detail_or_none() -> None:
    assert detail_for((0.5,), 99.0) == detail_for((0.5,), 0.001) == detail_for((), 1.0) == 0


def test_places_are_the_frames() -> None:
    made = placed(np.array([[5000, 5000], [2500, 6500], [5123, 4877]], np.int32), FRAME)
    expected = [FRAME.place(east, north) for east, north in ((50, 50), (25, 65), (51.23, 48.77))]
    np.testing.assert_allclose(made, expected, atol=1e-9)


@pytest.mark.parametrize(
    ("west", "south", "side", "seen"),
    [
        (40, 40, 10, True),
        (0, 0, 500, True),
        (15, 40, 10, True),  # touches the western side
        (15, 40, 9.99, False),
        (75, 40, 5, True),
        (75.01, 40, 5, False),
        (40, 25, 10, True),
        (40, 25, 9.99, False),
        (40, 65, 5, True),
        (40, 65.01, 5, False),
    ],
)
def test_what_is_seen(west: float, south: float, side: float, seen: bool) -> None:
    outlines = packed([[square(west, south, side)]])
    assert seen_rings(outlines, FRAME).tolist() == [seen]
    assert seen_lines(outlines, FRAME).tolist() == [seen]


def test_nothing_is_seen_of_nothing() -> None:
    assert len(seen_rings(packed([]), FRAME)) == 0


@pytest.mark.parametrize("keep", [[True, True, True], [False, True, False], [True, False, True],
                                  [False, False, False]])  # fmt: skip
def test_picking_rings(keep: list[bool]) -> None:
    rings = [square(0, 0, 1), square(5, 5, 2)[:4], square(9, 9, 3)]
    outlines = packed([rings])
    points, starts = picked(outlines.points, outlines.starts, np.array(keep))
    made = [points[start:end].tolist() for start, end in pairwise(starts)]
    wanted = [ring for ring, kept in zip(rings, keep, strict=True) if kept]
    assert made == [(ring * 100).astype(int).tolist() for ring in wanted]
    assert starts[0] == 0
    assert starts[-1] == len(points)


@pytest.fixture
def three() -> Outlines:
    inside, outside = square(40, 40, 10), square(900, 900, 10)
    return packed([[inside, square(43, 43, 2)], [outside], [square(55, 45, 5)]])


def test_fills_are_the_seen_and_painted(three: Outlines) -> None:
    made = fills(three, FRAME, ("#111111", "#222222", ""), frozenset({0}), "#333333")
    assert made.owners.tolist() == [0, 0]
    assert made.colours == ("#111111", "#222222", "")
    assert made.starts.tolist() == [0, 5, 10]
    assert (made.hatched, made.hatch_colour) == (frozenset({0}), "#333333")
    np.testing.assert_allclose(made.points[0], FRAME.place(40, 40))


def test_borders_and_the_rim_of_one(three: Outlines) -> None:
    assert len(borders(three, FRAME, "#111111", 0.5).starts) - 1 == 3
    whole = rim(three, 1, FRAME, "#111111", 2.0)
    assert whole.starts.tolist() == [0, 5]
    np.testing.assert_allclose(whole.points[0], FRAME.place(900, 900))
    assert len(rim(three, 0, FRAME, "#111111", 2.0).starts) - 1 == 2

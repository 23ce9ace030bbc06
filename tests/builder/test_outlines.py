from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop.builder.outlines import (
    area_details,
    background_detail,
    packed,
    simplified,
    tolerances,
)
from desktop.core.areas import Outlines
from tests.builder.making import SOUTH, WEST

Segments = Counter[frozenset[tuple[int, int]]]


def mosaic(width: int, height: int, seed: int, wiggle: int = 12) -> NDArray[np.object_]:
    """A grid of areas a kilometre wide with crooked common borders."""
    generator = np.random.default_rng(seed)
    across = np.arange(0, 1000, 1000 / wiggle)
    bend = 360 / wiggle  # metres: little against a step, so that no border crosses itself
    columns = generator.normal(0, bend, (width + 1, height * wiggle + 1))
    rows = generator.normal(0, bend, (height + 1, width * wiggle + 1))
    columns[:, ::wiggle] = 0
    rows[:, ::wiggle] = 0

    def east(x: int, y: int) -> NDArray[np.float64]:
        """The border west of column x along row y, going north, without its end."""
        off = columns[x, y * wiggle : (y + 1) * wiggle]
        return np.column_stack([WEST + 1000 * x + off, SOUTH + 1000 * y + across])

    def north(x: int, y: int) -> NDArray[np.float64]:
        off = rows[y, x * wiggle : (x + 1) * wiggle]
        return np.column_stack([WEST + 1000 * x + across, SOUTH + 1000 * y + off])

    def corner(x: int, y: int) -> NDArray[np.float64]:
        return np.array([[WEST + 1000 * x, SOUTH + 1000 * y]])

    made = []
    for y in range(height):
        for x in range(width):
            back = np.vstack([east(x, y), corner(x, y + 1)])[::-1]
            top = np.vstack([north(x, y + 1), corner(x + 1, y + 1)])[::-1]
            made.append(shapely.Polygon(np.vstack([north(x, y), east(x + 1, y), top, back])))
    return np.array(made, object)


def segments(points: NDArray[np.int32], starts: NDArray[np.int32]) -> Segments:
    found: Segments = Counter()
    for begin, end in pairwise(starts):
        line = [(int(x), int(y)) for x, y in points[begin:end]]
        found.update(frozenset(pair) for pair in pairwise(line))
    return found


def check(outlines: Outlines, areas: int) -> None:
    """What every packed level must keep."""
    assert outlines.points.dtype == np.int32
    assert set(outlines.owners.tolist()) == set(range(areas))
    assert (np.diff(outlines.owners) >= 0).all()
    firsts = outlines.points[outlines.starts[:-1]]
    lasts = outlines.points[outlines.starts[1:] - 1]
    np.testing.assert_array_equal(firsts, lasts)
    rings = segments(outlines.points, outlines.starts)
    borders = segments(outlines.border_points, outlines.border_starts)
    assert rings.keys() == borders.keys()
    assert set(borders.values()) == {1}  # every border once


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10**6))
def test_shared_borders_stay_shared_in_every_detail(width: int, height: int, seed: int) -> None:
    shapes = mosaic(width, height, seed)
    everyone = [np.arange(len(shapes))]
    for detail in area_details(shapes, everyone):
        check(detail.outlines, len(shapes))
        rings = segments(detail.outlines.points, detail.outlines.starts)
        assert max(rings.values()) <= 2
        made = np.array(
            [shapely.union_all([shapely.Polygon(ring) for ring in detail.outlines.rings_of(at)])
             for at in range(len(shapes))], object,
        )  # fmt: skip
        assert shapely.is_valid(made).all()
        whole = shapely.union_all(made)
        assert shapely.get_num_interior_rings(whole) == 0  # no gap
        assert shapely.area(made).sum() == pytest.approx(shapely.area(whole), rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([5.0, 50.0, 200.0]), st.integers(0, 10**6))
def test_simplified_neighbours_neither_gape_nor_overlap(tolerance: float, seed: int) -> None:
    cells = mosaic(3, 3, seed, wiggle=60)
    # One area reaches along two others, so that a corner of theirs lies amid its border.
    shapes = np.array([shapely.coverage_union(cells[3], cells[4]), *cells[:3], *cells[5:]], object)
    made = simplified(shapes, tolerance)
    assert shapely.coverage_is_valid(made)
    whole = shapely.union_all(made)
    assert shapely.get_num_interior_rings(whole) == 0
    check(packed(made), 8)


def test_a_ring_that_begins_amid_a_common_border_doubles_nothing() -> None:
    common = [[WEST + 100, SOUTH + y] for y in (0, 40, 80, 100)]
    left = shapely.Polygon([[WEST, SOUTH], *common, [WEST, SOUTH + 100]])
    right = shapely.Polygon(
        [common[1], common[0], [WEST + 200, SOUTH], [WEST + 200, SOUTH + 100], *common[:1:-1]]
    )
    check(packed(np.array([left, right], object)), 2)


def test_details_grow_coarser_and_are_worth_it() -> None:
    shapes = mosaic(4, 4, 7, wiggle=200)
    details = area_details(shapes, [np.arange(16)])
    sizes = [len(detail.outlines.points) for detail in details]
    assert len(details) >= 2
    assert [detail.tolerance for detail in details] == sorted(d.tolerance for d in details)
    assert all(after <= 0.75 * before for before, after in pairwise(sizes))


def test_a_finest_detail_of_a_metre_or_less() -> None:
    def of(side: float) -> tuple[float, ...]:
        return tolerances(np.array([shapely.box(WEST, SOUTH, WEST + side, SOUTH + side)], object))

    assert of(120_000) == (1.0, 15.0, 30.0, 60.0, 120.0)
    assert of(10_000)[0] == 0.5


def test_holes_islands_and_parts_are_rings_of_their_area() -> None:
    ground = shapely.box(WEST, SOUTH, WEST + 900, SOUTH + 900)
    lake = shapely.box(WEST + 300, SOUTH + 300, WEST + 600, SOUTH + 600)
    isle = shapely.box(WEST + 5000, SOUTH, WEST + 5100, SOUTH + 100)
    around = shapely.union_all([shapely.difference(ground, lake), isle])
    outlines = packed(np.array([around, lake], object))
    check(outlines, 2)
    assert np.bincount(outlines.owners).tolist() == [3, 1]
    assert sum(segments(outlines.border_points, outlines.border_starts).values()) == 12
    assert outlines.bounds == (WEST, SOUTH, WEST + 5100, SOUTH + 900)


def test_overlapping_areas_come_out_valid() -> None:
    shapes = mosaic(3, 3, 3, wiggle=60)
    assert shapely.is_valid(shapes).all()
    shapes[4] = shapely.buffer(shapes[4], 15)
    for tolerance in (1.0, 20.0, 60.0, 200.0):
        made = simplified(shapes, tolerance)
        assert shapely.is_valid(made).all()
        assert not shapely.is_empty(made).any()
        np.testing.assert_allclose(shapely.area(made), shapely.area(shapes), rtol=0.2)


def test_tiny_rings_vanish_but_their_lines_do_not_break() -> None:
    speck = shapely.box(WEST, SOUTH, WEST + 0.001, SOUTH + 0.001)
    outlines = packed(np.array([shapely.box(WEST, SOUTH, WEST + 9, SOUTH + 9), speck], object))
    assert outlines.owners.tolist() == [0]


def test_lines_of_the_background_are_not_closed() -> None:
    line = shapely.LineString([[WEST, SOUTH], [WEST + 400, SOUTH], [WEST + 800, SOUTH + 800]])
    both = shapely.MultiLineString([line, shapely.affinity.translate(line, 0, 500)])
    ground = shapely.box(WEST, SOUTH, WEST + 2000, SOUTH + 2000)
    detail = background_detail(np.array([ground, both], object))
    assert detail.outlines.owners.tolist() == [0, 1, 1]
    ring = detail.outlines.rings_of(1)[0]
    assert not np.array_equal(ring[0], ring[-1])
    check_lines = segments(detail.outlines.border_points, detail.outlines.border_starts)
    assert sum(check_lines.values()) == 4 + 2 + 2


def test_nothing_packs_to_nothing() -> None:
    outlines = packed(np.array([shapely.MultiPolygon()], object))
    assert (len(outlines.points), outlines.starts.tolist()) == (0, [0])
    assert outlines.border_starts.tolist() == [0]

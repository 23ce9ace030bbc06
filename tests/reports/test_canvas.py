"""Marks on the page of a PDF: what is written is what was drawn."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pikepdf
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop.maps.drawing import (
    Box,
    Clip,
    Dot,
    Dots,
    Drawing,
    Fills,
    Mark,
    Strokes,
    Text,
    one_line,
    one_shape,
)
from desktop.maps.sheetmap import set_map
from desktop.maps.typesetting import Pen
from desktop.maps.view import first_view
from desktop.maps.worked import work_out
from desktop.reports.canvas import Memo, new_canvas, paint
from desktop.reports.grid import HATCH_SPACING, PER_MM
from desktop.reports.structure import Tree
from desktop.reports.typefaces import width
from tests.fake_extract import fake_dataset

NUMBER = re.compile(r"-?\d*\.?\d+")
Operation = tuple[str, list[float]]


def page_of(*marks: Mark) -> pikepdf.Pdf:
    stream = io.BytesIO()
    page = new_canvas(stream, 100, 50)
    paint(page, Drawing(100, 50, marks))
    page.showPage()
    page.save()
    return pikepdf.open(io.BytesIO(stream.getvalue()))


def operations(*marks: Mark) -> list[Operation]:
    """Operators with their numbers."""
    with page_of(*marks) as pdf:
        return [
            (
                str(each.operator),
                [float(str(part)) for part in each.operands if NUMBER.fullmatch(str(part))],
            )
            for each in pikepdf.parse_content_stream(pdf.pages[0])
        ]


def rings(marks: list[Operation]) -> list[list[tuple[float, float]]]:
    """Paths in millimetres."""
    found: list[list[tuple[float, float]]] = []
    for operator, numbers in marks:
        if operator == "m":
            found.append([])
        if operator in "ml" and len(numbers) == 2:
            found[-1].append((numbers[0] / PER_MM, numbers[1] / PER_MM))
    return found


def fills(shapes: list[NDArray[np.float64]], colours: tuple[str, ...]) -> Fills:
    starts = np.cumsum([0, *map(len, shapes)]).astype(np.int32)
    owners = np.arange(len(shapes), dtype=np.int32)
    return Fills(np.concatenate(shapes), starts, owners, colours)


def square(left: float, top: float, side: float) -> NDArray[np.float64]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return np.array(corners, np.float64) * side + (left, top)


def test_reportlab_still_has_what_the_canvas_reaches_into() -> None:
    page = new_canvas(io.BytesIO(), 100, 50)

    assert isinstance(page._code, list)  # type: ignore[attr-defined]
    assert page._doc.encrypt.encode("q") == b"q"  # type: ignore[attr-defined]
    assert page._doc.encrypt.encode("æ") == "æ"  # type: ignore[attr-defined]


def test_a_polygon_lies_where_it_was_drawn_and_is_closed_by_its_filling() -> None:
    marks = operations(one_shape([(10, 10), (30, 10), (30, 20)], "#FF0000"))

    (ring,) = rings(marks)
    assert np.allclose(ring, [(10, 10), (30, 10), (30, 20)], atol=0.01)
    assert ("rg", [1, 0, 0]) in marks
    assert [name for name, _ in marks].count("f*") == 1
    ((_, matrix),) = [mark for mark in marks if mark[0] == "cm" and mark[1][0] != 1]
    assert matrix == [0.05, 0, 0, -0.05, 0, pytest.approx(50 * 72 / 25.4, abs=0.01)]


def test_a_hole_belongs_to_the_path_of_its_polygon() -> None:
    shape = fills([square(0, 0, 20), square(5, 5, 5), square(30, 0, 5)], ("#000000", "#111111"))
    shape = Fills(shape.points, shape.starts, np.array([0, 0, 1], np.int32), shape.colours)

    names = [name for name, _ in operations(shape) if name in ("m", "f*")]
    assert names == ["m", "m", "f*", "m", "f*"]


def test_a_polygon_without_a_colour_is_not_painted() -> None:
    shapes = [square(0, 0, 5), square(10, 0, 5), square(20, 0, 5)]

    drawn = rings(operations(fills(shapes, ("#000000", "", "#000000"))))
    assert [ring[0] for ring in drawn] == [pytest.approx((0, 0)), pytest.approx((20, 0), abs=0.01)]
    assert rings(operations(fills(shapes, ("", "", "")))) == []


def test_points_that_fall_together_are_written_once_and_what_vanishes_is_left_out() -> None:
    fine = np.array([(1, 1), (1.001, 1), (5, 1), (5, 1.002), (5, 5), (1, 1)], np.float64)
    speck = square(9, 9, 0.002)

    drawn = rings(operations(fills([fine, speck], ("#000000", "#000000"))))
    assert [len(ring) for ring in drawn] == [3]


def test_nothing_at_all_is_nothing_to_paint() -> None:
    empty = np.zeros((0, 2)), np.zeros(1, np.int32)

    assert rings(operations(Strokes(*empty, "#000000", 1.0))) == []
    assert rings(operations(Fills(*empty, np.zeros(0, np.int32), ()))) == []


@pytest.mark.parametrize("far", [100.0, 5_000.0])
def test_far_places_are_written_as_near_ones(far: float) -> None:
    line = one_line([(1, 1), (2, far)], "#000000", 0.2)
    beyond = [line.points[1].tolist()]

    (drawn,) = rings(operations(line))
    assert np.allclose(drawn[1:], beyond, atol=0.01)


def test_places_beyond_all_measure_do_no_harm() -> None:
    (drawn,) = rings(operations(one_line([(1, 1), (2, 1e12)], "#000000", 0.2)))

    assert drawn[0] == pytest.approx((1, 1), abs=0.01)


# Hundredths of a unit: finer than paper shows, and nothing so small that the oracle trips over it.
places = st.tuples(
    st.integers(-6000, 16000).map(lambda hundredths: hundredths / 100),
    st.integers(-6000, 11000).map(lambda hundredths: hundredths / 100),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(places, min_size=3, max_size=40), min_size=1, max_size=3))
def test_what_is_left_out_beyond_the_window_does_not_show(
    shapes: list[list[tuple[float, float]]],
) -> None:
    closed = [np.array([*shape, shape[0]], np.float64) for shape in shapes]
    clip = Clip(20, 10, 40, 25, (fills(closed, ("#000000",) * len(closed)),))
    window = shapely.box(20, 10, 60, 35)

    def seen(ring: list[tuple[float, float]] | NDArray[np.float64]) -> shapely.Geometry:
        """Even-odd, as the page fills it."""
        line = shapely.node(shapely.linestrings([*ring, ring[0]]))
        faces = shapely.polygonize(list(line.geoms) if hasattr(line, "geoms") else [line])
        inside = [
            face for face in shapely.get_parts(faces) if odd(face.representative_point(), ring)
        ]
        return shapely.intersection(shapely.union_all(inside), window)

    drawn = [ring for ring in rings(operations(clip)) if len(ring) > 2]
    areas = sum(shapely.area(seen(ring)) for ring in drawn)
    assert areas == pytest.approx(sum(shapely.area(seen(ring[:-1])) for ring in closed), abs=1.5)


def odd(point: shapely.Point, ring: list[tuple[float, float]] | NDArray[np.float64]) -> bool:
    count = 0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay <= point.y) != (by <= point.y):
            count += ax + (point.y - ay) * (bx - ax) / (by - ay) > point.x
    return count % 2 == 1


def test_a_corner_around_the_window_is_kept() -> None:
    """Its neighbours lie beyond different edges; without it the diagonal would cut the window."""
    around = np.array([(-9, 60), (-9, 40), (-9, -9), (50, -9), (150, -9), (150, 60), (-9, 60)])
    marks = operations(Clip(0, 0, 100, 50, (fills([around.astype(np.float64)], ("#000000",)),)))

    (ring,) = rings(marks)
    assert shapely.contains(shapely.polygons([*ring, ring[0]]), shapely.box(0, 0, 100, 50))


def test_hatching_is_lines_in_the_shape_and_in_step_over_the_page() -> None:
    shapes = fills([square(3, 3, 7), square(10, 3, 7)], ("#EEF1F4", "#EEF1F4"))
    hatched = Fills(
        shapes.points, shapes.starts, shapes.owners, shapes.colours, frozenset({1}), "#AEB9C4"
    )
    marks = operations(hatched)

    names = [name for name, _ in marks]
    assert names.count("W*") == 1 and names.count("q") == names.count("Q")
    lines = [ring for ring in rings(marks) if len(ring) == 2]
    assert len(lines) > 5
    for (ax, ay), (bx, by) in lines:
        assert min(ax, bx) >= 9.9 and max(ax, bx) <= 17.1 and min(ay, by) >= 2.9
        assert ax + ay == pytest.approx(bx + by, abs=0.02)
    sums = np.array([sum(line[0]) for line in lines])
    assert np.allclose(np.diff(sums), HATCH_SPACING * 2**0.5, atol=0.03)


def test_a_hatched_swatch_is_clipped() -> None:
    names = [
        name for name, _ in operations(Box(5, 5, 6, 4, "#EEF1F4", radius=1, hatched="#AEB9C4"))
    ]

    assert "W" in names and names.count("S") >= 4


def test_boxes_and_dots_are_filled_lined_or_both() -> None:
    def last(mark: Mark) -> str:
        return [name for name, _ in operations(mark) if name in ("f", "S", "B")][-1]

    assert last(Box(1, 1, 5, 5, fill="#000000")) == "f"
    assert last(Box(1, 1, 5, 5, line="#000000", line_width=0.2)) == "S"
    assert last(Box(1, 1, 5, 5, "#000000", "#FFFFFF", 0.2, 1.0)) == "B"
    assert last(Dot(5, 5, 1, "#000000")) == "f"


def test_strokes_are_round_and_may_be_dashed() -> None:
    plain = one_line([(1, 1), (9, 9)], "#123456", 0.5)
    dashed = Strokes(plain.points, plain.starts, plain.colour, plain.width, dashed=True)

    assert ("J", [1]) in operations(plain) and ("j", [1]) in operations(plain)
    assert "d" not in [name for name, _ in operations(plain)]
    assert "d" in [name for name, _ in operations(dashed)]


@pytest.mark.parametrize(("anchor", "share"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_text_stands_at_its_anchor(anchor: str, share: float) -> None:
    from desktop.reports.typefaces import width

    marks = operations(Text(50, 20, "Ærø", 4.0, "#000000", anchor=anchor))
    ((_, matrix),) = [mark for mark in marks if mark[0] == "Tm"]

    assert matrix[4] == pytest.approx((50 - share * width("Ærø", 4.0)) * 72 / 25.4, abs=0.03)
    assert matrix[5] == pytest.approx(30 * 72 / 25.4, abs=0.01)


def test_numbers_have_two_decimals_at_the_most() -> None:
    marks = Box(1 / 3, 1 / 3, 5.1234567, 5, fill="#123456"), Text(1 / 3, 9, "a", 3.3, "#000000")
    with page_of(*marks) as pdf:
        stream = bytes(pdf.pages[0].Contents.read_bytes())
    body = re.sub(rb"\([^)]*\)|[^ ]+ [^ ]+ [^ ]+ (rg|RG)", b"", stream)

    assert not re.findall(rb"\d\.\d{3,}", body)


def test_many_dots_of_one_size_are_written_as_ends_of_lines() -> None:
    points = np.array([(10.0, 20.0), (30.0, 5.0), (50.0, 25.0)])
    dots = Dots(points, np.full(3, 0.5), np.array([0, 1, 0]), ("#000000", "#ff0000"))
    written = operations(dots)

    assert [operator for operator, _numbers in written if operator in ("w", "J", "S")] == [
        "w", "J", "S", "S"
    ]  # fmt: skip
    (width,) = (numbers[0] for operator, numbers in written if operator == "w")
    assert width / PER_MM == pytest.approx(1.0, abs=1 / PER_MM)
    for ring, point in zip(rings(written), points[[0, 2, 1]], strict=True):
        assert ring[0] == ring[1] == pytest.approx(tuple(point), abs=1 / PER_MM)


def test_dots_of_several_sizes_are_circles() -> None:
    dots = Dots(np.array([(10.0, 20.0), (30.0, 5.0)]), np.array([1.0, 2.0]), np.zeros(2, np.int64),
                ("#000000",))  # fmt: skip

    assert [operator for operator, _numbers in operations(dots)].count("f") == 2


def test_outlines_painted_before_are_written_just_the_same() -> None:
    data = fake_dataset(outline_points=60)
    view = first_view(data)
    picture = work_out(data, view)
    pen = Pen(width, 1.0)
    set_map(pen, data, view, picture, (10.0, 10.0, 150.0, 120.0))
    pages = [Drawing(297.0, 210.0, tuple(pen.marks))] * 2
    memo: Memo = {}

    def painted(page: Drawing, kept: Memo | None) -> str:
        canvas = new_canvas(io.BytesIO(), page.width, page.height)
        paint(canvas, page, Tree(), kept)
        return "\n".join(canvas._code)  # type: ignore[attr-defined]

    plain = painted(pages[0], None)
    assert [painted(page, memo) for page in pages] == [plain, plain]
    assert memo
    (clip,) = (each for each in pen.marks if isinstance(each, Clip))
    other = tuple(
        replace(each, colour="#115A73") if isinstance(each, Strokes) else each
        for each in clip.marks
    )
    page = Drawing(297.0, 210.0, (replace(clip, marks=other),))
    assert painted(page, memo) == painted(page, None)

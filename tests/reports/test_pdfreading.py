"""Reading a PDF back: what was painted is what is read, and what we never paint is refused."""

from __future__ import annotations

import datetime as dt
import io
import time
from dataclasses import dataclass, field

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.maps.drawing import (
    Box,
    Clip,
    Dot,
    Dots,
    Drawing,
    Fills,
    Group,
    Mark,
    Strokes,
    Text,
    one_shape,
)
from desktop.maps.view import first_view
from desktop.reports.canvas import new_canvas, paint
from desktop.reports.document import finished
from desktop.reports.mapsheet import map_sheet
from desktop.reports.pdfpieces import Unreadable
from desktop.reports.pdfreading import PageReading, letters_of, read_pages
from desktop.reports.structure import Tree
from desktop.reports.typefaces import POINT, printable
from tests.fake_extract import fake_dataset

DAY = dt.date(2026, 11, 23)
WIDTH, HEIGHT = 100.0, 80.0  # millimetres


def pages_of(*drawings: Drawing, told: bool = False) -> bytes:
    stream = io.BytesIO()
    canvas = new_canvas(stream, drawings[0].width, drawings[0].height)
    tree = Tree() if told else None
    for drawing in drawings:
        paint(canvas, drawing, tree)
        canvas.showPage()
    canvas.save()
    return finished(stream.getvalue(), "Prøve", DAY, tree=tree)


def reading(content: bytes) -> list[PageReading]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return list(read_pages(pdf))


def read(*marks: Mark, told: bool = False) -> PageReading:
    return reading(pages_of(Drawing(WIDTH, HEIGHT, marks), told=told))[0]


def with_content(content: bytes) -> bytes:
    """A page with a text on it, and then other operators."""
    made = pages_of(Drawing(WIDTH, HEIGHT, (Text(10, 10, "Skjult", 3, "#000000"),)))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        page = pdf.pages[0]
        page.Contents.write(page.Contents.read_bytes() + content)
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


# What was painted is what is read


def test_texts_with_place_size_colour_and_meaning() -> None:
    page = read(
        Group("P", (Text(10, 20, "Ærø (§ 61 a) \\ 50 %", 4, "#115A73"),)),
        Group("Artifact", (Text(90, 70, "side 1", 3, "#5B6B7A", 600, "end", tabular=True),)),
        told=True,
    )
    first, second = page.texts
    assert first.text == "Ærø (§ 61 a) \\ 50 % "  # lines of prose end in a space
    assert first.x * POINT == pytest.approx(10, abs=0.01)
    assert (page.height - first.y) * POINT == pytest.approx(20, abs=0.01)
    assert first.size * POINT == pytest.approx(4, abs=0.01)
    assert (first.colour, second.colour) == ("#115A73", "#5B6B7A")
    assert [(page.marks[each.mark].role, page.marks[each.mark].number) for each in page.texts] == [
        ("P", 0), ("Artifact", -1),
    ]  # fmt: skip


def test_a_text_of_more_letters_than_one_subset_holds_is_one_text() -> None:
    every = "".join(chr(code) for code in (*range(33, 127), *range(192, 384)))
    letters = "".join(letter for letter in every if printable(letter, "Inter-Regular") == letter)
    assert len(letters) > 256
    page = read(Text(5, 10, letters, 1, "#000000"), Text(5, 20, letters[::-1], 1, "#000000"))
    assert [text.text for text in page.texts] == [letters, letters[::-1]]


def test_a_box_with_a_hole_in_steps_of_the_grid() -> None:
    ring = [(10.0, 10.0), (40.0, 10.0), (40.0, 40.0), (10.0, 40.0), (10.0, 10.0)]
    hole = [(20.0, 20.0), (30.0, 20.0), (30.0, 30.0), (20.0, 30.0), (20.0, 20.0)]
    fills = Fills(
        np.array(ring + hole), np.array([0, 5, 10], np.int32), np.array([0, 0], np.int32),
        ("#C9DDD3",),
    )  # fmt: skip
    paints = read(fills).paints
    assert paints.colours == ("#C9DDD3",)
    assert paints.owners.tolist() == [0, 0]
    assert paints.bulk.tolist() == [True]
    places = np.column_stack([paints.points[:, 0], HEIGHT / POINT - paints.points[:, 1]]) * POINT
    assert places == pytest.approx(np.array(ring[:-1] + hole[:-1]), abs=0.03)


def test_clips_lie_within_each_other() -> None:
    inner = Clip(20, 20, 200, 10, (Dot(30, 25, 3, "#115A73"),))
    paints = read(Clip(10, 10, 50, 50, (inner,)), Dot(50, 50, 3, "#115A73")).paints
    inside, outside = (clip * POINT for clip in paints.clips)
    assert inside == pytest.approx([20, HEIGHT - 30, 60, HEIGHT - 20], abs=0.02)
    assert outside == pytest.approx([0, 0, WIDTH, HEIGHT], abs=0.02)


coordinates = st.floats(-5, 105)
colours = st.sampled_from(("#115A73", "#EEF1F4", "#000000", "#C9DDD3"))
radii = st.sampled_from((0.5, 2.0))


@st.composite
def shapes(draw: st.DrawFn) -> Mark:
    count = draw(st.integers(1, 4))
    rings = [
        draw(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=6))
        for _ring in range(count)
    ]
    points = np.array([place for ring in rings for place in (*ring, ring[0])])
    starts = np.cumsum([0, *(len(ring) + 1 for ring in rings)]).astype(np.int32)
    if draw(st.booleans()):
        return Strokes(points, starts, draw(colours), 0.3, draw(st.booleans()))
    owners = np.array(sorted(draw(st.integers(0, 2)) for _ring in rings), np.int32)
    hatched = frozenset(draw(st.sets(st.integers(0, 2))))
    inks = (draw(colours), draw(st.one_of(st.just(""), colours)), draw(colours))
    return Fills(points, starts, owners, inks, hatched, "#AEB9C4")


@st.composite
def dots(draw: st.DrawFn) -> Mark:
    places = draw(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=5))
    index = np.array([draw(st.integers(0, 1)) for _place in places])
    radius = np.array([draw(radii) for _place in places])
    return Dots(np.array(places), radius, index, ("#115A73", "#C9DDD3"), draw(colours), 0.1)


texts = st.builds(
    Text, coordinates, coordinates, st.text("Æble 12,5 %()\\'\"", min_size=1).map(str.strip),
    st.just(3.0), colours,
).filter(lambda mark: bool(mark.text))  # fmt: skip
boxes = st.builds(
    Box, coordinates, coordinates, radii, radii, colours, st.one_of(st.just(""), colours),
    st.just(0.2), st.sampled_from((0.0, 0.4)), st.sampled_from(("", "#AEB9C4")),
)  # fmt: skip
simple = st.one_of(shapes(), dots(), texts, boxes)
clipped = st.builds(
    Clip, coordinates, coordinates, st.just(30.0), st.just(20.0),
    st.lists(simple, max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.one_of(simple, clipped), max_size=6))
def test_all_that_is_painted_is_read_as_slowly_as_one_operator_at_a_time(marks: list[Mark]) -> None:
    content = pages_of(Drawing(WIDTH, HEIGHT, tuple(marks)))
    (page,) = reading(content)
    expected = slowly(content)
    paints = page.paints
    ends = paints.starts
    rings = [
        (int(owner), paints.points[ends[at] : ends[at + 1]])
        for at, owner in enumerate(paints.owners)
    ]
    found = [
        (colour, not np.isnan(paints.widths[at]), [ring for owner, ring in rings if owner == at])
        for at, colour in enumerate(paints.colours)
    ]
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one[:2] == other[:2]
        assert [len(ring) for ring in one[2]] == [len(ring) for ring in other[2]]
        for ring, same in zip(one[2], other[2], strict=True):
            assert ring == pytest.approx(np.array(same), abs=1e-6)
    drawn = Drawing(WIDTH, HEIGHT, tuple(marks)).texts()
    assert [text.text for text in page.texts] == list(drawn)


def slowly(content: bytes) -> list[tuple[str, bool, list[list[tuple[float, float]]]]]:
    """Paints in order: colour, whether it is a line, rings; by the library's own parser."""
    slow = Slow()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pikepdf.parse_content_stream(pdf.pages[0]):
            does = NAMES.get(str(each.operator))
            if does is not None:
                getattr(slow, does)(*(float(operand) for operand in each.operands))
    return slow.made


NAMES = {
    "q": "keep", "Q": "restore", "cm": "change", "rg": "fill_ink", "RG": "line_ink", "m": "move",
    "l": "line", "re": "box", "c": "curve", "n": "forget", "f": "fill", "f*": "fill", "S": "stroke",
    "B": "both",
}  # fmt: skip


@dataclass
class Slow:
    """The least that has to be known of operators."""

    made: list[tuple[str, bool, list[list[tuple[float, float]]]]] = field(default_factory=list)
    rings: list[list[tuple[float, float]]] = field(default_factory=list)
    state: tuple[float, float, float, float, str, str] = (1.0, 1.0, 0.0, 0.0, "", "")
    kept: list[tuple[float, float, float, float, str, str]] = field(default_factory=list)

    def placed(self, x: float, y: float) -> tuple[float, float]:
        return self.state[0] * x + self.state[2], self.state[1] * y + self.state[3]

    def keep(self) -> None:
        self.kept.append(self.state)

    def restore(self) -> None:
        self.state = self.kept.pop()

    def change(self, a: float, _b: float, _c: float, d: float, e: float, f: float) -> None:
        self.state = (self.state[0] * a, self.state[1] * d, *self.placed(e, f), *self.state[4:])

    def fill_ink(self, *parts: float) -> None:
        self.state = (*self.state[:4], self.hexed(parts), self.state[5])

    def line_ink(self, *parts: float) -> None:
        self.state = (*self.state[:5], self.hexed(parts))

    def hexed(self, parts: tuple[float, ...]) -> str:
        return "#" + "".join(f"{round(255 * part):02X}" for part in parts)

    def move(self, x: float, y: float) -> None:
        self.rings.append([self.placed(x, y)])

    def line(self, x: float, y: float) -> None:
        self.rings[-1].append(self.placed(x, y))

    def box(self, x: float, y: float, w: float, h: float) -> None:
        corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
        self.rings.append([self.placed(*corner) for corner in corners])

    def curve(self, *n: float) -> None:
        x0, y0 = self.rings[-1][-1]
        (x1, y1), (x2, y2), (x3, y3) = (self.placed(*n[at : at + 2]) for at in (0, 2, 4))
        for step in range(1, 7):
            t = step / 6
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            place = (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
            self.rings[-1].append(place)

    def forget(self) -> None:
        self.rings = []

    def fill(self) -> None:
        self.made.append((self.state[4], False, self.rings))
        self.rings = []

    def stroke(self) -> None:
        self.made.append((self.state[5], True, self.rings))
        self.rings = []

    def both(self) -> None:
        rings = self.rings
        self.fill()
        self.rings = rings
        self.stroke()


# What we never paint is refused

REFUSED = {
    "comment": b"\n% 17,2 %\n",
    "comment in a path": b"\n0 0 m % 17\n1 1 l S\n",
    "an unknown operator": b"\nBX\n",
    "a shading": b"\n/Sh1 sh\n",
    "transparency": b"\n/Gs1 gs\n",
    "invisible text": b"\nBT 3 Tr ET\n",
    "an inline image": b"\nBI /W 1 /H 1 ID x EI\n",
    "text without a font": b"\nBT 1 0 0 1 5 5 Tm (\\001) Tj ET\n",
    "text in an unknown font": b"\nBT 1 0 0 1 5 5 Tm /F9+0 9 Tf (\\001) Tj ET\n",
    "text without a letter": b"\nBT 1 0 0 1 5 5 Tm /F1+0 9 Tf (\\377) Tj ET\n",
    "text after the line's end": b"\nBT 1 0 0 1 5 5 Tm /F1+0 9 Tf T* (\\001) Tj ET\n",
    "text turned": b"\nBT 0 1 1 0 5 5 Tm ET\n",
    "an array of texts": b"\nBT /F1+0 9 Tf [(\\001)] TJ ET\n",
    "a text in hexadecimal": b"\nBT /F1+0 9 Tf <01> Tj ET\n",
    "a text outside of text": b"\n/F1+0 9 Tf (\\001) Tj\n",
    "a page that is turned": b"\nq 0 1 1 0 0 0 cm Q\n",
    "a state too many": b"\nq\n",
    "a state too few": b"\nQ\n",
    "a mark that does not end": b"\n/P <</MCID 0>> BDC\n",
    "a mark that did not begin": b"\nEMC\n",
    "a mark in a mark": b"\n/P <</MCID 0>> BDC /P <</MCID 1>> BDC EMC EMC\n",
    "a mark across states": b"\nq /P <</MCID 0>> BDC Q EMC\n",
    "a state across marks": b"\n/P <</MCID 0>> BDC q EMC Q\n",
    "a mark without a number": b"\n/P <<>> BDC EMC\n",
    "an artifact with a number": b"\n/Artifact <</MCID 0>> BDC EMC\n",
    "words in a mark": b"\n/P <</MCID 0/ActualText (17,2)>> BDC EMC\n",
    "words in a mark as a name": b"\n/P <</MCID 0 /E /Hej>> BDC EMC\n",
    "a path that is not painted": b"\n0 0 m 1 1 l\n",
    "a path that nothing began": b"\n1 1 l S\n",
    "a clip of nothing": b"\nW n\n",
    "a path thrown away": b"\n0 0 m 1 1 l n\n",
    "too few numbers": b"\n1 2 re f\n",
    "too many numbers": b"\n1 2 3 m S\n",
    "paint without a path": b"\nf*\n",
    "paint twice": b"\n0 0 m 1 1 l S\nS\n",
    "a colour in grey": b"\n.5 g\n",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_we_never_paint(what: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reading(with_content(REFUSED[what]))
    assert not refused.value.precise


@pytest.mark.parametrize("number", [b"41.22205", b"-.125", b"0.000"])
@pytest.mark.parametrize("operators", [b"%b 1 m 2 2 l S", b"0 0 m 1 %b l S", b"1 2 %b 3 re f"])
def test_a_number_that_tells_more_than_is_printed(number: bytes, operators: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        reading(with_content(b"\n" + operators % number + b"\n"))
    assert refused.value.precise


def test_the_same_with_two_decimals_is_read() -> None:
    (page,) = reading(with_content(b"\n41.22 1 m 2 2 l S\n1 2 .25 3 re f\n"))
    assert len(page.paints.colours) == 2


def test_a_font_without_letters() -> None:
    with pikepdf.open(io.BytesIO(with_content(b""))) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        assert letters_of(font)
        font.ToUnicode.write(b"1 beginbfrange <01> <05> <0041> endbfrange")
        with pytest.raises(Unreadable):
            letters_of(font)
        del font.ToUnicode
        with pytest.raises(Unreadable):
            letters_of(font)


def test_a_page_whose_corner_is_elsewhere() -> None:
    with pikepdf.open(io.BytesIO(with_content(b""))) as pdf:
        pdf.pages[0].MediaBox = [10, 10, 200, 200]
        with pytest.raises(Unreadable):
            list(read_pages(pdf))


def test_a_map_is_read_in_a_moment() -> None:
    data = fake_dataset(columns=20, rows=15, outline_points=64)
    content = map_sheet(data, first_view(data), day=DAY)
    assert len(reading(content)[0].paints.points) > 30_000
    took = []
    for _time in range(3):
        began = time.process_time()
        reading(content)
        took.append(time.process_time() - began)
    assert min(took) < 0.4  # far less on a machine with nothing else to do


def test_a_shape_over_another_is_the_later_paint() -> None:
    square = [(10.0, 10.0), (20.0, 10.0), (20.0, 20.0)]
    paints = read(one_shape(square, "#115A73"), one_shape(square, "#EEF1F4")).paints
    assert paints.colours == ("#115A73", "#EEF1F4")

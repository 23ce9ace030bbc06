"""Paints a drawing's marks on a page of a PDF.

Outlines are written in bulk, without a Python call for each point. Nothing is transparent and
nothing is an image.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from desktop.maps.drawing import (
    ARTIFACT,
    Bitmap,
    Box,
    Clip,
    Dot,
    Dots,
    Drawing,
    Fills,
    Group,
    Mark,
    Points,
    Strokes,
    Text,
)
from desktop.maps.palettes import rgb
from desktop.reports.extent import extent
from desktop.reports.grid import PER_MM, STEP, Window, hatch_lines, on_grid, paths_of
from desktop.reports.streams import PACKING
from desktop.reports.structure import HOLDERS, Element, Tree
from desktop.reports.typefaces import POINT, SOFT_HYPHEN, cut_for, printable, typeface

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

HATCH_WIDTH = 0.18
_MANY = 500  # points that are worth remembering what was written for
_CIRCLE = 0.5523  # how far a quarter circle's control points lie from its ends, of the radius


def new_canvas(target: IO[bytes], width: float, height: float) -> Canvas:
    """A canvas for pages of a size in millimetres that writes the same bytes every time.

    A page is packed as soon as it is shown: hundreds of maps take too much room as they are.
    """
    from reportlab.pdfbase.pdfdoc import NoEncryption, PDFDictionary, PDFName, PDFStream
    from reportlab.pdfgen.canvas import Canvas

    class Passing(NoEncryption):
        """Takes bytes as they are; reportlab would go by the table, letter by letter."""

        def encode(self, content: str | bytes) -> str | bytes:
            plain = isinstance(content, str) and content.isascii()
            return content.encode("ascii") if isinstance(content, str) and plain else content

    first = cut_for(0.0, 400, False)
    typeface(first)
    canvas = Canvas(
        target,
        pagesize=(round(width / POINT, 2), round(height / POINT, 2)),
        pageCompression=0,
        invariant=1,
        initialFontName=first,  # type: ignore[arg-type] # the stubs say float
    )
    document: Any = canvas._doc  # type: ignore[attr-defined] # private; a test guards it
    document.encrypt = Passing()
    add = document.addPage

    def pack(page: Any) -> None:
        packed = zlib.compress(page.stream.encode("latin-1"), PACKING)
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
        page.stream = None
        add(page)

    document.addPage = pack
    return canvas


Memo = dict[tuple[Hashable, ...], tuple[Points, str]]
"""Operators of outlines that were painted before: what they are of, and the outlines themselves."""


def paint(
    canvas: Canvas, drawing: Drawing, tree: Tree | None = None, memo: Memo | None = None
) -> None:
    """Paint a drawing in millimetres on the current page, whose top left is its own.

    With a tree every mark is told for what it is: groups become its elements, in painting order,
    and all else an artifact. A memo that pages share saves writing the same outlines anew: those
    whose points are one and the same array.
    """
    whole = (0.0, 0.0, drawing.width, drawing.height)
    painter = _Painter(canvas, drawing.height / POINT, {} if memo is None else memo)
    if tree is None:
        painter.paint(drawing.marks, whole)
    else:
        tree.new_page()
        _Teller(painter, tree).tell(drawing.marks, whole, tree.root)


class _Painter:
    """Writes marks as operators, with the page's height in points to turn y upwards."""

    def __init__(self, canvas: Canvas, height: float, memo: Memo) -> None:
        self._canvas = canvas
        self.height = height
        self._memo = memo
        self._code: list[str] = canvas._code  # type: ignore[attr-defined] # private; a test guards it

    def paint(self, marks: tuple[Mark, ...], window: Window, *, prose: bool = False) -> None:
        """Paint marks of which only what lies in the window is seen.

        Lines of prose end in a space, so that words do not run together over their ends.
        """
        for mark in marks:
            match mark:
                case Text():
                    self._text(mark, prose=prose)
                case Box():
                    self._box(mark)
                case Fills():
                    rings = (mark.starts.tobytes(), mark.owners.tobytes())
                    look = (*rings, mark.colours, mark.hatched, mark.hatch_colour)
                    self._outlines(mark.points, window, look, partial(self._fills, mark, window))
                case Strokes():
                    lines = (mark.starts.tobytes(), mark.colour, mark.width, mark.dashed)
                    self._outlines(mark.points, window, lines, partial(self._strokes, mark, window))
                case Dot():
                    self._dot(mark)
                case Dots():
                    self._dots(mark)
                case Bitmap():
                    self._bitmap(mark)
                case Clip() | Group():
                    self._holder(mark, window, prose=prose)

    def _holder(self, mark: Clip | Group, window: Window, *, prose: bool) -> None:
        if isinstance(mark, Group):
            self.paint(mark.marks, window, prose=prose)
            return
        with self.clipped(mark):
            self.paint(mark.marks, _inside(mark), prose=prose)

    def _text(self, mark: Text, *, prose: bool) -> None:
        cut = cut_for(mark.size, mark.weight, mark.tabular)
        typeface(cut)
        text = printable(mark.text, cut)
        canvas = self._canvas
        canvas.setFillColorRGB(*_parts(mark.colour))
        canvas.setFont(cut, round(mark.size / POINT, 2))
        x, y = round(mark.x / POINT, 2), round(self.height - mark.y / POINT, 2)
        match mark.anchor:
            case "middle":
                x -= round(canvas.stringWidth(text) / 2, 2)
            case "end":
                x -= round(canvas.stringWidth(text), 2)
        if prose and text and not text.endswith(SOFT_HYPHEN):
            text += " "
        canvas.drawString(round(x, 2), y, text)

    def _box(self, mark: Box) -> None:
        if mark.fill or mark.line:
            with _kept(self._code):
                if mark.fill:
                    self._code.append(_colour(mark.fill, "rg"))
                if mark.line:
                    self._code.append(
                        f"{_colour(mark.line, 'RG')} {_number(mark.line_width / POINT)} w"
                    )
                self._code.append(self._box_path(mark))
                self._code.append("B" if mark.fill and mark.line else "f" if mark.fill else "S")
        if mark.hatched:
            with _kept(self._code):
                self._code.append(f"{self._box_path(mark)} W n")
                self._begin_grid()
                low = np.array([[mark.x, mark.y]]) * PER_MM
                high = low + np.array([[mark.width, mark.height]]) * PER_MM
                self._code.append(_hatch_style(mark.hatched))
                self._code.append(hatch_lines(low[0], high[0]))

    def _box_path(self, mark: Box) -> str:
        """A rectangle, with round corners where it has a radius."""
        left, right = mark.x / POINT, (mark.x + mark.width) / POINT
        top, bottom = self.height - mark.y / POINT, self.height - (mark.y + mark.height) / POINT
        r = min(mark.radius / POINT, (right - left) / 2, (top - bottom) / 2)
        if r <= 0:
            return _operands(left, bottom, right - left, top - bottom) + "re"
        k = r * (1 - _CIRCLE)
        return " ".join(
            (
                _operands(left + r, bottom) + "m",
                _operands(right - r, bottom) + "l",
                _operands(right - k, bottom, right, bottom + k, right, bottom + r) + "c",
                _operands(right, top - r) + "l",
                _operands(right, top - k, right - k, top, right - r, top) + "c",
                _operands(left + r, top) + "l",
                _operands(left + k, top, left, top - k, left, top - r) + "c",
                _operands(left, bottom + r) + "l",
                _operands(left, bottom + k, left + k, bottom, left + r, bottom) + "c",
                "h",
            )
        )

    def _dot(self, mark: Dot) -> None:
        self._box(
            Box(
                mark.x - mark.radius,
                mark.y - mark.radius,
                2 * mark.radius,
                2 * mark.radius,
                mark.fill,
                mark.line,
                mark.line_width,
                mark.radius,
            )
        )

    def _dots(self, mark: Dots) -> None:
        if not mark.line and len(mark.radii) and np.ptp(mark.radii) == 0:
            self._spots(mark)
            return
        for (x, y), radius, at in zip(
            mark.points.tolist(), mark.radii.tolist(), mark.index.tolist(), strict=True
        ):
            self._dot(Dot(x, y, radius, mark.colours[at], mark.line, mark.line_width))

    def _spots(self, mark: Dots) -> None:
        """Many dots of one size without a rim: lines of no length, whose round ends they are."""
        places = np.rint(mark.points * PER_MM).astype(np.int64).tolist()
        index = mark.index.tolist()
        with _kept(self._code):
            self._begin_grid()
            self._code.append(f"{_number(2 * float(mark.radii[0]) * PER_MM)} w 1 J")
            for at, colour in enumerate(mark.colours):
                held = [f"{x} {y} m {x} {y} l" for (x, y), of in zip(places, index, strict=True)
                        if of == at]  # fmt: skip
                if held:
                    self._code.append("\n".join((_colour(colour, "RG"), *held, "S")))

    def _bitmap(self, mark: Bitmap) -> None:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        x, bottom = mark.x / POINT, self.height - (mark.y + mark.height) / POINT
        picture = ImageReader(Image.fromarray(mark.pixels))
        width, height = mark.width / POINT, mark.height / POINT
        self._canvas.drawImage(
            picture, round(x, 2), round(bottom, 2), round(width, 2), round(height, 2)
        )

    @contextmanager
    def clipped(self, mark: Clip) -> Iterator[None]:
        """Only what lies inside is seen."""
        with _kept(self._code):
            path = self._box_path(Box(mark.x, mark.y, mark.width, mark.height))
            self._code.append(f"{path} W n")
            yield

    @contextmanager
    def marked(self, opening: str) -> Iterator[None]:
        """What is painted is content of one meaning."""
        self._code.append(f"{opening} BDC")
        yield
        self._code.append("EMC")

    def _begin_grid(self) -> None:
        """Count from the top left in steps of the grid until the state is restored."""
        self._code.append(f"{STEP} 0 0 -{STEP} 0 {_number(self.height)} cm")

    def _outlines(
        self, points: Points, window: Window, look: Hashable, write: Callable[[], None]
    ) -> None:
        """Write outlines, or what was written for the same ones before."""
        if len(points) < _MANY:
            write()
            return
        key = (id(points), window, self.height, look)  # the array is kept, and so is its id
        if key not in self._memo:
            begin = len(self._code)
            write()
            self._memo[key] = (points, "\n".join(self._code[begin:]))
            del self._code[begin:]
        if written := self._memo[key][1]:
            self._code.append(written)

    def _fills(self, mark: Fills, window: Window) -> None:
        mark = _painted(mark)
        points, starts, kept = on_grid(mark.points, mark.starts, window, closed=True)
        owners = mark.owners[kept]
        if not len(owners):
            return
        ends = np.flatnonzero(np.diff(owners, append=-1))  # the last ring of each polygon
        finish = np.zeros(len(owners), np.intp)
        finish[ends] = 1
        paths, offsets = paths_of(points, starts, finish, (b"", b"f*\n"))
        first_rings = np.concatenate([[0], ends[:-1] + 1])
        places = np.append(offsets[first_rings], len(paths)).tolist()
        polygons = owners[ends].tolist()
        with _kept(self._code):
            self._begin_grid()
            colour, begin = "", 0
            for at, polygon in enumerate(polygons):
                if mark.colours[polygon] != colour:
                    self._code.append(paths[places[begin] : places[at]])
                    begin = at
                    colour = mark.colours[polygon]
                    self._code.append(_colour(colour, "rg"))
            self._code.append(paths[places[begin] :])
            if mark.hatched:
                self._code.append(_hatch_style(mark.hatch_colour))
            for at, polygon in enumerate(polygons):
                if polygon in mark.hatched:
                    path = paths[places[at] : places[at + 1]].removesuffix("f*\n")
                    last = starts[ends[at] + 1]
                    ring = points[starts[first_rings[at]] : last]
                    lines = hatch_lines(ring.min(axis=0), ring.max(axis=0))
                    self._code.append(f"q {path}W* n {lines} Q")

    def _strokes(self, mark: Strokes, window: Window) -> None:
        reach = mark.width
        wider = (window[0] - reach, window[1] - reach, window[2] + reach, window[3] + reach)
        points, starts, kept = on_grid(mark.points, mark.starts, wider, closed=False)
        if not kept.any():
            return
        finish = np.ones(len(starts) - 1, np.intp)
        with _kept(self._code):
            self._begin_grid()
            width = mark.width * PER_MM
            dash = f" [{_number(3 * width)} {_number(2.5 * width)}] 0 d" if mark.dashed else ""
            self._code.append(f"{_colour(mark.colour, 'RG')} {_number(width)} w 1 J 1 j{dash}")
            self._code.append(paths_of(points, starts, finish, (b"", b"S\n"))[0])


class _Teller:
    """Paints marks and tells what they mean. Content of one meaning never lies in another."""

    def __init__(self, painter: _Painter, tree: Tree) -> None:
        self._painter = painter
        self._tree = tree

    def tell(self, marks: tuple[Mark, ...], window: Window, element: Element) -> None:
        """Paint marks that belong to an element; nested groups are elements below it."""
        for grouped, run in groupby(marks, _is_told):
            if not grouped:
                self._content(tuple(run), window, element)
                continue
            for mark in run:
                match mark:
                    case Group():
                        self._group(mark, window, element)
                    case Clip():
                        with self._painter.clipped(mark):
                            self.tell(mark.marks, _inside(mark), element)

    def _group(self, mark: Group, window: Window, parent: Element) -> None:
        if mark.role == ARTIFACT:
            self._artifact(mark.marks, window, dict(mark.attributes).get("Type", "Layout"))
            return
        element = self._tree.element(parent, mark.role, mark.alt, mark.key, mark.attributes)
        if mark.role == "Figure":
            left, top, right, bottom = extent(mark.marks, window)
            page = self._painter.height
            element.box = (
                round(left / POINT, 2),
                round(page - bottom / POINT, 2),
                round(right / POINT, 2),
                round(page - top / POINT, 2),
            )
            self._content(mark.marks, window, element)
        else:
            self.tell(mark.marks, window, element)

    def _content(self, marks: tuple[Mark, ...], window: Window, element: Element) -> None:
        if element.role in HOLDERS:
            self._artifact(marks, window, "Layout")
        elif marks:
            number = self._tree.mark(element)
            with self._painter.marked(f"/{element.role} <</MCID {number}>>"):
                self._painter.paint(marks, window, prose=element.role != "Figure")

    def _artifact(self, marks: tuple[Mark, ...], window: Window, kind: str) -> None:
        with self._painter.marked(f"/Artifact <</Type /{kind}>>"):
            self._painter.paint(marks, window)


def _is_told(mark: Mark) -> bool:
    """Whether a mark is a group, or holds one."""
    if isinstance(mark, Clip):
        return any(_is_told(each) for each in mark.marks)
    return isinstance(mark, Group)


def _inside(mark: Clip) -> Window:
    return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height


class _kept:  # noqa: N801 - reads as a word after `with`
    """The graphics state as it was, afterwards."""

    def __init__(self, code: list[str]) -> None:
        self._code = code

    def __enter__(self) -> None:
        self._code.append("q")

    def __exit__(self, *_error: object) -> None:
        self._code.append("Q")


def _painted(mark: Fills) -> Fills:
    """The same without the polygons that have no colour."""
    painted = np.array([bool(colour) for colour in mark.colours], bool)[mark.owners]
    if painted.all():
        return mark
    lengths = np.diff(mark.starts)
    starts = np.concatenate([[0], np.cumsum(lengths[painted])]).astype(np.int32)
    return replace(
        mark,
        points=mark.points[np.repeat(painted, lengths)],
        starts=starts,
        owners=mark.owners[painted],
    )


def _hatch_style(colour: str) -> str:
    return f"{_colour(colour, 'RG')} {_number(HATCH_WIDTH * PER_MM)} w 0 J"


def _colour(colour: str, operator: str) -> str:
    return " ".join(_number(part, 4) for part in _parts(colour)) + f" {operator}"


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = rgb(colour)
    return red / 255, green / 255, blue / 255


def _operands(*values: float) -> str:
    return "".join(f"{_number(value)} " for value in values)


def _number(value: float, decimals: int = 2) -> str:
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

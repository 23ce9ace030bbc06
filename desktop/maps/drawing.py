"""Marks on a page or screen, in painting order: what both painters understand.

Units are millimetres on paper and pixels on a screen, y downwards. Maps and charts are described
here once; ``ui.painter`` puts the description on a screen and ``reports.canvas`` on paper.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (n, 2): x and y


@dataclass(frozen=True, slots=True, eq=False)
class Fills:
    """Many polygons at once, each filled by the even-odd rule of its rings.

    Ring r is ``points[starts[r]:starts[r + 1]]``, closed, and belongs to polygon ``owners[r]``;
    rings of one polygon follow each other. ``colours[p]`` is ``#rrggbb``, or empty for a polygon
    that is not painted. ``hatched`` polygons get slanting lines in ``hatch_colour`` on top, so that
    colour is never the only sign.
    """

    points: Points
    starts: NDArray[np.int32]
    owners: NDArray[np.int32]
    colours: tuple[str, ...]
    hatched: frozenset[int] = frozenset()
    hatch_colour: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Many lines at once: line r is ``points[starts[r]:starts[r + 1]]``. Round joins and caps."""

    points: Points
    starts: NDArray[np.int32]
    colour: str
    width: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. ``y`` is the baseline, ``size`` the font size in units of the drawing.

    ``weight`` is 400, 600 or 700; ``anchor`` is ``start``, ``middle`` or ``end``; ``tabular``
    gives figures of equal width.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str
    weight: int = 400
    anchor: str = "start"
    tabular: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with an optional radius; empty colours are not painted."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    line: str = ""
    line_width: float = 0.0
    radius: float = 0.0
    hatched: str = ""  # colour of slanting lines on top


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle with an optional rim."""

    x: float
    y: float
    radius: float
    fill: str
    line: str = ""
    line_width: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Many filled circles at once, in painting order.

    ``points`` is (n, 2), ``radii`` (n,), and ``index`` (n,) says which of ``colours`` each has. All
    share a rim, where ``line`` is a colour.
    """

    points: Points
    radii: NDArray[np.float64]
    index: NDArray[np.int64]
    colours: tuple[str, ...]
    line: str = ""
    line_width: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Bitmap:
    """A picture of points: rows × columns × red, green, blue, each from 0 to 255."""

    x: float
    y: float
    width: float
    height: float
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Clip:
    """Marks of which only what lies inside a rectangle is seen."""

    x: float
    y: float
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that mean something together: what a screen reader is told of them on paper.

    Nested groups make the tree that a tagged PDF carries; a screen paints the marks and no more.

    Attributes:
        role: a standard role of PDF 1.7 such as ``H1``, ``P``, ``Table``, ``TR``, ``TH``, ``TD``,
            ``L``, ``LI``, ``Lbl``, ``LBody``, ``Figure``, ``Caption``, or ``Artifact`` for what
            only adorns or repeats a page. Marks in no group are artifacts too.
        marks: what is painted; groups inside a figure or an artifact count as their marks.
        alt: what a figure shows, in words.
        key: groups with the same key are one element, as a paragraph over two pages is.
        attributes: names and values, such as ``("Scope", "Column")`` of a header cell.
    """

    role: str
    marks: tuple[Mark, ...]
    alt: str = ""
    key: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


ARTIFACT = "Artifact"

Mark = Fills | Strokes | Text | Box | Dot | Dots | Bitmap | Clip | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks in painting order on a sheet of a size."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    def as_text(self) -> str:
        """One line per mark, for golden files: numbers to two decimals, outlines by their sum."""
        return "".join(f"{line}\n" for line in _lines(self.marks, ""))

    def texts(self) -> tuple[str, ...]:
        """Every text in painting order."""
        return tuple(_texts(self.marks))


def one_line(points: list[tuple[float, float]], colour: str, width: float) -> Strokes:
    """A single line through some points."""
    return Strokes(
        np.array(points, np.float64).reshape(-1, 2),
        np.array([0, len(points)], np.int32),
        colour,
        width,
    )


def one_shape(points: list[tuple[float, float]], colour: str) -> Fills:
    """A single polygon without holes; closed here."""
    ring = np.array([*points, points[0]], np.float64)
    return Fills(ring, np.array([0, len(ring)], np.int32), np.zeros(1, np.int32), (colour,))


def _lines(marks: tuple[Mark, ...], indent: str) -> list[str]:
    lines: list[str] = []
    for mark in marks:
        match mark:
            case Clip() | Group():
                lines += [f"{indent}{_head(mark)}", *_lines(mark.marks, indent + "  ")]
            case Fills():
                used = sorted({colour for colour in mark.colours if colour})
                order = hashlib.sha256(repr(mark.colours).encode()).hexdigest()[:8]
                lines.append(
                    f"{indent}fills {len(mark.colours)} polygons {_digest(mark.points)}"
                    f" of {' '.join(used)} {order}"
                    f" hatched {sorted(mark.hatched)}"
                )
            case Strokes():
                dashed = " dashed" if mark.dashed else ""
                lines.append(
                    f"{indent}strokes {len(mark.starts) - 1} {mark.colour} {mark.width:.2f}{dashed}"
                    f" {_digest(mark.points)}"
                )
            case Text():
                tabular = " tabular" if mark.tabular else ""
                lines.append(
                    f"{indent}text {mark.x:.2f} {mark.y:.2f} {mark.size:.2f} {mark.weight}"
                    f" {mark.colour} {mark.anchor}{tabular} {mark.text!r}"
                )
            case Box():
                lines.append(
                    f"{indent}box {mark.x:.2f} {mark.y:.2f} {mark.width:.2f} {mark.height:.2f}"
                    f" fill {mark.fill or '-'} line {mark.line or '-'} {mark.line_width:.2f}"
                    f" radius {mark.radius:.2f} hatched {mark.hatched or '-'}"
                )
            case Dot():
                lines.append(
                    f"{indent}dot {mark.x:.2f} {mark.y:.2f} {mark.radius:.2f} {mark.fill}"
                    f" line {mark.line or '-'} {mark.line_width:.2f}"
                )
            case Bitmap():
                size = "x".join(str(each) for each in mark.pixels.shape[:2])
                lines.append(f"{indent}bitmap {mark.x:.2f} {mark.y:.2f} {mark.width:.2f} {size}")
            case Dots():
                inks = " ".join(mark.colours)
                placed = np.column_stack([mark.points, mark.radii, mark.index])
                lines.append(
                    f"{indent}dots {len(mark.radii)} of {inks} {_digest(placed)}"
                    f" line {mark.line or '-'} {mark.line_width:.2f}"
                )
    return lines


def _head(mark: Clip | Group) -> str:
    if isinstance(mark, Clip):
        return f"clip {mark.x:.2f} {mark.y:.2f} {mark.width:.2f} {mark.height:.2f}"
    told = "".join(f" {name} {value}" for name, value in mark.attributes)
    alt = f" {mark.alt!r}" if mark.alt else ""
    return f"group {mark.role}{told}{alt}"


def _texts(marks: tuple[Mark, ...]) -> list[str]:
    found: list[str] = []
    for mark in marks:
        if isinstance(mark, Text):
            found.append(mark.text)
        elif isinstance(mark, Clip | Group):
            found += _texts(mark.marks)
    return found


def _digest(points: Points) -> str:
    """Short sum of coordinates to two decimals; adding zero makes minus zero plain zero."""
    return hashlib.sha256((np.round(points, 2) + 0.0).tobytes()).hexdigest()[:8]

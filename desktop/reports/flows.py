"""Blocks as things that flow: how high they are at a width, how they divide, how they look.

Everything is in millimetres; :mod:`desktop.reports.layout` puts flows on pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from desktop.maps import palettes
from desktop.maps.composing import moved
from desktop.maps.drawing import Box, Drawing, Group, Mark, Text
from desktop.reports.blocks import ShownMap, Source
from desktop.reports.setting import (
    CAPTION,
    KICKER,
    SUBTITLE,
    TITLE,
    Face,
    broken,
    set_lines,
    text_width,
)

_ALONE = 2  # lines of a paragraph that may stand alone on a page, at least
_LONGEST_LINE = 190.0  # millimetres; the eye does not find back over a longer one
_DIVIDED = 9.5  # points of text whose words are divided; larger letters stand in few lines
_QUOTE = 4.0  # millimetres that somebody else's words are set in
_BULLET = 4.0
_BADGE = 9.0  # points
_ABOVE_CAPTION = 1.4


@dataclass(frozen=True, slots=True)
class PlacedMap:
    """A map in a piece: what it shows, and how far its drawing is moved and scaled."""

    shown: ShownMap
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class NotedCell:
    """A number of the extract in a table: whose it is, its words, the key of its group."""

    source: Source
    text: str
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A flow at a width: marks from its own top left, and what is noted of them for the check."""

    marks: tuple[Mark, ...]
    height: float
    maps: tuple[PlacedMap, ...] = ()
    cells: tuple[NotedCell, ...] = ()
    free: tuple[str, ...] = ()  # texts that somebody wrote, where they begin


class Flow(Protocol):
    """Something that stands on a page. ``before`` and ``after`` are room kept free."""

    @property
    def before(self) -> float:
        """Millimetres above, none at the top of a page."""

    @property
    def after(self) -> float:
        """Millimetres below."""

    def piece(self, width: float) -> Piece:
        """How it looks at a width."""

    def divided(self, width: float, room: float) -> tuple[Flow, Flow] | None:
        """What of it fits a height, and the rest; None where it is not to be divided so."""

    def least(self, width: float) -> float:
        """How much of its height has to stand together with what comes before it."""


@dataclass(frozen=True, slots=True)
class TextFlow:
    """A paragraph, heading or caption. ``skipped`` and ``most`` are the lines that are set."""

    text: str
    face: Face
    role: str
    key: str = ""
    quoted: bool = False
    free: bool = False  # somebody wrote it
    listed: bool = False  # it has a bookmark
    skipped: int = 0
    most: int = 10_000

    @property
    def before(self) -> float:
        return 0.0 if self.skipped else self.face.before

    @property
    def after(self) -> float:
        return self.face.after

    def _lines(self, width: float) -> tuple[str, ...]:
        room = min(width, _LONGEST_LINE) - (_QUOTE if self.quoted else 0.0)
        lines = broken(self.text, self.face, room, whole=self.face.size > _DIVIDED)
        return lines[self.skipped : self.skipped + self.most]

    def piece(self, width: float) -> Piece:
        lines = self._lines(width)
        height = len(lines) * self.face.line
        indent = _QUOTE if self.quoted else 0.0
        told = Group(self.role, set_lines(lines, self.face, indent), key=self.key)
        beside = (Box(0.0, 0.4, 0.7, height - 0.8, palettes.BAR),) if self.quoted else ()
        free = (self.text,) if self.free and not self.skipped else ()
        return Piece((*beside, told) if lines else (), height, free=free)

    def divided(self, width: float, room: float) -> tuple[Flow, Flow] | None:
        lines = len(self._lines(width))
        fitting = min(int(room / self.face.line + 1e-6), lines - _ALONE)
        if fitting < _ALONE:
            return None
        return (
            replace(self, most=fitting),
            replace(self, skipped=self.skipped + fitting, most=self.most - fitting),
        )

    def least(self, width: float) -> float:
        lines = len(self._lines(width))
        return self.face.line * (lines if lines < 2 * _ALONE else _ALONE)


@dataclass(frozen=True, slots=True)
class BulletFlow:
    """One point of a list."""

    text: str
    face: Face
    key: str  # of the list
    free: bool = False
    before: float = 0.0
    after: float = 1.0

    def piece(self, width: float) -> Piece:
        lines = broken(self.text, self.face, width - _BULLET)
        sign = Group("Lbl", set_lines(("•",), self.face, 0.6))
        said = Group("LBody", set_lines(lines, self.face, _BULLET))
        point = Group("LI", (sign, said))
        free = (self.text,) if self.free else ()
        return Piece((Group("L", (point,), key=self.key),), len(lines) * self.face.line, free=free)

    def divided(self, width: float, room: float) -> tuple[Flow, Flow] | None:
        del width, room
        return None

    def least(self, width: float) -> float:
        return self.piece(width).height


@dataclass(frozen=True, slots=True, eq=False)
class FigureFlow:
    """A drawing with its caption, drawn smaller where it is too large for its room."""

    drawing: Drawing
    alt: str
    caption: str
    maps: tuple[ShownMap, ...]
    highest: float
    before: float = 1.0
    after: float = 3.0

    def piece(self, width: float) -> Piece:
        lines = broken(self.caption, CAPTION, width)
        below = len(lines) * CAPTION.line + (_ABOVE_CAPTION if lines else 0.0)
        drawing = self.drawing
        scale = min(1.0, width / drawing.width, max(self.highest - below, 10.0) / drawing.height)
        height = drawing.height * scale
        marks = moved(drawing.marks, scale=scale) if scale < 1 else drawing.marks
        made: list[Mark] = [Group("Figure", marks, alt=self.alt)]
        if lines:
            made.append(Group("P", set_lines(lines, CAPTION, 0.0, height + _ABOVE_CAPTION)))
        placed = tuple(PlacedMap(shown, scale=scale) for shown in self.maps)
        return Piece(tuple(made), height + below, placed)

    def divided(self, width: float, room: float) -> tuple[Flow, Flow] | None:
        del width, room
        return None

    def least(self, width: float) -> float:
        return self.piece(width).height


@dataclass(frozen=True, slots=True)
class TitleFlow:
    """The head of a chapter: kicker, title, line below, badge at right, and a rule."""

    text: str
    kicker: str
    subtitle: str
    badge: str
    colour: str
    aside: float = 0.0  # millimetres at right that something else takes, such as a logo
    largest: float = TITLE.size  # points
    before: float = 0.0
    after: float = 5.0

    def piece(self, width: float) -> Piece:
        room = width - (self.aside + 6.0 if self.aside else 0.0)
        face = _fitting(self.text, room, self.largest)
        y = 0.0
        made: list[Mark] = []
        if self.kicker:
            lines = broken(self.kicker, KICKER, room, whole=True)
            made.append(Group("P", set_lines(lines, KICKER, 0.0, y, colour=self.colour)))
            y += len(lines) * KICKER.line + 0.6
        lines = broken(self.text, face, room, whole=True)
        made.append(Group("H1", set_lines(lines, face, 0.0, y)))
        y += len(lines) * face.line + 0.3
        badge, wide = _badge(self.badge, width)
        if self.subtitle:
            beside = width - (wide + 5.0 if wide else 0.0)
            lines = broken(self.subtitle, SUBTITLE, beside, whole=True)
            made.append(Group("P", set_lines(lines, SUBTITLE, 0.0, y)))
            y += len(lines) * SUBTITLE.line
        made += moved(badge, 0.0, y - 4.9)
        y += 2.4
        made.append(Box(0.0, y, width, 0.5, self.colour))
        return Piece(tuple(made), y + 0.5)

    def divided(self, width: float, room: float) -> tuple[Flow, Flow] | None:
        del width, room
        return None

    def least(self, width: float) -> float:
        return self.piece(width).height


def _fitting(text: str, room: float, largest: float) -> Face:
    """The largest face in which a title takes at most three lines, or the smallest."""
    for size, most in ((largest, 1), (18.0, 1), (18.0, 2), (15.0, 3), (13.0, 99)):
        size = min(size, largest)
        face = replace(TITLE, size=size, leading=size * 1.2)
        if len(broken(text, face, room, whole=True)) <= most:
            return face
    raise AssertionError("the last always does")


def _badge(text: str, width: float) -> tuple[tuple[Mark, ...], float]:
    """A soft box with words that ends at the right, with its baseline box at y 0 to 5.4."""
    if not text:
        return (), 0.0
    face = Face(_BADGE, 12.0, 600, palettes.PETROL)
    words = broken(text, face, width * 0.45)[0] if text_width(text, face) > width * 0.45 else text
    long = text_width(words, face) + 6.0
    box = Box(width - long, 0.0, long, 5.6, palettes.PETROL_SOFT, radius=2.8)
    said = Text(width - long + 3.0, 3.9, words, face.millimetres, face.colour, 600)
    return (Group("P", (box, said)),), long


@dataclass(frozen=True, slots=True, eq=False)
class StackFlow:
    """Flows on top of each other, or in columns side by side, that are never divided."""

    columns: tuple[tuple[Flow, ...], ...]
    shares: tuple[float, ...]
    gap: float = 7.0
    before: float = 0.0
    after: float = field(default=1.0)

    def piece(self, width: float) -> Piece:
        room = width - self.gap * (len(self.columns) - 1)
        x, height = 0.0, 0.0
        made: list[Mark] = []
        maps: list[PlacedMap] = []
        cells: list[NotedCell] = []
        free: list[str] = []
        for flows, share in zip(self.columns, self.shares, strict=True):
            stacked, reach = stack(flows, room * share)
            height = max(height, reach)
            for piece, y in stacked:
                made += moved(piece.marks, x, y)
                maps += [replace(each, x=each.x + x, y=each.y + y) for each in piece.maps]
                cells += piece.cells
                free += piece.free
            x += room * share + self.gap
        return Piece(tuple(made), height, tuple(maps), tuple(cells), tuple(free))

    def divided(self, width: float, room: float) -> tuple[Flow, Flow] | None:
        del width, room
        return None

    def least(self, width: float) -> float:
        return self.piece(width).height


def stack(flows: Sequence[Flow], width: float) -> tuple[list[tuple[Piece, float]], float]:
    """Flows below each other: each with its top, and where the last one ends."""
    made: list[tuple[Piece, float]] = []
    y, room = 0.0, 0.0
    for flow in flows:
        piece = flow.piece(width)
        y += max(room, flow.before) if made else 0.0
        made.append((piece, y))
        y += piece.height
        room = flow.after
    return made, y

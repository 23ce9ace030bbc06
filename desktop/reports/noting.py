"""What is noted while platypus fills pages, and the flowables that are noted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from reportlab.platypus import Flowable

from desktop.maps.composing import moved
from desktop.maps.drawing import Clip, Fills, Group, Mark, Points, Strokes
from desktop.maps.frame import Frame as MapFrame
from desktop.maps.paper import Paper
from desktop.reports.blocks import Sheet
from desktop.reports.flows import Flow, Piece, PlacedMap, TextFlow, TitleFlow
from desktop.reports.furniture import CONTENTS_LINE
from desktop.reports.leakfacts import FreeWords, PrintedCell, PrintedMap
from desktop.reports.typefaces import POINT

_MANY = 500  # points that are worth keeping but once


@dataclass(slots=True)
class Page:
    """A page as it is filled."""

    kind: str
    paper: Paper
    marks: list[Mark] = field(default_factory=list)
    chapter: str = ""


@dataclass(slots=True)
class Notes:
    """All that is noted while pages are filled. Tops are millimetres from the page's top."""

    pages: list[Page] = field(default_factory=list)
    headings: list[tuple[int, float, str, int]] = field(default_factory=list)
    contents: list[tuple[int, float, float, float, int]] = field(default_factory=list)
    maps: list[PrintedMap] = field(default_factory=list)
    cells: list[PrintedCell] = field(default_factory=list)
    free: list[FreeWords] = field(default_factory=list)
    chapter: str = ""
    _outlines: dict[bytes, Points] = field(default_factory=dict)

    def begin(self, kind: str, paper: Paper) -> None:
        self.pages.append(Page(kind, paper, chapter=self.chapter))

    def place(self, piece: Piece, x: float, top: float) -> None:
        """A piece with its top left at points of the page, counted from its bottom left."""
        page = self.pages[-1]
        left, down = x * POINT, page.paper.size[1] - top * POINT
        page.marks += self._kept_once(moved(piece.marks, left, down))
        number = len(self.pages) - 1
        for each in piece.maps:
            frame = _placed_frame(each.shown.frame, left + each.x, down + each.y, each.scale)
            self.maps.append(PrintedMap(number, each.shown.view, frame))
        self.cells += [
            PrintedCell(each.source, each.text, number, each.key) for each in piece.cells
        ]
        self.free += [FreeWords(text, number, self.chapter) for text in piece.free]

    def _kept_once(self, marks: Sequence[Mark]) -> tuple[Mark, ...]:
        """The marks, with outlines that lie just where others do on a page before as one array.

        Hundreds of maps of the same land take no more room than one, and are written faster.
        """
        made: list[Mark] = []
        for mark in marks:
            match mark:
                case Fills() | Strokes() if len(mark.points) >= _MANY:
                    content = np.ascontiguousarray(mark.points)
                    key = hashlib.sha256(content.data).digest()
                    made.append(replace(mark, points=self._outlines.setdefault(key, content)))
                case Clip() | Group():
                    made.append(replace(mark, marks=self._kept_once(mark.marks)))
                case _:
                    made.append(mark)
        return tuple(made)

    def heading(self, text: str, rank: int, top: float) -> None:
        """A heading whose top is so many points above the page's bottom."""
        page = self.pages[-1]
        self.headings.append((len(self.pages) - 1, page.paper.size[1] - top * POINT, text, rank))
        if rank == 1:
            self.chapter = text
            page.chapter = page.chapter if page.marks and page.chapter else text


def _placed_frame(frame: MapFrame, x: float, y: float, scale: float) -> MapFrame:
    """A frame of a drawing as one of the page that it is moved and scaled on."""
    made = frame.multiplied(scale)
    return made.resized(made.width + 2 * x, made.height + 2 * y)


class FlowFlowable(Flowable):
    """A flow as platypus knows it."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self._flow = flow

    def getSpaceBefore(self) -> float:  # noqa: N802 - platypus's name
        return self._flow.before / POINT

    def getSpaceAfter(self) -> float:  # noqa: N802
        return self._flow.after / POINT

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size in points at a width."""
        del height
        self._piece = self._flow.piece(_millimetres(width))
        self._high = self._piece.height / POINT
        return width, self._high

    def split(self, width: float, height: float) -> list[Flowable]:
        """What of it fits a height, and the rest."""
        parts = self._flow.divided(_millimetres(width), height * POINT)
        return [FlowFlowable(part) for part in parts] if parts is not None else []

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        notes: Notes = canvas.note()
        top = y + self._high
        match self._flow:
            case TitleFlow(text=text):
                notes.heading(text, 1, top)
            case TextFlow(text=text, role=("H2" | "H3") as role, skipped=0, listed=True):
                notes.heading(text, int(role[1]), top)
        notes.place(self._piece, x, top)


class SheetFlowable(Flowable):
    """A page that was composed whole."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As large as the page."""
        return width, height - 0.01

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        del x, y
        notes: Notes = canvas.note()
        page = notes.pages[-1]
        top = page.paper.size[1] / POINT
        section = self._sheet.section
        if section and section != notes.chapter:
            notes.heading(section, 1, top)
        notes.heading(self._sheet.outline, 2 if section else 1, top)
        maps = tuple(PlacedMap(each) for each in self._sheet.maps)
        notes.place(Piece(self._sheet.drawing.marks, page.paper.size[1], maps), 0.0, top)


class ContentsFlowable(Flowable):
    """Room for a line of the contents, whose page is not known yet."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A line's height."""
        del height
        self._wide = width
        return width, CONTENTS_LINE / POINT

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        notes: Notes = canvas.note()
        down = notes.pages[-1].paper.size[1] - y * POINT - CONTENTS_LINE
        line = (len(notes.pages) - 1, x * POINT, down, self._wide * POINT, self._at)
        notes.contents.append(line)


def _millimetres(points: float) -> float:
    """Rounded, so that the same room is the same number wherever it was worked out."""
    return round(points * POINT, 4)

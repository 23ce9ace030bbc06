"""Puts what a report says on pages: heads, feet, page numbers, contents and bookmarks.

Platypus fills the pages; what it paints on is a canvas that only notes. So a page is a drawing
like any other, and the very same one goes into the PDF and on a screen.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
)

from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.maps.paper import Paper
from desktop.reports.blocks import (
    Block,
)
from desktop.reports.furniture import (
    CONTENTS_LINE,
    Furniture,
    contents_line,
    dressed,
    frame_of,
    stamp_words,
    stamped,
)
from desktop.reports.leakfacts import FreeWords, PrintedCell, PrintedMap
from desktop.reports.noting import Notes, Page
from desktop.reports.story import Entry, Storyteller, listed_headings
from desktop.reports.structure import OutlineEntry, PageLink
from desktop.reports.typefaces import POINT

_RUN_ON_ROOM = 95.0  # millimetres that a chapter which runs on begins with, at least
_MOST_SECTIONS = 45  # lines of contents that still list the sections of chapters


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A report on its pages.

    Attributes:
        title: what the document is called.
        day: the date that it bears.
        pages: each page as a drawing in millimetres, whose groups say what the marks mean.
        outline: the bookmarks.
        links: from the contents to the pages.
        cells: the numbers of the extract that stand in tables.
        maps: the maps, with frames in millimetres of their page.
        free: the words that somebody wrote and the program did not work out.
    """

    title: str
    day: dt.date
    pages: tuple[Drawing, ...]
    outline: tuple[OutlineEntry, ...] = ()
    links: tuple[PageLink, ...] = ()
    cells: tuple[PrintedCell, ...] = ()
    maps: tuple[PrintedMap, ...] = ()
    free: tuple[FreeWords, ...] = ()


def lay_out(
    blocks: Iterable[Block], furniture: Furniture, title: str, day: dt.date, paper: Paper
) -> Laid:
    """The blocks on pages.

    Args:
        blocks: what the report says, in reading order.
        furniture: what stands at the head and foot of pages.
        title: what the document is called.
        day: the date that it bears.
        paper: of the pages, until a block asks for another.

    Raises:
        ValueError: there is nothing to lay out.
    """
    blocks = tuple(blocks)
    teller = Storyteller(furniture, paper, listed_headings(blocks))
    story = teller.story(blocks)
    if not story:
        raise ValueError("a report without a word")
    notes = Notes()
    templates = sorted(_templates(furniture, notes), key=lambda each: each.id != teller.opening)
    document = BaseDocTemplate(io.BytesIO(), pageTemplates=templates)
    document.build(story, canvasmaker=_maker(notes))
    return _finished(notes, furniture, teller.listed, title, day)


def _maker(notes: Notes) -> Callable[..., Canvas]:
    class Noting(Canvas):
        """Passes on what is placed on it."""

        def note(self) -> Notes:
            """Where it is noted."""
            return notes

    return Noting


def _templates(furniture: Furniture, notes: Notes) -> list[PageTemplate]:
    made = []
    for paper in Paper:
        width, height = (each / POINT for each in paper.size)
        for kind in ("front", "title", "later", "sheet"):
            left, top, wide, high = (each / POINT for each in frame_of(kind, paper, furniture))
            frame = Frame(
                left, height - top - high, wide, high,
                leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
            )  # fmt: skip

            def begin(
                _canvas: object, _document: object, kind: str = kind, paper: Paper = paper
            ) -> None:
                notes.begin(kind, paper)

            made.append(
                PageTemplate(
                    f"{kind}-{paper.value}", [frame], onPage=begin, pagesize=(width, height)
                )
            )
    return made


def _finished(
    notes: Notes, furniture: Furniture, listed: Sequence[Entry], title: str, day: dt.date
) -> Laid:
    count = len(notes.pages)
    links = _contents(notes, listed)
    pages = []
    for number, page in enumerate(notes.pages, 1):
        words = stamp_words(number, count, day)
        marks = stamped(page.marks, words) if page.kind == "sheet" else tuple(page.marks)
        around = dressed(page.kind, page.paper, furniture, page.chapter, number, count, day)
        pages.append(Drawing(*page.paper.size, (*marks, *around)))
    outline = tuple(
        OutlineEntry(text, rank, page, _from_bottom(notes.pages[page], top))
        for page, top, text, rank in notes.headings
    )
    return Laid(
        title,
        day,
        tuple(pages),
        outline,
        links,
        tuple(notes.cells),
        tuple(notes.maps),
        tuple(notes.free),
    )


def _contents(notes: Notes, listed: Sequence[Entry]) -> tuple[PageLink, ...]:
    """Set the lines of the contents, now that the pages are known; the links that they are."""
    ranks = {entry.rank for entry in listed}
    targets = [heading for heading in notes.headings if heading[3] in ranks]
    links = []
    for page, x, top, width, at in notes.contents:
        target, height, text, rank = targets[at]
        key = f"contents-{at}"
        line = contents_line(text, rank, target + 1, key, x, top, width)
        notes.pages[page].marks.append(line)
        low = _from_bottom(notes.pages[page], top + CONTENTS_LINE)
        high = _from_bottom(notes.pages[page], top)
        box = (round(x / POINT, 2), low, round((x + width) / POINT, 2), high)
        goal = _from_bottom(notes.pages[target], height)
        words = _("{text}, side {page}").format(text=text, page=target + 1)
        links.append(PageLink(page, box, target, goal, key, words))
    return tuple(links)


def _from_bottom(page: Page, top: float) -> float:
    """Points above the page's bottom."""
    return round((page.paper.size[1] - top) / POINT, 2)

"""Puts what a report says on pages: heads, feet, page numbers, contents and bookmarks.

Platypus fills the pages; what it paints on is a canvas that only notes. So a page is a drawing
like any other, and the very same one goes into the PDF and on a screen.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from desktop.core.wording import _
from desktop.maps.composing import moved
from desktop.maps.drawing import Drawing, Mark
from desktop.maps.frame import Frame as MapFrame
from desktop.maps.paper import Paper
from desktop.reports.blocks import (
    Block,
    Bullets,
    Contents,
    Figure,
    Gap,
    Heading,
    Keep,
    NewPage,
    Paragraph,
    Sheet,
    Side,
    Style,
    Table,
    Title,
)
from desktop.reports.flows import (
    BulletFlow,
    FigureFlow,
    Flow,
    Piece,
    PlacedMap,
    StackFlow,
    TextFlow,
    TitleFlow,
)
from desktop.reports.furniture import (
    CONTENTS_LINE,
    Furniture,
    contents_line,
    dressed,
    frame_of,
    room_of,
    stamp_words,
    stamped,
)
from desktop.reports.leakfacts import FreeWords, PrintedCell, PrintedMap
from desktop.reports.setting import HEADINGS, STYLES, column_width
from desktop.reports.structure import OutlineEntry, PageLink
from desktop.reports.tableflow import TableFlow
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
    teller = _Teller(furniture, paper, _listed(blocks))
    story = teller.story(blocks)
    if not story:
        raise ValueError("a report without a word")
    notes = _Notes()
    templates = sorted(_templates(furniture, notes), key=lambda each: each.id != teller.opening)
    document = BaseDocTemplate(io.BytesIO(), pageTemplates=templates)
    document.build(story, canvasmaker=_maker(notes))
    return _finished(notes, furniture, teller.listed, title, day)


# From blocks to flowables


@dataclass(frozen=True, slots=True)
class _Entry:
    """A heading that has a bookmark; ``listed`` where the contents have a line for it."""

    text: str
    rank: int
    listed: bool = True


def _listed(blocks: Sequence[Block]) -> tuple[_Entry, ...]:
    """The chapters, and their sections where those are not too many; listed after the contents."""
    found = list(_headings(blocks))
    gathered = any(isinstance(block, Sheet) and block.section for block in blocks)
    if len(found) > _MOST_SECTIONS and not gathered:
        found = [entry for entry in found if entry.rank == 1]
    begun = next((at for at, block in enumerate(blocks) if isinstance(block, Contents)), None)
    if begun is None:
        return tuple(found)
    before = sum(entry.rank in {each.rank for each in found} for entry in _headings(blocks[:begun]))
    return tuple(replace(entry, listed=at >= before) for at, entry in enumerate(found))


def _headings(blocks: Sequence[Block]) -> Iterator[_Entry]:
    chapter = ""
    for block in blocks:
        match block:
            case Sheet(section=section, outline=text) if section:
                if section != chapter:
                    chapter = section
                    yield _Entry(section, 1)
                yield _Entry(text, 2)
            case Title(text=text) | Sheet(outline=text):
                chapter = text
                yield _Entry(text, 1)
            case Heading(rank=2, outlined=True, text=text):
                yield _Entry(text, 2)
            case Keep(blocks=inner):
                yield from _headings(inner)


class _Teller:
    """Makes flowables of blocks, for the paper that they come to stand on."""

    def __init__(self, furniture: Furniture, paper: Paper, listed: tuple[_Entry, ...]) -> None:
        self._furniture = furniture
        self._paper = paper
        self.listed = listed
        self.opening = f"later-{paper.value}"  # the template of the first page
        self._keys = 0
        self._first = True  # nothing stands on any page yet
        self._aside = 0.0  # what a logo takes beside the title

    def story(self, blocks: Sequence[Block]) -> list[Any]:
        made: list[Any] = []
        for at, block in enumerate(blocks):
            match block:
                case NewPage():
                    self._paper = block.paper or self._paper
                    if not _begins_page(blocks[at + 1] if at + 1 < len(blocks) else None):
                        made += self._page("later")
                case Title(run_on=True) if not self._first:
                    made.append(CondPageBreak(_RUN_ON_ROOM / POINT))
                    made += self._flowables(self._flows(block))
                case Title():
                    made += self._page("front" if self._first else "title")
                    made += self._flowables(self._flows(block))
                case Sheet():
                    made += [*self._page("sheet", of=_paper_of(block)), _SheetFlowable(block)]
                case Contents():
                    made += [
                        _ContentsFlowable(at) for at, each in enumerate(self.listed) if each.listed
                    ]
                case Gap():
                    made.append(Spacer(1, block.height / POINT))
                case Keep():
                    made.append(KeepTogether(self._inner(block.blocks)))
                case Heading():
                    following = blocks[at + 1] if at + 1 < len(blocks) else None
                    made += [self._room_for(block, following), *self._flowables(self._flows(block))]
                case _:
                    made += self._flowables(self._flows(block))
        return made

    def _inner(self, blocks: Sequence[Block]) -> list[Any]:
        made: list[Any] = []
        for block in blocks:
            if isinstance(block, Gap):
                made.append(Spacer(1, block.height / POINT))
            else:
                made += self._flowables(self._flows(block))
        return made

    def _page(self, kind: str, of: Paper | None = None) -> list[Any]:
        """What begins a page of a kind, and what follows on it."""
        paper = of or self._paper
        begin = NextPageTemplate(f"{kind}-{paper.value}")
        after = NextPageTemplate(f"later-{self._paper.value}")
        first, self._first = self._first, False
        self._aside = self._furniture.logo_width if first else 0.0
        if first:
            self.opening = begin.action[1]
        return [after] if first else [begin, PageBreak(), after]

    def _room_for(self, heading: Heading, following: Block | None) -> Any:
        """A new page where the heading cannot stand together with what follows it."""
        width = column_width(self._paper)
        (flow,) = self._flows(heading)
        need = flow.before + flow.piece(width).height + flow.after
        if following is not None and not isinstance(following, NewPage | Title | Sheet | Gap):
            inner = following.blocks if isinstance(following, Keep) else (following,)
            for each in inner:
                flows = [] if isinstance(each, Gap | Keep) else self._flows(each)
                need += sum(f.before + f.least(width) for f in flows[:1])
                if not isinstance(each, Heading):
                    break
        return CondPageBreak(need / POINT)

    def _flowables(self, flows: Sequence[Flow]) -> list[Any]:
        return [_Flowable(flow) for flow in flows]

    def _key(self) -> str:
        self._keys += 1
        return f"n{self._keys}"

    def _flows(self, block: Block) -> list[Flow]:
        """The flows of a block that may stand inside others."""
        match block:
            case Title():
                return [_titled(block, self._furniture, aside=self._aside)]
            case Heading():
                face = HEADINGS[min(max(block.rank, 2), 3)]
                role = f"H{min(max(block.rank, 2), 3)}"
                return [TextFlow(block.text, face, role, self._key(), listed=block.outlined)]
            case Paragraph():
                quoted = block.style is Style.QUOTE
                face = STYLES[block.style]
                return [TextFlow(block.text, face, "P", self._key(), quoted, block.free)]
            case Bullets():
                key = self._key()
                face = STYLES[Style.BODY]
                last = len(block.items) - 1
                return [
                    BulletFlow(item, face, key, block.free, after=1.0 if at < last else face.after)
                    for at, item in enumerate(block.items)
                ]
            case Figure():
                highest = room_of(self._paper)[1] - 2.0
                return [FigureFlow(block.drawing, block.alt, block.caption, block.maps, highest)]
            case Table():
                return self._table(block)
            case Side():
                left = tuple(f for each in block.left for f in self._flows(each))
                right = tuple(f for each in block.right for f in self._flows(each))
                return [StackFlow((left, right), (block.share, 1 - block.share))]
            case Keep():
                return [f for each in block.blocks for f in self._flows(each)]
            case _:
                return []

    def _table(self, block: Table) -> list[Flow]:
        if not block.rows:
            return []
        made: list[Flow] = [TableFlow(block, self._key())]
        if block.note:
            note = TextFlow(block.note, STYLES[Style.MUTED], "P", self._key())
            made = [TableFlow(block, self._key(), after=1.4), note]
        return made


def _titled(block: Title, furniture: Furniture, *, aside: float) -> TitleFlow:
    if block.run_on:
        return TitleFlow(
            block.text, "", block.subtitle, block.badge, furniture.colour, largest=16.0, before=9.0
        )
    return TitleFlow(
        block.text,
        block.kicker or furniture.kicker,
        block.subtitle,
        block.badge,
        furniture.colour,
        aside,
    )


def _begins_page(block: Block | None) -> bool:
    return isinstance(block, Sheet) or (isinstance(block, Title) and not block.run_on)


def _paper_of(sheet: Sheet) -> Paper:
    """The paper whose size a composed sheet has."""
    size = (sheet.drawing.width, sheet.drawing.height)
    return min(Paper, key=lambda each: abs(each.size[0] - size[0]) + abs(each.size[1] - size[1]))


# What the canvas notes


@dataclass(slots=True)
class _Page:
    """A page as it is filled."""

    kind: str
    paper: Paper
    marks: list[Mark] = field(default_factory=list)
    chapter: str = ""


@dataclass(slots=True)
class _Notes:
    """All that is noted while pages are filled. Tops are millimetres from the page's top."""

    pages: list[_Page] = field(default_factory=list)
    headings: list[tuple[int, float, str, int]] = field(default_factory=list)
    contents: list[tuple[int, float, float, float, int]] = field(default_factory=list)
    maps: list[PrintedMap] = field(default_factory=list)
    cells: list[PrintedCell] = field(default_factory=list)
    free: list[FreeWords] = field(default_factory=list)
    chapter: str = ""

    def begin(self, kind: str, paper: Paper) -> None:
        self.pages.append(_Page(kind, paper, chapter=self.chapter))

    def place(self, piece: Piece, x: float, top: float) -> None:
        """A piece with its top left at points of the page, counted from its bottom left."""
        page = self.pages[-1]
        left, down = x * POINT, page.paper.size[1] - top * POINT
        page.marks += moved(piece.marks, left, down)
        number = len(self.pages) - 1
        for each in piece.maps:
            frame = _placed_frame(each.shown.frame, left + each.x, down + each.y, each.scale)
            self.maps.append(PrintedMap(number, each.shown.view, frame))
        self.cells += [
            PrintedCell(each.source, each.text, number, each.key) for each in piece.cells
        ]

    def heading(self, text: str, rank: int, top: float) -> None:
        """A heading whose top is so many points above the page's bottom."""
        page = self.pages[-1]
        self.headings.append((len(self.pages) - 1, page.paper.size[1] - top * POINT, text, rank))
        if rank == 1:
            self.chapter = text
            page.chapter = page.chapter or text


def _placed_frame(frame: MapFrame, x: float, y: float, scale: float) -> MapFrame:
    """A frame of a drawing as one of the page that it is moved and scaled on."""
    made = frame.multiplied(scale)
    return made.resized(made.width + 2 * x, made.height + 2 * y)


def _maker(notes: _Notes) -> Callable[..., Canvas]:
    class Noting(Canvas):
        """Passes on what is placed on it."""

        def note(self) -> _Notes:
            """Where it is noted."""
            return notes

    return Noting


def _templates(furniture: Furniture, notes: _Notes) -> list[PageTemplate]:
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


class _Flowable(Flowable):
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
        return [_Flowable(part) for part in parts] if parts is not None else []

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        notes: _Notes = canvas.note()
        top = y + self._high
        match self._flow:
            case TitleFlow(text=text):
                notes.heading(text, 1, top)
            case TextFlow(text=text, role=("H2" | "H3") as role, skipped=0, listed=True):
                notes.heading(text, int(role[1]), top)
        match self._flow:
            case TextFlow(text=text, free=True, skipped=0) | BulletFlow(text=text, free=True):
                notes.free.append(FreeWords(text, len(notes.pages) - 1, notes.chapter))
        notes.place(self._piece, x, top)


class _SheetFlowable(Flowable):
    """A page that was composed whole."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As large as the page."""
        return width, height - 0.01

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        del x, y
        notes: _Notes = canvas.note()
        page = notes.pages[-1]
        top = page.paper.size[1] / POINT
        section = self._sheet.section
        if section and section != notes.chapter:
            notes.heading(section, 1, top)
        notes.heading(self._sheet.outline, 2 if section else 1, top)
        maps = tuple(PlacedMap(each) for each in self._sheet.maps)
        notes.place(Piece(self._sheet.drawing.marks, page.paper.size[1], maps), 0.0, top)


class _ContentsFlowable(Flowable):
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
        notes: _Notes = canvas.note()
        down = notes.pages[-1].paper.size[1] - y * POINT - CONTENTS_LINE
        line = (len(notes.pages) - 1, x * POINT, down, self._wide * POINT, self._at)
        notes.contents.append(line)


def _millimetres(points: float) -> float:
    """Rounded, so that the same room is the same number wherever it was worked out."""
    return round(points * POINT, 4)


# From notes to pages


def _finished(
    notes: _Notes, furniture: Furniture, listed: Sequence[_Entry], title: str, day: dt.date
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


def _contents(notes: _Notes, listed: Sequence[_Entry]) -> tuple[PageLink, ...]:
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


def _from_bottom(page: _Page, top: float) -> float:
    """Points above the page's bottom."""
    return round((page.paper.size[1] - top) / POINT, 2)

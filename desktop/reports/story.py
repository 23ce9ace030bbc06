"""From blocks to a story that platypus can tell: what begins pages, and what stays together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from reportlab.platypus import (
    CondPageBreak,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Spacer,
)

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
    StackFlow,
    TextFlow,
    TitleFlow,
    stack,
)
from desktop.reports.furniture import Furniture, room_of
from desktop.reports.noting import ContentsFlowable, FlowFlowable, SheetFlowable
from desktop.reports.setting import HEADINGS, STYLES, column_width
from desktop.reports.tableflow import TableFlow
from desktop.reports.typefaces import POINT

_RUN_ON_ROOM = 95.0  # millimetres that a chapter which runs on begins with, at least
_MOST_RUN_ON = 170.0  # and what it asks for at most so that what is never divided follows it
_LED = 3  # blocks after a heading that are looked at: words that lead to a table, and the table
_SMALL = 400  # letters of words that only lead to what follows
_MOST_SECTIONS = 45  # lines of contents that still list the sections of chapters


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading that has a bookmark; ``listed`` where the contents have a line for it."""

    text: str
    rank: int
    listed: bool = True


def listed_headings(blocks: Sequence[Block]) -> tuple[Entry, ...]:
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


def _headings(blocks: Sequence[Block]) -> Iterator[Entry]:
    chapter = ""
    for block in blocks:
        match block:
            case Sheet(section=section, outline=text) if section:
                if section != chapter:
                    chapter = section
                    yield Entry(section, 1)
                yield Entry(text, 2)
            case Title(text=text) | Sheet(outline=text):
                chapter = text
                yield Entry(text, 1)
            case Heading(rank=2, outlined=True, text=text):
                yield Entry(text, 2)
            case Keep(blocks=inner):
                yield from _headings(inner)


class Storyteller:
    """Makes flowables of blocks, for the paper that they come to stand on."""

    def __init__(self, furniture: Furniture, paper: Paper, listed: tuple[Entry, ...]) -> None:
        self._furniture = furniture
        self._paper = paper
        self.listed = listed
        self.opening = f"later-{paper.value}"  # the template of the first page
        self._keys = 0
        self._first = True  # nothing stands on any page yet
        self._aside = 0.0  # what a logo takes beside the title

    def story(self, blocks: Sequence[Block]) -> list[Any]:
        """All blocks as flowables, with the pages that they begin."""
        made: list[Any] = []
        for at, block in enumerate(blocks):
            match block:
                case NewPage():
                    following = blocks[at + 1] if at + 1 < len(blocks) else None
                    self._paper = block.paper or self._paper
                    made += [] if _begins_page(following) else self._page("later")
                case Title():
                    made += self._titled(block, blocks[at + 1 :])
                case Sheet():
                    made += [*self._page("sheet", of=_paper_of(block)), SheetFlowable(block)]
                case Contents():
                    listed = (at for at, each in enumerate(self.listed) if each.listed)
                    made += [ContentsFlowable(at) for at in listed]
                case Keep():
                    made.append(KeepTogether(self._inner(block.blocks, kept=True)))
                case Heading():
                    led = blocks[at + 1 : at + 1 + _LED]
                    made += [self._room_for(block, led), *self._inner((block,))]
                case _:
                    made += self._inner((block,))
        return made

    def _titled(self, block: Title, following: Sequence[Block]) -> list[Any]:
        if block.run_on and not self._first:
            begin = [CondPageBreak(self._room_to_run_on(block, following) / POINT)]
        else:
            begin = self._page("front" if self._first else "title")
        return [*begin, *self._inner((block,))]

    def _room_to_run_on(self, title: Title, following: Sequence[Block]) -> float:
        """What a chapter that runs on begins with: a good part of a page, or all there is of it."""
        width = column_width(self._paper)
        need = 0.0
        for block in (title, *takewhile(_is_of_chapter, following)):
            need += block.height if isinstance(block, Gap) else self._reach((block,), width)
            if need > _RUN_ON_ROOM:
                whole = isinstance(block, Keep | Side | Figure)
                return need if whole and need < _MOST_RUN_ON else _RUN_ON_ROOM
        return need

    def _inner(self, blocks: Sequence[Block], *, kept: bool = False) -> list[Any]:
        made: list[Any] = []
        for block in blocks:
            if isinstance(block, Gap):
                made.append(Spacer(1, block.height / POINT))
                continue
            flowables: list[Any] = [FlowFlowable(flow) for flow in self._flows(block)]
            if isinstance(block, Bullets) and not kept:  # the last point is never left alone
                made += [*flowables[:-2], KeepTogether(flowables[-2:])]
            else:
                made += flowables
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

    def _room_for(self, heading: Heading, following: Sequence[Block]) -> Any:
        """A new page where the heading cannot stand together with what follows it.

        Small words that lead to a table stand together with the first rows of it.
        """
        width = column_width(self._paper)
        need = self._reach((heading,), width)
        for at, block in enumerate(following):
            if isinstance(block, NewPage | Title | Sheet | Gap | Heading):
                break
            if _leads(following[at:]):
                need += self._reach((block,), width)
                continue
            flows = self._flows(block)
            whole = stack(flows, width)[1] if isinstance(block, Keep) else 0.0
            if whole > room_of(self._paper)[1] - need:
                whole = 0.0  # such a long piece is divided after all
            need += whole or sum(flow.before + flow.least(width) for flow in flows[:1])
            break
        return CondPageBreak(need / POINT)

    def _reach(self, blocks: Sequence[Block], width: float) -> float:
        """How high blocks are below each other, with the room around them."""
        flows = [flow for block in blocks for flow in self._flows(block)]
        return sum(flow.before + flow.piece(width).height + flow.after for flow in flows)

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
        block.kicker or furniture.above(block.text),
        block.subtitle,
        block.badge,
        furniture.colour,
        aside,
    )


def _leads(blocks: Sequence[Block]) -> bool:
    """Whether these blocks begin with small words that lead to a table or drawing after them."""
    first, *after = blocks
    return (
        isinstance(first, Paragraph)
        and first.style in (Style.MUTED, Style.BODY)
        and len(first.text) < _SMALL
        and isinstance(next(iter(after), None), Table | Side | Figure)
    )


def _is_of_chapter(block: Block) -> bool:
    return not isinstance(block, Title | Sheet | NewPage)


def _begins_page(block: Block | None) -> bool:
    return isinstance(block, Sheet) or (isinstance(block, Title) and not block.run_on)


def _paper_of(sheet: Sheet) -> Paper:
    """The paper whose size a composed sheet has."""
    size = (sheet.drawing.width, sheet.drawing.height)
    return min(Paper, key=lambda each: abs(each.size[0] - size[0]) + abs(each.size[1] - size[1]))

"""How much room blocks take on a page, so that a profile can be made to fit its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.reports.asked import Asked
from desktop.reports.blocks import (
    Block,
    Bullets,
    Figure,
    Heading,
    Keep,
    NewPage,
    Paragraph,
    Side,
    Style,
    Table,
    Title,
)
from desktop.reports.flows import FigureFlow, Flow, TextFlow, TitleFlow
from desktop.reports.furniture import frame_of, furniture_of
from desktop.reports.setting import HEADINGS, STYLES, broken
from desktop.reports.tableflow import TableFlow

_ANY = 10_000.0  # millimetres high: no figure is made smaller for the sake of measuring
_BESIDE = 7.0  # millimetres between columns
_BULLET = 4.0
_HEAD, _AGAIN = 26.0, 9.0  # of a table that begins at the foot of a page; its head on the next


def first_room(asked: Asked) -> float:
    """Millimetres of height for text on a report's first page, which has the longest foot."""
    template = asked.template
    furniture = furniture_of(
        asked.data, str(template.name), sender=template.sender, plan=asked.plan_name
    )
    return frame_of("front", asked.paper, furniture)[3]


def later_room(asked: Asked) -> float:
    """Millimetres of height for text on a page that goes on."""
    furniture = furniture_of(asked.data, str(asked.template.name))
    return frame_of("later", asked.paper, furniture)[3]


def height_of(blocks: Iterable[Block], width: float) -> float:
    """How high blocks are below each other in a column, in millimetres.

    Between two of them is the larger of what the one wants below and the other above. Blocks that
    begin a page have no height of their own.
    """
    reach, below = 0.0, 0.0
    for before, height, after in _stacked(blocks, width):
        reach += max(below, before) + height
        below = after
    return reach + below


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is set: room above, height, room below, all 0 for a new page.

    ``kind`` is the class of its block, which says whether it divides or stays with what follows.
    """

    kind: type[Block]
    before: float = 0.0
    height: float = 0.0
    after: float = 0.0


def items_of(blocks: Iterable[Block], width: float) -> list[Item]:
    """Blocks as what is set of them, measured."""
    made: list[Item] = []
    for block in blocks:
        if isinstance(block, NewPage):
            made.append(Item(NewPage))
        made += [Item(type(block), *each) for each in _stacked((block,), width)]
    return made


def filled(items: Iterable[Item], room: float) -> tuple[int, float]:
    """On how many pages things come to stand, and how much of the last one they take.

    Reckoned, not set: a heading stays with what follows it, tables divide anywhere, and nothing
    else does.
    """
    pages, reach, below, held = 1, 0.0, 0.0, 0.0
    for item in items:
        if item.kind is NewPage:
            pages, reach, below = pages + 1, 0.0, 0.0
            continue
        if item.kind is Heading:
            held += item.before + item.height + item.after
            continue
        divides = item.kind is Table
        needed = max(below, 0.0 if held else item.before) + held + item.height
        least = min(item.height, _HEAD) if divides else item.height
        if reach + needed - item.height + least > room:
            pages, reach, needed = pages + 1, 0.0, held + item.height
        reach += needed
        while divides and reach > room:
            pages, reach = pages + 1, reach - room + _AGAIN
        below, held = item.after, 0.0
    return pages, reach


def _stacked(blocks: Iterable[Block], width: float) -> Iterator[tuple[float, float, float]]:
    """Room above, height and room below of everything that is set."""
    for block in blocks:
        match block:
            case Side():
                room = width - _BESIDE
                left = height_of(block.left, room * block.share)
                yield 0.0, max(left, height_of(block.right, room * (1 - block.share))), 1.0
            case Keep():
                yield from _stacked(block.blocks, width)
            case Bullets():
                face = STYLES[Style.BODY]
                lines = sum(len(broken(item, face, width - _BULLET)) for item in block.items)
                yield 0.0, lines * face.line + len(block.items) - 1.0, face.after
            case Title() | Heading() | Paragraph() | Figure() | Table():
                for flow in _flows(block):
                    yield flow.before, flow.piece(width).height, flow.after
            case _:
                pass


def _flows(block: Title | Heading | Paragraph | Figure | Table) -> tuple[Flow, ...]:
    match block:
        case Title():
            return (TitleFlow(block.text, block.kicker, block.subtitle, block.badge, "#000000"),)
        case Heading():
            return (TextFlow(block.text, HEADINGS[min(max(block.rank, 2), 3)], "H2"),)
        case Paragraph():
            return (TextFlow(block.text, STYLES[block.style], "P"),)
        case Figure():
            return (FigureFlow(block.drawing, block.alt, block.caption, block.maps, _ANY),)
        case Table():
            note = (TextFlow(block.note, STYLES[Style.MUTED], "P"),) if block.note else ()
            return (TableFlow(block, "room"), *note)

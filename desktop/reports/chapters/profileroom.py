"""How much room blocks take on a page, so that a profile can be made to fit its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.reports.asked import Asked
from desktop.reports.blocks import (
    Block,
    Bullets,
    Figure,
    Heading,
    Keep,
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

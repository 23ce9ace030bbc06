"""What a report says, piece by piece, before anything is set: headings, texts, tables, figures.

Chapters are pure functions from facts to blocks; :mod:`desktop.reports.layout` puts blocks on
pages. Texts are plain: no markup, one paragraph each. Lengths are millimetres on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.maps.drawing import Drawing
from desktop.maps.frame import Frame
from desktop.maps.paper import Paper
from desktop.maps.view import MapView


class Style(StrEnum):
    """How a paragraph is set."""

    LEAD = "lead"  # what a chapter opens with; larger
    BODY = "body"
    STRONG = "strong"  # body in semibold
    MUTED = "muted"  # explanations and reservations; smaller and grey
    QUOTE = "quote"  # words of somebody else, such as a template's or a plan's; a line beside it


@dataclass(frozen=True, slots=True)
class Source:
    """Which cell a number is of, so that the finished file can be held against the extract.

    ``area`` is a code on the level; empty for the whole municipality. ``period`` is a code.
    """

    level: str
    area: str
    indicator: str
    period: str
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The head of a chapter, at the top of a page: the one heading of the first rank.

    ``kicker`` stands above, ``subtitle`` below, ``badge`` in a soft box at right. One that runs on
    stands where the chapter before it ended, if there is room for a good part of what follows.
    """

    text: str
    kicker: str = ""
    subtitle: str = ""
    badge: str = ""
    run_on: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second or third rank. It stays with what follows it."""

    text: str
    rank: int = 2
    outlined: bool = True  # whether it has a bookmark, and a line in the contents at rank 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``free``: words that somebody wrote and the program did not work out."""

    text: str
    style: Style = Style.BODY
    free: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short points."""

    items: tuple[str, ...]
    free: bool = False


@dataclass(frozen=True, slots=True)
class ShownMap:
    """A map in a drawing: what it shows, and where metres lie in millimetres of the drawing."""

    view: MapView
    frame: Frame


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A drawing in millimetres, no wider than the column it stands in.

    ``alt`` says in words what it shows, for those who do not see it; never empty. ``caption``
    stands below. ``maps`` are the maps in it, for the check of the finished file.
    """

    drawing: Drawing
    alt: str
    caption: str = ""
    maps: tuple[ShownMap, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``width`` is its share of the room, or nothing for what its texts need. ``number`` sets it at
    right with figures of equal width.
    """

    heading: str
    width: float = 0.0
    number: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table.

    ``of`` is the cell of the extract that the text is the number of; such a text is what the
    program writes for it, or what it writes for one that is not shown. ``swatch`` is a colour
    beside the text, ``hatched`` makes it that of withheld. ``figure`` is a small drawing in
    millimetres instead of the text, which then is its alternative in words.
    """

    text: str
    of: Source | None = None
    strong: bool = False
    muted: bool = False
    swatch: str = ""
    hatched: bool = False
    figure: Drawing | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of a table: its first cell names it.

    ``below`` is a sentence under the row over its whole width. A ``heading`` row has one cell and
    stands over those that follow. ``strong`` rows are the ones to look at, such as the area's own.
    """

    cells: tuple[Cell, ...]
    strong: bool = False
    heading: bool = False
    below: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table with a heading over each column, repeated on every page that it goes on to.

    All rows have as many cells as there are columns, but for heading rows. ``note`` stands below.
    ``bare`` has no visible column headings (facts and values, say); they are told all the same.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """Blocks beside each other; ``share`` of the room is the left one's. Never divided."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Keep:
    """Blocks that stand on one page where that is possible."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Room of a height in millimetres, none at the top of a page."""

    height: float = 4.0


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own, on another paper where one is named."""

    paper: Paper | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page that was composed whole, with its own head and foot, such as a map sheet.

    ``outline`` is its bookmark and its line in the contents; sheets of one ``section`` that follow
    each other stand below a bookmark of that name. The text in the group with the key
    :data:`STAMP` is set anew with the page's number.
    """

    drawing: Drawing
    outline: str
    maps: tuple[ShownMap, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of chapters and sections with their pages. Only once, at the front."""


Block = (
    Title | Heading | Paragraph | Bullets | Figure | Table | Side | Keep | Gap | NewPage | Sheet
    | Contents
)  # fmt: skip

STAMP = "stamp"  # key of the group that holds a page's date and number


def facts(pairs: Sequence[tuple[str, str]], width: float = 0.3) -> Table:
    """A bare table of names and what is said of each; ``width`` is the names' share."""
    from desktop.core.wording import _

    return Table(
        (Column(_("Oplysning"), width, muted=True), Column(_("Indhold"))),
        tuple(Row((Cell(name), Cell(said))) for name, said in pairs),
        bare=True,
    )

"""What stands round the text of a page: running head, foot, page number, lines of contents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.core.wording import date as written_date
from desktop.maps import palettes
from desktop.maps.drawing import ARTIFACT, Box, Group, Mark, Text
from desktop.maps.paper import Paper
from desktop.maps.sheetwords import framing_of, source_words
from desktop.reports.blocks import STAMP
from desktop.reports.setting import BOTTOM, FOOT, SIDE, TOP, Face, broken, set_lines, text_width

RUNNING = 8.0  # millimetres that the running head takes
SHORT_FOOT = 9.0  # and the foot of all pages but the first
CONTENTS_LINE = 6.2
_RANKS = {1: Face(10.0, 13.0, 600), 2: Face(9.0, 12.0, colour=palettes.MUTED)}
_INDENT = 5.0
_NUMBER = 14.0
_PAGINATION = (("Type", "Pagination"),)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What heads and feet say.

    ``kicker`` stands above titles and at the head of the pages that go on; ``source`` and
    ``responsible`` stand at the foot, whole on the first page, and ``short_source`` where the
    source does not fit; ``colour`` is the accent.
    """

    kicker: str
    source: str
    responsible: str
    plan: str = ""
    colour: str = palettes.PETROL
    logo: tuple[Mark, ...] = ()  # in millimetres from its own top left
    logo_width: float = 0.0
    short_source: str = ""
    name: str = ""  # of the kind of report
    subject: str = ""  # what stands above a title that is this name itself

    def above(self, title: str) -> str:
        """What stands above a title: it does not repeat the title."""
        return self.subject if self.subject and title == self.name else self.kicker


def furniture_of(
    data: Dataset, name: str, *, sender: str = "", plan: str = "", colour: str = palettes.PETROL
) -> Furniture:
    """Heads and feet for a report of an extract; ``name`` is what kind of report it is."""
    framing = framing_of(data, "", "", "", dt.date.min, sender)
    whose = sender or data.manifest.municipality
    kicker = " · ".join(each for each in (whose, name) if each)
    return Furniture(
        kicker,
        framing.source,
        framing.responsible,
        plan,
        colour,
        short_source=source_words(data.manifest.sources),
        name=name,
        subject=framing.kicker,
    )


def room_of(paper: Paper) -> tuple[float, float]:
    """Width and height of the text on a page that goes on, in millimetres."""
    unit, (width, height) = paper.unit, paper.size
    return (
        width - 2 * SIDE * unit,
        height - TOP * unit - RUNNING - BOTTOM * unit - SHORT_FOOT,
    )


def frame_of(kind: str, paper: Paper, furniture: Furniture) -> tuple[float, float, float, float]:
    """Left, top, width and height of the text on a page of a kind, in millimetres."""
    unit, (width, height) = paper.unit, paper.size
    if kind == "sheet":
        return 0.0, 0.0, width, height
    left = SIDE * unit
    top = TOP * unit + (RUNNING if kind == "later" else 0.0)
    foot = SHORT_FOOT
    if kind == "front":
        foot += _front_lines(furniture, width - 2 * left) * FOOT.line
    return left, top, width - 2 * left, height - top - BOTTOM * unit - foot


def dressed(
    kind: str, paper: Paper, furniture: Furniture, chapter: str, page: int, pages: int, day: dt.date
) -> tuple[Mark, ...]:
    """Head and foot of a page, which counts from 1."""
    if kind == "sheet":
        return ()
    made: list[Mark] = []
    left = SIDE * paper.unit
    right = paper.size[0] - left
    if kind == "later":
        made.append(_running_head(furniture, chapter, left, right, TOP * paper.unit))
    if kind == "front" and furniture.logo:
        made.append(Group(ARTIFACT, furniture.logo))
    bottom = paper.size[1] - BOTTOM * paper.unit
    return (*made, *_foot(kind, furniture, left, right, bottom, stamp_words(page, pages, day)))


def stamp_words(page: int, pages: int, day: dt.date) -> str:
    """Program, date and page, as every page bears them."""
    return _("Boligatlas · {date} · side {page} af {pages}").format(
        date=written_date(day), page=page, pages=pages
    )


def stamped(marks: Sequence[Mark], words: str) -> tuple[Mark, ...]:
    """The marks of a composed sheet with other words in its stamp."""
    return tuple(_stamped(mark, words) for mark in marks)


def _stamped(mark: Mark, words: str) -> Mark:
    if not isinstance(mark, Group):
        return mark
    if mark.key == STAMP:
        inner = tuple(
            replace(each, text=words) if isinstance(each, Text) else each for each in mark.marks
        )
        return replace(mark, marks=inner)
    return replace(mark, marks=stamped(mark.marks, words))


def contents_line(
    text: str, rank: int, page: int, key: str, x: float, top: float, width: float
) -> Group:
    """A line of the contents: what, and on which page (from 1)."""
    face = _RANKS[rank]
    indent = _INDENT * (rank - 1)
    lines = broken(text, face, width - indent - _NUMBER)
    words = lines[0] if len(lines) == 1 else f"{lines[0].rstrip()}…"
    said = set_lines((words,), face, x + indent, top)
    number = replace(face, tabular=True, weight=400)
    at = set_lines((str(page),), number, x + width, top, anchor="end")
    rule = Box(x, top + CONTENTS_LINE - 1.2, width, 0.15, palettes.HAIRLINE)
    link = Group("Link", (*said, *at), key=key)
    return Group(
        "TOC", (Group("TOCI", (Group("Reference", (link,)),)), Group(ARTIFACT, (rule,))), key="toc"
    )


def _front_lines(furniture: Furniture, width: float) -> int:
    source, responsible = _front_words(furniture, width)
    return max(len(source) - 1, 0) + len(responsible)


def _front_words(furniture: Furniture, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return broken(furniture.source, FOOT, width * 0.66), broken(furniture.responsible, FOOT, width)


def _running_head(
    furniture: Furniture, chapter: str, left: float, right: float, top: float
) -> Group:
    face = replace(FOOT, size=7.5)
    head = furniture.kicker
    if furniture.plan and furniture.plan not in chapter:
        head = f"{head} · {furniture.plan}"
    room = right - left
    aside = _cut(chapter, replace(face, weight=600), room * 0.4)
    said = _cut(head, face, room - text_width(aside, replace(face, weight=600)) - 6.0)
    return Group(
        ARTIFACT,
        (
            *set_lines((said,), face, left, top),
            *set_lines((aside,), replace(face, weight=600), right, top, anchor="end"),
            Box(left, top + 4.6, room, 0.2, palettes.HAIRLINE),
        ),
        attributes=_PAGINATION,
    )


def _foot(
    kind: str, furniture: Furniture, left: float, right: float, bottom: float, words: str
) -> tuple[Mark, ...]:
    width = right - left
    stamp = Group(
        ARTIFACT,
        set_lines((words,), FOOT, right, bottom - FOOT.line, anchor="end"),
        key=STAMP,
        attributes=_PAGINATION,
    )
    if kind != "front":
        room = width - text_width(words, FOOT) - 8.0
        fits = text_width(furniture.source, FOOT) <= room
        said = _cut(
            furniture.source if fits else furniture.short_source or furniture.source, FOOT, room
        )
        source = set_lines((said,), FOOT, left, bottom - FOOT.line)
        rule = Box(left, bottom - FOOT.line - 1.8, width, 0.25, palettes.HAIRLINE)
        return Group(ARTIFACT, (rule, *source), attributes=_PAGINATION), stamp
    source_lines, responsible = _front_words(furniture, width)
    top = bottom - FOOT.line * (max(len(source_lines), 1) + len(responsible))
    told: list[Mark] = [
        Group(ARTIFACT, (Box(left, top - 1.8, width, 0.25, palettes.HAIRLINE),)),
        Group("P", set_lines(source_lines, FOOT, left, top)),
    ]
    if responsible:
        below = top + FOOT.line * max(len(source_lines), 1)
        told.append(Group("P", set_lines(responsible, FOOT, left, below)))
    stamp = replace(stamp, marks=set_lines((words,), FOOT, right, top, anchor="end"))
    return (*told, stamp)


def _cut(text: str, face: Face, room: float) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if text_width(text, face) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(f"{text[:middle].rstrip()}…", face) <= room:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip(' ·,.;')}…"

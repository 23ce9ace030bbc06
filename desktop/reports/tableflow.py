"""Tables on pages: columns as wide as they need, rows that stay whole, headings on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.series import BoolArray
from desktop.maps import palettes
from desktop.maps.composing import moved
from desktop.maps.drawing import ARTIFACT, Box, Group, Mark
from desktop.reports.blocks import Cell, Column, Row, Table
from desktop.reports.flows import Flow, NotedCell, Piece
from desktop.reports.setting import (
    TABLE,
    TABLE_HEAD,
    Face,
    broken,
    set_lines,
    text_width,
    words_of,
)

_PAD = 1.3  # millimetres at either side of a cell
_ABOVE, _UNDER = 1.15, 1.25  # of a row
_ABOVE_HEADING = 2.4
_LINE = 0.2
_SWATCH, _SWATCH_ROOM = 3.0, 4.4
_WIDEST_WORD = 45.0  # a word that is wider is divided rather than given its room
_LOOSER = 0.8  # of what its texts need: how much wider a column of words grows before others do
_LONGER = 1.35  # how much wider a column of numbers becomes for a heading on one line
_TWO_LINES = 0.62  # of a heading: a line that leaves the rest room on the next
_FEWEST = 3  # rows that stay with the heading, and with what stands above the table
_BELOW = Face(7.5, 10.4, colour=palettes.MUTED)
_PAGINATION = (("Type", "Pagination"),)


@dataclass(frozen=True, slots=True, eq=False)
class _SetRow:
    """A row at its widths: what each cell holds from the row's top left, and how high it is."""

    row: Row
    cells: tuple[tuple[Mark, ...], ...]
    below: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """A table at a width."""

    widths: FloatArray
    rows: tuple[_SetRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TableFlow:
    """A table, or the rows of it from ``first`` to before ``last``."""

    table: Table
    key: str
    first: int = 0
    last: int | None = None
    before: float = 0.8
    after: float = 3.4
    kept: dict[float, _Measured] = field(default_factory=dict)  # shared by all parts of a table

    def _at(self, width: float) -> _Measured:
        """The widths and the rows at a width, worked out once."""
        if width not in self.kept:
            widths = _widths(self.table, width)
            rows = tuple(_set_row(self.table, row, widths) for row in self.table.rows)
            self.kept[width] = _Measured(widths, rows)
        return self.kept[width]

    def _sets(self, width: float) -> tuple[_SetRow, ...]:
        return self._at(width).rows[self.first : self.last]

    @property
    def _rows(self) -> tuple[Row, ...]:
        return self.table.rows[self.first : self.last]

    def piece(self, width: float) -> Piece:
        widths = self._at(width).widths
        lefts = np.concatenate([[0.0], np.cumsum(widths)]).tolist()
        made: list[Mark] = []
        inside: list[Mark] = []
        noted: list[NotedCell] = []
        y = 0.0
        if not self.table.bare:
            head, y = self._head(widths, lefts)
            if self.first:
                made.append(Group(ARTIFACT, head, attributes=_PAGINATION))
            else:
                cells = tuple(
                    Group("TH", marks.marks, attributes=(("Scope", "Column"),)) for marks in head
                )
                inside.append(Group("THead", (Group("TR", cells),), key=f"{self.key}-head"))
            made.append(_rule(0.0, y, width, palettes.BAR))
        body: list[Mark] = []
        for at, row_set in enumerate(self._sets(width), self.first):
            body += self._told(at, row_set, lefts, y, noted)
            if row_set.row.strong and not row_set.row.heading:
                made.append(Box(0.0, y, width, row_set.height, palettes.CANVAS))
            y += row_set.height
            made.append(_rule(0.0, y, width, palettes.HAIRLINE))
        inside.append(Group("TBody", tuple(body), key=f"{self.key}-body"))
        told = Group("Table", tuple(inside), key=self.key)
        return Piece((*made, told), y, (), tuple(noted))

    def divided(self, width: float, room: float) -> tuple[Flow, Flow] | None:
        left = room - self._head_height(self._at(width).widths)
        rows = self._rows
        fitting = 0
        for row_set in self._sets(width):
            left -= row_set.height
            if left < 0:
                break
            fitting += 1
        alone = 1 if len(rows) < 2 * _FEWEST else 2  # rows that are left for the next page
        fitting = min(fitting, len(rows) - alone)
        while fitting and rows[fitting - 1].heading:
            fitting -= 1
        if fitting < min(_FEWEST, len(rows) - 1) and not self.first:
            return None
        if fitting < 1:
            return None
        middle = self.first + fitting
        return (
            replace(self, last=middle),
            replace(self, first=middle, before=0.0),
        )

    def least(self, width: float) -> float:
        rows = self._sets(width)
        first = rows if len(rows) <= _FEWEST + 1 else rows[:_FEWEST]
        return self._head_height(self._at(width).widths) + sum(each.height for each in first)

    # Heads and rows

    def _head_height(self, widths: FloatArray) -> float:
        return 0.0 if self.table.bare else self._head(widths, [0.0] * (len(widths) + 1))[1]

    def _head(self, widths: FloatArray, lefts: Sequence[float]) -> tuple[tuple[Group, ...], float]:
        """The headings, each as a group without a role of its own, and how high they are."""
        lines = [
            broken(column.heading, TABLE_HEAD, max(wide - 2 * _PAD, 2.0), whole=True)
            for column, wide in zip(self.table.columns, widths.tolist(), strict=True)
        ]
        most = max((len(each) for each in lines), default=1)
        height = _ABOVE + most * TABLE_HEAD.line + _UNDER
        made = []
        for at, (column, held) in enumerate(zip(self.table.columns, lines, strict=True)):
            top = _ABOVE + (most - len(held)) * TABLE_HEAD.line
            x = lefts[at] + (float(widths[at]) - _PAD if column.number else _PAD)
            anchor = "end" if column.number else "start"
            marks = set_lines(held, TABLE_HEAD, x, top, anchor=anchor)
            made.append(Group(ARTIFACT, marks))
        return tuple(made), height

    def _told(
        self,
        at: int,
        row_set: _SetRow,
        lefts: Sequence[float],
        y: float,
        noted: list[NotedCell],
    ) -> list[Group]:
        """A row as an element, and the sentence under it as another; its numbers are noted."""
        row, made = row_set.row, []
        for place, marks in enumerate(row_set.cells):
            source = row.cells[place].of
            key = f"{self.key}-{at}-{place}" if source is not None else ""
            if source is not None:
                noted.append(NotedCell(source, row.cells[place].text, key))
            role, attributes = _role(place, row, len(self.table.columns))
            made.append(Group(role, moved(marks, lefts[place], y), "", key, attributes))
        inside = [Group("TR", tuple(made))]
        if row_set.below:
            top = y + row_set.height - _UNDER - len(row_set.below) * _BELOW.line
            said = set_lines(row_set.below, _BELOW, _PAD, top)
            span = (("ColSpan", str(len(self.table.columns))),)
            inside.append(Group("TR", (Group("TD", said, attributes=span),)))
        return inside


def _set_row(table: Table, row: Row, widths: FloatArray) -> _SetRow:
    whole = float(widths.sum())
    wides = [whole] if row.heading else widths.tolist()
    cells, high = [], 0.0
    for at, (cell, wide) in enumerate(zip(row.cells, wides, strict=True)):
        marks, reach = _cell(table.columns[at], cell, wide, row)
        cells.append(marks)
        high = max(high, reach)
    below = broken(row.below, _BELOW, whole - 2 * _PAD)
    more = len(below) * _BELOW.line
    return _SetRow(row, tuple(cells), below, _above(row) + high + more + _UNDER)


def _above(row: Row) -> float:
    return _ABOVE_HEADING if row.heading else _ABOVE


def _cell(column: Column, cell: Cell, wide: float, row: Row) -> tuple[tuple[Mark, ...], float]:
    """What a cell holds, from the top left of its row and column, and how high it is."""
    number = column.number and not row.heading
    face = _face(cell, row, number=number, muted=column.muted)
    indent = _SWATCH_ROOM if cell.swatch else 0.0
    room = max(wide - 2 * _PAD - indent, 2.0)
    top = _above(row)
    if cell.figure is not None:
        scale = min(1.0, (room + indent) / cell.figure.width)
        x = wide - _PAD - cell.figure.width * scale if number else _PAD
        marks = moved(cell.figure.marks, x, top, scale)
        return (Group("Figure", marks, alt=cell.text),), cell.figure.height * scale
    lines = broken(cell.text, face, room)
    made: list[Mark] = []
    if cell.swatch:
        x = _PAD
        if number:
            longest = max((text_width(line, face) for line in lines), default=0.0)
            x = wide - _PAD - longest - _SWATCH_ROOM
        hatched = palettes.HATCH if cell.hatched else ""
        place = (x, top + 0.4, _SWATCH, _SWATCH)
        made.append(Box(*place, cell.swatch, radius=0.6, hatched=hatched))
    x = wide - _PAD if number else _PAD + indent
    made += set_lines(lines, face, x, top, anchor="end" if number else "start")
    return tuple(made), max(len(lines), 1) * face.line


def _widths(table: Table, width: float) -> FloatArray:
    """How wide each column is: given shares first, then what the texts need; words give way."""
    wanted, least = _wishes(table)
    fixed: FloatArray = np.array([column.width for column in table.columns]) * width
    numbers = np.array([column.number for column in table.columns], bool)
    free = fixed == 0
    if not free.any():
        return _unbroken(np.asarray(fixed * (width / fixed.sum())), wanted, least, numbers)
    words = free & ~numbers
    over = wanted[free].sum() - (width - fixed.sum())
    wide = np.where(free, wanted, fixed)
    if over <= 0:
        return _unbroken(_filled(table, wide, -float(over), words), wanted, least, numbers)
    give = np.where(words, wanted - least, 0.0)
    if give.sum() >= over:
        return np.asarray(wide - give * over / give.sum())
    wide = np.where(words, least, wide)
    return np.where(free, wide * (width - fixed.sum()) / wide[free].sum(), wide)


def _filled(table: Table, wide: FloatArray, spare: float, words: BoolArray) -> FloatArray:
    """The columns with the room that is left: headings on fewer lines, then looser texts."""
    longer = np.zeros(len(wide))
    for at, column in enumerate(table.columns):
        if column.number and not column.width and not table.bare:
            longer[at] = max(_head_wish(column, float(wide[at])) - float(wide[at]), 0.0)
    if longer.sum() > 0:
        given = min(spare, float(longer.sum()))
        wide = wide + longer * given / longer.sum()
        spare -= given
    free = np.array([column.width == 0 for column in table.columns])
    if words.any():
        looser = np.where(words, wide * _LOOSER, 0.0)
        given = min(spare, float(looser.sum()))
        wide = wide + looser * given / looser.sum()
        spare -= given
    return np.asarray(wide + np.where(free, spare / free.sum(), 0.0))


def _head_wish(column: Column, wide: float) -> float:
    """How wide a column is that has its heading on one line, or on two where one is too long."""
    whole = text_width(column.heading, TABLE_HEAD) + 2 * _PAD + 0.1
    return whole if whole <= wide * _LONGER else 2 * _PAD + _TWO_LINES * (whole - 2 * _PAD)


def _unbroken(
    wide: FloatArray, wanted: FloatArray, least: FloatArray, numbers: BoolArray
) -> FloatArray:
    """The columns where numbers that would be divided have room from columns that have more.

    Room that texts leave is given first, then that of texts that can stand on more lines.
    """
    for kept in (wanted, np.where(numbers, wanted, least)):
        need = np.where(numbers, np.clip(wanted - wide, 0.0, None), 0.0)
        spare = np.clip(wide - kept, 0.0, None)
        given = min(float(need.sum()), float(spare.sum()))
        if given > 0:
            wide = wide + need * (given / need.sum()) - spare * (given / spare.sum())
    return wide


def _wishes(table: Table) -> tuple[FloatArray, FloatArray]:
    """What each column would like, and what it needs."""
    count = len(table.columns)
    wanted, least = np.zeros(count), np.zeros(count)
    if not table.bare:
        for at, column in enumerate(table.columns):
            least[at] = _longest_word(column.heading, TABLE_HEAD)
            whole = text_width(column.heading, TABLE_HEAD)
            wanted[at] = least[at] if column.number else whole
    for row in table.rows:
        for at, cell in enumerate(() if row.heading else row.cells):
            want, need = _wish(table.columns[at], cell, row)
            wanted[at] = max(wanted[at], want)
            least[at] = max(least[at], need)
    return wanted + 2 * _PAD + 0.1, least + 2 * _PAD + 0.1


def _wish(column: Column, cell: Cell, row: Row) -> tuple[float, float]:
    if cell.figure is not None:
        return cell.figure.width, cell.figure.width
    face = _face(cell, row, number=column.number, muted=column.muted)
    indent = _SWATCH_ROOM if cell.swatch else 0.0
    want = text_width(cell.text, face) + indent
    if column.number and want <= _WIDEST_WORD:
        return want, want
    return want, _longest_word(cell.text, face) + indent


def _face(cell: Cell, row: Row, *, number: bool, muted: bool) -> Face:
    if row.heading:
        return replace(TABLE, weight=700)
    weight = 600 if cell.strong or row.strong else 400
    colour = palettes.MUTED if cell.muted or muted else TABLE.colour
    return replace(TABLE, weight=weight, colour=colour, tabular=number)


def _role(place: int, row: Row, columns: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    if row.heading:
        return "TH", (("Scope", "Row"), ("ColSpan", str(columns)))
    return ("TH", (("Scope", "Row"),)) if place == 0 else ("TD", ())


def _longest_word(text: str, face: Face) -> float:
    longest = max((text_width(word, face) for word in words_of(text)), default=0.0)
    return min(longest, _WIDEST_WORD)


def _rule(x: float, y: float, width: float, colour: str) -> Box:
    return Box(x, y - _LINE / 2, width, _LINE, colour)

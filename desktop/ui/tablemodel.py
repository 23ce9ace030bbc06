"""The rows and columns of the table for Qt: what is read aloud, and what a tooltip says."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop.core.areatable import IntArray, NumberColumn
from desktop.core.disclosure import State
from desktop.core.sentences import count_words, interval_words, value_words
from desktop.core.wording import _
from desktop.ui.tablecontent import AreaTable
from desktop.ui.tableparts import NAME, PLACE

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class AreaTableModel(QAbstractTableModel):
    """An :class:`AreaTable` in some order of rows, with some columns; the first is the name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table: AreaTable | None = None
        self.columns: tuple[str, ...] = (NAME,)
        self.rows: IntArray = np.zeros(0, np.int64)
        self.ranked = ""  # the column that places are of

    def show_rows(
        self, table: AreaTable, columns: tuple[str, ...], rows: IntArray, ranked: str
    ) -> None:
        """Hold other rows; with other columns too, widths begin anew."""
        self.beginResetModel()
        self.table, self.columns, self.rows, self.ranked = table, (NAME, *columns), rows, ranked
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if self.table is None:
            return None
        row, id = int(self.rows[index.row()]), self.columns[index.column()]
        if role == _Role.DisplayRole:
            return self._text(id, row)
        if role == _Role.ToolTipRole:
            return self.told(id, row)
        if role == _Role.AccessibleTextRole:
            heading = self.table.heading(id, self.ranked)
            return f"{self.table.name(row)}, {heading.name}: {self._full_text(id, row)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if self.table is None or orientation != Qt.Orientation.Horizontal:
            return None
        heading = self.table.heading(self.columns[section], self.ranked)
        if role == _Role.DisplayRole:
            return heading.name
        if role == _Role.ToolTipRole:
            return f"{heading.told}\n\n{self._how(self.columns[section])}".strip()
        if role == _Role.AccessibleDescriptionRole:
            return "\n".join([heading.told, *self._wholes_told(self.columns[section])])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()] < 0:  # an organisation is no area: it is not chosen, but read
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def told(self, id: str, row: int) -> str:
        """A cell in full: value, counts, interval, and reservations."""
        assert self.table is not None
        name = self.table.name(row)
        if id == NAME:
            return name
        lines = [name, self._full_text(id, row)]
        column = self.table.numbers(id)
        if column is not None and row >= 0:
            lines += cell_lines(column, row)
        found = self.table.group_sums(id) if row < 0 else None
        if found is not None:
            lines += cell_lines(found.column, -1 - row)
            lines.append(_sum_words(int(found.shown[-1 - row]), int(found.areas[-1 - row])))
        return "\n".join(line for line in lines if line)

    def whole_told(self, id: str, at: int) -> str:
        """A cell of a row at the top in full."""
        assert self.table is not None
        whole = self.table.wholes[at]
        lines = [whole.name]
        found = self.table.whole_sums(id)
        if found is not None and not whole.waits:
            lines.append(value_words(found.column.cells, at, found.column.indicator))
            lines += cell_lines(found.column, at)
            if whole.members is not None:
                lines.append(_sum_words(int(found.shown[at]), int(found.areas[at])))
        return "\n".join(line for line in lines if line)

    def _text(self, id: str, row: int) -> str:
        assert self.table is not None
        if id == PLACE:
            return self.table.place_text(self.ranked, row) if self.ranked else ""
        return self.table.text(id, row)

    def _full_text(self, id: str, row: int) -> str:
        """The cell's text with its unit."""
        assert self.table is not None
        found = self.table.group_sums(id) if row < 0 else None
        if found is not None:
            return value_words(found.column.cells, -1 - row, found.column.indicator)
        column = self.table.numbers(id)
        if column is not None and row >= 0:
            return value_words(column.cells, row, column.indicator)
        text = self._text(id, row)
        return _("nr. {place}").format(place=text) if id == PLACE and text != "–" else text

    def _wholes_told(self, id: str) -> list[str]:
        assert self.table is not None
        if self.table.numbers(id) is None:
            return []
        return [self.whole_told(id, at).replace("\n", ", ") for at in range(len(self.table.wholes))]

    def _how(self, id: str) -> str:
        assert self.table is not None
        if id in (NAME, PLACE) or self.table.numbers(id) is None:
            return _("Klik: sortér")
        if id.startswith("@"):
            return _("Klik: sortér · træk: flyt")
        return _("Klik: sortér · dobbeltklik: vis indikatoren på kortet · træk: flyt")


def cell_lines(column: NumberColumn, at: int) -> list[str]:
    """What stands behind a value: counts, interval, and whether they are few."""
    if column.cells.states[at] != State.SHOWN:
        return []
    lines = [count_words(column.cells, at)]
    reach = interval_words(column.cells, at, column.indicator)
    if reach:
        lines.append(_("95 %-interval {interval}").format(interval=reach))
    if column.small[at]:
        lines.append(_("Få bag tallet: det svinger meget af sig selv."))
    return lines


def _sum_words(shown: int, areas: int) -> str:
    if shown == areas:
        return _("{areas} områder tilsammen").format(areas=areas)
    return _("{shown} af {areas} områder tilsammen; resten vises ikke").format(
        shown=shown, areas=areas
    )

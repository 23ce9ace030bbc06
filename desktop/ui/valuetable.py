"""The numbers of a time chart as a table: a row for each period, the newest first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.core.disclosure import State
from desktop.core.wording import _
from desktop.maps.timelines import TimeContent, line_more_words, line_value_words
from desktop.ui.theme import Theme, font

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = 26


class ValueModel(QAbstractTableModel):
    """Rows are periods, columns lines; what is not shown is said in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._content: TimeContent | None = None

    def show_content(self, content: TimeContent, theme: Theme) -> None:
        """Hold the numbers of another chart."""
        self.beginResetModel()
        self._content, self._theme = content, theme
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        held = self._content is not None and not parent.isValid()
        return len(self._content.periods) if held and self._content is not None else 0

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if self._content is None or parent.isValid() else 1 + len(self._content.lines)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if self._content is None or orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._content.lines[section - 1].series.name if section else _("Periode")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._content is None:
            return None
        at, column = self.row_of(index.row()), index.column()
        line = self._content.lines[column - 1] if column else None
        if role == Qt.ItemDataRole.DisplayRole:
            if line is None:
                return self._content.periods[at].label
            return line_value_words(self._content, line, at)
        if role == Qt.ItemDataRole.ToolTipRole and line is not None:
            return line_more_words(self._content, line, at)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and line is not None:
            hidden = line.series.cells.states[at] != State.SHOWN
            return QColor(self._theme.muted if hidden else self._theme.ink)
        if role == Qt.ItemDataRole.FontRole:
            return font(13, tabular=True)
        return None

    def row_of(self, row: int) -> int:
        """The chart's row of a row of the table, and the other way round."""
        return self.rowCount() - 1 - row


class ValueTable(QTableView):
    """A table that is read and copied; a click goes to the period."""

    period_picked = Signal(int)  # row of the period in the chart

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._values = ValueModel(theme)
        self.setModel(self._values)
        self.setAccessibleName(_("Tallene bag kurverne"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultSectionSize(150)
        self.clicked.connect(self._on_clicked)

    def show_content(self, content: TimeContent, theme: Theme) -> None:
        """Hold the numbers of another chart."""
        self._values.show_content(content, theme)
        self.setStyleSheet(
            f"QTableView {{ background: {theme.surface}; border: 1px solid {theme.hairline};"
            f" border-radius: 8px; selection-background-color: {theme.accent_soft};"
            f" selection-color: {theme.ink}; }}"
            f" QTableView::item {{ padding: 0 8px; border: none; }}"
            f" QHeaderView, QHeaderView::section {{ background: {theme.surface};"
            f" color: {theme.muted}; border: none; border-bottom: 1px solid {theme.hairline};"
            f" padding: 5px 19px 5px 3px; font-size: 12px; }}"
        )
        self.setColumnWidth(0, 150)

    def show_period(self, at: int) -> None:
        """Mark a row of the chart and bring it into sight."""
        if 0 <= at < self._values.rowCount():
            row = self._values.row_of(at)
            self.selectRow(row)
            self.scrollTo(self._values.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """The marked rows as they are read, with the names of the columns above."""
        model = self._values
        columns = range(model.columnCount())
        rows = sorted({index.row() for index in self.selectedIndexes()})
        head = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in columns]
        lines = [[str(model.data(model.index(row, at))) for at in columns] for row in rows]
        return "\n".join("\t".join(line) for line in [head, *lines])

    def _on_clicked(self, index: QModelIndex) -> None:
        self.period_picked.emit(self._values.row_of(index.row()))

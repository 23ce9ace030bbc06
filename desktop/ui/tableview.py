"""The rows of the table on the screen: painted a column at a time, with the names held still."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from desktop.core.areatable import BoolArray, IntArray, WordColumn
from desktop.ui.tablecells import ROW, CellPainter, Cues, cues_of
from desktop.ui.tableheader import TableHeader
from desktop.ui.tablemodel import AreaTableModel
from desktop.ui.tableparts import NAME, PLACE

Index = QModelIndex | QPersistentModelIndex
_NAME_INSET = 16


class RowsView(QTableView):
    """A table view that paints whole columns of the visible rows itself.

    A delegate would be called for every cell; this is one call for a column. Everything else, the
    keyboard and what a screen reader is told, is the table view's own.
    """

    pointed_at = Signal(int)  # area under the pointer, or -1
    group_picked = Signal(int, bool)  # organisation, and whether its areas are added
    menu_requested = Signal(int, QPoint)  # column, place on the screen

    def __init__(self, cells: CellPainter, model: AreaTableModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.cells = cells
        self.cues = Cues()
        self.chosen: BoolArray = np.zeros(0, bool)
        self.pointed = -1
        self._model = model
        self.head = TableHeader(cells, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())  # the style's own has an edge
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        theme, rect, model = self.cells.theme, event.rect(), self._model
        painter.fillRect(rect, QColor(theme.surface))
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        if model.table is None or first < 0:
            painter.end()
            return
        last = len(model.rows) - 1 if last < 0 else last
        rows = model.rows[first : last + 1]
        tops = self.rowViewportPosition(first) + ROW * np.arange(len(rows), dtype=np.float64)
        chosen = (rows >= 0) & self.chosen[np.maximum(rows, 0)]
        self._paint_grounds(painter, rows, chosen, tops, rect)
        weights = [600 if bold else 400 for bold in (chosen | (rows < 0)).tolist()]
        for visual in range(max(self.head.visualIndexAt(rect.left()), 0), self.head.count()):
            column = self.head.logicalIndex(visual)
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if left > rect.right():
                break
            if self.paints(column) and not self.isColumnHidden(column):
                painter.save()
                painter.setClipRect(
                    QRect(left, rect.top(), width, rect.height()), Qt.ClipOperation.ReplaceClip
                )
                self._paint_column(painter, column, left, width, rows, tops, weights)
                painter.restore()
        self._paint_focus(painter)
        painter.end()

    def paints(self, column: int) -> bool:
        """Whether a column is this view's to paint."""
        return column > 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed_at.emit(self._area_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed_at.emit(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.rowAt(event.position().toPoint().y())
        if at >= 0 and self._model.rows[at] < 0 and event.button() == Qt.MouseButton.LeftButton:
            added = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.group_picked.emit(int(-1 - self._model.rows[at]), added)
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        if index.isValid():
            self.menu_requested.emit(index.column(), place)

    def _area_at(self, place: QPoint) -> int:
        at = self.rowAt(place.y())
        return max(int(self._model.rows[at]), -1) if at >= 0 else -1

    def _paint_grounds(
        self, painter: QPainter, rows: IntArray, chosen: BoolArray, tops: np.ndarray, rect: QRect
    ) -> None:
        left, width = rect.left(), rect.width()
        for members, colour in (
            (rows < 0, self.cells.led),
            (chosen, self.cells.chosen),
            ((rows == self.pointed) & (rows >= 0) & ~chosen, self.cells.pointed),
        ):
            for top in tops[members].tolist():
                painter.fillRect(QRectF(left, top, width, ROW), colour)
        painter.setPen(self.cells.rule)
        right = left + width
        painter.drawLines(
            [QLineF(left, top + ROW - 0.5, right, top + ROW - 0.5) for top in tops.tolist()]
        )

    def _paint_column(
        self,
        painter: QPainter,
        column: int,
        left: int,
        width: int,
        rows: IntArray,
        tops: np.ndarray,
        weights: list[int],
    ) -> None:
        model, cells = self._model, self.cells
        table, id = model.table, model.columns[column]
        assert table is not None
        if id == PLACE:
            if model.ranked:
                places = table.places(model.ranked)
                areas = rows >= 0
                best, worst = places.of(rows[areas])
                cells.places(painter, best, worst, places.total, left, width, tops[areas].tolist())
            return
        if id == NAME or isinstance(table.column(id), WordColumn):
            texts = [table.text(id, row) for row in rows.tolist()]
            inset = _NAME_INSET if id == NAME else 10
            for weight in {*weights}:
                at = [nr for nr, own in enumerate(weights) if own == weight]
                cells.words(
                    painter,
                    [texts[nr] for nr in at],
                    left,
                    width,
                    tops[at].tolist(),
                    weight=weight,
                    inset=inset,
                )
            return
        cues = cues_of(id, self.cues)
        cells.numbers(
            painter,
            table.stretch(id, rows),
            left,
            width,
            tops,
            table.scale(id),
            cues=cues,
            weights=weights,
            mark=table.municipality_value(id),
        )
        if cues.courses:
            shown = table.stretch(id, rows).states == 0
            values = table.course(id, rows[shown])
            cells.courses(painter, values, left, width, tops[shown])

    def _paint_focus(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if self.shows_focus() and index.isValid() and self.paints(index.column()):
            painter.setPen(QPen(QColor(self.cells.theme.accent_text), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.visualRect(index)).adjusted(1.5, 1.5, -1.5, -2.5))

    def shows_focus(self) -> bool:
        """Whether the keyboard is here."""
        return self.hasFocus()


class NamesView(RowsView):
    """The names alone, held still over the first column of the table."""

    def __init__(self, table: TableView) -> None:
        self._table = table  # Qt asks for commands while a view is made
        super().__init__(table.cells, table.area_model, table)
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setSectionsMovable(False)

    def paints(self, column: int) -> bool:
        return column == 0

    def shows_focus(self) -> bool:
        return self._table.hasFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._table.setFocus()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(self.cells.rule)
        right = self.viewport().width() - 1
        painter.drawLine(right, 0, right, self.viewport().height())
        painter.end()

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        return self._table.selectionCommand(index, event)


class TableView(RowsView):
    """The whole table: the rows, and over its first column the names."""

    picked = Signal(object, bool)  # areas in the order of the rows, and whether others are let go
    copy_requested = Signal()
    typed = Signal(str)
    _has_names = False  # Qt measures a view before it is wholly made

    def __init__(self, cells: CellPainter, model: AreaTableModel, parent: QWidget | None) -> None:
        super().__init__(cells, model, parent)
        self.area_model = model
        self.filling = False
        self._clears = True
        self.names = NamesView(self)
        self._has_names = True
        self.names.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self.names.verticalScrollBar().setValue)
        self.head.sectionResized.connect(self._on_resized)
        self.names.head.sectionResized.connect(self._on_name_resized)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def views(self) -> tuple[RowsView, ...]:
        """Both halves."""
        return (self, self.names)

    def show_chosen(self, chosen: BoolArray) -> None:
        """Mark the chosen areas, by position."""
        for view in self.views:
            view.chosen = chosen
            view.viewport().update()
        rows = self.area_model.rows
        marked = (rows >= 0) & chosen[np.maximum(rows, 0)]
        if (marked == self._marked()).all():
            return
        edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
        selection = QItemSelection()
        last = self.area_model.columnCount() - 1
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            top, foot = self.area_model.index(first, 0), self.area_model.index(end - 1, last)
            selection.select(top, foot)
        self.filling = True
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.filling = False

    def bring(self, position: int) -> None:
        """Scroll so that an area's row is seen; nothing where it has none."""
        at = np.flatnonzero(self.area_model.rows == position)
        if len(at):
            bar, top = self.verticalScrollBar(), ROW * int(at[0])
            seen = self.viewport().height()
            if not bar.value() <= top <= bar.value() + seen - ROW:
                bar.setValue(top - seen // 3)

    def show_pointed(self, position: int) -> None:
        """Mark the area that is pointed at, here or elsewhere."""
        before = self.names.pointed
        for view in self.views:
            view.pointed = position
            for area in (before, position):
                for row in (
                    np.flatnonzero(self.area_model.rows == area).tolist() if area >= 0 else ()
                ):
                    top = view.rowViewportPosition(row)
                    view.viewport().update(0, top, view.viewport().width(), ROW)

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        command = super().selectionCommand(index, event)
        self._clears = bool(command & QItemSelectionModel.SelectionFlag.Clear)
        return command

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._clears = True
            self.selectAll()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and at >= 0
            and self.area_model.rows[at] < 0
        ):
            self.group_picked.emit(int(-1 - self.area_model.rows[at]), False)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell out from under the names, too."""
        super().scrollTo(index, hint)
        under = self.columnWidth(0) - self.columnViewportPosition(index.column())
        if index.column() > 0 and under > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - under)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_names()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self._has_names:
            self._place_names()

    def refit(self) -> None:
        """Take in another height of the head."""
        for view in self.views:
            view.updateGeometries()
            view.head.viewport().update()
            view.viewport().update()

    def _place_names(self) -> None:
        self.names.setGeometry(0, 0, self.columnWidth(0), self.viewport().geometry().bottom() + 1)
        self.names.raise_()

    def _marked(self) -> BoolArray:
        marked = np.zeros(len(self.area_model.rows), bool)
        selection = self.selectionModel().selection()
        for part in (selection.at(nr) for nr in range(selection.count())):
            marked[part.top() : part.bottom() + 1] = True
        return marked & (self.area_model.rows >= 0)

    def _on_selection(self) -> None:
        if not self.filling:
            rows = self.area_model.rows[self._marked()]
            self.picked.emit(rows.tolist(), self._clears)

    def _on_current(self) -> None:
        for view in self.views:
            view.viewport().update()

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        if section == 0:
            self.names.setColumnWidth(0, width)
            self._place_names()

    def _on_name_resized(self, section: int, _before: int, width: int) -> None:
        if section == 0 and self.columnWidth(0) != width:
            self.setColumnWidth(0, width)

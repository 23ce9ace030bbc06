"""The areas beside the scatter plot: name and both numbers, chosen ones marked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells
from desktop.core.sentences import value_words
from desktop.core.wording import _
from desktop.maps.palettes import mixed
from desktop.ui.theme import Theme, font

IntArray = NDArray[np.int64]
Index = QModelIndex | QPersistentModelIndex

_ROW = 29
_FIGURES = 92.0  # pixels that a number takes
_POSITION = int(Qt.ItemDataRole.UserRole)


class Sorted(IntEnum):
    """What the areas are in order of; numbers with the highest first."""

    FIRST = 0
    SECOND = 1
    NAME = 2


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What stands in the table; an entry per area of the level.

    ``kept`` are those listed, and ``places`` their names' places in the alphabet.
    """

    names: tuple[str, ...]
    cells: tuple[Cells, Cells]
    indicators: tuple[Indicator, Indicator]
    kept: NDArray[np.bool_]
    places: FloatArray


def in_order(columns: Columns, by: Sorted) -> IntArray:
    """The positions of the areas listed, in order; those without a number last, by name."""
    kept = np.flatnonzero(columns.kept)
    by_name = kept[np.argsort(columns.places[kept], kind="stable")]
    if by is Sorted.NAME:
        return by_name
    values = columns.cells[by].values[by_name]
    return by_name[np.argsort(-values, kind="stable")]  # NaN comes last


class AreaModel(QAbstractListModel):
    """Areas in an order, a row each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: Columns | None = None
        self._order: IntArray = np.zeros(0, np.int64)

    def show(self, columns: Columns, order: IntArray) -> None:
        """Hold other numbers or another order."""
        if len(order) != len(self._order):
            self.beginResetModel()
            self.columns, self._order = columns, order
            self.endResetModel()
            return
        self.columns, self._order = columns, order
        if len(order):
            self.dataChanged.emit(self.index(0), self.index(len(order) - 1))

    def position(self, row: int) -> int:
        """The area of a row."""
        return int(self._order[row])

    def row_of(self, position: int) -> int:
        """The row of an area, or -1."""
        at = np.flatnonzero(self._order == position)
        return int(at[0]) if len(at) else -1

    def words(self, row: int) -> tuple[str, str, str]:
        """What a row says: name and both numbers, or why there is none."""
        columns = self.columns
        assert columns is not None
        position = self.position(row)
        first, second = (
            value_words(cells, position, indicator)
            for cells, indicator in zip(columns.cells, columns.indicators, strict=True)
        )
        return columns.names[position], first, second

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return ", ".join(self.words(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words(index.row())[0]
        return self.position(index.row()) if role == _POSITION else None


class AreaDelegate(QStyledItemDelegate):
    """Paints a row: name, first number, second number, a hairline."""

    def __init__(self, theme: Theme, model: AreaModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.selected: frozenset[int] = frozenset()
        self.hovered = -1
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, place = self.theme, QRectF(option.rect)
        position = self._model.position(index.row())
        chosen = position in self.selected
        columns = self._model.columns
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or position == self.hovered:
            soft = mixed(theme.selected, theme.surface, 0.82) if chosen else theme.track
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(soft))
            painter.drawRoundedRect(place.adjusted(0, 1, -1, -1), 6, 6)
        if not chosen:
            painter.setPen(QColor(theme.hairline))
            foot = place.bottom() - 0.5
            painter.drawLine(QPointF(place.left(), foot), QPointF(place.right(), foot))
        name, *figures = self._model.words(index.row())
        right = place.right() - 10
        for at in (1, 0):
            shown = columns is not None and bool(columns.cells[at].shown[position])
            face = font(13, 600 if chosen else 400, tabular=True)
            painter.setFont(face if shown else font(12))
            painter.setPen(QColor(theme.ink if shown else theme.muted))
            painter.drawText(
                QRectF(right - _FIGURES, place.top(), _FIGURES, place.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                figures[at],
            )
            right -= _FIGURES
        face = font(13, 600 if chosen else 400)
        painter.setFont(face)
        painter.setPen(QColor(theme.ink))
        room = right - place.left() - 16
        text = QFontMetricsF(face).elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place.adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class AreaList(QListView):
    """A click chooses, Ctrl adds; arrow keys walk and Enter chooses."""

    chosen = Signal(int, bool)  # position, and whether to add
    pointed = Signal(int)  # position or -1

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName(_("Områder og deres to tal"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.setCurrentIndex(index)
            self.chosen.emit(int(index.data(_POSITION)), adding)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.pointed.emit(int(index.data(_POSITION)) if index.isValid() else -1)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.chosen.emit(int(index.data(_POSITION)), adding)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
            index = self.currentIndex()
            if index.isValid():
                self.pointed.emit(int(index.data(_POSITION)))


class DoubleTable(QWidget):
    """Heading with the order, and the areas."""

    chosen = Signal(int, bool)
    pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by = Sorted.FIRST
        self._columns: Columns | None = None
        title = QLabel(_("Områder"))
        title.setProperty("role", "strong")
        self.order = QToolButton()
        self.order.setProperty("role", "quiet")
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.order)
        for by, text in (
            (Sorted.FIRST, _("kort 1")),
            (Sorted.SECOND, _("kort 2")),
            (Sorted.NAME, _("navn")),
        ):
            menu.addAction(text).triggered.connect(partial(self._on_order, by))
        self.order.setMenu(menu)
        self.model = AreaModel(self)
        self.view = AreaList()
        self._delegate = AreaDelegate(theme, self.model, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.chosen.connect(self.chosen)
        self.view.pointed.connect(self.pointed)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._tell_order()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._delegate.theme = theme
        self.view.viewport().update()

    def show_columns(self, columns: Columns) -> None:
        """Show other numbers, in the order chosen."""
        self._columns = columns
        self.model.show(columns, in_order(columns, self._by))
        self.view.viewport().update()

    def sort(self, by: Sorted) -> None:
        """Another order."""
        self._by = by
        self._tell_order()
        if self._columns is not None:
            self.show_columns(self._columns)
            self.view.scrollToTop()

    def show_selected(self, positions: list[int]) -> None:
        """Mark the chosen areas, and bring the one chosen last into view."""
        self._delegate.selected = frozenset(positions)
        if positions:
            row = self.model.row_of(positions[-1])
            if row >= 0:
                self.view.scrollTo(self.model.index(row))
        self.view.viewport().update()

    def show_hovered(self, position: int) -> None:
        """Mark the area pointed at, wherever that was."""
        if position != self._delegate.hovered:
            self._delegate.hovered = position
            self.view.viewport().update()

    def row_place(self, row: int) -> QPoint:
        """Where a row is, in the list's viewport."""
        return self.view.visualRect(self.model.index(row)).center()

    def _on_order(self, by: Sorted, _checked: bool) -> None:
        self.sort(by)

    def _tell_order(self) -> None:
        text = {
            Sorted.FIRST: _("sorteret efter kort 1"),
            Sorted.SECOND: _("sorteret efter kort 2"),
            Sorted.NAME: _("sorteret efter navn"),
        }[self._by]
        self.order.setText(f"{text} ▾")
        self.order.setAccessibleName(_("Rækkefølge: {order}").format(order=text))

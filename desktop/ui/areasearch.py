"""Finding an area: a field to write in, and the list of those that fit under it."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.core.areafinding import AreaIndex
from desktop.core.areas import Areas
from desktop.core.wording import _, number
from desktop.ui.theme import Theme, font

ROW = 34
_POSITION = Qt.ItemDataRole.UserRole
_WALKS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class AreaModel(QAbstractListModel):
    """The areas found, in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._areas: Areas | None = None
        self._index = AreaIndex((), (), ())
        self._found: tuple[int, ...] = ()

    def show_areas(self, areas: Areas, index: AreaIndex) -> None:
        """Find among other areas."""
        self.beginResetModel()
        self._areas, self._index, self._found = areas, index, index.positions
        self.endResetModel()

    def find(self, sought: str) -> None:
        """Hold those that fit."""
        self.beginResetModel()
        self._found = self._index.find(sought)
        self.endResetModel()

    @property
    def found(self) -> tuple[int, ...]:
        """Positions of the areas, in the order of the rows."""
        return self._found

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._found)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        areas = self._areas
        if areas is None or not index.isValid():
            return None
        at = self._found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return areas.names[at] or areas.codes[at]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in self.words_of(at) if part)
        return at if role == _POSITION else None

    def words_of(self, position: int) -> tuple[str, str, str]:
        """Name, organisation (or code) and residents of an area."""
        areas = self._areas
        assert areas is not None
        residents = float(areas.residents[position])
        count = (
            _("{count} beboere").format(count=number(residents)) if math.isfinite(residents) else ""
        )
        code = areas.codes[position]
        owner = areas.organisations[position]
        return areas.names[position] or code, " · ".join(p for p in (code, owner) if p), count


class AreaRows(QStyledItemDelegate):
    """Paints a row: the name, who owns it, and how many live there."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, AreaModel)
        name, owner, residents = model.words_of(int(index.data(_POSITION)))
        room = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        pointed = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.accent_soft))
            painter.drawRoundedRect(room.adjusted(2, 1, -2, -1), 6, 6)
        inside = room.adjusted(12, 0, -12, 0)
        face, quiet = font(13, 600 if chosen else 400), font(12, tabular=True)
        last = min(150.0, 0.3 * inside.width())
        first = 0.52 * (inside.width() - last)
        side = Qt.AlignmentFlag.AlignVCenter
        for text, left, width, face_of, colour, align in (
            (name, inside.left(), first - 12, face, self.theme.ink, Qt.AlignmentFlag.AlignLeft),
            (
                owner,
                inside.left() + first,
                inside.width() - first - last - 8,
                quiet,
                self.theme.muted,
                Qt.AlignmentFlag.AlignLeft,
            ),
            (
                residents,
                inside.right() - last,
                last,
                quiet,
                self.theme.muted,
                Qt.AlignmentFlag.AlignRight,
            ),
        ):
            painter.setFont(face_of)
            painter.setPen(QColor(colour))
            cut = QFontMetricsF(face_of).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRectF(left, inside.top(), width, inside.height()), int(side | align), cut
            )
        painter.restore()


class AreaList(QListView):
    """The areas found; a click or Enter opens one."""

    opened = Signal(int)  # position

    def __init__(self, theme: Theme, model: AreaModel) -> None:
        super().__init__()
        self._rows = AreaRows(theme, self)
        self.setModel(model)
        self.setItemDelegate(self._rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Områder"))
        self._found = model
        self.clicked.connect(self._open)
        model.modelReset.connect(self.mark_first)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._rows.theme = theme
        self.viewport().update()

    def mark_first(self) -> None:
        """The best of those found is the one that Enter opens."""
        self.setCurrentIndex(self.model().index(0, 0))

    def open_current(self) -> None:
        """Open the marked area, if there is one."""
        if self.currentIndex().isValid():
            self._open(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._found.found:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._rows.theme.muted))
            painter.setFont(font(13))
            room = self.viewport().rect().adjusted(12, 8, -12, 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), _("findes ikke"))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(int(index.data(_POSITION)))


class AreaField(QLineEdit):
    """What is sought; the arrow keys walk the list without leaving the field."""

    walked = Signal(QKeyEvent)
    entered = Signal()
    left = Signal()  # Escape

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Find område …"))
        self.setAccessibleName(_("Find område"))
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape and bool(self.text()))
            if event.isAccepted():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WALKS:
            self.walked.emit(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

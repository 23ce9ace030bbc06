"""The list of reports: the name of each, and one sentence that says what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.wording import _
from desktop.ui.reportasking import ReportKind
from desktop.ui.theme import Theme, font

_SENTENCE = int(Qt.ItemDataRole.UserRole) + 1
_SIDE, _TOP, _NAME, _LINE = 12, 7, 18, 16  # pixels: beside, above, heights of name and line
_MOST_LINES = 2

Index = QModelIndex | QPersistentModelIndex


class KindRows(QStyledItemDelegate):
    """Paints a name and under it the sentence, in two lines at most."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        parent = self.parent()
        room = parent.viewport().width() if isinstance(parent, QListWidget) else 200
        lines = wrapped(str(index.data(_SENTENCE)), room - 2 * _SIDE)
        return QSize(room, 2 * _TOP + _NAME + _LINE * len(lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, place = self._theme, QRectF(option.rect).adjusted(0, 1, 0, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        pointed = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or pointed or focused:
            painter.setPen(
                QPen(QColor(theme.accent_text), 1) if focused else QPen(Qt.PenStyle.NoPen)
            )
            painter.setBrush(QColor(theme.accent_soft if chosen or pointed else theme.surface))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inside = place.adjusted(_SIDE, _TOP - 1, -_SIDE, 0)
        painter.setFont(font(13, 600))
        painter.setPen(QColor(theme.accent_text if chosen else theme.ink))
        name = QFontMetricsF(painter.font()).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(font(12))
        painter.setPen(QColor(theme.muted))
        for nr, line in enumerate(wrapped(str(index.data(_SENTENCE)), inside.width())):
            row = inside.adjusted(0, _NAME + _LINE * nr, 0, 0)
            painter.drawText(row, Qt.AlignmentFlag.AlignTop, line)
        painter.restore()


class KindList(QListWidget):
    """The kinds of report; the arrow keys walk them."""

    picked = Signal(str)  # id of the kind

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(_("Hvad skal der skrives ud?"))
        self.setStyleSheet("QListWidget { border: none; padding: 0; }")
        self.setItemDelegate(KindRows(theme, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.currentItemChanged.connect(self._on_current)

    def fill(self, kinds: Sequence[ReportKind], chosen: str) -> None:
        """Offer kinds, of which one is chosen. Nothing is told of it."""
        self.blockSignals(True)
        self.clear()
        for kind in kinds:
            item = QListWidgetItem(kind.name)
            item.setData(Qt.ItemDataRole.UserRole, kind.id)
            item.setData(_SENTENCE, kind.sentence)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind.name}. {kind.sentence}")
            item.setToolTip(kind.sentence)
            self.addItem(item)
            if kind.id == chosen:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.picked.emit(str(item.data(Qt.ItemDataRole.UserRole)))


@lru_cache(maxsize=64)
def wrapped(text: str, width: float) -> tuple[str, ...]:
    """A sentence in two lines at most, the last shortened where there is more."""
    layout = QTextLayout(text, font(12))
    layout.beginLayout()
    ends: list[tuple[int, int]] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 40.0))
        ends.append((line.textStart(), line.textStart() + line.textLength()))
    layout.endLayout()
    lines = [text[start:end].strip() for start, end in ends]
    if len(lines) > _MOST_LINES:
        rest = text[ends[_MOST_LINES - 1][0] :]
        short = QFontMetricsF(font(12)).elidedText(rest, Qt.TextElideMode.ElideRight, width)
        lines = [*lines[: _MOST_LINES - 1], short]
    return tuple(line for line in lines if line)

"""Small rounded buttons in rows that wrap: what is drawn in a chart, with the line it has there."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.core.wording import _
from desktop.maps.curves import Dash, line_marks
from desktop.maps.drawing import Drawing
from desktop.ui.painter import paint
from desktop.ui.theme import Theme, font

_HEIGHT, _PADDING, _KEY, _GAP = 28, 11, 24, 8
_MOST = 210  # pixels a name takes at most


class Chip(QAbstractButton):
    """A choice that is on or off, or with ``closes`` a thing that can be taken away.

    The short line in front is how it is drawn in the chart while it is on.
    """

    closed = Signal()

    def __init__(self, name: str, theme: Theme, *, closes: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._closes = closes
        self._colour = ""
        self._dash: Dash = ()
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(not closes)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if closes:
            self.setAccessibleDescription(_("Delete fjerner området fra udvalget"))

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def show_line(self, colour: str, dash: Dash = ()) -> None:
        """Show how it is drawn; an empty colour shows no line."""
        self._colour, self._dash = colour, dash
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> str:
        """The name as far as there is room for it."""
        elide = Qt.TextElideMode.ElideRight
        return QFontMetricsF(font(12.5, 600)).elidedText(self.text(), elide, _MOST)

    def sizeHint(self) -> QSize:
        words = ceil(QFontMetricsF(font(12.5, 600)).horizontalAdvance(self.shown))
        key = _KEY if self._colour else 0
        close = 20 if self._closes else 0
        return QSize(words + key + close + 2 * _PADDING, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        border = theme.accent_text if self.hasFocus() else theme.hairline
        painter.setPen(QPen(QColor(border), 1))
        painter.setBrush(QColor(theme.accent_soft if on or self.underMouse() else theme.surface))
        if not self.isEnabled():
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 14, 14)
        x = float(_PADDING)
        if self._colour:
            ends = np.array([x, x + 16.0])
            marks = line_marks(ends, np.full(2, _HEIGHT / 2), self._colour, 2.0, self._dash)
            paint(Drawing(self.width(), _HEIGHT, marks), painter)
            x += _KEY
        painter.setFont(font(12.5, 600 if on else 400))
        ink = theme.accent_text if on else theme.ink
        painter.setPen(QColor(ink if self.isEnabled() else theme.faint))
        painter.drawText(QPointF(x, 18.5), self.shown)
        if self._closes:
            self._paint_cross(painter)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._closes and self._cross().contains(event.position().toPoint()):
            self.setDown(False)
            self.closed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._closes and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def _cross(self) -> QRect:
        return QRect(self.width() - 28, 0, 28, _HEIGHT)

    def _paint_cross(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._theme.muted), 1.4))
        x, y = self.width() - 17.0, _HEIGHT / 2
        painter.drawLine(QPointF(x - 3.5, y - 3.5), QPointF(x + 3.5, y + 3.5))
        painter.drawLine(QPointF(x - 3.5, y + 3.5), QPointF(x + 3.5, y - 3.5))


class Flow(QWidget):
    """Widgets side by side, in as many rows as they take."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def fill(self, parts: Sequence[QWidget]) -> None:
        """Hold other widgets, in their order; those before are let go but for the ones kept."""
        for part in self._parts:
            if part not in parts:
                part.hide()
                part.deleteLater()
        self._parts = list(parts)
        for part, after in zip(self._parts, self._parts[1:], strict=False):
            part.setParent(self)
            after.setParent(self)
            QWidget.setTabOrder(part, after)
        for part in self._parts:
            part.setParent(self)
            part.show()
        self.arrange()

    def arrange(self) -> None:
        """Lay everything out anew, after something has become wider."""
        x = y = 0
        row = 0
        for part in self._parts:
            if part.isHidden():
                continue
            size = part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize())
            wide = min(size.width(), max(self.width(), 40))
            if x and x + wide > self.width():
                x, y, row = 0, y + row + 6, 0
            part.setGeometry(QRect(QPoint(x, y), QSize(wide, size.height())))
            x += wide + _GAP
            row = max(row, size.height())
        self.setFixedHeight(max(y + row, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

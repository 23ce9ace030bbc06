"""The card that follows the pointer: area, value, count of base, rank, municipality."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme, font

_PADDING = 11
_LINE = 18
_AWAY = 16  # pixels from the pointer


class HoverCard(QWidget):
    """Three short lines on a dark card that no click ever reaches."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._room = parent
        self._lines: tuple[str, ...] = ()
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme

    @property
    def lines(self) -> tuple[str, ...]:
        """What the card says; empty when it is hidden."""
        return () if self.isHidden() else self._lines

    def say(self, lines: tuple[str, ...], pointer: QPoint) -> None:
        """Show some lines beside a place in the parent, inside its edges."""
        if lines != self._lines:
            self._lines = lines
            self.update()
        size = self.sizeHint()
        room = self._room.size()
        x = pointer.x() + _AWAY
        if x + size.width() > room.width() - 8:
            x = pointer.x() - _AWAY - size.width()
        y = min(max(8, pointer.y() - size.height() // 2), room.height() - size.height() - 8)
        self.setGeometry(QRect(QPoint(max(8, x), y), size))
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        widths = [
            QFontMetrics(self._face(at)).horizontalAdvance(line)
            for at, line in enumerate(self._lines)
        ]
        return QSize(max(widths, default=0) + 2 * _PADDING, len(widths) * _LINE + 2 * _PADDING - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.card))
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        for at, line in enumerate(self._lines):
            painter.setFont(self._face(at))
            last = at == len(self._lines) - 1 and at > 1
            painter.setPen(QColor(self._theme.card_muted if last else self._theme.card_ink))
            painter.drawText(_PADDING, _PADDING + 11 + at * _LINE, line)
        painter.end()

    @staticmethod
    def _face(line: int) -> QFont:
        return font(12, 600 if line == 0 else 400)

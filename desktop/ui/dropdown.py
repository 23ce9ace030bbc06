"""A combo box with the same ▾ as every other thing that opens."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox

from desktop.ui.theme import font

_ROOM = 22  # pixels


class Dropdown(QComboBox):
    """Painted as the style sheet says, and the mark on top."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(font(12))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        place = QRect(self.width() - _ROOM - 4, 0, _ROOM, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "▾")
        painter.end()

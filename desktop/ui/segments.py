"""Buttons side by side of which one is chosen, in as many rows as their names take."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

from desktop.ui.theme import font

_EDGE, _GAP, _PADDING = 3, 2, 12  # pixels: around all, between two, beside a name
_SNUG = 14  # more beside a name where there is room for it


class Segment(QPushButton):
    """A button whose name is shortened where it has no room, and then told in full by a tooltip."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setCheckable(True)

    @property
    def needed(self) -> int:
        """The width that shows the name in full, chosen or not."""
        return ceil(QFontMetricsF(font(13, 600)).horizontalAdvance(self.text())) + _PADDING

    @property
    def shown(self) -> str:
        """The name as far as there is room for it."""
        if self.needed <= self.width():
            return self.text()
        room = self.width() - _PADDING
        return QFontMetricsF(font(13, 600)).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setToolTip("" if self.needed <= self.width() else self.text())
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown.replace("&", "&&")
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()


class Segments(QFrame):
    """Lays its buttons out in rows; a row is filled before the next one begins."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons: list[Segment] = []

    def fill(self, buttons: Sequence[Segment]) -> None:
        """Hold other buttons; those before are let go."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = list(buttons)
        for button in self._buttons:
            button.setParent(self)
            button.show()
        self._arrange()

    def fill_snugly(self, buttons: Sequence[Segment]) -> None:
        """Hold other buttons in one row, as wide as their names."""
        gaps = _GAP * max(len(buttons) - 1, 0) + 2 * _EDGE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedWidth(sum(each.needed + _SNUG for each in buttons) + gaps)
        self.fill(buttons)

    def sizeHint(self) -> QSize:
        snug = self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
        return QSize(self.minimumWidth() if snug else 200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() - 2 * _EDGE
        y = _EDGE
        for row in _rows(self._buttons, room):
            height = max(button.sizeHint().height() for button in row)
            spare = room - _GAP * (len(row) - 1) - sum(button.needed for button in row)
            x = _EDGE
            for left, button in zip(range(len(row), 0, -1), row, strict=True):
                more = spare // left
                spare -= more
                button.setGeometry(x, y, button.needed + more, height)
                x += button.needed + more + _GAP
            y += height + _GAP
        self.setFixedHeight(max(0, y - _GAP) + _EDGE)


def _rows(buttons: Sequence[Segment], room: int) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    used = room
    for button in buttons:
        if not rows or used + _GAP + button.needed > room:
            rows.append([button])
            used = button.needed
        else:
            rows[-1].append(button)
            used += _GAP + button.needed
    return rows

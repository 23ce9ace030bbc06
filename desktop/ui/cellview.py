"""A drawing with cells on screen: pointed at, clicked, and walked through by keys."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.maps.cellchart import CellChart
from desktop.maps.composing import Setter
from desktop.maps.drawing import Drawing
from desktop.ui.painter import paint
from desktop.ui.theme import Theme, font

Make = Callable[[float, float], CellChart]  # for a width and a height in pixels

_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def measured(text: str, size: float, weight: int, tabular: bool) -> float:
    """How wide a line of text is on screen, in pixels."""
    return QFontMetricsF(font(size, weight, tabular=tabular)).horizontalAdvance(text)


SETTER = Setter(measured)


class CellView(QWidget):
    """A chart made for the room there is, drawn once; what is pointed at is framed over it."""

    pointed = Signal(int, QPoint)  # cell or −1, and where a card belongs
    picked = Signal(int, bool)  # cell, and whether to add

    def __init__(self, theme: Theme, name: str, *, grows: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._make: Make | None = None
        self._grows = grows  # as high as its drawing, instead of as high as there is room
        self._chart = CellChart(Drawing(0, 0, ()), ())
        self._image: QPixmap | None = None
        self._at = -1
        self._ringed = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        vertical = QSizePolicy.Policy.Fixed if grows else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)

    @property
    def chart(self) -> CellChart:
        """What is on it."""
        return self._chart

    @property
    def at(self) -> int:
        """The cell pointed at, or −1."""
        return self._at

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme; what it shows has to be shown again."""
        self._theme = theme

    def show_chart(self, make: Make | None, description: str = "") -> None:
        """Show another chart, or none."""
        self._make = make
        self.setAccessibleDescription(description)
        self._remake()

    def sizeHint(self) -> QSize:
        return QSize(240, round(self._chart.drawing.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._remake()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._image is None or self._image.devicePixelRatioF() != ratio:
            image = QPixmap(self.size() * ratio)
            image.setDevicePixelRatio(ratio)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            paint(self._chart.drawing, painter)
            painter.end()
            self._image = image
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._at >= 0:
            spot = self._chart.spots[self._at]
            painter.setPen(QPen(QColor(self._theme.ink), 2))
            painter.drawRoundedRect(QRectF(spot.left, spot.top, spot.width, spot.height), 2, 2)
        if self._ringed:
            painter.setPen(QPen(QColor(self._theme.accent_text), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self._point(at)
            self._pick(event.modifiers())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._chart.spots:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._point(0 if self._at < 0 else self._chart.step(self._at, *_ARROWS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self._pick(event.modifiers())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _BY_TAB
        if self._ringed and self._at < 0 and self._chart.spots:
            self._point(0)
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self._point(-1)
        self.update()
        super().focusOutEvent(event)

    def _remake(self) -> None:
        """Draw for the room there is: in a scroll area that of its view, not what was taken."""
        room = self.parentWidget()
        height = self.height() if self._grows or room is None else room.height()
        self._image = None
        if self._make is None:
            self._chart = CellChart(Drawing(0, 0, ()), ())
        elif self.width() > 1:
            self._chart = self._make(float(self.width()), float(height))
        needed = ceil(self._chart.drawing.height)
        if self._grows:
            self.setFixedHeight(needed)
        else:
            self.setMinimumHeight(needed if needed > height else 0)
        if self._at >= len(self._chart.spots):
            self._at = -1
        self.update()

    def _under(self, place: QPointF) -> int:
        return self._chart.at(place.x(), place.y())

    def _point(self, at: int) -> None:
        if at == self._at:
            return
        self._at = at
        place = QPoint()
        if at >= 0:
            spot = self._chart.spots[at]
            self.setAccessibleDescription(". ".join(spot.lines))
            place = QPoint(round(spot.left + spot.width), round(spot.top + spot.height / 2))
        self.pointed.emit(at, place)
        self.update()

    def _pick(self, keys: Qt.KeyboardModifier) -> None:
        self.picked.emit(self._at, bool(keys & Qt.KeyboardModifier.ControlModifier))

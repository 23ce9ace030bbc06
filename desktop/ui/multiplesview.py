"""The small multiples on screen: only what is seen is painted, and each chart only once."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.core.sentences import value_words
from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.maps.multiples import HEIGHT, WIDTH, Multiples, Order, chart, in_order, period_marks
from desktop.ui.painter import paint
from desktop.ui.theme import Theme

_KEPT = 600  # charts kept as images
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MultiplesView(QAbstractScrollArea):
    """A wall of charts; arrow keys walk it, Enter chooses, a double click goes to the profile."""

    area_clicked = Signal(int, bool)  # position, and whether to add
    area_opened = Signal(int)
    area_pointed = Signal(int)  # position or -1

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Udvikling i hvert område"))
        self.viewport().setMouseTracking(True)
        self._theme = theme
        self.made: Multiples | None = None
        self.areas: list[int] = []
        self._own_scale = False
        self._chosen: frozenset[int] = frozenset()
        self._pointed = -1
        self._stands = 0  # the chart that the keys stand on
        self._images: dict[tuple[int, bool], QPixmap] = {}

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._images.clear()
        self.viewport().update()

    def show_multiples(self, made: Multiples, order: Order, *, own_scale: bool) -> None:
        """Show other courses, or the same at another time: then the lines stay as painted."""
        before = self.made
        if (
            before is None
            or before.values is not made.values
            or before.reach != made.reach
            or own_scale != self._own_scale
        ):
            self._images.clear()
        self.made, self._own_scale = made, own_scale
        self.areas = in_order(made, order).tolist()
        self._stands = min(self._stands, max(len(self.areas) - 1, 0))
        self._fit()
        self._say()
        self.viewport().update()

    def show_chosen(self, chosen: frozenset[int]) -> None:
        """Mark the chosen areas."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.viewport().update()

    def show_pointed(self, area: int) -> None:
        """Mark the area that is pointed at anywhere."""
        if area != self._pointed:
            self._pointed = area
            self.viewport().update()

    def bring(self, area: int) -> None:
        """Scroll an area into sight."""
        if area not in self.areas:
            return
        top = int(self.areas.index(area) // self.columns * HEIGHT)
        bar = self.verticalScrollBar()
        if not bar.value() <= top <= bar.value() + self.viewport().height() - HEIGHT:
            bar.setValue(top - int(HEIGHT))

    @property
    def columns(self) -> int:
        """How many charts stand beside each other."""
        return max(int(self.viewport().width() // WIDTH), 1)

    def place_of(self, area: int) -> QRect:
        """Where an area's chart lies in the viewport."""
        row, column = divmod(self.areas.index(area), self.columns)
        top = int(row * HEIGHT) - self.verticalScrollBar().value()
        return QRect(int(column * WIDTH), top, int(WIDTH), int(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.surface))
        if self.made is not None:
            columns, offset = self.columns, self.verticalScrollBar().value()
            first = int(offset // HEIGHT) * columns
            last = int((offset + self.viewport().height()) // HEIGHT + 1) * columns
            for nr in range(first, min(last, len(self.areas))):
                row, column = divmod(nr, columns)
                corner = QPointF(column * WIDTH, row * HEIGHT - offset)
                self._paint_chart(painter, nr, corner)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        area = self._area_at(event)
        if event.button() == Qt.MouseButton.LeftButton and area >= 0:
            self._stands = self.areas.index(area)
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.area_clicked.emit(area, adding)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        area = self._area_at(event)
        if area >= 0:
            self.area_opened.emit(area)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.area_pointed.emit(self._area_at(event))

    def leaveEvent(self, event: object) -> None:
        self.area_pointed.emit(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self.areas:
            across, down = _STEPS[key]
            wanted = self._stands + across + down * self.columns
            self._stands = min(max(wanted, 0), len(self.areas) - 1)
            self.bring(self.areas[self._stands])
            self._say()
            self.viewport().update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.areas:
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.area_clicked.emit(self.areas[self._stands], adding)
        else:
            super().keyPressEvent(event)

    def _paint_chart(self, painter: QPainter, nr: int, corner: QPointF) -> None:
        area = self.areas[nr]
        selected = area in self._chosen
        painter.drawPixmap(corner, self._image(area, selected))
        assert self.made is not None
        marks = period_marks(
            self.made,
            area,
            self._theme.chart_colours(),
            selected=selected,
            own_scale=self._own_scale,
        )
        painter.translate(corner)
        paint(Drawing(WIDTH, HEIGHT, marks), painter)
        painter.translate(-corner)
        stands = self.hasFocus() and nr == self._stands
        if stands or area == self._pointed:
            painter.setPen(
                QPen(QColor(self._theme.accent_text if stands else self._theme.muted), 1)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(corner.x() + 0.5, corner.y() + 0.5, WIDTH - 1.0, HEIGHT - 1.0)
            painter.drawRoundedRect(frame, 6.0, 6.0)

    def _image(self, area: int, selected: bool) -> QPixmap:
        """A chart's image, painted once."""
        name = (area, selected)
        if name not in self._images:
            assert self.made is not None
            if len(self._images) >= _KEPT:
                self._images.clear()
            ratio = self.devicePixelRatioF()
            image = QPixmap(round(WIDTH * ratio), round(HEIGHT * ratio))
            image.setDevicePixelRatio(ratio)
            image.fill(QColor(self._theme.surface))
            painter = QPainter(image)
            marks = chart(
                self.made,
                area,
                self._theme.chart_colours(),
                selected=selected,
                own_scale=self._own_scale,
            )
            paint(Drawing(WIDTH, HEIGHT, marks), painter)
            painter.end()
            self._images[name] = image
        return self._images[name]

    def _area_at(self, event: QMouseEvent) -> int:
        place = event.position()
        column = int(place.x() // WIDTH)
        row = int((place.y() + self.verticalScrollBar().value()) // HEIGHT)
        nr = row * self.columns + column
        return self.areas[nr] if column < self.columns and 0 <= nr < len(self.areas) else -1

    def _fit(self) -> None:
        rows = -(-len(self.areas) // self.columns)
        height = int(rows * HEIGHT)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(int(HEIGHT / 3))
        bar.setRange(0, max(height - self.viewport().height(), 0))

    def _say(self) -> None:
        """Tell those who cannot see it where the keys stand."""
        if self.made is None or not self.areas:
            self.setAccessibleDescription("")
            return
        area = self.areas[self._stands]
        said = value_words(self.made.cells, area, self.made.indicator)
        self.setAccessibleDescription(f"{self.made.names[area]}: {said}")

"""The time chart on screen: drawn once, pointed at, and clicked to go to another period."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
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

from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.maps.timecard import hover_marks, hover_words
from desktop.maps.timechart import period_marks, time_chart
from desktop.maps.timelines import TimeContent
from desktop.maps.timeplot import TimeChart
from desktop.ui.painter import paint
from desktop.ui.theme import Theme, font


def measured(text: str, size: float, weight: int) -> float:
    """How wide a text is on screen."""
    return QFontMetricsF(font(size, weight)).horizontalAdvance(text)


class TimeChartView(QWidget):
    """A chart that stays while the period steps over it. Arrow keys step too."""

    period_picked = Signal(int)  # row of the period

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content: TimeContent | None = None
        self._chart: TimeChart | None = None
        self._ground: QPixmap | None = None
        self._at = -1
        self._pointed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 160)
        self.setAccessibleName(_("Udvikling over tid"))

    @property
    def chart(self) -> TimeChart | None:
        """The chart as it is drawn now."""
        return self._chart

    @property
    def pointed(self) -> tuple[str, ...]:
        """What the card says; empty while nothing is pointed at."""
        if self._content is None or self._pointed < 0:
            return ()
        return hover_words(self._content, self._pointed)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme; the content that comes next wears it too."""
        self._theme = theme
        self._let_go()

    def show_content(self, content: TimeContent, at: int) -> None:
        """Show other lines, and stand at a row of them; -1 at none."""
        self._content = content
        self._pointed = -1
        self._let_go()
        self.show_period(at)

    def show_period(self, at: int) -> None:
        """Stand at another row. The lines stay as they are drawn."""
        self._at = at
        if self._content is not None and 0 <= at < len(self._content.periods):
            self.setAccessibleDescription(". ".join(hover_words(self._content, at)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._let_go()

    def paintEvent(self, event: QPaintEvent) -> None:
        chart = self._laid_out()
        if chart is None:
            return
        colours = self._theme.chart_colours()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn(chart))
        marks = period_marks(chart, self._at, colours, measured)
        if self._pointed >= 0:
            marks += hover_marks(chart, self._pointed, colours, measured)
        paint(Drawing(chart.drawing.width, chart.drawing.height, marks), painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent_text), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        chart = self._laid_out()
        if chart is None:
            return
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())
        inside = chart.left <= event.position().x() <= chart.right
        self._point_at(chart.nearest(event.position().x()) if inside else -1)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._content.periods) - 1 if self._content is not None else -1
        places = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_PageDown: self._at - 4,
            Qt.Key.Key_PageUp: self._at + 4,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in places and last >= 0:
            self.period_picked.emit(max(0, min(places[key], last)))
        else:
            super().keyPressEvent(event)

    def _go_to(self, x: float) -> None:
        chart = self._laid_out()
        if chart is not None and len(chart.x) and x <= chart.right + 8:
            at = chart.nearest(x)
            if at != self._at:
                self.period_picked.emit(at)

    def _point_at(self, at: int) -> None:
        if at != self._pointed:
            self._pointed = at
            self.update()

    def _let_go(self) -> None:
        self._chart = self._ground = None
        self.update()

    def _laid_out(self) -> TimeChart | None:
        if self._chart is None and self._content is not None:
            colours = self._theme.chart_colours()
            size = (float(self.width()), float(self.height()))
            self._chart = time_chart(self._content, *size, colours, measured)
        return self._chart

    def _drawn(self, chart: TimeChart) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            self._ground = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(QColor(self._theme.surface))
            painter = QPainter(self._ground)
            paint(chart.drawing, painter)
            painter.end()
        return self._ground

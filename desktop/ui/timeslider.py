"""The time slider: every period a step, years written, and a button that plays."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.ui.theme import Theme, font

_STEP_MS = 650  # a period's time on screen while playing
_INSET = 10.0


class PlayButton(QAbstractButton):
    """A round button: a triangle, or two bars while it plays."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setFixedSize(34, 34)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Afspil"))
        self.setToolTip(_("Afspil over tid (mellemrum)"))

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(QColor(self._theme.ink), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
        )
        painter.setBrush(QColor(self._theme.accent))
        painter.drawEllipse(QRectF(1, 1, 32, 32))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent_ink))
        if self.isChecked():
            painter.drawRect(QRectF(12, 11, 4, 12))
            painter.drawRect(QRectF(18, 11, 4, 12))
        else:
            painter.drawPolygon(QPolygonF([QPointF(13, 10), QPointF(13, 24), QPointF(25, 17)]))
        painter.end()


class TimeTrack(QWidget):
    """The line with a knob. Arrow keys step; Home and End go to the ends."""

    moved = Signal(int)  # index of the period

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._periods: tuple[Period, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(40)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Periode"))

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def show_periods(self, periods: tuple[Period, ...], at: int) -> None:
        """Show some periods with the knob at one of them."""
        self._periods, self._at = periods, at
        self.setAccessibleDescription(periods[at].label if periods else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._periods:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 12.0
        left, right, here = self._x(0), self._x(len(self._periods) - 1), self._x(self._at)
        painter.setPen(QPen(QColor(self._theme.track), 4, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        painter.setPen(QPen(QColor(self._theme.accent_text), 4, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, y), QPointF(here, y))
        self._paint_years(painter, y)
        rim = self._theme.ink if self.hasFocus() else self._theme.surface
        painter.setPen(QPen(QColor(rim), 2))
        painter.setBrush(QColor(self._theme.accent_text))
        painter.drawEllipse(QPointF(here, y), 7, 7)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._periods) - 1
        places = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_PageDown: self._at - 4,
            Qt.Key.Key_PageUp: self._at + 4,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in places:
            self.moved.emit(max(0, min(places[key], last)))
        else:
            super().keyPressEvent(event)

    def _paint_years(self, painter: QPainter, y: float) -> None:
        """A tick per period, a longer one and the year where a year begins, as room allows."""
        face = font(11, tabular=True)
        painter.setFont(face)
        metrics = QFontMetrics(face)
        free = -1e9
        previous: int | None = None
        step = (self._x(1) - self._x(0)) if len(self._periods) > 1 else 99.0
        for at, period in enumerate(self._periods):
            x, year = self._x(at), period.end.year
            begins = year != previous
            previous = year
            if begins or step >= 5:
                painter.setPen(QPen(QColor(self._theme.faint if begins else self._theme.hairline)))
                painter.drawLine(QPointF(x, y + 7), QPointF(x, y + (13 if begins else 10)))
            text = period.code if len(self._periods) == 1 else str(year)
            width = metrics.horizontalAdvance(text)
            place = min(max(x - width / 2, 0.0), self.width() - width)
            if begins and place > free:
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QPointF(place, y + 25), text)
                free = place + width + 8

    def _x(self, at: int) -> float:
        room = self.width() - 2 * _INSET
        return _INSET + (room * at / (len(self._periods) - 1) if len(self._periods) > 1 else 0.0)

    def _move_to(self, x: float) -> None:
        if len(self._periods) > 1:
            share = (x - _INSET) / max(self.width() - 2 * _INSET, 1)
            at = round(share * (len(self._periods) - 1))
            self.moved.emit(max(0, min(at, len(self._periods) - 1)))


class TimeSlider(QFrame):
    """Play button, track and the period in words."""

    period_picked = Signal(object)  # Period

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._periods: tuple[Period, ...] = ()
        self._at = 0
        self.play = PlayButton(theme)
        self.track = TimeTrack(theme)
        self._label = QLabel()
        self._label.setProperty("role", "strong")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 16, 6)
        layout.setSpacing(10)
        layout.addWidget(self.play)
        layout.addWidget(self.track, 1)
        layout.addWidget(self._label)
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._on_tick)
        self.play.toggled.connect(self._on_play)
        self.track.moved.connect(self._on_moved)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.play.set_theme(theme)
        self.track.set_theme(theme)

    def show_periods(self, periods: tuple[Period, ...], period: Period) -> None:
        """Show the periods an indicator has, standing at one of them."""
        self._periods, self._at = periods, periods.index(period)
        self.track.show_periods(periods, self._at)
        widest = max((each.short_label for each in periods), key=len, default="")
        room = QFontMetrics(font(13, 600, tabular=True)).horizontalAdvance(widest) + 6
        self._label.setMinimumWidth(room)
        self._label.setText(period.short_label)
        self.play.setEnabled(len(periods) > 1)

    def toggle_play(self) -> None:
        """Begin or stop playing."""
        if self.play.isEnabled():
            self.play.toggle()

    def _on_play(self, playing: bool) -> None:
        if not playing:
            self._timer.stop()
            return
        if self._at == len(self._periods) - 1:
            self.period_picked.emit(self._periods[0])
        self._timer.start()

    def _on_tick(self) -> None:
        if self._at >= len(self._periods) - 1:
            self.play.setChecked(False)
        else:
            self.period_picked.emit(self._periods[self._at + 1])

    def _on_moved(self, at: int) -> None:
        self.play.setChecked(False)
        if at != self._at:
            self.period_picked.emit(self._periods[at])

"""The scatter plot on screen: pointed at, clicked, swept over, and walked through by keys."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
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
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.association import Association
from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.maps.mappair import MapPair
from desktop.maps.scatter import (
    MANY,
    IntArray,
    Scatter,
    ScatterColours,
    chosen_dots,
    ground,
    inside,
    lay_out,
    nearest,
    ring,
    stepped,
)
from desktop.ui.painter import paint
from desktop.ui.theme import Theme

_CLICK_REACH = 4  # pixels the pointer may move in a click
_FRAME_MS = 16
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}


class ScatterView(QWidget):
    """Points that are drawn once; what is chosen and pointed at lies over them.

    Says what was done and changes nothing itself: what is chosen comes back by
    :meth:`show_selected`.
    """

    chosen = Signal(object)  # the positions that are chosen from now on: a list of int
    hovered = Signal(int, QPoint)  # position or -1, and where in this widget it is told

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pair: MapPair | None = None
        self._found: Association | None = None
        self._names: tuple[str, ...] = ()
        self._dot = theme.accent
        self._scatter: Scatter | None = None
        self._ground: QPixmap | None = None
        self._chosen: QPixmap | None = None
        self._chosen_are: tuple[bool, frozenset[int]] = (False, frozenset())
        self._selected: list[int] = []
        self._hovered = -1
        self._pressed: QPointF | None = None
        self._swept: QRectF | None = None  # what the pointer has been drawn over since the press
        self._before: list[int] = []  # what was chosen when the sweep began, where Ctrl is held
        self._ringed = False
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(_FRAME_MS)
        self._frame.timeout.connect(self._on_frame)
        self._waiting = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 110)
        self.setAccessibleName(_("Samvariation mellem områder"))

    @property
    def scatter(self) -> Scatter | None:
        """The plot as it is laid out now."""
        return self._scatter

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._ground = self._chosen = None
        self.update()

    def show_pair(
        self, pair: MapPair, found: Association | None, names: tuple[str, ...], dot: str
    ) -> None:
        """Show other numbers; ``found`` is None while it is not known yet."""
        self._pair, self._found, self._names, self._dot = pair, found, names, dot
        self._stop_sweeping()
        self._lay_out()

    def show_selected(self, positions: list[int]) -> None:
        """Mark other areas as chosen."""
        if positions != self._selected:
            self._selected = positions
            self.update()

    def show_hovered(self, position: int) -> None:
        """Ring another area."""
        if position != self._hovered:
            self._hovered = position
            self.update()

    def place_of(self, position: int) -> QPoint:
        """Where an area's point is, in this widget; it has to be in the plot."""
        assert self._scatter is not None
        x, y = self._scatter.points[position].tolist()
        return QPoint(round(x), round(y))

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        scatter = self._scatter
        if scatter is None:
            return
        painter = QPainter(self)
        colours = self._colours()
        painter.drawPixmap(0, 0, self._drawn(scatter, colours))
        painter.drawPixmap(0, 0, self._with_chosen(scatter, colours))
        # Of another level for a moment, until its numbers are here.
        pointed = self._hovered if self._hovered < len(scatter.points) else -1
        paint(Drawing(scatter.width, scatter.height, ring(scatter, pointed, colours)), painter)
        if self._swept is not None:
            wash = QColor(self._theme.accent)
            painter.setPen(QPen(wash, 1))
            wash.setAlphaF(0.08)
            painter.setBrush(wash)
            painter.drawRect(self._swept)
        if self._ringed:
            painter.setPen(QPen(QColor(self._theme.accent_text), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._before = [*self._selected] if adding else []

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._pressed is None:
            self._point_at(place)
            return
        if self._swept is None and (place - self._pressed).manhattanLength() <= _CLICK_REACH:
            return
        if self._swept is None:
            self.hovered.emit(-1, QPoint())
        self._swept = QRectF(self._pressed, place).normalized()
        self.update()
        self._choose_swept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        if self._swept is not None:
            self._emit_swept()
            self._stop_sweeping()
            return
        self._pressed = None
        position = self._nearest(event.position())
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if position >= 0:
            self._choose(position, adding=adding)
        elif not adding:
            self.chosen.emit([])

    def leaveEvent(self, event: QEvent) -> None:
        if self._pressed is None:
            self.hovered.emit(-1, QPoint())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _BY_TAB
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self.update()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self._scatter is not None:
            start = self._hovered
            if start < 0 and self._selected:
                start = self._selected[-1]
            position = stepped(self._scatter, start, _STEPS[key])
            if position >= 0:
                self._ringed = True
                self.hovered.emit(position, self.place_of(position))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._in_plot(self._hovered):
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._choose(self._hovered, adding=adding)
        elif key == Qt.Key.Key_Escape and self._pressed is not None:
            self._stop_sweeping()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        """Places for the size there is; drawn when it is next painted."""
        self._ground = self._chosen = None
        if self._pair is not None and self.width() > 80 and self.height() > 60:
            self._scatter = lay_out(self._pair, self._found, self.width(), self.height())
        self.update()

    def _drawn(self, scatter: Scatter, colours: ScatterColours) -> QPixmap:
        """Everything that stays while areas are pointed at and chosen, drawn once."""
        ratio = self.devicePixelRatioF()
        made = self._ground
        if made is None or made.devicePixelRatioF() != ratio:
            made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(QColor(self._theme.surface))
            painter = QPainter(made)
            paint(ground(scatter, self._names, colours), painter)
            painter.end()
            self._ground = made
        return made

    def _with_chosen(self, scatter: Scatter, colours: ScatterColours) -> QPixmap:
        """The chosen areas alone; a sweep that takes in more adds them to those drawn before."""
        held = {area for area in self._selected if area < len(scatter.points)}
        many = len(held) >= MANY
        made, drawn = self._chosen, self._chosen_are
        ratio = self.devicePixelRatioF()
        if made is None or made.devicePixelRatioF() != ratio or drawn[0] != many or drawn[1] - held:
            made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            drawn = (many, frozenset())
        fresh = np.array(sorted(held - drawn[1]), np.int64)
        if len(fresh):
            dots = chosen_dots(scatter, fresh, colours, many=many)
            painter = QPainter(made)
            paint(Drawing(scatter.width, scatter.height, (dots,)), painter)
            painter.end()
        self._chosen, self._chosen_are = made, (many, frozenset(held))
        return made

    def _colours(self) -> ScatterColours:
        theme = self._theme
        return ScatterColours(theme.chart_colours(), self._dot, theme.surface, theme.selected)

    def _nearest(self, place: QPointF) -> int:
        return -1 if self._scatter is None else nearest(self._scatter, place.x(), place.y())

    def _point_at(self, place: QPointF) -> None:
        self.hovered.emit(self._nearest(place), place.toPoint())

    def _in_plot(self, position: int) -> bool:
        return (
            position >= 0
            and self._scatter is not None
            and bool(np.isfinite(self._scatter.points[position, 0]))
        )

    def _choose(self, position: int, *, adding: bool) -> None:
        kept = [each for each in self._selected if each != position] if adding else []
        taken_away = adding and position in self._selected
        self.chosen.emit(kept if taken_away else [*kept, position])

    def _choose_swept(self) -> None:
        """At most once a frame: a pointer moves more often than anything can be painted."""
        if self._frame.isActive():
            self._waiting = True
        else:
            self._emit_swept()
            self._frame.start()

    def _on_frame(self) -> None:
        if self._waiting and self._swept is not None:
            self._waiting = False
            self._emit_swept()
            self._frame.start()

    def _emit_swept(self) -> None:
        self._waiting = False
        if self._scatter is None or self._swept is None:
            return
        held = self._held(self._scatter, self._swept)
        kept = {*self._before}
        positions = [*self._before, *(each for each in held.tolist() if each not in kept)]
        if positions != self._selected:
            self.chosen.emit(positions)

    @staticmethod
    def _held(scatter: Scatter, swept: QRectF) -> IntArray:
        return inside(scatter, swept.left(), swept.top(), swept.right(), swept.bottom())

    def _stop_sweeping(self) -> None:
        self._pressed = self._swept = None
        self._waiting = False
        self.update()

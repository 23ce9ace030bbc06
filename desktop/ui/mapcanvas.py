"""The map itself: moved, enlarged, pointed at, clicked and measured on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.core.wording import _
from desktop.maps.frame import Bounds, Frame
from desktop.ui.hovercard import HoverCard
from desktop.ui.mapframe import FramedMap
from desktop.ui.mapmarks import paint_rims, paint_scale, paint_veil
from desktop.ui.session import Session
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.circlelayer import CircleLayer
    from desktop.ui.overlays import Overlays
    from desktop.ui.signlayer import SignLayer

_CLICK_REACH = 4  # pixels the pointer may move in a click
_ZOOM_STEP = 1.4
_KEY_STEP = 80.0  # pixels per arrow key
_STEPS = {  # arrow keys while presenting: periods and indicators to step
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_MANY = 40  # chosen areas; the rims of more are pixels, not lines
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_EDGE, _UNDER = 24.0, 12.0  # right of the scale bar, and under the map's margin down to it
_SCALE_ROOM = (160.0, 40.0)  # that scale bar and north arrow take at most


class MapCanvas(FramedMap):
    """The first map of a session, or the second. Looks, points and chooses through the session."""

    area_clicked = Signal(int, bool)  # position, and whether to add to the chosen ones
    cleared = Signal()
    hovered = Signal(int, QPoint)  # position or -1, and where the pointer is
    place_hovered = Signal(object, QPoint)  # after that: what to say of a point of interest there
    measuring_changed = Signal(bool)
    play_requested = Signal()
    period_stepped = Signal(int)
    indicator_stepped = Signal(int)
    first_painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, which: int = 0) -> None:
        super().__init__(theme, parent, which)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Kort"))
        self.arrows_step = False  # while presenting, arrow keys step period and indicator
        self._overlays: Overlays | None = None
        self._circles: CircleLayer | None = None
        self._signs: SignLayer | None = None
        self._raised: NDArray[np.bool_] | None = None  # areas with a rim while they are pointed at
        self._pointer: QPointF | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self._ringed = False  # whether Tab led here
        self._painted_once = False

    def show_session(self, session: Session) -> None:
        """Follow another session from here on."""
        self.set_measuring(False)
        if self._overlays is not None:
            self._overlays.forget()
        super().show_session(session)

    def close_lane(self) -> None:
        """Stop drawing for good."""
        super().close_lane()
        if self._overlays is not None:
            self._overlays.close()

    @property
    def overlays(self) -> Overlays:
        """Names, points of interest and measuring; loaded after the first map is seen."""
        if self._overlays is None:
            from desktop.ui.overlays import Overlays

            self._overlays = Overlays(self.update, self)
        return self._overlays

    @property
    def circles(self) -> CircleLayer:
        """The circles of a map of counts; loaded with the first of them."""
        if self._circles is None:
            from desktop.ui.circlelayer import CircleLayer

            self._circles = CircleLayer()
        return self._circles

    @property
    def signs(self) -> SignLayer:
        """The marks of a map of change; loaded with the first of them."""
        if self._signs is None:
            from desktop.ui.signlayer import SignLayer

            self._signs = SignLayer()
        return self._signs

    def raise_areas(self, areas: NDArray[np.bool_] | None) -> None:
        """Draw rims around some areas, an entry each, until None is asked for."""
        self._raised = areas
        self.update()

    @property
    def is_measuring(self) -> bool:
        """Whether clicks measure instead of choosing."""
        return self._overlays is not None and self._overlays.measure is not None

    def set_measuring(self, measuring: bool) -> None:
        """Begin to measure, or put the tool away with what was measured."""
        if measuring == self.is_measuring:
            return
        self.overlays.set_measuring(measuring)
        if measuring:
            self.setFocus()
            self._hover(-1, QPointF())
        self._wear_cursor()
        self.update()
        self.measuring_changed.emit(measuring)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.canvas))
        if self._frame is not None and self.image.layers is not None:
            self.image.paint(painter, self._frame)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_marks(painter, self._frame)
            if self._ringed:
                painter.setPen(QPen(QColor(self._theme.accent_text), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            if not self._painted_once:
                self._painted_once = True
                self.first_painted.emit()
                self.update()  # with what can wait until the map is seen
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.zoom(_ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._pointer = event.position()
        if self._pressed is not None and self._frame is not None:
            moved = place - self._pressed
            if self._dragged or moved.manhattanLength() > _CLICK_REACH:
                self._dragged = True
                self._pressed = place
                self._hover(-1, place)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._look(self._frame.moved(moved.x(), moved.y()))
            return
        self._point_at(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self._wear_cursor()
        if self._dragged:
            return
        if self._frame is not None and self.overlays.measure is not None:
            self.overlays.measure.click(event.position(), self._frame)
            self.update()
            return
        area = self.area_at(event.position())
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if area >= 0:
            self.area_clicked.emit(area, adding)
        elif not adding:
            self.cleared.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.overlays.measure is not None:
            self.overlays.measure.finish()
            self.update()
        else:
            self.zoom(_ZOOM_STEP**2, event.position())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _BY_TAB
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        if self.is_measuring:
            self.overlays.point_at(None)
            self.update()
        self._hover(-1, QPointF())

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self.is_measuring
        ):
            event.accept()  # Escape ends the measuring before anything else
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._measured_by(key):
            return
        if self.arrows_step and key in _STEPS:
            periods, indicators = _STEPS[key]
            if periods:
                self.period_stepped.emit(periods)
            else:
                self.indicator_stepped.emit(indicators)
            return
        steps = {
            Qt.Key.Key_Left: (_KEY_STEP, 0.0),
            Qt.Key.Key_Right: (-_KEY_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, _KEY_STEP),
            Qt.Key.Key_Down: (0.0, -_KEY_STEP),
        }
        if key in steps and self._frame is not None:
            self._look(self._frame.moved(*steps[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM_STEP)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        elif key == Qt.Key.Key_Space:
            self.play_requested.emit()
        elif key == Qt.Key.Key_M and not event.modifiers():
            self.set_measuring(not self.is_measuring)
        else:
            super().keyPressEvent(event)

    def _measured_by(self, key: Qt.Key) -> bool:
        """Whether a key was meant for the measuring tool."""
        if self._frame is None or not self.is_measuring:
            return False
        if key == Qt.Key.Key_Escape:
            self.set_measuring(False)
            return True
        tool = self.overlays.measure
        taken = tool is not None and tool.press(key, self._frame)
        if taken:
            self.update()
        return taken

    def _wear_cursor(self) -> None:
        """The cursor of the tool in use."""
        if self.is_measuring:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()

    def _paint_marks(self, painter: QPainter, frame: Frame) -> None:
        """Rims, names, points of interest, scale bar and what is measured, over the areas."""
        session, layers, theme = self._session, self.image.layers, self._theme
        if session is None or layers is None:
            return
        outlines = self._outlines(frame)
        picture = session.picture_of(self.which)
        exists = picture.exists
        if picture.radii is not None:
            self.circles.paint(
                painter, session.data, session.view.level, picture, frame, theme.canvas
            )
        if picture.signs is not None:
            self.signs.paint(painter, session.data, session.view.level, picture, frame, theme)
        if self._raised is not None and len(self._raised) == len(exists):
            self.image.paint_rims(painter, frame, self._raised & exists, theme.ink)
        hovered = [session.hovered] if session.hovered >= 0 and exists[session.hovered] else []
        chosen = [area for area in session.selected if exists[area]]
        paint_rims(painter, outlines, hovered, layers, frame, theme.ink, 1.5)
        if len(chosen) > _MANY:
            marked = np.zeros(len(exists), bool)
            marked[chosen] = True
            self.image.paint_rims(painter, frame, marked, theme.selected)
        else:
            paint_rims(painter, outlines, chosen, layers, frame, theme.selected, 3.0)
        base = self.height() - self._margins[3] + _UNDER
        if self._painted_once or not self.isVisible():
            self.overlays.paint(
                painter,
                session,
                self.which,
                frame,
                self.closeness,
                self.image.fills,
                self._covered(base),
                theme,
                moving=not self.is_sharp,
            )
        paint_veil(painter, self.width(), self._margins[1] + 8, theme.canvas)
        paint_scale(painter, frame, self.width() - _EDGE, base, theme)
        if self._overlays is not None and self._overlays.measure is not None:
            self._overlays.measure.paint(painter, frame, theme, base)

    def _covered(self, base: float) -> list[Bounds]:
        """What lies over the map: scale bar, and everything else on the same stage."""
        right = self.width() - _EDGE
        covered = [(right - _SCALE_ROOM[0], base - _SCALE_ROOM[1], right, base)]
        stage = self.parentWidget()
        if stage is None:
            return covered
        for other in stage.children():
            if (
                isinstance(other, QWidget)
                and other is not self
                and other.isVisibleTo(stage)
                and not other.isWindow()
                and not isinstance(other, HoverCard)
            ):
                place = other.geometry().translated(-self.pos())
                covered.append((place.left(), place.top(), place.right(), place.bottom()))
        return covered

    def area_at(self, place: QPointF) -> int:
        """The area under the pointer, by the image as it is drawn now."""
        if self._frame is None:
            return -1
        session = self._session
        if session is not None and (picture := session.picture_of(self.which)).radii is not None:
            level = session.view.level
            circled = self.circles.area_at(session.data, level, picture, self._frame, place)
            if circled >= 0:
                return circled
        return self.image.area_at(*self._frame.point(place.x(), place.y()))

    def moved_under_pointer(self) -> None:
        """The pointer rests, but what lies under it may be another area or number now."""
        if self._pointer is not None and self._pressed is None:
            self._point_at(self._pointer)

    def _point_at(self, place: QPointF) -> None:
        """The pointer is somewhere: an area, a point of interest, or the next place to measure."""
        if self.is_measuring:
            self.overlays.point_at(place)
            self.update()
            return
        self._hover(self.area_at(place), place)
        if self._frame is not None and self._session is not None and self._overlays is not None:
            lines = self._overlays.lines_at(place, self._frame, self._session, self.which)
            if lines:
                self.place_hovered.emit(lines, place.toPoint())

    def _hover(self, area: int, place: QPointF) -> None:
        if self._session is not None:
            self._session.hover(area)
        self.hovered.emit(area, place.toPoint())

"""The map itself: looks somewhere, is moved, enlarged, pointed at and clicked.

A new indicator or period recolours the image. A pan or zoom moves and stretches what is there at
once, and a sharp image follows.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.areas import Outlines
from desktop.core.wording import NO_BREAK, _, number
from desktop.maps.frame import Bounds, Frame, scale_bar
from desktop.maps.outlines import detail_for, rim
from desktop.maps.picture import Picture
from desktop.maps.view import MapView
from desktop.ui.desk import Desk
from desktop.ui.layers import Scene
from desktop.ui.mapimage import MapImage, Wanted
from desktop.ui.painter import stroke
from desktop.ui.session import Session
from desktop.ui.theme import Theme, font

_CLICK_REACH = 4  # pixels the pointer may move in a click
_ZOOM_STEP = 1.4
_CLOSEST = 250.0  # metres across the widget at most zoom
_KEY_STEP = 80.0  # pixels per arrow key
_STEPS = {  # arrow keys while presenting: periods and indicators to step
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_WORTH_CLEARING = 0.9  # of its size the map keeps when it makes room for the legend
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class MapCanvas(QWidget):
    """The first map of a session, or the second. Looks, points and chooses through the session."""

    area_clicked = Signal(int, bool)  # position, and whether to add to the chosen ones
    cleared = Signal()
    hovered = Signal(int, QPoint)  # position or -1, and where the pointer is
    play_requested = Signal()
    period_stepped = Signal(int)
    indicator_stepped = Signal(int)
    sharpened = Signal()  # the image fits the frame again
    first_painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, which: int = 0) -> None:
        super().__init__(parent)
        self.which = which
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Kort"))
        self.arrows_step = False  # while presenting, arrow keys step period and indicator
        self._theme = theme
        self._session: Session | None = None
        self._margins = (24.0, 24.0, 24.0, 24.0)
        self._aside = 0.0
        self._frame: Frame | None = None
        self.image = MapImage(self._wanted, self)
        self.image.changed.connect(self.update)
        self.image.sharpened.connect(self.sharpened)
        self._told: Desk | None = None  # what is drawn; None when it is of no use any more
        self._pointer: QPointF | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self._looking = False  # whether the frame moves by this map's own hand
        self._ringed = False  # whether Tab led here
        self._painted_once = False

    def show_session(self, session: Session) -> None:
        """Follow another session from here on."""
        if self._session is not None:
            self._session.changed.disconnect(self._on_changed)
            self._session.pictures_changed.disconnect(self._on_pictures_changed)
            self._session.hover_changed.disconnect(self._on_hover_changed)
        self._session = session
        session.changed.connect(self._on_changed)
        session.pictures_changed.connect(self._on_pictures_changed)
        session.hover_changed.connect(self._on_hover_changed)
        self._told = None
        self._frame = None
        self.image.forget()
        if self.isVisibleTo(self.window()):
            self._take_in(session.desk)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        if self._session is not None and self._told is not None:
            self._told = None
            if self.isVisibleTo(self.window()):
                self._take_in(self._session.desk)

    def set_margins(
        self, left: float, top: float, right: float, bottom: float, aside: float = 0.0
    ) -> None:
        """The room around the map that other things lie on when all of it is shown.

        ``aside`` is how far the legend reaches from the left; the map stands beside it where that
        costs little of its size.
        """
        if (left, top, right, bottom) == self._margins and aside == self._aside:
            return
        self._margins, self._aside = (left, top, right, bottom), aside
        if self._told is not None and self._told.view.extent is None:
            self._refit()

    @property
    def frame(self) -> Frame | None:
        """Where the map looks, in this widget's units."""
        return self._frame

    @property
    def is_sharp(self) -> bool:
        """Whether the image fits the frame and nothing is being drawn."""
        return self.image.fits(self._frame, self.devicePixelRatioF())

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge around a place, or around the middle."""
        if self._frame is None:
            return
        widest = self._fitted()
        place = at or QPointF(self.width() / 2, self.height() / 2)
        scale = self._frame.scale * factor
        scale = min(max(scale, widest.scale * 0.8), max(self.width() / _CLOSEST, widest.scale))
        self._look(self._frame.zoomed(scale / self._frame.scale, place.x(), place.y()))

    def look_by(self, dx: float, dy: float) -> None:
        """Drag the map by so many pixels."""
        if self._frame is not None:
            self._look(self._frame.moved(dx, dy))

    def fit(self) -> None:
        """Show everything."""
        if self._session is not None:
            self._session.show_extent(None)

    def close_lane(self) -> None:
        """Stop drawing for good."""
        self.image.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.canvas))
        if self._frame is not None and self.image.layers is not None:
            self.image.paint(painter, self._frame)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_marks(painter, self._frame)
            self._paint_veil(painter)
            if self._ringed:
                painter.setPen(QPen(QColor(self._theme.accent_text), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            if not self._painted_once:
                self._painted_once = True
                self.first_painted.emit()
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._sharpen()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._told is not None:
            self._refit()

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
        self._hover(self.area_at(place), place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.unsetCursor()
        if self._dragged:
            return
        area = self.area_at(event.position())
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if area >= 0:
            self.area_clicked.emit(area, adding)
        elif not adding:
            self.cleared.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.zoom(_ZOOM_STEP**2, event.position())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in _BY_TAB
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._hover(-1, QPointF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
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
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._session is not None and self._told is not self._session.desk:
            self._take_in(self._session.desk)

    def _on_changed(self, _before: Desk, after: Desk) -> None:
        if self._told is not after and self.isVisibleTo(self.window()):
            self._take_in(after)

    def _on_pictures_changed(self) -> None:
        if self._session is not None and self._told is not None:
            self.image.take_colours(self._session.picture_of(self.which), self._theme)
            self.update()

    def _on_hover_changed(self, _position: int) -> None:
        self.update()

    def _take_in(self, desk: Desk) -> None:
        """Draw a desk; only colours are new where the shapes on the map stay."""
        session = self._session
        if session is None:
            return
        told, self._told = self._told, desk
        after = desk.map(self.which)
        picture = session.picture_of(self.which)
        if told is None or self._frame is None or self.image.layers is None:
            self.image.take_colours(picture, self._theme, paint=False)
            self._refit(wait=True)
        elif told.view.level != after.level:
            self.image.take_colours(picture, self._theme, paint=False)
            self._sharpen(wait=True)
        else:
            self._follow(told.map(self.which), after, picture)
        self._hover_again()
        self.update()

    def _follow(self, before: MapView, after: MapView, picture: Picture) -> None:
        """The same areas with other colours, in another period, or seen from elsewhere."""
        if replace(before, extent=None, selected=()) != replace(after, extent=None, selected=()):
            self.image.take_colours(picture, self._theme)
            if self._shapes_changed(before, after):
                self._sharpen(wait=True)
        if before.extent != after.extent and not self._looking:
            if after.extent is None:
                self._refit()
            elif self._frame is not None:
                self._frame = Frame.fit(after.extent, self.width(), self.height())
                self._sharpen()

    def _shapes_changed(self, before: MapView, after: MapView) -> bool:
        if self._session is None or before.period == after.period:
            return False
        areas = self._session.data.areas(after.level)
        return bool((areas.valid_on(before.period.end) != areas.valid_on(after.period.end)).any())

    def _bounds(self) -> Bounds:
        """What "everything" is: the level's areas, by its coarsest outlines."""
        assert self._session is not None
        data, level = self._session.data, self._session.view.level
        return data.outlines(level, len(data.tolerances(level)) - 1).bounds

    def _fitted(self) -> Frame:
        bounds, (left, top, right, bottom) = self._bounds(), self._margins
        whole = Frame.fit(bounds, self.width(), self.height(), self._margins)
        beside = (max(left, self._aside), top, right, bottom)
        clear = Frame.fit(bounds, self.width(), self.height(), beside)
        if clear.scale >= _WORTH_CLEARING * whole.scale:
            return clear
        spare = self.width() - left - right - (bounds[2] - bounds[0]) * whole.scale
        return whole.moved(min(max(self._aside - left - spare / 2, 0.0), max(spare / 2, 0.0)), 0.0)

    def _refit(self, *, wait: bool = False) -> None:
        """The frame of the view for the size the widget has."""
        if self._session is None or self.width() < 2 or self.height() < 2:
            return
        extent = self._session.view.extent
        if extent is None:
            self._frame = self._fitted()
        elif self._frame is None:
            self._frame = Frame.fit(extent, self.width(), self.height())
        else:
            self._frame = self._frame.resized(self.width(), self.height())
        # A window that is drawn to a file is never shown: nothing would come back to sharpen it.
        self._sharpen(wait=wait or self.image.layers is None or not self.isVisible())

    def _look(self, frame: Frame) -> None:
        """Look elsewhere: moved at once, sharp as soon as another thread has drawn it."""
        self._frame = frame
        if self._session is not None:
            self._looking = True
            self._session.show_extent(frame.bounds)
            self._looking = False
        self._hover_again()
        self._sharpen()
        self.update()

    def _outlines(self, frame: Frame) -> Outlines:
        assert self._session is not None
        data, level = self._session.data, self._session.view.level
        detail = detail_for(data.tolerances(level), frame.scale * self.devicePixelRatioF())
        return data.outlines(level, detail)

    def _wanted(self) -> Wanted | None:
        """What the image is to be drawn of, and for which frame."""
        if self._session is None or self._frame is None:
            return None
        scene = Scene(
            self._outlines(self._frame),
            self._session.picture_of(self.which).exists,
            self._session.data.backgrounds(),
            self._theme.canvas,
            self._theme.name == "dark",
        )
        return scene, self._frame, self.devicePixelRatioF()

    def _sharpen(self, *, wait: bool = False) -> None:
        """Draw the frame anew, at once or after the frame that is there has been moved."""
        if self._session is None or self._frame is None:
            return
        if wait:
            self.image.draw_now()
        else:
            self.image.draw_soon()

    def _paint_marks(self, painter: QPainter, frame: Frame) -> None:
        assert self._session is not None
        outlines = self._outlines(frame)
        existing = self._session.picture_of(self.which).exists
        hovered = self._session.hovered
        if hovered >= 0 and existing[hovered]:
            self._paint_rim(painter, outlines, hovered, self._theme.ink, 1.5)
        for position in self._session.selected:
            if existing[position]:
                self._paint_rim(painter, outlines, position, self._theme.selected, 3.0)
        self._paint_scale_bar(painter, frame)

    def _paint_veil(self, painter: QPainter) -> None:
        """A pale veil at the top, so that the title can be read on any map."""
        height = self._margins[1] + 8
        veil = QLinearGradient(0, 0, 0, height)
        colour = QColor(self._theme.canvas)
        for place, strength in ((0.0, 0.94), (0.7, 0.86), (1.0, 0.0)):
            colour.setAlphaF(strength)
            veil.setColorAt(place, colour)
        painter.fillRect(QRectF(0, 0, self.width(), height), veil)

    def _paint_rim(
        self, painter: QPainter, outlines: Outlines, area: int, colour: str, width: float
    ) -> None:
        assert self._frame is not None
        mark = rim(outlines, area, self._frame, colour, width)
        pen = QPen(QColor(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        stroke(painter, mark.points, mark.starts, pen)

    def _paint_scale_bar(self, painter: QPainter, frame: Frame) -> None:
        metres, length = scale_bar(frame.scale, 110)
        text = (
            f"{number(metres / 1000)}{NO_BREAK}km"
            if metres >= 1000
            else (f"{number(metres)}{NO_BREAK}m")
        )
        right, base = self.width() - 24.0, self.height() - self._margins[3] + 12.0
        painter.setPen(QPen(QColor(self._theme.muted), 1))
        painter.drawPolyline(
            [
                QPointF(right - length, base - 5),
                QPointF(right - length, base),
                QPointF(right, base),
                QPointF(right, base - 5),
            ]
        )
        painter.setFont(font(11))
        painter.drawText(QRectF(right - 200, base - 22, 200, 16), Qt.AlignmentFlag.AlignRight, text)

    def area_at(self, place: QPointF) -> int:
        """The area under the pointer, by the image as it is drawn now."""
        if self._frame is None:
            return -1
        return self.image.area_at(*self._frame.point(place.x(), place.y()))

    def _hover_again(self) -> None:
        """The pointer rests, but what lies under it may be another area or number now."""
        if self._pointer is not None and self._pressed is None:
            self._hover(self.area_at(self._pointer), self._pointer)

    def _hover(self, area: int, place: QPointF) -> None:
        if self._session is not None:
            self._session.hover(area)
        self.hovered.emit(area, place.toPoint())

"""A widget that looks somewhere on a session's map: the frame, and the image that fits it.

A new indicator or period recolours the image. A pan or zoom moves and stretches what is there at
once, and a sharp image follows.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.maps.frame import Bounds, Frame
from desktop.maps.outlines import detail_for
from desktop.maps.picture import Picture
from desktop.maps.view import MapView
from desktop.ui.desk import Desk
from desktop.ui.layers import Scene
from desktop.ui.mapimage import MapImage, Wanted
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_CLOSEST = 250.0  # metres across the widget at most zoom
_WORTH_CLEARING = 0.9  # of its size the map keeps when it makes room for the legend


class FramedMap(QWidget):
    """The first map of a session, or the second, kept sharp wherever one looks."""

    sharpened = Signal()  # the image fits the frame again

    def __init__(self, theme: Theme, parent: QWidget | None = None, which: int = 0) -> None:
        super().__init__(parent)
        self.which = which
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._session: Session | None = None
        self._margins = (24.0, 24.0, 24.0, 24.0)
        self._aside = 0.0
        self._frame: Frame | None = None
        self.image = MapImage(self._wanted, self)
        self.image.changed.connect(self.update)
        self.image.sharpened.connect(self.sharpened)
        self._picture: Picture | None = None  # whose colours are on it
        self._told: Desk | None = None  # what is drawn; None when it is of no use any more
        self._whole: tuple[Dataset, str, Bounds] | None = None
        self._looking = False  # whether the frame moves by this map's own hand

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

    def let_go(self) -> None:
        """Hold no image while nothing is seen of it; it is drawn anew when it is shown."""
        self._told = None
        self.image.forget()

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

    @property
    def closeness(self) -> float:
        """How many times as close as when everything is seen."""
        return 1.0 if self._frame is None else self._frame.scale / self._fitted().scale

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

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._sharpen()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._told is not None:
            self._refit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._session is not None and self._told is not self._session.desk:
            self._take_in(self._session.desk)

    def moved_under_pointer(self) -> None:
        """What lies under the pointer may be something else now; told before it is painted."""

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
        self._picture = picture
        self.moved_under_pointer()
        self.update()

    def _follow(self, before: MapView, after: MapView, picture: Picture) -> None:
        """The same areas with other colours, in another period, or seen from elsewhere."""
        differ = replace(before, extent=None, selected=()) != replace(
            after, extent=None, selected=()
        )
        if differ or picture is not self._picture:  # a common scale recolours what stays as it was
            self.image.take_colours(picture, self._theme)
            if before.layers.hidden != after.layers.hidden or self._shapes_changed(before, after):
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
        if self._whole is None or self._whole[:2] != (data, level):
            coarsest = len(data.tolerances(level)) - 1
            self._whole = (data, level, data.outlines(level, coarsest).bounds)
        return self._whole[2]

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
        self.moved_under_pointer()
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
        hidden = self._session.view_of(self.which).layers.hidden
        scene = Scene(
            self._outlines(self._frame),
            self._session.picture_of(self.which).exists,
            tuple(each for each in self._session.data.backgrounds() if each.kind not in hidden),
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

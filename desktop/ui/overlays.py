"""What lies over the areas of a map: names, points of interest, and the measuring tool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QPainter

from desktop.maps.frame import Bounds, Frame
from desktop.maps.shownlayers import ShownLayers
from desktop.ui.areanames import AreaNames
from desktop.ui.mappoints import MapPoints
from desktop.ui.measuretool import MeasureTool
from desktop.ui.session import Session
from desktop.ui.theme import Theme


class Overlays(QObject):
    """Painted over one of a session's maps. ``ready`` is called when there is more to paint."""

    def __init__(self, ready: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.names = AreaNames(ready, self)
        self.points: MapPoints | None = None
        self.measure: MeasureTool | None = None

    def set_measuring(self, measuring: bool) -> None:
        """Take the measuring tool out, or put it away."""
        self.measure = MeasureTool() if measuring else None

    def point_at(self, place: QPointF | None) -> None:
        """Where the pointer is meanwhile; None off the map."""
        if self.measure is not None:
            self.measure.point_at(place)

    def forget(self) -> None:
        """Drop what belongs to another extract or theme."""
        self.names.forget()
        self.points = None

    def follow(self, session: Session, layers: ShownLayers) -> None:
        """Have the points at hand that a view shows."""
        held = self.points
        if not layers.points:
            self.points = None
        elif held is None or held.data is not session.data or held.kinds != layers.points:
            self.points = MapPoints(session.data, layers.points)

    def paint(
        self,
        painter: QPainter,
        session: Session,
        which: int,
        frame: Frame,
        closeness: float,
        fills: Sequence[str],
        taken: Iterable[Bounds],
        theme: Theme,
        *,
        moving: bool,
    ) -> None:
        """Names and, over them, symbols; names keep off both symbols and what is ``taken``."""
        view, picture = session.view_of(which), session.picture_of(which)
        self.follow(session, view.layers)
        marked = [] if self.points is None else self.points.boxes(frame)
        if view.layers.names and len(fills) == len(picture.kept):
            self.names.paint(
                painter,
                session.data,
                view.level,
                fills,
                picture,
                session.selected,
                frame,
                closeness,
                [*taken, *marked],
                theme,
                moving=moving,
            )
        if self.points is not None:
            self.points.paint(painter, frame, theme)

    def lines_at(
        self, place: QPointF, frame: Frame, session: Session, which: int
    ) -> tuple[str, ...]:
        """What to say of the point of interest at a place; nothing where there is none."""
        if self.points is None:
            return ()
        found = self.points.at(place, frame)
        if not found:
            return ()
        return self.points.lines(found, session.view.level, session.picture_of(which).exists)

    def close(self) -> None:
        """Stop all work for good."""
        self.names.close()

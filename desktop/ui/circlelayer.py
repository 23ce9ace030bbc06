"""The circles of a map on screen: an image of one frame, and which circle is pointed at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from desktop.core.dataset import Dataset
from desktop.maps.drawing import Dots
from desktop.maps.frame import Frame
from desktop.maps.picture import Picture
from desktop.maps.symbols import area_under, marks, places
from desktop.ui.frameimage import FrameImage
from desktop.ui.painter import paint_dots


class CircleLayer:
    """Draws the circles of a picture where it has any; anew only for another picture or frame."""

    def __init__(self) -> None:
        self._image = FrameImage()

    def paint(
        self,
        painter: QPainter,
        data: Dataset,
        level: str,
        picture: Picture,
        frame: Frame,
        canvas: str,
    ) -> None:
        """Put the circles on the map; ``canvas`` is what those outside the filter fade towards."""

        def draw(ink: QPainter) -> None:
            paint_dots(_seen(marks(picture, places(data, level), frame, canvas), frame), ink)

        self._image.paint(painter, picture, frame, canvas, draw)

    def area_at(
        self, data: Dataset, level: str, picture: Picture, frame: Frame, place: QPointF
    ) -> int:
        """The area whose circle is seen at a place, or -1."""
        return area_under(picture, places(data, level), frame, place.x(), place.y())


def _seen(dots: Dots, frame: Frame) -> Dots:
    """The circles that reach into the frame."""
    reach = dots.radii[:, None] + dots.line_width
    size = np.array([frame.width, frame.height])
    seen = ((dots.points > -reach) & (dots.points < size + reach)).all(axis=1)
    return Dots(
        dots.points[seen],
        dots.radii[seen],
        dots.index[seen],
        dots.colours,
        dots.line,
        dots.line_width,
    )

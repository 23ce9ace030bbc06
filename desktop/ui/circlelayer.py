"""The circles of a map on screen: an image of one frame, and which circle is pointed at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.core.dataset import Dataset
from desktop.maps.drawing import Dots
from desktop.maps.frame import Frame
from desktop.maps.picture import Picture
from desktop.maps.symbols import area_under, marks, places
from desktop.ui.painter import paint_dots


class CircleLayer:
    """Draws the circles of a picture where it has any; anew only for another picture or frame."""

    def __init__(self) -> None:
        self._made: tuple[Picture, Frame, float, str] | None = None
        self._image: QImage | None = None

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
        ratio = painter.device().devicePixelRatioF()
        wanted = (picture, frame, ratio, canvas)  # pictures are alike only when they are the same
        if self._image is None or self._made != wanted:
            dots = _seen(marks(picture, places(data, level), frame, canvas), frame)
            self._image = QImage(
                max(1, round(frame.width * ratio)),
                max(1, round(frame.height * ratio)),
                QImage.Format.Format_ARGB32_Premultiplied,
            )
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            ink = QPainter(self._image)
            ink.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_dots(dots, ink)
            ink.end()
            self._made = wanted
        painter.drawImage(QPointF(0, 0), self._image)

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

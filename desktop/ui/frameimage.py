"""What lies on a map's areas as an image of one frame: drawn once, painted as often as needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.maps.frame import Frame
from desktop.maps.picture import Picture


class FrameImage:
    """An image of a picture in a frame as it is worn; drawn anew when one of these is another."""

    def __init__(self) -> None:
        self._made: tuple[Picture, Frame, float, str] | None = None
        self._image: QImage | None = None

    def paint(
        self,
        painter: QPainter,
        picture: Picture,
        frame: Frame,
        worn: str,
        draw: Callable[[QPainter], object],
    ) -> None:
        """Put the image on the map; ``draw`` is asked only where it does not hold any more."""
        ratio = painter.device().devicePixelRatioF()
        wanted = (picture, frame, ratio, worn)  # pictures are alike only when they are the same
        if self._image is None or self._made != wanted:
            self._image = QImage(
                max(1, round(frame.width * ratio)),
                max(1, round(frame.height * ratio)),
                QImage.Format.Format_ARGB32_Premultiplied,
            )
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            ink = QPainter(self._image)
            ink.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(ink)
            ink.end()
            self._made = wanted
        painter.drawImage(QPointF(0, 0), self._image)

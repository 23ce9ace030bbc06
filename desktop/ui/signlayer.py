"""The marks of a map of change on screen: an image of one frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.core.dataset import Dataset
from desktop.maps.changesigns import signs
from desktop.maps.drawing import Drawing
from desktop.maps.frame import Frame
from desktop.maps.picture import Picture
from desktop.maps.symbols import places
from desktop.ui.painter import paint
from desktop.ui.theme import Theme


class SignLayer:
    """Draws the marks of a picture where it has any; anew only for another picture or frame."""

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
        theme: Theme,
    ) -> None:
        """Put the marks on the map."""
        ratio = painter.device().devicePixelRatioF()
        wanted = (picture, frame, ratio, theme.name)
        if self._image is None or self._made != wanted:
            drawn = signs(picture, places(data, level), frame, theme.ink, theme.surface)
            self._image = QImage(
                max(1, round(frame.width * ratio)),
                max(1, round(frame.height * ratio)),
                QImage.Format.Format_ARGB32_Premultiplied,
            )
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            ink = QPainter(self._image)
            paint(Drawing(frame.width, frame.height, drawn), ink)
            ink.end()
            self._made = wanted
        painter.drawImage(QPointF(0, 0), self._image)

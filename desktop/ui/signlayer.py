"""The marks of a map of change on screen: an image of one frame."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop.core.dataset import Dataset
from desktop.maps.changesigns import signs
from desktop.maps.drawing import Drawing
from desktop.maps.frame import Frame
from desktop.maps.picture import Picture
from desktop.maps.symbols import places
from desktop.ui.frameimage import FrameImage
from desktop.ui.painter import paint
from desktop.ui.theme import Theme


class SignLayer:
    """Draws the marks of a picture where it has any; anew only for another picture or frame."""

    def __init__(self) -> None:
        self._image = FrameImage()

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

        def draw(ink: QPainter) -> None:
            drawn = signs(picture, places(data, level), frame, theme.ink, theme.surface)
            paint(Drawing(frame.width, frame.height, drawn), ink)

        self._image.paint(painter, picture, frame, theme.name, draw)

"""Small pictures that are painted many times: names with their halo, symbols, counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
)

from desktop.maps.drawing import Drawing, Mark
from desktop.ui.painter import paint
from desktop.ui.theme import font

_KEPT = 160  # pictures; then all are made anew as they are asked for
_HALO = 3.2  # width of the pen that goes around the letters


class Sprites:
    """Pictures by what they show, made once for a density of pixels."""

    def __init__(self) -> None:
        self._made: dict[Hashable, QImage] = {}
        self._widths: dict[str, float] = {}
        self._face: QFont | None = None

    def text_width(self, text: str) -> float:
        """How wide a name is, with its halo."""
        if text not in self._widths:
            if len(self._widths) > 200 * _KEPT:
                self._widths.clear()
            self._widths[text] = QFontMetricsF(self._font()).horizontalAdvance(text) + _HALO
        return self._widths[text]

    def name(self, text: str, colour: str, halo: str, ratio: float, height: float) -> QImage:
        """A name with a halo around its letters, on nothing."""

        def draw(painter: QPainter) -> None:
            face = self._font()
            metrics = QFontMetricsF(face)
            baseline = (height + metrics.capHeight()) / 2
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)  # strokes of a letter may cross each other
            path.addText(QPointF(_HALO / 2, baseline), face, text)
            pen = QPen(QColor(halo), _HALO)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(path, pen)
            painter.fillPath(path, QColor(colour))

        size = (self.text_width(text) + 1.0, height)
        return self._kept((text, colour, halo, ratio, height), size, ratio, draw)

    def marks(
        self, name: Hashable, marks: Callable[[], tuple[Mark, ...]], side: float, ratio: float
    ) -> QImage:
        """Marks on a square, around its middle."""

        def draw(painter: QPainter) -> None:
            paint(Drawing(side, side, marks()), painter)

        return self._kept((name, side, ratio), (side, side), ratio, draw)

    def _kept(
        self,
        name: Hashable,
        size: tuple[float, float],
        ratio: float,
        draw: Callable[[QPainter], None],
    ) -> QImage:
        made = self._made.get(name)
        if made is not None:
            return made
        if len(self._made) > _KEPT:
            self._made.clear()
        image = QImage(
            max(1, round(size[0] * ratio)),
            max(1, round(size[1] * ratio)),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()
        self._made[name] = image
        return image

    def _font(self) -> QFont:
        if self._face is None:
            self._face = font(12, 600)
        return self._face


def blit(painter: QPainter, image: QImage, x: float, y: float) -> None:
    """Paint a picture around a place, on whole pixels so that it stays sharp."""
    ratio = image.devicePixelRatio()
    wide, high = image.width() / ratio, image.height() / ratio
    left, top = round((x - wide / 2) * ratio) / ratio, round((y - high / 2) * ratio) / ratio
    painter.drawImage(QRectF(left, top, wide, high), image)

"""Small things painted on a map: rims of areas, the veil under the title, scale bar and north."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from desktop.core.areas import Outlines
from desktop.core.wording import NO_BREAK, number
from desktop.maps.drawing import Drawing
from desktop.maps.frame import Frame, scale_bar
from desktop.maps.measuring import north_marks
from desktop.maps.outlines import picked, placed
from desktop.ui.layers import Layers
from desktop.ui.painter import paint, stroke
from desktop.ui.theme import Theme, font

_BAR = 110  # pixels that the scale bar may take
_GROUND = 0.78  # of the canvas behind it, so that it can be read on any area
_NORTH_AWAY = 20.0  # from the scale bar to the arrow


def paint_rims(
    painter: QPainter,
    outlines: Outlines,
    areas: Sequence[int],
    layers: Layers,
    frame: Frame,
    colour: str,
    width: float,
) -> None:
    """The outlines of some areas; a circle around the disc of an area that is too small to see."""
    if not areas:
        return
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    discs = {area: disc for area in areas if (disc := layers.tiny.disc_of(area)) is not None}
    wanted = np.zeros(int(outlines.owners.max(initial=0)) + 1, bool)
    wanted[[area for area in areas if area not in discs and area < len(wanted)]] = True
    points, starts = picked(outlines.points, outlines.starts, wanted[outlines.owners])
    if len(starts) > 1:
        stroke(painter, placed(points, frame), starts, pen)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    larger = frame.scale / layers.frame.scale
    for x, y, radius in discs.values():
        place = QPointF(*frame.place(*layers.frame.point(x, y)))
        reach = radius * larger + width / 2
        painter.drawEllipse(place, reach, reach)


def paint_veil(painter: QPainter, width: float, height: float, canvas: str) -> None:
    """A pale veil at the top, so that the title can be read on any map."""
    veil = QLinearGradient(0, 0, 0, height)
    colour = QColor(canvas)
    for place, strength in ((0.0, 0.94), (0.7, 0.86), (1.0, 0.0)):
        colour.setAlphaF(strength)
        veil.setColorAt(place, colour)
    painter.fillRect(QRectF(0, 0, width, height), veil)


def paint_scale(painter: QPainter, frame: Frame, right: float, base: float, theme: Theme) -> None:
    """The scale bar and, left of it, the arrow that points north."""
    metres, length = scale_bar(frame.scale, _BAR)
    text = (
        f"{number(metres / 1000)}{NO_BREAK}km"
        if metres >= 1000
        else (f"{number(metres)}{NO_BREAK}m")
    )
    left = right - length
    ground = QColor(theme.canvas)
    ground.setAlphaF(_GROUND)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    edge = left - _NORTH_AWAY - 10
    painter.drawRoundedRect(QRectF(edge, base - 36, right + 6 - edge, 42), 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.muted), 1))
    painter.drawPolyline(
        [
            QPointF(left, base - 5),
            QPointF(left, base),
            QPointF(right, base),
            QPointF(right, base - 5),
        ]
    )
    painter.setFont(font(11))
    painter.drawText(QRectF(right - 200, base - 22, 200, 16), Qt.AlignmentFlag.AlignRight, text)
    north = north_marks(left - _NORTH_AWAY, base, theme.muted)
    paint(Drawing(frame.width, frame.height, north), painter)

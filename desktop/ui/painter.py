"""Puts a drawing on a screen: the only place where marks meet QPainter."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from desktop.maps.drawing import (
    Bitmap,
    Box,
    Clip,
    Dot,
    Dots,
    Drawing,
    Fills,
    Group,
    Mark,
    Points,
    Strokes,
    Text,
)
from desktop.ui.theme import font

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1
_CHUNK = 4000  # points per path: Qt's stroker slows down more than in proportion on long paths


def paint(drawing: Drawing, painter: QPainter, scale: float = 1.0) -> None:
    """Paint every mark in order; ``scale`` is pixels per unit of the drawing."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    _paint_marks(drawing.marks, painter)
    painter.restore()


def path_of(points: Points, starts: NDArray[np.int32]) -> QPainterPath:
    """Lines or rings as one path: line r is ``points[starts[r]:starts[r + 1]]``.

    Qt takes a path from its own stream format, which numpy writes in one go.
    """
    path = QPainterPath()
    if len(points):
        elements = np.empty(len(points), _ELEMENT)
        elements["kind"] = _LINE
        elements["kind"][starts[:-1]] = _MOVE
        elements["x"] = points[:, 0]
        elements["y"] = points[:, 1]
        head = np.array([len(points)], ">i4").tobytes()
        tail = np.array([int(starts[-2]), 0], ">i4").tobytes()
        content = QByteArray(head + elements.tobytes() + tail)
        stream = QDataStream(content, QIODevice.OpenModeFlag.ReadOnly)
        stream >> path
    return path


def stroke(painter: QPainter, points: Points, starts: NDArray[np.int32], pen: QPen) -> None:
    """Many lines with one pen, in pieces that Qt handles well."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for begin, end in _pieces(starts):
        part = starts[begin : end + 1]
        painter.drawPath(path_of(points[part[0] : part[-1]], part - part[0]))


def _pieces(starts: NDArray[np.int32]) -> list[tuple[int, int]]:
    lines = len(starts) - 1
    if lines < 1:
        return []
    cuts = np.searchsorted(starts, np.arange(_CHUNK, int(starts[-1]), _CHUNK)).tolist()
    edges = sorted({0, *(min(cut, lines) for cut in cuts), lines})
    return list(pairwise(edges))


def _paint_marks(marks: tuple[Mark, ...], painter: QPainter) -> None:
    for mark in marks:
        match mark:
            case Clip() | Group():
                _paint_holder(mark, painter)
            case Fills():
                _paint_fills(mark, painter)
            case Strokes():
                stroke(painter, mark.points, mark.starts, _line_pen(mark))
            case Text():
                _paint_text(mark, painter)
            case Box():
                _paint_box(mark, painter)
            case Dot():
                painter.setPen(_pen(mark.line, mark.line_width))
                painter.setBrush(QColor(mark.fill) if mark.fill else Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(mark.x, mark.y), mark.radius, mark.radius)
            case Dots():
                paint_dots(mark, painter)


def _paint_holder(mark: Clip | Group, painter: QPainter) -> None:
    painter.save()
    if isinstance(mark, Clip):
        seen = QRectF(mark.x, mark.y, mark.width, mark.height)
        painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
    _paint_marks(mark.marks, painter)
    painter.restore()


def _paint_bitmap(mark: Bitmap, painter: QPainter) -> None:
    pixels = np.ascontiguousarray(mark.pixels)
    high, wide = pixels.shape[:2]
    image = QImage(pixels.data, wide, high, 3 * wide, QImage.Format.Format_RGB888)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(mark.x, mark.y, mark.width, mark.height), image)


def _line_pen(mark: Strokes) -> QPen:
    pen = QPen(QColor(mark.colour), mark.width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if mark.dashed:
        pen.setDashPattern([3.0, 3.0])
    return pen


def paint_dots(mark: Dots, painter: QPainter) -> None:
    """Many circles; those of one colour and size share a brush."""
    painter.setPen(_pen(mark.line, mark.line_width))
    brushes = [QBrush(QColor(colour)) for colour in mark.colours]
    drawn = -1
    for (x, y), radius, at in zip(
        mark.points.tolist(), mark.radii.tolist(), mark.index.tolist(), strict=True
    ):
        if at != drawn:
            painter.setBrush(brushes[at])
            drawn = at
        painter.drawEllipse(QPointF(x, y), radius, radius)


def _paint_fills(mark: Fills, painter: QPainter) -> None:
    if not len(mark.owners):
        return
    painter.setPen(Qt.PenStyle.NoPen)
    first = np.flatnonzero(np.diff(mark.owners, prepend=-1))
    for begin, end in zip(first, [*first[1:], len(mark.owners)], strict=True):
        owner = int(mark.owners[begin])
        part = mark.starts[begin : end + 1]
        path = path_of(mark.points[part[0] : part[-1]], part - part[0])
        path.setFillRule(Qt.FillRule.OddEvenFill)
        painter.fillPath(path, QColor(mark.colours[owner]))
        if owner in mark.hatched:
            painter.fillPath(path, _hatch(painter, mark.hatch_colour))


def _paint_box(mark: Box, painter: QPainter) -> None:
    rectangle = QRectF(mark.x, mark.y, mark.width, mark.height)
    painter.setPen(_pen(mark.line, mark.line_width))
    painter.setBrush(QColor(mark.fill) if mark.fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rectangle, mark.radius, mark.radius)
    if mark.hatched:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_hatch(painter, mark.hatched))
        painter.drawRoundedRect(rectangle, mark.radius, mark.radius)


def _paint_text(mark: Text, painter: QPainter) -> None:
    """Text is laid out at a hundred times its size, so that millimetres do not round it."""
    magnified = 100.0
    face = font(mark.size * magnified, mark.weight, tabular=mark.tabular)
    painter.save()
    painter.translate(mark.x, mark.y)
    painter.scale(1 / magnified, 1 / magnified)
    painter.setFont(face)
    painter.setPen(QColor(mark.colour))
    width = QFontMetricsF(face).horizontalAdvance(mark.text)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
    painter.drawText(QPointF(-shift, 0), mark.text)
    painter.restore()


def _hatch(painter: QPainter, colour: str) -> QBrush:
    """Slanting lines whose distance is the same however the drawing is scaled."""
    brush = QBrush(QColor(colour), Qt.BrushStyle.BDiagPattern)
    inverse, possible = painter.worldTransform().inverted()
    brush.setTransform(
        QTransform.fromScale(inverse.m11(), inverse.m22()) if possible else QTransform()
    )
    return brush


def _pen(colour: str, width: float) -> QPen:
    return QPen(QColor(colour), width) if colour else QPen(Qt.PenStyle.NoPen)

"""What a map is painted from, made for one frame: safe to make on any thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from desktop.core.areas import Background, Outlines
from desktop.maps.frame import Frame
from desktop.maps.outlines import picked, placed, seen_lines, seen_rings
from desktop.maps.palettes import BACKGROUND, BACKGROUND_DARK, HATCH
from desktop.maps.raster import Ids, area_image
from desktop.maps.tiny import TinyAreas, tiny_areas
from desktop.ui.painter import path_of, stroke

_BORDER = "#FFFFFF"
_LEAST_RINGED = 2.5  # radius of a disc that is large enough for a line around it
_PIXELS_PER_MILLIMETRE = 96 / 25.4


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What to draw: outlines of the level, which areas exist, the quiet layers, and the paper.

    ``dark`` draws the quiet layers in the dark theme's colours.
    """

    outlines: Outlines
    exists: NDArray[np.bool_]
    backgrounds: tuple[Background, ...]
    canvas: str
    dark: bool


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Quiet layers, area numbers and borders, in the pixels of one frame.

    ``tiny`` are the areas that a disc stands for, in units of the frame.
    """

    frame: Frame
    ratio: float
    under: QImage
    ids: Ids
    over: QImage
    tiny: TinyAreas


def make_layers(scene: Scene, frame: Frame, ratio: float) -> Layers:
    """Draw a scene for a frame given in a widget's units, ``ratio`` pixels to one."""
    fine = frame.multiplied(ratio)
    tiny = tiny_areas(scene.outlines, fine, scene.exists, ratio)
    ids = area_image(scene.outlines, fine, scene.exists, ratio, tiny)
    under, over = _under(scene, fine, ratio), _over(scene.outlines, tiny, fine, ratio)
    for image in (under, over):
        image.setDevicePixelRatio(ratio)
    return Layers(frame, ratio, under, ids, over, tiny.divided(ratio))


def _under(scene: Scene, frame: Frame, ratio: float) -> QImage:
    image = _image(frame, QImage.Format.Format_RGB32)
    image.fill(QColor(scene.canvas))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for background in scene.backgrounds:
        quiet = (BACKGROUND_DARK if scene.dark else BACKGROUND).get(background.kind)
        if quiet is None:
            continue
        outlines = background.outlines
        points, starts = picked(outlines.points, outlines.starts, seen_rings(outlines, frame))
        if len(starts) < 2:
            continue
        xy = placed(points, frame)
        if quiet.fill:
            path = path_of(xy, starts)
            path.setFillRule(Qt.FillRule.OddEvenFill)
            painter.fillPath(path, QColor(quiet.fill))
        if quiet.line:
            pen = QPen(QColor(quiet.line), quiet.width * _PIXELS_PER_MILLIMETRE * ratio)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            stroke(painter, xy, starts, pen)
    painter.end()
    return image


def _over(outlines: Outlines, tiny: TinyAreas, frame: Frame, ratio: float) -> QImage:
    image = _image(frame, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    keep = seen_lines(outlines, frame)
    points, starts = picked(outlines.border_points, outlines.border_starts, keep)
    if len(starts) > 1:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(_BORDER), ratio)
        pen.setCosmetic(True)
        stroke(painter, placed(points, frame), starts, pen)
        _ring_discs(painter, tiny, ratio)
        painter.end()
    return image


def _ring_discs(painter: QPainter, tiny: TinyAreas, ratio: float) -> None:
    """A line around the discs, and nothing in them: an outline inside would hide the colour."""
    points, starts = tiny.circles(_LEAST_RINGED * ratio)
    if len(starts) < 2:
        return
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillPath(path_of(points, starts), Qt.GlobalColor.black)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    stroke(painter, points, starts, QPen(QColor(HATCH), ratio))


def _image(frame: Frame, kind: QImage.Format) -> QImage:
    return QImage(max(1, round(frame.width)), max(1, round(frame.height)), kind)

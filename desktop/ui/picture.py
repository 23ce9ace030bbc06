"""Drawings and windows as PNG files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QWidget

from desktop.core.paths import write_whole
from desktop.core.settings import Settings
from desktop.maps.drawing import Drawing
from desktop.ui.painter import paint

_PIXELS_PER_MILLIMETRE = 150 / 25.4


def save_png(path: Path, drawing: Drawing) -> None:
    """Write a drawing in millimetres as a PNG of 150 pixels to the inch.

    Raises:
        FileProblem: it cannot be written.
    """
    from desktop.ui.app import application

    application(Settings())
    image = QImage(
        round(drawing.width * _PIXELS_PER_MILLIMETRE),
        round(drawing.height * _PIXELS_PER_MILLIMETRE),
        QImage.Format.Format_RGB32,
    )
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    paint(drawing, painter, _PIXELS_PER_MILLIMETRE)
    painter.end()
    _save(image, path)


def save_window(window: QWidget, path: Path) -> None:
    """Write a window as it would be seen as a PNG.

    Raises:
        FileProblem: it cannot be written.
    """
    window.resize(1440, 900)
    window.ensurePolished()
    _save(window.grab().toImage(), path)


def colour_shares(path: Path, colours: Iterable[str]) -> list[float]:
    """How much of a picture, from 0 to 1, is in each of some colours exactly."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF
    return [
        float((pixels == int(colour.removeprefix("#"), 16)).sum()) / max(len(pixels), 1)
        for colour in colours
    ]


def _save(image: QImage, path: Path) -> None:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    written = bytes(content.data())
    write_whole(path, lambda stream: stream.write(written))

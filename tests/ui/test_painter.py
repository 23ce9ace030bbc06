"""Marks on a screen, where there is nothing to paint."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.maps.drawing import Dots, Drawing, Fills, Strokes
from desktop.ui.painter import paint

NOWHERE = np.zeros((0, 2))


def test_nothing_is_painted_of_nothing(dressed: QApplication) -> None:
    assert dressed is not None
    none = np.zeros(0, np.int32)
    marks = (
        Fills(NOWHERE, np.zeros(1, np.int32), none, ()),
        Strokes(NOWHERE, np.zeros(1, np.int32), "#000000", 1.0),
        Dots(NOWHERE, np.zeros(0), np.zeros(0, np.int64), ("#000000",)),
    )
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    paint(Drawing(20, 20, marks), painter)
    painter.end()

    assert image.pixelColor(10, 10).name() == "#ffffff"

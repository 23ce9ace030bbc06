"""What a legend without classes shows: a run of colours, or circles inside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.ui.painter import paint
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.maps.legendscales import Circles, Gradient

_WIDTH = 248.0  # pixels: what a legend card has inside its margins


class ScaleView(QWidget):
    """The drawing of a scale, as wide as a legend card; without a scale it takes no room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._scale: Gradient | Circles | None = None
        self._drawing: Drawing | None = None
        self.setAccessibleName(_("Skala"))
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.show_scale(self._scale)

    def show_scale(self, scale: Gradient | Circles | None) -> None:
        """Show another scale."""
        self._scale = scale
        if scale is not None:
            from desktop.maps.legendmarks import legend_drawing  # not before there is one

            self._drawing = legend_drawing(scale, _WIDTH, self._theme.chart_colours())
            self.setFixedHeight(round(self._drawing.height))
            self.setAccessibleDescription(". ".join(self._drawing.texts()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is not None:
            painter = QPainter(self)
            paint(self._drawing, painter)
            painter.end()

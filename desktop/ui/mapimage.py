"""The map as an image: drawn for a frame, coloured in an instant, moved and stretched meanwhile.

Drawing that is quick is done at once, after the image that is there has been moved. Drawing that
takes longer is done by another thread; the newest frame wins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from desktop.maps.frame import Frame
from desktop.maps.picture import Picture
from desktop.maps.raster import area_at, colour_table, coloured
from desktop.maps.rims import Edges, edges, rim_pixels
from desktop.ui.jobs import Lane
from desktop.ui.layers import Layers, Scene, make_layers
from desktop.ui.theme import Theme

_RIM = 2.0  # units: the width of a rim
_QUICK = 0.030  # seconds: a drawing this quick needs no other thread

Wanted = tuple[Scene, Frame, float]  # what to draw, for which frame, in how many pixels to a unit


@dataclass(frozen=True, slots=True, eq=False)
class _Rims:
    """Rims drawn for these layers; the image looks into the pixels."""

    chosen: NDArray[np.bool_]
    colour: str
    pixels: NDArray[np.uint32]
    image: QImage


class MapImage(QObject):
    """Layers of one frame, and the colours that the areas have now.

    ``wanted`` is asked what to draw whenever something is to be drawn; None is nothing.
    """

    changed = Signal()  # there is something new to paint
    sharpened = Signal()  # the image fits what is wanted

    def __init__(self, wanted: Callable[[], Wanted | None], parent: QObject) -> None:
        super().__init__(parent)
        self.layers: Layers | None = None
        self.drawing = False  # whether another thread is at it
        self.cost = 1.0  # seconds that the last drawing took
        self._wanted = wanted
        self._lane = Lane("draw", self)
        self._image: QImage | None = None
        self.pixels: NDArray[np.uint32] | None = None
        self.fills: tuple[str, ...] = ()  # of the areas; empty for those that do not exist
        self._table: NDArray[np.uint32] | None = None
        self._edges: Edges | None = None  # of these layers, where asked for
        self._rims: _Rims | None = None
        self._stale = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._draw)

    def forget(self) -> None:
        """Drop what is drawn: it is of another extract, or not seen any more."""
        self.layers = self._edges = self._rims = None
        self.pixels = self._image = None

    def take_colours(self, picture: Picture, theme: Theme, *, paint: bool = True) -> None:
        """Wear the colours of a map; not on the image yet where other areas are to be drawn."""
        self.fills = picture.area_colours(theme.withheld, theme.missing, theme.canvas)
        self._table = colour_table(self.fills, picture.withheld(), theme.hatch, picture.dotted)
        if paint:
            self._colour()

    def fits(self, frame: Frame | None, ratio: float) -> bool:
        """Whether the image is drawn for this frame and nothing is under way."""
        layers = self.layers
        return (
            not self.drawing
            and layers is not None
            and layers.frame == frame
            and layers.ratio == ratio
        )

    def draw_now(self) -> None:
        """Draw what is wanted before anything else."""
        wanted = self._wanted()
        if wanted is not None:
            begun = perf_counter()
            self._take(make_layers(*wanted))
            self.cost = perf_counter() - begun
            self.sharpened.emit()

    def draw_soon(self) -> None:
        """Draw what is wanted when the image that is there has been moved."""
        if self.drawing:
            self._stale = True
        else:
            self._soon.start()

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """The image where it belongs in a frame: as it is when sharp or only moved."""
        if self.layers is None or self._image is None:
            return
        target = _target(self.layers.frame, frame)
        images = (self.layers.under, self._image, self.layers.over)
        if self.layers.frame.scale == frame.scale:
            for each in images:
                painter.drawImage(target.topLeft(), each)
        else:
            for each in images:
                painter.drawImage(target, each)

    def paint_rims(
        self, painter: QPainter, frame: Frame, chosen: NDArray[np.bool_], colour: str
    ) -> None:
        """The rims of very many areas, in the same time however many they are.

        ``chosen`` has an entry per area.
        """
        if self.layers is None:
            return
        held = self._rims
        if held is None or held.colour != colour or not np.array_equal(held.chosen, chosen):
            held = self._rims = self._drawn_rims(self.layers, chosen, colour)
        painter.drawImage(_target(self.layers.frame, frame), held.image)

    def area_at(self, east: float, north: float) -> int:
        """The area that is painted at a place in metres, or -1."""
        if self.layers is None:
            return -1
        x, y = self.layers.frame.place(east, north)
        ratio = self.layers.ratio
        return area_at(self.layers.ids, int(np.floor(x * ratio)), int(np.floor(y * ratio)))

    def close(self) -> None:
        """Stop drawing for good."""
        self._lane.close()

    def _drawn_rims(self, layers: Layers, chosen: NDArray[np.bool_], colour: str) -> _Rims:
        if self._edges is None:
            self._edges = edges(layers.ids, max(2, round(_RIM * layers.ratio)))
        pixels = rim_pixels(self._edges, chosen, colour)
        height, across = pixels.shape
        kind = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(pixels.data, across, height, 4 * across, kind)
        image.setDevicePixelRatio(layers.ratio)
        return _Rims(chosen, colour, pixels, image)

    def _draw(self) -> None:
        """Draw what is wanted now: here when that is quick, else in another thread."""
        wanted = self._wanted()
        if wanted is None or self.drawing or self.fits(*wanted[1:]):
            return
        if self.cost < _QUICK:
            self.draw_now()
            return
        self.drawing, self._stale = True, False
        replaced = self.layers

        def work(_stopped: object) -> tuple[Layers | None, Layers, float]:
            begun = perf_counter()
            return replaced, make_layers(*wanted), perf_counter() - begun

        job = self._lane.start(work)
        job.succeeded.connect(self._on_drawn)
        job.failed.connect(self._on_failed)

    def _on_drawn(self, result: tuple[Layers | None, Layers, float]) -> None:
        replaced, layers, self.cost = result
        self.drawing = False
        current = self.layers is replaced  # else other areas or colours were drawn here meanwhile
        if current:
            self._take(layers)
        if self._stale or not current:
            self._draw()
        else:
            self.sharpened.emit()

    def _on_failed(self, error: Exception) -> None:
        self.drawing = False
        raise error  # a fault of the program: told and logged like any other

    def _take(self, layers: Layers) -> None:
        self.layers = layers
        self._edges = self._rims = None
        self._colour()
        self.changed.emit()

    def _colour(self) -> None:
        """Give every pixel the colour of its area."""
        if self.layers is None or self._table is None:
            return
        ids = self.layers.ids
        if self.pixels is None or self.pixels.shape != ids.shape:
            self.pixels = np.empty(ids.shape, np.uint32)
            height, width = ids.shape
            self._image = QImage(
                self.pixels.data,
                width,
                height,
                4 * width,
                QImage.Format.Format_ARGB32_Premultiplied,
            )
            self._image.setDevicePixelRatio(self.layers.ratio)
        coloured(ids, self._table, self.pixels)


def _target(drawn: Frame, wanted: Frame) -> QRectF:
    """Where the image drawn for one frame lies in another."""
    west, south, east, north = drawn.bounds
    left, top = wanted.place(west, north)
    right, bottom = wanted.place(east, south)
    return QRectF(left, top, right - left, bottom - top)

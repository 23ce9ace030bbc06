"""Marks on a map of change: an arrowhead in every area whose change is more than chance."""

from __future__ import annotations

import numpy as np

from desktop.maps.drawing import Fills, Points
from desktop.maps.frame import Frame
from desktop.maps.picture import Picture

SIZE = 5.0  # half the width of an arrowhead, in pixels
_RIM = 1.7  # pixels around it, so that it is seen on any fill
_TALL = 0.85  # of its half width up and down


def signs(
    picture: Picture, points: Points, frame: Frame, ink: str, surface: str, unit: float = 1.0
) -> tuple[Fills, ...]:
    """The arrowheads of a map in a frame, with a rim; none where the map has no such marks.

    Args:
        picture: a map of change.
        points: a place inside every area, (areas, 2) in metres.
        frame: where the map looks.
        ink: what they are filled with.
        surface: of their rims.
        unit: the reader's units to a pixel.
    """
    if picture.signs is None:
        return ()
    marked = np.flatnonzero((picture.signs != 0) & picture.kept)
    if not len(marked):
        return ()
    x = (points[marked, 0] - frame.east) * frame.scale + frame.width / 2
    y = (frame.north - points[marked, 1]) * frame.scale + frame.height / 2
    middles = np.column_stack([x, y])
    up = picture.signs[marked].astype(np.float64)
    return (
        _arrowheads(middles, up, (SIZE + _RIM) * unit, surface),
        _arrowheads(middles, up, SIZE * unit, ink),
    )


def arrowhead(x: float, y: float, sign: int, colour: str, size: float = SIZE) -> Fills:
    """One, for a legend; upwards where ``sign`` is 1."""
    return _arrowheads(np.array([[x, y]]), np.array([float(sign)]), size, colour)


def _arrowheads(middles: Points, up: Points, size: float, colour: str) -> Fills:
    """Triangles with their middles at some places; ``up`` is 1 for upwards and −1 for down."""
    corners = np.array([(-1.0, _TALL), (1.0, _TALL), (0.0, -_TALL), (-1.0, _TALL)]) * size
    shapes = np.repeat(corners[None, :, :], len(middles), axis=0)
    shapes[:, :, 1] *= up[:, None]
    count = len(middles)
    return Fills(
        (shapes + middles[:, None, :]).reshape(-1, 2),
        np.arange(count + 1, dtype=np.int32) * 4,
        np.arange(count, dtype=np.int32),
        (colour,) * count,
    )

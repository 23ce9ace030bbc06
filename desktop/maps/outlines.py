"""Outlines in the frame: which detail to use, and where their points fall."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.maps.drawing import Fills, Points, Strokes
from desktop.maps.frame import Frame


def detail_for(tolerances: tuple[float, ...], scale: float, allowed: float = 0.6) -> int:
    """The coarsest detail whose error stays under ``allowed`` units of the frame.

    Args:
        tolerances: metres per detail, finest first.
        scale: units of the frame per metre.
        allowed: units; about half a pixel on screen.
    """
    fitting = [at for at, tolerance in enumerate(tolerances) if tolerance * scale <= allowed]
    return fitting[-1] if fitting else 0


def placed(points: NDArray[np.int32], frame: Frame) -> Points:
    """Points in centimetres of the map as x and y in the frame."""
    result = np.empty(points.shape, np.float64)
    np.multiply(points[:, 0], frame.scale / 100, out=result[:, 0])
    np.multiply(points[:, 1], -frame.scale / 100, out=result[:, 1])
    result[:, 0] += frame.width / 2 - frame.east * frame.scale
    result[:, 1] += frame.height / 2 + frame.north * frame.scale
    return result


def seen_rings(outlines: Outlines, frame: Frame) -> NDArray[np.bool_]:
    """Which rings have a bounding box that touches the frame."""
    return _touching(outlines.points, outlines.starts, frame)


def seen_lines(outlines: Outlines, frame: Frame) -> NDArray[np.bool_]:
    """Which border lines have a bounding box that touches the frame."""
    return _touching(outlines.border_points, outlines.border_starts, frame)


def picked(
    points: NDArray[np.int32], starts: NDArray[np.int32], keep: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The points and starts of some rings only."""
    if keep.all():
        return points, starts
    lengths = np.diff(starts)
    mask = np.repeat(keep, lengths)
    return points[mask], np.concatenate([[0], np.cumsum(lengths[keep])]).astype(np.int32)


def fills(
    outlines: Outlines,
    frame: Frame,
    colours: tuple[str, ...],
    hatched: frozenset[int] = frozenset(),
    hatch_colour: str = "",
) -> Fills:
    """The polygons of the areas that are seen and have a colour."""
    painted = np.array([bool(colour) for colour in colours], bool)
    keep = seen_rings(outlines, frame) & painted[outlines.owners]
    points, starts = picked(outlines.points, outlines.starts, keep)
    return Fills(
        placed(points, frame), starts, outlines.owners[keep], colours, hatched, hatch_colour
    )


def borders(outlines: Outlines, frame: Frame, colour: str, width: float) -> Strokes:
    """The borders that are seen, each shared one once."""
    keep = seen_lines(outlines, frame)
    points, starts = picked(outlines.border_points, outlines.border_starts, keep)
    return Strokes(placed(points, frame), starts, colour, width)


def rim(outlines: Outlines, area: int, frame: Frame, colour: str, width: float) -> Strokes:
    """The whole outline of one area."""
    points, starts = picked(outlines.points, outlines.starts, outlines.owners == area)
    return Strokes(placed(points, frame), starts, colour, width)


def _touching(
    points: NDArray[np.int32], starts: NDArray[np.int32], frame: Frame
) -> NDArray[np.bool_]:
    if len(starts) < 2:
        return np.zeros(0, bool)
    low = np.minimum.reduceat(points, starts[:-1])
    high = np.maximum.reduceat(points, starts[:-1])
    west, south, east, north = (side * 100 for side in frame.bounds)
    inside: NDArray[np.bool_] = (
        (low[:, 0] <= east) & (high[:, 0] >= west) & (low[:, 1] <= north) & (high[:, 1] >= south)
    )
    return inside

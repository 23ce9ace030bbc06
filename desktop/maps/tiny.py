"""Areas too small to see or hit: a disc stands for each, as large as its neighbours allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.disclosure import FloatArray
from desktop.maps.frame import Frame
from desktop.maps.outlines import placed

LEAST = 9.0  # across a disc, in the reader's units
_SMALLEST = 3.0  # across the disc of an area among others as small
_CORNERS = 21  # of a ring that passes for a circle, the first one twice
_SLIVER = 2.0  # a narrower area is hard to hit, however long it is


@dataclass(frozen=True, slots=True, eq=False)
class TinyAreas:
    """Areas that a disc stands for, with its middle (n, 2) and radius in units of the frame."""

    areas: NDArray[np.int64]
    middles: FloatArray
    radii: FloatArray

    def disc_of(self, area: int) -> tuple[float, float, float] | None:
        """x, y and radius of the disc of an area; None where the area is seen as it is."""
        at = int(np.searchsorted(self.areas, area))
        if at == len(self.areas) or self.areas[at] != area:
            return None
        x, y = self.middles[at].tolist()
        return x, y, float(self.radii[at])

    def divided(self, by: float) -> TinyAreas:
        """The same in units that are so many times as long."""
        return TinyAreas(self.areas, self.middles / by, self.radii / by)

    def circles(self, least: float) -> tuple[FloatArray, NDArray[np.int32]]:
        """The discs with at least a radius as rings of points, packed."""
        large = self.radii >= least
        turns = np.linspace(0, 2 * np.pi, _CORNERS)
        circle = np.column_stack([np.cos(turns), np.sin(turns)])
        points = self.middles[large][:, None] + self.radii[large][:, None, None] * circle
        starts = _CORNERS * np.arange(int(large.sum()) + 1, dtype=np.int32)
        return points.reshape(-1, 2), starts


def tiny_areas(
    outlines: Outlines, frame: Frame, exists: NDArray[np.bool_], unit: float = 1.0
) -> TinyAreas:
    """The areas of a frame that are too small, by their largest ring, in order of position.

    A disc is :data:`LEAST` across; where tiny areas lie closer than that, each takes half of the
    way to the nearest, so that no disc covers another, but never less than 3 units across.

    Args:
        outlines: of a level.
        frame: where the map looks.
        exists: the areas that are drawn.
        unit: units of the frame to one of the reader's.
    """
    nothing = TinyAreas(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(0))
    if not len(outlines.owners):
        return nothing
    low = np.minimum.reduceat(outlines.points, outlines.starts[:-1])
    high = np.maximum.reduceat(outlines.points, outlines.starts[:-1])
    spans = (high - low) * (frame.scale / 100)
    order = np.argsort(spans.max(axis=1), kind="stable")  # the last one written stays
    ring = np.full(len(exists), -1, np.int64)
    ring[outlines.owners[order]] = order
    areas = np.flatnonzero((ring >= 0) & exists)
    spans = spans[ring[areas]]
    small = (spans.max(axis=1) < LEAST * unit) | (spans.min(axis=1) < _SLIVER * unit)
    areas = areas[small]
    own = ring[areas]
    middles = placed(low[own] + (high[own] - low[own]) // 2, frame)
    reach = LEAST * unit
    beyond = (frame.width + reach, frame.height + reach)
    seen = ((middles > -reach) & (middles < beyond)).all(axis=1)
    areas, middles = areas[seen], middles[seen]
    apart = _nearest(middles, reach, frame.width * frame.height)
    return TinyAreas(areas, middles, np.clip(apart, _SMALLEST * unit, reach) / 2)


def _nearest(places: FloatArray, reach: float, ground: float) -> FloatArray:
    """How far each place is from the nearest other; ``reach`` where that is farther."""
    found = np.full(len(places), reach)
    if len(places) * reach * reach > ground:  # so many that hardly one can stand alone
        return np.zeros(len(places))
    order = np.argsort(places[:, 0], kind="stable")
    x, y = places[order, 0], places[order, 1]
    nearest = found.copy()
    for step in range(1, len(places)):
        across = x[step:] - x[:-step]
        if across.min() >= reach:
            break
        away = np.hypot(across, y[step:] - y[:-step])
        np.minimum(nearest[step:], away, out=nearest[step:])
        np.minimum(nearest[:-step], away, out=nearest[:-step])
    found[order] = nearest
    return found

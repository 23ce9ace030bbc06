"""Names on a map: inside their area where they fit, else beside it, never on one another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from desktop.core.areas import Areas, Outlines
from desktop.maps import palettes
from desktop.maps.drawing import Box, Mark, Points, Text
from desktop.maps.frame import Bounds, Frame
from desktop.maps.outlines import placed
from desktop.maps.picture import Picture
from desktop.maps.typesetting import Pen


def labels(
    pen: Pen,
    areas: Areas,
    outlines: Outlines,
    worked: Picture,
    chosen: list[int],
    frame: Frame,
    box: Bounds,
) -> list[Mark]:
    """Names of chosen areas: inside where they fit, else beside on white, else left out."""
    points, unit = 7.5, pen.unit
    height = 3.6 * unit
    rings = {at: _rings(outlines, at, frame) for at in chosen}
    labels = _Places(box, [_extent(rings[at]) for at in chosen if len(rings[at])])
    marks: list[Mark] = []
    for at in reversed(chosen):
        if not areas.names[at] or not rings[at]:
            continue
        name = pen.cut(areas.names[at], points, 600, 45 * unit)
        width = pen.width(name, points, 600) + 2 * unit
        spot = _inside(rings[at], width, height, box)
        backed = spot is None
        if spot is None:
            spot = next((s for s in _beside_spots(_extent(rings[at]), width, height, unit)
                         if labels.free(s)), None)  # fmt: skip
        if spot is None:
            continue
        labels.taken.append(spot)
        fill = palettes.SURFACE if backed else worked.colour_of(int(worked.groups[at]))
        colour = max(palettes.INK, palettes.SURFACE, key=lambda c: palettes.contrast(c, fill))
        if backed or worked.groups[at] < 0:
            marks.append(Box(spot[0], spot[1], width, height, fill, radius=0.8 * unit))
        baseline = spot[3] - 1.05 * unit
        x = (spot[0] + spot[2]) / 2
        size = pen.size(points)
        marks.append(Text(x, baseline, name, size, colour, 600, "middle"))
    return marks


@dataclass(slots=True)
class _Places:
    """Places for names, so that none lies on another."""

    box: Bounds
    taken: list[Bounds] = field(default_factory=list)

    def free(self, spot: Bounds) -> bool:
        left, top, right, bottom = spot
        if left < self.box[0] or top < self.box[1] or right > self.box[2] or bottom > self.box[3]:
            return False
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for other in self.taken
        )


def _rings(outlines: Outlines, area: int, frame: Frame) -> list[Points]:
    return [
        placed(outlines.points[outlines.starts[ring] : outlines.starts[ring + 1]], frame)
        for ring in np.flatnonzero(outlines.owners == area)
    ]


def _extent(rings: list[Points]) -> Bounds:
    every = np.concatenate(rings)
    (left, top), (right, bottom) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return left, top, right, bottom


def _inside(rings: list[Points], width: float, height: float, box: Bounds) -> Bounds | None:
    """Where a rectangle lies within an area and the map, as near its middle height as may be."""
    _left, top, _right, bottom = _extent(rings)
    top, bottom = max(top, box[1]), min(bottom, box[3])
    middle = (top + bottom) / 2
    if bottom - top <= height:
        return None
    steps: list[float] = np.linspace(top + height / 2, bottom - height / 2, 15).tolist()
    for y in sorted(steps, key=lambda y: abs(y - middle)):
        levels = [_chords(rings, y + part * height) for part in (-0.5, 0.0, 0.5)]
        shared = [
            (max(a[0], b[0], c[0], box[0]), min(a[1], b[1], c[1], box[2]))
            for a in levels[0] for b in levels[1] for c in levels[2]
        ]  # fmt: skip
        left, right = max(shared, key=lambda chord: chord[1] - chord[0], default=(0.0, 0.0))
        if right - left >= width:
            x = (left + right - width) / 2
            return x, y - height / 2, x + width, y + height / 2
    return None


def _chords(rings: list[Points], y: float) -> list[tuple[float, float]]:
    """The stretches at a height that lie within an area, by the even-odd rule."""
    crossings: list[float] = []
    for ring in rings:
        one, other = ring[:-1], ring[1:]
        cut = (one[:, 1] <= y) != (other[:, 1] <= y)
        a, b = one[cut], other[cut]
        crossings += (a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])).tolist()
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _beside_spots(extent: Bounds, width: float, height: float, unit: float) -> list[Bounds]:
    left, top, right, bottom = extent
    gap, x, y = 1.2 * unit, (left + right) / 2, (top + bottom) / 2
    corners = (
        (right + gap, y - height / 2),
        (left - gap - width, y - height / 2),
        (x - width / 2, top - gap - height),
        (x - width / 2, bottom + gap),
    )
    return [(a, b, a + width, b + height) for a, b in corners]

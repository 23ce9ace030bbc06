"""The ground the town stands on: municipality, fjord, lakes, and the bend that makes them natural.

The town is drawn on a plan (metres from its middle) with few, smooth lines. `Bend` then displaces
every point by a sum of waves. Because the displacement depends on the place alone, lines that are
shared on the plan stay shared on the map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]

ORIGIN = (560_000.0, 6_220_000.0)  # EPSG:25832, the middle of the plan
DETAIL = 17.0  # metres between vertices before bending
GRID = 0.01  # metres; the map's coordinates are multiples of it

# Wavelength and root mean square displacement, in metres. The slopes are kept low enough
# (about 0.15 each) that the plane never folds.
OCTAVES = ((2600.0, 100.0), (900.0, 30.0), (330.0, 10.5), (135.0, 3.6))
WAVES_PER_OCTAVE = 9

OUTLINE_KM = (
    (-6.0, -0.2), (-5.8, 1.2), (-5.0, 1.9), (-4.7, 3.0), (-3.6, 3.4), (-2.6, 4.3), (-0.9, 4.2),
    (0.7, 4.5), (2.3, 3.8), (3.6, 3.9), (4.7, 2.9), (4.9, 2.1), (5.7, 1.7), (6.1, 0.4),
    (6.1, -0.9), (5.6, -1.6), (5.5, -2.6), (4.2, -3.3), (3.2, -4.2), (1.4, -4.2), (0.2, -4.7),
    (-1.3, -4.1), (-2.5, -4.0), (-3.4, -3.1), (-4.9, -2.8), (-5.4, -1.7),
)  # fmt: skip
NORTH_BANK_KM = (
    (-7.2, 0.25), (-5.4, 0.1), (-4.2, 0.5), (-3.2, 0.3), (-2.2, 0.28), (-1.2, 0.0), (-0.2, -0.05),
    (0.8, 0.14), (1.7, 0.5), (2.6, 0.52), (3.5, 0.62), (4.2, 1.05), (5.0, 1.3), (5.8, 1.35),
    (7.4, 1.9),
)  # fmt: skip
SOUTH_BANK_KM = (
    (-7.2, -0.45), (-5.4, -0.28), (-4.3, -0.1), (-3.3, -0.12), (-2.2, -0.12), (-1.2, -0.38),
    (-0.2, -0.43), (0.3, -0.4), (0.35, -0.75), (0.62, -0.75), (0.68, -0.34), (1.6, -0.2),
    (2.6, -0.28), (3.3, -0.5), (3.9, -0.32), (4.8, -0.55), (5.6, -0.6), (7.4, -1.1),
)  # fmt: skip
# Centre, half axes (km) and turn (degrees) of each lake.
LAKES_KM = (
    (-3.55, 2.15, 0.42, 0.2, 35.0),
    (2.75, -2.35, 0.5, 0.26, -20.0),
    (-1.9, -2.75, 0.2, 0.14, 10.0),
    (1.55, 2.75, 0.16, 0.26, 15.0),
)


@dataclass(frozen=True, slots=True)
class Bend:
    """A smooth random displacement of the plane: a sum of sine waves in each direction."""

    vectors: Points  # waves x 2, radians per metre
    phases: Points  # waves x 2, one for each direction of displacement
    heights: Points  # waves, metres

    def __call__(self, points: Points) -> Points:
        """Plan metres to map coordinates in EPSG:25832, rounded to the grid of the map."""
        angles = points @ self.vectors.T
        moved = np.column_stack(
            [np.sin(angles + self.phases[:, axis]) @ self.heights for axis in (0, 1)]
        )
        return np.asarray(np.round((points + moved + np.array(ORIGIN)) / GRID) * GRID)


def bend_of(generator: np.random.Generator) -> Bend:
    """The bend of one town."""
    lengths, heights = np.repeat(np.array(OCTAVES), WAVES_PER_OCTAVE, axis=0).T
    directions = generator.uniform(0.0, 2 * np.pi, len(lengths))
    vectors = np.column_stack([np.cos(directions), np.sin(directions)])
    return Bend(
        vectors=vectors * (2 * np.pi / lengths)[:, None],
        phases=generator.uniform(0.0, 2 * np.pi, (len(lengths), 2)),
        heights=heights * np.sqrt(2.0 / WAVES_PER_OCTAVE),
    )


def bent(geometry: BaseGeometry, bend: Bend) -> BaseGeometry:
    """A plan geometry on the map, with vertices close enough for the bend to show."""
    return shapely.transform(shapely.segmentize(geometry, DETAIL), bend)


def smooth(points: Points, *, closed: bool, rounds: int = 3) -> Points:
    """Chaikin's corner cutting: a soft curve through the middle of a coarse line's segments.

    An open line keeps its two ends.
    """
    for _ in range(rounds):
        start = points
        after = np.roll(points, -1, axis=0) if closed else points[1:]
        before = start if closed else start[:-1]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1)
        cut = cut.reshape(-1, 2)
        points = cut if closed else np.vstack([start[:1], cut, start[-1:]])
    return points


def smooth_line(points_km: tuple[tuple[float, float], ...]) -> LineString:
    """A soft line through coarse points given in kilometres; in metres."""
    return LineString(smooth(np.array(points_km) * 1000.0, closed=False))


@dataclass(frozen=True, slots=True)
class Ground:
    """The plan's land and water, in metres from the middle of the plan."""

    hull: Polygon  # the municipality with the fjord that cuts it in two
    land: MultiPolygon  # without the fjord, with holes for the lakes
    municipality: MultiPolygon  # without the fjord, with the lakes
    fjord: Polygon
    lakes: tuple[Polygon, ...]


def ground_plan() -> Ground:
    """Municipality, fjord and lakes as drawn; there is no chance in it."""
    hull = Polygon(smooth(np.array(OUTLINE_KM) * 1000.0, closed=True, rounds=2))
    north = smooth(np.array(NORTH_BANK_KM) * 1000.0, closed=False, rounds=2)
    south = smooth(np.array(SOUTH_BANK_KM) * 1000.0, closed=False, rounds=2)
    channel = Polygon(np.vstack([north, south[::-1]]))
    lakes = tuple(_lake(*lake) for lake in LAKES_KM)
    municipality = MultiPolygon(shapely.get_parts(hull - channel).tolist())
    land = MultiPolygon(shapely.get_parts(municipality - shapely.union_all(lakes)).tolist())
    fjord = max(shapely.get_parts(channel & hull), key=lambda part: float(part.area))
    return Ground(hull, land, municipality, Polygon(fjord), lakes)


def _lake(x: float, y: float, wide: float, high: float, turn: float) -> Polygon:
    angles = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    radius = 1.0 + 0.16 * np.sin(2 * angles + x) + 0.12 * np.sin(3 * angles + 5 * y)
    ring = np.column_stack([wide * np.cos(angles), high * np.sin(angles)]) * radius[:, None]
    tilt = np.radians(turn)
    rotation = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    return Polygon(smooth((ring @ rotation + (x, y)) * 1000.0, closed=True, rounds=2))

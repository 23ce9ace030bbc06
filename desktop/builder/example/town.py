"""The city plan: roads, railway and parks, and the mosaic of blocks that lies between them.

Blocks are the faces of a Voronoi diagram whose sites stand in pairs on either side of each road,
so that roads run along blocks and never through them. Everything else (housing areas, housing
departments, districts, parks) is a set of blocks, and so shares its borders exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPoint
from shapely.geometry.base import BaseGeometry

from desktop.builder.example.ground import (
    DETAIL,
    GRID,
    Bend,
    Ground,
    Points,
    bent,
    smooth_line,
)

CENTRE = (-350.0, -950.0)  # plan metres: the square in front of the station
RELAXATIONS = 2  # rounds of Lloyd's relaxation, which makes blocks rounder
SHARED_BORDER = 25.0  # metres of common border that make two blocks neighbours


@dataclass(frozen=True, slots=True)
class Way:
    """A road or railway on the plan."""

    name: str
    kind: str  # motorway | main | street | rail
    line: LineString


_WAYS_KM: tuple[tuple[str, str, tuple[tuple[float, float], ...]], ...] = (
    ("Østre Motorvej", "motorway", ((3.9, -5.2), (3.4, -3.6), (3.75, -2.2), (3.3, -1.2),
     (2.2, -0.4), (2.05, 0.6), (2.5, 1.6), (2.3, 2.8), (2.9, 5.0))),
    ("Ringvejen", "main", ((3.3, -1.2), (2.5, -2.0), (1.2, -2.6), (-0.4, -2.75), (-2.0, -2.35),
     (-3.0, -1.5), (-3.25, -0.5), (-3.1, 0.6), (-2.6, 1.5), (-1.5, 2.2), (0.0, 2.4), (1.4, 2.0),
     (2.3, 1.9))),
    ("Fjordgade", "main", ((-0.35, -0.95), (-0.3, -0.4), (-0.35, 0.0), (-0.3, 0.5))),
    ("Søndergade", "main", ((-0.35, -0.95), (-0.15, -1.7), (0.1, -2.7), (-0.1, -3.6), (0.2, -5.2))),
    ("Sydvestvej", "main", ((-0.35, -0.95), (-1.2, -1.5), (-2.1, -2.2), (-2.9, -2.9),
     (-3.9, -4.2))),
    ("Vestergade", "main", ((-0.35, -0.95), (-1.4, -0.8), (-2.6, -0.75), (-3.9, -0.8),
     (-5.0, -1.1), (-6.6, -1.2))),
    ("Havnevej", "main", ((-0.35, -0.95), (0.7, -1.1), (1.8, -0.85), (3.2, -1.2), (4.4, -1.3),
     (6.6, -1.5))),
    ("Østergade", "main", ((-0.35, -0.95), (0.6, -1.6), (1.7, -2.1), (2.6, -3.1), (3.4, -3.6))),
    ("Nørregade", "main", ((-0.3, 0.5), (-0.1, 1.3), (0.0, 2.4), (0.4, 3.3), (0.2, 5.0))),
    ("Nordvestvej", "main", ((-0.3, 0.5), (-1.2, 1.2), (-2.4, 1.9), (-3.1, 2.7), (-4.2, 4.2))),
    ("Strandvejen", "main", ((-0.3, 0.5), (0.8, 0.75), (1.8, 1.1), (3.0, 1.3), (4.0, 1.8),
     (6.2, 2.4))),
    ("Vestfjordvej", "main", ((-0.3, 0.5), (-1.6, 0.7), (-2.9, 0.75), (-4.2, 1.0), (-6.4, 0.8))),
    ("Skovvejen", "street", ((-2.0, -2.35), (-1.9, -3.2), (-1.6, -4.6))),
    ("Engvej", "street", ((-3.0, -1.5), (-4.0, -1.7), (-5.6, -2.2))),
    ("Møllevej", "street", ((1.2, -2.6), (1.5, -3.4), (1.9, -4.6))),
    ("Bakkevej", "street", ((2.5, -2.0), (4.2, -2.2), (5.8, -2.3))),
    ("Kirkevej", "street", ((-1.4, -0.8), (-1.6, -1.5), (-1.3, -2.5))),
    ("Skolegade", "street", ((-2.6, -0.75), (-2.4, -1.4), (-2.1, -2.2))),
    ("Parkvej", "street", ((0.7, -1.1), (1.0, -1.9), (1.2, -2.6))),
    ("Toftevej", "street", ((-2.6, 1.5), (-3.9, 1.6), (-5.4, 2.2))),
    ("Lærkevej", "street", ((-1.5, 2.2), (-1.7, 3.2), (-1.5, 4.5))),
    ("Agervej", "street", ((-0.1, 1.3), (-1.0, 1.6), (-1.5, 2.2))),
    ("Solvej", "street", ((0.0, 1.3), (1.0, 1.4), (1.4, 2.0))),
    ("Klintevej", "street", ((2.3, 2.8), (3.4, 2.6), (5.0, 2.8))),
    ("Hovedbanen", "rail", ((-1.0, -5.2), (-0.85, -3.6), (-1.05, -2.2), (-0.75, -1.25),
     (-0.95, -0.7), (-1.05, -0.2), (-0.95, 0.4), (-0.65, 1.4), (-0.75, 2.6), (-0.6, 5.0))),
)  # fmt: skip

# Middle, half axes (km) of parks and woods.
_GREEN_KM = (
    (-1.75, 3.55, 0.75, 0.42), (4.35, -2.85, 0.95, 0.5), (-4.7, -1.95, 0.75, 0.5),
    (-3.6, 2.15, 0.75, 0.45), (2.75, -2.4, 0.75, 0.45), (-1.9, -2.8, 0.42, 0.32),
    (1.55, 2.8, 0.34, 0.45), (0.25, -1.45, 0.3, 0.2), (-1.95, -0.35, 0.32, 0.16),
    (0.75, 1.0, 0.3, 0.2), (3.9, 2.6, 0.5, 0.3), (0.6, -3.6, 0.34, 0.42), (-4.6, 0.75, 0.5, 0.25),
    (4.9, -0.85, 0.5, 0.22), (-3.1, -2.6, 0.3, 0.22), (-0.9, 1.15, 0.2, 0.2),
)  # fmt: skip
# Middle, half axes (km) of harbour, industry and shopping: land where few people live.
_WORK_KM = (
    (1.5, -0.55, 0.9, 0.28), (3.2, -0.85, 0.6, 0.25), (4.45, 1.95, 0.5, 0.3),
    (-0.55, -0.85, 0.25, 0.2), (-4.3, -0.45, 0.55, 0.2), (3.2, -3.1, 0.4, 0.5),
    (2.75, 3.3, 0.35, 0.6), (-3.5, -3.0, 0.4, 0.3),
)  # fmt: skip


def ways() -> tuple[Way, ...]:
    """All roads and the railway, softened, on the plan."""
    return tuple(Way(name, kind, smooth_line(points)) for name, kind, points in _WAYS_KM)


def block_size(points: Points) -> NDArray[np.float64]:
    """The wished distance between neighbouring blocks in metres: small in the middle of town."""
    distance = np.hypot(*(points - np.array(CENTRE)).T)
    return np.asarray(
        np.interp(distance, [300.0, 1500.0, 4500.0, 6500.0], [135.0, 165.0, 240.0, 330.0])
    )


def sites(generator: np.random.Generator, roads: Sequence[Way], ground: Ground) -> Points:
    """Voronoi sites: pairs along the roads first, then darts wherever there is room."""
    pairs = [pair for road in roads for pair in _pairs_along(road.line)]
    chosen = np.empty((0, 2))
    for pair in pairs:
        if _has_room(chosen, pair, 0.72):
            chosen = np.vstack([chosen, pair])
    beside_roads = len(chosen)
    west, south, east, north = ground.hull.buffer(500.0).bounds
    for dart in generator.uniform((west, south), (east, north), (16_000, 2)):
        if _has_room(chosen, dart[None, :], 0.84):
            chosen = np.vstack([chosen, dart])
    for _ in range(RELAXATIONS):
        cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(chosen), ordered=True))
        middles = shapely.get_coordinates(shapely.centroid(cells))
        inside = shapely.contains_xy(ground.hull, middles)
        moved = np.arange(len(chosen)) >= beside_roads
        chosen = np.where((moved & inside)[:, None], middles, chosen)
    return chosen


def _pairs_along(line: LineString) -> list[Points]:
    pairs: list[Points] = []
    position = 90.0
    while position < line.length - 60.0:
        here = np.array(line.interpolate(position).coords[0])
        ahead = np.array(line.interpolate(position + 5.0).coords[0])
        size = float(block_size(here[None, :])[0])
        along = (ahead - here) / np.hypot(*(ahead - here))
        across = np.array([-along[1], along[0]]) * size * 0.46
        pairs.append(np.vstack([here + across, here - across]))
        position += size * 0.95
    return pairs


def _has_room(chosen: Points, wanted: Points, share: float) -> bool:
    if not len(chosen):
        return True
    apart = np.hypot(*(chosen[:, None, :] - wanted[None, :, :]).transpose(2, 0, 1)).min(axis=0)
    return bool((apart >= share * block_size(wanted)).all())


@dataclass(frozen=True, slots=True)
class Mosaic:
    """All blocks of the town on the map. Blocks are numbered by position in the columns."""

    shapes: NDArray[np.object_]  # polygons in map coordinates
    middles: Points  # a point inside each block, map coordinates
    hectares: NDArray[np.float64]
    neighbours: tuple[frozenset[int], ...]
    bank: NDArray[np.int64]  # 0 north of the fjord, 1 south of it


def mosaic(places: Points, ground: Ground, bend: Bend) -> Mosaic:
    """Cut the land into blocks around the sites and bend them onto the map."""
    edges = shapely.voronoi_polygons(
        MultiPoint(places), extend_to=ground.hull.buffer(900.0), only_edges=True
    )
    lines = shapely.get_parts(shapely.union_all([edges, ground.land.boundary]))
    halfway = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    lines = lines[shapely.dwithin(halfway, ground.land, 0.5)]
    lines = shapely.transform(shapely.segmentize(lines, DETAIL), bend)
    # Lines that almost touched may cross once bent: node them again on the map's grid.
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=GRID)]))
    land = bent(ground.land, bend)
    inner = shapely.point_on_surface(faces)
    faces = faces[shapely.within(inner, land)]
    order = np.lexsort(shapely.get_coordinates(shapely.point_on_surface(faces)).T)
    faces = faces[order]
    middles = shapely.get_coordinates(shapely.point_on_surface(faces))
    north = max(shapely.get_parts(land), key=lambda part: float(part.centroid.y))
    return Mosaic(
        shapes=faces,
        middles=middles,
        hectares=shapely.area(faces) / 10_000.0,
        neighbours=_neighbours(faces),
        bank=np.where(shapely.within(shapely.points(middles), north), 0, 1),
    )


def _neighbours(faces: NDArray[np.object_]) -> tuple[frozenset[int], ...]:
    left, right = shapely.STRtree(faces).query(faces, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    common = shapely.length(shapely.intersection(faces[left], faces[right]))
    near: list[set[int]] = [set() for _ in faces]
    for one, other in zip(left[common > SHARED_BORDER], right[common > SHARED_BORDER], strict=True):
        near[one].add(int(other))
        near[other].add(int(one))
    return tuple(frozenset(found) for found in near)


def green_blocks(blocks: Mosaic, bend: Bend) -> NDArray[np.bool_]:
    """Blocks that are park or wood."""
    return _within_ellipses(blocks, _GREEN_KM, bend)


def work_blocks(blocks: Mosaic, bend: Bend) -> NDArray[np.bool_]:
    """Blocks of harbour, industry and shops."""
    return _within_ellipses(blocks, _WORK_KM, bend)


def _within_ellipses(
    blocks: Mosaic, ellipses_km: Sequence[tuple[float, float, float, float]], bend: Bend
) -> NDArray[np.bool_]:
    inside = np.zeros(len(blocks.shapes), dtype=np.bool_)
    for x, y, wide, high in ellipses_km:
        middle = bend(np.array([[x, y]]) * 1000.0)[0]
        offset = (blocks.middles - middle) / (wide * 1000.0, high * 1000.0)
        inside |= np.hypot(*offset.T) <= 1.0
    return inside


def on_map(line: LineString, ground: Ground, bend: Bend) -> BaseGeometry:
    """A road or railway on the map, cut where it leaves the municipality."""
    return bent(line & ground.hull, bend)

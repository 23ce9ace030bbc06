"""Outlines in several details, packed as the viewer draws them; shared borders stay shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from desktop.builder.geometry import Geometries
from desktop.core.areas import Outlines

_FINEST = 1.0  # metres: what a pen on a printed sheet cannot tell
_FINEST_SHARE = 20_000  # of the extent, where that is finer
_WIDTHS = (4000, 2000, 1000, 500)  # pixels that a view of the whole level is wide
_WORTH = 0.75  # a coarser detail is kept when it has at most this share of the points


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """One detail of a layer; an outline lies about ``tolerance`` metres off at the most."""

    tolerance: float
    outlines: Outlines


def area_details(shapes: Geometries, groups: Sequence[NDArray[np.intp]]) -> list[Detail]:
    """The details of a level, finest first.

    Args:
        shapes: valid polygons by position, none empty.
        groups: positions that exist at the same time, each simplified as one coverage.
    """
    details: list[Detail] = []
    for tolerance in tolerances(shapes):
        made = np.array(shapes, object)
        for group in groups:
            made[group] = simplified(shapes[group], tolerance)
        outlines = packed(made)
        if details and len(outlines.points) > _WORTH * len(details[-1].outlines.points):
            continue
        details.append(Detail(tolerance, outlines))
    return details


def background_detail(shapes: Geometries) -> Detail:
    """A quiet layer in its one detail: polygons and lines, each at the position it came with."""
    tolerance = tolerances(shapes)[0]
    lines = shapely.get_dimensions(shapes) == 1
    made = np.array(shapes, object)
    made[~lines] = simplified(shapes[~lines], tolerance)
    made[lines] = shapely.simplify(shapes[lines], tolerance)
    return Detail(tolerance, packed(made))


def tolerances(shapes: Geometries) -> tuple[float, ...]:
    """Half a pixel, in metres, for views of the whole in some widths; and one for close views."""
    west, south, east, north = shapely.total_bounds(shapes)
    extent = max(east - west, north - south)
    finest = min(_FINEST, extent / _FINEST_SHARE)
    coarser = [extent / (2 * width) for width in _WIDTHS]
    return tuple(round(each, 3) for each in [finest, *coarser] if each >= finest)


def simplified(shapes: Geometries, tolerance: float) -> Geometries:
    """Polygons with fewer points; what two share stays the same in both.

    Where areas overlap, the common border is no shared edge and each keeps its own; one that comes
    out invalid is simplified by itself, and kept whole if that does not help.
    """
    if not len(shapes):
        return shapes
    made = np.asarray(shapely.coverage_simplify(shapes, tolerance), object)
    wrong = ~shapely.is_valid(made) | shapely.is_empty(made)
    if wrong.any():
        alone = shapely.simplify(shapes[wrong], tolerance, preserve_topology=True)
        sound = shapely.is_valid(alone) & ~shapely.is_empty(alone)
        made[wrong] = np.where(sound, alone, shapes[wrong])
    return made


def packed(shapes: Geometries) -> Outlines:
    """Rings and lines in centimetres, owned by their position; every border once."""
    polygons = shapely.get_dimensions(shapes) == 2
    parts, owners = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts[polygons[owners]], return_index=True)
    ring_owners = owners[polygons[owners]][part_of]
    others = ~polygons[owners]
    pieces = np.concatenate([rings, parts[others]])
    piece_owners = np.concatenate([ring_owners, owners[others]])
    closed = np.concatenate([np.ones(len(rings), np.bool_), np.zeros(others.sum(), np.bool_)])
    order = np.argsort(piece_owners, kind="stable")
    points, starts, kept = _centimetres(pieces[order], closed[order])
    border_points, border_starts = _borders(points, starts)
    return Outlines(
        points, starts, piece_owners[order][kept].astype(np.int32), border_points, border_starts
    )


def _centimetres(
    pieces: Geometries, closed: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Points rounded, each unlike the one before it; pieces that are then nothing left out."""
    coordinates, piece = shapely.get_coordinates(pieces, return_index=True)
    points = np.rint(coordinates * 100).astype(np.int64)
    fresh = np.ones(len(points), np.bool_)
    fresh[1:] = (points[1:] != points[:-1]).any(axis=1) | (piece[1:] != piece[:-1])
    points, piece = points[fresh], piece[fresh]
    counts = np.bincount(piece, minlength=len(pieces))
    kept = counts >= np.where(closed, 4, 2)  # a triangle with its first point repeated; a line
    inside = kept[piece]
    starts = np.concatenate([[0], np.cumsum(counts[kept])])
    return points[inside].astype(np.int32), starts.astype(np.int32), kept


def _borders(
    points: NDArray[np.int32], starts: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """All rings cut where borders meet, and each stretch kept once."""
    if not len(points):
        return points.reshape(0, 2), np.zeros(1, np.int32)
    _places, place = np.unique(
        points[:, 0].astype(np.int64) * (1 << 32) + points[:, 1], return_inverse=True
    )
    first = np.ones(len(points), np.bool_)  # whether a point begins a segment with the next
    first[starts[1:] - 1] = False
    begin = np.flatnonzero(first)
    low = np.minimum(place[begin], place[begin + 1]).astype(np.int64)
    high = np.maximum(place[begin], place[begin + 1]).astype(np.int64)
    distinct, segment = np.unique(low * len(_places) + high, return_inverse=True)
    meets = np.bincount(distinct // len(_places), minlength=len(_places)) + np.bincount(
        distinct % len(_places), minlength=len(_places)
    )
    node = meets != 2
    node[place[starts[:-1]]] = True  # where a ring begins, so that its neighbour is cut there too
    cut = node[place[begin]] | np.isin(begin, starts[:-1])
    stretch_begin = np.flatnonzero(cut)
    # Inside a stretch no other border meets it, so its lowest segment is its own alone.
    lowest = np.minimum.reduceat(segment, stretch_begin)
    keep = np.sort(np.unique(lowest, return_index=True)[1])
    lengths = np.diff(np.append(stretch_begin, len(begin)))[keep]
    border_starts = np.concatenate([[0], np.cumsum(lengths + 1)])
    within = np.arange(border_starts[-1]) - np.repeat(border_starts[:-1], lengths + 1)
    at = np.repeat(begin[stretch_begin[keep]], lengths + 1) + within
    return points[at], border_starts.astype(np.int32)

"""Circles on a map: where they stand, how large they are, and which of them is pointed at.

A circle's area, never its radius, goes as the count. Circles keep their size on screen and paper
however the map is enlarged, so that the legend's hold; the smaller lie over the larger.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.maps import palettes
from desktop.maps.drawing import Dots, Points
from desktop.maps.frame import Frame
from desktop.maps.legendscales import Circles
from desktop.maps.picture import Picture

SMALLEST = 2.0  # pixels: a circle is never smaller, so that every area with a number is seen
_RIM = 1.0  # pixels
_WIDEST, _NARROWEST, _CROWD = 34.0, 12.0, 330.0  # radii in pixels; _CROWD is for a single area
_FADED = 0.82  # how much of the canvas a circle outside the filter takes on
_LINES = 9  # each way over an area, to look for its roomiest place along
_TRIED = 4  # of them, those with the longest stretch inside
_TOLERANCE = 10.0  # metres that outlines may lie off where a place inside is looked for


def largest_radius(areas: int) -> float:
    """The radius in pixels of the largest circle of a map: the more areas, the less."""
    return min(max(_CROWD / math.sqrt(max(areas, 1)), _NARROWEST), _WIDEST)


def shares(values: FloatArray, largest: float) -> FloatArray:
    """Each value's radius as a share of that of ``largest``; NaN for NaN, 0 for 0 and below."""
    if largest <= 0:
        return np.where(np.isnan(values), np.nan, 0.0)
    sizes: FloatArray = np.sqrt(np.clip(values, 0.0, None) / largest)
    return sizes


def places(data: Dataset, level: str) -> Points:
    """A roomy place inside every area of a level, (areas, 2) in metres; made once per extract."""

    def make() -> Points:
        tolerances = data.tolerances(level)
        fitting = [at for at, each in enumerate(tolerances) if each <= _TOLERANCE]
        outlines = data.outlines(level, fitting[-1] if fitting else 0)
        return inner_points(outlines, len(data.areas(level)))

    return data.derived(("places", level), make)


def marks(picture: Picture, points: Points, frame: Frame, canvas: str, unit: float = 1.0) -> Dots:
    """The circles of a map in a frame, the largest first.

    Args:
        picture: a map with radii.
        points: the places of its areas, in metres.
        frame: in units of the drawing.
        canvas: what circles outside the filter fade towards.
        unit: units of the drawing to a pixel of the screen.
    """
    order, xy, radii = _laid_out(picture, points, frame, unit)
    colour = _colour(picture)
    faded = palettes.mixed(colour, canvas, _FADED)
    outside = (~picture.kept[order]).astype(np.int64)
    return Dots(xy, radii, outside, (colour, faded), palettes.SURFACE, _RIM * unit)


def area_under(picture: Picture, points: Points, frame: Frame, x: float, y: float) -> int:
    """The area whose circle is seen at a place of the frame, or -1."""
    order, xy, radii = _laid_out(picture, points, frame, 1.0)
    reach = radii + _RIM / 2
    under = np.flatnonzero(((xy - (x, y)) ** 2).sum(axis=1) <= reach * reach)
    return int(order[under[-1]]) if len(under) else -1


def circles_of(picture: Picture, points: Points, frame: Frame) -> FloatArray:
    """x, y and radius of every area's circle in a frame of the screen, NaN where it has none.

    Args:
        picture: a map with radii.
        points: the places of its areas, in metres.
        frame: in pixels.
    """
    order, xy, radii = _laid_out(picture, points, frame, 1.0)
    circles = np.full((len(points), 3), np.nan)
    circles[order, :2], circles[order, 2] = xy, radii
    return circles


def _laid_out(
    picture: Picture, points: Points, frame: Frame, unit: float
) -> tuple[NDArray[np.intp], Points, FloatArray]:
    """Areas with a circle, the largest first, with places and radii in the frame."""
    if picture.radii is None:
        return np.zeros(0, np.intp), np.zeros((0, 2)), np.zeros(0)
    held = np.flatnonzero(np.isfinite(picture.radii) & np.isfinite(points[:, 0]))
    order = held[np.argsort(-picture.radii[held], kind="stable")]
    scale = picture.legend.scale
    widest = scale.radius if isinstance(scale, Circles) else largest_radius(len(held))
    radii = np.maximum(picture.radii[order] * widest, SMALLEST) * unit
    xy = np.empty((len(order), 2))
    xy[:, 0] = (points[order, 0] - frame.east) * frame.scale + frame.width / 2
    xy[:, 1] = (frame.north - points[order, 1]) * frame.scale + frame.height / 2
    return order, xy, radii


def _colour(picture: Picture) -> str:
    scale = picture.legend.scale
    return scale.colour if isinstance(scale, Circles) else palettes.PETROL


def inner_points(outlines: Outlines, count: int) -> Points:
    """A place inside each of ``count`` areas, far from its borders; (count, 2) in metres.

    Nine lines are laid across an area and nine upright; of either, the middles of the longest
    stretches inside are candidates, and the one farthest from every border is taken. That is near
    the pole of inaccessibility, and always inside by the even-odd rule. NaN for areas without
    outlines; the middle of the outline for one without any height.
    """
    found = np.full((count, 2), np.nan)
    if not len(outlines.owners):
        return found
    owners, ends = _edges(outlines)
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    areas = owners[first]
    low = np.minimum.reduceat(ends.min(axis=1), first)
    high = np.maximum.reduceat(ends.max(axis=1), first)
    found[areas] = (low + high) / 2
    rows = np.cumsum(np.diff(owners, prepend=owners[0]) != 0)  # each edge's area among those held
    across = _candidates(ends, rows, low[:, 1], high[:, 1])
    upright = _candidates(ends[:, :, ::-1], rows, low[:, 0], high[:, 0])[:, :, ::-1]
    best = np.zeros(len(areas))
    for at in (*across.transpose(1, 0, 2), *upright.transpose(1, 0, 2)):
        room = np.minimum.reduceat(_distances(at[rows], ends), first)
        better = room > best  # never where there is no candidate: its distance is NaN
        best[better] = room[better]
        found[areas[better]] = at[better]
    return found / 100


def _edges(outlines: Outlines) -> tuple[NDArray[np.int64], FloatArray]:
    """Each edge's area, in order, and its two ends: (edges, 2, 2) in centimetres."""
    keep = np.ones(len(outlines.points), bool)
    keep[outlines.starts[1:] - 1] = False
    begins = np.flatnonzero(keep)
    owners = np.repeat(outlines.owners, np.diff(outlines.starts))[begins].astype(np.int64)
    order = np.argsort(owners, kind="stable")
    begins = begins[order]
    ends = np.stack([outlines.points[begins], outlines.points[begins + 1]], axis=1)
    return owners[order], ends.astype(np.float64)


def _candidates(
    ends: FloatArray, rows: NDArray[np.int64], bottom: FloatArray, top: FloatArray
) -> FloatArray:
    """Per area the middles of the longest stretches inside, a line each, (areas, tried, 2).

    Line k of an area is at (k + 1/2) / lines of its height. NaN where no line has a stretch.
    """
    made = np.full((len(bottom), _LINES, 2), np.nan)
    step = (top - bottom) / _LINES
    with np.errstate(divide="ignore", invalid="ignore"):
        lines = (ends[:, :, 1] - bottom[rows, None]) / step[rows, None] - 0.5
    lines[~np.isfinite(lines)] = 0.0
    from_line = np.clip(np.ceil(lines.min(axis=1)), 0, _LINES).astype(np.int64)
    to_line = np.clip(np.ceil(lines.max(axis=1)), 0, _LINES).astype(np.int64)
    crossed = to_line - from_line
    edge = np.repeat(np.arange(len(rows)), crossed)
    if not len(edge):
        return made[:, :_TRIED]
    line = np.arange(len(edge)) - np.repeat(np.cumsum(crossed) - crossed, crossed)
    line += from_line[edge]
    y = bottom[rows[edge]] + (line + 0.5) * step[rows[edge]]
    (x0, y0), (x1, y1) = ends[edge, 0].T, ends[edge, 1].T
    x = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    slot = rows[edge] * _LINES + line
    order = np.lexsort((x, slot))
    x, slot = x[order], slot[order]
    left, right, of = x[0::2], x[1::2], slot[0::2]  # crossings come in pairs, as the rings close
    longest = np.lexsort((left - right, of))
    pick = longest[np.flatnonzero(np.diff(of[longest], prepend=-1))]
    area, line = np.divmod(of[pick], _LINES)
    made[area, line, 0] = (left[pick] + right[pick]) / 2
    made[area, line, 1] = bottom[area] + (line + 0.5) * step[area]
    stretch = np.zeros((len(bottom), _LINES))
    stretch[area, line] = right[pick] - left[pick]
    inner_first = np.argsort(np.abs(np.arange(_LINES) - _LINES // 2), kind="stable")
    widest = np.argsort(-stretch[:, inner_first], axis=1, kind="stable")[:, :_TRIED]
    widest = inner_first[widest]
    return np.take_along_axis(made, widest[:, :, None], axis=1)


def _distances(at: FloatArray, ends: FloatArray) -> FloatArray:
    """The distance from a place to an edge, pairwise."""
    begin, along = ends[:, 0], ends[:, 1] - ends[:, 0]
    length = np.maximum((along * along).sum(axis=1), 1e-12)
    share = np.clip(((at - begin) * along).sum(axis=1) / length, 0.0, 1.0)
    apart = at - begin - share[:, None] * along
    distances: FloatArray = np.sqrt((apart * apart).sum(axis=1))
    return distances

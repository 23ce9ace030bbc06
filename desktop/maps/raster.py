"""Areas as pixels: an image of area numbers, coloured through a table.

Rasterised once per frame, recoloured as often as the reader likes: a new indicator or period is one
table lookup per pixel, and hovering is one read.

A pixel holds ``(area + 1) * 16 + slant * 4 + dot``, 0 outside every area. ``slant``, 0 to 3, says
how far into a slanting line the pixel lies, and ``dot`` how far into a dot of a regular grid, so
that hatching and dotting need no pass of their own: the table holds sixteen colours per area, alike
unless the area is hatched or dotted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.maps.frame import Frame
from desktop.maps.outlines import picked, placed, seen_rings
from desktop.maps.palettes import INK, SURFACE, luminance, mixed
from desktop.maps.tiny import TinyAreas, tiny_areas

Ids = NDArray[np.uint32]
_PATTERN_BITS = 4  # of a pixel's number: slant and dot
_SLANT_STEPS = (3, 2, 0, 0, 0, 1)  # how much of a slanting line each pixel of a period holds
_DOTS_APART, _DOT_RADIUS = 5, 0.92  # in the reader's units
_DOT_STRENGTH = 0.62  # how much of the ink a dot has at its middle
_DARK = 0.16  # relative luminance: on a fill darker than this, dots are light


def area_image(
    outlines: Outlines,
    frame: Frame,
    exists: NDArray[np.bool_],
    pixel_ratio: float = 1.0,
    tiny: TinyAreas | None = None,
) -> Ids:
    """The image of area numbers of a frame, (height, width) pixels.

    A pixel belongs to the area that its middle lies in, by the even-odd rule; where areas overlap,
    to the later one. Areas too small to see or hit get a disc on top, so that none that exists is
    invisible.

    Args:
        outlines: rings per area.
        frame: in pixels.
        exists: the areas to draw.
        pixel_ratio: pixels per unit of the reader's; lines and dots widen with it.
        tiny: the areas that get a disc, in pixels; found here if left out.
    """
    width, height = round(frame.width), round(frame.height)
    flat = np.zeros(width * height, np.uint32)
    keep = seen_rings(outlines, frame) & exists[outlines.owners]
    if keep.any():
        points, starts = picked(outlines.points, outlines.starts, keep)
        xy = placed(points, frame)
        owners = outlines.owners[keep]
        _fill(flat, xy, starts, owners, width, height)
        found = tiny_areas(outlines, frame, exists, pixel_ratio) if tiny is None else tiny
        _put_discs(flat, found, width, height)
    ids: Ids = flat.reshape(height, width)
    ids *= 16
    np.add(ids, _pattern(width, height, pixel_ratio), out=ids, where=ids > 0)
    return ids


def colour_table(
    colours: Sequence[str],
    hatched: NDArray[np.bool_],
    hatch_colour: str,
    dotted: NDArray[np.bool_] | None = None,
) -> NDArray[np.uint32]:
    """Opaque ARGB per value of :func:`area_image`; areas with an empty colour stay transparent.

    ``dotted`` areas carry a grid of dots, dark on light fills and light on dark ones; an area that
    is hatched is not dotted too.
    """
    table = np.zeros((len(colours) + 1, 4, 4), np.uint32)  # area, slant, dot
    used = {colour: at for at, colour in enumerate(dict.fromkeys(colours))}
    plain = np.array([_shades(colour, colour) for colour in used], np.uint32)
    lined = np.array([_shades(colour, hatch_colour) for colour in used], np.uint32)
    which = np.array([used[colour] for colour in colours], np.intp)
    if len(colours):
        slanting = np.where(hatched[:, None], lined[which], plain[which])
        table[1:] = slanting[:, :, None]
    if dotted is not None and dotted.any():
        spotted = np.array([_shades(colour, dot_colour(colour)) for colour in used], np.uint32)
        table[1:][dotted & ~hatched] = spotted[which[dotted & ~hatched]][:, None, :]
    return table.reshape(-1)


def dot_colour(fill: str) -> str:
    """The colour of the dots that mark an area of this fill as uncertain; empty on none."""
    if not fill:
        return ""
    return mixed(fill, SURFACE if luminance(fill) < _DARK else INK, _DOT_STRENGTH)


def dot_places(
    outlines: Outlines, frame: Frame, dotted: NDArray[np.bool_], apart: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Where the dots of the dotted areas lie on a drawing that has no pixels.

    An area that no dot of the grid falls in has one in the middle of each of its rings.

    Args:
        outlines: rings per area.
        frame: in the drawing's units.
        dotted: the areas to dot.
        apart: units between two dots.

    Returns:
        Places (n, 2) in the frame's units, and the area of each.
    """
    keep = seen_rings(outlines, frame) & dotted[outlines.owners]
    if not keep.any():
        return np.zeros((0, 2)), np.zeros(0, np.int64)
    points, starts = picked(outlines.points, outlines.starts, keep)
    xy, owners = placed(points, frame) / apart, outlines.owners[keep]
    width, height = int(np.ceil(frame.width / apart)), int(np.ceil(frame.height / apart))
    flat = np.zeros(width * height, np.uint32)
    _fill(flat, xy, starts, owners, width, height)
    rows, columns = np.nonzero(flat.reshape(height, width))
    places = np.column_stack([columns, rows]) + 0.5
    whose = flat[flat > 0].astype(np.int64) - 1
    small = ~np.isin(owners, whose)
    low, high = np.minimum.reduceat(xy, starts[:-1]), np.maximum.reduceat(xy, starts[:-1])
    together: NDArray[np.float64] = np.concatenate([places, ((low + high) / 2)[small]]) * apart
    return together, np.concatenate([whose, owners[small].astype(np.int64)])


def coloured(ids: Ids, table: NDArray[np.uint32], out: Ids | None = None) -> Ids:
    """The image in colour: ARGB per pixel."""
    result: Ids = np.take(table, ids, out=out, mode="clip")
    return result


def area_numbers(ids: Ids) -> Ids:
    """Which area each pixel belongs to: one more than its position, 0 outside every area."""
    return ids >> np.uint32(_PATTERN_BITS)


def area_at(ids: Ids, x: int, y: int) -> int:
    """The area of a pixel, or -1 outside all areas and outside the image."""
    height, width = ids.shape
    if not (0 <= x < width and 0 <= y < height):
        return -1
    return int(ids[y, x] >> _PATTERN_BITS) - 1


def _fill(
    ids: Ids,
    xy: NDArray[np.float64],
    starts: NDArray[np.int32],
    owners: NDArray[np.int32],
    width: int,
    height: int,
) -> None:
    """Scan conversion of all rings at once.

    Every edge crosses some pixel rows at their middles; sorted by row, area and x the crossings
    come in pairs, and each pair is a run of pixels.
    """
    x, y = xy[:, 0], xy[:, 1]
    edges = np.ones(len(xy), bool)
    edges[starts[1:] - 1] = False
    from_point = np.flatnonzero(edges)
    top = np.ceil(np.minimum(y[from_point], y[from_point + 1]) - 0.5)
    bottom = np.ceil(np.maximum(y[from_point], y[from_point + 1]) - 0.5)
    np.clip(top, 0, height, out=top)
    np.clip(bottom, 0, height, out=bottom)
    rows = (bottom - top).astype(np.int64)
    crossing = rows > 0
    from_point, top, rows = from_point[crossing], top[crossing].astype(np.int64), rows[crossing]
    if not len(rows):
        return
    ring = np.repeat(np.arange(len(owners)), np.diff(starts))[from_point]
    edge = np.repeat(np.arange(len(rows)), rows)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(rows) - rows, rows) + top[edge]
    x0, y0 = x[from_point], y[from_point]
    slope = (x[from_point + 1] - x0) / (y[from_point + 1] - y0)
    at = x0[edge] + (row + 0.5 - y0[edge]) * slope[edge]
    column = np.clip(np.ceil(at - 0.5), 0, width).astype(np.int64)
    owner = owners[ring][edge]
    # One whole number per crossing holds row, area and column in this order: sorting plain numbers
    # is many times quicker than sorting by three columns.
    most = int(owners.max()) + 1
    crossings = (row * most + owner) * (width + 1) + column
    crossings.sort()
    line, left = np.divmod(crossings[0::2], width + 1)
    runs = crossings[1::2] - crossings[0::2]
    row, owner = np.divmod(line, most)
    first = row * width + left
    pixels = np.arange(int(runs.sum())) + np.repeat(first - (np.cumsum(runs) - runs), runs)
    ids[pixels] = np.repeat((owner + 1).astype(np.uint32), runs)


def _put_discs(ids: Ids, tiny: TinyAreas, width: int, height: int) -> None:
    """The discs of tiny areas: every pixel whose middle lies in one."""
    if not len(tiny.areas):
        return
    half = int(np.ceil(tiny.radii.max()))
    reach = np.arange(-half, half + 1)
    across, down = tiny.middles.T[:, :, None]
    columns = np.floor(across).astype(np.int64) + reach
    rows = np.floor(down).astype(np.int64) + reach
    away_x, away_y = (columns + 0.5 - across) ** 2, (rows + 0.5 - down) ** 2
    inside = away_y[:, :, None] + away_x[:, None, :] <= (tiny.radii**2)[:, None, None]
    inside[:, half, half] = True  # never less than the pixel in the middle
    inside &= ((columns >= 0) & (columns < width))[:, None, :]
    inside &= ((rows >= 0) & (rows < height))[:, :, None]
    pixels = (rows[:, :, None] * width + columns[:, None, :])[inside]
    marks = np.broadcast_to((tiny.areas + 1)[:, None, None], inside.shape)[inside]
    ids[pixels] = marks.astype(np.uint32)


@lru_cache(maxsize=2)
def _pattern(width: int, height: int, pixel_ratio: float) -> NDArray[np.uint32]:
    """Slants and dots of an image of a size, which is the same for frame after frame."""
    pattern = _slants(width, height, pixel_ratio) * np.uint32(4)
    pattern += _dots(width, height, pixel_ratio)
    pattern.flags.writeable = False
    return pattern


def _slants(width: int, height: int, pixel_ratio: float) -> NDArray[np.uint32]:
    steps = np.repeat(np.array(_SLANT_STEPS, np.uint32), max(1, round(pixel_ratio)))
    diagonal = np.resize(steps, width + height + len(steps))
    windows = np.lib.stride_tricks.sliding_window_view(diagonal, width)
    return windows[:height]


def _dots(width: int, height: int, pixel_ratio: float) -> NDArray[np.uint32]:
    """How far into a dot every pixel lies, 0 to 3: the share of it that a circle covers."""
    apart = max(2, round(_DOTS_APART * pixel_ratio))
    fine = (np.arange(apart * 8) + 0.5) / 8 - (apart // 2 + 0.5)
    inside = np.hypot(fine[:, None], fine[None, :]) <= _DOT_RADIUS * pixel_ratio
    share = inside.reshape(apart, 8, apart, 8).mean(axis=(1, 3))
    one = np.round(share * 3).astype(np.uint32)
    down, across = -(-height // apart), -(-width // apart)
    return np.tile(one, (down, across))[:height, :width]


def _shades(colour: str, line: str) -> tuple[int, ...]:
    """A colour with more and more of a line's in it, as ARGB; transparent for an empty colour."""
    if not colour:
        return (0,) * 4
    return tuple(
        0xFF000000 | int(mixed(colour, line, step / 3).removeprefix("#"), 16) for step in range(4)
    )

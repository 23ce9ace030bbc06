"""The map of a sheet: ground, areas, rims and names in its box, and the scale bar below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.core.wording import quantity
from desktop.maps import palettes
from desktop.maps.changesigns import SIZE, signs
from desktop.maps.drawing import Box, Clip, Dot, Dots, Mark, Strokes, one_line, one_shape
from desktop.maps.frame import Bounds, Frame, scale_bar
from desktop.maps.maplabels import PIXEL, labels
from desktop.maps.outlines import borders, detail_for, fills, picked, placed, rim
from desktop.maps.picture import Picture
from desktop.maps.raster import dot_colour, dot_places
from desktop.maps.sheetpoints import sheet_points
from desktop.maps.sheetrows import chosen_areas
from desktop.maps.symbols import marks as circle_marks
from desktop.maps.symbols import places
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView

TOLERANCE = 0.1  # millimetres that an outline may lie off
_CONTOUR = palettes.HATCH
_LEAST_AREA = 0.8  # millimetres: an area that spans less gets a dot of this width
_DOTS_APART, _DOT = 1.2, 0.22  # millimetres between dots that mark what is uncertain, and a radius
_EDGE = 0.05  # of the shorter side of a small map, that stays free around the areas
_LEAST_SCALE = 0.85  # of what the areas alone would have, for the whole land to be shown


def set_map(
    pen: Pen,
    data: Dataset,
    view: MapView,
    worked: Picture,
    box: Bounds,
    within: Frame | None = None,
) -> Frame:
    """The map itself, inside its box, which is of the shape of what the view shows.

    ``within`` is the frame that several small maps share, of the size of the box; they name only
    the chosen areas. Returns the frame it is drawn in, which gives places of the page.
    """
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    tolerances = data.tolerances(view.level)
    # In places of the page: a frame with the same middle as the box.
    own = within or map_frame(data, view, worked.exists, (width, height), pen.unit)
    frame = own.resized(left + right, top + bottom)
    inside: list[Mark] = []
    outlines = data.outlines(view.level, detail_for(tolerances, frame.scale, TOLERANCE))
    for background in data.backgrounds():
        quiet = palettes.BACKGROUND.get(background.kind)
        if quiet is None or background.kind in view.layers.hidden:
            continue
        if quiet.fill:
            colours = (quiet.fill,) * (int(background.outlines.owners.max(initial=-1)) + 1)
            inside.append(fills(background.outlines, frame, colours))
        if quiet.line:
            inside.append(borders(background.outlines, frame, quiet.line, quiet.width * pen.unit))
    hatched = frozenset(np.flatnonzero(worked.withheld()).tolist())
    spans, middles = _sizes(outlines, frame, len(worked.exists))
    typical = float(np.median(spans[worked.exists])) if worked.exists.any() else 0.0
    lines = _hairlines(outlines, frame, worked.exists, typical, pen.unit)
    # Seen only where an area ends and none begins: it keeps pale areas apart from pale ground.
    inside.append(replace(lines, colour=_CONTOUR, width=1.9 * lines.width))
    colours = worked.area_colours(canvas=palettes.SURFACE)
    inside.append(fills(outlines, frame, colours, hatched, palettes.HATCH))
    inside.append(lines)
    chosen = [at for at in chosen_areas(data.areas(view.level), view) if worked.exists[at]]
    small = worked.exists & (spans < _LEAST_AREA * pen.unit)
    inside += [_dot(middles[at], colours[at], pen.unit) for at in np.flatnonzero(small).tolist()]
    if worked.dotted is not None:
        inside.append(_uncertain(outlines, frame, worked.dotted & worked.kept, colours, pen.unit))
    if worked.radii is not None:
        middle = places(data, view.level)
        inside.append(circle_marks(worked, middle, frame, palettes.SURFACE, PIXEL * pen.unit))
    inside += [
        _chosen_dot(middles[at], colours[at], pen.unit)
        if small[at]
        else rim(outlines, at, frame, palettes.CLAY, (0.7 if within is None else 0.45) * pen.unit)
        for at in chosen
    ]
    points, covered = sheet_points(data, view, frame, pen.unit)
    if worked.signs is not None:
        middle = places(data, view.level)
        pixel = PIXEL * pen.unit
        inside += signs(worked, middle, frame, palettes.INK, palettes.SURFACE, pixel)
        covered += _signed(worked, middle, frame, 1.4 * SIZE * pixel)
    if view.layers.names:
        told = worked if within is None else _only(worked, chosen)
        inside += labels(pen, data, view.level, outlines, told, chosen, frame, box, covered)
    inside += points
    pen.marks.append(Clip(left, top, width, height, tuple(inside)))
    shown = Frame(frame.east, frame.north, frame.scale, width, height).bounds
    if view.extent is not None or not _holds(shown, _with_land(data, shown)):  # it goes on beyond
        edge = 0.25 * pen.unit
        pen.marks.append(Box(left, top, width, height, "", palettes.HAIRLINE, edge))
    return frame


def _only(worked: Picture, chosen: list[int]) -> Picture:
    """The map as if a filter kept nothing but some areas."""
    kept = np.zeros(len(worked.kept), bool)
    kept[chosen] = True
    return replace(worked, kept=worked.kept & kept)


def shown_box(view: MapView, box: Bounds) -> Bounds:
    """The part of a box, from its top left, that has the shape of what the view shows."""
    if view.extent is None:
        return box
    left, top, right, bottom = box
    west, south, east, north = view.extent
    shape = max(east - west, 1.0) / max(north - south, 1.0)
    width = min(right - left, (bottom - top) * shape)
    return left, top, left + width, top + width / shape


def map_frame(
    data: Dataset,
    view: MapView,
    exists: NDArray[np.bool_],
    size: tuple[float, float],
    unit: float,
) -> Frame:
    """The frame of a size in which all areas that exist are seen, or what the view shows of them.

    With the land around them where that costs little of their size.
    """
    width, height = size
    if view.extent is not None:
        return Frame.fit(view.extent, width, height)
    coarse = data.outlines(view.level, max(len(data.tolerances(view.level)) - 1, 0))
    points, _starts = picked(coarse.points, coarse.starts, exists[coarse.owners])
    if not len(points):
        return Frame.fit(coarse.bounds, width, height)
    areas = _reach(points)
    margins = (min(3 * unit, _EDGE * min(width, height)),) * 4
    whole = Frame.fit(_with_land(data, areas), width, height, margins)
    alone = Frame.fit(areas, width, height, margins)
    return whole if whole.scale >= _LEAST_SCALE * alone.scale else alone


def _with_land(data: Dataset, areas: Bounds) -> Bounds:
    """The bounds of the areas and of the land around them."""
    found = [b.outlines.bounds for b in data.backgrounds() if b.kind == "land"]
    every = np.array([areas, *found])
    west, south = every[:, :2].min(axis=0).tolist()
    east, north = every[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def _reach(points: NDArray[np.int32]) -> Bounds:
    """West, south, east and north in metres of points in centimetres."""
    west, south = (points.min(axis=0) / 100).tolist()
    east, north = (points.max(axis=0) / 100).tolist()
    return west, south, east, north


def _sizes(
    outlines: Outlines, frame: Frame, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each area spans where it is narrower, and its middle, both by its largest ring.

    In millimetres and places of the page; endless for areas without outlines.
    """
    spans, middles = np.full(count, np.inf), np.zeros((count, 2))
    if not len(outlines.owners):
        return spans, middles
    low = np.minimum.reduceat(outlines.points, outlines.starts[:-1])
    high = np.maximum.reduceat(outlines.points, outlines.starts[:-1])
    reach = (high - low).min(axis=1) * frame.scale / 100
    order = np.argsort(reach, kind="stable")  # of an area's rings, the last one written stays
    spans[outlines.owners[order]] = reach[order]
    middles[outlines.owners[order]] = placed(low + (high - low) // 2, frame)[order]
    return spans, middles


def _hairlines(
    outlines: Outlines, frame: Frame, exists: NDArray[np.bool_], typical: float, unit: float
) -> Strokes:
    """White lines between areas, thin where areas are small; none of areas that are gone."""
    width = min(max(0.05 * typical, 0.05 * unit), 0.25 * unit)
    if exists.all():
        return borders(outlines, frame, palettes.SURFACE, width)
    points, starts = picked(outlines.points, outlines.starts, exists[outlines.owners])
    return Strokes(placed(points, frame), starts, palettes.SURFACE, width)


def _dot(place: NDArray[np.float64], colour: str, unit: float) -> Dot:
    """What stands for an area that would be too small to see."""
    x, y = place.tolist()
    return Dot(x, y, _LEAST_AREA / 2 * unit, colour, _CONTOUR, 0.1 * unit)


def _uncertain(
    outlines: Outlines,
    frame: Frame,
    dotted: NDArray[np.bool_],
    colours: tuple[str, ...],
    unit: float,
) -> Dots:
    """A grid of dots on every area whose category is uncertain."""
    points, whose = dot_places(outlines, frame, dotted, _DOTS_APART * unit)
    inks = {fill: at for at, fill in enumerate(dict.fromkeys(colours))}
    which = np.array([inks[fill] for fill in colours], np.int64)
    radii = np.full(len(points), _DOT * unit)
    return Dots(points, radii, which[whose], tuple(dot_colour(fill) for fill in inks))


def _signed(
    worked: Picture, middles: NDArray[np.float64], frame: Frame, reach: float
) -> list[Bounds]:
    """What the signs of change cover."""
    if worked.signs is None:
        return []
    found = []
    for at in np.flatnonzero((worked.signs != 0) & worked.kept).tolist():
        x, y = frame.place(*middles[at].tolist())
        found.append((x - reach, y - reach, x + reach, y + reach))
    return found


def _chosen_dot(place: NDArray[np.float64], colour: str, unit: float) -> Dot:
    x, y = place.tolist()
    return Dot(x, y, 0.95 * _LEAST_AREA * unit, colour, palettes.CLAY, 0.4 * unit)


def _holds(bounds: Bounds, others: Bounds) -> bool:
    west, south, east, north = bounds
    return west <= others[0] and south <= others[1] and east >= others[2] and north >= others[3]


def set_scale_bar(pen: Pen, frame: Frame, left: float, bottom: float) -> float:
    """North arrow and scale bar on a line under the map. Returns where they end."""
    unit = pen.unit
    pen.text(left, bottom - 0.4 * unit, "N", 8, palettes.MUTED, 600)
    x = left + pen.width("N", 8, 600) + 2.2 * unit
    tip, foot = bottom - 4.2 * unit, bottom
    pen.marks.append(
        one_shape([(x, tip), (x + 1.2 * unit, foot), (x, foot - 1 * unit)], palettes.MUTED)
    )
    pen.marks.append(
        one_line(
            [
                (x, tip),
                (x + 1.2 * unit, foot),
                (x, foot - 1 * unit),
                (x - 1.2 * unit, foot),
                (x, tip),
            ],
            palettes.MUTED,
            0.18 * unit,
        )
    )
    metres, length = scale_bar(frame.scale, 32 * unit)
    x += 5 * unit
    tick = 3.2 * unit
    pen.marks.append(
        one_line(
            [(x, bottom - tick), (x, bottom), (x + length, bottom), (x + length, bottom - tick)],
            palettes.MUTED,
            0.25 * unit,
        )
    )
    words = quantity(metres / 1000, "km") if metres >= 1000 else quantity(metres, "m")
    pen.text(x + 1 * unit, bottom - 0.9 * unit, words, 7.5, palettes.MUTED)
    return x + length

"""Where an area lies, on paper: its level's map of one indicator with the area in clay."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.wording import language, number, quantity
from desktop.maps import palettes
from desktop.maps.classes import printed_decimals
from desktop.maps.composing import Setter, moved
from desktop.maps.drawing import Box, Dot, Drawing, Mark, Text
from desktop.maps.frame import Frame
from desktop.maps.legendmarks import legend_marks
from desktop.maps.outlines import detail_for, rim
from desktop.maps.picture import Picture
from desktop.maps.sheetmap import TOLERANCE, set_map
from desktop.maps.shownlayers import ShownLayers
from desktop.maps.trend import ChartColours
from desktop.maps.typesetting import POINT, Measure, Pen
from desktop.maps.view import MapView
from desktop.maps.worked import work_out

LAYERS = ShownLayers(hidden=frozenset({"road", "rail", "building"}), names=False)
_RIM, _CASING = 0.7, 1.5  # millimetres wide
_LEAST = 5.0  # millimetres across, under which an area gets a ring round it
_RING = 2.4  # its radius, at least
_CLEAR = 0.9  # between a larger area and its ring
_ABOVE_LEGEND = 1.5
_BAR, _CLASS = 2.8, 9.4  # millimetres of a class in the legend
_SIZE = 7.0 * POINT
PIXEL = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class AreaMap:
    """A map with its legend below: the drawing in millimetres, and what it is of."""

    drawing: Drawing
    view: MapView
    frame: Frame
    picture: Picture


def area_map(
    data: Dataset, view: MapView, position: int, width: float, height: float, measure: Measure
) -> AreaMap | None:
    """The map of a view with one area marked; None where the level has no outlines.

    All but the mark is drawn once for all areas. The mark is clay on white, so that it is seen in
    grey too, and a ring where the area is small.

    Args:
        data: the extract.
        view: what is shown; its layers and chosen areas are set here.
        position: of the area.
        width: of the drawing, in millimetres.
        height: of the map without its legend.
        measure: how wide a text is at a size in millimetres.
    """
    tolerances = data.tolerances(view.level)
    if not tolerances:
        return None
    code = data.areas(view.level).codes[position]
    view = replace(view, layers=LAYERS, selected=(code,))
    drawn = data.derived(
        ("area map", replace(view, selected=()), width, height, language()),
        lambda: _ground(data, replace(view, selected=()), width, height, measure),
    )
    marks = [*drawn.drawing.marks]
    if drawn.picture.exists[position]:
        marks += _marked(data, view.level, position, drawn.frame, tolerances)
    drawing = replace(drawn.drawing, marks=tuple(marks))
    return AreaMap(drawing, view, drawn.frame, drawn.picture)


def _ground(data: Dataset, view: MapView, width: float, height: float, measure: Measure) -> AreaMap:
    picture = work_out(data, view)
    pen = Pen(measure, 1.0)
    frame = set_map(pen, data, view, picture, (0.0, 0.0, width, height))
    top = height + _ABOVE_LEGEND
    unit = data.indicator(view.indicator).unit
    marks, deep = _legend(picture, unit, width, measure)
    drawing = Drawing(width, top + deep, (*pen.marks, *moved(marks, 0.0, top)))
    return AreaMap(drawing, view, frame, picture)


def _legend(
    picture: Picture, unit: str, width: float, measure: Measure
) -> tuple[tuple[Mark, ...], float]:
    """The classes as one bar with their bounds below, and signs for what has no number.

    How high that is comes second. Circles and runs of colours have their own scale.
    """
    legend = picture.legend
    marks: list[Mark] = []
    reach, deep = 0.0, _BAR + 3.4
    if legend.scale is not None:
        drawn, deep = legend_marks(legend.scale, 0.0, 0.0, width, PIXEL, ChartColours())
        marks += drawn
        reach = width
    else:
        classes = [row for row in legend.rows if row.group >= 0]
        wide = min(_CLASS, width / max(len(classes), 1))
        marks += [
            Box(at * wide, 0.0, wide, _BAR, row.colour, palettes.SURFACE, 0.2)
            for at, row in enumerate(classes)
        ]
        marks.append(Box(0.0, 0.0, wide * len(classes), _BAR, "", palettes.HATCH, 0.12))
        bounds = _bound_words(picture, unit)
        marks += [
            Text((at + 1) * wide, _BAR + 3.0, words, _SIZE, palettes.MUTED, 400, "middle", True)
            for at, words in enumerate(bounds)
        ]
        reach = wide * len(classes) + 4.0
    x, y = (0.0, deep + 1.0) if reach > width * 0.7 else (reach, 0.0)
    for row in legend.rows:
        if row.group >= 0 or not row.count:
            continue
        room = 6.2 + Setter(measure).width(row.label, _SIZE)
        if x > 0 and x + room > width:
            x, y = 0.0, deep + 1.0
        hatch = palettes.HATCH if row.hatched else ""
        marks.append(Box(x, y, 4.6, _BAR, row.colour, palettes.HATCH, 0.12, 0.0, hatch))
        marks.append(Text(x + 5.8, y + 2.25, row.label, _SIZE, palettes.MUTED))
        x += room + 3.0
        deep = max(deep, y + _BAR + 0.4)
    return tuple(marks), deep


def _bound_words(picture: Picture, unit: str) -> list[str]:
    """The bounds between classes, the last with the unit."""
    decimals = printed_decimals(picture.bounds, 1)
    words = [number(each, decimals) for each in picture.bounds]
    if words:
        words[-1] = quantity(picture.bounds[-1], unit, decimals)
    return words


def _marked(
    data: Dataset, level: str, position: int, frame: Frame, tolerances: tuple[float, ...]
) -> list[Mark]:
    outlines = data.outlines(level, detail_for(tolerances, frame.scale, TOLERANCE))
    rings = outlines.rings_of(position)
    if not rings:
        return []
    points = np.concatenate(rings)
    low, high = points.min(axis=0), points.max(axis=0)
    made: list[Mark] = [
        rim(outlines, position, frame, palettes.SURFACE, _CASING),
        rim(outlines, position, frame, palettes.CLAY, _RIM),
    ]
    across = float((high - low).max()) * frame.scale
    if across < _LEAST:
        x, y = frame.place(*((low + high) / 2).tolist())
        radius = max(_RING, across / 2 + _CLEAR)
        made += [
            Dot(x, y, radius, "", palettes.SURFACE, _CASING),
            Dot(x, y, radius, "", palettes.CLAY, _RIM),
        ]
    return made

"""Names on a sheet's map, placed as on the screen: never on one another, and always legible."""

from __future__ import annotations

import numpy as np

from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.maps import palettes
from desktop.maps.areanames import name_colours, place_names
from desktop.maps.drawing import Box, Mark, Text
from desktop.maps.frame import Bounds, Frame
from desktop.maps.picture import Picture
from desktop.maps.placing import Places, rooms_in
from desktop.maps.symbols import circles_of, places
from desktop.maps.typesetting import Pen

_POINTS = 7.5
_MANY = 1 / 3  # of the areas: so many names tell that the others have only no room
_LINE = 3.6  # millimetres of A4
PIXEL = 0.25  # millimetres of A4 to one of the screen's units


def labels(
    pen: Pen,
    data: Dataset,
    level: str,
    outlines: Outlines,
    worked: Picture,
    chosen: list[int],
    frame: Frame,
    box: Bounds,
    covered: list[Bounds],
) -> list[Mark]:
    """Names of chosen areas and of the largest: inside where they fit, else beside on white.

    Where only a few of many areas could be named, names stand beside areas and circles of none but
    the chosen: whoever reads the map would ask what is special about them.

    Args:
        pen: knows what names measure.
        data: where the areas are from.
        level: of the areas.
        outlines: of the areas.
        worked: the map; names stand on its colours, and only of areas inside its filter.
        chosen: positions, the last one first.
        frame: places of the page.
        box: where the map lies in it.
        covered: places in it that names keep off.
    """
    unit = PIXEL * pen.unit
    left, top, right, bottom = box
    taken = [(a / unit, b / unit, c / unit, d / unit) for a, b, c, d in covered]
    areas = data.areas(level)
    small = frame.multiplied(1 / unit)
    circles = circles_of(worked, places(data, level), small) if worked.radii is not None else None
    whole = Frame.fit(outlines.bounds, right - left, bottom - top)
    found = place_names(
        rooms_in(outlines, len(areas)),
        areas.names,
        worked.kept,
        chosen,
        small,
        frame.scale / whole.scale,
        lambda text: pen.width(text, _POINTS, 600) / unit,
        _LINE * pen.unit / unit,
        Places((left / unit, top / unit, right / unit, bottom / unit), taken),
        circles,
    )
    few = len(found) < _MANY * np.count_nonzero(worked.kept)
    found = [
        name
        for name in found
        if name.area in chosen or not (few and (name.beside or circles is not None))
    ]
    fills = worked.area_colours(canvas=palettes.SURFACE)
    marks: list[Mark] = []
    for name in found:
        x, y, end, foot = (side * unit for side in name.box)
        fill = palettes.SURFACE if name.beside else fills[name.area]
        colour, halo = name_colours(fill)
        if name.beside or worked.groups[name.area] < 0 or halo != fill:
            marks.append(Box(x, y, end - x, foot - y, halo, radius=0.8 * pen.unit))
        baseline = foot - 1.05 * pen.unit
        size = pen.size(_POINTS)
        marks.append(Text((x + end) / 2, baseline, name.text, size, colour, 600, "middle"))
    return marks

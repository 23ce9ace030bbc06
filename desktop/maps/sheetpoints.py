"""Points of interest on a map sheet: their symbols on the map, and what they mean under it."""

from __future__ import annotations

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.wording import _, number
from desktop.maps import palettes
from desktop.maps.drawing import Mark
from desktop.maps.frame import Bounds, Frame
from desktop.maps.points import LARGE, gather, kind_name, kinds_of, shown_marks, symbol_marks
from desktop.maps.sheettags import told
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView

_PIXEL = 0.27  # millimetres of A4 to one of the screen's units: letters can still be read
_RADIUS = 1.9  # millimetres of a symbol in the key
_POINTS = 8.0


def sheet_points(
    data: Dataset, view: MapView, frame: Frame, unit: float
) -> tuple[list[Mark], list[Bounds]]:
    """The symbols that a view shows, in places of the page, and what they cover."""
    places = [place for place in data.places if place.kind in view.layers.points]
    ground = np.array([(place.east, place.north) for place in places]).reshape(-1, 2)
    pixel = _PIXEL * unit
    gathered = gather(ground, frame.scale / pixel)
    radius, letter = gathered.radius * pixel, gathered.radius == LARGE
    marks: list[Mark] = []
    covered: list[Bounds] = []
    shown = gathered.shown([place.kind for place in places])
    for at, each in zip(gathered.marks.tolist(), shown, strict=True):
        x, y = frame.place(places[at].east, places[at].north)
        marks += shown_marks(each, (x, y), radius, palettes.INK, palettes.SURFACE, letter=letter)
        reach = 1.2 * radius * (1 if isinstance(each, int) else len(each))
        covered.append((x - reach, y - 1.2 * radius, x + reach, y + 1.2 * radius))
    return marks, covered


def set_points_key(
    pen: Pen, data: Dataset, view: MapView, left: float, right: float, bottom: float
) -> None:
    """Symbol, kind and number on one line, as many kinds as fit; nothing where none is shown."""
    shown = [place for place in data.places if place.kind in view.layers.points]
    kinds = kinds_of(shown)
    unit = pen.unit
    entries = [
        f"{kind_name(kind)} {number(sum(place.kind == kind for place in shown))}" for kind in kinds
    ]
    room = [pen.width(entry, _POINTS) + (2 * _RADIUS + 6.5) * unit for entry in entries]
    rest = _("og {count} slags mere")
    spare = pen.width(rest.format(count=number(len(kinds))), _POINTS)
    x, baseline = left, bottom - 0.9 * unit
    middle = baseline - 1.0 * unit
    with told(pen, "P"):
        for at, (kind, entry) in enumerate(zip(kinds, entries, strict=True)):
            if x + sum(room[at:]) > right and x + room[at] + spare > right:
                words = rest.format(count=number(len(kinds) - at))
                pen.text(x, baseline, words, _POINTS, palettes.MUTED)
                break
            pen.marks += symbol_marks(
                kind, x + _RADIUS * unit, middle, _RADIUS * unit, palettes.INK, palettes.SURFACE
            )
            pen.text(x + (2 * _RADIUS + 1.5) * unit, baseline, entry, _POINTS)
            x += room[at]

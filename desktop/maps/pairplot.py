"""The scatter plot of a sheet of two maps, with how far the two go together."""

from __future__ import annotations

import numpy as np

from desktop.core.association import Association
from desktop.core.dataset import Dataset
from desktop.core.levelwords import called
from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.alttexts import alt_of_scatter
from desktop.maps.composing import moved
from desktop.maps.frame import Bounds
from desktop.maps.maplabels import PIXEL
from desktop.maps.mappair import MapPair, plot_notes, together_words
from desktop.maps.scatter import MANY, ScatterColours, chosen_dots, dot_colour, ground, lay_out
from desktop.maps.sheetrows import chosen_areas
from desktop.maps.sheettags import told
from desktop.maps.trend import ChartColours
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView


def set_plot(
    pen: Pen, data: Dataset, view: MapView, pair: MapPair, found: Association, box: Bounds
) -> None:
    """The plot in a box, what it says over it and what is left out under it."""
    left, top, right, bottom = box
    unit = pen.unit
    pixel = PIXEL * unit
    y = top + 3 * unit
    heading = _("Samvariation mellem områder")
    with told(pen, "H2"):
        pen.text(left, y, heading, 9.5, palettes.INK, 600)
    words = called(data.level(view.level))
    said = together_words(pair, found, words)
    beside = left + pen.width(heading, 9.5, 600) + 3 * unit
    with told(pen, "P"):
        if beside + pen.width(said, 8.5) <= right:
            pen.text(beside, y, said, 8.5, palettes.MUTED)
        else:
            for line in pen.wrapped(said, 8.5, 400, right - left, 2):
                y += 4.2 * unit
                pen.text(left, y, line, 8.5, palettes.MUTED)
    notes = pen.wrapped(" · ".join(plot_notes(pair, found)), 7.5, 400, right - left, 2)
    foot = bottom - 3.7 * unit * (len(notes) - 1)
    y += 1.5 * unit
    areas = data.areas(view.level)
    plot = lay_out(pair, found, (right - left) / pixel, (foot - 4.5 * unit - y) / pixel)
    colours = ScatterColours(
        ChartColours(), dot_colour(view.ramp, view.reverse), palettes.SURFACE, palettes.CLAY
    )
    chosen = np.array(chosen_areas(areas, view), np.int64)
    dots = chosen_dots(plot, chosen, colours, many=len(chosen) >= MANY)
    marks = (*ground(plot, areas.names, colours).marks, *((dots,) if len(dots.radii) else ()))
    with told(pen, "Figure", alt=alt_of_scatter(pair, found, words.many)):
        pen.marks += moved(marks, left, y, pixel)
    with told(pen, "P"):
        for line in notes:
            pen.text(left, foot, line, 7.5, palettes.MUTED)
            foot += 3.7 * unit

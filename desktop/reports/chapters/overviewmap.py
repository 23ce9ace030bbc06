"""A map with its legend as a figure between other blocks."""

from __future__ import annotations

from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.maps.alttexts import alt_of_map
from desktop.maps.drawing import Drawing
from desktop.maps.sheet import finished_picture
from desktop.maps.sheetlegend import set_flow
from desktop.maps.sheetmap import set_map, set_scale_bar
from desktop.maps.sheetwords import on_paper
from desktop.maps.titles import subtitle_of
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView
from desktop.reports.blocks import Figure, ShownMap
from desktop.reports.typefaces import width as measured

_BAR = 6.5  # millimetres under the map, for the scale bar


def map_figure(data: Dataset, view: MapView, width: float, height: float) -> Figure | None:
    """The map of a view over its legend, no higher than ``height``; lengths in millimetres.

    None where the level has no outlines.
    """
    if not data.tolerances(view.level):
        return None
    picture = finished_picture(data, view)
    key = Pen(measured, 1.0)
    reach = set_flow(key, on_paper(picture), 0.0, 0.0, width)
    pen = Pen(measured, 1.0)
    bottom = height - reach - 2.0
    frame = set_map(pen, data, view, picture, (0.0, 0.0, width, bottom - _BAR))
    set_scale_bar(pen, frame, 0.0, bottom)
    legend = Pen(measured, 1.0)
    set_flow(legend, on_paper(picture), 0.0, bottom + 2.0, width)
    drawing = Drawing(width, height, (*pen.marks, *legend.marks))
    caption = subtitle_of(data, view, picture)
    if picture.withheld().any():
        caption = _("{caption}. Skraveret: diskretioneret.").format(caption=caption.rstrip("."))
    return Figure(drawing, alt_of_map(data, view, picture), caption, (ShownMap(view, frame),))

"""From a view to a map: whatever the view shows."""

from __future__ import annotations

from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.maps.picture import Picture
from desktop.maps.view import MapView, Shows


def work_out(data: Dataset, view: MapView) -> Picture:
    """The map of a view. What the rarer kinds need is loaded when one is first asked for."""
    match view.shows:
        case Shows.CHANGE:
            from desktop.maps import changemap

            return changemap.picture(data, view)
        case Shows.BIVARIATE:
            from desktop.maps import bivariate

            return bivariate.picture(data, view)
        case Shows.CATEGORY:
            from desktop.maps import categorymap

            return categorymap.picture(data, view)
        case Shows.VALUE:
            from desktop.maps import choropleth

            return choropleth.picture(data, view)


def hover_lines(data: Dataset, view: MapView, picture: Picture, position: int) -> tuple[str, ...]:
    """What a map says about an area when it is pointed at; its name first.

    Areas outside the filter say so at the end.
    """
    lines = _lines(data, view, picture, position)
    outside = bool(picture.exists[position] and not picture.kept[position])
    return (*lines, _("uden for filteret")) if outside else lines


def _lines(data: Dataset, view: MapView, picture: Picture, position: int) -> tuple[str, ...]:
    match view.shows:
        case Shows.CHANGE:
            from desktop.maps import changemap

            return changemap.hover_lines(data, view, picture, position)
        case Shows.BIVARIATE:
            from desktop.maps import bivariate

            return bivariate.hover_lines(data, view, picture, position)
        case Shows.CATEGORY:
            from desktop.maps import categorymap

            return categorymap.hover_lines(data, view, picture, position)
        case Shows.VALUE:
            from desktop.maps import choropleth

            return choropleth.hover_lines(data, view, picture, position)

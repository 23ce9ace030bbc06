"""What a map is called, and the line under it: on screen and on paper alike."""

from __future__ import annotations

from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.maps.filtering import counted_areas
from desktop.maps.picture import Picture
from desktop.maps.view import MapView, Shows


def title_of(data: Dataset, view: MapView) -> str:
    """What the map is of: indicator, and the part of the residents where it is only one."""
    if view.shows is Shows.CATEGORY:
        from desktop.maps import categorymap

        return categorymap.title(data, view)
    first = named(data, view.indicator, view.breakdown)
    if view.shows is Shows.BIVARIATE and view.second is not None:
        second = named(data, view.second.indicator, view.second.breakdown)
        return _("{one} og {other}").format(one=first, other=second)
    return first


def named(data: Dataset, indicator: str, breakdown: str = "") -> str:
    """An indicator's name, and the part of the residents where it is only one."""
    cells = (str(each.cell) for each in data.breakdowns if each.id == breakdown)
    return " · ".join([str(data.indicator(indicator).name), *cells])


def short_name(data: Dataset, indicator: str, breakdown: str = "") -> str:
    """The same where there is little room: the indicator by its short name."""
    cells = (str(each.cell) for each in data.breakdowns if each.id == breakdown)
    return " · ".join([data.indicator(indicator).label, *cells])


def subtitle_of(data: Dataset, view: MapView, picture: Picture) -> str:
    """The line under a map's title: what it says, when, and how many areas there are."""
    match view.shows:
        case Shows.CHANGE:
            from desktop.maps import changemap

            parts = [changemap.subtitle(data, view)]
        case Shows.BIVARIATE:
            from desktop.maps import bivariate

            parts = [bivariate.subtitle(data, view)]
        case Shows.CATEGORY:
            from desktop.maps import categorymap

            parts = [categorymap.subtitle(data, view)]
        case _:
            sentence = str(data.indicator(view.indicator).sentence).rstrip(".")
            parts = [sentence, view.period.label]
    return " · ".join(part for part in (*parts, counted_areas(data, view, picture)) if part)

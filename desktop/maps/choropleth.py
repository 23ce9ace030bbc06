"""The map of an indicator: classes, colours and legend of its values."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator
from desktop.core.measures import restricted
from desktop.core.sentences import hover_lines as value_lines
from desktop.core.wording import NO_BREAK, _, number
from desktop.maps import palettes
from desktop.maps.classes import (
    NO_CLASS,
    OWN,
    assign,
    class_bounds,
    inclusive_rule,
    printed_decimals,
    scheme_name,
)
from desktop.maps.filtering import kept_areas
from desktop.maps.picture import ABSENT, Legend, LegendRow, Picture, hidden_rows
from desktop.maps.view import MapView


def picture(data: Dataset, view: MapView) -> Picture:
    """The map of a view's indicator.

    Bounds come from the extract, where they are fixed over all periods of the indicator and level;
    for own bounds, from the view.
    """
    areas = data.areas(view.level)
    exists = areas.valid_on(view.period.end)
    cells = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    kept = kept_areas(data, view, cells, exists)
    bounds = view_bounds(data, view)
    groups = assign(cells.values, bounds)
    hidden = groups == NO_CLASS
    groups[hidden] = -cells.states[hidden].astype(np.int16)
    groups[~exists] = ABSENT
    colours = palettes.ramp(view.ramp, len(bounds) + 1)
    if view.reverse:
        colours = colours[::-1]
    indicator = data.indicator(view.indicator)
    rows = [
        LegendRow(group, label, colours[group], False, int(((groups == group) & kept).sum()))
        for group, label in enumerate(class_labels(bounds, indicator))
    ]
    limited = data.manifest.limits.cell_minimum > 0
    scheme = scheme_name(view.scheme)
    if view.scheme != OWN:
        scheme = _("{scheme}, faste over tid").format(scheme=scheme)
    legend = Legend(
        str(indicator.sentence) or str(indicator.name),
        (*rows, *hidden_rows(groups, kept, limited=limited)),
        inclusive_rule(),
        scheme,
    )
    return Picture(cells, exists, kept, groups, bounds, colours, legend)


def hover_lines(data: Dataset, view: MapView, picture: Picture, position: int) -> tuple[str, ...]:
    """What the map says about an area: name, value, count of base, rank, municipality."""
    return value_lines(
        data.areas(view.level).names[position],
        picture.cells,
        position,
        data.municipality(view.indicator, view.period, view.breakdown),
        data.indicator(view.indicator),
    )


def view_bounds(data: Dataset, view: MapView) -> tuple[float, ...]:
    """The inner class bounds of a view; stored ones where the extract has them."""
    if view.scheme == OWN:
        return tuple(sorted(set(view.own_bounds)))
    stored = data.bounds(view.indicator, view.level, view.scheme, view.classes)
    if stored or view.breakdown == "":
        return stored
    values = data.history(view.indicator, view.level, view.breakdown).cells.values
    decimals = data.indicator(view.indicator).decimals
    return class_bounds(values, view.scheme, view.classes, decimals)


def class_labels(bounds: tuple[float, ...], indicator: Indicator) -> tuple[str, ...]:
    """What each class is called: ``under 10 %``, ``10 – 16 %``, ``30 % og over``."""
    decimals = printed_decimals(bounds, indicator.decimals)
    unit = "" if indicator.unit in ("n", "index") else NO_BREAK + indicator.unit
    if not bounds:
        return (_("alle værdier"),)
    texts = [number(bound, decimals) for bound in bounds]
    return (
        _("under {bound}").format(bound=texts[0] + unit),
        *(f"{low} – {high}{unit}" for low, high in pairwise(texts)),
        _("{bound} og over").format(bound=texts[-1] + unit),
    )

"""The map of an indicator: classes, colours and legend of its values."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator, Kind
from desktop.core.measures import Cells, restricted
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
from desktop.maps.view import MapView, Style, possible_style


def picture(data: Dataset, view: MapView) -> Picture:
    """The map of a view's indicator, in the style of the view.

    Colours that run on and circles are drawn as classes where there is nothing to run between or to
    be large.
    """
    exists = data.areas(view.level).valid_on(view.period.end)
    cells = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    kept = kept_areas(data, view, exists)
    style = possible_style(data.indicator(view.indicator), view.style)
    if style is not Style.CLASSES:
        from desktop.maps import unclassed  # not before it is asked for

        draw = unclassed.gradient if style is Style.CONTINUOUS else unclassed.circles
        made = draw(data, view, cells, exists, kept)
        if made is not None:
            return made
    return _classed(data, view, cells, exists, kept)


def _classed(
    data: Dataset,
    view: MapView,
    cells: Cells,
    exists: NDArray[np.bool_],
    kept: NDArray[np.bool_],
) -> Picture:
    indicator = data.indicator(view.indicator)
    bounds = view_bounds(data, view, cells)
    groups = assign(cells.values, bounds, upper=view.upper)
    hidden = groups == NO_CLASS
    groups[hidden] = -cells.states[hidden].astype(np.int16)
    groups[~exists] = ABSENT
    colours = palettes.ramp(view.ramp, len(bounds) + 1, reverse=view.reverse)
    rows = [
        LegendRow(group, label, colours[group], False, int(((groups == group) & kept).sum()))
        for group, label in enumerate(class_labels(bounds, indicator, upper=view.upper))
    ]
    note, offer = count_warning(indicator)
    legend = Legend(
        str(indicator.sentence) or str(indicator.name),
        (*rows, *hidden_rows(groups, kept, limited=data.manifest.limits.cell_minimum > 0)),
        inclusive_rule(upper=view.upper) if bounds else "",
        scheme_name(OWN) if view.scheme == OWN else lasting(scheme_name(view.scheme), view),
        note,
        offer=offer,
    )
    return Picture(cells, exists, kept, groups, bounds, colours, legend)


def lasting(words: str, view: MapView) -> str:
    """How a map is made, and whether it is made so in all periods alike."""
    if view.fixed:
        return _("{scheme}, faste over tid").format(scheme=words)
    return _("{scheme}, kun denne periode").format(scheme=words)


def count_warning(indicator: Indicator) -> tuple[str, str]:
    """What to say of counts put on areas as colours, and the way out; both empty for the rest."""
    if indicator.kind is not Kind.COUNT:
        return "", ""
    return (
        _("Antal på flader vildleder: store områder ser vigtigere ud, end de er."),
        _("Vis som cirkler"),
    )


def hover_lines(data: Dataset, view: MapView, picture: Picture, position: int) -> tuple[str, ...]:
    """What the map says about an area: name, value, count of base, rank, municipality."""
    return value_lines(
        data.areas(view.level).names[position],
        picture.cells,
        position,
        data.municipality(view.indicator, view.period, view.breakdown),
        data.indicator(view.indicator),
    )


def view_bounds(data: Dataset, view: MapView, cells: Cells) -> tuple[float, ...]:
    """The inner class bounds of a view.

    Own ones are the view's. Fixed ones are those that the extract holds, and where it holds none,
    as for a breakdown, made of all periods; else they are made of ``cells``, those of the view.
    """
    if view.scheme == OWN:
        return tuple(sorted(set(view.own_bounds)))
    decimals = data.indicator(view.indicator).decimals
    if not view.fixed:
        return class_bounds(cells.values, view.scheme, view.classes, decimals, upper=view.upper)
    if not view.breakdown and not view.upper:
        stored = data.bounds(view.indicator, view.level, view.scheme, view.classes)
        if stored:
            return stored
    name = (view.indicator, view.level, view.breakdown)
    return data.derived(
        ("bounds", *name, view.scheme, view.classes, view.upper),
        lambda: class_bounds(
            data.history(*name).cells.values, view.scheme, view.classes, decimals, upper=view.upper
        ),
    )


def ends(picture: Picture) -> tuple[float, ...]:
    """What another map takes over to be read by the same legend, as its own bounds."""
    scale = picture.legend.scale
    if scale is None:
        return picture.bounds
    from desktop.maps.legendscales import Gradient

    return (scale.low, scale.high) if isinstance(scale, Gradient) else (scale.largest,)


def class_labels(
    bounds: tuple[float, ...], indicator: Indicator, *, upper: bool = False
) -> tuple[str, ...]:
    """What each class is called: ``under 10 %``, ``10 – 16 %``, ``30 % og over``.

    With ``upper`` the outer ones are ``til og med 10 %`` and ``over 30 %``.
    """
    decimals = printed_decimals(bounds, indicator.decimals)
    unit = "" if indicator.unit in ("n", "index") else NO_BREAK + indicator.unit
    if not bounds:
        return (_("alle værdier"),)
    texts = [number(bound, decimals) for bound in bounds]
    lowest = _("til og med {bound}") if upper else _("under {bound}")
    highest = _("over {bound}") if upper else _("{bound} og over")
    return (
        lowest.format(bound=texts[0] + unit),
        *(f"{low} – {high}{unit}" for low, high in pairwise(texts)),
        highest.format(bound=texts[-1] + unit),
    )

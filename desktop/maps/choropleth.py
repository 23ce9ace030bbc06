"""A map worked out: which class and colour every area has, and what the legend says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells, restricted
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
from desktop.maps.view import MapView


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One row: a swatch, what it means, and how many areas have it.

    ``group`` is the class from 0 up, or the negative of the state for cells without a class.
    """

    group: int
    label: str
    colour: str
    hatched: bool
    count: int


@dataclass(frozen=True, slots=True)
class Legend:
    """All classes, always, and rows for withheld, missing and undefined where they occur."""

    title: str
    rows: tuple[LegendRow, ...]
    rule: str
    scheme: str


@dataclass(frozen=True, slots=True, eq=False)
class Choropleth:
    """A map worked out for one view.

    ``exists`` tells which areas of the level existed in the period; the others are not drawn and
    not counted. ``groups`` is the legend group of each area, and for areas that did not exist
    :data:`ABSENT`.
    """

    cells: Cells
    exists: NDArray[np.bool_]
    groups: NDArray[np.int16]
    bounds: tuple[float, ...]
    colours: tuple[str, ...]
    legend: Legend

    def colour_of(self, group: int) -> str:
        """The fill of a legend group."""
        if group >= 0:
            return self.colours[group]
        return palettes.WITHHELD if group == -State.WITHHELD else palettes.MISSING

    def area_colours(
        self, withheld: str = palettes.WITHHELD, missing: str = palettes.MISSING
    ) -> tuple[str, ...]:
        """The fill of every area, empty for those that did not exist.

        ``withheld`` and ``missing`` fill areas without a number, undefined ones too.
        """
        groups = self.groups.tolist()
        by_group = {
            group: self.colours[group]
            if group >= 0
            else (withheld if group == -State.WITHHELD else missing)
            for group in set(groups)
        }
        by_group[ABSENT] = ""
        return tuple(by_group[group] for group in groups)

    def withheld(self) -> NDArray[np.bool_]:
        """Which areas are hatched."""
        withheld: NDArray[np.bool_] = self.groups == -State.WITHHELD
        return withheld


ABSENT = -99


def work_out(data: Dataset, view: MapView, ramp: str = "petrol") -> Choropleth:
    """The map of a view.

    Bounds come from the extract, where they are fixed over all periods of the indicator and level;
    for own bounds, from the view.
    """
    areas = data.areas(view.level)
    exists = areas.valid_on(view.period.end)
    cells = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    bounds = view_bounds(data, view)
    groups = assign(cells.values, bounds)
    hidden = groups == NO_CLASS
    groups[hidden] = -cells.states[hidden].astype(np.int16)
    groups[~exists] = ABSENT
    colours = palettes.ramp(ramp, len(bounds) + 1)
    indicator = data.indicator(view.indicator)
    return Choropleth(
        cells,
        exists,
        groups,
        bounds,
        colours,
        _legend(data, view, indicator, groups, bounds, colours),
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


def _legend(
    data: Dataset,
    view: MapView,
    indicator: Indicator,
    groups: NDArray[np.int16],
    bounds: tuple[float, ...],
    colours: tuple[str, ...],
) -> Legend:
    rows = [
        LegendRow(group, label, colours[group], False, int((groups == group).sum()))
        for group, label in enumerate(class_labels(bounds, indicator))
    ]
    limits = data.manifest.limits
    hidden = (
        (State.WITHHELD, _("diskretioneret"), palettes.WITHHELD),
        (State.UNDEFINED, _("ikke defineret"), palettes.MISSING),
        (State.MISSING, _("ingen data"), palettes.MISSING),
    )
    for state, label, colour in hidden:
        count = int((groups == -state).sum())
        if count or (state == State.WITHHELD and limits.cell_minimum > 0):
            rows.append(LegendRow(-state, label, colour, state == State.WITHHELD, count))
    scheme = scheme_name(view.scheme)
    if view.scheme != OWN:
        scheme = _("{scheme}, faste over tid").format(scheme=scheme)
    return Legend(
        str(indicator.sentence) or str(indicator.name), tuple(rows), inclusive_rule(), scheme
    )

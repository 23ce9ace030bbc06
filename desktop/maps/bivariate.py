"""The map of two indicators at once: three classes of each, nine colours, one square legend."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State, StateArray
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.periods import Period
from desktop.core.sentences import count_words, value_words
from desktop.core.wording import _, quantity
from desktop.maps.choropleth import class_labels, view_bounds
from desktop.maps.classes import assign, inclusive_rule, printed_decimals, scheme_name
from desktop.maps.diverging import crossed
from desktop.maps.filtering import kept_areas
from desktop.maps.picture import ABSENT, Legend, LegendRow, Picture, hidden_rows
from desktop.maps.view import MapView, Second

CLASSES = 3
SCHEMES = ("quantiles", "equal", "pretty")  # that a square may be divided by


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of the square: what it is of, when, its classes from low to high, their bounds."""

    name: str
    period: str
    labels: tuple[str, ...]
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SquareLegend(Legend):
    """A legend in which row ``first · len(second.labels) + second`` is where two classes meet."""

    first: Axis = Axis("", "", ())
    second: Axis = Axis("", "", ())


def picture(data: Dataset, view: MapView) -> Picture:
    """The map of a view's two indicators.

    Classes are thirds of the areas over all periods, or of the view's scheme where that is another.
    An area without either number is as one without a number on any map: withheld where either is.
    The groups are those of :class:`SquareLegend`.
    """
    second = second_of(view)
    areas = data.areas(view.level)
    exists = areas.valid_on(view.period.end)
    both = exists & areas.valid_on(second.period.end)
    one = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    other = restricted(_cells(data, view.level, second), both)
    kept = kept_areas(data, view, exists)
    firsts, seconds = axis_bounds(data, view, one, other)
    columns = len(seconds) + 1
    groups = (
        assign(one.values, firsts, upper=view.upper) * columns
        + assign(other.values, seconds, upper=view.upper)
    ).astype(np.int16)
    states = _states(one, other)
    hidden = states != State.SHOWN
    groups[hidden] = -states[hidden].astype(np.int16)
    groups[~exists] = ABSENT
    colours = crossed(len(firsts) + 1, columns)
    axes = [
        axis_of(data, view.indicator, view.breakdown, view.period, firsts, upper=view.upper),
        axis_of(data, second.indicator, second.breakdown, second.period, seconds, upper=view.upper),
    ]
    rows = [
        LegendRow(
            group,
            cell_words(axes[0], axes[1], group),
            colours[group],
            False,
            int(((groups == group) & kept).sum()),
        )
        for group in range(len(colours))
    ]
    limited = data.manifest.limits.cell_minimum > 0
    legend = SquareLegend(
        f"{axes[0].name} × {axes[1].name}",
        (*rows, *hidden_rows(groups, kept, limited=limited)),
        inclusive_rule(upper=view.upper),
        _("{scheme}, faste over tid").format(scheme=scheme_name(axis_scheme(view))),
        form="square",
        first=axes[0],
        second=axes[1],
    )
    return Picture(one, exists, kept, groups, firsts, colours, legend)


def axis_scheme(view: MapView) -> str:
    """The scheme that both indicators are classed by: thirds, unless another was asked for."""
    return view.scheme if view.scheme in SCHEMES else "quantiles"


def axis_bounds(
    data: Dataset, view: MapView, one: Cells, other: Cells
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The bounds of both indicators: two of each, fewer where ties leave no room.

    ``one`` and ``other`` are the cells that the view shows.
    """
    second = second_of(view)
    first = replace(view, scheme=axis_scheme(view), classes=CLASSES)
    last = replace(
        first, indicator=second.indicator, period=second.period, breakdown=second.breakdown
    )
    rows = view_bounds(data, first, one)[: CLASSES - 1]
    return rows, view_bounds(data, last, other)[: CLASSES - 1]


def axis_of(
    data: Dataset,
    id: str,
    breakdown: str,
    period: Period,
    bounds: tuple[float, ...],
    *,
    upper: bool = False,
) -> Axis:
    """A side of the square: an indicator at a time, in classes between some bounds."""
    indicator = data.indicator(id)
    decimals = printed_decimals(bounds, indicator.decimals)
    return Axis(
        _name(data, indicator, breakdown),
        period.short_label,
        class_labels(bounds, indicator, upper=upper),
        tuple(quantity(bound, indicator.unit, decimals) for bound in bounds),
    )


def subtitle(_data: Dataset, view: MapView) -> str:
    """The line under the title: when, for both where that is not the same."""
    second = second_of(view)
    if second.period == view.period:
        return view.period.label
    return _("{first} og {second}").format(first=view.period.label, second=second.period.label)


def cell_words(first: Axis, second: Axis, group: int) -> str:
    """What a cell of the square is: ``Kontanthjælp høj, skolefravær lav``."""
    row, column = divmod(group, len(second.labels))
    return _("»{first}« {row}, »{second}« {column}").format(
        first=first.name,
        row=_step(row, len(first.labels)),
        second=second.name,
        column=_step(column, len(second.labels)),
    )


def hover_lines(data: Dataset, view: MapView, picture: Picture, position: int) -> tuple[str, ...]:
    """What the map says about an area: its name, both numbers, and the cell it is in."""
    second = second_of(view)
    lines = [data.areas(view.level).names[position]]
    both = data.areas(view.level).valid_on(second.period.end)
    for id, cells, period in (
        (view.indicator, picture.cells, view.period),
        (second.indicator, restricted(_cells(data, view.level, second), both), second.period),
    ):
        indicator = data.indicator(id)
        told = [value_words(cells, position, indicator), count_words(cells, position)]
        values = " · ".join(part for part in told if part)
        lines.append(f"{indicator.label}: {values} · {period.short_label}")
    group = int(picture.groups[position])
    legend = picture.legend
    if group >= 0 and isinstance(legend, SquareLegend):
        lines.append(cell_words(legend.first, legend.second, group))
    return tuple(line for line in lines if line)


def second_of(view: MapView) -> Second:
    """The other indicator; the same one again where the view has none."""
    return view.second or Second(view.indicator, view.period, view.breakdown)


def _cells(data: Dataset, level: str, second: Second) -> Cells:
    held: tuple[Period, ...] = data.periods_of(second.indicator, level, second.breakdown)
    if second.period not in held:
        return missing_cells(len(data.areas(level)))
    return data.cells(second.indicator, level, second.period, second.breakdown)


def _states(one: Cells, other: Cells) -> StateArray:
    """Shown where both are; withheld where either is, else missing where either is."""
    states = np.full(one.states.shape, State.SHOWN, np.uint8)
    for state in (State.UNDEFINED, State.MISSING, State.WITHHELD):
        states[(one.states == state) | (other.states == state)] = state
    return states


def _step(at: int, of: int) -> str:
    words = {1: (_("ens"),), 2: (_("lav"), _("høj"))}
    return words.get(of, (_("lav"), _("mellem"), _("høj")))[at]


def _name(data: Dataset, indicator: Indicator, breakdown: str) -> str:
    cells = [str(each.cell) for each in data.breakdowns if each.id == breakdown]
    return ", ".join((indicator.label, *cells))

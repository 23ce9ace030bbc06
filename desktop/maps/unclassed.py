"""The map of an indicator without classes: colours that run on, or circles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.measures import Cells
from desktop.core.wording import _, number, quantity
from desktop.maps import palettes, symbols
from desktop.maps.choropleth import count_warning, lasting
from desktop.maps.classes import OWN
from desktop.maps.legendscales import Circles, Gradient, extremes, gradient_ticks, round_counts
from desktop.maps.picture import ABSENT, Legend, LegendRow, Picture, hidden_rows
from desktop.maps.view import MapView

_SHADES = 33  # colours that a legend's run is drawn in


def gradient(
    data: Dataset,
    view: MapView,
    cells: Cells,
    exists: NDArray[np.bool_],
    kept: NDArray[np.bool_],
) -> Picture | None:
    """Every area in the colour of its own value; None where all values are the same, or none.

    Colours run from the 2nd to the 98th percentile, of all periods where the view is fixed; values
    beyond have the colours of the ends. Own bounds of a view are the ends, the first and the last.
    """
    indicator = data.indicator(view.indicator)
    found = _own_ends(view) or extremes(_pooled(data, view, cells))
    if found is None:
        return None
    low, high = found
    values = cells.values
    places = np.where(np.isnan(values), 0.0, (values - low) / (high - low))
    fills = palettes.shades(view.ramp, places, reverse=view.reverse)
    colours = palettes.shades(view.ramp, np.linspace(0, 1, _SHADES), reverse=view.reverse)
    with np.errstate(invalid="ignore"):
        beyond = bool((values < low).any()), bool((values > high).any())
    whole = data.municipality(view.indicator, view.period, view.breakdown)
    here = float(np.clip((whole.values[0] - low) / (high - low), 0, 1)) if whole.shown[0] else None
    scale = Gradient(
        low,
        high,
        colours,
        gradient_ticks(low, high, indicator),
        beyond,
        here,
        "" if here is None else quantity(whole.values[0], indicator.unit, indicator.decimals),
    )
    note, offer = count_warning(indicator)
    rule = _("de 2 % laveste og højeste værdier har endernes farver")
    if view.scheme == OWN:
        rule = _("værdier uden for enderne har endernes farver")
    groups = _groups(cells, exists)
    middle = colours[_SHADES // 2]
    legend = Legend(
        str(indicator.sentence) or str(indicator.name),
        _rows(data, groups, kept, middle),
        rule,
        lasting(_("Trinløs"), view),
        note,
        "ramp",
        scale,
        offer,
    )
    return Picture(cells, exists, kept, groups, (), (middle,), legend, fills=fills)


def circles(
    data: Dataset,
    view: MapView,
    cells: Cells,
    exists: NDArray[np.bool_],
    kept: NDArray[np.bool_],
) -> Picture | None:
    """A circle on every area with a count; None where no count is above nought.

    The largest circle is for the highest count, of all periods where the view is fixed.
    """
    indicator = data.indicator(view.indicator)
    own = view.own_bounds if view.scheme == OWN else ()
    counts = np.array(own) if own else _pooled(data, view, cells)
    largest = float(np.nanmax(counts, initial=0.0))
    if largest <= 0:
        return None
    ends = palettes.ramp(view.ramp, 5, reverse=view.reverse)
    radius = symbols.largest_radius(int(exists.sum()))
    steps = np.array(round_counts(largest) or (largest,))
    scale = Circles(
        largest,
        radius,
        min(ends[0], ends[-1], key=palettes.lightness),
        tuple(zip(np.sqrt(steps / largest).tolist(), map(number, steps.tolist()), strict=True)),
    )
    groups = _groups(cells, exists)
    legend = Legend(
        str(indicator.sentence) or str(indicator.name),
        _rows(data, groups, kept, palettes.CIRCLED),
        _("cirklens areal følger antallet"),
        lasting(_("Cirkler"), view),
        form="circles",
        scale=scale,
    )
    return Picture(
        cells,
        exists,
        kept,
        groups,
        (),
        (palettes.CIRCLED,),
        legend,
        radii=symbols.shares(cells.values, largest),
    )


def _own_ends(view: MapView) -> tuple[float, float] | None:
    if view.scheme != OWN or len(set(view.own_bounds)) < 2:
        return None
    return min(view.own_bounds), max(view.own_bounds)


def _pooled(data: Dataset, view: MapView, cells: Cells) -> FloatArray:
    """The values that ends are made of: those of all periods, or those shown now."""
    if not view.fixed:
        return cells.values
    return data.history(view.indicator, view.level, view.breakdown).cells.values


def _groups(cells: Cells, exists: NDArray[np.bool_]) -> NDArray[np.int16]:
    """One group for all areas with a number, else the negative of the state."""
    groups = -cells.states.astype(np.int16)
    groups[cells.shown] = 0
    groups[~exists] = ABSENT
    return groups


def _rows(
    data: Dataset, groups: NDArray[np.int16], kept: NDArray[np.bool_], colour: str
) -> tuple[LegendRow, ...]:
    numbered = LegendRow(0, _("med tal"), colour, False, int(((groups == 0) & kept).sum()))
    limited = data.manifest.limits.cell_minimum > 0
    return (numbered, *hidden_rows(groups, kept, limited=limited))

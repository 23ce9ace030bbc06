"""The highest and the lowest numbers of a map, for a sheet on which no area was chosen.

Never without what chance may do to them: where a number has an interval it stands beside it, and
numbers that ought to have one and have none are not put in order.
"""

from __future__ import annotations

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Kind
from desktop.core.intervals import cell_intervals
from desktop.core.measures import restricted
from desktop.core.sentences import interval_words, value_words
from desktop.core.wording import NO_BREAK, _, number
from desktop.maps.picture import Picture
from desktop.maps.sheetrows import Column, Row, Table
from desktop.maps.view import MapView

MOST = 5  # areas at each end


def extremes_table(data: Dataset, view: MapView, worked: Picture, most: int = MOST) -> Table | None:
    """The areas with the highest and the lowest number inside the filter, and the municipality.

    None where there is nothing to put in order: fewer than three areas are shown, or they may not
    be held against each other.
    """
    indicator = data.indicator(view.indicator)
    cells = restricted(worked.cells, worked.kept)
    shown = np.flatnonzero(cells.shown)
    low, _high = cell_intervals(cells, indicator.kind, indicator.per)
    counted = indicator.kind is Kind.COUNT
    if len(shown) < 3 or not (counted or np.isfinite(low[shown]).all()):
        return None
    areas = data.areas(view.level)
    ordered = sorted(shown.tolist(), key=lambda at: (-cells.values[at], areas.names[at]))
    each = min(most, len(ordered) // 2)
    rows: list[Row] = []
    for group in (ordered[:each], ordered[-each:]):
        for at in group:
            interval = ""
            if not counted:
                words = interval_words(cells, at, indicator)
                interval = words.removesuffix(NO_BREAK + indicator.unit)
            base = float(cells.denominators[at])
            rows.append(
                Row(
                    areas.names[at] or areas.codes[at],
                    (
                        value_words(cells, at, indicator),
                        interval,
                        number(base) if np.isfinite(base) else "",
                    ),
                    apart=bool(rows) and at == group[0],
                )
            )
    whole = data.municipality(indicator.id, view.period, view.breakdown)
    base = float(whole.denominators[0])
    municipality = Row(
        _("Kommunen"),
        (
            value_words(whole, 0, indicator),
            "",
            number(base) if whole.states[0] == State.SHOWN and np.isfinite(base) else "",
        ),
        apart=True,
    )
    columns = (Column(strong=True), Column(small=True, gap=2.0), Column(_("Grundlag"), spare=True))
    return Table(columns, tuple(rows), municipality, _("Højeste og laveste tal"))


def order_words(table: Table) -> str:
    """What has to be said of numbers that stand in order; empty where they have no intervals."""
    if any(row.figures[1] for row in table.rows):
        return _(
            "Hvor intervallerne i lille skrift når ind over hinanden, kan rækkefølgen være"
            " tilfældig."
        )
    return ""

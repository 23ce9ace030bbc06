"""Tables across: an indicator by breakdown in one area, and areas by classes of two indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop.core.comparisons import Question, compare
from desktop.core.dataset import Breakdown, Dataset
from desktop.core.differences import Against, Comparison
from desktop.core.disclosure import FloatArray, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.intervals import Z_95, cell_intervals
from desktop.core.measures import Cells
from desktop.core.pairs import Pair
from desktop.core.periods import Period
from desktop.core.wording import _, number, rounded_half_up

HIDDEN = (State.WITHHELD, State.UNDEFINED, State.MISSING)  # rows and columns after the classes


@dataclass(frozen=True, slots=True, eq=False)
class BreakdownRow:
    """One cell of a breakdown in one area.

    Attributes:
        breakdown: which, or None for the area as a whole.
        cells: the area's, of length 1.
        low, high: its interval; NaN where it has none.
        municipality: the cell held against the municipality's same one.
    """

    breakdown: Breakdown | None
    cells: Cells
    low: float
    high: float
    municipality: Comparison


def breakdown_table(
    data: Dataset,
    level: str,
    area: int,
    indicator: Indicator,
    period: Period,
    *,
    z: float = Z_95,
) -> tuple[BreakdownRow, ...]:
    """An indicator in one area: the whole, and every breakdown cell, in the extract's order.

    Cells of one breakdown and of another are listed one after the other, such as age, origin, and
    age by origin where the extract has it; nothing is worked out between them.

    Raises:
        UsageError: the extract has no breakdowns of the indicator on the level.
    """
    held = data.breakdowns_of(indicator.id, level)
    if not held:
        raise UsageError(
            _("Indikatoren »{indicator}« har ingen opdelinger på niveauet »{level}«.").format(
                indicator=indicator.id, level=level
            ),
            hint=_("Opdelinger, fx alder og herkomst, bestemmes i opskriften."),
        )
    rows = []
    for breakdown in (None, *held):
        made = compare(
            data,
            level,
            area,
            indicator,
            period,
            [Question(Against.MUNICIPALITY)],
            breakdown=breakdown.id if breakdown else "",
            z=z,
        )[0]
        low, high = cell_intervals(made.own, indicator.kind, indicator.per, z)
        rows.append(BreakdownRow(breakdown, made.own, float(low[0]), float(high[0]), made))
    return tuple(rows)


@dataclass(frozen=True, slots=True, eq=False)
class TwoWay:
    """Areas by the class of two indicators.

    The rows are the classes of the first, from the lowest, then its withheld, undefined and missing
    areas; the columns are the same of the second. So every area is somewhere.

    Attributes:
        first_bounds, second_bounds: between the classes. A class holds its lower bound and not its
            upper.
        rows, columns: the row and column of each area, −1 for those that do not exist.
        counts: how many areas each cell holds.
    """

    first_bounds: tuple[float, ...]
    second_bounds: tuple[float, ...]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    counts: NDArray[np.int64]

    def areas(self, row: int, column: int) -> tuple[int, ...]:
        """The positions of the areas in a cell, in the level's order."""
        found = np.flatnonzero((self.rows == row) & (self.columns == column))
        return tuple(int(at) for at in found)


def two_way(pair: Pair, first_bounds: Sequence[float], second_bounds: Sequence[float]) -> TwoWay:
    """Areas by the class of each of two indicators.

    Raises:
        ValueError: bounds that do not rise.
    """
    rows = _places(pair.first, first_bounds, pair.exists)
    columns = _places(pair.second, second_bounds, pair.exists)
    shape = (len(first_bounds) + 1 + len(HIDDEN), len(second_bounds) + 1 + len(HIDDEN))
    counts = np.zeros(shape, np.int64)
    np.add.at(counts, (rows[pair.exists], columns[pair.exists]), 1)
    return TwoWay(tuple(first_bounds), tuple(second_bounds), rows, columns, counts)


def even_bounds(values: FloatArray, classes: int, decimals: int) -> tuple[float, ...]:
    """Bounds that put about equally many of the shown areas in each class, as they are written.

    Rounded to the decimals of the indicator, so that what is read is what was done. Areas that are
    level stay together, so where many are there may be fewer classes: where over half are 0, they
    are one class and the others what is left. Where all are level there is no bound.

    Raises:
        ValueError: fewer than two classes.
    """
    if classes < 2:
        raise ValueError("a class alone divides nothing")
    known = values[np.isfinite(values)]
    if not len(known):
        return ()
    lowest = float(known.min())
    second = float(known[known > lowest].min(initial=np.inf))
    quantiles = np.quantile(known, np.arange(1, classes) / classes, method="higher")
    bounds = {
        rounded_half_up(float(each) if each > lowest else second, decimals)
        for each in quantiles
        if each > lowest or second < np.inf
    }
    return tuple(each for each in sorted(bounds) if lowest < each <= known.max())


def class_words(bounds: Sequence[float], unit: str, decimals: int) -> tuple[str, ...]:
    """The classes in words: ``under 12,4 %``, ``12,4 til under 18,0 %``, ``18,0 % og over``."""
    told = [number(each, decimals) for each in bounds]
    if not told:
        return (_("alle"),)
    between = [
        _("{low} til under {high}").format(low=low, high=high) for low, high in pairwise(told)
    ]
    suffix = "" if unit in ("", "n") else f" {unit}"
    return (
        _("under {high}").format(high=told[0]) + suffix,
        *(each + suffix for each in between),
        _("{low} og over").format(low=told[-1] + suffix),
    )


def _places(cells: Cells, bounds: Sequence[float], exists: NDArray[np.bool_]) -> NDArray[np.int64]:
    edges = np.asarray(bounds, np.float64)
    if (np.diff(edges) <= 0).any():
        raise ValueError("bounds must rise")
    places = np.searchsorted(edges, np.nan_to_num(cells.values), side="right").astype(np.int64)
    for at, state in enumerate(HIDDEN):
        places[cells.states == state] = len(edges) + 1 + at
    places[~exists] = -1
    return places

"""All areas of a level in rows: columns of numbers and of words, and the orders of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.collation import text_places
from desktop.core.dataset import Dataset
from desktop.core.differences import picked
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import cell_intervals, is_small
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.periods import Period
from desktop.core.places import place_ranges
from desktop.core.sentences import state_words
from desktop.core.wording import number

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_UNASKED = -1
_MOST_COLUMNS = 12
_AT_ONCE = 64  # areas whose places are worked out together


@dataclass(frozen=True, slots=True, eq=False)
class NumberColumn:
    """An indicator at one period, an entry per area of the level.

    ``period`` is None where the level has no numbers of it. ``low`` and ``high`` are the ends of
    the 95 % interval in the indicator's unit, NaN where there is none: for plain counts, means, and
    cells that are not shown. ``small`` marks values that stand on few. ``breakdown`` is the id of
    the part of the people that it is of, empty for all of them.
    """

    indicator: Indicator
    period: Period | None
    cells: Cells
    low: FloatArray
    high: FloatArray
    small: BoolArray
    breakdown: str = ""

    @property
    def has_intervals(self) -> bool:
        """Whether any of its values has an interval."""
        return bool(np.isfinite(self.low).any())

    def text(self, position: int) -> str:
        """The number without its unit, which stands in the heading; or why there is none."""
        if self.cells.states[position] != State.SHOWN:
            return state_words(int(self.cells.states[position]))
        return number(float(self.cells.values[position]), self.indicator.decimals)


@dataclass(frozen=True, slots=True, eq=False)
class WordColumn:
    """A text per area, and its place in the alphabet (or another order); NaN where it is empty."""

    texts: tuple[str, ...]
    places: FloatArray


def number_column(
    data: Dataset,
    level: str,
    indicator: Indicator,
    period: Period | None,
    exists: BoolArray,
    breakdown: str = "",
) -> NumberColumn:
    """An indicator of a level at a period; areas that do not exist have no number."""
    if period is None:
        return column_of(indicator, None, missing_cells(len(exists)), breakdown)
    there = exists & data.areas(level).valid_on(period.end)
    cells = restricted(data.cells(indicator.id, level, period, breakdown), there)
    return column_of(indicator, period, cells, breakdown)


def column_of(
    indicator: Indicator, period: Period | None, cells: Cells, breakdown: str = ""
) -> NumberColumn:
    """Cells of any areas or sums with what belongs beside them.

    A plain count gets no interval: how many live somewhere is known.
    """
    kind = Kind.MEAN if indicator.kind is Kind.COUNT else indicator.kind
    low, high = cell_intervals(cells, kind, indicator.per)
    small = is_small(cells, indicator.kind)
    return NumberColumn(indicator, period, cells, low, high, small, breakdown)


def residents_column(areas: Areas, indicator: Indicator, exists: BoolArray) -> NumberColumn:
    """The residents that the extract has ready, which are no number of a period."""
    known = exists & np.isfinite(areas.residents)
    counts = np.where(known, areas.residents, np.nan)
    states = np.where(known, np.uint8(State.SHOWN), np.uint8(State.MISSING))
    nothing = np.full(len(areas), np.nan)
    return column_of(indicator, None, Cells(counts, nothing, counts.copy(), states))


def word_column(texts: Sequence[str]) -> WordColumn:
    """Texts in Danish order."""
    return WordColumn(tuple(texts), text_places(texts))


def scale_of(column: NumberColumn, kept: BoolArray) -> tuple[float, float]:
    """The ends that bars of a column are drawn between: nought and the largest of the kept areas.

    A value below nought moves the lower end. Nought to one where nothing is shown.
    """
    values = column.cells.values[kept]
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    return (low, high) if high > low else (0.0, 1.0)


def sort_keys(column: NumberColumn | WordColumn, *, falling: bool, cautious: bool) -> FloatArray:
    """What areas are sorted by in a column; NaN for those without a number or a word.

    A cautious order goes by the end of the interval that the value passes in any case: the lower
    end where the highest come first, else the upper. Where a value has no interval it is the value.
    """
    if isinstance(column, WordColumn):
        return column.places
    values = column.cells.values
    if not cautious:
        return values
    ends = column.low if falling else column.high
    return np.where(np.isfinite(ends), ends, values)


def ordered(positions: IntArray, keys: FloatArray, *, falling: bool) -> IntArray:
    """The positions by their keys. Ties keep their order; NaN comes last whichever way."""
    own = keys[positions]
    return positions[np.argsort(-own if falling else own, kind="stable")]


def grouped(positions: IntArray, groups: IntArray, group_order: IntArray) -> IntArray:
    """Positions gathered group by group, each led by the row of its group: ``-1 - group``.

    Args:
        positions: areas in order, which they keep within their group.
        groups: the group of every area of the level.
        group_order: the groups in the order that they are to come; those without areas are left
            out.
    """
    place = np.empty(len(group_order), np.int64)
    place[group_order] = np.arange(len(group_order))
    belongs = place[groups[positions]]
    gathered = positions[np.argsort(belongs, kind="stable")]
    own = np.sort(belongs)
    first = np.flatnonzero(np.diff(own, prepend=-1))
    return np.insert(gathered, first, -1 - group_order[own[first]])


class PlaceRanges:
    """Between which places areas of a column surely stand, worked out for those asked about."""

    def __init__(self, column: NumberColumn, kept: BoolArray) -> None:
        """Places are counted among the kept areas, highest value first."""
        self._column = column
        self._kept = np.flatnonzero(kept)
        self._cells = picked(column.cells, self._kept)
        self._at = np.full(len(kept), _UNASKED, np.int64)
        self._at[self._kept] = np.arange(len(self._kept))
        self._best = np.full(len(self._kept), _UNASKED, np.int64)
        self._worst = self._best.copy()

    @property
    def total(self) -> int:
        """How many areas have a place."""
        return int(self._cells.shown.sum())

    def of(self, positions: IntArray) -> tuple[IntArray, IntArray]:
        """The best and the worst place of kept areas; 0 where it cannot be told."""
        at = self._at[positions]
        unasked = at[self._best[at] == _UNASKED]
        indicator = self._column.indicator
        for first in range(0, len(unasked), _AT_ONCE):  # each is held against every other
            asked = unasked[first : first + _AT_ONCE]
            best, worst = place_ranges(self._cells, indicator.kind, indicator.per, asked)
            self._best[asked], self._worst[asked] = best, worst
        return self._best[at], self._worst[at]


def default_columns(data: Dataset, level: str, shown: str) -> tuple[str, ...]:
    """The indicators that a table begins with: the one shown, its dimension, and some of others.

    Of every other dimension the first; twelve in all, where the shown one's dimension has no more.
    """
    held = data.indicators_of(level)
    dimension = next((each.dimension for each in held if each.id == shown), "")
    near = [each.id for each in held if each.dimension == dimension and each.id != shown]
    firsts = {each.dimension: each.id for each in reversed(held) if each.dimension != dimension}
    far = [each.id for each in held if firsts.get(each.dimension) == each.id]
    others = [each.id for each in held if each.id not in {shown, *near, *far}]
    most = max(_MOST_COLUMNS, 1 + len(near))
    return (shown, *near, *far, *others)[:most]

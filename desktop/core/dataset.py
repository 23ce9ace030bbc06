"""What an open extract answers: areas, indicators, periods, and the cells between them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Protocol, TypeVar

import numpy as np

from desktop.core.areas import MUNICIPALITY, Areas, Background, Effort, Level, Outlines, Place
from desktop.core.disclosure import FloatArray, StateArray
from desktop.core.errors import UsageError
from desktop.core.indicators import Dimension, Indicator, Text
from desktop.core.manifest import Manifest
from desktop.core.measures import Cells, count_cells, missing_cells, ratio_cells, value_cells
from desktop.core.periods import Period, order
from desktop.core.periods import parse as parse_period
from desktop.core.wording import _

_K = TypeVar("_K")
_V = TypeVar("_V")
_T = TypeVar("_T")

# Periods × areas tables kept at hand: at least the indicators gone between in a meeting, and where
# they are small also those that a model asks for anew in every period.
_KEPT_HISTORIES, _KEPT_BYTES = 6, 24 << 20
_KEPT_DERIVED = 128


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One cell of a breakdown, such as women; ``name`` is the breakdown's, ``cell`` its own."""

    id: str
    name: Text
    cell: Text


@dataclass(frozen=True, slots=True, eq=False)
class RawSeries:
    """Columns as stored; one entry per area, or periods × areas. A ratio has both counts."""

    numerators: FloatArray | None
    denominators: FloatArray | None
    values: FloatArray | None
    states: StateArray


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Cells of one indicator and level over all its periods: periods × areas."""

    periods: tuple[Period, ...]
    cells: Cells

    @property
    def bytes(self) -> int:
        """How much memory its columns take."""
        cells = self.cells
        columns = (cells.numerators, cells.denominators, cells.values, cells.states)
        return sum(column.nbytes for column in columns)


class Source(Protocol):
    """Where a dataset reads from. Every method may raise DamagedExtract."""

    manifest: Manifest
    levels: tuple[Level, ...]
    indicators: tuple[Indicator, ...]
    dimensions: tuple[Dimension, ...]
    breakdowns: tuple[Breakdown, ...]

    def areas(self, level: str) -> Areas:
        """The areas of a level."""

    def series_periods(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """Period codes by (indicator, level, breakdown)."""

    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        """The stored columns: one dimension for one period, else periods × areas."""

    def bounds(self, indicator: str, level: str, scheme: str, classes: int) -> tuple[float, ...]:
        """Stored class bounds, empty when there are none."""

    def tolerances(self, layer: str) -> tuple[float, ...]:
        """The tolerances in metres of the stored details of a layer, by detail."""

    def outlines(self, layer: str, detail: int) -> Outlines:
        """The outlines of a layer in one detail."""

    def background_kinds(self) -> tuple[str, ...]:
        """The kinds of quiet layers there are."""

    def places(self) -> tuple[Place, ...]:
        """Points of interest."""

    def efforts(self) -> tuple[Effort, ...]:
        """Efforts that the steward ships."""

    def models(self) -> Mapping[str, str]:
        """Categorisation models that the steward ships: their TOML by id."""

    def close(self) -> None:
        """Let the memory go."""


class Dataset:
    """An open extract. Reads what is asked for and keeps the last of it at hand."""

    def __init__(self, source: Source) -> None:
        """Stand on an open source, which this dataset closes."""
        self._source = source
        self.manifest = source.manifest
        self.levels = tuple(level for level in source.levels if level.id != MUNICIPALITY)
        self.indicators = source.indicators
        self.dimensions = source.dimensions
        self.breakdowns = source.breakdowns
        self._areas: dict[str, Areas] = {}
        self._outlines: OrderedDict[tuple[str, int], Outlines] = OrderedDict()
        self._histories: OrderedDict[tuple[str, str, str], History] = OrderedDict()
        self._derived: OrderedDict[Hashable, Any] = OrderedDict()
        self._deriving, self._keeping = Lock(), Lock()

    def close(self) -> None:
        """Let the extract go."""
        self._areas.clear()
        self._outlines.clear()
        self._histories.clear()
        with self._deriving:
            self._derived.clear()
        self._source.close()

    @cached_property
    def _by_id(self) -> Mapping[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def _periods(self) -> Mapping[tuple[str, str, str], tuple[Period, ...]]:
        read = _remembering(parse_period)
        return {
            name: tuple(sorted((read(code) for code in codes), key=order))
            for name, codes in self._source.series_periods().items()
        }

    def indicator(self, id: str) -> Indicator:
        """The indicator with an id.

        Raises:
            UsageError: the extract has none, with the nearest named.
        """
        return _named(self._by_id, id, _("Udtrækket har ingen indikator »{id}«."))

    def level(self, id: str) -> Level:
        """The level with an id.

        Raises:
            UsageError: the extract has none, with the nearest named.
        """
        levels = {level.id: level for level in self.levels}
        return _named(levels, id, _("Udtrækket har intet områdeniveau »{id}«."))

    def areas(self, level: str) -> Areas:
        """The areas of a level, past and present."""
        if level not in self._areas:
            self._areas[level] = self._source.areas(level)
        return self._areas[level]

    def periods_of(self, indicator: str, level: str, breakdown: str = "") -> tuple[Period, ...]:
        """The periods with data, in order of time; empty where there is none."""
        return self._periods.get((indicator, level, breakdown), ())

    def indicators_of(self, level: str) -> tuple[Indicator, ...]:
        """The indicators with data on a level, in the extract's order."""
        held = {name[0] for name in self._periods if name[1] == level}
        return tuple(indicator for indicator in self.indicators if indicator.id in held)

    def breakdowns_of(self, indicator: str, level: str) -> tuple[Breakdown, ...]:
        """The breakdown cells with data, in the extract's order."""
        held = {name[2] for name in self._periods if name[:2] == (indicator, level)}
        return tuple(breakdown for breakdown in self.breakdowns if breakdown.id in held)

    def cells(self, indicator: str, level: str, period: Period, breakdown: str = "") -> Cells:
        """One map: a cell per area of the level, missing where the extract holds nothing."""
        name = (indicator, level, breakdown)
        if (history := self._histories.get(name)) is not None and period in history.periods:
            return history.cells.row(history.periods.index(period))
        if period not in self.periods_of(*name):
            return missing_cells(len(self.areas(level)))
        raw = self._source.series(indicator, level, breakdown, (period.code,))
        return self._cells(indicator, raw)

    def history(self, indicator: str, level: str, breakdown: str = "") -> History:
        """All periods of an indicator on a level. Any thread may ask."""
        name = (indicator, level, breakdown)
        with self._keeping:
            if name in self._histories:
                self._histories.move_to_end(name)
                return self._histories[name]
        periods = self.periods_of(*name)
        if not periods:
            return History((), missing_cells((0, len(self.areas(level)))))
        codes = [period.code for period in periods]
        raw = self._source.series(indicator, level, breakdown, codes)
        cells = self._cells(indicator, raw)
        shape = (len(periods), -1)
        history = History(
            periods,
            Cells(
                cells.numerators.reshape(shape),
                cells.denominators.reshape(shape),
                cells.values.reshape(shape),
                cells.states.reshape(shape),
            ),
        )
        with self._keeping:
            self._histories[name] = history
            held = sum(each.bytes for each in self._histories.values())
            while len(self._histories) > _KEPT_HISTORIES and held > _KEPT_BYTES:
                held -= self._histories.popitem(last=False)[1].bytes
        return history

    def municipality(self, indicator: str, period: Period, breakdown: str = "") -> Cells:
        """The municipality's own cell, of length 1; missing where the extract holds none."""
        if period not in self.periods_of(indicator, MUNICIPALITY, breakdown):
            return missing_cells(1)
        raw = self._source.series(indicator, MUNICIPALITY, breakdown, (period.code,))
        return self._cells(indicator, raw)

    def municipality_history(self, indicator: str, breakdown: str = "") -> History:
        """The municipality over time: periods × 1."""
        periods = self.periods_of(indicator, MUNICIPALITY, breakdown)
        if not periods:
            return History((), missing_cells((0, 1)))
        codes = [period.code for period in periods]
        raw = self._source.series(indicator, MUNICIPALITY, breakdown, codes)
        cells = self._cells(indicator, raw)
        shape = (len(periods), 1)
        return History(
            periods,
            Cells(
                cells.numerators.reshape(shape),
                cells.denominators.reshape(shape),
                cells.values.reshape(shape),
                cells.states.reshape(shape),
            ),
        )

    def bounds(self, indicator: str, level: str, scheme: str, classes: int) -> tuple[float, ...]:
        """Class bounds fixed over all periods, as the builder stored them; empty if it did not."""
        return self._source.bounds(indicator, level, scheme, classes)

    def tolerances(self, level: str) -> tuple[float, ...]:
        """How many metres each stored detail of a level's outlines may lie off, finest first."""
        return self._source.tolerances(f"areas/{level}")

    def outlines(self, level: str, detail: int) -> Outlines:
        """The outlines of a level in one detail; 0 is the finest stored for the screen."""
        return self._kept_outlines(f"areas/{level}", detail)

    def backgrounds(self) -> tuple[Background, ...]:
        """The quiet layers, in painting order."""
        order_of = {"land": 0, "green": 1, "water": 2, "building": 3, "rail": 4, "road": 5}
        kinds = sorted(self._source.background_kinds(), key=lambda kind: order_of.get(kind, 9))
        return tuple(
            Background(kind, self._kept_outlines(f"background/{kind}", 0)) for kind in kinds
        )

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Points of interest."""
        return self._source.places()

    @cached_property
    def efforts(self) -> tuple[Effort, ...]:
        """Efforts that the steward ships."""
        return self._source.efforts()

    @cached_property
    def models(self) -> Mapping[str, str]:
        """Categorisation models that the steward ships: their TOML by id, not yet read."""
        return self._source.models()

    def derived(self, name: Hashable, make: Callable[[], _T]) -> _T:
        """What follows from the extract alone, such as a model's result: made once, kept a while.

        ``name`` says all that the result hangs on. Any thread may ask; two that ask at once may
        both make it, and one of the two is kept.
        """
        with self._deriving:
            if name in self._derived:
                self._derived.move_to_end(name)
                kept: _T = self._derived[name]
                return kept
        made = make()
        with self._deriving:
            self._derived[name] = made
            while len(self._derived) > _KEPT_DERIVED:
                self._derived.popitem(last=False)
        return made

    def derived_before(self, name: Hashable) -> Any:
        """What :meth:`derived` keeps under a name, or None where it has not been made yet."""
        with self._deriving:
            return self._derived.get(name)

    def _kept_outlines(self, layer: str, detail: int) -> Outlines:
        if (layer, detail) not in self._outlines:
            self._outlines[layer, detail] = self._source.outlines(layer, detail)
        return self._outlines[layer, detail]

    def _cells(self, indicator: str, raw: RawSeries) -> Cells:
        if raw.values is not None:
            return value_cells(raw.values, raw.states)
        numerators = raw.numerators if raw.numerators is not None else np.array([])
        if raw.denominators is None:
            return count_cells(numerators, raw.states)
        return ratio_cells(numerators, raw.denominators, raw.states, self._by_id[indicator].per)


def _named(held: Mapping[str, _T], id: str, problem: str) -> _T:
    if id in held:
        return held[id]
    from difflib import get_close_matches

    near = get_close_matches(id, held, 1, 0.5)
    hint = (
        _("Mente du »{near}«?").format(near=near[0])
        if near
        else _("Der er: {all}").format(all=", ".join(sorted(held)))
    )
    raise UsageError(problem.format(id=id), hint=hint)


def _remembering(function: Callable[[_K], _V]) -> Callable[[_K], _V]:
    known: dict[_K, _V] = {}

    def remembered(key: _K) -> _V:
        if key not in known:
            known[key] = function(key)
        return known[key]

    return remembered

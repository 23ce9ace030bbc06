"""What a report of areas and indicators is about: which they are, and their numbers, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.areatable import BoolArray, NumberColumn, column_of, number_column
from desktop.core.areawholes import Together, Whole, sums
from desktop.core.changes import Changes, changes, held_against
from desktop.core.collation import danish_key
from desktop.core.comparisons import Question, against_all
from desktop.core.dataset import Dataset
from desktop.core.differences import Against, Compared
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.grouping import SECTOR, groups_of
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called, called
from desktop.core.measures import Cells, restricted
from desktop.core.periods import Period, latest, order
from desktop.core.profile import in_dimensions, usual_indicators
from desktop.core.wording import _
from desktop.reports.asked import Asked, ChapterSpec
from desktop.reports.blocks import Source

INDICATORS = 12  # of the chapter's own choice


@dataclass(frozen=True, slots=True, eq=False)
class SectorSum:
    """A sector as one row. ``text`` is its number in words, or what stands in its place."""

    name: str
    column: NumberColumn
    areas: int
    shown: int
    partial: bool
    doubtful: bool


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """One indicator of a report, with an entry per area of the level in every column.

    Attributes:
        indicator: which.
        period: the one that goes with the report's; None where there is no number so far back.
        column: the areas' numbers.
        compared: the areas held against the municipality; None without a period.
        whole: the municipality's number, of length 1.
        before: what changes are reckoned from; None where there is nothing to reckon from.
        changed: the areas' changes since then.
        whole_changed: the municipality's.
        sectors: the level's sectors, where it has more than one.
    """

    indicator: Indicator
    period: Period | None
    column: NumberColumn
    compared: Compared | None
    whole: NumberColumn
    before: Period | None
    changed: Changes | None
    whole_changed: Changes | None
    sectors: tuple[SectorSum, ...]

    def source(self, level: str, code: str) -> Source | None:
        """Which cell of the extract an area's number is of; no code is the municipality."""
        if self.period is None:
            return None
        return Source(level, code, self.indicator.id, self.period.code)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All that a report of areas and indicators stands on.

    ``positions`` are the areas in Danish order, those alone that existed at the end of the period;
    ``gone`` are the names of chosen ones that did not. ``all_of_them`` says that nobody chose.
    """

    data: Dataset
    level: str
    called: Called
    period: Period
    positions: tuple[int, ...]
    gone: tuple[str, ...]
    all_of_them: bool
    held: tuple[Held, ...]

    def name(self, position: int) -> str:
        """An area's name, or its code where it has none."""
        areas = self.data.areas(self.level)
        return areas.names[position] or areas.codes[position]

    def code(self, position: int) -> str:
        """An area's code on the level."""
        return self.data.areas(self.level).codes[position]

    @property
    def municipality(self) -> str:
        """What the municipality is called."""
        return self.data.manifest.municipality or _("Kommunen")


def facts_of(asked: Asked, spec: ChapterSpec, most: int = INDICATORS) -> Facts:
    """The areas and indicators that are asked for, or the chapter's own choice of them.

    A template may name indicators (``indicators``) or how many to choose (``most``); what is asked
    for goes before both.

    Raises:
        UsageError: none of the chosen areas existed in the period, or the level has no indicators.
    """
    data, level, period = asked.data, asked.level, asked.period
    areas = data.areas(level)
    exists = areas.valid_on(period.end)
    wanted = asked.areas or tuple(range(len(areas)))
    kept = [at for at in dict.fromkeys(wanted) if exists[at]]
    kept.sort(key=lambda at: (danish_key(areas.names[at] or areas.codes[at]), areas.codes[at]))
    names = called(data.level(level))
    if not kept:
        raise UsageError(
            _("Ingen af de valgte {areas} fandtes ved udgangen af {period}.").format(
                areas=names.many, period=period.label
            ),
            hint=_("Vælg en anden periode eller andre områder."),
        )
    ids = indicator_ids(asked, spec, most)
    if not ids:
        raise UsageError(
            _("Der er ingen tal for {areas} i udtrækket.").format(areas=names.many),
            hint=_("Vælg et andet niveau."),
        )
    gone = [areas.names[at] or areas.codes[at] for at in asked.areas if not exists[at]]
    held = tuple(held_of(data, level, data.indicator(id), period, asked.since) for id in ids)
    return Facts(data, level, names, period, tuple(kept), tuple(gone), not asked.areas, held)


def indicator_ids(asked: Asked, spec: ChapterSpec, most: int = INDICATORS) -> tuple[str, ...]:
    """The ids asked for, else those that the template names, else a calm choice of the level's."""
    data, level = asked.data, asked.level
    has = {each.id for each in data.indicators_of(level)}
    named = spec.options.get("indicators", ())
    own = tuple(id for id in named if id in has) if isinstance(named, tuple) else ()
    limit = spec.options.get("most", most)
    chosen = tuple(id for id in asked.indicators if id in has) or own
    return in_dimensions(
        data, chosen or usual_indicators(data, level, limit if isinstance(limit, int) else most)
    )


def until(periods: Sequence[Period], held: Held) -> list[int]:
    """The rows of periods up to the one that an indicator is told at; none where there is none."""
    return [
        row
        for row, each in enumerate(periods)
        if held.period is not None and order(each) <= order(held.period)
    ]


def held_of(
    data: Dataset, level: str, indicator: Indicator, period: Period, since: Period | None
) -> Held:
    """One indicator with what belongs to it: made once for each period."""
    name = ("held", level, indicator.id, period, since)
    return data.derived(name, lambda: _held(data, level, indicator, period, since))


def _held(
    data: Dataset, level: str, indicator: Indicator, wanted: Period, since: Period | None
) -> Held:
    areas = data.areas(level)
    periods = data.periods_of(indicator.id, level)
    period = latest(periods, wanted)
    exists = areas.valid_on(wanted.end)
    column = number_column(data, level, indicator, period, exists)
    whole = column_of(indicator, period, _municipality(data, indicator, period))
    if period is None:
        return Held(indicator, None, column, None, whole, None, None, None, ())
    compared = against_all(data, level, indicator, period, Question(Against.MUNICIPALITY))
    before = held_against(periods, period, since)
    changed = whole_changed = None
    if before is not None and before != period:
        then = restricted(
            data.cells(indicator.id, level, before), exists & areas.valid_on(before.end)
        )
        changed = changes(then, column.cells, indicator)
        whole_changed = changes(_municipality(data, indicator, before), whole.cells, indicator)
    else:
        before = None
    sectors = _sectors(data, level, column, exists)
    return Held(indicator, period, column, compared, whole, before, changed, whole_changed, sectors)


def _municipality(data: Dataset, indicator: Indicator, period: Period | None) -> Cells:
    if period is None:
        nothing = np.full(1, np.nan)
        return Cells(nothing, nothing, nothing, np.full(1, State.MISSING, np.uint8))
    return data.municipality(indicator.id, period)


def _sectors(
    data: Dataset,
    level: str,
    column: NumberColumn,
    exists: BoolArray,
) -> tuple[SectorSum, ...]:
    """The sectors that areas are in; none where they are all in one, which is the municipality."""
    names, members = groups_of(data.areas(level), SECTOR)
    if len(names) < 2:
        return ()
    rows = [
        Together(Whole.SECTOR, name, row & exists) for name, row in zip(names, members, strict=True)
    ]
    made = sums(data, column, rows)
    cells = made.column.cells
    return tuple(
        SectorSum(
            name,
            column_of(
                column.indicator,
                column.period,
                Cells(
                    cells.numerators[at : at + 1],
                    cells.denominators[at : at + 1],
                    cells.values[at : at + 1],
                    cells.states[at : at + 1],
                ),
            ),
            int(made.areas[at]),
            int(made.shown[at]),
            bool(made.partial[at]),
            bool(made.doubtful[at]),
        )
        for at, name in enumerate(names)
    )

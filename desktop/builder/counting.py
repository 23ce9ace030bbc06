"""Every indicator on every level: counted, withheld, and parted from the municipality's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop.builder.boundaries import LevelAreas
from desktop.builder.locating import Located
from desktop.builder.observations import Counts, count, count_cells_of
from desktop.builder.package import Series, breakdown_id
from desktop.builder.quality import Log
from desktop.builder.recipe import IndicatorSpec, Recipe
from desktop.builder.withholding import (
    Residents,
    Shown,
    sensitive,
    withhold,
    withhold_breakdown,
)
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import FloatArray, Limits, State
from desktop.core.periods import Period
from desktop.core.wording import _, number, plural

Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What has been read: areas by level with the municipality last, and tables on them."""

    areas: dict[str, LevelAreas]
    located: dict[str, Located]


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """An indicator counted on one level, and the table it was counted in."""

    spec: IndicatorSpec
    table: str
    located: Located
    whole: Counts

    @property
    def columns(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """What numerator and denominator are sums of: the same name is the same number."""
        return (self.table, repr(self.spec.numerator)), (self.table, repr(self.spec.denominator))


# Rows of cells that may not be said, by what is summed and the period.
Unsaid = dict[tuple[tuple[str, str], Period], NDArray[np.bool_]]


def all_series(read: Recipe, held: Held, log: Log, report: Report) -> list[Series]:
    """Every indicator on every level, with the municipality's own beside it."""
    residents = _residents(read, held)
    counted: list[_Counted] = []
    for at, spec in enumerate(read.indicators):
        report(
            0.35 + 0.35 * at / len(read.indicators),
            _("Optæller {indicator}").format(indicator=spec.indicator.label),
        )
        for table in spec.tables:
            located = held.located[table]
            counted.append(_Counted(spec, table, located, count(located, spec)))
    unsaid = _unsaid(counted, read.limits)
    made: list[Series] = []
    for each in counted:
        made += _on_level(read, each, _known(each, unsaid), residents, log)
    order = {spec.id: at for at, spec in enumerate(read.levels)}
    ids = [spec.indicator.id for spec in read.indicators]
    return sorted(
        made,
        key=lambda each: (ids.index(each.indicator.id), order.get(each.shown.level, len(order))),
    )


def _residents(read: Recipe, held: Held) -> dict[str, Residents]:
    """Residents by level, as the recipe's indicator of them counts them before withholding."""
    found: dict[str, Residents] = {}
    own: Residents | None = None
    spec = next((each for each in read.indicators if each.indicator.id == read.residents), None)
    if spec is None or spec.numerator is None:
        return found
    for table in spec.tables:
        counts = count(held.located[table], spec)
        assert counts.numerators is not None
        found[counts.level] = Residents(counts.periods, counts.numerators)
        if counts.level == MUNICIPALITY:
            own = found[counts.level]
    if own is not None:
        for level, each in found.items():
            if level != MUNICIPALITY:
                total, _borrowed = own.in_step(each.periods)
                each.counts[:, -1] = total[:, 0]
    return found


def _unsaid(counted: list[_Counted], limits: Limits) -> Unsaid:
    """Every count of people that is withheld for its own sake, under the name of what it sums.

    One indicator's count is another's base: what the first withholds, the second may not tell.
    """
    found: Unsaid = {}
    for each in counted:
        if not each.spec.indicator.people:
            continue
        marked = sensitive(each.whole, limits)
        for name, rows in zip(each.columns, (marked.numerators, marked.denominators), strict=True):
            if rows is None:
                continue
            for period, row in zip(each.whole.periods, rows, strict=True):
                before = found.get((name, period))
                found[name, period] = row if before is None else before | row
    return found


def _known(each: _Counted, unsaid: Unsaid) -> NDArray[np.bool_]:
    """The cells of an indicator that would say what may not be said."""
    held = each.whole.numerators if each.whole.numerators is not None else each.whole.values
    assert held is not None
    nothing = np.zeros(held.shape[1], bool)
    rows = [
        unsaid.get((each.columns[0], period), nothing)
        | unsaid.get((each.columns[1], period), nothing)
        for period in each.whole.periods
    ]
    return np.array(rows, bool).reshape(held.shape)


def _on_level(
    read: Recipe,
    counted: _Counted,
    known: NDArray[np.bool_],
    residents: dict[str, Residents],
    log: Log,
) -> list[Series]:
    spec, located, whole = counted.spec, counted.located, counted.whole
    people = spec.indicator.people
    present = _residents_for(whole, spec, residents, log)
    shown = withhold(whole, people=people, residents=present, limits=read.limits, known=known)
    made = _parted(spec, "", shown)
    for id in spec.breakdowns:
        breakdown = read.breakdowns[id]
        cells = [
            count_cells_of(located, spec, whole, where) for _cell, _name, where in breakdown.cells
        ]
        each_shown = withhold_breakdown(
            shown, cells, people=people, residents=present, limits=read.limits
        )
        for (cell, _name, _where), part in zip(breakdown.cells, each_shown, strict=True):
            made += _parted(spec, breakdown_id(id, cell), part)
    for level in dict.fromkeys(each.shown.level for each in made):
        states = np.concatenate(
            [each.shown.states.reshape(-1) for each in made if each.shown.level == level]
        )
        log.withheld(
            spec.indicator.id,
            level,
            int((states != State.MISSING).sum()),
            int((states == State.WITHHELD).sum()),
        )
    return made


def _residents_for(
    counts: Counts, spec: IndicatorSpec, residents: dict[str, Residents], log: Log
) -> FloatArray | None:
    """Residents of the same areas and periods, and a word where there are none."""
    place = f"{spec.indicator.id}, {counts.level}"
    if counts.level not in residents:
        log.warned(
            "no residents",
            place,
            _("antallet af beboere er ukendt, så grænsen for små områder er ikke brugt"),
        )
        return None
    present, borrowed = residents[counts.level].in_step(counts.periods)
    if borrowed:
        log.warned(
            "residents of another period",
            place,
            _("beboere er ikke talt i {periods}; den seneste tælling før er brugt").format(
                periods=", ".join(period.code for period in borrowed[:8])
                + (" …" if len(borrowed) > 8 else "")
            ),
            periods=[period.code for period in borrowed],
        )
    held = counts.numerators if counts.numerators is not None else counts.values
    assert held is not None
    unknown = int((np.isnan(present) & ~np.isnan(held))[:, :-1].sum())
    if unknown:
        log.warned(
            "residents unknown",
            place,
            plural(
                "{cells} celle uden antal beboere; grænsen for små områder er ikke brugt",
                "{cells} celler uden antal beboere; grænsen for små områder er ikke brugt",
                unknown,
            ).format(cells=number(unknown)),
            cells=unknown,
        )
    return present


def _parted(spec: IndicatorSpec, breakdown: str, shown: Shown) -> list[Series]:
    """The areas' columns and the municipality's last one, each without periods of nothing."""
    if shown.level == MUNICIPALITY:
        return _filled(spec, breakdown, shown, slice(0, 1), MUNICIPALITY)
    return _filled(spec, breakdown, shown, slice(0, -1), shown.level) + _filled(
        spec, breakdown, shown, slice(-1, None), MUNICIPALITY
    )


def _filled(
    spec: IndicatorSpec, breakdown: str, shown: Shown, columns: slice, level: str
) -> list[Series]:
    states = shown.states[:, columns]
    there = np.flatnonzero((states != State.MISSING).any(axis=1))
    if not len(there):
        return []

    def cut(column: FloatArray | None) -> FloatArray | None:
        return None if column is None else column[there, columns]

    part = replace(
        shown,
        level=level,
        periods=tuple(shown.periods[at] for at in there),
        numerators=cut(shown.numerators),
        denominators=cut(shown.denominators),
        values=cut(shown.values),
        states=states[there],
    )
    return [Series(spec.indicator, breakdown, part)]

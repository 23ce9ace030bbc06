"""Several areas as one row: the municipality, a sector, those like the chosen, an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop.core.areatable import BoolArray, IntArray, NumberColumn, column_of
from desktop.core.dataset import Dataset
from desktop.core.differences import leaves_many_out
from desktop.core.disclosure import State
from desktop.core.grouping import ORGANISATION, combined, combined_of_shown, groups_of
from desktop.core.measures import Cells, missing_cells
from desktop.core.periods import Period
from desktop.core.wording import _


class Whole(StrEnum):
    """What a row of several areas is of."""

    MUNICIPALITY = "municipality"
    SECTOR = "sector"
    ORGANISATION = "organisation"
    DISTRICT = "district"
    SIMILAR = "similar"
    CHOSEN = "chosen"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Some areas as one, by name. ``members`` is None for the municipality, which has its own."""

    of: Whole
    name: str
    members: BoolArray | None

    @property
    def waits(self) -> bool:
        """Whether nobody is in it, so that there is nothing to say of it yet."""
        return self.members is not None and not self.members.any()


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """One entry per row of several areas: the number, of how many areas, and of how many shown.

    ``partial`` where some of the areas' numbers are not in it; ``doubtful`` where those are so many
    that the number may well lie elsewhere.
    """

    column: NumberColumn
    areas: IntArray
    shown: IntArray
    partial: BoolArray
    doubtful: BoolArray


def whole_name(whole: Whole) -> str:
    """What a kind of row is called where it is chosen."""
    return {
        Whole.MUNICIPALITY: _("Kommunen"),
        Whole.SECTOR: _("Sektoren"),
        Whole.ORGANISATION: _("Boligorganisationen"),
        Whole.DISTRICT: _("Distriktet"),
        Whole.SIMILAR: _("Områder, der ligner det valgte"),
        Whole.CHOSEN: _("De valgte tilsammen"),
        Whole.LISTED: _("Alle i tabellen tilsammen"),
    }[whole]


def wholes(
    data: Dataset,
    level: str,
    period: Period,
    kept: BoolArray,
    selected: Sequence[int],
    wanted: Sequence[Whole],
) -> tuple[Together, ...]:
    """The rows asked for, as far as they have a meaning, in the order of :class:`Whole`.

    Sector, organisation, district and similar areas are those of the area chosen last, or, where
    none is, the one that all the kept areas share. They are of the whole level, whatever is kept.
    """
    areas = data.areas(level)
    exists = areas.valid_on(period.end)
    made: list[Together] = []
    for whole in Whole:
        if whole not in wanted:
            continue
        match whole:
            case Whole.MUNICIPALITY:
                made.append(Together(whole, data.manifest.municipality or _("Kommunen"), None))
            case Whole.SECTOR:
                made += _sharing(whole, areas.sectors, exists, kept, selected)
            case Whole.ORGANISATION:
                made += _sharing(whole, areas.organisations, exists, kept, selected)
            case Whole.DISTRICT:
                made += _district(data, level, exists, kept, selected)
            case Whole.SIMILAR:
                made += _similar(data, level, period, selected)
            case Whole.CHOSEN if len(selected) > 1:
                members = np.zeros(len(areas), bool)
                members[list(selected)] = True
                made.append(Together(whole, _("De valgte tilsammen"), members & exists))
            case Whole.LISTED if kept.sum() > 1:
                made.append(Together(whole, _("Alle i tabellen tilsammen"), kept))
    return tuple(made)


def by_organisation(
    data: Dataset, level: str, kept: BoolArray
) -> tuple[tuple[Together, ...], IntArray]:
    """A row for each organisation with kept areas, and which of them every area belongs to.

    Areas without one are together in the last row.
    """
    areas = data.areas(level)
    names, members = groups_of(areas, ORGANISATION)
    alone = np.array([not name for name in areas.organisations], bool)
    groups = np.where(alone, len(names), members.argmax(axis=0) if len(names) else 0)
    rows = [
        Together(Whole.ORGANISATION, name, row & kept)
        for name, row in zip(names, members, strict=True)
    ]
    rows.append(Together(Whole.ORGANISATION, _("Uden boligorganisation"), alone & kept))
    return tuple(rows), groups


def sums(data: Dataset, column: NumberColumn, rows: Sequence[Together]) -> Sums:
    """A column's number for each row: sums of counts over sums of bases, of the shown areas.

    A number that is ready-made cannot be summed; it is undefined but for the municipality's own.
    """
    size = len(column.cells.values)
    members = np.zeros((len(rows), size), bool)
    for at, row in enumerate(rows):
        if row.members is not None:
            members[at] = row.members
    per = column.indicator.per
    of_all = combined(column.cells, members, per)
    of_shown, shown = combined_of_shown(column.cells, members, per)
    hidden = (of_all.states == State.WITHHELD) | (of_all.states == State.MISSING)
    partial = hidden & of_shown.shown
    cells = _with_own(data, column, rows, of_shown)
    areas = members.sum(axis=1)
    return Sums(
        column_of(column.indicator, column.period, cells, column.breakdown),
        areas,
        shown,
        partial,
        leaves_many_out(areas, shown, partial),
    )


def _with_own(data: Dataset, column: NumberColumn, rows: Sequence[Together], cells: Cells) -> Cells:
    """The sums, with the municipality's own number where a row is of it."""
    own = np.array([row.members is None for row in rows], bool)
    period = column.period
    whole = missing_cells(1)
    if period is not None:
        whole = data.municipality(column.indicator.id, period, column.breakdown)
    return Cells(
        np.where(own, whole.numerators, cells.numerators),
        np.where(own, whole.denominators, cells.denominators),
        np.where(own, whole.values, cells.values),
        np.where(own, whole.states, cells.states),
    )


def _sharing(
    whole: Whole,
    labels: Sequence[str],
    exists: BoolArray,
    kept: BoolArray,
    selected: Sequence[int],
) -> list[Together]:
    """The areas with the label that the last chosen has, or that all the kept have."""
    held = (
        [labels[selected[-1]]]
        if selected
        else list({labels[at] for at in np.flatnonzero(kept).tolist()})
    )
    if len(held) != 1 or not held[0]:
        return []
    members = np.array([label == held[0] for label in labels], bool) & exists
    return [Together(whole, held[0], members)]


def _district(
    data: Dataset, level: str, exists: BoolArray, kept: BoolArray, selected: Sequence[int]
) -> list[Together]:
    from desktop.core.comparisons import parent_of

    areas = data.areas(level)
    if not areas.parents:
        return []
    parent = parent_of(data, level)
    found = _sharing(Whole.DISTRICT, areas.parents[parent], exists, kept, selected)
    return [Together(row.of, parent_name(data, parent, row.name), row.members) for row in found]


def _similar(data: Dataset, level: str, period: Period, selected: Sequence[int]) -> list[Together]:
    """The areas most like the last chosen in size and sector, which no indicator decides."""
    from desktop.core.similar import neighbours, size_traits

    traits = size_traits(data, level)
    if not selected or not traits:
        return []
    found = neighbours(data, level, selected[-1], period, traits=traits)
    if not len(found.positions):
        return []
    areas = data.areas(level)
    members = np.zeros(len(areas), bool)
    members[found.positions] = True
    name = areas.names[selected[-1]] or areas.codes[selected[-1]]
    return [Together(Whole.SIMILAR, _("Områder som {name}").format(name=name), members)]


def parent_name(data: Dataset, level: str, code: str) -> str:
    """What an area that others lie in is called; its code where the extract has no such area."""
    if level not in {each.id for each in data.levels}:
        return code
    areas = data.areas(level)
    at = areas.index.get(code, -1)
    return (areas.names[at] or code) if at >= 0 else code

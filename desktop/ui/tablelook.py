"""How the table is looked at: which columns, what order of rows, and what they are held against."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from desktop.core.areatable import BoolArray, default_columns
from desktop.core.areawholes import Together, Whole, whole_name, wholes
from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.maps.view import MapView
from desktop.ui.tablecells import Cues
from desktop.ui.tablecontent import AreaTable
from desktop.ui.tableparts import NAME, PLACE


@dataclass(frozen=True, slots=True)
class TableLook:
    """What a person has chosen of the table, apart from what every view shares.

    ``cautious`` sorts by the end of the interval that a number passes in any case; ``gathered``
    puts the areas of an organisation together under a row of their own.
    """

    columns: tuple[str, ...] = ()
    sorted_by: str = ""
    falling: bool = True
    cautious: bool = False
    gathered: bool = False
    cues: Cues = field(default_factory=Cues)
    wholes: tuple[Whole, ...] = (Whole.MUNICIPALITY, Whole.SIMILAR)
    sought: str = ""


def fitted(look: TableLook, table: AreaTable, before: str) -> TableLook:
    """The look with what this table has; columns of nothing are left out.

    The indicator shown always has a column when it comes: where it has none, it is put first among
    the indicators. A table sorted by the indicator shown ``before`` goes along to the new one.
    """
    data, view = table.data, table.view
    held = {each.id for each in data.indicators_of(view.level)} | {*table.facts()}
    columns = tuple(id for id in look.columns if id in held)
    if not any(not id.startswith("@") for id in columns):
        facts = columns or table.first_facts()
        columns = (*facts, *default_columns(data, view.level, view.indicator))
    if view.indicator not in columns and before != view.indicator:
        facts = tuple(id for id in columns if id.startswith("@"))
        rest = tuple(id for id in columns if not id.startswith("@"))
        columns = (*facts, view.indicator, *rest)
    sorted_by, falling = look.sorted_by, look.falling
    if not sorted_by or sorted_by == before:
        sorted_by = view.indicator
        falling = falling if look.sorted_by else True
    elif sorted_by not in (NAME, *columns):
        sorted_by, falling = view.indicator, True
    return replace(look, columns=columns, sorted_by=sorted_by, falling=falling)


def sorted_anew(look: TableLook, id: str, *, numbers: bool) -> TableLook:
    """After a click on a heading: numbers fall and words rise first, a second click turns them."""
    if look.sorted_by == id:
        return replace(look, falling=not look.falling)
    return replace(look, sorted_by=id, falling=numbers)


def moved(columns: Sequence[str], id: str, by: int) -> tuple[str, ...]:
    """The columns with one of them so many places further on, stopping at the ends."""
    at = columns.index(id)
    rest = [each for each in columns if each != id]
    rest.insert(max(0, min(at + by, len(rest))), id)
    return tuple(rest)


def ranked_by(look: TableLook, table: AreaTable) -> str:
    """The column that places are of: the one sorted by where it has numbers, else the one shown."""
    by = look.sorted_by
    if by not in (NAME, PLACE) and table.numbers(by) is not None:
        return by
    return table.view.indicator


def rows_at_top(
    data: Dataset,
    view: MapView,
    kept: BoolArray,
    selected: Sequence[int],
    wanted: Collection[Whole],
) -> tuple[Together, ...]:
    """The rows asked for, each in its place also while nothing is chosen for it to be about.

    So that the rows below do not jump when an area is chosen. One that waits has no areas.
    """
    order = tuple(whole for whole in Whole if whole in wanted)
    made = {row.of: row for row in wholes(data, view.level, view.period, kept, selected, order)}
    nobody = np.zeros(len(kept), bool)
    return tuple(made.get(whole) or Together(whole, _waiting(whole), nobody) for whole in order)


def _waiting(whole: Whole) -> str:
    if whole is Whole.CHOSEN:
        return _("De valgte tilsammen (vælg flere)")
    if whole is Whole.LISTED:
        return whole_name(whole)
    if whole is Whole.SIMILAR:
        return _("Lignende: vælg et område")
    return _("{name}: vælg et område").format(name=whole_name(whole))


def possible_wholes(table: AreaTable) -> tuple[Whole, ...]:
    """The rows that this level can have."""
    areas = table.data.areas(table.view.level)
    there = {
        Whole.MUNICIPALITY: True,
        Whole.SECTOR: any(areas.sectors),
        Whole.ORGANISATION: any(areas.organisations),
        Whole.DISTRICT: bool(areas.parents),
        Whole.SIMILAR: len(areas) > 1,
        Whole.CHOSEN: len(areas) > 1,
        Whole.LISTED: len(areas) > 1,
    }
    return tuple(whole for whole in Whole if there[whole])


def order_sentence(look: TableLook, table: AreaTable) -> str:
    """What the rows are ordered by, and that chance has a hand in it."""
    if look.sorted_by == NAME:
        return _("Ordnet efter navn.")
    name = table.heading(look.sorted_by, table.view.indicator).name
    column = table.numbers(look.sorted_by)
    if column is None:
        return _("Ordnet efter {name}.").format(name=name)
    first = _("højeste tal først") if look.falling else _("laveste tal først")
    if not column.has_intervals:
        return _("Ordnet efter {name}, {first}.").format(name=name, first=first)
    if look.cautious:
        end = _("nedre") if look.falling else _("øvre")
        return _(
            "Forsigtigt ordnet efter {name}: efter den {end} ende af 95 %-intervallet, {first}."
        ).format(name=name, end=end, first=first)
    return _(
        "Ordnet efter {name}, {first}. Hvor intervallerne overlapper, kan rækkefølgen være"
        " tilfældig."
    ).format(name=name, first=first)

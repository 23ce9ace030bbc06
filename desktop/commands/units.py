"""What a command measures side by side: areas or groups of them, over time and by breakdown."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.commands.asking import position_of, within_of
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.grouping import (
    ORGANISATION,
    combined,
    combined_of_shown,
    groups_of,
    of_existing,
)
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells, missing_cells
from desktop.core.periods import Period
from desktop.core.questions import Question
from desktop.core.windows import ABSENT
from desktop.core.wording import _

LEAST = 20.0  # counted, where nothing else is asked for; under it a number is small
AGES = ("alder", "age")  # how the ids of breakdowns by age begin


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Areas that exist in a period, or groups of areas.

    ``positions`` are the areas where each is a unit of its own, else None, and ``members`` is
    groups × areas. ``lines`` says which units are asked about; the others are only compared with.
    ``of_shown`` works groups out from their shown areas alone. ``one`` and ``many`` are what the
    units are called, such as "boligområde" and "boligområder".
    """

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    lines: NDArray[np.bool_]
    members: NDArray[np.bool_]
    one: str
    many: str
    positions: NDArray[np.int64] | None = None
    of_shown: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """The parts of a breakdown: strata × units, and the municipality's own, strata × 1.

    ``counted`` is how many areas each unit is worked out from.
    """

    parts: Cells
    standard: Cells
    name: str
    counted: NDArray[np.int64]


def units_of(data: Dataset, options: argparse.Namespace, level: str, period: Period) -> Units:
    """The units that ``--areas``, ``--within``, ``--by`` and ``--together`` ask for.

    Raises:
        UsageError: an area, a whole to lie in or a way to group that is not there.
    """
    areas = data.areas(level)
    asked = [code.strip() for code in options.areas.split(",") if code.strip()]
    chosen = np.full(len(areas), not asked)
    chosen[[position_of(data, level, code) for code in asked]] = True
    chosen &= within_of(data, options, level)
    called = names_of_level(data, level)
    if options.together:
        all_of_them = _("Alle {areas}") if chosen.all() else _("De valgte {areas}")
        name = all_of_them.format(areas=called[1])
        one = np.ones(1, bool)
        return Units(
            level, ("",), (name,), one, chosen[None, :], *called, of_shown=options.of_shown
        )
    if options.by:
        codes, members = groups_of(areas, options.by)
        members[:, ~chosen] = False
        names = _names_of(data, options.by, codes)
        lines = np.logical_or.reduce(members & areas.valid_on(period.end), axis=1)
        called = _names_of_groups(data, options.by)
        return Units(level, codes, names, lines, members, *called, of_shown=options.of_shown)
    positions = np.flatnonzero(areas.valid_on(period.end))
    return Units(
        level,
        tuple(areas.codes[at] for at in positions),
        tuple(areas.names[at] for at in positions),
        chosen[positions],
        np.zeros((0, len(areas)), bool),
        *called,
        positions,
    )


def names_of_level(data: Dataset, level: str) -> tuple[str, str]:
    """What one area of a level is called, and several: "boligområde", "boligområder"."""
    found = data.level(level)
    one = str(found.name)
    return one[:1].lower() + one[1:], str(found.plural) or one


def counted_of(
    data: Dataset,
    cells: Cells,
    periods: Sequence[Period],
    units: Units,
    per: float,
    together: Sequence[int] = (),
) -> tuple[Cells, NDArray[np.int64]]:
    """The units' own cells, and how many areas each was worked out from: both periods × units.

    Where groups are made of their shown areas alone, those are the areas that are shown in all of
    the rows ``together``: otherwise two periods would be held together that are of other areas.
    """
    if units.positions is not None:
        at = units.positions
        own = Cells(
            cells.numerators[:, at], cells.denominators[:, at], cells.values[:, at],
            cells.states[:, at],
        )  # fmt: skip
        return own, own.shown.astype(np.int64)
    present = _present(data, units.level, periods)
    existing = of_existing(cells, present)
    if units.of_shown:
        steady = existing.shown[list(together)].all(axis=0)
        made, counted = combined_of_shown(existing, units.members & steady, per)
        whole = combined(existing, units.members, per).states
        nobody = (counted == 0) & (whole != State.SHOWN)
        made.states[nobody] = whole[nobody]
        return made, counted
    areas_in = (present[:, None, :] & units.members).sum(axis=-1)
    return combined(existing, units.members, per), areas_in


def sizes_of(data: Dataset, period: Period, units: Units) -> NDArray[np.int64]:
    """How many areas each group has in a period."""
    present = _present(data, units.level, [period])[0]
    sizes: NDArray[np.int64] = (units.members & present).sum(axis=-1)
    return sizes


def breakdown_cell(data: Dataset, asked: str, indicator: Indicator, level: str) -> str:
    """The breakdown cell asked about by its id; empty where none is.

    Raises:
        UsageError: the indicator has none of that id.
    """
    held = [each.id for each in data.breakdowns_of(indicator.id, level)]
    if asked and asked not in held:
        raise UsageError(
            _("Indikatoren har ingen opdeling »{id}«.").format(id=asked),
            hint=_("Den har {all}.").format(all=", ".join(held))
            if held
            else _("Den har ingen opdeling på niveauet."),
        )
    return asked


def strata_of(
    data: Dataset, asked: str, indicator: Indicator, period: Period, units: Units
) -> Strata:
    """The parts to standardise by, and the municipality's own.

    Without a wish it is the breakdown by age. Where the municipality's parts are not in the
    extract, they are the sums of all areas.

    Raises:
        UsageError: the indicator has no such breakdown, or not for the period.
    """
    level = units.level
    held = data.breakdowns_of(indicator.id, level)
    kinds = list(dict.fromkeys(each.id.split(".")[0] for each in held))
    by_age = sorted((kind for kind in kinds if kind.startswith(AGES)), key=len)
    wanted = asked or (*by_age, "")[0]  # by age alone, rather than by age and something else
    parts = [each for each in held if each.id.split(".")[0] == wanted]
    if not parts:
        raise UsageError(
            _("Indikatoren har ingen opdeling efter alder at standardisere efter.")
            if not asked
            else _("Indikatoren har ingen opdeling »{id}«.").format(id=asked),
            hint=_("Vælg med --breakdown mellem {all}.").format(all=", ".join(kinds))
            if kinds
            else _("Den har ingen opdeling på niveauet."),
        )
    if not all(period in data.periods_of(indicator.id, level, each.id) for each in parts):
        raise UsageError(
            _("Opdelingen har ingen tal for {period}.").format(period=period.label),
            hint=_("Vælg en anden periode."),
        )
    of_areas = _stacked([data.cells(indicator.id, level, period, each.id) for each in parts])
    periods = [period] * len(parts)
    rows = range(len(parts))
    strata, counted = counted_of(data, of_areas, periods, units, indicator.per, rows)
    standard = _stacked([data.municipality(indicator.id, period, each.id) for each in parts])
    if not standard.shown.any():
        everybody = np.ones((1, of_areas.values.shape[-1]), bool)
        existing = of_existing(of_areas, _present(data, level, periods))
        standard = combined(existing, everybody, indicator.per)
    return Strata(strata, standard, str(parts[0].name), counted[0])


def municipality_of(
    data: Dataset, indicator: Indicator, periods: Sequence[Period], breakdown: str
) -> Cells:
    """The municipality's own cells for the periods given, missing where it has none."""
    history = data.municipality_history(indicator.id, breakdown)
    made = missing_cells((len(periods), 1))
    for row, period in enumerate(periods):
        if period in history.periods:
            own = history.cells.row(history.periods.index(period))
            made.numerators[row], made.denominators[row] = own.numerators, own.denominators
            made.values[row], made.states[row] = own.values, own.states
    return made


def question_of(
    data: Dataset,
    options: argparse.Namespace,
    indicator: Indicator,
    period: Period,
    against: Period,
    units: Units,
    together: Callable[[Sequence[Period], int, int], Sequence[int]],
) -> tuple[Question, NDArray[np.int64]]:
    """What is asked, and how many areas each unit is worked out from in the period.

    ``together`` gives, for the periods held, the row of the period and that of ``against``, the
    rows that the answer puts together.

    Raises:
        UsageError: the breakdown has no numbers for a period.
    """
    breakdown = breakdown_cell(data, options.breakdown, indicator, units.level)
    history = data.history(indicator.id, units.level, breakdown)
    if period not in history.periods:
        raise UsageError(
            _("Opdelingen har ingen tal for {period}.").format(period=period.label),
            hint=_("Vælg en anden periode."),
        )
    row = history.periods.index(period)
    earlier = history.periods.index(against) if against in history.periods else ABSENT
    rows = together(history.periods, row, earlier)
    cells, counted = counted_of(data, history.cells, history.periods, units, indicator.per, rows)
    question = Question(
        indicator,
        history.periods,
        cells,
        municipality_of(data, indicator, history.periods, breakdown),
        row,
        earlier,
        least=LEAST if options.least is None else options.least,
        width=math.inf if options.width is None else options.width,
        fewest=_fewest(data, indicator, units),
    )
    return question, counted[row]


def _names_of_groups(data: Dataset, by: str) -> tuple[str, str]:
    """What one group of areas is called, and several."""
    if by in {level.id for level in data.levels}:
        return names_of_level(data, by)
    if by == ORGANISATION:
        return _("boligorganisation"), _("boligorganisationer")
    return _("sektor"), _("sektorer")


def _names_of(data: Dataset, by: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The names of groups: of the areas of a level, or the organisations' and sectors' own."""
    if by not in {level.id for level in data.levels}:
        return tuple(codes)
    parents = data.areas(by)
    return tuple(
        parents.names[parents.index[code]] if code in parents.index else code for code in codes
    )


def _fewest(data: Dataset, indicator: Indicator, units: Units) -> int:
    """The smallest count over 0 that is not withheld for being so low."""
    if units.positions is None or not indicator.people:
        return 1
    return max(1, data.manifest.limits.cell_minimum)


def _present(data: Dataset, level: str, periods: Sequence[Period]) -> NDArray[np.bool_]:
    """Which areas exist at the end of each period: periods × areas."""
    areas = data.areas(level)
    return np.array([areas.valid_on(each.end) for each in periods]).reshape(-1, len(areas))


def _stacked(parts: Sequence[Cells]) -> Cells:
    return Cells(
        np.stack([each.numerators for each in parts]),
        np.stack([each.denominators for each in parts]),
        np.stack([each.values for each in parts]),
        np.stack([each.states for each in parts]),
    )

"""An area held against the municipality, the rest of it, its sector, its like, itself earlier.

What is compared is always a ratio of sums, never a mean of ratios. How a difference is judged is in
:mod:`desktop.core.differences`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.differences import (
    NEARLY_ALL,
    Adjustment,
    Against,
    BoolArray,
    Compared,
    Comparison,
    IntArray,
    Standard,
    Verdict,
    adjusted_z,
    compared,
    leaves_many_out,
    picked,
    remainder,
)
from desktop.core.disclosure import State, StateArray
from desktop.core.errors import UsageError
from desktop.core.grouping import combined, combined_of_shown, groups_of
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import Z_95
from desktop.core.measures import Cells, restricted
from desktop.core.periods import Period, latest
from desktop.core.similar import nearest_members, traits_of
from desktop.core.wording import _

__all__ = [  # what a question and its answer are made of, so that a caller needs one import
    "Adjustment",
    "Against",
    "Compared",
    "Comparison",
    "Groups",
    "Question",
    "Standard",
    "Verdict",
    "adjusted_z",
    "against_all",
    "compare",
    "group_comparison",
    "name_of",
    "parent_of",
    "well_shown",
]


@dataclass(frozen=True, slots=True)
class Question:
    """What to hold an area against.

    ``area`` is the position of the other area for AREA. ``before`` is the period for EARLIER, else
    the year before. ``parent`` is the level for DISTRICT, else the coarsest that the areas lie in.
    ``traits`` and ``count`` choose the similar areas; none and 0 are the default ones. ``chosen``
    are their positions where they are chosen already, so that several indicators meet the same
    ones.
    """

    against: Against
    area: int = -1
    before: Period | None = None
    parent: str = ""
    traits: tuple[str, ...] = ()
    count: int = 0
    chosen: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The sectors or organisations of a level, each held against all the others together.

    ``areas``, ``shown`` and ``partial`` are about the group itself, as in :class:`Standard`.
    """

    names: tuple[str, ...]
    areas: IntArray
    shown: IntArray
    partial: BoolArray
    compared: Compared = field(repr=False)


def against_all(
    data: Dataset,
    level: str,
    indicator: Indicator,
    period: Period,
    question: Question,
    *,
    targets: IntArray | None = None,
    breakdown: str = "",
    z: float = Z_95,
) -> Compared:
    """Every area of a level, or those at ``targets``, held against one thing.

    An area that did not exist at the end of the period has no number and is in no sum.

    Raises:
        UsageError: the areas have no sectors, organisations or parents to be held against, or a
            trait is unknown.
    """
    areas = data.areas(level)
    exists = areas.valid_on(period.end)
    cells = restricted(data.cells(indicator.id, level, period, breakdown), exists)
    at = np.arange(len(areas)) if targets is None else targets
    own = picked(cells, at)
    match question.against:
        case Against.MUNICIPALITY:
            whole = _repeated(data.municipality(indicator.id, period, breakdown), len(at))
            standard = _container(whole, own, indicator.per)
        case Against.REST:
            whole = _repeated(data.municipality(indicator.id, period, breakdown), len(at))
            left = remainder(
                whole, own, indicator.per, data.manifest.limits if indicator.people else None
            )
            standard = _ready(_guarded_rest(left, cells, at), single=False)
        case Against.DISTRICT:
            standard = _district(data, level, indicator, period, question, cells, at, breakdown)
        case Against.AREA:
            standard = _ready(picked(cells, np.full(len(at), question.area)), single=True)
        case Against.EARLIER:
            before = question.before or period.year_before()
            then = restricted(
                data.cells(indicator.id, level, before, breakdown), areas.valid_on(before.end)
            )
            standard = _ready(picked(then, at), single=True)
        case Against.SIMILAR:
            members = _similar(data, level, indicator, period, question, at) & exists
            standard = _summed(cells, members, own, indicator.per, contains=False)
        case _:
            members = _members(data, level, question.against, at) & exists
            standard = _summed(
                cells,
                members,
                own,
                indicator.per,
                contains=question.against is Against.ORGANISATION,
            )
    return compared(own, standard, indicator, z)


def compare(
    data: Dataset,
    level: str,
    area: int,
    indicator: Indicator,
    period: Period,
    questions: Sequence[Question],
    *,
    breakdown: str = "",
    z: float = Z_95,
) -> tuple[Comparison, ...]:
    """One area, by its position, held against several things; in the order of the questions.

    Raises:
        UsageError: as :func:`against_all`.
    """
    target = np.array([area])
    return tuple(
        against_all(
            data, level, indicator, period, question, targets=target, breakdown=breakdown, z=z
        ).at(0, question.against, name_of(data, level, area, period, question))
        for question in questions
    )


def group_comparison(
    data: Dataset,
    level: str,
    indicator: Indicator,
    period: Period,
    by: str = "sector",
    *,
    breakdown: str = "",
    z: float = Z_95,
) -> Groups:
    """The sectors (or organisations, or parents on a level) of a level against each other.

    Each group is held against all the others together; areas in no group are left out.

    Raises:
        UsageError: the level's areas are in fewer than two groups.
    """
    areas = data.areas(level)
    exists = areas.valid_on(period.end)
    cells = restricted(data.cells(indicator.id, level, period, breakdown), exists)
    names, members = groups_of(areas, by)
    members = members & exists
    held = members.any(axis=1)
    if held.sum() < 2:
        raise UsageError(
            _("Områderne er ikke delt i grupper, der kan holdes op mod hinanden."),
            hint=_("Udtrækket skal sige, hvilken gruppe hvert område hører til."),
        )
    members = members[held]
    nobody = _repeated(_no_area(), len(members))
    groups = _summed(cells, members, nobody, indicator.per, contains=False)
    others = members.any(axis=0) & ~members
    standard = _summed(cells, others, groups.cells, indicator.per, contains=False)
    return Groups(
        tuple(names[row] for row in np.flatnonzero(held)),
        groups.areas,
        groups.shown,
        groups.partial,
        compared(
            groups.cells,
            standard,
            indicator,
            z,
            own_skewed=leaves_many_out(groups.areas, groups.shown, groups.partial),
        ),
    )


def name_of(data: Dataset, level: str, area: int, period: Period, question: Question) -> str:
    """The name of what an area is held against; empty where it needs none."""
    areas = data.areas(level)
    match question.against:
        case Against.SECTOR:
            return areas.sectors[area]
        case Against.ORGANISATION:
            return areas.organisations[area]
        case Against.AREA:
            return areas.names[question.area] or areas.codes[question.area]
        case Against.EARLIER:
            return (question.before or period.year_before()).label
        case Against.DISTRICT:
            parent = question.parent or parent_of(data, level)
            index = data.areas(parent).index
            code = areas.parents[parent][area]
            return data.areas(parent).names[index[code]] if code in index else code
        case _:
            return ""


def well_shown(data: Dataset, level: str, period: Period) -> tuple[Indicator, ...]:
    """The indicators that nearly all areas of a level show, each at its last period by then.

    Nearly all are :data:`NEARLY_ALL` of those that existed, so that sums of them are judged. Plain
    counts and means are none of them, as they have no intervals to judge by.
    """
    areas = data.areas(level)
    found = []
    for indicator in data.indicators_of(level):
        at = latest(data.periods_of(indicator.id, level), period)
        if at is not None and indicator.kind in (Kind.SHARE, Kind.RATE):
            exists = areas.valid_on(at.end)
            shown = restricted(data.cells(indicator.id, level, at), exists).shown
            if shown.sum() >= NEARLY_ALL * exists.sum() > 0:
                found.append(indicator)
    return tuple(found)


def parent_of(data: Dataset, level: str) -> str:
    """The coarsest level that the areas of a level lie in.

    Raises:
        UsageError: they lie in none.
    """
    parents = data.areas(level).parents
    if not parents:
        raise UsageError(
            _("Områderne på niveauet »{level}« ligger ikke i noget større.").format(level=level),
            hint=_("Sammenlign med kommunen i stedet."),
        )
    return min(parents, key=lambda name: (len(set(parents[name])), name))


def _members(data: Dataset, level: str, against: Against, at: IntArray) -> BoolArray:
    """Which areas (columns) each target (rows) is held against."""
    areas = data.areas(level)
    by_sector = against in (Against.SECTOR, Against.OTHERS)
    labels = np.array(areas.sectors if by_sector else areas.organisations, dtype=np.str_)
    if not (labels != "").any():
        raise UsageError(
            _("Udtrækket siger ikke, hvilken sektor områderne hører til.")
            if by_sector
            else _("Udtrækket siger ikke, hvilken boligorganisation områderne hører til."),
            hint=_("Sammenlign med kommunen i stedet."),
        )
    named = (labels != "") & (labels != "")[at][:, None]
    same: BoolArray = named & (labels == labels[at][:, None])
    if against in (Against.OTHERS, Against.ORGANISATIONS):
        same = named & ~same
    elif against is Against.SECTOR:
        same[np.arange(len(at)), at] = False
    return same


def _similar(
    data: Dataset,
    level: str,
    indicator: Indicator,
    period: Period,
    question: Question,
    at: IntArray,
) -> BoolArray:
    """Which areas (columns) are like each target (rows)."""
    if question.chosen is None:
        traits = traits_of(data, level, period, question.traits, (indicator.id,))
        return nearest_members(traits, at, question.count)
    members = np.zeros((len(at), len(data.areas(level))), bool)
    members[:, list(question.chosen)] = True
    members[np.arange(len(at)), at] = False
    return members


def _district(
    data: Dataset,
    level: str,
    indicator: Indicator,
    period: Period,
    question: Question,
    cells: Cells,
    at: IntArray,
    breakdown: str,
) -> Standard:
    """The parent's own cells where the extract has them, else the sum of its areas."""
    parent = question.parent or parent_of(data, level)
    areas = data.areas(level)
    if parent not in areas.parents:
        raise UsageError(
            _("Områderne på niveauet »{level}« ligger ikke i »{parent}«.").format(
                level=level, parent=parent
            ),
            hint=_("De ligger i: {parents}").format(parents=", ".join(areas.parents) or "–"),
        )
    own = picked(cells, at)
    codes = areas.parents[parent]
    if period in data.periods_of(indicator.id, parent, breakdown):
        index = data.areas(parent).index
        places = np.array([index.get(codes[target], -1) for target in at])
        theirs = restricted(
            data.cells(indicator.id, parent, period, breakdown),
            data.areas(parent).valid_on(period.end),
        )
        found = picked(theirs, np.maximum(places, 0))
        return _container(restricted(found, places >= 0), own, indicator.per)
    labels = np.array(codes, dtype=np.str_)
    members = (labels == labels[at][:, None]) & (labels != "") & areas.valid_on(period.end)
    return _summed(cells, members, own, indicator.per, contains=True)


def _summed(
    cells: Cells, members: BoolArray, own: Cells, per: float, *, contains: bool
) -> Standard:
    """The sum of some areas for each row; of the shown alone where the sum of all is hidden."""
    all_of_them = combined(cells, members, per)
    of_shown, shown = combined_of_shown(cells, members, per)
    hidden = (all_of_them.states == State.WITHHELD) | (all_of_them.states == State.MISSING)
    partial = hidden & of_shown.shown
    standard = _chosen(partial, of_shown, all_of_them)
    apart = remainder(standard, own, per) if contains else standard
    return Standard(standard, apart, contains, False, members.sum(axis=1), shown, partial)


def _container(whole: Cells, own: Cells, per: float) -> Standard:
    """A standard that the extract has ready and that the areas are parts of."""
    none = np.zeros(len(own.values), np.int64)
    return Standard(whole, remainder(whole, own, per), True, False, none, none, none > 0)


def _ready(cells: Cells, *, single: bool) -> Standard:
    """A standard that the extract has ready and that has nobody in common with the areas."""
    none = np.zeros(len(cells.values), np.int64)
    return Standard(cells, cells, False, single, none, none, none > 0)


def _guarded_rest(left: Cells, cells: Cells, at: IntArray) -> Cells:
    """The rest, withheld where a withheld area could be all of it.

    That is where every other area with a number is withheld: what is left would be theirs.
    """
    shown_others = cells.shown.sum() - cells.shown[at]
    withheld = cells.states == State.WITHHELD
    withheld_others = withheld.sum() - withheld[at]
    told = (shown_others == 0) & (withheld_others > 0)
    states = np.where(told, np.uint8(State.WITHHELD), left.states)
    return Cells(
        np.where(told, np.nan, left.numerators),
        np.where(told, np.nan, left.denominators),
        np.where(told, np.nan, left.values),
        states,
    )


def _no_area() -> Cells:
    nothing = np.full(1, np.nan)
    states: StateArray = np.full(1, State.UNDEFINED, np.uint8)
    return Cells(nothing, nothing, nothing, states)


def _repeated(cells: Cells, times: int) -> Cells:
    return picked(cells, np.zeros(times, np.int64))


def _chosen(first: BoolArray, one: Cells, other: Cells) -> Cells:
    return Cells(
        np.where(first, one.numerators, other.numerators),
        np.where(first, one.denominators, other.denominators),
        np.where(first, one.values, other.values),
        np.where(first, one.states, other.states),
    )

"""An area held against the municipality, the rest of it, its sector, its like, itself earlier.

What is compared is always a ratio of sums, never a mean of ratios. The intervals say how far a
difference could have been from where it is by chance alone, as in :mod:`desktop.core.intervals`.

Three cases need different arithmetic:

* The two have nobody in common (another area, the sector's other areas, similar areas, the rest of
  the municipality): the interval of a difference of two independent numbers.
* The one is a part of the other (the municipality, a district, an organisation): with ``w`` the
  area's part of the base, ``area − whole = (1 − w)(area − rest)``, and area and rest are
  independent; so the interval is ``1 − w`` times that of ``area − rest``.
* An area and itself earlier: mostly the same people, whose answers go together, so the interval of
  two independent numbers is on the wide side. It says "sure" too seldom rather than too often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, Limits, State, StateArray, primary_states
from desktop.core.distributions import normal_quantile
from desktop.core.errors import UsageError
from desktop.core.grouping import combined, combined_of_shown, groups_of
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import Z_95, cell_intervals, difference_intervals
from desktop.core.measures import Cells, count_cells, ratio_cells, restricted
from desktop.core.periods import Period
from desktop.core.similar import DEFAULT_COUNT, nearest_members, traits_of
from desktop.core.wording import _

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Against(StrEnum):
    """What an area may be held against."""

    MUNICIPALITY = "municipality"
    REST = "rest"  # the municipality without the area
    SECTOR = "sector"  # the other areas of its sector
    OTHERS = "others"  # all areas of other sectors
    ORGANISATION = "organisation"  # all areas of its organisation, itself among them
    ORGANISATIONS = "organisations"  # all areas of other organisations
    DISTRICT = "district"  # the area that it lies in, on another level
    AREA = "area"
    SIMILAR = "similar"
    EARLIER = "earlier"


class Verdict(IntEnum):
    """What may be said of a difference."""

    UNDECIDED = 0  # no interval: a number is not shown, or nothing is counted behind it
    MAY_BE_CHANCE = 1  # zero lies in the interval
    SURE_HIGHER = 2
    SURE_LOWER = 3


class Adjustment(StrEnum):
    """How the level is made stricter when several comparisons are made at once."""

    NONE = "none"
    BONFERRONI = "bonferroni"  # holds whatever the comparisons have in common
    SIDAK = "sidak"  # a little less strict; exact for comparisons that have nothing in common


@dataclass(frozen=True, slots=True)
class Question:
    """What to hold an area against.

    ``area`` is the position of the other area for AREA. ``before`` is the period for EARLIER, else
    the year before. ``parent`` is the level for DISTRICT, else the coarsest that the areas lie in.
    ``traits`` and ``count`` choose the similar areas; no traits are the default ones.
    """

    against: Against
    area: int = -1
    before: Period | None = None
    parent: str = ""
    traits: tuple[str, ...] = ()
    count: int = DEFAULT_COUNT


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """What every area of a column is held against.

    Attributes:
        cells: its number.
        apart: what of it has nobody in common with the area; the same cells where that is all.
        contains: whether the area is a part of it.
        single: whether it is one place, as the area is, so that plain counts may be compared.
        areas: how many areas it is a sum of; 0 where the extract has its number ready.
        shown: how many of these are shown.
        partial: whether it is the sum of the shown ones alone, as the sum of all is withheld or
            was not supplied.
    """

    cells: Cells
    apart: Cells
    contains: bool
    single: bool
    areas: IntArray
    shown: IntArray
    partial: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Areas and what each is held against; columns of one length, NaN where there is no number.

    Attributes:
        own: the areas.
        standard: what they are held against.
        difference: ``own − standard`` in the indicator's unit (percentage points for %); NaN for a
            plain count held against a sum, which would only say which is the larger place.
        relative: ``own / standard − 1``; NaN where the standard is zero.
        low, high: the interval of the difference; NaN for means, ready values
            and plain counts.
        part: the area's part of the standard that contains it, 0 to 1: of its base, or of a count.
        verdicts: :class:`Verdict` of each.
    """

    own: Cells
    standard: Standard
    difference: FloatArray
    relative: FloatArray
    low: FloatArray
    high: FloatArray
    part: FloatArray
    verdicts: NDArray[np.uint8]

    def at(self, row: int, against: Against, name: str = "") -> Comparison:
        """One row of the columns, with the name of what it is held against."""
        standard = self.standard
        return Comparison(
            against,
            name,
            int(standard.areas[row]),
            int(standard.shown[row]),
            bool(standard.partial[row]),
            _picked(self.own, np.array([row])),
            _picked(standard.cells, np.array([row])),
            float(self.difference[row]),
            float(self.relative[row]),
            float(self.low[row]),
            float(self.high[row]),
            float(self.part[row]),
            Verdict(int(self.verdicts[row])),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One area held against one thing: the fields of :class:`Compared`, of one row.

    ``name`` is the sector's, organisation's, district's, area's or period's own, empty where what
    it is held against needs none. ``own`` and ``other`` are cells of length 1.
    """

    against: Against
    name: str
    areas: int
    shown: int
    partial: bool
    own: Cells
    other: Cells
    difference: float
    relative: float
    low: float
    high: float
    part: float
    verdict: Verdict


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


def adjusted_z(
    comparisons: int, adjustment: Adjustment = Adjustment.BONFERRONI, confidence: float = 0.95
) -> float:
    """The z of each interval so that all of them hold together with ``confidence``.

    Bonferroni gives each the level ``1 − (1 − confidence)/k``, Šidák ``confidence^(1/k)``:
    Šidák (1967), Journal of the American Statistical Association 62, 626-633.

    Raises:
        ValueError: fewer than one comparison, or a confidence that is no share.
    """
    if comparisons < 1 or not 0 < confidence < 1:
        raise ValueError("no comparison, or no confidence")
    miss = 1 - confidence
    if adjustment is Adjustment.BONFERRONI:
        miss /= comparisons
    elif adjustment is Adjustment.SIDAK:
        miss = 1 - confidence ** (1 / comparisons)
    return float(normal_quantile(1 - miss / 2))


def remainder(whole: Cells, part: Cells, per: float, limits: Limits | None = None) -> Cells:
    """What is left of ``whole`` when ``part`` is taken out, from the counts; elementwise.

    Withheld where either is, else missing where either is. A part that is undefined has nobody and
    takes nothing out. Undefined where nothing is left, where the whole has no counts, and where the
    part holds more than the whole, so that the one is no part of the other.

    Args:
        whole: the larger, such as the municipality.
        part: the smaller, in the same shape.
        per: what the ratio is multiplied by.
        limits: where given, what is left is withheld by the primary rule as any other count.
    """
    states = np.where(part.states == State.UNDEFINED, np.uint8(State.SHOWN), part.states)
    states = np.maximum(states, whole.states)
    gone = (whole.states == State.MISSING) | (part.states == State.MISSING)
    states[gone & (states != State.WITHHELD)] = State.MISSING
    tops = whole.numerators - np.where(part.shown, part.numerators, 0.0)
    counted = whole.shown & np.isnan(whole.denominators)
    bases = whole.denominators - np.where(part.shown, part.denominators, 0.0)
    with np.errstate(invalid="ignore"):
        usable = (tops >= 0) & (counted | (bases > 0))
        was_part = (whole.numerators <= whole.denominators) & (tops > bases)
    states[(states == State.SHOWN) & (~usable | was_part)] = State.UNDEFINED
    if limits is not None:
        ruled = primary_states(
            np.nan_to_num(tops), np.where(counted, np.nan_to_num(tops), bases), None, limits
        )
        states[(states == State.SHOWN) & (ruled == State.WITHHELD)] = State.WITHHELD
    shown = states == State.SHOWN
    if (counted & shown).any():
        return count_cells(np.where(shown, tops, np.nan), states)
    return ratio_cells(np.where(shown, tops, np.nan), np.where(shown, bases, np.nan), states, per)


def compared(own: Cells, standard: Standard, indicator: Indicator, z: float = Z_95) -> Compared:
    """Hold a column of areas against their standards; see :class:`Compared`.

    Newcombe's interval for shares, MOVER from Byar's for rates; none for means and ready values,
    nor for plain counts: how many live somewhere is known. Where the standard contains the area,
    ``1 − w`` times the interval of area and rest.
    """
    kind, per = indicator.kind, indicator.per
    difference = own.values - standard.cells.values
    low, high = difference_intervals(
        own.values,
        cell_intervals(own, kind, per, z),
        standard.apart.values,
        cell_intervals(standard.apart, kind, per, z),
    )
    part = np.full(own.values.shape, np.nan)
    if standard.contains:
        counted = kind is Kind.COUNT
        mine, all_of_it = (
            (own.numerators, standard.cells.numerators)
            if counted
            else (own.denominators, standard.cells.denominators)
        )
        with np.errstate(invalid="ignore"):
            np.divide(mine, all_of_it, out=part, where=all_of_it > 0)
        low, high = (1 - part) * low, (1 - part) * high
    if kind is Kind.COUNT:
        low = high = np.full(own.values.shape, np.nan)
        difference = difference if standard.single else low
    relative = np.full(own.values.shape, np.nan)
    np.divide(difference, standard.cells.values, out=relative, where=standard.cells.values != 0)
    return Compared(
        own, standard, difference, relative, low, high, part, _verdicts(difference, low, high)
    )


def _verdicts(difference: FloatArray, low: FloatArray, high: FloatArray) -> NDArray[np.uint8]:
    verdicts = np.full(difference.shape, Verdict.MAY_BE_CHANCE, np.uint8)
    verdicts[low > 0] = Verdict.SURE_HIGHER
    verdicts[high < 0] = Verdict.SURE_LOWER
    verdicts[np.isnan(difference) | np.isnan(low) | np.isnan(high)] = Verdict.UNDECIDED
    return verdicts


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
    own = _picked(cells, at)
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
            standard = _ready(_picked(cells, np.full(len(at), question.area)), single=True)
        case Against.EARLIER:
            before = question.before or period.year_before()
            then = restricted(
                data.cells(indicator.id, level, before, breakdown), areas.valid_on(before.end)
            )
            standard = _ready(_picked(then, at), single=True)
        case Against.SIMILAR:
            traits = traits_of(data, level, period, question.traits, indicator.id)
            members = nearest_members(traits, at, question.count)
            standard = _summed(cells, members, own, indicator.per, contains=False)
        case _:
            members = _members(data, level, question.against)[at] & exists
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
        compared(groups.cells, standard, indicator, z),
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


def _members(data: Dataset, level: str, against: Against) -> BoolArray:
    """Which areas (columns) every area (rows) is held against."""
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
    named = (labels != "") & (labels != "")[:, None]
    same: BoolArray = named & (labels == labels[:, None])
    if against in (Against.OTHERS, Against.ORGANISATIONS):
        same = named & ~same
    elif against is Against.SECTOR:
        np.fill_diagonal(same, val=False)
    return same


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
    own = _picked(cells, at)
    codes = areas.parents[parent]
    if period in data.periods_of(indicator.id, parent, breakdown):
        index = data.areas(parent).index
        places = np.array([index.get(codes[target], -1) for target in at])
        theirs = restricted(
            data.cells(indicator.id, parent, period, breakdown),
            data.areas(parent).valid_on(period.end),
        )
        found = _picked(theirs, np.maximum(places, 0))
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


def _picked(cells: Cells, at: IntArray) -> Cells:
    return Cells(cells.numerators[at], cells.denominators[at], cells.values[at], cells.states[at])


def _repeated(cells: Cells, times: int) -> Cells:
    return _picked(cells, np.zeros(times, np.int64))


def _chosen(first: BoolArray, one: Cells, other: Cells) -> Cells:
    return Cells(
        np.where(first, one.numerators, other.numerators),
        np.where(first, one.denominators, other.denominators),
        np.where(first, one.values, other.values),
        np.where(first, one.states, other.states),
    )

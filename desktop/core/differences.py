"""The difference between two numbers, its interval, and what may be said of it.

The intervals say how far a difference could have been from where it is by chance alone, as in
:mod:`desktop.core.intervals`. Three cases need different arithmetic:

* The two have nobody in common (another area, the sector's other areas, similar areas, the rest of
  the municipality): the interval of a difference of two independent numbers.
* The one is a part of the other (the municipality, a district, an organisation): with ``w`` the
  area's part of the base, ``area − whole = (1 − w)(area − rest)``, and area and rest are
  independent; so the interval is ``1 − w`` times that of ``area − rest``.
* An area and itself earlier: mostly the same people, whose answers go together, so the interval of
  two independent numbers is on the wide side. It says "sure" too seldom rather than too often.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, Limits, State, primary_states
from desktop.core.distributions import normal_quantile
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import Z_95, cell_intervals, difference_intervals
from desktop.core.measures import Cells, count_cells, ratio_cells

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

NEARLY_ALL = 0.8  # of the areas behind a sum; where fewer are shown, no difference is called sure


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
        skewed: where a sum leaves out so many areas that nothing is said of chance. Cells are
            withheld for being small, so the shown alone lie higher than all of them together.
    """

    own: Cells
    standard: Standard
    difference: FloatArray
    relative: FloatArray
    low: FloatArray
    high: FloatArray
    part: FloatArray
    verdicts: NDArray[np.uint8]
    skewed: BoolArray

    def at(self, row: int, against: Against, name: str = "") -> Comparison:
        """One row of the columns, with the name of what it is held against."""
        standard = self.standard
        return Comparison(
            against,
            name,
            int(standard.areas[row]),
            int(standard.shown[row]),
            bool(standard.partial[row]),
            picked(self.own, np.array([row])),
            picked(standard.cells, np.array([row])),
            float(self.difference[row]),
            float(self.relative[row]),
            float(self.low[row]),
            float(self.high[row]),
            float(self.part[row]),
            Verdict(int(self.verdicts[row])),
            bool(self.skewed[row]),
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
    skewed: bool = False


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


def compared(
    own: Cells,
    standard: Standard,
    indicator: Indicator,
    z: float = Z_95,
    *,
    own_skewed: BoolArray | None = None,
) -> Compared:
    """Hold a column of areas against their standards; see :class:`Compared`.

    For shares the interval of Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; for
    rates that of Zou and Donner (2008), Statistics in Medicine 27, 1693-1702, from Byar's; none for
    means and ready values, nor for plain counts: how many live somewhere is known. Where the
    standard contains the area, ``1 − w`` times the interval of area and rest.

    There is none either where too few of the areas behind a sum are shown
    (:func:`leaves_many_out`); ``own_skewed`` says so of sums that stand in the areas' place.
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
    skewed = leaves_many_out(standard.areas, standard.shown, standard.partial)
    if own_skewed is not None:
        skewed = skewed | own_skewed
    low, high = np.where(skewed, np.nan, low), np.where(skewed, np.nan, high)
    relative = np.full(own.values.shape, np.nan)
    np.divide(difference, standard.cells.values, out=relative, where=standard.cells.values != 0)
    verdicts = _verdicts(difference, low, high)
    return Compared(own, standard, difference, relative, low, high, part, verdicts, skewed)


def leaves_many_out(areas: IntArray, shown: IntArray, partial: BoolArray) -> BoolArray:
    """Where a sum of the shown alone has under :data:`NEARLY_ALL` of its areas."""
    out: BoolArray = partial & (shown < NEARLY_ALL * areas)
    return out


def _verdicts(difference: FloatArray, low: FloatArray, high: FloatArray) -> NDArray[np.uint8]:
    verdicts = np.full(difference.shape, Verdict.MAY_BE_CHANCE, np.uint8)
    verdicts[low > 0] = Verdict.SURE_HIGHER
    verdicts[high < 0] = Verdict.SURE_LOWER
    verdicts[np.isnan(difference) | np.isnan(low) | np.isnan(high)] = Verdict.UNDECIDED
    return verdicts


def picked(cells: Cells, at: IntArray) -> Cells:
    """The cells at some positions, in that order."""
    return Cells(cells.numerators[at], cells.denominators[at], cells.values[at], cells.states[at])

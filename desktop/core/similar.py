"""Areas that are like an area, by traits that are chosen and shown.

Every trait is brought on a common scale: how many typical spreads two areas are apart. The distance
is the root of the mean square over the traits, so 0 is alike in all of them and 1 is one typical
spread apart in each. Two areas drawn at random are about 1,4 apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Kind
from desktop.core.measures import missing_cells
from desktop.core.periods import Period, is_over
from desktop.core.wording import _

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

DEFAULT_COUNT = 8  # at most, and at most half of the others where no number is asked for
RESIDENTS, DWELLINGS, SECTOR, ORGANISATION = "residents", "dwellings", "sector", "organisation"
DEFAULT_TRAITS = (RESIDENTS, "alder_0_17", "alder_65", SECTOR, "bolig_u60")
UNKNOWN_APART = 2**0.5  # spreads between two areas drawn at random, for a trait that is not known
OTHER_APART = 2.0  # spreads between two areas of different sectors or organisations
GOOD_WITHIN, FAIR_WITHIN = 0.5, 1.0
_COUNTS_RESIDENTS = ("bef_antal", "beboere")  # indicators that are the trait of residents itself


class Match(StrEnum):
    """How like an area its nearest are, by their mean distance."""

    GOOD = "good"  # at most half a typical spread per trait
    FAIR = "fair"
    POOR = "poor"  # over one typical spread per trait
    NONE = "none"  # there are no neighbours


@dataclass(frozen=True, slots=True, eq=False)
class Trait:
    """One trait of all areas of a level.

    Attributes:
        id: ``residents``, ``dwellings``, ``sector``, ``organisation`` or an indicator's id.
        name: as it is read.
        unit, decimals: of the values.
        values: as they are read, NaN where not shown; for names, a number for each.
        scaled: in typical spreads, NaN where not shown.
        labels: the names themselves where the trait is one, else empty.
    """

    id: str
    name: str
    unit: str
    decimals: int
    values: FloatArray
    scaled: FloatArray
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """The traits to choose by, and which areas may be chosen.

    ``by_code`` are the areas' positions in the order of their codes. ``absent`` are the ids asked
    for that no area has a number for, and the indicators that are being compared, which an area is
    never chosen by.
    """

    traits: tuple[Trait, ...]
    exists: BoolArray
    by_code: IntArray
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The areas that are most like one area, nearest first.

    Attributes:
        positions: of the areas on their level.
        distances: in typical spreads per trait.
        traits: those that were used.
        left_out: ids of those that were not, as the area's own number is not shown or nobody has
            one.
        match: how like the nearest are.
    """

    positions: IntArray
    distances: FloatArray
    traits: tuple[Trait, ...]
    left_out: tuple[str, ...]
    match: Match


def traits_of(
    data: Dataset,
    level: str,
    period: Period,
    asked: Sequence[str] = (),
    without: Collection[str] = (),
) -> Traits:
    """The traits of a level's areas at the end of a period.

    Shares, rates and means are counted in typical spreads: 1,4826 times the median distance from
    the median, which is a standard deviation where values are normal, and which a few odd areas do
    not move: Rousseeuw and Croux (1993), Journal of the American Statistical Association 88,
    1273-1283. Plain counts by their logarithm first. Sectors and organisations are alike or
    :data:`OTHER_APART` apart.

    Args:
        data: the open extract.
        level: whose areas.
        period: indicators are taken at this period, else at their last one before it.
        asked: ids; none asked are those of :data:`DEFAULT_TRAITS` that the extract has.
        without: the indicators to be compared. Areas chosen by them would be alike in them.

    Raises:
        UsageError: a trait is neither built in nor an indicator of the extract.
    """
    areas = data.areas(level)
    exists = areas.valid_on(period.end)
    counted = any(id in _COUNTS_RESIDENTS for id in without)
    banned = {*without, *((RESIDENTS,) if counted else ())}
    traits, absent = [], []
    for id in dict.fromkeys(asked or _defaults(data, areas)):
        if id in banned:
            absent.append(id)
            continue
        trait = _built_in(areas, id, exists) or _indicator_trait(data, level, period, id, exists)
        if np.isfinite(trait.values).any():
            traits.append(trait)
        else:
            absent.append(id)
    by_code = np.argsort(np.array(areas.codes, dtype=np.str_), kind="stable")
    return Traits(tuple(traits), exists, by_code, tuple(absent))


def distances(traits: Traits, targets: IntArray) -> FloatArray:
    """How far every area lies from each target: targets × areas, in typical spreads per trait.

    The root of the mean square over the traits, a mean over those that can be compared as in Gower
    (1971), Biometrics 27, 857-871. A typical spread is that of Rousseeuw and Croux (1993), see
    :func:`traits_of`.

    A trait that a target does not show counts for none of its distances. One that the other area
    does not show counts as :data:`UNKNOWN_APART`, so that being withheld makes an area neither more
    nor less like. NaN for the target itself, for areas that do not exist, that show none of the
    traits, and for targets that do not exist or show none.
    """
    shape = (len(targets), len(traits.exists))
    squares, used = np.zeros(shape), np.zeros(shape[0])
    known_by_any = np.zeros(shape, bool)
    for trait in traits.traits:
        own = trait.scaled[targets]
        known = np.isfinite(own)
        apart = np.abs(own[:, None] - trait.scaled)
        if trait.labels:
            apart = np.where(apart > 0, np.where(np.isnan(apart), np.nan, OTHER_APART), apart)
        shared = np.isfinite(apart)
        squares += np.where(shared, apart, np.where(known[:, None], UNKNOWN_APART, 0.0)) ** 2
        used += known
        known_by_any |= shared
    with np.errstate(invalid="ignore", divide="ignore"):
        found: FloatArray = np.sqrt(squares / used[:, None])
    found[~known_by_any] = np.nan
    found[:, ~traits.exists] = np.nan
    found[~traits.exists[targets]] = np.nan
    found[np.arange(len(targets)), targets] = np.nan
    return found


def nearest(traits: Traits, target: int, count: int = 0) -> Neighbours:
    """The areas most like the one at a position; those equally far in the order of their codes.

    ``count`` is how many; 0 is :data:`DEFAULT_COUNT`, but at most half of the other areas, as not
    all can be like.
    """
    found = distances(traits, np.array([target]))[0]
    order = _in_order(found[None], traits, count)[0]
    order = order[np.isfinite(found[order])]
    used = tuple(trait for trait in traits.traits if np.isfinite(trait.values[target]))
    hidden = tuple(trait.id for trait in traits.traits if not np.isfinite(trait.values[target]))
    return Neighbours(order, found[order], used, traits.absent + hidden, _match(found[order]))


def nearest_members(traits: Traits, targets: IntArray, count: int = 0) -> BoolArray:
    """Who the nearest of each target are: targets × areas, as :func:`nearest` finds them."""
    found = distances(traits, targets)
    order = _in_order(found, traits, count)
    members = np.zeros(found.shape, bool)
    np.put_along_axis(members, order, values=True, axis=1)
    return members & np.isfinite(found)


def neighbours(
    data: Dataset,
    level: str,
    target: int,
    period: Period,
    *,
    traits: Sequence[str] = (),
    count: int = 0,
    without: Collection[str] = (),
) -> Neighbours:
    """The areas most like one area; see :func:`traits_of` and :func:`nearest`.

    Raises:
        UsageError: a trait is unknown.
    """
    return nearest(traits_of(data, level, period, traits, without), target, count)


def size_traits(data: Dataset, level: str) -> tuple[str, ...]:
    """The traits that the extract has and that are no indicators: size and sector."""
    areas = data.areas(level)
    known = {
        RESIDENTS: bool((areas.residents > 0).any()),
        DWELLINGS: bool((areas.dwellings > 0).any()),
        SECTOR: len({*areas.sectors} - {""}) > 1,
    }
    return tuple(id for id, held in known.items() if held)


def _in_order(found: FloatArray, traits: Traits, count: int) -> IntArray:
    """The first positions of each row, nearest first and unknown last; a hair is no difference."""
    others = int(traits.exists.sum()) - 1
    count = count or min(DEFAULT_COUNT, max(others // 2, 1))
    coarse = np.round(found[:, traits.by_code], 9)
    order: IntArray = traits.by_code[np.argsort(coarse, axis=1, kind="stable")[:, :count]]
    return order


def trait_name(data: Dataset, id: str) -> str:
    """A trait's name as it is read, by its id.

    Raises:
        UsageError: there is no such trait.
    """
    return _built_in_names().get(id) or data.indicator(id).label


def _built_in_names() -> dict[str, str]:
    return {
        RESIDENTS: _("beboere"),
        DWELLINGS: _("boliger"),
        SECTOR: _("sektor"),
        ORGANISATION: _("boligorganisation"),
    }


def _match(found: FloatArray) -> Match:
    if not len(found):
        return Match.NONE
    mean = float(found.mean())
    if mean <= GOOD_WITHIN:
        return Match.GOOD
    return Match.FAIR if mean <= FAIR_WITHIN else Match.POOR


def _defaults(data: Dataset, areas: Areas) -> list[str]:
    """The default traits that the extract has; residents as an indicator where only that is."""
    held = {indicator.id for indicator in data.indicators_of(areas.level)}
    known = {
        RESIDENTS: bool((areas.residents > 0).any()),
        SECTOR: len({*areas.sectors} - {""}) > 1,
    }
    counted = [id for id in _COUNTS_RESIDENTS if id in held and not known[RESIDENTS]][:1]
    return counted + [id for id in DEFAULT_TRAITS if known.get(id, id in held)]


def _built_in(areas: Areas, id: str, exists: BoolArray) -> Trait | None:
    if id in (RESIDENTS, DWELLINGS):
        sizes = areas.residents if id == RESIDENTS else areas.dwellings
        sizes = np.where(sizes > 0, sizes, np.nan)
        return Trait(id, _built_in_names()[id], "n", 0, sizes, _scaled(np.log(sizes), exists))
    if id in (SECTOR, ORGANISATION):
        labels = areas.sectors if id == SECTOR else areas.organisations
        numbers = {label: at for at, label in enumerate(sorted({*labels} - {""}))}
        values = np.array([numbers.get(label, np.nan) for label in labels], np.float64)
        return Trait(id, _built_in_names()[id], "", 0, values, values, labels)
    return None


def _indicator_trait(
    data: Dataset, level: str, period: Period, id: str, exists: BoolArray
) -> Trait:
    """An indicator as a trait; counts by their logarithm, so that twice as many is one step."""
    indicator = data.indicator(id)
    periods = [each for each in data.periods_of(id, level) if is_over(each, period.end)]
    cells = data.cells(id, level, periods[-1]) if periods else missing_cells(len(exists))
    values = np.where(exists, cells.values, np.nan)
    steps = values
    if indicator.kind is Kind.COUNT:
        steps = np.log(np.where(values > 0, values, np.nan))
    return Trait(
        id, indicator.label, indicator.unit, indicator.decimals, values, _scaled(steps, exists)
    )


def _scaled(values: FloatArray, exists: BoolArray) -> FloatArray:
    """Values in typical spreads.

    Where over half the areas are level, in standard deviations; where all are, everybody is 0.
    """
    known = values[exists & np.isfinite(values)]
    if not len(known):
        return np.full(values.shape, np.nan)
    middle = float(np.median(known))
    spread = 1.4826 * float(np.median(np.abs(known - middle))) or float(known.std())
    return (values - middle) / (spread or 1.0)

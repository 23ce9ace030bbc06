"""Numbers side by side over time: areas and what they are held against, on an even row of periods.

What an area is held against is summed anew in every period, of the areas that existed and are shown
then, as in :mod:`desktop.core.comparisons`; so it tells how many that was, period by period. Sums
are of shown cells alone, and so tell nothing of those that are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset, History
from desktop.core.differences import NEARLY_ALL, Against
from desktop.core.disclosure import FloatArray, State
from desktop.core.grouping import combined_of_shown, of_existing
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.periods import Kind, Period
from desktop.core.timeline import timeline
from desktop.core.wording import _

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_PARTS = {Kind.YEAR: 1, Kind.SCHOOL_YEAR: 1, Kind.QUARTER: 4, Kind.MONTH: 12}
_MANY_WITHHELD = 0.2  # of an area's periods, over which those left speak of themselves alone


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One line over time; every column has an entry per period.

    ``areas`` is how many areas lie behind and ``shown`` how many of those were shown and summed;
    both are 0 where the number is the extract's own.
    """

    name: str
    cells: Cells
    areas: IntArray
    shown: IntArray

    @property
    def partial(self) -> BoolArray:
        """Where a number is the sum of only some of the areas behind."""
        partial: BoolArray = self.cells.shown & (self.shown < self.areas)
        return partial

    @property
    def lacking(self) -> BoolArray:
        """Where a number is the sum of so few of its areas that it speaks of those alone."""
        lacking: BoolArray = self.partial & (self.shown < NEARLY_ALL * self.areas)
        return lacking


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """Which way every area of a level goes over all its periods; an entry per area.

    ``slope`` is in the unit of the indicator per year, ``sign`` 1 or −1 where it surely rises or
    falls and else 0, and ``evidence`` how many of its standard errors the slope is, NaN where there
    is none. ``tested`` counts the areas that have a slope.
    """

    slope: FloatArray
    sign: NDArray[np.int8]
    evidence: FloatArray
    tested: int


def even_periods(periods: Sequence[Period], kind: Kind) -> tuple[Period, ...]:
    """Every period of a kind from the first of them to the last, also those that are not there."""
    held = [period for period in periods if period.kind is kind]
    if not held:
        return ()
    steps = _PARTS[kind]
    first, last = (_number(period, steps) for period in (held[0], held[-1]))
    return tuple(_period(number, kind, steps) for number in range(first, last + 1))


def period_before(period: Period) -> Period:
    """The period of the same length just before: the quarter before a quarter."""
    steps = _PARTS[period.kind]
    return _period(_number(period, steps) - 1, period.kind, steps)


def area_series(
    data: Dataset,
    level: str,
    indicator: Indicator,
    positions: Sequence[int],
    periods: Sequence[Period],
    breakdown: str = "",
) -> tuple[Series, ...]:
    """The lines of some areas of a level; missing in the periods in which they did not exist."""
    if not positions:
        return ()
    areas = data.areas(level)
    table = _laid(data.history(indicator.id, level, breakdown), periods, len(areas))
    cells = restricted(table, _existing(areas, periods))
    return tuple(
        _ready(areas.names[position] or areas.codes[position], cells.column(position))
        for position in positions
    )


def municipality_series(
    data: Dataset, indicator: Indicator, periods: Sequence[Period], breakdown: str = ""
) -> Series:
    """The municipality's own line, as the extract has it."""
    history = data.municipality_history(indicator.id, breakdown)
    return _ready(_("Kommunen"), _laid(history, periods, 1).column(0))


def comparable(data: Dataset, level: str, area: int) -> tuple[Against, ...]:
    """What an area's line may be held against, as far as the extract tells who belongs where."""
    areas = data.areas(level)
    found = [Against.MUNICIPALITY]
    if areas.sectors[area] and len({*areas.sectors} - {""}) > 1:
        found.append(Against.SECTOR)
    if len(areas) > 2:
        found.append(Against.SIMILAR)
    if areas.parents and areas.parents[_coarsest(areas)][area]:
        found.append(Against.DISTRICT)
    if areas.organisations[area] and len({*areas.organisations} - {""}) > 1:
        found.append(Against.ORGANISATION)
    return tuple(found)


def against_name(data: Dataset, level: str, area: int, against: Against) -> str:
    """What is held against an area, as its line is called; empty where it belongs to none such."""
    areas, many = data.areas(level), data.level(level).plural
    match against:
        case Against.MUNICIPALITY:
            return _("Kommunen")
        case Against.SIMILAR:
            return _("Lignende {areas}").format(areas=many)
        case Against.ORGANISATION:
            return areas.organisations[area]
        case Against.SECTOR:
            name = areas.sectors[area]
            text = _("Andre almene {areas}") if name == "almen" else _("Andre {areas}: {name}")
            return text.format(areas=many, name=name) if name else ""
        case _:
            if not areas.parents:
                return ""
            parent = _coarsest(areas)
            code = areas.parents[parent][area]
            at = data.areas(parent).index.get(code, -1)
            return (data.areas(parent).names[at] if at >= 0 else "") or code


def series_against(
    data: Dataset,
    level: str,
    area: int,
    indicator: Indicator,
    against: Against,
    periods: Sequence[Period],
    breakdown: str = "",
) -> Series:
    """The line of what an area, by its position, is held against.

    A sector is the other areas of it; an organisation is all its areas. The similar areas are
    chosen once, at the last of the periods in which the area existed, so that the line does not
    change its areas with time. A district's own numbers are taken where the extract has any, else
    the sum of its areas.

    Only what :func:`comparable` gives for the area may be asked for.
    """
    if against is Against.MUNICIPALITY:
        return municipality_series(data, indicator, periods, breakdown)
    if against is Against.DISTRICT:
        return _district(data, level, area, indicator, periods, breakdown)
    members = (
        _similar(data, level, area, indicator, periods)
        if against is Against.SIMILAR
        else _belonging(data.areas(level), area, against)
    )
    name = against_name(data, level, area, against)
    return _summed(data, level, indicator, members, name, periods, breakdown)


def indexed(cells: Cells, start: int) -> FloatArray:
    """The values of a line with that of one period as 100; all NaN where that is not shown or 0."""
    base = float(cells.values[start])
    if not np.isfinite(base) or base == 0:
        return np.full(cells.values.shape, np.nan)
    indices: FloatArray = cells.values / base * 100
    return indices


def level_cells(
    data: Dataset, level: str, indicator: Indicator, periods: Sequence[Period], breakdown: str = ""
) -> Cells:
    """All areas of a level on a row of periods: periods × areas, missing where there is nothing."""
    areas = data.areas(level)
    table = _laid(data.history(indicator.id, level, breakdown), periods, len(areas))
    return restricted(table, _existing(areas, periods))


def directions(
    data: Dataset, level: str, indicator: Indicator, periods: Sequence[Period], breakdown: str = ""
) -> Directions:
    """Which way every area goes, reckoned as in :func:`desktop.core.trends.slopes_of`.

    An area of which over a fifth of the periods are withheld has no direction: what is withheld is
    so by its own low number, and a line through the rest is that of the high ones.
    """
    from desktop.core.trends import slopes_of  # scipy is loaded with it

    cells = level_cells(data, level, indicator, periods, breakdown)
    withheld = (cells.states == State.WITHHELD).sum(axis=0)
    seen = cells.shown.sum(axis=0)
    nought = (seen > 0) & ~np.nan_to_num(cells.values).any(axis=0)
    skewed = (withheld > _MANY_WITHHELD * (withheld + seen)) | ((withheld > 0) & nought)
    read = restricted(cells, np.broadcast_to(~skewed, cells.states.shape))
    slopes = slopes_of(read, indicator.kind, indicator.per, timeline(periods))
    with np.errstate(invalid="ignore", divide="ignore"):
        evidence = np.where(slopes.error > 0, slopes.slope / slopes.error, np.nan)
    evidence = np.where(slopes.slope == 0, 0.0, evidence)
    return Directions(
        slopes.slope, slopes.direction, evidence, int(np.isfinite(slopes.slope).sum())
    )


def _number(period: Period, steps: int) -> int:
    return period.year * steps + max(period.part - 1, 0)


def _period(number: int, kind: Kind, steps: int) -> Period:
    if steps == 1:
        return Period(kind, number)
    return Period(kind, number // steps, number % steps + 1)


def _laid(history: History, periods: Sequence[Period], width: int) -> Cells:
    """A history on the periods asked for; missing where it has none."""
    rows = {period: at for at, period in enumerate(history.periods)}
    if not rows:
        return missing_cells((len(periods), width))
    at = np.array([rows.get(period, -1) for period in periods], np.int64)
    held = history.cells
    picked = Cells(held.numerators[at], held.denominators[at], held.values[at], held.states[at])
    return restricted(picked, np.broadcast_to((at >= 0)[:, None], picked.states.shape))


def _existing(areas: Areas, periods: Sequence[Period]) -> BoolArray:
    """Which areas existed at the end of each period: periods × areas."""
    days = np.array([period.end.toordinal() for period in periods], np.int64)[:, None]
    existing: BoolArray = (areas.valid_from <= days) & (days <= areas.valid_to)
    return existing


def _ready(name: str, cells: Cells) -> Series:
    none = np.zeros(len(cells.values), np.int64)
    return Series(name, cells, none, none)


def _summed(
    data: Dataset,
    level: str,
    indicator: Indicator,
    members: BoolArray,
    name: str,
    periods: Sequence[Period],
    breakdown: str,
) -> Series:
    areas = data.areas(level)
    existing = _existing(areas, periods)
    table = _laid(data.history(indicator.id, level, breakdown), periods, len(areas))
    made, shown = combined_of_shown(of_existing(table, existing), members[None], indicator.per)
    behind = (existing & members).sum(axis=1).astype(np.int64)
    return Series(name, made.column(0), behind, shown[:, 0])


def _belonging(areas: Areas, area: int, against: Against) -> BoolArray:
    """Who belongs to an area's sector but itself, or to its organisation; nobody without one."""
    of_sector = against is Against.SECTOR
    labels = areas.sectors if of_sector else areas.organisations
    own = labels[area]
    members = np.array([bool(own) and label == own for label in labels])
    if of_sector:
        members[area] = False
    return members


def _similar(
    data: Dataset, level: str, area: int, indicator: Indicator, periods: Sequence[Period]
) -> BoolArray:
    from desktop.core.similar import nearest_members, traits_of

    areas = data.areas(level)
    existed = np.flatnonzero(_existing(areas, periods)[:, area])
    if not len(existed):
        return np.zeros(len(areas), bool)
    traits = traits_of(data, level, periods[int(existed[-1])], (), (indicator.id,))
    nearest: BoolArray = nearest_members(traits, np.array([area]))[0]
    return nearest


def _coarsest(areas: Areas) -> str:
    """The parent level with the fewest areas in use, as comparisons take it too."""
    return min(areas.parents, key=lambda name: (len(set(areas.parents[name])), name))


def _district(
    data: Dataset,
    level: str,
    area: int,
    indicator: Indicator,
    periods: Sequence[Period],
    breakdown: str,
) -> Series:
    areas = data.areas(level)
    parent = _coarsest(areas)
    codes = areas.parents[parent]
    at = data.areas(parent).index.get(codes[area], -1)
    if at >= 0 and data.periods_of(indicator.id, parent, breakdown):
        (own,) = area_series(data, parent, indicator, (at,), periods, breakdown)
        return own
    members = np.array([bool(code) and code == codes[area] for code in codes])
    name = against_name(data, level, area, Against.DISTRICT)
    return _summed(data, level, indicator, members, name, periods, breakdown)

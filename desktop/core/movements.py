"""What has moved since the same time a year before, beyond what chance alone would give.

Every area and indicator with counts is tested, and the list is kept so short that among what stands
on it only a stated share is expected to be there by chance. The same part of the year before is the
yardstick, so that counts of twelve months share no month, and no season is taken for a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Direction, Indicator
from desktop.core.intervals import Z_95, cell_intervals, difference_intervals
from desktop.core.measures import Cells
from desktop.core.paired import (
    chances,
    common_ratio,
    discovery_rates,
    returning_share,
    spread_between,
)
from desktop.core.periods import Period, latest, order
from desktop.core.wording import _

RATE = 0.10  # at most this share of the list is there by chance
LEAST_SPREAD = 0.1  # under which a spread tells more of few counts than of areas
PLAIN = 0.001  # a p under this is beyond one side of a 99.8 % limit
_OLDEST = 731  # days that an indicator may lag behind the period asked for

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """One indicator at a period and a year before: a cell per area, and the municipality's own."""

    indicator: Indicator
    before_period: Period
    period: Period
    before: Cells
    now: Cells
    municipality_before: Cells
    municipality_now: Cells


@dataclass(frozen=True, slots=True)
class Asked:
    """What list is wanted.

    ``rate`` is the share of the list that may be there by chance. ``better`` turns it to what has
    moved the good way. ``apart`` leaves out the movement that all areas share. ``undirected`` tests
    also indicators that are neither good nor bad, both ways. ``sensitive`` lets the spread between
    areas be under 1 too; see
    :func:`desktop.core.paired.spread_between`.
    """

    rate: float = RATE
    better: bool = False
    apart: bool = False
    undirected: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the list.

    ``area`` is a position on the level. ``change`` and its 95 % interval ``low`` to ``high``,
    widened by the spread between areas, are in the indicator's unit, as is the municipality's own
    ``municipality_change`` (NaN where it has none). ``p`` is the chance of so large a move without
    any change, ``q`` the share of chance in the list down to here. ``indicators`` counts how many
    lines the area has on the list and ``subjects`` under how many headings they stand.
    ``returning`` is how large a share of the change an unusual start may explain, 0 to 1.
    ``before_counts`` and ``now_counts`` are how many there were and of how many (NaN for a plain
    count).
    """

    indicator: Indicator
    area: int
    before_period: Period
    period: Period
    before: float
    now: float
    before_counts: tuple[float, float]
    now_counts: tuple[float, float]
    change: float
    low: float
    high: float
    municipality_change: float
    p: float
    q: float
    indicators: int
    subjects: int
    returning: float


@dataclass(frozen=True, slots=True)
class Tested:
    """What was done with one indicator.

    ``spread`` is how many times more the areas vary than counts do by chance, at least 1;
    ``common`` the movement they share, as a ratio of odds (of shares) or of rates.
    """

    indicator: Indicator
    before_period: Period
    period: Period
    tested: int
    listed: int
    spread: float
    common: float
    municipality_change: float


@dataclass(frozen=True, slots=True)
class Untested:
    """Cells that could not be tested, by the reason; of areas that exist at the period.

    ``uncounted`` have no counts behind them: means and ready values. ``unpaired`` counts the
    indicators without numbers a year before, ``undirected`` those that are neither good nor bad.
    """

    withheld: int = 0
    missing: int = 0
    undefined: int = 0
    uncounted: int = 0
    unpaired: int = 0
    undirected: int = 0

    @property
    def cells(self) -> int:
        """How many cells in all."""
        return self.withheld + self.missing + self.undefined + self.uncounted


@dataclass(frozen=True, slots=True)
class MovedList:
    """What has moved, strongest evidence first, and what the list rests on.

    ``expected_false`` lines at most are there by chance, on average over many lists. A plain 99.8 %
    limit on every cell would have pointed at ``plain_flagged``.
    """

    asked: Asked
    rows: tuple[Movement, ...]
    tested: int
    untested: Untested
    expected_false: float
    plain_flagged: int
    parts: tuple[Tested, ...]


def pairs_of(data: Dataset, level: str, until: Period | None = None) -> tuple[Pair, ...]:
    """Every indicator of a level at its newest period and at the same part of the year before.

    Args:
        data: the extract.
        level: the level of areas.
        until: take for each indicator the newest period that has ended with this one, such as
            2025 for a yearly indicator where 2026K2 is asked for; the newest of all by default.
            Numbers that are two years older than that are left out.

    Raises:
        UsageError: no indicator of the level has numbers for ``until``.
    """
    held = data.indicators_of(level)
    known = sorted({at for each in held for at in data.periods_of(each.id, level)}, key=order)
    if not known:
        return ()
    if until is not None and until not in known:
        raise UsageError(
            _("Udtrækket har ingen tal for {period}.").format(period=until.label),
            hint=_("Der er tal fra {first} til {last}.").format(
                first=known[0].label, last=known[-1].label
            ),
        )
    found = (_pair_of(data, level, each, until or known[-1]) for each in held)
    return tuple(pair for pair in found if pair is not None)


def moved(
    data: Dataset,
    level: str,
    until: Period | None = None,
    asked: Asked | None = None,
    within: BoolArray | None = None,
) -> MovedList:
    """What has moved on a level, for all areas and indicators at once.

    Args:
        data: the extract.
        level: the level of areas.
        until: the period asked for, as in :func:`pairs_of`.
        asked: what list is wanted.
        within: the areas that are tested; all by default. The share of chance then holds for the
            list of these areas by itself, which a part picked from the list of all would not keep
            to. How much areas usually move is measured on all areas still.

    Raises:
        UsageError: no indicator of the level has numbers for ``until``, or the rate is no share.
    """
    asked = asked or Asked()
    if not 0 < asked.rate < 1:
        raise UsageError(
            _("Andelen af falske fund skal ligge mellem 0 og 1."), hint=_("Skriv fx 0,10.")
        )
    pairs = pairs_of(data, level, until)
    areas = data.areas(level)
    inside = np.ones(len(areas), bool) if within is None else within
    current = [areas.valid_on(pair.period.end) & inside for pair in pairs]
    unpaired = len(data.indicators_of(level)) - len(pairs)
    return moved_of(pairs, current, asked, unpaired)


def moved_of(
    pairs: Sequence[Pair], current: Sequence[BoolArray], asked: Asked, unpaired: int = 0
) -> MovedList:
    """The list of some pairs; ``current`` says which areas exist, for each pair."""
    families = [
        _family(pair, exists, asked)
        for pair, exists in zip(pairs, current, strict=True)
        if asked.undirected or pair.indicator.direction is not Direction.NEITHER
    ]
    sizes = [len(family.areas) for family in families]
    p = np.concatenate([family.p for family in families]) if families else np.zeros(0)
    q = discovery_rates(p)
    which = np.repeat(np.arange(len(families)), sizes)
    within = np.concatenate([np.arange(size) for size in sizes]) if sizes else np.zeros(0, int)
    listed = np.flatnonzero(q <= asked.rate)
    rows = _rows(families, which[listed], within[listed], p[listed], q[listed])
    counts = np.bincount(which[listed], minlength=len(families)).tolist()
    return MovedList(
        asked,
        rows,
        len(p),
        _untested(families, len(pairs) - len(families), unpaired),
        asked.rate * len(rows),
        int((p < PLAIN).sum()),
        tuple(
            Tested(
                family.pair.indicator,
                family.pair.before_period,
                family.pair.period,
                len(family.areas),
                count,
                family.spread,
                family.common,
                _municipality_change(family.pair),
            )
            for family, count in zip(families, counts, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Family:
    """The tests of one indicator: positions of the areas and a p for each."""

    pair: Pair
    areas: IntArray
    p: FloatArray
    spread: float
    common: float
    untested: IntArray  # by state, and last those without counts


def _family(pair: Pair, exists: BoolArray, asked: Asked) -> _Family:
    kind, before, now = pair.indicator.kind, pair.before, pair.now
    common = common_ratio(before, now, kind)
    least = LEAST_SPREAD if asked.sensitive else 1.0
    spread = spread_between(before, now, kind, common, least)
    ratio = common if asked.apart else 1.0
    direction = pair.indicator.direction
    if direction is Direction.NEITHER:
        both = [
            chances(before, now, kind, rises=rises, ratio=ratio, spread=spread)
            for rises in (True, False)
        ]
        p = np.minimum(2 * np.minimum(both[0], both[1]), 1.0)
    else:
        rises = (direction is Direction.WORSE) is not asked.better
        p = chances(before, now, kind, rises=rises, ratio=ratio, spread=spread)
    tested = exists & np.isfinite(p)
    left_out = np.maximum(before.states, now.states)[exists & ~tested]
    untested = np.bincount(left_out, minlength=len(State))
    return _Family(pair, np.flatnonzero(tested), p[tested], spread, common, untested)


def _rows(
    families: Sequence[_Family], which: IntArray, within: IntArray, p: FloatArray, q: FloatArray
) -> tuple[Movement, ...]:
    """The listed tests as lines, strongest evidence first."""
    positions = [int(families[at].areas[place]) for at, place in zip(which, within, strict=True)]
    subjects: dict[int, set[str]] = {}
    indicators: dict[int, int] = {}
    for at, area in zip(which, positions, strict=True):
        subjects.setdefault(area, set()).add(families[at].pair.indicator.dimension)
        indicators[area] = indicators.get(area, 0) + 1
    columns = {int(at): _columns(families[at]) for at in np.unique(which)}
    rows = []
    for place in np.lexsort((within, which, p)):
        at, area = int(which[place]), positions[place]
        pair, (low, high, returning) = families[at].pair, columns[at]
        before, now = float(pair.before.values[area]), float(pair.now.values[area])
        rows.append(
            Movement(
                pair.indicator,
                area,
                pair.before_period,
                pair.period,
                before,
                now,
                _counts_of(pair.before, area),
                _counts_of(pair.now, area),
                now - before,
                float(low[area]),
                float(high[area]),
                _municipality_change(pair),
                float(p[place]),
                float(q[place]),
                indicators[area],
                len(subjects[area]),
                float(returning[area]),
            )
        )
    return tuple(rows)


def _counts_of(cells: Cells, area: int) -> tuple[float, float]:
    return float(cells.numerators[area]), float(cells.denominators[area])


def _columns(family: _Family) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The interval of every area's change, and what an unusual start may explain of it."""
    pair, indicator = family.pair, family.pair.indicator
    z = Z_95 * float(np.sqrt(family.spread))
    early, late = (
        cell_intervals(cells, indicator.kind, indicator.per, z) for cells in (pair.before, pair.now)
    )
    low, high = difference_intervals(pair.now.values, late, pair.before.values, early)
    return low, high, returning_share(pair.before, pair.now, indicator.per)


def _untested(families: Sequence[_Family], undirected: int, unpaired: int) -> Untested:
    by_state = sum((family.untested for family in families), np.zeros(len(State), np.int64))
    return Untested(
        withheld=int(by_state[State.WITHHELD]),
        missing=int(by_state[State.MISSING]),
        undefined=int(by_state[State.UNDEFINED]),
        uncounted=int(by_state[State.SHOWN]),
        unpaired=unpaired,
        undirected=undirected,
    )


def _municipality_change(pair: Pair) -> float:
    return float(pair.municipality_now.values[0] - pair.municipality_before.values[0])


def _pair_of(data: Dataset, level: str, indicator: Indicator, until: Period) -> Pair | None:
    periods = data.periods_of(indicator.id, level)
    period = latest(periods, until)
    if period is None or (until.end - period.end).days > _OLDEST:
        return None
    before = period.year_before()
    if before not in periods:
        return None
    return Pair(
        indicator,
        before,
        period,
        data.cells(indicator.id, level, before),
        data.cells(indicator.id, level, period),
        data.municipality(indicator.id, before),
        data.municipality(indicator.id, period),
    )

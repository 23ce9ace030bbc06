"""How many cells of an indicator are shown and how many are not, level by level, for an audit.

Counts of cells alone; no number of the extract is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import MUNICIPALITY
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State, StateArray
from desktop.core.indicators import Indicator
from desktop.core.periods import Period


@dataclass(frozen=True, slots=True)
class Audited:
    """The cells of an indicator on a level over all its periods, or those of a breakdown of it.

    ``breakdown`` is its name, empty for the whole. A cell is an area that existed at the end of
    a period; ``parts`` is how many cells the breakdown divides it into, 1 for the whole.

    ``alone`` are withheld cells that are the only ones of their level, period and part that are not
    shown, while the municipality's own is: the rest of the sum, where the level's areas make up the
    municipality. ``only_child`` are those that are alone so below an area of a level above which is
    shown; ``exposed`` are those that are either. ``absent`` are withheld cells of areas that did
    not exist then, and not among the cells.
    """

    level: str
    breakdown: str
    parts: int
    first: Period
    last: Period
    periods: int
    shown: int
    withheld: int
    undefined: int
    missing: int
    alone: int
    only_child: int
    exposed: int
    absent: int

    @property
    def cells(self) -> int:
        """How many in all."""
        return self.shown + self.withheld + self.undefined + self.missing


def audited(data: Dataset, indicator: Indicator) -> tuple[Audited, ...]:
    """An indicator on every level that has it, the municipality last, each followed by its parts.

    Indicators without a single period give none.
    """
    return data.derived(("audited", indicator.id), lambda: tuple(_audited(data, indicator)))


def _audited(data: Dataset, indicator: Indicator) -> Iterator[Audited]:
    for level in (*(level.id for level in data.levels), MUNICIPALITY):
        parts = {"": [""]}
        for each in data.breakdowns_of(indicator.id, level):
            parts.setdefault(str(each.name), []).append(each.id)
        for name, ids in parts.items():
            if found := _summed(data, indicator.id, level, name, ids):
                yield found


def _summed(
    data: Dataset, indicator: str, level: str, name: str, ids: Sequence[str]
) -> Audited | None:
    held = [(id, data.periods_of(indicator, level, id)) for id in ids]
    held = [(id, periods) for id, periods in held if periods]
    if not held:
        return None
    counts = np.zeros(len(State), np.int64)
    alone = only_child = exposed = absent = 0
    for id, periods in held:
        states, exists = _states(data, indicator, level, id)
        counts += np.bincount(states[exists], minlength=len(State))
        absent += int((states[~exists] == State.WITHHELD).sum())
        if level != MUNICIPALITY:
            own = _municipality(data, indicator, id, periods)
            single = lone(states, exists, own)
            below = _only_children(data, indicator, level, id, states, exists)
            alone += int(single.sum())
            only_child += int(below.sum())
            exposed += int((single | below).sum())
    longest = max((periods for _id, periods in held), key=len)
    return Audited(
        level,
        name,
        len(held),
        longest[0],
        longest[-1],
        len(longest),
        int(counts[State.SHOWN]),
        int(counts[State.WITHHELD]),
        int(counts[State.UNDEFINED]),
        int(counts[State.MISSING]),
        alone,
        only_child,
        exposed,
        absent,
    )


def _states(
    data: Dataset, indicator: str, level: str, breakdown: str
) -> tuple[StateArray, NDArray[np.bool_]]:
    """States of all periods × areas, and which of the areas existed."""
    if level == MUNICIPALITY:
        states = data.municipality_history(indicator, breakdown).cells.states
        return states, np.ones(states.shape, bool)
    history = data.history(indicator, level, breakdown)
    areas = data.areas(level)
    exists = np.array([areas.valid_on(period.end) for period in history.periods], bool)
    return history.cells.states, exists.reshape(history.cells.states.shape)


def _municipality(
    data: Dataset, indicator: str, breakdown: str, periods: Sequence[Period]
) -> NDArray[np.bool_]:
    """In which of the periods the municipality's own cell is shown."""
    history = data.municipality_history(indicator, breakdown)
    shown = dict(zip(history.periods, (history.cells.states[:, 0] == State.SHOWN), strict=True))
    return np.array([bool(shown.get(period, False)) for period in periods], bool)


def lone(
    states: StateArray, exists: NDArray[np.bool_], whole: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Withheld cells beside which all others of their row are known.

    Args:
        states: of periods × areas.
        exists: which of the areas there were, in the same shape.
        whole: for every period, whether the sum of all is shown.

    Returns:
        Periods × areas. A cell that is undefined counts nobody and hides nothing; one that was
        never supplied could be anything.
    """
    hidden = exists & ((states == State.WITHHELD) | (states == State.MISSING))
    single = (hidden.sum(axis=1) == 1) & whole
    found: NDArray[np.bool_] = hidden & (states == State.WITHHELD) & single[:, None]
    return found


def _only_children(
    data: Dataset,
    indicator: str,
    level: str,
    breakdown: str,
    states: StateArray,
    exists: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """The withheld cells that are alone below a shown area of another level."""
    periods = data.periods_of(indicator, level, breakdown)
    found = np.zeros(states.shape, bool)
    for above, codes in data.areas(level).parents.items():
        held = {each.id for each in data.levels}
        if above not in held or not data.periods_of(indicator, above, breakdown):
            continue
        upper, there = _states(data, indicator, above, breakdown)
        place = data.areas(above).index
        row_of = {
            period: at for at, period in enumerate(data.periods_of(indicator, above, breakdown))
        }
        rows = np.array([row_of.get(period, -1) for period in periods], np.int64)
        shown = (upper == State.SHOWN) & there
        wholes = np.where(rows[:, None] >= 0, shown[rows], False)
        parents = np.array([place.get(code, -1) for code in codes], np.int64)
        found |= lone_below(states, exists, parents, wholes)
    return found


def lone_below(
    states: StateArray,
    exists: NDArray[np.bool_],
    parents: NDArray[np.int64],
    wholes: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Withheld cells that are alone so among the areas of the same parent; see :func:`lone`.

    Args:
        states: of periods × areas.
        exists: which of the areas there were, in the same shape.
        parents: the place of every area's parent, −1 for none.
        wholes: periods × parents, where the parent's own number is shown.
    """
    hidden = exists & ((states == State.WITHHELD) | (states == State.MISSING)) & (parents >= 0)
    count = np.zeros(wholes.shape, np.int64)
    period, area = np.nonzero(hidden)
    np.add.at(count, (period, parents[area]), 1)
    single = (count == 1) & wholes
    found: NDArray[np.bool_] = np.zeros(states.shape, bool)
    if wholes.shape[1]:
        own = single[:, np.where(parents >= 0, parents, 0)] & (parents >= 0)
        found = hidden & (states == State.WITHHELD) & own
    return found

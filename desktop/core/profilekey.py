"""Who an area is: its name, residents and dwellings, its owner, what it lies in and holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from desktop.core.areas import Areas, Effort
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.levelwords import called
from desktop.core.periods import Period, latest

_COUNTS_RESIDENTS = ("bef_antal", "beboere")


@dataclass(frozen=True, slots=True)
class Key:
    """Who the area is.

    ``residents`` and ``dwellings`` are NaN where unknown or withheld; ``counted_then`` is whether
    the residents are those of the time shown, else they are the extract's own. ``inside`` are the
    areas on coarser levels that it lies in, as (level's name, area's name), and ``holds`` how many
    areas of finer levels lie in it, as (number, what they are called).
    """

    name: str
    code: str
    level: str
    organisation: str
    sector: str
    residents: float
    counted_then: bool
    dwellings: float
    inside: tuple[tuple[str, str], ...]
    holds: tuple[tuple[int, str], ...]


def key_of(data: Dataset, level: str, position: int, period: Period) -> Key:
    """Who an area is at a time."""
    areas = data.areas(level)
    held = {each.id: each for each in data.levels}
    inside = []
    for parent, codes in areas.parents.items():
        code = codes[position]
        if not code or parent not in held:
            continue
        index = data.areas(parent).index
        name = data.areas(parent).names[index[code]] if code in index else code
        inside.append((str(held[parent].name), name))
    residents, then = _residents(data, areas, position, period)
    return Key(
        areas.names[position],
        areas.codes[position],
        str(held[level].name),
        areas.organisations[position],
        areas.sectors[position],
        residents,
        then,
        float(areas.dwellings[position]) if _is_new_enough(data, period) else math.nan,
        tuple(inside),
        _holds(data, level, areas.codes[position], period),
    )


def efforts_of(data: Dataset, level: str, position: int) -> tuple[Effort, ...]:
    """The efforts in an area, oldest first."""
    code = data.areas(level).codes[position]
    own = [each for each in data.efforts if each.level == level and each.area == code]
    return tuple(sorted(own, key=lambda each: (each.start, each.name)))


def _residents(data: Dataset, areas: Areas, position: int, period: Period) -> tuple[float, bool]:
    """The residents at the time shown; else the extract's own number. NaN where withheld then."""
    if not areas.valid_on(period.end)[position]:
        return math.nan, False
    for id in _COUNTS_RESIDENTS:
        at = latest(data.periods_of(id, areas.level), period)
        if at is None or not period.start <= at.end <= period.end:
            continue
        cells = data.cells(id, areas.level, at)
        if cells.states[position] == State.SHOWN:
            return float(cells.values[position]), True
        if cells.states[position] == State.WITHHELD:
            return math.nan, False
    return float(areas.residents[position]), False


def _is_new_enough(data: Dataset, period: Period) -> bool:
    """Whether the extract's own count of dwellings may stand beside a time: within two years."""
    return abs((data.manifest.created - period.end).days) < 731


def _holds(data: Dataset, level: str, code: str, period: Period) -> tuple[tuple[int, str], ...]:
    found = []
    for each in data.levels:
        if each.id == level:
            continue
        finer = data.areas(each.id)
        codes = finer.parents.get(level)
        if codes is None:
            continue
        there = finer.valid_on(period.end) & (np.array(codes, dtype=np.str_) == code)
        count = int(there.sum())
        if count:
            words = called(each)
            found.append((count, words.one if count == 1 else words.many))
    return tuple(found)

"""What the table is made of: names of its columns, words of a level, and stretches to paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from desktop.core.areatable import (
    BoolArray,
    IntArray,
    NumberColumn,
    WordColumn,
    ordered,
    word_column,
)
from desktop.core.areawholes import parent_name
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, StateArray

NAME, PLACE, RESIDENTS, CATEGORY = "@name", "@place", "@residents", "@category"
ORGANISATION, SECTOR, WITHIN = "@organisation", "@sector", "@within:"
COUNTS_RESIDENTS = "bef_antal"  # the indicator that counts the residents, where there is one

Column = NumberColumn | WordColumn


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a column: its name, its unit and period, and the whole of it in words."""

    name: str
    unit: str
    told: str


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Some rows of a column of numbers, for painting: texts, and what bars are drawn from."""

    texts: list[str]
    values: FloatArray
    low: FloatArray
    high: FloatArray
    states: StateArray
    small: BoolArray

    def of(self, those: BoolArray) -> Stretch:
        """Some of the rows."""
        return Stretch(
            [text for text, own in zip(self.texts, those.tolist(), strict=True) if own],
            self.values[those],
            self.low[those],
            self.high[those],
            self.states[those],
            self.small[those],
        )


class LevelWords:
    """The words about the areas of a level, which are the same at every time."""

    def __init__(self, data: Dataset, level: str) -> None:
        self._data = data
        self.level = level
        self._columns: dict[str, WordColumn] = {}

    def column(self, id: str) -> WordColumn:
        """Names, organisations, sectors, or what the areas lie in."""
        if id not in self._columns:
            self._columns[id] = word_column(self._texts(id))
        return self._columns[id]

    @cached_property
    def by_name(self) -> IntArray:
        """All positions in the order of their names."""
        return ordered(
            np.arange(len(self._data.areas(self.level))), self.column(NAME).places, falling=False
        )

    def _texts(self, id: str) -> Sequence[str]:
        areas = self._data.areas(self.level)
        if id == NAME:
            return [name or code for name, code in zip(areas.names, areas.codes, strict=True)]
        if id == ORGANISATION:
            return areas.organisations
        if id == SECTOR:
            return areas.sectors
        parent = id.removeprefix(WITHIN)
        codes = areas.parents.get(parent, ("",) * len(areas))
        names = {code: parent_name(self._data, parent, code) if code else "" for code in {*codes}}
        return [names[code] for code in codes]


def place_words(best: int, worst: int) -> str:
    """``3–11``; a dash where the place cannot be told."""
    if not best:
        return "–"
    return f"{best}" if best == worst else f"{best}–{worst}"


def stretch_of(texts: list[str], column: NumberColumn, at: IntArray) -> Stretch:
    cells = column.cells
    return Stretch(
        texts,
        cells.values[at],
        column.low[at],
        column.high[at],
        cells.states[at],
        column.small[at],
    )

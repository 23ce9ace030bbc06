"""A drawing with cells in rows and columns that can be pointed at, walked through and chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.maps.drawing import Drawing


@dataclass(frozen=True, slots=True)
class CrossColours:
    """What tables and charts of cells are drawn in."""

    ink: str
    muted: str
    hairline: str
    surface: str
    track: str
    bar: str
    accent: str
    selected: str
    withheld: str
    hatch: str
    missing: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell: where it stands in the table, where it lies on the drawing, and what it says.

    ``lines`` are for a card beside the pointer and for those who hear them, the first a heading.
    """

    row: int
    column: int
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class CellChart:
    """A drawing and its cells, in any order; no two in the same row and column."""

    drawing: Drawing
    spots: tuple[Spot, ...]

    @cached_property
    def _boxes(self) -> FloatArray:
        made = [(each.left, each.top, each.width, each.height) for each in self.spots]
        return np.array(made, np.float64).reshape(-1, 4)

    @cached_property
    def _places(self) -> dict[tuple[int, int], int]:
        return {(each.row, each.column): at for at, each in enumerate(self.spots)}

    def at(self, x: float, y: float) -> int:
        """The cell at a place of the drawing, −1 where there is none."""
        left, top, width, height = self._boxes.T
        inside = (left <= x) & (x < left + width) & (top <= y) & (y < top + height)
        found = np.flatnonzero(inside)
        return int(found[0]) if len(found) else -1

    def step(self, at: int, rows: int, columns: int) -> int:
        """The cell so many rows further down and columns to the right; the same where none is.

        Empty places on the way are passed over.
        """
        spot = self.spots[at]
        row, column = spot.row, spot.column
        last = (max(each.row for each in self.spots), max(each.column for each in self.spots))
        while 0 <= row + rows <= last[0] and 0 <= column + columns <= last[1]:
            row, column = row + rows, column + columns
            if (row, column) in self._places:
                return self._places[row, column]
        return at

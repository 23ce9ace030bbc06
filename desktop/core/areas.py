"""Areas: who they are on each level, and their outlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from desktop.core.indicators import Text

MUNICIPALITY = "kommune"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of areas: afdeling, boligområde, distrikt …"""

    id: str
    name: Text
    plural: Text
    count: int


@dataclass(frozen=True)
class Areas:
    """The areas of one level, one entry per area in every column.

    ``residents`` and ``dwellings`` are NaN where unknown or withheld. ``valid_from`` and
    ``valid_to`` are days as ordinals, with 0 and a far day for "always". ``parents`` maps a level
    to the code of the area's parent there, empty where it has none.
    """

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    organisations: tuple[str, ...]
    sectors: tuple[str, ...]
    residents: NDArray[np.float64]
    dwellings: NDArray[np.float64]
    valid_from: NDArray[np.int32]
    valid_to: NDArray[np.int32]
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many areas the level has, past and present."""
        return len(self.codes)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of each code."""
        return {code: position for position, code in enumerate(self.codes)}

    def valid_on(self, day: dt.date) -> NDArray[np.bool_]:
        """Which areas existed on a day."""
        ordinal = day.toordinal()
        return (self.valid_from <= ordinal) & (ordinal <= self.valid_to)


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Rings or lines in centimetres of the extract's metric CRS, packed.

    ``points`` is (n, 2) int32, east and north. Ring r is
    ``points[starts[r]:starts[r + 1]]``, closed (first point repeated), and belongs to the area at
    position ``owners[r]``; holes are rings too, and an area is filled by the even-odd rule.
    ``border_points`` and ``border_starts`` hold the same borders as lines, each shared border once.
    """

    points: NDArray[np.int32]
    starts: NDArray[np.int32]
    owners: NDArray[np.int32]
    border_points: NDArray[np.int32]
    border_starts: NDArray[np.int32]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres; zeros when there are no points."""
        if not len(self.points):
            return (0.0, 0.0, 0.0, 0.0)
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        return (low[0] / 100, low[1] / 100, high[0] / 100, high[1] / 100)

    def rings_of(self, area: int) -> list[NDArray[np.float64]]:
        """The rings of one area in metres."""
        return [
            self.points[self.starts[ring] : self.starts[ring + 1]] / 100.0
            for ring in np.flatnonzero(self.owners == area)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """One kind of quiet layer: ``land``, ``water``, ``green``, ``road``, ``rail``, ``building``.

    Lines are rings that are not closed.
    """

    kind: str
    outlines: Outlines


@dataclass(frozen=True, slots=True)
class Place:
    """A point of interest, in metres."""

    kind: str
    name: str
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Effort:
    """An effort (indsats) in an area, with an end day where it has ended."""

    level: str
    area: str
    name: str
    start: dt.date
    end: dt.date | None
    text: str = ""

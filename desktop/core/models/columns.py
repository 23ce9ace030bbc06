"""The columns a model is worked out on: a row per year, oldest first, and an entry per area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Direction, Kind
from desktop.core.intervals import Z_95, Interval, cell_intervals
from desktop.core.measures import Cells
from desktop.core.periods import Period

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class InputColumns:
    """One input over years × areas.

    ``indicator`` is the id of the indicator that was read, empty where the extract has none of
    those the model names (then every cell is missing). ``periods`` are the periods behind each
    year's cells, newest first, empty where there are none; more than one where years are pooled.
    The rest are the indicator's.
    """

    cells: Cells
    municipality: Cells  # years × 1
    indicator: str = ""
    direction: Direction = Direction.NEITHER
    kind: Kind = Kind.SHARE
    per: float = 100.0
    unit: str = "%"
    decimals: int = 1
    periods: tuple[tuple[Period, ...], ...] = ()

    def intervals(self, z: float = Z_95) -> Interval:
        """The interval of every cell, years × areas; NaN where there is none."""
        return cell_intervals(self.cells, self.kind, self.per, z)


@dataclass(frozen=True, slots=True, eq=False)
class ModelInputs:
    """All that a model is worked out on; years × areas where nothing else is said.

    The first ``lead`` rows are years that the model only looks back at (categories that must hold
    years in a row, changes); the others are the years asked for.
    """

    inputs: Mapping[str, InputColumns]  # by the id of the model's input; every one is here
    residents: FloatArray  # NaN where unknown or withheld
    exists: BoolArray  # which areas there were in each year
    in_sector: BoolArray  # areas: whether the sector is the model's; all true when it names none
    periods: tuple[Period, ...] = ()  # the period of each row; may be empty in a test
    lead: int = 0
    level: str = ""
    codes: tuple[str, ...] = ()
    residents_periods: tuple[Period | None, ...] = ()  # None: from the list of areas
    references: Mapping[str, FloatArray] = field(default_factory=dict)  # id → a value per year
    reference_years: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()  # references that the caller gave values for
    switches: Mapping[str, bool] = field(default_factory=dict)  # absent: the model's default

    @property
    def years(self) -> int:
        """How many rows there are, those looked back at included."""
        return len(self.residents)

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return len(self.in_sector)

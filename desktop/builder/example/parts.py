"""The people divided by age and origin: whole numbers in every cell that add up to the counts.

Nothing here draws from the generator that the town comes of, so the town stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.builder.example.people import Column, Counts, Population
from desktop.builder.example.yearly import split

BANDS = ("0_15", "16_17", "18_29", "30_49", "50_66", "67_")
ORIGINS = ("dansk_vestlig", "ikke_vestlig")
# Years of 27-64 that lie in 27-29, 30-49 and 50-64, and the part of 50-66 that is 50-59.
_YEARS_OF_WORK = (3.0, 20.5, 14.5)
_OF_THE_FIFTIES = 0.62
_ORIGIN_LEAN = (0.18, 0.20, 0.25, 0.20, -0.30, -0.95)  # by band, on the logit scale
_ROUNDS = 48  # of halving an interval of 40


@dataclass(frozen=True, slots=True)
class Lean:
    """Which cells a count is found in more or less: by age of the adults, and by origin."""

    base: str
    young: float
    middle: float
    older: float
    origin: float


DIVIDED: Mapping[str, Lean] = {
    "udenfor_arbejdsmarkedet": Lean("beboere_16_66", -0.85, -0.40, 0.65, 0.40),
    "kontanthjaelp": Lean("beboere_18_66", 0.35, 0.15, -0.45, 0.80),
}
ADULT_BANDS = ("18_29", "30_49", "50_66")


@dataclass(frozen=True, slots=True)
class Parts:
    """Counts by cell: of everyone by band, and of `DIVIDED` and its bases by band and origin.

    Columns of `adults` are cells × units × quarters; a cell is a band of `ADULT_BANDS` and an
    origin, and the first band takes those of 16 and 17 years too where the base does.
    """

    bands: Mapping[str, Counts]
    adults: Mapping[str, Counts]

    @property
    def middle_aged(self) -> Counts:
        """Residents of 30 to 59 years, by unit and quarter."""
        fifties = np.round(_OF_THE_FIFTIES * self.bands["50_66"]).astype(np.int64)
        return np.asarray(self.bands["30_49"] + fifties)


def cells() -> list[tuple[str, str]]:
    """The cells of `Parts.adults` in order: band and origin."""
    return [(band, origin) for band in ADULT_BANDS for origin in ORIGINS]


def parts(population: Population, generator: np.random.Generator) -> Parts:
    """Divide the people by age and origin."""
    bands = _bands(population, generator)
    everyone = np.stack([bands[band] for band in BANDS])
    origin = allotted(
        population.counts["ikke_vestlig_herkomst"],
        everyone,
        _leans(_ORIGIN_LEAN, everyone.shape[1], generator),
    )
    both = np.stack([everyone - origin, origin], axis=1)  # bands × origins × units × quarters
    with_youth = both[2:5].copy()
    with_youth[0] += both[1]
    bases = {"beboere_16_66": with_youth, "beboere_18_66": both[2:5]}
    adults = {name: base.reshape(-1, *base.shape[2:]) for name, base in bases.items()}
    for name, lean in DIVIDED.items():
        rows = np.add.outer((lean.young, lean.middle, lean.older), (0.0, lean.origin)).reshape(-1)
        base = adults[lean.base]
        total = population.counts[name]
        adults[name] = allotted(total, base, _leans(rows, base.shape[1], generator))
    return Parts(bands, adults)


def _bands(population: Population, generator: np.random.Generator) -> dict[str, Counts]:
    """Everyone by band. The long group of 27-64 years is divided; the others are as drawn."""
    ages = population.ages
    rows = len(population.district)
    younger = generator.normal(0.0, 0.12, rows) + 0.05 * population.units.factor
    weights = np.array(_YEARS_OF_WORK)[:, None] * np.exp(np.outer((1.0, 0.6, -1.0), younger))
    work = ages["27_64"].astype(np.float64)
    late_twenties, middle, fifties = split(work, np.repeat(weights[:, :, None], work.shape[1], 2))
    return {
        "0_15": ages["0_5"] + ages["6_9"] + ages["10_15"],
        "16_17": ages["16_17"],
        "18_29": ages["18_23"] + ages["24_26"] + late_twenties,
        "30_49": middle,
        "50_66": fifties + ages["65_66"],
        "67_": ages["67_"],
    }


def _leans(rows: Sequence[float] | Column, units: int, generator: np.random.Generator) -> Column:
    """The lean of every cell and unit: the cell's own, and what a unit has beside it."""
    own = generator.normal(0.0, 0.12, (len(rows), units))
    return np.asarray(np.asarray(rows)[:, None] + own)


def allotted(total: Counts, base: Counts, lean: Column) -> Counts:
    """`total` (units × quarters) divided over cells, none more than its `base`.

    The share of a cell is the logistic of a level, common to a unit's cells, and its `lean`; the
    level is found by halving. Cells × units × quarters, whole numbers that add up to `total`.
    """
    low = np.full(total.shape, -20.0)
    high = np.full(total.shape, 20.0)
    for _ in range(_ROUNDS):
        level = (low + high) / 2.0
        short = _expected(base, level, lean).sum(axis=0) < total
        low, high = np.where(short, level, low), np.where(short, high, level)
    running = np.cumsum(_expected(base, high, lean), axis=0)
    # Halves always go up, so that a cell gets at most its expected number rounded up.
    ends = np.floor(running + 0.5)
    ends[-1] = total
    return np.diff(ends, axis=0, prepend=0.0).astype(np.int64)


def _expected(base: Counts, level: Column, lean: Column) -> Column:
    return np.asarray(base / (1.0 + np.exp(-(level[None] + lean[:, :, None]))))

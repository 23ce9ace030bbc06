"""The invented people: how many live where in each quarter, and what is counted about them.

No person is drawn. For every unit of homes (each housing department, and the rest of each
district) and every quarter there are integer counts; areas, districts and the municipality are
their sums, so that all levels agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.builder.example.conditions import (
    AGES,
    CONDITIONS,
    FJORDPARKEN_RESIDENTS,
    FJORDPARKEN_SHARES,
    PLANS,
    Condition,
    Plan,
)
from desktop.builder.example.settlement import ALMEN, Area, Settlement
from desktop.builder.example.town import Mosaic

Column = NDArray[np.float64]
Counts = NDArray[np.int64]

PERIODS = tuple(f"{year}K{quarter}" for year in range(2016, 2027) for quarter in range(1, 5))[:42]
TOWN = 118_000  # residents in the last quarter
SHARE_IN_AREAS = 0.82  # of the residents
TINY_AREAS, TINY_DEPARTMENTS = 3, 9  # with fewer than 50 residents
EFFECT_QUARTERS = 20  # until an effort has its whole effect
FLOOR_AREA = 47.0  # square metres for each resident of the municipality


@dataclass(frozen=True, slots=True)
class Units:
    """What is fixed for each unit of homes."""

    area: Counts  # position in `Settlement.current`, -1 for the rest of a district
    district: Counts
    factor: Column  # latent, about 0 on average, higher where more people lack work or money
    residents: Column  # in the last quarter
    opened: Counts  # position of the first quarter


@dataclass(frozen=True, slots=True)
class Population:
    """Counts of every unit (rows) in every quarter (columns) by column name.

    The first units are the housing departments, by `Department.unit`; the last are the rest of
    each district. Before a unit is built all its counts are 0. `ages` divides everyone by the
    groups of `AGES`. `square_metres` is the floor area of the occupied homes.
    """

    counts: Mapping[str, Counts]
    ages: Mapping[str, Counts]
    square_metres: Column
    units: Units
    efforts: tuple[tuple[str, Plan], ...]  # code of the area and what is done there

    @property
    def district(self) -> Counts:
        """The district of each unit."""
        return self.units.district

    def total(self, column: str, units: Sequence[int]) -> Counts:
        """The count of some units together, by quarter."""
        return np.asarray(self.counts[column][list(units)].sum(axis=0))


def populate(
    settlement: Settlement, blocks: Mosaic, live: NDArray[np.bool_], generator: np.random.Generator
) -> Population:
    """Draw the people of the town. `live` says which blocks have homes."""
    units = _units(settlement, blocks, live, generator)
    efforts = _placed(settlement, units)
    residents = _residents(units, generator)
    ages = _ages(residents, units, generator)
    counts = _bases(residents, ages)
    homes = _homes(residents, units, generator)
    counts |= homes
    for condition in CONDITIONS:
        base = counts[condition.base]
        shares, pinned = expected_shares(condition, base, units, settlement, efforts, generator)
        counts[condition.numerator] = drawn_counts(condition, base, shares, pinned, generator)
    provided = counts["kontanthjaelp"] + counts["foertidspension"]
    counts["selvforsoergende"] = np.minimum(
        counts["selvforsoergende"], counts["beboere_18_66"] - provided
    )
    each = FLOOR_AREA * np.exp(-0.07 * units.factor + generator.normal(0.0, 0.07, len(units.area)))
    metres = np.round(residents * each[:, None] * (1.0 + 0.002 * _years_back()))
    metres *= FLOOR_AREA * residents[:, -1].sum() / metres[:, -1].sum()
    return Population(counts, ages, metres, units, efforts)


def _years_back() -> Column:
    """Years from each quarter to the last one; 0 or negative."""
    return (np.arange(len(PERIODS)) - (len(PERIODS) - 1)) / 4.0


def _units(
    settlement: Settlement, blocks: Mosaic, live: NDArray[np.bool_], generator: np.random.Generator
) -> Units:
    areas, rest = settlement.current, len(settlement.districts)
    owner = [number for number, area in enumerate(areas) for _ in area.departments]
    middles = np.array([blocks.middles[list(area.blocks)].mean(axis=0) for area in areas])
    patch = np.sin(middles[:, 0] / 520.0 + 1.0) + np.sin(middles[:, 1] / 430.0 - 0.5)
    almen = np.array([area.sector == ALMEN for area in areas])
    latent = 0.42 * patch + generator.normal(0.0, 0.68, len(areas)) + np.where(almen, 0.45, -0.8)
    latent[0] = 1.2
    own = latent[owner] + generator.normal(0.0, 0.28, len(owner))
    district = [areas[number].district for number in owner]
    opened = [
        0 if (start := areas[number].valid_from) is None or areas[number].code in _renumbered(areas)
        else PERIODS.index(f"{start.year}K{(start.month + 2) // 3}")
        for number in owner
    ]  # fmt: skip
    inside = _residents_inside(areas, blocks, owner, generator)
    outside = _residents_outside(areas, blocks, live, settlement)
    return Units(
        area=np.array(owner + [-1] * rest),
        district=np.array(district + list(range(rest))),
        factor=np.concatenate([own, generator.normal(-0.75, 0.2, rest)]),
        residents=np.concatenate([inside, outside]),
        opened=np.array(opened + [0] * rest),
    )


def _renumbered(areas: Sequence[Area]) -> set[str]:
    """Codes of areas that began as a redrawing, whose homes are older."""
    starts = sorted({area.valid_from for area in areas if area.valid_from})
    return {area.code for area in areas if area.valid_from == starts[-1]}


def _residents_inside(
    areas: Sequence[Area], blocks: Mosaic, owner: Sequence[int], generator: np.random.Generator
) -> Column:
    """Residents of each department: hectares, denser near the centre, with a few tiny ones."""
    parts = [department for area in areas for department in area.departments]
    hectares = np.array([blocks.hectares[list(part.blocks)].sum() for part in parts])
    middles = np.array([blocks.middles[list(part.blocks)].mean(axis=0) for part in parts])
    away = np.hypot(*(middles - np.median(middles, axis=0)).T)
    weight = hectares**0.8 * np.exp(-away / 5200.0 + generator.normal(0.0, 0.3, len(parts)))
    owners = np.array(owner)
    numbers = np.bincount(owners)
    single = np.flatnonzero((numbers == 1) & [area.sector != ALMEN for area in areas])
    tiny_areas = generator.choice(single, TINY_AREAS, replace=False)
    second = [area.departments[-1].unit for area in areas[1:] if len(area.departments) >= 3]
    tiny = np.isin(owners, tiny_areas)
    tiny[generator.choice(second, TINY_DEPARTMENTS, replace=False)] = True
    free = ~tiny & (owners != 0)
    residents = np.where(tiny, generator.uniform(19.0, 44.0, len(parts)), 0.0)
    residents[owners == 0] = FJORDPARKEN_RESIDENTS * weight[owners == 0] / weight[owners == 0].sum()
    left = SHARE_IN_AREAS * TOWN - residents.sum()
    residents[free] = left * weight[free] / weight[free].sum()
    rounded = np.asarray(np.round(residents), dtype=np.float64)
    rounded[0] += FJORDPARKEN_RESIDENTS - rounded[owners == 0].sum()
    return rounded


def _residents_outside(
    areas: Sequence[Area], blocks: Mosaic, live: NDArray[np.bool_], settlement: Settlement
) -> Column:
    """Residents of each district outside the housing areas, by hectares of other housing."""
    taken = np.zeros(len(live), dtype=np.bool_)
    sums = np.zeros(len(settlement.districts))
    for area in areas:
        taken[list(area.blocks)] = True
    centre = np.array([blocks.middles[list(area.blocks)].mean(axis=0) for area in areas])
    labels = np.array([area.district for area in areas])
    open_blocks = np.flatnonzero(live & ~taken)
    away = blocks.middles[open_blocks][:, None, :] - centre[None, :, :]
    nearest = np.hypot(*away.transpose(2, 0, 1)).argmin(axis=1)
    np.add.at(sums, labels[nearest], blocks.hectares[open_blocks])
    return np.asarray(np.round((1.0 - SHARE_IN_AREAS) * TOWN * sums / sums.sum()))


def _placed(settlement: Settlement, units: Units) -> tuple[tuple[str, Plan], ...]:
    """Give the efforts without a place to almen areas that have the most to gain."""
    areas = settlement.current
    need = np.array([units.factor[list(area.units)].mean() for area in areas])
    large = np.array([units.residents[list(area.units)].sum() > 450.0 for area in areas])
    fit = np.array([area.sector == ALMEN and area.valid_from is None for area in areas]) & large
    fit[0] = False
    ranked = iter(np.argsort(np.where(fit, -need, np.inf), kind="stable").tolist())
    return tuple((plan.area or areas[next(ranked)].code, plan) for plan in PLANS)


def walk(rows: int, keep: float, generator: np.random.Generator) -> Column:
    """Standard normal noise by unit and quarter that remembers `keep` of the quarter before."""
    steps = generator.normal(0.0, 1.0, (rows, len(PERIODS)))
    noise = steps.copy()
    for quarter in range(1, len(PERIODS)):
        noise[:, quarter] = keep * noise[:, quarter - 1] + np.sqrt(1 - keep**2) * steps[:, quarter]
    return noise


def _residents(units: Units, generator: np.random.Generator) -> Counts:
    rows = len(units.area)
    growth = generator.normal(0.0042, 0.006, rows)  # a year
    noise = walk(rows, 0.9, generator)
    noise -= noise[:, -1:]
    level = np.exp(growth[:, None] * _years_back() + 0.008 * noise)
    age = np.arange(len(PERIODS)) - units.opened[:, None]
    young = (units.opened[:, None] > 0) & (age < 10)
    level *= np.where(young, 0.5 + 0.05 * age, 1.0)
    level[age < 0] = 0.0
    return np.round(units.residents[:, None] * level).astype(np.int64)


def _ages(residents: Counts, units: Units, generator: np.random.Generator) -> dict[str, Counts]:
    """Divide the residents by age; the groups add up to everyone."""
    rows = len(residents)
    table = np.array(list(AGES.values()))
    older = generator.normal(0.0, 0.45, rows)
    younger = generator.normal(0.0, 0.4, rows) - 0.3 * older
    lean = np.outer(units.factor, table[:, 1]) + np.outer(older, table[:, 2])
    lean += np.outer(younger, table[:, 3]) + generator.normal(0.0, 0.06, lean.shape)
    weights = table[:, 0] * np.exp(lean)
    final = residents[:, -1].astype(np.float64)
    for _ in range(25):
        weights /= weights.sum(axis=1, keepdims=True)
        weights *= table[:, 0] * final.sum() / (final @ weights)
    drift = np.exp(table[:, 4][None, :] * (_years_back() / 10.0)[:, None])
    shares = weights[:, None, :] * drift[None, :, :]
    shares *= 1.0 + 0.02 * walk(rows * len(AGES), 0.95, generator).reshape(
        rows, len(AGES), -1
    ).transpose(0, 2, 1)
    shares /= shares.sum(axis=2, keepdims=True)
    ends = np.round(residents[:, :, None] * np.cumsum(shares, axis=2)).astype(np.int64)
    groups = np.diff(ends, axis=2, prepend=0)
    return dict(zip(AGES, np.moveaxis(groups, 2, 0), strict=True))


def _bases(residents: Counts, by_age: Mapping[str, Counts]) -> dict[str, Counts]:
    """Add up the age groups that shares are taken of."""

    def together(*names: str) -> Counts:
        return np.asarray(np.sum([by_age[name] for name in names], axis=0, dtype=np.int64))

    work = ("18_23", "24_26", "27_64")
    return {
        "beboere": residents,
        "boern_0_17": together("0_5", "6_9", "10_15", "16_17"),
        "aeldre_65": together("65_66", "67_"),
        "beboere_16_66": together("16_17", *work, "65_66"),
        "beboere_18_66": together(*work, "65_66"),
        "beboere_18_64": together(*work),
        "unge_24_26": by_age["24_26"],
        "boern_6_17": together("6_9", "10_15", "16_17"),
        "unge_10_17": together("10_15", "16_17"),
        "boern_i_dagtilbud": np.round(0.86 * together("0_5", "6_9")).astype(np.int64),
        "elever": np.round(0.97 * together("6_9", "10_15")).astype(np.int64),
        "voksne": together(*work, "65_66", "67_"),
    }


def _homes(residents: Counts, units: Units, generator: np.random.Generator) -> dict[str, Counts]:
    """Households, dwellings and tenancies. The number of dwellings of a unit never changes."""
    size = 1.98 * np.exp(generator.normal(0.0, 0.09, len(residents)) + 0.02 * units.factor)
    wobble = 1.0 + 0.004 * walk(len(residents), 0.9, generator)
    households = np.minimum(np.ceil(residents / (size[:, None] * wobble)), residents)
    dwellings = np.ceil(households.max(axis=1, keepdims=True) * 1.012)
    standing = np.arange(len(PERIODS)) >= units.opened[:, None]
    return {
        "husstande": households.astype(np.int64),
        "boliger": np.where(standing, dwellings, 0.0).astype(np.int64),
        "lejemaal": np.where(standing, np.round(dwellings * 0.985), 0.0).astype(np.int64),
    }


def expected_shares(
    condition: Condition,
    base: Counts,
    units: Units,
    settlement: Settlement,
    efforts: Sequence[tuple[str, Plan]],
    generator: np.random.Generator,
) -> tuple[Column, NDArray[np.bool_]]:
    """The expected share of every unit and quarter, and which units are given beforehand."""
    rows = len(units.area)
    lean = condition.load * units.factor + generator.normal(0.0, condition.spread, rows)
    pinned = (units.area == 0) & (condition.numerator in FJORDPARKEN_SHARES)
    given = FJORDPARKEN_SHARES.get(condition.numerator, 0.5)
    final = base[:, -1].astype(np.float64)
    low, high = -15.0, 15.0
    for _ in range(50):
        middle = (low + high) / 2.0
        share = np.where(pinned, given, _logistic(middle + lean))
        low, high = (
            (middle, high) if final @ share < condition.share * final.sum() else (low, middle)
        )
    level = np.where(pinned, np.log(given / (1.0 - given)), low + lean)
    course = condition.drift * _years_back() / 10.0 + _seasons(condition) + _shock(condition)
    change = np.broadcast_to(course - course[-1], (rows, len(PERIODS))).copy()
    where = {area.code: number for number, area in enumerate(settlement.current)}
    for code, plan in efforts:
        effect = plan.effects.get(condition.numerator, 0.0)
        change[units.area == where[code]] += effect * (_progress(plan) - _progress(plan)[-1])
    return _logistic(level[:, None] + change), pinned


def _logistic(number: Column | float) -> Column:
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(number))))


def _seasons(condition: Condition) -> Column:
    return np.array(condition.season)[np.arange(len(PERIODS)) % 4]


def _shock(condition: Condition) -> Column:
    since = np.arange(len(PERIODS)) - PERIODS.index("2020K2")
    return condition.shock * np.where(since < 0, 0.0, np.exp(-np.maximum(since, 0) / 3.0))


def _progress(plan: Plan) -> Column:
    """How much of an effort's effect is there in each quarter; it stays after the effort."""
    first = PERIODS.index(f"{plan.start[:4]}K{(int(plan.start[5:7]) + 2) // 3}")
    return np.clip((np.arange(len(PERIODS)) - first) / EFFECT_QUARTERS, 0.0, 1.0)


def drawn_counts(
    condition: Condition,
    base: Counts,
    shares: Column,
    pinned: NDArray[np.bool_],
    generator: np.random.Generator,
) -> Counts:
    """Integer counts around base x share: Poisson where few are expected, else binomial noise."""
    noise = condition.noise * walk(len(base), condition.keep, generator)
    noise[pinned] = 0.4 * (noise[pinned] - noise[pinned][:, -1:])
    mean = base * shares
    spread = np.sqrt(mean * (1.0 - shares))
    # The municipality as a whole follows the plan: what the areas' noise adds up to is taken out.
    excess = (spread * noise).sum(axis=0) / np.maximum((spread**2).sum(axis=0), 1.0)
    noise -= np.where(pinned[:, None], 0.0, spread * excess)
    many = np.round(mean + noise * spread)
    few = np.where(pinned[:, None] | (condition.noise == 0.0), many, _poisson(mean, noise))
    counts = np.where(mean < 12.0, few, many)
    return np.clip(counts, 0, base).astype(np.int64)


def _poisson(mean: Column, walk: Column) -> Column:
    """The Poisson count with the same probability below it as the normal number `walk` has."""
    below = 1.0 / (1.0 + np.exp(-1.5976 * walk - 0.07056 * walk**3))
    small = np.minimum(mean, 12.0)
    term = np.exp(-small)
    reached, count = term.copy(), np.zeros_like(mean)
    for number in range(1, 40):
        count += below > reached
        term = term * small / number
        reached += term
    return count

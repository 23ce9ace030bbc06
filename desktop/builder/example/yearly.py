"""What is counted once a year, and the survey: by unit of homes, so that all levels agree.

Nothing here draws from the generator that the town comes of, so the town stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop.builder.example.circumstances import (
    COURSES,
    FJORDPARKEN_COURSE,
    INCOME,
    INCOME_LOAD,
    INCOME_SPREAD,
    LARGE,
    SURVEY,
    SURVEY_YEARS,
    TURNS,
    YEARLY,
    YEARS,
    Course,
)
from desktop.builder.example.people import (
    PERIODS,
    Column,
    Counts,
    Population,
    drawn_counts,
    expected_shares,
)
from desktop.builder.example.settlement import ALMEN, Settlement

MOST_MOVED = 0.8  # of the people of non-western origin elsewhere who may be moved


@dataclass(frozen=True, slots=True)
class Yearly:
    """Counts of every unit (rows) by year (columns) and column name, at the end of the year.

    `income` is the mean gross income of a unit in per cent of the region's, of its `taxable`.
    """

    counts: Mapping[str, Counts]
    income: Column
    taxable: Counts


def autumns(years: Sequence[str]) -> list[int]:
    """The last quarter of each year, as a position in `PERIODS`."""
    return [PERIODS.index(f"{year}K4") for year in years]


def split(total: Column, weights: Column) -> Counts:
    """Whole numbers along the first axis that add up to the rounded `total`, near `weights`."""
    running = np.cumsum(weights, axis=0)
    share = running / np.where(running[-1] > 0, running[-1], 1.0)
    ends = np.round(np.round(total) * share)
    return np.diff(ends, axis=0, prepend=0.0).astype(np.int64)


def courses(settlement: Settlement, population: Population) -> Iterator[tuple[list[int], Course]]:
    """The large areas that are given a course: their units, and the course."""
    yield list(settlement.current[0].units), FJORDPARKEN_COURSE
    yield from zip(_large(settlement, population), COURSES, strict=False)


def turns(
    settlement: Settlement, population: Population
) -> Iterator[tuple[list[int], Mapping[str, float]]]:
    """The large areas where something turned in the last year: their units, and what."""
    yield from zip(_large(settlement, population)[len(COURSES) :], TURNS, strict=False)


def _large(settlement: Settlement, population: Population) -> list[list[int]]:
    """The large areas of social housing but Fjordparken, by their share of non-western origin.

    The share is that of the people drawn, before any are moved, or of those left where they were.
    """
    large = [
        list(area.units)
        for area in settlement.current[1:]
        if area.sector == ALMEN
        and area.valid_from is None
        and population.total("beboere", area.units).min() >= LARGE
    ]
    return sorted(large, key=lambda units: -_share(population, units))


def _share(population: Population, units: Sequence[int]) -> float:
    counted = population.total("ikke_vestlig_herkomst", units)[-1]
    return float(counted / population.total("beboere", units)[-1])


def moved(settlement: Settlement, population: Population) -> Population:
    """The people with some of non-western origin in other homes, as the courses say.

    The municipality has as many as before. They come from the rest of the districts where no
    housing area is; Fjordparken's own district is left as it is.
    """
    residents = population.counts["beboere"]
    origin = population.counts["ikke_vestlig_herkomst"].copy()
    here = population.district[settlement.areas[0].units[0]]
    rest = np.flatnonzero((population.units.area < 0) & (population.district != here))
    for units, course in courses(settlement, population):
        if course.origin is None:
            continue
        homes = residents[units]
        wished = np.linspace(*course.origin, len(PERIODS)) / 100.0
        gap = wished - origin[units].sum(axis=0) / homes.sum(axis=0)
        most = MOST_MOVED * origin[rest].sum(axis=0)
        more = np.round(np.clip(gap * homes.sum(axis=0), 0.0, most))
        came = np.minimum(split(more, homes.astype(np.float64)), homes - origin[units])
        origin[units] += came
        origin[rest] -= split(came.sum(axis=0).astype(np.float64), origin[rest].astype(np.float64))
    return replace(population, counts={**population.counts, "ikke_vestlig_herkomst": origin})


def yearly(
    settlement: Settlement,
    population: Population,
    middle_aged: Counts,
    generator: np.random.Generator,
) -> Yearly:
    """Draw the yearly counts; `middle_aged` are the residents of 30 to 59 years by quarter."""
    autumn = autumns(YEARS)
    bases = {**population.counts, "beboere_30_59": middle_aged}
    counts: dict[str, Counts] = {}
    for condition in YEARLY:
        base = bases[condition.base]
        shares, pinned = expected_shares(
            condition, base, population.units, settlement, population.efforts, generator
        )
        counts[condition.numerator] = drawn_counts(condition, base, shares, pinned, generator)
    counts = {name: column[:, autumn] for name, column in counts.items()}
    used = {condition.base for condition in YEARLY}
    counts |= {name: bases[name][:, autumn] for name in sorted(used)}
    income = _income(population, generator)
    for units, course in courses(settlement, population):
        _given(units, course, counts, income, generator)
    based = {condition.numerator: condition.base for condition in YEARLY}
    for units, turn in turns(settlement, population):
        for name in turn.keys() & based.keys():
            _turned(counts[name], counts[based[name]], units, turn[name])
    return Yearly(counts, income, counts["beboere_18_64"])


def _income(population: Population, generator: np.random.Generator) -> Column:
    rows = len(population.district)
    lean = INCOME_LOAD * population.units.factor + generator.normal(0.0, INCOME_SPREAD, rows)
    wobble = generator.normal(0.0, 0.012, (rows, len(YEARS)))
    income = np.exp(lean[:, None] + wobble)
    people = population.counts["beboere_18_64"][:, autumns(YEARS)]
    whole = (income * people).sum(axis=0) / people.sum(axis=0)
    return np.asarray(income * (INCOME + 0.15 * (np.arange(len(YEARS)) - len(YEARS) + 1)) / whole)


def _given(
    units: list[int],
    course: Course,
    counts: dict[str, Counts],
    income: Column,
    generator: np.random.Generator,
) -> None:
    """Give an area what its course says, divided among its units by their bases."""
    for name, base, (first, last) in (
        ("uden_tilknytning_18_64", "beboere_18_64", course.outside),
        ("doemte_18", "voksne", course.convicted),
        ("grundskole_30_59", "beboere_30_59", course.basic_school),
    ):
        people = counts[base][units].astype(np.float64)
        share = np.linspace(first, last, len(YEARS)) / 100.0
        wobble = 1.0 + 0.004 * generator.normal(0.0, 1.0, len(YEARS))
        counts[name][units] = split(people.sum(axis=0) * share * wobble, people)
    level = np.linspace(*course.income, len(YEARS)) + generator.normal(0.0, 0.15, len(YEARS))
    own, taxed = income[units], counts["beboere_18_64"][units]
    income[units] = own * level * taxed.sum(axis=0) / (own * taxed).sum(axis=0)


def _turned(counted: Counts, base: Counts, units: list[int], shift: float) -> None:
    """Let the last year of an area lie `shift` from the year before, on the logit scale."""
    before = float(counted[units, -2].sum() / base[units, -2].sum())
    odds = np.exp(shift) * before / (1.0 - before)
    people = base[units, -1].astype(np.float64)
    counted[units, -1] = split(people.sum() * odds / (1.0 + odds), people)


def survey(
    settlement: Settlement, population: Population, generator: np.random.Generator
) -> dict[str, Counts]:
    """Answers of every unit in the years of the survey: who answered, and who said what."""
    adults = population.counts["voksne"]
    autumn = autumns(SURVEY_YEARS)
    answering = _answering(adults[:, -1], population)
    answers = {"svar": generator.binomial(adults[:, autumn], answering[:, None])}
    for condition in SURVEY:
        shares, _pinned = expected_shares(
            condition, adults, population.units, settlement, population.efforts, generator
        )
        said = shares[:, autumn]
        for units, turn in turns(settlement, population):
            odds = said[units, -1] / (1.0 - said[units, -1])
            odds *= np.exp(turn.get(condition.numerator, 0.0))
            said[units, -1] = odds / (1.0 + odds)
        answers[condition.numerator] = generator.binomial(answers["svar"], said)
    return answers


def _answering(adults: Counts, population: Population) -> Column:
    """The part of a unit's adults who answer: more of a small area, so that it can be told of."""
    area = population.units.area
    inside = np.bincount(np.maximum(area, 0), np.where(area >= 0, adults, 0))
    together = np.maximum(np.where(area >= 0, inside[area], adults), 1)
    return np.minimum(0.35, (38.0 + 0.03 * together) / together)

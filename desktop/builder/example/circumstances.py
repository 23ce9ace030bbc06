"""What the yearly counts and the survey speak of: shares, and what some areas are given.

The large housing areas are given numbers of the kind that the law on social housing tests (§ 61 a),
so that each of its categories is found in the town and some areas stand near a limit. Which areas
they are follows from the people drawn; all of it is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.builder.example.conditions import Condition

YEARS = tuple(str(year) for year in range(2016, 2026))
SURVEY_YEARS = YEARS[2:]
LARGE = 1000  # residents that an area of the law has at least
SURVEYED = 300  # residents of an area that the survey is drawn for

YEARLY: tuple[Condition, ...] = (
    Condition("uden_tilknytning_18_64", "beboere_18_64", 0.165, 0.38, 0.12, -0.10, keep=0.92,
              shock=0.05),
    Condition("doemte_18", "voksne", 0.0088, 0.36, 0.22, -0.05, keep=0.7),
    Condition("grundskole_30_59", "beboere_30_59", 0.228, 0.50, 0.15, -0.12, keep=0.97),
    Condition("helbredsbetinget_ydelse", "beboere_18_66", 0.128, 0.40, 0.15, 0.05, keep=0.96),
    Condition("boern_med_foranstaltning", "boern_0_17", 0.026, 0.62, 0.25, -0.08, keep=0.85),
    Condition("tilflyttede_12_mdr", "beboere", 0.137, 0.09, 0.22, 0.0, keep=0.8, shock=-0.09),
)  # fmt: skip

# Of those who answer, not of those who live there; the base is only where the answers come from.
SURVEY: tuple[Condition, ...] = (
    Condition("utrygge_om_aftenen", "voksne", 0.165, 0.46, 0.22, 0.05),
    Condition("kender_naboer", "voksne", 0.634, -0.16, 0.20, -0.06),
    Condition("tilfredse_med_omraadet", "voksne", 0.812, -0.42, 0.22, 0.04),
    Condition("deltager_i_faellesskab", "voksne", 0.372, -0.24, 0.20, 0.05),
    Condition("har_tillid_til_andre", "voksne", 0.738, -0.45, 0.18, -0.04),
)

INCOME = 97.5  # of the municipality, per cent of the region's mean, in the last year
INCOME_LOAD, INCOME_SPREAD = -0.17, 0.07  # on the log scale


@dataclass(frozen=True, slots=True)
class Course:
    """What a large area has, in the first and the last year: per cent of the law's bases."""

    outside: tuple[float, float]
    convicted: tuple[float, float]
    basic_school: tuple[float, float]
    income: tuple[float, float]
    origin: tuple[float, float] | None = None  # where the people drawn are moved in


FJORDPARKEN_COURSE = Course((43.5, 34.2), (2.55, 1.92), (67.0, 61.4), (53.2, 60.3))
# The large areas of social housing after Fjordparken, by their share of non-western origin.
COURSES: tuple[Course, ...] = (
    Course((46.2, 41.3), (2.95, 2.62), (77.5, 71.0), (49.6, 53.0), (52.5, 55.3)),
    Course((34.1, 36.4), (1.62, 1.81), (63.2, 66.3), (58.0, 53.7), (43.6, 51.6)),
    Course((34.0, 31.2), (2.05, 1.71), (58.5, 54.6), (67.2, 63.4)),
    Course((38.6, 36.3), (2.25, 2.66), (59.2, 60.9), (57.4, 56.2)),
)

# What turned in the last year in the large areas after those with a course, on the logit scale: for
# the worse in two of them, for the better in one.
TURNS: tuple[Mapping[str, float], ...] = (
    {
        "uden_tilknytning_18_64": 0.62,
        "helbredsbetinget_ydelse": 0.65,
        "tilfredse_med_omraadet": -0.5,
    },
    {"doemte_18": 1.35, "boern_med_foranstaltning": 1.5, "utrygge_om_aftenen": 1.2},
    {"uden_tilknytning_18_64": -0.8, "helbredsbetinget_ydelse": -0.8},
)

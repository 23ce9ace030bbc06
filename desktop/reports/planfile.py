"""A helhedsplan as its file tells it: areas, dates, goals, efforts and words of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from desktop.core.periods import Period


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan wants of an indicator: a number by a day, from where it stood at the baseline."""

    indicator: str
    target: float
    by: dt.date
    text: str = ""
    baseline: Period | None = None
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class PlannedEffort:
    """Something that is done: when, where (codes; none means the whole plan) and for what."""

    name: str
    start: dt.date
    end: dt.date | None = None
    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A helhedsplan: who, where, from when to when, towards what and by what.

    ``areas`` and ``compare`` are codes on ``level``; without ``compare`` similar areas are found.
    ``texts`` are named pieces of free text, such as ``baggrund``.
    """

    name: str
    level: str
    areas: tuple[str, ...]
    start: dt.date
    end: dt.date
    baseline: Period
    organisations: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    efforts: tuple[PlannedEffort, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

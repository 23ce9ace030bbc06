"""How far a helhedsplan's goals are.

A goal is judged by the straight way from the baseline to the target on its day. The number now is
held against where the way then is, with the interval of both: the way begins at a number that is
itself unsure. Where the interval leaves no doubt it is told, else that it cannot be settled.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Direction, Kind
from desktop.core.intervals import difference_intervals
from desktop.core.sentences import state_words
from desktop.core.wording import _, number, plural
from desktop.reports.chapters.planfacts import Dossier
from desktop.reports.chapters.plansums import Standing, interval_of, standing
from desktop.reports.planfile import Goal


class Progress(StrEnum):
    """How far a goal is."""

    REACHED = "reached"
    ON_WAY = "on_way"
    OFF_WAY = "off_way"
    MISSED = "missed"  # its day has passed
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A goal held against its number.

    Attributes:
        goal: what is wanted.
        stood: the numbers.
        progress: how far it is.
        why: why that cannot be settled; empty where it can.
        expected: where the straight way is now; NaN where it is not known.
    """

    goal: Goal
    stood: Standing
    progress: Progress
    why: str
    expected: float


def judged_goals(dossier: Dossier) -> tuple[Judged, ...]:
    """All the plan's goals, in the order of its file."""
    return tuple(
        judge(goal, standing(dossier, goal.indicator, goal.breakdown, goal.baseline))
        for goal in dossier.goals
    )


def judge(goal: Goal, stood: Standing) -> Judged:
    """How far a goal is; see the head of this module."""
    why = _unjudged(stood)
    if why:
        return Judged(goal, stood, Progress.UNKNOWN, why, math.nan)
    indicator = stood.indicator
    start, value = float(stood.plan.before.values[0]), float(stood.plan.now.values[0])
    aim = aim_of(stood, goal.target)
    low, high = interval_of(stood.plan.now, indicator)
    if (low >= goal.target) if aim > 0 else (high <= goal.target):
        return Judged(goal, stood, Progress.REACHED, "", goal.target)
    if not stood.moved or stood.before is None or stood.now is None:
        why = _("der er endnu intet tal, der er nyere end udgangspunktet")
        return Judged(goal, stood, Progress.UNKNOWN, why, math.nan)
    share = _share(stood.before.end, goal.by, stood.now.end)
    there = aim * (start - goal.target) >= 0  # already at the baseline: it is to stay so
    expected = goal.target if there else start + share * (goal.target - start)
    left = 0.0 if there else 1.0 - share
    begins = interval_of(stood.plan.before, indicator)
    way = (expected - left * (start - begins[0]), expected + left * (begins[1] - start))
    ahead = aim * (value - expected)
    if indicator.kind is Kind.COUNT:
        sign = 1 if ahead >= 0 else -1
    else:
        ends = [aim * end for end in _apart(value, (low, high), expected, way)]
        sign = 1 if min(ends) > 0 else -1 if max(ends) < 0 else 0
    late = share >= 1.0
    if sign < 0:
        return Judged(goal, stood, Progress.MISSED if late else Progress.OFF_WAY, "", expected)
    if sign > 0 and not late:
        return Judged(goal, stood, Progress.ON_WAY, "", expected)
    if aim * (value - goal.target) >= 0:
        why = _("tallet er på den ønskede side af målet, men det kan være tilfældigt")
    else:
        why = _("forskellen til den lige linje mod målet kan være tilfældig")
    return Judged(goal, stood, Progress.UNKNOWN, why, expected)


def _unjudged(stood: Standing) -> str:
    """Why nothing can be said of a number's way to its target; empty where something can."""
    if stood.plan.ready:
        return _("områdernes tal er leveret uden tæller og nævner og kan ikke lægges sammen")
    now, before = int(stood.plan.now.states[0]), int(stood.plan.before.states[0])
    if now != State.SHOWN:
        return _("tallet nu: {state}").format(state=state_words(now))
    if before != State.SHOWN:
        return _("tallet ved udgangspunktet: {state}").format(state=state_words(before))
    if math.isnan(interval_of(stood.plan.now, stood.indicator)[0]):
        return _("tallet har intet interval at bedømme det efter")
    return ""


def aim_of(stood: Standing, target: float) -> int:
    """1 where at least the target is wanted, −1 where at most.

    By the indicator's direction; for one without, by which side of the baseline the target is on.
    """
    direction, start = stood.indicator.direction, float(stood.plan.before.values[0])
    if direction is Direction.NEITHER:
        return -1 if target < start else 1
    return 1 if direction is Direction.BETTER else -1


def _share(begins: dt.date, by: dt.date, now: dt.date) -> float:
    """How much of the time has gone, from 0 to 1."""
    days = (by - begins).days
    return min(max((now - begins).days / days, 0.0), 1.0) if days > 0 else 1.0


def _apart(
    value: float, own: tuple[float, float], other: float, others: tuple[float, float]
) -> tuple[float, float]:
    """The interval of the difference between two numbers from their own intervals."""

    def column(number: float) -> FloatArray:
        return np.array([number], np.float64)

    low, high = difference_intervals(
        column(value),
        (column(own[0]), column(own[1])),
        column(other),
        (column(others[0]), column(others[1])),
    )
    return float(low[0]), float(high[0])


def progress_words(progress: Progress) -> str:
    """How far a goal is, in two or three words."""
    return {
        Progress.REACHED: _("målet er nået"),
        Progress.ON_WAY: _("på vej"),
        Progress.OFF_WAY: _("ikke på vej"),
        Progress.MISSED: _("målet er ikke nået"),
        Progress.UNKNOWN: _("kan ikke afgøres"),
    }[progress]


def goal_sentence(goals: Sequence[Judged]) -> str:
    """How many goals are how far; that there are none where there are none."""
    if not goals:
        return _("Helhedsplanen har ingen talsatte mål i denne dokumentation.")
    if len(goals) == 1:
        told = _("Helhedsplanen har ét talsat mål: {progress}.")
        return told.format(progress=progress_words(goals[0].progress))
    if all(goal.progress is Progress.UNKNOWN for goal in goals):
        told = _("For ingen af de {all} mål kan det afgøres, hvor langt de er.")
        return told.format(all=number(len(goals)))
    counts = {each: sum(goal.progress is each for goal in goals) for each in Progress}
    said = {
        Progress.REACHED: plural("{count} er nået", "{count} er nået", counts[Progress.REACHED]),
        Progress.ON_WAY: plural("{count} er på vej", "{count} er på vej", counts[Progress.ON_WAY]),
        Progress.OFF_WAY: plural(
            "{count} er ikke på vej", "{count} er ikke på vej", counts[Progress.OFF_WAY]
        ),
        Progress.MISSED: plural(
            "{count} er ikke nået", "{count} er ikke nået", counts[Progress.MISSED]
        ),
        Progress.UNKNOWN: plural(
            "for {count} kan det ikke afgøres",
            "for {count} kan det ikke afgøres",
            counts[Progress.UNKNOWN],
        ),
    }
    parts = [said[each].format(count=number(count)) for each, count in counts.items() if count]
    return _("Af {all} mål: {parts}.").format(all=number(len(goals)), parts=", ".join(parts))

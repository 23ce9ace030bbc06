"""What a quarterly report stands on: the municipality's numbers, and areas that stand out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.core.comparisons import Question, against_all
from desktop.core.differences import Adjustment, Against, Verdict, adjusted_z
from desktop.core.indicators import Direction, Kind
from desktop.reports.chapters.standardfacts import Facts, Held


@dataclass(frozen=True, slots=True)
class Outstanding:
    """An area with the indicators on which it differs from the municipality beyond chance.

    ``worse`` and ``better`` are labels of indicators, in the report's order.
    """

    area: int
    worse: tuple[str, ...]
    better: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standouts:
    """The areas that stand out, and how many comparisons they were found among."""

    areas: tuple[Outstanding, ...]
    comparisons: int
    indicators: int


def standouts(facts: Facts) -> Standouts:
    """The areas that differ from the municipality on some indicator, all comparisons under one.

    The intervals are widened for as many comparisons as there are (Bonferroni), so that in 19 of 20
    reports no area at all is here by chance. Only indicators that are good or bad are held.
    """
    held = [
        each
        for each in facts.held
        if each.period is not None
        and each.indicator.direction is not Direction.NEITHER
        and each.indicator.kind in (Kind.SHARE, Kind.RATE)
    ]
    at = np.array(facts.positions)
    count = sum(
        int((each.compared.verdicts[at] != Verdict.UNDECIDED).sum())
        for each in held
        if each.compared is not None
    )
    if not count:
        return Standouts((), 0, len(held))
    z = adjusted_z(count, Adjustment.BONFERRONI)
    worse: dict[int, list[str]] = {}
    better: dict[int, list[str]] = {}
    for each in held:
        for area, verdict in zip(facts.positions, _verdicts(facts, each, z), strict=True):
            if verdict not in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER):
                continue
            higher = verdict == Verdict.SURE_HIGHER
            adverse = higher == (each.indicator.direction is Direction.WORSE)
            side = worse if adverse else better
            side.setdefault(area, []).append(each.indicator.label)
    found = [
        Outstanding(area, tuple(worse.get(area, ())), tuple(better.get(area, ())))
        for area in facts.positions
        if area in worse or area in better
    ]
    return Standouts(tuple(found), count, len(held))


def _verdicts(facts: Facts, held: Held, z: float) -> list[int]:
    """The verdicts of a report's areas against the municipality, at a stricter level."""
    period = held.period or facts.period
    question = Question(Against.MUNICIPALITY)
    made = against_all(
        facts.data,
        facts.level,
        held.indicator,
        period,
        question,
        targets=np.array(facts.positions),
        z=z,
    )
    return [int(each) for each in made.verdicts]

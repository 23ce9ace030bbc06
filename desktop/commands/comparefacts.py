"""What ``compare`` says to machines."""

from __future__ import annotations

from typing import Any

from desktop.commands.facts import cell_fact
from desktop.core.comparisons import Groups
from desktop.core.dataset import Dataset
from desktop.core.differences import Against, Comparison
from desktop.core.periods import Period
from desktop.core.similar import Neighbours


def comparison_fact(made: Comparison) -> dict[str, Any]:
    """A comparison, with the cell on its other side."""
    return {
        "against": made.against.value,
        "name": made.name,
        "areas": made.areas,
        "shown": made.shown,
        "of_shown_alone": made.partial,
        "other": cell_fact(made.other),
        "difference": made.difference,
        "relative": made.relative,
        "low": made.low,
        "high": made.high,
        "part": made.part,
        "verdict": made.verdict.name.lower(),
        "skewed": made.skewed,
    }


def groups_fact(groups: Groups) -> list[dict[str, Any]]:
    """Each group with its cell, and it against all the others together."""
    facts = []
    for row, name in enumerate(groups.names):
        made = groups.compared.at(row, Against.OTHERS)
        facts.append(
            {
                "name": name,
                "areas": int(groups.areas[row]),
                "shown": int(groups.shown[row]),
                "of_shown_alone": bool(groups.partial[row]),
                "own": cell_fact(made.own),
                "others": comparison_fact(made),
            }
        )
    return facts


def similar_fact(data: Dataset, level: str, found: Neighbours, period: Period) -> dict[str, Any]:
    """The neighbours with their distance and traits, as they were at a period."""
    areas = data.areas(level)
    return {
        "period": period.code,
        "match": found.match.value,
        "traits": [trait.id for trait in found.traits],
        "left_out": list(found.left_out),
        "areas": [
            {
                "code": areas.codes[at],
                "name": areas.names[at],
                "distance": float(distance),
                "traits": {
                    trait.id: trait.labels[at] if trait.labels else float(trait.values[at])
                    for trait in found.traits
                },
            }
            for at, distance in zip(found.positions.tolist(), found.distances, strict=True)
        ],
    }

"""All indicators of a level held together two by two."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from desktop.commands.asking import table_lines
from desktop.commands.facts import indicator_fact
from desktop.core.association import correlation_matrix, not_persons_sentence
from desktop.core.dataset import Dataset
from desktop.core.measures import restricted
from desktop.core.pairs import period_near
from desktop.core.periods import parse
from desktop.core.wording import _, number


def matrix_answer(
    data: Dataset, options: argparse.Namespace, level: str
) -> tuple[dict[str, Any], list[str]]:
    """How every two indicators of the level go together, each at its period near the one asked."""
    wanted = parse(options.period) if options.period else None
    areas = data.areas(level)
    indicators, columns, periods = [], [], []
    for indicator in data.indicators_of(level):
        period = period_near(data.periods_of(indicator.id, level), wanted)
        if period is not None:
            cells = data.cells(indicator.id, level, period)
            columns.append(restricted(cells, areas.valid_on(period.end)).values)
            indicators.append(indicator)
            periods.append(period)
    made = correlation_matrix(columns, by_rank=options.ranks)
    facts = {
        "level": level,
        "method": "spearman" if options.ranks else "pearson",
        "indicators": [
            indicator_fact(indicator, period)
            for indicator, period in zip(indicators, periods, strict=True)
        ],
        "values": made.values,
        "low": made.low,
        "high": made.high,
        "counts": made.counts,
        "reservation": not_persons_sentence(),
    }
    numbers = [f"{at + 1}" for at in range(len(indicators))]
    rows = [
        [
            numbers[row],
            indicator.label,
            *("–" if np.isnan(each) else number(float(each), 2) for each in made.values[row]),
        ]
        for row, indicator in enumerate(indicators)
    ]
    title = _("Sammenhæng efter rang (Spearman)") if options.ranks else _("Sammenhæng (Pearson)")
    lines = [
        title,
        *table_lines([["", "", *numbers], *rows], "rl" + "r" * len(numbers)),
        not_persons_sentence(),
    ]
    return facts, lines

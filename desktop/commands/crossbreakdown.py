"""An indicator by breakdown in one area, beside the municipality."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.commands.asking import (
    area_of,
    fitted_lines,
    indicator_of,
    period_of,
    table_lines,
    wrapped,
)
from desktop.commands.facts import cell_fact, indicator_fact
from desktop.core.comparisonwords import (
    certainty_sentence,
    difference_words,
    process_sentence,
    reach_words,
    verdict_words,
)
from desktop.core.crosstable import BreakdownRow, breakdown_table
from desktop.core.dataset import Dataset
from desktop.core.differences import Adjustment
from desktop.core.indicators import Indicator, Kind
from desktop.core.periods import Period
from desktop.core.sentences import count_words, interval_words, value_words
from desktop.core.wording import _, quantity


def breakdown_answer(
    data: Dataset, options: argparse.Namespace, level: str
) -> tuple[dict[str, Any], list[str]]:
    """The breakdowns of an indicator in the area asked about, each beside the municipality's."""
    indicator = indicator_of(data, options, level)
    period = period_of(data, options, indicator.id, level)
    area = area_of(data, options, level)
    areas = data.areas(level)
    rows = breakdown_table(data, level, area, indicator, period)
    facts = {
        "level": level,
        "area": {"code": areas.codes[area], "name": areas.names[area]},
        "indicator": indicator_fact(indicator, period),
        "rows": [_breakdown_fact(row) for row in rows],
    }
    return facts, list(_breakdown_lines(areas.names[area], rows, indicator, period))


def _breakdown_lines(
    area: str, rows: tuple[BreakdownRow, ...], indicator: Indicator, period: Period
) -> Iterator[str]:
    yield f"{area}: {indicator.name}, {period.label}"
    if indicator.kind is Kind.COUNT:
        yield from _part_lines(rows, indicator)
        return
    head = (
        "  " + _("opdeling"), _("værdi"), _("antal"), _("interval"), _("kommunen"), _("forskel"),
        _("interval"), _("vurdering"),
    )  # fmt: skip
    told = [
        (
            _cell_name(row),
            value_words(row.cells, 0, indicator),
            count_words(row.cells, 0),
            interval_words(row.cells, 0, indicator),
            value_words(row.municipality.other, 0, indicator),
            difference_words(row.municipality, indicator),
            reach_words(row.municipality.low, row.municipality.high, indicator.decimals),
            verdict_words(row.municipality.verdict),
        )
        for row in rows
    ]
    yield from fitted_lines([head, *_under_names(rows, told)], "lrrrrrr", (3, 2, 6))
    yield from wrapped(certainty_sentence(len(rows), Adjustment.NONE))
    yield from wrapped(process_sentence())


def _part_lines(rows: tuple[BreakdownRow, ...], indicator: Indicator) -> list[str]:
    """Plain counts: how large a part of the municipality's each is."""
    head = ("  " + _("opdeling"), _("antal"), _("kommunen"), _("områdets del"))
    told = [
        (
            _cell_name(row),
            value_words(row.cells, 0, indicator),
            value_words(row.municipality.other, 0, indicator),
            quantity(100 * row.municipality.part, "%", 1),
        )
        for row in rows
    ]
    return table_lines([head, *_under_names(rows, told)], "lrrr")


def _under_names(
    rows: Sequence[BreakdownRow], told: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """The rows of a table, with each breakdown's own name above its cells."""
    before = ""
    for row, line in zip(rows, told, strict=True):
        name = str(row.breakdown.name) if row.breakdown else ""
        if name and name != before:
            yield ("  " + name, *("" for _each in line[1:]))
        before = name
        yield line


def _cell_name(row: BreakdownRow) -> str:
    return f"    {row.breakdown.cell}" if row.breakdown else "  " + _("alle")


def _breakdown_name(row: BreakdownRow) -> str:
    return f"{row.breakdown.name}: {row.breakdown.cell}" if row.breakdown else _("alle")


def _breakdown_fact(row: BreakdownRow) -> dict[str, Any]:
    made = row.municipality
    return {
        "breakdown": row.breakdown.id if row.breakdown else "",
        "name": _breakdown_name(row),
        **cell_fact(row.cells),
        "low": row.low,
        "high": row.high,
        "municipality": float(made.other.values[0]),
        "difference": made.difference,
        "difference_low": made.low,
        "difference_high": made.high,
        "verdict": made.verdict.name.lower(),
    }

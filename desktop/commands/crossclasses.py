"""The areas of a level by classes of two indicators."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from desktop.commands.asking import WIDTH, table_lines, wrapped
from desktop.core.association import not_persons_sentence
from desktop.core.crosstable import HIDDEN, TwoWay, class_words, even_bounds, two_way
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.levelwords import called
from desktop.core.pairs import Pair
from desktop.core.sentences import state_words
from desktop.core.wording import _, number


def classes_answer(
    data: Dataset,
    level: str,
    first: Indicator,
    second: Indicator,
    pair: Pair,
    options: argparse.Namespace,
) -> tuple[dict[str, Any], list[str]]:
    """How many areas, and which, have each class of the one with each of the other.

    Raises:
        UsageError: the extract has no classes of the map in that number.
    """
    bounds = [
        data.bounds(indicator.id, level, "natural", options.table)
        if options.as_map
        else even_bounds(cells.values, options.table, indicator.decimals)
        for indicator, cells in ((first, pair.first), (second, pair.second))
    ]
    if options.as_map and not all(bounds):
        raise UsageError(
            _("Udtrækket har ingen klasser til kortet med det antal."),
            hint=_("Vælg et antal fra 3 til 9, eller udelad --as-map."),
        )
    made = two_way(pair, bounds[0], bounds[1])
    names = data.areas(level).names
    codes = data.areas(level).codes
    down = _labels(made.first_bounds, first)
    across = _labels(made.second_bounds, second)
    facts = {
        "first_bounds": made.first_bounds,
        "second_bounds": made.second_bounds,
        "rows": [
            {
                "class": row_name,
                "columns": [
                    {
                        "class": column_name,
                        "count": int(made.counts[row, column]),
                        "areas": [codes[at] for at in made.areas(row, column)],
                    }
                    for column, column_name in enumerate(across)
                ],
            }
            for row, row_name in enumerate(down)
        ],
        "reservation": not_persons_sentence(),
    }
    words = called(data.level(level))
    lines = [
        *wrapped(
            _("Ned: {first}. Hen: {second}. Tallene er {areas}.").format(
                first=first.label, second=second.label, areas=words.many
            )
        ),
        *_counted(made, down, across),
        "",
    ]
    if options.names:
        lines += [*_named(made, down, across, names, codes), ""]
    else:
        lines += [_("Hvilke {areas} det er: --names.").format(areas=words.many)]
    lines += wrapped(not_persons_sentence())
    return facts, lines


def _labels(bounds: tuple[float, ...], indicator: Indicator) -> list[str]:
    return [
        *class_words(bounds, indicator.unit, indicator.decimals),
        *(state_words(state) for state in HIDDEN),
    ]


def _counted(made: TwoWay, down: list[str], across: list[str]) -> list[str]:
    """The counts with sums; states that no area has are left out."""
    rows = [at for at in range(len(down)) if _wanted(made, at, axis=0)]
    columns = [at for at in range(len(across)) if _wanted(made, at, axis=1)]
    head = ["", *(across[at] for at in columns), _("i alt")]
    body = [
        [
            "  " + down[row],
            *(number(int(made.counts[row, column])) for column in columns),
            number(int(made.counts[row].sum())),
        ]
        for row in rows
    ]
    foot = [
        "  " + _("i alt"),
        *(number(int(made.counts[:, column].sum())) for column in columns),
        number(int(made.counts.sum())),
    ]
    align = "l" + "r" * (len(columns) + 1)
    lines = table_lines([head, *body, foot], align)
    if max(map(len, lines)) <= WIDTH:
        return lines
    numbers = [f"({at + 1})" for at in range(len(columns))]
    return [
        *table_lines([["", *numbers, head[-1]], *body, foot], align),
        *(f"    {told} {name}" for told, name in zip(numbers, head[1:-1], strict=True)),
    ]


def _wanted(made: TwoWay, at: int, *, axis: int) -> bool:
    bounds = made.first_bounds if axis == 0 else made.second_bounds
    return at <= len(bounds) or bool(made.counts.take(at, axis=axis).any())


def _named(
    made: TwoWay,
    down: list[str],
    across: list[str],
    names: tuple[str, ...],
    codes: tuple[str, ...],
) -> Iterator[str]:
    for row, row_name in enumerate(down):
        for column, column_name in enumerate(across):
            if held := made.areas(row, column):
                told = ", ".join(names[at] or codes[at] for at in held)
                yield from wrapped(f"  {row_name} / {column_name}: {told}", 4)

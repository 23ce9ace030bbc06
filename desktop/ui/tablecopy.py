"""Rows of the table as they are pasted elsewhere: tab-separated text, and the same as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from desktop.core.areatable import NumberColumn
from desktop.core.sentences import interval_words, limit_words
from desktop.core.wording import _, date
from desktop.ui.tablecontent import AreaTable
from desktop.ui.tableparts import NAME, PLACE


def copied(
    table: AreaTable,
    columns: Sequence[str],
    rows: Sequence[int],
    ranked: str,
    *,
    wholes: bool = False,
    intervals: bool = False,
) -> tuple[str, str]:
    """Text and HTML of some rows with some columns, the name first.

    Numbers stand as they are read, units and periods in the heading, and what is not shown as the
    word for it. The last line says where the numbers come from.

    Args:
        table: what the rows are of.
        columns: their ids, without the name's.
        rows: areas, and organisations as ``-1 - number``.
        ranked: the column that places are of.
        wholes: whether the rows that all are held against come along, first.
        intervals: whether every number with one is followed by its interval.
    """
    head = _head(table, columns, ranked, intervals)
    at_top = [at for at, whole in enumerate(table.wholes) if wholes and not whole.waits]
    lines = [_whole(table, columns, at, intervals) for at in at_top]
    if PLACE in columns and ranked:  # worked out together, which is quicker
        table.places(ranked).of(np.array([row for row in rows if row >= 0], np.int64))
    lines += [_row(table, columns, row, ranked, intervals) for row in rows]
    note = source_note(table, columns)
    text = "\n".join("\t".join(line) for line in (head, *lines)) + f"\n\n{note}\n"
    return text, _html(head, lines, note)


def source_note(table: AreaTable, columns: Sequence[str]) -> str:
    """Where the numbers come from, of when they are, and what is not shown."""
    data = table.data
    sources: dict[str, None] = {}
    for id in columns:
        column = table.numbers(id)
        if column is not None and str(column.indicator.source):
            sources[str(column.indicator.source).rstrip(".")] = None
    named = [*sources] or [source.rstrip(".") for source in data.manifest.sources]
    parts = [
        _("Kilde: {sources}").format(sources="; ".join(named)) if named else "",
        _("{title}, {municipality}, {period}; udtræk af {date}").format(
            title=data.manifest.title,
            municipality=data.manifest.municipality,
            period=table.view.period.label,
            date=date(data.manifest.created),
        ),
        limit_words(data.manifest.limits).rstrip("."),
    ]
    return " ".join(f"{_plain(part)}." for part in parts if part)


def _head(table: AreaTable, columns: Sequence[str], ranked: str, intervals: bool) -> list[str]:
    head = [table.heading(NAME, ranked).name]
    for id in columns:
        heading = table.heading(id, ranked)
        name = f"{heading.name} ({heading.unit})" if heading.unit else heading.name
        if id == PLACE and ranked:
            name = f"{heading.name}: {table.heading(ranked, ranked).name} ({heading.unit})"
        head.append(_plain(name))
        if intervals and _has_intervals(table, id):
            head.append(_("95 %-interval"))
    return head


def _row(
    table: AreaTable, columns: Sequence[str], row: int, ranked: str, intervals: bool
) -> list[str]:
    cells = [_plain(table.name(row))]
    for id in columns:
        is_place = id == PLACE and bool(ranked)
        cells.append(_plain(table.place_text(ranked, row) if is_place else table.text(id, row)))
        if intervals and _has_intervals(table, id):
            found = table.group_sums(id) if row < 0 else None
            column = found.column if found is not None else table.numbers(id)
            cells.append(_interval(column, row if row >= 0 else -1 - row))
    return cells


def _whole(table: AreaTable, columns: Sequence[str], at: int, intervals: bool) -> list[str]:
    cells = [_plain(table.wholes[at].name)]
    for id in columns:
        found = table.whole_sums(id)
        cells.append(found.column.text(at) if found is not None else "")
        if intervals and _has_intervals(table, id):
            cells.append(_interval(found.column if found is not None else None, at))
    return cells


def _has_intervals(table: AreaTable, id: str) -> bool:
    column = table.numbers(id)
    return column is not None and column.has_intervals


def _interval(column: NumberColumn | None, at: int) -> str:
    return interval_words(column.cells, at, column.indicator) if column is not None else ""


def _html(head: Sequence[str], lines: Sequence[Sequence[str]], note: str) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines
    )
    names = "".join(f"<th>{escape(name)}</th>" for name in head)
    return (
        '<meta charset="utf-8"><table><thead><tr>'
        f"{names}</tr></thead><tbody>{rows}</tbody></table><p>{escape(note)}</p>"
    )


def _plain(text: str) -> str:
    """On one line and in one cell."""
    return " ".join(text.split())

"""The table of a map sheet: chosen areas and the municipality, with value, interval and base."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.wording import _, number, plural
from desktop.maps import palettes
from desktop.maps.drawing import Box
from desktop.maps.sheetwords import Content, Row
from desktop.maps.typesetting import SMALLEST, Pen

_LEAST_NAMES = 0.33  # of the width of a table


def set_table(
    pen: Pen, content: Content, left: float, top: float, right: float, pitch: float, most: int
) -> float:
    """The chosen areas and the municipality. Returns where it ends."""
    unit = pen.unit
    y = top + 3 * unit
    rows, more = _picked_rows(content.rows, most)
    heading = _("Fremhævede områder") if rows else _("Til sammenligning")
    pen.text(left, y, heading, 9.5, palettes.INK, 600)
    if rows:
        x = left + pen.width(heading, 9.5, 600) + 2.5 * unit
        pen.marks.append(
            Box(x, y - 2.5 * unit, 4 * unit, 2.6 * unit, "", palettes.CLAY, 0.55 * unit, 0.6 * unit)
        )
    columns = _columns(pen, (*rows, content.whole), right, right - left)
    if content.base_heading:
        pen.text(columns.base, y, content.base_heading, SMALLEST, palettes.MUTED, anchor="end")
    y += 0.6 * unit
    for row in rows:
        y = _set_row(pen, row, (left, right), columns, y + pitch * unit, pitch)
    if more:
        y += (pitch - 0.4) * unit
        rest = plural("og {count} område mere", "og {count} områder mere", more)
        pen.text(left, y, rest.format(count=number(more)), 8, palettes.MUTED)
    return _set_row(pen, content.whole, (left, right), columns, y + pitch * unit, pitch)


def _picked_rows(rows: tuple[Row, ...], most: int) -> tuple[tuple[Row, ...], int]:
    """As many rows as there is room for, always with the strong one, and how many are left."""
    if len(rows) <= most:
        return rows, 0
    first = rows[:most]
    if not any(row.strong for row in first):
        first = (*first[:-1], *(row for row in rows if row.strong))
    return first, len(rows) - most


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of figures end at right, and the room for names."""

    value: float
    interval: float
    base: float
    names: float


def _columns(pen: Pen, rows: tuple[Row, ...], right: float, whole: float) -> _Columns:
    """The interval has a column only if that leaves enough width for names."""
    unit = pen.unit

    def widest(texts: list[str], points: float, weight: int = 400) -> float:
        widths = [pen.width(text, points, weight, tabular=True) for text in texts if text]
        return max(widths, default=0.0)

    base = widest([row.base for row in rows], 9, 600)
    interval = widest([row.interval for row in rows], SMALLEST)
    value = widest([row.value for row in rows if not row.said], 9, 600)
    if base:
        base = max(base, pen.width(_("Grundlag"), SMALLEST)) + 3 * unit
    taken = value + base + (interval + 2 * unit if interval else 0.0)
    if interval and whole - taken < _LEAST_NAMES * whole:
        taken -= interval + 2 * unit
        interval = 0.0
    end = right - base
    value_end = end - (interval + 2 * unit if interval else 0.0)
    return _Columns(value_end, end if interval else 0.0, right, whole - taken - 2 * unit)


def _set_row(
    pen: Pen, row: Row, sides: tuple[float, float], columns: _Columns, y: float, pitch: float
) -> float:
    """One row with a hairline under it; a long name takes a second line. Returns its baseline."""
    unit = pen.unit
    left, right = sides
    weight = 600 if row.strong else 400
    space = columns.names
    if row.said:
        space = right - left - pen.width(row.value, 8.5) - 3 * unit
    names, points = pen.fitted(row.name, (9, 8.5, 8), weight, space, 2)
    for place, line in enumerate(names):
        if place:
            y += 3.6 * unit
        pen.text(left, y, line, points, palettes.INK, weight)
    if row.said:
        pen.text(right, y, row.value, 8.5, palettes.MUTED, anchor="end")
    else:
        pen.text(columns.value, y, row.value, 9, palettes.INK, 600, "end", tabular=True)
        if columns.interval:
            pen.text(
                columns.interval, y, row.interval, SMALLEST, palettes.MUTED, 400, "end",
                tabular=True,
            )  # fmt: skip
        pen.text(columns.base, y, row.base, 9, palettes.MUTED, 400, "end", tabular=True)
    below = min(2.0, pitch * 0.32) * unit
    pen.rule(left, y + below, right, palettes.HAIRLINE, 0.25 * unit)
    return y + 0.2 * unit

"""Efforts over a time chart: bars with their names, from the day they begin to the day they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from desktop.core.areas import Effort
from desktop.core.wording import _, number
from desktop.maps.axes import FIGURE_SIZE
from desktop.maps.drawing import Box, Mark, Strokes, Text
from desktop.maps.palettes import mixed
from desktop.maps.timelines import TimeContent
from desktop.maps.timeplot import Measure, TimeChart, cut
from desktop.maps.trend import ChartColours

EFFORT_ROW = 21.0
_MOST_ROWS = 3


def effort_rows(content: TimeContent) -> tuple[list[list[Effort]], int]:
    """The efforts laid in rows without overlap in time, and how many there is no row for."""
    if not content.periods:
        return [], 0
    first, last = content.periods[0].start, content.periods[-1].end
    rows: list[list[Effort]] = []
    hidden = 0
    for effort in sorted(content.efforts, key=lambda each: each.start):
        if effort.start > last or (effort.end is not None and effort.end < first):
            continue
        free = (row for row in rows if row[-1].end is not None and row[-1].end < effort.start)
        row = next(free, None)
        if row is not None:
            row.append(effort)
        elif len(rows) < _MOST_ROWS:
            rows.append([effort])
        else:
            hidden += 1
    return rows, hidden


def effort_marks(
    chart: TimeChart,
    rows: Sequence[Sequence[Effort]],
    hidden: int,
    colours: ChartColours,
    measure: Measure,
) -> list[Mark]:
    """Bars over the plot with their names, and thin lines down where they begin and end."""
    marks: list[Mark] = []
    bar = mixed(colours.muted, colours.surface, 0.45)
    for nr, row in enumerate(rows):
        y = 8.0 + nr * EFFORT_ROW
        for at, effort in enumerate(row):
            begins = _day_place(chart, effort.start)
            open_ended = effort.end is None or effort.end > chart.content.periods[-1].end
            ends = chart.right if effort.end is None else _day_place(chart, effort.end)
            begun_before = effort.start < chart.content.periods[0].start
            marks.append(Box(begins, y + 8.0, max(ends - begins, 3.0), 3.0, fill=bar, radius=1.5))
            upright = ([] if begun_before else [begins]) + ([] if open_ended else [ends])
            marks += [
                Strokes(
                    np.array([(x, y + 8.0), (x, chart.bottom)]),
                    np.array([0, 2], np.int32),
                    bar,
                    1.0,
                    dashed=True,
                )
                for x in upright
            ]
            until = _day_place(chart, row[at + 1].start) if at + 1 < len(row) else chart.right
            name = f"{effort.name} →" if open_ended else effort.name
            wide = measure(name, FIGURE_SIZE, 400)
            start = begins if begins + wide <= until else max(chart.left, until - wide)
            if at:
                start = begins
            said = cut(name, FIGURE_SIZE, 400, until - start - 6.0, measure)
            marks.append(Text(start, y + 4.0, said, FIGURE_SIZE, colours.muted))
    if hidden:
        text = _("og {count} til").format(count=number(hidden))
        y = 8.0 + len(rows) * EFFORT_ROW + 2.0
        marks.append(Text(chart.left, y, text, FIGURE_SIZE, colours.muted))
    return marks


def _day_place(chart: TimeChart, day: dt.date) -> float:
    """Where a day is: a period stands at its end, and the days between lie evenly between."""
    periods = chart.content.periods
    days = np.array([period.end.toordinal() for period in periods], np.float64)
    if len(days) == 1:
        return float(chart.x[0])
    step = float(chart.x[1] - chart.x[0])
    before = (periods[0].start.toordinal() - days[0]) / (days[1] - days[0]) * step
    places = np.concatenate([[max(float(chart.x[0]) + before, chart.left)], chart.x])
    known = np.concatenate([[periods[0].start.toordinal()], days])
    return float(np.interp(day.toordinal(), known, places))

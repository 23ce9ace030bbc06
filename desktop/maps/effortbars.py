"""Efforts over time: a bar for each from its first day to its last, in the time of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.wording import _
from desktop.maps.axes import FIGURE_SIZE
from desktop.maps.drawing import Box, Drawing, Mark, Strokes, Text, one_line, one_shape
from desktop.maps.palettes import mixed
from desktop.maps.timeplot import Measure, about, cut
from desktop.maps.trend import ChartColours

_ROW, _TOP, _FOOT = 22.0, 22.0, 22.0
_SIZE = 11.5
_NAME_SHARE = 0.34

DayPlace = Callable[[dt.date], float]  # where a day stands


@dataclass(frozen=True, slots=True)
class Span:
    """An effort's name and days; ``end`` is None while it goes on."""

    name: str
    start: dt.date
    end: dt.date | None


def effort_bars(
    spans: Sequence[Span],
    first: dt.date,
    last: dt.date,
    width: float,
    colours: ChartColours,
    *,
    plan: tuple[dt.date, dt.date] | None = None,
    now: dt.date | None = None,
    measure: Measure = about,
) -> Drawing:
    """Draw efforts between two days, one row each; what lies beyond them goes on with an arrow.

    ``plan`` shades the time of the plan; ``now`` is a line at the time of the newest numbers.
    """
    bottom = _TOP + len(spans) * _ROW
    left = _NAME_SHARE * width
    right = width - 10.0
    days = max((last - first).days, 1)

    def at(day: dt.date) -> float:
        inside = min(max(day, first), last)
        return left + (inside - first).days / days * (right - left)

    marks: list[Mark] = []
    if plan is not None:
        begins, ends = at(plan[0]), at(plan[1])
        shade = mixed(colours.line, colours.surface, 0.92)
        marks.append(Box(begins, _TOP - 4.0, ends - begins, bottom - _TOP + 8.0, fill=shade))
        middle = (begins + ends) / 2
        said = cut(_("helhedsplanens periode"), FIGURE_SIZE, 400, ends - begins, measure)
        marks.append(Text(middle, _TOP - 9.0, said, FIGURE_SIZE, colours.muted, 400, "middle"))
    marks += _years(first, last, at, bottom, colours, measure)
    for row, span in enumerate(spans):
        y = _TOP + (row + 0.5) * _ROW
        name = cut(span.name, _SIZE, 400, left - 10.0, measure)
        marks.append(Text(0.0, y + 0.36 * _SIZE, name, _SIZE, colours.ink))
        begins, ends = at(span.start), at(span.end or last)
        marks.append(Box(begins, y - 4.5, max(ends - begins, 3.0), 9.0, colours.line, radius=2.0))
        if span.end is None or span.end > last:
            tip = [(ends + 8.0, y), (ends, y - 6.5), (ends, y + 6.5)]
            marks.append(one_shape(tip, colours.line))
    if now is not None and first <= now <= last:
        ends_at = np.array([(at(now), _TOP - 4.0), (at(now), bottom + 4.0)])
        marks.append(Strokes(ends_at, np.array([0, 2], np.int32), colours.ink, 1.0, dashed=True))
    return Drawing(width, bottom + _FOOT, tuple(marks))


def _years(
    first: dt.date,
    last: dt.date,
    at: DayPlace,
    bottom: float,
    colours: ChartColours,
    measure: Measure,
) -> list[Mark]:
    """A hairline at every new year, and its figure where there is room."""
    marks: list[Mark] = []
    free = -1e9
    for year in range(first.year, last.year + 2):
        day = dt.date(year, 1, 1)
        if not first <= day <= last:
            continue
        x = at(day)
        marks.append(one_line([(x, _TOP - 4.0), (x, bottom + 4.0)], colours.grid, 1.0))
        wide = measure(str(year), FIGURE_SIZE, 400)
        if x - wide / 2 >= free:
            marks.append(
                Text(x, bottom + 17.0, str(year), FIGURE_SIZE, colours.muted, 400, "middle", True)
            )
            free = x + wide / 2 + 8.0
    return marks

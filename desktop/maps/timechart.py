"""The large time chart: lines with names at their ends, a band, limits, efforts, gaps as they are.

What stays while time is stepped through is one drawing; the period shown and what is pointed at are
marks on top of it, so that a step costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.core.disclosure import FloatArray, State
from desktop.core.periods import Kind
from desktop.core.wording import _
from desktop.maps.axes import (
    FIGURE_SIZE,
    Axis,
    figures_beside,
    figures_width,
    fitted,
    grid_across,
    most_ticks,
)
from desktop.maps.curves import line_marks, ribbon
from desktop.maps.drawing import Box, Dot, Drawing, Mark, Text, one_line
from desktop.maps.palettes import mixed
from desktop.maps.timeefforts import EFFORT_ROW, effort_marks, effort_rows
from desktop.maps.timelines import (
    ControlLimits,
    TimeContent,
    TimeLine,
)
from desktop.maps.timeplot import Measure, TimeChart, about, cut, period_dots, spread_apart
from desktop.maps.trend import ChartColours

NAME_SIZE, NAME_APART = 11.5, 15.0
_FOOT = 26.0  # under the plot, for the years
_EDGE = 8.0  # between the outermost periods and the edges of the plot
_NAME_SHARE = 0.24  # of the width, at most, for the names at the lines' ends
_YEAR_ROOM, _YEAR_BASE = 40.0, 17.0


def time_chart(
    content: TimeContent,
    width: float,
    height: float,
    colours: ChartColours,
    measure: Measure = about,
) -> TimeChart:
    """Draw a chart for the room there is.

    The value axis takes in all that is drawn and does not begin at zero, because how a line goes is
    what is read. A period in which the main line is withheld is hatched from top to bottom; a gap
    without hatching is one without data. Nothing is drawn across either.
    """
    rows, hidden = effort_rows(content)
    top = 12.0 + len(rows) * EFFORT_ROW + (14.0 if hidden else 0.0)
    bottom = height - _FOOT
    axis = _axis(content, bottom, top)
    names = [line for line in content.lines if line.drawn]
    left = max(figures_width(axis, units=True) + 12.0, 28.0)
    room = max((measure(line.series.name, NAME_SIZE, 600) for line in names), default=0.0)
    right = width - min(room, _NAME_SHARE * width) - 14.0
    x = _places(len(content.periods), left + _EDGE, right - _EDGE)
    chart = TimeChart(content, Drawing(width, height, ()), left, top, right, bottom, axis, x)
    marks: list[Mark] = [
        *_withheld_marks(chart, colours),
        grid_across(axis, left, right, colours),
        *figures_beside(axis, left - 8.0, colours, units=True),
        *_year_marks(chart, colours, measure),
        *effort_marks(chart, rows, hidden, colours, measure),
    ]
    if content.index is not None:
        y = axis.scale.at(100.0)
        marks.append(one_line([(left, y), (right, y)], colours.other, 1.0))
    if not names:
        marks.append(_nothing(chart, colours))
    marks += _band_marks(chart, colours)
    if content.limits is not None:
        marks += _limit_marks(chart, content.limits, colours)
    for line in reversed(content.lines):
        marks += line_marks(x, axis.scale.place(line.values), line.colour, line.width, line.dash)
    if content.limits is not None:
        marks += _outside_marks(chart, content.limits, colours)
    marks += _name_marks(chart, names, width, colours, measure)
    drawing = Drawing(width, height, tuple(marks))
    return TimeChart(content, drawing, left, top, right, bottom, axis, x)


def period_marks(
    chart: TimeChart, at: int, colours: ChartColours, measure: Measure = about
) -> tuple[Mark, ...]:
    """The period shown: a line from top to bottom, a dot on every line, and its name at the foot.

    None where ``at`` is no row of the chart.
    """
    if not 0 <= at < len(chart.x):
        return ()
    x = float(chart.x[at])
    label = chart.content.periods[at].short_label
    wide = measure(label, FIGURE_SIZE, 600) + 12.0
    middle = min(max(x, chart.left + wide / 2), chart.right - wide / 2)
    begins, ends = _over_years(chart, middle - wide / 2, middle + wide / 2, measure)
    return (
        one_line([(x, chart.top), (x, chart.bottom)], colours.muted, 1.0),
        *period_dots(chart, at, colours),
        Box(begins, chart.bottom + 5.0, ends - begins, 18.0, fill=colours.surface),
        Text(
            middle,
            chart.bottom + _YEAR_BASE,
            label,
            FIGURE_SIZE,
            colours.ink,
            600,
            "middle",
            tabular=True,
        ),
    )


def _over_years(
    chart: TimeChart, begins: float, ends: float, measure: Measure
) -> tuple[float, float]:
    """From where to where the foot is covered for a name, so that no year is cut in two by it."""
    for mark in chart.drawing.marks:
        if isinstance(mark, Text) and mark.y == chart.bottom + _YEAR_BASE:
            half = measure(mark.text, mark.size, mark.weight) / 2 + 1.0
            if mark.x - half < ends and begins < mark.x + half:
                begins, ends = min(begins, mark.x - half), max(ends, mark.x + half)
    return begins, ends


def _axis(content: TimeContent, bottom: float, top: float) -> Axis:
    columns = [line.values for line in content.lines]
    if content.band is not None:
        columns += list(content.band)
    if content.limits is not None:
        columns += [content.limits.low, content.limits.high]
    if content.index is not None:
        columns.append(np.array([100.0]))
    unit = "" if content.index is not None else content.indicator.unit
    values = np.concatenate(columns)
    return fitted(
        values, bottom, top, most_ticks(bottom - top, 46.0), unit=_axis_unit(unit), room=0.04
    )


def _axis_unit(unit: str) -> str:
    """The unit beside every figure, where it is short enough to stand there."""
    return unit if len(unit) <= 2 and unit != "n" else ""


def _places(count: int, left: float, right: float) -> FloatArray:
    if count == 1:
        return np.array([(left + right) / 2])
    return np.linspace(left, right, count)


def _band_marks(chart: TimeChart, colours: ChartColours) -> tuple[Mark, ...]:
    band = chart.content.band
    if band is None:
        return ()
    low, high = (chart.axis.scale.place(end) for end in band)
    colour = mixed(chart.content.main.colour, colours.surface, 0.82)
    return ribbon(chart.x, high, low, colour)


def _withheld_marks(chart: TimeChart, colours: ChartColours) -> list[Mark]:
    """The periods in which the main line is withheld, each run of them as one hatched field."""
    states = chart.content.main.series.cells.states
    withheld = np.concatenate([[False], states == State.WITHHELD, [False]])
    edges = np.flatnonzero(np.diff(withheld.astype(np.int8)))
    half = float(chart.x[1] - chart.x[0]) / 2 if len(chart.x) > 1 else 40.0
    marks: list[Mark] = []
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        begins = max(float(chart.x[first]) - half, chart.left)
        ends = min(float(chart.x[after - 1]) + half, chart.right)
        marks.append(
            Box(
                begins,
                chart.top,
                ends - begins,
                chart.bottom - chart.top,
                fill=mixed(colours.withheld, colours.surface, 0.35),
                hatched=mixed(colours.hatch, colours.surface, 0.45),
            )
        )
        if ends - begins > 90:
            middle = (begins + ends) / 2
            said = _("diskretioneret")
            marks.append(
                Text(middle, chart.bottom - 8.0, said, FIGURE_SIZE, colours.muted, 400, "middle")
            )
    return marks


def _year_marks(chart: TimeChart, colours: ChartColours, measure: Measure) -> list[Mark]:
    """A tick where a year begins, and its figure as room allows; the years' own for whole years."""
    whole = chart.content.periods and chart.content.periods[0].kind in (
        Kind.YEAR,
        Kind.SCHOOL_YEAR,
    )
    marks: list[Mark] = [
        one_line([(chart.left, chart.bottom), (chart.right, chart.bottom)], colours.grid, 1.0)
    ]
    free = -1e9
    previous: int | None = None
    for at, period in enumerate(chart.content.periods):
        x = float(chart.x[at])
        if period.year == previous:
            continue
        previous = period.year
        marks.append(one_line([(x, chart.bottom), (x, chart.bottom + 4.0)], colours.other, 1.0))
        text = period.code if whole or len(chart.content.periods) == 1 else str(period.year)
        wide = max(measure(text, FIGURE_SIZE, 400), _YEAR_ROOM - 10.0)
        begins = min(max(x - wide / 2, 0.0), chart.right - wide / 2)
        if begins >= free:
            marks.append(
                Text(
                    begins + wide / 2,
                    chart.bottom + _YEAR_BASE,
                    text,
                    FIGURE_SIZE,
                    colours.muted,
                    400,
                    "middle",
                    tabular=True,
                )
            )
            free = begins + wide + 10.0
    return marks


def _limit_marks(chart: TimeChart, limits: ControlLimits, colours: ChartColours) -> list[Mark]:
    """The level and the limits about it, with their name at the left end."""
    marks: list[Mark] = []
    for ends, dash in ((limits.low, (3.0, 3.0)), (limits.high, (3.0, 3.0)), (limits.centre, ())):
        y = chart.axis.scale.place(ends)
        marks += line_marks(chart.x, y, mixed(colours.muted, colours.surface, 0.3), 1.0, dash)
    known = np.flatnonzero(np.isfinite(limits.high))
    if len(known):
        at = int(known[0])
        above = chart.axis.scale.at(float(limits.high[at])) - 5.0
        text = _("kontrolgrænse")
        marks.append(Text(float(chart.x[at]), above, text, 10.5, colours.muted))
    return marks


def _outside_marks(chart: TimeChart, limits: ControlLimits, colours: ChartColours) -> list[Mark]:
    """A ring about every number of the main line that is past a limit."""
    main = chart.content.main
    y = chart.axis.scale.place(main.values)
    return [
        Dot(float(chart.x[at]), float(y[at]), 4.0, colours.surface, main.colour, 1.6)
        for at in np.flatnonzero((limits.outside != 0) & np.isfinite(y)).tolist()
    ]


def _name_marks(
    chart: TimeChart,
    lines: Sequence[TimeLine],
    width: float,
    colours: ChartColours,
    measure: Measure,
) -> list[Mark]:
    """Every line's name beside its last number, moved apart where they would meet.

    A name that had to be moved is tied to its line. One whose line ends early stands where it ends,
    so that nothing goes on where there is no number.
    """
    ends = {id(line): int(np.flatnonzero(np.isfinite(line.values))[-1]) for line in lines}
    last = len(chart.x) - 1
    early = [line for line in lines if ends[id(line)] < last - 1]
    whole = [line for line in lines if ends[id(line)] >= last - 1]
    marks: list[Mark] = []
    for line in early:
        x, y = _end(chart, line, ends[id(line)])
        room = width - x - 8.0
        marks.append(_name(chart, line, x + 6.0, y - 5.0, room, colours, measure))
    wanted = np.array([_end(chart, line, ends[id(line)])[1] for line in whole], np.float64)
    placed = spread_apart(wanted, NAME_APART, chart.top + 4.0, chart.bottom - 4.0)
    begins = chart.right + 4.0
    for line, y, name_y in zip(whole, wanted.tolist(), placed.tolist(), strict=True):
        if abs(name_y - y) > 2.0:
            tie = [(chart.right - 5.0, y), (chart.right - 3.0, y), (chart.right + 1.0, name_y)]
            marks.append(one_line(tie, mixed(line.colour, colours.surface, 0.4), 0.8))
        base = name_y + 0.35 * NAME_SIZE
        marks.append(_name(chart, line, begins, base, width - begins - 2.0, colours, measure))
    return marks


def _end(chart: TimeChart, line: TimeLine, at: int) -> tuple[float, float]:
    return float(chart.x[at]), chart.axis.scale.at(float(line.values[at]))


def _name(
    chart: TimeChart,
    line: TimeLine,
    x: float,
    y: float,
    room: float,
    colours: ChartColours,
    measure: Measure,
) -> Text:
    weight = 600 if line is chart.content.main else 400
    name = cut(line.series.name, NAME_SIZE, weight, room, measure)
    return Text(x, y, name, NAME_SIZE, _readable(line.colour, colours), weight)


def _readable(colour: str, colours: ChartColours) -> str:
    """A line's colour made strong enough for text."""
    return mixed(colour, colours.ink, 0.35)


def _nothing(chart: TimeChart, colours: ChartColours) -> Text:
    x, y = (chart.left + chart.right) / 2, (chart.top + chart.bottom) / 2
    return Text(x, y, _("Ingen tal at vise over tid"), 13.0, colours.muted, 400, "middle")

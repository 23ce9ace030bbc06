"""How far a goal is: the course until now, and the straight way from the baseline to the target."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.intervals import Interval
from desktop.core.wording import _, quantity
from desktop.maps.axes import FIGURE_SIZE, Axis, figures_beside, figures_width, fitted, grid_across
from desktop.maps.curves import line_marks, ribbon
from desktop.maps.drawing import Dot, Drawing, Mark, Strokes, Text, one_line, one_shape
from desktop.maps.palettes import mixed
from desktop.maps.timeplot import Measure, about, cut
from desktop.maps.trend import ChartColours

_TOP, _FOOT = 16.0, 24.0
_NAME = 11.0
_SIDE = 0.34  # of the width, at most, for what the target and the number now are called
_APART = 14.0  # between two names under each other

DayPlace = Callable[[dt.date], float]  # where a day stands


@dataclass(frozen=True, slots=True, eq=False)
class GoalCourse:
    """What the chart of a goal shows; ``values`` and ``band`` have an entry per day.

    Attributes:
        days: the last day of every period, in order.
        values: the number then, NaN where there is none.
        band: the 95 % interval of each; NaN where there is none.
        baseline: the row of the baseline, −1 where it has no number.
        now: the row of the newest number, −1 where there is none.
        target: what is to be reached.
        by: the day it is to be reached by.
        spread: how far below and above the baseline's number its interval ends; 0 for none.
        unit, decimals: of the numbers.
    """

    days: tuple[dt.date, ...]
    values: FloatArray
    band: Interval
    baseline: int
    now: int
    target: float
    by: dt.date
    spread: tuple[float, float]
    unit: str
    decimals: int


def goal_chart(
    course: GoalCourse,
    width: float,
    height: float,
    colours: ChartColours,
    measure: Measure = about,
) -> Drawing:
    """Draw a goal: the way to it dashed with how unsure its beginning is, the course in clay.

    The number now has its interval as an upright bar; the target is a diamond on the day it is to
    be reached. The value axis does not begin at zero.
    """
    bottom, top = height - _FOOT, _TOP
    low, high = course.band
    shown = [course.values, low, high, np.array([course.target])]
    axis = fitted(np.concatenate(shown), bottom, top, 5, unit=_short(course.unit), room=0.04)
    left = max(figures_width(axis, units=True) + 12.0, 30.0)
    named = _named(course, axis, colours)
    side = max(measure(said, _NAME, 600) for _place, said, _colour in named) + 12.0
    right = width - min(side, _SIDE * width)
    begins = min((*course.days, course.by))
    ends = max((*course.days, course.by))
    span = max((ends - begins).days, 1)

    def at(day: dt.date) -> float:
        return left + 6.0 + (day - begins).days / span * (right - left - 10.0)

    marks: list[Mark] = [
        grid_across(axis, left, right, colours),
        *figures_beside(axis, left - 8.0, colours, units=True),
        *_years(begins, ends, at, left, right, bottom, colours, measure),
    ]
    x = np.array([at(day) for day in course.days])
    marks += ribbon(x, axis.scale.place(high), axis.scale.place(low), _band(colours))
    if course.baseline >= 0:
        marks += _way(course, axis, at, colours)
    marks += line_marks(x, axis.scale.place(course.values), colours.selected, 2.2)
    marks += _points(course, axis, x, at, colours)
    marks += _names(named, right, width, bottom, measure)
    return Drawing(width, height, tuple(marks))


def _short(unit: str) -> str:
    return unit if len(unit) <= 2 and unit != "n" else ""


def _band(colours: ChartColours) -> str:
    return mixed(colours.selected, colours.surface, 0.82)


def _years(
    begins: dt.date,
    ends: dt.date,
    at: DayPlace,
    left: float,
    right: float,
    bottom: float,
    colours: ChartColours,
    measure: Measure,
) -> list[Mark]:
    """A tick at every new year and its figure where there is room."""
    marks: list[Mark] = [one_line([(left, bottom), (right, bottom)], colours.grid, 1.0)]
    years = [year for year in range(begins.year, ends.year + 2) if begins <= _new(year) <= ends]
    if not years:
        return marks
    room = (at(ends) - at(begins)) * 365.25 / max((ends - begins).days, 1)
    step = max(1, math.ceil((measure("2000", FIGURE_SIZE, 400) + 8.0) / max(room, 1.0)))
    for year in years:
        x = at(_new(year))
        marks.append(one_line([(x, bottom), (x, bottom + 4.0)], colours.other, 1.0))
        if (year - years[0]) % step == 0:
            marks.append(
                Text(x, bottom + 16.0, str(year), FIGURE_SIZE, colours.muted, 400, "middle", True)
            )
    return marks


def _new(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def _way(course: GoalCourse, axis: Axis, at: DayPlace, colours: ChartColours) -> list[Mark]:
    """The straight way from the baseline to the target, as wide as its beginning is unsure."""
    start, value = course.days[course.baseline], float(course.values[course.baseline])
    x0, x1 = at(start), at(course.by)
    y0, y1 = axis.scale.at(value), axis.scale.at(course.target)
    below, above = course.spread
    marks: list[Mark] = []
    if below > 0 or above > 0:
        edge = mixed(colours.line, colours.surface, 0.55)
        ends = (value + above, value - below)
        marks += [one_line([(x0, axis.scale.at(end)), (x1, y1)], edge, 0.7) for end in ends]
    points = np.array([(x0, y0), (x1, y1)])
    marks.append(Strokes(points, np.array([0, 2], np.int32), colours.line, 1.4, dashed=True))
    return marks


def _points(
    course: GoalCourse, axis: Axis, x: FloatArray, at: DayPlace, colours: ChartColours
) -> list[Mark]:
    """The target's diamond, a ring at the baseline, a dot with its interval now."""
    tx, ty, half = at(course.by), axis.scale.at(course.target), 5.0
    diamond = [(tx, ty - half), (tx + half, ty), (tx, ty + half), (tx - half, ty)]
    marks: list[Mark] = [one_shape(diamond, colours.line)]
    if course.baseline >= 0:
        y = axis.scale.at(float(course.values[course.baseline]))
        marks.append(Dot(float(x[course.baseline]), y, 4.0, colours.surface, colours.selected, 1.8))
    if course.now >= 0:
        px, value = float(x[course.now]), float(course.values[course.now])
        low, high = (float(end[course.now]) for end in course.band)
        if np.isfinite(low) and high > low:
            ends = [axis.scale.at(low), axis.scale.at(high)]
            marks.append(one_line([(px, ends[0]), (px, ends[1])], colours.ink, 1.2))
            marks += [one_line([(px - 3.5, y), (px + 3.5, y)], colours.ink, 1.2) for y in ends]
        marks.append(Dot(px, axis.scale.at(value), 4.0, colours.selected, colours.surface, 1.2))
    return marks


def _named(course: GoalCourse, axis: Axis, colours: ChartColours) -> list[tuple[float, str, str]]:
    """What stands at right, from the top: place, words, colour."""
    target = quantity(course.target, course.unit, course.decimals)
    named = [(axis.scale.at(course.target), _("mål {value}").format(value=target), colours.line)]
    if course.now >= 0:
        value = float(course.values[course.now])
        said = _("nu {value}").format(value=quantity(value, course.unit, course.decimals))
        named.append((axis.scale.at(value), said, mixed(colours.selected, colours.ink, 0.35)))
    return sorted(named)


def _names(
    named: list[tuple[float, str, str]],
    right: float,
    width: float,
    bottom: float,
    measure: Measure,
) -> list[Mark]:
    """The target and the number now in figures at right, apart from each other."""
    places = [each[0] for each in named]
    if len(places) == 2 and places[1] - places[0] < _APART:
        middle = sum(places) / 2
        places = [middle - _APART / 2, middle + _APART / 2]
    marks: list[Mark] = []
    for y, (_place, said, colour) in zip(places, named, strict=True):
        base = min(max(y, _TOP), bottom - 4.0) + 0.36 * _NAME
        text = cut(said, _NAME, 600, width - right - 4.0, measure)
        marks.append(Text(right + 4.0, base, text, _NAME, colour, 600))
    return marks

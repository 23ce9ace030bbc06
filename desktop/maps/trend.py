"""Small charts beside a map: an area over time, and how it differs from the municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.areas import Effort
from desktop.core.disclosure import FloatArray
from desktop.core.measures import Cells, wilson
from desktop.core.periods import Period
from desktop.core.wording import NO_BREAK, _, number
from desktop.maps.drawing import Dot, Drawing, Fills, Mark, Strokes, Text, one_line
from desktop.maps.palettes import FAINT, HAIRLINE, INK, MUTED, PETROL, SEQUENTIAL_1, mixed


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A series over time: ``cells`` has one entry per period."""

    periods: tuple[Period, ...]
    cells: Cells


@dataclass(frozen=True, slots=True)
class ChartColours:
    """What a chart is drawn in, so that it can follow a dark theme."""

    ink: str = INK
    muted: str = MUTED
    grid: str = HAIRLINE
    line: str = PETROL
    band: str = mixed(SEQUENTIAL_1[3], "#FFFFFF", 0.72)
    other: str = FAINT


def trend_chart(
    area: Course,
    municipality: Course,
    now: Period,
    *,
    per: float,
    unit: str,
    decimals: int,
    efforts: Sequence[Effort] = (),
    width: float = 300.0,
    height: float = 120.0,
    colours: ChartColours | None = None,
) -> Drawing:
    """An area's course with its 95 % band, the municipality's as a thin line, and efforts' starts.

    A gap in the numbers is a gap in the line. The value axis takes in everything that is drawn and
    is marked at its ends; it does not begin at zero, because a line's slope is what is read.

    Args:
        area: its cells over its own periods.
        municipality: the same of the municipality.
        now: the period on the map, marked with a dot.
        per: what shares are multiplied by, for the band.
        unit: of the indicator.
        decimals: of the indicator.
        efforts: those of the area; their starts are marked.
        width: of the drawing, in pixels or points.
        height: of the drawing.
        colours: of the theme.
    """
    colours = colours or ChartColours()
    low, high = _band(area.cells, per)
    shown = [area.cells.values, municipality.cells.values, low, high]
    finite = np.concatenate([column[np.isfinite(column)] for column in shown])
    if not len(finite):
        text = Text(0, height / 2, _("Ingen tal at vise over tid"), 11, colours.muted)
        return Drawing(width, height, (text,))
    scale = _Scale(area.periods + municipality.periods, finite, width, height)
    marks: list[Mark] = [*scale.grid(unit, decimals, colours)]
    marks += _band_marks(scale, area.periods, low, high, colours)
    marks += _line_marks(scale, municipality, colours.other, 1.0)
    marks += _municipality_name(scale, municipality, colours)
    for effort in efforts:
        if scale.first <= effort.start.toordinal() <= scale.last:
            marks += scale.effort(effort, colours)
    marks += _line_marks(scale, area, colours.line, 1.8)
    if now in area.periods:
        value = area.cells.values[area.periods.index(now)]
        if np.isfinite(value):
            marks.append(
                Dot(scale.x(now.end.toordinal()), scale.y(value), 3.2, colours.line, "#FFFFFF", 1)
            )
    return Drawing(width, height, tuple(marks))


def sparkline(values: FloatArray, width: float, height: float, colour: str) -> Drawing:
    """A line without axes, with a dot at its last value; empty when there is nothing to draw."""
    finite = np.flatnonzero(np.isfinite(values))
    if len(finite) < 2:
        return Drawing(width, height, ())
    kept = values[finite]
    span = max(float(kept.max() - kept.min()), 1e-12)
    x = 2 + finite / max(len(values) - 1, 1) * (width - 6)
    y = height - 3 - (kept - kept.min()) / span * (height - 6)
    points = np.column_stack([x, y])
    line = Strokes(points, np.array([0, len(points)], np.int32), colour, 1.2)
    return Drawing(width, height, (line, Dot(float(x[-1]), float(y[-1]), 1.9, colour)))


class _Scale:
    """Days to x and values to y, with room for labels."""

    def __init__(
        self, periods: Sequence[Period], values: FloatArray, width: float, height: float
    ) -> None:
        self.first = min(period.end for period in periods).toordinal()
        self.last = max(period.end for period in periods).toordinal()
        self.years = (
            min(period.end.year for period in periods),
            max(period.end.year for period in periods),
        )
        low, high = float(values.min()), float(values.max())
        room = max(high - low, abs(high) * 0.05, 1e-9)
        self.low, self.high = low - room * 0.24, high + room * 0.06  # the low figure stands below
        self.values = (low, high)
        self.left, self.right = 4.0, width - 6.0
        self.top, self.bottom = 16.0, height - 20.0
        self.height = height

    def x(self, day: int) -> float:
        share = (day - self.first) / max(self.last - self.first, 1)
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def grid(self, unit: str, decimals: int, colours: ChartColours) -> list[Mark]:
        tail = "" if unit in ("n", "index", "") else NO_BREAK + unit
        low, high = (number(value, decimals) + tail for value in self.values)
        base = self.height - 5
        first, last = (str(year) for year in self.years)
        marks: list[Mark] = [
            one_line([(self.left, self.bottom), (self.right, self.bottom)], colours.grid, 1),
            one_line([(self.left, self.top), (self.right, self.top)], colours.grid, 1),
            Text(self.right, self.top - 4, high, 10, colours.muted, 400, "end", True),
            Text(self.left, base, first, 10, colours.muted, 400, "start", True),
            Text(self.right, base, last, 10, colours.muted, 400, "end", True),
        ]
        if self.values[1] > self.values[0]:
            marks.append(
                Text(self.right, self.bottom - 4, low, 10, colours.muted, 400, "end", True)
            )
        return marks

    def effort(self, effort: Effort, colours: ChartColours) -> list[Mark]:
        x = self.x(effort.start.toordinal())
        anchor = "start" if x < (self.left + self.right) / 2 else "end"
        step = 3.0 if anchor == "start" else -3.0
        line = Strokes(
            np.array([(x, self.top), (x, self.bottom)]),
            np.array([0, 2], np.int32),
            colours.muted,
            1.0,
            dashed=True,
        )
        return [line, Text(x + step, self.top + 9, effort.name, 10, colours.muted, 400, anchor)]


def _band(cells: Cells, per: float) -> tuple[FloatArray, FloatArray]:
    """The 95 % interval in the indicator's unit; NaN where a share has no meaning."""
    share = cells.numerators <= cells.denominators
    low, high = wilson(
        np.where(share, cells.numerators, np.nan), np.where(share, cells.denominators, np.nan)
    )
    return low * per, high * per


def _runs(values: FloatArray) -> list[slice]:
    """The unbroken stretches of finite values."""
    finite = np.isfinite(values)
    change = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
    return [slice(start, end) for start, end in zip(change[::2], change[1::2], strict=True)]


def _municipality_name(scale: _Scale, course: Course, colours: ChartColours) -> list[Mark]:
    """What the thin line is, above its first shown value."""
    finite = np.flatnonzero(np.isfinite(course.cells.values))
    if not len(finite):
        return []
    period = course.periods[finite[0]]
    y = scale.y(float(course.cells.values[finite[0]])) - 4
    x = scale.x(period.end.toordinal())
    return [Text(x, y, _("kommunen"), 10, colours.muted)]


def _places(scale: _Scale, periods: Sequence[Period]) -> FloatArray:
    return np.array([scale.x(period.end.toordinal()) for period in periods])


def _line_marks(scale: _Scale, course: Course, colour: str, width: float) -> list[Mark]:
    x = _places(scale, course.periods)
    values = course.cells.values
    marks: list[Mark] = []
    for run in _runs(values):
        points = np.column_stack([x[run], [scale.y(value) for value in values[run]]])
        if len(points) == 1:
            marks.append(Dot(float(points[0, 0]), float(points[0, 1]), width, colour))
        else:
            marks.append(Strokes(points, np.array([0, len(points)], np.int32), colour, width))
    return marks


def _band_marks(
    scale: _Scale,
    periods: Sequence[Period],
    low: FloatArray,
    high: FloatArray,
    colours: ChartColours,
) -> list[Mark]:
    x = _places(scale, periods)
    marks: list[Mark] = []
    for run in _runs(low):
        top = [(at, scale.y(value)) for at, value in zip(x[run], high[run], strict=True)]
        foot = [(at, scale.y(value)) for at, value in zip(x[run], low[run], strict=True)]
        ring = np.array([*top, *foot[::-1], top[0]], np.float64)
        if len(top) > 1:
            marks.append(
                Fills(
                    ring,
                    np.array([0, len(ring)], np.int32),
                    np.zeros(1, np.int32),
                    (colours.band,),
                )
            )
    return marks

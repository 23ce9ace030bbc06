"""Small charts beside a map: an area over time, and how it differs from the municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop.core.areas import Effort
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Kind
from desktop.core.intervals import Interval, cell_intervals
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.wording import NO_BREAK, _, number
from desktop.maps.curves import line_marks, ribbon, runs
from desktop.maps.drawing import Dot, Drawing, Mark, Strokes, Text, one_line
from desktop.maps.palettes import (
    CARD_MUTED,
    CLAY,
    FAINT,
    GOOD,
    HAIRLINE,
    HATCH,
    INK,
    MUTED,
    PETROL,
    SEQUENTIAL_1,
    SURFACE,
    WITHHELD,
    mixed,
)

_CLEAR = 2.0  # pixels between a name and what is drawn, at least
_FAR = 40.0  # and at most: farther than this is no better


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
    selected: str = CLAY
    good: str = GOOD
    surface: str = SURFACE
    withheld: str = WITHHELD
    hatch: str = HATCH
    card: str = INK
    card_ink: str = SURFACE
    card_muted: str = CARD_MUTED


def trend_chart(
    area: Course,
    municipality: Course,
    now: Period,
    *,
    kind: Kind,
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
        kind: of the indicator, which says what band belongs to it.
        per: what shares are multiplied by, for the band.
        unit: of the indicator.
        decimals: of the indicator.
        efforts: those of the area; their starts are marked.
        width: of the drawing, in pixels or points.
        height: of the drawing.
        colours: of the theme.
    """
    colours = colours or ChartColours()
    low, high = _band(area.cells, kind, per)
    shown = [area.cells.values, municipality.cells.values, low, high]
    finite = np.concatenate([column[np.isfinite(column)] for column in shown])
    if not len(finite):
        text = Text(0, height / 2, _("Ingen tal at vise over tid"), 11, colours.muted)
        return Drawing(width, height, (text,))
    scale = _Scale(area.periods + municipality.periods, finite, width, height)
    drawn = [
        *_traces(scale, area.periods, area.cells.values),
        *_traces(scale, area.periods, low, high),
    ]
    own = _traces(scale, municipality.periods, municipality.cells.values)
    marks: list[Mark] = [*scale.grid(unit, decimals, colours, [*drawn, *own])]
    marks += _band_marks(scale, area.periods, low, high, colours)
    marks += _line_marks(scale, municipality, colours.other, 1.0)
    for effort in efforts:
        if scale.first <= effort.start.toordinal() <= scale.last:
            marks += scale.effort(effort, colours)
    if np.isfinite(municipality.cells.values).any():
        marks += _municipality_name(scale, drawn, own, _boxes(marks), colours)
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

    def grid(
        self, unit: str, decimals: int, colours: ChartColours, drawn: Sequence[_Trace]
    ) -> list[Mark]:
        """Both ends of the values and of the years; what is drawn keeps clear of the low figure."""
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
            right = Text(self.right, self.bottom - 4, low, 10, colours.muted, 400, "end", True)
            left = replace(right, x=self.left, anchor="start")
            crossed = _room_of(right).gap(drawn) < 0 <= _room_of(left).gap(drawn)
            marks.append(left if crossed else right)
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


def _band(cells: Cells, kind: Kind, per: float) -> Interval:
    """The 95 % interval in the indicator's unit; a plain count has none, for it is known."""
    return cell_intervals(cells, Kind.MEAN if kind is Kind.COUNT else kind, per)


@dataclass(frozen=True, slots=True)
class _Trace:
    """What an unbroken stretch covers: from ``top`` down to ``foot`` at every ``x``."""

    x: FloatArray
    top: FloatArray
    foot: FloatArray

    def within(self, left: float, right: float) -> tuple[float, float] | None:
        """The uppermost and the lowest y between two places; None when there is nothing."""
        left, right = max(left, float(self.x[0])), min(right, float(self.x[-1]))
        if left > right:
            return None
        at = np.linspace(left, right, 24)
        top, foot = np.interp(at, self.x, self.top), np.interp(at, self.x, self.foot)
        return float(top.min()), float(foot.max())


@dataclass(frozen=True, slots=True)
class _Room:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Room) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def gap(self, traces: Sequence[_Trace]) -> float:
        """How far the nearest of the traces is, above or below; negative when one is met."""
        nearest = _FAR
        for trace in traces:
            met = trace.within(self.left, self.right)
            if met is not None:
                nearest = min(nearest, max(met[0] - self.bottom, self.top - met[1]))
        return nearest


def _room_of(text: Text) -> _Room:
    """What a text takes up, rather too much than too little."""
    width = 0.66 * text.size * len(text.text)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return _Room(left, text.y - 0.8 * text.size, left + width, text.y + 0.25 * text.size)


def _boxes(marks: Sequence[Mark]) -> list[_Room]:
    """What the texts and the dashed lines of efforts take up."""
    taken = [_room_of(mark) for mark in marks if isinstance(mark, Text)]
    for mark in marks:
        if isinstance(mark, Strokes) and mark.dashed:
            (x, top), (_same, foot) = mark.points.tolist()
            taken.append(_Room(x - 2, top, x + 2, foot))
    return taken


def _municipality_name(
    scale: _Scale,
    drawn: Sequence[_Trace],
    own: Sequence[_Trace],
    taken: Sequence[_Room],
    colours: ChartColours,
) -> list[Mark]:
    """What the thin line is: at one of its ends, above or below, farthest from the area's course.

    Where every such place is taken, it stands between the years instead, beside a piece of line.
    """
    best: tuple[float, Text] | None = None
    for x, anchor in ((float(own[0].x[0]), "start"), (float(own[-1].x[-1]), "end")):
        text = Text(x, 0.0, _("kommunen"), 10, colours.muted, anchor=anchor)
        across = _room_of(text)
        met = [each for trace in own if (each := trace.within(across.left, across.right))]
        for y in (min(top for top, _foot in met) - 4, max(foot for _top, foot in met) + 11):
            placed = replace(text, y=y)
            room = _room_of(placed)
            gap = room.gap(drawn)
            inside = room.left >= scale.left - 1 and room.right <= scale.right + 1
            inside = inside and scale.top < room.top and room.bottom < scale.bottom
            free = inside and gap >= _CLEAR and not any(room.meets(other) for other in taken)
            if free and (best is None or gap > best[0]):
                best = (gap, placed)
    if best is not None:
        return [best[1]]
    middle, base = (scale.left + scale.right) / 2, scale.height - 5
    text = Text(middle + 9, base, _("kommunen"), 10, colours.muted, anchor="middle")
    end = _room_of(text).left - 2
    return [one_line([(end - 14, base - 3.5), (end, base - 3.5)], colours.other, 1), text]


def _traces(
    scale: _Scale, periods: Sequence[Period], high: FloatArray, low: FloatArray | None = None
) -> list[_Trace]:
    x = _places(scale, periods)
    low = high if low is None else low
    return [
        _Trace(
            x[run],
            np.array([min(scale.y(a), scale.y(b)) for a, b in pairs]),
            np.array([max(scale.y(a), scale.y(b)) for a, b in pairs]),
        )
        for run in runs(high)
        if (pairs := list(zip(high[run], low[run], strict=True)))
    ]


def _places(scale: _Scale, periods: Sequence[Period]) -> FloatArray:
    return np.array([scale.x(period.end.toordinal()) for period in periods])


def _line_marks(scale: _Scale, course: Course, colour: str, width: float) -> list[Mark]:
    y = np.array([scale.y(value) for value in course.cells.values])
    return list(line_marks(_places(scale, course.periods), y, colour, width))


def _band_marks(
    scale: _Scale,
    periods: Sequence[Period],
    low: FloatArray,
    high: FloatArray,
    colours: ChartColours,
) -> list[Mark]:
    top, foot = (np.array([scale.y(value) for value in ends]) for ends in (high, low))
    return list(ribbon(_places(scale, periods), top, foot, colours.band))

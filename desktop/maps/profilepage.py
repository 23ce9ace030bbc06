"""The charts of a profile on paper, each a drawing in millimetres.

They are measured in pixels, as on the screen, and drawn at :data:`PIXEL`, so that no letter is
under seven points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.core.disclosure import State
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.measures import missing_cells
from desktop.core.models.result import NONE
from desktop.core.periods import Period
from desktop.core.profile import Lean, Line, Profile, Row
from desktop.core.profilewords import relative_words
from desktop.core.sentences import state_words, value_words
from desktop.core.wording import _
from desktop.maps.categoryyears import CategoryYears
from desktop.maps.composing import Setter, moved, scaled
from desktop.maps.drawing import Box, Drawing, Mark, Text, one_line
from desktop.maps.history import StripColours, history_strip
from desktop.maps.profilespine import (
    SpineColours,
    direction_sign,
    spine_axis,
    spine_bar,
    spine_scale,
)
from desktop.maps.trend import Course, trend_chart
from desktop.maps.typesetting import Measure

PIXEL = 0.25  # millimetres to a pixel: text of 10 pixels is 7.1 points
_SPINE_ROW, _SPINE_HEAD = 19.0, 16.0
_NAME, _SIGN, _FIGURE = 190.0, 18.0, 58.0
_SMALL, _SIZE = 10.5, 12.0
_ACROSS, _BETWEEN = 3, 24.0  # small charts in a row, and pixels between two
_COURSE, _COURSE_HEAD, _COURSE_FOOT = 112.0, 18.0, 12.0
_BAR_ROW, _BAR = 19.0, 9.0
_STRIP = 42.0


def spine_figure(rows: Sequence[Row], width: float, measure: Measure) -> Drawing:
    """How far each number lies from the municipality's, the highest first, and what it means.

    One scale in per cent of the municipality's number, a bar with its 95 % interval, an arrow for
    which way is more adverse. Withheld rows are hatched and stand last.

    Args:
        rows: those to draw; plain counts have no bar.
        width: of the drawing in millimetres.
        measure: how wide a text is.
    """
    setter, colours = Setter(measure), SpineColours()
    chart = colours.chart
    wide = width / PIXEL
    ordered = sorted(rows, key=_spine_order)
    scale = spine_scale(ordered, _NAME + _SIGN + 6, wide - _FIGURE)
    foot = _SPINE_HEAD + _SPINE_ROW * len(ordered)
    marks: list[Mark] = [*spine_axis(scale, _SPINE_HEAD - 5, _SPINE_HEAD - 1, foot, chart)]
    for at, row in enumerate(ordered):
        middle = _SPINE_HEAD + _SPINE_ROW * (at + 0.5)
        name = setter.cut(row.indicator.label, _SIZE, _NAME - 8)
        marks.append(Text(0, middle + 4.2, name, _SIZE, chart.ink))
        marks += direction_sign(row.indicator.direction, _NAME + 4, middle, chart)
        marks += spine_bar(row, scale, middle, colours)
        said = relative_words(row) if row.shown else _without_words(row)
        if said:
            marks.append(Text(wide, middle + 4.2, said, _SIZE, chart.ink, 400, "end", True))
    legend, high = _spine_legend(ordered, wide, setter, colours)
    marks += moved(legend, 0.0, foot + 4)
    return scaled(Drawing(wide, foot + 4 + high, tuple(marks)), PIXEL)


def course_figure(profile: Profile, row: Row, width: float, height: float) -> Drawing:
    """One number over the years with its band, the municipality and the area's efforts."""
    drawn = _course(profile, row, width / PIXEL, height / PIXEL)
    return scaled(drawn, PIXEL)


def line_figure(
    profile: Profile,
    indicator: Indicator,
    line: Line,
    width: float,
    height: float,
) -> Drawing:
    """The same of an indicator that is none of the profile's rows."""
    period = line.periods[-1] if line.periods else None
    wide, high = width / PIXEL, height / PIXEL
    return scaled(_line(profile, indicator, line, period, wide, high), PIXEL)


def courses_figure(
    profile: Profile, rows: Sequence[Row], width: float, measure: Measure
) -> Drawing:
    """Small charts of several numbers over the years, three in a row, each with its number."""
    setter, chart = Setter(measure), SpineColours().chart
    wide = width / PIXEL
    room = (wide - _BETWEEN * (_ACROSS - 1)) / _ACROSS
    deep = _COURSE_HEAD + _COURSE + _COURSE_FOOT
    marks: list[Mark] = []
    for at, row in enumerate(rows):
        left, top = at % _ACROSS * (room + _BETWEEN), at // _ACROSS * deep
        value = value_words(row.cell, 0, row.indicator)
        name = setter.cut(row.indicator.label, _SIZE, room - setter.width(value, _SIZE, 600) - 8)
        marks.append(Text(left, top + 12, name, _SIZE, chart.ink))
        marks.append(Text(left + room, top + 12, value, _SIZE, chart.ink, 600, "end", True))
        drawn = _course(profile, row, room, _COURSE)
        marks += moved(drawn.marks, left, top + _COURSE_HEAD)
    return scaled(Drawing(wide, courses_height(len(rows)) / PIXEL, tuple(marks)), PIXEL)


def courses_height(count: int) -> float:
    """How high so many small charts are, in millimetres."""
    deep = _COURSE_HEAD + _COURSE + _COURSE_FOOT
    return max(math.ceil(count / _ACROSS) * deep - _COURSE_FOOT, 1.0) * PIXEL


@dataclass(frozen=True, slots=True)
class Part:
    """One bar: its name, its share in per cent with the municipality's, and what is said.

    Shares are NaN where they are not known; ``state`` says whether the area's is shown.
    """

    name: str
    share: float
    whole: float
    state: int
    said: str


def parts_figure(parts: Sequence[Part], width: float, measure: Measure) -> Drawing:
    """What a whole is made of: a bar for each part and a line where the municipality's would end.

    Bars go from nought to the largest share that is drawn. A withheld part is a hatched track.
    """
    setter, colours = Setter(measure), SpineColours()
    chart = colours.chart
    wide = width / PIXEL
    names = max((setter.width(part.name, _SIZE) for part in parts), default=0.0)
    left = min(names + 10, wide * 0.46)
    said = max((setter.width(part.said, _SIZE, tabular=True) for part in parts), default=0.0)
    right = wide - said - 10
    finite = [each for part in parts for each in (part.share, part.whole) if math.isfinite(each)]
    largest = max(finite, default=1.0) or 1.0
    marks: list[Mark] = []
    for at, part in enumerate(parts):
        middle = _BAR_ROW * (at + 0.5)
        top = middle - _BAR / 2
        name = setter.cut(part.name, _SIZE, left - 8)
        marks.append(Text(0, middle + 4.2, name, _SIZE, chart.ink))
        marks.append(Text(wide, middle + 4.2, part.said, _SIZE, chart.muted, 400, "end", True))
        if part.state == State.WITHHELD:
            marks.append(
                Box(left, top, right - left, _BAR, colours.withheld, hatched=colours.hatch)
            )
            continue
        marks.append(Box(left, top, right - left, _BAR, colours.track))
        if math.isfinite(part.share):
            length = part.share / largest * (right - left)
            marks.append(Box(left, top, length, _BAR, chart.line))
        if math.isfinite(part.whole):
            x = left + part.whole / largest * (right - left)
            marks.append(one_line([(x, top - 3), (x, top + _BAR + 3)], colours.surface, 3.4))
            marks.append(one_line([(x, top - 3), (x, top + _BAR + 3)], chart.ink, 1.4))
    return scaled(Drawing(wide, max(_BAR_ROW * len(parts), 1.0), tuple(marks)), PIXEL)


def strips_figure(
    strips: Sequence[CategoryYears], width: float, measure: Measure
) -> Drawing | None:
    """The categories of an area over the years, a strip each with what its colours mean.

    None where the area has had no category in any year.
    """
    setter, colours = Setter(measure), SpineColours()
    chart = colours.chart
    told = [strip for strip in strips if any(year.category != NONE for year in strip.years)]
    if not told:
        return None
    wide = width / PIXEL
    left, room = wide * 0.21, wide * 0.45
    plain = StripColours(
        chart.ink, chart.muted, chart.grid, colours.withheld, colours.track, colours.hatch
    )
    marks: list[Mark] = []
    y = 0.0
    for strip in told:
        for at, line in enumerate(setter.lines(strip.name, _SIZE, left - 10, 2)):
            marks.append(Text(0, y + 13 + 14 * at, line, _SIZE, chart.ink))
        drawn = history_strip(strip.years, len(strip.years) - 1, strip.palette, room, plain)
        marks += moved(drawn.marks, left, y)
        begin = left + room + 18
        x, down = begin, y + 9.0
        said = [
            (strip.names[at], strip.palette[at], "")
            for at in sorted({year.category for year in strip.years} - {NONE})
        ]
        if any(year.hatched and year.category == NONE for year in strip.years):
            said.append((_("kan ikke afgøres"), colours.withheld, colours.hatch))
        for name, fill, hatch in said:
            words = setter.cut(name, _SMALL, wide - begin - 16)
            step = 16 + setter.width(words, _SMALL)
            if x > begin and x + step > wide:
                x, down = begin, down + 14
            marks.append(Box(x, down - 5, 10, 10, fill, chart.muted, 0.5, 2.0, hatch))
            marks.append(Text(x + 15, down + 4, words, _SMALL, chart.muted))
            x += step + 14
        y = max(y + _STRIP, down + 18)
    return scaled(Drawing(wide, y - 4, tuple(marks)), PIXEL)


def parts_height(count: int) -> float:
    """How high so many parts are, in millimetres."""
    return max(_BAR_ROW * count, 1.0) * PIXEL


def _spine_order(row: Row) -> tuple[bool, bool, float]:
    """The highest above the municipality first; what has no bar, and what is not shown, last."""
    relative = math.nan if row.comparison is None else row.comparison.relative
    has = math.isfinite(relative)
    return not row.shown, not has, -relative if has else 0.0


def _without_words(row: Row) -> str:
    """Why a row has no bar, where its hatching does not say so."""
    state = int(row.cell.states[0])
    return "" if state == State.WITHHELD else state_words(state)


def _spine_legend(
    rows: Sequence[Row], width: float, setter: Setter, colours: SpineColours
) -> tuple[tuple[Mark, ...], float]:
    """What the bars and arrows mean, those alone that occur, and how high that is."""
    chart = colours.chart
    leans = {row.lean for row in rows if row.shown}
    box = (0.0, 2.0, 16.0, 8.0)
    items: list[tuple[tuple[Mark, ...], str]] = [
        ((Box(*box, colours.fill(lean)),), words)
        for lean, words in (
            (Lean.MORE, _("med sikkerhed mere udsat")),
            (Lean.LESS, _("med sikkerhed mindre udsat")),
            (Lean.APART, _("med sikkerhed anderledes")),
        )
        if lean in leans
    ]
    if Lean.UNSURE in leans:
        rim = Box(0, 2.5, 16, 7, colours.surface, colours.unsure, 1.0)
        items.append(((rim,), _("kan ikke afgøres")))
    if any(row.cell.states[0] == State.WITHHELD for row in rows):
        hatched = Box(*box, colours.withheld, hatched=colours.hatch)
        items.append(((hatched,), state_words(State.WITHHELD)))
    if any(row.comparison is not None and math.isfinite(row.comparison.low) for row in rows):
        ends = [one_line([(x, 3.5), (x, 8.5)], chart.ink, 1) for x in (0.0, 16.0)]
        items.append(((one_line([(0, 6), (16, 6)], chart.ink, 1), *ends), _("95 %-interval")))
    for direction, words in (
        (Direction.WORSE, _("højere er mere udsat")),
        (Direction.BETTER, _("lavere er mere udsat")),
        (Direction.NEITHER, _("hverken godt eller dårligt")),
    ):
        if any(row.indicator.direction is direction for row in rows):
            items.append((direction_sign(direction, 8.0, 6.0, chart), words))
    marks: list[Mark] = []
    x, y = 0.0, 0.0
    for sign, words in items:
        room = 21.0 + setter.width(words, _SMALL)
        if x > 0 and x + room > width:
            x, y = 0.0, y + 16.0
        marks += moved(sign, x, y)
        marks.append(Text(x + 21, y + 9.8, words, _SMALL, chart.muted))
        x += room + 14.0
    return tuple(marks), y + 14.0


def _course(profile: Profile, row: Row, width: float, height: float) -> Drawing:
    line = profile.lines.get(row.indicator.id)
    if line is None:
        line = Line((), missing_cells(0), (), missing_cells(0))
    return _line(profile, row.indicator, line, row.period, width, height)


def _line(
    profile: Profile,
    indicator: Indicator,
    line: Line,
    period: Period | None,
    width: float,
    height: float,
) -> Drawing:
    """A course without the efforts' names, which have no sure room in it: the caption says them."""
    drawn = trend_chart(
        Course(line.periods, line.cells),
        municipality_course(indicator, line),
        period or profile.period,
        kind=indicator.kind,
        per=indicator.per,
        unit=indicator.unit,
        decimals=indicator.decimals,
        efforts=tuple(replace(each, name="") for each in profile.efforts),
        width=width,
        height=height,
        colours=SpineColours().chart,
    )
    kept = tuple(mark for mark in drawn.marks if not (isinstance(mark, Text) and not mark.text))
    return replace(drawn, marks=kept)


def municipality_course(indicator: Indicator, line: Line) -> Course:
    """The municipality's course; none beside a plain count, which it would flatten."""
    if indicator.kind is Kind.COUNT:
        return Course((), missing_cells(0))
    return Course(line.whole_periods, line.whole)

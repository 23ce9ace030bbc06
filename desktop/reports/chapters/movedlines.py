"""One line of what has moved: its course with control limits, and all that is said about it."""

from __future__ import annotations

import numpy as np

from desktop.core.courses import Course, course_of
from desktop.core.errors import UsageError
from desktop.core.movements import Movement
from desktop.core.movementwords import evidence_sentence, row_sentences
from desktop.core.trendwords import chart_sentence
from desktop.core.wording import NO_BREAK, _, number
from desktop.maps.charttexts import alt_of_time
from desktop.maps.composing import scaled
from desktop.maps.drawing import Drawing
from desktop.maps.figuresheet import PIXEL
from desktop.maps.timechart import period_marks, time_chart
from desktop.maps.timelines import Wanted, chart_periods, control_limits, time_content
from desktop.maps.trend import ChartColours
from desktop.maps.view import MapView
from desktop.reports.asked import Asked
from desktop.reports.blocks import Block, Figure, Heading, Paragraph, Side, Style
from desktop.reports.setting import column_width
from desktop.reports.typefaces import width as text_width

_SHARE = 0.56  # of the room, for the course
_HIGH = 40.0  # millimetres


def line_blocks(asked: Asked, row: Movement) -> tuple[Block, ...]:
    """A line under its own heading: the course at left, the words at right."""
    areas = asked.data.areas(asked.level)
    name = areas.names[row.area] or areas.codes[row.area]
    title = _("{area}: {indicator}").format(area=name, indicator=row.indicator.name)
    course = _course(asked, row)
    said = [*row_sentences(row), evidence_sentence(row)]
    if course is not None:
        said.append(limits_sentence(course, row))
    words = tuple(Paragraph(text) for text in said if text)
    first, *rest = words
    figure = _figure(asked, row, course)
    muted = tuple(Paragraph(each.text, Style.MUTED) for each in rest)
    return Heading(title, rank=3), Side((figure,), (first, *muted), _SHARE)


def _course(asked: Asked, row: Movement) -> Course | None:
    """The course until the period of the line; None where it has none."""
    try:
        return course_of(asked.data, asked.level, row.area, row.indicator, row.period)
    except UsageError:
        return None


def limits_sentence(course: Course, row: Movement) -> str:
    """The control limits at the period of the line and where its number lies, or why none."""
    found = control_limits(course, (row.period,))
    if course.skewed or found is None or not np.isfinite(found.high[0]):
        return chart_sentence(course) if course.chart is None else ""
    indicator = row.indicator
    place = {
        1: _("tallet ligger over dem"),
        -1: _("tallet ligger under dem"),
        0: _("tallet ligger inden for dem"),
    }[int(found.outside[0])]
    low, high, centre = (
        number(float(each[0]), indicator.decimals) for each in (found.low, found.high, found.centre)
    )
    return _("Kontrolgrænser i {period}: {low}–{high}{unit} om niveauet {centre}; {place}.").format(
        period=row.period.label,
        low=low,
        high=high,
        unit="" if indicator.unit == "n" else f"{NO_BREAK}{indicator.unit}",
        centre=centre,
        place=place,
    )


def _figure(asked: Asked, row: Movement, course: Course | None) -> Figure:
    """The area's numbers over time, with interval, control limits and the municipality's."""
    data = asked.data
    code = data.areas(asked.level).codes[row.area]
    view = MapView(asked.level, row.indicator.id, row.period, selected=(code,))
    limits = None
    if course is not None:
        limits = control_limits(course, chart_periods(data, view))
    colours = ChartColours()
    content = time_content(data, view, Wanted(limits=True, efforts=True), colours, limits)
    wide = column_width(asked.paper) * _SHARE - 4.0
    chart = time_chart(content, wide / PIXEL, _HIGH / PIXEL, colours, _measure)
    marks = chart.drawing.marks
    if row.period in content.periods:
        marks = (
            *marks,
            *period_marks(chart, content.periods.index(row.period), colours, _measure),
        )
    drawing = Drawing(chart.drawing.width, chart.drawing.height, marks)
    caption = _("Bånd: 95 %-interval. Stiplet: kontrolgrænser.")
    if limits is None:
        caption = _("Bånd: 95 %-interval. Der er for få perioder til kontrolgrænser.")
    return Figure(scaled(drawing, PIXEL), alt_of_time(content), caption)


def _measure(text: str, size: float, weight: int) -> float:
    """What a text measures in the units of the chart."""
    return text_width(text, size * PIXEL, weight) / PIXEL

"""What a time chart says of the period that is pointed at: all its numbers on one card."""

from __future__ import annotations

import numpy as np

from desktop.core.wording import _, number
from desktop.maps.curves import line_marks
from desktop.maps.drawing import Box, Mark, Strokes, Text
from desktop.maps.palettes import mixed
from desktop.maps.timelines import TimeContent, line_more_words, line_value_words
from desktop.maps.timeplot import Measure, TimeChart, about, cut, period_dots
from desktop.maps.trend import ChartColours


def hover_marks(
    chart: TimeChart, at: int, colours: ChartColours, measure: Measure = about
) -> tuple[Mark, ...]:
    """All numbers of one period: a thin line, a dot on every line, and a card that lists them."""
    if not 0 <= at < len(chart.x):
        return ()
    x = float(chart.x[at])
    cross = Strokes(
        np.array([(x, chart.top), (x, chart.bottom)]),
        np.array([0, 2], np.int32),
        colours.other,
        1.0,
    )
    return (cross, *period_dots(chart, at, colours), *_card(chart, at, colours, measure))


def hover_words(content: TimeContent, at: int) -> tuple[str, ...]:
    """What the card says, line by line; for those who cannot see it."""
    return (
        content.periods[at].label,
        *(
            f"{line.series.name}: "
            + " ".join(
                part
                for part in (
                    line_value_words(content, line, at),
                    line_more_words(content, line, at),
                )
                if part
            )
            for line in content.lines
        ),
        *((limits,) if (limits := limit_words(content, at)) else ()),
    )


def limit_words(content: TimeContent, at: int) -> str:
    """The control limits of a period: ``Kontrolgrænser: 25,1 til 31,0``; empty without any."""
    limits, decimals = content.limits, content.indicator.decimals
    if limits is None or not np.isfinite(limits.low[at]):
        return ""
    return _("Kontrolgrænser: {low} til {high}").format(
        low=number(float(limits.low[at]), decimals), high=number(float(limits.high[at]), decimals)
    )


def _card(chart: TimeChart, at: int, colours: ChartColours, measure: Measure) -> list[Mark]:
    """The card beside the thin line: a row for each line with key, name, number and interval."""
    content = chart.content
    size, pad, key = 12.0, 11.0, 22.0
    names = [cut(line.series.name, size, 400, 190.0, measure) for line in content.lines]
    values = [line_value_words(content, line, at) for line in content.lines]
    more = [line_more_words(content, line, at) for line in content.lines]
    wide_name = max(measure(name, size, 600) for name in names)
    wide_value = max(measure(value, size, 600) for value in values)
    wide_more = max(measure(each, size - 1, 400) for each in more)
    title = content.periods[at].label
    inner = max(
        key + wide_name + 14.0 + wide_value + (12.0 + wide_more if wide_more else 0.0),
        measure(title, size, 600),
    )
    width, height = inner + 2 * pad, 22.0 + 18.0 * len(names) + 2 * pad - 6.0
    x = float(chart.x[at])
    left = x + 16.0 if x + 16.0 + width <= chart.drawing.width - 4.0 else x - 16.0 - width
    left = max(left, 4.0)
    top = min(chart.top + 10.0, max(chart.drawing.height - height - 4.0, 2.0))
    base = top + pad + 11.0
    value_end = left + pad + key + wide_name + 14.0 + wide_value
    marks: list[Mark] = [
        Box(left, top, width, height, fill=colours.card, radius=7.0),
        Text(left + pad, base, title, size, colours.card_ink, 600, tabular=True),
    ]
    for nr, (line, name, value, behind) in enumerate(
        zip(content.lines, names, values, more, strict=True)
    ):
        y = base + 22.0 + 18.0 * nr
        weight = 600 if nr == 0 else 400
        ends = np.array([left + pad, left + pad + 14.0])
        marks += line_marks(
            ends,
            np.full(2, y - 4.0),
            mixed(line.colour, colours.card_ink, 0.25),
            2.0,
            tuple(part * 0.5 for part in line.dash),
        )
        marks += [
            Text(left + pad + key, y, name, size, colours.card_ink, weight),
            Text(value_end, y, value, size, colours.card_ink, weight, "end", tabular=True),
        ]
        if behind:
            marks.append(
                Text(value_end + 12.0, y, behind, size - 1, colours.card_muted, tabular=True)
            )
    return marks

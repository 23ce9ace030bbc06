"""An area's categories over the years, as a profile shows them: a strip for each outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.models.result import NONE
from desktop.core.models.yearly import Years, category_names
from desktop.core.wording import _
from desktop.maps.categorycolours import category_colours
from desktop.maps.composing import Setter, moved
from desktop.maps.drawing import Box, Drawing, Mark, Text
from desktop.maps.history import StripColours, StripYear, history_strip
from desktop.maps.profilespine import SpineColours

_TITLE = 24.0  # pixels
_LEFT = 150.0  # the outcome's name beside its strip
_STRIP = 42.0


@dataclass(frozen=True, slots=True, eq=False)
class CategoryYears:
    """The strip of one outcome for one area: its years, its colours, and what they mean."""

    name: str
    years: tuple[StripYear, ...]
    palette: tuple[str, ...]
    names: tuple[str, ...]


def category_years(years: Years, area: int) -> CategoryYears:
    """The strip of an outcome for the area at a position."""
    outcome = years.history.outcome
    return CategoryYears(
        str(outcome.name) or outcome.id,
        tuple(
            StripYear(
                f"{period.year % 100:02d}",
                int(years.history.index[row, area]),
                years.words(row, area),
                years.is_undecided(row, area),
            )
            for row, period in enumerate(years.periods)
        ),
        category_colours(len(outcome.all_categories)),
        tuple(category_names(outcome)),
    )


def category_strips(
    strips: Sequence[CategoryYears], width: float, setter: Setter, colours: SpineColours
) -> Drawing:
    """A strip per outcome with its name before it and the categories it has been in after it.

    Nothing where there is no outcome, or the area has had no category in any year.
    """
    told = [strip for strip in strips if any(year.category != NONE for year in strip.years)]
    if not told:
        return Drawing(width, 0.0, ())
    chart = colours.chart
    marks: list[Mark] = [Text(0, 12, _("Kategorier over årene"), 12, chart.ink, 600)]
    y = _TITLE
    plain = StripColours(
        chart.ink, chart.muted, chart.grid, colours.withheld, colours.track, colours.hatch
    )
    for strip in told:
        room = min(max(width * 0.5, 160.0), 20.0 + 44.0 * len(strip.years))
        left = min(_LEFT, width * 0.2)
        name = setter.cut(strip.name, 11.5, left - 8)
        marks.append(Text(0, y + 14, name, 11.5, chart.ink))
        drawn = history_strip(strip.years, len(strip.years) - 1, strip.palette, room, plain)
        marks += moved(drawn.marks, left, y)
        x, base = left + room + 16, y + 14.0
        for at in sorted({year.category for year in strip.years} - {NONE}):
            words = setter.cut(strip.names[at], 11, 170)
            wide = 16 + setter.width(words, 11) + 14
            if x + wide > width:
                break
            marks.append(Box(x, base - 9, 10, 10, strip.palette[at], radius=2))
            marks.append(Text(x + 15, base, words, 11, chart.muted))
            x += wide
        y += _STRIP
    return Drawing(width, y, tuple(marks))

"""What a time chart shows: the lines of the chosen areas, and of what they are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Effort
from desktop.core.dataset import Dataset
from desktop.core.differences import Against
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import Interval, cell_intervals
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.sentences import interval_words, state_words, value_words
from desktop.core.series import (
    Series,
    area_series,
    comparable,
    even_periods,
    indexed,
    municipality_series,
    series_against,
)
from desktop.core.wording import _, number, plural
from desktop.maps.curves import Dash
from desktop.maps.palettes import mixed
from desktop.maps.trend import ChartColours
from desktop.maps.view import MapView

if TYPE_CHECKING:
    from desktop.core.courses import Course  # scipy is loaded with what makes one

MOST_AREAS = 6
# How the lines beside the main one are told apart, in colour and dash: those of further areas …
_AREA_DASHES: tuple[Dash, ...] = ((), (8.0, 4.0), (2.0, 4.0), (10.0, 4.0, 2.0, 4.0), (4.0, 3.0))
# … and of what the main one is held against.
_AGAINST_DASHES: dict[Against, Dash] = {
    Against.MUNICIPALITY: (),
    Against.SECTOR: (8.0, 4.0),
    Against.SIMILAR: (2.0, 4.0),
    Against.DISTRICT: (10.0, 4.0, 2.0, 4.0),
    Against.ORGANISATION: (4.0, 3.0),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted in the chart besides the chosen areas.

    ``index`` is the period whose numbers are 100; None shows the numbers themselves.
    """

    against: tuple[Against, ...] = (Against.MUNICIPALITY,)
    intervals: bool = True
    limits: bool = False
    efforts: bool = True
    index: Period | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TimeLine:
    """One line of the chart; ``values`` is what is drawn, NaN where nothing is."""

    series: Series
    values: FloatArray
    colour: str
    width: float
    dash: Dash = ()

    @property
    def drawn(self) -> bool:
        """Whether there is anything of it to draw."""
        return bool(np.isfinite(self.values).any())


@dataclass(frozen=True, slots=True, eq=False)
class ControlLimits:
    """Limits that a number seldom passes while nothing changes, in the unit of the indicator.

    Columns have an entry per period, NaN where there is none; ``outside`` is 1 above the limit and
    −1 below it.
    """

    centre: FloatArray
    low: FloatArray
    high: FloatArray
    outside: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class TimeContent:
    """A time chart before it is drawn. The first line is the main one; all share ``periods``.

    ``band`` is the 95 % interval of the main line. ``left_out`` counts the chosen areas that there
    is no room for.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    lines: tuple[TimeLine, ...]
    band: Interval | None = None
    limits: ControlLimits | None = None
    efforts: tuple[Effort, ...] = ()
    index: Period | None = None
    left_out: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def main(self) -> TimeLine:
        """The line that the band, the limits and the efforts belong to."""
        return self.lines[0]


def chart_periods(data: Dataset, view: MapView) -> tuple[Period, ...]:
    """The even row of periods of a view's indicator, as long as the one shown."""
    held = data.periods_of(view.indicator, view.level, view.breakdown)
    return even_periods(held, view.period.kind)


def drawn_areas(data: Dataset, view: MapView) -> list[int]:
    """The positions of the chosen areas that are drawn: the last ones chosen, the very last first.

    The last chosen is the one that is told of everywhere else too.
    """
    index = data.areas(view.level).index
    return [index[code] for code in reversed(view.selected) if code in index][:MOST_AREAS]


def time_content(
    data: Dataset,
    view: MapView,
    wanted: Wanted,
    colours: ChartColours,
    limits: ControlLimits | None = None,
) -> TimeContent:
    """The lines of a view's chosen areas; of the municipality alone where none is chosen.

    What an area is held against is left out of a chart of plain counts, which it would flatten,
    unless it is indexed. An index has neither interval nor limits: how unsure its 100 is would be
    in none of them. ``limits`` are drawn where ``wanted`` says so.
    """
    indicator = data.indicator(view.indicator)
    periods = chart_periods(data, view)
    chosen = drawn_areas(data, view)
    held = area_series(data, view.level, indicator, chosen, periods, view.breakdown)
    if not held:
        whole = municipality_series(data, indicator, periods, view.breakdown)
        made: list[tuple[Series, str, float, Dash]] = [(whole, colours.line, 2.2, ())]
    else:
        made = [(each, *area_look(at, colours)) for at, each in enumerate(held)] + [
            (
                series_against(
                    data, view.level, chosen[0], indicator, against, periods, view.breakdown
                ),
                *against_look(against, colours),
            )
            for against in _held_against(data, view, chosen[0], indicator, wanted)
        ]
    start = _start(made[0][0], periods, wanted.index)
    lines = tuple(
        TimeLine(
            series,
            series.cells.values if start is None else indexed(series.cells, start),
            colour,
            width,
            dash,
        )
        for series, colour, width, dash in made
    )
    code = data.areas(view.level).codes[chosen[0]] if chosen else None
    left_out = max(len(view.selected) - MOST_AREAS, 0)
    return TimeContent(
        indicator,
        periods,
        lines,
        _band(lines[0].series.cells, indicator) if wanted.intervals and start is None else None,
        limits if wanted.limits and start is None else None,
        tuple(
            each
            for each in data.efforts
            if wanted.efforts and each.level == view.level and each.area == code
        ),
        None if start is None else periods[start],
        left_out,
        tuple(_notes(lines, indicator, wanted, start, left_out, chosen=bool(chosen))),
    )


def index_periods(content: TimeContent) -> tuple[Period, ...]:
    """The periods that can be 100: those in which the main line has a number that is not 0."""
    values = content.main.series.cells.values
    held = np.flatnonzero(np.isfinite(values) & (values != 0)).tolist()
    return tuple(content.periods[at] for at in held)


def line_value_words(content: TimeContent, line: TimeLine, at: int) -> str:
    """A line's number in a period, or why there is none: ``29,4 %``, ``diskretioneret``."""
    cells = line.series.cells
    if cells.states[at] != State.SHOWN:
        return state_words(int(cells.states[at]))
    if content.index is None:
        return value_words(cells, at, content.indicator)
    return number(float(line.values[at]), 1) or _("uden indeks")


def line_more_words(content: TimeContent, line: TimeLine, at: int) -> str:
    """What stands behind a number: its interval, and of a sum how many areas; empty for neither."""
    cells, series = line.series.cells, line.series
    if cells.states[at] != State.SHOWN:
        return ""
    said = []
    if content.index is None and not series.areas[at]:
        said.append(interval_words(cells, at, content.indicator))
    if series.areas[at]:
        said.append(_behind(int(series.shown[at]), int(series.areas[at])))
    return " · ".join(text for text in said if text)


def control_limits(course: Course, periods: Sequence[Period]) -> ControlLimits | None:
    """A course's limits on a chart's periods; None where it has none."""
    chart = course.chart
    if chart is None:
        return None
    rows = {period: at for at, period in enumerate(course.periods)}
    at = np.array([rows.get(period, -1) for period in periods], np.int64)
    held = at >= 0

    def laid(column: FloatArray) -> FloatArray:
        spread = np.broadcast_to(column, (len(course.periods), 1))[:, 0]
        found: FloatArray = np.where(held, spread[at] * course.indicator.per, np.nan)
        return found

    outside = np.where(held, chart.outside[at, 0], 0).astype(np.int8)
    return ControlLimits(laid(chart.centre), laid(chart.low), laid(chart.high), outside)


def _behind(shown: int, areas: int) -> str:
    if shown == areas:
        return plural("{count} område", "{count} områder", areas).format(count=number(areas))
    return _("{shown} af {areas} områder vist").format(shown=number(shown), areas=number(areas))


def area_look(at: int, colours: ChartColours) -> tuple[str, float, Dash]:
    """Clay for the area that all else is told of, shades of petrol for the others."""
    if at == 0:
        return colours.selected, 2.4, ()
    light = mixed(colours.line, colours.surface, 0.35)
    return (colours.line if at % 2 else light), 1.8, _AREA_DASHES[at - 1]


def against_look(against: Against, colours: ChartColours) -> tuple[str, float, Dash]:
    """Colour, width and dash of what the main line is held against: greys."""
    dark = against in (Against.MUNICIPALITY, Against.DISTRICT)
    return (colours.muted if dark else colours.other), 1.5, _AGAINST_DASHES[against]


def _held_against(
    data: Dataset, view: MapView, area: int, indicator: Indicator, wanted: Wanted
) -> list[Against]:
    if indicator.kind is Kind.COUNT and wanted.index is None:
        return []
    return [each for each in comparable(data, view.level, area) if each in wanted.against]


def _start(main: Series, periods: Sequence[Period], index: Period | None) -> int | None:
    """The row that is 100; None where there is no index, or the main line has no number then."""
    if index is None or index not in periods:
        return None
    at = periods.index(index)
    value = main.cells.values[at]
    return at if np.isfinite(value) and value != 0 else None


def _band(cells: Cells, indicator: Indicator) -> Interval | None:
    """The 95 % interval of every number; none for a plain count, which is known."""
    if indicator.kind is Kind.COUNT:
        return None
    low, high = cell_intervals(cells, indicator.kind, indicator.per)
    return (low, high) if np.isfinite(low).any() else None


def _notes(
    lines: Sequence[TimeLine],
    indicator: Indicator,
    wanted: Wanted,
    start: int | None,
    left_out: int,
    *,
    chosen: bool,
) -> list[str]:
    """What has to be known of the lines, a sentence each."""
    said = []
    if left_out:
        said.append(
            _("Af {all} valgte områder er de {most} senest valgte tegnet.").format(
                all=number(left_out + MOST_AREAS), most=number(MOST_AREAS)
            )
        )
    if wanted.index is not None and start is None:
        said.append(
            _("Området har intet tal i {period}, så der kan ikke regnes indeks fra den.").format(
                period=wanted.index.label
            )
        )
    if chosen and wanted.against and indicator.kind is Kind.COUNT and start is None:
        said.append(
            _(
                "Antal holdes ikke op mod større områders. Vælg indeks for at se udviklingen mod"
                " dem."
            )
        )
    for line in lines[1:]:
        said += _line_notes(line, indicator, start)
    return said


def _line_notes(line: TimeLine, indicator: Indicator, start: int | None) -> list[str]:
    series = line.series
    if not line.drawn:
        if start is not None and series.cells.shown.any():
            return [_("{name} har intet tal at regne indeks fra.").format(name=series.name)]
        if series.areas.any() and indicator.kind is Kind.MEAN:
            return [_("{name}: gennemsnit kan ikke lægges sammen.").format(name=series.name)]
        return [_("{name} har ingen tal, der vises.").format(name=series.name)]
    if not series.partial.any():
        return []
    partial = series.partial
    fewest, most = int(series.shown[partial].min()), int(series.areas[partial].max())
    text = (
        _(
            "{name}: i nogle perioder er kun {shown} af {areas} områder vist, og linjen gælder dem"
            " alene."
        )
        if series.lacking.any()
        else _("{name}: mindst {shown} af {areas} områder er vist i hver periode.")
    )
    return [text.format(name=series.name, shown=number(fewest), areas=number(most))]

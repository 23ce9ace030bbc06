"""The course of one area on one indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Effort
from desktop.core.control import (
    SIGMAS,
    Chart,
    Cusum,
    control_chart,
    count_cusum,
    in_a_row,
    run_length,
    standardised,
    steadily,
    tabular_cusum,
    two_of_three,
    values_chart,
)
from desktop.core.dataset import Dataset, History
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator, Kind
from desktop.core.measures import Cells, missing_cells
from desktop.core.periods import Period, order
from desktop.core.timeline import Timeline, timeline
from desktop.core.trends import (
    Season,
    Slopes,
    season,
    slopes_against,
    slopes_of,
    weights_of,
)
from desktop.core.turningpoints import Turns, turning_points
from desktop.core.wording import _

CUSUM_LIMIT, CUSUM_RATIO = 4.0, 1.5  # of counts
VALUES_LIMIT, VALUES_BETWEEN = 5.0, 465.0  # of values without counts, and the published time
_WATCHED = 5  # years, with those before them as the level to hold them against
_LEAST_BASELINE = 3  # years
_LEAST_CHART, _LEAST_CHART_YEARS = 8, 2  # shown periods that limits may be taken from
_MANY_WITHHELD = 0.2  # of the periods, over which the rest tell of their own high numbers


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """The same part of every year, summed up from its usual level: upwards and downwards.

    ``baseline`` and ``watched`` are rows of the course. ``level`` is the usual one as a fraction,
    ``limit`` what a sum must be over; ``between`` how many years there are on average before a
    signal without cause, simulated for a base like this area's.
    """

    baseline: NDArray[np.int64]
    watched: NDArray[np.int64]
    level: float
    limit: float
    up: Cusum
    down: Cusum
    between: float


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the same part of every year does, up to the newest: 1 upwards, −1 downwards, else 0.

    ``row`` is eight years on one side of the level, ``steady`` six that each rise or fall, ``two``
    two of the last three over two σ on one side.
    """

    row: int = 0
    steady: int = 0
    two: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """All that is told of one area over time. Columns have an entry per period.

    A plain count is not held against the municipality's. ``chart`` is None where fewer than
    ``least`` periods are shown or the number is ``steady``: without any swing to draw limits from.
    ``watch`` is None also where there are too few years. ``chart_periods`` are the first and last
    whose values the limits rest on. ``patterns`` are what the newest year is the
    end of: 1 upwards, −1 downwards, 0 for none. ``withheld`` counts the periods that are not shown
    because few are counted. A course that is ``skewed`` by them has its cells and nothing more.
    """

    indicator: Indicator
    periods: tuple[Period, ...]
    cells: Cells
    line: Timeline
    slopes: Slopes
    municipality: Slopes
    against: Slopes
    turns: Turns
    season: Season
    chart: Chart | None
    chart_periods: tuple[Period, Period] | None
    patterns: Patterns
    watch: Watch | None
    efforts: tuple[Effort, ...]
    withheld: int
    least: int
    steady: bool

    @property
    def shown(self) -> int:
        """How many periods have a number that is shown."""
        return int(self.cells.shown.sum())

    @property
    def skewed(self) -> bool:
        """Whether so many periods are withheld that those left speak of themselves alone."""
        return bool(self.shown) and _is_skewed(self.cells)


def course_of(
    data: Dataset,
    level: str,
    area: int,
    indicator: Indicator,
    until: Period | None = None,
    since: Period | None = None,
) -> Course:
    """The course of one area.

    Args:
        data: the extract.
        level: the area's level.
        area: its position there.
        indicator: what is followed.
        until: the last period; the newest by default.
        since: nothing before its first day is told; a year stands for its first quarter.

    Raises:
        UsageError: there is no period left between ``since`` and ``until``.
    """
    history = data.history(indicator.id, level)
    kept = _kept(history.periods, until, since)
    code = data.areas(level).codes[area]
    return _course(
        indicator,
        tuple(history.periods[at] for at in kept),
        _rows(_column(history.cells, area), kept),
        data.municipality_history(indicator.id),
        tuple(each for each in data.efforts if each.level == level and each.area == code),
    )


def municipality_course(
    data: Dataset, indicator: Indicator, until: Period | None = None, since: Period | None = None
) -> Course:
    """The municipality's own course; arguments and errors as in :func:`course_of`.

    It is held against nothing, and no efforts stand beside it.
    """
    history = data.municipality_history(indicator.id)
    kept = _kept(history.periods, until, since)
    periods = tuple(history.periods[at] for at in kept)
    alone = History((), missing_cells((0, 1)))
    return _course(indicator, periods, _rows(history.cells, kept), alone, ())


def _kept(periods: Sequence[Period], until: Period | None, since: Period | None) -> list[int]:
    """The rows from one period to another, of the same kind as the last."""
    last = until or (periods[-1] if periods else None)
    kept = [
        at
        for at, period in enumerate(periods)
        if last is not None
        and period.kind is last.kind
        and order(period) <= order(last)
        and (since is None or period.start >= since.start)
    ]
    if since is not None and last is not None and not kept:
        raise UsageError(
            _("Indikatoren har ingen tal fra {since} til {until}.").format(
                since=since.label, until=last.label
            ),
            hint=_("Den har tal fra {first} til {last}.").format(
                first=periods[0].label, last=periods[-1].label
            ),
        )
    return kept


def _course(
    indicator: Indicator,
    periods: tuple[Period, ...],
    cells: Cells,
    everyone: History,
    efforts: tuple[Effort, ...],
) -> Course:
    """A course of cells, periods × 1, beside that of everyone where it has all the periods."""
    rows = {period: at for at, period in enumerate(everyone.periods)}
    nothing = missing_cells((len(periods), 1))
    read = nothing if _is_skewed(cells) else cells
    other = (
        _rows(everyone.cells, [rows[period] for period in periods])
        if all(period in rows for period in periods)
        else nothing
    )
    line, kind = timeline(periods), indicator.kind
    weights = weights_of(read, kind)
    chart, rows_of_chart = _chart(read, line, indicator)
    steady = chart is not None and not _swings(chart)
    chart = None if steady else chart
    return Course(
        indicator,
        periods,
        cells.column(0),
        line,
        slopes_of(read, kind, indicator.per, line),
        slopes_of(other, kind, indicator.per, line),
        slopes_against(
            read, other if kind is not Kind.COUNT else nothing, kind, indicator.per, line
        ),
        turning_points(read.values, weights, line),
        season(read.values, weights, line),
        chart,
        (periods[rows_of_chart[0]], periods[rows_of_chart[-1]]) if chart else None,
        _patterns(read, line, indicator, chart),
        _watch(read, line, indicator, chart),
        efforts,
        int((cells.states == State.WITHHELD).sum()),
        _least_of_chart(line),
        steady,
    )


def _is_skewed(cells: Cells) -> bool:
    """Whether more than a fifth of the periods that have a number are withheld.

    What is withheld is so by its own low number (or high one, of a share): what is left is not a
    fair sample of the course, and a slope or level of it is that of the high numbers. Where all
    that is left is nought, one withheld period is enough: it is then the only one with anything.
    """
    withheld = int((cells.states == State.WITHHELD).sum())
    if withheld and all_nought(cells):
        return True
    return withheld > _MANY_WITHHELD * (withheld + int(cells.shown.sum()))


def all_nought(cells: Cells) -> bool:
    """Whether every number that is shown is 0, and there is one."""
    return bool(cells.shown.any()) and not cells.values[cells.shown].any()


def _least_of_chart(line: Timeline) -> int:
    """How many periods must be shown before limits can tell how much the number usually swings."""
    return max(_LEAST_CHART, _LEAST_CHART_YEARS * line.steps)


def _chart(
    cells: Cells, line: Timeline, indicator: Indicator
) -> tuple[Chart | None, NDArray[np.int64]]:
    """Limits, and the rows they rest on: those shown, of all but the newest year.

    Of all where that leaves fewer than three years; none where too few are shown at all, or where
    no two of them lie a year apart and so nothing can be told of how much they swing.
    """
    shown = np.flatnonzero(cells.shown[:, 0])
    if len(shown) < _least_of_chart(line):
        return None, shown
    before = shown[line.places[shown] <= line.places.max() - line.steps]
    known = before if len(before) >= _LEAST_BASELINE * line.steps else shown
    rows = slice(int(known[0]), int(known[-1]) + 1)
    seen = cells.shown[rows, 0]
    if not (seen[line.steps :] & seen[: -line.steps]).any():
        return None, known
    if not _counted(cells):
        return values_chart(cells.values / indicator.per, baseline=rows, step=line.steps), known
    chart = control_chart(
        cells.numerators,
        cells.denominators,
        indicator.kind,
        baseline=rows,
        laney=True,
        step=line.steps,
        least=1.0,
    )
    return chart, known


def _swings(chart: Chart) -> bool:
    """Whether limits lie apart from each other anywhere: about a level of nought they do not."""
    return bool((chart.high > chart.low).any())


def _counted(cells: Cells) -> bool:
    """Whether there are counts behind the values."""
    return bool(np.isfinite(cells.numerators).any())


def _yearly(line: Timeline) -> NDArray[np.int64]:
    """The rows of the same part of the year as the last: they share neither month nor season."""
    return np.flatnonzero(line.places % line.steps == line.places[-1] % line.steps)


def _patterns(cells: Cells, line: Timeline, indicator: Indicator, chart: Chart | None) -> Patterns:
    if chart is None:
        return Patterns()
    standard = standardised(cells.values / indicator.per, chart)[_yearly(line), 0]
    return Patterns(*(int(rule(standard)[-1]) for rule in (in_a_row, steadily, two_of_three)))


def _watch(cells: Cells, line: Timeline, indicator: Indicator, chart: Chart | None) -> Watch | None:
    """The newest years, summed up against the level of the years before them."""
    if chart is None:
        return None
    yearly = _yearly(line)
    baseline, watched = yearly[:-_WATCHED], yearly[-_WATCHED:]
    known = baseline[cells.shown[baseline, 0]]
    if len(known) < _LEAST_BASELINE:
        return None
    if not _counted(cells):
        level = float(cells.values[known, 0].mean()) / indicator.per
        reach = np.nanmax(chart.high[:, 0] - chart.centre[0]) / SIGMAS
        if not reach > 0:
            return None
        up, down = tabular_cusum(
            (cells.values[watched, 0] / indicator.per - level) / reach, limit=VALUES_LIMIT
        )
        return Watch(baseline, watched, level, VALUES_LIMIT, up, down, VALUES_BETWEEN)
    kind, counts = indicator.kind, cells.numerators[:, 0]
    bases = np.ones(len(counts)) if kind is Kind.COUNT else cells.denominators[:, 0]
    level = float(counts[known].sum() / bases[known].sum())
    if not 0 < level < (1 if kind is Kind.SHARE else np.inf):
        return None
    up, down = (
        count_cusum(
            counts[watched],
            bases[watched],
            level,
            kind,
            ratio=ratio,
            limit=CUSUM_LIMIT,
            spread=float(chart.spread[0]) ** 2,
        )
        for ratio in (CUSUM_RATIO, 1 / CUSUM_RATIO)
    )
    between = run_length(
        level, float(np.median(bases[known])), kind, ratio=CUSUM_RATIO, draws=400, longest=400
    )
    return Watch(baseline, watched, level, CUSUM_LIMIT, up, down, between)


def _column(cells: Cells, area: int) -> Cells:
    """One area's history, still periods × areas."""
    one = slice(area, area + 1)
    return Cells(
        cells.numerators[:, one],
        cells.denominators[:, one],
        cells.values[:, one],
        cells.states[:, one],
    )


def _rows(cells: Cells, rows: list[int]) -> Cells:
    at = np.array(rows, np.int64)
    return Cells(cells.numerators[at], cells.denominators[at], cells.values[at], cells.states[at])

"""Times what is worked out from the numbers of layer M: measures, models, the list of warnings.

No window and no other program: one process, medians over some runs, nothing kept between them but
what a user who has the extract open would have too.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from desktop.core.dataset import Dataset, History
from desktop.core.envelope import read_identity, unseal
from desktop.core.grouping import ORGANISATION, combined, groups_of
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import cell_intervals, difference_intervals, is_small
from desktop.core.measures import Cells
from desktop.core.models.certainty import certainty
from desktop.core.models.engine import evaluate
from desktop.core.models.inputs import gather
from desktop.core.models.modelfile import model_named
from desktop.core.movements import moved
from desktop.core.scores import index, percentiles_of, ranks, standard_scores
from desktop.core.smoothing import empirical_bayes
from desktop.core.standardisation import direct
from desktop.core.windows import (
    change,
    change_percent,
    year_before,
    year_means,
    year_sums,
    years_pooled,
)

LEVEL = "omraade"
YEARS = 10
GOALS = {
    "all measures": 100,
    "model: points (aarhus)": 50,
    "model: points (soek)": 50,
    "model: tests (par61)": 50,
    "  with 2,000 draws (aarhus)": 1000,
    "  with 2,000 draws (soek)": 1000,
    "  with 2,000 draws (par61)": 1000,
    "warning list": 500,
}
Work = Callable[[], object]


def measured(extract: Path, key_file: Path, runs: int) -> dict[str, float]:
    """Medians in ms by what was done."""
    content = unseal(extract, read_identity(key_file))
    data = _opened(content)
    series = [_Series(data, indicator) for indicator in data.indicators]
    taken = {name: _median(work, runs) for name, work in _measures(series, data).items()}
    together = {"all measures": sum(taken.values())}
    together |= {f"  {name}": time for name, time in taken.items()}
    together["standardised, 12 cells"] = _median(partial(_standardised, _strata(data)), runs)
    for name, kind in (("aarhus", "points"), ("soek", "points"), ("par61", "tests")):
        together |= _model(data, name, kind, runs)
    # Read anew each time, as when an extract has just been opened.
    together["warning list"] = _median(lambda: moved(_opened(content), LEVEL), runs)
    return together


def _opened(content: bytes | memoryview) -> Dataset:
    from desktop.core.geopackage import GeoPackage

    return Dataset(GeoPackage(content))


def _median(work: Work, runs: int) -> float:
    times = []
    for _run in range(runs + 1):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000.0 * statistics.median(times[1:])  # the first one warms up


class _Series:
    """All cells of an indicator, already read."""

    def __init__(self, data: Dataset, indicator: Indicator) -> None:
        self.indicator = indicator
        self.history: History = data.history(indicator.id, LEVEL)
        self.own: Cells = data.municipality_history(indicator.id).cells
        if self.own.values.shape[0] != len(self.history.periods):
            shape = (len(self.history.periods), 1)
            empty = np.full(shape, np.nan)
            self.own = Cells(empty, empty, empty, np.ones(shape, np.uint8))
        rows = year_before(self.history.periods)
        self.held = rows >= 0
        self.rows = rows[self.held]
        self.before, self.after = _rows(self.cells, self.rows), _rows(self.cells, self.held)

    @property
    def cells(self) -> Cells:
        return self.history.cells

    @property
    def per(self) -> float:
        return self.indicator.per

    @property
    def counted(self) -> bool:
        return self.indicator.kind is not Kind.MEAN


def _rows(cells: Cells, rows: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Cells:
    return Cells(
        cells.numerators[rows], cells.denominators[rows], cells.values[rows], cells.states[rows]
    )


def _measures(series: Sequence[_Series], data: Dataset) -> dict[str, Work]:
    """Every measure over all indicators, periods and areas, as something to be done."""
    _names, members = groups_of(data.areas(LEVEL), ORGANISATION)

    def each(work: Callable[[_Series], object], *, counted: bool = False) -> Work:
        chosen = [one for one in series if one.counted or not counted]
        return lambda: [work(one) for one in chosen]

    return {
        "index": each(lambda one: index(one.cells, one.own)),
        "standard scores": each(lambda one: standard_scores(one.cells.values)),
        "ranks and percentiles": each(lambda one: percentiles_of(ranks(one.cells.values))),
        "change": each(lambda one: change(one.before, one.after)),
        "change in per cent": each(lambda one: change_percent(one.before, one.after)),
        "sums of a year": each(lambda one: year_sums(one.cells, one.history.periods, one.per)),
        "means of a year": each(lambda one: year_means(one.cells, one.history.periods, one.per)),
        "two years": each(lambda one: years_pooled(one.cells, one.history.periods, one.per)),
        "groups": each(lambda one: combined(one.cells, members, one.per)),
        "intervals, of changes too": each(_intervals, counted=True),
        "small numbers": each(lambda one: is_small(one.cells, one.indicator.kind)),
        "smoothed": each(
            lambda one: empirical_bayes(one.cells.numerators, one.cells.denominators), counted=True
        ),
    }


def _intervals(one: _Series) -> object:
    """The interval of every cell, and from those the interval of every change over a year."""
    low, high = cell_intervals(one.cells, one.indicator.kind, one.per)
    then, now = (low[one.rows], high[one.rows]), (low[one.held], high[one.held])
    return difference_intervals(one.after.values, now, one.before.values, then)


def _strata(data: Dataset) -> list[Cells]:
    """The cells of every breakdown: strata × periods × areas."""
    made = []
    for indicator in data.indicators:
        parts = [
            data.history(indicator.id, LEVEL, each.id).cells
            for each in data.breakdowns_of(indicator.id, LEVEL)
        ]
        if parts:
            made.append(
                Cells(
                    np.stack([part.numerators for part in parts]),
                    np.stack([part.denominators for part in parts]),
                    np.stack([part.values for part in parts]),
                    np.stack([part.states for part in parts]),
                )
            )
    return made


def _standardised(strata: Sequence[Cells]) -> object:
    standard = np.ones(len(strata[0].values))
    return [direct(each, standard, Kind.SHARE, 100.0) for each in strata]


def _model(data: Dataset, name: str, kind: str, runs: int) -> dict[str, float]:
    """A model over ten years, with its columns at hand, and the reading of them beside."""
    model = model_named(name)
    period = data.periods_of("bef_antal", LEVEL)[-1]
    inputs = gather(data, LEVEL, model, period, YEARS)
    return {
        f"model: {kind} ({name})": _median(lambda: evaluate(model, inputs), runs),
        f"  its columns ({name})": _median(lambda: gather(data, LEVEL, model, period, YEARS), runs),
        f"  with 2,000 draws ({name})": _median(
            lambda: certainty(evaluate(model, inputs)), max(runs // 3, 3)
        ),
    }


def print_figures(taken: dict[str, float]) -> None:
    """The section of the bench about numbers; a figure over its goal is marked."""
    print(f"\n{'tal: ms on M':36}{'':>8}{'goal':>8}")
    for name, time_taken in taken.items():
        goal = GOALS.get(name)
        over = "  over" if goal is not None and time_taken > goal else ""
        print(f"{name:36}{time_taken:>8.1f}{goal if goal is not None else '':>8}{over}")

"""One measure of one indicator, for every area or group at once: what a list asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.errors import UsageError
from desktop.core.indicators import Kind
from desktop.core.intervals import (
    Interval,
    cell_intervals,
    difference_intervals,
    is_small,
    rate_ratio_intervals,
)
from desktop.core.measures import Cells, missing_cells
from desktop.core.periods import Period
from desktop.core.places import place_ranges
from desktop.core.questions import (
    Question,
    require_counts,
    require_events,
    strata_of,
    unknown_standard,
)
from desktop.core.scores import index, percentiles, ranks, standard_scores
from desktop.core.smoothing import empirical_bayes
from desktop.core.standardisation import Standardised, direct, indirect
from desktop.core.windows import (
    ABSENT,
    change,
    change_percent,
    pooled,
    pooled_until,
    year_before,
    year_means,
    year_sums,
    year_windows,
    years_pooled,
)
from desktop.core.wording import _


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A value for every unit, and what stands behind it; NaN where ``states`` does not show it.

    ``cells`` are the counts it was made from, ``used`` the rows of the periods they belong to, and
    ``small`` says where those are small numbers, now or before; where periods of one year are put
    together, which count most people over again, it is by what they count on average.
    ``low`` and ``high`` are a 95 % interval, for a rank the best and the worst place that an area
    may have. ``lengths`` says for pooled values how many of ``used`` each unit needed, and
    ``weights`` for smoothed ones how much of its own value is left.
    """

    values: FloatArray
    low: FloatArray
    high: FloatArray
    states: StateArray
    cells: Cells
    unit: str
    decimals: int
    used: tuple[int, ...]
    small: NDArray[np.bool_]
    signed: bool = False
    lengths: NDArray[np.int64] | None = None
    weights: FloatArray | None = None
    more: Mapping[str, FloatArray] = field(default_factory=dict)


def answer(measure: str, question: Question) -> Answer:
    """The measure with an id of :data:`MEASURES`.

    Raises:
        UsageError: the measure has no meaning for this sort of number, or what it needs is not
            there.
    """
    return MEASURES[measure](question)


def rows_together(
    measure: str, periods: Sequence[Period], row: int, against: int
) -> tuple[int, ...]:
    """The rows that a measure puts together for the period at ``row``, without absent ones."""
    rows: tuple[int, ...] = (row,)
    if measure in COMPARING:
        rows = (row, against)
    elif measure == "two-years":
        rows = (row, int(year_before(periods)[row]))
    elif measure in ("year-sum", "moving-mean"):
        rows = tuple(int(each) for each in year_windows(periods)[row])
    return tuple(each for each in rows if each >= 0)


def _value(asked: Question) -> Answer:
    return _own(asked, asked.cells.row(asked.row), (asked.row,))


def _per_mille(asked: Question) -> Answer:
    """The value out of a thousand, whatever the indicator is reckoned per."""
    require_counts(asked, based=True)
    cells = asked.cells.row(asked.row)
    times = 1000.0 / asked.indicator.per
    low, high = _interval(asked, cells)
    return _answer(asked, cells, cells.values * times, (low * times, high * times), "‰", 1)


def _with_interval(asked: Question) -> Answer:
    if asked.indicator.kind is Kind.COUNT:
        raise UsageError(
            _("Et antal er talt op og får intet interval."),
            hint=_("Registre tæller alle; vælg en andel eller en hyppighed."),
        )
    require_counts(asked)
    return _value(asked)


def _year_before(asked: Question) -> Answer:
    row = int(year_before(asked.periods)[asked.row])
    return _own(asked, _row(asked.cells, row), (row,) if row >= 0 else ())


def _index(asked: Question) -> Answer:
    if asked.indicator.kind is Kind.COUNT:
        raise UsageError(
            _("Et antal i et område kan ikke holdes op mod hele kommunens antal."),
            hint=_("Vælg en andel, eller brug --measure rank."),
        )
    cells, municipality = asked.cells.row(asked.row), asked.municipality.row(asked.row)
    if not municipality.shown[0]:
        raise UsageError(
            _("Kommunens eget tal kendes ikke, så der er intet indeks."),
            hint=_("Vælg en anden periode eller et andet mål."),
        )
    values = index(cells, municipality)
    whole = float(municipality.values[0])
    scale = 100.0 / whole if whole > 0 else np.nan  # a value of 0 has no scale of its own
    low, high = _interval(asked, cells)
    return _answer(asked, cells, values, (low * scale, high * scale), "", 0)


def _standard_score(asked: Question) -> Answer:
    cells = asked.cells.row(asked.row)
    return _answer(asked, cells, standard_scores(cells.values), None, "", 2, signed=True)


def _percentile(asked: Question) -> Answer:
    cells = asked.cells.row(asked.row)
    return _answer(asked, cells, percentiles(cells.values), None, "", 0)


def _rank(asked: Question) -> Answer:
    cells = asked.cells.row(asked.row)
    first, last = ranks(cells.values)
    best, worst = place_ranges(cells, asked.indicator.kind, asked.indicator.per)
    places = [np.where(each > 0, each, np.nan) for each in (first, best, worst)]
    shared = {"worst": last.astype(np.float64)}
    return _answer(asked, cells, places[0], (places[1], places[2]), "", 0, more=shared)


def _smoothed(asked: Question) -> Answer:
    require_counts(asked, based=True)
    cells = asked.cells.row(asked.row)
    municipality = asked.municipality.row(asked.row)
    rates, weights = empirical_bayes(
        cells.numerators,
        cells.denominators,
        least=asked.fewest,
        centre=municipality.values / asked.indicator.per
        if too_few_to_smooth(cells, asked.fewest) and municipality.shown.all()
        else None,
    )
    values = rates * asked.indicator.per
    return _answer(asked, cells, values, None, None, None, weights=weights)


def _change(asked: Question) -> Answer:
    before, after = _row(asked.cells, asked.against), asked.cells.row(asked.row)
    interval = difference_intervals(
        after.values, _interval(asked, after), before.values, _interval(asked, before)
    )
    return _answer(
        asked, after, change(before, after), interval, None, None, before=before, signed=True
    )


def _change_percent(asked: Question) -> Answer:
    before, after = _row(asked.cells, asked.against), asked.cells.row(asked.row)
    interval = None
    if asked.indicator.kind is Kind.RATE:
        ratio = rate_ratio_intervals(
            after.numerators, after.denominators, before.numerators, before.denominators
        )
        interval = 100.0 * (ratio[1] - 1.0), 100.0 * (ratio[2] - 1.0)
    values = change_percent(before, after)
    return _answer(asked, after, values, interval, "%", 1, before=before, signed=True)


def _year_sum(asked: Question) -> Answer:
    if asked.indicator.kind not in (Kind.RATE, Kind.COUNT):
        raise UsageError(
            _("En andel eller et gennemsnit kan ikke lægges sammen over et år."),
            hint=_("Brug --measure moving-mean, som er årets tal i gennemsnit."),
        )
    require_events(asked)
    cells = year_sums(asked.cells, asked.periods, asked.indicator.per).row(asked.row)
    return _own(asked, cells, rows_together("year-sum", asked.periods, asked.row, ABSENT))


def _moving_mean(asked: Question) -> Answer:
    cells = year_means(asked.cells, asked.periods, asked.indicator.per).row(asked.row)
    used = rows_together("moving-mean", asked.periods, asked.row, ABSENT)
    made = _own(asked, cells, used)
    if not np.isfinite(cells.denominators).any():  # a mean already
        return made
    parts = max(len(used), 1)
    average = replace(
        cells, numerators=cells.numerators / parts, denominators=cells.denominators / parts
    )
    return replace(made, small=_small(asked, average) & (made.states == State.SHOWN))


def _two_years(asked: Question) -> Answer:
    cells = years_pooled(asked.cells, asked.periods, asked.indicator.per).row(asked.row)
    return _own(asked, cells, rows_together("two-years", asked.periods, asked.row, ABSENT))


def _pooled(asked: Question) -> Answer:
    require_counts(asked, based=True)
    pooling = pooled_until(
        asked.cells,
        asked.periods,
        asked.periods[asked.row],
        asked.indicator.kind,
        asked.indicator.per,
        least=asked.least,
        width=asked.width,
    )
    cells = pooling.cells
    return _answer(
        asked,
        cells,
        cells.values,
        _interval(asked, cells),
        None,
        None,
        used=pooling.rows,
        lengths=pooling.lengths,
    )


def _directly_standardised(asked: Question) -> Answer:
    strata, standard = strata_of(asked)
    if not standard.shown.all():
        raise unknown_standard()
    people = standard.denominators.reshape(-1)
    made = direct(strata, people, asked.indicator.kind, asked.indicator.per)
    return _standardised(asked, strata, made, None, None)


def _indirectly_standardised(asked: Question) -> Answer:
    strata, standard = strata_of(asked)
    if not (standard.shown | (standard.states == State.UNDEFINED)).all():
        raise unknown_standard()
    made, expected = indirect(strata, standard)
    return _standardised(asked, strata, made, "", 0, expected)


def too_few_to_smooth(cells: Cells, fewest: int) -> bool:
    """Whether the areas shown are too few to tell the level of those that are not.

    Where counts under ``fewest`` are withheld, and fewer than ten areas show one over 0. The
    municipality's own number is then what values are drawn towards.
    """
    with np.errstate(invalid="ignore"):
        return fewest > 1 and int((cells.numerators > 0).sum()) < FEWEST_SMOOTHED


MEASURES: Mapping[str, Callable[[Question], Answer]] = {
    "share": _value,
    "rate": _value,
    "per-mille": _per_mille,
    "count": _value,
    "mean": _value,
    "interval": _with_interval,
    "index": _index,
    "z": _standard_score,
    "percentile": _percentile,
    "rank": _rank,
    "smoothed": _smoothed,
    "change": _change,
    "change-percent": _change_percent,
    "year-before": _year_before,
    "year-sum": _year_sum,
    "moving-mean": _moving_mean,
    "two-years": _two_years,
    "pooled": _pooled,
    "standardised": _directly_standardised,
    "standardised-indirect": _indirectly_standardised,
}
OF_KIND = {Kind.SHARE: "share", Kind.RATE: "rate", Kind.COUNT: "count", Kind.MEAN: "mean"}
FEWEST_SMOOTHED = 10  # areas with a count over 0; our own limit
COMPARING = ("change", "change-percent")
STANDING = ("rank", "percentile", "z")  # among the others
STANDARDISING = ("standardised", "standardised-indirect")


def _own(asked: Question, cells: Cells, used: tuple[int, ...]) -> Answer:
    """The value of cells as it is, with its interval."""
    return _answer(asked, cells, cells.values, _interval(asked, cells), None, None, used=used)


def _answer(
    asked: Question,
    cells: Cells,
    values: FloatArray,
    interval: Interval | None,
    unit: str | None,
    decimals: int | None,
    *,
    before: Cells | None = None,
    used: tuple[int, ...] | None = None,
    signed: bool = False,
    lengths: NDArray[np.int64] | None = None,
    weights: FloatArray | None = None,
    more: Mapping[str, FloatArray] | None = None,
) -> Answer:
    """Put together; what is shown but has no such value is undefined."""
    states = cells.states if before is None else np.maximum(cells.states, before.states)
    states = np.where((states == State.SHOWN) & np.isnan(values), np.uint8(State.UNDEFINED), states)
    shown = states == State.SHOWN
    low, high = interval or (np.full(values.shape, np.nan),) * 2
    return Answer(
        np.where(shown, values, np.nan),
        np.where(shown, low, np.nan),
        np.where(shown, high, np.nan),
        states.astype(np.uint8),
        cells,
        asked.indicator.unit if unit is None else unit,
        asked.indicator.decimals if decimals is None else decimals,
        (asked.row,) if used is None else used,
        _small(asked, cells, before) & shown,
        signed,
        lengths,
        weights,
        more or {},
    )


def _standardised(
    asked: Question,
    strata: Cells,
    made: Standardised,
    unit: str | None,
    decimals: int | None,
    expected: FloatArray | None = None,
) -> Answer:
    cells = pooled(strata, range(len(strata.states)), asked.indicator.per)
    return Answer(
        made.values,
        made.low,
        made.high,
        made.states,
        cells,
        asked.indicator.unit if unit is None else unit,
        asked.indicator.decimals if decimals is None else decimals,
        (asked.row,),
        _small(asked, cells) & (made.states == State.SHOWN),
        more={} if expected is None else {"expected": expected},
    )


def _small(asked: Question, cells: Cells, before: Cells | None = None) -> NDArray[np.bool_]:
    small = is_small(cells, asked.indicator.kind)
    if before is not None:
        small |= is_small(before, asked.indicator.kind)
    return small


def _interval(asked: Question, cells: Cells) -> Interval:
    """None for a plain count: registers count everybody, and nothing tells events from people."""
    if asked.indicator.kind is Kind.COUNT:
        return (np.full(cells.values.shape, np.nan),) * 2
    return cell_intervals(cells, asked.indicator.kind, asked.indicator.per)


def _row(cells: Cells, row: int) -> Cells:
    return cells.row(row) if row >= 0 else missing_cells(cells.values.shape[-1])

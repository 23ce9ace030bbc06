"""One measure for every area: values, states and what stands behind them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.answers import MEASURES, answer, rows_together
from desktop.core.catalogue import Counted
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator, Text
from desktop.core.intervals import byar, wilson
from desktop.core.measures import Cells, count_cells, missing_cells, ratio_cells, value_cells
from desktop.core.periods import parse
from desktop.core.places import place_ranges
from desktop.core.questions import Question
from desktop.core.smoothing import empirical_bayes

S, M, U, W = State.SHOWN, State.MISSING, State.UNDEFINED, State.WITHHELD
PERIODS = tuple(map(parse, ("2023K4", "2024K1", "2024K2", "2024K3", "2024K4")))
SHARE = Indicator("uden_job", Text("Uden job"))
RATE = Indicator("indbrud", Text("Indbrud"), unit="‰", per=1000.0)
COUNT = Indicator("beboere", Text("Beboere"), unit="n", per=1.0, decimals=0)
MEAN = Indicator("alder", Text("Alder"), unit="år", per=1.0)


def table(per: float) -> Cells:
    """Four areas: ordinary, withheld now, undefined, and withheld a year ago."""
    tops = np.array([[10.0, 20, 0, 40], [11, 21, 0, 41], [12, 22, 0, 42], [13, 23, 0, 43],
                     [14, 24, 0, 44]])  # fmt: skip
    states = np.zeros((5, 4), np.uint8)
    states[4, 1] = states[0, 3] = W
    bases = np.where(tops > 0, 200.0, 0.0)
    return ratio_cells(tops, bases, states, per)


def question(indicator: Indicator = SHARE) -> Question:
    cells = table(indicator.per)
    if indicator is COUNT:
        cells = count_cells(np.nan_to_num(cells.numerators), cells.states)
    if indicator is MEAN:
        cells = value_cells(np.nan_to_num(cells.numerators), cells.states)
    shown = np.zeros((5, 1), np.uint8)
    whole = ratio_cells(np.full((5, 1), 20.0), np.full((5, 1), 200.0), shown, indicator.per)
    parts = np.array([[4.0, 9, 0, 20], [10, 15, 0, 24]])
    states = np.array([[S, W, U, S]] * 2, np.uint8)
    people = np.array([[100.0, 100, 0, 100]] * 2)
    return Question(
        indicator,
        PERIODS,
        cells,
        whole,
        row=4,
        against=0,
        strata=ratio_cells(parts, people, states, indicator.per),
        standard=ratio_cells(
            np.array([[5.0], [15]]), np.array([[150.0], [50]]), shown[:2], indicator.per
        ),
    )


@pytest.mark.parametrize(
    ("measure", "first"),
    [
        ("share", 7.0),
        ("per-mille", 70.0),
        ("interval", 7.0),
        ("index", 70.0),
        ("z", -1.0),
        ("percentile", 25.0),
        ("rank", 2.0),
        ("change", 2.0),
        ("change-percent", 40.0),
        ("year-before", 5.0),
        ("moving-mean", 100 * 50 / 800),
        ("two-years", 100 * 24 / 400),
        ("pooled", 100 * 24 / 400),
        ("standardised", 0.75 * 4 + 0.25 * 10),
        ("standardised-indirect", 100 * 14 / (100 * 5 / 150 + 100 * 15 / 50)),
    ],
)
def test_every_measure_of_a_share(measure: str, first: float) -> None:
    made = answer(measure, question())
    assert made.values[0] == pytest.approx(first)
    assert made.states[0] == S


@pytest.mark.parametrize("measure", sorted(set(MEASURES) - {"year-sum"}))
def test_nothing_hidden_has_a_number(measure: str) -> None:
    made = answer(measure, question())
    assert np.isnan(made.values[made.states != S]).all()
    assert np.isfinite(made.values[made.states == S]).all()
    for end in (made.low, made.high):
        assert np.isnan(end[made.states != S]).all()
    if measure != "year-before":
        assert made.states[1] == W  # withheld now
    assert made.states[2] == U


@pytest.mark.parametrize("measure", ["change", "change-percent", "two-years", "year-before"])
def test_a_period_before_that_was_withheld_hides_what_needs_it(measure: str) -> None:
    assert answer(measure, question()).states[3] == W


@pytest.mark.parametrize("measure", ["change", "change-percent", "two-years", "year-before"])
def test_a_period_before_that_is_not_held_is_no_data(measure: str) -> None:
    asked = replace(question(), row=2, against=-1)
    assert (answer(measure, asked).states[[0, 1, 3]] == M).all()


def test_the_interval_of_an_index_is_that_of_the_value() -> None:
    made = answer("index", question())
    low, high = wilson(np.array([14.0]), np.array([200.0]))
    assert (made.low[0], made.high[0]) == pytest.approx((1000 * low[0], 1000 * high[0]))


def test_no_index_without_the_municipality() -> None:
    with pytest.raises(UsageError, match="Kommunens"):
        answer("index", replace(question(), municipality=missing_cells((5, 1))))


def test_events_of_a_year() -> None:
    made = answer("year-sum", replace(question(RATE), counted=Counted.PERIOD))
    assert made.values[0] == pytest.approx(1000 * 50 / 200)
    low, high = byar(np.array([50.0]))
    assert (made.low[0], made.high[0]) == pytest.approx((5 * low[0], 5 * high[0]))
    assert made.used == (4, 3, 2, 1)
    assert answer("year-sum", replace(question(COUNT), events=True)).values[0] == 50


@pytest.mark.parametrize("events", [False, True])
@pytest.mark.parametrize(
    ("counted", "why"),
    [(Counted.YEAR, "allerede et helt år"), (Counted.STATUS, "på ét tidspunkt"),
     (None, "Kataloget kender ikke")],
)  # fmt: skip
@pytest.mark.parametrize("indicator", [RATE, COUNT])
def test_periods_are_added_up_only_where_each_counts_its_own_events(
    indicator: Indicator, counted: Counted | None, why: str, events: bool
) -> None:
    asked = replace(question(indicator), counted=counted, events=events)
    if counted is None and events:
        assert answer("year-sum", asked).states[0] == S
        return
    with pytest.raises(UsageError, match=why) as refused:
        answer("year-sum", asked)
    assert refused.value.hint


def test_rates_alone_have_an_interval_for_their_change_in_per_cent() -> None:
    made = answer("change-percent", question(RATE))
    assert made.low[0] < made.values[0] < made.high[0]
    for indicator in (SHARE, COUNT, MEAN):
        assert np.isnan(answer("change-percent", question(indicator)).low).all()


@pytest.mark.parametrize("measure", ["count", "change", "year-before", "moving-mean", "two-years"])
def test_a_plain_count_is_counted_and_has_no_interval(measure: str) -> None:
    made = answer(measure, question(COUNT))
    assert made.states[0] == S
    assert np.isnan(made.low).all()
    assert np.isnan(made.high).all()


def test_per_mille_of_a_rate_in_per_cent_and_of_one_in_per_mille() -> None:
    moved = Indicator("fraflytning", Text("Fraflytning"), measured="rate")  # per hundred
    low, high = byar(np.array([14.0]))
    for indicator in (moved, RATE):
        made = answer("per-mille", question(indicator))
        assert made.unit == "‰"
        assert (made.low[0], made.values[0], made.high[0]) == pytest.approx(
            (5 * low[0], 70.0, 5 * high[0])
        )


def test_an_area_of_nothing_has_an_index_of_nothing_with_an_interval() -> None:
    asked = many_areas([0, 30])
    made = answer("index", asked)
    _low, high = wilson(np.array([0.0]), np.array([200.0]))
    assert (made.values[0], made.low[0]) == (0.0, 0.0)
    assert made.high[0] == pytest.approx(1000 * high[0])
    nobody = ratio_cells(np.zeros((5, 1)), np.full((5, 1), 200.0), np.zeros((5, 1), np.uint8), 100)
    assert (answer("index", replace(asked, municipality=nobody)).states == U).all()


def test_a_rank_has_the_places_it_may_have() -> None:
    asked = many_areas([5, 6, 7, 100])
    made = answer("rank", asked)
    best, worst = place_ranges(asked.cells.row(0), SHARE.kind, SHARE.per)
    assert made.values.tolist() == [4, 3, 2, 1]
    assert made.low.tolist() == best.tolist() == [2, 2, 2, 1]
    assert made.high.tolist() == worst.tolist() == [4, 4, 4, 1]
    counted = answer("rank", question(COUNT))
    assert np.isfinite(counted.values[0])
    assert np.isnan(counted.low).all()


@pytest.mark.parametrize(
    ("measure", "indicator"),
    [
        ("year-sum", SHARE),
        ("year-sum", MEAN),
        ("smoothed", MEAN),
        ("smoothed", COUNT),
        ("pooled", MEAN),
        ("pooled", COUNT),
        ("index", COUNT),
        ("interval", COUNT),
        ("interval", MEAN),
        ("per-mille", COUNT),
        ("per-mille", MEAN),
        ("standardised", COUNT),
        ("standardised-indirect", MEAN),
    ],
)
def test_measures_without_a_meaning_are_refused(measure: str, indicator: Indicator) -> None:
    with pytest.raises(UsageError) as refused:
        answer(measure, question(indicator))
    assert refused.value.hint


def test_no_standardising_without_a_breakdown_or_a_whole_standard() -> None:
    with pytest.raises(UsageError, match="opdeling"):
        answer("standardised", replace(question(), strata=None))
    asked = question()
    assert asked.standard is not None
    hidden = replace(asked, standard=missing_cells((2, 1)))
    for measure in ("standardised", "standardised-indirect"):
        with pytest.raises(UsageError, match="ikke alle kendt"):
            answer(measure, hidden)


def test_pooling_tells_how_many_periods_each_area_stands_on() -> None:
    made = answer("pooled", question())
    assert made.lengths is not None
    assert made.lengths.tolist() == [2, 0, 0, 1]
    assert made.used == (4, 0)  # the same quarter of the year before


def test_smoothing_tells_how_much_of_the_own_value_is_left() -> None:
    made = answer("smoothed", question())
    assert made.weights is not None
    assert 0 < made.weights[0] < 1
    assert 7.0 < made.values[0] < made.values[3] < 22.0


def many_areas(counts: list[float]) -> Question:
    """A question of a share in one period, in areas of 200 people each."""
    tops = np.array([counts])
    cells = ratio_cells(tops, np.full(tops.shape, 200.0), np.zeros(tops.shape, np.uint8), 100.0)
    return Question(SHARE, PERIODS[:1], cells, question().municipality, row=0, fewest=5)


def test_smoothing_reckons_with_counts_that_are_never_shown() -> None:
    asked = many_areas([0, 0, 5, 6, 7, 8, 9, 9, 10, 12, 14, 31])
    now = asked.cells.row(0)
    for fewest in (1, 5):
        rates, weights = empirical_bayes(now.numerators, now.denominators, least=fewest)
        made = answer("smoothed", replace(asked, fewest=fewest))
        np.testing.assert_array_equal(made.values, 100 * rates)
        assert made.weights is not None
        np.testing.assert_array_equal(made.weights, weights)
    plain, reckoned = (answer("smoothed", replace(asked, fewest=each)) for each in (1, 5))
    assert plain.values[0] != reckoned.values[0]


def test_with_too_few_areas_smoothing_draws_towards_the_municipality() -> None:
    asked = many_areas([0, 0, 0, 0, 0, 8, 30])
    for question, middle in (
        (asked, 10.0),  # 20 of 200
        (replace(asked, fewest=1), 100 * 38 / 1400),
    ):
        made = answer("smoothed", question)
        assert made.weights is not None
        assert 0 < made.weights[0] < 1
        assert made.values[0] == pytest.approx((1 - made.weights[0]) * middle)
    unknown = replace(asked, municipality=missing_cells((5, 1)))
    assert np.isfinite(answer("smoothed", unknown).values).all()


def test_periods_of_one_year_are_small_by_what_one_of_them_counts() -> None:
    asked = question()
    assert answer("share", asked).small.tolist() == [True, False, False, False]
    assert answer("moving-mean", asked).cells.numerators[0] == 50
    assert answer("moving-mean", asked).small.tolist() == [True, False, False, False]
    assert not answer("two-years", asked).small[0]  # 24 in two years of their own


@pytest.mark.parametrize(
    ("measure", "rows"),
    [
        ("share", (4,)),
        ("change", (4, 1)),
        ("two-years", (4, 0)),
        ("moving-mean", (4, 3, 2, 1)),
        ("year-sum", (4, 3, 2, 1)),
    ],
)
def test_which_rows_a_measure_puts_together(measure: str, rows: tuple[int, ...]) -> None:
    assert rows_together(measure, PERIODS, 4, 1) == rows


def test_a_change_from_a_small_number_is_of_small_numbers() -> None:
    asked = question()
    tops = asked.cells.numerators.copy()
    tops[:, 3] = [np.nan, 9, 30, 30, 30]
    cells = ratio_cells(np.nan_to_num(tops), np.full((5, 4), 200.0), asked.cells.states, 100.0)
    asked = replace(asked, cells=cells, against=1)
    assert answer("share", asked).small.tolist() == [True, False, False, False]
    assert answer("change", asked).small.tolist() == [True, False, False, True]

"""Comparisons: the right interval for each, nothing hidden let out, "sure" only when it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from desktop.core.comparisons import (
    Question,
    against_all,
    compare,
    group_comparison,
    name_of,
    parent_of,
    well_shown,
)
from desktop.core.dataset import Dataset
from desktop.core.differences import (
    Adjustment,
    Against,
    Compared,
    Standard,
    Verdict,
    adjusted_z,
    compared,
    leaves_many_out,
    picked,
    remainder,
)
from desktop.core.disclosure import FloatArray, Limits, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator, Text
from desktop.core.measures import Cells, count_cells, missing_cells, ratio_cells, value_cells
from desktop.core.periods import Period, parse
from tests.fake_extract import BEGINS, MISSING, UNDEFINED, WITHHELD, WITHHELD_NOW, fake_dataset

NAN = float("nan")
SHARE = Indicator("a", Text("Andel"))
RATE = Indicator("b", Text("Indbrud"), unit="‰", per=1000.0)
COUNT = Indicator("c", Text("Antal"), unit="n", per=1.0, decimals=0)
MEAN = Indicator("d", Text("Alder"), unit="år", per=1.0)
QUARTER = parse("2026K2")
DATA = fake_dataset()
SHOWN = [at for at in range(21) if at not in (WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED, 20)]


def ratios(tops: list[float], bases: list[float], per: float = 100.0) -> Cells:
    states = np.where(np.isnan(tops), np.uint8(State.WITHHELD), np.uint8(State.SHOWN))
    return ratio_cells(np.array(tops, float), np.array(bases, float), states, per)


def one_of(state: State) -> Cells:
    return value_cells(np.array([NAN]), np.array([state], np.uint8))


def apart(cells: Cells, *, single: bool = True) -> Standard:
    none = np.zeros(len(cells.values), np.int64)
    return Standard(cells, cells, False, single, none, none, none > 0)


def around(whole: Cells, own: Cells, per: float = 100.0) -> Standard:
    none = np.zeros(len(own.values), np.int64)
    return Standard(whole, remainder(whole, own, per), True, False, none, none, none > 0)


def test_newcombe_as_published() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table II, method 10: 56/70 − 48/80, 9/10 − 3/10
    made = compared(ratios([56, 9], [70, 10]), apart(ratios([48, 3], [80, 10])), SHARE)
    np.testing.assert_allclose(made.low, [5.24, 17.05], atol=0.005)
    np.testing.assert_allclose(made.high, [33.39, 80.90], atol=0.005)
    assert made.verdicts.tolist() == [Verdict.SURE_HIGHER, Verdict.SURE_HIGHER]


PARTS = st.tuples(st.integers(1, 900), st.integers(1, 900)).flatmap(
    lambda bases: st.tuples(
        st.integers(0, bases[0]), st.just(bases[0]), st.integers(0, bases[1]), st.just(bases[1])
    )
)


@given(PARTS)
def test_apart_as_statsmodels_has_it(drawn: tuple[int, int, int, int]) -> None:
    top, base, other, others = drawn
    made = compared(ratios([top], [base]), apart(ratios([other], [others])), SHARE)
    low, high = confint_proportions_2indep(top, base, other, others, method="newcomb")
    np.testing.assert_allclose([made.low[0], made.high[0]], [100 * low, 100 * high], atol=1e-8)


@given(PARTS)
def test_a_part_and_its_whole_are_the_part_and_the_rest_scaled(
    drawn: tuple[int, int, int, int],
) -> None:
    top, base, other, others = drawn
    own, rest = ratios([top], [base]), ratios([other], [others])
    inside = compared(own, around(ratios([top + other], [base + others]), own), SHARE)
    beside = compared(own, apart(rest), SHARE)
    scale = others / (base + others)
    assert inside.part[0] == pytest.approx(base / (base + others))
    for name in ("difference", "low", "high"):
        got, given_apart = getattr(inside, name)[0], getattr(beside, name)[0]
        assert got == pytest.approx(scale * given_apart, abs=1e-9)
    assert inside.low[0] - 1e-9 <= inside.difference[0] <= inside.high[0] + 1e-9
    assert inside.verdicts.tolist() == beside.verdicts.tolist()


def draws(
    chance: np.random.Generator, share: float, base: int, rest: int, times: int
) -> tuple[Cells, Cells]:
    own = chance.binomial(base, share, times).astype(float)
    whole = own + chance.binomial(rest, share, times)
    return (
        ratios(own.tolist(), [base] * times),
        ratios(whole.tolist(), [base + rest] * times),
    )


def test_without_any_difference_at_most_one_in_twenty_is_called_sure() -> None:
    chance = np.random.default_rng(20261123)
    called = []
    for share in (0.03, 0.1, 0.25, 0.5):
        for base, rest in ((80, 5000), (400, 5000), (400, 600)):
            own, whole = draws(chance, share, base, rest, 4000)
            made = compared(own, around(whole, own), SHARE)
            called.append(float((made.verdicts >= Verdict.SURE_HIGHER).mean()))
    assert np.mean(called) <= 0.05
    assert max(called) < 0.065  # one combination may lie over: counts come in steps
    assert min(called) > 0.01  # and the verdict is not silent


def test_the_independent_interval_would_be_too_wide_for_a_part() -> None:
    chance = np.random.default_rng(7)
    own, whole = draws(chance, 0.2, 3000, 1000, 2000)
    right = compared(own, around(whole, own), SHARE)
    wrong = compared(own, apart(whole), SHARE)
    assert 0.03 < (right.verdicts >= Verdict.SURE_HIGHER).mean() < 0.07
    assert (wrong.verdicts >= Verdict.SURE_HIGHER).mean() < 0.01


def test_rates_without_any_difference() -> None:
    chance = np.random.default_rng(3)
    own, rest = chance.poisson(12, 4000).astype(float), chance.poisson(150, 4000).astype(float)
    mine = ratios(own.tolist(), [800] * 4000, 1000.0)
    whole = ratios((own + rest).tolist(), [10800] * 4000, 1000.0)
    made = compared(mine, around(whole, mine, 1000.0), RATE)
    assert 0.01 < (made.verdicts >= Verdict.SURE_HIGHER).mean() <= 0.05


@pytest.mark.parametrize(
    ("own", "other", "verdict"),
    [
        (30, 10, Verdict.SURE_HIGHER),
        (10, 30, Verdict.SURE_LOWER),
        (11, 10, Verdict.MAY_BE_CHANCE),
        (10, 10, Verdict.MAY_BE_CHANCE),
    ],
)
def test_verdicts(own: int, other: int, verdict: Verdict) -> None:
    made = compared(ratios([own], [100]), apart(ratios([other], [100])), SHARE)
    assert made.verdicts.tolist() == [verdict]
    assert made.relative[0] == pytest.approx(own / other - 1)


@pytest.mark.parametrize("state", [State.WITHHELD, State.MISSING, State.UNDEFINED])
@pytest.mark.parametrize("which", ["own", "other"])
def test_nothing_is_said_where_either_is_not_shown(state: State, which: str) -> None:
    hidden, shown = one_of(state), ratios([10], [100])
    own, other = (hidden, shown) if which == "own" else (shown, hidden)
    made = compared(own, apart(other), SHARE)
    assert made.verdicts.tolist() == [Verdict.UNDECIDED]
    for column in (made.difference, made.relative, made.low, made.high, made.part):
        assert np.isnan(column).all()


def test_means_have_a_difference_and_no_verdict() -> None:
    ready = value_cells(np.array([41.5]), np.zeros(1, np.uint8))
    other = value_cells(np.array([40.0]), np.zeros(1, np.uint8))
    made = compared(ready, apart(other), MEAN)
    assert made.difference.tolist() == [1.5]
    assert made.verdicts.tolist() == [Verdict.UNDECIDED]
    inside = compared(ready, around(other, ready, 1.0), MEAN)
    assert inside.difference.tolist() == [1.5]
    assert np.isnan(inside.low[0])


def test_plain_counts_are_compared_with_one_place_and_are_a_part_of_a_sum() -> None:
    own = count_cells(np.array([200.0]), np.zeros(1, np.uint8))
    other = count_cells(np.array([1000.0]), np.zeros(1, np.uint8))
    one = compared(own, apart(other), COUNT)
    assert one.difference.tolist() == [-800]
    assert one.verdicts.tolist() == [Verdict.UNDECIDED]
    inside = compared(own, around(other, own, 1.0), COUNT)
    assert np.isnan(inside.difference[0])
    assert inside.part.tolist() == [0.2]
    assert np.isnan(compared(own, apart(other, single=False), COUNT).difference[0])


def test_a_zero_to_be_held_against_has_no_relative_difference() -> None:
    made = compared(ratios([10], [100]), apart(ratios([0], [100])), SHARE)
    assert made.difference.tolist() == [10]
    assert np.isnan(made.relative[0])


# The rest


def test_the_rest_from_the_counts() -> None:
    left = remainder(ratios([50, 50], [200, 200]), ratios([20, 0], [80, 40]), 100.0)
    assert left.numerators.tolist() == [30, 50]
    assert left.denominators.tolist() == [120, 160]
    assert left.values.tolist() == [25, 31.25]
    counts = remainder(
        count_cells(np.array([90.0]), np.zeros(1, np.uint8)),
        count_cells(np.array([20.0]), np.zeros(1, np.uint8)),
        1.0,
    )
    assert counts.values.tolist() == [70]
    assert np.isnan(counts.denominators[0])


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        (State.SHOWN, State.WITHHELD, State.WITHHELD),
        (State.WITHHELD, State.SHOWN, State.WITHHELD),
        (State.MISSING, State.WITHHELD, State.WITHHELD),
        (State.UNDEFINED, State.WITHHELD, State.WITHHELD),
        (State.SHOWN, State.MISSING, State.MISSING),
        (State.UNDEFINED, State.MISSING, State.MISSING),
        (State.MISSING, State.SHOWN, State.MISSING),
        (State.UNDEFINED, State.SHOWN, State.UNDEFINED),
        (State.SHOWN, State.UNDEFINED, State.SHOWN),
        (State.SHOWN, State.SHOWN, State.SHOWN),
    ],
)
def test_the_state_of_the_rest(whole: State, part: State, expected: State) -> None:
    made = [
        counted if state is State.SHOWN else one_of(state)
        for state, counted in ((whole, ratios([50], [200])), (part, ratios([20], [80])))
    ]
    assert remainder(made[0], made[1], 100.0).states.tolist() == [expected]


@pytest.mark.parametrize(
    ("whole", "part"),
    [((20, 80), (20, 80)), ((20, 80), (30, 90)), ((20, 80), (5, 75)), ((20, 80), (30, 60))],
    ids=["all of it", "more than it", "fewer left than counted", "more counted"],
)
def test_no_rest_where_nothing_is_left_or_it_is_no_part(
    whole: tuple[int, int], part: tuple[int, int]
) -> None:
    left = remainder(ratios([whole[0]], [whole[1]]), ratios([part[0]], [part[1]]), 100.0)
    assert left.states.tolist() == [State.UNDEFINED]


def test_a_small_rest_is_withheld_as_any_other_count() -> None:
    left = remainder(
        ratios([20, 20, 20, 20], [80, 80, 80, 80]),
        ratios([18, 15, 10, 20], [60, 60, 68, 40]),
        100.0,
        Limits(),
    )
    hidden, shown = State.WITHHELD, State.SHOWN  # 2 of 20; 5 of 20; 10 of 12; 0 of 40
    assert left.states.tolist() == [hidden, shown, hidden, shown]


# An extract


def columns(question: Question, *, breakdown: str = "") -> Compared:
    return against_all(
        DATA, "boligomraade", DATA.indicator("uden_job"), QUARTER, question, breakdown=breakdown
    )


def own_cells() -> Cells:
    return DATA.cells("uden_job", "boligomraade", QUARTER)


def summed(members: list[int]) -> tuple[float, float]:
    cells = own_cells()
    return float(cells.numerators[members].sum()), float(cells.denominators[members].sum())


def test_with_the_municipality_and_the_rest_of_it() -> None:
    whole = DATA.municipality("uden_job", QUARTER)
    inside, rest = columns(Question(Against.MUNICIPALITY)), columns(Question(Against.REST))
    cells = own_cells()
    np.testing.assert_allclose(
        inside.difference[SHOWN], cells.values[SHOWN] - whole.values[0], atol=1e-12
    )
    np.testing.assert_allclose(
        rest.standard.cells.denominators[SHOWN], whole.denominators - cells.denominators[SHOWN]
    )
    scale = 1 - cells.denominators[SHOWN] / whole.denominators
    np.testing.assert_allclose(inside.low[SHOWN], scale * rest.low[SHOWN], atol=1e-9)
    for hidden in (WITHHELD, WITHHELD_NOW):
        assert rest.standard.cells.states[hidden] == State.WITHHELD
        assert inside.verdicts[hidden] == rest.verdicts[hidden] == Verdict.UNDECIDED
    assert inside.own.states[20] == State.MISSING  # has ended


def test_with_the_same_breakdown_of_the_municipality() -> None:
    women = columns(Question(Against.MUNICIPALITY), breakdown="kvinder")
    cells = DATA.cells("uden_job", "boligomraade", QUARTER, "kvinder")
    np.testing.assert_array_equal(women.own.values[SHOWN], cells.values[SHOWN])
    assert not women.standard.cells.shown.any()  # the municipality has no such number


def test_with_the_organisation_as_far_as_it_is_shown() -> None:
    inside = columns(Question(Against.ORGANISATION))
    north = [at for at in SHOWN if at % 2 == 0]
    top, base = summed(north)
    assert inside.standard.cells.numerators[0] == top
    assert inside.standard.cells.denominators[0] == base
    assert inside.standard.areas[0] == 10  # four, and those that never are
    assert inside.standard.shown[0] == len(north)
    assert inside.standard.partial[0]
    rest = ratios([top - own_cells().numerators[0]], [base - own_cells().denominators[0]])
    scaled = 1 - own_cells().denominators[0] / base
    beside = compared(picked(own_cells(), np.array([0])), apart(rest), SHARE)
    assert inside.low[0] == pytest.approx(scaled * beside.low[0])
    others = columns(Question(Against.ORGANISATIONS))
    assert others.standard.cells.numerators[1] == top
    assert not others.standard.contains


def test_with_the_other_areas_of_the_sector() -> None:
    made = columns(Question(Against.SECTOR))
    others = [at for at in SHOWN if at != 0]
    assert made.standard.cells.numerators[0] == summed(others)[0]
    assert made.standard.areas[0] == 19
    assert made.standard.shown[0] == len(others)
    assert made.skewed[0]  # under four fifths are shown: the difference is told, and no verdict
    assert np.isfinite(made.difference[0])
    assert np.isnan(made.low[0])
    assert made.verdicts[0] == Verdict.UNDECIDED
    nobody = columns(Question(Against.OTHERS))
    assert (nobody.standard.areas == 0).all()
    assert (nobody.standard.cells.states == State.UNDEFINED).all()


def test_a_sum_of_shown_areas_needs_no_excuse() -> None:
    made = columns(Question(Against.SIMILAR, traits=("anmeldelser",), count=1))
    assert not made.standard.partial[0]
    assert made.standard.areas[0] == 1


def test_with_areas_that_are_chosen_already() -> None:
    made = columns(Question(Against.SIMILAR, chosen=(8, 9, 20)))  # the last is no more
    own = own_cells()
    assert made.standard.areas[0] == 2
    assert made.standard.cells.numerators[0] == own.numerators[8] + own.numerators[9]
    assert made.standard.cells.numerators[8] == own.numerators[9]  # an area is not like itself
    nobody = columns(Question(Against.SIMILAR, chosen=()))
    assert (nobody.standard.cells.states == State.UNDEFINED).all()


def test_the_indicators_that_nearly_all_areas_show() -> None:
    found = well_shown(DATA, "boligomraade", QUARTER)
    assert [each.id for each in found] == ["uden_job", "fravaer", "anmeldelser"]
    assert well_shown(DATA, "boligomraade", parse("1999K1")) == ()


def test_with_the_district_that_the_extract_has_and_with_the_sum_of_its_areas() -> None:
    made = columns(Question(Against.DISTRICT))
    district = DATA.cells("uden_job", "distrikt", QUARTER)
    west = [at for at in range(20) if at % 5 < 3]
    for at in SHOWN:
        assert made.standard.cells.numerators[at] == district.numerators[0 if at in west else 1]
    assert made.standard.contains
    sums = columns(Question(Against.DISTRICT), breakdown="kvinder")  # not on the districts
    assert sums.standard.partial[0]
    assert sums.standard.areas[0] == len(west)


def test_with_another_area_and_with_itself_earlier() -> None:
    cells = own_cells()
    other = columns(Question(Against.AREA, area=9))
    np.testing.assert_allclose(
        other.difference[SHOWN], cells.values[SHOWN] - cells.values[9], atol=1e-12
    )
    hidden = columns(Question(Against.AREA, area=WITHHELD))
    assert (hidden.verdicts == Verdict.UNDECIDED).all()
    year = DATA.cells("uden_job", "boligomraade", parse("2025K2"))
    earlier = columns(Question(Against.EARLIER))
    np.testing.assert_allclose(earlier.difference[SHOWN], (cells.values - year.values)[SHOWN])
    named = columns(Question(Against.EARLIER, before=parse("2024K1")))
    assert named.standard.cells.states[BEGINS] == State.MISSING  # it was not there then
    never = columns(Question(Against.EARLIER, before=parse("2011K1")))
    assert (never.standard.cells.states == State.MISSING).all()


QUESTIONS = [
    *(Question(against) for against in Against if against is not Against.AREA),
    Question(Against.AREA, area=WITHHELD),
    Question(Against.AREA, area=0),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.against)
@pytest.mark.parametrize("indicator", ["uden_job", "beboere", "alder", "anmeldelser", "fravaer"])
def test_no_hidden_number_comes_out_of_any_comparison(question: Question, indicator: str) -> None:
    period = DATA.periods_of(indicator, "boligomraade")[-1]
    results = []
    for hidden in (4711.0, 1234.0):  # what the source holds in withheld cells
        data = fake_dataset(hidden=hidden)
        made = against_all(data, "boligomraade", data.indicator(indicator), period, question)
        results.append(made)
        for at in (WITHHELD, WITHHELD_NOW, MISSING):
            assert np.isnan(made.difference[at])
            assert np.isnan(made.part[at])
            assert made.verdicts[at] == Verdict.UNDECIDED
            if question.against is Against.REST:
                assert not made.standard.cells.shown[at]
    for name in ("difference", "low", "high", "relative", "part"):
        np.testing.assert_array_equal(getattr(results[0], name), getattr(results[1], name))
    np.testing.assert_array_equal(
        results[0].standard.cells.values, results[1].standard.cells.values
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.against)
def test_one_area_is_as_all_of_them(question: Question) -> None:
    everyone = columns(question)
    for at in (0, WITHHELD, 9):
        one = compare(DATA, "boligomraade", at, DATA.indicator("uden_job"), QUARTER, [question])[0]
        np.testing.assert_array_equal(one.difference, everyone.difference[at])
        np.testing.assert_array_equal(one.low, everyone.low[at])
        assert one.verdict == everyone.verdicts[at]
        assert (one.areas, one.shown) == (
            everyone.standard.areas[at],
            everyone.standard.shown[at],
        )


class OnlyFirst(Dataset):
    """The invented extract with every area but the first withheld."""

    def cells(self, indicator: str, level: str, period: Period, breakdown: str = "") -> Cells:
        told = super().cells(indicator, level, period, breakdown)
        first = np.arange(len(told.values)) == 0
        return Cells(
            np.where(first, told.numerators, np.nan),
            np.where(first, told.denominators, np.nan),
            np.where(first, told.values, np.nan),
            np.where(first, told.states, np.uint8(State.WITHHELD)),
        )


def test_a_rest_that_could_be_one_withheld_area_is_withheld() -> None:
    data = OnlyFirst(DATA._source)
    made = against_all(
        data, "boligomraade", data.indicator("uden_job"), QUARTER, Question(Against.REST)
    )
    assert made.own.shown[0]
    assert made.standard.cells.states[0] == State.WITHHELD
    assert columns(Question(Against.REST)).standard.cells.shown[0]


def test_a_sum_of_none_but_withheld_areas_is_no_sum_of_the_shown() -> None:
    data = OnlyFirst(DATA._source)
    made = against_all(
        data, "boligomraade", data.indicator("uden_job"), QUARTER, Question(Against.SECTOR)
    )
    assert made.standard.cells.states[0] == State.WITHHELD
    assert not made.standard.partial[0]
    assert made.standard.shown[0] == 0


class NearlyAll(Dataset):
    """The invented extract in a municipality that holds two people more than its first area."""

    def municipality(self, indicator: str, period: Period, breakdown: str = "") -> Cells:
        first = picked(self.cells(indicator, "boligomraade", period), np.array([0]))
        return ratios([first.numerators[0] + 2], [first.denominators[0] + 60])


def test_a_rest_of_two_people_is_withheld_and_one_of_two_crimes_is_not() -> None:
    data = NearlyAll(DATA._source)
    for indicator, state in (("uden_job", State.WITHHELD), ("anmeldelser", State.SHOWN)):
        made = against_all(
            data, "boligomraade", data.indicator(indicator), QUARTER, Question(Against.REST)
        )
        assert made.standard.cells.states[0] == state


def test_an_area_is_not_held_against_areas_chosen_by_the_same_number() -> None:
    chosen, by_age = (
        columns(Question(Against.SIMILAR, traits=traits, count=3))
        for traits in (("uden_job", "alder"), ("alder",))
    )
    np.testing.assert_array_equal(chosen.standard.cells.values, by_age.standard.cells.values)


@pytest.mark.parametrize(("shown", "skewed"), [(79, True), (80, False), (100, False)])
def test_a_sum_that_leaves_many_out_decides_nothing(shown: int, skewed: bool) -> None:
    counts = (np.array([100]), np.array([shown]), np.array([shown < 100]))
    other = ratios([100], [4000])
    made = compared(ratios([60], [400]), Standard(other, other, False, False, *counts), SHARE)
    assert made.skewed.tolist() == [skewed]
    assert (made.verdicts[0] == Verdict.UNDECIDED) == skewed
    assert made.difference[0] == pytest.approx(12.5)


def test_a_sum_in_the_place_of_an_area_may_leave_many_out_too() -> None:
    own, other = ratios([60, 60], [400, 400]), ratios([100, 100], [4000, 4000])
    made = compared(own, apart(other), SHARE, own_skewed=np.array([True, False]))
    assert made.verdicts.tolist() == [Verdict.UNDECIDED, Verdict.SURE_HIGHER]
    assert made.at(0, Against.OTHERS).skewed
    assert np.isnan(made.at(0, Against.OTHERS).low)
    assert not made.at(1, Against.OTHERS).skewed


def test_members_without_anybody_leave_nothing_out() -> None:
    areas, shown = np.array([10, 10]), np.array([5, 5])
    assert leaves_many_out(areas, shown, np.array([True, False])).tolist() == [True, False]


def test_groups_against_each_other() -> None:
    indicator = DATA.indicator("uden_job")
    made = group_comparison(DATA, "boligomraade", indicator, QUARTER, "organisation")
    assert made.names == ("Boligforeningen Fjorden", "Boligselskabet Nord")
    assert made.partial.all()
    assert made.areas.tolist() == made.compared.standard.areas.tolist() == [10, 10]
    even, odd = ([at for at in SHOWN if at % 2 == rest] for rest in (0, 1))
    tops = made.compared.own.numerators
    assert tops.tolist() == [summed(odd)[0], summed(even)[0]]
    assert made.compared.difference[0] == pytest.approx(-made.compared.difference[1])
    low, high = confint_proportions_2indep(*summed(odd), *summed(even), method="newcomb")
    assert made.compared.low[0] == pytest.approx(100 * low)
    assert made.compared.high[0] == pytest.approx(100 * high)
    with pytest.raises(UsageError, match="grupper"):
        group_comparison(DATA, "boligomraade", indicator, QUARTER, "sector")


def test_names_of_what_is_held_against() -> None:
    names = {
        question.against: name_of(DATA, "boligomraade", 0, QUARTER, question)
        for question in QUESTIONS
    }
    assert names[Against.SECTOR] == "almen"
    assert names[Against.ORGANISATION] == "Boligselskabet Nord"
    assert names[Against.DISTRICT] == "Vest"
    assert names[Against.EARLIER] == "2. kvartal 2025"
    assert names[Against.AREA] == "Skovbrynet"
    assert names[Against.MUNICIPALITY] == names[Against.SIMILAR] == ""


@pytest.mark.parametrize(
    "question",
    [
        Question(Against.DISTRICT),
        Question(Against.SECTOR),
        Question(Against.OTHERS),
        Question(Against.ORGANISATION),
    ],
    ids=lambda question: question.against,
)
def test_what_the_extract_does_not_say_is_asked_for_in_vain(question: Question) -> None:
    with pytest.raises(UsageError):  # districts have no sector and lie in nothing
        against_all(DATA, "distrikt", DATA.indicator("uden_job"), QUARTER, question)
    with pytest.raises(UsageError, match="ligger ikke i"):
        columns(Question(Against.DISTRICT, parent="rode"))


def test_the_coarsest_parent() -> None:
    assert parent_of(DATA, "boligomraade") == "distrikt"


def test_one_area_alone_and_no_area() -> None:
    own = ratios([20], [80])
    alone = compared(own, around(own, own), SHARE)  # it is all of the municipality
    assert alone.difference.tolist() == [0]
    assert alone.part.tolist() == [1]
    assert alone.verdicts.tolist() == [Verdict.UNDECIDED]
    nobody = missing_cells(0)
    assert len(compared(nobody, apart(nobody), SHARE).verdicts) == 0


@pytest.mark.parametrize("count", [1, 2, 25])
def test_adjusted_levels(count: int) -> None:
    def quantile(share: float) -> FloatArray:
        return np.asarray(norm.ppf(share))

    assert adjusted_z(count, Adjustment.NONE) == pytest.approx(float(quantile(0.975)))
    assert adjusted_z(count) == pytest.approx(float(quantile(1 - 0.025 / count)))
    sidak = adjusted_z(count, Adjustment.SIDAK)
    assert sidak == pytest.approx(float(quantile(1 - (1 - 0.95 ** (1 / count)) / 2)))
    assert sidak <= adjusted_z(count) + 1e-12
    with pytest.raises(ValueError, match="comparison"):
        adjusted_z(0)

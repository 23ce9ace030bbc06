"""Standardised shares and rates: published examples, by hand, and at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Kind
from desktop.core.intervals import byar, wilson
from desktop.core.measures import Cells, count_cells, ratio_cells
from desktop.core.standardisation import direct, indirect

S, M, U, W = State.SHOWN, State.MISSING, State.UNDEFINED, State.WITHHELD


def column(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def one_area(tops: list[float], bases: list[float], *of: State) -> Cells:
    """The strata of one area: strata × 1."""
    states = np.array(of or [S] * len(tops), np.uint8)[:, None]
    return ratio_cells(column(*tops)[:, None], column(*bases)[:, None], states, 100.0)


# Births with Down's syndrome in Michigan 1950-64 by the mother's age; first births, and the mean
# births of all orders as the standard: Fay and Feuer (1997), Statistics in Medicine 16, table I
CASES = [107.0, 141, 60, 40, 39, 25]
BIRTHS = [230061.0, 329449, 114920, 39487, 14208, 3052]
STANDARD = column(63986.6, 186263.6, 157302.2, 97647.0, 47572.6, 12262.6)


def test_a_direct_rate_and_its_interval_as_fay_and_feuer_have_it() -> None:
    made = direct(one_area(CASES, BIRTHS), STANDARD, Kind.RATE, 1.0)
    # the same example to more places: epitools for R, ageadjust.direct
    assert made.values[0] == pytest.approx(0.000923045255331994, rel=1e-12)
    assert made.low[0] == pytest.approx(0.000804417498507042, rel=1e-9)
    assert made.high[0] == pytest.approx(0.001057633457492612, rel=1e-9)


# Deaths in the United States in 1940 by age, at the rates of 1960: Selvin (2004), Statistical
# Analysis of Epidemiologic Data, the example of epitools for R, ageadjust.indirect
DEATHS_1940 = [45.0, 201, 320, 670, 1126, 3160, 9723, 17935, 22179, 13461, 2238]
PEOPLE_1940 = [
    906897.0, 3794573, 10003544, 10629526, 9465330, 8249558, 7294330, 5022499, 2920220, 1019504,
    142532,
]  # fmt: skip
DEATHS_1960 = [141.0, 926, 1253, 1080, 1869, 4891, 14956, 30888, 41725, 26501, 5928]
PEOPLE_1960 = [
    1784033.0, 7065148, 15658730, 10482916, 9939972, 10563872, 9114202, 6850263, 4702482, 1874619,
    330915,
]  # fmt: skip


def test_an_indirect_ratio_as_selvin_has_it() -> None:
    made, expected = indirect(
        one_area(DEATHS_1940, PEOPLE_1940), one_area(DEATHS_1960, PEOPLE_1960), per=1.0
    )
    assert expected[0] == pytest.approx(85556.88884452569, rel=1e-12)
    assert made.values[0] == pytest.approx(0.8305351089744144, rel=1e-12)
    # epitools takes the normal interval, which Byar's is next to where so many are counted
    assert made.low[0] == pytest.approx(0.8244509, abs=2e-5)
    assert made.high[0] == pytest.approx(0.8366642, abs=2e-5)


def test_both_by_hand() -> None:
    young_and_old = one_area([10, 30], [100, 100])
    municipality = one_area([100, 150], [2000, 500])  # 5 % of the young, 30 % of the old
    people = municipality.denominators[:, 0]
    made = direct(young_and_old, people, Kind.SHARE, 100.0)
    assert made.values[0] == pytest.approx(0.8 * 10 + 0.2 * 30)
    ratio, expected = indirect(young_and_old, municipality)
    assert expected[0] == pytest.approx(0.05 * 100 + 0.3 * 100)
    assert ratio.values[0] == pytest.approx(100 * 40 / 35)
    low, high = byar(column(40))
    assert (ratio.low[0], ratio.high[0]) == pytest.approx((100 * low[0] / 35, 100 * high[0] / 35))


def test_the_interval_of_a_share_by_hand() -> None:
    made = direct(one_area([10, 30], [100, 100]), column(2000, 500), Kind.SHARE, 1.0)
    low, high = wilson(column(10, 30), column(100, 100))
    weights, own = column(0.8, 0.2), column(0.1, 0.3)
    down = np.sqrt(((weights * (own - low)) ** 2).sum())
    up = np.sqrt(((weights * (high - own)) ** 2).sum())
    assert (made.low[0], made.high[0]) == pytest.approx((0.14 - down, 0.14 + up))


@given(st.integers(0, 60), st.integers(60, 900))
def test_one_stratum_is_no_standardisation(count: int, base: int) -> None:
    cells = one_area([count], [base])
    share = direct(cells, column(7), Kind.SHARE, 1.0)
    low, high = wilson(column(count), column(base))
    assert share.values[0] == pytest.approx(count / base)
    assert (share.low[0], share.high[0]) == pytest.approx((low[0], high[0]), abs=1e-12)
    rate = direct(cells, column(7), Kind.RATE, 1.0)
    exact = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    assert rate.low[0] * base == pytest.approx(exact, abs=1e-6)
    assert rate.high[0] * base == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(40, 400), st.integers(0, 900)), min_size=1)
)
def test_standardised_by_its_own_people_an_area_is_itself(
    drawn: list[tuple[int, int, int]],
) -> None:
    tops, bases, _others = (list(map(float, each)) for each in zip(*drawn, strict=True))
    cells = one_area(tops, bases)
    for kind in (Kind.SHARE, Kind.RATE):
        made = direct(cells, column(*bases), kind, 100.0)
        assert made.values[0] == pytest.approx(100 * sum(tops) / sum(bases))
        assert made.low[0] <= made.values[0] + 1e-9
        assert made.values[0] <= made.high[0] + 1e-9
    if sum(tops):
        assert indirect(cells, cells)[0].values[0] == pytest.approx(100)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [((S, S), S), ((S, W), W), ((M, W), W), ((U, W), W), ((S, M), M), ((S, U), U), ((U, U), U)],
)
def test_the_state_follows_from_the_strata(parts: tuple[State, State], whole: State) -> None:
    cells = one_area([10, 20], [100, 100], *parts)
    for kind in (Kind.SHARE, Kind.RATE):
        made = direct(cells, column(50, 50), kind, 100.0)
        assert made.states.tolist() == [whole]
        assert np.isfinite([made.values, made.low, made.high]).all() == (whole is S)
    # indirectly, a stratum with nobody in it adds nothing
    ratio, expected = indirect(cells, one_area([5, 5], [50, 50]))
    assert ratio.states.tolist() == [S if parts == (S, U) else whole]
    assert np.isfinite(expected).tolist() == [ratio.states[0] == S]


def test_an_empty_stratum_matters_only_where_the_standard_has_people() -> None:
    cells = one_area([10, 0], [100, 0])
    assert direct(cells, column(50, 50), Kind.SHARE, 100.0).states.tolist() == [U]
    assert direct(cells, column(50, 0), Kind.SHARE, 100.0).values.tolist() == [10]


@pytest.mark.parametrize("hidden", [W, M])
def test_what_is_hidden_in_the_standard_hides_every_area(hidden: State) -> None:
    cells = one_area([10, 20], [100, 100])
    made, expected = indirect(cells, one_area([5, 5], [50, 50], S, hidden))
    assert made.states.tolist() == [hidden]
    assert np.isnan(expected).all()


def test_nothing_expected_is_undefined() -> None:
    cells = one_area([1, 0], [100, 100])
    assert indirect(cells, one_area([0, 0], [50, 50]))[0].states.tolist() == [U]
    assert indirect(cells, one_area([5, 0], [50, 0]))[0].states.tolist() == [U]


@pytest.mark.parametrize("standard", [[0, 0], [-1, 5], [float("nan"), 5]])
def test_a_standard_without_people_is_refused(standard: list[float]) -> None:
    with pytest.raises(ValueError, match="people"):
        direct(one_area([1, 2], [10, 20]), column(*standard), Kind.SHARE, 100.0)


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.MEAN])
def test_only_shares_and_rates_can_be_standardised(kind: Kind) -> None:
    cells = count_cells(np.ones((2, 1)), np.zeros((2, 1), np.uint8))
    with pytest.raises(ValueError, match="standardised"):
        direct(cells, column(1, 1), kind, 1.0)


def test_all_areas_at_once() -> None:
    tops = np.array([[10.0, 5, 0], [30, 9, 7]])
    bases = np.array([[100.0, 50, 0], [100, 90, 70]])
    cells = ratio_cells(tops, bases, np.zeros((2, 3), np.uint8), 100.0)
    made = direct(cells, column(60, 40), Kind.SHARE, 100.0)
    assert made.states.tolist() == [S, S, U]
    for area in range(3):
        alone = direct(
            one_area([*tops[:, area]], [*bases[:, area]]), column(60, 40), Kind.SHARE, 100.0
        )
        np.testing.assert_array_equal(made.values[area], alone.values[0])
        np.testing.assert_array_equal(made.high[area], alone.high[0])

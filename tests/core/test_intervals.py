"""The published intervals, and reference implementations of them."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2, norm

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Kind
from desktop.core.intervals import (
    Z_95,
    Z_998,
    Interval,
    byar,
    cell_intervals,
    difference_intervals,
    is_small,
    rate_ratio_intervals,
    wilson,
)
from desktop.core.measures import Cells, count_cells, ratio_cells, value_cells
from tests.shared_data import shared

with warnings.catch_warnings():
    # statsmodels reads pandas' old names while it is imported, and says so
    warnings.simplefilter("ignore")
    from statsmodels.stats.proportion import confint_proportions_2indep
    from statsmodels.stats.rates import confint_poisson_2indep

NAN = float("nan")
COUNTS_OF_BASES = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def column(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def shares(count: float, base: float) -> Cells:
    return ratio_cells(column(count), column(base), np.zeros(1, np.uint8), 100.0)


@pytest.mark.parametrize(
    ("count", "base", "low", "high", "places"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662, 4),
        (15, 148, 0.0624, 0.1605, 4),
        (0, 20, 0.0, 0.1611, 4),
        (1, 29, 0.0061, 0.1718, 4),
        # PHEindicatormethods at 093fd28, test data of phe_proportion
        (1, 100, 0.0017674320641406511, 0.054486196178705294, 12),
        (5, 100, 0.02154367915436798, 0.11175046923191911, 12),
        (9856, 12345, 0.7912101752909069, 0.8053640073614909, 12),
    ],
)
def test_wilson_as_published(count: int, base: int, low: float, high: float, places: int) -> None:
    made = wilson(column(count), column(base))
    assert made[0][0] == pytest.approx(low, abs=0.5 * 10**-places)
    assert made[1][0] == pytest.approx(high, abs=0.5 * 10**-places)


def test_wilson_at_another_confidence() -> None:
    # PHEindicatormethods at 093fd28: 99.8 %
    low, high = wilson(column(1), column(100), float(norm.ppf(0.999)))
    assert low[0] == pytest.approx(0.000873065697299977, abs=1e-12)
    assert high[0] == pytest.approx(0.1045544528370582, abs=1e-12)


def test_z_is_that_of_95_per_cent() -> None:
    assert pytest.approx(float(norm.ppf(0.975)), abs=1e-15) == Z_95


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_as_scipy_has_it(drawn: tuple[int, int]) -> None:
    count, base = drawn
    low, high = wilson(column(count), column(base))
    oracle = binomtest(count, base).proportion_ci(method="wilson")
    assert low[0] == pytest.approx(oracle.low, abs=1e-12)
    assert high[0] == pytest.approx(oracle.high, abs=1e-12)
    assert 0 <= low[0] <= count / base + 1e-12
    assert count / base - 1e-12 <= high[0] <= 1


@pytest.mark.parametrize(("count", "base"), [(NAN, 10), (3, NAN), (0, 0), (3, 0), (NAN, NAN)])
def test_wilson_of_nothing_is_nothing(count: float, base: float) -> None:
    low, high = wilson(column(count), column(base))
    assert np.isnan(low[0])
    assert np.isnan(high[0])


@pytest.mark.shared
def test_wilson_and_byar_as_the_shared_cases_have_them() -> None:
    cases = json.loads(shared("domain", "cases.json").read_text("utf-8"))
    for name, z in (("z95", Z_95), ("z998", Z_998)):
        for count, base, low, high in cases["wilson"][name]:
            made = wilson(column(count), column(base), z)
            assert (made[0][0], made[1][0]) == pytest.approx((low, high), abs=1e-12)
    for count, low, high in cases["byar"]["p95"]:
        made = byar(column(count))
        assert (made[0][0], made[1][0]) == pytest.approx((low, high), rel=1e-12)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        # PHEindicatormethods at 093fd28, test data of byars_lower and byars_upper
        (65, 50.163187710459454, 82.84913854593984),
        (1045, 982.5932018073325, 1110.33121298565),
        (1, 0.01307213290150435, 5.5637555824752605),
    ],
)
def test_byar_as_published(count: int, low: float, high: float) -> None:
    made = byar(column(count))
    assert (made[0][0], made[1][0]) == pytest.approx((low, high), rel=1e-12)


@given(st.integers(10, 100_000))
def test_byar_is_near_the_exact_poisson_interval(count: int) -> None:
    low, high = byar(column(count))
    assert low[0] == pytest.approx(chi2.ppf(0.025, 2 * count) / 2, rel=0.002)
    assert high[0] == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2, rel=0.002)


@pytest.mark.parametrize(("count", "low"), [(0, 0.0), (NAN, NAN), (-1, NAN)])
def test_byar_at_its_edges(count: float, low: float) -> None:
    made = byar(column(count))
    assert made[0][0] == pytest.approx(low, nan_ok=True)
    assert np.isnan(made[1][0]) == np.isnan(low)


def test_each_kind_of_number_has_its_interval_in_its_own_unit() -> None:
    cells = shares(20, 80)
    expected = {
        Kind.SHARE: [end[0] * 100 for end in wilson(column(20), column(80))],
        Kind.RATE: [end[0] * 100 / 80 for end in byar(column(20))],
        Kind.COUNT: [end[0] for end in byar(column(20))],
    }
    for kind, ends in expected.items():
        assert [end[0] for end in cell_intervals(cells, kind, 100.0)] == pytest.approx(ends)
    for end in cell_intervals(cells, Kind.MEAN, 100.0):
        assert np.isnan(end).all()


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_hidden_has_no_interval(kind: Kind) -> None:
    states = np.array([State.WITHHELD, State.MISSING, State.UNDEFINED], np.uint8)
    cells = ratio_cells(column(5, 6, 7), column(50, 60, 70), states, 100.0)
    for end in cell_intervals(cells, kind, 100.0):
        assert np.isnan(end).all()


def wilson_difference(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    ends: list[Interval] = [wilson(column(count), column(base)) for count, base in (first, second)]
    own = [column(count / base) for count, base in (first, second)]
    low, high = difference_intervals(own[0], ends[0], own[1], ends[1])
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_difference_of_shares_as_newcombe_published_it(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert wilson_difference(first, second) == pytest.approx((low, high), abs=0.5e-4)


@given(COUNTS_OF_BASES, COUNTS_OF_BASES)
def test_difference_of_shares_as_statsmodels_has_it(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    oracle = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert wilson_difference(first, second) == pytest.approx(oracle, abs=1e-9)


@given(st.integers(1, 400), st.integers(1, 5000), st.integers(1, 400), st.integers(1, 5000))
def test_ratio_of_rates_as_statsmodels_has_it(
    count: int, base: int, other_count: int, other_base: int
) -> None:
    ratio, low, high = rate_ratio_intervals(
        column(count), column(base), column(other_count), column(other_base)
    )
    oracle = confint_poisson_2indep(
        count, base, other_count, other_base, method="wald-log", compare="ratio"
    )
    assert (low[0], high[0]) == pytest.approx(oracle, rel=1e-9)
    assert low[0] < ratio[0] < high[0]
    assert ratio[0] == pytest.approx(count / base * other_base / other_count)
    assert low[0] * high[0] == pytest.approx(ratio[0] ** 2)


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("number", [0.0, NAN])
def test_no_ratio_where_something_is_nothing(place: int, number: float) -> None:
    given_numbers = [column(5), column(50), column(7), column(70)]
    given_numbers[place] = column(number)
    one, two, three, four = given_numbers
    assert all(np.isnan(end).all() for end in rate_ratio_intervals(one, two, three, four))


@pytest.mark.parametrize(
    ("count", "base", "kind", "small"),
    [
        (20, 50, Kind.SHARE, False),
        (19, 50, Kind.SHARE, True),
        (20, 49, Kind.SHARE, True),
        (80, 99, Kind.SHARE, True),  # 19 are left
        (80, 100, Kind.SHARE, False),
        (80, 99, Kind.RATE, False),
        (19, 4000, Kind.RATE, True),
        (1, 50, Kind.MEAN, False),
        (5000, 49, Kind.MEAN, True),
    ],
)
def test_which_numbers_are_small(count: float, base: float, kind: Kind, small: bool) -> None:
    assert is_small(shares(count, base), kind).tolist() == [small]


def test_small_counts_ready_values_and_hidden_cells() -> None:
    shown = np.zeros(2, np.uint8)
    assert is_small(count_cells(column(19, 20), shown), Kind.COUNT).tolist() == [True, False]
    assert is_small(value_cells(column(1, -2), shown), Kind.MEAN).tolist() == [False, False]
    hidden = np.full(2, State.WITHHELD, np.uint8)
    assert not is_small(count_cells(column(19, 20), hidden), Kind.COUNT).any()

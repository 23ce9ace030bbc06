"""Control limits, funnels and CUSUM: the published numbers, and how often they speak in vain."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.control import (
    control_chart,
    count_cusum,
    funnel_limits,
    in_a_row,
    run_length,
    standardised,
    steadily,
    tabular_cusum,
    two_of_three,
    values_chart,
)
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Kind
from desktop.core.intervals import Z_95, Z_998, byar, wilson
from tests.shared_data import shared

NAN = float("nan")


def cases(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("domain", "cases.json").read_text("utf-8"))[name]
    return found


# Control charts


def test_the_p_chart_of_orange_juice_as_published() -> None:
    # Montgomery (1991), qcc's orangejuice: cans that leak, of 50 in each of 30 samples
    counts = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
    counts += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    chart = control_chart(np.array(counts, np.float64), np.full(30, 50.0), Kind.SHARE)
    assert float(chart.centre) == pytest.approx(0.2313333, abs=5e-8)
    np.testing.assert_allclose(chart.low, 0.05242755, atol=5e-9)
    np.testing.assert_allclose(chart.high, 0.4102391, atol=5e-8)
    assert (np.flatnonzero(chart.outside == 1) + 1).tolist() == [15, 23]
    assert np.count_nonzero(chart.outside) == 2


@pytest.mark.shared
def test_the_p_chart_of_orange_juice_as_in_the_shared_file() -> None:
    case = cases("pchart")
    counts = np.array(case["D"], np.float64)
    chart = control_chart(counts, np.full(len(counts), float(case["n"])), Kind.SHARE)
    assert float(chart.centre) == pytest.approx(case["center"], abs=5e-8)
    np.testing.assert_allclose(chart.low, case["lcl"], atol=5e-9)
    np.testing.assert_allclose(chart.high, case["ucl"], atol=5e-8)
    assert (np.flatnonzero(chart.outside) + 1).tolist() == case["out"]


def test_the_u_chart_of_computers_as_published() -> None:
    # Montgomery (1991) pp. 181-184, qcc's pcmanufact: 20 samples of 5; u = 1.93, UCL = 3.79
    counts = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
    chart = control_chart(np.array(counts, np.float64), np.full(20, 5.0), Kind.RATE)
    assert float(chart.centre) == pytest.approx(1.93)
    assert chart.high[0] == pytest.approx(3.79, abs=0.005)
    assert chart.low[0] == pytest.approx(0.07, abs=0.005)
    assert not chart.outside.any()


def test_limits_are_wide_where_the_base_is_small_and_within_what_there_can_be() -> None:
    bases = np.array([10.0, 100.0, 1000.0])
    chart = control_chart(np.array([1.0, 9.0, 100.0]), bases, Kind.SHARE)
    assert (np.diff(chart.high) < 0).all()
    assert chart.low[0] == 0
    assert control_chart(bases - 1, bases, Kind.SHARE).high.max() == 1
    events = control_chart(bases * 2, bases, Kind.RATE)
    assert float(events.centre) == 2
    plain = control_chart(np.array([4.0, 4.0, 40.0]), np.full(3, NAN), Kind.COUNT)
    assert plain.low.tolist() == [4, 4, 4]  # and a value on its limit is not outside
    assert plain.outside.tolist() == [0, 0, 1]


def test_the_spread_of_laney_is_the_moving_range_of_what_is_standardised() -> None:
    chance = np.random.default_rng(4)
    bases = np.full(60, 5000.0)
    counts = chance.binomial(5000, np.clip(chance.normal(0.3, 0.03, 60), 0, 1)).astype(float)
    plain = control_chart(counts, bases, Kind.SHARE)
    chart = control_chart(counts, bases, Kind.SHARE, laney=True)
    z = (counts / bases - plain.centre) / np.sqrt(plain.centre * (1 - plain.centre) / bases)
    assert float(chart.spread) == pytest.approx(np.abs(np.diff(z)).mean() / 1.128)
    assert np.count_nonzero(plain.outside) > 20  # every second point, by nothing but spread
    assert np.count_nonzero(chart.outside) <= 1
    np.testing.assert_allclose(
        chart.high - chart.centre, (plain.high - plain.centre) * chart.spread
    )


def test_laney_looks_past_quarters_that_share_months() -> None:
    chance = np.random.default_rng(9)
    bases = np.full(400, 400.0)
    monthly = chance.poisson(10, 1200)
    counts = np.array([monthly[3 * at : 3 * at + 12].sum() for at in range(396)], np.float64)
    near, far = (
        control_chart(counts, bases[:396], Kind.RATE, laney=True, step=step).spread
        for step in (1, 4)
    )
    assert float(near) < 0.8  # neighbours share nine months and differ too little
    assert float(far) == pytest.approx(1, abs=0.1)
    least = control_chart(counts, bases[:396], Kind.RATE, laney=True, least=1.0)
    assert float(least.spread) == 1


def test_many_areas_at_once_are_each_by_itself_and_gaps_are_passed_over() -> None:
    chance = np.random.default_rng(2)
    bases = chance.integers(50, 900, (20, 6)).astype(float)
    counts = chance.binomial(bases.astype(int), 0.2).astype(float)
    counts[3, 2] = bases[7, 2] = NAN
    counts[:, 5] = NAN
    bases[4, 1] = 0
    together = control_chart(counts, bases, Kind.SHARE, laney=True, baseline=slice(0, 12))
    for area in range(5):
        alone = control_chart(
            counts[:, area], bases[:, area], Kind.SHARE, laney=True, baseline=slice(0, 12)
        )
        np.testing.assert_array_equal(together.low[:, area], alone.low)
        assert together.centre[area] == alone.centre
        assert together.spread[area] == alone.spread
    assert np.isnan(together.high[3, 2])
    assert np.isnan(together.high[4, 1])
    assert not together.outside[:, 5].any()
    assert np.isnan(together.centre[5])


@pytest.mark.parametrize("counts", [[0.0] * 6, [50.0] * 6])
def test_all_equal_is_never_outside(counts: list[float]) -> None:
    chart = control_chart(np.array(counts), np.full(6, 50.0), Kind.SHARE, laney=True)
    assert not chart.outside.any()


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_short_series_has_limits_and_no_spread_of_its_own(rows: int) -> None:
    chart = control_chart(np.full(rows, 5.0), np.full(rows, 50.0), Kind.SHARE, laney=True, step=4)
    assert chart.low.shape == (rows,)
    assert float(chart.spread) == 1


# Funnels


def hold_the_published_limits(centre: float, published: FloatArray) -> None:
    """Rows of base, 95 % limits and 99.8 % limits in %; with six decimals, as the centre has."""
    for z, low_at, high_at in ((Z_95, 1, 2), (Z_998, 3, 4)):
        low, high = funnel_limits(centre / 100, published[:, 0], Kind.SHARE, z)
        np.testing.assert_allclose(100 * low, published[:, low_at], atol=1e-6)
        np.testing.assert_allclose(100 * high, published[:, high_at], atol=1e-6)


def test_funnel_limits_as_published() -> None:
    # PHEindicatormethods, testdata_funnel_prop_outputs.csv: about a share of 80.642448 %
    published = [
        [190, 75.024492, 86.260404, 71.784739, 89.500157],
        [211, 75.311383, 85.973512, 72.237075, 89.04782],
        [34936, 80.228144, 81.056751, 79.989225, 81.295671],
        [110000, 80.408963, 80.875933, 80.274317, 81.010578],
    ]
    hold_the_published_limits(80.642448, np.array(published))


@pytest.mark.shared
def test_funnel_limits_as_in_the_shared_file() -> None:
    case = cases("funnel")
    hold_the_published_limits(case["baseline_pct"], np.array(case["rows_n_l95_u95_l998_u998"]))


@given(st.integers(1, 900).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_area_is_outside_exactly_when_its_interval_lacks_the_centre(
    drawn: tuple[int, int],
) -> None:
    count, base = (np.array([float(each)]) for each in drawn)
    for kind, interval in (
        (Kind.SHARE, wilson(count, base, Z_998)),
        (Kind.RATE, tuple(end / base for end in byar(count, Z_998))),
    ):
        low, high = funnel_limits(0.2, base, kind, Z_998)
        value, tip = float((count / base)[0]), 1e-9
        inside = float(low[0]) - tip <= value <= float(high[0]) + tip
        held = float(interval[0][0]) - tip <= 0.2 <= float(interval[1][0]) + tip
        assert inside == held


def test_a_funnel_without_a_base_has_no_limits() -> None:
    for kind in (Kind.SHARE, Kind.RATE):
        low, high = funnel_limits(0.2, np.array([0.0, NAN, 100.0]), kind, Z_95)
        assert np.isnan(low[:2]).all()
        assert np.isnan(high[:2]).all()
        assert low[2] < 0.2 < high[2]


# CUSUM


def test_cusum_as_published() -> None:
    # qcc at 7e498fb, tests/testthat/test-cusum.R: centre 0, σ 1, h 1, strictly over h
    up, down = tabular_cusum(np.array([1.5, 0.5, 0.6, -1.5, -0.5, -0.8]), limit=1.0)
    np.testing.assert_allclose(up.sums, [1.0, 1.0, 1.1, 0.0, 0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(down.sums, [0.0, 0.0, 0.0, 1.0, 1.0, 1.3], atol=1e-12)
    assert np.flatnonzero(up.signals).tolist() == [2]
    assert np.flatnonzero(down.signals).tolist() == [5]


def test_cusum_of_means_as_published() -> None:
    # the same file: means of 3, 3, 2 and 3 values about 10 with σ 2
    means, sizes = np.array([10.0, 10.0, 14.0, 16.0]), np.array([3, 3, 2, 3])
    up, _down = tabular_cusum((means - 10) / (2 / np.sqrt(sizes)), limit=10.0)
    np.testing.assert_allclose(up.sums, [0, 0, 2.32842712474619, 7.02457954745282], atol=1e-12)


@pytest.mark.parametrize(("shift", "length"), [(0.0, 465.0), (1.0, 10.4), (2.0, 4.01)])
def test_cusum_speaks_in_vain_as_seldom_as_published(shift: float, length: float) -> None:
    # Montgomery (1991), table of average run lengths for k = 1/2 and h = 5, on both sides
    draws = np.random.default_rng(1954).standard_normal((4000, 1500)) + shift
    up, down = tabular_cusum(draws)
    either = up.signals | down.signals
    first = np.where(either.any(axis=0), either.argmax(axis=0) + 1, len(draws))
    error = first.std() / np.sqrt(first.size)
    assert first.mean() == pytest.approx(length, abs=4 * error + 0.05)


@pytest.mark.parametrize(
    ("base", "centre", "kind"),
    [
        (50, 0.1, Kind.SHARE),
        (300, 0.2, Kind.SHARE),
        (2000, 0.05, Kind.SHARE),
        (400, 0.02, Kind.RATE),
    ],
)
@pytest.mark.parametrize("ratio", [1.5, 1 / 1.5])
def test_the_cusum_of_counts_speaks_in_vain_no_more_than_said(
    base: float, centre: float, kind: Kind, ratio: float
) -> None:
    calm = run_length(centre, base, kind, ratio=ratio, longest=1200, draws=400)
    shifted = run_length(centre, base, kind, ratio=ratio, true_ratio=ratio, draws=400)
    assert calm > 225  # over 200, says the help; e⁴ = 54 is sure
    assert shifted < 16


def test_a_tight_limit_keeps_its_bound_too() -> None:
    assert run_length(0.2, 300, Kind.SHARE, limit=2.0, longest=600) > np.exp(2.0)


def test_the_cusum_of_counts_is_the_likelihood_ratio_added_up() -> None:
    counts, bases = np.array([30.0, 12.0, NAN, 25.0]), np.array([100.0, 100.0, 100.0, 0.0])
    sums = count_cusum(counts, bases, 0.2, Kind.SHARE, ratio=2.0).sums
    other = 2 * 0.25 / (1 + 2 * 0.25)  # odds of 1/4, twice over
    step = [x * np.log(other / 0.2) + (100 - x) * np.log((1 - other) / 0.8) for x in (30.0, 12.0)]
    after = max(0.0, step[0] + step[1])
    np.testing.assert_allclose(sums, [step[0], after, after, after])
    events = count_cusum(np.array([9.0]), np.array([100.0]), 0.05, Kind.RATE, ratio=1.5, spread=2.0)
    assert events.sums[0] == pytest.approx((9 * np.log(1.5) - 5 * 0.5) / 2)


def test_a_signal_is_strictly_over_the_limit() -> None:
    up, _down = tabular_cusum(np.array([1.5, NAN, 0.5]), limit=1.0)
    assert not up.signals.any()
    assert up.sums.tolist() == [1.0, 1.0, 1.0]


# Run rules


@pytest.mark.parametrize(
    ("rule", "values", "places"),
    [
        (in_a_row, [0.1] * 9, [7, 8]),
        (in_a_row, [-0.1] * 8, [-7]),
        (in_a_row, [0.1] * 4 + [NAN] + [0.1] * 4, []),
        (in_a_row, [0.1] * 4 + [0.0] + [0.1] * 4, []),
        (in_a_row, [0.1] * 7, []),
        (steadily, [1, 2, 3, 4, 5, 6, 6], [5]),
        (steadily, [6, 5, 4, 3, 2, 1, 0], [-5, -6]),
        (steadily, [1, 2, 3, 4, 5], []),
        (two_of_three, [2.1, 0, 2.1, 0, 0], [2]),
        (two_of_three, [2.1, 2.1, 0, 0], []),
        (two_of_three, [-2.1, 2.1, -2.1], [-2]),
        (two_of_three, [2.1, 2.1], []),
    ],
)
def test_run_rules_mark_the_last_value_of_their_pattern(
    rule: Any, values: list[float], places: list[int]
) -> None:
    marks = rule(np.array(values, np.float64))
    assert [int(at * marks[at]) for at in np.flatnonzero(marks)] == places
    columns = rule(np.array([values, values], np.float64).T)
    np.testing.assert_array_equal(columns[:, 1], marks)


def test_standardised_values_read_the_chart() -> None:
    counts, bases = np.array([20.0, 40.0, NAN]), np.array([100.0, 100.0, 100.0])
    chart = control_chart(counts, bases, Kind.SHARE)
    z = standardised(counts / bases, chart)
    np.testing.assert_allclose(z[:2], [-0.1 / np.sqrt(0.0021), 0.1 / np.sqrt(0.0021)])
    assert np.isnan(z[2])
    cut = control_chart(np.array([1.0, 3.0]), np.array([50.0, 50.0]), Kind.SHARE)
    assert cut.low.tolist() == [0, 0]  # the lower limit is cut off, and not read
    sigma = np.sqrt(0.04 * 0.96 / 50)
    np.testing.assert_allclose(standardised(np.array([0.02, 0.06]), cut) * sigma, [-0.02, 0.02])


def test_a_chart_of_values_is_that_of_their_moving_ranges() -> None:
    values = np.array([10.0, 12.0, 11.0, NAN, 13.0, 30.0])
    chart = values_chart(values, baseline=slice(0, 5))
    assert float(chart.centre) == 11.5
    reach = 3 * 1.5 / 1.128  # differences of 2 and 1; none over the gap
    np.testing.assert_allclose(chart.high[[0, 5]], 11.5 + reach)
    assert chart.outside.tolist() == [0, 0, 0, 0, 0, 1]
    assert np.isnan(chart.low[3])
    both = values_chart(np.stack([values, values + 1], axis=1), baseline=slice(0, 5))
    np.testing.assert_allclose(both.high[:, 1], chart.high + 1)


@pytest.mark.parametrize("values", [[], [7.0], [7.0, 7.0, 7.0], [NAN, NAN]])
def test_values_that_do_not_vary_or_are_too_few_are_never_outside(values: list[float]) -> None:
    chart = values_chart(np.array(values, np.float64))
    assert not chart.outside.any()
    assert np.isnan(standardised(np.array(values, np.float64), chart)).all()

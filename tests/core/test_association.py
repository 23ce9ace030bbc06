"""Correlations, lines and odd areas as scipy and statsmodels have them; and none."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearsonr, rankdata, spearmanr
from scipy.stats import t as student
from statsmodels.stats.outliers_influence import OLSInfluence
from statsmodels.stats.weightstats import DescrStatsW

from desktop.core.association import (
    FEWEST,
    Standing,
    associate,
    correlation_matrix,
    not_persons_sentence,
    reliability,
)
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Kind
from desktop.core.measures import ratio_cells, value_cells
from desktop.core.wording import use_language

NAN = float("nan")


def pair(seed: int, size: int, *, ties: bool = False) -> tuple[FloatArray, FloatArray]:
    chance = np.random.default_rng(seed)
    x = chance.normal(20, 6, size)
    y = 3 + 0.6 * x + chance.normal(0, 4, size)
    return (np.round(x / 4), np.round(y / 4)) if ties else (x, y)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(FEWEST, 80), st.booleans())
def test_pearson_and_spearman_as_scipy_has_them(seed: int, size: int, ties: bool) -> None:
    x, y = pair(seed, size, ties=ties)
    made = associate(x, y)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert made.standing is Standing.ALL_EQUAL
        return
    oracle = pearsonr(x, y)
    ends = oracle.confidence_interval(0.95)
    assert made.pearson.value == pytest.approx(oracle.statistic, abs=1e-10)
    assert made.pearson.low == pytest.approx(ends.low, abs=1e-8)
    assert made.pearson.high == pytest.approx(ends.high, abs=1e-8)
    assert made.spearman.value == pytest.approx(spearmanr(x, y).statistic, abs=1e-10)
    assert made.explained == pytest.approx(oracle.statistic**2)
    assert made.effective == made.used == size


def test_spearmans_interval_by_hand() -> None:
    # Bonett and Wright: r .5, n 28: atanh .5 = .549306; error sqrt(1.125/25) = .212132
    x = np.arange(28.0)
    y = x.copy()
    y[[0, 27]] = y[[27, 0]]
    made = associate(x, y).spearman
    r = 1 - 6 * 2 * 27**2 / (28 * (28**2 - 1))
    assert made.value == pytest.approx(r)
    wide = 1.959964 * np.sqrt((1 + r * r / 2) / 25)
    assert made.low == pytest.approx(np.tanh(np.arctanh(r) - wide), abs=1e-6)
    assert made.high == pytest.approx(np.tanh(np.arctanh(r) + wide), abs=1e-6)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(FEWEST, 60))
def test_weighted_as_statsmodels_has_it(seed: int, size: int) -> None:
    x, y = pair(seed, size)
    weights = np.random.default_rng(seed + 1).integers(50, 2000, size).astype(float)
    made = associate(x, y, weights)
    both = DescrStatsW(np.column_stack([x, y]), weights)
    assert made.pearson.value == pytest.approx(both.corrcoef[0, 1], abs=1e-10)
    ranked = DescrStatsW(np.column_stack([rankdata(x), rankdata(y)]), weights)
    assert made.spearman.value == pytest.approx(ranked.corrcoef[0, 1], abs=1e-10)
    fit = sm.WLS(y, sm.add_constant(x), weights).fit()
    assert [made.intercept, made.slope.value] == pytest.approx(list(fit.params))
    assert [made.slope.low, made.slope.high] == pytest.approx(list(fit.conf_int()[1]))
    assert made.effective == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    assert made.effective <= size + 1e-9
    lighter = associate(x, y, weights * 7.5)  # only how they weigh against each other matters
    assert lighter.pearson.low == pytest.approx(made.pearson.low, nan_ok=True)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(FEWEST, 60), st.booleans())
def test_residuals_and_leverage_as_statsmodels_has_them(
    seed: int, size: int, weighted: bool
) -> None:
    x, y = pair(seed, size)
    y[seed % size] += 25
    weights = np.random.default_rng(seed).uniform(1, 9, size) if weighted else np.ones(size)
    made = associate(x, y, weights if weighted else None)
    root = np.sqrt(weights)
    design = sm.add_constant(x) * root[:, None]
    influence = OLSInfluence(sm.OLS(y * root, design).fit())
    np.testing.assert_allclose(made.residuals, influence.resid_studentized_external, rtol=1e-6)
    np.testing.assert_allclose(made.leverages, influence.hat_matrix_diag, rtol=1e-9)
    off = np.abs(influence.resid_studentized_external) > made.residual_limit
    out = influence.hat_matrix_diag > 6 / size
    assert {each.position for each in made.outliers} == set(np.flatnonzero(off | out).tolist())
    for each in made.outliers:
        assert each.off_the_line == off[each.position]
        assert each.far_out == out[each.position]
    sizes = [abs(each.residual) for each in made.outliers]
    assert sizes == sorted(sizes, reverse=True)


def test_a_set_without_odd_areas_names_one_in_twenty_times() -> None:
    chance = np.random.default_rng(11)
    named = 0
    for _ in range(800):
        x = chance.normal(size=60)
        made = associate(x, 0.5 * x + chance.normal(size=60))
        named += any(each.off_the_line for each in made.outliers)
    assert 0.02 < named / 800 < 0.08


def test_the_interval_holds_the_truth_19_times_of_20() -> None:
    chance = np.random.default_rng(5)
    held = {"pearson": 0, "spearman": 0}
    truth = {"pearson": 0.6, "spearman": 6 / np.pi * np.arcsin(0.3)}
    for _ in range(800):
        x = chance.normal(size=40)
        made = associate(x, 0.6 * x + 0.8 * chance.normal(size=40))
        for name, true in truth.items():
            found = getattr(made, name)
            held[name] += found.low <= true <= found.high
    assert 0.93 < held["pearson"] / 800 < 0.97
    assert 0.93 < held["spearman"] / 800 < 0.97


def test_areas_that_do_not_show_both_are_left_out_and_counted() -> None:
    x, y = pair(3, 20)
    x[2], y[5], y[2] = NAN, NAN, NAN
    made = associate(x, y)
    assert (made.used, made.left_out) == (18, 2)
    keep = np.isfinite(x) & np.isfinite(y)
    assert made.pearson.value == associate(x[keep], y[keep]).pearson.value
    assert np.isnan(made.residuals[[2, 5]]).all()
    assert np.isfinite(made.residuals[keep]).all()
    weights = np.ones(20)
    weights[[7, 8, 9]] = NAN, 0, -1
    assert (associate(x, y, weights).used, associate(x, y, weights).left_out) == (15, 5)


@pytest.mark.parametrize("size", [0, 1, 2, FEWEST - 1])
def test_too_few_areas(size: int) -> None:
    x, y = pair(1, size)
    made = associate(x, y)
    assert made.standing is Standing.TOO_FEW
    assert made.used == size
    assert np.isnan([made.pearson.value, made.slope.value, made.explained]).all()
    assert made.outliers == ()


@pytest.mark.parametrize("level", [0.0, 7.3, 1e9])
def test_all_equal(level: float) -> None:
    x = np.arange(10.0)
    assert associate(x, np.full(10, level)).standing is Standing.ALL_EQUAL
    assert associate(np.full(10, level), x).standing is Standing.ALL_EQUAL
    assert np.isnan(associate(np.full(10, level), x).pearson.value)


@pytest.mark.parametrize("size", [6, 10, 17, 60])
@pytest.mark.parametrize("slope", [-0.7, 0.1, 1 / 3, 1234.5])
def test_a_perfect_line_has_no_odd_areas(size: int, slope: float) -> None:
    x = np.random.default_rng(size).uniform(0, 90, size)
    made = associate(x, 3 + slope * x)
    assert made.pearson.value == pytest.approx(np.sign(slope))
    assert made.pearson.low == pytest.approx(np.sign(slope))
    assert made.slope.value == pytest.approx(slope)
    assert (np.abs(made.residuals) < made.residual_limit).all()


def test_the_limits_for_being_named() -> None:
    made = associate(*pair(1, 50))
    assert made.residual_limit == pytest.approx(student.ppf(1 - 0.05 / 100, 47))
    assert made.leverage_limit == pytest.approx(6 / 50)


def test_one_area_that_weighs_all_leaves_no_interval() -> None:
    x, y = pair(2, 12)
    weights = np.full(12, 1.0)
    weights[0] = 1e6
    made = associate(x, y, weights)
    assert made.effective < 3
    assert np.isnan(made.pearson.low)


@pytest.mark.parametrize("by_rank", [False, True])
def test_the_matrix_is_every_pair_on_its_own(by_rank: bool) -> None:
    chance = np.random.default_rng(8)
    columns = [np.round(pair(seed, 40)[0]) for seed in range(6)]
    columns[1] = columns[0] * 2 + chance.normal(size=40) + 1e6
    for at, column in enumerate(columns):
        column[chance.choice(40, 4 * at, replace=False)] = NAN
    columns += [np.full(40, 3.0), np.where(np.arange(40) < 5, 1.0 * np.arange(40), NAN)]
    made = correlation_matrix(columns, by_rank=by_rank)
    for i, one in enumerate(columns):
        for j, other in enumerate(columns):
            both = associate(one, other)
            expected = both.spearman if by_rank else both.pearson
            np.testing.assert_allclose(made.values[i, j], expected.value, atol=1e-9)
            assert made.counts[i, j] == both.used
            if i != j:
                np.testing.assert_allclose(made.low[i, j], expected.low, atol=1e-8)
                np.testing.assert_allclose(made.high[i, j], expected.high, atol=1e-8)
    assert np.isnan(made.values[6]).all()
    assert np.isnan(made.values[7]).all()
    assert np.diag(made.values)[:6].tolist() == [1] * 6


def test_the_matrix_of_nothing() -> None:
    assert correlation_matrix([]).values.shape == (0, 0)


def test_noise_makes_a_correlation_too_small_by_the_reliabilities() -> None:
    chance = np.random.default_rng(4)
    true = chance.uniform(0.1, 0.4, 4000)
    bases = np.full(4000, 60.0)
    shown = np.zeros(4000, np.uint8)
    cells = [
        ratio_cells(chance.binomial(60, true).astype(float), bases, shown, 100.0) for _ in range(2)
    ]
    trust = [reliability(each, Kind.SHARE, 100.0) for each in cells]
    wanted = true.var() / (true.var() + (true * (1 - true) / 60).mean())
    assert trust == pytest.approx([wanted, wanted], abs=0.02)
    found = associate(cells[0].values, cells[1].values).pearson.value
    assert found == pytest.approx(np.sqrt(trust[0] * trust[1]), abs=0.02)


def test_reliability_of_nothing_but_chance_and_of_what_is_not_counted() -> None:
    chance = np.random.default_rng(4)
    shown = np.zeros(500, np.uint8)
    noise = chance.poisson(9, 500).astype(float)
    cells = ratio_cells(noise, np.full(500, 300.0), shown, 1000.0)
    assert reliability(cells, Kind.RATE, 1000.0) < 0.15
    assert np.isnan(reliability(value_cells(noise, shown), Kind.SHARE, 100.0))
    assert np.isnan(reliability(cells, Kind.MEAN, 1.0))
    level = ratio_cells(np.full(9, 3.0), np.full(9, 30.0), np.zeros(9, np.uint8), 100.0)
    assert np.isnan(reliability(level, Kind.SHARE, 100.0))


def test_that_areas_are_not_persons_is_said_in_danish() -> None:
    use_language("da")
    assert "ikke mellem personer" in not_persons_sentence()

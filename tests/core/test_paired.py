"""Two counts a year apart: held against the exact tests, one area and all of them at a time."""

from __future__ import annotations

import warnings as python_warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2_contingency, hypergeom, norm
from statsmodels.stats.multitest import multipletests

from desktop.core.indicators import Kind
from desktop.core.measures import Cells, count_cells, missing_cells, ratio_cells, value_cells
from desktop.core.paired import (
    chances,
    common_ratio,
    discovery_rates,
    returning_share,
    signed_root,
    spread_between,
)

with python_warnings.catch_warnings():  # its plotting helpers warn of pandas when imported
    python_warnings.simplefilter("ignore")
    from statsmodels.stats.contingency_tables import StratifiedTable

NAN = float("nan")


def shares(counts: object, bases: object, per: float = 100.0) -> Cells:
    tops, among = np.asarray(counts, np.float64), np.asarray(bases, np.float64)
    return ratio_cells(tops, among, np.zeros(tops.shape, np.uint8), per)


def one(count: float, base: float) -> Cells:
    return shares([count], [base])


# One area


@given(
    st.tuples(st.integers(5, 900), st.integers(5, 900)).flatmap(
        lambda n: st.tuples(
            st.integers(1, n[0] - 1), st.just(n[0]), st.integers(1, n[1] - 1), st.just(n[1])
        )
    )
)
def test_the_root_of_two_shares_is_that_of_the_likelihood_ratio(
    drawn: tuple[int, int, int, int],
) -> None:
    first, base, later, later_base = drawn
    root = float(signed_root(one(first, base), one(later, later_base), Kind.SHARE)[0])
    table = [[first, base - first], [later, later_base - later]]
    oracle = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert root**2 == pytest.approx(oracle.statistic, abs=1e-8)
    assert np.sign(root) in (0, np.sign(later / later_base - first / base))


@pytest.mark.parametrize(
    ("first", "base", "later", "later_base"),
    [(4, 500, 15, 510), (40, 900, 22, 850), (0, 300, 6, 300), (150, 200, 200, 200), (7, 90, 7, 90)],
)
def test_the_root_of_two_rates_is_that_of_two_poissons(
    first: int, base: int, later: int, later_base: int
) -> None:
    root = float(signed_root(one(first, base), one(later, later_base), Kind.RATE)[0])
    together = (first + later) / (base + later_base)
    deviance = sum(
        2 * (x * np.log(x / (n * together)) if x else 0.0)
        for x, n in ((first, base), (later, later_base))
    )
    assert root**2 == pytest.approx(deviance, abs=1e-9)


def test_with_a_common_movement_taken_out_what_moved_with_it_has_not_moved() -> None:
    before, now = one(200, 1000), one(1000 / 3, 1000)  # odds of 1/4 and 1/2
    assert signed_root(before, now, Kind.SHARE, ratio=2.0)[0] == pytest.approx(0, abs=1e-6)
    assert signed_root(before, now, Kind.SHARE, ratio=3.0)[0] < -2
    assert signed_root(one(20, 100), one(30, 100), Kind.RATE, 1.5)[0] == pytest.approx(0, abs=1e-6)


SMALL = [
    (first, base, later, later_base)
    for first in (0, 1, 3, 8, 20)
    for later in (0, 1, 2, 5, 9, 16, 30)
    for base, later_base in ((30, 34), (60, 50), (400, 380))
    if later <= later_base and first <= base
]


@pytest.mark.parametrize(("first", "base", "later", "later_base"), SMALL)
@pytest.mark.parametrize("rises", [True, False])
def test_the_chance_is_near_fishers_exact_one(
    first: int, base: int, later: int, later_base: int, *, rises: bool
) -> None:
    p = float(chances(one(first, base), one(later, later_base), Kind.SHARE, rises=rises)[0])
    exact_law = hypergeom(base + later_base, first + later, later_base)
    exact = float(exact_law.sf(later - 1) if rises else exact_law.cdf(later))
    assert norm.isf(p) == pytest.approx(norm.isf(exact), abs=0.12) or min(p, exact) > 0.999
    assert p >= exact * 0.75 or exact < 1e-6  # never much bolder than the exact test


@pytest.mark.parametrize(("first", "base", "later", "later_base"), SMALL)
@pytest.mark.parametrize("rises", [True, False])
def test_the_chance_of_events_is_near_the_exact_one(
    first: int, base: int, later: int, later_base: int, *, rises: bool
) -> None:
    if not first + later:
        return
    p = float(chances(one(first, base), one(later, later_base), Kind.RATE, rises=rises)[0])
    side = "greater" if rises else "less"
    share = later_base / (base + later_base)
    exact = binomtest(later, first + later, share, alternative=side).pvalue
    assert norm.isf(p) == pytest.approx(norm.isf(exact), abs=0.12) or min(p, exact) > 0.999
    assert p >= exact * 0.75


def test_spread_makes_the_same_change_less_surprising() -> None:
    before, now = one(30, 400), one(60, 400)
    tight, wide = (
        float(chances(before, now, Kind.SHARE, rises=True, spread=spread)[0])
        for spread in (1.0, 4.0)
    )
    assert norm.isf(wide) == pytest.approx(norm.isf(tight) / 2)


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (missing_cells(1), one(3, 10), Kind.SHARE),
        (one(3, 10), missing_cells(1), Kind.SHARE),
        (one(3, 0), one(3, 10), Kind.SHARE),  # undefined
        (one(12, 10), one(3, 10), Kind.SHARE),  # more than there are
        (value_cells(np.ones(1), np.zeros(1, np.uint8)),) * 2 + (Kind.MEAN,),
        (value_cells(np.ones(1), np.zeros(1, np.uint8)),) * 2 + (Kind.SHARE,),
    ],
)
def test_what_cannot_be_tested_is_not(before: Cells, now: Cells, kind: Kind) -> None:
    assert np.isnan(signed_root(before, now, kind)[0])
    assert np.isnan(chances(before, now, kind, rises=True)[0])


@pytest.mark.parametrize("kind", [Kind.SHARE, Kind.RATE])
def test_none_both_times_is_no_movement(kind: Kind) -> None:
    for rises in (True, False):
        assert chances(one(0, 50), one(0, 40), kind, rises=rises)[0] == 1.0
    assert signed_root(one(0, 50), one(0, 40), kind)[0] == 0


def test_plain_counts_are_tested_as_events() -> None:
    before, now = (count_cells(np.array([x]), np.zeros(1, np.uint8)) for x in (40.0, 70.0))
    exact = binomtest(70, 110, 0.5, alternative="greater").pvalue
    assert chances(before, now, Kind.COUNT, rises=True)[0] == pytest.approx(exact, rel=0.05)


# All areas together


@pytest.mark.parametrize("kind", [Kind.SHARE, Kind.RATE])
def test_the_common_movement_is_that_of_mantel_and_haenszel(kind: Kind) -> None:
    chance = np.random.default_rng(3)
    base, later_base = chance.integers(50, 800, (2, 40)).astype(float)
    first, later = chance.binomial(base.astype(int), 0.2), chance.binomial(base.astype(int), 0.3)
    later = np.minimum(later, later_base)
    ratio = common_ratio(shares(first, base), shares(later, later_base), kind)
    if kind is Kind.SHARE:
        tables = [
            np.array([[c, d - c], [a, b - a]])
            for a, b, c, d in zip(first, base, later, later_base, strict=True)
        ]
        assert ratio == pytest.approx(StratifiedTable(tables).oddsratio_pooled)
    else:
        together = base + later_base
        direct = (later * base / together).sum() / (first * later_base / together).sum()
        assert ratio == pytest.approx(direct)


def test_a_common_movement_of_nothing_is_none() -> None:
    assert common_ratio(missing_cells(3), missing_cells(3), Kind.SHARE) == 1
    assert common_ratio(shares([0, 0], [9, 9]), shares([1, 2], [9, 9]), Kind.SHARE) == 1


@pytest.mark.parametrize("true", [1.0, 1.5, 3.0])
def test_spread_is_found_again_whatever_a_tenth_of_the_areas_do(true: float) -> None:
    chance = np.random.default_rng(11)
    means = 400.0 * np.ones(4000)
    before, now = (  # negative binomial: variance `true` times the mean
        chance.poisson(chance.gamma(means / (true - 1), true - 1) if true > 1 else means)
        for _ in range(2)
    )
    now[:200] *= 3
    cells = [shares(each, np.full(4000, 1000.0)) for each in (before, now)]
    found = spread_between(cells[0], cells[1], Kind.RATE, 1.0)
    assert 0.95 * true <= found <= 1.4 * true  # rather too wide than too narrow
    assert found >= 1


def test_spread_is_one_where_areas_are_few_or_numbers_small() -> None:
    far = shares([10.0] * 9, [100.0] * 9), shares([90.0] * 9, [100.0] * 9)
    assert spread_between(*far, Kind.SHARE, 1.0) == 1
    small = shares([0.0] * 50, [100.0] * 50), shares([0.0, 1.0] * 25, [100.0] * 50)
    assert spread_between(*small, Kind.SHARE, 1.0) == 1
    same = shares([50.0] * 50, [100.0] * 50)
    assert spread_between(same, same, Kind.SHARE, 1.0) == 1
    assert spread_between(same, same, Kind.SHARE, 1.0, 0.1) == 0.1


@given(st.lists(st.floats(0, 1), max_size=40))
def test_discovery_rates_are_those_of_benjamini_and_hochberg(drawn: list[float]) -> None:
    p = np.array(drawn)
    if not drawn:
        assert not len(discovery_rates(p))
        return
    expected = multipletests(p, method="fdr_bh")[1]
    np.testing.assert_allclose(discovery_rates(p), expected, atol=1e-300)  # below: no full figures


def test_an_unusual_start_explains_a_move_back_and_nothing_of_a_move_away() -> None:
    bases = np.full(50, 200.0)
    usual = np.linspace(20, 90, 50)
    usual[0] = 10
    before, now = shares(usual, bases), shares(np.append([30], usual[1:] + 1), bases)
    explained = returning_share(before, now, 100.0)
    assert 0.1 < explained[0] < 0.9
    assert explained[-1] == 0  # the highest rose further
    away = returning_share(before, shares(np.append([5], usual[1:]), bases), 100.0)
    assert away[0] == 0
    assert np.isnan(returning_share(missing_cells(2), missing_cells(2), 100.0)).all()

"""Smoothed rates as published, and as a reference implementation has them."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray
from desktop.core.smoothing import empirical_bayes

with warnings.catch_warnings():
    # both read old names of other packages while they are imported, and say so
    warnings.simplefilter("ignore")
    import libpysal
    from esda.smoothing import Empirical_Bayes

NAN = float("nan")


def column(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def example(name: str, table: str, counts: int, bases: int) -> tuple[FloatArray, FloatArray]:
    """Two columns of an example data set that is part of libpysal."""
    held = libpysal.examples.load_example(name)
    rows = libpysal.io.open(held.get_path(table), "r")
    made = [np.array(rows.by_col(rows.header[at]), np.float64) for at in (counts, bases)]
    rows.close()
    return made[0], made[1]


def test_homicides_around_st_louis_as_published() -> None:
    # esda 2.9, documentation of Empirical_Bayes: the first ten counties
    rates, weights = empirical_bayes(*example("stl", "stl_hom.csv", 10, 13))
    published = [
        2.36718950e-05, 4.54539167e-05, 4.78114019e-05, 2.76907146e-05, 6.58989323e-05,
        3.66494122e-05, 5.79952721e-05, 2.03064590e-05, 3.31152999e-05, 3.02748380e-05,
    ]  # fmt: skip
    assert rates[:10] == pytest.approx(published, rel=1e-7)
    assert ((weights > 0) & (weights < 1)).all()


def test_sudden_infant_deaths_in_north_carolina_as_esda_has_them() -> None:
    held = libpysal.io.open(libpysal.examples.load_example("sids2").get_path("sids2.dbf"), "r")
    deaths, births = (np.array(held.by_col(name), np.float64) for name in ("SID74", "BIR74"))
    held.close()
    rates, weights = empirical_bayes(deaths, births)
    np.testing.assert_allclose(rates, Empirical_Bayes(deaths, births).r.ravel(), rtol=1e-12)
    assert deaths.sum() == 667  # Cressie and Read (1985): the deaths of 1974-78
    assert rates.min() > 0
    assert weights[np.argmax(births)] == weights.max()


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 900)), min_size=1, max_size=30))
def test_a_smoothed_rate_lies_between_the_own_and_the_common(drawn: list[tuple[int, int]]) -> None:
    events, bases = (np.array(each, np.float64) for each in zip(*drawn, strict=True))
    rates, weights = empirical_bayes(events, bases)
    common = events.sum() / bases.sum()
    own = events / bases
    assert (rates >= np.minimum(own, common) - 1e-12).all()
    assert (rates <= np.maximum(own, common) + 1e-12).all()
    assert ((weights >= 0) & (weights <= 1)).all()
    order = np.argsort(bases)
    assert (np.diff(weights[order]) >= -1e-12).all()  # larger areas keep more of their own


def test_areas_that_differ_no_more_than_chance_get_the_common_rate() -> None:
    rates, weights = empirical_bayes(column(10, 11, 9), column(100, 100, 100))
    assert rates.tolist() == [0.1, 0.1, 0.1]
    assert weights.tolist() == [0, 0, 0]


def test_what_is_hidden_is_left_out_and_stays_out() -> None:
    events, bases = column(5, NAN, 60, 0, 3), column(100, NAN, 200, 0, NAN)
    rates, weights = empirical_bayes(events, bases)
    alone = empirical_bayes(column(5, 60), column(100, 200))
    np.testing.assert_array_equal(rates, column(alone[0][0], NAN, alone[0][1], NAN, NAN))
    np.testing.assert_array_equal(np.isnan(weights), [False, True, False, True, True])


@pytest.mark.parametrize(
    ("events", "bases", "rates"),
    [
        ([], [], []),
        ([NAN, NAN], [NAN, NAN], [NAN, NAN]),
        ([7], [70], [0.1]),
        ([0, 0], [50, 60], [0, 0]),
        ([0, 0], [0, 60], [NAN, 0]),
    ],
)
def test_edges(events: list[float], bases: list[float], rates: list[float]) -> None:
    made, _weights = empirical_bayes(column(*events), column(*bases))
    np.testing.assert_allclose(made, column(*rates))


def test_each_period_by_itself() -> None:
    chance = np.random.default_rng(7)
    bases = np.floor(50 + 900 * chance.random((4, 12)))
    events = np.floor(bases * chance.random((4, 12)) * 0.4)
    whole = empirical_bayes(events, bases)
    for row in range(4):
        for at in range(2):
            np.testing.assert_array_equal(
                whole[at][row], empirical_bayes(events[row], bases[row])[at]
            )


def town(seed: int, mean: float, apart: float) -> tuple[FloatArray, FloatArray]:
    """Counts and bases of 800 areas whose true shares lie ``apart`` times the mean about it."""
    chance = np.random.default_rng(seed)
    bases = np.floor(chance.uniform(40, 400, 800))
    shares = chance.gamma(apart**-2, mean * apart**2, 800)
    return chance.poisson(bases * shares).astype(np.float64), bases


@pytest.mark.parametrize(("mean", "apart"), [(0.05, 0.4), (0.03, 0.4), (0.02, 0.6), (0.1, 0.5)])
def test_with_low_counts_withheld_values_are_nearly_as_with_all_known(
    mean: float, apart: float
) -> None:
    weighed, off = np.zeros(3), np.zeros(3)
    for seed in range(6):
        events, bases = town(seed, mean, apart)
        low = (events > 0) & (events < 5)
        seen, seen_bases = (np.where(low, NAN, each) for each in (events, bases))
        made = [
            empirical_bayes(events, bases),
            empirical_bayes(seen, seen_bases, least=5),
            empirical_bayes(seen, seen_bases),
        ]
        assert np.isnan(made[1][0][low]).all()
        weighed += [np.nanmean(weights[~low]) / 6 for _rates, weights in made]
        off += [np.abs(rates - made[0][0])[~low].mean() / mean / 6 for rates, _weights in made]
    assert weighed[1] == pytest.approx(weighed[0], abs=0.02)
    assert off[1] < 0.02
    assert off[1] < off[2] / 2  # without the correction


def test_where_low_counts_are_too_rare_to_matter_it_is_the_published_estimate() -> None:
    events, bases = town(3, 0.4, 0.3)
    assert events.min() > 5
    corrected = empirical_bayes(events, bases, least=5)
    np.testing.assert_allclose(corrected[0], empirical_bayes(events, bases)[0], rtol=1e-3)


def test_a_middle_known_from_elsewhere_is_the_one_drawn_towards() -> None:
    events, bases = town(4, 0.03, 0.4)
    events[(events > 0) & (events < 5)] = NAN
    for least in (1, 5):
        rates, weights = empirical_bayes(events, bases, least=least, centre=column(0.2))
        np.testing.assert_allclose(rates, weights * events / bases + (1 - weights) * 0.2)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 900)), min_size=1, max_size=30))
def test_with_low_counts_withheld_every_shown_area_has_a_value(
    drawn: list[tuple[int, int]],
) -> None:
    events, bases = (np.array(each, np.float64) for each in zip(*drawn, strict=True))
    low = (events > 0) & (events < 5)
    rates, weights = empirical_bayes(np.where(low, NAN, events), bases, least=5)
    assert (np.isfinite(rates) == ~low).all()
    assert ((weights[~low] >= 0) & (weights[~low] <= 1)).all()
    assert (rates[~low] >= 0).all()


@pytest.mark.parametrize(
    ("events", "bases", "rates"),
    [
        ([], [], []),
        ([NAN, NAN], [NAN, NAN], [NAN, NAN]),
        ([0, 0], [50, 60], [0, 0]),
        ([100, 110, 90], [1000, 1000, 1000], [0.1, 0.1, 0.1]),
    ],
)
def test_edges_with_low_counts_withheld(
    events: list[float], bases: list[float], rates: list[float]
) -> None:
    made, _weights = empirical_bayes(column(*events), column(*bases), least=5)
    np.testing.assert_allclose(made, column(*rates))


def test_each_period_by_itself_with_low_counts_withheld() -> None:
    events, bases = (
        np.stack(each) for each in zip(*[town(seed, 0.03, 0.5) for seed in (1, 2)], strict=True)
    )
    events[(events > 0) & (events < 5)] = NAN
    whole = empirical_bayes(events, bases, least=5)
    for row in range(2):
        alone = empirical_bayes(events[row], bases[row], least=5)
        np.testing.assert_allclose(whole[0][row], alone[0], rtol=1e-5)

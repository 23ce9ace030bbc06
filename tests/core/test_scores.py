"""Index, standard score, percentile and rank, with ties and without the hidden."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from desktop.core.disclosure import FloatArray, State
from desktop.core.measures import Cells, missing_cells, rank, value_cells
from desktop.core.scores import index, percentiles, percentiles_of, ranks, standard_scores
from tests.strategies import values

NAN = float("nan")


def column(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def ready(*numbers: float) -> Cells:
    made = column(*numbers)
    return value_cells(made, np.where(np.isnan(made), State.WITHHELD, State.SHOWN).astype(np.uint8))


def test_the_municipality_is_100() -> None:
    made = index(ready(10, 20, NAN, 0), ready(20))
    np.testing.assert_array_equal(made, column(50, 100, NAN, 0))


@pytest.mark.parametrize("base", [0.0, -4.0, NAN])
def test_no_index_of_nothing_or_less(base: float) -> None:
    assert np.isnan(index(ready(10, -2, NAN), ready(base))).all()


def test_an_index_for_each_period() -> None:
    table = value_cells(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 2), np.uint8))
    whole = value_cells(np.array([[2.0], [4.0]]), np.zeros((2, 1), np.uint8))
    np.testing.assert_array_equal(index(table, whole), [[50, 100], [75, 100]])


@given(values())
def test_standard_scores_as_scipy_has_them(drawn: FloatArray) -> None:
    made = standard_scores(drawn)
    known = np.isfinite(drawn)
    if len(set(drawn[known])) < 2:
        assert np.isnan(made).all()
        return
    assert np.isnan(made[~known]).all()
    np.testing.assert_allclose(made[known], stats.zscore(drawn[known]), atol=1e-6)
    assert made[known].mean() == pytest.approx(0, abs=1e-9)
    assert made[known].std() == pytest.approx(1)


@pytest.mark.parametrize(
    "drawn", [[], [NAN], [7.0], [7.0, NAN], [0.1] * 9, [0.1 + 0.2, 0.3], [0, 0]]
)
def test_no_standard_score_where_all_are_equal(drawn: list[float]) -> None:
    assert np.isnan(standard_scores(column(*drawn))).all()


@given(values())
def test_ranks_as_scipy_has_them(drawn: FloatArray) -> None:
    best, worst = ranks(drawn)
    known = np.isfinite(drawn)
    assert not best[~known].any()
    assert not worst[~known].any()
    np.testing.assert_array_equal(best[known], stats.rankdata(-drawn[known], "min"))
    np.testing.assert_array_equal(worst[known], stats.rankdata(-drawn[known], "max"))


@given(values(1))
def test_ranks_of_all_are_the_rank_of_each(drawn: FloatArray) -> None:
    best, worst = ranks(drawn)
    for position in np.flatnonzero(np.isfinite(drawn)):
        assert (best[position], worst[position]) == rank(drawn, int(position))[:2]


@given(values())
def test_percentiles_as_scipy_has_them(drawn: FloatArray) -> None:
    made = percentiles(drawn)
    known = np.isfinite(drawn)
    assert np.isnan(made[~known]).all()
    own = drawn[known]
    expected = [stats.percentileofscore(own, each, kind="mean") for each in own]
    np.testing.assert_allclose(made[known], expected, atol=1e-9)
    np.testing.assert_array_equal(made, percentiles_of(ranks(drawn)))


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [([4], [50]), ([4, 4, 4], [50, 50, 50]), ([1, 2], [25, 75]), ([NAN, 3], [NAN, 50])],
)
def test_percentiles_at_the_edges(drawn: list[float], expected: list[float]) -> None:
    np.testing.assert_array_equal(percentiles(column(*drawn)), column(*expected))


def test_every_period_is_scored_by_itself() -> None:
    table = np.array([[1.0, 2.0, NAN], [5.0, 5.0, 1.0], [NAN, NAN, NAN]])
    for score in (standard_scores, percentiles):
        np.testing.assert_array_equal(score(table), [score(row) for row in table])
    best, worst = ranks(table)
    assert best.tolist() == [[2, 1, 0], [1, 1, 3], [0, 0, 0]]
    assert worst.tolist() == [[2, 1, 0], [2, 2, 3], [0, 0, 0]]


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 3)])
def test_nobody_to_score(shape: tuple[int, ...]) -> None:
    nobody = np.empty(shape)
    assert standard_scores(nobody).shape == percentiles(nobody).shape == ranks(nobody)[0].shape
    assert index(missing_cells(0), missing_cells(1)).shape == (0,)

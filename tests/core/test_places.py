"""Between which places an area may stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Kind
from desktop.core.measures import Cells, count_cells, ratio_cells, value_cells
from desktop.core.places import place_ranges
from desktop.core.scores import ranks


def shares(tops: list[float], base: float = 1000.0, hidden: int = -1) -> Cells:
    states = np.zeros(len(tops), np.uint8)
    if hidden >= 0:
        states[hidden] = State.WITHHELD
    return ratio_cells(np.array(tops), np.full(len(tops), base), states, 100.0)


def test_areas_far_apart_stand_where_they_stand() -> None:
    best, worst = place_ranges(shares([100, 500, 900]), Kind.SHARE, 100.0)
    assert best.tolist() == worst.tolist() == [3, 2, 1]


def test_areas_near_each_other_may_change_places() -> None:
    best, worst = place_ranges(shares([500, 510, 900]), Kind.SHARE, 100.0)
    assert best.tolist() == [2, 2, 1]
    assert worst.tolist() == [3, 3, 1]


def test_the_more_others_there_are_the_wider_the_range() -> None:
    pair = [450.0, 505.0]  # apart by 5.5 ± 4.4 points at 95 %: sure for two, not among thirty
    best, _worst = place_ranges(shares(pair), Kind.SHARE, 100.0)
    assert best.tolist() == [2, 1]
    best, _worst = place_ranges(shares([*pair, *[950.0] * 28]), Kind.SHARE, 100.0)
    assert best[:2].tolist() == [29, 29]


def test_equal_areas_may_stand_anywhere() -> None:
    best, worst = place_ranges(shares([50] * 6), Kind.SHARE, 100.0)
    assert best.tolist() == [1] * 6
    assert worst.tolist() == [6] * 6


def test_a_hidden_area_has_no_place_and_takes_none() -> None:
    best, worst = place_ranges(shares([100, 500, 900], hidden=1), Kind.SHARE, 100.0)
    assert best.tolist() == worst.tolist() == [2, 0, 1]


def test_what_has_no_interval_has_no_range() -> None:
    plain = np.zeros(3, np.uint8)
    numbers = np.array([1.0, 2.0, 3.0])
    for cells, kind in (
        (count_cells(numbers, plain), Kind.COUNT),
        (value_cells(numbers, plain), Kind.MEAN),
        (value_cells(numbers, plain), Kind.SHARE),
        (shares([]), Kind.SHARE),
    ):
        best, worst = place_ranges(cells, kind, 100.0)
        assert not best.any()
        assert not worst.any()


def test_one_area_stands_first_and_last() -> None:
    best, worst = place_ranges(shares([50]), Kind.SHARE, 100.0)
    assert (best.tolist(), worst.tolist()) == ([1], [1])


@given(
    st.lists(
        st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
        min_size=1,
        max_size=25,
    ),
    st.integers(0, 24),
)
def test_the_place_lies_within_its_range(drawn: list[tuple[int, int]], at: int) -> None:
    tops, bases = np.array(drawn, np.float64).T
    cells = ratio_cells(tops, bases, np.zeros(len(drawn), np.uint8), 100.0)
    best, worst = place_ranges(cells, Kind.SHARE, 100.0)
    first, last = ranks(cells.values)
    assert (best <= first).all()
    assert (last <= worst).all()
    asked = np.array([at % len(drawn)])
    only = place_ranges(cells, Kind.SHARE, 100.0, asked)
    assert (only[0][0], only[1][0]) == (best[asked[0]], worst[asked[0]])


@pytest.mark.parametrize("share", [0.05, 0.3])
def test_the_true_place_lies_within_the_range_nearly_always(share: float) -> None:
    chance = np.random.default_rng(5)
    truth: FloatArray = np.clip(share + 0.03 * chance.standard_normal(30), 0.01, 0.9)
    bases = np.round(chance.uniform(100, 1500, 30))
    true_place = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    held = []
    for _run in range(60):
        tops = chance.binomial(bases.astype(int), truth).astype(np.float64)
        cells = ratio_cells(tops, bases, np.zeros(30, np.uint8), 100.0)
        best, worst = place_ranges(cells, Kind.SHARE, 100.0)
        held.append((best <= true_place) & (true_place <= worst))
    assert np.mean(held) >= 0.95

"""Ladders, lines and scores: by hand at every edge, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.disclosure import FloatArray
from desktop.core.models.model import Combine, Line, Measured, Missing, Part, Rule, Score
from desktop.core.models.scoring import Points, combine, ladder, rule_points, shares

NAN = float("nan")
STEPS = Rule("stige", Measured.VALUE, bounds=(10.0, 20.0, 30.0), points=(0.0, 1.0, 2.0, 3.0))
UPPER = Rule("stige", Measured.VALUE, False, (10.0, 20.0, 30.0), (0.0, 1.0, 2.0, 3.0), True)
LINE = Rule("linje", Measured.Z, line=Line((-2.0, 2.0), (10.0, 1.0)))


def of(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def known(*numbers: float) -> Points:
    points = of(*numbers)
    return Points(
        points, np.where(np.isnan(points), 0, points), np.where(np.isnan(points), 5, points)
    )


@pytest.mark.parametrize(
    ("number", "points", "at_upper"),
    [(9.99, 0, 0), (10, 1, 0), (10.01, 1, 1), (20, 2, 1), (30, 3, 2), (99, 3, 3), (-5, 0, 0)],
)
def test_a_number_at_a_bound_belongs_above_it_or_below(
    number: float, points: float, at_upper: float
) -> None:
    assert ladder(STEPS, of(number)).tolist() == [points]
    assert ladder(UPPER, of(number)).tolist() == [at_upper]


def test_binary_fractions_at_a_bound_are_at_it() -> None:
    third = Rule("r", Measured.VALUE, bounds=(0.3,), points=(0.0, 1.0))
    assert 0.1 + 0.2 > 0.3
    assert ladder(third, of(0.1 + 0.2, 0.3, np.nextafter(0.3, 0), 0.2999999)).tolist() == [
        1,
        1,
        1,
        0,
    ]
    upper = Rule("r", Measured.VALUE, False, (0.3,), (0.0, 1.0), True)
    assert ladder(upper, of(0.1 + 0.2, 0.3, 0.3000001)).tolist() == [0, 0, 1]


def test_a_line_is_straight_and_cut_off() -> None:
    points = ladder(LINE, of(-3, -2, -1, 0, 2, 7, NAN))
    np.testing.assert_allclose(points, of(10, 10, 7.75, 5.5, 1, 1, NAN))


def test_where_there_is_no_number_the_points_are_bounded_by_the_rules() -> None:
    points = rule_points(STEPS, of(15, NAN))
    np.testing.assert_array_equal(points.values, of(1, NAN))
    np.testing.assert_array_equal(points.low, of(1, 0))
    np.testing.assert_array_equal(points.high, of(1, 3))


PARTS = (Part("a", "r", weight=1.0), Part("b", "r", weight=3.0))
FULL, GAP, EMPTY = (4.0, 2.0), (4.0, NAN), (NAN, NAN)


@pytest.mark.parametrize(
    ("how", "missing", "given_points", "score"),
    [
        (Combine.SUM, Missing.NONE, FULL, 10.0),
        (Combine.MEAN, Missing.NONE, FULL, 2.5),
        (Combine.SUM, Missing.NONE, GAP, NAN),
        (Combine.MEAN, Missing.NONE, GAP, NAN),
        (Combine.SUM, Missing.REWEIGHT, FULL, 10.0),
        (Combine.SUM, Missing.REWEIGHT, GAP, 16.0),  # 4 stands for both: 4 · (1 + 3)
        (Combine.MEAN, Missing.REWEIGHT, GAP, 4.0),
        (Combine.SUM, Missing.LOWEST, GAP, 4.0),  # 4 + 3 · 0
        (Combine.MEAN, Missing.LOWEST, GAP, 1.0),
        (Combine.SUM, Missing.REWEIGHT, EMPTY, NAN),
        (Combine.SUM, Missing.LOWEST, EMPTY, NAN),
    ],
)
def test_scores_by_hand(
    how: Combine, missing: Missing, given_points: tuple[float, float], score: float
) -> None:
    made = combine(
        Score("s", PARTS, combine=how, missing=missing), [known(each) for each in given_points]
    )
    np.testing.assert_allclose(made.values, of(score))
    over = 4.0 if how is Combine.MEAN else 1.0
    least = [0.0 if np.isnan(each) else each for each in given_points]
    most = [5.0 if np.isnan(each) else each for each in given_points]
    np.testing.assert_allclose(made.low, of((least[0] + 3 * least[1]) / over))
    np.testing.assert_allclose(made.high, of((most[0] + 3 * most[1]) / over))


def test_too_few_parts_give_no_score() -> None:
    parts = tuple(Part(id, "r") for id in "abc")
    points = [known(1, 1, 1), known(2, 2, NAN), known(NAN, 3, NAN)]
    score = Score("s", parts, missing=Missing.REWEIGHT, least=2)
    np.testing.assert_allclose(combine(score, points).values, of(4.5, 6, NAN))


def test_a_part_of_no_weight_counts_for_nothing() -> None:
    parts = (Part("a", "r"), Part("b", "r", weight=0.0))
    made = combine(Score("s", parts), [known(3), known(NAN)])
    assert made.values.tolist() == [3]


def test_shares_are_of_the_weights_that_were_used() -> None:
    points = [known(4, 4, NAN), known(2, NAN, NAN)]
    score = Score("s", PARTS, missing=Missing.REWEIGHT)
    first, second = shares(score, points, combine(score, points).values)
    np.testing.assert_array_equal(first, of(0.25, 1, NAN))
    np.testing.assert_array_equal(second, of(0.75, 0, NAN))


numbers = st.floats(-100, 100, allow_nan=False)


@given(
    st.lists(numbers, min_size=1, max_size=6, unique=True).map(sorted),
    st.lists(numbers, min_size=2, max_size=30),
    st.data(),
)
def test_more_of_what_is_worse_never_lowers_the_points(
    bounds: list[float], measured: list[float], data: st.DataObject
) -> None:
    points = sorted(
        data.draw(st.lists(numbers, min_size=len(bounds) + 1, max_size=len(bounds) + 1))
    )
    for upper in (False, True):
        rule = Rule("r", Measured.VALUE, False, tuple(bounds), tuple(points), upper)
        assert (np.diff(ladder(rule, of(*sorted(measured)))) >= 0).all()


@given(
    st.lists(
        st.tuples(st.floats(0, 9), st.one_of(st.just(NAN), st.floats(0, 5))), min_size=1, max_size=6
    ),
    st.sampled_from(Combine),
    st.sampled_from(Missing),
)
def test_a_score_lies_between_its_ends_whatever_is_missing(
    parts: list[tuple[float, float]], how: Combine, missing: Missing
) -> None:
    weights = [weight + 0.5 for weight, _points in parts]
    score = Score(
        "s", tuple(Part("a", "r", weight=w) for w in weights), combine=how, missing=missing
    )
    made = combine(score, [known(points) for _weight, points in parts])
    assert made.low[0] <= made.high[0] + 1e-9
    whole = 1.0 if how is Combine.MEAN else sum(weights)
    assert made.low[0] >= -1e-9
    assert made.high[0] <= 5 * whole + 1e-9
    if all(np.isnan(points) for _weight, points in parts):
        assert np.isnan(made.values[0])

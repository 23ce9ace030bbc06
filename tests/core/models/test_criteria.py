"""Tests of limits: exactly which side a number is on, and where rounding would decide."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.measures import ratio_cells
from desktop.core.models.criteria import distances, holds, rounding_decides
from desktop.core.models.model import Comparison, Limit, Test
from desktop.core.models.result import Truth

NAN = float("nan")
ABOVE, AT_LEAST, BELOW, AT_MOST = Comparison
MET, FAILED, UNKNOWN = Truth.MET, Truth.FAILED, Truth.UNKNOWN


def truth(compare: Comparison, low: float, high: float, limit: float) -> int:
    return int(holds(compare, np.array([low]), np.array([high]), np.array([limit]))[0])


@pytest.mark.parametrize(
    ("compare", "under", "at", "over"),
    [
        (ABOVE, FAILED, FAILED, MET),
        (AT_LEAST, FAILED, MET, MET),
        (BELOW, MET, FAILED, FAILED),
        (AT_MOST, MET, MET, FAILED),
    ],
)
def test_which_side_meets_a_limit(
    compare: Comparison, under: Truth, at: Truth, over: Truth
) -> None:
    for number, expected in ((39.9999999, under), (40.0, at), (40.0000001, over)):
        assert truth(compare, number, number, 40.0) == expected


@pytest.mark.parametrize("compare", list(Comparison))
def test_no_number_or_no_limit_is_unknown(compare: Comparison) -> None:
    assert truth(compare, NAN, NAN, 40) == UNKNOWN
    assert truth(compare, 41, 41, NAN) == UNKNOWN


def test_between_two_ends_a_test_is_decided_where_both_agree() -> None:
    assert truth(ABOVE, 41, 50, 40) == MET
    assert truth(ABOVE, 30, 40, 40) == FAILED
    assert truth(ABOVE, 30, 41, 40) == UNKNOWN


@given(
    st.integers(1, 20000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
    st.one_of(st.sampled_from([40, 60, 30, 50, Fraction(235, 100), Fraction(27, 10)])),
    st.sampled_from(list(Comparison)),
)
def test_shares_meet_limits_as_exact_fractions_do(
    counts: tuple[int, int], limit: Fraction | int, compare: Comparison
) -> None:
    count, base = counts
    states = np.zeros(1, np.uint8)
    value = ratio_cells(np.array([count * 1.0]), np.array([base * 1.0]), states, 100.0).values[0]
    exact = Fraction(100 * count, base)
    expected = {
        ABOVE: exact > limit,
        AT_LEAST: exact >= limit,
        BELOW: exact < limit,
        AT_MOST: exact <= limit,
    }[compare]
    assert truth(compare, value, value, float(limit)) == (MET if expected else FAILED)


@given(st.integers(1, 20000), st.integers(1, 100000))
def test_a_number_made_to_lie_at_a_limit_is_at_it(base: int, cents: int) -> None:
    limit = 3 * (cents / 100) / 3  # as a reference three times a third would come out
    value = (cents / 100) * base * 100.0 / (100 * base)
    assert truth(ABOVE, value, value, limit) == FAILED
    assert truth(AT_LEAST, value, value, limit) == MET


def of(compare: Comparison, decimals: int = 1) -> Test:
    return Test("t", compare, Limit(40.0), "i", decimals=decimals)


@pytest.mark.parametrize(
    ("compare", "value", "limit", "decimals", "changes"),
    [
        (ABOVE, 40.04, 40.0, 1, True),  # met, but published as 40,0
        (ABOVE, 40.05, 40.0, 1, False),
        (ABOVE, 39.96, 40.0, 1, False),
        (BELOW, 54.96, 55.0, 1, True),
        (BELOW, 54.2, 55.0, 1, False),
        (AT_LEAST, 2.336, 2.34, 2, True),
        (AT_LEAST, 2.347, 2.346, 2, False),
        (AT_LEAST, 2.346, 2.347, 2, True),  # both are published as 2,35
        (ABOVE, 2.348, 2.346, 2, True),  # the same, and then it is not above
        (ABOVE, NAN, 40.0, 1, False),
    ],
)
def test_where_rounding_would_decide(
    compare: Comparison, value: float, limit: float, decimals: int, changes: bool
) -> None:
    found = rounding_decides(of(compare, decimals), np.array([value]), np.array([limit]))
    assert found.tolist() == [changes]


def test_distances_are_positive_on_the_side_that_meets() -> None:
    values, limit = np.array([38.0, 40.0, 43.0]), np.array([40.0])
    assert distances(ABOVE, values, limit).tolist() == [-2, 0, 3]
    assert distances(BELOW, values, limit).tolist() == [2, 0, -3]

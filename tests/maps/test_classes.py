"""Classes: one rule for who belongs where, and bounds that hold what they promise."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import mapclassify
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.maps.classes import (
    CLASS_COUNTS,
    NO_CLASS,
    OWN,
    SCHEMES,
    assign,
    class_bounds,
    deviations,
    equal_intervals,
    inclusive_rule,
    natural_breaks,
    pretty,
    printed_decimals,
    quantiles,
    scheme_name,
)
from tests.strategies import values

pytestmark = pytest.mark.filterwarnings(
    "ignore:Numba not installed:UserWarning", "ignore:Not enough unique values:UserWarning"
)
NAN = float("nan")
COUNTS = st.integers(2, 9)
EVERY = st.sampled_from(sorted(SCHEMES))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-1.0, 0), (9.999, 0), (10.0, 1), (15.999, 1), (16.0, 2), (29.9, 2), (30.0, 3), (1e9, 3),
     (NAN, NO_CLASS)],
)  # fmt: skip
def test_a_class_holds_its_lower_bound_and_not_its_upper(value: float, expected: int) -> None:
    assert assign(np.array([value]), (10.0, 16.0, 30.0)).tolist() == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-1.0, 0), (10.0, 0), (10.001, 1), (16.0, 1), (16.001, 2), (30.0, 2), (30.001, 3), (1e9, 3),
     (NAN, NO_CLASS)],
)  # fmt: skip
def test_asked_to_a_class_holds_its_upper_bound_and_not_its_lower(
    value: float, expected: int
) -> None:
    assert assign(np.array([value]), (10.0, 16.0, 30.0), upper=True).tolist() == [expected]


def test_without_bounds_there_is_one_class() -> None:
    assert assign(np.array([1.0, NAN, -3.0]), ()).tolist() == [0, NO_CLASS, 0]


@given(values(), EVERY, COUNTS, st.integers(0, 2), st.booleans())
def test_every_shown_value_has_one_class_and_no_other_has_any(
    column: FloatArray, scheme: str, count: int, decimals: int, upper: bool
) -> None:
    bounds = class_bounds(column, scheme, count, decimals, upper=upper)
    classes = assign(column, bounds, upper=upper)

    shown = np.isfinite(column)
    assert ((classes >= 0) & (classes <= len(bounds)) == shown).all()
    assert (classes[~shown] == NO_CLASS).all()
    assert sum((classes == each).sum() for each in range(len(bounds) + 1)) == shown.sum()
    limits = (-np.inf, *bounds, np.inf)
    for value, each in zip(column[shown], classes[shown], strict=True):
        if upper:
            assert limits[each] < value <= limits[each + 1]
        else:
            assert limits[each] <= value < limits[each + 1]


@given(values(), EVERY, COUNTS, st.integers(0, 2))
def test_bounds_rise_lie_within_the_data_and_are_not_more_than_asked_for(
    column: FloatArray, scheme: str, count: int, decimals: int
) -> None:
    bounds = class_bounds(column, scheme, count, decimals)

    assert all(low < high for low, high in pairwise(bounds))
    finite = column[np.isfinite(column)]
    assert all(finite.min() < bound <= finite.max() for bound in bounds)
    assert len(bounds) <= count - (scheme != "pretty")
    assert all(round(bound, decimals + 3) == bound for bound in bounds)


@given(values(), EVERY, COUNTS, st.booleans())
def test_the_lowest_and_the_highest_class_are_never_empty(
    column: FloatArray, scheme: str, count: int, upper: bool
) -> None:
    bounds = class_bounds(column, scheme, count, 1, upper=upper)
    assume(bounds)
    classes = assign(column, bounds, upper=upper)
    assert (classes == 0).any()
    assert (classes == len(bounds)).any()


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
@pytest.mark.parametrize(
    "column",
    [[], [NAN, NAN], [3.0], [3.0, NAN], [7.0] * 50, [0.0, 0.0], [np.inf, 2.0]],
    ids=["none", "hidden", "one", "one shown", "equal", "zeros", "one finite"],
)
def test_data_without_room_give_one_class(scheme: str, column: list[float]) -> None:
    for count in (1, 2, 5, 9):
        for upper in (False, True):
            assert class_bounds(np.array(column), scheme, count, 1, upper=upper) == ()


@pytest.mark.parametrize("scheme", ["natural", "quantiles"])
def test_more_classes_than_values_give_fewer_classes(scheme: str) -> None:
    bounds = class_bounds(np.array([1.0, 2.0, 3.0]), scheme, 9, 0)
    assert len(set(assign(np.array([1.0, 2.0, 3.0]), bounds).tolist())) == 3


def test_bounds_use_more_decimals_rather_than_melt_together() -> None:
    column = np.array([0.01, 0.02, 0.03, 0.04, 0.05])
    assert class_bounds(column, "equal", 4, 0) == (0.02, 0.03, 0.04)
    assert class_bounds(column * 1000, "equal", 4, 0) == (20.0, 30.0, 40.0)


def test_no_such_scheme() -> None:
    with pytest.raises(KeyError):
        class_bounds(np.array([1.0, 2.0]), "own", 3, 1)


def test_names() -> None:
    names = {scheme_name(scheme) for scheme in (*SCHEMES, OWN)}
    assert len(names) == 6
    assert "nedre grænse" in inclusive_rule()
    assert "øvre grænse" in inclusive_rule(upper=True)
    assert list(CLASS_COUNTS) == [3, 4, 5, 6, 7, 8, 9]


# Against mapclassify, whose classes hold their upper bound


def spread(ordered: FloatArray, classes: NDArray[Any]) -> float:
    return float(
        sum(
            ((ordered[classes == each] - ordered[classes == each].mean()) ** 2).sum()
            for each in np.unique(classes)
        )
    )


@given(values(2, 40), COUNTS)
def test_quantiles_are_mapclassifys(column: FloatArray, count: int) -> None:
    ordered = np.sort(column[np.isfinite(column)])
    assume(len(np.unique(ordered)) >= count)
    oracle = np.quantile(ordered, np.linspace(0, 1, count + 1)[1:-1])
    np.testing.assert_allclose(quantiles(ordered, count), oracle)
    theirs = mapclassify.Quantiles(ordered, k=count).bins
    if len(theirs) == count:
        np.testing.assert_allclose(quantiles(ordered, count), theirs[:-1], rtol=1e-9, atol=1e-9)


@given(values(2, 40), COUNTS)
def test_equal_intervals_are_mapclassifys(column: FloatArray, count: int) -> None:
    ordered = np.sort(column[np.isfinite(column)])
    assume(len(ordered) and ordered[0] < ordered[-1])
    theirs = mapclassify.EqualInterval(ordered, k=count).bins
    np.testing.assert_allclose(equal_intervals(ordered, count), theirs[:-1], rtol=1e-9, atol=1e-9)


@given(values(2, 20), COUNTS, st.sampled_from([0.0, 250_000.0]))
def test_natural_breaks_are_as_good_as_fisher_jenks(
    column: FloatArray, count: int, aside: float
) -> None:
    ordered = np.sort(column[np.isfinite(column)]) + aside
    assume(len(np.unique(ordered)) > count)
    ours = assign(ordered, tuple(natural_breaks(ordered, count)))
    theirs = mapclassify.FisherJenks(ordered, k=count).yb
    assert len(np.unique(ours)) == count
    mine, yours = spread(ordered, ours), spread(ordered, theirs)
    assert mine <= yours * (1 + 1e-6) + 1e-7


def test_natural_breaks_find_the_gaps_whatever_the_ties() -> None:
    ordered = np.sort(np.repeat([1.0, 2, 3, 40, 41, 90, 91, 92], [9, 1, 4, 1, 7, 2, 2, 30]))
    assert natural_breaks(ordered, 3).tolist() == [40, 90]
    classes = assign(ordered, (40.0, 90.0))
    assert np.bincount(classes).tolist() == mapclassify.FisherJenks(ordered, k=3).counts.tolist()


def test_natural_breaks_are_the_same_parts_whichever_bound_a_class_holds() -> None:
    column = np.repeat([1.0, 2, 3, 40, 41, 90, 91, 92], [9, 1, 4, 1, 7, 2, 2, 30])
    below, above = class_bounds(column, "natural", 3, 0), (3.0, 41.0)
    assert below == (40.0, 90.0)
    assert class_bounds(column, "natural", 3, 0, upper=True) == above
    assert assign(column, below).tolist() == assign(column, above, upper=True).tolist()


def test_nought_as_a_bound_is_never_a_minus_nought() -> None:
    bounds = class_bounds(np.array([-10.0, 0.0, 10.0]), "equal", 4, 0, upper=True)
    assert bounds == (-5.0, 0.0, 5.0)
    assert not any(np.signbit(bound) for bound in bounds[1:])


# Mean and standard deviation


@given(values(2, 40), COUNTS)
def test_deviations_are_steps_around_the_mean(column: FloatArray, count: int) -> None:
    ordered = np.sort(column[np.isfinite(column)])
    assume(len(ordered))
    bounds = deviations(ordered, count)
    assert len(bounds) == count - 1
    np.testing.assert_allclose(bounds.mean(), ordered.mean(), rtol=1e-9, atol=1e-6)
    step = np.std(ordered) * (1.0 if count <= 6 else 0.5)
    np.testing.assert_allclose(np.diff(bounds), step, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("count", "bounds"),
    [(2, (10.0,)), (3, (8.0, 12.0)), (4, (6.0, 10.0, 14.0)),
     (7, (5.0, 7.0, 9.0, 11.0, 13.0, 15.0))],
)  # fmt: skip
def test_deviations(count: int, bounds: tuple[float, ...]) -> None:
    column = np.array([2.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 18.0])  # mean 10, deviation 4
    assert class_bounds(column, "deviation", count, 1) == bounds
    theirs = mapclassify.StdMean(column, multiples=[-1.0, 0.0, 1.0]).bins
    assert theirs[1] == class_bounds(column, "deviation", 4, 1)[1]


def test_natural_breaks_of_very_many_values_are_quick_and_nearly_the_best() -> None:
    chance = np.random.default_rng(1)
    many = np.sort(chance.gamma(2, 10, 400_000))
    natural_breaks(many, 5)
    begun = time.perf_counter()
    ours = natural_breaks(many, 5)
    assert time.perf_counter() - begun < 2.0
    some = many[500::1000]
    best = spread(some, mapclassify.FisherJenks(some, k=5).yb)
    assert spread(some, assign(some, tuple(ours))) < best * 1.01


# Round numbers


@given(values(2, 30), COUNTS)
def test_pretty_bounds_are_round_steps(column: FloatArray, count: int) -> None:
    ordered = np.sort(column[np.isfinite(column)])
    assume(len(ordered) and ordered[-1] - ordered[0] > 1e-3)
    bounds = pretty(ordered, count)
    assert 1 <= len(bounds) <= count
    if len(bounds) > 1:
        steps = np.diff(bounds)
        np.testing.assert_allclose(steps, steps[0], rtol=1e-6)
        power = 10.0 ** np.floor(np.log10(steps[0] * (1 + 1e-9)))
        assert min(abs(steps[0] / power - round_step) for round_step in (1, 2, 2.5, 5)) < 1e-6
        np.testing.assert_allclose(bounds / steps[0], np.round(bounds / steps[0]), atol=1e-6)


@pytest.mark.parametrize(
    ("low", "high", "count", "bounds"),
    [
        (0.0, 50.0, 5, (10, 20, 30, 40)),
        (3.2, 47.9, 5, (10, 20, 30, 40)),
        (0.0, 1.0, 5, (0.2, 0.4, 0.6, 0.8)),
        (-20.0, 20.0, 4, (-10, 0, 10)),
    ],
)
def test_pretty(low: float, high: float, count: int, bounds: tuple[float, ...]) -> None:
    assert class_bounds(np.array([low, high]), "pretty", count, 1) == bounds


@pytest.mark.parametrize(
    ("bounds", "usual", "shown"),
    [
        ((), 1, 0), ((10.0, 20.0), 1, 0), ((0.5, 1.25), 0, 2), ((0.12345,), 1, 4),
        ((0.1 + 0.2,), 0, 1),
    ],
)  # fmt: skip
def test_bounds_are_printed_with_as_few_decimals_as_print_them(
    bounds: tuple[float, ...], usual: int, shown: int
) -> None:
    assert printed_decimals(bounds, usual) == shown

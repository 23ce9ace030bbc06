"""Categories: bands, conditions in three values, years in a row, and what could be."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.indicators import Text
from desktop.core.models.model import Band, Category, Outcome
from desktop.core.models.outcomes import by_bands, by_conditions, condition, in_a_row
from desktop.core.models.result import NONE, CodeArray, OutcomeResult, Outside, Truth, Why
from desktop.core.models.scoring import Points

NAN = float("nan")
F, U, M = (int(each) for each in Truth)
NAME = Text("n")


def banded(*bands: Band) -> Outcome:
    return Outcome(
        "o", tuple(Category(f"k{nr}", NAME, band=band) for nr, band in enumerate(bands)), score="s"
    )


HIGH_IS_WORST = banded(Band(17, 21), Band(13, 17), Band(5, 13), Band(0, 5))
LOW_IS_WORST = banded(
    Band(high=3.9, high_inclusive=True), Band(3.9, 5, low_inclusive=False), Band(5, 7.1), Band(7.1)
)


def placed(outcome: Outcome, *scores: float) -> list[int]:
    row = np.array([scores])
    found = by_bands(outcome, Points(row, row, row), np.zeros(row.shape, np.uint8))
    return [int(each) for each in found.index[0]]


def test_bands_hold_their_lower_end() -> None:
    assert placed(HIGH_IS_WORST, 20, 17, 16.999, 13, 5, 4.999, 0) == [0, 0, 1, 1, 2, 3, 3]


def test_bands_may_hold_their_upper_end() -> None:
    assert placed(LOW_IS_WORST, 1, 3.9, 3.901, 4.999, 5, 7.0999, 7.1, 10) == [
        0,
        0,
        1,
        1,
        2,
        2,
        3,
        3,
    ]


def test_sums_of_binary_fractions_fall_where_the_exact_would() -> None:
    assert sum([0.1] * 3) > 0.3
    below = banded(Band(high=0.3, high_inclusive=True), Band(0.3, low_inclusive=False))
    assert placed(below, 0.1 + 0.1 + 0.1) == [0]
    assert placed(banded(Band(high=3), Band(3)), sum([0.1] * 30), 3 - 1e-9) == [1, 0]


def test_a_score_that_is_not_known_is_undecided_with_what_it_could_be() -> None:
    score = Points(np.array([[NAN, NAN]]), np.array([[4.0, 14.0]]), np.array([[14.0, 16.0]]))
    found = by_bands(HIGH_IS_WORST, score, np.zeros((1, 2), np.uint8))
    assert found.why.tolist() == [[Why.UNDECIDED, Why.CATEGORISED]]
    assert found.index.tolist() == [[NONE, 1]]
    assert (found.worst[0, 0], found.best[0, 0]) == (1, 3)


def test_an_area_outside_has_no_category_and_nothing_it_could_be() -> None:
    row = np.array([[20.0]])
    found = by_bands(HIGH_IS_WORST, Points(row, row, row), np.full((1, 1), Outside.UNDER_FLOOR))
    assert (found.index[0, 0], found.worst[0, 0], found.best[0, 0]) == (NONE, NONE, NONE)
    assert found.why[0, 0] == Why.OUTSIDE


def one(truth: int) -> CodeArray:
    return np.array([[truth]], np.uint8)


@pytest.mark.parametrize(
    ("truths", "at_least", "expected"),
    [
        ((M, M, F), 2, M),
        ((M, F, F), 2, F),
        ((M, U, F), 2, U),
        ((M, M, U), 2, M),
        ((U, U, U), 2, U),
        ((F, F, U), 2, F),
        ((U, F, F), 1, U),
        ((M, M, M), 3, M),
    ],
)
def test_at_least_so_many_in_three_values(
    truths: tuple[int, ...], at_least: int, expected: int
) -> None:
    names = tuple("abc")
    category = Category("k", NAME, at_least=at_least, of=names)
    known = {name: one(truth) for name, truth in zip(names, truths, strict=True)}
    assert condition(category, known, ()).tolist() == [[expected]]


@pytest.mark.parametrize("truths", list(product((F, U, M), repeat=2)))
def test_all_is_the_least_of_them(truths: tuple[int, int]) -> None:
    category = Category("k", NAME, all=("a", "b"))
    known = {"a": one(truths[0]), "b": one(truths[1])}
    assert condition(category, known, ()).tolist() == [[min(truths)]]


def test_what_is_switched_off_is_left_out() -> None:
    known = {name: one(truth) for name, truth in (("a", M), ("b", F), ("c", M))}
    both = Category("k", NAME, at_least=1, of=("a",), all=("b",))
    assert condition(both, known, ()).tolist() == [[F]]
    assert condition(both, known, ("b",)).tolist() == [[M]]
    two = Category("k", NAME, at_least=2, of=("a", "b", "c"))
    assert condition(two, known, ()).tolist() == [[M]]
    assert condition(two, known, ("a",)).tolist() == [[F]]
    assert condition(Category("k", NAME, all=("a",)), known, ("a",)).tolist() == [[F]]


@given(st.lists(st.sampled_from([F, U, M]), min_size=3, max_size=5), st.integers(1, 5))
def test_an_undecided_condition_can_become_either(truths: list[int], at_least: int) -> None:
    """Three values say exactly what all ways of filling in the unknown say."""
    names = tuple(f"t{nr}" for nr in range(len(truths)))
    at_least = min(at_least, len(truths) - 1)
    category = Category("k", NAME, at_least=at_least, of=names[1:], all=names[:1])
    found = condition(category, {n: one(t) for n, t in zip(names, truths, strict=True)}, ())[0, 0]
    ways = product(*[(F, M) if truth == U else (truth,) for truth in truths])
    outcomes = {way[0] == M and way[1:].count(M) >= at_least for way in ways}
    assert found == {frozenset({True}): M, frozenset({False}): F}.get(frozenset(outcomes), U)


def years(*truths: int) -> CodeArray:
    return np.array([[truth] for truth in truths], np.uint8)


INSIDE = np.zeros((6, 1), np.uint8)


@pytest.mark.parametrize(
    ("truths", "expected"),
    [
        ((M, M, M, M, M, M), M),
        ((F, M, M, M, M, M), M),
        ((M, F, M, M, M, M), F),
        ((M, U, M, M, M, M), U),
        ((M, U, F, M, M, M), F),
        ((M, M, M, M, M, F), F),
    ],
)
def test_five_years_in_a_row(truths: tuple[int, ...], expected: int) -> None:
    assert in_a_row(years(*truths), 5, INSIDE)[-1, 0] == expected


def test_years_before_the_first_are_unknown() -> None:
    row = in_a_row(years(M, M, M, M, M, M), 5, INSIDE)
    assert row[:, 0].tolist() == [U, U, U, U, M, M]


@pytest.mark.parametrize(
    ("outside", "expected"),
    [
        (Outside.UNDER_FLOOR, F),
        (Outside.SECTOR, F),
        (Outside.ABSENT, U),
        (Outside.RESIDENTS_UNKNOWN, U),
    ],
)
def test_a_year_outside_the_model_breaks_the_row_or_leaves_it_open(
    outside: Outside, expected: int
) -> None:
    was = INSIDE.copy()
    was[3] = outside
    assert in_a_row(years(M, M, M, M, M, M), 5, was)[-1, 0] == expected
    assert in_a_row(years(M, M, M, F, M, M), 5, was)[-1, 0] == F


LAW = Outcome(
    "o",
    (
        Category("haard", NAME, all=("@parallel",), years=3),
        Category("parallel", NAME, all=("@udsat", "herkomst")),
        Category("udsat", NAME, at_least=2, of=("a", "b", "c")),
    ),
    otherwise=Category("ingen", NAME),
)


def law(**truths: list[int]) -> OutcomeResult:
    rows = {id: years(*each) for id, each in truths.items()}
    return by_conditions(LAW, rows, (), np.zeros((len(rows["a"]), 1), np.uint8))


def test_nested_categories_and_the_worst_that_holds() -> None:
    met, failed = [M, M, M], [F, F, F]
    assert law(a=met, b=met, c=failed, herkomst=met).index[:, 0].tolist() == [NONE, NONE, 0]
    assert law(a=met, b=met, c=failed, herkomst=[F, M, M]).index[:, 0].tolist() == [2, 1, 1]
    assert law(a=met, b=failed, c=failed, herkomst=met).index[:, 0].tolist() == [3, 3, 3]


def test_an_undecided_area_says_between_what() -> None:
    found = law(a=[M, M, M], b=[M, M, M], c=[F, F, F], herkomst=[F, F, U])
    assert (found.index[-1, 0], found.worst[-1, 0], found.best[-1, 0]) == (NONE, 1, 2)
    found = law(a=[M, M, M], b=[U, U, U], c=[F, F, F], herkomst=[M, M, M])
    assert (found.worst[-1, 0], found.best[-1, 0]) == (0, 3)
    assert found.why[-1, 0] == Why.UNDECIDED
    found = law(a=[M, M, M], b=[F, F, F], c=[F, F, F], herkomst=[U, U, U])
    assert found.index[-1, 0] == 3  # what is unknown cannot matter


def test_a_switched_off_category_is_passed_over() -> None:
    rows = {id: years(M, M, M) for id in ("a", "b", "c", "herkomst")}
    off = ("herkomst", "@parallel", "@haard")
    assert by_conditions(LAW, rows, off, np.zeros((3, 1), np.uint8)).index[-1, 0] == 2


def test_where_nothing_holds_and_there_is_no_other() -> None:
    bare = Outcome("o", (Category("k", NAME, all=("a",)),))
    found = by_conditions(bare, {"a": years(F, U, M)}, (), np.zeros((3, 1), np.uint8))
    assert found.why[:, 0].tolist() == [Why.NOTHING_HOLDS, Why.UNDECIDED, Why.CATEGORISED]
    assert (found.worst[1, 0], found.best[1, 0]) == (0, NONE)

"""Areas put together: ratios of sums, and states that follow from the parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.errors import UsageError
from desktop.core.grouping import combined, combined_of_shown, groups_of, of_existing
from desktop.core.measures import Cells, count_cells, missing_cells, ratio_cells, value_cells
from tests.fake_extract import BEGINS, fake_dataset
from tests.strategies import counts, states

NAN = float("nan")
S, M, U, W = State.SHOWN, State.MISSING, State.UNDEFINED, State.WITHHELD


def column(*numbers: float) -> FloatArray:
    return np.array(numbers, np.float64)


def codes(*of: State) -> StateArray:
    return np.array(of, np.uint8)


def members(*groups: str) -> NDArray[np.bool_]:
    return np.array([[mark == "x" for mark in group] for group in groups])


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ((S, S), S),
        ((S, W), W),
        ((M, W), W),
        ((U, W), W),
        ((S, M), M),
        ((U, M), M),
        ((S, U), S),
        ((U, U), U),
    ],
)
def test_the_state_of_a_group_follows_from_its_members(
    parts: tuple[State, State], whole: State
) -> None:
    cells = ratio_cells(column(10, 20), column(100, 100), codes(*parts), 100.0)
    made = combined(cells, members("xx"), 100.0)
    assert made.states.tolist() == [whole]
    if whole is S:
        assert made.values[0] == (15.0 if parts == (S, S) else 10.0)


def test_a_group_is_a_ratio_of_sums_and_an_empty_one_undefined() -> None:
    cells = ratio_cells(column(9, 1, 5), column(10, 90, 10), codes(S, S, S), 100.0)
    made = combined(cells, members("xx.", "xxx", "..."), 100.0)
    np.testing.assert_array_equal(made.values, column(10, 1500 / 110, NAN))
    assert made.states.tolist() == [S, S, U]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Cells, NDArray[np.bool_]]:
    size, groups = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    tops, bases = (np.nan_to_num(draw(counts(size))) for _ in range(2))
    belongs = draw(st.lists(st.booleans(), min_size=size * groups, max_size=size * groups))
    cells = ratio_cells(tops, bases, draw(states(size)), 100.0)
    return cells, np.array(belongs).reshape(groups, size)


@given(tables())
def test_a_group_as_it_is_added_up_by_hand(drawn: tuple[Cells, NDArray[np.bool_]]) -> None:
    cells, belongs = drawn
    made = combined(cells, belongs, 100.0)
    for at, group in enumerate(belongs):
        held = set(cells.states[group].tolist())
        expected = next((state for state in (W, M, S) if state in held), U)
        assert made.states[at] == expected
        if expected is S:
            assert made.numerators[at] == np.nansum(cells.numerators[group])
            share = 100 * np.nansum(cells.numerators[group]) / np.nansum(cells.denominators[group])
            assert made.values[at] == pytest.approx(share)


@given(tables())
def test_the_shown_alone_are_counted_and_nothing_else_is_used(
    drawn: tuple[Cells, NDArray[np.bool_]],
) -> None:
    cells, belongs = drawn
    made, counted = combined_of_shown(cells, belongs, 100.0)
    assert counted.tolist() == [int(cells.shown[group].sum()) for group in belongs]
    whole = combined(cells, belongs, 100.0)
    for at, group in enumerate(belongs):
        assert (made.states[at] == S) == (counted[at] > 0)
        if counted[at]:
            assert made.numerators[at] == np.nansum(cells.numerators[group])
        else:
            assert made.states[at] == whole.states[at]


def test_counts_are_summed_and_ready_values_never_averaged() -> None:
    shown = codes(S, S)
    assert combined(count_cells(column(3, 4), shown), members("xx"), 1.0).values.tolist() == [7]
    ready = value_cells(column(30, 40), shown)
    assert combined(ready, members("xx"), 1.0).states.tolist() == [U]
    of_shown, counted = combined_of_shown(ready, members("xx"), 1.0)
    assert (of_shown.states.tolist(), counted.tolist()) == ([U], [2])


def test_every_period_is_put_together_by_itself() -> None:
    tops = np.arange(6.0).reshape(2, 3)
    cells = ratio_cells(tops, np.full((2, 3), 10.0), np.zeros((2, 3), np.uint8), 100.0)
    made = combined(cells, members("xx.", "..x"), 100.0)
    assert made.values.tolist() == [[5, 20], [35, 50]]


def test_nobody_to_put_together() -> None:
    made = combined(missing_cells(0), np.zeros((2, 0), bool), 100.0)
    assert made.states.tolist() == [U, U]
    assert combined(missing_cells(3), np.zeros((0, 3), bool), 100.0).values.shape == (0,)


def test_an_area_that_does_not_exist_is_no_gap_in_its_group() -> None:
    cells = ratio_cells(column(10, 20, 30), column(100, 100, 100), codes(S, M, S), 100.0)
    assert combined(cells, members("xx."), 100.0).states.tolist() == [M]
    existing = of_existing(cells, np.array([True, False, False]))
    assert existing.states.tolist() == [S, U, U]
    assert combined(existing, members("xxx"), 100.0).values.tolist() == [10]


def test_groups_by_organisation_sector_and_district() -> None:
    data = fake_dataset()
    areas = data.areas("boligomraade")
    names, belongs = groups_of(areas, "organisation")
    assert names == ("Boligforeningen Fjorden", "Boligselskabet Nord")
    assert belongs.sum(axis=0).tolist() == [1] * len(areas)
    assert belongs[1, ::2].all()
    assert groups_of(areas, "sector")[0] == ("almen",)
    names, belongs = groups_of(areas, "distrikt")
    assert names == ("Vest", "Øst")
    assert belongs[0, BEGINS] == (areas.parents["distrikt"][BEGINS] == "Vest")


def test_an_area_without_one_belongs_to_no_group() -> None:
    names, belongs = groups_of(fake_dataset().areas("distrikt"), "organisation")
    assert (names, belongs.shape) == ((), (0, 2))


@pytest.mark.parametrize(("asked", "hint"), [("sektor", "sector"), ("zzz", "organisation, sector")])
def test_an_unknown_way_to_group_names_the_nearest(asked: str, hint: str) -> None:
    with pytest.raises(UsageError, match=asked) as refused:
        groups_of(fake_dataset().areas("boligomraade"), asked)
    assert hint in refused.value.hint

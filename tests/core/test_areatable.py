"""Columns, orders and places of all areas of a level."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.areatable import (
    NumberColumn,
    PlaceRanges,
    column_of,
    default_columns,
    grouped,
    number_column,
    ordered,
    residents_column,
    scale_of,
    sort_keys,
    word_column,
)
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Text
from desktop.core.measures import ratio_cells
from desktop.core.periods import parse
from desktop.core.places import place_ranges
from tests.fake_extract import (
    HIDDEN,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)

LEVEL, NOW = "boligomraade", parse("2026K2")
SHARE = Indicator("andel", Text("Andel"))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def test_a_column_holds_what_the_map_holds(data: Dataset) -> None:
    exists = data.areas(LEVEL).valid_on(NOW.end)
    column = number_column(data, LEVEL, data.indicator("uden_job"), NOW, exists)
    cells = data.cells("uden_job", LEVEL, NOW)
    assert np.array_equal(column.cells.values[exists], cells.values[exists], equal_nan=True)
    assert column.cells.states[-1] == State.MISSING  # it has ended
    assert column.has_intervals
    assert (column.low[column.cells.shown] < column.cells.values[column.cells.shown]).all()


def test_a_cell_that_is_not_shown_says_why_and_nothing_else(data: Dataset) -> None:
    exists = data.areas(LEVEL).valid_on(NOW.end)
    column = number_column(data, LEVEL, data.indicator("uden_job"), NOW, exists)
    said = [column.text(at) for at in (WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED)]
    assert said == ["diskretioneret", "diskretioneret", "ingen data", "ikke defineret"]
    assert not np.isfinite(column.low[[WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED]]).any()
    numbers = (column.cells.values, column.cells.numerators, column.low, column.high)
    assert all(HIDDEN not in table for table in numbers)


def test_counts_and_means_have_no_interval(data: Dataset) -> None:
    exists = data.areas(LEVEL).valid_on(NOW.end)
    for id in ("beboere", "alder"):
        column = number_column(data, LEVEL, data.indicator(id), NOW, exists)
        assert column.cells.shown.any()
        assert not column.has_intervals


def test_without_a_period_nothing_is_known(data: Dataset) -> None:
    exists = data.areas(LEVEL).valid_on(NOW.end)
    column = number_column(data, LEVEL, data.indicator("uden_job"), None, exists)
    assert not column.cells.shown.any()
    assert scale_of(column, exists) == (0.0, 1.0)


def test_residents_that_are_withheld_are_no_number(data: Dataset) -> None:
    areas = data.areas(LEVEL)
    column = residents_column(areas, data.indicator("beboere"), np.ones(len(areas), bool))
    assert column.text(0) == "150"
    assert column.text(WITHHELD) == "ingen data"


def test_the_scale_is_that_of_the_kept_alone() -> None:
    column = _column([10.0, 40.0, 90.0], [100.0, 100.0, 100.0])
    assert scale_of(column, np.array([True, True, False])) == (0.0, 40.0)


def test_a_cautious_order_goes_by_the_end_passed_in_any_case() -> None:
    column = _column([3.0, 45.0], [5.0, 100.0])  # 60 % of five, 45 % of a hundred
    everybody = np.arange(2)
    plain = sort_keys(column, falling=True, cautious=False)
    assert ordered(everybody, plain, falling=True).tolist() == [0, 1]
    careful = sort_keys(column, falling=True, cautious=True)
    assert ordered(everybody, careful, falling=True).tolist() == [1, 0]
    upper = sort_keys(column, falling=False, cautious=True)
    assert upper[0] == column.high[0]


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=1, max_size=40), st.booleans())
def test_no_number_comes_last_both_ways_and_ties_keep_their_order(
    given_keys: list[int | None], falling: bool
) -> None:
    keys = np.array([np.nan if key is None else key for key in given_keys])
    order = ordered(np.arange(len(keys)), keys, falling=falling)
    assert sorted(order.tolist()) == list(range(len(keys)))
    found = [given_keys[at] for at in order]
    known = [key for key in found if key is not None]
    assert found[len(known) :] == [None] * (len(found) - len(known))
    assert known == sorted(known, reverse=falling)
    for one, other in pairwise(order.tolist()):
        if given_keys[one] == given_keys[other]:
            assert one < other


def test_groups_lead_their_own_and_keep_their_order() -> None:
    groups = np.array([1, 0, 1, 0, 2])
    rows = grouped(np.array([4, 2, 3, 0, 1]), groups, np.array([1, 2, 0]))
    assert rows.tolist() == [-2, 2, 0, -3, 4, -1, 3, 1]


def test_a_group_without_areas_is_left_out() -> None:
    rows = grouped(np.array([0]), np.array([1, 0]), np.array([0, 1]))
    assert rows.tolist() == [-2, 0]
    assert grouped(np.array([], np.int64), np.array([1, 0]), np.array([0, 1])).tolist() == []


def test_place_ranges_are_asked_for_by_and_by_and_agree_with_all_at_once() -> None:
    chance = np.random.default_rng(5)
    bases = chance.integers(20, 800, 60).astype(np.float64)
    column = _column(np.floor(bases * chance.random(60)).tolist(), bases.tolist())
    kept = chance.random(60) < 0.7
    at = np.flatnonzero(kept)
    places = PlaceRanges(column, kept)
    alone = _column(column.cells.numerators[at].tolist(), bases[at].tolist())
    best, worst = place_ranges(alone.cells, SHARE.kind, SHARE.per)
    for some in (at[:7], at[3:20], at):
        found = places.of(some)
        where = np.searchsorted(at, some)
        assert (found[0] == best[where]).all()
        assert (found[1] == worst[where]).all()
    assert places.total == len(at)


def test_default_columns_begin_with_the_shown_one_and_its_dimension(data: Dataset) -> None:
    assert default_columns(data, LEVEL, "alder")[:2] == ("alder", "beboere")
    assert set(default_columns(data, LEVEL, "alder")) == {each.id for each in data.indicators}


def test_words_are_placed_in_the_alphabet_and_the_empty_nowhere() -> None:
    column = word_column(["Åby", "", "Zoo", "Ærø", "zoo"])
    assert column.places[[0, 2, 3, 4]].tolist() == [2.0, 0.0, 1.0, 0.0]
    assert np.isnan(column.places[1])


def _column(counts: list[float], bases: list[float]) -> NumberColumn:
    states = np.zeros(len(counts), np.uint8)
    cells = ratio_cells(np.array(counts), np.array(bases), states, 100.0)
    return column_of(SHARE, NOW, cells)

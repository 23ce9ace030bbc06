"""Tables across: every area is somewhere, every breakdown says what it may and no more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.crosstable import (
    HIDDEN,
    breakdown_table,
    class_words,
    even_bounds,
    two_way,
)
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.intervals import wilson
from desktop.core.measures import value_cells
from desktop.core.pairs import Pair, paired, period_near, size_weights
from desktop.core.periods import parse
from tests.fake_extract import MISSING, UNDEFINED, WITHHELD, WITHHELD_NOW, FakeSource, fake_dataset
from tests.strategies import states, values

DATA = fake_dataset()
QUARTER = parse("2026K2")
NAN = float("nan")


def test_an_indicator_by_breakdown() -> None:
    indicator = DATA.indicator("uden_job")
    rows = breakdown_table(DATA, "boligomraade", 0, indicator, QUARTER)
    assert [row.breakdown.id if row.breakdown else "" for row in rows] == ["", "kvinder"]
    for row, breakdown in zip(rows, ("", "kvinder"), strict=True):
        cells = DATA.cells("uden_job", "boligomraade", QUARTER, breakdown)
        assert row.cells.values[0] == cells.values[0]
        low, high = wilson(cells.numerators[:1], cells.denominators[:1])
        assert (row.low, row.high) == (100 * low[0], 100 * high[0])
    assert rows[0].municipality.difference == pytest.approx(
        float(rows[0].cells.values[0] - DATA.municipality("uden_job", QUARTER).values[0])
    )
    assert np.isnan(rows[1].municipality.difference)  # the municipality has no such number


@pytest.mark.parametrize(
    ("area", "state"),
    [
        (WITHHELD, State.WITHHELD),
        (WITHHELD_NOW, State.WITHHELD),
        (MISSING, State.MISSING),
        (UNDEFINED, State.UNDEFINED),
        (20, State.MISSING),
    ],
)
def test_a_breakdown_that_is_not_shown(area: int, state: State) -> None:
    rows = breakdown_table(DATA, "boligomraade", area, DATA.indicator("uden_job"), QUARTER)
    for row in rows:
        assert row.cells.states.tolist() == [state]
        assert np.isnan([row.low, row.high, row.municipality.difference]).all()


def test_no_breakdown() -> None:
    with pytest.raises(UsageError, match="ingen opdelinger"):
        breakdown_table(DATA, "boligomraade", 0, DATA.indicator("alder"), QUARTER)


def made(first: list[float], second: list[float], exists: list[bool] | None = None) -> Pair:
    cells = [
        value_cells(
            np.array(column),
            np.where(np.isnan(column), np.uint8(State.WITHHELD), np.uint8(State.SHOWN)),
        )
        for column in (first, second)
    ]
    there = np.ones(len(first), bool) if exists is None else np.array(exists)
    return Pair(cells[0], cells[1], QUARTER, QUARTER, there)


def test_areas_by_classes_of_two_indicators() -> None:
    table = two_way(made([1, 5, 10, NAN, 10], [3, 3, 8, 8, NAN]), (5, 10), (8,))
    assert table.counts.shape == (3 + len(HIDDEN), 2 + len(HIDDEN))
    assert table.areas(0, 0) == (0,)
    assert table.areas(1, 0) == (1,)  # a class holds its lower bound
    assert table.areas(2, 1) == (2,)
    assert table.areas(3, 1) == (3,)  # withheld, and not dropped
    assert table.areas(2, 2) == (4,)
    gone = two_way(made([1, 5], [1, 5], [True, False]), (5,), (5,))
    assert gone.counts.sum() == 1
    assert gone.rows.tolist() == [0, -1]
    with pytest.raises(ValueError, match="rise"):
        two_way(made([1], [1]), (5, 5), ())


@given(st.data(), st.integers(1, 30))
def test_every_area_that_is_there_is_in_one_cell(data: st.DataObject, size: int) -> None:
    columns = []
    for _ in range(2):
        numbers = np.nan_to_num(data.draw(values(size, size)))
        columns.append(value_cells(numbers, data.draw(states(size))))
    exists = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    pair = Pair(columns[0], columns[1], QUARTER, QUARTER, exists)
    bounds = [even_bounds(each.values, 3, 1) for each in columns]
    table = two_way(pair, bounds[0], bounds[1])
    assert table.counts.sum() == exists.sum()
    found = [
        at
        for row in range(table.counts.shape[0])
        for column in range(table.counts.shape[1])
        for at in table.areas(row, column)
    ]
    assert sorted(found) == np.flatnonzero(exists).tolist()
    for axis, each in enumerate(columns):
        places = table.rows if axis == 0 else table.columns
        shown = exists & each.shown
        assert (places[shown] <= len(bounds[axis])).all()
        assert (places[exists & ~each.shown] > len(bounds[axis])).all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], (3.0, 5.0)),
        ([7, 7, 7], ()),
        ([], ()),
        ([NAN], ()),
        ([0, 0, 0, 0, 4, 9], (4.0,)),
        ([0, 0, 1], (1.0,)),
        ([0, 0, 0.01], ()),
    ],
)
def test_bounds_that_divide_evenly(values: list[float], expected: tuple[float, ...]) -> None:
    assert even_bounds(np.array(values, np.float64), 3, 1) == expected


def test_a_class_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="divides"):
        even_bounds(np.arange(4.0), 1, 0)


def test_classes_in_words() -> None:
    assert class_words((12.4, 18.0), "%", 1) == (
        "under 12,4 %",
        "12,4 til under 18,0 %",
        "18,0 % og over",
    )
    assert class_words((1000.0,), "n", 0) == ("under 1.000", "1.000 og over")
    assert class_words((), "%", 0) == ("alle",)


# Pairs


def test_a_pair_is_taken_at_periods_that_go_together() -> None:
    jobs, absence = DATA.indicator("uden_job"), DATA.indicator("fravaer")
    pair = paired(DATA, "boligomraade", jobs, absence)
    assert (pair.first_period, pair.second_period) == (QUARTER, parse("2025/26"))
    other = paired(DATA, "boligomraade", absence, jobs)
    assert (other.first_period, other.second_period) == (parse("2025/26"), QUARTER)
    early = paired(DATA, "boligomraade", jobs, absence, parse("2025K1"))
    assert (early.first_period, early.second_period) == (parse("2025K1"), parse("2023/24"))
    asked = paired(DATA, "boligomraade", absence, jobs, QUARTER)
    assert (asked.first_period, asked.second_period) == (parse("2025/26"), QUARTER)


def test_a_pair_of_a_time_before_the_one_begins_is_refused() -> None:
    jobs, absence = DATA.indicator("uden_job"), DATA.indicator("fravaer")
    for first, second in ((jobs, absence), (absence, jobs)):
        with pytest.raises(UsageError, match="ingen tal for") as error:
            paired(DATA, "boligomraade", first, second, parse("2024K1"))
        assert str(absence.name) in error.value.problem
        assert "1. kvartal 2024" in error.value.problem
        assert "2023/24" in error.value.hint


@pytest.mark.parametrize("code", [None, "2026K2", "2025/26", "2025K2", "2025K1", "2024/25"])
def test_a_pair_is_the_same_whichever_is_named_first(code: str | None) -> None:
    jobs, absence = DATA.indicator("uden_job"), DATA.indicator("fravaer")
    period = parse(code) if code else None
    pair = paired(DATA, "boligomraade", jobs, absence, period)
    other = paired(DATA, "boligomraade", absence, jobs, period)
    assert (pair.first_period, pair.second_period) == (other.second_period, other.first_period)


def test_a_pair_is_as_new_as_the_older_of_the_two(monkeypatch: pytest.MonkeyPatch) -> None:
    data = fake_dataset()
    held = dict(data._source.series_periods())
    held["fravaer", "boligomraade", ""] = ("2023/24", "2024/25")
    monkeypatch.setattr(FakeSource, "series_periods", lambda _self: held)
    jobs, absence = data.indicator("uden_job"), data.indicator("fravaer")
    for pair in (
        paired(data, "boligomraade", jobs, absence),
        paired(data, "boligomraade", absence, jobs),
    ):
        assert {pair.first_period, pair.second_period} == {parse("2024/25"), parse("2025K2")}


def test_areas_that_are_not_there_are_missing_in_both() -> None:
    pair = paired(DATA, "boligomraade", DATA.indicator("uden_job"), DATA.indicator("alder"))
    assert not pair.exists[20]
    assert pair.first.states[20] == pair.second.states[20] == State.MISSING
    assert pair.first.states[WITHHELD] == State.WITHHELD


def test_the_period_near_another() -> None:
    periods = tuple(map(parse, ("2023", "2024", "2025")))
    assert period_near(periods, None) == periods[2]
    assert period_near(periods, parse("2024")) == periods[1]
    assert period_near(periods, parse("2025K2")) == periods[1]
    assert period_near(periods, parse("2025K4")) == periods[2]
    assert period_near(periods, parse("2011")) is None
    assert period_near((), QUARTER) is None


def test_areas_weigh_by_their_residents_and_else_by_the_base() -> None:
    pair = paired(DATA, "boligomraade", DATA.indicator("uden_job"), DATA.indicator("alder"))
    areas = DATA.areas("boligomraade")
    weights = size_weights(areas, pair)
    np.testing.assert_array_equal(weights[:3], areas.residents[:3])
    assert np.isnan(weights[[WITHHELD, 20]]).all()
    unknown = replace(areas, residents=np.full(21, NAN))
    np.testing.assert_array_equal(size_weights(unknown, pair), pair.first.denominators)
    assert np.isnan(size_weights(unknown, made([NAN] * 21, [NAN] * 21))).all()

"""The change of areas between two periods, what is more than chance, and classes about nought."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.changes import (
    change_classes,
    changes,
    even_bounds,
    held_against,
    magnitudes,
    round_bounds,
)
from desktop.core.differences import Verdict
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator, Text
from desktop.core.measures import Cells, count_cells, ratio_cells, value_cells
from desktop.core.periods import parse
from desktop.core.sentences import is_beyond_chance
from tests.strategies import counts, states

SHARE = Indicator("a", Text("a"))
RATE = Indicator("b", Text("b"), unit="‰", per=1000.0)
COUNT = Indicator("c", Text("c"), unit="n", per=1.0, decimals=0)
MEAN = Indicator("d", Text("d"), unit="år", per=1.0)


def shares(*pairs: tuple[float, float]) -> Cells:
    tops, bases = (np.array(column, np.float64) for column in zip(*pairs, strict=True))
    return ratio_cells(tops, bases, np.zeros(len(pairs), np.uint8), 100.0)


@st.composite
def cells(draw: st.DrawFn, size: int, per: float) -> Cells:
    bases = draw(counts(size))
    tops = np.minimum(draw(counts(size)), bases)
    told = draw(states(size))
    told[np.isnan(tops) & (told == State.SHOWN)] = State.MISSING
    return ratio_cells(tops, bases, told, per)


def test_a_share_changes_in_points_and_a_count_in_per_cent() -> None:
    made = changes(shares((10, 100)), shares((25, 100)), SHARE)
    assert (made.values[0], made.unit, made.decimals) == (15.0, "pct.point", 1)
    states_ = np.zeros(1, np.uint8)
    counted = changes(
        count_cells(np.array([80.0]), states_), count_cells(np.array([100.0]), states_), COUNT
    )
    assert (counted.values[0], counted.unit) == (25.0, "%")
    assert np.isnan(counted.low[0])
    assert counted.verdicts[0] == Verdict.UNDECIDED


def test_a_count_from_nobody_has_no_per_cent() -> None:
    states_ = np.zeros(1, np.uint8)
    made = changes(
        count_cells(np.array([0.0]), states_), count_cells(np.array([9.0]), states_), COUNT
    )
    assert np.isnan(made.values[0])
    assert made.states[0] == State.UNDEFINED


def test_a_mean_has_no_interval() -> None:
    states_ = np.zeros(1, np.uint8)
    made = changes(
        value_cells(np.array([40.0]), states_), value_cells(np.array([44.0]), states_), MEAN
    )
    assert (made.values[0], made.unit) == (4.0, "år")
    assert made.verdicts[0] == Verdict.UNDECIDED


@given(st.data(), st.sampled_from([SHARE, RATE]))
def test_sure_is_what_the_panel_calls_sure(data: st.DataObject, indicator: Indicator) -> None:
    before = data.draw(cells(8, indicator.per))
    after = data.draw(cells(8, indicator.per))
    made = changes(before, after, indicator)
    sure = np.isin(made.verdicts, (Verdict.SURE_HIGHER, Verdict.SURE_LOWER))
    assert sure.tolist() == [is_beyond_chance(before, after, at, indicator) for at in range(8)]
    assert (np.sign(made.values[sure]) == np.where(made.verdicts[sure] == 2, 1, -1)).all()


@given(st.data())
def test_hidden_in_either_is_hidden(data: st.DataObject) -> None:
    before, after = data.draw(cells(8, 100.0)), data.draw(cells(8, 100.0))
    made = changes(before, after, SHARE)
    withheld = (before.states == State.WITHHELD) | (after.states == State.WITHHELD)
    assert (made.states[withheld] == State.WITHHELD).all()
    hidden = ~(before.shown & after.shown)
    for column in (made.values, made.low, made.high):
        assert np.isnan(column[hidden]).all()
    assert ((made.states == State.SHOWN) == np.isfinite(made.values)).all()


@given(st.data())
def test_against_itself_nothing_changes(data: st.DataObject) -> None:
    own = data.draw(cells(8, 100.0))
    made = changes(own, own, SHARE)
    assert (made.values[own.shown] == 0).all()
    assert not np.isin(made.verdicts, (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)).any()
    bounds = data.draw(st.sampled_from([(), (1.0,), (0.5, 1.5)]))
    classes = change_classes(made.values, bounds)
    assert (classes[own.shown] == len(bounds)).all()


@pytest.mark.parametrize(
    ("period", "since", "expected"),
    [
        ("2026K2", None, "2025K2"),
        ("2026K2", "2021K3", "2021K3"),
        ("2026K2", "2020K1", "2019K4"),  # not held itself: the newest over by its end
        ("2019K4", None, None),
        ("2026K2", "2018", None),
    ],
)
def test_held_against(period: str, since: str | None, expected: str | None) -> None:
    held = tuple(parse(code) for code in ("2019K4", "2021K3", "2025K2", "2026K2"))
    found = held_against(held, parse(period), parse(since) if since else None)
    assert found == (parse(expected) if expected else None)


def test_every_other_year_is_held_against_the_one_before() -> None:
    held = tuple(parse(code) for code in ("2020", "2022", "2024"))
    assert held_against(held, held[2], None) == held[1]


def test_magnitudes_are_those_of_every_period() -> None:
    held = tuple(parse(code) for code in ("2024", "2025", "2026"))
    values = np.array([[10.0, 20.0], [13.0, 20.0], [12.0, np.nan]])
    assert sorted(magnitudes(values, held, SHARE, None)) == [1.0, 3.0]
    assert sorted(magnitudes(values, held, SHARE, held[0])) == [2.0, 3.0]
    assert sorted(magnitudes(values, held, COUNT, held[0])) == pytest.approx([20.0, 30.0])


def test_round_bounds_are_odd_multiples_of_a_round_number() -> None:
    sizes = np.linspace(0.01, 10.0, 1000)
    assert round_bounds(sizes, 2) == (2.5, 7.5)
    assert round_bounds(sizes, 3) == (2.0, 6.0, 10.0)
    assert round_bounds(sizes / 10, 1) == (1.0,)
    assert round_bounds(np.zeros(0), 2) == ()


def test_even_bounds_divide_evenly() -> None:
    sizes = np.linspace(0.01, 10.0, 1000)
    bounds = even_bounds(sizes, 2, 1)
    signed = np.concatenate([sizes, -sizes])
    shares_ = np.bincount(change_classes(signed, bounds), minlength=5) / len(signed)
    assert shares_ == pytest.approx([0.2] * 5, abs=0.01)


def values_around_bounds() -> st.SearchStrategy[list[float]]:
    return st.lists(st.sampled_from([-3.0, -1.0, 0.0, 1.0, 3.0, 0.4, -7.0, 2.999, 1.0000001]))


@given(values_around_bounds(), st.booleans())
def test_both_sides_are_alike(drawn: list[float], outer: bool) -> None:
    values: FloatArray = np.array(drawn, np.float64)
    up = change_classes(values, (1.0, 3.0), outer=outer)
    down = change_classes(-values, (1.0, 3.0), outer=outer)
    assert (up + down == 4).all()


def test_a_change_on_a_bound_is_in_the_outer_class_unless_asked() -> None:
    values = np.array([24.1 - 22.1, -2.0, np.nan])
    assert change_classes(values, (2.0,)).tolist() == [2, 0, -1]
    assert change_classes(values, (2.0,), outer=False).tolist() == [1, 1, -1]

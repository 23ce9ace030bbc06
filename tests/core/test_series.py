"""Lines over time: what they are sums of, and that nothing withheld comes out of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.differences import Against
from desktop.core.disclosure import State
from desktop.core.measures import ratio_cells
from desktop.core.periods import Kind, Period, order, parse
from desktop.core.series import (
    area_series,
    comparable,
    directions,
    even_periods,
    indexed,
    municipality_series,
    period_before,
    series_against,
)
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    MANIFEST,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    FakeSource,
    fake_dataset,
)
from tests.strategies import YEARS

LEVEL = "boligomraade"
PARTS = {Kind.YEAR: 0, Kind.SCHOOL_YEAR: 0, Kind.QUARTER: 4, Kind.MONTH: 12}
SUMMED = (Against.SIMILAR, Against.ORGANISATION)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def periods_of(data: Dataset, indicator: str) -> tuple[Period, ...]:
    held = data.periods_of(indicator, LEVEL)
    return even_periods(held, held[-1].kind)


def eight_years() -> Dataset:
    quarters = tuple(f"{year}K{part}" for year in range(2019, 2027) for part in range(1, 5))
    return Dataset(FakeSource(5, 4, 1, quarters, HIDDEN, MANIFEST, background=False))


@st.composite
def some_periods(draw: st.DrawFn) -> list[Period]:
    kind = draw(st.sampled_from(list(Kind)))
    part = st.integers(1, PARTS[kind]) if PARTS[kind] else st.just(0)
    first = draw(YEARS)
    years = st.integers(first, first + 6)
    made = draw(st.lists(st.builds(Period, st.just(kind), years, part), min_size=1, unique=True))
    return sorted(made, key=order)


@given(some_periods())
def test_the_row_holds_every_period_between_the_first_and_the_last(held: list[Period]) -> None:
    row = even_periods(held, held[0].kind)
    assert (row[0], row[-1]) == (held[0], held[-1])
    assert set(held) <= set(row)
    for one, next_one in pairwise(row):
        assert (next_one.start - one.end).days == 1


@given(some_periods())
def test_the_period_before_ends_the_day_before(held: list[Period]) -> None:
    before = period_before(held[0])
    assert before.kind is held[0].kind
    assert (held[0].start - before.end).days == 1


def test_periods_of_another_kind_are_left_out() -> None:
    mixed = [parse("2024"), parse("2025K1"), parse("2025K3"), parse("2025")]
    assert [each.code for each in even_periods(mixed, Kind.QUARTER)] == [
        "2025K1",
        "2025K2",
        "2025K3",
    ]
    assert even_periods([parse("2024")], Kind.MONTH) == ()
    assert even_periods([], Kind.YEAR) == ()


def test_an_area_is_missing_while_it_does_not_exist(data: Dataset) -> None:
    periods = periods_of(data, "uden_job")
    (begins, hidden, now) = area_series(
        data, LEVEL, data.indicator("uden_job"), (BEGINS, WITHHELD, WITHHELD_NOW), periods
    )
    born = [period.year < 2025 for period in periods]
    assert (begins.cells.states == np.where(born, State.MISSING, State.SHOWN)).all()
    assert (hidden.cells.states == State.WITHHELD).all()
    assert now.cells.states[-1] == State.WITHHELD
    assert now.cells.shown[:-1].all()
    assert area_series(data, LEVEL, data.indicator("uden_job"), (), periods) == ()


def test_a_period_that_the_extract_lacks_is_missing(data: Dataset) -> None:
    held = data.periods_of("uden_job", LEVEL)
    longer = even_periods([Period(Kind.QUARTER, 2023, 3), *held], Kind.QUARTER)
    (line,) = area_series(data, LEVEL, data.indicator("uden_job"), (0,), longer)
    assert (line.cells.states[:2] == State.MISSING).all()
    assert line.cells.shown[2:].all()
    whole = municipality_series(data, data.indicator("uden_job"), longer)
    assert whole.cells.shown.tolist() == line.cells.shown.tolist()


def test_without_any_period_there_is_a_line_of_nothing(data: Dataset) -> None:
    (line,) = area_series(data, LEVEL, data.indicator("uden_job"), (0,), ())
    assert len(line.cells.values) == 0
    assert len(municipality_series(data, data.indicator("uden_job"), ()).cells.values) == 0


def test_an_area_is_held_against_what_the_extract_tells(data: Dataset) -> None:
    assert comparable(data, LEVEL, 0) == (
        Against.MUNICIPALITY,
        Against.SIMILAR,
        Against.DISTRICT,
        Against.ORGANISATION,
    )
    assert comparable(data, "distrikt", 0) == (Against.MUNICIPALITY,)


def test_a_group_is_the_sum_of_its_shown_members_that_existed(data: Dataset) -> None:
    indicator, periods = data.indicator("uden_job"), periods_of(data, "uden_job")
    areas = data.areas(LEVEL)
    line = series_against(data, LEVEL, 0, indicator, Against.ORGANISATION, periods)
    assert line.name == areas.organisations[0]
    members = np.array([name == areas.organisations[0] for name in areas.organisations])
    for row, period in enumerate(periods):
        cells = data.cells("uden_job", LEVEL, period)
        exist = members & areas.valid_on(period.end)
        used = exist & cells.shown
        expected = cells.numerators[used].sum() / cells.denominators[used].sum() * 100
        assert line.cells.values[row] == pytest.approx(expected)
        assert line.areas[row] == exist.sum()
        assert line.shown[row] == used.sum()
    assert line.partial.all()  # one of them is withheld or has no number


def test_similar_areas_stay_the_same_and_are_never_the_area_itself(data: Dataset) -> None:
    indicator, periods = data.indicator("uden_job"), periods_of(data, "uden_job")
    line = series_against(data, LEVEL, 0, indicator, Against.SIMILAR, periods)
    assert len(set(line.areas.tolist())) <= 2  # one of them may begin or end on the way
    assert line.areas.max() == 8
    gone = len(data.areas(LEVEL)) - 1
    kept = series_against(data, LEVEL, gone, indicator, Against.SIMILAR, periods)
    assert kept.areas.max() == 8  # chosen while it existed
    nobody = series_against(data, LEVEL, gone, indicator, Against.SIMILAR, periods[-2:])
    assert (nobody.cells.states == State.UNDEFINED).all()


def test_a_district_has_its_own_numbers(data: Dataset) -> None:
    indicator, periods = data.indicator("uden_job"), periods_of(data, "uden_job")
    line = series_against(data, LEVEL, 0, indicator, Against.DISTRICT, periods)
    own = data.history("uden_job", "distrikt").cells.column(0)
    assert line.name == "Vest"
    assert (line.cells.values == own.values).all()
    assert not line.areas.any()
    women = series_against(data, LEVEL, 0, indicator, Against.DISTRICT, periods, "kvinder")
    western = np.array(data.areas(LEVEL).parents["distrikt"]) == "Vest"
    assert women.areas[-1] == (western & data.areas(LEVEL).valid_on(periods[-1].end)).sum()


def test_ready_values_are_never_added(data: Dataset) -> None:
    indicator, periods = data.indicator("alder"), periods_of(data, "alder")
    line = series_against(data, LEVEL, 0, indicator, Against.ORGANISATION, periods)
    assert (line.cells.states == State.UNDEFINED).all()


@pytest.mark.parametrize("against", SUMMED)
@pytest.mark.parametrize("indicator", ["uden_job", "beboere", "anmeldelser"])
def test_nothing_withheld_is_in_any_sum(against: Against, indicator: str) -> None:
    one, other = fake_dataset(), fake_dataset(hidden=17.0)
    for area in (0, WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED):
        lines = [
            series_against(
                data, LEVEL, area, data.indicator(indicator), against, periods_of(data, indicator)
            )
            for data in (one, other)
        ]
        np.testing.assert_array_equal(lines[0].cells.values, lines[1].cells.values)
        np.testing.assert_array_equal(lines[0].cells.numerators, lines[1].cells.numerators)


@given(st.lists(st.integers(0, 90), min_size=2, max_size=12), st.data())
def test_an_index_is_100_at_its_start_and_keeps_the_ratios(
    tops: list[int], data: st.DataObject
) -> None:
    states = np.array(data.draw(st.lists(st.sampled_from([0, 0, 0, 1, 3]), min_size=len(tops),
                                         max_size=len(tops))), np.uint8)  # fmt: skip
    cells = ratio_cells(np.array(tops, float), np.full(len(tops), 90.0), states, 100.0)
    start = data.draw(st.integers(0, len(tops) - 1))
    found = indexed(cells, start)
    if not cells.values[start] > 0:
        assert np.isnan(found).all()
        return
    assert found[start] == 100
    np.testing.assert_array_equal(np.isfinite(found), cells.shown)
    shown = cells.shown
    np.testing.assert_allclose(found[shown] * cells.values[start], cells.values[shown] * 100)


def test_directions_are_those_of_the_course_of_each_area() -> None:
    from desktop.core.courses import course_of

    data = eight_years()
    indicator = data.indicator("uden_job")
    found = directions(data, LEVEL, indicator, periods_of(data, "uden_job"))
    for area in (0, WITHHELD, WITHHELD_NOW, MISSING, 9):
        slopes = course_of(data, LEVEL, area, indicator).slopes
        np.testing.assert_allclose(found.slope[area], slopes.slope[0])
        assert found.sign[area] == slopes.direction[0]
    assert np.isnan(found.evidence[[WITHHELD, MISSING, UNDEFINED]]).all()
    assert found.tested == np.isfinite(found.slope).sum() > 10


def test_an_area_that_is_much_withheld_has_no_direction() -> None:
    data = eight_years()
    history = data.history("uden_job", LEVEL)
    history.cells.states[:9, 0] = State.WITHHELD
    for column in (history.cells.numerators, history.cells.denominators, history.cells.values):
        column[:9, 0] = np.nan
    found = directions(data, LEVEL, data.indicator("uden_job"), periods_of(data, "uden_job"))
    assert np.isnan(found.slope[0])
    assert found.sign[0] == 0

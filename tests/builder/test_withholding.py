from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.builder.build import package
from desktop.builder.observations import Counts
from desktop.builder.withholding import Residents, states_of, withhold, withhold_breakdown
from desktop.core.disclosure import Limits, State
from desktop.core.periods import parse
from tests.builder.making import (
    FULL,
    LEVEL,
    SHARE,
    TABLE,
    TODAY,
    feature,
    opened,
    square,
    table_text,
    town,
)

LIMITS = Limits()
PERIOD = (parse("2020"),)
GROUPS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=4
)  # with and without, by group


def counts(numerators: list[float], denominators: list[float] | None) -> Counts:
    base = None if denominators is None else np.array([denominators], float)
    return Counts("omraade", PERIOD, np.array([numerators], float), base, None)


def shown_cells(groups: list[tuple[int, int]], *, plain: bool = False) -> list[int]:
    """States of the cells of a breakdown of one area, the whole's first."""
    cells = [counts([float(one)], None if plain else [float(one + other)]) for one, other in groups]
    sums = np.sum(groups, axis=0)
    whole = counts([float(sums[0])], None if plain else [float(sums.sum())])
    top = withhold(whole, people=True, residents=None, limits=LIMITS)
    parts = withhold_breakdown(top, cells, people=True, residents=None, limits=LIMITS)
    return [int(top.states[0, 0]), *(int(part.states[0, 0]) for part in parts)]


def test_a_single_withheld_cell_takes_the_smallest_other_along() -> None:
    assert shown_cells([(3, 50), (20, 50), (10, 50)]) == [0, 3, 0, 3]
    assert shown_cells([(3, 50), (20, 50)]) == [0, 3, 3]
    assert shown_cells([(3, 50), (20, 50), (0, 50)]) == [0, 3, 3, 0]  # a zero protects nothing
    assert shown_cells([(3, 50), (4, 50), (10, 50)]) == [0, 3, 3, 0]
    assert shown_cells([(10, 50), (20, 50)]) == [0, 0, 0]


def test_where_the_whole_is_withheld_so_is_every_part() -> None:
    # Four of 34 are left over: that is what the whole hides, and the last part would give away.
    assert shown_cells([(10, 2), (10, 2), (10, 0)]) == [3, 3, 3, 3]


@given(GROUPS, st.booleans())
def test_no_withheld_cell_is_the_rest_of_the_shown(
    groups: list[tuple[int, int]], plain: bool
) -> None:
    whole, *parts = shown_cells(groups, plain=plain)
    if whole == State.SHOWN:
        assert parts.count(State.WITHHELD) != 1
    if whole == State.WITHHELD:
        assert set(parts) == {State.WITHHELD}


@given(GROUPS)
def test_whatever_the_primary_rule_withholds_stays_withheld(groups: list[tuple[int, int]]) -> None:
    _whole, *parts = shown_cells(groups)
    for (one, other), state in zip(groups, parts, strict=True):
        if 0 < one < 5 or 0 < other < 5 or 0 < one + other < 5:
            assert state == State.WITHHELD


def test_what_is_withheld_is_gone() -> None:
    shown = withhold(counts([3, 10, 8], [50, 12, 50]), people=True, residents=None, limits=LIMITS)
    assert shown.states.tolist() == [[3, 3, 0]]
    assert shown.numerators is not None
    assert shown.denominators is not None
    assert np.isnan(shown.numerators[0, :2]).all()
    assert np.isnan(shown.denominators[0, :2]).all()


def test_small_areas_show_nothing_of_people() -> None:
    residents = np.array([[49.0, 50.0, 0.0, np.nan]])
    made = states_of(counts([10, 10, 10, 10], None), True, residents, LIMITS)
    assert made.tolist() == [[3, 0, 0, 0]]
    value = Counts("omraade", PERIOD, None, None, np.array([[1.0, np.nan, 2.0, 3.0]]))
    assert states_of(value, True, residents, LIMITS).tolist() == [[3, 1, 0, 0]]


def test_things_are_not_people_but_small_areas_show_none_of_them_either() -> None:
    residents = np.array([[60.0, 60.0, 60.0, 49.0]])
    made = states_of(counts([1, 2, np.nan, 9], [3, 0, 3, 49]), False, residents, LIMITS)
    assert made.tolist() == [[0, State.UNDEFINED, State.MISSING, State.WITHHELD]]


def test_residents_of_the_nearest_count_before() -> None:
    held = Residents((parse("2019K4"), parse("2020K2")), np.array([[10.0, 20.0], [30.0, 40.0]]))
    rows, borrowed = held.in_step([parse("2018"), parse("2019"), parse("2020K2"), parse("2020")])
    assert rows[:, 0].tolist() == [10, 10, 30, 30]
    assert [period.code for period in borrowed] == ["2018", "2019", "2020"]


RESIDENTS = """
[[indicators]]
id = "bef_antal"
table = "tal"
numerator = {column = "n"}
breakdowns = ["koen"]
[[breakdowns]]
id = "koen"
name = "Køn"
cells = [{id = "m", name = "M", where = {koen = ["m"]}},
         {id = "k", name = "K", where = {koen = ["k"]}}]
[[indicators]]
id = "ledige"
name = "Ledige"
table = "tal"
numerator = {column = "led"}
denominator = {column = "n"}
breakdowns = ["koen"]
"""
SECRETS = (70003, 70019)  # numbers so large that none of them occurs by chance


def small_town(folder: Path) -> Path:
    """Counts that would be seen anywhere: withheld ones are 700xx, all others are below 60000."""
    rows = [
        ("01", 2020, "m", 20, 20), ("01", 2020, "k", 20, 20),  # an area below the limit
        ("02", 2020, "m", 700, 80003), ("02", 2020, "k", 40000, 50000),
        ("03", 2020, "m", 500, 900), ("03", 2020, "k", 600, 900),
        ("04", 2020, "m", 500, 900), ("04", 2020, "k", 600, 900),
    ]  # fmt: skip
    rows[2] = ("02", 2020, "m", SECRETS[0], SECRETS[0] + 3)  # three are not: the complement
    features = [
        feature(square(at), kode=f"0{at + 1}", navn="x", bb=bb)
        for at, bb in enumerate((47, 123, 900, 49))
    ]
    level = LEVEL + 'residents = "bb"\n'
    limits = '[disclosure]\nresidents = "bef_antal"\narea_minimum = 50\n'
    text = table_text(rows, "kode;aar;koen;led;n")
    return town(
        folder, limits, level, TABLE + 'municipality = "sum"\n', RESIDENTS, rows=text,
        features=features,
    )  # fmt: skip


def test_a_whole_build_withholds(tmp_path: Path) -> None:
    data, report = opened(small_town(tmp_path))
    year = parse("2020")
    assert data.cells("bef_antal", "omraade", year).states.tolist() == [3, 0, 0, 0]
    assert data.cells("ledige", "omraade", year).states.tolist() == [3, 0, 0, 0]
    assert data.cells("ledige", "omraade", year, "koen.m").states.tolist() == [3, 3, 0, 0]
    assert data.cells("ledige", "omraade", year, "koen.k").states.tolist() == [3, 3, 0, 0]
    np.testing.assert_array_equal(data.areas("omraade").residents, [np.nan, 123, 900, np.nan])
    # Four areas, the whole and two cells of a breakdown: area 01 in all, area 02 in both cells.
    withheld = {(each.indicator, each.level): each for each in report.withheld}
    assert (withheld["ledige", "omraade"].cells, withheld["ledige", "omraade"].withheld) == (12, 5)
    assert withheld["ledige", "omraade"].share == pytest.approx(100 * 5 / 12)
    assert "sekundær diskretionering er ikke udført" in report.as_text()


def test_a_withheld_number_is_nowhere_in_the_file(tmp_path: Path) -> None:
    content, report = package(small_town(tmp_path), today=TODAY)
    # The complement hides 70003 of 70006 men; the base stands openly as the residents.
    assert str(SECRETS[0]).encode() not in content
    assert str(SECRETS[0]) not in report.as_json() + report.as_text()
    assert SECRETS[0].to_bytes(4, "big") not in content
    assert SECRETS[0].to_bytes(3, "big") not in content
    assert b"70006" in content  # the search would find it


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=4, max_size=4),
)
def test_class_bounds_come_from_shown_values_alone(pairs: list[tuple[int, int]]) -> None:
    import tempfile

    rows = [(f"0{at}", 2020, one, one + other) for at, (one, other) in enumerate(pairs, 1)]
    share = (
        '[[indicators]]\nid = "a"\nname = "A"\ntable = "tal"\nnumerator = "n"\ndenominator = "d"\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        data, _report = opened(town(Path(folder), LEVEL, TABLE, share, rows=table_text(rows)))
    values = data.cells("a", "omraade", parse("2020")).values
    shown = values[np.isfinite(values)]
    for scheme in ("natural", "quantiles", "equal", "pretty"):
        for bound in data.bounds("a", "omraade", scheme, 5):
            assert shown.min() <= bound <= shown.max()


LINKED = """
[[indicators]]
id = "bef_antal"
table = "tal"
numerator = "n"
[[indicators]]
id = "boern"
name = "Børn"
table = "tal"
numerator = "b"
denominator = "n"
[[indicators]]
id = "klub"
name = "I klub"
table = "tal"
numerator = "k"
denominator = "b"
[[indicators]]
id = "haervaerk"
name = "Hærværk"
table = "tal"
numerator = "h"
denominator = "b"
people = false
[[indicators]]
id = "indbrud"
name = "Indbrud"
table = "tal"
numerator = "h"
denominator = "n"
people = false
"""


def test_what_one_indicator_withholds_no_other_says(tmp_path: Path) -> None:
    rows = [
        ("01", 2020, 97, 100, 40, 7),  # three are no children: their number may not be worked out
        ("02", 2020, 60, 100, 40, 7),
        ("03", 2020, 30, 49, 20, 7),  # an area below the limit: nothing, of things neither
        ("04", 2020, 3, 100, 0, 2),  # three children: no base for clubs or vandalism
    ]
    recipe = town(
        tmp_path,
        '[disclosure]\nresidents = "bef_antal"\narea_minimum = 50\n',
        LEVEL,
        TABLE,
        LINKED,
        rows=table_text(rows, "kode;aar;b;n;k;h"),
    )
    data, _report = opened(recipe)

    def states(indicator: str) -> list[int]:
        found: list[int] = data.cells(indicator, "omraade", parse("2020")).states.tolist()
        return found

    assert states("boern") == [3, 0, 3, 3]
    assert states("klub") == [3, 0, 3, 3]
    assert states("haervaerk") == [3, 0, 3, 3]
    assert states("indbrud") == [0, 0, 3, 0]
    assert states("bef_antal") == [0, 0, 3, 0]


def test_limits_that_were_not_laid_on_are_not_promised(tmp_path: Path) -> None:
    data, report = opened(
        town(tmp_path, "[disclosure]\narea_minimum = 50\n", LEVEL, TABLE, SHARE, rows=FULL)
    )
    assert data.manifest.limits.area_minimum == 0
    assert "antallet af beboere er ukendt" in report.as_text()

"""A map worked out: groups, colours, and a legend that counts them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits, State
from desktop.core.indicators import Indicator, Text
from desktop.core.periods import parse
from desktop.maps import palettes
from desktop.maps.choropleth import class_labels, view_bounds
from desktop.maps.classes import OWN, SCHEMES
from desktop.maps.picture import ABSENT
from desktop.maps.view import MapView
from desktop.maps.worked import work_out
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)

SHARE = Indicator("a", Text("Andel"))
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("bounds", "indicator", "labels"),
    [
        ((10.0, 16.0, 30.0), SHARE, ("under 10 %", "10 – 16 %", "16 – 30 %", "30 % og over")),
        ((10.0, 16.5), SHARE, ("under 10,0 %", "10,0 – 16,5 %", "16,5 % og over")),
        ((0.125, 0.25), SHARE, ("under 0,125 %", "0,125 – 0,250 %", "0,250 % og over")),
        ((1500.0,), replace(SHARE, unit="n"), ("under 1.500", "1.500 og over")),
        ((90.0, 110.0), replace(SHARE, unit="index"), ("under 90", "90 – 110", "110 og over")),
        ((-5.0, 5.0), replace(SHARE, unit="år"), ("under −5 år", "−5 – 5 år", "5 år og over")),
        ((), SHARE, ("alle værdier",)),
    ],
)
def test_labels(bounds: tuple[float, ...], indicator: Indicator, labels: tuple[str, ...]) -> None:
    made = class_labels(bounds, indicator)
    assert tuple(label.replace(NB, " ") for label in made) == labels
    assert all(f"{NB}{indicator.unit}" in label for label in made if label.endswith(" over") and
               indicator.unit in ("%", "år"))  # fmt: skip


def every_view(data: Dataset) -> list[MapView]:
    return [
        MapView(level.id, indicator.id, period, scheme=scheme, classes=classes)
        for level in data.levels
        for indicator in data.indicators_of(level.id)
        for period in data.periods_of(indicator.id, level.id)[::5]
        for scheme, classes in [*((scheme, 5) for scheme in SCHEMES), ("natural", 9)]
    ]


def test_groups_and_the_legend_count_every_area_that_existed_once(data: Dataset) -> None:
    views = every_view(data)
    assert len(views) > 40
    for view in views:
        made = work_out(data, view)
        counts = {row.group: row.count for row in made.legend.rows}
        assert len(counts) == len(made.legend.rows)
        assert sum(counts.values()) == made.exists.sum()
        for group, count in counts.items():
            assert (made.groups == group).sum() == count
        assert ((made.groups == ABSENT) == ~made.exists).all()
        classes = [row for row in made.legend.rows if row.group >= 0]
        assert len(classes) == len(made.bounds) + 1 == len(made.colours)
        for row in made.legend.rows:
            assert made.colour_of(row.group) == row.colour
            assert row.hatched == (row.group == -State.WITHHELD)


def test_every_kind_of_cell(data: Dataset, view: MapView) -> None:
    made = work_out(data, view)
    groups = made.groups
    assert groups[WITHHELD] == groups[WITHHELD_NOW] == -State.WITHHELD
    assert groups[MISSING] == -State.MISSING
    assert groups[UNDEFINED] == -State.UNDEFINED
    assert groups[-1] == ABSENT
    colours = made.area_colours()
    assert colours[WITHHELD] == palettes.WITHHELD
    assert colours[MISSING] == colours[UNDEFINED] == palettes.MISSING
    assert colours[-1] == ""
    assert np.flatnonzero(made.withheld()).tolist() == [WITHHELD, WITHHELD_NOW]
    assert [row.label for row in made.legend.rows[-3:]] == [
        "diskretioneret",
        "ikke defineret",
        "ingen data",
    ]
    assert [row.count for row in made.legend.rows[-3:]] == [2, 1, 1]


def test_nothing_withheld_is_in_a_map(data: Dataset) -> None:
    for view in every_view(data):
        made = work_out(data, view)
        for column in (made.cells.values, made.cells.numerators, made.cells.denominators):
            assert not np.isin(column, (HIDDEN, HIDDEN * 3)).any()
        assert "4.711" not in str(made.legend)
        assert "4711" not in str(made.legend)


def test_areas_are_there_only_while_they_existed(data: Dataset, view: MapView) -> None:
    before = work_out(data, replace(view, period=parse("2024K3")))
    after = work_out(data, replace(view, period=parse("2025K1")))
    assert before.groups[BEGINS] == ABSENT
    assert before.groups[-1] != ABSENT
    assert after.groups[BEGINS] != ABSENT
    assert after.groups[-1] == ABSENT
    assert before.cells.states[BEGINS] == State.MISSING
    assert np.isnan(before.cells.values[BEGINS])


def test_the_withheld_row_is_always_there_where_limits_are() -> None:
    view_of = MapView("distrikt", "uden_job", parse("2025K1"))
    limited = work_out(fake_dataset(), view_of).legend.rows
    assert (limited[-1].label, limited[-1].count) == ("diskretioneret", 0)
    free = work_out(fake_dataset(limits=Limits("ingen", 0, 0, complement=False)), view_of)
    assert all(row.group >= 0 for row in free.legend.rows)


def test_own_bounds(data: Dataset, view: MapView) -> None:
    own = replace(view, scheme=OWN, own_bounds=(30.0, 10.0, 10.0, 16.0))
    made = work_out(data, own)
    assert made.bounds == (10.0, 16.0, 30.0)
    shown = made.cells.values[made.groups == 1]
    assert ((shown >= 10) & (shown < 16)).all()
    assert "faste over tid" not in made.legend.scheme
    assert "faste over tid" in work_out(data, view).legend.scheme
    none = work_out(data, replace(view, scheme=OWN))
    assert none.bounds == ()
    assert none.legend.rows[0].label == "alle værdier"


def test_bounds_are_fixed_over_time_also_for_a_breakdown(data: Dataset, view: MapView) -> None:
    periods = data.periods_of(view.indicator, view.level)
    assert len({view_bounds(data, replace(view, period=each)) for each in periods}) == 1
    women = replace(view, breakdown="kvinder")
    if not data.bounds(view.indicator, view.level, view.scheme, view.classes):
        pytest.fail("the extract stores bounds")
    made = work_out(data, women)
    assert made.exists.sum() == sum(row.count for row in made.legend.rows)


def test_an_indicator_without_data_is_all_missing(data: Dataset, view: MapView) -> None:
    made = work_out(data, replace(view, period=parse("1999K1")))
    assert set(made.groups.tolist()) <= {-State.MISSING, ABSENT}


def test_the_title_is_the_sentence_or_the_name(data: Dataset, view: MapView) -> None:
    assert work_out(data, view).legend.title == "Andel af 16-66-årige"
    assert work_out(data, replace(view, indicator="beboere")).legend.title == "Beboere"

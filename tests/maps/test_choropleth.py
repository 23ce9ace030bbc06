"""A map worked out: groups, colours, and a legend that counts them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset, History
from desktop.core.disclosure import Limits, State
from desktop.core.indicators import Indicator, Text
from desktop.core.measures import Cells, value_cells
from desktop.core.periods import parse
from desktop.maps import palettes
from desktop.maps.choropleth import class_labels, ends
from desktop.maps.classes import OWN, SCHEMES, class_bounds
from desktop.maps.picture import ABSENT
from desktop.maps.view import MapView, Style
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

DATA = fake_dataset()
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
    assert data.bounds(view.indicator, view.level, view.scheme, view.classes)  # stored ones
    for asked in (view, replace(view, breakdown="kvinder"), replace(view, upper=True)):
        periods = data.periods_of(asked.indicator, asked.level, asked.breakdown)
        made = [work_out(data, replace(asked, period=each)) for each in periods]
        assert len({each.bounds for each in made}) == 1
        assert made[0].bounds
        for each in made:
            assert each.exists.sum() == sum(row.count for row in each.legend.rows)


def test_bounds_are_of_the_period_alone_when_asked(data: Dataset, view: MapView) -> None:
    periods = data.periods_of(view.indicator, view.level)
    made = [work_out(data, replace(view, period=each, fixed=False)) for each in periods]
    assert len({each.bounds for each in made}) > 1
    assert made[0].legend.scheme == "Naturlige brud, kun denne periode"
    for each in made:
        values = each.cells.values[each.cells.shown]
        indicator = data.indicator(view.indicator)
        assert each.bounds == class_bounds(values, "natural", 5, indicator.decimals)


def test_a_scheme_that_an_older_extract_does_not_hold_is_made_of_all_periods(
    data: Dataset, view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = work_out(data, replace(view, scheme="deviation")).bounds
    monkeypatch.setattr(Dataset, "bounds", lambda *_asked: ())
    assert work_out(fake_dataset(), replace(view, scheme="deviation")).bounds == wanted != ()


@given(
    st.sampled_from([*SCHEMES, OWN]),
    st.integers(3, 9),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([*palettes.RAMPS, *palettes.DIVERGING]),
    st.lists(st.integers(0, 40), max_size=8),
    st.sampled_from(["uden_job", "beboere", "alder", "fravaer"]),
    st.sampled_from([*Style]),
)
def test_whatever_is_asked_for_map_and_legend_agree(
    scheme: str, classes: int, upper: bool, fixed: bool, reverse: bool, ramp: str,
    own: list[int], indicator: str, style: Style,
) -> None:  # fmt: skip
    newest = DATA.periods_of(indicator, "boligomraade")[-1]
    view = MapView(
        "boligomraade", indicator, newest, "", scheme, classes, tuple(map(float, own)),
        ramp=ramp, reverse=reverse, upper=upper, fixed=fixed, style=style,
        filter=AreaFilter(organisations=("Boligselskabet Nord",)),
    )  # fmt: skip
    made = work_out(DATA, view)
    rows = made.legend.rows
    assert made.kept.sum() == sum(row.count for row in rows)
    assert len({row.group for row in rows}) == len(rows)
    limits = (-np.inf, *made.bounds, np.inf)
    colours = made.area_colours()
    for row in rows:
        members = np.flatnonzero((made.groups == row.group) & made.kept)
        assert len(members) == row.count
        if row.group >= 0 and made.fills is None:
            assert {colours[at] for at in members.tolist()} <= {row.colour}
            for value in made.cells.values[members].tolist():
                low, high = limits[row.group], limits[row.group + 1]
                assert low < value <= high if upper else low <= value < high
    numbered = [row for row in rows if row.group >= 0]
    assert len(numbered) == len(made.bounds) + 1 == len(made.colours)
    assert "4.711" not in str(made.legend)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("indicator", ["uden_job", "beboere", "alder"])
@pytest.mark.parametrize("kind", ["equal", "noughts", "withheld", "one"])
def test_data_without_room_give_one_class_that_holds_all(
    data: Dataset, indicator: str, style: Style, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = len(data.areas("boligomraade"))
    values = np.full(count, {"equal": 7.0, "noughts": 0.0}.get(kind, 3.0))
    states = np.full(count, State.WITHHELD if kind == "withheld" else State.SHOWN, np.uint8)
    if kind == "one":
        states[1:] = State.WITHHELD
    cells = value_cells(values, states)
    periods = data.periods_of(indicator, "boligomraade")
    monkeypatch.setattr(Dataset, "cells", lambda *_asked: cells)
    monkeypatch.setattr(Dataset, "history", lambda *_asked: History(periods[-1:], stacked(cells)))
    monkeypatch.setattr(Dataset, "bounds", lambda *_asked: ())
    made = work_out(data, MapView("boligomraade", indicator, periods[-1], style=style))
    (numbered,) = [row for row in made.legend.rows if row.group >= 0]
    shown = made.cells.shown
    assert numbered.count == shown.sum()
    assert numbered.label == ("med tal" if made.radii is not None else "alle værdier")
    assert made.bounds == ()
    assert made.exists.sum() == sum(row.count for row in made.legend.rows)
    assert (made.radii is not None) == (
        style is Style.SYMBOLS and indicator == "beboere" and kind in ("equal", "one")
    )


def stacked(cells: Cells) -> Cells:
    """One period of a history."""
    return Cells(
        cells.numerators[None], cells.denominators[None], cells.values[None], cells.states[None]
    )


def test_which_class_holds_a_bound_is_said_and_done(data: Dataset, view: MapView) -> None:
    own = replace(view, scheme=OWN, own_bounds=(10.0, 16.0))
    values = work_out(data, own).cells.values
    exact = replace(own, own_bounds=(float(np.nanmin(values)), float(np.nanmax(values))))
    lower, upper = work_out(data, exact), work_out(data, replace(exact, upper=True))
    assert [row.count for row in lower.legend.rows[:3]] == [0, np.isfinite(values).sum() - 1, 1]
    assert [row.count for row in upper.legend.rows[:3]] == [1, np.isfinite(values).sum() - 1, 0]
    assert lower.legend.rule == "nedre grænse er med i klassen"
    assert upper.legend.rule == "øvre grænse er med i klassen"
    labels = [row.label.replace(NB, " ") for row in work_out(data, own).legend.rows[:3]]
    assert labels == ["under 10 %", "10 – 16 %", "16 % og over"]
    made = work_out(data, replace(own, upper=True))
    labels = [row.label.replace(NB, " ") for row in made.legend.rows[:3]]
    assert labels == ["til og med 10 %", "10 – 16 %", "over 16 %"]


def test_counts_as_colours_warn_and_offer_circles(data: Dataset, view: MapView) -> None:
    counts = replace(view, indicator="beboere")
    for style in (Style.CLASSES, Style.CONTINUOUS):
        legend = work_out(data, replace(counts, style=style)).legend
        assert legend.note == (
            "Antal på flader vildleder: store områder ser vigtigere ud, end de er."
        )
        assert legend.offer == "Vis som cirkler"
        assert work_out(data, replace(view, style=style)).legend.note == ""
    legend = work_out(data, replace(counts, style=Style.SYMBOLS)).legend
    assert (legend.note, legend.offer) == ("", "")


def test_what_another_map_takes_over(data: Dataset, view: MapView) -> None:
    for style in Style:
        for indicator in ("uden_job", "beboere"):
            one = work_out(data, replace(view, indicator=indicator, style=style))
            taken = replace(
                view, indicator=indicator, style=style, scheme=OWN, own_bounds=ends(one)
            )
            other = work_out(data, taken)
            assert other.area_colours() == one.area_colours()
            assert [row.count for row in other.legend.rows] == [
                row.count for row in one.legend.rows
            ]
            assert ends(other) == ends(one) != ()


def test_an_indicator_without_data_is_all_missing(data: Dataset, view: MapView) -> None:
    made = work_out(data, replace(view, period=parse("1999K1")))
    assert set(made.groups.tolist()) <= {-State.MISSING, ABSENT}


def test_the_title_is_the_sentence_or_the_name(data: Dataset, view: MapView) -> None:
    assert work_out(data, view).legend.title == "Andel af 16-66-årige"
    assert work_out(data, replace(view, indicator="beboere")).legend.title == "Beboere"

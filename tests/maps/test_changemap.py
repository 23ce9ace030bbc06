"""The map of change: classes about nought, marks of what is sure, and what is said of an area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.areafilter import AreaFilter
from desktop.core.changes import changes
from desktop.core.dataset import Dataset
from desktop.core.differences import Verdict
from desktop.core.disclosure import State
from desktop.core.intervals import cell_intervals
from desktop.core.periods import parse
from desktop.maps import changemap
from desktop.maps.palettes import DIVERGING
from desktop.maps.picture import ABSENT, FALLEN, RISEN
from desktop.maps.view import MapView, Shows
from tests.fake_extract import BEGINS, HIDDEN, MISSING, UNDEFINED, WITHHELD, WITHHELD_NOW
from tests.fake_extract import fake_dataset as made_dataset

NOW = parse("2026K2")
PERIODS = [parse(code) for code in ("2024K1", "2024K4", "2025K1", "2025K4", "2026K1", "2026K2")]
DATA = made_dataset(columns=12, rows=10)


def change(indicator: str = "uden_job", **fields: object) -> MapView:
    view = MapView("boligomraade", indicator, NOW, shows=Shows.CHANGE)
    return replace(view, **fields)  # type: ignore[arg-type]


views = st.builds(
    change,
    st.sampled_from(["uden_job", "beboere", "alder", "anmeldelser"]),
    period=st.sampled_from(PERIODS),
    since=st.sampled_from([None, *PERIODS]),
    classes=st.integers(3, 9),
    scheme=st.sampled_from(["natural", "quantiles"]),
    upper=st.booleans(),
    reverse=st.booleans(),
    ramp=st.sampled_from(["petrol", *DIVERGING]),
    filter=st.sampled_from([AreaFilter(), AreaFilter(organisations=("Boligselskabet Nord",))]),
)


@given(views)
def test_what_the_legend_counts_is_what_the_map_shows(view: MapView) -> None:
    picture = changemap.picture(DATA, view)
    rows = {row.group: row for row in picture.legend.rows}
    colours = picture.area_colours()
    for group, row in rows.items():
        members = np.flatnonzero(picture.members(group))
        assert row.count == len(members)
        if group in (RISEN, FALLEN):
            continue
        assert {colours[at] for at in members} <= {row.colour}
    classes = [row for group, row in rows.items() if 0 <= group < RISEN]
    both = np.isfinite(changemap.change_of(DATA, view).values) & picture.kept
    assert sum(row.count for row in classes) == both.sum()
    assert len(classes) % 2 == 1
    assert len({row.colour for row in classes}) == len(classes)


@given(views)
def test_classes_stay_while_time_goes(view: MapView) -> None:
    pictures = [changemap.picture(DATA, replace(view, period=period)) for period in PERIODS]
    assert len({picture.bounds for picture in pictures}) == 1
    assert {row.label for row in pictures[0].legend.rows[: len(pictures[0].colours)]} == {
        row.label for row in pictures[-1].legend.rows[: len(pictures[0].colours)]
    }


@given(views)
def test_a_period_against_itself_is_in_the_middle(view: MapView) -> None:
    picture = changemap.picture(DATA, replace(view, since=view.period))
    classes = picture.groups[picture.groups >= 0]
    assert len(classes)
    assert (classes == len(picture.bounds) // 2).all()
    assert picture.signs is None or not picture.signs.any()


@given(views)
def test_nothing_hidden_is_told(view: MapView) -> None:
    picture = changemap.picture(DATA, view)
    for position in (WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED):
        told = " ".join(changemap.hover_lines(DATA, view, picture, position))
        assert str(int(HIDDEN)) not in told.replace(".", "")
        if picture.groups[position] < 0:
            assert "(" not in told
    assert picture.groups[WITHHELD] == -State.WITHHELD
    assert picture.withheld()[WITHHELD] == picture.kept[WITHHELD]


def test_states_of_areas(data: Dataset) -> None:
    picture = changemap.picture(data, change())
    assert picture.groups[WITHHELD_NOW] == -State.WITHHELD
    assert picture.groups[MISSING] == -State.MISSING
    assert picture.groups[UNDEFINED] == -State.UNDEFINED
    assert picture.groups[-1] == ABSENT
    assert picture.groups[BEGINS] >= 0  # it began before the year before


def test_an_area_that_did_not_exist_then(data: Dataset) -> None:
    view = change(since=parse("2024K2"))
    picture = changemap.picture(data, view)
    assert picture.groups[BEGINS] == -State.MISSING
    lines = changemap.hover_lines(data, view, picture, BEGINS)
    assert "2. kvt. 2024: fandtes ikke" in lines
    assert "ændring: ingen data" in lines


def test_marks_are_the_sure_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    view = change("anmeldelser", since=parse("2024K1"))
    small = partial(cell_intervals, z=0.1)
    monkeypatch.setattr("desktop.core.changes.cell_intervals", small)
    picture = changemap.picture(DATA, view)
    made = changemap.change_of(DATA, view)
    assert picture.signs is not None
    for group, sign, verdict in (
        (RISEN, 1, Verdict.SURE_HIGHER),
        (FALLEN, -1, Verdict.SURE_LOWER),
    ):
        sure = (made.verdicts == verdict) & picture.exists
        assert sure.any()
        assert ((picture.signs == sign) == sure).all()
        assert (picture.members(group) == sure).all()
        assert (np.sign(made.values[sure]) == sign).all()


def test_a_sure_rise_is_said_with_its_interval_and_direction() -> None:
    indicator = DATA.indicator("uden_job")
    from tests.core.test_changes import shares

    made = changes(shares((10, 100), (30, 100)), shares((30, 100), (31, 100)), indicator)
    words = changemap.change_sentence(made, 0, indicator)
    assert words.startswith("+20,0\N{NO-BREAK SPACE}pct.point (+")
    assert words.endswith("med sikkerhed højere, dårligere")
    assert changemap.change_sentence(made, 1, indicator).endswith("kan være tilfældigt")


@pytest.mark.parametrize(
    ("verdict", "indicator", "words"),
    [
        (Verdict.SURE_LOWER, "uden_job", "med sikkerhed lavere, bedre"),
        (Verdict.SURE_HIGHER, "uden_job", "med sikkerhed højere, dårligere"),
        (Verdict.SURE_LOWER, "alder", "med sikkerhed lavere"),
        (Verdict.UNDECIDED, "alder", "kan ikke afgøres"),
        (Verdict.UNDECIDED, "beboere", ""),
    ],
)
def test_verdicts(data: Dataset, verdict: Verdict, indicator: str, words: str) -> None:
    assert changemap.verdict_words(verdict, data.indicator(indicator)) == words


def test_labels_say_higher_and_lower() -> None:
    assert changemap.class_labels((1.0, 3.0), 1) == (
        "mindst 3 lavere",
        "1 – 3 lavere",
        "under 1 hver vej",
        "1 – 3 højere",
        "mindst 3 højere",
    )
    assert changemap.class_labels((), 1) == ("uændret",)


def test_the_subtitle_says_both_periods(data: Dataset) -> None:
    assert changemap.subtitle(data, change()) == ("Ændring fra 2. kvartal 2025 til 2. kvartal 2026")
    first = changemap.subtitle(data, change(period=parse("2024K1")))
    assert first == "1. kvartal 2024 har intet tidligere at holdes op mod"


def test_counts_and_means_bear_no_marks(data: Dataset) -> None:
    for indicator in ("beboere", "alder"):
        picture = changemap.picture(data, change(indicator))
        assert picture.signs is None
        assert RISEN not in {row.group for row in picture.legend.rows}
        assert "interval" in picture.legend.note


def test_golden(data: Dataset, golden: Callable[[str, str], None]) -> None:
    view = change(since=parse("2024K2"))
    picture = changemap.picture(data, view)
    legend = picture.legend
    lines = [legend.title, legend.rule, legend.scheme, legend.note]
    lines += [f"{row.group} {row.label} {row.colour} {row.count}" for row in legend.rows]
    for position in range(len(data.areas("boligomraade"))):
        lines.append(" | ".join(changemap.hover_lines(data, view, picture, position)))
    golden("changemap.txt", "\n".join(lines) + "\n")

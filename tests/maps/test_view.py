"""What is on screen: the first view, the remembered one, and the nearest period."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.periods import order, parse
from desktop.maps.view import (
    MapView,
    Style,
    first_view,
    fitting_style,
    nearest_period,
    possible_style,
    remembered_view,
)
from desktop.maps.worked import work_out
from tests.fake_extract import fake_dataset
from tests.strategies import periods

DATA = fake_dataset()
GOOD: dict[str, Any] = {
    "level": "distrikt",
    "indicator": "fravaer",
    "period": "2024/25",
    "breakdown": "",
    "scheme": "own",
    "classes": 7,
    "own_bounds": [5, 10.5],
    "layers": {"hidden": [], "points": [], "names": True},
}

USUAL = {"style": "classes", "ramp": "petrol", "reverse": False, "upper": False, "fixed": True}


def test_the_first_view() -> None:
    view = first_view(DATA)
    assert (view.level, view.indicator, view.period.code) == ("boligomraade", "uden_job", "2026K2")
    assert (view.scheme, view.classes, view.selected, view.extent) == ("natural", 5, (), None)


def test_an_extract_without_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    data = fake_dataset()
    monkeypatch.setattr(Dataset, "indicators_of", lambda *_asked: ())
    with pytest.raises(UsageError, match="ingen tal") as caught:
        first_view(data)
    assert caught.value.hint


def test_a_view_is_remembered() -> None:
    view = MapView("distrikt", "fravaer", parse("2024/25"), "", "own", 7, (5.0, 10.5))
    assert view.as_settings() == {**GOOD, **USUAL}
    assert remembered_view(DATA, json.loads(json.dumps(view.as_settings()))) == view


def test_how_a_map_is_drawn_is_remembered_as_far_as_it_makes_sense() -> None:
    drawn = MapView(
        "distrikt", "fravaer", parse("2024/25"), style=Style.CONTINUOUS, ramp="blue-ochre",
        reverse=True, upper=True, fixed=False,
    )  # fmt: skip
    assert remembered_view(DATA, json.loads(json.dumps(drawn.as_settings()))) == drawn
    usual = remembered_view(DATA, GOOD)
    for key, odd in (("ramp", "alarm"), ("reverse", 1), ("upper", "yes"), ("style", "symbols")):
        assert remembered_view(DATA, {**GOOD, key: odd}) == usual, key


@pytest.mark.parametrize(
    ("indicator", "held", "begins", "possible"),
    [
        ("beboere", Style.CLASSES, Style.SYMBOLS, Style.CLASSES),
        ("beboere", Style.CONTINUOUS, Style.SYMBOLS, Style.CONTINUOUS),
        ("beboere", Style.SYMBOLS, Style.SYMBOLS, Style.SYMBOLS),
        ("uden_job", Style.SYMBOLS, Style.CLASSES, Style.CLASSES),
        ("uden_job", Style.CONTINUOUS, Style.CONTINUOUS, Style.CONTINUOUS),
        ("alder", Style.SYMBOLS, Style.CLASSES, Style.CLASSES),
    ],
)
def test_counts_begin_as_circles_and_nothing_else_is_ever_circles(
    indicator: str, held: Style, begins: Style, possible: Style
) -> None:
    assert fitting_style(DATA.indicator(indicator), held) is begins
    assert possible_style(DATA.indicator(indicator), held) is possible


def test_selected_areas_and_the_extent_are_forgotten() -> None:
    view = MapView(
        "distrikt", "fravaer", parse("2024/25"), extent=(1, 2, 3, 4), selected=("Vest", "Øst")
    )
    assert "Vest" not in json.dumps(view.as_settings(), ensure_ascii=False)
    made = remembered_view(DATA, view.as_settings())
    assert (made.selected, made.extent) == ((), None)


def test_a_part_of_the_residents_is_remembered_while_the_extract_has_it() -> None:
    women = MapView("boligomraade", "uden_job", parse("2026K2"), "kvinder")
    assert remembered_view(DATA, women.as_settings()) == women
    for gone in ("ukendt", None, 3, ["kvinder"]):
        assert remembered_view(DATA, {**women.as_settings(), "breakdown": gone}).breakdown == ""
    assert remembered_view(DATA, {**GOOD, "breakdown": "kvinder"}).breakdown == ""  # not of this


@pytest.mark.parametrize("key", [key for key in GOOD if key not in ("breakdown", "layers")])
def test_what_is_missing_is_a_first_view(key: str) -> None:
    assert remembered_view(DATA, {k: v for k, v in GOOD.items() if k != key}) == first_view(DATA)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("level", "kommune"), ("level", "by"), ("level", None), ("indicator", "ukendt"),
        ("indicator", 3), ("period", "i dag"), ("period", None), ("period", 20266),
        ("classes", 1), ("classes", 2), ("classes", 10), ("classes", -5), ("classes", "mange"),
        ("classes", None),
        ("classes", 1e400), ("classes", float("nan")), ("own_bounds", None), ("own_bounds", 3),
        ("own_bounds", ["x"]), ("own_bounds", [float("nan")]), ("own_bounds", [1, float("inf")]),
        ("own_bounds", [[1]]), ("own_bounds", list(range(500))),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_a_first_view(key: str, value: object) -> None:
    assert remembered_view(DATA, {**GOOD, key: value}) == first_view(DATA)


def test_an_unknown_scheme_is_natural_and_a_period_gone_the_newest() -> None:
    assert remembered_view(DATA, {**GOOD, "scheme": "stddev"}).scheme == "natural"
    assert remembered_view(DATA, {**GOOD, "period": "2019/20"}).period.code == "2025/26"


@pytest.mark.parametrize("settings", [{}, [], None, 3, "x", {"level": {}}])
def test_what_is_no_view_at_all(settings: Any) -> None:
    assert remembered_view(DATA, settings) == first_view(DATA)


ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@given(st.fixed_dictionaries({key: st.just(value) | ANY for key, value in GOOD.items()}))
def test_whatever_is_remembered_gives_a_view_that_can_be_drawn(settings: dict[str, Any]) -> None:
    view = remembered_view(DATA, settings)
    made = work_out(DATA, view)
    assert sum(row.count for row in made.legend.rows) == made.exists.sum()
    assert all(row.label for row in made.legend.rows)


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("2026K2", "2025"), ("2025K4", "2025"), ("2025K3", "2024"), ("2024", "2024"),
        ("2030", "2026"), ("2026M12", "2026"), ("1990", "2024"), ("2024M11", "2024"),
    ],
)  # fmt: skip
def test_the_nearest_period(wanted: str, nearest: str) -> None:
    years = tuple(parse(year) for year in ("2024", "2025", "2026"))
    assert nearest_period(years, parse(wanted)).code == nearest


@given(st.lists(periods(), min_size=1, max_size=8), periods())
def test_the_nearest_period_is_never_later_if_any_is_earlier(held: list[Any], wanted: Any) -> None:
    ordered = tuple(sorted(held, key=order))
    made = nearest_period(ordered, wanted)
    earlier = [each for each in ordered if each.end <= wanted.end]
    assert made == (earlier[-1] if earlier else ordered[0])

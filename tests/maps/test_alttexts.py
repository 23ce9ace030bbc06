"""Alternative texts: true to the numbers, short, and silent about what is withheld."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.association import associate
from desktop.core.dataset import Dataset
from desktop.core.wording import NO_BREAK, number
from desktop.maps.alttexts import MOST, alt_of_map, alt_of_pair, alt_of_scatter, listed, short
from desktop.maps.mappair import map_pair
from desktop.maps.picture import RISEN
from desktop.maps.sheet import finished_picture
from desktop.maps.view import MapView, Shows
from tests.fake_extract import LONG_NAME, WITHHELD
from tests.maps.sheets import LONG_TITLE, code, crowded
from tests.maps.test_sheetkinds import KINDS, extract, views


def alt(data: Dataset, view: MapView) -> str:
    return alt_of_map(data, view, finished_picture(data, view))


@pytest.mark.parametrize("kind", [*KINDS, "value"])
def test_a_map_says_what_it_is_of_and_how_many_are_where(kind: str) -> None:
    data = extract()
    view = {**views(data), "value": replace(views(data)["ramp"], style=views(data)["upper"].style)}[
        kind
    ]
    picture = finished_picture(data, view)
    said = alt(data, view)

    assert said.startswith("Kort over") and said.endswith(".") and len(said) <= MOST
    assert number(int(picture.kept.sum())) in said
    assert view.period.label in said
    withheld = next((row for row in picture.legend.rows if row.group == -1), None)
    if withheld is not None and withheld.count:
        assert f"{withheld.label} ({number(withheld.count)})" in said
    if kind in ("value", "upper", "counts", "category"):
        for row in picture.legend.rows:
            if 0 <= row.group < RISEN:
                assert f"{row.label.replace(NO_BREAK, ' ')} ({number(row.count)})" in said


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_withheld_changes_no_word(kind: str) -> None:
    def told(hidden: float) -> str:
        data = extract(hidden)
        return alt(data, views(data)[kind])

    assert told(1) == told(4711)
    assert "4.711" not in told(4711)


def test_chosen_areas_are_told_with_their_numbers_or_why_there_is_none() -> None:
    data = extract()
    view = views(data)["upper"]
    cells = data.cells(view.indicator, view.level, view.period)
    names = data.areas(view.level).names
    said = alt(data, view)

    assert f"{names[WITHHELD]} diskretioneret" in said
    assert f"{names[9]} {number(float(cells.values[9]), 1)}" in said


def test_an_area_is_the_highest_only_where_its_interval_says_so() -> None:
    data = extract()
    view = replace(views(data)["upper"], selected=())
    picture = finished_picture(data, view)
    cells = picture.cells
    top = int(np.nanargmax(cells.values))
    name = data.areas(view.level).names[top]
    assert "med sikkerhed" not in alt_of_map(data, view, picture)

    factor = 10_000.0  # so many people that chance is out of the question
    sure = replace(
        cells, numerators=cells.numerators * factor, denominators=cells.denominators * factor
    )
    said = alt_of_map(data, view, replace(picture, cells=sure))
    assert f"{name} ligger med sikkerhed højest." in said


def test_the_reach_is_that_of_the_areas_inside_the_filter() -> None:
    data = extract()
    view = views(data)["filtered"]
    picture = finished_picture(data, view)
    shown = picture.cells.values[picture.kept & picture.cells.shown]
    said = alt(data, view)

    assert number(float(shown.min()), 1) in said and number(float(shown.max()), 1) in said
    assert f"af {number(int(picture.exists.sum()))}" in said


def test_however_long_the_names_it_is_short() -> None:
    data, view = crowded("da")
    for shows in Shows:
        said = alt(data, replace(view, shows=shows))
        assert len(said) <= MOST, shows
    assert str(LONG_TITLE) not in alt(data, view) and "Andel af unge under uddannelse" in alt(
        data, view
    )


def test_two_maps_are_told_apart() -> None:
    data = extract()
    view = views(data)["upper"]
    other = replace(view, period=data.periods_of(view.indicator, view.level)[0])
    said = alt_of_pair(
        data, (view, other), (finished_picture(data, view), finished_picture(data, other))
    )

    assert said.index(view.period.label) < said.index(other.period.label)
    assert said.startswith("Det ene kort") and len(said) <= MOST


def test_a_plot_says_nothing_of_persons() -> None:
    data = extract()
    view = views(data)["upper"]
    other = replace(view, indicator="fravaer", period=data.periods_of("fravaer", view.level)[-1])
    pair = map_pair(data, (view, other), (finished_picture(data, view),
                                          finished_picture(data, other)))  # fmt: skip
    said = alt_of_scatter(pair, associate(pair.first, pair.second), "boligområder")

    assert "siger intet om enkeltpersoner" in said
    assert number(int(pair.shown.sum())) in said


def test_lists_end_in_and() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B og C"
    assert listed(list("ABCDEF"), 2) == "A, B og 4 mere"
    assert listed([]) == ""
    assert len(short(LONG_NAME * 20)) == MOST


def test_an_unknown_code_is_passed_over() -> None:
    data = extract()
    view = replace(views(data)["upper"], selected=("9999", code(9)))

    assert "9999" not in alt(data, view)

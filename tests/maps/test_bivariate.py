"""The map of two indicators: nine classes, their colours, and the square that explains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State
from desktop.core.periods import parse
from desktop.maps import bivariate
from desktop.maps.composing import Setter
from desktop.maps.diverging import BIVARIATE, crossed, diverging
from desktop.maps.palettes import CLAY, luminance, rgb
from desktop.maps.picture import ABSENT
from desktop.maps.squarekey import square_key
from desktop.maps.view import MapView, Second, Shows
from tests.fake_extract import HIDDEN, MISSING, UNDEFINED, WITHHELD, WITHHELD_NOW
from tests.fake_extract import fake_dataset as made_dataset

NOW = parse("2026K2")
DATA = made_dataset(columns=12, rows=10)
SETTER = Setter(lambda text, size, _weight, _tabular: 0.55 * size * len(text))
IDS = ["uden_job", "beboere", "alder", "anmeldelser", "fravaer"]


def both(first: str = "uden_job", second: str = "fravaer", **fields: object) -> MapView:
    periods = {"fravaer": parse("2025/26")}
    view = MapView(
        "boligomraade",
        first,
        periods.get(first, NOW),
        shows=Shows.BIVARIATE,
        second=Second(second, periods.get(second, NOW)),
    )
    return replace(view, **fields)  # type: ignore[arg-type]


views = st.builds(
    both,
    st.sampled_from(IDS),
    st.sampled_from(IDS),
    scheme=st.sampled_from(["natural", "quantiles", "equal", "pretty"]),
    upper=st.booleans(),
    filter=st.sampled_from([AreaFilter(), AreaFilter(organisations=("Boligselskabet Nord",))]),
)


@given(views)
def test_what_the_square_counts_is_what_the_map_shows(view: MapView) -> None:
    picture = bivariate.picture(DATA, view)
    legend = picture.legend
    assert isinstance(legend, bivariate.SquareLegend)
    colours = picture.area_colours()
    cells = len(legend.first.labels) * len(legend.second.labels)
    for row in legend.rows:
        members = np.flatnonzero(picture.members(row.group))
        assert row.count == len(members)
        assert {colours[at] for at in members} <= {row.colour}
    assert view.second is not None
    second = DATA.cells(view.second.indicator, view.level, view.second.period)
    shown = picture.kept & picture.cells.shown & second.shown
    assert sum(row.count for row in legend.rows[:cells]) == shown.sum()
    assert len({row.colour for row in legend.rows[:cells]}) == cells


@given(views)
def test_nothing_hidden_is_told(view: MapView) -> None:
    picture = bivariate.picture(DATA, view)
    for position in (WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED):
        told = " ".join(bivariate.hover_lines(DATA, view, picture, position))
        assert str(int(HIDDEN)) not in told.replace(".", "")
    assert picture.groups[WITHHELD] == -State.WITHHELD


def test_hidden_in_either(data: Dataset) -> None:
    for view in (both(), both("fravaer", "uden_job"), both("beboere", "alder")):
        picture = bivariate.picture(data, view)
        assert picture.groups[WITHHELD_NOW] == -State.WITHHELD
        assert picture.groups[MISSING] == -State.MISSING
        assert picture.groups[-1] == ABSENT
    assert bivariate.picture(data, both("beboere")).groups[UNDEFINED] == -State.UNDEFINED


def test_classes_are_thirds_over_time_and_stay(data: Dataset) -> None:
    now = bivariate.picture(data, both("uden_job", "anmeldelser"))
    before = bivariate.picture(data, both("uden_job", "anmeldelser", period=parse("2024K1")))
    assert now.bounds == before.bounds
    assert now.bounds == data.bounds("uden_job", "boligomraade", "quantiles", 3)


def test_hover_says_both_numbers_and_the_cell(data: Dataset) -> None:
    view = both()
    lines = bivariate.hover_lines(data, view, bivariate.picture(data, view), 0)
    assert len(lines) == 4
    assert lines[1].startswith("Uden for arbejdsmarkedet: ")
    assert lines[2].startswith("Skolefravær over 10 %: ")
    assert lines[3].startswith("»Uden for arbejdsmarkedet« ")


def test_an_indicator_against_itself_has_only_its_own_classes(data: Dataset) -> None:
    picture = bivariate.picture(data, both("uden_job", "uden_job"))
    used = {int(group) for group in picture.groups if group >= 0}
    assert used <= {0, 4, 8}


@pytest.mark.parametrize("colours", [*BIVARIATE, *zip(*BIVARIATE, strict=True)])
def test_each_axis_darkens_strictly(colours: tuple[str, ...]) -> None:
    light = [lightness(colour) for colour in colours]
    assert all(one - other > 8 for one, other in pairwise(light))


SIGHT = {  # Machado, Oliveira and Fernandes (2009), full strength, on linear light
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_are_told_apart_by_every_eye(sight: str) -> None:
    nine = [lab(colour, SIGHT[sight]) for colour in crossed(3, 3)]
    assert min(apart(one, other) for one, other in combinations(nine, 2)) > 15
    change = [lab(colour, SIGHT[sight]) for colour in diverging(3)]
    assert min(apart(one, other) for one, other in combinations(change, 2)) > 12


@pytest.mark.parametrize("colours", [crossed(3, 3), diverging(1), diverging(2), diverging(3)])
def test_colours_are_told_apart_in_grey_and_from_what_is_chosen(colours: tuple[str, ...]) -> None:
    light = sorted(lightness(colour) for colour in colours)
    assert min(b - a for a, b in pairwise(light)) > 5
    clay = lab(CLAY, SIGHT["normal"])
    assert min(apart(lab(colour, SIGHT["normal"]), clay) for colour in colours) > 25


def test_golden(data: Dataset, golden: Callable[[str, str], None]) -> None:
    view = both()
    picture = bivariate.picture(data, view)
    assert isinstance(picture.legend, bivariate.SquareLegend)
    chart = square_key(picture.legend, 250.0, "#000001", "#000002", SETTER)
    golden("squarekey.txt", chart.drawing.as_text())


def test_the_square_lies_as_it_is_read(data: Dataset) -> None:
    legend = bivariate.picture(data, both()).legend
    assert isinstance(legend, bivariate.SquareLegend)
    chart = square_key(legend, 250.0, "#000001", "#000002", SETTER)
    for row, spot in zip(legend.rows, chart.spots, strict=False):
        assert row.label == spot.lines[0]
        assert chart.at(spot.left + 5, spot.top + 5) == row.group
    lowest, highest = chart.spots[0], chart.spots[8]
    assert lowest.left < highest.left
    assert lowest.top > highest.top
    assert chart.step(0, -1, 0) == 1  # up: the second indicator grows
    assert chart.step(0, 0, 1) == 3
    assert chart.step(0, 1, 0) == 0


def test_long_names_stay_inside(data: Dataset) -> None:
    legend = bivariate.picture(data, both()).legend
    assert isinstance(legend, bivariate.SquareLegend)
    long = replace(legend, first=replace(legend.first, name="å" * 200))
    for text in square_key(long, 250.0, "#000001", "#000002", SETTER).drawing.texts():
        assert SETTER.width(text, 12, 600) <= 251


def lightness(colour: str) -> float:
    return 116 * np.cbrt(luminance(colour)) - 16 if luminance(colour) > 0.0089 else 0.0


def lab(colour: str, sight: FloatArray) -> FloatArray:
    share = np.array(rgb(colour)) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    seen = np.clip(sight @ linear, 0, 1)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
         [0.0193339, 0.1191920, 0.9503041]]
    )  # fmt: skip
    x, y, z = np.cbrt(to_xyz @ seen / to_xyz.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: FloatArray, other: FloatArray) -> float:
    return float(np.linalg.norm(one - other))

"""Maps of a finished report: no colour and no mark tells of an area that is not shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pytest

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset, RawSeries
from desktop.core.disclosure import State
from desktop.core.periods import parse as parse_period
from desktop.maps import palettes
from desktop.maps.drawing import Clip, Dot, Dots, Fills, Mark, one_shape
from desktop.maps.symbols import places
from desktop.maps.view import MapView, Second, Shows, Style
from desktop.reports.blocks import (
    Figure,
    ShownMap,
)
from desktop.reports.leakcheck import check
from desktop.reports.making import write_report
from tests.fake_extract import (
    BEGINS,
    MISSING,
    WITHHELD,
    WITHHELD_NOW,
    FakeSource,
    fake_dataset,
)
from tests.reports.leaking import (
    ASKED,
    DATA,
    LEVEL,
    NOW,
    laid_of,
    map_figure,
    problems,
    view,
)


@pytest.fixture(autouse=True)
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No standard is named, which is quicker."""
    monkeypatch.setattr("desktop.reports.validation.validator", str)


VIEWS = {
    "classes": view(),
    "a place": view(extent=(570_000.0, 6_220_000.0, 571_800.0, 6_221_800.0)),
    "ramp": view(style=Style.CONTINUOUS),
    "circles": view(indicator="beboere", style=Style.SYMBOLS),
    "change": view(shows=Shows.CHANGE),
    "two": view(shows=Shows.BIVARIATE, second=Second("alder", parse_period(NOW))),
    "no names": view(layers=replace(view().layers, names=False)),
    "districts": view(level="distrikt"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_map_of_what_is_shown_passes(name: str) -> None:
    assert problems(map_figure(VIEWS[name])) == ()


def test_two_maps_beside_each_other_pass() -> None:
    one = map_figure(VIEWS["a place"], wide=80.0)
    other = map_figure(view(), wide=80.0)
    from desktop.reports.blocks import Side

    assert problems(Side((one,), (other,))) == ()


def with_marks(figure: Figure, change: Callable[[Mark], Mark], *more: Mark) -> Figure:
    """The figure with marks of its map changed, and more of them on top of it."""
    held: list[Mark] = []
    for mark in figure.drawing.marks:
        if isinstance(mark, Clip):
            held.append(replace(mark, marks=(*map(change, mark.marks), *more)))
        else:
            held.append(mark)
    return replace(figure, drawing=replace(figure.drawing, marks=tuple(held)))


def recoloured(at: int, colour: str) -> Callable[[Mark], Mark]:
    def change(mark: Mark) -> Mark:
        if not isinstance(mark, Fills) or not mark.hatched:
            return mark
        colours = tuple(colour if nr == at else each for nr, each in enumerate(mark.colours))
        return replace(mark, colours=colours)

    return change


def unhatched(mark: Mark) -> Mark:
    return replace(mark, hatched=frozenset()) if isinstance(mark, Fills) else mark


@pytest.mark.parametrize("name", ["classes", "ramp", "circles", "change", "two", "no names"])
@pytest.mark.parametrize("at", [WITHHELD, WITHHELD_NOW, MISSING])
def test_a_colour_that_tells_the_class_of_an_area_that_is_not_shown(name: str, at: int) -> None:
    found = problems(with_marks(map_figure(VIEWS[name]), recoloured(at, "#8CC0BC")))
    assert any("Kortet" in each and "Side 1" in each for each in found)


@pytest.mark.parametrize("colour", [palettes.CIRCLED, "#EEF1F5", palettes.INK, palettes.SURFACE])
def test_a_colour_that_is_near_that_of_withheld(colour: str) -> None:
    assert problems(with_marks(map_figure(view()), recoloured(WITHHELD, colour)))


def test_missing_in_the_colour_of_withheld_and_the_other_way() -> None:
    figure = map_figure(view())
    assert problems(with_marks(figure, recoloured(MISSING, palettes.WITHHELD)))
    assert problems(with_marks(figure, recoloured(WITHHELD, palettes.MISSING)))


def test_withheld_without_its_hatching() -> None:
    assert any("Kortet" in each for each in problems(with_marks(map_figure(view()), unhatched)))


def place_of(figure: Figure, at: int) -> tuple[float, float]:
    east, north = places(DATA, LEVEL)[at].tolist()
    return figure.maps[0].frame.place(east, north)


@pytest.mark.parametrize("name", ["classes", "circles", "change"])
def test_a_mark_on_an_area_that_is_not_shown(name: str) -> None:
    figure = map_figure(VIEWS[name])
    x, y = place_of(figure, WITHHELD)
    arrow = one_shape([(x - 1, y - 1), (x + 1, y - 1), (x, y + 1)], palettes.INK)
    spot = Dots(np.array([[x, y]]), np.array([0.4]), np.array([0]), (palettes.PETROL,))
    for mark in (Dot(x, y, 1.5, palettes.PETROL), arrow, spot):
        found = problems(with_marks(figure, lambda each: each, mark))
        assert any("Kortet" in each for each in found)


@pytest.mark.parametrize(
    "of",
    [
        view(shows=Shows.CHANGE, since=parse_period("2024K2")),
        view(shows=Shows.BIVARIATE, second=Second("alder", parse_period("2024K3"))),
    ],
)
def test_an_area_without_a_number_at_the_other_time(of: MapView) -> None:
    assert problems(map_figure(of)) == ()
    assert problems(with_marks(map_figure(of), recoloured(BEGINS, "#8CC0BC")))


@pytest.mark.parametrize("wide", [11.5, 14.0, 25.0])
@pytest.mark.parametrize("name", ["change", "classes"])
def test_a_map_so_small_that_marks_cover_areas_and_dots_stand_for_them(
    name: str, wide: float
) -> None:
    assert problems(map_figure(VIEWS[name], wide=wide)) == ()


def test_an_area_under_another_one() -> None:
    """Where outlines overlap, what is seen is the later area's."""
    source: Any = fake_dataset()._source
    names = [each.name for each in fields(FakeSource) if each.init]
    data = Dataset(Overlapping(**{name: getattr(source, name) for name in names}))
    assert data.cells("uden_job", LEVEL, parse_period(NOW)).states[BEGINS] == State.WITHHELD
    laid = laid_of(map_figure(view(), data=data))
    assert check(write_report(laid).content, laid, replace(ASKED, data=data)) == ()


@dataclass(eq=False)
class Overlapping(FakeSource):
    """The last area never ended, and lies on one that is withheld."""

    def areas(self, level: str) -> Areas:
        made = super().areas(level)
        count = len(made.codes)
        first = np.zeros(count, np.int32)
        last = np.full(count, dt.date.max.toordinal(), np.int32)
        return replace(made, valid_from=first, valid_to=last)

    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        raw = super().series(indicator, level, breakdown, periods)
        if level == LEVEL:
            raw.states[..., BEGINS] = State.WITHHELD
        return raw


def test_a_map_of_another_time_than_it_says() -> None:
    """An area withheld now that was shown before is caught by what the extract says of now."""
    before = replace(view(), period=parse_period("2026K1"))
    figure = map_figure(before)
    assert problems(figure) == ()
    said = replace(figure, maps=(ShownMap(view(), figure.maps[0].frame),))
    assert any("Kortet" in each for each in problems(said))


def test_a_neighbours_arrowhead_that_reaches_over_is_no_mark_of_the_area() -> None:
    figure = map_figure(VIEWS["change"])
    x, y = place_of(figure, WITHHELD)
    x += 1.0
    arrow = one_shape([(x - 2, y - 1), (x + 2, y - 1), (x, y + 3)], palettes.INK)
    assert problems(with_marks(figure, lambda each: each, arrow)) == ()


def test_a_map_that_nobody_told_of() -> None:
    figure = replace(map_figure(view()), maps=())
    assert any("et kort" in each for each in problems(figure))

"""The legend and the table of map sheets."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desktop.core.dataset import Dataset
from desktop.maps import palettes
from desktop.maps.drawing import Box
from desktop.maps.paper import Paper
from desktop.maps.view import MapView
from tests import fake_extract
from tests.fake_extract import LONG_NAME
from tests.maps.sheets import (
    code,
    crowded,
    outer_marks,
    outside_the_map,
    sheet,
)


def test_the_legend_has_a_swatch_for_every_row(data: Dataset, view: MapView) -> None:
    drawing = sheet(data, view)
    swatches = [
        m for m in outer_marks(drawing) if isinstance(m, Box) and m.width == pytest.approx(5.8)
    ]

    assert [m.fill for m in swatches[:5]] == list(palettes.SEQUENTIAL_1)
    assert [m.fill for m in swatches[5:]] == [palettes.WITHHELD, *2 * [palettes.MISSING]]
    assert [bool(m.hatched) for m in swatches] == [False] * 5 + [True, False, False]


def test_chosen_areas_are_listed_by_value_and_those_without_one_last(
    data: Dataset, view: MapView
) -> None:
    chosen = (3, 10, 6, 0, 5, 20)
    texts = sheet(data, replace(view, selected=tuple(map(code, chosen)))).texts()
    table = texts[texts.index("Fremhævede områder") : texts.index("Sådan læses kortet")]

    values = data.cells(view.indicator, view.level, view.period).values
    shown = "Skovbrynet", "Lindebo"
    first, second = sorted(shown, key=lambda name: values[0 if name == "Skovbrynet" else 10])[::-1]
    assert table.index(first) < table.index(second) < table.index("Gamle Nørrevang")
    assert table[table.index("Ådalen") + 1] == "diskretioneret"
    assert table[table.index("Fjordparken") + 1] == "ikke defineret"
    assert table[table.index("Ørstedsgade") + 1] == "ingen data"
    assert table[table.index("Gamle Nørrevang") + 1] == "fandtes ikke"
    assert "Kommunen" in table


def test_beyond_what_there_is_room_for_the_rest_is_counted_and_the_last_chosen_kept() -> None:
    data, view = crowded("da")
    others = (each for each in view.selected if each != code(12))
    last = replace(view, selected=(*others, code(12)))
    drawing = sheet(data, last, Paper.A4_UPRIGHT)

    (more,) = (text for text in drawing.texts() if re.fullmatch(r"og \d+ områder mere", text))
    listed = [
        mark for mark in outside_the_map(drawing) if mark.text in data.areas(view.level).names
    ]
    assert int(more.split()[1]) + len(listed) == 20
    assert [mark.weight for mark in listed if mark.text == "Toften"] == [600]


def test_with_nothing_chosen_the_municipality_stands_alone(data: Dataset, view: MapView) -> None:
    texts = sheet(data, replace(view, selected=("9999",))).texts()

    assert "Til sammenligning" in texts and "Fremhævede områder" not in texts


def test_shares_have_their_interval_and_others_have_none(data: Dataset, view: MapView) -> None:
    def intervals(indicator: str) -> list[str]:
        period = data.periods_of(indicator, view.level)[-1]
        changed = replace(view, indicator=indicator, period=period, selected=(code(10),))
        texts = outside_the_map(sheet(data, changed))
        return [m.text for m in texts if m.tabular and re.fullmatch(r"[\d,]+–[\d,]+", m.text)]

    assert len(intervals("uden_job")) == 2
    for other in ("anmeldelser", "beboere", "alder"):
        assert intervals(other) == []


def test_a_long_name_takes_two_lines(data: Dataset, view: MapView) -> None:
    drawing = sheet(data, replace(view, selected=(code(fake_extract.LONG),)), Paper.A4_UPRIGHT)
    lines = [m.text for m in outside_the_map(drawing) if m.text and m.text in LONG_NAME]

    assert " ".join(lines[-2:]) == LONG_NAME or lines[-1].startswith("Vestre")


def test_where_there_is_room_more_areas_are_listed(data: Dataset, view: MapView) -> None:
    selected = tuple(code(at) for at in range(9, 20))
    chosen = replace(view, selected=selected)

    for paper in (Paper.A3_ACROSS, Paper.A3_UPRIGHT):
        texts = [mark.text for mark in outside_the_map(sheet(data, chosen, paper))]
        assert not any(text.startswith("og ") for text in texts)
        assert sum(text in data.areas(view.level).names for text in texts if text) == len(selected)

"""The yearly report of all areas: overview, shaded themes, development, each area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.periods import parse
from desktop.maps.classes import assign
from desktop.maps.palettes import lightness
from desktop.reports.asked import ChapterSpec
from desktop.reports.blocks import Heading
from desktop.reports.chapters.standardfacts import facts_of
from desktop.reports.chapters.yearly import course_cell, shaded_table, themes
from desktop.reports.chapters.yearlyfacts import shades_of, years_back
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from tests.core.models.fakemodels import POINTS
from tests.fake_extract import MISSING, UNDEFINED, WITHHELD, WITHHELD_NOW, fake_dataset
from tests.reports.chapters.areacases import (
    all_blocks,
    as_text,
    asked_of,
    blocks_of,
    cells,
    flat,
    sectored,
    tables,
)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def test_golden(data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("report-yearly.txt", as_text(all_blocks(asked_of(data, "yearly"))))


def test_every_area_has_its_piece_in_danish_order(data: Dataset) -> None:
    asked = asked_of(data, "yearly")
    headings = [
        block.text for block in flat(blocks_of(asked, "yearly-areas")) if isinstance(block, Heading)
    ]
    found = facts_of(asked, ChapterSpec("x"))
    assert headings == [found.name(at) for at in found.positions]
    assert len(headings) == 20


def test_shades_are_those_of_the_numbers_class(data: Dataset) -> None:
    found = facts_of(asked_of(data, "yearly", indicators=("uden_job",)), ChapterSpec("x"))
    (held,) = found.held
    shades = shades_of(found, held)
    light = [lightness(colour) for colour in shades.colours]
    assert light == sorted(light, reverse=True)
    table = shaded_table(found, found.held)
    rows = {row.cells[0].text: row.cells[1] for row in table.rows}
    for at in found.positions:
        cell, value = rows[found.name(at)], held.column.cells.values[at]
        if held.column.cells.states[at] == State.SHOWN:
            assert cell.swatch == shades.colours[int(assign(np.array([value]), shades.bounds)[0])]
        else:
            assert cell.swatch == ""


@pytest.mark.parametrize("at", [WITHHELD, MISSING, UNDEFINED])
def test_what_is_hidden_has_no_course_and_no_shade(data: Dataset, at: int) -> None:
    found = facts_of(asked_of(data, "yearly"), ChapterSpec("x"))
    counted = next(held for held in found.held if held.indicator.id == "uden_job")
    assert course_cell(found, counted, at).figure is None


def test_a_course_leaves_what_is_withheld_open(data: Dataset) -> None:
    found = facts_of(asked_of(data, "yearly"), ChapterSpec("x"))
    held = next(held for held in found.held if held.indicator.id == "uden_job")
    told = course_cell(found, held, WITHHELD_NOW)
    assert told.figure is not None
    assert "2. kvartal 2026" not in told.text and "1. kvartal 2026" in told.text


def test_small_themes_stand_together(data: Dataset) -> None:
    found = facts_of(asked_of(data, "yearly"), ChapterSpec("x"))
    made = themes(found)
    assert [held for _name, part in made for held in part] == list(found.held)
    assert all(len(part) <= 4 for _name, part in made)
    assert made[0][0].startswith("Arbejde og ")


def test_development_goes_five_years_back_unless_it_is_asked_otherwise(data: Dataset) -> None:
    asked = asked_of(data, "yearly")
    assert years_back(asked) == parse("2021K2")
    assert years_back(replace(asked, since=parse("2024K4"))) == parse("2024K4")
    assert blocks_of(asked, "yearly-development") == []  # the extract begins in 2024
    later = replace(asked, since=parse("2024K4"))
    assert "fra 4. kvt. 2024" in as_text(blocks_of(later, "yearly-development")).replace(
        "\u00a0", " "
    )


def test_categories_are_told_with_their_model() -> None:
    data = fake_dataset(models={"point": POINTS})
    asked = asked_of(data, "yearly", model="point")
    text = as_text(blocks_of(asked, "yearly-front"))
    assert "»Pointmodel«" in text
    assert "Høj indsats" in text and "Ingen kategori" in text
    areas = as_text(blocks_of(asked, "yearly-areas"))
    assert "Kategori: Lav indsats" in areas
    assert "Kategori: ingen." in areas
    swatches = {cell.text: cell.swatch for cell in cells(blocks_of(asked, "yearly-front"))}
    assert swatches["Lav indsats"] and not swatches["ingen"]


def test_an_area_without_a_number_is_told_in_a_sentence(data: Dataset) -> None:
    asked = asked_of(data, "yearly", areas=(WITHHELD,))
    text = as_text(blocks_of(asked, "yearly-areas"))
    assert "Ingen af nøgletallene vises" in text and "diskretioneret" in text
    assert not tables(blocks_of(asked, "yearly-areas"))


def test_the_finished_file_holds() -> None:
    asked = asked_of(sectored(), "yearly")
    laid = make_report(asked)
    made = write_report(laid)
    assert check(made.content, laid, asked) == ()
    assert made.said == ()

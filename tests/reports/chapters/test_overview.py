"""The quarterly report: key figures, areas that stand out, what moved, maps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from desktop.core.comparisons import Question, against_all
from desktop.core.dataset import Dataset
from desktop.core.differences import Adjustment, Against, Verdict, adjusted_z
from desktop.core.periods import parse
from desktop.reports.asked import ChapterSpec
from desktop.reports.blocks import Figure
from desktop.reports.chapters.overview import key_table, lead_words
from desktop.reports.chapters.overviewfacts import standouts
from desktop.reports.chapters.standardfacts import Facts, facts_of
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from tests.fake_extract import MISSING, UNDEFINED, WITHHELD, fake_dataset
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
    return sectored()


def facts(data: Dataset, **others: object) -> Facts:
    return facts_of(asked_of(data, "quarterly", **others), ChapterSpec("x"))


def test_golden(data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("report-quarterly.txt", as_text(all_blocks(asked_of(data, "quarterly"))))


def test_key_figures_name_their_cells_now_and_before(data: Dataset) -> None:
    for row in key_table(facts(data)).rows:
        sources = [cell.of for cell in row.cells if cell.of is not None]
        assert [source.area for source in sources] == ["", ""]
        assert sources[0].period > sources[1].period


def test_a_school_year_that_is_told_is_in_its_course(data: Dataset) -> None:
    rows = {row.cells[0].text: row for row in key_table(facts(data)).rows}
    assert rows["Skolefravær over 10 % (2025/26)"].cells[-1].text.endswith("i skoleåret 2025/26")


def test_standouts_hold_all_comparisons_under_one(data: Dataset) -> None:
    """Each is sure at the level of them all: no fewer, and none beside."""
    found = facts(data, indicators=("uden_job", "fravaer", "anmeldelser"))
    made = standouts(found)
    z = adjusted_z(made.comparisons, Adjustment.BONFERRONI)
    wanted: dict[int, int] = {}
    for held in found.held:
        assert held.period is not None
        verdicts = against_all(
            data, "boligomraade", held.indicator, held.period,
            Question(Against.MUNICIPALITY), z=z,
        ).verdicts  # fmt: skip
        for at in np.flatnonzero(verdicts >= Verdict.SURE_HIGHER).tolist():
            wanted[at] = wanted.get(at, 0) + 1
    assert {each.area: len(each.worse) + len(each.better) for each in made.areas} == wanted
    assert wanted


def test_a_stricter_limit_finds_no_more_than_each_by_itself(data: Dataset) -> None:
    found = facts(data)
    strict = sum(len(each.worse) + len(each.better) for each in standouts(found).areas)
    loose = sum(
        int((held.compared.verdicts[list(found.positions)] >= Verdict.SURE_HIGHER).sum())
        for held in found.held
        if held.compared is not None
    )
    assert strict < loose


def test_no_hidden_area_stands_out(data: Dataset) -> None:
    assert not {each.area for each in standouts(facts(data)).areas} & {WITHHELD, MISSING, UNDEFINED}


def test_without_numbers_to_judge_the_front_says_so_and_no_page_is_made(data: Dataset) -> None:
    asked = asked_of(data, "quarterly", indicators=("alder", "beboere"))
    assert blocks_of(asked, "quarterly-areas") == []
    assert "kan ikke siges" in as_text(blocks_of(asked, "quarterly-figures"))


def test_what_cannot_be_judged_is_not_called_unchanged(data: Dataset) -> None:
    told = lead_words(facts(data, indicators=("alder",)))
    assert "Ingen af ændringerne kan vurderes" in told


def test_a_map_is_noted_for_the_check(data: Dataset) -> None:
    figures = [
        block
        for block in flat(blocks_of(asked_of(data, "quarterly"), "quarterly-maps"))
        if isinstance(block, Figure)
    ]
    assert len(figures) == 2
    assert all(figure.maps and figure.alt for figure in figures)


def test_what_moved_is_only_of_chosen_areas(data: Dataset) -> None:
    asked = asked_of(data, "quarterly", areas=(0, 8, 9))
    told = {cell.of.area for cell in cells(all_blocks(asked)) if cell.of is not None}
    assert told <= {"", "0101", "0109", "0110"}


def test_the_first_period_has_nothing_to_hold_against(data: Dataset) -> None:
    asked = asked_of(data, "quarterly", period=parse("2024K1"))
    text = as_text(all_blocks(asked))
    assert "Hvad har flyttet sig?" in text
    assert all(
        len(row.cells) == len(t.columns) for t in tables(all_blocks(asked)) for row in t.rows
    )


def test_the_finished_file_holds(data: Dataset) -> None:
    asked = asked_of(data, "quarterly")
    laid = make_report(asked)
    assert check(write_report(laid).content, laid, asked) == ()


def test_a_small_extract_makes_a_report() -> None:
    small = fake_dataset(columns=4, rows=2, periods=1, background=False)
    text = as_text(all_blocks(asked_of(small, "quarterly", indicators=("uden_job",))))
    assert "Ingen af ændringerne kan vurderes" in text

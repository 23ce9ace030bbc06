"""Sectors and organisations against each other: sums, verdicts, what is left out, refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.differences import Verdict
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.grouping import ORGANISATION, SECTOR
from desktop.core.indicators import Kind
from desktop.core.periods import parse
from desktop.reports.asked import ChapterSpec
from desktop.reports.blocks import Figure, Title
from desktop.reports.chapters.sectors import comparison_table, dumbbell_pairs
from desktop.reports.chapters.sectorsfacts import Compared, compared_groups, group_series
from desktop.reports.chapters.sectorswords import left_out_words
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from tests.fake_extract import fake_dataset
from tests.reports.chapters.areacases import (
    all_blocks,
    as_text,
    asked_of,
    blocks_of,
    flat,
    sectored,
)

NOW = parse("2026K2")
SPEC = ChapterSpec("sectors")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return sectored()


def compared(data: Dataset, by: str = SECTOR, **others: object) -> Compared:
    return compared_groups(asked_of(data, "sectors", **others), SPEC, by)


def test_golden(data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("report-sectors.txt", as_text(all_blocks(asked_of(data, "sectors"))))


def test_golden_of_organisations(data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("report-organisations.txt", as_text(all_blocks(asked_of(data, "organisations"))))


def test_a_sectors_number_is_a_sum_over_a_sum(data: Dataset) -> None:
    """Of the shown areas that exist: counts over bases, not a mean of shares."""
    found = compared(data, indicators=("uden_job",))
    cells = data.cells("uden_job", "boligomraade", NOW)
    for group in found.groups:
        at = np.array(group.members)
        shown = at[cells.states[at] == State.SHOWN]
        wanted = 100 * cells.numerators[shown].sum() / cells.denominators[shown].sum()
        assert found.rows[0].made[group.name].own.values[0] == pytest.approx(wanted)


def test_almen_comes_first_whatever_the_alphabet(data: Dataset) -> None:
    assert [group.name for group in compared(data).groups] == ["almen", "privat"]


def test_the_table_says_both_numbers_difference_interval_and_verdict(data: Dataset) -> None:
    found = compared(data, indicators=("uden_job", "anmeldelser"))
    table = comparison_table(found, found.groups[0])
    assert [column.heading for column in table.columns[1:3]] == ["Almen", "Privat"]
    for row, held in zip(table.rows, found.rows, strict=True):
        made = held.made["almen"]
        sure = made.verdict in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)
        assert row.cells[3].strong == sure
        assert ("med sikkerhed" in row.cells[5].text) == sure


def test_sums_that_leave_many_out_are_not_told() -> None:
    """With fewer than four of five areas shown there are no numbers and no dot, and it is said."""
    small = sectored(4, 3)
    found = compared(small, indicators=("uden_job",))
    group = next(group for group in found.groups if found.rows[0].made[group.name].skewed)
    (row,) = comparison_table(found, group).rows
    assert [cell.text for cell in row.cells[1:]] == ["–", "–", "–", "–", "kan ikke afgøres"]
    assert dumbbell_pairs(found, group) == ()
    assert any(
        "Kan ikke afgøres: Uden for arbejdsmarkedet" in said for said in left_out_words(found)
    )


def test_plain_counts_are_not_drawn(data: Dataset) -> None:
    found = compared(data, indicators=("beboere", "uden_job"))
    assert [pair.name for pair in dumbbell_pairs(found, found.groups[0])] == [
        "Uden for arbejdsmarkedet"
    ]


def test_a_choice_of_its_own_is_of_what_can_be_judged(data: Dataset) -> None:
    kinds = {row.indicator.kind for row in compared(data).rows}
    assert kinds == {Kind.SHARE, Kind.RATE}


def test_a_series_is_summed_of_those_shown_in_each_period(data: Dataset) -> None:
    found = compared(data, indicators=("uden_job",))
    group = found.groups[0]
    series = group_series(data, "boligomraade", data.indicator("uden_job"), group, SECTOR, NOW)
    assert series is not None
    own = found.rows[0].made[group.name].own.values[0]
    assert series.cells.values[-1] == pytest.approx(own)
    assert (series.shown <= series.areas).all()
    before = parse("2025K1")
    ended = group_series(data, "boligomraade", data.indicator("uden_job"), group, SECTOR, before)
    assert ended is not None and len(ended.areas) == 5


def test_what_may_be_concluded_is_said(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "sectors"), "sectors"))
    assert "Hvad tallene kan bruges til" in text
    assert "Det siger ikke hvorfor" in text


def test_one_sector_is_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError, match="den samme sektor, »almen«") as refusal:
        blocks_of(asked_of(fake_dataset(), "sectors"), "sectors")
    assert refusal.value.hint


def test_a_level_without_sectors_names_those_that_have_them(data: Dataset) -> None:
    asked = replace(asked_of(data, "sectors"), level="distrikt")
    with pytest.raises(UsageError, match="hvilke sektorer distrikter") as refusal:
        blocks_of(asked, "sectors")
    assert "boligområder" in refusal.value.hint


def test_every_organisation_has_a_page_and_areas_without_one_are_counted(data: Dataset) -> None:
    asked = asked_of(data, "organisations")
    titles = [
        block.text for block in blocks_of(asked, "organisation-pages") if isinstance(block, Title)
    ]
    assert titles == ["Boligforeningen Fjorden", "Boligselskabet Nord"]
    found = compared_groups(asked, SPEC, ORGANISATION)
    assert found.without and any(
        "hører ikke til nogen af grupperne" in said for said in left_out_words(found)
    )


def test_chosen_areas_choose_their_organisations(data: Dataset) -> None:
    asked = asked_of(data, "organisations", areas=(8,))
    (title,) = [b for b in blocks_of(asked, "organisation-pages") if isinstance(b, Title)]
    assert title.text == data.areas("boligomraade").organisations[8]


def test_the_request_may_hold_organisations_against_each_other(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "sectors", by="organisation"), "sectors"))
    assert "Boligselskabet Nord" in text and "Sektoren" not in text


def test_over_time_has_words_for_those_who_do_not_see(data: Dataset) -> None:
    figures = [
        block
        for block in flat(blocks_of(asked_of(data, "sectors"), "sectors-time"))
        if isinstance(block, Figure)
    ]
    assert figures and all(figure.alt for figure in figures)


@pytest.mark.parametrize("template", ["sectors", "organisations"])
def test_the_finished_file_holds(data: Dataset, template: str) -> None:
    asked = asked_of(data, template)
    laid = make_report(asked)
    made = write_report(laid)
    assert check(made.content, laid, asked) == ()
    assert made.said == ()

"""The standard report: what it says, of which cells, and what it never says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.comparisons import Question, against_all
from desktop.core.dataset import Dataset
from desktop.core.differences import Against, Verdict
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.periods import parse
from desktop.core.sentences import value_words
from desktop.maps.paper import Paper
from desktop.reports.asked import ChapterSpec
from desktop.reports.blocks import Figure, Heading, Source, Table, Title
from desktop.reports.chapterkinds import chapter_kinds
from desktop.reports.chapters.standardfacts import facts_of, indicator_ids
from desktop.reports.chapters.standardtables import FEW
from desktop.reports.chapters.standardwords import sure_words
from desktop.reports.leakcheck import check
from desktop.reports.making import make_report, write_report
from desktop.reports.templates import shipped_template
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    LONG_NAME,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)
from tests.reports.chapters.areacases import (
    all_blocks,
    as_text,
    asked_of,
    blocks_of,
    cells,
    flat,
    sectored,
    tables,
    words,
)

SOME = (0, BEGINS, 2, WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED, 7, 8)
IDS = ("uden_job", "anmeldelser", "alder", "beboere", "fravaer")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


@pytest.fixture(scope="module")
def parted() -> Dataset:
    return sectored()


def test_golden(data: Dataset, golden: Callable[[str, str], None]) -> None:
    blocks = all_blocks(asked_of(data, "standard", areas=SOME, indicators=IDS))
    golden("report-standard.txt", as_text(blocks))


def test_golden_of_one_area(data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("report-standard-one.txt", as_text(all_blocks(asked_of(data, "standard", areas=(8,)))))


def test_areas_stand_in_danish_order_and_those_that_are_gone_are_named(data: Dataset) -> None:
    gone = len(data.areas("boligomraade")) - 1
    found = facts_of(asked_of(data, "standard", areas=(4, gone, 0, 5)), ChapterSpec("x"))
    names = [found.name(at) for at in found.positions]
    assert names == ["Skovbrynet", "Æblehaven", "Ørstedsgade"]
    assert found.gone == ("Gamle Nørrevang",)


def test_only_areas_that_are_gone_are_refused(data: Dataset) -> None:
    gone = len(data.areas("boligomraade")) - 1
    with pytest.raises(UsageError, match="fandtes ved udgangen"):
        blocks_of(asked_of(data, "standard", areas=(gone,)), "standard-front")


def test_every_number_of_an_area_names_its_cell(parted: Dataset) -> None:
    """A text that is a number of the extract is the one that its source has."""
    asked = asked_of(parted, "standard", areas=tuple(range(9)))
    areas = parted.areas("boligomraade")
    seen = 0
    for cell in cells(blocks_of(asked, "standard-numbers")):
        if cell.of is None:
            continue
        source: Source = cell.of
        period = parse(source.period)
        indicator = parted.indicator(source.indicator)
        if source.area:
            held = parted.cells(source.indicator, "boligomraade", period)
            at = areas.index[source.area]
        else:
            held, at = parted.municipality(source.indicator, period), 0
        assert cell.text.removeprefix(f"{FEW}\u00a0") == value_words(held, at, indicator)
        seen += 1
    assert seen > 30


def test_every_cell_of_an_area_has_its_source(data: Dataset) -> None:
    asked = asked_of(data, "standard", areas=SOME, indicators=IDS)
    for table in tables(blocks_of(asked, "standard-numbers")):
        for row in table.rows:
            if not row.cells[0].text.startswith("Sektoren"):
                assert all(cell.of is not None for cell in row.cells[1:])


def test_what_is_withheld_is_said_and_never_told(data: Dataset) -> None:
    blocks = all_blocks(asked_of(data, "standard", areas=SOME, indicators=IDS))
    text = as_text(blocks)
    assert "diskretioneret" in text
    assert "4.711" not in text and str(int(HIDDEN)) not in text
    for cell in cells(blocks):
        source = cell.of
        if source is not None and source.area == "0104":
            assert re.fullmatch(r"diskretioneret|ingen data|", cell.text), cell.text


def test_how_many_are_withheld_is_counted(data: Dataset) -> None:
    found = facts_of(asked_of(data, "standard", areas=SOME, indicators=("uden_job",)),
                     ChapterSpec("x"))  # fmt: skip
    states = found.held[0].column.cells.states[list(found.positions)]
    told = as_text(blocks_of(asked_of(data, "standard", areas=SOME, indicators=("uden_job",)),
                             "standard-front"))  # fmt: skip
    assert (
        f"Af 9 tal er {int((states == State.WITHHELD).sum())} diskretionerede, 1 uden data" in told
    )


def test_bold_is_what_differs_beyond_chance(data: Dataset) -> None:
    asked = asked_of(data, "standard", indicators=("uden_job", "anmeldelser", "fravaer"))
    made = {
        id: against_all(
            data, "boligomraade", data.indicator(id), period, Question(Against.MUNICIPALITY)
        ).verdicts
        for id, period in (
            ("uden_job", parse("2026K2")),
            ("anmeldelser", parse("2026K2")),
            ("fravaer", parse("2025/26")),
        )
    }
    index = data.areas("boligomraade").index
    bold = set()
    for cell in cells(blocks_of(asked, "standard-numbers")):
        if cell.of is not None and cell.of.area:
            sure = made[cell.of.indicator][index[cell.of.area]]
            assert cell.strong == (sure in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER))
            bold.add(cell.strong)
    assert bold == {True, False}


def test_a_verdict_is_said_in_words_and_never_only_safe() -> None:
    said = [sure_words(verdict) for verdict in Verdict]
    assert said == [
        "kan ikke afgøres",
        "kan være tilfældigt",
        "over, med sikkerhed",
        "under, med sikkerhed",
    ]


def test_changes_are_those_of_the_extract(data: Dataset) -> None:
    ids = ("uden_job", "fravaer", "alder")
    asked = asked_of(data, "standard", areas=(0, 8, 9), indicators=ids)
    now = data.cells("uden_job", "boligomraade", parse("2026K2"))
    before = data.cells("uden_job", "boligomraade", parse("2025K2"))
    (table,) = tables(blocks_of(asked, "standard-changes"))
    for row in table.rows[1:]:
        source = row.cells[1].of
        if source is not None:
            at = data.areas("boligomraade").index[source.area]
            change = float(now.values[at] - before.values[at])
            told = row.cells[1].text.replace("\u00a0pct.point", "").replace("−", "-")
            assert float(told.replace(",", ".")) == pytest.approx(change, abs=0.051)


def test_a_table_is_never_wider_than_the_paper_allows(parted: Dataset) -> None:
    for paper, most in ((Paper.A4_UPRIGHT, 6), (Paper.A4_ACROSS, 9)):
        for table in tables(all_blocks(asked_of(parted, "standard", paper=paper))):
            assert len(table.columns) <= max(most, 7)


def test_sectors_stand_under_the_municipality(parted: Dataset) -> None:
    (table, *_rest) = tables(blocks_of(asked_of(parted, "standard"), "standard-numbers"))
    names = [row.cells[0].text for row in table.rows[:3]]
    assert names == ["Eksempelby Kommune", "Sektoren »almen«", "Sektoren »privat«"]


def test_one_sector_alone_is_no_row(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "standard"), "standard-numbers"))
    assert "Sektoren »" not in text


def test_many_areas_are_drawn_and_few_stand_in_a_table(data: Dataset) -> None:
    large = fake_dataset(columns=10, rows=7)
    indicator = "standard-indicators"
    assert not [b for b in flat(blocks_of(asked_of(data, "standard"), indicator))
                if isinstance(b, Figure)]  # fmt: skip
    drawn = blocks_of(asked_of(large, "standard", indicators=("uden_job",)), indicator)
    figures = [block for block in flat(drawn) if isinstance(block, Figure)]
    assert figures and all(figure.alt for figure in figures)
    assert "Område 60" in [text for f in figures for text in f.drawing.texts()]


def test_overlapping_intervals_are_said(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "standard"), "standard-indicators"))
    assert "Rækkefølgen er usikker" in text


def test_one_area_has_no_tables_of_areas(data: Dataset) -> None:
    asked = asked_of(data, "standard", areas=(8,))
    assert blocks_of(asked, "standard-numbers") == []
    assert blocks_of(asked, "standard-changes") == []
    titles = [block for block in blocks_of(asked, "standard-front") if isinstance(block, Title)]
    assert "Bakkegården" in titles[0].subtitle


def test_an_area_without_a_number_makes_a_page(data: Dataset) -> None:
    for at in (WITHHELD, MISSING, UNDEFINED):
        assert words(all_blocks(asked_of(data, "standard", areas=(at,))))


def test_a_period_before_all_numbers_makes_a_page(data: Dataset) -> None:
    text = as_text(all_blocks(asked_of(data, "standard", period=parse("2019K1"))))
    assert "ingen data" in text


def test_a_template_may_name_its_indicators_and_a_request_goes_first(data: Dataset) -> None:
    spec = ChapterSpec("standard-front", options={"indicators": ("alder", "findes_ikke")})
    assert indicator_ids(asked_of(data, "standard"), spec) == ("alder",)
    assert indicator_ids(asked_of(data, "standard", indicators=("fravaer",)), spec) == ("fravaer",)
    few = ChapterSpec("standard-front", options={"most": 2})
    assert len(indicator_ids(asked_of(data, "standard"), few)) <= 2


@pytest.mark.parametrize(
    "template", ["standard", "quarterly", "yearly", "sectors", "organisations"]
)
def test_templates_ask_for_chapters_that_there_are(template: str) -> None:
    kinds = chapter_kinds()
    assert all(spec.id in kinds for spec in shipped_template(template).chapters)


@settings(max_examples=25)
@given(st.sets(st.integers(0, 19), min_size=1), st.sets(st.sampled_from(IDS), min_size=1))
def test_whatever_is_chosen_every_chosen_area_is_there(areas: set[int], ids: set[str]) -> None:
    held = _data()
    asked = asked_of(held, "standard", areas=tuple(areas), indicators=tuple(ids))
    blocks = all_blocks(asked)
    names = held.areas("boligomraade").names
    text = as_text(blocks)
    assert all(names[at] in text for at in areas if names[at])
    for table in (block for block in flat(blocks) if isinstance(block, Table)):
        assert all(len(row.cells) == len(table.columns) or row.heading for row in table.rows)


def _data(made: list[Dataset] = []) -> Dataset:  # noqa: B006 - made once for all examples
    if not made:
        made.append(fake_dataset())
    return made[0]


def test_the_finished_file_holds_and_is_the_same_again(data: Dataset) -> None:
    asked = asked_of(data, "standard", areas=SOME, indicators=IDS)
    laid = make_report(asked)
    made = write_report(laid).content
    assert check(made, laid, asked) == ()
    assert write_report(make_report(asked)).content == made


def test_a_wrong_number_is_found_in_the_finished_file(data: Dataset) -> None:
    """What names its cell is held against the extract: another number there is found."""
    asked = asked_of(data, "standard", areas=SOME, indicators=("uden_job",))
    laid = make_report(asked)
    cell = next(each for each in laid.cells if each.text.endswith("%") and each.source.area)
    wrong = replace(cell, source=replace(cell.source, area="0109"))
    changed = replace(laid, cells=tuple(wrong if each is cell else each for each in laid.cells))
    assert check(write_report(laid).content, changed, asked)


def test_long_names_are_told_in_full(data: Dataset) -> None:
    assert LONG_NAME in as_text(blocks_of(asked_of(data, "standard"), "standard-numbers"))


def test_headings_never_jump(parted: Dataset) -> None:
    rank = 0
    for block in flat(all_blocks(asked_of(parted, "standard", areas=(8,)))):
        if isinstance(block, Title):
            rank = 1
        elif isinstance(block, Heading):
            assert block.rank <= rank + 1
            rank = block.rank


def test_intervals_are_beside_the_number(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "standard", areas=(0, 8)), "standard-indicators"))
    assert "95 %-interval" in text
    assert re.search(r"\d,\d–\d+,\d %", text)

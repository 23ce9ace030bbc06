"""Områdeprofil: what it says of areas of every kind, and that it stays within four pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pytest

from desktop.core.dataset import Breakdown, Dataset
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.indicators import Text
from desktop.core.periods import parse
from desktop.core.profile import profile_of
from desktop.core.sentences import value_words
from desktop.maps.paper import Paper
from desktop.reports.asked import Asked, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    Source,
    Style,
    Table,
    Title,
)
from desktop.reports.chapterkinds import chapter_kinds
from desktop.reports.chapters.definitions import counted_words, definitions_blocks
from desktop.reports.chapters.profile import OPTIONS, make_profiles
from desktop.reports.chapters.profilefigures import divisions_of
from desktop.reports.chapters.profileroom import filled, first_room, items_of, later_room
from desktop.reports.chapters.profiletables import areas_table, more_figures_table
from desktop.reports.chapters.profilewhy import models_of, why_blocks
from desktop.reports.making import make_report
from desktop.reports.planfile import Goal, Plan
from tests.core.models.fakemodels import POINTS, TWO_OUTCOMES
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    LONG,
    MANIFEST,
    MISSING,
    QUARTERS,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    FakeSource,
    fake_dataset,
)
from tests.reports.chapters.blocktexts import as_text, asked_of, check_shape, flat, tables
from tests.reports.chapters.test_categories import TESTS

LEVEL = "boligomraade"
NOW = parse("2026K2")
AGES = tuple(
    Breakdown(f"alder.{id}", Text("Alder"), Text(name))
    for id, name in (("0_17", "0-17 år"), ("18", "18 år og derover"))
)
CROSSED = Breakdown("alder_koen.m", Text("Alder og køn"), Text("Mænd"))
SEX = Breakdown("koen.m", Text("Køn"), Text("Mænd"))


@dataclass(eq=False)
class Peopled(FakeSource):
    """The invented extract with its residents by age, by sex, and by both."""

    def series_periods(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        held = dict(super().series_periods())
        for each in (*AGES, SEX, CROSSED):
            for level in (LEVEL, "kommune"):
                held["beboere", level, each.id] = self.quarters
        return held

    def _counts(  # a third of the residents are children
        self, indicator: str, breakdown: str
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        numerators, denominators, states = super()._counts(indicator, "")
        if indicator == "beboere" and breakdown:
            part = 1 / 3 if breakdown == "alder.0_17" else 2 / 3
            denominators = np.floor(denominators * part)
        return numerators, denominators, states


def peopled() -> Dataset:
    source = Peopled(5, 4, 8, QUARTERS, HIDDEN, MANIFEST, background=True)
    source.breakdowns = (*AGES, SEX, CROSSED)
    return Dataset(source)


def modelled() -> Dataset:
    return fake_dataset(columns=6, rows=5, models={"point": POINTS, "to": TWO_OUTCOMES})


def chapter(asked: Asked, at: int = 0, **options: bool | str) -> list[Block]:
    chapters = list(make_profiles(asked, ChapterSpec("profile", options=options)))
    return list(chapters[at].make())


def check_sources(data: Dataset, blocks: list[Block]) -> int:
    """Every number with a source is the one that the extract has there."""
    count = 0
    for table in tables(blocks):
        for row in table.rows:
            for cell in row.cells:
                if cell.of is None:
                    continue
                assert cell.text == held_words(data, cell.of), cell.of
                count += 1
    return count


def held_words(data: Dataset, of: Source) -> str:
    indicator, period = data.indicator(of.indicator), parse(of.period)
    if not of.area:
        return value_words(data.municipality(of.indicator, period, of.breakdown), 0, indicator)
    cells = data.cells(of.indicator, of.level, period, of.breakdown)
    return value_words(cells, data.areas(of.level).index[of.area], indicator)


def test_a_profile_reads_as_it_did(golden: Callable[[str, str], None]) -> None:
    data = modelled()
    golden("report-profile.txt", as_text(chapter(asked_of(data, "profile", areas=(9,)))))


@pytest.mark.parametrize("position", [0, *range(BEGINS, LONG + 1), 20])
def test_every_area_has_a_profile_of_two_to_four_pages(position: int) -> None:
    data = fake_dataset()
    asked = asked_of(data, "profile", areas=(position,))
    blocks = chapter(asked)
    check_shape(blocks)
    assert str(HIDDEN).removesuffix(".0") not in as_text(blocks).replace(".", "")
    if position != len(data.areas(LEVEL)) - 1:
        assert check_sources(data, blocks) > 4
    pages = len(make_report(asked).pages)
    assert pages == 1 if position == len(data.areas(LEVEL)) - 1 else 2 <= pages <= 4


def test_the_first_page_holds_text_map_course_figures_and_spine() -> None:
    data = modelled()
    blocks = chapter(asked_of(data, "profile", areas=(9,)))
    first = blocks[: next(at for at, each in enumerate(blocks) if isinstance(each, NewPage))]
    kinds = [type(each) for each in flat(first)]
    assert kinds == [Title, Paragraph, Paragraph, Figure, Paragraph, Figure, Table, Heading, Figure]
    lead = first[1]
    assert isinstance(lead, Paragraph)
    assert lead.style is Style.LEAD
    (shown,) = [each for each in flat(first) if isinstance(each, Figure) and each.maps]
    assert shown.maps[0].view.selected == (data.areas(LEVEL).codes[9],)
    asked = asked_of(data, "profile", areas=(9,))
    assert filled(items_of(first, 182.0), first_room(asked))[0] == 1


def test_the_title_says_who_and_in_which_category() -> None:
    title = chapter(asked_of(modelled(), "profile", areas=(9,)))[0]
    assert isinstance(title, Title)
    assert title.kicker == "Eksempelby Kommune · Områdeprofil"
    assert title.subtitle.startswith("Boligområde 0110 · ")
    assert title.subtitle.endswith("2. kvartal 2026")
    assert title.badge.endswith(" point")


def test_a_profile_is_made_of_every_area_that_exists_where_none_is_chosen() -> None:
    data = fake_dataset()
    names = [each.name for each in make_profiles(asked_of(data, "profile"), ChapterSpec("profile"))]
    assert len(names) == data.areas(LEVEL).valid_on(NOW.end).sum()
    assert "Gamle Nørrevang" not in names


@pytest.mark.parametrize("position", [WITHHELD, MISSING, UNDEFINED, LONG, BEGINS, WITHHELD_NOW])
def test_what_is_not_shown_has_no_number(position: int) -> None:
    data = fake_dataset()
    for table in tables(chapter(asked_of(data, "profile", areas=(position,)))):
        for row in table.rows:
            for cell in row.cells:
                of = cell.of
                if of is None or not of.area:
                    continue
                cells = data.cells(of.indicator, of.level, parse(of.period))
                state = cells.states[data.areas(LEVEL).index[of.area]]
                assert (state == State.SHOWN) == any(letter.isdigit() for letter in cell.text)


def test_an_area_that_is_gone_has_a_page_that_says_so() -> None:
    data = fake_dataset()
    blocks = chapter(asked_of(data, "profile", areas=(len(data.areas(LEVEL)) - 1,)))
    assert [type(each) for each in blocks] == [Title, Paragraph]
    assert "fandtes ikke" in as_text(blocks)


@pytest.mark.parametrize("model", ["point", "to", "tegn"])
def test_why_is_told_of_models_of_every_kind(model: str) -> None:
    data = fake_dataset(
        columns=6, rows=5, models={"point": POINTS, "to": TWO_OUTCOMES, "tegn": TESTS}
    )
    models = models_of(data, LEVEL, NOW, model)
    assert models[0].id == model
    assert {each.id for each in models} <= {"point", "to", "tegn"}
    for area in range(len(data.areas(LEVEL))):
        blocks = list(why_blocks(data, LEVEL, NOW, models[0], area))
        check_sources(data, blocks)
        for table in tables(blocks):
            assert all(len(r.cells) == len(table.columns) or r.heading for r in table.rows)


def test_residents_are_told_by_what_the_extract_has_but_not_crossed() -> None:
    data = peopled()
    blocks = chapter(asked_of(data, "profile", areas=(9,)))
    said = as_text(blocks)
    assert "Beboere efter alder" in said
    assert "Beboere efter køn" in said
    assert "Alder og køn" not in said
    divisions = divisions_of(data, profile_of(data, LEVEL, 9, NOW, ("uden_job",)))
    (ages, _sex) = divisions
    assert sum(part.share for part in ages.parts) == pytest.approx(100, abs=1.0)
    assert ages.parts[0].whole == pytest.approx(100 / 3, abs=1.0)


def test_the_residents_of_a_withheld_area_are_not_told() -> None:
    data = peopled()
    assert divisions_of(data, profile_of(data, LEVEL, WITHHELD, NOW, ("uden_job",))) == []
    assert "Beboere efter" not in as_text(chapter(asked_of(data, "profile", areas=(WITHHELD,))))


def test_parts_of_the_profile_can_be_left_out() -> None:
    data = modelled()
    asked = asked_of(data, "profile", areas=(8,))
    whole = as_text(chapter(asked))
    for option, heading in (
        ("trends", "## Udvikling"),
        ("categories", "## Kategorier og hvorfor"),
        ("efforts", "## Indsatser i området"),
        ("definitions", "## Definitioner"),
    ):
        assert heading in whole
        assert heading not in as_text(chapter(asked, **{option: False}))
    alone = chapter(asked, **{name: False for name, usual in OPTIONS.items() if usual is True})
    assert not any(isinstance(each, NewPage) for each in alone)


def test_similar_areas_and_parts_can_be_asked_for() -> None:
    data = fake_dataset()
    assert "Lignende boligområder" in as_text(
        chapter(asked_of(data, "profile", areas=(9,)), similar=True)
    )
    asked = replace(asked_of(data, "profile", areas=(0,)), level="distrikt")
    said = as_text(chapter(asked, parts=True))
    assert "## Boligområder i området" in said


def test_goals_are_told_of_an_area_in_the_plan_alone() -> None:
    data = fake_dataset()
    codes = data.areas(LEVEL).codes
    plan = Plan(
        "Plan A", LEVEL, codes[8:10], dt.date(2025, 1, 1), dt.date(2028, 12, 31), parse("2025K1"),
        goals=(Goal("uden_job", 15.0, dt.date(2028, 12, 31)),),
    )  # fmt: skip
    inside = as_text(chapter(replace(asked_of(data, "profile", areas=(9,)), plan=plan)))
    assert "## Mål i »Plan A«" in inside
    assert "15,0 %" in inside
    outside = as_text(chapter(replace(asked_of(data, "profile", areas=(2,)), plan=plan)))
    assert "Plan A" not in outside


def test_the_opening_indicator_can_be_chosen() -> None:
    asked = asked_of(fake_dataset(), "profile", areas=(9,))
    assert "hyppigheden »Anmeldte indbrud«" in as_text(chapter(asked, headline="anmeldelser"))
    chosen = asked_of(fake_dataset(), "profile", areas=(9,), indicators=("fravaer", "uden_job"))
    assert "andelen »Skolefravær over 10 %«" in as_text(chapter(chosen))


@pytest.mark.parametrize("paper", list(Paper))
def test_a_profile_can_be_laid_out_on_every_paper(paper: Paper) -> None:
    asked = replace(asked_of(fake_dataset(), "profile", areas=(9,)), paper=paper)
    assert make_report(asked).pages


def test_one_indicator_and_one_period_are_enough() -> None:
    data = fake_dataset(periods=1)
    asked = asked_of(data, "profile", areas=(9,), indicators=("uden_job",))
    said = as_text(chapter(asked))
    assert "På et år" not in said.split("figure")[0]
    assert len(make_report(asked).pages) == 2


def test_the_reckoned_pages_are_the_pages_that_there_are() -> None:
    data = modelled()
    for position in (0, 9, 20):
        asked = asked_of(data, "profile", areas=(position,))
        blocks = chapter(asked)
        later = blocks[next(at for at, e in enumerate(blocks) if isinstance(e, NewPage)) + 1 :]
        reckoned = 1 + filled(items_of(later, 182.0), later_room(asked))[0]
        assert reckoned == len(make_report(asked).pages)


def test_several_areas_share_a_table_with_the_municipality_last() -> None:
    data = fake_dataset()
    indicators = [data.indicator(id) for id in ("uden_job", "alder")]
    table = areas_table(data, LEVEL, (0, WITHHELD, LONG), indicators, NOW, strong=LONG)
    assert check_sources(data, [table]) == 8
    assert [row.cells[0].text for row in table.rows][-1] == "Kommunen"
    assert [row.strong for row in table.rows] == [False, False, True, True]


def test_a_table_says_how_many_rows_it_has_left_out() -> None:
    data = fake_dataset()
    rows = profile_of(data, LEVEL, 9, NOW, ("uden_job",)).rows * 60
    table = more_figures_table(profile_of(data, LEVEL, 9, NOW, ("uden_job",)), rows)
    assert len(table.rows) == 40
    assert "20 nøgletal til er ikke med her." in table.note


def test_definitions_say_what_is_counted_and_where_the_others_are() -> None:
    data = fake_dataset()
    (heading, table) = definitions_blocks(data.indicators, most=2)
    assert isinstance(heading, Heading)
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert "databladet" in table.note
    assert counted_words(data.indicator("uden_job")) == (
        "16-66-årige uden beskæftigelse og uddannelse. Nævner: 16-66-årige i området."
    )
    assert list(definitions_blocks(())) == []


def test_the_options_are_those_that_a_template_may_set() -> None:
    kind = chapter_kinds()["profile"]
    assert dict(kind.options) == OPTIONS


def test_the_same_request_gives_the_same_words() -> None:
    one, other = (as_text(chapter(asked_of(modelled(), "profile", areas=(9,)))) for _each in "ab")
    assert one == other


def test_a_headline_that_the_extract_lacks_is_refused() -> None:
    request = asked_of(fake_dataset(), "profile", areas=(0,))
    with pytest.raises(UsageError, match="udenfor"):
        list(make_profiles(request, ChapterSpec("profile", options={"headline": "udenfor"})))

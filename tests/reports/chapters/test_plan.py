"""The dossier of a helhedsplan: its numbers, its goals, and what its pages say."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.differences import NEARLY_ALL
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.indicators import Direction, Indicator, Text
from desktop.core.measures import Cells, count_cells, ratio_cells, value_cells
from desktop.core.periods import parse
from desktop.core.sentences import value_words
from desktop.maps.drawing import Drawing
from desktop.maps.paper import Paper
from desktop.reports.asked import Asked, ChapterSpec, Template
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Figure,
    Heading,
    Keep,
    Paragraph,
    Sheet,
    Side,
    Table,
    Title,
)
from desktop.reports.chapterkinds import chapter_kinds, chapters_of
from desktop.reports.chapters.planfacts import dossier_of
from desktop.reports.chapters.planjudged import Progress, goal_sentence, judge, judged_goals
from desktop.reports.chapters.plansums import Standing, Whole, standing, whole_of
from desktop.reports.making import make_report
from desktop.reports.planfile import TEXTS, Goal, Plan, plan_in
from desktop.reports.templates import shipped_template
from tests.fake_extract import HIDDEN, INDICATORS, fake_dataset

DAY = dt.date(2026, 11, 23)
CHAPTERS = [spec.id for spec in shipped_template("plan").chapters]
FILE = """
name = "Helhedsplan Nord"
areas = ["Søparken", "Ådalen", "Bakkegården", "Kærhaven", "Lindebo", "Toften"]
organisations = ["Boligselskabet Nord"]
start = 2025-01-01
end = 2028-12-31
baseline = "2024K2"
indicators = ["uden_job", "fravaer", "anmeldelser", "alder", "beboere"]

[[goal]]
indicator = "uden_job"
target = 9.0
by = 2027-12-31
text = "Flere i arbejde."

[[goal]]
indicator = "anmeldelser"
target = 500
by = 2026-01-01

[[effort]]
name = "Jobcafé"
start = 2025-03-01
areas = ["Søparken"]
indicators = ["uden_job"]

[[effort]]
name = "Klub"
start = 2023-01-01
end = 2025-12-31

[text]
baggrund = "Første stykke.\\n\\nAndet stykke."
"""


def asked_of(data: Dataset, plan: Plan | None, **others: object) -> Asked:
    made = Asked(data, shipped_template("plan"), "boligomraade", parse("2026K2"), DAY, plan=plan)
    return replace(made, **others)  # type: ignore[arg-type]


def blocks_of(asked: Asked, id: str) -> list[Block]:
    made: list[Block] = []
    for chapter in chapters_of(asked, ChapterSpec(id)):
        made += chapter.make()
    return made


def flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Keep):
            yield from flat(block.blocks)
        elif isinstance(block, Side):
            yield from flat((*block.left, *block.right))


def as_text(blocks: Sequence[Block]) -> str:
    """One line per block and row; figures by what they say in words."""
    lines: list[str] = []
    for block in flat(blocks):
        match block:
            case Title():
                lines.append(f"# {block.text} | {block.kicker} | {block.subtitle}")
            case Heading():
                lines.append(f"{'#' * block.rank} {block.text}")
            case Paragraph():
                lines.append(f"{block.style}{' free' if block.free else ''}: {block.text}")
            case Bullets():
                lines += [f"- {item}" for item in block.items]
            case Figure():
                lines.append(f"figure: {block.alt} | {block.caption}")
            case Table():
                lines.append(" | ".join(column.heading for column in block.columns))
                for row in block.rows:
                    lines.append("  " + " | ".join(_cell(cell) for cell in row.cells))
                lines += [f"  note: {block.note}"] * bool(block.note)
            case _:
                pass
    return "".join(f"{line}\n" for line in lines).replace("\u00a0", " ")


def _cell(cell: Cell) -> str:
    source = cell.of
    of = f" <{source.area or 'kommune'} {source.indicator} {source.period}>" if source else ""
    return cell.text + of


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


@pytest.fixture(scope="module")
def asked(data: Dataset) -> Asked:
    return asked_of(data, plan_in(FILE, "plan.toml", data))


# Numbers


def cells_of(counts: Sequence[tuple[int, int] | None]) -> Cells:
    """A share for each; None is withheld."""
    tops = np.array([np.nan if each is None else each[0] for each in counts], np.float64)
    bases = np.array([np.nan if each is None else each[1] for each in counts], np.float64)
    states = np.array(
        [State.WITHHELD if each is None else State.SHOWN for each in counts], np.uint8
    )
    return ratio_cells(tops, bases, states, 100.0)


COUNT = st.none() | st.integers(10, 400).flatmap(
    lambda base: st.tuples(st.integers(0, base), st.just(base))
)


@given(st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=12))
def test_a_plan_is_the_sum_of_the_areas_shown_both_times_or_nothing(
    pairs: list[tuple[tuple[int, int] | None, tuple[int, int] | None]],
) -> None:
    before, now = (cells_of([pair[at] for pair in pairs]) for at in (0, 1))
    whole = whole_of(range(len(pairs)), before, now, INDICATORS[0])
    both = [at for at, pair in enumerate(pairs) if None not in pair]
    assert whole.lacking == (len(both) < NEARLY_ALL * len(pairs))
    if whole.lacking:
        assert not whole.before.shown[0]
        assert not whole.now.shown[0]
        assert whole.members == ()
    else:
        assert whole.members == tuple(both)
        for side, cells in ((0, whole.before), (1, whole.now)):
            counts = [pair[side] for pair in pairs if None not in pair]
            tops, bases = (sum(each[part] for each in counts if each) for part in (0, 1))
            assert cells.values[0] == pytest.approx(100 * tops / bases)
    for side, alone in ((0, whole.then), (1, whole.today)):
        shown = [pair[side] for pair in pairs if pair[side] is not None]
        assert alone.shown == len(shown)
        if len(shown) >= NEARLY_ALL * len(pairs):
            assert alone.cells.numerators[0] == sum(each[0] for each in shown if each)
        else:
            assert not alone.cells.shown[0]


def test_one_area_is_itself_also_where_it_is_withheld() -> None:
    before, now = cells_of([(20, 100), (5, 50)]), cells_of([None, (6, 50)])
    whole = whole_of([0], before, now, INDICATORS[0])
    assert whole.before.values[0] == 20.0
    assert whole.now.states[0] == State.WITHHELD
    assert not whole.lacking


def test_ready_values_are_never_summed() -> None:
    ages = value_cells(np.array([40.0, 42.0, 44.0]), np.zeros(3, np.uint8))
    whole = whole_of([0, 1, 2], ages, ages, INDICATORS[2])
    assert whole.ready
    assert not whole.before.shown[0]
    assert not whole_of([1], ages, ages, INDICATORS[2]).ready


def test_the_plan_s_areas_are_not_compared_with_themselves(asked: Asked) -> None:
    dossier = dossier_of(asked)
    assert dossier.compare
    assert not set(dossier.compare) & set(dossier.areas)
    exists = dossier.places.valid_on(dossier.baseline.end)
    assert exists[list(dossier.compare)].all()


def test_one_area_of_a_plan_is_not_compared_with_the_others_of_it(asked: Asked) -> None:
    whole = dossier_of(asked)
    one = dossier_of(replace(asked, areas=(2,)))
    assert one.areas == (2,)
    assert one.compare
    assert not set(one.compare) & set(whole.areas)
    assert [each.effort.name for each in one.efforts] == ["Klub", "Jobcafé"]
    other = dossier_of(replace(asked, areas=(9,)))
    assert "Jobcafé" not in {each.effort.name for each in other.efforts}


def test_what_is_followed_does_not_choose_the_comparison_areas(asked: Asked) -> None:
    used = {trait.id for near in dossier_of(asked).likeness.found for trait in near.traits}
    assert used
    assert not used & {"uden_job", "fravaer", "anmeldelser", "alder"}


def test_the_efforts_of_the_extract_join_those_of_the_file(data: Dataset) -> None:
    text = FILE.replace('"Toften"]', '"Kærhaven", "Fjordparken"]').replace('"Kærhaven", ', "", 1)
    dossier = dossier_of(asked_of(data, plan_in(text, "plan.toml", data)))
    names = [each.effort.name for each in dossier.efforts]
    starts = [each.effort.start for each in dossier.efforts]
    assert starts == sorted(starts)
    assert {"Jobcafé", "Klub", "Lommepengejob"} <= set(names)


def test_an_effort_that_both_tell_of_is_told_once(data: Dataset) -> None:
    text = FILE.replace(
        'name = "Klub"\nstart = 2023-01-01', 'name = "Naboskab"\nstart = 2024-01-01'
    )
    dossier = dossier_of(asked_of(data, plan_in(text, "plan.toml", data)))
    assert "0109" in {dossier.places.codes[at] for at in dossier.areas}
    assert [each.effort.name for each in dossier.efforts].count("Naboskab") == 1


def test_a_baseline_after_the_numbers_is_refused(data: Dataset, asked: Asked) -> None:
    with pytest.raises(UsageError, match="efter rapportens periode"):
        dossier_of(replace(asked, period=parse("2024K1")))
    with pytest.raises(UsageError, match="skal have områder"):
        dossier_of(asked_of(data, None))


# Goals

WORSE = INDICATORS[0]
BETTER = replace(WORSE, direction=Direction.BETTER)
NEITHER = replace(WORSE, direction=Direction.NEITHER)
PEOPLE = Indicator("beboere", Text("Beboere"), unit="n", per=1.0, decimals=0)


def stood(
    before: tuple[int, int] | None,
    now: tuple[int, int] | None,
    indicator: Indicator = WORSE,
    then: str = "2022",
    today: str = "2024",
) -> Standing:
    """One area at the end of two years."""
    first, last = cells_of([before]), cells_of([now])
    if indicator.unit == "n":
        first, last = (
            count_cells(each.numerators.copy(), each.states.copy()) for each in (first, last)
        )
    whole = whole_of([0], first, last, indicator)
    return Standing(
        indicator, "", "", parse(then), parse(today), first, last, whole, None, first, last
    )


def goal(target: float, by: str = "2026-12-31") -> Goal:
    return Goal(WORSE.id, target, dt.date.fromisoformat(by))


@pytest.mark.parametrize(
    ("target", "numbers", "progress"),
    [
        (30.0, stood((400, 1000), (250, 1000)), Progress.REACHED),
        (26.0, stood((400, 1000), (250, 1000)), Progress.ON_WAY),  # 25 could be 27; line at 33
        (20.0, stood((400, 1000), (410, 1000)), Progress.OFF_WAY),
        (20.0, stood((400, 1000), (300, 1000)), Progress.UNKNOWN),  # just on the line
        (20.0, stood((8, 20), (8, 20)), Progress.UNKNOWN),  # few people
        (50.0, stood((400, 1000), (410, 1000)), Progress.REACHED),  # at most 50, and it is
        (50.0, stood((400, 1000), (700, 1000), BETTER), Progress.REACHED),
        (60.0, stood((400, 1000), (390, 1000), BETTER), Progress.OFF_WAY),
        (60.0, stood((400, 1000), (390, 1000), NEITHER), Progress.OFF_WAY),
        (20.0, stood((400, 1000), (100, 1000), NEITHER), Progress.REACHED),
        (20.0, stood(None, (100, 1000)), Progress.UNKNOWN),
        (20.0, stood((400, 1000), None), Progress.UNKNOWN),
        (20.0, stood((400, 1000), (400, 1000), today="2022"), Progress.UNKNOWN),
        (1000, stood((800, 1), (1000, 1), PEOPLE), Progress.REACHED),
        (1000, stood((800, 1), (901, 1), PEOPLE), Progress.ON_WAY),
        (1000, stood((800, 1), (899, 1), PEOPLE), Progress.OFF_WAY),
    ],
)
def test_how_far_a_goal_is(target: float, numbers: Standing, progress: Progress) -> None:
    judged = judge(goal(target), numbers)
    assert judged.progress is progress
    assert bool(judged.why) == (progress is Progress.UNKNOWN)


def test_after_its_day_a_goal_is_reached_or_missed() -> None:
    assert judge(goal(20.0, "2024-06-30"), stood((400, 1000), (390, 1000))).progress is (
        Progress.MISSED
    )
    near = judge(goal(24.0, "2024-06-30"), stood((400, 1000), (245, 1000)))
    assert near.progress is Progress.UNKNOWN
    assert near.expected == 24.0


@given(
    st.integers(50, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(50, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0, 100),
)
def test_a_goal_is_reached_on_one_side_alone(
    before: tuple[int, int], now: tuple[int, int], target: float
) -> None:
    worse, better = (
        judge(goal(target), stood(before, now, each)).progress for each in (WORSE, BETTER)
    )
    assert not (worse is Progress.REACHED and better is Progress.REACHED)
    value = 100 * now[0] / now[1]
    if worse is Progress.REACHED:
        assert value <= target
    if better is Progress.REACHED:
        assert value >= target


def test_goals_are_counted_in_a_sentence(asked: Asked) -> None:
    goals = judged_goals(dossier_of(asked))
    assert [each.progress for each in goals] == [Progress.OFF_WAY, Progress.REACHED]
    assert goal_sentence(goals) == "Af 2 mål: 1 er nået, 1 er ikke på vej."
    assert goal_sentence(goals[:1]) == "Helhedsplanen har ét talsat mål: ikke på vej."
    assert "ingen talsatte mål" in goal_sentence(())


# What the pages say


@pytest.mark.parametrize("id", CHAPTERS)
def test_a_chapter_reads_as_it_did(
    id: str, asked: Asked, golden: Callable[[str, str], None]
) -> None:
    golden(f"{id}.txt", as_text(blocks_of(asked, id)))


def test_every_chapter_of_the_template_is_known() -> None:
    assert set(CHAPTERS) <= set(chapter_kinds())


def test_nothing_hidden_reaches_a_page() -> None:
    """What lies hidden in the source changes nothing in any block or drawing."""
    told = []
    for hidden in (HIDDEN, 3.0):
        data = fake_dataset(hidden=hidden)
        asked = asked_of(data, plan_in(FILE, "plan.toml", data))
        laid = make_report(asked)
        told.append("".join(page.as_text() for page in laid.pages))
    assert told[0] == told[1]
    assert "4711" not in told[0].replace(".", "")


def test_a_number_in_a_table_is_what_the_extract_says(asked: Asked) -> None:
    data = asked.data
    seen = 0
    for id in CHAPTERS:
        for block in flat(blocks_of(asked, id)):
            if not isinstance(block, Table):
                continue
            for cell in (cell for row in block.rows for cell in row.cells if cell.of):
                source = cell.of
                assert source is not None
                indicator, period = data.indicator(source.indicator), parse(source.period)
                if source.area:
                    at = data.areas(source.level).index[source.area]
                    cells = data.cells(source.indicator, source.level, period, source.breakdown)
                else:
                    at, cells = 0, data.municipality(source.indicator, period, source.breakdown)
                assert cell.text == value_words(cells, at, indicator)
                seen += 1
    assert seen >= 40


def test_no_effect_is_claimed(asked: Asked) -> None:
    said = as_text(blocks_of(asked, "plan-efforts"))
    assert "Effekten af indsatserne er ikke beregnet." in said
    compared = as_text(blocks_of(asked, "plan-comparison"))
    assert "ikke et mål for helhedsplanens effekt" in compared


def test_the_plan_s_own_words_are_free(asked: Asked) -> None:
    free = [
        block.text
        for id in CHAPTERS
        for block in flat(blocks_of(asked, id))
        if isinstance(block, Paragraph) and block.free
    ]
    assert free == ["Første stykke.", "Andet stykke.", "Flere i arbejde."]


@pytest.mark.parametrize(
    "others",
    [
        {"areas": (0,), "since": parse("2024K2")},
        {"areas": (3,), "since": parse("2024K2")},  # withheld
        {"areas": (5,)},  # never supplied
        {"areas": (20,), "since": parse("2024K2")},  # ended
        {"areas": tuple(range(20)), "since": parse("2025K1")},
        {"areas": (0,), "since": parse("2026K2")},
        {"areas": (0, 2), "indicators": ("alder",), "since": parse("2024K2")},
        {"areas": (0,), "plan_name": "Et meget langt navn " * 12, "since": parse("2024K2")},
        {"areas": (0, 6), "since": parse("2024K2"), "paper": Paper.A4_ACROSS},
    ],
)
def test_a_dossier_without_a_file(data: Dataset, others: dict[str, object]) -> None:
    asked = asked_of(data, None, **others)
    laid = make_report(asked)
    assert len(laid.pages) > 3
    text = " ".join(" ".join(page.texts()) for page in laid.pages)
    assert "ingen talsatte mål" in text.replace("\u00ad ", "")


def test_no_more_maps_than_can_be_looked_through(
    data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.reports.chapters.planmaps.MOST", 2)
    asked = asked_of(data, plan_in(FILE, "plan.toml", data))
    blocks = blocks_of(asked, "plan-maps")
    assert sum(isinstance(block, Sheet) for block in blocks) == 2
    assert "De første 2 af 5 nøgletal er vist." in as_text(blocks)


def test_a_map_says_what_report_it_is_part_of(data: Dataset) -> None:
    asked = asked_of(data, plan_in(FILE, "plan.toml", data))
    sheets = [each for each in blocks_of(asked, "plan-maps") if isinstance(each, Sheet)]
    kicker = f"{data.manifest.municipality} · {asked.template.name}"
    assert sheets
    assert all(kicker in each.drawing.texts() for each in sheets)


def test_a_goal_for_a_part_of_the_residents_names_it(data: Dataset) -> None:
    text = FILE.replace("target = 9.0", 'target = 9.0\nbreakdown = "kvinder"')
    asked = asked_of(data, plan_in(text, "plan.toml", data))
    said = as_text(blocks_of(asked, "plan-goals"))
    assert "Mål 1: Uden for arbejdsmarkedet, Kvinder" in said


def test_a_level_without_outlines_has_no_maps(data: Dataset) -> None:
    class Bare(Dataset):
        def tolerances(self, level: str) -> tuple[float, ...]:
            return ()

    bare = Bare(data._source)
    asked = asked_of(bare, plan_in(FILE, "plan.toml", bare))
    blocks = [block for id in CHAPTERS for block in flat(blocks_of(asked, id))]
    assert not any(isinstance(block, Sheet) for block in blocks)
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert not any(block.alt.startswith("Kort") for block in figures)


def test_the_same_plan_makes_the_same_pages(data: Dataset, asked: Asked) -> None:
    again = asked_of(fake_dataset(), plan_in(FILE, "plan.toml", data))
    one, other = (make_report(each).pages for each in (asked, again))
    assert [page.as_text() for page in one] == [page.as_text() for page in other]


def test_figures_say_what_they_show_and_fit_the_column(asked: Asked) -> None:
    for id in CHAPTERS:
        for block in flat(blocks_of(asked, id)):
            if isinstance(block, Figure):
                assert block.alt.strip()
                assert block.drawing.width <= 182.01
                assert _smallest(block.drawing) >= 7.0


def _smallest(drawing: Drawing) -> float:
    from desktop.maps.drawing import Clip, Group, Mark
    from desktop.maps.drawing import Text as Words

    def sizes(marks: Sequence[Mark]) -> Iterator[float]:
        for mark in marks:
            if isinstance(mark, Words):
                yield mark.size / 25.4 * 72
            elif isinstance(mark, Clip | Group):
                yield from sizes(mark.marks)

    return round(min(sizes(drawing.marks), default=math.inf), 2)


def test_a_standing_of_a_part_of_the_residents(asked: Asked) -> None:
    found = standing(dossier_of(asked), "uden_job", "kvinder")
    assert found.part == "Kvinder"
    assert isinstance(found.plan, Whole)
    assert found.municipality_now.states[0] != State.SHOWN


def test_a_template_may_name_a_chapter_otherwise(asked: Asked) -> None:
    spec = ChapterSpec("plan-goals", title="Målene i planen")
    (chapter,) = chapters_of(asked, spec)
    first = next(iter(chapter.make()))
    assert isinstance(first, Title)
    assert first.text == "Målene i planen"
    assert isinstance(asked.template, Template)


def test_no_rank_of_headings_is_skipped(data: Dataset) -> None:
    words = "".join(f'{name} = "Ord."\n' for name in TEXTS if name != "baggrund")
    plan = plan_in(FILE + words, "plan.toml", data)
    for asked in (asked_of(data, plan), asked_of(data, None, areas=(0,), since=parse("2024K2"))):
        rank = 0
        for id in CHAPTERS:
            for block in flat(blocks_of(asked, id)):
                own = 1 if isinstance(block, Title) else getattr(block, "rank", 0)
                if own:
                    assert own <= rank + 1
                    rank = own


def test_a_plan_of_one_area_is_told_of_as_one(asked: Asked) -> None:
    one = replace(asked, areas=(2,))
    said = as_text([*blocks_of(one, "plan-area"), *blocks_of(one, "plan-maps")])
    assert "Helhedsplanens boligområde i kommunen" in said
    assert "Helhedsplanens boligområde har orange kant" in said
    assert "elhedsplanens boligområder" not in said

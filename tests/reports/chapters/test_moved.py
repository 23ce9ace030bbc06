"""What has moved: the list and its lines, what is new, and nothing said plainly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.core.dataset import Dataset
from desktop.core.indicators import Direction
from desktop.reports.asked import Asked, ChapterSpec
from desktop.reports.blocks import Figure
from desktop.reports.chapters.moved import in_order, lists_of
from tests.fake_extract import HIDDEN, FakeSource, fake_dataset
from tests.reports.chapters.blocktexts import (
    as_text,
    asked_of,
    blocks_of,
    check_cells,
    check_shape,
    flat,
    tables,
)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset(columns=9, rows=8)


def with_options(asked: Asked, **options: object) -> Asked:
    spec = ChapterSpec("moved", options=options)  # type: ignore[arg-type]
    return replace(asked, template=replace(asked.template, chapters=(spec,)))


def loose(data: Dataset, **options: object) -> Asked:
    """A list that is let be long, so that there are lines to look at."""
    return with_options(asked_of(data, "moved"), rate=0.95, **options)


def test_a_list_reads_as_it_did(data: Dataset, golden: Callable[[str, str], None]) -> None:
    few = replace(loose(data, most=2), areas=(8, 9, 10))
    blocks = blocks_of(few)
    check_shape(blocks)
    golden("report-moved.txt", as_text(blocks))


def test_numbers_in_the_list_are_those_of_the_extract(data: Dataset) -> None:
    blocks = blocks_of(loose(data))
    (_title, found), *_rest = lists_of(loose(data), ChapterSpec("moved", options={"rate": 0.95}))
    assert found.moved.rows
    assert check_cells(data, blocks) >= 2 * len(found.moved.rows)


def test_every_line_has_its_course_up_to_the_most(data: Dataset) -> None:
    spec = {"rate": 0.95}
    lists = lists_of(loose(data), ChapterSpec("moved", options=spec))
    lines = [len(found.moved.rows) for _title, found in lists]
    figures = [block for block in flat(blocks_of(loose(data))) if isinstance(block, Figure)]
    assert len(figures) == sum(min(count, 40) for count in lines)
    few = blocks_of(loose(data, most=1))
    assert sum(isinstance(block, Figure) for block in flat(few)) == sum(n > 0 for n in lines)
    assert not any(isinstance(block, Figure) for block in flat(blocks_of(loose(data, most=0))))


@pytest.mark.parametrize("by", ["area", "indicator"])
def test_the_lines_may_be_put_otherwise(data: Dataset, by: str) -> None:
    asked = loose(data, by=by)
    spec = asked.template.chapters[0]
    (_title, found), *_rest = lists_of(asked, spec)
    rows = in_order(asked, spec, found.moved.rows)
    assert sorted(rows, key=id) == sorted(found.moved.rows, key=id)
    names = data.areas("boligomraade").names
    keys = [names[row.area] if by == "area" else row.indicator.id for row in rows]
    seen = list(dict.fromkeys(keys))
    assert keys == sorted(keys, key=seen.index)  # each stands together
    table = next(
        table for table in tables(blocks_of(asked)) if table.columns[0].heading == "Område"
    )
    assert sum(row.heading for row in table.rows) == len(seen)


def test_an_empty_list_is_said_plainly(data: Dataset) -> None:
    text = as_text(blocks_of(with_options(asked_of(data, "moved"), rate=0.0001)))
    assert "har flyttet sig mere, end tilfældet kan forklare" in text
    assert "Det er også et svar" in text
    assert "--sensitive" not in text
    assert "Hvad der er prøvet" in text


def test_the_first_year_has_nothing_before_it(data: Dataset) -> None:
    blocks = blocks_of(asked_of(data, "moved", "2024K1"))
    check_shape(blocks)
    text = as_text(blocks)
    assert "Der er ingen tal at prøve." in text
    assert "Der er set på 5 indikatorer" in text
    assert "## Om tallene" in text


def without_directions(columns: int = 6) -> Dataset:
    made = fake_dataset(columns=columns, rows=6)
    source = made._source
    assert isinstance(source, FakeSource)
    source.indicators = tuple(
        replace(each, direction=Direction.NEITHER) for each in source.indicators
    )
    return Dataset(source)


def test_indicators_without_direction_are_tested_where_there_are_no_others() -> None:
    data = without_directions()
    text = as_text(blocks_of(asked_of(data, "moved")))
    assert "## Indikatorer, der hverken er gode eller dårlige" in text
    assert "Ingen indikator, hvor et højere tal er bedre eller dårligere, kan prøves her." in text
    assert "Til det dårligere" not in text


def test_undirected_lines_stand_on_one_list_alone(data: Dataset) -> None:
    asked = loose(data, undirected=True)
    (_one, first), (_other, second) = lists_of(asked, asked.template.chapters[0])
    assert any(part.indicator.direction is Direction.NEITHER for part in first.moved.parts)
    assert not any(part.indicator.direction is Direction.NEITHER for part in second.moved.parts)


def test_only_the_chosen_areas_are_tested(data: Dataset) -> None:
    asked = asked_of(data, "moved", areas=(8, 9, 10))
    text = as_text(blocks_of(asked))
    assert "3 boligområder, til og med 2. kvartal 2026" in text
    (_title, found), *_rest = lists_of(asked, asked.template.chapters[0])
    assert found.moved.tested <= 3 * 5


def test_nothing_hidden_is_told(data: Dataset) -> None:
    text = as_text(blocks_of(loose(data)))
    assert str(int(HIDDEN)) not in text.replace(".", "")

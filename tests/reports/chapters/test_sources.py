"""What every report says last: who answers for the numbers, and what is not shown of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.disclosure import Limits
from desktop.core.periods import parse
from desktop.reports.chapters.sources import about_blocks, newest_until, notes, residual_words
from tests.fake_extract import INDICATORS, fake_dataset
from tests.reports.chapters.blocktexts import as_text, check_shape, tables

NOW = parse("2026K2")


def test_the_manifest_is_on_it() -> None:
    data = fake_dataset()
    text = as_text(tuple(about_blocks(data, INDICATORS, NOW)))
    manifest = data.manifest
    for said in (manifest.purpose, manifest.controller, manifest.legal_basis, *manifest.sources):
        assert said in text
    assert "dannet 1. juli 2026, slettes senest 1. juli 2027" in text
    assert residual_words() in text


def test_what_is_empty_has_no_row() -> None:
    data = fake_dataset(purpose="", legal_basis="", sources=())
    (first, *_rest) = tables(tuple(about_blocks(data, (), NOW)))
    assert [row.cells[0].text for row in first.rows] == ["Dataansvarlig", "Udtræk", "Program"]


def test_without_limits_it_says_so() -> None:
    data = fake_dataset(limits=Limits("ingen", 0, 0, False))
    text = as_text(tuple(about_blocks(data, (), NOW)))
    assert "alle tal i det vises" in text


@pytest.mark.parametrize(("count", "rows"), [(0, None), (5, 5), (14, 14), (15, 1)])
def test_many_indicators_are_told_source_by_source(count: int, rows: int | None) -> None:
    data = fake_dataset()
    indicators = [replace(INDICATORS[0], id=f"i{at}") for at in range(count)]
    blocks = tuple(about_blocks(data, indicators, NOW, heading=False))
    found = tables(blocks)[1:]
    assert [len(table.rows) for table in found] == ([] if rows is None else [rows])
    if count < 15:
        check_shape(tuple(about_blocks(data, indicators, NOW)))


def test_intervals_are_explained_only_where_there_are_any() -> None:
    data = fake_dataset()
    assert "95 %-interval" in as_text(tuple(about_blocks(data, INDICATORS[:1], NOW)))
    assert "95 %-interval" not in as_text(tuple(about_blocks(data, INDICATORS[1:3], NOW)))


def test_the_newest_is_the_newest_that_is_over() -> None:
    data = fake_dataset()
    assert newest_until(data, "uden_job", parse("2025K3")) == parse("2025K3")
    assert newest_until(data, "fravaer", parse("2025K3")) == parse("2024/25")
    assert newest_until(data, "uden_job", parse("2020")) is None


def test_no_sentences_are_no_list() -> None:
    assert notes(("", "")) == ()

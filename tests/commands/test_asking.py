"""What a command asks about, however it is written."""

from __future__ import annotations

import argparse
import json

import numpy as np
import pytest

from desktop.commands.asking import (
    WIDTH,
    add_question,
    area_of,
    fitted_lines,
    indicator_of,
    level_of,
    numbered_lines,
    period_of,
    position_of,
    shortened,
    table_lines,
    within_of,
    wrapped,
    write_json,
)
from desktop.core.dataset import Dataset
from desktop.core.errors import SourceError, UsageError
from tests.fake_extract import fake_dataset


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def asked(*words: str, area: bool = False) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_question(parser, area=area)
    return parser.parse_args(words)


def test_nothing_said_is_the_first_and_the_newest(data: Dataset) -> None:
    options = asked()
    level = level_of(data, options)
    indicator = indicator_of(data, options, level)

    assert level == data.levels[0].id
    assert indicator == data.indicators_of(level)[0]
    assert (
        period_of(data, options, indicator.id, level) == (data.periods_of(indicator.id, level)[-1])
    )


def test_what_is_said_is_taken(data: Dataset) -> None:
    options = asked("--level", "distrikt", "--indicator", "uden_job", "--period", "2024K1")

    assert level_of(data, options) == "distrikt"
    assert indicator_of(data, options, "distrikt").id == "uden_job"
    assert period_of(data, options, "uden_job", "distrikt").code == "2024K1"


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (("--level", "boligomrade"), UsageError, "boligomraade"),
        (("--indicator", "uden_jobb"), UsageError, "uden_job"),
        (("--indicator", "uden_job", "--period", "2031K1"), UsageError, "2026"),
        (("--indicator", "uden_job", "--period", "i går"), SourceError, "2026K2"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    data: Dataset, words: tuple[str, ...], error: type[UsageError], hint: str
) -> None:
    options = asked(*words)
    with pytest.raises(error) as raised:
        level = level_of(data, options)
        period_of(data, options, indicator_of(data, options, level).id, level)
    assert hint in raised.value.hint


def test_an_area_by_code_or_by_name(data: Dataset) -> None:
    areas = data.areas("boligomraade")
    at = areas.codes.index("0107")

    assert area_of(data, asked("--area", "0107", area=True), "boligomraade") == at
    assert position_of(data, "boligomraade", areas.names[at].upper()) == at


def test_an_area_that_is_not_there(data: Dataset) -> None:
    name = data.areas("boligomraade").names[3]
    with pytest.raises(UsageError) as near:
        position_of(data, "boligomraade", name[:-1] + "x")
    assert name in near.value.hint
    with pytest.raises(UsageError, match="findes ikke"):
        position_of(data, "boligomraade", "107")


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Boligselskabet Nord", 11), ("boligforeningen fjorden", 10), ("Vest", 13), ("almen", 21)],
)
def test_only_the_areas_within_what_is_named(data: Dataset, name: str, inside: int) -> None:
    options = argparse.Namespace(within=name)
    assert within_of(data, options, "boligomraade").sum() == inside


def test_nothing_named_is_everything_and_what_is_not_there_is_said(data: Dataset) -> None:
    assert within_of(data, argparse.Namespace(within=None), "boligomraade").all()
    with pytest.raises(UsageError) as raised:
        within_of(data, argparse.Namespace(within="Boligselskabet Nor"), "boligomraade")
    assert "Boligselskabet Nord" in raised.value.hint


@pytest.mark.parametrize(
    ("written", "near"), [("Boligforeningen", "Boligforeningen Fjorden"), ("øs", "Øst")]
)
def test_the_beginning_of_a_name_finds_it(data: Dataset, written: str, near: str) -> None:
    with pytest.raises(UsageError) as raised:
        within_of(data, argparse.Namespace(within=written), "boligomraade")
    assert near in raised.value.hint


def test_a_code_without_its_noughts_finds_it(data: Dataset) -> None:
    with pytest.raises(UsageError) as raised:
        position_of(data, "boligomraade", "107")
    assert "»0107«" in raised.value.hint


def test_an_unknown_indicator_may_be_looked_for_by_words(data: Dataset) -> None:
    options = argparse.Namespace(indicator="uddannelse")
    with pytest.raises(UsageError) as raised:
        indicator_of(data, options, "boligomraade")
    assert "boligatlas indicators uddannelse" in raised.value.hint


def test_a_table_is_aligned() -> None:
    lines = table_lines([("Søparken", "17,2 %", "a"), ("Ny", "4 %", "")], "lr")

    assert lines == ["Søparken  17,2 %  a", "Ny           4 %"]
    assert table_lines([]) == []


def test_what_is_not_a_number_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"tal": np.array([1.5, np.nan]), "liste": [float("inf"), {"x": (1, None)}]})

    assert json.loads(capsys.readouterr().out) == {
        "tal": [1.5, None],
        "liste": [None, {"x": [1, None]}],
    }


def test_a_table_too_wide_loses_what_it_can_spare_or_numbers_its_headings() -> None:
    rows = [["who", "a" * 60, "b" * 60, "c"], ["x", "1", "2", "3"]]
    assert fitted_lines(rows[1:], "lrrr", (2,)) == ["x  1  2  3"]
    fitted = fitted_lines(rows, "lrrr", (2, 1))
    assert "b" not in fitted[0]
    assert fitted[0].startswith("who  aaaa")
    assert fitted[1].split() == ["x", "1", "3"]
    assert numbered_lines(rows, "lrrr") == [
        "who  (1)  (2)  c",
        "x      1    2  3",
        "    (1) " + "a" * 60,
        "    (2) " + "b" * 60,
    ]


def test_long_texts_are_told_in_lines() -> None:
    lines = wrapped("  " + "ord " * 60, 4)
    assert max(map(len, lines)) <= WIDTH
    assert lines[0].startswith("  ord")
    assert lines[1].startswith("    ord")
    assert wrapped("") == [""]
    assert (shortened("Nord", 4), shortened("Nordre", 4)) == ("Nord", "Nor…")

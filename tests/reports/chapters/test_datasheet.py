"""The data sheet: what is told of an extract, and an audit that counts as one would by hand."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator, Kind, Text
from desktop.reports.chapters.datasheet import noted
from desktop.reports.chapters.datasheetaudit import built_words, totals_words
from desktop.reports.chapters.datasheetcells import audited, lone, lone_below
from desktop.reports.chapters.datasheetdefinitions import limits_of
from tests.fake_extract import HIDDEN, INDICATORS, fake_dataset
from tests.reports.chapters.blocktexts import as_text, asked_of, blocks_of, check_shape

SHOWN, MISSING, UNDEFINED, WITHHELD = (
    int(each) for each in (State.SHOWN, State.MISSING, State.UNDEFINED, State.WITHHELD)
)
STATES = st.sampled_from((SHOWN, SHOWN, MISSING, UNDEFINED, WITHHELD))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def test_a_data_sheet_reads_as_it_did(data: Dataset, golden: Callable[[str, str], None]) -> None:
    blocks = blocks_of(asked_of(data, "datasheet"))
    check_shape(blocks)
    golden("report-datasheet.txt", as_text(blocks))


def test_the_audit_counts_the_areas_that_there_were(data: Dataset) -> None:
    """20 areas for ten quarters: one begins after four of them, one ends in its stead."""
    whole = audited(data, INDICATORS[0])[0]
    assert (whole.level, whole.breakdown, whole.periods) == ("boligomraade", "", 10)
    assert whole.cells == 10 * 20
    assert whole.withheld == 10 + 1  # always, and in the newest quarter
    assert (whole.missing, whole.undefined) == (10, 10)
    assert whole.shown == 200 - 11 - 20
    assert whole.absent == 0


def test_a_breakdown_has_rows_of_its_own(data: Dataset) -> None:
    rows = audited(data, INDICATORS[0])
    assert [(row.level, row.breakdown) for row in rows] == [
        ("boligomraade", ""),
        ("boligomraade", "Køn"),
        ("distrikt", ""),
        ("kommune", ""),
    ]


def test_missing_beside_withheld_leaves_nothing_to_subtract(data: Dataset) -> None:
    """Position 5 was never supplied, so the withheld one is never the only one unknown."""
    assert audited(data, INDICATORS[0])[0].alone == 0


@given(
    st.lists(st.lists(STATES, min_size=4, max_size=4), min_size=1, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_lone_is_what_one_would_find_by_hand(
    rows: list[list[int]], there: list[bool], told: list[bool]
) -> None:
    states = np.array(rows, np.uint8)
    exists = np.broadcast_to(np.array(there), states.shape)
    whole = np.array(told[: len(rows)])
    expected = np.zeros(states.shape, bool)
    for period, row in enumerate(rows):
        unknown = [at for at in range(4) if there[at] and row[at] in (WITHHELD, MISSING)]
        if whole[period] and len(unknown) == 1 and row[unknown[0]] == WITHHELD:
            expected[period, unknown[0]] = True
    assert (lone(states, exists, whole) == expected).all()


@given(
    st.lists(st.lists(STATES, min_size=5, max_size=5), min_size=1, max_size=3),
    st.lists(st.integers(-1, 1), min_size=5, max_size=5),
    st.lists(st.lists(st.booleans(), min_size=2, max_size=2), min_size=3, max_size=3),
)
def test_lone_below_is_lone_among_brothers(
    rows: list[list[int]], above: list[int], told: list[list[bool]]
) -> None:
    states = np.array(rows, np.uint8)
    exists = np.ones(states.shape, bool)
    wholes = np.array(told[: len(rows)])
    parents = np.array(above)
    expected = np.zeros(states.shape, bool)
    for parent in (0, 1):
        held = np.flatnonzero(parents == parent)
        expected[:, held] = lone(states[:, held], exists[:, held], wholes[:, parent])
    assert (lone_below(states, exists, parents, wholes) == expected).all()


def test_what_the_build_withheld_is_held_against_what_is_there() -> None:
    told = [{"indicator": "uden_job", "level": "boligomraade", "cells": 1, "withheld": 0}]
    data = fake_dataset(report=json.dumps({"withheld": told}))
    found = [(INDICATORS[0], audited(data, INDICATORS[0]))]
    assert "afviger" in built_words(data, found)
    there = sum(row.withheld + row.absent for row in audited(data, INDICATORS[0]))
    told[0]["withheld"] = there
    same = fake_dataset(report=json.dumps({"withheld": told}))
    assert "svarer" in built_words(same, [(INDICATORS[0], audited(same, INDICATORS[0]))])


@pytest.mark.parametrize("report", ["", "{", "[]"])
def test_a_report_that_cannot_be_read_is_none(report: str) -> None:
    text = as_text(blocks_of(asked_of(fake_dataset(report=report), "datasheet")))
    assert "Udtrækket har ingen rapport om, hvordan det er dannet." in text


def test_a_file_is_told_without_its_folder_and_what_is_alike_once() -> None:
    notes = [
        {"place": r"C:\Users\nn\tal.csv", "text": "7 rækker"},
        {"place": "/home/nn/andre.csv", "text": "7 rækker"},
    ]
    assert noted(notes) == ("tal.csv; andre.csv: 7 rækker",)


def test_limits_are_those_that_apply() -> None:
    people = Indicator("a", Text("A"))
    things = Indicator("b", Text("B"), people=False)
    limits = Limits(cell_minimum=5, area_minimum=50)
    assert "personer, talt med eller ikke" in limits_of(people, limits, ready=False)
    assert "der tælles ikke personer" in limits_of(things, limits, ready=False).casefold()
    ready = limits_of(people, limits, ready=True)
    assert "leveret færdigt" in ready
    assert "personer, talt med" not in ready
    assert limits_of(people, Limits("ingen", 0, 0, False), ready=False) == "ingen"


def test_only_the_chosen_indicators(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "datasheet", indicators=("alder",))))
    assert "# Definitioner | 1 af 5 indikatorer" in text
    assert "### Gennemsnitsalder" in text
    assert "### Voksne uden for arbejdsmarkedet" not in text
    assert "leveret færdigt" in text


def test_nothing_hidden_is_told(data: Dataset) -> None:
    text = as_text(blocks_of(asked_of(data, "datasheet")))
    assert str(int(HIDDEN)) not in text.replace(".", "")


def test_an_extract_that_shows_everything_says_so() -> None:
    assert totals_words(()) == "Der er ingen celler."
    data = fake_dataset(limits=Limits("ingen", 0, 0, False))
    assert "Udtrækket har ingen grænser for små tal" in as_text(
        blocks_of(asked_of(data, "moved", "2024K1"))
    )


def test_an_unknown_indicator_is_refused(data: Dataset) -> None:
    with pytest.raises(UsageError):
        asked_of(data, "datasheet", indicators=("findes_ikke",))


def test_every_indicator_of_the_fake_is_of_a_kind() -> None:
    assert {each.kind for each in INDICATORS} >= {Kind.SHARE, Kind.RATE, Kind.COUNT, Kind.MEAN}

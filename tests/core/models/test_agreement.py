"""Two models held against each other."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.models.agreement import (
    Agreement,
    agreement,
    agreement_sentences,
    counted_words,
    only_counted,
)
from desktop.core.models.result import NONE, Result
from desktop.core.models.shown import shown_result
from desktop.core.periods import parse
from tests.core.models.fakemodels import POINTS, TWO_OUTCOMES
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset

LEVEL, NOW = "boligomraade", parse("2026K2")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset(models={"point": POINTS, "min": MODEL, "to": TWO_OUTCOMES})


def result_of(data: Dataset, model: str) -> Result:
    result = shown_result(data, LEVEL, NOW, model)
    assert result is not None
    return result


@pytest.fixture
def found(data: Dataset) -> Agreement:
    one, other = result_of(data, "point"), result_of(data, "min")
    return agreement(one, "trin", other, "resultat")


def test_the_table_counts_every_area_once_and_its_cells_hold_them(found: Agreement) -> None:
    assert found.table.shape == (3, 2)
    assert found.table.sum() == found.both.sum() > 0
    for row in range(3):
        for column in range(2):
            cell = found.cell(row, column)
            assert len(cell) == found.table[row, column]
            assert (found.first[cell] == row).all()
            assert (found.second[cell] == column).all()


def test_only_those_inside_the_filter_are_counted(data: Dataset) -> None:
    one, other = result_of(data, "point"), result_of(data, "min")
    kept = np.zeros(len(data.areas(LEVEL)), bool)
    kept[[8, 9]] = True
    found = agreement(one, "trin", other, "resultat", kept)

    assert found.table.sum() == 2
    assert set(found.furthest(40)) <= {8, 9}


def test_a_model_agrees_with_itself(data: Dataset) -> None:
    one = result_of(data, "point")
    found = agreement(one, "trin", one, "trin")
    placed = int(found.both.sum())

    assert found.furthest(40) == ()
    assert np.trace(found.table) == placed
    told = " ".join(agreement_sentences(found, "A", "B"))
    assert f"{placed} områder har en kategori i begge modeller." in told
    assert f"{placed} af dem (100" in told


def test_the_furthest_apart_come_first(found: Agreement) -> None:
    order = found.furthest(40)

    assert order
    size = np.abs(found.apart[list(order)])
    assert (np.diff(size) <= 1e-12).all()
    assert (size > 0).all()
    assert not np.isnan(size).any()


def test_worse_by_the_first_is_positive(data: Dataset) -> None:
    one, other = result_of(data, "to"), result_of(data, "to")
    found = agreement(one, "trin", other, "anden")
    middle = np.flatnonzero((found.first == 1) & (found.second == 0))

    assert len(middle) > 0  # 3 points: the middle of three by one, the worst of two by the other
    assert (found.apart[middle] == -0.5).all()


def test_areas_that_only_one_places_are_left_out(found: Agreement) -> None:
    alone = (found.first == NONE) | (found.second == NONE)
    assert np.isnan(found.apart[alone]).all()


def test_where_nothing_is_placed_by_both_it_says_so(data: Dataset) -> None:
    one = result_of(data, "point")
    nobody = np.zeros(len(data.areas(LEVEL)), bool)
    (told,) = agreement_sentences(agreement(one, "trin", one, "trin", nobody), "A", "B")
    assert "ingen områder" in told


def test_what_each_counts_is_told(data: Dataset) -> None:
    one, other = result_of(data, "point"), result_of(data, "min")

    assert only_counted(data, one, other) == ("Skolefravær over 10 %",)
    assert only_counted(data, other, one) == ()
    assert counted_words(data, one, one.model.outcomes[0], 12).startswith("mest point: ")
    by_tests = {counted_words(data, other, other.model.outcomes[0], at) for at in range(8, 20)}
    assert by_tests == {"ingen kriterier opfyldt", "opfyldt: mange"}

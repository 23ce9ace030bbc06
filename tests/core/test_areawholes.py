"""Several areas as one row of a table."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.core.areatable import BoolArray, number_column
from desktop.core.areawholes import Together, Whole, by_organisation, sums, wholes
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.periods import parse
from tests.fake_extract import HIDDEN, WITHHELD, WOMEN, fake_dataset

LEVEL, NOW = "boligomraade", parse("2026K2")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


@pytest.fixture
def kept(data: Dataset) -> BoolArray:
    return data.areas(LEVEL).valid_on(NOW.end)


def test_the_rows_are_about_the_area_chosen_last(data: Dataset, kept: BoolArray) -> None:
    rows = wholes(data, LEVEL, NOW, kept, [0, 1], tuple(Whole))
    assert [row.of for row in rows] == list(Whole)
    assert [row.name for row in rows] == [
        "Eksempelby Kommune",
        "almen",
        "Boligforeningen Fjorden",
        "Vest",
        "Områder som Nørrevang",
        "De valgte tilsammen",
        "Alle i tabellen tilsammen",
    ]
    organisation = rows[2].members
    assert organisation is not None
    assert organisation[1]
    assert not organisation[0]


def test_without_a_choice_what_all_have_in_common(data: Dataset, kept: BoolArray) -> None:
    rows = wholes(data, LEVEL, NOW, kept, [], tuple(Whole))
    assert [row.of for row in rows] == [Whole.MUNICIPALITY, Whole.SECTOR, Whole.LISTED]
    one_owner = kept & (np.arange(len(kept)) % 2 == 0)
    rows = wholes(data, LEVEL, NOW, one_owner, [], (Whole.ORGANISATION,))
    assert [row.name for row in rows] == ["Boligselskabet Nord"]


def test_one_area_is_not_summed_with_itself(data: Dataset, kept: BoolArray) -> None:
    alone = np.zeros(len(kept), bool)
    alone[0] = True
    assert wholes(data, LEVEL, NOW, alone, [0], (Whole.CHOSEN, Whole.LISTED)) == ()


def test_a_level_without_parents_has_no_district(data: Dataset) -> None:
    kept = np.ones(2, bool)
    assert wholes(data, "distrikt", NOW, kept, [0], (Whole.DISTRICT, Whole.ORGANISATION)) == ()


def test_a_sum_is_of_the_shown_and_says_of_how_many(data: Dataset, kept: BoolArray) -> None:
    column = number_column(data, LEVEL, data.indicator("uden_job"), NOW, kept)
    rows = wholes(data, LEVEL, NOW, kept, [], (Whole.MUNICIPALITY, Whole.LISTED))
    made = sums(data, column, rows)
    cells = column.cells
    expected = 100 * np.nansum(cells.numerators) / np.nansum(cells.denominators)
    assert made.column.cells.values[1] == pytest.approx(expected)
    assert made.areas.tolist() == [0, kept.sum()]
    assert made.shown.tolist() == [0, cells.shown.sum()]
    assert made.partial.tolist() == [False, True]
    own = data.municipality("uden_job", NOW)
    assert made.column.cells.values[0] == own.values[0]
    assert HIDDEN not in made.column.cells.numerators


def test_withheld_areas_alone_are_withheld_together(data: Dataset, kept: BoolArray) -> None:
    column = number_column(data, LEVEL, data.indicator("uden_job"), NOW, kept)
    members = np.zeros(len(kept), bool)
    members[WITHHELD] = True
    made = sums(data, column, (Together(Whole.CHOSEN, "to", members),))
    assert made.column.cells.states[0] == State.WITHHELD
    assert np.isnan(made.column.cells.values[0])


def test_ready_means_are_not_summed(data: Dataset, kept: BoolArray) -> None:
    column = number_column(data, LEVEL, data.indicator("alder"), NOW, kept)
    rows = wholes(data, LEVEL, NOW, kept, [], (Whole.MUNICIPALITY, Whole.LISTED))
    assert sums(data, column, rows).column.cells.states.tolist() == [State.SHOWN, State.UNDEFINED]


def test_a_part_of_the_people_is_held_against_the_same_part(data: Dataset, kept: BoolArray) -> None:
    column = number_column(data, LEVEL, data.indicator("uden_job"), NOW, kept, WOMEN.id)
    rows = wholes(data, LEVEL, NOW, kept, [], (Whole.MUNICIPALITY,))
    whole = data.municipality("uden_job", NOW, WOMEN.id)
    made = sums(data, column, rows).column
    assert made.cells.states[0] == whole.states[0]
    assert made.breakdown == WOMEN.id


def test_every_organisation_has_a_row_and_its_areas(data: Dataset, kept: BoolArray) -> None:
    rows, groups = by_organisation(data, LEVEL, kept)
    assert [row.name for row in rows] == [
        "Boligforeningen Fjorden",
        "Boligselskabet Nord",
        "Uden boligorganisation",
    ]
    for position, name in enumerate(data.areas(LEVEL).organisations):
        assert rows[groups[position]].name == name
    assert rows[2].members is not None
    assert not rows[2].members.any()
    _rows, groups = by_organisation(data, "distrikt", np.ones(2, bool))
    assert groups.tolist() == [0, 0]

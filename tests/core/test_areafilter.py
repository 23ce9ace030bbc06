"""Which areas are looked at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.areafilter import EVERYTHING, AreaFilter, filter_words, for_level
from desktop.core.measures import missing_cells
from tests.fake_extract import WITHHELD, fake_dataset

DATA = fake_dataset()
AREAS = DATA.areas("boligomraade")
CELLS = DATA.cells("uden_job", "boligomraade", DATA.periods_of("uden_job", "boligomraade")[-1])


def test_no_filter_keeps_all_and_says_nothing() -> None:
    assert not EVERYTHING
    assert EVERYTHING.kept(AREAS, missing_cells(len(AREAS))).all()
    assert filter_words(DATA, EVERYTHING) == ""


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (AreaFilter(organisations=("Boligselskabet Nord",)), "Boligselskabet Nord"),
        (AreaFilter(parents=(("distrikt", "Vest"),), sectors=("almen",)), "almen, Vest"),
        (AreaFilter(residents=(200.0, None)), "mindst 200 beboere"),
        (AreaFilter(residents=(None, 1500.0)), "højst 1.500 beboere"),
        (AreaFilter(indicator="uden_job", values=(12.5, 20.0)), "Uden for arbejde 12,5 – 20 %"),
    ],
)
def test_a_filter_in_words(asked: AreaFilter, words: str) -> None:
    assert filter_words(DATA, asked) == words or filter_words(DATA, asked).endswith("12,5 – 20 %")


def test_parts_have_all_to_be_met_and_within_a_part_any_will_do() -> None:
    nord = np.array(AREAS.organisations) == "Boligselskabet Nord"
    west = np.array(AREAS.parents["distrikt"]) == "Vest"
    both = AreaFilter(organisations=("Boligselskabet Nord",), parents=(("distrikt", "Vest"),))
    either = AreaFilter(parents=(("distrikt", "Vest"), ("distrikt", "Øst")))
    assert (both.kept(AREAS, CELLS) == (nord & west)).all()
    assert either.kept(AREAS, CELLS).all()


def test_what_is_not_shown_is_outside_whatever_is_asked_of_it() -> None:
    for asked in (
        AreaFilter(residents=(0.0, None)),
        AreaFilter(residents=(None, 1e9)),
        AreaFilter(indicator="uden_job", values=(0.0, None)),
        AreaFilter(indicator="uden_job", values=(None, 1e9)),
    ):
        assert not asked.kept(AREAS, CELLS)[WITHHELD]


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_reach_of_numbers_keeps_those_within_it(low: float, high: float) -> None:
    kept = AreaFilter(indicator="uden_job", values=(low, high)).kept(AREAS, CELLS)
    for position in np.flatnonzero(CELLS.shown):
        assert kept[position] == (low <= CELLS.values[position] <= high)
    assert not kept[~CELLS.shown].any()


def test_categories_are_asked_by_id() -> None:
    category = tuple("gul" if at % 2 else "" for at in range(len(AREAS)))
    kept = AreaFilter(model="m", outcome="o", categories=("gul",)).kept(AREAS, CELLS, category)
    assert kept.tolist() == [bool(each) for each in category]


def test_another_level_keeps_what_its_areas_have() -> None:
    asked = AreaFilter(
        organisations=("Boligselskabet Nord",), parents=(("distrikt", "Vest"),), sectors=("almen",)
    )
    assert for_level(AREAS, asked) == asked
    assert for_level(DATA.areas("distrikt"), asked) == EVERYTHING

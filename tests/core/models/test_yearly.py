"""Categories over the years, and what is said of areas that moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.models.engine import evaluate
from desktop.core.models.history import moves, standing
from desktop.core.models.inputs import gather
from desktop.core.models.modelfile import read_model
from desktop.core.models.result import NONE
from desktop.core.models.shown import shown_result
from desktop.core.models.yearly import Years, category_names, reason_words, years_of
from desktop.core.periods import parse
from tests.core.models.fakemodels import POINTS
from tests.core.models.test_shown import MODEL
from tests.fake_extract import WITHHELD, WITHHELD_NOW, fake_dataset

LEVEL, NOW = "boligomraade", parse("2025K2")
LATER = parse("2026K2")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset(models={"point": POINTS, "min": MODEL})


@pytest.fixture
def years(data: Dataset) -> Years:
    found = years_of(data, LEVEL, NOW, "point", "trin")
    assert found is not None
    return found


def test_the_newest_year_is_what_the_map_shows(data: Dataset, years: Years) -> None:
    result = shown_result(data, LEVEL, NOW, "point")
    assert result is not None

    assert years.periods[-2:] == (parse("2024K2"), NOW)
    assert (years.history.index[-1] == standing(result, "trin")[-1]).all()


def test_every_earlier_year_is_what_the_map_shows_then(data: Dataset) -> None:
    found = years_of(data, LEVEL, LATER, "point", "trin")
    assert found is not None
    for row, period in enumerate(found.periods):
        result = shown_result(data, LEVEL, period, "point")
        if result is not None:
            assert (found.history.index[row] == standing(result, "trin")[-1]).all()


def test_those_listed_are_those_that_moved_and_why(years: Years) -> None:
    before, after = years.history.index[-2], years.history.index[-1]
    moved = np.flatnonzero((before != NONE) & (after != NONE) & (before != after))

    assert len(moved) > 0
    assert sorted(each.area for each in years.moved) == moved.tolist()
    for each in years.moved:
        assert (each.before, each.after) == (before[each.area], after[each.area])
        assert each.worse is (each.after < each.before)
        assert "Uden for arbejdsmarkedet" in each.why or "Skolefravær" in each.why


def test_points_of_what_is_not_shown_in_both_years_are_not_told(data: Dataset) -> None:
    model = read_model(POINTS, "x")
    result = evaluate(model, gather(data, LEVEL, model, LATER, 2))
    points = np.full(len(data.areas(LEVEL)), -3.0)
    found = replace(moves(result, "trin"), points={"job": points})

    shown = "Uden for arbejdsmarkedet −3"
    assert reason_words(data, result, found, 8) == shown
    said = reason_words(data, result, found, WITHHELD_NOW)
    assert said == "Uden for arbejdsmarkedet (diskretioneret nu)"


def test_a_year_without_category_says_why_and_gives_no_number(years: Years) -> None:
    words = {years.words(-1, area) for area in range(years.history.index.shape[1])}

    assert years.words(-1, WITHHELD) == "beboertal vises ikke"
    assert years.is_undecided(-1, WITHHELD)
    assert {"kan ikke afgøres", "under 300 beboere", "Høj indsats"} <= words


def test_what_none_of_the_categories_hold_of_has_a_name_by_tests_only() -> None:
    by_points, by_tests = (read_model(text, "x").outcomes[0] for text in (POINTS, MODEL))

    assert category_names(by_points) == ("Høj indsats", "Mellem indsats", "Lav indsats")
    assert category_names(by_tests) == ("Mange uden job", "ingen af kategorierne")


def test_a_model_that_does_not_fit_has_no_years(data: Dataset) -> None:
    assert years_of(data, LEVEL, NOW, "findes ikke", "trin") is None
    assert years_of(data, LEVEL, NOW, "point", "findes ikke") is None

"""Why, and how near, in the fewest words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.models.explain import explain
from desktop.core.models.explanation import Explanation, Verdict
from desktop.core.models.reasons import (
    met_words,
    near_sentences,
    quoted,
    reasons,
)
from desktop.core.models.result import NONE, Result, Truth
from desktop.core.models.shown import score_words, shown_result
from desktop.core.periods import parse
from tests.core.models.fakemodels import POINTS
from tests.core.models.test_shown import MODEL
from tests.fake_extract import MISSING, WITHHELD_NOW, fake_dataset

LEVEL, NOW = "boligomraade", parse("2026K2")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset(models={"point": POINTS, "min": MODEL.replace("300", "0")})


def told(data: Dataset, model: str, area: int) -> tuple[Result, Explanation, Verdict]:
    result = shown_result(data, LEVEL, NOW, model)
    assert result is not None
    names = {each.id: each.label for each in data.indicators}
    explanation = explain(result, area, indicators=names)
    return result, explanation, explanation.verdicts[0]


def test_the_points_of_the_rows_are_those_of_the_sum(data: Dataset) -> None:
    result, _explanation, _verdict = told(data, "point", 8)
    for area in np.flatnonzero(result.outcomes["trin"].index[-1] != NONE).tolist():
        result, explanation, verdict = told(data, "point", area)
        rows = reasons(explanation, verdict, result.model)

        assert [row.name for row in rows] == ["Uden for arbejdsmarkedet", "Skolefravær over 10 %"]
        total = sum(row.points for row in rows)
        assert total == result.scores["samlet"].values[-1, area]
        assert score_words(result, result.model.outcomes[0], area) == f"{total:.0f} af 6 point"
        assert all(row.value.endswith("%") and row.most == 3 for row in rows)


@pytest.mark.parametrize("area", [WITHHELD_NOW, MISSING])
def test_a_number_that_is_not_shown_has_no_points_and_no_value(data: Dataset, area: int) -> None:
    low = fake_dataset(models={"point": POINTS.replace("300", "0")})
    result, explanation, verdict = told(low, "point", area)
    rows = reasons(explanation, verdict, result.model)
    hidden = [row for row in rows if math.isnan(row.points)]

    assert hidden
    assert not any(digit in row.value for row in hidden for digit in "0123456789")
    assert near_sentences(verdict, result.model.outcomes[0]) == ()
    assert score_words(result, result.model.outcomes[0], area) == ""


def test_limits_are_met_or_not(data: Dataset) -> None:
    seen = set()
    for area in range(7, 20):
        result, explanation, verdict = told(data, "min", area)
        (row,) = reasons(explanation, verdict, result.model)
        value = result.inputs.inputs["a"].cells.values[-1, area]

        assert row.truth is (Truth.MET if value > 15 else Truth.FAILED)
        assert met_words((row,)) == f"{int(value > 15)} af 1 kriterium opfyldt"
        assert "over 15,0" in row.detail
        seen.add(row.truth)
    assert seen == {Truth.MET, Truth.FAILED}


def test_the_nearest_other_category_is_told_by_number_and_by_points(data: Dataset) -> None:
    result, _explanation, verdict = told(data, "point", 11)
    outcome = result.model.outcomes[0]
    (near, points) = near_sentences(verdict, outcome)
    turn = min(verdict.alone, key=lambda each: abs(each.number - each.now))

    assert verdict.category_name == "Lav indsats"
    assert "Mellem indsats" in near
    assert turn.category == "Mellem indsats"
    assert points.startswith("Point: ")
    assert points.endswith("op til »Mellem indsats«.")


def test_a_name_that_brings_its_quotation_marks_keeps_them() -> None:
    assert quoted("Udsat") == "»Udsat«"
    assert quoted("»Ghetto« (2018)") == "»Ghetto« (2018)"


def test_better_is_told_before_worse_and_each_once(data: Dataset) -> None:
    both = 0
    for area in range(7, 20):
        result, _explanation, verdict = told(data, "point", area)
        said = [
            each for each in near_sentences(verdict, result.model.outcomes[0]) if "ville" in each
        ]
        ends = {each.category for each in verdict.alone}
        if verdict.category_name == "Mellem indsats" and len(ends) == 2:
            both += 1
            assert ["Lav" in each for each in said] == [True, False]
            assert ["Høj" in each for each in said] == [False, True]
    assert both

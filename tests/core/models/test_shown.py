"""The category beside the map, and the answer to why."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.models.result import Why
from desktop.core.models.shown import placed, shown_result, why_told
from desktop.core.periods import parse
from tests.fake_extract import WITHHELD, fake_dataset

LEVEL, NOW = "boligomraade", parse("2026K2")
MODEL = """
format = 1
id = "min"
version = "1"
status = "own"
name = "Min model"
population = {residents_minimum = 300}
[[inputs]]
id = "a"
indicator = "uden_job"
[[tests]]
id = "mange"
input = "a"
is = ">"
limit = 15
[[outcomes]]
id = "resultat"
name = "Resultat"
[[outcomes.categories]]
id = "hoej"
name = "Mange uden job"
all = ["mange"]
"""


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset(models={"min": MODEL})


def test_an_extract_without_a_model_shows_none() -> None:
    assert shown_result(fake_dataset(), LEVEL, NOW) is None


@pytest.mark.parametrize(
    "text", [MODEL.replace('"uden_job"', '"ukendt"'), "format = 1\nid = 3\n"], ids=["absent", "bad"]
)
def test_a_model_that_does_not_fit_shows_none(text: str) -> None:
    assert shown_result(fake_dataset(models={"min": text}), LEVEL, NOW) is None


def test_every_area_has_a_category_or_a_reason(data: Dataset) -> None:
    result = shown_result(data, LEVEL, NOW)
    assert result is not None
    reasons = set()
    for area in range(len(data.areas(LEVEL))):
        (one,) = placed(result, area)
        assert (one.model, one.outcome) == ("Min model", "Resultat")
        assert bool(one.category) != bool(one.why)
        assert one.category in ("", "Mange uden job")
        reasons.add(Why(int(result.outcomes["resultat"].why[-1, area])))
    assert reasons == {Why.CATEGORISED, Why.OUTSIDE, Why.UNDECIDED, Why.NOTHING_HOLDS}


def test_a_withheld_number_decides_nothing(data: Dataset) -> None:
    result = shown_result(data, LEVEL, NOW)
    assert result is not None
    assert not np.isfinite(result.inputs.inputs["a"].cells.values[-1, WITHHELD])
    assert placed(result, WITHHELD)[0].category == ""


def test_why_begins_with_the_area_and_ends_with_its_numbers(data: Dataset) -> None:
    result = shown_result(data, LEVEL, NOW)
    assert result is not None
    sections = why_told(data, LEVEL, result, 12)

    assert sections[0].title.startswith(data.areas(LEVEL).names[12])
    assert any(section.title.startswith("Resultat") for section in sections)
    assert any("uden" in " ".join(row).casefold() for s in sections for row in s.rows)

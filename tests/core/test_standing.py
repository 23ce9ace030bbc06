"""Where an area stands, in few words that are never too strong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop.core.comparisons import Against, Comparison, Question, Verdict, compare
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Kind
from desktop.core.measures import ratio_cells
from desktop.core.standing import _is_said, _lies, standings
from tests.fake_extract import MISSING, UNDEFINED, WITHHELD, fake_dataset

LEVEL = "boligomraade"


@pytest.fixture(scope="module")
def data() -> Dataset:
    return fake_dataset()


def test_every_line_is_a_comparison_with_its_verdict(data: Dataset) -> None:
    indicator = data.indicator("uden_job")
    period = data.periods_of("uden_job", LEVEL)[-1]
    words = set()
    for area in range(len(data.areas(LEVEL))):
        for row in standings(data, LEVEL, area, indicator, period):
            words.add(row.lies)
            assert row.sure == row.lies.startswith("med sikkerhed ")
            assert row.value in row.sentence
            assert ("Sikker forskel" in row.sentence) == row.sure
    assert {"med sikkerhed over", "med sikkerhed under"} <= words
    assert {"måske over", "måske under"} & words


def test_the_places_are_those_the_extract_knows(data: Dataset) -> None:
    indicator = data.indicator("uden_job")
    period = data.periods_of("uden_job", LEVEL)[-1]
    places = [row.place for row in standings(data, LEVEL, 12, indicator, period)]

    assert places[0] == "kommunen"
    assert places[-1].startswith("lignende områder")
    assert not any("sektor" in place for place in places)  # there is but one in it


@pytest.mark.parametrize("area", [WITHHELD, MISSING, UNDEFINED])
def test_nothing_is_said_of_a_number_that_is_not_shown(data: Dataset, area: int) -> None:
    indicator = data.indicator("uden_job")
    period = data.periods_of("uden_job", LEVEL)[-1]
    assert data.cells("uden_job", LEVEL, period).states[area] != State.SHOWN

    assert standings(data, LEVEL, area, indicator, period) == ()


def test_a_plain_count_stands_nowhere(data: Dataset) -> None:
    indicator = data.indicator("beboere")
    period = data.periods_of("beboere", LEVEL)[-1]

    assert indicator.kind is Kind.COUNT
    assert standings(data, LEVEL, 12, indicator, period) == ()


def made(**fields: object) -> Comparison:
    one = ratio_cells(np.array([30.0]), np.array([100.0]), np.zeros(1, np.uint8), 100.0)
    plain = Comparison(
        Against.SIMILAR, "", 8, 8, False, one, one, 2.0, 0.1, -1.0, 5.0, np.nan,
        Verdict.MAY_BE_CHANCE,
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdict", "difference", "said"),
    [
        (Verdict.SURE_HIGHER, 2.0, "med sikkerhed over"),
        (Verdict.SURE_LOWER, -2.0, "med sikkerhed under"),
        (Verdict.MAY_BE_CHANCE, 2.0, "måske over"),
        (Verdict.MAY_BE_CHANCE, -2.0, "måske under"),
        (Verdict.MAY_BE_CHANCE, 0.04, "på linje med"),
        (Verdict.UNDECIDED, 2.0, "over"),
        (Verdict.UNDECIDED, -2.0, "under"),
        (Verdict.UNDECIDED, 0.0, "på linje med"),
    ],
)
def test_words(data: Dataset, verdict: Verdict, difference: float, said: str) -> None:
    comparison = made(verdict=verdict, difference=difference)
    assert _lies(comparison, data.indicator("uden_job")) == said


def test_a_sum_of_few_of_the_areas_is_not_said_in_so_few_words() -> None:
    assert _is_said(made(partial=True, shown=7, areas=8))
    assert not _is_said(made(partial=True, shown=6, areas=8))


def test_the_lines_are_what_the_comparisons_say(data: Dataset) -> None:
    indicator = data.indicator("uden_job")
    period = data.periods_of("uden_job", LEVEL)[-1]
    (whole,) = compare(data, LEVEL, 12, indicator, period, [Question(Against.MUNICIPALITY)])
    first = standings(data, LEVEL, 12, indicator, period)[0]

    assert first.sure == (whole.verdict in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER))
    assert first.value.replace(",", ".").startswith(f"{whole.other.values[0]:.1f}")

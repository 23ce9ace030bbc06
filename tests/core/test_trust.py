"""Can the number be trusted: what is said, and what is never said."""

from __future__ import annotations

import pytest

from desktop.core.indicators import Kind
from desktop.core.periods import parse
from desktop.core.sentences import interval_words
from desktop.core.trust import trust_sentences
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)

LEVEL, NOW = "boligomraade", parse("2026K2")
DATA = fake_dataset()


def said(position: int, id: str = "uden_job", when: str = "2026K2") -> tuple[str, ...]:
    return trust_sentences(DATA, LEVEL, position, DATA.indicator(id), parse(when))


def test_a_share_says_its_base_interval_change_origin_and_rule() -> None:
    told = " ".join(said(9))
    cells = DATA.cells("uden_job", LEVEL, NOW)
    first, last = interval_words(cells, 9, DATA.indicator("uden_job")).split("–")
    assert f"{int(cells.numerators[9])} af {int(cells.denominators[9])}" in told
    assert f"mellem {first} og {last}" in told
    for words in ("Siden 2. kvartal 2025", "Kilde: Danmarks Statistik, RAS.", "01-07-2026",
                  "Antal fra 1 til 4 personer", "Med 95 % sikkerhed", "kommunen"):  # fmt: skip
        assert words in told


@pytest.mark.parametrize("position", range(21))
def test_whether_it_moved_is_said_one_way_or_the_other(position: int) -> None:
    told = " ".join(said(position))
    ways = ("mere, end tilfældigheder plejer", "kan være tilfældigt", "Det er uændret siden",
            "vises ikke", "fandtes ikke", "ikke leveret", "ingen at regne")  # fmt: skip
    assert sum(way in told for way in ways[:3]) <= 1
    assert any(way in told for way in ways)


@pytest.mark.parametrize(
    ("position", "why"),
    [
        (WITHHELD, "for få personer"),
        (WITHHELD_NOW, "for få personer"),
        (MISSING, "ikke leveret"),
        (UNDEFINED, "ingen at regne"),
    ],
)
def test_of_a_hidden_number_only_why_and_whence(position: int, why: str) -> None:
    told = said(position)
    assert why in told[0]
    whole = " ".join(told)
    assert "%" not in whole
    assert str(int(HIDDEN)) not in whole.replace(".", "")


def test_hidden_numbers_change_nothing_that_is_said() -> None:
    other = fake_dataset(hidden=31.0)
    for position in range(21):
        for id in ("uden_job", "anmeldelser", "alder", "beboere"):
            indicator = DATA.indicator(id)
            assert trust_sentences(other, LEVEL, position, indicator, NOW) == said(position, id)


def test_counts_and_means_claim_no_interval() -> None:
    for id in ("beboere", "alder"):
        told = " ".join(said(9, id))
        assert DATA.indicator(id).kind in (Kind.COUNT, Kind.MEAN)
        assert "95 %-interval" not in told
        assert "mere, end tilfældigheder" not in told


def test_an_area_that_was_not_there_and_a_time_before_all_numbers() -> None:
    assert said(BEGINS, when="2024K2") == ("Området fandtes ikke i denne periode.",)
    assert "ingen tal" in said(9, when="2019K1")[0]

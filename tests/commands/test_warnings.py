"""What the list of what has moved says, and what it refuses."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.cli import parser_of
from desktop.commands import warnings as command
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.errors import UsageError
from tests.fake_extract import FakeSource, fake_dataset

Told = Callable[..., str]


def worsened() -> Dataset:
    """An extract where the two first areas and nothing else have moved, on two indicators."""
    data = fake_dataset(columns=8, rows=6)
    source = data._source
    assert isinstance(source, FakeSource)
    invented = source._counts

    def counts(indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, object]:
        tops, bases, states = invented(indicator, breakdown)
        if indicator in ("uden_job", "anmeldelser"):
            bases[:] = np.where(bases > 0, 500.0, bases)
            tops[:] = np.where(bases > 0, 60.0, tops)
            tops[-1, [0, 8]] = 150.0
        return tops, bases, states

    object.__setattr__(source, "_counts", counts)
    data.indicators = tuple(
        replace(each, measured="rate") if each.id == "anmeldelser" else each
        for each in data.indicators
    )
    return data


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str, data: Dataset | None = None) -> str:
        monkeypatch.setattr(command, "open_named", lambda _: data or worsened())
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        assert command.run(parser.parse_args(["x.boligatlas", *words])) == 0
        return capsys.readouterr().out

    return run


def test_the_list_says_what_moved_and_what_it_rests_on(told: Told) -> None:
    text = told()
    assert "0101 Skovbrynet: Voksne uden for arbejdsmarkedet" in text
    assert (
        "12,0\u00a0% i 2. kvartal 2025, 30,0\u00a0% i 2. kvartal 2026 (60 af 500 → 150 af 500):"
        " +18,0\u00a0pct.point" in text
    )
    assert "listen med 2 indikatorer på 2 emner" in text
    assert "prøvede tal har flyttet sig; højst omkring 0,4 af dem ventes på listen" in text
    assert "Højst 10\u00a0% af linjerne ventes i gennemsnit at stå her ved et tilfælde." in text
    assert "celler kunne ikke prøves" in text
    assert "alarm" not in text.casefold()


def test_the_heading_says_what_is_held_against_what(told: Told) -> None:
    lines = told().splitlines()
    assert lines[0] == "Hvad har flyttet sig til det dårligere? Boligområder"
    assert "2. kvartal 2026 mod 2. kvartal 2025 for kvartalstal" in lines[1]
    assert lines[2] == ""
    assert told("--period", "2025K4").startswith(
        "Hvad har flyttet sig til det dårligere? Boligområder, til og med 4. kvartal 2025\n"
    )
    assert "4. kvartal 2025 mod 4. kvartal 2024" in told("--period", "2025K4").splitlines()[1]
    assert "Fraregnet" in told("--apart").splitlines()[2]
    assert "begge veje" in told("--undirected").splitlines()[2]
    assert "plejer" in told("--sensitive").splitlines()[2]


def test_one_line_goes_before_the_list_and_the_method_after_it(told: Told) -> None:
    lines = told().splitlines()
    assert "prøvede tal har flyttet sig" in lines[3]
    assert lines[5].startswith("0101")
    method = lines.index("Sådan er listen lavet:")
    assert method > max(at for at, line in enumerate(lines) if line.startswith("0109"))
    assert any("fast grænse" in line for line in lines[method:])
    assert not any("fast grænse" in line for line in lines[:method])


def test_no_line_is_wider_than_a_hundred_and_a_name_that_is_the_code_is_said_once(
    told: Told,
) -> None:
    data = worsened()
    areas = data.areas("boligomraade")
    data.areas = lambda level: replace(areas, names=areas.codes)  # type: ignore[method-assign]
    lines = told(data=data).splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("0101: Voksne uden for") for line in lines)
    assert max(map(len, told("--better", "--within", "Vest").splitlines())) <= 100


def test_periods_of_many_lengths_are_told_in_lines_no_wider_than_the_rest(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = (
        "2025 mod 2024 for årlige tal, 2025/26 mod 2024/25 for skoleår, 2. kvartal 2026 mod"
        " 2. kvartal 2025 for kvartalstal"
    )
    monkeypatch.setattr("desktop.core.movementwords.compared_words", lambda _: compared)
    lines = told().splitlines()
    assert " ".join(lines[1:3]) == compared
    assert max(map(len, lines)) <= 100
    assert lines[3] == ""


def test_an_empty_list_is_an_answer_and_says_what_to_try(told: Told) -> None:
    assert "Det er også et svar" in told("--better")
    assert "Prøv --sensitive" in told("--better")
    sensitive = told("--better", "--sensitive")
    assert "Prøv --sensitive" not in sensitive
    assert "Prøv --rate 0,25" in sensitive
    assert "Prøv" not in told("--better", "--sensitive", "--rate", "0,3")
    assert "Det er også et svar" not in told()


def test_the_list_may_be_kept_to_some_areas_and_is_then_theirs_alone(told: Told) -> None:
    everywhere = json.loads(told("--json"))
    west, east = (json.loads(told("--within", side, "--json")) for side in ("vest", "Øst"))
    assert west["tested"] + east["tested"] == everywhere["tested"]
    assert west["areas"] + east["areas"] == everywhere["areas"]
    assert {row["area"] for row in west["rows"]} == {"0101", "0109"}
    assert not east["rows"]
    for part, whole in zip(west["indicators"], everywhere["indicators"], strict=True):
        assert part["spread"] == whole["spread"]  # of all areas still
    text = told("--within", "Vest")
    assert text.splitlines()[0].endswith("? Boligområder inden for »Vest«")
    assert "gælder denne liste for sig" in text
    with pytest.raises(UsageError) as error:
        told("--within", "Vestt")
    assert "Vest" in error.value.hint


def test_the_help_ends_its_question_once() -> None:
    assert "Hvad har flyttet sig?\n" in parser_of("warnings").format_help()


def test_the_machine_hears_the_same(told: Told) -> None:
    facts = json.loads(told("--json"))
    assert facts["listed"] == len(facts["rows"]) == 4
    assert {row["area"] for row in facts["rows"]} == {"0101", "0109"}
    assert facts["expected_false"] == pytest.approx(0.4)
    assert facts["tested"] == sum(part["tested"] for part in facts["indicators"])
    assert facts["untested"]["cells"] > 0
    row = facts["rows"][0]
    assert row["low"] < row["change"] < row["high"]
    assert (row["before_counts"], row["now_counts"]) == ([60, 500], [150, 500])
    assert row["sentences"]


def test_nothing_for_the_better_and_the_level_and_the_period_asked_for(told: Told) -> None:
    text = told("--better")
    assert "til det bedre" in text
    assert "Ingen af" in text
    assert "Ingen af" in told("--period", "2025K4")
    assert "districts" not in told("--level", "distrikt")
    assert json.loads(told("--level", "distrikt", "--json"))["level"] == "distrikt"


def test_another_yardstick_is_said(told: Told) -> None:
    assert "mere, end områder plejer." in told("--sensitive").split("Sådan er")[1]
    assert "Ingen af" in told("--sensitive", "--better")


def test_one_period_has_nothing_to_be_held_against(told: Told) -> None:
    text = told(data=fake_dataset(periods=1))
    assert "4 indikatorer har ingen nye tal, eller ingen fra året før" in text


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--period", "2031K1"), "Der er tal fra"),
        (("--level", "boligomrade"), "boligomraade"),
        (("--rate", "2"), "0,10"),
    ],
)
def test_what_cannot_be_answered_is_told(told: Told, words: tuple[str, ...], hint: str) -> None:
    with pytest.raises(UsageError) as error:
        told(*words)
    assert hint in error.value.hint


def test_a_rate_with_a_comma_is_read_and_a_word_is_not(told: Told) -> None:
    assert json.loads(told("--rate", "0,05", "--json"))["rate"] == 0.05
    with pytest.raises(SystemExit):
        told("--rate", "lidt")


def test_the_help_says_how_often_it_speaks_in_vain() -> None:
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_arguments(parser)
    assert "90 af 100" in parser.format_help()

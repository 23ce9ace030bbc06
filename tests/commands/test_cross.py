"""What ``cross`` says, to people and machines, and what it refuses."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable

import pytest

from desktop.commands import cross, crossmatrix, crosspair
from desktop.core.errors import UsageError
from tests.fake_extract import fake_dataset

Told = Callable[..., str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str) -> str:
        monkeypatch.setattr(cross, "open_named", lambda _: fake_dataset())
        parser = argparse.ArgumentParser()
        cross.add_arguments(parser)
        assert cross.run(parser.parse_args(["x.boligatlas", *words])) == 0
        return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")

    return run


def test_two_indicators_over_areas(told: Told) -> None:
    text = told("--indicator", "uden_job", "--and", "anmeldelser")
    assert "Regnet af 16 boligområder; 4 er ikke med" in text
    assert "(Pearson)" in text
    assert "(Spearman)" in text
    assert text.rstrip().endswith("det ene er årsag til det andet.")
    facts = json.loads(told("--json", "--indicator", "uden_job", "--and", "anmeldelser"))
    assert (facts["used"], facts["left_out"]) == (16, 4)
    assert facts["pearson"]["low"] < facts["pearson"]["value"] < facts["pearson"]["high"]
    assert "ikke mellem personer" in facts["reservation"]


def test_weighted_by_residents(told: Told) -> None:
    words = ("--indicator", "uden_job", "--and", "alder", "--weighted")
    assert "lige store områder" in told(*words)
    facts = json.loads(told("--json", *words))
    assert facts["effective"] < facts["used"]


def test_an_odd_area_is_named(told: Told) -> None:
    words = ("--indicator", "anmeldelser", "--and", "uden_job")
    text = told(*words)
    off, pulling = text.split("Uden for linjen: ")[1].split("Trækker i linjen: ")
    for unclear in ("standardfejl", "vægtstang", "skæve"):
        assert unclear not in text
    odd = json.loads(told("--json", *words))["outliers"]
    assert [(each["off_the_line"], each["far_out"]) for each in odd] == [(True, True)]
    for part in (off, pulling):
        assert f"{odd[0]['code']} {odd[0]['name']}" in part
    assert "linjen siger" in off
    fits = told("--indicator", "uden_job", "--and", "alder")
    assert "Ingen boligområder falder uden for linjen." in fits


def test_numbers_that_are_easily_mixed_up(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--indicator", "uden_job", "--and", "alder")
    assert json.loads(told("--json", *words))["mixing"] == []
    monkeypatch.setattr(crosspair, "mixing_words", lambda _, ids: [f"{ids} ligner hinanden."])
    assert "('uden_job', 'alder') ligner hinanden." in told(*words).splitlines()[1]


@pytest.mark.parametrize(
    "words",
    [
        ("--indicator", "uden_job", "--and", "anmeldelser", "--weighted"),
        ("--indicator", "uden_job", "--and", "alder", "--table", "9", "--names"),
        ("--matrix",),
        ("--matrix", "--all-lines"),
        ("--area", "0101", "--indicator", "uden_job", "--breakdown"),
    ],
)
def test_lines_fit_on_paper(told: Told, words: tuple[str, ...]) -> None:
    assert max(map(len, told(*words).splitlines())) <= 100


def test_too_few_areas_are_told(told: Told) -> None:
    text = told("--level", "distrikt", "--indicator", "uden_job", "--and", "alder")
    assert "Kun 2 distrikter viser begge tal; der skal mindst 6 til." in text
    assert "Pearson" not in text


def test_areas_by_classes(told: Told) -> None:
    words = ("--indicator", "uden_job", "--and", "alder", "--table", "3")
    text = told(*words)
    assert "diskretioneret" in text
    assert "ikke mellem personer" in text
    assert "Skovbrynet" not in text
    assert "Skovbrynet" in told(*words, "--names")
    facts = json.loads(told("--json", *words))
    cells = [cell for row in facts["rows"] for cell in row["columns"]]
    assert sum(cell["count"] for cell in cells) == 20
    assert all(cell["count"] == len(cell["areas"]) for cell in cells)


def test_areas_by_the_classes_of_the_map(told: Told) -> None:
    words = ("--indicator", "uden_job", "--and", "alder", "--table", "4", "--as-map", "--json")
    facts = json.loads(told(*words))
    data = fake_dataset()
    for name, id in (("first_bounds", "uden_job"), ("second_bounds", "alder")):
        assert facts[name] == list(data.bounds(id, "boligomraade", "natural", 4))


def test_an_indicator_by_breakdown(told: Told) -> None:
    words = ("--area", "Skovbrynet", "--indicator", "uden_job", "--breakdown")
    text = told(*words)
    assert re.search(r"\n  Køn\n    Kvinder +\d", text)
    rows = json.loads(told("--json", *words))["rows"]
    assert [row["breakdown"] for row in rows] == ["", "kvinder"]
    hidden = json.loads(told("--json", "--area", "0104", "--indicator", "uden_job", "--breakdown"))
    assert all(row["state"] == "withheld" and row["value"] is None for row in hidden["rows"])
    assert "4711" not in json.dumps(hidden)


@pytest.mark.parametrize("ranks", [(), ("--ranks",)])
def test_all_indicators_two_by_two(told: Told, ranks: tuple[str, ...]) -> None:
    text = told("--matrix", *ranks)
    assert ("Spearman" if ranks else "Pearson") in text
    assert "ikke mellem personer" in text
    facts = json.loads(told("--json", "--matrix", *ranks))
    size = len(facts["indicators"])
    assert [len(row) for row in facts["values"]] == [size] * size
    assert facts["values"][0][0] == 1
    assert facts["counts"][0][0] == 16
    lines = text.splitlines()
    assert "fra 13 til 16 boligområder" in text or "boligområder, der viser begge" in text
    row = next(line for line in lines if line.startswith("1  "))
    assert "2026K2" in row
    sure = [
        low > 0 or high < 0 for low, high in zip(facts["low"][0], facts["high"][0], strict=True)
    ]
    assert row.count("*") == sum(sure[1:])


def test_a_matrix_too_wide_is_cut_or_told_in_pieces(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossmatrix, "WIDTH", 60)
    cut, whole = told("--matrix"), told("--matrix", "--all-lines")
    assert "De første 2 af 5 indikatorer." in cut
    assert "De første" not in whole
    assert sum(line.startswith("5  ") for line in whole.splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "én ting"),
        (("--matrix", "--and", "alder"), "én ting"),
        (("--breakdown",), "i et område"),
        (("--indicator", "alder", "--and", "alder"), "den samme"),
        (("--indicator", "uden_job", "--and", "alde"), "alde"),
        (("--area", "0101", "--indicator", "alder", "--breakdown"), "ingen opdelinger"),
        (("--indicator", "uden_job", "--and", "alder", "--period", "2031K1"), "2031"),
        (("--indicator", "uden_job", "--and", "fravaer", "--period", "2024K1"), "1. kvartal 2024"),
        (("--matrix", "--period", "1999"), "så tidligt"),
    ],
)
def test_cross_refuses(told: Told, words: tuple[str, ...], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        told(*words)


PAIR = ("--indicator", "uden_job", "--and", "alder")
BREAKDOWN = ("--area", "0101", "--indicator", "uden_job", "--breakdown")


@pytest.mark.parametrize(
    ("asked", "stray", "home"),
    [
        (("--matrix",), ("--table", "3"), "--and ID"),
        (("--matrix",), ("--area", "0101"), "--breakdown"),
        (("--matrix",), ("--weighted",), "--and ID"),
        (("--matrix",), ("--names",), "--table 2-9"),
        (("--matrix",), ("--indicator", "alder"), "--and ID"),
        (("--matrix",), ("--as-map",), "--table 2-9"),
        (PAIR, ("--ranks",), "--matrix"),
        (PAIR, ("--all-lines",), "--matrix"),
        (PAIR, ("--area", "0101"), "--breakdown"),
        (PAIR, ("--as-map",), "--table 2-9"),
        (PAIR, ("--names",), "--table 2-9"),
        ((*PAIR, "--table", "3"), ("--weighted",), "--and ID"),
        (BREAKDOWN, ("--table", "3"), "--and ID"),
        (BREAKDOWN, ("--weighted",), "--and ID"),
    ],
)
def test_an_option_of_another_question_is_refused(
    told: Told, asked: tuple[str, ...], stray: tuple[str, ...], home: str
) -> None:
    assert told(*asked)
    with pytest.raises(UsageError, match=f"^{stray[0]} hører ikke til her") as error:
        told(*asked, *stray)
    assert home in error.value.hint


def test_a_matrix_says_that_its_times_are_not_those_of_a_pair(told: Told) -> None:
    assert "sin egen nyeste periode" in told("--matrix")
    assert "sin egen nyeste periode" not in told("--matrix", "--period", "2025K4")


def test_a_matrix_leaves_out_what_begins_later(told: Told) -> None:
    facts = json.loads(told("--json", "--matrix", "--period", "2024K1"))
    held = {each["id"]: each["period"] for each in facts["indicators"]}
    assert held["uden_job"] == "2024K1"
    assert "fravaer" not in held


def test_a_matrix_of_a_time_to_come_is_refused(told: Told) -> None:
    with pytest.raises(UsageError, match="2040") as raised:
        told("--matrix", "--period", "2040")
    assert "2025/26" in raised.value.hint

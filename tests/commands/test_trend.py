"""What a course and a funnel look like on the command line, and what is refused."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

import pytest

from desktop.commands import trend as command
from desktop.core.errors import UsageError
from tests.fake_extract import HIDDEN, fake_dataset

Told = Callable[..., str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str) -> str:
        monkeypatch.setattr(command, "open_named", lambda _: fake_dataset(columns=8, rows=6))
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        assert command.run(parser.parse_args(["x.boligatlas", *words])) == 0
        return capsys.readouterr().out

    return run


def test_a_course_has_its_sentences_its_efforts_and_a_line_per_period(told: Told) -> None:
    text = told("--area", "0109")
    assert text.startswith("0109 Bakkegården: Voksne uden for arbejdsmarkedet\n")
    assert "om året" in text
    assert "(kontrolgrænser)" in text
    assert "Naboskab, 1. januar 2024 – 30. juni 2025" in text
    lines = [line for line in text.splitlines() if ". kvt. 20" in line and "Naboskab" in line]
    assert len(lines) == 6  # to the quarter it ended in
    assert "alarm" not in text.casefold()


def test_the_machine_hears_the_same_course(told: Told) -> None:
    facts = json.loads(told("--area", "Skovbrynet", "--json"))
    assert facts["area"] == "0101"
    slope = facts["slope"]
    assert slope["low"] <= slope["per_year"] <= slope["high"]
    assert slope["periods"] == 10
    assert facts["chart"]["to"] in {period["period"] for period in facts["periods"]}
    assert facts["cusum"] is None  # too few years
    assert len(facts["periods"]) == 10
    assert facts["periods"][0]["low"] < facts["periods"][0]["value"]


def test_a_withheld_cell_is_told_by_its_reason_and_never_by_a_number(told: Told) -> None:
    for words in (("--area", "0104"), ("--area", "0104", "--json")):
        text = told(*words)
        assert f"{HIDDEN:.0f}" not in text.replace(".", "")
    assert "diskretioneret" in told("--area", "0104")
    assert "Sådan er det regnet" not in told("--area", "0104")  # nothing is
    facts = json.loads(told("--area", "0104", "--json"))
    assert {period["state"] for period in facts["periods"]} == {"withheld"}
    assert {period["value"] for period in facts["periods"]} == {None}
    assert facts["slope"]["per_year"] is None


def test_means_have_limits_and_a_hidden_area_has_none(told: Told) -> None:
    facts = json.loads(told("--area", "0101", "--indicator", "alder", "--json"))
    first = facts["periods"][0]
    assert first["low"] < first["value"] < first["high"]
    hidden = json.loads(told("--area", "0104", "--indicator", "alder", "--json"))
    assert hidden["chart"] is None
    assert hidden["periods"][0]["low"] is None


def test_the_first_line_can_be_said_aloud_and_how_it_is_worked_out_comes_after(told: Told) -> None:
    lines = told("--area", "0109").splitlines()
    assert lines[2] == json.loads(told("--area", "0109", "--json"))["gist"]
    assert lines[4] == "Sådan er det regnet:"
    assert "%:" not in lines[2]  # no interval
    assert all(line.startswith("  ") for line in lines[5 : lines.index("", 5)])


@pytest.mark.parametrize("name", ["kommunen", "Kommune", "Eksempelby Kommune", "eksempelby", "999"])
def test_the_municipality_has_a_course_of_its_own(told: Told, name: str) -> None:
    text = told("--area", name)
    assert text.startswith("Eksempelby Kommune: Voksne uden for arbejdsmarkedet\n")
    assert "2. kvt. 2026" in text
    assert "Kommunen: " not in text  # not held against itself
    facts = json.loads(told("--area", name, "--json", "--level", "distrikt"))
    assert (facts["area"], facts["level"]) == ("999", "kommune")
    assert facts["slope"]["per_year"] is not None
    assert facts["apart_from_municipality"]["per_year"] is None


def test_the_municipality_is_no_level_but_an_area_of_its_own(told: Told) -> None:
    for level in ("kommune", "Kommunen"):
        with pytest.raises(UsageError) as error:
            told("--area", "0101", "--level", level)
        assert "--area kommunen" in error.value.hint
        assert told("--area", "kommunen", "--level", level) == told("--area", "kommunen")


def test_a_course_begins_where_it_is_asked_to(told: Told) -> None:
    facts = json.loads(told("--area", "0101", "--from", "2025", "--json"))
    assert facts["periods"][0]["period"] == "2025K1"
    assert facts["slope"]["periods"] == 6
    whole = json.loads(told("--area", "kommunen", "--from", "2025K3", "--json"))
    assert whole["periods"][0]["period"] == "2025K3"
    with pytest.raises(UsageError, match=r"ingen tal fra 2027 til 2\. kvartal 2026"):
        told("--area", "0101", "--from", "2027")
    with pytest.raises(UsageError, match="--from"):
        told("--funnel", "--from", "2025")


def test_a_funnel_says_how_many_are_not_shown_and_that_gaps_are_no_finding(told: Told) -> None:
    facts = json.loads(told("--funnel", "--json"))
    assert facts["withheld"] > 0
    text = told("--funnel")
    assert f"{facts['withheld']} område" in text
    assert "intet fund" in text


def test_a_funnel_lists_who_is_outside_in_no_order_of_merit(told: Told) -> None:
    text = told("--funnel")
    assert text.startswith("Voksne uden for arbejdsmarkedet, 2. kvartal 2026\n")
    assert "Over 99,8 %-grænsen: " in text
    facts = json.loads(told("--funnel", "--json"))
    assert facts["outside"]
    codes = [row["area"] for row in facts["outside"]]
    assert codes == sorted(codes)
    for row in facts["outside"]:
        low, high = row["limits_99_8" if row["limit"] == "99.8" else "limits_95"]
        assert row["value"] > high if row["side"] == "over" else row["value"] < low
        assert row["name"] in text
    assert json.loads(told("--funnel", "--period", "2024K1", "--json"))["period"] == "2024K1"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--area", "9999"), "findes ikke"),
        (("--area", "0101", "--indicator", "uden_jobb"), "ingen indikator"),
        (("--area", "0101", "--period", "2031K1"), "ingen tal for"),
        (("--funnel", "--indicator", "alder"), "ingen tragt"),
    ],
)
def test_what_cannot_be_answered_is_told(told: Told, words: tuple[str, ...], error: str) -> None:
    with pytest.raises(UsageError, match=error):
        told(*words)


def test_an_area_or_a_funnel_is_asked_for(told: Told) -> None:
    with pytest.raises(SystemExit):
        told()
    with pytest.raises(SystemExit):
        told("--area", "0101", "--funnel")


def test_the_help_says_how_often_it_speaks_in_vain() -> None:
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_arguments(parser)
    assert "54. år" in parser.format_help()
    assert "over 200 år" in parser.format_help()

"""What a course and a funnel look like on the command line, and what is refused."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.commands import trend as command
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.errors import UsageError
from desktop.core.measures import missing_cells
from tests.fake_extract import HIDDEN, FakeSource, fake_dataset

Told = Callable[..., str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str, data: Dataset | None = None) -> str:
        opened = data or fake_dataset(columns=8, rows=6)
        monkeypatch.setattr(command, "open_named", lambda _: opened)
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


def ten_years(counts: FloatArray) -> Dataset:
    """Forty-two quarters, with ``counts`` of 1,000 in the first area."""
    data = fake_dataset()
    source = data._source
    assert isinstance(source, FakeSource)
    source.quarters = tuple(f"{2016 + at // 4}K{at % 4 + 1}" for at in range(42))
    invented = source._counts

    def given(indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, StateArray]:
        tops, bases, states = invented(indicator, breakdown)
        bases[:, 0], tops[:, 0] = 1000.0, counts
        states[:, 0][tops[:, 0] < 5] = State.WITHHELD
        return tops, bases, states

    object.__setattr__(source, "_counts", given)
    return data


BENT: FloatArray = 200.0 + 4.0 * np.maximum(np.arange(42, dtype=np.float64) - 20, 0)
STEADY: FloatArray = 200.0 + 3.0 * np.arange(42, dtype=np.float64)


def flat(text: str) -> str:
    """A text without its lines, to be searched for sentences."""
    return " ".join(text.split())


def test_what_the_first_line_says_is_not_said_again_below(told: Told) -> None:
    bent = flat(told("--area", "0101", data=ten_years(BENT)))
    assert bent.count("Kurven knækker omkring") == 1
    steady = flat(told("--area", "0101", data=ten_years(STEADY)))
    assert steady.count("Det er til det dårligere.") == 1
    assert "Tallet stiger: +1,20" in steady


def test_the_lines_to_read_are_no_wider_than_a_hundred(told: Told) -> None:
    for words in (("--area", "0101"), ("--funnel",)):
        lines = told(*words, data=ten_years(BENT)).splitlines()
        assert max(map(len, lines)) <= 100
        assert len(lines) > 12


def test_of_one_period_neither_limits_nor_a_method_are_told(told: Told) -> None:
    text = told("--area", "0101", "--period", "2024K1")
    assert "1 periode er for lidt til at se" in text
    assert "Sådan er det regnet" not in text
    assert "Grænser" not in text
    assert "ligger inden for" not in text
    facts = json.loads(told("--area", "0101", "--period", "2024K1", "--json"))
    assert facts["chart"] is None
    assert (facts["periods"][0]["low"], facts["periods"][0]["outside"]) == (None, None)


def test_a_course_that_is_skewed_by_what_is_withheld_has_its_numbers_and_no_verdict(
    told: Told,
) -> None:
    counts = np.where(np.arange(42) < 27, 3.0, 8.0)
    text = told("--area", "0101", data=ten_years(counts))
    assert "27 af 42 perioder vises ikke" in flat(text)
    assert "8 af 1.000" in text
    assert not any(word in text for word in ("Sådan er det regnet", "steget", "knækker", "CUSUM"))
    facts = json.loads(told("--area", "0101", "--json", data=ten_years(counts)))
    assert (facts["withheld_periods"], facts["skewed_by_withheld"]) == (27, True)
    assert facts["slope"]["direction"] == 0
    assert facts["turning_points"]["periods"] == []
    assert facts["cusum"] is None


def test_a_name_that_is_the_code_is_said_once(told: Told) -> None:
    data = fake_dataset(columns=8, rows=6)
    areas = data.areas("boligomraade")
    data.areas = lambda level: replace(areas, names=areas.codes)  # type: ignore[method-assign]
    assert told("--area", "0109", data=data).startswith("0109: Voksne uden for")
    assert "0109 0109" not in told("--area", "0109", data=data)
    funnel = [line for line in told("--funnel", data=data).splitlines() if "grænser" in line]
    assert funnel
    assert not any(line.split()[0] == line.split()[1] for line in funnel)


def test_a_funnel_of_nothing_has_no_headings(told: Told) -> None:
    data = ten_years(np.full(42, 3.0))
    data.cells = lambda *_: missing_cells(len(data.areas("boligomraade")))  # type: ignore[method-assign]
    text = told("--funnel", data=data)
    assert "Ingen områder kan prøves mod grænserne." in text
    assert "99,8" not in text


@pytest.mark.parametrize(
    "name", ["kommunen", "Kommune", "municipality", "Eksempelby Kommune", "eksempelby", "999"]
)
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

"""The categories of an extract's areas, as the command line tells of them."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.commands import categories as command
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from tests.fake_extract import HIDDEN, LONG_NAME, FakeSource, fake_dataset

OWN = """
format = 1
id = "egen"
version = "1"
status = "own"
name = "Egen"
note = "Et eksempel"
valid_to = 2026-01-01
[population]
residents_minimum = 1
[[inputs]]
id = "job"
indicator = "uden_job"
[[inputs]]
id = "alder"
indicator = "findes_ikke"
alternatives = ["alder"]
[[rules]]
id = "femtedele"
of = "percentile"
bounds = [20, 40, 60, 80]
points = [0, 1, 2, 3, 4]
[[scores]]
id = "sum"
name = "Sum"
parts = [{input = "job", rule = "femtedele", weight = 2}, {input = "alder", rule = "femtedele"}]
[[outcomes]]
id = "trin"
name = "Trin"
score = "sum"
[[outcomes.categories]]
id = "hoej"
name = "Højt"
from = 8
[[outcomes.categories]]
id = "middel"
name = "Middel"
from = 3
below = 8
[[outcomes.categories]]
id = "lav"
name = "Lavt"
below = 3
"""

TESTS = """
format = 1
id = "proever"
version = "1"
status = "own"
name = "Prøver"
[[inputs]]
id = "job"
indicator = "uden_job"
[[references]]
id = "landet"
name = "Hele landet"
unit = "%"
values = {2020 = 10}
[[switches]]
id = "halv"
name = "Den halve prøve"
[[tests]]
id = "over"
name = "Over landet"
input = "job"
is = ">"
limit = {reference = "landet", times = 1}
[[tests]]
id = "halv"
input = "job"
is = ">"
limit = {reference = "landet", times = 0.5}
switch = "halv"
[[outcomes]]
id = "o"
name = "Udfald"
otherwise = {id = "nej", name = "Nej"}
[[outcomes.categories]]
id = "ja"
name = "Ja"
all = ["over", "halv"]
"""

Told = Callable[..., str]


@pytest.fixture
def told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Told:
    files = {"egen": OWN, "proever": TESTS}
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")

    def run(*words: str, model: str = "egen", data: Dataset | None = None) -> str:
        monkeypatch.setattr(command, "open_named", lambda _: data or fake_dataset())
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        named = str(tmp_path / f"{model}.toml") if model in files else model
        asked = ["x.boligatlas", *(["--model", named] if model else []), *words]
        assert command.run(parser.parse_args(asked)) == 0
        return capsys.readouterr().out.replace("\u00a0", " ")

    return run


def facts(told: Told, *words: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(*words, "--json", **more))
    return found


def test_areas_are_listed_with_category_score_and_certainty(told: Told) -> None:
    text = told()
    assert text.startswith("Egen, version 1: egen model\nEksempelby Kommune, ")
    assert "Modellen gælder til 1. januar 2026; perioden ligger udenfor." in text
    assert "»findes_ikke« har ingen tal her; »alder« bruges i stedet." in text
    assert "kode" in text
    assert "sikkerhed" in text
    assert "beboertal, der ikke vises" in text
    plain = " ".join(text.split())
    assert "* betyder, at en anden kategori er mere sandsynlig" in plain
    assert plain.index("Usikre er de områder") < plain.index(" usikre ")  # before it


def test_counts_and_chances_add_up(told: Told) -> None:
    found = facts(told)
    (outcome,) = found["outcomes"].values()
    areas = len(found["areas"])
    assert (
        sum(each["areas"] for each in outcome["categories"]) + sum(outcome["without"].values())
        == areas
    )
    for area in found["areas"]:
        chances = area["categories"]["trin"]["chances"].values()
        if area["categories"]["trin"]["category"]:
            assert sum(chances) == pytest.approx(1)
        elif area["outside"] != "inside":
            assert set(chances) == {None}


def test_what_is_withheld_comes_out_nowhere(told: Told) -> None:
    for words in ([], ["--json"], ["--explain", "Ådalen"], ["--history"], ["--moves", "--json"]):
        assert f"{HIDDEN:.0f}" not in told(*words).replace(".", "")


def test_one_area_is_explained_by_code_or_name(told: Told) -> None:
    text = told("--explain", "skovbrynet")
    assert text == told("--explain", "0101")
    assert "Skovbrynet (0101)" in text
    assert "Trin: " in text
    assert "percentil" in text
    assert "Indikatoren »findes_ikke« har ingen tal her" in text
    assert "Et eksempel" in text
    found = facts(told, "--explain", "0101")["explanation"]
    assert found["code"] == "0101"
    assert found["verdicts"][0]["chances"]


def test_an_area_that_is_not_there(told: Told) -> None:
    with pytest.raises(UsageError):
        told("--explain", "9999")


def test_history_of_all_and_of_one(told: Told) -> None:
    text = told("--history", "--years", "3", "--period", "2026K2")
    assert "2024K2  2025K2  2026K2" in text
    one = told("--history", LONG_NAME, "--years", "2", "--period", "2026K2")
    assert "2. kvartal 2025" in one
    assert "sikkerhed" in one
    assert "siden" in one
    found = facts(told, "--history", LONG_NAME, "--years", "2", "--period", "2026K2")
    assert found["periods"] == ["2025K2", "2026K2"]
    assert len(found["history"]["trin"]["categories"]) == 2


def test_a_history_does_not_begin_before_the_numbers(told: Told) -> None:
    found = facts(told, "--history", "--years", "40", "--period", "2026K2")
    assert 2 <= len(found["periods"]) < 10


@pytest.mark.parametrize("words", [("--weights",), ("--years", "3"), ("--moves", "--years", "3")])
def test_options_of_another_view_are_refused(told: Told, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="bruges kun sammen med"):
        told(*words)


def test_years_before_the_model_held_are_said(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    dated = TESTS.replace('name = "Prøver"', 'name = "Prøver"\nvalid_from = 2025-08-01', 1)
    monkeypatch.setattr(FakeSource, "models", lambda _self: {"proever": dated})
    asked = ("--history", "--period", "2026K2", "--years")
    earlier = "Modellen gælder fra 1. august 2025; tidligere år er regnet efter de samme regler."
    assert earlier in told(*asked, "2", model="")
    assert "Modellen gælder" not in told(*asked, "1", model="")


def test_moves_since_the_year_before(told: Told) -> None:
    text = told("--moves")
    assert "Fra 2. kvartal 2025 til 2. kvartal 2026" in text
    assert "har skiftet" in text
    found = facts(told, "--moves")["moves"]["trin"]
    off_diagonal = sum(map(sum, found["matrix"])) - sum(
        row[at] for at, row in enumerate(found["matrix"])
    )
    assert len(found["moved"]) == off_diagonal
    assert found["new"] == found["closed"] == []


def test_tests_references_and_switches(told: Told) -> None:
    text = told(model="proever")
    assert "opfyldte prøver" in text
    assert "forklarer prøverne" in text
    every = facts(told, "--reference", "landet=0.01", model="proever")
    none = facts(told, "--reference", "landet=99,5", model="proever")
    assert every["references"]["landet"] == {"value": 0.01, "year": 2026, "given": True}
    assert none["outcomes"]["o"]["categories"][0]["areas"] == 0
    assert every["outcomes"]["o"]["categories"][0]["areas"] > 0
    off = told("--switch", "halv=off", model="proever")
    assert "»Den halve prøve« er slået fra." in off
    assert facts(told, "--switch", "halv=off", model="proever")["switched_off"] == ["halv"]


@pytest.mark.parametrize(
    "words",
    [
        ("--reference", "landet=meget"),
        ("--reference", "hvad=1"),
        ("--reference", "landet=0"),
        ("--reference", "landet=-1"),
        ("--reference", "landet=1", "--reference", "landet=2"),
        ("--switch", "halv=off", "--switch", "halv=on"),
        ("--moves", "--explain", "0101"),
        ("--moves", "--history"),
        ("--switch", "halv"),
        ("--switch", "hvad=off"),
        ("--period", "2050"),
        ("--level", "karre"),
    ],
)
def test_what_cannot_be_asked(told: Told, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as refused:
        told(*words, model="proever")
    assert refused.value.hint


def test_tests_met_are_told_by_name_and_kept_by_id(told: Told) -> None:
    text = told("--reference", "landet=0.01", model="proever")
    assert re.search(r"Ja .* Over landet; halv$", text, re.MULTILINE)
    area = facts(told, "--reference", "landet=0.01", model="proever")["areas"][0]
    assert set(area["tests"]) == {"over", "halv"}


def test_what_has_to_be_known_of_the_whole_list_stands_under_it(told: Told) -> None:
    text = " ".join(told(model="proever").split())
    assert (
        "Hele landet: tallet for 2026 kendes ikke, og det for 2020 (10,000 %) bruges."
        " --reference landet=TAL sætter et andet." in text
    )
    assert "kendes ikke" not in " ".join(told("--reference", "landet=10", model="proever").split())
    assert facts(told, model="proever")["doubts"]
    text = " ".join(told().split())
    assert "tallene har ingen antal bag sig, så sikkerheden regner dem for faste." in text


def test_a_doubt_of_the_model_stands_under_the_list(told: Told, tmp_path: Path) -> None:
    text = TESTS.replace('name = "Prøver"', 'name = "Prøver"\ndoubt = "Det er omstridt."', 1)
    path = tmp_path / "tvivl.toml"
    path.write_text(text, "utf-8")
    assert "Det er omstridt. --switch halv=off regner uden." in told(model=str(path))


def test_only_the_programs_own_models_are_said_to_be_official(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "lov.toml"
    text = TESTS.replace('status = "own"', 'status = "official"')
    path.write_text(text, "utf-8")
    assert "kalder sig officiel, men er ikke en af programmets" in told(model=str(path))
    found = facts(told, model=str(path))
    assert (found["status"], found["claims_official"]) == ("own", True)
    path.write_text(text.replace('id = "proever"', 'id = "soek"'), "utf-8")
    assert "samme id som programmets egen »soek«, men er ikke den samme" in told(model=str(path))
    path.write_text(
        TESTS.replace('name = "Prøver"', 'name = "P"\nunconfirmed = "Årene."', 1), "utf-8"
    )
    assert "Dele er ikke bekræftet: Årene." in told(model=str(path))
    assert "officiel" not in told(model="proever")


def test_what_is_as_on_new_years_day_is_told_with_its_period(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "nytaar.toml"
    dated = TESTS.replace('indicator = "uden_job"', 'indicator = "uden_job"\nnew_year = true')
    path.write_text(dated.replace("values = {2020", "values = {2025"), "utf-8")
    quarter = " ".join(told("--period", "2026K2", model=str(path)).split())
    assert "her er det fra en anden dag: Uden for arbejdsmarkedet: 2. kvartal 2026." in quarter
    assert "--period 2026 regner som listen for 2026." in quarter
    assert "tallet for 2026 kendes ikke, og det for 2025" in quarter
    year = " ".join(told("--period", "2026", model=str(path)).split())
    assert "det nyeste før da (Uden for arbejdsmarkedet: 4. kvartal 2025)" in year
    held = facts(told, "--period", "2026", model=str(path))["areas"]
    last = facts(told, "--period", "2025K4", model=str(path))["areas"]
    assert [each["tests"] for each in held] == [each["tests"] for each in last]
    assert "1. januar" not in told("--period", "2026", model="proever")


def test_years_in_a_row_are_as_sure_as_one_and_that_is_said(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "raekke.toml"
    path.write_text(TESTS + "years = 2\n", "utf-8")
    said = "så 2 år i træk regnes for lige så sikkert som ét."
    assert said in " ".join(told("--reference", "landet=1", model=str(path)).split())
    explained = told("--reference", "landet=1", "--explain", "0101", model=str(path))
    assert said in " ".join(explained.split())
    assert "i træk" not in told("--no-certainty", model=str(path))
    assert "i træk" not in told(model="proever")


def test_unsure_areas_are_counted(told: Told) -> None:
    found = facts(told)
    for category in found["outcomes"]["trin"]["categories"]:
        own = [each["categories"]["trin"] for each in found["areas"]]
        chances = [
            each["chances"][category["id"]] for each in own if each["category"] == category["id"]
        ]
        assert category["unsure"] == sum(chance < 0.8 for chance in chances)
        assert "expected" not in category
    assert sum(each["unsure"] for each in found["outcomes"]["trin"]["categories"]) > 0


def test_only_the_areas_within(told: Told) -> None:
    every = facts(told)
    some = facts(told, "--within", _organisation(every))
    assert 0 < len(some["areas"]) < len(every["areas"])
    (outcome,) = some["outcomes"].values()
    count = sum(each["areas"] for each in outcome["categories"])
    assert count + sum(outcome["without"].values()) == len(some["areas"])
    known = {each["code"]: each for each in every["areas"]}
    assert all(each == known[each["code"]] for each in some["areas"])  # as in the whole list
    text = told("--within", _organisation(every))
    assert "Kun områder i »" in text
    moves = facts(told, "--moves", "--within", _organisation(every))["moves"]["trin"]
    assert sum(map(sum, moves["matrix"])) <= len(some["areas"])
    assert told("--history", "--within", _organisation(every), "--years", "2")


def _organisation(found: dict[str, Any]) -> str:
    return str(next(each["organisation"] for each in found["areas"] if each["organisation"]))


def test_areas_that_have_ended_are_told_with_code_and_year(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = fake_dataset()
    areas = data.areas("boligomraade")
    ended = areas.valid_to.copy()
    ended[3] = dt.date(2020, 6, 30).toordinal()
    names = (*areas.names[:3], areas.names[0], *areas.names[4:])
    changed = dataclasses.replace(areas, valid_to=ended, names=names)
    real = type(data).areas
    monkeypatch.setattr(
        type(data), "areas", lambda self, id: changed if id == areas.level else real(self, id)
    )
    text = " ".join(told(data=data).split())
    told_apart = f"{names[3]} ({areas.codes[3]}, ophørt 2020), Gamle Nørrevang (0121, ophørt 2024)"
    assert f"2 områder fandtes ikke på det tidspunkt: {told_apart}" in text
    assert "Området: ophørt 2020." in told("--explain", areas.codes[3], data=data)
    assert "ophørt" not in told("--explain", areas.codes[0], data=data)


def test_most_areas_undecided_for_want_of_inputs_is_said_first(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "mangler.toml"
    path.write_text(OWN.replace('alternatives = ["alder"]\n', ""), "utf-8")
    text = " ".join(told(model=str(path)).split())
    assert re.match(
        r"\d+ af \d+ områder kan ikke afgøres, fordi udtrækket ikke har tal på dette niveau for:"
        r" findes_ikke\. Egen",
        text,
    )
    assert told().startswith("Egen")


def test_years_of_small_chance_are_said(told: Told) -> None:
    asked = ("--history", LONG_NAME, "--years", "3", "--period", "2026K2")
    found = facts(told, *asked)["history"]["trin"]
    small = [
        period
        for period, chance in zip(("2024K2", "2025K2", "2026K2"), found["chances"], strict=True)
        if chance is not None and chance < 0.8
    ]
    assert found["unsure"] == small
    assert told(*asked).count("usikker\n") == len(small)
    whole = facts(told, "--history", "--years", "3", "--period", "2026K2")["history"]["trin"]
    assert len(whole["unsure"]) == 3
    assert sum(whole["unsure"]) > 0
    assert "Usikker: chancen for årets kategori er under 80 %." in told("--history")
    assert "Usikker" not in told("--history", "--no-certainty")


def test_the_weights_are_told_when_asked_for(told: Told) -> None:
    assert "områder skifter kategori" not in told("--explain", "0101")
    assert "områder skifter kategori" in told("--explain", "0101", "--weights")
    assert facts(told, "--explain", "0101")["explanation"]["verdicts"][0]["hanging"]


def test_without_certainty_nothing_is_drawn(told: Told) -> None:
    text = told("--no-certainty")
    assert "usikre" not in text
    assert "chances" not in facts(told, "--no-certainty")["areas"][0]["categories"]["trin"]


def test_a_model_that_the_extract_cannot_feed(told: Told) -> None:
    with pytest.raises(UsageError) as refused:
        told(model="soek")
    assert "ingen af modellens indikatorer" in refused.value.problem


def test_a_model_has_to_be_named_or_to_come_with_the_extract(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError) as refused:
        told(model="")
    assert "soek" in refused.value.hint
    monkeypatch.setattr(FakeSource, "models", lambda _self: {"egen": OWN})
    assert told(model="").startswith("Egen")

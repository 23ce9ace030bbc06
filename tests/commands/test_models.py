"""The models as the command line tells of them."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest

from desktop.commands import models as command
from desktop.core.errors import ModelError, UsageError
from desktop.core.models.modelfile import builtin_models
from tests.commands.test_categories import OWN
from tests.fake_extract import fake_dataset


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(list(words))) == 0
    return capsys.readouterr().out


def test_the_list_names_every_model_its_status_dates_and_source(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = told(capsys)
    for id in builtin_models():
        assert f"\n{id}: " in f"\n{text}"
    assert "Gælder fra 1. december 2018 til 30. november 2021." in text
    assert "kun myndighedens egen liste er en afgørelse" in text
    assert text.count("Kilde: ") == len(builtin_models())
    assert max(map(len, text.splitlines())) <= 120


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(told(capsys, "--json"))
    law = {each["id"]: each for each in facts["models"]}["par61"]
    assert law["status"] == "official"
    assert law["valid_from"] == "2021-12-01"
    assert law["valid_to"] is None


@pytest.mark.parametrize("id", sorted(builtin_models()))
def test_every_model_can_be_told_in_words(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, id)
    assert "Kilde" in text
    assert "Forbehold" in text
    assert "{" not in text
    assert "nan" not in text


def test_ladders_bands_and_weights_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "soek").replace("\u00a0", " ")
    assert "under 16,7: 0 point" in text
    assert "fra 16,7 til under 33,3: 1 point" in text
    assert "fra 83,3: 5 point" in text
    assert "Befolkning: sum, fra 0 til 20" in text
    assert "Intensiveret indsats: fra 13 til under 17" in text
    assert re.search(r"herkomst +sekstiler +25 %", text)


def test_tests_references_and_switches_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "par61").replace("\u00a0", " ")
    assert "mindst 3 × Dømte i hele landet" in text
    assert "2022: 0,725 %" in text
    assert "Omdannelsesområde: »Parallelsamfund«, 5 år i træk" in text
    assert "mindst 2 af uden_40, doemte_3, grundskole_60, indkomst_55" in text
    assert "C-417/23" in text


def test_inclusive_ends_and_lines_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "rotterdam-sikkerhed")
    assert "til og med 3,9" in text
    assert "over 3,9 til under 5" in text
    assert "fra −2 (10 point) til 2 (1 point)" in text


def test_one_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(told(capsys, "par61", "--json"))
    assert facts["valid_from"] == "2021-12-01"
    assert facts["tests"][0]["limit"]["value"] == 40


def test_a_file_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = builtin_models()["eget-eksempel"].read_text("utf-8")
    file = tmp_path / "min.toml"
    file.write_text(own, "utf-8")
    assert told(capsys, "--check", str(file)).startswith("min.toml kan bruges.")
    assert json.loads(told(capsys, "--check", str(file), "--json"))["usable"] is True
    file.write_text(own.replace("bounds = [20, 40, 60, 80]", "bounds = [20, 60, 40, 80]"), "utf-8")
    with pytest.raises(ModelError) as refused:
        told(capsys, "--check", str(file))
    assert refused.value.problem.startswith("min.toml: [[rules]] nr. 2")
    assert refused.value.hint


def test_what_may_not_be_meant_is_told_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "min.toml"
    own = builtin_models()["eget-eksempel"].read_text("utf-8")
    indicator = re.search(r'^indicator = "(\w+)"', own, re.MULTILINE)
    assert indicator
    file.write_text(own.replace(f'"{indicator[1]}"', f'"{indicator[1][:-2]}"'), "utf-8")
    text = told(capsys, "--check", str(file)).replace("\n  ", " ")
    assert f"»{indicator[1][:-2]}« er ikke i kataloget; mente du »{indicator[1]}«?" in text
    assert "Id'et »eget-eksempel« har en af programmets egne modeller også." in text
    assert len(json.loads(told(capsys, "--check", str(file), "--json"))["remarks"]) == 2
    whole = told(capsys, "--check", str(builtin_models()["eget-eksempel"]))
    assert "Se efter" not in whole


def test_false_officials_and_parts_that_weigh_nothing_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "min.toml"
    light = '{input = "alder", rule = "femtedele"'
    text = OWN.replace('status = "own"', 'status = "official"')
    text = text.replace(light, f"{light}, weight = 0")
    file.write_text(text, "utf-8")
    told_of = " ".join(told(capsys, "--check", str(file)).split())
    assert "Modellen kalder sig officiel; det kan kun programmets egne" in told_of
    assert "»alder« i »Sum« vejer nul og tæller ikke med." in told_of
    assert "kalder sig officiel, men" in told(capsys, str(file))
    assert "officiel" not in told(capsys, "--check", str(builtin_models()["par61"]))
    assert "Dele er ikke bekræftet: " in told(capsys, "par61-2018")


def test_what_an_extract_has_of_a_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "open_named", lambda _: fake_dataset())
    file = tmp_path / "min.toml"
    file.write_text(OWN.replace("[population]", '[population]\nsector = "ALMEN"'), "utf-8")
    text = told(capsys, "--check", str(file), "--in", "x.boligatlas")
    assert re.search(r"job +uden_job +\w+ til 2026K2", text)
    assert re.search(r"alder +alder ", text)
    assert "Se efter" in text  # »findes_ikke«
    assert "sektoren" not in text
    facts = json.loads(told(capsys, "--check", str(file), "--in", "x.boligatlas", "--json"))
    assert facts["inputs"][0]["levels"]["boligomraade"] == {
        "indicator": "uden_job",
        "newest": "2026K2",
    }
    file.write_text(OWN.replace("[population]", '[population]\nsector = "ejer"'), "utf-8")
    text = told(capsys, "--check", str(file), "--in", "x.boligatlas")
    assert "Ingen områder i udtrækket har sektoren »ejer«. Der er: almen" in text
    assert "ingen tal" in told(capsys, "soek", "--in", "x.boligatlas")
    with pytest.raises(UsageError):
        told(capsys, "--in", "x.boligatlas")


def test_a_model_is_found_by_a_word_of_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError) as refused:
        told(capsys, "lov")
    assert refused.value.hint.startswith("Mente du »par61«?")
    assert "\n  soek: SØK-lignende" in refused.value.hint


def test_the_nearest_model_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError) as refused:
        told(capsys, "rotterdam-sosial")
    assert "rotterdam-social" in refused.value.hint

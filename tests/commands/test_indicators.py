"""The command that lists, searches and explains the catalogue."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.core.catalogue import read_reference
from desktop.core.envelope import new_identity, seal
from desktop.core.paths import resource
from desktop.core.wording import use_language
from tests.conftest import Sealed

EXTRACT = resource("selftest", "format-1.boligatlas")
IN = ["--in", str(EXTRACT), "--key", str(resource("selftest", "format-1.key"))]
HELD = {"udenfor_16_66", "bef_antal", "underretning"}
REFERENCE = read_reference()

Told = Callable[..., str]


@pytest.fixture(autouse=True)
def danish(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("BOLIGATLAS_LANGUAGE", raising=False)
    use_language("da")
    yield
    use_language("da")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str) -> str:
        assert main(["indicators", *words]) == 0
        heard = capsys.readouterr()
        assert heard.err == ""
        return heard.out

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str, status: int = 1) -> str:
        assert main(["indicators", *words]) == status
        heard = capsys.readouterr()
        assert heard.out == ""
        return heard.err

    return run


def facts(told: Told, *words: str) -> Any:
    return json.loads(told(*words, "--json"))


def test_the_list_has_every_indicator_under_its_heading(told: Told) -> None:
    lines = told().splitlines()
    ids = [line.split()[0] for line in lines if line.startswith("  ")]
    assert ids == list(REFERENCE.entries)
    headings = [line for line in lines if line.endswith(")") and not line.startswith(" ")]
    assert headings == [f"{each.name} ({each.id})" for each in REFERENCE.dimensions]
    assert f"{len(ids)} indikatorer" in lines


ASKED: tuple[tuple[str, ...], ...] = (
    (),
    ("unge",),
    ("zzqqxx",),
    ("--questions",),
    ("--sets",),
    ("--sets", *IN),
    ("--questions", *IN),
    tuple(IN),
    *(("--set", id) for id in REFERENCE.sets),
    *(("--set", id, *IN) for id in ("odense", "soek")),
    *(("--explain", id) for id in REFERENCE.entries),
    ("--explain", "bef_antal", *IN),
    *(("--set", id, "--recipe") for id in REFERENCE.sets),
    ("--recipe",),
)


@pytest.mark.parametrize("speech", ["da", "en"])
def test_no_line_is_wider_than_the_paper(told: Told, speech: str) -> None:
    use_language(speech)
    for words in ASKED:
        lines = told(*words).splitlines()
        assert lines
        assert max(map(len, lines)) <= 100, (words, max(lines, key=len))
        assert not any(line != line.rstrip() for line in lines)


def test_words_find_the_best_first_and_questions_beside(told: Told) -> None:
    out = told("fravær")
    assert out.split()[0] == "skolefravaer"
    assert "\nSpørgsmål\n  Hvor er børn meget væk fra skole?" in out
    assert facts(told, "unge", "udannelse")["indicators"][0]["id"] == "ung24_uden_udd"


def test_nothing_found_is_said(told: Told) -> None:
    assert told("zzqqxx") == "Ingen indikator svarer til søgningen.\n"
    assert told("--questions", "zzqqxx") == "Intet spørgsmål svarer til søgningen.\n"
    assert facts(told, "zzqqxx")["indicators"] == []


def test_a_set_is_told_by_its_parts_with_what_the_source_leaves_out(told: Told) -> None:
    out = told("--set", "rotterdam_tryghed")
    assert "Tyveri\n  Ingen tilsvarende i kataloget." in out
    assert out.count("haervaerk_indbrud ") == 2
    assert "Kilden siger ikke alt: To tredjedele er et spørgeskema" in out


def test_set_dimension_and_words_narrow_together(told: Told) -> None:
    asked = facts(told, "--set", "odense", "--dimension", "beskaeftigelse")
    ids = [row["id"] for row in asked["indicators"]]
    assert ids == ["voksne_udenfor", "foertidspension", "kontanthjaelp", "dagpenge", "su",
                   "selvforsoergende", "lav_indkomst"]  # fmt: skip
    found = facts(told, "pension", "--set", "odense")["indicators"]
    assert [row["id"] for row in found] == ["foertidspension", "alder_65"]  # "pensionister"
    assert "Uddannelse" not in told("--dimension", "bolig")
    assert "kontanthjaelp" not in told("--set", "odense", "--dimension", "tryghed")


def test_questions_are_narrowed_by_words_and_sets(told: Told) -> None:
    assert facts(told, "--questions", "flytter")["questions"][0]["id"] == "flytter_fra"
    civic = facts(told, "--questions", "--dimension", "medborgerskab")["questions"]
    assert [each["id"] for each in civic] == ["stemmer"]
    assert "Følg udviklingen: boligatlas trend" in told("--questions", "flytter")


def test_an_indicator_is_explained_with_its_variants(told: Told) -> None:
    out = told("--explain", "fraflytning_pct")
    assert out.startswith("Fraflytning af lejemål (fraflytning_pct)\n\n")
    assert "Må ikke blandes      fraflytning_personer, fraflyt_hus. Lejemål, personer og" in out
    assert "Byars" in out
    assert "neo_cando" in out
    explained = facts(told, "--explain", "fraflytning_pct")
    assert explained["kind"] == "rate"
    assert explained["variants"] == ["fraflytning_personer", "fraflyt_hus"]
    assert explained["explanation"]["Kilde"] == "Boligorganisationernes lejemålsregistre"


def test_english_is_english(told: Told) -> None:
    use_language("en")
    assert "Tenancies vacated (fraflytning_pct)" in told("--explain", "fraflytning_pct")
    assert "Where do people move from?" in told("--questions", "move")
    assert "is not published" in " ".join(told("--set", "soek").split())


def test_json_has_every_fact(told: Told) -> None:
    rows = facts(told)["indicators"]
    assert [row["id"] for row in rows] == list(REFERENCE.entries)
    assert all(row["kind"] in {"share", "rate", "count", "mean"} for row in rows)
    assert not any("periods" in row for row in rows)
    sets = facts(told, "--sets")["sets"]
    assert [each["id"] for each in sets] == list(REFERENCE.sets)
    assert facts(told, "--set", "soek")["set"] == next(row for row in sets if row["id"] == "soek")
    recipe = facts(told, "--set", "soek", "--recipe")["recipe"]
    assert recipe == told("--set", "soek", "--recipe")


def test_an_extract_tells_which_it_has_and_when(told: Told) -> None:
    rows = {row["id"]: row["periods"] for row in facts(told, *IN)["indicators"]}
    assert {id for id, periods in rows.items() if periods} == HELD
    assert rows["su"] is None
    first, last = rows["bef_antal"]["boligomraade"]
    assert first < last
    assert f"{first}–{last} (" in told(*IN)
    assert told("su", *IN).splitlines()[0].split() == ["su", "SU", "–"]
    assert "(ikke i udtrækket)" in told("--questions", "flytter", *IN)
    assert "1 af 20" in told("--sets", *IN)


def extract_with(sealed: Sealed, folder: Path, statement: str) -> list[str]:
    """The bundled extract with a change, and what opens it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.deserialize(sealed.content)
        database.execute(statement)
        content = database.serialize()
    own, recipient = new_identity()
    (folder / "x.boligatlas").write_bytes(seal(content, [recipient]))
    (folder / "x.key").write_text(f"{own.lines[0]}\n", "utf-8")
    return ["--in", str(folder / "x.boligatlas"), "--key", str(folder / "x.key")]


def test_a_definition_of_the_extract_s_own_is_told(
    told: Told, sealed: Sealed, tmp_path: Path
) -> None:
    asked = ["--explain", "underretning"]
    changed = extract_with(
        sealed,
        tmp_path,
        "UPDATE indicators SET numerator_text_da = 'Alle' WHERE indicator = 'underretning'",
    )
    assert "I udtrækket" in told(*asked, *IN)
    assert "en anden" not in told(*asked, *IN)
    assert "en anden end katalogets" in " ".join(told(*asked, *changed).split())
    assert "findes ikke" in told("--explain", "su", *changed)


def test_indicators_that_only_the_extract_knows_are_told(
    told: Told, sealed: Sealed, tmp_path: Path
) -> None:
    changed = extract_with(
        sealed,
        tmp_path,
        "UPDATE indicators SET indicator = 'kommunens_egen' WHERE indicator = 'underretning'",
    )
    assert "kataloget ikke kender: kommunens_egen" in told(*changed)
    assert facts(told, *changed)["own"] == ["kommunens_egen"]
    assert facts(told, "su", *changed)["own"] == []


def test_variants_in_one_extract_are_told(told: Told, sealed: Sealed, tmp_path: Path) -> None:
    changed = extract_with(
        sealed,
        tmp_path,
        "UPDATE indicators SET indicator = CASE indicator WHEN 'underretning' THEN"
        " 'voksne_udenfor' ELSE indicator END",
    )
    mixed = "udenfor_16_66, voksne_udenfor ligner hinanden"
    assert mixed in told(*changed)
    assert mixed not in told(*IN)
    assert mixed not in told("--set", "soek", *changed)
    assert facts(told, *changed)["mixed"] == [["udenfor_16_66", "voksne_udenfor"]]


@pytest.mark.parametrize("id", REFERENCE.sets)
def test_a_set_becomes_a_recipe(told: Told, id: str) -> None:
    blocks = tomllib.loads(told("--set", id, "--recipe"))["indicators"]
    assert [block["id"] for block in blocks] == list(REFERENCE.set(id).indicators)


@pytest.mark.parametrize(
    ("words", "problem", "hint"),
    [
        (["--explain", "kontanthjælp"], "»kontanthjælp«", "»kontanthjaelp«"),
        (["--set", "odens"], "»odens«", "»odense«"),
        (["--dimension", "boliger"], "»boliger«", "»bolig«"),
        (["--sets", "odense"], "--sets", "Udelad"),
        (["--explain", "su", "--set", "odense"], "--explain", "Udelad"),
        (["--key", "x.key"], "Nøglen", "--in"),
        (["--in", str(EXTRACT)], "nøgle", "--key"),
        (["--in", "findes-ikke.boligatlas", *IN[2:]], "findes-ikke", ""),
    ],
)
def test_what_cannot_be_answered_is_told(
    refused: Told, words: list[str], problem: str, hint: str
) -> None:
    error, _newline, more = refused(*words).partition("\n")
    assert error.startswith("error: ")
    assert problem in error
    assert hint in more


def test_answers_that_exclude_each_other_are_a_misuse(refused: Told) -> None:
    assert "--sets" in refused("--questions", "--sets", status=2)

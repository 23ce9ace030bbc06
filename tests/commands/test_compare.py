"""What ``compare`` says, to people and machines, and what it refuses."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable

import pytest

from desktop.commands import compare
from desktop.core.errors import BoligatlasError, UsageError
from tests.fake_extract import fake_dataset

Told = Callable[..., str]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str) -> str:
        monkeypatch.setattr(compare, "open_named", lambda _: fake_dataset())
        parser = argparse.ArgumentParser()
        compare.add_arguments(parser)
        assert compare.run(parser.parse_args(["x.boligatlas", *words])) == 0
        return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")

    return run


def test_an_area_is_held_against_all_that_the_extract_knows(told: Told) -> None:
    text = " ".join(told("--area", "skovbrynet").split())
    for place in (
        "kommunen: ",
        "de øvrige boligområder i sektoren »almen« (15 af 19 boligområder, dem der vises): ",
        "Boligselskabet Nord (8 af 10 boligområder, dem der vises): ",
        "Vest: ",
        "lignende boligområder (",
        "sig selv i 2. kvartal 2025: ",
    ):
        assert place in text, place
    assert text.count("(interval ") == 4
    assert text.count("for mange boligområder vises ikke") == 2  # 15 of 19, and of those like it
    assert "af 6 sammenligninger" in text
    assert "Lignende boligområder er valgt efter »beboere«" in text
    assert "Registrene tæller alle." in text


def test_what_it_is_held_against_may_be_chosen(told: Told) -> None:
    facts = json.loads(
        told(
            "--json", "--area", "0101", "--with", "rest,0110",
            "--with", "earlier,distrikt", "--before", "2024K1", "--adjust", "bonferroni",
            "--indicator", "uden_job", "--indicator", "anmeldelser",
        )
    )  # fmt: skip
    assert facts["comparisons"] == 8
    assert facts["adjustment"] == "bonferroni"
    assert [each["id"] for each in facts["indicators"]] == ["uden_job", "anmeldelser"]
    made = facts["indicators"][0]["comparisons"]
    assert [each["against"] for each in made] == ["rest", "area", "earlier", "district"]
    assert [each["name"] for each in made[1:]] == ["Kærhaven", "1. kvartal 2024", "Vest"]
    for each in made:
        assert each["low"] < each["difference"] < each["high"]
        assert each["verdict"] in ("sure_higher", "sure_lower", "may_be_chance")


def test_stricter_intervals_are_wider(told: Told) -> None:
    widths = []
    for adjustment in ("none", "sidak", "bonferroni"):
        facts = json.loads(told("--json", "--area", "0101", "--adjust", adjustment))
        made = facts["indicators"][0]["comparisons"][0]
        widths.append(made["high"] - made["low"])
    assert widths[0] < widths[1] < widths[2]


def test_all_indicators_each_at_its_period(told: Told) -> None:
    facts = json.loads(told("--json", "--area", "0101", "--indicator", "all", "--period", "2025K4"))
    assert {each["id"]: each["period"] for each in facts["indicators"]} == {
        "uden_job": "2025K4",
        "beboere": "2025K4",
        "alder": "2025K4",
        "fravaer": "2024/25",
        "anmeldelser": "2025K4",
    }
    with pytest.raises(UsageError, match="så tidligt"):
        told("--area", "0101", "--indicator", "all", "--period", "1999")


@pytest.mark.parametrize(("area", "words"), [("0104", "diskretioneret"), ("0106", "ingen data")])
def test_an_area_that_is_not_shown_says_so_and_nothing_more(
    told: Told, area: str, words: str
) -> None:
    text = told("--area", area, "--with", "municipality,rest,0101,similar")
    assert words in text.splitlines()[1]
    for none in ("mod", "Intervallerne", "sammenligninger", "Registrene", "Lignende"):
        assert none not in text, none
    facts = json.loads(told("--json", "--area", area, "--with", "municipality,rest"))
    assert facts["comparisons"] == 0
    assert facts["similar"] is None
    made = facts["indicators"][0]["comparisons"]
    assert all(each["difference"] is None and each["part"] is None for each in made)
    assert made[1]["other"]["value"] is None
    for held in ("4711", "4.711", "14133"):
        assert held not in text + json.dumps(facts)


def test_only_comparisons_that_are_made_are_counted(told: Told) -> None:
    words = ("--area", "0104", "--with", "kommunen,resten", "--indicator", "all")
    assert json.loads(told("--json", *words))["comparisons"] == 0
    text = told(*words)
    assert "Har intet vist tal her" in text
    assert "forskel" not in text
    seen = ("--area", "0101", "--with", "kommunen,resten", "--indicator", "all")
    assert json.loads(told("--json", *seen))["comparisons"] == 10
    assert "Har intet vist tal her" not in told(*seen)


def test_similar_areas_are_shown_with_their_traits(told: Told) -> None:
    words = ("--area", "0101", "--with", "similar", "--traits", "residents, alder", "--count", "3")
    facts = json.loads(told("--json", *words))["similar"]
    assert facts["traits"] == ["residents", "alder"]
    assert len(facts["areas"]) == 3
    assert [each["distance"] for each in facts["areas"]] == sorted(
        each["distance"] for each in facts["areas"]
    )
    text = told(*words)
    for each in facts["areas"]:
        assert f"{each['code']} {each['name']}" in text
    hidden = ("--area", "Nørrevang", "--with", "similar", "--traits", "uden_job")
    left_out = told(*hidden, "--indicator", "uden_job")
    assert "der er ingen at ligne." in left_out
    assert "Ikke brugt: Uden for arbejdsmarkedet" in left_out


def test_an_area_that_was_not_there(told: Told) -> None:
    text = told("--area", "Nørrevang", "--period", "2024K2", "--with", "municipality")
    assert "Nørrevang fandtes ikke ved udgangen af perioden." in text
    assert "fandtes ikke" not in told("--area", "Nørrevang", "--with", "municipality")


def test_the_organisations_against_each_other(told: Told) -> None:
    text = told("--organisations")
    assert re.search(r"Boligselskabet Nord +8 af 10 ", text)
    assert "kan ikke afgøres" not in text  # eight of ten are nearly all
    assert "Intervallerne er på 95 %." in text  # of two, the one difference is the other's
    facts = json.loads(told("--organisations", "--json"))["indicators"][0]["groups"]
    assert facts[0]["others"]["difference"] == pytest.approx(-facts[1]["others"]["difference"])
    assert {each["of_shown_alone"] for each in facts} == {True}


@pytest.mark.parametrize(
    ("words", "problem", "hint"),
    [
        (("--area", "Skovbryne"), "findes ikke", "Skovbrynet"),
        (("--area", "0101", "--with", "municipalty"), "municipalty", "municipality"),
        (("--area", "0101", "--with", "nowhere"), "nowhere", ""),
        (("--area", "0101", "--indicator", "uden_jobb"), "uden_jobb", "uden_job"),
        (("--area", "0101", "--period", "2031K1"), "2031", "Den har tal fra"),
        (("--area", "0101", "--with", "similar", "--traits", "alderr"), "alderr", "alder"),
        (("--area", "0101", "--with", "Skovbrynet"), "sig selv", "tidligere"),
        (("--area", ""), "findes ikke", ""),
        (("--area", "0101", "--count", "0"), "mindst 1", "--count"),
        (("--area", "0101", "--before", "i går"), "i går", ""),
        (("--area", "0101", "--indicator", "uden_job", "--before", "2026K2"), "ikke før", "Vælg"),
        (("--area", "0101", "--indicator", "uden_job", "--before", "2030"), "ikke før", "Vælg"),
        (("--area", "0101", "--indicator", "all", "--period", "2040"), "2040", "2025/26"),
        (("--sectors",), "ikke delt i grupper", ""),
        (("--area", "Vest", "--level", "distrikt", "--with", "sector"), "sektor", "kommunen"),
        (("--area", "Vest", "--level", "distrikt", "--with", "district"), "større", "kommunen"),
    ],
)
def test_compare_refuses(told: Told, words: tuple[str, ...], problem: str, hint: str) -> None:
    with pytest.raises(BoligatlasError, match=problem) as error:
        told(*words)
    assert hint in error.value.hint


def test_a_district_is_held_against_what_there_is(told: Told) -> None:
    text = told("--area", "Vest", "--level", "distrikt")
    assert "ligger" in text
    assert "sektor" not in text.split("Lignende")[0]


def test_the_similar_areas_are_the_same_for_every_indicator(told: Told) -> None:
    words = ("--area", "0101", "--with", "lignende", "--json")
    both = json.loads(told(*words, "--indicator", "uden_job", "--indicator", "anmeldelser"))
    assert both["similar"]["areas"]
    assert not {"uden_job", "anmeldelser"} & {*both["similar"]["traits"]}
    counts = {each["comparisons"][0]["areas"] for each in both["indicators"]}
    assert counts == {len(both["similar"]["areas"])}
    everything = json.loads(told(*words, "--indicator", "all"))
    assert {*everything["similar"]["traits"]} <= {"residents", "dwellings", "sector"}
    assert everything["similar"]["areas"]
    text = told(*words[:-1], "--indicator", "all")
    assert text.count("Lignende boligområder er valgt efter »beboere«") == 1


def test_many_indicators_tell_the_sure_differences_first(told: Told) -> None:
    words = ("--area", "0101", "--indicator", "all")
    facts = json.loads(told("--json", *words))
    made = [each for row in facts["indicators"] for each in row["comparisons"]]
    sure = [each for each in made if each["verdict"].startswith("sure")]
    text = told(*words)
    rows = [line for line in text.splitlines() if re.search(r" 20\d\d\S*$", line)]
    assert len(rows) == len(sure) > 0
    sizes = [abs(int(re.search(r"([+−]?[\d.]+) %  20", row)[1].replace("−", "-"))) for row in rows]  # type: ignore[index]
    assert sizes == sorted(sizes, reverse=True)
    assert f"{len(made) - len(sure)} forskelle er ikke sikre: " in text
    assert "kan være tilfældig (interval" not in text.lower()
    assert "Kan være tilfældig (interval" in told(*words, "--all-lines")


@pytest.mark.parametrize(
    ("danish", "machine"),
    [
        ("kommunen,resten", ["municipality", "rest"]),
        ("Sektoren", ["sector"]),
        ("øvrige", ["others"]),
        ("organisationen,organisationerne", ["organisation", "organisations"]),
        ("distriktet", ["district"]),
        ("lignende, tidligere,earlier", ["similar", "earlier"]),
    ],
)
def test_danish_words_for_what_to_hold_against(told: Told, danish: str, machine: list[str]) -> None:
    facts = json.loads(told("--json", "--area", "0101", "--with", danish, "--traits", "Beboere"))
    assert [each["against"] for each in facts["indicators"][0]["comparisons"]] == machine


def test_an_unknown_word_is_answered_with_the_words(told: Told) -> None:
    with pytest.raises(UsageError) as error:
        told("--area", "0101", "--with", "naboerne")
    for word in ("kommunen", "lignende", "tidligere", "distrikt "):
        assert word in error.value.hint
    assert "nuller" not in error.value.hint


@pytest.mark.parametrize("name", ["kommunen", "Eksempelby Kommune", "eksempelby", "999"])
def test_the_municipality_is_what_areas_are_held_against(told: Told, name: str) -> None:
    with pytest.raises(UsageError, match="boligområder holdes op mod") as error:
        told("--area", name)
    assert "trend FIL --area kommunen" in error.value.hint


def test_what_is_shown_nearly_everywhere_is_named_where_much_is_withheld(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--area", "0101", "--with", "sektoren")
    assert json.loads(told("--json", *words))["well_shown"] == ["fravaer", "anmeldelser"]
    text = " ".join(told(*words).split())
    begins = "Spørg i stedet om en af disse: Mindst 80 % af alle boligområder vises for »"
    assert "»Uden for arbejdsmarkedet«" not in text.split(begins)[1]
    assert "Mindst 80 %" not in told("--area", "0101", "--with", "kommunen")
    assert "Mindst 80 %" not in told(*words, "--indicator", "all")
    asked = ("--indicator", "uden_job", "--indicator", "fravaer", "--indicator", "anmeldelser")
    assert "80 %" not in told(*words, *asked)  # nothing else to ask about
    monkeypatch.setattr("desktop.core.comparisons.well_shown", lambda *_: ())
    assert "Ingen indikator vises for mindst 80 % af alle boligområder." in told(*words)


def test_all_beside_another_is_all(told: Told) -> None:
    words = ("--json", "--area", "0101", "--indicator", "all")
    assert told(*words) == told(*words, "--indicator", "uden_job")


def test_why_the_similar_areas_are_chosen_by_so_little(told: Told) -> None:
    words = ("--area", "0101", "--with", "lignende", "--indicator")
    every = " ".join(told(*words, "all").split())
    assert "Kun størrelse og sektor er brugt" in every
    assert "et andet spørgsmål kan give andre." in every
    asked = ("uden_job", "--traits", "beboere,uden_job,alder")
    trait = " ".join(told(*words, *asked).split())
    assert "Det, der sammenlignes, vælger dem ikke; et andet" in trait
    assert "et andet spørgsmål" not in told(*words, "uden_job")


@pytest.mark.parametrize(
    "stray",
    [("--with", "kommunen"), ("--before", "2024K1"), ("--count", "3"), ("--traits", "beboere")],
)
@pytest.mark.parametrize("groups", ["--sectors", "--organisations"])
def test_groups_are_not_held_against_what_areas_are(
    told: Told, groups: str, stray: tuple[str, str]
) -> None:
    with pytest.raises(UsageError, match=f"^{stray[0]} hører ikke til her") as error:
        told(groups, *stray)
    assert "--area KODE" in error.value.hint


def test_numbers_that_are_easily_mixed_up(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--area", "0101", "--indicator", "uden_job", "--indicator", "alder")
    assert json.loads(told("--json", *words))["mixing"] == []
    monkeypatch.setattr(
        "desktop.core.cataloguewords.mixing_words", lambda _, ids: [f"{ids} ligner hinanden."]
    )
    assert "['uden_job', 'alder'] ligner hinanden." in told(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("--area", "Vestre Ringgade og Åboulevarden ved Østergårds Æblehave, etape 2"),
        ("--area", "0101", "--indicator", "all"),
        ("--area", "0101", "--indicator", "all", "--all-lines"),
        ("--organisations",),
        ("--organisations", "--indicator", "all"),
    ],
)
def test_lines_fit_on_paper(told: Told, words: tuple[str, ...]) -> None:
    assert max(map(len, told(*words).splitlines())) <= 100

"""What is said of an entry, and the recipe that begins from it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from desktop.core.catalogue import Counted, Look, Provenance, read_reference
from desktop.core.cataloguewords import (
    ages_words,
    commented,
    counted_words,
    direction_words,
    explanation,
    formula_words,
    interval_words,
    look_words,
    mixing_words,
    provenance_words,
    recipe_skeleton,
    unit_words,
)
from desktop.core.wording import use_language

REFERENCE = read_reference()


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    use_language("da")
    yield
    use_language("da")


def told(id: str) -> dict[str, str]:
    return dict(explanation(REFERENCE, REFERENCE.entry(id)))


def test_a_variant_is_told_with_the_others_and_why() -> None:
    told_of = told("install_mangel_dst")
    assert told_of["Må ikke blandes"].startswith("install_mangel, bolig_mangler_frb. København")
    assert "uoplyst" in told_of["Tæller"]
    assert told_of["Statistikbanken"] == "BOL102"
    assert told_of["Nummer"] == "22"


def test_what_is_not_known_is_left_out() -> None:
    told_of = told("bef_antal")
    assert {"Nævner", "Alder", "Må ikke blandes", "Bemærk"}.isdisjoint(told_of)
    assert told_of["Formel"] == "tæller"
    assert "odense" in told_of["Sæt"].split(", ")
    assert "Hvem bor her?" in told_of["Spørgsmål"]


def test_variants_side_by_side_get_a_sentence() -> None:
    (sentence,) = mixing_words(REFERENCE, ["skolefravaer", "skolefravaer_dage", "su"])
    assert sentence.startswith("skolefravaer, skolefravaer_dage ligner hinanden, men")
    assert sentence.endswith("fraværsdage.")
    assert mixing_words(REFERENCE, ["skolefravaer", "su"]) == []


@pytest.mark.parametrize("id", REFERENCE.entries)
def test_every_explanation_says_what_is_counted_and_how_sure_it_is(id: str) -> None:
    told_of = told(id)
    always = {"Hvad den siger", "Tæller", "Formel", "Enhed", "Interval", "Retning", "Kilde",
              "Opgørelsestidspunkt", "Dækker", "Diskretion", "Afgrænsning"}  # fmt: skip
    assert always <= set(told_of)
    assert all(told_of.values())


@pytest.mark.parametrize(
    ("id", "formula", "interval", "unit"),
    [
        ("kontanthjaelp", "tæller / nævner × 100", "Wilsons", "%"),
        ("udsaettelser", "tæller / nævner × 1.000", "Byars", "‰"),
        ("bef_antal", "tæller", "Intet", "antal"),
        ("areal_pers", "tæller / nævner", "Intet", "m²"),
        ("sigtelser_pr", "tæller / nævner", "Intet", "gennemsnit"),
        ("skolefravaer_dage", "tæller / nævner × 100", "Intet", "%"),
        ("tryghedsindeks", "færdig værdi", "Intet", "index"),
        ("indkomst_person", "tæller / nævner", "Intet", "kroner"),
    ],
)
def test_formula_interval_and_unit(id: str, formula: str, interval: str, unit: str) -> None:
    entry = REFERENCE.entry(id)
    assert formula_words(entry).startswith(formula)
    assert formula_words(entry) == formula or entry.ready
    assert interval_words(entry.indicator).startswith(interval)
    assert unit_words(entry.indicator) == unit


@pytest.mark.parametrize(
    ("ages", "words"),
    [("", ""), ("18-66", "18-66 år"), ("18+", "18 år og derover"), ("24", "24 år")],
)
def test_ages(ages: str, words: str) -> None:
    assert ages_words(ages) == words


def test_every_direction_provenance_and_look_has_its_own_words() -> None:
    ways = {direction_words(REFERENCE.entry(id).indicator) for id in ("su", "beskaeft", "dagpenge")}
    assert len(ways) == 3
    assert len({provenance_words(each) for each in Provenance}) == len(Provenance)
    assert len({look_words(each) for each in Look}) == len(Look)
    assert len({counted_words(each) for each in Counted}) == len(Counted)


def test_what_a_number_covers_is_told() -> None:
    assert told("fraflytning_pct")["Dækker"].startswith("Et helt år")
    assert told("bef_antal")["Dækker"].startswith("Som det stod på ét tidspunkt")


def test_a_skeleton_is_toml_with_what_is_to_be_filled_in_empty() -> None:
    ids = ("bef_antal", "kontanthjaelp", "tryghedsindeks", "areal_pers")
    text = recipe_skeleton([REFERENCE.entry(id) for id in ids])
    blocks = tomllib.loads(text)["indicators"]
    assert [block.pop("id") for block in blocks] == list(ids)
    counts = {"table": "", "numerator": ""}
    both = {**counts, "denominator": ""}
    assert blocks == [counts, both, {"table": "", "value": ""}, both]
    assert "# 18-66-årige, der fik kontanthjælp" in text
    assert recipe_skeleton([]) == ""


def test_comments_are_wrapped_and_nothing_is_lost() -> None:
    text = "ord " * 80
    lines = commented(text)
    assert len(lines) > 2
    assert all(line.startswith("# ") and len(line) <= 100 for line in lines)
    assert " ".join(line.removeprefix("# ") for line in lines) == text.strip()

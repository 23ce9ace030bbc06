"""What the systems that went before could show, and wished for, shown by a command on the town."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.cli import main

Captured = pytest.CaptureFixture[str]
AREA = "Fjordparken"


def said(capsys: Captured, *words: str) -> str:
    """What a command prints; it must not be refused."""
    status = main(list(words))
    told = capsys.readouterr()
    assert (status, told.err) == (0, "")
    return told.out


def facts(capsys: Captured, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capsys, *words, "--json"))
    return found


@pytest.mark.parametrize(
    ("system", "words", "expected"),
    [
        # What each shows.
        ("Odense: yearly figures of organisations",
         ("values", "--indicator", "udenfor_16_66", "--by", "organisation"), "Nørrevang"),
        ("Odense: who moves out", ("values", "--indicator", "fraflytning_pct"), AREA),
        ("Aalborg: part of town by part of town",
         ("values", "--indicator", "udenfor_16_66", "--level", "distrikt"), "Havnebyen"),
        ("SØK: two maps of points", ("categories", "--model", "soek"), "Markant indsats"),
        ("SØK: fifteen years", ("trend", "--area", AREA, "--indicator", "udenfor_16_66"), "2016"),
        ("BoSocData: four categories", ("categories", "--model", "aarhus"), "Risikoområde"),
        ("BoSocData: every year", ("categories", "--model", "aarhus", "--history", AREA), "2017"),
        ("BoSocData: a few areas, a chosen quarter",
         ("values", "--indicator", "friplads", "--areas", "0114,0203", "--period", "2025K4"), AREA),
        ("Frederiksberg: quarter by quarter",
         ("values", "--indicator", "kontanthjaelp", "--measure", "change", "--against", "2026K1"),
         AREA),
        ("Høje-Taastrup: one sector against the other",
         ("compare", "--sectors", "--indicator", "udenfor_16_66"), "almen"),
        ("Gladsaxe: one area by itself",
         ("trend", "--area", AREA, "--indicator", "foertidspension"), "pct.point om året"),
        ("Detroit: several conditions at once",
         ("cross", "--indicator", "kontanthjaelp", "--and", "lav_indkomst", "--table", "3"),
         "i alt"),
        ("Baltimore: area against area",
         ("compare", "--area", AREA, "--with", "0203", "--indicator", "lav_indkomst"),
         "Klitbrinken"),
        ("NEO CANDO: two signs agree", ("categories", "--model", "advarsel"), "To eller flere"),
        ("NEO CANDO: early warning", ("warnings",), "på listen med"),
        ("Victoria: since the start",
         ("values", "--indicator", "udenfor_16_66", "--measure", "change", "--against", "2016K1"),
         AREA),
        ("Rotterdam: safety", ("categories", "--model", "rotterdam-sikkerhed"), "veilig"),
        ("Rotterdam: social, strong and weak sides",
         ("categories", "--model", "rotterdam-social", "--explain", AREA), "Tallene"),
        ("The law", ("categories", "--model", "par61"), "Omdannelsesområde"),
        # What they lacked, or wished for.
        ("Odense: one indicator against another",
         ("cross", "--indicator", "skolefravaer", "--and", "kontanthjaelp"),
         "ikke mellem personer"),
        ("Aarhus: target groups by age and origin",
         ("cross", "--area", AREA, "--indicator", "kontanthjaelp", "--breakdown"), "Under 30 år"),
        ("Aarhus: more people than a quarter tells of",
         ("values", "--indicator", "sigtede_unge", "--measure", "pooled"), AREA),
        ("Not to oversell: small numbers drawn in",
         ("values", "--indicator", "sigtede_unge", "--measure", "smoothed"), AREA),
        ("Not to oversell: who is outside the funnel",
         ("trend", "--funnel", "--indicator", "haervaerk_indbrud"), "99,8 %"),
        ("Høje-Taastrup: areas like this one", ("compare", "--area", AREA), "Lignende bolig"),
        ("Law: two years together",
         ("values", "--indicator", "doemte_61a", "--measure", "two-years"), AREA),
        ("Ages made equal",
         ("values", "--indicator", "kontanthjaelp", "--measure", "standardised", "--level",
          "distrikt"), "Havnebyen"),
    ],
)  # fmt: skip
def test_shown(
    opening: tuple[str, ...], capsys: Captured, system: str, words: tuple[str, ...], expected: str
) -> None:
    out = said(capsys, words[0], *opening, *words[1:])

    assert expected in out, system
    assert "nan" not in out.casefold().split()


@pytest.mark.parametrize(
    "name",
    ["odense", "aalborg", "soek", "bosocdata", "frederiksberg", "hoeje_taastrup", "gladsaxe",
     "randers", "rotterdam_tryghed", "rotterdam_social", "civ", "neo_cando", "par61a"],
)  # fmt: skip
def test_a_municipality_may_begin_from_a_system(
    opening: tuple[str, ...], capsys: Captured, name: str
) -> None:
    file, key, key_file = opening
    assert said(capsys, "indicators", "--set", name)
    assert "[[indicators]]" in said(capsys, "indicators", "--set", name, "--recipe")
    assert said(capsys, "indicators", "--set", name, "--in", file, key, key_file)


def test_a_question_leads_to_indicators(capsys: Captured) -> None:
    assert "ung24_uden_udd" in said(capsys, "indicators", "--questions", "uddannelse")


def test_the_law_finds_areas_of_every_kind(opening: tuple[str, ...], capsys: Captured) -> None:
    found = facts(capsys, "categories", *opening, "--model", "par61")
    given = {area["categories"]["betegnelse"]["category"] for area in found["areas"]}

    assert {"omdannelse", "parallelsamfund", "udsat", "forebyggelse", "ingen"} <= given


def test_without_the_criterion_of_origin_the_law_has_two_kinds(
    opening: tuple[str, ...], capsys: Captured
) -> None:
    plain = said(capsys, "categories", *opening, "--model", "par61")
    without = said(capsys, "categories", *opening, "--model", "par61", "--switch", "herkomst=off")

    assert plain != without
    assert "slået fra" in without

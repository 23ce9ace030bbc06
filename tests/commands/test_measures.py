"""``boligatlas measures``: listed, searched, explained, as text and as JSON."""

from __future__ import annotations

import json
import re

import pytest

from desktop.cli import main, summaries
from desktop.commands.measures import COMMANDS
from desktop.core.answers import MEASURES
from desktop.core.definitions import definitions

Captured = pytest.CaptureFixture[str]


def said(capsys: Captured, *words: str) -> str:
    assert main(["measures", *words]) == 0
    heard = capsys.readouterr()
    assert heard.err == ""
    return heard.out


def test_all_are_listed_under_their_headings(capsys: Captured) -> None:
    told = said(capsys)
    for measure in definitions().measures:
        assert f" {measure.id} " in told
    for heading in definitions().subjects.values():
        assert str(heading) in told


def test_it_is_marked_which_can_be_asked_for_and_which_belong_elsewhere(capsys: Captured) -> None:
    told = said(capsys).splitlines()
    marked = {line.split()[1] for line in told if re.match(r"\* [a-z]", line)} - {"kan"}
    assert marked == set(MEASURES)
    assert "Udvikling og grænser · boligatlas trend" in told
    assert "* kan skrives efter »boligatlas values --measure«." in told
    assert set(COMMANDS) == set(definitions().subjects)
    assert set(COMMANDS.values()) <= set(summaries())
    assert "»boligatlas values --measure rank«" in said(capsys, "rank")
    assert "»boligatlas trend«" in said(capsys, "slope")


def test_what_no_command_tells_is_said_to_be_so(capsys: Captured) -> None:
    told = said(capsys)
    assert re.findall(r"^- ([a-z-]+)  ", told, re.MULTILINE) == ["rolling"]
    assert "- vises ikke af nogen kommando endnu." in told
    alone = said(capsys, "rolling")
    assert "Vises ikke af nogen kommando endnu." in alone
    assert "Hører til" not in alone
    (facts,) = json.loads(said(capsys, "rolling", "--json"))["measures"]
    assert facts["command"] is None
    assert "endnu" not in said(capsys, "rank")


@pytest.mark.parametrize(
    "asked", ["smoothed", "Udjævnet værdi", "områder TRÆKKES mest", "SMOOTHED VALUE"]
)
def test_one_is_explained_in_full(capsys: Captured, asked: str) -> None:
    told = said(capsys, *asked.split())
    for part in (
        "Udjævnet værdi (smoothed)",
        "Formel",
        "Enhed",
        "Særtilfælde",
        "Kilde",
        "Marshall",
    ):
        assert part in told
    assert "desktop.core.smoothing.empirical_bayes" in told


def test_a_word_in_several_lists_those(capsys: Captured) -> None:
    told = said(capsys, "breslow")
    assert "count-interval" in told
    assert "rate-ratio" in told
    assert "percentile" not in told


def test_as_json(capsys: Captured) -> None:
    told = json.loads(said(capsys, "--json"))["measures"]
    assert [row["id"] for row in told] == [measure.id for measure in definitions().measures]
    one = json.loads(said(capsys, "z", "--json"))["measures"]
    assert [row["id"] for row in one] == ["z"]
    assert set(one[0]) == {
        "id", "subject", "command", "asked_for", "name", "formula", "unit", "edges", "source",
        "function",
    }  # fmt: skip


def test_an_unknown_one_names_the_nearest(capsys: Captured) -> None:
    assert main(["measures", "smothed"]) == 1
    assert capsys.readouterr().err == (
        "error: Der er intet mål ved navn »smothed«.\nhint: Mente du »smoothed«?\n"
    )

"""``boligatlas measures``: listed, searched, explained, as text and as JSON."""

from __future__ import annotations

import json

import pytest

from desktop.cli import main
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
        assert f"  {measure.id} " in told
    for heading in definitions().subjects.values():
        assert str(heading) in told


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
        "id", "subject", "name", "formula", "unit", "edges", "source", "function"
    }  # fmt: skip


def test_an_unknown_one_names_the_nearest(capsys: Captured) -> None:
    assert main(["measures", "smothed"]) == 1
    assert capsys.readouterr().err == (
        "error: Der er intet mål ved navn »smothed«.\nhint: Mente du »smoothed«?\n"
    )

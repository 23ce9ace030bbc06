"""Every measure is defined, in both languages, and the definition is that of its function."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from desktop.core.definitions import (
    TEXTS,
    Measure,
    definitions,
    load_definitions,
    measure_named,
    measures_with,
)
from desktop.core.errors import UsageError

WORK = re.compile(r"[A-ZÆØÅÖ][\w-]+(?:,? (?:and )?[A-ZÆØÅÖ][\w-]+| et al\.)* \(\d{4}\)")
ALL = definitions().measures


def function_of(measure: Measure) -> object:
    module, _dot, name = measure.function.rpartition(".")
    return getattr(import_module(module), name)


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: str(measure.id))
def test_the_function_exists_and_names_the_same_works(measure: Measure) -> None:
    function = function_of(measure)
    assert callable(function)
    told = " ".join((inspect.getdoc(function) or "").split())
    assert told
    for work in WORK.findall(measure.source.en):
        assert work in told, work


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: str(measure.id))
def test_both_languages_say_it_and_name_the_same_works(measure: Measure) -> None:
    for name in TEXTS:
        text = getattr(measure, name)
        assert text.da.strip()
        assert text.en.strip()
    years = [
        set(re.findall(r"\((\d{4})\)", text)) for text in (measure.source.da, measure.source.en)
    ]
    assert years[0] == years[1]


def test_works_are_found_in_a_source() -> None:
    source = "Zou, Huang and Zhang (2009), Analysis 53; Wilson (1927); Card et al. (1994)"
    assert WORK.findall(source) == [
        "Zou, Huang and Zhang (2009)",
        "Wilson (1927)",
        "Card et al. (1994)",
    ]


def test_the_measures_of_the_command_line_are_defined() -> None:
    from desktop.core.answers import MEASURES

    assert set(MEASURES) <= {measure.id for measure in ALL}


ROW = """
[[measures]]
id = "{id}"
subject = "{subject}"
name = {{da = "Navn", en = "{name}"}}
formula = "a"
unit = "b"
edges = "c"
source = "d"
function = "e.f"
"""


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("a", "s", "Name"), ("a", "s", "Name")], "twice"),
        ([("a", "t", "Name")], "unknown subject t"),
        ([("a", "s", "")], "languages"),
    ],
)
def test_definitions_that_do_not_hold_together(
    tmp_path: Path, rows: list[tuple[str, str, str]], problem: str
) -> None:
    both = ROW
    for key in ("formula", "unit", "edges", "source"):
        both = re.sub(
            rf'^{key} = "(.)"', rf'{key} = {{{{da = "\1", en = "\1"}}}}', both, flags=re.MULTILINE
        )
    text = '[subjects]\ns = {da = "Overskrift", en = "Heading"}\n'
    text += "".join(both.format(id=id, subject=subject, name=name) for id, subject, name in rows)
    file = tmp_path / "measures.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=problem):
        load_definitions(file)


@pytest.mark.parametrize("asked", ["z", " Z ", "standardiseret score", "Standardised score"])
def test_a_measure_by_its_id_or_name_in_any_case(asked: str) -> None:
    assert measure_named(ALL, asked).id == "z"


@pytest.mark.parametrize(("asked", "hint"), [("percentil3", "percentile"), ("%%%%", "measures")])
def test_an_unknown_measure_names_the_nearest(asked: str, hint: str) -> None:
    with pytest.raises(UsageError, match=asked) as refused:
        measure_named(ALL, asked)
    assert hint in refused.value.hint


def test_measures_are_found_by_words_in_any_text() -> None:
    assert "interval" in [measure.id for measure in measures_with(ALL, "WILSON newcombe")]
    assert "smoothed" in [measure.id for measure in measures_with(ALL, "marshall")]
    assert measures_with(ALL, "wilson xyzzy") == ()
    assert measures_with(ALL, "") == ALL

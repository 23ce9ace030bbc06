"""What every measure of the program means: formula, unit, edge cases, source, and where it is made.

The definitions are data, ``resources/measures.toml``, so that help, papers and the command line say
the same. Each names the function that works it out, and a test holds the two together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from desktop.core.errors import UsageError
from desktop.core.indicators import Text
from desktop.core.wording import _


@dataclass(frozen=True, slots=True)
class Measure:
    """The definition of one measure.

    ``subject`` is the heading it stands under, ``formula`` plain text, ``edges`` what happens where
    it has no ordinary answer, ``source`` the works it is taken from or that it is our own, and
    ``function`` the dotted name of what works it out. ``told`` is false where no command tells it.
    """

    id: str
    subject: str
    name: Text
    formula: Text
    unit: Text
    edges: Text
    source: Text
    function: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Definitions:
    """All measures in order, and the headings they stand under."""

    subjects: Mapping[str, Text]
    measures: tuple[Measure, ...]


TEXTS = ("name", "formula", "unit", "edges", "source")


@cache
def definitions() -> Definitions:
    """The program's own definitions."""
    from desktop.core.paths import resource

    return load_definitions(resource("measures.toml"))


def load_definitions(path: Path) -> Definitions:
    """The definitions in a TOML file: ``[subjects]`` and ``[[measures]]``.

    Raises:
        ValueError: an id that is given twice, a heading that is none, or a text that is missing in
            one of the languages.
    """
    with path.open("rb") as stream:
        content = tomllib.load(stream)
    subjects = {id: Text.read(text) for id, text in content["subjects"].items()}
    measures = tuple(_measure(row) for row in content["measures"])
    seen: set[str] = set()
    for measure in measures:
        texts = [getattr(measure, name) for name in TEXTS]
        if measure.id in seen:
            raise ValueError(f"measure {measure.id} is defined twice")
        if measure.subject not in subjects:
            raise ValueError(f"measure {measure.id} has the unknown subject {measure.subject}")
        if not all(text.da and text.en for text in texts):
            raise ValueError(f"measure {measure.id} lacks a text in one of the languages")
        seen.add(measure.id)
    return Definitions(subjects, measures)


def measure_named(measures: Sequence[Measure], asked: str) -> Measure:
    """The measure with an id, or with a name in either language, in any case.

    Raises:
        UsageError: there is none, with the nearest named.
    """
    wanted = asked.strip().casefold()
    names = {
        name.casefold(): measure
        for measure in reversed(measures)
        for name in (measure.name.en, measure.name.da, measure.id)
    }
    if wanted in names:
        return names[wanted]
    near = get_close_matches(wanted, names, 1, 0.5)
    raise UsageError(
        _("Der er intet mål ved navn »{name}«.").format(name=asked),
        hint=_("Mente du »{near}«?").format(near=names[near[0]].id)
        if near
        else _("»boligatlas measures« viser dem alle."),
    )


def measures_with(measures: Sequence[Measure], words: str) -> tuple[Measure, ...]:
    """The measures whose texts or id hold every one of the words, in any case."""
    wanted = words.casefold().split()
    return tuple(
        measure for measure in measures if all(word in _everything_said(measure) for word in wanted)
    )


def _everything_said(measure: Measure) -> str:
    texts = [getattr(measure, name) for name in TEXTS]
    return " ".join([measure.id, *(f"{text.da} {text.en}" for text in texts)]).casefold()


def _measure(row: Mapping[str, Any]) -> Measure:
    texts = {name: Text.read(row[name]) for name in TEXTS}
    return Measure(
        id=row["id"],
        subject=row["subject"],
        function=row["function"],
        told=row.get("told", True),
        **texts,
    )

"""The catalogue as a reference: entries, families of variants, named sets, questions.

An extract carries the indicators it uses; what else the program knows of them (where a definition
comes from, which others look alike and are not, which systems use it) is read here, and only when
somebody asks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from desktop.core.errors import UsageError
from desktop.core.finding import Index
from desktop.core.indicators import (
    Dimension,
    Indicator,
    Text,
    catalogue_tables,
    indicator_fields,
)
from desktop.core.paths import resource
from desktop.core.wording import _

_T = TypeVar("_T")


class Provenance(StrEnum):
    """Where a definition comes from."""

    OFFICIAL = "official"  # the wording of a law
    PUBLISHED = "published"  # a system or a register describes it
    PROPOSAL = "proposal"  # common Danish practice as we understand it


class Counted(StrEnum):
    """What one number covers, and so whether numbers of several periods may be added up."""

    STATUS = "status"  # how things stood at one time
    PERIOD = "period"  # the events of the period itself: the only ones that may be added up
    YEAR = "year"  # a whole year or the last 12 months, whatever the period


class Look(StrEnum):
    """How the answer to a question is best looked at."""

    TREND = "trend"
    COMPARE = "compare"
    CROSS = "cross"
    CATEGORIES = "categories"


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator with what only the catalogue knows of it.

    ``number`` is its place in the list that the catalogue follows, 0 for none; ``ages`` who is in
    the base (``16-66``, ``18+``, empty for all); ``table`` the nearest of StatBank Denmark;
    ``family`` the indicators that look alike and are not, empty where there are none; ``ready``
    whether it is supplied as a number without counts; ``counted`` what one number covers.
    """

    indicator: Indicator
    provenance: Provenance
    number: int = 0
    ages: str = ""
    table: str = ""
    family: str = ""
    ready: bool = False
    counted: Counted = Counted.STATUS
    note: Text = field(default_factory=Text)
    keywords: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.indicator.id


@dataclass(frozen=True, slots=True)
class Family:
    """Indicators that look alike and are not: never added up, never one series."""

    id: str
    name: Text
    sentence: Text


@dataclass(frozen=True, slots=True)
class Part:
    """Some indicators of a set under a heading of the set's own.

    ``indicators`` is empty where the system has something that the catalogue has no equivalent of;
    then ``note`` says so.
    """

    name: Text
    indicators: tuple[str, ...]
    note: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """What a known system follows, so that a municipality can begin from it.

    ``untold`` is what the source does not tell, and what we have put in its place.
    """

    id: str
    name: Text
    sentence: Text
    source: Text
    untold: Text
    parts: tuple[Part, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids in order, each once."""
        return tuple(dict.fromkeys(id for part in self.parts for id in part.indicators))


@dataclass(frozen=True, slots=True)
class Question:
    """What people ask, and the indicators that answer it, each with a line why.

    ``look`` is how the answer is best looked at, None where a map is enough.
    """

    id: str
    question: Text
    answers: Mapping[str, Text]
    look: Look | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """All that the program knows of indicators."""

    version: str
    dimensions: tuple[Dimension, ...]
    families: Mapping[str, Family]
    entries: Mapping[str, Entry]
    sets: Mapping[str, IndicatorSet]
    questions: Mapping[str, Question]

    def entry(self, id: str) -> Entry:
        """The entry of an indicator.

        Raises:
            UsageError: the catalogue has none; the nearest is suggested.
        """
        return _named(id, self.entries, _("Kataloget har ingen indikator »{id}«."))

    def set(self, id: str) -> IndicatorSet:
        """A named set.

        Raises:
            UsageError: there is none; the nearest is suggested.
        """
        return _named(id, self.sets, _("Der er intet sæt »{id}«."))

    def dimension(self, id: str) -> Dimension:
        """A heading.

        Raises:
            UsageError: there is none; the nearest is suggested.
        """
        by_id = {each.id: each for each in self.dimensions}
        return _named(id, by_id, _("Der er ingen dimension »{id}«."))

    def found(self, sought: str) -> list[Entry]:
        """The entries that every word sought is found in, in either language, the best first.

        See :meth:`desktop.core.finding.Index.find`. Nothing sought finds all, in order; an id that
        is written in full comes first.
        """
        ids = self._entry_index.find(sought)
        return [self.entries[id] for id in sorted(ids, key=lambda id: id != sought.strip())]

    def asked(self, sought: str) -> list[Question]:
        """The questions that every word sought is found in, the best first."""
        return [self.questions[id] for id in self._question_index.find(sought)]

    def counted(self, indicator: Indicator) -> Counted | None:
        """What one number of an indicator covers.

        None where the catalogue does not know it, or a recipe has given its id another meaning.
        """
        entry = self.entries.get(indicator.id)
        if entry is None or not same_definition(entry.indicator, indicator):
            return None
        return entry.counted

    @cached_property
    def _entry_index(self) -> Index:
        headings = {each.id: each.name for each in self.dimensions}
        return Index.of(
            {
                entry.id: [
                    *_weighed(4, entry.indicator.name, entry.indicator.short, Text(entry.id)),
                    *_weighed(3, *map(Text, entry.keywords)),
                    *_weighed(2, entry.indicator.sentence, Text(entry.table)),
                    *_weighed(1, entry.indicator.numerator_text),
                    *_weighed(1, headings[entry.indicator.dimension]),
                    *_weighed(1, *(each.question for each in self.questions_with(entry.id))),
                ]
                for entry in self.entries.values()
            }
        )

    @cached_property
    def _question_index(self) -> Index:
        return Index.of(
            {
                each.id: [
                    *_weighed(4, each.question),
                    *_weighed(3, *map(Text, each.keywords)),
                    *_weighed(1, *(self.entries[id].indicator.name for id in each.answers)),
                    *_weighed(1, *each.answers.values()),
                ]
                for each in self.questions.values()
            }
        )

    @cached_property
    def _families(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            if entry.family:
                found.setdefault(entry.family, []).append(entry.id)
        return {family: tuple(ids) for family, ids in found.items()}

    def variants_of(self, id: str) -> tuple[str, ...]:
        """The other indicators of the same family; empty where there are none.

        An id that the catalogue does not know is a municipality's own and has no variants.
        """
        entry = self.entries.get(id)
        members = self._families.get(entry.family, ()) if entry is not None else ()
        return tuple(each for each in members if each != id)

    def variants_among(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Of some indicators, those of one family together, by family; only where they are several.

        Numbers of one family must not be added up, put in one series or compared without a word.
        """
        held = set(ids)
        among = {
            family: tuple(id for id in members if id in held)
            for family, members in self._families.items()
        }
        return {family: members for family, members in among.items() if len(members) > 1}

    def sets_with(self, id: str) -> tuple[IndicatorSet, ...]:
        """The named sets that have the indicator."""
        return tuple(each for each in self.sets.values() if id in each.indicators)

    def questions_with(self, id: str) -> tuple[Question, ...]:
        """The questions that the indicator helps to answer."""
        return tuple(each for each in self.questions.values() if id in each.answers)


def same_definition(one: Indicator, other: Indicator) -> bool:
    """Whether numbers of the two may be added up or put in one series.

    They must have the same id, count the same of the same in the same unit, and be of one kind: a
    recipe may have given an id of the catalogue another meaning. Danish texts decide; names,
    sources and what is said beside the number do not matter.
    """
    return _meaning(one) == _meaning(other)


def _meaning(of: Indicator) -> tuple[object, ...]:
    counted = (of.numerator_text.da.strip(), of.denominator_text.da.strip())
    return (of.id, *counted, of.unit, float(of.per), of.kind)


@cache
def read_reference() -> Reference:
    """The program's catalogue, sets and questions, read once."""
    content, rows = catalogue_tables(resource("catalogue.toml"))
    return Reference(
        str(content["version"]),
        tuple(Dimension(row["id"], Text.read(row["name"])) for row in content["dimensions"]),
        {
            row["id"]: Family(row["id"], Text.read(row["name"]), Text.read(row["sentence"]))
            for row in content["families"]
        },
        {row["id"]: _entry(row) for row in rows},
        {row["id"]: _set(row) for row in _rows(resource("sets.toml"), "sets")},
        {row["id"]: _question(row) for row in _rows(resource("questions.toml"), "questions")},
    )


def _weighed(weight: float, *texts: Text) -> list[tuple[float, str]]:
    return [(weight, words) for text in texts for words in (text.da, text.en) if words]


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    with path.open("rb") as stream:
        rows: list[dict[str, Any]] = tomllib.load(stream)[name]
    return rows


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        indicator=Indicator(**indicator_fields(row)),
        provenance=Provenance(row["provenance"]),
        number=row.get("number", 0),
        ages=row.get("ages", ""),
        table=row.get("table", ""),
        family=row.get("family", ""),
        ready=row.get("ready", False),
        counted=Counted(row.get("counted", Counted.STATUS)),
        note=Text.read(row.get("note", "")),
        keywords=tuple(row["keywords"].split()),
    )


def _set(row: Mapping[str, Any]) -> IndicatorSet:
    return IndicatorSet(
        id=row["id"],
        name=Text.read(row["name"]),
        sentence=Text.read(row["sentence"]),
        source=Text.read(row["source"]),
        untold=Text.read(row["untold"]),
        parts=tuple(
            Part(
                Text.read(part["name"]),
                tuple(part["indicators"]),
                Text.read(part.get("note", "")),
            )
            for part in row["parts"]
        ),
    )


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=row["id"],
        question=Text.read(row["question"]),
        answers={answer["id"]: Text.read(answer["why"]) for answer in row["answers"]},
        look=Look(row["look"]) if "look" in row else None,
        keywords=tuple(row.get("keywords", "").split()),
    )


def _named(id: str, held: Mapping[str, _T], problem: str) -> _T:
    if id in held:
        return held[id]
    raise UsageError(problem.format(id=id), hint=nearest_words(id, held))


def nearest_words(wrong: str, known: Sequence[str] | Mapping[str, object]) -> str:
    """The hint that names what was probably meant, or what there is."""
    near = get_close_matches(wrong.casefold(), list(known), 1, 0.6)
    if near:
        return _("Mente du »{near}«?").format(near=near[0])
    shown = ", ".join(list(known)[:20]) + (" …" if len(known) > 20 else "")
    return _("Der er: {all}").format(all=shown)

"""Indicators: what a number means, in which unit, and which way is worse."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.core.errors import RecipeError
from desktop.core.wording import _, language


class Direction(StrEnum):
    """Whether a higher value is worse, better, or neither, for the people who live there."""

    WORSE = "higher_is_worse"
    BETTER = "higher_is_better"
    NEITHER = "neither"


class Kind(StrEnum):
    """What sort of number an indicator gives, and so which interval belongs to it."""

    SHARE = "share"  # a part of its base
    RATE = "rate"  # events against a base that they are no part of
    COUNT = "count"  # a plain number of people, homes or events
    MEAN = "mean"  # a sum over a base, or a ready value: what varies in it is not counted


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages; a missing English one falls back to Danish."""

    da: str = ""
    en: str = ""

    def __str__(self) -> str:
        """The text in the language in use."""
        return self.en if self.en and language() == "en" else self.da

    @classmethod
    def read(cls, value: str | Mapping[str, str]) -> Text:
        """From a plain Danish string or a table with ``da`` and ``en``."""
        if isinstance(value, str):
            return cls(value)
        return cls(value.get("da", ""), value.get("en", ""))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as the catalogue or a recipe defines it.

    ``per`` is what the ratio is multiplied by (100 for per cent); ``unit`` ``n`` is a plain count.
    ``people`` is true when the count is of people, so that disclosure limits apply. ``measured`` is
    the kind of number, empty where it follows from the unit.
    """

    id: str
    name: Text
    short: Text = field(default_factory=Text)
    sentence: Text = field(default_factory=Text)
    dimension: str = ""
    numerator_text: Text = field(default_factory=Text)
    denominator_text: Text = field(default_factory=Text)
    unit: str = "%"
    per: float = 100.0
    decimals: int = 1
    direction: Direction = Direction.NEITHER
    people: bool = True
    source: Text = field(default_factory=Text)
    reference: Text = field(default_factory=Text)
    discretion: Text = field(default_factory=Text)
    measured: str = ""

    @property
    def kind(self) -> Kind:
        """What sort of number it is: as said, else as the unit has it.

        A share for %, a count for n, a rate for what is reckoned per hundred or more of something
        (‰, "pr. 1.000 boliger"), else a mean.
        """
        if self.measured:
            return Kind(self.measured)
        other = Kind.RATE if self.per >= 100 else Kind.MEAN
        return {"%": Kind.SHARE, "n": Kind.COUNT}.get(self.unit, other)

    @property
    def label(self) -> str:
        """The name for a list."""
        return str(self.short) or str(self.name)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A heading that indicators stand under."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The indicators that the program knows, by id, and their headings in order."""

    version: str
    dimensions: tuple[Dimension, ...]
    indicators: Mapping[str, Indicator]


TEXT_FIELDS = (
    "name",
    "short",
    "sentence",
    "numerator_text",
    "denominator_text",
    "source",
    "reference",
    "discretion",
)


def indicator_fields(table: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an :class:`Indicator` as written in TOML, with texts and enums made.

    Keys that are no field of an indicator are left out: a recipe keeps its own beside them.

    Raises:
        RecipeError: a direction or a kind of number that is none.
    """
    fields: dict[str, Any] = {}
    for key, value in table.items():
        if key in TEXT_FIELDS:
            fields[key] = Text.read(value)
        elif key == "direction":
            if value not in set(Direction):
                raise RecipeError(
                    _("Ukendt retning: »{value}«").format(value=value),
                    hint=_("Brug {values}.").format(values=", ".join(Direction)),
                )
            fields[key] = Direction(value)
        elif key == "measured":
            fields[key] = _measured(value)
        elif key in Indicator.__slots__:
            fields[key] = value
    return fields


def _measured(value: object) -> str:
    if value != "" and value not in set(Kind):
        raise RecipeError(
            _("Ukendt slags tal: »{value}«").format(value=value),
            hint=_("Brug {values}.").format(values=", ".join(Kind)),
        )
    return str(value)


def load_catalogue(path: Path) -> Catalogue:
    """The catalogue in a TOML file, with the indicators of the files beside it.

    See :func:`catalogue_tables` for what is read.
    """
    content, rows = catalogue_tables(path)
    return Catalogue(
        str(content["version"]),
        tuple(Dimension(row["id"], Text.read(row["name"])) for row in content["dimensions"]),
        {row["id"]: Indicator(**indicator_fields(row)) for row in rows},
    )


def catalogue_tables(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a catalogue file says, and its indicators as tables, in the order of the dimensions.

    The indicators of a dimension stand in a file of its name, in a folder called as the catalogue
    without its suffix. A text written ``"@name"`` is the one of that name under ``[shared]``.
    """
    with path.open("rb") as stream:
        content = tomllib.load(stream)
    rows: list[dict[str, Any]] = []
    for dimension in content["dimensions"]:
        with (path.with_suffix("") / f"{dimension['id']}.toml").open("rb") as stream:
            rows += tomllib.load(stream)["indicators"]
    shared: Mapping[str, Any] = content["shared"]
    return content, [{key: _shared(value, shared) for key, value in row.items()} for row in rows]


def _shared(value: Any, shared: Mapping[str, Any]) -> Any:
    return shared[value[1:]] if isinstance(value, str) and value.startswith("@") else value

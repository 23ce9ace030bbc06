"""The breakdowns of the example's recipe: which lines of the long tables make a cell."""

from __future__ import annotations

from desktop.builder.example.parts import ORIGINS
from desktop.core.indicators import Text

ADULTS, AGES = "alder_herkomst", "alder"

_AGES_OF_ADULTS = (
    ("-29", "u30", Text("under 30 år", "under 30")),
    ("30-49", "30_49", Text("30-49 år", "aged 30-49")),
    ("50-66", "50_66", Text("50-66 år", "aged 50-66")),
)
_ORIGINS = dict(
    zip(
        ORIGINS,
        (
            ("dv", Text("dansk eller vestlig herkomst", "Danish or western origin")),
            ("iv", Text("ikke-vestlig herkomst", "non-western origin")),
        ),
        strict=True,
    )
)
_AGES = (
    ("0-17", "0_17", Text("0-17 år", "0-17")),
    ("18-29", "18_29", Text("18-29 år", "18-29")),
    ("30-59", "30_59", Text("30-59 år", "30-59")),
    ("60-", "60", Text("60 år og derover", "60 and over")),
)


def breakdowns() -> list[str]:
    """The breakdowns as parts of the recipe."""
    adults = [
        _cell(
            f"{id}_{short}",
            Text(f"{_raised(age.da)}, {name.da}", f"{_raised(age.en)}, {name.en}"),
            f'alder = ["{label}"], herkomst = ["{origin}"]',
        )
        for label, id, age in _AGES_OF_ADULTS
        for origin, (short, name) in _ORIGINS.items()
    ]
    ages = [_cell(id, name, f'alder = ["{label}"]') for label, id, name in _AGES]
    return [
        _breakdown(ADULTS, Text("Alder og herkomst", "Age and origin"), adults),
        _breakdown(AGES, Text("Alder", "Age"), ages),
    ]


def _raised(text: str) -> str:
    return text[0].upper() + text[1:]


def _cell(id: str, name: Text, where: str) -> str:
    return f'    {{id = "{id}", name = {_text(name)}, where = {{{where}}}}},'


def _breakdown(id: str, name: Text, cells: list[str]) -> str:
    lines = ["[[breakdowns]]", f'id = "{id}"', f"name = {_text(name)}", "cells = [", *cells, "]\n"]
    return "\n".join(lines)


def _text(text: Text) -> str:
    return f'{{da = "{text.da}", en = "{text.en}"}}'

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from desktop.core.indicators import Direction
from desktop.core.paths import resource

CATALOGUE = tomllib.loads(resource("catalogue.toml").read_text(encoding="utf-8"))
INDICATORS = CATALOGUE["indicators"]
TEXTS = ("name", "short", "sentence", "numerator_text", "source", "reference", "discretion")


def test_there_are_25_different_indicators() -> None:
    assert len(INDICATORS) == len({row["id"] for row in INDICATORS}) == 25


def test_dimensions_are_used_and_come_in_order() -> None:
    order = [row["id"] for row in CATALOGUE["dimensions"]]
    used = list(dict.fromkeys(row["dimension"] for row in INDICATORS))

    assert used == order


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["id"])
def test_every_text_is_in_both_languages(row: dict[str, Any]) -> None:
    texts = [row[key] for key in TEXTS]
    texts += [row["denominator_text"]] if row["unit"] != "n" else []

    assert all(text["da"].strip() and text["en"].strip() for text in texts)
    assert not any(text.endswith(".") for text in row["sentence"].values())


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["id"])
def test_the_name_for_the_list_is_short(row: dict[str, Any]) -> None:
    assert max(len(text) for text in row["short"].values()) <= 24


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["id"])
def test_the_numbers_fit_the_unit(row: dict[str, Any]) -> None:
    assert row["direction"] in set(Direction)
    assert row["per"] == {"%": 100, "‰": 1000, "n": 1, "m²": 1}[row["unit"]]
    assert row["decimals"] == (0 if row["unit"] == "n" else 1)

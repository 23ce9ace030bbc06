"""Danish alphabetical order."""

from __future__ import annotations

import random

import numpy as np
import pytest

from desktop.core.collation import danish_key, text_places

IN_ORDER = (
    "Afdeling 9",
    "Afdeling 10",
    "Andels",
    "Ánes",
    "Bæk",
    "Bølge",
    "Båd",
    "Zebra",
    "Ærø",
    "Ødis",
    "Aabenraa",
    "Århus",
)


def test_names_stand_as_in_a_danish_register() -> None:
    mixed = list(IN_ORDER)
    random.Random(3).shuffle(mixed)
    assert tuple(sorted(mixed, key=danish_key)) == IN_ORDER


@pytest.mark.parametrize(
    ("one", "other"),
    [("ÆBLE", "æble"), ("Aalborg", "Ålborg"), ("idé", "ide"), ("Müller", "Myller")],
)
def test_these_are_alike(one: str, other: str) -> None:
    assert danish_key(one) == danish_key(other)


def test_a_name_may_begin_with_a_number_or_be_long() -> None:
    assert danish_key("2. sal") < danish_key("10. sal") < danish_key("a")
    assert danish_key("9" * 200)


def test_places_are_shared_by_equals_and_empty_has_none() -> None:
    places = text_places(["b", "A", "a", "", "  "])
    assert places[:3].tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(places[3:]).all()

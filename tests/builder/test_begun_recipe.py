"""A recipe that begins from the catalogue: refused while empty, read when it is filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.builder.recipe import Recipe
from desktop.builder.recipefile import read_recipe
from desktop.core.catalogue import read_reference
from desktop.core.cataloguewords import recipe_skeleton
from desktop.core.errors import RecipeError
from desktop.core.indicators import load_catalogue
from desktop.core.paths import resource
from tests.builder.making import HEAD, LEVEL, TABLE, TODAY

REFERENCE = read_reference()


def read(folder: Path, indicators: str) -> Recipe:
    recipe = folder / "opskrift.toml"
    recipe.write_text(HEAD + LEVEL + TABLE + indicators, "utf-8")
    return read_recipe(recipe, load_catalogue(resource("catalogue.toml")), TODAY)


def filled(skeleton: str) -> str:
    named = skeleton.replace('table = ""', 'table = "tal"')
    return re.sub(r'^(numerator|denominator|value) = ""$', r'\1 = "\1"', named, flags=re.MULTILINE)


@pytest.mark.parametrize("id", [*REFERENCE.sets, ""])
def test_a_filled_skeleton_is_read(tmp_path: Path, id: str) -> None:
    ids = REFERENCE.set(id).indicators if id else tuple(REFERENCE.entries)
    entries = [REFERENCE.entry(each) for each in ids]
    made = read(tmp_path, filled(recipe_skeleton(entries)))
    assert [spec.indicator for spec in made.indicators] == [entry.indicator for entry in entries]
    for spec, entry in zip(made.indicators, entries, strict=True):
        assert bool(spec.value) == entry.ready
        has_base = bool(entry.indicator.denominator_text.da) and not entry.ready
        assert (spec.denominator is not None) == has_base


@pytest.mark.parametrize("left", ["table", "numerator", "denominator"])
def test_what_is_left_empty_is_named(tmp_path: Path, left: str) -> None:
    text = filled(recipe_skeleton([REFERENCE.entry("kontanthjaelp")]))
    with pytest.raises(RecipeError, match=f"»{left}«") as caught:
        read(tmp_path, re.sub(rf'^{left} = ".*"$', f'{left} = ""', text, flags=re.MULTILINE))
    assert caught.value.hint

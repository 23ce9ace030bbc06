"""The page that explains every key of a recipe is itself a recipe."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.builder.recipefile import read_recipe
from desktop.core.indicators import load_catalogue
from desktop.core.paths import resource
from tests.builder.making import TODAY


def test_the_explained_recipe_can_be_read(tmp_path: Path) -> None:
    page = resource("recipes", "README.md").read_text("utf-8")
    (written,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    recipe = tmp_path / "opskrift.toml"
    recipe.write_text(written, "utf-8")

    read = read_recipe(recipe, load_catalogue(resource("catalogue.toml")), TODAY, None)

    assert [spec.indicator.id for spec in read.indicators] == ["bef_antal", "alder_0_17"]

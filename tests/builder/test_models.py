"""Categorisation models that go with an extract."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.errors import BoligatlasError, FileProblem, ModelError, RecipeError, UsageError
from desktop.core.models.modelfile import builtin_models, model_named
from tests.builder.making import FULL, LEVEL, SHARE, TABLE, opened, town

OWN = """
format = 1
id = "min"
version = "1"
status = "own"
name = "Min model"
[[inputs]]
id = "a"
indicator = "andel"
[[tests]]
id = "mange"
input = "a"
is = ">"
limit = 20
[[outcomes]]
id = "resultat"
name = "Resultat"
otherwise = {id = "resten", name = "Resten"}
[[outcomes.categories]]
id = "hoej"
name = "Høj"
all = ["mange"]
"""


def recipe(folder: Path, models: str) -> Path:
    return town(folder, LEVEL, TABLE, SHARE, models, rows=FULL)


def test_the_programs_own_and_a_file_go_along_in_order(tmp_path: Path) -> None:
    (tmp_path / "min.toml").write_text("\ufeff" + OWN, "utf-8")
    data, report = opened(
        recipe(tmp_path, '[[models]]\nfile = "min.toml"\n[[models]]\nmodel = "soek"\n')
    )

    assert list(data.models) == ["min", "soek"]
    assert model_named("min", data.models).outcomes[0].categories[0].id == "hoej"
    assert data.models["soek"] == builtin_models()["soek"].read_text("utf-8")
    assert "Min model" in report.as_text()


@pytest.mark.parametrize(
    ("models", "error", "said"),
    [
        ('[[models]]\nmodel = "sok"\n', UsageError, "soek"),
        ('[[models]]\nfile = "min.toml"\nmodel = "soek"\n', RecipeError, "model"),
        ("[[models]]\n", RecipeError, "model"),
        ('[[models]]\nfil = "min.toml"\n', RecipeError, "file"),
        ('[[models]]\nfile = "borte.toml"\n', FileProblem, "borte.toml"),
        ('[[models]]\nfile = "halv.toml"\n', ModelError, "halv.toml"),
        ('[[models]]\nmodel = "soek"\n[[models]]\nmodel = "soek"\n', RecipeError, "soek"),
    ],
)
def test_what_cannot_go_along_stops_the_build(
    tmp_path: Path, models: str, error: type[BoligatlasError], said: str
) -> None:
    (tmp_path / "min.toml").write_text(OWN, "utf-8")
    (tmp_path / "halv.toml").write_text(OWN.replace("limit = 20", "limit = true"), "utf-8")
    with pytest.raises(error) as raised:
        opened(recipe(tmp_path, models))
    assert said in raised.value.problem + raised.value.hint


def test_an_extract_without_models_has_none(tmp_path: Path) -> None:
    assert not opened(recipe(tmp_path, ""))[0].models

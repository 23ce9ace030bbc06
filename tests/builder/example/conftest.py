"""The example town, written and built once for all its tests."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest

from desktop.builder.build import package
from desktop.builder.example.generate import generate
from desktop.core.dataset import Dataset
from desktop.core.envelope import new_identity, seal
from desktop.core.geopackage import GeoPackage


@pytest.fixture(scope="session")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="session")
def content(recipe: Path) -> dict[str, Any]:
    return tomllib.loads(recipe.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def extract(recipe: Path) -> bytes:
    """The town's extract, not sealed."""
    made, _report = package(recipe)
    return bytes(made)


@pytest.fixture(scope="session")
def data(extract: bytes) -> Dataset:
    """The town's extract, opened."""
    return Dataset(GeoPackage(extract))


@pytest.fixture(scope="session")
def opening(extract: bytes, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The words that open the sealed extract on the command line."""
    folder = tmp_path_factory.mktemp("sealed")
    identity, recipient = new_identity()
    (folder / "by.boligatlas").write_bytes(seal(extract, [recipient]))
    (folder / "by.key").write_text(identity.lines[0] + "\n", "utf-8")
    return str(folder / "by.boligatlas"), "--key", str(folder / "by.key")


@pytest.fixture(scope="session")
def areas(recipe: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(recipe.parent / "omraader.gpkg")


@pytest.fixture(scope="session")
def area_counts(recipe: Path) -> pd.DataFrame:
    return pd.read_csv(
        recipe.parent / "boligomraader.csv",
        sep=";",
        decimal=",",
        encoding="utf-8-sig",
        dtype={"kode": str},
        na_values=[".."],
    )

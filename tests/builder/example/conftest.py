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
from desktop.core.geopackage import GeoPackage


@pytest.fixture(scope="session")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="session")
def content(recipe: Path) -> dict[str, Any]:
    return tomllib.loads(recipe.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def data(recipe: Path) -> Dataset:
    """The town's extract, opened."""
    extract, _report = package(recipe)
    return Dataset(GeoPackage(extract))


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

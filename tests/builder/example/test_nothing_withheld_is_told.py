"""The example town's extract, attacked with its own source tables."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

from desktop.core.dataset import Dataset
from desktop.core.indicators import load_catalogue
from desktop.core.paths import resource

LEVEL = "boligomraade"


def test_no_column_says_what_another_withholds(recipe: Path, data: Dataset) -> None:
    """Every number that is shown is looked up in the source; none may be one to be withheld."""
    catalogue = load_catalogue(resource("catalogue.toml")).indicators
    content = tomllib.loads(recipe.read_text("utf-8"))
    (table,) = [each for each in content["tables"] if each["id"] == "boligomraader"]
    source = pd.read_csv(
        recipe.parent / table["file"], sep=";", dtype=str, encoding="utf-8-sig", na_values=[".."]
    )
    codes = data.areas(LEVEL).codes
    residents = _column(source, "beboere", codes)
    secret: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]] = defaultdict(
        lambda: np.zeros(residents.shape, bool)
    )
    told: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]] = defaultdict(
        lambda: np.zeros(residents.shape, bool)
    )
    periods = sorted(source["periode"].unique())
    for each in content["indicators"]:
        counted, base = each.get("numerator"), each.get("denominator")
        if "boligomraader" not in each["tables"] or counted is None:
            continue
        numbers = _column(source, counted, codes)
        if catalogue[each["id"]].people:
            secret[counted] |= (numbers > 0) & (numbers < 5)
            if base:
                rest = _column(source, base, codes) - numbers
                secret[counted] |= (rest > 0) & (rest < 5)
        shown = np.zeros(residents.shape, bool)
        for period in data.periods_of(each["id"], LEVEL):
            cells = data.cells(each["id"], LEVEL, period)
            shown[periods.index(period.code)] = cells.shown
        for column in filter(None, (counted, base)):
            told[column] |= shown

    few = (residents > 0) & (residents < 50)
    assert few.sum() > 50
    for column, where in told.items():
        assert where.any()
        assert not (where & secret[column]).any(), column
        assert not (where & few).any(), column


def _column(
    source: pd.DataFrame, column: str, codes: tuple[str, ...]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A column of the source as periods × areas, NaN where there is no row."""
    wide = source.pivot(index="periode", columns="kode", values=column)
    numbers: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (
        wide.reindex(columns=list(codes)).sort_index().to_numpy(np.float64)
    )
    return numbers

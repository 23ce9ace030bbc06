"""A small town in files: four square areas in a row, a table, and a recipe that names them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop.builder.build import package
from desktop.builder.quality import BuildReport
from desktop.core.dataset import Dataset
from desktop.core.geopackage import GeoPackage

WEST, SOUTH = 570_000.0, 6_220_000.0  # metres of EPSG:25832, near Aarhus
SIDE = 1_000.0
TODAY = dt.date(2026, 7, 1)

HEAD = """
format = 1
[extract]
title = "Prøve"
municipality = "Prøve Kommune"
municipality_code = "0999"
purpose = "Prøve"
controller = "Prøve Kommune"
legal_basis = "Ingen"
created = 2026-07-01
delete_by = 2026-12-31
"""
LEVEL = """
[[levels]]
id = "omraade"
name = "Område"
source = "omraader.geojson"
crs = "EPSG:25832"
key = "kode"
name_column = "navn"
"""
TABLE = """
[[tables]]
id = "tal"
file = "tal.csv"
level = "omraade"
area = "kode"
period = "aar"
"""
SHARE = """
[[indicators]]
id = "andel"
name = "Andel"
table = "tal"
numerator = "n"
denominator = "d"
"""
COUNT = """
[[indicators]]
id = "antal"
name = "Antal"
table = "tal"
numerator = "n"
"""


def square(at: int, *, west: float = WEST, south: float = SOUTH, side: float = SIDE) -> Any:
    """A square area as GeoJSON, the ``at``-th from the west."""
    left, right, top = west + at * side, west + (at + 1) * side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[left, south], [right, south], [right, top], [left, top], [left, south]]],
    }


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_geojson(path: Path, features: Sequence[Mapping[str, Any]]) -> Path:
    content = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(json.dumps(content), "utf-8")
    return path


def areas(codes: Sequence[str] = ("01", "02", "03", "04")) -> list[dict[str, Any]]:
    return [feature(square(at), kode=code, navn=f"Område {code}") for at, code in enumerate(codes)]


def town(
    folder: Path,
    *parts: str,
    rows: str = "",
    features: Sequence[Mapping[str, Any]] | None = None,
    head: str = HEAD,
) -> Path:
    """Write the town and its recipe of ``head`` and ``parts``; the recipe's path."""
    write_geojson(folder / "omraader.geojson", areas() if features is None else features)
    if rows:
        (folder / "tal.csv").write_text(rows, "utf-8")
    recipe = folder / "opskrift.toml"
    recipe.write_text(head + "".join(parts), "utf-8")
    return recipe


def opened(recipe: Path) -> tuple[Dataset, BuildReport]:
    content, report = package(recipe, today=TODAY)
    return Dataset(GeoPackage(content)), report


def table_text(rows: Sequence[Sequence[object]], columns: str = "kode;aar;n;d") -> str:
    return "\n".join([columns, *(";".join(str(cell) for cell in row) for row in rows)]) + "\n"


FULL = table_text([(f"0{at}", 2020, 10 * at, 100) for at in range(1, 5)])

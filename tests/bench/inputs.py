"""The synthetic layers that speed is measured on, sealed once and kept beside the build."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from desktop.core.envelope import read_identity

KEPT = Path(__file__).resolve().parents[2] / "build" / "bench"

_RECIPE = """\
format = 1

[extract]
title = "Måling {name}"
municipality = "Måleby"
municipality_code = "0998"
purpose = "Måling af programmets hastighed på opdigtede tal"
controller = "Ingen"
legal_basis = "Ingen"
created = 2026-07-01
valid_from = 2026-07-01
delete_by = 2099-12-31
sources = ["Opdigtede tal"]

[disclosure]
cell_minimum = 5
area_minimum = 0

[[levels]]
id = "omraade"
name = "Område"
plural = "områder"
source = "{name}.gpkg"
layer = "areas"
key = "code"
name_column = "name"

[[tables]]
id = "vals"
file = "{name}_text.parquet"
level = "omraade"
area = "code"
period = "period"
municipality = "sum"
"""

_INDICATOR = """
[[indicators]]
id = "i{number:02d}"
name = "Indikator {number}"
table = "vals"
numerator = {{column = "numerator", where = {{indicator = ["i{number:02d}"]}}}}
denominator = {{column = "denominator", where = {{indicator = ["i{number:02d}"]}}}}
people = true
"""


def sealed(name: str, shared: Path) -> tuple[Path, Path]:
    """The extract and key file of layer A, B or C, made the first time they are asked for.

    Args:
        name: A (400 areas, 40,000 vertices), B (2,100, 500,000) or C (10,000, 1,500,000).
        shared: the folder that holds ``bench/make_layers.py``.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    extract, key_file = KEPT / f"{name}.boligatlas", KEPT / f"{name}.key"
    if extract.exists() and key_file.exists():
        return extract, key_file
    if not (KEPT / f"{name}.json").exists():
        script = shared / "bench" / "make_layers.py"
        subprocess.run(
            [sys.executable, str(script), "--out", str(KEPT), "--layers", name], check=True
        )
    _add_codes(name)
    recipe = KEPT / f"{name}.toml"
    parts = [_RECIPE.format(name=name)]
    parts += [_INDICATOR.format(number=number) for number in range(1, 21)]
    recipe.write_text("".join(parts), "utf-8")
    _seal(name, recipe)
    return extract, key_file


def medium() -> tuple[Path, Path]:
    """The extract and key file of layer M, which needs nothing from elsewhere."""
    from tests.bench.medium import write_medium

    KEPT.mkdir(parents=True, exist_ok=True)
    extract, key_file = KEPT / "M.boligatlas", KEPT / "M.key"
    if not (extract.exists() and key_file.exists()):
        _seal("M", write_medium(KEPT))
    return extract, key_file


def town() -> tuple[Path, Path]:
    """The extract and key file of the invented municipality, 175 housing areas."""
    KEPT.mkdir(parents=True, exist_ok=True)
    extract, key_file = KEPT / "town.boligatlas", KEPT / "town.key"
    if not (extract.exists() and key_file.exists()):
        sources = KEPT / "town"
        example = [sys.executable, "-m", "desktop", "example", str(sources)]
        subprocess.run(example, check=True, stdout=subprocess.DEVNULL)
        _seal("town", sources / "eksempelby.toml")
    return extract, key_file


def _seal(name: str, recipe: Path) -> None:
    """Build the extract of a recipe with a new key, and note what it took."""
    extract, key_file = KEPT / f"{name}.boligatlas", KEPT / f"{name}.key"
    key_file.unlink(missing_ok=True)
    made = subprocess.run(
        [sys.executable, "-m", "desktop", "keygen", str(key_file)],
        check=True,
        capture_output=True,
        text=True,
    )
    begun = time.perf_counter()
    subprocess.run(
        [
            *(sys.executable, "-m", "desktop", "build", str(recipe), "--quiet"),
            *("--out", str(extract), "--recipient", made.stdout.strip()),
        ],
        check=True,
    )
    read_identity(key_file)
    facts = {"seconds": time.perf_counter() - begun, "bytes": extract.stat().st_size}
    (KEPT / f"{name}.build.json").write_text(json.dumps(facts), "utf-8")


def _add_codes(name: str) -> None:
    """The layers' values bear numbers where the areas bear five-digit codes: write them out."""
    import pandas as pd

    values = pd.read_parquet(KEPT / f"{name}_vals.parquet")
    codes = values["area_id"].map(lambda number: f"{number:05d}").astype("category")
    columns = values.assign(
        code=codes,
        period=values["period"].astype("category"),
        indicator=values["indicator"].astype("category"),
    )
    columns.drop(columns="area_id").to_parquet(KEPT / f"{name}_text.parquet", index=False)

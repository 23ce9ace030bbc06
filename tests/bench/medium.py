"""Layer M: 525 areas of one level, 42 quarters, 25 indicators, three of them in 12 cells each.

What the measures, the models and the list of warnings are timed on. The people are drawn from one
seed; the areas are squares, since nothing here is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Table = NDArray[np.float64]

AREAS, ACROSS = 525, 25
PERIODS = tuple(f"{year}K{quarter}" for year in range(2016, 2027) for quarter in range(1, 5))[:42]
AGES, SEXES = ("-24", "25-34", "35-44", "45-54", "55-64", "65-"), ("m", "k")
SEED = 525

# Base as a part of the residents, and share of the base.
SHARES: Mapping[str, tuple[float, float]] = {
    "udenfor_16_66": (0.66, 0.21), "kontanthjaelp": (0.62, 0.06), "foertidspension": (0.62, 0.08),
    "selvforsoergende": (0.62, 0.61), "lav_indkomst": (0.77, 0.19), "alder_0_17": (1.0, 0.23),
    "enlig_forsoerger": (0.23, 0.24), "herkomst_ikkevest": (1.0, 0.19),
    "fraflytning_pct": (0.50, 0.14), "skolefravaer": (0.12, 0.16), "underretning": (0.23, 0.05),
    "sigtede_unge": (0.10, 0.022), "haervaerk_indbrud": (1.0, 0.0084),
    "ung24_uden_udd": (0.04, 0.126), "udd_grundskole_18_64": (0.58, 0.225),
    "fritid_uden": (0.15, 0.33), "friplads": (0.10, 0.28), "bolig_u60": (0.52, 0.28),
    "install_mangel": (0.52, 0.03), "udenfor_18_64_61a": (0.58, 0.165),
    "doemte_61a": (0.77, 0.009), "udd_grund_30_59_61a": (0.38, 0.22),
}  # fmt: skip
VALUES: Mapping[str, tuple[float, float]] = {"areal_pers": (47, 6), "bruttoindk_61a": (97, 15)}
DIVIDED = ("udenfor_16_66", "kontanthjaelp", "foertidspension")

_HEAD = """\
format = 1

[extract]
title = "Måling M"
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
residents = "bef_antal"

[[levels]]
id = "omraade"
name = "Område"
plural = "områder"
source = "M.gpkg"
layer = "areas"
key = "code"
organisation = "organisation"
sector = "sector"

[[tables]]
id = "hele"
file = "M.parquet"
level = "omraade"
area = "code"
period = "period"
municipality = "sum"

[[tables]]
id = "delt"
file = "M_parts.parquet"
level = "omraade"
area = "code"
period = "period"
municipality = "sum"

[[indicators]]
id = "bef_antal"
table = "hele"
numerator = "bef_antal"
"""
_MODELS = "".join(f'[[models]]\nmodel = "{id}"\n\n' for id in ("aarhus", "soek", "par61"))


def write_medium(folder: Path) -> Path:
    """Write the boundaries, tables and recipe of M; the path of the recipe."""
    generator = np.random.default_rng(SEED)
    _write_areas(folder / "M.gpkg")
    residents = np.round(np.clip(generator.lognormal(6.9, 0.6, AREAS), 60, 5000))
    factor = generator.normal(0.0, 1.0, AREAS)
    whole: dict[str, Table] = {"bef_antal": np.tile(residents, (len(PERIODS), 1))}
    parts: dict[str, Table] = {}
    for id, (base, share) in SHARES.items():
        cells = len(AGES) * len(SEXES) if id in DIVIDED else 1
        people = np.round(residents * base / cells)
        top = generator.binomial(
            people.astype(np.int64), _shares(share, factor, generator), (cells, len(PERIODS), AREAS)
        )
        if id in DIVIDED:
            parts[f"{id}_n"] = top.astype(np.float64)
            parts[f"{id}_d"] = np.broadcast_to(people, top.shape)
        else:
            whole[f"{id}_n"] = top[0].astype(np.float64)
            whole[f"{id}_d"] = np.tile(people, (len(PERIODS), 1))
    for id, (middle, spread) in VALUES.items():
        whole[id] = np.round(
            middle + spread * (factor + generator.normal(0, 0.1, whole["bef_antal"].shape)), 1
        )
    _frame(whole, 1).to_parquet(folder / "M.parquet", index=False)
    pairs = [(age, sex) for age in AGES for sex in SEXES]
    frame = _frame(parts, len(pairs))
    lines = AREAS * len(PERIODS)
    for name, labels in (("age", [age for age, _ in pairs]), ("sex", [sex for _, sex in pairs])):
        frame[name] = pd.Series(np.repeat(labels, lines), dtype="category")
    frame.to_parquet(folder / "M_parts.parquet", index=False)
    recipe = folder / "M.toml"
    recipe.write_text(_recipe(), "utf-8")
    return recipe


def _shares(share: float, factor: Table, generator: np.random.Generator) -> Table:
    """A share for every period and area: it wanders slowly, and seven areas jump at the end."""
    steps = generator.normal(0.0, 0.015, (len(PERIODS), AREAS)).cumsum(axis=0)
    level = np.log(share / (1 - share)) + 0.3 * factor + steps
    level[-4:, generator.choice(AREAS, 7, replace=False)] += 0.6
    return np.asarray(1.0 / (1.0 + np.exp(-level)))


def _frame(columns: Mapping[str, Table], cells: int) -> pd.DataFrame:
    codes = [f"{area:04d}" for area in range(AREAS)]
    frame = pd.DataFrame(
        {
            "code": pd.Series(np.tile(codes, cells * len(PERIODS)), dtype="category"),
            "period": pd.Series(np.tile(np.repeat(PERIODS, AREAS), cells), dtype="category"),
        }
    )
    return frame.assign(**{name: column.reshape(-1) for name, column in columns.items()})


def _write_areas(path: Path) -> None:
    import geopandas
    import shapely

    column, row = np.arange(AREAS) % ACROSS * 400.0, np.arange(AREAS) // ACROSS * 400.0
    frame = geopandas.GeoDataFrame(
        {
            "code": [f"{area:04d}" for area in range(AREAS)],
            "organisation": [f"Boligforening {area % 6 + 1}" for area in range(AREAS)],
            "sector": ["almen" if area % 10 else "anden" for area in range(AREAS)],
        },
        geometry=shapely.box(column + 5e5, row + 6.2e6, column + 500_400.0, row + 6_200_400.0),
        crs="EPSG:25832",
    )
    path.unlink(missing_ok=True)
    frame.to_file(path, layer="areas", driver="GPKG")


def _recipe() -> str:
    cells = [
        f'{{id = "c{at}", name = "{age} {sex}", where = {{age = ["{age}"], sex = ["{sex}"]}}}}'
        for at, (age, sex) in enumerate((age, sex) for age in AGES for sex in SEXES)
    ]
    parts = [
        _HEAD,
        _MODELS,
        f'[[breakdowns]]\nid = "dele"\nname = "Dele"\ncells = [{", ".join(cells)}]\n',
    ]
    for id in SHARES:
        if id in DIVIDED:
            lines = [
                'table = "delt"',
                f'numerator = {{column = "{id}_n"}}',
                f'denominator = {{column = "{id}_d"}}',
                'breakdowns = ["dele"]',
            ]
        else:
            lines = ['table = "hele"', f'numerator = "{id}_n"', f'denominator = "{id}_d"']
        parts.append("\n".join(["[[indicators]]", f'id = "{id}"', *lines, ""]))
    parts += [f'[[indicators]]\nid = "{id}"\ntable = "hele"\nvalue = "{id}"\n' for id in VALUES]
    return "\n".join(parts)

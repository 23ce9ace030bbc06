from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely

from desktop.builder.example.generate import draw, draw_further, generate
from desktop.builder.example.people import PERIODS
from desktop.builder.example.questions import QUESTIONS
from desktop.builder.example.yearly import courses, moved
from desktop.core.indicators import TEXT_FIELDS, load_catalogue
from desktop.core.paths import resource

NEWEST = PERIODS[-1]
CUTS = {"boligomraade": "kode", "afdeling": "afdeling"}


@pytest.fixture(scope="session")
def departments(recipe: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(recipe.parent / "afdelinger.geojson").to_crs("EPSG:25832")


@pytest.fixture(scope="session")
def department_counts(recipe: Path) -> pd.DataFrame:
    return pd.read_parquet(recipe.parent / "afdelinger.parquet")


def current(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    return frame[frame["gyldig_til"].fillna("") == ""]


def test_the_same_seed_gives_the_same_bytes(recipe: Path, tmp_path: Path) -> None:
    generate(tmp_path)
    first = {path.name: path.read_bytes() for path in recipe.parent.iterdir()}
    again = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert sorted(first) == sorted(again)
    assert [name for name in first if first[name] != again[name]] == []


def test_writing_again_into_the_same_folder_changes_nothing_else(tmp_path: Path) -> None:
    heard: list[float] = []
    other = tmp_path / "noter.txt"
    other.write_text("min egen fil", encoding="utf-8")
    recipe = generate(tmp_path, report=heard.append)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    generate(tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert recipe.name == "eksempelby.toml"
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_gives_another_town_of_the_same_size(seed: int) -> None:
    town = draw(seed)
    parts = [part for area in town.settlement.current for part in area.departments]

    assert (len(town.settlement.current), len(parts)) == (175, 349)
    assert len({area.code for area in town.settlement.areas}) == 177
    assert town.settlement.areas[0].code == "0114"
    counts = town.population.counts
    assert (counts["ikke_vestlig_herkomst"] >= 0).all()
    assert (counts["ikke_vestlig_herkomst"] <= counts["beboere"]).all()
    divided, counted, answers = draw_further(town, seed)
    assert (np.sum(list(divided.bands.values()), axis=0) == counts["beboere"]).all()
    assert (counted.counts["uden_tilknytning_18_64"] <= counted.counts["beboere_18_64"]).all()
    assert (answers["utrygge_om_aftenen"] <= answers["svar"]).all()


def test_people_who_are_moved_are_neither_made_nor_lost() -> None:
    town = draw(3)
    given = courses(town.settlement, town.population)
    units = [unit for homes, course in given if course.origin for unit in homes]
    origin = town.population.counts["ikke_vestlig_herkomst"].copy()
    origin[units] -= origin[units] // 10
    before = replace(
        town.population, counts={**town.population.counts, "ikke_vestlig_herkomst": origin}
    )
    after = moved(town.settlement, before).counts["ikke_vestlig_herkomst"]

    assert after[units].sum() > 1.03 * origin[units].sum()
    assert (after.sum(axis=0) == origin.sum(axis=0)).all()
    assert (after >= 0).all()
    assert (after <= town.population.counts["beboere"]).all()


def test_the_town_has_175_areas_and_349_departments(
    areas: geopandas.GeoDataFrame, departments: geopandas.GeoDataFrame
) -> None:
    assert len(current(areas)) == 175
    assert len(current(departments)) == 349
    assert areas["kode"].is_unique
    assert departments["afdeling"].is_unique


def test_fjordparken_is_0114(areas: geopandas.GeoDataFrame) -> None:
    fjordparken = areas.set_index("kode").loc["0114"]

    assert fjordparken["navn"] == "Fjordparken"
    assert fjordparken["beboere"] == 2318


def test_no_current_area_lies_over_another(
    areas: geopandas.GeoDataFrame, departments: geopandas.GeoDataFrame
) -> None:
    assert shapely.coverage_is_valid(current(areas).geometry.to_numpy())
    assert shapely.is_valid(departments.geometry.to_numpy()).all()
    # Rounded degrees: shared borders may be a centimetre apart.
    parts = current(departments).geometry
    left, right = parts.sindex.query(parts, predicate="overlaps")
    common = shapely.area(shapely.intersection(parts.to_numpy()[left], parts.to_numpy()[right]))
    assert common.max(initial=0.0) < 30.0


def test_departments_fill_their_area(
    areas: geopandas.GeoDataFrame, departments: geopandas.GeoDataFrame
) -> None:
    together = departments.dissolve("boligomraade")
    outlines = areas.set_index("kode").loc[together.index]
    gap = shapely.area(
        shapely.symmetric_difference(together.geometry.to_numpy(), outlines.geometry.to_numpy())
    )

    assert set(together.index) == set(areas["kode"])
    assert gap.max() < 60.0  # square metres, along several kilometres of border


def test_areas_lie_on_the_municipality_s_land(recipe: Path, areas: geopandas.GeoDataFrame) -> None:
    land = geopandas.read_file(recipe.parent / "kommune.gpkg").geometry.iloc[0]
    water = geopandas.read_file(recipe.parent / "baggrund.gpkg", layer="vand").union_all()
    parks = geopandas.read_file(recipe.parent / "baggrund.gpkg", layer="groent").union_all()

    assert areas.geometry.difference(land).area.max() < 0.01
    assert areas.geometry.intersection(water).area.max() < 0.01
    assert areas.geometry.intersection(parks).area.max() < 0.01


def test_districts_share_their_borders_and_hold_their_areas(
    recipe: Path, areas: geopandas.GeoDataFrame
) -> None:
    districts = geopandas.read_file(recipe.parent / "distrikter.shp").set_index("kode")
    parents = districts.loc[areas["distrikt"]].geometry.to_numpy()

    assert shapely.coverage_is_valid(districts.geometry.to_numpy())
    assert shapely.area(shapely.difference(areas.geometry.to_numpy(), parents)).max() < 0.01
    assert any(set(name) & set("æøå") for name in districts["navn"])


def test_outlines_have_enough_points_to_look_natural(areas: geopandas.GeoDataFrame) -> None:
    points = shapely.get_num_coordinates(areas.geometry.to_numpy())
    hectares = areas.geometry.area / 10_000

    assert points.min() >= 30
    assert hectares.min() >= 3.0
    assert hectares.max() <= 60.0
    assert (shapely.get_num_geometries(areas.geometry.to_numpy()) > 1).any()
    assert areas.geometry.apply(lambda shape: any(part.interiors for part in shape.geoms)).any()


def test_departments_add_up_to_their_area(
    area_counts: pd.DataFrame,
    department_counts: pd.DataFrame,
    departments: geopandas.GeoDataFrame,
) -> None:
    parent = departments.set_index("afdeling")["boligomraade"]
    keys = [department_counts["afdeling"].map(parent).rename("kode"), "periode"]
    counts = department_counts.drop(columns=["areal_pr_person", "afdeling"])
    together = counts.groupby(keys).sum(min_count=1).astype(float).sort_index()
    whole = area_counts.set_index(["kode", "periode"]).sort_index()[list(together.columns)]

    assert together.index.equals(whole.index)
    supplied = together.notna() & whole.notna()
    assert (together.where(supplied, 0.0) == whole.where(supplied, 0.0)).all(axis=None)
    assert supplied.to_numpy().mean() > 0.98


def test_areas_are_part_of_their_district_and_districts_of_the_municipality(
    recipe: Path, areas: geopandas.GeoDataFrame, area_counts: pd.DataFrame
) -> None:
    book = recipe.parent / "distrikter_og_kommune.xlsx"
    read = {"header": 2, "dtype": {"kode": str}}
    districts = pd.read_excel(book, sheet_name="Distrikter", **read)  # type: ignore[call-overload]
    whole = pd.read_excel(book, sheet_name="Kommune", **read)  # type: ignore[call-overload]
    parent = areas.set_index("kode")["distrikt"]
    inside = area_counts.groupby([area_counts["kode"].map(parent), "periode"])["beboere"].sum()

    assert (districts.set_index(["kode", "periode"])["beboere"] >= inside).all()
    sums = districts.drop(columns=["kode", "areal_pr_person"]).groupby("periode").sum()
    totals = whole.set_index("periode")[list(sums.columns)].fillna(0)
    assert (sums == totals).all(axis=None)


def test_the_municipality_is_the_one_that_was_wished_for(recipe: Path) -> None:
    book = recipe.parent / "distrikter_og_kommune.xlsx"
    newest = pd.read_excel(book, sheet_name="Kommune", header=2).set_index("periode").loc[NEWEST]

    assert abs(newest["beboere"] - 118_000) < 500
    share = newest["udenfor_arbejdsmarkedet"] / newest["beboere_16_66"]
    assert share == pytest.approx(0.214, abs=0.004)
    assert newest["areal_pr_person"] == pytest.approx(47.0, abs=0.2)


def test_almene_areas_have_more_people_outside_the_labour_market(
    areas: geopandas.GeoDataFrame, area_counts: pd.DataFrame
) -> None:
    newest = area_counts[area_counts["periode"] == NEWEST]
    sector = newest["kode"].map(areas.set_index("kode")["sektor"])
    sums = newest.groupby(sector)[["udenfor_arbejdsmarkedet", "beboere_16_66"]].sum()
    share = sums["udenfor_arbejdsmarkedet"] / sums["beboere_16_66"]

    assert share["almen"] > 0.23
    assert share["anden"] < 0.21


def test_the_effort_in_fjordparken_shows(area_counts: pd.DataFrame) -> None:
    rows = area_counts[area_counts["kode"] == "0114"].set_index("periode")
    share = rows["udenfor_arbejdsmarkedet"] / rows["beboere_16_66"]

    assert share[NEWEST] == pytest.approx(0.294, abs=0.001)
    assert share["2016K1"] - share["2020K4"] < 0.02
    assert share["2020K4"] - share[NEWEST] > 0.03


@pytest.mark.parametrize("table", ["boligomraade", "afdeling"])
def test_rows_exist_only_while_the_area_does(
    table: str,
    areas: geopandas.GeoDataFrame,
    departments: geopandas.GeoDataFrame,
    area_counts: pd.DataFrame,
    department_counts: pd.DataFrame,
) -> None:
    frame, counts = (
        (areas, area_counts) if table == "boligomraade" else (departments, department_counts)
    )
    key = CUTS[table]
    first = counts.groupby(key)["periode"].min()
    last = counts.groupby(key)["periode"].max()
    for _, area in frame.iterrows():
        start, end = area["gyldig_fra"] or "2016-01-01", area["gyldig_til"] or "2026-04-01"
        for day, period in ((start, first[area[key]]), (end, last[area[key]])):
            month = dt.date.fromisoformat(day).month
            assert period == f"{day[:4]}K{(month + 2) // 3}"


def test_redrawn_areas_pass_on_all_their_residents(
    recipe: Path, areas: geopandas.GeoDataFrame
) -> None:
    changes = pd.read_csv(
        recipe.parent / "omraadeaendringer.csv", sep=";", dtype={"from": str, "to": str}
    )
    changes = changes[changes["level"] == "boligomraade"]
    retired = areas[areas["gyldig_til"] != ""]

    assert sorted(changes["from"].unique()) == sorted(retired["kode"])
    assert changes.groupby("from")["share"].sum().round(3).eq(1.0).all()
    assert set(changes["to"]) <= set(current(areas)["kode"])
    new = areas[areas["kode"].isin(changes["to"])]
    assert retired.union_all().symmetric_difference(new.union_all()).area < 0.01


def columns_of(folder: Path, table: dict[str, Any]) -> list[str]:
    path = folder / table["file"]
    if path.suffix == ".parquet":
        return list(pd.read_parquet(path).columns)
    if path.suffix == ".xlsx":
        rows = openpyxl.load_workbook(path, read_only=True)[table["sheet"]].iter_rows(
            min_row=table["header_row"], max_row=table["header_row"], values_only=True
        )
        return [str(cell) for cell in next(rows)]
    first: str = path.read_text(encoding=str(table["encoding"])).splitlines()[0]
    return first.split(str(table["separator"]))


def column_of(amount: str | dict[str, str]) -> str:
    return amount["column"] if isinstance(amount, dict) else amount


def test_the_recipe_names_files_and_columns_that_exist(
    recipe: Path, content: dict[str, Any]
) -> None:
    columns = {table["id"]: columns_of(recipe.parent, table) for table in content["tables"]}

    for table in content["tables"]:
        assert table["area"] in columns[table["id"]]
        assert table.get("period", table["area"]) in columns[table["id"]]
    for indicator in content["indicators"]:
        for table in indicator["tables"]:
            for key in ("numerator", "denominator", "value"):
                for year in indicator.get("periods", [""]):
                    name = column_of(indicator.get(key, "")).replace("{yyyy}", year)
                    assert name in columns[table] or key not in indicator
    for level in content["levels"]:
        frame = geopandas.read_file(recipe.parent / level["source"])
        named = [level[key] for key in ("key", "name_column", "residents", "dwellings")]
        assert {*named, *level.get("parents", {}).values()} <= set(frame.columns)
    for layer in [*content["background"], *content["points"], content["municipality"]]:
        assert len(geopandas.read_file(recipe.parent / layer["source"], layer=layer["layer"]))
    for table in [*content["changes"], *content["efforts"]]:
        assert (recipe.parent / table["file"]).is_file()


def test_every_share_has_a_numerator_within_its_base(recipe: Path, content: dict[str, Any]) -> None:
    frames = {table["id"]: read_table(recipe.parent, table) for table in content["tables"]}
    for indicator in content["indicators"]:
        if "denominator" not in indicator:
            continue
        for name in indicator["tables"]:
            frame = frames[name]
            for year in indicator.get("periods", [""]):
                names = [column_of(indicator[key]) for key in ("numerator", "denominator")]
                counted, base = (frame[name.replace("{yyyy}", year)] for name in names)
                counted = counted.dropna()
                base = base[counted.index]
                assert (counted >= 0).all()
                assert (counted <= base).all(), (indicator["id"], name)
                assert (counted == counted.round()).all()


def read_table(folder: Path, table: dict[str, Any]) -> pd.DataFrame:
    path = folder / str(table["file"])
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    if path.suffix == ".xlsx":
        header = int(table["header_row"]) - 1
        return pd.read_excel(path, sheet_name=str(table["sheet"]), header=header)
    return pd.read_csv(
        path, sep=";", decimal=",", encoding=str(table["encoding"]), na_values=[".."]
    )


def test_a_part_of_the_counts_is_small(area_counts: pd.DataFrame) -> None:
    """Withholding must be seen in the example, and must not be most of what is seen."""
    names = [
        "udenfor_arbejdsmarkedet", "kontanthjaelp", "foertidspension", "boern_af_enlige",
        "boern_med_underretning", "sigtede_10_17", "udsaettelser_12_mdr", "boern_med_friplads",
        "unge_uden_ungdomsudd", "grundskole_hoejeste", "fraflytninger_12_mdr", "boern_0_17",
    ]  # fmt: skip
    small = np.array([area_counts[name].between(1, 4).mean() for name in names])

    assert 0.05 < small.mean() < 0.25
    assert small[0] < 0.03


def test_the_indicators_are_the_catalogue_s_but_those_of_the_panel(
    content: dict[str, Any],
) -> None:
    known = load_catalogue(resource("catalogue.toml"))
    own = [row for row in content["indicators"] if row["id"] not in known.indicators]

    assert [row["id"] for row in own] == [question.id for question in QUESTIONS]
    assert {row["dimension"] for row in own} <= {each.id for each in known.dimensions}
    for row in own:
        assert all(len(text) <= 24 for text in row["short"].values())
        assert all(row[key]["da"] and row[key]["en"] for key in TEXT_FIELDS if key in row)

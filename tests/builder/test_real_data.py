"""Real public data, with the faults that it came with."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from desktop.builder.boundaries import LevelAreas, read_level
from desktop.builder.build import package
from desktop.builder.geometry import metric_crs
from desktop.builder.outlines import area_details
from desktop.builder.quality import BuildReport, Log
from desktop.builder.recipe import TableSpec
from desktop.builder.tables import Table, read_table
from desktop.core.dataset import Dataset
from desktop.core.errors import SourceError
from desktop.core.geopackage import GeoPackage
from desktop.core.paths import resource
from desktop.core.periods import parse
from tests.builder.making import TODAY
from tests.builder.test_boundaries import level_spec
from tests.shared_data import shared

pytestmark = pytest.mark.shared

# Persons by district in 2015, from the data's own index.
KBH_2015 = [51937, 75113, 78802, 61623, 51727, 39537, 43908, 53604, 55205, 64967]


def built(name: str) -> tuple[Dataset, BuildReport]:
    recipe = resource("recipes", f"{name}.toml")
    content, report = package(recipe, sources=shared("data"), today=TODAY)
    return Dataset(GeoPackage(content)), report


def level(name: str, crs: str = "EPSG:25832", **columns: str) -> tuple[LevelAreas, BuildReport]:
    log = Log()
    options = {"crs": "", "name_column": ""} | columns
    spec = level_spec(name, **options)
    return read_level(spec, shared("data", name).parent, metric_crs(crs), log), log.report()


def table(name: str, **spec: object) -> Table:
    path = shared("data", name)
    return read_table(TableSpec("x", name, **spec), path.parent)  # type: ignore[arg-type]


def test_koebenhavn() -> None:
    data, report = built("koebenhavn")
    year = parse("2015")
    areas = data.areas("bydel")
    order = np.argsort([int(code) for code in areas.codes])
    residents = data.cells("bef_antal", "bydel", year).values
    assert residents[order].tolist() == KBH_2015
    # Persons outside every district count in the city alone.
    assert data.municipality("bef_antal", year).values[0] == sum(KBH_2015) + 3872
    frame = pd.read_csv(shared("data", "kbh_befkbhalderkoencivst.csv"))
    for id, picked in {
        "alder_0_17": frame.ALDER <= 17,
        "alder_65": frame.ALDER >= 65,
        "ugifte": frame.CIVST == "U",
    }.items():
        history = data.history(id, "bydel")
        assert len(history.periods) == 24
        sums = frame[picked].groupby(["AAR", "BYDEL"]).PERSONER.sum()
        expected = [
            [sums.get((period.year, int(code)), 0) for code in areas.codes]
            for period in history.periods
        ]
        np.testing.assert_array_equal(history.cells.numerators, expected)
    women = frame[(frame.AAR == 2015) & (frame.KOEN == 2) & (frame.BYDEL == 1)].PERSONER.sum()
    cells = data.cells("bef_antal", "bydel", year, "koen.k").values
    assert cells[areas.index["1"]] == women
    old = data.cells("bygninger_foer_1850", "bydel", parse("1991"))
    assert np.isfinite(old.values).all()
    assert data.municipality("bygninger_foer_1850", parse("1991")).values[0] == 1653
    kinds = [note.kind for note in report.reported]
    assert kinds.count("unmatched") == 2
    assert "other level" in kinds
    assert report.repaired == ()


def test_baltimore() -> None:
    data, report = built("baltimore")
    areas = data.areas("csa")
    assert len(areas) == 55
    assert "Unassigned -- Jail" not in areas.codes
    assert data.manifest.srs == 32618
    outlines = data.outlines("csa", 0)
    west, south, east, north = outlines.bounds
    assert 15_000 < east - west < 20_000  # metres: the city is some seventeen kilometres wide
    assert 15_000 < north - south < 20_000
    crime = data.history("crime", "csa")
    assert [period.code for period in crime.periods] == ["2010", "2011", "2012"]
    assert crime.cells.values[:, areas.index["Canton"]].tolist() == [61.0, 64.8, 57.9]
    assert data.municipality_history("crime").cells.values[:, 0].tolist() == [61.4, 63.6, 61.8]
    assert [period.code for period in data.periods_of("prop", "csa")] == ["2011", "2012"]
    assert data.municipality("eenrol", parse("2012")).numerators[0] == 31604
    overlaps = [note for note in report.reported if note.kind == "overlap"]
    assert overlaps
    assert all(float(str(note.details["area_m2"])) < 2_000 for note in overlaps)
    assert "jail" in report.as_text().lower()


@pytest.mark.parametrize("name", ["koebenhavn", "baltimore"])
def test_the_same_bytes_every_time(name: str) -> None:
    recipe = resource("recipes", f"{name}.toml")
    first, _report = package(recipe, sources=shared("data"), today=TODAY)
    assert package(recipe, sources=shared("data"), today=TODAY)[0] == first


def test_the_roder_of_copenhagen_are_repaired_and_their_overlaps_measured() -> None:
    areas, report = level("kbh_roder_2014.geojson", key="rode_nr", name_column="rodenavn")
    assert len(areas) == 396
    assert shapely.is_valid(areas.shapes).all()
    repaired = {note.details["name"] for note in report.repaired if note.kind == "invalid"}
    assert repaired == {"196", "217", "330"}
    total = next(note for note in report.reported if note.kind == "overlaps")
    assert float(str(total.details["share"])) == pytest.approx(1.4, abs=0.2)
    for detail in area_details(areas.shapes, [np.arange(396)]):
        assert set(detail.outlines.owners.tolist()) == set(range(396))


def test_the_municipalities_of_denmark_are_merged_from_their_parts() -> None:
    areas, report = level("dk_kommuner_dagi500.geojson", key="KOMKODE", name_column="KOMNAVN")
    assert len(areas) == 99
    assert "0411" in areas.codes
    assert not shapely.has_z(areas.shapes).any()
    # Denmark is 42,900 square kilometres; the coast of this map is drawn coarsely.
    assert shapely.area(areas.shapes).sum() / 1e6 == pytest.approx(42_900, rel=0.02)
    kinds = {note.kind: note.details for note in report.repaired}
    assert kinds["flattened"]["rows"] == 311
    west, south, east, north = shapely.total_bounds(areas.shapes)
    assert 430_000 < west < east < 900_000
    assert 6_040_000 < south < north < 6_410_000


def test_parishes_without_a_prj_and_a_file_in_units_of_its_own() -> None:
    with pytest.raises(SourceError) as caught:
        level("herredsogn.shp", key="x")
    assert "EPSG:4326" in caught.value.hint
    with pytest.raises(SourceError) as caught:
        level("columbus.shp", key="POLYID")
    assert "koordinatsystem" in caught.value.problem


def test_tables_as_they_were_found() -> None:
    income = table("dk_kommune_region_latin1.csv")
    assert income.reading.encoding == "cp1252"
    assert len(income) == 97
    assert any("Århus" in income.coded(name).values for name in income.columns)
    sheet = table("kbh_In74.xlsx", header_row=3)
    assert len(sheet) == 396
    people = table("dk_kommune_population.csv")
    assert (people.numbers(people.columns[-1]) > 0).all()
    buildings = table("kbh_byg_before_1850.csv")
    assert buildings.reading.encoding == "utf-8-sig"
    assert len(buildings) == 4088  # with the last line, which has no end


def test_the_sources_are_left_as_they_were() -> None:
    before = {each.name: each.stat().st_mtime_ns for each in shared("data").iterdir()}
    built("baltimore")
    assert {each.name: each.stat().st_mtime_ns for each in shared("data").iterdir()} == before

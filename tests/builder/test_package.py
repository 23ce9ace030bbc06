"""The file itself: a GeoPackage that others open, and the same bytes each time."""

from __future__ import annotations

import json
import logging
import sqlite3
from pathlib import Path

import fiona
import numpy as np
import pyogrio
import pytest
import shapely

from desktop.builder.build import package
from desktop.core.dataset import Dataset
from desktop.core.geopackage import GeoPackage
from desktop.core.periods import parse
from desktop.core.schema import ATTRIBUTE_TABLES, FEATURE_TABLES
from desktop.maps.classes import CLASS_COUNTS, SCHEMES, class_bounds
from tests.builder.making import (
    COUNT,
    LEVEL,
    SHARE,
    SIDE,
    SOUTH,
    TABLE,
    TODAY,
    WEST,
    feature,
    opened,
    square,
    table_text,
    town,
    write_geojson,
)

ROWS = table_text(
    [(f"0{at}", year, 7 * at + year % 7, 90 + at) for at in (1, 2, 3, 4) for year in (2019, 2020)]
)
VALUE = '[[indicators]]\nid = "v"\nname = "V"\ntable = "tal"\nvalue = "d"\n'
ANNEXES = """
[municipality]
source = "kommune.geojson"
crs = "EPSG:25832"
[[background]]
kind = "water"
source = "vand.geojson"
crs = "EPSG:25832"
name_column = "navn"
[[background]]
kind = "road"
source = "veje.geojson"
crs = "EPSG:25832"
[[points]]
kind = "school"
source = "steder.geojson"
crs = "EPSG:25832"
name_column = "navn"
where = {type = ["skole"]}
[[changes]]
file = "aendringer.csv"
[[efforts]]
file = "indsatser.csv"
"""


def line(*points: tuple[float, float]) -> dict[str, object]:
    return {"type": "LineString", "coordinates": [[WEST + x, SOUTH + y] for x, y in points]}


def point(x: float, y: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [WEST + x, SOUTH + y]}


def whole_town(folder: Path) -> Path:
    write_geojson(folder / "kommune.geojson", [feature(square(0, side=4 * SIDE), navn="K")])
    write_geojson(folder / "vand.geojson", [feature(square(0, side=300), navn="Søen")])
    write_geojson(folder / "veje.geojson", [feature(line((0, 0), (900, 400), (3000, 0)))])
    places = [
        feature(point(5, 6), navn="Skolen", type="skole"),
        feature(point(0, 0), navn="Kiosken", type="kiosk"),
        feature(square(2), navn="Stor skole", type="skole"),
    ]
    write_geojson(folder / "steder.geojson", places)
    (folder / "aendringer.csv").write_text(
        "level;from;to;date;share;kind\nomraade;01;02;2021-01-01;0,5;split\n"
    )
    (folder / "indsatser.csv").write_text(
        "level;area;name;start;end;text\nomraade;01;Naboskab;2020-01-01;;Tekst\n"
        "omraade;02;Lektier;2019-01-01;2020-12-31;\n"
    )
    level = LEVEL + "parents = {}\n"
    table = TABLE + 'municipality = "sum"\n'
    return town(folder, level, table, SHARE, COUNT, VALUE, ANNEXES, rows=ROWS)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    made, _report = package(whole_town(tmp_path_factory.mktemp("by")), today=TODAY)
    return made


@pytest.fixture
def plain(content: bytes, tmp_path: Path) -> Path:
    """The bytes on a disk, as only a test may have them."""
    path = tmp_path / "plain.gpkg"
    path.write_bytes(content)
    return path


def test_gdal_opens_every_layer_and_table_without_a_warning(
    plain: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    named = {name for name, _kind in pyogrio.list_layers(plain)}
    assert named == {*FEATURE_TABLES, *ATTRIBUTE_TABLES}
    for name in named:
        frame = pyogrio.read_dataframe(plain, layer=name)
        assert pyogrio.read_info(plain, layer=name)["features"] == len(frame)
        assert (name in FEATURE_TABLES) == ("geometry" in frame)
    areas = pyogrio.read_dataframe(plain, layer="areas")
    assert areas.crs.to_epsg() == 25832
    assert set(areas.geom_type) == {"MultiPolygon"}
    assert caplog.records == []


def test_fiona_opens_it_too(plain: Path) -> None:
    assert set(fiona.listlayers(plain)) == {*FEATURE_TABLES, *ATTRIBUTE_TABLES}
    with fiona.open(plain, layer="areas") as areas:
        assert areas.crs.to_epsg() == 25832
        assert areas.bounds == (WEST, SOUTH, WEST + 4 * SIDE, SOUTH + 4 * SIDE)
        assert [each["properties"]["code"] for each in areas][:2] == ["01", "02"]


def test_it_keeps_the_rules_of_a_geopackage(plain: Path) -> None:
    database = sqlite3.connect(plain)
    assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert database.execute("PRAGMA user_version").fetchone() == (10300,)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
    systems = dict(database.execute("SELECT srs_id, definition FROM gpkg_spatial_ref_sys"))
    assert {-1, 0, 4326, 25832} == set(systems)
    assert systems[25832].startswith('PROJCS["ETRS89 / UTM zone 32N"')
    extents = database.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'points'"
    ).fetchone()
    assert extents == (WEST + 5, SOUTH + 6, WEST + 2.5 * SIDE, SOUTH + 0.5 * SIDE)
    for (geometry,) in database.execute("SELECT geom FROM areas"):
        assert geometry[:4] == b"GP\0\x03"
        west, east, south, north = np.frombuffer(geometry[8:40], "<f8")
        assert shapely.from_wkb(geometry[40:]).bounds == (west, south, east, north)
    database.close()


def test_the_observations_are_a_plain_table(plain: Path) -> None:
    frame = pyogrio.read_dataframe(plain, layer="observations")
    row = frame[(frame.indicator == "andel") & (frame.area == "02") & (frame.period == "2020")]
    assert row[["numerator", "denominator"]].to_numpy().tolist() == [[18, 92]]
    assert row["state"].tolist() == ["shown"]
    assert set(frame.level) == {"omraade", "kommune"}


def test_gdal_sees_the_numbers_of_the_observations_as_numbers(plain: Path) -> None:
    info = pyogrio.read_info(plain, layer="observations")
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert kinds["numerator"] in ("OFTInteger", "OFTInteger64")
    assert kinds["denominator"] in ("OFTInteger", "OFTInteger64")
    assert kinds["value"] == "OFTReal"
    assert kinds["area"] == kinds["state"] == "OFTString"


def test_what_is_withheld_is_null_among_the_numbers(tmp_path: Path) -> None:
    rows = table_text([("01", 2020, 1, 90), *((f"0{at}", 2020, 40, 90) for at in (2, 3, 4))])
    made, _report = package(town(tmp_path, LEVEL, TABLE, SHARE, rows=rows), today=TODAY)
    path = tmp_path / "plain.gpkg"
    path.write_bytes(made)
    frame = pyogrio.read_dataframe(path, layer="observations").sort_values("area")
    assert frame["state"].tolist() == ["withheld", "shown", "shown", "shown"]
    np.testing.assert_array_equal(frame["numerator"], [np.nan, 40, 40, 40])
    np.testing.assert_array_equal(frame["denominator"], [np.nan, 90, 90, 90])
    assert frame["value"].isna().all()


def test_the_viewer_reads_it_all(content: bytes) -> None:
    data = Dataset(GeoPackage(content))
    assert [level.id for level in data.levels] == ["omraade"]
    assert data.areas("kommune").codes == ("0999",)
    assert data.areas("kommune").names == ("Prøve Kommune",)
    assert len(data.outlines("kommune", 0).starts) == 2
    assert [each.kind for each in data.backgrounds()] == ["water", "road"]
    assert [(place.name, place.east) for place in data.places] == [
        ("Skolen", WEST + 5),
        ("Stor skole", WEST + 2.5 * SIDE),
    ]
    assert [(effort.name, effort.end is None) for effort in data.efforts] == [
        ("Lektier", False),
        ("Naboskab", True),
    ]
    report = json.loads(data.manifest.report)
    assert {"read", "repaired", "reported", "withheld", "warnings"} == set(report)
    assert data.manifest.builder.startswith("Boligatlas ")
    data.close()


def test_the_same_inputs_give_the_same_bytes(content: bytes, tmp_path: Path) -> None:
    again, _report = package(whole_town(tmp_path), today=TODAY)
    assert again == content


def test_classes_are_those_of_all_periods(content: bytes) -> None:
    data = Dataset(GeoPackage(content))
    values = data.history("andel", "omraade").cells.values
    for scheme in SCHEMES:
        for count in CLASS_COUNTS:
            expected = class_bounds(values, scheme, count, 1)
            assert data.bounds("andel", "omraade", scheme, count) == expected
    assert data.bounds("andel", "kommune", "natural", 5) == ()


@pytest.mark.parametrize(
    ("file", "rows", "says"),
    [
        ("aendringer.csv", "level;from;to;date;share;kind\nomraade;01;9;2021-01-01;1;split", "»9«"),
        ("aendringer.csv", "level;from;to;date;share;kind\nomraade;01;02;i går;1;split", "i går"),
        ("aendringer.csv", "level;from;to;date;share;kind\nomraade;01;02;2021-01-01;2;split",
         "række 2"),
        ("aendringer.csv", "level;from;to;date;share;kind\nomraade;01;02;2021-01-01;1;x", "merge"),
        ("indsatser.csv", "level;area;name;start;end;text\nby;01;x;2020-01-01;;", "omraade"),
        ("indsatser.csv", "level;area;name;start;end;text\nomraade;01;x;2020-01-01;2019-01-01;",
         "slutter"),
        ("indsatser.csv", "level;area;navn;start;end;text\nomraade;01;x;2020-01-01;;", "»name«"),
    ],
)  # fmt: skip
def test_annexes_that_make_no_sense_are_told(
    tmp_path: Path, file: str, rows: str, says: str
) -> None:
    from desktop.core.errors import SourceError

    recipe = whole_town(tmp_path)
    (tmp_path / file).write_text(rows)
    with pytest.raises(SourceError) as caught:
        package(recipe, today=TODAY)
    assert says in caught.value.problem + caught.value.hint


def test_the_kind_of_number_goes_along(tmp_path: Path) -> None:
    share = SHARE + 'measured = "rate"\n'
    data, _report = opened(town(tmp_path, LEVEL, TABLE, COUNT, share, VALUE, rows=ROWS))
    assert [each.measured for each in data.indicators] == ["", "rate", ""]
    data.close()


def test_values_keep_their_decimals(tmp_path: Path) -> None:
    rows = table_text([("01", 2020, 1, "0,125"), ("02", 2020, 1, "-3"), ("03", 2020, 1, "12,5"),
                       ("04", 2020, 1, "..")])  # fmt: skip
    data, _report = opened(town(tmp_path, LEVEL, TABLE, VALUE, rows=rows))
    values = data.cells("v", "omraade", parse("2020")).values
    np.testing.assert_array_equal(values, [0.125, -3, 12.5, np.nan])

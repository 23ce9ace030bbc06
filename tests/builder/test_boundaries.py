from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyproj
import pytest
import shapely

from desktop.builder.boundaries import LevelAreas, read_level, simultaneous
from desktop.builder.geometry import metric_crs
from desktop.builder.quality import BuildReport, Log
from desktop.builder.recipe import Boundary, LevelSpec
from desktop.core.errors import RecipeError, SourceError
from desktop.core.indicators import Text
from tests.builder.making import SIDE, SOUTH, WEST, areas, feature, square, write_geojson

CRS = metric_crs("EPSG:25832")
AREA = SIDE * SIDE


def level_spec(source: str, **changes: Any) -> LevelSpec:
    boundary: dict[str, Any] = {"crs": "EPSG:25832", "key": "kode", "name_column": "navn"}
    of_boundary = {"layer", "crs", "encoding", "key", "name_column"}
    boundary |= {name: changes.pop(name) for name in list(changes) if name in of_boundary}
    fields: dict[str, Any] = dict.fromkeys(
        ("organisation", "sector", "residents", "dwellings", "valid_from", "valid_to"), ""
    )
    fields |= {"parents": {}, "leave_out": (), "without_data": ()} | changes
    return LevelSpec("omraade", Text("O"), Text("O"), Boundary(source, **boundary), **fields)


def read(folder: Path, source: str, **changes: Any) -> tuple[LevelAreas, BuildReport]:
    log = Log()
    return read_level(level_spec(source, **changes), folder, CRS, log), log.report()


def written(
    folder: Path, features: Sequence[Any], **changes: Any
) -> tuple[LevelAreas, BuildReport]:
    write_geojson(folder / "o.geojson", features)
    return read(folder, "o.geojson", **changes)


def kinds(notes: Sequence[Any]) -> list[str]:
    return [note.kind for note in notes]


def frame(crs: str | None = "EPSG:25832") -> geopandas.GeoDataFrame:
    shapes = [shapely.geometry.shape(each["geometry"]) for each in areas()]
    columns = {"kode": ["01", "02", "03", "04"], "navn": ["Æ", "Ø", "Å", "Ü"]}
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:25832").to_crs(
        crs or "EPSG:25832"
    )


@pytest.mark.parametrize("crs", ["EPSG:25832", "EPSG:4326", "EPSG:3857", "EPSG:25833"])
@pytest.mark.parametrize("name", ["o.gpkg", "o.shp", "o.geojson"])
def test_every_format_from_every_crs_lands_in_the_same_place(
    tmp_path: Path, name: str, crs: str
) -> None:
    frame(crs).to_file(tmp_path / name, engine="fiona", encoding="utf-8")
    made, _report = read(tmp_path, name, crs="")
    assert made.codes == ("01", "02", "03", "04")
    assert made.names == ("Æ", "Ø", "Å", "Ü")
    np.testing.assert_allclose(shapely.area(made.shapes), AREA, rtol=1e-6)
    np.testing.assert_allclose(
        shapely.total_bounds(made.shapes), [WEST, SOUTH, WEST + 4 * SIDE, SOUTH + SIDE], atol=0.01
    )


def test_a_shapefile_without_prj_needs_a_crs(tmp_path: Path) -> None:
    frame("EPSG:4326").to_file(tmp_path / "o.shp", engine="fiona")
    (tmp_path / "o.prj").unlink()
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "o.shp", crs="")
    assert 'crs = "EPSG:4326"' in caught.value.hint
    made, _report = read(tmp_path, "o.shp", crs="EPSG:4326")
    np.testing.assert_allclose(shapely.area(made.shapes), AREA, rtol=1e-6)


def test_geojson_in_metres_without_a_crs_is_caught(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        written(tmp_path, areas(), crs="")
    assert 'crs = "EPSG:25832"' in caught.value.hint


def test_degrees_called_metres_are_caught(tmp_path: Path) -> None:
    frame("EPSG:4326").to_file(tmp_path / "o.geojson", engine="fiona")
    with pytest.raises(SourceError, match="ligner grader"):
        read(tmp_path, "o.geojson")


def test_swapped_axes_put_denmark_elsewhere_and_are_caught(tmp_path: Path) -> None:
    swapped = shapely.transform(frame("EPSG:4326").geometry.array, lambda xy: xy[:, ::-1])
    features = [
        feature(json.loads(shapely.to_geojson(shape)), kode=f"{at}", navn="x")
        for at, shape in enumerate(swapped)
    ]
    with pytest.raises(SourceError, match=r"forkert sted: 56,\d° øst, 10,\d° nord"):
        written(tmp_path, features, crs="")


def test_the_wrong_continent_is_caught(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="forkert sted"):
        written(tmp_path, areas(), crs="EPSG:32736")  # UTM 36 S: Africa


def test_unknown_or_unmetric_systems_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="EPSG:99999"):
        written(tmp_path, areas(), crs="EPSG:99999")
    for text in ("EPSG:4326", "EPSG:2248"):  # degrees; US survey feet
        with pytest.raises(RecipeError, match="kan ikke være"):
            metric_crs(text)
    assert isinstance(metric_crs("EPSG:32618"), pyproj.CRS)


def test_topojson_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "o.json").write_text('{"type": "Topology", "objects": {}, "arcs": []}')
    with pytest.raises(SourceError, match="TopoJSON"):
        read(tmp_path, "o.json")


@pytest.mark.parametrize(
    ("name", "content"),
    [("o.geojson", b"{"), ("o.gpkg", b"SQLite format 3\0xx"), ("o.shp", b"xx"), ("o.geojson", b"")],
)
def test_broken_files_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=f"{name} kan ikke læses"):
        read(tmp_path, name)


def test_a_kind_that_is_not_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "o.kml").write_text("x")
    with pytest.raises(SourceError, match=r"\.kml"):
        read(tmp_path, "o.kml")


def test_layers_are_named_when_one_must_be_chosen(tmp_path: Path) -> None:
    for layer in ("omraader", "veje"):
        frame().to_file(tmp_path / "o.gpkg", layer=layer, engine="fiona")
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "o.gpkg")
    assert "omraader, veje" in caught.value.hint
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "o.gpkg", layer="omrader")
    assert "omraader" in caught.value.hint
    assert len(read(tmp_path, "o.gpkg", layer="omraader")[0]) == 4


def test_a_missing_column_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        written(tmp_path, areas(), key="code")
    assert "kode, navn" in caught.value.hint


def test_points_are_no_areas(tmp_path: Path) -> None:
    point = feature({"type": "Point", "coordinates": [WEST, SOUTH]}, kode="01", navn="x")
    with pytest.raises(SourceError, match="ingen polygoner"):
        written(tmp_path, [point])
    made, report = written(tmp_path, [point, feature(square(1), kode="02", navn="y")])
    assert made.codes == ("02",)
    assert kinds(report.repaired) == ["empty"]


def test_geometry_that_is_nothing_is_removed_and_told(tmp_path: Path) -> None:
    made, report = written(tmp_path, [*areas(), feature(None, kode="05", navn="x")])
    assert made.codes == ("01", "02", "03", "04")
    assert report.repaired[0].details == {"code": "05"}


def test_a_bow_tie_is_repaired_and_listed(tmp_path: Path) -> None:
    ring = [[WEST, SOUTH], [WEST + 100, SOUTH + 100], [WEST + 100, SOUTH], [WEST, SOUTH + 100]]
    bow = feature({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, kode="09", navn="x")
    made, report = written(tmp_path, [bow, feature(square(2), kode="02", navn="y")])
    assert shapely.is_valid(made.shapes).all()
    assert shapely.area(made.shapes[0]) == pytest.approx(5_000)
    assert kinds(report.repaired) == ["invalid"]
    assert report.repaired[0].details["name"] == "09"
    assert "selvskæring" in report.repaired[0].text


def test_height_is_dropped_and_told(tmp_path: Path) -> None:
    raised = square(0)
    raised["coordinates"] = [[[*point, -999.0] for point in raised["coordinates"][0]]]
    made, report = written(tmp_path, [feature(raised, kode="01", navn="x")])
    assert not shapely.has_z(made.shapes).any()
    assert kinds(report.repaired) == ["flattened"]


def test_rows_of_one_key_are_parts_of_one_area(tmp_path: Path) -> None:
    parts = [feature(square(at), kode="01", navn="x") for at in (0, 2)]
    made, report = written(tmp_path, [*parts, feature(square(5), kode="02", navn="y")])
    assert made.codes == ("01", "02")
    np.testing.assert_allclose(shapely.area(made.shapes), [2 * AREA, AREA])
    assert report.repaired[0].details["codes"] == ["01"]


def test_rows_of_one_key_with_two_names_are_refused(tmp_path: Path) -> None:
    parts = [feature(square(at), kode="01", navn=name) for at, name in enumerate("xy")]
    with pytest.raises(SourceError, match=r"»01«.*»name«"):
        written(tmp_path, parts)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (["01", "1", "001"], ("01", "1", "001")),
        ([1, 2, 3], ("1", "2", "3")),
        ([1.0, 2.0, 3.0], ("1", "2", "3")),
        ([1.5, 2.0, 3.0], ("1.5", "2", "3")),
    ],
)
def test_keys_are_text(tmp_path: Path, values: list[object], codes: tuple[str, ...]) -> None:
    features = [feature(square(at), kode=value, navn="x") for at, value in enumerate(values)]
    assert written(tmp_path, features)[0].codes == codes


def test_an_area_without_a_key_is_told_by_its_place(tmp_path: Path) -> None:
    features = [*areas(("01",)), feature(square(1), kode=None, navn="x")]
    with pytest.raises(SourceError, match=r"nr\. 2"):
        written(tmp_path, features)


def test_persons_among_the_attributes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="CPR"):
        written(tmp_path, [feature(square(0), kode="01", navn="Ejer 070761-4285")])


def test_areas_may_be_left_out_by_name(tmp_path: Path) -> None:
    made, report = written(tmp_path, areas(), leave_out=("02",))
    assert made.codes == ("01", "03", "04")
    assert kinds(report.reported) == ["left out"]
    with pytest.raises(SourceError, match="»99«"):
        written(tmp_path, areas(), leave_out=("99",))


def test_attributes_are_read(tmp_path: Path) -> None:
    features = [
        feature(square(0), kode="1", navn="A", org="B1", sek="Almen", bb=70, bo=30.0, far="D1",
                fra="2020-01-01", til=None),
        feature(square(1), kode="2", navn="", org=None, sek="", bb=None, bo=None, far=None,
                fra="", til="2024-12-31T00:00:00"),
    ]  # fmt: skip
    made, _report = written(
        tmp_path, features, organisation="org", sector="sek", residents="bb", dwellings="bo",
        parents={"distrikt": "far"}, valid_from="fra", valid_to="til",
    )  # fmt: skip
    assert made.names == ("A", "2")
    assert made.organisations == ("B1", "")
    np.testing.assert_array_equal(made.residents, [70, np.nan])
    assert made.parents == {"distrikt": ("D1", "")}
    assert made.valid_from[1] == 0
    assert made.valid_to[1] == 739251  # 2024-12-31


@pytest.mark.parametrize(("column", "value"), [("bb", -1), ("bb", "x"), ("bb", 1.5), ("fra", "x")])
def test_attributes_that_make_no_sense_are_told(tmp_path: Path, column: str, value: object) -> None:
    features = [feature(square(0), kode="1", navn="A", **({"bb": 1, "fra": ""} | {column: value}))]
    with pytest.raises(SourceError, match=r"o\.geojson"):
        written(tmp_path, features, residents="bb", valid_from="fra")


@pytest.mark.parametrize("geometry", [None, {"type": "Polygon", "coordinates": []}])
def test_a_file_without_any_geometry_is_told(tmp_path: Path, geometry: object) -> None:
    features = [feature(geometry, kode=code, navn="x") for code in ("01", "02")]
    with pytest.raises(SourceError, match=r"o\.geojson har ingen geometri"):
        written(tmp_path, features)


def test_a_code_without_a_polygon_is_remembered(tmp_path: Path) -> None:
    features = [*areas(("01",)), *(feature(None, kode=code, navn="x") for code in ("01", "02"))]
    made, _report = written(tmp_path, [{**each, "properties": {"kode": each["properties"]["kode"],
                                        "navn": "x"}} for each in features])  # fmt: skip
    assert made.codes == ("01",)
    assert made.bare == {"02"}


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_coordinate_that_is_no_number_is_told_by_its_place(tmp_path: Path, wrong: float) -> None:
    features = areas()
    features[1]["geometry"]["coordinates"][0][1][0] = wrong
    with pytest.raises(SourceError, match=r"o\.geojson: række nr\. 2 .*ikke er et tal"):
        written(tmp_path, features)


def test_parts_of_an_area_far_from_each_other_are_noted(tmp_path: Path) -> None:
    def noted(*places: int) -> list[str]:
        features = [feature(square(at), kode="01", navn="x") for at in places]
        wide = [feature(square(at), kode=f"9{at}", navn="y") for at in (30, 60)]
        _made, report = written(tmp_path, [*features, *wide])
        return [note.text for note in report.reported if note.kind == "far apart"]

    assert noted(0, 1, 6) == []
    assert noted(0, 2, 4, 6, 8, 10, 12) == []
    (text,) = noted(0, 1, 8)
    assert text == "01: rækker med denne kode ligger over 5,0 km fra hinanden"


def test_overlaps_are_measured(tmp_path: Path) -> None:
    shifted = feature(square(0, west=WEST + SIDE - 10), kode="02", navn="y")
    _made, report = written(tmp_path, [feature(square(0), kode="01", navn="x"), shifted])
    overlap, total = report.reported
    assert overlap.kind == "overlap"
    assert overlap.details["codes"] == ["01", "02"]
    assert overlap.details["area_m2"] == pytest.approx(10 * SIDE)
    assert overlap.details["share"] == pytest.approx(1.0)
    assert total.details["count"] == 1


def test_gaps_and_slivers_are_reported(tmp_path: Path) -> None:
    around = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]
    features = [
        feature(square(x, south=SOUTH + y * SIDE), kode=f"{x}{y}", navn="x") for x, y in around
    ]
    inner = square(0, west=WEST + 0.5, side=SIDE - 0.5)
    thin = {"type": "Polygon", "coordinates": [[
        [WEST + 5e3, SOUTH], [WEST + 6e3, SOUTH], [WEST + 6e3, SOUTH + 0.4], [WEST + 5e3, SOUTH]
    ]]}  # fmt: skip
    _made, report = written(
        tmp_path,
        [*features, feature(inner, kode="0", navn="x"), feature(thin, kode="t", navn="x")],
    )
    found = {note.kind: note.details for note in report.reported}
    assert found["sliver"]["code"] == "t"
    assert found["gaps"]["area_m2"] == pytest.approx(SIDE * 0.5 * 2, rel=0.01)


def test_areas_of_different_times_may_overlap(tmp_path: Path) -> None:
    old = feature(square(0, side=2 * SIDE), kode="gl", navn="x", fra="", til="2020-12-31")
    new = [feature(square(at), kode=f"ny{at}", navn="y", fra="2021-01-01", til="") for at in (0, 1)]
    made, report = written(tmp_path, [old, *new], valid_from="fra", valid_to="til")
    assert report.reported == ()
    assert [list(group) for group in simultaneous(made)] == [[1, 2], [0]]

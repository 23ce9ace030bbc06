"""The boundary files, the quiet layers under the map and the places of interest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from desktop.builder.example.ground import Bend, Ground, bent
from desktop.builder.example.people import Population
from desktop.builder.example.settlement import Area, Department, Settlement, district_code, names
from desktop.builder.example.tables import MUNICIPALITY_CODE, lifetime
from desktop.builder.example.town import Mosaic, Way, on_map

CRS = "EPSG:25832"
WRITTEN = dt.date(2026, 7, 1)  # the day the files say they were written


AREAS_FILE, AREAS_LAYER = "omraader.gpkg", "omraader"
DEPARTMENTS_FILE = "afdelinger.geojson"
DISTRICTS_FILE = "distrikter.shp"
MUNICIPALITY_FILE, MUNICIPALITY_LAYER = "kommune.gpkg", "kommune"
BACKGROUND_FILE = "baggrund.gpkg"
PLACES_FILE, PLACES_LAYER = "steder.gpkg", "steder"


@dataclass(frozen=True, slots=True)
class Town:
    """All that is drawn on the map, and who lives there."""

    ground: Ground
    bend: Bend
    ways: tuple[Way, ...]
    blocks: Mosaic
    district: NDArray[np.int64]  # of every block
    green: NDArray[np.bool_]
    live: NDArray[np.bool_]
    settlement: Settlement
    population: Population


def joined(blocks: Mosaic, members: Sequence[int] | NDArray[np.int64]) -> MultiPolygon:
    """The outline of some blocks together."""
    shape = shapely.union_all(blocks.shapes[list(members)])
    return MultiPolygon(shapely.get_parts(shape).tolist())


def outline(town: Town) -> MultiPolygon:
    """The municipality on the map: all blocks and the lakes between them."""
    land = shapely.get_parts(shapely.union_all(town.blocks.shapes))
    return MultiPolygon([Polygon(part.exterior) for part in land])


def lakes(town: Town) -> list[Polygon]:
    """The lakes on the map: the holes in the land."""
    land = shapely.get_parts(shapely.union_all(town.blocks.shapes))
    return [Polygon(ring) for part in land for ring in part.interiors]


def write_layers(town: Town, folder: Path) -> None:
    """Write all boundary files; the same town gives the same bytes."""
    with _written_on(WRITTEN):
        _write(_areas(town), folder / AREAS_FILE, layer=AREAS_LAYER)
        departments = _departments(town).to_crs("EPSG:4326")
        _write(departments, folder / DEPARTMENTS_FILE, layer="afdelinger", RFC7946="YES")
        _write(
            _districts(town),
            folder / DISTRICTS_FILE,
            encoding="cp1252",
            DBF_DATE_LAST_UPDATE=WRITTEN.isoformat(),
        )
        _write(_municipality(town), folder / MUNICIPALITY_FILE, layer=MUNICIPALITY_LAYER)
        for layer, frame in _background(town).items():
            _write(frame, folder / BACKGROUND_FILE, layer=layer)
        _write(_places(town), folder / PLACES_FILE, layer=PLACES_LAYER)


@contextmanager
def _written_on(day: dt.date) -> Iterator[None]:
    """Let GDAL believe that it is this day, so that no file depends on when it is written."""
    name = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: f"{day.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})


def _write(frame: geopandas.GeoDataFrame, path: Path, **options: Any) -> None:
    frame.to_file(path, engine="pyogrio", **options)


def _frame(rows: Sequence[Mapping[str, object]], crs: str = CRS) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(list(rows), geometry="geometry", crs=crs)


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _last(town: Town, column: str, part: Area | Department) -> int:
    """A count in the last quarter the area or department has."""
    units = part.units if isinstance(part, Area) else (part.unit,)
    return int(town.population.total(column, units)[lifetime(part).stop - 1])


def _areas(town: Town) -> geopandas.GeoDataFrame:
    return _frame(
        [
            {
                "kode": area.code,
                "navn": area.name,
                "distrikt": district_code(area.district),
                "organisation": area.organisation,
                "sektor": area.sector,
                "beboere": _last(town, "beboere", area),
                "boliger": _last(town, "boliger", area),
                "gyldig_fra": _day(area.valid_from),
                "gyldig_til": _day(area.valid_to),
                "geometry": joined(town.blocks, area.blocks),
            }
            for area in sorted(town.settlement.areas, key=lambda area: area.code)
        ]
    )


def _departments(town: Town) -> geopandas.GeoDataFrame:
    return _frame(
        [
            {
                "afdeling": part.code,
                "navn": part.name,
                "boligomraade": area.code,
                "distrikt": district_code(area.district),
                "organisation": area.organisation,
                "sektor": area.sector,
                "beboere": _last(town, "beboere", part),
                "boliger": _last(town, "boliger", part),
                "gyldig_fra": _day(part.valid_from),
                "gyldig_til": _day(part.valid_to),
                "geometry": joined(town.blocks, part.blocks),
            }
            for area in sorted(town.settlement.areas, key=lambda area: area.code)
            for part in area.departments
        ]
    )


def _districts(town: Town) -> geopandas.GeoDataFrame:
    counts = town.population.counts
    rows = []
    for number, name in enumerate(town.settlement.districts):
        members = town.population.district == number
        shape = joined(town.blocks, np.flatnonzero(town.district == number))
        rows.append(
            {
                "kode": district_code(number),
                "navn": name,
                "beboere": int(counts["beboere"][members, -1].sum()),
                "boliger": int(counts["boliger"][members, -1].sum()),
                "geometry": MultiPolygon([Polygon(part.exterior) for part in shape.geoms]),
            }
        )
    return _frame(rows)


def _municipality(town: Town) -> geopandas.GeoDataFrame:
    name = names()["municipality"]
    return _frame([{"kode": MUNICIPALITY_CODE, "navn": name, "geometry": outline(town)}])


def _background(town: Town) -> dict[str, geopandas.GeoDataFrame]:
    land = outline(town)
    fjord = bent(town.ground.fjord, town.bend) - land
    largest = max(shapely.get_parts(fjord), key=lambda part: float(part.area))
    water = [{"navn": "Eksempelfjorden", "geometry": largest}]
    water += [{"navn": "", "geometry": lake} for lake in lakes(town)]
    parks = shapely.get_parts(shapely.union_all(town.blocks.shapes[town.green]))
    lines = [
        {"navn": way.name, "type": way.kind, "geometry": on_map(way.line, town.ground, town.bend)}
        for way in town.ways
    ]
    return {
        "land": _frame([{"navn": "", "geometry": land}]),
        "vand": _frame(water),
        "groent": _frame([{"navn": "", "geometry": park} for park in parks]),
        "veje": _frame([line for line in lines if line["type"] != "rail"]),
        "jernbane": _frame([line for line in lines if line["type"] == "rail"]),
    }


def _places(town: Town) -> geopandas.GeoDataFrame:
    words = names()
    areas = {area.code: area for area in town.settlement.current}
    blocks = town.blocks
    lived = np.flatnonzero(town.live)
    apart = _spread(blocks.middles[lived], len(words["schools"]) + len(words["libraries"]))
    spots: list[tuple[str, str, BaseGeometry]] = []
    for kind, listed in (("skole", words["schools"]), ("bibliotek", words["libraries"])):
        for name in listed:
            spots.append((kind, name, shapely.Point(blocks.middles[lived[apart[len(spots)]]])))
    homes = sorted(areas.values(), key=lambda area: -_last(town, "boern_6_17", area))
    for name, area in zip(words["clubs"], homes, strict=False):
        spots.append(("klub", name, shapely.Point(blocks.middles[area.blocks[0]])))
    for code, plan in town.population.efforts:
        middle = blocks.middles[areas[code].blocks[-1]]
        spots.append(("kontor", f"{plan.name}: kontor", shapely.Point(middle)))
    return _frame([{"type": kind, "navn": name, "geometry": spot} for kind, name, spot in spots])


def _spread(points: NDArray[np.float64], count: int) -> list[int]:
    """Positions of `count` points far from each other."""
    chosen = [int(np.hypot(*(points - points.mean(axis=0)).T).argmin())]
    while len(chosen) < count:
        away = np.hypot(*(points[:, None, :] - points[None, chosen, :]).transpose(2, 0, 1))
        chosen.append(int(away.min(axis=1).argmax()))
    return chosen

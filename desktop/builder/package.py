"""Writes the GeoPackage of an extract in memory. Its bytes depend on what is written alone."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from desktop.builder.boundaries import LevelAreas
from desktop.builder.geometry import Geometries
from desktop.builder.outlines import Detail
from desktop.builder.recipe import BreakdownSpec, LevelSpec
from desktop.builder.withholding import Shown
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Dimension, Indicator
from desktop.core.manifest import Manifest
from desktop.core.packing import pack_counts, pack_states, pack_values, width_of
from desktop.core.periods import order
from desktop.core.schema import (
    APPLICATION_ID,
    ATTRIBUTE_TABLES,
    CONTENT_TABLES,
    FEATURE_TABLES,
    REQUIRED_TABLES,
    USER_VERSION,
)
from desktop.maps.classes import CLASS_COUNTS, SCHEMES, class_bounds

_ENVELOPE = 0b011  # GeoPackage flags: little-endian, with an envelope of x and y
_MOST_DECIMALS = 6
_LAST_DAY = dt.date.max.toordinal()

_WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """An indicator, or a cell of its breakdown, on one level, as it may be shown."""

    indicator: Indicator
    breakdown: str
    shown: Shown


class Package:
    """A GeoPackage in the making. ``content`` ends it."""

    def __init__(self, manifest: Manifest, crs: pyproj.CRS) -> None:
        """Begin a package with its tables."""
        self._manifest = manifest
        self._srs = manifest.srs
        # A database of its own that was never on a disk: no page of it was ever anything else.
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.execute("PRAGMA page_size = 4096")
        self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._connection.execute(f"PRAGMA user_version = {USER_VERSION}")
        self._connection.executescript(REQUIRED_TABLES + CONTENT_TABLES)
        self._connection.execute("BEGIN")
        self._insert(
            "gpkg_spatial_ref_sys",
            [
                ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
                ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
                ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS_84, None),
                (crs.name, self._srs, "EPSG", self._srs, crs.to_wkt("WKT1_GDAL"), None),
            ],
        )
        self._extents: dict[str, tuple[float, ...]] = {}

    def levels(self, specs: Sequence[LevelSpec], areas: Sequence[LevelAreas]) -> None:
        """The levels with their areas; the municipality comes last."""
        rows = [
            (at, spec.id, spec.name.da, spec.name.en, spec.plural.da, spec.plural.en, len(of))
            for at, (spec, of) in enumerate(zip(specs, areas, strict=False), 1)
        ]
        names = ("Kommune", "Municipality", "kommuner", "municipalities")
        rows.append((len(rows) + 1, MUNICIPALITY, *names, 1))
        self._insert("levels", rows)
        shapes = np.concatenate([of.shapes for of in areas])
        geometry = self._features("areas", _multipolygons(shapes))
        columns: list[tuple[object, ...]] = []
        parents: list[tuple[object, ...]] = []
        for of in areas:
            columns += zip(
                [of.level] * len(of),
                range(len(of)),
                of.codes,
                of.names,
                of.organisations,
                of.sectors,
                _whole(of.residents),
                _whole(of.dwellings),
                _dates(of.valid_from),
                _dates(of.valid_to),
                strict=True,
            )
            parents += [
                (of.level, code, level, parent)
                for level, codes in of.parents.items()
                for code, parent in zip(of.codes, codes, strict=True)
                if parent
            ]
        self._insert("areas", [(at, geometry[at - 1], *row) for at, row in enumerate(columns, 1)])
        self._numbered("area_parents", parents)

    def outlines(self, layer: str, details: Iterable[Detail]) -> None:
        """The packed outlines of a layer, finest first."""
        for at, detail in enumerate(details):
            made = detail.outlines
            columns = (
                made.points, made.starts, made.owners, made.border_points, made.border_starts
            )  # fmt: skip
            self._add(
                "outlines",
                (layer, at, detail.tolerance, *(part.astype("<i4").tobytes() for part in columns)),
            )

    def background(self, kinds: Sequence[str], names: Sequence[str], shapes: Geometries) -> None:
        """The quiet layers as features."""
        geometry = self._features("background", shapes)
        self._insert(
            "background",
            [(at, *row) for at, row in enumerate(zip(geometry, kinds, names, strict=True), 1)],
        )

    def points(self, kinds: Sequence[str], names: Sequence[str], shapes: Geometries) -> None:
        """Points of interest."""
        geometry = self._features("points", shapes)
        self._insert(
            "points",
            [(at, *row) for at, row in enumerate(zip(geometry, kinds, names, strict=True), 1)],
        )

    def rows(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Rows of a plain table without their ids."""
        self._numbered(table, rows)

    def catalogue(
        self,
        indicators: Sequence[Indicator],
        dimensions: Sequence[Dimension],
        breakdowns: Sequence[BreakdownSpec],
    ) -> None:
        """What the numbers mean."""
        self._numbered("dimensions", [(each.id, each.name.da, each.name.en) for each in dimensions])
        self._numbered(
            "indicators",
            [
                (
                    each.id, each.name.da, each.name.en, each.short.da, each.short.en,
                    each.sentence.da, each.sentence.en, each.dimension,
                    each.numerator_text.da, each.numerator_text.en,
                    each.denominator_text.da, each.denominator_text.en,
                    each.unit, float(each.per), each.decimals, each.direction.value,
                    int(each.people), each.source.da, each.source.en,
                    each.reference.da, each.reference.en, each.discretion.da, each.discretion.en,
                    each.measured,
                )
                for each in indicators
            ],
        )  # fmt: skip
        self._numbered(
            "breakdowns",
            [
                (breakdown_id(each.id, cell), each.name.da, each.name.en, name.da, name.en)
                for each in breakdowns
                for cell, name, _where in each.cells
            ],
        )

    def series(self, held: Sequence[Series]) -> None:
        """All numbers, in the order of the recipe, with their periods."""
        periods = sorted({period for each in held for period in each.shown.periods}, key=order)
        self._numbered(
            "periods",
            [
                (each.code, each.kind.value, each.start.isoformat(), each.end.isoformat())
                for each in periods
            ],
        )
        for each in held:
            self._series(each)

    def classes(self, held: Sequence[Series]) -> None:
        """Class bounds of every indicator and level over all periods, from what is shown alone."""
        for each in held:
            if each.breakdown or each.shown.level == MUNICIPALITY:
                continue
            values = _values(each)
            # Sorted once here: every scheme begins by sorting.
            pooled = np.sort(values[np.isfinite(values)])
            for scheme in SCHEMES:
                for count in CLASS_COUNTS:
                    bounds = class_bounds(pooled, scheme, count, each.indicator.decimals)
                    self._add(
                        "classes",
                        (each.indicator.id, each.shown.level, scheme, count, json.dumps(bounds)),
                    )

    def content(self, manifest: Manifest) -> bytes:
        """The bytes, after the manifest, which is known last, and the GeoPackage's own tables."""
        self._numbered("manifest", manifest.to_rows().items())
        changed = f"{manifest.created.isoformat()}T00:00:00.000Z"
        nowhere = (None,) * 4
        features = [
            (table, "features", table, "", changed, *self._extents.get(table, nowhere), self._srs)
            for table in FEATURE_TABLES
        ]
        attributes = [
            (table, "attributes", table, "", changed, *nowhere, None) for table in ATTRIBUTE_TABLES
        ]
        self._insert("gpkg_contents", [*features, *attributes])
        self._insert(
            "gpkg_geometry_columns",
            [(table, "geom", kind, self._srs, 0, 0) for table, kind in FEATURE_TABLES.items()],
        )
        self._connection.execute("COMMIT")
        self._connection.execute("VACUUM")
        content = self._connection.serialize()
        self._connection.close()
        return content

    def _series(self, each: Series) -> None:
        shown = each.shown
        count = shown.states.shape[1]

        def counts(column: FloatArray | None) -> tuple[int | None, list[str | None]]:
            if column is None:
                return None, [None] * len(shown.periods)
            width = width_of(column)
            return width, _cut(pack_counts(column.reshape(-1), width), width * count)

        numerator_width, numerators = counts(shown.numerators)
        denominator_width, denominators = counts(shown.denominators)
        value_width: int | None = None
        values: list[str | None] = [None] * len(shown.periods)
        if shown.values is not None:
            flat = shown.values.reshape(-1)
            packed, value_width = pack_values(flat, _decimals(flat, each.indicator.decimals))
            values = _cut(packed, value_width * count)
        for at, period in enumerate(shown.periods):
            self._add(
                "series",
                (
                    each.indicator.id, each.breakdown, shown.level, period.code, count,
                    numerator_width, numerators[at], denominator_width, denominators[at],
                    value_width, values[at], pack_states(shown.states[at]),
                ),
            )  # fmt: skip

    def _features(self, table: str, shapes: Geometries) -> list[bytes | None]:
        there = ~shapely.is_missing(shapes)
        if there.any():
            self._extents[table] = tuple(
                float(each) for each in shapely.total_bounds(shapes[there])
            )
        return [_geopackage_geometry(shape, self._srs) for shape in shapes]

    def _numbered(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        self._insert(table, [(at, *row) for at, row in enumerate(rows, 1)])

    def _insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._connection.executemany(_insertion(table, marks), rows)

    def _add(self, table: str, row: Sequence[object]) -> None:
        """One row, with the next id."""
        marks = ",".join("?" * len(row))
        self._connection.execute(_insertion(table, f"NULL,{marks}"), row)


def _insertion(table: str, marks: str) -> str:
    """The statement for a row; tables are named by this program alone."""
    return f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608


def breakdown_id(breakdown: str, cell: str) -> str:
    """The id of one cell of a breakdown, such as ``koen.k``."""
    return f"{breakdown}.{cell}"


def _values(each: Series) -> FloatArray:
    """What a map of it shows."""
    shown = each.shown
    if shown.values is not None:
        return shown.values
    assert shown.numerators is not None
    if shown.denominators is None:
        return shown.numerators
    values = np.full(shown.states.shape, np.nan)
    there = (shown.states == State.SHOWN) & (shown.denominators > 0)
    np.divide(shown.numerators * each.indicator.per, shown.denominators, out=values, where=there)
    return values


def _decimals(values: FloatArray, least: int) -> int:
    """The fewest decimals that write every value in full, at most six."""
    finite = values[np.isfinite(values)]
    for decimals in range(least, _MOST_DECIMALS):
        if np.array_equal(np.round(finite, decimals), finite):
            return decimals
    return max(least, _MOST_DECIMALS)


def _cut(packed: str, length: int) -> list[str | None]:
    return [packed[at : at + length] for at in range(0, len(packed), length)]


def _whole(counts: FloatArray) -> list[int | None]:
    return [None if np.isnan(each) else int(each) for each in counts.tolist()]


def _dates(days: NDArray[np.int32]) -> list[str | None]:
    """Days as ISO texts; those that mean "always" as none."""
    return [
        dt.date.fromordinal(day).isoformat() if 0 < day < _LAST_DAY else None
        for day in days.tolist()
    ]


def _multipolygons(shapes: Geometries) -> Geometries:
    made = np.array(shapes, object)
    for at in np.flatnonzero(shapely.get_type_id(shapes) == 3):  # Polygon
        made[at] = shapely.MultiPolygon([shapes[at]])
    return made


def _geopackage_geometry(shape: shapely.Geometry | None, srs: int) -> bytes | None:
    """A geometry with the GeoPackage header before its WKB (OGC 12-128r17, 2.1.3)."""
    if shape is None:
        return None
    west, south, east, north = shapely.bounds(shape)
    header = struct.pack("<2sBBi4d", b"GP", 0, _ENVELOPE, srs, west, east, south, north)
    body: bytes = shapely.to_wkb(shape, byte_order=1, output_dimension=2)
    return header + body

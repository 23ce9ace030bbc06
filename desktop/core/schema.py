"""The tables of an extract, format 1. Their names are part of the published format.

The inner file is a GeoPackage 1.3 (OGC 12-128r17): ``areas``, ``background`` and ``points`` are
feature layers, the rest are attribute tables, and ``observations`` is a view with one row per
number, so that QGIS, ogrinfo and any SQLite reader see the data as a plain table.

The numbers themselves lie packed in ``series``: one row per indicator, breakdown, level and period,
with every area of the level in order of ``areas.position``. A map is then one row to read. Counts
are decimal digits of a fixed width, states one digit each (:class:`~desktop.core.disclosure.State`;
NULL when every cell is shown). A cell that is not shown is spaces.

``indicators.measured`` is the kind of number where the unit does not tell it; files that were made
before there was such a column are read as if it were empty.
"""

from __future__ import annotations

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300  # GeoPackage 1.3.0

REQUIRED_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE,
  max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""

CONTENT_TABLES = """
CREATE TABLE manifest (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL);
CREATE TABLE levels (
  id INTEGER PRIMARY KEY, level TEXT NOT NULL UNIQUE, name_da TEXT NOT NULL, name_en TEXT NOT NULL,
  plural_da TEXT NOT NULL, plural_en TEXT NOT NULL, areas INTEGER NOT NULL);
CREATE TABLE areas (
  id INTEGER PRIMARY KEY, geom MULTIPOLYGON, level TEXT NOT NULL, position INTEGER NOT NULL,
  code TEXT NOT NULL, name TEXT NOT NULL, organisation TEXT NOT NULL, sector TEXT NOT NULL,
  residents INTEGER, dwellings INTEGER, valid_from DATE, valid_to DATE,
  UNIQUE (level, position), UNIQUE (level, code));
CREATE TABLE area_parents (
  id INTEGER PRIMARY KEY, level TEXT NOT NULL, code TEXT NOT NULL,
  parent_level TEXT NOT NULL, parent_code TEXT NOT NULL);
CREATE TABLE area_changes (
  id INTEGER PRIMARY KEY, level TEXT NOT NULL, from_code TEXT NOT NULL, to_code TEXT NOT NULL,
  date DATE NOT NULL, share DOUBLE NOT NULL, kind TEXT NOT NULL);
CREATE TABLE outlines (
  id INTEGER PRIMARY KEY, layer TEXT NOT NULL, detail INTEGER NOT NULL, tolerance DOUBLE NOT NULL,
  points BLOB NOT NULL, starts BLOB NOT NULL, owners BLOB NOT NULL,
  border_points BLOB NOT NULL, border_starts BLOB NOT NULL, UNIQUE (layer, detail));
CREATE TABLE periods (
  id INTEGER PRIMARY KEY, period TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  start DATE NOT NULL, "end" DATE NOT NULL);
CREATE TABLE dimensions (
  id INTEGER PRIMARY KEY, dimension TEXT NOT NULL UNIQUE, name_da TEXT NOT NULL,
  name_en TEXT NOT NULL);
CREATE TABLE indicators (
  id INTEGER PRIMARY KEY, indicator TEXT NOT NULL UNIQUE,
  name_da TEXT NOT NULL, name_en TEXT NOT NULL, short_da TEXT NOT NULL, short_en TEXT NOT NULL,
  sentence_da TEXT NOT NULL, sentence_en TEXT NOT NULL, dimension TEXT NOT NULL,
  numerator_text_da TEXT NOT NULL, numerator_text_en TEXT NOT NULL,
  denominator_text_da TEXT NOT NULL, denominator_text_en TEXT NOT NULL,
  unit TEXT NOT NULL, per DOUBLE NOT NULL, decimals INTEGER NOT NULL, direction TEXT NOT NULL,
  people INTEGER NOT NULL, source_da TEXT NOT NULL, source_en TEXT NOT NULL,
  reference_da TEXT NOT NULL, reference_en TEXT NOT NULL,
  discretion_da TEXT NOT NULL, discretion_en TEXT NOT NULL,
  measured TEXT NOT NULL DEFAULT '');
CREATE TABLE breakdowns (
  id INTEGER PRIMARY KEY, breakdown TEXT NOT NULL UNIQUE, name_da TEXT NOT NULL,
  name_en TEXT NOT NULL, cell_da TEXT NOT NULL, cell_en TEXT NOT NULL);
CREATE TABLE series (
  id INTEGER PRIMARY KEY, indicator TEXT NOT NULL, breakdown TEXT NOT NULL, level TEXT NOT NULL,
  period TEXT NOT NULL, areas INTEGER NOT NULL,
  numerator_width INTEGER, numerators TEXT, denominator_width INTEGER, denominators TEXT,
  value_width INTEGER, "values" TEXT, states TEXT);
CREATE UNIQUE INDEX series_by_name ON series (indicator, level, breakdown, period);
CREATE TABLE classes (
  id INTEGER PRIMARY KEY, indicator TEXT NOT NULL, level TEXT NOT NULL, scheme TEXT NOT NULL,
  classes INTEGER NOT NULL, bounds TEXT NOT NULL, UNIQUE (indicator, level, scheme, classes));
CREATE TABLE background (
  id INTEGER PRIMARY KEY, geom GEOMETRY, kind TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE points (
  id INTEGER PRIMARY KEY, geom POINT, kind TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE efforts (
  id INTEGER PRIMARY KEY, level TEXT NOT NULL, area TEXT NOT NULL, name TEXT NOT NULL,
  start DATE NOT NULL, "end" DATE, text TEXT NOT NULL);
CREATE TABLE goals (
  id INTEGER PRIMARY KEY, level TEXT NOT NULL, area TEXT NOT NULL, indicator TEXT NOT NULL,
  baseline DOUBLE, target DOUBLE NOT NULL, date DATE NOT NULL, text TEXT NOT NULL);
CREATE TABLE models (id INTEGER PRIMARY KEY, model TEXT NOT NULL UNIQUE, definition TEXT NOT NULL);
CREATE VIEW observations AS
SELECT s.id * 1000000 + a.position AS id, s.indicator, s.breakdown, s.level, s.period,
  a.code AS area,
  CAST(CASE COALESCE(substr(s.states, a.position + 1, 1), '0') WHEN '0' THEN substr(
    s.numerators, a.position * s.numerator_width + 1, s.numerator_width) END AS INTEGER)
    AS numerator,
  CAST(CASE COALESCE(substr(s.states, a.position + 1, 1), '0') WHEN '0' THEN substr(
    s.denominators, a.position * s.denominator_width + 1, s.denominator_width) END AS INTEGER)
    AS denominator,
  CAST(CASE COALESCE(substr(s.states, a.position + 1, 1), '0') WHEN '0' THEN substr(
    s."values", a.position * s.value_width + 1, s.value_width) END AS REAL)
    AS value,
  CASE COALESCE(substr(s.states, a.position + 1, 1), '0') WHEN '0' THEN 'shown'
    WHEN '1' THEN 'missing' WHEN '2' THEN 'undefined' ELSE 'withheld' END AS state
FROM series AS s JOIN areas AS a ON a.level = s.level;
"""

FEATURE_TABLES = {"areas": "MULTIPOLYGON", "background": "GEOMETRY", "points": "POINT"}

ATTRIBUTE_TABLES = (
    "manifest",
    "levels",
    "area_parents",
    "area_changes",
    "outlines",
    "periods",
    "dimensions",
    "indicators",
    "breakdowns",
    "series",
    "classes",
    "efforts",
    "goals",
    "models",
    "observations",
)

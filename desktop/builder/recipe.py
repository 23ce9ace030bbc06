"""The recipe: what the steward says once about boundaries and tables. Format 1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.core.disclosure import Limits
from desktop.core.indicators import Indicator, Text

BACKGROUND_KINDS = ("land", "water", "green", "road", "rail", "building")
PLACE_KINDS = ("school", "club", "library", "office", "other")
MISSING_MARKS = ("", ".", "..", "...", "NA", "null")
WITHHELD_MARKS = ("..",)  # of official statistics: too uncertain to state, or withheld there
SUM = "sum"

Wanted = tuple[str, ...] | range
Filter = Mapping[str, Wanted]


@dataclass(frozen=True, slots=True)
class Head:
    """What the extract is, for the manifest."""

    title: str
    municipality: str
    municipality_code: str
    purpose: str
    controller: str
    legal_basis: str
    kind: str
    created: dt.date
    valid_from: dt.date
    delete_by: dt.date
    crs: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A file with geometry. An empty ``crs`` is the file's own, an empty ``key`` is none."""

    source: str
    layer: str = ""
    crs: str = ""
    encoding: str = ""
    key: str = ""
    name_column: str = ""
    where: Filter | None = None


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """A level of areas and the columns that describe them; an empty column is none."""

    id: str
    name: Text
    plural: Text
    boundary: Boundary
    organisation: str
    sector: str
    residents: str
    dwellings: str
    valid_from: str
    valid_to: str
    parents: Mapping[str, str]
    leave_out: tuple[str, ...]
    without_data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """A background layer or a layer of points of one kind."""

    kind: str
    boundary: Boundary


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table and how its texts are to be read. An empty text means: find out."""

    id: str
    file: str
    sheet: str = ""
    header_row: int = 1
    separator: str = ""
    decimal: str = ""
    thousands: str = ""
    encoding: str = ""
    missing: tuple[str, ...] = MISSING_MARKS
    withheld: tuple[str, ...] = WITHHELD_MARKS
    zero: tuple[str, ...] = ()
    level: str = ""
    area: str = ""
    area_pattern: str = ""
    period: str = ""
    period_value: str = ""
    rename_areas: Mapping[str, str] | None = None
    allow_unmatched: tuple[str, ...] = ()
    municipality: str = ""
    municipality_key: str = ""
    where: Filter | None = None
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A column of counts. ``summed``: many rows per area and period add up; else one row is it."""

    column: str
    where: Filter
    summed: bool


@dataclass(frozen=True, slots=True)
class BreakdownSpec:
    """A breakdown and its cells: id, name and filter of each."""

    id: str
    name: Text
    cells: tuple[tuple[str, Text, Filter], ...]


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """Where the numbers of an indicator are. A ready value has neither count."""

    indicator: Indicator
    tables: tuple[str, ...]
    numerator: Amount | None
    denominator: Amount | None
    value: str
    periods: tuple[str, ...]
    breakdowns: tuple[str, ...]
    allow_above: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe, checked as far as it can be without opening the files it names."""

    folder: Path
    digest: str
    head: Head
    limits: Limits
    residents: str
    levels: tuple[LevelSpec, ...]
    municipality: Boundary | None
    background: tuple[Layer, ...]
    points: tuple[Layer, ...]
    changes: tuple[str, ...]
    efforts: tuple[str, ...]
    models: tuple[str, ...]  # ids of the program's own, or files
    tables: Mapping[str, TableSpec]
    breakdowns: Mapping[str, BreakdownSpec]
    indicators: tuple[IndicatorSpec, ...]

"""Reads the GeoPackage inside an extract, in memory. The only reader of sqlite3 in the viewer."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import pairwise
from math import inf
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import MUNICIPALITY, Areas, Effort, Level, Outlines, Place
from desktop.core.dataset import Breakdown, RawSeries
from desktop.core.errors import DamagedExtract, SourceError, UnknownFormat
from desktop.core.indicators import TEXT_FIELDS, Dimension, Direction, Indicator, Kind, Text
from desktop.core.manifest import Manifest
from desktop.core.packing import unpack_counts, unpack_states, unpack_values
from desktop.core.periods import parse
from desktop.core.schema import APPLICATION_ID
from desktop.core.wording import _

_P = ParamSpec("_P")
_R = TypeVar("_R")

_ALWAYS = (0, dt.date.max.toordinal())


def _sound(
    method: Callable[Concatenate[GeoPackage, _P], _R],
) -> Callable[Concatenate[GeoPackage, _P], _R]:
    """Let nothing but DamagedExtract out when the contents do not hold together."""

    @wraps(method)
    def guarded(self: GeoPackage, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with _damage_told():
            return method(self, *args, **kwargs)

    return guarded


class GeoPackage:
    """A :class:`~desktop.core.dataset.Source` over the bytes of a GeoPackage.

    May be read from several threads; reads take turns.
    """

    def __init__(self, content: bytes | bytearray | memoryview) -> None:
        """Open the bytes and read what every use needs.

        Raises:
            UnknownFormat: they are another kind of file, or a newer format.
            DamagedExtract: they do not hold together.
        """
        self._lock = threading.Lock()
        if bytes(content[:16]) != b"SQLite format 3\0":
            raise UnknownFormat(
                _("Filens indhold er ikke et Boligatlas-udtræk."),
                hint=_("Den er krypteret med age, men indeholder noget andet."),
            )
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        try:
            with _damage_told():
                self._open(content)
        except Exception:
            self._connection.close()
            raise

    def _open(self, content: bytes | bytearray | memoryview) -> None:
        self._connection.deserialize(content)
        self._connection.execute("PRAGMA query_only = ON")
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        tables = {name for (name,) in self._rows("SELECT name FROM sqlite_master")}
        if application != APPLICATION_ID or "manifest" not in tables:
            raise UnknownFormat(
                _("Filens indhold er ikke et Boligatlas-udtræk."),
                hint=_("Den er en database eller GeoPackage fra et andet program."),
            )
        self.manifest = Manifest.from_rows(dict(self._texts("SELECT key, value FROM manifest")))
        self.levels = self._read_levels()
        self.indicators = self._read_indicators()
        self.dimensions = tuple(
            Dimension(id, Text(da, en))
            for id, da, en in self._texts(
                "SELECT dimension, name_da, name_en FROM dimensions ORDER BY id"
            )
        )
        self.breakdowns = tuple(
            Breakdown(id, Text(da, en), Text(cell_da, cell_en))
            for id, da, en, cell_da, cell_en in self._texts(
                "SELECT breakdown, name_da, name_en, cell_da, cell_en FROM breakdowns ORDER BY id"
            )
        )

    def close(self) -> None:
        """Let the memory go, when whoever is reading has read."""
        with self._lock:
            self._connection.close()

    @_sound
    def areas(self, level: str) -> Areas:
        """The areas of a level in order of position."""
        rows = self._rows(
            "SELECT code, name, organisation, sector, residents, dwellings, valid_from, valid_to,"
            " position FROM areas WHERE level = ? ORDER BY position",
            level,
        )
        columns: Sequence[tuple[Any, ...]] = tuple(zip(*rows, strict=True)) or ((),) * 9
        if list(columns[8]) != list(range(self._count(level))):
            raise ValueError("an area is missing or one too many")
        for texts in columns[:4]:
            _checked_texts(texts)
        codes: tuple[str, ...] = columns[0]
        return Areas(
            level,
            codes,
            columns[1],
            columns[2],
            columns[3],
            np.array(columns[4], np.float64),
            np.array(columns[5], np.float64),
            _days(columns[6], _ALWAYS[0]),
            _days(columns[7], _ALWAYS[1]),
            self._parents(level, codes),
        )

    @_sound
    def series_periods(self) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
        """Period codes by (indicator, level, breakdown)."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for indicator, level, breakdown, period in self._texts(
            "SELECT indicator, level, breakdown, period FROM series"
            " INDEXED BY series_by_name ORDER BY indicator, level, breakdown, period"
        ):
            found.setdefault((indicator, level, breakdown), []).append(period)
        for code in {code for codes in found.values() for code in codes}:
            parse(code)
        return {name: tuple(codes) for name, codes in found.items()}

    @_sound
    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        """The stored columns: one dimension for one period, else periods × areas, in that order."""
        wanted = {period: row for row, period in enumerate(periods)}
        marks = ",".join("?" * len(periods))
        rows = self._rows(
            "SELECT period, areas, numerator_width, CAST(numerators AS BLOB),"  # noqa: S608 - marks
            " denominator_width,"
            ' CAST(denominators AS BLOB), value_width, CAST("values" AS BLOB), CAST(states AS BLOB)'
            " FROM series WHERE indicator = ? AND level = ? AND breakdown = ?"
            f" AND period IN ({marks})",
            indicator,
            level,
            breakdown,
            *periods,
        )
        rows.sort(key=lambda row: wanted[row[0]])
        if len(rows) != len(periods):
            raise ValueError("a period is missing")
        if len({row[1:3] + row[4:5] + row[6:7] for row in rows}) != 1:
            raise ValueError("periods of one series differ in form")
        _period, count, numerator_width, _n, denominator_width, _d, value_width, _v, _s = rows[0]
        if count != self._count(level):
            raise ValueError("a series is about other areas")
        if not (value_width or numerator_width) or (denominator_width and not numerator_width):
            raise ValueError("a series without numbers")
        states = np.concatenate([unpack_states(row[8], count) for row in rows])
        if len(periods) > 1:
            states = states.reshape(len(periods), count)

        def counts(column: int, width: int | None) -> Any:
            text = b"".join(row[column] for row in rows) if width else b""
            return unpack_counts(text, width, states) if width else None

        values = None
        if value_width:
            values = unpack_values(b"".join(row[7] for row in rows), value_width, states)
        return RawSeries(counts(3, numerator_width), counts(5, denominator_width), values, states)

    @_sound
    def bounds(self, indicator: str, level: str, scheme: str, classes: int) -> tuple[float, ...]:
        """Stored class bounds, empty when there are none."""
        rows = self._rows(
            "SELECT bounds FROM classes WHERE indicator = ? AND level = ? AND scheme = ?"
            " AND classes = ?",
            indicator,
            level,
            scheme,
            classes,
        )
        bounds = tuple(float(bound) for bound in json.loads(rows[0][0])) if rows else ()
        if not all(low < high for low, high in pairwise((-inf, *bounds, inf))):
            raise ValueError("bounds do not rise")
        return bounds

    @_sound
    def tolerances(self, layer: str) -> tuple[float, ...]:
        """The tolerances of the stored details, finest first."""
        rows = self._rows("SELECT tolerance FROM outlines WHERE layer = ? ORDER BY detail", layer)
        return tuple(float(tolerance) for (tolerance,) in rows)

    @_sound
    def outlines(self, layer: str, detail: int) -> Outlines:
        """The outlines of a layer in one detail."""
        ((points, starts, owners, border_points, border_starts),) = self._rows(
            "SELECT points, starts, owners, border_points, border_starts FROM outlines"
            " WHERE layer = ? AND detail = ?",
            layer,
            detail,
        )
        made = Outlines(
            np.frombuffer(points, "<i4").reshape(-1, 2),
            np.frombuffer(starts, "<i4"),
            np.frombuffer(owners, "<i4"),
            np.frombuffer(border_points, "<i4").reshape(-1, 2),
            np.frombuffer(border_starts, "<i4"),
        )
        _check_lines(made.points, made.starts)
        _check_lines(made.border_points, made.border_starts)
        kind, _slash, level = layer.partition("/")
        most = self._count(level) if kind == "areas" else np.inf
        owners = made.owners
        if len(owners) != len(made.starts) - 1 or not ((owners >= 0) & (owners < most)).all():
            raise ValueError("rings of nobody")
        return made

    @_sound
    def background_kinds(self) -> tuple[str, ...]:
        """The kinds of quiet layers there are."""
        rows = self._texts("SELECT layer FROM outlines WHERE layer LIKE 'background/%'")
        return tuple(layer.partition("/")[2] for (layer,) in rows)

    @_sound
    def places(self) -> tuple[Place, ...]:
        """Points of interest, read from their GeoPackage points."""
        return tuple(
            Place(kind, name, *_point(geometry))
            for (kind, name), geometry in zip(
                self._texts("SELECT kind, name FROM points ORDER BY id"),
                (geometry for (geometry,) in self._rows("SELECT geom FROM points ORDER BY id")),
                strict=True,
            )
        )

    @_sound
    def efforts(self) -> tuple[Effort, ...]:
        """Efforts that the steward ships."""
        return tuple(
            Effort(
                level,
                area,
                name,
                dt.date.fromisoformat(start),
                dt.date.fromisoformat(end) if end else None,
                text,
            )
            for level, area, name, start, end, text in self._texts(
                "SELECT level, area, name, start, coalesce(\"end\", ''), text FROM efforts"
                " ORDER BY start, id"
            )
        )

    @_sound
    def models(self) -> Mapping[str, str]:
        """Categorisation models that the steward ships: their TOML by id."""
        return dict(self._texts("SELECT model, definition FROM models ORDER BY id"))

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _texts(self, query: str, *values: object) -> list[Any]:
        rows = self._rows(query, *values)
        for row in rows:
            _checked_texts(row)
        return rows

    def _count(self, level: str) -> int:
        return next((each.count for each in self.levels if each.id == level), 0)

    def _read_levels(self) -> tuple[Level, ...]:
        return tuple(
            Level(id, Text(name_da, name_en), Text(plural_da, plural_en), int(count))
            for id, name_da, name_en, plural_da, plural_en, count in self._texts(
                "SELECT level, name_da, name_en, plural_da, plural_en, CAST(areas AS TEXT)"
                " FROM levels ORDER BY id"
            )
        )

    def _read_indicators(self) -> tuple[Indicator, ...]:
        texts = ", ".join(f"{name}_da, {name}_en" for name in TEXT_FIELDS)
        columns = {row[1] for row in self._rows("PRAGMA table_info(indicators)")}
        measured = "measured" if "measured" in columns else "''"  # older files have no such column
        rows = self._rows(
            "SELECT indicator, dimension, unit, per, decimals, direction,"  # noqa: S608 - our names
            f" people, {measured}, {texts} FROM indicators ORDER BY id"
        )
        for row in rows:
            _checked_texts((*row[:3], row[5], *row[7:]))
            if not (0 < row[3] < inf and row[4] in range(10)):
                raise ValueError("an indicator without measure")
            if row[7] and row[7] not in set(Kind):
                raise ValueError("an unknown kind of number")
        return tuple(
            Indicator(
                id=row[0],
                dimension=row[1],
                unit=row[2],
                per=row[3],
                decimals=row[4],
                direction=Direction(row[5]),
                people=bool(row[6]),
                measured=row[7],
                **_indicator_texts(row[8:]),
            )
            for row in rows
        )

    def _parents(self, level: str, codes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        if level == MUNICIPALITY:
            return {}
        found: dict[str, dict[str, str]] = {}
        for code, parent_level, parent in self._rows(
            "SELECT code, parent_level, parent_code FROM area_parents WHERE level = ?", level
        ):
            found.setdefault(parent_level, {})[code] = parent
        return {
            parent_level: tuple(by_code.get(code, "") for code in codes)
            for parent_level, by_code in found.items()
        }


def _indicator_texts(cells: Sequence[str]) -> dict[str, Any]:
    """The texts of an indicator by field, from Danish and English by turns."""
    pairs = zip(cells[::2], cells[1::2], strict=True)
    return {name: Text(da, en) for name, (da, en) in zip(TEXT_FIELDS, pairs, strict=True)}


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, LookupError, OverflowError, SourceError) as error:
        raise DamagedExtract(
            _("Udtrækkets indhold hænger ikke sammen."),
            hint=_("Bed dataforvalteren om at danne det igen."),
        ) from error


def _checked_texts(cells: Sequence[Any]) -> Sequence[Any]:
    """SQLite keeps any kind of value in any column."""
    if not all(isinstance(cell, str) for cell in cells):
        raise ValueError("not a text")
    return cells


def _check_lines(points: NDArray[np.int32], starts: NDArray[np.int32]) -> None:
    lengths = np.diff(starts)
    if not len(starts) or starts[0] != 0 or starts[-1] != len(points) or (lengths < 2).any():
        raise ValueError("lines do not hold together")


def _days(texts: Sequence[str | None], otherwise: int) -> Any:
    return np.array(
        [dt.date.fromisoformat(text).toordinal() if text else otherwise for text in texts],
        np.int32,
    )


def _point(geometry: bytes) -> tuple[float, float]:
    """East and north of a GeoPackage point: header with or without an envelope, then WKB."""
    envelope = (0, 32, 48, 48, 64)[geometry[3] >> 1 & 7]
    body = geometry[8 + envelope :]
    order = "<f8" if body[0] == 1 else ">f8"
    east, north = np.frombuffer(body[5:21], order).tolist()
    return east, north

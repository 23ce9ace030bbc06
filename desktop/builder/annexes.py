"""What an extract carries beside areas and numbers: layers, places, changes, efforts, models."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyproj
import shapely

from desktop.builder.boundaries import LevelAreas
from desktop.builder.geometry import Geometries, column_texts, polygonal, read_geometry
from desktop.builder.outlines import background_detail
from desktop.builder.package import Package
from desktop.builder.quality import Log
from desktop.builder.recipe import Filter, Layer, Recipe, TableSpec
from desktop.builder.tables import Table, read_table
from desktop.core.errors import RecipeError, SourceError
from desktop.core.models.modelfile import builtin_models, load_model, model_named
from desktop.core.paths import read_whole
from desktop.core.wording import _, number, plural

_CHANGE_KINDS = ("merge", "split", "redraw")


def write(
    read: Recipe, areas: Sequence[LevelAreas], crs: pyproj.CRS, made: Package, log: Log
) -> None:
    """Read all that the recipe names beside areas and tables, and write it."""
    _backgrounds(read, crs, made, log)
    _points(read, crs, made, log)
    codes = {each.level: set(each.codes) for each in areas}
    changes = [row for file in read.changes for row in _changes(read, file, codes, log)]
    made.rows("area_changes", changes)
    efforts = [row for file in read.efforts for row in _efforts(read, file, codes, log)]
    made.rows("efforts", efforts)
    made.rows("models", _models(read, log))


def _backgrounds(read: Recipe, crs: pyproj.CRS, made: Package, log: Log) -> None:
    kinds: list[str] = []
    names: list[str] = []
    shapes: list[Geometries] = []
    for layer in read.background:
        own_names, own = _layer(layer, read, crs, log)
        flat = shapely.get_dimensions(own)
        sound = np.where((flat == 2) & ~shapely.is_valid(own), shapely.make_valid(own), own)
        mixed = shapely.get_type_id(sound) == 7  # GeometryCollection, as make_valid may leave
        sound[mixed] = polygonal(sound[mixed])
        keep = (shapely.get_dimensions(sound) >= 1) & ~shapely.is_empty(sound)
        if not keep.all():
            log.repaired(
                "empty",
                layer.boundary.source,
                plural(
                    "{rows} række uden linje eller flade er fjernet",
                    "{rows} rækker uden linje eller flade er fjernet",
                    int((~keep).sum()),
                ).format(rows=number(int((~keep).sum()))),
                rows=int((~keep).sum()),
            )
        shapes.append(sound[keep])
        names += [name for name, there in zip(own_names, keep, strict=True) if there]
        kinds += [layer.kind] * int(keep.sum())
    if not kinds:
        return
    whole = np.concatenate(shapes)
    made.background(kinds, names, whole)
    for kind in dict.fromkeys(kinds):
        of_kind = np.array([each == kind for each in kinds])
        made.outlines(f"background/{kind}", [background_detail(whole[of_kind])])


def _points(read: Recipe, crs: pyproj.CRS, made: Package, log: Log) -> None:
    kinds: list[str] = []
    names: list[str] = []
    shapes: list[Geometries] = []
    for layer in read.points:
        own_names, own = _layer(layer, read, crs, log)
        there = ~(shapely.is_missing(own) | shapely.is_empty(own))
        # A school drawn as a flat is shown where it surely stands.
        place = np.where(shapely.get_type_id(own) == 0, own, shapely.point_on_surface(own))
        shapes.append(place[there])
        names += [name for name, held in zip(own_names, there, strict=True) if held]
        kinds += [layer.kind] * int(there.sum())
    if kinds:
        made.points(kinds, names, np.concatenate(shapes))


def _layer(layer: Layer, read: Recipe, crs: pyproj.CRS, log: Log) -> tuple[list[str], Geometries]:
    boundary = layer.boundary
    attributes, shapes = read_geometry(boundary, read.folder, crs, log)
    names = [""] * len(shapes)
    if boundary.name_column:
        names = list(column_texts(attributes, boundary.name_column, boundary.source))
    keep = np.ones(len(shapes), np.bool_)
    for column, wanted in (boundary.where or _ALL).items():
        texts = column_texts(attributes, column, boundary.source)
        allowed = {str(each) for each in wanted}
        keep &= texts.isin(allowed).to_numpy(dtype=bool)
    if not keep.any():
        raise SourceError(
            _("{file}: intet er tilbage efter filteret.").format(file=boundary.source),
            hint=_("Ret »where« for {kind}.").format(kind=layer.kind),
        )
    return [name for name, there in zip(names, keep, strict=True) if there], shapes[keep]


_ALL: Filter = {}


def _changes(
    read: Recipe, file: str, codes: dict[str, set[str]], log: Log
) -> list[tuple[object, ...]]:
    table = _annex(read, file, log)
    levels, olds, news = (_texts(table, name) for name in ("level", "from", "to"))
    dates, kinds = _texts(table, "date"), _texts(table, "kind")
    shares = table.numbers("share")
    rows: list[tuple[object, ...]] = []
    for at in range(len(table)):
        _check_area(table, at, levels[at], olds[at], codes)
        _check_area(table, at, levels[at], news[at], codes)
        if kinds[at] not in _CHANGE_KINDS or not 0 <= shares[at] <= 1:
            raise table.problem(
                at,
                _("ændringen kan ikke læses."),
                _("»kind« er {kinds}, og »share« er en andel fra 0 til 1.").format(
                    kinds=", ".join(_CHANGE_KINDS)
                ),
            )
        rows.append(
            (
                levels[at],
                olds[at],
                news[at],
                _day(table, at, dates[at]),
                float(shares[at]),
                kinds[at],
            )
        )
    return rows


def _efforts(
    read: Recipe, file: str, codes: dict[str, set[str]], log: Log
) -> list[tuple[object, ...]]:
    table = _annex(read, file, log)
    levels, areas, names = (_texts(table, name) for name in ("level", "area", "name"))
    starts, ends, texts = (_texts(table, name) for name in ("start", "end", "text"))
    rows: list[tuple[object, ...]] = []
    for at in range(len(table)):
        _check_area(table, at, levels[at], areas[at], codes)
        start = _day(table, at, starts[at])
        end = _day(table, at, ends[at]) if ends[at] else None
        if end is not None and end < start:
            raise table.problem(at, _("indsatsen slutter, før den begynder."), _("Ret datoerne."))
        rows.append((levels[at], areas[at], names[at], start, end, texts[at]))
    return rows


def _models(read: Recipe, log: Log) -> list[tuple[object, ...]]:
    """The categorisation models as written, each read once to see that it holds together."""
    rows: dict[str, tuple[object, ...]] = {}
    builtin = builtin_models()
    for name in read.models:
        path = builtin[name] if name in builtin else read.folder / name
        if name not in builtin and not path.suffix:
            model_named(name)  # says which of the program's own was meant
        model = load_model(path)
        if model.id in rows:
            raise RecipeError(
                _("To modeller hedder »{id}«.").format(id=model.id),
                hint=_("Giv den ene et andet id."),
            )
        rows[model.id] = (model.id, read_whole(path).decode("utf-8-sig"))
        log.read("model", path.name, str(model.name))
    return list(rows.values())


def _annex(read: Recipe, file: str, log: Log) -> Table:
    table = read_table(TableSpec(id=file, file=file), read.folder)
    log.read(
        "table",
        table.file.name,
        plural("{rows} række", "{rows} rækker", len(table)).format(rows=number(len(table))),
        rows=len(table),
    )
    return table


def _texts(table: Table, column: str) -> list[str]:
    texts = table.coded(column)
    values = (*texts.values, "")  # code -1 takes the empty text at the end
    return [values[code] for code in texts.codes.tolist()]


def _check_area(table: Table, row: int, level: str, code: str, codes: dict[str, set[str]]) -> None:
    if code not in codes.get(level, set()):
        raise table.problem(
            row,
            _("området »{code}« findes ikke på niveauet »{level}«.").format(code=code, level=level),
            _("Niveauerne er {levels}.").format(levels=", ".join(codes)),
        )


def _day(table: Table, row: int, text: str) -> str:
    try:
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError as error:
        raise table.problem(
            row,
            _("»{text}« er ikke en dato.").format(text=text[:40]),
            _("Skriv datoer som 2026-07-01."),
        ) from error

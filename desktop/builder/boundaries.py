"""The areas of a level: one per code, with its outline and what is known about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from desktop.builder.geometry import Geometries, column_texts, read_geometry, repaired
from desktop.builder.numerals import Numerals, UnreadableNumber, read_numbers
from desktop.builder.quality import Log
from desktop.builder.recipe import MISSING_MARKS, LevelSpec
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import FloatArray
from desktop.core.errors import SourceError
from desktop.core.wording import _, number, plural

_FAR = dt.date.max.toordinal()
_APART = 5_000.0  # metres between parts of an area that make one doubt its code
_NARROW = 1.0  # metres; an outline or a gap thinner than this was drawn by accident


@dataclass(frozen=True, slots=True, eq=False)
class LevelAreas:
    """The areas of one level in order of position. Days are ordinals, 0 and a far day for always.

    ``shapes`` holds valid polygons in the extract's CRS, or None for a municipality without one.
    ``bare`` are codes that the file has without any polygon.
    """

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    organisations: tuple[str, ...]
    sectors: tuple[str, ...]
    residents: FloatArray
    dwellings: FloatArray
    valid_from: NDArray[np.int32]
    valid_to: NDArray[np.int32]
    parents: Mapping[str, tuple[str, ...]]
    shapes: Geometries
    bare: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.codes)


def read_level(spec: LevelSpec, folder: Path, crs: pyproj.CRS, log: Log) -> LevelAreas:
    """The areas that a recipe's level names.

    Raises:
        SourceError: the file is not what the recipe says.
    """
    place = spec.boundary.source
    attributes, shapes = read_geometry(spec.boundary, folder, crs, log)
    keys = column_texts(attributes, spec.boundary.key, place)
    if (keys == "").any():
        raise SourceError(
            _("{file}: område nr. {row} har ingen kode i »{column}«.").format(
                file=place, row=int((keys == "").to_numpy().argmax()) + 1, column=spec.boundary.key
            ),
            hint=_("Giv området en kode, eller vælg en anden kolonne som »key«."),
        )
    shapes = repaired(shapes, list(keys), place, log)
    keep = _wanted_rows(spec, keys, shapes, log)
    if not keep.any():
        raise SourceError(
            _("{file} har ingen polygoner.").format(file=place),
            hint=_("Områder skal være flader. Kontrollér filen og »layer«."),
        )
    bare = frozenset(keys[shapely.is_empty(shapes)]) - {*keys[keep], *spec.leave_out}
    attributes, shapes, keys = attributes[keep], shapes[keep], keys[keep]
    columns = _columns(spec, attributes, keys)
    first, members = _one_per_key(columns, keys, place)
    one = columns.iloc[first]
    areas = LevelAreas(
        level=spec.id,
        codes=tuple(one["code"]),
        names=tuple(one["name"]),
        organisations=tuple(one["organisation"]),
        sectors=tuple(one["sector"]),
        residents=_counts(one["residents"], place, spec.residents),
        dwellings=_counts(one["dwellings"], place, spec.dwellings),
        valid_from=_days(one["valid_from"], 0, place),
        valid_to=_days(one["valid_to"], _FAR, place),
        parents={level: tuple(one[f"parent {level}"]) for level in spec.parents},
        shapes=_merged(shapes, members, list(keys), place, log),
        bare=bare,
    )
    _note_faults(areas, place, log)
    return areas


def municipality(
    code: str, name: str, shapes: Geometries | None, names: list[str], place: str, log: Log
) -> LevelAreas:
    """The one area of the level of the municipality, whose outline may be in several rows."""
    outline = None
    if shapes is not None:
        whole = shapely.union_all(repaired(shapes, names, place, log))
        if whole.is_empty:
            raise SourceError(
                _("{file} har ingen polygoner.").format(file=place),
                hint=_("Kommunens omrids skal være en flade."),
            )
        outline = whole
    unknown = np.array([np.nan])
    made = np.empty(1, object)
    made[0] = outline
    return LevelAreas(
        MUNICIPALITY, (code,), (name,), ("",), ("",), unknown, unknown.copy(),
        np.zeros(1, np.int32), np.full(1, _FAR, np.int32), {}, made,
    )  # fmt: skip


def _wanted_rows(
    spec: LevelSpec, keys: pd.Series[str], shapes: Geometries, log: Log
) -> NDArray[np.bool_]:
    left_out = keys.isin(spec.leave_out).to_numpy(dtype=bool)
    for code in spec.leave_out:
        if not (keys == code).any():
            raise SourceError(
                _("{file} har intet område »{code}« at udelade.").format(
                    file=spec.boundary.source, code=code
                ),
                hint=_("Ret »leave_out« for niveauet {level}.").format(level=spec.id),
            )
        log.reported(
            "left out", spec.boundary.source, _("{code}: udeladt som ønsket").format(code=code),
            code=code,
        )  # fmt: skip
    empty = shapely.is_empty(shapes)
    for code in keys[empty & ~left_out]:
        log.repaired(
            "empty",
            spec.boundary.source,
            _("{code}: en række uden flade er fjernet").format(code=code),
            code=code,
        )
    return np.asarray(~(left_out | empty), np.bool_)


def _columns(spec: LevelSpec, attributes: pd.DataFrame, keys: pd.Series[str]) -> pd.DataFrame:
    """Every attribute as text under the name it has here; empty where the recipe names none."""
    wanted = {
        "name": spec.boundary.name_column,
        "organisation": spec.organisation,
        "sector": spec.sector,
        "residents": spec.residents,
        "dwellings": spec.dwellings,
        "valid_from": spec.valid_from,
        "valid_to": spec.valid_to,
        **{f"parent {level}": column for level, column in spec.parents.items()},
    }
    columns = {"code": keys}
    for name, column in wanted.items():
        columns[name] = (
            column_texts(attributes, column, spec.boundary.source)
            if column
            else pd.Series("", index=keys.index, dtype=str)
        )
    made = pd.DataFrame(columns).reset_index(drop=True)
    made["name"] = made["name"].where(made["name"] != "", made["code"])
    return made


def _one_per_key(
    columns: pd.DataFrame, keys: pd.Series[str], place: str
) -> tuple[NDArray[np.intp], list[NDArray[np.intp]]]:
    """The first row of each code, and all its rows, which must say the same."""
    codes, distinct = pd.factorize(keys)
    first = np.unique(codes, return_index=True)[1]
    same = columns.iloc[first[codes]].reset_index(drop=True) == columns
    if not same.to_numpy().all():
        row, column = np.argwhere(~same.to_numpy())[0]
        raise SourceError(
            _("{file}: koden »{code}« står flere gange med forskellig »{column}«.").format(
                file=place, code=columns["code"].iloc[row], column=columns.columns[column]
            ),
            hint=_("Rækker med samme kode er dele af ét område. Ret koden eller den ene række."),
        )
    order = np.argsort(codes, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(codes, minlength=len(distinct)))[:-1])
    return first, members


def _merged(
    shapes: Geometries,
    members: list[NDArray[np.intp]],
    keys: list[str],
    place: str,
    log: Log,
) -> Geometries:
    """One MultiPolygon per code."""
    merged = np.empty(len(members), object)
    for at, rows in enumerate(members):
        merged[at] = shapes[rows[0]] if len(rows) == 1 else shapely.union_all(shapes[rows])
    several = [at for at, rows in enumerate(members) if len(rows) > 1]
    if several:
        log.repaired(
            "merged",
            place,
            plural(
                "{areas} område er samlet af {rows} rækker med samme kode",
                "{areas} områder er samlet af {rows} rækker med samme kode",
                len(several),
            ).format(
                areas=number(len(several)),
                rows=number(sum(len(members[at]) for at in several)),
            ),
            areas=len(several),
            rows=sum(len(members[at]) for at in several),
            codes=[keys[members[at][0]] for at in several],
        )
        _note_apart(shapes, [members[at] for at in several], keys, place, log)
    return merged


def _note_apart(
    shapes: Geometries,
    members: Sequence[NDArray[np.intp]],
    keys: Sequence[str],
    place: str,
    log: Log,
) -> None:
    """List areas with parts so far from the others that their code may be wrong."""
    west, south, east, north = shapely.total_bounds(shapes)
    far = min(_APART, 0.1 * float(np.hypot(east - west, north - south)))
    for rows in members:
        near = shapely.union_all(shapely.buffer(shapely.envelope(shapes[rows]), far / 2))
        if near.geom_type == "MultiPolygon":
            log.reported(
                "far apart",
                place,
                _("{code}: rækker med denne kode ligger over {far} km fra hinanden").format(
                    code=keys[rows[0]], far=number(far / 1000, 1)
                ),
                code=keys[rows[0]],
                parts=int(shapely.get_num_geometries(near)),
            )


def _counts(texts: pd.Series[str], place: str, column: str) -> FloatArray:
    try:
        counts = read_numbers(list(texts), Numerals("", "", MISSING_MARKS, ()))
    except UnreadableNumber as error:
        raise SourceError(
            _("{file}: »{text}« i kolonnen »{column}« {why}.").format(
                file=place, text=texts.iloc[error.position][:40], column=column, why=error.why
            ),
            hint=_("Kolonnen skal holde hele tal eller være tom."),
        ) from error
    if ((counts < 0) | (counts % 1 != 0) & ~np.isnan(counts)).any():
        raise SourceError(
            _("{file}: kolonnen »{column}« har negative tal eller brøker.").format(
                file=place, column=column
            ),
            hint=_("Beboere og boliger er hele tal fra 0."),
        )
    return counts


def _days(texts: pd.Series[str], otherwise: int, place: str) -> NDArray[np.int32]:
    """Days as ordinals; a time of day after the date is left out."""
    days = np.full(len(texts), otherwise, np.int32)
    for at in np.flatnonzero((texts != "").to_numpy()):
        try:
            days[at] = dt.date.fromisoformat(texts.iloc[at][:10]).toordinal()
        except ValueError as error:
            raise SourceError(
                _("{file}: »{text}« er ikke en dato.").format(file=place, text=texts.iloc[at][:40]),
                hint=_("Skriv datoer som 2026-07-01, eller lad feltet være tomt."),
            ) from error
    return days


def _note_faults(areas: LevelAreas, place: str, log: Log) -> None:
    """List overlaps, slivers and narrow gaps; they are left as they are."""
    shapes = areas.shapes
    parts, owners = shapely.get_parts(shapes, return_index=True)
    thin = 2 * shapely.area(parts) < _NARROW * shapely.length(parts)
    for at in np.flatnonzero(thin):
        log.reported(
            "sliver",
            place,
            _("{code}: en del er smallere end 1 m ({size} m²)").format(
                code=areas.codes[owners[at]], size=number(float(shapely.area(parts[at])), 1)
            ),
            code=areas.codes[owners[at]],
            area_m2=round(float(shapely.area(parts[at])), 3),
        )
    for group in simultaneous(areas):
        if shapely.coverage_is_valid(shapes[group], gap_width=_NARROW):
            continue
        _note_overlaps(areas, group, place, log)
        _note_gaps(shapes[group], place, log)


def simultaneous(areas: LevelAreas) -> list[NDArray[np.intp]]:
    """Positions of areas that exist at the same time: those of the last day, then older ones.

    An older area is in the first group of its own time only, so that each is in one group.
    """
    left = np.ones(len(areas), np.bool_)
    groups = []
    while left.any():
        latest = areas.valid_to[left].max()
        now = left & (areas.valid_from <= latest) & (areas.valid_to >= latest)
        now = now if now.any() else left
        groups.append(np.flatnonzero(now))
        left &= ~now
    return groups


def _note_overlaps(areas: LevelAreas, group: NDArray[np.intp], place: str, log: Log) -> None:
    shapes = areas.shapes[group]
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    found = np.flatnonzero(common > 0.01)  # m²: a hand, below what centimetres can tell
    for at in found[np.argsort(-common[found], kind="stable")]:
        codes = [areas.codes[group[one[at]]], areas.codes[group[other[at]]]]
        share = 100 * common[at] / smaller[at]
        log.reported(
            "overlap",
            place,
            _("{one} og {other} overlapper: {size} m², {share} % af det mindste").format(
                one=codes[0],
                other=codes[1],
                size=number(float(common[at]), 2),
                share=number(float(share), 3),
            ),
            codes=codes,
            area_m2=round(float(common[at]), 3),
            share=round(float(share), 4),
        )
    if len(found):
        total = float(common[found].sum())
        whole = float(shapely.area(shapes).sum())
        log.reported(
            "overlaps",
            place,
            _("{count} overlap, i alt {size} m² eller {share} % af arealet").format(
                count=number(len(found)),
                size=number(total),
                share=number(100 * total / whole, 3),
            ),
            count=len(found),
            area_m2=round(total, 3),
            share=round(100 * total / whole, 4),
        )


def _note_gaps(shapes: Geometries, place: str, log: Log) -> None:
    """Narrow holes in the whole, which no area fills."""
    whole = shapely.get_parts(shapely.union_all(shapes))
    rings, polygon = shapely.get_rings(whole, return_index=True)
    inner = np.diff(polygon, prepend=-1) == 0  # the first ring of a polygon is its outer one
    if not inner.any():
        return
    holes = shapely.polygons(rings[inner])
    narrow = holes[2 * shapely.area(holes) < _NARROW * shapely.length(holes)]
    if len(narrow):
        size = float(shapely.area(narrow).sum())
        log.reported(
            "gaps",
            place,
            _("{count} mellemrum smallere end 1 m mellem områderne, i alt {size} m²").format(
                count=number(len(narrow)), size=number(size, 1)
            ),
            count=len(narrow),
            area_m2=round(size, 3),
        )

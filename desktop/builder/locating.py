"""Lays a table on the areas of a level: which rows count, where, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from desktop.builder.boundaries import LevelAreas
from desktop.builder.keys import nearest
from desktop.builder.quality import Log
from desktop.builder.recipe import Filter, Wanted
from desktop.builder.tables import Coded, Table
from desktop.core.errors import SourceError
from desktop.core.periods import Period, order, parse
from desktop.core.wording import _, number, plural

NOWHERE = -1  # the area of a row that has none here but counts in a total


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """A table laid on the areas of a level.

    ``rows`` are those in use; ``areas`` has the position of each, the number of areas for the
    municipality's own rows, or NOWHERE; ``periods`` a number in ``table_periods``, or nothing for
    a wide table.
    """

    table: Table
    level: LevelAreas
    rows: NDArray[np.intp]
    areas: NDArray[np.int32]
    periods: NDArray[np.int32]
    table_periods: tuple[Period, ...]


def locate(table: Table, level: LevelAreas, log: Log) -> Located:
    """Lay a table on a level.

    Raises:
        SourceError: keys without an area that the recipe does not allow, or an unreadable period.
    """
    spec = table.spec
    keep = matching(table, spec.where or {})
    areas = np.zeros(len(table), np.int32)
    if spec.area:
        keys = table.coded(spec.area)
        positions, elsewhere = _positions(table, keys, level, keep, log)
        areas = positions[keys.codes]
        keep &= ~elsewhere[keys.codes]
    rows = np.flatnonzero(keep)
    if not len(rows):
        raise SourceError(
            _("{file}: ingen rækker er tilbage efter filteret.").format(file=table.file.name),
            hint=_("Ret »where« eller mønsteret for områder i tabellen {id}.").format(id=spec.id),
        )
    codes, periods = _periods(table, rows)
    return Located(table, level, rows, areas[rows], codes, periods)


def matching(table: Table, where: Filter) -> NDArray[np.bool_]:
    """Which rows a filter keeps."""
    keep = np.ones(len(table), np.bool_)
    for column, wanted in where.items():
        texts = table.coded(column)
        allowed = np.array([_is_wanted(value, wanted) for value in texts.values] + [False])
        if not allowed.any():
            raise SourceError(
                _("{file}: ingen række har den ønskede værdi i »{column}«.").format(
                    file=table.file.name, column=column
                ),
                hint=_("Der er: {all}").format(all=", ".join(sorted(texts.values)[:12])),
            )
        keep &= allowed[texts.codes]
    return keep


def _is_wanted(value: str, wanted: Wanted) -> bool:
    if isinstance(wanted, range):
        return value.isascii() and value.isdigit() and int(value) in wanted
    return value in wanted


def _positions(
    table: Table, keys: Coded, level: LevelAreas, keep: NDArray[np.bool_], log: Log
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """By distinct key, and one more for none: the position, and whether it is of another level."""
    spec = table.spec
    index = {code: at for at, code in enumerate(level.codes)}
    pattern = re.compile(spec.area_pattern) if spec.area_pattern else None
    renamed = spec.rename_areas or {}
    positions = np.full(len(keys.values) + 1, NOWHERE, np.int32)
    elsewhere = np.zeros(len(keys.values) + 1, np.bool_)
    elsewhere[-1] = "" in spec.allow_unmatched
    used = np.bincount(keys.codes[keep] + 1, minlength=len(keys.values) + 1)[1:]
    unmatched = []
    for at, key in enumerate(keys.values):
        if spec.municipality_key and key == spec.municipality_key:
            positions[at] = len(level)
            continue
        found = pattern.search(key) if pattern else None
        if pattern and not found:
            elsewhere[at] = True
            continue
        code = (found[1] or "").strip() if found else key
        code = renamed.get(code, code)
        positions[at] = index.get(code, NOWHERE)
        if positions[at] == NOWHERE and used[at] and not {key, code} & {*spec.allow_unmatched}:
            unmatched.append(code)
    if (keys.codes[keep] < 0).any() and not elsewhere[-1]:
        row = int(np.flatnonzero(keep & (keys.codes < 0))[0])
        raise table.problem(
            row,
            _("området mangler i kolonnen »{column}«.").format(column=spec.area),
            _('Udfyld det, fjern rækken, eller skriv "" i »allow_unmatched«.'),
        )
    if spec.municipality_key and spec.municipality_key not in keys.values:
        raise SourceError(
            _("{file} har ingen række for kommunen: »{key}«.").format(
                file=table.file.name, key=spec.municipality_key
            ),
            hint=nearest(spec.municipality_key, keys.values),
        )
    _check_unmatched(table, unmatched, positions, level)
    _note_rows(table, keys, keep, positions, elsewhere, log)
    return positions, elsewhere


def _check_unmatched(
    table: Table,
    unmatched: Sequence[str],
    positions: NDArray[np.int32],
    level: LevelAreas,
) -> None:
    bare = [key for key in unmatched if key in level.bare]
    if bare:
        raise SourceError(
            plural(
                "{file}: {count} nøgle står i grænsefilen for {level}, men uden flade: {keys}",
                "{file}: {count} nøgler står i grænsefilen for {level}, men uden flade: {keys}",
                len(bare),
            ).format(
                file=table.file.name,
                count=number(len(bare)),
                level=level.level,
                keys=", ".join(bare[:30]) + (" …" if len(bare) > 30 else ""),
            ),
            hint=_("Tegn omridset i grænsefilen, eller skriv koden i »allow_unmatched«."),
        )
    if unmatched and not ((positions >= 0) & (positions < len(level))).any():
        raise SourceError(
            _("{file}: ingen nøgle i »{column}« passer til områderne i {level}.").format(
                file=table.file.name, column=table.spec.area, level=level.level
            ),
            hint=_("Tabellen har for eksempel {theirs}; områderne hedder {ours}.").format(
                theirs=_three(unmatched), ours=_three(level.codes)
            ),
        )
    if unmatched:
        near = {
            key: found[0]
            for key in unmatched[:30]
            if (found := get_close_matches(key, level.codes, 1, 0.6))
        }
        likely = "; ".join(f"»{key}« ~ »{code}«" for key, code in near.items())
        raise SourceError(
            plural(
                "{file}: {count} nøgle har intet område i {level}: {keys}",
                "{file}: {count} nøgler har intet område i {level}: {keys}",
                len(unmatched),
            ).format(
                file=table.file.name,
                count=number(len(unmatched)),
                level=level.level,
                keys=", ".join(unmatched[:30]) + (" …" if len(unmatched) > 30 else ""),
            ),
            hint=_("Skriv dem i »allow_unmatched« eller »rename_areas« for tabellen.")
            + (" " + _("Ligner: {likely}").format(likely=likely) if likely else ""),
        )


def _three(codes: Sequence[str]) -> str:
    return ", ".join(f"»{code}«" for code in codes[:3])


def _note_rows(
    table: Table,
    keys: Coded,
    keep: NDArray[np.bool_],
    positions: NDArray[np.int32],
    elsewhere: NDArray[np.bool_],
    log: Log,
) -> None:
    """Tell of rows that belong to no area, which is as the recipe said."""
    kept = keys.codes[keep]
    others = int(elsewhere[kept].sum())
    if others:
        log.reported(
            "other level",
            table.file.name,
            plural(
                "{rows} række handler om et andet niveau og er udeladt",
                "{rows} rækker handler om et andet niveau og er udeladt",
                others,
            ).format(rows=number(others)),
            rows=others,
        )
    outside = (positions[kept] == NOWHERE) & ~elsewhere[kept]
    if outside.any():
        names = sorted({keys.values[code] for code in np.unique(kept[outside])})
        log.reported(
            "unmatched",
            table.file.name,
            plural(
                "{rows} række uden område, som tilladt: {keys}",
                "{rows} rækker uden område, som tilladt: {keys}",
                int(outside.sum()),
            ).format(rows=number(int(outside.sum())), keys=", ".join(names)),
            rows=int(outside.sum()),
            keys=names,
        )


def _periods(table: Table, rows: NDArray[np.intp]) -> tuple[NDArray[np.int32], tuple[Period, ...]]:
    """The period of each row in use, and the periods in order of time."""
    spec = table.spec
    if spec.wide:
        return np.zeros(len(rows), np.int32), ()
    if spec.period_value:
        return np.zeros(len(rows), np.int32), (parse(spec.period_value),)
    texts = table.coded(spec.period)
    used = texts.codes[rows]
    found: dict[int, Period] = {}
    for code in np.unique(used).tolist():
        text = texts.values[code] if code >= 0 else ""
        try:
            found[code] = parse(text)
        except SourceError as error:
            row = int(rows[(used == code).argmax()])
            raise table.problem(row, error.problem, error.hint) from error
    periods = tuple(sorted(set(found.values()), key=order))
    number_of = np.full(len(texts.values), -1, np.int32)
    for code, period in found.items():
        number_of[code] = periods.index(period)
    return number_of[used], periods

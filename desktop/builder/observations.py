"""From tables to counts: indicator by area and period, as columns of numbers.

Counts of a level are periods × (areas + 1): the last column is the municipality, NaN where no one
says what it is.

A cell that no row speaks of is missing. A count of filtered rows is zero, not missing, where the
base (or for a breakdown the whole) has rows of the same area and period: a register holds no rows
for nobody. A cell is missing too when a row of it holds no number: a sum with an unknown part is
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from desktop.builder.boundaries import LevelAreas
from desktop.builder.keys import nearest
from desktop.builder.quality import Log
from desktop.builder.recipe import SUM, Amount, Filter, IndicatorSpec, Wanted
from desktop.builder.tables import Coded, Table
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import FloatArray
from desktop.core.errors import SourceError
from desktop.core.periods import Period, order, parse
from desktop.core.wording import _, number

NOWHERE = -1  # the area of a row that has none here but counts in a total
_TEMPLATES = {"{period}": r"(.+)", "{yyyy}": r"(\d{4})", "{yy}": r"(\d{2})"}


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


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Numbers of one indicator on one level: periods × (areas + 1). A ready value has no counts."""

    level: str
    periods: tuple[Period, ...]
    numerators: FloatArray | None
    denominators: FloatArray | None
    values: FloatArray | None


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


def count(located: Located, spec: IndicatorSpec, where: Filter | None = None) -> Counts:
    """The numbers of an indicator, or of one cell of a breakdown of it.

    Args:
        located: the table that has them, on its level.
        spec: the indicator.
        where: the filter of the breakdown cell.

    Raises:
        SourceError: what should be counts is negative, broken, doubled, or more than its base.
    """
    cell = where or {}
    if spec.value:
        periods, values = _gather(located, Amount(spec.value, {}, summed=False), spec, {})
        if located.table.spec.municipality == SUM:
            values[:, -1] = np.nan  # means and indices have no sum
        return Counts(located.level.level, periods, None, None, values)
    assert spec.numerator is not None
    periods, numerators = _gather(located, spec.numerator, spec, cell)
    denominators = None
    if spec.denominator is not None:
        base_periods, denominators = _gather(located, spec.denominator, spec, cell)
        periods, numerators, denominators = _in_step(
            periods, numerators, base_periods, denominators
        )
        if spec.numerator.where:
            numerators[
                np.isnan(numerators)
                & _absent(located, periods, spec, cell)
                & ~np.isnan(denominators)
            ] = 0.0
        _check_above(located, spec, periods, numerators, denominators)
    return Counts(located.level.level, periods, numerators, denominators, None)


def count_cells_of(located: Located, spec: IndicatorSpec, whole: Counts, where: Filter) -> Counts:
    """One cell of a breakdown on the periods of the whole; zero where only the whole has rows."""
    made = count(located, spec, where)
    at = [made.periods.index(period) if period in made.periods else -1 for period in whole.periods]

    def zero_filled(part: FloatArray | None, of: FloatArray | None) -> FloatArray | None:
        if part is None or of is None:
            return None
        laid = np.vstack([part, np.full((1, part.shape[1]), np.nan)])[at]
        return np.where(np.isnan(laid) & ~np.isnan(of), 0.0, laid)

    return Counts(
        whole.level,
        whole.periods,
        zero_filled(made.numerators, whole.numerators),
        zero_filled(made.denominators, whole.denominators),
        None,
    )


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
            _("{file}: {count} nøgler har intet område i {level}: {keys}").format(
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
            _("{rows} rækker handler om et andet niveau og er udeladt").format(rows=number(others)),
            rows=others,
        )
    outside = (positions[kept] == NOWHERE) & ~elsewhere[kept]
    if outside.any():
        names = sorted({keys.values[code] for code in np.unique(kept[outside])})
        log.reported(
            "unmatched",
            table.file.name,
            _("{rows} rækker uden område, som tilladt: {keys}").format(
                rows=number(int(outside.sum())), keys=", ".join(names)
            ),
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


def _gather(
    located: Located, amount: Amount, spec: IndicatorSpec, cell: Filter
) -> tuple[tuple[Period, ...], FloatArray]:
    """The column of an amount as periods × (areas + 1), after a look at every number in it."""
    table = located.table
    keep = _kept(located, amount, cell)
    if table.spec.wide:
        named = _wide_columns(table, amount.column, spec.periods)
        periods = tuple(named)
        laid = [
            _lay(located, keep, np.zeros(len(located.rows), np.int32), 1, column, amount, spec)
            for column in named.values()
        ]
        return periods, np.vstack(laid)
    laid_long = _lay(
        located, keep, located.periods, len(located.table_periods), amount.column, amount, spec
    )
    with_rows = np.unique(located.periods[keep])
    return tuple(located.table_periods[at] for at in with_rows), laid_long[with_rows]


def _kept(located: Located, amount: Amount, cell: Filter) -> NDArray[np.bool_]:
    filters = [matching(located.table, each)[located.rows] for each in (amount.where, cell) if each]
    return reduce(np.logical_and, filters, np.ones(len(located.rows), np.bool_))


def _lay(
    located: Located,
    keep: NDArray[np.bool_],
    period_of: NDArray[np.int32],
    periods: int,
    column: str,
    amount: Amount,
    spec: IndicatorSpec,
) -> FloatArray:
    table, width = located.table, len(located.level) + 1
    rows = located.rows[keep]
    values = table.numbers(column)[rows]
    if not spec.value:
        _check_counts(table, rows, values, column)
    areas, when = located.areas[keep], period_of[keep]
    known = areas != NOWHERE
    cells = when[known].astype(np.int64) * width + areas[known]
    many = np.bincount(cells, minlength=periods * width)
    if not amount.summed and (many > 1).any():
        _refuse_double(table, rows[known], cells, many, column)
    sums = np.bincount(cells, weights=values[known], minlength=periods * width)
    laid = np.where(many > 0, sums, np.nan).reshape(periods, width)
    if located.level.level == MUNICIPALITY:
        laid[:, -1] = np.nan
    elif table.spec.municipality == SUM and not spec.value:
        inside = areas != len(located.level)
        total = np.bincount(when[inside], weights=values[inside], minlength=periods)
        held = np.bincount(when[inside], minlength=periods) > 0
        laid[:, -1] = np.where(held, total, np.nan)
    return laid


def _check_counts(table: Table, rows: NDArray[np.intp], values: FloatArray, column: str) -> None:
    negative = values < 0
    broken = ~np.isnan(values) & (values % 1 != 0)
    for wrong, what, hint in (
        (negative, _("et negativt antal i kolonnen »{column}«."), _("Et antal er 0 eller mere.")),
        (
            broken,
            _("et antal i kolonnen »{column}« er ikke helt."),
            _("Antal er hele tal. Er det en færdig værdi, så brug »value« i stedet."),
        ),
    ):
        if wrong.any():
            raise table.problem(int(rows[wrong.argmax()]), what.format(column=column), hint)


def _refuse_double(
    table: Table,
    rows: NDArray[np.intp],
    cells: NDArray[np.int64],
    many: NDArray[np.intp],
    column: str,
) -> None:
    second = rows[cells == np.flatnonzero(many > 1)[0]][1]
    raise table.problem(
        int(second),
        _("området har mere end én række i samme periode."),
        _(
            'Fjern den ene. Skal rækkerne lægges sammen, så skriv {{column = "{column}"}} i'
            ' stedet for "{column}".'
        ).format(column=column),
    )


def _check_above(
    located: Located,
    spec: IndicatorSpec,
    periods: tuple[Period, ...],
    numerators: FloatArray,
    denominators: FloatArray,
) -> None:
    if spec.allow_above:
        return
    above = np.argwhere(numerators > denominators)
    if len(above):
        period, area = above[0]
        codes = (*located.level.codes, MUNICIPALITY)
        raise SourceError(
            _("{file}: {id} har større tæller end nævner i {area}, {period}.").format(
                file=located.table.file.name,
                id=spec.indicator.id,
                area=codes[area],
                period=periods[period].code,
            ),
            hint=_(
                "Det gælder {count} celler. Ret tabellen, eller skriv"
                " allow_numerator_above_denominator = true, hvis det er meningen."
            ).format(count=number(len(above))),
        )


def _absent(
    located: Located, periods: tuple[Period, ...], spec: IndicatorSpec, cell: Filter
) -> NDArray[np.bool_]:
    """Cells of the numerator that no row speaks of, as against rows without a number."""
    width = len(located.level) + 1
    if located.table.spec.wide:
        return np.zeros((len(periods), width), np.bool_)
    assert spec.numerator is not None
    keep = _kept(located, spec.numerator, cell)
    known = keep & (located.areas != NOWHERE)
    held = np.zeros((len(located.table_periods), width), np.bool_)
    held[located.periods[known], located.areas[known]] = True
    if located.table.spec.municipality == SUM:
        held[located.periods[keep], -1] = True
    return ~held[[located.table_periods.index(period) for period in periods]]


def _in_step(
    periods: tuple[Period, ...],
    numerators: FloatArray,
    base_periods: tuple[Period, ...],
    denominators: FloatArray,
) -> tuple[tuple[Period, ...], FloatArray, FloatArray]:
    """Both on the periods of either, NaN where one has none."""
    both = tuple(sorted({*periods, *base_periods}, key=order))

    def laid(own: tuple[Period, ...], column: FloatArray) -> FloatArray:
        full = np.full((len(both), column.shape[1]), np.nan)
        full[[both.index(period) for period in own]] = column
        return full

    return both, laid(periods, numerators), laid(base_periods, denominators)


def _wide_columns(table: Table, template: str, stated: tuple[str, ...]) -> Mapping[Period, str]:
    """The column of each period, in order of time, for a name such as ``teenbir{yy}``."""
    mark = next((mark for mark in _TEMPLATES if mark in template), None)
    if mark is None:
        raise SourceError(
            _("Kolonnen »{template}« siger ikke, hvor perioden står.").format(template=template),
            hint=_("I en bred tabel skrives {period}, {yyyy} eller {yy} i kolonnens navn."),
        )
    found: dict[Period, str] = {}
    if stated:
        for text in stated:
            period = parse(text)
            year = f"{period.year}"
            part = {"{period}": text, "{yyyy}": year, "{yy}": year[2:]}
            found[period] = template.replace(mark, part[mark])
    else:
        before, _mark, after = template.partition(mark)
        pattern = re.compile(re.escape(before) + _TEMPLATES[mark] + re.escape(after))
        for column in table.columns:
            if match := pattern.fullmatch(column):
                named = _short_year(match[1]) if mark == "{yy}" else _quietly(match[1])
                if named is not None:
                    found[named] = column
    if not found:
        raise SourceError(
            _("{file} har ingen kolonner som »{template}«.").format(
                file=table.file.name, template=template
            ),
            hint=nearest(template.replace(mark, ""), table.columns),
        )
    return {period: found[period] for period in sorted(found, key=order)}


def _short_year(digits: str) -> Period:
    """Two digits of a year: 00 to 68 are of this century, as in POSIX."""
    return parse(f"{'20' if int(digits) < 69 else '19'}{digits}")


def _quietly(text: str) -> Period | None:
    try:
        return parse(text)
    except SourceError:
        return None

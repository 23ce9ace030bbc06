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
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from desktop.builder.keys import nearest
from desktop.builder.locating import NOWHERE, Located, matching
from desktop.builder.recipe import SUM, Amount, Filter, IndicatorSpec
from desktop.builder.tables import Table
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import FloatArray
from desktop.core.errors import SourceError
from desktop.core.periods import Period, order, parse
from desktop.core.wording import _, number, plural

HIGHEST = 10**12  # no count of people or things in a municipality comes near
_TEMPLATES = {"{period}": r"(.+)", "{yyyy}": r"(\d{4})", "{yy}": r"(\d{2})"}


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Numbers of one indicator on one level: periods × (areas + 1). A ready value has no counts.

    ``withheld`` are cells whose every row says that the source withholds the number, if any do.
    """

    level: str
    periods: tuple[Period, ...]
    numerators: FloatArray | None
    denominators: FloatArray | None
    values: FloatArray | None
    withheld: NDArray[np.bool_] | None = None


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
        amount = Amount(spec.value, {}, summed=False)
        periods, values = _gather(located, amount, spec, {})
        if located.table.spec.municipality == SUM:
            values[:, -1] = np.nan  # means and indices have no sum
        withheld = _withheld(located, (amount,), periods, spec, {})
        return Counts(located.level.level, periods, None, None, values, withheld)
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
    amounts = tuple(each for each in (spec.numerator, spec.denominator) if each is not None)
    withheld = _withheld(located, amounts, periods, spec, cell)
    return Counts(located.level.level, periods, numerators, denominators, None, withheld)


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
        None
        if made.withheld is None
        else np.vstack([made.withheld, np.zeros((1, made.withheld.shape[1]), np.bool_)])[at],
    )


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


def _withheld(
    located: Located,
    amounts: Sequence[Amount],
    periods: tuple[Period, ...],
    spec: IndicatorSpec,
    cell: Filter,
) -> NDArray[np.bool_] | None:
    """Cells where every row of an amount is withheld by its source; None where none is."""
    table, width = located.table, len(located.level) + 1
    found = np.zeros((len(periods), width), np.bool_)
    for amount in amounts:
        named = (
            _wide_columns(table, amount.column, spec.periods)
            if table.spec.wide
            else dict.fromkeys(located.table_periods, amount.column)
        )
        keep = _kept(located, amount, cell) & (located.areas != NOWHERE)
        for column in dict.fromkeys(named.values()):
            marked = table.withheld(column)[located.rows]
            if not (marked & keep).any():
                continue
            for at, period in enumerate(periods):
                if named.get(period) != column:
                    continue
                here = keep
                if not table.spec.wide:
                    here = keep & (located.periods == located.table_periods.index(period))
                some = np.bincount(located.areas[here & marked], minlength=width) > 0
                others = np.bincount(located.areas[here & ~marked], minlength=width) > 0
                found[at] |= some & ~others
    return found if found.any() else None


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
    if spec.value:
        _check_finite(table, rows, values, column)
    else:
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
    huge = values >= HIGHEST
    negative = values < 0
    broken = np.isfinite(values) & (np.floor(values) != values)
    for wrong, what, hint in (
        (
            huge,
            _("et antal i kolonnen »{column}« er for stort."),
            _("Et antal er mindre end {highest}. Ret tallet, eller vælg en anden kolonne.").format(
                highest=number(HIGHEST)
            ),
        ),
        (negative, _("et negativt antal i kolonnen »{column}«."), _("Et antal er 0 eller mere.")),
        (
            broken,
            _("et antal i kolonnen »{column}« er ikke helt."),
            _("Antal er hele tal. Er det en færdig værdi, så brug »value« i stedet."),
        ),
    ):
        if wrong.any():
            raise table.problem(int(rows[wrong.argmax()]), what.format(column=column), hint)


def _check_finite(table: Table, rows: NDArray[np.intp], values: FloatArray, column: str) -> None:
    endless = np.isinf(values)
    if endless.any():
        raise table.problem(
            int(rows[endless.argmax()]),
            _("en værdi i kolonnen »{column}« er uendelig stor.").format(column=column),
            _("Ret tallet, eller lad cellen være tom, hvis der ingen data er."),
        )


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
            hint=plural(
                "Det gælder {count} celle. Ret tabellen, eller skriv"
                " allow_numerator_above_denominator = true, hvis det er meningen.",
                "Det gælder {count} celler. Ret tabellen, eller skriv"
                " allow_numerator_above_denominator = true, hvis det er meningen.",
                len(above),
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

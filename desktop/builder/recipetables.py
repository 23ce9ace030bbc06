"""The parts of a recipe that are about numbers: tables, breakdowns, indicators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from desktop.builder.keys import Keys, by_id, known_keys, nearest, place_of
from desktop.builder.recipe import (
    MISSING_MARKS,
    SUM,
    WITHHELD_MARKS,
    Amount,
    BreakdownSpec,
    Filter,
    IndicatorSpec,
    TableSpec,
    Wanted,
)
from desktop.core.areas import MUNICIPALITY
from desktop.core.errors import RecipeError
from desktop.core.indicators import TEXT_FIELDS, Catalogue, Indicator, indicator_fields
from desktop.core.wording import _

_TABLE_KEYS = (
    "id file sheet header_row separator decimal thousands encoding missing withheld zero level area"
    " period rename_areas allow_unmatched municipality where layout"
)
_INDICATOR_KEYS = (
    "id table tables numerator denominator value periods breakdowns"
    " allow_numerator_above_denominator name short sentence dimension numerator_text"
    " denominator_text unit per decimals direction people source reference discretion measured"
)


def read_table(row: object, at: int) -> TableSpec:
    """One ``[[tables]]``, the ``at``-th.

    Raises:
        RecipeError: it says something that cannot be done.
    """
    keys = known_keys(place_of("tables", row, at), row, _TABLE_KEYS)
    level = keys.text("level")
    area, pattern = _column(keys, "area", "column pattern")
    period, period_value = _column(keys, "period", "value")
    wide = keys.choice("layout", ("long", "wide"), "long") == "wide"
    if level != MUNICIPALITY and not area:
        keys.text("area")
    if not wide and not period and not period_value:
        keys.text("period")
    municipality, municipality_key = _column(keys, "municipality", "key")
    if municipality not in ("", SUM):
        raise RecipeError(
            _('»municipality« i {place} skal være "sum" eller {{key = …}}.').format(
                place=keys.place
            ),
            hint=_("Udelad den, når tabellen intet siger om kommunen."),
        )
    if pattern:
        _check_pattern(pattern, keys.place)
    return TableSpec(
        id=keys.text("id"),
        file=keys.text("file"),
        sheet=keys.text("sheet", ""),
        header_row=keys.whole("header_row", 1, least=1),
        separator=keys.text("separator", ""),
        decimal=keys.choice("decimal", (".", ",", ""), ""),
        thousands=keys.text("thousands", ""),
        encoding=keys.text("encoding", ""),
        missing=keys.texts("missing", MISSING_MARKS),
        withheld=keys.texts("withheld", () if "missing" in keys else WITHHELD_MARKS),
        zero=keys.texts("zero"),
        level=level,
        area=area,
        area_pattern=pattern,
        period=period,
        period_value=period_value,
        rename_areas=keys.pairs("rename_areas"),
        allow_unmatched=keys.texts("allow_unmatched"),
        municipality=municipality,
        municipality_key=municipality_key,
        where=read_filter(keys, "where"),
        wide=wide,
    )


def _column(keys: Keys, key: str, known: str) -> tuple[str, str]:
    """A plain text, and the extra that a table in its place gives: (column, pattern)."""
    if not isinstance(keys.raw(key), dict):
        return keys.text(key, ""), ""
    inner = known_keys(f"{keys.place} {key}", keys.raw(key), known)
    column = inner.text("column") if "column" in known.split() else ""
    extra = known.rsplit(maxsplit=1)[-1]
    return column, inner.text(extra, "" if column else None)


def _check_pattern(pattern: str, place: str) -> None:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise RecipeError(
            _("Mønsteret i {place} er ikke gyldigt: {pattern}").format(
                place=place, pattern=pattern
            ),
            hint=str(error),
        ) from error
    if groups < 1:
        raise RecipeError(
            _("Mønsteret i {place} har ingen gruppe: {pattern}").format(
                place=place, pattern=pattern
            ),
            hint=_("Sæt parentes om det, der er områdets kode."),
        )


def read_filter(keys: Keys, key: str) -> Filter:
    """The rows that are wanted: a list of texts, or a range of whole numbers, by column.

    Raises:
        RecipeError: it says something that cannot be done.
    """
    table = keys.raw(key)
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise RecipeError(
            _("»{key}« i {place} skal være en tabel fra kolonne til værdier.").format(
                key=key, place=keys.place
            ),
            hint=_("Skriv {example}.").format(example='{KOEN = ["1", "2"], ALDER = "0..17"}'),
        )
    return {column: _wanted(value, column, keys.place) for column, value in table.items()}


def _wanted(value: object, column: str, place: str) -> Wanted:
    if isinstance(value, str) and (span := re.match(r"\s*(\d+)\s*\.\.\s*(\d+)\s*$", value)):
        if int(span[1]) <= int(span[2]):
            return range(int(span[1]), int(span[2]) + 1)
    elif isinstance(value, list) and all(
        isinstance(each, str | int) and not isinstance(each, bool) for each in value
    ):
        return tuple(str(each) for each in value)
    raise RecipeError(
        _("Filteret på »{column}« i {place} kan ikke læses: {value}").format(
            column=column, place=place, value=repr(value)[:80]
        ),
        hint=_('Skriv en liste som ["1", "2"] eller et interval som "0..17".'),
    )


def read_breakdown(row: object, at: int) -> BreakdownSpec:
    """One ``[[breakdowns]]``, the ``at``-th.

    Raises:
        RecipeError: it says something that cannot be done.
    """
    keys = known_keys(place_of("breakdowns", row, at), row, "id name cells")
    cells = []
    for number, each in enumerate(keys.rows("cells"), 1):
        cell = known_keys(f"{keys.place} cells nr. {number}", each, "id name where")
        cells.append((cell.text("id"), cell.words("name"), read_filter(cell, "where")))
    by_id(keys.place, [(cell[0], cell) for cell in cells])
    return BreakdownSpec(keys.text("id"), keys.words("name"), tuple(cells))


def _amount(keys: Keys, key: str) -> Amount | None:
    value = keys.raw(key)
    if value is None:
        return None
    if isinstance(value, dict):
        inner = known_keys(f"{keys.place} {key}", value, "column where")
        return Amount(inner.text("column"), read_filter(inner, "where"), summed=True)
    return Amount(keys.text(key), {}, summed=False)


def read_indicator(
    row: object, at: int, catalogue: Catalogue, tables: Mapping[str, TableSpec]
) -> IndicatorSpec:
    """One ``[[indicators]]``, with what the catalogue says of it where the recipe is silent.

    Raises:
        RecipeError: it says something that cannot be done.
    """
    keys = known_keys(place_of("indicators", row, at), row, _INDICATOR_KEYS)
    if "table" in keys and "tables" in keys:
        raise RecipeError(
            _("{place} har både »table« og »tables«.").format(place=keys.place),
            hint=_("Brug kun den ene."),
        )
    used = keys.texts("tables") if "tables" in keys else (keys.text("table"),)
    for table in used:
        if table not in tables:
            raise RecipeError(
                _("{place} bruger tabellen »{table}«, som ikke findes.").format(
                    place=keys.place, table=table
                ),
                hint=nearest(table, tables),
            )
    spec = IndicatorSpec(
        indicator=_definition(keys, catalogue),
        tables=used,
        numerator=_amount(keys, "numerator"),
        denominator=_amount(keys, "denominator"),
        value=keys.text("value", ""),
        periods=keys.texts("periods"),
        breakdowns=keys.texts("breakdowns"),
        allow_above=keys.yes("allow_numerator_above_denominator", default=False),
    )
    if (spec.numerator is None) == (not spec.value) or (spec.value and spec.denominator):
        raise RecipeError(
            _("{place} skal have enten tal eller en færdig værdi.").format(place=keys.place),
            hint=_("Skriv »numerator« (og »denominator«) eller »value«."),
        )
    if spec.value and spec.breakdowns:
        raise RecipeError(
            _("{place}: en færdig værdi kan ikke opdeles.").format(place=keys.place),
            hint=_("Udelad »breakdowns«, eller brug »numerator« og »denominator«."),
        )
    return spec


def _definition(keys: Keys, catalogue: Catalogue) -> Indicator:
    id = keys.text("id")
    for name in set(TEXT_FIELDS) & set(keys.table):
        keys.words(name)
    for name in ("unit", "direction", "measured"):
        keys.text(name, "")
    keys.whole("decimals", 1)
    keys.number("per", 100.0)
    keys.yes("people", default=True)
    dimensions = [each.id for each in catalogue.dimensions]
    if keys.text("dimension", "") not in ("", *dimensions):
        raise RecipeError(
            _("{place}: dimensionen »{id}« findes ikke i kataloget.").format(
                place=keys.place, id=keys.text("dimension")
            ),
            hint=nearest(keys.text("dimension"), dimensions),
        )
    written = indicator_fields(keys.table)
    if "per" in written:
        written["per"] = float(written["per"])
    if (known := catalogue.indicators.get(id)) is not None:
        return replace(known, **written)
    if "name" not in keys:
        raise RecipeError(
            _("{place}: »{id}« står ikke i kataloget og har intet navn.").format(
                place=keys.place, id=id
            ),
            hint=nearest(id, catalogue.indicators) + " " + _("En egen indikator skal have »name«."),
        )
    if "denominator" not in keys and "value" not in keys:
        written = {"unit": "n", "decimals": 0, "per": 1.0} | written
    return Indicator(**written)

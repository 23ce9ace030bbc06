"""Reads a recipe from TOML and checks all that can be checked without opening what it names."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.builder.keys import Keys, nearest
from desktop.builder.recipe import (
    BACKGROUND_KINDS,
    MISSING_MARKS,
    PLACE_KINDS,
    SUM,
    WITHHELD_MARKS,
    Amount,
    Boundary,
    BreakdownSpec,
    Filter,
    Head,
    IndicatorSpec,
    Layer,
    LevelSpec,
    Recipe,
    TableSpec,
    Wanted,
)
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import Limits
from desktop.core.errors import RecipeError
from desktop.core.indicators import TEXT_FIELDS, Catalogue, Indicator, Text, indicator_fields
from desktop.core.paths import read_whole
from desktop.core.wording import _

FORMAT = 1


def read_recipe(
    path: Path, catalogue: Catalogue, today: dt.date, sources: Path | None = None
) -> Recipe:
    """The recipe in a file.

    Args:
        path: the TOML file.
        catalogue: the indicators that need only be named.
        today: the day of creation where the recipe states none.
        sources: the folder that relative paths start in; the recipe's own if left out.

    Raises:
        FileProblem: the file cannot be read.
        RecipeError: it is no TOML, or says something that cannot be done.
    """
    content = read_whole(path)
    recipe = _recipe(_toml(content, path), catalogue, today)
    return replace(
        recipe,
        folder=(sources or path.parent).absolute(),
        digest=hashlib.sha256(content).hexdigest(),
    )


def _toml(content: bytes, path: Path) -> dict[str, Any]:
    problem = _("Opskriften kan ikke læses: {path}").format(path=path)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecipeError(
            problem,
            hint=_("Linje {line} er ikke UTF-8. Gem filen som UTF-8.").format(
                line=content[: error.start].count(b"\n") + 1
            ),
        ) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (
            (place[1], place[2]) if place else (str(content.count(b"\n") + 1), _("slutningen"))
        )
        raise RecipeError(
            problem,
            hint=_("Fejl i TOML, linje {line}, kolonne {column}: {message}").format(
                line=line, column=column, message=str(error).partition(" (at")[0]
            ),
        ) from error


def _recipe(content: dict[str, Any], catalogue: Catalogue, today: dt.date) -> Recipe:
    top = Keys(
        content,
        _("opskriften"),
        "format extract disclosure levels municipality background points changes efforts tables"
        " breakdowns indicators",
    )
    written = top.whole("format")
    if written != FORMAT:
        raise RecipeError(
            _("Opskriften har format {written}; programmet læser format {known}.").format(
                written=written, known=FORMAT
            ),
            hint=_("Opdatér programmet, eller skriv format = {known}.").format(known=FORMAT),
        )
    head = _head(top.raw("extract"), today)
    limits, residents = _limits(top.raw("disclosure"))
    levels = [_level(row, at) for at, row in enumerate(top.rows("levels"), 1)]
    tables = [_table(row, at) for at, row in enumerate(top.rows("tables"), 1)]
    breakdowns = [_breakdown(row, at) for at, row in enumerate(top.rows("breakdowns"), 1)]
    if not levels:
        raise RecipeError(
            _("Opskriften har ingen områder."), hint=_("Tilføj mindst ét [[levels]].")
        )
    recipe = Recipe(
        folder=Path(),
        digest="",
        head=head,
        limits=limits,
        residents=residents,
        levels=tuple(levels),
        municipality=(
            _boundary(_known("[municipality]", top.raw("municipality"), _GEOMETRY_KEYS))
            if "municipality" in top
            else None
        ),
        background=_layers(top, "background", BACKGROUND_KINDS),
        points=_layers(top, "points", PLACE_KINDS),
        changes=_files(top, "changes"),
        efforts=_files(top, "efforts"),
        tables=_by_id("[[tables]]", [(each.id, each) for each in tables]),
        breakdowns=_by_id("[[breakdowns]]", [(each.id, each) for each in breakdowns]),
        indicators=tuple(
            _indicator(row, at, catalogue, {each.id: each for each in tables})
            for at, row in enumerate(top.rows("indicators"), 1)
        ),
    )
    _check_names(recipe)
    return recipe


_GEOMETRY_KEYS = "source layer crs encoding"
_LEVEL_KEYS = (
    f"id name plural {_GEOMETRY_KEYS} key name_column organisation sector residents dwellings"
    " valid_from valid_to parents leave_out without_data"
)
_TABLE_KEYS = (
    "id file sheet header_row separator decimal thousands encoding missing withheld zero level area"
    " period rename_areas allow_unmatched municipality where layout"
)
_INDICATOR_KEYS = (
    "id table tables numerator denominator value periods breakdowns"
    " allow_numerator_above_denominator name short sentence dimension numerator_text"
    " denominator_text unit per decimals direction people source reference discretion"
)


def _known(place: str, table: object, known: str) -> Keys:
    return Keys(table, place, known)


def _place(kind: str, row: object, at: int) -> str:
    """Where a table stands: its kind, number, and id or file when it has one."""
    name = next(
        (str(row[key]) for key in ("id", "kind", "file") if key in row)
        if isinstance(row, dict)
        else iter(()),
        "",
    )
    number = _("[[{kind}]] nr. {at}").format(kind=kind, at=at)
    return f"{number} ({name})" if name else number


def _head(table: object, today: dt.date) -> Head:
    keys = _known(
        "[extract]",
        table if table is not None else {},
        "title municipality municipality_code purpose controller legal_basis kind created"
        " valid_from delete_by crs sources",
    )
    created = keys.day("created", today)
    head = Head(
        title=keys.text("title"),
        municipality=keys.text("municipality"),
        municipality_code=keys.text("municipality_code"),
        purpose=keys.text("purpose"),
        controller=keys.text("controller"),
        legal_basis=keys.text("legal_basis"),
        kind=keys.choice("kind", ("standard", "analysis"), "standard"),
        created=created,
        valid_from=keys.day("valid_from", created),
        delete_by=keys.day("delete_by"),
        crs=keys.text("crs", "EPSG:25832"),
        sources=keys.texts("sources"),
    )
    if head.delete_by < created:
        raise RecipeError(
            _("Udtrækket skal slettes ({delete}), før det er dannet ({created}).").format(
                delete=head.delete_by, created=created
            ),
            hint=_("Ret delete_by i [extract]."),
        )
    return head


def _limits(table: object) -> tuple[Limits, str]:
    keys = _known(
        "[disclosure]",
        table if table is not None else {},
        "profile cell_minimum complement area_minimum residents",
    )
    known = Limits()
    return (
        Limits(
            keys.text("profile", known.profile),
            keys.whole("cell_minimum", known.cell_minimum),
            keys.whole("area_minimum", known.area_minimum),
            keys.yes("complement", known.complement),
        ),
        keys.text("residents", ""),
    )


def _boundary(keys: Keys) -> Boundary:
    return Boundary(
        source=keys.text("source"),
        layer=keys.text("layer", ""),
        crs=keys.text("crs", ""),
        encoding=keys.text("encoding", ""),
        key=keys.text("key", "") if "key" in keys else "",
        name_column=keys.text("name_column", "") if "name_column" in keys else "",
        where=_filter(keys, "where"),
    )


def _level(row: object, at: int) -> LevelSpec:
    keys = _known(_place("levels", row, at), row, _LEVEL_KEYS)
    id = keys.text("id")
    if id == MUNICIPALITY:
        raise RecipeError(
            _("Niveauet »{id}« findes altid og kan ikke skrives i [[levels]].").format(id=id),
            hint=_("Kommunens omrids hører til i [municipality]."),
        )
    keys.text("key")
    name = keys.words("name", Text(id))
    return LevelSpec(
        id=id,
        name=name,
        plural=keys.words("plural", name),
        boundary=_boundary(keys),
        organisation=keys.text("organisation", ""),
        sector=keys.text("sector", ""),
        residents=keys.text("residents", ""),
        dwellings=keys.text("dwellings", ""),
        valid_from=keys.text("valid_from", ""),
        valid_to=keys.text("valid_to", ""),
        parents=keys.pairs("parents"),
        leave_out=keys.texts("leave_out"),
        without_data=keys.texts("without_data"),
    )


def _layers(top: Keys, kind: str, kinds: tuple[str, ...]) -> tuple[Layer, ...]:
    layers = []
    for at, row in enumerate(top.rows(kind), 1):
        keys = _known(_place(kind, row, at), row, f"kind {_GEOMETRY_KEYS} name_column where")
        layers.append(Layer(keys.choice("kind", kinds), _boundary(keys)))
    return tuple(layers)


def _files(top: Keys, kind: str) -> tuple[str, ...]:
    return tuple(
        _known(_place(kind, row, at), row, "file").text("file")
        for at, row in enumerate(top.rows(kind), 1)
    )


def _table(row: object, at: int) -> TableSpec:
    keys = _known(_place("tables", row, at), row, _TABLE_KEYS)
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
        where=_filter(keys, "where"),
        wide=wide,
    )


def _column(keys: Keys, key: str, known: str) -> tuple[str, str]:
    """A plain text, and the extra that a table in its place gives: (column, pattern)."""
    if not isinstance(keys.raw(key), dict):
        return keys.text(key, ""), ""
    inner = _known(f"{keys.place} {key}", keys.raw(key), known)
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


def _filter(keys: Keys, key: str) -> Filter:
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


def _breakdown(row: object, at: int) -> BreakdownSpec:
    keys = _known(_place("breakdowns", row, at), row, "id name cells")
    cells = []
    for number, each in enumerate(keys.rows("cells"), 1):
        cell = _known(f"{keys.place} cells nr. {number}", each, "id name where")
        cells.append((cell.text("id"), cell.words("name"), _filter(cell, "where")))
    _by_id(keys.place, [(cell[0], cell) for cell in cells])
    return BreakdownSpec(keys.text("id"), keys.words("name"), tuple(cells))


def _amount(keys: Keys, key: str) -> Amount | None:
    value = keys.raw(key)
    if value is None:
        return None
    if isinstance(value, dict):
        inner = _known(f"{keys.place} {key}", value, "column where")
        return Amount(inner.text("column"), _filter(inner, "where"), summed=True)
    return Amount(keys.text(key), {}, summed=False)


def _indicator(
    row: object, at: int, catalogue: Catalogue, tables: Mapping[str, TableSpec]
) -> IndicatorSpec:
    keys = _known(_place("indicators", row, at), row, _INDICATOR_KEYS)
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
    for name in TEXT_FIELDS & set(keys.table):
        keys.words(name)
    for name in ("unit", "direction"):
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


def _by_id(place: str, held: list[tuple[str, Any]]) -> dict[str, Any]:
    by_id: dict[str, Any] = {}
    for id, each in held:
        if id in by_id:
            raise RecipeError(
                _("»{id}« står to gange i {place}.").format(id=id, place=place),
                hint=_("Giv den ene et andet id."),
            )
        by_id[id] = each
    return by_id


def _check_names(recipe: Recipe) -> None:
    """Everything that is referred to must be there."""
    levels = _by_id("[[levels]]", [(level.id, level) for level in recipe.levels])
    indicators = _by_id("[[indicators]]", [(spec.indicator.id, spec) for spec in recipe.indicators])
    for level in recipe.levels:
        for parent in level.parents:
            _check_name(parent, levels, f"[[levels]] ({level.id}) parents")
    for table in recipe.tables.values():
        _check_name(table.level, [*levels, MUNICIPALITY], f"[[tables]] ({table.id}) level")
    for spec in recipe.indicators:
        place = f"[[indicators]] ({spec.indicator.id})"
        for breakdown in spec.breakdowns:
            _check_name(breakdown, recipe.breakdowns, f"{place} breakdowns")
        used = [recipe.tables[table] for table in spec.tables]
        _by_id(f"{place} tables", [(table.level, table) for table in used])
        totals = [
            t.id for t in used if t.level == MUNICIPALITY or t.municipality or t.municipality_key
        ]
        if len(totals) > 1:
            raise RecipeError(
                _("{place}: flere tabeller giver kommunens tal: {tables}.").format(
                    place=place, tables=", ".join(totals)
                ),
                hint=_("Lad kun én af dem have »municipality« eller niveauet »kommune«."),
            )
    if recipe.residents:
        _check_name(recipe.residents, indicators, "[disclosure] residents")


def _check_name(name: str, known: Any, place: str) -> None:
    if name not in known:
        raise RecipeError(
            _("»{name}« i {place} findes ikke i opskriften.").format(name=name, place=place),
            hint=nearest(name, known),
        )

"""Reads a recipe from TOML and checks all that can be checked without opening what it names."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.builder.keys import Keys, by_id, known_keys, nearest, place_of
from desktop.builder.recipe import (
    BACKGROUND_KINDS,
    PLACE_KINDS,
    Boundary,
    Head,
    Layer,
    LevelSpec,
    Recipe,
)
from desktop.builder.recipetables import read_breakdown, read_filter, read_indicator, read_table
from desktop.core.areas import MUNICIPALITY
from desktop.core.disclosure import Limits
from desktop.core.errors import RecipeError
from desktop.core.indicators import Catalogue, Text
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
        "format extract disclosure levels municipality background points changes efforts models"
        " tables breakdowns indicators",
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
    tables = [read_table(row, at) for at, row in enumerate(top.rows("tables"), 1)]
    breakdowns = [read_breakdown(row, at) for at, row in enumerate(top.rows("breakdowns"), 1)]
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
            _boundary(known_keys("[municipality]", top.raw("municipality"), _GEOMETRY_KEYS))
            if "municipality" in top
            else None
        ),
        background=_layers(top, "background", BACKGROUND_KINDS),
        points=_layers(top, "points", PLACE_KINDS),
        changes=_files(top, "changes"),
        efforts=_files(top, "efforts"),
        models=_models(top),
        tables=by_id("[[tables]]", [(each.id, each) for each in tables]),
        breakdowns=by_id("[[breakdowns]]", [(each.id, each) for each in breakdowns]),
        indicators=tuple(
            read_indicator(row, at, catalogue, {each.id: each for each in tables})
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


def _head(table: object, today: dt.date) -> Head:
    keys = known_keys(
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
    keys = known_keys(
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
        where=read_filter(keys, "where"),
    )


def _level(row: object, at: int) -> LevelSpec:
    keys = known_keys(place_of("levels", row, at), row, _LEVEL_KEYS)
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
        keys = known_keys(place_of(kind, row, at), row, f"kind {_GEOMETRY_KEYS} name_column where")
        layers.append(Layer(keys.choice("kind", kinds), _boundary(keys)))
    return tuple(layers)


def _files(top: Keys, kind: str) -> tuple[str, ...]:
    return tuple(
        known_keys(place_of(kind, row, at), row, "file").text("file")
        for at, row in enumerate(top.rows(kind), 1)
    )


def _models(top: Keys) -> tuple[str, ...]:
    """The categorisation models, each by ``model`` (the program's own) or ``file``."""
    named = []
    for at, row in enumerate(top.rows("models"), 1):
        place = place_of("models", row, at)
        keys = known_keys(place, row, "model file")
        if ("model" in keys) == ("file" in keys):
            raise RecipeError(
                _("{place}: skriv enten »model« eller »file«.").format(place=place),
                hint=_("»model« er en af programmets egne: boligatlas models viser dem."),
            )
        named.append(keys.text("model") if "model" in keys else keys.text("file"))
    return tuple(named)


def _check_names(recipe: Recipe) -> None:
    """Everything that is referred to must be there."""
    levels = by_id("[[levels]]", [(level.id, level) for level in recipe.levels])
    indicators = by_id("[[indicators]]", [(spec.indicator.id, spec) for spec in recipe.indicators])
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
        by_id(f"{place} tables", [(table.level, table) for table in used])
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

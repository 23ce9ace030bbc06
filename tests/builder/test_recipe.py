from __future__ import annotations

from pathlib import Path

import pytest

from desktop.builder.recipe import Amount, Recipe
from desktop.builder.recipefile import read_recipe
from desktop.core.errors import RecipeError
from desktop.core.indicators import (
    Catalogue,
    Dimension,
    Direction,
    Indicator,
    Kind,
    Text,
    load_catalogue,
)
from desktop.core.paths import resource
from tests.builder.making import COUNT, HEAD, LEVEL, SHARE, TABLE, TODAY

CATALOGUE = Catalogue(
    "1",
    (Dimension("bolig", Text("Bolig")),),
    {"bef_antal": Indicator("bef_antal", Text("Beboerantal"), unit="n", per=1.0, decimals=0)},
)


def read(folder: Path, text: str) -> Recipe:
    path = folder / "opskrift.toml"
    path.write_text(text, "utf-8")
    return read_recipe(path, CATALOGUE, TODAY)


def test_a_whole_recipe(tmp_path: Path) -> None:
    recipe = read(tmp_path, HEAD + LEVEL + TABLE + SHARE)
    assert recipe.head.delete_by.isoformat() == "2026-12-31"
    assert recipe.levels[0].boundary.crs == "EPSG:25832"
    assert recipe.indicators[0].numerator == Amount("n", {}, summed=False)
    assert recipe.limits.cell_minimum == 5
    assert len(recipe.digest) == 64


def test_the_catalogue_gives_what_the_recipe_leaves_out_and_the_recipe_wins(tmp_path: Path) -> None:
    text = HEAD + LEVEL + TABLE + '[[indicators]]\nid = "bef_antal"\ntable = "tal"\n'
    made = read(tmp_path, text + 'numerator = {column = "n", where = {a = "0..17"}}\ndecimals = 2')
    indicator = made.indicators[0].indicator
    assert (str(indicator.name), indicator.unit, indicator.decimals) == ("Beboerantal", "n", 2)
    assert made.indicators[0].numerator == Amount("n", {"a": range(18)}, summed=True)


def test_directions_are_read(tmp_path: Path) -> None:
    text = HEAD + LEVEL + TABLE + SHARE
    made = read(tmp_path, text + 'direction = "higher_is_worse"\nper = 1000')
    assert made.indicators[0].indicator.direction is Direction.WORSE
    assert made.indicators[0].indicator.per == 1000.0


def test_the_kind_of_number_is_read(tmp_path: Path) -> None:
    text = HEAD + LEVEL + TABLE + SHARE
    assert read(tmp_path, text).indicators[0].indicator.kind is Kind.SHARE
    made = read(tmp_path, text + 'measured = "mean"').indicators[0].indicator
    assert (made.measured, made.kind) == ("mean", Kind.MEAN)


@pytest.mark.parametrize(
    ("text", "says", "hints"),
    [
        ("format = 1\n[extract]\ntitel = 'x'", "»titel« i [extract]", "title"),
        (HEAD + LEVEL + 'neme = "x"', "»neme«", "name"),
        (HEAD + LEVEL + TABLE + 'seperator = ";"', "[[tables]] nr. 1 (tal)", "separator"),
        (HEAD + LEVEL + TABLE + SHARE + 'numerater = "x"', "»numerater«", "numerator"),
        (HEAD + "[disclosur]\nx = 1" + LEVEL, "»disclosur«", "disclosure"),
        (HEAD.replace("title", "# title") + LEVEL, "»title« mangler", ""),
        (HEAD.replace("0999", "") + LEVEL, "»municipality_code«", ""),
        (HEAD + LEVEL.replace('"kode"', "7"), "»key« i [[levels]] nr. 1 (omraade)", "7"),
        (HEAD.replace("2026-12-31", '"2026-12-31"') + LEVEL, "»delete_by«", "2026-12-31"),
        (HEAD.replace("2026-12-31", "2026-06-30") + LEVEL, "før det er dannet", "delete_by"),
        (HEAD, "ingen områder", "[[levels]]"),
        (HEAD + LEVEL + LEVEL, "to gange", ""),
        (HEAD + LEVEL.replace('id = "omraade"', 'id = "kommune"'), "kommune", "[municipality]"),
        (HEAD + LEVEL + TABLE.replace('"omraade"', '"omrade"'), "omrade", "omraade"),
        (HEAD + LEVEL + TABLE.replace('period = "aar"', ""), "»period« mangler", ""),
        (HEAD + LEVEL + TABLE.replace('area = "kode"', ""), "»area« mangler", ""),
        (HEAD + LEVEL + TABLE + "header_row = 0", "»header_row«", "0"),
        (HEAD + LEVEL + TABLE + "header_row = true", "»header_row«", "True"),
        (HEAD + LEVEL + TABLE + "missing = [1]", "»missing«", "1"),
        (HEAD + LEVEL + TABLE + 'municipality = "total"', "sum", ""),
        (HEAD + LEVEL + TABLE + "where = {a = 1}", "»a«", "0..17"),
        (HEAD + LEVEL + TABLE.replace('"kode"', '{column = "k", pattern = "("}'), "gyldigt", ""),
        (HEAD + LEVEL + TABLE.replace('"kode"', '{column = "k", pattern = "a"}'), "gruppe", ""),
        (HEAD + LEVEL + TABLE.replace('"kode"', '{colum = "k"}'), "»colum«", "column"),
        (HEAD + LEVEL + SHARE, "tabellen »tal«", ""),
        (HEAD + LEVEL + TABLE + SHARE.replace('name = "Andel"', ""), "intet navn", "name"),
        (HEAD + LEVEL + TABLE + SHARE + 'value = "v"', "tal eller en færdig værdi", ""),
        (HEAD + LEVEL + TABLE + SHARE + 'direction = "up"', "up", "higher_is_worse"),
        (HEAD + LEVEL + TABLE + SHARE + 'measured = "guess"', "guess", "share, rate, count, mean"),
        (HEAD + LEVEL + TABLE + SHARE + "measured = 3", "»measured«", "3"),
        (HEAD + LEVEL + TABLE + SHARE + 'dimension = "boligg"', "boligg", "bolig"),
        (HEAD + LEVEL + TABLE + SHARE + 'breakdowns = ["koen"]', "koen", ""),
        (HEAD + LEVEL + TABLE + SHARE + COUNT + COUNT, "»antal« står to gange", ""),
        (HEAD + '[disclosure]\nresidents = "beboere"' + LEVEL + TABLE + SHARE, "beboere", "andel"),
        (HEAD + LEVEL + '[[background]]\nkind = "wather"\nsource = "x"', "»kind«", "wather"),
        (HEAD.replace("format = 1", "format = 2") + LEVEL, "format 2", "format = 1"),
        (HEAD + "x = \n", "kan ikke læses", "linje 12"),
        ("format = 1\n[extract", "kan ikke læses", "linje"),
        (HEAD.replace("[extract]", 'levels = "x"\n[extract]'), "»levels«", ""),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    tmp_path: Path, text: str, says: str, hints: str
) -> None:
    with pytest.raises(RecipeError) as caught:
        read(tmp_path, text)
    assert says in caught.value.problem
    assert hints in caught.value.hint


def test_two_tables_cannot_both_be_the_municipality(tmp_path: Path) -> None:
    other = TABLE.replace('"tal"', '"mere"').replace('"omraade"', '"kommune"')
    text = HEAD + LEVEL + TABLE + 'municipality = "sum"\n' + other
    with pytest.raises(RecipeError, match="kommunens tal"):
        read(tmp_path, text + COUNT.replace('table = "tal"', 'tables = ["tal", "mere"]'))


def test_a_recipe_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes((HEAD + LEVEL).encode("cp1252"))
    with pytest.raises(RecipeError) as caught:
        read_recipe(path, CATALOGUE, TODAY)
    assert "UTF-8" in caught.value.hint


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes((HEAD + LEVEL).encode("utf-8-sig"))
    assert read_recipe(path, CATALOGUE, TODAY).head.title == "Prøve"


@pytest.mark.parametrize("name", ["koebenhavn", "baltimore"])
def test_the_recipes_that_come_along_are_sound(name: str) -> None:
    catalogue = load_catalogue(resource("catalogue.toml"))
    read_recipe(resource("recipes", f"{name}.toml"), catalogue, TODAY)

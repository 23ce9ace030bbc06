"""Make the example town's files in a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from desktop.builder.example import (
    areas,
    further,
    ground,
    layers,
    parts,
    people,
    settlement,
    tables,
    town,
    yearly,
)
from desktop.builder.example.plan import PLAN_FILE, plan_text
from desktop.builder.example.recipe import RECIPE_FILE, recipe_text


def _silent(done: float) -> None:
    """Report nothing."""


def generate(
    folder: Path, *, seed: int = 20261123, report: Callable[[float], None] = _silent
) -> Path:
    """Write Eksempelby's boundaries, tables, recipe and a plan file into `folder`.

    The folder is made if it is missing. Files of the same names are replaced; others are left
    alone. The same seed gives the same bytes. `report` hears how much is done, from 0 to 1, and may
    raise to stop. Returns the path of the recipe, which is written last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _remove_old(folder)
    report(0.0)
    drawn = draw(seed)
    report(0.4)
    layers.write_layers(drawn, folder)
    report(0.6)
    tables.write_tables(drawn.settlement, drawn.population, folder)
    report(0.8)
    divided, counted, answers = draw_further(drawn, seed)
    further.write_further(drawn.settlement, drawn.population, divided, counted, answers, folder)
    (folder / PLAN_FILE).write_bytes(plan_text(drawn.settlement).encode())
    recipe = folder / RECIPE_FILE
    recipe.write_bytes(recipe_text().encode())
    report(1.0)
    return recipe


def draw(seed: int) -> layers.Town:
    """The town that a seed gives, before anything is written."""
    generator = np.random.default_rng(seed)
    land = ground.ground_plan()
    bend = ground.bend_of(generator)
    ways = town.ways()
    blocks = town.mosaic(town.sites(generator, ways, land), land, bend)
    green = town.green_blocks(blocks, bend)
    live = areas.built_up(blocks, bend, green | town.work_blocks(blocks, bend))
    district = areas.districts(blocks, bend)
    homes = areas.housing(blocks, bend, live, district, generator)
    settled = settlement.settle(homes, blocks, generator)
    population = people.populate(settled, blocks, live, generator)
    population = yearly.moved(settled, population)
    return layers.Town(land, bend, ways, blocks, district, green, live, settled, population)


def draw_further(
    drawn: layers.Town, seed: int
) -> tuple[parts.Parts, yearly.Yearly, dict[str, people.Counts]]:
    """What is counted of the same people beside the quarterly counts, each from its own draws."""
    by_age, by_year, asked = (
        np.random.default_rng(stream) for stream in np.random.SeedSequence(seed).spawn(3)
    )
    divided = parts.parts(drawn.population, by_age)
    counted = yearly.yearly(drawn.settlement, drawn.population, divided.middle_aged, by_year)
    return divided, counted, yearly.survey(drawn.settlement, drawn.population, asked)


def _remove_old(folder: Path) -> None:
    """Remove what an earlier run left: GeoPackages would otherwise keep their older layers."""
    names = [
        layers.AREAS_FILE, layers.DEPARTMENTS_FILE, layers.MUNICIPALITY_FILE,
        layers.BACKGROUND_FILE, layers.PLACES_FILE, RECIPE_FILE, PLAN_FILE,
        *(str(Path(layers.DISTRICTS_FILE).with_suffix(end)) for end in _SHAPEFILE_ENDINGS),
    ]  # fmt: skip
    for name in names:
        (folder / name).unlink(missing_ok=True)


_SHAPEFILE_ENDINGS = (".shp", ".shx", ".dbf", ".prj", ".cpg")

"""The yearly report of all areas: an overview with categories, a shaded table for each theme, five
years' development, and a short piece on each area.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from desktop.core.models.result import NONE
from desktop.core.sentences import interval_words
from desktop.core.wording import _, number, plural, quantity
from desktop.maps.composing import scaled
from desktop.maps.palettes import MUTED
from desktop.maps.trend import sparkline
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Keep,
    Paragraph,
    Row,
    Style,
    Table,
    Title,
    facts,
)
from desktop.reports.chapters.overviewfacts import Outstanding, standouts
from desktop.reports.chapters.sources import kicker_of
from desktop.reports.chapters.standard import PIXEL, changed_sentence, overview_table, per_table
from desktop.reports.chapters.standardfacts import Facts, Held, facts_of
from desktop.reports.chapters.standardtables import (
    change_blocks,
    sector_rows,
    value_cell,
    whole_cell,
)
from desktop.reports.chapters.standardwords import (
    SURE,
    about_words,
    chance_words,
    heading_words,
    hidden_words,
    periods_words,
    sure_words,
    verdict_sentence,
)
from desktop.reports.chapters.yearlyfacts import Categories, categories_of, long_facts, shades_of

THEMES, HEADLINES, FIGURES = 20, 5, 6  # indicators of the themes, the development, an area
_SPARK = (84.0, 15.0)  # pixels


def make_front(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The report in short, and all areas with their categories."""
    found = facts_of(asked, spec, THEMES)
    name = spec.title or str(asked.template.name)
    yield Chapter(name, lambda: _front(asked, found, name))
    yield Chapter(_("Alle områder"), lambda: _all_areas(asked, found))


def make_themes(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """A chapter for each theme: its indicators and all areas, shaded as on maps."""
    found = facts_of(asked, spec, THEMES)
    for dimension in dict.fromkeys(held.indicator.dimension for held in found.held):
        part = tuple(held for held in found.held if held.indicator.dimension == dimension)
        names = {each.id: str(each.name) for each in asked.data.dimensions}
        name = names.get(dimension) or dimension or _("Øvrige")
        yield Chapter(name, partial(_theme, asked, found, part, name))


def make_development(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """How all areas have changed over five years on a few headline indicators."""
    found = long_facts(asked, spec, HEADLINES)
    if any(held.changed is not None for held in found.held):
        name = spec.title or _("Udvikling over fem år")
        if asked.since is not None:
            name = spec.title or _("Udvikling siden {period}").format(period=asked.since.label)
        yield Chapter(name, lambda: _development(asked, found, name))


def make_areas(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """A short piece on each area: who it is, key figures, category, course."""
    found = facts_of(asked, spec, FIGURES)
    name = spec.title or _("Område for område")
    yield Chapter(name, lambda: _areas(asked, found, name))


# The front


def _front(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, kicker_of(asked.data), found.period.label)
    yield Paragraph(f"{about_words(found)} {hidden_words(found)}", Style.LEAD)
    yield Paragraph(verdict_sentence(found))
    categories = categories_of(asked)
    if categories is not None:
        yield Heading(_("Kategorier"))
        yield Paragraph(category_words(found, categories))
        yield category_table(found, categories)
    yield Heading(_("Indikatorerne i korte træk"))
    yield overview_table(found)
    told = " ".join(part for part in (chance_words(found), periods_words(found)) if part)
    if told:
        yield Paragraph(told, Style.MUTED)


def category_words(found: Facts, categories: Categories) -> str:
    """By which model the areas are placed, and how many are not."""
    without = sum(categories.index(at) == NONE for at in found.positions)
    first = _("Kategorierne er efter modellen »{model}«.").format(model=categories.name)
    if not without:
        return first
    told = plural(
        "{count} af {areas} har ingen kategori: det står ved området hvorfor.",
        "{count} af {areas} har ingen kategori: det står ved områderne hvorfor.",
        without,
    )
    return f"{first} " + told.format(
        count=number(without), areas=found.called.counted(len(found.positions))
    )


def category_table(found: Facts, categories: Categories) -> Table:
    """How many areas each category has, worst first."""
    held = Counter(categories.index(at) for at in found.positions)
    rows = []
    for at, category in enumerate(categories.outcome.all_categories):
        first = next((p for p in found.positions if categories.index(p) == at), None)
        swatch = categories.colour(first) if first is not None else ""
        rows.append(Row((Cell(str(category.name), swatch=swatch), Cell(number(held.get(at, 0))))))
    rows.append(Row((Cell(_("Ingen kategori"), muted=True), Cell(number(held.get(NONE, 0))))))
    heading = found.called.many
    columns = (Column(_("Kategori")), Column(heading[:1].upper() + heading[1:], 0.2, number=True))
    return Table(columns, tuple(rows))


def _all_areas(asked: Asked, found: Facts) -> Iterator[Block]:
    areas = asked.data.areas(found.level)
    categories = categories_of(asked)
    out = {each.area: each for each in standouts(found).areas}
    organised = any(areas.organisations[at] for at in found.positions)
    yield Title(_("Alle områder"), kicker_of(asked.data), found.period.label)
    yield Paragraph(
        _(
            "Mere og mindre udsat er antal indikatorer, hvor området med sikkerhed skiller sig fra"
            " kommunen, når alle sammenligninger ses under ét. Tallene er ikke en rangliste."
        ),
        Style.MUTED,
    )
    heading = found.called.one
    columns = (
        Column(heading[:1].upper() + heading[1:], 0.25),
        *([Column(_("Boligorganisation"), muted=True)] if organised else []),
        Column(_("Beboere"), number=True),
        *([Column(_("Kategori"), 0.3)] if categories is not None else []),
        Column(_("Mere udsat"), 0.09, number=True),
        Column(_("Mindre udsat"), 0.09, number=True),
    )
    rows = []
    for at in found.positions:
        stands = out.get(at, Outstanding(at, (), ()))
        residents = float(areas.residents[at])
        cells = [Cell(found.name(at))]
        if organised:
            cells.append(Cell(areas.organisations[at] or "–"))
        cells.append(Cell(number(residents) if math.isfinite(residents) else "–"))
        if categories is not None:
            cells.append(category_cell(categories, at))
        cells += [
            Cell(number(len(side)) if side else "–") for side in (stands.worse, stands.better)
        ]
        rows.append(Row(tuple(cells)))
    yield Table(columns, tuple(rows))


def category_cell(categories: Categories, at: int) -> Cell:
    """An area's category with its colour, or in muted words that it has none."""
    told = categories.placed(at)
    if not told.category:
        return Cell(_("ingen"), muted=True)
    return Cell(told.category, swatch=categories.colour(at))


# Themes


def _theme(asked: Asked, found: Facts, part: Sequence[Held], name: str) -> Iterator[Block]:
    yield Title(name, kicker_of(asked.data), found.period.label)
    yield Paragraph(
        _(
            "Farven er tallets klasse, den samme som på kort: lys er lav, mørk er høj. Fed er over"
            " eller under kommunen med sikkerhed; grå bygger på få."
        ),
        Style.MUTED,
    )
    count = -(-len(part) // per_table(asked))
    size = -(-len(part) // count)
    for begin in range(0, len(part), size):
        yield shaded_table(found, part[begin : begin + size])


def shaded_table(found: Facts, part: Sequence[Held]) -> Table:
    """Areas by indicators, each number with the shade that it has on the indicator's map."""
    heading = found.called.one
    columns = (
        Column(heading[:1].upper() + heading[1:], 0.25),
        *(Column(heading_words(held, found.period), number=True) for held in part),
    )
    shades = [shades_of(found, held) for held in part]
    rows = [Row((Cell(found.municipality), *(whole_cell(found, held) for held in part)), True)]
    rows += sector_rows(part)
    for at in found.positions:
        cells = [Cell(found.name(at))]
        for held, shade in zip(part, shades, strict=True):
            cell = value_cell(found, held, at)
            shown = held.column.cells.shown[at]
            swatch = shade.colour(float(held.column.cells.values[at])) if shown else ""
            cells.append(
                Cell(cell.text, of=cell.of, strong=cell.strong, muted=cell.muted, swatch=swatch)
            )
        rows.append(Row(tuple(cells)))
    return Table(columns, tuple(rows))


# Development


def _development(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, kicker_of(asked.data), found.period.label)
    yield Paragraph(changed_sentence(found), Style.LEAD)
    yield from change_blocks(found, per_table(asked))


# Area by area


def _areas(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, kicker_of(asked.data), found.period.label)
    yield Paragraph(
        _("Linjen yderst til højre er tallet over tid, uden skala; huller er tal, der ikke vises."),
        Style.MUTED,
    )
    categories = categories_of(asked)
    for at in found.positions:
        yield Keep(
            (
                Heading(found.name(at)),
                facts(_who(asked, found, categories, at), 0.18),
                area_table(found, at),
            )
        )


def _who(
    asked: Asked, found: Facts, categories: Categories | None, at: int
) -> list[tuple[str, str]]:
    areas = asked.data.areas(found.level)
    residents = float(areas.residents[at])
    parts = [areas.organisations[at], areas.codes[at] if areas.codes[at] != found.name(at) else ""]
    if math.isfinite(residents):
        parts.append(quantity(residents, _("beboere")))
    pairs = [(_("Område"), " · ".join(part for part in parts if part))]
    if categories is not None:
        told = categories.placed(at)
        pairs.append((_("Kategori"), told.category or told.why))
    return [(name, said) for name, said in pairs if said]


def area_table(found: Facts, at: int) -> Table:
    """An area's key figures against the municipality's, each with its course."""
    columns = (
        Column(_("Nøgletal"), 0.27),
        Column(_("Tal"), number=True),
        Column(_("95 %-interval"), number=True, muted=True),
        Column(_("Kommunen"), number=True),
        Column(_("Mod kommunen"), 0.19),
        Column(_("Over tid"), (_SPARK[0] * PIXEL + 2.8) / 182.0),
    )
    return Table(columns, tuple(_area_row(found, held, at) for held in found.held))


def _area_row(found: Facts, held: Held, at: int) -> Row:
    shown = bool(held.column.cells.shown[at])
    verdict = int(held.compared.verdicts[at]) if held.compared is not None and shown else -1
    said = sure_words(verdict) if verdict >= 0 else ""
    if said and held.column.small[at]:
        said = _("{verdict} (få)").format(verdict=said)
    return Row(
        (
            Cell(heading_words(held, found.period)),
            value_cell(found, held, at),
            Cell(interval_words(held.column.cells, at, held.indicator)),
            whole_cell(found, held),
            Cell(said, muted=verdict not in SURE),
            course_cell(found, held, at),
        )
    )


def course_cell(found: Facts, held: Held, at: int) -> Cell:
    """An area over time as a line without axes; empty where fewer than two numbers are shown."""
    history = found.data.history(held.indicator.id, found.level)
    kept = [row for row, each in enumerate(history.periods) if each.end <= found.period.end]
    cells = history.cells
    values = np.where(cells.shown[kept, at], cells.values[kept, at], math.nan)
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return Cell("")
    drawing = scaled(sparkline(values, *_SPARK, MUTED), PIXEL)
    indicator = held.indicator
    said = _("fra {first} i {begin} til {last} i {end}").format(
        first=quantity(float(values[known[0]]), indicator.unit, indicator.decimals),
        begin=history.periods[kept[known[0]]].label,
        last=quantity(float(values[known[-1]]), indicator.unit, indicator.decimals),
        end=history.periods[kept[known[-1]]].label,
    )
    return Cell(said, figure=drawing)

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
from desktop.core.sentences import state_words
from desktop.core.wording import _, number, plural, quantity
from desktop.maps.courseline import course_line
from desktop.maps.palettes import MUTED
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
)
from desktop.reports.chapters.overviewfacts import Outstanding, Standouts, standouts
from desktop.reports.chapters.standard import changed_sentence, overview_table, per_table
from desktop.reports.chapters.standardfacts import Facts, Held, facts_of, until
from desktop.reports.chapters.standardtables import (
    change_blocks,
    few_words,
    interval_cell,
    sector_rows,
    together,
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
_SMALL = 4  # indicators that themes have together at most, to stand in one table
_BOOKMARKS = 240  # of one chapter; readers of the file follow no longer rows of them
_COURSE = (19.0, 3.9)  # millimetres of a line in a row


def make_front(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The report in short, and all areas with their categories."""
    found = facts_of(asked, spec, THEMES)
    name = spec.title or str(asked.template.name)
    yield Chapter(name, lambda: _front(asked, found, name))
    if _is_known(asked, found):
        yield Chapter(_("Alle områder"), lambda: _all_areas(asked, found))


def make_themes(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """A chapter for each theme: its indicators and all areas, shaded as on maps."""
    found = facts_of(asked, spec, THEMES)
    for name, part in themes(found):
        yield Chapter(name, partial(_theme, asked, found, part, name))


def themes(found: Facts) -> tuple[tuple[str, tuple[Held, ...]], ...]:
    """The indicators by theme, with its name; small themes go together with the one after."""
    names = {each.id: str(each.name) for each in found.data.dimensions}
    made: list[tuple[list[str], list[Held]]] = []
    for dimension in dict.fromkeys(held.indicator.dimension for held in found.held):
        part = [held for held in found.held if held.indicator.dimension == dimension]
        name = names.get(dimension) or dimension or _("Øvrige")
        if made and len(made[-1][1]) + min(len(part), _SMALL) <= _SMALL:
            made[-1][0].append(name)
            made[-1][1].extend(part)
        else:
            made.append(([name], part))
    return tuple((_(" og ").join(titles), tuple(part)) for titles, part in made)


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
    yield Title(name, subtitle=found.period.label)
    yield Paragraph(f"{about_words(found)} {hidden_words(found)}", Style.LEAD)
    yield Paragraph(verdict_sentence(found))
    categories = categories_of(asked)
    if categories is not None:
        yield Heading(_("Kategorier"))
        yield Paragraph(category_words(found, categories))
        yield category_table(found, categories)
    yield from together(Heading(_("Indikatorerne i korte træk")), overview_table(found))
    told = " ".join(part for part in (chance_words(found), periods_words(found)) if part)
    if told:
        yield Paragraph(told, Style.MUTED)


def _is_known(asked: Asked, found: Facts) -> bool:
    """Whether there is anything to say of an area beside its name."""
    areas, at = asked.data.areas(found.level), list(found.positions)
    return bool(
        np.isfinite(areas.residents[at]).any()
        or any(areas.organisations[place] for place in at)
        or standouts(found).comparisons
        or categories_of(asked) is not None
    )


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
    yield Title(_("Alle områder"), subtitle=found.period.label)
    made = standouts(found)
    if made.comparisons:
        yield Paragraph(
            _(
                "Mere og mindre udsat er antal indikatorer, hvor området med sikkerhed skiller sig"
                " fra kommunen, når alle sammenligninger ses under ét. Det er ikke en rangliste."
            ),
            Style.MUTED,
        )
    yield areas_table(asked, found, made, categories_of(asked))


def areas_table(
    asked: Asked, found: Facts, made: Standouts, categories: Categories | None
) -> Table:
    """All areas in Danish order, in as many columns as there is something to say in."""
    areas = asked.data.areas(found.level)
    at = list(found.positions)
    out = {each.area: each for each in made.areas}
    nothing = Outstanding(-1, (), ())
    heading = found.called.one
    columns = [Column(heading[:1].upper() + heading[1:], 0.22)]
    cells = [[Cell(found.name(place))] for place in at]

    def add(column: Column, held: Iterable[Cell]) -> None:
        columns.append(column)
        for row, cell in zip(cells, held, strict=True):
            row.append(cell)

    if any(areas.organisations[place] for place in at):
        names = (areas.organisations[place] or "–" for place in at)
        add(Column(_("Boligorganisation"), 0.24, muted=True), map(Cell, names))
    if np.isfinite(areas.residents[at]).any():
        people = (number(float(areas.residents[place])) or "–" for place in at)
        add(Column(_("Beboere"), number=True), map(Cell, people))
    if categories is not None:
        add(Column(_("Kategori")), (category_cell(categories, place) for place in at))
    if made.comparisons:
        stands = [out.get(place, nothing) for place in at]
        add(_narrow(_("Mere udsat")), (_count_cell(each.worse) for each in stands))
        add(_narrow(_("Mindre udsat")), (_count_cell(each.better) for each in stands))
    return Table(tuple(columns), tuple(Row(tuple(row)) for row in cells))


def _narrow(heading: str) -> Column:
    return Column(heading, 0.09, number=True)


def _count_cell(names: Sequence[str]) -> Cell:
    return Cell(number(len(names)) if names else "–")


def category_cell(categories: Categories, at: int) -> Cell:
    """An area's category with its colour, or in muted words that it has none."""
    told = categories.placed(at)
    if not told.category:
        return Cell(_("ingen"), muted=True)
    return Cell(told.category, swatch=categories.colour(at))


# Themes


def _theme(asked: Asked, found: Facts, part: Sequence[Held], name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
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
    heading, each = found.called.one, 0.75 / max(len(part), 1)
    columns = (
        Column(heading[:1].upper() + heading[1:], 0.25),
        *(Column(heading_words(held, found.period), each, number=True) for held in part),
    )
    shades = [shades_of(found, held) for held in part]
    rows = [Row((Cell(found.municipality), *(whole_cell(found, held) for held in part)), True)]
    rows += sector_rows(part)
    for at in found.positions:
        cells = [Cell(found.name(at))]
        for held, shade in zip(part, shades, strict=True):
            cell = value_cell(found, held, at)
            swatch = shade.colour(float(held.column.cells.values[at]))
            cells.append(
                Cell(cell.text, of=cell.of, strong=cell.strong, muted=cell.muted, swatch=swatch)
            )
        rows.append(Row(tuple(cells)))
    return Table(columns, tuple(rows))


# Development


def _development(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    yield Paragraph(changed_sentence(found), Style.LEAD)
    yield from change_blocks(found, per_table(asked))


# Area by area


def _areas(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    yield Paragraph(
        "{} {}".format(
            _("Linjen er tallet over tid, uden skala. Huller er tal, der ikke vises."), few_words()
        ),
        Style.MUTED,
    )
    categories = categories_of(asked)
    outlined = len(found.positions) <= _BOOKMARKS
    for at in found.positions:
        yield Keep(
            (
                Heading(found.name(at), outlined=outlined),
                Paragraph(_who(asked, found, categories, at), Style.MUTED),
                _figures(found, at),
            )
        )


def _who(asked: Asked, found: Facts, categories: Categories | None, at: int) -> str:
    """Owner, code, residents and category of an area, in one line."""
    areas = asked.data.areas(found.level)
    residents = float(areas.residents[at])
    parts = [areas.organisations[at]]
    if areas.codes[at] != found.name(at):
        parts.append(_("kode {code}").format(code=areas.codes[at]))
    if math.isfinite(residents):
        parts.append(quantity(residents, _("beboere")))
    if categories is not None:
        told = categories.placed(at)
        said = told.category or _("ingen. {why}").format(why=told.why)
        parts.append(_("Kategori: {category}").format(category=said))
    return " · ".join(part for part in parts if part) or found.called.one


def _figures(found: Facts, at: int) -> Block:
    """An area's key figures; in one sentence where none of them is shown."""
    if any(held.column.cells.shown[at] for held in found.held):
        return area_table(found, at)
    states = Counter(state_words(int(held.column.cells.states[at])) for held in found.held)
    told = ", ".join(f"{number(count)} {words}" for words, count in states.items())
    return Paragraph(_("Ingen af nøgletallene vises: {told}.").format(told=told))


def area_table(found: Facts, at: int) -> Table:
    """An area's key figures against the municipality's, each with its course."""
    columns = (
        Column(_("Nøgletal"), 0.285),
        Column(_("Tal"), number=True),
        Column(_("95 %-interval"), number=True, muted=True),
        Column(_("Kommunen"), number=True),
        Column(_("Mod kommunen"), 0.19),
        Column(_("Over tid"), (_COURSE[0] + 2.8) / 182.0),
    )
    return Table(columns, tuple(_area_row(found, held, at) for held in found.held))


def _area_row(found: Facts, held: Held, at: int) -> Row:
    shown = bool(held.column.cells.shown[at])
    verdict = int(held.compared.verdicts[at]) if held.compared is not None and shown else -1
    said = sure_words(verdict) if verdict >= 0 else ""
    return Row(
        (
            Cell(heading_words(held, found.period)),
            value_cell(found, held, at),
            interval_cell(found, held, at),
            whole_cell(found, held),
            Cell(said, muted=verdict not in SURE),
            course_cell(found, held, at),
        )
    )


def course_cell(found: Facts, held: Held, at: int) -> Cell:
    """An area over time as a line without axes; empty where fewer than two numbers are shown."""
    history = found.data.history(held.indicator.id, found.level)
    kept = until(history.periods, held)
    cells = history.cells
    values = np.where(cells.shown[kept, at], cells.values[kept, at], math.nan)
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return Cell("")
    drawing = course_line(values, *_COURSE, MUTED)
    indicator = held.indicator
    said = _("fra {first} i {begin} til {last} i {end}").format(
        first=quantity(float(values[known[0]]), indicator.unit, indicator.decimals),
        begin=history.periods[kept[known[0]]].label,
        last=quantity(float(values[known[-1]]), indicator.unit, indicator.decimals),
        end=history.periods[kept[known[-1]]].label,
    )
    return Cell(said, figure=drawing)

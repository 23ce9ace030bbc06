"""Who has another category than the year before, and why; and the categories year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from desktop.core.models.model import Outcome
from desktop.core.models.result import NONE
from desktop.core.models.yearly import Move, Years, category_names
from desktop.core.wording import _, number
from desktop.maps.categorycolours import category_colours
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Style,
    Table,
)
from desktop.reports.chapters.categories import moved_words
from desktop.reports.chapters.categoriescase import (
    BoolArray,
    Case,
    case_of,
    head,
    in_order,
    outcome_name,
    sure_words,
)

_NAMED = 40  # areas after each other; the rest are counted


def make_moves(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter about moves between categories; nothing where no model fits."""
    if case_of(asked) is None:
        return
    name = spec.title or _("Flytninger mellem kategorierne")
    yield Chapter(name, lambda: _blocks(asked, name))


def _blocks(asked: Asked, name: str) -> Iterator[Block]:
    case = case_of(asked)
    if case is None:
        return
    yield head(case, name)
    for outcome in case.model.outcomes:
        yield from _outcome_blocks(case, outcome)


def _outcome_blocks(case: Case, outcome: Outcome) -> Iterator[Block]:
    name = outcome_name(case, outcome)
    rank = 3 if name else 2
    if name:
        yield Heading(name)
    years = case.years(outcome)
    if years is None or len(years.periods) < 2:
        yield Paragraph(_("Der er ingen tal fra året før at holde op imod."), Style.LEAD)
        return
    names = category_names(outcome)
    before, now = years.periods[-2].label, years.periods[-1].label
    yield Paragraph(moved_words(years, names), Style.LEAD)
    yield Heading(_("Fra {before} til {now}").format(before=before, now=now), rank)
    yield matrix_table(years)
    yield from _movers(case, outcome, years, rank)
    yield from _others(case, years, rank)
    if len(years.periods) > 2:
        yield Heading(_("År for år"), rank)
        yield years_table(years)


def matrix_table(years: Years) -> Table:
    """How many went from each category (rows) to each (columns), of those with one both years."""
    outcome = years.history.outcome
    names, matrix = category_names(outcome), years.moves.matrix
    colours = category_colours(len(names))
    before, now = years.periods[-2].short_label, years.periods[-1].short_label
    rows = []
    for at, name in enumerate(names):
        cells = [Cell(name, swatch=colours[at])]
        for to in range(len(names)):
            count = int(matrix[at, to])
            cells.append(Cell(number(count), strong=at == to and count > 0, muted=count == 0))
        cells.append(Cell(number(int(matrix[at].sum())), muted=True))
        rows.append(Row(tuple(cells)))
    totals = [Cell(number(int(each)), muted=True) for each in matrix.sum(axis=0)]
    rows.append(
        Row((Cell(_("I alt"), muted=True), *totals, Cell(number(int(matrix.sum())), muted=True)))
    )
    first = _("{before} (nedad), {now} (henad)").format(before=before, now=now)
    columns = (
        Column(first, 0.3),
        *(Column(name, 0.6 / len(names), number=True) for name in names),
        Column(_("I alt"), 0.1, number=True),
    )
    note = _(
        "Læses: de områder, der før var i rækkens kategori, er nu i kolonnens. Med fed skrift dem,"
        " der er, hvor de var. Kun områder med en kategori begge år."
    )
    return Table(columns, tuple(rows), note)


def _movers(case: Case, outcome: Outcome, years: Years, rank: int) -> Iterator[Block]:
    moved = [each for each in years.moved if case.within[each.area]]
    if not moved:
        return
    yield Heading(_("Hvem der har skiftet, og hvorfor"), rank)
    yield movers_table(case, outcome, years, moved)


def movers_table(case: Case, outcome: Outcome, years: Years, moved: Sequence[Move]) -> Table:
    """The areas that have moved, by which way: from what, to what, why, and how sure it is now."""
    names = category_names(outcome)
    colours = category_colours(len(names))
    columns = [
        Column(_("Område"), 0.19),
        Column(_("Fra"), 0.18),
        Column(_("Til"), 0.18),
        Column(_("Mest fordi"), 0.26),
    ]
    sure = not case.all_steady
    if sure:
        columns.append(Column(_("Kategorien nu"), 0.19))
    rows = []
    for worse, end in ((True, names[0]), (False, names[-1])):
        held = [each for each in moved if each.worse is worse]
        if held:
            title = _("I retning af »{name}« ({count})").format(name=end, count=number(len(held)))
            rows.append(Row((Cell(title),), heading=True))
        for each in held:
            cells = [
                Cell(case.name(each.area)),
                Cell(names[each.before], swatch=colours[each.before]),
                Cell(names[each.after], swatch=colours[each.after]),
                Cell(each.why),
            ]
            if sure:
                cells.append(Cell(sure_words(case, outcome, each.area), muted=True))
            rows.append(Row(tuple(cells)))
    note = ""
    if years.moves.points:
        note = _(
            "»Mest fordi«: de forhold, hvis point er ændret mest, med ændringen i point. Hvor"
            " kategorien nu er usikker, kan skiftet være tilfældigt."
        )
    elif sure:
        note = _("Hvor kategorien nu er usikker, kan skiftet være tilfældigt.")
    return Table(tuple(columns), tuple(rows), note)


def _others(case: Case, years: Years, rank: int) -> Iterator[Block]:
    """Those without a category in one of the years, by what became of them."""
    found = years.moves
    kinds: tuple[tuple[str, BoolArray], ...] = (
        (_("Nye områder"), found.new),
        (_("Ophørte områder"), found.closed),
        (_("Kommet med i modellen"), found.entered),
        (_("Gledet ud af modellen"), found.left),
        (_("Kan ikke afgøres et af årene"), found.undecided),
    )
    rows = []
    for name, mask in kinds:
        held = in_order(case, mask & case.within)
        if held:
            named = ", ".join(case.name(at) for at in held[:_NAMED])
            more = len(held) - _NAMED
            if more > 0:
                named = _("{names} og {count} til").format(names=named, count=number(more))
            rows.append(Row((Cell(name), Cell(number(len(held))), Cell(named, muted=True))))
    if rows:
        yield Heading(_("Uden for flytningerne"), rank)
        columns = (
            Column(_("Hvad"), 0.24),
            Column(_("Antal"), 0.08, number=True),
            Column(_("Områder"), 0.68),
        )
        yield Table(columns, tuple(rows))


def years_table(years: Years) -> Table:
    """How many areas in each category, year by year, from the first year that any has one."""
    outcome = years.history.outcome
    names = category_names(outcome)
    colours = category_colours(len(names))
    placed = (years.history.index != NONE).any(axis=1)
    first = int(placed.argmax())
    index = years.history.index[first:]
    rows = [
        Row(
            (
                Cell(name, swatch=colours[at]),
                *(Cell(number(int((row == at).sum()))) for row in index),
            )
        )
        for at, name in enumerate(names)
    ]
    undecided = [
        sum(years.is_undecided(row, area) for area in np.flatnonzero(years.without[row]).tolist())
        for row in range(first, len(years.periods))
    ]
    if any(undecided):
        label = Cell(_("kan ikke afgøres"), muted=True)
        rows.append(Row((label, *(Cell(number(each), muted=True) for each in undecided))))
    count = len(index)
    columns = (
        Column(_("Kategori"), 0.28),
        *(Column(str(each.year), 0.72 / count, number=True) for each in years.periods[first:]),
    )
    newest = years.periods[-1]
    note = _("Hvert år er samme del af året som {period}.").format(period=newest.label)
    return Table(columns, tuple(rows), note if newest.part else "")

"""The quarterly report to a management: two to four pages.

The municipality's key figures now, areas that stand out beyond chance, what has moved, and a map of
one or two headline indicators.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from desktop.core.changes import Changes
from desktop.core.differences import Verdict
from desktop.core.errors import UsageError
from desktop.core.movements import Asked as MovedAsked
from desktop.core.movements import MovedList, Movement, moved
from desktop.core.movementwords import compared_words, found_sentence, untested_sentences
from desktop.core.sentences import value_words
from desktop.core.wording import _, difference, number, plural, quantity
from desktop.maps.alttexts import listed
from desktop.maps.courseline import course_line
from desktop.maps.palettes import PETROL
from desktop.maps.shownlayers import AT_FIRST
from desktop.maps.view import MapView, Style, fitting_style
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Keep,
    Paragraph,
    Row,
    Source,
    Table,
    Title,
)
from desktop.reports.blocks import (
    Style as Setting,
)
from desktop.reports.chapters.overviewfacts import Outstanding, Standouts, standouts
from desktop.reports.chapters.overviewmap import map_figure
from desktop.reports.chapters.standardfacts import Facts, Held, facts_of, until
from desktop.reports.chapters.standardtables import whole_cell
from desktop.reports.chapters.standardwords import (
    SURE,
    change_words,
    heading_words,
    moved_words,
    names_words,
)
from desktop.reports.setting import column_width

KEY_FIGURES = 12
_STANDOUTS, _MOVED, _BETTER = 11, 12, 6  # rows of tables
_MAPS = 2
_CHOSEN = 12  # areas that are marked on a map
_MAP = 95.0  # millimetres high, with its legend
_SPARK = (25.0, 3.9)  # millimetres of a line in a row


def make_key_figures(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The municipality's key figures, with their change and a small trend."""
    found = facts_of(asked, spec, KEY_FIGURES)
    name = spec.title or str(asked.template.name)
    yield Chapter(name, lambda: _key_figures(found, name))


def make_outstanding(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The areas that stand out beyond chance, and what has moved since the year before.

    Nothing where no number can be judged; the front then says so.
    """
    found = facts_of(asked, spec, KEY_FIGURES)
    if not standouts(found).comparisons:
        return
    name = spec.title or _("Områder, der skiller sig ud")
    yield Chapter(name, lambda: _outstanding(asked, found, name))


def make_maps(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """One or two headline indicators on maps; nothing where the level has no outlines."""
    found = facts_of(asked, spec, KEY_FIGURES)
    if asked.data.tolerances(asked.level) and any(each.period for each in found.held):
        name = spec.title or _("Kort")
        yield Chapter(name, lambda: _maps(asked, found, name))


# Key figures


def _key_figures(found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    yield Paragraph(lead_words(found), Setting.LEAD)
    yield Paragraph(standout_words(found, standouts(found)))
    yield Heading(_("{municipality}: nøgletal").format(municipality=found.municipality))
    yield key_table(found)


def lead_words(found: Facts) -> str:
    """How many of the municipality's numbers have moved beyond chance, and which."""
    risen, fallen, judged = [], [], 0
    for held in found.held:
        if held.whole_changed is None:
            continue
        verdict = held.whole_changed.verdicts[0]
        judged += verdict != Verdict.UNDECIDED
        if verdict == Verdict.SURE_HIGHER:
            risen.append(held.indicator.label)
        elif verdict == Verdict.SURE_LOWER:
            fallen.append(held.indicator.label)
    first = _("Rapporten viser {count} nøgletal for {municipality} i {period}.").format(
        count=number(len(found.held)), municipality=found.municipality, period=found.period.label
    )
    if not judged:
        return _("{first} Ingen af ændringerne kan vurderes.").format(first=first)
    said = [first]
    if risen:
        said.append(_("Steget med sikkerhed: {names}.").format(names=listed(risen, 6)))
    if fallen:
        said.append(_("Faldet med sikkerhed: {names}.").format(names=listed(fallen, 6)))
    rest = judged - len(risen) - len(fallen)
    if rest == judged:
        said.append(_("Ingen af ændringerne er større, end tilfældet kan forklare."))
    elif rest:
        text = plural(
            "{count} ændring kan være tilfældig.", "{count} ændringer kan være tilfældige.", rest
        )
        said.append(text.format(count=number(rest)))
    return " ".join(said)


def key_table(found: Facts) -> Table:
    """The municipality's numbers: now, before, how much they moved, and over time."""
    columns = (
        Column(_("Nøgletal"), 0.29),
        Column(_("Nu"), number=True),
        Column(_("Før"), number=True),
        Column(_("Ændring"), number=True),
        Column(_("Vurdering"), 0.19),
        Column(_("Udvikling"), 0.155),
    )
    before = dict.fromkeys(held.before.label for held in found.held if held.before is not None)
    note = ""
    if before:
        note = _("Før: {periods}.").format(periods=listed(tuple(before), 6))
    rows = tuple(_key_row(found, held) for held in found.held)
    return Table(columns, rows, note=note)


def _key_row(found: Facts, held: Held) -> Row:
    changed = held.whole_changed
    before = Cell("–", muted=True)
    if held.before is not None:
        cells = found.data.municipality(held.indicator.id, held.before)
        source = Source(found.level, "", held.indicator.id, held.before.code)
        before = Cell(value_words(cells, 0, held.indicator), of=source)
    sure = changed is not None and changed.verdicts[0] in SURE
    return Row(
        (
            Cell(heading_words(held, found.period)),
            whole_cell(found, held),
            before,
            Cell(change_words(changed, 0), strong=sure),
            Cell(_judged(changed), muted=not sure),
            _spark_cell(found, held),
        )
    )


def _judged(changed: Changes | None) -> str:
    if changed is None or not np.isfinite(changed.values[0]):
        return ""
    return moved_words(int(changed.verdicts[0]))


def _spark_cell(found: Facts, held: Held) -> Cell:
    """The municipality over time as a line without axes; empty where there is no line to draw."""
    history = found.data.municipality_history(held.indicator.id)
    kept = until(history.periods, held)
    cells = history.cells.column(0)
    values = np.where(cells.shown, cells.values, math.nan)[kept]
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return Cell("")
    drawing = course_line(values, *_SPARK, PETROL)
    first, last = (
        quantity(float(values[at]), held.indicator.unit, held.indicator.decimals)
        for at in (known[0], known[-1])
    )
    said = _("fra {first} i {begin} til {last} i {end}").format(
        first=first,
        begin=history.periods[kept[known[0]]].label,
        last=last,
        end=history.periods[kept[known[-1]]].label,
    )
    return Cell(said, figure=drawing)


# Areas


def _outstanding(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    made = standouts(found)
    yield Paragraph(_standout_note(made), Setting.MUTED)
    if not made.areas:
        yield Paragraph(_("Ingen {areas} skiller sig ud.").format(areas=found.called.many))
    else:
        worse = [each for each in made.areas if each.worse]
        better = [each for each in made.areas if each.better and not each.worse]
        if worse:
            yield Heading(_("Mere udsat end kommunen, med sikkerhed"))
            yield standout_table(found, worse, _STANDOUTS)
        if better:
            yield Heading(_("Mindre udsat end kommunen, med sikkerhed"))
            yield Paragraph(_better_words(found, better))
    yield from moved_blocks(asked, found)


def standout_words(found: Facts, made: Standouts) -> str:
    """How many areas stand out on either side."""
    if not made.comparisons:
        return _(
            "Intet nøgletal har både en retning, der er bedre end den anden, og et interval, så det"
            " kan ikke siges, hvilke {areas} der skiller sig ud."
        ).format(areas=found.called.many)
    worse = sum(bool(each.worse) for each in made.areas)
    better = sum(bool(each.better) for each in made.areas)
    return _(
        "{worse} af {areas} er med sikkerhed mere udsat end kommunen på mindst ét nøgletal, og"
        " {better} er mindre udsat på mindst ét."
    ).format(
        worse=number(worse),
        areas=found.called.counted(len(found.positions)),
        better=number(better),
    )


def _standout_note(made: Standouts) -> str:
    return _(
        "Grænsen er streng: intervallerne er på 95 % for alle {count} sammenligninger under ét."
        " Nøgletal om samme emne tæller ofte de samme mennesker. Antallet af nøgletal er ikke en"
        " rangliste."
    ).format(count=number(made.comparisons))


def standout_table(found: Facts, rows: Sequence[Outstanding], most: int) -> Table:
    """The areas with most indicators on the adverse side; those with equally many in order."""
    ordered = sorted(rows, key=lambda each: -len(each.worse))
    kept = ordered[:most]
    columns = (
        Column(found.called.one[:1].upper() + found.called.one[1:], 0.2),
        Column(_("Antal nøgletal"), 0.12, number=True),
        Column(_("Mere udsat på")),
        Column(_("Mindre udsat på"), 0.2, muted=True),
    )
    made = [
        Row(
            (
                Cell(found.name(each.area)),
                Cell(number(len(each.worse))),
                Cell(", ".join(each.worse)),
                Cell(", ".join(each.better) or "–"),
            )
        )
        for each in kept
    ]
    more = len(ordered) - len(kept)
    note = ""
    if more:
        note = plural(
            "{count} mere er mere udsat på mindst ét nøgletal.",
            "{count} flere er mere udsat på mindst ét nøgletal.",
            more,
        ).format(count=number(more))
    return Table(columns, tuple(made), note=note)


def _better_words(found: Facts, rows: Sequence[Outstanding]) -> str:
    told = [
        _("{area} ({count})").format(area=found.name(each.area), count=number(len(each.better)))
        for each in rows
    ]
    return _("{areas}. Tallet i parentes er antal nøgletal.").format(areas=names_words(told, 24))


# What moved


def moved_blocks(asked: Asked, found: Facts) -> Iterator[Block]:
    """What has moved since a year before, the worse way and the better; short."""
    within = None
    if not found.all_of_them:
        within = np.zeros(len(asked.data.areas(asked.level)), bool)
        within[list(found.positions)] = True
    try:
        worse = moved(asked.data, asked.level, found.period, MovedAsked(), within)
        better = moved(asked.data, asked.level, found.period, MovedAsked(better=True), within)
    except UsageError as error:
        yield Heading(_("Hvad har flyttet sig?"))
        yield Paragraph(error.problem, Setting.MUTED)
        return
    said = " ".join((found_sentence(worse), *untested_sentences(worse.untested)))
    compared = compared_words(worse.parts)
    opening: list[Block] = [Heading(_("Hvad har flyttet sig?")), Paragraph(said)]
    if compared:
        opening.append(Paragraph(f"{compared[:1].upper()}{compared[1:]}.", Setting.MUTED))
    if worse.rows:
        yield Keep((*opening, moved_table(found, worse, _MOVED)))
    else:
        yield Keep(tuple(opening))
    if better.rows:
        yield Keep(
            (
                Heading(_("Flyttet til det bedre"), 3),
                Paragraph(found_sentence(better)),
                moved_table(found, better, _BETTER),
            )
        )


def moved_table(found: Facts, made: MovedList, most: int) -> Table:
    """The first lines of a list of what moved, strongest evidence first."""
    columns = (
        Column(found.called.one[:1].upper() + found.called.one[1:], 0.185),
        Column(_("Indikator"), 0.215),
        Column(_("Før"), number=True),
        Column(_("Nu"), number=True),
        Column(_("Ændring"), number=True),
        Column(_("95 %-interval"), number=True, muted=True),
        Column(_("Kommunen"), number=True, muted=True),
    )
    rows = [_moved_row(found, row) for row in made.rows[:most]]
    more = len(made.rows) - len(rows)
    note = ""
    if more:
        note = plural(
            "{count} linje mere er ikke med her.", "{count} linjer mere er ikke med her.", more
        ).format(count=number(more))
    return Table(columns, tuple(rows), note=note)


def _moved_row(found: Facts, row: Movement) -> Row:
    indicator, code = row.indicator, found.code(row.area)
    before, now = (
        Cell(
            quantity(value, indicator.unit, indicator.decimals),
            of=Source(found.level, code, indicator.id, period.code),
        )
        for value, period in ((row.before, row.before_period), (row.now, row.period))
    )
    interval = _("{low} til {high}").format(
        low=number(row.low, indicator.decimals, sign=True),
        high=number(row.high, indicator.decimals, sign=True),
    )
    return Row(
        (
            Cell(found.name(row.area)),
            Cell(indicator.label),
            before,
            now,
            Cell(difference(row.change, indicator.unit, indicator.decimals), strong=True),
            Cell(interval),
            Cell(difference(row.municipality_change, indicator.unit, indicator.decimals)),
        )
    )


# Maps


def _maps(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    chosen = tuple(found.code(at) for at in found.positions) if not found.all_of_them else ()
    drawn = [held for held in found.held if held.period is not None][:_MAPS]
    for held in drawn:
        if held.period is None:
            continue
        style = fitting_style(held.indicator, Style.CLASSES)
        view = MapView(
            found.level,
            held.indicator.id,
            held.period,
            selected=chosen[:_CHOSEN],
            layers=replace(AT_FIRST, names=bool(chosen)),
            style=style,
        )
        figure = map_figure(asked.data, view, column_width(asked.paper), _MAP)
        if figure is not None:
            yield Keep((Heading(str(held.indicator.name) or held.indicator.id), figure))

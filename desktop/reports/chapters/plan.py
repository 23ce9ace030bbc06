"""The beginning of a helhedsplan's dossier: who and when, the summary, the areas and residents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from desktop.core.comparisons import Adjustment
from desktop.core.comparisonwords import certainty_sentence
from desktop.core.differences import Verdict
from desktop.core.levelwords import called
from desktop.core.wording import _, date, number
from desktop.maps.alttexts import listed
from desktop.maps.plansite import site_map
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Contents,
    Figure,
    Heading,
    Keep,
    NewPage,
    Paragraph,
    Row,
    Side,
    Style,
    Table,
    Title,
    facts,
)
from desktop.reports.chapters.planblocks import free, half_width
from desktop.reports.chapters.planfacts import Dossier, dossier_of, keys_of
from desktop.reports.chapters.plangoals import goal_table
from desktop.reports.chapters.planjudged import goal_sentence, judged_goals
from desktop.reports.chapters.plansums import Standing, standings
from desktop.reports.chapters.planwords import (
    label_cell,
    moved_words,
    plan_cell,
    summary_sentences,
    time_words,
)

_MAP = 62.0  # millimetres high
_FRONT_MAP = 52.0
_MOST_NUMBERED = 20  # areas with numbers on the map


def make_front(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The front: what plan, whose, when, the summary, and the contents."""
    name = spec.title or _("Helhedsplan-dokumentation")
    yield Chapter(name, lambda: _front(asked, spec))


def make_area(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 1: where the areas lie, who lives there, and what the plan is for."""
    name = spec.title or _("1. Området og beboerne")
    yield Chapter(name, lambda: _area(asked, name))


# The front


def _front(asked: Asked, spec: ChapterSpec) -> Iterator[Block]:
    dossier = dossier_of(asked)
    stood = standings(dossier)
    named = listed([dossier.named(at) for at in dossier.areas], 4)
    yield Title(spec.title or dossier.name, subtitle=f"{named} · {asked.period.label}")
    yield from _front_facts(dossier, asked)
    yield Heading(_("Resumé"))
    said = summary_sentences(dossier, stood)
    yield Paragraph(said[0], Style.LEAD)
    points = (*said[1:], *_goals_told(dossier))
    if points:
        yield Bullets(points)
    judged = sum(
        Verdict(int(each.change.verdicts[0])) is not Verdict.UNDECIDED
        for each in stood
        if each.moved
    )
    if judged:
        yield Paragraph(
            _("{certainty} Tallene beskriver udviklingen; de siger ikke, hvad der har skabt den.")
            .format(certainty=certainty_sentence(judged, Adjustment.NONE)),
            Style.MUTED,
        )  # fmt: skip
    goals = judged_goals(dossier)
    if goals:
        yield Keep((Heading(_("Målene"), outlined=False), goal_table(dossier, goals)))
    elif any(each.moved for each in stood):
        heading = Heading(_("Nøgletallene"), outlined=False)
        yield Keep((heading, _change_table(dossier, [each for each in stood if each.moved])))
    yield NewPage()
    yield Heading(_("Indhold"), outlined=False)
    yield Contents()


def _front_facts(dossier: Dossier, asked: Asked) -> Iterator[Block]:
    """Who and when, beside a map of where."""
    table = facts(_who(dossier, asked), 0.36)
    if not dossier.data.tolerances(dossier.level):
        yield table
        return
    width = half_width(asked.paper) * 0.8
    drawing = site_map(
        dossier.data,
        dossier.level,
        dossier.areas,
        dossier.period.end,
        width,
        _FRONT_MAP,
        numbered=False,
    )
    alt = _("Kort over kommunen med helhedsplanens {areas} fremhævet.").format(areas=dossier.own)
    yield Side((table,), (Figure(drawing, alt),), 0.59)


def _who(dossier: Dossier, asked: Asked) -> list[tuple[str, str]]:
    many = str(dossier.data.level(dossier.level).plural) or _("områder")
    pairs = [
        (_("Kommune"), dossier.data.manifest.municipality),
        (many[:1].upper() + many[1:], _areas_listed(dossier)),
        (_("Boligorganisationer"), ", ".join(dossier.organisations)),
        (_("Helhedsplanens periode"), time_words(dossier)),
        (_("Udgangspunkt"), dossier.baseline.label),
        (_("Nyeste tal"), asked.period.label),
        (_("Rapportens dato"), date(asked.day)),
    ]
    return [(name, said) for name, said in pairs if said]


def _areas_listed(dossier: Dossier) -> str:
    most = 12
    codes = dossier.places.codes
    names = [
        f"{dossier.named(at)} ({codes[at]})"
        if dossier.places.names[at] not in ("", codes[at])
        else codes[at]
        for at in dossier.areas
    ]
    return listed(names, most)


def _goals_told(dossier: Dossier) -> tuple[str, ...]:
    return (goal_sentence(judged_goals(dossier)),)


def _change_table(dossier: Dossier, moved: Sequence[Standing]) -> Table:
    """A row for each number: where it began, where it is, and whether that is more than chance."""
    columns = (
        Column(_("Nøgletal"), 0.34),
        Column(_("Udgangspunkt"), 0.17, number=True),
        Column(_("Nu"), 0.17, number=True),
        Column(_("Ændringen er"), 0.32),
    )
    rows = []
    for each in moved:
        known = bool(np.isfinite(each.change.values[0]))
        cells = (
            label_cell(each),
            plan_cell(dossier, each, now=False),
            plan_cell(dossier, each, now=True),
            Cell(moved_words(each.change, each.indicator) if known else "–", muted=not known),
        )
        rows.append(Row(cells))
    return Table(columns, tuple(rows))


# Chapter 1


def _area(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    yield Title(name, kicker=dossier.name)
    for heading, text in ((_("Baggrund"), "baggrund"), (_("Formål"), "formaal")):
        if dossier.said(text):
            yield Heading(heading, outlined=False)
            yield from free(dossier, text)
    if dossier.said("omraadet"):
        yield Heading(_("Området"), outlined=False)
        yield from free(dossier, "omraadet")
    yield from _maps(dossier, asked)
    yield Heading(_("Beboere og boliger"))
    yield from _residents(dossier)
    if dossier.said("organisering"):
        yield Heading(_("Organisering"))
        yield from free(dossier, "organisering")


def _maps(dossier: Dossier, asked: Asked) -> Iterator[Block]:
    """Where the areas lie in the municipality, and beside it what is near them."""
    data, level = dossier.data, dossier.level
    if not data.tolerances(level):
        return
    width = half_width(asked.paper)
    day = dossier.period.end
    plain = len(dossier.areas) == 1 or len(dossier.areas) > _MOST_NUMBERED
    whole = site_map(data, level, dossier.areas, day, width, _MAP, numbered=False)
    near = site_map(data, level, dossier.areas, day, width, _MAP, near=True, numbered=not plain)
    names = listed([dossier.named(at) for at in dossier.areas], 4)
    many = dossier.called.many
    yield Side(
        (
            Figure(
                whole,
                _("Kort over kommunen: {names} er fremhævet blandt alle {areas}.").format(
                    names=names, areas=many
                ),
                _("Helhedsplanens {areas} i kommunen.").format(areas=dossier.own),
            ),
        ),
        (
            Figure(
                near,
                _("Kort over {names} og det nærmeste omkring dem.").format(names=names),
                _("Helhedsplanens {areas} og omgivelserne.").format(areas=dossier.own)
                if plain
                else _("Helhedsplanens {areas} og omgivelserne. Numrene står i tabellen.")
                .format(areas=dossier.own),
            ),
        ),
    )  # fmt: skip


def _residents(dossier: Dossier) -> Iterator[Block]:
    """A row for each area: residents, homes, departments, owner; and what they are together."""
    places = dossier.places
    keys = keys_of(dossier)
    held = _held(dossier)
    residents = np.array([key.residents for key in keys])
    dwellings = np.array([key.dwellings for key in keys])
    owners = [places.organisations[at] or "–" for at in dossier.areas]
    counted: list[tuple[Column, list[Cell], Cell]] = []
    for heading, column in ((_("Beboere"), residents), (_("Boliger"), dwellings)):
        if np.isfinite(column).any():
            cells = [_counted(float(value)) for value in column]
            told = (Column(heading, 0.12, number=True), cells, _counted(float(column.sum())))
            counted.append(told)
    if held is not None:
        inside = [Cell(number(count)) for count in held[1]]
        counted.append((Column(held[0], 0.12, number=True), inside, Cell(number(sum(held[1])))))
    if set(owners) != {"–"}:
        counted.append((Column(_("Boligorganisation")), [Cell(name) for name in owners], Cell("")))
    columns = (
        Column(_("Nr."), 0.06, number=True),
        Column(dossier.called.one[:1].upper() + dossier.called.one[1:], 0.3),
        *(column for column, _cells, _total in counted),
    )
    rows = [
        Row(
            (
                Cell(number(nr)),
                Cell(dossier.named(at)),
                *(cells[nr - 1] for _column, cells, _total in counted),
            )
        )
        for nr, at in enumerate(dossier.areas, 1)
    ]
    if len(rows) > 1 and counted:
        totals = (total for _column, _cells, total in counted)
        rows.append(Row((Cell(""), Cell(_("Helhedsplanen")), *totals), strong=True))
    known = any(key.counted_then for key in keys) or not np.isfinite(residents).any()
    note = "" if known else _("Beboere og boliger er opgjort ved udtrækket.")
    yield Table(columns, tuple(rows), note=note)


def _counted(value: float) -> Cell:
    """A number of residents or homes; of a sum that holds one that is not shown, nothing."""
    return Cell(number(value)) if np.isfinite(value) else Cell(_("vises ikke"), muted=True)


def _held(dossier: Dossier) -> tuple[str, list[int]] | None:
    """What lies in the areas on a finer level, such as departments: its name, and how many."""
    data, places = dossier.data, dossier.places
    for level in data.levels:
        inside = data.areas(level.id)
        if dossier.level not in inside.parents:
            continue
        exists = inside.valid_on(dossier.period.end)
        parents = inside.parents[dossier.level]
        counts = [
            sum(code == places.codes[at] and bool(exists[nr]) for nr, code in enumerate(parents))
            for at in dossier.areas
        ]
        many = called(level).many
        return many[:1].upper() + many[1:], counts
    return None

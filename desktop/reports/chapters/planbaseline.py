"""Chapter 2 of a helhedsplan's dossier: where it began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from desktop.core.wording import _, number
from desktop.maps.alttexts import short
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    Title,
)
from desktop.reports.chapters.planblocks import (
    free,
)
from desktop.reports.chapters.planfacts import Dossier, dossier_of
from desktop.reports.chapters.plansums import Standing, against_municipality, standings
from desktop.reports.chapters.planwords import (
    area_cell,
    counted,
    interval_cell,
    label_cell,
    municipality_cell,
    partial_notes,
    stands_words,
    sum_cell,
    unsummed_words,
)

_MOST_COLUMNS = 5  # indicators beside each other in a table of areas


def make_baseline(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 2: the numbers at the baseline, of the plan, the municipality and similar areas."""
    name = spec.title or _("2. Udgangspunktet")
    yield Chapter(name, lambda: _baseline(asked, name))


def _baseline(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    stood = standings(dossier)
    yield Title(name, kicker=dossier.name, subtitle=dossier.baseline.label)
    yield from free(dossier, "udgangspunkt")
    if not any(each.before for each in stood):
        yield Paragraph(
            _("Der er ingen tal fra {period} eller før.").format(period=dossier.baseline.label)
        )
        return
    yield Paragraph(_baseline_sentence(stood))
    yield _baseline_table(dossier, stood)
    if len(dossier.areas) > 1:
        yield Heading(_("Områderne hver for sig"))
        yield from _area_tables(dossier, stood)


def _baseline_sentence(stood: Sequence[Standing]) -> str:
    judged = [each for each in stood if _judged(each)]
    if not judged:
        return _("Ingen af nøgletallene kan holdes op mod kommunen ved udgangspunktet.")
    words = [stands_words(against_municipality(each)) for each in judged]
    over = sum(each == _("med sikkerhed over") for each in words)
    under = sum(each == _("med sikkerhed under") for each in words)
    open_ones = len(judged) - over - under
    text = _(
        "Ved udgangspunktet lå helhedsplanens tal med sikkerhed over kommunens på"
        " {over} af {all} nøgletal og med sikkerhed under på {under}; for {open} kan det ikke"
        " afgøres."
    )
    if not open_ones:
        text = _(
            "Ved udgangspunktet lå helhedsplanens tal med sikkerhed over kommunens på"
            " {over} af {all} nøgletal og med sikkerhed under på {under}."
        )
    elif not over and not under:
        text = _(
            "For ingen af de {all} nøgletal, der kan bedømmes, kan det afgøres, om helhedsplanens"
            " tal ved udgangspunktet lå over eller under kommunens."
        )
    return text.format(
        over=counted(over),
        under=counted(under),
        all=number(len(judged)),
        open=number(open_ones),
    )


def _judged(stood: Standing) -> bool:
    return bool(np.isfinite(against_municipality(stood).low[0]))


def _baseline_table(dossier: Dossier, stood: Sequence[Standing]) -> Table:
    similar = dossier.compare
    columns = [
        Column(_("Nøgletal"), 0.23),
        Column(plan_heading(dossier), 0.12, number=True),
        Column(_("95 %-interval"), 0.125, number=True, muted=True),
        Column(_("Kommunen"), 0.105, number=True),
        Column(_("Mod kommunen"), 0.18),
    ]
    if similar:
        columns.append(Column(_("Lignende områder"), 0.12, number=True))
    columns.append(Column(_("Tal for"), 0.12, muted=True))
    rows = []
    for each in stood:
        judged = np.isfinite(against_municipality(each).difference[0])
        cells = [
            label_cell(each),
            baseline_cell(dossier, each, strong=True),
            interval_cell(each.plan.then.cells, each.indicator),
            municipality_cell(each, now=False),
            Cell(stands_words(against_municipality(each)) if judged else ""),
        ]
        if similar:
            cells.append(_compared_cell(each))
        cells.append(Cell(each.before.short_label if each.before else "", muted=True))
        rows.append(Row(tuple(cells)))
    note = " ".join(partial_notes(stood, change=False))
    return Table(tuple(columns), tuple(rows), note=note)


def baseline_cell(dossier: Dossier, stood: Standing, *, strong: bool = False) -> Cell:
    """The plan's number at the baseline by itself, of all its areas that are shown then."""
    if stood.plan.areas == 1:
        return area_cell(dossier, stood, stood.plan.members[0], now=False, strong=strong)
    if stood.plan.then.ready:
        return Cell(unsummed_words(), muted=True)
    return sum_cell(stood.plan.then.cells, stood.indicator, strong=strong)


def _compared_cell(stood: Standing) -> Cell:
    if stood.compare is None:
        return Cell("–", muted=True)
    if stood.compare.then.ready:
        return Cell(unsummed_words(), muted=True)
    return sum_cell(stood.compare.then.cells, stood.indicator)


def plan_heading(dossier: Dossier) -> str:
    """What the plan's own column is called: the area where it is only one."""
    if len(dossier.areas) == 1:
        return short(dossier.named(dossier.areas[0]), 24)
    return _("Helhedsplanen")


def _area_tables(dossier: Dossier, stood: Sequence[Standing]) -> Iterator[Block]:
    """Every area by itself, a few indicators at a time."""
    for first in range(0, len(stood), _MOST_COLUMNS):
        some = stood[first : first + _MOST_COLUMNS]
        share = 0.72 / max(len(some), 3)
        columns = (
            Column(dossier.called.one[:1].upper() + dossier.called.one[1:], 0.28),
            *(Column(each.indicator.label, share, number=True) for each in some),
        )
        rows = [
            Row(
                (
                    Cell(dossier.named(at)),
                    *(area_cell(dossier, each, at, now=False) for each in some),
                )
            )
            for at in dossier.areas
        ]
        rows.append(
            Row(
                (
                    Cell(_("Helhedsplanen")),
                    *(baseline_cell(dossier, each) for each in some),
                ),
                strong=True,
            )
        )
        rows.append(
            Row((Cell(_("Kommunen")), *(municipality_cell(each, now=False) for each in some)))
        )
        yield Table(columns, tuple(rows))

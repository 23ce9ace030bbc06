"""Chapter 6 of a helhedsplan's dossier: what is done, where, when and for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from desktop.core.wording import _, number, short_date
from desktop.maps.alttexts import listed, short
from desktop.maps.composing import scaled
from desktop.maps.effortbars import Span, effort_bars
from desktop.maps.trend import ChartColours
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Row,
    Style,
    Table,
    Title,
)
from desktop.reports.chapters.planblocks import PIXEL, free, measure
from desktop.reports.chapters.planfacts import Doing, Dossier, dossier_of
from desktop.reports.setting import column_width


def make_efforts(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 6: what is done, where, when and for what."""
    name = spec.title or _("6. Indsatser")
    yield Chapter(name, lambda: _efforts(asked, name))


def _efforts(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    yield Title(name, kicker=dossier.name)
    yield from free(dossier, "indsatser")
    if not dossier.efforts:
        yield Paragraph(_("Der er ingen indsatser i udtrækket eller planfilen for disse områder."))
    else:
        yield _effort_table(dossier)
        yield _effort_figure(dossier, asked)
    yield Heading(_("Indsatsernes effekt"))
    yield Paragraph(_("Effekten af indsatserne er ikke beregnet."), Style.STRONG)
    text = _(
        "Det kan ikke læses af denne dokumentation, hvad der ville være sket uden indsatserne."
    )
    if dossier.compare:
        text = _(
            "Det kan ikke læses af denne dokumentation, hvad der ville være sket uden indsatserne."
            " Kapitlet om sammenligningsområder viser, hvordan lignende områder har udviklet sig i"
            " samme tid; det er en beskrivelse og ikke en effekt."
        )
    yield Paragraph(text)


def _effort_table(dossier: Dossier) -> Table:
    columns = (
        Column(_("Nr."), 0.05, number=True),
        Column(_("Indsats"), 0.2),
        Column(_("Hvor"), 0.17),
        Column(_("Periode"), 0.14),
        Column(_("Formål"), 0.25),
        Column(_("Nøgletal"), 0.19),
    )
    rows = [
        Row((
            Cell(number(nr)),
            Cell(each.effort.name),
            Cell(_where(dossier, each)),
            Cell(_when(each)),
            Cell(" ".join(each.effort.text.split()) or "–"),
            Cell(", ".join(_labels(dossier, each)) or "–"),
        ))
        for nr, each in enumerate(dossier.efforts, 1)
    ]  # fmt: skip
    return Table(columns, tuple(rows))


def _where(dossier: Dossier, each: Doing) -> str:
    if not each.areas:
        return _("hele helhedsplanen")
    return listed([dossier.named(at) for at in each.areas], 6)


def _when(each: Doing) -> str:
    effort = each.effort
    if effort.end is None:
        return _("fra {start}").format(start=short_date(effort.start))
    return _("{start} til {end}").format(start=short_date(effort.start), end=short_date(effort.end))


def _labels(dossier: Dossier, each: Doing) -> list[str]:
    return [dossier.data.indicator(id).label for id in each.effort.indicators]


def _effort_figure(dossier: Dossier, asked: Asked) -> Figure:
    days = [each.effort.start for each in dossier.efforts]
    ends = [each.effort.end for each in dossier.efforts if each.effort.end]
    first = min((*days, dossier.start or dossier.baseline.end))
    last = max((*days, *ends, dossier.end or dossier.period.end, dossier.period.end))
    first, last = dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)
    spans = [Span(each.effort.name, each.effort.start, each.effort.end) for each in dossier.efforts]
    plan = (dossier.start, dossier.end) if dossier.start and dossier.end else None
    drawing = effort_bars(
        spans, first, last, column_width(asked.paper) / PIXEL, ChartColours(),
        plan=plan, now=dossier.period.end, measure=measure,
    )  # fmt: skip
    said = [f"{each.effort.name}, {_when(each)}" for each in dossier.efforts]
    alt = _("Indsatserne over tid: {efforts}.").format(efforts=listed(said, 8))
    caption = _("Den stiplede linje er de nyeste tal, {period}.").format(
        period=dossier.period.label
    )
    return Figure(scaled(drawing, PIXEL), short(alt), caption)

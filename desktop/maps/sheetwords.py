"""What a map sheet says, in words and numbers, before any of it is set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace

from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits
from desktop.core.sentences import limit_words
from desktop.core.wording import _
from desktop.core.wording import date as written_date
from desktop.maps.picture import Legend, Picture
from desktop.maps.sheetreading import sentences_of
from desktop.maps.sheetrows import Table, table_of
from desktop.maps.titles import subtitle_of, title_of
from desktop.maps.view import MapView, Shows


@dataclass(frozen=True, slots=True)
class Framing:
    """What stands in the head and foot of a sheet."""

    kicker: str
    title: str
    subtitle: str
    plan: str
    source: str
    responsible: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Content(Framing):
    """Everything a map sheet says."""

    legend: Legend
    key: str
    table: Table
    sentences: tuple[str, ...]


def framing_of(
    data: Dataset,
    title: str,
    subtitle: str,
    plan: str,
    day: dt.date,
    sender: str = "",
    kind: str = "",
) -> Framing:
    """Head and foot of a sheet of one page.

    ``sender`` stands instead of the municipality, and ``kind`` instead of the extract's name.
    """
    manifest = data.manifest
    kicker = kind or manifest.title or _("Boligsocial monitorering")
    whose = " ".join(sender.split()) or manifest.municipality
    if whose and whose not in kicker:
        kicker = f"{whose} · {kicker}"
    return Framing(
        kicker=kicker,
        title=title,
        subtitle=subtitle.replace(". · ", " · "),
        plan=" ".join(plan.split()),
        source=_source(manifest.sources, manifest.limits),
        responsible=_responsible(data),
        stamp=_("Boligatlas · {date} · side {page} af {pages}").format(
            date=written_date(day), page=1, pages=1
        ),
    )


def content_of(
    data: Dataset,
    view: MapView,
    worked: Picture,
    plan: str,
    day: dt.date,
    sender: str = "",
    kind: str = "",
    table: Table | None = None,
    said: tuple[str, ...] = (),
) -> Content:
    """What the sheet of a map says; ``key`` is what stands over its legend.

    ``table`` stands instead of that of the chosen areas, with ``said`` of it.
    """
    table = table_of(data, view, worked) if table is None else table
    framing = framing_of(
        data, title_of(data, view), subtitle_of(data, view, worked), plan, day, sender, kind
    )
    legend = on_paper(worked)
    rows = [*table.rows, *([table.whole] if table.whole is not None else [])]
    intervals = any(
        column.small and any(row.figures and row.figures[at] for row in rows)
        for at, column in enumerate(table.columns)
    )
    sentences = sentences_of(data, view, worked, intervals=intervals)
    return Content(
        **{each.name: getattr(framing, each.name) for each in fields(framing)},
        legend=legend,
        key=legend.title if view.shows is Shows.CHANGE else _("Signaturforklaring"),
        table=table,
        sentences=(*sentences[:1], *said, *sentences[1:]),
    )


def on_paper(worked: Picture) -> Legend:
    """The legend without a row that only says that something is still being worked out."""
    legend = worked.legend
    if worked.dotted is not None:
        return legend
    return replace(legend, rows=tuple(row for row in legend.rows if not row.dotted))


def _source(sources: tuple[str, ...], limits: Limits) -> str:
    return " ".join(part for part in (source_words(sources), limit_words(limits)) if part)


def source_words(sources: tuple[str, ...]) -> str:
    """Where the numbers are from, as a foot says it; empty where nothing is told."""
    return _("Kilde: {sources}.").format(sources="; ".join(sources).rstrip(".")) if sources else ""


def _responsible(data: Dataset) -> str:
    manifest = data.manifest
    parts = (
        (_("Formål: {text}"), manifest.purpose),
        (_("Dataansvarlig: {text}"), manifest.controller),
        (_("Retsgrundlag: {text}"), manifest.legal_basis),
    )
    return " · ".join(label.format(text=text.rstrip(".")) for label, text in parts if text)

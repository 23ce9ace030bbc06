"""What a map sheet says, in words and numbers, before any of it is set."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits, State
from desktop.core.indicators import Indicator
from desktop.core.indicators import Text as Words
from desktop.core.measures import Cells
from desktop.core.sentences import interval_words, limit_words, value_words
from desktop.core.wording import NO_BREAK, _, number, quantity
from desktop.core.wording import date as written_date
from desktop.maps.choropleth import class_labels
from desktop.maps.classes import OWN, printed_decimals
from desktop.maps.picture import Legend, Picture
from desktop.maps.titles import subtitle_of, title_of
from desktop.maps.view import MapView

_RELATIVE = ("der", "som", "hvis", "hvor")  # begin clauses that Danish ends with a comma


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a value, or a word that stands for it."""

    name: str
    value: str
    interval: str = ""
    base: str = ""
    said: bool = False  # the value is a word
    strong: bool = False


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
    rows: tuple[Row, ...]
    whole: Row
    base_heading: str
    sentences: tuple[str, ...]


def framing_of(data: Dataset, title: str, subtitle: str, plan: str, day: dt.date) -> Framing:
    """Head and foot of a sheet of one page."""
    manifest = data.manifest
    kicker = manifest.title or _("Boligsocial monitorering")
    if manifest.municipality and manifest.municipality not in kicker:
        kicker = f"{manifest.municipality} · {kicker}"
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


def content_of(data: Dataset, view: MapView, worked: Picture, plan: str, day: dt.date) -> Content:
    """What the sheet of a map says."""
    indicator = data.indicator(view.indicator)
    rows = _rows(data, view, worked, indicator)
    whole = _row(_("Kommunen"), data.municipality(indicator.id, view.period, view.breakdown),
                 0, indicator)  # fmt: skip
    framing = framing_of(data, title_of(data, view), subtitle_of(data, view, worked), plan, day)
    return Content(
        **{each.name: getattr(framing, each.name) for each in fields(framing)},
        legend=worked.legend,
        rows=rows,
        whole=whole,
        base_heading=_("Grundlag") if any(row.base for row in (*rows, whole)) else "",
        sentences=_sentences(view, worked, indicator, any(r.interval for r in (*rows, whole))),
    )


def _rows(data: Dataset, view: MapView, worked: Picture, indicator: Indicator) -> tuple[Row, ...]:
    """The chosen areas, highest value first and those without one last; the last chosen strong."""
    areas = data.areas(view.level)
    chosen = chosen_areas(areas, view)
    values = worked.cells.values
    ordered = sorted(chosen, key=lambda at: (math.isnan(values[at]), -values[at], areas.names[at]))
    return tuple(
        _row(areas.names[at] or areas.codes[at], worked.cells, at, indicator,
             exists=bool(worked.exists[at]), strong=at == chosen[-1])
        for at in ordered
    )  # fmt: skip


def chosen_areas(areas: Areas, view: MapView) -> list[int]:
    return [areas.index[code] for code in dict.fromkeys(view.selected) if code in areas.index]


def _row(
    name: str,
    cells: Cells,
    at: int,
    indicator: Indicator,
    *,
    exists: bool = True,
    strong: bool = False,
) -> Row:
    if not exists:
        return Row(name, _("fandtes ikke"), said=True, strong=strong)
    value = value_words(cells, at, indicator)
    if cells.states[at] != State.SHOWN:
        return Row(name, value, said=True, strong=strong)
    interval = ""
    if indicator.people and indicator.unit == "%":
        interval = interval_words(cells, at, indicator).removesuffix(NO_BREAK + indicator.unit)
    return Row(name, value, interval, number(float(cells.denominators[at])), strong=strong)


def _sentences(
    view: MapView, worked: Picture, indicator: Indicator, intervals: bool
) -> tuple[str, ...]:
    """How to read the map, the most needed first."""
    said = list(_meaning(indicator))
    if worked.bounds:
        label = class_labels(worked.bounds, indicator, upper=view.upper)[0 if view.upper else 1]
        decimals = printed_decimals(worked.bounds, indicator.decimals)
        bound = quantity(worked.bounds[0], indicator.unit, decimals)
        rule = (
            _("Klassernes øvre grænse er med: {bound} hører til »{label}«.")
            if view.upper
            else _("Klassernes nedre grænse er med: {bound} hører til »{label}«.")
        )
        said.append(rule.format(bound=bound, label=label.replace(" ", NO_BREAK)))
    if worked.radii is not None:
        said.append(_("Cirklens areal følger antallet."))
    if view.scheme != OWN and view.fixed:
        said.append(_("Grænserne er ens i alle perioder, så kort fra flere år kan sammenlignes."))
    if worked.withheld().any():
        said.append(_("I skraverede områder er der for få personer til at vise tallet."))
    if intervals:
        said.append(
            _("Lille skrift er 95\u00a0%-intervallet: så meget kan andelen svinge tilfældigt.")
        )
    return tuple(said)


def _meaning(indicator: Indicator) -> tuple[str, ...]:
    """What the number is of what; nothing for a plain count and for one thing per other thing."""
    counted, besides = _inner(indicator.numerator_text)
    base, more = _inner(indicator.denominator_text)
    if not counted or not base or indicator.per == 1:
        return ()
    if any(f", {word} " in counted for word in _RELATIVE):
        counted += ","
    if indicator.per == 100:
        text = _("Tallet er antal {counted} i procent af {base}.")
    else:
        text = _("Tallet er antal {counted} pr. {per} {base}.")
        base = base.removeprefix("alle ").removeprefix("all ")
    sentence = text.format(counted=counted, base=base, per=number(indicator.per))
    return (sentence, *(note for note in (besides, more) if note))


def _inner(text: Words) -> tuple[str, str]:
    """A text as part of a sentence, and what follows a semicolon as a sentence of its own.

    The part has no full stop, and no capital but that of an abbreviation.
    """
    words, _mark, note = str(text).strip().rstrip(".").partition(";")
    note = note.strip()
    inner = words if words[1:2].isupper() else words[:1].lower() + words[1:]
    return inner, f"{note[:1].upper()}{note[1:]}." if note else ""


def _source(sources: tuple[str, ...], limits: Limits) -> str:
    parts = []
    if sources:
        parts.append(_("Kilde: {sources}.").format(sources="; ".join(sources).rstrip(".")))
    parts.append(limit_words(limits))
    return " ".join(part for part in parts if part)


def _responsible(data: Dataset) -> str:
    manifest = data.manifest
    parts = (
        (_("Formål: {text}"), manifest.purpose),
        (_("Dataansvarlig: {text}"), manifest.controller),
        (_("Retsgrundlag: {text}"), manifest.legal_basis),
    )
    return " · ".join(label.format(text=text.rstrip(".")) for label, text in parts if text)

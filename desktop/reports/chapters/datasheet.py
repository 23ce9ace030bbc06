"""The data sheet: what an extract is, whose it is, what it rests on and how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from desktop import __version__
from desktop.core.areas import MUNICIPALITY
from desktop.core.catalogue import read_reference
from desktop.core.dataset import Dataset
from desktop.core.models.offered import offers
from desktop.core.periods import Period, order
from desktop.core.sentences import limit_words
from desktop.core.wording import _, date, number, plural
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Style,
    Table,
    Title,
    facts,
)
from desktop.reports.chapters.datasheetaudit import build_report
from desktop.reports.chapters.sources import grouped_table, residual_words

_NOTES = 60  # notes of one sort that are told one by one; the rest are counted


def make_datasheet(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter »Datablad«: manifest, levels, protection, and what the build told of itself."""
    name = spec.title or _("Datablad")
    yield Chapter(name, lambda: _datasheet(asked.data, name))


def _datasheet(data: Dataset, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=data.manifest.municipality)
    yield Paragraph(content_words(data), Style.LEAD)
    yield Heading(_("Følgeseddel"))
    yield facts(manifest_rows(data), 0.24)
    yield Heading(_("Kilder"))
    if data.manifest.sources:
        yield Bullets(data.manifest.sources, free=True)
    yield grouped_table(data.indicators)
    yield Heading(_("Områder"))
    yield areas_table(data)
    yield Heading(_("Diskretion"))
    yield from profile_blocks(data)
    yield Heading(_("Sådan er udtrækket dannet"))
    yield from build_blocks(data)


def content_words(data: Dataset) -> str:
    """How much there is of everything, in a sentence or two."""
    periods = every_period(data)
    count = len(data.indicators)
    said = plural(
        "Udtrækket har {count} indikator", "Udtrækket har {count} indikatorer", count
    ).format(count=number(count))
    levels = plural("{count} områdeniveau", "{count} områdeniveauer", len(data.levels)).format(
        count=number(len(data.levels))
    )
    if not periods:
        return _("{said} på {levels} og ingen tal.").format(said=said, levels=levels)
    return _("{said} på {levels}, med tal fra {first} til {last}.").format(
        said=said, levels=levels, first=periods[0].label, last=periods[-1].label
    )


def every_period(data: Dataset) -> tuple[Period, ...]:
    """Every period that any indicator has numbers for, in order of time."""
    levels = (*(level.id for level in data.levels), MUNICIPALITY)
    held = {
        period
        for indicator in data.indicators
        for level in levels
        for period in data.periods_of(indicator.id, level)
    }
    return tuple(sorted(held, key=order))


def manifest_rows(data: Dataset) -> list[tuple[str, str]]:
    """Everything the manifest says; what an auditor looks for is told also where it is missing."""
    manifest = data.manifest
    untold = _("ikke oplyst")
    rows = [
        (_("Titel"), manifest.title or untold),
        (_("Kommune"), _with_code(manifest.municipality, manifest.municipality_code)),
        (_("Formål"), manifest.purpose or untold),
        (_("Dataansvarlig"), manifest.controller or untold),
        (_("Retsgrundlag"), manifest.legal_basis or untold),
        (_("Slags udtræk"), manifest.kind or untold),
        (_("Dannet"), date(manifest.created)),
        (_("Gælder fra"), date(manifest.valid_from)),
        (_("Slettes senest"), date(manifest.delete_by)),
        (_("Dannet med"), manifest.builder or untold),
        (_("Opskriftens fingeraftryk"), _fingerprint(manifest.recipe_digest) or untold),
        (_("Underskrevet af"), manifest.signer or _("ikke underskrevet")),
        (_("Indikatorkatalog"), _catalogue_words(manifest.catalogue)),
        (_("Koordinatsystem"), _("EPSG:{number}").format(number=manifest.srs)),
        (_("Udtrækkets format"), str(manifest.format)),
        (_("Læst med"), _("Boligatlas {version}").format(version=__version__)),
    ]
    return [*rows, *sorted(manifest.extra.items())]


def _with_code(name: str, code: str) -> str:
    return f"{name} ({code})" if code else name


def _fingerprint(digest: str) -> str:
    """A long fingerprint in groups that can be read and compared."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _catalogue_words(version: str) -> str:
    own = read_reference().version
    if not version:
        return _("ikke oplyst")
    if version == own:
        return version
    return _("{version}; programmets eget er {own}").format(version=version, own=own)


def areas_table(data: Dataset) -> Table:
    """The levels: how many areas, how many there are now, and what they belong to."""
    periods = every_period(data)
    rows = []
    for level in data.levels:
        areas = data.areas(level.id)
        now = int(areas.valid_on(periods[-1].end).sum()) if periods else len(areas)
        held = {
            indicator.id for indicator in data.indicators if data.periods_of(indicator.id, level.id)
        }
        above = [str(data.level(id).name) for id in areas.parents if id in _ids(data)]
        rows.append(
            Row(
                (
                    Cell(str(level.plural) or str(level.name) or level.id),
                    Cell(number(len(areas))),
                    Cell(number(now)),
                    Cell(number(len(held))),
                    Cell(", ".join(above) or _("intet")),
                )
            )
        )
    columns = (
        Column(_("Niveau"), 0.26),
        Column(_("Områder i alt"), 0.16, number=True),
        Column(_("Heraf nu"), 0.14, number=True),
        Column(_("Indikatorer"), 0.16, number=True),
        Column(_("Ligger i"), 0.28),
    )
    note = _("I alt: også områder, der er ophørt. Nu: ved udgangen af den nyeste periode.")
    return Table(columns, tuple(rows), note if rows else "")


def _ids(data: Dataset) -> frozenset[str]:
    return frozenset(level.id for level in data.levels)


def profile_blocks(data: Dataset) -> Iterator[Block]:
    """The disclosure profile: every rule in words with its limit, and what is not done."""
    limits = data.manifest.limits
    off = _("ikke i brug")
    people = number(limits.cell_minimum - 1)
    rows = [
        (_("Profil"), limits.profile),
        (
            _("Små antal"),
            _("et antal personer fra 1 til {most} vises ikke, heller ikke som nævner").format(
                most=people
            )
            if limits.cell_minimum > 1
            else off,
        ),
        (
            _("Små rester"),
            _("et antal, der lader 1 til {most} af sin nævner tilbage, vises ikke").format(
                most=people
            )
            if limits.complement and limits.cell_minimum > 1
            else off,
        ),
        (
            _("Små områder"),
            _("et område med 1 til {most} beboere viser ingen tal").format(
                most=number(limits.area_minimum - 1)
            )
            if limits.area_minimum > 1
            else off,
        ),
        (
            _("Samme tal et andet sted"),
            _(
                "et antal personer, der er for lille til at vises i én indikator, vises heller ikke"
                " som tæller eller nævner i en anden"
            ),
        ),
        (
            _("Opdelinger"),
            _(
                "er helheden diskretioneret, er alle dele det; er kun én del det, er den mindste"
                " anden del det også"
            ),
        ),
        (_("Nul og alle"), _("0 og 0 %, alle og 100 % vises, medmindre området er for lille")),
        (
            _("Udseende"),
            _("»diskretioneret« i tekst og skraveret på kort, uanset hvilken regel der gælder"),
        ),
    ]
    yield facts(rows, 0.24)
    yield Paragraph(residual_words(), Style.MUTED)
    if said := limit_words(limits):
        yield Paragraph(_("Kort sagt: {limits}").format(limits=said), Style.MUTED)


def build_blocks(data: Dataset) -> Iterator[Block]:
    """What was read, put right, noticed and warned of when the extract was made; and its contents.

    Without a report in the extract that is said.
    """
    report = build_report(data)
    if not report:
        yield Paragraph(_("Udtrækket har ingen rapport om, hvordan det er dannet."))
    for key, title in (
        ("warnings", _("Advarsler")),
        ("repaired", _("Rettet")),
        ("reported", _("Bemærket og ladt, som det var")),
        ("read", _("Læst")),
    ):
        told = noted(report.get(key, ()))
        if told:
            yield Heading(title, rank=3, outlined=False)
            yield Bullets(told)
    models = [each.name for each in offers(data) if each.shipped]
    others = [
        (_("Modeller i udtrækket"), "; ".join(models) or _("ingen")),
        (_("Steder"), number(len(data.places))),
        (_("Indsatser"), number(len(data.efforts))),
    ]
    yield Heading(_("Desuden i udtrækket"), rank=3, outlined=False)
    yield facts(others, 0.24)


def noted(notes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The notes of one sort as points: what is said of many places is said once.

    Of a file only its name is told, never the folder it lay in. More than a few are counted.
    """
    by_text: dict[str, list[str]] = {}
    for each in notes:
        places = by_text.setdefault(str(each.get("text", "")), [])
        places.append(PurePosixPath(str(each.get("place", "")).replace("\\", "/")).name)
    told = [
        _("{place}: {text}").format(place=_few(places), text=text)
        for text, places in by_text.items()
    ]
    more = len(told) - _NOTES
    if more > 0:
        told[_NOTES:] = [_("og {count} mere").format(count=number(more))]
    return tuple(told)


def _few(places: Sequence[str]) -> str:
    named = list(dict.fromkeys(place for place in places if place))
    more = len(named) - 4
    if more > 0:
        return _("{names} og {count} til").format(names="; ".join(named[:4]), count=number(more))
    return "; ".join(named)

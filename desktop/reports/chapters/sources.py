"""Where the numbers are from and what is not shown of them: what every report ends with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop import __version__
from desktop.core.areas import MUNICIPALITY
from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator, Kind
from desktop.core.periods import Period, latest, order
from desktop.core.sentences import limit_words
from desktop.core.wording import _, date
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

_ONE_BY_ONE = 14  # indicators that have a row each; more are told source by source


def make_about(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter »Om tallene«: of the chosen indicators, else of all that the level has."""
    name = spec.title or _("Om tallene")
    yield Chapter(name, lambda: _about(asked, name))


def _about(asked: Asked, name: str) -> Iterator[Block]:
    data = asked.data
    yield Title(name)
    yield from about_blocks(data, chosen_indicators(asked), asked.period, heading=False)


def about_blocks(
    data: Dataset, indicators: Sequence[Indicator], period: Period, *, heading: bool = True
) -> Iterator[Block]:
    """What a reader has to know of the numbers in a report, in about half a page.

    Who answers for them and why they are kept, what is not shown, how sure they are, and where each
    of the indicators comes from.

    Args:
        data: the extract.
        indicators: those that the report shows; none leaves their table out.
        period: the time that the report is of; every indicator is told at its newest until then.
        heading: whether a heading of the second rank stands above.
    """
    if heading:
        yield Heading(_("Om tallene"))
    yield from sources_blocks(data)
    yield from disclosure_blocks(data)
    if any(each.kind in (Kind.SHARE, Kind.RATE) for each in indicators):
        yield Paragraph(_interval_words(), Style.MUTED)
    if len(indicators) > _ONE_BY_ONE:
        yield grouped_table(indicators)
    elif indicators:
        yield origin_table(data, indicators, period)


def sources_blocks(data: Dataset) -> Iterator[Block]:
    """Purpose, controller, legal basis, sources, and when the extract was made: one table."""
    manifest = data.manifest
    pairs = [
        (_("Formål"), manifest.purpose),
        (_("Dataansvarlig"), manifest.controller),
        (_("Retsgrundlag"), manifest.legal_basis),
        (_("Kilder"), "; ".join(manifest.sources)),
        (
            _("Udtræk"),
            _("dannet {created}, slettes senest {gone}").format(
                created=date(manifest.created), gone=date(manifest.delete_by)
            ),
        ),
        (_("Program"), _("Boligatlas {version}").format(version=__version__)),
    ]
    yield facts([(name, said) for name, said in pairs if said], 0.16)


def disclosure_blocks(data: Dataset) -> Iterator[Block]:
    """What is not shown, how it looks, and what the protection does not do; two paragraphs."""
    said = limit_words(data.manifest.limits)
    if said:
        yield Paragraph(
            _("{limits} De står som »diskretioneret«, og tallet findes ikke i udtrækket.").format(
                limits=said
            )
        )
    else:
        yield Paragraph(_("Udtrækket har ingen grænser for små tal: alle tal i det vises."))
    yield Paragraph(residual_words(), Style.MUTED)


def residual_words() -> str:
    """What the protection of small numbers does not do yet."""
    return _(
        "Der er ikke diskretioneret yderligere tal for at beskytte de diskretionerede (sekundær"
        " diskretionering): et diskretioneret tal kan i nogle tilfælde regnes ud af summer over"
        " områder, niveauer eller kommunen. Rapporten bør deles derefter."
    )


def origin_table(data: Dataset, indicators: Sequence[Indicator], period: Period) -> Table:
    """A row for every indicator: its source, when it is reckoned, and the period it is told at."""
    rows = tuple(_origin_row(data, each, period) for each in indicators)
    columns = (
        Column(_("Indikator"), 0.36),
        Column(_("Kilde"), 0.24, muted=True),
        Column(_("Opgjort"), 0.24, muted=True),
        Column(_("Tal for"), 0.16),
    )
    return Table(columns, rows)


def grouped_table(indicators: Sequence[Indicator]) -> Table:
    """A row for every source and way of reckoning, with the indicators that it is of."""
    by_source: dict[tuple[str, str], list[str]] = {}
    for each in indicators:
        key = (str(each.source) or _("ikke oplyst"), str(each.reference) or _("ikke oplyst"))
        by_source.setdefault(key, []).append(each.label)
    columns = (
        Column(_("Kilde"), 0.3),
        Column(_("Indikatorer"), 0.4, muted=True),
        Column(_("Opgjort"), 0.3, muted=True),
    )
    rows = tuple(
        Row((Cell(source), Cell("; ".join(names)), Cell(reference)))
        for (source, reference), names in by_source.items()
    )
    return Table(columns, rows)


def _origin_row(data: Dataset, indicator: Indicator, period: Period) -> Row:
    at = newest_until(data, indicator.id, period)
    texts = (
        str(indicator.name) or indicator.id,
        str(indicator.source) or _("ikke oplyst"),
        str(indicator.reference) or _("ikke oplyst"),
        at.label if at is not None else _("ingen data"),
    )
    return Row(tuple(Cell(text) for text in texts))


def newest_until(data: Dataset, indicator: str, period: Period) -> Period | None:
    """The newest period of an indicator that is over by a time, on any level; None for none."""
    levels = (*(level.id for level in data.levels), MUNICIPALITY)
    found = (latest(data.periods_of(indicator, level), period) for level in levels)
    return max((each for each in found if each is not None), key=order, default=None)


def chosen_indicators(asked: Asked) -> tuple[Indicator, ...]:
    """The indicators that a report was asked about, else all that its level has."""
    if asked.indicators:
        return tuple(asked.data.indicator(id) for id in asked.indicators)
    return asked.data.indicators_of(asked.level)


def _interval_words() -> str:
    return _(
        "Alle er talt med, så et 95 %-interval siger ikke noget om en stikprøve: det siger, hvor"
        " meget et tal som dette kan svinge ved tilfældigheder. En forskel er med sikkerhed over"
        " eller under, når dens interval ikke rummer nul; ellers kan den ikke afgøres."
    )


def notes(texts: Iterable[str]) -> tuple[Block, ...]:
    """Sentences as a list of points; nothing for none."""
    said = tuple(text for text in texts if text)
    return (Bullets(said),) if said else ()

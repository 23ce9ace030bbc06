"""The method appendix of a report: how its numbers are made, how sure they are, what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop.core.indicators import Direction, Indicator
from desktop.core.wording import _, number
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    Title,
)
from desktop.reports.chapters.planblocks import free
from desktop.reports.chapters.plancompare import chosen_sentences
from desktop.reports.chapters.planfacts import Dossier, dossier_of
from desktop.reports.chapters.sources import about_blocks


def make_method(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 8: definitions, certainty, what is not shown, comparison areas, sources."""
    name = spec.title or _("8. Metodebilag")
    yield Chapter(name, lambda: _method(asked, name))


def _method(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    ids = dict.fromkeys((*dossier.indicators, *(goal.indicator for goal in dossier.goals)))
    indicators = tuple(dossier.data.indicator(id) for id in ids)
    yield Title(name, kicker=dossier.name)
    yield from free(dossier, "metode")
    yield Heading(_("Nøgletallene"))
    yield definition_table(indicators)
    yield Heading(_("Sådan er der regnet"))
    yield Bullets(tuple(_reckoned(dossier)))
    if dossier.compare:
        yield Heading(_("Valget af sammenligningsområder"))
        yield from (Paragraph(text) for text in _likeness(dossier))
    yield from about_blocks(dossier.data, indicators, asked.period)


def definition_table(indicators: Sequence[Indicator]) -> Table:
    """What each indicator counts of what, and which way is the wished one."""
    columns = (
        Column(_("Nøgletal"), 0.22),
        Column(_("Tæller"), 0.32),
        Column(_("Nævner"), 0.28),
        Column(_("Retning"), 0.18),
    )
    rows = [
        Row(
            (
                Cell(each.label),
                Cell(str(each.numerator_text) or str(each.sentence) or "–"),
                Cell(str(each.denominator_text) or "–"),
                Cell(_direction(each.direction), muted=True),
            )
        )
        for each in indicators
    ]
    return Table(columns, tuple(rows))


def _direction(direction: Direction) -> str:
    return {
        Direction.WORSE: _("lavere ønskes"),
        Direction.BETTER: _("højere ønskes"),
        Direction.NEITHER: _("ingen: tallet beskriver"),
    }[direction]


def _reckoned(dossier: Dossier) -> Iterator[str]:
    """How the plan's numbers, their intervals and the goals are worked out."""
    if len(dossier.areas) > 1:
        yield _(
            "Helhedsplanens samlede tal er summen af tællere over summen af nævnere for dens"
            " områder, aldrig et gennemsnit af områdernes tal. Gennemsnit lægges ikke sammen."
        )
        yield _(
            "Mellem udgangspunktet og nu er det de samme områder, der lægges sammen: dem, der vises"
            " begge gange. Er det færre end fire femtedele, er der intet samlet tal."
        )
    yield _(
        "Andele har Wilsons 95 %-interval og hyppigheder Byars. En forskel har Newcombes interval"
        " (metode 10). Er den mod kommunen, som helhedsplanen er en del af, regnes den mod resten"
        " af kommunen."
    )
    yield _(
        "Hver forskel er bedømt for sig. Af hundrede forskelle, hvor intet er anderledes, vil"
        " omkring fem blive kaldt sikre."
    )
    if dossier.goals:
        yield _(
            "Et mål bedømmes efter den lige linje fra udgangspunktet til målet på dets dato. Tallet"
            " nu holdes op mod linjen samme dag med usikkerheden på begge; udgangspunktets tæller"
            " mindre, jo nærmere datoen er."
        )
    if dossier.compare:
        yield _(
            "Forskellen på to ændringer er helhedsplanens ændring minus sammenligningsområdernes."
            " Intervallet regner alle fire tal for uafhængige og er derfor i overkanten bredt."
        )
    yield _("Der er ikke beregnet nogen effekt af indsatserne.")


def _likeness(dossier: Dossier) -> Iterator[str]:
    yield from chosen_sentences(dossier)
    if dossier.likeness.chosen:
        return
    used = {trait.id for near in dossier.likeness.found for trait in near.traits}
    left_out = {id for near in dossier.likeness.found for id in near.left_out} - used
    yield _(
        "Ligheden måles i typiske spredninger: hvor langt to områder er fra hinanden på hvert træk,"
        " målt med 1,4826 gange medianafstanden fra medianen, og i gennemsnit over trækkene."
        " Højst {most} vælges, og helhedsplanens egne områder er ikke med."
    ).format(most=number(max(len(dossier.compare), 1)))
    if left_out:
        names = sorted(_trait_names(dossier, left_out))
        yield _(
            "Ikke brugt, fordi tallet mangler eller er et af planens nøgletal: {names}."
        ).format(names=", ".join(names))


def _trait_names(dossier: Dossier, ids: Iterable[str]) -> list[str]:
    from desktop.core.similar import trait_name

    return [trait_name(dossier.data, id) for id in ids]

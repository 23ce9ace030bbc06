"""Organisation against organisation: all beside each other, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from desktop.core.comparisonwords import process_sentence
from desktop.core.grouping import ORGANISATION
from desktop.core.sentences import value_words
from desktop.core.wording import _, number
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
    Title,
)
from desktop.reports.chapters.sectors import (
    comparison_table,
    groups_table,
    reservations,
    title_block,
)
from desktop.reports.chapters.sectorsfacts import Compared, Group, OneIndicator, compared_groups
from desktop.reports.chapters.sectorswords import (
    behind_group,
    certainty_words,
    largest_words,
    lead_words,
    people_words,
)
from desktop.reports.chapters.standardfacts import facts_of
from desktop.reports.chapters.standardtables import together, value_note, value_table
from desktop.reports.chapters.standardwords import SURE

_AREA_INDICATORS = 5  # beside an organisation's areas


def make_organisations(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """All organisations beside each other, each against the others together."""
    found = compared_groups(asked, spec, ORGANISATION)
    name = spec.title or str(asked.template.name)
    yield Chapter(name, lambda: _organisations(asked, found, name))


def make_organisation_pages(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """A page for each organisation, or for those whose areas are chosen."""
    found = compared_groups(asked, spec, ORGANISATION)
    chosen = set(asked.areas)
    for group in found.groups:
        if not chosen or chosen & set(group.members):
            yield Chapter(group.name, partial(_page, asked, spec, found, group))


def _organisations(asked: Asked, found: Compared, name: str) -> Iterator[Block]:
    del asked
    yield title_block(found, name)
    yield Paragraph(organisations_words(found), Style.LEAD)
    yield groups_table(found)
    yield Paragraph(people_words(found), Style.MUTED)
    decided = [row for row in found.rows if any(row.decided(group.name) for group in found.groups)]
    if decided:
        size = -(-len(decided) // -(-len(decided) // _AREA_INDICATORS))
        yield Heading(_("Boligorganisationerne ved siden af hinanden"))
        yield Paragraph(
            _("Fed: over eller under de øvrige tilsammen med sikkerhed (95 %)."), Style.MUTED
        )
        for begin in range(0, len(decided), size):
            yield from together(overview_table(found, decided[begin : begin + size]))
    if certainty := certainty_words(found, found.groups):
        yield Paragraph(f"{certainty} {process_sentence()}", Style.MUTED)
    yield from reservations(found)


def organisations_words(found: Compared) -> str:
    """How many organisations there are, and how many differences beyond chance."""
    made = [each for row in found.rows for each in row.made.values()]
    sure = sum(each.verdict in SURE for each in made)
    return _(
        "{count} boligorganisationer holdes hver for sig op mod de øvrige tilsammen på {indicators}"
        " indikatorer. Af {total} forskelle er {sure} der med sikkerhed."
    ).format(
        count=number(len(found.groups)),
        indicators=number(len(found.rows)),
        total=number(len(made)),
        sure=number(sure),
    )


def overview_table(found: Compared, rows: Sequence[OneIndicator]) -> Table:
    """Organisations by indicators; bold where one differs from the others beyond chance."""
    each = 0.72 / max(len(rows), 1)
    columns = (
        Column(_("Boligorganisation"), 0.28),
        *(Column(row.indicator.label, each, number=True) for row in rows),
    )
    made = [
        Row((Cell(group.name), *(_overview_cell(row, group) for row in rows)))
        for group in found.groups
    ]
    return Table(columns, tuple(made))


def _overview_cell(row: OneIndicator, group: Group) -> Cell:
    made = row.made.get(group.name)
    if made is None:
        return Cell("–", muted=True)
    sure = made.verdict in SURE
    if made.skewed:
        return Cell(_("kan ikke afgøres"), muted=True)
    return Cell(value_words(made.own, 0, row.indicator), strong=sure)


def _page(asked: Asked, spec: ChapterSpec, found: Compared, group: Group) -> Iterator[Block]:
    yield Title(group.name, subtitle=f"{behind_group(found, group)}")
    yield Paragraph(lead_words(found, group), Style.LEAD)
    if largest := largest_words(found, group):
        yield Paragraph(largest)
    yield from together(
        Heading(_("Mod de øvrige boligorganisationer"), outlined=False),
        comparison_table(found, group, undecided=False),
    )
    yield from _areas_of(asked, spec, found, group)


def _areas_of(asked: Asked, spec: ChapterSpec, found: Compared, group: Group) -> Iterator[Block]:
    facts = facts_of(replace(asked, areas=group.members), spec, _AREA_INDICATORS)
    heading = found.called.many[:1].upper() + found.called.many[1:]
    yield Heading(heading, outlined=False)
    yield Paragraph(value_note(facts, ()), Style.MUTED)
    yield value_table(facts, facts.held[:_AREA_INDICATORS], sectors=False)

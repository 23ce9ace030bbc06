"""Chapter 4 of a helhedsplan's dossier: areas like its own, and how both have gone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from desktop.core.changes import changes
from desktop.core.comparisonwords import match_words
from desktop.core.differences import picked
from desktop.core.disclosure import State
from desktop.core.indicators import Kind
from desktop.core.measures import Cells
from desktop.core.models.reasons import quoted
from desktop.core.profilekey import key_of
from desktop.core.sentences import state_words
from desktop.core.similar import Match
from desktop.core.wording import _, number
from desktop.maps.alttexts import listed, short
from desktop.maps.beforeafter import Pair, before_after_chart
from desktop.maps.composing import scaled
from desktop.maps.plansite import site_map
from desktop.maps.trend import ChartColours
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Keep,
    Paragraph,
    Row,
    Side,
    Style,
    Table,
    Title,
)
from desktop.reports.chapters.planblocks import (
    GAP,
    PIXEL,
    compared_name,
    free,
    half_width,
    headed,
    in_pairs,
    measure,
)
from desktop.reports.chapters.planfacts import Dossier, dossier_of
from desktop.reports.chapters.plansums import Standing, Whole, changes_apart, interval_of, standings
from desktop.reports.chapters.planwords import (
    apart_words,
    change_cell,
    label_cell,
    reach_cell,
    unsummed_words,
)
from desktop.reports.setting import column_width

_MOST_ROWS = 14  # areas in a chart of then and now


def make_comparison(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 4: which areas are held against the plan's, why, and how both have gone."""
    name = spec.title or _("4. Sammenligningsområder")
    yield Chapter(name, lambda: _comparison(asked, name))


def _comparison(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    stood = standings(dossier)
    yield Title(name, kicker=dossier.name)
    yield from free(dossier, "sammenligning")
    if not dossier.compare:
        yield Paragraph(
            _("Der er ingen {areas}, som helhedsplanens kan sammenlignes med.").format(
                areas=dossier.called.many
            )
        )
        yield Paragraph(
            _(
                "Lignende områder findes efter beboertal, alder, sektor og boligstørrelse, som"
                " udtrækket skal have. De kan også nævnes i en planfil."
            ),
            Style.MUTED,
        )
        return
    yield from (Paragraph(text) for text in chosen_sentences(dossier))
    yield from _compared_where(dossier, asked)
    moved = [each for each in stood if each.moved]
    if not moved:
        return
    described = Paragraph(
        _(
            "Sammenligningen beskriver, hvordan helhedsplanens områder og sammenligningsområderne"
            " har udviklet sig i samme tid. Den er ikke et mål for helhedsplanens effekt: områderne"
            " kan være forskellige på andre måder end dem, de er valgt efter."
        ),
    )
    yield Keep((Heading(_("Udviklingen side om side")), described, _apart_table(moved)))
    wide = half_width(asked.paper)
    drawn = [each for each in moved if each.indicator.kind is not Kind.COUNT]
    head = (
        Heading(_("Da og nu"), 3, outlined=False),
        Paragraph(
            _(
                "Den åbne ring er udgangspunktet, den fyldte prik nu og bjælken 95 %-intervallet"
                " nu."
            ),
            Style.MUTED,
        ),
    )
    yield from in_pairs([_pairs_figure(dossier, each, wide) for each in drawn], head)


def chosen_sentences(dossier: Dossier) -> tuple[str, ...]:
    """Which the comparison areas are, by what they were chosen, and how like they are."""
    names = listed([dossier.named(at) for at in dossier.compare], 12)
    many = dossier.called.many
    if dossier.likeness.chosen:
        return (
            _("Sammenligningsområderne er valgt i helhedsplanen: {names}.").format(names=names),
        )
    found = dossier.likeness.found
    ids = {each.id for each in dossier.data.indicators}
    traits = dict.fromkeys(
        quoted(trait.name) if trait.id in ids else trait.name
        for near in found
        for trait in near.traits
    )
    said = [_("Sammenligningsområderne er: {names}.").format(names=names)]
    if traits:
        said.append(
            _(
                "De er de {areas}, der ved udgangspunktet {baseline} lignede helhedsplanens mest i"
                " {traits}. Nøgletallene selv har ikke valgt dem."
            ).format(areas=many, baseline=dossier.baseline.label, traits=listed(list(traits), 8))
        )
    for match in Match:
        alike = [
            dossier.named(at)
            for at, near in zip(dossier.areas, found, strict=True)
            if near.match is match
        ]
        if alike:
            words = match_words(match)
            said.append(
                f"{words[:1].upper()}{words[1:]}."
                if len(dossier.areas) == 1
                else _("For {areas} gælder: {match}.").format(areas=listed(alike, 8), match=words)
            )
    return (" ".join(said),)


def _compared_where(dossier: Dossier, asked: Asked) -> Iterator[Block]:
    """The comparison areas on a map and in a table, with the efforts that they have themselves."""
    data, level, places = dossier.data, dossier.level, dossier.places
    own: dict[str, list[str]] = {}
    for effort in data.efforts:
        ended = effort.end is not None and effort.end <= dossier.baseline.end
        if effort.level == level and not ended and effort.start <= dossier.period.end:
            own.setdefault(effort.area, []).append(effort.name)
    with_own = any(places.codes[at] in own for at in dossier.compare)
    residents = {at: key_of(data, level, at, dossier.period).residents for at in dossier.compare}
    counted = any(math.isfinite(value) for value in residents.values())
    columns = [Column(dossier.called.one[:1].upper() + dossier.called.one[1:], 0.46)]
    if counted:
        columns.append(Column(_("Beboere"), 0.2, number=True))
    if with_own:
        columns.append(Column(_("Egne indsatser i tiden"), 0.34))
    rows = []
    for at in dossier.compare:
        cells = [Cell(dossier.named(at))]
        if counted:
            cells.append(Cell(number(residents[at]) or "–"))
        if with_own:
            cells.append(Cell(", ".join(own.get(places.codes[at], [])) or "–"))
        rows.append(Row(tuple(cells)))
    table = Table(tuple(columns), tuple(rows))
    if not data.tolerances(level):
        yield table
        return
    wide = column_width(asked.paper) * 0.5 - GAP
    drawing = site_map(
        data, level, dossier.areas, dossier.period.end, wide, 0.75 * wide,
        others=dossier.compare, numbered=False,
    )  # fmt: skip
    alt = _("Kort: helhedsplanens {areas} og {count} sammenligningsområder i kommunen.").format(
        areas=dossier.own, count=number(len(dossier.compare))
    )
    caption = _("Lyst: helhedsplanens {areas}. Mørkt: sammenligningsområderne.").format(
        areas=dossier.own
    )
    yield Side((Figure(drawing, alt, caption),), (table,), 0.5)


def _apart_table(moved: Sequence[Standing]) -> Table:
    columns = (
        Column(_("Nøgletal"), 0.22),
        Column(_("Helhedsplanens ændring"), 0.15, number=True),
        Column(_("Lignende områders ændring"), 0.16, number=True),
        Column(_("Forskel"), 0.15, number=True),
        Column(_("95 %-interval"), 0.135, number=True, muted=True),
        Column(_("Forskellen er"), 0.185),
    )
    rows = []
    for each in moved:
        apart = changes_apart(each)
        own = each.change
        other = (
            changes(each.compare.before, each.compare.now, each.indicator)
            if each.compare is not None
            else own
        )
        known = math.isfinite(apart.value)
        difference = number(apart.value, own.decimals, sign=True) if known else ""
        rows.append(
            Row((
                label_cell(each),
                change_cell(own),
                change_cell(other),
                Cell(f"{difference} {own.unit}".strip() if known else "–", muted=not known),
                reach_cell(apart.low, apart.high, own.decimals),
                Cell(apart_words(apart) if known else ""),
            ))
        )  # fmt: skip
    few = [each for each in moved if each.compare is not None and each.compare.partial]
    note = ""
    if few:
        note = _(
            "Summer over sammenligningsområderne er for nogle nøgletal uden dem, der ikke vises:"
            " {names}."
        ).format(
            names=listed([
                _("»{indicator}« ({shown} af {areas})").format(
                    indicator=each.indicator.label,
                    shown=number(len(each.compare.members)),
                    areas=number(each.compare.areas),
                )
                for each in few
                if each.compare is not None
            ], 10)
        )  # fmt: skip
    return Table(columns, tuple(rows), note=note)


def _pairs_figure(dossier: Dossier, stood: Standing, wide: float) -> tuple[Block, ...]:
    """Then and now of each area, the plan, the comparison areas and the municipality."""
    indicator = stood.indicator
    rows = []
    if len(dossier.areas) == 1:
        rows.append(_whole_pair(dossier.named(dossier.areas[0]), stood.plan, stood, own=True))
    else:
        if len(dossier.areas) <= _MOST_ROWS - 3:
            for at in dossier.areas:
                one = np.array([at])
                pair = (picked(stood.cells_before, one), picked(stood.cells_now, one))
                rows.append(_pair(dossier.named(at), *pair, stood, own=False))
        rows.insert(0, _whole_pair(_("Helhedsplanen"), stood.plan, stood, own=True))
    if stood.compare is not None:
        rows.append(_whole_pair(compared_name(dossier), stood.compare, stood, own=False))
    whole = (stood.municipality_before, stood.municipality_now)
    rows.append(_pair(_("Kommunen"), *whole, stood, own=False))
    drawing = before_after_chart(
        rows, wide / PIXEL, indicator.unit, indicator.decimals, ChartColours(), measure
    )
    said = [
        _("{name}: fra {before} til {now}").format(
            name=row.name,
            before=number(row.before, indicator.decimals),
            now=number(row.now, indicator.decimals),
        )
        for row in rows
        if math.isfinite(row.before) and math.isfinite(row.now)
    ]
    alt = _("{indicator} ved udgangspunktet og nu. {said}.").format(
        indicator=indicator.label, said=listed(said, 8) or _("Ingen tal vises")
    )
    return headed(indicator.label, Figure(scaled(drawing, PIXEL), short(alt)))


def _whole_pair(name: str, whole: Whole, stood: Standing, *, own: bool) -> Pair:
    if whole.ready:
        return Pair(name, *(math.nan,) * 4, unsummed_words(), own)
    return _pair(name, whole.before, whole.now, stood, own=own)


def _pair(name: str, before: Cells, now: Cells, stood: Standing, *, own: bool) -> Pair:
    then = float(before.values[0])
    state = int(now.states[0])
    if state != State.SHOWN:
        return Pair(name, then, math.nan, math.nan, math.nan, state_words(state), own)
    return Pair(name, then, float(now.values[0]), *interval_of(now, stood.indicator), own=own)

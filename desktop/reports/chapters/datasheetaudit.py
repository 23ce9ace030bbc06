"""The audit of a data sheet: what is shown and what is not, and what risk is known to be left."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from desktop.core.areas import MUNICIPALITY
from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator
from desktop.core.wording import _, number, plural, quantity
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
)
from desktop.reports.chapters.datasheetcells import Audited, audited
from desktop.reports.chapters.sources import residual_words


def make_audit(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapter »Revision af diskretionering«, of the chosen indicators or all of the extract."""
    name = spec.title or _("Revision af diskretionering")
    yield Chapter(name, lambda: _audit(asked, name))


def _audit(asked: Asked, name: str) -> Iterator[Block]:
    data = asked.data
    indicators = listed_indicators(asked)
    found = [(each, audited(data, each)) for each in indicators]
    yield Title(name, subtitle=audit_scope(data, indicators))
    rows = [row for _each, rows in found for row in rows]
    yield Paragraph(totals_words(rows), Style.LEAD)
    yield Paragraph(
        _(
            "En celle er ét område i én periode, for hele indikatoren eller for én del af en"
            " opdeling. Kun områder, der fandtes ved periodens slutning, er talt med. Der er talt i"
            " udtrækket selv; intet tal er læst eller gengivet."
        )
    )
    yield Heading(_("Hvert niveau"))
    yield levels_table(data, rows)
    yield Heading(_("Kendt restrisiko"))
    yield from risk_blocks(rows)
    yield Paragraph(built_words(data, found), Style.MUTED)
    yield Heading(_("Hver indikator"))
    yield cells_table(data, found)


def listed_indicators(asked: Asked) -> tuple[Indicator, ...]:
    """The chosen indicators, else every one of the extract, whatever its level."""
    if asked.indicators:
        return tuple(asked.data.indicator(id) for id in asked.indicators)
    return asked.data.indicators


def audit_scope(data: Dataset, indicators: Sequence[Indicator]) -> str:
    """How much of the extract is looked at: ``alle 37 indikatorer``, ``2 af 37 indikatorer``."""
    every, count = len(data.indicators), len(indicators)
    if count == every:
        return plural("den ene indikator", "alle {count} indikatorer", every).format(
            count=number(every)
        )
    return _("{count} af {all} indikatorer").format(count=number(count), all=number(every))


def totals_words(rows: Sequence[Audited]) -> str:
    """How many of all cells are shown, withheld, and without a number."""
    cells = sum(row.cells for row in rows)
    if not cells:
        return _("Der er ingen celler.")
    withheld = sum(row.withheld for row in rows)
    return _(
        "Af {cells} celler er {shown} vist og {withheld} diskretioneret ({share}). {missing} er"
        " uden data, og {undefined} er ikke defineret."
    ).format(
        cells=number(cells),
        shown=number(sum(row.shown for row in rows)),
        withheld=number(withheld),
        share=_share(withheld, cells),
        missing=number(sum(row.missing for row in rows)),
        undefined=number(sum(row.undefined for row in rows)),
    )


def levels_table(data: Dataset, rows: Sequence[Audited]) -> Table:
    """The cells of all indicators, level by level, whole and divided."""
    names = level_names(data)
    made = []
    for level, name in names.items():
        for divided, label in ((False, name), (True, _("{level}, opdelt").format(level=name))):
            held = [row for row in rows if row.level == level and bool(row.breakdown) is divided]
            if held:
                made.append(Row((Cell(label), *_figures(held))))
    return Table((Column(_("Niveau"), 0.4), *_columns()), tuple(made))


def cells_table(data: Dataset, found: Sequence[tuple[Indicator, Sequence[Audited]]]) -> Table:
    """A group of rows for every indicator: its levels, and the parts of each."""
    names = level_names(data)
    rows: list[Row] = []
    for indicator, held in found:
        rows.append(Row((Cell(str(indicator.name) or indicator.id),), heading=True))
        if not held:
            nothing = (Cell(_("ingen data")), *(Cell("") for _each in range(8)))
            rows.append(Row(nothing))
        for each in held:
            label = names[each.level]
            if each.breakdown:
                label = plural(
                    "{level}: {breakdown} ({parts} del)",
                    "{level}: {breakdown} ({parts} dele)",
                    each.parts,
                ).format(level=label, breakdown=each.breakdown, parts=number(each.parts))
            span = _span(each)
            rows.append(Row((Cell(label), Cell(span, muted=True), *_figures([each]))))
    columns = (Column(_("Niveau"), 0.21), Column(_("Perioder"), 0.19), *_columns())
    note = _(
        "Alene: diskretionerede celler, der er de eneste uvist i deres sum; se »Kendt restrisiko«."
    )
    return Table(columns, tuple(rows), note)


def _columns() -> tuple[Column, ...]:
    heads = (
        (_("Celler"), 0.09),
        (_("Vist"), 0.09),
        (_("Diskretioneret"), 0.1),
        (_("Andel"), 0.08),
        (_("Ikke defineret"), 0.08),
        (_("Ingen data"), 0.08),
        (_("Alene"), 0.08),
    )
    return tuple(Column(head, width, number=True) for head, width in heads)


def _figures(rows: Sequence[Audited]) -> tuple[Cell, ...]:
    cells, withheld = sum(row.cells for row in rows), sum(row.withheld for row in rows)
    return (
        Cell(number(cells)),
        Cell(number(sum(row.shown for row in rows))),
        Cell(number(withheld)),
        Cell(_share(withheld, cells) if withheld else "", muted=True),
        Cell(number(sum(row.undefined for row in rows))),
        Cell(number(sum(row.missing for row in rows))),
        Cell(number(sum(row.exposed for row in rows))),
    )


def risk_blocks(rows: Sequence[Audited]) -> Iterator[Block]:
    """What could be worked out of what is withheld, as far as it is known."""
    withheld = sum(row.withheld for row in rows)
    if not withheld:
        yield Paragraph(_("Ingen celler er diskretioneret, så der er ingen at regne ud."))
        return
    yield Paragraph(residual_words())
    yield Bullets(tuple(_risks(rows)))


def _risks(rows: Sequence[Audited]) -> Iterator[str]:
    yield _alone_words(
        sum(row.alone for row in rows),
        plural(
            "{count} diskretioneret celle er den eneste uviste på sit niveau, mens kommunens eget"
            " tal vises. Udgør områderne tilsammen kommunen, kan den regnes ud.",
            "{count} diskretionerede celler er hver den eneste uviste på deres niveau, mens"
            " kommunens eget tal vises. Udgør områderne tilsammen kommunen, kan de regnes ud.",
            sum(row.alone for row in rows),
        ),
        _("Ingen diskretioneret celle er den eneste uviste på sit niveau, hvor kommunen vises."),
    )
    yield _alone_words(
        sum(row.only_child for row in rows),
        plural(
            "{count} diskretioneret celle er den eneste uviste under et område på et andet niveau,"
            " som vises. Udgør de tilsammen det område, kan den regnes ud.",
            "{count} diskretionerede celler er hver den eneste uviste under et område på et andet"
            " niveau, som vises. Udgør de tilsammen det område, kan de regnes ud.",
            sum(row.only_child for row in rows),
        ),
        _("Ingen diskretioneret celle er den eneste uviste under et vist område på andet niveau."),
    )
    yield _(
        "I en opdeling, hvor kun én del var diskretioneret, er den mindste af de øvrige det også."
    )
    yield _(
        "Ikke efterprøvet: ligninger over flere celler, niveauer, der krydser hinanden, perioder,"
        " der overlapper, indikatorer, der er hinandens rest, og tal, der er vist i andre"
        " rapporter."
    )


def _alone_words(count: int, some: str, none: str) -> str:
    return some.format(count=number(count)) if count else none


def built_words(data: Dataset, found: Sequence[tuple[Indicator, Sequence[Audited]]]) -> str:
    """Whether what is counted here is what the build says that it withheld."""
    told = build_report(data).get("withheld")
    if told is None:
        return _("Udtrækket har ingen dannelsesrapport at holde optællingen op mod.")
    built: Counter[str] = Counter()
    for each in told:
        built[str(each["indicator"])] += int(each["withheld"])
    apart = [
        indicator.label
        for indicator, rows in found
        if sum(row.withheld + row.absent for row in rows) != built[indicator.id]
    ]
    if not apart:
        return _(
            "Optællingen svarer for hver indikator til det antal diskretionerede celler, som"
            " dannelsesrapporten i udtrækket nævner."
        )
    return _(
        "Optællingen afviger fra dannelsesrapporten i udtrækket for: {names}. Spørg"
        " dataforvalteren."
    ).format(names=", ".join(apart))


def build_report(data: Dataset) -> Mapping[str, Any]:
    """What the build told of itself; empty where the extract has no report that can be read."""
    try:
        held = json.loads(data.manifest.report or "{}")
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def level_names(data: Dataset) -> dict[str, str]:
    """What the levels are called, the municipality last."""
    names = {level.id: str(level.plural) or str(level.name) or level.id for level in data.levels}
    called = {id: name[:1].upper() + name[1:] for id, name in names.items()}
    return {**called, MUNICIPALITY: _("Kommunen")}


def _span(row: Audited) -> str:
    if row.first == row.last:
        return row.first.code
    return f"{row.first.code}–{row.last.code} ({number(row.periods)})"


def _share(part: int, whole: int) -> str:
    """A part of cells; a few are never none of them."""
    share = 100 * part / whole
    if 0 < share < 0.1:
        return _("under {share}").format(share=quantity(0.1, "%", 1))
    return quantity(share, "%", 1)

"""What has moved since a year before: the list, each line of it with its course, what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desktop.core.levelwords import called
from desktop.core.movedlately import Found, found_of
from desktop.core.movements import RATE, Movement, Tested
from desktop.core.movements import Asked as Wanted
from desktop.core.movementwords import (
    compared_words,
    found_sentence,
    method_sentences,
    nothing_sentences,
)
from desktop.core.periods import Period
from desktop.core.series import period_before
from desktop.core.wording import _, difference, number, plural, quantity
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Keep,
    Paragraph,
    Row,
    Source,
    Style,
    Table,
    Title,
)
from desktop.reports.chapters.movedlines import line_blocks
from desktop.reports.chapters.sources import about_blocks

_MOST = 40  # lines that are told of one by one, of each list

EVIDENCE, AREA, INDICATOR = "evidence", "area", "indicator"


def make_moved(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The chapters about what moved: to the worse, to the better, and how it was found.

    Options: ``by`` (evidence, area or indicator: how the lines are put), ``rate`` (the share of
    the list that chance may put there), ``sensitive``, ``undirected``, ``most`` (lines that are
    told one by one).
    """
    name = spec.title or _("Hvad har flyttet sig?")
    yield Chapter(name, lambda: _moved(asked, spec, name))
    if any(found.moved.tested for _title, found in lists_of(asked, spec)):
        yield Chapter(_("Sådan er det fundet"), lambda: _method(asked, spec))


def wanted_of(spec: ChapterSpec) -> Wanted:
    """What list a template asks for, to the worse."""
    rate = spec.options.get("rate", RATE)
    return Wanted(
        rate=float(rate) if isinstance(rate, int | float) else RATE,
        undirected=bool(spec.options.get("undirected", False)),
        sensitive=bool(spec.options.get("sensitive", False)),
    )


def lists_of(asked: Asked, spec: ChapterSpec) -> tuple[tuple[str, Found], ...]:
    """The lists with their headings: to the worse and to the better.

    Indicators that are neither good nor bad stand on the first where the template wants them. Where
    no others can be tested, there is one list, of them alone.
    """
    wanted = wanted_of(spec)
    worse = _found(asked, wanted)
    if not worse.moved.tested and not wanted.undirected:
        neither = _found(asked, replace(wanted, undirected=True))
        if neither.moved.tested:
            return ((_("Indikatorer, der hverken er gode eller dårlige"), neither),)
    title = _("Til det dårligere")
    if wanted.undirected:
        title = _("Til det dårligere, og hvad der hverken er godt eller dårligt")
    better = _found(asked, replace(wanted, better=True, undirected=False))
    return ((title, worse), (_("Til det bedre"), better))


def _found(asked: Asked, wanted: Wanted) -> Found:
    data, level, until = asked.data, asked.level, asked.period
    return data.derived(
        ("moved report", level, until, asked.areas, wanted),
        lambda: found_of(data, level, until, period_before(until), wanted, within_of(asked)),
    )


def within_of(asked: Asked) -> NDArray[np.bool_] | None:
    """The areas that are tested: those asked for, or all."""
    if not asked.areas:
        return None
    within = np.zeros(len(asked.data.areas(asked.level)), bool)
    within[list(asked.areas)] = True
    return within


def _moved(asked: Asked, spec: ChapterSpec, name: str) -> Iterator[Block]:
    data = asked.data
    lists = lists_of(asked, spec)
    first = lists[0][1]
    compared = compared_words(first.moved.parts)
    yield Title(name, subtitle=_scope(asked))
    if compared:
        yield Paragraph(_("{periods}.").format(periods=compared[:1].upper() + compared[1:]))
    if not any(found.moved.tested for _title, found in lists):
        yield from _nothing_tested(asked, first)
        yield from about_blocks(data, data.indicators_of(asked.level), asked.period)
        return
    if len(lists) == 1:
        yield Paragraph(_undirected_words())
    for title, found in lists:
        yield Heading(title)
        yield Paragraph(_found_words(found), Style.LEAD)
        for sentence in nothing_sentences(found.moved)[:1]:
            yield Paragraph(sentence)
        rows = in_order(asked, spec, found.moved.rows)
        if rows:
            yield list_table(asked, spec, found, rows)
        yield from new_blocks(asked, found)
    yield from _one_by_one(asked, spec, lists)


def _scope(asked: Asked) -> str:
    """Which areas, and until when: ``175 boligområder, til og med 2. kvartal 2026``."""
    words = called(asked.data.level(asked.level))
    exists = asked.data.areas(asked.level).valid_on(asked.period.end)
    count = len(asked.areas) or int(exists.sum())
    return _("{areas}, til og med {period}").format(
        areas=words.counted(count), period=asked.period.label
    )


def _undirected_words() -> str:
    return _(
        "Ingen indikator, hvor et højere tal er bedre eller dårligere, kan prøves her. Derfor er de"
        " indikatorer prøvet, der hverken er gode eller dårlige, begge veje."
    )


def _found_words(found: Found) -> str:
    return found.problem or found_sentence(found.moved)


def _nothing_tested(asked: Asked, found: Found) -> Iterator[Block]:
    """Said plainly: nothing could be tested, why, and what was looked at."""
    yield Paragraph(found.problem or _("Der er ingen tal at prøve."), Style.LEAD)
    yield Paragraph(
        _(
            "En prøve kræver en indikator, hvor et højere tal er enten bedre eller dårligere, med"
            " antal bag sig, både nu og samme tid året før."
        )
    )
    reasons = method_sentences(found.moved)
    if reasons:
        yield Bullets(reasons)
    held = asked.data.indicators_of(asked.level)
    yield Paragraph(
        plural(
            "Der er set på {count} indikator på dette niveau: {names}.",
            "Der er set på {count} indikatorer på dette niveau: {names}.",
            len(held),
        ).format(count=number(len(held)), names="; ".join(each.label for each in held)),
        Style.MUTED,
    )


def in_order(asked: Asked, spec: ChapterSpec, rows: tuple[Movement, ...]) -> tuple[Movement, ...]:
    """The lines as the template wants them; strongest evidence first is how they come."""
    names = asked.data.areas(asked.level).names
    ids = [each.id for each in asked.data.indicators]
    match spec.options.get("by", EVIDENCE):
        case "area":
            return tuple(sorted(rows, key=lambda row: (names[row.area], row.area)))
        case "indicator":
            return tuple(sorted(rows, key=lambda row: ids.index(row.indicator.id)))
        case _:
            return rows


def list_table(asked: Asked, spec: ChapterSpec, found: Found, rows: tuple[Movement, ...]) -> Table:
    """The lines side by side: before, now, the change with its interval, and what is new."""
    by_area = spec.options.get("by", EVIDENCE) == AREA
    by_indicator = spec.options.get("by", EVIDENCE) == INDICATOR
    made: list[Row] = []
    last = ""
    for row in rows:
        area, indicator = area_name(asked, row.area), row.indicator.label
        group = area if by_area else indicator if by_indicator else ""
        if group and group != last:
            made.append(Row((Cell(group),), heading=True))
        last = group
        made.append(_list_row(asked, found, row, area, indicator))
    columns = (
        Column(_("Område"), 0.18),
        Column(_("Indikator"), 0.21),
        Column(_("Før"), 0.09, number=True),
        Column(_("Nu"), 0.09, number=True),
        Column(_("Ændring"), 0.16, number=True),
        Column(_("95 %-interval"), 0.16, number=True, muted=True),
        Column(_("På listen"), 0.11),
    )
    return Table(columns, tuple(made))


def _list_row(asked: Asked, found: Found, row: Movement, area: str, indicator: str) -> Row:
    kind, code = row.indicator, asked.data.areas(asked.level).codes[row.area]
    low, high = (number(end, kind.decimals, sign=True) for end in (row.low, row.high))
    if found.known is None:
        fresh = ""
    else:
        fresh = _("nyt") if (row.area, kind.id) not in found.known else _("også før")

    def cell(value: float, period: Period) -> Cell:
        text = quantity(value, kind.unit, kind.decimals)
        return Cell(text, of=Source(asked.level, code, kind.id, period.code))

    return Row(
        (
            Cell(area),
            Cell(indicator),
            cell(row.before, row.before_period),
            cell(row.now, row.period),
            Cell(difference(row.change, kind.unit, kind.decimals), strong=True),
            Cell(_("{low} til {high}").format(low=low, high=high)),
            Cell(fresh, strong=fresh == _("nyt"), muted=fresh != _("nyt")),
        )
    )


def area_name(asked: Asked, area: int) -> str:
    """An area's name, or its code where it has none."""
    areas = asked.data.areas(asked.level)
    return areas.names[area] or areas.codes[area]


def new_blocks(asked: Asked, found: Found) -> Iterator[Block]:
    """What is new since the list of the period before, and what has left it."""
    before = period_before(asked.period)
    if found.known is None:
        yield Paragraph(
            _("Der er ingen liste for {period} at holde op imod.").format(period=before.label),
            Style.MUTED,
        )
        return
    now = {(row.area, row.indicator.id) for row in found.moved.rows}
    fresh, gone = sorted(now - found.known), sorted(found.known - now)
    if not now and not gone:
        yield Paragraph(
            _("Listen for {period} var også tom.").format(period=before.label), Style.MUTED
        )
        return
    said = _("Siden listen for {period}: {fresh} nye, {gone} ikke længere på listen.").format(
        period=before.label, fresh=number(len(fresh)), gone=number(len(gone))
    )
    if gone:
        names = "; ".join(
            f"{area_name(asked, area)}, {asked.data.indicator(id).label}" for area, id in gone[:12]
        )
        more = len(gone) - 12
        if more > 0:
            names = _("{names} og {count} til").format(names=names, count=number(more))
        said += " " + _("Ikke længere: {names}.").format(names=names)
    yield Paragraph(said, Style.MUTED)


def _one_by_one(
    asked: Asked, spec: ChapterSpec, lists: tuple[tuple[str, Found], ...]
) -> Iterator[Block]:
    """Every line with its course and what is said of it."""
    most = spec.options.get("most", _MOST)
    limit = most if isinstance(most, int) else _MOST
    for title, found in lists:
        rows = in_order(asked, spec, found.moved.rows)
        if not rows or limit < 1:
            continue
        heading = Heading(_("{list}: linje for linje").format(list=title))
        for at, row in enumerate(rows[:limit]):
            line = line_blocks(asked, row)
            yield Keep((heading, *line)) if not at else Keep(line)
        more = len(rows) - limit
        if more > 0:
            yield Paragraph(
                plural(
                    "Yderligere {count} linje står kun i listen.",
                    "Yderligere {count} linjer står kun i listen.",
                    more,
                ).format(count=number(more)),
                Style.MUTED,
            )


# How it was found


def _method(asked: Asked, spec: ChapterSpec) -> Iterator[Block]:
    data = asked.data
    lists = lists_of(asked, spec)
    first = lists[0][1]
    wanted = first.moved.asked
    yield Title(_("Sådan er det fundet"), subtitle=_scope(asked))
    yield Paragraph(
        _(
            "Hvert tal holdes op mod samme del af året før, så sæsonen og de tolv måneder, som"
            " mange tal dækker, ikke tages for en ændring. Alt prøves på én gang, og listen holdes"
            " så kort, at højst {rate} af linjerne i gennemsnit står der ved et"
            " tilfælde (Benjamini og Hochberg). Hver liste prøves for sig."
        ).format(rate=quantity(100 * wanted.rate, "%"))
    )
    if asked.areas:
        yield Paragraph(
            _(
                "Kun de valgte områder er prøvet, så andelen gælder denne liste for sig. Den kan"
                " rumme andet end listen over alle."
            )
        )
    for title, found in lists:
        said = (_found_words(found), *method_sentences(found.moved))
        yield Heading(title, outlined=False)
        yield Bullets(said)
    yield Heading(_("Sådan læses en linje"), outlined=False)
    yield Bullets(_reading())
    tested = [part for part in first.moved.parts if part.tested]
    if tested:
        yield Heading(_("Hvad der er prøvet"))
        yield tested_table(tested, lists)
    untested = [
        each
        for each in data.indicators_of(asked.level)
        if each.id not in {part.indicator.id for part in tested}
    ]
    if untested:
        yield Paragraph(
            _("Ikke prøvet: {names}.").format(names="; ".join(each.label for each in untested)),
            Style.MUTED,
        )
    shown = tuple(part.indicator for part in tested) or data.indicators_of(asked.level)
    yield from about_blocks(data, shown, asked.period)


def _reading() -> tuple[str, ...]:
    return (
        _("Intervallet er ændringens 95 %-interval, gjort bredere, hvor områder svinger meget."),
        _(
            "Af linjerne ned til og med en linje ventes den nævnte del at være der ved et"
            " tilfælde; de øverste har de stærkeste tegn."
        ),
        _(
            "På kurven er den stiplede linje kontrolgrænser: et tal kommer sjældent uden for dem,"
            " så længe intet er ændret. Båndet er tallets 95 %-interval."
        ),
        _(
            "Et område, der lå langt fra de andre, nærmer sig ofte af sig selv; hvor det kan"
            " forklare noget, siges det."
        ),
        _("At noget har flyttet sig, siger ikke hvorfor, og det siger intet om enkeltpersoner."),
    )


def tested_table(tested: list[Tested], lists: tuple[tuple[str, Found], ...]) -> Table:
    """A row for every indicator that was tested: when, how many areas, how many on the lists."""
    listed = Counter(row.indicator.id for _title, found in lists for row in found.moved.rows)
    rows = []
    for part in tested:
        change = ""
        if np.isfinite(part.municipality_change):
            change = difference(
                part.municipality_change, part.indicator.unit, part.indicator.decimals
            )
        rows.append(
            Row(
                (
                    Cell(part.indicator.label),
                    Cell(
                        _("{now} mod {before}").format(
                            now=part.period.short_label, before=part.before_period.short_label
                        ),
                        muted=True,
                    ),
                    Cell(number(part.tested)),
                    Cell(number(listed[part.indicator.id]), strong=listed[part.indicator.id] > 0),
                    Cell(number(part.spread, 1)),
                    Cell(change or _("ukendt"), muted=not change),
                )
            )
        )
    columns = (
        Column(_("Indikator"), 0.28),
        Column(_("Perioder"), 0.3),
        Column(_("Områder prøvet"), 0.1, number=True),
        Column(_("På listen"), 0.09, number=True),
        Column(_("Udsving"), 0.09, number=True),
        Column(_("Hele kommunen"), 0.14, number=True),
    )
    note = _(
        "Udsving: hvor mange gange mere områderne svinger, end tilfældigheder i tallene giver;"
        " 1,0 er tilfældigheder alene."
    )
    return Table(columns, tuple(rows), note)

"""Almen against the other sector.

Both numbers, the difference with its interval and a verdict in words; the same drawn; both over
time; what is left out and what may be concluded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from desktop.core.comparisonwords import difference_words, process_sentence, reach_words
from desktop.core.differences import Comparison
from desktop.core.grouping import ORGANISATION, SECTOR
from desktop.core.indicators import Direction, Kind
from desktop.core.intervals import cell_intervals
from desktop.core.measures import Cells
from desktop.core.sentences import value_words
from desktop.core.series import even_periods
from desktop.core.wording import _, number, plural, quantity
from desktop.maps.charttexts import alt_of_time
from desktop.maps.composing import Setter, scaled
from desktop.maps.dumbbell import HIGHER, LOWER, End, Pair, dumbbells
from desktop.maps.timechart import time_chart
from desktop.maps.timelines import TimeContent, TimeLine
from desktop.maps.trend import ChartColours
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Gap,
    Heading,
    Keep,
    Paragraph,
    Row,
    Side,
    Style,
    Table,
    Title,
)
from desktop.reports.chapters.sectorsfacts import (
    Compared,
    Group,
    OneIndicator,
    compared_groups,
    group_series,
)
from desktop.reports.chapters.sectorswords import (
    certainty_words,
    conclusion_words,
    largest_words,
    lead_words,
    left_out_words,
    others_words,
    people_words,
    title_of_group,
)
from desktop.reports.chapters.standard import PIXEL, about_chapter
from desktop.reports.chapters.standardtables import together
from desktop.reports.chapters.standardwords import SURE, sure_words
from desktop.reports.setting import column_width
from desktop.reports.typefaces import width as measured

_OVER_TIME = 8  # indicators that are drawn over time
_ADVERSE = {Direction.WORSE: 1, Direction.BETTER: -1, Direction.NEITHER: 0}
_DASH = (6.0, 4.0)


def make_sectors(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The sectors (or, where the request says so, the organisations) against each other."""
    by = ORGANISATION if asked.by == ORGANISATION else SECTOR
    found = compared_groups(asked, spec, by)
    name = spec.title or str(asked.template.name)
    yield Chapter(name, lambda: _sectors(asked, found, name))


def make_over_time(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The groups over time, on the first indicators that have more than one period."""
    by = ORGANISATION if asked.by == ORGANISATION else SECTOR
    found = compared_groups(asked, spec, by)
    figures = _time_figures(asked, found)
    if figures:
        name = spec.title or _("Over tid")
        yield Chapter(name, lambda: _over_time(asked, found, figures, name))


def make_about(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Where the numbers of the comparison are from and what is not shown of them."""
    by = ORGANISATION if asked.template.id == "organisations" else asked.by
    found = compared_groups(asked, spec, ORGANISATION if by == ORGANISATION else SECTOR)
    yield about_chapter(asked, spec, [row.indicator for row in found.rows])


# Sectors


def _sectors(asked: Asked, found: Compared, name: str) -> Iterator[Block]:
    yield title_block(found, name)
    first = found.groups[0]
    yield Paragraph(lead_words(found, first), Style.LEAD)
    if largest := largest_words(found, first):
        yield Paragraph(largest)
    yield groups_table(found)
    yield Paragraph(people_words(found), Style.MUTED)
    shown = found.groups[:1] if len(found.groups) == 2 else found.groups
    for group in shown:
        heading = Heading(
            _("{name} mod {others}").format(
                name=title_of_group(found, group), others=others_words(found, group)
            )
        )
        yield from together(heading, comparison_table(found, group))
        yield _dumbbell_block(asked, found, group)
    if certainty := certainty_words(found, shown):
        yield Paragraph(f"{certainty} {process_sentence()}", Style.MUTED)
    yield from reservations(found)


def title_block(found: Compared, name: str) -> Title:
    """The head of a comparison: what areas, and when."""
    level = str(found.data.level(found.level).plural)
    subtitle = f"{level[:1].upper()}{level[1:]} · {found.period.label}"
    return Title(name, subtitle=subtitle)


def groups_table(found: Compared) -> Table:
    """Who is compared: how many areas, and how many people are known to live in them."""
    total = sum(group.residents for group in found.groups)
    columns = (
        Column(_("Sektor") if found.by == SECTOR else _("Boligorganisation"), 0.34),
        Column(found.called.many[:1].upper() + found.called.many[1:], number=True),
        Column(_("Beboere, hvor tallet vises"), number=True),
        Column(_("Del af beboerne"), number=True),
    )
    rows = [
        Row(
            (
                Cell(group.name),
                Cell(number(len(group.members))),
                Cell(number(group.residents) if group.counted else "–"),
                Cell(quantity(100 * group.residents / total, "%", 1) if total else "–"),
            )
        )
        for group in found.groups
    ]
    return Table(columns, tuple(rows))


def comparison_table(found: Compared, group: Group, *, undecided: bool = True) -> Table:
    """A group on every indicator against what it is held against, with a verdict in words.

    Those that cannot be decided stand last, without numbers, or are left out.
    """
    columns = (
        Column(_("Indikator"), 0.27),
        Column(_name(group.name), number=True),
        Column(_name(found.against(group)), number=True),
        Column(_("Forskel"), number=True),
        Column(_("95 %-interval"), number=True, muted=True),
        Column(_("Vurdering"), 0.19),
    )
    decided = [row for row in found.rows if row.decided(group.name)]
    others = [row for row in found.rows if not row.decided(group.name)] if undecided else []
    rows = [_comparison_row(row, row.made.get(group.name), found) for row in (*decided, *others)]
    note = ""
    if any(row.made[group.name].partial for row in decided):
        note = _("* Regnet af de {areas}, hvor tallet vises.").format(areas=found.called.many)
    return Table(columns, tuple(rows), note=note)


def _comparison_row(row: OneIndicator, made: Comparison | None, found: Compared) -> Row:
    label = row.indicator.label
    if row.period != found.period:
        label = f"{label} ({row.period.short_label})"
    if made is None or made.skewed:
        verdict = Cell(_("kan ikke afgøres"), muted=True)
        return Row((Cell(label), *(Cell("–", muted=True) for _each in range(4)), verdict))
    star = " *" if made.partial else ""
    sure = made.verdict in SURE
    return Row(
        (
            Cell(label + star),
            Cell(value_words(made.own, 0, row.indicator), strong=sure),
            Cell(value_words(made.other, 0, row.indicator)),
            Cell(difference_words(made, row.indicator), strong=sure),
            Cell(reach_words(made.low, made.high, row.indicator.decimals)),
            Cell(sure_words(made.verdict), muted=not sure),
        )
    )


def _name(name: str) -> str:
    return name[:1].upper() + name[1:]


def _dumbbell_block(asked: Asked, found: Compared, group: Group) -> Block:
    pairs = dumbbell_pairs(found, group)
    names = (_name(group.name), _name(found.against(group)))
    drawing = dumbbells(pairs, names, column_width(asked.paper), Setter(measured))
    sure = sum(pair.sure for pair in pairs)
    alt = plural(
        "{first} og {second} som to prikker på {count} indikator; {sure} forskel med sikkerhed.",
        "{first} og {second} som to prikker på {count} indikatorer; {sure} forskelle med"
        " sikkerhed.",
        len(pairs),
    ).format(first=names[0], second=names[1], count=number(len(pairs)), sure=number(sure))
    if not pairs:
        return Paragraph(_("Ingen af tallene kan tegnes over for hinanden."), Style.MUTED)
    caption = _(
        "Tynde streger: 95 %-interval, over for {first} og under for {second}. {higher}: højere er"
        " mere udsat; {lower}: lavere er mere udsat."
    ).format(first=group.name, second=found.against(group), higher=HIGHER, lower=LOWER)
    return Keep((Heading(_("De to tal over for hinanden"), 3), Figure(drawing, alt, caption)))


def dumbbell_pairs(found: Compared, group: Group) -> tuple[Pair, ...]:
    """What is drawn of a group: all but plain counts, which would say which is the larger."""
    made = []
    for row in found.rows:
        comparison = row.made.get(group.name)
        if comparison is None or comparison.skewed or row.indicator.kind is Kind.COUNT:
            continue
        first, second = (
            _end(cells, row.indicator.kind, row.indicator.per)
            for cells in (comparison.own, comparison.other)
        )
        if first.shown or second.shown:
            said = difference_words(comparison, row.indicator) or _("kan ikke afgøres")
            sure = comparison.verdict in SURE
            unit = row.indicator.unit
            adverse = _ADVERSE[row.indicator.direction]
            made.append(Pair(row.indicator.label, first, second, said, sure, unit, adverse))
    return tuple(made)


def _end(cells: Cells, kind: Kind, per: float) -> End:
    if not cells.shown[0]:
        return End()
    low, high = cell_intervals(cells, kind, per)
    return End(float(cells.values[0]), float(low[0]), float(high[0]))


def reservations(found: Compared) -> Iterator[Block]:
    """What is left out, and what may and may not be concluded."""
    left_out = left_out_words(found)
    if left_out:
        yield from (Heading(_("Hvad der ikke er med")), Bullets(left_out))
    yield from (Heading(_("Hvad tallene kan bruges til")), Bullets(conclusion_words(found)))


# Over time


def _over_time(
    asked: Asked, found: Compared, figures: Sequence[tuple[str, Figure]], name: str
) -> Iterator[Block]:
    yield title_block(found, name)
    yield Paragraph(
        _(
            "Hver linje er summen af de {areas}, der fandtes og vises i perioden. Hvor under fire"
            " ud af fem vises, er der ingen linje. Akserne begynder ikke ved nul."
        ).format(areas=found.called.many),
        Style.MUTED,
    )
    if len(found.groups) > _LINES:
        yield Paragraph(
            _("Kun de {count} største er tegnet.").format(count=number(_LINES)), Style.MUTED
        )
    yield Heading(_("Udvikling"), outlined=False)
    made = [(Heading(label, 3, outlined=False), figure) for label, figure in figures]
    for left in range(0, len(made), 2):
        pair = made[left : left + 2]
        yield Side(pair[0], pair[1] if len(pair) > 1 else (Gap(1.0),))
    del asked


_LINES = 4  # groups in a chart
_TOLD_SHARE = 0.5  # of the periods that a line must have a number in


def _time_figures(asked: Asked, found: Compared) -> tuple[tuple[str, Figure], ...]:
    wide = (column_width(asked.paper) - 6.0) / 2
    largest = sorted(found.groups, key=lambda group: -len(group.members))[:_LINES]
    drawn = [group for group in found.groups if group in largest]
    made: list[tuple[str, Figure]] = []
    for row in found.rows:
        if len(made) < _OVER_TIME and row.indicator.kind is not Kind.COUNT:
            figure = _time_figure(found, row, drawn, wide)
            if figure is not None:
                made.append((row.indicator.label, figure))
    return tuple(made)


def _time_figure(
    found: Compared, row: OneIndicator, drawn: Sequence[Group], width: float
) -> Figure | None:
    colours = ChartColours()
    looks = (
        (colours.line, 2.2, ()),
        (colours.ink, 1.5, _DASH),
        (colours.other, 1.8, ()),
        (colours.muted, 1.4, (2.0, 3.0)),
    )
    lines = []
    for group, (colour, thick, dash) in zip(drawn, looks[: len(drawn)], strict=True):
        series = group_series(found.data, found.level, row.indicator, group, found.by, row.period)
        if series is None:
            continue
        values = np.where(series.cells.shown & ~series.lacking, series.cells.values, math.nan)
        if np.isfinite(values).mean() >= _TOLD_SHARE and len(values) > 1:
            lines.append(TimeLine(series, values, colour, thick, dash))
    if len(lines) < min(len(drawn), 2):
        return None
    held = found.data.periods_of(row.indicator.id, found.level)
    kept = [period for period in held if period.end <= row.period.end]
    content = TimeContent(row.indicator, even_periods(kept, row.period.kind), tuple(lines))
    chart = time_chart(content, width / PIXEL, 190.0, colours, _measure)
    return Figure(scaled(chart.drawing, PIXEL), alt_of_time(content))


def _measure(text: str, size: float, weight: int) -> float:
    return measured(text, size, weight)

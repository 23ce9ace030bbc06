"""The standard report: a chosen period, one or more areas, chosen indicators.

Four chapters: what it says in short, the numbers, one indicator after the other with intervals, and
what has changed. A report of a single area turns the tables: an indicator to a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop.core.areatable import IntArray
from desktop.core.comparisonwords import process_sentence
from desktop.core.differences import Verdict
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Kind
from desktop.core.profile import line_of
from desktop.core.sentences import value_words
from desktop.core.wording import _, number
from desktop.maps.charttexts import alt_of_trend
from desktop.maps.composing import Setter, moved, scaled
from desktop.maps.drawing import Drawing
from desktop.maps.rangeplot import legend_plot, overlap_words, range_plots
from desktop.maps.trend import Course, trend_chart
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
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
    facts,
)
from desktop.reports.chapters.sources import about_blocks
from desktop.reports.chapters.standardfacts import Facts, Held, facts_of
from desktop.reports.chapters.standardtables import (
    ACROSS,
    UPRIGHT,
    change_blocks,
    one_area_table,
    range_line,
    range_rows,
    range_table,
    together,
    value_blocks,
    whole_cell,
)
from desktop.reports.chapters.standardwords import (
    about_words,
    chance_words,
    direction_words,
    hidden_words,
    names_words,
    periods_words,
    verdict_sentence,
    verdicts_of,
)
from desktop.reports.furniture import room_of
from desktop.reports.setting import column_width
from desktop.reports.typefaces import width as measured

PIXEL = 0.23  # millimetres: the figures of large charts, of 11 pixels, become 7 points
_SMALL_PIXEL = 0.252  # and those of small charts, of 10 pixels
_IN_TABLE = 30  # areas in a table with their intervals; more go in a chart of two columns
_ALONE = 2  # indicators whose own tables say all there is to say
_AROUND = 46.0  # millimetres of a page that a heading, words and a legend take beside a chart
_TITLE = 45.0  # and a chapter's title with how to read what follows


def make_front(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """What the report says in short."""
    found = facts_of(asked, spec)
    name = spec.title or str(asked.template.name)
    yield Chapter(name, lambda: _front(asked, found, name))


def make_numbers(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """All the numbers: areas by indicators, unless they all stand elsewhere already."""
    found = facts_of(asked, spec)
    if _told_elsewhere(found):
        return
    name = spec.title or _("Tal")
    yield Chapter(name, lambda: _numbers(asked, found, name))


def make_indicators(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """One indicator after the other: every area with its interval against the municipality."""
    found = facts_of(asked, spec)
    name = spec.title or _("Indikator for indikator")
    yield Chapter(name, lambda: _indicators(asked, found, name))


def make_changes(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """What has changed since the time before; nothing where no indicator reaches so far back."""
    found = facts_of(asked, spec)
    if _told_elsewhere(found) or not any(held.changed is not None for held in found.held):
        return
    name = spec.title or _("Ændring")
    yield Chapter(name, lambda: _changes(asked, found, name))


def _told_elsewhere(found: Facts) -> bool:
    """Whether every number and change stands on the front, or in one indicator's own table."""
    few = len(found.held) <= _ALONE and len(found.positions) <= _IN_TABLE
    return few or len(found.positions) == 1


def make_about(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Where the report's numbers are from and what is not shown of them."""
    found = facts_of(asked, spec)
    yield about_chapter(asked, spec, [held.indicator for held in found.held])


def about_chapter(asked: Asked, spec: ChapterSpec, indicators: Sequence[Indicator]) -> Chapter:
    """The chapter »Om tallene« of the indicators that a report shows."""
    name = spec.title or _("Om tallene")

    def blocks() -> Iterator[Block]:
        yield Title(name)
        yield from about_blocks(asked.data, indicators, asked.period, heading=False)

    return Chapter(name, blocks)


def per_table(asked: Asked) -> int:
    """How many indicators stand side by side on the report's paper."""
    return UPRIGHT if asked.paper.upright else ACROSS


# The front


def _front(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    level = str(asked.data.level(found.level).plural)
    subtitle = f"{level[:1].upper()}{level[1:]} · {found.period.label}"
    if len(found.positions) == 1:
        subtitle = f"{found.name(found.positions[0])} · {found.period.label}"
    yield Title(name, subtitle=subtitle)
    yield Paragraph(f"{about_words(found)} {hidden_words(found)}", Style.LEAD)
    yield Paragraph(verdict_sentence(found))
    yield facts(_pairs(found), 0.18)
    if len(found.positions) > 1:
        yield Heading(_("Overblik"))
        yield overview_table(found)
    else:
        yield Heading(_("Tallene"))
        yield one_area_table(found)
    if chance := chance_words(found):
        yield Paragraph(f"{chance} {process_sentence()}", Style.MUTED)


def _pairs(found: Facts) -> list[tuple[str, str]]:
    pairs = []
    if len(found.positions) > 1:
        title = str(found.data.level(found.level).plural)
        said = (
            _("Alle, der fandtes ved udgangen af perioden ({count})").format(
                count=number(len(found.positions))
            )
            if found.all_of_them
            else names_words([found.name(at) for at in found.positions])
        )
        pairs.append((title[:1].upper() + title[1:], said))
    if found.gone:
        pairs.append((_("Fandtes ikke"), names_words(found.gone)))
    told = (found.period.label, periods_words(found))
    pairs.append((_("Periode"), ". ".join(part for part in told if part)))
    pairs.append((_("Indikatorer"), names_words([held.indicator.label for held in found.held])))
    return pairs


def overview_table(found: Facts) -> Table:
    """An indicator to a row: the municipality, and how many areas differ from it beyond chance."""
    columns = (
        Column(_("Indikator"), 0.34),
        Column(_("Kommunen"), number=True),
        Column(_("Over, med sikkerhed"), number=True),
        Column(_("Under, med sikkerhed"), number=True),
        Column(_("Kan være tilfældigt"), number=True),
        Column(_("Kan ikke afgøres"), number=True),
        Column(_("Vises ikke"), number=True),
    )
    rows = [_overview_row(found, held) for held in found.held]
    note = _("Tallene i de fem sidste kolonner er antal {areas}.").format(areas=found.called.many)
    return Table(columns, tuple(rows), note=note)


def _overview_row(found: Facts, held: Held) -> Row:
    verdicts = verdicts_of(found, held)
    counts = [
        verdicts.count(verdict)
        for verdict in (
            Verdict.SURE_HIGHER,
            Verdict.SURE_LOWER,
            Verdict.MAY_BE_CHANCE,
            Verdict.UNDECIDED,
        )
    ]
    hidden = len(found.positions) - len(verdicts)
    cells = [Cell(number(count), muted=not count) for count in (*counts, hidden)]
    return Row((Cell(held.indicator.label), whole_cell(found, held), *cells))


# Numbers, indicators, changes


def _numbers(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    yield from value_blocks(found, per_table(asked))


def _indicators(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    if len(found.positions) == 1:
        yield from _courses(asked, found)
        return
    yield Paragraph(_reading(), Style.MUTED)
    height = room_of(asked.paper)[1] - _AROUND
    for nr, held in enumerate(found.held):
        room = height - (0.0 if nr else _TITLE)
        yield from indicator_blocks(found, held, column_width(asked.paper), room)


def _reading() -> str:
    said = [
        _(
            "Prikken er tallet og stregen om den dets 95 %-interval. En udfyldt prik ligger over"
            " eller under kommunen med sikkerhed; en hul kan være tilfældig."
        ),
        _(
            "Rækkerne står efter deres tal, det højeste først. Hvor intervallerne overlapper, er"
            " rækkefølgen usikker."
        ),
    ]
    return " ".join(said)


def indicator_blocks(found: Facts, held: Held, width: float, height: float) -> Iterator[Block]:
    """One indicator: what it is, the areas with their intervals, and how sure their order is.

    ``width`` and ``height`` are what a chart may have, in millimetres.
    """
    rows = [row for _at, row in range_rows(found, held)]
    told = " ".join(part for part in (overlap_words(rows), _without(held)) if part)
    opening = (Heading(str(held.indicator.name) or held.indicator.id), Paragraph(_what(held)))
    if held.period is None:
        yield Keep((*opening, Paragraph(_("Der er ingen tal så langt tilbage."), Style.MUTED)))
        return
    after = (Paragraph(told, Style.MUTED),) if told else ()
    if len(rows) <= _IN_TABLE:
        yield from together(*opening, range_table(found, held), *after)
        return
    setter = Setter(measured)
    line = range_line(held)
    drawings = range_plots(rows, line, width, height, setter)
    legend = legend_plot(
        width,
        setter,
        intervals=bool(held.column.has_intervals),
        few=any(row.few for row in rows),
        hidden=any(row.state == State.WITHHELD for row in rows),
    )
    for nr, drawing in enumerate(drawings):
        figure = Figure(_with_legend(drawing, legend), _alternative(found, held))
        blocks = (*opening, figure) if nr == 0 else (figure,)
        yield Keep(blocks)
    yield from after


def _with_legend(drawing: Drawing, legend: Drawing) -> Drawing:
    marks = (*drawing.marks, *moved(legend.marks, 0.0, drawing.height))
    return Drawing(drawing.width, drawing.height + legend.height, marks)


def _what(held: Held) -> str:
    """The indicator's own sentence, when it is of, and which way is the more adverse."""
    parts = [str(held.indicator.sentence).rstrip(".")]
    if held.period is not None:
        parts.append(held.period.label)
    first = " · ".join(part for part in parts if part)
    return f"{first}. {direction_words(held.indicator)}"


def _without(held: Held) -> str:
    """Why there are no intervals; empty where there are."""
    if held.indicator.kind is Kind.COUNT:
        return _("Et antal er talt op og får intet interval.")
    if held.indicator.kind is Kind.MEAN:
        return _("Tallet er et gennemsnit eller regnet ud på forhånd og får intet interval.")
    return ""


def _alternative(found: Facts, held: Held) -> str:
    """What a chart of many areas shows, in words."""
    verdicts = verdicts_of(found, held)
    text = _(
        "{indicator}: {areas} som prikker med 95 %-interval. Kommunen har {whole}. {over} ligger"
        " over og {under} under med sikkerhed; {hidden} vises ikke."
    )
    return text.format(
        indicator=held.indicator.label,
        areas=found.called.counted(len(found.positions)),
        whole=value_words(held.whole.cells, 0, held.indicator),
        over=number(verdicts.count(Verdict.SURE_HIGHER)),
        under=number(verdicts.count(Verdict.SURE_LOWER)),
        hidden=number(len(found.positions) - len(verdicts)),
    )


def _changes(asked: Asked, found: Facts, name: str) -> Iterator[Block]:
    yield Title(name, subtitle=found.period.label)
    yield Paragraph(changed_sentence(found), Style.LEAD)
    yield from change_blocks(found, per_table(asked))


def changed_sentence(found: Facts) -> str:
    """How many of the numbers have changed beyond chance."""
    at: IntArray | list[int] = list(found.positions)
    risen = fallen = told = 0
    for held in found.held:
        if held.changed is not None:
            verdicts = held.changed.verdicts[at]
            risen += int((verdicts == Verdict.SURE_HIGHER).sum())
            fallen += int((verdicts == Verdict.SURE_LOWER).sum())
            told += int((verdicts != Verdict.UNDECIDED).sum())
    if not told:
        return _("Ingen af ændringerne kan vurderes.")
    if not risen + fallen:
        return _(
            "Ingen af {told} ændringer, der kan vurderes, er større, end tilfældet kan forklare."
        ).format(told=number(told))
    return _(
        "Af {told} ændringer, der kan vurderes, er {risen} steget og {fallen} faldet med sikkerhed;"
        " resten kan være tilfældige."
    ).format(told=number(told), risen=number(risen), fallen=number(fallen))


# A single area


def _courses(asked: Asked, found: Facts) -> Iterator[Block]:
    """A single area over time: two small charts beside each other."""
    yield Heading(_("Udvikling over tid"))
    yield Paragraph(
        _(
            "Linjen er {area} med 95 %-interval, den tynde linje er kommunen. Akserne begynder ikke"
            " ved nul."
        ).format(area=found.name(found.positions[0])),
        Style.MUTED,
    )
    wide = (column_width(asked.paper) - 6.0) / 2
    made = [_course(found, held, wide) for held in found.held if held.period is not None]
    for left in range(0, len(made), 2):
        pair = made[left : left + 2]
        yield Side(pair[0], pair[1] if len(pair) > 1 else (Gap(1.0),))


def _course(found: Facts, held: Held, width: float) -> tuple[Block, ...]:
    at = found.positions[0]
    period = held.period or found.period
    line = line_of(found.data, found.level, at, held.indicator.id, period)
    indicator = held.indicator
    drawing = trend_chart(
        Course(line.periods, line.cells),
        Course(line.whole_periods, line.whole),
        period,
        kind=indicator.kind,
        per=indicator.per,
        unit=indicator.unit,
        decimals=indicator.decimals,
        width=width / _SMALL_PIXEL,
        height=116.0,
    )
    alt = alt_of_trend(
        found.name(at),
        indicator,
        Course(line.periods, line.cells),
        Course(line.whole_periods, line.whole),
    )
    return (
        Heading(indicator.label, 3, outlined=False),
        Figure(scaled(drawing, _SMALL_PIXEL), alt),
    )

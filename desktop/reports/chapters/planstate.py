"""Chapter 3 of a helhedsplan's dossier: how it has gone from before the baseline until now."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from desktop.core.areas import Effort
from desktop.core.changes import Changes, changes
from desktop.core.differences import Verdict
from desktop.core.disclosure import State
from desktop.core.indicators import Kind
from desktop.core.intervals import cell_intervals
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.sentences import state_words
from desktop.core.series import Series, area_series, level_cells, municipality_series
from desktop.core.wording import _, number, quantity
from desktop.maps.alttexts import short
from desktop.maps.charttexts import alt_of_time
from desktop.maps.composing import scaled
from desktop.maps.drawing import Drawing, Mark, Strokes
from desktop.maps.timechart import time_chart
from desktop.maps.timelines import MOST_AREAS, TimeContent, TimeLine, area_look
from desktop.maps.trend import ChartColours
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Row,
    Style,
    Table,
    Title,
)
from desktop.reports.chapters.planblocks import (
    PIXEL,
    compared_name,
    course_periods,
    free,
    half_width,
    headed,
    in_pairs,
    measure,
    plan_name,
    together,
)
from desktop.reports.chapters.planfacts import Dossier, dossier_of
from desktop.reports.chapters.plansums import Standing, standings
from desktop.reports.chapters.planwords import (
    change_cell,
    label_cell,
    moved_words,
    partial_notes,
    plan_cell,
    reach_cell,
)

_CHART = 44.0  # millimetres high
_MOST_COLUMNS = 5  # indicators beside each other in a table of areas


def make_development(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 3: from before the baseline until now, with efforts; then and now in a table."""
    name = spec.title or _("3. Udviklingen")
    yield Chapter(name, lambda: _development(asked, name))


def _development(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    stood = standings(dossier)
    yield Title(
        name,
        kicker=dossier.name,
        subtitle=_("{before} til {now}").format(
            before=dossier.baseline.label, now=dossier.period.label
        ),
    )
    yield from free(dossier, "udvikling")
    if not any(each.moved for each in stood):
        yield Paragraph(
            _("Der er endnu ingen tal, der er nyere end udgangspunktet {baseline}.").format(
                baseline=dossier.baseline.label
            )
        )
    else:
        yield Heading(_("Fra udgangspunktet til nu"))
        yield _change_table(dossier, stood)
        yield from (Paragraph(text, Style.MUTED) for text in _season_notes(stood))
        if len(dossier.areas) > 1:
            yield Heading(_("Ændringen i hvert område"), 3)
            yield from _area_changes(dossier, [each for each in stood if each.moved])
    head: list[Block] = [Heading(_("Udviklingen i nøgletallene"))]
    head.append(Paragraph(_curves_words(dossier, stood), Style.MUTED))
    if dossier.efforts:
        head.append(Paragraph(_efforts_key(dossier), Style.MUTED))
    wide = half_width(asked.paper)
    yield from in_pairs([course_figure(dossier, each, wide) for each in stood], tuple(head))


def _curves_words(dossier: Dossier, stood: Sequence[Standing]) -> str:
    """What lines, bands and hatching in the charts mean."""
    if all(each.plan.ready for each in stood):
        first = _("Tallene kan ikke lægges sammen, så hvert område har sin egen kurve.")
    elif len(dossier.areas) > 1:
        first = _("Kurven er helhedsplanens områder tilsammen og båndet dens 95 %-interval.")
    else:
        first = _("Kurven er området og båndet dets 95 %-interval.")
    others = (
        _("De grå kurver er kommunen og sammenligningsområderne.")
        if dossier.compare
        else _("Den grå kurve er kommunen.")
    )
    rest = _(
        "Den stiplede lodrette linje er udgangspunktet. Et skraveret felt er en tid, hvor tallet er"
        " diskretioneret."
    )
    return f"{first} {others} {rest}"


def _efforts_key(dossier: Dossier) -> str:
    """What the numbers over the bars in the charts mean."""
    named = [
        _("{nr} {name}").format(nr=number(nr), name=short(each.effort.name, 48))
        for nr, each in enumerate(dossier.efforts[:12], 1)
    ]
    return _(
        "En indsats med egne nøgletal er kun tegnet ved dem. Bjælkerne øverst er indsatser: {names}"
    ).format(names=" · ".join(named))


def _change_table(dossier: Dossier, stood: Sequence[Standing]) -> Table:
    columns = (
        Column(_("Nøgletal"), 0.205),
        Column(_("Udgangspunkt"), 0.115, number=True),
        Column(_("Nu"), 0.115, number=True),
        Column(_("Ændring"), 0.13, number=True),
        Column(_("95 %-interval"), 0.12, number=True, muted=True),
        Column(_("Ændringen er"), 0.185),
        Column(_("Kommunens ændring"), 0.13, number=True),
    )
    rows = []
    for each in stood:
        found = each.change
        if not each.moved:
            nothing = Cell("", muted=True)
            newer = Cell(_("intet nyere tal"), muted=True)
            rows.append(
                Row((
                    label_cell(each),
                    plan_cell(dossier, each, now=False),
                    newer, nothing, nothing, nothing, nothing,
                ))
            )  # fmt: skip
            continue
        known = math.isfinite(float(found.values[0]))
        of_all = changes(each.municipality_before, each.municipality_now, each.indicator)
        rows.append(
            Row((
                label_cell(each),
                plan_cell(dossier, each, now=False),
                plan_cell(dossier, each, now=True, strong=True),
                change_cell(found),
                reach_cell(float(found.low[0]), float(found.high[0]), found.decimals),
                Cell(moved_words(found, each.indicator) if known else "", muted=not known),
                change_cell(of_all),
            ))
        )  # fmt: skip
    said = [*partial_notes(stood, change=True)]
    if any(np.isfinite(each.change.low[0]) for each in stood if each.moved):
        said.append(
            _(
                "Det er mest de samme mennesker, der er talt begge gange, så intervallet er i"
                " overkanten bredt: det siger hellere for sjældent end for tit, at en ændring er"
                " sikker."
            )
        )
    return Table(columns, tuple(rows), note=" ".join(said))


def _area_changes(dossier: Dossier, moved: Sequence[Standing]) -> Iterator[Block]:
    """The change in every area by itself, a few indicators at a time; sure ones stand out."""
    for first in range(0, len(moved), _MOST_COLUMNS):
        some = moved[first : first + _MOST_COLUMNS]
        share = 0.72 / max(len(some), 3)
        columns = (
            Column(dossier.called.one[:1].upper() + dossier.called.one[1:], 0.28),
            *(Column(each.indicator.label, share, number=True) for each in some),
        )
        every = [changes(each.cells_before, each.cells_now, each.indicator) for each in some]
        rows = [
            Row((Cell(dossier.named(at)), *(_area_change(found, at) for found in every)))
            for at in dossier.areas
        ]
        last = first + _MOST_COLUMNS >= len(moved)
        judged = any((found.verdicts != Verdict.UNDECIDED).any() for found in every)
        note = ""
        if last and judged:
            note = _("Med fed skrift: mere end tilfældigt, hver for sig på 95 %.")
        yield Table(columns, tuple(rows), note=note)


def _area_change(found: Changes, at: int) -> Cell:
    if found.states[at] != State.SHOWN:
        hidden = int(found.states[at])
        return Cell(state_words(hidden), muted=True, hatched=hidden == State.WITHHELD)
    sure = Verdict(int(found.verdicts[at])) in (Verdict.SURE_HIGHER, Verdict.SURE_LOWER)
    text = quantity(float(found.values[at]), found.unit, found.decimals, sign=True)
    return Cell(text, strong=sure)


def _season_notes(stood: Sequence[Standing]) -> tuple[str, ...]:
    """Where then and now are different parts of a year, which seasons alone can set apart."""
    for each in stood:
        if each.before and each.now and each.moved and each.before.part != each.now.part:
            return (
                _(
                    "Udgangspunktet og de nyeste tal er fra hver sin del af året; for tal, der"
                    " svinger med årstiden, kan det alene give en forskel."
                ),
            )
    return ()


def course_figure(dossier: Dossier, stood: Standing, wide: float) -> tuple[Block, ...]:
    """The course of an indicator: plan, comparison areas and municipality, with efforts."""
    colours = ChartColours()
    content = _course(dossier, stood, colours)
    chart = time_chart(content, wide / PIXEL, _CHART / PIXEL, colours, measure)
    marks: list[Mark] = list(chart.drawing.marks)
    if stood.before in content.periods and len(content.periods) > 1:
        x = float(chart.x[content.periods.index(stood.before)])
        ends = np.array([(x, chart.top), (x, chart.bottom)])
        line = Strokes(ends, np.array([0, 2], np.int32), colours.ink, 1.0, dashed=True)
        marks.append(line)
    drawing = Drawing(chart.drawing.width, chart.drawing.height, tuple(marks))
    unit = stood.indicator.unit if stood.indicator.unit not in ("n", "index", "") else ""
    title = stood.indicator.label + (f" ({unit})" if unit and len(unit) > 2 else "")
    return headed(title, Figure(scaled(drawing, PIXEL), alt_of_time(content)))


def _course(dossier: Dossier, stood: Standing, colours: ChartColours) -> TimeContent:
    """The lines of a chart: the same areas in every period, and nothing where one is not shown."""
    data, indicator = dossier.data, stood.indicator
    periods = course_periods(dossier, stood, 5)
    cells = level_cells(data, dossier.level, indicator, periods, stood.breakdown)
    members = stood.plan.members or dossier.areas
    if stood.plan.ready:
        return _apart_course(dossier, stood, periods, colours)
    own = _line(plan_name(dossier), members, cells, indicator.per)
    band = cell_intervals(own.cells, indicator.kind, indicator.per)
    lines = [TimeLine(own, own.cells.values, colours.selected, 2.4)]
    counted = indicator.kind is Kind.COUNT
    if stood.compare is not None and not stood.compare.lacking and not counted:
        other = _line(compared_name(dossier), stood.compare.members, cells, indicator.per)
        lines.append(TimeLine(other, other.cells.values, colours.other, 1.5, (2.0, 4.0)))
    if not counted:
        whole = municipality_series(data, indicator, periods, stood.breakdown)
        lines.append(TimeLine(whole, whole.cells.values, colours.muted, 1.5))
    efforts = tuple(
        Effort(dossier.level, "", number(nr), each.effort.start, each.effort.end)
        for nr, each in enumerate(dossier.efforts, 1)
        if not each.effort.indicators or indicator.id in each.effort.indicators
    )
    return TimeContent(
        indicator,
        periods,
        tuple(lines),
        band if not counted and np.isfinite(band[0]).any() else None,
        efforts=efforts,
    )


def _apart_course(
    dossier: Dossier, stood: Standing, periods: tuple[Period, ...], colours: ChartColours
) -> TimeContent:
    """Each of the plan's areas by itself, where their numbers cannot be added."""
    data, indicator = dossier.data, stood.indicator
    own = area_series(
        data, dossier.level, indicator, dossier.areas[:MOST_AREAS], periods, stood.breakdown
    )
    lines = [
        TimeLine(each, each.cells.values, *area_look(at, colours)) for at, each in enumerate(own)
    ]
    whole = municipality_series(data, indicator, periods, stood.breakdown)
    lines.append(TimeLine(whole, whole.cells.values, colours.muted, 1.5))
    return TimeContent(indicator, periods, tuple(lines))


def _line(name: str, members: Sequence[int], cells: Cells, per: float) -> Series:
    made = together(members, cells, per)
    none = np.zeros(len(made.values), np.int64)
    return Series(name, made, none, none)

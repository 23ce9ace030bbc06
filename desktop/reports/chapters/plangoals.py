"""Chapter 5 of a helhedsplan's dossier: every goal, and whether it is on its way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from desktop.core.disclosure import State
from desktop.core.indicators import Kind
from desktop.core.intervals import cell_intervals
from desktop.core.sentences import value_words
from desktop.core.series import level_cells
from desktop.core.wording import _, date, number, quantity, short_date
from desktop.maps.alttexts import short
from desktop.maps.composing import scaled
from desktop.maps.goalchart import GoalCourse, goal_chart
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
    course_periods,
    free,
    half_width,
    in_pairs,
    measure,
    together,
)
from desktop.reports.chapters.planfacts import Dossier, dossier_of
from desktop.reports.chapters.planjudged import (
    Judged,
    Progress,
    aim_of,
    goal_sentence,
    judged_goals,
    progress_words,
)
from desktop.reports.chapters.plansums import Standing, interval_of
from desktop.reports.chapters.planwords import plan_cell

_CHART = 46.0  # millimetres high


def make_goals(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """Chapter 5: every goal, where it stands, and whether it is on its way."""
    name = spec.title or _("5. Mål og hvor langt")
    yield Chapter(name, lambda: _goals(asked, name))


def _goals(asked: Asked, name: str) -> Iterator[Block]:
    dossier = dossier_of(asked)
    goals = judged_goals(dossier)
    yield Title(name, kicker=dossier.name)
    yield from free(dossier, "maal")
    yield Paragraph(goal_sentence(goals))
    if not goals:
        yield Paragraph(
            _("Mål skrives i en planfil med et nøgletal, et tal og en dato."), Style.MUTED
        )
        return
    yield goal_table(dossier, goals, note=_table_note())
    explained = Paragraph(
        _(
            "Den stiplede linje går lige fra udgangspunktet til målet, der er en rude på sin dato;"
            " de tynde linjer om den er udgangspunktets usikkerhed. Prikken er tallet nu med sit"
            " 95 %-interval."
        ),
        Style.MUTED,
    )
    wide = half_width(asked.paper)
    made = [_goal_blocks(dossier, nr, each, wide) for nr, each in enumerate(goals, 1)]
    yield from in_pairs(made, (Heading(_("Mål for mål")), explained))


def goal_table(dossier: Dossier, goals: Sequence[Judged], note: str = "") -> Table:
    """A row for each goal: where it began, where it is, what is wanted, and how far it is."""
    columns = (
        Column(_("Nr."), 0.05, number=True),
        Column(_("Nøgletal"), 0.225),
        Column(_("Udgangspunkt"), 0.12, number=True),
        Column(_("Nu"), 0.12, number=True),
        Column(_("Mål"), 0.165, number=True),
        Column(_("Senest"), 0.12, number=True),
        Column(_("Hvor langt"), 0.2),
    )
    rows = []
    for nr, each in enumerate(goals, 1):
        stood = each.stood
        rows.append(
            Row(
                (
                    Cell(number(nr)),
                    Cell(goal_name(stood)),
                    plan_cell(dossier, stood, now=False),
                    plan_cell(dossier, stood, now=True),
                    Cell(target_words(each)),
                    Cell(short_date(each.goal.by)),
                    Cell(progress_words(each.progress), strong=True),
                )
            )
        )
    return Table(columns, tuple(rows), note=note)


def _table_note() -> str:
    return _(
        "Målet er nået, når hele 95 %-intervallet er på den ønskede side af målet. På vej og ikke"
        " på vej er sagt, når tallet med sikkerhed er foran eller bag den lige linje; ellers kan"
        " det ikke afgøres."
    )


def goal_name(stood: Standing) -> str:
    """What a goal is of: the indicator, and the part of the residents where it is of one."""
    label = stood.indicator.label
    return f"{label}, {stood.part}" if stood.part else label


def target_words(each: Judged) -> str:
    """What is wanted: ``højst 27,0 %``."""
    stood, target = each.stood, each.goal.target
    aim = aim_of(stood, target)
    wanted = quantity(target, stood.indicator.unit, stood.indicator.decimals)
    text = _("mindst {target}") if aim > 0 else _("højst {target}")
    return text.format(target=wanted)


def _goal_blocks(dossier: Dossier, nr: int, each: Judged, wide: float) -> tuple[Block, ...]:
    stood = each.stood
    blocks: list[Block] = [
        Paragraph(_("Mål {nr}: {name}").format(nr=number(nr), name=goal_name(stood)), Style.STRONG)
    ]
    course = _goal_course(dossier, each)
    if np.isfinite(course.values).any():
        drawing = goal_chart(course, wide / PIXEL, _CHART / PIXEL, ChartColours(), measure)
        alt = _("{name} over tid og den lige vej til målet. {said}").format(
            name=goal_name(stood), said=where_sentence(each)
        )
        blocks.append(Figure(scaled(drawing, PIXEL), short(alt)))
    blocks.append(Paragraph(where_sentence(each)))
    if each.goal.text.strip():
        blocks.append(Paragraph(" ".join(each.goal.text.split()), Style.QUOTE, free=True))
    return tuple(blocks)


def where_sentence(each: Judged) -> str:
    """Where a goal stands, in one or two sentences."""
    stood, goal = each.stood, each.goal
    indicator = stood.indicator
    head = _("Målet er {target} senest {day}.").format(target=target_words(each), day=date(goal.by))
    if stood.plan.now.states[0] != State.SHOWN or (
        each.progress is Progress.UNKNOWN and (math.isnan(each.expected))
    ):
        return _("{head} Det kan ikke afgøres, hvor langt det er: {why}.").format(
            head=head, why=each.why
        )
    value = value_words(stood.plan.now, 0, indicator)
    way = quantity(each.expected, indicator.unit, indicator.decimals)
    text = {
        Progress.REACHED: _("{head} Tallet er {value}, og målet er nået."),
        Progress.ON_WAY: _(
            "{head} Tallet er {value} og foran den lige linje, der nu er ved {way}."
        ),
        Progress.OFF_WAY: _("{head} Tallet er {value} og bag den lige linje, der nu er ved {way}."),
        Progress.MISSED: _("{head} Datoen er nået. Tallet er {value} og ikke i mål."),
        Progress.UNKNOWN: _(
            "{head} Tallet er {value}, og den lige linje er nu ved {way}. Det kan ikke afgøres,"
            " hvor langt det er: {why}."
        ),
    }[each.progress]
    if each.progress is not Progress.UNKNOWN and indicator.kind is not Kind.COUNT:
        text += " " + _("Det er mere end tilfældigt.")
    return text.format(head=head, value=value, way=way, why=each.why)


def _goal_course(dossier: Dossier, each: Judged) -> GoalCourse:
    stood = each.stood
    indicator = stood.indicator
    periods = course_periods(dossier, stood, 2)
    table = level_cells(dossier.data, dossier.level, indicator, periods, stood.breakdown)
    cells = together(stood.plan.members or dossier.areas, table, indicator.per)
    low, high = cell_intervals(cells, indicator.kind, indicator.per)
    if indicator.kind is Kind.COUNT:
        low = high = np.full(len(periods), np.nan)
    start = float(stood.plan.before.values[0])
    begun = interval_of(stood.plan.before, indicator)
    known = math.isfinite(start) and stood.before in periods
    spread = (start - begun[0], begun[1] - start) if math.isfinite(begun[0]) else (0.0, 0.0)
    there = stood.now in periods and bool(np.isfinite(stood.plan.now.values[0]))
    return GoalCourse(
        tuple(period.end for period in periods),
        cells.values,
        (low, high),
        periods.index(stood.before) if known and stood.before else -1,
        periods.index(stood.now) if there and stood.now else -1,
        each.goal.target,
        each.goal.by,
        spread,
        indicator.unit,
        indicator.decimals,
    )

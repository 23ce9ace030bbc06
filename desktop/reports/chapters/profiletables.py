"""The tables of a profile: key figures of one area or several, efforts, goals, similar areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from desktop.core.areas import Effort
from desktop.core.comparisons import Against, Question, Verdict
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator
from desktop.core.levelwords import called
from desktop.core.measures import restricted
from desktop.core.periods import Period, latest
from desktop.core.profile import Profile, Row, profile_of
from desktop.core.profilewords import (
    certainty_words,
    difference_figure,
    like_sentences,
    other_words,
)
from desktop.core.sentences import count_words, interval_words, state_words, value_words
from desktop.core.wording import NO_BREAK, _, number, quantity, short_date
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Source,
    Style,
    Table,
)
from desktop.reports.blocks import Row as TableRow
from desktop.reports.planfile import Goal, Plan

_NONE = "–"
_SMALL = "*"
_LONGEST = 44  # letters of a name before its short form is used
MOST_ROWS = 40  # of a table of all key figures; more than a page is no profile


def source_of(profile: Profile, row: Row, area: str | None = None) -> Source | None:
    """Which cell of the extract a row's number is of; an empty ``area`` is the municipality."""
    if row.period is None:
        return None
    code = profile.key.code if area is None else area
    return Source(profile.level, code, row.indicator.id, row.period.code)


def key_figures_table(profile: Profile, rows: Sequence[Row]) -> Table:
    """An area's numbers: interval, the municipality, difference and the change in a year.

    Differences and changes that surely are there stand in semibold. The column of intervals is left
    out where none of the rows has one.
    """
    return Table(*_figures(profile, rows, counted=False), _key_note(rows))


def more_figures_table(profile: Profile, rows: Sequence[Row]) -> Table:
    """Numbers that the first page has no room for, with what they are counted from."""
    told = rows[:MOST_ROWS]
    more = len(rows) - len(told)
    few = _("* bygger på få.") if any(row.small for row in rows) else ""
    left = _("{count} nøgletal til er ikke med her.").format(count=number(more)) if more else ""
    judged = any(_is_judged(row) for row in profile.rows)
    said = (few, left, certainty_words(profile) if judged else "")
    return Table(*_figures(profile, told, counted=True), " ".join(each for each in said if each))


def _figures(
    profile: Profile, rows: Sequence[Row], *, counted: bool
) -> tuple[tuple[Column, ...], tuple[TableRow, ...]]:
    """The columns that hold something, the name as wide as there is room for, and the rows."""
    made: list[tuple[Column, list[Cell]]] = [
        (
            Column(_("Området"), 0.13 if counted else 0.14, number=True),
            [_own_cell(profile, row) for row in rows],
        ),
        (
            Column(_("95 %-interval"), 0.135, number=True, muted=True),
            [Cell(interval_words(row.cell, 0, row.indicator) or _NONE) for row in rows],
        ),
        (Column(_("Kommunen"), 0.105, number=True), [_whole_cell(profile, row) for row in rows]),
        (
            Column(_("Forskel"), 0.08, number=True),
            [Cell(difference_figure(row) or _NONE, strong=_is_sure(row)) for row in rows],
        ),
        (
            Column(_("På et år"), 0.08, number=True),
            [
                Cell(number(row.change, row.indicator.decimals, sign=True) or _NONE,
                     strong=row.moved)
                for row in rows
            ],
        ),
    ]  # fmt: skip
    if counted:
        column = Column(_("Antal"), 0.135, number=True, muted=True)
        made.insert(2, (column, [Cell(count_words(row.cell, 0) or _NONE) for row in rows]))
    kept = [
        (column, cells)
        for column, cells in made
        if not column.muted or any(cell.text != _NONE for cell in cells)
    ]
    name = Column(_("Nøgletal"), 1.0 - sum(column.width for column, _cells in kept))
    return (
        (name, *(column for column, _cells in kept)),
        tuple(
            TableRow((Cell(_name(profile, row)), *(cells[at] for _column, cells in kept)))
            for at, row in enumerate(rows)
        ),
    )


def areas_table(
    data: Dataset,
    level: str,
    positions: Sequence[int],
    indicators: Sequence[Indicator],
    period: Period,
    *,
    strong: int = -1,
    sign: str = "",
) -> Table:
    """Several areas' key figures beside each other, and the municipality's below.

    Args:
        data: the extract.
        level: of the areas.
        positions: of the areas, in the order of the rows.
        indicators: a column each; six fit across A4.
        period: each indicator is taken at its newest that is over by then.
        strong: the position of the area that is looked at.
        sign: what stands over the first column; what the level's areas are called by default.
    """
    areas = data.areas(level)
    at = {each.id: latest(data.periods_of(each.id, level), period) for each in indicators}
    cells = {}
    for each in indicators:
        when = at[each.id]
        if when is not None:
            read = data.cells(each.id, level, when)
            cells[each.id] = restricted(read, areas.valid_on(when.end))
    rows = []
    for position in positions:
        made = [Cell(areas.names[position] or areas.codes[position])]
        for each in indicators:
            when = at[each.id]
            if when is None:
                made.append(Cell(state_words(State.MISSING), muted=True))
                continue
            shown = bool(cells[each.id].shown[position])
            of = Source(level, areas.codes[position], each.id, when.code)
            text = value_words(cells[each.id], position, each)
            made.append(Cell(text, of, muted=not shown))
        rows.append(TableRow(tuple(made), strong=position == strong))
    rows.append(_municipality_row(data, level, indicators, at))
    share = 0.28 if len(indicators) > 3 else 0.4
    first = Column(sign or str(data.level(level).name), share)
    rest = (1 - share) / max(len(indicators), 1)
    return Table(
        (first, *(Column(each.label, rest, number=True) for each in indicators)), tuple(rows)
    )


def _municipality_row(
    data: Dataset, level: str, indicators: Sequence[Indicator], at: dict[str, Period | None]
) -> TableRow:
    made = [Cell(_("Kommunen"))]
    for each in indicators:
        when = at[each.id]
        if when is None:
            made.append(Cell(state_words(State.MISSING), muted=True))
            continue
        whole = data.municipality(each.id, when)
        shown = bool(whole.shown[0])
        made.append(
            Cell(value_words(whole, 0, each), Source(level, "", each.id, when.code),
                 muted=not shown)
        )  # fmt: skip
    return TableRow(tuple(made), strong=True)


def parts_blocks(
    data: Dataset, profile: Profile, indicators: Sequence[Indicator], most: int = 12
) -> Iterator[Block]:
    """The areas of the finest level that lie in the area; nothing where there are fewer than two.

    At most ``most`` of them, in the extract's order, and how many more there are.
    """
    found: tuple[str, list[int]] | None = None
    for level in data.levels:
        codes = data.areas(level.id).parents.get(profile.level)
        if level.id == profile.level or codes is None:
            continue
        there = data.areas(level.id).valid_on(profile.period.end)
        mine = np.flatnonzero((np.array(codes, dtype=np.str_) == profile.key.code) & there)
        if len(mine) > 1 and (found is None or len(mine) > len(found[1])):
            found = (level.id, mine.tolist())
    if found is None:
        return
    level_id, positions = found
    held = {each.id for each in data.indicators_of(level_id)}
    told = [each for each in indicators if each.id in held][:5]
    if not told:
        return
    words = called(data.level(level_id)).many
    yield Heading(
        _("{parts} i området").format(parts=words[:1].upper() + words[1:]), outlined=False
    )
    yield areas_table(data, level_id, positions[:most], told, profile.period)
    if len(positions) > most:
        more = _("{count} til er ikke med.").format(count=number(len(positions) - most))
        yield Paragraph(more, Style.MUTED)


def similar_blocks(
    data: Dataset, profile: Profile, indicators: Sequence[Indicator]
) -> Iterator[Block]:
    """The areas that are most like the area by size and sector, with some of their numbers."""
    question = Question(Against.SIMILAR)
    ids = [each.id for each in indicators[:5]]
    like = profile_of(data, profile.level, profile.position, profile.period, ids, question)
    if like.like is None or not len(like.like.positions):
        return
    level = data.level(profile.level)
    yield Heading(_("Lignende {areas}").format(areas=called(level).many), outlined=False)
    told = like_sentences(like, called(level))
    yield Paragraph(" ".join((told[0], *told[2:])), Style.MUTED)
    positions = [profile.position, *like.like.positions.tolist()[:8]]
    yield areas_table(
        data, profile.level, positions, indicators[:5], profile.period, strong=profile.position
    )


def efforts_blocks(efforts: Sequence[Effort], most: int = 8) -> Iterator[Block]:
    """The efforts in an area, newest first; nothing without any."""
    if not efforts:
        return
    yield Heading(_("Indsatser i området"), outlined=False)
    newest = sorted(efforts, key=lambda each: each.start, reverse=True)
    columns = (
        Column(_("Indsats"), 0.28),
        Column(_("Fra"), 0.13),
        Column(_("Til"), 0.13),
        Column(_("Hvad"), 0.46, muted=True),
    )
    rows = tuple(
        TableRow(
            (
                Cell(each.name),
                Cell(short_date(each.start)),
                Cell(short_date(each.end) if each.end is not None else _("løbende")),
                Cell(each.text or _NONE),
            )
        )
        for each in newest[:most]
    )
    more = len(newest) - len(rows)
    note = _("{count} ældre indsatser er ikke med.").format(count=number(more)) if more else ""
    yield Table(columns, rows, note)
    yield Paragraph(
        _("At et tal har ændret sig efter en indsats, siger ikke, at indsatsen er årsagen."),
        Style.MUTED,
    )


def goals_blocks(data: Dataset, profile: Profile, plan: Plan | None) -> Iterator[Block]:
    """The goals of a plan that the area is in, with the area's own numbers; else nothing."""
    if plan is None or plan.level != profile.level or profile.key.code not in plan.areas:
        return
    held = {each.id for each in data.indicators_of(profile.level)}
    goals = [each for each in plan.goals if each.indicator in held]
    if not goals:
        return
    yield Heading(_("Mål i »{plan}«").format(plan=plan.name), outlined=False)
    columns = (
        Column(_("Mål"), 0.4),
        Column(_("Udgangspunkt"), 0.17, number=True),
        Column(_("Nu"), 0.13, number=True),
        Column(_("Mål"), 0.14, number=True),
        Column(_("Senest"), 0.16, number=True),
    )
    note = ""
    if len(plan.areas) > 1:
        note = _(
            "Målene gælder alle helhedsplanens områder tilsammen; tallene her er områdets egne."
        )
    yield Table(columns, tuple(_goal_row(data, profile, plan, each) for each in goals), note)


def _goal_row(data: Dataset, profile: Profile, plan: Plan, goal: Goal) -> TableRow:
    indicator = data.indicator(goal.indicator)
    periods = data.periods_of(goal.indicator, profile.level, goal.breakdown)
    ends = (latest(periods, goal.baseline or plan.baseline), latest(periods, profile.period))
    text = goal.text or str(indicator.name)
    return TableRow(
        (
            Cell(text),
            *(_cell_at(data, profile, indicator, at, goal.breakdown) for at in ends),
            Cell(quantity(goal.target, indicator.unit, indicator.decimals)),
            Cell(short_date(goal.by)),
        )
    )


def _cell_at(
    data: Dataset, profile: Profile, indicator: Indicator, at: Period | None, breakdown: str
) -> Cell:
    if at is None:
        return Cell(state_words(State.MISSING), muted=True)
    read = data.cells(indicator.id, profile.level, at, breakdown)
    cells = restricted(read, data.areas(profile.level).valid_on(at.end))
    of = Source(profile.level, profile.key.code, indicator.id, at.code, breakdown)
    shown = bool(cells.shown[profile.position])
    return Cell(value_words(cells, profile.position, indicator), of, muted=not shown)


def _name(profile: Profile, row: Row) -> str:
    """The indicator, its own time where that is another, and a sign where it stands on few."""
    indicator = row.indicator
    name = indicator.label if len(str(indicator.name)) > _LONGEST else str(indicator.name)
    if row.period is not None and row.period != profile.period:
        name = _("{name}, {period}").format(name=name, period=row.period.short_label)
    name = name.replace(" %", f"{NO_BREAK}%")
    return f"{name}{NO_BREAK}{_SMALL}" if row.small else name


def _own_cell(profile: Profile, row: Row) -> Cell:
    text = value_words(row.cell, 0, row.indicator)
    return Cell(text, source_of(profile, row), strong=row.shown, muted=not row.shown)


def _whole_cell(profile: Profile, row: Row) -> Cell:
    text = other_words(row)
    if not text:
        return Cell(_NONE)
    assert row.comparison is not None
    shown = bool(row.comparison.other.shown[0])
    return Cell(text, source_of(profile, row, ""), muted=not shown)


def _key_note(rows: Sequence[Row]) -> str:
    said = []
    if any(_is_sure(row) or row.moved for row in rows):
        said.append(_("Fed: 95 %-intervallet rummer ikke nul."))
    if any(row.indicator.unit == "%" and row.shown for row in rows):
        said.append(_("Forskel og ændring i procentpoint, hvor tallet er i procent."))
    if any(row.small for row in rows):
        said.append(_("* bygger på få."))
    return " ".join(said)


def _is_judged(row: Row) -> bool:
    return row.comparison is not None and row.comparison.verdict is not Verdict.UNDECIDED


def _is_sure(row: Row) -> bool:
    return row.comparison is not None and row.comparison.verdict in (
        Verdict.SURE_HIGHER,
        Verdict.SURE_LOWER,
    )

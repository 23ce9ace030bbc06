"""Tables of areas and indicators: numbers, changes, and one indicator with its intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from desktop.core.indicators import Kind
from desktop.core.periods import Period
from desktop.core.sentences import interval_words, state_words, value_words
from desktop.core.wording import MINUS, NO_BREAK, _, number
from desktop.maps.rangeplot import RangeLine, RangeRow, axis_cell, range_cell, shared_scale
from desktop.reports.blocks import Block, Cell, Column, Heading, Keep, Paragraph, Row, Style, Table
from desktop.reports.chapters.standardfacts import Facts, Held, SectorSum
from desktop.reports.chapters.standardwords import (
    SURE,
    change_words,
    heading_words,
    sure_words,
)

FEW = "○"  # before a number that stands on few
UPRIGHT, ACROSS = 5, 8  # indicators side by side on a page
_ON_A_PAGE = 32  # rows of a table that fit on a page, below its heading
_NAMES = 0.25  # of the width
_PLOT, _LINE = 40.0, 3.9  # millimetres of a dot with its interval in a row


def side_by_side(facts: Facts, most: int) -> tuple[tuple[Held, ...], ...]:
    """The indicators in as few tables as have at most so many of them, about equally many each."""
    count = -(-len(facts.held) // most)
    if not count:
        return ()
    least, more = divmod(len(facts.held), count)
    sizes = [least + (at < more) for at in range(count)]
    ends = [sum(sizes[: at + 1]) for at in range(count)]
    return tuple(facts.held[end - size : end] for end, size in zip(ends, sizes, strict=True))


def value_blocks(facts: Facts, most: int) -> Iterator[Block]:
    """Areas and numbers: the municipality and the sectors first, then the areas."""
    parts = side_by_side(facts, most)
    yield Paragraph(value_note(facts, facts.held), Style.MUTED)
    for nr, part in enumerate(parts, 1):
        heading = Heading(part_name(_("Tal"), nr, len(parts)), 2, outlined=False)
        yield from together(heading, value_table(facts, part))


def together(*blocks: Block) -> tuple[Block, ...]:
    """Blocks with a table that stand on one page where the table is not longer than that."""
    rows = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    return (Keep(blocks),) if rows <= _ON_A_PAGE else blocks


def part_name(name: str, nr: int, count: int) -> str:
    """The heading of a table that is one of several."""
    if count == 1:
        return name
    return _("{name}, {nr} af {count}").format(name=name, nr=number(nr), count=number(count))


def value_table(facts: Facts, part: Sequence[Held], *, sectors: bool = True) -> Table:
    """One table of numbers. What differs from the municipality beyond chance is bold."""
    heading, each = facts.called.one, (1 - _NAMES) / max(len(part), 1)
    columns = (
        Column(heading[:1].upper() + heading[1:], _NAMES),
        *(Column(heading_words(held, facts.period), each, number=True) for held in part),
    )
    rows = [Row((Cell(facts.municipality), *(whole_cell(facts, held) for held in part)), True)]
    rows += sector_rows(part) if sectors else ()
    for at in facts.positions:
        cells = (value_cell(facts, held, at) for held in part)
        rows.append(Row((Cell(facts.name(at)), *cells)))
    return Table(columns, tuple(rows))


def value_cell(facts: Facts, held: Held, at: int) -> Cell:
    """An area's number: bold beyond chance, grey after a ring where it stands on few."""
    shown = bool(held.column.cells.shown[at])
    sure = shown and held.compared is not None and held.compared.verdicts[at] in SURE
    few = bool(held.column.small[at])
    said = value_words(held.column.cells, at, held.indicator)
    return Cell(
        f"{FEW}{NO_BREAK}{said}" if few else said,
        of=held.source(facts.level, facts.code(at)),
        strong=sure,
        muted=few or not shown,
    )


def interval_cell(facts: Facts, held: Held, at: int) -> Cell:
    """The 95 % interval of an area's number; empty where there is none."""
    said = interval_words(held.column.cells, at, held.indicator)
    return Cell(said, of=held.source(facts.level, facts.code(at)) if said else None)


def whole_interval_cell(facts: Facts, held: Held) -> Cell:
    """The 95 % interval of the municipality's number; empty where there is none."""
    said = interval_words(held.whole.cells, 0, held.indicator)
    return Cell(said, of=held.source(facts.level, "") if said else None)


def whole_cell(facts: Facts, held: Held) -> Cell:
    """The municipality's number."""
    return Cell(value_words(held.whole.cells, 0, held.indicator), of=held.source(facts.level, ""))


def sector_rows(part: Sequence[Held]) -> tuple[Row, ...]:
    """A row for each sector, of the indicators that have them."""
    names = list(dict.fromkeys(each.name for held in part for each in held.sectors))
    rows = []
    for name in names:
        cells = [
            next((sector_cell(held, each) for each in held.sectors if each.name == name), Cell(""))
            for held in part
        ]
        title = _("Sektoren »{name}«").format(name=name)
        rows.append(Row((Cell(title, muted=True), *cells)))
    return tuple(rows)


def sector_cell(held: Held, sector: SectorSum) -> Cell:
    """A sector's number, unless too many of its areas are withheld to say it."""
    if sector.doubtful:
        return Cell(_("kan ikke afgøres"), muted=True)
    return Cell(value_words(sector.column.cells, 0, held.indicator), muted=True)


def value_note(facts: Facts, part: Sequence[Held]) -> str:
    """How a table of numbers is read: bold, grey, and what the sums of sectors leave out."""
    said = [
        _("Fed: over eller under kommunen med sikkerhed (95 %)."),
        _("{few} og grå: bygger på få og svinger meget.").format(few=FEW),
    ]
    if any(each.partial for held in part for each in held.sectors):
        said.append(
            _(
                "Sektorernes tal er regnet af de {areas}, der vises; hvor under fire ud af fem"
                " vises, står »kan ikke afgøres«."
            ).format(areas=facts.called.many)
        )
    return " ".join(said)


def change_blocks(facts: Facts, most: int) -> Iterator[Block]:
    """Areas and changes since the time before; only the indicators that have one."""
    changed = [held for held in facts.held if held.changed is not None]
    count = -(-len(changed) // most)
    note = _(
        "Fed: steget eller faldet med sikkerhed (95 %). De samme personer er for en stor del med"
        " begge gange, så prøven siger for sjældent snarere end for ofte »med sikkerhed«."
    )
    yield Paragraph(note, Style.MUTED)
    for nr in range(count):
        part = changed[nr * most : (nr + 1) * most]
        heading = Heading(part_name(_("Ændring"), nr + 1, count), 2, outlined=False)
        yield from together(heading, change_table(facts, part))


def change_table(facts: Facts, part: Sequence[Held]) -> Table:
    """One table of changes. Those beyond chance are bold."""
    heading, each = facts.called.one, (1 - _NAMES) / max(len(part), 1)
    columns = (
        Column(heading[:1].upper() + heading[1:], _NAMES),
        *(
            Column(f"{held.indicator.label} {since_words(held)}", each, number=True)
            for held in part
        ),
    )
    rows = [Row((Cell(facts.municipality), *(_whole_change(held) for held in part)), True)]
    rows += [
        Row((Cell(facts.name(at)), *(change_cell(facts, held, at) for held in part)))
        for at in facts.positions
    ]
    return Table(columns, tuple(rows))


def change_cell(facts: Facts, held: Held, at: int, *, units: bool = True) -> Cell:
    """An area's change, or why there is none: the state of the one of the two that has none."""
    changed = held.changed
    if changed is None:
        return Cell("")
    said = change_words(changed, at, units=units)
    if not said:
        return Cell(state_words(int(changed.states[at])), muted=True)
    source = held.source(facts.level, facts.code(at)) if _is_held(held, said) else None
    return Cell(said, of=source, strong=changed.verdicts[at] in SURE)


def _is_held(held: Held, said: str) -> bool:
    """Whether a change can be held against the extract: it has a sign and is no percentage."""
    return held.indicator.kind is not Kind.COUNT and said[:1] in ("+", MINUS)


def _since_heading(held: Held) -> str:
    return f"{held.indicator.label} {since_words(held)}"


def since_words(held: Held) -> str:
    """Since when a change is told: ``fra 2. kvt. 2025``."""
    before = held.before.short_label if held.before is not None else "–"
    return _("fra {period}").format(period=before)


def _whole_change(held: Held) -> Cell:
    return Cell(change_words(held.whole_changed, 0) or "–")


def range_rows(facts: Facts, held: Held) -> tuple[tuple[int, RangeRow], ...]:
    """The areas with what is drawn of them: highest first, those without a number last by name."""
    made = [(at, _range_row(facts, held, at)) for at in facts.positions]
    shown = [pair for pair in made if pair[1].shown]
    shown.sort(key=lambda pair: -pair[1].value)
    return (*shown, *(pair for pair in made if not pair[1].shown))


def _range_row(facts: Facts, held: Held, at: int) -> RangeRow:
    cells = held.column.cells
    shown = bool(cells.shown[at])
    sure = shown and held.compared is not None and held.compared.verdicts[at] in SURE
    return RangeRow(
        facts.name(at),
        float(cells.values[at]) if shown else math.nan,
        float(held.column.low[at]),
        float(held.column.high[at]),
        value_words(cells, at, held.indicator),
        int(cells.states[at]),
        sure,
        bool(held.column.small[at]),
    )


def range_line(held: Held) -> RangeLine:
    """The municipality as the line that areas are held against; no line for plain counts."""
    indicator = held.indicator
    shown = held.whole.cells.shown[0] and indicator.kind is not Kind.COUNT
    value = float(held.whole.cells.values[0]) if shown else math.nan
    unit = "" if indicator.unit in ("n", "index") else indicator.unit
    return RangeLine(value, _("kommunen"), unit, indicator.decimals)


def range_table(facts: Facts, held: Held) -> Table:
    """One indicator: every area's number, interval, place on a common axis, verdict and change."""
    rows = range_rows(facts, held)
    line = range_line(held)
    drawn = [row for _at, row in rows]
    scale = shared_scale(drawn, line, _PLOT)
    heading = facts.called.one
    plot = _("Streg: kommunen") if math.isfinite(line.value) else _("På en fælles skala")
    judged = any(math.isfinite(row.low) for row in drawn)
    columns = [
        Column(heading[:1].upper() + heading[1:]),
        Column(_("Tal"), number=True),
        *([Column(_("95 %-interval"), number=True, muted=True)] if judged else []),
        Column(plot, (_PLOT + 2.8) / 182.0),
        *([Column(_("Mod kommunen"))] if judged else []),
        *([Column(_change_heading(held), 0.13, number=True)] if held.changed is not None else []),
    ]
    axis = Cell(_("Skala"), figure=axis_cell(line, scale, _PLOT, _LINE))
    change = Cell(change_words(held.whole_changed, 0, units=False))
    interval = whole_interval_cell(facts, held)
    whole = (Cell(facts.municipality), whole_cell(facts, held), interval, axis, Cell(""), change)
    made = [Row(_those(whole, judged, held), True)]
    for at, row in rows:
        cells = (
            Cell(row.name),
            value_cell(facts, held, at),
            interval_cell(facts, held, at),
            Cell(_alternative(row, line), figure=range_cell(row, line, scale, _PLOT, _LINE)),
            _verdict_cell(held, at, row),
            change_cell(facts, held, at, units=False),
        )
        made.append(Row(_those(cells, judged, held)))
    note = few_words() if any(row.few for row in drawn) else ""
    return Table(tuple(columns), tuple(made), note=note)


def few_words() -> str:
    """What the ring before a number means."""
    return _("{few} og grå: tallet bygger på få og svinger meget.").format(few=FEW)


def _those(cells: Sequence[Cell], judged: bool, held: Held) -> tuple[Cell, ...]:
    """The cells of the columns that there are: intervals, verdicts and changes may be none."""
    name, value, interval, plot, verdict, change = cells
    kept = [name, value, interval, plot, verdict] if judged else [name, value, plot]
    return (*kept, change) if held.changed is not None else tuple(kept)


def _verdict_cell(held: Held, at: int, row: RangeRow) -> Cell:
    """What may be said of an area against the municipality; nothing without a number."""
    if held.compared is None or not row.shown:
        return Cell("")
    return Cell(sure_words(int(held.compared.verdicts[at])), muted=not row.sure)


def _change_heading(held: Held) -> str:
    """Since when, and in what unit."""
    told = _("Ændring {since}").format(since=since_words(held))
    unit = held.changed.unit if held.changed is not None else ""
    return f"{told}, {unit}" if unit else told


def _alternative(row: RangeRow, line: RangeLine) -> str:
    """What the dot of a row says in words."""
    if not row.shown:
        return row.said
    if not math.isfinite(line.value):
        return _("tallet på en fælles skala")
    if row.value == line.value:
        return _("på kommunens streg")
    return (
        _("til højre for kommunens streg")
        if row.value > line.value
        else _("til venstre for kommunens streg")
    )


def one_area_table(facts: Facts) -> Table:
    """A single area: an indicator to a row, beside the municipality."""
    at = facts.positions[0]
    columns = (
        Column(_("Indikator"), 0.285),
        Column(facts.name(at), number=True),
        Column(_("95 %-interval"), number=True, muted=True),
        Column(_("Kommunen"), number=True),
        Column(_("Mod kommunen"), 0.19),
        Column(_("Ændring"), number=True),
    )
    rows = []
    for held in facts.held:
        shown = bool(held.column.cells.shown[at])
        judged = held.compared is not None and shown
        verdict = sure_words(int(held.compared.verdicts[at])) if judged and held.compared else ""
        change = change_cell(facts, held, at)
        rows.append(
            Row(
                (
                    Cell(heading_words(held, facts.period)),
                    value_cell(facts, held, at),
                    interval_cell(facts, held, at),
                    whole_cell(facts, held),
                    Cell(verdict),
                    change,
                )
            )
        )
    few = few_words() if any(held.column.small[at] for held in facts.held) else ""
    note = " ".join(part for part in (few, _one_note(facts.held)) if part)
    return Table(columns, tuple(rows), note=note)


def _one_note(held: Sequence[Held]) -> str:
    before: list[Period] = [each.before for each in held if each.before is not None]
    told = dict.fromkeys(each.label for each in before)
    if not told:
        return ""
    return _("Ændringen er regnet fra {periods}; fed er med sikkerhed.").format(
        periods=_(" og ").join(told)
    )

"""Chapters as text to compare: one line per block and row, figures by what they say in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from desktop.core.dataset import Dataset
from desktop.core.periods import parse
from desktop.core.sentences import value_words
from desktop.reports.asked import Asked
from desktop.reports.asking import asked_for
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Figure,
    Heading,
    Keep,
    Paragraph,
    Side,
    Table,
    Title,
)
from desktop.reports.chapterkinds import chapters_of
from desktop.reports.templates import shipped_template

DAY = dt.date(2026, 11, 23)


def asked_of(data: Dataset, template: str, period: str = "2026K2", **others: object) -> Asked:
    """A report by a shipped template, of the first level."""
    return asked_for(
        data,
        shipped_template(template),
        period=parse(period),
        day=DAY,
        **others,  # type: ignore[arg-type]
    )


def blocks_of(asked: Asked) -> tuple[Block, ...]:
    """All that the report says, but for its contents."""
    return tuple(
        block
        for spec in asked.template.chapters
        if spec.id != "contents"
        for chapter in chapters_of(asked, spec)
        for block in chapter.make()
    )


def flat(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, those within others too, in the order that they are read."""
    for block in blocks:
        if isinstance(block, Keep):
            yield from flat(block.blocks)
        elif isinstance(block, Side):
            yield from flat((*block.left, *block.right))
        else:
            yield block


def as_text(blocks: Sequence[Block]) -> str:
    """One line per block and row."""
    lines: list[str] = []
    for block in flat(blocks):
        lines += _lines(block)
    return "".join(f"{line.rstrip()}\n" for line in lines).replace("\u00a0", " ")


def tables(blocks: Sequence[Block]) -> list[Table]:
    """The tables, wherever they stand."""
    return [block for block in flat(blocks) if isinstance(block, Table)]


def check_cells(data: Dataset, blocks: Sequence[Block]) -> int:
    """Hold every number of the extract in a table against the extract. Returns how many."""
    count = 0
    for table in tables(blocks):
        for row in table.rows:
            for cell in row.cells:
                source = cell.of
                if source is None:
                    continue
                indicator = data.indicator(source.indicator)
                held = data.cells(source.indicator, source.level, parse(source.period))
                at = data.areas(source.level).index[source.area]
                assert cell.text == value_words(held, at, indicator), source
                count += 1
    return count


def check_shape(blocks: Sequence[Block]) -> None:
    """Rows are as long as tables are wide, figures are told in words, headings do not jump."""
    rank = 1
    for block in flat(blocks):
        if isinstance(block, Title | Heading):
            now = 1 if isinstance(block, Title) else block.rank
            assert now <= rank + 1, block
            rank = now
        if isinstance(block, Figure):
            assert block.alt
        if isinstance(block, Table):
            for row in block.rows:
                assert len(row.cells) == (1 if row.heading else len(block.columns)), row


def _lines(block: Block) -> list[str]:
    match block:
        case Title():
            return [f"# {block.text} | {block.subtitle}"]
        case Heading():
            return [f"{'#' * block.rank} {block.text}"]
        case Paragraph():
            return [f"{block.style}: {block.text}"]
        case Bullets():
            return [f"- {item}" for item in block.items]
        case Figure():
            return [f"figure: {block.alt} | {block.caption}"]
        case Table():
            lines = [" | ".join(column.heading for column in block.columns)]
            for row in block.rows:
                lines.append("  " + " | ".join(_cell(cell) for cell in row.cells))
                lines += [f"    {row.below}"] * bool(row.below)
            return [*lines, *[f"  note: {block.note}"] * bool(block.note)]
        case _:
            return []


def _cell(cell: Cell) -> str:
    of = cell.of
    hatched = "▨ " if cell.hatched else ""
    return hatched + cell.text + (f" <{of.area} {of.indicator} {of.period}>" if of else "")

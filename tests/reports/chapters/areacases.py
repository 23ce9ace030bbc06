"""What the tests of reports on areas share: an extract with two sectors, and blocks as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.periods import parse
from desktop.reports.asked import Asked, ChapterSpec
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
from tests.fake_extract import HIDDEN, MANIFEST, QUARTERS, FakeSource

DAY = dt.date(2026, 11, 23)
LEVEL = "boligomraade"


class Sectored(FakeSource):
    """Every third area belongs to the other sector, and to no organisation."""

    def areas(self, level: str) -> Areas:
        areas = super().areas(level)
        if level != LEVEL:
            return areas
        places = range(len(areas))
        return replace(
            areas,
            sectors=tuple("privat" if at % 3 == 0 else "almen" for at in places),
            organisations=tuple(
                "" if at % 3 == 0 else name for at, name in enumerate(areas.organisations)
            ),
        )


def sectored(columns: int = 8, rows: int = 5) -> Dataset:
    """As :func:`tests.fake_extract.fake_dataset`, in two sectors; so large that sums are judged."""
    return Dataset(Sectored(columns, rows, 4, QUARTERS, HIDDEN, MANIFEST, background=False))


def asked_of(data: Dataset, template: str, **others: object) -> Asked:
    made = Asked(data, shipped_template(template), LEVEL, parse("2026K2"), DAY)
    return replace(made, **others)  # type: ignore[arg-type] # of Asked


def blocks_of(asked: Asked, id: str) -> list[Block]:
    return [block for each in chapters_of(asked, ChapterSpec(id)) for block in each.make()]


def all_blocks(asked: Asked) -> list[Block]:
    """What every chapter of the request's template says but for the list of contents."""
    ids = [spec.id for spec in asked.template.chapters if spec.id != "contents"]
    return [block for id in ids for block in blocks_of(asked, id)]


def flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Keep):
            yield from flat(block.blocks)
        elif isinstance(block, Side):
            yield from flat((*block.left, *block.right))


def tables(blocks: Sequence[Block]) -> list[Table]:
    return [block for block in flat(blocks) if isinstance(block, Table)]


def cells(blocks: Sequence[Block]) -> list[Cell]:
    return [cell for table in tables(blocks) for row in table.rows for cell in row.cells]


def words(blocks: Sequence[Block]) -> list[str]:
    """Every text that is read: headings, paragraphs, cells, alternatives in words."""
    return [line for line in as_text(blocks).splitlines() if line]


def as_text(blocks: Sequence[Block]) -> str:
    """One line per block and row; a bold cell has stars, a figure is what it says in words."""
    lines: list[str] = []
    for block in flat(blocks):
        match block:
            case Title():
                lines.append(f"# {block.text} | {block.kicker} | {block.subtitle}")
            case Heading():
                lines.append(f"{'#' * block.rank} {block.text}")
            case Paragraph():
                lines.append(f"{block.style}: {block.text}")
            case Bullets():
                lines += [f"- {item}" for item in block.items]
            case Figure():
                lines.append(f"figure: {block.alt} | {block.caption}")
            case Table():
                lines.append(" | ".join(column.heading for column in block.columns))
                lines += ["  " + " | ".join(map(_cell, row.cells)) for row in block.rows]
                lines += [f"  note: {block.note}"] * bool(block.note)
            case _:
                pass
    return "".join(f"{line}\n" for line in lines).replace("\u00a0", " ")


def _cell(cell: Cell) -> str:
    text = f"*{cell.text}*" if cell.strong and cell.text else cell.text
    if cell.figure is not None:
        text = f"[{text}]"
    source = cell.of
    return text + (f" <{source.area or 'kommune'} {source.period}>" if source else "")

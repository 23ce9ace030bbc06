"""What the indicators of a report mean, in a table of a few lines each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator, Kind
from desktop.core.wording import _, ended
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    NewPage,
    Paragraph,
    Row,
    Style,
    Table,
)
from desktop.reports.chapters.profileroom import filled, items_of
from desktop.reports.chapters.sources import disclosure_blocks

MOST = 16  # indicators whose definitions are told; a data sheet tells them all
_FEWEST = 4
_SPARE = 8.0  # millimetres that the reckoning may be wrong by
_LEAST = 55.0  # millimetres of a last page that are not next to nothing


def definitions_blocks(
    indicators: Sequence[Indicator], *, most: int = MOST, heading: bool = True
) -> Iterator[Block]:
    """A table of what each indicator counts, of whom, by which source, and when.

    Args:
        indicators: in the order of the rows.
        most: how many of them are told; a sentence says where the others are.
        heading: whether a heading of the second rank stands above.
    """
    told = tuple(indicators)[:most]
    if not told:
        return
    if heading:
        yield Heading(_("Definitioner"), outlined=False)
    rest = len(indicators) - len(told)
    note = _("De øvrige nøgletals definitioner står i databladet.") if rest else ""
    yield Table(_columns(), tuple(_row(each) for each in told), note)


def closing_blocks(
    data: Dataset,
    indicators: Sequence[Indicator],
    above: Sequence[Block],
    width: float,
    room: float,
    pages: int,
) -> list[Block]:
    """Definitions and what is not shown, as they fit after other blocks.

    As many definitions as stay within the pages and leave no last page with next to nothing on it;
    at least a few. Where that cannot be had they begin a page of their own.

    Args:
        data: the extract.
        indicators: the most important first.
        above: what stands before, from the top of a page.
        width: of the column, in millimetres.
        room: for text on a page.
        pages: that there may be at most, those of ``above`` among them.
    """
    note = list(disclosure_note(data))
    before = items_of(above, width)
    most = min(len(indicators), MOST)
    for count in range(most, min(most, _FEWEST) - 1, -1):
        told = [*definitions_blocks(indicators, most=count), *note]
        items = (*before, *items_of(told, width))
        if all(_is_well(filled(items, room - spare), pages) for spare in (0.0, _SPARE)):
            return told
    room -= _SPARE
    begun = filled(before, room)[0]
    for count in range(most, 0, -1):
        told = [*definitions_blocks(indicators, most=count), *note]
        if begun + filled(items_of(told, width), room)[0] <= pages or count <= _FEWEST:
            return [NewPage(), *told]
    return note


def _is_well(taken: tuple[int, float], pages: int) -> bool:
    """Whether so many pages are few enough, and the last of them is not next to nothing."""
    count, last = taken
    return count <= pages and (last >= _LEAST or count == 1)


def disclosure_note(data: Dataset) -> Iterator[Block]:
    """What is not shown, under a small heading of its own."""
    yield Paragraph(_("Hvad der ikke vises"), Style.STRONG)
    yield from disclosure_blocks(data)


def counted_words(indicator: Indicator) -> str:
    """Numerator and denominator in a sentence each, as far as they are known."""
    top, base = str(indicator.numerator_text), str(indicator.denominator_text)
    if not top:
        return ended(str(indicator.sentence)) if str(indicator.sentence) else _("ikke oplyst")
    if not base:
        return ended(_capital(top))
    text = _("{top}. Nævner: {base}.")
    if indicator.kind is Kind.MEAN:
        text = _("{top}. Delt med: {base}.")
    return text.format(top=_capital(top).rstrip("."), base=_inside(base).rstrip("."))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Nøgletal"), 0.25),
        Column(_("Hvad der tælles"), 0.42),
        Column(_("Kilde og opgørelse"), 0.33, muted=True),
    )


def _row(indicator: Indicator) -> Row:
    return Row(
        (
            Cell(str(indicator.name) or indicator.id),
            Cell(counted_words(indicator)),
            Cell(_origin(indicator)),
        )
    )


def _origin(indicator: Indicator) -> str:
    """The source and when it is reckoned, as far as they are told."""
    told = [str(each).rstrip(".") for each in (indicator.source, indicator.reference) if str(each)]
    return f"{'. '.join(_capital(each) for each in told)}." if told else _("ikke oplyst")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inside(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

"""A document with one of everything that a report may hold, and ways to spoil it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from functools import cache

import pikepdf

from desktop.maps.drawing import Box, Drawing, Text
from desktop.maps.paper import Paper
from desktop.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Contents,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
    Title,
)
from desktop.reports.canvas import new_canvas, paint
from desktop.reports.document import finished
from desktop.reports.furniture import Furniture
from desktop.reports.layout import Laid, lay_out
from desktop.reports.structure import Tree
from desktop.reports.typefaces import POINT
from desktop.reports.xmp import Claims

DAY = dt.date(2026, 11, 23)
TITLE = "Fjordparken · æøå & <prøve>"
BOTH = Claims("2a", accessible=True)
BODY = "Andelen er faldet 1,8 procentpoint på et år; faldet kan være tilfældigt. "


@cache
def laid() -> Laid:
    """Contents, headings of three ranks, a long paragraph and a long table, a list, a figure."""
    square = Drawing(
        60, 40, (Box(0, 0, 60, 40, "#115A73"), Text(5, 10, "12 %", 4, "#FFFFFF", tabular=True))
    )
    blocks: tuple[Block, ...] = (
        Title("Fjordparken", subtitle="Prøve"),
        Contents(),
        Title("Beboerne"),
        *(Paragraph(BODY * 4) for _at in range(9)),
        Paragraph(BODY * 30),
        Heading("Nøgletal"),
        Table(
            (Column("Område"), Column("Andel", number=True)),
            tuple(
                Row(
                    (Cell(f"Område {at}"), Cell("3 %" if at else "")),
                    below="Få." if at == 3 else "",
                )
                for at in range(70)
            ),
            note="Tallene er opdigtede.",
        ),
        Heading("Nærmere", 3),
        Bullets(("Fibernet", "Flygtninge (16–66 år)")),
        Figure(square, "En firkant, som er blågrøn.", "En firkant"),
    )
    furniture = Furniture("Eksempelby Kommune · Prøve", "Kilde: opdigtet.", "Formål: at prøve.")
    return lay_out(blocks, furniture, TITLE, DAY, Paper.A4_UPRIGHT)


def painted(made: Laid) -> tuple[bytes, Tree]:
    """The pages as reportlab leaves them, and their tree."""
    tree, pages = Tree(), io.BytesIO()
    canvas = new_canvas(pages, made.pages[0].width, made.pages[0].height)
    for page in made.pages:
        canvas.setPageSize((round(page.width / POINT, 2), round(page.height / POINT, 2)))
        paint(canvas, page, tree)
        canvas.showPage()
    canvas.save()
    return pages.getvalue(), tree


@cache
def sample(claims: Claims = BOTH) -> bytes:
    """The document."""
    made = laid()
    pages, tree = painted(made)
    return finished(
        pages, made.title, DAY, tree=tree, outline=made.outline, links=made.links, claims=claims
    )


def spoiled(content: bytes, spoil: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The document after something was done to it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spoil(pdf)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return made.getvalue()


def elements(pdf: pikepdf.Pdf, role: str) -> Iterator[pikepdf.Object]:
    """The elements of a role in reading order."""

    def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
        if "/" + role == element.S:
            yield element
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot.K[0])


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """What an element holds."""
    held = element.get("/K")
    return list(held) if isinstance(held, pikepdf.Array) else [] if held is None else [held]

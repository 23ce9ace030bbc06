"""Reports for the check of finished files: clean ones, to plant leaks in."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Pdf

from desktop.core.dataset import Dataset
from desktop.core.indicators import Text as Named
from desktop.core.periods import parse as parse_period
from desktop.maps.drawing import Drawing
from desktop.maps.paper import Paper
from desktop.maps.sheetmap import set_map
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView, first_view
from desktop.maps.worked import work_out
from desktop.reports.asked import Asked, ChapterSpec, Template
from desktop.reports.asking import asked_for
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Contents,
    Figure,
    Heading,
    Paragraph,
    Row,
    ShownMap,
    Source,
    Table,
    Title,
)
from desktop.reports.furniture import furniture_of
from desktop.reports.layout import Laid, lay_out
from desktop.reports.leakcheck import check
from desktop.reports.making import write_report
from desktop.reports.typefaces import width
from tests.fake_extract import (
    MISSING,
    WITHHELD,
    fake_dataset,
)

DATA = fake_dataset()
DAY = dt.date(2026, 11, 23)
NOW = "2026K2"
LEVEL = "boligomraade"
ASKED: Asked = asked_for(
    DATA, Template("prøve", Named("Prøve"), Named(""), (ChapterSpec("words"),)), day=DAY
)


def source(at: int, indicator: str = "uden_job", period: str = NOW) -> Source:
    code = DATA.areas(LEVEL).codes[at] if at >= 0 else ""
    return Source(LEVEL, code, indicator, period)


def view(**changes: Any) -> MapView:
    return replace(first_view(DATA), **changes)


def map_figure(of: MapView, *, wide: float = 120.0, data: Dataset = DATA) -> Figure:
    pen = Pen(width, 1.0)
    picture = work_out(data, of)
    frame = set_map(pen, data, of, picture, (10.0, 5.0, wide, 90.0))
    drawing = Drawing(wide + 10, 95.0, tuple(pen.marks))
    return Figure(drawing, "Kort over områderne.", maps=(ShownMap(of, frame),))


def table(*cells: tuple[str, Source | None]) -> Table:
    return Table(
        (Column("Område"), Column("Uden for arbejdsmarkedet", number=True)),
        tuple(Row((Cell("Et område"), Cell(text, of=of))) for text, of in cells),
    )


VALUE = DATA.cells("uden_job", LEVEL, parse_period(NOW)).values
SHOWN = int(np.flatnonzero(np.isfinite(VALUE))[0])
TABLE = table(
    ("12,6 %", None),
    ("diskretioneret", source(WITHHELD)),
    ("ingen data", source(MISSING)),
)


def blocks(*more: Block) -> tuple[Block, ...]:
    return (
        Title("Prøverapport"),
        Contents(),
        Heading("Tallene"),
        Paragraph("Her står det hele."),
        *(more or (TABLE, map_figure(view()))),
    )


def laid_of(*more: Block) -> Laid:
    furniture = furniture_of(DATA, "Prøve")
    return lay_out(blocks(*more), furniture, "Prøverapport", DAY, Paper.A4_UPRIGHT)


@cache
def clean() -> tuple[Laid, bytes]:
    laid = laid_of()
    return laid, write_report(laid).content


def problems(*more: Block) -> tuple[str, ...]:
    laid = laid_of(*more)
    return check(write_report(laid).content, laid, ASKED)


def saved(pdf: Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(
        stream, deterministic_id=True, compress_streams=False, fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )  # fmt: skip
    return stream.getvalue()

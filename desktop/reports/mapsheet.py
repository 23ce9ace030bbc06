"""A map sheet as PDF: one page, made to be printed, searched and kept."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from desktop.core.dataset import Dataset
from desktop.core.paths import write_whole
from desktop.maps.drawing import Drawing
from desktop.maps.paper import Paper
from desktop.maps.sheet import compose_sheet
from desktop.maps.titles import title_of
from desktop.maps.view import MapView


def map_sheet(
    data: Dataset,
    view: MapView,
    *,
    paper: Paper = Paper.A4_ACROSS,
    plan: str = "",
    day: dt.date | None = None,
) -> bytes:
    """The sheet of a view as PDF. The same data, view, paper, plan and day give the same bytes.

    Args:
        data: an open extract.
        view: what the map shows; with a place, the part of the map that is on screen.
        paper: size and direction.
        plan: the name of the helhedsplan that the sheet belongs to, if any.
        day: the date that the sheet bears; None is today.

    Raises:
        UsageError: the extract has no such indicator or level, or the level has no outlines.
        FileProblem: the program's own fonts cannot be read.
    """
    from desktop.reports.typefaces import width

    day = day or dt.date.today()
    drawing = compose_sheet(data, view, paper=paper, measure=width, day=day, plan=plan)
    return _document(drawing, document_title(data, view), day)


def document_title(data: Dataset, view: MapView, other: MapView | None = None) -> str:
    """What the document of one map, or of two, is called in its metadata."""
    names = [title_of(data, each) for each in (view, other) if each is not None]
    parts = (*dict.fromkeys(names), view.period.label, data.manifest.municipality)
    return " · ".join(part for part in parts if part)


def save_map_sheet(
    path: Path,
    data: Dataset,
    view: MapView,
    *,
    paper: Paper = Paper.A4_ACROSS,
    plan: str = "",
    day: dt.date | None = None,
) -> None:
    """Write :func:`map_sheet` to a file, which is there complete or not at all.

    Raises:
        FileProblem: the file cannot be written.
        UsageError: the extract has no such indicator or level, or the level has no outlines.
    """
    content = map_sheet(data, view, paper=paper, plan=plan, day=day)
    write_whole(path, lambda stream: stream.write(content))


def save_sheet(path: Path, drawing: Drawing, title: str, day: dt.date | None = None) -> None:
    """Write a sheet that is composed to a file, which is there complete or not at all.

    Args:
        path: the PDF.
        drawing: one page, in millimetres.
        title: what the document is called in its metadata.
        day: the date that the document bears; None is today.

    Raises:
        FileProblem: the file cannot be written.
    """
    content = _document(drawing, title, day or dt.date.today())
    write_whole(path, lambda stream: stream.write(content))


def _document(drawing: Drawing, title: str, day: dt.date) -> bytes:
    """A drawing as a document of one page."""
    from desktop.reports.canvas import new_canvas, paint
    from desktop.reports.document import finished

    pages = io.BytesIO()
    canvas = new_canvas(pages, drawing.width, drawing.height)
    paint(canvas, drawing)
    canvas.showPage()
    canvas.save()
    return finished(pages.getvalue(), title, day)

"""Map sheets as PDF: made to be printed, read aloud, searched and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.dataset import Dataset
from desktop.maps.paper import Paper
from desktop.maps.titles import title_of
from desktop.maps.view import MapView

if TYPE_CHECKING:
    from desktop.reports.asked import Asked
    from desktop.reports.layout import Laid
    from desktop.reports.making import Saved


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
    from desktop.reports.making import write_report

    asked = sheets_asked(data, (view,), paper=paper, plan=plan, day=day)
    return write_report(laid_sheets(asked)).content


def document_title(data: Dataset, view: MapView, other: MapView | None = None) -> str:
    """What the document of one map, or of two, is called in its metadata."""
    names = [title_of(data, each) for each in (view, other) if each is not None]
    parts = (*dict.fromkeys(names), view.period.label, data.manifest.municipality)
    return " · ".join(part for part in parts if part)


def sheets_asked(
    data: Dataset,
    views: Sequence[MapView],
    *,
    paper: Paper = Paper.A4_ACROSS,
    plan: str = "",
    day: dt.date | None = None,
    per_page: int = 1,
) -> Asked:
    """The request for the sheets of some views, which two values of one level share.

    Args:
        data: an open extract.
        views: what the maps show; at least one.
        paper: size and direction.
        plan: the name of the helhedsplan that the sheets belong to, if any.
        day: the date that they bear; None is today.
        per_page: 1, or 2, 4 or 6 small maps on a page.

    Raises:
        UsageError: the extract has no such level.
    """
    from desktop.reports.asking import asked_for
    from desktop.reports.templates import shipped_template

    template = shipped_template("maps")
    chapters = tuple(
        replace(each, options={**each.options, "per_page": per_page}) for each in template.chapters
    )
    first = views[0]
    index = data.areas(first.level).index
    return asked_for(
        data,
        replace(template, chapters=chapters),
        level=first.level,
        areas=[index[code] for code in first.selected if code in index],
        indicators=tuple(dict.fromkeys(view.indicator for view in views)),
        period=first.period,
        periods=[view.period for view in views],
        views=views,
        plan_name=plan,
        day=day,
        paper=paper,
    )


def laid_sheets(asked: Asked) -> Laid:
    """The sheets on their pages, called by what the maps show.

    Raises:
        UsageError: the extract has no such indicator, or the level has no outlines.
    """
    from desktop.reports.making import make_report

    first, *others = asked.views
    other = others[0] if len(others) == 1 else None
    return replace(make_report(asked), title=document_title(asked.data, first, other))


def save_map_sheet(
    path: Path,
    data: Dataset,
    view: MapView,
    *,
    paper: Paper = Paper.A4_ACROSS,
    plan: str = "",
    day: dt.date | None = None,
) -> None:
    """Write :func:`map_sheet` to a file, which is there whole, checked and logged, or not at all.

    Raises:
        ExportError: the finished file says what it must not, or it cannot be logged.
        FileProblem: the file cannot be written.
        UsageError: the extract has no such indicator or level, or the level has no outlines.
    """
    save_sheets(path, sheets_asked(data, (view,), paper=paper, plan=plan, day=day))


def save_sheets(path: Path, asked: Asked) -> Saved:
    """Write the sheets of a request to a file, which is there whole, checked and logged, or not.

    Raises:
        ExportError: the finished file says what it must not, or it cannot be logged.
        FileProblem: the file cannot be written.
        UsageError: the extract has no such indicator, or the level has no outlines.
    """
    from desktop.reports.making import save_report

    return save_report(path, laid_sheets(asked), asked)

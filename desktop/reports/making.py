"""Makes a report: chapters one by one, pages, and a file that is there whole and checked or not."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import Cancelled, UsageError
from desktop.core.exportlog import ExportEntry, extract_id, log_export
from desktop.core.paths import write_whole
from desktop.core.wording import _
from desktop.maps.paper import Paper
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import Block, NewPage, Paragraph, Sheet, Style, Title
from desktop.reports.chapterkinds import chapters_of
from desktop.reports.furniture import Furniture, furniture_of
from desktop.reports.layout import Laid, lay_out
from desktop.reports.logo import logo_marks
from desktop.reports.structure import Tree
from desktop.reports.titles import title_of
from desktop.reports.typefaces import POINT
from desktop.reports.validation import Validated, validated

_LAYING_OUT = 0.15  # of the work, after the chapters are made
_FIRST_PAGES = 0.3  # seconds until the pages that there are can be looked at


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a report is: what is being made, how many chapters of how many, seconds left.

    ``left`` is NaN until something can be said of it.
    """

    name: str
    done: int
    total: int
    left: float


Told = Callable[[Progress], None]
Stopped = Callable[[], bool]


def make_report(
    asked: Asked,
    *,
    progress: Told = lambda _progress: None,
    stopped: Stopped = lambda: False,
    so_far: Callable[[Laid], None] | None = None,
) -> Laid:
    """The report on its pages, the same for the same request and day.

    Args:
        asked: what the report is to be about.
        progress: told before each chapter.
        stopped: asked before each chapter; true ends the work.
        so_far: given the pages that there are, at longer and longer intervals while more are made.

    Raises:
        Cancelled: ``stopped`` said so.
        UsageError: the request cannot be met, such as a map of a level without outlines.
    """
    title, furniture = title_of(asked), _furniture(asked)
    blocks: list[Block] = []
    wait, since = _FIRST_PAGES, time.monotonic()
    for block in _blocks(asked, progress, stopped):
        if so_far and isinstance(block, NewPage) and time.monotonic() - since > wait and blocks:
            so_far(lay_out(blocks, furniture, title, asked.day, asked.paper))
            wait, since = 2 * wait, time.monotonic()
        blocks.append(block)
    if not blocks:
        raise UsageError(
            _("Rapporten har intet indhold."),
            hint=_("Skabelonens kapitler gav ingen sider. Vælg andre områder eller kapitler."),
        )
    laid = lay_out(blocks, furniture, title, asked.day, asked.paper)
    _go_on(stopped)
    return laid


def _go_on(stopped: Stopped) -> None:
    if stopped():
        raise Cancelled


def _blocks(asked: Asked, progress: Told, stopped: Stopped) -> Iterator[Block]:
    """All that the report says, chapter by chapter, each on a page of its own."""
    chapters = [
        (spec, chapter) for spec in asked.template.chapters for chapter in chapters_of(asked, spec)
    ]
    began = time.monotonic()
    before: Paper | None = None
    begun: ChapterSpec | None = None
    for done, (spec, chapter) in enumerate(chapters):
        _go_on(stopped)
        spent = time.monotonic() - began
        left = spent / done * (len(chapters) - done) * (1 + _LAYING_OUT) if done else float("nan")
        progress(Progress(chapter.name, done, len(chapters), left))
        paper = chapter.paper or asked.paper
        run_on = asked.template.run_on and paper is before
        before = paper
        if not run_on:
            yield NewPage(paper)
        words = ("", ()) if spec is begun else (spec.title, spec.text)
        begun = spec
        yield from _with_words(spec, words, chapter, run_on=run_on)
    progress(Progress(_("Siderne sættes"), len(chapters), len(chapters), float("nan")))


def _with_words(
    spec: ChapterSpec,
    ahead: tuple[str, tuple[str, ...]],
    chapter: Chapter,
    *,
    run_on: bool,
) -> Iterator[Block]:
    """A chapter under the heading and after the words that the template has for it.

    ``ahead`` is what of them stands before a composed page, which only the first of several has.
    """
    blocks = iter(chapter.make())
    first = next(blocks, None)
    if first is None:
        return
    title, text = ahead if isinstance(first, Sheet) else (spec.title, spec.text)
    if isinstance(first, Title):
        yield replace(first, run_on=run_on)
        first = None
    elif title:
        yield Title(title, run_on=run_on)
    for words in text:
        yield Paragraph(words, Style.BODY, free=True)
    if first is not None:
        yield first
    yield from blocks


def _furniture(asked: Asked) -> Furniture:
    template = asked.template
    furniture = furniture_of(
        asked.data,
        str(template.name),
        sender=template.sender,
        plan=asked.plan.name if asked.plan is not None else asked.plan_name,
        colour=template.colour,
    )
    return logo_marks(furniture, template.logo, asked.paper)


@dataclass(frozen=True, slots=True)
class Saved:
    """A report that was written: how many pages, and which standards it was found to follow."""

    pages: int
    standards: tuple[str, ...]


def write_report(laid: Laid, stopped: Stopped = lambda: False) -> Validated:
    """The report as a tagged PDF that claims what a validator has confirmed and no more.

    Raises:
        Cancelled: ``stopped``, which is asked before each page, said so.
        FileProblem: the program's own fonts cannot be read.
    """
    tree = Tree()
    pages = _painted(laid, tree, stopped)
    return validated(pages, laid.title, laid.day, tree=tree, outline=laid.outline, links=laid.links)


def _painted(laid: Laid, tree: Tree, stopped: Stopped) -> bytes:
    """The pages as reportlab writes them, which keeps all of them until it is let go of."""
    from desktop.reports.canvas import Memo, new_canvas, paint

    pages = io.BytesIO()
    first = laid.pages[0]
    canvas = new_canvas(pages, first.width, first.height)
    memo: Memo = {}
    for page in laid.pages:
        _go_on(stopped)
        canvas.setPageSize((round(page.width / POINT, 2), round(page.height / POINT, 2)))
        paint(canvas, page, tree, memo)
        canvas.showPage()
    canvas.save()
    return pages.getvalue()


def save_report(
    path: Path,
    laid: Laid,
    asked: Asked,
    *,
    progress: Told = lambda _progress: None,
    stopped: Stopped = lambda: False,
) -> Saved:
    """Write a report to a file that is there whole, checked and logged, or not at all.

    The file is reopened and held against the extract before it gets its name.

    Args:
        path: the PDF.
        laid: the report.
        asked: what it was asked to be about.
        progress: told of each page, once when it is written and once when it is checked.
        stopped: asked at each page until the file is written; true ends the work.

    Raises:
        Cancelled: ``stopped`` said so; there is no file.
        ExportError: the finished file says what it must not, or it cannot be logged.
        FileProblem: the file cannot be written.
    """
    from desktop.reports.leakcheck import check, leak_error

    paced = _paced(len(laid.pages), progress, stopped)
    made = write_report(laid, paced)
    problems = check(made.content, laid, asked, paced)
    if problems:
        raise leak_error(problems)
    entry = export_entry(made.content, laid, asked)
    _go_on(stopped)

    def write(stream: BinaryIO) -> None:
        stream.write(made.content)
        log_export(entry)

    write_whole(path, write)
    return Saved(len(laid.pages), made.claims.names())


def _paced(pages: int, progress: Told, stopped: Stopped) -> Stopped:
    """``stopped``, which tells how far the work is whenever it is asked: twice for each page."""
    began, asked = time.monotonic(), count(1)

    def told() -> bool:
        done = next(asked) / 2
        left = (time.monotonic() - began) / done * (pages - done) if done >= 1 else float("nan")
        progress(Progress(_("Filen skrives og kontrolleres"), int(done), pages, left))
        return stopped()

    return told


def export_entry(content: bytes, laid: Laid, asked: Asked) -> ExportEntry:
    """What the log says of a report: what it tells of, never what it says."""
    areas = asked.data.areas(asked.level)
    sources = {cell.source for cell in laid.cells}
    shown = {(each.view.indicator, each.view.period.code) for each in laid.maps}
    shown |= {(source.indicator, source.period) for source in sources}
    asked_periods = {period.code for period in (asked.period, *asked.periods)}
    return ExportEntry(
        extract_id(asked.data.manifest),
        asked.template.id,
        asked.level,
        tuple(areas.codes[at] for at in asked.areas) or areas.codes,
        tuple(sorted({*asked.indicators, *(indicator for indicator, _period in shown)})),
        tuple(sorted({*asked_periods, *(period for _indicator, period in shown)})),
        asked.data.manifest.limits.profile,
        hashlib.sha256(content).hexdigest(),
    )

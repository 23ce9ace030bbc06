"""Holds a finished report against what it was laid out to say, and against the extract.

The file is reopened from its bytes. Nothing is taken from how it was made but the drawings of its
pages, and what laying out noted of them; whether a cell may be shown is asked anew.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import pikepdf

from desktop.core.dataset import Dataset
from desktop.core.errors import BoligatlasError, Cancelled, LeakFound
from desktop.core.wording import _
from desktop.maps.drawing import ARTIFACT, Bitmap, Clip, Drawing, Fills, Group, Mark
from desktop.reports.asked import Asked
from desktop.reports.canvas import Memo, new_canvas, paint
from desktop.reports.document import language_tag
from desktop.reports.layout import Laid
from desktop.reports.leakfacts import PrintedMap
from desktop.reports.leakfile import Said, descriptions, file_problems
from desktop.reports.leakmaps import map_problems
from desktop.reports.leaknamed import named_problems
from desktop.reports.leakwords import (
    cell_problems,
    cpr_problems,
    free_problems,
    joined,
    numbers_in,
    path_problems,
    text_problems,
)
from desktop.reports.pdfpieces import Letters, Unreadable
from desktop.reports.pdfreading import PageReading, read_page
from desktop.reports.structure import Tree
from desktop.reports.typefaces import POINT
from desktop.reports.xmp import one_line

_TOLD = 4  # problems that a refusal names


def check(
    content: bytes, laid: Laid, asked: Asked, stopped: Callable[[], bool] = lambda: False
) -> tuple[str, ...]:
    """What a finished report says that it must not, in words; empty where it is clean.

    The words name the page and the kind of thing, and never repeat what leaked, but for free words
    that somebody wrote themselves.

    Args:
        content: the bytes of the PDF.
        laid: the pages that it was painted from, and what was noted of them.
        asked: what the report is about.
        stopped: asked before each page; true ends the work.

    Raises:
        Cancelled: ``stopped`` said so.
        DamagedExtract: the extract cannot be read.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return tuple(dict.fromkeys(_problems(content, pdf, laid, asked, stopped)))
    except (BoligatlasError, Cancelled):
        raise
    except Exception:  # noqa: BLE001 - what cannot be read, for whatever reason, is not vouched for
        return (_("Filen kan ikke læses igen som en rapport."),)


def leak_error(problems: Sequence[str]) -> LeakFound:
    """The refusal of a file with problems."""
    named = list(problems[:_TOLD])
    if len(problems) > _TOLD:
        named.append(_("Der er {count} fejl til.").format(count=len(problems) - _TOLD))
    return LeakFound(
        _("Rapporten er ikke gemt: den færdige fil viste noget, som den ikke må."),
        hint="\n".join(named),
    )


def _problems(
    content: bytes, pdf: pikepdf.Pdf, laid: Laid, asked: Asked, stopped: Callable[[], bool]
) -> Iterator[str]:
    data = asked.data
    if len(pdf.pages) != len(laid.pages):
        yield _("Filen har et andet antal sider end rapporten.")
        return
    said = _said(laid)
    yield from file_problems(content, pdf, said)
    beside = (said.title, *said.outline, *said.alternatives, *said.links)
    yield from path_problems(beside)
    yield from cpr_problems(data, beside)
    yield from _bookmark_problems(laid)
    maps: dict[int, list[PrintedMap]] = defaultdict(list)
    for each in laid.maps:
        maps[each.page].append(each)
    known: dict[tuple[int, int], Letters] = {}
    painted = _painted_anew(laid)
    for nr, (page, drawing) in enumerate(zip(pdf.pages, laid.pages, strict=True)):
        if stopped():
            raise Cancelled
        expected = next(painted)
        try:
            reading = read_page(page, known)
        except Unreadable as error:
            yield _on(nr, _unreadable(error))
            continue
        for problem in _page_problems(data, reading, drawing, maps[nr], expected):
            yield _on(nr, problem)
    for nr, problem in cell_problems(data, laid.pages, laid.cells):
        yield _on(nr, problem)
    for nr, problem in free_problems(data, laid.pages, laid.free):
        yield _on(nr, problem)
    yield from named_problems(asked, laid.pages)


def _page_problems(
    data: Dataset, reading: PageReading, drawing: Drawing, maps: list[PrintedMap], expected: bytes
) -> Iterator[str]:
    yield from text_problems(reading, drawing)
    texts = [each.text for each in reading.texts]
    yield from path_problems(texts)
    yield from cpr_problems(data, texts)
    if len(reading.images) != sum(1 for _each in _bitmaps(drawing.marks)):
        yield _("Der er et billede, som ikke er skabelonens logo.")
    if reading.content.rstrip() != expected.rstrip():
        yield _("Der er tegnet noget andet, end rapporten tegner.")
    if len(maps) != sum(1 for _each in _map_fills(drawing.marks)):
        yield _("Der er et kort, som kontrollen ikke kender indholdet af.")
    yield from map_problems(data, reading, maps)


def _on(page: int, problem: str) -> str:
    return _("Side {page}: {problem}").format(page=page + 1, problem=problem)


def _unreadable(error: Unreadable) -> str:
    if error.precise:
        return _("En tegning har tal med flere decimaler, end der kan ses på tryk.")
    return _("Der er noget, som ingen rapport tegner, såsom skjult tekst eller en kommentar.")


def _painted_anew(laid: Laid) -> Iterator[bytes]:
    """What each page paints, from the drawings that it was painted from."""
    first = laid.pages[0]
    canvas = new_canvas(io.BytesIO(), first.width, first.height)
    tree = Tree()
    memo: Memo = {}
    streams: list[str] = []
    canvas._doc.addPage = lambda page: streams.append(page.stream)  # type: ignore[attr-defined]
    for page in laid.pages:
        canvas.setPageSize((round(page.width / POINT, 2), round(page.height / POINT, 2)))
        paint(canvas, page, tree, memo)
        canvas.showPage()
        yield streams.pop().encode("latin-1")


def _said(laid: Laid) -> Said:
    title = one_line(laid.title)
    return Said(
        title,
        f"D:{laid.day:%Y%m%d}000000Z",
        descriptions(title, language_tag(), laid.day),
        tuple(one_line(entry.text) for entry in laid.outline),
        tuple(one_line(alt) for alt in _alternatives(laid.pages)),
        tuple(one_line(link.words) for link in laid.links if link.words),
        frozenset(mark.pixels.tobytes() for page in laid.pages for mark in _bitmaps(page.marks)),
    )


def _alternatives(pages: Sequence[Drawing]) -> Iterator[str]:
    """What every element says in words; groups with one key are one element."""
    keys: set[str] = set()

    def told(marks: Sequence[Mark]) -> Iterator[str]:
        for mark in marks:
            match mark:
                case Group(role=role) if role == ARTIFACT:
                    continue
                case Group(alt=alt, key=key, marks=inner, role=role):
                    if alt and (not key or key not in keys):
                        yield alt
                    keys.add(key)
                    if role != "Figure":
                        yield from told(inner)
                case Clip(marks=inner):
                    yield from told(inner)

    for page in pages:
        yield from told(page.marks)


def _bitmaps(marks: Sequence[Mark]) -> Iterator[Bitmap]:
    for mark in marks:
        match mark:
            case Bitmap():
                yield mark
            case Clip(marks=inner) | Group(marks=inner):
                yield from _bitmaps(inner)


def _map_fills(marks: Sequence[Mark]) -> Iterator[Fills]:
    """The areas of every map: only they can be hatched many at once."""
    for mark in marks:
        match mark:
            case Fills() if mark.hatch_colour:
                yield mark
            case Clip(marks=inner) | Group(marks=inner):
                yield from _map_fills(inner)


def _bookmark_problems(laid: Laid) -> Iterator[str]:
    """Bookmarks with numbers that their page does not have."""
    held = {entry.page: set[str]() for entry in laid.outline}
    for page, numbers in held.items():
        numbers.update(numbers_in(joined(laid.pages[page].texts())))
    if any(set(numbers_in(entry.text)) - held[entry.page] for entry in laid.outline):
        yield _("Et bogmærke siger et tal, der ikke står på sin side.")

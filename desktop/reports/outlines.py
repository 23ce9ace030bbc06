"""Bookmarks: the headings of a document beside its pages."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Name, Object, OutlineItem, Pdf

from desktop.reports.structure import OutlineEntry
from desktop.reports.xmp import one_line

_OPEN_AT_MOST = 40  # with more of them, only the first level is seen at first


def bookmark(pdf: Pdf, entries: Sequence[OutlineEntry]) -> None:
    """Give the document bookmarks, and have a reader show them; without entries, none.

    An entry hangs below the nearest one before it of a higher level, also where a level between
    them is missing.

    Raises:
        IndexError: an entry stands on a page that there is not.
    """
    for left in ("/Outlines", "/PageMode"):
        if left in pdf.Root:
            del pdf.Root[left]
    if not entries:
        return
    pages = [page.obj for page in pdf.pages]
    closed = len(entries) > _OPEN_AT_MOST
    with pdf.open_outline() as outline:
        above: list[tuple[int, OutlineItem]] = []
        for entry in entries:
            place = destination(pages[entry.page], entry.top)
            item = OutlineItem(one_line(entry.text), destination=place)
            item.is_closed = closed
            while above and above[-1][0] >= entry.level:
                above.pop()
            (above[-1][1].children if above else outline.root).append(item)
            above.append((entry.level, item))
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Outlines.Type = Name.Outlines


def destination(page: Object, top: float) -> Array:
    """A place on a page that a link leads to, at the size that the page is read in."""
    return Array([page, Name.XYZ, 0, round(top, 2), None])

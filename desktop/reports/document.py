"""Finishes a PDF: what it says about itself, and nothing about who made it or where.

The same pages, title, language and day give the same bytes with the same build of the program;
another version of the compression library may pack them otherwise.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, String

from desktop.core.wording import language
from desktop.reports.outlines import bookmark
from desktop.reports.outputintent import intend_srgb
from desktop.reports.streams import mend_letters, pack
from desktop.reports.structure import OutlineEntry, PageLink, Tree
from desktop.reports.tagging import link, tag
from desktop.reports.xmp import NO_CLAIMS, PROGRAM, Claims, one_line, packet


def language_tag() -> str:
    """The language of the texts as a PDF names it."""
    return "en-GB" if language() == "en" else "da-DK"


def finished(
    pages: bytes,
    title: str,
    day: dt.date,
    *,
    tree: Tree | None = None,
    outline: Sequence[OutlineEntry] = (),
    links: Sequence[PageLink] = (),
    claims: Claims = NO_CLAIMS,
) -> bytes:
    """The pages as a document with a title, a language and the day as its only date.

    Args:
        pages: a PDF as reportlab leaves it, uncompressed.
        title: what a reader's window is to show.
        day: the date that the document bears.
        tree: what every mark on the pages means; without one the document is not tagged.
        outline: its bookmarks, in order.
        links: places that lead from page to page.
        claims: the standards that it says that it follows; :func:`validation.validated` finds
            out which may be said.

    Raises:
        ValueError: the tree is not of these pages.
        IndexError: a bookmark or a link leads to a page that there is not.
    """
    with Pdf.open(io.BytesIO(pages)) as pdf:
        _describe(pdf, one_line(title), day, claims)
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
        mend_letters(pdf)
        intend_srgb(pdf)
        annotations = link(pdf, links)
        if tree is not None:
            tag(pdf, tree, links, annotations)
        bookmark(pdf, outline)
        pack(pdf)
        result = io.BytesIO()
        pdf.save(
            result,
            deterministic_id=True,
            min_version="1.7",
            compress_streams=False,  # they are packed already, in a way of our own
            fix_metadata_version=False,  # the description stays as it was written
            object_stream_mode=ObjectStreamMode.disable,
        )
    return result.getvalue()


def _describe(pdf: Pdf, title: str, day: dt.date, claims: Claims) -> None:
    for left in ("/Info", "/ID"):  # an identity follows from what is written
        if left in pdf.trailer:
            del pdf.trailer[left]
    moment = String(f"D:{day:%Y%m%d}000000Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Creator=String(PROGRAM),
            Producer=String(PROGRAM),
            CreationDate=moment,
            ModDate=moment,
        )
    )
    root = pdf.Root
    xmp = packet(title, language_tag(), day, claims)
    root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    root.Lang = String(language_tag())
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)

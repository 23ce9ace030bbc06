"""Reads a finished PDF back from its bytes: what every page says and paints, and nothing assumed.

Only the operators that :mod:`desktop.reports.canvas` writes are understood. Anything else, be it
harmless, is refused: what cannot be read cannot be vouched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf

from desktop.reports.pdfinstructions import Reader
from desktop.reports.pdfpieces import (
    Letters,
    MarkedContent,
    Paints,
    PlacedImage,
    PrintedText,
    Unreadable,
)

_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]{2})> ?<((?:[0-9A-Fa-f]{4})+)>")


@dataclass(frozen=True, slots=True, eq=False)
class PageReading:
    """A page as its bytes tell it."""

    width: float
    height: float
    content: bytes
    texts: tuple[PrintedText, ...]
    marks: tuple[MarkedContent, ...]
    images: tuple[PlacedImage, ...]
    paints: Paints


def read_pages(pdf: pikepdf.Pdf) -> Iterator[PageReading]:
    """Every page, one after the other.

    Raises:
        Unreadable: an operator, a font or a property that none of our pages has.
    """
    known: dict[tuple[int, int], Letters] = {}
    for page in pdf.pages:
        yield read_page(page, known)


def read_page(page: pikepdf.Page, known: dict[tuple[int, int], Letters]) -> PageReading:
    """A page; ``known`` keeps the fonts that pages share.

    Raises:
        Unreadable: as :func:`read_pages`.
    """
    left, bottom, width, height = (float(edge) for edge in page.obj.MediaBox)
    contents = page.obj.get("/Contents")
    if left or bottom or not isinstance(contents, pikepdf.Stream):
        raise Unreadable("page")
    fonts = {}
    for name, font in page.obj.Resources.get("/Font", pikepdf.Dictionary()).items():
        if font.objgen not in known:
            known[font.objgen] = letters_of(font)
        fonts[name.removeprefix("/")] = known[font.objgen]
    content = contents.read_bytes()
    reader = Reader((0.0, 0.0, width, height), fonts)
    reader.read(content)
    return PageReading(
        width,
        height,
        content,
        tuple(reader.texts),
        tuple(reader.marks),
        tuple(reader.images),
        reader.paints(),
    )


def letters_of(font: pikepdf.Object) -> Letters:
    """What each code of a font stands for, by every way to write the code in a string.

    Raises:
        Unreadable: the font has no table of letters, or one that holds more than plain pairs.
    """
    if not isinstance(font, pikepdf.Dictionary) or "/ToUnicode" not in font:
        raise Unreadable("font")
    table = font.ToUnicode.read_bytes()
    if b"bfrange" in table:
        raise Unreadable("font")
    letters: Letters = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in _PAIR.findall(part):
            number = int(code, 16)
            said = bytes.fromhex(letter.decode()).decode("utf-16-be")
            letters[b"\\%03o" % number] = letters[bytes([number])] = said
            if number in b"()\\":
                letters[b"\\" + bytes([number])] = said
    return letters

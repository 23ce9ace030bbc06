"""Checks of a finished PDF as a file: what it says of itself, its fonts, and what else is in it."""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from desktop.reports.pdfreading import PageReading
from desktop.reports.structurerules import HEADINGS, spoken_words, words_of
from desktop.reports.treereading import ReadTree

_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "catalog": frozenset({
        "/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences", "/MarkInfo",
        "/StructTreeRoot", "/Outlines", "/PageMode", "/OutputIntents",
    }),
    "page": frozenset({
        "/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Rotate", "/StructParents",
        "/Tabs", "/Annots",
    }),
    "resources": frozenset({"/Font", "/ProcSet", "/XObject"}),
    "annotation": frozenset({
        "/Type", "/Subtype", "/Rect", "/Border", "/F", "/Dest", "/P", "/Contents", "/StructParent",
    }),
    "image": frozenset({
        "/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/Filter",
        "/Length", "/DecodeParms",
    }),
}  # fmt: skip
# In the description of the document, by the name that the other list of the same has.
_SAID_TWICE: Final = {
    "/Title": "dc:title",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2})> <((?:[0-9A-Fa-f]{4})+)>")
_UNTOLD: Final = (0x0000, 0xFFFD, 0xFEFF)
_LETTERS = re.compile(r"\w{4,}")
_AS_WIDE: Final = 1.0  # of a thousandth of the letters' size


def document_problems(
    pdf: Pdf, pages: Sequence[PageReading], tree: ReadTree | None
) -> Iterator[str]:
    """What is wrong with the file beside its tree."""
    yield from _about(pdf)
    yield from _unknown(pdf)
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font:
            yield from _font(item)
    yield from _bookmarks(pdf, pages, tree)


def _about(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "the document does not name its language"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield "the document's title is not shown"
    if not root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "the document does not say that it is tagged"
    if any(page.obj.get("/Tabs") != Name.S for page in pdf.pages):
        yield "a page does not go through its links in the order of the tree"
    told = pdf.trailer.get("/Info", Dictionary())
    if not str(told.get("/Title", "")):
        yield "the document has no title"
    known = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    for name, other in _SAID_TWICE.items():
        said = str(told.get(name, ""))
        if name.endswith("Date"):
            said = re.sub(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z", r"\1-\2-\3T\4:\5:\6Z", said)
        if said != str(known.get(other, "")):
            yield f"the document says two things of its {name[1:]}"
    yield from (f"the document says {name[1:]}" for name in told.keys() - _SAID_TWICE.keys())


def _unknown(pdf: Pdf) -> Iterator[str]:
    """Keys that are not on the list of those that the program writes."""
    yield from _beyond(pdf.Root, "catalog")
    for page in pdf.pages:
        yield from _beyond(page.obj, "page")
        resources = page.obj.get("/Resources", Dictionary())
        yield from _beyond(resources, "resources")
        for image in resources.get("/XObject", Dictionary()).values():
            if image.get("/Subtype") != Name.Image:
                yield "a page holds a part that is no image"
            yield from _beyond(image, "image")
        for annotation in page.obj.get("/Annots", Array()):
            if annotation.get("/Subtype") != Name.Link:
                yield "an annotation is no link"
            yield from _beyond(annotation, "annotation")


def _beyond(item: Object, kind: str) -> Iterator[str]:
    for key in sorted(set(item.keys()) - _KNOWN[kind]):
        yield f"{kind}: {key} is not known here"


# Fonts


def _font(font: Object) -> Iterator[str]:
    name = str(font.get("/BaseFont", "")).removeprefix("/").partition("+")[2] or "?"
    descriptor = font.get("/FontDescriptor", Dictionary())
    if not isinstance(descriptor.get("/FontFile2"), Stream):
        yield f"font {name}: is not embedded"
        return
    if "/ToUnicode" not in font:
        yield f"font {name}: does not tell its letters"
        return
    glyphs, widths = _metrics(descriptor.FontFile2.read_bytes())
    first = int(font.FirstChar)
    told = [float(width) for width in font.Widths]
    for code, letters in _PAIR.findall(font.ToUnicode.read_bytes()):
        number, glyph = int(code, 16), glyphs.get(int(code, 16), 0)
        if int(letters[:4], 16) in _UNTOLD:
            yield f"font {name}: a code stands for no letter"
        if not glyph:
            yield f"font {name}: a letter is not in it"
        elif not first <= number < first + len(told):
            yield f"font {name}: a letter has no width"
        elif abs(told[number - first] - widths[min(glyph, len(widths) - 1)]) > _AS_WIDE:
            yield f"font {name}: a letter is not as wide as the document says"


def _metrics(file: bytes) -> tuple[dict[int, int], list[float]]:
    """From code to glyph, and the widths of glyphs in thousandths, as a font's own tables say."""
    count = struct.unpack_from(">H", file, 4)[0]
    entries = (struct.unpack_from(">4s4xII", file, 12 + 16 * at) for at in range(count))
    tables = {name: file[at : at + size] for name, at, size in entries}
    units = struct.unpack_from(">H", tables[b"head"], 18)[0]
    numbers = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
    widths = struct.unpack_from(">" + "Hh" * numbers, tables[b"hmtx"])[::2]
    cmap = tables[b"cmap"]
    at = struct.unpack_from(">I", cmap, 8)[0]
    form, _size, _language, first, held = struct.unpack_from(">5H", cmap, at)
    if form != 6:  # the only one that subsets are written with
        return {}, [0.0]
    glyphs = struct.unpack_from(f">{held}H", cmap, at + 10)
    return dict(enumerate(glyphs, first)), [width * 1000 / units for width in widths]


# Bookmarks


def _bookmarks(pdf: Pdf, pages: Sequence[PageReading], tree: ReadTree | None) -> Iterator[str]:
    places = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    headings = _headings(pages, tree)
    for item in _items(pdf.Root.get("/Outlines", Dictionary())):
        page = _page_of(item, places)
        if page < 0:
            yield "a bookmark leads nowhere"
        elif tree is not None and not _names(item, headings.get(page, ())):
            below = item.get("/First")  # a name of those below it, which begin where it leads
            if not isinstance(below, Dictionary) or _page_of(below, places) != page:
                yield f"page {page + 1}: a bookmark names no heading there"


def _headings(
    pages: Sequence[PageReading], tree: ReadTree | None
) -> Mapping[int, list[tuple[str, str]]]:
    """Role and words of the headings of every page."""
    found = defaultdict[int, list[tuple[str, str]]](list)
    spoken = spoken_words(pages)
    for node in tree.nodes if tree is not None else ():
        if node.role in HEADINGS:
            for page in {page for page, _mark in node.places()}:
                found[page].append((node.role, words_of(node, spoken)))
    return found


def _names(item: Object, headings: Sequence[tuple[str, str]]) -> bool:
    """Whether a bookmark is one of the headings, or goes on from one of the first rank.

    What is a page to itself, such as a map, may be called by its heading and what tells it from
    others like it: then they share a word.
    """
    said = " ".join(str(item.Title).split())
    return any(
        said == words or (role == "H1" and not _words(said).isdisjoint(_words(words)))
        for role, words in headings
    )


def _words(text: str) -> set[str]:
    return set(_LETTERS.findall(text.casefold()))


def _page_of(item: Object, places: Mapping[tuple[int, int], int]) -> int:
    target = item.get("/Dest")
    return places.get(target[0].objgen, -1) if isinstance(target, Array) else -1


def _items(above: Object) -> Iterator[Object]:
    item = above.get("/First")
    while isinstance(item, Dictionary):
        yield item
        yield from _items(item)
        item = item.get("/Next")

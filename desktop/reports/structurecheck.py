"""Checks of a finished PDF's structure: what no validator is relied on for.

Each check reads the bytes that people get, not what they were made of. Problems are told in plain
English for developers; none of them names content.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Pdf

from desktop.reports.filecheck import document_problems
from desktop.reports.pdfpieces import Unreadable
from desktop.reports.pdfreading import PageReading, read_pages
from desktop.reports.structurerules import rule_problems
from desktop.reports.treereading import Id, ReadTree, TreeFault, read_tree

_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_MARKED = re.compile(rb"\bBDC\b.*?\bEMC\b", re.DOTALL)
_PAINTING = re.compile(rb"(?<![^\s)\]>])(?:f\*?|F|S|s|B\*?|b\*?|Tj|TJ|'|\"|Do|sh|EI)(?!\S)")


def structure_problems(content: bytes) -> tuple[str, ...]:
    """What is wrong with the structure of a finished and tagged PDF; nothing where all is well.

    1. Everything painted lies in one mark, and marks lie in no others.
    2. The marks of a page are numbered from 0, and tree and marks lead to each other, both ways.
    3. Elements are reached once, know their parent, bear standard roles and hold what they may.
    4. Headings go down one step at a time; header cells, figures and links say what they must.
    5. The document tells its language and title, the same wherever it does.
    6. Every text can be read as letters.
    7. Fonts are embedded, with the widths that they are set with, and every letter is in them.
    8. Nothing is in the file that is not known here; nothing is transparent.
    9. Bookmarks lead to pages and name headings there.
    """
    try:
        with Pdf.open(io.BytesIO(content)) as pdf:
            return tuple(_problems(pdf))
    except pikepdf.PdfError as error:
        return (f"not a PDF: {type(error).__name__}",)


def _problems(pdf: Pdf) -> Iterator[str]:
    try:
        pages = tuple(read_pages(pdf))
    except Unreadable as error:
        yield f"a page cannot be read: {error}"
        return
    yield from _outside_marks(pages)
    tree = None
    try:
        tree = read_tree(pdf)
    except TreeFault as error:
        yield str(error)
    if tree is not None:
        yield from tree.problems
        yield from _marks_and_tree(pages, tree)
        yield from _way_back(pdf, tree)
        yield from rule_problems(tree, pages)
    yield from document_problems(pdf, pages, tree)


def _outside_marks(pages: Sequence[PageReading]) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        plain = _STRING.sub(b"()", page.content)
        if _PAINTING.search(_MARKED.sub(b" ", plain)):
            yield f"page {number}: something is painted outside every mark"


def _marks_and_tree(pages: Sequence[PageReading], tree: ReadTree) -> Iterator[str]:
    """Marks against the elements that hold them."""
    held = Counter(place for node in tree.nodes for place in node.marks)
    for at, page in enumerate(pages):
        numbers = Counter(mark.number for mark in page.marks if mark.number >= 0)
        for mark, count in sorted(numbers.items()):
            if count > 1:
                yield f"page {at + 1}: mark {mark} is there {count} times"
            if (at, mark) not in held:
                yield f"page {at + 1}: mark {mark} is in no element"
        if set(numbers) != set(range(len(numbers))):
            yield f"page {at + 1}: marks are not numbered from 0 without a gap"
        yield from _roles(at, page, tree)
    there = {(at, mark.number) for at, page in enumerate(pages) for mark in page.marks}
    for (at, mark), count in held.items():
        if (at, mark) not in there:
            yield f"page {at + 1}: the tree holds mark {mark}, which is not there"
        if count > 1:
            yield f"page {at + 1}: mark {mark} is in {count} elements"


def _roles(at: int, page: PageReading, tree: ReadTree) -> Iterator[str]:
    for mark in page.marks:
        holder = tree.holders.get((at, mark.number))
        if holder is not None and holder.role != mark.role:
            yield f"page {at + 1}: mark {mark.number} is {mark.role}, its element {holder.role}"


def _way_back(pdf: Pdf, tree: ReadTree) -> Iterator[str]:
    """The table from marks and annotations to elements, against the elements."""
    expected: dict[int, tuple[Id, ...] | Id] = {}
    by_page = defaultdict[int, dict[int, Id]](dict)
    for (at, mark), node in tree.holders.items():
        by_page[at][mark] = node.id
    for at, page in enumerate(pdf.pages):
        key = _number(page.obj.get("/StructParents"))
        if key in expected:
            yield f"page {at + 1}: shares its way to its elements"
        expected[key] = tuple(by_page[at][mark] for mark in sorted(by_page[at]))
    linked = [(each, node) for node in tree.nodes for each in node.annotations]
    for annotation, node in linked:
        key = _number(annotation.get("/StructParent"))
        if key in expected:
            yield "a link shares its way to its element"
        expected[key] = node.id
    held = {annotation.objgen for annotation, _node in linked}
    there = [each for page in pdf.pages for each in page.obj.get("/Annots", Array())]
    yield from ("an annotation is in no element" for each in there if each.objgen not in held)
    for key in sorted(expected.keys() | tree.back.keys()):
        if expected.get(key) != tree.back.get(key):
            yield f"the way back leads elsewhere for entry {key}"


def _number(key: object) -> int:
    return int(key) if isinstance(key, int) else -1

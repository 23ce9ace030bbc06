"""Writes the tree of a tagged document into its PDF: elements, and the way back from each mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from desktop.reports.outlines import destination
from desktop.reports.structure import Content, Element, PageLink, Tree
from desktop.reports.xmp import one_line

_PRINTED: Final = 4  # the annotation's flag
# Attributes by name: who owns each in PDF, and whether it is a number there.
_OWNERS: Final[Mapping[str, tuple[str, bool]]] = {
    "Scope": ("/Table", False),
    "ColSpan": ("/Table", True),
    "RowSpan": ("/Table", True),
    "ListNumbering": ("/List", False),
}


def link(pdf: Pdf, links: Sequence[PageLink]) -> list[Object]:
    """Put links on their pages; returns the annotations in the order given.

    Raises:
        IndexError: a link stands on a page, or leads to one, that there is not.
    """
    pages = [page.obj for page in pdf.pages]
    made: list[Object] = []
    for each in links:
        annotation = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([round(side, 2) for side in each.box]),
            Border=Array([0, 0, 0]),
            F=_PRINTED,
            Dest=destination(pages[each.target], each.top),
            P=pages[each.page],
        )
        if each.words:
            annotation.Contents = String(one_line(each.words))
        placed = pdf.make_indirect(annotation)
        page = pages[each.page]
        if "/Annots" not in page:
            page.Annots = Array([])
        page.Annots.append(placed)
        made.append(placed)
    return made


def tag(pdf: Pdf, tree: Tree, links: Sequence[PageLink], annotations: Sequence[Object]) -> None:
    """Write the tree: what every mark on every page means, and every link.

    A link without an element of its key stays outside the tree.

    Args:
        pdf: the document, whose pages hold the tree's marks.
        tree: as painting has left it.
        links: the links on the pages.
        annotations: what :func:`link` made of them.

    Raises:
        ValueError: the tree is of another number of pages, or an element bears an attribute that
            is not known here.
    """
    pages = [page.obj for page in pdf.pages]
    if len(pages) != len(tree.marks):
        raise ValueError(f"{len(tree.marks)} pages in the tree, {len(pages)} in the document")
    held = _held_links(tree, links, annotations)
    writer = _Writer(pdf, pages, held)
    top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    top.K = Array([writer.write(tree.root, top)])
    numbers = Array()
    for number, (page, marks) in enumerate(zip(pages, tree.marks, strict=True)):
        page.StructParents = number
        page.Tabs = Name.S
        numbers.append(number)
        numbers.append(pdf.make_indirect(Array([writer.written[id(each)] for each in marks])))
    for number, (element, each) in enumerate(writer.linked, len(pages)):
        each.StructParent = number
        numbers.append(number)
        numbers.append(element)
    top.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    top.ParentTreeNextKey = len(pages) + len(writer.linked)
    pdf.Root.StructTreeRoot = top
    pdf.Root.MarkInfo = Dictionary(Marked=True)


Held = Mapping[int, list[tuple[int, Object]]]  # by identity of an element: page and annotation


def _held_links(tree: Tree, links: Sequence[PageLink], annotations: Sequence[Object]) -> Held:
    """The annotations of every ``Link`` element."""
    keyed = {element.key: element for element in tree.root.walk() if element.role == "Link"}
    held = defaultdict[int, list[tuple[int, Object]]](list)
    for each, annotation in zip(links, annotations, strict=True):
        if each.key and each.key in keyed:
            held[id(keyed[each.key])].append((each.page, annotation))
    return held


class _Writer:
    """Makes the PDF's elements of the tree's, from the top down."""

    def __init__(self, pdf: Pdf, pages: Sequence[Object], held: Held) -> None:
        self._pdf = pdf
        self._pages = pages
        self._held = held
        self.written: dict[int, Object] = {}  # by identity of the tree's elements
        self.linked: list[tuple[Object, Object]] = []  # elements and their annotations

    def write(self, element: Element, parent: Object) -> Object:
        """One element with all below it."""
        made = Dictionary(Type=Name.StructElem, S=Name("/" + element.role), P=parent)
        if element.alt:
            made.Alt = String(one_line(element.alt))
        attributes = _attributes(element)
        if attributes is not None:
            made.A = attributes
        node = self._pdf.make_indirect(made)
        self.written[id(element)] = node
        page = next((each.page for each in element.children if isinstance(each, Content)), None)
        if page is not None:
            node.Pg = self._pages[page]
        children = [
            self._mark(each, page) if isinstance(each, Content) else self.write(each, node)
            for each in element.children
        ]
        for at, annotation in self._held.get(id(element), ()):
            children.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self._pages[at]))
            self.linked.append((node, annotation))
        if children:
            node.K = children[0] if len(children) == 1 else Array(children)
        return node

    def _mark(self, content: Content, page: int | None) -> Object | int:
        if content.page == page:
            return content.mark
        return Dictionary(Type=Name.MCR, Pg=self._pages[content.page], MCID=content.mark)


def _attributes(element: Element) -> Object | None:
    """What PDF calls an element's attributes, by the owners of their names."""
    owned = defaultdict[str, dict[str, Object | str | int]](dict)
    if element.role == "L":
        items = (each for each in element.children if isinstance(each, Element))
        labels = any(
            isinstance(each, Element) and each.role == "Lbl"
            for item in items
            for each in item.children
        )
        owned["/List"]["/ListNumbering"] = Name.Disc if labels else Name("/None")
    for name, value in element.attributes:
        if name not in _OWNERS:
            raise ValueError(name)
        owner, counted = _OWNERS[name]
        owned[owner]["/" + name] = int(value) if counted else Name("/" + value)
    if element.box is not None:
        box = Array([round(side, 2) for side in element.box])
        owned["/Layout"] = {"/BBox": box, "/Placement": Name.Block}
    made = [Dictionary({"/O": Name(owner), **held}) for owner, held in sorted(owned.items())]
    if not made:
        return None
    return made[0] if len(made) == 1 else Array(made)

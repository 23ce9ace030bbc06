"""The tree that a tagged PDF carries: what every mark on every page means, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

ROLES = frozenset({
    "Document", "Sect", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody",
    "TR", "TH", "TD", "Figure", "Caption", "TOC", "TOCI", "Reference", "Link", "BlockQuote",
})  # fmt: skip

# Roles that hold others and have no content of their own.
HOLDERS = frozenset({
    "Document", "Sect", "L", "LI", "Table", "THead", "TBody", "TR", "TOC", "TOCI", "BlockQuote",
})  # fmt: skip

Box = tuple[float, float, float, float]  # left, bottom, right, top in points of the page


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content on a page: ``mark`` counts the page's own from 0."""

    page: int
    mark: int


@dataclass(slots=True, eq=False)
class Element:
    """A node: what it is, what it says in words where it is a figure, and what it holds.

    ``box`` is where a figure lies on its page.
    """

    role: str
    alt: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: list[Element | Content] = field(default_factory=list)
    box: Box | None = None
    key: str = ""

    def walk(self) -> Iterator[Element]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def pages(self) -> Iterator[int]:
        """The page of every piece of content at or below it."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.pages()
            else:
                yield child.page


@dataclass(slots=True)
class Tree:
    """The tree as it grows while pages are painted."""

    root: Element = field(default_factory=lambda: Element("Document"))
    marks: list[list[Element]] = field(default_factory=list)  # per page, by number of mark
    _keyed: dict[str, Element] = field(default_factory=dict)

    def new_page(self) -> None:
        """What follows lies on the next page."""
        self.marks.append([])

    def element(
        self,
        parent: Element,
        role: str,
        alt: str,
        key: str,
        attributes: tuple[tuple[str, str], ...],
    ) -> Element:
        """A new element at the end of its parent, or the one that has the key already.

        Raises:
            ValueError: the role is none of :data:`ROLES`.
        """
        if key and key in self._keyed:
            return self._keyed[key]
        if role not in ROLES:
            raise ValueError(role)
        made = Element(role, alt, attributes, key=key)
        if key:
            self._keyed[key] = made
        parent.children.append(made)
        return made

    def mark(self, element: Element) -> int:
        """Open content of an element on the current page; returns its number there."""
        page = len(self.marks) - 1
        number = len(self.marks[page])
        self.marks[page].append(element)
        element.children.append(Content(page, number))
        return number


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: a heading of level 1 to 3, and where it stands.

    ``page`` counts from 0; ``top`` is in points from the page's bottom.
    """

    text: str
    level: int
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class PageLink:
    """A place on a page that leads to another page.

    Attributes:
        page: where it is, from 0.
        box: what may be clicked, in points.
        target: the page that it leads to, from 0.
        top: the height there, in points from the page's bottom.
        key: of the ``Link`` element that holds the words; empty where no tree is told of.
        words: what the link says it leads to.
    """

    page: int
    box: Box
    target: int
    top: float
    key: str = ""
    words: str = ""

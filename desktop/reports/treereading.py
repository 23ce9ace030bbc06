"""Reads the structure tree of a finished PDF back, with what is wrong in how it hangs together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf

Id = tuple[int, int]  # number and generation of an object
Place = tuple[int, int]  # a page from 0, −1 for none of the document's, and the number of a mark
Attribute = str | int | tuple[float, ...]


class TreeFault(Exception):
    """There is no tree, or it is no tree."""


@dataclass(slots=True, eq=False)
class Node:
    """An element as the file tells it.

    ``order`` holds its children as they come: elements, or places of marks.
    """

    id: Id
    role: str
    alt: str
    attributes: Mapping[str, Attribute]
    order: list[Node | Place] = field(default_factory=list)
    annotations: list[Object] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        """The elements directly below."""
        return [each for each in self.order if isinstance(each, Node)]

    @property
    def marks(self) -> list[Place]:
        """The places of its own marks."""
        return [each for each in self.order if not isinstance(each, Node)]

    def walk(self) -> Iterator[Node]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def places(self) -> Iterator[Place]:
        """The marks at or below it, in reading order."""
        for each in self.order:
            if isinstance(each, Node):
                yield from each.places()
            else:
                yield each


@dataclass(frozen=True, slots=True, eq=False)
class ReadTree:
    """All elements in reading order, who holds each mark, and the table that leads back.

    ``back`` has for each number the elements of a page's marks, or the element of an annotation.
    """

    root: Node
    nodes: tuple[Node, ...]
    holders: Mapping[Place, Node]
    back: Mapping[int, tuple[Id, ...] | Id]
    problems: tuple[str, ...]


def read_tree(pdf: Pdf) -> ReadTree:
    """The tree of a document.

    Raises:
        TreeFault: there is none, or its root is no single element.
    """
    top = pdf.Root.get("/StructTreeRoot")
    if not isinstance(top, Dictionary):
        raise TreeFault("the document has no tree")
    kids = list(_kids(top))
    if len(kids) != 1 or not isinstance(kids[0], Dictionary):
        raise TreeFault("the tree has not one root")
    reader = _Reader(pdf)
    root = reader.read(kids[0], top)
    nodes = tuple(root.walk())
    holders = {place: node for node in nodes for place in node.marks}
    return ReadTree(root, nodes, holders, _back(top, reader.problems), tuple(reader.problems))


class _Reader:
    def __init__(self, pdf: Pdf) -> None:
        self._pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        self._annotations = {
            each.objgen: at
            for at, page in enumerate(pdf.pages)
            for each in page.obj.get("/Annots", Array())
        }
        self._met: set[Id] = set()
        self.problems: list[str] = []

    def read(self, element: Object, parent: Object) -> Node:
        """An element with all below it."""
        self._met.add(element.objgen)
        if "/P" not in element or element.P.objgen != parent.objgen:
            self.problems.append("an element does not know its parent")
        if element.get("/Type") != Name.StructElem:
            self.problems.append("an element is not called one")
        node = Node(
            element.objgen,
            str(element.get("/S", "")).removeprefix("/"),
            str(element.get("/Alt", "")),
            _attributes(element),
        )
        page = self._page(element)
        for kid in _kids(element):
            self._add(kid, element, node, page)
        return node

    def _add(self, kid: object, element: Object, node: Node, page: int) -> None:
        if isinstance(kid, int):
            node.order.append((page, int(kid)))
        elif not isinstance(kid, Dictionary):
            self.problems.append("an element holds something unknown")
        elif kid.get("/Type") == Name.MCR:
            node.order.append((self._page(kid) if "/Pg" in kid else page, int(kid.MCID)))
        elif kid.get("/Type") == Name.OBJR:
            if self._annotations.get(kid.Obj.objgen) != self._page(kid):
                self.problems.append("an element holds an annotation that is not on its page")
            node.annotations.append(kid.Obj)
        elif kid.objgen in self._met:
            self.problems.append("an element is reached twice")
        else:
            node.order.append(self.read(kid, element))

    def _page(self, item: Object) -> int:
        return self._pages.get(item.Pg.objgen, -1) if "/Pg" in item else -1


def _kids(item: Object) -> Iterator[object]:
    held = item.get("/K")
    if isinstance(held, Array):
        yield from held
    elif held is not None:
        yield held


def _attributes(element: Object) -> Mapping[str, Attribute]:
    """All of them together; names lose their stroke."""
    held = element.get("/A")
    sets = held if isinstance(held, Array) else [] if held is None else [held]
    return {key[1:]: _value(held) for each in sets for key, held in each.items()}


def _value(held: object) -> Attribute:
    if isinstance(held, Array):
        return tuple(float(part) for part in held)
    return held if isinstance(held, int) else str(held).removeprefix("/")


def _back(top: Object, problems: list[str]) -> Mapping[int, tuple[Id, ...] | Id]:
    listed = top.get("/ParentTree", Dictionary()).get("/Nums", Array())
    entries = list(listed)
    keys = [int(key) for key in entries[::2]]
    if keys != sorted(set(keys)):
        problems.append("the way back is not in order")
    return {
        key: tuple(each.objgen for each in value) if isinstance(value, Array) else value.objgen
        for key, value in zip(keys, entries[1::2], strict=True)
    }

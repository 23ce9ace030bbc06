"""What elements of a tagged PDF may hold, and what each of them must say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desktop.reports.pdfreading import PageReading
from desktop.reports.structure import ROLES
from desktop.reports.treereading import Node, ReadTree

# By role, the roles that it may hold; those that are not named may hold any but the next.
_HOLDS: Final[Mapping[str, frozenset[str]]] = {
    "Table": frozenset({"Caption", "THead", "TBody", "TR"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TR": frozenset({"TH", "TD"}),
    "L": frozenset({"Caption", "L", "LI"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "TOC": frozenset({"Caption", "TOC", "TOCI"}),
    "TOCI": frozenset({"Lbl", "Reference", "P", "TOC"}),
}
# By role, where it may stand.
_STANDS_IN: Final[Mapping[str, frozenset[str]]] = {
    "THead": frozenset({"Table"}),
    "TBody": frozenset({"Table"}),
    "TR": frozenset({"Table", "THead", "TBody"}),
    "TH": frozenset({"TR"}),
    "TD": frozenset({"TR"}),
    "LI": frozenset({"L"}),
    "LBody": frozenset({"LI"}),
    "TOCI": frozenset({"TOC"}),
    "Document": frozenset(),
}
_SAYS_SOMETHING: Final = frozenset({
    "H1", "H2", "H3", "P", "LBody", "Lbl", "Caption", "Link", "Reference", "TOCI", "LI", "L",
    "Table", "TR", "TBody", "THead", "Figure", "BlockQuote", "Sect", "TOC",
})  # fmt: skip
HEADINGS: Final = ("H1", "H2", "H3")
_SCOPES: Final = ("Column", "Row", "Both")
_PRINTED: Final = 4


def rule_problems(tree: ReadTree, pages: Sequence[PageReading]) -> Iterator[str]:
    """What elements hold or say, or do not, against the rules."""
    if tree.root.role != "Document":
        yield "the root is no document"
    yield from _headings(tree)
    spoken = spoken_words(pages)
    for node in tree.nodes:
        yield from _nesting(node)
        if node.role in _SAYS_SOMETHING and not node.order:
            yield f"an element {node.role} is empty"
        match node.role:
            case "Table":
                yield from _table(node)
            case "TH" if node.attributes.get("Scope") not in _SCOPES:
                yield "a header cell does not say what it heads"
            case "L":
                yield from _list(node)
            case "Figure":
                yield from _figure(node, pages)
            case "Link":
                yield from _link(node, spoken)


def _headings(tree: ReadTree) -> Iterator[str]:
    """Down one step at a time, from the first rank."""
    level = 0
    for node in tree.nodes:
        if node.role in HEADINGS:
            below = int(node.role[1])
            if below > level + 1:
                yield f"a heading of level {below} follows one of level {level}"
            level = below


def spoken_words(pages: Sequence[PageReading]) -> dict[tuple[int, int], str]:
    """The text of every mark by page and number, lines joined as they are read."""
    found: dict[tuple[int, int], str] = {}
    for at, page in enumerate(pages):
        for text in page.texts:
            if text.mark >= 0:
                place = (at, page.marks[text.mark].number)
                found[place] = found.get(place, "") + text.text
    return found


def words_of(node: Node, spoken: Mapping[tuple[int, int], str]) -> str:
    """All that an element says, without hyphens that only divide a word, on one line."""
    said = "".join(spoken.get(place, "") for place in node.places())
    return " ".join(said.replace("\u00ad", "").split())


def _nesting(node: Node) -> Iterator[str]:
    if node.role not in ROLES:
        yield f"an element has the role {node.role}, which is none"
    allowed = _HOLDS.get(node.role)
    if allowed is not None and node.marks:
        yield f"an element {node.role} holds content itself"
    for child in node.children:
        wrong = allowed is not None and child.role not in allowed
        if wrong or node.role not in _STANDS_IN.get(child.role, {node.role}):
            yield f"an element {child.role} stands in {node.role}"


def _table(table: Node) -> Iterator[str]:
    """Rows stand in parts or in none, and every one is as wide as the others."""
    rows = [each for each in table.children if each.role == "TR"]
    parts = [each.children for each in table.children if each.role in ("THead", "TBody")]
    if rows and parts:
        yield "a table has rows beside its parts"
    widths = [_widths(part) for part in (rows, *parts)]
    if any(reaching for _wide, reaching in widths):
        yield "a cell reaches below its table"
    if len({wide for each, _reaching in widths for wide in each}) > 1:
        yield "the rows of a table are not of one width"
    if not any(cell.role == "TH" for cell in table.walk()):
        yield "a table has no header cell"


def _widths(rows: Sequence[Node]) -> tuple[set[int], bool]:
    """How wide rows are, counting cells that reach into them; whether one reaches out of them."""
    widths = set()
    reaching: dict[int, int] = {}  # by column, rows that a cell above still takes
    for row in rows:
        column = 0
        for cell in row.children:
            while reaching.get(column, 0):
                column += 1
            span, down = (_count(cell, name) for name in ("ColSpan", "RowSpan"))
            for at in range(column, column + span):
                reaching[at] = down
            column += span
        widths.add(max([column, *(at + 1 for at, left in reaching.items() if left)]))
        reaching = {at: left - 1 for at, left in reaching.items() if left > 1}
    return widths, bool(reaching)


def _list(node: Node) -> Iterator[str]:
    labels = any(each.role == "Lbl" for item in node.children for each in item.children)
    if labels and node.attributes.get("ListNumbering", "None") == "None":
        yield "a list with labels does not say how it is numbered"


def _count(cell: Node, name: str) -> int:
    value = cell.attributes.get(name, 1)
    return value if isinstance(value, int) else 1


def _figure(figure: Node, pages: Sequence[PageReading]) -> Iterator[str]:
    if not figure.alt.strip():
        yield "a figure is not told in words"
    box = figure.attributes.get("BBox")
    if not isinstance(box, tuple) or len(box) != 4:
        yield "a figure does not say where it is"
        return
    for at in {page for page, _mark in figure.places()}:
        left, bottom, right, top = box
        if not 0 <= at < len(pages):
            continue
        inside = left >= 0 and bottom >= 0 and right <= pages[at].width and top <= pages[at].height
        if not inside or left >= right or bottom >= top:
            yield f"page {at + 1}: a figure is not on the page"


def _link(link: Node, spoken: Mapping[tuple[int, int], str]) -> Iterator[str]:
    if not words_of(link, spoken):
        yield "a link has no words"
    if not link.annotations:
        yield "a link leads nowhere"
    for annotation in link.annotations:
        if not str(annotation.get("/Contents", "")).strip():
            yield "a link is not told in words"
        if not int(annotation.get("/F", 0)) & _PRINTED:
            yield "a link is not printed"

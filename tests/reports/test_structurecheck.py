"""Every rule of the structure check, each shown a fault of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from desktop.maps.drawing import Drawing, Group, Text
from desktop.reports.canvas import new_canvas, paint
from desktop.reports.document import finished
from desktop.reports.structure import OutlineEntry, Tree
from desktop.reports.structurecheck import structure_problems
from tests.reports.papers import (
    DAY,
    TITLE,
    elements,
    kids,
    laid,
    painted,
    sample,
    spoiled,
)

Spoil = Callable[[Pdf], object]
Change = Callable[[pikepdf.Object], object]


def test_a_document_of_ours_has_no_problems() -> None:
    assert structure_problems(sample()) == ()


def test_the_sample_has_one_of_everything() -> None:
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        for role in ("H1", "H2", "H3", "P", "Table", "TH", "TD", "L", "Lbl", "Figure", "Link"):
            assert next(elements(pdf, role), None) is not None, role
        parts = [kids(each) for each in elements(pdf, "P")]
        assert any(isinstance(kid, Dictionary) for part in parts for kid in part)  # over two pages


def write(old: bytes, new: bytes, page: int = 0) -> Spoil:
    """The first such words in the content of a page are others."""

    def spoil(pdf: Pdf) -> None:
        stream = pdf.pages[page].obj.Contents
        content, count = re.subn(old, new, stream.read_bytes(), count=1, flags=re.DOTALL)
        assert count == 1
        stream.write(content)

    return spoil


def without(key: str, role: str = "") -> Spoil:
    """The first element of a role, or the catalogue, lacks a key."""

    def spoil(pdf: Pdf) -> None:
        item = next(elements(pdf, role)) if role else pdf.Root
        del item[key]

    return spoil


def first(role: str, change: Change) -> Spoil:
    return lambda pdf: change(next(elements(pdf, role)))


def says(key: str, value: object) -> Change:
    return lambda item: item.__setitem__(key, value)


def loses(key: str) -> Change:
    return lambda item: item.__delitem__(key)


def fonts(change: Change) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        change(next(iter(pdf.pages[0].obj.Resources.Font.values())))

    return spoil


def catalogue(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root


def put(key: str, value: object, of: Callable[[Pdf], pikepdf.Object] = catalogue) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        of(pdf)[key] = value

    return spoil


def page(pdf: Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def info(pdf: Pdf) -> pikepdf.Object:
    return pdf.trailer.Info


def link(pdf: Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj.Annots[0]


def swap_marks(pdf: Pdf) -> None:
    """The marks of a page lead to each other's elements."""
    back = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    back[0], back[1] = back[1], back[0]


def swap_pages(pdf: Pdf) -> None:
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    nums[1], nums[3] = nums[3], nums[1]


def swap_links(pdf: Pdf) -> None:
    one, two = pdf.pages[0].obj.Annots[0], pdf.pages[0].obj.Annots[1]
    one.StructParent, two.StructParent = two.StructParent, one.StructParent


def take_out_of_tree(pdf: Pdf) -> None:
    element = next(elements(pdf, "H1"))
    element.K = Array([])


def hold_twice(pdf: Pdf) -> None:
    one, two = list(elements(pdf, "P"))[:2]
    two.K = one.K


def reach_twice(pdf: Pdf) -> None:
    root = pdf.Root.StructTreeRoot.K[0]
    root.K.append(root.K[0])


def hold_what_is_not_there(pdf: Pdf) -> None:
    element = next(elements(pdf, "H1"))
    element.K = Array([element.K, 900])


def lose_a_cell(pdf: Pdf) -> None:
    row = next(row for row in elements(pdf, "TR") if len(kids(row)) == 2)
    row.K = row.K[0]


def put_a_row_in_the_table(pdf: Pdf) -> None:
    table = next(elements(pdf, "Table"))
    row = kids(table.K[1])[0]
    table.K[1].K = Array(kids(table.K[1])[1:])
    row.P = table
    table.K.append(row)


def deepen_the_last_cell(pdf: Pdf) -> None:
    *_others, cell = elements(pdf, "TD")
    cell.A = Dictionary(O=Name.Table, RowSpan=2)


def put_a_cell_in_the_body(pdf: Pdf) -> None:
    body = next(elements(pdf, "TBody"))
    body.K[0] = kids(body.K[0])[0]
    body.K[0].P = body


def draw_transparently(pdf: Pdf) -> None:
    state = Dictionary(GS0=Dictionary(Type=Name.ExtGState, ca=0.5))
    pdf.pages[0].obj.Resources.ExtGState = state


def no_reference(element: pikepdf.Object) -> None:
    element.K = Array([kid for kid in kids(element) if not isinstance(kid, Dictionary)])


def lose_file(font: pikepdf.Object) -> None:
    del font.FontDescriptor["/FontFile2"]


def lose_widths(font: pikepdf.Object) -> None:
    font.Widths = Array([500])


def lose_glyphs(font: pikepdf.Object) -> None:
    file = font.FontDescriptor.FontFile2
    content = file.read_bytes()
    table = content.index(b"cmap")
    at = int.from_bytes(content[table + 8 : table + 12])
    held = at + 12 + 10  # behind the heads of the table and of its only part
    file.write(content[: held + 2] + bytes(2) + content[held + 4 :])


def widen(font: pikepdf.Object) -> None:
    font.Widths[1] = 1234


def lose_letters(font: pikepdf.Object) -> None:
    table = font.ToUnicode.read_bytes()
    font.ToUnicode.write(re.sub(rb"<01> <", b"<FF> <", table))


def no_letter(font: pikepdf.Object) -> None:
    table = font.ToUnicode.read_bytes()
    font.ToUnicode.write(re.sub(rb"<02> <....>", b"<02> <FFFD>", table))


def bookmark(change: Change) -> Spoil:
    return lambda pdf: change(pdf.Root.Outlines.First)


def retarget(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Dest[0] = pdf.pages[-1].obj


FAULTS: dict[str, tuple[Spoil, str]] = {
    # 1. Marks
    "paint outside": (write(rb"\Z", b"\n0 0 9 9 re\nf\n"), "painted outside every mark"),
    "text outside": (write(rb"/H1 <<[^>]*>> BDC(.*?)EMC", rb"\1"), "painted outside every mark"),
    "mark in mark": (write(rb"/H1 <<", b"/Artifact <</Type /Layout>> BDC\n/H1 <<"), "be read: BDC"),
    "no end": (write(rb"EMC\s*\Z", b""), "be read: "),
    # 2. Marks and tree
    "mark twice": (write(rb"MCID 1>>", b"MCID 0>>"), "mark 0 is there 2 times"),
    "mark unknown": (write(rb"MCID 1>>", b"MCID 400>>"), "mark 400 is in no element"),
    "marks with a gap": (write(rb"MCID 0>>", b"MCID 400>>"), "not numbered from 0 without a gap"),
    "mark of another role": (write(rb"/H1 <<", b"/P <<"), "is P, its element H1"),
    "not in the tree": (take_out_of_tree, "is in no element"),
    "held twice": (hold_twice, "is in 2 elements"),
    "held and not there": (hold_what_is_not_there, "the tree holds mark 900"),
    "back to another element": (swap_marks, "the way back leads elsewhere for entry 0"),
    "back to another page": (swap_pages, "the way back leads elsewhere"),
    "link back to another": (swap_links, "the way back leads elsewhere"),
    "no way back": (without("/StructTreeRoot"), "the document has no tree"),
    "page has no key": (lambda pdf: loses("/StructParents")(page(pdf)), "leads elsewhere"),
    # 3. Elements
    "role unknown": (first("P", says("/S", Name.Paragraph)), "role Paragraph"),
    "parent wrong": (first("P", lambda each: each.__setitem__("/P", each)), "know its parent"),
    "reached twice": (reach_twice, "reached twice"),
    "cell in the body": (put_a_cell_in_the_body, "an element TH stands in TBody"),
    "row too short": (lose_a_cell, "rows of a table are not of one width"),
    "row beside parts": (put_a_row_in_the_table, "has rows beside its parts"),
    "cell too deep": (deepen_the_last_cell, "a cell reaches below its table"),
    "empty": (first("Lbl", loses("/K")), "an element Lbl is empty"),
    # 4. What elements say
    "heading jumps": (first("H2", says("/S", Name.H3)), "of level 3 follows"),
    "header without scope": (without("/A", "TH"), "what it heads"),
    "list without numbering": (without("/A", "L"), "how it is numbered"),
    "figure without words": (without("/Alt", "Figure"), "is not told in words"),
    "figure without place": (without("/A", "Figure"), "does not say where it is"),
    "figure off the page": (
        first("Figure", lambda each: each.A.__setitem__("/BBox", Array([0, 0, 9999, 9]))),
        "is not on the page",
    ),
    "link without reference": (first("Link", no_reference), "a link leads nowhere"),
    "link in no element": (first("Link", no_reference), "an annotation is in no element"),
    "link without words": (lambda pdf: loses("/Contents")(link(pdf)), "link is not told"),
    "link not printed": (put("/F", 0, link), "a link is not printed"),
    # 5. The document
    "no language": (without("/Lang"), "name its language"),
    "title not shown": (without("/ViewerPreferences"), "title is not shown"),
    "not told as tagged": (put("/MarkInfo", Dictionary(Marked=False)), "that it is tagged"),
    "no order of links": (lambda pdf: loses("/Tabs")(page(pdf)), "order of the tree"),
    "another title": (put("/Title", String("x"), info), "two things of its Title"),
    "another date": (put("/ModDate", String("D:2020"), info), "two things of its ModDate"),
    "an author": (put("/Author", String("x"), info), "the document says Author"),
    # 6. and 7. Letters
    "letters missing": (fonts(lose_letters), "be read: Tj"),
    "no letter": (fonts(no_letter), "a code stands for no letter"),
    "not embedded": (fonts(lose_file), "embedded"),
    "no glyph": (fonts(lose_glyphs), "a letter is not in it"),
    "no widths": (fonts(lose_widths), "a letter has no width"),
    "widths": (fonts(widen), "is not as wide"),
    # 8. What is not known here
    "transparency": (draw_transparently, "resources: /ExtGState is not known here"),
    "transparent page": (put("/Group", Dictionary(S=Name.Transparency), page), "page: /Group"),
    "a script": (put("/OpenAction", Dictionary(S=Name.JavaScript)), "catalog: /OpenAction"),
    "a form": (put("/AcroForm", Dictionary()), "catalog: /AcroForm"),
    "attachments": (put("/Names", Dictionary()), "catalog: /Names"),
    "a link to a file": (put("/A", Dictionary(S=Name.Launch), link), "annotation: /A"),
    "a note": (put("/Subtype", Name.Text, link), "an annotation is no link"),
    # 9. Bookmarks
    "bookmark of no heading": (
        bookmark(says("/Title", String("x"))),
        "page 1: a bookmark names no heading",
    ),
    "bookmark to another page": (retarget, "a bookmark names no heading"),
    "bookmark to nowhere": (bookmark(loses("/Dest")), "leads nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str) -> None:
    spoil, told = FAULTS[fault]
    problems = structure_problems(spoiled(sample(), spoil))
    assert any(told in problem for problem in problems), problems


def cell(role: str, y: float, **attributes: str) -> Group:
    told = tuple(attributes.items())
    return Group(role, (Text(10, y, "A", 4, "#000000"),), attributes=told)


def test_cells_that_reach_over_rows_and_columns_fit_together() -> None:
    rows = (
        Group("TR", (
            cell("TH", 9, Scope="Column", RowSpan="2"), cell("TH", 9, Scope="Column", ColSpan="2"),
        )),
        Group("TR", (cell("TH", 15, Scope="Column"), cell("TH", 15, Scope="Column"))),
        Group("TR", (cell("TH", 20, Scope="Row"), cell("TD", 20), cell("TD", 20))),
    )  # fmt: skip
    tree, made = Tree(), io.BytesIO()
    canvas = new_canvas(made, 100, 50)
    paint(canvas, Drawing(100, 50, (Group("Table", rows),)), tree)
    canvas.showPage()
    canvas.save()
    assert structure_problems(finished(made.getvalue(), "x", DAY, tree=tree)) == ()


def test_a_bookmark_may_name_those_below_it() -> None:
    made = laid()
    pages, tree = painted(made)

    def problems(*entries: OutlineEntry) -> tuple[str, ...]:
        content = finished(pages, TITLE, DAY, tree=tree, outline=entries, links=made.links)
        return structure_problems(content)

    first = made.outline[0]
    group = OutlineEntry("Emnet", 1, first.page, first.top)
    assert problems(group, replace(first, level=2)) == ()
    assert problems(group) == ("page 1: a bookmark names no heading there",)
    beside = replace(first, text=f"{first.text} · 2. kvartal")  # tells one sheet from the next
    assert problems(beside) == ()


def test_what_is_no_pdf_is_a_problem() -> None:
    assert structure_problems(b"%PDF-1.7 and no more") == ("not a PDF: PdfError",)


def test_spoiling_alone_makes_no_fault() -> None:
    assert structure_problems(spoiled(sample(), lambda pdf: None)) == ()

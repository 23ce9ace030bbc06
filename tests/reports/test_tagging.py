"""The tree of a tagged document as it stands in its PDF."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest

from desktop.maps.drawing import Box, Drawing, Group, Mark, Text
from desktop.reports.canvas import new_canvas, paint
from desktop.reports.document import finished
from desktop.reports.structure import PageLink, Tree
from desktop.reports.structurecheck import structure_problems
from desktop.reports.treereading import read_tree
from tests.reports.papers import BOTH, DAY, elements, kids, sample


def line(words: str, y: float = 10.0) -> Text:
    return Text(10, y, words, 4, "#000000")


@contextmanager
def tagged(*pages: tuple[Mark, ...], links: tuple[PageLink, ...] = ()) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(document(*pages, links=links))) as pdf:
        yield pdf


def document(*pages: tuple[Mark, ...], links: tuple[PageLink, ...] = ()) -> bytes:
    tree, made = Tree(), io.BytesIO()
    canvas = new_canvas(made, 100, 50)
    for marks in pages:
        paint(canvas, Drawing(100, 50, marks), tree)
        canvas.showPage()
    canvas.save()
    return finished(made.getvalue(), "x", DAY, tree=tree, links=links, claims=BOTH)


def only(pdf: pikepdf.Pdf, role: str) -> pikepdf.Object:
    (found,) = elements(pdf, role)
    return found


def test_content_on_one_page_is_a_number() -> None:
    with tagged((Group("H1", (line("A"),)), Group("P", (line("B", 20),)))) as pdf:
        heading, words = only(pdf, "H1"), only(pdf, "P")
        assert [heading.K, words.K] == [0, 1]
        assert heading.Pg.objgen == pdf.pages[0].obj.objgen
        assert heading.P.objgen == pdf.Root.StructTreeRoot.K[0].objgen
        back = pdf.Root.StructTreeRoot.ParentTree.Nums
        assert back[0] == pdf.pages[0].obj.StructParents == 0
        assert [each.objgen for each in back[1]] == [heading.objgen, words.objgen]


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    pages = tuple((Group("P", (line(words),), key="p"),) for words in ("A", "B", "C"))
    with tagged(*pages) as pdf:
        words = only(pdf, "P")
        here, *others = kids(words)
        assert here == 0
        assert words.Pg.objgen == pdf.pages[0].obj.objgen
        for page, other in enumerate(others, 1):
            assert [other.Type, other.MCID] == ["/MCR", 0]
            assert other.Pg.objgen == pdf.pages[page].obj.objgen
        back = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        assert back[::2] == [0, 1, 2]
        assert {each[0].objgen for each in back[1::2]} == {words.objgen}


def test_attributes_have_their_owners() -> None:
    head = Group("TH", (line("A"),), attributes=(("Scope", "Column"), ("ColSpan", "2")))
    row = Group(
        "TR", (Group("TH", (line("B", 20),), attributes=(("Scope", "Row"),)), Group("TD", ()))
    )
    table = Group("Table", (Group("THead", (Group("TR", (head,)),)), Group("TBody", (row,))))
    figure = Group("Figure", (Box(10, 30, 20, 10, "#115A73"),), alt="En\nkasse")
    content = document((table, figure))
    assert structure_problems(content) == ()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        heads = [dict(each.A.items()) for each in elements(pdf, "TH")]
        assert heads == [
            {"/O": "/Table", "/Scope": "/Column", "/ColSpan": 2},
            {"/O": "/Table", "/Scope": "/Row"},
        ]
        empty = only(pdf, "TD")
        assert "/K" not in empty
        assert "/A" not in empty
        shown = only(pdf, "Figure")
        assert shown.Alt == "En kasse"
        assert shown.A.O == "/Layout"
        box = [float(side) for side in shown.A.BBox]
        assert box == pytest.approx([28.35, 28.34, 85.04, 56.69], abs=0.02)


def test_a_list_says_whether_its_points_are_marked() -> None:
    def listed(*inside: Group) -> str:
        with tagged((Group("L", (Group("LI", inside),)),)) as pdf:
            return str(only(pdf, "L").A.ListNumbering)

    said = Group("LBody", (line("A"),))
    assert listed(Group("Lbl", (line("•"),)), said) == "/Disc"
    assert listed(said) == "/None"
    first = Group("LI", (Group("Lbl", (line("1"),)), said))
    with tagged((Group("L", (first,), attributes=(("ListNumbering", "Decimal"),)),)) as pdf:
        assert only(pdf, "L").A.ListNumbering == "/Decimal"


def test_an_unknown_attribute_is_refused() -> None:
    with pytest.raises(ValueError, match="Colour"):
        document((Group("P", (line("A"),), attributes=(("Colour", "Blue"),)),))


def test_a_link_leads_both_ways() -> None:
    linked = Group("P", (Group("Link", (line("Se side 2"),), key="to-2"),))
    link = PageLink(0, (20, 100, 90, 120), 1, 141.73, "to-2", "Afsnit to, side 2")
    again = PageLink(0, (20, 80, 90, 100), 1, 141.73, "to-2", "Afsnit to, side 2")
    pages = ((linked,), (Group("P", (line("To"),)),))
    with tagged(*pages, links=(link, again)) as pdf:
        element = only(pdf, "Link")
        mark, *references = kids(element)
        assert mark == 0
        annotations = list(pdf.pages[0].obj.Annots)
        assert [each.Obj.objgen for each in references] == [each.objgen for each in annotations]
        assert [each.StructParent for each in annotations] == [2, 3]
        assert {str(each.Contents) for each in annotations} == {"Afsnit to, side 2"}
        assert annotations[0].F == 4
        assert annotations[0].Dest[0].objgen == pdf.pages[1].obj.objgen
        top = pdf.Root.StructTreeRoot
        assert list(top.ParentTree.Nums)[4::2] == [2, 3]
        assert {each.objgen for each in list(top.ParentTree.Nums)[5::2]} == {element.objgen}
        assert top.ParentTreeNextKey == 4
        assert "/Annots" not in pdf.pages[1].obj


def test_a_link_without_its_element_stays_outside_the_tree_and_is_found() -> None:
    link = PageLink(0, (20, 100, 90, 120), 0, 100, "gone", "Væk")
    content = document((Group("P", (line("A"),)),), links=(link,))
    assert structure_problems(content) == ("an annotation is in no element",)


def test_every_page_follows_the_tree() -> None:
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        assert [page.obj.StructParents for page in pdf.pages] == list(range(len(pdf.pages)))
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)
        assert pdf.Root.MarkInfo.Marked


def test_another_reader_sees_the_same_tree(tmp_path: Path) -> None:
    tool = shutil.which("pdfinfo")
    if tool is None:
        pytest.skip("poppler is not installed")
    path = tmp_path / "sample.pdf"
    path.write_bytes(sample())
    told = subprocess.run(
        [tool, "-struct-text", path], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    seen = re.findall(r"^ *([A-Z][A-Za-z0-9]*)(?: \(\w+\))?:?$", told, re.MULTILINE)
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        assert seen == [node.role for node in read_tree(pdf).nodes]
    words = [told.index(said) for said in ("Beboerne", "Nøgletal", "Område 69", "Flygtninge")]
    assert words == sorted(words)


def test_a_table_over_pages_has_its_head_once() -> None:
    with pikepdf.open(io.BytesIO(sample())) as pdf:
        table = only(pdf, "Table")
        assert [str(each.S) for each in kids(table)] == ["/THead", "/TBody"]
        body = kids(table)[1]
        assert len(kids(body)) == 71  # seventy rows, and a sentence below one of them
        pages = {cell.Pg.objgen for row in kids(body) for cell in kids(row) if "/Pg" in cell}
        assert len(pages) > 1
        repeated = [page.Contents.read_bytes().count(b"/Type /Pagination") for page in pdf.pages]
        assert sum(repeated) >= len(pages) - 1

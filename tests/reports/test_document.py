"""What a finished PDF says of itself, and that the same gives the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.wording import use_language
from desktop.maps.drawing import Drawing, Text
from desktop.reports.canvas import new_canvas, paint
from desktop.reports.document import finished
from desktop.reports.structure import OutlineEntry, PageLink, Tree
from desktop.reports.xmp import NO_CLAIMS, Claims, one_line, packet
from tests.reports.papers import BOTH, DAY, TITLE, laid, painted, sample

DUBLIN = "http://purl.org/dc/elements/1.1/"
ROOT = Path(__file__).resolve().parents[2]


def pages_of(*texts: str) -> bytes:
    """A page for each text, as reportlab leaves them."""
    made = io.BytesIO()
    canvas = new_canvas(made, 100, 50)
    for text in texts:
        paint(canvas, Drawing(100, 50, (Text(10, 10, text, 4, "#000000"),)))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield pdf


def test_the_same_gives_the_same_bytes() -> None:
    made = laid()
    again = [
        finished(pages, TITLE, DAY, tree=tree, outline=made.outline, links=made.links, claims=BOTH)
        for pages, tree in (painted(made), painted(made))
    ]
    assert again == [sample(), sample()]


def test_another_process_of_another_person_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import hashlib; from tests.reports.papers import sample;"
        "print(hashlib.sha256(sample()).hexdigest())"
    )
    told = set()
    for seed, zone, person in (("1", "UTC", "anna"), ("2", "Asia/Tokyo", "bent")):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "USER": person, "LOGNAME": person}
        ended = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**environment, "HOME": str(tmp_path / person), "TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        told.add(ended.stdout)
    assert told == {hashlib.sha256(sample()).hexdigest() + "\n"}


def test_the_day_is_the_only_time() -> None:
    content = sample()
    with opened(content) as pdf:
        info = {key: str(value) for key, value in pdf.trailer.Info.items()}
    assert info == {
        "/Title": TITLE,
        "/Creator": "Boligatlas",
        "/Producer": "Boligatlas",
        "/CreationDate": "D:20261123000000Z",
        "/ModDate": "D:20261123000000Z",
    }
    other = finished(pages_of("A"), TITLE, dt.date(2031, 2, 3))
    assert b"D:20310203000000Z" in other
    assert b"2031-02-03T00:00:00Z" in other
    assert b"2026" not in other


def test_no_place_and_no_tool_is_named() -> None:
    """People and machines cannot be: the same bytes are made elsewhere, see above."""
    with opened(sample()) as pdf:
        held = [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    everything = b"\n".join([sample(), *held]).lower()
    for name in (str(ROOT), "/tmp", "/home", "reportlab", "anonymous", "pikepdf", "qpdf", "file:"):
        assert name.lower().encode() not in everything, name


def test_the_document_tells_its_language_and_title() -> None:
    with opened(sample()) as pdf:
        assert pdf.Root.Lang == "da-DK"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        told = pdf.open_metadata(set_pikepdf_as_editor=False)
        assert told["dc:title"] == TITLE
        assert told["dc:language"] == {"da-DK"}
    use_language("en")
    try:
        with opened(finished(pages_of("A"), "x", DAY)) as pdf:
            assert pdf.Root.Lang == "en-GB"
    finally:
        use_language("da")


def test_claims_are_made_as_asked() -> None:
    def claimed(claims: Claims) -> dict[str, str | None]:
        with opened(sample(claims)) as pdf:
            told = pdf.open_metadata(set_pikepdf_as_editor=False)
            names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
            return {name: told.get(name) for name in names}

    assert list(claimed(BOTH).values()) == ["2", "A", "1"]
    assert list(claimed(Claims("2u")).values()) == ["2", "U", None]
    assert list(claimed(Claims(accessible=True)).values()) == [None, None, "1"]
    assert list(claimed(NO_CLAIMS).values()) == [None, None, None]
    assert BOTH.names() == ("PDF/A-2a", "PDF/UA-1")
    assert NO_CLAIMS.names() == ()


def test_bookmarks_hang_below_the_nearest_above_them() -> None:
    entries = [("A", 1, 0), ("A a", 3, 0), ("A b", 2, 1), ("A b 1", 3, 1), ("B", 1, 2)]
    content = finished(
        pages_of("1", "2", "3"),
        "x",
        DAY,
        outline=[OutlineEntry(text, level, page, 700.123) for text, level, page in entries],
    )
    with opened(content) as pdf:
        assert pdf.Root.PageMode == "/UseOutlines"
        with pdf.open_outline() as outline:
            tree = [(item.title, [below.title for below in item.children]) for item in outline.root]
            assert tree == [("A", ["A a", "A b"]), ("B", [])]
            assert [item.title for item in outline.root[0].children[1].children] == ["A b 1"]
            place = outline.root[1].destination
        assert isinstance(place, pikepdf.Array)
        assert place[0].objgen == pdf.pages[2].obj.objgen
        assert [str(place[1]), float(place[3])] == ["/XYZ", 700.12]


def test_many_bookmarks_are_closed_at_first() -> None:
    def shown(count: int) -> int:
        entries = [OutlineEntry(str(at), 1 + at % 2, 0, 9) for at in range(count)]
        with opened(finished(pages_of("1"), "x", DAY, outline=entries)) as pdf:
            return int(pdf.Root.Outlines.Count)

    assert shown(40) == 40
    assert shown(60) == 30


def test_without_bookmarks_there_is_no_list_of_them() -> None:
    with opened(finished(pages_of("1"), "x", DAY)) as pdf:
        assert "/Outlines" not in pdf.Root
        assert "/PageMode" not in pdf.Root


def test_links_and_bookmarks_to_no_page_are_refused() -> None:
    with pytest.raises(IndexError):
        finished(pages_of("1"), "x", DAY, outline=[OutlineEntry("A", 1, 1, 0)])
    with pytest.raises(IndexError):
        finished(pages_of("1"), "x", DAY, links=[PageLink(0, (0, 0, 9, 9), 1, 0)])


def test_a_tree_of_other_pages_is_refused() -> None:
    tree = Tree()
    tree.new_page()
    with pytest.raises(ValueError, match="1 pages in the tree, 2 in the document"):
        finished(pages_of("1", "2"), "x", DAY, tree=tree)


def test_a_link_without_a_tree_is_only_on_its_page() -> None:
    link = PageLink(0, (10, 20, 30, 40), 1, 99, "nothing", "Til side 2")
    with opened(finished(pages_of("1", "2"), "x", DAY, links=[link])) as pdf:
        (annotation,) = pdf.pages[0].obj.Annots
        assert "/StructParent" not in annotation
        assert annotation.Contents == "Til side 2"
        assert annotation.Dest[0].objgen == pdf.pages[1].obj.objgen
        assert [float(side) for side in annotation.Rect] == [10, 20, 30, 40]
        assert "/StructTreeRoot" not in pdf.Root


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=60))
def test_no_data_ends_in_the_end_of_a_line(text: str) -> None:
    """Also where it would by itself: with fifty streams of other content, some always do."""
    content = finished(pages_of(text, text + " ", text * 2), "x", DAY)
    with opened(content) as pdf:
        assert len(pdf.pages) == 3
        assert pdf.check_pdf_syntax() == []
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                assert item.read_raw_bytes()[-1:] not in (b"\r", b"\n")
                if "/Length1" in item:
                    assert int(item.Length1) == len(item.read_bytes())


def test_a_font_s_letters_are_told_in_lists_of_a_hundred() -> None:
    letters = "".join(chr(code) for code in range(0x21, 0x17F))
    with opened(finished(pages_of(letters), "x", DAY)) as pdf:
        tables = [font.ToUnicode.read_bytes() for font in pdf.pages[0].obj.Resources.Font.values()]
    for table in tables:
        counts = [int(line.split()[0]) for line in table.splitlines() if b"beginbfchar" in line]
        assert max(counts) <= 100
        assert sum(counts) == table.count(b"> <") - 1  # and the range of codes
        assert b"<0000>" not in table
    assert any(table.count(b"beginbfchar") > 1 for table in tables)


@given(st.text(max_size=80))
def test_any_title_can_be_said(title: str) -> None:
    line = one_line(title)
    (told,) = ET.fromstring(packet(title, "da-DK", DAY, BOTH)).iter(f"{{{DUBLIN}}}title")
    assert "".join(told.itertext()) == line
    assert "\n" not in line
    assert line.strip() == line


def test_a_title_on_one_line() -> None:
    assert one_line("Be\u00adboere\u00a0i\nFjord\u200bparken\x07 ") == "Beboere i Fjordparken"
    assert one_line("A\u030a") == "\u00c5"
    assert one_line("x\ud800y") == "x y"

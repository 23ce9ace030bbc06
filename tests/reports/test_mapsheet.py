"""Map sheets as PDF: the same every time, searchable, and with nothing in them but the sheet."""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import io
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer

from desktop.core.errors import FileProblem
from desktop.core.wording import use_language
from desktop.maps.paper import Paper
from desktop.maps.sheet import compose_sheet
from desktop.maps.view import MapView, Shows, first_view
from desktop.reports.mapsheet import (
    laid_sheets,
    map_sheet,
    save_map_sheet,
    sheets_asked,
)
from desktop.reports.typefaces import width
from tests.fake_extract import fake_dataset

DAY = dt.date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]
PAINTING = "q Q cm W W* n f f* S B h m l c re w J j d rg RG BT ET Tf Tm Tj TL T* BDC EMC"


def view(**changes: Any) -> MapView:
    selected = ("0101", "0104", "0107", "0108", "0112")
    return replace(first_view(fake_dataset()), selected=selected, **changes)


def made(paper: Paper = Paper.A4_ACROSS, **changes: Any) -> bytes:
    return map_sheet(fake_dataset(), view(**changes), paper=paper, plan="Ærøhelhedsplanen", day=DAY)


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return made()


@pytest.fixture
def pdf(sheet: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(sheet)) as opened:
        yield opened


def fonts(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.Font
    ]


@pytest.mark.parametrize("paper", Paper)
def test_the_same_sheet_twice_is_the_same_bytes(paper: Paper) -> None:
    assert made(paper) == made(paper)


def test_another_day_is_another_sheet(sheet: bytes) -> None:
    other = map_sheet(fake_dataset(), view(), plan="Ærøhelhedsplanen", day=dt.date(2026, 11, 24))

    assert other != sheet


def test_neither_place_nor_time_nor_user_changes_a_byte(sheet: bytes, tmp_path: Path) -> None:
    script = (
        "import hashlib; from tests.reports.test_mapsheet import made;"
        "print(hashlib.sha256(made()).hexdigest())"
    )
    digests = set()
    for seed, zone, user in (("1", "Pacific/Auckland", "anna"), ("2", "America/Lima", "bo")):
        home = tmp_path / user
        home.mkdir()
        own = {
            "PYTHONHASHSEED": seed, "TZ": zone, "USER": user, "LOGNAME": user, "USERNAME": user,
            "HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C",
        }  # fmt: skip
        ran = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, **own}, cwd=home, capture_output=True, text=True, check=True,
        )  # fmt: skip
        digests.add(ran.stdout.strip())
    assert digests == {hashlib.sha256(sheet).hexdigest()}


def test_what_is_withheld_changes_not_a_byte() -> None:
    one, other = (
        map_sheet(fake_dataset(hidden=hidden), view(), day=DAY) for hidden in (1.0, 4711.0)
    )

    assert one == other


@pytest.mark.parametrize("paper", Paper)
def test_the_page_has_the_size_of_the_paper(paper: Paper) -> None:
    with pikepdf.open(io.BytesIO(made(paper))) as pdf:
        box = [float(edge) * 25.4 / 72 for edge in pdf.pages[0].MediaBox]

    assert box == pytest.approx([0, 0, *paper.size], abs=0.01)


def test_all_text_can_be_found_in_the_order_it_was_set(sheet: bytes) -> None:
    drawing = compose_sheet(
        fake_dataset(), view(), paper=Paper.A4_ACROSS, measure=width, day=DAY,
        plan="Ærøhelhedsplanen",
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        found = shown_texts(pdf)

    assert [each.rstrip() for each in found] == [
        text.replace("\u00a0", " ") for text in drawing.texts()
    ]


def shown_texts(pdf: pikepdf.Pdf) -> list[str]:
    """The strings of the page, read through the fonts' own tables, a string a mark."""
    tables = {}
    for name, font in pdf.pages[0].Resources.Font.items():
        pairs = re.findall(
            rb"<([0-9A-F]{2})> <([0-9A-F]{4})>\n", font.ToUnicode.read_bytes().split(b"bfchar")[1]
        )
        tables[name] = {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
    found, current = [], ""
    for each in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(each.operator) == "Tf":
            current = str(each.operands[0])
        if str(each.operator) == "Tj":
            codes = bytes(each.operands[0])
            found.append("".join(tables[current][code] for code in codes))
    return found


def test_other_readers_find_the_words_too(sheet: bytes, tmp_path: Path) -> None:
    boxes = [
        box
        for page in extract_pages(io.BytesIO(sheet))
        for box in page
        if isinstance(box, LTTextContainer)
    ]
    text = " ".join(" ".join(box.get_text() for box in boxes).split())
    for words in ("Voksne uden for arbejdsmarkedet", "Sådan læses kortet", "Ærøhelhedsplanen"):
        assert words in text
    sizes = [
        letter.size for box in boxes for line in box for letter in line
        if isinstance(letter, LTChar)
    ]  # fmt: skip
    assert min(sizes) > 6.9

    if shutil.which("pdftotext"):
        (tmp_path / "sheet.pdf").write_bytes(sheet)
        ran = subprocess.run(
            ["pdftotext", "-raw", "sheet.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
        )
        lines = ran.stdout.decode().splitlines()
        assert lines[0] == "Voksne uden for arbejdsmarkedet"
        assert any(line.startswith("Dataansvarlig") or "Formål" in line for line in lines)


def test_the_sheet_is_tagged_and_found_to_follow_the_standards(sheet: bytes) -> None:
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        held = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        parts = [each for each in held if "/S" in each and "/P" in each]
        kinds = [str(each.S) for each in parts]
        figures = [each for each in parts if each.S == "/Figure"]
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            claimed = (xmp.get("pdfaid:part"), xmp.get("pdfuaid:part"))
        told = [str(each.Alt) for each in figures]

    assert kinds.count("/H1") == 1 and kinds.count("/Table") == 2
    assert len(told) == 1 and told[0].startswith("Kort over »Voksne uden for arbejdsmarkedet«")
    assert claimed == ("2", "1")


def test_two_views_of_one_level_are_one_sheet_and_others_one_each() -> None:
    data = fake_dataset()
    other = replace(
        view(), indicator="fravaer", period=data.periods_of("fravaer", view().level)[-1]
    )
    change = replace(view(), shows=Shows.CHANGE)

    for views, per_page, pages in (
        ((view(), other), 1, 1), ((view(), change), 1, 2), ((view(), other, change), 1, 3),
        ((view(), other, change), 2, 2), ((view(), other), 4, 1),
    ):  # fmt: skip
        laid = laid_sheets(sheets_asked(data, views, day=DAY, per_page=per_page))
        assert len(laid.pages) == pages
        assert [each.view for each in laid.maps] == list(views)


def test_every_font_is_embedded_as_a_subset_and_maps_to_letters(pdf: pikepdf.Pdf) -> None:
    found = fonts(pdf)

    assert 4 <= len(found) <= 6
    for font in found:
        assert re.match(r"/[A-Z]{6}\+Inter", str(font.BaseFont))
        assert "/FontFile2" in font.FontDescriptor
        table = font.ToUnicode.read_bytes()
        assert b"<0000>" not in table
        assert int(re.findall(rb"(\d+) beginbfchar", table)[0]) == len(
            re.findall(rb"^<\w\w> <\w{4}>$", table, re.MULTILINE)
        )


def test_the_page_is_lines_fills_and_letters_only(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]

    assert set(page.Resources.keys()) <= {"/Font", "/ProcSet"}
    assert {str(each.operator) for each in pikepdf.parse_content_stream(page)} <= set(
        PAINTING.split()
    )
    assert not {"/Annots", "/Trans", "/Group", "/Thumb"} & set(page.obj.keys())


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_the_document_says_its_title_language_and_day(language: str, tag: str) -> None:
    use_language(language)
    with pikepdf.open(io.BytesIO(made())) as pdf:
        title = str(pdf.docinfo.Title)
        assert title.startswith({"da": "Voksne uden", "en": "Adults outside"}[language])
        assert title.endswith("Eksempelby Kommune")
        assert str(pdf.docinfo.CreationDate) == "D:20261123000000Z"
        assert set(pdf.docinfo.keys()) == {
            "/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"
        }  # fmt: skip
        assert str(pdf.Root.Lang) == tag
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            assert xmp["dc:title"] == title
            assert xmp["xmp:CreateDate"] == "2026-11-23T00:00:00Z"
            assert tag in str(xmp["dc:language"])


def test_a_part_of_the_residents_is_named_in_the_documents_title() -> None:
    with pikepdf.open(io.BytesIO(made(breakdown="kvinder"))) as pdf:
        assert str(pdf.docinfo.Title).startswith("Voksne uden for arbejdsmarkedet · Kvinder · ")


@pytest.mark.parametrize("paper", Paper)
def test_readers_find_nothing_wrong(paper: Paper, tmp_path: Path) -> None:
    content = made(paper)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []

    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    for command in (["pdfinfo"], ["qpdf", "--check"], ["pdffonts"]):
        if shutil.which(command[0]):
            ran = subprocess.run([*command, str(path)], capture_output=True, check=True)
            assert ran.stderr == b"" and b"WARNING" not in ran.stdout


def test_a_title_with_signs_of_xml_is_kept() -> None:
    data = fake_dataset(municipality="Hus & <Hjem>")
    with (
        pikepdf.open(io.BytesIO(map_sheet(data, view(), day=DAY))) as pdf,
        pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp,
    ):
        assert xmp["dc:title"].endswith("Hus & <Hjem>")


def test_nothing_tells_who_made_it_or_where(sheet: bytes, pdf: pikepdf.Pdf) -> None:
    told = sheet + b"".join(
        item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)
    )
    secrets = [str(ROOT), str(Path.home()), "ReportLab", "file:", "pikepdf"]
    # Shorter names come about by chance in packed bytes.
    secrets += [name for name in (platform.node(), getpass.getuser()) if len(name) > 4]
    for secret in secrets:
        assert secret.encode() not in told, secret
    assert sheet.count(b"%%EOF") == 1 and sheet.rstrip().endswith(b"%%EOF")


def test_a_sheet_is_saved_whole(tmp_path: Path, sheet: bytes) -> None:
    path = tmp_path / "kort.pdf"
    save_map_sheet(path, fake_dataset(), view(), plan="Ærøhelhedsplanen", day=DAY)

    assert path.read_bytes() == sheet
    with pytest.raises(FileProblem):
        save_map_sheet(tmp_path / "ingen" / "kort.pdf", fake_dataset(), view(), day=DAY)
    assert [each.name for each in tmp_path.glob("*.*")] == ["kort.pdf"]


def test_without_a_day_the_sheet_bears_todays() -> None:
    with pikepdf.open(io.BytesIO(map_sheet(fake_dataset(), view()))) as pdf:
        assert str(pdf.docinfo.CreationDate)[2:10] >= "20240101"


def test_knowing_of_sheets_costs_no_pdf_library() -> None:
    script = (
        "import sys, desktop.reports.mapsheet;"
        "print(sorted({'reportlab', 'pikepdf', 'PIL', 'shapely'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"

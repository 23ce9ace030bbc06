"""The check of a finished report: clean ones pass, and every planted leak is caught by its rule."""

from __future__ import annotations

import getpass
import io
import platform
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from desktop.core.disclosure import State
from desktop.core.indicators import Text as Named
from desktop.core.periods import parse as parse_period
from desktop.maps.drawing import Box, Dot, Drawing, Group, Mark, Text
from desktop.reports import leakfile
from desktop.reports.asked import Asked, ChapterSpec, Template
from desktop.reports.asking import asked_for
from desktop.reports.blocks import (
    Paragraph,
)
from desktop.reports.layout import Laid
from desktop.reports.leakcheck import check
from desktop.reports.leakfacts import FreeWords
from desktop.reports.making import make_report, write_report
from tests.fake_extract import (
    HIDDEN,
    MISSING,
    WITHHELD,
    WITHHELD_NOW,
)
from tests.reports.leaking import (
    ASKED,
    DATA,
    DAY,
    LEVEL,
    NOW,
    clean,
    laid_of,
    saved,
)


@pytest.fixture(scope="module", autouse=True)
def confirmed() -> None:
    """The clean report names the standards that a validator has confirmed."""
    assert b"pdfaid:part" in clean()[1]


@pytest.fixture(autouse=True)
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """All others name none, which is quicker."""
    monkeypatch.setattr("desktop.reports.validation.validator", str)


def test_a_clean_report_passes() -> None:
    laid, content = clean()
    assert laid.cells and laid.maps and laid.links
    assert check(content, laid, ASKED) == ()


# What a file holds beside its pages


def attach(pdf: Pdf) -> None:
    pdf.attachments["tal.csv"] = b"3 unge"


def set_root(name: str, value: Any) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        pdf.Root[name] = value

    return mutate


def set_page(name: str, value: Any) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        pdf.pages[0].obj[name] = value

    return mutate


def set_info(name: str, value: str) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        pdf.trailer.Info[name] = String(value)

    return mutate


def element(pdf: Pdf, role: str) -> Any:
    return next(
        each for each in pdf.objects
        if isinstance(each, Dictionary) and each.get("/S") == Name("/" + role)
    )  # fmt: skip


def set_element(role: str, name: str, value: Any) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        element(pdf, role)[name] = value

    return mutate


def set_link(name: str, value: Any) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        pdf.pages[0].obj.Annots[0][name] = value

    return mutate


def set_outline(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("3 unge")


def set_xmp(change: Callable[[bytes], bytes]) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        stream = pdf.Root.Metadata
        stream.write(change(stream.read_bytes()))

    return mutate


def add_content(content: bytes) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        stream = pdf.pages[0].obj.Contents
        stream.write(stream.read_bytes() + content)

    return mutate


def replace_content(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def mutate(pdf: Pdf) -> None:
        stream = pdf.pages[0].obj.Contents
        assert old in stream.read_bytes()
        stream.write(stream.read_bytes().replace(old, new))

    return mutate


def add_form(pdf: Pdf) -> None:
    form = pdf.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    pdf.pages[0].obj.Resources.XObject = Dictionary({"/Fm0": form})


def add_image(pdf: Pdf) -> None:
    image = pdf.make_stream(
        b"123", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
    )  # fmt: skip
    pdf.pages[0].obj.Resources.XObject = Dictionary({"/Im0": image})


def paint_image(pdf: Pdf) -> None:
    add_image(pdf)
    add_content(b"\nq 1 0 0 1 0 0 cm /Im0 Do Q\n")(pdf)


def change_letters(pdf: Pdf) -> None:
    font = next(
        each for each in pdf.objects if isinstance(each, Dictionary) and "/ToUnicode" in each
    )
    font.ToUnicode.write(font.ToUnicode.read_bytes() + b"% 3 unge\n")


def change_font(pdf: Pdf) -> None:
    font = next(
        each for each in pdf.objects if isinstance(each, Dictionary) and "/FontFile2" in each
    )
    content = font.FontFile2.read_bytes() + b"3 unge er sigtet"
    font.FontFile2.write(content)
    font.FontFile2.Length1 = len(content)


def change_profile(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes() + b"3 unge")


PLANTED: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "an attachment": (attach, "vedhæftede"),
    "a script": (
        set_root("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("alert(3)"))), "script",
    ),
    "something that happens when opened": (
        set_root("/OpenAction", Dictionary(S=Name.GoTo)), "sker af sig selv",
    ),
    "a form": (set_root("/AcroForm", Dictionary(Fields=Array([]))), "formular"),
    "layers": (set_root("/OCProperties", Dictionary(OCGs=Array([]))), "lag"),
    "another program's data": (set_root("/PieceInfo", Dictionary()), "andre programmer"),
    "names": (set_root("/Names", Dictionary()), "skjult tekst"),
    "a thumbnail": (set_page("/Thumb", Dictionary()), "billeder"),
    "a transparency group": (set_page("/Group", Dictionary(S=Name.Transparency)), "gennemsig"),
    "a known name in the wrong place": (set_page("/Info", String("3")), "rapporter ikke har"),
    "an author": (set_info("/Author", "Anna"), "rapporter ikke har"),
    "another title": (set_info("/Title", "3 unge"), "Titel eller bogmærker"),
    "another program": (set_info("/Producer", "Anna"), "uden for siderne"),
    "another moment": (set_info("/ModDate", "D:20261123081500Z"), "uden for siderne"),
    "another language": (set_root("/Lang", String("3 unge")), "uden for siderne"),
    "a bookmark": (set_outline, "Titel eller bogmærker"),
    "a link's words": (set_link("/Contents", String("3 unge")), "Links siger"),
    "a link out of the document": (
        set_link("/A", Dictionary(S=Name.URI, URI=String("file:///C:/3"))), "ud af dokumentet",
    ),
    "an alternative": (set_element("Figure", "/Alt", String("3 unge")), "skærmlæsere"),
    "an alternative where there was none": (set_element("P", "/Alt", String("3")), "skærmlæsere"),
    "an actual text": (set_element("P", "/ActualText", String("3 unge")), "skjult tekst"),
    "an element's title": (set_element("P", "/T", String("3 unge")), "skjult tekst"),
    "an expansion": (set_element("P", "/E", String("3 unge")), "skjult tekst"),
    "a name of our own making": (set_element("P", "/ID", String("3 unge")), "uden for siderne"),
    "a comment in the description": (
        set_xmp(lambda xmp: xmp.replace(b"</rdf:RDF>", b"<!--3 unge--></rdf:RDF>")), "beskrivelse",
    ),
    "a creator in the description": (
        set_xmp(lambda xmp: xmp.replace(b">Boligatlas<", b">Anna<")), "beskrivelse",
    ),
    "a form of drawing": (add_form, "billeder"),
    "an image": (add_image, "billede"),
    "an image that is painted": (paint_image, "Side 1: Der er et billede"),
    "words in a table of letters": (change_letters, "bogstavtabel"),
    "words behind a font": (change_font, "skrifttype"),
    "words behind the colours": (change_profile, "ingen rapport"),
    "a comment in a page": (add_content(b"\n% 3 unge\n"), "ingen rapport tegner"),
    "an invisible text": (add_content(b"\nBT 3 Tr ET\n"), "ingen rapport tegner"),
    "words in a mark": (
        add_content(b"\n/Span <</ActualText (3 unge)>> BDC EMC\n"), "ingen rapport tegner",
    ),
    "another box": (add_content(b"\n1 2 3 4 re f\n"), "tegnet noget andet"),
    "a number that tells more": (add_content(b"\n41.22205 2 3 4 re f\n"), "decimaler"),
    "a text outside of the page": (
        add_content(b"\nBT 1 0 0 1 5 -50 Tm /F1+0 9 Tf (\\001) Tj ET\n"), "uden for siden",
    ),
    "a text too small to see": (
        add_content(b"\nBT 1 0 0 1 5 50 Tm /F1+0 .5 Tf (\\001) Tj ET\n"), "for lille",
    ),
    "another text": (replace_content(b"(\\001\\002", b"(\\002\\001"), "Teksten er en anden"),
}  # fmt: skip


@pytest.mark.parametrize("what", PLANTED)
def test_a_leak_planted_in_the_file(what: str) -> None:
    mutate, words = PLANTED[what]
    laid, content = clean()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert saved(pdf) == content
        mutate(pdf)
        changed = saved(pdf)
    found = check(changed, laid, ASKED)
    assert any(words in each for each in found), found
    assert not any("3 unge" in each or "Anna" in each for each in found)


BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "after the end": (lambda c: c + b"3 unge", "efter sin slutning"),
    "a second end": (lambda c: c + b"%%EOF\n", "efter sin slutning"),
    "before the beginning": (lambda c: b"3 unge\n" + c, "begyndelse"),
    "between two objects": (
        lambda c: c.replace(b"endobj\n", b"endobj\n% 3 unge\n", 1), "gemt mellem",
    ),
    "within an object": (lambda c: c.replace(b"/Type /Catalog", b"% x\n/Type /Catalog", 1), "gemt"),
    "cut short": (lambda c: c[: len(c) // 2], ""),
    "nothing": (lambda _c: b"", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", BYTES)
def test_bytes_that_no_reader_shows(what: str) -> None:
    mutate, words = BYTES[what]
    laid, content = clean()
    found = check(mutate(content), laid, ASKED)
    assert found
    assert not words or any(words in each for each in found), found


def test_an_earlier_edition_kept_in_the_file() -> None:
    laid, content = clean()
    addition = b"1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    assert check(content.replace(b"xref\n", addition + b"xref\n", 1), laid, ASKED)


def test_a_part_that_hangs_on_nothing() -> None:
    laid, content = clean()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        loose = pdf.make_indirect(Dictionary(Type=Name.Page))
        pdf.Root.Loose = loose
        kept = saved(pdf).replace(b"/Loose", b"/Louse")
    assert check(kept, laid, ASKED)


def test_another_number_of_pages() -> None:
    laid, content = clean()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.pages.append(pdf.pages[0])
        more = saved(pdf)
    assert any("antal sider" in each for each in check(more, laid, ASKED))


def test_a_file_under_lock() -> None:
    laid, content = clean()
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="x", user=""))
    assert any("adgangskode" in each for each in check(stream.getvalue(), laid, ASKED))


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        (str(Path.home()) + "/rapport", "mappe"),
        (tempfile.gettempdir() + "/rapport", "mappe"),
        ("C:\\Users", "sti på et drev"),
        ("file:///", "sti på et drev"),
        ("lavet af anna.", "brugeren"),
        ("lavet på PC-4321.", "brugeren"),
    ],
)
def test_who_made_it_and_where(secret: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    monkeypatch.setattr(platform, "node", lambda: "PC-4321")
    laid, content = clean()
    told = secret.encode()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        set_xmp(lambda xmp: xmp.replace(b"</rdf:RDF>", b"<!--" + told + b"--></rdf:RDF>"))(pdf)
        changed = saved(pdf)
    assert any(words in each for each in check(changed, laid, ASKED))


def test_a_part_of_a_word_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    laid, content = clean()
    for name in ("atlas", "Bo", "Type1"):
        monkeypatch.setattr(getpass, "getuser", lambda name=name: name)
        assert check(content, laid, ASKED) == ()
    monkeypatch.setattr(getpass, "getuser", lambda: "Boligatlas")
    assert check(content, laid, ASKED)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_byte_can_be_another(data: st.DataObject) -> None:
    laid, content = clean()
    place = data.draw(st.integers(0, len(content) - 1))
    other = (content[place] + data.draw(st.integers(1, 255))) % 256
    assert check(content[:place] + bytes([other]) + content[place + 1 :], laid, ASKED)


def test_an_identity_of_its_own() -> None:
    laid, content = clean()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.trailer.ID[0] = String("3 unge er sigtet")
        changed = saved(pdf)
    assert any("kendetegn" in each for each in check(changed, laid, ASKED))


# Logos


def with_logo(pixels: NDArray[np.uint8]) -> tuple[Laid, Asked]:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    words = ChapterSpec("words", "Indledning", ("Egne ord.",))
    template = Template("prøve", Named("Prøve"), Named(""), (words,), logo=stream.getvalue())
    asked = asked_for(DATA, template, day=DAY)
    return make_report(asked), asked


def test_the_templates_logo_and_no_other() -> None:
    pixels = (np.arange(20 * 30 * 3) % 251).astype(np.uint8).reshape(20, 30, 3)
    pixels[-1, -1] = ord(" ")
    laid, asked = with_logo(pixels)
    content = write_report(laid).content
    assert check(content, laid, asked) == ()

    pixels[3, 4, 1] ^= 1
    other = write_report(with_logo(pixels)[0]).content
    assert any("logo" in each for each in check(other, laid, asked))
    without, asked = with_logo(pixels)
    bare = replace(without, pages=tuple(Drawing(p.width, p.height, ()) for p in without.pages))
    assert any("billede" in each for each in check(other, bare, asked))


# Pages that were laid out to tell something


def painted_from(laid: Laid, *marks: Mark) -> bytes:
    """The file of a report whose first page has more on it."""
    first = laid.pages[0]
    more = replace(first, marks=(*first.marks, *marks))
    return write_report(replace(laid, pages=(more, *laid.pages[1:]))).content


def test_a_bookmark_with_a_number_that_its_page_does_not_have() -> None:
    laid, _content = clean()
    told = (replace(laid.outline[0], text="17 unge"), *laid.outline[1:])
    leaking = replace(laid, outline=told)
    assert any("bogmærke" in each for each in check(write_report(leaking).content, leaking, ASKED))


def test_a_page_with_more_on_it_than_was_laid_out() -> None:
    laid, _content = clean()
    told = painted_from(laid, Group("P", (Text(20, 200, "3 unge", 3, "#000000"),)))
    assert any("Teksten er en anden" in each for each in check(told, laid, ASKED))
    drawn = painted_from(laid, Box(20, 200, 17.2, 3, "#115A73"))
    assert any("tegnet noget andet" in each for each in check(drawn, laid, ASKED))
    pictured = painted_from(laid, Group("Figure", (Dot(20, 200, 2, "#115A73"),), alt="3 unge"))
    assert any("skærmlæsere" in each for each in check(pictured, laid, ASKED))


# What it takes


def test_it_is_quick() -> None:
    import time

    laid, content = clean()
    took = []
    for _time in range(3):
        began = time.process_time()
        assert check(content, laid, ASKED) == ()
        took.append(time.process_time() - began)
    assert min(took) < 0.5  # far less on a machine with nothing else to do


def test_free_words_are_noted_with_their_page() -> None:
    laid = laid_of(Paragraph("Egne ord.", free=True))
    assert laid.free == (FreeWords("Egne ord.", 0, "Prøverapport"),)


def test_what_is_hidden_in_the_tests_is_hidden() -> None:
    cells = DATA.cells("uden_job", LEVEL, parse_period(NOW))
    assert [cells.states[at] for at in (WITHHELD, WITHHELD_NOW, MISSING)] == [
        State.WITHHELD, State.WITHHELD, State.MISSING,
    ]  # fmt: skip
    assert f"{HIDDEN:.0f}" == "4711"


def test_a_users_name_that_the_report_says_itself_tells_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leakfile, "own_words", lambda: ("anna",))
    words = (ChapterSpec("words", "Om anna", ("Rapporten er kort.",)),)
    request = replace(ASKED, template=replace(ASKED.template, chapters=words))
    laid = make_report(request)
    assert check(write_report(laid).content, laid, request) == ()

"""The check of a finished report: clean ones pass, and every planted leak is caught by its rule."""

from __future__ import annotations

import datetime as dt
import getpass
import io
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
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

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset, RawSeries
from desktop.core.disclosure import State
from desktop.core.errors import ExportError, LeakFound
from desktop.core.indicators import Text as Named
from desktop.core.periods import parse as parse_period
from desktop.core.wording import NO_BREAK
from desktop.maps import palettes
from desktop.maps.drawing import Box, Clip, Dot, Dots, Drawing, Fills, Group, Mark, Text, one_shape
from desktop.maps.paper import Paper
from desktop.maps.sheetmap import set_map
from desktop.maps.symbols import places
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView, Second, Shows, Style, first_view
from desktop.maps.worked import work_out
from desktop.reports.asked import Asked, ChapterSpec, Template
from desktop.reports.asking import asked_for
from desktop.reports.blocks import (
    Block,
    Cell,
    Column,
    Contents,
    Figure,
    Heading,
    Paragraph,
    Row,
    ShownMap,
    Source,
    Table,
    Title,
)
from desktop.reports.furniture import furniture_of
from desktop.reports.layout import Laid, lay_out
from desktop.reports.leakcheck import check, leak_error
from desktop.reports.leakfacts import FreeWords
from desktop.reports.making import make_report, write_report
from desktop.reports.typefaces import width
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    MISSING,
    WITHHELD,
    WITHHELD_NOW,
    FakeSource,
    fake_dataset,
)

DATA = fake_dataset()
DAY = dt.date(2026, 11, 23)
NOW = "2026K2"
LEVEL = "boligomraade"
ASKED: Asked = asked_for(
    DATA, Template("prøve", Named("Prøve"), Named(""), (ChapterSpec("words"),)), day=DAY
)


def source(at: int, indicator: str = "uden_job", period: str = NOW) -> Source:
    code = DATA.areas(LEVEL).codes[at] if at >= 0 else ""
    return Source(LEVEL, code, indicator, period)


def view(**changes: Any) -> MapView:
    return replace(first_view(DATA), **changes)


def map_figure(of: MapView, *, wide: float = 120.0, data: Dataset = DATA) -> Figure:
    pen = Pen(width, 1.0)
    picture = work_out(data, of)
    frame = set_map(pen, data, of, picture, (10.0, 5.0, wide, 90.0))
    drawing = Drawing(wide + 10, 95.0, tuple(pen.marks))
    return Figure(drawing, "Kort over områderne.", maps=(ShownMap(of, frame),))


def table(*cells: tuple[str, Source | None]) -> Table:
    return Table(
        (Column("Område"), Column("Uden for arbejdsmarkedet", number=True)),
        tuple(Row((Cell("Et område"), Cell(text, of=of))) for text, of in cells),
    )


VALUE = DATA.cells("uden_job", LEVEL, parse_period(NOW)).values
SHOWN = int(np.flatnonzero(np.isfinite(VALUE))[0])
TABLE = table(
    ("12,6 %", None),
    ("diskretioneret", source(WITHHELD)),
    ("ingen data", source(MISSING)),
)


def blocks(*more: Block) -> tuple[Block, ...]:
    return (
        Title("Prøverapport"),
        Contents(),
        Heading("Tallene"),
        Paragraph("Her står det hele."),
        *(more or (TABLE, map_figure(view()))),
    )


def laid_of(*more: Block) -> Laid:
    furniture = furniture_of(DATA, "Prøve")
    return lay_out(blocks(*more), furniture, "Prøverapport", DAY, Paper.A4_UPRIGHT)


@cache
def clean() -> tuple[Laid, bytes]:
    laid = laid_of()
    return laid, write_report(laid).content


@pytest.fixture(scope="module", autouse=True)
def confirmed() -> None:
    """The clean report names the standards that a validator has confirmed."""
    assert b"pdfaid:part" in clean()[1]


@pytest.fixture(autouse=True)
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """All others name none, which is quicker."""
    monkeypatch.setattr("desktop.reports.validation.validator", str)


def problems(*more: Block) -> tuple[str, ...]:
    laid = laid_of(*more)
    return check(write_report(laid).content, laid, ASKED)


def test_a_clean_report_passes() -> None:
    laid, content = clean()
    assert laid.cells and laid.maps and laid.links
    assert check(content, laid, ASKED) == ()


# What a file holds beside its pages


def saved(pdf: Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(
        stream, deterministic_id=True, compress_streams=False, fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )  # fmt: skip
    return stream.getvalue()


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


def url(pdf: Pdf) -> Dictionary:
    return Dictionary(S=Name.URI, URI=String("https://example.com/3"))


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


def printed(at: int, text: str, **of: str) -> tuple[str, ...]:
    return problems(table((text, source(at, **of))))


@pytest.mark.parametrize("at", [WITHHELD, WITHHELD_NOW, MISSING])
@pytest.mark.parametrize("text", ["17,2 %", "3", "under 5", "4711", "0"])
def test_a_number_in_a_cell_that_is_not_shown(at: int, text: str) -> None:
    found = printed(at, text)
    assert any("ikke må vises" in each for each in found)
    assert not any(text in each for each in found if len(text) > 1)


@pytest.mark.parametrize("text", ["diskretioneret", "ingen data", "–", ""])
def test_what_a_cell_that_is_not_shown_may_say(text: str) -> None:
    assert printed(WITHHELD, text) == ()


def test_a_cell_that_is_shown_has_its_own_number() -> None:
    cells = DATA.cells("uden_job", LEVEL, parse_period(NOW))
    value = f"{VALUE[SHOWN]:.1f}".replace(".", ",")
    counts = f"{cells.numerators[SHOWN]:.0f} af {cells.denominators[SHOWN]:.0f}"
    assert printed(SHOWN, f"{value}{NO_BREAK}%") == ()
    assert printed(SHOWN, f"{value} % ({counts})") == ()
    assert printed(-1, "diskretioneret") == ()
    wrong = printed(SHOWN, f"{VALUE[SHOWN] + 0.1:.1f} %".replace(".", ","))
    assert any("andet tal" in each for each in wrong)


def test_a_difference_is_from_its_own_past_or_the_municipality() -> None:
    history = DATA.history("uden_job", LEVEL).cells.values[:, SHOWN]
    change = f"{history[-1] - history[-5]:+.1f}".replace(".", ",").replace("-", "−")
    assert printed(SHOWN, f"{change} pct.point") == ()
    assert any("andet tal" in each for each in printed(SHOWN, "+99,9 pct.point"))
    assert any("ikke må vises" in each for each in printed(WITHHELD, f"{change} pct.point"))


@pytest.mark.parametrize(
    "of",
    [
        Source(LEVEL, "9999", "uden_job", NOW),
        Source(LEVEL, "0101", "findes_ikke", NOW),
        Source(LEVEL, "0101", "uden_job", "i går"),
        Source("findes_ikke", "0101", "uden_job", NOW),
    ],
)
def test_a_cell_of_nothing_in_the_extract(of: Source) -> None:
    assert any("ikke har" in each for each in problems(table(("17,2 %", of))))


def test_a_cell_that_is_set_otherwise_than_noted() -> None:
    laid = laid_of(table(("diskretioneret", source(WITHHELD))))
    (cell,) = laid.cells
    noted = replace(laid, cells=(replace(cell, text="ingen data"),))
    assert any("som den skulle" in each for each in check(write_report(laid).content, noted, ASKED))


# Maps

VIEWS = {
    "classes": view(),
    "a place": view(extent=(570_000.0, 6_220_000.0, 571_800.0, 6_221_800.0)),
    "ramp": view(style=Style.CONTINUOUS),
    "circles": view(indicator="beboere", style=Style.SYMBOLS),
    "change": view(shows=Shows.CHANGE),
    "two": view(shows=Shows.BIVARIATE, second=Second("alder", parse_period(NOW))),
    "no names": view(layers=replace(view().layers, names=False)),
    "districts": view(level="distrikt"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_map_of_what_is_shown_passes(name: str) -> None:
    assert problems(map_figure(VIEWS[name])) == ()


def test_two_maps_beside_each_other_pass() -> None:
    one = map_figure(VIEWS["a place"], wide=80.0)
    other = map_figure(view(), wide=80.0)
    from desktop.reports.blocks import Side

    assert problems(Side((one,), (other,))) == ()


def with_marks(figure: Figure, change: Callable[[Mark], Mark], *more: Mark) -> Figure:
    """The figure with marks of its map changed, and more of them on top of it."""
    held: list[Mark] = []
    for mark in figure.drawing.marks:
        if isinstance(mark, Clip):
            held.append(replace(mark, marks=(*map(change, mark.marks), *more)))
        else:
            held.append(mark)
    return replace(figure, drawing=replace(figure.drawing, marks=tuple(held)))


def recoloured(at: int, colour: str) -> Callable[[Mark], Mark]:
    def change(mark: Mark) -> Mark:
        if not isinstance(mark, Fills) or not mark.hatched:
            return mark
        colours = tuple(colour if nr == at else each for nr, each in enumerate(mark.colours))
        return replace(mark, colours=colours)

    return change


def unhatched(mark: Mark) -> Mark:
    return replace(mark, hatched=frozenset()) if isinstance(mark, Fills) else mark


@pytest.mark.parametrize("name", ["classes", "ramp", "circles", "change", "two", "no names"])
@pytest.mark.parametrize("at", [WITHHELD, WITHHELD_NOW, MISSING])
def test_a_colour_that_tells_the_class_of_an_area_that_is_not_shown(name: str, at: int) -> None:
    found = problems(with_marks(map_figure(VIEWS[name]), recoloured(at, "#8CC0BC")))
    assert any("Kortet" in each and "Side 1" in each for each in found)


@pytest.mark.parametrize("colour", [palettes.CIRCLED, "#EEF1F5", palettes.INK, palettes.SURFACE])
def test_a_colour_that_is_near_that_of_withheld(colour: str) -> None:
    assert problems(with_marks(map_figure(view()), recoloured(WITHHELD, colour)))


def test_missing_in_the_colour_of_withheld_and_the_other_way() -> None:
    figure = map_figure(view())
    assert problems(with_marks(figure, recoloured(MISSING, palettes.WITHHELD)))
    assert problems(with_marks(figure, recoloured(WITHHELD, palettes.MISSING)))


def test_withheld_without_its_hatching() -> None:
    assert any("Kortet" in each for each in problems(with_marks(map_figure(view()), unhatched)))


def place_of(figure: Figure, at: int) -> tuple[float, float]:
    east, north = places(DATA, LEVEL)[at].tolist()
    return figure.maps[0].frame.place(east, north)


@pytest.mark.parametrize("name", ["classes", "circles", "change"])
def test_a_mark_on_an_area_that_is_not_shown(name: str) -> None:
    figure = map_figure(VIEWS[name])
    x, y = place_of(figure, WITHHELD)
    arrow = one_shape([(x - 1, y - 1), (x + 1, y - 1), (x, y + 1)], palettes.INK)
    spot = Dots(np.array([[x, y]]), np.array([0.4]), np.array([0]), (palettes.PETROL,))
    for mark in (Dot(x, y, 1.5, palettes.PETROL), arrow, spot):
        found = problems(with_marks(figure, lambda each: each, mark))
        assert any("Kortet" in each for each in found)


@pytest.mark.parametrize(
    "of",
    [
        view(shows=Shows.CHANGE, since=parse_period("2024K2")),
        view(shows=Shows.BIVARIATE, second=Second("alder", parse_period("2024K3"))),
    ],
)
def test_an_area_without_a_number_at_the_other_time(of: MapView) -> None:
    assert problems(map_figure(of)) == ()
    assert problems(with_marks(map_figure(of), recoloured(BEGINS, "#8CC0BC")))


@pytest.mark.parametrize("wide", [11.5, 14.0, 25.0])
@pytest.mark.parametrize("name", ["change", "classes"])
def test_a_map_so_small_that_marks_cover_areas_and_dots_stand_for_them(
    name: str, wide: float
) -> None:
    assert problems(map_figure(VIEWS[name], wide=wide)) == ()


def test_an_area_under_another_one() -> None:
    """Where outlines overlap, what is seen is the later area's."""
    source: Any = fake_dataset()._source
    names = [each.name for each in fields(FakeSource) if each.init]
    data = Dataset(Overlapping(**{name: getattr(source, name) for name in names}))
    assert data.cells("uden_job", LEVEL, parse_period(NOW)).states[BEGINS] == State.WITHHELD
    laid = laid_of(map_figure(view(), data=data))
    assert check(write_report(laid).content, laid, replace(ASKED, data=data)) == ()


@dataclass(eq=False)
class Overlapping(FakeSource):
    """The last area never ended, and lies on one that is withheld."""

    def areas(self, level: str) -> Areas:
        made = super().areas(level)
        count = len(made.codes)
        first = np.zeros(count, np.int32)
        last = np.full(count, dt.date.max.toordinal(), np.int32)
        return replace(made, valid_from=first, valid_to=last)

    def series(
        self, indicator: str, level: str, breakdown: str, periods: Sequence[str]
    ) -> RawSeries:
        raw = super().series(indicator, level, breakdown, periods)
        if level == LEVEL:
            raw.states[..., BEGINS] = State.WITHHELD
        return raw


def test_a_map_of_another_time_than_it_says() -> None:
    """An area withheld now that was shown before is caught by what the extract says of now."""
    before = replace(view(), period=parse_period("2026K1"))
    figure = map_figure(before)
    assert problems(figure) == ()
    said = replace(figure, maps=(ShownMap(view(), figure.maps[0].frame),))
    assert any("Kortet" in each for each in problems(said))


def test_a_map_that_nobody_told_of() -> None:
    figure = replace(map_figure(view()), maps=())
    assert any("et kort" in each for each in problems(figure))


# Words that somebody wrote


def free(text: str, *more: Block) -> tuple[str, ...]:
    return problems(Paragraph(text, free=True), *(more or (TABLE,)))


@pytest.mark.parametrize(
    "text",
    [
        "3 unge er sigtet.",
        "Der er 3 af 120 i området.",
        "Andelen er 17,2 procent.",
        "Der bor 1.234 mennesker.",
        "I 2025 var der 4 sigtede unge.",
        "Efter § 61 a er 3 sigtet.",
        "12 unge er sigtet.",
        "Det gælder −2 pct.point.",
    ],
)
def test_a_number_in_free_words(text: str) -> None:
    found = free(text)
    assert any("frie tekst" in each and "Side 1" in each for each in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Ingen tal her.",
        "Efter almenboliglovens § 61 a, stk. 2, nr. 3, og § 91 a.",
        "Planen løber fra 1. januar 2024 til 31-12-2027.",
        "I 2. kvartal 2026 og skoleåret 2025/26 blev 2026K2 aftalt.",
        "Se kapitel 3, bilag 2 og lov nr. 1561 af 19. december 2017.",
        "1. Vi begynder her.",
        "I perioden 2023-2027 og fra 3. marts til 5. april 2026.",
        "Andelen er 12,6 procent.",  # in the table
    ],
)
def test_numbers_of_no_persons_in_free_words(text: str) -> None:
    assert free(text) == ()


def test_words_of_the_extracts_own_manifest_are_the_controllers() -> None:
    said = "Skolernes egne lister, 3 af 17 skoler"
    asked = replace(ASKED, data=fake_dataset(sources=(said,)))
    laid = laid_of(Paragraph(said, free=True))
    content = write_report(laid).content
    assert check(content, laid, asked) == ()
    assert check(content, laid, ASKED)


def test_what_stands_at_the_foot_of_a_page_is_no_released_number() -> None:
    laid = laid_of(Paragraph("I alt 23 unge er sigtet.", free=True))
    assert any("23. november" in text for text in laid.pages[0].texts())
    assert check(write_report(laid).content, laid, ASKED)


def test_a_small_number_is_not_released_by_standing_elsewhere() -> None:
    other = Paragraph("3 af områderne har fået flere beboere.")
    assert any("frie tekst" in each for each in free("3 unge er sigtet.", TABLE, other))


def test_a_template_that_leaks_is_refused() -> None:
    words = ChapterSpec("words", "Indledning", ("I Søparken er 3 unge sigtet.",))
    template = Template("prøve", Named("Prøve"), Named(""), (words,))
    asked = asked_for(DATA, template, day=DAY)
    laid = make_report(asked)
    found = check(write_report(laid).content, laid, asked)
    error = leak_error(found)
    assert isinstance(error, LeakFound)
    assert issubclass(LeakFound, ExportError)
    assert "ikke gemt" in error.problem
    assert "»I Søparken er 3 unge sigtet.«" in error.hint


def test_a_refusal_names_the_first_and_counts_the_rest() -> None:
    error = leak_error([f"Side {nr}: noget." for nr in range(1, 10)])
    assert "Side 1" in error.hint and "5 fejl til" in error.hint and "Side 9" not in error.hint


@pytest.mark.parametrize("number", ["010203-1234", "0102031234", "311299 4321"])
def test_a_cpr_number_anywhere(number: str) -> None:
    assert any("CPR" in each for each in problems(Paragraph(f"Beboer {number} er med.")))


@pytest.mark.parametrize("number", ["990203-1234", "010203-12345", "320102-1234", "12345678"])
def test_no_cpr_number(number: str) -> None:
    assert not any("CPR" in each for each in problems(Paragraph(f"Sag {number} er med.")))


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

"""What a PDF holds beside its objects, packed so that every reader finds its end."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from desktop.maps.drawing import Box, Drawing
from desktop.reports.canvas import new_canvas, paint
from desktop.reports.streams import pack

ENDS = (10, 13)


def ending_in(last: int, length: int = 64) -> bytes:
    """Data whose checksum ends so."""
    for filler in range(256):
        data = bytes([filler]) + bytes(length - 1)
        if zlib.adler32(data) & 0xFF == last:
            return data
    raise AssertionError(last)


@pytest.mark.parametrize("last", [*ENDS, 77])
def test_a_page_grows_by_a_space_where_it_must(last: int) -> None:
    pdf, data = pikepdf.new(), ending_in(last)
    pdf.Root.Some = pdf.make_stream(data)
    pack(pdf)
    assert pdf.Root.Some.read_bytes() == data + b" " * (last in ENDS)
    assert pdf.Root.Some.read_raw_bytes()[-1] not in ENDS
    assert pdf.Root.Some.Filter == Name.FlateDecode


@pytest.mark.parametrize("last", [*ENDS, 77])
def test_a_font_keeps_to_whole_words(last: int) -> None:
    pdf, data = pikepdf.new(), ending_in(last)
    file = pdf.make_stream(data, Length1=len(data))
    pdf.Root.Font = pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontFile2=file))
    pack(pdf)
    packed = pdf.Root.Font.FontFile2
    assert packed.read_raw_bytes()[-1] not in ENDS
    assert len(packed.read_bytes()) == packed.Length1 == 64 + 4 * (last in ENDS)
    assert packed.read_bytes().startswith(data)


def test_the_description_stays_legible() -> None:
    pdf = pikepdf.new()
    pdf.Root.Metadata = pdf.make_stream(b"<xmp/>", Type=Name.Metadata, Subtype=Name.XML)
    pack(pdf)
    assert pdf.Root.Metadata.read_raw_bytes() == b"<xmp/>"


def test_a_page_is_packed_as_soon_as_it_is_shown() -> None:
    made = io.BytesIO()
    canvas = new_canvas(made, 100, 50)
    for side in (10, 20):
        paint(canvas, Drawing(100, 50, (Box(0, 0, side, side, "#115A73"),)))
        canvas.showPage()
    pages = canvas._doc.Pages.pages  # type: ignore[attr-defined] # private, and kept to here
    assert [page.stream for page in pages] == [None, None]
    canvas.save()
    with pikepdf.open(made) as pdf:
        contents = [page.Contents for page in pdf.pages]
        assert [each.Filter for each in contents] == [Name.FlateDecode] * 2
        assert b"28.35 28.35 re" in contents[0].read_bytes()
        assert b"56.69 56.69 re" in contents[1].read_bytes()


def test_what_is_packed_already_stays_as_it_is() -> None:
    pdf = pikepdf.new()
    packed = zlib.compress(b"q Q", 9)
    assert packed[-1] not in ENDS
    pdf.Root.Some = pdf.make_stream(packed, Filter=Name.FlateDecode)
    pack(pdf)
    assert pdf.Root.Some.read_raw_bytes() == packed

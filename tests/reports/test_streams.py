"""What a PDF holds beside its objects, packed so that every reader finds its end."""

from __future__ import annotations

import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name

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

"""Finishes a PDF: what it says about itself, and nothing about who made it or where.

The same pages, title, language and day give the same bytes with the same build of the program;
another version of the compression library may pack them otherwise.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Final
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, Pdf, String

from desktop.core.wording import language

PROGRAM = "Boligatlas"
_PACKING: Final = 4  # of 9: four times as fast as the library's own 6, and files 4 % larger
_ZERO_PAIR = re.compile(rb"^<[0-9A-F]{2}> <0000>\n", re.MULTILINE)
_PAIR_COUNT = re.compile(rb"^\d+ (?=beginbfchar)", re.MULTILINE)
_PAIR = re.compile(rb"^<[0-9A-F]{2}> <[0-9A-F]{4}>$", re.MULTILINE)

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<pdf:Producer>{program}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def language_tag() -> str:
    """The language of the texts as a PDF names it."""
    return "en-GB" if language() == "en" else "da-DK"


def finished(pages: bytes, title: str, day: dt.date) -> bytes:
    """The pages as a document with a title, a language and the day as its only date.

    Args:
        pages: a PDF as reportlab leaves it, uncompressed.
        title: what a reader's window is to show.
        day: the date that the document bears.
    """
    with Pdf.open(io.BytesIO(pages)) as pdf:
        _describe(pdf, title, day)
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
        _mend_unicode(pdf)
        result = io.BytesIO()
        pikepdf.settings.set_flate_compression_level(_PACKING)
        pdf.save(
            result,
            deterministic_id=True,
            min_version="1.7",
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return result.getvalue()


def _describe(pdf: Pdf, title: str, day: dt.date) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    moment = String(f"D:{day:%Y%m%d}000000Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Creator=String(PROGRAM),
            Producer=String(PROGRAM),
            CreationDate=moment,
            ModDate=moment,
        )
    )
    tag = language_tag()
    xmp = _XMP.format(
        title=escape(title), language=tag, day=day.isoformat(), program=PROGRAM
    ).encode()
    root = pdf.Root
    root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    root.Lang = String(tag)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for left in ("/PageMode", "/Outlines"):
        if left in root:
            del root[left]


def _mend_unicode(pdf: Pdf) -> None:
    """Take the pairs without a letter out of the fonts' tables from code to letter."""
    for item in pdf.objects:
        if not isinstance(item, Dictionary) or item.get("/Type") != Name.Font:
            continue
        if "/ToUnicode" in item:
            table = _ZERO_PAIR.sub(b"", item.ToUnicode.read_bytes())
            count = b"%d " % len(_PAIR.findall(table))
            item.ToUnicode.write(_PAIR_COUNT.sub(count, table))

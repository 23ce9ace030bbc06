"""What a PDF says about itself in XML, and which standards it says that it follows."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

PROGRAM: Final = "Boligatlas"


@dataclass(frozen=True, slots=True)
class Claims:
    """The standards that a file names in its description of itself.

    Attributes:
        archive: the level of PDF/A that it names, ``2a`` or ``2u``; empty names none.
        accessible: whether it names PDF/UA-1.
    """

    archive: str = ""
    accessible: bool = False

    def __bool__(self) -> bool:
        return bool(self.archive) or self.accessible

    def names(self) -> tuple[str, ...]:
        """The standards as people write them."""
        named = [f"PDF/A-{self.archive}"] if self.archive else []
        return (*named, *(["PDF/UA-1"] if self.accessible else []))


NO_CLAIMS: Final = Claims()

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<pdf:Producer>{program}</pdf:Producer>
</rdf:Description>
{claims}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_ARCHIVE = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>{conformance}</pdfaid:conformance>
</rdf:Description>
"""

_ACCESSIBLE = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
"""

# An archive file must explain each term that is not among those that its own standard knows.
_EXPLAINED = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def packet(title: str, language: str, day: dt.date, claims: Claims = NO_CLAIMS) -> bytes:
    """The description as it stands in the file.

    Args:
        title: what the document is called; see :func:`one_line`.
        language: the tag of the language of its texts, such as ``da-DK``.
        day: the date of its making, and the only one.
        claims: the standards that it says that it follows.
    """
    parts = ""
    if claims.archive:
        part, conformance = claims.archive[0], claims.archive[1:].upper()
        parts += _ARCHIVE.format(part=part, conformance=conformance)
    if claims.accessible:
        parts += _ACCESSIBLE + (_EXPLAINED if claims.archive else "")
    return _PACKET.format(
        title=escape(one_line(title)),
        language=language,
        moment=f"{day.isoformat()}T00:00:00Z",
        program=PROGRAM,
        claims=parts,
    ).encode()


def one_line(title: str) -> str:
    """A title without what neither XML nor a window's title bar can hold, letters composed.

    What is not seen, such as a soft hyphen, goes; other signs that are no letters become spaces.
    """
    letters = unicodedata.normalize("NFC", title)
    known = "".join(
        letter if letter.isprintable() else "" if unicodedata.category(letter) == "Cf" else " "
        for letter in letters
    )
    return " ".join(known.split())

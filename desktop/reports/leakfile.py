"""What a finished file holds beside its pages: nothing but what our reports are made of.

Every name of a property has to be one that we write, every text one that stands in the report, and
every byte one that a reader of the file comes upon: a file is the same when it is written anew.
"""

from __future__ import annotations

import datetime as dt
import getpass
import io
import platform
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, ObjectStreamMode, Stream

from desktop.core.wording import _
from desktop.reports.outputintent import srgb_profile
from desktop.reports.structure import ROLES
from desktop.reports.xmp import PROGRAM, Claims, packet

_CATALOG: Final = frozenset({
    "/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences", "/MarkInfo", "/StructTreeRoot",
    "/OutputIntents", "/Outlines", "/PageMode",
})  # fmt: skip
_PAGE: Final = frozenset({
    "/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Rotate", "/StructParents",
    "/Tabs", "/Annots",
})  # fmt: skip
_RESOURCES: Final = frozenset({"/Font", "/ProcSet", "/XObject"})
_INFO: Final = frozenset({"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"})
_TRAILER: Final = frozenset({"/Info", "/Root", "/Size", "/ID"})
_IMAGE: Final = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter",
    "/Length", "/Interpolate",
}  # fmt: skip
_STREAM: Final = frozenset({"/Length", "/Filter", "/Length1", "/N", "/Type", "/Subtype"})
_NAMES: Final = (
    _CATALOG | _PAGE | _RESOURCES | _INFO | _STREAM
    | {"/" + role for role in ROLES}
    | {
        # of the tree and its elements
        "/K", "/P", "/Pg", "/S", "/A", "/Alt", "/O", "/BBox", "/Placement", "/Block", "/Layout",
        "/Scope", "/Row", "/Column", "/ColSpan", "/RowSpan", "/ListNumbering", "/Disc", "/None",
        "/List", "/StructElem", "/StructTreeRoot", "/ParentTree", "/ParentTreeNextKey", "/Nums",
        "/MCR", "/MCID", "/OBJR", "/Obj", "/Marked", "/Both",
        # of links and bookmarks
        "/Annot", "/Link", "/Rect", "/Border", "/F", "/Dest", "/XYZ", "/StructParent",
        "/First", "/Last", "/Next", "/Prev", "/Count", "/UseOutlines", "/DisplayDocTitle",
        # of pages and colours
        "/Catalog", "/Page", "/Kids", "/PDF", "/Text", "/ImageB", "/ImageC", "/ImageI",
        "/OutputIntent", "/GTS_PDFA1", "/OutputConditionIdentifier", "/DestOutputProfile",
        "/FlateDecode", "/XML", "/Info", "/ID", "/Root", "/Size",
        # of letters
        "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/BaseFont", "/Name", "/TrueType",
        "/ToUnicode", "/Ascent", "/CapHeight", "/Descent", "/Flags", "/FontBBox", "/FontFile2",
        "/FontName", "/ItalicAngle", "/MissingWidth", "/StemV", "/XHeight",
    }
)  # fmt: skip
_OF_IMAGES: Final = frozenset({"/XObject", "/Image", "/DeviceRGB", *_IMAGE})
_FONT_NAMES: Final = re.compile(r"/(?:[A-Z]{6}\+Inter[A-Za-z]*-[A-Za-z]+|F\d+\+\d+)")
_IMAGE_NAMES: Final = re.compile(r"/FormXob\.[0-9a-f]{32}|/(?:Im|Logo)\d*")
_TOKEN: Final = re.compile(
    rb"<<|>>|(?P<literal>\((?:[^()\\]|\\.)*\))|(?P<hex><[0-9A-Fa-f]*>)|(?P<name>/[^\s()<>\[\]{}/%]*)",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LETTERS: Final = re.compile(
    rb"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
    rb"<< /Registry \([A-Z]{6}\+Inter[A-Za-z-]+\)\n/Ordering \([A-Z]{6}\+Inter[A-Za-z-]+\)\n"
    rb"/Supplement 0\n>> def\n/CMapName /[A-Z]{6}\+Inter[A-Za-z-]+ def\n/CMapType 2 def\n"
    rb"1 begincodespacerange\n<00> <[0-9A-F]{2}>\nendcodespacerange\n"
    rb"(?:\d{1,3} beginbfchar\n(?:<[0-9A-F]{2}> <[0-9A-F]{4}>\n)*endbfchar\n)*"
    rb"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\s*"
)
_DRIVE: Final = re.compile(rb"(?<![A-Za-z])[A-Za-z]:\\[A-Za-z0-9_]")
_FONT_TABLES: Final = frozenset(
    {b"OS/2", b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp",
     b"name", b"post", b"prep"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """The texts that a file may hold beside its pages.

    Attributes:
        title: of the document.
        moment: its date as PDF writes it.
        xmp: its description, in every way that it may read.
        outline: the bookmarks.
        alternatives: what figures show in words, each as often as it stands there.
        links: what links say that they lead to.
        logos: the pixels of the template's logo as bytes; none where it has none.
    """

    title: str
    moment: str
    xmp: frozenset[bytes]
    outline: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    logos: frozenset[bytes] = frozenset()


def descriptions(title: str, language: str, day: dt.date) -> frozenset[bytes]:
    """Every way that a document's description may read, by the standards that it names."""
    claims = [Claims(archive, told) for archive in ("", "2a", "2u") for told in (False, True)]
    return frozenset(packet(title, language, day, each) for each in claims)


def file_problems(content: bytes, pdf: pikepdf.Pdf, said: Said) -> Iterator[str]:
    """What a file holds that a report does not, each as a sentence; nothing where it is clean."""
    if content.count(b"%%EOF") != 1 or not content.endswith(b"%%EOF\n") or content[:5] != b"%PDF-":
        yield _("Filen har noget efter sin slutning eller før sin begyndelse.")
    if pdf.is_encrypted:
        yield _("Filen er låst med en adgangskode.")
    holdings = _Holdings()
    problems = list(holdings.gather(pdf))
    yield from dict.fromkeys(problems)
    yield from _names(holdings.names, logo=bool(said.logos))
    yield from _keys(pdf)
    yield from _texts(holdings.texts, said)
    if set(holdings.descriptions) - said.xmp or len(holdings.descriptions) != 1:
        yield _("Filens beskrivelse af sig selv siger mere end titel, dato, sprog og program.")
    if not all(_is_one_of(each, said.logos) for each in holdings.images):
        yield _("Filen har et billede, der ikke er skabelonens logo.")
    yield from _own_names(holdings, said)
    if "/ID" not in pdf.trailer or len({bytes(each) for each in pdf.trailer.ID}) != 1:
        yield _("Filens kendetegn følger ikke af dens indhold.")
    if _written_anew(pdf) != content:
        yield _("Filen har bytes, som ingen side bruger: noget er gemt mellem dens dele.")


@dataclass(slots=True)
class _Holdings:
    """All that is in a file, whatever it hangs on."""

    names: set[str] = field(default_factory=set)
    texts: list[tuple[str, str]] = field(default_factory=list)  # the key that it is under, and it
    descriptions: list[bytes] = field(default_factory=list)
    images: list[bytes] = field(default_factory=list)
    plain: list[bytes] = field(default_factory=list)  # what may hold words
    packed: list[bytes] = field(default_factory=list)  # what is numbers only

    def gather(self, pdf: pikepdf.Pdf) -> Iterator[str]:
        """Go through every object; yields what is wrong with streams."""
        raw = []
        contents = {page.obj.Contents.objgen for page in pdf.pages if "/Contents" in page.obj}
        kinds = _kinds(pdf)
        for item in pdf.objects:
            if isinstance(item, Stream):
                raw.append(Dictionary(dict(item.items())).unparse())
                if item.objgen not in contents:
                    yield from self._stream(item, kinds.get(item.objgen, ""))
            else:
                raw.append(item.unparse(resolved=True))
        self.plain += raw
        key = ""
        for match in _TOKEN.finditer(b"\n".join(raw)):
            if match.lastgroup == "name":
                key = match["name"].decode("latin-1")
                self.names.add(key)
            elif match.lastgroup is not None:
                self.texts.append((key, _decoded(match)))

    def _stream(self, item: Stream, kind: str) -> Iterator[str]:
        """A stream that is no page; which are they is known from what hangs on them."""
        content = item.read_bytes()
        is_image = kind == "" and item.get("/Subtype") == Name.Image
        if set(item.keys()) - (_IMAGE if is_image else _STREAM):
            yield _("En del af filen har egenskaber, som rapporter ikke har.")
        if is_image:
            self.images.append(content)
        elif kind == "xmp":
            self.descriptions.append(content)
            self.plain.append(content)
        elif kind == "letters":
            self.plain.append(content)
            if not _LETTERS.fullmatch(content):
                yield _("En skrifttypes bogstavtabel indeholder mere end bogstaver.")
        elif kind == "font":
            self.packed.append(content)
            if not _is_font(content):
                yield _("En skrifttype indeholder mere end bogstaver.")
        elif kind != "profile" or content.rstrip(b" ") != srgb_profile().rstrip(b" "):
            yield _("Filen har en del, som ingen rapport har.")


def _kinds(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """What streams are, by who needs them."""
    kinds = {}
    if "/Metadata" in pdf.Root:
        kinds[pdf.Root.Metadata.objgen] = "xmp"
    for intent in pdf.Root.get("/OutputIntents", pikepdf.Array()):
        if "/DestOutputProfile" in intent:
            kinds[intent.DestOutputProfile.objgen] = "profile"
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", Dictionary()).values():
            if "/ToUnicode" in font:
                kinds[font.ToUnicode.objgen] = "letters"
            if "/FontDescriptor" in font and "/FontFile2" in font.FontDescriptor:
                kinds[font.FontDescriptor.FontFile2.objgen] = "font"
    return kinds


def _names(found: set[str], *, logo: bool) -> Iterator[str]:
    unknown = {
        name
        for name in found - _NAMES
        if not _FONT_NAMES.fullmatch(name)
        and not (logo and (name in _OF_IMAGES or _IMAGE_NAMES.fullmatch(name)))
    }
    if unknown:
        yield from dict.fromkeys(_kind_of(name) for name in sorted(unknown))


def _kind_of(name: str) -> str:
    """What a property that no report has is about."""
    about = {
        _("Filen har vedhæftede filer."): (
            "/EmbeddedFile", "/EmbeddedFiles", "/AF", "/Filespec", "/EF", "/FileAttachment", "/UF",
        ),
        _("Filen har scripts."): ("/JavaScript", "/JS", "/Rendition"),
        _("Filen har links ud af dokumentet."): (
            "/URI", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Action",
        ),
        _("Filen har handlinger, der sker af sig selv."): ("/OpenAction", "/AA", "/GoTo"),
        _("Filen har formularfelter."): ("/AcroForm", "/Widget", "/FT", "/XFA"),
        _("Filen har kommentarer."): ("/Popup", "/FreeText", "/Highlight", "/Stamp", "/Markup"),
        _("Filen har lag, der kan skjules."): ("/OCProperties", "/OCG", "/OCMD", "/OC"),
        _("Filen har gennemsigtighed."): ("/ExtGState", "/SMask", "/ca", "/CA", "/BM", "/Group"),
        _("Filen har billeder."): ("/Image", "/Form", "/XObject", "/Thumb", "/Pattern"),
        _("Filen har oplysninger fra andre programmer."): ("/PieceInfo", "/LastModified"),
        _("Filen har skjult tekst."): ("/ActualText", "/E", "/T", "/Summary", "/Names", "/Dests"),
    }  # fmt: skip
    for words, names in about.items():
        if name in names:
            return words
    return _("Filen har egenskaber, som rapporter ikke har.")


def _keys(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What stands in the wrong place, although it has a name that we use."""
    allowed: list[tuple[Iterable[str], frozenset[str]]] = [
        (pdf.Root.keys(), _CATALOG),
        (pdf.docinfo.keys(), _INFO),
        (pdf.trailer.keys(), _TRAILER),
    ]
    for page in pdf.pages:
        allowed += [(page.obj.keys(), _PAGE), (page.obj.Resources.keys(), _RESOURCES)]
    if any(set(keys) - known for keys, known in allowed):
        yield _("Filen har egenskaber, som rapporter ikke har.")


def _texts(found: list[tuple[str, str]], said: Said) -> Iterator[str]:
    """Texts that stand in no report: alternatives, bookmarks, links and all others."""
    by_key: dict[str, Counter[str]] = {}
    for key, text in found:
        by_key.setdefault(key, Counter())[text] += 1
    if by_key.pop("/Alt", Counter()) != Counter(said.alternatives):
        yield _("Billedtekster til skærmlæsere siger andet, end figurerne gør.")
    if by_key.pop("/Title", Counter()) != Counter([said.title, *said.outline]):
        yield _("Titel eller bogmærker siger andet, end rapporten gør.")
    if by_key.pop("/Contents", Counter()) != Counter(said.links):
        yield _("Links siger andet, end rapporten gør.")
    rest = {
        "/Creator": {PROGRAM},
        "/Producer": {PROGRAM},
        "/CreationDate": {said.moment},
        "/ModDate": {said.moment},
        "/Lang": {"da-DK", "en-GB"},
        "/OutputConditionIdentifier": {"sRGB IEC61966-2.1"},
        "/Info": {"sRGB IEC61966-2.1"},
    }
    if any(set(texts) - rest.get(key, set()) for key, texts in by_key.items()):
        yield _("Filen har tekst uden for siderne, som ikke står i rapporten.")


def _own_names(holdings: _Holdings, said: Said) -> Iterator[str]:
    """Who made the file, and where.

    A name that is also a word of the report's own, as some people's are, tells nothing by standing
    where the report says it.
    """
    own = "\n".join((said.title, *said.outline, *said.alternatives, *said.links)).encode()
    plain = b"\n".join(holdings.plain)
    everything = b"\n".join((plain, *holdings.packed))
    if b"file:" in plain.lower() or _DRIVE.search(plain):
        yield _("Filen nævner en sti på et drev.")
    if any(folder in everything for folder in _folders()):
        yield _("Filen nævner en mappe på denne maskine.")
    if any(_holds_word(plain, word) and not _holds_word(own, word) for word in own_words()):
        yield _("Filen nævner brugeren eller maskinen.")


def own_words() -> tuple[str, ...]:
    """The user's and the machine's names, as whole words; shorter than three letters, none."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = ""
    return tuple(word for word in (user, platform.node()) if len(word) >= 3)


def _folders() -> tuple[bytes, ...]:
    """The user's own folder and that for temporary files, with what goes on below them."""
    found = (str(Path.home()), tempfile.gettempdir())
    return tuple(f"{each.rstrip('/')}/".encode() for each in found if len(each) >= 4)


def _holds_word(plain: bytes, word: str) -> bool:
    pattern = rb"(?<![0-9A-Za-z_])" + re.escape(word.encode()) + rb"(?![0-9A-Za-z_])"
    return bool(re.search(pattern, plain))


def _is_one_of(image: bytes, logos: Iterable[bytes]) -> bool:
    """Whether the pixels of an image are those of a logo; packing may have added a space."""
    return any(image in {logo, logo + b" "} for logo in logos)


def _is_font(content: bytes) -> bool:
    """Whether a font is only its tables, one after the other, and they are those of letters."""
    count = int.from_bytes(content[4:6], "big")
    reach, names = 12 + 16 * count, set()
    for at in range(count):
        entry = content[12 + 16 * at : 28 + 16 * at]
        names.add(entry[:4])
        offset, length = (int.from_bytes(entry[a : a + 4], "big") for a in (8, 12))
        reach = max(reach, offset + (length + 3) // 4 * 4)
    return not names - _FONT_TABLES and content[reach:] in {b"", b"\0\0\0\x01"}


def _written_anew(pdf: pikepdf.Pdf) -> bytes:
    """The same document, with nothing in it that does not hang on it."""
    stream = io.BytesIO()
    pdf.save(
        stream,
        deterministic_id=True,
        compress_streams=False,
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.preserve,
    )
    return stream.getvalue()


def _decoded(match: re.Match[bytes]) -> str:
    """A string as the file writes it, as text."""
    if match.lastgroup == "hex":
        content = bytes.fromhex(match["hex"][1:-1].decode())
    else:
        content = _ESCAPE.sub(_unescaped, match["literal"][1:-1])
    if content.startswith(b"\xfe\xff"):
        return content[2:].decode("utf-16-be", "replace")
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace")
    return content.decode("pdfdoc", "replace")


def _unescaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    if told[:1] in b"01234567" and told.isdigit():
        return bytes([int(told, 8) & 255])
    return _NAMED.get(told, told)

"""The typeface on paper: which cut sets what, registered once, and how wide texts are."""

from __future__ import annotations

import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop.core.errors import FileProblem
from desktop.core.paths import resource
from desktop.core.wording import _

POINT = 25.4 / 72  # millimetres
DISPLAY_SIZE = 13 * POINT  # from this size on, bold is the cut made for titles
SOFT_HYPHEN = "\u00ad"  # looks like a hyphen; who reads the text aloud passes it over
CUTS = (
    "Inter-Regular", "Inter-SemiBold", "Inter-Bold", "InterDisplay-Bold",
    "InterTabular-Regular", "InterTabular-SemiBold",
)  # fmt: skip
UNKNOWN = "?"  # stands for a letter that the typeface lacks


def cut_for(size: float, weight: int, tabular: bool) -> str:
    """The name of the registered cut for a size in millimetres, a weight and figures.

    Tabular figures come in 400 and 600; a bold one takes 600.
    """
    if tabular:
        return "InterTabular-SemiBold" if weight >= 600 else "InterTabular-Regular"
    if weight >= 700:
        return "InterDisplay-Bold" if size >= DISPLAY_SIZE else "Inter-Bold"
    return "Inter-SemiBold" if weight >= 600 else "Inter-Regular"


@cache
def typeface(cut: str) -> TTFont:
    """A cut, read and registered on its first use. Only the letters used are embedded.

    Raises:
        FileProblem: the program's own font file is missing or broken.
    """
    path = resource("fonts", f"{cut}.ttf")
    try:
        font = TTFont(cut, str(path), asciiReadable=False, shapable=False)
    except Exception as error:
        raise FileProblem(
            _("Skriftsnittet {name} kan ikke læses.").format(name=path.name),
            hint=_("Programmet er ufuldstændigt installeret. Installér det igen."),
        ) from error
    pdfmetrics.registerFont(font)
    return font


def printable(text: str, cut: str) -> str:
    """The text in letters that the cut has: composed, on one line, and unknown ones replaced."""
    composed = unicodedata.normalize("NFC", text)
    known = typeface(cut).face.charToGlyph
    if all(ord(letter) in known for letter in composed):
        return composed
    return "".join(
        letter if ord(letter) in known else " " if letter.isspace() else UNKNOWN
        for letter in composed
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Mn")
    )


def width(text: str, size: float, weight: int = 400, tabular: bool = False) -> float:
    """How wide one line of text is, in the unit of ``size``, which is in millimetres."""
    cut = cut_for(size, weight, tabular)
    return float(typeface(cut).stringWidth(printable(text, cut), size))

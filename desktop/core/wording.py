"""Words and numbers as people read them: Danish first, English second.

Every text in the program is written in Danish where it is used and passed through :func:`_`;
``resources/translations/en`` holds the English. So Danish costs nothing at start-up, and a text
without a translation is still a sentence.
"""

from __future__ import annotations

import datetime as dt
import gettext
import math
from pathlib import Path

LANGUAGES = ("da", "en")
NO_BREAK = "\u00a0"
MINUS = "\u2212"

_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "da"

_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def use_language(language: str) -> None:
    """Choose the language of all texts from here on: ``da`` or ``en``; anything else is Danish."""
    global _translations, _language  # noqa: PLW0603 - one language for all of a process
    _language = language if language in LANGUAGES else "da"
    if _language == "da":
        _translations = gettext.NullTranslations()
    else:
        from desktop.core.paths import resource

        folder: Path = resource("translations")
        _translations = gettext.translation("boligatlas", folder, ["en"], fallback=True)


def language() -> str:
    """The language in use."""
    return _language


def _(text: str) -> str:
    """The text in the language in use."""
    return _translations.gettext(text) if text else ""


def plural(one: str, many: str, count: int) -> str:
    """The form of a text that goes with ``count``."""
    return _translations.ngettext(one, many, count)


def number(value: float, decimals: int = 0, *, sign: bool = False) -> str:
    """A number as it is written: ``2.318``, ``29,4``, ``−1,8``; half is rounded away from zero.

    ``sign`` puts a plus before positive numbers. Not a number gives an empty text.
    """
    if not math.isfinite(value):
        return ""
    rounded = rounded_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if _language == "da":
        text = text.translate(str.maketrans(",.", ".,"))
    if rounded < 0:
        return MINUS + text
    return "+" + text if sign and rounded > 0 else text


def rounded_half_up(value: float, decimals: int) -> float:
    """The value rounded as people round: 0,25 becomes 0,3.

    Binary fractions that fall a hair short of a half are taken as the half they were written as.
    """
    scale = 10.0**decimals
    scaled = abs(value) * scale
    hair = min(1e-9 + 1e-15 * scaled, 0.01)  # of a last place; a few units in the last bit
    whole = math.floor(scaled + 0.5 + hair)
    return math.copysign(whole / scale, value) if whole else 0.0


def quantity(value: float, unit: str, decimals: int = 0, *, sign: bool = False) -> str:
    """A number with its unit, never broken over a line: ``29,4 %``; ``n`` is a plain count."""
    text = number(value, decimals, sign=sign)
    if not text or unit in ("", "n", "index"):
        return text
    return f"{text}{NO_BREAK}{unit}"


def difference(value: float, unit: str, decimals: int = 1) -> str:
    """A change with its sign; a change of percentages is in percentage points."""
    unit = _("pct.point") if unit == "%" else unit
    return quantity(value, unit, decimals, sign=True)


def ended(text: str) -> str:
    """The sentence with one stop, also where it ends in a unit with a stop of its own: ``kr.``."""
    return text.rstrip(".") + "."


def date(day: dt.date) -> str:
    """A date in full: ``23. november 2026``."""
    month = _MONTHS[_language].split()[day.month - 1]
    stop = "." if _language == "da" else ""
    return f"{day.day}{stop} {month} {day.year}"


def short_date(day: dt.date) -> str:
    """A date in figures: ``31-12-2026``."""
    return day.strftime("%d-%m-%Y")


def month_name(month: int) -> str:
    """The name of a month, 1 to 12."""
    return _MONTHS[_language].split()[month - 1]

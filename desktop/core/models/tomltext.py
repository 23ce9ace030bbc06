"""The text of a model file as TOML; what cannot be read is told in words and with its place."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from desktop.core.models.reading import Mistakes
from desktop.core.wording import _, number

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
_DECIMAL_COMMA = re.compile(r"=\s*([+-]?\d+),(\d+)\s*")
_MOST_MENDED = 50  # decimal commas; whoever writes more of them has understood by then


def toml_of(text: str, mistakes: Mistakes) -> dict[str, Any]:
    """The tables of a TOML text.

    Numbers with a decimal comma are noted and read as they were meant, so that what else is wrong
    can be told in the same go.

    Raises:
        ModelError: the text is no TOML; said together with all that was noted.
    """
    for _time in range(_MOST_MENDED):
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            found = _PLACE.search(str(error))
            line, column = (int(found[1]), int(found[2])) if found else (0, 0)
            mended = _with_point(text, line, column)
            if mended is None:
                mistakes.add(*_told(str(error), text, line, column))
                break
            mistakes.add(
                _("»{number}« er skrevet med komma.").format(number=mended[1]),
                _("Skriv decimaltal med punktum: {number}.").format(
                    number=mended[1].replace(",", ".")
                ),
                _("linje {line}").format(line=number(line)),
            )
            text = mended[0]
    mistakes.settle()
    return {}


def _with_point(text: str, line: int, column: int) -> tuple[str, str] | None:
    """The text with the decimal comma at a place made a point, and the number; None: no such."""
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return None
    row = lines[line - 1]
    before = [
        each for each in _DECIMAL_COMMA.finditer(row) if each.start() < column <= each.end() + 1
    ]
    if not before:
        return None
    comma = before[-1].end(1)
    lines[line - 1] = f"{row[:comma]}.{row[comma + 1 :]}"
    return "\n".join(lines), f"{before[-1][1]},{before[-1][2]}"


def _told(reason: str, text: str, line: int, column: int) -> tuple[str, str, str]:
    """What is wrong with a TOML text, what to do, and where."""
    hints = {
        "Cannot overwrite": _("Nøglen står to gange; slet den ene."),
        "Cannot declare": _("Tabellen står to gange; skriv [[…]], hvor der må være flere."),
        "Cannot mutate": _("Tabellen er allerede skrevet; saml den ét sted."),
        "Unterminated string": _("Teksten mangler et afsluttende anførselstegn."),
        "Illegal character": _("Et tegn kan ikke stå her; i tekster skrives \\ som \\\\."),
        "Unescaped": _("I tekster skrives \\ som \\\\."),
        "Unclosed array": _("Listen mangler en afsluttende ]."),
        "Unclosed inline table": _("Tabellen mangler en afsluttende }."),
        "Expected '='": _("Skriv nøgle = værdi."),
        "Invalid value": _("Værdien mangler eller er ikke i anførselstegn."),
        "Invalid statement": _("Linjen er hverken nøgle = værdi eller en [tabel]."),
        "Expected ']": _("Tabellens navn mangler en afsluttende ]."),
        "Expected newline": _("Der står noget efter værdien; tekst skal i anførselstegn."),
    }
    hint = next((said for start, said in hints.items() if reason.startswith(start)), "")
    place = ""
    rows = text.split("\n")
    if 0 < line <= len(rows):
        place = _("linje {line}, tegn {column}").format(line=number(line), column=number(column))
        if row := rows[line - 1].strip()[:60]:
            place = _("{place} (»{row}«)").format(place=place, row=row)
    elif "end of document" in reason:
        place = _("slutningen af filen")
    problem = _("Filen er ikke gyldig TOML.")
    return problem, hint or _("Ret stedet; linjer og tegn tælles fra 1."), place

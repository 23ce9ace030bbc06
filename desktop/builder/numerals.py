"""Numbers as people and registers write them, read without guessing.

``1.234`` is a thousand in Denmark and one and a bit elsewhere. It is read only when the recipe
says which, or when another number of the same column shows it; else the table is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from desktop.core.disclosure import FloatArray
from desktop.core.wording import _

_SPACES = "[ \u00a0\u2009\u202f]"  # no-break and thin spaces part thousands


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a table writes its numbers. An empty decimal or thousands mark: find out."""

    decimal: str
    thousands: str
    missing: tuple[str, ...]
    zero: tuple[str, ...]
    separator: str = ""


class UnreadableNumber(Exception):
    """Position of a text that is no number, or that could be two; with why and what to do."""

    def __init__(self, position: int, why: str, hint: str) -> None:
        super().__init__(why)
        self.position = position
        self.why = why
        self.hint = hint


def read_numbers(texts: Sequence[str], numerals: Numerals) -> FloatArray:
    """The numbers in the texts, NaN for the marks that mean "no data".

    Raises:
        UnreadableNumber: so.
    """
    written = pd.Series(list(texts), dtype=str).str.strip()
    values = np.full(len(written), np.nan)
    missing = written.isin(numerals.missing).to_numpy()
    zero = written.isin(numerals.zero).to_numpy() & ~missing
    values[zero] = 0.0
    places = np.flatnonzero(~missing & ~zero)
    if not len(places):
        return values
    plain = (
        written.iloc[places]
        .str.replace(rf"(?<=\d){_SPACES}(?=\d{{3}}(?:\D|$))", "", regex=True)
        .str.replace("\u2212", "-", regex=False)
    )
    decimal, thousands = _marks(plain, numerals, places)
    tail = rf"(?:{_literal(decimal)}\d+)?"
    pattern = rf"[+-]?\d+{tail}" + (r"(?:[eE][+-]?\d+)?" if decimal == "." else "")
    if thousands:
        pattern = rf"[+-]?\d{{1,3}}(?:{_literal(thousands)}\d{{3}})+{tail}|{pattern}"
    bad = ~plain.str.fullmatch(pattern).to_numpy(dtype=bool)
    if bad.any():
        text = plain.iloc[int(bad.argmax())]
        raise UnreadableNumber(
            int(places[bad.argmax()]),
            _("er ikke et tal"),
            _(
                'I tabeller fra Danmarks Statistik betyder »-« nul: Skriv zero = ["-"] for'
                " tabellen. Betyder det manglende data, så skriv det i »missing«."
            )
            if text == "-"
            else _("Er det et mærke for manglende data, så skriv det i »missing« for tabellen."),
        )
    if thousands:
        plain = plain.str.replace(thousands, "", regex=False)
    if decimal != ".":
        plain = plain.str.replace(decimal, ".", regex=False)
    values[places] = plain.astype(np.float64).to_numpy()
    return values


def _literal(mark: str) -> str:
    return rf"\{mark}" if mark in ".," else mark


def _marks(plain: pd.Series[str], numerals: Numerals, places: np.ndarray) -> tuple[str, str]:
    """The decimal mark and the thousands mark; the latter may be empty."""
    other = {".": ",", ",": "."}
    if numerals.decimal:
        return numerals.decimal, numerals.thousands or other[numerals.decimal]
    if numerals.thousands in other:
        return other[numerals.thousands], numerals.thousands
    roles = {mark: _role(plain, mark, other[mark]) for mark in ".,"}
    if numerals.separator == ";" and roles[","] == "unclear":
        roles[","] = "decimal"  # semicolons part the columns because commas part the decimals
    for mark in ".,":
        if roles[mark] == "unclear" and roles[other[mark]] in ("decimal", "thousands"):
            roles[mark] = "thousands" if roles[other[mark]] == "decimal" else "decimal"
    unclear = [mark for mark in ".," if roles[mark] == "unclear"]
    if unclear:
        first = plain.str.contains(unclear[0], regex=False).to_numpy(dtype=bool).argmax()
        raise UnreadableNumber(
            int(places[first]),
            _("kan være både tusinder og decimaler"),
            _('Skriv decimal = "," eller decimal = "." for tabellen.'),
        )
    decimals = [mark for mark in ".," if roles[mark] == "decimal"]
    if len(decimals) == 2:
        first = plain.str.contains(",", regex=False).to_numpy(dtype=bool).argmax()
        raise UnreadableNumber(
            int(places[first]),
            _("står i en kolonne med både komma og punktum som decimaltegn"),
            _("Skriv decimal for tabellen, og ret de tal, der er skrevet anderledes."),
        )
    decimal = decimals[0] if decimals else other["." if roles["."] == "thousands" else ","]
    return decimal, numerals.thousands or (
        other[decimal] if roles[other[decimal]] == "thousands" else ""
    )


def _role(plain: pd.Series[str], mark: str, other: str) -> str:
    """What a mark must be by the way it stands: absent, decimal, thousands or unclear."""
    held = plain[plain.str.contains(mark, regex=False)]
    if not len(held):
        return "absent"
    many = held.str.count(rf"\{mark}") > 1
    before = held.str.fullmatch(rf"[^{other}]*\{mark}[^{mark}]*\{other}.*")
    after = held.str.fullmatch(rf"[^{mark}]*\{other}[^{other}]*\{mark}.*")
    grouped = held.str.fullmatch(rf"[+-]?[1-9]\d{{0,2}}\{mark}\d{{3}}")
    if (many | before).any():
        return "thousands"
    if (after | ~grouped).any():
        return "decimal"
    return "unclear"

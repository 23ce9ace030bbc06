"""One TOML table of a recipe: every key known, every type checked, every error with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from desktop.core.errors import RecipeError
from desktop.core.indicators import Text
from desktop.core.wording import _

_T = TypeVar("_T")


class Keys:
    """The keys of one table. ``known`` are the keys it may have, separated by spaces."""

    def __init__(self, table: object, place: str, known: str) -> None:
        """Refuse what is no table, and keys that no one knows.

        Raises:
            RecipeError: so.
        """
        self.place = place
        if not isinstance(table, dict):
            raise RecipeError(
                _("{place} skal være en tabel i opskriften.").format(place=place),
                hint=_("Skriv den som [navn], [[navn]] eller {nøgle = …}."),
            )
        self.table: Mapping[str, Any] = table
        for key in table:
            if key not in known.split():
                raise RecipeError(
                    _("Opskriften kender ikke »{key}« i {place}.").format(key=key, place=place),
                    hint=nearest(key, known.split()),
                )

    def __contains__(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self.table

    def raw(self, key: str) -> Any:
        """What is written, or None."""
        return self.table.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A plain text; mandatory without a default."""
        value: str = self._get(key, str, _("en tekst i citationstegn"), default)
        if default is None and not value.strip():
            raise RecipeError(
                _("»{key}« i {place} er tom.").format(key=key, place=self.place),
                hint=_("Udfyld den; den kan ikke undværes."),
            )
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key, list, _('en liste af tekster, som ["a", "b"]'), list(default))
        if not all(isinstance(each, str) for each in value):
            raise self._wrong(key, _('en liste af tekster, som ["a", "b"]'))
        return tuple(value)

    def words(self, key: str, default: Text | None = None) -> Text:
        """A text in one or both languages."""
        value = self._get(key, (str, dict), _("en tekst eller {da = …, en = …}"), default)
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return Text(value)
        both = Keys(value, f"{self.place} {key}", "da en")
        return Text(both.text("da"), both.text("en", ""))

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number, not below ``least``."""
        value: int = self._get(key, int, _("et helt tal"), default)
        if value < least:
            raise self._wrong(key, _("et helt tal fra {least}").format(least=least))
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """A number above zero."""
        value = float(self._get(key, (int, float), _("et tal"), default))
        if not 0 < value < float("inf"):
            raise self._wrong(key, _("et tal over 0"))
        return value

    def yes(self, key: str, default: bool) -> bool:
        """True or false."""
        return bool(self._get(key, bool, _("true eller false"), default))

    def day(self, key: str, default: dt.date | None = None) -> dt.date:
        """A date without a time."""
        wanted = _("en dato uden citationstegn, som 2026-07-01")
        value: dt.date = self._get(key, dt.date, wanted, default)
        if isinstance(value, dt.datetime):
            raise self._wrong(key, _("en dato uden klokkeslæt, som 2026-07-01"))
        return value

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """One of a few words."""
        value, allowed = self.text(key, default), tuple(choices)
        if value not in allowed:
            raise self._wrong(key, _("et af {all}").format(all=", ".join(allowed)))
        return value

    def pairs(self, key: str) -> dict[str, str]:
        """A table from text to text."""
        value = self._get(key, dict, _("en tabel fra tekst til tekst"), {})
        if not all(isinstance(each, str) for each in value.values()):
            raise self._wrong(key, _("en tabel fra tekst til tekst"))
        return dict(value)

    def rows(self, key: str) -> list[Any]:
        """A list of tables, which may be left out."""
        return list(self._get(key, list, _("en liste af tabeller, skrevet [[…]]"), []))

    def _get(self, key: str, kind: type[_T] | tuple[type, ...], wanted: str, default: Any) -> Any:
        if key not in self.table:
            if default is None:
                raise RecipeError(
                    _("»{key}« mangler i {place}.").format(key=key, place=self.place),
                    hint=_("Tilføj den som {wanted}.").format(wanted=wanted),
                )
            return default
        value = self.table[key]
        # TOML's true is Python's True, which is an int.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self._wrong(key, wanted)
        return value

    def _wrong(self, key: str, wanted: str) -> RecipeError:
        return RecipeError(
            _("»{key}« i {place} skal være {wanted}.").format(
                key=key, place=self.place, wanted=wanted
            ),
            hint=_("Der står: {value}").format(value=repr(self.table[key])[:80]),
        )


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The hint that names what was probably meant, or what there is."""
    held = list(known)
    folded = {each.casefold(): each for each in held}
    if near := get_close_matches(wrong.casefold(), folded, 1, 0.6):
        return _("Mente du »{near}«?").format(near=folded[near[0]])
    if not held:
        return _("Der er ingen at vælge mellem.")
    shown = ", ".join(held[:30]) + (" …" if len(held) > 30 else "")
    return _("Der er: {all}").format(all=shown)


def known_keys(place: str, table: object, known: str) -> Keys:
    """The table that stands in a place, with the keys it may have."""
    return Keys(table, place, known)


def place_of(kind: str, row: object, at: int) -> str:
    """Where a table stands: its kind, number, and id or file when it has one."""
    name = next(
        (str(row[key]) for key in ("id", "kind", "file") if key in row)
        if isinstance(row, dict)
        else iter(()),
        "",
    )
    number = _("[[{kind}]] nr. {at}").format(kind=kind, at=at)
    return f"{number} ({name})" if name else number


def by_id(place: str, held: list[tuple[str, Any]]) -> dict[str, Any]:
    """Things by their ids, each id once.

    Raises:
        RecipeError: it says something that cannot be done.
    """
    by_id: dict[str, Any] = {}
    for id, each in held:
        if id in by_id:
            raise RecipeError(
                _("»{id}« står to gange i {place}.").format(id=id, place=place),
                hint=_("Giv den ene et andet id."),
            )
        by_id[id] = each
    return by_id

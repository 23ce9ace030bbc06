"""Tables of a model file, read key by key, so that every mistake is told with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

from desktop.core.errors import ModelError
from desktop.core.indicators import Text
from desktop.core.wording import _, number, plural

_Choice = TypeVar("_Choice", bound=StrEnum)
_Made = TypeVar("_Made")
_Asked = ParamSpec("_Asked")

_ID = re.compile(r"[\w-]{1,60}")
_QUOTIENT = re.compile(r"(\d{1,12}(?:\.\d{1,12})?) ?/ ?([1-9]\d{0,11})", re.ASCII)  # 2.35/3
_MOST_ENTRIES = 200  # of one list; a model is read by people
_LARGEST = 1e12  # beyond any bound, weight or limit; sums of such numbers stay finite
_YEARS = range(1800, 2201)
_MOST_TOLD = 20  # mistakes at once; the rest are counted


class _Mistake(Exception):
    """Something that cannot be, on its way to the list of a file's mistakes."""

    def __init__(self, place: str, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.place = place
        self.problem = problem
        self.hint = hint


@dataclass(slots=True)
class Mistakes:
    """All that is wrong with a file, in the order it was found."""

    file: str
    found: list[_Mistake] = field(default_factory=list)

    def add(self, problem: str, hint: str, place: str = "") -> None:
        """Note something that cannot be, with the place that people look for."""
        self.found.append(_Mistake(place, problem, hint))

    def at(self, *places: str) -> bool:
        """Whether anything is wrong at a place, within it, or at one of a list: ``[[rules]]``."""
        found = [f"{each.place}, ".replace("]] ", "]], ") for each in self.found]
        starts = tuple(f"{place}, ".replace("]] ", "]], ") for place in places)
        return any(each.startswith(starts) for each in found)

    def settle(self) -> None:
        """Say what is wrong, all in one go.

        Raises:
            ModelError: there is something: one with its hint, several a line each.
        """
        told = [
            ": ".join(part for part in (self.file, each.place, each.problem) if part)
            for each in self.found
        ]
        if len(told) == 1:
            raise ModelError(told[0], hint=self.found[0].hint)
        if told:
            lines = [
                f"{problem} {each.hint}" for problem, each in zip(told, self.found, strict=True)
            ]
            more = len(lines) - _MOST_TOLD
            if more > 0:
                rest = plural("Og {count} fejl til.", "Og {count} fejl til.", more)
                lines = [*lines[:_MOST_TOLD], rest.format(count=number(more))]
            raise ModelError(
                "\n".join(lines),
                hint=_("Der er {count} fejl. Ret dem, og kontrollér filen igen.").format(
                    count=number(len(told))
                ),
            )


class _Noting:
    """Takes the mistake that what stands within fails at, and puts it on the list."""

    def __init__(self, mistakes: Mistakes) -> None:
        self._mistakes = mistakes

    def __enter__(self) -> None:
        pass

    def __exit__(self, _sort: object, raised: BaseException | None, _trace: object) -> bool:
        if isinstance(raised, _Mistake):
            self._mistakes.found.append(raised)
        return isinstance(raised, _Mistake)


def _or(
    stand_in: Any,
) -> Callable[
    [Callable[Concatenate[Table, _Asked], _Made]], Callable[Concatenate[Table, _Asked], _Made]
]:
    """Note a mistake and go on with a value that stands in, so that the next is found as well."""

    def noting(
        read: Callable[Concatenate[Table, _Asked], _Made],
    ) -> Callable[Concatenate[Table, _Asked], _Made]:
        @wraps(read)
        def noted(table: Table, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Made:
            with table.noting():
                return read(table, *args, **kwargs)
            made: _Made = stand_in
            return made

        return noted

    return noting


class Table:
    """One table of the file and where it stands; remembers which keys were asked for.

    A method that does not find what was asked for notes that among the file's mistakes and gives
    something of the right sort instead. What was read counts only once :meth:`Mistakes.settle` has
    found nothing.
    """

    def __init__(self, content: Mapping[str, Any], mistakes: Mistakes, place: str = "") -> None:
        """Stand on a table; ``place`` is what people look for: ``[[rules]] nr. 2``."""
        self._content = content
        self.mistakes = mistakes
        self._place = place
        self._known: list[str] = []

    def fail(self, problem: str, hint: str = "", key: str = "") -> NoReturn:
        """Say that something at a key of this table cannot be, and leave off what is being done.

        To be called within :meth:`noting`, which the reading methods are.
        """
        place = ", ".join(part for part in (self._place, key) if part)
        raise _Mistake(place, problem, hint)

    def note(self, problem: str, hint: str, key: str = "") -> None:
        """Say that something at a key of this table cannot be, and go on."""
        with self.noting():
            self.fail(problem, hint, key)

    def noting(self) -> _Noting:
        """Note the mistake that what stands within fails at, and go on after it."""
        return _Noting(self.mistakes)

    def ids(self, key: str) -> tuple[str, ...]:
        """The ids in a list of tables as they are written, also of tables with mistakes."""
        values = self._content.get(key)
        tables = values if isinstance(values, list) else [values]
        found = (each.get("id") for each in tables if isinstance(each, dict))
        return tuple(id for id in found if isinstance(id, str))

    def __contains__(self, key: str) -> bool:
        """Whether the table has a key; it is known from then on."""
        self._known.append(key)
        return key in self._content

    def done(self) -> None:
        """Note the keys that nothing asked for."""
        for key in self._content:
            if key not in self._known:
                self.note(
                    _("Ukendt nøgle »{key}«.").format(key=key),
                    nearest(key, dict.fromkeys(self._known)),
                )

    @_or("")
    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not be empty."""
        return self._text(key, default)

    @_or("")
    def id(self, key: str = "id") -> str:
        """A name that other parts refer to: letters, digits, ``_`` and ``-``."""
        value = self._text(key)
        if not _ID.fullmatch(value):
            self.fail(
                _("»{value}« kan ikke være et id.").format(value=value[:60]),
                _("Brug bogstaver, cifre, _ og -, højst 60 tegn og ingen mellemrum."),
                key,
            )
        return value

    @_or(Text())
    def words(self, key: str, *, required: bool = False) -> Text:
        """A Danish text, or one in both languages."""
        if key not in self and not required:
            return Text()
        value = self._value(key)
        if isinstance(value, str):
            value = {"da": value}
        texts = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        if not texts or not set(value) <= {"da", "en"} or not value.get("da", "").strip():
            self.fail(
                _("Her skal stå en tekst på dansk, og gerne en på engelsk."),
                _("Skriv {form}.").format(form='{da = "…", en = "…"}'),
                key,
            )
        return Text.read(value)

    @_or(0.0)
    def number(self, key: str, default: float | None = None) -> float:
        """A finite number."""
        return self._number(self._value(key, default), key)

    @_or(1)
    def whole(self, key: str, default: int | None, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fail(
                _("Her skal stå et helt tal fra {least} til {most}.").format(
                    least=least, most=most
                ),
                _("Skriv tallet med cifre, uden decimaler og uden anførselstegn."),
                key,
            )
        return value

    @_or(False)
    def yes(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            self.fail(_("Her skal stå ja eller nej."), _("Skriv true eller false."), key)
        return value

    def choice(self, key: str, choices: type[_Choice], default: _Choice | None = None) -> _Choice:
        """One of the words of an enumeration."""
        with self.noting():
            value = self._value(key, default)
            if isinstance(value, str) and value in set(choices):
                return choices(value)
            self.fail(
                _("»{value}« er ikke en mulighed.").format(value=_as_written(value)),
                nearest(_as_written(value), list(choices)),
                key,
            )
        return next(iter(choices))

    @_or(())
    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of finite numbers; empty where the key is absent."""
        return tuple(self._number(value, key) for value in self._list(key))

    @_or(())
    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        values = self._list(key)
        if not all(isinstance(value, str) and value for value in values):
            self.fail(
                _("Her skal stå en liste af navne."),
                _("Skriv {form}.").format(form='["…", "…"]'),
                key,
            )
        if doubled := next((value for value in values if values.count(value) > 1), None):
            self.fail(
                _("»{value}« står to gange.").format(value=doubled),
                _("Slet den ene."),
                key,
            )
        return tuple(values)

    @_or(None)
    def day(self, key: str) -> dt.date | None:
        """A date, or nothing."""
        if key not in self:
            return None
        value = self._content[key]
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            self.fail(_("Her skal stå en dato."), _("Skriv 2026-12-31 uden anførselstegn."), key)
        return value

    @_or({})
    def yearly(self, key: str) -> Mapping[int, float]:
        """A table from year to number, or to a quotient in quotation marks."""
        value = self._value(key)
        years = isinstance(value, dict) and all(
            name.isdecimal() and len(name) == 4 and int(name) in _YEARS for name in value
        )
        if not years or not value:
            self.fail(
                _("Her skal stå et tal for hvert år."),
                _("Skriv {form}.").format(form="{2022 = 0.7, 2023 = 0.8}"),
                key,
            )
        return {int(name): self._quotient(each, key) for name, each in value.items()}

    def is_table(self, key: str) -> bool:
        """Whether a table stands at a key."""
        return key in self and isinstance(self._content[key], dict)

    @_or(None)
    def table(self, key: str) -> Table | None:
        """A table inside this one, or nothing."""
        if key not in self:
            return None
        value = self._content[key]
        if not isinstance(value, dict):
            self.fail(_("Her skal stå en tabel."), _("Skriv {form}.").format(form=f"[{key}]"), key)
        return Table(value, self.mistakes, self._inside(key))

    @_or(())
    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of a list; none where the key is absent."""
        values = self._list(key)
        if not all(isinstance(value, dict) for value in values):
            self.fail(
                _("Her skal stå tabeller."), _("Skriv {form}.").format(form=f"[[{key}]]"), key
            )
        return tuple(
            Table(value, self.mistakes, self._inside(key, nr)) for nr, value in enumerate(values, 1)
        )

    def _inside(self, key: str, nr: int = 0) -> str:
        """How the place of something inside this table is said."""
        if self._place:
            return f"{self._place}, {numbered(key, nr) if nr else key}"
        return numbered(f"[[{key}]]", nr) if nr else f"[{key}]"

    def _value(self, key: str, default: object = None) -> Any:
        if key in self:
            return self._content[key]
        if default is None:
            self.fail(
                _("»{key}« mangler.").format(key=key),
                _("Tilføj linjen {form}.").format(form=f"{key} = …"),
            )
        return default

    def _text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fail(_("Her skal stå en tekst."), _("Skriv teksten i anførselstegn."), key)
        return value

    def _list(self, key: str) -> list[Any]:
        value = self._content[key] if key in self else []
        if not isinstance(value, list) or len(value) > _MOST_ENTRIES:
            self.fail(
                _("Her skal stå en liste med højst {most}.").format(most=_MOST_ENTRIES),
                _("Skriv den i kantede parenteser: […, …]."),
                key,
            )
        return value

    def _quotient(self, value: Any, key: str) -> float:
        """A number, or one written as a quotient: a third of 2.35 has no end as a decimal."""
        found = _QUOTIENT.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return self._number(value, key)
        return self._number(float(found[1]), key) / float(found[2])

    def _number(self, value: Any, key: str) -> float:
        of_numbers = isinstance(value, int | float) and not isinstance(value, bool)
        if not of_numbers or not -_LARGEST <= value <= _LARGEST:
            self.fail(
                _("»{value}« kan ikke bruges som tal.").format(value=_as_written(value)),
                _("Skriv tal med punktum og uden anførselstegn, som 0.25."),
                key,
            )
        return float(value)


def _as_written(value: object) -> str:
    """A value from the file, short enough to say."""
    if isinstance(value, int) and abs(value) > _LARGEST:
        return "…"  # Python refuses to write the longest
    return str(value)[:60]


def numbered(listed: str, nr: int) -> str:
    """How the place of one of a list is said: ``[[rules]] nr. 2``."""
    return _("{list} nr. {nr}").format(list=listed, nr=nr)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for a name that is not known: the nearest, else all there are."""
    names = list(known)
    if near := get_close_matches(name, names, 1, 0.5):
        return _("Mente du »{near}«?").format(near=near[0])
    if not names:
        return _("Der er ingen endnu.")
    return _("Der er: {all}").format(all=", ".join(names))

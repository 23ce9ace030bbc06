"""Periods: years, quarters, months and school years, with one spelling each.

The code of a period is what an extract stores: ``2026``, ``2026K2``, ``2026M03``, ``2025/26``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.core.errors import SourceError
from desktop.core.wording import _, month_name

_YEAR = re.compile(r"(\d{4})$")
_QUARTER = re.compile(r"(\d{4})\s*[-/]?\s*(?:[KkQq]|kvt\.?)\s*([1-4])$")
_QUARTER_FIRST = re.compile(r"([1-4])\.?\s*(?:kvartal|kvt\.?|[KkQq])\s*(\d{4})$", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})\s*(?:[Mm]|-)\s*(\d{1,2})$")
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*/\s*(\d{2}|\d{4})$")


class Kind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time. ``part`` is the quarter or month, 0 for whole years."""

    kind: Kind
    year: int
    part: int = 0

    @property
    def code(self) -> str:
        """The spelling in the extract."""
        match self.kind:
            case Kind.YEAR:
                return f"{self.year}"
            case Kind.QUARTER:
                return f"{self.year}K{self.part}"
            case Kind.MONTH:
                return f"{self.year}M{self.part:02d}"
            case Kind.SCHOOL_YEAR:
                return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def start(self) -> dt.date:
        """The first day."""
        match self.kind:
            case Kind.YEAR:
                return dt.date(self.year, 1, 1)
            case Kind.QUARTER:
                return dt.date(self.year, 3 * self.part - 2, 1)
            case Kind.MONTH:
                return dt.date(self.year, self.part, 1)
            case Kind.SCHOOL_YEAR:
                return dt.date(self.year, 8, 1)

    @property
    def end(self) -> dt.date:
        """The last day."""
        match self.kind:
            case Kind.YEAR:
                return dt.date(self.year, 12, 31)
            case Kind.QUARTER:
                return _last_day(self.year, 3 * self.part)
            case Kind.MONTH:
                return _last_day(self.year, self.part)
            case Kind.SCHOOL_YEAR:
                return dt.date(self.year + 1, 7, 31)

    @property
    def label(self) -> str:
        """In full: ``2. kvartal 2026``."""
        match self.kind:
            case Kind.YEAR:
                return f"{self.year}"
            case Kind.QUARTER:
                return _("{part}. kvartal {year}").format(part=self.part, year=self.year)
            case Kind.MONTH:
                return f"{month_name(self.part)} {self.year}"
            case Kind.SCHOOL_YEAR:
                return _("skoleåret {code}").format(code=self.code)

    @property
    def short_label(self) -> str:
        """For a narrow place: ``2. kvt. 2026``."""
        if self.kind is Kind.QUARTER:
            return _("{part}. kvt. {year}").format(part=self.part, year=self.year)
        return self.code if self.kind is Kind.SCHOOL_YEAR else self.label

    def year_before(self) -> Period:
        """The same part of the year before."""
        return Period(self.kind, self.year - 1, self.part)


def order(period: Period) -> tuple[dt.date, dt.date]:
    """Sort key: by last day, then by first, so that a quarter precedes the year it closes."""
    return period.end, dt.date.fromordinal(dt.date.max.toordinal() - period.start.toordinal())


def is_over(period: Period, day: dt.date) -> bool:
    """Whether a period has passed by the end of a day, or nine tenths of it have.

    A school year ends with July, when nothing more is counted after June: in the numbers of the
    second quarter it is the newest there is.
    """
    length = (period.end - period.start).days + 1
    return 10 * ((day - period.start).days + 1) >= 9 * length


def latest(periods: Sequence[Period], wanted: Period) -> Period | None:
    """The period that goes with a wanted one: itself, else the newest that is over by its end.

    None where none is. ``periods`` are in order of time (:func:`order`).
    """
    if wanted in periods:
        return wanted
    return next((each for each in reversed(periods) if is_over(each, wanted.end)), None)


def parse(text: str) -> Period:
    """The period a text names; the spellings of Danish registers and StatBank are known.

    Raises:
        SourceError: the text names no period.
    """
    clean = text.strip()
    if found := _YEAR.match(clean):
        return _checked(Period(Kind.YEAR, int(found[1])), text)
    if found := _QUARTER.match(clean):
        return _checked(Period(Kind.QUARTER, int(found[1]), int(found[2])), text)
    if found := _QUARTER_FIRST.match(clean):
        return _checked(Period(Kind.QUARTER, int(found[2]), int(found[1])), text)
    if (found := _MONTH.match(clean)) and 1 <= int(found[2]) <= 12:
        return _checked(Period(Kind.MONTH, int(found[1]), int(found[2])), text)
    if (found := _SCHOOL_YEAR.match(clean)) and f"{int(found[1]) + 1}".endswith(found[2]):
        return _checked(Period(Kind.SCHOOL_YEAR, int(found[1])), text)
    raise _no_period(text)


def _checked(period: Period, text: str) -> Period:
    """Refuse years that no register has; they are a sign of a wrong column."""
    if not 1800 <= period.year <= 2200:
        raise _no_period(text)
    return period


def _no_period(text: str) -> SourceError:
    return SourceError(
        _("Perioden kan ikke læses: »{text}«").format(text=text),
        hint=_("Skriv 2026, 2026K2, 2026M03 eller 2025/26."),
    )


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])

"""Periods: what is read, what is written, and their order."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import BoligatlasError, SourceError
from desktop.core.periods import Kind, Period, is_over, latest, order, parse
from desktop.core.wording import use_language
from tests.strategies import periods

QUARTER = Period(Kind.QUARTER, 2026, 2)
MONTH = Period(Kind.MONTH, 2026, 3)
SCHOOL_YEAR = Period(Kind.SCHOOL_YEAR, 2025)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", Period(Kind.YEAR, 2026)),
        (" 2026 ", Period(Kind.YEAR, 2026)),
        ("1800", Period(Kind.YEAR, 1800)),
        ("2200", Period(Kind.YEAR, 2200)),
        *(
            (text, QUARTER)
            for text in (
                "2026K2", "2026k2", "2026Q2", "2026q2", "2026 K2", "2026-K2", "2026/Q2",
                "2026 kvt. 2", "2026kvt2", "2. kvartal 2026", "2 kvartal 2026", "2. Kvartal 2026",
                "2.kvt. 2026", "2 kvt 2026", "2K 2026", "2q2026", "\t2026K2\n",
            )
        ),
        *((text, MONTH) for text in ("2026M03", "2026M3", "2026m03", "2026-03", "2026-3")),
        ("2026M12", Period(Kind.MONTH, 2026, 12)),
        *((text, SCHOOL_YEAR) for text in ("2025/26", "2025/2026", "2025 / 26")),
        ("1999/00", Period(Kind.SCHOOL_YEAR, 1999)),
        ("1999/2000", Period(Kind.SCHOOL_YEAR, 1999)),
    ],
)  # fmt: skip
def test_known_spellings(text: str, period: Period) -> None:
    assert parse(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "K2", "26", "202", "20261", "2026K0", "2026K5", "2026K", "5. kvartal 2026",
        "2026M00", "2026M13", "2026-00", "2026-13", "2025-26", "2025/25", "2025/27", "2025/1926",
        "2026/25", "2025/126", "1799", "2201", "0000", "0000K1", "9999/00", "2026K2x", "x2026K2",
        "2026K22", "2026-03-01", "i dag", "None", "2026.0", "2026\n2027", "æøå", "-2026",
    ],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(text)
    assert text in caught.value.problem
    assert caught.value.hint


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        period = parse(text)
    except BoligatlasError:
        return
    assert parse(period.code) == period


@given(periods())
def test_a_code_is_read_as_the_period_it_came_from(period: Period) -> None:
    assert parse(period.code) == period


@given(periods())
def test_a_period_ends_after_it_begins_and_the_next_begins_the_day_after(period: Period) -> None:
    days = (period.end - period.start).days + 1
    assert (
        days
        in {
            Kind.YEAR: (365, 366),
            Kind.QUARTER: (90, 91, 92),
            Kind.MONTH: (28, 29, 30, 31),
            Kind.SCHOOL_YEAR: (365, 366),
        }[period.kind]
    )
    before = period.year_before()
    assert (before.kind, before.part) == (period.kind, period.part)
    assert before.start.year == period.start.year - 1


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period(Kind.YEAR, 2026), (2026, 1, 1), (2026, 12, 31)),
        (Period(Kind.QUARTER, 2026, 1), (2026, 1, 1), (2026, 3, 31)),
        (Period(Kind.QUARTER, 2026, 4), (2026, 10, 1), (2026, 12, 31)),
        (Period(Kind.MONTH, 2024, 2), (2024, 2, 1), (2024, 2, 29)),
        (Period(Kind.MONTH, 1900, 2), (1900, 2, 1), (1900, 2, 28)),
        (SCHOOL_YEAR, (2025, 8, 1), (2026, 7, 31)),
    ],
)
def test_first_and_last_day(
    period: Period, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    assert (period.start, period.end) == (dt.date(*start), dt.date(*end))


def test_order_is_by_last_day_and_a_quarter_precedes_the_year_it_closes() -> None:
    codes = ["2025K4", "2025", "2026M01", "2026K1", "2025/26", "2026M08", "2026K3", "2026M12",
             "2026K4", "2026"]  # fmt: skip
    assert [each.code for each in sorted(map(parse, reversed(codes)), key=order)] == codes


@given(st.lists(periods(), max_size=8))
def test_order_never_goes_back_in_time(drawn: list[Period]) -> None:
    ordered = sorted(drawn, key=order)
    assert [each.end for each in ordered] == sorted(each.end for each in drawn)


@pytest.mark.parametrize(
    ("period", "label", "short"),
    [
        (Period(Kind.YEAR, 2026), "2026", "2026"),
        (QUARTER, "2. kvartal 2026", "2. kvt. 2026"),
        (MONTH, "marts 2026", "marts 2026"),
        (SCHOOL_YEAR, "skoleåret 2025/26", "2025/26"),
    ],
)
def test_danish_labels(period: Period, label: str, short: str) -> None:
    assert (period.label, period.short_label) == (label, short)


def test_english_labels() -> None:
    use_language("en")
    assert Period(Kind.YEAR, 2026).label == "2026"
    assert MONTH.label == "March 2026"
    assert SCHOOL_YEAR.short_label == "2025/26"
    assert QUARTER.label == QUARTER.short_label == "Q2 2026"
    assert SCHOOL_YEAR.label == "school year 2025/26"


@pytest.mark.parametrize(
    ("code", "day", "over"),
    [
        ("2025/26", dt.date(2026, 6, 30), True),  # eleven months of twelve
        ("2025/26", dt.date(2026, 3, 31), False),
        ("2026", dt.date(2026, 9, 30), False),
        ("2026", dt.date(2026, 12, 31), True),
        ("2026K2", dt.date(2026, 5, 31), False),
        ("2026K2", dt.date(2026, 6, 30), True),
        ("2027K1", dt.date(2026, 6, 30), False),
    ],
)
def test_when_a_period_is_over(code: str, day: dt.date, over: bool) -> None:
    assert is_over(parse(code), day) is over


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("2026K2", "2025/26"), ("2026K1", "2026K1"), ("2025K4", "2025"), ("2024/25", "2024/25"),
        ("2020K1", None),
    ],
)  # fmt: skip
def test_the_period_that_goes_with_another(wanted: str, found: str | None) -> None:
    held = sorted(map(parse, ["2024/25", "2025", "2026K1", "2025/26"]), key=order)
    period = latest(held, parse(wanted))
    assert (period and period.code) == found

"""Numbers, units and dates as people read them."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.wording import (
    LANGUAGES,
    MINUS,
    NO_BREAK,
    _,
    date,
    difference,
    ended,
    language,
    month_name,
    number,
    plural,
    quantity,
    rounded_half_up,
    short_date,
    use_language,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (2318, 0, "2.318"),
        (1234567.891, 2, "1.234.567,89"),
        (999999.5, 0, "1.000.000"),
        (29.4, 1, "29,4"),
        (-1.8, 1, "−1,8"),
        (-2318, 0, "−2.318"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (0.05, 1, "0,1"),
        (-0.05, 1, "−0,1"),
        (0.25, 1, "0,3"),
        (-0.25, 1, "−0,3"),
        (2.675, 2, "2,68"),
        (-2.675, 2, "−2,68"),
        (1.005, 2, "1,01"),
        (8.345, 2, "8,35"),
        (29.45 - 29.4, 1, "0,1"),  # a difference that lands a hair off the half
        (0.049999, 1, "0,0"),
        (2.4999, 0, "2"),
        (-0.04, 1, "0,0"),
        (-0.4, 0, "0"),
        (-0.0, 0, "0"),
        (1e9, 0, "1.000.000.000"),
        (600_000_000.0, 0, "600.000.000"),
        (12_345_678.9, 2, "12.345.678,90"),
        (math.nan, 1, ""),
        (math.inf, 1, ""),
        (-math.inf, 0, ""),
    ],
)
def test_danish_numbers(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.8, "+1,8"), (-1.8, "−1,8"), (0.0, "0,0"), (-0.04, "0,0"), (0.04, "0,0"), (0.05, "+0,1")],
)
def test_signs(value: float, text: str) -> None:
    assert number(value, 1, sign=True) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(2318, 0, "2,318"), (29.4, 1, "29.4"), (-1234.5, 1, "−1,234.5")],
)
def test_english_numbers(value: float, decimals: int, text: str) -> None:
    use_language("en")
    assert number(value, decimals) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_a_written_half_is_rounded_away_from_zero(tenths: int, decimals: int) -> None:
    """Whatever is written with one decimal more than is printed rounds as it does on paper."""
    written = Decimal(tenths).scaleb(-decimals - 1)
    expected = written.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rounded_half_up(float(written), decimals) == float(expected)


@given(st.floats(-1e12, 1e12), st.integers(0, 3))
def test_a_number_is_printed_within_half_a_unit_and_reads_back(value: float, decimals: int) -> None:
    text = number(value, decimals)
    back = float(text.replace(MINUS, "-").replace(".", "").replace(",", "."))
    assert abs(back - value) <= 0.5 * 10.0**-decimals * (1 + 1e-8) + abs(value) * 1e-14
    assert text.lstrip(MINUS + "0,.") or not text.startswith(MINUS)


def test_a_unit_is_never_broken_from_its_number() -> None:
    assert NO_BREAK == "\N{NO-BREAK SPACE}"
    assert quantity(29.44, "%", 1) == "29,4\N{NO-BREAK SPACE}%"
    assert quantity(1.0, "pr. 1.000", 1) == "1,0\N{NO-BREAK SPACE}pr. 1.000"


@pytest.mark.parametrize("unit", ["", "n", "index"])
def test_counts_and_indices_have_no_unit(unit: str) -> None:
    assert quantity(2318, unit) == "2.318"


def test_no_number_has_no_unit() -> None:
    assert quantity(math.nan, "%", 1) == ""


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (-1.8, "%", "−1,8\N{NO-BREAK SPACE}pct.point"),
        (0.05, "%", "+0,1\N{NO-BREAK SPACE}pct.point"),
        (0.0, "%", "0,0\N{NO-BREAK SPACE}pct.point"),
        (3.0, "n", "+3,0"),
        (3.0, "år", "+3,0\N{NO-BREAK SPACE}år"),
    ],
)
def test_differences(value: float, unit: str, text: str) -> None:
    assert difference(value, unit) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Det er 323.316 kr.", "Det er 323.316 kr."),
        ("Det er 12,0 %", "Det er 12,0 %."),
        ("Det er 323.316 kr..", "Det er 323.316 kr."),
        ("Det er 12,0 %.", "Det er 12,0 %."),
    ],
)
def test_a_sentence_has_one_stop(text: str, sentence: str) -> None:
    assert ended(text) == sentence
    assert ended(sentence) == sentence


def test_dates() -> None:
    day = dt.date(2026, 11, 3)
    assert date(day) == "3. november 2026"
    assert short_date(day) == "03-11-2026"
    use_language("en")
    assert date(day) == "3 November 2026"


def test_months_in_both_languages() -> None:
    names = {}
    for each in LANGUAGES:
        use_language(each)
        names[each] = [month_name(month) for month in range(1, 13)]
    assert names["da"][0] == "januar"
    assert names["da"][9] == "oktober"
    assert names["en"][4] == "May"
    assert names["en"][11] == "December"


@pytest.mark.parametrize("unknown", ["", "de", "DA", "en_GB"])
def test_an_unknown_language_is_danish(unknown: str) -> None:
    use_language("en")
    use_language(unknown)
    assert language() == "da"
    assert number(0.5, 1) == "0,5"


@pytest.mark.parametrize("each", LANGUAGES)
def test_a_text_without_translation_is_itself_and_nothing_is_nothing(each: str) -> None:
    use_language(each)
    assert _("Denne sætning har ingen oversat") == "Denne sætning har ingen oversat"
    assert _("") == ""


def test_plurals() -> None:
    assert [plural("område", "områder", count) for count in (0, 1, 2)] == [
        "områder",
        "område",
        "områder",
    ]

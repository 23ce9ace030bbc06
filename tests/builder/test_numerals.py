from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.builder.numerals import Numerals, UnreadableNumber, read_numbers
from desktop.builder.recipe import MISSING_MARKS

DETECT = Numerals("", "", MISSING_MARKS, ())


def with_marks(decimal: str = "", thousands: str = "", separator: str = "") -> Numerals:
    return Numerals(decimal, thousands, MISSING_MARKS, ("-",), separator)


@pytest.mark.parametrize(
    ("texts", "numerals", "values"),
    [
        (["1", "20", "-3"], DETECT, [1, 20, -3]),
        (["12,5", "3"], DETECT, [12.5, 3]),
        (["12.5", "3"], DETECT, [12.5, 3]),
        (["1.234,5", "1.234"], DETECT, [1234.5, 1234]),
        (["1,234.5", "1,234"], DETECT, [1234.5, 1234]),
        (["1.234.567", "1.234"], DETECT, [1234567, 1234]),
        (["0.123", "1.234"], DETECT, [0.123, 1.234]),
        (["12,5", "1.234"], DETECT, [12.5, 1234]),
        (["1.234"], with_marks(decimal="."), [1.234]),
        (["1.234"], with_marks(decimal=","), [1234]),
        (["1.234"], with_marks(thousands="."), [1234]),
        (["1,234"], with_marks(separator=";"), [1.234]),
        (["1\u00a0234", "1\u202f234,5", "1 234"], DETECT, [1234, 1234.5, 1234]),
        (["\u22123"], DETECT, [-3]),
        (["1e3"], DETECT, [1000]),
        (["..", "-", "", "4"], with_marks(), [np.nan, 0, np.nan, 4]),
        ([], DETECT, []),
        (["", "..."], DETECT, [np.nan, np.nan]),
    ],
)
def test_numbers_as_they_are_written(
    texts: list[str], numerals: Numerals, values: list[float]
) -> None:
    np.testing.assert_array_equal(read_numbers(texts, numerals), values)


@pytest.mark.parametrize(
    ("texts", "numerals", "at"),
    [
        (["5", "1.234"], DETECT, 1),
        (["1,234"], with_marks(separator=","), 0),
        (["12,5", "12.55"], DETECT, 0),
        (["3", "-"], DETECT, 1),
        (["3", "abc"], DETECT, 1),
        (["1.23"], with_marks(decimal=","), 0),
        (["1.2345,0", "1"], with_marks(decimal=","), 0),
        (["12 %"], DETECT, 0),
        (["nan"], DETECT, 0),
        (["inf"], DETECT, 0),
        (["1_000"], DETECT, 0),
        (["12 5"], DETECT, 0),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused(
    texts: list[str], numerals: Numerals, at: int
) -> None:
    with pytest.raises(UnreadableNumber) as caught:
        read_numbers(texts, numerals)
    assert caught.value.position == at
    assert caught.value.hint


def test_a_dash_is_zero_in_official_statistics_and_the_hint_says_so() -> None:
    with pytest.raises(UnreadableNumber) as caught:
        read_numbers(["3", "-"], DETECT)
    assert 'zero = ["-"]' in caught.value.hint
    assert "missing" in caught.value.hint
    with pytest.raises(UnreadableNumber) as caught:
        read_numbers(["3", "x"], DETECT)
    assert "zero" not in caught.value.hint


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1), st.booleans())
def test_danish_numbers_come_back(values: list[float], grouped: bool) -> None:
    marks = str.maketrans(",.", ".,")
    texts = [(f"{value:,.2f}" if grouped else f"{value:.2f}").translate(marks) for value in values]
    read = read_numbers(texts, with_marks(decimal=","))
    np.testing.assert_array_equal(read, [float(value) for value in values])


@given(st.lists(st.text("0123456789.,- ", max_size=9), max_size=6))
def test_whatever_is_read_is_a_number_or_told(texts: list[str]) -> None:
    try:
        values = read_numbers(texts, DETECT)
    except UnreadableNumber as error:
        assert texts[error.position].strip() not in MISSING_MARKS
    else:
        assert len(values) == len(texts)
        assert not np.isinf(values).any()

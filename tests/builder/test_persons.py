from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.builder.persons import holds_persons


def holds(*texts: str) -> bool:
    distinct, counts = np.unique(texts, return_counts=True)
    return holds_persons(pd.Series(distinct, dtype=str), counts)


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)),
    st.integers(0, 9999),
    st.sampled_from(["-", " ", ""]),
)
def test_every_date_with_four_digits_is_found(day: dt.date, serial: int, mark: str) -> None:
    assert holds(f"{day:%d%m%y}{mark}{serial:04d}")


@given(st.lists(st.dates(dt.date(1930, 1, 1), dt.date(2020, 1, 1)), min_size=3, max_size=20))
def test_a_dropped_leading_zero_hides_nobody(days: list[dt.date]) -> None:
    assert holds(*(str(int(f"{day:%d%m%y}1234")) for day in days))


@pytest.mark.parametrize(
    "texts",
    [
        ["abc", "def", "ring til 010190-1234 i dag"],
        ["x"] * 500 + ["610190-1234"],  # a replacement number
        ["0101901234", "", "", ""],
        ["0101901234"] * 4 + ["ukendt"] * 6,
        [" 290200-1234 "],
    ],
)
def test_found(texts: list[str]) -> None:
    assert holds(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["321390-1234", "010090-1234"],  # no such day, no such month
        ["290201-1234"],  # 2001 had no 29 February
        ["310490-1234"],
        ["010190-12345", "1010190-1234"],  # parts of longer numbers
        ["12345678", "87654321"],  # CVR
        ["1234567890", "9876543210", "4012345678"],
        ["0101901234"] + [f"{at}" for at in range(9)],  # one in ten may be chance
        ["101901234", "5", "7"],
        ["2026-01-01", "2026K2", "0751"],
        [""],
        [],
    ],
)
def test_not_found(texts: list[str]) -> None:
    assert not holds(*texts)


def test_amounts_in_kroner_are_no_persons() -> None:
    generator = np.random.default_rng(1)
    found = [
        holds(*(str(each) for each in generator.integers(10**9, 10**10, 30))) for _each in range(50)
    ]
    assert not any(found)

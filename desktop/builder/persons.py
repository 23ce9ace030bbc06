"""Finds CPR numbers, so that no table with persons is ever read as one of counts.

The rule, by valid date since numbers without a valid check digit have been issued since 2007
(cpr.dk): a column is refused when

* any of its texts holds six digits, a hyphen and four digits that are no part of a longer number,
  or is such a number with a space, or
* at least a third of its values, and three or all of them, are ten digits, or
* at least half of its values, and three, are nine or ten, as when a spreadsheet has dropped a
  leading zero,

and the first six, DDMMYY, are a date. A day may have 60 added, as in replacement numbers. One in
fourteen random ten-digit numbers looks so, so a third is more than amounts in kroner give.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_DATE = r"((?:0[1-9]|[12]\d|3[01])|(?:6[1-9]|[78]\d|9[01]))(0[1-9]|1[0-2])(\d\d)"
_HYPHENED = rf"(?<![\d-]){_DATE}(?:-\d{{4}})(?![\d-])"
_SPACED = rf"^\s*{_DATE} \d{{4}}\s*$"
_PLAIN = rf"^\s*{_DATE}\d{{4}}\s*$"
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def holds_persons(texts: pd.Series[str], counts: NDArray[np.intp]) -> bool:
    """Whether a column with these distinct texts, so many of each, holds CPR numbers."""
    if (_dated(texts, _HYPHENED) | _dated(texts, _SPACED)).any():
        return True
    filled = int(counts[(texts.str.strip() != "").to_numpy(dtype=bool)].sum())
    ten = int(counts[_dated(texts, _PLAIN)].sum())
    if ten * 3 >= filled and (ten >= 3 or ten == filled) and ten:
        return True
    nine_digits = texts.str.fullmatch(r"\s*\d{9}\s*").to_numpy(dtype=bool)
    nine = _dated(("0" + texts.str.strip()).where(nine_digits, ""), _PLAIN)
    either = ten + int(counts[nine].sum())
    return either >= 3 and either * 2 >= filled


def _dated(texts: pd.Series[str], pattern: str) -> NDArray[np.bool_]:
    """Which texts match, with a day that the month has; 29 February only in a leap year."""
    parts = texts.str.extract(pattern)
    found = parts[0].notna().to_numpy(dtype=bool)
    dated = np.zeros(len(texts), np.bool_)
    if found.any():
        day, month, year = parts[found].astype(np.int64).to_numpy().T
        day = np.where(day > 60, day - 60, day)
        dated[found] = (day <= _DAYS[month]) & ((month != 2) | (day < 29) | (year % 4 == 0))
    return dated

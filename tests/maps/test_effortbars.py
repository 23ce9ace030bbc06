"""Efforts as bars over the time of a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.drawing import Box, Fills, Text
from desktop.maps.effortbars import Span, effort_bars
from desktop.maps.trend import ChartColours

COLOURS = ChartColours()
FIRST, LAST = dt.date(2021, 1, 1), dt.date(2027, 12, 31)
SPANS = (
    Span("Jobcafé", dt.date(2021, 9, 1), None),
    Span("Fritidspas", dt.date(2022, 8, 1), dt.date(2025, 7, 31)),
    Span("En indsats med et meget langt navn, som der ikke er plads til her", FIRST, LAST),
)


def test_it_looks_as_it_did(golden: Callable[[str, str], None]) -> None:
    made = effort_bars(
        SPANS, FIRST, LAST, 800, COLOURS, plan=(FIRST, LAST), now=dt.date(2026, 6, 30)
    )
    golden("effortbars.txt", made.as_text())


def test_what_goes_on_has_an_arrow() -> None:
    ended = effort_bars(SPANS[1:2], FIRST, LAST, 800, COLOURS)
    going = effort_bars(SPANS[:1], FIRST, LAST, 800, COLOURS)
    assert not any(isinstance(mark, Fills) for mark in ended.marks)
    assert sum(isinstance(mark, Fills) for mark in going.marks) == 1


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1)),
    st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1)) | st.none(),
)
def test_bars_keep_within_the_chart(start: dt.date, end: dt.date | None) -> None:
    made = effort_bars([Span("A", start, end)], FIRST, LAST, 800, COLOURS)
    for mark in made.marks:
        if isinstance(mark, Box):
            assert mark.x >= 0
            assert mark.x + mark.width <= 800
            assert mark.width > 0
        elif isinstance(mark, Text):
            assert mark.y <= made.height

"""How an area differs from the municipality: what is compared, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.core.dataset import Dataset
from desktop.core.indicators import Indicator, Text
from desktop.core.periods import parse
from desktop.maps.drawing import Box
from desktop.maps.drawing import Text as Words
from desktop.maps.palettes import SEQUENTIAL_1
from desktop.maps.spine import Deviation, deviations, spine_chart
from desktop.maps.trend import ChartColours
from tests.fake_extract import MISSING, UNDEFINED, WITHHELD, WITHHELD_NOW

NOW = parse("2026K2")
TRACK = "#EEEEEE"


def made(relative: float, name: str = "a") -> Deviation:
    return Deviation(Indicator(name, Text(name)), relative)


def test_golden(data: Dataset, golden: Callable[[str, str], None]) -> None:
    rows = deviations(data, "boligomraade", 0, NOW)
    golden("spine.txt", spine_chart(rows, 300.0, ChartColours(), TRACK).as_text())


def test_only_percentages_are_held_together(data: Dataset) -> None:
    rows = deviations(data, "boligomraade", 0, NOW)
    assert {row.indicator.id for row in rows} == {"uden_job", "fravaer"}
    for row in rows:
        period = NOW if row.indicator.id == "uden_job" else parse("2025/26")
        own = data.cells(row.indicator.id, "boligomraade", period).values[0]
        whole = data.municipality(row.indicator.id, period).values[0]
        assert row.relative == pytest.approx((own - whole) / whole)
    assert list(rows) == sorted(rows, key=lambda row: -row.relative)


@pytest.mark.parametrize("position", [WITHHELD, MISSING, UNDEFINED])
def test_what_is_hidden_is_not_compared(data: Dataset, position: int) -> None:
    assert deviations(data, "boligomraade", position, NOW) == ()


def test_what_is_withheld_now_is_not_compared_now(data: Dataset) -> None:
    assert deviations(data, "boligomraade", WITHHELD_NOW, NOW) == ()
    before = deviations(data, "boligomraade", WITHHELD_NOW, parse("2026K1"))
    assert "uden_job" in {row.indicator.id for row in before}


def test_the_largest_are_kept(data: Dataset) -> None:
    every = deviations(data, "boligomraade", 0, NOW)
    (kept,) = deviations(data, "boligomraade", 0, NOW, most=1)
    assert abs(kept.relative) == max(abs(row.relative) for row in every)


def test_bars_lean_from_the_middle_to_one_scale() -> None:
    rows = [made(0.5, "op"), made(-0.25, "ned"), made(0.0, "lige")]
    drawing = spine_chart(rows, 300.0, ChartColours(), TRACK)
    bars = [mark for mark in drawing.marks if isinstance(mark, Box) and mark.fill != TRACK]
    tracks = [mark for mark in drawing.marks if isinstance(mark, Box) and mark.fill == TRACK]
    middle = tracks[0].x + tracks[0].width / 2
    assert bars[0].x == middle
    assert bars[0].width == pytest.approx(tracks[0].width / 2)
    assert bars[1].x + bars[1].width == pytest.approx(middle)
    assert bars[1].width == pytest.approx(bars[0].width / 2)
    assert [bar.fill for bar in bars[:2]] == [SEQUENTIAL_1[3], SEQUENTIAL_1[2]]
    assert bars[2].width == 1.5
    figures = [mark.text for mark in drawing.marks if isinstance(mark, Words) and mark.tabular]
    assert figures == ["+50\N{NO-BREAK SPACE}%", "−25\N{NO-BREAK SPACE}%", "0\N{NO-BREAK SPACE}%"]
    assert drawing.height == 3 * 23


def test_a_longer_bar_has_a_larger_figure(data: Dataset) -> None:
    drawing = spine_chart(deviations(data, "boligomraade", 0, NOW), 300.0, ChartColours(), TRACK)
    bars = [mark.width for mark in drawing.marks if isinstance(mark, Box) and mark.fill != TRACK]
    words = [mark.text for mark in drawing.marks if isinstance(mark, Words) and mark.tabular]
    figures = [int(text.strip("+−%\N{NO-BREAK SPACE}").replace(".", "")) for text in words]
    assert sorted(bars) == [bar for _figure, bar in sorted(zip(figures, bars, strict=True))]


def test_no_rows_are_no_height() -> None:
    drawing = spine_chart((), 300.0, ChartColours(), TRACK)
    assert (drawing.height, drawing.marks) == (0, ())


def test_no_difference_at_all_divides_by_nothing() -> None:
    assert len(spine_chart([made(0.0)], 300.0, ChartColours(), TRACK).marks) == 5

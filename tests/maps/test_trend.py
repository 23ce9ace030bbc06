"""Charts over time: gaps are gaps, nothing withheld is drawn, and everything lies on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from desktop.core.areas import Effort
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Kind
from desktop.core.measures import Cells, missing_cells, ratio_cells, value_cells
from desktop.core.periods import parse
from desktop.maps.drawing import Dot, Drawing, Fills, Strokes, Text
from desktop.maps.trend import ChartColours, Course, sparkline, trend_chart
from tests.fake_extract import HIDDEN, MISSING, WITHHELD, WITHHELD_NOW

COLOURS = ChartColours()
QUARTERS = tuple(parse(f"{year}K{part}") for year in (2024, 2025) for part in (1, 2, 3, 4))
NB = "\N{NO-BREAK SPACE}"


def course(tops: list[float], states: list[int] | None = None, base: float = 100.0) -> Course:
    codes = np.array(states or [0] * len(tops), np.uint8)
    cells = ratio_cells(np.array(tops), np.full(len(tops), base), codes, 100.0)
    return Course(QUARTERS[: len(tops)], cells)


NOTHING = Course((), missing_cells(0))


def chart(area: Course, whole: Course = NOTHING, **more: object) -> Drawing:
    said = {"kind": Kind.SHARE, "per": 100.0, "unit": "%", "decimals": 1, **more}
    return trend_chart(area, whole, QUARTERS[-1], **said)  # type: ignore[arg-type]


def lines(drawing: Drawing, colour: str) -> list[Strokes]:
    return [mark for mark in drawing.marks if isinstance(mark, Strokes) and mark.colour == colour]


def dots(drawing: Drawing) -> list[Dot]:
    return [mark for mark in drawing.marks if isinstance(mark, Dot)]


@pytest.mark.parametrize("name", ["whole", "gap"])
def test_golden(data: Dataset, golden: Callable[[str, str], None], name: str) -> None:
    at = {"whole": 0, "gap": WITHHELD_NOW}[name]
    history, whole = data.history("uden_job", "boligomraade"), data.municipality_history("uden_job")
    drawing = trend_chart(
        Course(history.periods, history.cells.column(at)),
        Course(whole.periods, whole.cells.column(0)),
        history.periods[-1],
        kind=Kind.SHARE,
        per=100.0,
        unit="%",
        decimals=1,
        efforts=data.efforts,
    )
    golden(f"trend-{name}.txt", drawing.as_text())


def test_a_gap_in_the_numbers_is_a_gap_in_the_line_and_its_band() -> None:
    withheld, missing = State.WITHHELD, State.MISSING
    tops = [20.0, 22, 4711, 25, 26, 27, 4711, 30]
    drawing = chart(course(tops, [0, 0, withheld, 0, 0, 0, missing, 0]))
    made = lines(drawing, COLOURS.line)
    assert [len(line.points) for line in made] == [2, 3]
    assert made[0].points[-1, 0] < made[1].points[0, 0]
    assert len([mark for mark in drawing.marks if isinstance(mark, Fills)]) == 2
    assert [dot.radius for dot in dots(drawing)] == [1.8, 3.2]  # the last stands alone, and is now


def test_the_line_goes_through_the_values() -> None:
    drawing = chart(course([10.0, 20, 40]), unit="%")
    (line,) = lines(drawing, COLOURS.line)
    y = line.points[:, 1]
    assert y[0] > y[1] > y[2]
    assert (y[0] - y[1]) * 2 == pytest.approx(y[1] - y[2])
    (band,) = [mark for mark in drawing.marks if isinstance(mark, Fills)]
    per_point = (y[1] - y[2]) / 20
    low, high = binomtest(40, 100).proportion_ci(method="wilson")
    assert band.points[2, 1] == pytest.approx(y[2] - (100 * high - 40) * per_point)
    assert band.points[3, 1] == pytest.approx(y[2] + (40 - 100 * low) * per_point)


def test_the_axis_is_marked_at_its_ends() -> None:
    drawing = chart(course([10.0, 40], base=1e9))
    assert drawing.texts() == (f"0,0{NB}%", "2024", "2024", f"0,0{NB}%")
    texts = chart(course([1e8, 4e8], base=1e9)).texts()
    assert (texts[0], texts[-1]) == (f"40,0{NB}%", f"10,0{NB}%")
    plain = value_cells(np.array([3.0, 5.0]), np.zeros(2, np.uint8))
    drawing = chart(Course(QUARTERS[:2], plain), unit="n", decimals=0)
    assert drawing.texts() == ("5", "2024", "2024", "3")
    flat = value_cells(np.array([5.0, 5.0]), np.zeros(2, np.uint8))
    assert chart(Course(QUARTERS[:2], flat), unit="år").texts() == (f"5,0{NB}år", "2024", "2024")


def named(drawing: Drawing) -> Text:
    (text,) = [m for m in drawing.marks if isinstance(m, Text) and m.text == "kommunen"]
    return text


def covered(drawing: Drawing, text: Text) -> bool:
    """Whether a name lies in the area's band or on any line, the grid aside."""
    left = text.x - {"start": 0, "middle": 24, "end": 48}[text.anchor]
    for mark in drawing.marks:
        if isinstance(mark, Strokes) and mark.colour == COLOURS.grid:
            continue
        if isinstance(mark, Fills):
            half = len(mark.points) // 2
            edges = [mark.points[:half], mark.points[half:-1][::-1]]
        elif isinstance(mark, Strokes):
            edges = [mark.points]
        else:
            continue
        at = np.linspace(left, left + 48, 99)
        at = at[(at >= edges[0][0, 0]) & (at <= edges[0][-1, 0])]
        rows = [np.interp(at, edge[:, 0], edge[:, 1]) for edge in edges]
        if ((rows[0] < text.y + 2) & (rows[-1] > text.y - 8)).any():
            return True
    return False


@pytest.mark.parametrize(
    ("own", "whole", "anchor", "above"),
    [
        ([60.0, 60, 60, 60], [10.0, 10, 10, 10], "start", False),
        ([10.0, 10, 10, 10], [60.0, 60, 60, 60], "start", False),
        ([20.0, 30, 50, 70], [20.0, 20, 20, 20], "end", True),
    ],
)
def test_the_municipality_is_named_where_its_line_is_free(
    own: list[float], whole: list[float], anchor: str, above: bool
) -> None:
    drawing = chart(course(own, base=1e3), course(whole, base=1e3))
    text, (line,) = named(drawing), lines(drawing, COLOURS.other)

    assert text.anchor == anchor
    assert bool(text.y < line.points[:, 1].min()) is above
    assert not covered(drawing, text)


def test_the_municipality_is_named_between_the_years_where_nothing_is_free() -> None:
    tops = [20.0, 21, 20, 21, 20, 21, 20, 21]
    drawing = chart(course(tops), course([top + 0.2 for top in tops]))
    text, (piece, _course) = named(drawing), lines(drawing, COLOURS.other)[::-1]

    assert (text.anchor, text.y) == ("middle", 115)
    assert piece.points[:, 1].max() < 115
    assert not covered(drawing, text)


@given(st.lists(st.integers(0, 100), min_size=8, max_size=8), st.integers(0, 100))
def test_the_name_is_never_written_through_a_course(own: list[int], whole: int) -> None:
    drawing = chart(course([float(top) for top in own]), course([float(whole)] * 8))

    assert not covered(drawing, named(drawing))


def test_nothing_to_draw_is_said() -> None:
    drawing = chart(Course(QUARTERS[:3], missing_cells(3)), Course(QUARTERS[:3], missing_cells(3)))
    assert drawing.texts() == ("Ingen tal at vise over tid",)
    assert chart(NOTHING).texts() == ("Ingen tal at vise over tid",)


def test_the_municipality_alone_is_still_drawn() -> None:
    drawing = chart(Course(QUARTERS[:3], missing_cells(3)), course([20.0, 21, 22]))
    assert len(lines(drawing, COLOURS.other)) == 1
    assert lines(drawing, COLOURS.line) == []
    assert dots(drawing) == []


@pytest.mark.parametrize(
    ("start", "seen"),
    [((2024, 3, 30), False), ((2024, 3, 31), True), ((2025, 12, 31), True), ((2026, 1, 1), False)],
)
def test_efforts_within_the_time_are_marked(start: tuple[int, int, int], seen: bool) -> None:
    effort = Effort("boligomraade", "0101", "Naboskab", dt.date(*start), None)
    drawing = chart(course([float(at + 20) for at in range(8)]), efforts=[effort])
    assert ("Naboskab" in drawing.texts()) is seen
    assert any(line.dashed for line in lines(drawing, COLOURS.muted)) is seen


@pytest.mark.parametrize("position", [WITHHELD, WITHHELD_NOW, MISSING])
@pytest.mark.parametrize("indicator", ["uden_job", "beboere", "alder", "anmeldelser"])
def test_no_withheld_value_is_drawn(data: Dataset, indicator: str, position: int) -> None:
    history = data.history(indicator, "boligomraade")
    cells = history.cells.column(position)
    drawing = chart(Course(history.periods, cells))
    drawn = sum(len(line.points) for line in lines(drawing, COLOURS.line))
    drawn += sum(dot.radius < 3 for dot in dots(drawing))
    assert drawn == cells.shown.sum()
    assert "4.711" not in " ".join(drawing.texts())
    assert not np.isin(cells.values, HIDDEN).any()


NUMBERS = st.lists(st.integers(0, 100) | st.none(), min_size=1, max_size=8)


@given(NUMBERS, NUMBERS, st.sampled_from([(300.0, 120.0), (140.0, 60.0), (900.0, 400.0)]))
def test_every_mark_lies_on_the_page(
    own: list[int | None], whole: list[int | None], size: tuple[float, float]
) -> None:
    def made(drawn: list[int | None]) -> Course:
        return course(
            [float(number or 0) for number in drawn],
            [State.MISSING if number is None else State.SHOWN for number in drawn],
        )

    drawing = chart(made(own), made(whole), width=size[0], height=size[1])
    for mark in drawing.marks:
        if isinstance(mark, Strokes | Fills):
            x, y = mark.points[:, 0], mark.points[:, 1]
        else:
            assert isinstance(mark, Dot | Text)
            x, y = np.array([mark.x]), np.array([mark.y])
        assert np.isfinite(x).all()
        assert np.isfinite(y).all()
        assert (x >= 0).all()
        assert (x <= size[0]).all()
        assert (y >= 0).all()
        assert (y <= size[1]).all()
    shown = sum(number is not None for number in own)
    drawn = sum(len(line.points) for line in lines(drawing, COLOURS.line))
    drawn += sum(dot.fill == COLOURS.line and dot.radius < 3 for dot in dots(drawing))
    assert drawn == shown


def test_a_dark_theme_is_followed() -> None:
    dark = replace(COLOURS, line="#ABCDEF")
    drawing = chart(course([1.0, 2]), colours=dark)
    assert len(lines(drawing, "#ABCDEF")) == 1


def test_a_sparkline_skips_what_is_hidden() -> None:
    drawing = sparkline(np.array([1.0, np.nan, 3.0, 2.0, np.nan]), 60.0, 16.0, "#111111")
    line, dot = drawing.marks
    assert isinstance(line, Strokes)
    assert isinstance(dot, Dot)
    assert len(line.points) == 3
    assert line.points[:, 1].argmin() == 1
    assert (dot.x, dot.y) == tuple(line.points[-1])
    assert (line.points >= 0).all()
    assert (line.points <= (60, 16)).all()


@pytest.mark.parametrize("column", [[], [1.0], [np.nan, np.nan], [np.nan, 3.0]])
def test_a_sparkline_of_less_than_two_is_empty(column: list[float]) -> None:
    assert sparkline(np.array(column), 60.0, 16.0, "#111111").marks == ()


def test_a_level_sparkline() -> None:
    (line, _dot) = sparkline(np.full(3, 7.0), 60.0, 16.0, "#111111").marks
    assert isinstance(line, Strokes)
    assert np.ptp(line.points[:, 1]) == 0


def test_a_chart_is_made_of_cells_that_hide_nothing() -> None:
    with pytest.raises(ValueError, match="hidden"):
        Cells(np.array([1.0]), np.array([2.0]), np.array([HIDDEN]), np.array([3], np.uint8))


@pytest.mark.parametrize(
    ("tops", "anchor"), [([1.0, 2.0, 4.0, 9.0], "end"), ([9.0, 4.0, 2.0, 1.0], "start")]
)
def test_the_low_figure_stands_where_the_line_is_not(tops: list[float], anchor: str) -> None:
    cells = value_cells(np.array(tops), np.zeros(4, np.uint8))
    drawn = chart(Course(QUARTERS[-4:], cells), unit="m²", kind=Kind.MEAN, height=75.0)
    (low,) = [m for m in drawn.marks if isinstance(m, Text) and m.text == f"1,0{NB}m²"]
    assert low.anchor == anchor

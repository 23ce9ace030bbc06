"""Tables across, as drawn: breakdowns with bars, areas by two classes, all pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.association import correlation_matrix
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.errors import UsageError
from desktop.core.levelwords import plainly
from desktop.core.periods import parse
from desktop.maps import bivariate, crossbars, crosstab, heatmap
from desktop.maps.cellchart import CellChart, CrossColours
from desktop.maps.composing import Setter
from desktop.maps.diverging import shade
from desktop.maps.drawing import Box, Dot, Text
from desktop.maps.view import MapView, Second, Shows
from tests.fake_extract import HIDDEN, WITHHELD
from tests.fake_extract import fake_dataset as made_dataset

NOW = parse("2026K2")
SETTER = Setter(lambda text, size, _weight, _tabular: 0.55 * size * len(text))
COLOURS = CrossColours(
    ink="#000001",
    muted="#000002",
    hairline="#000003",
    surface="#FFFFFF",
    track="#EEEEEE",
    bar="#000004",
    accent="#000005",
    selected="#E07A3F",
    withheld="#EEF1F4",
    hatch="#AEB9C4",
    missing="#E9EDF0",
)
LEVEL = "boligomraade"


def of_area(data: Dataset, area: int, width: float = 900.0) -> CellChart:
    indicator = data.indicator("uden_job")
    rows = crossbars.area_rows(data, LEVEL, area, indicator, NOW)
    return crossbars.bars(rows, indicator, width, COLOURS, SETTER)


def test_golden_bars(data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("crossbars.txt", of_area(data, 0).drawing.as_text())


def test_bars_have_one_scale_from_nought(data: Dataset) -> None:
    indicator = data.indicator("uden_job")
    rows = crossbars.area_rows(data, LEVEL, 9, indicator, NOW)
    chart = crossbars.bars(rows, indicator, 900.0, COLOURS, SETTER)
    bars = [
        mark for mark in chart.drawing.marks if isinstance(mark, Box) and mark.fill == "#000004"
    ]
    values = [float(row.cells.values[0]) for row in rows]
    assert len(bars) == len(rows) == 2
    assert bars[0].x == bars[1].x
    assert bars[0].width / bars[1].width == pytest.approx(values[0] / values[1])


def test_what_is_withheld_is_hatched_and_has_no_bar(data: Dataset) -> None:
    chart = of_area(data, WITHHELD)
    marks = chart.drawing.marks
    assert not [mark for mark in marks if isinstance(mark, Box) and mark.fill == "#000004"]
    assert len([mark for mark in marks if isinstance(mark, Box) and mark.hatched]) == 2
    told = " ".join((*chart.drawing.texts(), *(" ".join(spot.lines) for spot in chart.spots)))
    assert "diskretioneret" in told
    assert str(int(HIDDEN)) not in told.replace(".", "")


def test_the_municipality_by_itself(data: Dataset) -> None:
    indicator = data.indicator("uden_job")
    rows = crossbars.municipality_rows(data, LEVEL, indicator, NOW)
    assert [row.municipality for row in rows] == [None, None]
    assert "Kommunen" not in crossbars.bars(rows, indicator, 900.0, COLOURS, SETTER).drawing.texts()


def test_no_breakdowns_is_told(data: Dataset) -> None:
    with pytest.raises(UsageError):
        crossbars.area_rows(data, LEVEL, 0, data.indicator("anmeldelser"), NOW)


@pytest.mark.parametrize("width", [620.0, 900.0, 1400.0])
def test_texts_stay_inside(data: Dataset, width: float) -> None:
    for mark in of_area(data, 0, width).drawing.marks:
        if isinstance(mark, Text):
            wide = SETTER.width(mark.text, mark.size, mark.weight)
            left = mark.x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
            assert left >= -0.5
            assert left + wide <= width + 0.5


def paired(second: str = "fravaer", period: str = "2025/26", **fields: object) -> MapView:
    view = MapView(LEVEL, "uden_job", NOW, second=Second(second, parse(period)))
    return replace(view, **fields)  # type: ignore[arg-type]


def existing(data: Dataset, view: MapView) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return data.areas(view.level).valid_on(view.period.end)


BIG = made_dataset(columns=12, rows=10)


@given(
    st.sampled_from([("fravaer", "2025/26"), ("anmeldelser", "2026K2"), ("beboere", "2025K4")]),
    st.sampled_from(["natural", "equal", "pretty"]),
    st.booleans(),
)
def test_the_table_holds_what_the_map_of_both_shows(
    second: tuple[str, str], scheme: str, upper: bool
) -> None:
    view = paired(*second, scheme=scheme, upper=upper)
    made = crosstab.crossing(BIG, view, existing(BIG, view))
    picture = bivariate.picture(BIG, replace(view, shows=Shows.BIVARIATE))
    assert isinstance(picture.legend, bivariate.SquareLegend)
    columns = len(picture.legend.second.labels)
    for group in range(len(picture.colours)):
        areas = made.areas(*divmod(group, columns)).tolist()
        assert areas == np.flatnonzero(picture.members(group)).tolist()
    assert made.table.counts.sum() == existing(BIG, view).sum()


@given(st.sampled_from([("fravaer", "2025/26"), ("anmeldelser", "2026K2")]))
def test_every_cell_leads_to_the_areas_it_counts(second: tuple[str, str]) -> None:
    view = paired(*second)
    made = crosstab.crossing(BIG, view, existing(BIG, view))
    chart = crosstab.crosstab(made, (0, 8), 900.0, 500.0, COLOURS, SETTER, plainly())
    found = [made.areas(*crosstab.class_at(made, spot)) for spot in chart.spots]
    assert sum(len(areas) for areas in found) == existing(BIG, view).sum()
    for spot, areas in zip(chart.spots, found, strict=True):
        assert any(line.startswith(plainly().counted(len(areas))) for line in spot.lines)


def test_cells_with_chosen_areas_say_how_many(data: Dataset) -> None:
    view = paired()
    made = crosstab.crossing(data, view, existing(data, view))
    for chosen in ((), (0,), (0, 8, 9)):
        chart = crosstab.crosstab(made, chosen, 900.0, 500.0, COLOURS, SETTER, plainly())
        dots = [mark for mark in chart.drawing.marks if isinstance(mark, Dot)]
        cells = {(int(made.table.rows[at]), int(made.table.columns[at])) for at in chosen}
        assert len(dots) == len(cells)


def test_areas_outside_the_filter_are_in_no_cell(data: Dataset) -> None:
    view = paired()
    kept = existing(data, view)
    kept[:10] = False
    made = crosstab.crossing(data, view, kept)
    assert made.table.counts.sum() == kept.sum()
    assert (made.table.rows[:10] == -1).all()


def test_golden_table(data: Dataset, golden: Callable[[str, str], None]) -> None:
    view = paired()
    made = crosstab.crossing(data, view, existing(data, view))
    chart = crosstab.crosstab(made, (8,), 900.0, 500.0, COLOURS, SETTER, plainly())
    golden("crosstab.txt", chart.drawing.as_text())


def all_pairs(data: Dataset, width: float = 900.0, height: float = 400.0) -> CellChart:
    view = paired()
    columns = heatmap.columns_at(data, LEVEL, NOW, existing(data, view))
    matrix = correlation_matrix(columns.values)
    return heatmap.heat_map(columns, matrix, width, height, COLOURS, SETTER, plainly())


def test_golden_triangle(data: Dataset, golden: Callable[[str, str], None]) -> None:
    golden("heatmap.txt", all_pairs(data).drawing.as_text())


def test_a_cell_is_filled_only_where_the_interval_leaves_out_nought() -> None:
    view = paired()
    columns = heatmap.columns_at(BIG, LEVEL, NOW, existing(BIG, view))
    matrix = correlation_matrix(columns.values)
    chart = heatmap.heat_map(columns, matrix, 900.0, 400.0, COLOURS, SETTER, plainly())
    boxes = {(mark.x, mark.y): mark for mark in chart.drawing.marks if isinstance(mark, Box)}
    count = len(columns.indicators)
    assert len(chart.spots) == count * (count - 1) // 2
    sure = 0
    for spot in chart.spots:
        at = spot.row, spot.column
        filled = matrix.low[at] > 0 or matrix.high[at] < 0
        sure += filled
        assert ((spot.left, spot.top) in boxes) == filled
        assert (spot.lines[2] == "kan være tilfældig") != filled
        assert columns.indicators[spot.column].label in spot.lines[0]
        assert columns.indicators[spot.row].label in spot.lines[0]
        assert "siger intet om personer" in spot.lines[-1]
    words = heatmap.reading_sentence(columns, matrix, plainly())
    assert words.startswith(f"{len(chart.spots)} par af {count} indikatorer. I {sure} ")


def test_columns_are_by_subject_and_hide_what_is_hidden(data: Dataset) -> None:
    view = paired()
    columns = heatmap.columns_at(data, LEVEL, NOW, existing(data, view))
    order = [each.id for each in data.dimensions]
    places = [order.index(each.dimension) for each in columns.indicators]
    assert places == sorted(places)
    for indicator, period, values in zip(
        columns.indicators, columns.periods, columns.values, strict=True
    ):
        shown = data.cells(indicator.id, LEVEL, period).states == State.SHOWN
        assert (np.isfinite(values) == (shown & existing(data, view))).all()


def test_indicators_that_begin_later_are_left_out(data: Dataset) -> None:
    early = parse("2024K1")
    columns = heatmap.columns_at(data, LEVEL, early, existing(data, paired()))
    assert "fravaer" not in {each.id for each in columns.indicators}


def test_too_few_areas_measure_nothing(data: Dataset) -> None:
    kept = np.zeros(len(data.areas(LEVEL)), bool)
    kept[:3] = True
    columns = heatmap.columns_at(data, LEVEL, NOW, kept)
    matrix = correlation_matrix(columns.values)
    chart = heatmap.heat_map(columns, matrix, 900.0, 400.0, COLOURS, SETTER, plainly())
    assert all(spot.lines[1].startswith("Ingen sammenhæng at måle") for spot in chart.spots)
    assert heatmap.reading_sentence(columns, matrix, plainly()).startswith("Der er ingen")


def test_many_indicators_grow_downwards_and_stay_readable() -> None:
    indicators = tuple(replace(BIG.indicators[0], id=f"i{at}") for at in range(80))
    values = tuple(np.random.default_rng(at).random(60) for at in range(80))
    columns = heatmap.Columns(indicators, (NOW,) * 80, values)
    matrix = correlation_matrix(values)
    chart = heatmap.heat_map(columns, matrix, 960.0, 480.0, COLOURS, SETTER, plainly())
    assert chart.drawing.height > 480
    assert min(mark.size for mark in chart.drawing.marks if isinstance(mark, Text)) >= 10
    assert max(spot.left + spot.width for spot in chart.spots) <= 960


def test_against_each_other_is_filled_in_the_other_colour() -> None:
    rising = np.arange(40, dtype=np.float64)
    noise = np.random.default_rng(7).random((3, 40))
    values = (rising, -rising + noise[0], noise[1], rising + noise[2])
    indicators = tuple(replace(BIG.indicators[0], id=f"i{at}") for at in range(4))
    columns = heatmap.Columns(indicators, (NOW,) * 4, values)
    matrix = correlation_matrix(values)
    chart = heatmap.heat_map(columns, matrix, 900.0, 400.0, COLOURS, SETTER, plainly())
    boxes = {(mark.x, mark.y): mark for mark in chart.drawing.marks if isinstance(mark, Box)}
    by_place = {(spot.row, spot.column): spot for spot in chart.spots}
    against, along = by_place[1, 0], by_place[3, 0]
    assert against.lines[2] == "går hver sin vej"
    assert along.lines[2] == "følges ad"
    fills = [boxes[spot.left, spot.top].fill for spot in (against, along)]
    assert fills == [shade(float(matrix.values[1, 0])), shade(float(matrix.values[3, 0]))]
    assert (by_place[2, 0].left, by_place[2, 0].top) not in boxes

"""Small multiples: one chart for every area looked at, in an order that says how sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.series import Directions
from desktop.maps.drawing import Box, Drawing, Strokes
from desktop.maps.multiples import (
    HEIGHT,
    WIDTH,
    Multiples,
    Order,
    chart,
    in_order,
    kept_together,
    multiples_drawing,
    multiples_of,
    period_marks,
)
from desktop.maps.trend import ChartColours
from desktop.maps.view import MapView
from desktop.maps.worked import work_out
from tests.fake_extract import HIDDEN, LONG, MISSING, WITHHELD, WITHHELD_NOW, fake_dataset

COLOURS = ChartColours()


def made(data: Dataset, view: MapView) -> Multiples:
    picture = work_out(data, view)
    return multiples_of(data, view, picture.cells, picture.kept)


def ways(found: Multiples, **evidence: float) -> Directions:
    count = len(found.names)
    column = np.zeros(count)
    for name, number in evidence.items():
        column[int(name.removeprefix("at"))] = number
    sign = np.sign(column * (np.abs(column) > 2)).astype(np.int8)
    steepest_where_least_sure = np.where(column == 0, 0.0, 10 * np.sign(column) - column)
    return Directions(steepest_where_least_sure, sign, np.where(column == 0, np.nan, column), count)


def test_golden(data: Dataset, view: MapView, golden: Callable[[str, str], None]) -> None:
    drawing = multiples_drawing(
        made(data, view), Order.NAME, 720, COLOURS, chosen=frozenset({0}), own_scale=False
    )
    golden("multiples.txt", drawing.as_text())


def test_every_area_that_is_looked_at_has_one_chart(data: Dataset, view: MapView) -> None:
    found = made(data, view)
    picture = work_out(data, view)
    for order in Order:
        assert sorted(in_order(found, order).tolist()) == np.flatnonzero(picture.kept).tolist()


def test_by_number_the_highest_comes_first_and_those_without_last(
    data: Dataset, view: MapView
) -> None:
    found = made(data, view)
    ordered = in_order(found, Order.VALUE)
    values = found.cells.values[ordered]
    shown = np.isfinite(values)
    assert (np.diff(values[shown]) <= 0).all()
    assert not shown[-(~shown).sum() :].any()


def test_by_change_evidence_goes_before_size(data: Dataset, view: MapView) -> None:
    found = made(data, view)
    found = replace(found, ways=ways(found, at0=2.5, at9=-7.0, at10=1.0))
    assert in_order(found, Order.CHANGE)[:3].tolist() == [9, 0, 10]


def test_only_a_sure_direction_has_a_sign(data: Dataset, view: MapView) -> None:
    found = made(data, view)
    found = replace(found, ways=ways(found, at0=2.5, at9=-7.0, at10=1.0))

    def said(area: int) -> tuple[str, ...]:
        marks = period_marks(found, area, COLOURS, own_scale=False)
        return Drawing(WIDTH, HEIGHT, marks).texts()

    assert "↗" in said(0)
    assert "↘" in said(9)
    assert len(said(10)) == 1


def test_withheld_periods_are_hatched_and_missing_ones_are_not(
    data: Dataset, view: MapView
) -> None:
    found = made(data, view)

    def hatched(area: int) -> list[Box]:
        marks = chart(found, area, COLOURS, own_scale=False)
        return [mark for mark in marks if isinstance(mark, Box) and mark.hatched]

    assert len(hatched(WITHHELD)) == len(hatched(WITHHELD_NOW)) == 1
    assert hatched(WITHHELD)[0].width > 5 * hatched(WITHHELD_NOW)[0].width
    assert hatched(MISSING) == hatched(0) == []


def test_nothing_withheld_is_drawn() -> None:
    drawn = []
    for hidden in (HIDDEN, 17.0):
        data = fake_dataset(hidden=hidden)
        view = MapView("boligomraade", "uden_job", data.periods_of("uden_job", "boligomraade")[-1])
        drawing = multiples_drawing(made(data, view), Order.VALUE, 720, COLOURS)
        drawn.append(drawing.as_text())
    assert drawn[0] == drawn[1]


def test_the_municipality_is_never_pressed_to_an_edge(data: Dataset, view: MapView) -> None:
    found = made(data, view)
    for own_scale in (False, True):
        for area in found.positions.tolist():
            marks = chart(found, area, COLOURS, own_scale=own_scale)
            for mark in marks:
                if isinstance(mark, Strokes) and mark.colour == COLOURS.other:
                    assert len(set(np.round(mark.points[:, 1], 6))) > 1


def test_plain_counts_have_no_municipality_behind(data: Dataset) -> None:
    view = MapView("boligomraade", "beboere", data.periods_of("beboere", "boligomraade")[-1])
    assert not np.isfinite(made(data, view).whole).any()


def test_a_common_scale_compares_and_an_own_one_fills(data: Dataset, view: MapView) -> None:
    found = made(data, view)

    def span(area: int, *, own_scale: bool) -> float:
        marks = chart(found, area, COLOURS, own_scale=own_scale)
        (line,) = [m for m in marks if isinstance(m, Strokes) and m.colour == COLOURS.line]
        return float(np.ptp(line.points[:, 1]))

    assert span(0, own_scale=True) > 2 * span(0, own_scale=False)
    assert span(0, own_scale=True) == pytest.approx(span(9, own_scale=True))


def test_another_period_keeps_the_lines(data: Dataset, view: MapView) -> None:
    found = made(data, view)
    earlier = replace(view, period=data.periods_of(view.indicator, view.level)[2])
    kept = kept_together(found, made(data, earlier))
    assert kept.values is found.values
    assert kept.now == 2
    other = replace(view, indicator="anmeldelser")
    assert kept_together(found, made(data, other)).values is not found.values
    assert kept_together(None, found) is found


def test_a_long_name_is_cut_within_its_chart(data: Dataset, view: MapView) -> None:
    found = made(data, view)
    texts = Drawing(WIDTH, HEIGHT, chart(found, LONG, COLOURS, own_scale=False)).texts()
    assert texts[0].endswith("…")
    assert found.cells.states[WITHHELD] == State.WITHHELD

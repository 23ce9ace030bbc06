"""The large time chart: whose lines, where they break, and that nothing withheld is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dataset import Dataset
from desktop.core.differences import Against
from desktop.core.disclosure import State
from desktop.maps.drawing import Box, Drawing, Strokes, Text
from desktop.maps.timecard import hover_marks, hover_words
from desktop.maps.timechart import period_marks, time_chart
from desktop.maps.timelines import (
    MOST_AREAS,
    ControlLimits,
    TimeContent,
    Wanted,
    against_look,
    area_look,
    drawn_areas,
    index_periods,
    line_value_words,
    time_content,
)
from desktop.maps.timeplot import cut, spread_apart
from desktop.maps.timewords import further_sentences, time_subtitle
from desktop.maps.trend import ChartColours
from desktop.maps.view import MapView
from tests.fake_extract import (
    HIDDEN,
    LONG,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)

COLOURS = ChartColours()
ALL = Wanted(tuple(Against), limits=True)
NB = "\N{NO-BREAK SPACE}"


def chosen(data: Dataset, view: MapView, *positions: int) -> MapView:
    codes = data.areas(view.level).codes
    return replace(view, selected=tuple(codes[at] for at in positions))


def made(data: Dataset, view: MapView, *positions: int, wanted: Wanted = ALL) -> TimeContent:
    return time_content(data, chosen(data, view, *positions), wanted, COLOURS)


def all_texts(content: TimeContent) -> list[str]:
    """Everything that a chart says anywhere."""
    chart = time_chart(content, 900, 400, COLOURS)
    said = [*chart.drawing.texts(), *content.notes]
    for at in range(len(content.periods)):
        marks = (*period_marks(chart, at, COLOURS), *hover_marks(chart, at, COLOURS))
        said += [*Drawing(900, 400, marks).texts(), *hover_words(content, at)]
    return said


@pytest.mark.parametrize("name", ["effort", "gap", "index"])
def test_golden(
    data: Dataset, view: MapView, golden: Callable[[str, str], None], name: str
) -> None:
    at = {"effort": (0, 6), "gap": (WITHHELD_NOW,), "index": (9, 0)}[name]
    start = data.periods_of("uden_job", view.level)[0] if name == "index" else None
    content = made(data, view, *at, wanted=replace(ALL, index=start))
    chart = time_chart(content, 800, 400, COLOURS)
    now = content.periods.index(view.period)
    marks = (
        *chart.drawing.marks,
        *period_marks(chart, now, COLOURS),
        *hover_marks(chart, 2, COLOURS),
    )
    golden(f"timechart-{name}.txt", replace(chart.drawing, marks=marks).as_text())


def test_the_last_chosen_is_the_main_line_and_alone_in_clay(data: Dataset, view: MapView) -> None:
    content = made(data, view, 0, 9, 10)
    areas = data.areas(view.level)
    assert [line.series.name for line in content.lines[:3]] == [
        areas.names[at] for at in (10, 9, 0)
    ]
    assert content.main.colour == COLOURS.selected
    assert all(line.colour != COLOURS.selected for line in content.lines[1:])


def test_no_two_lines_look_alike() -> None:
    looks = [area_look(at, COLOURS) for at in range(MOST_AREAS)]
    looks += [
        against_look(each, COLOURS)
        for each in (
            Against.MUNICIPALITY,
            Against.SECTOR,
            Against.SIMILAR,
            Against.DISTRICT,
            Against.ORGANISATION,
        )
    ]
    assert len({(colour, dash) for colour, _width, dash in looks}) == len(looks)


def test_without_an_area_it_is_the_municipality(data: Dataset, view: MapView) -> None:
    content = made(data, view)
    assert [line.series.name for line in content.lines] == ["Kommunen"]
    assert content.main.colour != COLOURS.selected
    assert content.efforts == ()


def test_of_many_chosen_the_last_are_drawn(data: Dataset, view: MapView) -> None:
    many = chosen(data, view, *range(9))
    assert drawn_areas(data, many) == [8, 7, 6, 5, 4, 3]
    content = time_content(data, many, Wanted(()), COLOURS)
    assert content.left_out == 3
    assert "Af 9 valgte områder er de 6 senest valgte tegnet." in content.notes


@pytest.mark.parametrize("area", [WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED])
@pytest.mark.parametrize("indicator", ["uden_job", "beboere", "alder", "anmeldelser"])
def test_nothing_withheld_is_said_or_drawn(indicator: str, area: int) -> None:
    told = []
    for hidden in (HIDDEN, 17.0):
        data = fake_dataset(hidden=hidden)
        periods = data.periods_of(indicator, "boligomraade")
        view = MapView("boligomraade", indicator, periods[-1])
        content = made(data, view, area, wanted=replace(ALL, limits=False))
        chart = time_chart(content, 900, 400, COLOURS)
        told.append((all_texts(content), chart.drawing.as_text()))
    assert told[0] == told[1]
    assert not any("4711" in text or "4.711" in text for text in told[0][0])


def test_a_withheld_period_is_hatched_and_a_missing_one_is_not(
    data: Dataset, view: MapView
) -> None:
    def hatched(area: int) -> list[Box]:
        chart = time_chart(made(data, view, area), 900, 400, COLOURS)
        return [mark for mark in chart.drawing.marks if isinstance(mark, Box) and mark.hatched]

    (last,) = hatched(WITHHELD_NOW)
    (whole,) = hatched(WITHHELD)
    assert last.width < whole.width / 5
    assert hatched(MISSING) == hatched(0) == []


def test_the_main_line_stops_before_a_withheld_period(data: Dataset, view: MapView) -> None:
    content = made(data, view, WITHHELD_NOW, wanted=Wanted(()))
    chart = time_chart(content, 900, 400, COLOURS)
    (line,) = [
        mark
        for mark in chart.drawing.marks
        if isinstance(mark, Strokes) and mark.colour == COLOURS.selected
    ]
    assert line.points[-1, 0] == pytest.approx(chart.x[-2])


def test_plain_counts_are_held_against_nothing_until_they_are_indexed(data: Dataset) -> None:
    periods = data.periods_of("beboere", "boligomraade")
    view = MapView("boligomraade", "beboere", periods[-1])
    plain = made(data, view, 0)
    assert len(plain.lines) == 1
    assert any("indeks" in note for note in plain.notes)
    assert plain.band is None
    indexed = made(data, view, 0, wanted=replace(ALL, index=periods[0]))
    assert len(indexed.lines) > 2
    assert all(line.values[0] == 100 for line in indexed.lines if line.drawn)


def test_an_index_has_no_interval_and_begins_where_there_is_a_number(
    data: Dataset, view: MapView
) -> None:
    last = data.periods_of("uden_job", view.level)[-1]
    fine = made(data, view, 0, wanted=replace(ALL, index=last))
    assert fine.index == last
    assert fine.band is None
    assert line_value_words(fine, fine.main, len(fine.periods) - 1) == "100,0"
    off = made(data, view, WITHHELD_NOW, wanted=replace(ALL, index=last))
    assert off.index is None
    assert off.band is not None
    assert any("kan ikke regnes indeks" in note for note in off.notes)
    assert last not in index_periods(off)
    beside = made(data, view, WITHHELD_NOW, 0, wanted=replace(ALL, index=last))
    other = beside.lines[1]
    assert not other.drawn
    assert line_value_words(beside, other, 0) == "uden indeks"
    assert line_value_words(beside, other, len(beside.periods) - 1) == "diskretioneret"


def test_limits_are_drawn_with_a_ring_about_what_is_past_them(data: Dataset, view: MapView) -> None:
    content = made(data, view, 0)
    size = len(content.periods)
    outside = np.zeros(size, np.int8)
    outside[3] = 1
    limits = ControlLimits(np.full(size, 10.0), np.full(size, 8.0), np.full(size, 12.0), outside)
    with_limits = replace(content, limits=limits)
    texts = time_chart(with_limits, 900, 400, COLOURS).drawing.texts()
    assert "kontrolgrænse" in texts
    assert hover_words(with_limits, 3)[-1] == "Kontrolgrænser: 8,0 til 12,0"
    assert "kontrolgrænse" not in time_chart(content, 900, 400, COLOURS).drawing.texts()


def test_an_effort_stands_over_the_time_it_lasts(data: Dataset, view: MapView) -> None:
    def bar(area: int) -> Box:
        chart = time_chart(made(data, view, area), 900, 400, COLOURS)
        (found,) = [mark for mark in chart.drawing.marks if isinstance(mark, Box) and mark.y < 30]
        return found

    goes_on, ended = bar(6), bar(8)  # Lommepengejob since 2025, Naboskab until the middle of it
    assert goes_on.x + goes_on.width > ended.x + ended.width
    assert ended.x < goes_on.x
    without = made(data, view, 6, wanted=replace(ALL, efforts=False))
    assert without.efforts == ()


def test_the_nearest_period_is_the_one_pointed_at(data: Dataset, view: MapView) -> None:
    chart = time_chart(made(data, view, 0), 900, 400, COLOURS)
    for at, x in enumerate(chart.x.tolist()):
        assert chart.nearest(x + 3) == at
    assert period_marks(chart, -1, COLOURS) == hover_marks(chart, 99, COLOURS) == ()


@pytest.mark.parametrize("size", [(1040, 520), (640, 300), (320, 170)])
@pytest.mark.parametrize("area", [0, LONG, WITHHELD, 6])
def test_every_text_lies_within_the_chart(
    data: Dataset, view: MapView, size: tuple[int, int], area: int
) -> None:
    content = made(data, view, 9, area)
    for mark in time_chart(content, *size, COLOURS).drawing.marks:
        if isinstance(mark, Text) and mark.anchor == "start":
            assert mark.x + 0.5 * mark.size * len(mark.text) <= size[0] + 1, mark
            assert 0 < mark.y <= size[1]


def test_one_period_and_no_number_at_all() -> None:
    data = fake_dataset(periods=1)
    view = MapView("boligomraade", "uden_job", data.periods_of("uden_job", "boligomraade")[0])
    assert len(made(data, view, 0, 6).periods) == 1
    texts = time_chart(made(data, view, MISSING, wanted=Wanted(())), 500, 300, COLOURS)
    assert "Ingen tal at vise over tid" in texts.drawing.texts()
    time_chart(made(data, view, 0, 6), 500, 300, COLOURS)


def test_what_is_said_about_it(data: Dataset, view: MapView) -> None:
    content = made(data, view, 6)
    assert time_subtitle(data, view, content) == (
        "Andel af 16-66-årige · 1. kvt. 2024 – 2. kvt. 2026"
    )
    said = further_sentences(content, None, limits=True, breakdown=False)
    assert any("viser ikke, at indsatsen er årsagen" in sentence for sentence in said)
    shown = {each.series.name for each in content.lines}
    assert {"Kommunen", "Lignende boligområder", "Vest"} & shown


@given(
    st.lists(st.floats(0, 300), min_size=1, max_size=11),
    st.floats(5, 20),
)
def test_names_are_moved_apart_in_their_order(wanted: list[float], apart: float) -> None:
    places = np.array(wanted)
    found = spread_apart(places, apart, 0.0, 300.0)
    order = np.argsort(places, kind="stable")
    assert (np.diff(found[order]) >= apart - 1e-6).all()
    assert found.min() >= -1e-6
    assert found.max() <= 300 + 1e-6


@given(st.text(max_size=60), st.floats(0, 300))
def test_a_cut_name_fits(text: str, room: float) -> None:
    def measure(said: str, _size: float, _weight: int) -> float:
        return 7.0 * len(said)

    said = cut(text, 12, 400, room, measure)
    assert said == text or measure(said, 12, 400) <= room


def test_states_are_the_extracts_own(data: Dataset, view: MapView) -> None:
    content = made(data, view, UNDEFINED)
    assert (content.main.series.cells.states == State.UNDEFINED).all()
    assert line_value_words(content, content.main, 0) == "ikke defineret"

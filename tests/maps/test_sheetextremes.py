"""The highest and lowest numbers on a sheet: true, with their intervals, no league table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.sentences import value_words
from desktop.maps.paper import Paper
from desktop.maps.sheet import composed_sheet, finished_picture
from desktop.maps.sheetextremes import MOST, extremes_table, order_words
from desktop.maps.sheetrows import Table
from desktop.maps.sheettable import set_table
from desktop.maps.typesetting import Pen
from desktop.maps.view import MapView, first_view
from tests.fake_extract import HIDDEN, WITHHELD, fake_dataset
from tests.maps.sheets import DAY, measure
from tests.maps.test_sheetkinds import ORGANISATION


def table(data: Dataset, view: MapView) -> Table | None:
    return extremes_table(data, view, finished_picture(data, view))


def test_the_ends_are_the_highest_and_the_lowest_that_are_shown() -> None:
    data = fake_dataset()
    view = first_view(data)
    made = table(data, view)
    cells = finished_picture(data, view).cells
    names = data.areas(view.level).names
    order = np.argsort(-np.where(cells.shown, cells.values, np.nan), kind="stable")
    shown = [int(at) for at in order if cells.shown[at]]
    assert made is not None

    assert [row.name for row in made.rows[:MOST]] == [names[at] for at in shown[:MOST]]
    assert [row.name for row in made.rows[MOST:]] == [names[at] for at in shown[-MOST:]]
    for row in made.rows:
        at = names.index(row.name)
        assert row.figures[0] == value_words(cells, at, data.indicator(view.indicator))
    assert names[WITHHELD] not in [row.name for row in made.rows]


def test_every_share_has_its_interval_and_the_order_its_reservation() -> None:
    data = fake_dataset()
    made = table(data, first_view(data))
    assert made is not None

    assert all("–" in row.figures[1] for row in made.rows)
    assert "kan rækkefølgen være tilfældig" in order_words(made)


def test_numbers_that_lack_an_interval_are_not_put_in_order() -> None:
    data = fake_dataset()
    view = first_view(data)
    mean = data.periods_of("alder", view.level)[-1]

    assert table(data, replace(view, indicator="alder", period=mean)) is None


def test_counts_are_known_and_need_none() -> None:
    data = fake_dataset()
    newest = data.periods_of("beboere", "boligomraade")[-1]
    made = table(data, replace(first_view(data), indicator="beboere", period=newest))
    assert made is not None

    assert all(row.figures[1] == "" for row in made.rows)
    assert order_words(made) == ""


def test_only_areas_inside_the_filter_are_there_and_none_twice() -> None:
    data = fake_dataset()
    view = replace(first_view(data), filter=AreaFilter(organisations=(ORGANISATION,)))
    made = table(data, view)
    kept = finished_picture(data, view).kept
    inside = {name for name, is_kept in zip(data.areas(view.level).names, kept, strict=True)
              if is_kept}  # fmt: skip
    assert made is not None

    names = [row.name for row in made.rows]
    assert set(names) <= inside and len(names) == len(set(names))


def test_where_there_is_little_room_rows_go_from_the_middle() -> None:
    data = fake_dataset()
    made = table(data, first_view(data))
    assert made is not None
    pen = Pen(measure, 1.0)
    set_table(pen, made, 0.0, 0.0, 80.0, 4.0, 4)
    texts = [line for line in str(pen.marks).split("'") if line]

    first, second, *_rest, last_but_one, last = [row.name for row in made.rows]
    assert all(name in texts for name in (first, second, last_but_one, last))
    assert made.rows[2].name not in texts
    assert not any("områder mere" in text for text in texts)


def test_the_table_stands_on_the_sheet_and_tells_nothing_withheld() -> None:
    def drawn(hidden: float) -> str:
        data = fake_dataset(hidden=hidden)
        view = first_view(data)
        made = table(data, view)
        assert made is not None
        sheet = composed_sheet(
            data, view, paper=Paper.A4_ACROSS, measure=measure, day=DAY, table=made,
            said=(order_words(made),),
        )  # fmt: skip
        return sheet.drawing.as_text()

    assert "Højeste og laveste tal" in drawn(1) and "tilfældig" in drawn(1)
    assert drawn(1) == drawn(HIDDEN)

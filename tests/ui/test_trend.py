"""Udvikling, chosen areas: what a person does with the large time chart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.differences import Against
from desktop.ui import theme as themes
from desktop.ui.chips import Chip
from desktop.ui.trendpane import TrendPane
from tests.fake_extract import MISSING, WITHHELD, WITHHELD_NOW
from tests.ui.conftest import Atlas, NewWindow, differ

LEFT_OF_CROSS = QPoint(14, 14)


def pane_of(atlas: Atlas) -> TrendPane:
    atlas.session.go("trend")
    pane = atlas.window.panes.shown
    assert isinstance(pane, TrendPane)
    settle(atlas, pane)
    return pane


def settle(atlas: Atlas, pane: TrendPane) -> None:
    """Wait until the course of what is shown is found."""
    view = atlas.session.view
    atlas.qtbot.waitUntil(lambda: pane.courses.course(view) is not None)


def drawn(pane: TrendPane) -> list[str]:
    assert pane.content is not None
    return [line.series.name for line in pane.content.lines]


def chips(pane: TrendPane) -> list[Chip]:
    """The chips of the chosen areas, in their order."""
    found = [chip for chip in pane.areas.findChildren(Chip) if chip.isVisible()]
    return sorted(found, key=lambda chip: chip.x() + 1000 * chip.y())


def place(pane: TrendPane, row: int) -> QPoint:
    pane.chart.grab()  # it is laid out when it is painted
    chart = pane.chart.chart
    assert chart is not None
    return QPoint(round(float(chart.x[row])), 200)


def test_without_an_area_it_is_the_municipality_and_says_how_to_choose(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    assert drawn(pane) == ["Kommunen"]
    assert pane.hint.isVisible()
    assert pane.words.text().startswith("Kommunen: ")


def test_areas_are_found_by_three_letters_and_enter(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    for letters in ("skov", "nørrev"):
        atlas.click(pane.search)
        atlas.write(letters)
        atlas.press(Qt.Key.Key_Return)
    assert drawn(pane)[:2] == ["Nørrevang", "Skovbrynet"]
    assert [chip.text() for chip in chips(pane)] == ["Nørrevang", "Skovbrynet"]
    assert not pane.hint.isVisible()
    assert pane.search.text() == ""
    assert atlas.selected == [0, 1]


def test_an_arrow_takes_another_of_those_found(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.click(pane.search)
    atlas.write("nørrev")
    popup = pane.search.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup, key)
    QApplication.processEvents()
    names = atlas.session.data.areas("boligomraade").names
    assert names[atlas.selected[0]] == "Gamle Nørrevang"
    assert pane.search.text() == ""


def test_a_chip_makes_its_area_the_main_one_and_its_cross_takes_it_away(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.session.select([0, 9, 10])
    atlas.click(chips(pane)[2], LEFT_OF_CROSS)
    assert atlas.selected == [9, 10, 0]
    first = chips(pane)[0]
    atlas.click(first, QPoint(first.width() - 14, 14))
    assert atlas.selected == [9, 10]
    chips(pane)[0].setFocus()
    atlas.press(Qt.Key.Key_Delete)
    assert atlas.selected == [9]


def test_what_is_ticked_is_drawn(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.session.select([0])
    assert drawn(pane) == ["Skovbrynet", "Kommunen"]
    atlas.click(pane.options.against[Against.SIMILAR])
    atlas.click(pane.options.against[Against.MUNICIPALITY])
    assert drawn(pane) == ["Skovbrynet", "Lignende boligområder"]
    assert not pane.options.against[Against.SECTOR].isVisible()  # all are of one
    assert pane.content is not None
    assert pane.content.band is not None
    atlas.click(pane.options.intervals)
    assert pane.content.band is None


def test_a_click_and_the_arrow_keys_go_to_a_period_without_drawing_the_lines_anew(
    atlas: Atlas,
) -> None:
    pane = pane_of(atlas)
    atlas.session.select([0])
    content = pane.content
    atlas.click(pane.chart, place(pane, 3))
    assert atlas.session.view.period == atlas.session.periods[3]
    atlas.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert atlas.session.view.period == atlas.session.periods[5]
    atlas.press(Qt.Key.Key_Home)
    assert atlas.session.view.period == atlas.session.periods[0]
    atlas.drag(pane.chart, place(pane, 1), place(pane, 7))
    assert atlas.session.view.period == atlas.session.periods[7]
    assert pane.content is content


def test_pointing_tells_every_line_of_the_period(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.session.select([WITHHELD_NOW, 0])
    last = len(atlas.session.periods) - 1
    before = pane.chart.grab().toImage()
    atlas.move(pane.chart, place(pane, last))
    said = pane.chart.pointed
    assert said[0] == atlas.session.periods[-1].label
    assert said[1].startswith("Skovbrynet: ")
    assert said[2] == "Æblehaven: diskretioneret"
    assert differ(before, pane.chart.grab().toImage())
    atlas.move(pane.chart, QPoint(pane.chart.width() - 3, 200))
    assert pane.chart.pointed == ()


def test_an_index_starts_where_one_says_and_is_said(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.session.select([0])
    menu = pane.options.index_menu()
    assert [action.text() for action in menu.actions()] == [
        "Uden indeks",
        "1. kvartal 2024 = 100",
        "1. kvartal 2025 = 100",
        "1. kvartal 2026 = 100",
        "2. kvartal 2026 = 100",
    ]
    menu.actions()[1].trigger()
    assert "indeks, 1. kvartal 2024 = 100" in pane.head.sentence.text()
    assert pane.content is not None
    assert pane.content.main.values[0] == 100
    assert not pane.options.intervals.isEnabled()
    assert "ingen intervaller" in pane.more.text()
    pane.options.index_menu().actions()[0].trigger()
    assert pane.content.index is None


def test_the_numbers_are_a_table_that_is_copied_as_it_is_read(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.session.select([WITHHELD_NOW])
    assert not pane.table.isVisible()
    atlas.click(pane.table_button)
    model = pane.table.model()
    assert model.rowCount() == len(atlas.session.periods)
    assert model.index(0, 0).data() == atlas.session.periods[-1].label
    assert model.index(0, 1).data() == "diskretioneret"
    pane.table.selectRow(0)
    pane.table.setFocus()
    atlas.press(Qt.Key.Key_C, held=Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0].split("\t")[:2] == ["Periode", "Æblehaven"]
    assert copied[1].split("\t")[1] == "diskretioneret"
    row = pane.table.visualRect(model.index(1, 0)).center()
    atlas.click(pane.table.viewport(), row)
    assert atlas.session.view.period == atlas.session.periods[-2]


def test_another_indicator_from_the_list_is_drawn(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.session.select([0])
    atlas.click_row("Beboere")
    assert pane.head.title.text() == "Beboere"
    assert drawn(pane) == ["Skovbrynet"]
    assert not pane.options.against[Against.MUNICIPALITY].isEnabled()
    atlas.click_row("Skolefravær over 10 %")
    assert pane.content is not None
    assert [period.code for period in pane.content.periods] == ["2023/24", "2024/25", "2025/26"]


@pytest.mark.parametrize("area", [WITHHELD, MISSING])
def test_an_area_without_a_number_is_calm(atlas: Atlas, area: int) -> None:
    pane = pane_of(atlas)
    atlas.session.select([area])
    settle(atlas, pane)
    name = drawn(pane)[0]
    assert pane.words.text().startswith(name)
    assert not pane.options.index.isEnabled()
    pane.grab()


def test_a_pane_that_was_away_shows_what_is_now(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.session.go("map")
    atlas.session.select([9])
    atlas.session.show_period(atlas.session.periods[4])
    atlas.session.go("trend")
    assert drawn(pane)[0] == atlas.session.data.areas("boligomraade").names[9]
    assert pane.chart.accessibleDescription().startswith(atlas.session.periods[4].label)


def test_it_prints_as_it_is(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    assert pane.figure(250.0, 120.0, 0.25) is not None
    atlas.session.select([0])
    figure = pane.figure(250.0, 120.0, 0.25)
    assert figure is not None
    assert (figure.width, figure.height) == (250.0, 120.0)
    assert {"Skovbrynet", "Kommunen"} <= set(figure.texts())


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (1000, 620)])
def test_there_is_room_in_every_window(new_window: NewWindow, size: tuple[int, int]) -> None:
    atlas = new_window(theme=themes.DARK, size=size)
    pane = pane_of(atlas)
    atlas.session.select([0, 9, 7])
    atlas.click(pane.table_button)
    for widget in (pane.chart, pane.options, pane.areas, pane.table, pane.words):
        place = widget.mapTo(pane, QPoint(0, 0))
        assert place.x() >= 0
        assert place.x() + widget.width() <= pane.width()
        assert place.y() + widget.height() <= pane.height()

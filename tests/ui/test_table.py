"""Tabel: every area against the indicators, as a person uses it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.areafilter import AreaFilter
from desktop.core.areawholes import Whole
from desktop.maps.view import first_view
from desktop.ui import theme as themes
from desktop.ui.tablecells import ROW
from desktop.ui.tablecontent import AreaTable
from desktop.ui.tablecopy import copied
from desktop.ui.tableheader import HEAD
from desktop.ui.tablepane import TablePane
from desktop.ui.tableparts import PLACE, LevelWords
from tests.fake_extract import (
    BEGINS,
    HIDDEN,
    LONG,
    LONG_NAME,
    MISSING,
    UNDEFINED,
    WITHHELD,
    WITHHELD_NOW,
    fake_dataset,
)
from tests.ui.conftest import CTRL, NO_KEYS, Atlas, NewWindow, differ, pixel

SHIFT = Qt.KeyboardModifier.ShiftModifier
NORD, FJORDEN = "Boligselskabet Nord", "Boligforeningen Fjorden"


@pytest.fixture
def table(atlas: Atlas) -> TablePane:
    return at_table(atlas)


def at_table(atlas: Atlas) -> TablePane:
    atlas.session.go("table")
    QApplication.processEvents()
    pane = atlas.window.findChild(TablePane)
    assert isinstance(pane, TablePane)
    assert pane.is_seen
    return pane


def names(pane: TablePane) -> list[str]:
    """The first column from the top, as it is read aloud."""
    model = pane.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def column(pane: TablePane, id: str) -> list[str]:
    """A column from the top, as it is read aloud."""
    at = pane.model.columns.index(id)
    return [str(pane.model.index(row, at).data()) for row in range(pane.model.rowCount())]


def heading(pane: TablePane, id: str) -> QPoint:
    """A place on a heading, in the header's viewport."""
    section = pane.model.columns.index(id)
    head = pane.view.head
    return QPoint(head.sectionViewportPosition(section) + 20, HEAD - 12)


def click_heading(atlas: Atlas, pane: TablePane, id: str) -> None:
    head = pane.view.names.head if id == "@name" else pane.view.head
    atlas.click(head.viewport(), heading(pane, id))


def row_place(pane: TablePane, name: str) -> QPoint:
    """A place on a row, in the viewport, right of the names."""
    row = names(pane).index(name)
    return QPoint(pane.view.columnWidth(0) + 40, pane.view.rowViewportPosition(row) + ROW // 2)


def click_row(
    atlas: Atlas, pane: TablePane, name: str, keys: Qt.KeyboardModifier = NO_KEYS
) -> None:
    atlas.click(pane.view.viewport(), row_place(pane, name), keys)


def position(atlas: Atlas, name: str) -> int:
    areas = atlas.session.data.areas(atlas.session.view.level)
    return areas.names.index(name)


# What it holds.


def test_every_area_that_exists_has_a_row(atlas: Atlas, table: TablePane) -> None:
    held = sorted(table.model.rows.tolist())
    assert held == np.flatnonzero(atlas.session.kept).tolist()
    assert table.head.title.text() == "20 boligområder"
    assert "Gamle Nørrevang" not in names(table)


def test_the_shown_indicator_comes_first_and_is_what_it_is_sorted_by(table: TablePane) -> None:
    indicators = [id for id in table.model.columns if not id.startswith("@")]
    assert indicators[0] == "uden_job"
    assert {*indicators} == {"uden_job", "beboere", "alder", "fravaer", "anmeldelser"}
    values = [text for text in column(table, "uden_job") if "," in text]
    numbers = [float(text.replace(",", ".")) for text in values]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) > 10


def test_what_is_not_shown_is_last_both_ways_and_says_why(atlas: Atlas, table: TablePane) -> None:
    for _way in (1, 2):
        last = column(table, "uden_job")[-4:]
        assert sorted(last) == ["diskretioneret", "diskretioneret", "ikke defineret", "ingen data"]
        click_heading(atlas, table, "uden_job")


def test_nothing_tells_a_withheld_number(table: TablePane) -> None:
    model = table.model
    said = []
    for row in range(model.rowCount()):
        for at in range(model.columnCount()):
            index = model.index(row, at)
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            said += [str(index.data(role)) for role in roles]
            said.append(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
    table.copy()
    said.append(QGuiApplication.clipboard().text())
    assert any("diskretioneret" in text for text in said)
    assert not any("4711" in text or "4.711" in text for text in said)
    assert HIDDEN == 4711.0


def test_an_indicator_of_another_time_says_so_in_its_heading(table: TablePane) -> None:
    at = table.model.columns.index("fravaer")
    heading = table.table.heading("fravaer", "uden_job") if table.table is not None else None
    assert heading is not None
    assert heading.unit == "% · 2025/26"
    told = str(table.model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
    assert "skoleåret 2025/26" in told
    assert "Andel af elever" in told


def test_a_tooltip_says_all_of_a_cell(atlas: Atlas, table: TablePane) -> None:
    row = names(table).index("Skovbrynet")
    at = table.model.columns.index("uden_job")
    told = str(table.model.index(row, at).data(Qt.ItemDataRole.ToolTipRole)).split("\n")
    assert told[0] == "Skovbrynet"
    assert told[1].endswith("%")
    assert " af " in told[2]
    assert told[3].startswith("95 %-interval")


def test_places_are_ranges_and_nobody_withheld_has_one(table: TablePane) -> None:
    places = dict(zip(names(table), column(table, "@place"), strict=True))
    assert any("–" in text and text != "–" for text in places.values())
    for at in (WITHHELD, WITHHELD_NOW, MISSING, UNDEFINED):
        assert table.table is not None
        assert places[table.table.name(at)] == "–"


# Order.


def test_names_are_sorted_in_danish(atlas: Atlas, table: TablePane) -> None:
    click_heading(atlas, table, "@name")
    listed = names(table)
    assert listed[-1] == "Ådalen"
    assert listed.index("Æblehaven") < listed.index("Ørstedsgade") < listed.index("Ådalen")
    assert "navn" in table.head.sentence.text()
    click_heading(atlas, table, "@name")
    assert names(table)[0] == "Ådalen"


def test_one_click_sorts_another_turns_it_round(atlas: Atlas, table: TablePane) -> None:
    click_heading(atlas, table, "alder")
    falling = column(table, "alder")
    assert (table.look.sorted_by, table.look.falling) == ("alder", True)
    assert "Gennemsnitsalder" in table.head.sentence.text()
    assert "tilfældig" not in table.head.sentence.text()  # a mean has no interval to overlap
    click_heading(atlas, table, "alder")
    shown = [text for text in falling if "," in text]
    assert column(table, "alder")[: len(shown)] == shown[::-1]
    assert shown != shown[::-1]


def test_the_head_says_that_the_order_may_be_chance(table: TablePane) -> None:
    assert "kan rækkefølgen være tilfældig" in table.head.sentence.text()


def test_a_cautious_order_goes_by_the_lower_end(atlas: Atlas, table: TablePane) -> None:
    plain = names(table)
    table.tools.look_asked.emit(replace(table.look, cautious=True))
    assert table.table is not None
    found = table.table.numbers("uden_job")
    assert found is not None
    low = [found.low[at] for at in table.model.rows if found.cells.shown[at]]
    assert low == sorted(low, reverse=True)
    assert names(table) != plain
    assert "nedre ende" in table.head.sentence.text()


def test_a_double_click_on_a_heading_shows_the_indicator(atlas: Atlas, table: TablePane) -> None:
    columns = table.model.columns
    atlas.double_click(table.view.head.viewport(), heading(table, "anmeldelser"))
    assert atlas.session.view.indicator == "anmeldelser"
    assert table.model.columns == columns  # nothing jumps
    assert table.look.sorted_by == "anmeldelser"
    assert table.look.falling
    click_heading(atlas, table, "alder")
    atlas.double_click(table.view.head.viewport(), heading(table, "fravaer"))
    assert atlas.session.view.indicator == "fravaer"
    assert table.look.sorted_by == "alder"  # the click in it has not sorted


def test_the_order_follows_the_indicator_that_is_shown(atlas: Atlas, table: TablePane) -> None:
    atlas.session.show_indicator("fravaer")
    assert table.look.sorted_by == "fravaer"
    click_heading(atlas, table, "alder")
    atlas.session.show_indicator("uden_job")
    assert table.look.sorted_by == "alder"


# Choosing.


def test_clicks_choose_with_ctrl_and_shift(atlas: Atlas, table: TablePane) -> None:
    listed = names(table)
    click_row(atlas, table, listed[2])
    assert atlas.selected == [position(atlas, listed[2])]
    click_row(atlas, table, listed[5], CTRL)
    assert atlas.selected == [position(atlas, listed[at]) for at in (2, 5)]
    click_row(atlas, table, listed[2], CTRL)
    assert atlas.selected == [position(atlas, listed[5])]
    click_row(atlas, table, listed[8], SHIFT)
    assert {*atlas.selected} == {position(atlas, listed[at]) for at in range(2, 9)}


def test_a_name_can_be_clicked_too(atlas: Atlas, table: TablePane) -> None:
    at = row_place(table, "Skovbrynet")
    atlas.click(table.view.names.viewport(), QPoint(40, at.y()))
    assert atlas.selected == [0]


def test_the_keyboard_walks_the_rows(atlas: Atlas, table: TablePane) -> None:
    listed = names(table)
    click_row(atlas, table, listed[0])
    atlas.press(Qt.Key.Key_Down)
    assert atlas.selected == [position(atlas, listed[1])]
    atlas.press(Qt.Key.Key_Down, held=SHIFT)
    assert {*atlas.selected} == {position(atlas, listed[at]) for at in (1, 2)}
    atlas.press(Qt.Key.Key_A, held=CTRL)
    assert len(atlas.selected) == len(listed)


def test_areas_chosen_elsewhere_are_marked_in_clay(atlas: Atlas, table: TablePane) -> None:
    at = row_place(table, "Skovbrynet") + QPoint(0, ROW // 2 - 3)
    before = pixel(table.view.viewport().grab().toImage(), at)
    atlas.session.select([0])
    QApplication.processEvents()
    after = pixel(table.view.viewport().grab().toImage(), at)
    assert after == table._cells.chosen.name().upper()
    assert before != after
    marked = table.view.selectionModel().selectedRows()
    assert [index.row() for index in marked] == [names(table).index("Skovbrynet")]


def test_an_area_chosen_elsewhere_is_brought_into_sight(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(columns=20, rows=10))
    pane = at_table(atlas)
    last = int(pane.model.rows[-1])
    atlas.session.select([last])
    QApplication.processEvents()
    top = pane.view.rowViewportPosition(len(pane.model.rows) - 1)
    assert 0 <= top < pane.view.viewport().height()


def test_pointing_is_shared_both_ways(atlas: Atlas, table: TablePane) -> None:
    listed = names(table)
    atlas.move(table.view.viewport(), row_place(table, listed[3]))
    assert atlas.session.hovered == position(atlas, listed[3])
    before = table.view.viewport().grab().toImage()
    atlas.session.hover(position(atlas, listed[6]))
    assert differ(before, table.view.viewport().grab().toImage())


# Searching, columns, rows at the top.


def test_a_search_leaves_the_rows_of_that_name_and_says_how_many(
    atlas: Atlas, table: TablePane
) -> None:
    atlas.click(table.tools.search)
    atlas.write("ring")
    assert names(table) == [LONG_NAME]
    assert table.tools.said.text() == "1 af 20 boligområder"
    atlas.press(Qt.Key.Key_Escape)
    assert len(names(table)) == 20
    atlas.write("xyz")
    assert names(table) == []
    assert table.empty.isVisible()
    assert table.empty.text() == "Ingen boligområder hedder sådan."


def test_areas_out_of_the_search_stay_chosen_with_ctrl(atlas: Atlas, table: TablePane) -> None:
    atlas.session.select([0])
    atlas.click(table.tools.search)
    atlas.write("led")
    first, second = names(table)
    click_row(atlas, table, first, CTRL)
    assert atlas.selected == [0, position(atlas, first)]
    click_row(atlas, table, second)
    assert atlas.selected == [position(atlas, second)]


def test_letters_typed_in_the_table_search(atlas: Atlas, table: TablePane) -> None:
    click_row(atlas, table, names(table)[0])
    atlas.press(Qt.Key.Key_T)
    assert table.tools.search.hasFocus()
    assert table.tools.search.text() == "t"
    atlas.press(Qt.Key.Key_Down)
    assert table.view.hasFocus()


def test_columns_are_ticked_and_the_table_follows(atlas: Atlas, table: TablePane) -> None:
    atlas.click(table.tools.columns)
    chooser = table.chooser
    assert chooser.isVisible()
    chooser.search.setText("sektor")
    assert [each.id for each in chooser.found()] == ["@sector"]
    chooser.all.click()
    assert "@sector" in table.model.columns
    chooser.none.click()
    assert "@sector" not in table.model.columns
    chooser.search.clear()
    chooser.none.click()
    assert table.model.columns == ("@name",)
    assert table.look.sorted_by == "@name"
    chooser.hide()


def test_a_click_anywhere_on_a_row_of_the_chooser_ticks_it(atlas: Atlas, table: TablePane) -> None:
    atlas.click(table.tools.columns)
    chooser = table.chooser
    chooser.search.setText("sektor")
    place = chooser.list.visualItemRect(chooser.list.item(1)).center()
    for wanted in (True, False):
        QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert ("@sector" in table.model.columns) is wanted
    chooser.list.setFocus()
    chooser.list.setCurrentRow(1)
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert "@sector" in table.model.columns
    chooser.hide()


def test_a_dragged_heading_moves_its_column(atlas: Atlas, table: TablePane) -> None:
    head = table.view.head
    before = table.model.columns
    at = before.index("alder")
    head.moveSection(head.visualIndex(at), head.visualIndex(at) - 1)
    QApplication.processEvents()
    after = table.model.columns
    assert after.index("alder") == at - 1
    assert sorted(after) == sorted(before)
    assert [head.visualIndex(nr) for nr in range(head.count())] == list(range(head.count()))
    assert after[0] == "@name"


def test_the_rows_at_the_top_stay_and_are_about_the_chosen(atlas: Atlas, table: TablePane) -> None:
    height = table.view.head.height()
    assert height == HEAD + 2 * ROW
    assert table.table is not None
    assert [row.of for row in table.table.wholes] == [Whole.MUNICIPALITY, Whole.SIMILAR]
    assert table.table.wholes[1].waits
    atlas.session.select([0])
    QApplication.processEvents()
    assert table.view.head.height() == height  # nothing jumps when one is chosen
    assert table.table.wholes[1].name == "Områder som Skovbrynet"
    told = table.model.whole_told("uden_job", 0).split("\n")
    session = atlas.session
    whole = session.data.municipality("uden_job", session.view.period).values[0]
    assert told[1] == f"{whole:.1f} %".replace(".", ",").replace(" ", "\u00a0")
    table.tools.look_asked.emit(replace(table.look, wholes=()))
    QApplication.processEvents()
    assert table.view.head.height() == HEAD


def test_a_filter_leaves_an_organisation_and_says_so(atlas: Atlas, table: TablePane) -> None:
    atlas.session.show_filter(AreaFilter(organisations=(NORD,)))
    assert {*column(table, "@organisation")} == {NORD}
    assert NORD in table.head.title.text()
    assert table.head.title.text().startswith("10 boligområder")


def test_organisations_lead_their_areas(atlas: Atlas, table: TablePane) -> None:
    table.tools.look_asked.emit(replace(table.look, gathered=True))
    rows = table.model.rows
    led = np.flatnonzero(rows < 0)
    assert {names(table)[at] for at in led} == {NORD, FJORDEN}
    assert rows[0] < 0
    owner = ""
    for name, row, own in zip(
        names(table), rows.tolist(), column(table, "@organisation"), strict=True
    ):
        owner = name if row < 0 else owner
        assert row < 0 or own == owner
    click_row(atlas, table, FJORDEN)
    assert len(atlas.selected) == 10
    areas = atlas.session.data.areas("boligomraade")
    assert {areas.organisations[at] for at in atlas.selected} == {FJORDEN}


# Copying.


def test_the_chosen_rows_are_copied_with_units_and_source(atlas: Atlas, table: TablePane) -> None:
    atlas.session.select([0, WITHHELD])
    click = Qt.Key.Key_C
    table.view.setFocus()
    atlas.press(click, held=CTRL)
    content = QGuiApplication.clipboard().mimeData()
    lines = content.text().split("\n")
    head = lines[0].split("\t")
    assert head[0] == "Boligområde"
    assert "Uden for arbejdsmarkedet (%)" in head
    assert "Skolefravær over 10 % (% · 2025/26)" in head
    rows = {line.split("\t")[0]: line.split("\t") for line in lines[1:3]}
    areas = atlas.session.data.areas("boligomraade")
    assert {*rows} == {areas.names[0], areas.names[WITHHELD]}
    assert all(len(row) == len(head) for row in rows.values())
    assert "diskretioneret" in rows[areas.names[WITHHELD]]
    note = lines[-2]
    assert "Kilde:" in note
    assert "2. kvartal 2026" in note
    assert "vises ikke" in note
    assert "<th>Boligområde</th>" in content.html()
    assert table.tools.said.text() == "2 rækker kopieret"


def test_intervals_and_the_rows_at_the_top_come_along_on_choice(
    atlas: Atlas, table: TablePane
) -> None:
    atlas.session.select([0])
    table.tools.with_wholes = table.tools.with_intervals = True
    table.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[1].startswith("Eksempelby Kommune\t")
    assert lines[2].startswith("Områder som Skovbrynet\t")
    assert "95 %-interval" in lines[0].split("\t")


# Other times, levels and odd extracts.


def test_another_time_keeps_columns_and_order(atlas: Atlas, table: TablePane) -> None:
    click_heading(atlas, table, "anmeldelser")
    columns = table.model.columns
    atlas.session.step_period(-8)
    assert table.model.columns == columns
    assert table.look.sorted_by == "anmeldelser"
    assert BEGINS not in table.model.rows
    assert "Gamle Nørrevang" in names(table)
    assert "2. kvartal 2024" in table.head.sentence.text()


def test_a_level_without_parents_or_organisations(atlas: Atlas, table: TablePane) -> None:
    atlas.session.show_level("distrikt")
    assert sorted(names(table)) == ["Vest", "Øst"]
    assert not {"@organisation", "@within:distrikt"} & {*table.model.columns}
    table.tools.look_asked.emit(replace(table.look, gathered=True))
    assert (table.model.rows >= 0).all()


def test_a_breakdown_on_the_map_is_that_of_the_column(atlas: Atlas, table: TablePane) -> None:
    plain = column(table, "uden_job")
    atlas.session.show_map(breakdown="kvinder")
    assert column(table, "uden_job") != plain
    assert table.table is not None
    assert table.table.heading("uden_job", "uden_job").unit == "% · Kvinder"


def test_a_filter_that_leaves_nobody_says_so(atlas: Atlas, table: TablePane) -> None:
    atlas.session.show_filter(AreaFilter(residents=(1e9, None)))
    assert names(table) == []
    assert table.empty.text() == "Filteret lader ingen boligområder tilbage."
    table.copy()
    assert "Kilde" in QGuiApplication.clipboard().text()


def test_one_period_and_the_dark(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(periods=1), theme=themes.DARK)
    pane = at_table(atlas)
    pane.tools.look_asked.emit(replace(pane.look, cues=replace(pane.look.cues, courses=True)))
    assert not pane.grab().isNull()
    assert len(names(pane)) == 20


def test_courses_are_drawn_and_end_at_the_time_shown(atlas: Atlas, table: TablePane) -> None:
    before = table.view.grab().toImage()
    table.tools.look_asked.emit(replace(table.look, cues=replace(table.look.cues, courses=True)))
    assert differ(before, table.view.grab().toImage())
    atlas.session.step_period(-3)
    assert table.table is not None
    course = table.table.course("uden_job", np.array([0, WITHHELD]))
    assert course.shape == (7, 2)
    assert np.isnan(course[:, 1]).all()


def test_the_menu_of_a_heading_does_what_the_mouse_does(atlas: Atlas, table: TablePane) -> None:
    table.view.setFocus()
    at = table.model.columns.index("alder")
    table.view.setCurrentIndex(table.model.index(0, at))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(table.view.viewport(), event)
    menu = next(each for each in table.findChildren(QMenu) if each.isVisible())
    actions = {action.text(): action for action in menu.actions()}
    actions["Flyt til venstre"].trigger()
    assert table.model.columns.index("alder") == at - 1
    actions["Vis »Gennemsnitsalder« på kortet"].trigger()
    assert atlas.session.view.indicator == "alder"
    menu.close()


def test_a_long_name_is_cut_and_told_in_full(table: TablePane) -> None:
    row = names(table).index(LONG_NAME)
    assert table.model.rows[row] == LONG
    assert table.model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) == LONG_NAME


@pytest.mark.parametrize("alone", [0, WITHHELD])
def test_one_area_alone_or_all_withheld(alone: int) -> None:
    data = fake_dataset()
    view = first_view(data)
    kept = np.zeros(len(data.areas(view.level)), bool)
    kept[alone] = True
    made = AreaTable(data, view, kept, LevelWords(data, view.level))
    assert made.order("uden_job", falling=True, gathered=True).tolist() == [
        -1 - int(made.groups[1][alone]),
        alone,
    ]
    shown = alone == 0
    assert made.place_text("uden_job", alone) == ("1" if shown else "–")
    assert made.heading(PLACE, "uden_job").unit == f"af {int(shown)}"
    assert (made.scale("uden_job") == (0.0, 1.0)) is not shown
    text, _html = copied(made, ("uden_job",), [alone], "uden_job", intervals=True)
    assert ("diskretioneret" in text) is not shown

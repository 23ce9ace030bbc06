"""Profil: found by a few letters, read row by row, held against others, and put on paper."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QToolButton

from desktop.core.comparisons import Against
from desktop.core.dataset import Dataset
from desktop.core.models.shown import placed
from desktop.core.periods import parse
from desktop.core.sentences import value_words
from desktop.maps.paper import Paper
from desktop.reports.typefaces import width as on_paper
from desktop.ui import theme as themes
from desktop.ui.profilepane import ProfilePane
from desktop.ui.trustcard import TrustCard
from desktop.ui.whycard import WhyCard
from tests.core.models.test_shown import MODEL
from tests.fake_extract import BEGINS, LONG, MISSING, WITHHELD, fake_dataset
from tests.ui.conftest import Atlas, NewWindow, differ


def pane_of(atlas: Atlas, *areas: int) -> ProfilePane:
    """The profile's place, with some areas chosen and everything read."""
    if areas:
        atlas.session.select(areas)
    atlas.session.go("profile")
    pane = atlas.window.panes.shown
    assert isinstance(pane, ProfilePane)
    whole(atlas, pane)
    return pane


def whole(atlas: Atlas, pane: ProfilePane) -> None:
    atlas.qtbot.waitUntil(lambda: pane.is_whole)


def texts(pane: ProfilePane) -> tuple[str, ...]:
    assert pane.view.sheet is not None
    return pane.view.sheet.drawing.texts()


def row_place(pane: ProfilePane, indicator: str) -> QPoint:
    place = pane.view.place_of(indicator)
    assert place is not None
    return QPoint(200, place.center().y())


def choose(atlas: Atlas, chooser: QComboBox, name: str) -> None:
    """By keys: to the list, and down to the line."""
    chooser.setFocus()
    at = chooser.findText(name)
    assert at >= 0, [chooser.itemText(nr) for nr in range(chooser.count())]
    step = Qt.Key.Key_Down if at > chooser.currentIndex() else Qt.Key.Key_Up
    for _time in range(abs(at - chooser.currentIndex())):
        atlas.press(step)


def test_without_an_area_there_is_a_list_and_three_letters_open_one(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    assert pane.head.title.text() == "Vælg et område"
    assert len(pane.model.found) == 20
    atlas.click(pane.head.field)
    atlas.write("kær")
    atlas.press(Qt.Key.Key_Return)
    assert atlas.selected == [9]
    assert pane.head.title.text() == "Kærhaven"
    assert "Nøgletal" in texts(pane)
    assert pane.head.field.text() == ""


def test_a_click_in_the_list_opens_an_area(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    index = pane.model.index(3, 0)
    atlas.click(pane.list.viewport(), pane.list.visualRect(index).center())
    assert atlas.selected == [pane.model.found[3]]


def test_the_list_is_in_danish_order_and_holds_those_inside_the_filter(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    areas = atlas.session.data.areas("boligomraade")
    names = [areas.names[at] for at in pane.model.found if areas.names[at]]
    assert names[-1].startswith(("Å", "Ø"))
    assert names.index("Bakkegården") < names.index("Østerled") < names.index("Ådalen")
    assert 20 not in pane.model.found  # it has ended


def test_what_fits_nothing_says_so_and_escape_clears_it(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    atlas.click(pane.head.field)
    atlas.write("qqq")
    assert pane.model.found == ()
    assert pane.found.isVisible()
    atlas.press(Qt.Key.Key_Return)
    assert atlas.selected == [9]
    atlas.press(Qt.Key.Key_Escape)
    assert not pane.found.isVisible()
    assert len(pane.model.found) == 20
    assert atlas.selected == [9]


def test_steps_go_through_the_areas_by_name_and_round(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    order = pane.model.found
    atlas.click(pane.head.after)
    after = atlas.selected
    assert after == [order[(order.index(9) + 1) % len(order)]]
    atlas.click(pane.head.before)
    assert atlas.selected == [9]


def test_the_rows_say_what_the_map_and_the_panel_say(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    cells = atlas.session.picture.cells
    indicator = atlas.session.data.indicator(atlas.session.view.indicator)
    assert value_words(cells, 9, indicator) in texts(pane)
    row = pane.profile.row(indicator.id) if pane.profile is not None else None
    assert row is not None
    assert row.cell.values[0] == cells.values[9]


def test_a_click_on_a_row_makes_it_the_shown_indicator(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    atlas.click(pane.view, row_place(pane, "anmeldelser"))
    assert atlas.session.view.indicator == "anmeldelser"
    assert atlas.chosen_row() == "Anmeldte indbrud"


def test_another_indicator_changes_no_time(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    before = texts(pane)
    atlas.click(pane.view, row_place(pane, "fravaer"))  # by school year
    whole(atlas, pane)
    assert atlas.session.view.period == parse("2025/26")
    assert pane.profile is not None
    assert pane.profile.period == parse("2026K2")
    assert texts(pane) == before
    atlas.click_row("Uden for arbejdsmarkedet")
    assert texts(pane) == before


def test_a_row_pointed_at_is_told_in_full_and_its_card_leaves_it_free(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    at = row_place(pane, "uden_job")
    atlas.move(pane.view, at)
    told = " ".join(pane.card.lines)
    assert "Voksne uden for arbejdsmarkedet, 2. kvartal 2026" in told
    assert "kommunen" in told
    row = pane.view.place_of("uden_job")
    assert row is not None
    row.moveTopLeft(pane.view.mapTo(pane, row.topLeft()))
    assert not pane.card.geometry().intersects(row)
    atlas.move(pane.head, QPoint(300, 4))
    assert pane.card.lines == ()


def test_keys_walk_the_rows_say_them_and_choose(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    pane.view.setFocus()
    atlas.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    second = pane.view.sheet.places[1].indicator if pane.view.sheet is not None else ""
    assert pane.view.current == second
    name = str(atlas.session.data.indicator(second).name)
    assert pane.view.accessibleDescription().startswith(name)
    atlas.press(Qt.Key.Key_Return)
    assert atlas.session.view.indicator == second
    atlas.press(Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home)
    assert pane.view.sheet is not None
    assert pane.view.current == pane.view.sheet.places[0].indicator


def trust_card(atlas: Atlas) -> str:
    (card,) = atlas.window.findChildren(TrustCard)
    said = " ".join(label.text() for label in card.findChildren(QLabel))
    card.accept()
    return said


@pytest.mark.parametrize("way", ["key", "click", "sign"])
def test_whether_a_number_can_be_trusted_is_one_step_away(atlas: Atlas, way: str) -> None:
    pane = pane_of(atlas, 9)
    place = row_place(pane, "uden_job")
    if way == "key":
        pane.view.setFocus()
        atlas.press(Qt.Key.Key_Home, Qt.Key.Key_Space)
    elif way == "click":
        atlas.double_click(pane.view, place)
    else:
        atlas.move(pane.view, place)
        (sign,) = pane.view.findChildren(QToolButton)
        atlas.click(sign)
    said = trust_card(atlas)
    assert "Kærhaven · Voksne uden for arbejdsmarkedet" in said
    assert "Det bygger på" in said


def test_the_menu_of_a_row_goes_to_the_map(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    pane.view.menu_asked.emit("alder", pane.view.mapToGlobal(row_place(pane, "alder")))
    (menu,) = pane.findChildren(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert atlas.session.desk.place == "map"
    assert atlas.session.view.indicator == "alder"
    assert atlas.selected == [9]


def test_the_area_is_held_against_what_is_chosen(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    assert "Kommunen" in texts(pane)
    choose(atlas, pane.head.against, "Lignende boligområder")
    whole(atlas, pane)
    assert pane.profile is not None
    assert pane.profile.question.against is Against.SIMILAR
    said = " ".join(texts(pane))
    assert "De er:" in said
    assert all(name.split()[0] in said for name in pane.profile.like_names)
    atlas.click(pane.head.after)  # it stays chosen for the next area
    assert pane.profile is not None
    assert pane.profile.question.against is Against.SIMILAR


def test_all_indicators_can_be_asked_for(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    assert pane.profile is not None
    assert len(pane.profile.rows) == 4
    choose(atlas, pane.head.set, "Alle (5)")
    whole(atlas, pane)
    assert pane.profile is not None
    assert {row.indicator.id for row in pane.profile.rows} >= {"beboere", "uden_job"}


def test_a_shown_indicator_outside_the_choice_gets_a_row(atlas: Atlas) -> None:
    atlas.session.show_indicator("beboere")
    pane = pane_of(atlas, 9)
    assert pane.profile is not None
    assert pane.profile.row("beboere") is not None


def test_another_time_is_chosen_for_every_row(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    choose(atlas, pane.head.period, "1. kvartal 2026")
    whole(atlas, pane)
    assert pane.profile is not None
    assert pane.profile.period == atlas.session.view.period == parse("2026K1")
    row = pane.profile.row("uden_job")
    assert row is not None
    assert row.period == parse("2026K1")


def test_the_radar_stands_in_place_of_the_bars(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9, 12, 10)
    assert pane.profile is not None
    assert pane.profile.position == 10
    atlas.click(pane.head.radar)
    said = texts(pane)
    assert any("Udad betyder altid mere udsat" in " ".join(said[at : at + 2])
               for at in range(len(said)))  # fmt: skip
    areas = atlas.session.data.areas("boligomraade")
    for at in (9, 12, 10):
        assert areas.names[at] in said
    atlas.click(pane.head.spine)
    assert "Forskel i procent" in texts(pane)


@pytest.mark.parametrize("position", [WITHHELD, MISSING])
def test_an_area_with_nothing_to_show_says_so(atlas: Atlas, position: int) -> None:
    pane = pane_of(atlas, position)
    said = " ".join(texts(pane))
    assert "kan vises" in said
    assert ("diskretioneret" in said) is (position == WITHHELD)
    atlas.click(pane.head.radar)
    assert "mindst 3" in " ".join(texts(pane))


def test_an_area_that_was_not_there_says_so(atlas: Atlas) -> None:
    pane = pane_of(atlas, BEGINS)
    choose(atlas, pane.head.period, "2. kvartal 2024")
    whole(atlas, pane)
    assert "fandtes ikke" in " ".join(texts(pane))


def test_the_dark_theme_is_worn(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    light = pane.view.grab().toImage()
    atlas.window.set_theme(themes.DARK)
    whole(atlas, pane)
    assert pane.profile is not None
    assert differ(light, pane.view.grab().toImage())


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (1000, 620)])
def test_a_long_name_breaks_nothing(new_window: NewWindow, size: tuple[int, int]) -> None:
    atlas = new_window(size=size)
    pane = pane_of(atlas, LONG)
    assert pane.view.width() <= pane.width()
    assert pane.head.title.accessibleName() == pane.head.title.text()
    pane.head.say("Å" * 200, "")
    assert len(pane.head.title.text()) < 120
    assert pane.head.title.accessibleName() == "Å" * 200
    assert atlas.window.width() == size[0]


def test_the_sheet_of_paper_holds_what_the_screen_says(atlas: Atlas) -> None:
    pane = pane_of(atlas, 9)
    for paper in (Paper.A4_UPRIGHT, Paper.A4_ACROSS):
        drawing = pane.sheet(paper, on_paper, dt.date(2026, 7, 1), "")
        assert drawing is not None
        assert {"Kærhaven", "Kommunen", "Nøgletal"} <= {*drawing.texts()}
    atlas.session.select([])
    assert pane.figure(180, 240, 0.2) is None


def test_an_area_has_its_category_and_why(new_window: NewWindow) -> None:
    atlas = new_window(data=fake_dataset(models={"min": MODEL}))
    result = atlas.session.categorised()
    assert result is not None
    at = next(at for at in range(8, 20) if placed(result, at)[0].category)
    pane = pane_of(atlas, at)
    marks = [each.text() for each in pane.head.findChildren(QLabel)]
    assert placed(result, at)[0].category in marks
    assert "Kategorier over årene" in texts(pane)
    (why,) = [each for each in pane.head.findChildren(QToolButton) if each.text() == "hvorfor?"]
    atlas.click(why)
    (card,) = atlas.window.findChildren(WhyCard)
    assert atlas.session.data.areas("boligomraade").names[at] in " ".join(
        label.text() for label in card.findChildren(QLabel)
    )
    card.accept()


def test_one_area_alone(new_window: NewWindow) -> None:
    """A level of two areas, one indicator at a time, and nothing to be alike."""
    data: Dataset = fake_dataset(periods=1)
    atlas = new_window(data=data)
    atlas.session.show_level("distrikt")
    pane = pane_of(atlas, 0)
    assert pane.profile is not None
    assert all(row.before is None or row.indicator.id == "fravaer" for row in pane.profile.rows)
    assert "Vest" in pane.head.title.text()

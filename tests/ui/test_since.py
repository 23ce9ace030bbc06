"""What a change is held against, chosen in the head of the map; the square of two indicators."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.periods import parse
from desktop.maps.bivariate import SquareLegend
from desktop.maps.picture import FALLEN, RISEN
from desktop.ui.sincechooser import SinceChooser
from desktop.ui.squarelegend import SquareCard
from tests.ui.conftest import CTRL, NO_KEYS, Atlas


def since_of(atlas: Atlas) -> SinceChooser:
    return atlas.stage.head.since


def opened(button: SinceChooser) -> QMenu:
    """The menu as a click would show it, without waiting in it."""
    menu = button.menu()
    menu.aboutToShow.emit()
    return menu


def entry(menu: QMenu, text: str) -> QAction:
    (action,) = (each for each in menu.actions() if each.text() == text)
    return action


def test_the_chooser_stands_on_maps_of_change_alone(atlas: Atlas) -> None:
    assert not since_of(atlas).isVisible()
    atlas.session.go("change")
    assert since_of(atlas).isVisible()
    assert since_of(atlas).text() == "siden 2. kvt. 2025 ▾"
    atlas.session.go("map")
    assert not since_of(atlas).isVisible()


def test_another_period_is_one_choice_away(atlas: Atlas) -> None:
    atlas.session.go("change")
    entry(opened(since_of(atlas)), "2. kvt. 2024").trigger()
    assert atlas.session.view.since == parse("2024K2")
    assert since_of(atlas).text() == "siden 2. kvt. 2024 ▾"
    assert "Ændring fra 2. kvartal 2024 til 2. kvartal 2026" in atlas.stage.head.said
    menu = opened(since_of(atlas))
    assert entry(menu, "2. kvt. 2024").isChecked()
    (year,) = (each for each in menu.actions() if each.text().startswith("året før"))
    year.trigger()
    assert atlas.session.view.since is None


def test_other_parts_of_the_year_are_aside(atlas: Atlas) -> None:
    atlas.session.go("change")
    menu = opened(since_of(atlas))
    alike = [each.text() for each in menu.actions() if each.text().endswith(("2025", "2024"))]
    assert alike == ["2. kvt. 2025", "2. kvt. 2024"]
    (aside,) = menu.findChildren(QMenu)
    assert aside.title() == "Andre perioder"
    assert "1. kvt. 2026" in [each.text() for each in aside.actions()]
    entry(aside, "1. kvt. 2024").trigger()
    assert atlas.session.view.since == parse("2024K1")


def test_the_menu_opens_by_key(atlas: Atlas) -> None:
    atlas.session.go("change")
    since = since_of(atlas)
    since.setFocus()
    seen: list[bool] = []
    since.menu().aboutToShow.connect(lambda: seen.append(True))
    since.menu().aboutToShow.connect(since.menu().close, Qt.ConnectionType.QueuedConnection)
    QTest.keyClick(since, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert seen == [True]


def test_marks_are_chosen_from_the_legend(atlas: Atlas) -> None:
    atlas.session.go("change")
    groups = [row.group for row in atlas.session.picture.legend.rows]
    assert {RISEN, FALLEN} <= {*groups}
    atlas.click_group(groups.index(2))
    assert atlas.selected == np.flatnonzero(atlas.session.picture.members(2)).tolist()


def test_hovering_tells_both_numbers(atlas: Atlas) -> None:
    atlas.session.go("change")
    atlas.settle()
    lines = atlas.hover(0)
    assert lines[0] == "Skovbrynet"
    assert "pct.point" in lines[1]
    assert lines[2].startswith("2. kvt. 2025: ")
    assert lines[3].startswith("2. kvt. 2026: ")


@pytest.fixture
def square(atlas: Atlas) -> SquareCard:
    atlas.session.go("bivariate")
    atlas.session.show_indicator("fravaer", 1)
    atlas.settle()
    (card,) = atlas.stage.findChildren(SquareCard)
    assert card.isVisible()
    assert not atlas.legend.isVisible()
    return card


def middle(card: SquareCard, group: int) -> QPoint:
    spot = card.square.chart.spots[group]
    return QPoint(int(spot.left + spot.width / 2), int(spot.top + spot.height / 2))


def test_a_cell_chooses_its_areas(atlas: Atlas, square: SquareCard) -> None:
    picture = atlas.session.picture
    used = [group for group in range(9) if picture.count(group)]
    chosen: list[int] = []
    for nr, group in enumerate(used[:2]):
        atlas.click(square.square, middle(square, group), CTRL if nr else NO_KEYS)
        chosen += np.flatnonzero(picture.members(group)).tolist()
        assert sorted(atlas.selected) == sorted(chosen)


def test_a_cell_pointed_at_raises_its_areas(atlas: Atlas, square: SquareCard) -> None:
    group = next(g for g in range(9) if atlas.session.picture.count(g))
    before = atlas.image()
    atlas.move(square.square, middle(square, group))
    assert atlas.canvas._raised is not None
    assert (atlas.canvas._raised == atlas.session.picture.members(group)).all()
    assert atlas.image() != before
    atlas.move(atlas.slider, QPoint(5, 5))
    assert atlas.canvas._raised is None


def test_the_square_by_keys(atlas: Atlas, square: SquareCard) -> None:
    square.square.setFocus(Qt.FocusReason.TabFocusReason)
    assert square.square.at == 0
    atlas.press(Qt.Key.Key_Up, Qt.Key.Key_Right)
    assert square.square.at == 4
    atlas.press(Qt.Key.Key_Return)
    assert atlas.selected == np.flatnonzero(atlas.session.picture.members(4)).tolist()
    assert "mellem" in square.square.accessibleDescription()


def test_the_square_counts_what_the_map_shows(atlas: Atlas, square: SquareCard) -> None:
    legend = atlas.session.picture.legend
    assert isinstance(legend, SquareLegend)
    told = [int(text) for text in square.square.chart.drawing.texts() if text.isdigit()]
    assert told == [row.count for row in legend.rows[:9]]


def test_other_classes_of_the_square(atlas: Atlas, square: SquareCard) -> None:
    bounds = atlas.session.picture.bounds
    square._schemes.aboutToShow.emit()
    assert entry(square._schemes, "Lige mange områder").isChecked()
    entry(square._schemes, "Runde tal").trigger()
    assert atlas.session.picture.bounds != bounds
    assert square.scheme.text().startswith("Runde tal")


def test_a_folded_square_takes_no_room(atlas: Atlas, square: SquareCard) -> None:
    tall = square.height()
    atlas.click(square.fold)
    assert square.height() < tall / 3
    assert square.geometry().bottom() < atlas.slider.y()

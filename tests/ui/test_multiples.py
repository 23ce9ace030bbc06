"""Alle: a wall of small charts that is walked, chosen in and opened."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from desktop.core.areafilter import AreaFilter
from desktop.maps.multiples import HEIGHT, Order
from desktop.ui.multiplespane import MultiplesPane
from tests.fake_extract import WITHHELD, fake_dataset
from tests.ui.conftest import CTRL, Atlas, NewWindow, differ


def pane_of(atlas: Atlas) -> MultiplesPane:
    atlas.session.go("all")
    pane = atlas.window.panes.shown
    assert isinstance(pane, MultiplesPane)
    atlas.qtbot.waitUntil(lambda: pane.made is not None and pane.made.ways is not None)
    return pane


def middle(pane: MultiplesPane, area: int) -> QPoint:
    return pane.view.place_of(area).center()


def test_every_area_that_exists_is_there(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    assert len(pane.view.areas) == int(atlas.session.kept.sum()) == 20
    atlas.session.show_filter(AreaFilter(organisations=("Boligselskabet Nord",)))
    assert len(pane.view.areas) == int(atlas.session.kept.sum()) < 20


def test_a_click_chooses_ctrl_adds_and_a_double_click_opens_the_profile(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.click(pane.view.viewport(), middle(pane, 9))
    assert atlas.selected == [9]
    atlas.click(pane.view.viewport(), middle(pane, 0), CTRL)
    assert atlas.selected == [9, 0]
    atlas.double_click(pane.view.viewport(), middle(pane, 10))
    assert atlas.session.desk.place == "profile"
    assert atlas.selected[-1] == 10


def test_keys_walk_the_wall_and_enter_chooses(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    pane.view.setFocus()
    columns = pane.view.columns
    atlas.press(Qt.Key.Key_Right, Qt.Key.Key_Down)
    area = pane.view.areas[1 + columns]
    assert pane.view.accessibleDescription().startswith(atlas.session.data.areas(
        "boligomraade").names[area])  # fmt: skip
    atlas.press(Qt.Key.Key_Return)
    assert atlas.selected == [area]


def test_the_order_is_chosen_by_a_chip(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    assert pane.made is not None
    by_name = list(pane.view.areas)
    atlas.click(pane.orders[Order.VALUE])
    values = pane.made.cells.values[pane.view.areas[:5]]
    assert (values[:-1] >= values[1:]).all()
    assert pane.view.areas != by_name
    assert WITHHELD in pane.view.areas[-4:]
    atlas.click(pane.orders[Order.NAME])
    assert pane.view.areas == by_name


def test_own_scales_are_drawn_and_said(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    first = pane.view.place_of(pane.view.areas[0])
    before = pane.view.viewport().grab(first).toImage()
    atlas.click(pane.own_scale)
    assert "egen skala" in pane.key.text()
    assert differ(before, pane.view.viewport().grab(first).toImage())


def test_a_period_is_stepped_without_painting_a_line_anew(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    pane.view.grab()
    images = dict(pane.view._images)
    before = pane.view.grab().toImage()
    atlas.session.show_period(atlas.session.periods[2])
    assert differ(before, pane.view.grab().toImage())
    assert images
    assert all(pane.view._images[name] is image for name, image in images.items())


def test_what_is_pointed_at_is_pointed_at_everywhere(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    atlas.move(pane.view.viewport(), middle(pane, 9))
    assert atlas.session.hovered == 9


def test_only_what_is_seen_is_painted(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(columns=40, rows=50, outline_points=1), size=(1280, 720))
    pane = pane_of(atlas)
    pane.view.grab()
    seen = (pane.view.height() / HEIGHT + 2) * pane.view.columns
    assert 0 < len(pane.view._images) <= seen
    bar = pane.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    pane.view.grab()
    last = pane.view.areas[-1]
    assert pane.view.viewport().rect().intersects(pane.view.place_of(last))


def test_it_prints_every_chart(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    figure = pane.figure(250.0, 100.0, 0.25)
    assert figure is not None
    assert "Skovbrynet" in figure.texts()

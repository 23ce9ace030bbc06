"""The editor of the legend: every change is on the map at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.areafilter import AreaFilter
from desktop.core.disclosure import State
from desktop.maps.palettes import DIVERGING, RAMPS, ramp
from desktop.maps.view import MapView, Style
from desktop.ui import theme as themes
from desktop.ui.breakstrip import BreakStrip
from desktop.ui.legendeditor import LegendEditor
from tests import fake_extract as fake
from tests.ui.conftest import Atlas, differ

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def editing(atlas: Atlas) -> Iterator[Atlas]:
    """With the editor open over the map."""
    atlas.click(atlas.legend.scheme)
    assert atlas.chooser.isVisible()
    yield atlas
    atlas.chooser.close()


def editor(atlas: Atlas) -> LegendEditor:
    return atlas.window.stage.chooser


def counts(atlas: Atlas) -> dict[str, int]:
    return {row.label: row.count for row in atlas.legend.rows._rows}


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)
    QApplication.processEvents()


def drag(strip: BreakStrip, start: float, end: float) -> None:
    """By the mouse, from one place of the strip to another."""
    y = strip.height() // 2
    QTest.mousePress(strip, LEFT, NO_KEYS, QPoint(round(start), y))
    for step in range(1, 5):
        QTest.mouseMove(strip, QPoint(round(start + (end - start) * step / 4), y))
        QApplication.processEvents()
    QTest.mouseRelease(strip, LEFT, NO_KEYS, QPoint(round(end), y))
    QApplication.processEvents()


# Colours


@pytest.mark.parametrize("name", ["violet", "lake", "blue-ochre"])
def test_other_colours_are_on_map_and_legend_at_once(editing: Atlas, name: str) -> None:
    before = editing.image()
    QTest.mouseClick(editor(editing).ramps.buttons[name], LEFT)

    assert editing.session.view.ramp == name
    rows = [row for row in editing.legend.rows._rows if row.group >= 0]
    assert tuple(row.colour for row in rows) == ramp(name, len(rows))
    assert differ(before, editing.image())
    assert editor(editing).ramps.buttons[name].isChecked()
    assert editor(editing).isVisible()


def test_every_ramp_can_be_chosen_and_has_a_name(editing: Atlas) -> None:
    buttons = editor(editing).ramps.buttons
    assert [*buttons] == [*RAMPS, *DIVERGING]
    assert len({button.accessibleName() for button in buttons.values()}) == len(buttons)


def test_colours_are_turned_around(editing: Atlas) -> None:
    forward = [row.colour for row in editing.legend.rows._rows if row.group >= 0]
    press(editor(editing).reverse, Qt.Key.Key_Space)

    assert editing.session.view.reverse
    assert [r.colour for r in editing.legend.rows._rows if r.group >= 0] == forward[::-1]


# Classes


def test_one_class_more_and_fewer_by_the_mouse(editing: Atlas) -> None:
    QTest.mouseClick(editor(editing).more, LEFT)
    assert editing.session.view.classes == 6
    for _ in range(9):
        QTest.mouseClick(editor(editing).fewer, LEFT)
    assert editing.session.view.classes == 3


def test_which_class_holds_a_bound_is_said_with_an_example(editing: Atlas) -> None:
    editing.session.show_classes("own", 5, (10.0, 20.0))
    QApplication.processEvents()
    assert editor(editing)._rule.text() == "10\u00a0% hører til »10 – 20\u00a0%«."
    press(editor(editing).upper, Qt.Key.Key_Space)

    assert editing.session.view.upper
    assert editor(editing)._rule.text() == "10\u00a0% hører til »til og med 10\u00a0%«."
    assert [*counts(editing)][:3] == ["til og med 10\u00a0%", "10 – 20\u00a0%", "over 20\u00a0%"]
    said = [label.text() for label in editing.legend.findChildren(QLabel) if label.isVisible()]
    assert "øvre grænse er med i klassen" in said


def test_bounds_of_this_period_alone(editing: Atlas) -> None:
    fixed = editing.session.picture.bounds
    press(editor(editing).fixed, Qt.Key.Key_Space)

    assert not editing.session.view.fixed
    assert editing.session.picture.bounds != fixed
    assert editing.legend.scheme.text().startswith("Naturlige brud, kun denne periode")


# The strip


def test_a_bound_is_dragged(editing: Atlas) -> None:
    strip = editor(editing).strip
    bounds = editing.session.picture.bounds
    goal = strip.place_of((bounds[0] + bounds[1]) / 2)
    drag(strip, strip.place_of(bounds[0]), goal)

    moved = editing.session.picture.bounds
    assert editing.session.view.scheme == "own"
    assert bounds[0] < moved[0] < bounds[1]
    assert moved[1:] == bounds[1:]
    assert sum(counts(editing).values()) == 20


def test_a_bound_never_passes_its_neighbour(editing: Atlas) -> None:
    strip = editor(editing).strip
    bounds = editing.session.picture.bounds
    drag(strip, strip.place_of(bounds[1]), strip.width())

    moved = editing.session.picture.bounds
    assert list(moved) == sorted({*moved})
    assert len(moved) == len(bounds)
    assert (moved[0], *moved[2:]) == (bounds[0], *bounds[2:])
    assert moved[1] == pytest.approx(bounds[2] - 0.1)


def test_a_double_click_adds_a_bound_and_takes_one_away(editing: Atlas) -> None:
    strip = editor(editing).strip
    bounds = editing.session.picture.bounds
    middle = (bounds[-2] + bounds[-1]) / 2
    y = strip.height() // 2
    QTest.mouseDClick(strip, LEFT, NO_KEYS, QPoint(round(strip.place_of(middle)), y))
    assert len(editing.session.picture.bounds) == len(bounds) + 1
    QTest.mouseDClick(strip, LEFT, NO_KEYS, QPoint(round(strip.place_of(bounds[0])), y))
    assert editing.session.picture.bounds[0] == bounds[1]


def test_bounds_by_the_keyboard_alone(editing: Atlas) -> None:
    strip = editor(editing).strip
    strip.setFocus()
    bounds = editing.session.picture.bounds
    press(strip, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert editing.session.picture.bounds == (round(bounds[0] + 0.2, 1), *bounds[1:])
    press(strip, Qt.Key.Key_Left)
    assert editing.session.picture.bounds[0] == round(bounds[0] + 0.1, 1)
    press(strip, Qt.Key.Key_Delete)
    assert editing.session.picture.bounds == bounds[1:]
    press(strip, Qt.Key.Key_Plus)
    assert len(editing.session.picture.bounds) == len(bounds)
    for _ in range(9):
        press(strip, Qt.Key.Key_Plus)
    assert len(editing.session.picture.bounds) == 8
    for _ in range(12):
        press(strip, Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert len(editing.session.picture.bounds) == 1


def test_the_strip_counts_only_what_is_shown_and_inside_the_filter(editing: Atlas) -> None:
    strip, session = editor(editing).strip, editing.session
    shown = session.picture.cells.values[session.kept & session.picture.cells.shown]
    assert sorted(strip._values) == sorted(shown)
    assert len(strip._values) == 20 - 4  # two withheld, one undefined, one missing
    assert fake.HIDDEN not in strip._values
    session.show_filter(AreaFilter(organisations=("Boligselskabet Nord",)))
    QApplication.processEvents()
    assert len(strip._values) == (session.kept & session.picture.cells.shown).sum() < 16


def test_a_strip_of_nothing_and_of_equal_values_is_painted(qtbot: QtBot) -> None:
    for values in (np.zeros(0), np.array([np.nan]), np.full(5, 7.0)):
        strip = BreakStrip(themes.DARK)
        qtbot.addWidget(strip)
        strip.resize(300, 74)
        strip.show_values(values, (), ("#115A73",), 1, themes.DARK)
        assert not strip.grab().isNull()
        strip.show_values(values, (0.12, 0.13, 0.14), ("#115A73",) * 4, 1, themes.DARK)
        press(strip, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Right)
        assert not strip.grab().isNull()


# Styles


def test_colours_that_run_on_have_a_gradient_for_a_legend(editing: Atlas) -> None:
    before = editing.image()
    QTest.mouseClick(editor(editing).styles[Style.CONTINUOUS], LEFT)
    QApplication.processEvents()

    assert editing.session.view.style is Style.CONTINUOUS
    assert differ(before, editing.image())
    assert editing.legend.scale.isVisible()
    assert "kommunen" in editing.legend.scale.accessibleDescription()
    assert counts(editing)["med tal"] == 16
    assert sum(counts(editing).values()) == 20
    assert not editor(editing).strip.isVisible()
    QTest.mouseClick(editor(editing).styles[Style.CLASSES], LEFT)
    QApplication.processEvents()
    assert not editing.legend.scale.isVisible()
    assert editor(editing).strip.isVisible()


def test_a_share_has_no_circles(editing: Atlas) -> None:
    assert [*editor(editing).styles] == [Style.CLASSES, Style.CONTINUOUS]


def test_counts_begin_as_circles(atlas: Atlas) -> None:
    atlas.click_row("Beboere")
    assert atlas.session.view.style is Style.SYMBOLS
    assert atlas.legend.scale.isVisible()
    atlas.click(atlas.legend.scheme)
    assert [*editor(atlas).styles] == [*Style]
    assert editor(atlas).styles[Style.SYMBOLS].isChecked()
    editor(atlas).close()
    atlas.click_row("Uden for arbejdsmarkedet")
    assert Style(atlas.session.view.style).value == "classes"


def test_counts_as_colours_warn_and_the_way_out_is_a_click_away(atlas: Atlas) -> None:
    atlas.click_row("Beboere")
    atlas.session.show_map(0, style=Style.CLASSES)
    atlas.settle()
    said = [label.text() for label in atlas.legend.findChildren(QLabel) if label.isVisible()]
    assert any("Antal på flader vildleder" in text for text in said)
    atlas.click(atlas.legend.offer)

    assert atlas.session.view.style is Style.SYMBOLS
    assert not atlas.legend.offer.isVisible()


def test_a_circle_is_pointed_at_where_it_reaches_over_its_neighbour(atlas: Atlas) -> None:
    atlas.click_row("Beboere")
    atlas.settle()
    picture, frame = atlas.session.picture, atlas.canvas.frame
    assert picture.radii is not None
    assert frame is not None
    from desktop.maps.symbols import circles_of, places

    found = circles_of(picture, places(atlas.session.data, "boligomraade"), frame)
    largest = int(np.nanargmax(picture.radii))
    x, y, radius = found[largest].tolist()
    for dx, dy in ((0, 0), (radius - 2, 0), (0, radius - 2)):
        place = QPoint(int(x + dx), int(y + dy)).toPointF()
        assert atlas.canvas.area_at(place) in {largest, *_over(found, place.x(), place.y())}
    assert atlas.canvas.area_at(QPoint(int(x), int(y)).toPointF()) == largest


def _over(found: np.ndarray[tuple[int, ...], np.dtype[np.float64]], x: float, y: float) -> set[int]:
    """The areas whose circles reach a place."""
    reach = np.hypot(found[:, 0] - x, found[:, 1] - y) <= found[:, 2] + 1
    return {*np.flatnonzero(reach).tolist()}


def test_withheld_areas_have_no_circle_and_are_hatched(atlas: Atlas) -> None:
    atlas.click_row("Beboere")
    picture = atlas.session.picture
    assert picture.radii is not None
    assert np.isnan(picture.radii[fake.WITHHELD])
    assert picture.groups[fake.WITHHELD] == -State.WITHHELD
    assert picture.withheld()[fake.WITHHELD]


def test_of_changes_only_what_they_go_by_is_offered(atlas: Atlas) -> None:
    atlas.session.go("change")
    atlas.settle()
    atlas.click(atlas.legend.scheme)
    card = editor(atlas)
    offered = [card.scheme.itemData(at) for at in range(card.scheme.count())]
    assert offered == ["pretty", "quantiles"]
    assert card.scheme.currentData() == "pretty"
    hidden = (card.own, card.strip, card.ramps, card.reverse, card.fixed)
    assert not any(control.isVisible() for control in hidden)
    assert card._rule.text().lower() == atlas.session.picture.legend.rule + "."
    press(card.upper, Qt.Key.Key_Space)
    assert atlas.session.view.upper
    assert card._rule.text().lower() == atlas.session.picture.legend.rule + "."
    card.close()
    atlas.session.go("map")
    atlas.settle()
    atlas.click(atlas.legend.scheme)
    assert card.own.isVisible()
    assert card.scheme.count() == 6


# All of it


def test_as_it_began(editing: Atlas) -> None:
    begun = editing.session.view
    editing.session.show_map(
        0, scheme="own", own_bounds=(9.0,), ramp="plum", reverse=True, upper=True, fixed=False,
        style=Style.CONTINUOUS, classes=9,
    )  # fmt: skip
    QApplication.processEvents()
    QTest.mouseClick(editor(editing).reset, LEFT)

    assert editing.session.view == begun
    assert editor(editing).isVisible()


def test_escape_closes_it_wherever_the_focus_is(editing: Atlas) -> None:
    press(editor(editing).strip, Qt.Key.Key_Escape)
    assert not editor(editing).isVisible()


def test_every_control_is_named_and_reached_by_tab(editing: Atlas) -> None:
    seen = set()
    card = editor(editing)
    card.scheme.setFocus()
    for _ in range(40):
        focused = card.focusWidget()
        assert focused is not None
        seen.add(focused)
        card.focusNextChild()
    for control in (card.scheme, card.strip, card.upper, card.fixed, card.reset, card.reverse):
        assert control in seen
        said = control.text() if isinstance(control, QAbstractButton) else control.accessibleName()
        assert said


@pytest.mark.parametrize("scheme", ["natural", "quantiles", "equal", "pretty", "deviation"])
def test_the_editor_stands_as_any_view_does(editing: Atlas, scheme: str) -> None:
    editing.session.show_map(0, scheme=scheme, classes=7, upper=True, reverse=True, ramp="moss")
    QApplication.processEvents()
    card = editor(editing)
    assert card.scheme.currentData() == scheme
    assert (card.count.value(), card.upper.isChecked(), card.reverse.isChecked()) == (7, True, True)
    assert card.ramps.buttons["moss"].isChecked()
    view: MapView = editing.session.view
    assert (view.scheme, view.classes, view.ramp) == (scheme, 7, "moss")

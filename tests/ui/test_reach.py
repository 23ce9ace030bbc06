"""Everything can be reached, seen, read and heard: keyboard, focus, contrast, names, presenting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListView,
    QSpinBox,
    QWidget,
)

from desktop.core.settings import Recent
from desktop.maps.palettes import contrast, mixed
from desktop.ui.exportdialog import ExportDialog
from desktop.ui.legend import LegendRows
from desktop.ui.mapcanvas import MapCanvas
from desktop.ui.opendialog import OpenDialog
from desktop.ui.theme import DARK, LIGHT, Theme
from desktop.ui.timeslider import TimeTrack
from tests.fake_extract import QUARTERS
from tests.ui.conftest import Atlas, NewWindow, differ

ALT = Qt.KeyboardModifier.AltModifier
CONTROLS = (
    QAbstractButton, QComboBox, QLineEdit, QListView, QSpinBox, LegendRows, MapCanvas, TimeTrack,
)  # fmt: skip
PAIRS = [
    ("ink", "surface"), ("ink", "canvas"), ("ink", "accent_soft"), ("ink", "track"),
    ("muted", "surface"), ("muted", "canvas"), ("muted", "accent_soft"), ("muted", "track"),
    ("accent_ink", "accent"), ("accent_text", "surface"), ("accent_text", "accent_soft"),
    ("good", "surface"), ("card_ink", "card"), ("card_muted", "card"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=[" on ".join(pair) for pair in PAIRS])
def test_text_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_to_write_can_be_read_too(new_window: NewWindow, theme: Theme) -> None:
    atlas = new_window()
    atlas.window.set_theme(theme)
    hint = atlas.list.search.palette().color(QPalette.ColorRole.PlaceholderText)

    assert contrast(mixed(theme.surface, hint.name(), hint.alphaF()), theme.surface) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_chosen_area_stands_out_from_the_canvas(theme: Theme) -> None:
    assert contrast(theme.selected, theme.canvas) >= 2.5


def unnamed(root: QWidget) -> list[QWidget]:
    """The controls of which a screen reader would say nothing."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not widget.objectName().startswith("qt_")
        and not any(isinstance(above, QLineEdit | QComboBox | QSpinBox) for above in _above(widget))
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    ]


def _above(widget: QWidget) -> Iterator[QWidget]:
    """What a widget is a part of."""
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def test_every_control_of_the_window_has_a_name(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.settle()

    assert unnamed(atlas.window) == []


def test_every_control_of_the_dialogs_has_a_name(atlas: Atlas) -> None:
    dialogs: list[QDialog] = [
        OpenDialog((Recent("a.boligatlas"),), atlas.window),
        ExportDialog(atlas.stage, atlas.session, "", atlas.window),
    ]
    for dialog in dialogs:
        assert unnamed(dialog) == []
        dialog.done(0)


def walk(atlas: Atlas, key: Qt.Key) -> list[QWidget]:
    """What has the focus at each press of Tab, until the first comes round again."""
    atlas.list.search.setFocus()
    seen: list[QWidget] = []
    while len(seen) < 60:
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        atlas.press(key)
    return seen


def wanted(atlas: Atlas) -> set[QWidget]:
    """What Tab must reach."""
    stage = atlas.stage
    return {
        atlas.list.search, atlas.list.view, atlas.canvas, atlas.legend.rows, atlas.legend.scheme,
        atlas.slider.play, atlas.slider.track, stage.information, stage.zoom_in, stage.zoom_out,
        stage.whole, atlas.window.header.present, atlas.window.export, atlas.window.header.menu,
        atlas.level_button("Boligområde"), atlas.panel._scroll,
    }  # fmt: skip


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_reaches_everything_and_comes_round(atlas: Atlas, key: Qt.Key) -> None:
    reached, levels = walk(atlas, key), set(atlas.window.left.levels.buttons())

    assert wanted(atlas) - levels - set(reached) == set()
    assert levels & set(reached)  # one of them; the arrow keys lead to the others
    assert QApplication.focusWidget() is atlas.list.search


def test_tab_reaches_the_cross_of_the_panel(atlas: Atlas) -> None:
    atlas.click_area(12)

    assert atlas.tool("Fravælg området") in walk(atlas, Qt.Key.Key_Tab)


def test_a_long_panel_is_scrolled_by_keys(new_window: NewWindow) -> None:
    atlas = new_window(size=(1000, 620))
    assert atlas.canvas.hasFocus()
    atlas.session.select(range(20))
    body, scroll = atlas.panel_body(), atlas.panel._scroll
    assert body.height() > scroll.height()
    assert scroll in walk(atlas, Qt.Key.Key_Tab)

    scroll.setFocus(Qt.FocusReason.TabFocusReason)
    atlas.press(Qt.Key.Key_PageDown)
    assert scroll.verticalScrollBar().value() > 0
    atlas.press(Qt.Key.Key_Right, held=ALT)
    atlas.settle()
    assert scroll.hasFocus()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_wherever_tab_comes_the_focus_can_be_seen(new_window: NewWindow, theme: Theme) -> None:
    atlas = new_window()
    atlas.window.set_theme(theme)
    atlas.settle()
    invisible = []
    for widget in wanted(atlas):
        (atlas.slider.track if widget is not atlas.slider.track else atlas.list.search).setFocus()
        without = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.hasFocus()
        if not differ(without, widget.grab().toImage()):
            invisible.append(
                QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            )

    assert invisible == []


def test_a_zoom_button_answers_to_the_keyboard(atlas: Atlas) -> None:
    before = atlas.canvas.frame
    atlas.stage.zoom_in.setFocus()
    atlas.press(Qt.Key.Key_Space)

    assert before is not None
    assert atlas.canvas.frame is not None
    assert atlas.canvas.frame.scale > before.scale


def test_a_level_answers_to_the_keyboard(atlas: Atlas) -> None:
    atlas.level_button("Distrikt").setFocus()
    atlas.press(Qt.Key.Key_Space)

    assert atlas.session.view.level == "distrikt"


def test_the_arrow_keys_go_from_level_to_level(atlas: Atlas) -> None:
    atlas.level_button("Boligområde").setFocus()
    atlas.press(Qt.Key.Key_Right)

    assert atlas.level_button("Distrikt").hasFocus()
    assert atlas.session.view.level == "distrikt"


def test_presenting_shows_the_map_alone_in_larger_type(atlas: Atlas) -> None:
    small = atlas.stage.head.title.height()
    atlas.press(Qt.Key.Key_F11)
    atlas.settle()

    assert atlas.window.isFullScreen()
    assert not any(widget.isVisible() for widget in (atlas.list, atlas.panel, atlas.window.export))
    assert all(widget.isVisible() for widget in (atlas.canvas, atlas.legend, atlas.slider))
    assert atlas.stage.head.title.height() > small
    assert atlas.stage.width() == atlas.window.width()
    assert atlas.canvas.hasFocus()


def test_the_button_presents_too_and_escape_leaves(atlas: Atlas) -> None:
    atlas.click(atlas.window.header.present)
    assert not atlas.panel.isVisible()

    atlas.press(Qt.Key.Key_Escape)
    assert atlas.panel.isVisible()
    assert atlas.list.isVisible()
    assert not atlas.window.isFullScreen()


def test_escape_leaves_the_presentation_before_it_clears_the_choice(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.press(Qt.Key.Key_F11, Qt.Key.Key_Escape)
    assert atlas.selected == [12]

    atlas.press(Qt.Key.Key_Escape)
    assert atlas.selected == []


def test_arrow_keys_step_while_presenting_and_look_around_otherwise(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_F11)
    atlas.settle()
    frame = atlas.canvas.frame
    atlas.press(Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert atlas.session.view.period.code == QUARTERS[-2]
    assert atlas.session.view.indicator == "beboere"
    assert atlas.canvas.frame == frame

    atlas.press(Qt.Key.Key_Up)
    assert atlas.session.view.indicator == "uden_job"

    atlas.press(Qt.Key.Key_F11)
    atlas.settle()
    frame = atlas.canvas.frame
    atlas.press(Qt.Key.Key_Left)
    assert atlas.session.view.period.code == QUARTERS[-2]
    assert atlas.canvas.frame != frame


def test_a_window_that_was_large_is_large_again_after_presenting(atlas: Atlas) -> None:
    atlas.window.showMaximized()
    atlas.qtbot.waitUntil(atlas.window.isMaximized)
    atlas.press(Qt.Key.Key_F11)
    assert atlas.window.isFullScreen()

    atlas.press(Qt.Key.Key_F11)
    assert atlas.window.isMaximized()


def test_hover_and_click_work_while_presenting(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_F11)
    atlas.settle()

    assert atlas.hover(12)[0] == "Toften"
    atlas.click_area(12)
    assert atlas.selected == [12]


@pytest.mark.parametrize("size", [(1000, 620), (1280, 720), (1920, 1080)])
def test_nothing_on_the_map_lies_outside_it_or_over_another(
    new_window: NewWindow, size: tuple[int, int]
) -> None:
    stage = new_window(size=size).stage
    buttons = (stage.information, stage.zoom_in, stage.zoom_out, stage.whole)
    parts: list[QWidget] = [stage.legend, stage.slider, *buttons]

    for part in parts:
        assert stage.rect().contains(part.geometry())
        for other in parts:
            assert part is other or not part.geometry().intersects(other.geometry())


def test_right_and_middle_buttons_choose_nothing(atlas: Atlas) -> None:
    place = atlas.bring(12)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mouseClick(atlas.canvas, button, pos=place)
        QTest.mouseClick(atlas.legend.rows, button, pos=QPoint(60, 11))

    assert atlas.selected == []


def test_the_extract_can_lie_anywhere(new_window: NewWindow) -> None:
    atlas = new_window(path=Path("/mnt/drev æøå/udtræk <b>1</b>.boligatlas"))

    assert "Eksempelby" in atlas.window.windowTitle()


ACTS: list[Callable[[Atlas], object]] = [
    lambda atlas: atlas.press(Qt.Key.Key_F11),
    lambda atlas: atlas.window.resize(1000, 620),
]


@pytest.mark.parametrize("act", ACTS)
def test_the_card_does_not_stay_behind_when_the_map_takes_another_size(
    atlas: Atlas, act: Callable[[Atlas], object]
) -> None:
    assert atlas.hover(12)
    act(atlas)
    atlas.settle()

    assert all(atlas.stage.rect().contains(atlas.card.geometry()) for _line in atlas.card.lines)

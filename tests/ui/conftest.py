"""A real window off the screen, and what a person does with it.

Everything is done with mouse and keys that go through Qt's own window, so that whatever lies on top
gets them. Nothing sleeps: every wait is for something that can be seen.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.dataset import Dataset
from desktop.core.settings import Settings
from desktop.ui import theme as themes
from desktop.ui.app import application
from desktop.ui.mainwindow import MainWindow
from desktop.ui.panelbody import DrawingView
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from tests.fake_extract import HOLED, SIDE, SOUTH, WEST, fake_dataset

EXTRACT = Path("Eksempelby.boligatlas")  # what the invented extract is remembered as
COLUMNS, ROWS = 5, 4
NO_KEYS, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton

NewWindow = Callable[..., "Atlas"]


class Atlas:
    """A window with an extract, its parts at hand, and a person's actions."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.stage, self.canvas = window.stage, window.stage.canvas
        self.legend, self.slider = window.stage.legend, window.stage.slider
        self.chooser, self.card = window.stage.chooser, window.stage.card
        self.list, self.panel = window.indicators, window.panel

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    @property
    def selected(self) -> list[int]:
        return self.session.selected

    # Mouse and keys.

    def move(self, widget: QWidget, at: QPoint) -> None:
        for step in (1, 0):  # a pointer that stays where the last test left it says nothing
            place = self._in_window(widget, at + QPoint(step, 0))
            QTest.mouseMove(self.window.windowHandle(), place)
        QApplication.processEvents()

    def click(
        self, widget: QWidget, at: QPoint | None = None, keys: Qt.KeyboardModifier = NO_KEYS
    ) -> None:
        place = self._in_window(widget, widget.rect().center() if at is None else at)
        QTest.mouseClick(self.window.windowHandle(), LEFT, keys, place)
        QApplication.processEvents()

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        place = self._in_window(widget, at)
        QTest.mouseDClick(self.window.windowHandle(), LEFT, NO_KEYS, place)
        QApplication.processEvents()

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        handle = self.window.windowHandle()
        QTest.mousePress(handle, LEFT, NO_KEYS, self._in_window(widget, start))
        for step in range(1, 5):
            between = start + (end - start) * step / 4
            QTest.mouseMove(handle, self._in_window(widget, between))
        QTest.mouseRelease(handle, LEFT, NO_KEYS, self._in_window(widget, end))
        QApplication.processEvents()

    def wheel(self, at: QPoint, notches: int) -> None:
        place = QPointF(self._in_window(self.canvas, at))
        QTest.wheelEvent(self.window.windowHandle(), place, QPoint(0, 120 * notches))
        QApplication.processEvents()

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NO_KEYS) -> None:
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), key, held)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Write into whatever has the focus."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)
        QApplication.processEvents()

    # The map.

    def settle(self) -> None:
        """Wait until the map is sharp and the panel is told."""
        self.qtbot.waitUntil(lambda: self.canvas.is_sharp and not self.panel._soon.isActive())

    def middle(self, position: int) -> QPoint:
        """A place well inside an area, in the canvas, worked out from its invented outline."""
        frame = self.canvas.frame
        assert frame is not None
        if self.session.view.level == "distrikt":
            east, north = (1.5 if position == 0 else 4.0), 2.5
        else:
            at = 1 if position == COLUMNS * ROWS else position
            share = 0.2 if at == HOLED else 0.5
            east, north = at % COLUMNS + share, at // COLUMNS + share
        x, y = frame.place(WEST + east * SIDE, SOUTH + north * SIDE)
        return QPoint(int(x), int(y))

    def bring(self, position: int) -> QPoint:
        """Move the map so that nothing lies over an area; its middle from then on."""
        place = self.middle(position)
        if self.stage.childAt(place) is not self.canvas:
            away = self.canvas.rect().center() + QPoint(100, -60) - place
            self.canvas.look_by(away.x(), away.y())
            self.settle()
            place = self.middle(position)
        assert self.stage.childAt(place) is self.canvas
        return place

    def click_area(self, position: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.click(self.canvas, self.bring(position), keys)
        self.settle()

    def hover(self, position: int) -> tuple[str, ...]:
        """What the card says with the pointer on an area."""
        self.move(self.canvas, self.bring(position))
        return self.card.lines

    def painted(self, at: QPoint) -> str:
        """The colour that the canvas paints at a place: ``#rrggbb``."""
        return pixel(self.image(), at)

    def image(self) -> QImage:
        """The canvas alone, as painted."""
        self.settle()
        return self.canvas.grab().toImage()

    # The other parts.

    def listed(self) -> list[str]:
        """The rows of the list, headings in capitals."""
        model = self.list.view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def chosen_row(self) -> str:
        """The list's marked row, empty when there is none."""
        rows = self.list.view.selectionModel().selectedIndexes()
        return str(rows[0].data()) if rows else ""

    def row_place(self, text: str) -> QPoint:
        """Where a row is, in the list's viewport."""
        row = self.listed().index(text)
        return self.list.view.visualRect(self.list.view.model().index(row, 0)).center()

    def click_row(self, text: str) -> None:
        self.click(self.list.view.viewport(), self.row_place(text))

    def click_group(self, row: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.click(self.legend.rows, QPoint(60, row * 23 + 11), keys)

    def level_button(self, name: str) -> QPushButton:
        (button,) = [
            button
            for button in self.window.findChildren(QPushButton)
            if button.text() == name and button in self.window.left.levels.buttons()
        ]
        return button

    def panel_body(self) -> QWidget:
        self.settle()
        body = self.panel._scroll.widget()
        assert body is not None
        return body

    def panel_texts(self) -> list[str]:
        """Everything the panel says, also to those who cannot see it."""
        body = self.panel_body()
        said = [label.text() for label in body.findChildren(QLabel)]
        for widget in body.findChildren(QWidget):
            said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        for view in body.findChildren(DrawingView):
            said += view._drawing.texts()
        return [text for text in said if text]

    def facts(self) -> dict[str, str]:
        """The panel's pairs of name and words."""
        return dict(pairwise(label.text() for label in self.panel_body().findChildren(QLabel)))

    def tool(self, name: str) -> QToolButton:
        """The button with an accessible name."""
        (found,) = [
            button
            for button in self.window.findChildren(QToolButton)
            if button.accessibleName() == name and button.isVisible()
        ]
        return found

    def _in_window(self, widget: QWidget, at: QPoint) -> QPoint:
        return widget.mapTo(self.window, at)


def pixel(image: QImage, at: QPoint) -> str:
    """The colour of an image at a place in the widget's units."""
    ratio = image.devicePixelRatio()
    return QColor(image.pixel(int(at.x() * ratio), int(at.y() * ratio))).name().upper()


def differ(one: QImage, other: QImage) -> bool:
    """Whether any pixel differs."""
    assert one.size() == other.size()
    return bool((_bytes(one) != _bytes(other)).any())


def _bytes(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint8).copy()  # the image goes, its bytes with it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Off the screen there is no window manager to ask for anything, and Qt says so."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in its light dress, put on once."""
    return application(Settings())


@pytest.fixture(autouse=True)
def by_day(dressed: QApplication) -> Iterator[None]:
    """A test that changes the theme changes it for itself alone."""
    style = dressed.styleSheet()
    yield
    if dressed.styleSheet() != style:
        themes.apply(dressed, themes.LIGHT)


@pytest.fixture
def new_window(qtbot: QtBot) -> NewWindow:
    """Makes windows, shown, active and sharp; what is left open is closed afterwards."""

    def make(
        data: Dataset | None = None,
        settings: Settings | None = None,
        theme: Theme = themes.LIGHT,
        size: tuple[int, int] | None = (1440, 900),
        path: Path = EXTRACT,
    ) -> Atlas:
        window = MainWindow(settings or Settings(), theme)
        qtbot.addWidget(window)
        if size is not None:
            window.resize(*size)
        window.show_extract(fake_dataset() if data is None else data, path)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        atlas = Atlas(window, qtbot)
        atlas.settle()
        return atlas

    return make


@pytest.fixture
def atlas(new_window: NewWindow) -> Atlas:
    """A window with the invented extract at its first view."""
    return new_window()

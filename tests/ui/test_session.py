"""The session: one change, one signal; and whatever a person does, all parts agree."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.core.wording import number
from desktop.maps.raster import area_numbers, colour_table
from desktop.maps.view import MapView, Shows, first_view
from desktop.maps.worked import hover_lines, work_out
from desktop.ui.indicatorrows import FIND_ROLE
from desktop.ui.session import Session
from desktop.ui.theme import DARK, LIGHT
from tests.fake_extract import fake_dataset
from tests.ui.conftest import CTRL, EXTRACT, LEFT, NO_KEYS, Atlas, NewWindow

Changes = list[tuple[MapView, MapView]]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def session() -> Session:
    data = fake_dataset()
    return Session(data, EXTRACT, first_view(data))


@pytest.fixture
def changes(session: Session) -> Changes:
    """What the session has told."""
    heard: Changes = []
    session.view_changed.connect(lambda before, after: heard.append((before, after)))
    return heard


ACTS: list[Callable[[Session], None]] = [
    lambda session: session.show_indicator("fravaer"),
    lambda session: session.show_period(session.periods[2]),
    lambda session: session.step_period(-1),
    lambda session: session.step_indicator(1),
    lambda session: session.show_level("distrikt"),
    lambda session: session.show_classes("equal", 7),
    lambda session: session.show_classes("own", 5, (10.0, 20.0)),
    lambda session: session.show_extent((0.0, 0.0, 10.0, 10.0)),
    lambda session: session.select([3, 5]),
    lambda session: session.select([3], add=True),
    lambda session: session.select_group(0),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_change_is_told_once_with_before_and_after(
    session: Session, changes: Changes, act: Callable[[Session], None]
) -> None:
    before = session.view
    act(session)

    assert changes == [(before, session.view)]
    assert session.view != before


@pytest.mark.parametrize("act", [ACTS[0], ACTS[1], *ACTS[4:9], ACTS[10]])
def test_the_same_again_is_not_told(
    session: Session, changes: Changes, act: Callable[[Session], None]
) -> None:
    act(session)
    changes.clear()
    act(session)

    assert changes == []


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.step_period(1),
        lambda session: session.step_indicator(-1),
        lambda session: session.select([]),
        lambda session: session.show_level("boligomraade"),
        lambda session: session.show_extent(None),
        lambda session: session.show_indicator("uden_job"),
    ],
)
def test_a_wish_that_changes_nothing_is_not_told(
    session: Session, changes: Changes, act: Callable[[Session], None]
) -> None:
    act(session)

    assert changes == []


def test_choosing_areas_and_looking_elsewhere_work_nothing_out_anew(session: Session) -> None:
    picture = session.picture
    session.select([1, 2])
    session.show_extent((0.0, 0.0, 10.0, 10.0))

    assert session.picture is picture


def test_the_new_map_is_worked_out_before_the_change_is_told(session: Session) -> None:
    seen = []
    session.view_changed.connect(lambda _before, _after: seen.append(session.picture.legend.title))
    session.show_indicator("alder")

    assert seen == ["Beboernes alder i gennemsnit"]


def test_adding_keeps_the_order_of_choosing(session: Session) -> None:
    session.select([9, 2])
    session.select([4, 9, 7], add=True)

    assert session.selected == [2, 4, 7]


def test_closing_closes_the_extract(session: Session) -> None:
    session.close()

    assert session.data._source.closed  # type: ignore[attr-defined]


def agree(atlas: Atlas) -> None:
    """Every part of the window says what the session's view says."""
    atlas.settle()
    session, view = atlas.session, atlas.session.view
    data, picture = session.data, work_out(session.data, session.view)
    indicator = data.indicator(view.indicator)
    # list and levels
    marked = atlas.list.view.currentIndex().data(FIND_ROLE)  # found besides indicators
    assert marked is not None or atlas.chosen_row() in (indicator.label, "")
    assert atlas.chosen_row() or indicator.label not in atlas.listed()
    levels = [button.text() for button in atlas.window.left.levels.buttons() if button.isChecked()]
    assert levels == [str(data.level(view.level).name)]
    # title and header
    assert atlas.stage.head.title.title == str(indicator.name)
    assert view.period.label in atlas.stage.head.said
    assert view.period.label in atlas.window.header.place.text()
    assert atlas.canvas.accessibleDescription().startswith(str(indicator.name))
    # legend and chooser
    assert atlas.legend.rows._rows == picture.legend.rows
    assert atlas.legend._title.text() == picture.legend.title
    assert atlas.legend.scheme.text().startswith(picture.legend.scheme)
    assert sum(row.count for row in picture.legend.rows) == int(picture.exists.sum())
    atlas.chooser.show_session(session)
    if view.shows is Shows.VALUE:  # changes go by fewer schemes
        assert atlas.chooser.scheme.currentData() == view.scheme
    assert atlas.chooser.count.value() == view.classes
    # slider
    assert atlas.slider.track._periods == session.periods
    assert atlas.slider.track._periods[atlas.slider.track._at] == view.period
    (label,) = atlas.slider.findChildren(QLabel)
    assert label.text() == view.period.short_label
    # map
    layers = atlas.canvas.image.layers
    assert layers is not None
    assert layers.frame == atlas.canvas.frame
    theme = atlas.window.theme
    colours = picture.area_colours(theme.withheld, theme.missing)
    table = colour_table(colours, picture.withheld(), theme.hatch)
    assert atlas.canvas.image.pixels is not None
    assert (atlas.canvas.image.pixels == table[layers.ids]).all()
    drawn = np.unique(area_numbers(layers.ids[layers.ids > 0])) - 1
    assert picture.exists[drawn.astype(int)].all()
    # card
    if atlas.card.lines:
        at = atlas.session.hovered
        assert atlas.card.lines == hover_lines(data, view, picture, at)
        assert picture.exists[at]
    _panel_agrees(atlas)


def _panel_agrees(atlas: Atlas) -> None:
    """The panel, where it is seen, is about the chosen area and the indicator shown."""
    if not atlas.panel.isVisible():
        return
    session = atlas.session
    data, view = session.data, session.view
    said = [label.text() for label in atlas.panel_body().findChildren(QLabel)]
    if session.selected:
        assert said[0] == data.areas(view.level).names[session.selected[-1]]
        assert str(data.indicator(view.indicator).name) in said
    else:
        assert said[0] == data.manifest.title
    if len(session.selected) > 1:
        assert f"{number(len(session.selected))} valgte områder" in said


class Walker:
    """A person who does one thing after another without a plan."""

    def __init__(self, atlas: Atlas, chance: random.Random) -> None:
        self.atlas, self.chance = atlas, chance
        self.acts: list[Callable[[], None]] = [
            self.click_map, self.click_map, self.click_map, self.drag_map, self.wheel, self.hover,
            self.keys_on_map, self.click_legend, self.keys_in_legend, self.click_slider,
            self.drag_slider, self.keys_on_slider, self.click_list, self.search, self.level,
            self.classes, self.own_bounds, self.shortcut, self.shortcut, self.escape, self.play,
            self.present, self.theme, self.resize, self.present_and_step, self.another_extract,
        ]  # fmt: skip

    def step(self) -> str:
        act = self.chance.choice(self.acts)
        act()
        QApplication.processEvents()
        return act.__name__

    def place(self) -> QPoint:
        canvas = self.atlas.canvas
        return QPoint(
            self.chance.randrange(5, canvas.width() - 5),
            self.chance.randrange(5, canvas.height() - 5),
        )

    def click_map(self) -> None:
        self.atlas.click(self.atlas.canvas, self.place(), self.chance.choice([NO_KEYS, CTRL]))

    def drag_map(self) -> None:
        self.atlas.drag(self.atlas.canvas, self.place(), self.place())

    def wheel(self) -> None:
        self.atlas.wheel(self.place(), self.chance.choice([-3, -1, 1, 2]))

    def hover(self) -> None:
        self.atlas.move(self.atlas.canvas, self.place())

    def keys_on_map(self) -> None:
        self.atlas.canvas.setFocus()
        keys = [Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0]
        self.atlas.press(self.chance.choice(keys))

    def click_legend(self) -> None:
        row = self.chance.randrange(len(self.atlas.legend.rows._rows))
        self.atlas.click_group(row, self.chance.choice([NO_KEYS, CTRL]))

    def keys_in_legend(self) -> None:
        self.atlas.legend.rows.setFocus()
        self.atlas.press(*[Qt.Key.Key_Down] * self.chance.randrange(4), Qt.Key.Key_Return)

    def click_slider(self) -> None:
        track = self.atlas.slider.track
        self.atlas.click(track, QPoint(self.chance.randrange(track.width()), 12))

    def drag_slider(self) -> None:
        track = self.atlas.slider.track
        ends = [QPoint(self.chance.randrange(track.width()), 12) for _end in range(2)]
        self.atlas.drag(track, *ends)

    def keys_on_slider(self) -> None:
        self.atlas.slider.track.setFocus()
        keys = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_PageUp]
        self.atlas.press(self.chance.choice(keys))

    def click_list(self) -> None:
        if self.atlas.list.isVisible() and self.atlas.listed():
            self.atlas.click_row(self.chance.choice(self.atlas.listed()))

    def search(self) -> None:
        if self.atlas.list.isVisible():
            self.atlas.press(Qt.Key.Key_K, held=CTRL)
            self.atlas.write(self.chance.choice(["a", "be", "sko", "ind", "q"]))
            keys = [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return]
            self.atlas.press(*self.chance.sample(keys, 2))
            if self.chance.random() < 0.7:
                self.atlas.press(Qt.Key.Key_Escape)

    def level(self) -> None:
        if self.atlas.list.isVisible():
            self.atlas.click(self.chance.choice(self.atlas.window.left.levels.buttons()))

    def classes(self) -> None:
        self.atlas.click(self.atlas.legend.scheme)
        box, count = self.atlas.chooser.scheme, self.atlas.chooser.count
        QTest.keyClick(box, self.chance.choice([Qt.Key.Key_Down, Qt.Key.Key_Up]))
        if count.isEnabled():
            QTest.keyClick(count, self.chance.choice([Qt.Key.Key_Down, Qt.Key.Key_Up]))
        self.atlas.chooser.close()

    def own_bounds(self) -> None:
        self.atlas.click(self.atlas.legend.scheme)
        QTest.keyClick(self.atlas.chooser.scheme, Qt.Key.Key_End)
        line = self.atlas.chooser.own
        line.selectAll()
        QTest.keyClicks(line, self.chance.choice(["5", "10; 16,5", "1.000; 2.000", "x", "9;1"]))
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.atlas.chooser.close()

    def shortcut(self) -> None:
        keys = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down]
        self.atlas.press(self.chance.choice(keys), held=ALT)

    def escape(self) -> None:
        self.atlas.press(Qt.Key.Key_Escape)

    def play(self) -> None:
        self.atlas.slider._timer.setInterval(1)
        self.atlas.click(self.atlas.slider.play)
        if self.chance.random() < 0.5:
            self.atlas.qtbot.waitUntil(lambda: not self.atlas.slider.play.isChecked())

    def present(self) -> None:
        self.atlas.press(Qt.Key.Key_F11)

    def present_and_step(self) -> None:
        self.atlas.press(Qt.Key.Key_F11)
        keys = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down]
        self.atlas.press(*self.chance.choices(keys, k=4))
        self.atlas.press(Qt.Key.Key_Escape)

    def theme(self) -> None:
        self.atlas.window.set_theme(self.chance.choice([LIGHT, DARK]))

    def resize(self) -> None:
        if not self.atlas.window.isFullScreen():
            self.atlas.window.resize(
                self.chance.randrange(1000, 1700), self.chance.randrange(620, 1000)
            )

    def another_extract(self) -> None:
        if self.chance.random() < 0.3:
            data = fake_dataset(rows=self.chance.choice([3, 4, 6]))
            self.atlas.window.show_extract(data, EXTRACT)


@pytest.mark.parametrize(
    ("seed", "steps"), [(1, 300), *(pytest.param(s, 1000, marks=pytest.mark.slow) for s in (2, 3))]
)
def test_whatever_a_person_does_all_parts_agree(
    new_window: NewWindow, seed: int, steps: int
) -> None:
    walker = Walker(new_window(), random.Random(seed))
    done: list[str] = []
    for _step in range(steps):
        done.append(walker.step())
        if not walker.atlas.slider.play.isChecked():
            try:
                agree(walker.atlas)
            except AssertionError:
                print("after", done[-8:])
                raise
    QTest.mouseRelease(walker.atlas.window.windowHandle(), LEFT)

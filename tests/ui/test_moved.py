"""Flyttet sig: the list of what has moved, and the way from a line to its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.core.areafilter import AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, StateArray
from desktop.ui import theme as themes
from desktop.ui.movedpane import MovedPane
from tests.fake_extract import HIDDEN, MANIFEST, QUARTERS, FakeSource
from tests.ui.conftest import Atlas, NewWindow

MOVER, OTHER = 10, 12
EARLY, LEARNER = 13, 14  # moved a quarter, and a school year, before the newest


class Moving(FakeSource):
    """Two areas get many more out of work in the newest quarter, and one much more absence."""

    def _counts(self, indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, StateArray]:
        numerators, denominators, states = super()._counts(indicator, breakdown)
        if indicator == "uden_job":
            numerators[-1, [MOVER, OTHER]] = denominators[-1, [MOVER, OTHER]] * 0.8 // 1
            numerators[-2, EARLY] = denominators[-2, EARLY] * 0.8 // 1
        if indicator == "fravaer":
            numerators[-1, MOVER] = denominators[-1, MOVER] * 0.85 // 1
            numerators[-2, LEARNER] = denominators[-2, LEARNER] * 0.85 // 1
        return numerators, denominators, states


def moving() -> Dataset:
    return Dataset(Moving(5, 4, 4, QUARTERS, HIDDEN, MANIFEST, background=True))


def pane_of(atlas: Atlas) -> MovedPane:
    atlas.session.go("moved")
    pane = atlas.window.panes.shown
    assert isinstance(pane, MovedPane)
    settle(atlas, pane)
    return pane


def settle(atlas: Atlas, pane: MovedPane) -> None:
    atlas.qtbot.waitUntil(lambda: pane.found is not None and pane._job is None)


def listed(pane: MovedPane) -> list[tuple[int, str]]:
    return [(row.movement.area, row.movement.indicator.id) for row in pane.model.rows]


def told(pane: MovedPane) -> QWidget:
    body = pane.story.widget()
    assert body is not None
    return body


def story(pane: MovedPane) -> list[str]:
    return [label.text() for label in told(pane).findChildren(QLabel)]


def press_button(atlas: Atlas, pane: MovedPane, text: str) -> None:
    (button,) = [each for each in told(pane).findChildren(QPushButton) if each.text() == text]
    atlas.click(button)


def test_what_has_moved_is_listed_with_its_evidence(new_window: NewWindow) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    assert {(MOVER, "uden_job"), (OTHER, "uden_job"), (MOVER, "fravaer")} <= {*listed(pane)}
    assert "prøvede tal har flyttet sig" in pane.summary.text()
    said = story(pane)
    first = pane.model.rows[0]
    assert said[0] == first.area
    assert any("95 %-interval" in text for text in said)
    assert any("1 af 1.000" in text for text in said)
    assert all(row.fresh for row in pane.model.rows if row.movement.indicator.id == "uden_job")
    assert "»nyt« stod ikke på listen en periode før." in pane.how.text()


def test_a_line_leads_to_the_map_and_the_list_is_the_same_on_the_way_back(
    new_window: NewWindow,
) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    before = listed(pane)
    row = before.index((MOVER, "fravaer"))
    atlas.click(pane.list.viewport(), pane.list.visualRect(pane.model.index(row)).center())
    assert any("Skolefravær" in text for text in story(pane))
    press_button(atlas, pane, "Vis på kort")
    assert atlas.session.desk.place == "map"
    assert (atlas.session.view.indicator, atlas.selected) == ("fravaer", [MOVER])
    assert atlas.session.view.period.code == "2025/26"
    atlas.session.go("moved")
    settle(atlas, pane)
    assert listed(pane) == before


def test_an_earlier_list_stays_when_a_school_year_is_looked_at(new_window: NewWindow) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    found = pane.found
    atlas.session.show_period(atlas.session.periods[-2])
    atlas.qtbot.waitUntil(lambda: pane.found is not found)
    before = listed(pane)
    assert {(EARLY, "uden_job"), (LEARNER, "fravaer")} <= {*before}
    pane.list.setCurrentIndex(pane.model.index(before.index((LEARNER, "fravaer"))))
    press_button(atlas, pane, "Udvikling")
    assert atlas.session.view.period.code == "2024/25"
    atlas.session.go("moved")
    settle(atlas, pane)
    assert listed(pane) == before


def test_another_period_is_another_list(new_window: NewWindow) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    found = pane.found
    atlas.session.show_period(atlas.session.periods[-2])
    atlas.qtbot.waitUntil(lambda: pane.found is not found)
    assert (MOVER, "uden_job") not in listed(pane)


def test_keys_walk_the_list(new_window: NewWindow) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    pane.list.setFocus()
    atlas.press(Qt.Key.Key_Down)
    assert pane.list.currentIndex().row() == 1
    assert story(pane)[0] == pane.model.rows[1].area


def test_for_the_better_is_another_question(new_window: NewWindow) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    found = pane.found
    atlas.click(pane.better)
    atlas.qtbot.waitUntil(lambda: pane.found is not found)
    assert pane.head.title.text() == "Hvad har flyttet sig til det bedre?"
    assert (MOVER, "uden_job") not in listed(pane)
    assert not pane.worse.isChecked()


def test_the_filter_is_kept_to_and_said(new_window: NewWindow) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    found = pane.found
    atlas.session.show_filter(AreaFilter(parents=(("distrikt", "Vest"),)))
    atlas.qtbot.waitUntil(lambda: pane.found is not found)
    western = atlas.session.kept
    assert all(western[area] for area, _indicator in listed(pane))
    assert "Kun områderne i filteret er prøvet" in pane.how.text()


def test_an_empty_list_says_so_calmly(atlas: Atlas) -> None:
    pane = pane_of(atlas)
    assert pane.model.rows == ()
    assert "Ingen af" in pane.summary.text()
    assert "Det er også et svar" in pane.how.text()
    assert story(pane) == []
    said = pane.how.text() + pane.method.text() + pane.summary.text()
    assert "--" not in said  # no words of the command line


def test_how_it_is_made_is_a_click_away(new_window: NewWindow) -> None:
    pane = pane_of(atlas := new_window(moving()))
    assert not pane.method.isVisible()
    atlas.click(pane.method_button)
    assert pane.method.isVisible()
    assert "kunne ikke prøves" in pane.method.text()


def test_another_theme_reaches_the_story(new_window: NewWindow) -> None:
    atlas = new_window(moving())
    pane = pane_of(atlas)
    atlas.window.set_theme(themes.DARK)
    settle(atlas, pane)
    assert story(pane)[0] == pane.model.rows[pane.list.currentIndex().row()].area

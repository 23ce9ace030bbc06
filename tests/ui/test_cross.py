"""The cross pane: breakdowns of an area, areas by two classes, and how all indicators go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop.core.areafilter import AreaFilter
from desktop.maps.drawing import Dot
from desktop.maps.palettes import CLAY
from desktop.ui import theme as themes
from desktop.ui.crosspane import CrossPane
from tests.fake_extract import WITHHELD, fake_dataset
from tests.ui.conftest import CTRL, Atlas, NewWindow

BREAKDOWNS, TWO, ALL = range(3)


@pytest.fixture
def pane(atlas: Atlas) -> CrossPane:
    return gone_to(atlas)


def gone_to(atlas: Atlas) -> CrossPane:
    atlas.session.go("cross")
    pane = atlas.window.panes.shown
    assert isinstance(pane, CrossPane)
    QApplication.processEvents()
    return pane


def choose(atlas: Atlas, pane: CrossPane, part: int) -> None:
    atlas.click(pane.tab_buttons[part])
    atlas.qtbot.waitUntil(lambda: "regnes ud" not in pane.head.sentence.text())


def spot_place(pane: CrossPane, at: int) -> QPoint:
    spot = pane.view.chart.spots[at]
    return QPoint(int(spot.left + spot.width / 2), int(spot.top + spot.height / 2))


def texts(pane: CrossPane) -> tuple[str, ...]:
    return pane.view.chart.drawing.texts()


def test_without_an_area_it_is_the_municipality(atlas: Atlas, pane: CrossPane) -> None:
    assert pane.head.title.text() == "Voksne uden for arbejdsmarkedet"
    assert pane.head.sentence.text() == "Eksempelby Kommune · 2. kvartal 2026"
    assert "Kvinder" in texts(pane)
    assert pane.areas.currentText() == "Hele kommunen"
    assert len(pane.view.chart.spots) == 2


def test_the_chosen_area_beside_the_municipality(atlas: Atlas, pane: CrossPane) -> None:
    atlas.session.select([8])
    assert pane.head.sentence.text().startswith("Bakkegården · ")
    assert "Kommunen" in texts(pane)
    assert pane.areas.currentText() == "Bakkegården"
    at = pane.areas.findText("Skovbrynet")
    pane.areas.setCurrentIndex(at)
    pane.areas.activated.emit(at)
    assert atlas.selected == [0]
    pane.areas.activated.emit(0)
    assert atlas.selected == []


def test_withheld_areas_tell_nothing(atlas: Atlas, pane: CrossPane) -> None:
    atlas.session.select([WITHHELD])
    assert texts(pane).count("diskretioneret") == 2
    assert not any("4.711" in text for text in texts(pane))


def test_a_line_leads_to_its_map(atlas: Atlas, pane: CrossPane) -> None:
    atlas.click(pane.view, spot_place(pane, 1))
    assert atlas.session.desk.place == "map"
    assert atlas.session.view.breakdown == "kvinder"


def test_an_indicator_without_breakdowns_says_who_has_some(atlas: Atlas, pane: CrossPane) -> None:
    atlas.session.show_indicator("anmeldelser")
    assert not pane.view.chart.spots
    assert "ingen opdelinger" in pane.note.text()
    assert "Uden for arbejdsmarkedet" in pane.note.text()


def test_a_cell_chooses_its_areas(atlas: Atlas, pane: CrossPane) -> None:
    atlas.session.show_indicator("fravaer", 1)
    choose(atlas, pane, TWO)
    spots = pane.view.chart.spots
    held = [at for at, spot in enumerate(spots) if not spot.lines[1].startswith("0 ")][:2]
    atlas.click(pane.view, spot_place(pane, held[0]))
    first = set(atlas.selected)
    assert len(first) == int(spots[held[0]].lines[1].split()[0])
    atlas.click(pane.view, spot_place(pane, held[1]), CTRL)
    assert first < set(atlas.selected)
    marked = [mark for mark in pane.view.chart.drawing.marks if isinstance(mark, Dot)]
    assert [mark.fill for mark in marked] == [CLAY] * 2


def test_the_two_are_chosen_and_swapped(atlas: Atlas, pane: CrossPane) -> None:
    atlas.session.show_indicator("fravaer", 1)
    choose(atlas, pane, TWO)
    names = (pane.first.title, pane.second.title)
    assert names == ("Uden for arbejdsmarkedet", "Skolefravær over 10 %")
    atlas.click(pane.swap)
    assert (pane.first.title, pane.second.title) == names[::-1]
    atlas.click(pane.second)
    assert pane.chooser.isVisible()
    pane.chooser.hide()


def test_an_indicator_against_itself_says_so(atlas: Atlas, pane: CrossPane) -> None:
    atlas.session.show_indicator("uden_job", 1)
    choose(atlas, pane, TWO)
    assert "det samme tal" in pane.head.sentence.text()


def test_all_pairs_are_told_and_lead_to_the_double_map(atlas: Atlas, pane: CrossPane) -> None:
    choose(atlas, pane, ALL)
    count = len(atlas.session.data.indicators_of("boligomraade"))
    assert len(pane.view.chart.spots) == count * (count - 1) // 2
    assert "ikke mellem personer" in pane.note.text()
    atlas.move(pane.view, spot_place(pane, 2))
    assert pane.card.lines == pane.view.chart.spots[2].lines
    names = pane.card.lines[0].split(" × ")
    atlas.click(pane.view, spot_place(pane, 2))
    session = atlas.session
    assert session.desk.place == "double"
    shown = [session.data.indicator(session.view_of(which).indicator).label for which in (0, 1)]
    assert shown == names
    session.back()
    assert session.desk.place == "cross"


def test_ranks_are_another_measure(atlas: Atlas, pane: CrossPane) -> None:
    choose(atlas, pane, ALL)
    by_line = [spot.lines for spot in pane.view.chart.spots]
    atlas.click(pane.measure_buttons[1])
    atlas.qtbot.waitUntil(lambda: "regnes ud" not in pane.head.sentence.text())
    assert [spot.lines for spot in pane.view.chart.spots] != by_line


def test_by_keys(atlas: Atlas, pane: CrossPane) -> None:
    choose(atlas, pane, ALL)
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert pane.view.at == 0
    atlas.press(Qt.Key.Key_Down, Qt.Key.Key_Right)
    spot = pane.view.chart.spots[pane.view.at]
    assert (spot.row, spot.column) == (2, 1)
    assert pane.view.accessibleDescription() == ". ".join(spot.lines)
    atlas.press(Qt.Key.Key_Return)
    assert atlas.session.desk.place == "double"


def test_a_filter_leaves_areas_out(atlas: Atlas, pane: CrossPane) -> None:
    atlas.session.show_indicator("fravaer", 1)
    choose(atlas, pane, TWO)
    atlas.session.show_filter(AreaFilter(organisations=("Boligselskabet Nord",)))
    atlas.qtbot.waitUntil(lambda: "regnes ud" not in pane.head.sentence.text())
    kept = int((atlas.session.kept & atlas.session.existing).sum())
    assert str(kept) in texts(pane)
    choose(atlas, pane, BREAKDOWNS)
    assert pane.areas.count() == kept + 1


def test_another_extract_is_not_the_last_one(new_window: NewWindow) -> None:
    atlas = new_window()
    pane = gone_to(atlas)
    choose(atlas, pane, ALL)
    atlas.window.show_extract(fake_dataset(columns=8, rows=8), atlas.session.path)
    gone_to(atlas)
    atlas.qtbot.waitUntil(lambda: "regnes ud" not in pane.head.sentence.text())
    assert all("20 områder" not in spot.lines[1] for spot in pane.view.chart.spots)


def test_one_period_is_enough(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(periods=1))
    pane = gone_to(atlas)
    for part in (BREAKDOWNS, TWO, ALL):
        choose(atlas, pane, part)
        assert pane.head.sentence.text()
    atlas.session.go("change")
    assert "intet tidligere" in atlas.stage.head.said
    assert not atlas.stage.head.since.isEnabled()


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_everything_has_room(new_window: NewWindow, size: tuple[int, int]) -> None:
    atlas = new_window(size=size)
    pane = gone_to(atlas)
    for part in (BREAKDOWNS, TWO, ALL):
        choose(atlas, pane, part)
        assert pane.view.chart.drawing.width <= pane.view.width()
        right = max(spot.left + spot.width for spot in pane.view.chart.spots)
        assert right <= pane.view.width()
        for widget in (pane.tabs, pane.areas, pane.first, pane.second, pane.swap, pane.measures):
            if widget.isVisible():
                assert widget.geometry().right() <= pane.width()


def test_by_night(atlas: Atlas, pane: CrossPane) -> None:
    light = texts(pane)
    pane.set_theme(themes.DARK)
    assert texts(pane) == light
    colours = {getattr(mark, "colour", "") for mark in pane.view.chart.drawing.marks}
    assert themes.DARK.ink in colours
    assert themes.LIGHT.ink not in colours


def test_a_figure_for_paper(atlas: Atlas, pane: CrossPane) -> None:
    pane.set_theme(themes.DARK)
    drawing = pane.figure(180.0, 120.0, 0.25)
    assert drawing is not None
    assert drawing.width == 180.0
    assert set(drawing.texts()) == set(texts(pane))
    assert themes.DARK.ink not in {getattr(mark, "colour", "") for mark in drawing.marks}

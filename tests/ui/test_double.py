"""The double map by what a person does: maps, plot and table are always of one mind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.periods import parse
from desktop.core.wording import number
from desktop.maps.raster import colour_table
from desktop.ui import theme as themes
from desktop.ui.doublepane import DoublePane, shown_names
from desktop.ui.doubletable import Columns, Sorted, in_order
from tests.fake_extract import HIDDEN, LONG_NAME, MISSING, WITHHELD, fake_dataset
from tests.ui.conftest import CTRL, LEFT, NO_KEYS, Atlas, NewWindow, differ

Gone = Callable[..., tuple[Atlas, DoublePane]]
LAST = 20  # ended before the newest period


@pytest.fixture
def gone(new_window: NewWindow) -> Gone:
    """A window that has gone to the double map, all of it told."""

    def make(**how: object) -> tuple[Atlas, DoublePane]:
        atlas = new_window(**how)
        atlas.session.go("double")
        pane = atlas.window.panes.pane("double")
        assert isinstance(pane, DoublePane)
        settle(atlas, pane)
        return atlas, pane

    return make


@pytest.fixture
def double(gone: Gone) -> tuple[Atlas, DoublePane]:
    return gone()


def settle(atlas: Atlas, pane: DoublePane) -> None:
    """Wait until both maps are sharp and the plot is told."""
    atlas.qtbot.waitUntil(
        lambda: (
            all(half.canvas.is_sharp for half in pane.halves)
            and not pane._later.isActive()
            and pane._found is not None
        )
    )
    QApplication.processEvents()


def listed(pane: DoublePane) -> list[str]:
    """The rows of the table."""
    return [", ".join(pane.table.model.words(row)) for row in range(pane.table.model.rowCount())]


def on_map(atlas: Atlas, pane: DoublePane, which: int, position: int) -> QPoint:
    """The middle of an area in one of the canvases."""
    frame, first = pane.halves[which].canvas.frame, atlas.canvas
    assert frame is not None
    held, first._frame = first._frame, frame
    place = atlas.middle(position)
    first._frame = held
    return place


def agree(atlas: Atlas, pane: DoublePane) -> None:
    """Maps, legends, plot and table are of what the session shows, and of nothing hidden."""
    session = atlas.session
    for which, half in enumerate(pane.halves):
        picture = session.picture_of(which)
        layers, pixels = half.canvas.image.layers, half.canvas.image.pixels
        assert layers is not None
        assert pixels is not None
        theme = pane.theme
        colours = picture.area_colours(theme.withheld, theme.missing, theme.canvas)
        table = colour_table(colours, picture.withheld(), theme.hatch, picture.dotted)
        assert (pixels == table[layers.ids]).all()
        assert half.legend._rows == picture.legend.rows
    one, other = session.picture_of(0), session.picture_of(1)
    both = one.kept & other.kept & one.cells.shown & other.cells.shown
    scatter = pane.scatter.scatter
    assert scatter is not None
    assert (np.isfinite(scatter.points[:, 0]) == both).all()
    assert pane.scatter._selected == session.selected
    assert pane.table._delegate.selected == frozenset(session.selected)
    assert pane._found is not None
    assert pane._found.used == int(both.sum())
    told = " ".join((*listed(pane), pane.scatter.accessibleDescription(), pane.note.words))
    assert number(HIDDEN) not in told
    assert str(int(HIDDEN)) not in told


def test_it_opens_on_the_next_of_the_subject_and_all_agree(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    assert pane.halves[0].title.title == "Voksne uden for arbejdsmarkedet"
    assert pane.halves[1].title.title == "Beboere"  # its subject has no other: the next in the list
    agree(atlas, pane)
    assert "siger intet om enkeltpersoner" in pane.together.text()


def test_a_click_on_either_map_is_seen_everywhere(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    for which, position in ((0, 6), (1, 8)):
        atlas.click(pane.halves[which].canvas, on_map(atlas, pane, which, position))
        assert atlas.selected == [position]
        agree(atlas, pane)


def test_the_maps_look_at_the_same_piece_of_land(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    for which in (0, 1):
        before = pane.halves[1 - which].canvas.frame
        canvas = pane.halves[which].canvas
        atlas.drag(canvas, QPoint(300, 200), QPoint(240, 240))
        canvas.zoom(1.5)
        settle(atlas, pane)
        frames = [half.canvas.frame for half in pane.halves]
        assert frames[0] is not None
        assert frames[1] is not None
        assert frames[1] != before
        assert frames[0].bounds == pytest.approx(frames[1].bounds)
    atlas.click(atlas.tool("Vis hele kortet (0)"))
    assert atlas.session.view.extent is None


def test_pointing_at_a_map_rings_the_point_and_tells_both_numbers(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    atlas.session.show_indicator("fravaer", 1)
    settle(atlas, pane)
    atlas.move(pane.halves[1].canvas, on_map(atlas, pane, 1, 8))
    assert atlas.session.hovered == 8
    assert pane.scatter._hovered == 8
    name, first, second, residents = pane.card.lines
    assert name == "Bakkegården"
    assert first.startswith("Uden for arbejdsmarkedet: ")
    assert " af " in first
    assert second.startswith("Skolefravær over 10 %: ")
    assert residents == "446 beboere"


def test_pointing_at_a_withheld_area_tells_why_and_no_number(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    atlas.move(pane.halves[0].canvas, on_map(atlas, pane, 0, WITHHELD))
    assert pane.card.lines[1:] == (
        "Uden for arbejdsmarkedet: diskretioneret",
        "Beboere: diskretioneret",
        "beboertallet vises ikke",
    )


def test_a_sweep_chooses_while_it_goes_and_escape_clears(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    scatter = pane.scatter.scatter
    assert scatter is not None
    handle = atlas.window.windowHandle()
    order = scatter.order.tolist()
    corners = QPoint(2, 2), QPoint(pane.scatter.place_of(order[2]).x() + 1, pane.scatter.height())
    at = [pane.scatter.mapTo(atlas.window, corner) for corner in corners]
    QTest.mousePress(handle, LEFT, NO_KEYS, at[0])
    QTest.mouseMove(handle, at[1])
    assert atlas.selected[:3] == order[:3]
    assert len(atlas.selected) < len(order)
    agree(atlas, pane)
    wide = pane.scatter.mapTo(
        atlas.window, QPoint(pane.scatter.width() - 2, pane.scatter.height() - 2)
    )
    QTest.mouseMove(handle, wide)
    QTest.mouseRelease(handle, LEFT, NO_KEYS, wide)
    assert set(atlas.selected) == set(order)
    agree(atlas, pane)
    pane.scatter.setFocus()
    atlas.press(Qt.Key.Key_Escape)
    assert atlas.selected == []
    agree(atlas, pane)


def test_a_click_on_a_point_chooses_and_ctrl_adds_and_takes_away(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    scatter = pane.scatter.scatter
    assert scatter is not None
    first, last = int(scatter.order[0]), int(scatter.order[-1])
    atlas.click(pane.scatter, pane.scatter.place_of(first))
    atlas.click(pane.scatter, pane.scatter.place_of(last), CTRL)
    assert atlas.selected == [first, last]
    atlas.click(pane.scatter, pane.scatter.place_of(first), CTRL)
    assert atlas.selected == [last]
    atlas.click(pane.scatter, QPoint(pane.scatter.width() - 2, 2))
    assert atlas.selected == []


def test_keys_walk_the_points_tell_them_and_enter_chooses(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    scatter = pane.scatter.scatter
    assert scatter is not None
    order = scatter.order.tolist()
    pane.scatter.setFocus()
    atlas.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert atlas.session.hovered == order[1]
    areas = atlas.session.data.areas("boligomraade")
    assert pane.card.lines[0] == (areas.names[order[1]] or areas.codes[order[1]])
    atlas.press(Qt.Key.Key_Return)
    assert atlas.selected == [order[1]]
    atlas.press(Qt.Key.Key_End)
    atlas.press(Qt.Key.Key_Return, held=CTRL)
    assert atlas.selected == [order[1], order[-1]]


def test_the_table_sorts_by_either_map_with_the_hidden_last(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    atlas.session.show_indicator("fravaer", 1)
    settle(atlas, pane)
    for by in (Sorted.FIRST, Sorted.SECOND):
        pane.table.sort(by)
        values = [
            atlas.session.picture_of(by).cells.values[pane.table.model.position(row)]
            for row in range(pane.table.model.rowCount())
        ]
        known = [value for value in values if np.isfinite(value)]
        assert known == sorted(known, reverse=True)
        assert all(np.isnan(value) for value in values[len(known) :])
    assert "kort 2" in pane.table.order.text()
    pane.table.sort(Sorted.NAME)
    names = [row.split(",")[0] for row in listed(pane)]
    assert names[0] == "Bakkegården"
    assert names[-1] == "Ådalen"


def test_a_row_chooses_and_the_chosen_row_is_brought_into_view(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    atlas.click(pane.table.view.viewport(), pane.table.row_place(1))
    assert atlas.selected == [pane.table.model.position(1)]
    atlas.session.select([MISSING])
    row = pane.table.model.row_of(MISSING)
    assert pane.table.view.viewport().rect().contains(pane.table.row_place(row))


def test_a_class_of_the_second_legend_chooses_its_areas(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    atlas.session.show_indicator("fravaer", 1)
    settle(atlas, pane)
    legend = pane.halves[1].legend
    atlas.click(legend, legend.place_of(1).center().toPoint())
    picture = atlas.session.picture_of(1)
    assert atlas.selected == np.flatnonzero(picture.groups == 1).tolist()
    agree(atlas, pane)


def test_the_legend_is_walked_by_keys(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    pane.halves[0].legend.setFocus(Qt.FocusReason.TabFocusReason)
    atlas.press(Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert atlas.selected == np.flatnonzero(atlas.session.picture.groups == 1).tolist()


def test_time_goes_on_both_maps(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    pane.slider.track.setFocus()
    atlas.press(Qt.Key.Key_Left)
    settle(atlas, pane)
    assert atlas.session.view.period == parse("2026K1")
    assert atlas.session.view_of(1).period == parse("2026K1")
    agree(atlas, pane)


def test_swapping_puts_the_second_first_and_keeps_the_ramps(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    ramps = [atlas.session.view_of(which).ramp for which in (0, 1)]
    atlas.click(pane.swap)
    settle(atlas, pane)
    assert pane.halves[0].title.title == "Beboere"
    assert [atlas.session.view_of(which).ramp for which in (0, 1)] == ramps
    agree(atlas, pane)


def test_one_scale_for_both_where_the_unit_is_one(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    assert not pane.common.isEnabled()
    assert "i %, det andet i antal" in pane.common.toolTip()
    atlas.session.show_indicator("fravaer", 1)
    settle(atlas, pane)
    own = atlas.session.picture_of(1).bounds
    atlas.click(pane.common)
    settle(atlas, pane)
    assert atlas.session.picture_of(1).bounds == atlas.session.picture_of(0).bounds != own
    agree(atlas, pane)
    atlas.session.show_indicator("alder", 1)
    settle(atlas, pane)
    assert not atlas.session.desk.common_scale
    assert not pane.common.isChecked()
    agree(atlas, pane)


def test_bivariate_map_takes_both_along(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    atlas.session.show_indicator("fravaer", 1)
    atlas.click(pane.bivariate)
    assert atlas.session.desk.place == "bivariate"
    second = atlas.session.view.second
    assert second is not None
    assert second.indicator == "fravaer"


def test_folded_away_the_maps_get_the_room(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    before = pane.halves[0].height()
    atlas.click(pane.fold)
    assert pane.halves[0].height() > before + 150
    assert not pane.scatter.isVisible()
    atlas.click(pane.fold)
    assert pane.halves[0].height() == before


def test_the_title_finds_an_indicator_for_its_own_map(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    atlas.click(pane.halves[1].title)
    QTest.keyClicks(pane.chooser.search, "indbrud")
    QTest.keyClick(pane.chooser.search, Qt.Key.Key_Return)
    settle(atlas, pane)
    assert not pane.chooser.isVisible()
    assert atlas.session.view_of(1).indicator == "anmeldelser"
    assert atlas.session.view.indicator == "uden_job"
    agree(atlas, pane)


def test_the_title_chooses_time_and_breakdown(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    atlas.session.show_indicator("uden_job", 1)
    settle(atlas, pane)
    assert "viser det samme" in pane.together.text()
    pane.chooser.open_for(atlas.session, 1, pane.halves[1].title)
    assert pane.chooser.period.currentText() == "samme tid som kort 1"
    pane.chooser.period.activated.emit(pane.chooser.period.count() - 1)
    assert atlas.session.view_of(1).period == parse("2024K1")
    assert atlas.session.view.period == parse("2026K2")
    pane.chooser.breakdown.activated.emit(1)
    settle(atlas, pane)
    assert pane.halves[1].title.title.endswith("· Kvinder")
    agree(atlas, pane)
    pane.chooser.period.activated.emit(0)
    assert atlas.session.view_of(1).period == parse("2026K2")
    pane.chooser.hide()


def test_another_level_is_taken_in_with_few_areas_a_sentence(
    double: tuple[Atlas, DoublePane],
) -> None:
    atlas, pane = double
    atlas.session.select([19])
    atlas.session.show_level("distrikt")
    settle(atlas, pane)
    assert "der skal mindst 6 til" in pane.together.text()
    agree(atlas, pane)


def test_themes_change_what_is_painted(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    light = pane.grab().toImage()
    atlas.window.set_theme(themes.DARK)
    settle(atlas, pane)
    assert differ(light, pane.grab().toImage())
    agree(atlas, pane)


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_nothing_lies_over_another_or_is_cut(gone: Gone, size: tuple[int, int]) -> None:
    _atlas, pane = gone(size=size)
    for widget in (pane.scatter, pane.table.view, pane.swap, pane.common, pane.bivariate):
        place = widget.mapTo(pane, QPoint(0, 0))
        assert pane.rect().contains(widget.rect().translated(place))
    assert pane.scatter.height() >= 110
    assert pane.table.view.height() >= 3 * 29
    for half in pane.halves:
        assert not half.title.geometry().intersects(pane.strip.geometry()) or half is pane.halves[0]
        assert half.legend.geometry().bottom() <= half.height()


def test_long_names_and_a_thousand_areas_are_no_trouble(gone: Gone) -> None:
    atlas, pane = gone(data=fake_dataset(columns=40, rows=26, outline_points=1))
    agree(atlas, pane)
    assert any(LONG_NAME in row for row in listed(pane))
    order = pane.scatter.scatter.order.tolist() if pane.scatter.scatter is not None else []
    atlas.session.select(order)
    settle(atlas, pane)
    agree(atlas, pane)
    pane.grab()


def test_one_period_and_nothing_but_hidden_cells(gone: Gone) -> None:
    atlas, pane = gone(data=fake_dataset(columns=4, rows=2, periods=1))
    agree(atlas, pane)


def test_an_area_without_a_name_is_called_by_its_code() -> None:
    areas = fake_dataset().areas("boligomraade")
    nameless = replace(areas, names=("", *areas.names[1:]))
    assert shown_names(nameless)[:2] == ("0101", "Nørrevang")


def test_order_keeps_equals_by_name() -> None:
    data = fake_dataset()
    cells = data.cells("uden_job", "boligomraade", parse("2026K2"))
    kept = np.ones(21, bool)
    kept[LAST] = False
    indicators = (data.indicator("uden_job"),) * 2
    columns = Columns(("Navn",) * 21, (cells, cells), indicators, kept, np.arange(21.0)[::-1])
    found = in_order(columns, Sorted.NAME)
    assert found.tolist() == [*range(19, -1, -1)]


def test_a_pointer_beside_every_point_points_at_none(double: tuple[Atlas, DoublePane]) -> None:
    atlas, pane = double
    atlas.move(pane.scatter, pane.scatter.place_of(8))
    assert atlas.session.hovered == 8
    assert pane.card.lines
    atlas.move(pane.scatter, QPointF(pane.scatter.width() - 3, 3).toPoint())
    assert atlas.session.hovered == -1
    assert not pane.card.lines

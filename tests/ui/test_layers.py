"""What lies on the map besides the areas: names, layers, points of interest, and measuring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget

from desktop.core.areafilter import AreaFilter
from desktop.core.areas import Place
from desktop.core.dataset import Dataset
from desktop.core.wording import NO_BREAK
from desktop.maps.shownlayers import ShownLayers
from desktop.ui.doublepane import DoublePane
from desktop.ui.layerchooser import LayerChooser
from desktop.ui.theme import DARK
from tests.fake_extract import BEGINS, LONG, SIDE, SOUTH, WEST, FakeSource, fake_dataset
from tests.ui.conftest import Atlas, differ

NewWindow = Callable[..., Atlas]


def chooser_of(atlas: Atlas) -> LayerChooser:
    """The window behind »Lag«, opened by its button."""
    atlas.click(atlas.tool("Lag"))
    chooser = atlas.stage.tools.chooser
    assert chooser is not None and chooser.isVisible()
    return chooser


def tick(box: QWidget) -> None:
    """A click in a popup, which is a window of its own."""
    at = QPointF(8, box.height() / 2)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        place = QPointF(box.mapToGlobal(at.toPoint()))
        event = QMouseEvent(
            kind, at, place, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(box, event)
    QApplication.processEvents()


def place_of(atlas: Atlas, at: int) -> QPoint:
    """Where a point of interest lies on the canvas."""
    frame, place = atlas.canvas.frame, atlas.session.data.places[at]
    assert frame is not None
    x, y = frame.place(place.east, place.north)
    return QPoint(round(x), round(y))


def bring_place(atlas: Atlas, at: int) -> QPoint:
    """Move the map until nothing lies over a point of interest."""
    away = atlas.canvas.rect().center() + QPoint(100, -60) - place_of(atlas, at)
    atlas.canvas.look_by(away.x(), away.y())
    atlas.settle()
    return place_of(atlas, at)


def names_on(atlas: Atlas) -> dict[int, str]:
    """The names on the map, by area."""
    atlas.image()
    return {name.area: name.text for name in atlas.canvas.overlays.names.placed}


# Names.


def test_names_lie_on_the_map_and_can_be_taken_off(atlas: Atlas) -> None:
    named = names_on(atlas)
    assert named
    names = atlas.session.data.areas("boligomraade").names
    assert all(names[area].startswith(text.rstrip("…")) for area, text in named.items())
    before = atlas.image()

    chooser = chooser_of(atlas)
    assert chooser.names.isChecked()
    tick(chooser.names)

    assert not atlas.session.view.layers.names
    assert differ(before, atlas.image())


def test_names_keep_off_the_legend_and_the_buttons(new_window: NewWindow) -> None:
    atlas = new_window(fake_dataset(columns=14, rows=10))
    atlas.canvas.zoom(2.5)
    atlas.image()
    found = atlas.canvas.overlays.names.placed
    assert len(found) > 8
    over = [atlas.legend.geometry(), atlas.slider.geometry()]
    over += [button.geometry() for button in atlas.stage.tools.buttons]
    for name in found:
        left, top, right, bottom = (round(side) for side in name.box)
        for widget in over:
            assert right <= widget.left() or left >= widget.right() or bottom <= widget.top() or (
                top >= widget.bottom()
            )  # fmt: skip


def test_a_chosen_area_is_named_first(atlas: Atlas) -> None:
    atlas.click_area(16)
    assert next(iter(names_on(atlas))) == 16


def test_a_very_long_name_is_cut(new_window: NewWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fake_extract.LONG_NAME", "Å" * 200)
    atlas = new_window(fake_dataset())
    atlas.session.select([LONG])
    name = names_on(atlas)[LONG]
    assert name.endswith("…")
    assert len(name) < 40


def test_areas_outside_the_filter_have_no_name_and_say_so(atlas: Atlas) -> None:
    kept = AreaFilter(organisations=("Boligselskabet Nord",))
    atlas.session.show_filter(kept)
    assert all(atlas.session.kept[area] for area in names_on(atlas))
    assert not atlas.session.kept[13]
    assert atlas.hover(13)[-1] == "uden for filteret"
    assert "uden for filteret" not in atlas.hover(12)


def test_names_follow_a_drag(atlas: Atlas) -> None:
    atlas.canvas.zoom(2.0)
    names_on(atlas)
    before = {name.area: name.box for name in atlas.canvas.overlays.names.placed}
    atlas.canvas.look_by(30, 10)
    atlas.settle()
    names_on(atlas)
    after = {name.area: name.box for name in atlas.canvas.overlays.names.placed}
    stayed = before.keys() & after.keys()
    assert stayed
    assert any(
        after[area][0] - before[area][0] == pytest.approx(30)
        and after[area][1] - before[area][1] == pytest.approx(10)
        for area in stayed
    )


# Layers.


def test_a_quiet_layer_is_taken_off_and_put_back(atlas: Atlas) -> None:
    before = atlas.image()
    chooser = chooser_of(atlas)
    assert [*chooser.quiet] == ["land", "green", "water", "rail", "road"]

    tick(chooser.quiet["water"])
    assert atlas.session.view.layers.hidden == {"water"}
    assert differ(before, atlas.image())

    tick(chooser.quiet["water"])
    assert not differ(before, atlas.image())


def test_an_extract_with_neither_background_nor_points_says_so(
    new_window: NewWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeSource, "places", lambda _self: ())
    atlas = new_window(fake_dataset(background=False))
    chooser = chooser_of(atlas)
    said = {label.text() for label in chooser.findChildren(QLabel)}
    assert {"Udtrækket har ingen steder.", "Udtrækket har intet baggrundskort."} <= said
    assert [box.text() for box in chooser.findChildren(QCheckBox)] == ["Områdernes navne"]


def test_layers_are_the_same_on_both_maps(atlas: Atlas) -> None:
    atlas.session.go("double")
    atlas.session.show_layers(ShownLayers(frozenset({"rail"}), frozenset({"skole"}), names=False))
    assert atlas.session.view_of(1).layers == atlas.session.view_of(0).layers


# Points of interest.


def test_one_click_puts_all_points_on_the_map(atlas: Atlas) -> None:
    place = bring_place(atlas, 1)
    before = atlas.painted(place)
    chooser = chooser_of(atlas)
    assert [box.text() for box in chooser.points.values()] == ["Skoler · 1", "Stationer · 1"]
    assert chooser.all_points.text() == "Vis alle steder"

    chooser.all_points.click()
    assert atlas.session.view.layers.points == {"skole", "station"}
    assert chooser.all_points.text() == "Skjul alle steder"
    assert atlas.painted(place) != before
    card = atlas.stage.tools.card
    assert card is not None and card.isVisible()
    assert card.lines == ("skole 1", "station 1")

    chooser.all_points.click()
    assert atlas.painted(place) == before
    assert not card.isVisible()


def test_pointing_at_a_place_says_what_it_is_and_where(atlas: Atlas) -> None:
    atlas.session.show_layers(ShownLayers(points=frozenset({"skole", "station"})))
    atlas.image()
    atlas.move(atlas.canvas, bring_place(atlas, 0))
    assert atlas.card.lines == ("Østre Skole", "Skole · ligger i Skovbrynet")
    away = bring_place(atlas, 0) + QPoint(60, 0)
    atlas.move(atlas.canvas, away)
    assert atlas.card.lines[0] != "Østre Skole"


def test_the_card_counts_points_in_the_chosen_areas(atlas: Atlas) -> None:
    atlas.session.show_layers(ShownLayers(points=frozenset({"skole", "station"})))
    card = atlas.stage.tools.card
    assert card is not None
    atlas.session.select([0])
    assert card.lines == ("skole 1 · 1", "station 1 · 0")
    assert "i det valgte område" in card.accessibleDescription()
    atlas.session.select([0, 7])
    assert card.lines == ("skole 1 · 1", "station 1 · 1")
    atlas.session.select([])
    assert card.lines == ("skole 1", "station 1")
    atlas.session.show_filter(AreaFilter(organisations=("Boligselskabet Nord",)))
    assert card.lines == ("skole 1 · 1", "station 1 · 0")
    assert "inden for filteret" in card.accessibleDescription()


def test_points_that_lie_together_are_counted_and_listed(
    new_window: NewWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    east, north = WEST + 2.5 * SIDE, SOUTH + 1.5 * SIDE
    many = tuple(Place("klub", f"Klub {at}", east + at, north) for at in range(8))
    monkeypatch.setattr(FakeSource, "places", lambda _self: many)
    atlas = new_window(fake_dataset())
    atlas.session.show_layers(ShownLayers(points=frozenset({"klub"})))
    atlas.image()
    atlas.move(atlas.canvas, bring_place(atlas, 0))
    assert atlas.card.lines[0] == "8 steder"
    assert atlas.card.lines[1] == "Klub: Klub 0"
    assert atlas.card.lines[-1] == "og 3 mere"


def test_a_click_on_a_point_chooses_the_area_under_it(atlas: Atlas) -> None:
    atlas.session.show_layers(ShownLayers(points=frozenset({"station"})))
    atlas.click(atlas.canvas, bring_place(atlas, 1))
    assert atlas.selected == [7]


def test_the_card_folds(atlas: Atlas) -> None:
    atlas.session.show_layers(ShownLayers(points=frozenset({"station"})))
    card = atlas.stage.tools.card
    assert card is not None
    before, corner = card.height(), card.geometry().bottomRight()
    atlas.click(card, QPoint(20, 15))
    assert card.height() < before
    assert card.geometry().bottomRight() == corner
    atlas.click(card, QPoint(20, 15))
    assert card.height() == before


# Measuring.


def is_measuring(atlas: Atlas) -> bool:
    return atlas.canvas.is_measuring


def measured(atlas: Atlas) -> str:
    tool = atlas.canvas.overlays.measure
    assert tool is not None
    return tool.measured.words().replace(NO_BREAK, " ")


def corner(atlas: Atlas, east: float, north: float) -> QPoint:
    """A place so many sides of an area from the south-west corner."""
    frame = atlas.canvas.frame
    assert frame is not None
    x, y = frame.place(WEST + east * SIDE, SOUTH + north * SIDE)
    return QPoint(round(x), round(y))


def test_clicks_measure_and_never_choose(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click(atlas.tool("Mål afstand (M)"))
    assert is_measuring(atlas)
    assert measured(atlas) == "Klik for at måle. Escape afslutter."
    before = atlas.image()

    first, second, third = (corner(atlas, *at) for at in ((2.5, 2.5), (3.5, 2.5), (3.5, 3.5)))
    for place in (first, second, third):
        atlas.click(atlas.canvas, place)
    assert atlas.session.selected == [12]
    tool = atlas.canvas.overlays.measure
    assert tool is not None
    assert tool.measured.length == pytest.approx(2 * SIDE, rel=0.02)
    assert differ(before, atlas.image())

    atlas.click(atlas.canvas, first)
    assert tool.measured.closed
    assert tool.measured.area == pytest.approx(SIDE**2 / 2, rel=0.04)
    assert "ha" in measured(atlas)

    atlas.press(Qt.Key.Key_Escape)
    assert not is_measuring(atlas)
    assert atlas.session.selected == [12]  # Escape ended the measuring and nothing else
    assert not atlas.tool("Mål afstand (M)").isChecked()


def test_measuring_by_keys_alone(atlas: Atlas) -> None:
    atlas.canvas.setFocus()
    atlas.press(Qt.Key.Key_M)
    assert is_measuring(atlas)
    atlas.press(Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return)
    tool, frame = atlas.canvas.overlays.measure, atlas.canvas.frame
    assert tool is not None and frame is not None
    assert tool.measured.length == pytest.approx(80 / frame.scale)
    atlas.press(Qt.Key.Key_Backspace)
    assert len(tool.measured.points) == 1
    atlas.press(Qt.Key.Key_M)
    assert not is_measuring(atlas)


def test_a_double_click_ends_the_line_and_does_not_zoom(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_M)
    atlas.canvas.set_measuring(True)
    frame = atlas.canvas.frame
    atlas.click(atlas.canvas, corner(atlas, 2.5, 2.5))
    atlas.double_click(atlas.canvas, corner(atlas, 3.5, 2.5))
    assert atlas.canvas.frame == frame
    tool = atlas.canvas.overlays.measure
    assert tool is not None
    length = tool.measured.length
    atlas.click(atlas.canvas, corner(atlas, 3.5, 3.5))  # another line
    assert length > 0
    assert tool.measured.length == 0


def test_dragging_moves_the_map_while_measuring(atlas: Atlas) -> None:
    atlas.canvas.set_measuring(True)
    before = atlas.canvas.frame
    atlas.drag(atlas.canvas, QPoint(400, 300), QPoint(440, 320))
    tool = atlas.canvas.overlays.measure
    assert tool is not None
    assert atlas.canvas.frame != before
    assert tool.measured.points == ()


# Tiny areas.


def test_tiny_areas_are_seen_pointed_at_and_chosen(new_window: NewWindow) -> None:
    atlas = new_window(shrunk())
    atlas.session.select([])
    layers = atlas.canvas.image.layers
    frame = atlas.canvas.frame
    assert layers is not None and frame is not None
    exists = np.flatnonzero(atlas.session.existing)
    discs = [layers.tiny.disc_of(int(area)) for area in exists]
    assert all(disc is not None for disc in discs)
    area = 14
    disc = layers.tiny.disc_of(area)
    assert disc is not None
    x, y, radius = disc
    assert radius == pytest.approx(4.5)
    place = QPoint(round(x), round(y))
    atlas.move(atlas.canvas, place)
    assert atlas.session.hovered == area
    atlas.click(atlas.canvas, place)
    assert atlas.selected == [area]
    clay = atlas.painted(QPoint(round(x + radius + 1.5), round(y)))
    assert int(clay[1:3], 16) > int(clay[5:7], 16) + 40  # a ring around it


def shrunk() -> Dataset:
    """The invented extract with every area a hundredth as wide, far from the next."""
    data = fake_dataset()
    whole = data.outlines("boligomraade", 0)
    owner = np.repeat(whole.owners, np.diff(whole.starts))
    low = np.full((int(owner.max()) + 1, 2), np.iinfo(np.int64).max)
    np.minimum.at(low, owner, whole.points)
    small = (low[owner] + (whole.points - low[owner]) // 100).astype(np.int32)
    outlines = replace(whole, points=small, border_points=small, border_starts=whole.starts)
    for detail in range(3):
        data._outlines["areas/boligomraade", detail] = outlines
    return data


@pytest.mark.parametrize("position", [BEGINS])
def test_the_hovered_area_shows_on_the_other_map(atlas: Atlas, position: int) -> None:
    before = atlas.image()
    atlas.session.hover(position)
    assert differ(before, atlas.image())


def test_points_are_on_both_maps_and_say_what_they_are(atlas: Atlas) -> None:
    atlas.session.go("double")
    pane = next(each for each in atlas.window.findChildren(DoublePane) if each.isVisible())
    QApplication.processEvents()  # the pane takes the room of the panel that went away
    atlas.qtbot.waitUntil(lambda: all(half.canvas.is_sharp for half in pane.halves))
    canvases = [half.canvas for half in pane.halves]
    before = [canvas.grab().toImage() for canvas in canvases]
    atlas.click(pane.tools.layers)
    assert pane.tools.chooser is not None
    pane.tools.chooser.all_points.click()
    pane.tools.chooser.hide()
    for canvas, image in zip(canvases, before, strict=True):
        assert differ(image, canvas.grab().toImage())
        frame, school = canvas.frame, atlas.session.data.places[0]
        assert frame is not None
        x, y = frame.place(school.east, school.north)
        atlas.move(canvas, QPoint(round(x), round(y)))
        assert pane.card.lines == ("Østre Skole", "Skole · ligger i Skovbrynet")


def test_names_of_very_many_areas_are_measured_by_another_thread(
    new_window: NewWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.areanames._AT_ONCE", 10)
    atlas = new_window(fake_dataset(columns=12, rows=10))
    atlas.qtbot.waitUntil(lambda: bool(names_on(atlas)))


def test_names_keep_off_points_of_interest(atlas: Atlas) -> None:
    atlas.session.show_layers(ShownLayers(points=frozenset({"skole", "station"})))
    atlas.canvas.zoom(1.5)
    assert names_on(atlas)
    for at in (0, 1):
        place = place_of(atlas, at)
        for name in atlas.canvas.overlays.names.placed:
            left, top, right, bottom = name.box
            assert not (left < place.x() < right and top < place.y() < bottom)


def test_the_dark_theme_has_dark_halos(new_window: NewWindow) -> None:
    atlas = new_window(theme=DARK)
    before = atlas.image()
    atlas.session.show_layers(ShownLayers(names=False))
    assert differ(before, atlas.image())

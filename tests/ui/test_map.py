"""The map: hover, click, zoom, drag, keys, time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from desktop.core.wording import number
from desktop.maps.raster import area_at
from desktop.ui.indicatorcard import IndicatorCard
from desktop.ui.theme import DARK
from tests import fake_extract as fake
from tests.ui.conftest import CTRL, Atlas, differ

ENDED = 20  # the position of the area that has ended
NOWHERE = QPoint(760, 300)  # right of all areas, on the canvas


def on_the_map(atlas: Atlas, at: QPoint) -> tuple[float, float]:
    """East and north of a place of the canvas."""
    assert atlas.canvas.frame is not None
    return atlas.canvas.frame.point(at.x(), at.y())


def test_the_card_says_area_value_counts_rank_and_municipality(atlas: Atlas) -> None:
    cells = atlas.session.picture.cells
    counted, base = int(cells.numerators[12]), int(cells.denominators[12])
    whole = atlas.session.municipality_now()
    place = 1 + int((cells.values > cells.values[12]).sum())

    assert atlas.hover(12) == (
        "Toften",
        f"{number(100 * counted / base, 1)}\u00a0% · {number(counted)} af {number(base)}",
        f"nr. {place} af 16 viste · kommunen {number(float(whole.values[0]), 1)}\u00a0%",
    )


@pytest.mark.parametrize(
    ("position", "name", "words"),
    [
        (fake.WITHHELD, "Ådalen", "diskretioneret"),
        (fake.WITHHELD_NOW, "Æblehaven", "diskretioneret"),
        (fake.MISSING, "Ørstedsgade", "ingen data"),
        (fake.UNDEFINED, "Fjordparken", "ikke defineret"),
    ],
)
def test_the_card_says_why_there_is_no_number_and_no_number(
    atlas: Atlas, position: int, name: str, words: str
) -> None:
    first, second, whole = atlas.hover(position)

    assert (first, second) == (name, words)
    assert whole.startswith("kommunen ")
    assert "·" not in whole


def test_a_plain_count_has_neither_base_nor_unit_on_the_card(atlas: Atlas) -> None:
    atlas.click_row("Beboere")
    counted = float(atlas.session.picture.cells.values[12])

    assert atlas.hover(12)[1] == number(counted)


def test_the_card_goes_when_the_pointer_leaves_the_areas(atlas: Atlas) -> None:
    assert atlas.hover(12)
    atlas.move(atlas.canvas, NOWHERE)

    assert atlas.card.lines == ()


def test_the_card_stays_inside_the_map_at_its_edges(atlas: Atlas) -> None:
    place = atlas.bring(fake.LONG)
    for x in (10, atlas.canvas.width() - 10):
        atlas.canvas.look_by(x - atlas.middle(fake.LONG).x(), 0)
        atlas.settle()
        atlas.move(atlas.canvas, QPoint(x, place.y()))

        assert fake.LONG_NAME in atlas.card.lines
        assert atlas.stage.rect().contains(atlas.card.geometry())


def test_the_card_says_the_new_number_while_the_pointer_rests(atlas: Atlas) -> None:
    before = atlas.hover(12)
    atlas.press(Qt.Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    value = number(float(atlas.session.picture.cells.values[12]), 1)

    assert atlas.card.lines[0] == before[0] == "Toften"
    assert atlas.card.lines[1].startswith(f"{value}\u00a0% · ")
    assert atlas.card.lines != before


def test_the_card_says_the_area_that_keys_bring_under_the_pointer(atlas: Atlas) -> None:
    atlas.hover(12)
    atlas.canvas.setFocus()
    atlas.press(Qt.Key.Key_Right, Qt.Key.Key_Right)

    assert atlas.card.lines[0] == "Vesterled"


def test_there_is_no_card_for_an_area_that_is_no_more(atlas: Atlas) -> None:
    atlas.slider.track.setFocus()
    atlas.press(Qt.Key.Key_Home)
    assert atlas.hover(ENDED)[0] == "Gamle Nørrevang"

    atlas.press(Qt.Key.Key_End)
    assert atlas.card.lines[0] == "Nørrevang"


def test_a_hovered_area_gets_a_rim(atlas: Atlas) -> None:
    place = atlas.bring(12)
    before = atlas.image()
    atlas.move(atlas.canvas, place)

    assert differ(before, atlas.image())


def test_what_is_hovered_is_what_is_drawn_there(atlas: Atlas) -> None:
    layers = atlas.canvas.image.layers
    assert layers is not None
    for position in range(8, 20):
        place = atlas.middle(position)
        assert area_at(layers.ids, place.x(), place.y()) == position
    assert area_at(layers.ids, NOWHERE.x(), NOWHERE.y()) == -1


def test_the_hole_of_an_area_is_no_part_of_it(atlas: Atlas) -> None:
    frame = atlas.canvas.frame
    assert frame is not None
    x, y = frame.place(fake.WEST + 2.5 * fake.SIDE, fake.SOUTH + 0.5 * fake.SIDE)
    atlas.move(atlas.canvas, QPoint(int(x), int(y)))

    assert atlas.card.lines == ()
    assert atlas.hover(fake.HOLED)[0] == "Søparken"


def test_a_click_chooses_one_area(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click_area(17)

    assert atlas.selected == [17]


def test_ctrl_and_click_adds_and_takes_away(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click_area(17, CTRL)
    assert atlas.selected == [12, 17]

    atlas.click_area(12, CTRL)
    assert atlas.selected == [17]


def test_a_click_beside_all_areas_chooses_none(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click(atlas.canvas, NOWHERE)

    assert atlas.selected == []


def test_ctrl_and_a_click_beside_all_areas_keeps_what_is_chosen(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.click(atlas.canvas, NOWHERE, CTRL)

    assert atlas.selected == [12]


def test_escape_chooses_none(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.press(Qt.Key.Key_Escape)

    assert atlas.selected == []


def test_a_chosen_area_is_painted_with_a_rim(atlas: Atlas) -> None:
    before = atlas.image()
    atlas.session.select([12])

    assert differ(before, atlas.image())


def test_a_withheld_area_can_be_chosen(atlas: Atlas) -> None:
    atlas.click_area(fake.WITHHELD)

    assert atlas.selected == [fake.WITHHELD]


@pytest.mark.parametrize("notches", [1, 3, -1])
def test_the_wheel_zooms_around_the_pointer(atlas: Atlas, notches: int) -> None:
    atlas.wheel(QPoint(400, 300), 2)
    place = QPoint(500, 350)
    under, before = on_the_map(atlas, place), atlas.canvas.frame
    atlas.wheel(place, notches)

    assert before is not None
    assert atlas.canvas.frame is not None
    assert (atlas.canvas.frame.scale > before.scale) == (notches > 0)
    assert on_the_map(atlas, place) == pytest.approx(under)


def test_the_wheel_stops_at_both_ends(atlas: Atlas) -> None:
    whole = atlas.canvas.frame
    assert whole is not None
    for notches in (40, -80):
        atlas.wheel(QPoint(500, 350), notches)
        assert atlas.canvas.frame is not None
        metres = atlas.canvas.width() / atlas.canvas.frame.scale

        assert 200 < metres < 2 * atlas.canvas.width() / whole.scale


def test_a_double_click_zooms_in_around_the_pointer(atlas: Atlas) -> None:
    before, under = atlas.canvas.frame, on_the_map(atlas, NOWHERE)
    atlas.double_click(atlas.canvas, NOWHERE)

    assert before is not None
    assert atlas.canvas.frame is not None
    assert atlas.canvas.frame.scale > 1.5 * before.scale
    assert on_the_map(atlas, NOWHERE) == pytest.approx(under)


def test_dragging_moves_the_map_and_chooses_nothing(atlas: Atlas) -> None:
    start, end = QPoint(500, 300), QPoint(420, 345)
    under = on_the_map(atlas, start)
    atlas.drag(atlas.canvas, start, end)

    assert on_the_map(atlas, end) == pytest.approx(under)
    assert atlas.selected == []


def test_dragging_keeps_what_is_chosen(atlas: Atlas) -> None:
    atlas.click_area(12)
    atlas.drag(atlas.canvas, NOWHERE, NOWHERE - QPoint(80, 10))

    assert atlas.selected == [12]


@pytest.mark.parametrize(
    ("key", "dx", "dy"),
    [
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Up, 0, 1),
        (Qt.Key.Key_Down, 0, -1),
    ],
)
def test_arrow_keys_look_that_way(atlas: Atlas, key: Qt.Key, dx: int, dy: int) -> None:
    before = atlas.canvas.frame
    atlas.press(key)
    after = atlas.canvas.frame

    assert before is not None
    assert after is not None
    assert np.sign(after.east - before.east) == dx
    assert np.sign(after.north - before.north) == dy
    assert after.scale == before.scale


def test_plus_minus_and_zero_zoom_in_out_and_to_the_whole(atlas: Atlas) -> None:
    whole = atlas.canvas.frame
    assert whole is not None
    scales = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        atlas.press(key)
        assert atlas.canvas.frame is not None
        scales.append(atlas.canvas.frame.scale)
    assert whole.scale < scales[0] < scales[1]
    assert scales[2] == pytest.approx(scales[0])

    atlas.press(Qt.Key.Key_0)
    assert atlas.canvas.frame == whole
    assert atlas.session.view.extent is None


def test_the_buttons_zoom_as_the_keys_do(atlas: Atlas) -> None:
    whole = atlas.canvas.frame
    atlas.click(atlas.stage.zoom_in)
    atlas.click(atlas.stage.zoom_in)
    closer = atlas.canvas.frame
    atlas.click(atlas.stage.zoom_out)

    assert whole is not None
    assert closer is not None
    assert atlas.canvas.frame is not None
    assert whole.scale < atlas.canvas.frame.scale < closer.scale
    atlas.click(atlas.stage.whole)
    assert atlas.canvas.frame == whole


def test_the_image_is_sharp_again_after_every_kind_of_move(atlas: Atlas) -> None:
    acts: list[Callable[[], object]] = [
        lambda: atlas.wheel(QPoint(500, 350), 3),
        lambda: atlas.drag(atlas.canvas, QPoint(500, 300), QPoint(300, 330)),
        lambda: atlas.press(Qt.Key.Key_Minus),
        lambda: atlas.window.resize(1300, 800),
        lambda: atlas.press(Qt.Key.Key_0),
    ]
    for act in acts:
        act()
        atlas.settle()
        layers = atlas.canvas.image.layers

        assert layers is not None
        assert layers.frame == atlas.canvas.frame
        assert layers.ids.shape == (atlas.canvas.height(), atlas.canvas.width())


def test_a_drawing_on_the_other_thread_gives_the_same_image(atlas: Atlas) -> None:
    atlas.wheel(QPoint(500, 350), 2)
    here = atlas.image()
    atlas.press(Qt.Key.Key_Left)
    atlas.settle()
    atlas.canvas.image.cost = 1.0  # as if drawing were slow
    atlas.press(Qt.Key.Key_Right)
    assert not atlas.canvas.is_sharp

    assert not differ(here, atlas.image())


def test_another_extract_shown_while_the_old_is_being_drawn_is_drawn_itself(atlas: Atlas) -> None:
    atlas.hover(19)
    atlas.canvas.image.cost = 1.0
    atlas.press(Qt.Key.Key_Plus)
    atlas.qtbot.waitUntil(lambda: atlas.canvas.image.drawing)
    atlas.window.show_extract(fake.fake_dataset(rows=2), atlas.session.path)
    atlas.settle()
    layers = atlas.canvas.image.layers

    assert layers is not None
    assert int(layers.ids.max()) // 16 - 1 == 9
    assert atlas.card.lines == ()


def test_the_theme_changed_while_the_map_is_being_drawn_is_worn(atlas: Atlas) -> None:
    atlas.canvas.image.cost = 1.0
    atlas.press(Qt.Key.Key_Plus)
    atlas.qtbot.waitUntil(lambda: atlas.canvas.image.drawing)
    atlas.window.set_theme(DARK)
    atlas.settle()
    layers = atlas.canvas.image.layers

    assert layers is not None
    assert layers.under.pixelColor(2, 2).lightness() < 80


def test_the_map_keeps_its_middle_when_the_window_is_resized(atlas: Atlas) -> None:
    atlas.wheel(QPoint(500, 350), 3)
    before = atlas.canvas.frame
    atlas.window.resize(1700, 980)
    atlas.settle()
    after = atlas.canvas.frame

    assert before is not None
    assert after is not None
    assert (after.east, after.north, after.scale) == (before.east, before.north, before.scale)
    assert (after.width, after.height) == (atlas.canvas.width(), atlas.canvas.height())


def test_the_whole_map_stays_whole_when_the_window_is_resized(atlas: Atlas) -> None:
    atlas.window.resize(1100, 700)
    atlas.settle()
    frame = atlas.canvas.frame
    assert frame is not None
    west, south, east, north = frame.bounds

    assert west <= fake.WEST
    assert south <= fake.SOUTH
    assert east >= fake.WEST + 5 * fake.SIDE
    assert north >= fake.SOUTH + 4 * fake.SIDE


def test_areas_that_did_not_exist_in_the_period_are_neither_drawn_nor_hovered(
    atlas: Atlas,
) -> None:
    def drawn() -> set[int]:
        atlas.settle()
        layers = atlas.canvas.image.layers
        assert layers is not None
        return {int(id) // 16 - 1 for id in np.unique(layers.ids)} - {-1}

    assert drawn() == set(range(20))

    atlas.slider.track.setFocus()
    atlas.press(Qt.Key.Key_Home)

    assert drawn() == set(range(21)) - {fake.BEGINS}
    assert atlas.hover(ENDED)[0] == "Gamle Nørrevang"


def test_a_chosen_area_has_no_rim_in_a_period_before_it_began(atlas: Atlas) -> None:
    atlas.slider.track.setFocus()
    atlas.press(Qt.Key.Key_Home)
    without = atlas.image()
    atlas.session.select([fake.BEGINS])

    assert not differ(without, atlas.image())


def test_the_map_has_words_for_those_who_cannot_see_it(atlas: Atlas) -> None:
    words = atlas.canvas.accessibleDescription()

    assert words.startswith("Voksne uden for arbejdsmarkedet. Andel af 16-66-årige")
    assert "20 boligområder" in words


def test_the_title_says_indicator_sentence_period_and_number_of_areas(atlas: Atlas) -> None:
    assert atlas.stage.head.title.title == "Voksne uden for arbejdsmarkedet"
    assert atlas.stage.head.said == ("Andel af 16-66-årige · 2. kvartal 2026 · 20 boligområder")


def test_the_i_opens_what_the_indicator_is(atlas: Atlas) -> None:
    atlas.click(atlas.stage.information)
    (card,) = atlas.window.findChildren(IndicatorCard)
    said = [label.text() for label in card.findChildren(QLabel)]

    assert "Danmarks Statistik, RAS" in said
    assert "16-66-årige i området" in said
    assert card.isVisible()
    card.close()

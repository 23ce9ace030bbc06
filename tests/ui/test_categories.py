"""Categories on screen, by what a person does: models, the map, the panel, two models."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from desktop.core.models.shown import placed, shown_result
from desktop.maps.picture import UNSURE
from desktop.maps.view import Shows
from desktop.ui.categorymatrix import CategoryMatrix
from desktop.ui.categorypanel import CategoryPanel
from desktop.ui.categoryrows import ReasonRows, YearStrip
from desktop.ui.modellist import Kind, ModelList
from desktop.ui.modelspane import ModelsPane
from desktop.ui.theme import DARK
from desktop.ui.whycard import WhyCard
from tests import fake_extract as fake
from tests.core.models.fakemodels import POINTS, TWO_OUTCOMES, UNFIT
from tests.core.models.test_shown import MODEL
from tests.ui.conftest import CTRL, Atlas, NewWindow, pixel

MODELS = {"point": POINTS, "min": MODEL, "to": TWO_OUTCOMES, "fremmed": UNFIT}
CHOSEN = 12


class Room:
    """The place of categories, and what a person sees and does there."""

    def __init__(self, atlas: Atlas, place: str = "categories") -> None:
        self.atlas = atlas
        self.session = atlas.session
        self.session.go(place)
        self.settle()

    @property
    def models(self) -> ModelList:
        found = self.atlas.window.left.lists.currentWidget()
        assert isinstance(found, ModelList)
        return found

    @property
    def panel(self) -> CategoryPanel:
        assert self.atlas.window.category_panel is not None
        return self.atlas.window.category_panel

    def settle(self) -> None:
        def still() -> bool:
            sure = self.session.picture.dotted is not None or not self.session.picture.colours
            seen = self.session.desk.place != "categories" or self.panel.is_settled
            return self.models.is_settled and sure and seen

        self.atlas.qtbot.waitUntil(still)
        self.atlas.settle()
        QApplication.processEvents()

    def rows(self, kind: Kind) -> list[str]:
        return [each.text for each in self.models.model.entries if each.kind is kind]

    def click_row(self, text: str, kind: Kind) -> None:
        at = next(
            nr
            for nr, each in enumerate(self.models.model.entries)
            if (each.text, each.kind) == (text, kind)
        )
        index = self.models.model.index(at)
        self.models.view.scrollTo(index)
        viewport = self.models.view.viewport()
        self.atlas.click(viewport, self.models.view.visualRect(index).center())
        self.settle()

    def said(self) -> list[str]:
        body = self.panel.scrolled.widget()
        assert body is not None
        said = [label.text() for label in body.findChildren(QLabel)]
        for widget in body.findChildren(QWidget):
            said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        return [text for text in said if text]

    def part(self, kind: type[QWidget]) -> QWidget:
        body = self.panel.scrolled.widget()
        assert body is not None
        (found,) = body.findChildren(kind)
        assert isinstance(found, QWidget)
        return found

    def see(self, widget: QWidget) -> QWidget:
        self.panel.scrolled.ensureWidgetVisible(widget)
        QApplication.processEvents()
        return widget


NewRoom = Callable[..., Room]


@pytest.fixture
def room(new_window: NewWindow) -> Room:
    return Room(new_window(fake.fake_dataset(models=MODELS)))


def test_the_map_shows_the_first_model_that_fits(room: Room) -> None:
    assert room.session.view.shows is Shows.CATEGORY
    title, sentence = room.atlas.stage.heading
    assert title.startswith("Kategorisering af boligområder")
    assert sentence.startswith("Pointmodel")
    labels = [row.label for row in room.session.picture.legend.rows]
    assert labels[:3] == ["Høj indsats", "Mellem indsats", "Lav indsats"]


def test_the_list_has_those_that_fit_and_then_those_that_do_not_with_the_reason(
    room: Room,
) -> None:
    assert room.rows(Kind.MODEL) == ["Pointmodel", "Min model", "To inddelinger"]
    unfit = [each for each in room.models.model.entries if each.kind is Kind.UNFIT]
    assert len(unfit) == 11
    assert all(each.more and not room.models.model.flags(room.models.model.index(
        room.models.model.entries.index(each))) for each in unfit)  # fmt: skip
    assert room.rows(Kind.OUTCOME) == []


def test_a_click_on_a_model_shows_it_and_its_outcomes(room: Room) -> None:
    room.click_row("To inddelinger", Kind.MODEL)

    assert room.session.view.model == "to"
    assert room.rows(Kind.OUTCOME) == ["Trin", "Anden"]
    room.click_row("Anden", Kind.OUTCOME)
    assert room.session.view.outcome == "anden"
    assert [row.label for row in room.session.picture.legend.rows][:2] == ["Over", "Under"]
    room.click_row("Min model", Kind.MODEL)
    assert (room.session.view.model, room.session.view.outcome) == ("min", "")
    assert room.rows(Kind.OUTCOME) == []


def test_the_arrow_keys_walk_the_models(room: Room) -> None:
    room.models.view.setFocus()
    room.atlas.press(Qt.Key.Key_Down)
    room.settle()
    assert room.session.view.model == "min"
    room.atlas.press(Qt.Key.Key_Up)
    room.settle()
    assert room.session.view.model == "point"


def test_an_area_is_painted_in_the_colour_of_its_legend_row(room: Room) -> None:
    image = room.atlas.image()
    dotted = room.session.picture.dotted
    assert dotted is not None
    for position in range(7, 20):
        group = int(room.session.picture.groups[position])
        if group >= 0 and not dotted[position]:
            assert pixel(image, room.atlas.middle(position)) == room.session.picture.colours[group]


def test_what_is_uncertain_is_dotted_on_the_map_and_chosen_by_its_row(room: Room) -> None:
    picture, image = room.session.picture, room.atlas.image()
    assert picture.dotted is not None
    at = int(np.flatnonzero(picture.dotted)[0])
    middle, plain = room.atlas.middle(at), picture.colours[int(picture.groups[at])]
    seen = {pixel(image, middle + QPoint(x, y)) for x in range(-8, 8) for y in range(-8, 8)}
    assert plain in seen
    assert len(seen) > 1
    (row,) = [nr for nr, each in enumerate(picture.legend.rows) if each.group == UNSURE]
    room.atlas.click_group(row)
    assert sorted(room.session.selected) == np.flatnonzero(picture.dotted & picture.kept).tolist()


def test_a_legend_row_chooses_the_areas_of_its_category(room: Room) -> None:
    room.atlas.click_group(0)
    assert (
        sorted(room.session.selected) == np.flatnonzero(room.session.picture.groups == 0).tolist()
    )


def test_the_panel_says_why_and_how_near(room: Room) -> None:
    room.atlas.click_area(CHOSEN)
    room.settle()
    result = shown_result(room.session.data, "boligomraade", room.session.view.period, "point")
    assert result is not None
    (one,) = placed(result, CHOSEN)
    said = room.said()

    assert one.category in said
    assert any(text.startswith("6 af 6 point · ") and "sandsynlig" in text for text in said)
    assert {"Hvorfor?", "Hvor tæt på en anden kategori?", "År for år"} <= set(said)
    assert any(text.startswith("Med ") and "ville kategorien være" in text for text in said)
    rows = room.part(ReasonRows)
    assert "Uden for arbejdsmarkedet" in rows.accessibleDescription()


@pytest.mark.parametrize("area", [fake.WITHHELD, fake.WITHHELD_NOW, fake.MISSING, 0])
def test_an_area_without_category_says_why_and_no_number_of_it(room: Room, area: int) -> None:
    room.session.select([area])
    room.settle()
    said = " ".join(room.said())

    assert ("Kan ikke afgøres" in said) or ("Ingen kategori" in said)
    assert f"{fake.HIDDEN:.0f}" not in said.replace(".", "")
    assert "ville kategorien være" not in said


def test_no_area_chosen_gives_counts_moves_and_where_the_model_comes_from(room: Room) -> None:
    room.session.show_period(room.session.periods[5])  # areas have moved since the year before
    room.settle()
    said = room.said()

    assert {"Pointmodel", "Områder i hver kategori", "Kommunen selv"} <= set(said)
    assert any("Pointgrænserne." in text for text in said)
    moved = room.rows(Kind.MOVE)
    assert moved
    assert f"{len(moved)} område har flyttet sig" in " ".join(said)
    matrix = room.part(CategoryMatrix)
    assert isinstance(matrix, CategoryMatrix)


def test_an_area_that_moved_is_chosen_from_the_list(room: Room) -> None:
    room.session.show_period(room.session.periods[5])
    room.settle()
    name = room.rows(Kind.MOVE)[0]
    room.click_row(name, Kind.MOVE)

    assert [room.session.data.areas("boligomraade").names[at] for at in room.session.selected] == [
        name
    ]


def test_a_cell_of_the_moves_chooses_its_areas(room: Room) -> None:
    room.session.show_period(room.session.periods[5])
    room.settle()
    matrix = room.part(CategoryMatrix)
    assert isinstance(matrix, CategoryMatrix)
    room.see(matrix)
    place = matrix.cell_place(1, 2).center().toPoint()
    room.atlas.click(matrix, place)
    room.settle()

    assert len(room.session.selected) == 1
    assert room.session.picture.groups[room.session.selected[0]] == 2


def test_a_year_in_the_strip_is_a_click_and_a_key_away(room: Room) -> None:
    room.session.select([CHOSEN])
    room.settle()
    newest = room.session.view.period
    strip = room.see(room.part(YearStrip))
    strip.setFocus()
    room.atlas.press(Qt.Key.Key_Left, Qt.Key.Key_Return)
    room.settle()
    assert room.session.view.period == newest.year_before()

    strip = room.see(room.part(YearStrip))
    assert isinstance(strip, YearStrip)
    room.atlas.click(strip, QPoint(5, 10))
    room.settle()
    assert room.session.view.period == room.session.periods[0]  # the oldest there are numbers of


def test_the_whole_explanation_opens_and_closes(room: Room) -> None:
    room.session.select([CHOSEN])
    room.settle()
    body = room.panel.scrolled.widget()
    assert body is not None
    (button,) = [
        each for each in body.findChildren(QPushButton) if each.text() == "Hele forklaringen"
    ]
    room.atlas.click(room.see(button))
    room.atlas.qtbot.waitUntil(lambda: bool(room.atlas.window.findChildren(WhyCard)))
    (card,) = room.atlas.window.findChildren(WhyCard)

    assert card.isVisible()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_several_chosen_areas_are_listed_with_their_categories(room: Room) -> None:
    room.session.select([CHOSEN])
    room.session.select([10], add=True)
    room.settle()
    said = room.said()

    assert "2 valgte områder" in said
    assert {"Høj indsats", "Lav indsats"} <= set(said)


def test_the_panel_follows_time_and_closes(room: Room) -> None:
    room.session.select([10])
    room.settle()
    assert "Lav indsats" in room.said()
    room.session.show_period(room.session.periods[1])
    room.settle()
    assert "Trin, 2. kvartal 2024" in room.said()
    body = room.panel.scrolled.widget()
    assert body is not None
    (close,) = [
        each
        for each in body.findChildren(QToolButton)
        if each.accessibleName() == "Fravælg området"
    ]
    room.atlas.click(close)
    assert room.session.selected == []


@pytest.mark.parametrize("models", [{}, {"fremmed": UNFIT}])
def test_without_a_model_that_fits_every_part_says_what_to_do(
    new_window: NewWindow, models: dict[str, str]
) -> None:
    room = Room(new_window(fake.fake_dataset(models=models)))

    assert room.rows(Kind.MODEL) == []
    assert len(room.rows(Kind.NOTE)) == 1
    assert "Ingen kategorier her" in room.said()
    assert any("Dataforvalteren" in text for text in room.said())
    room.session.select([CHOSEN])
    room.settle()
    assert "Ingen kategorier her" in room.said()


def test_the_dark_theme_paints_the_same_categories(room: Room) -> None:
    before = room.session.picture.colours
    room.atlas.window.set_theme(DARK)
    room.settle()
    sure = [
        at
        for at in range(7, 20)
        if room.session.picture.groups[at] >= 0 and not room.session.picture.members(UNSURE)[at]
    ]
    image = room.atlas.image()
    for at in sure:
        shade = before[int(room.session.picture.groups[at])]
        assert pixel(image, room.atlas.middle(at)) == shade


# Two models.


@pytest.fixture
def two(new_window: NewWindow) -> Room:
    return Room(new_window(fake.fake_dataset(models=MODELS)), "models")


def pane(room: Room) -> ModelsPane:
    shown = room.atlas.window.panes.shown
    assert isinstance(shown, ModelsPane)
    return shown


def test_two_different_models_stand_side_by_side(two: Room) -> None:
    other = two.session.other
    assert other is not None
    titles = [half.title.text() for half in pane(two).halves]

    assert titles[0].startswith("Pointmodel")
    assert not titles[1].startswith("Pointmodel")
    assert two.session.other_picture is not None
    assert pane(two).summary.text()
    found = pane(two).found
    assert found is not None
    assert found.table.sum() == found.both.sum() > 0


def test_a_cell_chooses_its_areas_in_both_maps(two: Room) -> None:
    found, matrix = pane(two).found, pane(two).matrix
    assert found is not None
    row, column = (int(each[0]) for each in np.nonzero(found.table))
    two.atlas.click(matrix, matrix.cell_place(row, column).center().toPoint())

    assert sorted(two.session.selected) == found.cell(row, column).tolist()
    assert two.session.other is not None
    assert two.session.other.selected == two.session.view.selected


def test_the_cells_are_walked_by_keys(two: Room) -> None:
    found, matrix = pane(two).found, pane(two).matrix
    assert found is not None
    matrix.setFocus()
    row, column = (int(each[0]) for each in np.nonzero(found.table))
    two.atlas.press(Qt.Key.Key_Down)  # the first key stands in the first cell
    two.atlas.press(*[Qt.Key.Key_Down] * row, *[Qt.Key.Key_Right] * column, Qt.Key.Key_Return)

    assert sorted(two.session.selected) == found.cell(row, column).tolist()


def test_an_area_that_they_see_differently_is_chosen_from_the_list(two: Room) -> None:
    found, areas = pane(two).found, pane(two).areas
    assert found is not None
    first = areas.item(0)
    assert first.data(Qt.ItemDataRole.UserRole) == found.furthest(1)[0]
    two.atlas.click(areas.viewport(), areas.visualItemRect(first).center())
    assert two.session.selected == [found.furthest(1)[0]]


def test_another_second_model_is_compared_anew(two: Room) -> None:
    before = pane(two).summary.text()
    two.session.show_map(1, model="to")
    assert pane(two).summary.text() != before
    found = pane(two).found
    assert found is not None
    assert found.furthest(5) == ()  # its first outcome has the same points and the same steps
    assert pane(two).areas.item(0).text().startswith("Ingen")


def test_the_second_model_is_never_the_first(two: Room) -> None:
    two.session.show_map(1, model="point")
    assert two.session.other is not None
    assert two.session.other.model not in ("", "point")


def test_without_models_two_say_what_is_lacking(new_window: NewWindow) -> None:
    room = Room(new_window(fake.fake_dataset()), "models")

    assert "to modeller" in pane(room).summary.text()
    assert not pane(room).matrix.isVisible()


def test_ctrl_click_adds_on_either_map(two: Room) -> None:
    two.session.select([8])
    canvas = pane(two).halves[1].canvas
    two.atlas.qtbot.waitUntil(lambda: canvas.is_sharp)
    frame = canvas.frame
    assert frame is not None
    x, y = frame.place(fake.WEST + 2.5 * fake.SIDE, fake.SOUTH + 2.5 * fake.SIDE)
    two.atlas.click(canvas, QPoint(int(x), int(y)), CTRL)
    assert two.session.selected == [8, 12]

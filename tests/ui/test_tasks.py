"""What people come to meetings with, done by clicks alone, and how many clicks it takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.core.similar import Neighbours
from desktop.maps.paper import Paper
from desktop.reports.typefaces import width
from desktop.ui.filtercard import FilterCard
from desktop.ui.trustcard import TrustCard
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset
from tests.ui.agreeing import DAY
from tests.ui.conftest import CTRL, Atlas, NewWindow
from tests.ui.test_places import click_home, click_mode


class Counted:
    """A window whose clicks and written words are counted."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas, self.clicks = atlas, 0

    def do(self, click: Callable[[], object]) -> None:
        self.clicks += 1
        click()
        self.atlas.settle()

    def search(self, letters: str) -> None:
        """Ctrl+K, three letters and Enter: counted as one."""
        self.clicks += 1
        self.atlas.press(Qt.Key.Key_K, held=CTRL)
        self.atlas.write(letters)
        self.atlas.press(Qt.Key.Key_Return)
        self.atlas.list.search.clear()


@pytest.fixture
def person(new_window: NewWindow) -> Counted:
    return Counted(new_window(fake_dataset(models={"min": MODEL})))


def test_where_and_has_it_become_better_since(person: Counted) -> None:
    atlas = person.atlas
    person.search("indbrud")
    person.do(lambda: click_mode(atlas, "change"))
    now = atlas.session.view.period
    oldest = next(each for each in atlas.session.periods if each.part == now.part)
    since = atlas.stage.head.since

    def choose() -> None:
        menu = since.menu()
        menu.aboutToShow.emit()
        (action,) = (each for each in menu.actions() if each.text() == oldest.short_label)
        action.trigger()

    person.do(lambda: None)  # the button that opens the periods
    person.do(choose)

    assert person.clicks == 4
    assert atlas.session.view.since == oldest
    assert oldest.label in atlas.stage.head.said
    assert atlas.session.picture.signs is not None


def test_do_two_things_go_together_and_who_falls_outside(person: Counted) -> None:
    atlas = person.atlas
    person.do(lambda: click_home(atlas, "double"))
    atlas.qtbot.wait(300)

    pane = atlas.window.panes.shown
    assert person.clicks == 1
    assert "siger intet om enkeltpersoner" in pane.together.text()  # type: ignore[attr-defined]
    assert pane.table.model.rowCount() > 10  # type: ignore[attr-defined]


def test_an_area_against_those_like_it_on_one_sheet(person: Counted) -> None:
    atlas = person.atlas
    person.search("toften")
    person.do(lambda: click_home(atlas, "profile"))
    pane = atlas.window.panes.shown
    against = pane.head.against  # type: ignore[attr-defined]
    like = next(at for at in range(against.count()) if "ligner" in against.itemText(at)
                or "Lignende" in against.itemText(at))  # fmt: skip

    def choose() -> None:
        against.setCurrentIndex(like)
        against.activated.emit(like)

    person.do(lambda: None)  # the list that opens
    person.do(choose)
    profile = pane.profile  # type: ignore[attr-defined]

    assert person.clicks == 4
    assert isinstance(profile.like, Neighbours)
    sheet = pane.sheet(Paper.A4_ACROSS, width, DAY, "")
    assert sheet is not None
    assert any("Toften" in text for text in sheet.texts())


def test_why_this_category_and_how_near_the_next(person: Counted) -> None:
    atlas = person.atlas
    person.do(lambda: click_home(atlas, "categories"))
    person.do(lambda: atlas.click_area(12))
    panel = atlas.window.category_panel
    assert panel is not None
    atlas.qtbot.waitUntil(lambda: panel.is_settled)
    said = [label.text() for label in panel.findChildren(QLabel)]

    assert person.clicks == 2
    assert "Hvorfor?" in said
    assert any("tæt" in text for text in said)


def test_what_has_moved(person: Counted) -> None:
    atlas = person.atlas
    person.do(lambda: click_home(atlas, "trend"))
    person.do(lambda: click_mode(atlas, "moved"))
    pane = atlas.window.panes.shown
    atlas.qtbot.waitUntil(lambda: pane.found is not None)  # type: ignore[attr-defined]

    assert person.clicks == 2
    assert "prøvede tal" in pane.summary.text()  # type: ignore[attr-defined]


def test_where_clubs_and_schools_lie_in_the_areas_of_a_class(person: Counted) -> None:
    atlas = person.atlas
    person.do(lambda: atlas.click_row("Skolefravær over 10 %"))
    person.do(lambda: atlas.click(atlas.tool("Lag")))
    chooser = atlas.stage.tools.chooser
    assert chooser is not None
    person.do(chooser.all_points.click)
    chooser.close()
    person.do(lambda: atlas.click_group(3))

    assert person.clicks == 4
    assert atlas.session.view.layers.points == {"skole", "station"}
    assert (atlas.session.picture.groups[atlas.selected] == 3).all()


def test_how_an_organisation_stands(person: Counted) -> None:
    atlas = person.atlas
    person.do(lambda: atlas.click(atlas.window.left.filter))
    (card,) = atlas.window.findChildren(FilterCard)
    organisations = card._lists["organisations"]
    person.do(lambda: organisations.item(0).setCheckState(Qt.CheckState.Checked))
    card.close()
    person.do(lambda: click_home(atlas, "table"))

    assert person.clicks == 3
    model = atlas.window.panes.shown.model  # type: ignore[attr-defined]
    assert model.rowCount() == int(atlas.session.kept.sum()) < 20


def test_can_the_number_be_trusted(person: Counted) -> None:
    atlas = person.atlas
    person.do(lambda: atlas.click_area(12))
    (link,) = (
        button
        for button in atlas.panel_body().findChildren(QPushButton)
        if button.text() == "Kan vi stole på det tal?"
    )
    person.do(lambda: atlas.click(link))
    (card,) = atlas.window.findChildren(TrustCard)

    assert person.clicks == 2
    assert card.isVisible()
    card.close()

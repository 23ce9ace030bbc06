"""Going between the places of the window: what is chosen goes along, and one can go back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.core.areafilter import EVERYTHING, AreaFilter
from desktop.ui.desk import home_of, homes, places
from desktop.ui.filtercard import FilterCard
from desktop.ui.pane import ModeStrip
from desktop.ui.segments import Segment
from tests.ui.conftest import Atlas

ALT = Qt.KeyboardModifier.AltModifier
IDS = [place.id for place in places()]


def click_home(atlas: Atlas, home: str) -> None:
    name = dict(homes())[home]
    (button,) = (b for b in atlas.window.header.places.findChildren(Segment) if b.text() == name)
    atlas.click(button)


def click_mode(atlas: Atlas, place: str) -> None:
    title = next(each.title for each in places() if each.id == place)
    (strip,) = (
        strip
        for strip in atlas.window.panes.shown.findChildren(ModeStrip)
        if strip.isVisibleTo(atlas.window)
    )
    (button,) = (button for button in strip.findChildren(Segment) if button.text() == title)
    atlas.click(button)


def walk_to(atlas: Atlas, place: str) -> None:
    """By clicks alone."""
    if place == "questions":
        atlas.click(atlas.list.questions)
        return
    click_home(atlas, home_of(place))
    if atlas.session.desk.place != place:
        click_mode(atlas, place)


@pytest.mark.parametrize("place", IDS)
def test_every_place_is_at_most_two_clicks_away_and_back_is_one(atlas: Atlas, place: str) -> None:
    walk_to(atlas, place)

    assert atlas.session.desk.place == place
    assert atlas.window.panes.shown is atlas.window.panes.pane(place)
    assert atlas.window.panes.shown.isVisible()
    if place == "map":
        return
    while atlas.session.can_go_back:
        atlas.click(atlas.window.header.back)
    assert atlas.session.desk.place == "map"
    assert atlas.window.panes.shown is atlas.stage


@pytest.mark.parametrize("place", IDS)
def test_what_is_chosen_goes_along(atlas: Atlas, place: str) -> None:
    atlas.click_area(12)
    atlas.press(Qt.Key.Key_Left, held=ALT)
    period = atlas.session.view.period
    walk_to(atlas, place)

    assert atlas.selected == [12]
    assert atlas.session.view.period == period
    walk_to(atlas, "map")
    atlas.settle()
    assert atlas.selected == [12]


def test_back_and_forward_restore_what_was_shown(atlas: Atlas) -> None:
    atlas.session.show_indicator("fravaer")
    walk_to(atlas, "double")
    atlas.session.show_indicator("alder", which=1)
    there = atlas.session.desk
    atlas.press(Qt.Key.Key_Backspace, held=ALT)
    atlas.press(Qt.Key.Key_Backspace, held=ALT)
    assert (atlas.session.desk.place, atlas.session.view.indicator) == ("map", "fravaer")
    atlas.click(atlas.window.header.back)
    assert atlas.session.view.indicator == "uden_job"
    assert not atlas.window.header.back.isEnabled()
    for _step in range(3):
        atlas.click(atlas.window.header.forward)
    assert atlas.session.desk == there
    assert not atlas.window.header.forward.isEnabled()


def test_a_new_way_forgets_the_old_one_ahead(atlas: Atlas) -> None:
    walk_to(atlas, "table")
    atlas.session.back()
    walk_to(atlas, "questions")
    assert not atlas.session.can_go_forward


def test_steps_in_time_and_choices_are_no_stops_on_the_way(atlas: Atlas) -> None:
    atlas.press(Qt.Key.Key_Left, held=ALT)
    atlas.click_area(3)
    assert not atlas.session.can_go_back


def opened_filter(atlas: Atlas) -> FilterCard:
    atlas.click(atlas.window.left.filter)
    (card,) = atlas.window.findChildren(FilterCard)
    return card


def test_the_filter_card_keeps_the_areas_that_are_marked(atlas: Atlas) -> None:
    card = opened_filter(atlas)
    organisations = card._lists["organisations"]
    organisations.item(0).setCheckState(Qt.CheckState.Checked)
    atlas.settle()

    kept = {
        atlas.session.data.areas("boligomraade").organisations[at]
        for at in atlas.session.kept.nonzero()[0]
    }
    assert len(kept) == 1
    whole = int(atlas.session.picture.exists.sum())
    assert 0 < int(atlas.session.kept.sum()) < whole
    rows = atlas.session.picture.legend.rows
    assert sum(row.count for row in rows) == int(atlas.session.kept.sum())
    assert f"af {whole} boligområder" in atlas.stage.head.said
    card.close()
    atlas.click(atlas.window.left.all_areas)
    assert atlas.session.view.filter == EVERYTHING
    assert not atlas.window.left.all_areas.isVisible()


def test_numbers_written_in_the_filter_are_read_as_danes_write_them(atlas: Atlas) -> None:
    card = opened_filter(atlas)
    lines = [line for line in card.findChildren(QLineEdit) if "fra" in line.accessibleName()]
    lines[0].setText("1.200,5")
    assert atlas.session.view.filter == AreaFilter(residents=(1200.5, None))
    lines[0].setText("mange")
    assert atlas.session.view.filter == EVERYTHING
    card.close()


def test_areas_outside_the_filter_fade_and_a_legend_click_leaves_them(atlas: Atlas) -> None:
    before = atlas.image()
    atlas.session.show_filter(AreaFilter(parents=(("distrikt", "Vest"),)))
    atlas.settle()
    assert before != atlas.image()
    group = int(atlas.session.picture.groups[atlas.session.kept][0])
    atlas.session.select_group(group)
    assert {*atlas.selected} <= {*atlas.session.kept.nonzero()[0].tolist()}


def test_another_level_lets_go_of_what_it_does_not_have(atlas: Atlas) -> None:
    atlas.session.show_filter(AreaFilter(parents=(("distrikt", "Vest"),)))
    atlas.session.show_level("distrikt")
    assert atlas.session.view.filter == EVERYTHING

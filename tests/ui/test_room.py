"""A person without a plan, in every place of the window: whatever they do, all parts agree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.core.areafilter import EVERYTHING, AreaFilter
from desktop.maps.view import Style
from desktop.ui.desk import places
from desktop.ui.theme import DARK, LIGHT
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset
from tests.ui.agreeing import agree
from tests.ui.conftest import CTRL, EXTRACT, Atlas, NewWindow

PLACES = [place.id for place in places()]
FILTERS = (
    EVERYTHING,
    AreaFilter(organisations=("Boligselskabet Nord",)),
    AreaFilter(parents=(("distrikt", "Vest"),)),
    AreaFilter(residents=(300.0, 700.0)),
    AreaFilter(indicator="uden_job", values=(10.0, None)),
    AreaFilter(sectors=("der er ingen",)),
)
ALT = Qt.KeyboardModifier.AltModifier
WHICH = st.integers(0, 1)


class Person(RuleBasedStateMachine):
    """What a person can do; the window is the same for all, and begins anew each time."""

    atlas: Atlas

    @initialize()
    def open(self) -> None:
        data = fake_dataset(models={"min": MODEL})
        self.atlas.window.set_theme(LIGHT)
        self.atlas.window.show_extract(data, EXTRACT)

    @rule(place=st.sampled_from(PLACES))
    def go(self, place: str) -> None:
        self.atlas.session.go(place)

    @rule()
    def back(self) -> None:
        self.atlas.press(Qt.Key.Key_Backspace, held=ALT)

    @rule()
    def forward(self) -> None:
        self.atlas.session.forward()

    @rule(at=st.integers(0, 20), which=WHICH)
    def indicator(self, at: int, which: int) -> None:
        held = self.atlas.session.data.indicators_of(self.atlas.session.view.level)
        self.atlas.session.show_indicator(held[at % len(held)].id, which=which)

    @rule(at=st.integers(0, 20), which=WHICH)
    def period_of_one(self, at: int, which: int) -> None:
        session = self.atlas.session
        view = session.view_of(which)
        periods = session.data.periods_of(view.indicator, view.level, view.breakdown)
        session.show_map(which, period=periods[at % len(periods)])

    @rule(by=st.sampled_from((-2, -1, 1)))
    def step(self, by: int) -> None:
        self.atlas.session.step_period(by)

    @rule(position=st.integers(0, 20), add=st.booleans())
    def select(self, position: int, add: bool) -> None:
        count = len(self.atlas.session.data.areas(self.atlas.session.view.level))
        self.atlas.session.select([position % count], add=add)

    @rule()
    def choose_none(self) -> None:
        self.atlas.press(Qt.Key.Key_Escape)

    @rule(group=st.integers(-3, 5), which=WHICH)
    def select_class(self, group: int, which: int) -> None:
        self.atlas.session.select_group(group, which=which)

    @rule(asked=st.sampled_from(FILTERS))
    def look_at(self, asked: AreaFilter) -> None:
        self.atlas.session.show_filter(asked)

    @rule(level=st.sampled_from(("boligomraade", "distrikt")))
    def level(self, level: str) -> None:
        self.atlas.session.show_level(level)

    @rule(scheme=st.sampled_from(("natural", "quantiles", "equal")), classes=st.integers(3, 7))
    def classes(self, scheme: str, classes: int) -> None:
        self.atlas.session.show_classes(scheme, classes)

    @rule(ramp=st.sampled_from(("petrol", "violet")), reverse=st.booleans(), upper=st.booleans())
    def colours(self, ramp: str, reverse: bool, upper: bool) -> None:
        self.atlas.session.show_map(ramp=ramp, reverse=reverse, upper=upper)

    @rule(style=st.sampled_from((Style.CLASSES, Style.CONTINUOUS)))
    def style(self, style: Style) -> None:
        self.atlas.session.show_map(style=style)

    @rule()
    def swap(self) -> None:
        self.atlas.session.swap()

    @rule(common=st.booleans())
    def scale(self, common: bool) -> None:
        self.atlas.session.share_scale(common)

    @rule(dark=st.booleans())
    def theme(self, dark: bool) -> None:
        self.atlas.window.set_theme(DARK if dark else LIGHT)

    @rule(letters=st.sampled_from(("be", "skov", "tab", "xyz")))
    def search(self, letters: str) -> None:
        self.atlas.press(Qt.Key.Key_K, held=CTRL)
        self.atlas.write(letters)
        self.atlas.press(Qt.Key.Key_Return)
        self.atlas.list.search.clear()

    @invariant()
    def all_parts_agree(self) -> None:
        for _turn in range(3):
            QApplication.processEvents()
        if self.atlas.session.desk.place in ("map", "change", "bivariate", "categories"):
            self.atlas.settle()
        agree(self.atlas)


def run(atlas: Atlas, examples: int, steps: int) -> None:
    class Here(Person):
        pass

    Here.atlas = atlas
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[*HealthCheck],
            print_blob=False,
        ),
    )


def test_whatever_a_person_does_in_any_place_all_parts_agree(new_window: NewWindow) -> None:
    run(new_window(fake_dataset(models={"min": MODEL})), 12, 20)


@pytest.mark.slow
def test_whatever_a_person_does_for_long_all_parts_agree(new_window: NewWindow) -> None:
    run(new_window(fake_dataset(models={"min": MODEL})), 30, 30)

"""Extracts that leave next to nothing to draw over time: every pane stays calm and says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.maps.view import MapView
from tests.fake_extract import HIDDEN, MANIFEST, QUARTERS, FakeSource
from tests.ui.conftest import Atlas, NewWindow

PLACES = ("trend", "all", "moved")


@dataclass(eq=False)
class AllWithheld(FakeSource):
    """No number of any area is shown."""

    def _counts(self, indicator: str, breakdown: str) -> tuple[FloatArray, FloatArray, StateArray]:
        numerators, denominators, states = super()._counts(indicator, breakdown)
        return numerators, denominators, np.full_like(states, State.WITHHELD)


@dataclass(eq=False)
class Nameless(FakeSource):
    """Areas in nothing, owned by nobody, with names of 200 letters."""

    def areas(self, level: str) -> Areas:
        held = super().areas(level)
        count = len(held)
        return Areas(
            level,
            held.codes,
            tuple(f"{code} {'Vestergårdsparken ' * 11}"[:200] for code in held.codes),
            ("",) * count,
            ("",) * count,
            np.full(count, np.nan),
            np.full(count, np.nan),
            held.valid_from,
            held.valid_to,
        )


def extract(source: type[FakeSource], quarters: tuple[str, ...]) -> Dataset:
    return Dataset(source(5, 4, 1, quarters, HIDDEN, MANIFEST, background=False))


def settle(atlas: Atlas) -> None:
    for _round in range(3):
        atlas.qtbot.wait(20)


@pytest.mark.parametrize("source", [FakeSource, AllWithheld, Nameless])
@pytest.mark.parametrize("quarters", [QUARTERS[-1:], QUARTERS])
def test_every_pane_over_time_is_calm(
    new_window: NewWindow, source: type[FakeSource], quarters: tuple[str, ...]
) -> None:
    atlas = new_window(extract(source, quarters))
    session = atlas.session
    for place in PLACES:
        session.go(place)
        for selected in ([], [0], list(range(8))):
            session.select(selected)
            settle(atlas)
            atlas.window.grab()
    for indicator in session.data.indicators_of(session.view.level):
        session.show_indicator(indicator.id)
        for place in PLACES:
            session.go(place)
            atlas.window.panes.shown.grab()
    assert isinstance(session.view, MapView)


def test_a_place_without_numbers_says_so(new_window: NewWindow) -> None:
    atlas = new_window(extract(AllWithheld, QUARTERS))
    atlas.session.go("moved")
    settle(atlas)
    pane = atlas.window.panes.shown
    texts = [label.text() for label in pane.findChildren(QLabel)]
    assert "Der er ingen tal at prøve." in texts
    assert any("kunne ikke prøves" in text for text in texts)

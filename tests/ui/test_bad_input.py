"""Extracts that leave next to nothing: every place stays sensible, and none fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from desktop.core.areas import Areas, Effort, Outlines, Place
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.paths import resource
from desktop.maps.paper import Paper
from desktop.reports.typefaces import width
from desktop.ui.desk import places
from tests.fake_extract import HIDDEN, MANIFEST, QUARTERS, FakeSource, fake_dataset
from tests.ui.agreeing import DAY
from tests.ui.conftest import NewWindow

Counts = tuple[FloatArray, FloatArray, StateArray]


class OneArea(FakeSource):
    """A single area on every level."""

    def areas(self, level: str) -> Areas:
        whole = super().areas("kommune")
        return replace(whole, level=level, names=("Skovbrynet",), organisations=("Nord",))

    def outlines(self, layer: str, detail: int) -> Outlines:
        found = super().outlines(layer, detail)
        return found if layer.startswith("background/") else super().outlines("areas/kommune", 0)

    def efforts(self) -> tuple[Effort, ...]:
        return ()

    def _tables(
        self, indicator: str, level: str, breakdown: str
    ) -> tuple[FloatArray | None, FloatArray | None, FloatArray | None, StateArray]:
        return super()._tables(indicator, "kommune", breakdown)


class NothingShown(FakeSource):
    """Every cell withheld."""

    def _counts(self, indicator: str, breakdown: str) -> Counts:
        numerators, denominators, states = super()._counts(indicator, breakdown)
        return numerators, denominators, np.full_like(states, State.WITHHELD)


class LongNames(FakeSource):
    """Names of 200 letters, with and without anything to break them at."""

    def areas(self, level: str) -> Areas:
        found = super().areas(level)
        names = tuple(("Ø" * 200, "langt navn " * 18)[at % 2] for at in range(len(found)))
        return replace(found, names=names)


class Bare(FakeSource):
    """Areas that belong to nothing, on nothing, with nothing in them."""

    def areas(self, level: str) -> Areas:
        found = super().areas(level)
        return replace(found, parents={}, organisations=("",) * len(found),
                       sectors=("",) * len(found))  # fmt: skip

    def places(self) -> tuple[Place, ...]:
        return ()

    def efforts(self) -> tuple[Effort, ...]:
        return ()


def made(kind: type[FakeSource]) -> Callable[[], Dataset]:
    return lambda: Dataset(kind(5, 4, 16, QUARTERS, HIDDEN, MANIFEST, kind is not Bare))


def unfitting() -> Dataset:
    """Models of which the extract has not one indicator."""
    names = ("aarhus", "par61")
    models = {name: resource("models", f"{name}.toml").read_text("utf-8") for name in names}
    return fake_dataset(models=models)


CASES: dict[str, Callable[[], Dataset]] = {
    "one area": made(OneArea),
    "one period": lambda: fake_dataset(periods=1),
    "nothing shown": made(NothingShown),
    "long names": made(LongNames),
    "bare": made(Bare),
    "models that fit nothing": unfitting,
}


@pytest.mark.parametrize("case", CASES)
def test_every_place_stays_sensible(new_window: NewWindow, case: str) -> None:
    atlas = new_window(CASES[case]())
    session = atlas.session
    for place in (*(each.id for each in places()), "map"):
        session.go(place)
        for _turn in range(3):
            QApplication.processEvents()
        session.select([0])
        session.step_period(-1)
        session.step_indicator(1)
        for _turn in range(3):
            QApplication.processEvents()
        pane = atlas.window.panes.shown
        assert pane.isVisible()
        drawing = pane.sheet(Paper.A4_ACROSS, width, DAY, "")
        assert drawing is None or str(int(HIDDEN)) not in " ".join(drawing.texts())
        session.select([])
        session.step_period(1)
    atlas.window.grab()

"""Counts how long the GUI thread is busy at a stretch while a window is used.

Counted is the thread's own time on the processor: what other programs take of a shared machine is
not the window's doing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtWidgets import QApplication

from desktop.core.areafilter import EVERYTHING, AreaFilter
from desktop.maps.view import Style
from desktop.ui.desk import places
from desktop.ui.mainwindow import MainWindow
from desktop.ui.session import Session

Act = Callable[[Session, random.Random], object]


@dataclass(slots=True)
class Watchdog:
    """The longest stretches, each with what was going on."""

    stretches: list[tuple[float, str]] = field(default_factory=list)

    def watch(self, name: str, work: Callable[[], object]) -> None:
        """Do something and let all that follows from it happen, each turn a stretch of its own."""
        self._count(name, work)
        for turn in range(6):
            self._count(f"{name}, turn {turn + 1}", QApplication.processEvents)
            time.sleep(0.002)

    def worst(self, count: int = 5) -> list[str]:
        """The longest of all, for a message."""
        longest = sorted(self.stretches, reverse=True)[:count]
        return [f"{seconds * 1e3:.0f} ms: {name}" for seconds, name in longest]

    @property
    def longest(self) -> float:
        """Seconds of the longest stretch."""
        return max((seconds for seconds, _name in self.stretches), default=0.0)

    def _count(self, name: str, work: Callable[[], object]) -> None:
        begun = time.thread_time()
        work()
        self.stretches.append((time.thread_time() - begun, name))


def _go(session: Session, chance: random.Random) -> None:
    session.go(chance.choice(places()).id)


def _indicator(session: Session, chance: random.Random) -> None:
    held = session.data.indicators_of(session.view.level)
    session.show_indicator(chance.choice(held).id, which=chance.choice((0, 0, 1)))


def _select(session: Session, chance: random.Random) -> None:
    count = len(session.data.areas(session.view.level))
    session.select([chance.randrange(count)], add=chance.random() < 0.4)


def _hover(session: Session, chance: random.Random) -> None:
    session.hover(chance.randrange(-1, len(session.data.areas(session.view.level))))


def _filter(session: Session, chance: random.Random) -> None:
    areas = session.data.areas(session.view.level)
    held = sorted({*areas.organisations} - {""})
    some = AreaFilter(organisations=(chance.choice(held),)) if held else EVERYTHING
    session.show_filter(chance.choice((some, EVERYTHING, AreaFilter(residents=(200.0, None)))))


def _level(session: Session, chance: random.Random) -> None:
    session.show_level(chance.choice(session.data.levels).id)


def _style(session: Session, chance: random.Random) -> None:
    session.show_map(style=chance.choice((Style.CLASSES, Style.CONTINUOUS)))


def _look(session: Session, chance: random.Random) -> None:
    extent = session.view.extent
    if extent is None or chance.random() < 0.3:
        session.show_extent(None)
    else:
        west, south, east, north = extent
        away = chance.uniform(-0.2, 0.2) * (east - west)
        session.show_extent((west + away, south, east + away, north))


ACTS: tuple[tuple[str, Act, int], ...] = (
    ("go", _go, 5),
    ("indicator", _indicator, 4),
    ("period", lambda session, chance: session.step_period(chance.choice((-1, 1))), 6),
    ("select", _select, 5),
    ("select none", lambda session, _chance: session.select([]), 1),
    ("class", lambda session, chance: session.select_group(chance.randrange(3)), 1),
    ("hover", _hover, 4),
    ("filter", _filter, 1),
    ("level", _level, 1),
    ("classes", lambda session, chance: session.show_classes("equal", chance.randrange(3, 8)), 1),
    ("style", _style, 1),
    ("look elsewhere", _look, 2),
    ("swap", lambda session, _chance: session.swap(), 1),
    ("back", lambda session, _chance: session.back(), 2),
    ("forward", lambda session, _chance: session.forward(), 1),
)


def use(window: MainWindow, watchdog: Watchdog, steps: int, seed: int) -> None:
    """Use a window at random, the same way for the same seed."""
    chance = random.Random(seed)
    session = window.session
    assert session is not None
    acts = [(name, act) for name, act, weight in ACTS for _time in range(weight)]
    for _step in range(steps):
        name, act = chance.choice(acts)
        watchdog.watch(f"{name} in {session.desk.place}", partial(act, session, chance))


def visit_all(window: MainWindow) -> None:
    """Go to every place once, so that all that is made once is there."""
    session = window.session
    assert session is not None
    for place in (*(each.id for each in places()), "map"):
        session.go(place)
        for _turn in range(10):
            QApplication.processEvents()
            time.sleep(0.01)
    window.grab()

"""The places of the window on layer M: going there, and what is done in each."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.envelope import read_identity
from desktop.core.extract import open_extract
from desktop.core.settings import Settings
from desktop.ui import theme
from desktop.ui.app import application
from desktop.ui.desk import places
from desktop.ui.mainwindow import MainWindow
from desktop.ui.mapcanvas import MapCanvas
from tests.bench.window import peak_mib

GOALS = {
    "first painted map, with key file": 1000.0,
    "to a place for the first time": 100.0,
    "to a place again": 100.0,
    "period, both maps": 16.0,
    "indicator, both maps": 16.0,
    "table, another order": 50.0,
    "profile of another area": 150.0,
    "brushing 2,100 areas, a frame": 16.7,
    "memory, every place seen (MiB)": 300.0,
}
_TURNS = 12


def measured_views(extract: Path, key_file: Path) -> dict[str, float]:
    """Milliseconds by what was done; of going to places the slowest, with its name."""
    window = _window(extract, key_file)
    session = window.session
    assert session is not None
    session.select([3])
    _rest(1.5)  # what is loaded ahead is there by now, as it is for people
    found: dict[str, float] = {}
    for turn in ("for the first time", "again"):
        for place in [*(each.id for each in places()), "map"]:
            taken = _timed(partial(session.go, place))
            found[f"  {place}, {turn}"] = taken
            _rest(0.4)
        slowest = max(value for name, value in found.items() if name.endswith(turn))
        found[f"to a place {turn}"] = slowest
    session.go("double")
    _rest(0.3)
    periods = session.periods
    ids = [each.id for each in session.data.indicators_of(session.view.level)]
    canvases = window.panes.shown.findChildren(MapCanvas)
    for name, whole in (("both maps", False), ("both maps and all under them", True)):
        found[f"period, {name}"] = _median(
            partial(_step, session.show_period, periods[-2::-1], canvases, whole)
        )
        found[f"indicator, {name}"] = _median(
            partial(_step, session.show_indicator, ids[2:], canvases, whole)
        )
    session.go("profile")
    _rest(0.5)
    found["profile of another area"] = _median(
        lambda turn: _timed(lambda: session.select([7 * turn + 5]))
    )
    session.go("table")
    _rest(0.5)
    found["table, another order"] = _median(lambda turn: _timed(lambda: _sort(window, turn)))
    found["memory, every place seen (MiB)"] = peak_mib()
    return found


def measured_brushing(extract: Path, key_file: Path) -> dict[str, float]:
    """Milliseconds of work from one place of the pointer to the next while a box is drawn."""
    window = _window(extract, key_file)
    session = window.session
    assert session is not None
    session.go("double")
    _rest(2.0)
    plot = window.panes.pane("double").scatter  # type: ignore[attr-defined]
    handle = window.windowHandle()
    room = plot.rect()
    start = QPointF(0.25 * room.width(), 0.2 * room.height())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(handle, left, none, plot.mapTo(window, start.toPoint()))
    frames, place = [], start.toPoint()
    for step in range(1, 41):
        end = start + QPointF(0.5 * room.width() * step / 40, 0.6 * room.height() * step / 40)
        place = plot.mapTo(window, end.toPoint())
        begun = time.thread_time()  # choosing and painting wait for the next frame: all of it
        QTest.mouseMove(handle, place)
        _rest(0.03)
        frames.append((time.thread_time() - begun) * 1e3)
    QTest.mouseRelease(handle, left, none, place)
    chosen = len(session.selected)
    return {"brushing 2,100 areas, a frame": statistics.median(frames), "  areas chosen": chosen}


def print_views(found: dict[str, float]) -> None:
    """The figures beside their goals."""
    for name, goal in GOALS.items():
        if name in found:
            print(f"{name:40}{found[name]:>10.1f}{goal:>8.0f}")
    for name, value in found.items():
        if name not in GOALS:
            print(f"{name:40}{value:>10.1f}")


def _window(extract: Path, key_file: Path) -> MainWindow:
    application(Settings())
    window = MainWindow(Settings(), theme.LIGHT)
    window.resize(1440, 900)
    window.show_extract(open_extract(extract, read_identity(key_file)), extract)
    window.show()
    _rest(0.5)
    return window


def _sort(window: MainWindow, turn: int) -> None:
    pane = window.panes.pane("table")
    pane._on_heading(4 + turn % 4)  # type: ignore[attr-defined]


def _timed(work: Callable[[], object]) -> float:
    """From asking to painted: what is due to be painted is, before this returns."""
    begun = time.perf_counter()
    work()
    QApplication.processEvents()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1e3


def _step(
    show: Callable[[Any], object],
    steps: Sequence[object],
    canvases: Sequence[MapCanvas],
    whole: bool,
    turn: int,
) -> float:
    return _painted(lambda: show(steps[turn]), canvases, whole=whole)


def _painted(work: Callable[[], object], canvases: Sequence[MapCanvas], *, whole: bool) -> float:
    """From asking until both maps are painted, or with ``whole`` until everything is."""
    if whole:
        return _timed(work)
    begun = time.perf_counter()
    work()
    for canvas in canvases:
        canvas.repaint()
    return (time.perf_counter() - begun) * 1e3


def _median(of: Callable[[int], float]) -> float:
    taken = []
    for turn in range(_TURNS):
        taken.append(of(turn))
        _rest(0.25)
    return statistics.median(taken)


def _rest(seconds: float) -> None:
    """Let timers and other threads have their say, as they do between two clicks."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()
        time.sleep(0.005)

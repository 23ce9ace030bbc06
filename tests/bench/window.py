"""Measures one window in a process of its own; prints JSON.

Run by ``run.py`` as ``python -m tests.bench.window MODE EXTRACT KEY``.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from desktop.ui.mainwindow import MainWindow

_TURNS = 30
_HOVERS = 2000
_SHEETS = 5


def start(extract: Path, key_file: Path) -> None:
    """From process start, as the parent stamped it, to the first painted map."""
    begun = float(os.environ["BENCH_START"])
    from desktop.ui.start import run

    def painted() -> None:
        taken = (time.time() - begun) * 1e3
        print(json.dumps({"start": taken, "memory": peak_mib()}), flush=True)
        os._exit(0)

    run(extract, key_file, painted)


def use(extract: Path, key_file: Path) -> None:
    """Recolour, pan, zoom, hover and print in an open window."""
    from desktop.core.envelope import read_identity
    from desktop.core.extract import open_extract
    from desktop.core.settings import Settings
    from desktop.ui import theme
    from desktop.ui.app import application
    from desktop.ui.mainwindow import MainWindow

    application(Settings())
    window = MainWindow(Settings(), theme.LIGHT)
    window.resize(1440, 900)
    window.show_extract(open_extract(extract, read_identity(key_file)), extract)
    window.show()
    measure = Measure(window)
    measure.recolouring()
    measure.moving()
    measure.hovering()
    seen = peak_mib()
    measure.printing()
    medians = {name: statistics.median(times) for name, times in measure.found.items()}
    print(json.dumps({**medians, "memory": seen, "memory after printing": peak_mib()}), flush=True)
    os._exit(0)


class Measure:
    """Times in milliseconds of what a person does, by name."""

    def __init__(self, window: MainWindow) -> None:
        """Wait until the window has come to rest."""
        assert window.session is not None
        self.found: dict[str, list[float]] = {}
        self._window = window
        self._session = window.session
        self._canvas = window.stage.canvas
        self._settle()

    def recolouring(self) -> None:
        """Another period and another indicator: the map painted, and the whole window."""
        session = self._session
        periods, ids = session.periods, [each.id for each in session.data.indicators]
        for turn in range(_TURNS):
            period, indicator = periods[turn % len(periods)], ids[turn % len(ids)]
            with_period = _bound(session.show_period, period)
            self._time("period", with_period, self._canvas.repaint)
            self._settle()
            with_indicator = _bound(session.show_indicator, indicator)
            self._time("indicator", with_indicator, self._canvas.repaint)
            self._settle()
        for turn in range(_TURNS):
            with_period = _bound(session.show_period, periods[turn % len(periods)])
            self._time("period, whole window", with_period, self._settle)

    def moving(self) -> None:
        """Pan and zoom: the first frame, and the sharp one."""
        canvas = self._canvas
        for turn in range(_TURNS):
            forth = bool(turn % 2)
            moves: tuple[tuple[str, Callable[[], object]], ...] = (
                ("pan", _bound(canvas.look_by, 40.0 if forth else -40.0, 0.0)),
                ("zoom", _bound(canvas.zoom, 1.3 if forth else 1 / 1.3)),
            )
            for name, move in moves:
                begun = time.perf_counter()
                self._time(f"{name}, first frame", move, canvas.repaint)
                self._until_sharp()
                taken = (time.perf_counter() - begun) * 1e3
                self.found.setdefault(f"{name}, sharp", []).append(taken)
        canvas.fit()
        self._settle()

    def hovering(self) -> None:
        """Which area is under the pointer."""
        from PySide6.QtCore import QPointF

        canvas = self._canvas
        for x, y in np.random.default_rng(1).uniform(0.2, 0.8, (_HOVERS, 2)).tolist():
            place = QPointF(x * canvas.width(), y * canvas.height())
            self._time("hover", _bound(canvas.area_at, place))

    def printing(self) -> None:
        """A map sheet as PDF; the first one loads the libraries and is not counted."""
        from desktop.reports.mapsheet import map_sheet

        session = self._session
        map_sheet(session.data, session.view)
        for _turn in range(_SHEETS):
            self._time("map sheet", _bound(map_sheet, session.data, session.view))

    def _time(self, name: str, *steps: Callable[[], object]) -> None:
        begun = time.perf_counter()
        for step in steps:
            step()
        self.found.setdefault(name, []).append((time.perf_counter() - begun) * 1e3)

    def _settle(self) -> None:
        from PySide6.QtWidgets import QApplication

        for _turn in range(3):
            QApplication.processEvents()

    def _until_sharp(self) -> None:
        from PySide6.QtCore import QEventLoop

        waiting = QEventLoop()
        self._canvas.sharpened.connect(waiting.quit)
        if not self._canvas.is_sharp:
            waiting.exec()
        self._canvas.sharpened.disconnect(waiting.quit)
        self._canvas.repaint()


def peak_mib() -> float:
    """The most memory that the process has held, in MiB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _bound(function: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: function(*arguments)


def views(extract: Path, key_file: Path) -> None:
    """Go between the places and do in each what people do."""
    from tests.bench.views import measured_views

    print(json.dumps(measured_views(extract, key_file)), flush=True)
    os._exit(0)


def brush(extract: Path, key_file: Path) -> None:
    """Brush in the scatter plot of a double map."""
    from tests.bench.views import measured_brushing

    print(json.dumps(measured_brushing(extract, key_file)), flush=True)
    os._exit(0)


if __name__ == "__main__":
    modes = {"start": start, "use": use, "views": views, "brush": brush}
    modes[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))

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

import numpy as np

_FRAME_TURNS = 30


def start(extract: Path, key_file: Path) -> None:
    """From process start, as the parent stamped it, to the first painted map."""
    begun = float(os.environ["BENCH_START"])
    from desktop.ui.start import run

    def painted() -> None:
        taken = (time.time() - begun) * 1e3
        print(json.dumps({"start": taken, "memory": _peak_mib()}), flush=True)
        os._exit(0)

    run(extract, key_file, painted)


def use(extract: Path, key_file: Path) -> None:
    """Recolour, pan, zoom, hover and print in an open window."""
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication

    from desktop.core.envelope import read_identity
    from desktop.core.extract import open_extract
    from desktop.core.settings import Settings
    from desktop.ui import theme
    from desktop.ui.app import application
    from desktop.ui.mainwindow import MainWindow

    app = application(Settings())
    window = MainWindow(Settings(), theme.LIGHT)
    window.resize(1440, 900)
    window.show_extract(open_extract(extract, read_identity(key_file)), extract)
    window.show()
    _settle(app)
    session, canvas = window.session, window.stage.canvas
    assert session is not None
    periods, ids = session.periods, [each.id for each in session.data.indicators]
    found: dict[str, list[float]] = {}

    def measure(name: str, do: Callable[[], object], *, settled: bool = False) -> None:
        begun = time.perf_counter()
        do()
        if settled:
            QApplication.processEvents()
        else:
            canvas.repaint()
        found.setdefault(name, []).append((time.perf_counter() - begun) * 1e3)
        _settle(app)

    for turn in range(_FRAME_TURNS):
        measure("period", lambda turn=turn: session.show_period(periods[turn % len(periods)]))
        measure("indicator", lambda turn=turn: session.show_indicator(ids[turn % len(ids)]))
    for turn in range(_FRAME_TURNS):
        measure(
            "period, whole window",
            lambda turn=turn: session.show_period(periods[turn % len(periods)]),
            settled=True,
        )
    for turn in range(_FRAME_TURNS):
        frame = canvas.frame
        assert frame is not None
        step = 40.0 if turn % 2 else -40.0
        begun = time.perf_counter()
        measure_first(found, "pan, first frame", lambda s=step: canvas.look_by(s, 0.0), canvas)
        _until_sharp(app, canvas)
        found.setdefault("pan, sharp", []).append((time.perf_counter() - begun) * 1e3)
        begun = time.perf_counter()
        factor = 1.3 if turn % 2 else 1 / 1.3
        measure_first(found, "zoom, first frame", lambda f=factor: canvas.zoom(f), canvas)
        _until_sharp(app, canvas)
        found.setdefault("zoom, sharp", []).append((time.perf_counter() - begun) * 1e3)
    canvas.fit()
    _settle(app)
    rng = np.random.default_rng(1)
    for x, y in rng.uniform(0.2, 0.8, (2000, 2)):
        place = QPointF(x * canvas.width(), y * canvas.height())
        begun = time.perf_counter()
        canvas.area_at(place)
        found.setdefault("hover", []).append((time.perf_counter() - begun) * 1e3)
    from desktop.reports.mapsheet import map_sheet

    map_sheet(session.data, session.view)
    for _turn in range(5):
        begun = time.perf_counter()
        map_sheet(session.data, session.view)
        found.setdefault("map sheet", []).append((time.perf_counter() - begun) * 1e3)
    medians = {name: statistics.median(times) for name, times in found.items()}
    print(json.dumps({**medians, "memory": _peak_mib()}), flush=True)
    os._exit(0)


def measure_first(
    found: dict[str, list[float]], name: str, do: Callable[[], object], canvas: object
) -> None:
    """Time to the first frame after a move, painted from what was drawn before."""
    begun = time.perf_counter()
    do()
    canvas.repaint()  # type: ignore[attr-defined]
    found.setdefault(name, []).append((time.perf_counter() - begun) * 1e3)


def _until_sharp(app: object, canvas: object) -> None:
    from PySide6.QtCore import QEventLoop

    waiting = QEventLoop()
    canvas.sharpened.connect(waiting.quit)  # type: ignore[attr-defined]
    if not canvas.is_sharp:  # type: ignore[attr-defined]
        waiting.exec()
    canvas.sharpened.disconnect(waiting.quit)  # type: ignore[attr-defined]
    canvas.repaint()  # type: ignore[attr-defined]


def _settle(app: object) -> None:
    for _turn in range(3):
        app.processEvents()  # type: ignore[attr-defined]


def _peak_mib() -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    {"start": start, "use": use}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))

"""Opens a real window of a size, goes to every place, and says what has no room there.

Run as ``python -m tests.ui.realwindow 1280x720``; prints JSON, empty where all is well.
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import combinations
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from desktop.core.settings import Settings
from desktop.ui import theme
from desktop.ui.app import application
from desktop.ui.desk import places
from desktop.ui.mainwindow import MainWindow
from tests.core.models.test_shown import MODEL
from tests.fake_extract import fake_dataset

CONTROLS = (QAbstractButton, QComboBox, QLineEdit)


def main(size: str) -> None:
    """Go through the places."""
    width, height = (int(part) for part in size.split("x"))
    application(Settings())
    window = MainWindow(Settings(), theme.LIGHT)
    window.resize(width, height)
    window.show_extract(fake_dataset(models={"min": MODEL}), Path("by"))
    window.show()
    rest(0.5)
    session = window.session
    assert session is not None
    session.select([12])
    found: dict[str, list[str]] = {}
    for place in places():
        session.go(place.id)
        rest(0.4)
        if wrong := crowded(window):
            found[place.id] = wrong
    window.panes.close_lanes()
    print(json.dumps(found), flush=True)
    os._exit(0)


def crowded(window: MainWindow) -> list[str]:
    """Controls that lie on each other or reach out of the window."""
    whole = window.rect()
    held: list[tuple[str, QWidget, QRect]] = []
    for control in window.findChildren(QWidget):
        if not isinstance(control, CONTROLS) or not control.isVisibleTo(window):
            continue
        if control.window() is not window or any(
            isinstance(parent, CONTROLS) for parent in parents(control)
        ):
            continue
        seen = control.visibleRegion().boundingRect()
        if seen.isEmpty():
            continue
        name = control.accessibleName() or getattr(control, "text", lambda: "")()
        place = QRect(control.mapTo(window, seen.topLeft()), seen.size())
        held.append((name, control, place))
    wrong = [f"outside: {name}" for name, _control, place in held if not whole.contains(place)]
    for (name, one, place), (other_name, other, other_place) in combinations(held, 2):
        apart = place.intersected(other_place)
        if apart.width() > 2 and apart.height() > 2 and not related(one, other):
            wrong.append(f"on each other: {name} / {other_name}")
    return wrong


def related(one: QWidget, other: QWidget) -> bool:
    """Whether one lies inside the other on purpose, such as the button that clears a search."""
    return one in parents(other) or other in parents(one)


def parents(widget: QWidget) -> list[QWidget]:
    """Everything a widget lies in."""
    held: list[QWidget] = []
    parent = widget.parentWidget()
    while parent is not None:
        held.append(parent)
        parent = parent.parentWidget()
    return held


def rest(seconds: float) -> None:
    """Let the window draw."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    main(sys.argv[1])

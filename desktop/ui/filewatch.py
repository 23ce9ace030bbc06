"""Notices when the open extract's file is taken away or replaced."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

_EVERY = 20_000  # milliseconds


class Found(Enum):
    """What stands where the extract was opened from."""

    SAME = "same"
    REPLACED = "replaced"
    GONE = "gone"


class FileWatch(QObject):
    """Asks now and then whether the file is as it was when it was opened.

    What is open lies in memory, and stays as it is whatever happens to the file.
    """

    changed = Signal(object)  # Found

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._stamp: tuple[int, int] | None = None
        self.found = Found.SAME
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)

    def follow(self, path: Path) -> None:
        """Watch a file from here on, as it is now."""
        self._path, self._stamp = path, _stamp(path)
        self.found = Found.SAME
        self._timer.start()

    def look(self) -> None:
        """Ask now."""
        if self._path is None or self._stamp is None:  # never was a file, such as in a test
            return
        stamp = _stamp(self._path)
        found = (
            Found.GONE if stamp is None else Found.SAME if stamp == self._stamp else Found.REPLACED
        )
        if found is not self.found:
            self.found = found
            self.changed.emit(found)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        held = path.stat()
    except OSError:
        return None
    return held.st_size, held.st_mtime_ns

"""From the command line to a window, or to pictures of it where there is no screen.

Light to import: the extract is being opened on another thread before Qt is loaded.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.envelope import Identity, read_identity, unseal

if TYPE_CHECKING:
    from desktop.core.dataset import Dataset

_LARGE = 24 << 20  # bytes: from here on a child process opens a file sooner than a thread does


class Ahead:
    """Opens an extract on a thread of its own while Qt is loaded and the window is built.

    The envelope needs neither numpy nor Qt, so it is being opened before either is there.
    """

    def __init__(self, path: Path, key: Identity) -> None:
        """Begin at once."""
        self._data: Dataset | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(path, key), daemon=True)
        self._thread.start()

    def result(self) -> Dataset:
        """The dataset, waited for; raises what went wrong."""
        self._thread.join()
        if self._data is None:
            raise self._error or RuntimeError("nothing was opened")
        return self._data

    def _run(self, path: Path, key: Identity) -> None:
        try:
            content = _content(path, key)
            from desktop.core.extract import open_content

            self._data = open_content(content)
        except Exception as error:  # noqa: BLE001 - raised again where it is asked for
            self._error = error


def _content(path: Path, key: Identity) -> memoryview:
    """The content, opened beside this process where it is large enough to be worth a child."""
    try:
        large = path.stat().st_size > _LARGE
    except OSError:
        large = False  # unseal says what is wrong with the path
    if not large:
        return unseal(path, key)
    from desktop.core.apart import unseal_apart

    return unseal_apart(path, key)


def run(
    path: Path | None = None,
    key_file: Path | None = None,
    on_first_map: Callable[[], None] | None = None,
) -> int:
    """Show the window until it is closed.

    Args:
        path: an extract to open, or None to ask for one.
        key_file: the identities that open it; None asks.
        on_first_map: called once, when the first map has been painted.

    Raises:
        FileProblem: the key file cannot be used.
    """
    ahead = Ahead(path, read_identity(key_file)) if path and key_file else None
    from desktop.ui.app import show

    return show(path, key_file, ahead.result if ahead else None, on_first_map)


def has_display() -> bool:
    """Whether a window can be seen by anyone."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and _answers()


def _answers() -> bool:
    """Whether the X server that ``DISPLAY`` names is there: Qt would end the process if not."""
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt will say what it misses
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not broken


def draw_without_screen() -> None:
    """Let Qt draw in memory where there is no screen; it would end the process otherwise."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def render(path: Path, key_file: Path, folder: Path) -> tuple[Path, Path]:
    """Draw the window to a PNG and a map sheet to a PDF in a folder, without a screen.

    Raises:
        What opening the extract and writing the files raise.
    """
    draw_without_screen()
    ahead = Ahead(path, read_identity(key_file))
    from desktop.ui.app import picture_of

    return picture_of(ahead.result(), path, folder)

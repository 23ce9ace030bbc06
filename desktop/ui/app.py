"""Starts the window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.core.dataset import Dataset
from desktop.core.envelope import Identity
from desktop.core.errors import BoligatlasError
from desktop.core.extract import open_extract
from desktop.core.settings import Settings, load_settings
from desktop.core.wording import use_language
from desktop.ui import theme as themes
from desktop.ui.mainwindow import MainWindow
from desktop.ui.messages import catch_everything, tell
from desktop.ui.opendialog import OpenDialog


class _Ahead:
    """Opens an extract on a thread of its own while the window is being built."""

    def __init__(self, path: Path, key: Identity) -> None:
        self._result: Dataset | Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(path, key), daemon=True)
        self._thread.start()

    def result(self) -> Dataset:
        """The dataset, waited for; raises what went wrong."""
        self._thread.join()
        if isinstance(self._result, Dataset):
            return self._result
        raise self._result or BoligatlasError("")

    def _run(self, path: Path, key: Identity) -> None:
        try:
            self._result = open_extract(path, key)
        except Exception as error:  # noqa: BLE001 - raised again where it is asked for
            self._result = error


def application(settings: Settings) -> QApplication:
    """The Qt application in the interface's own dress; made once in a process."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Boligatlas")
    app.setStyle("Fusion")
    themes.load_fonts()
    themes.apply(app, themes.THEMES.get(settings.theme, themes.LIGHT))
    return app


def run(
    path: Path | None = None,
    identity: Identity | None = None,
    key_file: Path | None = None,
    on_first_map: Callable[[], None] | None = None,
) -> int:
    """Show the window until it is closed.

    Args:
        path: an extract to open, or None to ask for one.
        identity: what opens it; None asks.
        key_file: where the identity came from, to be remembered.
        on_first_map: called once, after the first map has been painted.
    """
    ahead = _Ahead(path, identity) if path is not None and identity is not None else None
    settings = load_settings()
    use_language(settings.language)
    app = application(settings)
    catch_everything()
    window = MainWindow(settings, themes.THEMES.get(settings.theme, themes.LIGHT))
    window.open_requested.connect(lambda: ask(window))
    if on_first_map is not None:
        window.stage.canvas.first_painted.connect(on_first_map)
    if ahead is not None and path is not None:
        try:
            window.show_extract(ahead.result(), path, key_file)
        except BoligatlasError as error:
            QTimer.singleShot(0, lambda error=error: tell(window, error))
    else:
        QTimer.singleShot(0, lambda: ask(window, path))
    window.show()
    return int(app.exec())


def ask(window: MainWindow, path: Path | None = None) -> OpenDialog:
    """Ask for an extract over the window."""
    dialog = OpenDialog(window.settings.recent, window, path)
    dialog.opened.connect(window.show_extract)
    dialog.open()
    return dialog

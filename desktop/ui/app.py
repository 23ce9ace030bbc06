"""The Qt application: dressed, shown, or drawn to a picture."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.core.dataset import Dataset
from desktop.core.errors import BoligatlasError
from desktop.core.settings import Settings, load_settings
from desktop.core.wording import language, use_language
from desktop.ui import theme as themes
from desktop.ui.mainwindow import MainWindow
from desktop.ui.messages import catch_everything, tell
from desktop.ui.picture import save_window


def application(settings: Settings) -> QApplication:
    """The Qt application in the interface's own dress; made once in a process."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Boligatlas")
    app.setStyle("Fusion")
    _translate_qt(app)
    themes.load_fonts()
    themes.apply(app, themes.THEMES.get(settings.theme, themes.LIGHT))
    return app


def _translate_qt(app: QApplication) -> None:
    """Let Qt's own dialogs speak the language of the rest."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)
    if language() != "en" and translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)


def show(
    path: Path | None,
    key_file: Path | None,
    opened: Callable[[], Dataset] | None,
    on_first_map: Callable[[], None] | None = None,
) -> int:
    """Show the window until it is closed.

    Args:
        path: an extract to open, or None to ask for one.
        key_file: what it is opened with, to be remembered.
        opened: gives the extract that is being opened; None asks for what opens ``path``.
        on_first_map: called once, when the first map has been painted.
    """
    settings = load_settings()
    use_language(os.environ.get("BOLIGATLAS_LANGUAGE") or settings.language)
    app = application(settings)
    catch_everything()
    window = MainWindow(settings, themes.THEMES.get(settings.theme, themes.LIGHT))
    window.open_requested.connect(lambda: ask(window))
    if on_first_map is not None:
        window.stage.canvas.first_painted.connect(on_first_map)
    if opened is None or path is None:
        QTimer.singleShot(0, lambda: ask(window, path))
    else:
        try:
            window.show_extract(opened(), path, key_file)
        except BoligatlasError as problem:
            _tell_soon(window, problem)
    window.show()
    return int(app.exec())


def ask(window: MainWindow, path: Path | None = None) -> None:
    """Ask for an extract over the window."""
    from desktop.ui.opendialog import OpenDialog

    dialog = OpenDialog(window.settings.recent, window, path)
    dialog.opened.connect(window.show_extract)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def picture_of(data: Dataset, path: Path, folder: Path) -> tuple[Path, Path]:
    """The window with an extract as a PNG, and what it shows as a PDF, in a folder."""
    from desktop.reports.mapsheet import save_map_sheet

    settings = load_settings()
    use_language(os.environ.get("BOLIGATLAS_LANGUAGE") or settings.language)
    application(settings)
    window = MainWindow(Settings(), themes.LIGHT)
    window.show_extract(data, path)
    window.indicators.show_values()
    picture, sheet = folder / "boligatlas.png", folder / "boligatlas.pdf"
    save_window(window, picture)
    session = window.session
    if session is not None:
        save_map_sheet(sheet, data, session.view, day=dt.date.today())
    window.stage.canvas.close_lane()
    return picture, sheet


def _tell_soon(window: MainWindow, problem: BoligatlasError) -> None:
    QTimer.singleShot(0, lambda: tell(window, problem))

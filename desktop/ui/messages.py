"""The one place where something that went wrong is told to a person."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop.core.errors import BoligatlasError
from desktop.core.wording import _

_log = logging.getLogger("boligatlas")
_shown: set[QMessageBox] = set()  # a box without a parent lives only as long as somebody holds it


def words_for(error: Exception) -> tuple[str, str]:
    """The problem and the hint of an error; for a bug, that nothing was lost."""
    if isinstance(error, BoligatlasError):
        return error.problem, error.hint
    return (
        _("Der opstod en fejl i programmet."),
        _("Udtrækket er uændret. Luk programmet, og åbn det igen, hvis noget ser forkert ud."),
    )


def tell(parent: QWidget | None, error: Exception) -> None:
    """Show an error without stopping the window."""
    problem, hint = words_for(error)
    if not isinstance(error, BoligatlasError):
        _log.error("unexpected", exc_info=error)
    box = QMessageBox(parent)
    box.setWindowTitle("Boligatlas")
    box.setText(problem)
    box.setInformativeText(hint)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.button(QMessageBox.StandardButton.Ok).setText(_("Luk"))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(lambda: _shown.discard(box))
    _shown.add(box)
    box.open()


def catch_everything() -> None:
    """Let what nobody caught be logged in full and told in one sentence."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        tell(QApplication.activeWindow(), error)

    sys.excepthook = hook

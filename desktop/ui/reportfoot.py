"""The foot of the dialog: how far the work is, what came of it, and what can be done next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from desktop.core.wording import _


class ReportFoot(QFrame):
    """One line of words over a bar, and the buttons at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.hint = QLabel(), QLabel()
        for label in (self.words, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setMinimumWidth(40)
        self.hint.setProperty("role", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Fremdrift"))
        self.folder = QPushButton(_("Vis i mappe"))
        self.stop = QPushButton(_("Annullér"))
        self.close_button = QPushButton(_("Luk"))
        self.save = QPushButton(_("Gem som PDF …"))
        self.save.setProperty("role", "primary")
        self._saved: Path | None = None
        self._lay_out()
        self.folder.clicked.connect(self._on_folder)
        self.rest()

    def rest(self, words: str = "", hint: str = "") -> None:
        """Nothing is under way."""
        self._say(words, hint)
        self.words.setProperty("role", "")
        self.bar.hide()
        self.stop.hide()
        self.folder.hide()

    def show_work(self, words: str, share: float | None) -> None:
        """Something is under way; ``share`` of 1 is done, None where that is not known."""
        self.rest(words)
        self.bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.bar.setValue(round(1000 * share))
        self.bar.setAccessibleDescription(words)
        self.bar.show()
        self.stop.show()

    def show_saved(self, path: Path, words: str) -> None:
        """A file has been written."""
        self.rest(words)
        self._saved = path
        self.folder.show()

    def show_problem(self, problem: str, hint: str) -> None:
        """Something could not be done; what was made is there still."""
        self.rest(problem, hint)

    def _say(self, words: str, hint: str) -> None:
        self.words.setText(words)
        self.hint.setText(hint)
        self.words.setVisible(bool(words))
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(words)
        self.setAccessibleDescription(hint)

    def _on_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(5)
        told.addStretch(1)
        told.addWidget(self.words)
        told.addWidget(self.hint)
        told.addWidget(self.bar)
        told.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addLayout(told, 1)
        row.addSpacing(14)
        for button in (self.folder, self.stop, self.close_button, self.save):
            row.addWidget(button)
        self.setMinimumHeight(44)

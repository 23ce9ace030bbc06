"""Asking for a file: where Qt's own dialog is shown, it speaks the language of the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.filedialog import file_to_open, file_to_save


@pytest.fixture
def parent(qtbot: QtBot, dressed: QApplication) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def meanwhile(do: Callable[[QFileDialog], object]) -> None:
    """Do something to the dialog as soon as it waits for a person."""

    def soon() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        do(dialog)

    QTimer.singleShot(0, soon)


def test_its_words_are_ours(parent: QWidget) -> None:
    said: list[str] = []

    def look(dialog: QFileDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    meanwhile(look)
    assert file_to_open(parent, "Vælg nøglefil") is None
    meanwhile(look)
    assert file_to_save(parent, "Gem", Path("kort.pdf"), "PDF (*.pdf)") is None

    assert said == ["&Mappe:", "&Filnavn:", "Fil&type:"] * 2


def test_a_file_that_exists_is_taken(parent: QWidget, tmp_path: Path) -> None:
    (tmp_path / "nøgle æøå.txt").touch()

    def choose(dialog: QFileDialog) -> None:
        dialog.setDirectory(str(tmp_path))
        _write(dialog, str(tmp_path / "nøgle æøå.txt"))

    meanwhile(choose)
    assert file_to_open(parent, "Vælg nøglefil") == tmp_path / "nøgle æøå.txt"


def test_a_new_file_is_proposed_and_keeps_its_suffix(parent: QWidget, tmp_path: Path) -> None:
    def take(dialog: QFileDialog) -> None:
        assert dialog.selectedFiles() == [str(tmp_path / "kort 2026K2.pdf")]
        _write(dialog, str(tmp_path / "andet"))

    meanwhile(take)
    proposal = tmp_path / "kort 2026K2.pdf"
    assert file_to_save(parent, "Gem", proposal, "PDF (*.pdf)") == tmp_path / "andet.pdf"


def test_the_native_dialog_is_not_refused(parent: QWidget) -> None:
    asked: list[bool] = []

    def look(dialog: QFileDialog) -> None:
        asked.append(dialog.testOption(QFileDialog.Option.DontUseNativeDialog))
        dialog.reject()

    meanwhile(look)
    file_to_open(parent, "Vælg udtræk", "Udtræk (*.boligatlas)")
    assert asked == [False]


def _write(dialog: QFileDialog, name: str) -> None:
    (line,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    line.setText(name)
    dialog.accept()

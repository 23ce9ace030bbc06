"""Asking for a file: the system's own dialog where there is one, else Qt's, all in our language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.wording import _


def file_to_open(parent: QWidget, title: str, filters: str = "") -> Path | None:
    """Ask for a file that exists; None when the person gives it up."""
    return _chosen(_dialog(parent, title, filters))


def file_to_save(parent: QWidget, title: str, proposal: Path, filters: str) -> Path | None:
    """Ask where to write, and whether to write over what is there; None when it is given up."""
    dialog = _dialog(parent, title, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(proposal.suffix.removeprefix("."))
    dialog.setDirectory(str(proposal.parent))
    dialog.selectFile(proposal.name)
    return _chosen(dialog)


def _dialog(parent: QWidget, title: str, filters: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if filters:
        dialog.setNameFilter(filters)
    # Qt's own Danish knows the rest of its dialog but not these.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("&Mappe:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Fil&type:"))
    return dialog


def _chosen(dialog: QFileDialog) -> Path | None:
    taken = dialog.exec()
    files = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(files[0]) if taken and files else None

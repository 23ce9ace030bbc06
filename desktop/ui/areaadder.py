"""A field that finds areas by name or code, and tells which one is taken."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.core.areas import Areas
from desktop.core.wording import _

_MOST_SHOWN = 10


class AreaAdder(QLineEdit):
    """Three letters, and Enter takes the first."""

    area_picked = Signal(int)  # position on the level

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Tilføj område …"))
        self.setAccessibleName(_("Tilføj område"))
        self.setFixedSize(210, 30)
        self.setStyleSheet("padding: 3px 10px;")
        self._areas: Areas | None = None
        self._positions: dict[str, int] = {}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_MOST_SHOWN)
        completer.activated.connect(self._take)
        self.setCompleter(completer)

    def show_areas(self, areas: Areas) -> None:
        """Look among the areas of another level."""
        if areas is self._areas:
            return
        self._areas = areas
        self._positions = {
            f"{name} · {code}" if name and name != code else code: position
            for position, (name, code) in enumerate(zip(areas.names, areas.codes, strict=True))
        }
        self._names.setStringList(sorted(self._positions, key=str.casefold))
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completer().popup()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        first = self.completer().currentCompletion()
        chosen = popup is not None and popup.currentIndex().isValid()
        if enter and not chosen and self.text().strip() and first:
            if popup is not None:
                popup.hide()
            self._take(first)
        else:
            super().keyPressEvent(event)

    def _take(self, label: str) -> None:
        if label in self._positions:
            self.area_picked.emit(self._positions[label])
            self.clear()

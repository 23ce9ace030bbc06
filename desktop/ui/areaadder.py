"""A field that finds areas by a few letters, and tells which one is taken."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.core.areafinding import AreaIndex
from desktop.core.areas import Areas
from desktop.core.wording import _

_MOST_SHOWN = 10


class AreaAdder(QLineEdit):
    """Three letters, and Enter takes the best; the arrow keys take another."""

    area_picked = Signal(int)  # position on the level

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Tilføj område …"))
        self.setAccessibleName(_("Tilføj område"))
        self.setFixedSize(210, 30)
        self.setStyleSheet("padding: 3px 10px;")
        self._areas: Areas | None = None
        self._index: AreaIndex | None = None
        self._found: tuple[int, ...] = ()
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST_SHOWN)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("card")  # a window of its own, with nothing to see through to
        completer.activated.connect(  # after the field has written the name into itself
            self._on_activated, Qt.ConnectionType.QueuedConnection
        )
        self.setCompleter(completer)
        self.textEdited.connect(self._find)

    def show_areas(self, areas: Areas) -> None:
        """Look among the areas of another level."""
        if areas is not self._areas:
            self._areas, self._index = areas, None
            self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completer().popup()
        enter = event.text() in ("\r", "\n")
        marked = popup is not None and popup.isVisible() and popup.currentIndex().isValid()
        if enter and not marked and self.text().strip() and self._found:
            if popup is not None:
                popup.hide()
            self._take(0)
        else:
            super().keyPressEvent(event)

    def _find(self, sought: str) -> None:
        if self._areas is None:
            return
        if self._index is None:  # made with the first letter written
            self._index = AreaIndex.of(self._areas, np.ones(len(self._areas), bool))
        self._found = self._index.find(sought)[:_MOST_SHOWN] if sought.strip() else ()
        names, codes = self._areas.names, self._areas.codes
        self._names.setStringList(
            [f"{names[at]} · {codes[at]}" if names[at] else codes[at] for at in self._found]
        )

    def _on_activated(self, label: str) -> None:
        self._take(self._names.stringList().index(label))

    def _take(self, row: int) -> None:
        position = self._found[row]
        self._found = ()
        self.area_picked.emit(position)
        self.clear()

"""A box with all areas of a level, and the municipality before them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCompleter

from desktop.core.collation import text_places
from desktop.core.wording import _
from desktop.ui.dropdown import Dropdown
from desktop.ui.session import Session

_WIDTH = 260
_SORTED = 3000  # areas; more would keep the window waiting


class AreaCombo(Dropdown):
    """Stands at the last chosen area; a part of a name finds one."""

    area_picked = Signal(int)  # position, or −1 for the municipality

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self.setMaxVisibleItems(18)
        self.setEditable(True)
        self.setInsertPolicy(Dropdown.InsertPolicy.NoInsert)
        self.setAccessibleName(_("Område"))
        self.setStyleSheet("Dropdown::drop-down { border: none; width: 24px; }")
        completer = self.completer()
        assert completer is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._positions: list[int] = []
        self._filled: tuple[object, ...] = ()
        self.activated.connect(lambda at: self.area_picked.emit(self._positions[at]))

    def show_areas(self, session: Session) -> None:
        """Hold the areas that exist and are inside the filter; stand at the last chosen one."""
        areas = session.data.areas(session.view.level)
        chosen = session.selected[-1] if session.selected else -1
        kept = session.kept.copy()
        if chosen >= 0:
            kept[chosen] = True
        with QSignalBlocker(self):
            filled = (session, session.view.level, kept.tobytes())
            if filled != self._filled:
                self._filled = filled
                places = text_places(areas.names) if len(areas) <= _SORTED else np.zeros(len(areas))
                order = np.argsort(places, kind="stable")
                self._positions = [-1, *(int(at) for at in order if kept[at])]
                self.clear()
                self.addItem(_("Hele kommunen"))
                self.addItems([areas.names[at] or areas.codes[at] for at in self._positions[1:]])
            self.setCurrentIndex(self._positions.index(chosen))

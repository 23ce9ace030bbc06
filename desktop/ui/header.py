"""The head of the window: what is open, where one is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from desktop.core.wording import _, short_date
from desktop.ui.desk import home_of, homes
from desktop.ui.segments import Segment, Segments
from desktop.ui.session import Session
from desktop.ui.theme import Theme


class Header(QFrame):
    """Brand, municipality and period; back, forward and the places; presentation, PDF, menu."""

    place_picked = Signal(str)
    back_requested = Signal()
    forward_requested = Signal()

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(56)
        self.brand = QLabel("◧  Boligatlas")
        self.brand.setProperty("role", "panel-title")
        self.place = QLabel()
        self.place.setTextFormat(Qt.TextFormat.RichText)
        self.seal = QLabel()
        self.seal.setProperty("role", "muted")
        self.seal.setStyleSheet("font-size: 12px;")
        for label in (self.place, self.seal):
            label.setMinimumWidth(20)
        self.back = self._step("‹", _("Tilbage (Alt+Backspace)"), self.back_requested.emit)
        self.forward = self._step("›", _("Frem (Alt+Shift+Backspace)"), self.forward_requested.emit)
        self.places = Segments()
        self.places.setAccessibleName(_("Visninger"))
        self._homes: dict[str, Segment] = {}
        for id, name in homes():
            button = Segment(name)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _on, id=id: self.place_picked.emit(id))
            self._homes[id] = button
        self.places.fill_snugly([*self._homes.values()])
        self.present = QPushButton()
        self.export = QPushButton(_("Eksportér PDF"))
        self.export.setProperty("role", "primary")
        self.menu = QToolButton()
        self.menu.setText("☰")
        self.menu.setAccessibleName(_("Menu"))
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setMenu(menu)
        self._lay_out()
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what a small screen has no room for."""
        self.present.setText("F11" if narrow else _("Præsentation  F11"))
        self.present.setAccessibleName(_("Præsentation"))
        self.present.setToolTip(_("Præsentation: kun kortet, i stor skrift (F11)"))
        self.brand.setText("◧" if narrow else "◧  Boligatlas")

    def show_place(self, session: Session) -> None:
        """Stand where the session is."""
        home = home_of(session.desk.place)
        chosen = self._homes.get(home)
        for button in self._homes.values():
            button.setAutoExclusive(False)
            button.setChecked(button is chosen)
            button.setAutoExclusive(chosen is not None)
        self.back.setEnabled(session.can_go_back)
        self.forward.setEnabled(session.can_go_forward)

    def say(self, session: Session, theme: Theme) -> None:
        """What is open, and until when."""
        manifest = session.data.manifest
        name = manifest.municipality.replace("&", "&amp;").replace("<", "&lt;")
        muted = theme.muted
        period = session.view.period.label
        self.place.setText(f"<b>{name}</b> <span style='color:{muted}'>· {period}</span>")
        self.seal.setText(
            _("Krypteret udtræk · slettes senest {date}").format(
                date=short_date(manifest.delete_by)
            )
        )

    def set_enabled(self, enabled: bool) -> None:
        """Whether there is anything to show."""
        for widget in (self.present, self.export, self.places):
            widget.setEnabled(enabled)
        if not enabled:
            self.back.setEnabled(False)
            self.forward.setEnabled(False)

    def _step(self, text: str, name: str, do: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setProperty("role", "step")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _on: do())
        return button

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addStretch(1)
        lines.addWidget(self.place)
        lines.addWidget(self.seal)
        lines.addStretch(1)
        separator = QFrame()
        separator.setObjectName("rule")
        separator.setStyleSheet("max-height: 32px; min-height: 32px; max-width: 1px;")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.brand)
        row.addWidget(separator)
        row.addLayout(lines)
        row.addStretch(1)
        steps = QHBoxLayout()
        steps.setSpacing(2)
        steps.addWidget(self.back)
        steps.addWidget(self.forward)
        row.addLayout(steps)
        row.addWidget(self.places)
        row.addStretch(1)
        row.addWidget(self.present)
        row.addWidget(self.export)
        row.addWidget(self.menu)

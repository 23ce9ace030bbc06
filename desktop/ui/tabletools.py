"""The line of tools over the table: search, columns, rows to hold against, cues, and copying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from desktop.core.areawholes import Whole, whole_name
from desktop.core.wording import _
from desktop.ui.tablelook import TableLook


class NameSearch(QLineEdit):
    """A search whose arrow down goes to the table, and which Escape empties first."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class TableTools(QWidget):
    """What is chosen here is told as another look; the table follows."""

    look_asked = Signal(object)  # TableLook
    columns_asked = Signal()
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = TableLook()
        self.with_wholes, self.with_intervals = False, False
        self.search = NameSearch()
        self.search.setPlaceholderText(_("Søg område …"))
        self.search.setAccessibleName(_("Søg område i tabellen"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(220)
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.columns = _button(_("Kolonner"), _("Vælg kolonner"))
        self.against = _button(_("Sammenlign"), _("Rækker at sammenligne med"))
        self.cues = _button(_("Visning"), _("Hvad rækkerne viser, og hvordan de ordnes"))
        self.copy = _button(_("Kopiér"), _("Kopiér de valgte rækker (Ctrl+C)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 22, 10)
        row.setSpacing(8)
        row.addWidget(self.search)
        row.addWidget(self.said, 1)
        for button in (self.columns, self.against, self.cues, self.copy):
            row.addWidget(button)
        self.search.textChanged.connect(lambda text: self._ask(sought=text))
        self.columns.clicked.connect(self.columns_asked)
        self._wholes_menu, self._cues_menu = QMenu(self), QMenu(self)
        for menu in (self._wholes_menu, self._cues_menu):
            menu.setToolTipsVisible(True)
        self.against.setMenu(self._wholes_menu)
        self.cues.setMenu(self._cues_menu)
        for button in (self.against, self.cues):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.copy.setMenu(self._copy_menu())
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_look(self, look: TableLook, wholes: Sequence[Whole], *, gatherable: bool) -> None:
        """Stand as a look, with what can be chosen on the level."""
        self._look = look
        menu = self._wholes_menu
        menu.clear()
        for whole in wholes:
            _ticked(menu, whole_name(whole), whole in look.wholes, self._whole_taker(whole))
        menu = self._cues_menu
        menu.clear()
        cues = look.cues
        _ticked(menu, _("Bjælker"), cues.bars, lambda on: self._cue(bars=on))
        _ticked(menu, _("95 %-intervaller"), cues.intervals, lambda on: self._cue(intervals=on))
        _ticked(menu, _("Udvikling over tid"), cues.courses, lambda on: self._cue(courses=on))
        menu.addSeparator()
        careful = _ticked(
            menu, _("Forsigtig rækkefølge"), look.cautious, lambda on: self._ask(cautious=on)
        )
        careful.setToolTip(
            _("Ordner efter den ende af intervallet, som tallet i hvert fald når forbi")
        )
        gathered = _ticked(
            menu,
            _("Saml efter boligorganisation"),
            look.gathered and gatherable,
            lambda on: self._ask(gathered=on),
        )
        gathered.setEnabled(gatherable)

    def say(self, text: str) -> None:
        """What the search found, or what was copied."""
        self.said.setText(text)

    def _copy_menu(self) -> QMenu:
        menu = QMenu(self)
        action = menu.addAction(_("Kopiér de valgte rækker"))
        action.triggered.connect(self.copy_asked)
        menu.addSeparator()

        def wholes(on: bool) -> None:
            self.with_wholes = on

        def intervals(on: bool) -> None:
            self.with_intervals = on

        _ticked(menu, _("Tag sammenligningsrækkerne med"), False, wholes)
        _ticked(menu, _("Tag 95 %-intervaller med"), False, intervals)
        return menu

    def _whole_taker(self, whole: Whole) -> Callable[[bool], None]:
        def take(on: bool) -> None:
            held = {*self._look.wholes} - {whole} | ({whole} if on else set())
            self._ask(wholes=tuple(each for each in Whole if each in held))

        return take

    def _cue(self, **cues: bool) -> None:
        self._ask(cues=replace(self._look.cues, **cues))

    def _ask(self, **fields: object) -> None:
        self._look = replace(self._look, **fields)  # type: ignore[arg-type]
        self.look_asked.emit(self._look)


def _button(text: str, told: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(told)
    button.setAccessibleName(text)
    button.setAccessibleDescription(told)
    return button


def _ticked(menu: QMenu, text: str, on: bool, take: Callable[[bool], None]) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(on)
    action.triggered.connect(take)
    return action

"""The choice of columns: indicators under their headings, found by a word, or a named set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _, plural

_ID = int(Qt.ItemDataRole.UserRole)
_WIDTH, _HEIGHT = 344, 520


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that may be shown: under which heading, and the words it is found by."""

    id: str
    name: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class NamedSet:
    """Columns that go together, by a name."""

    name: str
    told: str
    ids: tuple[str, ...]


class ColumnChooser(QFrame):
    """A list of columns to tick. What is ticked is shown at once; the order is kept."""

    chosen = Signal(object)  # tuple of ids

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAccessibleName(_("Kolonner"))
        self._choices: tuple[Choice, ...] = ()
        self._sets: tuple[NamedSet, ...] = ()
        self._shown: tuple[str, ...] = ()
        self._filling = False
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Søg kolonne …"))
        self.search.setAccessibleName(_("Søg kolonne"))
        self.search.setClearButtonEnabled(True)
        self.sets = QComboBox()
        self.sets.setAccessibleName(_("Færdigt sæt"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Kolonner"))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.all = QPushButton(_("Alle"))
        self.none = QPushButton(_("Ingen"))
        for button in (self.all, self.none):
            button.setProperty("role", "quiet")
        hint = QLabel(_("Træk i en overskrift i tabellen for at flytte kolonnen."))
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.all)
        foot.addWidget(self.none)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.sets)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        column.addWidget(hint)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.search.textChanged.connect(self._refill)
        self.sets.activated.connect(self._on_set)
        self.list.itemChanged.connect(self._on_ticked)
        self.list.itemActivated.connect(self._on_activated)
        self.all.clicked.connect(lambda: self._tick_found(on=True))
        self.none.clicked.connect(lambda: self._tick_found(on=False))

    def offer(
        self, choices: Sequence[Choice], sets: Sequence[NamedSet], shown: Sequence[str]
    ) -> None:
        """Hold other columns, of which some are shown."""
        self._choices, self._sets, self._shown = tuple(choices), tuple(sets), tuple(shown)
        self.sets.clear()
        self.sets.addItem(_("Vælg et færdigt sæt …"))
        for each in self._sets:
            self.sets.addItem(f"{each.name} ({len(each.ids)})")
            self.sets.setItemData(self.sets.count() - 1, each.told, Qt.ItemDataRole.ToolTipRole)
        self.sets.setVisible(bool(self._sets))
        self.search.clear()
        self._refill()

    def open_under(self, button: QWidget) -> None:
        """Show the list under a button, inside its window."""
        place = button.mapToGlobal(QPoint(button.width() - _WIDTH, button.height() + 4))
        edge = button.window().mapToGlobal(QPoint(8, 8))
        foot = button.window().mapToGlobal(QPoint(0, button.window().height()))
        self.setFixedHeight(min(_HEIGHT, max(foot.y() - place.y() - 8, 240)))
        self.move(max(place.x(), edge.x()), place.y())
        self.show()
        self.search.setFocus()

    def found(self) -> list[Choice]:
        """The columns whose words hold every word of the search, a part of a word too."""
        wanted = self.search.text().casefold().split()
        return [each for each in self._choices if all(part in each.words for part in wanted)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
            self.list.setCurrentRow(next(iter(self._rows()), 0))
        else:
            super().keyPressEvent(event)

    def _rows(self) -> list[int]:
        return [nr for nr in range(self.list.count()) if self.list.item(nr).data(_ID)]

    def _refill(self) -> None:
        self._filling = True
        self.list.clear()
        heading = ""
        for each in self.found():
            if each.heading != heading:
                heading = each.heading
                title = QListWidgetItem(heading.upper())
                title.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(title)
            item = QListWidgetItem(each.name)
            item.setData(_ID, each.id)
            item.setToolTip(each.name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(_tick(each.id in self._shown))
            self.list.addItem(item)
        self._filling = False
        self._count()

    def _count(self) -> None:
        shown = sum(each.id in self._shown for each in self._choices)
        words = plural("{count} kolonne valgt", "{count} kolonner valgt", shown)
        self.count.setText(words.format(count=shown))

    def _on_activated(self, item: QListWidgetItem) -> None:
        if item.data(_ID):
            item.setCheckState(_tick(item.checkState() is not Qt.CheckState.Checked))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self._show(item.data(_ID), on=item.checkState() is Qt.CheckState.Checked)

    def _tick_found(self, *, on: bool) -> None:
        ids = [each.id for each in self.found()]
        kept = [id for id in self._shown if id not in ids or on]
        self._put((*kept, *(id for id in ids if on and id not in kept)))

    def _show(self, id: str, *, on: bool) -> None:
        rest = tuple(each for each in self._shown if each != id)
        self._shown = (*rest, id) if on else rest
        self._count()
        self.chosen.emit(self._shown)

    def _on_set(self, at: int) -> None:
        if at > 0:
            facts = tuple(id for id in self._shown if id.startswith("@"))
            self._put((*facts, *self._sets[at - 1].ids))

    def _put(self, shown: tuple[str, ...]) -> None:
        self._shown = shown
        self._refill()
        self.chosen.emit(shown)


def _tick(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked

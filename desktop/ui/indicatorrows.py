"""The rows of the list: headings, indicators, and what else a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from desktop.core.indicators import Indicator
from desktop.ui.session import Session

if TYPE_CHECKING:
    from desktop.ui.finds import Find

INDICATOR_ROLE = int(Qt.ItemDataRole.UserRole)
FIND_ROLE = INDICATOR_ROLE + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: an indicator, something else that was found, or a heading when it is neither."""

    text: str
    indicator: Indicator | None = None
    find: Find | None = None


def entries(session: Session, search: str = "", *, more: bool = False) -> list[Entry]:
    """Headings and indicators of the level shown, those whose words hold the search.

    Every word of the search must stand somewhere in the indicator's names, sentence, id or heading,
    within a word too: Danish puts words together, and "fravær" is to find "skolefravær". A heading
    without indicators is left out. With ``more``, areas, places and questions follow.
    """
    held = session.data.indicators_of(session.view.level)
    headings = {dimension.id: str(dimension.name) for dimension in session.data.dimensions}
    wanted = search.casefold().split()
    order = [*headings, *sorted({item.dimension for item in held} - set(headings))]
    rows: list[Entry] = []
    for dimension in order:
        heading = headings.get(dimension, dimension)
        found = [
            Entry(item.label, item)
            for item in held
            if item.dimension == dimension and _matches(item, heading, wanted)
        ]
        if found:
            rows += [Entry(heading.upper()), *found]
    if more and search.strip():
        from desktop.ui.finds import finds  # not before something is sought

        for heading, others in finds(session, search):
            rows += [Entry(heading), *(Entry(each.name, find=each) for each in others)]
    return rows


def _matches(indicator: Indicator, heading: str, wanted: list[str]) -> bool:
    texts = (indicator.label, str(indicator.name), str(indicator.sentence), indicator.id, heading)
    held = " ".join(texts).casefold()
    return all(part in held for part in wanted)


def best_of(rows: Sequence[Entry], search: str) -> Indicator | None:
    """The indicator among the rows that answers a search best; None where there is none.

    A name that begins with what is sought comes before one that holds it, and that before one that
    is found by its sentence or heading; ties keep their order.
    """
    from desktop.core.finding import Index as Finding  # not before something is sought

    held = {row.indicator.id: row.indicator for row in rows if row.indicator is not None}
    index = Finding.of(
        {
            id: [(4.0, each.label), (4.0, str(each.name)), (1.0, str(each.sentence))]
            for id, each in held.items()
        }
    )
    order = [*index.find(search), *held]
    return held[order[0]] if order else None


class IndicatorModel(QAbstractListModel):
    """The entries for Qt."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, rows: list[Entry]) -> None:
        """Hold other entries."""
        self.beginResetModel()
        self._entries = rows
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """The entry of a row."""
        return self._entries[row]

    def row_of(self, indicator: str) -> int:
        """The row of an indicator, or -1."""
        for row, entry in enumerate(self._entries):
            if entry.indicator is not None and entry.indicator.id == indicator:
                return row
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.ToolTipRole and entry.indicator is not None:
            return f"{entry.indicator.name}\n{entry.indicator.sentence}".strip()
        if role == FIND_ROLE:
            return entry.find
        return entry.indicator if role == INDICATOR_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self._entries[index.row()]
        if entry.indicator is None and entry.find is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

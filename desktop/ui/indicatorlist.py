"""The list of indicators with its search, which finds areas, places and questions too."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _
from desktop.maps.view import MapView
from desktop.ui.indicatordelegate import IndicatorDelegate
from desktop.ui.indicatorrows import IndicatorModel, best_of, entries
from desktop.ui.session import Session
from desktop.ui.theme import Theme


class SearchLine(QLineEdit):
    """A search field whose arrow keys walk the list below it."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class IndicatorList(QWidget):
    """Search field and list."""

    indicator_picked = Signal(str)
    questions_requested = Signal()
    found = Signal()  # something else than an indicator was taken from what a search found

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._mark_current)
        self._walked = False  # whether the arrow keys have chosen among what was found
        self.search = SearchLine()
        self.search.setPlaceholderText(_("Søg indikator …   Ctrl+K"))
        self.search.setAccessibleName(_("Søg indikator"))
        self.search.setClearButtonEnabled(True)
        self.view = QListView()
        self.view.setAccessibleName(_("Indikatorer"))
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self._model = IndicatorModel(self)
        self._delegate = IndicatorDelegate(theme, self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(self._delegate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._nothing = QLabel(_("Intet svarer til søgningen."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self.questions = QPushButton(_("Begynd med et spørgsmål …"))
        self.questions.setProperty("role", "quiet")
        self.questions.setStyleSheet("text-align: left; padding: 3px 8px;")
        self.questions.clicked.connect(self.questions_requested)
        layout.addWidget(self.search)
        layout.addWidget(self.questions)
        layout.addWidget(self._nothing)
        layout.addWidget(self.view, 1)
        self.search.textChanged.connect(self._refill)
        self.search.returnPressed.connect(self._on_return)
        self.search.stepped.connect(self._on_stepped)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.view.clicked.connect(self._on_activated)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._delegate.set_theme(theme)

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        self._session = session
        self._delegate.show_session(session)
        session.view_changed.connect(self._on_view_changed)
        self.search.clear()
        self._refill()

    def show_values(self) -> None:
        """Show the municipality's numbers too: names alone do until the first map is painted."""
        self._delegate.values_shown = True
        self.view.viewport().update()

    def _refill(self) -> None:
        if self._session is None:
            return
        self._walked = False
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        found = entries(self._session, self.search.text(), more=True)
        self._model.show_entries(found)
        self._nothing.setVisible(not found)
        selection.blockSignals(False)
        self._mark_current()

    def _mark_current(self) -> None:
        if self._session is None:
            return
        row = self._model.row_of(self._session.view.indicator)
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        index = self._model.index(row) if row >= 0 else QModelIndex()
        selection.setCurrentIndex(index, selection.SelectionFlag.ClearAndSelect)
        selection.blockSignals(False)
        if row >= 0:
            self.view.scrollTo(index)
        self.view.viewport().update()

    def _on_view_changed(self, before: MapView, after: MapView) -> None:
        if before.level != after.level:
            self._refill()
        elif (before.indicator, before.period) != (after.indicator, after.period):
            self._soon.start()  # the map is painted first

    def _on_current(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row()) if index.isValid() else None
        if entry is not None and entry.indicator is not None:
            self.indicator_picked.emit(entry.indicator.id)

    def _on_activated(self, index: QModelIndex) -> None:
        """A click or Enter on something else that was found."""
        find = self._model.entry(index.row()).find if index.isValid() else None
        if find is not None and self._session is not None:
            from desktop.ui.finds import take  # something was found, so it is loaded

            self.found.emit()
            take(self._session, find)

    def _on_return(self) -> None:
        """Enter takes what the arrow keys chose, else the indicator that answers best."""
        if not self.search.text().strip():
            return
        if self._walked:
            self._on_activated(self.view.currentIndex())
            return
        rows = [self._model.entry(row) for row in range(self._model.rowCount())]
        best = best_of(rows, self.search.text())
        if best is not None:
            self.indicator_picked.emit(best.id)
            return
        found = next((row for row, entry in enumerate(rows) if entry.find is not None), None)
        if found is not None:
            self._on_activated(self._model.index(found))

    def _on_stepped(self, by: int) -> None:
        rows = [
            row
            for row in range(self._model.rowCount())
            if self._model.index(row).flags() & Qt.ItemFlag.ItemIsSelectable
        ]
        if not rows:
            return
        self._walked = True
        here = self.view.currentIndex().row()
        at = rows.index(here) + by if here in rows else 0
        self.view.setCurrentIndex(self._model.index(rows[max(0, min(at, len(rows) - 1))]))

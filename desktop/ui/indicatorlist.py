"""The list of indicators: headings, names, sparklines and the municipality's value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.dataset import History
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator
from desktop.core.sentences import value_words
from desktop.core.wording import _
from desktop.maps.trend import sparkline
from desktop.maps.view import MapView, nearest_period
from desktop.ui.painter import paint
from desktop.ui.session import Session
from desktop.ui.theme import Theme, font

_INDICATOR_ROLE = int(Qt.ItemDataRole.UserRole)
_ROW, _HEADING = 27, 32
_SPARK_WIDTH = 36
_VALUE_WIDTH = 60
_APART = 8  # pixels between a name and its sparkline, at least

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a heading when ``indicator`` is None."""

    text: str
    indicator: Indicator | None = None


def entries(session: Session, search: str = "") -> list[Entry]:
    """Headings and indicators of the level shown, those whose words hold the search.

    Every word of the search must stand somewhere in the indicator's names, sentence, id or heading,
    within a word too: Danish puts words together, and "fravær" is to find "skolefravær". A heading
    without indicators is left out.
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
    return rows


def _matches(indicator: Indicator, heading: str, wanted: list[str]) -> bool:
    texts = (indicator.label, str(indicator.name), str(indicator.sentence), indicator.id, heading)
    held = " ".join(texts).casefold()
    return all(part in held for part in wanted)


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
        return entry.indicator if role == _INDICATOR_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._entries[index.row()].indicator is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class IndicatorDelegate(QStyledItemDelegate):
    """Paints a row: name, sparkline, value."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session: Session | None = None
        self._sparks: dict[str, QPixmap] = {}
        self.values_shown = False

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._sparks.clear()

    def show_session(self, session: Session) -> None:
        """Draw the values of another session."""
        self._session = session
        self._sparks.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = index.data(_INDICATOR_ROLE) is None
        return QSize(200, (_HEADING if index.row() else _ROW) if heading else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        indicator = index.data(_INDICATOR_ROLE)
        place = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if indicator is None:
            face = font(11, 600)
            face.setLetterSpacing(face.SpacingType.AbsoluteSpacing, 0.8)
            painter.setFont(face)
            painter.setPen(QColor(self._theme.muted))
            text = QFontMetricsF(face).elidedText(
                str(index.data()), Qt.TextElideMode.ElideRight, place.width() - 12
            )
            painter.drawText(
                place.adjusted(6, 0, -4, -6),
                Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft,
                text,
            )
        else:
            self._paint_indicator(painter, place, indicator, _is_chosen(option))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QColor(self._theme.accent_text))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(0.5, 1.5, -2.5, -1.5), 6, 6)
        painter.restore()

    def _paint_indicator(
        self, painter: QPainter, place: QRectF, indicator: Indicator, chosen: bool
    ) -> None:
        theme = self._theme
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(place.adjusted(0, 1, -2, -1), 6, 6)
        face = font(13, 600 if chosen else 400)
        painter.setFont(face)
        painter.setPen(QColor(theme.accent_text if chosen else theme.ink))
        ready = self._session if self.values_shown else None
        history = ready.municipality(indicator.id) if ready else None
        value = self._value(history, indicator)
        figures = font(13, 600 if chosen else 400, tabular=True)
        held = max(_VALUE_WIDTH, QFontMetricsF(figures).horizontalAdvance(value) + 14)
        room = place.width() - held - 14
        metrics = QFontMetricsF(face)
        needed = metrics.horizontalAdvance(indicator.label)
        text = metrics.elidedText(indicator.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        if history is None or not history.periods:
            return
        corner = place.topRight() + QPointF(-held - _SPARK_WIDTH - 8, 6)
        if place.left() + 8 + needed + _APART <= corner.x():  # a name in full before a line
            spark = self._spark(indicator.id, history, painter.device().devicePixelRatioF())
            painter.drawPixmap(corner, spark)
        painter.setFont(figures)
        painter.drawText(
            place.adjusted(0, 0, -10, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            value,
        )

    def _value(self, history: History | None, indicator: Indicator) -> str:
        """The municipality's number at the time shown; empty where there is none."""
        if self._session is None or history is None or not history.periods:
            return ""
        at = history.periods.index(nearest_period(history.periods, self._session.view.period))
        cells = history.cells.row(at)
        return value_words(cells, 0, indicator) if cells.states[0] == State.SHOWN else ""

    def _spark(self, indicator: str, history: History, ratio: float) -> QPixmap:
        """The municipality's sparkline, drawn once."""
        made = self._sparks.get(indicator)
        if made is None or made.devicePixelRatioF() != ratio:
            made = QPixmap(round(_SPARK_WIDTH * ratio), round((_ROW - 12) * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            values = history.cells.values[:, 0]
            paint(sparkline(values, _SPARK_WIDTH, _ROW - 12, self._theme.muted), painter)
            painter.end()
            self._sparks[indicator] = made
        return made


def _is_chosen(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


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
        self._nothing = QLabel(_("Ingen indikator svarer til søgningen."))
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
        found = entries(self._session, self.search.text())
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

    def _on_return(self) -> None:
        """Enter takes the first indicator found, unless the arrow keys chose one."""
        if self._walked or not self.search.text().strip():
            return
        for row in range(self._model.rowCount()):
            indicator = self._model.entry(row).indicator
            if indicator is not None:
                self.indicator_picked.emit(indicator.id)
                return

    def _on_stepped(self, by: int) -> None:
        rows = [
            row
            for row in range(self._model.rowCount())
            if self._model.entry(row).indicator is not None
        ]
        if not rows:
            return
        self._walked = True
        here = self.view.currentIndex().row()
        at = rows.index(here) + by if here in rows else 0
        self.view.setCurrentIndex(self._model.index(rows[max(0, min(at, len(rows) - 1))]))

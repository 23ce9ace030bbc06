"""A map's title that opens the choice of what the map shows: indicator, time, breakdown."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QLabel,
    QListView,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.maps.view import nearest_period
from desktop.ui.dropdown import Dropdown
from desktop.ui.indicatordelegate import IndicatorDelegate
from desktop.ui.indicatorlist import SearchLine
from desktop.ui.indicatorrows import IndicatorModel, entries
from desktop.ui.session import Session
from desktop.ui.theme import Theme, font

if TYPE_CHECKING:
    from desktop.core.dataset import Breakdown

_SIZE = QSize(360, 430)


class TitleButton(QToolButton):
    """A title with ▾ behind it, shortened where there is no room and then told by a tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, size: int = 16) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._title = ""
        self._opens = True
        self.setProperty("role", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_size(size)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def set_size(self, size: int) -> None:
        """Larger or smaller type, in pixels."""
        self._size = size
        self.setStyleSheet(f"font-size: {size}px; font-weight: 700; padding: 2px 4px;")
        self._shorten()
        self.updateGeometry()

    def set_open(self, opens: bool) -> None:
        """Whether there is anything to choose behind it; else it is a title and no more."""
        self._opens = opens
        self.setEnabled(opens)
        self._shorten()

    def show_title(self, title: str, name: str) -> None:
        """Show another title; ``name`` says to those who cannot see it what the button does."""
        self._title = title
        self.setAccessibleName(name)
        self.setAccessibleDescription(title)
        self._shorten()
        self.updateGeometry()

    @property
    def title(self) -> str:
        """The title in full."""
        return self._title

    def sizeHint(self) -> QSize:
        return QSize(ceil(self._needed()), self._size + 14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._shorten()

    def paintEvent(self, event: QPaintEvent) -> None:
        """From the left, as a title stands; Qt would put it in the middle."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.setFont(font(self._size, 700))
        painter.setPen(QColor(self._theme.ink))
        place = self.rect().adjusted(5, 0, -2, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def _needed(self) -> float:
        return QFontMetricsF(font(self._size, 700)).horizontalAdvance(self._title + self._mark) + 16

    @property
    def _mark(self) -> str:
        return " ▾" if self._opens else ""

    def _shorten(self) -> None:
        metrics = QFontMetricsF(font(self._size, 700))
        room = self.width() - 14 - metrics.horizontalAdvance(self._mark)
        shown = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(room, 20.0))
        self.setText(shown + self._mark)
        self.setToolTip("" if shown == self._title else self._title)


class TitleChooser(QFrame):
    """A popup: a search field and the indicators, the time, and the breakdown where there are any.

    An indicator that is picked is shown and the popup goes; time and breakdown are shown at once
    and the popup stays, for they are tried one after the other.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._session: Session | None = None
        self._which = 0
        self._periods: tuple[Period, ...] = ()
        self._breakdowns: tuple[Breakdown, ...] = ()
        self.search = SearchLine()
        self.search.setPlaceholderText(_("Søg indikator …"))
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
        self._nothing = QLabel(_("Ingen indikator svarer til søgningen."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self.period = Dropdown()
        self.period.setAccessibleName(_("Tid"))
        self.period.setMaxVisibleItems(16)
        self.breakdown = Dropdown()
        self.breakdown.setAccessibleName(_("Opdeling"))
        self._breakdown_label = QLabel(_("Opdeling"))
        choices = QGridLayout()
        choices.setColumnStretch(1, 1)
        choices.setHorizontalSpacing(12)
        for row, (label, box) in enumerate(
            ((QLabel(_("Tid")), self.period), (self._breakdown_label, self.breakdown))
        ):
            label.setBuddy(box)
            choices.addWidget(label, row, 0)
            choices.addWidget(box, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        column.addLayout(choices)
        self.search.textChanged.connect(self._refill)
        self.search.returnPressed.connect(self._on_return)
        self.search.stepped.connect(self._on_stepped)
        self.view.clicked.connect(self._on_picked)
        self.view.activated.connect(self._on_picked)
        self.period.activated.connect(self._on_period)
        self.breakdown.activated.connect(self._on_breakdown)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._delegate.set_theme(theme)

    def open_for(self, session: Session, which: int, under: QWidget) -> None:
        """Open under a title, for the first map (0) or the second (1)."""
        self._session, self._which = session, which
        self._delegate.show_session(session)
        self.search.clear()
        self._fill_choices()
        self.resize(_SIZE)
        corner = under.mapToGlobal(QPoint(0, under.height() + 4))
        screen = under.screen().availableGeometry()
        corner.setX(min(corner.x(), screen.right() - _SIZE.width()))
        corner.setY(min(corner.y(), max(screen.bottom() - _SIZE.height(), 0)))
        self.move(corner)
        self.show()
        self._refill()
        self.search.setFocus()

    def _refill(self) -> None:
        if self._session is None:
            return
        found = entries(self._session, self.search.text())
        self._model.show_entries(found)
        self._nothing.setVisible(not found)
        row = self._model.row_of(self._session.view_of(self._which).indicator)
        if row >= 0:
            self.view.scrollToTop()
            self.view.setCurrentIndex(self._model.index(row))

    def _fill_choices(self) -> None:
        """The times and breakdowns that the map's indicator has."""
        session = self._session
        if session is None:
            return
        view, data = session.view_of(self._which), session.data
        self._periods = data.periods_of(view.indicator, view.level, view.breakdown)[::-1]
        self.period.clear()
        if self._which:
            self.period.addItem(_("samme tid som kort 1"))
        self.period.addItems([period.label for period in self._periods])
        extra = 1 if self._which else 0
        same = self._which and self._beside(self._periods[::-1]) == view.period
        self.period.setCurrentIndex(0 if same else self._periods.index(view.period) + extra)
        self._breakdowns = data.breakdowns_of(view.indicator, view.level)
        self.breakdown.clear()
        self.breakdown.addItem(_("alle"))
        self.breakdown.addItems([f"{each.name}: {each.cell}" for each in self._breakdowns])
        ids = [each.id for each in self._breakdowns]
        self.breakdown.setCurrentIndex(
            ids.index(view.breakdown) + 1 if view.breakdown in ids else 0
        )
        for widget in (self.breakdown, self._breakdown_label):
            widget.setVisible(bool(self._breakdowns))

    def _beside(self, periods: tuple[Period, ...]) -> Period:
        """The time that goes with the first map's."""
        assert self._session is not None
        return nearest_period(periods, self._session.view.period)

    def _on_picked(self, index: QModelIndex) -> None:
        indicator = self._model.entry(index.row()).indicator if index.isValid() else None
        if self._session is not None and indicator is not None:
            self.hide()
            self._session.show_indicator(indicator.id, self._which)

    def _on_return(self) -> None:
        """Enter takes what the arrow keys stand on, or the first found."""
        rows = self._rows()
        here = self.view.currentIndex().row()
        if rows:
            self._on_picked(self._model.index(here if here in rows else rows[0]))

    def _on_stepped(self, by: int) -> None:
        rows = self._rows()
        if not rows:
            return
        here = self.view.currentIndex().row()
        at = rows.index(here) + by if here in rows else 0
        self.view.setCurrentIndex(self._model.index(rows[max(0, min(at, len(rows) - 1))]))

    def _rows(self) -> list[int]:
        count = self._model.rowCount()
        return [row for row in range(count) if self._model.entry(row).indicator is not None]

    def _on_period(self, at: int) -> None:
        if self._session is None:
            return
        extra = 1 if self._which else 0
        period = self._beside(self._periods[::-1]) if at < extra else self._periods[at - extra]
        self._session.show_map(self._which, period=period)

    def _on_breakdown(self, at: int) -> None:
        session = self._session
        if session is None:
            return
        view = session.view_of(self._which)
        breakdown = self._breakdowns[at - 1].id if at else ""
        periods = session.data.periods_of(view.indicator, view.level, breakdown)
        period = nearest_period(periods, view.period)
        session.show_map(self._which, breakdown=breakdown, period=period)
        self._fill_choices()

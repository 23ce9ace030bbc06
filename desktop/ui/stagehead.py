"""The head of a map: what it shows, to be chosen anew, and the line under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.wording import _
from desktop.maps.titles import short_name, subtitle_of, title_of
from desktop.maps.view import Shows
from desktop.ui.session import Session
from desktop.ui.sincechooser import SinceChooser
from desktop.ui.theme import Theme, font
from desktop.ui.titlechooser import TitleButton


class StageHead(QWidget):
    """Title, or two for a map of two indicators; the sentence; what a change is held against."""

    choice_requested = Signal(int)  # of the first indicator (0) or the second (1)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._large = False
        self.title = TitleButton(theme, self, size=20)
        self.second = TitleButton(theme, self, size=20)
        self.title.clicked.connect(lambda _on: self.choice_requested.emit(0))
        self.second.clicked.connect(lambda _on: self.choice_requested.emit(1))
        self._and = QLabel(_("og"))
        self._and.setProperty("role", "muted")
        self.sentence = QLabel()
        self.sentence.setProperty("role", "muted")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.since = SinceChooser(self)
        self.since.setProperty("role", "since")
        self.since.setAccessibleName(_("Ændring siden"))
        titles = QHBoxLayout()
        titles.setSpacing(6)
        for widget in (self.title, self._and, self.second):
            titles.addWidget(widget)
        titles.addStretch(1)
        below = QHBoxLayout()
        below.setContentsMargins(5, 0, 0, 0)
        below.setSpacing(10)
        below.addWidget(self.sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(titles)
        column.addLayout(below)
        self._said = ""
        titles.insertWidget(3, self.since)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.title.set_theme(theme)
        self.second.set_theme(theme)

    def set_large(self, large: bool) -> None:
        """Larger type for a room."""
        self._large = large
        self._size_titles()
        self.sentence.setStyleSheet("font-size: 18px;" if large else "")
        self._shorten()

    def _size_titles(self) -> None:
        """Two titles beside each other are smaller than one."""
        two = not self.second.isHidden()
        for button in (self.title, self.second):
            button.set_size((24 if two else 30) if self._large else (16 if two else 20))

    def tell(self, session: Session) -> None:
        """Put the first map into words."""
        view, data = session.view, session.data
        second = view.second if view.shows is Shows.BIVARIATE else None
        if second is None:
            self.title.show_title(title_of(data, view), _("Vælg, hvad kortet viser"))
        else:
            first = short_name(data, view.indicator, view.breakdown)
            self.title.show_title(first, _("Vælg den første indikator"))
            other = short_name(data, second.indicator, second.breakdown)
            self.second.show_title(other, _("Vælg den anden indikator"))
        for widget in (self._and, self.second):
            widget.setVisible(second is not None)
        self._size_titles()
        self.since.setVisible(view.shows is Shows.CHANGE)
        if view.shows is Shows.CHANGE:
            self.since.show_periods(session.periods, view.period, view.since)
        self.title.set_open(view.shows is not Shows.CATEGORY)
        self._said = subtitle_of(data, view, session.picture)
        self._shorten()

    @property
    def said(self) -> str:
        """The sentence in full, however little room there is."""
        return self._said

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        large = bool(self.sentence.styleSheet())
        metrics = QFontMetricsF(font(18 if large else 13))
        room = max(self.width() - 12.0, 40.0)
        shown = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, room)
        self.sentence.setText(shown)
        self.sentence.setToolTip("" if shown == self._said else self._said)

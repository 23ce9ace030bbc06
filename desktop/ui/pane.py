"""What every place in the window is: a pane that follows the session while it is seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.ui.desk import Desk, home_of, places
from desktop.ui.dropdown import Dropdown
from desktop.ui.segments import Segment, Segments
from desktop.ui.session import Session
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.maps.paper import Paper
    from desktop.maps.sheet import ComposedSheet
    from desktop.maps.typesetting import Measure


class Pane(QWidget):
    """Told of changes only while it is seen; what it missed it takes in at once when shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.session: Session | None = None
        self._told: Desk | None = None  # what is on it; None when that is of no use any more

    def show_session(self, session: Session) -> None:
        """Follow another session from here on."""
        if self.session is not None:
            self.session.changed.disconnect(self._on_changed)
        self.session = session
        self._told = None
        session.changed.connect(self._on_changed)
        if self.is_seen:
            self._take_in(session.desk)

    def refresh(self, before: Desk | None, after: Desk) -> None:
        """Put the desk on the pane; ``before`` is what is on it, None where all is to be made."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme
        self._told = None
        if self.session is not None and self.is_seen:
            self._take_in(self.session.desk)

    def figure(self, width: float, height: float, unit: float) -> Drawing | None:
        """What the pane shows as a figure for paper, or None where it has none.

        Args:
            width: room in units of the drawing, as is ``height``, which the figure may stay under.
            height: see ``width``.
            unit: units of the drawing to a pixel of the screen.
        """
        del width, height, unit
        return None

    def sheet(self, paper: Paper, measure: Measure, day: dt.date, plan: str) -> Drawing | None:
        """The drawing of :meth:`composed`."""
        made = self.composed(paper, measure, day, plan)
        return made.drawing if made is not None else None

    def composed(
        self, paper: Paper, measure: Measure, day: dt.date, plan: str
    ) -> ComposedSheet | None:
        """What the pane shows as a sheet of paper; None where there is nothing to print.

        Args:
            paper: size and direction.
            measure: what a text measures.
            day: the date that the sheet bears.
            plan: the name of the helhedsplan that the sheet belongs to, or nothing.
        """
        session = self.session
        if session is None:
            return None
        from desktop.maps.figuresheet import compose_figure  # not before something is printed
        from desktop.maps.sheet import ComposedSheet

        title, sentence = self.heading
        drawing = compose_figure(
            session.data,
            title,
            sentence,
            self.figure,
            paper=paper,
            measure=measure,
            day=day,
            plan=plan,
        )
        return ComposedSheet(drawing, ()) if drawing is not None else None

    @property
    def heading(self) -> tuple[str, str]:
        """Title and sentence, as they stand at the head of the pane."""
        head = self.findChild(PaneHead)
        return (head.title.text(), head.sentence.text()) if head is not None else ("", "")

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of the indicators in sight, where they are others than those of the maps."""
        return ()

    def close_lanes(self) -> None:
        """End the threads that work for the pane; a pane with some says so here."""

    @property
    def is_seen(self) -> bool:
        """Whether it is the pane in front, also in a window that is drawn without being shown."""
        return self.isVisibleTo(self.window())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.session is not None and self._told is not self.session.desk:
            self._take_in(self.session.desk)

    def _on_changed(self, _before: Desk, after: Desk) -> None:
        if self.is_seen and self._told is not after:
            self._take_in(after)

    def _take_in(self, desk: Desk) -> None:
        before, self._told = self._told, desk
        self.refresh(before, desk)


class ModeStrip(Segments):
    """The modes of the place in front; nothing where it has only one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)
        self._session: Session | None = None
        self._buttons_by_place: dict[str, Segment] = {}

    def show_place(self, session: Session, place: str) -> None:
        """Stand at a place; a click goes to another mode of it."""
        self._session = session
        home = home_of(place)
        modes = [each for each in places() if each.home == home]
        if [*self._buttons_by_place] != [each.id for each in modes]:
            self._buttons_by_place = {}
            for each in modes:
                button = Segment(each.title)
                button.setAutoExclusive(True)
                button.clicked.connect(lambda _on, id=each.id: self._go(id))
                self._buttons_by_place[each.id] = button
            self.fill_snugly([*self._buttons_by_place.values()])
        self._buttons_by_place[place].setChecked(True)
        self.setVisible(len(modes) > 1)

    def _go(self, place: str) -> None:
        if self._session is not None:
            self._session.go(place)


class PaneHead(QFrame):
    """Title, one sentence, room for what belongs to the pane, and the modes at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panehead")
        self.title = QLabel()
        self.title.setProperty("role", "map-title")
        self.sentence = QLabel()
        self.sentence.setProperty("role", "muted")
        for label in (self.title, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(40)
        self.sentence.setWordWrap(True)
        self.strip = ModeStrip()
        self.period = Dropdown()
        self.period.setAccessibleName(_("Periode"))
        self.period.setMaxVisibleItems(16)
        self.period.activated.connect(self._on_period)
        self.period.hide()
        self._session: Session | None = None
        self._timed = False
        self._periods: tuple[Period, ...] = ()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 14, 22, 8)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addLayout(self.tools)
        row.addWidget(self.period, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignTop)

    def let_choose_time(self) -> None:
        """Offer the periods, for a pane that has no other way to step in time."""
        self._timed = True

    def say(self, session: Session, place: str, title: str, sentence: str) -> None:
        """Stand at a place under a title."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.strip.show_place(session, place)
        self._session = session
        if self._timed:
            self._show_periods(session)

    def _show_periods(self, session: Session) -> None:
        """Offer the periods of the indicator shown, the newest first."""
        periods = session.periods[::-1]
        if periods != self._periods:
            self._periods = periods
            self.period.clear()
            self.period.addItems([period.label for period in periods])
        self.period.setCurrentIndex(periods.index(session.view.period))
        self.period.setVisible(len(periods) > 1)

    def _on_period(self, at: int) -> None:
        if self._session is not None:
            self._session.show_period(self._periods[at])

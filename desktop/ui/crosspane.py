"""Tables across: an indicator by breakdown, two indicators by class, and all of them together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _
from desktop.maps.cellchart import Spot
from desktop.maps.composing import moved
from desktop.maps.drawing import Drawing
from desktop.ui.areacombo import AreaCombo
from desktop.ui.cellview import CellView, Make
from desktop.ui.crossparts import AllPairs, Breakdowns, Part, Two
from desktop.ui.desk import Desk
from desktop.ui.hovercard import HoverCard
from desktop.ui.jobs import Lane
from desktop.ui.pane import Pane, PaneHead
from desktop.ui.segments import Segment, Segments
from desktop.ui.session import Session
from desktop.ui.theme import LIGHT, Theme
from desktop.ui.titlechooser import TitleButton, TitleChooser

_EDGE = 22


class CrossPane(Pane):
    """Place ``cross``: three tables, one at a time, and what belongs to each."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lane = Lane("correlations", self)
        self.parts: tuple[Part, ...] = (
            Breakdowns(self._lane),
            Two(self._lane),
            AllPairs(self._lane),
        )
        self.part: Part = self.parts[0]
        self.head = PaneHead(self)
        self.tabs, self.tab_buttons = _choice(
            [part.name for part in self.parts], lambda at: self._show_part(self.parts[at])
        )
        self.tabs.setAccessibleName(_("Hvilken tabel"))
        self.areas = AreaCombo()
        self.first, self.second = TitleButton(theme, size=13), TitleButton(theme, size=13)
        self.swap = QPushButton(_("Ombyt"))
        self.measures, self.measure_buttons = _choice(
            [_("Langs en linje (r)"), _("I rækkefølge")], lambda at: self._by_rank(at == 1)
        )
        self.measures.setAccessibleName(_("Hvordan sammenhængen måles"))
        self.chooser = TitleChooser(theme, self)
        self.view = CellView(theme, _("Tabel"))
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.card = HoverCard(theme, self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.view)
        self._lay_out()
        self.areas.area_picked.connect(self._on_area_picked)
        self.first.clicked.connect(partial(self._choose, 0))
        self.second.clicked.connect(partial(self._choose, 1))
        self.swap.clicked.connect(self._on_swap)
        self.view.pointed.connect(self._on_pointed)
        self.view.picked.connect(self._on_picked)
        for part in self.parts:
            part.changed.connect(self._on_part_changed)

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        for part in self.parts:
            part.forget()
        super().show_session(session)

    def refresh(self, before: Desk | None, after: Desk) -> None:
        """Put the desk on the pane; where only the map has moved, nothing is made anew."""
        if before is None or _facts(before) != _facts(after):
            self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for part in (self.view, self.card, self.first, self.second, self.chooser):
            part.set_theme(theme)
        super().set_theme(theme)

    def close_lanes(self) -> None:
        """End the thread that reckons correlations."""
        self._lane.close()

    def figure(self, width: float, height: float, unit: float) -> Drawing | None:
        """The table that is shown, as it is on screen."""
        if self.session is None:
            return None
        make = self.part.chart(self.session, LIGHT)
        if make is None:
            return None
        drawing = make(width / unit, height / unit).drawing
        return Drawing(width, drawing.height * unit, moved(drawing.marks, scale=unit))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.card.hide()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addSpacing(8)
        for widget in (self.areas, self.first, self.second, self.swap, self.measures):
            row.addWidget(widget)
        row.addStretch(1)
        body = QHBoxLayout()
        body.setContentsMargins(_EDGE, 8, _EDGE - 8, 0)
        body.addWidget(self._scroll)
        foot = QHBoxLayout()
        foot.setContentsMargins(_EDGE, 6, _EDGE, 12)
        foot.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addLayout(row)
        column.addLayout(body, 1)
        column.addLayout(foot)

    def _show_part(self, part: Part) -> None:
        self.part = part
        self._tell()

    def _by_rank(self, by_rank: bool) -> None:
        pairs = self.parts[2]
        assert isinstance(pairs, AllPairs)
        pairs.by_rank = by_rank
        self._tell()

    def _tell(self) -> None:
        """Put the table that is chosen on the pane."""
        session = self.session
        if session is None:
            return
        self.tab_buttons[self.parts.index(self.part)].setChecked(True)
        breakdowns, two, pairs = (part is self.part for part in self.parts)
        self.areas.setVisible(breakdowns)
        for widget in (self.first, self.second, self.swap):
            widget.setVisible(two)
        self.measures.setVisible(pairs)
        if breakdowns:
            self.areas.show_areas(session)
        if two:
            names = two_names(session)
            self.first.show_title(names[0], _("Vælg den første indikator"))
            self.second.show_title(names[1], _("Vælg den anden indikator"))
        self.head.say(session, "cross", self.part.title(session), self.part.sentence(session))
        make: Make | None = self.part.chart(session, self.theme)
        self.view.setAccessibleName(self.part.title(session))
        self.view.show_chart(make, self.part.sentence(session))
        self.note.setText(self.part.note(session))
        self.card.hide()

    def _choose(self, which: int) -> None:
        if self.session is not None:
            self.chooser.open_for(self.session, which, (self.first, self.second)[which])

    def _on_swap(self) -> None:
        if self.session is not None:
            self.session.swap()

    def _on_area_picked(self, position: int) -> None:
        if self.session is not None:
            self.session.select([position] if position >= 0 else [])

    def _on_pointed(self, at: int, place: QPoint) -> None:
        if at < 0:
            self.card.hide()
            return
        self.card.say(self.view.chart.spots[at].lines, self.view.mapTo(self, place))

    def _on_picked(self, at: int, adding: bool) -> None:
        if self.session is not None:
            spot: Spot = self.view.chart.spots[at]
            self.part.pick(self.session, spot, adding=adding)

    def _on_part_changed(self) -> None:
        if self.is_seen:
            self._tell()


def two_names(session: Session) -> tuple[str, str]:
    """What the two indicators are called on their buttons."""
    from desktop.maps.mappair import map_name

    first, second = (map_name(session.data, session.view_of(which)) for which in (0, 1))
    return first, second


def _choice(names: list[str], do: Callable[[int], None]) -> tuple[Segments, list[Segment]]:
    """Segments of which one is chosen, the first to begin with."""
    segments = Segments()
    buttons = [Segment(name) for name in names]
    for at, button in enumerate(buttons):
        button.setAutoExclusive(True)
        button.clicked.connect(lambda _on, at=at: do(at))
    buttons[0].setChecked(True)
    segments.fill_snugly(buttons)
    return segments, buttons


def _facts(desk: Desk) -> tuple[object, ...]:
    """What the tables hang on."""
    views = [desk.view, desk.map(1)]
    return tuple(replace(view, extent=None) for view in views)

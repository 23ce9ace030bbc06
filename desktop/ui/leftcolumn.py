"""The column at the left, the same in every place: what is looked at, on which areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.areafilter import EVERYTHING, filter_words
from desktop.core.wording import _, number
from desktop.maps.filtering import counted_areas
from desktop.ui.desk import Desk, home_of
from desktop.ui.indicatorlist import IndicatorList
from desktop.ui.segments import Segment, Segments
from desktop.ui.session import Session
from desktop.ui.theme import Theme, font

if TYPE_CHECKING:
    from desktop.ui.modellist import ModelList


class LeftColumn(QFrame):
    """The list of the place, the level of areas, and the filter."""

    questions_requested = Signal()
    filter_requested = Signal(QPoint)  # where its card belongs: the button's bottom left

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("left")
        self._session: Session | None = None
        self.theme = theme
        self.indicators = IndicatorList(theme)
        self.indicators.questions_requested.connect(self.questions_requested)
        self.lists = QStackedWidget()
        self.lists.addWidget(self.indicators)
        self._models: ModelList | None = None
        self.segments = Segments()
        self.levels = QButtonGroup(self)
        self.levels.setExclusive(True)
        self._level_choice = QWidget()
        choice = _column(self._level_choice)
        for widget in (_section(_("OMRÅDENIVEAU")), self.segments):
            choice.addWidget(widget)
        self.filter = QPushButton()
        self.filter.setProperty("role", "filter")
        self.filter.setAccessibleName(_("Filter"))
        self.filter.clicked.connect(self._on_filter)
        self.all_areas = QToolButton()
        self.all_areas.setText("×")
        self.all_areas.setProperty("role", "quiet")
        self.all_areas.setAccessibleName(_("Vis alle områder"))
        self.all_areas.setToolTip(_("Vis alle områder"))
        self.all_areas.clicked.connect(self._on_all_areas)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.filter, 1)
        row.addWidget(self.all_areas)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 12, 14)
        column.setSpacing(8)
        rule = QFrame()
        rule.setObjectName("rule")
        column.addWidget(self.lists, 1)
        self._areas = QWidget()
        areas = _column(self._areas)
        for part in (rule, self._level_choice):
            areas.addWidget(part)
        areas.addLayout(row)
        self._areas.hide()
        column.addWidget(self._areas)

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        self._session = session
        session.changed.connect(self._on_changed)
        self.indicators.show_session(session)
        if self._models is not None:
            self._models.show_session(session)
        self._fill_levels()
        self._areas.show()
        self._stand(session.desk)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme
        self.indicators.set_theme(theme)
        if self._models is not None:
            self._models.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_filter()

    def _fill_levels(self) -> None:
        for button in self.levels.buttons():
            self.levels.removeButton(button)
        session = self._session
        if session is None:
            return
        buttons: list[Segment] = []
        for level in session.data.levels:
            if not session.data.indicators_of(level.id):
                continue
            button = Segment(str(level.name))
            button.setProperty("level", level.id)
            button.setChecked(level.id == session.view.level)
            button.clicked.connect(lambda _on, id=level.id: session.show_level(id))
            self.levels.addButton(button)
            buttons.append(button)
        self.segments.fill(buttons)
        self._level_choice.setVisible(len(buttons) > 1)

    def _on_changed(self, before: Desk, after: Desk) -> None:
        if before.view.level != after.view.level:
            for button in self.levels.buttons():
                button.setChecked(button.property("level") == after.view.level)
        if before.place != after.place:
            self._stand(after)
        elif (before.view.filter, before.view.level, before.view.period) != (
            after.view.filter,
            after.view.level,
            after.view.period,
        ):
            self._tell_filter()

    def _stand(self, desk: Desk) -> None:
        """Show the list that belongs to a place."""
        session = self._session
        if session is None:
            return
        if home_of(desk.place) == "categories":
            if self._models is None:
                from desktop.ui.modellist import ModelList  # not before categories are looked at

                self._models = ModelList(self.theme)
                self.lists.addWidget(self._models)
                self._models.show_session(session)
            self.lists.setCurrentWidget(self._models)
        else:
            self.lists.setCurrentWidget(self.indicators)
        self._tell_filter()

    def _tell_filter(self) -> None:
        session = self._session
        if session is None:
            return
        asked = session.view.filter
        whole = counted_areas(session.data, session.view, session.picture)
        if asked:
            kept = number(int(session.kept.sum()))
            text = f"{kept} · {filter_words(session.data, asked)}"
        else:
            text = _("Alle {areas}").format(areas=whole)
        room = self.filter.width() - 44
        metrics = QFontMetricsF(font(13, 600 if asked else 400))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 60))
        self.filter.setText(shown.replace("&", "&&") + "   ▾")
        self.filter.setToolTip(whole)
        self.filter.setAccessibleDescription(whole)
        self.filter.setProperty("active", bool(asked))
        self.filter.style().polish(self.filter)
        self.all_areas.setVisible(bool(asked))

    def _on_filter(self) -> None:
        corner = self.filter.mapToGlobal(QPoint(self.width() - 8, self.filter.height()))
        self.filter_requested.emit(corner)

    def _on_all_areas(self) -> None:
        if self._session is not None:
            self._session.show_filter(EVERYTHING)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "section")
    return label

"""The panes of the window, each made when it is first gone to."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtWidgets import QStackedWidget

from desktop.ui.mapstage import MapStage
from desktop.ui.pane import Pane, PaneHead
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_STAGE = ("map", "change", "bivariate", "categories")  # one map, whatever it shows
_TIMED = ("cross", "all", "moved", "table")  # without a slider or a time axis to click
_MADE_BY = {
    "double": ("desktop.ui.doublepane", "DoublePane"),
    "cross": ("desktop.ui.crosspane", "CrossPane"),
    "models": ("desktop.ui.modelspane", "ModelsPane"),
    "trend": ("desktop.ui.trendpane", "TrendPane"),
    "all": ("desktop.ui.multiplespane", "MultiplesPane"),
    "moved": ("desktop.ui.movedpane", "MovedPane"),
    "profile": ("desktop.ui.profilepane", "ProfilePane"),
    "table": ("desktop.ui.tablepane", "TablePane"),
    "questions": ("desktop.ui.questionspane", "QuestionsPane"),
}


class Panes(QStackedWidget):
    """The map at once; the other places by and by."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._session: Session | None = None
        self.stage = MapStage(theme)
        self._made: dict[str, Pane] = {}
        self.addWidget(self.stage)

    def show_session(self, session: Session) -> None:
        """Follow another session, in every pane there is."""
        self._session = session
        for pane in self.all:
            pane.show_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        for pane in self.all:
            pane.set_theme(theme)

    def go(self, place: str) -> Pane:
        """Bring the pane of a place to the front, made if it is not there yet."""
        pane = self.pane(place)
        self.setCurrentWidget(pane)
        return pane

    def pane(self, place: str) -> Pane:
        """The pane of a place."""
        if place in _STAGE:
            return self.stage
        if place not in self._made:
            module, name = _MADE_BY[place]
            pane: Pane = getattr(import_module(module), name)(self._theme)
            self.addWidget(pane)
            self._made[place] = pane
            head = pane.findChild(PaneHead)
            if place in _TIMED and isinstance(head, PaneHead):
                head.let_choose_time()
            if self._session is not None:
                pane.show_session(self._session)
        return self._made[place]

    @property
    def all(self) -> tuple[Pane, ...]:
        """Those that have been made."""
        return (self.stage, *self._made.values())

    @property
    def shown(self) -> Pane:
        """The one in front."""
        pane = self.currentWidget()
        assert isinstance(pane, Pane)
        return pane

    def close_lanes(self) -> None:
        """Let every thread that draws or reckons end."""
        for pane in self.all:
            pane.close_lanes()

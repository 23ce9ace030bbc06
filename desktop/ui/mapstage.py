"""The map with what lies on it: title, zoom buttons, legend, hover card, time slider."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.maps.picture import ABSENT
from desktop.maps.titles import title_of
from desktop.maps.view import MapView, Style
from desktop.maps.worked import hover_lines
from desktop.ui.desk import Desk
from desktop.ui.hovercard import HoverCard
from desktop.ui.legend import LegendCard
from desktop.ui.mapcanvas import MapCanvas
from desktop.ui.maptools import MapTools
from desktop.ui.pane import ModeStrip, Pane
from desktop.ui.session import Session
from desktop.ui.stagehead import StageHead
from desktop.ui.theme import Theme
from desktop.ui.timeslider import TimeSlider
from desktop.ui.titlechooser import TitleChooser

if TYPE_CHECKING:
    from desktop.maps.paper import Paper
    from desktop.maps.sheet import ComposedSheet
    from desktop.maps.typesetting import Measure
    from desktop.ui.legendeditor import LegendEditor
    from desktop.ui.squarelegend import SquareCard

_EDGE = 22
_SLIDER = 56


class MapStage(Pane):
    """One map, whatever it shows, and everything needed to read and steer it."""

    information_requested = Signal()  # the "i" beside the title

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("stage")
        self.canvas = MapCanvas(theme, self)
        self.head = StageHead(theme, self)
        self.titles = TitleChooser(theme, self)
        self.information = self._button(
            "i", _("Om indikatoren"), lambda _on: self.information_requested.emit()
        )
        self.zoom_in = self._button("+", _("Zoom ind (+)"), lambda _on: self.canvas.zoom(1.6))
        self.zoom_out = self._button("−", _("Zoom ud (−)"), lambda _on: self.canvas.zoom(1 / 1.6))
        self.whole = self._button("⤢", _("Vis hele kortet (0)"), lambda _on: self.canvas.fit())
        self.tools = MapTools(theme, self.canvas, self)
        self.head.choice_requested.connect(self._on_choice_requested)
        self.head.since.since_picked.connect(self._on_since_picked)
        self.strip = ModeStrip(self)
        self.legend = LegendCard(theme, self)
        self.slider = TimeSlider(theme, self)
        self.card = HoverCard(theme, self)
        self._editor: LegendEditor | None = None
        self._square: SquareCard | None = None
        self.canvas.area_clicked.connect(self._on_area_clicked)
        self.canvas.cleared.connect(self._on_cleared)
        self.canvas.hovered.connect(self._on_hovered)
        self.canvas.place_hovered.connect(self.card.say)
        self.legend.group_clicked.connect(self._on_group_clicked)
        self.legend.folded.connect(self._lay_out)
        self.legend.classes_requested.connect(self._on_classes_requested)
        self.slider.period_picked.connect(self._on_period_picked)
        self.legend.offer_taken.connect(self._on_offer_taken)
        self._buttons = (
            *(self.information, self.zoom_in, self.zoom_out, self.whole),
            *self.tools.buttons,
        )
        self._on_stage = (
            self.head,
            self.legend,
            self.slider,
            self.strip,
            *self._buttons,
        )
        for widget in self._on_stage:
            widget.hide()

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        for widget in self._on_stage:
            widget.show()
        if self.session is not None:
            self.session.pictures_changed.disconnect(self._on_pictures_changed)
        session.pictures_changed.connect(self._on_pictures_changed)
        super().show_session(session)
        self.canvas.show_session(session)

    def refresh(self, before: Desk | None, after: Desk) -> None:
        if before is None or before.place != after.place or _shown(before) != _shown(after):
            self._tell()
            self._lay_out()
            self.card.hide()
        if self.session is not None:
            self.tools.refresh(self.session, before, after)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for part in (self.canvas, self.legend, self.slider, self.card, self.tools):
            part.set_theme(theme)
        for late in (self._editor, self._square):
            if late is not None:
                late.set_theme(theme)
        super().set_theme(theme)

    def composed(
        self, paper: Paper, measure: Measure, day: dt.date, plan: str
    ) -> ComposedSheet | None:
        if self.session is None:
            return None
        from desktop.maps.sheet import composed_sheet  # not before something is printed

        session = self.session
        return composed_sheet(
            session.data,
            session.view,
            paper=paper,
            measure=measure,
            day=day,
            plan=plan,
            picture=session.picture,
        )

    @property
    def heading(self) -> tuple[str, str]:
        session = self.session
        return (title_of(session.data, session.view), self.head.said) if session else ("", "")

    def close_lanes(self) -> None:
        self.canvas.close_lane()

    def set_presenting(self, presenting: bool) -> None:
        """Larger type for a room."""
        self.head.set_large(presenting)
        self.canvas.arrows_step = presenting
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.card.hide()
        self._lay_out()

    def _button(self, text: str, name: str, do: Callable[..., object]) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setProperty("role", "zoom")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFixedSize(34, 34)
        button.clicked.connect(do)
        return button

    def _lay_out(self) -> None:
        """Everything in its corner; the map fits the room that is left."""
        width, height = self.width(), self.height()
        self.canvas.setGeometry(0, 0, width, height)
        strip = self.strip.width() if self.strip.isVisibleTo(self) else 0
        room = width - 2 * _EDGE - 60 - strip
        self.strip.move(width - _EDGE - 34 - 12 - strip, 18)
        head = self.head.sizeHint().height()
        self.head.setGeometry(_EDGE - 5, 10, room + 5, head)
        below = 10 + head
        right = width - _EDGE - 34
        for at, button in enumerate(self._buttons):
            button.move(right, 18 + at * 40 + 8 * ((at > 0) + (at > 3)))
        slider_top = height - _SLIDER - 16
        self.slider.setGeometry(_EDGE, slider_top, width - 2 * _EDGE, _SLIDER)
        for card in (self.legend, self._square):
            if card is not None:
                tall = card.sizeHint().height()
                if card.hasHeightForWidth():
                    tall = card.heightForWidth(card.width())
                card.setGeometry(_EDGE, slider_top - 14 - tall, card.width(), tall)
        self.tools.place_card(width - _EDGE, slider_top - 62)
        self.canvas.set_margins(
            _EDGE,
            below + 14,
            _EDGE + 40,
            110,
            aside=_EDGE + self.legend.width() + 12,
        )

    def _tell(self) -> None:
        """Put the view into words."""
        session = self.session
        if session is None:
            return
        view = session.view
        self.strip.show_place(session, session.desk.place)
        self.head.tell(session)
        self._show_legend(session)
        self.slider.show_periods(session.periods, view.period)
        self.canvas.setAccessibleDescription(f"{self.head.title.title}. {self.head.said}")
        if self._editor is not None and self._editor.isVisible():
            self._editor.show_session(session)

    def _show_legend(self, session: Session) -> None:
        """The legend in the form that the map's has."""
        legend = session.picture.legend
        square = legend.form == "square"
        if square and self._square is None:
            from desktop.ui.squarelegend import SquareCard  # not before there is one

            self._square = SquareCard(self.theme, self)
            self._square.group_clicked.connect(self._on_group_clicked)
            self._square.group_pointed.connect(self._on_group_pointed)
            self._square.scheme_picked.connect(self._on_scheme_picked)
            self._square.folded.connect(self._lay_out)
        if self._square is not None:
            self._square.setVisible(square)
        self.legend.setVisible(not square)
        if square and self._square is not None:
            self._square.show_legend(legend)
        else:
            self.legend.show_legend(legend)

    def _on_pictures_changed(self) -> None:
        if self.session is not None and self.is_seen:
            self._show_legend(self.session)
            self._lay_out()

    def _on_choice_requested(self, which: int) -> None:
        if self.session is not None:
            under = self.head.second if which else self.head.title
            self.titles.open_for(self.session, which, under)

    def _on_since_picked(self, period: Period | None) -> None:
        if self.session is not None:
            self.session.show_map(since=period)

    def _on_area_clicked(self, position: int, adding: bool) -> None:
        if self.session is not None:
            self.session.select([position], add=adding)

    def _on_cleared(self) -> None:
        if self.session is not None:
            self.session.select([])

    def _on_group_clicked(self, group: int, adding: bool) -> None:
        if self.session is not None:
            self.session.select_group(group, add=adding)

    def _on_group_pointed(self, group: int) -> None:
        if self.session is not None:
            members = self.session.picture.members(group)
            self.canvas.raise_areas(members if group != ABSENT and members.any() else None)

    def _on_scheme_picked(self, scheme: str) -> None:
        if self.session is not None:
            self.session.show_map(0, scheme=scheme)

    def _on_period_picked(self, period: Period) -> None:
        if self.session is not None:
            self.session.show_period(period)

    @property
    def chooser(self) -> LegendEditor:
        """The editor of the legend; loaded when it is first asked for."""
        if self._editor is None:
            from desktop.ui.legendeditor import LegendEditor

            self._editor = LegendEditor(self.theme, self)
            self._editor.changed.connect(self._on_legend_changed)
            if self.session is not None:
                self._editor.show_session(self.session)
        return self._editor

    def _on_classes_requested(self) -> None:
        if self.session is None:
            return
        editor, card = self.chooser, self.legend
        editor.show_session(self.session)
        corner = card.mapToGlobal(QPoint(card.width() + 8, card.height()))
        top = max(corner.y() - editor.sizeHint().height(), 8)
        editor.move(corner.x(), top)
        editor.show()

    def _on_legend_changed(self, fields: dict[str, object]) -> None:
        if self.session is not None:
            self.session.show_map(0, **fields)

    def _on_offer_taken(self) -> None:
        """Counts as circles, which do not mislead."""
        if self.session is not None:
            self.session.show_map(0, style=Style.SYMBOLS)

    def _on_hovered(self, position: int, pointer: QPoint) -> None:
        session = self.session
        if session is None or position < 0:
            self.card.hide()
            return
        self.card.say(hover_lines(session.data, session.view, session.picture, position), pointer)


def _shown(desk: Desk) -> MapView:
    """The first map without where it looks and what is chosen."""
    return replace(desk.view, extent=None, selected=())

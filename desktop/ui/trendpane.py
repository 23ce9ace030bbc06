"""Udvikling, chosen areas: a large time chart, what it tells in words, and its numbers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.maps.composing import scaled
from desktop.maps.drawing import Drawing
from desktop.maps.timechart import period_marks, time_chart
from desktop.maps.timelines import (
    TimeContent,
    Wanted,
    area_look,
    control_limits,
    drawn_areas,
    time_content,
)
from desktop.maps.timewords import further_sentences, main_sentence, time_subtitle
from desktop.maps.view import MapView, nearest_period
from desktop.ui.areaadder import AreaAdder
from desktop.ui.chips import Chip, Flow
from desktop.ui.coursefinder import CourseFinder
from desktop.ui.desk import Desk
from desktop.ui.pane import Pane, PaneHead
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from desktop.ui.timechartview import TimeChartView
from desktop.ui.trendoptions import TrendOptions
from desktop.ui.valuetable import ValueTable

_EDGE = 22
_TABLE, _TABLE_SHARE = 112, 0.26  # pixels at least, and a share of the height
_DRAWN_BY = ("level", "indicator", "breakdown", "selected")  # what the lines follow from


class TrendPane(Pane):
    """The chosen areas over time, against what is ticked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.wanted = Wanted()
        self.content: TimeContent | None = None
        self.courses = CourseFinder(self)
        self.head = PaneHead()
        self.search = AreaAdder()
        self.hint = _words("muted")
        self.hint.setWordWrap(False)
        self.hint.setMinimumHeight(30)  # as tall as the field beside it
        self.hint.setText(
            _("Vælg et område her eller på kortet. Ctrl+klik på kortet vælger flere.")
        )
        self.areas = Flow()
        self.areas.fill([self.search, self.hint])
        self.options = TrendOptions(theme)
        self.chart = TimeChartView(theme)
        self.words, self.more = _words("strong"), _words("muted")
        self.table_button = QToolButton()
        self.table_button.setProperty("role", "quiet")
        self.table_button.setCheckable(True)
        self.table_button.setText(_("Vis tallene"))
        self.table = ValueTable(theme)
        self.table.hide()
        self._lay_out()
        self.search.area_picked.connect(self._on_area)
        self.options.wanted_changed.connect(self._on_wanted)
        self.chart.period_picked.connect(self._on_period)
        self.table.period_picked.connect(self._on_period)
        self.table_button.toggled.connect(self._on_table)
        self.courses.found.connect(self._on_course)

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        self.courses.show_data(session.data)
        super().show_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.chart.set_theme(theme)
        self.options.set_theme(theme)
        super().set_theme(theme)

    def close_lanes(self) -> None:
        """Let the thread that works out courses end."""
        self.courses.close()

    def refresh(self, before: Desk | None, after: Desk) -> None:
        """Draw other lines where they are others; else only stand at another period."""
        view = after.view
        same = before is not None and all(
            getattr(before.view, name) == getattr(view, name) for name in _DRAWN_BY
        )
        if same and before is not None and before.view.period.kind is view.period.kind:
            self._stand_at(view.period)
        else:
            self._draw()

    def figure(self, width: float, height: float, unit: float) -> Drawing | None:
        """The chart as it is on screen, for paper."""
        if self.session is None:
            return None
        view, colours = self.session.view, self.theme.chart_colours()
        content = self._content(view)
        chart = time_chart(content, width / unit, height / unit, colours)
        marks = period_marks(chart, _row(content, view.period), colours)
        return scaled(replace(chart.drawing, marks=(*chart.drawing.marks, *marks)), unit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setFixedHeight(max(_TABLE, int(_TABLE_SHARE * self.height())))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(16)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.words)
        said.addWidget(self.more)
        foot.addLayout(said, 1)
        foot.addWidget(self.table_button, 0, Qt.AlignmentFlag.AlignTop)
        inner = QVBoxLayout()
        inner.setContentsMargins(_EDGE, 0, _EDGE, 12)
        inner.setSpacing(8)
        inner.addWidget(self.areas)
        inner.addWidget(self.options)
        inner.addWidget(self.chart, 1)
        inner.addLayout(foot)
        inner.addWidget(self.table)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addLayout(inner, 1)

    # What is drawn.

    def _draw(self) -> None:
        session = self.session
        if session is None:
            return
        view = session.view
        self.content = content = self._content(view)
        self.search.show_areas(session.data.areas(view.level))
        self._fill_areas(session, view)
        self.options.show_choices(session.data, view, self.wanted, content)
        self.chart.show_content(content, _row(content, view.period))
        self.head.say(
            session,
            "trend",
            str(content.indicator.name),
            time_subtitle(session.data, view, content),
        )
        if self.table_button.isChecked():
            self._fill_table()
        self._tell()
        self.courses.seek(view)

    def _content(self, view: MapView) -> TimeContent:
        assert self.session is not None
        data, colours = self.session.data, self.theme.chart_colours()
        content = time_content(data, view, self.wanted, colours)
        course = self.courses.course(view)
        if course is None or content.index is not None or not self.wanted.limits or view.breakdown:
            return content
        return replace(content, limits=control_limits(course, content.periods))

    def _stand_at(self, period: Period) -> None:
        if self.content is not None:
            at = _row(self.content, period)
            self.chart.show_period(at)
            if self.table_button.isChecked():
                self.table.show_period(at)

    def _fill_areas(self, session: Session, view: MapView) -> None:
        """A chip for every area drawn, the one that all is told of first."""
        areas, colours = session.data.areas(view.level), self.theme.chart_colours()
        chips = []
        for at, position in enumerate(drawn_areas(session.data, view)):
            chip = Chip(areas.names[position] or areas.codes[position], self.theme, closes=True)
            colour, _width, dash = area_look(at, colours)
            chip.show_line(colour, dash)
            chip.clicked.connect(lambda _on=False, position=position: self._on_area(position))
            chip.closed.connect(lambda position=position: self._on_removed(position))
            chips.append(chip)
        self.areas.fill([*chips, self.search, self.hint])
        self.hint.setVisible(not chips)
        self.areas.arrange()

    def _fill_table(self) -> None:
        if self.session is not None and self.content is not None:
            self.table.show_content(self.content, self.theme)
            self.table.show_period(_row(self.content, self.session.view.period))

    def _tell(self) -> None:
        """Put the main line into words, as far as it is worked out."""
        session, content = self.session, self.content
        if session is None or content is None:
            return
        course = self.courses.course(session.view)
        self.words.setText(main_sentence(content, course) or " ")
        limits, parted = self.wanted.limits, bool(session.view.breakdown)
        said = further_sentences(content, course, limits=limits, breakdown=parted)
        self.more.setText(" ".join(said) or " ")

    # What is done.

    def _on_wanted(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._draw()

    def _on_course(self) -> None:
        if self.session is None or not self.is_seen:
            return
        if self.wanted.limits:
            self._draw()
        else:
            self._tell()

    def _on_period(self, row: int) -> None:
        if self.session is not None and self.content is not None:
            periods = self.session.periods
            self.session.show_period(nearest_period(periods, self.content.periods[row]))

    def _on_table(self, shown: bool) -> None:
        self.table_button.setText(_("Skjul tallene") if shown else _("Vis tallene"))
        self.table.setVisible(shown)
        if shown:
            self._fill_table()

    def _on_area(self, position: int) -> None:
        """An area added, or one of those drawn made the one that all is told of."""
        if self.session is not None:
            self.session.select([*self._others(position), position])

    def _on_removed(self, position: int) -> None:
        if self.session is not None:
            self.session.select(self._others(position))
            self.search.setFocus()

    def _others(self, position: int) -> list[int]:
        assert self.session is not None
        return [each for each in self.session.selected if each != position]


def _row(content: TimeContent, period: Period) -> int:
    """The row of a period; -1 where the chart has none."""
    return content.periods.index(period) if period in content.periods else -1


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

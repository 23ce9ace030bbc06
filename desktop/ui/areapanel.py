"""The panel at the right: the chosen area, or the extract when none is chosen."""

from __future__ import annotations

from functools import partial
from threading import Thread

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.areas import Areas, Effort
from desktop.core.dataset import History
from desktop.core.disclosure import State
from desktop.core.distributions import load_distributions
from desktop.core.indicators import Indicator
from desktop.core.intervals import is_small
from desktop.core.measures import Cells, missing_cells
from desktop.core.periods import Period
from desktop.core.sentences import (
    change_words,
    count_words,
    interval_words,
    is_beyond_chance,
    is_improvement,
    limit_words,
    places_words,
    rank_words,
    value_words,
)
from desktop.core.wording import _, number, plural, short_date
from desktop.maps.drawing import Drawing
from desktop.maps.spine import deviations, spine_chart
from desktop.maps.titles import named
from desktop.maps.trend import ChartColours, Course, trend_chart
from desktop.maps.view import Shows
from desktop.ui.desk import Desk
from desktop.ui.pane import Pane
from desktop.ui.panelbody import DrawingView, PanelBody
from desktop.ui.panelwords import identity, why_hidden
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_MOST_LISTED = 12
_TREND_HEIGHT = 128.0  # pixels
_REST = 180  # milliseconds without a change


class AreaPanel(Pane):
    """Facts about the chosen area, rebuilt when the view changes and the panel is seen."""

    clear_requested = Signal()
    profile_requested = Signal()
    trust_requested = Signal(int)  # position of the area whose number is asked about
    why_requested = Signal(int)  # position of the area whose category is to be explained

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the keys that scroll work in it
        scroll.setAccessibleName(_("Valgt område"))
        self._scroll = scroll
        self._soon = QTimer(self)  # the map is painted first, and quick steps are told once
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tell)
        self._rest = QTimer(self)  # which way it goes is worked out when nothing moves any more
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._tell_direction)
        self._direction: QLabel | None = None
        self._loading = Thread(target=load_distributions, daemon=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def refresh(self, before: Desk | None, after: Desk) -> None:
        if before is None:
            self._tell()
        elif before.view.selected or after.view.selected:
            told, shown = (
                (
                    view.level,
                    view.selected,
                    view.indicator,
                    view.period,
                    view.breakdown,
                    view.shows,
                    view.since,
                )
                for view in (before.view, after.view)
            )
            if told != shown:
                self._soon.start()

    def _tell(self) -> None:
        self._direction = None
        session = self.session
        if session is None:
            return
        body = PanelBody()
        if session.selected:
            self._tell_area(body, session, session.selected[-1])
        else:
            _tell_extract(body, session)
        self._scroll.setWidget(body)

    def _tell_area(self, body: PanelBody, session: Session, position: int) -> None:
        areas = session.data.areas(session.view.level)
        indicator = session.data.indicator(session.view.indicator)
        close = QToolButton()
        close.setText("×")
        close.setProperty("role", "quiet")
        close.setAccessibleName(_("Fravælg området"))
        close.clicked.connect(self.clear_requested)
        body.heading(areas.names[position], close)
        body.text(identity(session, areas, position), "muted")
        self._tell_category(body, session, position)
        body.rule()
        cells = session.picture.cells
        view = session.view
        body.text(named(session.data, indicator.id, view.breakdown), "muted")
        self._tell_value(body, session, position, indicator, cells)
        body.rule()
        body.section(_("Udvikling"))
        body.add(self._trend(session, position, indicator))
        if not view.breakdown:
            self._direction = body.text("\n", "muted")  # room for what is said in a moment
            self._rest.start()
        rows = deviations(session.data, session.view.level, position, session.view.period)
        if rows:
            body.rule()
            body.section(_("Afvigelse fra kommunen"))
            body.text(_("Forskellen i procent af kommunens tal"), "muted")
            colours, track = self.theme.chart_colours(), self.theme.track
            body.add(
                DrawingView(
                    _("Afvigelse fra kommunen"),
                    lambda width: spine_chart(rows, width, colours, track),
                )
            )
        if len(session.selected) > 1:
            body.rule()
            self._tell_others(body, session, areas, cells, indicator)
        body.rule()
        profile = body.button(_("Områdeprofil"), primary=True)
        profile.clicked.connect(lambda _on: self.profile_requested.emit())
        body.end()

    def _tell_category(self, body: PanelBody, session: Session, position: int) -> None:
        result = session.categorised()
        if result is None or not session.existing[position]:
            return
        from desktop.core.models.shown import placed

        for each in placed(result, position):
            body.category(each, partial(self.why_requested.emit, position))

    def _tell_value(
        self, body: PanelBody, session: Session, position: int, indicator: Indicator, cells: Cells
    ) -> None:
        if not session.existing[position]:
            body.text(_("fandtes ikke"), "panel-title")
            body.text(_("Området fandtes ikke i denne periode."), "muted")
            return
        value = value_words(cells, position, indicator)
        shown = cells.states[position] == State.SHOWN
        body.text(value, "number" if shown else "panel-title")
        if not shown:
            body.text(why_hidden(session, int(cells.states[position])), "muted")
        elif is_small(cells, indicator.kind)[position]:
            body.text(_("Tallet bygger på få og svinger meget af sig selv."), "muted")
        facts: tuple[tuple[str, str], ...] = (
            (_("Antal"), count_words(cells, position)),
            (_("95 %-interval"), interval_words(cells, position, indicator)),
            (_("Placering"), rank_words(cells, position)),
            (_("Med sikkerhed"), places_words(cells, position, indicator)),
        )
        for name, words in facts:
            if words:
                body.fact(name, words)
        before = _held_against(session)
        if before in session.periods:
            view = session.view
            earlier = session.data.cells(indicator.id, view.level, before, view.breakdown)
            words = change_words(earlier, cells, position, indicator)
            if words:
                change = float(cells.values[position] - earlier.values[position])
                sure = is_beyond_chance(earlier, cells, position, indicator)
                role = "good" if sure and is_improvement(change, indicator) else "strong"
                title = _("Ændring siden {period}").format(period=before.short_label)
                body.fact(title, words, role)
        trust = body.link(_("Kan vi stole på det tal?"))
        trust.clicked.connect(lambda _on: self.trust_requested.emit(position))
        if session.existing[position] and not session.view.breakdown:  # the others are of all
            self._tell_standings(body, session, position, indicator)

    def _tell_standings(
        self, body: PanelBody, session: Session, position: int, indicator: Indicator
    ) -> None:
        from desktop.core.standing import standings  # not before an area is chosen

        view = session.view
        rows = standings(session.data, view.level, position, indicator, view.period)
        if not rows:
            return
        body.rule()
        body.section(_("Området ligger …"))
        for row in rows:
            body.standing(row)

    def _tell_direction(self) -> None:
        """Say which way the course goes, once what works it out is loaded."""
        session, label = self.session, self._direction
        if session is None or label is None or not session.selected:
            return
        if self._loading.ident is None:
            self._loading.start()
        if self._loading.is_alive():
            self._rest.start()
            return
        from desktop.core.courses import course_of
        from desktop.core.trendwords import short_sentence

        view = session.view
        indicator = session.data.indicator(view.indicator)
        course = course_of(session.data, view.level, session.selected[-1], indicator, view.period)
        said = short_sentence(course)
        label.setText(said)
        label.setVisible(bool(said))

    def _trend(self, session: Session, position: int, indicator: Indicator) -> DrawingView:
        view = session.view
        history = session.data.history(indicator.id, view.level, view.breakdown)
        whole = session.municipality(indicator.id, view.breakdown)
        code = session.data.areas(view.level).codes[position]
        efforts = [
            effort
            for effort in session.data.efforts
            if effort.level == view.level and effort.area == code
        ]
        return DrawingView(
            _("Udvikling"),
            partial(
                _trend_drawing,
                Course(history.periods, history.cells.column(position)),
                _beside(whole, indicator),
                view.period,
                indicator,
                efforts,
                self.theme.chart_colours(),
            ),
        )

    def _tell_others(
        self, body: PanelBody, session: Session, areas: Areas, cells: Cells, indicator: Indicator
    ) -> None:
        chosen = session.selected
        body.section(
            plural("{count} valgt område", "{count} valgte områder", len(chosen)).format(
                count=number(len(chosen))
            )
        )
        for position in chosen[:_MOST_LISTED]:
            body.fact(areas.names[position], value_words(cells, position, indicator))
        if len(chosen) > _MOST_LISTED:
            left = number(len(chosen) - _MOST_LISTED)
            body.text(_("og {count} til").format(count=left), "muted")


def _beside(whole: History, indicator: Indicator) -> Course:
    """The municipality's course; none beside a plain count, which it would flatten."""
    if indicator.unit == "n":
        return Course((), missing_cells(0))
    return Course(whole.periods, whole.cells.column(0))


def _trend_drawing(
    area: Course,
    whole: Course,
    now: Period,
    indicator: Indicator,
    efforts: list[Effort],
    colours: ChartColours,
    width: float,
) -> Drawing:
    return trend_chart(
        area,
        whole,
        now,
        kind=indicator.kind,
        per=indicator.per,
        unit=indicator.unit,
        decimals=indicator.decimals,
        efforts=efforts,
        width=width,
        height=_TREND_HEIGHT,
        colours=colours,
    )


def _held_against(session: Session) -> Period:
    """What a change is told from: what the map of change goes by, else the year before."""
    view = session.view
    if view.shows is Shows.CHANGE:
        from desktop.maps.changemap import since_period

        return since_period(session.data, view) or view.period.year_before()
    return view.period.year_before()


def _tell_extract(body: PanelBody, session: Session) -> None:
    """What the extract is for: shown until an area is chosen."""
    manifest = session.data.manifest
    body.heading(manifest.title)
    body.text(_("Klik på et område for at se dets tal. Ctrl+klik vælger flere."), "muted")
    body.rule()
    facts = (
        (_("Formål"), manifest.purpose),
        (_("Dataansvarlig"), manifest.controller),
        (_("Retsgrundlag"), manifest.legal_basis),
        (_("Kilder"), "\n".join(manifest.sources)),
        (_("Diskretion"), limit_words(manifest.limits)),
        (_("Dannet"), short_date(manifest.created)),
        (_("Slettes senest"), short_date(manifest.delete_by)),
    )
    for name, words in facts:
        if words:
            body.text(name.upper(), "section")
            body.text(words, "plain")
            body.add(_spacer())
    body.end()


def _spacer() -> QWidget:
    space = QWidget()
    space.setFixedHeight(6)
    return space

"""The profile's place: one area on one screen, or the list to choose one from."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from time import perf_counter

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.areafinding import AreaIndex
from desktop.core.comparisons import Against, Question
from desktop.core.errors import ModelError, UsageError
from desktop.core.indexed import Indexed, indexed
from desktop.core.levelwords import called
from desktop.core.periods import Period
from desktop.core.profile import (
    Profile,
    line_of,
    profile_of,
    questions_of,
    with_all_lines,
    with_lines,
)
from desktop.core.profilesets import USUAL, indicators_in, sets_of
from desktop.core.profilewords import (
    against_label,
    key_words,
    row_sentences,
    summary_sentences,
    title_of,
)
from desktop.core.wording import _
from desktop.maps.categoryyears import CategoryYears, category_years
from desktop.maps.drawing import Drawing
from desktop.maps.profile import ProfileSheet, contents_of, profile_drawing
from desktop.maps.profilespine import SpineColours
from desktop.maps.view import nearest_period
from desktop.ui.areasearch import ROW, AreaList, AreaModel
from desktop.ui.desk import Desk
from desktop.ui.pane import Pane
from desktop.ui.profilehead import ProfileHead
from desktop.ui.profileview import ProfileView, measured, profile_colours
from desktop.ui.rowcard import RowCard
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_SLICE = 0.012  # seconds of reading at a time
_MOST_MODELS = 3  # whose categories over the years are shown
_FOUND = (460, 340)  # pixels: the list under the field


class ProfilePane(Pane):
    """An area's profile, put together piece by piece so that the window never waits.

    Facts come first and are painted; courses, categories and named sets follow in small slices.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._profile: Profile | None = None
        self._question = Question(Against.MUNICIPALITY)
        self._period: Period | None = None
        self._set = USUAL
        self._radar = False
        self._categories: tuple[tuple[str, str], ...] = ()
        self._history: tuple[CategoryYears, ...] = ()
        self._waiting: list[str] = []  # indicators whose courses are to be read
        self._models: list[str] = []  # models whose years are to be worked out
        self._listed: tuple[object, ...] = ()  # which areas are in the list
        self._index = AreaIndex((), (), ())
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._take_in_more)

        self.head = ProfileHead()
        self.view = ProfileView(theme)
        self.model = AreaModel(self)
        self.list = AreaList(theme, self.model)
        self.found = AreaList(theme, self.model)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.view)
        self._scroll.viewport().setAutoFillBackground(False)
        self.view.setAutoFillBackground(False)
        self.pages = QStackedWidget()
        self._float = QFrame(self)
        self.card = RowCard(theme, self)
        self._arrange()
        self._connect()

    def refresh(self, before: Desk | None, after: Desk) -> None:
        """Put the chosen area on the pane, or the list where none is chosen."""
        session = self.session
        assert session is not None
        view = after.view
        self._follow_period(before, after)
        self._fill_list(session)
        if not view.selected:
            self._show_choice(session)
            return
        known = before is not None and self._profile is not None
        if (
            known
            and before is not None
            and before.view.selected == view.selected
            and before.view.level == view.level
            and self._profile is not None
            and self._profile.period == self._period
            and self._profile.row(view.indicator) is not None
        ):
            self._show_row(view.indicator)
            return
        self._tell(session)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.view.set_theme(theme)
        self.card.set_theme(theme)
        for each in (self.list, self.found):
            each.set_theme(theme)
        self._profile = None
        super().set_theme(theme)

    def figure(self, width: float, height: float, unit: float) -> Drawing | None:
        """The profile as a figure for paper, with its head; None while no area is chosen."""
        if self._profile is None or self.session is None:
            return None
        from desktop.reports.typefaces import width as on_paper

        profile = with_all_lines(self.session.data, self._profile)
        contents = contents_of(
            self.session.data,
            profile,
            SpineColours(),
            categories=tuple(each for each in self._categories if each[1]),
            history=self._history,
            radar=self._indexed(),
            headed=True,
        )
        sheet = profile_drawing(
            contents, width, height, SpineColours(), unit=unit, measure=on_paper
        )
        return sheet.drawing

    @property
    def profile(self) -> Profile | None:
        """What is shown; None while no area is chosen."""
        return self._profile

    @property
    def is_whole(self) -> bool:
        """Whether everything that is read piece by piece has come."""
        return not self._more.isActive()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_found()

    def _arrange(self) -> None:
        room = QWidget()
        inside = QVBoxLayout(room)
        inside.setContentsMargins(14, 0, 14, 8)
        inside.addWidget(self.list)
        self.pages.addWidget(room)
        self.pages.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        self._float.setObjectName("card")
        under = QVBoxLayout(self._float)
        under.setContentsMargins(4, 4, 4, 4)
        under.addWidget(self.found)
        self._float.hide()

    def _connect(self) -> None:
        head = self.head
        head.field.textEdited.connect(self._find)
        head.field.entered.connect(self._on_entered)
        head.field.walked.connect(self._on_walked)
        head.field.left.connect(self._stop_finding)
        head.stepped.connect(self._step)
        head.map_requested.connect(lambda: self._go("map"))
        head.radar_toggled.connect(self._on_radar)
        head.why_requested.connect(self._on_why)
        head.against.chosen.connect(self._on_against)
        head.set.chosen.connect(self._on_set)
        head.period.chosen.connect(self._on_period)
        self.list.opened.connect(self._open)
        self.found.opened.connect(self._open)
        self.view.picked.connect(self._on_picked)
        self.view.asked.connect(self._on_asked)
        self.view.pointed.connect(self._on_pointed)
        self.view.menu_asked.connect(self._on_menu)

    # What is shown

    def _follow_period(self, before: Desk | None, after: Desk) -> None:
        """Stay at the time shown when another indicator only has an older number."""
        session, view = self.session, after.view
        assert session is not None
        if before is not None and self._period is not None:
            periods = session.data.periods_of(view.indicator, view.level, view.breakdown)
            other = before.view.indicator != view.indicator or before.view.level != view.level
            if other and periods and nearest_period(periods, self._period) == view.period:
                return
            if before.view.period == view.period:
                return
        elif self._period is not None and self._profile is not None:
            row = self._profile.row(view.indicator)
            if row is not None and row.period == view.period:
                return
        self._period = view.period

    def _fill_list(self, session: Session) -> None:
        view = session.view
        about = (view.level, view.period, view.filter)
        if self._listed != about:
            self._listed = about
            areas = session.data.areas(view.level)
            self._index = AreaIndex.of(areas, session.kept)
            self.model.show_areas(areas, self._index)

    def _show_choice(self, session: Session) -> None:
        self._profile = None
        self._more.stop()
        self.card.hide()
        words = called(session.data.level(session.view.level))
        self.head.say(
            _("Vælg et område"),
            _("{areas} i {period}. Skriv nogle bogstaver og tryk Enter, eller klik.").format(
                areas=words.counted(len(self._index.positions)),
                period=(self._period or session.view.period).label,
            ),
        )
        self.head.show_choice(chosen=False)
        self._float.hide()
        self.pages.setCurrentIndex(0)

    def _tell(self, session: Session) -> None:
        """Work out the facts and paint them; the rest is read afterwards."""
        data, view = session.data, session.view
        position = session.selected[-1]
        period = self._period or view.period
        offered = questions_of(data, view.level, position)
        asked = self._question if self._question in offered else offered[0]
        past = self._profile
        profile = profile_of(
            data,
            view.level,
            position,
            period,
            indicators_in(data, view.level, self._set, view.indicator),
            asked,
        )
        same = past is not None and (past.level, past.position, past.period) == (
            view.level,
            position,
            period,
        )
        self._profile = with_lines(profile, past.lines) if same and past is not None else profile
        self._waiting = [
            row.indicator.id for row in profile.rows if row.indicator.id not in self._profile.lines
        ]
        if not same:
            self._categories, self._history = (), ()
            self._models = [*data.models][:_MOST_MODELS]
        self.head.say(title_of(profile.key), " · ".join(key_words(profile.key)))
        self.head.show_choice(chosen=True)
        self.head.against.fill(
            [(against_label(data, view.level, position, period, each), each) for each in offered],
            asked,
        )
        self.head.period.fill(self._periods(session), period)
        if self.head.set.count() == 0:
            self.head.set.fill(sets_of(data, view.level, named=False), self._set)
        self.pages.setCurrentIndex(1)
        self._draw()
        self._show_row(view.indicator)
        self._more.start()

    def _draw(self) -> None:
        """Put the profile, as far as it is known, on the view."""
        session, profile = self.session, self._profile
        if session is None or profile is None:
            return
        colours = profile_colours(self.theme)
        contents = contents_of(
            session.data,
            profile,
            colours,
            categories=self._categories,
            history=self._history,
            radar=self._indexed(),
        )

        def make(width: float) -> ProfileSheet:
            return profile_drawing(contents, width, 0.0, colours, measure=measured)

        words = called(session.data.level(profile.level))
        self.view.show_sheet(make, " ".join(summary_sentences(profile, contents.against, words)))

    def _take_in_more(self) -> None:
        """Read courses for a moment; when all are there, draw them with the categories."""
        session, profile = self.session, self._profile
        if session is None or profile is None:
            return
        began, read = perf_counter(), {}
        while self._waiting and perf_counter() - began < _SLICE:
            id = self._waiting.pop(0)
            read[id] = line_of(session.data, profile.level, profile.position, id, profile.period)
        if read:
            self._profile = with_lines(profile, read)
            if not self._waiting:
                self._draw()
            self._more.start()
        elif not self._categories and session.data.models:
            self._tell_categories(session, profile)
        elif self._models:
            self._read_years(session, profile)
        elif self.head.set.count() < 3:
            self.head.set.fill(sets_of(session.data, profile.level, named=True), self._set)

    def _tell_categories(self, session: Session, profile: Profile) -> None:
        result = session.result("", profile.level, profile.period)
        if result is None or not profile.exists:
            self.head.show_categories(())
            self._categories = (("", ""),)
        else:
            from desktop.core.models.shown import placed

            found = placed(result, profile.position)
            self._categories = tuple((each.outcome, each.category or each.why) for each in found)
            self.head.show_categories(found)
        self._more.start()

    def _read_years(self, session: Session, profile: Profile) -> None:
        """The categories over the years by one more model; drawn when all have been read."""
        from desktop.core.models.modelfile import model_named
        from desktop.core.models.yearly import years_of

        named = self._models.pop(0)
        with suppress(ModelError, UsageError):
            for outcome in model_named(named, session.data.models).outcomes:
                years = years_of(session.data, profile.level, profile.period, named, outcome.id)
                if years is not None:
                    self._history += (category_years(years, profile.position),)
        if not self._models and self._history:
            self._draw()
        self._more.start()

    def _indexed(self) -> Indexed | None:
        session, profile = self.session, self._profile
        if not self._radar or session is None or profile is None:
            return None
        ids = [row.indicator.id for row in profile.rows]
        return indexed(session.data, profile.level, session.selected, profile.period, ids)

    def _show_row(self, indicator: str) -> None:
        self.view.show_row(indicator)
        place = self.view.place_of(indicator)
        if place is not None:
            self._scroll.ensureVisible(0, place.center().y(), 0, 40)

    # What can be chosen

    def _periods(self, session: Session) -> list[tuple[str, object]]:
        """Newest first: those of the indicator shown, and the one shown where it is another."""
        held = [*session.periods]
        if self._period is not None and self._period not in held:
            held.append(self._period)
        return [(each.label, each) for each in reversed(held)]

    # What people do

    def _find(self, sought: str) -> None:
        self.model.find(sought)
        if self._profile is not None:
            self._float.setVisible(bool(sought))
            self._place_found()
            self._float.raise_()

    def _stop_finding(self) -> None:
        self.head.field.clear()
        self.model.find("")
        self._float.hide()

    def _place_found(self) -> None:
        field = self.head.field
        below = field.mapTo(self, QPoint(field.width(), field.height() + 4))
        rows = max(len(self.model.found), 1)
        high = min(rows * ROW + 10, _FOUND[1], self.height() - 80)
        size = QSize(min(_FOUND[0], self.width() - 16), high)
        self._float.setGeometry(below.x() - size.width(), below.y(), size.width(), size.height())

    def _shown_list(self) -> AreaList:
        return self.found if self._profile is not None else self.list

    def _on_entered(self) -> None:
        if self._profile is None or self._float.isVisible():
            self._shown_list().open_current()

    def _on_walked(self, event: QKeyEvent) -> None:
        self._shown_list().keyPressEvent(event)

    def _open(self, position: int) -> None:
        self._stop_finding()
        if self.session is not None:
            self.session.select([position])
            self.view.setFocus()

    def _step(self, by: int) -> None:
        if self.session is not None and self._profile is not None and self._index.positions:
            self.session.select([self._index.beside(self._profile.position, by)])

    def _go(self, place: str) -> None:
        if self.session is not None:
            self.session.go(place)

    def _on_radar(self, radar: bool) -> None:
        self._radar = radar
        self._draw()

    def _on_against(self, question: object) -> None:
        if isinstance(question, Question) and self.session is not None:
            self._question = question
            self._tell(self.session)

    def _on_set(self, chosen: object) -> None:
        if self.session is not None and self._profile is not None:
            self._set = str(chosen)
            self._tell(self.session)

    def _on_period(self, period: object) -> None:
        session = self.session
        if isinstance(period, Period) and session is not None:
            self._period = period
            if period in session.periods and period != session.view.period:
                session.show_period(period)
            else:
                self._tell(session)

    def _on_picked(self, indicator: str) -> None:
        if self.session is not None:
            self.session.show_indicator(indicator)

    def _on_asked(self, indicator: str) -> None:
        session, profile = self.session, self._profile
        row = profile.row(indicator) if profile is not None else None
        if session is None or profile is None or row is None:
            return
        from desktop.ui.trustcard import TrustCard

        self.card.hide()
        TrustCard(
            session.data,
            profile.level,
            profile.position,
            row.indicator,
            row.period or profile.period,
            self.window(),
        ).open()

    def _on_pointed(self, indicator: str, place: QPoint) -> None:
        session, profile = self.session, self._profile
        row = profile.row(indicator) if profile is not None else None
        if session is None or profile is None or row is None:
            self.card.hide()
            return
        words = called(session.data.level(profile.level))
        said = row_sentences(profile, row, words)
        self.view.say(" ".join(said))
        at = self.view.place_of(indicator)
        if at is None:
            return
        if self.view.hasFocus() and not self.view.underMouse():
            self._scroll.ensureVisible(0, at.center().y(), 0, 40)
        at.moveTopLeft(self.view.mapTo(self, at.topLeft()))
        self.card.say_by(said, at, self.view.mapTo(self, place).x())

    def _on_menu(self, indicator: str, place: QPoint) -> None:
        self.card.hide()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Vis på kort"), partial(self._show_elsewhere, indicator, "map"))
        menu.addAction(_("Vis udvikling"), partial(self._show_elsewhere, indicator, "trend"))
        menu.addAction(_("Kan vi stole på det tal?"), partial(self._on_asked, indicator))
        menu.popup(place)

    def _show_elsewhere(self, indicator: str, place: str) -> None:
        if self.session is not None:
            self.session.show_indicator(indicator)
            self.session.go(place)

    def _on_why(self) -> None:
        session, profile = self.session, self._profile
        if session is None or profile is None:
            return
        result = session.result("", profile.level, profile.period)
        if result is None:
            return
        from desktop.core.models.shown import why_told
        from desktop.ui.whycard import WhyCard

        told = why_told(session.data, profile.level, result, profile.position)
        WhyCard(told, self.window()).open()

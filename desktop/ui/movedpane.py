"""Flyttet sig: what has moved since a year before, with the evidence and the way to the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.movedlately import Found, found_of
from desktop.core.movements import Asked, Movement
from desktop.core.movementwords import (
    compared_words,
    evidence_sentence,
    found_sentence,
    method_sentences,
    nothing_sentences,
    row_sentences,
    untested_sentences,
)
from desktop.core.periods import Period, latest
from desktop.core.series import period_before
from desktop.core.wording import _
from desktop.maps.filtering import counted_areas
from desktop.maps.trend import Course, trend_chart
from desktop.ui.chips import Chip, Flow
from desktop.ui.desk import Desk
from desktop.ui.jobs import Job, Lane
from desktop.ui.movedlist import MovedDelegate, MovedModel, moved_rows
from desktop.ui.pane import Pane, PaneHead
from desktop.ui.panelbody import DrawingView
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_EDGE = 22
_CHART = 170.0  # pixels


class MovedPane(Pane):
    """The list at the left, the chosen line's story at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lane = Lane("moved", self)
        self._job: Job | None = None
        self._asked = Asked()
        self.found: Found | None = None
        self._until: Period | None = None
        self._about: object = None  # what the list there is, or is sought, is about
        self.head = PaneHead()
        self.worse = self._chip(_("Til det dårligere"), self._on_worse)
        self.better = self._chip(_("Til det bedre"), self._on_better)
        self.undirected = self._chip(_("Også uden retning"), self._on_undirected)
        self.sensitive = self._chip(_("Mere følsom"), self._on_sensitive)
        self.sensitive.setToolTip(
            _("Mål mod, hvor meget områder plejer at flytte sig, også hvor det er lidt")
        )
        self.chips = Flow()
        self.chips.fill([self.worse, self.better, self.undirected, self.sensitive])
        self.summary = _words("strong")
        self.how, self.method = _words("muted"), _words("muted")
        self.method.hide()
        self.method_button = QToolButton()
        self.method_button.setProperty("role", "quiet")
        self.method_button.setCheckable(True)
        self.method_button.setText(_("Sådan er listen lavet"))
        self.method_button.toggled.connect(self.method.setVisible)
        self.model = MovedModel(self)
        self._delegate = MovedDelegate(theme, self)
        self.list = QListView()
        self.list.setAccessibleName(_("Det, der har flyttet sig"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.doubleClicked.connect(lambda _index: self._go("map"))
        self.story = QScrollArea()
        self.story.setWidgetResizable(True)
        self.story.setFrameShape(QFrame.Shape.NoFrame)
        self.story.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        self._stop()
        self.found = self._until = self._about = None
        self.model.show_rows(())
        super().show_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._delegate.set_theme(theme)
        for chip in (self.worse, self.better, self.undirected, self.sensitive):
            chip.set_theme(theme)
        super().set_theme(theme)
        self._on_current(self.list.currentIndex())

    def close_lanes(self) -> None:
        self._lane.close()

    def refresh(self, before: Desk | None, after: Desk) -> None:
        session = self.session
        if session is None:
            return
        title = (
            _("Hvad har flyttet sig til det bedre?")
            if self._asked.better
            else _("Hvad har flyttet sig til det dårligere?")
        )
        where = counted_areas(session.data, session.view, session.picture)
        parts = compared_words(self.found.moved.parts) if self.found is not None else ""
        said = " · ".join(part for part in (parts[:1].upper() + parts[1:], where) if part)
        self.head.say(session, after.place, title, said)
        until = self._until_of(session)
        about = (after.view.level, until, after.view.filter, self._asked)
        if about != self._about:
            self._until, self._about = until, about
            self._seek()

    # The list.

    def _until_of(self, session: Session) -> Period:
        """What the list is until: the period shown, where that was chosen.

        An indicator by year or school year is shown at its own period, which is no other list.
        """
        held, shown = session.periods, session.view.period
        if self._until is not None and latest(held, self._until) == shown:
            return self._until
        return shown

    def _seek(self) -> None:
        """Ask another thread for the list of what is looked at."""
        session = self.session
        if session is None:
            return
        self._stop()
        view, asked, data = session.view, self._asked, session.data
        until = self._until or view.period
        within = session.kept if view.filter else None
        earlier = period_before(until)
        name = ("moved", view.level, until, within is not None and within.tobytes(), asked)
        self.summary.setText(_("Tallene prøves …"))

        def work(_stopped: Callable[[], bool]) -> Found:
            return data.derived(
                name, lambda: found_of(data, view.level, until, earlier, asked, within)
            )

        self._job = self._lane.start(work)
        self._job.succeeded.connect(self._on_found)

    def _on_found(self, found: Found) -> None:
        session = self.session
        if session is None:
            return
        self._job, self.found = None, found
        areas = session.data.areas(session.view.level)
        self.model.show_rows(moved_rows(found.moved.rows, areas, found.known))
        self.summary.setText(found.problem or found_sentence(found.moved))
        nothing = nothing_sentences(found.moved)[:1]
        self.how.setText(" ".join((*nothing, *self._how(found, session))))
        method = method_sentences(found.moved) if found.moved.tested else ()
        self.method.setText(" ".join(method))
        self.method_button.setVisible(bool(method))
        self._told_head(session)
        if self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self._tell(None)

    def _how(self, found: Found, session: Session) -> tuple[str, ...]:
        """What has to be known to read the list, before how it is made."""
        if not found.moved.tested:
            return untested_sentences(found.moved.untested)
        said = [
            _(
                "Der holdes op mod samme tid året før, så hverken årstider eller måneder, der går"
                " igen, tages for en ændring."
            )
        ]
        if any(row.fresh for row in self.model.rows):
            said.append(_("»nyt« stod ikke på listen en periode før."))
        if found.moved.rows:
            said.append(
                _("Det, der lå usædvanligt, ventes af sig selv at nærme sig det sædvanlige igen.")
            )
        if session.view.filter:
            said.append(_("Kun områderne i filteret er prøvet, så andelen gælder deres liste."))
        return tuple(said)

    def _told_head(self, session: Session) -> None:
        self.refresh(session.desk, session.desk)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    # The story of one line.

    def _on_current(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()] if index.isValid() else None
        self._tell(row.movement if row is not None else None)

    def _tell(self, movement: Movement | None) -> None:
        body = QWidget()
        body.setObjectName("rightbody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        session = self.session
        if movement is not None and session is not None:
            areas = session.data.areas(session.view.level)
            name = areas.names[movement.area] or areas.codes[movement.area]
            column.addWidget(_words("panel-title", name))
            column.addWidget(_words("muted", str(movement.indicator.name)))
            column.addWidget(self._chart(session, movement))
            for sentence in (*row_sentences(movement), evidence_sentence(movement)):
                column.addWidget(_words("plain", sentence))
            column.addSpacing(6)
            buttons = QHBoxLayout()
            for text, place in (
                (_("Vis på kort"), "map"),
                (_("Ændringskort"), "change"),
                (_("Udvikling"), "trend"),
                (_("Profil"), "profile"),
            ):
                button = QPushButton(text)
                button.clicked.connect(partial(self._go, place))
                buttons.addWidget(button)
            buttons.addStretch(1)
            column.addLayout(buttons)
        column.addStretch(1)
        self.story.setWidget(body)

    def _chart(self, session: Session, movement: Movement) -> DrawingView:
        """The area's course with the municipality's, and the efforts there."""
        indicator, view = movement.indicator, session.view
        history = session.data.history(indicator.id, view.level)
        whole = session.municipality(indicator.id)
        code = session.data.areas(view.level).codes[movement.area]
        efforts = [
            each for each in session.data.efforts if (each.level, each.area) == (view.level, code)
        ]
        colours = self.theme.chart_colours()
        return DrawingView(
            _("Udvikling"),
            lambda width: trend_chart(
                Course(history.periods, history.cells.column(movement.area)),
                Course(whole.periods, whole.cells.column(0)),
                movement.period,
                kind=indicator.kind,
                per=indicator.per,
                unit=indicator.unit,
                decimals=indicator.decimals,
                efforts=efforts,
                width=width,
                height=_CHART,
                colours=colours,
            ),
        )

    def _go(self, place: str, _on: bool = False) -> None:
        """Go to the area and the indicator of the line."""
        session, index = self.session, self.list.currentIndex()
        if session is None or not index.isValid():
            return
        movement = self.model.rows[index.row()].movement
        session.show_indicator(movement.indicator.id)
        session.select([movement.area])
        session.go(place)

    # What is asked.

    def _chip(self, text: str, do: Callable[[bool], None]) -> Chip:
        chip = Chip(text, self.theme)
        chip.setCheckable(True)
        chip.clicked.connect(do)
        return chip

    def _on_worse(self, _on: bool) -> None:
        self._ask(replace(self._asked, better=False))

    def _on_better(self, _on: bool) -> None:
        self._ask(replace(self._asked, better=True))

    def _on_undirected(self, on: bool) -> None:
        self._ask(replace(self._asked, undirected=on))

    def _on_sensitive(self, on: bool) -> None:
        self._ask(replace(self._asked, sensitive=on))

    def _ask(self, asked: Asked) -> None:
        changed, self._asked = asked != self._asked, asked
        self._mark_chips()
        if changed and self.session is not None:
            self.refresh(None, self.session.desk)

    def _mark_chips(self) -> None:
        self.worse.setChecked(not self._asked.better)
        self.better.setChecked(self._asked.better)
        self.undirected.setChecked(self._asked.undirected)
        self.sensitive.setChecked(self._asked.sensitive)

    def _lay_out(self) -> None:
        self._mark_chips()
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.summary)
        left.addWidget(self.list, 1)
        left.addWidget(self.how)
        left.addWidget(self.method_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.method)
        across = QHBoxLayout()
        across.setSpacing(28)
        across.addLayout(left, 6)
        across.addWidget(self.story, 5)
        inner = QVBoxLayout()
        inner.setContentsMargins(_EDGE, 0, _EDGE, 16)
        inner.setSpacing(12)
        inner.addWidget(self.chips)
        inner.addLayout(across, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addLayout(inner, 1)

    def sizeHint(self) -> QSize:
        return QSize(800, 600)


def _words(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

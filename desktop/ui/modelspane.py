"""To modeller: the categories of two models side by side, where they differ, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.levelwords import called
from desktop.core.models.agreement import (
    Agreement,
    agreement,
    agreement_sentences,
    counted_words,
    few,
    only_counted,
)
from desktop.core.models.offered import fit_of, offers
from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.maps.categorycolours import category_colours
from desktop.maps.categorymap import Shown, shown_on
from desktop.maps.worked import hover_lines
from desktop.ui.categorymatrix import CategoryMatrix
from desktop.ui.desk import Desk
from desktop.ui.doublepane import MapHalf
from desktop.ui.hovercard import HoverCard
from desktop.ui.pane import ModeStrip, Pane
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from desktop.ui.timeslider import TimeSlider

if TYPE_CHECKING:
    import datetime as dt

    from desktop.maps.paper import Paper
    from desktop.maps.sheet import ComposedSheet
    from desktop.maps.typesetting import Measure

_EDGE, _SLIDER = 18, 48
_LOWER, _LOWER_SHARE = (206, 300), 0.36  # pixels of the part under the maps, and its share
_FURTHEST = 40  # areas that are told to differ


class ModelsPane(Pane):
    """Two category maps that look at the same land, and what the models make of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.halves = (MapHalf(theme, 0, self), MapHalf(theme, 1, self))
        self.strip = ModeStrip(self.halves[1])
        self.slider = TimeSlider(theme, self)
        self.slider.setObjectName("barslider")
        self.card = HoverCard(theme, self)
        self.matrix = CategoryMatrix(theme, _("Områder efter de to modeller"), names_across=True)
        self.summary = _words("plain")
        self.counted = _words("muted")
        self.areas = QListWidget()
        self.areas.setAccessibleName(_("Områder, som modellerne ser forskelligt på"))
        self.areas.setWordWrap(True)
        self.areas.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found: Agreement | None = None
        self._zoom = [
            self._zoom_button("+", _("Zoom ind (+)"), 1.6),
            self._zoom_button("−", _("Zoom ud (−)"), 1 / 1.6),
            self._zoom_button("⤢", _("Vis hele kortet (0)"), 0.0),
        ]
        self._bar = QFrame(self)
        self._bar.setObjectName("doublebar")
        self._lower = QFrame(self)
        self._lower.setObjectName("panel")
        self._lay_out_lower()
        self._connect()

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        if self.session is not None:
            self.session.hover_changed.disconnect(self._on_hover_changed)
            self.session.pictures_changed.disconnect(self._on_pictures_changed)
        session.hover_changed.connect(self._on_hover_changed)
        session.pictures_changed.connect(self._on_pictures_changed)
        super().show_session(session)
        for half in self.halves:
            half.canvas.show_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for part in (*self.halves, self.slider, self.card, self.matrix):
            part.set_theme(theme)
        super().set_theme(theme)

    def close_lanes(self) -> None:
        for half in self.halves:
            half.canvas.close_lane()

    def refresh(self, before: Desk | None, after: Desk) -> None:
        session = self.session
        if session is None or after.other is None or session.other_picture is None:
            return
        if before is None or _worked_out(before) != _worked_out(after):
            self._tell(session)
            self._compare(session)
        self._mark(session)

    def composed(
        self, paper: Paper, measure: Measure, day: dt.date, plan: str
    ) -> ComposedSheet | None:
        session = self.session
        if session is None or session.other is None or session.other_picture is None:
            return None
        from desktop.maps.pairsheet import composed_pair  # not before something is printed

        return composed_pair(
            session.data,
            (session.view, session.other),
            (session.picture, session.other_picture),
            paper=paper,
            measure=measure,
            day=day,
            plan=plan,
        )

    @property
    def heading(self) -> tuple[str, str]:
        return (_("To modeller"), self.summary.text())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for half in self.halves:
            half.canvas.let_go()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.card.hide()
        self._lay_out()

    # Made once.

    def _zoom_button(self, text: str, name: str, factor: float) -> QToolButton:
        button = QToolButton(self.halves[1])
        button.setText(text)
        button.setProperty("role", "zoom")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFixedSize(34, 34)
        canvas = self.halves[0].canvas
        button.clicked.connect(lambda _on: canvas.zoom(factor) if factor else canvas.fit())
        return button

    def _lay_out_lower(self) -> None:
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(4, 0, 12, 0)
        bar.addWidget(self.slider, 1)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.summary)
        left.addWidget(self.matrix)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        heading = _words("strong")
        heading.setText(_("Modellerne ser mest forskelligt på"))
        right.addWidget(heading)
        right.addWidget(self.areas, 1)
        right.addWidget(self.counted)
        row = QHBoxLayout(self._lower)
        row.setContentsMargins(_EDGE, 8, _EDGE, 10)
        row.setSpacing(28)
        row.addLayout(left, 1)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        for which, half in enumerate(self.halves):
            half.canvas.area_clicked.connect(self._on_area)
            half.canvas.cleared.connect(self._on_cleared)
            half.canvas.play_requested.connect(self.slider.toggle_play)
            half.canvas.hovered.connect(partial(self._on_hovered, which))
            half.legend.group_clicked.connect(partial(self._on_group, which))
            half.title.clicked.connect(lambda _on=False, which=which: self._on_title(which))
        self.slider.period_picked.connect(self._on_period)
        self.matrix.cell_picked.connect(self._on_cell)
        self.areas.itemActivated.connect(self._on_item)
        self.areas.itemClicked.connect(self._on_item)

    # Put on the pane.

    def _lay_out(self) -> None:
        width, height = self.width(), self.height()
        lower = max(_LOWER[0], min(_LOWER[1], round(_LOWER_SHARE * height)))
        maps = height - lower - _SLIDER
        half_width = (width - 1) // 2
        strip = self.strip.width() if self.strip.isVisibleTo(self.halves[1]) else 0
        self.halves[1].beside = strip + 12 if strip else 0
        for half in self.halves:
            half.aside = 40
        self.halves[0].setGeometry(0, 0, half_width, maps)
        self.halves[1].setGeometry(width - half_width, 0, half_width, maps)
        for half in self.halves:
            half.lay_out()
        right = self.halves[1].width()
        self.strip.move(right - strip - 14, 6)
        for at, button in enumerate(self._zoom):
            button.move(right - 34 - 14, 58 + at * 40)
        self._bar.setGeometry(0, maps, width, _SLIDER)
        self._lower.setGeometry(0, height - lower, width, lower)

    def _tell(self, session: Session) -> None:
        """Name the models and the time."""
        self.strip.show_place(session, session.desk.place)
        names = {offer.id: offer.name for offer in offers(session.data)}
        for which, half in enumerate(self.halves):
            half.tell(session)
            shown = shown_on(session.data, session.view_of(which))
            title = names.get(shown.model, "") if shown is not None else _("Ingen model passer her")
            half.title.show_title(title, _("Vælg model {nr}").format(nr=which + 1))
        self._lay_out()
        self.slider.show_periods(session.periods, session.view.period)

    def _compare(self, session: Session) -> None:
        """Where the two differ, and what each counts that the other does not."""
        self.areas.clear()
        self.found = None
        one, other = (shown_on(session.data, session.view_of(which)) for which in (0, 1))
        if one is None or other is None:
            self.summary.setText(
                _("Der skal to modeller til, som passer til udtrækkets tal på dette niveau.")
            )
            self.counted.setText("")
            self.matrix.hide()
            return
        self.found = found = agreement(
            one.result, one.outcome.id, other.result, other.outcome.id, session.kept
        )
        words = called(session.data.level(session.view.level))
        names = (str(one.result.model.name), str(other.result.model.name))
        self.summary.setText(" ".join(agreement_sentences(found, *names, words)))
        self.matrix.setVisible(bool(found.both.any()))
        self.matrix.show_table(
            found.first_names,
            found.second_names,
            found.table,
            (category_colours(len(found.first_names)), category_colours(len(found.second_names))),
            names,
        )
        self._fill_areas(session, found, one, other)
        self.counted.setText(_only_words(session, one, other, few))
        self.counted.setToolTip(_only_words(session, one, other, ", ".join))

    def _fill_areas(self, session: Session, found: Agreement, one: Shown, other: Shown) -> None:
        areas = session.data.areas(session.view.level)
        for at in found.furthest(_FURTHEST):
            names = (found.first_names[found.first[at]], found.second_names[found.second[at]])
            lines = [areas.names[at] or areas.codes[at]]
            for name, shown in zip(names, (one, other), strict=True):
                why = counted_words(session.data, shown.result, shown.outcome, at)
                lines.append(f"{name}: {why}")
            item = QListWidgetItem("\n".join(lines))
            item.setData(Qt.ItemDataRole.UserRole, at)
            item.setToolTip(item.text())
            self.areas.addItem(item)
        if not self.areas.count():
            item = QListWidgetItem(_("Ingen: hvor begge har en kategori, er den på samme trin."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.areas.addItem(item)

    def _mark(self, session: Session) -> None:
        """Stand at the last chosen area in the list."""
        chosen = session.selected[-1] if session.selected else -1
        for row in range(self.areas.count()):
            if self.areas.item(row).data(Qt.ItemDataRole.UserRole) == chosen:
                self.areas.setCurrentRow(row)
                return
        self.areas.setCurrentRow(-1)

    # What is done.

    def _on_title(self, which: int) -> None:
        session = self.session
        if session is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = session.view_of(which)
        for offer in offers(session.data):
            fit = fit_of(session.data, view.level, view.period, offer)
            action = menu.addAction(offer.name)
            action.setEnabled(fit.fits)
            action.setToolTip(fit.why)
            action.triggered.connect(partial(self._choose, which, offer.id))
        menu.setToolTipsVisible(True)
        title = self.halves[which].title
        menu.popup(title.mapToGlobal(QPoint(0, title.height() + 4)))

    def _choose(self, which: int, model: str, _on: bool = False) -> None:
        if self.session is not None:
            self.session.show_map(which, model=model, outcome="")

    def _on_area(self, position: int, adding: bool) -> None:
        if self.session is not None:
            self.session.select([position], add=adding)

    def _on_cleared(self) -> None:
        if self.session is not None:
            self.session.select([])

    def _on_group(self, which: int, group: int, adding: bool) -> None:
        if self.session is not None:
            self.session.select_group(group, add=adding, which=which)

    def _on_cell(self, row: int, column: int) -> None:
        if self.session is not None and self.found is not None:
            kept = self.session.kept
            self.session.select([at for at in self.found.cell(row, column).tolist() if kept[at]])

    def _on_item(self, item: QListWidgetItem) -> None:
        at = item.data(Qt.ItemDataRole.UserRole)
        if self.session is not None and at is not None:
            self.session.select([at])

    def _on_period(self, period: Period) -> None:
        if self.session is not None:
            self.session.show_period(period)

    def _on_pictures_changed(self) -> None:
        session = self.session
        if session is not None and self.is_seen and session.other_picture is not None:
            for half in self.halves:
                half.tell(session)
            self._tell(session)

    def _on_hover_changed(self, position: int) -> None:
        if position < 0:
            self.card.hide()

    def _on_hovered(self, which: int, position: int, pointer: QPoint) -> None:
        session = self.session
        if session is None or position < 0 or session.other_picture is None:
            self.card.hide()
            return
        first, second = (
            hover_lines(session.data, session.view_of(each), session.picture_of(each), position)
            for each in (0, 1)
        )
        self.card.say((*first, *second[1:]), self.halves[which].mapTo(self, pointer))

    def sizeHint(self) -> QSize:
        return QSize(900, 640)


def _only_words(
    session: Session, one: Shown, other: Shown, listed: Callable[[Sequence[str]], str]
) -> str:
    """Which indicators only one of the models counts; ``listed`` makes words of several names."""
    parts = []
    for shown, against in ((one, other), (other, one)):
        names = only_counted(session.data, shown.result, against.result)
        if names:
            parts.append(
                _("Kun {model} tæller: {names}.").format(
                    model=shown.result.model.name, names=listed(names)
                )
            )
    return " ".join(parts)


def _worked_out(desk: Desk) -> tuple[object, ...]:
    """What the comparison follows from."""
    views = (desk.view, desk.map(1))
    shared = (desk.view.level, desk.view.period, desk.view.filter)
    return (*shared, *((each.model, each.outcome, each.period) for each in views))


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label

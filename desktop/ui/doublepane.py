"""Two maps of the same areas, looked at as one, with their scatter plot and a table under them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.areas import Areas
from desktop.core.collation import text_places
from desktop.core.disclosure import FloatArray, State
from desktop.core.levelwords import called
from desktop.core.periods import Period
from desktop.core.sentences import count_words, value_words
from desktop.core.wording import _, number
from desktop.maps.classes import printed_decimals
from desktop.maps.mappair import (
    MapPair,
    map_pair,
    no_common_scale_words,
    pair_names,
    plot_notes,
    together_words,
)
from desktop.maps.picture import Picture
from desktop.maps.scatter import dot_colour
from desktop.maps.titles import subtitle_of, title_of
from desktop.maps.view import MapView
from desktop.ui.desk import Desk
from desktop.ui.doubletable import Columns, DoubleTable
from desktop.ui.elidedlabel import ElidedLabel
from desktop.ui.hovercard import HoverCard
from desktop.ui.jobs import Lane
from desktop.ui.legendstrip import LegendStrip
from desktop.ui.mapcanvas import MapCanvas
from desktop.ui.maptools import MapTools
from desktop.ui.pane import ModeStrip, Pane
from desktop.ui.scatterview import ScatterView
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from desktop.ui.timeslider import TimeSlider
from desktop.ui.titlechooser import TitleButton, TitleChooser

if TYPE_CHECKING:
    import datetime as dt

    from desktop.core.association import Association
    from desktop.maps.paper import Paper
    from desktop.maps.sheet import ComposedSheet
    from desktop.maps.typesetting import Measure

_EDGE = 18
_SLIDER = 48
_LOWER = (196, 300)  # pixels: the part under the maps, at least and at most
_LOWER_SHARE = 0.33


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """The areas of a level as they are called, and their places in the alphabet."""

    session: Session
    level: str
    names: tuple[str, ...]
    places: FloatArray


class MapHalf(QWidget):
    """One of the two maps with its title, sentence and legend."""

    def __init__(self, theme: Theme, which: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas = MapCanvas(theme, self, which)
        self.canvas.setAccessibleName(_("Kort {nr}").format(nr=which + 1))
        self.title = TitleButton(theme, self)
        self.sentence = ElidedLabel(self)
        self.sentence.setProperty("role", "muted")
        self.sentence.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.legend = LegendStrip(theme, self)
        self._which = which
        self.beside = 0  # pixels at the right that other things stand in, beside the title
        self.aside = 0  # and beside the map

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for part in (self.canvas, self.title, self.legend):
            part.set_theme(theme)

    def tell(self, session: Session) -> None:
        """Put the map into words."""
        view, picture = session.view_of(self._which), session.picture_of(self._which)
        data = session.data
        name = title_of(data, view)
        self.title.show_title(name, _("Vælg, hvad kort {nr} viser").format(nr=self._which + 1))
        sentence = subtitle_of(data, view, picture)
        self.sentence.say(sentence)
        self.canvas.setAccessibleDescription(f"{name}. {sentence}")
        self.legend.show_legend(picture.legend, strip_labels(session, view, picture))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        """Everything in its corner; the map fits the room that is left."""
        width, height = self.width(), self.height()
        self.canvas.setGeometry(0, 0, width, height)
        room = width - 2 * _EDGE
        title = min(self.title.sizeHint().width(), room - self.beside)
        self.title.setGeometry(_EDGE - 5, 8, max(title, 60), self.title.sizeHint().height())
        below = self.title.geometry().bottom() + 3
        self.sentence.setGeometry(_EDGE, below, room - self.aside, 20)
        legend = self.legend.height()
        self.legend.setGeometry(_EDGE, height - legend - 6, room, legend)
        self.canvas.set_margins(_EDGE, below + 24, _EDGE + self.aside, legend + 24)


class DoublePane(Pane):
    """Place ``double``: title, sentence and legend for each map, and one of everything else."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lane = Lane("association", self)
        self._ready = False  # whether what the association rests on is loaded
        self._loading = False  # or on its way
        self._pair: MapPair | None = None
        self._found: Association | None = None
        self._named: _Named | None = None
        self.halves = (MapHalf(theme, 0, self), MapHalf(theme, 1, self))
        self.strip = ModeStrip(self.halves[1])
        self.slider = TimeSlider(theme, self)
        self.fold = QToolButton()
        self.scatter = ScatterView(theme)
        self.table = DoubleTable(theme)
        self.together = QLabel()
        self.note = ElidedLabel()
        self.bivariate = QPushButton(_("Bivariat kort"))
        self.swap = QPushButton(_("Ombyt"))
        self.common = QPushButton(_("Samme skala"))
        self.chooser = TitleChooser(theme, self)
        self.card = HoverCard(theme, self)
        self._zoom = [
            self._zoom_button(text, name, do)
            for text, name, do in (
                ("+", _("Zoom ind (+)"), lambda: self.halves[0].canvas.zoom(1.6)),
                ("−", _("Zoom ud (−)"), lambda: self.halves[0].canvas.zoom(1 / 1.6)),
                ("⤢", _("Vis hele kortet (0)"), self.halves[0].canvas.fit),
            )
        ]
        self.tools = MapTools(theme, self.halves[1].canvas, self.halves[1], folded=True)
        self._zoom.append(self.tools.layers)
        self.tools.measure.hide()  # the key M measures on the map that has the focus
        self._bar = self._make_bar()
        self._lower = self._make_lower()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._compare)
        self._connect()

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        super().show_session(session)
        session.hover_changed.connect(self._on_hover_changed)
        for half in self.halves:
            half.canvas.show_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for part in (*self.halves, self.slider, self.scatter, self.table, self.card, self.chooser):
            part.set_theme(theme)
        self.tools.set_theme(theme)
        super().set_theme(theme)

    def refresh(self, before: Desk | None, after: Desk) -> None:
        session = self.session
        if session is None or after.other is None or session.other_picture is None:
            return
        if before is None or _worked_out(before) != _worked_out(after):
            self.card.hide()
            self._tell(session)
            self._later.start()  # the maps are painted first
        if before is None or before.view.selected != after.view.selected:
            self.scatter.show_selected(session.selected)
            self.table.show_selected(session.selected)
        self.tools.refresh(session, before, after)

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
            found=None if self._later.isActive() else self._found,
        )

    @property
    def heading(self) -> tuple[str, str]:
        session = self.session
        if session is None or session.other is None:
            return "", ""
        return " · ".join(pair_names(session.data, (session.view, session.other))), ""

    def close_lanes(self) -> None:
        """Stop drawing for good."""
        self._lane.close()
        for half in self.halves:
            half.canvas.close_lane()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for half in self.halves:
            half.canvas.let_go()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.card.hide()
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hairlines: what shows between the parts."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self.theme.hairline))
        painter.end()

    # Made once.

    def _zoom_button(self, text: str, name: str, do: Callable[[], None]) -> QToolButton:
        button = QToolButton(self.halves[1])
        button.setText(text)
        button.setProperty("role", "zoom")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFixedSize(34, 34)
        button.clicked.connect(lambda _on: do())
        return button

    def _make_bar(self) -> QFrame:
        """Time for both maps, and the way to fold what lies under it."""
        bar = QFrame(self)
        bar.setObjectName("panel")
        self.fold.setProperty("role", "quiet")
        self.fold.setCheckable(True)
        self.fold.setToolTip(_("Fold punktdiagram og tabel sammen"))
        self.fold.setAccessibleName(self.fold.toolTip())
        self.fold.setText("▾")
        self.slider.setObjectName("barslider")
        row = QHBoxLayout(bar)
        row.setContentsMargins(4, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.slider, 1)
        row.addWidget(self.fold)
        return bar

    def _make_lower(self) -> QFrame:
        lower = QFrame(self)
        lower.setObjectName("panel")
        self.together.setTextFormat(Qt.TextFormat.RichText)
        self.note.setProperty("role", "muted")
        self.note.setStyleSheet("font-size: 11px;")
        self.together.setWordWrap(True)
        self.together.setMinimumWidth(80)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.together)
        left.addWidget(self.scatter, 1)
        left.addWidget(self.note)
        self.common.setCheckable(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.bivariate, self.swap, self.common):
            button.setStyleSheet("padding: 5px 12px;")
            buttons.addWidget(button)
        buttons.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.table, 1)
        right.addLayout(buttons)
        row = QHBoxLayout(lower)
        row.setContentsMargins(_EDGE, 8, _EDGE, 8)
        row.setSpacing(20)
        row.addLayout(left, 14)
        row.addLayout(right, 8)
        return lower

    def _connect(self) -> None:
        for which, half in enumerate(self.halves):
            canvas = half.canvas
            canvas.area_clicked.connect(self._on_area_clicked)
            canvas.cleared.connect(self._on_cleared)
            canvas.play_requested.connect(self.slider.toggle_play)
            canvas.hovered.connect(
                lambda position, at, half=half: self._tell_hovered(position, half, at)
            )
            canvas.place_hovered.connect(
                lambda lines, at, half=half: self.card.say(lines, half.mapTo(self, at))
            )
            half.legend.group_clicked.connect(
                lambda group, add, which=which: self._on_group_clicked(group, add, which)
            )
            half.title.clicked.connect(lambda _on, which=which: self._on_title(which))
        self.slider.period_picked.connect(self._on_period_picked)
        self.scatter.chosen.connect(self._on_chosen)
        self.scatter.hovered.connect(self._on_point_hovered)
        self.table.chosen.connect(self._on_area_clicked)
        self.table.pointed.connect(self._on_pointed)
        self.fold.toggled.connect(self._on_fold)
        self.bivariate.clicked.connect(self._on_bivariate)
        self.swap.clicked.connect(self._on_swap)
        self.common.clicked.connect(self._on_common)

    # Put on the pane.

    def _lay_out(self) -> None:
        width, height = self.width(), self.height()
        folded = self.fold.isChecked()
        lower = 0 if folded else max(_LOWER[0], min(_LOWER[1], round(_LOWER_SHARE * height)))
        maps = height - lower - _SLIDER
        half_width = (width - 1) // 2  # both alike, so that they look at the same piece of land
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
        self.tools.place_card(right - 14, maps - self.halves[1].legend.height() - 64)
        self._bar.setGeometry(0, maps + 1, width, _SLIDER - 1)
        self._lower.setGeometry(0, height - lower, width, lower)
        self._lower.setVisible(not folded)

    def _tell(self, session: Session) -> None:
        """Put both maps into words."""
        other = session.other
        if other is None:
            return
        self.strip.show_place(session, session.desk.place)
        for half in self.halves:
            half.tell(session)
        self._lay_out()
        self.slider.show_periods(session.periods, session.view.period)
        one, two = (session.data.indicator(each.indicator) for each in (session.view, other))
        why_not = no_common_scale_words(one, two)
        self.common.setEnabled(not why_not)
        self.common.setToolTip(why_not or _("Kort 2 får de samme klasser som kort 1."))
        self.common.setAccessibleDescription(self.common.toolTip())
        self.common.setChecked(session.desk.common_scale and not why_not)

    def _compare(self) -> None:
        """The plot and the table: what the two maps are together."""
        session = self.session
        if session is None or session.other is None or session.other_picture is None:
            return
        views = (session.view, session.other)
        pictures = (session.picture, session.other_picture)
        data, level = session.data, session.view.level
        named = self._names(session, level)
        pair = self._pair = map_pair(data, views, pictures)
        self._found = self._associated(pair)
        dot = dot_colour(session.view.ramp, session.view.reverse)
        self.scatter.show_pair(pair, self._found, named.names, dot)
        self.table.show_columns(
            Columns(
                named.names,
                (pictures[0].cells, pictures[1].cells),
                pair.indicators,
                pictures[0].kept | pictures[1].kept,
                named.places,
            )
        )
        self.table.show_selected(session.selected)
        self._say_together(session, pair)

    def _associated(self, pair: MapPair) -> Association | None:
        """How the two go together; None until what that is worked out by has been loaded."""
        if not self._ready:
            if not self._loading:
                self._loading = True
                self._lane.start(_load).ended.connect(self._on_ready)
            return None
        from desktop.core.association import associate

        return associate(pair.first, pair.second)

    def _say_together(self, session: Session, pair: MapPair) -> None:
        found, muted = self._found, self.theme.muted
        words = called(session.data.level(session.view.level))
        said = together_words(pair, found, words) if found is not None else ""
        self.together.setText(
            f"<b>{_('Samvariation mellem områder')}</b>"
            f" <span style='color:{muted}; font-size:12px'>{escape(said)}</span>"
        )
        if found is None:
            return
        self.note.say(" · ".join(plot_notes(pair, found)))
        told = "\n".join(_told_in_full(pair, found))
        self.together.setToolTip(told)
        self.scatter.setAccessibleDescription(f"{said}. {self.note.words}. {told}")

    def _names(self, session: Session, level: str) -> _Named:
        """The names of a level and their order, kept as long as the level stays."""
        held = self._named
        if held is None or held.session is not session or held.level != level:
            names = shown_names(session.data.areas(level))
            held = self._named = _Named(session, level, names, text_places(names))
        return held

    # What people do.

    def _on_ready(self) -> None:
        self._ready = True
        if self.is_seen:
            self._compare()

    def _on_area_clicked(self, position: int, adding: bool) -> None:
        if self.session is not None:
            self.session.select([position], add=adding)

    def _on_chosen(self, positions: list[int]) -> None:
        if self.session is not None:
            self.session.select(positions)

    def _on_cleared(self) -> None:
        if self.session is not None:
            self.session.select([])

    def _on_group_clicked(self, group: int, adding: bool, which: int) -> None:
        if self.session is not None:
            self.session.select_group(group, add=adding, which=which)

    def _on_period_picked(self, period: Period) -> None:
        if self.session is not None:
            self.session.show_period(period)

    def _on_title(self, which: int) -> None:
        if self.session is not None:
            self.chooser.open_for(self.session, which, self.halves[which].title)

    def _on_bivariate(self) -> None:
        if self.session is not None:
            self.session.go("bivariate")

    def _on_swap(self) -> None:
        if self.session is not None:
            self.session.swap()

    def _on_common(self, common: bool) -> None:
        if self.session is not None:
            self.session.share_scale(common)

    def _on_fold(self, folded: bool) -> None:
        self.fold.setText("▴" if folded else "▾")
        self.card.hide()
        self._lay_out()

    def _on_point_hovered(self, position: int, at: QPoint) -> None:
        if self.session is not None:
            self.session.hover(position)
        self._tell_hovered(position, self.scatter, at)

    def _on_pointed(self, position: int) -> None:
        if self.session is not None:
            self.session.hover(position)

    def _on_hover_changed(self, position: int) -> None:
        self.scatter.show_hovered(position)
        self.table.show_hovered(position)

    def _tell_hovered(self, position: int, over: QWidget, at: QPoint) -> None:
        session = self.session
        if session is None or session.other is None or session.other_picture is None:
            return
        if position < 0:
            self.card.hide()
            return
        views = (session.view, session.other)
        lines = hover_lines(session, views, (session.picture, session.other_picture), position)
        if self._found is not None and over is self.scatter:
            off = [each.position for each in self._found.outliers if each.off_the_line]
            if position in off:
                lines = (*lines[:-1], " · ".join((lines[-1], _("uden for linjen"))))
        self.card.say(lines, over.mapTo(self, at))


def shown_names(areas: Areas) -> tuple[str, ...]:
    """What areas are called on screen: the code where one has no name."""
    return tuple(name or code for name, code in zip(areas.names, areas.codes, strict=True))


def hover_lines(
    session: Session, views: tuple[MapView, MapView], pictures: tuple[Picture, Picture], at: int
) -> tuple[str, ...]:
    """What is said of an area on either map and in the plot: name, both numbers, residents."""
    areas = session.data.areas(views[0].level)
    lines = [areas.names[at] or areas.codes[at]]
    for name, view, picture in zip(pair_names(session.data, views), views, pictures, strict=True):
        indicator = session.data.indicator(view.indicator)
        words = [value_words(picture.cells, at, indicator)]
        if picture.cells.states[at] == State.SHOWN:
            words.append(count_words(picture.cells, at))
        lines.append(f"{name}: " + " · ".join(word for word in words if word))
    residents = float(areas.residents[at])
    lines.append(
        _("{count} beboere").format(count=number(residents))
        if np.isfinite(residents)
        else _("beboertallet vises ikke")
    )
    return tuple(lines)


def strip_labels(session: Session, view: MapView, picture: Picture) -> tuple[str, ...]:
    """The short names of a legend's rows: ``< 10 %``, ``10 – 16``, ``≥ 30 %``."""
    rows, bounds = picture.legend.rows, picture.bounds
    classes = sum(row.group >= 0 for row in rows)
    if classes != len(bounds) + 1 or not bounds:
        return tuple(row.label for row in rows)
    indicator = session.data.indicator(view.indicator)
    decimals = printed_decimals(bounds, indicator.decimals)
    texts = [number(bound, decimals) for bound in bounds]
    unit = f" {indicator.unit}" if len(indicator.unit) <= 2 and indicator.unit != "n" else ""
    under, over = ("≤", ">") if view.upper else ("<", "≥")
    inner = [f"{low} – {high}" for low, high in pairwise(texts)]
    short = [f"{under} {texts[0]}{unit}", *inner, f"{over} {texts[-1]}{unit}"]
    named = iter(short)
    return tuple(next(named) if row.group >= 0 else row.label for row in rows)


def _told_in_full(pair: MapPair, found: Association) -> list[str]:
    from desktop.core import associationwords as said
    from desktop.core.association import not_persons_sentence

    first, second = pair.indicators
    lines = [
        said.association_sentence(found, first, second),
        said.line_sentence(found, first, second),
        not_persons_sentence(),
        said.neighbours_sentence(),
    ]
    return [line for line in lines if line]


def _load(_stopped: object) -> None:
    from desktop.core.distributions import load_distributions

    load_distributions()


def _worked_out(desk: Desk) -> tuple[object, ...]:
    """What the maps are worked out from."""
    views = [
        replace(view, extent=None, selected=()) for view in (desk.view, desk.other or desk.view)
    ]
    return (desk.place, desk.common_scale, *views)

"""Alle: how every area has gone, side by side."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.series import Directions
from desktop.core.wording import _, number
from desktop.maps.composing import scaled
from desktop.maps.drawing import Drawing
from desktop.maps.filtering import counted_areas
from desktop.maps.multiples import (
    Multiples,
    Order,
    kept_together,
    multiples_drawing,
    multiples_of,
    ways_of,
)
from desktop.maps.titles import named
from desktop.ui.chips import Chip, Flow
from desktop.ui.desk import Desk
from desktop.ui.jobs import Job, Lane
from desktop.ui.multiplesview import MultiplesView
from desktop.ui.pane import Pane, PaneHead
from desktop.ui.session import Session
from desktop.ui.theme import LIGHT, Theme

_EDGE = 22
_DRAWN_BY = ("level", "indicator", "breakdown", "period", "filter")


class MultiplesPane(Pane):
    """A small chart for every area that is looked at."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lane = Lane("directions", self)
        self._job: Job | None = None
        self.order = Order.NAME
        self.made: Multiples | None = None
        self.head = PaneHead()
        self.orders = {
            Order.NAME: self._chip(_("Efter navn"), Order.NAME),
            Order.VALUE: self._chip(_("Efter tal"), Order.VALUE),
            Order.CHANGE: self._chip(_("Efter hvor sikker ændringen er"), Order.CHANGE),
        }
        self.own_scale = Chip(_("Egen skala"), theme)
        self.own_scale.setToolTip(_("Hvert område på sin egen skala; højder kan ikke sammenlignes"))
        self.own_scale.clicked.connect(lambda _on: self._draw())
        self.chips = Flow()
        self.chips.fill([*self.orders.values(), self.own_scale])
        self.view = MultiplesView(theme)
        self.key = QLabel()
        self.key.setProperty("role", "muted")
        self.key.setWordWrap(True)
        self.view.area_clicked.connect(self._on_area)
        self.view.area_opened.connect(self._on_opened)
        self.view.area_pointed.connect(self._on_pointed)
        inner = QVBoxLayout()
        inner.setContentsMargins(_EDGE, 0, _EDGE - 10, 12)
        inner.setSpacing(10)
        inner.addWidget(self.chips)
        inner.addWidget(self.view, 1)
        inner.addWidget(self.key)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addLayout(inner, 1)
        self._mark_orders()

    def show_session(self, session: Session) -> None:
        """Follow another session."""
        if self.session is not None:
            self.session.hover_changed.disconnect(self.view.show_pointed)
        session.hover_changed.connect(self.view.show_pointed)
        self._stop()
        super().show_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.view.set_theme(theme)
        for chip in (*self.orders.values(), self.own_scale):
            chip.set_theme(theme)
        super().set_theme(theme)

    def close_lanes(self) -> None:
        self._lane.close()

    def refresh(self, before: Desk | None, after: Desk) -> None:
        session = self.session
        if session is None:
            return
        if before is None or any(
            getattr(before.view, name) != getattr(after.view, name) for name in _DRAWN_BY
        ):
            self._make(session)
        self.view.show_chosen(frozenset(session.selected))

    def figure(self, width: float, height: float, unit: float) -> Drawing | None:
        """Every chart, as on screen."""
        del height
        if self.made is None or self.session is None:
            return None
        drawing = multiples_drawing(
            self.made,
            self.order,
            width / unit,
            LIGHT.chart_colours(),
            chosen=frozenset(self.session.selected),
            own_scale=self.own_scale.isChecked(),
        )
        return scaled(drawing, unit)

    def _make(self, session: Session) -> None:
        view, data = session.view, session.data
        self._stop()
        made = multiples_of(data, view, session.picture.cells, session.kept)
        made = kept_together(self.made, made)
        self.made = made
        self.head.say(
            session,
            "all",
            named(data, view.indicator, view.breakdown),
            " · ".join(
                (
                    f"{made.periods[0].short_label} – {made.periods[-1].short_label}",
                    counted_areas(data, view, session.picture),
                )
            ),
        )
        self._draw()
        if made.ways is not None:
            return

        def work(_stopped: Callable[[], bool]) -> Directions:
            return ways_of(data, view, made.periods)

        self._job = self._lane.start(work)
        self._job.succeeded.connect(self._on_ways)

    def _draw(self) -> None:
        if self.made is None:
            return
        self.view.show_multiples(self.made, self.order, own_scale=self.own_scale.isChecked())
        self.key.setText(self._key_words())

    def _key_words(self) -> str:
        said = [_("Grå linje: kommunen. Skraveret: diskretioneret.")]
        if self.own_scale.isChecked():
            said.append(_("Hvert område har sin egen skala."))
        else:
            said.append(_("Alle har samme skala."))
        ways = self.made.ways if self.made is not None else None
        if ways is not None:
            said.append(
                _(
                    "↗ og ↘: stiger eller falder over hele tiden mere, end tilfældet kan forklare;"
                    " af {tested} områder får op til {chance} en pil ved et tilfælde."
                ).format(tested=number(ways.tested), chance=number(math.ceil(0.05 * ways.tested)))
            )
        said.append(_("Klik vælger, dobbeltklik åbner profilen."))
        return " ".join(said)

    def _on_ways(self, ways: Directions) -> None:
        self._job = None
        if self.made is not None:
            self.made = replace(self.made, ways=ways)
            self._draw()

    def _chip(self, text: str, order: Order) -> Chip:
        chip = Chip(text, self.theme)
        chip.clicked.connect(lambda _on: self._on_order(order))
        return chip

    def _on_order(self, order: Order) -> None:
        self.order = order
        self._mark_orders()
        self._draw()

    def _mark_orders(self) -> None:
        for order, chip in self.orders.items():
            chip.setChecked(order is self.order)

    def _on_area(self, position: int, adding: bool) -> None:
        if self.session is not None:
            self.session.select([position], add=adding)

    def _on_opened(self, position: int) -> None:
        if self.session is not None:
            self.session.select([position])
            self.session.go("profile")

    def _on_pointed(self, position: int) -> None:
        if self.session is not None:
            self.session.hover(position)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

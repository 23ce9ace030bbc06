"""The panel beside a category map: why an area is where it is, and how near the next category."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.models.certainty import Certainty
from desktop.core.models.explain import explain
from desktop.core.models.explaintables import Section
from desktop.core.models.explanation import Verdict
from desktop.core.models.modelwords import (
    chance_words,
    outside_words,
)
from desktop.core.models.reasons import (
    lacking_sentences,
    met_words,
    near_sentences,
    reasons,
)
from desktop.core.models.result import NONE, Outside, Why
from desktop.core.models.shown import certainty_known, score_words, why_told
from desktop.core.models.yearly import Years, category_names, undecided_reach, years_of
from desktop.core.wording import _, number
from desktop.maps.categorycolours import category_colours
from desktop.maps.categorymap import Shown, shown_on
from desktop.maps.drawing import Drawing
from desktop.maps.history import Part, StripYear, bar_words, chance_bar
from desktop.ui.categoryoverview import tell_overview
from desktop.ui.categoryrows import ReasonRows, YearStrip, strip_colours
from desktop.ui.desk import Desk
from desktop.ui.jobs import Lane
from desktop.ui.pane import Pane
from desktop.ui.panelbody import DrawingView, PanelBody
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_MOST_LISTED = 12
_STEPPING = 90  # milliseconds at one time before the panel follows: not while time plays


class CategoryPanel(Pane):
    """The chosen area's category and what it stands on; without one, the model and its counts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.scrolled = QScrollArea()
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.scrolled.setAccessibleName(_("Områdets kategori"))
        self._soon = QTimer(self)  # the map is painted first, and quick steps are told once
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        self._lane = Lane("why", self)
        self._why: QPushButton | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scrolled)

    def show_session(self, session: Session) -> None:
        if self.session is not None:
            self.session.pictures_changed.disconnect(self._on_pictures_changed)
        session.pictures_changed.connect(self._on_pictures_changed)
        super().show_session(session)

    def refresh(self, before: Desk | None, after: Desk) -> None:
        if before is None or replace(before.view, extent=None) != replace(after.view, extent=None):
            stepping = before is not None and before.view.period != after.view.period
            self._soon.start(_STEPPING if stepping else 0)

    def close_lanes(self) -> None:
        """Let the thread that explains end."""
        self._lane.close()

    @property
    def is_settled(self) -> bool:
        """Whether it says all there is to say at the moment."""
        return not self._soon.isActive()

    def _on_pictures_changed(self) -> None:
        if self.is_seen:
            self._soon.start(0)

    def _tell(self) -> None:
        session = self.session
        if session is None:
            return
        self._why = None
        place = self.scrolled.verticalScrollBar().value()
        body = PanelBody()
        shown = shown_on(session.data, session.view)
        selected = session.selected
        if shown is None:
            self._tell_nothing(body, session)
        elif selected:
            self._tell_area(body, session, shown, selected[-1])
            if len(selected) > 1:
                _tell_others(body, session, shown, selected)
        else:
            tell_overview(body, self.theme, session, shown)
        body.end()
        self.scrolled.setWidget(body)
        self.scrolled.verticalScrollBar().setValue(place)

    def _tell_nothing(self, body: PanelBody, session: Session) -> None:
        body.heading(_("Ingen kategorier her"))
        if session.view.model:
            body.text(
                _("Modellen har ingen tal at inddele efter på dette niveau og tidspunkt."), "plain"
            )
            body.text(_("Vælg en anden model, et andet niveau eller en anden tid."), "muted")
            return
        body.text(_("Ingen af modellerne passer til områderne på dette niveau."), "plain")
        body.text(
            _(
                "Listen til venstre siger, hvad hver model mangler. Dataforvalteren kan lægge de"
                " manglende indikatorer eller en egen model i udtrækkets opskrift."
            ),
            "muted",
        )

    # One area.

    def _tell_area(self, body: PanelBody, session: Session, shown: Shown, area: int) -> None:
        data, view = session.data, session.view
        areas = data.areas(view.level)
        close = QToolButton()
        close.setText("×")
        close.setProperty("role", "quiet")
        close.setAccessibleName(_("Fravælg området"))
        close.clicked.connect(lambda: session.select([]))
        body.heading(areas.names[area] or areas.codes[area], close)
        body.text(_identity(session, shown, area), "muted")
        body.rule()
        names = {each.id: each.label for each in data.indicators}
        told = explain(shown.result, area, name=areas.names[area], indicators=names)
        verdict = next(each for each in told.verdicts if each.id == shown.outcome.id)
        rows = reasons(told, verdict, shown.result.model)
        self._tell_category(body, session, shown, verdict, met_words(rows), area)
        if rows and verdict.why is not Why.OUTSIDE:
            body.rule()
            body.section(_("Hvorfor?"))
            body.add(ReasonRows(self.theme, rows))
        near = (*near_sentences(verdict, shown.outcome), *lacking_sentences(verdict))
        if near:
            body.rule()
            body.section(_("Hvor tæt på en anden kategori?"))
            for sentence in near:
                body.text(sentence, "plain")
        self._tell_years(body, session, shown, area)
        self._tell_buttons(body, session, shown, area)

    def _tell_category(
        self,
        body: PanelBody,
        session: Session,
        shown: Shown,
        verdict: Verdict,
        met: str,
        area: int,
    ) -> None:
        outcome, view = shown.outcome, session.view
        name = str(outcome.name) or outcome.id
        body.text(_("{outcome}, {period}").format(outcome=name, period=view.period.label), "muted")
        if verdict.why is Why.OUTSIDE:
            body.text(_("Ingen kategori"), "panel-title")
            population = shown.result.model.population
            body.text(
                outside_words(
                    Outside(int(shown.result.outside[-1, area])),
                    population.residents_minimum,
                    population.sector,
                    float(shown.result.inputs.residents[-1, area]),
                ),
                "plain",
            )
            return
        if verdict.why is Why.UNDECIDED:
            body.text(_("Kan ikke afgøres"), "panel-title")
            reach = undecided_reach(shown.result, outcome, area)
            body.text(_("For få tal vises. Kategorien er {reach}.").format(reach=reach), "plain")
        elif verdict.why is Why.NOTHING_HOLDS:
            body.text(_("Ingen af kategorierne"), "panel-title")
        else:
            body.text(verdict.category_name, "map-title")
        known = certainty_known(session.data, view.level, view.period, shown.model)
        parts = [score_words(shown.result, outcome, area) or met]
        parts.append(_own_chance(shown, known, area))
        body.text(" · ".join(part for part in parts if part), "plain")
        if known is not None:
            self._tell_chances(body, shown, known, area)
        if verdict.sentence:
            body.text(verdict.sentence, "muted")

    def _tell_chances(self, body: PanelBody, shown: Shown, known: Certainty, area: int) -> None:
        names = category_names(shown.outcome)
        chances = known.chances[shown.outcome.id][:, -1, area]
        nothing = float(known.nothing[shown.outcome.id][-1, area])
        shares = [*(float(chance) for chance in chances), nothing][: len(names)]
        if any(np.isnan(shares)):
            return
        palette = category_colours(len(names))
        # The least first, as the colours run from light to dark.
        order = range(len(names) - 1, -1, -1)
        parts = [Part(shares[at], at) for at in order]
        told = bar_words(
            [(names[at], chance_words(shares[at])) for at in order if shares[at] >= 0.005]
        )
        bar = DrawingView(
            _("Hvor sandsynlig hver kategori er"),
            partial(_bar, parts, palette, self.theme),
        )
        bar.setAccessibleDescription(told)
        bar.setToolTip(told.replace(", ", "\n"))
        body.add(bar)

    def _tell_years(self, body: PanelBody, session: Session, shown: Shown, area: int) -> None:
        view = session.view
        years = years_of(session.data, view.level, view.period, shown.model, shown.outcome.id)
        if years is None:
            return
        body.rule()
        body.section(_("År for år"))
        strip = YearStrip(
            self.theme,
            _strip(years, area),
            len(years.periods) - 1,
            category_colours(len(category_names(shown.outcome))),
        )
        strip.year_picked.connect(partial(_go_to_year, session, years))
        body.add(strip)
        if said := _since_words(years, area):
            body.text(said, "muted")

    def _tell_buttons(self, body: PanelBody, session: Session, shown: Shown, area: int) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(8)
        profile = QPushButton(_("Profil"))
        profile.setAccessibleName(_("Områdets profil"))
        profile.clicked.connect(lambda: session.go("profile"))
        self._why = QPushButton(_("Hele forklaringen"))
        self._why.setProperty("role", "primary")
        self._why.clicked.connect(partial(self._explain_all, session, shown, area))
        row.addWidget(profile, 1)
        row.addWidget(self._why, 2)
        holder = QWidget()
        holder.setLayout(row)
        body.add(holder)

    def _explain_all(self, session: Session, shown: Shown, area: int) -> None:
        """The whole explanation takes some tenths of a second: on another thread."""
        data, level, button = session.data, session.view.level, self._why
        if button is not None:
            button.setEnabled(False)

        def work(_stopped: object) -> tuple[Section, ...]:
            return why_told(data, level, shown.result, area)

        job = self._lane.start(work)
        job.succeeded.connect(self._show_card)

    def _show_card(self, sections: tuple[Section, ...]) -> None:
        from desktop.ui.whycard import WhyCard

        if self._why is not None:
            self._why.setEnabled(True)
        WhyCard(sections, self.window()).open()


def _tell_others(body: PanelBody, session: Session, shown: Shown, selected: list[int]) -> None:
    body.rule()
    body.section(_("{count} valgte områder").format(count=number(len(selected))))
    areas, names = session.data.areas(session.view.level), category_names(shown.outcome)
    for area in selected[:_MOST_LISTED]:
        group = int(session.picture.groups[area])
        words = names[group] if group >= 0 else _("ingen kategori")
        body.fact(areas.names[area] or areas.codes[area], words, "plain")
    if (more := len(selected) - _MOST_LISTED) > 0:
        body.text(_("og {count} til").format(count=number(more)), "muted")


def _identity(session: Session, shown: Shown, area: int) -> str:
    level = session.data.level(session.view.level)
    parts = [f"{level.name} {session.data.areas(level.id).codes[area]}"]
    residents = float(shown.result.inputs.residents[-1, area])
    if not np.isnan(residents):
        parts.append(_("{count} beboere").format(count=number(residents)))
    return " · ".join(parts)


def _own_chance(shown: Shown, known: Certainty | None, area: int) -> str:
    """How likely the category is that the area has; a word while that is worked out."""
    index = int(shown.result.outcomes[shown.outcome.id].index[-1, area])
    if index == NONE:
        return ""
    if known is None:
        return _("sikkerheden regnes ud …")
    chance = float(known.chances[shown.outcome.id][index, -1, area])
    return _("{chance} sandsynlig").format(chance=chance_words(chance))


def _bar(parts: list[Part], palette: tuple[str, ...], theme: Theme, width: float) -> Drawing:
    return chance_bar(parts, palette, width, strip_colours(theme))


def _strip(years: Years, area: int) -> list[StripYear]:
    return [
        StripYear(
            f"{period.year % 100:02d}",
            int(years.history.index[row, area]),
            years.words(row, area),
            years.is_undecided(row, area),
        )
        for row, period in enumerate(years.periods)
    ]


def _since_words(years: Years, area: int) -> str:
    since = int(years.history.since[area])
    if since == NONE:
        return ""
    if since == 0:
        return _("Samme kategori i alle årene.")
    return _("I kategorien siden {period}.").format(period=years.periods[since].label)


def _go_to_year(session: Session, years: Years, at: int) -> None:
    """The time of a year in the strip, as near as the session's own periods come."""
    from desktop.maps.view import nearest_period

    session.show_period(nearest_period(session.periods, years.periods[at]))

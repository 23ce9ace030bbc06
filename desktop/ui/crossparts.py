"""The three tables of the cross pane: what each is called, says, draws and does when clicked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.core.association import associate, correlation_matrix, not_persons_sentence
from desktop.core.associationwords import (
    association_sentence,
    coefficient_words,
    neighbours_sentence,
    standing_words,
    used_words,
)
from desktop.core.levelwords import called
from desktop.core.wording import _
from desktop.maps import crossbars, crosstab, heatmap
from desktop.maps.cellchart import CrossColours, Spot
from desktop.maps.palettes import mixed
from desktop.maps.view import MapView, Second
from desktop.ui.cellview import SETTER, Make
from desktop.ui.jobs import Job, Lane
from desktop.ui.session import Session
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.core.association import Association, Matrix
    from desktop.core.dataset import Dataset
    from desktop.core.indicators import Indicator

_T = TypeVar("_T")
_BAR = 0.5  # of the paper in the colour of a bar, so that its interval is seen on it


class Part(QObject):
    """One of the tables."""

    changed = Signal()  # something that took its time is there now
    name = ""

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._job: Job | None = None
        self._asked: tuple[Hashable, ...] = ()

    def title(self, session: Session) -> str:
        """What stands over it."""
        raise NotImplementedError

    def sentence(self, session: Session) -> str:
        """The line under the title."""
        raise NotImplementedError

    def note(self, session: Session) -> str:
        """How it is to be read, under the table."""
        raise NotImplementedError

    def chart(self, session: Session, theme: Theme) -> Make | None:
        """What draws it; None while there is nothing to draw."""
        raise NotImplementedError

    def pick(self, session: Session, spot: Spot, *, adding: bool) -> None:
        """Do what a click on a cell does."""
        raise NotImplementedError

    def forget(self) -> None:
        """Let go of what was of another extract."""
        self._asked = ()

    def reckoned(
        self, data: Dataset, name: tuple[Hashable, ...], make: Callable[[], _T]
    ) -> _T | None:
        """What ``make`` gives where it has been made; else it is begun on another thread.

        ``name`` says all that the result hangs on. :attr:`changed` tells when it is there.
        """
        found: _T | None = data.derived_before(name)
        if found is None and self._asked != (id(data), *name):
            self._asked = (id(data), *name)
            if self._job is not None:
                self._job.cancel()
            job = self._job = self._lane.start(lambda _stopped: data.derived(name, make))
            job.succeeded.connect(lambda _made: self._on_reckoned())
            job.ended.connect(lambda: self._on_ended(job))
        return found

    def _on_reckoned(self) -> None:
        self._asked = ()
        self.changed.emit()

    def _on_ended(self, job: Job) -> None:
        if self._job is job:
            self._job = None


class Breakdowns(Part):
    """(a) One indicator in the chosen area, by breakdown, beside the municipality."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane)
        self.name = _("Opdelinger")

    def title(self, session: Session) -> str:
        """The indicator."""
        return str(session.data.indicator(session.view.indicator).name)

    def sentence(self, session: Session) -> str:
        """Where and when."""
        return f"{_place(session)} · {session.view.period.label}"

    def note(self, session: Session) -> str:
        """What the marks are; where there is nothing, what has breakdowns."""
        view, data = session.view, session.data
        if not data.breakdowns_of(view.indicator, view.level):
            held = [
                each.label
                for each in data.indicators_of(view.level)
                if data.breakdowns_of(each.id, view.level)
            ]
            none = _("Indikatoren har ingen opdelinger for {areas}.").format(
                areas=called(data.level(view.level)).many
            )
            if not held:
                return none
            return _("{none} Det har {indicators}.").format(none=none, indicators=", ".join(held))
        told = _("Et klik på en linje viser den på kortet.")
        if session.selected:
            told = (
                _(
                    "Den lodrette streg er kommunen, og den vandrette er, hvor langt tallet kan"
                    " svinge ved tilfælde."
                )
                + " "
                + told
            )
        return told

    def chart(self, session: Session, theme: Theme) -> Make | None:
        """The table with its bars."""
        view, data = session.view, session.data
        if not data.breakdowns_of(view.indicator, view.level):
            return None
        indicator = data.indicator(view.indicator)
        if session.selected:
            rows = crossbars.area_rows(
                data, view.level, session.selected[-1], indicator, view.period
            )
        else:
            rows = crossbars.municipality_rows(data, view.level, indicator, view.period)
        colours = cross_colours(theme)
        return lambda width, _height: crossbars.bars(rows, indicator, width, colours, SETTER)

    def pick(self, session: Session, spot: Spot, *, adding: bool) -> None:
        """Show that part of the residents on the map."""
        del adding
        view = session.view
        held = session.data.breakdowns_of(view.indicator, view.level)
        breakdown = held[spot.row - 1].id if spot.row else ""
        if view.period in session.data.periods_of(view.indicator, view.level, breakdown):
            session.show_map(breakdown=breakdown)
            session.go("map")


class Two(Part):
    """(b) Areas by classes of the two indicators of the double map."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane)
        self.name = _("To indikatorer")
        self._made: tuple[tuple[Hashable, ...], crosstab.Crossing] | None = None

    def title(self, session: Session) -> str:
        """Both indicators."""
        one, other = _two(session)
        return f"{one.label} × {other.label}"

    def sentence(self, session: Session) -> str:
        """How the two go together."""
        one, other = _two(session)
        if one.id == other.id and session.view.breakdown == session.view_of(1).breakdown:
            return _("Begge er det samme tal. Vælg en anden indikator.")
        found = self._association(session)
        if found is None:
            return _("Sammenhængen regnes ud …")
        areas = called(session.data.level(session.view.level))
        told = association_sentence(found, one, other, areas)
        if standing_words(found, areas):
            return told
        return f"{told} r = {coefficient_words(found.pearson)}."

    def note(self, session: Session) -> str:
        """What it rests on, and what it does not say."""
        found = self._association(session)
        areas = called(session.data.level(session.view.level))
        used = used_words(found, areas) if found is not None else ""
        return " ".join(filter(None, (used, not_persons_sentence(), neighbours_sentence())))

    def chart(self, session: Session, theme: Theme) -> Make | None:
        """The table of areas."""
        made = self._crossing(session)
        selected = tuple(session.selected)
        areas = called(session.data.level(session.view.level))
        colours = cross_colours(theme)
        return lambda width, height: crosstab.crosstab(
            made, selected, width, height, colours, SETTER, areas
        )

    def pick(self, session: Session, spot: Spot, *, adding: bool) -> None:
        """Choose the areas of the cell."""
        made = self._crossing(session)
        found = made.areas(*crosstab.class_at(made, spot))
        session.select(found.tolist(), add=adding)

    def forget(self) -> None:
        """Let go of what was of another extract."""
        super().forget()
        self._made = None

    def _crossing(self, session: Session) -> crosstab.Crossing:
        facts = _pair_facts(session)
        if self._made is None or self._made[0] != facts:
            made = crosstab.crossing(session.data, _paired(session), session.kept)
            self._made = facts, made
        return self._made[1]

    def _association(self, session: Session) -> Association | None:
        pair = self._crossing(session).pair
        first, second = pair.first.values, pair.second.values
        name = ("cross association", *_pair_facts(session))
        return self.reckoned(session.data, name, lambda: associate(first, second))


class AllPairs(Part):
    """(c) How all indicators of the level go together, two and two."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane)
        self.name = _("Alle indikatorer")
        self.by_rank = False

    def title(self, session: Session) -> str:
        """What the triangle is of."""
        del session
        return _("Hvad hænger sammen?")

    def sentence(self, session: Session) -> str:
        """How many pairs, and how many of them are sure."""
        columns, matrix = self._found(session)
        if matrix is None:
            return _("Sammenhængene regnes ud …")
        return heatmap.reading_sentence(
            columns, matrix, called(session.data.level(session.view.level))
        )

    def note(self, session: Session) -> str:
        """What it does not say, and where a click leads."""
        del session
        return " ".join((not_persons_sentence(), _("Et klik viser de to på dobbeltkortet.")))

    def chart(self, session: Session, theme: Theme) -> Make | None:
        """The triangle, once it is reckoned."""
        columns, matrix = self._found(session)
        if matrix is None:
            return None
        areas = called(session.data.level(session.view.level))
        colours = cross_colours(theme)
        return lambda width, height: heatmap.heat_map(
            columns, matrix, width, height, colours, SETTER, areas
        )

    def pick(self, session: Session, spot: Spot, *, adding: bool) -> None:
        """Show the two on the double map."""
        del adding
        held = self._columns(session).indicators
        session.show_pair(held[spot.column].id, held[spot.row].id)

    def _columns(self, session: Session) -> heatmap.Columns:
        view, data, kept = session.view, session.data, session.kept
        name = ("cross columns", view.level, view.period, view.filter)
        return data.derived(name, lambda: heatmap.columns_at(data, view.level, view.period, kept))

    def _found(self, session: Session) -> tuple[heatmap.Columns, Matrix | None]:
        """The columns, and their correlations where these are reckoned."""
        view, by_rank = session.view, self.by_rank
        columns = self._columns(session)
        name = ("correlations", view.level, view.period, view.filter, by_rank)
        matrix = self.reckoned(
            session.data, name, lambda: correlation_matrix(columns.values, by_rank=by_rank)
        )
        return columns, matrix


def cross_colours(theme: Theme) -> CrossColours:
    """What tables and charts of cells are drawn in."""
    return CrossColours(
        theme.ink,
        theme.muted,
        theme.hairline,
        theme.surface,
        theme.track,
        mixed(theme.accent_text, theme.surface, _BAR),
        theme.accent_text,
        theme.selected,
        theme.withheld,
        theme.hatch,
        theme.missing,
    )


def _paired(session: Session) -> MapView:
    """The first map's view with the second map's indicator beside it."""
    view, other = session.view, session.view_of(1)
    return replace(view, second=Second(other.indicator, other.period, other.breakdown))


def _pair_facts(session: Session) -> tuple[Hashable, ...]:
    """All that a table of two indicators hangs on."""
    view = replace(_paired(session), extent=None, selected=())
    return (view,)


def _two(session: Session) -> tuple[Indicator, Indicator]:
    one, other = (session.data.indicator(session.view_of(which).indicator) for which in (0, 1))
    return one, other


def _place(session: Session) -> str:
    """The chosen area's name, or the municipality's."""
    areas = session.data.areas(session.view.level)
    if not session.selected:
        return session.data.manifest.municipality or _("Hele kommunen")
    at = session.selected[-1]
    return areas.names[at] or areas.codes[at]

"""Where one is and what lies there: the whole state of the window as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.maps.view import MapView, Second, Shows, fitting_style, nearest_period

_SHOWS: Mapping[str, Shows] = {
    "change": Shows.CHANGE,
    "bivariate": Shows.BIVARIATE,
    "categories": Shows.CATEGORY,
    "models": Shows.CATEGORY,
}
_PAIRED = ("double", "bivariate", "cross", "models")
SECOND_RAMP = "violet"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window shows.

    ``view`` is the map, or the first of two; ``other`` is the second, there from the first time
    that two are asked for. Both look at the same areas: level, extent, filter and chosen areas are
    those of ``view``. With ``common_scale`` the second map wears the first one's classes.
    """

    place: str
    view: MapView
    other: MapView | None = None
    common_scale: bool = False

    def map(self, which: int) -> MapView:
        """The first map's view, or the second's, which is the first's where there is none yet."""
        return self.other if which and self.other is not None else self.view

    def stop(self) -> tuple[object, ...]:
        """What makes another stop on the way back: a place, and what it is about."""
        view, other = self.view, self.other
        about = view.selected[-1:] if self.place == "profile" else ()
        second = (other.indicator, other.breakdown, other.model) if other is not None else ()
        first = (view.level, view.indicator, view.breakdown, view.model, view.outcome)
        return (self.place, *first, *about, *(second if self.place in _PAIRED else ()))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the window: one of the few in the header, or a mode of one."""

    id: str
    home: str
    title: str


def places() -> tuple[Place, ...]:
    """Every place, those of one home beside each other, and the home's own first."""
    return (
        Place("map", "map", _("Værdi")),
        Place("change", "map", _("Ændring")),
        Place("double", "double", _("To kort")),
        Place("bivariate", "double", _("Ét kort")),
        Place("cross", "double", _("Krydsanalyse")),
        Place("categories", "categories", _("Én model")),
        Place("models", "categories", _("To modeller")),
        Place("trend", "trend", _("Udvalgte")),
        Place("all", "trend", _("Alle")),
        Place("moved", "trend", _("Flyttet sig")),
        Place("profile", "profile", _("Profil")),
        Place("table", "table", _("Tabel")),
        Place("questions", "questions", _("Spørgsmål")),
    )


def homes() -> tuple[tuple[str, str], ...]:
    """The places in the header, by id and name."""
    return (
        ("map", _("Kort")),
        ("double", _("Dobbeltkort")),
        ("categories", _("Kategorier")),
        ("trend", _("Udvikling")),
        ("profile", _("Profil")),
        ("table", _("Tabel")),
    )


def home_of(place: str) -> str:
    """The header's place that a place belongs to."""
    return next(each.home for each in places() if each.id == place)


def settled(data: Dataset, desk: Desk) -> Desk:
    """The desk with all that follows from its place and its first map put right."""
    view, other = desk.view, desk.other
    if other is None and desk.place in _PAIRED:
        other = second_view(data, view)
    if other is not None:
        other = _beside(data, view, other)
        other = replace(other, shows=Shows.CATEGORY if desk.place == "models" else Shows.VALUE)
    if desk.place == "models" and other is not None:
        other = _with_a_model(data, view, other)
    view = replace(view, shows=_SHOWS.get(desk.place, Shows.VALUE))
    if desk.place == "bivariate" and other is not None:
        view = replace(view, second=Second(other.indicator, other.period, other.breakdown))
    alike = other is not None and _alike(data, view, other)
    return replace(desk, view=view, other=other, common_scale=desk.common_scale and alike)


def _alike(data: Dataset, view: MapView, other: MapView) -> bool:
    """Whether two maps are in one unit, so that they can have the same classes."""
    return data.indicator(view.indicator).unit == data.indicator(other.indicator).unit


def second_view(data: Dataset, view: MapView) -> MapView:
    """What the second map begins with: the next indicator of the same subject, else the next."""
    held = data.indicators_of(view.level)
    at = next(nr for nr, each in enumerate(held) if each.id == view.indicator)
    rest = [*held[at + 1 :], *held[:at]]
    alike = [each for each in rest if each.dimension == held[at].dimension]
    chosen = next(iter(chain(alike, rest)), held[at])
    periods = data.periods_of(chosen.id, view.level)
    return replace(
        view,
        indicator=chosen.id,
        period=nearest_period(periods, view.period),
        breakdown="",
        scheme="natural" if view.scheme == "own" else view.scheme,
        own_bounds=(),
        style=fitting_style(chosen, view.style),
        ramp=SECOND_RAMP,
        reverse=False,
    )


def _with_a_model(data: Dataset, view: MapView, other: MapView) -> MapView:
    """The second of two category maps, of another model than the first where there is one."""
    from desktop.core.models.offered import fit_of, model_id, offers  # not before it is asked for

    first = model_id(data, view.level, view.period, view.model)
    if other.model and other.model != first:
        return other
    rest = (each for each in offers(data) if each.id != first)
    fitting = (each.id for each in rest if fit_of(data, view.level, view.period, each).fits)
    return replace(other, model=next(fitting, first), outcome="")


def _beside(data: Dataset, view: MapView, other: MapView) -> MapView:
    """The second view over the areas of the first."""
    periods = data.periods_of(other.indicator, view.level, other.breakdown)
    if not periods:
        return second_view(data, view)
    period = other.period if other.period in periods else nearest_period(periods, view.period)
    return replace(
        other,
        level=view.level,
        extent=view.extent,
        selected=view.selected,
        filter=view.filter,
        layers=view.layers,
        period=period,
    )

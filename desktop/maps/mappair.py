"""Two maps held against each other: what they are called, which areas show both, and what is said.

Used by the double map, its scatter plot and its table, so that all three count the same areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.association import Association, Standing
from desktop.core.associationwords import coefficient_words, standing_words
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called
from desktop.core.sentences import state_words
from desktop.core.wording import _, number
from desktop.maps.picture import Picture
from desktop.maps.view import MapView


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many of the areas kept by either map do not show both numbers, and why.

    Each area counts once, by the first of these that holds for either of its numbers. ``absent``
    did not exist in one of the two periods.
    """

    withheld: int = 0
    undefined: int = 0
    missing: int = 0
    absent: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.withheld + self.undefined + self.missing + self.absent


@dataclass(frozen=True, slots=True, eq=False)
class MapPair:
    """The numbers of two maps of one level, an entry per area.

    ``first`` and ``second`` are NaN together, where not both are shown or the area is outside the
    filter: what is drawn or reckoned of one without the other would tell where a number is hidden.
    """

    indicators: tuple[Indicator, Indicator]
    names: tuple[str, str]
    first: FloatArray
    second: FloatArray
    residents: FloatArray
    left_out: LeftOut
    same: bool  # both maps are of one and the same thing

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Which areas show both."""
        return np.isfinite(self.first)


def map_pair(
    data: Dataset, views: tuple[MapView, MapView], pictures: tuple[Picture, Picture]
) -> MapPair:
    """The numbers of two maps worked out; both are of one level."""
    one, other = pictures
    both = one.kept & other.kept
    shown = both & one.cells.shown & other.cells.shown
    first, second = (np.where(shown, each.cells.values, np.nan) for each in pictures)
    indicators = (data.indicator(views[0].indicator), data.indicator(views[1].indicator))
    return MapPair(
        indicators,
        pair_names(data, views),
        first,
        second,
        data.areas(views[0].level).residents,
        _left_out(pictures, both, shown),
        _facts(views[0]) == _facts(views[1]),
    )


def pair_names(data: Dataset, views: tuple[MapView, MapView]) -> tuple[str, str]:
    """What the two maps are called side by side: with the period where only that differs."""
    names = [map_name(data, view) for view in views]
    if names[0] == names[1] and views[0].period != views[1].period:
        names = [
            f"{name} · {view.period.short_label}" for name, view in zip(names, views, strict=True)
        ]
    return names[0], names[1]


def map_name(data: Dataset, view: MapView) -> str:
    """An indicator's short name, and the part of the residents where it is only one."""
    indicator = data.indicator(view.indicator)
    cells = [str(each.cell) for each in data.breakdowns if each.id == view.breakdown]
    return " · ".join((indicator.label, *cells))


def no_common_scale_words(one: Indicator, other: Indicator) -> str:
    """Why the two maps cannot have the same classes; empty where they can."""
    if one.unit == other.unit:
        return ""
    return _("Kortene kan ikke få samme skala: det ene er i {one}, det andet i {other}.").format(
        one=unit_words(one), other=unit_words(other)
    )


def unit_words(indicator: Indicator) -> str:
    """What an indicator is measured in, where a unit has to be named."""
    return {"n": _("antal"), "index": _("indeks"), "": _("tal uden enhed")}.get(
        indicator.unit, indicator.unit
    )


def left_out_words(left: LeftOut) -> str:
    """How many areas are not in the plot, and why: ``6 er ikke med (diskretioneret 6)``."""
    if not left.total:
        return ""
    reasons = [
        f"{words} {number(count)}"
        for count, words in (
            (left.withheld, state_words(State.WITHHELD)),
            (left.undefined, state_words(State.UNDEFINED)),
            (left.missing, state_words(State.MISSING)),
            (left.absent, _("fandtes ikke begge gange")),
        )
        if count
    ]
    return _("{count} er ikke med ({reasons})").format(
        count=number(left.total), reasons=", ".join(reasons)
    )


def together_words(pair: MapPair, found: Association, called: Called) -> str:
    """How the two go together, in a line: r with its interval, areas, and what it does not say."""
    if pair.same:
        return _("De to kort viser det samme.")
    if found.standing is not Standing.FOUND:
        return standing_words(found, called)
    return " · ".join(
        (
            f"r = {coefficient_words(found.pearson)}",
            called.counted(found.used),
            _("siger intet om enkeltpersoner"),
        )
    )


def plot_notes(pair: MapPair, found: Association) -> tuple[str, ...]:
    """What stands under the scatter plot: who is not in it, and how its points are read."""
    notes = [left_out_words(pair.left_out), _("prikkens størrelse er beboere")]
    if any(each.off_the_line for each in found.outliers):
        notes.append(_("hule prikker ligger uden for linjen"))
    return tuple(note for note in notes if note)


def _facts(view: MapView) -> tuple[object, ...]:
    return (view.indicator, view.period, view.breakdown)


def _left_out(
    pictures: tuple[Picture, Picture], both: NDArray[np.bool_], shown: NDArray[np.bool_]
) -> LeftOut:
    one, other = pictures
    left = both & ~shown
    counts = {}
    for state in (State.WITHHELD, State.UNDEFINED, State.MISSING):
        here = left & ((one.cells.states == state) | (other.cells.states == state))
        counts[state] = int(here.sum())
        left &= ~here
    absent = (one.kept & ~other.exists) | (other.kept & ~one.exists)
    return LeftOut(
        counts[State.WITHHELD], counts[State.UNDEFINED], counts[State.MISSING], int(absent.sum())
    )

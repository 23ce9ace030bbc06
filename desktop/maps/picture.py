"""A map worked out, whatever it shows: which colour every area has, and what the legend says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State
from desktop.core.measures import Cells
from desktop.core.wording import _
from desktop.maps import palettes

if TYPE_CHECKING:
    from desktop.maps.legendscales import Circles, Gradient

ABSENT = -99  # the legend group of an area that did not exist
RISEN, FALLEN = 200, 201  # the legend groups of areas that carry a mark upwards or downwards
UNSURE = 202  # the legend group of areas that are dotted
_FADED = 0.82  # how much of the canvas the colour of an area outside the filter takes on


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One row: a swatch, what it means, and how many areas have it.

    ``group`` is the class from 0 up, or the negative of the state for cells without a class.
    """

    group: int
    label: str
    colour: str
    hatched: bool
    count: int
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """All classes, always, and rows for withheld, missing and undefined where they occur.

    ``form`` is how it is drawn: ``rows``, ``ramp`` (a gradient), ``circles`` or ``square``.
    ``note`` is what a reader has to be told, such as that counts on areas mislead, and ``offer``
    the words of a way out of it. ``scale`` is what a gradient or circles are drawn from.
    """

    title: str
    rows: tuple[LegendRow, ...]
    rule: str
    scheme: str
    note: str = ""
    form: str = "rows"
    scale: Gradient | Circles | None = None
    offer: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A map worked out for one view: a column per fact, an entry per area.

    ``exists`` tells which areas of the level existed in the period; the others are not drawn and
    not counted. ``kept`` are those of them inside the filter; the others fade. ``groups`` is the
    legend group of each area, and :data:`ABSENT` for those that did not exist. ``cells`` are those
    of the view's indicator and period, whatever the map shows. ``fills`` is a colour per area where
    colours run on without classes; ``radii`` is each circle's share of the largest radius, NaN for
    none, where areas carry circles; ``dotted`` marks what is uncertain.
    ``signs`` is 1 where an area carries a mark upwards and −1 where downwards.
    """

    cells: Cells
    exists: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    groups: NDArray[np.int16]
    bounds: tuple[float, ...]
    colours: tuple[str, ...]
    legend: Legend
    fills: tuple[str, ...] | None = None
    radii: FloatArray | None = None
    dotted: NDArray[np.bool_] | None = None
    signs: NDArray[np.int8] | None = None

    def colour_of(self, group: int) -> str:
        """The fill of a legend group."""
        if group >= 0:
            return self.colours[group]
        return palettes.WITHHELD if group == -State.WITHHELD else palettes.MISSING

    def area_colours(
        self,
        withheld: str = palettes.WITHHELD,
        missing: str = palettes.MISSING,
        canvas: str = palettes.CANVAS,
    ) -> tuple[str, ...]:
        """The fill of every area, empty for those that did not exist.

        ``withheld`` and ``missing`` fill areas without a number, undefined ones too. Areas outside
        the filter fade towards ``canvas``.
        """
        groups = self.groups.tolist()
        by_group = {
            group: self.colours[group]
            if group >= 0
            else (withheld if group == -State.WITHHELD else missing)
            for group in set(groups)
        }
        by_group[ABSENT] = ""
        if self.fills is None:
            colours = tuple(by_group[group] for group in groups)
        else:
            colours = tuple(
                fill if group >= 0 else by_group[group]
                for fill, group in zip(self.fills, groups, strict=True)
            )
        if bool((self.kept == self.exists).all()):
            return colours
        faded = {each: palettes.mixed(each, canvas, _FADED) for each in set(colours) if each}
        return tuple(
            each if stays or not each else faded[each]
            for each, stays in zip(colours, self.kept.tolist(), strict=True)
        )

    def withheld(self) -> NDArray[np.bool_]:
        """Which areas are hatched."""
        withheld: NDArray[np.bool_] = (self.groups == -State.WITHHELD) & self.kept
        return withheld

    def members(self, group: int) -> NDArray[np.bool_]:
        """Which areas inside the filter have a legend group, or carry its mark."""
        if self.signs is not None and group in (RISEN, FALLEN):
            marked: NDArray[np.bool_] = (self.signs == (1 if group == RISEN else -1)) & self.kept
            return marked
        if self.dotted is not None and group == UNSURE:
            return self.dotted & self.kept
        members: NDArray[np.bool_] = (self.groups == group) & self.kept
        return members

    def count(self, group: int) -> int:
        """How many areas inside the filter have a legend group."""
        return int(self.members(group).sum())


def hidden_rows(
    groups: NDArray[np.int16], kept: NDArray[np.bool_], *, limited: bool
) -> tuple[LegendRow, ...]:
    """The rows for areas without a number.

    Withheld stands there always where the extract is ``limited`` at all, the others where they
    occur.
    """
    rows = []
    for state, label, colour in (
        (State.WITHHELD, _("diskretioneret"), palettes.WITHHELD),
        (State.UNDEFINED, _("ikke defineret"), palettes.MISSING),
        (State.MISSING, _("ingen data"), palettes.MISSING),
    ):
        held = groups == -state
        if held.any() or (state == State.WITHHELD and limited):
            count = int((held & kept).sum())
            rows.append(LegendRow(-state, label, colour, state == State.WITHHELD, count))
    return tuple(rows)

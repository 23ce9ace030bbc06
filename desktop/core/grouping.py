"""Areas put together: own selections, organisations, sectors, districts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.disclosure import FloatArray, State
from desktop.core.errors import UsageError
from desktop.core.measures import Cells, MarkArray, summed_cells
from desktop.core.wording import _

ORGANISATION = "organisation"
SECTOR = "sector"


def combined(cells: Cells, members: NDArray[np.bool_], per: float) -> Cells:
    """Every group as one area: the sum of its members' counts over the sum of their bases.

    A group is withheld if any member is, else missing if any member is. Undefined members add
    nothing; a group of none but those, or of nobody, is undefined, and so is one with ready values:
    a mean of ratios is never made. Areas that have ended or not begun are missing, and would make
    their group so: see :func:`of_existing`.

    Args:
        cells: one entry per area along the last axis, such as areas or periods × areas.
        members: groups × areas.
        per: what a ratio is multiplied by.

    Returns:
        Cells with groups along the last axis.
    """
    add, merge = _over(members)
    return summed_cells(cells, add, merge, per)


def combined_of_shown(
    cells: Cells, members: NDArray[np.bool_], per: float
) -> tuple[Cells, NDArray[np.int64]]:
    """Every group as one area, from its shown members alone, and how many those are.

    The number of members it was worked out from is always to be said beside the result. A group
    without shown members has the state that :func:`combined` gives it.

    Args:
        cells: one entry per area along the last axis.
        members: groups × areas.
        per: what a ratio is multiplied by.

    Returns:
        Cells with groups along the last axis, and the number of shown members in the same shape.
    """
    add, merge = _over(members)
    shown = cells.shown
    counted = add(shown.astype(np.float64))
    without_hidden = Cells(
        cells.numerators,
        cells.denominators,
        cells.values,
        np.where(shown, cells.states, np.uint8(State.UNDEFINED)),
    )
    made = summed_cells(without_hidden, add, merge, per)
    whole = combined(cells, members, per)
    states = np.where(counted > 0, made.states, whole.states)
    return (
        Cells(made.numerators, made.denominators, made.values, states),
        counted.astype(np.int64),
    )


def groups_of(areas: Areas, by: str) -> tuple[tuple[str, ...], NDArray[np.bool_]]:
    """The groups of a level's areas by organisation, by sector, or by the area they lie in.

    Args:
        areas: the areas of a level.
        by: ``organisation``, ``sector``, or the id of a level that they have parents on.

    Returns:
        The names of the groups in order, which for a parent level are its areas' codes, and
        groups × areas: who belongs. An area without one belongs to no group.

    Raises:
        UsageError: there is no such way to group, with the nearest named.
    """
    ways = {ORGANISATION: areas.organisations, SECTOR: areas.sectors, **areas.parents}
    if by not in ways:
        near = get_close_matches(by, ways, 1, 0.5)
        raise UsageError(
            _("Områderne kan ikke samles efter »{by}«.").format(by=by),
            hint=_("Mente du »{near}«?").format(near=near[0])
            if near
            else _("De kan samles efter {ways}.").format(ways=", ".join(ways)),
        )
    belongs = ways[by]
    names = tuple(sorted({name for name in belongs if name}))
    return names, _members(belongs, names)


def of_existing(cells: Cells, present: NDArray[np.bool_]) -> Cells:
    """The same cells with those of areas that do not exist at the time made undefined.

    An area that has ended, or not begun, is no gap in its group: it adds nothing.

    Args:
        cells: areas, or periods × areas.
        present: in the same shape, as ``Areas.valid_on`` tells for each period.
    """
    return Cells(
        np.where(present, cells.numerators, np.nan),
        np.where(present, cells.denominators, np.nan),
        np.where(present, cells.values, np.nan),
        np.where(present, cells.states, np.uint8(State.UNDEFINED)),
    )


def _over(
    members: NDArray[np.bool_],
) -> tuple[Callable[[FloatArray], FloatArray], Callable[[MarkArray], MarkArray]]:
    """Adding and merging over the members of each group, along the last axis."""
    weights = members.T.astype(np.float64)

    def add(column: FloatArray) -> FloatArray:
        total: FloatArray = column @ weights
        return total

    def merge(marks: MarkArray) -> MarkArray:
        merged = np.zeros((*marks.shape[:-1], len(members)), np.uint8)
        for bit in (np.uint8(1 << place) for place in range(8)):
            held = marks & bit
            if held.any():
                merged[add((held > 0).astype(np.float64)) > 0] |= bit
        return merged

    return add, merge


def _members(belongs: Sequence[str], names: Sequence[str]) -> NDArray[np.bool_]:
    column = np.array(belongs, dtype=object)
    members = np.zeros((len(names), len(belongs)), bool)
    for row, name in enumerate(names):
        members[row] = column == name
    return members

"""What has moved, and what of it is new: the list now beside the list of a period before."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.movements import Asked, BoolArray, MovedList, Untested, moved
from desktop.core.periods import Period


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A list, and the area and indicator of every line on the list of a period before.

    ``known`` is None where there is no earlier list. ``problem`` says why there is no list at all.
    """

    moved: MovedList
    known: frozenset[tuple[int, str]] | None = None
    problem: str = ""


def found_of(
    data: Dataset,
    level: str,
    period: Period,
    earlier: Period | None,
    asked: Asked,
    within: BoolArray | None = None,
) -> Found:
    """The list until a period, and what stood on the one until an earlier period.

    Args:
        data: the extract.
        level: the level of areas.
        period: what the list is until.
        earlier: what the list before is until; None where the extract begins here.
        asked: what list is wanted, then and now.
        within: the areas that are tested; all by default.
    """
    try:
        now = moved(data, level, period, asked, within)
    except UsageError as error:
        return Found(MovedList(asked, (), 0, Untested(), 0.0, 0, ()), problem=error.problem)
    if earlier is None:
        return Found(now)
    try:
        past = moved(data, level, earlier, asked, within)
    except UsageError:  # the extract does not reach a year further back
        return Found(now)
    if not past.tested:
        return Found(now)
    return Found(now, frozenset((row.area, row.indicator.id) for row in past.rows))

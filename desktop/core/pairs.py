"""Two indicators of the same areas, each at the period that goes with the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.periods import Period, latest, order
from desktop.core.wording import _


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """The cells of two indicators on one level.

    ``exists`` are the areas that there were at the end of both periods; the others are missing in
    both columns. A period is None where the indicator has none.
    """

    first: Cells
    second: Cells
    first_period: Period | None
    second_period: Period | None
    exists: NDArray[np.bool_]


def paired(
    data: Dataset, level: str, first: Indicator, second: Indicator, period: Period | None = None
) -> Pair:
    """Two indicators on a level, at periods that go together.

    Without a period both are as new as they can be together, whichever is named first. What has no
    number for the period, such as a yearly indicator beside a quarterly one, is taken at its last
    period before.

    Raises:
        UsageError: one of them begins later than the period.
    """
    areas = data.areas(level)
    held = [data.periods_of(each.id, level) for each in (first, second)]
    newest = [periods[-1] for periods in held if periods]
    wanted = period or min(newest, key=order, default=None)
    one, other = (period_near(periods, wanted) for periods in held)
    for indicator, periods, at in ((first, held[0], one), (second, held[1], other)):
        if wanted is not None and periods and at is None:
            raise _begins_later(indicator, periods, wanted)
    exists = np.ones(len(areas), bool)
    for each in (one, other):
        if each is not None:
            exists &= areas.valid_on(each.end)
    cells = [
        restricted(
            missing_cells(len(areas)) if at is None else data.cells(indicator.id, level, at),
            exists,
        )
        for indicator, at in ((first, one), (second, other))
    ]
    return Pair(cells[0], cells[1], one, other, exists)


def period_near(periods: Sequence[Period], wanted: Period | None) -> Period | None:
    """The wanted period, else the last that is over by its end; None where all are later.

    The newest where none is wanted; None where there are none. ``periods`` are in order of time.
    """
    if not periods:
        return None
    if wanted is None:
        return periods[-1]
    return latest(periods, wanted)


def _begins_later(indicator: Indicator, periods: Sequence[Period], wanted: Period) -> UsageError:
    problem = _("Indikatoren har ingen tal for {period}.").format(period=wanted.label)
    named = _("»{name}«").format(name=indicator.name)
    return UsageError(
        f"{named}: {problem}",
        hint=_("Den har tal fra {first} til {last}.").format(
            first=periods[0].label, last=periods[-1].label
        ),
    )


def size_weights(areas: Areas, pair: Pair) -> FloatArray:
    """What areas weigh by: their residents, else the first indicator's base, else the other's.

    One of these for all areas of a level, whichever is known of any; NaN where it is not known.
    """
    for column in (areas.residents, pair.first.denominators, pair.second.denominators):
        weights = np.where(pair.exists, column, np.nan)
        if np.isfinite(weights).any():
            return weights
    return np.full(len(areas), np.nan)

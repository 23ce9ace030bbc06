"""The areas that stand apart from the municipality at one time, beyond what chance would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.core.control import Signs, funnel_limits, spread_of
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import Z_95, Z_998, Interval
from desktop.core.measures import Cells
from desktop.core.periods import Period
from desktop.core.wording import _


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Who stands outside the limits of chance about the municipality's number at one period.

    ``low`` and ``high`` are the 95 % and 99.8 % limits of every area in the indicator's unit (2 ×
    areas), ``outside`` 1 or −1 past the 95 % limit and 2 or −2 past the 99.8 % one. ``withheld``
    and ``unknown`` count the other areas that existed then. ``spread`` is how many times more the
    areas vary than counts do by chance.
    """

    indicator: Indicator
    period: Period
    cells: Cells
    centre: float
    of_municipality: bool
    low: FloatArray
    high: FloatArray
    outside: Signs
    tested: int
    withheld: int
    unknown: int
    spread: float


def funnel_of(data: Dataset, level: str, indicator: Indicator, period: Period) -> Funnel:
    """Who stands outside the limits about the municipality's own share or rate.

    Where the municipality has no counts of its own, the centre is that of the shown areas together.

    Raises:
        UsageError: the indicator is a plain count or a mean, which has no funnel.
    """
    kind = indicator.kind
    if kind not in (Kind.SHARE, Kind.RATE):
        raise UsageError(
            _("»{name}« er hverken en andel eller en hyppighed, og har ingen tragt.").format(
                name=indicator.label
            ),
            hint=_("Vælg en andel eller en hyppighed."),
        )
    cells = data.cells(indicator.id, level, period)
    own = data.municipality(indicator.id, period)
    counted = bool(own.shown[0]) and bool(np.isfinite(own.numerators[0]))
    known = cells.shown & (cells.denominators > 0)
    whole = own if counted else cells
    part = whole.shown if counted else known
    hidden = cells.states == State.WITHHELD
    exists = data.areas(level).valid_on(period.end)
    base = float(whole.denominators[part].sum())
    centre = float(whole.numerators[part].sum()) / base if base > 0 else float("nan")
    fractions, bases = cells.values / indicator.per, np.where(known, cells.denominators, np.nan)
    limits = [funnel_limits(centre, bases, kind, z) for z in (Z_95, Z_998)]
    outside = sum((_past(fractions, limit) for limit in limits), np.zeros(len(known), np.int8))
    with np.errstate(invalid="ignore", divide="ignore"):
        sigma = np.sqrt(centre * ((1 - centre) if kind is Kind.SHARE else 1.0) / bases)
        spread = spread_of((fractions - centre) / sigma)
    return Funnel(
        indicator,
        period,
        cells,
        centre * indicator.per,
        counted,
        np.stack([low for low, _high in limits]) * indicator.per,
        np.stack([high for _low, high in limits]) * indicator.per,
        outside,
        int(known.sum()),
        int((hidden & exists).sum()),
        int((~known & ~hidden & exists).sum()),
        spread,
    )


def _past(fractions: FloatArray, limits: Interval) -> Signs:
    low, high = limits
    with np.errstate(invalid="ignore"):
        return (fractions > high).astype(np.int8) - (fractions < low).astype(np.int8)

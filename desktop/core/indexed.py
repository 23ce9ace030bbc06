"""Several areas on several indicators, as indices to the municipality that all point one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.measures import restricted
from desktop.core.periods import Period, latest

MOST_AREAS = 5
LEAST_INDICATORS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Indexed:
    """Areas × indicators.

    ``values`` is 100 where an area is as the municipality and more where it is more adverse,
    whichever way the indicator counts: ``100·own/whole``, turned over to ``100·whole/own`` where a
    lower number is more adverse. NaN where either number is not shown, or what is divided by is 0.
    ``left_out`` are the indicators that are neither good nor bad, and those that no area shows.
    """

    positions: tuple[int, ...]
    names: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    values: FloatArray
    left_out: tuple[Indicator, ...]

    @property
    def enough(self) -> bool:
        """Whether there are so many indicators that a shape can be drawn of them."""
        return len(self.indicators) >= LEAST_INDICATORS


def indexed(
    data: Dataset, level: str, positions: Sequence[int], period: Period, ids: Sequence[str]
) -> Indexed:
    """At most :data:`MOST_AREAS` areas, the last chosen kept, on those of the indicators that fit.

    Every indicator is taken at its newest period that is over by the time asked for.

    Raises:
        UsageError: the extract has no such indicator.
    """
    areas = data.areas(level)
    kept = tuple(dict.fromkeys(positions))[-MOST_AREAS:]
    at = np.array(kept, np.int64)
    used, left_out, columns = [], [], []
    for id in ids:
        indicator = data.indicator(id)
        column = _column(data, level, at, period, indicator)
        if column is None or not np.isfinite(column).any():
            left_out.append(indicator)
        else:
            used.append(indicator)
            columns.append(column)
    values = np.stack(columns, axis=1) if columns else np.zeros((len(kept), 0))
    names = tuple(areas.names[position] or areas.codes[position] for position in kept)
    return Indexed(kept, names, tuple(used), values, tuple(left_out))


def _column(
    data: Dataset,
    level: str,
    at: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    period: Period,
    indicator: Indicator,
) -> FloatArray | None:
    """The index of some areas on one indicator; None where it cannot be turned or divided."""
    if indicator.direction is Direction.NEITHER or indicator.kind is Kind.COUNT:
        return None
    when = latest(data.periods_of(indicator.id, level), period)
    if when is None:
        return None
    exists = data.areas(level).valid_on(when.end)
    own = restricted(data.cells(indicator.id, level, when), exists).values[at]
    whole = np.full(own.shape, float(data.municipality(indicator.id, when).values[0]))
    over, under = (own, whole) if indicator.direction is Direction.WORSE else (whole, own)
    index = np.full(own.shape, np.nan)
    np.divide(100.0 * over, under, out=index, where=under > 0)
    return index

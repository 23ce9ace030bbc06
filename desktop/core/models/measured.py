"""What is measured of an input: against the municipality, the model's other areas, the year before.

Arrays have the year first and the area last; between them may lie draws. What is measured against
is a :class:`Yardstick`, made once of the observed numbers and held while drawn ones are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.models.columns import BoolArray, InputColumns
from desktop.core.models.model import Measured

_Scalar = TypeVar("_Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Yardstick:
    """What the numbers of one input are held against, year by year.

    ``ranked`` holds each year's observed values in the model's areas, rising; ``own`` the same
    values where they belong (years × areas, NaN elsewhere), so that an area is not compared with
    itself. ``mean`` and ``spread`` (years × 1) are theirs, every area counting the same; the
    spread is 0 where all are equal or there is but one. ``before`` is the observed value of the
    year before.
    """

    municipality: FloatArray  # years × 1
    mean: FloatArray
    spread: FloatArray
    ranked: tuple[FloatArray, ...]
    own: FloatArray
    before: FloatArray


def yardstick(columns: InputColumns, inside: BoolArray) -> Yardstick:
    """The yardstick of an input among the areas of the model (years × areas)."""
    values = columns.cells.values
    own = np.where(inside, values, np.nan)
    known = np.isfinite(own)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    mean = np.where(known, own, 0.0).sum(axis=1, keepdims=True) / count
    away = np.where(known, own - mean, 0.0)
    spread = np.sqrt((away * away).sum(axis=1, keepdims=True) / count)
    lowest = np.where(known, own, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    highest = np.where(known, own, -np.inf).max(axis=1, keepdims=True, initial=-np.inf)
    before = np.full(values.shape, np.nan)
    before[1:] = values[:-1]
    return Yardstick(
        columns.municipality.values,
        mean,
        np.where(lowest < highest, spread, 0.0),  # equal values differ from their mean by rounding
        tuple(np.sort(row[held]) for row, held in zip(own, known, strict=True)),
        own,
        before,
    )


def measure(of: Measured, against: Yardstick, values: FloatArray, *, turned: bool) -> FloatArray:
    """Values as a rule or a test sees them.

    * ``value``: as it is.
    * ``difference``: value − municipality, in the unit.
    * ``ratio``: 100 · value / municipality; NaN where the municipality's is zero or less.
    * ``z``: (value − mean) / standard deviation over the model's areas, with the divisor n; 0
      where all areas are equal or there is but one.
    * ``percentile``: 100 · (others below + ½ · others level) / others; 50 where there are no
      others.
    * ``change``: value − the value of the year before; NaN in the first year.

    Args:
        of: what to measure.
        against: made of the observed numbers.
        values: years × … × areas.
        turned: so that more is worse, for an indicator where more is better: differences, changes
            and z with the other sign, ratios mirrored in 100, percentiles counted from the top.

    Returns:
        The shape of ``values``, NaN where the value or what it is held against is NaN.
    """
    measured = _MEASURES[of](against, values)
    if not turned:
        return measured
    mirrored: FloatArray = _MIRRORS.get(of, 0.0) - measured
    return mirrored


_MIRRORS = {Measured.RATIO: 200.0, Measured.PERCENTILE: 100.0}


def across(column: NDArray[_Scalar], values: NDArray[Any]) -> NDArray[_Scalar]:
    """A column of years × areas (or × 1) that goes with values of years × … × areas."""
    middle = (1,) * (values.ndim - 2)
    return column.reshape(column.shape[0], *middle, column.shape[1])


def _value(_against: Yardstick, values: FloatArray) -> FloatArray:
    return values


def _difference(against: Yardstick, values: FloatArray) -> FloatArray:
    return values - across(against.municipality, values)


def _ratio(against: Yardstick, values: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):
        base = np.where(against.municipality > 0, against.municipality, np.nan)
    ratio: FloatArray = 100.0 * values / across(base, values)
    return ratio


def _standard(against: Yardstick, values: FloatArray) -> FloatArray:
    flat = against.spread == 0
    away = values - across(against.mean, values)
    scores = away / across(np.where(flat, 1.0, against.spread), values)
    return np.where(across(flat, values) & ~np.isnan(values), 0.0, scores)


def _percentile(against: Yardstick, values: FloatArray) -> FloatArray:
    shares = np.empty(values.shape)
    for year, (ranked, own) in enumerate(zip(against.ranked, against.own, strict=True)):
        row = values[year]
        below = np.searchsorted(ranked, row, "left")
        level = np.searchsorted(ranked, row, "right") - below
        with np.errstate(invalid="ignore"):
            below = below - (own < row)
            level = level - (own == row)
        others = len(ranked) - np.isfinite(own)
        share = 100.0 * (below + 0.5 * level) / np.maximum(others, 1)
        shares[year] = np.where(others > 0, share, 50.0)
    return np.where(np.isnan(values), np.nan, shares)


def _change(against: Yardstick, values: FloatArray) -> FloatArray:
    return values - across(against.before, values)


_MEASURES: Mapping[Measured, Callable[[Yardstick, FloatArray], FloatArray]] = {
    Measured.VALUE: _value,
    Measured.DIFFERENCE: _difference,
    Measured.RATIO: _ratio,
    Measured.Z: _standard,
    Measured.PERCENTILE: _percentile,
    Measured.CHANGE: _change,
}

"""Where a number must lie for what is measured of it to pass a limit.

A ladder's bound or a test's limit speaks of what is measured: an index, a standard deviation,
a percentile. Here it is moved back into the unit of the number itself, with the yardstick
(municipality, mean and spread, the other areas) held at what was observed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.models.columns import BoolArray
from desktop.core.models.measured import Yardstick
from desktop.core.models.model import Measured


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """The number at which a limit is passed: years × areas.

    What is measured is beyond the limit where the number is above ``numbers`` (below it, where not
    ``upward``), and at it where ``at``. Infinite where no number is, or every number is, beyond;
    NaN where the yardstick is missing.
    """

    numbers: FloatArray
    at: BoolArray
    upward: bool

    def beyond(self, values: FloatArray) -> BoolArray:
        """Whether each value (years × areas) passes; false where it is NaN."""
        with np.errstate(invalid="ignore"):
            far = values > self.numbers if self.upward else values < self.numbers
            beyond: BoolArray = far | (self.at & (values == self.numbers))
        return beyond


def crossing(
    of: Measured, limit: FloatArray | float, against: Yardstick, *, turned: bool, at: bool
) -> Crossing:
    """The number at which what is measured of it passes a limit.

    Args:
        of: what is measured.
        limit: in the unit of what is measured; one for all or years × 1.
        against: what the numbers are held against.
        turned: measured adversely of an indicator whose higher numbers are better.
        at: whether a number that measures exactly the limit is beyond it.
    """
    shape = against.own.shape
    limits = np.broadcast_to(np.asarray(limit, np.float64), (shape[0], 1))
    if of is Measured.PERCENTILE:
        return _among_others(limits, against, turned=turned, at=at)
    if of is Measured.RATIO:
        with np.errstate(invalid="ignore"):
            base = np.where(against.municipality > 0, against.municipality, np.nan)
        numbers = (200.0 - limits if turned else limits) * base / 100.0
    else:
        signed = -limits if turned else limits
        numbers = _FROM[of](against, signed)
    if of is Measured.Z:  # all are equal and measure 0, whatever their number
        passed = limits <= 0 if at else limits < 0
        always = np.where(passed != turned, -np.inf, np.inf)
        numbers = np.where(against.spread > 0, numbers, always)
    return Crossing(np.array(np.broadcast_to(numbers, shape)), np.full(shape, at), not turned)


_FROM: Mapping[Measured, Callable[[Yardstick, FloatArray], FloatArray]] = {
    Measured.VALUE: lambda _against, signed: signed,
    Measured.DIFFERENCE: lambda against, signed: against.municipality + signed,
    Measured.Z: lambda against, signed: against.mean + signed * against.spread,
    Measured.CHANGE: lambda against, signed: against.before + signed,
}


def _among_others(limits: FloatArray, against: Yardstick, *, turned: bool, at: bool) -> Crossing:
    """The number whose percentile among the other areas passes a limit.

    A percentile is a staircase: at a number that others have too it counts half of them. So the
    number sought is always one that some area has, and what remains is whether having it is enough.
    Turned, the same staircase is climbed from the other end.
    """
    sign = -1.0 if turned else 1.0
    numbers = np.full(against.own.shape, np.nan)
    enough = np.zeros(against.own.shape, bool)
    for year, (ranked, row) in enumerate(zip(against.ranked, against.own, strict=True)):
        known = np.isfinite(row)
        ordered = ranked if not turned else -ranked[::-1]
        numbers[year, known], enough[year, known] = _step(
            float(limits[year, 0]), ordered, sign * row[known], at=at
        )
    return Crossing(sign * numbers, enough, not turned)


def _step(
    limit: float, ordered: FloatArray, own: FloatArray, *, at: bool
) -> tuple[FloatArray, BoolArray]:
    """The step of the staircase for each area, itself left out, and whether standing on it will do.

    Args:
        limit: a percentile.
        ordered: the numbers of all areas, rising.
        own: the numbers of the areas asked about, which are among them.
        at: whether the percentile itself will do.
    """
    never = np.zeros(len(own), bool)
    others = len(ordered) - 1
    if others < 1:  # alone, an area measures 50
        passed = limit <= 50 if at else limit < 50
        return np.full(len(own), -np.inf if passed else np.inf), never
    wanted = limit / 100.0 * others  # how many others must lie below, half of those that are level
    step = int(np.ceil(wanted - _HAIR)) if at else int(np.floor(wanted + _HAIR)) + 1
    if not 1 <= step <= others:
        return np.full(len(own), -np.inf if step < 1 else np.inf), never
    found = np.where(step - 1 < np.searchsorted(ordered, own), ordered[step - 1], ordered[step])
    below = np.searchsorted(ordered, found)
    level = np.searchsorted(ordered, found, "right") - below - (own == found)
    measured = below - (own < found) + 0.5 * level
    return found, measured >= wanted - _HAIR if at else measured > wanted + _HAIR


_HAIR = 1e-9  # of an area: what binary fractions make of a whole number of them

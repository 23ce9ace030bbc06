"""What a legend without classes shows: a run of colours, or circles inside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Indicator
from desktop.core.wording import number, quantity
from desktop.maps.axes import tick_decimals, ticks

_ENDS = (2.0, 98.0)  # percentiles: one odd area does not take the colours from all the others
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours that run on from ``low`` to ``high``.

    ``colours`` are evenly spread from one end to the other. ``ticks`` are places from 0 to 1 with
    what is written there. ``beyond`` tells whether there are values below ``low`` and above
    ``high``, which have the colours of the ends. ``here`` is the municipality's place, held to the
    ends, or None where it has no number; ``here_label`` is its number.
    """

    low: float
    high: float
    colours: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]
    beyond: tuple[bool, bool]
    here: float | None = None
    here_label: str = ""


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles whose areas go as the counts.

    ``largest`` is the count of a circle of ``radius``, in pixels of a screen without magnification.
    ``steps`` are shares of that radius, largest first, with what is written at each.
    """

    largest: float
    radius: float
    colour: str
    steps: tuple[tuple[float, str], ...]


def extremes(values: FloatArray) -> tuple[float, float] | None:
    """Between which values colours run: 2nd and 98th percentile of the finite ones.

    Where those are equal, the lowest and the highest; None where they are equal too, or none.
    """
    finite = values[np.isfinite(values)]
    if not finite.size:
        return None
    low, high = np.percentile(finite, _ENDS).tolist()
    if low == high:
        low, high = float(finite.min()), float(finite.max())
    return (low, high) if low < high else None


def gradient_ticks(low: float, high: float, indicator: Indicator) -> tuple[tuple[float, str], ...]:
    """Round values between two ends as places from 0 to 1, with what is written at each.

    The unit stands at the last of them alone.
    """
    found = ticks(low, high, _MOST_TICKS)
    decimals = tick_decimals(found)
    texts = [number(tick, decimals) for tick in found]
    if texts:
        texts[-1] = quantity(found[-1], indicator.unit, decimals)
    return tuple(
        ((tick - low) / (high - low), text) for tick, text in zip(found, texts, strict=True)
    )


def round_counts(largest: float) -> tuple[float, ...]:
    """At most three round counts for a legend, none above ``largest``, highest first.

    They are 1, 2 or 5 times a power of ten: the highest there is, and those that come nearest below
    a fourth and a twentieth of it, so that the circles are half and about a fifth as wide. None is
    below 1; empty where ``largest`` is.
    """
    counts: list[float] = []
    highest = _round_below(largest)
    for share in (1.0, 0.25, 0.05):
        count = _round_below(highest * share)
        if count >= 1 and count not in counts:
            counts.append(count)
    return tuple(counts)


def _round_below(value: float) -> float:
    if value < 1:
        return 0.0
    power = 10.0 ** np.floor(np.log10(value))  # a hair above the value where the logarithm rounds
    return float(next(power * factor for factor in (5, 2, 1, 0.5) if power * factor <= value))

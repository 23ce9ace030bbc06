"""Classes of a choropleth: bounds, and the one rule for who belongs where.

A class holds its lower bound and not its upper: class j is ``bounds[j-1] <= value < bounds[j]``,
the first is open below and the last open above. A map may be asked to have it the other way round
(``upper``): class j is then ``bounds[j-1] < value <= bounds[j]``. Every view, legend and sheet uses
:func:`assign`. Bounds are rounded to what the legend prints before anything is assigned, so what is
printed is what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.wording import _

NO_CLASS = -1
CLASS_COUNTS = range(3, 10)
_WHOLE_STEPS = 6  # classes up to which a step is a whole standard deviation
_JENKS_STEPS = 512  # distinct values that natural breaks are sought among; more change no legend


def assign(
    values: FloatArray, bounds: tuple[float, ...], *, upper: bool = False
) -> NDArray[np.int16]:
    """The class of each value, from 0 to ``len(bounds)``; NO_CLASS where the value is NaN.

    A value on a bound is in the class above it, with ``upper`` in the class below it.
    """
    side: Literal["left", "right"] = "left" if upper else "right"
    classes = np.searchsorted(np.array(bounds), values, side=side).astype(np.int16)
    classes[np.isnan(values)] = NO_CLASS
    return classes


def class_bounds(
    values: FloatArray, scheme: str, count: int, decimals: int, *, upper: bool = False
) -> tuple[float, ...]:
    """Inner bounds of at most ``count`` classes over the finite values, rounded.

    Fewer classes come out where ties leave no room; equal values or none give one class, and so no
    bounds. If rounding to ``decimals`` would melt classes together, as many more decimals are used
    as it takes, up to three. With ``upper`` they are bounds for classes that hold their upper one:
    the lowest and the highest class are never empty under the rule that was asked for.

    Raises:
        KeyError: no such scheme.
    """
    if upper:
        # The mirror of a class that holds its lower bound is one that holds its upper.
        mirrored = class_bounds(-values, scheme, count, decimals)
        return tuple(0.0 - bound for bound in reversed(mirrored))
    finite = np.sort(values[np.isfinite(values)], axis=None)
    if not len(finite) or finite[0] == finite[-1] or count < 2:
        return ()
    exact = [float(bound) for bound in SCHEMES[scheme](finite, count)]
    exact = sorted({bound for bound in exact if finite[0] < bound <= finite[-1]})
    useful: list[float] = []
    for more in range(4):
        rounded = sorted({round(bound, decimals + more) for bound in exact})
        useful = [bound for bound in rounded if finite[0] < bound <= finite[-1]]
        if len(useful) == len(exact):
            break
    return tuple(useful)


def printed_decimals(bounds: tuple[float, ...], usual: int) -> int:
    """As few decimals as print every bound as it is: none where all are whole.

    Never more than three above ``usual``, the decimals of the indicator.
    """
    for decimals in range(usual + 3):
        if all(abs(round(bound, decimals) - bound) < 1e-9 for bound in bounds):
            return decimals
    return usual + 3


def quantiles(ordered: FloatArray, count: int) -> FloatArray:
    """Bounds with equally many areas in each class. Hyndman and Fan (1996), definition 7."""
    return np.quantile(ordered, np.linspace(0, 1, count + 1)[1:-1])


def equal_intervals(ordered: FloatArray, count: int) -> FloatArray:
    """Bounds at equal distances between the lowest and the highest value."""
    return np.linspace(ordered[0], ordered[-1], count + 1)[1:-1]


def pretty(ordered: FloatArray, count: int) -> FloatArray:
    """Bounds at round numbers: steps of 1, 2, 2.5 or 5 times a power of ten.

    The step is the one that gives the number of classes nearest to ``count``, more rather than
    fewer, never above one more than asked for.
    """
    low, high = float(ordered[0]), float(ordered[-1])
    power = 10.0 ** np.floor(np.log10((high - low) / count))
    best: tuple[float, FloatArray] | None = None
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0):
        step = factor * power
        first = (np.floor(low / step) + 1) * step
        bounds = first + step * np.arange(0, max(0, np.ceil((high - first) / step - 1e-9)))
        distance = abs(len(bounds) + 1 - count) + (0.5 if len(bounds) + 1 < count else 0.0)
        if len(bounds) <= count and (best is None or distance < best[0]):
            best = (distance, bounds)
    return best[1] if best is not None else np.array([])


def deviations(ordered: FloatArray, count: int) -> FloatArray:
    """Bounds at steps of the standard deviation around the mean: all areas there are, so n below.

    A step is one deviation for up to six classes and half of one for more. An even number of
    classes has a bound at the mean; an odd number has a class around it.
    """
    step = 1.0 if count <= _WHOLE_STEPS else 0.5
    places = np.arange(count - 1) - (count - 2) / 2
    bounds: FloatArray = ordered.mean() + ordered.std() * step * places
    return bounds


def natural_breaks(ordered: FloatArray, count: int) -> FloatArray:
    """Bounds with the least squared distance to the class means: Fisher (1958), after Jenks.

    Exact over at most 512 distinct values; more are first drawn together, in order, to that many
    weighted groups. A bound is the lowest value of the class above it.
    """
    points, weights = np.unique(ordered, return_counts=True)
    if len(points) > _JENKS_STEPS:
        group = np.minimum(
            (np.cumsum(weights) - weights) * _JENKS_STEPS // len(ordered), _JENKS_STEPS - 1
        )
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        lowest = points[starts]
        sums = np.add.reduceat(points * weights, starts)
        weights = np.add.reduceat(weights, starts)
        points = sums / weights
    else:
        lowest = points
    count = min(count, len(points))
    weight = np.concatenate([[0.0], np.cumsum(weights)])
    first = np.concatenate([[0.0], np.cumsum(weights * points)])
    second = np.concatenate([[0.0], np.cumsum(weights * points * points)])

    mass = weight[None, :] - weight[:, None]
    total = first[None, :] - first[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        # Row: where a class starts; column: where it ends. Squared distances to its mean.
        spread = second[None, :] - second[:, None] - total * total / mass
    spread[mass <= 0] = np.inf
    cost = spread[0]
    cuts = np.zeros((count, len(points) + 1), np.intp)
    for made in range(1, count):
        candidates = cost[:, None] + spread
        cuts[made] = np.argmin(candidates, axis=0)
        cost = np.min(candidates, axis=0)
    bounds = np.empty(count - 1)
    end = len(points)
    for made in range(count - 1, 0, -1):
        end = int(cuts[made, end])
        bounds[made - 1] = lowest[end]
    return bounds


Scheme = Callable[[FloatArray, int], FloatArray]

SCHEMES: Mapping[str, Scheme] = {
    "natural": natural_breaks,
    "quantiles": quantiles,
    "equal": equal_intervals,
    "pretty": pretty,
    "deviation": deviations,
}

OWN = "own"


def scheme_name(scheme: str) -> str:
    """What a scheme is called on screen."""
    return {
        "natural": _("Naturlige brud"),
        "quantiles": _("Lige mange områder"),
        "equal": _("Lige store intervaller"),
        "pretty": _("Runde tal"),
        "deviation": _("Middel og standardafvigelse"),
        OWN: _("Egne grænser"),
    }[scheme]


def inclusive_rule(*, upper: bool = False) -> str:
    """The rule for a value on a bound, as a legend prints it."""
    return _("øvre grænse er med i klassen") if upper else _("nedre grænse er med i klassen")

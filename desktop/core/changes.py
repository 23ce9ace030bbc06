"""How much every area has changed between two periods, and where that is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.differences import Verdict
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.indicators import Indicator, Kind
from desktop.core.intervals import cell_intervals, difference_intervals
from desktop.core.measures import Cells
from desktop.core.periods import Period, latest
from desktop.core.windows import change, change_percent
from desktop.core.wording import _, rounded_half_up

_MOST_MAGNITUDES = 40_000  # that bounds are sought among; more would move no round number
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_NEARLY_ALL = 0.9  # of all changes lie inside the outermost classes' inner bounds


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """The change of every area; columns of one length.

    Attributes:
        values: the change in ``unit``; NaN where either number is not shown, and in per cent of a
            count of 0.
        low, high: its 95 % interval; NaN for plain counts, which are known, for means and for ready
            values.
        states: withheld where either number is, else missing where either is.
        verdicts: :class:`~desktop.core.differences.Verdict` of each: higher or lower beyond chance.
        unit: of the values: ``pct.point``, ``%`` for counts, else the indicator's own.
        decimals: they are written with.
    """

    values: FloatArray
    low: FloatArray
    high: FloatArray
    states: StateArray
    verdicts: NDArray[np.uint8]
    unit: str
    decimals: int


def changes(before: Cells, after: Cells, indicator: Indicator) -> Changes:
    """The change from one column of cells to another.

    In the indicator's own unit, percentage points for %, and for plain counts in per cent, so that
    large and small areas can be held together. The interval of shares and rates is that of
    :func:`desktop.core.intervals.difference_intervals`; mostly the same people are counted both
    times, so it says "sure" too seldom rather than too often.
    """
    counted = indicator.kind is Kind.COUNT
    values = change_percent(before, after) if counted else change(before, after)
    nothing = np.full(values.shape, np.nan)
    low, high = nothing, nothing.copy()
    if not counted:
        low, high = difference_intervals(
            after.values,
            cell_intervals(after, indicator.kind, indicator.per),
            before.values,
            cell_intervals(before, indicator.kind, indicator.per),
        )
    states = np.where(np.isfinite(values), np.uint8(State.SHOWN), np.uint8(State.UNDEFINED))
    for state in (State.MISSING, State.WITHHELD):
        states[(before.states == state) | (after.states == state)] = state
    verdicts = np.full(values.shape, Verdict.MAY_BE_CHANCE, np.uint8)
    verdicts[low > 0] = Verdict.SURE_HIGHER
    verdicts[high < 0] = Verdict.SURE_LOWER
    verdicts[np.isnan(low) | np.isnan(high)] = Verdict.UNDECIDED
    return Changes(
        values, low, high, states, verdicts, change_unit(indicator), change_decimals(indicator)
    )


def change_unit(indicator: Indicator) -> str:
    """What changes of an indicator are reckoned in; empty where it has no unit."""
    if indicator.kind is Kind.COUNT:
        return "%"
    if indicator.unit == "%":
        return _("pct.point")
    return "" if indicator.unit in ("n", "index") else indicator.unit


def change_decimals(indicator: Indicator) -> int:
    """How many decimals a change is written with."""
    return 1 if indicator.kind is Kind.COUNT else indicator.decimals


def held_against(periods: Sequence[Period], period: Period, since: Period | None) -> Period | None:
    """The period that a change is reckoned from, of those that an indicator has.

    The same part of the year before where ``since`` is None, or where that is not held, such as for
    a survey every other year, the newest that was over by then; else ``since``, or the newest over
    by its end. None where the indicator has none, or where ``since`` is later than the period: a
    change does not go back in time. ``periods`` are in order of time.
    """
    if since is not None and since.end > period.end:
        return None
    return latest(periods, since or period.year_before())


def magnitudes(
    values: FloatArray, periods: Sequence[Period], indicator: Indicator, since: Period | None
) -> FloatArray:
    """How large the changes of all areas are, whichever period is looked at.

    So that bounds stay where they are while time goes. Against the year before in every period, or
    against ``since``.

    Args:
        values: periods × areas.
        periods: of the rows, in order of time.
        indicator: what the values are of.
        since: one of the periods, or None.

    Returns:
        The sizes of the finite changes without their signs, and without those that are nought.
    """
    row = {period: at for at, period in enumerate(periods)}
    against = [held_against(periods, each, since) for each in periods]
    now = np.array([at for at, each in enumerate(against) if each is not None], np.int64)
    then = np.array([row[each] for each in against if each is not None], np.int64)
    before = values[then]
    moved = values[now] - before
    if indicator.kind is Kind.COUNT:
        with np.errstate(invalid="ignore", divide="ignore"):
            moved = np.where(before > 0, 100.0 * moved / before, np.nan)
    sizes = np.abs(moved[np.isfinite(moved)])
    sizes = sizes[sizes > 1e-9]
    return np.asarray(sizes[:: max(1, len(sizes) // _MOST_MAGNITUDES)])


def round_bounds(sizes: FloatArray, steps: int) -> tuple[float, ...]:
    """Bounds between classes of change on the one side of nought; the other side has the same.

    The middle class, from minus the first bound to plus it, is as wide as the others, and every
    bound a round number: 1, 3, 5 … times 1, 2, 2.5 or 5 times a power of ten. About nine of ten
    changes are smaller than the last. None where nothing has changed.
    """
    if not len(sizes) or steps < 1:
        return ()
    wanted = float(np.quantile(sizes, _NEARLY_ALL)) / (2 * steps - 1)
    power = 10.0 ** np.floor(np.log10(wanted))
    step = min((each * power for each in _ROUND), key=lambda each: abs(np.log(each / wanted)))
    return tuple(float(f"{step * times:.12g}") for times in range(1, 2 * steps, 2))


def even_bounds(sizes: FloatArray, steps: int, decimals: int) -> tuple[float, ...]:
    """As :func:`round_bounds`, with about as many changes in each class, both sides together."""
    if not len(sizes) or steps < 1:
        return ()
    shares = np.arange(1, 2 * steps, 2) / (2 * steps + 1)
    bounds = {rounded_half_up(float(each), decimals) for each in np.quantile(sizes, shares)}
    return tuple(sorted(each for each in bounds if each > 0)) or round_bounds(sizes, 1)


def change_classes(
    values: FloatArray, bounds: tuple[float, ...], *, outer: bool = True
) -> NDArray[np.int16]:
    """The class of each change, from 0 (lowest) over ``len(bounds)`` (about nought) up; −1 for NaN.

    Alike on both sides: a change on a bound belongs to the class farther from nought, or to the
    nearer where not ``outer``.
    """
    sizes = np.round(np.abs(values), 9)  # 2.0 that came of 24.1 − 22.1 is the 2.0 of the bound
    steps = np.searchsorted(np.array(bounds), sizes, side="right" if outer else "left")
    classes = (len(bounds) + np.sign(np.nan_to_num(values)) * steps).astype(np.int16)
    classes[np.isnan(values)] = -1
    return classes

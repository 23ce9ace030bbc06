"""How a number that is counted could have fallen out by chance, as a whole distribution.

The 95 % interval has two ends; the same formula with every other z gives all the places between
and beyond. Shares follow Wilson's score interval (Wilson 1927), rates and counts its counterpart
for Poisson numbers, ``λ = x + z²/2 ± z·√(x + z²/4)``, because Byar's two ends do not meet in the
number itself; for ten events it gives 5.4 to 18.4 where Byar's gives 4.8 to 18.4. The number is
the middle of each: half of the chance lies on either side. Ready values vary in a way that nobody
has counted, and stay put.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Kind
from desktop.core.models.columns import BoolArray, InputColumns


def varies(columns: InputColumns) -> BoolArray:
    """The cells whose number is counted, so that chance can be reckoned; years × areas."""
    cells = columns.cells
    counted = cells.shown & (cells.numerators >= 0)
    if columns.kind is Kind.SHARE:
        whole = (cells.denominators > 0) & (cells.numerators <= cells.denominators)
        return np.asarray(counted & whole)
    if columns.kind is Kind.RATE:
        return np.asarray(counted & (cells.denominators > 0))
    return np.asarray(counted & (columns.kind is Kind.COUNT))


def places_of(columns: InputColumns, numbers: FloatArray, at: BoolArray) -> FloatArray:
    """Where numbers stand in each cell's distribution, as standard normal places.

    The chance that the cell's number could have been over ``numbers`` is that of a standard normal
    number over the place. ``at`` matters where chance gathers in one number (0, or all of a share):
    the place is where the number is first reached with it, first passed without.

    Args:
        columns: one input, years × areas.
        numbers: in the input's unit, years × areas.
        at: whether reaching the number is enough.

    Returns:
        Years × areas; infinite where the number is always or never passed, NaN where the cell does
        not vary or ``numbers`` is NaN.
    """
    cells, vary = columns.cells, varies(columns)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        if columns.kind is Kind.SHARE:
            share = numbers / columns.per
            observed = cells.numerators / cells.denominators
            deviation = np.sqrt(share * (1 - share) / cells.denominators)
            inside = (share > 0) & (share < 1)
            places = np.where(inside, (share - observed) / deviation, 0.0)
            bottom = np.where((share == 0) & ~at & (observed == 0), 0.0, -np.inf)
            top = np.where((share == 1) & at & (observed == 1), 0.0, np.inf)
            places = np.where(share <= 0, bottom, np.where(share >= 1, top, places))
        else:
            bases = _bases(columns)
            events = numbers * bases
            places = (events - cells.numerators) / np.sqrt(events)
            bottom = np.where((events == 0) & ~at & (cells.numerators == 0), 0.0, -np.inf)
            places = np.where(events <= 0, bottom, places)
            places = np.where(np.isposinf(events), np.inf, places)
    return np.where(vary & ~np.isnan(numbers), places, np.nan)


def numbers_at(columns: InputColumns, places: FloatArray) -> FloatArray:
    """The numbers at standard normal places of every cell: years × places × areas.

    The number itself where the cell does not vary, NaN where it is not shown.
    """
    cells = columns.cells
    z = places[:, None]
    counted, bases = cells.numerators[:, None, :], cells.denominators[:, None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        if columns.kind is Kind.SHARE:
            share = counted / bases
            reach = z * np.sqrt(share * (1 - share) / bases + z * z / (4 * bases * bases))
            drawn = (share + z * z / (2 * bases) + reach) / (1 + z * z / bases) * columns.per
            drawn = np.where((share == 0) & (z <= 0), 0.0, drawn)  # exactly, as others have it
            drawn = np.where((share == 1) & (z >= 0), columns.per, drawn)
        else:
            events = counted + z * z / 2 + z * np.sqrt(counted + z * z / 4)
            events = np.where((counted == 0) & (z <= 0), 0.0, events)
            drawn = events / _bases(columns)[:, None, :]
    return np.where(varies(columns)[:, None, :], drawn, cells.values[:, None, :])


def spread_of(columns: InputColumns) -> FloatArray:
    """The standard deviation of each cell's number by chance, years × areas; 0 where none."""
    low, high = (numbers_at(columns, np.array([z]))[:, 0] for z in (-1.0, 1.0))
    return np.asarray(np.where(varies(columns), (high - low) / 2, 0.0))


def _bases(columns: InputColumns) -> FloatArray:
    """What a number is multiplied by to give events; years × areas."""
    if columns.kind is Kind.COUNT:
        return np.ones(columns.cells.values.shape)
    return np.asarray(columns.cells.denominators / columns.per)


def even_places(draws: int) -> FloatArray:
    """The standard normal places of so many evenly spread draws: the middles of equal shares."""
    from desktop.core.distributions import normal_quantile

    return normal_quantile((np.arange(draws) + 0.5) / draws)


def ranks_of(places: FloatArray, draws: int) -> NDArray[np.int16]:
    """The first of ``draws`` evenly spread draws that is at or over each place.

    Draw r stands for the normal place of the share ``(r + ½) / draws``; so a place below all of
    them gives 0, one above all of them gives ``draws``. NaN gives 0.
    """
    from desktop.core.distributions import normal_below

    shares = np.nan_to_num(normal_below(places), nan=0.0)
    first = np.ceil(draws * shares - 0.5 - 1e-9)
    return np.clip(first, 0, draws).astype(np.int16)

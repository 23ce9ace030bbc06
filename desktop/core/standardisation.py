"""Shares and rates as they would be if every area had the same people, by age or another breakdown.

An area of young people has few on early retirement whatever else it is. Direct standardisation
gives each area the municipality's age structure; indirect standardisation asks how many cases the
municipality's rates would give in the area, and holds what was counted against that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.distributions import chi_squared_quantile, normal_below
from desktop.core.indicators import Kind
from desktop.core.intervals import Z_95, Interval, byar, wilson
from desktop.core.measures import Cells


@dataclass(frozen=True, slots=True, eq=False)
class Standardised:
    """Standardised values with their intervals, one entry per area; NaN where not shown."""

    values: FloatArray
    low: FloatArray
    high: FloatArray
    states: StateArray


def direct(
    strata: Cells, standard: FloatArray, kind: Kind, per: float, z: float = Z_95
) -> Standardised:
    """The value each area would have with the standard's people: ``per · Σ Wₛ·pₛ``.

    ``pₛ`` is the area's own share or rate in stratum s, and ``Wₛ = Nₛ/ΣN`` the stratum's part of
    the standard. A stratum that is withheld makes the area withheld, a missing one makes it
    missing, and one with nobody in it makes it undefined, unless nobody in the standard is in it
    either: a rate of nobody is not made up. (Indirect standardisation has an answer there.)

    The interval of a share puts together the Wilson intervals of its strata, ``Σ W²(p − l)²`` below
    and ``Σ W²(u − p)²`` above: Zou, Huang and Zhang (2009), Computational Statistics and Data
    Analysis 53, 1080-1085. It is Wilson's where there is one stratum, keeps its width where nobody
    was counted, and is in the family of the intervals for differences. The interval of a rate is
    the gamma one of Fay and Feuer (1997), Statistics in Medicine 16, 791-801, which is the exact
    Poisson interval where there is one stratum and never negative.

    Args:
        strata: strata × areas, or strata × any shape.
        standard: the people of the standard in each stratum.
        kind: share or rate.
        per: what the result is multiplied by.
        z: how many standard deviations the interval reaches.

    Raises:
        ValueError: the standard has nobody, or less than nobody, or a kind without counts.
    """
    if kind not in (Kind.SHARE, Kind.RATE):
        raise ValueError("only shares and rates can be standardised")
    if not np.isfinite(standard).all() or (standard < 0).any() or standard.sum() <= 0:
        raise ValueError("the standard must have people")
    column = (-1, *(1 for _ in strata.values.shape[1:]))
    parts = (standard / standard.sum()).reshape(column)
    states = _states(strata, parts > 0)
    used = strata.shown & (parts > 0) & (states == State.SHOWN)
    tops = np.where(used, strata.numerators, 0.0)
    bases = np.where(used, strata.denominators, 1.0)
    values = (parts * tops / bases).sum(axis=0)
    if kind is Kind.SHARE:
        low, high = _share_interval(tops, bases, np.where(used, parts, 0.0), values, z)
    else:
        low, high = _rate_interval(tops, np.where(used, parts / bases, 0.0), values, z)
    return _where_shown(values, (low, high), states, per)


def indirect(
    strata: Cells, standard: Cells, z: float = Z_95, per: float = 100.0
) -> tuple[Standardised, FloatArray]:
    """What was counted over what the standard's rates would give: ``per · O/E``.

    ``O = Σ countₛ`` and ``E = Σ baseₛ · (standard's count / standard's base)ₛ``; with the
    municipality as standard, 100 is as many as its rates would give in an area of these people. The
    interval is Byar's for O, over E: Breslow and Day (1987), Statistical Methods in Cancer Research
    II, p. 69. Two areas' results stand on different people and are to be held against 100, not
    against each other.

    A stratum that is withheld makes the area withheld, a missing one missing, and one that is
    hidden in the standard does so to every area; one with nobody in it adds nothing.
    Undefined where E is zero, or the standard has no rate for a stratum with people.

    Args:
        strata: strata × areas, or strata × any shape.
        standard: strata × 1, or strata alone.
        z: how many standard deviations the interval reaches.
        per: 100 for an index.

    Returns:
        The ratios, and the expected counts (NaN where not shown).
    """
    column = (-1, *(1 for _ in strata.values.shape[1:]))
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = (standard.numerators / standard.denominators).reshape(column)
    people = strata.shown & (strata.denominators > 0)
    states = _states(strata, np.False_)
    for state in (State.MISSING, State.WITHHELD):
        if (standard.states == state).any():
            states[states < state] = state
    expected = np.where(people, strata.denominators * rates, 0.0).sum(axis=0)
    observed = np.where(people, strata.numerators, 0.0).sum(axis=0)
    lacking = ~(expected > 0) & (states == State.SHOWN)
    states = np.where(lacking, np.uint8(State.UNDEFINED), states)
    shown = states == State.SHOWN
    expected = np.where(shown, expected, np.nan)
    low, high = byar(observed, z)
    made = _where_shown(observed / expected, (low / expected, high / expected), states, per)
    return made, expected


def _states(strata: Cells, needed: NDArray[np.bool_] | np.bool_) -> StateArray:
    """The state of each area from those of its strata; an undefined one matters where needed."""
    states = np.full(strata.values.shape[1:], State.SHOWN, np.uint8)
    empty = (strata.states == State.UNDEFINED) | (strata.shown & ~(strata.denominators > 0))
    states[(empty & needed).any(axis=0) | empty.all(axis=0)] = State.UNDEFINED
    for state in (State.MISSING, State.WITHHELD):
        states[(strata.states == state).any(axis=0)] = state
    return states


def _share_interval(
    tops: FloatArray, bases: FloatArray, parts: FloatArray, values: FloatArray, z: float
) -> Interval:
    """From the Wilson intervals of the strata, each with its part of the standard."""
    low, high = wilson(tops, bases, z)
    own = tops / bases
    down = np.sqrt(((parts * (own - low)) ** 2).sum(axis=0))
    up = np.sqrt(((parts * (high - own)) ** 2).sum(axis=0))
    return np.maximum(values - down, 0.0), np.minimum(values + up, 1.0)


def _rate_interval(tops: FloatArray, each: FloatArray, values: FloatArray, z: float) -> Interval:
    """Fay and Feuer's gamma interval; ``each`` is what one event adds to the value, by stratum."""
    tail = normal_below(-z)
    variance = (each * each * tops).sum(axis=0)
    most = each.max(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        quantile = chi_squared_quantile(tail, 2.0 * values**2 / variance)
        low = np.where(values > 0, variance / (2.0 * values) * quantile, 0.0)
        above, spread = values + most, variance + most**2
        high = spread / (2.0 * above) * chi_squared_quantile(1.0 - tail, 2.0 * above**2 / spread)
    return low, high


def _where_shown(
    values: FloatArray, interval: Interval, states: StateArray, per: float
) -> Standardised:
    shown = states == State.SHOWN
    low, high = interval
    return Standardised(
        np.where(shown, values * per, np.nan),
        np.where(shown, low * per, np.nan),
        np.where(shown, high * per, np.nan),
        states.astype(np.uint8),
    )

"""What Hypothesis draws: periods, columns of numbers with states, polygons that share borders."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from desktop.core.areas import Outlines
from desktop.core.disclosure import FloatArray, Limits, State, StateArray
from desktop.core.periods import Kind, Period

YEARS = st.integers(1800, 2199)


def periods() -> st.SearchStrategy[Period]:
    """Every kind of period."""
    return st.one_of(
        st.builds(Period, st.just(Kind.YEAR), YEARS),
        st.builds(Period, st.just(Kind.QUARTER), YEARS, st.integers(1, 4)),
        st.builds(Period, st.just(Kind.MONTH), YEARS, st.integers(1, 12)),
        st.builds(Period, st.just(Kind.SCHOOL_YEAR), YEARS),
    )


def limits() -> st.SearchStrategy[Limits]:
    """Disclosure limits, from none to high."""
    return st.builds(
        Limits, st.just("test"), st.integers(0, 12), st.integers(0, 300), st.booleans()
    )


def counts(size: int, highest: int = 400) -> st.SearchStrategy[FloatArray]:
    """Whole numbers from zero up, some of them unknown."""
    one = st.one_of(st.integers(0, 12), st.integers(0, highest)).map(float)
    return arrays.arrays(np.float64, size, elements=st.one_of(one, one, one, st.just(np.nan)))


@st.composite
def counted(draw: st.DrawFn) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Numerators, denominators and residents of the same cells."""
    size = draw(st.integers(1, 24))
    return draw(counts(size)), draw(counts(size)), draw(counts(size))


@st.composite
def states(draw: st.DrawFn, size: int) -> StateArray:
    """A state per cell, mostly shown."""
    one = st.sampled_from([State.SHOWN] * 4 + list(State)).map(int)
    made: StateArray = draw(arrays.arrays(np.uint8, size, elements=one))
    return made


def values(smallest: int = 0, largest: int = 60) -> st.SearchStrategy[FloatArray]:
    """Values as indicators have them: many ties or none, some hidden."""
    tied = st.integers(-20, 40).map(lambda whole: whole / 4)
    spread = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
    shares = st.floats(0, 100).map(lambda value: round(value, 6))
    sizes = st.integers(smallest, largest)
    return st.one_of(
        [
            arrays.arrays(np.float64, sizes, elements=st.one_of(one, one, one, st.just(np.nan)))
            for one in (tied, spread, shares)
        ]
    )


@st.composite
def ring_sets(draw: st.DrawFn) -> list[list[NDArray[np.float64]]]:
    """Some areas of one or two parts, each part a star around its middle, some with a hole.

    In metres from 0 to about 100; parts of one area do not touch, areas may overlap.
    """
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    made = []
    for _ in range(draw(st.integers(1, 4))):
        first = chance.uniform(10, 40, 2)
        rings = [_star(chance, first, draw(st.sampled_from([0.2, 3.0, 25.0])))]
        if draw(st.booleans()):
            rings.append(_star(chance, first + 48, 14.0))
        if draw(st.booleans()):
            middle = rings[-1][:-1].mean(axis=0)
            rings.append((rings[-1] - middle)[::-1] * 0.4 + middle)
        made.append(rings)
    return made


def packed(areas: list[list[NDArray[np.float64]]]) -> Outlines:
    """Rings in metres, per area, as an extract holds them."""
    rings = [np.round(ring * 100).astype(np.int32) for rings in areas for ring in rings]
    owners = [at for at, rings in enumerate(areas) for _ in rings]
    starts = np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32)
    points = np.concatenate(rings) if rings else np.zeros((0, 2), np.int32)
    return Outlines(points, starts, np.array(owners, np.int32), points, starts)


def _star(
    chance: np.random.Generator, middle: NDArray[np.float64], radius: float
) -> NDArray[np.float64]:
    angles = np.sort(chance.uniform(0, 2 * np.pi, chance.integers(3, 12)))
    reach = radius * chance.uniform(0.3, 1.0, len(angles))
    ring = middle + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]
    return np.concatenate([ring, ring[:1]])

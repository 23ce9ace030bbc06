"""Areas too small to see: a disc for each, never over another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.frame import Frame
from desktop.maps.tiny import LEAST, tiny_areas
from tests.maps.test_raster import square
from tests.strategies import packed

FRAME = Frame(500.0, 500.0, 0.5, 500.0, 500.0)
spots = st.lists(
    st.tuples(st.integers(20, 980), st.integers(20, 980)), min_size=1, max_size=40, unique=True
)


@given(spots)
def test_no_disc_lies_over_another_unless_they_are_next_to_each_other(
    drawn: list[tuple[int, int]],
) -> None:
    outlines = packed([[square(east, north, 1.0)] for east, north in drawn])
    found = tiny_areas(outlines, FRAME, np.ones(len(drawn), bool))
    assert found.areas.tolist() == list(range(len(drawn)))
    apart = np.hypot(*(found.middles[:, None] - found.middles[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    reach = found.radii[:, None] + found.radii[None]
    assert (reach <= np.maximum(apart, 3.0) + 1e-9).all()
    assert ((found.radii == LEAST / 2) | (apart.min(axis=1) < LEAST)).all()


def test_large_areas_and_areas_that_are_gone_have_none() -> None:
    outlines = packed([[square(100, 100, 60)], [square(300, 300, 4)], [square(600, 600, 4)]])
    found = tiny_areas(outlines, FRAME, np.array([True, True, False]))
    assert found.areas.tolist() == [1]
    assert found.disc_of(0) is None
    assert found.disc_of(1) == pytest.approx((*FRAME.place(302, 302), LEAST / 2))


def test_finer_pixels_make_larger_discs() -> None:
    outlines = packed([[square(300, 300, 4)]])
    found = tiny_areas(outlines, FRAME.multiplied(2), np.ones(1, bool), 2.0)
    assert found.radii.tolist() == [LEAST]


def test_ten_thousand_in_a_row_stay_small() -> None:
    outlines = packed([[square(10 * (at % 100), 10 * (at // 100), 9)] for at in range(10_000)])
    found = tiny_areas(outlines, FRAME, np.ones(10_000, bool))
    assert len(found.areas) == 10_000
    assert set(found.radii.tolist()) == {1.5}

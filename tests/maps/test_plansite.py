"""The small maps of a plan: its areas in clay, what they are held against in petrol."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from desktop.core.dataset import Dataset
from desktop.maps.drawing import Clip, Drawing, Fills
from desktop.maps.palettes import CLAY, PETROL
from desktop.maps.plansite import site_map
from tests.fake_extract import fake_dataset

DAY = dt.date(2026, 6, 30)


def painted(made: Drawing) -> Fills:
    (clip,) = [mark for mark in made.marks if isinstance(mark, Clip)]
    return next(mark for mark in clip.marks if isinstance(mark, Fills) and CLAY in mark.colours)


@pytest.mark.parametrize("near", [False, True])
def test_the_plan_s_areas_alone_are_clay(*, near: bool) -> None:
    data = fake_dataset()
    made = site_map(data, "boligomraade", (0, 8), DAY, 80, 60, others=(4,), near=near)
    fills = painted(made)
    of = {colour: int((fills.owners == at).sum()) for at, colour in enumerate(fills.colours)}
    assert of[CLAY] == 2
    assert of[PETROL] == 1


def test_areas_are_numbered_in_their_order() -> None:
    data = fake_dataset()
    assert site_map(data, "boligomraade", (8, 0), DAY, 80, 60).texts() == ("1", "2")
    assert site_map(data, "boligomraade", (8, 0), DAY, 80, 60, numbered=False).texts() == ()


def test_an_area_that_is_gone_is_seen_where_it_is_of_the_plan() -> None:
    data = fake_dataset()
    gone = len(data.areas("boligomraade")) - 1
    fills = painted(site_map(data, "boligomraade", (gone,), DAY, 80, 60))
    assert (fills.owners == fills.colours.index(CLAY)).sum() == 1


def test_the_near_map_is_larger_and_stays_within_the_land() -> None:
    data = fake_dataset(columns=20, rows=20)
    far, near = (
        painted(site_map(data, "boligomraade", (42,), DAY, 80, 60, near=near))
        for near in (False, True)
    )

    def across(fills: Fills) -> float:
        at = int(np.flatnonzero(fills.owners == fills.colours.index(CLAY))[0])
        points = fills.points[fills.starts[at] : fills.starts[at + 1]]
        return float(np.ptp(points[:, 0]))

    assert across(near) > 3 * across(far)


def test_a_level_without_outlines_has_an_empty_map() -> None:
    class Bare(Dataset):
        def tolerances(self, level: str) -> tuple[float, ...]:
            return ()

    made = site_map(Bare(fake_dataset()._source), "boligomraade", (0,), DAY, 80, 60)
    assert made.marks == ()

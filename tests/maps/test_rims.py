"""Rims as pixels: inside the chosen areas, along their edges, and nowhere else."""

from __future__ import annotations

import numpy as np

from desktop.maps.raster import Ids
from desktop.maps.rims import edges, rim_pixels

CLAY = "#E07A3F"


def two_squares() -> Ids:
    """Area 0 at the left and area 1 at the right, ten pixels each way, in the middle of nothing."""
    numbers = np.zeros((14, 24), np.uint32)
    numbers[2:12, 2:12] = 1
    numbers[2:12, 12:22] = 2
    slants = np.arange(14 * 24, dtype=np.uint32).reshape(14, 24) % 16
    return np.where(numbers > 0, numbers * 16 + slants, 0).astype(np.uint32)


def levels(ids: Ids, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The levels back in the shape of the image."""
    found = edges(ids, width)
    image = np.zeros(ids.shape, np.uint8)
    image.ravel()[found.places] = found.levels
    return image


def test_levels_fall_inwards_and_neighbours_part_areas() -> None:
    image = levels(two_squares(), 2)
    assert image[7, 2:13].tolist() == [2, 1, 0, 0, 0, 0, 0, 0, 1, 2, 2]
    assert image[2:6, 7].tolist() == [2, 1, 0, 0]
    assert not image[0:2].any()


def test_only_chosen_areas_have_rims() -> None:
    found = edges(two_squares(), 2)
    pixels = rim_pixels(found, np.array([False, True]), CLAY)
    assert not pixels[:, :12].any()
    assert pixels[7, 12] == 0xFFE07A3F
    assert 0 < pixels[7, 13] >> 24 < 255
    assert pixels[7, 16] == 0
    assert not rim_pixels(found, np.array([False, False]), CLAY).any()


def test_an_area_at_the_side_of_the_image_has_no_edge_there() -> None:
    found = edges(np.full((6, 6), 16, np.uint32), 2)
    assert not len(found.places)
    assert not rim_pixels(found, np.array([True]), CLAY).any()


def test_an_image_smaller_than_a_rim_is_no_trouble() -> None:
    assert levels(np.full((1, 1), 16, np.uint32), 3).tolist() == [[0]]

"""Rims of very many areas at once, as pixels.

Stroking an outline takes the same time for each area, which is too long for every frame of a sweep
over two thousand. Where the pixels lie near an edge of their area is found once for a drawn map;
then the rims of any choice of areas are one table lookup per pixel.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.maps.palettes import rgb
from desktop.maps.raster import Ids, area_numbers

BoolArray = NDArray[np.bool_]
_INNERMOST = 0.55  # how much of the colour the pixels farthest from the edge have


def edge_levels(ids: Ids, width: int) -> NDArray[np.uint8]:
    """How near each pixel lies to the edge of its area, in the shape of ``ids``.

    ``width`` right at the edge and one less for each pixel inwards; 0 farther inside than that, and
    outside every area. The edge of the image is no edge of an area.
    """
    numbers = area_numbers(ids)
    levels = np.zeros(ids.shape, np.uint8)
    for away in range(min(width, *ids.shape), 0, -1):
        level = np.uint8(width - away + 1)
        across = numbers[:, away:] != numbers[:, :-away]
        down = numbers[away:] != numbers[:-away]
        levels[:, away:][across] = level
        levels[:, :-away][across] = level
        levels[away:][down] = level
        levels[:-away][down] = level
    levels[numbers == 0] = 0
    return levels


def rim_pixels(
    ids: Ids, levels: NDArray[np.uint8], chosen: BoolArray, colour: str, width: int
) -> NDArray[np.uint32]:
    """Premultiplied ARGB of the rims of the chosen areas, transparent elsewhere.

    Args:
        ids: the image of area numbers.
        levels: of :func:`edge_levels` for the same image and ``width``.
        chosen: one per area.
        colour: of the rims.
        width: of a rim, in pixels, all of it inside the area.
    """
    table = np.concatenate([[False], chosen])
    strength = levels * table[area_numbers(ids)]
    shares = [0.0, _INNERMOST if width > 1 else 1.0, *[1.0] * (width - 1)]
    shades = np.array([_premultiplied(colour, share) for share in shares], np.uint32)
    return np.asarray(shades[strength])


def _premultiplied(colour: str, share: float) -> int:
    red, green, blue = (round(part * share) for part in rgb(colour))
    return round(255 * share) << 24 | red << 16 | green << 8 | blue

"""Rims of very many areas at once, as pixels.

Stroking an outline takes the same time for each area, which is too long for every frame of a sweep
over two thousand. Where the pixels lie near an edge of their area is found once for a drawn map;
then the rims of any choice of areas are one table lookup per pixel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.maps.palettes import rgb
from desktop.maps.raster import Ids, area_numbers

BoolArray = NDArray[np.bool_]
_INNERMOST = 0.55  # how much of the colour the pixels farthest from the edge have


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The pixels of a drawn map that lie near an edge of their area; an entry per such pixel.

    ``places`` are counted along the rows of an image of ``shape``. ``numbers`` are those of
    :func:`desktop.maps.raster.area_numbers`. ``levels`` are the width of a rim right at the edge,
    and one less for each pixel inwards.
    """

    shape: tuple[int, int]
    places: NDArray[np.intp]
    numbers: Ids
    levels: NDArray[np.uint8]


def edges(ids: Ids, width: int) -> Edges:
    """The pixels that rims of ``width`` pixels take. The edge of the image is none of an area's."""
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
    places = np.flatnonzero(levels)
    height, across_all = ids.shape
    return Edges((height, across_all), places, numbers.ravel()[places], levels.ravel()[places])


def rim_pixels(found: Edges, chosen: BoolArray, colour: str) -> NDArray[np.uint32]:
    """Premultiplied ARGB of the rims of the chosen areas, transparent elsewhere.

    A rim lies inside its area, and its innermost pixels are paler.

    Args:
        found: of the drawn map.
        chosen: one per area.
        colour: of the rims.
    """
    table = np.concatenate([[False], chosen])
    width = int(found.levels.max(initial=0))
    shares = [0.0, _INNERMOST if width > 1 else 1.0, *[1.0] * (width - 1)]
    shades = np.array([_premultiplied(colour, share) for share in shares], np.uint32)
    held = table[found.numbers]
    pixels = np.zeros(found.shape, np.uint32)
    pixels.ravel()[found.places[held]] = shades[found.levels[held]]
    return pixels


def _premultiplied(colour: str, share: float) -> int:
    red, green, blue = (round(part * share) for part in rgb(colour))
    return round(255 * share) << 24 | red << 16 | green << 8 | blue

"""Colours to both sides of a neutral middle, and of two ramps laid across each other.

Ochre and petrol differ in yellow and blue, which the common kinds of colour blindness leave; no two
colours here are equally light, so that grey paper tells them apart too.
"""

from __future__ import annotations

from desktop.maps.palettes import mixed

LOWEST, LOWER, NEUTRAL, HIGHER, HIGHEST = "#A6772A", "#E0C48F", "#E9E7DE", "#7FB7C2", "#115A73"

# First indicator by row, second by column, each from low to high; the first is the stronger, so
# that one corner is darker than the opposite also without colour.
BIVARIATE = (
    ("#EFEEEA", "#E2C59F", "#CE9D55"),
    ("#99BCC8", "#949580", "#84703B"),
    ("#2E8CA6", "#466762", "#404523"),
)


def diverging(steps: int) -> tuple[str, ...]:
    """``2·steps + 1`` colours from ochre over a neutral middle to petrol."""
    below = [shade(-1 + step / steps) for step in range(steps)]
    above = [shade((step + 1) / steps) for step in range(steps)]
    return (*below, NEUTRAL, *above)


def shade(share: float) -> str:
    """The colour at a place from −1 (ochre) over 0 (neutral) to 1 (petrol)."""
    near, far = (LOWER, LOWEST) if share < 0 else (HIGHER, HIGHEST)
    size = min(abs(share), 1.0)
    return mixed(NEUTRAL, near, 2 * size) if size < 0.5 else mixed(near, far, 2 * size - 1)


def crossed(rows: int, columns: int) -> tuple[str, ...]:
    """The colours of a table of up to 3 × 3 classes, row by row from low to high."""
    places = {1: (0,), 2: (0, 2), 3: (0, 1, 2)}
    return tuple(BIVARIATE[row][column] for row in places[rows] for column in places[columns])

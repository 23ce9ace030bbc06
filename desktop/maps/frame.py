"""The frame: how metres of the map become places on a screen or page."""

from __future__ import annotations

import math
from dataclasses import dataclass

Bounds = tuple[float, float, float, float]  # west, south, east, north in metres


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the map, north up.

    ``east`` and ``north`` are the metres at its middle, ``scale`` is units of the page or screen
    per metre, ``width`` and ``height`` are its size in those units, with y downwards.
    """

    east: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def fit(
        cls,
        bounds: Bounds,
        width: float,
        height: float,
        margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
    ) -> Frame:
        """The frame that shows all of ``bounds`` inside its margins (left, top, right, bottom)."""
        west, south, east, north = bounds
        left, top, right, bottom = margins
        room_x = max(width - left - right, 1.0)
        room_y = max(height - top - bottom, 1.0)
        scale = min(room_x / max(east - west, 1e-6), room_y / max(north - south, 1e-6))
        middle_x = left + room_x / 2
        middle_y = top + room_y / 2
        return cls(
            (west + east) / 2 - (middle_x - width / 2) / scale,
            (south + north) / 2 + (middle_y - height / 2) / scale,
            scale,
            width,
            height,
        )

    @property
    def bounds(self) -> Bounds:
        """What the frame shows, in metres."""
        reach_x, reach_y = self.width / 2 / self.scale, self.height / 2 / self.scale
        return (
            self.east - reach_x,
            self.north - reach_y,
            self.east + reach_x,
            self.north + reach_y,
        )

    def place(self, east: float, north: float) -> tuple[float, float]:
        """Where a point of the map lies in the frame."""
        return (
            (east - self.east) * self.scale + self.width / 2,
            (self.north - north) * self.scale + self.height / 2,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """East and north of a place in the frame."""
        return (
            self.east + (x - self.width / 2) / self.scale,
            self.north - (y - self.height / 2) / self.scale,
        )

    def moved(self, dx: float, dy: float) -> Frame:
        """The frame after its content was dragged by so many units."""
        return Frame(
            self.east - dx / self.scale,
            self.north + dy / self.scale,
            self.scale,
            self.width,
            self.height,
        )

    def zoomed(self, factor: float, x: float, y: float) -> Frame:
        """The frame enlarged by ``factor`` with the place (x, y) staying where it is."""
        east, north = self.point(x, y)
        scale = self.scale * factor
        return Frame(
            east - (x - self.width / 2) / scale,
            north + (y - self.height / 2) / scale,
            scale,
            self.width,
            self.height,
        )

    def resized(self, width: float, height: float) -> Frame:
        """The frame with another size and the same middle and scale."""
        return Frame(self.east, self.north, self.scale, width, height)

    def multiplied(self, factor: float) -> Frame:
        """The same view in units ``factor`` times as fine, such as a screen's own pixels."""
        return Frame(
            self.east,
            self.north,
            self.scale * factor,
            self.width * factor,
            self.height * factor,
        )


def scale_bar(scale: float, longest: float) -> tuple[float, float]:
    """The longest round distance that fits: metres, and its length in units of the frame.

    Distances are 1, 2 or 5 times a power of ten.
    """
    room = longest / scale
    power = 10.0 ** math.floor(math.log10(room))
    metres = next(factor * power for factor in (5, 2, 1) if factor * power <= room * (1 + 1e-9))
    return metres, metres * scale

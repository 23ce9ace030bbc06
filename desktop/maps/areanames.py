"""Which areas bear their name on a map, and where: the chosen and the largest first.

A name lies inside its area where it fits, else beside it: for a chosen one wherever there is room,
for others only where it cannot be taken for another's. All of the map shows few names; the closer
one looks, the more areas get theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.disclosure import FloatArray
from desktop.maps import palettes
from desktop.maps.frame import Bounds, Frame
from desktop.maps.placing import Places, Rooms
from desktop.maps.typesetting import ELLIPSIS

_AT_FIRST = 6  # names, besides those of chosen areas, when all of the map is seen
_FEW = 15  # areas that are all named from the first
_TRIED = 3  # times as many of the largest areas are looked at: not all of them have room
_MOST_CHOSEN = 12  # chosen areas in sight that are named for it; of more, only the last
_MOST = 120  # names at once
_GAP = 6.0  # between an area and the name beside it
_ROUND = 0.85  # of a circle's radius: the corners of the square around it are free
_OWN = 8.0  # a name beside an area keeps so far from every other
_PADDING = 3.0  # left and right of a name
_WORTH_CUTTING = 110.0  # room that is enough for the beginning of a name
_LONGEST = 190.0  # a name is cut there
_WORTH_NAMING = 12.0  # across an area that is named beside itself without being chosen
_READABLE = 4.6  # contrast of a name with what lies right behind it

Width = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the place it takes: left, top, right, bottom in units of the frame."""

    area: int
    text: str
    box: Bounds
    beside: bool


def place_names(
    rooms: Rooms,
    names: Sequence[str],
    kept: NDArray[np.bool_],
    chosen: Sequence[int],
    frame: Frame,
    closeness: float,
    width: Width,
    height: float,
    places: Places,
    circles: FloatArray | None = None,
) -> list[Name]:
    """Names where nothing else is, in the order in which they matter.

    Args:
        rooms: the room inside the areas.
        names: of the areas; empty ones are passed over.
        kept: the areas that may be named.
        chosen: areas named before the others, the last one first.
        frame: where the map looks.
        closeness: how many times as close as when everything is seen.
        width: of a text, in units of the frame.
        height: of a line of text.
        places: what is taken already; the names are added to it.
        circles: x, y and radius of every area's circle in the frame, NaN where it has none, on a
            map of circles: a name stands under its own and on none.
    """
    placing = _Placing(rooms, names, frame, width, height, places, circles)
    told = np.array(chosen, np.intp)
    told = told[(kept & placing.seen)[told]]
    if len(told) > _MOST_CHOSEN:
        told = told[-1:]
    named: list[int] = [area for area in told[::-1].tolist() if names[area]]
    for area in named:
        if not placing.inside(area, whole=True):
            placing.beside(area)
    few = int(kept.sum()) <= _FEW
    often = _AT_FIRST * max(closeness, 1.0) ** 3
    most = len(placing.found) + (_FEW if few else int(min(often, _MOST)))
    for area in placing.candidates(kept, int(min(_TRIED * often, len(names)))):
        if names[area] and area not in named and len(placing.found) < most:
            placing.inside(area, whole=False) or placing.beside(area, on_ground=True)
    return placing.found


class _Placing:
    """Tries places for one name after the other."""

    def __init__(
        self,
        rooms: Rooms,
        names: Sequence[str],
        frame: Frame,
        width: Width,
        height: float,
        places: Places,
        circles: FloatArray | None,
    ) -> None:
        self.found: list[Name] = []
        self._rooms, self._names, self._frame = rooms, names, frame
        self._width, self._height, self._places = width, height, places
        room, middles = rooms.spanning(height / frame.scale)
        self._room = room * frame.scale - 2 * _PADDING
        self._x, self._y = _places(middles, frame)
        self._left, self._bottom = _places(rooms.low, frame)
        self._right, self._top = _places(rooms.high, frame)
        self._drawn = rooms.sizes > 0
        self.seen = (self._right >= 0) & (self._left <= frame.width)
        self.seen &= (self._bottom >= 0) & (self._top <= frame.height)
        self._circles = circles
        if circles is not None:
            reach = _ROUND * circles[:, 2:]
            boxes = np.hstack([circles[:, :2] - reach, circles[:, :2] + reach])
            places.cover(boxes[np.isfinite(boxes[:, 0])])

    def inside(self, area: int, *, whole: bool) -> bool:
        """Put a name into its area if it fits there; cut, unless it has to be ``whole``.

        On a map of circles it stands under its own, or over it.
        """
        if self._circles is not None and np.isfinite(self._circles[area, 0]):
            return self._at_circle(area, *self._circles[area].tolist())
        room = float(self._room[area])
        text = self._names[area]
        if self._width(text) > min(room, _LONGEST):
            if whole or room < _WORTH_CUTTING:
                return False
            text = cut(text, min(room, _LONGEST), self._width)
        wide = self._width(text) + 2 * _PADDING
        box = _around(float(self._x[area]), float(self._y[area]), wide, self._height)
        return self._put(Name(area, text, box, False))

    def _at_circle(self, area: int, x: float, y: float, radius: float) -> bool:
        text = cut(self._names[area], _LONGEST, self._width)
        wide = self._width(text) + 2 * _PADDING
        away = radius + self._height / 2
        boxes = (_around(x, middle, wide, self._height) for middle in (y + away, y - away))
        return any(self._put(Name(area, text, box, False)) for box in boxes)

    def beside(self, area: int, *, on_ground: bool = False) -> bool:
        """Put a name south, north, east or west of what is seen of its area.

        ``on_ground`` only where no other area is near, and not of areas that are hardly seen.
        """
        frame, half = self._frame, self._height / 2
        left, right = (float(each[area]) for each in (self._left, self._right))
        top, bottom = (float(each[area]) for each in (self._top, self._bottom))
        if not self.seen[area]:
            return False
        if on_ground and max(right - left, bottom - top) < _WORTH_NAMING:
            return False
        text = cut(self._names[area], _LONGEST, self._width)
        wide = self._width(text) + 2 * _PADDING
        left, right = max(left, 0.0), min(right, frame.width)
        top, bottom = max(top, 0.0), min(bottom, frame.height)
        x, y = (left + right) / 2, (top + bottom) / 2
        boxes = [
            _around(*spot, wide, self._height)
            for spot in (
                (x, bottom + _GAP + half),
                (x, top - _GAP - half),
                (right + _GAP + wide / 2, y),
                (left - _GAP - wide / 2, y),
            )
        ]
        clear = self._clear(area, boxes)
        order = [box for box, alone in zip(boxes, clear, strict=True) if alone]
        if not on_ground:
            order += [box for box, alone in zip(boxes, clear, strict=True) if not alone]
        return any(self._put(Name(area, text, box, True)) for box in order)

    def _clear(self, area: int, boxes: list[Bounds]) -> list[bool]:
        """Whether no other area reaches so near to a box that it could be taken for its own."""
        left, top, right, bottom = np.array(boxes).T[:, :, None]
        near = (self._left < right + _OWN) & (self._right > left - _OWN)
        near &= (self._top < bottom + _OWN) & (self._bottom > top - _OWN)
        near &= self._drawn
        near[:, area] = False
        clear: list[bool] = (~near.any(axis=1)).tolist()
        return clear

    def candidates(self, kept: NDArray[np.bool_], most: int) -> list[int]:
        """Those of the ``most`` largest areas that are seen, the largest first."""
        largest = np.argsort(np.where(kept, -self._rooms.sizes, np.inf), kind="stable")
        largest = largest[:most]
        inside: list[int] = largest[(kept & self.seen)[largest]].tolist()
        return inside[: 4 * _MOST]

    def _put(self, name: Name) -> bool:
        free = self._places.take(name.box)
        if free:
            self.found.append(name)
        return free


def cut(text: str, room: float, width: Width) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if width(text) <= room:
        return text

    def begun(length: int) -> str:
        return text[:length].rstrip(" ·,.;-") + ELLIPSIS

    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(begun(middle)) <= room:
            low = middle
        else:
            high = middle - 1
    return begun(low)


def name_colours(fill: str) -> tuple[str, str]:
    """The colour of a name on a fill, and of the halo around its letters.

    The halo is as like the fill as a contrast of 4.5 allows.
    """
    text = max(palettes.INK, palettes.SURFACE, key=lambda each: palettes.contrast(each, fill))
    away = palettes.SURFACE if text == palettes.INK else palettes.INK
    for part in range(11):
        halo = palettes.mixed(fill, away, part / 10)
        if palettes.contrast(text, halo) >= _READABLE:
            return text, halo
    return text, away


def _places(metres: NDArray[np.float64], frame: Frame) -> tuple[NDArray[np.float64], ...]:
    """Where points in metres lie in the frame: x, and y."""
    return (
        (metres[:, 0] - frame.east) * frame.scale + frame.width / 2,
        (frame.north - metres[:, 1]) * frame.scale + frame.height / 2,
    )


def _around(x: float, y: float, width: float, height: float) -> Bounds:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2

"""Points of interest: what each kind is called and drawn as, and how many fit on a map.

Every kind has its own shape and letter, so that colour is never needed to tell them apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Place
from desktop.core.disclosure import FloatArray
from desktop.core.wording import _
from desktop.maps.drawing import Dot, Mark, Text, one_line, one_shape

LARGE, SMALL = 8.0, 4.5  # radii in the reader's units: with a letter, and the mere shape
_APART = 1.4  # radii between two symbols; what lies closer is gathered
_LEGIBLE = 1.55  # times as large as a small symbol: a bubble that a count can be read in
_CROWDED = 0.2  # of all symbols gathered: then they are drawn small
_SIDE_BY_SIDE = 2  # places at one mark that are drawn each; more are counted
_BESIDE = 0.85  # radii to either side of the middle
_LETTER = 1.2  # size of the letter, in radii
_CAPITAL = 0.73  # height of a capital, in sizes


def _regular(corners: int, first: float, reach: float) -> tuple[tuple[float, float], ...]:
    """Corners around a middle, the first at so many degrees clockwise from the right."""
    turns = [math.radians(first) + 2 * math.pi * at / corners for at in range(corners)]
    return tuple((reach * math.cos(turn), reach * math.sin(turn)) for turn in turns)


# Around radius 1, all of about the same area; a circle has no corners.
_CIRCLE: tuple[tuple[float, float], ...] = ()
_SQUARE = _regular(4, 45, 1.2)
_DIAMOND = _regular(4, 0, 1.3)
_UP, _DOWN = _regular(3, -90, 1.4), _regular(3, 90, 1.4)
_HEXAGON, _UPRIGHT = _regular(6, 0, 1.1), _regular(6, 30, 1.1)
_OCTAGON = _regular(8, 22.5, 1.05)
_HOUSE = ((-0.85, 0.85), (-0.85, -0.25), (0.0, -1.1), (0.85, -0.25), (0.85, 0.85))
_PENTAGON = _regular(5, 90, 1.12)


@dataclass(frozen=True, slots=True)
class Symbol:
    """How a kind is drawn: a shape around radius 1, a letter, and how far down that stands."""

    shape: tuple[tuple[float, float], ...]
    letter: str
    low: float = 0.0


_SYMBOLS = {
    "skole": Symbol(_SQUARE, "S"),
    "klub": Symbol(_CIRCLE, "K"),
    "bibliotek": Symbol(_DIAMOND, "B"),
    "station": Symbol(_HEXAGON, "T"),
    "kontor": Symbol(_HOUSE, "H", 0.12),
    "daginstitution": Symbol(_OCTAGON, "D"),
    "idraet": Symbol(_UP, "I", 0.15),
    "laege": Symbol(_UPRIGHT, "L"),
    "butik": Symbol(_DOWN, "V", -0.2),
    "beboerhus": Symbol(_PENTAGON, "F"),
}
_ALSO = {
    "school": "skole", "club": "klub", "fritidsklub": "klub", "library": "bibliotek",
    "office": "kontor", "boligkontor": "kontor", "kindergarten": "daginstitution",
    "boernehave": "daginstitution", "dagtilbud": "daginstitution", "sport": "idraet",
    "doctor": "laege", "shop": "butik", "faelleshus": "beboerhus",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Points as they are marked at a scale: what lies too close together is one mark.

    ``marks`` are positions, in the places given, of those that stay; ``of`` is for every place the
    number of its mark. ``radius`` is how large they are drawn.
    """

    marks: NDArray[np.int64]
    of: NDArray[np.int64]
    radius: float

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many places each mark stands for."""
        return np.bincount(self.of, minlength=len(self.marks))

    def shown(self, kinds: Sequence[str]) -> list[tuple[str, ...] | int]:
        """What each mark is drawn as: up to two kinds side by side, else a count.

        ``kinds`` are those of the places.
        """
        members = np.argsort(self.of, kind="stable").tolist()
        found: list[tuple[str, ...] | int] = []
        begin = 0
        for count in self.counts.tolist():
            held = members[begin : begin + count]
            found.append(tuple(kinds[at] for at in held) if count <= _SIDE_BY_SIDE else count)
            begin += count
        return found


def kinds_of(places: Sequence[Place]) -> tuple[str, ...]:
    """The kinds there are: those with a symbol of their own first, in its order."""
    order = {kind: at for at, kind in enumerate(_SYMBOLS)}
    there = {place.kind for place in places}
    return tuple(sorted(there, key=lambda kind: (order.get(_own(kind), len(order)), kind)))


def kind_name(kind: str, count: int = 2) -> str:
    """What one or several of a kind are called; its own word where it has no symbol of its own."""
    names = {
        "skole": (_("skole"), _("skoler")),
        "klub": (_("klub"), _("klubber")),
        "bibliotek": (_("bibliotek"), _("biblioteker")),
        "station": (_("station"), _("stationer")),
        "kontor": (_("kontor"), _("kontorer")),
        "daginstitution": (_("daginstitution"), _("daginstitutioner")),
        "idraet": (_("idrætsanlæg"), _("idrætsanlæg")),
        "laege": (_("læge"), _("læger")),
        "butik": (_("butik"), _("butikker")),
        "beboerhus": (_("beboerhus"), _("beboerhuse")),
    }
    own = kind.replace("_", " ")
    return names.get(_own(kind), (own, own))[count != 1]


def symbol_of(kind: str) -> Symbol:
    """How a kind is drawn; kinds that are not known are circles with their first letter."""
    found = _SYMBOLS.get(_own(kind))
    return found if found is not None else Symbol(_CIRCLE, kind[:1].upper())


def symbol_marks(
    kind: str, x: float, y: float, radius: float, ink: str, surface: str, *, letter: bool = True
) -> tuple[Mark, ...]:
    """The symbol of a kind around a place; without its letter it is a filled shape."""
    symbol = symbol_of(kind)
    fill, rim = (surface, ink) if letter else (ink, surface)
    line = 0.16 * radius
    marks: list[Mark] = [Dot(x, y, radius, fill, rim, line)]
    if symbol.shape:
        corners = [(x + radius * across, y + radius * down) for across, down in symbol.shape]
        marks = [one_shape(corners, fill), one_line([*corners, corners[0]], rim, line)]
    if letter:
        size = _LETTER * radius
        baseline = y + symbol.low * radius + _CAPITAL / 2 * size
        marks.append(Text(x, baseline, symbol.letter, size, ink, 700, "middle"))
    return tuple(marks)


def bubble_marks(
    count: int, x: float, y: float, radius: float, ink: str, surface: str
) -> tuple[Mark, ...]:
    """A count of points of several kinds, or too close to be drawn one by one."""
    size = _LETTER * radius
    return (
        Dot(x, y, size, ink, surface, 0.16 * radius),
        Text(x, y + _CAPITAL / 2 * size, str(count), size, surface, 600, "middle", tabular=True),
    )


def shown_marks(
    shown: tuple[str, ...] | int,
    place: tuple[float, float],
    radius: float,
    ink: str,
    surface: str,
    *,
    letter: bool = True,
) -> tuple[Mark, ...]:
    """What one mark stands for: symbols of some kinds side by side, or a count of places."""
    x, y = place
    if isinstance(shown, int):
        large = radius if letter else _LEGIBLE * radius
        return bubble_marks(shown, x, y, large, ink, surface)
    first = x - (len(shown) - 1) * _BESIDE * radius
    return tuple(
        mark
        for at, kind in enumerate(shown)
        for mark in symbol_marks(
            kind, first + 2 * at * _BESIDE * radius, y, radius, ink, surface, letter=letter
        )
    )


def gather(places: FloatArray, scale: float) -> Gathered:
    """Points as they are marked at a scale: large where there is room for that, else small.

    What is gathered depends on the ground and the scale only, so that nothing changes while the
    map is dragged. No two marks lie within 1.4 radii of each other both across and up.

    Args:
        places: (n, 2) east and north in metres.
        scale: units of the reader's per metre.
    """
    large = _gathered(places, scale, LARGE)
    if len(large.marks) >= (1 - _CROWDED) * len(places):
        return large
    return _gathered(places, scale, SMALL)


def _gathered(places: FloatArray, scale: float, radius: float) -> Gathered:
    """Gather what shares a cell of a grid, four times with the grid half a cell on.

    The first place of a cell stands for all of it. Two that stay closer than half a cell would have
    shared a cell of one of the four grids.
    """
    cells = places * (scale / (2 * _APART * radius))
    of = np.arange(len(places))
    for east, north in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        stay = np.unique(of)
        grid = np.floor(cells[stay] + (east, north)).astype(np.int64)
        grid -= grid.min(axis=0, initial=0)
        number = grid[:, 0] * (grid[:, 1].max(initial=0) + 1) + grid[:, 1]
        _cells, first, inverse = np.unique(number, return_index=True, return_inverse=True)
        onto = np.arange(len(places))
        onto[stay] = stay[first[inverse]]
        of = onto[of]
    marks, of = np.unique(of, return_inverse=True)
    return Gathered(marks, of, radius)


def _own(kind: str) -> str:
    return _ALSO.get(kind, kind)

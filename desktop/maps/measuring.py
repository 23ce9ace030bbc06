"""Measuring on the map: a line from place to place, its length, and what it encloses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot

from desktop.core.wording import _, quantity
from desktop.maps.drawing import Box, Dot, Mark, Strokes, Text, one_line, one_shape
from desktop.maps.frame import Frame

Point = tuple[float, float]  # east and north in metres
_SIZE = 12.0  # of the words, in the reader's units
_HECTARE, _SQUARE_KILOMETRE = 1e4, 1e6


@dataclass(frozen=True, slots=True)
class Measured:
    """Places in the order they were clicked; ``closed`` leads from the last back to the first."""

    points: tuple[Point, ...] = ()
    closed: bool = False

    def with_point(self, point: Point) -> Measured:
        """Led on to another place. A closed line stays behind and a new one begins."""
        if self.closed:
            return Measured((point,))
        return replace(self, points=(*self.points, point))

    def without_last(self) -> Measured:
        """One place fewer; a closed line is opened first."""
        if self.closed:
            return replace(self, closed=False)
        return replace(self, points=self.points[:-1])

    def closed_up(self) -> Measured:
        """Led back to the first place, where there are three to enclose anything."""
        return replace(self, closed=len(self.points) > 2)

    @property
    def length(self) -> float:
        """Metres along the line, around where it is closed."""
        return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(self._line()))

    @property
    def area(self) -> float | None:
        """Square metres enclosed; None where it is open or crosses itself."""
        line = self._line()
        if not self.closed or _crosses_itself(line):
            return None
        # From the first point, so that little of the precision goes into far coordinates.
        east, north = line[0]
        return abs(
            sum(
                (a[0] - east) * (b[1] - north) - (b[0] - east) * (a[1] - north)
                for a, b in pairwise(line)
            )
            / 2
        )

    def words(self) -> str:
        """What was measured; what to do, where that is nothing yet."""
        if not self.points:
            return _("Klik for at måle. Escape afslutter.")
        if len(self.points) == 1:
            return _("Klik på næste punkt.")
        said = distance_words(self.length)
        if not self.closed:
            return said
        area = self.area
        if area is None:
            return _("{length} rundt · linjen krydser sig selv, så intet areal").format(length=said)
        return _("{length} rundt · {area}").format(length=said, area=area_words(area))

    def _line(self) -> tuple[Point, ...]:
        return (*self.points, self.points[0]) if self.closed else self.points


def distance_words(metres: float) -> str:
    """Metres below a kilometre, else kilometres with two or one decimals."""
    if round(metres) < 1000:
        return quantity(metres, "m")
    return quantity(metres / 1000, "km", 2 if metres < 9_995 else 1)


def area_words(square_metres: float) -> str:
    """Square metres below a hectare, hectares below a square kilometre, else square kilometres."""
    if round(square_metres) < _HECTARE:
        return quantity(square_metres, "m²")
    if square_metres < 0.9995 * _SQUARE_KILOMETRE:
        return quantity(square_metres / _HECTARE, "ha", 1)
    return quantity(square_metres / _SQUARE_KILOMETRE, "km²", 2)


def measured_marks(
    measured: Measured, frame: Frame, pointer: Point | None, colour: str, surface: str
) -> tuple[Mark, ...]:
    """The line, what it is so far at each place, and on to where the pointer is.

    ``pointer`` is metres of the map, None where no place is pointed at.
    """
    if not measured.points:
        return ()
    marks: list[Mark] = []
    places = [frame.place(*point) for point in measured.points]
    if measured.closed:
        marks.append(_dashed([*places, places[0]], colour))
    elif len(places) > 1:
        marks.append(_dashed(places, colour))
    if pointer is not None and not measured.closed:
        marks.append(one_line([places[-1], frame.place(*pointer)], colour, 1.0))
    marks += [Dot(x, y, 3.5, surface, colour, 1.6) for x, y in places]
    last = len(places) - 1
    for at in range(1, len(places)):
        text = distance_words(Measured(measured.points[: at + 1]).length)
        ends = at == last and pointer is None and not measured.closed
        marks += _tag(places[at], text, 600 if ends else 400, colour, surface)
    if measured.closed:
        marks += _tag(_middle(places), measured.words(), 600, colour, surface, centred=True)
    elif pointer is not None:
        text = distance_words(measured.with_point(pointer).length)
        marks += _tag(frame.place(*pointer), text, 600, colour, surface)
    return tuple(marks)


def north_marks(x: float, bottom: float, colour: str) -> tuple[Mark, ...]:
    """A small arrow that points north, with its letter, standing on a line."""
    tip, foot = bottom - 17.0, bottom
    right = [(x, tip), (x + 4.5, foot), (x, foot - 4.0)]
    whole = [(x, tip), (x + 4.5, foot), (x, foot - 4.0), (x - 4.5, foot), (x, tip)]
    return (
        one_shape(right, colour),
        one_line(whole, colour, 1.0),
        Text(x, tip - 4.0, _("N"), 11.0, colour, 600, "middle"),
    )


def _dashed(places: list[tuple[float, float]], colour: str) -> Strokes:
    line = one_line(places, colour, 2.0)
    return replace(line, dashed=True)


def _tag(
    place: Point, text: str, weight: int, colour: str, surface: str, *, centred: bool = False
) -> tuple[Mark, ...]:
    """Words beside a place, on ground of their own so that they can be read on any map."""
    wide, high = 0.6 * _SIZE * len(text) + 10.0, _SIZE + 7.0
    x = place[0] - wide / 2 if centred else place[0] + 8.0
    y = place[1] - high / 2 if centred else place[1] - high - 4.0
    return (
        Box(x, y, wide, high, surface, colour, 1.0, 4.0),
        Text(x + wide / 2, y + 0.72 * high, text, _SIZE, colour, weight, "middle", tabular=True),
    )


def _middle(places: list[tuple[float, float]]) -> Point:
    return (
        sum(x for x, _y in places) / len(places),
        sum(y for _x, y in places) / len(places),
    )


def _crosses_itself(line: tuple[Point, ...]) -> bool:
    """Whether two parts of a closed line that are not neighbours meet."""
    parts = list(pairwise(line))
    return any(
        _cross(*parts[one], *parts[other])
        for one in range(len(parts))
        for other in range(one + 2, len(parts) - (one == 0))
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

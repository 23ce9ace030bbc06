"""Putting drawings together: marks moved and scaled, and texts cut and broken to the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.core.disclosure import FloatArray
from desktop.maps.drawing import (
    Bitmap,
    Box,
    Clip,
    Dot,
    Dots,
    Drawing,
    Fills,
    Group,
    Mark,
    Strokes,
    Text,
)
from desktop.maps.typesetting import ELLIPSIS, Measure


def moved(
    marks: Sequence[Mark], x: float = 0.0, y: float = 0.0, scale: float = 1.0
) -> tuple[Mark, ...]:
    """The marks scaled from their own top left and then moved, with text and lines alike.

    Where nothing moves they are the same marks, so that a page of a report is held in memory once.
    """
    return tuple(marks) if not (x or y) and scale == 1.0 else _moved(marks, x, y, scale)


def _moved(marks: Sequence[Mark], x: float, y: float, scale: float) -> tuple[Mark, ...]:
    def placed(points: FloatArray) -> FloatArray:
        return points * scale + (x, y)

    made: list[Mark] = []
    for mark in marks:
        match mark:
            case Fills():
                made.append(replace(mark, points=placed(mark.points)))
            case Strokes():
                made.append(replace(mark, points=placed(mark.points), width=mark.width * scale))
            case Text():
                made.append(
                    replace(
                        mark, x=mark.x * scale + x, y=mark.y * scale + y, size=mark.size * scale
                    )
                )
            case Box():
                made.append(
                    replace(
                        mark,
                        x=mark.x * scale + x,
                        y=mark.y * scale + y,
                        width=mark.width * scale,
                        height=mark.height * scale,
                        line_width=mark.line_width * scale,
                        radius=mark.radius * scale,
                    )
                )
            case Dot():
                made.append(
                    replace(
                        mark,
                        x=mark.x * scale + x,
                        y=mark.y * scale + y,
                        radius=mark.radius * scale,
                        line_width=mark.line_width * scale,
                    )
                )
            case Dots():
                made.append(
                    replace(
                        mark,
                        points=placed(mark.points),
                        radii=mark.radii * scale,
                        line_width=mark.line_width * scale,
                    )
                )
            case Bitmap() | Clip() | Group():
                made.append(_whole_moved(mark, x, y, scale))
    return tuple(made)


def _whole_moved(
    mark: Bitmap | Clip | Group, x: float, y: float, scale: float
) -> Bitmap | Clip | Group:
    if isinstance(mark, Group):
        return replace(mark, marks=moved(mark.marks, x, y, scale))
    left, top = mark.x * scale + x, mark.y * scale + y
    width, height = mark.width * scale, mark.height * scale
    if isinstance(mark, Clip):
        return Clip(left, top, width, height, moved(mark.marks, x, y, scale))
    return Bitmap(left, top, width, height, mark.pixels)


def scaled(drawing: Drawing, factor: float) -> Drawing:
    """The same drawing with every length times ``factor``: pixels of a screen, on paper."""
    marks = moved(drawing.marks, scale=factor)
    return Drawing(drawing.width * factor, drawing.height * factor, marks)


@dataclass(frozen=True, slots=True)
class Setter:
    """Knows what words measure in the units of a drawing, and makes them fit."""

    measure: Measure

    def width(self, text: str, size: float, weight: int = 400, *, tabular: bool = False) -> float:
        """How wide one line is."""
        return self.measure(text, size, weight, tabular) if text else 0.0

    def cut(self, text: str, size: float, room: float, weight: int = 400) -> str:
        """The text, or as much of it as fits before an ellipsis."""
        if self.width(text, size, weight) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= room:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip(" ·,.;") + ELLIPSIS

    def lines(
        self, text: str, size: float, room: float, most: int = 99, weight: int = 400
    ) -> tuple[str, ...]:
        """The text in at most so many lines; the last is cut where there is more."""
        made: list[str] = []
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if not line or self.width(longer, size, weight) <= room:
                line = longer
            else:
                made.append(line)
                line = word
        if line:
            made.append(line)
        if len(made) > most:
            made[most - 1 :] = [" ".join(made[most - 1 :])]
        return tuple(self.cut(each, size, room, weight) for each in made)

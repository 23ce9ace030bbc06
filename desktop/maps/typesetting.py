"""Setting text: a pen that knows what words measure, breaks lines and makes long texts fit.

What a text measures is asked of whoever knows the typeface.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.core.wording import NO_BREAK
from desktop.maps import palettes
from desktop.maps.drawing import Box, Mark, Text

Measure = Callable[[str, float, int, bool], float]
"""How wide a text is in millimetres: text, size in millimetres, weight, tabular figures."""

POINT = 25.4 / 72  # millimetres
SMALLEST = 7.0  # points; nothing on a sheet is set smaller
ELLIPSIS = "…"


@dataclass(slots=True)
class Pen:
    """Collects marks. Font sizes are in points and distances in millimetres, as on A4."""

    measure: Measure
    unit: float
    marks: list[Mark] = field(default_factory=list)

    def size(self, points: float) -> float:
        """A font size in millimetres of this paper, never under the smallest allowed."""
        return max(points * self.unit, SMALLEST) * POINT

    def width(self, text: str, points: float, weight: int = 400, *, tabular: bool = False) -> float:
        return self.measure(text, self.size(points), weight, tabular)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        points: float,
        colour: str = palettes.INK,
        weight: int = 400,
        anchor: str = "start",
        *,
        tabular: bool = False,
    ) -> None:
        if text:
            self.marks.append(Text(x, y, text, self.size(points), colour, weight, anchor, tabular))

    def rule(self, x: float, y: float, end: float, colour: str, width: float) -> None:
        self.marks.append(Box(x, y - width / 2, end - x, width, fill=colour))

    def cut(self, text: str, points: float, weight: int, room: float) -> str:
        """The text, or as much of it as fits before an ellipsis."""
        if self.width(text, points, weight) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, points, weight) <= room:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip(" ·,.;" + NO_BREAK) + ELLIPSIS

    def wrapped(
        self, text: str, points: float, weight: int, room: float, most: int = 99
    ) -> list[str]:
        """The text in at most so many lines; what is left over is cut with an ellipsis."""
        lines: list[str] = []
        line = ""
        for word in self._words(text, points, weight, room):
            longer = f"{line} {word}" if line else word
            if not line or self.width(longer, points, weight) <= room:
                line = longer
            else:
                lines.append(line)
                line = word
        if line:
            lines.append(line)
        if len(lines) > most:
            lines[most - 1 :] = [self.cut(" ".join(lines[most - 1 :]), points, weight, room)]
        return lines

    def _words(self, text: str, points: float, weight: int, room: float) -> list[str]:
        """The words, with those that are wider than the room broken by a hyphen."""
        words = []
        for word in text.split(" "):
            while word and self.width(word, points, weight) > room:
                fitting = next(
                    (n for n in range(len(word) - 1, 1, -1)
                     if self.width(word[:n] + "-", points, weight) <= room),
                    1,
                )  # fmt: skip
                words.append(word[:fitting] + "-")
                word = word[fitting:]
            if word:
                words.append(word)
        return words

    def fitted(
        self, text: str, sizes: tuple[float, ...], weight: int, room: float, most: int
    ) -> tuple[list[str], float]:
        """The lines and size of a text: the largest size on the fewest lines."""
        for lines in range(1, most + 1):
            for points in sizes:
                found = self.wrapped(text, points, weight, room)
                if len(found) <= lines:
                    return found, points
        return self.wrapped(text, sizes[-1], weight, room, most), sizes[-1]

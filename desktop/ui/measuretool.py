"""The measuring tool of a map: clicks lead a line on, and never choose an area."""

from __future__ import annotations

from math import hypot

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from desktop.maps.drawing import Box, Drawing, Text, one_line
from desktop.maps.frame import Frame
from desktop.maps.measuring import Measured, measured_marks
from desktop.ui.painter import paint
from desktop.ui.theme import Theme

_REACH = 9.0  # pixels around the first place that close the line
_CROSS = 9.0  # half of the cross in the middle of the map, for those who measure by keys
_SIZE = 13.0


class MeasureTool:
    """What is measured so far, and where the pointer is meanwhile."""

    def __init__(self) -> None:
        self.measured = Measured()
        self._pointer: QPointF | None = None
        self._resting = False  # the line is done; the next click begins another
        self._by_keys = False

    def point_at(self, place: QPointF | None) -> None:
        """The pointer moved, or left the map."""
        self._pointer = place
        self._by_keys = self._by_keys and place is None

    def click(self, place: QPointF, frame: Frame) -> None:
        """Lead the line on to a place, or close it at its first."""
        if self._resting:
            self.measured, self._resting = Measured(), False
        points = self.measured.points
        if len(points) > 2 and not self.measured.closed:
            x, y = frame.place(*points[0])
            if hypot(place.x() - x, place.y() - y) <= _REACH:
                self.measured = self.measured.closed_up()
                return
        self.measured = self.measured.with_point(frame.point(place.x(), place.y()))

    def finish(self) -> None:
        """End the line where it is, as a double click does."""
        self._resting = bool(self.measured.points)

    def press(self, key: Qt.Key, frame: Frame) -> bool:
        """Measure by keys; whether the key is one of the tool's.

        Enter sets a place in the middle of the map, which the arrow keys move, or closes the line
        at its first; Backspace takes the last place back.
        """
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._by_keys, self._pointer = True, None
            self.click(QPointF(frame.width / 2, frame.height / 2), frame)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._resting = False
            self.measured = self.measured.without_last()
        else:
            return False
        return True

    def paint(self, painter: QPainter, frame: Frame, theme: Theme, base: float) -> None:
        """Paint the line, and what was measured above ``base`` in the middle of the map."""
        pointer = None
        if not self._resting and self._pointer is not None:
            pointer = frame.point(self._pointer.x(), self._pointer.y())
        colour, surface = theme.accent_text, theme.surface
        marks = [*measured_marks(self.measured, frame, pointer, colour, surface)]
        if self._by_keys:
            x, y = frame.width / 2, frame.height / 2
            marks.append(one_line([(x - _CROSS, y), (x + _CROSS, y)], colour, 1.0))
            marks.append(one_line([(x, y - _CROSS), (x, y + _CROSS)], colour, 1.0))
        words = self.measured.words()
        wide, high = 0.58 * _SIZE * len(words) + 28, 30.0
        left = (frame.width - wide) / 2
        marks.append(Box(left, base - high, wide, high, surface, theme.hairline, 1.0, 8.0))
        middle = base - high / 2 + 0.36 * _SIZE
        marks.append(
            Text(frame.width / 2, middle, words, _SIZE, theme.ink, 600, "middle", tabular=True)
        )
        paint(Drawing(frame.width, frame.height, tuple(marks)), painter)

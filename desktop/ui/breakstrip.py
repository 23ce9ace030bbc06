"""The values of a map as a small histogram, with the bounds of its classes to be dragged."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.disclosure import FloatArray
from desktop.core.wording import _, number
from desktop.ui.theme import Theme, font

_HEIGHT, _FOOT, _EDGE = 74, 16, 8
_BARS = 40
_REACH = 6.0  # pixels from a bound that still take hold of it
_MOST = 8  # bounds


class BreakStrip(QWidget):
    """Drag a bound; double-click adds one or takes one away.

    Up and down take hold of another bound and left and right move it; Delete takes it away, and
    plus adds one in the middle of the widest class.

    Only values that are shown are counted in its bars.
    """

    bounds_changed = Signal(object)  # tuple of floats, rising

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._values: FloatArray = np.zeros(0)
        self._bounds: tuple[float, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._decimals = 1
        self._held = -1
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Klassegrænser"))

    def show_values(
        self,
        values: FloatArray,
        bounds: tuple[float, ...],
        colours: tuple[str, ...],
        decimals: int,
        theme: Theme,
    ) -> None:
        """Show other values, bounds and colours of the classes; NaN is no value."""
        self._theme = theme
        self._values = values[np.isfinite(values)]
        self._bounds, self._colours, self._decimals = bounds, colours, decimals
        self._held = min(self._held, len(bounds) - 1)
        said = "; ".join(number(bound, decimals) for bound in bounds)
        self.setAccessibleDescription(_("Grænser: {bounds}").format(bounds=said) if said else "")
        self.update()

    def place_of(self, value: float) -> float:
        """Where a value lies, in pixels from the left."""
        low, high = self._ends()
        return _EDGE + (value - low) / (high - low) * (self.width() - 2 * _EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._ends()
        counts, edges = np.histogram(self._values, bins=_BARS, range=(low, high))
        most = max(int(counts.max()), 1)
        room = self.height() - _FOOT - 4
        middles = (edges[:-1] + edges[1:]) / 2
        classes = np.searchsorted(np.array(self._bounds), middles, side="right")
        width = (self.width() - 2 * _EDGE) / _BARS
        painter.setPen(Qt.PenStyle.NoPen)
        for at, (count, group) in enumerate(zip(counts.tolist(), classes.tolist(), strict=True)):
            height = room * count / most
            colour = self._colours[min(group, len(self._colours) - 1)] if self._colours else ""
            painter.setBrush(QColor(colour or self._theme.faint))
            painter.drawRect(QRectF(_EDGE + at * width, 4 + room - height, width - 0.5, height))
        painter.setPen(QPen(QColor(self._theme.hairline), 1))
        painter.drawLine(QPointF(_EDGE, 4 + room), QPointF(self.width() - _EDGE, 4 + room))
        painter.setFont(font(11, tabular=True))
        for at, bound in enumerate(self._bounds):
            x = self.place_of(bound)
            held = at == self._held
            painter.setPen(QPen(QColor(self._theme.accent_text), 2 if held else 1))
            painter.drawLine(QPointF(x, 2), QPointF(x, 4 + room + 3))
            if held:
                box = QRectF(min(max(x - 30, 0), self.width() - 60), 4 + room + 2, 60, _FOOT)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number(bound, self._decimals))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent_text), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = self._bound_at(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if event.buttons() & Qt.MouseButton.LeftButton and self._held >= 0:
            self._move(self._held, self._value_at(x))
        else:
            near = self._bound_at(x) >= 0
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._bound_at(event.position().x())
        if at >= 0:
            self._take_away(at)
        else:
            self._add(self._value_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._bounds:
            step = 1 if key == Qt.Key.Key_Up else -1
            self._held = (self._held + step) % len(self._bounds)
            self.update()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._held >= 0:
            least = 10.0**-self._decimals * (1 if key == Qt.Key.Key_Right else -1)
            self._move(self._held, round(self._bounds[self._held] + least, self._decimals))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._held >= 0:
            self._take_away(self._held)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Insert):
            ends = (self._ends()[0], *self._bounds, self._ends()[1])
            low, high = max(pairwise(ends), key=lambda pair: pair[1] - pair[0])
            self._add(round((low + high) / 2, self._decimals))
        else:
            super().keyPressEvent(event)

    def _take_away(self, at: int) -> None:
        """One bound fewer; the last one stays."""
        kept = (*self._bounds[:at], *self._bounds[at + 1 :])
        if kept:
            self._held = -1
            self.bounds_changed.emit(kept)

    def _add(self, value: float) -> None:
        """One bound more, while there is room for it."""
        if len(self._bounds) < _MOST and value not in self._bounds:
            bounds = tuple(sorted((*self._bounds, value)))
            self._held = bounds.index(value)
            self.bounds_changed.emit(bounds)

    def _ends(self) -> tuple[float, float]:
        held = np.concatenate([self._values, np.array(self._bounds)])
        if not len(held):
            return 0.0, 1.0
        low, high = float(held.min()), float(held.max())
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    def _value_at(self, x: float) -> float:
        low, high = self._ends()
        share = (x - _EDGE) / max(self.width() - 2 * _EDGE, 1)
        return round(low + min(max(share, 0.0), 1.0) * (high - low), self._decimals)

    def _bound_at(self, x: float) -> int:
        near = [(abs(self.place_of(bound) - x), at) for at, bound in enumerate(self._bounds)]
        distance, at = min(near, default=(_REACH + 1, -1))
        return at if distance <= _REACH else -1

    def _move(self, at: int, value: float) -> None:
        """Move a bound, held between its neighbours."""
        least = 10.0**-self._decimals
        lowest = self._bounds[at - 1] + least if at else -np.inf
        highest = self._bounds[at + 1] - least if at + 1 < len(self._bounds) else np.inf
        value = round(min(max(value, lowest), highest), self._decimals)
        if lowest <= highest + least / 2 and value != self._bounds[at]:
            moved = (*self._bounds[:at], value, *self._bounds[at + 1 :])
            self.bounds_changed.emit(moved)

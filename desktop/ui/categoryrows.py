"""The small parts of the category panel: reasons with points, the years, the chances."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.core.models.modelwords import finely
from desktop.core.models.reasons import Reason
from desktop.core.models.result import Truth
from desktop.core.wording import _
from desktop.maps.categorycolours import category_colours
from desktop.maps.history import (
    StripColours,
    StripYear,
    history_strip,
    strip_step,
    strip_words,
    year_at,
)
from desktop.ui.painter import paint
from desktop.ui.theme import Theme, font

_PAD = 6.0  # over and under the words of a row
_DOT, _DOT_STEP = 5.5, 15.0
_MOST_DOTS = 5
_VALUE = 86.0  # room for a number, at most
_MARKS = 54.0  # room for points, at least
_HEADING = 25.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with where it lies."""

    reason: Reason
    top: float
    height: float


class ReasonRows(QWidget):
    """What a category stands on: a row per number, with its points or the side of its limit."""

    def __init__(self, theme: Theme, rows: Sequence[Reason]) -> None:
        super().__init__()
        self._theme = theme
        self._rows = tuple(rows)
        self._placed: tuple[_Placed, ...] = ()
        dotted = [int(row.most) for row in rows if 0 < row.most <= _MOST_DOTS and row.most % 1 == 0]
        self._dots = bool(dotted) and len(dotted) == sum(row.most > 0 for row in rows)
        self._marks = max(_MARKS, max(dotted, default=0) * _DOT_STEP) if self._dots else _MARKS
        if any(row.truth is not None for row in rows):
            self._marks = 26.0
        metrics = QFontMetricsF(font(13, tabular=True))
        widest = max((metrics.horizontalAdvance(row.value) for row in rows), default=0.0)
        self._value = min(_VALUE, math.ceil(widest) + 2)
        self.setAccessibleName(_("Hvorfor?"))
        self.setAccessibleDescription("; ".join(row.detail for row in rows if row.detail))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out(280)

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out(self.width())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            y = event.pos().y()
            row = next(
                (each for each in self._placed if each.top <= y < each.top + each.height), None
            )
            if row is not None and row.reason.detail:
                QToolTip.showText(event.globalPos(), row.reason.detail, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, placed in enumerate(self._placed):
            if at:
                painter.setPen(QPen(QColor(self._theme.hairline), 1))
                y = math.floor(placed.top) + 0.5
                painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            if placed.reason.heading:
                self._paint_heading(painter, placed)
            else:
                self._paint_row(painter, placed)
        painter.end()

    def _lay_out(self, width: float) -> None:
        metrics = QFontMetricsF(font(13))
        placed, top = [], 0.0
        for row in self._rows:
            if row.heading:
                height = _HEADING
            else:
                names = _lines(metrics, row.name, self._name_room(width))
                values = _lines(metrics, row.value, self._value)
                height = 2 * _PAD + max(names, values) * metrics.height()
            placed.append(_Placed(row, top, height))
            top += height
        self._placed = tuple(placed)
        self.setFixedHeight(math.ceil(top))

    def _name_room(self, width: float) -> float:
        return max(60.0, width - self._marks - 10 - self._value - 8)

    def _paint_heading(self, painter: QPainter, placed: _Placed) -> None:
        face = font(12, 600)
        painter.setFont(face)
        painter.setPen(QColor(self._theme.muted))
        text = QFontMetricsF(face).elidedText(
            placed.reason.name, Qt.TextElideMode.ElideRight, self.width()
        )
        place = QRectF(0, placed.top, self.width(), placed.height - 4)
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_row(self, painter: QPainter, placed: _Placed) -> None:
        row, width = placed.reason, float(self.width())
        inner = QRectF(0, placed.top + _PAD, width, placed.height - 2 * _PAD)
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(13))
        painter.setPen(QColor(self._theme.ink))
        name = QRectF(0, inner.top(), self._name_room(width), inner.height())
        painter.drawText(name, int(wrap | Qt.AlignmentFlag.AlignLeft), row.name)
        known = not math.isnan(row.points) or row.truth not in (None, Truth.UNKNOWN)
        painter.setFont(font(13, tabular=True))
        painter.setPen(QColor(self._theme.ink if known else self._theme.muted))
        left = width - self._marks - 10 - self._value
        value = QRectF(left, inner.top(), self._value, inner.height())
        painter.drawText(value, int(wrap | Qt.AlignmentFlag.AlignRight), row.value)
        marks = QRectF(width - self._marks, inner.top(), self._marks, inner.height())
        if row.truth is not None:
            self._paint_truth(painter, marks, row.truth)
        elif math.isnan(row.points):
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(marks, int(Qt.AlignmentFlag.AlignVCenter), "–")
        elif self._dots and row.points % 1 == 0 and row.points >= 0:
            self._paint_dots(painter, marks, row)
        else:
            painter.setFont(font(13, 600, tabular=True))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(marks, int(right), finely(round(row.points, 1)))

    def _paint_dots(self, painter: QPainter, place: QRectF, row: Reason) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for nr in range(int(row.most)):
            painter.setBrush(QColor(_full() if nr < row.points else self._theme.track))
            centre = QPointF(place.left() + _DOT + nr * _DOT_STEP, place.center().y())
            painter.drawEllipse(centre, _DOT, _DOT)

    def _paint_truth(self, painter: QPainter, place: QRectF, truth: Truth) -> None:
        """Full where the limit is passed, hollow where not, a dash where nobody can tell."""
        if truth is Truth.UNKNOWN:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), "–")
            return
        met = truth is Truth.MET
        painter.setPen(Qt.PenStyle.NoPen if met else QPen(QColor(self._theme.faint), 1.4))
        painter.setBrush(QColor(_full()) if met else Qt.BrushStyle.NoBrush)
        radius = _DOT if met else _DOT - 0.7
        painter.drawEllipse(QPointF(place.center().x(), place.center().y()), radius, radius)


class YearStrip(QWidget):
    """The categories year by year; a click or Enter goes to a year, the arrow keys point at one."""

    year_picked = Signal(int)

    def __init__(
        self, theme: Theme, years: Sequence[StripYear], now: int, palette: Sequence[str]
    ) -> None:
        super().__init__()
        self._theme, self._years, self._now = theme, tuple(years), now
        self._palette = tuple(palette)
        self._pointed = now
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setAccessibleName(_("År for år"))
        self.setAccessibleDescription(strip_words(self._years))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(40)

    def sizeHint(self) -> QSize:
        return QSize(200, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing = history_strip(
            self._years, self._now, self._palette, float(self.width()), strip_colours(self._theme)
        )
        paint(drawing, painter)
        if self.hasFocus() and 0 <= self._pointed < len(self._years):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent_text), 1.5))
            step = strip_step(len(self._years), float(self.width()))
            painter.drawRoundedRect(
                QRectF(self._pointed * step - 0.5, -0.5, step - 1.5, self.height() - 1), 5, 5
            )
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = year_at(event.pos().x(), len(self._years), float(self.width()))
            if at >= 0:
                year = self._years[at]
                QToolTip.showText(event.globalPos(), f"{year.label}: {year.words}", self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = year_at(event.position().x(), len(self._years), float(self.width()))
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.year_picked.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._pointed = max(0, min(self._pointed + step, len(self._years) - 1))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.year_picked.emit(self._pointed)
        else:
            super().keyPressEvent(event)


def strip_colours(theme: Theme) -> StripColours:
    """What strips and bars wear in a theme."""
    return StripColours(
        theme.ink, theme.muted, theme.hairline, theme.withheld, theme.missing, theme.hatch
    )


def _full() -> str:
    """The colour of a point that is given."""
    return category_colours(4)[0]


def _lines(metrics: QFontMetricsF, text: str, room: float) -> int:
    """How many lines a text takes in some room."""
    box = metrics.boundingRect(QRectF(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), text)
    return max(1, round(box.height() / metrics.height()))

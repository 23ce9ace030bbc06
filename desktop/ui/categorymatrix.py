"""A table of counts of areas, categories against categories: a cell chooses its areas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
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
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.core.wording import _, number
from desktop.maps.palettes import INK, SURFACE, contrast, mixed
from desktop.ui.theme import Theme, font

_ROW, _HEAD = 25.0, 22.0
_SWATCH = 11.0


class CategoryMatrix(QWidget):
    """Rows and columns of categories, each with its colour.

    Where there are as many of one as of the other, the diagonal, where both agree, is heavier.
    Arrow keys walk the cells, Enter chooses. With ``names_across`` the columns are named too;
    otherwise their colours stand alone, and what is pointed at is told in full.
    """

    cell_picked = Signal(int, int)

    def __init__(self, theme: Theme, name: str, *, names_across: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._across = names_across
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._row_colours: tuple[str, ...] = ()
        self._column_colours: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self._captions = ("", "")
        self._pointed: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_table(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        counts: NDArray[np.int64],
        colours: tuple[Sequence[str], Sequence[str]],
        captions: tuple[str, str],
    ) -> None:
        """Show another table; ``captions`` say what the rows and what the columns are."""
        self._rows, self._columns = tuple(rows), tuple(columns)
        self._row_colours, self._column_colours = tuple(colours[0]), tuple(colours[1])
        self._counts, self._captions = counts, captions
        self._pointed = None
        self.setFixedHeight(round(self._top + len(self._rows) * _ROW + 2))
        self.setAccessibleDescription(
            "; ".join(
                self._words(row, column) for row, column in zip(*np.nonzero(counts), strict=True)
            )
        )
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.minimumHeight())

    @property
    def _top(self) -> float:
        return _HEAD + (34.0 if self._across else 18.0)

    def cell_place(self, row: int, column: int) -> QRectF:
        """Where a cell lies."""
        left, width = self._name_room(), self._cell_width()
        return QRectF(left + column * width, self._top + row * _ROW, width, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        most = max(int(self._counts.max()) if self._counts.size else 0, 1)
        for row in range(len(self._rows)):
            for column in range(len(self._columns)):
                self._paint_cell(painter, row, column, most)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            if cell is not None:
                QToolTip.showText(event.globalPos(), self._words(*cell), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pick(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in steps and self._counts.size:
            row, column = self._pointed or (0, 0)
            if self._pointed is not None:
                row = min(max(row + steps[key][0], 0), len(self._rows) - 1)
                column = min(max(column + steps[key][1], 0), len(self._columns) - 1)
            self._point_at((row, column))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._pointed:
            self._pick(self._pointed)
        else:
            super().keyPressEvent(event)

    def _pick(self, cell: tuple[int, int]) -> None:
        if self._counts[cell]:
            self.cell_picked.emit(*cell)

    def _point_at(self, cell: tuple[int, int] | None) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.update()

    def _cell_at(self, at: QPointF) -> tuple[int, int] | None:
        left = self._name_room()
        if at.x() < left or at.y() < self._top:
            return None
        row = int((at.y() - self._top) // _ROW)
        column = int((at.x() - left) // self._cell_width())
        inside = row < len(self._rows) and column < len(self._columns)
        return (row, column) if inside else None

    def _name_room(self) -> float:
        """How wide the names of the rows are: at most half of all."""
        metrics = QFontMetricsF(font(12))
        widest = max((metrics.horizontalAdvance(name) for name in self._rows), default=0.0)
        least = 26.0 * len(self._columns)
        return max(60.0, min(widest + _SWATCH + 16, self.width() - least, self.width() * 0.52))

    def _cell_width(self) -> float:
        room = self.width() - self._name_room()
        return min(room / max(len(self._columns), 1), 110.0 if self._across else 46.0)

    def _paint_heads(self, painter: QPainter) -> None:
        small, left, width = font(12), self._name_room(), self._cell_width()
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.muted))
        low = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(0, 0, left - 8, _HEAD), low, self._elided(self._captions[0], left))
        painter.drawText(
            QRectF(left, 0, self.width() - left, _HEAD),
            low,
            self._elided(self._captions[1], self.width() - left),
        )
        for at, colour in enumerate(self._column_colours):
            middle = left + (at + 0.5) * width
            self._paint_swatch(painter, QPointF(middle, _HEAD + 7), colour)
            if self._across:
                text = metrics.elidedText(self._columns[at], Qt.TextElideMode.ElideRight, width - 6)
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(
                    QRectF(middle - width / 2, _HEAD + 14, width, 18),
                    int(Qt.AlignmentFlag.AlignCenter),
                    text,
                )
        for at, colour in enumerate(self._row_colours):
            middle = self._top + (at + 0.5) * _ROW
            self._paint_swatch(painter, QPointF(_SWATCH / 2 + 1, middle), colour)
            painter.setPen(QColor(self._theme.ink))
            painter.drawText(
                QRectF(_SWATCH + 8, middle - 9, left - _SWATCH - 14, 18),
                low,
                self._elided(self._rows[at], left - _SWATCH - 14),
            )

    def _paint_swatch(self, painter: QPainter, middle: QPointF, colour: str) -> None:
        painter.setPen(QPen(QColor(self._theme.hairline), 1))
        painter.setBrush(QColor(colour))
        half = _SWATCH / 2
        painter.drawRoundedRect(
            QRectF(middle.x() - half, middle.y() - half, _SWATCH, _SWATCH), 2.5, 2.5
        )

    def _paint_cell(self, painter: QPainter, row: int, column: int, most: int) -> None:
        """More areas, a darker ground; none is a quiet stroke."""
        count = int(self._counts[row, column])
        inner = self.cell_place(row, column).adjusted(1, 1, -1, -1)
        pointed = self._pointed == (row, column)
        ground = mixed(self._theme.surface, self._theme.accent, 0.12 + 0.6 * count / most)
        painter.setPen(
            QPen(QColor(self._theme.accent_text), 1.5)
            if pointed
            else QPen(QColor(self._theme.hairline), 1)
        )
        painter.setBrush(QColor(ground) if count else QColor(self._theme.surface))
        painter.drawRoundedRect(inner, 3, 3)
        alike = row == column and len(self._rows) == len(self._columns)
        painter.setFont(font(13, 600 if alike else 400, tabular=True))
        ink = self._theme.faint
        if count:
            ink = max((SURFACE, INK), key=lambda each: contrast(each, ground))
        painter.setPen(QColor(ink))
        text = number(count) if count else "·"
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), text)

    def _elided(self, text: str, room: float) -> str:
        return QFontMetricsF(font(12)).elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _words(self, row: int, column: int) -> str:
        return _("{rows}: {row}, {columns}: {column}: {count}").format(
            rows=self._captions[0],
            row=self._rows[row],
            columns=self._captions[1],
            column=self._columns[column],
            count=number(int(self._counts[row, column])),
        )

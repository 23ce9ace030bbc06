"""The head of the table: names of columns, and under them the rows that all are held against."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from desktop.core.indicators import Kind
from desktop.ui.tablecells import EDGE, ROW, CellPainter, Cues, cues_of
from desktop.ui.tablemodel import AreaTableModel
from desktop.ui.tableparts import NAME, PLACE
from desktop.ui.theme import font

HEAD = 60  # pixels above the rows that are held against


class TableHeader(QHeaderView):
    """Paints the names of the columns and the rows at the top, which never scroll away."""

    menu_requested = Signal(int, QPoint)  # column, place on the screen

    def __init__(self, cells: CellPainter, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells = cells
        self.cues = Cues()
        self.sorted_by, self.falling = "", True
        self.shown = ""  # the indicator shown
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(56)
        self.setStretchLastSection(False)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(200, HEAD + self._wholes() * ROW)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.pos().y() >= HEAD:
            at = (event.pos().y() - HEAD) // ROW
            section = self.logicalIndexAt(event.pos())
            model = self._model()
            if section >= 0 and at < self._wholes():
                told = model.whole_told(model.columns[section], at)
                QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < HEAD:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < HEAD:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        section = self.logicalIndexAt(event.pos())
        if section >= 0:
            self.menu_requested.emit(section, event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of the head at once: the style's own frames and shades are none of ours."""
        painter = QPainter(self.viewport())
        theme = self._cells.theme
        whole = self.viewport().rect()
        painter.fillRect(whole, QColor(theme.surface))
        foot = HEAD + self._wholes() * ROW
        painter.fillRect(QRect(0, HEAD, whole.width(), foot - HEAD), QColor(theme.canvas))
        first = self.visualIndexAt(0)
        for visual in range(max(first, 0), self.count()):
            section = self.logicalIndex(visual)
            left = self.sectionViewportPosition(section)
            if left > whole.right():
                break
            if not self.isSectionHidden(section):
                self._paint_section(painter, section, left)
        painter.setPen(self._cells.rule)
        for y in (HEAD, foot):
            painter.drawLine(0, y - 1, whole.right(), y - 1)
        painter.end()

    def _paint_section(self, painter: QPainter, section: int, left: int) -> None:
        model = self._model()
        if model.table is None or section >= len(model.columns):
            return
        id, width = model.columns[section], self.sectionSize(section)
        painter.save()
        painter.setClipRect(QRect(left, 0, width, self.height()))
        self._paint_name(painter, id, left, width)
        self._paint_wholes(painter, id, left, width)
        painter.restore()

    def _paint_name(self, painter: QPainter, id: str, left: int, width: int) -> None:
        model, theme = self._model(), self._cells.theme
        assert model.table is not None
        heading = model.table.heading(id, model.ranked)
        shown = id == self.shown
        inset = EDGE if id != NAME else 16
        right = id.startswith("@") and (id == PLACE or model.table.numbers(id) is not None)
        weight = 600 if id == self.sorted_by else 400
        face = font(12, weight)
        painter.setFont(face)
        painter.setPen(QColor(theme.accent_text if shown else theme.ink))
        name = heading.name
        arrow = ("\u2193" if self.falling else "\u2191") if id == self.sorted_by else ""
        lines = two_lines(name, width - inset - EDGE - (12 if arrow else 0), face)
        below = HEAD - 22 if heading.unit else HEAD - 8
        for line, y in zip(reversed(lines), (below, below - 15), strict=False):
            wide = QFontMetricsF(face).horizontalAdvance(line)
            x = left + width - EDGE - wide - (12 if arrow else 0) if right else left + inset
            painter.drawText(int(x), y, line)
        if arrow:
            painter.setFont(font(12, 600))
            painter.drawText(left + width - EDGE - 8, below, arrow)
        if heading.unit:
            small = font(11, 400, tabular=True)
            painter.setFont(small)
            painter.setPen(QColor(theme.muted))
            unit = QFontMetricsF(small).elidedText(
                heading.unit, Qt.TextElideMode.ElideRight, width - inset - EDGE
            )
            wide = QFontMetricsF(small).horizontalAdvance(unit)
            painter.drawText(
                int(left + width - EDGE - wide) if right else left + inset, HEAD - 8, unit
            )
        if shown:
            painter.fillRect(
                QRectF(left + inset, HEAD - 3, width - inset - EDGE, 2), QColor(theme.accent_text)
            )

    def _paint_wholes(self, painter: QPainter, id: str, left: int, width: int) -> None:
        model = self._model()
        assert model.table is not None
        wholes = model.table.wholes
        tops = HEAD + ROW * np.arange(len(wholes), dtype=np.float64)
        held = np.array([not whole.waits for whole in wholes], bool)
        if id == NAME:
            for weight, those in ((600, held), (400, ~held)):
                names = [whole.name for whole, own in zip(wholes, those, strict=True) if own]
                places = tops[those].tolist()
                self._cells.words(painter, names, left, width, places, weight=weight, inset=16)
        stretch = model.table.whole_stretch(id)
        column = model.table.numbers(id)
        if stretch is None or column is None:
            return
        self._cells.numbers(
            painter,
            stretch.of(held),
            left,
            width,
            tops[held],
            model.table.scale(id),
            cues=cues_of(id, self.cues),
            weights=[600] * int(held.sum()),
            plain=column.indicator.kind is Kind.COUNT,  # a sum is larger than any of its parts
        )

    def _wholes(self) -> int:
        table = self._model().table if self.model() is not None else None
        return len(table.wholes) if table is not None else 0

    def _model(self) -> AreaTableModel:
        model = self.model()
        assert isinstance(model, AreaTableModel)
        return model


def two_lines(text: str, width: float, face: QFont) -> list[str]:
    """A text in at most two lines; what has no room in the second is cut with dots."""
    metrics = QFontMetricsF(face)
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, face)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    cut = line.textLength()
    layout.endLayout()
    first, rest = text[:cut].rstrip(), text[cut:].lstrip()
    lines = [metrics.elidedText(part, Qt.TextElideMode.ElideRight, width) for part in (first, rest)]
    return [part for part in lines if part]

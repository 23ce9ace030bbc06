"""The legend lying down under a map: every class with its bounds and count; a click chooses it."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.core.wording import _, number
from desktop.maps.drawing import Drawing
from desktop.maps.picture import RISEN, Legend, LegendRow
from desktop.ui.painter import paint
from desktop.ui.theme import Theme, font

_BAR, _LABEL, _COUNT = 10, 16, 13  # pixels: swatch, its words, how many areas
_HEIGHT = _BAR + _LABEL + _COUNT + 6
_SCALE = 190.0  # pixels that a run of colours or circles take
_GAP = 12  # before the classes without a number
_LEAST = 26  # pixels a class takes at least
_FAIR = 56  # and as many where those without a number can give them away
_BESIDE = 12  # pixels around a label


class LegendStrip(QWidget):
    """Left, right and Enter choose as a click does; Ctrl adds."""

    group_clicked = Signal(int, bool)  # legend group, and whether to add

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._legend: Legend | None = None
        self._scale: Drawing | None = None
        self._rows: tuple[LegendRow, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._places: list[QRectF] = []
        self._pointed = -1
        self._rule = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Signaturforklaring"))
        self.setFixedHeight(_HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._draw_scale()
        self.update()

    def show_legend(self, legend: Legend, labels: tuple[str, ...]) -> None:
        """Show another legend; ``labels`` are the short names of its rows."""
        self._rows, self._labels, self._rule = legend.rows, labels, legend.rule
        self._legend = legend
        self._draw_scale()
        self._pointed = min(self._pointed, len(self._rows) - 1)
        self.setAccessibleDescription(
            "; ".join(f"{row.label}: {number(row.count)}" for row in self._rows)
        )
        self._place()
        self.update()

    def _draw_scale(self) -> None:
        """A run of colours or circles stands before the rows, which are one and the hidden then."""
        self._scale = None
        if self._legend is not None and self._legend.scale is not None:
            from desktop.maps.legendmarks import legend_drawing  # not before there is one

            colours = self._theme.chart_colours()
            self._scale = legend_drawing(self._legend.scale, _SCALE, colours)
        drawn = 0 if self._scale is None else ceil(self._scale.height) + 2
        self.setFixedHeight(max(_HEIGHT, drawn))

    def place_of(self, row: int) -> QRectF:
        """Where a row is clicked."""
        return self._places[row]

    def sizeHint(self) -> QSize:
        return QSize(420, self.height())

    def resizeEvent(self, event: QEvent) -> None:
        self._place()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._told(at), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scale is not None:
            paint(self._scale, painter)
        for at, (row, place) in enumerate(zip(self._rows, self._places, strict=True)):
            bar = QRectF(place.left(), 3, place.width(), _BAR)
            self._paint_bar(painter, row, bar)
            words = QRectF(place.left(), bar.bottom() + 1, place.width() + 6, _LABEL)
            face = font(11, tabular=True)
            painter.setFont(face)
            painter.setPen(QColor(self._theme.ink if at == self._pointed else self._theme.muted))
            label = QFontMetricsF(face).elidedText(
                self._labels[at], Qt.TextElideMode.ElideRight, place.width() + 4
            )
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(words, middle, label)
            painter.setFont(font(10, tabular=True))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(words.translated(0, _LABEL - 3), middle, number(row.count))
            if at == self._pointed:
                painter.setPen(QPen(QColor(self._theme.accent_text), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(bar.adjusted(-0.5, -1.5, 0.5, 1.5))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._pointed < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._point_at(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(-1)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.group_clicked.emit(self._rows[at].group, adding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._point_at(max(0, min(self._pointed + step, len(self._rows) - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if 0 <= self._pointed < len(self._rows):
                adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.group_clicked.emit(self._rows[self._pointed].group, adding)
        else:
            super().keyPressEvent(event)

    def _at(self, place: QPointF) -> int:
        """The row at a place, −1 for none."""
        for at, held in enumerate(self._places):
            if held.contains(place):
                return at
        return -1

    def _told(self, at: int) -> str:
        if at < 0:
            return ""
        row = self._rows[at]
        lines = [f"{row.label}: {number(row.count)}"]
        if _is_class(row) and self._rule:
            lines.append(self._rule)
        return "\n".join(lines)

    def _point_at(self, at: int) -> None:
        if at != self._pointed:
            self._pointed = at
            self.update()

    def _place(self) -> None:
        """Classes beside each other, all as wide; those without a number after a gap."""
        metrics = QFontMetricsF(font(11, tabular=True))
        wanted = [metrics.horizontalAdvance(label) + _BESIDE for label in self._labels]
        classes = [at for at, row in enumerate(self._rows) if _is_class(row)]
        others = [at for at, row in enumerate(self._rows) if not _is_class(row)]
        if others and self._scale is None:
            spare = (self.width() - 2 - _FAIR * len(classes)) / len(others) - _GAP
            wanted = [
                max(min(each, spare), float(_FAIR)) if at in others else each
                for at, each in enumerate(wanted)
            ]
        hidden = sum(wanted[at] + _GAP for at in others)
        room = self.width() - hidden - 2 if self._scale is None else 80.0
        widest = max((wanted[at] for at in classes), default=0.0)
        each = max(min(max(widest, 60.0), room / max(len(classes), 1)), float(_LEAST))
        x = 1.0 if self._scale is None else _SCALE + 2 * _GAP
        places: list[QRectF] = []
        for at in range(len(self._rows)):
            if at in others:
                x += _GAP
            width = each if at in classes else wanted[at] - _BESIDE + 4
            places.append(QRectF(x, 0, width, self.height()))
            x += width
        self._places = places

    def _paint_bar(self, painter: QPainter, row: LegendRow, bar: QRectF) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        if _is_class(row) and self._scale is None:
            painter.fillRect(bar, QColor(row.colour))
            return
        if _is_class(row):  # what the scale is of: a key to choose them by, without a colour
            return
        swatch = QRectF(bar.left(), bar.top(), 22, bar.height())
        if row.dotted:
            self._paint_dots(painter, swatch)
            return
        painter.fillRect(swatch, QColor(theme.withheld if row.hatched else theme.missing))
        painter.setPen(QPen(QColor(theme.hatch if row.hatched else theme.hairline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if row.hatched:
            painter.save()
            painter.setClipRect(swatch)
            painter.setPen(QPen(QColor(theme.hatch), 1.4))
            for step in range(-2, 6):
                x = swatch.left() + step * 5
                foot, top = QPointF(x, swatch.bottom()), QPointF(x + bar.height(), swatch.top())
                painter.drawLine(foot, top)
            painter.restore()
        else:
            painter.drawRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_dots(self, painter: QPainter, swatch: QRectF) -> None:
        """What is uncertain carries dots on the map, whatever its colour."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.muted))
        for column in range(5):
            for row in range(2):
                middle = QPointF(swatch.left() + 2 + column * 4.5, swatch.top() + 2.5 + row * 4.5)
                painter.drawEllipse(middle, 1.0, 1.0)


def _is_class(row: LegendRow) -> bool:
    """Whether a row is one of the classes, and not of marks or of areas without a number."""
    return 0 <= row.group < RISEN

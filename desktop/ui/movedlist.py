"""The list of what has moved: area and indicator, from what to what, and how sure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.areas import Areas
from desktop.core.movements import Movement
from desktop.core.sentences import is_improvement
from desktop.core.wording import _, difference, number, quantity
from desktop.ui.theme import Theme, font

_ROLE = int(Qt.ItemDataRole.UserRole)
_ROW = 54
_NUMBERS, _CHANGE = 150.0, 170.0  # pixels: before and now; the change and its interval

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One line in words; ``fresh`` is whether it was not on the list a period ago."""

    movement: Movement
    area: str
    indicator: str
    numbers: str
    change: str
    interval: str
    better: bool
    fresh: bool


def moved_rows(
    movements: Sequence[Movement], areas: Areas, known: Collection[tuple[int, str]] | None
) -> tuple[MovedRow, ...]:
    """The lines in words.

    Args:
        movements: strongest evidence first.
        areas: of the level.
        known: position and indicator of what was on the list a period ago; None where there is no
            earlier list to tell.
    """
    return tuple(_row(each, areas, known) for each in movements)


def _row(moved: Movement, areas: Areas, known: Collection[tuple[int, str]] | None) -> MovedRow:
    indicator = moved.indicator
    before, now = (
        quantity(value, indicator.unit, indicator.decimals) for value in (moved.before, moved.now)
    )
    low, high = (number(end, indicator.decimals, sign=True) for end in (moved.low, moved.high))
    return MovedRow(
        moved,
        areas.names[moved.area] or areas.codes[moved.area],
        indicator.label,
        f"{before} → {now}",
        difference(moved.change, indicator.unit, indicator.decimals),
        _("{low} til {high}").format(low=low, high=high),
        is_improvement(moved.change, indicator),
        known is not None and (moved.area, indicator.id) not in known,
    )


class MovedModel(QAbstractListModel):
    """The lines for Qt."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[MovedRow, ...] = ()

    def show_rows(self, rows: tuple[MovedRow, ...]) -> None:
        """Hold other lines."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            fresh = ". " + _("nyt på listen") if row.fresh else ""
            return f"{row.area}: {row.indicator}, {row.numbers}, {row.change}{fresh}"
        return row if role == _ROLE else None


class MovedDelegate(QStyledItemDelegate):
    """Paints a line in two: what and where, then the numbers."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(300, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: MovedRow = index.data(_ROLE)
        theme, place = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(place.adjusted(0, 1, -4, -1), 6, 6)
        painter.setPen(QColor(theme.hairline))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        right = place.adjusted(0, 0, -16, 0)
        numbers = QRectF(right.right() - _CHANGE - _NUMBERS, place.top(), _NUMBERS, _ROW)
        room = numbers.left() - place.left() - 22
        self._line(painter, place, 8, row.area, 600, theme.ink, room)
        self._line(painter, place, 29, row.indicator, 400, theme.muted, room)
        if row.fresh:
            self._mark(painter, place, row.area, room)
        painter.setFont(font(13, tabular=True))
        painter.setPen(QColor(theme.ink))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(numbers, middle, row.numbers)
        change = QRectF(right.right() - _CHANGE, place.top() + 8, _CHANGE, 20)
        painter.setFont(font(13, 600, tabular=True))
        painter.setPen(QColor(theme.good if row.better else theme.ink))
        painter.drawText(change, middle, row.change)
        painter.setFont(font(12, tabular=True))
        painter.setPen(QColor(theme.muted))
        painter.drawText(change.translated(0, 20), middle, row.interval)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.accent_text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0.5, 1.5, -4.5, -1.5), 6, 6)
        painter.restore()

    def _line(
        self, painter: QPainter, place: QRectF, down: int, text: str, weight: int, ink: str,
        room: float,
    ) -> None:  # fmt: skip
        face = font(13, weight)
        painter.setFont(face)
        painter.setPen(QColor(ink))
        shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRectF(place.left() + 12, place.top() + down, room, 19),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            shown,
        )

    def _mark(self, painter: QPainter, place: QRectF, area: str, room: float) -> None:
        """A small word behind the name of what was not there a period ago."""
        taken = QFontMetricsF(font(13, 600)).horizontalAdvance(area) + 10
        face = font(11, 600)
        word = _("nyt")
        width = QFontMetricsF(face).horizontalAdvance(word) + 12
        if taken + width > room:
            return
        box = QRectF(place.left() + 12 + taken, place.top() + 9, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent_soft))
        painter.drawRoundedRect(box, 8, 8)
        painter.setFont(face)
        painter.setPen(QColor(self._theme.accent_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

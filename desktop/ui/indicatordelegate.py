"""Paints the rows of the list: name, sparkline and the municipality's value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.dataset import History
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator
from desktop.core.sentences import value_words
from desktop.maps.trend import sparkline
from desktop.maps.view import nearest_period
from desktop.ui.indicatorrows import FIND_ROLE, INDICATOR_ROLE, Index
from desktop.ui.painter import paint
from desktop.ui.session import Session
from desktop.ui.theme import Theme, font

_ROW, _HEADING = 27, 32
_SPARK_WIDTH = 36
_VALUE_WIDTH = 60
_APART = 8  # pixels between a name and its sparkline, at least


class IndicatorDelegate(QStyledItemDelegate):
    """Paints a row: name, sparkline, value."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session: Session | None = None
        self._sparks: dict[str, QPixmap] = {}
        self.values_shown = False

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._sparks.clear()

    def show_session(self, session: Session) -> None:
        """Draw the values of another session."""
        self._session = session
        self._sparks.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = index.data(INDICATOR_ROLE) is None and index.data(FIND_ROLE) is None
        return QSize(200, (_HEADING if index.row() else _ROW) if heading else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        indicator = index.data(INDICATOR_ROLE)
        place = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(FIND_ROLE) is not None:
            self._paint_find(painter, option, place, str(index.data()))
        elif indicator is None:
            face = font(11, 600)
            face.setLetterSpacing(face.SpacingType.AbsoluteSpacing, 0.8)
            painter.setFont(face)
            painter.setPen(QColor(self._theme.muted))
            text = QFontMetricsF(face).elidedText(
                str(index.data()), Qt.TextElideMode.ElideRight, place.width() - 12
            )
            painter.drawText(
                place.adjusted(6, 0, -4, -6),
                Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft,
                text,
            )
        else:
            self._paint_indicator(painter, place, indicator, _is_chosen(option))
        if option.state & QStyle.StateFlag.State_HasFocus:  # never a heading's
            painter.setPen(QColor(self._theme.accent_text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0.5, 1.5, -2.5, -1.5), 6, 6)
        painter.restore()

    def _paint_find(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRectF, name: str
    ) -> None:
        """Something else that was found, by its name."""
        face = font(13)
        painter.setFont(face)
        if _is_chosen(option):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent_soft))
            painter.drawRoundedRect(place.adjusted(0, 1, -2, -1), 6, 6)
        painter.setPen(QColor(self._theme.ink))
        text = QFontMetricsF(face).elidedText(name, Qt.TextElideMode.ElideRight, place.width() - 16)
        painter.drawText(place.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_indicator(
        self, painter: QPainter, place: QRectF, indicator: Indicator, chosen: bool
    ) -> None:
        theme = self._theme
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(place.adjusted(0, 1, -2, -1), 6, 6)
        face = font(13, 600 if chosen else 400)
        painter.setFont(face)
        painter.setPen(QColor(theme.accent_text if chosen else theme.ink))
        ready = self._session if self.values_shown else None
        history = ready.municipality(indicator.id) if ready else None
        value = self._value(history, indicator)
        figures = font(13, 600 if chosen else 400, tabular=True)
        held = max(_VALUE_WIDTH, QFontMetricsF(figures).horizontalAdvance(value) + 14)
        room = place.width() - held - 14
        metrics = QFontMetricsF(face)
        needed = metrics.horizontalAdvance(indicator.label)
        text = metrics.elidedText(indicator.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        if history is None or not history.periods:
            return
        corner = place.topRight() + QPointF(-held - _SPARK_WIDTH - 8, 6)
        if place.left() + 8 + needed + _APART <= corner.x():  # a name in full before a line
            spark = self._spark(indicator.id, history, painter.device().devicePixelRatioF())
            painter.drawPixmap(corner, spark)
        painter.setFont(figures)
        painter.drawText(
            place.adjusted(0, 0, -10, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            value,
        )

    def _value(self, history: History | None, indicator: Indicator) -> str:
        """The municipality's number at the time shown; empty where there is none."""
        if self._session is None or history is None or not history.periods:
            return ""
        at = history.periods.index(nearest_period(history.periods, self._session.view.period))
        cells = history.cells.row(at)
        return value_words(cells, 0, indicator) if cells.states[0] == State.SHOWN else ""

    def _spark(self, indicator: str, history: History, ratio: float) -> QPixmap:
        """The municipality's sparkline, drawn once."""
        made = self._sparks.get(indicator)
        if made is None or made.devicePixelRatioF() != ratio:
            made = QPixmap(round(_SPARK_WIDTH * ratio), round((_ROW - 12) * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            values = history.cells.values[:, 0]
            paint(sparkline(values, _SPARK_WIDTH, _ROW - 12, self._theme.muted), painter)
            painter.end()
            self._sparks[indicator] = made
        return made


def _is_chosen(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)

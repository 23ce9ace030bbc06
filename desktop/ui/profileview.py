"""A profile's sheet on screen: its rows are pointed at, clicked and walked through by keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from desktop.core.wording import _
from desktop.maps.palettes import mixed
from desktop.maps.profile import ProfileSheet
from desktop.maps.profilespine import SpineColours
from desktop.maps.profiletable import RowPlace
from desktop.ui.painter import paint
from desktop.ui.theme import Theme, font

Make = Callable[[float], ProfileSheet]  # for a width in pixels
EDGE, TOP, FOOT = 24, 4, 16  # pixels around the sheet
_FINE = 100.0  # texts are measured at so many times their size, as they are painted


@lru_cache(maxsize=8192)
def measured(text: str, size: float, weight: int, tabular: bool) -> float:
    """How wide a line of text is on screen, in pixels."""
    face = font(size * _FINE, weight, tabular=tabular)
    return QFontMetricsF(face).horizontalAdvance(text) / _FINE


def profile_colours(theme: Theme) -> SpineColours:
    """What a profile is drawn in."""
    dark = theme.name == "dark"
    return SpineColours(
        chart=theme.chart_colours(),
        surface=theme.surface,
        track=theme.track,
        more="#B58CB6" if dark else "#9A6B9B",
        less="#4F8F8C" if dark else "#8CC0BC",
        apart="#5D6C79" if dark else "#AEB9C4",
        unsure=theme.faint,
        withheld=theme.withheld,
        hatch=theme.hatch,
        chosen=theme.selected,
        pale=mixed(theme.canvas, theme.faint, 0.35),
    )


class ProfileView(QWidget):
    """Draws a sheet once for the width there is; the row pointed at and the one shown lie under.

    ``pointed`` tells the indicator of the row under the pointer or the keys (empty for none) and
    where a card belongs; ``picked`` the row that was clicked, ``asked`` the row whose number is
    doubted, and ``menu_asked`` where a menu is wanted.
    """

    pointed = Signal(str, QPoint)
    picked = Signal(str)
    asked = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._make: Make | None = None
        self._sheet: ProfileSheet | None = None
        self._image: QPixmap | None = None
        self._shown = ""  # the indicator that the maps show
        self._at = ""  # the row pointed at, by pointer or keys
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Profil"))
        self._doubt = QToolButton(self)
        self._doubt.setText("?")
        self._doubt.setProperty("role", "quiet")
        self._doubt.setStyleSheet("padding: 0; font-weight: 600;")
        self._doubt.setToolTip(_("Kan vi stole på det tal?"))
        self._doubt.setAccessibleName(_("Kan vi stole på det tal?"))
        self._doubt.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._doubt.setFixedSize(20, 20)
        self._doubt.clicked.connect(lambda: self.asked.emit(self._at))
        self._doubt.hide()

    def show_sheet(self, make: Make | None, description: str) -> None:
        """Draw another sheet; ``description`` is it in words."""
        self._make = make
        self.setAccessibleDescription(description)
        self._lay_out()

    def show_row(self, indicator: str) -> None:
        """Mark the row of the indicator that the maps show."""
        if indicator != self._shown:
            self._shown = indicator
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme; the sheet is drawn anew when it is shown again."""
        self._theme = theme

    @property
    def sheet(self) -> ProfileSheet | None:
        """What is drawn."""
        return self._sheet

    @property
    def current(self) -> str:
        """The indicator of the row pointed at; empty where none is."""
        return self._at

    def place_of(self, indicator: str) -> QRect | None:
        """Where a row is in the view; None where there is none."""
        row = self._row(indicator)
        if row is None:
            return None
        return QRect(0, round(row.y) + TOP, self.width(), round(row.height))

    def say(self, description: str) -> None:
        """Say the row that the keys stand on to those who cannot see it."""
        self.setAccessibleDescription(description)

    def sizeHint(self) -> QSize:
        height = self._sheet.drawing.height if self._sheet is not None else 0.0
        return QSize(600, round(height) + TOP + FOOT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sheet is None:
            return
        ratio = self.devicePixelRatioF()
        if self._image is None or self._image.devicePixelRatio() != ratio:
            self._image = self._painted(self._sheet, ratio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_row(painter, self._shown, self._theme.accent_soft)
        if self._at != self._shown:
            self._paint_row(painter, self._at, self._theme.track)
        painter.drawPixmap(0, 0, self._image)
        if self.hasFocus() and (place := self.place_of(self._at)) is not None:
            painter.setPen(QPen(QColor(self._theme.accent_text), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(_row_box(place), 5, 5)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._indicator_at(event.position().y()), event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        self._point("", QPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        indicator = self._indicator_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and indicator:
            self.picked.emit(indicator)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        indicator = self._indicator_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and indicator:
            self.asked.emit(indicator)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.place_of(self._at)
            if place is not None:
                self.menu_asked.emit(self._at, self.mapToGlobal(place.center()))
        elif indicator := self._indicator_at(float(event.pos().y())):
            self.menu_asked.emit(indicator, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = [each.indicator for each in self._sheet.places] if self._sheet is not None else []
        here = rows.index(self._at) if self._at in rows else -1
        steps = {Qt.Key.Key_Down: here + 1, Qt.Key.Key_Up: here - 1, Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: len(rows) - 1}  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps and rows:
            at = rows[min(max(steps[key], 0), len(rows) - 1)]
            place = self.place_of(at)
            self._point(at, place.center() if place is not None else QPoint())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here >= 0:
            self.picked.emit(self._at)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Question) and here >= 0:
            self.asked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _lay_out(self) -> None:
        room = self.width() - 2 * EDGE
        self._sheet = self._make(float(room)) if self._make is not None and room > 0 else None
        self._image = None
        height = self.sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)
        if self._row(self._at) is None:
            self._at = ""
        self._place_doubt()
        self.update()

    def _painted(self, sheet: ProfileSheet, ratio: float) -> QPixmap:
        image = QPixmap(self.size() * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.translate(EDGE, TOP)
        paint(sheet.drawing, painter)
        painter.end()
        return image

    def _paint_row(self, painter: QPainter, indicator: str, colour: str) -> None:
        place = self.place_of(indicator)
        if place is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(_row_box(place), 5, 5)

    def _row(self, indicator: str) -> RowPlace | None:
        places = self._sheet.places if self._sheet is not None else ()
        return next((each for each in places if each.indicator == indicator), None)

    def _indicator_at(self, y: float) -> str:
        return self._sheet.row_at(y - TOP) if self._sheet is not None else ""

    def _point(self, indicator: str, place: QPoint) -> None:
        if indicator != self._at:
            self._at = indicator
            self._place_doubt()
            self.update()
        self.pointed.emit(indicator, place)

    def _place_doubt(self) -> None:
        place = self.place_of(self._at)
        self._doubt.setVisible(place is not None)
        if place is not None:
            self._doubt.move(self.width() - 22, place.center().y() - 9)


def _row_box(place: QRect) -> QRectF:
    return QRectF(place).adjusted(EDGE - 8, 0.5, -(EDGE - 8) + 6, -0.5)

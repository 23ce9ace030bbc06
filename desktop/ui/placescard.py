"""The card »Steder«: symbol, kind and number of the points of interest on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.core.wording import _, number
from desktop.maps.drawing import Drawing
from desktop.maps.points import LARGE, kind_name, kinds_of, symbol_marks
from desktop.ui.mappoints import MapPoints
from desktop.ui.painter import paint
from desktop.ui.theme import Theme, font

_ROW, _EDGE, _HEAD, _FOOT = 23, 13, 22, 17
_NARROWEST, _FOLDED = 170, 92


@dataclass(frozen=True, slots=True)
class PlacesRow:
    """A kind, how many there are, and how many of them lie in the chosen areas.

    ``inside`` is None where no area is chosen.
    """

    kind: str
    count: int
    inside: int | None

    def words(self) -> str:
        """Kind and number, such as ``klubber 14``."""
        return f"{kind_name(self.kind, self.count)} {number(self.count)}"


def places_rows(
    points: MapPoints, level: str, exists: NDArray[np.bool_], chosen: Sequence[int] | None
) -> tuple[PlacesRow, ...]:
    """A row per kind that is shown and there; ``chosen`` are the areas to count in, if any."""
    kinds = np.array([place.kind for place in points.places])
    inside = np.isin(points.areas(level, exists), chosen) if chosen is not None else None
    return tuple(
        PlacesRow(
            kind,
            int((kinds == kind).sum()),
            None if inside is None else int((inside & (kinds == kind)).sum()),
        )
        for kind in kinds_of(points.places)
    )


def chosen_words(count: int) -> str:
    """Where points are counted when so many areas are chosen; empty for none."""
    if not count:
        return ""
    return _("i det valgte område") if count == 1 else _("i de valgte områder")


class PlacesCard(QFrame):
    """A small legend of its own, beside the map's."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(_("Steder"))
        self._theme = theme
        self._rows: tuple[PlacesRow, ...] = ()
        self._where = ""
        self._folded = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """What the rows say."""
        return tuple(
            row.words() if row.inside is None else f"{row.words()} · {number(row.inside)}"
            for row in self._rows
        )

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def show_rows(self, rows: tuple[PlacesRow, ...], where: str) -> None:
        """Show other rows; ``where`` is which areas are counted in, empty for none."""
        self._rows = rows
        self._where = where
        said = "; ".join(f"{line} {self._where}".strip() for line in self.lines)
        self.setAccessibleDescription(said)
        self.setVisible(bool(rows))
        self.resize(self.sizeHint())
        self.update()

    def fold(self) -> None:
        """Only the title, or the rows again: a click on the title, or Enter or Space."""
        self._folded = not self._folded
        corner = self.geometry().bottomRight()
        self.resize(self.sizeHint())
        self.move(corner - self.rect().bottomRight())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < _EDGE + _HEAD or self._folded:
            self.fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.fold()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        if self._folded:
            return QSize(_FOLDED, _EDGE + _HEAD)
        height = _EDGE + _HEAD + len(self._rows) * _ROW + _EDGE - 4
        return QSize(
            _NARROWEST + (54 if self._where else 0), height + (_FOOT if self._where else 0)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, width = self._theme, self.width()
        painter.setPen(QColor(theme.ink))
        painter.setFont(font(13, 600))
        painter.drawText(
            QRectF(_EDGE, _EDGE - 2, width, 18), Qt.AlignmentFlag.AlignVCenter, _("Steder")
        )
        painter.setFont(font(11))
        painter.setPen(QColor(theme.muted))
        sign = QRectF(width - _EDGE - 12, _EDGE - 2, 12, 18)
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, "▴" if self._folded else "▾")
        if self.hasFocus():
            painter.setPen(QColor(theme.accent_text))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 7, 7)
        if not self._folded:
            self._paint_rows(painter)
        painter.end()

    def _paint_rows(self, painter: QPainter) -> None:
        theme, width = self._theme, self.width()
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        edge = width - _EDGE - (54 if self._where else 0)
        for at, row in enumerate(self._rows):
            top = _EDGE + _HEAD + at * _ROW
            marks = symbol_marks(
                row.kind, _EDGE + 9, top + _ROW / 2, LARGE, theme.ink, theme.surface
            )
            paint(Drawing(width, self.height(), marks), painter)
            painter.setFont(font(13, tabular=True))
            painter.setPen(QColor(theme.ink))
            painter.drawText(
                QRectF(_EDGE + 27, top, edge - _EDGE - 27 - 34, _ROW),
                Qt.AlignmentFlag.AlignVCenter,
                kind_name(row.kind),
            )
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(edge - 40, top, 40, _ROW), right, number(row.count))
            if row.inside is not None:
                painter.setFont(font(13, 600, tabular=True))
                painter.setPen(QColor(theme.ink))
                painter.drawText(
                    QRectF(width - _EDGE - 40, top, 40, _ROW), right, number(row.inside)
                )
        if self._where:
            painter.setFont(font(11))
            painter.setPen(QColor(theme.muted))
            foot = QRectF(_EDGE, self.height() - _EDGE - 10, width - 2 * _EDGE, 14)
            painter.drawText(foot, right, _("heraf {where}").format(where=self._where))

"""How the table's cells are painted: a column at a time, so that many rows are few calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QStaticText,
    QTransform,
)

from desktop.core.areatable import IntArray
from desktop.core.disclosure import FloatArray, State
from desktop.maps.palettes import mixed
from desktop.ui.painter import path_of
from desktop.ui.tablecontent import AreaTable
from desktop.ui.tableparts import CATEGORY, NAME, PLACE, Stretch, place_words
from desktop.ui.theme import Theme, font

ROW = 28  # pixels
FIGURES, BAR, SPARK, EDGE, APART = 54, 52, 44, 10, 8
_BAR_HEIGHT = 8
_KEPT_TEXTS = 6000


@dataclass(frozen=True, slots=True)
class Cues:
    """What cells show beside their number."""

    bars: bool = True
    intervals: bool = True
    courses: bool = False


def cues_of(id: str, cues: Cues) -> Cues:
    """What the cells of a column show: residents are a number and nothing more."""
    return Cues(False, False, False) if id.startswith("@") else cues


def natural_width(id: str, table: AreaTable, cues: Cues) -> int:
    """How wide a column is until it is pulled."""
    if id == NAME:
        return 208
    if id == PLACE:
        return 80
    if id == CATEGORY:
        return 150
    if table.numbers(id) is None:
        return 112
    if id.startswith("@"):
        return 72
    drawn = (BAR + APART) * (cues.bars or cues.intervals) + (SPARK + APART) * cues.courses
    return max(FIGURES + drawn + 2 * EDGE, 96)


class CellPainter:
    """Paints stretches of a column in a theme. Texts are laid out once and kept."""

    def __init__(self, theme: Theme) -> None:
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme
        self.chosen = QColor(mixed(theme.surface, theme.selected, 0.2))
        self.pointed = QColor(mixed(theme.surface, theme.ink, 0.04))
        self.led = QColor(theme.canvas)
        self.rule = QPen(QColor(theme.hairline), 1)
        self._bar = QColor(mixed(theme.accent_text, theme.surface, 0.52))
        self._faces = {weight: font(13, weight, tabular=True) for weight in (400, 600)}
        self._small = font(11, 400, tabular=True)
        self._texts: dict[tuple[str, int], tuple[QStaticText, float]] = {}
        self._elided: dict[tuple[str, int, int], str] = {}

    def words(
        self,
        painter: QPainter,
        texts: Sequence[str],
        left: float,
        width: float,
        tops: Sequence[float],
        *,
        weight: int = 400,
        right: bool = False,
        inset: float = EDGE,
    ) -> None:
        """A text in each row, shortened where it has no room."""
        painter.setPen(QColor(self.theme.ink))
        painter.setFont(self._faces[weight])
        room = int(width - inset - EDGE)
        for text, top in zip(texts, tops, strict=True):
            if text:
                made, wide = self._laid(self._shortened(text, room, weight), weight)
                x = left + width - EDGE - wide if right else left + inset
                painter.drawStaticText(QPointF(x, top + 6), made)

    def numbers(
        self,
        painter: QPainter,
        stretch: Stretch,
        left: float,
        width: float,
        tops: FloatArray,
        scale: tuple[float, float],
        *,
        cues: Cues,
        weights: Sequence[int],
        mark: float = np.nan,
        plain: bool = False,
    ) -> None:
        """A number in each row with its bar and interval; ``mark`` is what a thin line stands at.

        ``plain`` leaves the room of the bars empty.

        Cells without a number are a hatched or a plain field with the reason in it.
        """
        shown = stretch.states == State.SHOWN
        self._hidden(painter, stretch, left, width, tops)
        painter.setPen(QColor(self.theme.ink))
        figures_end = left + EDGE + FIGURES
        drawn = (cues.bars or cues.intervals) and width >= FIGURES + 2 * EDGE + APART + 12
        if not drawn and not cues.courses:
            figures_end = left + width - EDGE
        for weight in {*weights}:
            painter.setFont(self._faces[weight])  # texts of another font are laid out anew
            for at in np.flatnonzero(shown).tolist():
                if weights[at] == weight:
                    made, wide = self._laid(stretch.texts[at], weight)
                    x = max(figures_end - wide, left + 2)
                    painter.drawStaticText(QPointF(x, tops[at] + 6), made)
        if drawn and not plain:
            room = width - FIGURES - 2 * EDGE - APART - (SPARK + APART) * cues.courses
            self._bars(painter, stretch, shown, figures_end + APART, room, tops, scale, cues, mark)

    def places(
        self,
        painter: QPainter,
        best: IntArray,
        worst: IntArray,
        total: int,
        left: float,
        width: float,
        tops: Sequence[float],
    ) -> None:
        """Between which places each row stands, in figures and as a stretch of all places."""
        texts = [place_words(*pair) for pair in zip(best.tolist(), worst.tolist(), strict=True)]
        self.words(painter, texts, left, width, [top - 3 for top in tops], right=True)
        room = width - 2 * EDGE
        known = np.flatnonzero(best > 0)
        start = left + EDGE + (best - 1) / max(total, 1) * room
        wide = np.maximum((worst - best + 1) / max(total, 1) * room, 2.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.track))
        painter.drawRects([QRectF(left + EDGE, tops[at] + 22, room, 2) for at in known.tolist()])
        painter.setBrush(self._bar)
        painter.drawRects([QRectF(start[at], tops[at] + 22, wide[at], 2) for at in known.tolist()])

    def courses(
        self,
        painter: QPainter,
        values: FloatArray,
        left: float,
        width: float,
        tops: FloatArray,
    ) -> None:
        """A line over time in each row; ``values`` is periods × rows. Gaps are gaps."""
        periods, count = values.shape
        if periods < 2 or not count:
            return
        known = np.isfinite(values)
        top = np.max(values, axis=0, initial=-np.inf, where=known)
        foot = np.min(values, axis=0, initial=np.inf, where=known)
        with np.errstate(invalid="ignore"):
            span = np.where(top > foot, top - foot, 1.0)
            share = np.where(top > foot, (values - foot) / span, 0.5)
        x = left + width - EDGE - SPARK + np.arange(periods) / (periods - 1) * SPARK
        y = tops + ROW - 8 - share * (ROW - 16)
        across = np.broadcast_to(x[:, None], values.shape).T
        inside = known.T.ravel()
        points = np.column_stack([across.ravel(), y.T.ravel()])
        before = np.concatenate([[False], inside[:-1]])
        before[::periods] = False
        begins = inside & ~before
        kept = points[inside]
        starts = np.append(np.flatnonzero(begins[inside]), len(kept)).astype(np.int32)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.muted), 1.1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(kept):
            painter.drawPath(path_of(kept, starts))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _bars(
        self,
        painter: QPainter,
        stretch: Stretch,
        shown: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
        left: float,
        room: float,
        tops: FloatArray,
        scale: tuple[float, float],
        cues: Cues,
        mark: float,
    ) -> None:
        low, high = scale
        per = room / (high - low)

        def x_of(values: FloatArray) -> FloatArray:
            return left + np.clip((values - low) * per, 0.0, room)

        zero = left - low * per
        if cues.bars:
            ends = x_of(stretch.values)
            for small, brush in ((False, QBrush(self._bar)), (True, QBrush(Qt.BrushStyle.NoBrush))):
                at = np.flatnonzero(shown & (stretch.small == small)).tolist()
                painter.setBrush(brush)
                painter.setPen(QPen(self._bar, 1) if small else QPen(Qt.PenStyle.NoPen))
                painter.drawRects(
                    [
                        QRectF(
                            min(zero, ends[i]) + 0.5 * small,
                            tops[i] + (ROW - _BAR_HEIGHT) / 2 + 0.5 * small,
                            max(abs(ends[i] - zero) - small, 0.5),
                            _BAR_HEIGHT - small,
                        )
                        for i in at
                    ]
                )
        if np.isfinite(mark) and low <= mark <= high:
            painter.setPen(QPen(QColor(self.theme.faint), 1, Qt.PenStyle.DotLine))
            x = round(left + (mark - low) * per) + 0.5
            at = np.flatnonzero(shown).tolist()
            painter.drawLines([QLineF(x, tops[i] + 4, x, tops[i] + ROW - 4) for i in at])
        if cues.intervals:
            known = np.flatnonzero(shown & np.isfinite(stretch.low)).tolist()
            starts, ends = x_of(stretch.low), x_of(stretch.high)
            painter.setPen(QPen(QColor(self.theme.ink), 1))
            middle = ROW / 2 + 0.5
            lines = [QLineF(starts[i], tops[i] + middle, ends[i], tops[i] + middle) for i in known]
            for side in (starts, ends):
                lines += [
                    QLineF(side[i], tops[i] + middle - 2, side[i], tops[i] + middle + 2)
                    for i in known
                ]
            painter.drawLines(lines)

    def _hidden(
        self, painter: QPainter, stretch: Stretch, left: float, width: float, tops: FloatArray
    ) -> None:
        hidden = np.flatnonzero(stretch.states != State.SHOWN).tolist()
        if not hidden:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        hatch = QBrush(QColor(self.theme.hatch), Qt.BrushStyle.BDiagPattern)
        painter.setFont(self._small)
        for at in hidden:
            withheld = stretch.states[at] == State.WITHHELD
            field = QRectF(left + 3, tops[at] + 3, width - 6, ROW - 6)
            ground = QColor(self.theme.withheld if withheld else self.theme.missing)
            painter.fillRect(field, ground)
            text = self._shortened(stretch.texts[at], int(width - 14), 400, small=True)
            made, wide = self._laid(text, 0)
            x = left + (width - wide) / 2
            if withheld:
                painter.fillRect(field, hatch)
                painter.fillRect(QRectF(x - 4, field.top() + 3, wide + 8, ROW - 12), ground)
            painter.setPen(QColor(self.theme.muted))
            painter.drawStaticText(QPointF(x, tops[at] + 7.5), made)

    def _laid(self, text: str, weight: int) -> tuple[QStaticText, float]:
        """A text as glyphs and its width; weight 0 is the small type."""
        found = self._texts.get((text, weight))
        if found is None:
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.clear()
            face = self._face(weight)
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.prepare(QTransform(), face)
            found = self._texts[text, weight] = (
                made,
                QFontMetricsF(face).horizontalAdvance(text),
            )
        return found

    def _face(self, weight: int) -> QFont:
        return self._small if weight == 0 else self._faces[weight]

    def _shortened(self, text: str, room: int, weight: int, *, small: bool = False) -> str:
        key = (text, room, 0 if small else weight)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > _KEPT_TEXTS:
                self._elided.clear()
            metrics = QFontMetricsF(self._face(key[2]))
            found = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._elided[key] = found
        return found

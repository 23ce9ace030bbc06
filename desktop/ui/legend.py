"""The legend card: every class with its count; a click chooses its areas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _, number
from desktop.maps.changesigns import arrowhead
from desktop.maps.drawing import Drawing
from desktop.maps.palettes import BAR
from desktop.maps.picture import FALLEN, RISEN, Legend, LegendRow
from desktop.ui.painter import paint
from desktop.ui.scaleview import ScaleView
from desktop.ui.theme import Theme, font

_ROW = 23
_SWATCH = QSize(19, 13)


class LegendRows(QWidget):
    """The rows, painted; up, down and Enter choose as a click does."""

    group_clicked = Signal(int, bool)  # legend group, and whether to add

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[LegendRow, ...] = ()
        self._pointed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Signaturforklaring"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.update()

    def show_rows(self, rows: tuple[LegendRow, ...]) -> None:
        """Show other rows."""
        self._rows = rows
        self._pointed = min(self._pointed, len(rows) - 1)
        self.setFixedHeight(len(rows) * _ROW)
        self.setAccessibleDescription(
            "; ".join(f"{row.label}: {number(row.count)}" for row in rows)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((row.count for row in self._rows if 0 <= row.group < RISEN), default=0) or 1
        width = self.width()
        painter.setFont(font(13, tabular=True))
        named = [row.label for row in self._rows if 0 <= row.group < RISEN]
        widest = max(map(painter.fontMetrics().horizontalAdvance, named), default=0)
        bars = widest <= width - 136  # a name in full before a bar
        for at, row in enumerate(self._rows):
            top = at * _ROW
            if at == self._pointed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.accent_soft))
                painter.drawRoundedRect(QRectF(0, top, width, _ROW), 5, 5)
            self._paint_swatch(painter, row, top)
            painter.setPen(QColor(self._theme.ink))
            barred = 0 <= row.group < RISEN and bars
            room = width - (136 if barred else 78)
            label = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(30, top, room, _ROW), Qt.AlignmentFlag.AlignVCenter, label)
            if barred and row.count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(BAR if self._theme.name == "light" else self._theme.faint))
                length = max(3.0, 58 * row.count / most)
                painter.drawRoundedRect(QRectF(width - 104, top + 9, length, 5), 2.5, 2.5)
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(
                QRectF(width - 44, top, 38, _ROW),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                number(row.count),
            )
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(int(event.position().y()) // _ROW)

    def leaveEvent(self, event: object) -> None:
        self._point_at(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._pointed < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._point_at(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(-1)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // _ROW
        if event.button() == Qt.MouseButton.LeftButton and 0 <= at < len(self._rows):
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.group_clicked.emit(self._rows[at].group, adding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._point_at(max(0, min(self._pointed + step, len(self._rows) - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if 0 <= self._pointed < len(self._rows):
                adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.group_clicked.emit(self._rows[self._pointed].group, adding)
        else:
            super().keyPressEvent(event)

    def _point_at(self, at: int) -> None:
        if at != self._pointed:
            self._pointed = at
            self.update()

    def _paint_swatch(self, painter: QPainter, row: LegendRow, top: int) -> None:
        if row.group in (RISEN, FALLEN):
            sign = 1 if row.group == RISEN else -1
            mark = arrowhead(4 + _SWATCH.width() / 2, top + _ROW / 2, sign, self._theme.ink)
            paint(Drawing(float(self.width()), float(self.height()), (mark,)), painter)
            return
        swatch = QRectF(4, top + (_ROW - _SWATCH.height()) / 2, _SWATCH.width(), _SWATCH.height())
        painter.setPen(
            QPen(QColor(self._theme.hairline), 1) if row.group <= 0 else QPen(Qt.PenStyle.NoPen)
        )
        hidden = self._theme.withheld if row.hatched else self._theme.missing
        painter.setBrush(QColor(row.colour if row.group >= 0 else hidden))
        painter.drawRoundedRect(swatch, 3, 3)
        if row.hatched:
            painter.save()
            painter.setClipRect(swatch)
            painter.setPen(QPen(QColor(self._theme.hatch), 1.6))
            for step in range(-1, 5):
                x = swatch.left() + step * 6
                painter.drawLine(
                    QPointF(x, swatch.bottom()), QPointF(x + swatch.height(), swatch.top())
                )
            painter.restore()
        if row.dotted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.muted))
            for x in range(3, _SWATCH.width() - 1, 4):
                for y in range(2, _SWATCH.height() - 1, 4):
                    painter.drawEllipse(QPointF(swatch.left() + x, swatch.top() + y), 0.9, 0.9)
        painter.setBrush(QBrush())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = event.pos().y() // _ROW
            if 0 <= at < len(self._rows):
                QToolTip.showText(event.globalPos(), self._rows[at].label, self)
            return True
        return super().event(event)


class LegendCard(QFrame):
    """Title, rows, the rule for bounds, and the way to other classes."""

    group_clicked = Signal(int, bool)
    classes_requested = Signal()
    offer_taken = Signal()  # the way out of what the note warns of
    folded = Signal()  # folded or unfolded: it takes other room now

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(276)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 12, 10)
        layout.setSpacing(5)
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self._title.setWordWrap(True)
        self.rows = LegendRows(theme)
        self.rows.group_clicked.connect(self.group_clicked)
        self.scale = ScaleView(theme)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setFont(font(11))
        self._note.setWordWrap(True)
        self.offer = QPushButton()
        self.offer.setProperty("role", "link")
        self.offer.setAccessibleName(_("Vis som cirkler"))
        self.offer.clicked.connect(self.offer_taken)
        self._legend: Legend | None = None
        self._rule = QLabel()
        self._rule.setProperty("role", "muted")
        self._rule.setFont(font(11))
        self._rule.setWordWrap(True)
        self.scheme = QPushButton()
        self.scheme.setProperty("role", "quiet")
        self.scheme.setStyleSheet("text-align: left; padding: 3px 0 3px 0;")
        self.scheme.setAccessibleName(_("Vælg klasseinddeling"))
        self.scheme.clicked.connect(self.classes_requested)
        self.fold = QToolButton()
        self.fold.setProperty("role", "quiet")
        self.fold.setCheckable(True)
        self.fold.setAccessibleName(_("Fold signaturforklaringen sammen"))
        self.fold.setToolTip(self.fold.accessibleName())
        self.fold.toggled.connect(self._on_fold)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        for widget in (self.scale, self.rows, self._note, self.offer, self._rule, self.scheme):
            layout.addWidget(widget)
        self._on_fold(False)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.rows.set_theme(theme)
        self.scale.set_theme(theme)

    def _on_fold(self, away: bool) -> None:
        self.fold.setText("▴" if away else "▾")
        legend, shown = self._legend, not away
        self.rows.setVisible(shown)
        self.scale.setVisible(shown and legend is not None and legend.scale is not None)
        for widget, text in (
            (self._note, legend.note if legend is not None else ""),
            (self.offer, legend.offer if legend is not None else ""),
            (self._rule, legend.rule if legend is not None else ""),
            (self.scheme, legend.scheme if legend is not None else ""),
        ):
            widget.setVisible(shown and bool(text))
        self.adjustSize()
        self.folded.emit()

    def show_legend(self, legend: Legend) -> None:
        """Show another legend, and take the room it needs."""
        self._legend = legend
        self._title.setText(legend.title)
        self.rows.show_rows(legend.rows)
        self.scale.show_scale(legend.scale)
        self._note.setText(legend.note)
        self.offer.setText(legend.offer)
        self._rule.setText(legend.rule)
        self.scheme.setText(legend.scheme + "  ▾")
        self.blockSignals(True)  # whoever shows a legend makes room for it
        self._on_fold(self.fold.isChecked())
        self.blockSignals(False)

"""The legend card of a map of two indicators: the square, and what is not in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _
from desktop.maps.bivariate import SCHEMES, SquareLegend
from desktop.maps.classes import scheme_name
from desktop.maps.picture import ABSENT, Legend
from desktop.maps.squarekey import reading_words, square_key
from desktop.ui.cellview import SETTER, CellView
from desktop.ui.legend import LegendRows
from desktop.ui.theme import Theme, font


class SquareCard(QFrame):
    """A click on a cell chooses its areas, with Ctrl besides those chosen already."""

    group_clicked = Signal(int, bool)
    group_pointed = Signal(int)  # legend group, or ABSENT for none
    scheme_picked = Signal(str)
    folded = Signal()  # folded or unfolded: it takes other room now

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(276)
        self._theme = theme
        self._legend: SquareLegend | None = None
        self.title = QLabel(_("Områder i hvert felt"))
        self.title.setProperty("role", "strong")
        self.fold = QToolButton()
        self.fold.setProperty("role", "quiet")
        self.fold.setCheckable(True)
        self.fold.setAccessibleName(_("Fold signaturforklaringen sammen"))
        self.fold.setToolTip(self.fold.accessibleName())
        self.square = CellView(theme, _("Signaturforklaring"), grows=True)
        self.rows = LegendRows(theme)
        self.rule = QLabel()
        self.rule.setProperty("role", "muted")
        self.rule.setFont(font(11))
        self.rule.setWordWrap(True)
        self.scheme = QPushButton()
        self.scheme.setProperty("role", "quiet")
        self.scheme.setStyleSheet(
            "QPushButton { text-align: left; padding: 3px 0 3px 0; }"
            " QPushButton::menu-indicator { image: none; }"
        )
        self.scheme.setAccessibleName(_("Vælg klasseinddeling"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 12, 10)
        layout.setSpacing(5)
        layout.addLayout(head)
        self._parts = (self.square, self.rows, self.rule, self.scheme)
        for part in self._parts:
            layout.addWidget(part)
        self.square.picked.connect(self._on_picked)
        self.square.pointed.connect(self._on_pointed)
        self.rows.group_clicked.connect(self.group_clicked)
        self._schemes = QMenu(self)
        self._schemes.aboutToShow.connect(self._fill_schemes)
        self.scheme.setMenu(self._schemes)
        self.fold.toggled.connect(self._on_fold)
        self._on_fold(False)

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.square.set_theme(theme)
        self.rows.set_theme(theme)
        if self._legend is not None:
            self.show_legend(self._legend)

    def show_legend(self, legend: Legend) -> None:
        """Show another legend, and take the room it needs; one that is no square is passed over."""
        if not isinstance(legend, SquareLegend):
            return
        self._legend = legend
        theme = self._theme
        cells = len(legend.first.labels) * len(legend.second.labels)
        self.square.show_chart(
            lambda width, _height: square_key(legend, width, theme.ink, theme.muted, SETTER),
            reading_words(legend),
        )
        self.rows.show_rows(legend.rows[cells:])
        self.rule.setText(legend.rule)
        self.scheme.setText(legend.scheme + "  ▾")
        self.adjustSize()

    def _on_picked(self, at: int, adding: bool) -> None:
        if self._legend is not None:
            self.group_clicked.emit(self._legend.rows[at].group, adding)

    def _on_pointed(self, at: int, _place: QPoint) -> None:
        known = self._legend is not None and at >= 0
        self.group_pointed.emit(self._legend.rows[at].group if known and self._legend else ABSENT)

    def _fill_schemes(self) -> None:
        self._schemes.clear()
        shown = self._legend.scheme if self._legend is not None else ""
        for scheme in SCHEMES:
            action = self._schemes.addAction(scheme_name(scheme))
            action.setCheckable(True)
            action.setChecked(shown.startswith(scheme_name(scheme)))
            action.triggered.connect(lambda _on, scheme=scheme: self.scheme_picked.emit(scheme))

    def _on_fold(self, away: bool) -> None:
        self.fold.setText("▴" if away else "▾")
        for part in self._parts:
            part.setVisible(not away)
        self.adjustSize()
        self.folded.emit()

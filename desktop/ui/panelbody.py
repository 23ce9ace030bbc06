"""What the panel is built of: a column of headings, facts and drawings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _
from desktop.maps.drawing import Drawing
from desktop.ui.painter import paint

if TYPE_CHECKING:
    from desktop.core.models.shown import Placed
    from desktop.core.standing import Standing

_WIDEST = 18  # letters of a word that fit beside each other in the largest type
_MAY_BREAK = "\u200b"  # takes no room


class DrawingView(QWidget):
    """Shows a drawing made for the width there is."""

    def __init__(self, name: str, make: Callable[[float], Drawing]) -> None:
        super().__init__()
        self._make = make
        self._drawing = make(200.0)
        self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(self._drawing.texts()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(self._drawing.height))

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._drawing.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drawing = self._make(float(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(self._drawing, painter)
        painter.end()


class PanelBody(QWidget):
    """A column of labels, built from the top."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rightbody")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 14, 16, 16)
        self._layout.setSpacing(4)

    def add(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)

    def heading(self, text: str, button: QToolButton | None = None) -> None:
        row = QHBoxLayout()
        label = _label(text, "panel-title")
        row.addWidget(label, 1)
        if button is not None:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(row)

    def text(self, text: str, role: str) -> QLabel:
        """A paragraph; an empty one takes no room."""
        label = _label(text, role)
        self.add(label)
        if not text:
            label.hide()
        return label

    def section(self, text: str) -> None:
        self.add(_label(text, "strong"))

    def fact(self, name: str, value: str, role: str = "strong") -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setColumnStretch(0, 1)
        figures = _label(value, role)
        figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        figures.setWordWrap(False)
        grid.addWidget(_label(name, "plain"), 0, 0)
        grid.addWidget(figures, 0, 1)
        self._layout.addLayout(grid)

    def category(self, placed: Placed, on_why: Callable[[], None]) -> None:
        """The category as a mark, or why there is none, and a way to the explanation."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(4)
        mark = _label(placed.category or placed.why, "category" if placed.category else "muted")
        mark.setToolTip(f"{placed.model} · {placed.outcome}")
        mark.setAccessibleDescription(f"{placed.model}, {placed.outcome}")
        why = QToolButton()
        why.setText(_("hvorfor?"))
        why.setProperty("role", "quiet")
        why.setAccessibleName(_("Hvorfor: {outcome}").format(outcome=placed.outcome))
        why.clicked.connect(on_why)
        row.addWidget(mark, 0 if placed.category else 1)
        row.addWidget(why, 0, Qt.AlignmentFlag.AlignTop)
        if placed.category:
            row.addStretch(1)
        self._layout.addLayout(row)

    def standing(self, row: Standing) -> None:
        """A line that reads as the rest of a sentence; in full when pointed at."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setHorizontalSpacing(6)
        grid.setColumnStretch(1, 1)
        value = _label(row.value, "strong" if row.sure else "plain")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        value.setWordWrap(False)
        lies = _label(row.lies, "strong" if row.sure else "muted")
        lies.setWordWrap(False)
        for column, label in enumerate((lies, _label(row.place, "plain"), value)):
            label.setToolTip(row.sentence)
            label.setAccessibleDescription(row.sentence)
            align = Qt.AlignmentFlag.AlignTop
            grid.addWidget(label, 0, column, align if column != 2 else label.alignment())
        self._layout.addLayout(grid)

    def link(self, text: str) -> QPushButton:
        """A quiet way to more, at the left."""
        button = QPushButton(text)
        button.setProperty("role", "link")
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self._layout.addLayout(row)
        return button

    def button(self, text: str, *, primary: bool = False) -> QPushButton:
        """A button as wide as the column."""
        button = QPushButton(text)
        if primary:
            button.setProperty("role", "primary")
        self.add(button)
        return button

    def rule(self) -> None:
        line = QFrame()
        line.setObjectName("rule")
        self._layout.addSpacing(8)
        self.add(line)
        self._layout.addSpacing(8)

    def end(self) -> None:
        self._layout.addStretch(1)


def breakable(text: str) -> str:
    """The text with places where words that are wider than the panel may be broken."""
    parts = [
        _MAY_BREAK.join(word[at : at + _WIDEST] for at in range(0, len(word), _WIDEST))
        if len(word) > 2 * _WIDEST
        else word
        for word in text.split(" ")
    ]
    return " ".join(parts)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(breakable(text))
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

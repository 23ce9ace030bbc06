"""The colours of a map to choose among, each as a little strip."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QWidget

from desktop.core.wording import _
from desktop.maps.palettes import DIVERGING, RAMPS, ramp, ramp_name
from desktop.ui.theme import Theme

_SIZE = QSize(53, 24)
_SHADES = 7


class RampButton(QAbstractButton):
    """One ramp, from its low end to its high."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.ramp = name
        self.theme = theme
        self.reverse = False
        self.setCheckable(True)
        self.setFixedSize(_SIZE)
        self.setAccessibleName(ramp_name(name))
        self.setToolTip(ramp_name(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - 8) / _SHADES
        for at, colour in enumerate(ramp(self.ramp, _SHADES, reverse=self.reverse)):
            painter.setBrush(QColor(colour))
            painter.drawRect(QRectF(4 + at * width, 5, width + 0.5, self.height() - 10))
        chosen = self.isChecked() or self.hasFocus()
        ink = self.theme.accent_text if chosen else self.theme.hairline
        painter.setPen(QPen(QColor(ink), 2 if self.isChecked() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()


class RampChooser(QWidget):
    """Every tested ramp: from light to dark in one row, to both sides of a middle in the next."""

    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(_("Farver"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, RampButton] = {}
        for row, names in enumerate((RAMPS, DIVERGING)):
            for column, name in enumerate(names):
                button = RampButton(name, theme)
                button.clicked.connect(lambda _on, name=name: self.picked.emit(name))
                self._group.addButton(button)
                self.buttons[name] = button
                grid.addWidget(button, row, column)

    def show_ramp(self, name: str, *, reverse: bool, theme: Theme) -> None:
        """Stand at a ramp, the way it is worn."""
        for id, button in self.buttons.items():
            button.theme, button.reverse = theme, reverse
            button.setChecked(id == name)
            button.update()

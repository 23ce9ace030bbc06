"""The small window behind the legend: scheme, number of classes, own bounds."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QSpinBox, QWidget

from desktop.core.wording import _, language, number
from desktop.maps.classes import OWN, SCHEMES, inclusive_rule, scheme_name
from desktop.maps.view import MapView

_FEWEST, _MOST = 3, 9


class ClassChooser(QFrame):
    """A popup that shows every change on the map at once."""

    chosen = Signal(str, int, object)  # scheme, number of classes, own bounds

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._bounds: tuple[float, ...] = ()
        self.scheme = QComboBox()
        for scheme in (*SCHEMES, OWN):
            self.scheme.addItem(scheme_name(scheme), scheme)
        self.scheme.setAccessibleName(_("Inddeling"))
        self.count = QSpinBox()
        self.count.setRange(_FEWEST, _MOST)
        self.count.setAccessibleName(_("Antal klasser"))
        self.own = QLineEdit()
        self.own.setPlaceholderText(_("fx 10; 16; 22; 30"))
        self.own.setAccessibleName(_("Egne grænser"))
        self._complaint = QLabel()
        self._complaint.setProperty("role", "muted")
        rule = QLabel(inclusive_rule().capitalize() + ".")
        rule.setProperty("role", "muted")
        layout = QGridLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setVerticalSpacing(8)
        for row, (text, widget) in enumerate(
            (
                (_("Inddeling"), self.scheme),
                (_("Antal klasser"), self.count),
                (_("Egne grænser"), self.own),
            )
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            layout.addWidget(label, row, 0)
            layout.addWidget(widget, row, 1)
        layout.addWidget(self._complaint, 3, 0, 1, 2)
        layout.addWidget(rule, 4, 0, 1, 2)
        self._complaint.hide()
        self.scheme.activated.connect(self._on_scheme)
        self.count.valueChanged.connect(self._on_count)
        self.own.editingFinished.connect(self._on_own)

    def show_view(self, view: MapView, bounds: tuple[float, ...]) -> None:
        """Stand as the view does; ``bounds`` are those in use, to begin own ones from."""
        self._bounds = bounds
        self._complaint.hide()
        for widget in (self.scheme, self.count):
            widget.blockSignals(True)
        self.scheme.setCurrentIndex(self.scheme.findData(view.scheme))
        self.count.setValue(view.classes)
        for widget in (self.scheme, self.count):
            widget.blockSignals(False)
        self.count.setEnabled(view.scheme != OWN)
        self.own.setEnabled(view.scheme == OWN)
        self.own.setText("; ".join(_plain(bound) for bound in bounds))

    def _on_scheme(self) -> None:
        scheme = str(self.scheme.currentData())
        self.count.setEnabled(scheme != OWN)
        self.own.setEnabled(scheme == OWN)
        self._complaint.hide()
        if scheme == OWN:
            self.own.setFocus()
        self.chosen.emit(scheme, self.count.value(), self._bounds if scheme == OWN else ())

    def _on_count(self) -> None:
        self.chosen.emit(str(self.scheme.currentData()), self.count.value(), ())

    def _on_own(self) -> None:
        bounds = read_bounds(self.own.text())
        if bounds is None:
            self._complaint.setText(_("Skriv 1-8 tal i stigende orden, adskilt af semikolon."))
            self._complaint.show()
            self.adjustSize()
            return
        self._complaint.hide()
        if bounds != self._bounds:
            self._bounds = bounds
            self.chosen.emit(OWN, self.count.value(), bounds)


def read_bounds(text: str) -> tuple[float, ...] | None:
    """The bounds a person wrote, in the language in use; None when they are no rising numbers."""
    parts = [part.strip() for part in text.replace("%", "").split(";") if part.strip()]
    if language() == "da":
        parts = [part.replace(".", "").replace(",", ".") for part in parts]
    try:
        bounds = tuple(float(part.replace("\u2212", "-")) for part in parts)
    except ValueError:
        return None
    rising = all(low < high for low, high in pairwise(bounds))
    finite = all(abs(bound) < 1e12 for bound in bounds)
    return bounds if 1 <= len(bounds) <= _MOST - 1 and rising and finite else None


def _plain(bound: float) -> str:
    decimals = next((d for d in range(6) if abs(round(bound, d) - bound) < 1e-9), 6)
    return number(bound, decimals).replace("." if language() == "da" else ",", "")

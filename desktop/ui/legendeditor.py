"""The small window behind the legend: how values become colours, classes or circles."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.indicators import Indicator
from desktop.core.wording import _, language, number, quantity
from desktop.maps.choropleth import class_labels
from desktop.maps.classes import OWN, SCHEMES, inclusive_rule, printed_decimals, scheme_name
from desktop.maps.view import MapView, Shows, Style, fitting_style, possible_style
from desktop.ui.breakstrip import BreakStrip
from desktop.ui.dropdown import Dropdown
from desktop.ui.rampchooser import RampChooser
from desktop.ui.segments import Segment, Segments
from desktop.ui.session import Session
from desktop.ui.theme import Theme

_FEWEST, _MOST = 3, 9
_WIDTH = 372
_OF_CHANGES = ("pretty", "quantiles")  # how classes of changes are made, alike on either side


class LegendEditor(QFrame):
    """A popup that shows every change on the map at once, and can take all of it back."""

    changed = Signal(object)  # fields of the map's view, by name

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setFixedWidth(_WIDTH)
        self._theme = theme
        self._bounds: tuple[float, ...] = ()
        self._session: Session | None = None
        self.styles: dict[Style, Segment] = {}
        self.ramps = RampChooser(theme)
        self.reverse = QCheckBox(_("Vend farverne om"))
        self.scheme = Dropdown()
        self._offer_schemes((*SCHEMES, OWN))
        self.scheme.setAccessibleName(_("Inddeling"))
        self.count = QSpinBox()
        self.count.setRange(_FEWEST, _MOST)
        self.count.setAccessibleName(_("Antal klasser"))
        self.count.lineEdit().setTextMargins(11, 0, 0, 0)  # its line begins at its border
        self.fewer = self._stepper("−", _("Færre klasser"), -1)
        self.more = self._stepper("+", _("Flere klasser"), 1)
        self.strip = BreakStrip(theme)
        self.own = QLineEdit()
        self.own.setPlaceholderText(_("fx 10; 16; 22; 30"))
        self.own.setAccessibleName(_("Egne grænser"))
        self._complaint = _muted("")
        self.upper = QCheckBox()
        self._rule = _muted("")
        self.fixed = QCheckBox(_("Samme klasser og farver i alle perioder"))
        self.reset = QPushButton(_("Som fra start"))
        self.reset.setProperty("role", "link")
        self._lay_out()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme

    def show_session(self, session: Session) -> None:
        """Stand as the first map of a session does."""
        self._session = session
        view, picture = session.view, session.picture
        self._bounds = picture.bounds
        self._complaint.hide()
        value = view.shows is Shows.VALUE
        indicator = session.data.indicator(view.indicator)
        classed = view.style is Style.CLASSES or not value
        everything = (self.reverse, self.scheme, self.count, self.upper, self.fixed)
        for control in everything:
            control.blockSignals(True)
        possible = {each for each in Style if possible_style(indicator, each) is each}
        if possible != {*self.styles}:
            self._offer(possible)
        for style, button in self.styles.items():
            button.setChecked(style is view.style)
        self.reverse.setChecked(view.reverse)
        offered = (*SCHEMES, OWN) if value else _OF_CHANGES
        self._offer_schemes(offered)
        scheme = view.scheme if view.scheme in offered else offered[0]
        self.scheme.setCurrentIndex(self.scheme.findData(scheme))
        self.count.setValue(view.classes)
        self.upper.setChecked(view.upper)
        self.fixed.setChecked(view.fixed)
        for control in everything:
            control.blockSignals(False)
        self._counter.setEnabled(scheme != OWN)
        self.own.setEnabled(scheme == OWN)
        self.own.setText("; ".join(_plain(bound) for bound in picture.bounds))
        self._rule.setText(
            _rule_words(picture.bounds, indicator, upper=view.upper)
            if value
            else picture.legend.rule.capitalize() + "."
        )
        self.upper.setText(
            _("Den øvre grænse er med i klassen, ikke den nedre")
            if value
            else _("Grænsen er med i klassen nærmest nul")
        )
        for of_values in (self._styles, self._ramps_label, self.ramps, self.fixed):
            of_values.setVisible(value)
        circled = view.style is Style.SYMBOLS
        self.reverse.setVisible(value and not circled)
        self.fixed.setText(
            _("Samme størrelser i alle perioder")
            if circled
            else _("Samme klasser og farver i alle perioder")
        )
        for of_classes in (*self._class_rows, self.upper, self._rule):
            of_classes.setVisible(classed)
        for own in (self._own_label, self.own, self.strip):
            own.setVisible(classed and value)
        self.ramps.show_ramp(view.ramp, reverse=view.reverse, theme=self._theme)
        values = np.where(session.kept & picture.cells.shown, picture.cells.values, np.nan)
        decimals = max(indicator.decimals, printed_decimals(picture.bounds, indicator.decimals))
        self.strip.show_values(values, picture.bounds, picture.colours, decimals, self._theme)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # what is hidden takes no room from here on
        self.adjustSize()

    def _lay_out(self) -> None:
        self._styles = Segments()
        self._offer({*Style})
        self._ramps_label = _muted(_("Farver"))
        self._counter = QWidget()
        counter = QHBoxLayout(self._counter)
        counter.setContentsMargins(0, 0, 0, 0)
        counter.setSpacing(4)
        counter.addWidget(self.count, 1)
        counter.addWidget(self.fewer)
        counter.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        for upper in (self._styles, self._ramps_label, self.ramps, self.reverse):
            column.addWidget(upper)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: list[QWidget] = []
        for row, (text, widget) in enumerate(
            (
                (_("Inddeling"), self.scheme),
                (_("Antal klasser"), self._counter),
                (_("Egne grænser"), self.own),
            )
        ):
            label = QLabel(text)
            label.setBuddy(self.count if widget is self._counter else widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
            rows += [label, widget]
        self._own_label = rows[-2]
        self._class_rows = tuple(rows)
        column.addLayout(grid)
        for lower in (
            self.strip, self._complaint, self.upper, self._rule, self.fixed, self.reset,
        ):  # fmt: skip
            column.addWidget(lower)
        self._complaint.hide()

    def _offer_schemes(self, schemes: tuple[str, ...]) -> None:
        """The ways to make classes, where they are others than those offered already."""
        if tuple(self.scheme.itemData(at) for at in range(self.scheme.count())) != schemes:
            self.scheme.clear()
            for scheme in schemes:
                self.scheme.addItem(scheme_name(scheme), scheme)

    def _stepper(self, sign: str, name: str, by: int) -> QToolButton:
        """A button that asks for one class more or fewer."""
        button = QToolButton()
        button.setText(sign)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFixedSize(34, 34)
        button.clicked.connect(lambda _on: self.count.stepBy(by))
        return button

    def _offer(self, possible: set[Style]) -> None:
        """The styles that the indicator can be shown in, side by side."""
        self.styles = {}
        for style, name in (
            (Style.CLASSES, _("Klasser")),
            (Style.CONTINUOUS, _("Trinløs")),
            (Style.SYMBOLS, _("Cirkler")),
        ):
            if style in possible:
                button = Segment(name)
                button.setAutoExclusive(True)
                button.clicked.connect(lambda _on, style=style: self.changed.emit({"style": style}))
                self.styles[style] = button
        self._styles.fill([*self.styles.values()])

    def _connect(self) -> None:
        self.ramps.picked.connect(lambda name: self.changed.emit({"ramp": name}))
        self.reverse.toggled.connect(lambda on: self.changed.emit({"reverse": on}))
        self.upper.toggled.connect(lambda on: self.changed.emit({"upper": on}))
        self.fixed.toggled.connect(lambda on: self.changed.emit({"fixed": on}))
        self.scheme.activated.connect(self._on_scheme)
        self.count.valueChanged.connect(self._on_count)
        self.own.editingFinished.connect(self._on_own)
        self.strip.bounds_changed.connect(self._take_bounds)
        self.reset.clicked.connect(self._on_reset)

    def _on_scheme(self) -> None:
        scheme = str(self.scheme.currentData())
        self._counter.setEnabled(scheme != OWN)
        self.own.setEnabled(scheme == OWN)
        self._complaint.hide()
        if scheme == OWN:
            self.own.setFocus()
        self._classes(scheme, self._bounds if scheme == OWN else ())

    def _on_count(self) -> None:
        self._classes(str(self.scheme.currentData()), ())

    def _on_own(self) -> None:
        if not self.own.isEnabled():
            return
        bounds = read_bounds(self.own.text())
        if bounds is None:
            self._complaint.setText(_("Skriv 1-8 tal i stigende orden, adskilt af semikolon."))
            self._complaint.show()
            self.adjustSize()
            return
        self._complaint.hide()
        if bounds != self._bounds:
            self._take_bounds(bounds)

    def _take_bounds(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._classes(OWN, bounds)

    def _classes(self, scheme: str, bounds: tuple[float, ...]) -> None:
        self.changed.emit({"scheme": scheme, "classes": self.count.value(), "own_bounds": bounds})

    def _on_reset(self) -> None:
        """As a map begins: five natural classes in the first colours, fixed over time."""
        if self._session is None:
            return
        view = self._session.view
        begun = MapView(view.level, view.indicator, view.period)
        names = ("scheme", "classes", "own_bounds", "ramp", "reverse", "upper", "fixed")
        fields: dict[str, Any] = {name: getattr(begun, name) for name in names}
        indicator = self._session.data.indicator(view.indicator)
        self.changed.emit({**fields, "style": fitting_style(indicator, Style.CLASSES)})


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


def _rule_words(bounds: tuple[float, ...], indicator: Indicator, *, upper: bool) -> str:
    """Which class a value on a bound is in, by the first of the bounds."""
    if not bounds:
        return inclusive_rule(upper=upper).capitalize() + "."
    decimals = printed_decimals(bounds, indicator.decimals)
    return _("{bound} hører til »{label}«.").format(
        bound=quantity(bounds[0], indicator.unit, decimals),
        label=class_labels(bounds, indicator, upper=upper)[0 if upper else 1],
    )


def _plain(bound: float) -> str:
    decimals = next((d for d in range(6) if abs(round(bound, d) - bound) < 1e-9), 6)
    return number(bound, decimals).replace("." if language() == "da" else ",", "")


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label

"""The head of the profile: who the area is, its categories, and what it is looked at by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.wording import _
from desktop.ui.areasearch import AreaField
from desktop.ui.dropdown import Dropdown
from desktop.ui.segments import Segment, Segments

if TYPE_CHECKING:
    from desktop.core.models.shown import Placed

_FIELD = 190
_HIGH = 34
_CHOOSER = 184
_LONGEST = 110  # letters of a name: two lines


class Chooser(Dropdown):
    """A list of names, each with what it stands for; says which was chosen."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(Dropdown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)
        self.setMaximumWidth(_CHOOSER)
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))

    def fill(self, items: Sequence[tuple[str, object]], current: object) -> None:
        """Offer other things."""
        with QSignalBlocker(self):
            if [(self.itemText(at), self.itemData(at)) for at in range(self.count())] != [*items]:
                self.clear()
                for name, meant in items:
                    self.addItem(name, meant)
            self.setCurrentIndex(next((at for at, (_n, m) in enumerate(items) if m == current), -1))
        self.setVisible(len(items) > 1)


class ProfileHead(QFrame):
    """Name and key figures, search and steps at the right; chips and choosers below."""

    why_requested = Signal()
    stepped = Signal(int)  # areas onward
    map_requested = Signal()
    radar_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panehead")
        self.title, self.sentence = _label("map-title"), _label("muted")
        for label in (self.title, self.sentence):
            label.setWordWrap(True)
        self.field = AreaField()
        self.field.setFixedWidth(_FIELD)
        self.before = _step("‹", _("Forrige område"))
        self.after = _step("›", _("Næste område"))
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.to_map = QPushButton(_("Vis på kort"))
        self.to_map.clicked.connect(self.map_requested)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addLayout(words, 1)
        for widget in (self.field, self.before, self.after, self.to_map):
            widget.setFixedHeight(_HIGH)
            above.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

        self.against = Chooser(_("Sammenlign med"))
        self.period = Chooser(_("Periode"))
        self.set = Chooser(_("Udvalg af indikatorer"))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(4)
        self._chip_room = QWidget()
        self._chip_room.setLayout(self._chips)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self.spine, self.radar = Segment(_("Søjler")), Segment(_("Radar"))
        for button in (self.spine, self.radar):
            button.setAutoExclusive(True)
        self.spine.setChecked(True)
        self.radar.toggled.connect(self.radar_toggled)
        self._forms = Segments()
        self._forms.fill_snugly([self.spine, self.radar])
        self._forms.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._chip_room, 1)
        for chooser in (self.against, self.set, self.period):
            below.addWidget(chooser)
        below.addWidget(self._forms)
        self._below = QWidget()
        self._below.setLayout(below)
        below.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 14, 22, 8)
        column.setSpacing(6)
        column.addLayout(above)
        column.addWidget(self._below)

    def show_choice(self, chosen: bool) -> None:
        """Whether an area is chosen; without one there is only a title and the search."""
        for widget in (self.before, self.after, self.to_map, self._below):
            widget.setVisible(chosen)

    def say(self, title: str, sentence: str) -> None:
        """Stand over an area."""
        long = len(title) > _LONGEST
        self.title.setText(f"{title[:_LONGEST].rstrip()}…" if long else title)
        self.title.setToolTip(title if long else "")
        self.title.setAccessibleName(title)
        self.sentence.setText(sentence)

    def show_categories(self, placed: Sequence[Placed]) -> None:
        """The area's categories, each as a mark, and a way to why."""
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in placed:
            mark = _label("category" if each.category else "muted")
            mark.setText(each.category or each.why)
            mark.setToolTip(f"{each.model} · {each.outcome}")
            mark.setAccessibleDescription(f"{each.model}, {each.outcome}")
            mark.setWordWrap(not each.category)
            if each.category:
                mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
            self._chips.addWidget(mark, 0 if each.category else 1)
        if placed:
            why = QToolButton()
            why.setText(_("hvorfor?"))
            why.setProperty("role", "quiet")
            why.setAccessibleName(_("Hvorfor: {outcome}").format(outcome=placed[0].outcome))
            why.clicked.connect(self.why_requested)
            self._chips.addWidget(why)
        self._chips.addStretch(1)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(40)
    return label


def _step(sign: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setProperty("role", "zoom")
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button

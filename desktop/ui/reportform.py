"""The few choices that a kind of report needs, each with a value from the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.models.offered import offers
from desktop.core.wording import _, number, plural
from desktop.maps.paper import Paper
from desktop.ui.areaadder import AreaAdder
from desktop.ui.chips import Chip, Flow
from desktop.ui.columnchooser import Choice, ColumnChooser
from desktop.ui.dropdown import Dropdown
from desktop.ui.elidedlabel import ElidedLabel
from desktop.ui.filedialog import file_to_open
from desktop.ui.reportasking import (
    PICKED,
    Choices,
    Need,
    Of,
    ReportKind,
    Screen,
    Times,
    area_words,
    indicator_choices,
    periods_offered,
)
from desktop.ui.theme import Theme

_PAUSE_MS = 350  # after the last key before a name counts
_MOST_CHIPS = 12  # areas that are named one by one
_WIDTH = 268


class FileField(QWidget):
    """A file that is chosen by a button, and its name beside it."""

    chosen = Signal(object)  # Path

    def __init__(self, name: str, filters: str) -> None:
        super().__init__()
        self._name, self._filters = name, filters
        self.button = QPushButton(_("Vælg fil …"))
        self.button.setAccessibleName(_("{name}: vælg fil").format(name=name))
        self.file = ElidedLabel()
        self.file.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.file, 1)
        self.button.clicked.connect(self._on_clicked)

    def show_file(self, path: Path | None) -> None:
        """Show which one it is."""
        self.file.say(path.name if path is not None else _("ingen valgt"))

    def _on_clicked(self) -> None:
        path = file_to_open(self, self._name, self._filters)
        if path is not None:
            self.chosen.emit(path)


class AreasField(QWidget):
    """Which areas: those picked, those inside the filter, or all; any can be added by its name."""

    changed = Signal(object, object)  # Of, tuple of positions

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._screen: Screen | None = None
        self._picked: tuple[int, ...] = ()
        self.of = Dropdown()
        self.of.setAccessibleName(_("Områder"))
        self.chips = Flow()
        self.more = QLabel()
        self.more.setProperty("role", "muted")
        self.adder = AreaAdder()
        self.adder.setFixedWidth(_WIDTH + 2)  # as wide as the fields
        self.adder.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.of, self.chips, self.more, self.adder):
            column.addWidget(part)
        self.of.activated.connect(self._on_of)
        self.adder.area_picked.connect(self._on_added)

    def show_choice(self, screen: Screen, of: Of, picked: tuple[int, ...]) -> None:
        """Show what is chosen."""
        self._screen, self._picked = screen, picked
        self.adder.show_areas(screen.data.areas(screen.view.level))
        self.of.clear()
        for each in Of:
            self.of.addItem(area_words(screen, each, picked), each)
        self.of.setCurrentIndex([*Of].index(of))
        named = picked[:_MOST_CHIPS] if of is Of.PICKED else ()
        self.chips.fill([self._chip(position) for position in named])
        self.chips.setVisible(bool(named))
        rest = len(picked) - len(named) if of is Of.PICKED else 0
        words = plural("og {count} område mere", "og {count} områder mere", rest)
        self.more.setText(words.format(count=number(rest)))
        self.more.setVisible(rest > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the field adds an area and does not press the dialog's button."""
        if watched is self.adder and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.type() == QEvent.Type.KeyPress:
                self.adder.keyPressEvent(event)
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _chip(self, position: int) -> Chip:
        screen = self._screen
        assert screen is not None
        areas = screen.data.areas(screen.view.level)
        chip = Chip(areas.names[position] or areas.codes[position], self._theme, closes=True)
        chip.closed.connect(lambda: self._on_removed(position))
        return chip

    def _on_of(self, at: int) -> None:
        self.changed.emit([*Of][at], self._picked)

    def _on_added(self, position: int) -> None:
        rest = tuple(each for each in self._picked if each != position)
        self.changed.emit(Of.PICKED, (*rest, position))

    def _on_removed(self, position: int) -> None:
        self.changed.emit(Of.PICKED, tuple(each for each in self._picked if each != position))
        self.adder.setFocus()


class ReportForm(QScrollArea):
    """What is chosen for a report; every change is told at once."""

    changed = Signal(object)  # Choices
    template_chosen = Signal(object)  # Choices, whose template is to be read, maybe once more

    def __init__(self, screen: Screen, theme: Theme) -> None:
        super().__init__()
        self._screen = screen
        self._choices: Choices | None = None
        self._kind: ReportKind | None = None
        self.title, self.sentence = QLabel(), QLabel()
        self.title.setProperty("role", "panel-title")
        self.sentence.setProperty("role", "muted")
        for label in (self.title, self.sentence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.template_file = FileField(_("Skabelon"), _("Skabelon (*.toml)"))
        self.plan_file = FileField(_("Planfil"), _("Planfil (*.toml)"))
        self.areas = AreasField(theme)
        self.period = self._dropdown(_("Periode"))
        self.times = self._dropdown(_("Tidspunkter"))
        self.indicators = self._dropdown(_("Indikatorer"))
        self.pick = QPushButton(_("Vælg indikatorer …"))
        self.pick.setProperty("role", "link")
        self.model = self._dropdown(_("Model"))
        self.paper = self._dropdown(_("Papir"))
        for each in Paper:
            self.paper.addItem(each.label, each.value)
        self.plan = QLineEdit()
        self.plan.setPlaceholderText(_("Fx Fjordparken 2025–2028"))
        self.plan.setAccessibleName(_("Helhedsplan"))
        self.chooser = ColumnChooser(theme, self)
        self.chooser.offer_indicators()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._fields: dict[Need | None, QWidget] = {}
        self._lay_out()
        self._connect()

    def show_choices(self, kind: ReportKind, choices: Choices) -> None:
        """Show what a kind of report is asked about, and what is chosen."""
        self._kind, self._choices = kind, choices
        screen, needs = self._screen, kind.needs
        self.title.setText(kind.name)
        self.sentence.setText(kind.sentence)
        for need, field in self._fields.items():
            field.setVisible(need is None or need in needs)
        self._plan_field.setVisible(Need.PLAN_FILE not in needs)  # which names the plan itself
        if Need.AREAS in needs:
            self.areas.show_choice(screen, choices.of, choices.picked)
        if Need.PERIOD in needs:
            offered = periods_offered(screen.data, screen.view.level, kind.id)
            _fill(self.period, [(each.label, each) for each in offered], choices.period)
        if Need.TIMES in needs:
            _fill(self.times, _time_choices(), choices.times)
        if Need.INDICATORS in needs:
            _fill(self.indicators, indicator_choices(screen), choices.indicators)
            self.pick.setVisible(choices.indicators == PICKED)
        if Need.MODEL in needs:
            _fill(self.model, self._models(), choices.model)
        self.template_file.show_file(choices.template_file)
        self.plan_file.show_file(choices.plan_file)
        self.paper.setCurrentIndex(self.paper.findData(choices.paper.value))
        if self.plan.text() != choices.plan_name:
            self.plan.setText(choices.plan_name)

    def _models(self) -> list[tuple[str, object]]:
        held = [each for each in offers(self._screen.data) if each.model is not None]
        return [(_("Den første, der passer"), ""), *((each.name, each.id) for each in held)]

    def _put(self, **fields: object) -> None:
        """Something else was chosen: show it, and tell of it."""
        if self._choices is not None:
            choices = replace(self._choices, **fields)  # type: ignore[arg-type]
            if choices != self._choices:
                self._take(choices)

    def _take(self, choices: Choices, *, template: bool = False) -> None:
        if self._kind is not None:
            self.show_choices(self._kind, choices)
            (self.template_chosen if template else self.changed).emit(choices)

    def _on_plan_file(self, path: Path) -> None:
        """A plan's file was chosen; the same one again is one that was mended."""
        if self._choices is not None:
            self._take(replace(self._choices, plan_file=path))

    def _on_template_file(self, path: Path) -> None:
        if self._choices is not None:
            self._take(replace(self._choices, template_file=path), template=True)

    def settle(self) -> None:
        """Take in at once what has been written and not been told yet."""
        if self._soon.isActive():
            self._soon.stop()
            self._on_plan()

    def _on_plan(self) -> None:
        self._put(plan_name=self.plan.text())

    def _on_indicators(self, _at: int) -> None:
        chosen = str(self.indicators.currentData())
        self._put(indicators=chosen)
        if chosen == PICKED:
            self._open_chooser()

    def _open_chooser(self) -> None:
        if self._choices is None:
            return
        data, level = self._screen.data, self._screen.view.level
        headings = {each.id: str(each.name) for each in data.dimensions}
        held = data.indicators_of(level)
        order = dict.fromkeys([*headings, *(each.dimension for each in held)])
        found = [
            Choice(
                each.id,
                each.label,
                headings.get(dimension, dimension) or _("Andre"),
                f"{each.label} {each.name} {each.sentence} {each.id}".casefold(),
            )
            for dimension in order
            for each in held
            if each.dimension == dimension
        ]
        self.chooser.offer(found, (), self._choices.picked_indicators)
        self.chooser.open_under(self.pick)

    def _connect(self) -> None:
        self.areas.changed.connect(lambda of, picked: self._put(of=of, picked=picked))
        self.period.activated.connect(lambda _at: self._put(period=self.period.currentData()))
        self.times.activated.connect(lambda _at: self._put(times=Times(self.times.currentData())))
        self.indicators.activated.connect(self._on_indicators)
        self.pick.clicked.connect(self._open_chooser)
        self.chooser.chosen.connect(lambda ids: self._put(picked_indicators=tuple(ids)))
        self.model.activated.connect(lambda _at: self._put(model=self.model.currentData()))
        self.paper.activated.connect(lambda _at: self._put(paper=Paper(self.paper.currentData())))
        self.plan_file.chosen.connect(self._on_plan_file)
        self.template_file.chosen.connect(self._on_template_file)
        self.plan.textChanged.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(self._on_plan)

    def _dropdown(self, name: str) -> Dropdown:
        dropdown = Dropdown()
        dropdown.setAccessibleName(name)
        dropdown.setMaxVisibleItems(16)
        dropdown.setMinimumContentsLength(8)
        dropdown.setSizeAdjustPolicy(
            Dropdown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        return dropdown

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("rightbody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(14)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.sentence)
        column.addLayout(head)
        indicators = QWidget()
        both = QVBoxLayout(indicators)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(2)
        both.addWidget(self.indicators)
        both.addWidget(self.pick)
        fields: Sequence[tuple[Need | None, str, QWidget, QWidget]] = (
            (Need.TEMPLATE_FILE, _("Skabelon"), self.template_file, self.template_file.button),
            (Need.PLAN_FILE, _("Planfil"), self.plan_file, self.plan_file.button),
            (Need.AREAS, _("Områder"), self.areas, self.areas.of),
            (Need.PERIOD, _("Periode"), self.period, self.period),
            (Need.TIMES, _("Tidspunkter"), self.times, self.times),
            (Need.INDICATORS, _("Indikatorer"), indicators, self.indicators),
            (Need.MODEL, _("Kategoriseringsmodel"), self.model, self.model),
        )
        for need, name, widget, buddy in fields:
            self._fields[need] = field = _labelled(name, widget, buddy)
            column.addWidget(field)
        column.addWidget(_labelled(_("Papir"), self.paper, self.paper))
        self._plan_field = _labelled(_("Helhedsplan"), self.plan, self.plan)
        column.addWidget(self._plan_field)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFixedWidth(_WIDTH + 12)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)


def _time_choices() -> list[tuple[str, object]]:
    return [
        (_("Kun den valgte periode"), Times.ONE),
        (_("Samme tid hvert år"), Times.YEARLY),
        (_("Alle perioder"), Times.EVERY),
    ]


def _fill(dropdown: Dropdown, choices: Sequence[tuple[str, object]], chosen: object) -> None:
    """Offer choices, of which one is chosen; the first where it is none of them."""
    if [dropdown.itemText(at) for at in range(dropdown.count())] != [name for name, _ in choices]:
        dropdown.clear()
        for name, choice in choices:
            dropdown.addItem(name, choice)
            dropdown.setItemData(dropdown.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
    held = [choice for _name, choice in choices]
    dropdown.setCurrentIndex(held.index(chosen) if chosen in held else 0)


def _labelled(name: str, widget: QWidget, buddy: QWidget) -> QWidget:
    """A field under its name."""
    field = QWidget()
    label = QLabel(name)
    label.setProperty("role", "strong")
    label.setBuddy(buddy)
    column = QVBoxLayout(field)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    column.addWidget(label)
    column.addWidget(widget)
    return field

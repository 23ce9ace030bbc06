"""What a large time chart shows besides the chosen areas: ticks, and where an index starts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu

from desktop.core.dataset import Dataset
from desktop.core.differences import Against
from desktop.core.indicators import Kind
from desktop.core.periods import Period
from desktop.core.series import against_name, comparable
from desktop.core.wording import _
from desktop.maps.timelines import TimeContent, Wanted, against_look, drawn_areas, index_periods
from desktop.maps.view import MapView
from desktop.ui.chips import Chip, Flow
from desktop.ui.theme import Theme

_AGAINST = (
    Against.MUNICIPALITY,
    Against.SECTOR,
    Against.SIMILAR,
    Against.DISTRICT,
    Against.ORGANISATION,
)


class TrendOptions(Flow):
    """Ticks, in one row or two."""

    wanted_changed = Signal(object)  # Wanted

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._wanted = Wanted()
        self.against = {each: Chip("", theme) for each in _AGAINST}
        for against, chip in self.against.items():
            chip.clicked.connect(lambda _on, against=against: self._on_against(against))
        self.intervals = Chip(_("95 %-interval"), theme)
        self.limits = Chip(_("Kontrolgrænser"), theme)
        self.efforts = Chip(_("Indsatser"), theme)
        self.intervals.clicked.connect(lambda on: self._change(replace(self._wanted, intervals=on)))
        self.limits.clicked.connect(lambda on: self._change(replace(self._wanted, limits=on)))
        self.efforts.clicked.connect(lambda on: self._change(replace(self._wanted, efforts=on)))
        self.limits.setToolTip(
            _("Grænser, som tallet sjældent kommer forbi, når intet har ændret sig")
        )
        self.index = Chip(_("Indeks …"), theme)
        self.index.setToolTip(_("Vis udviklingen fra en periode, hvis tal sættes til 100"))
        self.index.clicked.connect(self._on_index)
        self._starts: tuple[Period, ...] = ()
        self.fill([*self.against.values(), self.intervals, self.limits, self.efforts, self.index])

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        for chip in (*self.against.values(), self.intervals, self.limits, self.efforts, self.index):
            chip.set_theme(theme)

    def show_choices(
        self, data: Dataset, view: MapView, wanted: Wanted, content: TimeContent
    ) -> None:
        """Offer what the chosen area can be held against, with what is ticked."""
        self._wanted = wanted
        chosen = drawn_areas(data, view)
        possible = comparable(data, view.level, chosen[0]) if chosen else ()
        counts = content.indicator.kind is Kind.COUNT and content.index is None
        names = _names(data, view, chosen[0]) if chosen else {}
        colours = self._theme.chart_colours()
        for against, chip in self.against.items():
            chip.setVisible(against in possible)
            if against not in possible:
                continue
            chip.setText(names[against])
            chip.setAccessibleName(names[against])
            ticked = against in wanted.against
            chip.setChecked(ticked)
            chip.setEnabled(not counts)
            colour, _width, dash = against_look(against, colours)
            chip.show_line(colour if ticked and not counts else "", dash)
        self.intervals.setChecked(wanted.intervals)
        self.limits.setChecked(wanted.limits)
        self.efforts.setChecked(wanted.efforts)
        self.intervals.setEnabled(
            content.index is None and content.indicator.kind is not Kind.COUNT
        )
        self.limits.setEnabled(content.index is None)
        last = (view.level, *view.selected[-1:])
        self.efforts.setVisible(any((each.level, each.area) == last for each in data.efforts))
        self._starts = _starts(content, view.period)
        index = content.index
        said = _("Indeks {period}").format(period=index.short_label) if index else _("Indeks …")
        self.index.setText(said)
        self.index.setAccessibleName(said)
        self.index.setChecked(index is not None)
        self.index.setEnabled(bool(self._starts))
        self.arrange()

    def index_menu(self) -> QMenu:
        """Where an index may start: the first period of every year, and the one shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for period in (None, *self._starts):
            said = (
                _("Uden indeks")
                if period is None
                else _("{period} = 100").format(period=period.label)
            )
            action = menu.addAction(said)
            action.setCheckable(True)
            action.setChecked(period == self._wanted.index)
            action.triggered.connect(
                lambda _on=False, period=period: self._change(replace(self._wanted, index=period))
            )
        return menu

    def _on_against(self, against: Against) -> None:
        held = self._wanted.against
        kept = tuple(each for each in held if each is not against)
        self._change(replace(self._wanted, against=kept if against in held else (*held, against)))

    def _on_index(self) -> None:
        self.index.setChecked(self._wanted.index is not None)
        self.index_menu().popup(self.index.mapToGlobal(self.index.rect().bottomLeft()))

    def _change(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.wanted_changed.emit(wanted)


def _names(data: Dataset, view: MapView, area: int) -> dict[Against, str]:
    """What the chips are called for an area."""
    return {each: against_name(data, view.level, area, each) for each in _AGAINST}


def _starts(content: TimeContent, shown: Period) -> tuple[Period, ...]:
    """The first possible period of every year, and that shown."""
    possible = index_periods(content)
    first = {period.year: period for period in reversed(possible)}
    return tuple(each for each in possible if each == shown or first[each.year] == each)

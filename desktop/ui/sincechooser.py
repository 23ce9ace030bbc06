"""What a change is held against: »siden 2. kvt. 2021 ▾« in the head of the map."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.core.changes import held_against
from desktop.core.periods import Period
from desktop.core.wording import _


class SinceChooser(QPushButton):
    """A button with the periods in a menu: the same part of other years first, the rest aside."""

    since_picked = Signal(object)  # a period, or None for the year before whenever that is

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._periods: tuple[Period, ...] = ()
        self._now: Period | None = None
        self._since: Period | None = None
        self._choices = QMenu(self)
        self._choices.aboutToShow.connect(self._fill)
        self.setMenu(self._choices)
        self.setToolTip(_("Vælg, hvad ændringen regnes fra"))

    def show_periods(self, periods: tuple[Period, ...], now: Period, since: Period | None) -> None:
        """Stand at what the change is held against; ``since`` None is the year before."""
        self._periods, self._now, self._since = periods, now, since
        against = held_against(periods, now, since)
        told = _("året før") if against is None else against.short_label
        self.setText(_("siden {period}").format(period=told) + " ▾")
        self.setAccessibleName(_("Ændring siden {period}").format(period=told))
        self.setEnabled(len(periods) > 1)
        self.adjustSize()

    def _fill(self) -> None:
        """Make the menu when it is opened: few open it, and time goes by."""
        self._choices.clear()
        now = self._now
        if now is None:
            return
        group = QActionGroup(self._choices)
        before = held_against(self._periods, now, None)
        if before is not None:
            self._add(
                self._choices,
                group,
                _("året før ({period}), følger tiden").format(period=before.short_label),
                None,
            )
            self._choices.addSeparator()
        alike = [each for each in reversed(self._periods) if each.part == now.part and each != now]
        for period in alike:
            self._add(self._choices, group, period.short_label, period)
        rest = [each for each in reversed(self._periods) if each.part != now.part]
        if rest:
            others = self._choices.addMenu(_("Andre perioder"))
            for period in rest:
                self._add(others, group, period.short_label, period)

    def _add(self, menu: QMenu, group: QActionGroup, text: str, period: Period | None) -> None:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(period == self._since)
        action.triggered.connect(lambda _on: self.since_picked.emit(period))
        group.addAction(action)
        menu.addAction(action)

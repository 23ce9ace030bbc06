"""The small window behind the filter: whose areas, where, how large, in which category."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.areafilter import EVERYTHING, OPEN, AreaFilter, Reach
from desktop.core.areas import Areas
from desktop.core.wording import _, language, number
from desktop.maps.filtering import counted_areas
from desktop.ui.desk import Desk
from desktop.ui.session import Session

_ROW, _MOST_ROWS = 34, 5
_WIDTH, _MOST_HEIGHT = 340, 620


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be asked for, and how many areas have it."""

    id: str
    name: str
    count: int


class OptionList(QListWidget):
    """Names with a mark each; any of the marked will do."""

    def __init__(self, name: str, options: Sequence[Option], chosen: Iterable[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        marked = {*chosen}
        for option in options:
            item = QListWidgetItem(f"{option.name}  ·  {number(option.count)}")
            item.setData(Qt.ItemDataRole.UserRole, option.id)
            item.setToolTip(option.name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
                          | Qt.ItemFlag.ItemIsSelectable)  # fmt: skip
            on = option.id in marked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setFixedHeight(min(len(options), _MOST_ROWS) * _ROW + 6)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids that are marked, from the top."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )


class ReachLine(QWidget):
    """From and to, both included, either left open."""

    def __init__(self, name: str, reach: Reach) -> None:
        super().__init__()
        self.low, self.high = QLineEdit(), QLineEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        ends = ((self.low, _("fra"), reach[0]), (self.high, _("til"), reach[1]))
        for line, hint, value in ends:
            line.setPlaceholderText(hint)
            line.setAccessibleName(f"{name}, {hint}")
            line.setText("" if value is None else _plain(value))
            row.addWidget(line)

    @property
    def reach(self) -> Reach:
        """What is written, as far as it is numbers."""
        return _read(self.low.text()), _read(self.high.text())


class FilterCard(QFrame):
    """A popup that shows every change on the map at once."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self._session = session
        self._lists: dict[str, OptionList] = {}
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._count.setWordWrap(True)
        self._reset = QPushButton(_("Vis alle"))
        self._reset.clicked.connect(self._on_reset)
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self._reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 8, 14)
        layout.addWidget(self._body, 1)
        layout.addLayout(foot)
        self._fill()
        session.changed.connect(self._on_changed)

    def show_at(self, corner: QPoint) -> None:
        """Open with the bottom left corner at a place on the screen."""
        self.adjustSize()
        body = self._body.widget()
        needed = body.sizeHint().height() if body is not None else 0
        height = min(needed + 90, _MOST_HEIGHT, max(corner.y() - 8, 240))
        self.resize(_WIDTH, height)
        self.move(corner.x(), max(8, corner.y() - height))
        self.show()
        first = next(iter(self._lists.values()), None)
        if first is not None:
            first.setFocus()

    def _fill(self) -> None:
        session, body = self._session, QWidget()
        body.setObjectName("rightbody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        view = session.view
        asked, areas = view.filter, session.data.areas(view.level)
        exists = session.picture.exists
        self._lists = {}
        parts: list[tuple[str, str, list[Option], Iterable[str]]] = [
            ("organisations", _("Boligorganisation"),
             _options(areas.organisations, exists), asked.organisations),
            ("sectors", _("Sektor"), _options(areas.sectors, exists), asked.sectors),
        ]  # fmt: skip
        for level, codes in areas.parents.items():
            within = [code for at, code in asked.parents if at == level]
            named = _parent_names(session, level)
            parts.append((level, named[""], _options(codes, exists, named), within))
        for id, name, options, chosen in parts:
            if len(options) > 1:
                self._add_list(column, id, name, options, chosen)
        self._add_categories(column, asked, areas)
        self.residents = self._add_reach(column, _("Beboere"), asked.residents)
        indicator = session.data.indicator(asked.indicator or view.indicator)
        self._indicator = indicator.id
        unit = "" if indicator.unit in ("n", "index") else f" ({indicator.unit})"
        self.values = self._add_reach(column, indicator.label + unit, asked.values)
        column.addStretch(1)
        self._body.setWidget(body)
        self._tell()

    def _add_list(
        self, column: QVBoxLayout, id: str, name: str, options: list[Option], chosen: Iterable[str]
    ) -> None:
        column.addWidget(_section(name))
        held = OptionList(name, options, chosen)
        held.itemChanged.connect(lambda _item: self._ask())
        held.itemActivated.connect(_turn)
        self._lists[id] = held
        column.addWidget(held)

    def _add_categories(self, column: QVBoxLayout, asked: AreaFilter, areas: Areas) -> None:
        """The categories of the model that is looked at, else of the extract's first."""
        session, view = self._session, self._session.view
        self._model = asked.model or view.model
        result = session.result(self._model, view.level, view.period)
        if result is None:
            return
        from desktop.core.models.shown import category_ids

        outcome = result.model.outcome_by_id.get(asked.outcome or view.outcome)
        outcome = outcome or result.model.outcomes[0]
        self._model, self._outcome = result.model.id, outcome.id
        held = category_ids(session.data, view.level, view.period, self._model, outcome.id)
        counts = {id: held.count(id) for id in {*held}}
        options = [
            Option(each.id, str(each.name), counts.get(each.id, 0))
            for each in outcome.all_categories
        ]
        del areas
        self._add_list(column, "categories", str(result.model.name), options, asked.categories)

    def _add_reach(self, column: QVBoxLayout, name: str, reach: Reach) -> ReachLine:
        column.addWidget(_section(name))
        line = ReachLine(name, reach)
        for end in (line.low, line.high):
            end.textChanged.connect(lambda _text: self._ask())
        column.addWidget(line)
        return line

    def _ask(self) -> None:
        """Look at what is asked for now."""
        chosen = {id: held.chosen for id, held in self._lists.items()}
        levels = self._session.data.areas(self._session.view.level).parents
        values, categories = self.values.reach, chosen.get("categories", ())
        self._session.show_filter(
            AreaFilter(
                organisations=chosen.get("organisations", ()),
                sectors=chosen.get("sectors", ()),
                parents=tuple((level, code) for level in levels for code in chosen.get(level, ())),
                residents=self.residents.reach,
                indicator=self._indicator if values != OPEN else "",
                values=values,
                model=self._model if categories else "",
                outcome=self._outcome if categories else "",
                categories=categories,
            )
        )

    def _on_reset(self) -> None:
        self._session.show_filter(EVERYTHING)
        self._fill()

    def _on_changed(self, before: Desk, after: Desk) -> None:
        if replace(before.view, extent=None) != replace(after.view, extent=None):
            self._tell()

    def _tell(self) -> None:
        session = self._session
        self._count.setText(counted_areas(session.data, session.view, session.picture))
        self._reset.setEnabled(bool(session.view.filter))


def _options(
    column: Sequence[str], exists: NDArray[np.bool_], names: dict[str, str] | None = None
) -> list[Option]:
    """What a column holds among areas that exist, by name, with how many have each."""
    held = [each for each, there in zip(column, exists.tolist(), strict=True) if there and each]
    counts: dict[str, int] = {}
    for each in held:
        counts[each] = counts.get(each, 0) + 1
    named = [Option(id, (names or {}).get(id, "") or id, count) for id, count in counts.items()]
    return sorted(named, key=lambda option: option.name.casefold())


def _parent_names(session: Session, level: str) -> dict[str, str]:
    """Names by code of the areas of a level above; the level's own name stands at the empty."""
    levels = {each.id: str(each.name) for each in session.data.levels}
    if level not in levels:
        return {"": level.capitalize()}
    areas = session.data.areas(level)
    return {"": levels[level], **dict(zip(areas.codes, areas.names, strict=True))}


def _turn(item: QListWidgetItem) -> None:
    """Enter marks as a click on the mark does."""
    on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


def _section(text: str) -> QLabel:
    label = QLabel(text.upper())
    label.setProperty("role", "section")
    return label


def _read(text: str) -> float | None:
    """The number a person wrote, in the language in use; None where it is none."""
    text = text.strip().replace("\u2212", "-")
    if language() == "da":
        text = text.replace(".", "").replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


def _plain(value: float) -> str:
    decimals = next((d for d in range(6) if abs(round(value, d) - value) < 1e-9), 6)
    return number(value, decimals).replace("." if language() == "da" else ",", "")

"""The one owner of the open extract and of what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from desktop.core.dataset import Dataset, History
from desktop.core.measures import Cells, missing_cells
from desktop.core.periods import Period
from desktop.maps.choropleth import ABSENT, Choropleth, work_out
from desktop.maps.view import MapView, nearest_period

if TYPE_CHECKING:
    from desktop.core.models.result import Result


class Session(QObject):
    """An open extract, the view of it, and the map worked out for that view."""

    view_changed = Signal(object, object)  # MapView before, MapView after

    def __init__(self, data: Dataset, path: Path, view: MapView) -> None:
        super().__init__()
        self.data = data
        self.path = path
        self.view = view
        self.picture: Choropleth = work_out(data, view)
        self._municipality = lru_cache(maxsize=256)(data.municipality_history)
        self._categorised = lru_cache(maxsize=64)(partial(_categorised, data))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that the indicator shown has on its level."""
        return self.data.periods_of(self.view.indicator, self.view.level)

    def municipality(self, indicator: str) -> History:
        """The municipality's course on an indicator, kept at hand."""
        return self._municipality(indicator)

    def municipality_now(self) -> Cells:
        """The municipality's cell for what is shown, of length 1."""
        view = self.view
        history = self.municipality(view.indicator)
        if view.period not in history.periods:
            return missing_cells(1)
        return history.cells.row(history.periods.index(view.period))

    def categorised(self) -> Result | None:
        """The extract's first model at the time shown; None where it has none that fits."""
        return self._categorised(self.view.level, self.view.period)

    def show_indicator(self, indicator: str) -> None:
        """Another indicator, at the same time as far as it has data."""
        periods = self.data.periods_of(indicator, self.view.level)
        if periods:
            self._show(
                replace(
                    self.view,
                    indicator=indicator,
                    period=nearest_period(periods, self.view.period),
                    breakdown="",
                    scheme="natural" if self.view.scheme == "own" else self.view.scheme,
                    own_bounds=(),
                )
            )

    def show_period(self, period: Period) -> None:
        """Another period of the same indicator."""
        self._show(replace(self.view, period=period))

    def step_period(self, by: int) -> None:
        """The period so many steps later (earlier when negative), stopping at the ends."""
        periods = self.periods
        at = periods.index(self.view.period) + by
        self.show_period(periods[max(0, min(at, len(periods) - 1))])

    def step_indicator(self, by: int) -> None:
        """The indicator so many places further down the list, stopping at the ends."""
        ids = [indicator.id for indicator in self.data.indicators_of(self.view.level)]
        at = ids.index(self.view.indicator) + by
        self.show_indicator(ids[max(0, min(at, len(ids) - 1))])

    def show_level(self, level: str) -> None:
        """Another level of areas, with the same indicator where that level has it."""
        held = [indicator.id for indicator in self.data.indicators_of(level)]
        if level == self.view.level or not held:
            return
        indicator = self.view.indicator if self.view.indicator in held else held[0]
        period = nearest_period(self.data.periods_of(indicator, level), self.view.period)
        self._show(
            replace(
                self.view,
                level=level,
                indicator=indicator,
                period=period,
                breakdown="",
                selected=(),
                own_bounds=(),
                scheme="natural" if self.view.scheme == "own" else self.view.scheme,
            )
        )

    def show_classes(self, scheme: str, classes: int, own_bounds: tuple[float, ...] = ()) -> None:
        """Another classification."""
        self._show(replace(self.view, scheme=scheme, classes=classes, own_bounds=own_bounds))

    def show_extent(self, extent: tuple[float, float, float, float] | None) -> None:
        """Another part of the map; None is all of it. Nothing is worked out anew."""
        before, self.view = self.view, replace(self.view, extent=extent)
        if before != self.view:
            self.view_changed.emit(before, self.view)

    def select(self, positions: Iterable[int], *, add: bool = False) -> None:
        """Choose areas by position; ``add`` toggles them among those chosen already."""
        codes = self.data.areas(self.view.level).codes
        picked = [codes[position] for position in positions]
        if add:
            kept = [code for code in self.view.selected if code not in picked]
            fresh = [code for code in picked if code not in self.view.selected]
            picked = kept + fresh
        self._show(replace(self.view, selected=tuple(picked)))

    def select_group(self, group: int, *, add: bool = False) -> None:
        """Choose every area of a legend group."""
        self.select(np.flatnonzero(self.picture.groups == group).tolist(), add=add)

    @property
    def selected(self) -> list[int]:
        """Positions of the chosen areas, in the order they were chosen."""
        index = self.data.areas(self.view.level).index
        return [index[code] for code in self.view.selected]

    @property
    def existing(self) -> NDArray[np.bool_]:
        """Which areas of the level existed in the period."""
        existing: NDArray[np.bool_] = self.picture.groups != ABSENT
        return existing

    def close(self) -> None:
        """Let the extract go."""
        self._municipality.cache_clear()
        self._categorised.cache_clear()
        self.data.close()

    def _show(self, view: MapView) -> None:
        if view == self.view:
            return
        before, self.view = self.view, view
        shows = ("level", "indicator", "period", "breakdown", "scheme", "classes", "own_bounds")
        if any(getattr(before, name) != getattr(view, name) for name in shows):
            self.picture = work_out(self.data, view)
        self.view_changed.emit(before, view)


def _categorised(data: Dataset, level: str, period: Period) -> Result | None:
    """Loaded with the first area that is chosen, not with the window."""
    if not data.models:
        return None
    from desktop.core.models.shown import shown_result

    return shown_result(data, level, period)

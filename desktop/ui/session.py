"""The one owner of the open extract and of what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from desktop.core.areafilter import AreaFilter, for_level
from desktop.core.dataset import Dataset, History
from desktop.core.measures import Cells, missing_cells
from desktop.core.periods import Period
from desktop.maps.choropleth import ends
from desktop.maps.picture import ABSENT, Picture
from desktop.maps.shownlayers import ShownLayers
from desktop.maps.view import MapView, Shows, fitting_style, nearest_period
from desktop.maps.worked import work_out
from desktop.ui.desk import Desk, settled

if TYPE_CHECKING:
    from desktop.core.models.result import Result
    from desktop.ui.certaintyseeker import CertaintySeeker

_LONGEST_WAY = 60  # stops that are remembered on the way back
# What a map view holds that nothing has to be worked out anew for.
_LOOKS = ("extent", "selected", "layers")


class Session(QObject):
    """An open extract, what is shown of it, and the maps worked out for that."""

    changed = Signal(object, object)  # Desk before, Desk after
    view_changed = Signal(object, object)  # MapView before, MapView after: the first map's
    pictures_changed = Signal()  # the same views, whose maps have been worked out further
    hover_changed = Signal(int)  # position of the area pointed at anywhere, or -1

    def __init__(self, data: Dataset, path: Path, view: MapView) -> None:
        super().__init__()
        self.data = data
        self.path = path
        self.desk = settled(data, Desk("map", view))
        self.picture: Picture = work_out(data, self.desk.view)
        self.other_picture: Picture | None = None
        self.hovered = -1
        self._wanted = self.desk.view.period  # the time last chosen, whatever an indicator has
        self._past: list[Desk] = []
        self._future: list[Desk] = []
        self._seeker: CertaintySeeker | None = None
        self._municipality = lru_cache(maxsize=256)(data.municipality_history)

    @property
    def view(self) -> MapView:
        """The map, or the first of two."""
        return self.desk.view

    @property
    def other(self) -> MapView | None:
        """The second map, once there has been one."""
        return self.desk.other

    def view_of(self, which: int) -> MapView:
        """The first map's view (0) or the second's (1)."""
        return self.desk.map(which)

    def picture_of(self, which: int) -> Picture:
        """The first map (0) or the second (1) worked out."""
        return self.other_picture if which and self.other_picture is not None else self.picture

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that the indicator shown has on its level."""
        view = self.view
        return self.data.periods_of(view.indicator, view.level, view.breakdown)

    def municipality(self, indicator: str, breakdown: str = "") -> History:
        """The municipality's course on an indicator, kept at hand."""
        return self._municipality(indicator, breakdown)

    def municipality_now(self) -> Cells:
        """The municipality's cell for what is shown, of length 1."""
        view = self.view
        history = self.municipality(view.indicator, view.breakdown)
        if view.period not in history.periods:
            return missing_cells(1)
        return history.cells.row(history.periods.index(view.period))

    def categorised(self) -> Result | None:
        """The extract's first model at the time shown; None where it has none that fits."""
        return self.result("", self.view.level, self.view.period)

    def result(self, model: str, level: str, period: Period) -> Result | None:
        """A model at a time; without a name, the extract's first. None where it does not fit."""
        if not model and not self.data.models:
            return None
        from desktop.core.models.shown import shown_result  # not before it is asked for

        return shown_result(self.data, level, period, model)

    # Where one is.

    def go(self, place: str) -> None:
        """Another place, with the same areas, indicator and time."""
        self._put(replace(self.desk, place=place))

    @property
    def can_go_back(self) -> bool:
        """Whether there is a stop to go back to."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back from somewhere."""
        return bool(self._future)

    def back(self) -> None:
        """The stop before, as it was left."""
        if self._past:
            self._future.append(self.desk)
            self._show_desk(self._past.pop())

    def forward(self) -> None:
        """The stop that was gone back from."""
        if self._future:
            self._past.append(self.desk)
            self._show_desk(self._future.pop())

    # What is shown.

    def show_indicator(self, indicator: str, which: int = 0) -> None:
        """Another indicator, at the same time as far as it has data."""
        view = self.view_of(which)
        periods = self.data.periods_of(indicator, view.level)
        if periods:
            self.show_map(
                which,
                indicator=indicator,
                period=nearest_period(periods, self._time_of(which)),
                breakdown="",
                scheme="natural" if view.scheme == "own" else view.scheme,
                own_bounds=(),
                style=fitting_style(self.data.indicator(indicator), view.style),
            )

    def show_pair(self, first: str, second: str) -> None:
        """Two indicators on the double map, as one step on the way."""
        views = []
        for view, indicator in zip((self.view, self.view_of(1)), (first, second), strict=True):
            periods = self.data.periods_of(indicator, view.level)
            period = nearest_period(periods, self._wanted) if periods else view.period
            scheme = "natural" if view.scheme == "own" else view.scheme
            style = fitting_style(self.data.indicator(indicator), view.style)
            views.append(
                replace(
                    view,
                    indicator=indicator,
                    period=period,
                    breakdown="",
                    scheme=scheme,
                    own_bounds=(),
                    style=style,
                )
            )
        self._put(replace(self.desk, place="double", view=views[0], other=views[1]))

    def _time_of(self, which: int) -> Period:
        """The time that another indicator is to be shown at: the one last chosen.

        Not the one shown: going by way of a yearly indicator would lead back a little every time. A
        second map that was given a time of its own keeps it.
        """
        view = self.view_of(which)
        held = self.data.periods_of(view.indicator, view.level, view.breakdown)
        usual = not held or view.period == nearest_period(held, self._wanted)
        return self._wanted if usual else view.period

    def show_period(self, period: Period) -> None:
        """Another period of the indicator shown. A second map goes along.

        A second map of the same indicator keeps its distance in periods; another goes to the time
        nearest to the first.
        """
        before, other = self.view, self.other
        self._wanted = period
        view = replace(before, period=period)
        if other is not None:
            periods = self.data.periods_of(other.indicator, other.level, other.breakdown)
            if other.indicator == before.indicator and {period, before.period} <= {*periods}:
                moved = periods.index(period) - periods.index(before.period)
                at = min(max(periods.index(other.period) + moved, 0), len(periods) - 1)
                other = replace(other, period=periods[at])
            else:
                other = replace(other, period=nearest_period(periods, period))
        self._put(replace(self.desk, view=view, other=other))

    def show_map(self, which: int = 0, **fields: Any) -> None:
        """Change fields of the first map's view (0) or of the second's (1)."""
        if not which and "period" in fields and not {"indicator", "level"} & {*fields}:
            self._wanted = fields["period"]
        if which and self.other is not None:
            self._put(replace(self.desk, other=replace(self.other, **fields)))
        else:
            self._put(replace(self.desk, view=replace(self.view, **fields)))

    def show_filter(self, asked: AreaFilter) -> None:
        """Look at other areas; the rest fade."""
        self.show_map(0, filter=asked)

    def share_scale(self, common: bool) -> None:
        """Let the second map wear the first one's classes, or its own."""
        self._put(replace(self.desk, common_scale=common))

    def swap(self) -> None:
        """The second map first."""
        view, other = self.view, self.other
        if other is not None:
            first = replace(other, ramp=view.ramp, reverse=view.reverse)
            second = replace(view, ramp=other.ramp, reverse=other.reverse)
            self._put(replace(self.desk, view=first, other=second))

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
        period = nearest_period(self.data.periods_of(indicator, level), self._wanted)
        self.show_map(
            level=level,
            indicator=indicator,
            period=period,
            breakdown="",
            selected=(),
            filter=for_level(self.data.areas(level), self.view.filter),
            own_bounds=(),
            scheme="natural" if self.view.scheme == "own" else self.view.scheme,
            style=self.view.style
            if indicator == self.view.indicator
            else fitting_style(self.data.indicator(indicator), self.view.style),
        )

    def show_classes(self, scheme: str, classes: int, own_bounds: tuple[float, ...] = ()) -> None:
        """Another classification."""
        self.show_map(scheme=scheme, classes=classes, own_bounds=own_bounds)

    def show_extent(self, extent: tuple[float, float, float, float] | None) -> None:
        """Another part of the map; None is all of it. Nothing is worked out anew."""
        self.show_map(extent=extent)

    def show_layers(self, layers: ShownLayers) -> None:
        """Put other things on the map besides the areas. Nothing is worked out anew."""
        self.show_map(layers=layers)

    def select(self, positions: Iterable[int], *, add: bool = False) -> None:
        """Choose areas by position; ``add`` toggles them among those chosen already."""
        codes = self.data.areas(self.view.level).codes
        picked = [codes[position] for position in positions]
        if add:
            held, fresh = {*self.view.selected}, {*picked}
            kept = [code for code in self.view.selected if code not in fresh]
            picked = kept + [code for code in picked if code not in held]
        self.show_map(selected=tuple(picked))

    def select_group(self, group: int, *, add: bool = False, which: int = 0) -> None:
        """Choose every area of a legend group that is inside the filter."""
        members = self.picture_of(which).members(group)
        self.select(np.flatnonzero(members).tolist(), add=add)

    def hover(self, position: int) -> None:
        """Point at an area, or with -1 at none, wherever it is drawn."""
        if position != self.hovered:
            self.hovered = position
            self.hover_changed.emit(position)

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

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which of those are inside the filter."""
        return self.picture.kept

    def close(self) -> None:
        """Let the extract go."""
        if self._seeker is not None:
            self._seeker.close()
        self._municipality.cache_clear()
        self.data.close()

    def _put(self, desk: Desk) -> None:
        """Show a desk, and remember the one before where it was another stop on the way."""
        desk = settled(self.data, desk)
        if desk == self.desk:
            return
        if desk.stop() != self.desk.stop():
            self._past = [*self._past, self.desk][-_LONGEST_WAY:]
            self._future.clear()
        self._show_desk(desk)

    def _show_desk(self, desk: Desk) -> None:
        before, self.desk = self.desk, desk
        held = self.data.periods_of(desk.view.indicator, desk.view.level, desk.view.breakdown)
        if desk.view.period != nearest_period(held, self._wanted):
            self._wanted = desk.view.period  # such as on the way back
        if before.view.level != desk.view.level:
            self.hover(-1)
        if _differ(before.view, desk.view):
            self.picture = work_out(self.data, desk.view)
        self._work_out_other(before, desk)
        if before.view != desk.view:
            self.view_changed.emit(before.view, desk.view)
        self.changed.emit(before, desk)
        self._seek_certainty()

    def _seek_certainty(self) -> None:
        """Have it worked out how sure the categories shown are, where that is not known yet."""
        if self.view.shows is not Shows.CATEGORY:
            if self._seeker is not None:
                self._seeker.seek(())
            return
        if self._seeker is None:
            from desktop.ui.certaintyseeker import CertaintySeeker  # with the first categories

            self._seeker = CertaintySeeker(self.data, self)
            self._seeker.found.connect(self._on_certainty)
        seen = [(self.view, self.picture)]
        if self.other is not None and self.other_picture is not None:
            seen.append((self.other, self.other_picture))
        self._seeker.seek([view for view, picture in seen if picture.dotted is None])

    def _on_certainty(self) -> None:
        self.picture = work_out(self.data, self.view)
        if self.other is not None and self.other_picture is not None:
            self.other_picture = work_out(self.data, self.other)
        self.pictures_changed.emit()

    def _work_out_other(self, before: Desk, desk: Desk) -> None:
        """The second map, where it is seen."""
        if desk.other is None or desk.place not in ("double", "models"):
            self.other_picture = None
            return
        view = desk.other
        if desk.common_scale and desk.place == "double":
            first, taken = desk.view, ends(self.picture)
            view = replace(view, scheme="own", own_bounds=taken, style=first.style)
            view = replace(view, upper=first.upper)
        stale = self.other_picture is None or before.other is None
        if (
            stale
            or before.common_scale != desk.common_scale
            or (desk.common_scale and _differ(before.view, desk.view))
            or (before.other is not None and _differ(before.other, desk.other))
        ):
            self.other_picture = work_out(self.data, view)


def _differ(before: MapView, after: MapView) -> bool:
    """Whether two views are worked out differently."""
    looks = {name: getattr(after, name) for name in _LOOKS}
    return replace(before, **looks) != after

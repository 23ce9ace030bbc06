"""What is on screen, as plain frozen data: undo, remembering and printing need no window."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any

from desktop.core.areafilter import EVERYTHING, AreaFilter
from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator, Kind
from desktop.core.periods import Period, is_over
from desktop.core.periods import parse as parse_period
from desktop.core.wording import _
from desktop.maps.classes import CLASS_COUNTS, OWN, SCHEMES
from desktop.maps.frame import Bounds
from desktop.maps.palettes import DIVERGING, RAMPS
from desktop.maps.shownlayers import AT_FIRST, ShownLayers, remembered_layers


class Shows(StrEnum):
    """What a map is of."""

    VALUE = "value"
    CHANGE = "change"
    BIVARIATE = "bivariate"
    CATEGORY = "category"


class Style(StrEnum):
    """How values are put on a map."""

    CLASSES = "classes"
    CONTINUOUS = "continuous"
    SYMBOLS = "symbols"


@dataclass(frozen=True, slots=True)
class Second:
    """The other indicator of a bivariate map."""

    indicator: str
    period: Period
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class MapView:
    """One map: what it shows, how it is classed, where it looks, what is chosen.

    ``own_bounds`` count only with the scheme ``own``. ``extent`` is in metres; None shows
    everything. ``selected`` are area codes in the order they were chosen; the last is the one in
    the panel. ``since`` is what a change is held against, None for the year before; ``second`` is
    the other indicator of a bivariate map; ``model`` and ``outcome`` are what a category map is of,
    empty for the extract's first. ``upper`` lets a class hold its upper bound instead of its lower;
    ``fixed`` keeps bounds, colours and sizes the same in all periods.
    """

    level: str
    indicator: str
    period: Period
    breakdown: str = ""
    scheme: str = "natural"
    classes: int = 5
    own_bounds: tuple[float, ...] = ()
    extent: Bounds | None = None
    selected: tuple[str, ...] = ()
    layers: ShownLayers = AT_FIRST
    shows: Shows = Shows.VALUE
    since: Period | None = None
    second: Second | None = None
    model: str = ""
    outcome: str = ""
    style: Style = Style.CLASSES
    ramp: str = "petrol"
    reverse: bool = False
    upper: bool = False
    fixed: bool = True
    filter: AreaFilter = EVERYTHING

    def as_settings(self) -> dict[str, Any]:
        """As JSON keeps it. Selected areas are left out: they are nobody's business tomorrow."""
        return {
            "level": self.level,
            "indicator": self.indicator,
            "period": self.period.code,
            "breakdown": self.breakdown,
            "scheme": self.scheme,
            "classes": self.classes,
            "own_bounds": list(self.own_bounds),
            "style": self.style.value,
            "ramp": self.ramp,
            "reverse": self.reverse,
            "upper": self.upper,
            "fixed": self.fixed,
            "layers": self.layers.as_settings(),
        }


def first_view(data: Dataset) -> MapView:
    """What an extract opens on: its first level and indicator with data, and the newest period.

    Raises:
        UsageError: the extract has nothing to show.
    """
    for level in data.levels:
        for indicator in data.indicators_of(level.id):
            newest = data.periods_of(indicator.id, level.id)[-1]
            style = fitting_style(indicator, Style.CLASSES)
            return MapView(level.id, indicator.id, newest, style=style)
    raise UsageError(
        _("Udtrækket indeholder ingen tal at vise."),
        hint=_("Bed dataforvalteren om at se på opskriften."),
    )


def remembered_view(data: Dataset, settings: Mapping[str, Any]) -> MapView:
    """The view that was remembered, as far as this extract still has it.

    Anything in ``settings`` that does not fit is left for what :func:`first_view` would show.
    """
    view = first_view(data)
    try:
        level = data.level(str(settings["level"])).id
        indicator = data.indicator(str(settings["indicator"])).id
        held = {each.id for each in data.breakdowns_of(indicator, level)}
        breakdown = str(settings.get("breakdown", ""))
        breakdown = breakdown if breakdown in held else ""
        periods = data.periods_of(indicator, level, breakdown)
        period = parse_period(str(settings["period"]))
        scheme, classes = str(settings["scheme"]), int(settings["classes"])
        bounds = tuple(float(bound) for bound in settings["own_bounds"])
        style = Style(settings.get("style", view.style))
        ramp = str(settings.get("ramp", view.ramp))
        reverse, upper, fixed = (
            settings.get(name, usual) is True
            for name, usual in (("reverse", False), ("upper", False), ("fixed", True))
        )
    except Exception:  # noqa: BLE001 - settings are a convenience: whatever is wrong, begin afresh
        return view
    if (
        not periods
        or classes not in CLASS_COUNTS
        or len(bounds) >= CLASS_COUNTS[-1]
        or not all(map(isfinite, bounds))
    ):
        return view
    return MapView(
        level,
        indicator,
        period if period in periods else periods[-1],
        breakdown,
        scheme=scheme if scheme in (*SCHEMES, OWN) else "natural",
        classes=classes,
        own_bounds=bounds,
        layers=remembered_layers(settings.get("layers")),
        style=possible_style(data.indicator(indicator), style),
        ramp=ramp if ramp in RAMPS or ramp in DIVERGING else view.ramp,
        reverse=reverse,
        upper=upper,
        fixed=fixed,
    )


def possible_style(indicator: Indicator, style: Style) -> Style:
    """The style where the indicator can be shown so; circles are for counts alone."""
    circles = style is Style.SYMBOLS and indicator.kind is not Kind.COUNT
    return Style.CLASSES if circles else style


def fitting_style(indicator: Indicator, style: Style) -> Style:
    """The style an indicator begins with, coming from one shown in ``style``: counts as circles."""
    return Style.SYMBOLS if indicator.kind is Kind.COUNT else possible_style(indicator, style)


def nearest_period(periods: tuple[Period, ...], wanted: Period) -> Period:
    """The newest period that is over by the end of the wanted one, or the oldest there is.

    So that going from a quarterly to a yearly indicator stays at the same time.
    """
    after = bisect_right(periods, wanted.end, key=lambda period: period.end)
    while after < len(periods) and is_over(periods[after], wanted.end):
        after += 1
    return periods[max(after - 1, 0)]

"""What a yearly report of all areas stands on: categories, classes of numbers, five years back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.models.model import Outcome
from desktop.core.models.offered import model_id
from desktop.core.models.result import NONE, Result
from desktop.core.models.shown import Placed, placed, shown_result
from desktop.core.periods import Period
from desktop.maps.categorycolours import category_colours
from desktop.maps.classes import assign, class_bounds
from desktop.maps.palettes import ramp
from desktop.reports.asked import Asked, ChapterSpec
from desktop.reports.chapters.standardfacts import Facts, Held, facts_of

CLASSES = 5
YEARS = 5
RAMP = "petrol"


@dataclass(frozen=True, slots=True, eq=False)
class Categories:
    """A model's categories of all areas, by its first outcome."""

    result: Result
    outcome: Outcome

    @property
    def name(self) -> str:
        """What the model is called."""
        return str(self.result.model.name)

    def index(self, area: int) -> int:
        """Which category an area has, worst first, or NONE."""
        return int(self.result.outcomes[self.outcome.id].index[-1, area])

    def placed(self, area: int) -> Placed:
        """An area's category in words, or why it has none."""
        return placed(self.result, area)[0]

    def colour(self, area: int) -> str:
        """The colour of an area's category; empty without one."""
        at = self.index(area)
        return category_colours(len(self.outcome.all_categories))[at] if at != NONE else ""


def categories_of(asked: Asked) -> Categories | None:
    """The categories by the model asked for, else by the first that fits; None where none does."""
    data, level, period = asked.data, asked.level, asked.period
    named = model_id(data, level, period, asked.model)
    result = shown_result(data, level, period, named) if named else None
    return Categories(result, result.model.outcomes[0]) if result is not None else None


@dataclass(frozen=True, slots=True, eq=False)
class Shades:
    """The classes that an indicator's numbers are shaded by, as on its map."""

    bounds: tuple[float, ...]
    colours: tuple[str, ...]

    def colour(self, value: float) -> str:
        """The shade of a number; empty for NaN."""
        at = int(assign(np.array([value]), self.bounds)[0])
        return self.colours[at] if at >= 0 else ""


def shades_of(facts: Facts, held: Held) -> Shades:
    """An indicator's classes: those that its maps have, else made of the numbers here."""
    indicator = held.indicator
    bounds = facts.data.bounds(indicator.id, facts.level, "natural", CLASSES)
    if not bounds:
        cells = held.column.cells
        values: FloatArray = np.where(cells.shown, cells.values, np.nan)
        bounds = class_bounds(values, "natural", CLASSES, indicator.decimals)
    return Shades(bounds, ramp(RAMP, len(bounds) + 1))


def years_back(asked: Asked) -> Period:
    """What development is told from: what is asked for, else the same time five years before."""
    period = asked.period
    return asked.since or replace(period, year=period.year - YEARS)


def long_facts(asked: Asked, spec: ChapterSpec, most: int) -> Facts:
    """As :func:`facts_of`, with changes since :func:`years_back`."""
    return facts_of(replace(asked, since=years_back(asked)), spec, most)

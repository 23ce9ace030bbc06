"""Which areas are looked at: those of an organisation, a sector, a district, a size, a category."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.measures import Cells
from desktop.core.wording import _, number

BoolArray = NDArray[np.bool_]
Reach = tuple[float | None, float | None]  # lowest and highest, both included; None is open
OPEN: Reach = (None, None)


@dataclass(frozen=True, slots=True)
class AreaFilter:
    """What an area has to be; an empty part asks for nothing.

    Within a part any of the named will do, and every part has to be met. ``parents`` are pairs of
    a level and an area's code there. ``values`` are numbers of ``indicator``. ``categories`` are
    ids of the ``outcome`` of the ``model``. An area whose residents, number or category are not
    shown is outside every filter that asks for them: the filter tells nothing about it.
    """

    organisations: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    residents: Reach = OPEN
    indicator: str = ""
    values: Reach = OPEN
    model: str = ""
    outcome: str = ""
    categories: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != EVERYTHING

    def kept(self, areas: Areas, cells: Cells, category: tuple[str, ...] = ()) -> BoolArray:
        """Which areas of a level are inside.

        Args:
            areas: the level's.
            cells: of the filter's indicator, one per area; read only where it asks for numbers.
            category: the id of each area's category, empty where it has none; read only where the
                filter asks for categories.
        """
        kept = np.ones(len(areas), bool)
        for column, wanted in (
            (areas.organisations, self.organisations),
            (areas.sectors, self.sectors),
            (category, self.categories),
        ):
            if wanted:
                kept &= np.isin(np.array(column, np.str_), wanted)
        for level in dict.fromkeys(level for level, _code in self.parents):
            codes = [code for at, code in self.parents if at == level]
            kept &= np.isin(np.array(areas.parents.get(level, ("",) * len(areas)), np.str_), codes)
        if self.residents != OPEN:
            kept &= _within(areas.residents, self.residents)
        if self.values != OPEN:
            kept &= _within(np.where(cells.shown, cells.values, np.nan), self.values)
        return kept


EVERYTHING = AreaFilter()


def for_level(areas: Areas, asked: AreaFilter) -> AreaFilter:
    """The filter without what no area of a level has, such as a parent there; for going to it."""
    return replace(
        asked,
        organisations=tuple(each for each in asked.organisations if each in areas.organisations),
        sectors=tuple(each for each in asked.sectors if each in areas.sectors),
        parents=tuple(each for each in asked.parents if each[1] in areas.parents.get(each[0], ())),
    )


def filter_words(data: Dataset, asked: AreaFilter) -> str:
    """What the areas are that are looked at, briefly; empty where they all are."""
    parts = [*asked.organisations, *asked.sectors]
    for level, code in asked.parents:
        areas = data.areas(level)
        at = areas.index.get(code)
        parts.append(areas.names[at] if at is not None and areas.names[at] else code)
    if asked.categories:
        parts.append(_category_words(data, asked))
    if asked.residents != OPEN:
        parts.append(_("{reach} beboere").format(reach=_reach_words(asked.residents)))
    if asked.values != OPEN:
        indicator = data.indicator(asked.indicator)
        unit = "" if indicator.unit in ("n", "index") else indicator.unit
        parts.append(f"{indicator.label} {_reach_words(asked.values)} {unit}".strip())
    return ", ".join(parts)


def _category_words(data: Dataset, asked: AreaFilter) -> str:
    from desktop.core.models.modelfile import model_named

    model = model_named(asked.model, data.models)
    found = {each.id: each for each in model.outcome_by_id[asked.outcome].all_categories}
    return ", ".join(str(found[id].name) if id in found else id for id in asked.categories)


def _reach_words(reach: Reach) -> str:
    low, high = (None if end is None else _plain(end) for end in reach)
    if low is None:
        return _("højst {high}").format(high=high)
    if high is None:
        return _("mindst {low}").format(low=low)
    return f"{low} – {high}"


def _plain(value: float) -> str:
    return number(value, next(d for d in range(4) if d == 3 or abs(round(value, d) - value) < 1e-9))


def _within(values: NDArray[np.float64], reach: Reach) -> BoolArray:
    low = -np.inf if reach[0] is None else reach[0]
    high = np.inf if reach[1] is None else reach[1]
    inside: BoolArray = (values >= low) & (values <= high)  # NaN is in no reach
    return inside

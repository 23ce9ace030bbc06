"""Which areas a map keeps in full colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.areafilter import OPEN, filter_words
from desktop.core.dataset import Dataset
from desktop.core.measures import Cells, missing_cells
from desktop.core.wording import _, number
from desktop.maps.picture import Picture
from desktop.maps.view import MapView, nearest_period


def kept_areas(data: Dataset, view: MapView, exists: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The areas that exist and are inside the view's filter, at the view's time."""
    if not view.filter:
        return exists
    cells = _filter_cells(data, view)
    categories: tuple[str, ...] = ()
    if view.filter.categories:
        from desktop.core.models.shown import category_ids

        categories = category_ids(
            data, view.level, view.period, view.filter.model, view.filter.outcome
        )
    return exists & view.filter.kept(data.areas(view.level), cells, categories)


def counted_areas(data: Dataset, view: MapView, picture: Picture) -> str:
    """How many areas are looked at, of how many, and which those are: ``42 af 175 …: Nord``."""
    level = data.level(view.level)
    kept, all_of = int(picture.kept.sum()), int(picture.exists.sum())
    if not view.filter:
        return f"{number(all_of)} {level.plural}"
    return _("{count} af {all} {areas}: {filter}").format(
        count=number(kept),
        all=number(all_of),
        areas=level.plural,
        filter=filter_words(data, view.filter),
    )


def _filter_cells(data: Dataset, view: MapView) -> Cells:
    """The cells that a filter on numbers goes by, at the time nearest to the view's."""
    indicator = view.filter.indicator
    if view.filter.values != OPEN:
        periods = data.periods_of(indicator, view.level)
        if periods:
            return data.cells(indicator, view.level, nearest_period(periods, view.period))
    return missing_cells(len(data.areas(view.level)))

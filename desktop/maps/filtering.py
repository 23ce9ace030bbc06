"""Which areas a map keeps in full colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.core.dataset import Dataset
from desktop.core.measures import Cells
from desktop.maps.view import MapView


def kept_areas(
    data: Dataset, view: MapView, cells: Cells, exists: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """The areas that exist and are inside the view's filter.

    ``cells`` are those of the view's indicator and period, one per area of the level.
    """
    if not view.filter:
        return exists
    categories: tuple[str, ...] = ()
    if view.filter.categories:
        from desktop.core.models.shown import category_ids

        categories = category_ids(
            data, view.level, view.period, view.filter.model, view.filter.outcome
        )
    return exists & view.filter.kept(data.areas(view.level), cells, categories)

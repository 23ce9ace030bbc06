"""What several commands say in the same way to machines."""

from __future__ import annotations

from typing import Any

from desktop.core.disclosure import State
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells
from desktop.core.periods import Period


def indicator_fact(indicator: Indicator, period: Period | None) -> dict[str, Any]:
    """An indicator, and the period of its number where it has one."""
    return {
        "id": indicator.id,
        "name": str(indicator.name),
        "unit": indicator.unit,
        "period": period.code if period else None,
    }


def cell_fact(cells: Cells) -> dict[str, Any]:
    """The one cell of a table of length 1, with what is behind it."""
    return {
        "state": State(int(cells.states[0])).name.lower(),
        "value": float(cells.values[0]),
        "numerator": float(cells.numerators[0]),
        "denominator": float(cells.denominators[0]),
    }

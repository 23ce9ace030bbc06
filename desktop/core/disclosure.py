"""Which cells may be shown: states, limits, and the primary rule.

Applied when an extract is built. What is withheld leaves no number behind in any form.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
StateArray = NDArray[np.uint8]


class State(IntEnum):
    """What a cell may say. The higher state wins when cells are combined."""

    SHOWN = 0
    MISSING = 1  # never supplied
    UNDEFINED = 2  # has no meaning, such as a share of nobody
    WITHHELD = 3  # too few people to show


@dataclass(frozen=True, slots=True)
class Limits:
    """The disclosure limits of an extract. A user may raise them, never lower them.

    ``cell_minimum``: a count of people from 1 to one less is withheld.
    ``complement``: so is a count that leaves from 1 to one less of its base.
    ``area_minimum``: an area with from 1 to one less residents shows nothing.
    """

    profile: str = "standard"
    cell_minimum: int = 5
    area_minimum: int = 50
    complement: bool = True


def primary_states(
    numerators: FloatArray,
    denominators: FloatArray | None,
    residents: FloatArray | None,
    limits: Limits,
) -> StateArray:
    """States of counts of people, by the primary rule alone.

    Args:
        numerators: counts, NaN where never supplied; any shape.
        denominators: their bases in the same shape, or None for plain counts.
        residents: residents of the same area and period, NaN where unknown; None where the
            extract does not count residents. An unknown number of residents hides nothing by
            itself: an area that nobody counted cannot be told from one that is large.
        limits: the extract's limits.

    Returns:
        A state per cell. MISSING where a count or base is NaN, UNDEFINED where the base is zero,
        WITHHELD by the cell, complement, base and area limits.
    """
    states = np.zeros(numerators.shape, np.uint8)
    missing = np.isnan(numerators)
    with np.errstate(invalid="ignore"):
        withheld = (numerators > 0) & (numerators < limits.cell_minimum)
        if denominators is not None:
            missing |= np.isnan(denominators)
            states[denominators == 0] = State.UNDEFINED
            withheld |= (denominators > 0) & (denominators < limits.cell_minimum)
            if limits.complement:
                rest = denominators - numerators
                withheld |= (rest > 0) & (rest < limits.cell_minimum)
        if residents is not None:
            withheld |= (residents > 0) & (residents < limits.area_minimum)
    states[missing] = State.MISSING
    states[withheld] = State.WITHHELD
    return states

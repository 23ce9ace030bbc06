"""A number over time as a small line for a row of a table: no axes, and gaps left open."""

from __future__ import annotations

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.maps.curves import line_marks
from desktop.maps.drawing import Dot, Drawing

_EDGE, _WIDTH, _DOT = 0.7, 0.28, 0.45  # millimetres


def course_line(values: FloatArray, width: float, height: float, colour: str) -> Drawing:
    """The line of some numbers in order of time, with a dot at the last that is shown.

    NaN leaves a gap. Empty where fewer than two numbers are there. Lengths are millimetres.
    """
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return Drawing(width, height, ())
    kept = values[known]
    low, high = float(kept.min()), float(kept.max())
    span = high - low
    x = _EDGE + np.arange(len(values)) / (len(values) - 1) * (width - 2 * _EDGE)
    share = (values - low) / span if span > 0 else np.where(np.isfinite(values), 0.5, np.nan)
    y = height - _EDGE - share * (height - 2 * _EDGE)
    last = int(known[-1])
    dot = Dot(float(x[last]), float(y[last]), _DOT, colour)
    return Drawing(width, height, (*line_marks(x, y, colour, _WIDTH), dot))

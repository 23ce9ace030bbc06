"""How an area differs from the municipality, indicator by indicator, as bars from a middle line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.areas import MUNICIPALITY
from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator
from desktop.core.periods import Period
from desktop.core.wording import quantity
from desktop.maps.drawing import Box, Drawing, Mark, Text, one_line
from desktop.maps.palettes import SEQUENTIAL_1
from desktop.maps.trend import ChartColours
from desktop.maps.view import nearest_period

_ROW = 23.0


@dataclass(frozen=True, slots=True)
class Deviation:
    """An indicator's difference from the municipality, as a share of the municipality's value."""

    indicator: Indicator
    relative: float


def deviations(
    data: Dataset, level: str, position: int, period: Period, most: int = 7
) -> tuple[Deviation, ...]:
    """The largest relative differences of an area, each at the period nearest before ``period``.

    Only percentages and per milles are held together; cells that are not shown are left out.
    """
    found = []
    for indicator in data.indicators_of(level):
        if indicator.unit not in ("%", "‰"):
            continue
        periods = data.periods_of(indicator.id, level)
        at = nearest_period(periods, period)
        own = data.cells(indicator.id, level, at)
        if own.states[position] != State.SHOWN:
            continue
        if at not in data.periods_of(indicator.id, MUNICIPALITY):
            continue
        whole = data.municipality(indicator.id, at)
        if whole.states[0] != State.SHOWN or whole.values[0] == 0:
            continue
        difference = float(own.values[position] - whole.values[0])
        found.append(Deviation(indicator, difference / float(whole.values[0])))
    found.sort(key=lambda each: -abs(each.relative))
    return tuple(sorted(found[:most], key=lambda each: -each.relative))


def spine_chart(
    rows: Sequence[Deviation], width: float, colours: ChartColours, track: str
) -> Drawing:
    """One row per deviation: name, a bar from the middle, and in figures what the bar shows.

    That is the difference in percent of the municipality's value, so that percentages and per
    milles share one scale, which ends at the largest. Above the municipality
    is dark and below is light, which is no judgement: directions differ between indicators.
    """
    marks: list[Mark] = []
    left, right = max(width * 0.52, 157.0), width - 56.0
    middle, half = (left + right) / 2, (right - left) / 2
    largest = max((abs(row.relative) for row in rows), default=1.0) or 1.0
    for at, row in enumerate(rows):
        top = at * _ROW
        base = top + 15
        length = max(abs(row.relative) / largest * half, 1.5)
        above = row.relative > 0
        marks += [
            Text(0, base, row.indicator.label, 12, colours.ink),
            Box(left, top + 6, right - left, 9, track, radius=4.5),
            Box(
                middle if above else middle - length,
                top + 6,
                length,
                9,
                SEQUENTIAL_1[3] if above else SEQUENTIAL_1[2],
                radius=min(4.5, length / 2),
            ),
            one_line([(middle, top + 3), (middle, top + 18)], colours.muted, 1),
            Text(
                width,
                base,
                quantity(100 * row.relative, "%", sign=True),
                12,
                colours.ink,
                anchor="end",
                tabular=True,
            ),
        ]
    return Drawing(width, len(rows) * _ROW, tuple(marks))

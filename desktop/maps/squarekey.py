"""The legend of a map of two indicators: a square of cells with counts, names and arrows."""

from __future__ import annotations

from desktop.core.wording import _, number
from desktop.maps.bivariate import SquareLegend
from desktop.maps.cellchart import CellChart, Spot
from desktop.maps.composing import Setter
from desktop.maps.drawing import Box, Drawing, Mark, Text
from desktop.maps.palettes import INK, SURFACE, contrast

_NAME = 17.0  # height of the line with an axis' name
_TICKS = 15.0  # height of the line with the bounds below
_CELL = 36.0  # height of a cell
_TEXT, _SMALL = 12.0, 10.0


def square_key(
    legend: SquareLegend, width: float, ink: str, muted: str, setter: Setter
) -> CellChart:
    """The square: the first indicator grows to the right, the second upwards.

    Spot ``group`` is that legend group's, its row counted from the top.

    Args:
        legend: the map's.
        width: room for it; the height follows.
        ink: colour of names.
        muted: colour of bounds.
        setter: knows what texts measure.
    """
    first, second = legend.first, legend.second
    columns, rows = len(first.labels), len(second.labels)
    side = max([setter.width(tick, _SMALL, tabular=True) for tick in second.ticks], default=0.0)
    left, top = (side + 6.0 if side else 0.0), _NAME + 4.0
    across = (width - left) / columns
    foot = top + rows * _CELL
    name = setter.cut(f"↑ {second.name}", _TEXT, width, 600)
    marks: list[Mark] = [Text(0, 12, name, _TEXT, ink, 600)]
    spots = []
    for each in legend.rows[: columns * rows]:
        column, row = divmod(each.group, rows)
        x, y = left + column * across, foot - (row + 1) * _CELL
        on = INK if contrast(INK, each.colour) > contrast(SURFACE, each.colour) else SURFACE
        marks += [
            Box(x, y, across - 1.0, _CELL - 1.0, each.colour),
            Text(
                x + across / 2, y + _CELL / 2 + 4.0, number(each.count), _TEXT, on, 600,
                "middle", tabular=True,
            ),
        ]  # fmt: skip
        lines = (first.labels[column], second.labels[row])
        spots.append(
            Spot(
                rows - 1 - row, column, x, y, across - 1.0, _CELL - 1.0,
                (
                    each.label,
                    f"{first.name}: {lines[0]}",
                    f"{second.name}: {lines[1]}",
                    _("{count} områder").format(count=number(each.count)),
                ),
            )
        )  # fmt: skip
    for at, tick in enumerate(second.ticks):
        y = foot - (at + 1) * _CELL + 3.0
        marks.append(Text(left - 5, y, tick, _SMALL, muted, 400, "end", tabular=True))
    for at, tick in enumerate(first.ticks):
        x = left + (at + 1) * across - 0.5
        marks.append(Text(x, foot + 11, tick, _SMALL, muted, 400, "middle", tabular=True))
    below = foot + (_TICKS if first.ticks else 0.0) + 14.0
    arrow = " →"
    name = setter.cut(first.name, _TEXT, width - setter.width(arrow, _TEXT, 600), 600)
    marks.append(Text(width, below, name + arrow, _TEXT, ink, 600, "end"))
    return CellChart(Drawing(width, below + 5.0, tuple(marks)), tuple(spots))


def reading_words(legend: SquareLegend) -> str:
    """How the square is read, for those who hear it."""
    return _("{first} vokser mod højre, {second} opad.").format(
        first=legend.first.name, second=legend.second.name
    )

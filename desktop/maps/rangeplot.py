"""Many areas on one axis: a dot with its interval for each, against the municipality's line.

Drawn in millimetres for paper. A filled dot differs from the line beyond chance and a hollow one
may not, so that the two are told apart without colour. What is withheld is hatched and has no
place; long lists go on in a second column and on further drawings, all on the same axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from desktop.core.disclosure import State
from desktop.core.wording import _, number, quantity
from desktop.maps.axes import Scale, tick_decimals, ticks
from desktop.maps.composing import Setter, moved
from desktop.maps.drawing import Box, Dot, Drawing, Mark, Strokes, Text, one_line
from desktop.maps.palettes import HAIRLINE, HATCH, INK, MUTED, PETROL, SURFACE, WITHHELD

POINT = 25.4 / 72  # millimetres
SIZE = 8.0 * POINT  # of names and numbers
SMALL = 7.2 * POINT  # of the figures of the axis and of what stands over it
ROW = 4.55  # millimetres from row to row
FLAT = 1e-9  # in the unit of the numbers: a span that is none
GAP = 8.0  # between two columns
_HEAD, _FOOT = 5.0, 5.5  # over the first row, and under the last
_DOT = 0.95
_NAMES = 0.36  # of a column's width, at most, for the names
_MOST_ALONE = 26  # rows that stand in one column over the whole width
_WIDE = 240.0  # millimetres that have room for three columns
_LEAST_ROWS = 6  # in each of several columns


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One area, in the unit of the indicator.

    Attributes:
        name: of the area.
        value: NaN where it is not shown.
        low: the lower end of its interval, NaN where it has none.
        high: the upper end.
        said: the number as it is written; read only where there is one.
        state: why there is no number, a :class:`~desktop.core.disclosure.State`.
        sure: whether it differs from the line beyond chance.
        few: whether it stands on few.
    """

    name: str
    value: float
    low: float
    high: float
    said: str
    state: int = State.SHOWN
    sure: bool = False
    few: bool = False

    @property
    def shown(self) -> bool:
        """Whether it has a place on the axis."""
        return self.state == State.SHOWN and math.isfinite(self.value)


@dataclass(frozen=True, slots=True)
class RangeLine:
    """What all areas are held against: its number and its name. NaN draws no line."""

    value: float
    name: str
    unit: str = ""
    decimals: int = 1


def range_plots(
    rows: Sequence[RangeRow], line: RangeLine, width: float, height: float, setter: Setter
) -> tuple[Drawing, ...]:
    """The rows in the order given, on as many drawings as it takes; all share one axis.

    Up to 26 rows stand in one column, more in two, or in three on a wide page. Names that are too
    long are cut.

    Args:
        rows: the areas; none of them gives no drawing.
        line: what they are held against.
        width: of every drawing, in millimetres.
        height: that a drawing may have at most.
        setter: knows what words measure, in millimetres.
    """
    if not rows:
        return ()
    fitting = max(int((height - _HEAD - _FOOT) / ROW), _LEAST_ROWS)
    several = 3 if width >= _WIDE else 2
    columns = 1 if len(rows) <= min(_MOST_ALONE, fitting) else several
    column_width = (width - GAP * (columns - 1)) / columns
    low, high = _reach(rows, line)
    shape = _Shape(rows, column_width, low, high, setter)
    made = []
    pages = math.ceil(len(rows) / (fitting * columns))
    size = math.ceil(len(rows) / pages)
    for begin in range(0, len(rows), size):
        part = rows[begin : begin + size]
        longest = math.ceil(len(part) / columns)
        marks: list[Mark] = []
        for column in range(columns):
            held = part[column * longest : (column + 1) * longest]
            marks += moved(_column(held, line, shape, setter), column * (column_width + GAP))
        made.append(Drawing(width, _HEAD + longest * ROW + _FOOT, tuple(marks)))
    return tuple(made)


class _Shape:
    """Where names end, numbers begin and values stand in a column."""

    def __init__(
        self, rows: Sequence[RangeRow], width: float, low: float, high: float, setter: Setter
    ) -> None:
        widest = max(setter.width(row.name, SIZE) for row in rows)
        said = max(setter.width(row.said, SIZE, 400, tabular=True) for row in rows)
        self.width = width
        self.names = min(widest, _NAMES * width)
        self.left = self.names + 3.0
        self.right = width - said - 3.5
        self.axis = Scale(low, high, self.left + 1.5, self.right - 1.5)
        most = max(int((self.right - self.left) / 12.0), 2)
        self.ticks = ticks(low, high, most)


def _reach(rows: Sequence[RangeRow], line: RangeLine) -> tuple[float, float]:
    """From the lowest to the highest that is drawn; nought is taken in where it is near."""
    shown = [row for row in rows if row.shown]
    ends = np.array([(row.value, row.low, row.high) for row in shown] + [(line.value,) * 3])
    finite = ends[np.isfinite(ends)]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if 0 < low < 0.5 * high:
        low = 0.0
    if high - low <= FLAT:
        room = max(abs(high) * 0.1, 1.0)
        return low - room, high + room
    return low, high


def _column(
    rows: Sequence[RangeRow], line: RangeLine, shape: _Shape, setter: Setter
) -> tuple[Mark, ...]:
    top, bottom = _HEAD, _HEAD + len(rows) * ROW
    marks: list[Mark] = [*_grid(line, shape, top, bottom, setter)]
    for at, row in enumerate(rows):
        marks += _row(row, top + (at + 0.5) * ROW, shape, setter)
    return tuple(marks)


def _grid(line: RangeLine, shape: _Shape, top: float, bottom: float, setter: Setter) -> list[Mark]:
    decimals = tick_decimals(shape.ticks)
    unit = line.unit if len(line.unit) <= 2 else ""
    marks: list[Mark] = []
    for tick in shape.ticks:
        x = shape.axis.at(tick)
        marks.append(one_line([(x, top), (x, bottom)], HAIRLINE, 0.2))
        text = quantity(tick, unit, decimals)
        marks.append(Text(x, bottom + 3.4, text, SMALL, MUTED, 400, "middle", True))
    if math.isfinite(line.value):
        x = shape.axis.at(line.value)
        marks.append(
            Strokes(
                np.array([(x, top - 1.0), (x, bottom)]), np.array([0, 2], np.int32), INK, 0.35,
                dashed=True,
            )
        )  # fmt: skip
        said = f"{line.name} {quantity(line.value, line.unit, line.decimals)}"
        half = setter.width(said, SMALL, 600) / 2
        middle = min(max(x, half), shape.width - half)
        marks.append(Text(middle, top - 1.8, said, SMALL, INK, 600, "middle"))
    return marks


def _row(row: RangeRow, middle: float, shape: _Shape, setter: Setter) -> list[Mark]:
    base = middle + 0.36 * SIZE
    name = setter.cut(row.name, SIZE, shape.names + 0.01)
    marks: list[Mark] = [Text(0.0, base, name, SIZE, INK)]
    if not row.shown:
        left = shape.left + 1.5
        if row.state == State.WITHHELD:
            marks.append(Box(left, middle - 1.3, 9.0, 2.6, WITHHELD, radius=0.6, hatched=HATCH))
        return [*marks, Text(shape.width, base, row.said, SMALL, MUTED, 400, "end")]
    marks += _place(row, shape.axis, middle)
    colour = MUTED if row.few else INK
    weight = 600 if row.sure else 400
    marks.append(Text(shape.width, base, row.said, SIZE, colour, weight, "end", True))
    if row.few:
        wide = setter.width(row.said, SIZE, weight, tabular=True)
        marks.append(Dot(shape.width - wide - 1.6, middle, 0.7, "", MUTED, 0.3))
    return marks


def _place(row: RangeRow, scale: Scale, middle: float) -> list[Mark]:
    """A shown row's interval and dot; a number without an interval is a plain dot."""
    ink = PETROL if row.sure else MUTED
    known = math.isfinite(row.low) and math.isfinite(row.high)
    marks: list[Mark] = []
    if known:
        ends = [(scale.at(end), middle) for end in (row.low, row.high)]
        marks.append(one_line(ends, ink, 0.45))
    fill = ink if row.sure or not known else SURFACE
    return [*marks, Dot(scale.at(row.value), middle, _DOT, fill, ink, 0.4)]


def shared_scale(rows: Sequence[RangeRow], line: RangeLine, width: float) -> Scale:
    """The axis that cells of a table share (:func:`range_cell`), with room at its ends."""
    return Scale(*_reach(rows, line), 1.5, width - 1.5)


def range_cell(
    row: RangeRow, line: RangeLine, scale: Scale, width: float, height: float
) -> Drawing:
    """One area's dot and interval as the cell of a table, with the line from top to bottom."""
    middle = height / 2
    marks: list[Mark] = [one_line([(0.0, middle), (width, middle)], HAIRLINE, 0.15)]
    if math.isfinite(line.value):
        x = scale.at(line.value)
        marks.append(one_line([(x, 0.0), (x, height)], INK, 0.3))
    if row.shown:
        marks += _place(row, scale, middle)
    elif row.state == State.WITHHELD:
        marks = [Box(0.0, middle - 1.3, width, 2.6, WITHHELD, radius=0.6, hatched=HATCH)]
    return Drawing(width, height, tuple(marks))


def _apart(scale: Scale, unit: str, most: int) -> tuple[float, ...]:
    """Round values whose figures do not meet: at most so many, two where there is no more room."""
    for count in range(max(most, 2), 2, -1):
        values = ticks(scale.low, scale.high, count)
        decimals = tick_decimals(values)
        widest = max((len(quantity(tick, unit, decimals)) for tick in values), default=0)
        apart = abs(scale.at(values[1]) - scale.at(values[0])) if len(values) > 1 else math.inf
        if apart > 1.5 * 0.6 * SMALL * widest + 0.5:  # the outermost are moved inwards by half
            return values
    return ticks(scale.low, scale.high, 2)


def axis_cell(line: RangeLine, scale: Scale, width: float, height: float) -> Drawing:
    """The figures of an axis as the cell of a table, above the dots that stand on it."""
    marks: list[Mark] = []
    unit = line.unit if len(line.unit) <= 2 else ""
    values = _apart(scale, unit, int(width / 10.0))
    for tick in values:
        text = quantity(tick, unit, tick_decimals(values))
        x = scale.at(tick)
        anchor = "start" if x < 4.0 else "end" if x > width - 5.0 else "middle"
        at = {"start": 0.0, "middle": x, "end": width}[anchor]
        marks.append(one_line([(x, height - 0.9), (x, height)], MUTED, 0.2))
        marks.append(Text(at, height - 1.4, text, SMALL, MUTED, 400, anchor, True))
    return Drawing(width, height, tuple(marks))


def legend_plot(
    width: float, setter: Setter, *, intervals: bool, few: bool, hidden: bool
) -> Drawing:
    """What the signs of the drawings mean, on as many lines as it takes.

    Args:
        width: in millimetres.
        setter: knows what words measure.
        intervals: whether anything has an interval, and so may differ beyond chance.
        few: whether a number stands on few.
        hidden: whether anything is withheld.
    """
    items: list[tuple[str, str]] = []
    if intervals:
        items += [
            ("sure", _("over eller under stregen med sikkerhed")),
            ("unsure", _("forskellen kan være tilfældig")),
            ("interval", _("95 %-interval")),
        ]
    if few:
        items.append(("few", _("bygger på få")))
    if hidden:
        items.append(("hidden", _("diskretioneret")))
    marks: list[Mark] = []
    x, y = 0.0, 3.2
    for kind, words in items:
        sign = 11.0 if kind in ("hidden", "interval") else 4.0
        room = setter.width(words, SMALL)
        if x > 0 and x + sign + room > width:
            x, y = 0.0, y + 4.4
        marks += _sign(kind, x, y - 0.36 * SMALL)
        marks.append(Text(x + sign, y, words, SMALL, MUTED))
        x += sign + room + 5.0
    return Drawing(width, y + 1.2 if items else 0.0, tuple(marks))


def _sign(kind: str, x: float, middle: float) -> tuple[Mark, ...]:
    match kind:
        case "sure":
            return (Dot(x + 1.4, middle, _DOT, PETROL, PETROL, 0.4),)
        case "unsure":
            return (Dot(x + 1.4, middle, _DOT, SURFACE, MUTED, 0.4),)
        case "few":
            return (Dot(x + 1.4, middle, 0.7, "", MUTED, 0.3),)
        case "interval":
            return (one_line([(x, middle), (x + 9.0, middle)], MUTED, 0.45),)
        case _:
            return (Box(x, middle - 1.3, 9.0, 2.6, WITHHELD, radius=0.6, hatched=HATCH),)


def overlap_words(rows: Sequence[RangeRow]) -> str:
    """How far the order of the rows may be trusted; empty where there is no order to speak of.

    Each shown row with an interval is held against the one after it: where the intervals overlap,
    the order of the two is not certain.
    """
    known = [row for row in rows if row.shown and math.isfinite(row.low)]
    if len(known) < 2:
        return ""
    pairs = list(pairwise(known))
    open_ones = sum(one.low <= other.high and other.low <= one.high for one, other in pairs)
    if not open_ones:
        return _("Ingen af naboernes intervaller overlapper.")
    return _(
        "Rækkefølgen er usikker: {open} af {pairs} nabopar har intervaller, der overlapper."
    ).format(open=number(open_ones), pairs=number(len(pairs)))

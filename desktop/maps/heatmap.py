"""How all indicators of a level go together, two and two: a triangle of coloured cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.core.association import FEWEST, Matrix
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called
from desktop.core.pairs import period_near
from desktop.core.periods import Period
from desktop.core.wording import _, number
from desktop.maps.cellchart import CellChart, CrossColours, Spot
from desktop.maps.composing import Setter
from desktop.maps.diverging import shade
from desktop.maps.drawing import Box, Drawing, Mark, Text, one_line

_LOWEST, _HIGHEST = 12.5, 24.0  # height of a row
_WIDEST = 30.0
_NAMES = 0.2  # of the width, at most, for the names on the left
_SCALE = 9  # steps of the scale that explains the colours
_CHANCE = 0.05  # that a pair without any association is filled in


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The indicators of a level that go into a table, and their numbers at one time.

    ``periods`` are where each is taken; ``values`` has a column of areas for each, NaN where an
    area is not shown, does not exist or is outside the filter.
    """

    indicators: tuple[Indicator, ...]
    periods: tuple[Period, ...]
    values: tuple[FloatArray, ...]


def columns_at(data: Dataset, level: str, period: Period, kept: NDArray[np.bool_]) -> Columns:
    """Every indicator of a level at the period that goes with the one asked for, by subject.

    Those that begin later are left out.
    """
    areas = data.areas(level)
    order = {each.id: at for at, each in enumerate(data.dimensions)}
    held = sorted(data.indicators_of(level), key=lambda each: order.get(each.dimension, len(order)))
    found: list[tuple[Indicator, Period, FloatArray]] = []
    for indicator in held:
        at = period_near(data.periods_of(indicator.id, level), period)
        if at is None:
            continue
        there = kept & areas.valid_on(at.end)
        values = data.cells(indicator.id, level, at).values
        found.append((indicator, at, np.where(there, values, np.nan)))
    return Columns(
        tuple(each[0] for each in found),
        tuple(each[1] for each in found),
        tuple(each[2] for each in found),
    )


def heat_map(
    columns: Columns,
    matrix: Matrix,
    width: float,
    height: float,
    colours: CrossColours,
    setter: Setter,
    called: Called,
) -> CellChart:
    """The cells under the diagonal, with every name at the left and again on the diagonal.

    So each column is read from the name at its top. A cell is filled where the interval leaves out
    nought, and hollow where it does not.

    Args:
        columns: what the matrix is of.
        matrix: the correlations.
        width: room there is.
        height: room there is; more is taken where rows would be too low to be read.
        colours: of text and lines.
        setter: knows what texts measure.
        called: what the areas are called.
    """
    count = len(columns.indicators)
    names = [each.label for each in columns.indicators]
    tall = min(max(height / max(count + 0.5, 1), _LOWEST), _HIGHEST)
    size = min(tall - 2.0, 12.0)
    longest = max((setter.width(name, size) for name in names), default=0.0)
    left = min(longest + 10.0, max(_NAMES * width, 90.0))
    wide = min(max((width - left - longest - 12.0) / max(count, 1), 6.0), _WIDEST)
    marks: list[Mark] = []
    spots: list[Spot] = []
    for row, name in enumerate(names):
        y = row * tall
        base = y + tall / 2 + size * 0.36
        marks.append(
            Text(left - 8, base, setter.cut(name, size, left - 10), size, colours.muted, 400, "end")
        )
        marks.append(Text(left + row * wide + 5, base, name, size, colours.ink, 600))
        for column in range(row):
            x = left + column * wide
            marks += _cell(matrix, row, column, x, y, wide - 1, tall - 1, colours)
            lines = _told(columns, matrix, row, column, called)
            spots.append(Spot(row, column, x, y, wide - 1, tall - 1, lines))
    marks += _between_subjects(columns, left, wide, tall, colours)
    marks += _scale(width, colours, left + 7 * wide)
    total = max(count * tall + 4, 60.0)
    return CellChart(Drawing(width, total, tuple(marks)), tuple(spots))


def reading_sentence(columns: Columns, matrix: Matrix, called: Called) -> str:
    """How many pairs there are, and how many of the filled ones chance alone would give."""
    pairs = np.tril(np.isfinite(matrix.values), -1).sum()
    sure = np.tril((matrix.low > 0) | (matrix.high < 0), -1).sum()
    if not pairs:
        return _(
            "Der er ingen sammenhænge at vise: der skal mindst {fewest} {areas} til, som viser"
            " begge tal, og tallene skal være forskellige."
        ).format(fewest=number(FEWEST), areas=called.many)
    return _(
        "{pairs} par af {indicators} indikatorer. I {sure} er sammenhængen sikker; var der ingen"
        " overhovedet, ville omkring {chance} se sådan ud alligevel."
    ).format(
        pairs=number(int(pairs)),
        indicators=number(len(columns.indicators)),
        sure=number(int(sure)),
        chance=number(_CHANCE * int(pairs)),
    )


def _cell(
    matrix: Matrix,
    row: int,
    column: int,
    x: float,
    y: float,
    width: float,
    height: float,
    colours: CrossColours,
) -> list[Mark]:
    r = float(matrix.values[row, column])
    if not np.isfinite(r):
        return [Box(x, y, width, height, colours.missing)]
    sure = matrix.low[row, column] > 0 or matrix.high[row, column] < 0
    if sure:
        return [Box(x, y, width, height, shade(r))]
    return [Box(x + 0.5, y + 0.5, width - 1, height - 1, "", colours.hairline, 1.0)]


def _told(
    columns: Columns, matrix: Matrix, row: int, column: int, called: Called
) -> tuple[str, ...]:
    first, second = columns.indicators[column].label, columns.indicators[row].label
    r = float(matrix.values[row, column])
    used = called.counted(int(matrix.counts[row, column]))
    head = f"{first} × {second}"
    if not np.isfinite(r):
        return head, _("Ingen sammenhæng at måle: {used} viser begge tal.").format(used=used)
    low, high = float(matrix.low[row, column]), float(matrix.high[row, column])
    told = number(r, 2)
    if np.isfinite(low):
        told = _("{r} ({low} til {high})").format(r=told, low=number(low, 2), high=number(high, 2))
    sure = low > 0 or high < 0
    if not sure:
        way = _("kan være tilfældig")
    else:
        way = _("følges ad") if r > 0 else _("går hver sin vej")
    return (
        head,
        _("r = {r} · {used}").format(r=told, used=used),
        way,
        _("mellem områder; siger intet om personer"),
    )


def _between_subjects(
    columns: Columns, left: float, wide: float, tall: float, colours: CrossColours
) -> list[Mark]:
    """Thin lines where one subject ends and the next begins."""
    marks: list[Mark] = []
    subjects = [each.dimension for each in columns.indicators]
    for at in range(1, len(subjects)):
        if subjects[at] != subjects[at - 1]:
            y, x = at * tall - 0.5, left + at * wide - 0.5
            bottom = len(subjects) * tall
            marks.append(one_line([(left - 6, y), (x, y)], colours.muted, 0.6))
            marks.append(one_line([(x, y), (x, bottom)], colours.muted, 0.6))
    return marks


def _scale(width: float, colours: CrossColours, least: float) -> list[Mark]:
    """What the colours mean, in the empty corner at the top right."""
    step = 24.0
    x = max(width - _SCALE * step - 8, least)
    marks: list[Mark] = [
        Text(x, 12, _("Sammenhæng, r"), 11, colours.ink, 600),
    ]
    for at in range(_SCALE):
        share = -1 + 2 * at / (_SCALE - 1)
        marks.append(Box(x + at * step, 18, step, 12, shade(share)))
    middle = x + _SCALE * step / 2
    ends: Sequence[tuple[float, str, str]] = (
        (x, "−1", "start"), (middle, "0", "middle"), (x + _SCALE * step, "1", "end"),
    )  # fmt: skip
    marks += [Text(at, 43, text, 10, colours.muted, 400, anchor) for at, text, anchor in ends]
    marks += [
        Box(x + 0.5, 53.5, 17, 11, "", colours.hairline, 1.0),
        Text(x + 24, 63, _("kan være tilfældig"), 11, colours.muted),
        Box(x, 70, 18, 12, colours.missing),
        Text(x + 24, 80, _("kan ikke måles"), 11, colours.muted),
    ]
    return marks

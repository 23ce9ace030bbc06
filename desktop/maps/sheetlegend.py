"""The legend of a map sheet: every class with its colour, its words and its count.

Classes stand under each other, or one after the other where two maps share a page. Runs of colours,
circles and the square of two indicators are the drawings of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.core.wording import _, number
from desktop.maps import palettes
from desktop.maps.alttexts import short
from desktop.maps.changesigns import arrowhead
from desktop.maps.composing import Setter, moved
from desktop.maps.drawing import Box, Dots
from desktop.maps.legendmarks import legend_marks
from desktop.maps.legendscales import Circles, Gradient
from desktop.maps.maplabels import PIXEL
from desktop.maps.picture import FALLEN, RISEN, Legend, LegendRow
from desktop.maps.raster import dot_colour
from desktop.maps.sheettags import ROW, told
from desktop.maps.trend import ChartColours
from desktop.maps.typesetting import Pen

if TYPE_CHECKING:
    from desktop.maps.bivariate import SquareLegend

SWATCH = 5.8  # millimetres
_DOTS_APART, _DOT = 1.2, 0.22  # millimetres between dots that mark what is uncertain, and a radius
_FLOW = 4.4  # millimetres from line to line of a legend that lies down


def set_legend(
    pen: Pen,
    legend: Legend,
    key: str,
    left: float,
    top: float,
    right: float,
    pitch: float,
    heading: str = "H2",
) -> float:
    """All classes with their counts under each other, ``key`` over them. Returns where it ends.

    ``heading`` is the rank of the key among the headings of the sheet.
    """
    unit = pen.unit
    y = top + 3 * unit
    with told(pen, heading):
        for line in pen.wrapped(key, 9.5, 600, right - left, 2):
            pen.text(left, y, line, 9.5, palettes.INK, 600)
            y += 3.9 * unit
    y -= 3.9 * unit
    rows = legend.rows
    drawn = set_scale(pen, legend, left, y + 2.6 * unit, right)
    if drawn:
        y += 2.6 * unit + drawn
        rows = rows_beside(legend)
    y += 0.6 * unit
    if rows:
        with told(pen, "Table"):
            y = _set_rows(pen, rows, left, y, right, pitch)
    y += 1.2 * unit
    with told(pen, "P"):
        for line in notes_of(pen, legend, right - left):
            y += 3.7 * unit
            pen.text(left, y, line, 7.5, palettes.MUTED)
    return y


def set_flow(pen: Pen, legend: Legend, left: float, top: float, right: float) -> float:
    """All classes with their counts one after the other, on as many lines as it takes.

    Returns where they end.
    """
    unit = pen.unit
    y = top
    rows = legend.rows
    drawn = set_scale(pen, legend, left, top, min(right, left + 62 * unit))
    if drawn:
        y += drawn + 0.6 * unit
        rows = rows_beside(legend)
    x, y = left, y + 3 * unit
    with told(pen, "Table"):
        for row in rows:
            label = pen.cut(row.label, 8, 400, right - left - 20 * unit)
            counted = number(row.count)
            words = pen.width(label, 8)
            wide = 5.2 * unit + words + 1.4 * unit + pen.width(counted, 8, tabular=True)
            if x > left and x + wide > right:
                x, y = left, y + _FLOW * unit
            with told(pen, "TR"):
                with told(pen, "TH", ROW):
                    set_swatch(pen, row, x, y, 2.8 * unit, 4.2 * unit)
                    pen.text(x + 5.2 * unit, y, label, 8)
                with told(pen, "TD"):
                    pen.text(x + 6.6 * unit + words, y, counted, 8, palettes.MUTED, tabular=True)
            x += wide + 4 * unit
    return y + 0.8 * unit


def _set_rows(
    pen: Pen, rows: tuple[LegendRow, ...], left: float, y: float, right: float, pitch: float
) -> float:
    unit = pen.unit
    counts = max(pen.width(number(row.count), 9, tabular=True) for row in rows)
    names = left + 8 * unit
    longest = max(pen.width(row.label, 9) for row in rows)
    bars_end = right - counts - 4 * unit
    bar_room = min(20 * unit, bars_end - names - longest - 4 * unit)
    label_room = bars_end - names - 2 * unit if bar_room < 8 * unit else longest + 0.01
    most = max(1, *(row.count for row in rows))
    several = sum(0 <= row.group < RISEN for row in rows) > 1
    for row in rows:
        y += pitch * unit
        points = next((p for p in (9, 8.5, 8, 7.5) if pen.width(row.label, p) <= label_room), 7)
        with told(pen, "TR"):
            with told(pen, "TH", ROW):
                set_swatch(pen, row, left, y, min(pitch - 1.4, 3.6) * unit, SWATCH * unit)
                pen.text(names, y, pen.cut(row.label, points, 400, label_room), points)
            with told(pen, "TD"):
                if several and bar_room >= 8 * unit and 0 <= row.group < RISEN and row.count:
                    length = max(bar_room * row.count / most, 1.5 * unit)
                    pen.marks.append(
                        Box(bars_end - bar_room, y - 1.85 * unit, length, 1.5 * unit, palettes.BAR,
                            radius=0.75 * unit)
                    )  # fmt: skip
                pen.text(right, y, number(row.count), 9, palettes.MUTED, anchor="end",
                         tabular=True)  # fmt: skip
    return y


def set_scale(pen: Pen, legend: Legend, left: float, top: float, right: float) -> float:
    """The drawing of a legend that is more than rows. Returns how high it is, 0 for none."""
    pixel = PIXEL * pen.unit
    if legend.form == "square":
        from desktop.maps.bivariate import SquareLegend
        from desktop.maps.squarekey import square_key

        if isinstance(legend, SquareLegend):
            chart = square_key(
                legend, (right - left) / pixel, palettes.INK, palettes.MUTED, Setter(pen.measure)
            )
            with told(pen, "Figure", alt=_square_words(legend)):
                pen.marks += moved(chart.drawing.marks, left, top, pixel)
            return chart.drawing.height * pixel
    if legend.scale is None:
        return 0.0
    marks, height = legend_marks(legend.scale, left, top, right - left, pixel, ChartColours())
    with told(pen, "Figure", alt=_scale_words(legend.scale)):
        pen.marks += marks
    return height


def _square_words(legend: SquareLegend) -> str:
    """The square of two indicators: how it is read, and how many areas have which of both."""
    from desktop.maps.squarekey import reading_words

    across, up = len(legend.first.labels), len(legend.second.labels)
    counts = [number(row.count) for row in legend.rows[: across * up]]
    rows = [", ".join(counts[row::up]) for row in reversed(range(up))]
    return short(
        _("{reading} Antal områder fra øverste række og ned: {rows}.").format(
            reading=reading_words(legend), rows="; ".join(rows)
        )
    )


def _scale_words(scale: Gradient | Circles) -> str:
    """A run of colours, or circles: what the first and the last of them stand for."""
    if isinstance(scale, Gradient):
        ticks = [label for _share, label in scale.ticks]
        return _("Farver, der løber fra lys ved {low} til mørk ved {high}.").format(
            low=ticks[0] if ticks else "", high=ticks[-1] if ticks else ""
        )
    return _("Cirkler, der er store som antallet: {steps}.").format(
        steps=", ".join(label for _share, label in scale.steps)
    )


def rows_beside(legend: Legend) -> tuple[LegendRow, ...]:
    """The rows that the drawing of a legend does not hold already."""
    if legend.form == "square":
        return tuple(row for row in legend.rows if row.group < 0)
    return legend.rows


def notes_of(pen: Pen, legend: Legend, room: float) -> list[str]:
    """How the classes were made and who belongs where: on one line, else on a line each."""
    told = [text for text in (legend.scheme, legend.rule) if text]
    together = "; ".join(told)
    if pen.width(together, 7.5) <= room:
        return [together] if together else []
    return [
        line
        for text in told
        for line in pen.wrapped(text[:1].upper() + text[1:], 7.5, 400, room, 2)
    ]


def set_swatch(
    pen: Pen, row: LegendRow, x: float, baseline: float, height: float, width: float
) -> None:
    """The sign of a row of the legend: its colour, with hatching, dots or an arrow."""
    unit = pen.unit
    middle = baseline - 1.15 * unit
    if row.group in (RISEN, FALLEN):
        sign = 1 if row.group == RISEN else -1
        pen.marks.append(arrowhead(x + width / 2, middle, sign, palettes.INK, 1.3 * unit))
        return
    pen.marks.append(
        Box(
            x,
            middle - height / 2,
            width,
            height,
            row.colour,
            palettes.mixed(row.colour, palettes.INK, 0.3 if row.dotted else 0.12),
            0.1 * unit,
            0.8 * unit,
            palettes.HATCH if row.hatched else "",
        )
    )
    if row.dotted:
        columns = np.arange(0.5 * _DOTS_APART, width / unit - 0.3, _DOTS_APART)
        lines = np.arange(0.5 * _DOTS_APART, height / unit - 0.1, _DOTS_APART)
        grid = np.stack(np.meshgrid(columns, lines), axis=-1).reshape(-1, 2)
        grid += ((width / unit - np.ptp(columns)) / 2 - columns[0],
                 (height / unit - np.ptp(lines)) / 2 - lines[0])  # fmt: skip
        pen.marks.append(
            Dots(
                grid * unit + (x, middle - height / 2),
                np.full(len(grid), _DOT * unit),
                np.zeros(len(grid), np.int64),
                (dot_colour(row.colour),),
            )
        )

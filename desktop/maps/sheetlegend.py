"""The legend of a map sheet: every class with its colour, its words and its count."""

from __future__ import annotations

from desktop.core.wording import _, number
from desktop.maps import palettes
from desktop.maps.drawing import Box
from desktop.maps.picture import Legend, LegendRow
from desktop.maps.typesetting import Pen


def set_legend(
    pen: Pen, legend: Legend, left: float, top: float, right: float, pitch: float
) -> float:
    """All classes with their counts. Returns where it ends."""
    unit = pen.unit
    y = top + 3 * unit
    pen.text(left, y, _("Signaturforklaring"), 9.5, palettes.INK, 600)
    counts = max(pen.width(number(row.count), 9, tabular=True) for row in legend.rows)
    names = left + 8 * unit
    longest = max(pen.width(row.label, 9) for row in legend.rows)
    bars_end = right - counts - 4 * unit
    bar_room = min(20 * unit, bars_end - names - longest - 4 * unit)
    label_room = bars_end - names - 2 * unit if bar_room < 8 * unit else longest + 0.01
    most = max(1, *(row.count for row in legend.rows))
    y += 0.6 * unit
    for row in legend.rows:
        y += pitch * unit
        _swatch(pen, row, left, y, min(pitch - 1.4, 3.6) * unit)
        points = next((p for p in (9, 8.5, 8, 7.5) if pen.width(row.label, p) <= label_room), 7)
        pen.text(names, y, pen.cut(row.label, points, 400, label_room), points)
        if bar_room >= 8 * unit and row.group >= 0 and row.count:
            length = max(bar_room * row.count / most, 1.5 * unit)
            pen.marks.append(
                Box(bars_end - bar_room, y - 1.85 * unit, length, 1.5 * unit, palettes.BAR,
                    radius=0.75 * unit)
            )  # fmt: skip
        pen.text(right, y, number(row.count), 9, palettes.MUTED, anchor="end", tabular=True)
    y += 1.2 * unit
    for line in _notes(pen, legend, right - left):
        y += 3.7 * unit
        pen.text(left, y, line, 7.5, palettes.MUTED)
    return y


def _notes(pen: Pen, legend: Legend, room: float) -> list[str]:
    """How the classes were made and who belongs where: on one line, else on a line each."""
    together = f"{legend.scheme}; {legend.rule}"
    if pen.width(together, 7.5) <= room:
        return [together]
    return [
        line
        for text in (legend.scheme, legend.rule[:1].upper() + legend.rule[1:])
        for line in pen.wrapped(text, 7.5, 400, room, 2)
    ]


def _swatch(pen: Pen, row: LegendRow, x: float, baseline: float, height: float) -> None:
    unit = pen.unit
    pen.marks.append(
        Box(
            x,
            baseline - 1.15 * unit - height / 2,
            5.8 * unit,
            height,
            row.colour,
            palettes.mixed(row.colour, palettes.INK, 0.12),
            0.1 * unit,
            0.8 * unit,
            palettes.HATCH if row.hatched else "",
        )
    )

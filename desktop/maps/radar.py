"""A radar of a few areas: how far each lies from the municipality's circle, outward more adverse.

A shape by itself says little, since it hangs on the order of the indicators; so there are rings to
read by, never more than five areas, and no shape at all of fewer than three indicators.
"""

from __future__ import annotations

import math

import numpy as np

from desktop.core.disclosure import FloatArray
from desktop.core.indexed import LEAST_INDICATORS, Indexed
from desktop.core.wording import _, number, plural
from desktop.maps.composing import Setter
from desktop.maps.drawing import Dot, Drawing, Mark, Strokes, Text, one_line
from desktop.maps.palettes import PETROL, SEQUENTIAL_1, SEQUENTIAL_2
from desktop.maps.profilespine import SpineColours

_LIMITS = (150.0, 200.0, 300.0)
_WITHIN = 0.9  # of the values lie inside the outermost ring
_SIZE = 11.0
_NAMES = 150.0  # pixels beside the rings for the indicators' names
_LIST = 230.0  # pixels for the list of areas
OTHERS = (PETROL, SEQUENTIAL_2[3], SEQUENTIAL_1[2], "#6B7783")


def radar_chart(
    facts: Indexed, width: float, height: float, setter: Setter, colours: SpineColours
) -> Drawing:
    """The radar with its rings and the list of areas; a sentence where it cannot be drawn.

    The last area is the chosen one, in clay. A value past the outermost ring is a hollow dot on it.
    An area without a number on an indicator has a gap there.
    """
    chart = colours.chart
    if not facts.enough:
        text = _(
            "En radar kræver mindst {least} indikatorer med retning, der kan vises. Der er {count}."
        ).format(least=LEAST_INDICATORS, count=len(facts.indicators))
        lines = setter.lines(text, 12.0, width)
        return Drawing(
            width,
            20.0 * len(lines) + 4,
            tuple(Text(0, 16 + 20 * at, line, 12, chart.muted) for at, line in enumerate(lines)),
        )
    beside = width >= 2 * _NAMES + 160 + _LIST
    room = width - (_LIST if beside else 0.0)
    radius = max(min((room - 2 * _NAMES) / 2, (height - 44) / 2), 60.0)
    x, y = room / 2, 22.0 + radius
    limit = _limit(facts.values)
    angles = np.arange(len(facts.indicators)) / len(facts.indicators) * 2 * math.pi
    marks: list[Mark] = _rings(x, y, radius, limit, angles, colours)
    marks += _names(facts, x, y, radius, angles, setter, colours)
    shades = _shades(facts, colours)
    for row, shade in enumerate(shades):
        marks += _shape(facts.values[row], x, y, radius, limit, angles, shade, colours)
    left, top = (room + 8, 24.0) if beside else (0.0, y + radius + 40)
    listed, bottom = _listed(facts, shades, left, top, width - left, setter, colours)
    return Drawing(width, max(y + radius + 30, bottom), (*marks, *listed))


def radar_sentences(facts: Indexed) -> tuple[str, ...]:
    """How the radar is read, and what is not on it."""
    said = [
        _(
            "Udad betyder altid mere udsat. Kommunen er ringen ved 100; 150 er halvanden gang"
            " kommunens tal."
        ),
        _("Tal, hvor lavere er mere udsat, er vendt."),
    ]
    if facts.left_out:
        said.append(
            plural(
                "{count} indikator uden retning eller uden tal er ikke med.",
                "{count} indikatorer uden retning eller uden tal er ikke med.",
                len(facts.left_out),
            ).format(count=number(len(facts.left_out)))
        )
    said.append(_("Små forskelle kan være tilfældige; søjlerne viser usikkerheden."))
    return tuple(said)


def _limit(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    most = float(np.quantile(known, _WITHIN)) if len(known) else 0.0
    return next((each for each in _LIMITS if each >= most), _LIMITS[-1])


def _point(x: float, y: float, radius: float, share: float, angle: float) -> tuple[float, float]:
    return x + radius * share * math.sin(angle), y - radius * share * math.cos(angle)


def _rings(
    x: float, y: float, radius: float, limit: float, angles: FloatArray, colours: SpineColours
) -> list[Mark]:
    chart = colours.chart
    marks: list[Mark] = [
        one_line([(x, y), _point(x, y, radius, 1.0, angle)], chart.grid, 1)
        for angle in angles.tolist()
    ]
    for value in (50.0, 100.0, 150.0, 200.0, 250.0, 300.0):
        if value > limit:
            break
        municipality = value == 100.0
        around = np.linspace(0, 2 * math.pi, 73)
        reach = radius * value / limit
        ring = np.column_stack([x + reach * np.sin(around), y - reach * np.cos(around)])
        line = chart.muted if municipality else chart.grid
        starts = np.array([0, len(ring)], np.int32)
        marks.append(Strokes(ring, starts, line, 1.6 if municipality else 1.0))
        words = _("kommunen 100") if municipality else number(value)
        marks.append(Text(x + 4, y - reach + 11, words, 10, chart.muted, 400, "start", True))
    return marks


def _names(
    facts: Indexed,
    x: float,
    y: float,
    radius: float,
    angles: FloatArray,
    setter: Setter,
    colours: SpineColours,
) -> list[Mark]:
    marks: list[Mark] = []
    for indicator, angle in zip(facts.indicators, angles.tolist(), strict=True):
        at, base = _point(x, y, radius + 12, 1.0, angle)
        side = math.sin(angle)
        anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"
        room = _NAMES - 16 if anchor != "middle" else 2 * _NAMES
        name = setter.cut(indicator.label, _SIZE, room)
        marks.append(Text(at, base + 4, name, _SIZE, colours.chart.ink, 400, anchor))
    return marks


def _shades(facts: Indexed, colours: SpineColours) -> list[str]:
    """Clay for the last, which is the chosen one; the others quietly."""
    count = len(facts.positions)
    return [*OTHERS[: count - 1], colours.chosen][-count:] if count else []


def _shape(
    values: FloatArray,
    x: float,
    y: float,
    radius: float,
    limit: float,
    angles: FloatArray,
    shade: str,
    colours: SpineColours,
) -> list[Mark]:
    count = len(values)
    shares = np.minimum(values / limit, 1.0)
    points = [
        _point(x, y, radius, share, angle)
        for share, angle in zip(shares.tolist(), angles.tolist(), strict=True)
    ]
    marks: list[Mark] = []
    for at in range(count):
        after = (at + 1) % count
        if math.isfinite(values[at]) and math.isfinite(values[after]):
            marks.append(one_line([points[at], points[after]], shade, 1.8))
    for value, point in zip(values.tolist(), points, strict=True):
        if math.isfinite(value):
            past = value > limit
            fill = colours.surface if past else shade
            marks.append(Dot(*point, 3.4 if past else 2.8, fill, shade, 1.4))
    return marks


def _listed(
    facts: Indexed,
    shades: list[str],
    left: float,
    top: float,
    room: float,
    setter: Setter,
    colours: SpineColours,
) -> tuple[list[Mark], float]:
    chart = colours.chart
    marks: list[Mark] = []
    y = top
    for name, shade in reversed(list(zip(facts.names, shades, strict=True))):
        marks.append(one_line([(left, y - 4), (left + 18, y - 4)], shade, 1.8))
        marks.append(Dot(left + 9, y - 4, 2.8, shade))
        marks.append(Text(left + 26, y, setter.cut(name, 12, room - 26, 600), 12, chart.ink, 600))
        y += 20
    y += 4
    for sentence in radar_sentences(facts):
        for line in setter.lines(sentence, _SIZE, room):
            marks.append(Text(left, y, line, _SIZE, chart.muted))
            y += 15
        y += 3
    return marks, y

"""A map sheet: one map with all that a reader needs who was not in the room.

Composed in millimetres as a :class:`~desktop.maps.drawing.Drawing`; what a text measures is asked
of whoever knows the typeface. Everything is fitted: long texts wrap, then shrink, and at last are
cut with an ellipsis; where there is little room, rows close up and the least needed words go.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from desktop.core.areas import Areas, Outlines
from desktop.core.dataset import Dataset
from desktop.core.disclosure import Limits, State
from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.indicators import Text as Words
from desktop.core.measures import Cells
from desktop.core.sentences import interval_words, value_words
from desktop.core.wording import NO_BREAK, _, number, plural, quantity
from desktop.core.wording import date as written_date
from desktop.maps import palettes
from desktop.maps.choropleth import Choropleth, Legend, LegendRow, class_labels, work_out
from desktop.maps.classes import OWN
from desktop.maps.drawing import (
    Box,
    Clip,
    Drawing,
    Mark,
    Points,
    Strokes,
    Text,
    one_line,
    one_shape,
)
from desktop.maps.frame import Bounds, Frame, scale_bar
from desktop.maps.outlines import borders, detail_for, fills, picked, placed, rim
from desktop.maps.view import MapView, subtitle

Measure = Callable[[str, float, int, bool], float]
"""How wide a text is in millimetres: text, size in millimetres, weight, tabular figures."""

POINT = 25.4 / 72  # millimetres
SMALLEST = 7.0  # points; nothing on a sheet is set smaller
TOLERANCE = 0.1  # millimetres that an outline may lie off
ELLIPSIS = "…"


class Paper(StrEnum):
    """The sizes and directions a sheet can have."""

    A4_ACROSS = "a4-across"
    A4_UPRIGHT = "a4-upright"
    A3_ACROSS = "a3-across"
    A3_UPRIGHT = "a3-upright"

    @property
    def label(self) -> str:
        """What it is called."""
        return {
            Paper.A4_ACROSS: _("A4, liggende"),
            Paper.A4_UPRIGHT: _("A4, stående"),
            Paper.A3_ACROSS: _("A3, liggende"),
            Paper.A3_UPRIGHT: _("A3, stående"),
        }[self]

    @property
    def upright(self) -> bool:
        """Whether it is higher than wide."""
        return self in (Paper.A4_UPRIGHT, Paper.A3_UPRIGHT)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        short, long = (210.0, 297.0) if self.value.startswith("a4") else (297.0, 420.0)
        return (short, long) if self.upright else (long, short)

    @property
    def unit(self) -> float:
        """How much larger than on A4 texts and distances are."""
        return 1.0 if self.value.startswith("a4") else 1.25


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table: a value, or a word that stands for it."""

    name: str
    value: str
    interval: str = ""
    base: str = ""
    said: bool = False  # the value is a word
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Content:
    """Everything a sheet says."""

    kicker: str
    title: str
    subtitle: str
    plan: str
    legend: Legend
    rows: tuple[_Row, ...]
    whole: _Row
    base_heading: str
    sentences: tuple[str, ...]
    source: str
    responsible: str
    stamp: str


@dataclass(frozen=True, slots=True)
class _Room:
    """How closely the tables are set, and how much is said."""

    pitch: float  # millimetres from row to row
    rows: int
    sentences: int


_ROOMS = (
    _Room(6.3, 8, 9),
    _Room(5.6, 8, 9),
    _Room(5.0, 8, 9),
    _Room(4.6, 8, 9),
    _Room(4.4, 8, 4),
    _Room(4.3, 8, 3),
    _Room(4.3, 6, 3),
    _Room(4.3, 6, 2),
    _Room(4.2, 4, 1),
    _Room(4.0, 3, 0),
)

_MARGIN = 11.0
_COLUMN = 69.0
_GAP = 9.0
_STRIP = 8.0  # under the map, for the scale bar
_LEAST_NAMES = 0.33  # of the width of a table
_CONTOUR = palettes.HATCH
_LEAST_SCALE = 0.85  # of what the areas alone would have, for the whole land to be shown
_LARGEST_SHARE = 0.46  # of the room between head and foot, for what stands under an upright map


def compose_sheet(
    data: Dataset,
    view: MapView,
    *,
    paper: Paper,
    measure: Measure,
    day: dt.date,
    plan: str = "",
    ramp: str = "petrol",
) -> Drawing:
    """The sheet of a view.

    The map shows exactly ``view.extent`` where the view has one, and else every area that existed
    in the period. Areas in ``view.selected`` are rimmed, named where there is room,
    and listed beside the municipality; codes that the level does not have are passed over.

    Args:
        data: an open extract.
        view: what to show.
        paper: size and direction.
        measure: what a text measures.
        day: the date that the sheet bears.
        plan: the name of the helhedsplan that the sheet belongs to, if any.
        ramp: the colours.

    Raises:
        UsageError: the extract has no such indicator or level, or the level has no outlines.
    """
    if not data.tolerances(view.level):
        raise UsageError(
            _("{level} har ingen omrids og kan ikke vises på et kort.").format(
                level=str(data.level(view.level).name)
            ),
            hint=_("Vælg et andet niveau."),
        )
    worked = work_out(data, view, ramp)
    content = _content(data, view, worked, plan, day)
    unit, (width, height) = paper.unit, paper.size
    margin = _MARGIN * unit
    right = width - margin

    head, foot, aside = (_Pen(measure, unit) for _each in range(3))
    top = _header(head, content, margin, right) + 5 * unit
    bottom = _footer(foot, content, margin, right, height - margin * 0.8) - 2.5 * unit
    if paper.upright:
        map_bottom = _below(aside, content, (margin, top, right, bottom)) - 6 * unit
        map_right = right
    else:
        map_bottom = bottom
        map_right = right - (_COLUMN + _GAP) * unit
        _beside(aside, content, (right - _COLUMN * unit, top, right, bottom))
    map_box = (margin, top - 1 * unit, map_right, map_bottom - _STRIP * unit)
    drawn = _Pen(measure, unit)
    frame = _map(drawn, data, view, worked, map_box)
    _strip(drawn, frame, margin, map_bottom - 1.2 * unit)
    return Drawing(width, height, (*head.marks, *drawn.marks, *aside.marks, *foot.marks))


# What the sheet says


def _content(data: Dataset, view: MapView, worked: Choropleth, plan: str, day: dt.date) -> _Content:
    manifest = data.manifest
    indicator = data.indicator(view.indicator)
    rows = _rows(data, view, worked, indicator)
    whole = _row(_("Kommunen"), data.municipality(indicator.id, view.period, view.breakdown),
                 0, indicator)  # fmt: skip
    kicker = manifest.title or _("Boligsocial monitorering")
    if manifest.municipality and manifest.municipality not in kicker:
        kicker = f"{manifest.municipality} · {kicker}"
    return _Content(
        kicker=kicker,
        title=" · ".join([str(indicator.name), *_cell_name(data, view.breakdown)]),
        subtitle=subtitle(data, view, int(worked.exists.sum())),
        plan=" ".join(plan.split()),
        legend=worked.legend,
        rows=rows,
        whole=whole,
        base_heading=_("Grundlag") if any(row.base for row in (*rows, whole)) else "",
        sentences=_sentences(view, worked, indicator, any(r.interval for r in (*rows, whole))),
        source=_source(manifest.sources, manifest.limits),
        responsible=_responsible(data),
        stamp=_("Boligatlas · {date} · side {page} af {pages}").format(
            date=written_date(day), page=1, pages=1
        ),
    )


def _cell_name(data: Dataset, breakdown: str) -> list[str]:
    return [str(each.cell) for each in data.breakdowns if breakdown and each.id == breakdown]


def _rows(
    data: Dataset, view: MapView, worked: Choropleth, indicator: Indicator
) -> tuple[_Row, ...]:
    """The chosen areas, highest value first and those without one last; the last chosen strong."""
    areas = data.areas(view.level)
    chosen = _chosen(areas, view)
    values = worked.cells.values
    ordered = sorted(chosen, key=lambda at: (math.isnan(values[at]), -values[at], areas.names[at]))
    return tuple(
        _row(areas.names[at] or areas.codes[at], worked.cells, at, indicator,
             exists=bool(worked.exists[at]), strong=at == chosen[-1])
        for at in ordered
    )  # fmt: skip


def _chosen(areas: Areas, view: MapView) -> list[int]:
    return [areas.index[code] for code in dict.fromkeys(view.selected) if code in areas.index]


def _row(
    name: str,
    cells: Cells,
    at: int,
    indicator: Indicator,
    *,
    exists: bool = True,
    strong: bool = False,
) -> _Row:
    if not exists:
        return _Row(name, _("fandtes ikke"), said=True, strong=strong)
    value = value_words(cells, at, indicator)
    if cells.states[at] != State.SHOWN:
        return _Row(name, value, said=True, strong=strong)
    interval = ""
    if indicator.people and indicator.unit == "%":
        interval = interval_words(cells, at, indicator).removesuffix(NO_BREAK + indicator.unit)
    return _Row(name, value, interval, number(float(cells.denominators[at])), strong=strong)


def _sentences(
    view: MapView, worked: Choropleth, indicator: Indicator, intervals: bool
) -> tuple[str, ...]:
    """How to read the map, the most needed first."""
    said = [_meaning(indicator)]
    if worked.bounds:
        label = class_labels(worked.bounds, indicator)[1]
        bound = quantity(worked.bounds[0], indicator.unit, _shown_decimals(worked.bounds))
        said.append(
            _("Klassernes nedre grænse er med: {bound} hører til »{label}«.").format(
                bound=bound, label=label.replace(" ", NO_BREAK)
            )
        )
    if view.scheme != OWN:
        said.append(_("Grænserne er ens i alle perioder, så kort fra flere år kan sammenlignes."))
    if worked.withheld().any():
        said.append(_("I skraverede områder er der for få personer til at vise tallet."))
    if intervals:
        said.append(
            _("Lille skrift er 95\u00a0%-intervallet: så meget kan andelen svinge tilfældigt.")
        )
    return tuple(sentence for sentence in said if sentence)


def _meaning(indicator: Indicator) -> str:
    counted, base = _inner(indicator.numerator_text), _inner(indicator.denominator_text)
    if not counted or not base:
        return ""
    if indicator.per == 100:
        text = _("Tallet er antal {counted} i procent af {base}.")
    else:
        text = _("Tallet er antal {counted} pr. {per} {base}.")
    return text.format(counted=counted, base=base, per=number(indicator.per))


def _inner(text: Words) -> str:
    """A text as part of a sentence: no full stop, no capital but that of an abbreviation."""
    words = str(text).strip().rstrip(".")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _shown_decimals(bounds: tuple[float, ...]) -> int:
    """As few decimals as print every bound as it is, which is what the legend does."""
    fitting = (d for d in range(4) if all(abs(round(b, d) - b) < 1e-9 for b in bounds))
    return next(fitting, 4)


def _source(sources: tuple[str, ...], limits: Limits) -> str:
    parts = []
    if sources:
        parts.append(_("Kilde: {sources}.").format(sources="; ".join(sources).rstrip(".")))
    residents, people = limits.area_minimum, limits.cell_minimum
    if residents > 1 and people > 1:
        rule = _("Områder med færre end {residents} beboere og celler under {people} personer"
                 " vises ikke.")  # fmt: skip
    elif people > 1:
        rule = _("Celler under {people} personer vises ikke.")
    elif residents > 1:
        rule = _("Områder med færre end {residents} beboere vises ikke.")
    else:
        rule = ""
    if rule:
        parts.append(rule.format(residents=residents, people=people))
    return " ".join(parts)


def _responsible(data: Dataset) -> str:
    manifest = data.manifest
    parts = (
        (_("Formål: {text}"), manifest.purpose),
        (_("Dataansvarlig: {text}"), manifest.controller),
        (_("Retsgrundlag: {text}"), manifest.legal_basis),
    )
    return " · ".join(label.format(text=text.rstrip(".")) for label, text in parts if text)


# Setting text


@dataclass(slots=True)
class _Pen:
    """Collects marks. Font sizes are in points and distances in millimetres, as on A4."""

    measure: Measure
    unit: float
    marks: list[Mark] = field(default_factory=list)

    def size(self, points: float) -> float:
        """A font size in millimetres of this paper, never under the smallest allowed."""
        return max(points * self.unit, SMALLEST) * POINT

    def width(self, text: str, points: float, weight: int = 400, *, tabular: bool = False) -> float:
        return self.measure(text, self.size(points), weight, tabular)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        points: float,
        colour: str = palettes.INK,
        weight: int = 400,
        anchor: str = "start",
        *,
        tabular: bool = False,
    ) -> None:
        if text:
            self.marks.append(Text(x, y, text, self.size(points), colour, weight, anchor, tabular))

    def rule(self, x: float, y: float, end: float, colour: str, width: float) -> None:
        self.marks.append(Box(x, y - width / 2, end - x, width, fill=colour))

    def cut(self, text: str, points: float, weight: int, room: float) -> str:
        """The text, or as much of it as fits before an ellipsis."""
        if self.width(text, points, weight) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, points, weight) <= room:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip(" ·,.;" + NO_BREAK) + ELLIPSIS

    def wrapped(
        self, text: str, points: float, weight: int, room: float, most: int = 99
    ) -> list[str]:
        """The text in at most so many lines; what is left over is cut with an ellipsis."""
        lines: list[str] = []
        line = ""
        for word in self._words(text, points, weight, room):
            longer = f"{line} {word}" if line else word
            if not line or self.width(longer, points, weight) <= room:
                line = longer
            else:
                lines.append(line)
                line = word
        if line:
            lines.append(line)
        if len(lines) > most:
            lines[most - 1 :] = [self.cut(" ".join(lines[most - 1 :]), points, weight, room)]
        return lines

    def _words(self, text: str, points: float, weight: int, room: float) -> list[str]:
        """The words, with those that are wider than the room broken by a hyphen."""
        words = []
        for word in text.split(" "):
            while word and self.width(word, points, weight) > room:
                fitting = next(
                    (n for n in range(len(word) - 1, 1, -1)
                     if self.width(word[:n] + "-", points, weight) <= room),
                    1,
                )  # fmt: skip
                words.append(word[:fitting] + "-")
                word = word[fitting:]
            if word:
                words.append(word)
        return words

    def fitted(
        self, text: str, sizes: tuple[float, ...], weight: int, room: float, most: int
    ) -> tuple[list[str], float]:
        """The lines and size of a text: the largest size on the fewest lines."""
        for lines in range(1, most + 1):
            for points in sizes:
                found = self.wrapped(text, points, weight, room)
                if len(found) <= lines:
                    return found, points
        return self.wrapped(text, sizes[-1], weight, room, most), sizes[-1]


# Head and foot


def _header(pen: _Pen, content: _Content, left: float, right: float) -> float:
    """Title, where it comes from, what it shows; the plan at right. Returns where the rule is."""
    unit = pen.unit
    aside = _plan_width(pen, content.plan, right - left)
    room = right - left - (aside + 8 * unit if aside else 0)
    titles, points = pen.fitted(content.title, (19, 17, 15, 13), 700, room, 4)
    y = _MARGIN * unit + 4.1 * unit
    for line in titles:
        y += (points * 0.36 if line is titles[0] else points * 0.43) * unit
        pen.text(left, y, line, points, palettes.INK, 700)
    kicker = pen.cut(content.kicker, 9.5, 600, right - left)
    pen.text(left, _MARGIN * unit + 3 * unit, kicker, 9.5, palettes.PETROL, 600)
    y += 0.8 * unit
    lines, points = pen.fitted(content.subtitle, (10.5, 9.5, 8.5), 400, room, 2)
    for line in lines:
        y += 4.9 * unit
        pen.text(left, y, line, points, palettes.MUTED)
    if content.plan:
        _plan(pen, content.plan, right, y, aside)
    y += 3.8 * unit
    pen.rule(left, y, right, palettes.PETROL, 0.5 * unit)
    return y


def _plan_width(pen: _Pen, plan: str, whole: float) -> float:
    if not plan:
        return 0.0
    least = pen.width(_("Bilag til helhedsplan"), 9)
    return min(max(pen.width(plan, 9.5, 600), least), whole * 0.3)


def _plan(pen: _Pen, plan: str, right: float, bottom: float, room: float) -> None:
    lines = pen.wrapped(plan, 9.5, 600, room + 0.01, 3)
    y = bottom - 4.3 * pen.unit * len(lines)
    pen.text(right, y, _("Bilag til helhedsplan"), 9, palettes.MUTED, anchor="end")
    for line in lines:
        y += 4.3 * pen.unit
        pen.text(right, y, line, 9.5, palettes.INK, 600, "end")


def _footer(pen: _Pen, content: _Content, left: float, right: float, bottom: float) -> float:
    """Source and who answers for the numbers; date and page at right. Returns where the rule is."""
    unit, points = pen.unit, 7.5
    stamp = pen.width(content.stamp, points)
    source = pen.wrapped(content.source, points, 400, right - left - stamp - 8 * unit, 3)
    responsible = pen.wrapped(content.responsible, SMALLEST, 400, right - left, 3)
    pitch = 3.7 * unit
    first = bottom - pitch * (max(len(source), 1) + len(responsible) - 1)
    pen.rule(left, first - 4.6 * unit, right, palettes.HAIRLINE, 0.25 * unit)
    y = first
    for line in source:
        pen.text(left, y, line, points, palettes.MUTED)
        y += pitch
    pen.text(right, first, content.stamp, points, palettes.MUTED, anchor="end")
    y = max(y, first + pitch)
    for line in responsible:
        pen.text(left, y, line, SMALLEST, palettes.MUTED)
        y += pitch
    return first - 4.6 * unit


# Legend, table and words


def _beside(pen: _Pen, content: _Content, box: Bounds) -> None:
    """One column: legend, table, words, as roomy as fits."""
    left, top, right, bottom = box
    for room in _ROOMS:
        attempt = _Pen(pen.measure, pen.unit)
        y = _legend(attempt, content.legend, left, top, right, room)
        y = _table(attempt, content, left, y + 7 * pen.unit, right, room)
        y = _words(attempt, content, left, y + 7 * pen.unit, right, room)
        if y <= bottom or room is _ROOMS[-1]:
            pen.marks += attempt.marks
            return


def _below(pen: _Pen, content: _Content, box: Bounds) -> float:
    """Two columns that end at the bottom of a box. Returns where they begin."""
    left, top, right, bottom = box
    unit = pen.unit
    middle = (left + right) / 2
    for room in _ROOMS:
        attempt = _Pen(pen.measure, unit)
        one = _legend(attempt, content.legend, left, 0, middle - 5 * unit, room)
        other = _table(attempt, content, middle + 5 * unit, 0, right, room)
        if other <= one:
            other = _words(attempt, content, middle + 5 * unit, other + 7 * unit, right, room)
        else:
            one = _words(attempt, content, left, one + 7 * unit, middle - 5 * unit, room)
        reach = max(one, other)
        if reach <= (bottom - top) * _LARGEST_SHARE or room is _ROOMS[-1]:
            pen.marks += [_shifted(mark, bottom - reach) for mark in attempt.marks]
            return bottom - reach
    raise AssertionError("the last room always does")


def _shifted(mark: Mark, down: float) -> Mark:
    match mark:
        case Text():
            return Text(
                mark.x, mark.y + down, mark.text, mark.size, mark.colour, mark.weight, mark.anchor,
                mark.tabular,
            )  # fmt: skip
        case Box():
            return Box(
                mark.x, mark.y + down, mark.width, mark.height, mark.fill, mark.line,
                mark.line_width, mark.radius, mark.hatched,
            )  # fmt: skip
    raise AssertionError("tables are made of texts and boxes")


def _legend(pen: _Pen, legend: Legend, left: float, top: float, right: float, room: _Room) -> float:
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
        y += room.pitch * unit
        _swatch(pen, row, left, y, min(room.pitch - 1.4, 3.6) * unit)
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


def _notes(pen: _Pen, legend: Legend, room: float) -> list[str]:
    """How the classes were made and who belongs where: on one line, else on a line each."""
    together = f"{legend.scheme}; {legend.rule}"
    if pen.width(together, 7.5) <= room:
        return [together]
    return [
        line
        for text in (legend.scheme, legend.rule[:1].upper() + legend.rule[1:])
        for line in pen.wrapped(text, 7.5, 400, room, 2)
    ]


def _swatch(pen: _Pen, row: LegendRow, x: float, baseline: float, height: float) -> None:
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


def _table(
    pen: _Pen, content: _Content, left: float, top: float, right: float, room: _Room
) -> float:
    """The chosen areas and the municipality. Returns where it ends."""
    unit = pen.unit
    y = top + 3 * unit
    rows, more = _picked_rows(content.rows, room.rows)
    heading = _("Fremhævede områder") if rows else _("Til sammenligning")
    pen.text(left, y, heading, 9.5, palettes.INK, 600)
    if rows:
        x = left + pen.width(heading, 9.5, 600) + 2.5 * unit
        pen.marks.append(
            Box(x, y - 2.5 * unit, 4 * unit, 2.6 * unit, "", palettes.CLAY, 0.55 * unit, 0.6 * unit)
        )
    columns = _columns(pen, (*rows, content.whole), right, right - left)
    if content.base_heading:
        pen.text(columns.base, y, content.base_heading, SMALLEST, palettes.MUTED, anchor="end")
    y += 0.6 * unit
    for row in rows:
        y = _table_row(pen, row, (left, right), columns, y + room.pitch * unit, room)
    if more:
        y += (room.pitch - 0.4) * unit
        rest = plural("og {count} område mere", "og {count} områder mere", more)
        pen.text(left, y, rest.format(count=number(more)), 8, palettes.MUTED)
        y += 1 * unit
    return _table_row(pen, content.whole, (left, right), columns, y + room.pitch * unit, room)


def _picked_rows(rows: tuple[_Row, ...], most: int) -> tuple[tuple[_Row, ...], int]:
    """As many rows as there is room for, always with the strong one, and how many are left."""
    if len(rows) <= most:
        return rows, 0
    first = rows[:most]
    if not any(row.strong for row in first):
        first = (*first[:-1], *(row for row in rows if row.strong))
    return first, len(rows) - most


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of figures end at right, and the room for names."""

    value: float
    interval: float
    base: float
    names: float


def _columns(pen: _Pen, rows: tuple[_Row, ...], right: float, whole: float) -> _Columns:
    """The interval has a column only if that leaves enough width for names."""
    unit = pen.unit

    def widest(texts: list[str], points: float, weight: int = 400) -> float:
        widths = [pen.width(text, points, weight, tabular=True) for text in texts if text]
        return max(widths, default=0.0)

    base = widest([row.base for row in rows], 9, 600)
    interval = widest([row.interval for row in rows], SMALLEST)
    value = widest([row.value for row in rows if not row.said], 9, 600)
    if base:
        base = max(base, pen.width(_("Grundlag"), SMALLEST)) + 3 * unit
    taken = value + base + (interval + 2 * unit if interval else 0.0)
    if interval and whole - taken < _LEAST_NAMES * whole:
        taken -= interval + 2 * unit
        interval = 0.0
    end = right - base
    value_end = end - (interval + 2 * unit if interval else 0.0)
    return _Columns(value_end, end if interval else 0.0, right, whole - taken - 2 * unit)


def _table_row(
    pen: _Pen, row: _Row, sides: tuple[float, float], columns: _Columns, y: float, room: _Room
) -> float:
    """One row with a hairline under it; a long name takes a second line. Returns its baseline."""
    unit = pen.unit
    left, right = sides
    weight = 600 if row.strong else 400
    space = columns.names
    if row.said:
        space = right - left - pen.width(row.value, 8.5) - 3 * unit
    names, points = pen.fitted(row.name, (9, 8.5, 8), weight, space, 2)
    for place, line in enumerate(names):
        if place:
            y += 3.6 * unit
        pen.text(left, y, line, points, palettes.INK, weight)
    if row.said:
        pen.text(right, y, row.value, 8.5, palettes.MUTED, anchor="end")
    else:
        pen.text(columns.value, y, row.value, 9, palettes.INK, 600, "end", tabular=True)
        if columns.interval:
            pen.text(
                columns.interval, y, row.interval, SMALLEST, palettes.MUTED, 400, "end",
                tabular=True,
            )  # fmt: skip
        pen.text(columns.base, y, row.base, 9, palettes.MUTED, 400, "end", tabular=True)
    below = min(2.0, room.pitch * 0.32) * unit
    pen.rule(left, y + below, right, palettes.HAIRLINE, 0.25 * unit)
    return y + 0.2 * unit


def _words(
    pen: _Pen, content: _Content, left: float, top: float, right: float, room: _Room
) -> float:
    """How to read the map, as much as there is room for. Returns where it ends."""
    said = " ".join(content.sentences[: room.sentences])
    if not said:
        return top - 7 * pen.unit
    y = top + 3 * pen.unit
    pen.text(left, y, _("Sådan læses kortet"), 8.5, palettes.MUTED, 600)
    y += 0.6 * pen.unit
    for line in pen.wrapped(said, 8, 400, right - left):
        y += 4 * pen.unit
        pen.text(left, y, line, 8, palettes.MUTED)
    return y


# The map


def _map(pen: _Pen, data: Dataset, view: MapView, worked: Choropleth, box: Bounds) -> Frame:
    """The map itself, inside its box. Returns the frame it is drawn in."""
    box = _shown_box(view, box)
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    tolerances = data.tolerances(view.level)
    # In places of the page: a frame with the same middle as the box.
    frame = _frame(data, view, worked, width, height, pen.unit).resized(left + right, top + bottom)
    inside: list[Mark] = []
    outlines = data.outlines(view.level, detail_for(tolerances, frame.scale, TOLERANCE))
    for background in data.backgrounds():
        quiet = palettes.BACKGROUND.get(background.kind)
        if quiet is None:
            continue
        if quiet.fill:
            colours = (quiet.fill,) * (int(background.outlines.owners.max(initial=-1)) + 1)
            inside.append(fills(background.outlines, frame, colours))
        if quiet.line:
            inside.append(borders(background.outlines, frame, quiet.line, quiet.width * pen.unit))
    hatched = frozenset(np.flatnonzero(worked.withheld()).tolist())
    lines = _hairlines(outlines, frame, worked.exists, pen.unit)
    # Seen only where an area ends and none begins: it keeps pale areas apart from pale ground.
    inside.append(replace(lines, colour=_CONTOUR, width=lines.width + 0.22 * pen.unit))
    inside.append(fills(outlines, frame, worked.area_colours(), hatched, palettes.HATCH))
    inside.append(lines)
    chosen = [at for at in _chosen(data.areas(view.level), view) if worked.exists[at]]
    inside += [rim(outlines, at, frame, palettes.CLAY, 0.7 * pen.unit) for at in chosen]
    inside += _labels(pen, data.areas(view.level), outlines, worked, chosen, frame, box)
    pen.marks.append(Clip(left, top, width, height, tuple(inside)))
    if view.extent is not None:  # the map goes on beyond its edge
        edge = 0.25 * pen.unit
        pen.marks.append(Box(left, top, width, height, "", palettes.HAIRLINE, edge))
    return frame


def _shown_box(view: MapView, box: Bounds) -> Bounds:
    """The part of a box, from its top left, that has the shape of what the view shows."""
    if view.extent is None:
        return box
    left, top, right, bottom = box
    west, south, east, north = view.extent
    shape = max(east - west, 1.0) / max(north - south, 1.0)
    width = min(right - left, (bottom - top) * shape)
    return left, top, left + width, top + width / shape


def _frame(
    data: Dataset, view: MapView, worked: Choropleth, width: float, height: float, unit: float
) -> Frame:
    if view.extent is not None:
        return Frame.fit(view.extent, width, height)
    coarse = data.outlines(view.level, max(len(data.tolerances(view.level)) - 1, 0))
    points, _starts = picked(coarse.points, coarse.starts, worked.exists[coarse.owners])
    if not len(points):
        return Frame.fit(coarse.bounds, width, height)
    areas = _reach(points)
    margins = (3 * unit,) * 4
    whole = Frame.fit(_with_land(data, areas), width, height, margins)
    alone = Frame.fit(areas, width, height, margins)
    return whole if whole.scale >= _LEAST_SCALE * alone.scale else alone


def _with_land(data: Dataset, areas: Bounds) -> Bounds:
    """The bounds of the areas and of the land around them."""
    found = [b.outlines.bounds for b in data.backgrounds() if b.kind == "land"]
    every = np.array([areas, *found])
    west, south = every[:, :2].min(axis=0).tolist()
    east, north = every[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def _reach(points: NDArray[np.int32]) -> Bounds:
    """West, south, east and north in metres of points in centimetres."""
    west, south = (points.min(axis=0) / 100).tolist()
    east, north = (points.max(axis=0) / 100).tolist()
    return west, south, east, north


def _hairlines(outlines: Outlines, frame: Frame, exists: NDArray[np.bool_], unit: float) -> Strokes:
    """White lines between areas, thin where areas are small; none of areas that are gone."""
    count = max(int(exists.sum()), 1)
    typical = math.sqrt(frame.width * frame.height / count)
    width = min(max(0.035 * typical, 0.05), 0.25) * unit
    if exists.all():
        return borders(outlines, frame, palettes.SURFACE, width)
    points, starts = picked(outlines.points, outlines.starts, exists[outlines.owners])
    return Strokes(placed(points, frame), starts, palettes.SURFACE, width)


@dataclass(slots=True)
class _Labels:
    """Places for names, so that none lies on another."""

    box: Bounds
    taken: list[Bounds] = field(default_factory=list)

    def free(self, spot: Bounds) -> bool:
        left, top, right, bottom = spot
        if left < self.box[0] or top < self.box[1] or right > self.box[2] or bottom > self.box[3]:
            return False
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for other in self.taken
        )


def _labels(
    pen: _Pen,
    areas: Areas,
    outlines: Outlines,
    worked: Choropleth,
    chosen: list[int],
    frame: Frame,
    box: Bounds,
) -> list[Mark]:
    """Names of chosen areas: inside where they fit, else beside on white, else left out."""
    points, unit = 7.5, pen.unit
    height = 3.6 * unit
    rings = {at: _rings(outlines, at, frame) for at in chosen}
    labels = _Labels(box, [_extent(rings[at]) for at in chosen if len(rings[at])])
    marks: list[Mark] = []
    for at in reversed(chosen):
        if not areas.names[at] or not rings[at]:
            continue
        name = pen.cut(areas.names[at], points, 600, 45 * unit)
        width = pen.width(name, points, 600) + 2 * unit
        spot = _inside(rings[at], width, height, box)
        backed = spot is None
        if spot is None:
            spot = next((s for s in _beside_spots(_extent(rings[at]), width, height, unit)
                         if labels.free(s)), None)  # fmt: skip
        if spot is None:
            continue
        labels.taken.append(spot)
        fill = palettes.SURFACE if backed else worked.colour_of(int(worked.groups[at]))
        colour = max(palettes.INK, palettes.SURFACE, key=lambda c: palettes.contrast(c, fill))
        if backed or worked.groups[at] < 0:
            marks.append(Box(spot[0], spot[1], width, height, fill, radius=0.8 * unit))
        baseline = spot[3] - 1.05 * unit
        x = (spot[0] + spot[2]) / 2
        size = pen.size(points)
        marks.append(Text(x, baseline, name, size, colour, 600, "middle"))
    return marks


def _rings(outlines: Outlines, area: int, frame: Frame) -> list[Points]:
    return [
        placed(outlines.points[outlines.starts[ring] : outlines.starts[ring + 1]], frame)
        for ring in np.flatnonzero(outlines.owners == area)
    ]


def _extent(rings: list[Points]) -> Bounds:
    every = np.concatenate(rings)
    (left, top), (right, bottom) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return left, top, right, bottom


def _inside(rings: list[Points], width: float, height: float, box: Bounds) -> Bounds | None:
    """Where a rectangle lies within an area and the map, as near its middle height as may be."""
    _left, top, _right, bottom = _extent(rings)
    top, bottom = max(top, box[1]), min(bottom, box[3])
    middle = (top + bottom) / 2
    if bottom - top <= height:
        return None
    steps: list[float] = np.linspace(top + height / 2, bottom - height / 2, 15).tolist()
    for y in sorted(steps, key=lambda y: abs(y - middle)):
        levels = [_chords(rings, y + part * height) for part in (-0.5, 0.0, 0.5)]
        shared = [
            (max(a[0], b[0], c[0], box[0]), min(a[1], b[1], c[1], box[2]))
            for a in levels[0] for b in levels[1] for c in levels[2]
        ]  # fmt: skip
        left, right = max(shared, key=lambda chord: chord[1] - chord[0], default=(0.0, 0.0))
        if right - left >= width:
            x = (left + right - width) / 2
            return x, y - height / 2, x + width, y + height / 2
    return None


def _chords(rings: list[Points], y: float) -> list[tuple[float, float]]:
    """The stretches at a height that lie within an area, by the even-odd rule."""
    crossings: list[float] = []
    for ring in rings:
        one, other = ring[:-1], ring[1:]
        cut = (one[:, 1] <= y) != (other[:, 1] <= y)
        a, b = one[cut], other[cut]
        crossings += (a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])).tolist()
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _beside_spots(extent: Bounds, width: float, height: float, unit: float) -> list[Bounds]:
    left, top, right, bottom = extent
    gap, x, y = 1.2 * unit, (left + right) / 2, (top + bottom) / 2
    corners = (
        (right + gap, y - height / 2),
        (left - gap - width, y - height / 2),
        (x - width / 2, top - gap - height),
        (x - width / 2, bottom + gap),
    )
    return [(a, b, a + width, b + height) for a, b in corners]


def _strip(pen: _Pen, frame: Frame, left: float, bottom: float) -> None:
    """North arrow and scale bar on a line under the map."""
    unit = pen.unit
    pen.text(left, bottom - 0.4 * unit, "N", 8, palettes.MUTED, 600)
    x = left + pen.width("N", 8, 600) + 2.2 * unit
    tip, foot = bottom - 4.2 * unit, bottom
    pen.marks.append(
        one_shape([(x, tip), (x + 1.2 * unit, foot), (x, foot - 1 * unit)], palettes.MUTED)
    )
    pen.marks.append(
        one_line(
            [
                (x, tip),
                (x + 1.2 * unit, foot),
                (x, foot - 1 * unit),
                (x - 1.2 * unit, foot),
                (x, tip),
            ],
            palettes.MUTED,
            0.18 * unit,
        )
    )
    metres, length = scale_bar(frame.scale, 32 * unit)
    x += 5 * unit
    tick = 3.2 * unit
    pen.marks.append(
        one_line(
            [(x, bottom - tick), (x, bottom), (x + length, bottom), (x + length, bottom - tick)],
            palettes.MUTED,
            0.25 * unit,
        )
    )
    words = quantity(metres / 1000, "km") if metres >= 1000 else quantity(metres, "m")
    pen.text(x + 1 * unit, bottom - 0.9 * unit, words, 7.5, palettes.MUTED)

"""The table of a profile: one row per indicator, in as many columns as there is room for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.core.disclosure import State
from desktop.core.indicators import Direction
from desktop.core.profile import Lean, Profile, Row
from desktop.core.profilewords import (
    difference_figure,
    lean_words,
    other_words,
    place_words,
)
from desktop.core.sentences import count_words, interval_words, state_words, value_words
from desktop.core.wording import _, number
from desktop.maps.axes import Scale
from desktop.maps.composing import Setter, moved
from desktop.maps.drawing import Box, Dot, Mark, Text, one_line
from desktop.maps.profilespine import (
    SpineColours,
    direction_sign,
    spine_axis,
    spine_bar,
    spine_scale,
)
from desktop.maps.trend import sparkline

ROW, HEADING = 20.0, 18.0  # pixels high
_TOP = 34.0  # the columns' names, in two lines
_SIZE, _SMALL = 12.0, 10.5
_GAP = 12.0
_LEAST_NAME, _MOST_NAME = 140.0, 250.0
_LEAST_SPINE, _MOST_SPINE = 130.0, 420.0
_SPARK = 62.0
_DROPPED_IN_TURN = ("spark", "count", "place", "interval", "change")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where the row of an indicator is drawn, in pixels."""

    indicator: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Table:
    """The marks of a table, how high it is, and where its rows are."""

    marks: tuple[Mark, ...]
    height: float
    places: tuple[RowPlace, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts: its name, whether figures stand at its right, and its text for a row."""

    id: str
    name: str
    text: Callable[[Row], str]
    strong: bool = False
    quiet: bool = False
    least: float = 0.0


def profile_table(
    profile: Profile, against: str, width: float, setter: Setter, colours: SpineColours
) -> Table:
    """The table as wide as ``width``; columns that there is no room for are left out.

    Args:
        profile: the facts.
        against: what heads the column of what the area is held against.
        width: in pixels.
        setter: what words measure.
        colours: of the theme.
    """
    columns = _columns(against)
    widths = {each.id: _width(each, profile.rows, setter) for each in columns}
    widths |= {"spine": _LEAST_SPINE, "sign": 10.0, "spark": _SPARK}
    order = [
        id
        for id in ("value", "count", "interval", "other", "sign", "spine", "difference", "change",
                   "spark", "place")
        if widths.get(id, 1.0) > 0
    ]  # fmt: skip
    for id in _DROPPED_IN_TURN:
        if _needed(order, widths) + _LEAST_NAME <= width:
            break
        order = [each for each in order if each != id]
    spare = max(width - _needed(order, widths) - _LEAST_NAME, 0.0)
    name_width = min(_LEAST_NAME + 0.7 * spare, _MOST_NAME, _widest_name(profile, setter))
    name_width = max(name_width, _LEAST_NAME)
    widths["spine"] += min(spare - (name_width - _LEAST_NAME), _MOST_SPINE - _LEAST_SPINE)
    judged = any(_has_bar(row) for row in profile.rows)
    rights = _rights(order, widths, width)
    height = _TOP + sum(
        HEADING * bool(heading) + ROW * len(tuple(rows))
        for heading, rows in groupby(profile.rows, key=lambda row: row.heading)
    )
    scale = spine_scale(profile.rows, rights["spine"] - widths["spine"], rights["spine"])
    marks: list[Mark] = [
        *_head(columns, rights, widths, setter, colours),
        *(spine_axis(scale, _TOP - 6, _TOP - 2, height, colours.chart) if judged else ()),
        one_line([(0, _TOP - 1), (width, _TOP - 1)], colours.chart.grid, 1),
    ]
    places: list[RowPlace] = []
    y = _TOP
    for heading, rows in groupby(profile.rows, key=lambda row: row.heading):
        if heading:
            name = setter.cut(heading.upper(), _SMALL, name_width + widths["value"], 600)
            marks.append(Text(0, y + 13, name, _SMALL, colours.chart.muted, 600))
            y += HEADING
        for row in rows:
            marks += _row(row, y, columns, rights, widths, name_width, scale, profile, setter,
                          colours)  # fmt: skip
            places.append(RowPlace(row.indicator.id, y, ROW))
            y += ROW
    return Table(tuple(marks), height, tuple(places))


def legend_marks(
    rows: Sequence[Row], width: float, setter: Setter, colours: SpineColours
) -> tuple[tuple[Mark, ...], float]:
    """What bars, arrows and dots mean, in words, and how high that is."""
    chart = colours.chart
    marks: list[Mark] = []
    x, y, size = 0.0, 12.0, 11.0
    used = {row.lean for row in rows}
    items: list[tuple[str, str]] = [
        (lean.value, lean_words(lean))
        for lean in (Lean.MORE, Lean.LESS, Lean.APART, Lean.UNSURE)
        if lean in used or lean in (Lean.MORE, Lean.LESS, Lean.UNSURE)
    ]
    items += [
        ("whisker", _("95 %-interval")),
        ("up", _("højere er mere udsat")),
        ("down", _("lavere er mere udsat")),
        ("moved", _("ændring, der er mere end tilfældig")),
    ]
    if any(row.cell.states[0] == State.WITHHELD for row in rows):
        items.append(("withheld", _("diskretioneret")))
    if any(row.small for row in rows):
        items.append(("small", _("bygger på få")))
    for kind, words in items:
        room = setter.width(words, size)
        sign = 21.0 if kind in ("more", "less", "apart", "unsure", "whisker", "withheld") else 12.0
        if x > 0 and x + sign + room > width:
            x, y = 0.0, y + 18.0
        marks += _legend_sign(kind, x, y - 4, colours)
        marks.append(Text(x + sign, y, words, size, chart.muted))
        x += sign + room + 13.0
    return tuple(marks), y + 6.0


def _legend_sign(kind: str, x: float, middle: float, colours: SpineColours) -> tuple[Mark, ...]:
    chart = colours.chart
    box = (x, middle - 4, 16.0, 8.0)
    match kind:
        case "more" | "less" | "apart":
            return (Box(*box, colours.fill(Lean(kind))),)
        case "unsure":
            return (Box(x, middle - 3.5, 16, 7, colours.surface, colours.unsure, 1.0),)
        case "withheld":
            return (Box(*box, colours.withheld, radius=2, hatched=colours.hatch),)
        case "whisker":
            return (
                one_line([(x, middle), (x + 16, middle)], chart.ink, 1),
                one_line([(x, middle - 2.5), (x, middle + 2.5)], chart.ink, 1),
                one_line([(x + 16, middle - 2.5), (x + 16, middle + 2.5)], chart.ink, 1),
            )
        case "moved":
            return (Dot(x + 4, middle, 2.4, chart.ink),)
        case "small":
            return (Dot(x + 4, middle, 2.4, "", chart.muted, 1.0),)
        case _:
            way = Direction.WORSE if kind == "up" else Direction.BETTER
            return direction_sign(way, x + 4, middle, chart)


def _columns(against: str) -> tuple[_Column, ...]:
    return (
        _Column("value", _("Området"), _value, strong=True),
        _Column("count", _("Antal"), lambda row: count_words(row.cell, 0), quiet=True),
        _Column(
            "interval",
            _("95 %-interval"),
            lambda row: interval_words(row.cell, 0, row.indicator),
            quiet=True,
        ),
        _Column("other", against, other_words),
        _Column("difference", _("Forskel"), difference_figure),
        _Column("change", _("På et år"), _change, least=50.0),
        _Column("place", _("Placering blandt viste"), place_words, quiet=True),
    )


def _has_bar(row: Row) -> bool:
    return row.comparison is not None and math.isfinite(row.comparison.relative)


def _value(row: Row) -> str:
    return value_words(row.cell, 0, row.indicator) if row.shown else ""


def _change(row: Row) -> str:
    return number(row.change, row.indicator.decimals, sign=True)


def _width(column: _Column, rows: Sequence[Row], setter: Setter) -> float:
    """As wide as its widest text and its name in two lines; nothing where it is empty."""
    weight = 600 if column.strong else 400
    texts = {column.text(row) for row in rows} - {""}
    if not texts and column.id != "value":
        return 0.0
    widest = max((setter.width(each, _SIZE, weight, tabular=True) for each in texts), default=0.0)
    longest = max(setter.width(each, _SMALL, 600) for each in column.name.split(" "))
    marked = 10.0 if column.id in ("change", "value") else 0.0  # for a dot before the figure
    return min(max(widest + marked, longest, column.least), 136.0)


def _widest_name(profile: Profile, setter: Setter) -> float:
    return max((setter.width(row.indicator.label, _SIZE) for row in profile.rows), default=0.0) + 46


def _needed(order: Sequence[str], widths: Mapping[str, float]) -> float:
    return sum(widths[id] + _GAP for id in order)


def _rights(order: Sequence[str], widths: Mapping[str, float], width: float) -> Mapping[str, float]:
    """Where each column ends, from the right edge inwards."""
    rights, right = {}, width
    for id in reversed(order):
        rights[id] = right
        right -= widths[id] + _GAP
    return rights


def _head(
    columns: Sequence[_Column],
    rights: Mapping[str, float],
    widths: Mapping[str, float],
    setter: Setter,
    colours: SpineColours,
) -> list[Mark]:
    chart = colours.chart
    marks: list[Mark] = [Text(0, _TOP - 8, _("Nøgletal"), _SMALL, chart.muted, 600)]
    for column in columns:
        if column.id not in rights:
            continue
        lines = setter.lines(column.name, _SMALL, widths[column.id], 2, 600)
        for at, line in enumerate(reversed(lines)):
            y = _TOP - 8 - 13 * at
            marks.append(Text(rights[column.id], y, line, _SMALL, chart.muted, 600, "end"))
    left = rights["spine"] - widths["spine"]
    words = setter.cut(_("Forskel i procent"), _SMALL, widths["spine"], 600)
    marks.append(
        Text(left + widths["spine"] / 2, _TOP - 20, words, _SMALL, chart.muted, 600, "middle")
    )
    if "spark" in rights:
        left = rights["spark"] - widths["spark"]
        marks.append(Text(left, _TOP - 8, _("Udvikling"), _SMALL, chart.muted, 600))
    return marks


def _row(
    row: Row,
    y: float,
    columns: Sequence[_Column],
    rights: Mapping[str, float],
    widths: Mapping[str, float],
    name_width: float,
    scale: Scale,
    profile: Profile,
    setter: Setter,
    colours: SpineColours,
) -> list[Mark]:
    chart = colours.chart
    middle, base = y + ROW / 2, y + ROW / 2 + 4.2
    marks: list[Mark] = [*_name(row, base, name_width, profile, setter, colours)]
    hidden = not row.shown
    for column in columns:
        text = column.text(row)
        if column.id not in rights or not text:
            continue
        right = rights[column.id]
        weight = 600 if column.strong else 400
        ink = chart.muted if column.quiet else chart.ink
        cut = setter.cut(text, _SIZE, widths[column.id] + 2, weight)
        marks.append(Text(right, base, cut, _SIZE, ink, weight, "end", True))
        left = right - setter.width(cut, _SIZE, weight, tabular=True)
        if column.id == "change" and row.moved:
            marks.append(Dot(left - 6, middle, 2.4, chart.ink))
        if column.id == "value" and row.small:
            marks.append(Dot(left - 6, middle, 2.4, "", chart.muted, 1.0))
    if hidden:
        last = next(id for id in ("interval", "count", "value") if id in rights)
        right = rights[last]
        words = state_words(int(row.cell.states[0]))
        marks.append(Text(right, base, words, _SIZE, chart.muted, 400, "end"))
    marks += direction_sign(row.indicator.direction, rights["sign"] - 5, middle, chart)
    marks += spine_bar(row, scale, middle, colours)
    line = profile.lines.get(row.indicator.id)
    if "spark" in rights and line is not None:
        drawn = sparkline(line.cells.values, widths["spark"], 16.0, chart.muted)
        marks += moved(drawn.marks, rights["spark"] - widths["spark"], middle - 8)
    return marks


def _name(
    row: Row,
    base: float,
    room: float,
    profile: Profile,
    setter: Setter,
    colours: SpineColours,
) -> list[Mark]:
    """The indicator's name, and its own time where that is another than the one shown."""
    other = row.period is not None and row.period != profile.period
    when = row.period.short_label if other and row.period is not None else ""
    taken = setter.width(when, _SMALL) + 6 if when else 0.0
    name = setter.cut(row.indicator.label, _SIZE, max(room - taken, 40.0))
    marks: list[Mark] = [Text(0, base, name, _SIZE, colours.chart.ink)]
    if when:
        at = setter.width(name, _SIZE) + 6
        marks.append(Text(at, base, when, _SMALL, colours.chart.muted))
    return marks

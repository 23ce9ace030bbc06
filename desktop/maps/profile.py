"""A profile laid out: one area on one sheet, the same on screen and paper.

A section is a function that gives marks and how high they are; the sheet is the sections below
each other. Everything is measured in pixels of a screen and scaled by ``unit`` at the end, so that
letters, lines and room keep their proportions on every paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from desktop.core.areas import Effort
from desktop.core.dataset import Dataset
from desktop.core.indexed import Indexed
from desktop.core.indicators import Indicator
from desktop.core.levelwords import Called, called
from desktop.core.measures import missing_cells
from desktop.core.profile import Profile, Row, telling
from desktop.core.profilewords import (
    against_label,
    against_note,
    certainty_words,
    effort_words,
    key_words,
    like_sentences,
    summary_sentences,
    title_of,
)
from desktop.core.sentences import value_words
from desktop.core.wording import _, number
from desktop.maps.categoryyears import CategoryYears, category_strips
from desktop.maps.composing import Setter, moved
from desktop.maps.drawing import Box, Drawing, Mark, Text, one_line
from desktop.maps.locator import locator_map
from desktop.maps.profilespine import SpineColours
from desktop.maps.profiletable import RowPlace, legend_marks, profile_table
from desktop.maps.radar import radar_chart
from desktop.maps.trend import Course, trend_chart
from desktop.maps.typesetting import Measure

_GAP = 11.0  # pixels between two sections
_LOCATOR = (116.0, 74.0)
_CHART = 92.0
_CHART_WIDTH, _MOST_CHARTS = 168.0, 6
_MOST_EFFORTS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What goes on the sheet: the facts, and what has been made of them elsewhere.

    Attributes:
        profile: the facts.
        against: what the area is held against, as it heads its column.
        words: what the level's areas are called.
        municipality: whose extract it is.
        categories: (what is categorised, the category or why there is none), for the head.
        locator: makes the small map of a width and height.
        history: the categories over the years, a strip for each outcome.
        radar: the areas of a radar in place of the table; None for the table.
        notes: small sentences at the foot.
        headed: whether name and key figures stand on the sheet, as on paper.
    """

    profile: Profile
    against: str
    words: Called
    municipality: str
    categories: tuple[tuple[str, str], ...]
    locator: Callable[[float, float], Drawing]
    history: tuple[CategoryYears, ...] = ()
    radar: Indexed | None = None
    notes: tuple[str, ...] = ()
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A section: how high it is, its marks from its own top left, and the rows in it."""

    height: float
    marks: tuple[Mark, ...]
    places: tuple[RowPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What a section is set with: room in pixels, what words measure, and colours."""

    width: float
    setter: Setter
    colours: SpineColours


Section = Callable[[Contents, Look], Piece]


@dataclass(frozen=True, slots=True)
class ProfileSheet:
    """The sheet drawn, and where its rows are in units of the drawing."""

    drawing: Drawing
    places: tuple[RowPlace, ...]

    def row_at(self, y: float) -> str:
        """The indicator of the row at a height; empty where there is none."""
        return next(
            (each.indicator for each in self.places if each.y <= y < each.y + each.height), ""
        )


def contents_of(
    data: Dataset,
    profile: Profile,
    colours: SpineColours,
    *,
    categories: tuple[tuple[str, str], ...] = (),
    history: tuple[CategoryYears, ...] = (),
    radar: Indexed | None = None,
    headed: bool = False,
) -> Contents:
    """What a profile puts on its sheet; see :class:`Contents`."""
    level, position, period = profile.level, profile.position, profile.period
    against = against_label(data, level, position, period, profile.question)
    words = called(data.level(level))

    @cache
    def locator(width: float, height: float) -> Drawing:
        return locator_map(data, level, position, period.end, width, height, colours)

    notes = [
        certainty_words(profile),
        _("Forskel og ændring i tal, der er procent, er i procentpoint."),
    ]
    behind = against_note(profile, words)
    if behind:
        notes.append(_("{name} er {areas}.").format(name=against, areas=behind.strip(" ()")))
    return Contents(
        profile,
        against,
        words,
        data.manifest.municipality,
        categories,
        locator,
        history,
        radar,
        tuple(note for note in notes if note),
        headed,
    )


def profile_drawing(
    contents: Contents,
    width: float,
    height: float,
    colours: SpineColours,
    *,
    unit: float = 1.0,
    measure: Measure,
    sections: Sequence[Section] = (),
) -> ProfileSheet:
    """The whole profile on one sheet.

    Args:
        contents: what goes on it.
        width: of the sheet, in units of the drawing.
        height: that it must stay under; 0 where it may be as high as it is. To get there it is set
            a little smaller, then goes without the categories over the years and the courses; at
            last sections that do not fit whole are left out.
        colours: of the theme or paper.
        unit: units of the drawing to a pixel of the screen: 1 on a screen, about 0.22 for
            millimetres on A4.
        measure: how wide a text is at a size in units of the drawing.
        sections: in order; the usual ones if left out.
    """
    chosen = tuple(sections) or SECTIONS
    scale = unit
    pieces = _pieces(contents, chosen, width, scale, colours, measure)
    for tighter, dropped in _attempts() if height else ():
        if _height(pieces) * scale <= height:
            break
        scale = unit * tighter
        kept = [section for section in chosen if section not in dropped]
        pieces = _pieces(contents, kept, width, scale, colours, measure)
    marks: list[Mark] = []
    places: list[RowPlace] = []
    y = 0.0
    for piece in pieces:
        if height and (y + piece.height) * scale > height:
            continue
        marks += moved(piece.marks, 0.0, y * scale, scale)
        places += [
            RowPlace(each.indicator, (each.y + y) * scale, each.height * scale)
            for each in piece.places
        ]
        y += piece.height + _GAP
    return ProfileSheet(Drawing(width, max(y - _GAP, 0.0) * scale, tuple(marks)), tuple(places))


def _attempts() -> tuple[tuple[float, tuple[Section, ...]], ...]:
    """How much smaller a sheet is set to go on one page, and what it goes without, in turn."""
    return (
        (0.92, ()),
        (1.0, (history_section,)),
        (0.92, (history_section,)),
        (0.92, (history_section, trends_section)),
        (0.8, (history_section, trends_section)),
    )


def _height(pieces: Sequence[Piece]) -> float:
    return sum(piece.height + _GAP for piece in pieces) - _GAP


def _pieces(
    contents: Contents,
    sections: Sequence[Section],
    width: float,
    scale: float,
    colours: SpineColours,
    measure: Measure,
) -> list[Piece]:
    def measured(text: str, size: float, weight: int, tabular: bool) -> float:
        return measure(text, size * scale, weight, tabular) / scale

    look = Look(width / scale, Setter(measured), colours)
    made = (section(contents, look) for section in sections)
    return [piece for piece in made if piece.height > 0]


# The sections


def head_section(contents: Contents, look: Look) -> Piece:
    """Whose extract, the area's name, who it is, and its categories; nothing on a screen."""
    if not contents.headed:
        return Piece(0.0, ())
    chart, setter = look.colours.chart, look.setter
    profile = contents.profile
    kicker = _("{municipality} · Områdeprofil").format(municipality=contents.municipality)
    marks: list[Mark] = [
        Text(0, 12, setter.cut(kicker, 12, look.width, 600), 12, chart.line, 600),
    ]
    right = look.width
    for outcome, category in reversed(contents.categories):
        words = setter.cut(f"{outcome}: {category}", 11.5, look.width * 0.4, 600)
        room = setter.width(words, 11.5, 600) + 20
        right -= room
        marks.append(Box(right, 22, room, 22, look.colours.track, radius=10))
        marks.append(Text(right + room / 2, 37, words, 11.5, chart.line, 600, "middle"))
        right -= 8
    y = 18.0
    for line in setter.lines(title_of(profile.key), 24, max(right - 16, 120), 2, 700):
        y += 28
        marks.append(Text(0, y - 2, line, 24, chart.ink, 700))
    for line in setter.lines(
        " · ".join((*key_words(profile.key), profile.period.label)), 12, look.width, 2
    ):
        y += 17
        marks.append(Text(0, y, line, 12, chart.muted))
    y += 10
    marks.append(one_line([(0, y), (look.width, y)], chart.line, 1.4))
    return Piece(y + 2, tuple(marks))


def overview_section(contents: Contents, look: Look) -> Piece:
    """Where the area lies, how it stands in all, what it is held against, and its efforts."""
    chart, setter = look.colours.chart, look.setter
    profile = contents.profile
    wide, high = _LOCATOR
    drawn = contents.locator(wide, high)
    marks: list[Mark] = [*drawn.marks]
    left = wide + 20 if drawn.marks else 0.0
    aside = min(0.28 * look.width, 280.0) if profile.efforts else 0.0
    room = look.width - left - (aside + 24 if aside else 0)
    y = 0.0
    said = " ".join(summary_sentences(profile, contents.against, contents.words))
    for line in setter.lines(said, 13, room, 6):
        y += 19
        marks.append(Text(left, y - 4, line, 13, chart.ink))
    like = " ".join(like_sentences(profile, contents.words))
    if like:
        y += 3
        for line in setter.lines(like, 11.5, room, 4):
            y += 16
            marks.append(Text(left, y - 3, line, 11.5, chart.muted))
    foot = _efforts(profile.efforts, look.width - aside, aside, look, marks) if aside else 0.0
    return Piece(max(y, foot, drawn.height if drawn.marks else 0.0), tuple(marks))


def _efforts(
    efforts: Sequence[Effort], left: float, room: float, look: Look, marks: list[Mark]
) -> float:
    """The efforts with their dates, newest first; how far down they reach."""
    chart, setter = look.colours.chart, look.setter
    marks.append(Text(left, 15, _("Indsatser"), 12, chart.ink, 600))
    y = 15.0
    newest = sorted(efforts, key=lambda each: each.start, reverse=True)
    for effort in newest[:_MOST_EFFORTS]:
        for line in setter.lines(effort_words(effort), 11.5, room, 2):
            y += 16
            marks.append(Text(left, y, line, 11.5, chart.muted))
    if len(newest) > _MOST_EFFORTS:
        y += 16
        words = _("og {count} til").format(count=number(len(newest) - _MOST_EFFORTS))
        marks.append(Text(left, y, words, 11.5, chart.muted))
    return y + 4


def table_section(contents: Contents, look: Look) -> Piece:
    """The rows with their bars and the legend; the radar where that is asked for."""
    if contents.radar is not None:
        drawn = radar_chart(contents.radar, look.width, 470.0, look.setter, look.colours)
        return Piece(drawn.height, drawn.marks)
    rows = contents.profile.rows
    if not rows:
        return Piece(0.0, ())
    table = profile_table(contents.profile, contents.against, look.width, look.setter, look.colours)
    legend, high = legend_marks(rows, look.width, look.setter, look.colours)
    return Piece(
        table.height + 8 + high, (*table.marks, *moved(legend, 0, table.height + 8)), table.places
    )


def trends_section(contents: Contents, look: Look) -> Piece:
    """The courses of the rows that tell most, with the municipality and the efforts."""
    chart, setter = look.colours.chart, look.setter
    profile = contents.profile
    across = max(2, min(_MOST_CHARTS, int((look.width + 22) // (_CHART_WIDTH + 22))))
    most = across
    if contents.headed and across < _MOST_CHARTS:  # a sheet has room for two rows of three
        across, most = 3, _MOST_CHARTS
    rows = [row for row in telling(profile, most) if row.indicator.id in profile.lines]
    if not rows:
        return Piece(0.0, ())
    room = (look.width - 22 * (across - 1)) / across
    title = _("Udvikling, hvor området skiller sig mest ud")
    marks: list[Mark] = [Text(0, 12, title, 12, chart.ink, 600)]
    for at, row in enumerate(rows):
        left, top = at % across * (room + 22), at // across * (_CHART + 34)
        value = value_words(row.cell, 0, row.indicator)
        taken = setter.width(value, 11.5, 600) + 8
        name = setter.cut(row.indicator.label, 11.5, room - taken)
        marks.append(Text(left, top + 34, name, 11.5, chart.ink))
        marks.append(Text(left + room, top + 34, value, 11.5, chart.ink, 600, "end", True))
        marks += moved(_course(profile, row, room, look).marks, left, top + 40)
    deep = (len(rows) - 1) // across
    return Piece(40 + _CHART + deep * (_CHART + 34), tuple(marks))


def _course(profile: Profile, row: Row, width: float, look: Look) -> Drawing:
    line = profile.lines[row.indicator.id]
    efforts = tuple(
        replace(each, name=look.setter.cut(each.name, 10, width / 2 - 8))
        for each in profile.efforts
    )
    return trend_chart(
        Course(line.periods, line.cells),
        _whole(line.whole_periods, row.indicator, Course(line.whole_periods, line.whole)),
        row.period or profile.period,
        kind=row.indicator.kind,
        per=row.indicator.per,
        unit=row.indicator.unit,
        decimals=row.indicator.decimals,
        efforts=efforts,
        width=width,
        height=_CHART,
        colours=look.colours.chart,
    )


def _whole(periods: Sequence[object], indicator: Indicator, course: Course) -> Course:
    """The municipality's course; none beside a plain count, which it would flatten."""
    return course if periods and indicator.unit != "n" else Course((), missing_cells(0))


def history_section(contents: Contents, look: Look) -> Piece:
    """The area's categories over the years, where a model has them."""
    drawn = category_strips(contents.history, look.width, look.setter, look.colours)
    return Piece(drawn.height, drawn.marks)


def notes_section(contents: Contents, look: Look) -> Piece:
    """What the intervals mean, where the numbers come from, and what is not shown."""
    y = 0.0
    marks: list[Mark] = []
    for line in look.setter.lines(" ".join(contents.notes), 11, look.width, 4):
        y += 15
        marks.append(Text(0, y - 3, line, 11, look.colours.chart.muted))
    return Piece(y, tuple(marks))


SECTIONS: tuple[Section, ...] = (
    head_section,
    overview_section,
    table_section,
    trends_section,
    history_section,
    notes_section,
)

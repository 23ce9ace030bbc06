"""The figures of a profile as blocks, with what they show in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.core.dataset import Breakdown, Dataset
from desktop.core.disclosure import State
from desktop.core.indicators import Indicator, Kind
from desktop.core.measures import restricted
from desktop.core.periods import Period, latest
from desktop.core.profile import Line, Profile, Row, line_of
from desktop.core.profilewords import title_of
from desktop.core.sentences import state_words, value_words
from desktop.core.wording import _, number, quantity
from desktop.maps.alttexts import alt_of_map, short
from desktop.maps.charttexts import alt_of_bars, alt_of_spine, alt_of_trend
from desktop.maps.profilepage import (
    Part,
    course_figure,
    courses_figure,
    courses_height,
    line_figure,
    municipality_course,
    parts_figure,
    parts_height,
    spine_figure,
)
from desktop.maps.profilepagemap import area_map
from desktop.maps.trend import Course
from desktop.maps.view import MapView
from desktop.maps.view import Style as MapStyle
from desktop.reports.blocks import (
    Block,
    Figure,
    Heading,
    Keep,
    Paragraph,
    ShownMap,
    Side,
    Style,
)
from desktop.reports.typefaces import width as measure

GAP = 7.0  # millimetres between two columns
MAP = 45.0  # millimetres high, without the legend
_LEGEND = 7.7  # what the legend of a map takes, about
_SHARE = 0.42  # of the room is the map's
_COURSES_WORDS = 24.0  # millimetres that the heading and the caption of small charts take
_NAMED = 2  # efforts in a caption
_NAME = 48  # letters of an area's name in a caption
_MOST_PARTS, _MOST_DIVISIONS = 12, 4


def where_block(data: Dataset, profile: Profile, row: Row, width: float) -> Block:
    """The headline's map with the area marked, and beside it the headline over the years."""
    room = width - GAP
    indicator = row.indicator
    right: tuple[Block, ...] = (
        Paragraph(
            _("Udvikling, {indicator}").format(indicator=_inside(indicator.label)), Style.STRONG
        ),
    )
    left = _map_blocks(data, profile, row, room * _SHARE)
    if not left:
        return Keep((*right, *_trend_blocks(profile, row, width)))
    return Side(left, (*right, *_trend_blocks(profile, row, room * (1 - _SHARE))), _SHARE)


def _map_blocks(data: Dataset, profile: Profile, row: Row, width: float) -> tuple[Block, ...]:
    if row.period is None:
        return ()
    counted = row.indicator.kind is Kind.COUNT
    view = MapView(
        profile.level,
        row.indicator.id,
        row.period,
        style=MapStyle.SYMBOLS if counted else MapStyle.CLASSES,
    )
    drawn = area_map(data, view, profile.position, width, MAP, measure)
    if drawn is None:
        return ()
    name = short(title_of(profile.key), _NAME)
    caption = _("{period}. {name} er markeret.").format(period=row.period.label, name=name)
    alt = alt_of_map(data, drawn.view, drawn.picture)
    figure = Figure(drawn.drawing, alt, caption, (ShownMap(drawn.view, drawn.frame),))
    return (Paragraph(row.indicator.label, Style.STRONG), figure)


def _trend_blocks(profile: Profile, row: Row, width: float) -> tuple[Block, ...]:
    line = profile.lines.get(row.indicator.id)
    if line is None or not line.cells.shown.any():
        return (Paragraph(_("Der er ingen tal at vise over tid."), Style.MUTED),)
    own, whole = Course(line.periods, line.cells), municipality_course(row.indicator, line)
    alt = alt_of_trend(title_of(profile.key), row.indicator, own, whole, profile.efforts)
    said = []
    if np.isfinite(row.low) and row.indicator.kind is not Kind.COUNT:
        said.append(_("Bånd: 95 %-interval."))
    if whole.cells.shown.any():
        said.append(_("Grå streg: kommunen."))
    said += _effort_words(profile, line)
    drawing = course_figure(profile, row, width, MAP + _LEGEND)
    return (Figure(drawing, alt, " ".join(said)),)


def _effort_words(profile: Profile, line: Line) -> list[str]:
    """Which efforts the dashed lines are; none without any in the time that is drawn."""
    first, last = line.periods[0].end, line.periods[-1].end
    begun = [each for each in profile.efforts if first <= each.start <= last]
    if not begun:
        return []
    if len(begun) > _NAMED:
        return [_("Stiplet: indsatser begynder.")]
    names = [
        _("{name} fra {year}").format(name=short(each.name, _NAME), year=each.start.year)
        for each in begun
    ]
    return [_("Stiplet: {efforts}.").format(efforts=_(" og ").join(names))]


def spine_blocks(profile: Profile, rows: Sequence[Row], width: float) -> Iterator[Block]:
    """How far the numbers lie from the municipality's; nothing where none can be compared."""
    drawn = [
        row
        for row in rows
        if row.indicator.kind is not Kind.COUNT and (_compared(row) or not row.shown)
    ]
    if not any(_compared(row) for row in drawn):
        return
    yield Heading(_("Afvigelse fra kommunen"), outlined=False)
    alt = alt_of_spine(title_of(profile.key), drawn, _("kommunen"))
    yield Figure(spine_figure(drawn, width, measure), alt)


def courses_blocks(profile: Profile, rows: Sequence[Row], width: float) -> Iterator[Block]:
    """Small charts of numbers over the years; nothing where none has a course."""
    told = [
        row
        for row in rows
        if row.indicator.id in profile.lines
        and int(profile.lines[row.indicator.id].cells.shown.sum()) > 1
    ]
    if not told:
        return
    yield Heading(_("Udvikling"), outlined=False)
    items = []
    for row in told:
        line = profile.lines[row.indicator.id]
        shown = np.flatnonzero(line.cells.shown)
        first, last = int(shown[0]), int(shown[-1])
        said = _("fra {before} i {first} til {after} i {last}").format(
            before=value_words(line.cells, first, row.indicator),
            first=line.periods[first].short_label,
            after=value_words(line.cells, last, row.indicator),
            last=line.periods[last].short_label,
        )
        items.append((row.indicator.label, said))
    alt = alt_of_bars(
        _("Kurver for {name}").format(name=short(title_of(profile.key), _NAME)), items, 12
    )
    caption = _(
        "Området med 95 %-interval, hvor der er et, og kommunen med grå streg. Akserne er hver"
        " deres."
    )
    yield Figure(courses_figure(profile, told, width, measure), alt, caption)


def courses_room(count: int) -> float:
    """How high so many small charts are with their heading and caption, in millimetres."""
    return courses_height(count) + _COURSES_WORDS


def residents_blocks(data: Dataset, profile: Profile, width: float) -> Iterator[Block]:
    """Who lives in the area by the breakdowns of plain counts that the extract has, two abreast.

    Nothing where it has none.
    """
    half = (width - GAP) / 2
    divisions = divisions_of(data, profile)
    if not divisions:
        return
    made: list[tuple[Block, ...]] = [
        (Paragraph(each.title, Style.STRONG), _parts_block(each, half)) for each in divisions
    ]
    if len(made) % 2:
        made.append(_count_course(data, profile, divisions[-1], half))
    yield Heading(_("Beboere"), outlined=False)
    for left, right in zip(made[::2], made[1::2], strict=True):
        yield Side(left, right)
    yield Paragraph(
        _("Procent af områdets beboere. Den lodrette streg er kommunens andel."), Style.MUTED
    )


def _count_course(
    data: Dataset, profile: Profile, division: Division, width: float
) -> tuple[Block, ...]:
    """How many there have been over the years, as high as the bars beside it."""
    indicator = division.indicator
    line = line_of(data, profile.level, profile.position, indicator.id, profile.period)
    title = Paragraph(_("{indicator} over årene").format(indicator=indicator.label), Style.STRONG)
    if int(line.cells.shown.sum()) < 2:
        return (title, Paragraph(_("Der er ingen tal at vise over tid."), Style.MUTED))
    alt = alt_of_trend(title_of(profile.key), indicator, Course(line.periods, line.cells))
    high = max(parts_height(len(division.parts)), 24.0)
    return (title, Figure(line_figure(profile, indicator, line, width, high), alt))


@dataclass(frozen=True, slots=True)
class Division:
    """A breakdown of a plain count: its title, and the area's parts of the whole."""

    title: str
    indicator: Indicator
    parts: tuple[Part, ...]


def divisions_of(data: Dataset, profile: Profile) -> list[Division]:
    """Each breakdown of the level's plain counts of people, with the area's parts of the whole.

    A breakdown that crosses two others that are there is left out, and so is one whose whole is
    not shown or whose parts do not belong to one whole.
    """
    found: list[Division] = []
    for indicator in data.indicators_of(profile.level):
        if indicator.kind is not Kind.COUNT or not indicator.people:
            continue
        groups: dict[str, list[Breakdown]] = {}
        for each in data.breakdowns_of(indicator.id, profile.level):
            groups.setdefault(str(each.name), []).append(each)
        plain = [name for name, members in groups.items() if not _crosses(members, groups)]
        for name in plain[: _MOST_DIVISIONS - len(found)]:
            parts = _parts(data, profile, indicator, groups[name][:_MOST_PARTS])
            if parts:
                found.append(Division(_by_words(indicator, name), indicator, parts))
    return found


def _crosses(members: Sequence[Breakdown], groups: dict[str, list[Breakdown]]) -> bool:
    """Whether a breakdown's id is made of those of two others: ``alder_koen`` of both."""
    own = members[0].id.split(".", maxsplit=1)[0]
    others = {each[0].id.split(".", maxsplit=1)[0] for each in groups.values()} - {own}
    return len([each for each in own.split("_") if each in others]) > 1


def _parts(
    data: Dataset, profile: Profile, indicator: Indicator, members: Sequence[Breakdown]
) -> tuple[Part, ...]:
    at = latest(data.periods_of(indicator.id, profile.level, members[0].id), profile.period)
    if at is None:
        return ()
    exists = data.areas(profile.level).valid_on(at.end)
    total = restricted(data.cells(indicator.id, profile.level, at), exists)
    if not total.shown[profile.position] or total.values[profile.position] <= 0:
        return ()
    made = []
    for each in members:
        cells = restricted(data.cells(indicator.id, profile.level, at, each.id), exists)
        state = int(cells.states[profile.position])
        share = 100 * float(cells.values[profile.position] / total.values[profile.position])
        said = state_words(state) if state != State.SHOWN else ""
        if not said:
            count = number(float(cells.values[profile.position]))
            said = f"{quantity(share, '%')} ({count})"
        made.append(
            Part(str(each.cell), share, _whole_share(data, indicator, each, at), state, said)
        )
    known = [part.share for part in made if np.isfinite(part.share)]
    return tuple(made) if known and sum(known) < 100.5 else ()


def _whole_share(data: Dataset, indicator: Indicator, part: Breakdown, at: Period) -> float:
    """The municipality's own share of a part; NaN where it is not shown."""
    total = data.municipality(indicator.id, at)
    own = data.municipality(indicator.id, at, part.id)
    if not (total.shown[0] and own.shown[0]) or total.values[0] <= 0:
        return float("nan")
    return 100 * float(own.values[0] / total.values[0])


def _by_words(indicator: Indicator, name: str) -> str:
    return _("{indicator} efter {breakdown}").format(
        indicator=indicator.label, breakdown=_inside(name)
    )


def _parts_block(division: Division, width: float) -> Figure:
    items = [(part.name, part.said) for part in division.parts]
    alt = alt_of_bars(division.title, items, _MOST_PARTS)
    return Figure(parts_figure(division.parts, width, measure), alt)


def _compared(row: Row) -> bool:
    return row.comparison is not None and bool(np.isfinite(row.comparison.relative))


def _inside(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

"""Områdeprofil: an area on two to four pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from desktop.core.areatext import area_text
from desktop.core.areatextfacts import (
    Farthest,
    Headline,
    Moved,
    Placing,
    Statement,
    headline_row,
    placings_of,
    statements_of,
)
from desktop.core.profile import (
    Profile,
    Row,
    in_dimensions,
    line_of,
    profile_of,
    telling,
    usual_indicators,
    with_lines,
)
from desktop.core.profilewords import key_words, title_of
from desktop.core.wording import _
from desktop.reports.asked import Asked, Chapter, ChapterSpec, Option
from desktop.reports.blocks import Block, Heading, NewPage, Paragraph, Style, Title
from desktop.reports.chapters.definitions import closing_blocks
from desktop.reports.chapters.profilefigures import (
    courses_blocks,
    courses_room,
    residents_blocks,
    spine_blocks,
    where_block,
)
from desktop.reports.chapters.profileroom import first_room, height_of, later_room
from desktop.reports.chapters.profiletables import (
    efforts_blocks,
    goals_blocks,
    key_figures_table,
    more_figures_table,
    parts_blocks,
    similar_blocks,
)
from desktop.reports.chapters.profilewhy import Model, category_blocks, models_of
from desktop.reports.setting import column_width

OPTIONS: dict[str, Option] = {
    "headline": "udenfor_16_66",
    "residents": True,
    "trends": True,
    "categories": True,
    "efforts": True,
    "goals": True,
    "all": True,
    "parts": False,
    "similar": False,
    "definitions": True,
}
_FEWEST, _MOST = 4, 8  # key figures on the first page
_UNSHOWN = 16  # where no number is shown, and so nothing drawn
_ROW = 11.2  # millimetres of a key figure, in the table and in the spine
_COURSES = (9, 6, 3)  # small charts, as many as there is room for
_LATER = 3  # pages after the first


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A profile with what is made of it: statements, the row it opens with, its models."""

    profile: Profile
    statements: tuple[Statement, ...]
    headline: Row | None
    models: tuple[Model, ...]


def make_profiles(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """A chapter for each chosen area, or for each that exists where none is chosen.

    Raises:
        UsageError: the extract has no such indicator as ``headline`` names.
    """
    if headline := str(spec.options.get("headline", "")):
        asked.data.indicator(headline)
    areas = asked.data.areas(asked.level)
    positions: Sequence[int] = asked.areas
    if not positions:
        positions = areas.valid_on(asked.period.end).nonzero()[0].tolist()
    for position in positions:
        name = areas.names[position] or areas.codes[position]
        yield Chapter(name, partial(profile_blocks, asked, spec, position))


def told_profile(asked: Asked, position: int, headline: str = "", *, models: bool = True) -> Told:
    """What there is to say of one area; what is the same for all areas is worked out once.

    Args:
        asked: the request.
        position: of the area.
        headline: the indicator to open with, where its number is shown.
        models: whether categories are wanted.
    """
    data, level, period = asked.data, asked.level, asked.period
    ids = in_dimensions(data, asked.indicators) or usual_indicators(data, level)
    wanted = headline if headline in ids else (asked.indicators or ("",))[0]
    profile = profile_of(data, level, position, period, ids)
    courses = {
        row.indicator.id: line_of(data, level, position, row.indicator.id, row.period or period)
        for row in profile.rows
    }
    profile = with_lines(profile, courses)
    offered: tuple[Model, ...] = ()
    if models:
        offered = data.derived(
            ("profile models", level, period, asked.model),
            lambda: models_of(data, level, period, asked.model),
        )
    placings = placings_of(offered[0].result if offered else None, position)
    statements = statements_of(data, profile, wanted, placings)
    opening = headline_row(profile, wanted) if profile.exists else None
    return Told(profile, statements, opening, offered)


def key_rows(
    profile: Profile, statements: Sequence[Statement], headline: Row | None, most: int
) -> tuple[Row, ...]:
    """So many rows for the first page, in the profile's order.

    What the text names is always among them, then what tells most; rows without a number are there
    where there are too few others.
    """
    named = _named(statements)
    wanted = [row for row in profile.rows if row.indicator.id in named]
    chosen = [] if headline is None else [headline]
    for row in (*wanted, *telling(profile, most), *profile.rows):
        if row not in chosen and len(chosen) < most:
            chosen.append(row)
    return tuple(row for row in profile.rows if row in chosen)


def profile_blocks(asked: Asked, spec: ChapterSpec, position: int) -> Iterator[Block]:
    """One area: a page that could stand alone, and what it stands on after it."""
    wants = _wants(spec)
    headline = str(spec.options.get("headline", ""))
    told = told_profile(asked, position, headline, models=wants["categories"])
    first, key = first_page(asked, told, spec.title)
    yield from first
    if not told.profile.exists:
        return
    rest = list(_later_pages(asked, told, key, wants))
    if rest:
        yield NewPage()
        yield from rest


def first_page(asked: Asked, told: Told, title: str = "") -> tuple[list[Block], tuple[Row, ...]]:
    """Who the area is, what is to be said of it, where it lies, and its key figures.

    Returns the blocks, and the rows that are its key figures: as many as there is room for.
    """
    profile, width = told.profile, column_width(asked.paper)
    blocks: list[Block] = [
        _title(asked, told, title),
        Paragraph(area_text(told.statements), Style.LEAD),
    ]
    if not profile.exists or not profile.rows:
        return blocks, ()
    row = told.headline or next((each for each in profile.rows if each.period is not None), None)
    if row is not None:
        blocks.append(where_block(asked.data, profile, row, width))
    room = first_room(asked) - height_of(blocks, width)
    most = _MOST if told.headline is not None else _UNSHOWN
    while True:
        key = key_rows(profile, told.statements, told.headline, most)
        figures = _key_blocks(profile, key, width)
        over = height_of(figures, width) - room
        if over <= 0 or most <= _FEWEST:
            return [*blocks, *figures], key
        most = max(_FEWEST, min(most, len(key)) - math.ceil(over / _ROW))


def _key_blocks(profile: Profile, key: Sequence[Row], width: float) -> list[Block]:
    return [key_figures_table(profile, key), *spine_blocks(profile, key, width)]


def _later_pages(
    asked: Asked, told: Told, key: Sequence[Row], wants: Mapping[str, bool]
) -> Iterator[Block]:
    """What the first page stands on; definitions take what room is left of the last page."""
    data, profile, width = asked.data, told.profile, column_width(asked.paper)
    room = later_room(asked)
    keyed = [row.indicator for row in key]
    more = [row for row in profile.rows if row not in key]
    blocks = _second_page(asked, told, more, wants, room)
    if wants["categories"]:
        blocks += category_blocks(
            data, profile.level, profile.period, told.models, profile.position, width
        )
    if wants["efforts"]:
        blocks += efforts_blocks(profile.efforts)
    if wants["goals"]:
        blocks += goals_blocks(data, profile, asked.plan)
    if wants["parts"]:
        blocks += parts_blocks(data, profile, keyed)
    if wants["similar"]:
        blocks += similar_blocks(data, profile, keyed)
    yield from blocks
    if wants["definitions"]:
        indicators = [*keyed, *(row.indicator for row in more)]
        yield from closing_blocks(data, indicators, blocks, width, room, _LATER)


def _second_page(
    asked: Asked, told: Told, more: Sequence[Row], wants: Mapping[str, bool], room: float
) -> list[Block]:
    """Residents, courses and the numbers that are not on the first page.

    With so many courses that all of it fits one page, where that is possible.
    """
    data, profile, width = asked.data, told.profile, column_width(asked.paper)
    above = list(residents_blocks(data, profile, width)) if wants["residents"] else []
    below: list[Block] = []
    if wants["all"] and more:
        heading = Heading(_("Øvrige nøgletal"), outlined=False)
        below += (heading, more_figures_table(profile, more))
    if not wants["trends"]:
        return [*above, *below]
    order = dict.fromkeys((*telling(profile, len(profile.rows)), *profile.rows))
    telling_most = [row for row in order if row is not told.headline and row.shown]
    left = room - height_of((*above, *below), width)
    most = next((count for count in _COURSES if courses_room(count) <= left), _COURSES[-1])
    chosen = telling_most[:most]
    rows = [row for row in profile.rows if row in chosen]
    courses = courses_blocks(profile, rows, width)
    return [*above, *courses, *below]


def _title(asked: Asked, told: Told, title: str) -> Title:
    profile = told.profile
    kicker = " · ".join(
        each
        for each in (
            asked.template.sender or asked.data.manifest.municipality,
            title or _("Områdeprofil"),
        )
        if each
    )
    placed = next((each for each in told.statements if isinstance(each, Placing)), None)
    badge = ""
    if placed is not None:
        badge = " · ".join(each for each in (placed.category, placed.points) if each)
    words = (*key_words(profile.key), profile.period.label)
    return Title(title_of(profile.key), kicker, " · ".join(words), badge)


def _named(statements: Sequence[Statement]) -> frozenset[str]:
    """The ids of the indicators that the text names."""
    found: set[str] = set()
    for each in statements:
        match each:
            case Headline() | Farthest():
                found.add(each.indicator.id)
            case Moved():
                found.update(change.indicator.id for change in each.changes)
    return frozenset(found)


def _wants(spec: ChapterSpec) -> dict[str, bool]:
    """Which parts are wanted, by the names of the options."""
    return {
        name: bool(spec.options.get(name, usual))
        for name, usual in OPTIONS.items()
        if isinstance(usual, bool)
    }

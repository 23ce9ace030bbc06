"""The atlas: every indicator at every chosen time, a page each, gathered by theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.wording import _
from desktop.maps.sheet import check_outlines
from desktop.maps.titles import title_of
from desktop.maps.view import MapView
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import Block
from desktop.reports.chapters.mapsheets import (
    asked_view,
    pages_of,
    parts_of,
    sheet_block,
    single_sheet,
    small_sheet,
)


@dataclass(frozen=True, slots=True)
class _Page:
    """The maps of a page, under which theme and bookmark it stands, and what it is headed."""

    theme: str
    outline: str
    views: tuple[MapView, ...]
    title: str = ""


def make_atlas(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """A page for every chosen indicator, or all of the level's, at every chosen time.

    With ``per_page`` 2, 4 or 6 a page has the times of one indicator, or where there is but one
    time the indicators of one theme.

    Raises:
        UsageError: the level has no outlines, or ``per_page`` is another number.
    """
    check_outlines(asked.data, asked.level)
    per_page = pages_of(spec)
    return tuple(
        Chapter(page.outline, partial(_blocks, asked, page, per_page))
        for page in _pages(asked, per_page)
    )


def _blocks(asked: Asked, page: _Page, per_page: int) -> Iterable[Block]:
    if per_page == 1:
        made = single_sheet(asked, page.views[0], extremes=True)
    else:
        made = small_sheet(asked, page.views, per_page, page.title)
    yield sheet_block(made, page.outline, page.theme)


def _pages(asked: Asked, per_page: int) -> Iterator[_Page]:
    several = len(asked.periods or (asked.period,)) > 1
    for theme, indicators in _themes(asked):
        maps = [(each, _views(asked, each)) for each in indicators]
        if per_page > 1 and not several:
            views = [view for _each, found in maps for view in found]
            for page in parts_of(views, per_page):
                yield _Page(theme, _range(asked, page), page, theme)
            continue
        for indicator, views in maps:
            name = str(indicator.name)
            for page in parts_of(views, per_page):
                when = [view.period.short_label for view in page]
                ends = when[0] if len(when) == 1 else f"{when[0]} – {when[-1]}"
                yield _Page(theme, f"{name} · {ends}" if several else name, page)


def _themes(asked: Asked) -> Iterator[tuple[str, list[Indicator]]]:
    """The indicators under their themes, in the catalogue's order."""
    data = asked.data
    held = data.indicators_of(asked.level)
    chosen = [each for each in held if not asked.indicators or each.id in asked.indicators]
    if not chosen:
        raise UsageError(
            _("Der er ingen indikatorer at vise på niveauet »{level}«.").format(level=asked.level),
            hint=_("Vælg et andet niveau eller andre indikatorer."),
        )
    names = {each.id: str(each.name) for each in data.dimensions}
    order = [*names, *dict.fromkeys(e.dimension for e in chosen if e.dimension not in names)]
    for dimension in order:
        found = [each for each in chosen if each.dimension == dimension]
        if found:
            yield names.get(dimension) or _("Andre indikatorer"), found


def _views(asked: Asked, indicator: Indicator) -> list[MapView]:
    """The maps of an indicator at the chosen times that it has numbers for."""
    periods = asked.periods or (asked.period,)
    return list(dict.fromkeys(asked_view(asked, indicator, period) for period in periods))


def _range(asked: Asked, views: Sequence[MapView]) -> str:
    """The bookmark of a page of several indicators: the first and the last of them."""
    names = [title_of(asked.data, view) for view in views]
    return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"

"""Map sheets as pages of a report: single, double and small ones, whatever they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from desktop.core.errors import UsageError
from desktop.core.indicators import Indicator
from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.maps.mapgrid import PER_PAGE, composed_grid
from desktop.maps.pairsheet import composed_pair
from desktop.maps.sheet import ComposedSheet, composed_sheet, finished_picture
from desktop.maps.sheetextremes import extremes_table, order_words
from desktop.maps.sheetframe import Look
from desktop.maps.titles import title_of
from desktop.maps.view import MapView, Second, Shows, Style, fitting_style, nearest_period
from desktop.reports.asked import Asked, Chapter, ChapterSpec
from desktop.reports.blocks import Block, Sheet, ShownMap
from desktop.reports.typefaces import width

SHOWS = ("value", "change", "bivariate", "double", "category")  # what sheets may be of
_OTHER_RAMP = "violet"  # of the second of two maps


def make_map_sheets(asked: Asked, spec: ChapterSpec) -> Iterable[Chapter]:
    """The views that were asked for, a page each; two of one level are a double map.

    Without views it is the chosen indicators at the chosen periods, shown as ``shows`` says:
    values, changes, two indicators on one map or on two, categories. ``per_page`` puts 2, 4 or 6
    small maps on a page.

    Raises:
        UsageError: ``shows`` or ``per_page`` is something else, or there is nothing to show so.
    """
    per_page = pages_of(spec)
    sets = _sets(asked, spec, per_page)
    if per_page > 1 and len(sets) == 1:  # a single page is made for as many as there are
        per_page = next(each for each in (1, *PER_PAGE) if each >= len(sets[0]))
    return tuple(
        Chapter(_name(asked, views), partial(_blocks, asked, views, per_page)) for views in sets
    )


def pages_of(spec: ChapterSpec) -> int:
    """How many maps stand on a page.

    Raises:
        UsageError: a number that no page is made for.
    """
    count = spec.options.get("per_page", 1)
    if count not in (1, *PER_PAGE):
        raise UsageError(
            _("Der kan ikke være {count} kort på en side.").format(count=count),
            hint=_("Vælg 1, 2, 4 eller 6."),
        )
    return int(str(count))


def asked_view(asked: Asked, indicator: Indicator, period: Period) -> MapView:
    """The map of an indicator at the time that goes with a period, with the asked areas chosen."""
    periods = asked.data.periods_of(indicator.id, asked.level)
    codes = asked.data.areas(asked.level).codes
    return MapView(
        asked.level,
        indicator.id,
        nearest_period(periods, period),
        selected=tuple(codes[at] for at in asked.areas),
        style=fitting_style(indicator, Style.CLASSES),
    )


def single_sheet(asked: Asked, view: MapView, *, extremes: bool = False) -> ComposedSheet:
    """The sheet of one map; with the highest and lowest numbers where no area is chosen."""
    data = asked.data
    picture = finished_picture(data, view)
    table = None
    if extremes and view.shows is Shows.VALUE and not view.selected:
        table = extremes_table(data, view, picture)
    words = order_words(table) if table is not None else ""
    said = (words,) if words else ()
    return composed_sheet(
        data, view, picture=picture, table=table, said=said, **sheet_setting(asked)
    )


def double_sheet(asked: Asked, views: tuple[MapView, MapView]) -> ComposedSheet:
    """The sheet of two maps of one level."""
    pictures = (finished_picture(asked.data, views[0]), finished_picture(asked.data, views[1]))
    return composed_pair(asked.data, views, pictures, **sheet_setting(asked))


def small_sheet(
    asked: Asked, views: Sequence[MapView], per_page: int, title: str = ""
) -> ComposedSheet:
    """A page of small maps of one level."""
    pictures = [finished_picture(asked.data, view) for view in views]
    return composed_grid(
        asked.data, views, pictures, per_page=per_page, title=title, **sheet_setting(asked)
    )


def sheet_block(made: ComposedSheet, outline: str, section: str = "") -> Sheet:
    """A sheet as a page of a report, with its bookmark."""
    maps = tuple(ShownMap(view, frame) for view, frame in made.maps)
    return Sheet(made.drawing, outline, maps, section)


def sheet_setting(asked: Asked) -> dict[str, Any]:
    """What all sheets of a report have in common; those of no other report bear its own name."""
    template = asked.template
    kind = str(template.name) if len(template.chapters) > 1 else ""
    return {
        "paper": asked.paper,
        "measure": width,
        "day": asked.day,
        "plan": asked.plan.name if asked.plan is not None else asked.plan_name,
        "look": Look(template.colour, template.sender, kind),
    }


def _blocks(asked: Asked, views: tuple[MapView, ...], per_page: int) -> Iterable[Block]:
    outline = _name(asked, views)
    if per_page > 1:
        yield sheet_block(small_sheet(asked, views, per_page), outline)
    elif len(views) == 2:
        yield sheet_block(double_sheet(asked, (views[0], views[1])), outline)
    else:
        yield sheet_block(single_sheet(asked, views[0]), outline)


def _name(asked: Asked, views: tuple[MapView, ...]) -> str:
    """What a page is called: its maps' titles, and their times where one thing is shown twice."""
    titles = list(dict.fromkeys(title_of(asked.data, view) for view in views))
    periods = list(dict.fromkeys(view.period.short_label for view in views))
    if views[0].shows is Shows.CATEGORY:
        periods = []
    if views[0].shows is Shows.CHANGE:
        titles = [_("Ændring: {name}").format(name=each) for each in titles]
    when = periods if len(periods) < 3 else [f"{periods[0]} – {periods[-1]}"]
    return " · ".join((" / ".join(titles[:2]) + (" …" if len(titles) > 2 else ""), *when))


def _sets(asked: Asked, spec: ChapterSpec, per_page: int) -> list[tuple[MapView, ...]]:
    """The maps of every page."""
    if asked.views:
        views = asked.views
        if per_page == 1 and len(views) == 2 and _are_pair(views[0], views[1]):
            return [(views[0], views[1])]
        if per_page == 1:
            return [(view,) for view in views]
        return _by_level(views, per_page)
    shows = spec.options.get("shows", ("value",))
    names = shows if isinstance(shows, tuple) else (str(shows),)
    unknown = [each for each in names if each not in SHOWS]
    if unknown or not names:
        raise UsageError(
            _("Et kortark kan ikke vise »{name}«.").format(name=", ".join(unknown)),
            hint=_("Vælg mellem {names}.").format(names=", ".join(SHOWS)),
        )
    sets = [views for name in names for views in _shown_as(asked, name)]
    if per_page == 1:
        return sets
    return _gathered(sets, per_page)


def _are_pair(one: MapView, other: MapView) -> bool:
    """Whether two views are one double map: of one level, both values or both categories."""
    pairs = (Shows.VALUE, Shows.CATEGORY)
    return one.level == other.level and one.shows is other.shows and one.shows in pairs


def _by_level(views: Sequence[MapView], per_page: int) -> list[tuple[MapView, ...]]:
    levels = dict.fromkeys(view.level for view in views)
    gathered = [[view for view in views if view.level == level] for level in levels]
    return [part for each in gathered for part in parts_of(each, per_page)]


def _gathered(sets: Sequence[tuple[MapView, ...]], per_page: int) -> list[tuple[MapView, ...]]:
    """As many maps on a page as there is room for; those of a double map stay on one."""
    pages: list[tuple[MapView, ...]] = []
    for views in sets:
        if pages and len(pages[-1]) + len(views) <= per_page:
            pages[-1] += views
        else:
            pages.append(views)
    return pages


def parts_of(views: Sequence[MapView], size: int) -> list[tuple[MapView, ...]]:
    """The maps of each page, so many at a time."""
    return [tuple(views[at : at + size]) for at in range(0, len(views), size)]


def _shown_as(asked: Asked, name: str) -> list[tuple[MapView, ...]]:
    """The maps of the chosen indicators at the chosen periods, shown in one way."""
    data = asked.data
    held = {each.id: each for each in data.indicators_of(asked.level)}
    chosen = [held[id] for id in asked.indicators if id in held] or [next(iter(held.values()))]
    periods = asked.periods or (asked.period,)
    if name == "category":
        return [(_category_view(asked, chosen[0], period),) for period in periods]
    if name in ("bivariate", "double"):
        if len(chosen) < 2:
            chosen += [each for each in held.values() if each is not chosen[0]][:1]
        if len(chosen) < 2:
            raise UsageError(
                _("Der skal to indikatorer til et kort over to."),
                hint=_("Niveauet »{level}« har kun én.").format(level=asked.level),
            )
        return [
            _both(asked_view(asked, chosen[0], period), asked_view(asked, other, period), name)
            for other, period in product(chosen[1:], periods)
        ]
    views = dict.fromkeys(
        asked_view(asked, indicator, period) for indicator, period in product(chosen, periods)
    )
    if name == "change":
        return [(replace(view, shows=Shows.CHANGE, since=asked.since),) for view in views]
    return [(view,) for view in views]


def _both(one: MapView, other: MapView, name: str) -> tuple[MapView, ...]:
    if name == "double":
        return one, replace(other, ramp=_OTHER_RAMP)
    second = Second(other.indicator, other.period, other.breakdown)
    return (replace(one, shows=Shows.BIVARIATE, second=second, style=Style.CLASSES),)


def _category_view(asked: Asked, indicator: Indicator, period: Period) -> MapView:
    """The map of the asked model's categories, or of the first that fits the level."""
    from desktop.maps.categorymap import shown_on

    view = replace(
        asked_view(asked, indicator, period), period=period, shows=Shows.CATEGORY, model=asked.model
    )
    if shown_on(asked.data, view) is None:
        raise UsageError(
            _("Ingen kategoriseringsmodel har noget at gå efter på niveauet »{level}«.").format(
                level=asked.level
            ),
            hint=_("Vælg et andet niveau, en anden periode eller en anden model."),
        )
    return view

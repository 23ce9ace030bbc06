"""What a page of small maps says: of all of them together, and of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.core.dataset import Dataset
from desktop.core.disclosure import State
from desktop.core.levelwords import called
from desktop.core.periods import Kind, Period
from desktop.core.sentences import state_words, value_words
from desktop.core.wording import _, number, quantity
from desktop.maps.alttexts import said_of, short
from desktop.maps.filtering import counted_areas
from desktop.maps.picture import LegendRow, Picture
from desktop.maps.sheetreading import sentences_of
from desktop.maps.sheetrows import Column, Row, Table, chosen_areas
from desktop.maps.sheetwords import on_paper
from desktop.maps.titles import subtitle_of, title_of
from desktop.maps.view import MapView, Shows

_NAMED = 3  # chosen areas under a map


@dataclass(frozen=True, slots=True)
class MapWords:
    """What stands at one map."""

    title: str
    subtitle: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GridWords:
    """What a page of small maps says.

    ``titles`` head the columns of a legend that all maps share, and ``table`` has the chosen areas
    in the same columns.
    """

    title: str
    subtitle: str
    maps: tuple[MapWords, ...]
    titles: tuple[str, ...]
    table: Table
    sentences: tuple[str, ...]


def words_of(data: Dataset, views: Sequence[MapView], pictures: Sequence[Picture]) -> GridWords:
    """The words of a page; maps of one thing at several times are told apart by the time alone."""
    titles = [title_of(data, view) for view in views]
    periods = [view.period.label for view in views]
    counted = [counted_areas(data, v, p) for v, p in zip(views, pictures, strict=True)]
    under = [_under(data, v, p) for v, p in zip(views, pictures, strict=True)]
    area = called(data.level(views[0].level)).many
    if len({_subject(view) for view in views}) == 1 and len(set(periods)) > 1:
        title = under[0] if views[0].shows is Shows.CATEGORY else titles[0]
        told = _about(data, views[0], area)
        subtitle = " · ".join(each for each in (told, f"{periods[0]} – {periods[-1]}") if each)
        titles = periods
        if views[0].shows is not Shows.CHANGE:
            under = counted
    else:
        title = _("{count} kort over {areas}").format(count=number(len(views)), areas=area)
        title = titles[0] if len(set(titles)) == 1 else title
        subtitle = " · ".join((*dict.fromkeys(periods), counted[0]))
    maps = tuple(
        MapWords(title, below, _numbers(data, view, picture))
        for title, below, view, picture in zip(titles, under, views, pictures, strict=True)
    )
    return GridWords(
        title,
        subtitle,
        maps,
        period_heads([view.period for view in views]),
        _table(data, views, pictures),
        _sentences(data, views, pictures),
    )


def _subject(view: MapView) -> tuple[object, ...]:
    """What a map is of, whenever that is."""
    if view.shows is Shows.CATEGORY:
        return view.shows, view.model, view.outcome
    second = view.second and (view.second.indicator, view.second.breakdown)
    return view.shows, view.indicator, view.breakdown, second


def _under(data: Dataset, view: MapView, picture: Picture) -> str:
    """The line under a map's title, without how many areas there are."""
    return subtitle_of(data, view, picture).removesuffix(f" · {counted_areas(data, view, picture)}")


def period_heads(periods: Sequence[Period]) -> tuple[str, ...]:
    """What periods are called over narrow columns: by the year alone where that is enough."""
    if len({(each.kind, each.part) for each in periods}) == 1:
        years = tuple(
            each.code if each.kind is Kind.SCHOOL_YEAR else str(each.year) for each in periods
        )
        if len(set(years)) == len(years):
            return years
    return tuple(each.short_label for each in periods)


def shared_rows(pictures: Sequence[Picture]) -> tuple[LegendRow, ...]:
    """The classes that all maps have alike; none where one differs, or draws more than rows."""
    kinds = []
    for picture in pictures:
        legend = on_paper(picture)
        if legend.scale is not None or legend.form != "rows":
            return ()
        kinds.append(tuple((r.group, r.label, r.colour) for r in legend.rows if r.group >= 0))
    if any(each != kinds[0] for each in kinds):
        return ()
    return tuple(row for row in on_paper(pictures[0]).rows if row.group >= 0)


def _about(data: Dataset, view: MapView, areas: str) -> str:
    """What the numbers, changes or colours of a map are."""
    match view.shows:
        case Shows.CATEGORY:
            return _("Kategorisering af {areas}").format(areas=areas)
        case Shows.CHANGE:
            return _("Ændring over tid")
        case Shows.VALUE:
            return str(data.indicator(view.indicator).sentence).rstrip(".")
        case _:
            return ""


def _numbers(data: Dataset, view: MapView, picture: Picture) -> tuple[str, ...]:
    """The numbers of the areas chosen last, and the municipality's."""
    told = []
    names = data.areas(view.level).names
    codes = data.areas(view.level).codes
    for at in chosen_areas(data.areas(view.level), view)[::-1][:_NAMED]:
        name = short(names[at] or codes[at], 40)
        told.append(f"{name} {said_of(data, view, picture, at)}")
    if view.shows is Shows.VALUE:
        whole = data.municipality(view.indicator, view.period, view.breakdown)
        said = value_words(whole, 0, data.indicator(view.indicator))
        told.append(_("kommunen {value}").format(value=said))
    return tuple(f"{each[:1].upper()}{each[1:]}" for each in told)


def _table(data: Dataset, views: Sequence[MapView], pictures: Sequence[Picture]) -> Table:
    """The chosen areas and the municipality, a column per map; numbers without their unit."""
    if any(view.shows is not Shows.VALUE for view in views):
        return Table((), (), None)
    areas = data.areas(views[0].level)
    chosen = chosen_areas(areas, views[0])
    heads = period_heads([view.period for view in views])
    columns = tuple(
        Column(head, spare=0 < at < len(heads) - 1, gap=2.0, narrow=True)
        for at, head in enumerate(heads)
    )
    rows = []
    for at in chosen:
        figures = tuple(
            _figure(data, view, picture, at) if picture.exists[at] else "–"
            for view, picture in zip(views, pictures, strict=True)
        )
        states = {int(p.cells.states[at]) for p in pictures if p.exists[at]}
        hidden = [state_words(s) for s in sorted(states) if s != State.SHOWN]
        hidden += [] if all(p.exists[at] for p in pictures) else [_("fandtes ikke")]
        rows.append(
            Row(
                areas.names[at] or areas.codes[at],
                figures,
                strong=at == chosen[-1],
                below=_("–: {reasons}").format(reasons=", ".join(hidden)) if hidden else "",
            )
        )
    whole = []
    for view in views:
        cells = data.municipality(view.indicator, view.period, view.breakdown)
        indicator = data.indicator(view.indicator)
        shown = cells.states[0] == State.SHOWN
        whole.append(number(float(cells.values[0]), indicator.decimals) if shown else "–")
    return Table(columns, tuple(rows), Row(_("Kommunen"), tuple(whole)))


def _figure(data: Dataset, view: MapView, picture: Picture, at: int) -> str:
    if picture.cells.states[at] != State.SHOWN:
        return "–"
    indicator = data.indicator(view.indicator)
    return quantity(float(picture.cells.values[at]), "", indicator.decimals)


def _sentences(
    data: Dataset, views: Sequence[MapView], pictures: Sequence[Picture]
) -> tuple[str, ...]:
    """How the maps are read: what is said of all of them, once.

    Of maps of different things it is only what holds for every one.
    """
    if len({_subject(view) for view in views}) == 1:
        pairs = list(zip(views, pictures, strict=True))
        view, picture = next((each for each in pairs[::-1] if each[1].withheld().any()), pairs[-1])
        return sentences_of(data, replace(view, selected=()), picture)
    said = [_("Hvert kort har sine egne klasser.")]
    if any(bool(picture.withheld().any()) for picture in pictures):
        said.append(_("I skraverede områder er der for få personer til at vise tallet."))
    if any(bool((picture.kept != picture.exists).any()) for picture in pictures):
        said.append(_("Blege områder er uden for udvalget og tæller ikke med."))
    said += sorted(
        {
            f"{picture.legend.rule[:1].upper()}{picture.legend.rule[1:]}."
            for picture in pictures
            if picture.legend.rule
        }
    )
    return tuple(said)

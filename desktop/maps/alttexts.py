"""What maps and charts show, in one to three sentences: for those who do not see them.

Written from the numbers that are shown. An area is called the highest only where its interval says
so; else the reach of the numbers stands. What is not shown is counted and never told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray
from desktop.core.indicators import Indicator, Kind
from desktop.core.levelwords import called
from desktop.core.measures import Cells, restricted
from desktop.core.places import place_ranges
from desktop.core.sentences import value_words
from desktop.core.wording import NO_BREAK, _, number, quantity
from desktop.maps.picture import ABSENT, FALLEN, RISEN, UNSURE, LegendRow, Picture
from desktop.maps.titles import named
from desktop.maps.typesetting import ELLIPSIS
from desktop.maps.view import MapView, Shows

if TYPE_CHECKING:
    from desktop.core.association import Association
    from desktop.maps.mappair import MapPair

MOST = 500  # letters
_CHOSEN = (4, 2, 1, 0)  # how many areas are told of, the most that there is room for
_NAME = 40  # letters of a name
_QUARTERS = 8  # areas, before half of them are told of


def alt_of_map(data: Dataset, view: MapView, picture: Picture) -> str:
    """What a map shows: of what, when, how many areas where, the reach, and the chosen areas.

    Args:
        data: where it is from.
        view: what it shows.
        picture: the map.
    """
    head = _head(data, view, picture)
    said = [_spread(view, picture), _hidden(view, picture.legend.rows), _reach(data, view, picture)]
    return _fitting(
        lambda most: " ".join(
            each for each in (head, *said, _chosen(data, view, picture, most)) if each
        )
    )


def alt_of_pair(
    data: Dataset, views: tuple[MapView, MapView], pictures: tuple[Picture, Picture]
) -> str:
    """What two maps beside each other show, where they are one figure."""
    told = []
    for words, view, picture in zip(
        (_("Det ene kort: {map}"), _("Det andet kort: {map}")), views, pictures, strict=True
    ):
        said = (_head(data, view, picture), _reach(data, view, picture) or _spread(view, picture))
        told.append(words.format(map=" ".join(each for each in said if each)))
    return _fitting(
        lambda most: " ".join(
            each for each in (*told, _chosen(data, views[0], pictures[0], most)) if each
        )
    )


def alt_of_scatter(pair: MapPair, found: Association, many: str) -> str:
    """What a scatter plot of two maps shows; ``many`` is what the areas are called.

    How far two numbers go together between areas tells nothing of persons, and it says so.
    """
    from desktop.core.association import Standing
    from desktop.core.associationwords import coefficient_words

    shown = int(pair.shown.sum())
    said = [
        _("Punkter for {count} {areas}: »{one}« hen ad bunden og »{other}« opad.").format(
            count=number(shown), areas=many, one=pair.names[0], other=pair.names[1]
        )
    ]
    if found.standing is Standing.FOUND and not pair.same:
        said.append(
            _("De to følges ad med r = {r}; det siger intet om enkeltpersoner.").format(
                r=coefficient_words(found.pearson)
            )
        )
    if pair.left_out.total:
        said.append(_("{count} er ikke med.").format(count=number(pair.left_out.total)))
    return short(" ".join(said))


def short(text: str, most: int = MOST) -> str:
    """The text, or as much of it as is read aloud at a time."""
    return text if len(text) <= most else text[: most - 1].rstrip(" ,;·") + ELLIPSIS


def listed(names: Sequence[str], most: int = 4) -> str:
    """Names one after the other, and how many more there are: ``Nord, Syd og 3 mere``."""
    told = [short(name, _NAME) for name in names[:most]]
    more = len(names) - len(told)
    if more:
        return _("{names} og {count} mere").format(names=", ".join(told), count=number(more))
    if len(told) > 1:
        return _("{names} og {last}").format(names=", ".join(told[:-1]), last=told[-1])
    return "".join(told)


def reach_sentence(values: FloatArray, indicator: Indicator) -> str:
    """From the lowest to the highest of the numbers that are shown; empty where there are none."""
    shown = values[np.isfinite(values)]
    if not len(shown):
        return ""
    low, high = (
        quantity(float(each), indicator.unit, indicator.decimals)
        for each in (shown.min(), shown.max())
    )
    if low == high:
        return _("Tallet er {value}.").format(value=high)
    return _("De viste tal går fra {low} til {high}.").format(low=low, high=high)


def _fitting(made: Callable[[int], str]) -> str:
    """The text with as many chosen areas as there is room for."""
    for most in _CHOSEN:
        text = made(most)
        if len(text) <= MOST:
            return text
    return short(made(0))


def _head(data: Dataset, view: MapView, picture: Picture) -> str:
    """What the map is of, when, and of how many areas."""
    level = called(data.level(view.level))
    counted = level.counted(int(picture.kept.sum()))
    if view.filter and bool((picture.kept != picture.exists).any()):
        counted = _("{areas} af {all}").format(areas=counted, all=number(int(picture.exists.sum())))
    period = view.period.label
    match view.shows:
        case Shows.CATEGORY:
            return _category_head(data, view, counted)
        case Shows.CHANGE:
            from desktop.maps.changemap import since_period

            since = since_period(data, view)
            name = short(named(data, view.indicator, view.breakdown), 3 * _NAME)
            if since is None:
                told = _("Kort over ændringen i »{name}« for {areas}; der er intet tidligere tal.")
                return told.format(name=name, areas=counted)
            return _("Kort over ændringen i »{name}« fra {before} til {now} for {areas}.").format(
                name=name, before=since.label, now=period, areas=counted
            )
        case Shows.BIVARIATE:
            from desktop.maps.bivariate import second_of

            second = second_of(view)
            return _("Kort over »{one}« og »{other}« på én gang for {areas}, {period}.").format(
                one=short(named(data, view.indicator, view.breakdown), 2 * _NAME),
                other=short(named(data, second.indicator, second.breakdown), 2 * _NAME),
                areas=counted,
                period=period,
            )
        case _:
            return _("Kort over »{name}« for {areas}, {period}.").format(
                name=short(named(data, view.indicator, view.breakdown), 3 * _NAME),
                areas=counted,
                period=period,
            )


def _category_head(data: Dataset, view: MapView, counted: str) -> str:
    from desktop.maps.categorymap import shown_on

    shown = shown_on(data, view)
    if shown is None:
        return _("Kort over {areas} uden kategorier, {period}.").format(
            areas=counted, period=view.period.label
        )
    return _("Kort over kategorierne efter »{model}« for {areas}, {period}.").format(
        model=short(str(shown.result.model.name), 2 * _NAME),
        areas=counted,
        period=view.period.label,
    )


def _spread(view: MapView, picture: Picture) -> str:
    """How many areas are in which class, colour or category."""
    rows = picture.legend.rows
    counts = {row.group: row.count for row in rows}
    if view.shows is Shows.CHANGE and picture.signs is not None:
        return _(
            "Tallet er med sikkerhed højere i {risen} og med sikkerhed lavere i {fallen}; i de"
            " øvrige viste kan ændringen være tilfældig."
        ).format(risen=number(counts.get(RISEN, 0)), fallen=number(counts.get(FALLEN, 0)))
    if view.shows is Shows.BIVARIATE:
        return _corners(picture)
    if picture.fills is not None or picture.radii is not None:
        return ""
    classes = [row for row in rows if 0 <= row.group < RISEN]
    if not classes:
        return ""
    told = ", ".join(_counted(row) for row in classes)
    if view.shows is Shows.CATEGORY:
        unsure = counts.get(UNSURE, 0)
        if unsure and picture.dotted is not None:
            return _("{classes}; heraf usikre: {count}.").format(classes=told, count=number(unsure))
        return f"{told}."
    return _("Klasserne, med antal områder: {classes}.").format(classes=told)


def _counted(row: LegendRow) -> str:
    """A row of the legend: ``under 10 % (17)``."""
    return f"{_label(row)} ({number(row.count)})"


def _label(row: LegendRow) -> str:
    return row.label.replace(NO_BREAK, " ")


def _corners(picture: Picture) -> str:
    """How many areas lie high, or low, on both of two indicators."""
    from desktop.maps.bivariate import SquareLegend

    legend = picture.legend
    if not isinstance(legend, SquareLegend):
        return ""
    counts = [row.count for row in legend.rows if row.group >= 0]
    return _("Højt på begge: {high}; lavt på begge: {low}; andre: {rest}.").format(
        high=number(counts[-1]),
        low=number(counts[0]),
        rest=number(sum(counts[1:-1])),
    )


def _hidden(view: MapView, rows: tuple[LegendRow, ...]) -> str:
    """How many areas show no number, by why."""
    told = [_counted(row) for row in rows if row.group < 0 and row.count]
    if not told:
        return ""
    words = _("Uden tal: {reasons}.")
    if view.shows is Shows.CATEGORY:
        words = _("Uden kategori: {reasons}.")
    return words.format(reasons=", ".join(told))


def _reach(data: Dataset, view: MapView, picture: Picture) -> str:
    """From the lowest to the highest, and which that is where it can be said."""
    if view.shows is Shows.CHANGE:
        from desktop.maps.changemap import change_of

        made = change_of(data, view)
        shown = np.where(picture.kept & np.isfinite(made.values), made.values, np.nan)
        if not np.isfinite(shown).any():
            return ""
        low, high = (
            quantity(float(each), made.unit, made.decimals, sign=True)
            for each in (np.nanmin(shown), np.nanmax(shown))
        )
        return _("Ændringerne går fra {low} til {high}.").format(low=low, high=high)
    if view.shows is not Shows.VALUE:
        return ""
    indicator = data.indicator(view.indicator)
    cells = restricted(picture.cells, picture.kept)
    said = [reach_sentence(cells.values, indicator), *_ends(data, view, cells, indicator)]
    if picture.fills is not None:
        said.append(_middle(cells.values, indicator))
    return " ".join(each for each in said if each)


def _ends(data: Dataset, view: MapView, cells: Cells, indicator: Indicator) -> list[str]:
    """The highest and the lowest area by name, where no chance could have it otherwise."""
    if int(cells.shown.sum()) < 3:
        return []
    areas = data.areas(view.level)
    highest, lowest = int(np.nanargmax(cells.values)), int(np.nanargmin(cells.values))
    said = []
    best, worst = place_ranges(
        cells, indicator.kind, indicator.per, np.array([highest, lowest], np.int64)
    )
    count = int(cells.shown.sum())
    for at, place, which, words in (
        (highest, 1, 0, _("{name} ligger med sikkerhed højest.")),
        (lowest, count, 1, _("{name} ligger med sikkerhed lavest.")),
    ):
        alone = int((cells.values == cells.values[at]).sum()) == 1
        known = alone if indicator.kind is Kind.COUNT else best[which] == worst[which] == place
        if not known or (indicator.kind is Kind.COUNT and which):
            continue
        name = short(areas.names[at] or areas.codes[at], _NAME)
        if indicator.kind is Kind.COUNT:
            words = _("Det højeste har {name}.")
        said.append(words.format(name=name))
    return said


def _middle(values: FloatArray, indicator: Indicator) -> str:
    """Between which numbers half of the areas lie."""
    shown = np.sort(values[np.isfinite(values)])
    if len(shown) < _QUARTERS:
        return ""
    low, high = (
        quantity(float(shown[at]), indicator.unit, indicator.decimals)
        for at in (len(shown) // 4, len(shown) - 1 - len(shown) // 4)
    )
    return _("Halvdelen ligger mellem {low} og {high}.").format(low=low, high=high)


def _chosen(data: Dataset, view: MapView, picture: Picture, most: int) -> str:
    """The chosen areas and what the map says of each, the one chosen last first."""
    areas = data.areas(view.level)
    chosen = [areas.index[code] for code in dict.fromkeys(view.selected) if code in areas.index]
    if not chosen:
        return ""
    if not most:
        return _("Fremhævede områder: {count}.").format(count=number(len(chosen)))
    told = []
    for at in chosen[::-1][:most]:
        name = short(areas.names[at] or areas.codes[at], _NAME)
        told.append(f"{name} {said_of(data, view, picture, at)}")
    more = len(chosen) - len(told)
    if more:
        told.append(_("og {count} mere").format(count=number(more)))
    return _("Fremhævet: {areas}.").format(areas=", ".join(told))


def said_of(data: Dataset, view: MapView, picture: Picture, at: int) -> str:
    """What a map says of one area, in a few words."""
    if int(picture.groups[at]) == ABSENT:
        return _("fandtes ikke")
    match view.shows:
        case Shows.CHANGE:
            from desktop.maps.changemap import change_of

            made = change_of(data, view)
            if not np.isfinite(made.values[at]):
                return _row_label(picture, at)
            return quantity(float(made.values[at]), made.unit, made.decimals, sign=True)
        case Shows.VALUE:
            return value_words(picture.cells, at, data.indicator(view.indicator))
        case _:
            return _row_label(picture, at)


def _row_label(picture: Picture, at: int) -> str:
    """What the legend calls an area's colour."""
    group = int(picture.groups[at])
    return next((f"({_label(row)})" for row in picture.legend.rows if row.group == group), "")

"""The table of a map sheet in words: chosen areas and the municipality, whatever the map shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.core.areas import Areas
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State
from desktop.core.indicators import Indicator
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.sentences import interval_words, state_words, value_words
from desktop.core.wording import NO_BREAK, _, number, quantity
from desktop.maps.mappair import map_name, pair_names
from desktop.maps.picture import Picture
from desktop.maps.view import MapView, Shows

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.maps.categorymap import Shown


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures; ``gap`` is millimetres of A4 before it.

    A ``small`` one is for what belongs to the figure before it, and a ``spare`` one goes where it
    would leave too little room for names. The heading of a ``narrow`` one breaks
    rather than widen it.
    """

    heading: str = ""
    strong: bool = False
    small: bool = False
    spare: bool = False
    gap: float = 3.0
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a figure per column, or a ``word`` that stands for them all.

    ``below`` is said under the name; ``swatch`` is the colour of a sign before that, or else before
    the name. Rows from one that stands ``apart`` on are another group.
    """

    name: str
    figures: tuple[str, ...] = ()
    word: str = ""
    strong: bool = False
    below: str = ""
    swatch: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of chosen areas, and of the municipality where it has numbers of its own.

    ``heading`` is what stands over rows that nobody chose; empty for those of the chosen.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    whole: Row | None
    heading: str = ""


def table_of(data: Dataset, view: MapView, worked: Picture) -> Table:
    """The chosen areas of a map, those with the highest number first and those without last.

    The area chosen last is the strong one.
    """
    match view.shows:
        case Shows.CHANGE:
            return _changes(data, view, worked)
        case Shows.BIVARIATE:
            return _both(data, view, worked)
        case Shows.CATEGORY:
            return _categories(data, view, worked)
        case Shows.VALUE:
            return _values(data, view, worked)


def pair_table(
    data: Dataset, views: tuple[MapView, MapView], pictures: tuple[Picture, Picture]
) -> Table:
    """The chosen areas of two maps of values beside each other, by the first one's number."""
    one, other = pictures
    indicators = (data.indicator(views[0].indicator), data.indicator(views[1].indicator))
    cells = (one.cells, other.cells)
    exists = (one.exists, other.exists)
    rows = []
    for at, name, strong in _ordered(data, views[0], _shown_values(one.cells)):
        values = tuple(
            value_words(held, at, indicator) if there[at] else _("fandtes ikke")
            for held, indicator, there in zip(cells, indicators, exists, strict=True)
        )
        gone = not (one.exists[at] or other.exists[at])
        rows.append(
            Row(name, word=_("fandtes ikke"), strong=strong)
            if gone
            else Row(name, values, strong=strong)
        )
    whole = Row(
        _("Kommunen"),
        tuple(
            value_words(data.municipality(v.indicator, v.period, v.breakdown), 0, indicator)
            for v, indicator in zip(views, indicators, strict=True)
        ),
    )
    names = pair_names(data, views)
    return Table(tuple(Column(name, strong=True) for name in names), tuple(rows), whole)


def chosen_areas(areas: Areas, view: MapView) -> list[int]:
    """Positions of the chosen areas in the order they were chosen."""
    return [areas.index[code] for code in dict.fromkeys(view.selected) if code in areas.index]


def _ordered(data: Dataset, view: MapView, values: FloatArray) -> list[tuple[int, str, bool]]:
    """Position, name and strength of each chosen area, the highest value first, NaN last."""
    areas = data.areas(view.level)
    chosen = chosen_areas(areas, view)
    ordered = sorted(chosen, key=lambda at: (math.isnan(values[at]), -values[at], areas.names[at]))
    return [(at, areas.names[at] or areas.codes[at], at == chosen[-1]) for at in ordered]


def _shown_values(cells: Cells) -> FloatArray:
    return np.where(cells.shown, cells.values, np.nan)


# A value


def _values(data: Dataset, view: MapView, worked: Picture) -> Table:
    indicator = data.indicator(view.indicator)
    rows = [
        _value_row(name, worked.cells, at, indicator, exists=bool(worked.exists[at]), strong=strong)
        for at, name, strong in _ordered(data, view, _shown_values(worked.cells))
    ]
    municipality = data.municipality(indicator.id, view.period, view.breakdown)
    whole = _value_row(_("Kommunen"), municipality, 0, indicator)
    columns = (
        Column(strong=True),
        Column(small=True, spare=True, gap=2.0),
        Column(_("Grundlag")),
    )
    return Table(columns, tuple(rows), whole)


def _value_row(
    name: str,
    cells: Cells,
    at: int,
    indicator: Indicator,
    *,
    exists: bool = True,
    strong: bool = False,
) -> Row:
    if not exists:
        return Row(name, word=_("fandtes ikke"), strong=strong)
    value = value_words(cells, at, indicator)
    if cells.states[at] != State.SHOWN:
        return Row(name, word=value, strong=strong)
    interval = ""
    if indicator.people and indicator.unit == "%":
        interval = interval_words(cells, at, indicator).removesuffix(NO_BREAK + indicator.unit)
    return Row(name, (value, interval, number(float(cells.denominators[at]))), strong=strong)


# A change


def _changes(data: Dataset, view: MapView, worked: Picture) -> Table:
    from desktop.core.changes import changes
    from desktop.maps.changemap import change_of, since_period

    indicator = data.indicator(view.indicator)
    areas = data.areas(view.level)
    since = since_period(data, view)
    made = change_of(data, view)
    before = missing_cells(len(areas))
    there = worked.exists
    whole = None
    if since is not None:
        there = worked.exists & areas.valid_on(since.end)
        before = restricted(data.cells(view.indicator, view.level, since, view.breakdown), there)
        first, last = (
            data.municipality(view.indicator, period, view.breakdown)
            for period in (since, view.period)
        )
        whole = _change_row(_("Kommunen"), first, last, changes(first, last, indicator), 0,
                            indicator)  # fmt: skip
    rows = []
    for at, name, strong in _ordered(data, view, made.values):
        if not worked.exists[at]:
            rows.append(Row(name, word=_("fandtes ikke"), strong=strong))
            continue
        rows.append(
            _change_row(name, before, worked.cells, made, at, indicator,
                        existed=bool(there[at]), strong=strong)
        )  # fmt: skip
    columns = (
        Column(since.short_label if since is not None else _("før")),
        Column(view.period.short_label),
        Column(_("Ændring"), strong=True),
    )
    return Table(columns, tuple(rows), whole)


def _change_row(
    name: str,
    before: Cells,
    after: Cells,
    made: Changes,
    at: int,
    indicator: Indicator,
    *,
    existed: bool = True,
    strong: bool = False,
) -> Row:
    """Both numbers and the change; under the name its interval and what may be said of it."""
    from desktop.core.comparisonwords import reach_words
    from desktop.core.differences import Verdict
    from desktop.maps.changemap import verdict_words

    first = _figure(before, at, indicator) if existed else "–"
    last = _figure(after, at, indicator)
    if made.states[at] != State.SHOWN:
        word = state_words(int(made.states[at])) if existed else _("fandtes ikke")
        return Row(name, (first, last, "–"), strong=strong, below=word)
    value, low, high = (float(column[at]) for column in (made.values, made.low, made.high))
    verdict = Verdict(int(made.verdicts[at]))
    mark = {Verdict.SURE_HIGHER: "▲ ", Verdict.SURE_LOWER: "▼ "}.get(verdict, "")
    said = (reach_words(low, high, made.decimals), verdict_words(verdict, indicator))
    return Row(
        name,
        (first, last, mark + number(value, made.decimals, sign=True)),
        strong=strong,
        below=" · ".join(each for each in said if each),
    )


def _figure(cells: Cells, at: int, indicator: Indicator) -> str:
    """A number without its unit, or a dash."""
    if cells.states[at] != State.SHOWN:
        return "–"
    return quantity(float(cells.values[at]), "%" if indicator.unit == "%" else "",
                    indicator.decimals)  # fmt: skip


# Two indicators


def _both(data: Dataset, view: MapView, worked: Picture) -> Table:
    from desktop.maps.bivariate import second_of

    second = second_of(view)
    other = MapView(view.level, second.indicator, second.period, second.breakdown)
    areas = data.areas(view.level)
    indicators = (data.indicator(view.indicator), data.indicator(second.indicator))
    cells = missing_cells(len(areas))
    there = worked.exists & areas.valid_on(second.period.end)
    if second.period in data.periods_of(second.indicator, view.level, second.breakdown):
        held = data.cells(second.indicator, view.level, second.period, second.breakdown)
        cells = restricted(held, there)
    rows = []
    for at, name, strong in _ordered(data, view, _shown_values(worked.cells)):
        if not worked.exists[at]:
            rows.append(Row(name, word=_("fandtes ikke"), strong=strong))
            continue
        group = int(worked.groups[at])
        values = (
            value_words(worked.cells, at, indicators[0]),
            value_words(cells, at, indicators[1]) if there[at] else _("fandtes ikke"),
        )
        colour = worked.colour_of(group) if group >= 0 else ""
        rows.append(Row(name, values, strong=strong, swatch=colour))
    whole = Row(
        _("Kommunen"),
        (
            value_words(
                data.municipality(view.indicator, view.period, view.breakdown), 0, indicators[0]
            ),
            value_words(
                data.municipality(second.indicator, second.period, second.breakdown),
                0,
                indicators[1],
            ),
        ),
    )
    names = (map_name(data, view), map_name(data, other))
    return Table(tuple(Column(name, strong=True) for name in names), tuple(rows), whole)


# A category


def _categories(data: Dataset, view: MapView, worked: Picture) -> Table:
    from desktop.maps.categorymap import shown_on

    shown = shown_on(data, view)
    level = data.areas(view.level)
    if shown is None:
        return Table((), (), None)
    score = shown.result.scores.get(shown.outcome.score)
    values = np.full(len(level), np.nan) if score is None else score.values[-1]
    values = np.where(worked.groups >= 0, values, np.nan)
    rows = [
        _category_row(data, view, worked, shown, at, name, strong=strong)
        for at, name, strong in _ordered(data, view, values)
    ]
    return Table((Column(_("Point")), Column(_("Sandsynlig"), strong=True)), tuple(rows), None)


def _category_row(
    data: Dataset,
    view: MapView,
    worked: Picture,
    shown: Shown,
    at: int,
    name: str,
    *,
    strong: bool,
) -> Row:
    from desktop.core.models.modelwords import chance_words, points_words
    from desktop.core.models.result import NONE
    from desktop.core.models.shown import certainty_known, score_words
    from desktop.core.models.yearly import category_names
    from desktop.maps.categorymap import hover_lines

    if not worked.exists[at]:
        return Row(name, word=_("fandtes ikke"), strong=strong)
    group = int(worked.groups[at])
    if group < 0:
        said = hover_lines(data, view, worked, at)[1:]
        return Row(name, strong=strong, below=" · ".join(said))
    result, outcome = shown.result, shown.outcome
    points = ""
    if score_words(result, outcome, at):
        points = points_words(float(result.scores[outcome.score].values[-1, at]))
    chance = ""
    known = certainty_known(data, view.level, view.period, shown.model)
    if known is not None and result.outcomes[outcome.id].index[-1, at] != NONE:
        chance = chance_words(float(known.chances[outcome.id][group, -1, at]))
    colour = worked.colour_of(group)
    category = category_names(outcome)[group]
    return Row(name, (points, chance), strong=strong, below=category, swatch=colour)

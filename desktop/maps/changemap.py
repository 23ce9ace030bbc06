"""The map of how much an indicator has changed between two periods."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop.core.changes import (
    Changes,
    change_classes,
    change_decimals,
    change_unit,
    changes,
    even_bounds,
    held_against,
    magnitudes,
    round_bounds,
)
from desktop.core.comparisonwords import reach_words
from desktop.core.dataset import Dataset
from desktop.core.differences import Verdict
from desktop.core.disclosure import State
from desktop.core.indicators import Direction, Indicator, Kind
from desktop.core.measures import Cells, missing_cells, restricted
from desktop.core.periods import Period, latest
from desktop.core.sentences import count_words, state_words, value_words
from desktop.core.wording import _, number, quantity
from desktop.maps import palettes
from desktop.maps.classes import printed_decimals
from desktop.maps.diverging import diverging
from desktop.maps.filtering import kept_areas
from desktop.maps.picture import (
    ABSENT,
    FALLEN,
    RISEN,
    Legend,
    LegendRow,
    Picture,
    hidden_rows,
)
from desktop.maps.view import MapView

_CHANCE = 0.05  # that an area is marked where nothing has changed


def picture(data: Dataset, view: MapView) -> Picture:
    """The map of a view's change.

    Classes are symmetric about a neutral middle, and stay where they are while time goes: bounds
    come from all changes over the same distance in time, or since the same period. Areas without a
    number in either period are as those without one on any map; an area that did not exist then is
    missing.
    """
    indicator = data.indicator(view.indicator)
    exists = data.areas(view.level).valid_on(view.period.end)
    now = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    kept = kept_areas(data, view, exists)
    since = since_period(data, view)
    made = changes(_cells_before(data, view, since), now, indicator)
    bounds = view_bounds(data, view, since)
    groups = change_classes(made.values, bounds, outer=not view.upper)
    hidden = groups < 0
    groups[hidden] = -made.states[hidden].astype(np.int16)
    groups[~exists] = ABSENT
    colours = (
        palettes.ramp(view.ramp, 2 * len(bounds) + 1)
        if view.ramp in palettes.DIVERGING
        else diverging(len(bounds))
    )
    if view.reverse:
        colours = colours[::-1]
    signs = _signs(made, exists)
    return Picture(
        now,
        exists,
        kept,
        groups,
        (*(-each for each in reversed(bounds)), *bounds),
        colours,
        _legend(data, view, since, indicator, groups, signs, kept, bounds, colours),
        signs=signs,
    )


def since_period(data: Dataset, view: MapView) -> Period | None:
    """The period that the change of a view is reckoned from; None where there are no numbers."""
    periods = data.periods_of(view.indicator, view.level, view.breakdown)
    return held_against(periods, view.period, view.since)


def change_of(data: Dataset, view: MapView) -> Changes:
    """The change of every area of the level, as the map of the view shows it."""
    exists = data.areas(view.level).valid_on(view.period.end)
    now = restricted(data.cells(view.indicator, view.level, view.period, view.breakdown), exists)
    before = _cells_before(data, view, since_period(data, view))
    return changes(before, now, data.indicator(view.indicator))


def view_bounds(data: Dataset, view: MapView, since: Period | None) -> tuple[float, ...]:
    """The bounds above nought of a view's classes; those below are the same.

    Three, five or seven classes, whichever is nearest to what the view asks for. Round numbers,
    but for the scheme that puts as many areas in each class.
    """
    steps = min(max(view.classes // 2, 1), 3)
    indicator = data.indicator(view.indicator)
    history = data.history(view.indicator, view.level, view.breakdown)
    against = None  # also where what is asked for is later than the period, the classes stay
    if view.since is not None:
        against = since or latest(history.periods, view.since)
    sizes = magnitudes(history.cells.values, history.periods, indicator, against)
    if view.scheme == "quantiles":
        return even_bounds(sizes, steps, change_decimals(indicator))
    return round_bounds(sizes, steps)


def subtitle(data: Dataset, view: MapView) -> str:
    """The line under the title: the two periods."""
    since = since_period(data, view)
    if since is None:
        return _("{period} har intet tidligere at holdes op mod").format(period=view.period.label)
    if since == view.period:
        return _("{period} holdt op mod sig selv").format(period=since.label)
    return _("Ændring fra {before} til {now}").format(before=since.label, now=view.period.label)


def direction_words(indicator: Indicator) -> str:
    """Which way is the good one; that it is neither where it is."""
    return {
        Direction.WORSE: _("Lavere er bedre."),
        Direction.BETTER: _("Højere er bedre."),
        Direction.NEITHER: _("Hverken højere eller lavere er bedre i sig selv."),
    }[indicator.direction]


def class_labels(bounds: tuple[float, ...], decimals: int) -> tuple[str, ...]:
    """What each class is called, the lowest first: ``1 – 3 lavere``, ``under 1 hver vej``.

    ``bounds`` are those above nought; none where nothing has changed.
    """
    if not bounds:
        return (_("uændret"),)
    shown = printed_decimals(bounds, decimals)
    texts = [number(bound, shown) for bound in bounds]
    reaches = [f"{low} – {high}" for low, high in pairwise(texts)]
    most = _("mindst {bound}").format(bound=texts[-1])
    return (
        _("{reach} lavere").format(reach=most),
        *(_("{reach} lavere").format(reach=reach) for reach in reversed(reaches)),
        _("under {bound} hver vej").format(bound=texts[0]),
        *(_("{reach} højere").format(reach=reach) for reach in reaches),
        _("{reach} højere").format(reach=most),
    )


def hover_lines(data: Dataset, view: MapView, picture: Picture, position: int) -> tuple[str, ...]:
    """What the map says about an area: name, change and verdict, both numbers, municipality."""
    indicator = data.indicator(view.indicator)
    areas = data.areas(view.level)
    since = since_period(data, view)
    made = change_of(data, view)
    lines = [areas.names[position], change_sentence(made, position, indicator)]
    if since is None:
        lines.append(_("Der er ingen tidligere tal."))
        before = missing_cells(len(areas))
    else:
        before = _cells_before(data, view, since)
        there = bool(areas.valid_on(since.end)[position])
        lines.append(
            _value_line(since, before, position, indicator)
            if there
            else _("{period}: fandtes ikke").format(period=since.short_label)
        )
    lines.append(_value_line(view.period, picture.cells, position, indicator))
    lines.append(_municipality_line(data, view, since, indicator))
    return tuple(line for line in lines if line)


def change_sentence(made: Changes, position: int, indicator: Indicator) -> str:
    """The change of one area with its interval and what may be said of it."""
    if made.states[position] != State.SHOWN:
        return _("ændring: {state}").format(state=state_words(int(made.states[position])))
    value, low, high = (float(c[position]) for c in (made.values, made.low, made.high))
    told = quantity(value, made.unit, made.decimals, sign=True)
    if np.isfinite(low):
        told += f" ({reach_words(low, high, made.decimals)})"
    verdict = verdict_words(Verdict(int(made.verdicts[position])), indicator)
    return f"{told} · {verdict}" if verdict else told


def verdict_words(verdict: Verdict, indicator: Indicator) -> str:
    """What may be said of a change; better or worse only where the indicator has a direction.

    Nothing of a plain count: how many there are is known.
    """
    if verdict is Verdict.MAY_BE_CHANCE:
        return _("kan være tilfældigt")
    if verdict is Verdict.UNDECIDED:
        return "" if indicator.kind is Kind.COUNT else _("kan ikke afgøres")
    higher = verdict is Verdict.SURE_HIGHER
    told = _("med sikkerhed højere") if higher else _("med sikkerhed lavere")
    if indicator.direction is Direction.NEITHER:
        return told
    better = (indicator.direction is Direction.BETTER) is higher
    return (
        _("{told}, bedre").format(told=told) if better else _("{told}, dårligere").format(told=told)
    )


def _cells_before(data: Dataset, view: MapView, since: Period | None) -> Cells:
    areas = data.areas(view.level)
    if since is None:
        return missing_cells(len(areas))
    then = areas.valid_on(since.end) & areas.valid_on(view.period.end)
    return restricted(data.cells(view.indicator, view.level, since, view.breakdown), then)


def _signs(made: Changes, exists: NDArray[np.bool_]) -> NDArray[np.int8] | None:
    """1 where the number is surely higher, −1 where lower; None where nothing could be sure."""
    if not np.isfinite(made.low).any():
        return None
    signs = np.zeros(len(made.values), np.int8)
    signs[exists & (made.verdicts == Verdict.SURE_HIGHER)] = 1
    signs[exists & (made.verdicts == Verdict.SURE_LOWER)] = -1
    return signs


def _legend(
    data: Dataset,
    view: MapView,
    since: Period | None,
    indicator: Indicator,
    groups: NDArray[np.int16],
    signs: NDArray[np.int8] | None,
    kept: NDArray[np.bool_],
    bounds: tuple[float, ...],
    colours: tuple[str, ...],
) -> Legend:
    rows = [
        LegendRow(group, label, colours[group], False, int(((groups == group) & kept).sum()))
        for group, label in enumerate(class_labels(bounds, change_decimals(indicator)))
    ]
    shown = int(((groups >= 0) & kept).sum())
    if signs is not None:
        risen, fallen = int(((signs > 0) & kept).sum()), int(((signs < 0) & kept).sum())
        rows += [
            LegendRow(RISEN, _("med sikkerhed højere"), "", False, risen),
            LegendRow(FALLEN, _("med sikkerhed lavere"), "", False, fallen),
        ]
    limited = data.manifest.limits.cell_minimum > 0
    unit = change_unit(indicator)
    return Legend(
        _("Ændring i {unit}").format(unit=unit) if unit else _("Ændring"),
        (*rows, *hidden_rows(groups, kept, limited=limited)),
        _("grænsen er med i klassen nærmest nul")
        if view.upper
        else _("grænsen er med i klassen længst fra nul"),
        _("Lige mange områder, ens til begge sider")
        if view.scheme == "quantiles"
        else _("Runde tal, ens til begge sider"),
        note=_note(since, indicator, shown, marked=signs is not None),
    )


def _note(since: Period | None, indicator: Indicator, shown: int, *, marked: bool) -> str:
    """What a reader has to be told beside the rows."""
    if since is None:
        return _("Der er ingen tidligere tal at holde op mod.")
    if indicator.kind is Kind.COUNT:
        return _("Antal er talt op og har intet interval, så ingen områder får mærke.")
    if not marked:
        return _("Tallet har intet interval, så det kan ikke afgøres, hvad der er tilfældigt.")
    return _(
        "▲▼ er mere end tilfældigt. Uden nogen ændring ville omkring {few} af {shown} få et mærke."
        " {direction}"
    ).format(few=number(_CHANCE * shown), shown=number(shown), direction=direction_words(indicator))


def _value_line(period: Period, cells: Cells, position: int, indicator: Indicator) -> str:
    told = " · ".join(
        part
        for part in (value_words(cells, position, indicator), count_words(cells, position))
        if part
    )
    return f"{period.short_label}: {told}"


def _municipality_line(
    data: Dataset, view: MapView, since: Period | None, indicator: Indicator
) -> str:
    if since is None:
        return ""
    before = data.municipality(view.indicator, since, view.breakdown)
    now = data.municipality(view.indicator, view.period, view.breakdown)
    made = changes(before, now, indicator)
    if made.states[0] != State.SHOWN:
        return ""
    told = quantity(float(made.values[0]), made.unit, made.decimals, sign=True)
    return _("kommunen {change}").format(change=told)

"""What the maps of a finished page tell of areas that are not shown, by what is painted there.

Which areas those are is asked anew of the extract. In each, at a place well inside, the last colour
of areas has to be that of what is not shown, hatched where it is withheld, and nothing round may
stand on it: no circle, no dot, no sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.core.areafilter import EVERYTHING
from desktop.core.areas import Outlines
from desktop.core.dataset import Dataset
from desktop.core.disclosure import FloatArray, State, StateArray
from desktop.core.measures import restricted
from desktop.core.periods import Period
from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.frame import Frame
from desktop.maps.inside import areas_around
from desktop.maps.symbols import places
from desktop.maps.view import MapView, Shows
from desktop.reports.leakfacts import PrintedMap
from desktop.reports.pdfpieces import Paints
from desktop.reports.pdfreading import PageReading
from desktop.reports.typefaces import POINT

_ROOM: Final = 0.3  # millimetres from a place to the border, for its colour to be certain
_NEAR: Final = 0.06  # millimetres that the middle of a mark may lie off
_MIDDLE: Final = 0.6  # millimetres that the middle of a map's box may lie off
_HATCHED: Final = 0.55  # millimetres to the nearest slanting line
_FADED: Final = 0.82  # how much of the page the colours outside a filter take on
_OVERLAYS: Final = frozenset({palettes.INK, palettes.SURFACE})  # arrowheads and their rims


def map_problems(data: Dataset, page: PageReading, maps: Sequence[PrintedMap]) -> Iterator[str]:
    """What the maps of a page show that they must not, each as a sentence without the page.

    Args:
        data: the extract.
        page: the page, read from the file.
        maps: the maps on it.
    """
    for each in maps:
        states = hidden_states(data, each.view)
        found = _wrong(data, page, each, states)
        if found.any():
            name = str(data.indicator(each.view.indicator).name)
            yield _("Kortet »{name}« viser farver eller mærker på områder, der ikke vises.").format(
                name=name
            )


def hidden_states(data: Dataset, view: MapView) -> StateArray:
    """Why each area of a view's level has no colour of its own, as the extract has it.

    The higher state wins where a map is of two numbers. An area that did not exist at the later
    time is not on the map, and passes for shown.
    """
    areas = data.areas(view.level)
    exists = areas.valid_on(view.period.end)
    if view.shows is Shows.CATEGORY:
        from desktop.maps import categorymap

        groups = categorymap.picture(data, view).groups
        states = np.where(groups < 0, np.uint8(State.MISSING), np.uint8(State.SHOWN))
        states[groups == categorymap.UNDECIDED] = State.WITHHELD
    else:
        states = _states(data, view, view.indicator, view.period, view.breakdown)
        if view.shows is Shows.CHANGE:
            from desktop.maps.changemap import since_period

            before = since_period(data, view)
            other = (
                np.full(len(areas), State.MISSING, np.uint8)
                if before is None
                else _states(data, view, view.indicator, before, view.breakdown)
            )
            states = np.maximum(states, other)
        elif view.shows is Shows.BIVARIATE:
            from desktop.maps.bivariate import second_of

            second = second_of(view)
            states = np.maximum(
                states, _states(data, view, second.indicator, second.period, second.breakdown)
            )
    shown: StateArray = np.where(exists, states, np.uint8(State.SHOWN))
    return shown


def _states(
    data: Dataset, view: MapView, indicator: str, period: Period, breakdown: str
) -> StateArray:
    there = data.areas(view.level).valid_on(period.end)
    return restricted(data.cells(indicator, view.level, period, breakdown), there).states


def _wrong(
    data: Dataset, page: PageReading, printed: PrintedMap, states: StateArray
) -> NDArray[np.bool_]:
    """Which areas show more than they may."""
    view, paints = printed.view, page.paints
    middles = places(data, view.level)
    spots = _on_page(middles, printed.frame, page)
    wrong = np.zeros(len(states), bool)
    box = _box_of(printed.frame, page)
    hidden = (states != State.SHOWN) & np.isfinite(spots).all(axis=1)
    hidden &= (spots >= box[:2]).all(axis=1) & (spots <= box[2:]).all(axis=1)
    at = np.flatnonzero(hidden)
    if not len(at):
        return wrong
    allowed = [_allowed(int(states[area]), filtered=view.filter != EVERYTHING) for area in at]
    roomy = rooms(data, view.level)[at] * printed.frame.scale >= _ROOM
    inside = (paints.clips[:, None] == np.array(box)).all(axis=2).any(axis=1)
    ground = paints.bulk & inside & ~np.isin(paints.colours, list(_OVERLAYS))
    last = last_fill(paints, ground, spots[at])
    for nr in np.flatnonzero(roomy & (last >= 0)).tolist():
        wrong[at[nr]] = paints.colours[last[nr]] not in allowed[nr]
    hatched = _hatched(paints, spots[at])
    kept = (states[at] == State.WITHHELD) & roomy & (last >= 0)
    colours = np.array([paints.colours[each] if each >= 0 else "" for each in last])
    wrong[at] |= kept & ~hatched & (colours == palettes.WITHHELD)
    wrong |= _marked(paints, spots, at, allowed)
    return wrong & ~_covered(data, view, middles, np.flatnonzero(wrong))


def _allowed(state: int, *, filtered: bool) -> frozenset[str]:
    """The colours that an area may have that is not shown, paler outside a filter."""
    colour = palettes.WITHHELD if state == State.WITHHELD else palettes.MISSING
    faded = palettes.mixed(colour, palettes.SURFACE, _FADED)
    return frozenset({colour, faded}) if filtered else frozenset({colour})


def _on_page(middles: FloatArray, frame: Frame, page: PageReading) -> FloatArray:
    """Places of the map as points of the page, y upwards."""
    x = (middles[:, 0] - frame.east) * frame.scale + frame.width / 2
    y = (frame.north - middles[:, 1]) * frame.scale + frame.height / 2
    return np.column_stack([x / POINT, page.height - y / POINT])


def _box_of(frame: Frame, page: PageReading) -> tuple[float, float, float, float]:
    """The rectangle that a map is seen in: the smallest with its middle; else the whole page."""
    x, y = frame.width / 2 / POINT, page.height - frame.height / 2 / POINT
    clips = np.unique(page.paints.clips[page.paints.bulk], axis=0)
    if len(clips):
        middle = (clips[:, :2] + clips[:, 2:]) / 2
        near = (np.abs(middle - (x, y)) < _MIDDLE / POINT).all(axis=1)
        if near.any():
            held = clips[near]
            left, bottom, right, top = held[np.argmin(np.prod(held[:, 2:] - held[:, :2], axis=1))]
            return float(left), float(bottom), float(right), float(top)
    return 0.0, 0.0, page.width, page.height


def last_fill(paints: Paints, which: NDArray[np.bool_], spots: FloatArray) -> NDArray[np.int64]:
    """The last of some fills that covers each spot, by the even-odd rule; −1 where none does."""
    found = np.full(len(spots), -1, np.int64)
    begin, end, owner = _edges(paints, which)
    if not len(begin):
        return found
    order = np.argsort(spots[:, 1], kind="stable")
    heights = spots[order, 1]
    first = np.searchsorted(heights, np.minimum(begin[:, 1], end[:, 1]), "left")
    after = np.searchsorted(heights, np.maximum(begin[:, 1], end[:, 1]), "left")
    counts = after - first
    edge = np.repeat(np.arange(len(counts)), counts)
    at = order[np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]]
    one, other = begin[edge], end[edge]
    share = (spots[at, 1] - one[:, 1]) / (other[:, 1] - one[:, 1])
    beyond = one[:, 0] + share * (other[:, 0] - one[:, 0]) > spots[at, 0]
    keys, times = np.unique(
        at[beyond] * np.int64(len(which)) + owner[edge[beyond]], return_counts=True
    )
    spot, paint = np.divmod(keys[times % 2 == 1], len(which))
    found[spot] = paint  # in painting order: the last one written stays
    return found


def _edges(
    paints: Paints, which: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]:
    """Both ends of every edge of some paints, rings closed, and whose it is."""
    lengths = np.diff(paints.starts)
    rings = np.repeat(np.arange(len(lengths)), lengths)
    keep = which[paints.owners][rings] if len(rings) else np.zeros(0, bool)
    following = np.arange(1, len(rings) + 1)
    following[paints.starts[1:] - 1] = paints.starts[:-1]
    places_kept = np.flatnonzero(keep)
    return (
        paints.points[places_kept],
        paints.points[following[places_kept]],
        paints.owners[rings[places_kept]],
    )


def _hatched(paints: Paints, spots: FloatArray) -> NDArray[np.bool_]:
    """Whether a slanting line of what is withheld runs close by each spot, where it is seen."""
    ink = np.array([colour == palettes.HATCH for colour in paints.colours], bool)
    lines = np.flatnonzero((ink & ~np.isnan(paints.widths))[paints.owners])
    lines = lines[np.diff(paints.starts)[lines] == 2]
    begin, end = paints.points[paints.starts[lines]], paints.points[paints.starts[lines] + 1]
    clips = paints.clips[paints.owners[lines]]
    found = np.zeros(len(spots), bool)
    for at, spot in enumerate(spots):
        near = (clips[:, :2] <= spot).all(axis=1) & (clips[:, 2:] >= spot).all(axis=1)
        if near.any():
            apart = distances(spot, begin[near], end[near])
            found[at] = apart.min() * POINT <= _HATCHED
    return found


def _marked(
    paints: Paints, spots: FloatArray, at: NDArray[np.intp], allowed: list[frozenset[str]]
) -> NDArray[np.bool_]:
    """Which areas bear something round, or an arrowhead, of a colour that tells something."""
    marked = np.zeros(len(spots), bool)
    filled = np.flatnonzero(np.isnan(paints.widths))
    if not len(filled) or not len(paints.owners):
        return marked
    first = np.searchsorted(paints.owners, np.arange(len(paints.colours)))
    low = np.minimum.reduceat(np.minimum.reduceat(paints.points, paints.starts[:-1]), first)
    high = np.maximum.reduceat(np.maximum.reduceat(paints.points, paints.starts[:-1]), first)
    middles, sizes = ((low + high) / 2)[filled], (high - low)[filled]
    bulk = paints.bulk[filled]  # areas, and arrowheads
    round_ = (np.abs(sizes[:, 0] - sizes[:, 1]) < 0.03 / POINT) & ~bulk
    arrow = np.isin(np.array(paints.colours)[filled], [palettes.INK]) & bulk
    candidates = round_ | arrow
    for area, colours in zip(at.tolist(), allowed, strict=True):
        near = (np.abs(middles - spots[area]) < _NEAR / POINT).all(axis=1) & candidates
        marked[area] = any(paints.colours[filled[nr]] not in colours for nr in np.flatnonzero(near))
    marked[at] |= _dotted(paints, spots[at])
    return marked


def _dotted(paints: Paints, spots: FloatArray) -> NDArray[np.bool_]:
    """Which spots lie under a dot that was painted as a line of no length.

    A line of hatching may end where it begins, at the corner of an area, and tells nothing.
    """
    lengths = np.diff(paints.starts)
    telling = np.array([colour != palettes.HATCH for colour in paints.colours], bool)
    pairs = np.flatnonzero((lengths == 2) & telling[paints.owners])
    begins = paints.points[paints.starts[pairs]]
    still = (begins == paints.points[paints.starts[pairs] + 1]).all(axis=1)
    begins = begins[still]
    reach = paints.widths[paints.owners[pairs[still]]] / 2
    return np.array(
        [bool((np.linalg.norm(begins - spot, axis=1) < reach).any()) for spot in spots], bool
    )


def _covered(
    data: Dataset, view: MapView, middles: FloatArray, suspected: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Which of some areas lie under another one at their place, which then is what is seen."""
    covered = np.zeros(len(middles), bool)
    if len(suspected):
        exists = data.areas(view.level).valid_on(view.period.end)
        around = areas_around(middles[suspected], data.outlines(view.level, 0), exists)
        covered[suspected] = (around != suspected) & (around >= 0)
    return covered


def rooms(data: Dataset, level: str) -> FloatArray:
    """How far the place of each area lies from its border, in metres; made once per extract."""
    return data.derived(
        ("room to border", level), lambda: _rooms(data.outlines(level, 0), places(data, level))
    )


def _rooms(outlines: Outlines, middles: FloatArray) -> FloatArray:
    found = np.full(len(middles), np.inf)
    lengths = np.diff(outlines.starts)
    rings = np.repeat(np.arange(len(lengths)), lengths)
    keep = np.ones(len(rings), bool)
    keep[outlines.starts[1:] - 1] = False
    begins = np.flatnonzero(keep)
    owners = outlines.owners[rings[begins]]
    begin, end = outlines.points[begins] / 100, outlines.points[begins + 1] / 100
    np.minimum.at(found, owners, distances(middles[owners], begin, end))
    found[~np.isfinite(found)] = 0.0
    return found


def distances(spot: FloatArray, begin: FloatArray, end: FloatArray) -> FloatArray:
    """From spots, or one, to stretches, pairwise."""
    along = end - begin
    length = np.maximum((along * along).sum(axis=1), 1e-12)
    share = np.clip(((spot - begin) * along).sum(axis=1) / length, 0.0, 1.0)
    apart: FloatArray = np.linalg.norm(spot - begin - share[:, None] * along, axis=1)
    return apart

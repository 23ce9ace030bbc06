"""Several small maps on one page: one head and foot, the same land and scale on all of them.

Each map has its title, its legend and its numbers under it. Where all have the same classes, as an
indicator over several periods has, one legend stands for all and counts the areas of each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.wording import _, number
from desktop.maps import palettes
from desktop.maps.alttexts import alt_of_map
from desktop.maps.drawing import Drawing
from desktop.maps.filtering import counted_areas
from desktop.maps.frame import Bounds, Frame
from desktop.maps.gridlegend import set_common, set_small
from desktop.maps.gridwords import MapWords, shared_rows, words_of
from desktop.maps.legendscales import Circles
from desktop.maps.paper import Paper
from desktop.maps.picture import Picture
from desktop.maps.sheet import ComposedSheet, check_outlines
from desktop.maps.sheetframe import MARGIN, Look, set_foot, set_head
from desktop.maps.sheetlegend import set_flow
from desktop.maps.sheetmap import map_frame, set_map, set_scale_bar
from desktop.maps.sheettags import told
from desktop.maps.sheetwords import framing_of, on_paper
from desktop.maps.typesetting import Measure, Pen
from desktop.maps.view import MapView

PER_PAGE = (2, 4, 6)
_SHAPES = {2: (2, 1), 4: (2, 2), 6: (3, 2)}  # columns and rows on a paper that lies
_GAP = 7.0  # millimetres of A4 between two maps
_LINE = 4.0
_SMALLER = {2: 0.5, 4: 0.38, 6: 0.28}  # of the radius that circles have on a sheet of one map
_MANY = 4  # more maps than this have a wider column for a common legend
_BESIDE = 36.0  # millimetres of A4 for a legend beside its map
_LEAST = 8.0  # millimetres of a map; a smaller one shows nothing
_FOOT = 11.0  # for the scale bar and how the maps are read


@dataclass(frozen=True, slots=True, eq=False)
class _Small:
    """One of the maps."""

    view: MapView
    picture: Picture
    words: MapWords


def composed_grid(
    data: Dataset,
    views: Sequence[MapView],
    pictures: Sequence[Picture],
    *,
    per_page: int,
    paper: Paper,
    measure: Measure,
    day: dt.date,
    title: str = "",
    subtitle: str = "",
    plan: str = "",
    look: Look | None = None,
) -> ComposedSheet:
    """A page of small maps of one level, in the order they are given.

    Args:
        data: an open extract.
        views: what the maps show; all of one level, at most as many as ``per_page``.
        pictures: the maps worked out.
        per_page: 2, 4 or 6: how many the page has room for.
        paper: size and direction.
        measure: what a text measures.
        day: the date that the page bears.
        title: what the page is called; empty is what the maps have in common.
        subtitle: the line under it; empty is how many areas there are.
        plan: the name of the helhedsplan that the page belongs to, if any.
        look: colour and sender; None is petrol and the municipality.

    Raises:
        UsageError: no maps, too many, of several levels or of one without outlines.
    """
    _check(data, views, per_page)
    look = look or Look()
    smaller = [_smaller(each, _SMALLER[per_page]) for each in pictures]
    made = words_of(data, views, smaller)
    common = shared_rows(smaller) if len(views) > 1 else ()
    maps = [
        _Small(view, picture, words)
        for view, picture, words in zip(views, smaller, made.maps, strict=True)
    ]
    framing = framing_of(
        data,
        title or made.title,
        subtitle or made.subtitle or counted_areas(data, views[0], pictures[0]),
        plan,
        day,
        look.sender,
        look.kind,
    )
    unit, (width, height) = paper.unit, paper.size
    margin = MARGIN * unit
    right = width - margin
    head, foot, middle = (Pen(measure, unit) for _each in range(3))
    top = set_head(head, framing, margin, right, look) + 4 * unit
    bottom = set_foot(foot, framing, margin, right, height - margin * 0.8) - 2.5 * unit
    aside = Pen(measure, unit)
    box = (margin, top, right, bottom)
    if common:
        box = set_common(aside, smaller, made, box, upright=paper.upright, wide=per_page > _MANY)
    else:
        box = (margin, top, right, bottom - _FOOT * unit)
    under = box[3] + (3.2 * unit if common else _FOOT * unit - 1 * unit)
    shape = _shape(per_page, paper)
    frames, end = _set_maps(middle, data, maps, box, shape, (margin, under), own=not common)
    if not common:
        _set_reading(aside, made.sentences, (end + 8 * unit, box[3], right, bottom))
    marks = (*head.marks, *middle.marks, *aside.marks, *foot.marks)
    return ComposedSheet(Drawing(width, height, marks), tuple(zip(views, frames, strict=True)))


def _check(data: Dataset, views: Sequence[MapView], per_page: int) -> None:
    if per_page not in PER_PAGE:
        raise UsageError(
            _("Der kan ikke være {count} kort på en side.").format(count=number(per_page)),
            hint=_("Vælg 1, 2, 4 eller 6."),
        )
    if not views or len(views) > per_page or len({view.level for view in views}) > 1:
        raise UsageError(
            _("De kort kan ikke stå på én side."),
            hint=_("Vælg højst {count} kort af samme områdeniveau.").format(count=per_page),
        )
    check_outlines(data, views[0].level)


def _shape(per_page: int, paper: Paper) -> tuple[int, int]:
    """How many maps stand beside each other, and under each other."""
    across, down = _SHAPES[per_page]
    return (down, across) if paper.upright else (across, down)


def _smaller(picture: Picture, share: float) -> Picture:
    """A map with smaller circles, in its legend too, for it has a part of a page."""
    scale = picture.legend.scale
    if not isinstance(scale, Circles):
        return picture
    smaller = replace(scale, radius=share * scale.radius)
    return replace(picture, legend=replace(picture.legend, scale=smaller))


def _set_maps(
    pen: Pen,
    data: Dataset,
    maps: Sequence[_Small],
    box: Bounds,
    shape: tuple[int, int],
    scale: tuple[float, float],
    *,
    own: bool,
) -> tuple[list[Frame], float]:
    """All the maps, each with its title; with a legend and a line of numbers where ``own``.

    ``scale`` is where the scale bar stands that they share. Returns their frames and its end.
    """
    left, top, right, bottom = box
    unit, (columns, rows) = pen.unit, shape
    wide = (right - left - (columns - 1) * _GAP * unit) / columns
    high = (bottom - top - (rows - 1) * 0.7 * _GAP * unit) / rows
    titled = max(_set_title(Pen(pen.measure, unit), each.words, 0.0, wide, 0.0) for each in maps)
    titled += 1.5 * unit
    exists = np.any([each.picture.exists for each in maps], axis=0)
    sizes = [(wide, high - titled - 1.5 * unit)]
    if own:
        under = max(_set_own(Pen(pen.measure, unit), each, 0.0, wide, 0.0) for each in maps)
        sizes = [(wide, sizes[0][1] - under), (wide - (_BESIDE + 3) * unit, sizes[0][1])]
    found = [
        map_frame(data, maps[0].view, exists, size, unit) for size in sizes if min(size) > _LEAST
    ]
    frame = max(found, key=lambda each: each.scale)
    beside = own and frame.width < wide
    frames, end = [], scale[0]
    for at, each in enumerate(maps):
        row, column = divmod(at, columns)
        x, y = left + column * (wide + _GAP * unit), top + row * (high + 0.7 * _GAP * unit)
        _set_title(pen, each.words, x, x + wide, y)
        place = (x, y + titled, x + frame.width, y + titled + frame.height)
        with told(pen, "Figure", alt=alt_of_map(data, each.view, each.picture)):
            frames.append(set_map(pen, data, each.view, each.picture, place, frame))
            if not at:
                end = set_scale_bar(pen, frame, *scale)
        if beside:
            _set_beside(pen, each, (x + frame.width + 3 * unit, place[1], x + wide, place[3]))
        elif own:
            _set_own(pen, each, x, x + wide, place[3] + 1.5 * unit)
    return frames, end


def _set_title(pen: Pen, words: MapWords, left: float, right: float, top: float) -> float:
    """A map's title and what it shows, in at most three lines. Returns the last baseline."""
    unit = pen.unit
    lines, points = pen.fitted(words.title, (10.5, 9.5, 8.5), 700, right - left, 2)
    y = top
    with told(pen, "H2"):
        for line in lines:
            y += _LINE * unit
            pen.text(left, y, line, points, palettes.INK, 700)
    with told(pen, "P"):
        for line in pen.wrapped(words.subtitle, 8, 400, right - left, 1):
            y += 3.7 * unit
            pen.text(left, y, line, 8, palettes.MUTED)
    return y


def _set_own(pen: Pen, each: _Small, left: float, right: float, top: float) -> float:
    """A map's legend lying under it, and its numbers. Returns where they end."""
    y = set_flow(pen, on_paper(each.picture), left, top, right)
    return _set_numbers(pen, " · ".join(each.words.numbers), left, right, y)


def _set_beside(pen: Pen, each: _Small, box: Bounds) -> None:
    """A map's legend beside it, and as many of its numbers as there is room for."""
    left, top, right, bottom = box
    y = set_small(pen, on_paper(each.picture), left, top, right) + 0.8 * pen.unit
    for words in each.words.numbers:
        attempt = Pen(pen.measure, pen.unit)
        y = _set_numbers(attempt, words, left, right, y)
        if y > bottom:
            return
        pen.marks += attempt.marks


def _set_numbers(pen: Pen, words: str, left: float, right: float, y: float) -> float:
    unit = pen.unit
    with told(pen, "P"):
        for line in pen.wrapped(words, 7.5, 400, right - left, 2):
            y += 3.6 * unit
            pen.text(left, y, line, 7.5, palettes.MUTED)
    return y


def _set_reading(pen: Pen, sentences: Sequence[str], box: Bounds) -> None:
    """How the maps are read, on the lines beside the scale bar."""
    left, _top, right, bottom = box
    unit = pen.unit
    lines = pen.wrapped(" ".join(sentences), 8, 400, right - left, 2)
    y = bottom - 1 * unit - 3.7 * unit * (len(lines) - 1)
    with told(pen, "P"):
        for line in lines:
            pen.text(left, y, line, 8, palettes.MUTED)
            y += 3.7 * unit

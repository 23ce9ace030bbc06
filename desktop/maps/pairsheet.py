"""A sheet of two maps of the same areas, with what they are together under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.dataset import Dataset
from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.alttexts import alt_of_map
from desktop.maps.drawing import Drawing
from desktop.maps.filtering import counted_areas
from desktop.maps.frame import Bounds, Frame
from desktop.maps.legendscales import Circles
from desktop.maps.paper import Paper
from desktop.maps.picture import Picture
from desktop.maps.sheet import ComposedSheet, check_outlines
from desktop.maps.sheetframe import MARGIN, Look, set_foot, set_head
from desktop.maps.sheetlegend import set_flow, set_legend
from desktop.maps.sheetmap import set_map, set_scale_bar, shown_box
from desktop.maps.sheetpoints import set_points_key
from desktop.maps.sheetrows import Table, pair_table
from desktop.maps.sheettable import set_table
from desktop.maps.sheettags import told
from desktop.maps.sheetwords import framing_of, on_paper
from desktop.maps.titles import subtitle_of, title_of
from desktop.maps.typesetting import Measure, Pen
from desktop.maps.view import MapView, Shows

if TYPE_CHECKING:
    from desktop.core.association import Association

_GAP = 9.0  # millimetres of A4 between what stands beside each other
_LOWER = {False: 0.35, True: 0.27}  # of the room between head and foot, for what is under the maps
_STRIP = 7.0  # for the scale bar
_LEGEND = 0.32  # of an upright sheet's width, for the legend beside a map
_CIRCLES = 0.5  # of the radius that circles have on a sheet of one map
_TABLE = 0.4  # of the width, for the table
_ROOMS = ((5.6, 14, 9), (5.0, 14, 9), (4.6, 10, 9), (4.4, 10, 2), (4.3, 8, 1), (4.2, 6, 0),
          (4.1, 4, 0), (4.0, 2, 0))  # fmt: skip # pitch, rows and sentences

Views = tuple[MapView, MapView]
Pictures = tuple[Picture, Picture]
Below = Callable[[Pen, Bounds], None]  # sets what the maps are together, in a box


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sheet of two maps says beside its maps."""

    title: str
    subtitle: str
    titles: tuple[str, str]
    subtitles: tuple[str, str]
    table: Table
    sentences: tuple[str, ...]


def compose_pair(
    data: Dataset,
    views: Views,
    pictures: Pictures,
    *,
    paper: Paper,
    measure: Measure,
    day: dt.date,
    plan: str = "",
    found: Association | None = None,
) -> Drawing:
    """The drawing of :func:`composed_pair`."""
    return composed_pair(
        data, views, pictures, paper=paper, measure=measure, day=day, plan=plan, found=found
    ).drawing


def composed_pair(
    data: Dataset,
    views: Views,
    pictures: Pictures,
    *,
    paper: Paper,
    measure: Measure,
    day: dt.date,
    plan: str = "",
    found: Association | None = None,
    look: Look | None = None,
) -> ComposedSheet:
    """The sheet of two maps: beside each other, or under each other on an upright paper.

    Under two maps of values stands their scatter plot, under two of categories the table of how
    many areas have which of both; beside that the chosen areas.

    Args:
        data: an open extract.
        views: what the two maps show; they look at the same areas of one level.
        pictures: the two maps worked out, as they are on the screen.
        paper: size and direction.
        measure: what a text measures.
        day: the date that the sheet bears.
        plan: the name of the helhedsplan that the sheet belongs to, if any.
        found: how the two go together where that has been worked out before.
        look: colour and sender; None is petrol and the municipality.

    Raises:
        UsageError: the level has no outlines.
    """
    check_outlines(data, views[0].level)
    look = look or Look()
    pictures = (_smaller(pictures[0]), _smaller(pictures[1]))
    if views[0].shows is Shows.CATEGORY:
        said, below = _of_models(data, views, pictures)
    else:
        said, below = _of_values(data, views, pictures, found)
    framing = framing_of(data, said.title, said.subtitle, plan, day, look.sender, look.kind)
    unit, (width, height) = paper.unit, paper.size
    margin = MARGIN * unit
    right = width - margin
    head, foot, maps, lower = (Pen(measure, unit) for _each in range(4))
    top = set_head(head, framing, margin, right, look) + 4 * unit
    bottom = set_foot(foot, framing, margin, right, height - margin * 0.8) - 2.5 * unit
    border = bottom - _LOWER[paper.upright] * (bottom - top)
    box = (margin, top, right, border - 4 * unit)
    set_maps = _under_each_other if paper.upright else _beside_each_other
    frames = set_maps(maps, data, views, pictures, said, box)
    lower.rule(margin, border, right, palettes.HAIRLINE, 0.25 * unit)
    split = right - _TABLE * (right - margin)
    below(lower, (margin, border + 2.5 * unit, split - _GAP * unit, bottom))
    _set_aside(lower, said, (split, border + 2.5 * unit, right, bottom))
    marks = (*head.marks, *maps.marks, *lower.marks, *foot.marks)
    return ComposedSheet(Drawing(width, height, marks), tuple(zip(views, frames, strict=True)))


# The maps


def _smaller(picture: Picture) -> Picture:
    """A map with smaller circles, in its legend too, for it has half a page."""
    scale = picture.legend.scale
    if not isinstance(scale, Circles):
        return picture
    smaller = replace(scale, radius=_CIRCLES * scale.radius)
    return replace(picture, legend=replace(picture.legend, scale=smaller))


def _beside_each_other(
    pen: Pen, data: Dataset, views: Views, pictures: Pictures, said: _Said, box: Bounds
) -> list[Frame]:
    """Two halves, each with its title over the map and its legend under it."""
    left, top, right, bottom = box
    unit = pen.unit
    half = (right - left - _GAP * unit) / 2
    halves = [(left, left + half), (right - half, right)]
    legends = [on_paper(each) for each in pictures]
    legend = max(
        set_flow(Pen(pen.measure, unit), each, begin, 0.0, end)
        for each, (begin, end) in zip(legends, halves, strict=True)
    )
    begins = max(
        _set_title(Pen(pen.measure, unit), said, which, *sides, top)
        for which, sides in enumerate(halves)
    )
    foot = bottom - legend - _STRIP * unit
    frames = []
    for which, (begin, end) in enumerate(halves):
        _set_title(pen, said, which, begin, end, top)
        view = views[which]
        place = shown_box(view, (begin, begins + 2 * unit, end, foot))
        under = foot + 5.6 * unit
        beside = begin
        with told(pen, "Figure", alt=alt_of_map(data, view, pictures[which])):
            frames.append(set_map(pen, data, view, pictures[which], place))
            if which == 0:
                beside = set_scale_bar(pen, frames[0], begin, under) + 8 * unit
        if which == 0:
            set_points_key(pen, data, view, beside, end, under)
        set_flow(pen, legends[which], begin, bottom - legend, end)
    return frames


def _under_each_other(
    pen: Pen, data: Dataset, views: Views, pictures: Pictures, said: _Said, box: Bounds
) -> list[Frame]:
    """Two rows, each with its title over the map and its legend beside it."""
    left, top, right, bottom = box
    unit = pen.unit
    high = (bottom - top - _STRIP * unit) / 2
    split = right - _LEGEND * (right - left)
    frames = []
    for which, view in enumerate(views):
        begins = top + which * high
        y = _set_title(pen, said, which, left, right, begins) + 2 * unit
        ends = begins + high - 3 * unit
        place = shown_box(view, (left, y, split - 6 * unit, ends))
        beside = left
        with told(pen, "Figure", alt=alt_of_map(data, view, pictures[which])):
            frames.append(set_map(pen, data, view, pictures[which], place))
            if which:
                beside = set_scale_bar(pen, frames[1], left, bottom) + 8 * unit
        _set_legend_beside(pen, pictures[which], (split, y, right, ends))
        if which:
            set_points_key(pen, data, view, beside, right, bottom)
    return frames


def _set_legend_beside(pen: Pen, picture: Picture, box: Bounds) -> None:
    """The legend in a column, as roomy as fits; lying down where it is too long for that."""
    left, top, right, bottom = box
    legend = on_paper(picture)
    for pitch in (5.6, 5.0, 4.6, 4.2, 3.9):
        attempt = Pen(pen.measure, pen.unit)
        end = set_legend(attempt, legend, _("Signaturforklaring"), left, top, right, pitch, "H3")
        if end <= bottom:
            pen.marks += attempt.marks
            return
    set_flow(pen, legend, left, top, right)


def _set_title(pen: Pen, said: _Said, which: int, left: float, right: float, top: float) -> float:
    """A map's title and what it shows. Returns the last baseline."""
    unit = pen.unit
    lines, points = pen.fitted(said.titles[which], (12, 11, 10, 9), 700, right - left, 2)
    y = top
    with told(pen, "H2"):
        for line in lines:
            y += 4.6 * unit
            pen.text(left, y, line, points, palettes.INK, 700)
    lines, points = pen.fitted(said.subtitles[which], (9, 8.5, 8), 400, right - left, 2)
    with told(pen, "P"):
        for line in lines:
            y += 4.0 * unit
            pen.text(left, y, line, points, palettes.MUTED)
    return y


# What stands under them


def _set_aside(pen: Pen, said: _Said, box: Bounds) -> None:
    """The chosen areas and how the sheet is read, as much as there is room for."""
    left, top, right, bottom = box
    unit = pen.unit
    for pitch, rows, most in _ROOMS:
        attempt = Pen(pen.measure, unit)
        y = set_table(attempt, said.table, left, top, right, pitch, rows)
        y = max(y, top - 2 * unit)  # without a table the words begin where it would have
        words = " ".join(said.sentences[:most])
        if words:
            y += 6 * unit
            with told(attempt, "H2"):
                attempt.text(left, y, _("Sådan læses kortene"), 8.5, palettes.MUTED, 600)
            with told(attempt, "P"):
                for line in attempt.wrapped(words, 8, 400, right - left):
                    y += 3.9 * unit
                    attempt.text(left, y, line, 8, palettes.MUTED)
        if y <= bottom or (pitch, rows, most) == _ROOMS[-1]:
            pen.marks += attempt.marks
            return


def _filter_words(data: Dataset, views: Views, pictures: Pictures) -> tuple[str, ...]:
    said = []
    if views[0].filter and any(bool((p.kept != p.exists).any()) for p in pictures):
        said.append(_("Blege områder er uden for udvalget og tæller ikke med."))
    if any(bool(each.withheld().any()) for each in pictures) and data.manifest.limits.cell_minimum:
        if views[0].shows is Shows.CATEGORY:
            said.append(_("I skraverede områder mangler der tal, som kunne ændre kategorien."))
        else:
            said.append(_("I skraverede områder er der for få personer til at vise tallet."))
    return tuple(said)


def _of_values(
    data: Dataset, views: Views, pictures: Pictures, found: Association | None
) -> tuple[_Said, Below]:
    """Two indicators, periods or parts of the residents, and their scatter plot."""
    from desktop.core.association import associate
    from desktop.maps.mappair import map_pair
    from desktop.maps.pairplot import set_plot

    pair = map_pair(data, views, pictures)
    known = found if found is not None else associate(pair.first, pair.second)
    titles = (title_of(data, views[0]), title_of(data, views[1]))
    title = titles[0]
    if titles[1] != titles[0]:
        title = _("{one} og {other}").format(one=titles[0], other=titles[1])
    said = list(_filter_words(data, views, pictures))
    if pictures[0].bounds and pictures[0].bounds == pictures[1].bounds:
        said.insert(0, _("De to kort har de samme klasser, så farverne kan sammenlignes."))
    elif not pair.same:
        said.insert(0, _("Hvert kort har sine egne klasser."))
    rules = {each.legend.rule for each in pictures if each.bounds and each.legend.rule}
    said += [f"{rule[:1].upper()}{rule[1:]}." for rule in sorted(rules)]
    said += sorted({each.legend.note for each in pictures if each.legend.note})
    content = _Said(
        title,
        counted_areas(data, views[0], pictures[0]),
        titles,
        (subtitle_of(data, views[0], pictures[0]), subtitle_of(data, views[1], pictures[1])),
        pair_table(data, views, pictures),
        tuple(said),
    )
    return content, lambda pen, box: set_plot(pen, data, views[0], pair, known, box)


def _of_models(data: Dataset, views: Views, pictures: Pictures) -> tuple[_Said, Below]:
    """Two models, and how many areas have which category by both."""
    from desktop.maps.paircross import cross_said, model_titles, models_table, set_cross

    titles = model_titles(data, views)
    words, table = cross_said(data, views)
    said = _filter_words(data, views, pictures)
    unsure = [each.dotted for each in pictures]
    if all(each is not None for each in unsure):
        if any(bool((each & p.kept).any()) for each, p in zip(unsure, pictures, strict=True)
               if each is not None):  # fmt: skip
            said = (*said, _("Prikkede områder ligger så nær en grænse, at kategorien er usikker."))
    else:
        said = (*said, _("Hvor sikre kategorierne er, er ikke regnet ud."))
    content = _Said(
        _("To modeller: {one} og {other}").format(one=titles[0], other=titles[1]),
        " · ".join((views[0].period.label, counted_areas(data, views[0], pictures[0]))),
        titles,
        (
            subtitle_of(data, views[0], pictures[0]).removeprefix(f"{titles[0]} · "),
            subtitle_of(data, views[1], pictures[1]).removeprefix(f"{titles[1]} · "),
        ),
        models_table(data, views, pictures),
        said,
    )
    return content, lambda pen, box: set_cross(pen, words, table, box)

"""A map sheet: one map with all that a reader needs who was not in the room.

Composed in millimetres as a :class:`~desktop.maps.drawing.Drawing`; what a text measures is asked
of whoever knows the typeface. Everything is fitted: long texts wrap, then shrink, and at last are
cut with an ellipsis; where there is little room, rows close up and the least needed words go.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.dataset import Dataset
from desktop.core.errors import UsageError
from desktop.core.wording import _
from desktop.maps import palettes
from desktop.maps.alttexts import alt_of_map
from desktop.maps.composing import moved
from desktop.maps.drawing import Drawing
from desktop.maps.frame import Bounds, Frame
from desktop.maps.paper import Paper
from desktop.maps.picture import Picture
from desktop.maps.sheetframe import MARGIN, Look, set_foot, set_head
from desktop.maps.sheetlegend import set_legend
from desktop.maps.sheetmap import set_map, set_scale_bar, shown_box
from desktop.maps.sheetpoints import set_points_key
from desktop.maps.sheettable import set_table
from desktop.maps.sheettags import told
from desktop.maps.sheetwords import Content, content_of
from desktop.maps.typesetting import Measure, Pen
from desktop.maps.view import MapView, Shows
from desktop.maps.worked import work_out

if TYPE_CHECKING:
    from desktop.maps.sheetrows import Table

__all__ = ["ComposedSheet", "Look", "Paper", "compose_sheet", "composed_sheet", "finished_picture"]

_COLUMN = 69.0
_GAP = 9.0
_STRIP = 8.0  # under the map, for the scale bar
_LARGEST_SHARE = 0.46  # of the room between head and foot, for what stands under an upright map
_LONG_SHARE = 0.38  # the same for the sake of a long table, which is no reason for a small map
_LONG = 8  # more areas than this make a table long


@dataclass(frozen=True, slots=True)
class _Room:
    """How closely the tables are set, and how much is said."""

    pitch: float  # millimetres from row to row
    rows: int
    sentences: int


_ROOMS = (
    _Room(6.3, 14, 9),
    _Room(5.6, 14, 9),
    _Room(5.0, 14, 9),
    _Room(4.6, 14, 9),
    _Room(4.6, 11, 9),
    _Room(4.6, 8, 9),
    _Room(4.4, 8, 4),
    _Room(4.3, 8, 3),
    _Room(4.3, 6, 3),
    _Room(4.3, 6, 2),
    _Room(4.2, 4, 1),
    _Room(4.0, 3, 0),
)


@dataclass(frozen=True, slots=True, eq=False)
class ComposedSheet:
    """A sheet, and the maps on it: what each shows, and where metres lie in millimetres of it."""

    drawing: Drawing
    maps: tuple[tuple[MapView, Frame], ...]


def compose_sheet(
    data: Dataset,
    view: MapView,
    *,
    paper: Paper,
    measure: Measure,
    day: dt.date,
    plan: str = "",
    picture: Picture | None = None,
) -> Drawing:
    """The drawing of :func:`composed_sheet`."""
    return composed_sheet(
        data, view, paper=paper, measure=measure, day=day, plan=plan, picture=picture
    ).drawing


def composed_sheet(
    data: Dataset,
    view: MapView,
    *,
    paper: Paper,
    measure: Measure,
    day: dt.date,
    plan: str = "",
    picture: Picture | None = None,
    look: Look | None = None,
    table: Table | None = None,
    said: tuple[str, ...] = (),
) -> ComposedSheet:
    """The sheet of a view, whatever it shows.

    The map shows exactly ``view.extent`` where the view has one, and what stands under it follows
    it up the page; else it shows every area that existed in the period. Areas in ``view.selected``
    are rimmed, named where there is room, and listed beside the municipality; codes that the level
    does not have are passed over.

    Args:
        data: an open extract.
        view: what to show.
        paper: size and direction.
        measure: what a text measures.
        day: the date that the sheet bears.
        plan: the name of the helhedsplan that the sheet belongs to, if any.
        picture: the map of the view where it has been worked out before, as on a screen.
        look: colour and sender; None is petrol and the municipality.
        table: what stands instead of the chosen areas.
        said: what must be said of that table, early among the sentences.

    Raises:
        UsageError: the extract has no such indicator or level, or the level has no outlines.
    """
    check_outlines(data, view.level)
    look = look or Look()
    worked = picture if picture is not None else finished_picture(data, view)
    content = content_of(data, view, worked, plan, day, look.sender, look.kind, table, said)
    unit, (width, height) = paper.unit, paper.size
    margin = MARGIN * unit
    right = width - margin

    head, foot, aside = (Pen(measure, unit) for _each in range(3))
    top = set_head(head, content, margin, right, look) + 5 * unit
    bottom = set_foot(foot, content, margin, right, height - margin * 0.8) - 2.5 * unit
    if paper.upright:
        map_bottom = _below(aside, content, (margin, top, right, bottom - 2 * unit)) - 6 * unit
        map_right = right
    else:
        map_bottom = bottom
        map_right = right - (_COLUMN + _GAP) * unit
        _beside(aside, content, (right - _COLUMN * unit, top, right, bottom))
    whole_box = (margin, top - 1 * unit, map_right, map_bottom - _STRIP * unit)
    map_box = shown_box(view, whole_box)
    spare = whole_box[3] - map_box[3]
    drawn = Pen(measure, unit)
    under = map_bottom - spare - 1.2 * unit
    with told(drawn, "Figure", alt=alt_of_map(data, view, worked)):
        frame = set_map(drawn, data, view, worked, map_box)
        beside = set_scale_bar(drawn, frame, margin, under) + 8 * unit
    set_points_key(drawn, data, view, beside, map_right, under)
    if paper.upright:
        aside.marks = [*moved(aside.marks, 0.0, -spare)]
    marks = (*head.marks, *drawn.marks, *aside.marks, *foot.marks)
    return ComposedSheet(Drawing(width, height, marks), ((view, frame),))


def check_outlines(data: Dataset, level: str) -> None:
    """Refuse a level that cannot be drawn.

    Raises:
        UsageError: the level has no outlines.
    """
    if not data.tolerances(level):
        raise UsageError(
            _("{level} har ingen omrids og kan ikke vises på et kort.").format(
                level=str(data.level(level).name)
            ),
            hint=_("Vælg et andet niveau."),
        )


def finished_picture(data: Dataset, view: MapView) -> Picture:
    """The map of a view with how sure its categories are: some tenths of a second for such a map.

    For paper that no screen stands behind, where what is still to be known comes a moment later.
    """
    if view.shows is Shows.CATEGORY:
        from desktop.core.models.shown import certainty_of
        from desktop.maps.categorymap import shown_on

        shown = shown_on(data, view)
        if shown is not None:
            certainty_of(data, view.level, view.period, shown.model)
    return work_out(data, view)


# Legend, table and words


def _beside(pen: Pen, content: Content, box: Bounds) -> None:
    """One column: legend, table, words, as roomy as fits."""
    left, top, right, bottom = box
    for room in _ROOMS:
        attempt = Pen(pen.measure, pen.unit)
        y = set_legend(attempt, content.legend, content.key, left, top, right, room.pitch)
        y = set_table(attempt, content.table, left, y + 7 * pen.unit, right, room.pitch, room.rows)
        y = _words(attempt, content, left, y + 7 * pen.unit, right, room)
        if y <= bottom or room is _ROOMS[-1]:
            pen.marks += attempt.marks
            return


def _below(pen: Pen, content: Content, box: Bounds) -> float:
    """Two columns that end at the bottom of a box. Returns where they begin."""
    left, top, right, bottom = box
    unit = pen.unit
    middle = (left + right) / 2
    for room in _ROOMS:
        attempt = Pen(pen.measure, unit)
        one = set_legend(
            attempt, content.legend, content.key, left, 0, middle - 5 * unit, room.pitch
        )
        other = set_table(
            attempt, content.table, middle + 5 * unit, 0, right, room.pitch, room.rows
        )
        if other <= one:
            other = _words(attempt, content, middle + 5 * unit, other + 7 * unit, right, room)
        else:
            one = _words(attempt, content, left, one + 7 * unit, middle - 5 * unit, room)
        reach = max(one, other)
        long = min(len(content.table.rows), room.rows) > _LONG
        share = _LONG_SHARE if long else _LARGEST_SHARE
        if reach <= (bottom - top) * share or room is _ROOMS[-1]:
            pen.marks += moved(attempt.marks, 0.0, bottom - reach)
            return bottom - reach
    raise AssertionError("the last room always does")


def _words(pen: Pen, content: Content, left: float, top: float, right: float, room: _Room) -> float:
    """How to read the map, as much as there is room for. Returns where it ends."""
    said = " ".join(content.sentences[: room.sentences])
    if not said:
        return top - 7 * pen.unit
    y = top + 3 * pen.unit
    with told(pen, "H2"):
        pen.text(left, y, _("Sådan læses kortet"), 8.5, palettes.MUTED, 600)
    y += 0.6 * pen.unit
    with told(pen, "P"):
        for line in pen.wrapped(said, 8, 400, right - left):
            y += 4 * pen.unit
            pen.text(left, y, line, 8, palettes.MUTED)
    return y

"""Sets the table of a sheet: names, columns of figures, and what is said under a name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.core.wording import _, number, plural
from desktop.maps import palettes
from desktop.maps.drawing import Box
from desktop.maps.sheetrows import Column, Row, Table
from desktop.maps.sheettags import COLUMN, ROW, told
from desktop.maps.typesetting import SMALLEST, Pen

_LEAST_NAMES = 0.33  # of the width of a table
_HEADING = 0.3  # of the width, that a heading of a column may take
_APART = 1.8  # millimetres of A4 between two groups of rows
_NARROW = 9.5  # millimetres of A4 that the heading of a narrow column may take
_SWATCH = 5.0  # millimetres of A4 from a swatch's left to the words after it
_BELOW = 3.5  # millimetres from a name to what is said under it


def set_table(
    pen: Pen, table: Table, left: float, top: float, right: float, pitch: float, most: int
) -> float:
    """The chosen areas and the municipality. Returns where it ends.

    Nothing, and an end that is above ``top``, where there is neither.
    """
    unit = pen.unit
    rows, more = _ends(table.rows, most) if table.heading else _picked_rows(table.rows, most)
    every = [*rows, *([table.whole] if table.whole is not None else [])]
    if not every:
        return top - 7 * unit
    y = top + 3 * unit
    heading = table.heading or (_("Fremhævede områder") if rows else _("Til sammenligning"))
    marked = bool(table.rows) and not table.heading
    with told(pen, "H2"):
        pen.text(left, y, pen.cut(heading, 9.5, 600, right - left), 9.5, palettes.INK, 600)
        end = left + pen.width(heading, 9.5, 600)
        if marked:
            end += 2.5 * unit
            pen.marks.append(
                Box(end, y - 2.5 * unit, 4 * unit, 2.6 * unit, "", palettes.CLAY, 0.55 * unit,
                    0.6 * unit)
            )  # fmt: skip
            end += 4 * unit
    places, names = _places(pen, table.columns, every, right, right - left)
    cells = _cells(places)
    if not cells and any(row.word or row.below for row in every):
        cells = ((),)
    with told(pen, "Table"):
        y = _headings(pen, cells, y, end)
        y += 0.6 * unit
        for row in rows:
            y = _set_row(pen, row, (left, right), cells, names, y + pitch * unit, pitch)
        if more:
            y += (pitch - 0.4) * unit
            rest = plural("og {count} område mere", "og {count} områder mere", more)
            with told(pen, "TR"):
                with told(pen, "TD"):
                    pen.text(left, y, rest.format(count=number(more)), 8, palettes.MUTED)
                for _each in cells:
                    with told(pen, "TD"):
                        pass
        if table.whole is not None:
            y = _set_row(pen, table.whole, (left, right), cells, names, y + pitch * unit, pitch)
    return y


def _picked_rows(rows: tuple[Row, ...], most: int) -> tuple[tuple[Row, ...], int]:
    """As many rows as there is room for, always with the strong one, and how many are left.

    What is said under a name takes room like half a row.
    """
    if any(row.below for row in rows):
        most = max(most * 2 // 3, 2)
    if len(rows) <= most:
        return rows, 0
    first = rows[:most]
    if not any(row.strong for row in first):
        first = (*first[:-1], *(row for row in rows if row.strong))
    return first, len(rows) - most


def _ends(rows: tuple[Row, ...], most: int) -> tuple[tuple[Row, ...], int]:
    """As many rows from both ends as there is room for; that others are left out is no news."""
    if len(rows) <= most:
        return rows, 0
    half = max(most // 2, 1)
    return (*rows[:half], replace(rows[-half], apart=True), *rows[len(rows) - half + 1 :]), 0


@dataclass(frozen=True, slots=True)
class _Place:
    """A column that is set: which figure of a row, where it ends at right, its heading's lines."""

    at: int
    column: Column
    end: float
    width: float
    heading: tuple[str, ...]


def _places(
    pen: Pen, columns: tuple[Column, ...], rows: list[Row], right: float, whole: float
) -> tuple[tuple[_Place, ...], float]:
    """The columns that have something in them, and the room for names.

    A spare column goes if that leaves too little for names.
    """
    held = []
    for at, column in enumerate(columns):
        texts = [row.figures[at] for row in rows if row.figures and row.figures[at]]
        if texts:
            points = SMALLEST if column.small else 9
            widest = max(pen.width(each, points, 400 if column.small else 600, tabular=True)
                         for each in texts)  # fmt: skip
            room = _NARROW * pen.unit if column.narrow else _HEADING * whole
            lines = tuple(pen.wrapped(column.heading, SMALLEST, 400, room, 2))
            widest = max([widest, *(pen.width(line, SMALLEST) for line in lines)])
            held.append(_Place(at, column, right, widest, lines))

    def taken() -> float:
        gaps = sum(place.column.gap for place in held[1:]) * pen.unit
        return sum(place.width for place in held) + gaps

    if whole - taken() < _LEAST_NAMES * whole:
        held = [place for place in held if not place.column.spare]
    names = whole - taken() - 2 * pen.unit
    end, placed = right, []
    for place in reversed(held):
        placed.append(replace(place, end=end))
        end -= place.width + place.column.gap * pen.unit
    return tuple(reversed(placed)), names


_Cells = tuple[tuple[_Place, ...], ...]  # the columns of each cell; a small one is in that before


def _cells(places: tuple[_Place, ...]) -> _Cells:
    """The cells of a row: what belongs to a figure is in its cell."""
    made: list[tuple[_Place, ...]] = []
    for place in places:
        if place.column.small and made:
            made[-1] = (*made[-1], place)
        else:
            made.append((place,))
    return tuple(made)


def _headings(pen: Pen, cells: _Cells, y: float, taken: float) -> float:
    """The headings on the line of the table's, under it where they would run into it."""
    line = 3.2 * pen.unit
    places = [place for cell in cells for place in cell]
    tall = max((len(place.heading) for place in places), default=0)
    first = min((place.end - place.width for place in places if place.heading), default=taken + 1)
    if tall > 1 or first < taken + 2 * pen.unit:
        y += line * tall + 0.6 * pen.unit
    if not tall:
        return y
    with told(pen, "TR"):
        with told(pen, "TD"):
            pass
        for cell in cells:
            headed = any(place.heading for place in cell)
            with told(pen, "TH" if headed else "TD", COLUMN if headed else ()):
                for place in cell:
                    for up, text in zip(range(len(place.heading) - 1, -1, -1), place.heading,
                                        strict=True):  # fmt: skip
                        pen.text(place.end, y - up * line, text, SMALLEST, palettes.MUTED,
                                 anchor="end")  # fmt: skip
    return y


def _set_row(
    pen: Pen,
    row: Row,
    sides: tuple[float, float],
    cells: _Cells,
    names_room: float,
    y: float,
    pitch: float,
) -> float:
    """One row with a hairline under it; a long name takes a second line. Returns its baseline."""
    left, right = sides
    y += _APART * pen.unit if row.apart else 0.0
    with told(pen, "TR"):
        with told(pen, "TH", ROW):
            y = _set_name(pen, row, sides, names_room, y)
        last = y
        for at, cell in enumerate(cells):
            with told(pen, "TD"):
                if row.word and not at:
                    pen.text(right, y, row.word, 8.5, palettes.MUTED, anchor="end")
                for each in cell if row.figures and not row.word else ():
                    _figure(pen, each, row.figures[each.at], y)
                if row.below and at == len(cells) - 1:
                    last = _set_below(pen, row, left, right, y)
    below = min(2.0, pitch * 0.32) * pen.unit
    pen.rule(left, last + below, right, palettes.HAIRLINE, 0.25 * pen.unit)
    return last + 0.2 * pen.unit


def _set_name(pen: Pen, row: Row, sides: tuple[float, float], names_room: float, y: float) -> float:
    """What the row is of, as large as there is room for. Returns the last baseline."""
    unit = pen.unit
    left, right = sides
    weight = 600 if row.strong else 400
    space = names_room
    if row.word:
        space = right - left - pen.width(row.word, 8.5) - 3 * unit
    elif not any(row.figures):
        space = right - left
    begin = left
    if row.swatch and not row.below:
        _swatch(pen, row.swatch, left, y - 2.2 * unit)
        begin += _SWATCH * unit
    names, points = pen.fitted(row.name, (9, 8.5, 8), weight, space - (begin - left), 2)
    for place, line in enumerate(names):
        if place:
            y += 3.6 * unit
        pen.text(begin, y, line, points, palettes.INK, weight)
    return y


def _figure(pen: Pen, place: _Place, text: str, y: float) -> None:
    column = place.column
    points = SMALLEST if column.small else 9.0
    colour = palettes.INK if column.strong else palettes.MUTED
    weight = 600 if column.strong else 400
    pen.text(place.end, y, text, points, colour, weight, "end", tabular=True)


def _set_below(pen: Pen, row: Row, left: float, right: float, y: float) -> float:
    """What is said under a name, with the sign of its colour. Returns the last baseline."""
    unit = pen.unit
    if row.swatch:
        _swatch(pen, row.swatch, left, y + (_BELOW - 2.2) * unit)
        left += _SWATCH * unit
    for line in pen.wrapped(row.below, 7.5, 400, right - left, 2):
        y += _BELOW * unit
        pen.text(left, y, line, 7.5, palettes.MUTED)
    return y


def _swatch(pen: Pen, colour: str, x: float, y: float) -> None:
    unit = pen.unit
    rim = palettes.mixed(colour, palettes.INK, 0.12)
    pen.marks.append(Box(x, y, 3.6 * unit, 2.4 * unit, colour, rim, 0.1 * unit, 0.6 * unit))

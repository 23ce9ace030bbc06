"""What small maps of one thing share: the legend, the chosen areas, and how they are read."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.wording import _, number
from desktop.maps import palettes
from desktop.maps.composing import moved
from desktop.maps.frame import Bounds
from desktop.maps.gridwords import GridWords
from desktop.maps.picture import Legend, LegendRow, Picture
from desktop.maps.sheetlegend import SWATCH, notes_of, rows_beside, set_scale, set_swatch
from desktop.maps.sheettable import set_table
from desktop.maps.sheettags import COLUMN, ROW, told
from desktop.maps.typesetting import SMALLEST, Pen

_COLUMN, _WIDER = 69.0, 86.0  # millimetres of A4 that it has on a paper that lies
_SHARE = 0.3  # of the room of an upright paper
_HEAD = 9.5  # millimetres of A4 that the heading of a column may take
_APART = 2.4  # millimetres of A4 between two columns
_ROOMS = ((5.4, 12, 9), (5.0, 10, 9), (4.6, 8, 9), (4.3, 6, 3), (4.1, 4, 1), (4.0, 3, 0))


def set_common(
    pen: Pen,
    pictures: Sequence[Picture],
    words: GridWords,
    box: Bounds,
    *,
    upright: bool,
    wide: bool,
) -> Bounds:
    """Legend, areas and words, at the right of a box or under it. Returns what is left of it."""
    left, top, right, bottom = box
    unit = pen.unit
    if not upright:
        begins = right - (_WIDER if wide else _COLUMN) * unit
        for room in _ROOMS:
            attempt = Pen(pen.measure, unit)
            y = _set_column(attempt, pictures, words, (begins, top, right), room)
            if y <= bottom or room is _ROOMS[-1]:
                pen.marks += attempt.marks
                break
        return left, top, begins - 8 * unit, bottom - 6 * unit
    high = 0.0
    for room in _ROOMS:
        attempt = Pen(pen.measure, unit)
        high = _set_halves(attempt, pictures, words, (left, right), room)
        if high <= _SHARE * (bottom - top) or room is _ROOMS[-1]:
            pen.marks += moved(attempt.marks, 0.0, bottom - high)
            break
    return left, top, right, bottom - high - 9 * unit


def _set_column(
    pen: Pen,
    pictures: Sequence[Picture],
    words: GridWords,
    place: tuple[float, float, float],
    room: tuple[float, int, int],
) -> float:
    """All of it under each other."""
    left, top, right = place
    pitch, rows, said = room
    y = set_shared(pen, pictures, words.titles, left, top, right, pitch)
    y = set_table(pen, words.table, left, y + 6 * pen.unit, right, pitch, rows)
    return _set_words(pen, words.sentences[:said], left, y + 5 * pen.unit, right)


def _set_halves(
    pen: Pen,
    pictures: Sequence[Picture],
    words: GridWords,
    sides: tuple[float, float],
    room: tuple[float, int, int],
) -> float:
    """The legend at left, areas and words at right; from 0 down. Returns how high it is."""
    left, right = sides
    pitch, rows, said = room
    unit = pen.unit
    middle = (left + right) / 2
    one = set_shared(pen, pictures, words.titles, left, 0.0, middle - 5 * unit, pitch)
    other = set_table(pen, words.table, middle + 5 * unit, 0.0, right, pitch, rows)
    below = max(other, -5 * unit) + 5 * unit
    return max(one, _set_words(pen, words.sentences[:said], middle + 5 * unit, below, right))


def set_shared(
    pen: Pen,
    pictures: Sequence[Picture],
    titles: Sequence[str],
    left: float,
    top: float,
    right: float,
    pitch: float,
) -> float:
    """One legend of maps with the same classes: a column of counts for each. Returns its end.

    Areas without a number stand in rows of their own wherever any of the maps has them.
    """
    unit = pen.unit
    rows: dict[int, LegendRow] = {}
    for picture in pictures:
        for row in picture.legend.rows:
            rows.setdefault(row.group, row)
    ordered = sorted(rows.values(), key=lambda row: (row.group < 0, abs(row.group)))
    y = top + 3 * unit
    with told(pen, "H2"):
        pen.text(left, y, _("Signaturforklaring"), 9.5, palettes.INK, 600)
    heads = [pen.wrapped(title, SMALLEST, 400, _HEAD * unit, 2) for title in titles]
    counts = [[number(each.count(row.group)) for row in ordered] for each in pictures]
    ends, begins = _columns(pen, heads, counts, right)
    room = begins - 2 * unit - left - 8 * unit
    y += (1.2 + 3.1 * max(len(head) for head in heads)) * unit
    with told(pen, "Table"):
        _set_heads(pen, heads, ends, y)
        for at, row in enumerate(ordered):
            y += pitch * unit
            with told(pen, "TR"):
                with told(pen, "TH", ROW):
                    set_swatch(pen, row, left, y, min(pitch - 1.4, 3.6) * unit, SWATCH * unit)
                    fitting = (p for p in (9, 8.5, 8, 7.5) if pen.width(row.label, p) <= room)
                    points = next(fitting, SMALLEST)
                    label = pen.cut(row.label, points, 400, room)
                    pen.text(left + 8 * unit, y, label, points)
                for column, end in zip(counts, ends, strict=True):
                    with told(pen, "TD"):
                        pen.text(end, y, column[at], 9, palettes.MUTED, anchor="end", tabular=True)
    y += 1.2 * unit
    with told(pen, "P"):
        for line in notes_of(pen, pictures[0].legend, right - left):
            y += 3.7 * unit
            pen.text(left, y, line, 7.5, palettes.MUTED)
    return y


def set_small(pen: Pen, legend: Legend, left: float, top: float, right: float) -> float:
    """A small map's own legend beside it, close and without notes. Returns where it ends."""
    unit = pen.unit
    rows = legend.rows
    y = top
    drawn = set_scale(pen, legend, left, top, right)
    if drawn:
        y += drawn
        rows = rows_beside(legend)
    counts = [number(row.count) for row in rows]
    widest = max((pen.width(count, 8, tabular=True) for count in counts), default=0.0)
    room = right - widest - 1.5 * unit - left - 5.2 * unit
    with told(pen, "Table"):
        for row, count in zip(rows, counts, strict=True):
            y += 4.4 * unit
            points = 8 if pen.width(row.label, 8) <= room else SMALLEST
            with told(pen, "TR"):
                with told(pen, "TH", ROW):
                    set_swatch(pen, row, left, y, 2.8 * unit, 4.0 * unit)
                    label = pen.cut(row.label, points, 400, room)
                    pen.text(left + 5.2 * unit, y, label, points)
                with told(pen, "TD"):
                    pen.text(right, y, count, 8, palettes.MUTED, anchor="end", tabular=True)
    return y + 0.8 * unit


def _columns(
    pen: Pen, heads: Sequence[Sequence[str]], counts: Sequence[Sequence[str]], right: float
) -> tuple[list[float], float]:
    """Where the columns of counts end, and where the first of them begins."""
    ends, end = [], right
    for head, column in zip(reversed(heads), reversed(counts), strict=True):
        ends.append(end)
        wide = max(
            *(pen.width(line, SMALLEST) for line in head),
            *(pen.width(count, 9, tabular=True) for count in column),
        )
        end -= wide + _APART * pen.unit
    return ends[::-1], end + _APART * pen.unit


def _set_heads(
    pen: Pen, heads: Sequence[Sequence[str]], ends: Sequence[float], baseline: float
) -> None:
    """The heading of each column, whose last line stands on the baseline."""
    with told(pen, "TR"):
        with told(pen, "TD"):
            pass
        for head, end in zip(heads, ends, strict=True):
            with told(pen, "TH", COLUMN):
                for down, line in enumerate(head):
                    y = baseline - (len(head) - 1 - down) * 3.1 * pen.unit
                    pen.text(end, y, line, SMALLEST, palettes.MUTED, anchor="end")


def _set_words(pen: Pen, sentences: Sequence[str], left: float, top: float, right: float) -> float:
    """How the maps are read. Returns where it ends."""
    if not sentences:
        return top
    unit = pen.unit
    y = top + 3 * unit
    with told(pen, "H2"):
        pen.text(left, y, _("Sådan læses kortene"), 8.5, palettes.MUTED, 600)
    with told(pen, "P"):
        for line in pen.wrapped(" ".join(sentences), 8, 400, right - left):
            y += 3.9 * unit
            pen.text(left, y, line, 8, palettes.MUTED)
    return y

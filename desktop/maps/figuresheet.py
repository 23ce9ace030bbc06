"""A sheet of one figure: a chart, a table or a profile between the head and foot of all sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from desktop.core.dataset import Dataset
from desktop.maps import palettes
from desktop.maps.composing import moved
from desktop.maps.drawing import Drawing, Group, Mark
from desktop.maps.paper import Paper
from desktop.maps.sheetframe import MARGIN, Look, set_foot, set_head
from desktop.maps.sheettags import told
from desktop.maps.sheetwords import framing_of
from desktop.maps.typesetting import Measure, Pen

PIXEL = 0.21  # millimetres on A4 to a pixel of the screen: text of 13 pixels becomes 7.7 points
_BELOW = 6.0  # millimetres between the figure and the words under it
_LINE = 4.4

Figure = Callable[[float, float, float], Drawing | None]  # width, height, unit


def compose_figure(
    data: Dataset,
    title: str,
    subtitle: str,
    figure: Figure,
    *,
    paper: Paper,
    measure: Measure,
    day: dt.date,
    plan: str = "",
    sentences: Sequence[str] = (),
    alt: str = "",
    look: Look | None = None,
) -> Drawing | None:
    """A figure in the middle of a sheet, as large as it wants to be and at most as large as fits.

    Args:
        data: an open extract.
        title: what the sheet is called; ``subtitle`` is the line under it.
        subtitle: see ``title``.
        figure: makes the figure for a width and height in millimetres, and the millimetres that
            a pixel of the screen is drawn as. A figure that is too tall is drawn smaller.
        paper: size and direction.
        measure: what a text measures.
        day: the date that the sheet bears.
        plan: the name of the helhedsplan that the sheet belongs to, if any.
        sentences: what has to be said under the figure.
        alt: what the figure shows, in words; empty is what the sheet is called. A figure that
            says itself what its parts are needs none.
        look: colour and sender; None is petrol and the municipality.

    Returns:
        The sheet, or None where there is no figure.
    """
    look = look or Look()
    framing = framing_of(data, title, subtitle, plan, day, look.sender, look.kind)
    unit, (width, height) = paper.unit, paper.size
    margin = MARGIN * unit
    right = width - margin
    head, foot, words, middle = (Pen(measure, unit) for _each in range(4))
    top = set_head(head, framing, margin, right, look) + 6 * unit
    bottom = set_foot(foot, framing, margin, right, height - margin * 0.8) - 3 * unit
    said = [words.wrapped(each, 8.5, 400, right - margin, 4) for each in sentences]
    count = sum(len(lines) for lines in said)
    below = (_BELOW + _LINE * count) * unit if count else 0.0
    drawn = _fitted(figure, right - margin, bottom - top - below, PIXEL * unit)
    if drawn is None:
        return None
    marks, reach = drawn
    y = top + reach + _BELOW * unit
    for lines in said:
        with told(words, "P"):
            for line in lines:
                words.text(margin, y, line, 8.5, palettes.MUTED)
                y += _LINE * unit
    placed = moved(marks, margin, top)
    if any(isinstance(mark, Group) for mark in placed):
        middle.marks += placed
    else:
        with told(middle, "Figure", alt=alt or f"{title}. {subtitle}".strip(" .") + "."):
            middle.marks += placed
    return Drawing(width, height, (*head.marks, *middle.marks, *words.marks, *foot.marks))


def _fitted(
    figure: Figure, width: float, height: float, unit: float
) -> tuple[tuple[Mark, ...], float] | None:
    """The marks of a figure that fits, and how far down they reach."""
    drawing = figure(width, height, unit)
    if drawing is None:
        return None
    scale = min(1.0, width / drawing.width, height / drawing.height)
    return moved(drawing.marks, scale=scale), drawing.height * scale

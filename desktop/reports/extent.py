"""How far marks reach on a page."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.maps.drawing import (
    Bitmap,
    Box,
    Clip,
    Dot,
    Dots,
    Fills,
    Group,
    Mark,
    Points,
    Strokes,
    Text,
)
from desktop.reports.grid import Window
from desktop.reports.typefaces import width


def extent(marks: Sequence[Mark], window: Window) -> Window:
    """The smallest rectangle round what is seen of the marks inside a window, all in millimetres.

    The window itself where nothing is seen.
    """
    found = [each for mark in marks if (each := _of(mark, window)) is not None]
    if not found:
        return window
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    left, top, right, bottom = window
    return (
        max(min(lefts), left), max(min(tops), top),
        min(max(rights), right), min(max(bottoms), bottom),
    )  # fmt: skip


def _of(mark: Mark, window: Window) -> Window | None:
    match mark:
        case Fills():
            return _around(mark.points, 0.0)
        case Strokes():
            return _around(mark.points, mark.width / 2)
        case Dots():
            return _around(mark.points, float(mark.radii.max(initial=0.0)))
        case Dot():
            reach = mark.radius
            return mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach
        case Text():
            long = width(mark.text, mark.size, mark.weight, mark.tabular)
            left = mark.x - {"start": 0.0, "middle": long / 2, "end": long}[mark.anchor]
            return left, mark.y - mark.size, left + long, mark.y + 0.3 * mark.size
        case Box() | Bitmap():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
        case Clip():
            inner = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
            return extent(mark.marks, inner)
        case Group():
            return extent(mark.marks, window) if mark.marks else None


def _around(points: Points, reach: float) -> Window | None:
    if not len(points):
        return None
    left, top = points.min(axis=0) - reach
    right, bottom = points.max(axis=0) + reach
    return float(left), float(top), float(right), float(bottom)
